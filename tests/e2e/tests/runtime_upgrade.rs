//! A running network gets another runtime by vote, under load: what was reported included is there, what was pending is
//! signed anew, and it goes back. A migration that fails stops the chain, whose state before goes on.

use anyhow::{ensure, Context, Result};
use jsonrpsee::rpc_params;
use salus_e2e::{
	binary,
	cli::Salus,
	node::{task, Network, Node},
	until,
};
use salus_sdk::{
	chain::calls::{consent, consortium, Call},
	primitives::{ids::PatientId, people::Party, BoundedVec},
	Chain, Landed, Wait, Wallet,
};
use serde_json::Value;
use std::{
	fs,
	path::PathBuf,
	sync::{
		atomic::{AtomicBool, Ordering},
		Arc,
	},
	time::Duration,
};
use subxt::{backend::LegacyBackend, rpcs::RpcClient, OnlineClient, PolkadotConfig};
use tempfile::TempDir;
use tokio::task::JoinHandle;

/// `twox_128("NextRuntime") ‖ twox_128("NameDigests")`: what the next runtime's migration stores, an entry an organisation.
fn name_digests() -> String {
	let hash = |text: &str| hex(&sp_crypto_hashing::twox_128(text.as_bytes()));
	format!("0x{}{}", hash("NextRuntime"), hash("NameDigests"))
}

/// A runtime that `tests/next-runtime` made.
fn code(name: &str) -> Result<PathBuf> {
	let node = binary("salus-node");
	let folder = node.parent().context("it lies in a folder")?.join("wbuild/salus-next-runtime");
	let code = folder.join(format!("{name}.compact.compressed.wasm"));
	ensure!(code.exists(), "{} is not built; run scripts/build.sh", code.display());
	Ok(code)
}

fn text(path: &std::path::Path) -> Result<&str> {
	path.to_str().context("paths are UTF-8")
}

/// Somebody who transacts without pause.
struct Worker {
	address: String,
	/// How many it had signed before.
	first: u64,
	done: JoinHandle<Result<Vec<Landed>>>,
}

impl Worker {
	/// Lets somebody submit these calls one after another, over and over, at one node.
	async fn start(
		node: &Node,
		who: &str,
		wait: Wait,
		calls: Vec<Call>,
		stop: &Arc<AtomicBool>,
	) -> Result<Self> {
		let (chain, wallet) = (Chain::connect(&node.url()).await?, Wallet::from_suri(who)?);
		let address = wallet.account().to_string();
		let first = node.call("system_accountNextIndex", rpc_params![&address]).await?;
		let stop = stop.clone();
		let done = tokio::spawn(async move {
			let mut landed = Vec::new();
			for call in calls.iter().cycle() {
				if stop.load(Ordering::Relaxed) {
					break;
				}
				landed.push(chain.submit(call, &wallet, wait).await?);
			}
			Ok(landed)
		});
		Ok(Self { address, first, done })
	}
}

/// Brings a runtime to the chain by vote, and gives the number of the block that it was brought in.
fn upgrade(salus: &Salus, code: &str) -> Result<u64> {
	let passed = salus.pass(&["authorize-upgrade", "--code", code], &["alice", "bob", "charlie"])?;
	ensure!(passed["done"] == true, "{passed}");
	let authorised = salus.ok(&["gov", "status"])?["authorisedUpgrade"].clone();
	ensure!(authorised.is_string(), "nothing is authorised: {authorised}");
	let applied = salus.ok(&["gov", "apply-upgrade", code])?;
	ensure!(applied["code"]["hash"] == authorised, "{applied} is not {authorised}");
	applied["landed"]["number"].as_u64().with_context(|| format!("no block in {applied}"))
}

/// How many slots passed without a block in the blocks after this one: the most between two, and all.
async fn gap(node: &Node, upgraded: u64) -> Result<(u64, u64)> {
	let (mut most, mut all, mut slots) = (0, 0, vec![node.slot(upgraded).await?]);
	for number in upgraded + 1..=upgraded + 8 {
		let slot = node.slot(number).await?;
		let missed = slot - slots[slots.len() - 1] - 1;
		(most, all) = (most.max(missed), all + missed);
		slots.push(slot);
	}
	println!("slots of the blocks from {upgraded} on: {slots:?}; {most} missed at once, {all} in all");
	Ok((most, all))
}

/// A node of the local test network that only follows it, and talks to nobody whom it is not told to.
async fn bystander(nodes: &[Node]) -> Result<Node> {
	let key = format!("{:064x}", 9);
	let node = Node::start(&["--chain", "local", "--reserved-only", "--node-key", &key]).await?;
	reach(&node, nodes).await?;
	Ok(node)
}

async fn reach(node: &Node, others: &[Node]) -> Result<()> {
	for other in others {
		let address = other.address().await?;
		let _: Value = node.call("system_addReservedPeer", rpc_params![address]).await?;
	}
	Ok(())
}

async fn stored_names(node: &Node) -> Result<usize> {
	let keys: Vec<String> = node.call("state_getKeysPaged", rpc_params![name_digests(), 100]).await?;
	Ok(keys.len())
}

async fn runs(node: &Node, version: u64) -> Result<()> {
	until("the runtime", || async { Ok((node.spec_version().await? == version).then_some(())) }).await
}

/// Decodes every extrinsic and event of the blocks up to `last` with the metadata of their time.
async fn decode_all(node: &Node, last: u64) -> Result<usize> {
	let rpc = RpcClient::from_insecure_url(node.url()).await?;
	let backend = LegacyBackend::<PolkadotConfig>::builder().build(rpc);
	let config = PolkadotConfig::builder().use_historic_types(false).build();
	let client = OnlineClient::from_backend_with_config(config, Arc::new(backend)).await?;
	let mut extrinsics = 0;
	for number in 1..=last {
		let block = client.at_block(number).await?;
		for extrinsic in block.extrinsics().fetch().await?.iter() {
			let extrinsic = extrinsic.with_context(|| format!("an extrinsic of block {number}"))?;
			for field in extrinsic.iter_call_data_fields() {
				field
					.decode_as::<subxt::dynamic::Value>()
					.with_context(|| format!("a call of block {number}"))?;
			}
			extrinsics += 1;
		}
		for event in block.events().fetch().await?.iter() {
			event.with_context(|| format!("an event of block {number}"))?;
		}
	}
	Ok(extrinsics)
}

#[tokio::test(flavor = "multi_thread")]
async fn network_should_lose_nothing_when_its_runtime_is_replaced_under_load_and_goes_back() -> Result<()> {
	let mut network = Network::start().await?;
	let nodes = &network.nodes;
	let salus = Salus::quick(&nodes[0])?;
	let (next, back) = (code("next")?, code("back")?);
	let (next, back) = (text(&next)?, text(&back)?);
	salus.ok(&["vault", "publish", "--as", "alice"])?;
	let mut patients = Vec::new();
	for patient in ["eve", "ferdie"] {
		let enrolled = salus.ok(&["patient", "enrol", "--as", "alice", "--patient", patient])?;
		patients.push(enrolled["patient"].as_str().context("a patient")?.parse::<PatientId>()?);
	}
	let before = nodes[0].spec_version().await?;
	let old_metadata: String = nodes[0].call("state_getMetadata", rpc_params![]).await?;

	// Patients work through two nodes, one of them waiting for finality each time.
	let stop = Arc::new(AtomicBool::new(false));
	let party = Party::Organisation(3);
	let turns =
		|patient: &PatientId| vec![consent::exclude(patient, &party), consent::readmit(patient, &party)];
	let workers = [
		Worker::start(&nodes[1], "//Eve", Wait::Best, turns(&patients[0]), &stop).await?,
		Worker::start(&nodes[2], "//Ferdie", Wait::Finalised, turns(&patients[1]), &stop).await?,
	];

	// A node is cut off with a transaction in its pool, signed for the runtime of before. It forgets whom it talks to.
	let mut bystander = bystander(nodes).await?;
	let known = nodes[0].status().await?.finalised;
	bystander.wait_for("the chain so far", |status| status.finalised >= known).await?;
	bystander.stop().await?;
	bystander.restart(&[]).await?;
	let health: Value = bystander.call("system_health", rpc_params![]).await?;
	ensure!(health["peers"] == 0, "{health}");
	let (waiting, dave) = (Chain::connect(&bystander.url()).await?, Wallet::from_suri("//Dave")?);
	let pending = {
		let (chain, call) =
			(waiting.clone(), consortium::set_name(4, &BoundedVec::truncate_from("Eastgate".into())));
		tokio::spawn(async move { chain.submit(&call, &dave, Wait::Finalised).await })
	};
	until("a transaction in the pool", || async {
		let pool: Vec<String> = bystander.call("author_pendingExtrinsics", rpc_params![]).await?;
		Ok((pool.len() == 1).then_some(()))
	})
	.await?;

	// A vote, and the code. Nobody brings another.
	salus.ends_with(2, &["gov", "apply-upgrade", next])?;
	let upgraded = upgrade(&salus, next)?;
	runs(&nodes[0], before + 1).await?;
	salus.ends_with(2, &["gov", "apply-upgrade", next])?;
	ensure!(
		!salus
			.run(&["gov", "propose", "authorize-upgrade", "--as", "alice", "--code", next])?
			.status
			.success(),
		"the same version was proposed again"
	);
	nodes[0].wait_for("blocks of the next runtime", |status| status.finalised >= upgraded + 12).await?;
	let (most, all) = gap(&nodes[0], upgraded).await?;
	ensure!(most <= 45 && all <= 60, "{most} slots were missed at once, {all} in all");
	until("the migration's end", || async { Ok((stored_names(&nodes[0]).await? == 4).then_some(())) })
		.await?;
	let metadata: String = nodes[0].call("state_getMetadata", rpc_params![]).await?;
	let then: String =
		nodes[0].call("state_getMetadata", rpc_params![nodes[0].block_hash(upgraded - 1).await?]).await?;
	ensure!(then == old_metadata && metadata != old_metadata, "the metadata of then is not what it was");

	// What was pending is signed anew once its node has the new runtime, and carried out once.
	reach(&bystander, nodes).await?;
	let landed = pending.await??;
	ensure!(landed.number > upgraded && landed.finalised, "it was in block {}", landed.number);
	ensure!(waiting.signed_anew() == 1, "it was signed anew {} times", waiting.signed_anew());
	let members: Value = nodes[0].call("salus_organisations", rpc_params![]).await?;
	ensure!(members.to_string().contains("Eastgate"), "{members}");

	// Back: the old logic under a version that is higher still.
	let returned = upgrade(&salus, back)?;
	runs(&nodes[0], before + 2).await?;
	until("what was migrated to be gone", || async {
		Ok((stored_names(&nodes[0]).await? == 0).then_some(()))
	})
	.await?;
	nodes[0].wait_for("blocks after that", |status| status.finalised >= returned + 12).await?;
	let (most, all) = gap(&nodes[0], returned).await?;
	ensure!(most <= 45 && all <= 60, "{most} slots were missed at once, {all} in all");

	stop.store(true, Ordering::Relaxed);
	let mut last = 0;
	for Worker { address, first, done } in workers {
		let landed = done.await??;
		let end = landed.iter().map(|landed| landed.number).max().context("it did something")?;
		nodes[0].wait_for("all of it to be final", |status| status.finalised >= end).await?;
		// As many as were reported were carried out, none twice, and each in the block that was named.
		let signed: u64 = nodes[0].call("system_accountNextIndex", rpc_params![&address]).await?;
		ensure!(signed == first + landed.len() as u64, "{signed} of {address}, and {} landed", landed.len());
		for part in [0..upgraded, upgraded + 1..returned, returned + 1..end + 1] {
			let there = landed.iter().filter(|landed| part.contains(&landed.number)).count();
			ensure!(there >= 2, "{address} did {there} in the blocks {part:?}");
		}
		for landed in landed.iter().filter(|landed| landed.finalised) {
			let hash = format!("0x{}", hex(&landed.block));
			ensure!(nodes[0].block_hash(landed.number).await? == hash, "block {} is another", landed.number);
		}
		last = last.max(end);
	}

	// Whatever was included can be read, by the metadata of its time; and the past can be asked about.
	let extrinsics = decode_all(&nodes[0], last).await?;
	println!("{extrinsics} extrinsics of {last} blocks were decoded");
	for number in [upgraded - 1, upgraded, upgraded + 1, returned, returned + 1] {
		let at = nodes[0].block_hash(number).await?;
		let known: Value = nodes[0].call("salus_patient", rpc_params![patients[0].to_string(), at]).await?;
		ensure!(known["home"]["organisation"] == 1, "{known}");
	}
	salus.ok(&["patient", "show", "eve"])?;
	for node in &mut network.nodes {
		// Before it is stopped, which its tasks end with as well.
		let log = node.logs()?;
		for bad in ["panicked", "Essential task"] {
			ensure!(!log.contains(bad), "a node's log has \"{bad}\"");
		}
		node.stop().await?;
	}
	Ok(())
}

fn hex(bytes: &[u8]) -> String {
	bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn chain_should_stand_still_when_a_migration_fails_and_go_on_from_the_state_before() -> Result<()> {
	let mut node = Node::development().await?;
	let salus = Salus::quick(&node)?;
	let next = code("next")?;
	let today = node.spec_version().await?;
	let enrolled = salus.ok(&["patient", "enrol", "--as", "alice", "--patient", "eve"])?;
	let patient: PatientId = enrolled["patient"].as_str().context("a patient")?.parse()?;
	// What the next runtime cannot migrate.
	let chain = Chain::connect(&node.url()).await?;
	let name = consortium::set_name(2, &BoundedVec::truncate_from(vec![b'n'; 64]));
	chain.submit(&name, &Wallet::from_suri("//Bob")?, Wait::Best).await?;
	let passed = salus.pass(&["authorize-upgrade", "--code", text(&next)?], &["alice", "bob"])?;
	ensure!(passed["done"] == true, "{passed}");
	let applied = salus.ok(&["gov", "apply-upgrade", text(&next)?])?;
	let upgraded = applied["landed"]["number"].as_u64().context("a block")?;
	runs(&node, today + 1).await?;

	// Blocks go on, and nothing is included any more: no decision changes on what is half migrated.
	let eve = Wallet::from_suri("//Eve")?;
	let exclude = consent::exclude(&patient, &Party::Organisation(2));
	let tried = chain.submit(&exclude, &eve, Wait::Best);
	ensure!(tokio::time::timeout(Duration::from_secs(16), tried).await.is_err(), "the chain went on");
	let stood = node.status().await?.best.max(upgraded + 6);
	node.wait_for("blocks without transactions", |status| status.finalised >= stood).await?;
	for number in upgraded + 1..=stood {
		let at = node.block_hash(number).await?;
		let block: Value = node.call("chain_getBlock", rpc_params![at]).await?;
		let extrinsics = block["block"]["extrinsics"].as_array().map(Vec::len);
		ensure!(extrinsics == Some(1), "block {number} has {extrinsics:?} extrinsics, not the clock's alone");
	}
	ensure!(stored_names(&node).await? == 1, "the first organisation was migrated, and no other");

	// Nothing was included since, so the state before is all there is: another chain goes on from it, under the old runtime.
	let before = node.block_hash(upgraded - 1).await?;
	node.stop().await?;
	let (folder, base) = (TempDir::new()?, node.base_path());
	let state = task(&["export-state", &before, "--chain", "dev", "--base-path", text(&base)?])?;
	let (exported, spec) = (folder.path().join("exported.json"), folder.path().join("new.json"));
	fs::write(&exported, state)?;
	fs::write(&spec, task(&["adopt-state", "--id", "salus_dev_2", text(&exported)?])?)?;
	let key = format!("{:064x}", 1);
	let node =
		Node::start(&["--chain", text(&spec)?, "--alice", "--force-authoring", "--node-key", &key]).await?;
	node.wait_for("a finalised block", |status| status.finalised >= 1).await?;
	ensure!(node.spec_version().await? == today, "another runtime");
	let mut salus = salus;
	salus.against(&node).ends_with(2, &["gov", "apply-upgrade", text(&next)?])?;
	Chain::connect(&node.url()).await?.submit(&exclude, &eve, Wait::Finalised).await?;
	Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn runtime_of_the_node_should_have_nothing_of_the_tests_runtimes() -> Result<()> {
	// As a part of a key that is hashed in the code, or not.
	let name = b"NextRuntime";
	let found = |code: &[u8]| code.windows(name.len()).any(|part| part == name);
	let plain = |file: &str, package: &str| -> Result<Vec<u8>> {
		let node = binary("salus-node");
		let folder = node.parent().context("it lies in a folder")?.join("wbuild").join(package);
		Ok(fs::read(folder.join(file))?)
	};
	ensure!(found(&plain("next.compact.wasm", "salus-next-runtime")?), "the test finds nothing");
	ensure!(!found(&plain("salus_runtime.compact.wasm", "salus-runtime")?), "the runtime is a test's");
	Ok(())
}
