//! The network service, assembled from the SDK's parts so that inbound requests pass by [`Permissions`].
//!
//! The servers of blocks, state and warp proofs tell the network library which queue they read. Here each tells a
//! description that belongs to no network yet, and what the library gets is the same with a guarded queue in front. The
//! server of light clients' requests is made inside the SDK and out of reach.

use crate::{
	metrics::pool::CountedPool,
	permissions::{Asked, Permissions},
	service::{Client, TransactionPool},
};
use salus_runtime::{opaque::Block, Hash};
use sc_client_api::BlockBackend;
use sc_consensus::{DefaultImportQueue, ImportQueue};
use sc_network::{
	config::{FullNetworkConfiguration, NotificationConfig, SyncMode},
	types::ProtocolName,
	NetworkBackend, NetworkWorker, NotificationMetrics, Roles,
};
use sc_network_sync::{
	block_relay_protocol::BlockRelayParams,
	block_request_handler::BlockRequestHandler,
	engine::SyncingEngine,
	service::network::NetworkServiceProvider,
	state_request_handler::StateRequestHandler,
	strategy::{
		polkadot::{PolkadotSyncingStrategy, PolkadotSyncingStrategyConfig},
		warp::WarpSyncProvider,
	},
	warp_request_handler::RequestHandler as WarpSyncRequestHandler,
	SyncingService, WarpSyncConfig,
};
use sc_network_transactions::TransactionsHandlerController;
use sc_service::{
	build_network_advanced, default_gap_sync_body_policy, BuildNetworkAdvancedParams, Configuration, Error,
	TaskManager,
};
use sc_utils::mpsc::TracingUnboundedSender;
use sp_consensus::block_validation::DefaultBlockAnnounceValidator;
use std::sync::Arc;

/// Describes a protocol to no library in particular: the description's fields can be read.
type Plain = NetworkWorker<Block, Hash>;

/// What the network service is made of.
pub struct Parts<'a, N: NetworkBackend<Block, Hash>> {
	/// The node's configuration.
	pub config: &'a Configuration,
	/// The network's, with GRANDPA in it.
	pub net_config: FullNetworkConfiguration<Block, Hash, N>,
	/// The chain.
	pub client: Arc<Client>,
	/// Transactions that wait for a block.
	pub transaction_pool: Arc<CountedPool<TransactionPool>>,
	/// Runs the parts.
	pub task_manager: &'a TaskManager,
	/// Blocks that wait to be imported.
	pub import_queue: DefaultImportQueue<Block>,
	/// Proofs of finality.
	pub warp_sync: Arc<dyn WarpSyncProvider<Block>>,
	/// Of the notification protocols.
	pub metrics: NotificationMetrics,
	/// Who is answered.
	pub permissions: Permissions,
}

/// The running network.
pub struct Network {
	/// The network.
	pub service: Arc<dyn sc_network::service::traits::NetworkService>,
	/// Asks it what JSON-RPC tells of it.
	pub system_rpc: TracingUnboundedSender<sc_rpc::system::Request<Block>>,
	/// Sends transactions on.
	pub transactions: TransactionsHandlerController<Hash>,
	/// Catches up, and announces blocks.
	pub sync: Arc<SyncingService<Block>>,
	/// The protocol by which it announces them.
	pub announcements: ProtocolName,
}

/// Starts the network.
///
/// # Errors
/// When it cannot listen, or is to catch up in a way that goes with no archive.
pub fn start<N: NetworkBackend<Block, Hash>>(parts: Parts<'_, N>) -> Result<Network, Error> {
	let Parts {
		config,
		mut net_config,
		client,
		transaction_pool,
		task_manager,
		import_queue,
		warp_sync,
		metrics,
		permissions,
	} = parts;
	let sync_mode = net_config.network_config.sync_mode;
	if client.requires_full_sync() && !matches!(sync_mode, SyncMode::Full) {
		return Err(Error::Other("a node that keeps every state checks every block: --sync full".into()));
	}
	let spawner = task_manager.spawn_handle();
	let provider = NetworkServiceProvider::new();
	let (protocol_id, fork_id) = (config.protocol_id(), config.chain_spec.fork_id());
	let genesis = client.chain_info().genesis_hash;
	let registry = config.prometheus_config.as_ref().map(|prometheus| &prometheus.registry);
	let set = &net_config.network_config.default_peers_set;
	// Each peer may have a request under way.
	let peers = (set.in_peers as usize).saturating_add(set.out_peers as usize);

	let BlockRelayParams { mut server, downloader, request_response_config } =
		BlockRequestHandler::new::<Plain>(provider.handle(), &protocol_id, fork_id, client.clone(), peers);
	spawner.spawn("block-request-handler", Some("networking"), async move { server.run().await });
	net_config.add_request_response_protocol(permissions.guard::<N>(
		Asked::Blocks,
		request_response_config,
		&spawner,
	));

	let (states, offered) = StateRequestHandler::new::<Plain>(&protocol_id, fork_id, client.clone(), peers);
	let state_request_protocol_name = offered.name.clone();
	spawner.spawn("state-request-handler", Some("networking"), states.run());
	net_config.add_request_response_protocol(permissions.guard::<N>(Asked::State, offered, &spawner));

	let (proofs, offered) =
		WarpSyncRequestHandler::new::<_, Plain>(protocol_id.clone(), genesis, fork_id, warp_sync.clone());
	let warp_protocol = offered.name.clone();
	spawner.spawn("warp-sync-request-handler", Some("networking"), proofs.run());
	net_config.add_request_response_protocol(permissions.guard::<N>(Asked::Warp, offered, &spawner));

	let network_config = &net_config.network_config;
	let strategy = PolkadotSyncingStrategy::new(
		PolkadotSyncingStrategyConfig {
			mode: sync_mode,
			max_parallel_downloads: network_config.max_parallel_downloads,
			max_blocks_per_request: network_config.max_blocks_per_request,
			min_peers_to_start_warp_sync: network_config.min_peers_to_start_warp_sync,
			metrics_registry: registry.cloned(),
			state_request_protocol_name,
			block_downloader: downloader,
			gap_sync_body_policy: default_gap_sync_body_policy(config.blocks_pruning),
		},
		client.clone(),
		Some(WarpSyncConfig::WithProvider(warp_sync)),
		Some(warp_protocol),
	)?;
	let (engine, sync_service, block_announce_config) = SyncingEngine::new(
		Roles::from(&config.role),
		client.clone(),
		registry,
		metrics.clone(),
		&net_config,
		protocol_id.clone(),
		fork_id,
		Box::new(DefaultBlockAnnounceValidator),
		Box::new(strategy),
		provider.handle(),
		import_queue.service(),
		net_config.peer_store_handle(),
	)?;
	let announcements = block_announce_config.protocol_name().clone();
	// Essential: a node that catches up no more is better restarted.
	task_manager.spawn_essential_handle().spawn_blocking("syncing", None, engine.run());

	let (service, system_rpc, transactions, sync, _bitswap) =
		build_network_advanced(BuildNetworkAdvancedParams {
			role: config.role,
			protocol_id,
			fork_id,
			announce_block: config.announce_block,
			net_config,
			client,
			transaction_pool,
			spawn_handle: spawner,
			spawn_essential_handle: task_manager.spawn_essential_handle(),
			import_queue,
			sync_service,
			block_announce_config,
			network_service_provider: provider,
			metrics_registry: registry,
			metrics,
			blocks_pruning: config.blocks_pruning,
		})?;
	Ok(Network { service, system_rpc, transactions, sync, announcements })
}
