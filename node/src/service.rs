//! The running node: client, transaction pool, network, RPC, Aura and GRANDPA, wired together.

use crate::{
	chain_spec,
	clock::{Clock, Watched},
	disk,
	equivocations::{self, Findings, Reporter, VoteReports},
	hard_forks::{self, WarpProvider},
	metrics::{pool::CountedPool, Metrics},
	network::{self, Network},
	permissions::{Keeper, Known, Mode, Permissions},
	rpc,
};
use futures::FutureExt;
use salus_runtime::{opaque::Block, Hash, RuntimeApi};
use sc_basic_authorship::ProposerFactory;
use sc_client_api::Backend as _;
use sc_consensus::{BasicQueue, DefaultImportQueue, LongestChain};
use sc_consensus_aura::{
	BuildVerifierParams, CheckForEquivocation, SlotDuration, SlotProportion, StartAuraParams,
};
use sc_consensus_grandpa::{
	FinalityProofProvider, GrandpaBlockImport, GrandpaParams, GrandpaPruningFilter, LinkHalf,
	SharedVoterState, VotingRulesBuilder,
};
use sc_executor::WasmExecutor;
use sc_network::{
	config::{FullNetworkConfiguration, NetworkBackendType},
	service::traits::{NotificationEvent, NotificationService, ValidationResult},
	Litep2pNetworkBackend, NetworkBackend, NetworkWorker,
};
use sc_offchain::{OffchainWorkerOptions, OffchainWorkers};
use sc_service::{
	Configuration, Error, PartialComponents, SpawnTasksParams, TFullBackend, TFullClient, TaskManager,
};
use sc_telemetry::{Telemetry, TelemetryWorker};
use sc_transaction_pool::TransactionPoolHandle;
use sc_transaction_pool_api::OffchainTransactionPoolFactory;
use sp_consensus_aura::sr25519::AuthorityPair as AuraPair;
use sp_io::SubstrateHostFunctions;
use std::{sync::Arc, time::Duration};

/// Blocks between two justifications that GRANDPA makes, and that importing a chain checks, when no change of
/// authorities asks for one.
const JUSTIFICATION_PERIOD: u32 = 512;

/// Time that a GRANDPA message is expected to need to reach everyone.
const GOSSIP_DURATION: Duration = Duration::from_millis(333);

/// Part of a slot in which the author fills the block; the rest is for sealing, sending and importing it.
const PROPOSAL_PART_OF_SLOT: f32 = 2.0 / 3.0;

/// Messages that wait for the telemetry servers before further ones are dropped.
const TELEMETRY_BUFFER: usize = 16;

/// The chain's database and runtime.
pub type Client = TFullClient<Block, RuntimeApi, WasmExecutor<SubstrateHostFunctions>>;

/// The database.
pub type Backend = TFullBackend<Block>;

/// Transactions that wait for a block.
pub type TransactionPool = TransactionPoolHandle<Block, Client>;

/// Fork choice: the longest chain that descends from the last finalised block.
type ForkChoice = LongestChain<Backend, Block>;

/// The block import that GRANDPA follows.
type FinalityImport = GrandpaBlockImport<Backend, Block, Client, ForkChoice>;

/// What the running node needs beside the client's own parts.
pub struct Consensus {
	block_import: FinalityImport,
	voter_link: LinkHalf<Block, Client, ForkChoice>,
	slot_duration: SlotDuration,
	metrics: Metrics,
	findings: Findings,
	telemetry: Option<Telemetry>,
}

/// The parts that both the running node and the tasks on its database need.
pub type Components =
	PartialComponents<Client, Backend, ForkChoice, DefaultImportQueue<Block>, TransactionPool, Consensus>;

/// Opens the database and builds what works on it, without network, RPC, authoring or voting.
///
/// # Errors
/// When the database cannot be opened (or was made with another pruning mode), the genesis state cannot be built, or
/// the runtime does not answer.
pub fn components(config: &Configuration) -> Result<Components, Error> {
	let telemetry = telemetry(config)?;
	let telemetry_handle = || telemetry.as_ref().map(|(_, telemetry)| telemetry.handle());

	// Without the filter pruning would delete the justifications that warp sync proofs are made of.
	let (client, backend, keystore_container, task_manager) =
		sc_service::new_full_parts::<Block, RuntimeApi, _>(
			config,
			telemetry_handle(),
			sc_service::new_wasm_executor::<SubstrateHostFunctions>(&config.executor),
			vec![Arc::new(GrandpaPruningFilter)],
		)?;
	let client = Arc::new(client);

	let select_chain = LongestChain::new(backend.clone());

	let transaction_pool = sc_transaction_pool::Builder::new(
		task_manager.spawn_essential_handle(),
		client.clone(),
		config.role.is_authority().into(),
	)
	.with_options(config.transaction_pool.clone())
	.with_prometheus(config.prometheus_registry())
	.build();

	let hard_forks = chain_spec::hard_forks(&*config.chain_spec);
	let (block_import, voter_link) = sc_consensus_grandpa::block_import_with_authority_set_hard_forks(
		client.clone(),
		JUSTIFICATION_PERIOD,
		&client,
		select_chain.clone(),
		hard_forks::for_grandpa(&hard_forks),
		telemetry_handle(),
	)?;

	let slot_duration = sc_consensus_aura::slot_duration(&*client)?;
	let verifier = sc_consensus_aura::build_verifier::<AuraPair, _, _, Block>(BuildVerifierParams {
		client: client.clone(),
		create_inherent_data_providers: move |_, ()| async move { Ok(inherents(slot_duration)) },
		// Aura's own check keeps headers without their seals, and tells nobody.
		check_for_equivocation: CheckForEquivocation::No,
		telemetry: telemetry_handle(),
		compatibility_mode: Default::default(),
	});
	let (verifier, findings) = equivocations::watch(verifier, client.clone());
	// Without Prometheus they are counted for nobody.
	let metrics =
		Metrics::register(&config.prometheus_registry().cloned().unwrap_or_default(), &client, slot_duration)
			.map_err(|error| Error::Other(error.to_string()))?;
	let clock = Clock::new(metrics.clock.clone());
	let import_queue = BasicQueue::new(
		Watched { verifier, client: client.clone(), slot_duration, clock },
		Box::new(block_import.clone()),
		Some(Box::new(block_import.clone())),
		&task_manager.spawn_essential_handle(),
		config.prometheus_registry(),
	);

	let telemetry = telemetry.map(|(worker, telemetry)| {
		task_manager.spawn_handle().spawn("telemetry", None, worker.run());
		telemetry
	});

	Ok(PartialComponents {
		client,
		backend,
		task_manager,
		keystore_container,
		select_chain,
		import_queue,
		transaction_pool: Arc::new(transaction_pool),
		other: Consensus { block_import, voter_link, slot_duration, metrics, findings, telemetry },
	})
}

/// Starts the node. It runs until the returned task manager is dropped or one of its essential tasks ends.
///
/// # Errors
/// Those of [`components`], when the disk is full, and when the network or the RPC server cannot listen.
pub fn start(config: Configuration, permissioned: Mode) -> Result<TaskManager, Error> {
	let folder = config.base_path.path();
	if let Some(shortage) = disk::shortage(folder, disk::room(folder)?) {
		return Err(Error::Other(shortage));
	}
	match config.network.network_backend {
		NetworkBackendType::Litep2p => start_on::<Litep2pNetworkBackend>(config, permissioned),
		NetworkBackendType::Libp2p => start_on::<NetworkWorker<Block, Hash>>(config, permissioned),
	}
}

/// Starts the node on the network library `N`.
fn start_on<N: NetworkBackend<Block, Hash>>(
	mut config: Configuration,
	permissioned: Mode,
) -> Result<TaskManager, Error> {
	let PartialComponents {
		client,
		backend,
		mut task_manager,
		keystore_container,
		select_chain,
		import_queue,
		transaction_pool,
		other:
			Consensus { block_import, voter_link, slot_duration, metrics: own_metrics, findings, mut telemetry },
	} = components(&config)?;

	// Essential: the node ends when it ends.
	let disk = disk::watch(config.base_path.path().to_owned());
	task_manager.spawn_essential_handle().spawn("disk-space", None, disk);

	let prometheus_registry = config.prometheus_registry().cloned();
	let counted_pool = Arc::new(CountedPool::new(transaction_pool.clone(), own_metrics.refusals.clone()));
	let known = permissioned.is_on(&config).map_err(Error::Other)?.then(|| Known::take(&mut config));
	let permissions = match known {
		Some(_) => Permissions::closed(own_metrics.permissions.clone()),
		None => Permissions::open(own_metrics.permissions.clone()),
	};
	let metrics = N::register_notification_metrics(prometheus_registry.as_ref());
	let mut net_config =
		FullNetworkConfiguration::<Block, Hash, N>::new(&config.network, prometheus_registry.clone());

	let voter_protocol =
		sc_consensus_grandpa::protocol_standard_name(&client.chain_info().genesis_hash, &config.chain_spec);
	let (voter_protocol_config, voter_notifications) =
		sc_consensus_grandpa::grandpa_peers_set_config::<Block, N>(
			voter_protocol.clone(),
			metrics.clone(),
			net_config.peer_store_handle(),
		);
	net_config.add_notification_protocol(voter_protocol_config);

	let authorities = voter_link.shared_authority_set().clone();
	let hard_forks = chain_spec::hard_forks(&*config.chain_spec);
	let warp_sync = WarpProvider::new(backend.clone(), authorities.clone(), &hard_forks);

	let Network {
		service: network,
		system_rpc: system_rpc_tx,
		transactions: tx_handler_controller,
		sync: sync_service,
		announcements,
	} = network::start(network::Parts {
		config: &config,
		net_config,
		client: client.clone(),
		transaction_pool: counted_pool.clone(),
		task_manager: &task_manager,
		import_queue,
		warp_sync: Arc::new(warp_sync),
		metrics,
		permissions: permissions.clone(),
	})?;

	if let Some(known) = known {
		let keeper = Keeper {
			client: client.clone(),
			network: network.clone(),
			announcements,
			sync: sync_service.clone(),
			permissions,
			known,
		};
		// Essential: a list that stands still would let in who was cut off.
		task_manager.spawn_essential_handle().spawn("permissions", Some("networking"), keeper.run());
	}

	if config.offchain_worker.enabled {
		let workers = OffchainWorkers::new(OffchainWorkerOptions {
			runtime_api_provider: client.clone(),
			is_validator: config.role.is_authority(),
			keystore: Some(keystore_container.keystore()),
			offchain_db: backend.offchain_storage(),
			transaction_pool: Some(OffchainTransactionPoolFactory::new(transaction_pool.clone())),
			network_provider: Arc::new(network.clone()),
			// The runtime has no business with the web.
			enable_http_requests: false,
			custom_extensions: |_| Vec::new(),
		})?;
		task_manager.spawn_handle().spawn(
			"offchain-workers-runner",
			"offchain-worker",
			workers.run(client.clone(), task_manager.spawn_handle()).boxed(),
		);
	}

	let voter_state = SharedVoterState::empty();
	let rpc_sources = rpc::Sources {
		client: client.clone(),
		transaction_pool: transaction_pool.clone(),
		finality: rpc::Finality {
			authorities: authorities.clone(),
			voter: voter_state.clone(),
			justifications: voter_link.justification_stream(),
			proofs: FinalityProofProvider::new_for_service(backend.clone(), Some(authorities)),
		},
		checks: own_metrics.checks.clone(),
	};

	let role = config.role;
	let node_name = config.network.node_name.clone();
	let force_authoring = config.force_authoring;
	let votes = !config.disable_grandpa;

	sc_service::spawn_tasks(SpawnTasksParams {
		config,
		client: client.clone(),
		backend,
		task_manager: &mut task_manager,
		keystore: keystore_container.keystore(),
		transaction_pool: counted_pool,
		rpc_builder: Box::new(move |subscriptions| Ok(rpc::methods(rpc_sources.clone(), subscriptions)?)),
		network: network.clone(),
		system_rpc_tx,
		tx_handler_controller,
		sync_service: sync_service.clone(),
		telemetry: telemetry.as_mut(),
		tracing_execute_block: None,
	})?;

	// Whoever sees an equivocation reports it, validator or not: reports of blocks go from node to node.
	let reports = OffchainTransactionPoolFactory::new(transaction_pool.clone());
	let reporter = Reporter::new(client.clone(), reports, findings, own_metrics.sightings.clone());
	task_manager.spawn_handle().spawn_blocking("equivocations", None, reporter.run());
	let vote_reports = VoteReports::new(transaction_pool.clone(), own_metrics.sightings.clone());

	if prometheus_registry.is_some() {
		let Metrics { turns, duties, .. } = own_metrics;
		let spawner = task_manager.spawn_handle();
		spawner.spawn_blocking("turns", Some("metrics"), turns.watch(client.clone()));
		spawner.spawn_blocking("duties", Some("metrics"), duties.watch(client.clone()));
	}

	if role.is_authority() {
		let authoring =
			sc_consensus_aura::start_aura::<AuraPair, _, _, _, _, _, _, _, _, _, _>(StartAuraParams {
				slot_duration,
				client: client.clone(),
				select_chain,
				block_import,
				proposer_factory: ProposerFactory::new(
					task_manager.spawn_handle(),
					client,
					transaction_pool.clone(),
					prometheus_registry.as_ref(),
					telemetry.as_ref().map(Telemetry::handle),
				),
				sync_oracle: sync_service.clone(),
				justification_sync_link: sync_service.clone(),
				create_inherent_data_providers: move |_, ()| async move { Ok(inherents(slot_duration)) },
				force_authoring,
				// Authors keep on when finality stalls: the votes that mend it need blocks.
				backoff_authoring_blocks: None::<()>,
				keystore: keystore_container.keystore(),
				block_proposal_slot_portion: SlotProportion::new(PROPOSAL_PART_OF_SLOT),
				max_block_proposal_slot_portion: None,
				telemetry: telemetry.as_ref().map(Telemetry::handle),
				compatibility_mode: Default::default(),
			})?;
		task_manager.spawn_essential_handle().spawn_blocking("aura", Some("block-authoring"), authoring);
	}

	if votes {
		let voter = sc_consensus_grandpa::run_grandpa_voter(GrandpaParams {
			config: sc_consensus_grandpa::Config {
				gossip_duration: GOSSIP_DURATION,
				justification_generation_period: JUSTIFICATION_PERIOD,
				observer_enabled: false,
				local_role: role,
				name: Some(node_name),
				// Without keys the voter only follows the others' votes.
				keystore: role.is_authority().then(|| keystore_container.keystore()),
				telemetry: telemetry.as_ref().map(Telemetry::handle),
				protocol_name: voter_protocol,
			},
			link: voter_link,
			network,
			sync: sync_service,
			notification_service: voter_notifications,
			voting_rule: VotingRulesBuilder::default().build(),
			prometheus_registry,
			shared_voter_state: voter_state,
			telemetry: telemetry.as_ref().map(Telemetry::handle),
			offchain_tx_pool_factory: OffchainTransactionPoolFactory::new(vote_reports),
		})?;
		// Essential: a validator that makes blocks but has stopped voting would go unnoticed.
		task_manager.spawn_essential_handle().spawn_blocking("grandpa-voter", None, voter);
	} else {
		let refusals = refuse_all(voter_notifications);
		task_manager.spawn_handle().spawn("grandpa-refusals", Some("networking"), refusals);
	}

	Ok(task_manager)
}

/// Lets nobody speak a protocol that the node announces and does not use. If nobody listened to it, litep2p would drop the
/// connections of all protocols.
async fn refuse_all(mut notifications: Box<dyn NotificationService>) {
	while let Some(event) = notifications.next_event().await {
		if let NotificationEvent::ValidateInboundSubstream { result_tx, .. } = event {
			// The peer may have gone.
			let _ = result_tx.send(ValidationResult::Reject);
		}
	}
}

/// Slot and time that a block made now has to carry.
fn inherents(
	slot_duration: SlotDuration,
) -> (sp_consensus_aura::inherents::InherentDataProvider, sp_timestamp::InherentDataProvider) {
	let time = sp_timestamp::InherentDataProvider::from_system_time();
	let slot = sp_consensus_aura::inherents::InherentDataProvider::from_timestamp_and_slot_duration(
		*time,
		slot_duration,
	);
	(slot, time)
}

/// The connection to the telemetry servers that the operator or the chain specification names, if any.
fn telemetry(config: &Configuration) -> Result<Option<(TelemetryWorker, Telemetry)>, Error> {
	let Some(endpoints) = config.telemetry_endpoints.clone().filter(|endpoints| !endpoints.is_empty()) else {
		return Ok(None);
	};
	let worker = TelemetryWorker::new(TELEMETRY_BUFFER)?;
	let telemetry = worker.handle().new_telemetry(endpoints);
	Ok(Some((worker, telemetry)))
}
