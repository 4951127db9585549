//! Who may connect: what a libp2p client that is no node of the consortium gets from one, layer by layer.

use anyhow::{ensure, Result};
use jsonrpsee::rpc_params;
use salus_e2e::{
	cli::Salus,
	node::{write_specification, Node},
	peer::{Client, Request, Told},
	until,
};
use salus_sdk::network::NodeKey;
use serde_json::{json, Value};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// The seeds of identities: alice's node, a client that is listed, and one that is not.
const ALICE: [u8; 32] = [0xa1; 32];
const GUEST: [u8; 32] = [0xb2; 32];
const STRANGER: [u8; 32] = [0xc3; 32];

const QUESTIONS: [Request; 4] = [Request::Blocks, Request::State, Request::Warp, Request::Light];
const ALL_TOLD: [Told; 3] = [Told::Blocks, Told::Votes, Told::Transactions];

/// The development chain with these nodes, all of organisation 1.
fn specification(folder: &TempDir, nodes: &[[u8; 32]]) -> Result<String> {
	let node = |seed: &[u8; 32]| {
		let wireguard = salus_sdk::primitives::network::WireguardKey(*seed);
		json!({
			"organisation": 1,
			"peer": NodeKey::from_seed(seed).peer(),
			"wireguard": wireguard,
			"endpoint": "127.0.0.1:51820",
			"role": "validator",
		})
	};
	write_specification(folder.path(), "dev", |genesis| {
		genesis["consortium"]["nodes"] = nodes.iter().map(node).collect();
		Ok(())
	})
}

async fn start(spec: &str, more: &[&str]) -> Result<Node> {
	let key: String = ALICE.iter().map(|byte| format!("{byte:02x}")).collect();
	let mut options =
		vec!["--chain", spec, "--alice", "--validator", "--force-authoring", "--node-key", &key];
	options.extend(["--prometheus-port", "0"]);
	options.extend(more);
	let node = Node::start(&options).await?;
	node.wait_for("a finalised block", |status| status.finalised >= 1).await?;
	Ok(node)
}

async fn genesis(node: &Node) -> Result<[u8; 32]> {
	let hash = node.block_hash(0).await?;
	let digest: salus_sdk::primitives::ids::Digest = hash.parse()?;
	Ok(digest.0)
}

async fn dial(node: &Node, seed: [u8; 32]) -> Result<Client> {
	Client::dial(&node.address().await?, seed, genesis(node).await?).await
}

async fn refused(node: &Node, protocol: &str) -> Result<f64> {
	node.metrics().await?.value("salus_refused_requests_total", &[("protocol", protocol)])
}

#[tokio::test(flavor = "multi_thread")]
async fn stranger_should_get_nothing_but_the_connection_when_the_chain_lists_nodes() -> Result<()> {
	let folder = TempDir::new()?;
	let node = start(&specification(&folder, &[ALICE, GUEST])?, &[]).await?;
	let mut stranger = dial(&node, STRANGER).await?;

	// What is left: the handshake of the transport, which comes before anybody is asked; what the node says of itself;
	// and the server of light clients, which reads public state.
	let names = stranger.identify().await?;
	ensure!(names.iter().any(|name| name.ends_with("/block-announces/1")), "{names:?}");
	let light = stranger.ask(Request::Light).await?;
	ensure!(
		light.is_some_and(|bytes| bytes > 0),
		"light clients' requests are served: say it if not: {light:?}"
	);

	for (request, protocol) in
		[(Request::Blocks, "blocks"), (Request::State, "state"), (Request::Warp, "warp")]
	{
		let before = refused(&node, protocol).await?;
		ensure!(stranger.ask(request).await?.is_none(), "{request:?} of a stranger is answered");
		ensure!(refused(&node, protocol).await? > before, "{request:?} of a stranger is not counted");
	}
	for told in ALL_TOLD {
		let heard = stranger.listen(told, Duration::from_secs(8)).await?;
		ensure!(!heard, "a stranger hears {told:?}");
	}

	// The same client with a key that is listed gets all of it: it is the list that decides.
	let mut guest = dial(&node, GUEST).await?;
	for request in QUESTIONS {
		ensure!(guest.ask(request).await?.is_some(), "{request:?} of a listed node is not answered");
	}
	for told in ALL_TOLD {
		ensure!(guest.listen(told, Duration::from_secs(60)).await?, "a listed node does not hear {told:?}");
	}
	ensure!(guest.hears(Told::Blocks, Duration::from_secs(60)).await?, "a listed node is told of no block");
	let permitted = node.metrics().await?.value("salus_permitted_peers", &[])?;
	ensure!(permitted == 1.0, "{permitted} peers besides the node itself may connect");

	// Its member withdraws it: nothing is answered to it from the block on that says so, and it is told nothing more, though
	// it was connected.
	let salus = Salus::new(&node)?;
	let listed: Value = node.call("salus_nodes", rpc_params![]).await?;
	ensure!(listed.as_array().is_some_and(|nodes| nodes.len() == 2), "{listed}");
	salus.ok(&["network", "withdraw", "--as", "alice", "2"])?;
	until("requests of the withdrawn node to be refused", || async {
		Ok((node.metrics().await?.value("salus_permitted_peers", &[])? == 0.0).then_some(()))
	})
	.await?;
	let mut again = dial(&node, GUEST).await?;
	ensure!(again.ask(Request::Blocks).await?.is_none(), "blocks are given to a node that was withdrawn");
	for told in ALL_TOLD {
		let end = Instant::now() + Duration::from_secs(60);
		// What was told before it was withdrawn may be on its way.
		while guest.hears(told, Duration::from_secs(12)).await? {
			ensure!(Instant::now() < end, "a node that was withdrawn is told {told:?}");
		}
		let heard = again.listen(told, Duration::from_secs(8)).await?;
		ensure!(!heard, "a node that was withdrawn hears {told:?} when it comes again");
	}

	// Announced anew it is let in again, without anybody restarting anything.
	let (key, wireguard) =
		(salus.file("guest", &GUEST)?, salus_sdk::primitives::network::WireguardKey(GUEST));
	let what = ["--node-key", &key, "--wireguard", &wireguard.to_string(), "--endpoint", "127.0.0.1:51820"];
	salus.ok(&[["network", "announce", "--as", "alice", "--role", "history"].as_slice(), &what].concat())?;
	until("requests of the announced node to be answered", || async {
		Ok((node.metrics().await?.value("salus_permitted_peers", &[])? == 1.0).then_some(()))
	})
	.await?;
	drop((guest, again));
	let mut back = dial(&node, GUEST).await?;
	ensure!(back.ask(Request::Blocks).await?.is_some(), "blocks are not given to a node that was announced");
	ensure!(back.listen(Told::Blocks, Duration::from_secs(60)).await?, "it does not hear of blocks");

	// And the chain goes on.
	let before = node.status().await?.finalised;
	node.wait_for("further blocks", |status| status.finalised > before).await
}

#[tokio::test(flavor = "multi_thread")]
async fn network_should_be_open_when_the_chain_began_without_nodes() -> Result<()> {
	let folder = TempDir::new()?;
	let node = start(&specification(&folder, &[])?, &[]).await?;
	let mut stranger = dial(&node, STRANGER).await?;
	for request in QUESTIONS {
		ensure!(stranger.ask(request).await?.is_some(), "{request:?} is not answered on an open network");
	}
	ensure!(stranger.listen(Told::Blocks, Duration::from_secs(60)).await?, "nobody hears of blocks");

	// A member that announces its own node, and no other's, cuts nobody off by that.
	let salus = Salus::new(&node)?;
	let key = salus.file("node-key", &ALICE)?;
	let wireguard = salus_sdk::primitives::network::WireguardKey([7; 32]).to_string();
	let announced = salus.ok(&[
		"network",
		"announce",
		"--as",
		"alice",
		"--node-key",
		&key,
		"--wireguard",
		&wireguard,
		"--endpoint",
		"node.hospital.example:51820",
		"--role",
		"validator",
	])?;
	ensure!(announced["node"]["id"] == 1, "{announced}");
	let listed = salus.ok(&["network", "list"])?;
	ensure!(listed[0]["peer"] == json!(NodeKey::from_seed(&ALICE).peer()), "{listed}");
	ensure!(stranger.ask(Request::Blocks).await?.is_some(), "an announcement closed an open network");

	// A node without the key that the announcement names is not announced.
	let other = salus.file("other-key", &GUEST)?;
	let taken =
		["--wireguard", &wireguard, "--endpoint", "node.hospital.example:51820", "--role", "validator"];
	let announce = ["network", "announce", "--as", "bob", "--node-key", &other];
	salus.ends_with(5, &[announce.as_slice(), &taken].concat())?;
	Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn boot_nodes_should_be_let_in_when_the_chain_lists_nobody() -> Result<()> {
	let folder = TempDir::new()?;
	let spec = specification(&folder, &[])?;
	let mut document: Value = serde_json::from_slice(&std::fs::read(&spec)?)?;
	let guest = NodeKey::from_seed(&GUEST).peer();
	document["bootNodes"] = json!([format!("/ip4/127.0.0.1/tcp/9/p2p/{guest}")]);
	std::fs::write(&spec, document.to_string())?;
	let node = start(&spec, &["--permissioned", "on"]).await?;
	let mut stranger = dial(&node, STRANGER).await?;
	ensure!(stranger.ask(Request::Blocks).await?.is_none(), "blocks are given to a stranger");
	let mut guest = dial(&node, GUEST).await?;
	ensure!(guest.ask(Request::Blocks).await?.is_some(), "blocks are not given to a boot node");
	Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn operators_own_peers_should_be_let_in_whatever_the_chain_lists() -> Result<()> {
	let folder = TempDir::new()?;
	let guest = format!("/ip4/127.0.0.1/tcp/9/p2p/{}", NodeKey::from_seed(&GUEST).peer());
	let spec = specification(&folder, &[ALICE])?;
	let node = start(&spec, &["--reserved-nodes", &guest]).await?;
	let mut stranger = dial(&node, STRANGER).await?;
	ensure!(stranger.ask(Request::Blocks).await?.is_none(), "blocks are given to a stranger");
	let mut guest = dial(&node, GUEST).await?;
	ensure!(guest.ask(Request::Blocks).await?.is_some(), "blocks are not given to a reserved peer");
	Ok(())
}
