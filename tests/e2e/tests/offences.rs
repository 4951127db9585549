//! Validators that really equivocate: two processes on one key.

use anyhow::{ensure, Context, Result};
use jsonrpsee::rpc_params;
use salus_e2e::{
	cli::Salus,
	node::{set_session_length, task, write_specification, Node},
	until,
};
use serde_json::{json, Value};
use std::collections::BTreeSet;
use tempfile::TempDir;

/// Blocks of a session.
const SESSION: u64 = 6;

/// The public keys of eve, from her phrase.
const EVE: (&str, &str) = ("//Eve", "0xe659a7a1628cdd93febc04a4e0646ea20e9f5f0ce097d9a05290d4a9e054df4e");

/// A validator that no preset has: the account, and its keys for blocks and votes.
struct Fifth {
	account: String,
	votes: String,
}

fn key(scheme: &str, encoding: &str) -> Result<String> {
	inspect(EVE.0, scheme, encoding)
}

/// What the node tells of the key of a phrase.
fn inspect(phrase: &str, scheme: &str, encoding: &str) -> Result<String> {
	let told = task(&["key", "inspect", phrase, "--scheme", scheme, "--output-type", "json"])?;
	let key: Value = serde_json::from_str(&told)?;
	Ok(key[encoding].as_str().context("a key has this form")?.to_owned())
}

impl Fifth {
	fn new() -> Result<Self> {
		ensure!(key("sr25519", "publicKey")? == EVE.1, "eve has another key");
		Ok(Self { account: key("sr25519", "ss58Address")?, votes: key("ed25519", "publicKey")? })
	}
}

/// The specification of the local test network with short sessions, and eve as its fifth validator if she is one.
fn specification(folder: &TempDir, fifth: Option<&Fifth>) -> Result<String> {
	write_specification(folder.path(), "local", |genesis| {
		set_session_length(genesis, SESSION)?;
		if let Some(Fifth { account, .. }) = fifth {
			let validators = genesis["consortium"]["organisations"][0]["validators"].as_array_mut();
			validators.context("an organisation has validators")?.push(json!(account));
			let keys = json!({ "aura": account, "grandpa": key("ed25519", "ss58Address")? });
			let entry = json!([account, account, keys]);
			genesis["session"]["keys"].as_array_mut().context("validators have keys")?.push(entry);
		}
		Ok(())
	})
}

/// Starts a node that talks to nobody who was not named to it.
async fn start(spec: &str, more: &[&str]) -> Result<Node> {
	let mut options = vec!["--chain", spec, "--validator", "--reserved-only", "--prometheus-port", "0"];
	options.push("--unsafe-force-node-key-generation");
	options.extend(more);
	Node::start(&options).await
}

/// Lets two nodes talk to each other.
async fn connect(one: &Node, other: &Node) -> Result<()> {
	for (from, to) in [(one, other), (other, one)] {
		let address = to.address().await?;
		let _: Value = from.call("system_addReservedPeer", rpc_params![address]).await?;
	}
	Ok(())
}

/// Gives a running node a key of the development people.
async fn insert(node: &Node, kind: &str, phrase: &str, public: &str) -> Result<()> {
	let _: Value = node.call("author_insertKey", rpc_params![kind, phrase, public]).await?;
	Ok(())
}

/// The keys of those whose turn it is to make blocks.
async fn authors(node: &Node) -> Result<Vec<String>> {
	let encoded: String = node.call("state_call", rpc_params!["AuraApi_authorities", "0x"]).await?;
	// Fewer than 64, so that one byte has their number.
	let keys = encoded.get(4..).context("a list of keys")?;
	Ok((0..keys.len() / 64).map(|place| format!("0x{}", &keys[64 * place..64 * (place + 1)])).collect())
}

async fn offences(node: &Node) -> Result<Vec<Value>> {
	node.call("salus_offences", rpc_params![]).await
}

/// Waits until a validator is known to have offended, and this became of it.
async fn wait_for(node: &Node, state: &str) -> Result<Value> {
	until(&format!("an offender that is {state}"), || async {
		Ok(offences(node).await?.into_iter().find(|offender| offender["state"] == json!(state)))
	})
	.await
}

/// One node makes the blocks of all but one, whose key is in two others. Nobody votes: blocks are what it is about.
async fn doubled_author(fifth: Option<&Fifth>) -> Result<(TempDir, [Node; 3])> {
	let folder = TempDir::new()?;
	let spec = specification(&folder, fifth)?;
	let honest = start(&spec, &["--alice", "--no-grandpa"]).await?;
	let mut phrases = vec!["//Bob", "//Charlie"];
	let doubled = if fifth.is_some() { "//Eve" } else { "//Dave" };
	if fifth.is_some() {
		phrases.push("//Dave");
	}
	for phrase in phrases {
		insert(&honest, "aura", phrase, &public(phrase)?).await?;
	}
	let first = start(&spec, &["--no-grandpa"]).await?;
	let second = start(&spec, &["--no-grandpa"]).await?;
	for (one, other) in [(&honest, &first), (&honest, &second), (&first, &second)] {
		connect(one, other).await?;
	}
	for node in [&first, &second] {
		node.wait_for("the chain of the others", |status| status.best >= 2).await?;
		insert(node, "aura", doubled, &public(doubled)?).await?;
	}
	Ok((folder, [honest, first, second]))
}

fn public(phrase: &str) -> Result<String> {
	inspect(phrase, "sr25519", "publicKey")
}

#[tokio::test(flavor = "multi_thread")]
async fn validator_with_two_authors_should_be_removed_at_the_next_set_when_there_are_five() -> Result<()> {
	let fifth = Fifth::new()?;
	let (_folder, nodes) = doubled_author(Some(&fifth)).await?;
	let [honest, ..] = &nodes;
	ensure!(authors(honest).await?.contains(&EVE.1.to_owned()), "eve makes no blocks");

	let offender = wait_for(honest, "leftOut").await?;
	ensure!(offender["account"] == json!(fifth.account), "{offender}");
	ensure!(offender["kind"] == json!("blocks"), "{offender}");
	until("a set without her", || async {
		let authors = authors(honest).await?;
		Ok((authors.len() == 4 && !authors.contains(&EVE.1.to_owned())).then_some(()))
	})
	.await?;

	// The chain goes on without her, every slot has its author, and the node has counted and told.
	let best = honest.status().await?.best;
	honest.wait_for("blocks of four", |status| status.best >= best + 5).await?;
	let seen = honest.metrics().await?.value("salus_equivocations_seen_total", &[("kind", "blocks")])?;
	ensure!(seen >= 1.0, "the node has seen {seen}");
	let told = Salus::quick(honest)?.ok(&["gov", "offences"])?;
	ensure!(told[0]["account"] == offender["account"] && told[0]["state"] == json!("leftOut"), "{told}");
	Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn validator_with_two_authors_should_stay_and_be_marked_when_there_are_four() -> Result<()> {
	let (_folder, nodes) = doubled_author(None).await?;
	let [honest, ..] = &nodes;
	let offender = wait_for(honest, "marked").await?;
	ensure!(offender["kind"] == json!("blocks"), "{offender}");
	// Two sets later it is there still.
	let best = honest.status().await?.best;
	honest.wait_for("two more sessions", |status| status.best > best + 2 * SESSION).await?;
	let (authors, dave) = (authors(honest).await?, public("//Dave")?);
	ensure!(authors.len() == 4 && authors.contains(&dave), "{authors:?}");
	Ok(())
}

/// Starts a node on one side that votes with eve's key and has seen no other side.
async fn voting_double(spec: &str, side: &[Node]) -> Result<Node> {
	let mut double = start(spec, &[]).await?;
	for node in side {
		connect(&double, node).await?;
	}
	// It is to vote for what this side alone has; the voter looks for its key when it starts.
	double.wait_for("the chain of its side", |status| status.best >= 6).await?;
	insert(&double, "gran", EVE.0, &Fifth::new()?.votes).await?;
	double.stop().await?;
	double.restart(&[]).await?;
	for node in side {
		connect(&double, node).await?;
	}
	Ok(double)
}

#[tokio::test(flavor = "multi_thread")]
async fn validator_that_voted_on_both_sides_of_a_partition_should_be_removed_when_it_is_healed() -> Result<()>
{
	let fifth = Fifth::new()?;
	let folder = TempDir::new()?;
	let spec = specification(&folder, Some(&fifth))?;
	let mut sides = Vec::new();
	for names in [["--alice", "--bob"], ["--charlie", "--dave"]] {
		let side = vec![start(&spec, &names[..1]).await?, start(&spec, &names[1..]).await?];
		connect(&side[0], &side[1]).await?;
		sides.push(side);
	}
	let mut doubles = Vec::new();
	for side in &sides {
		doubles.push(voting_double(&spec, side).await?);
	}
	for double in &doubles {
		let best = double.status().await?.best;
		double.wait_for("time to vote", |status| status.best > best).await?;
	}

	// Three of five on each side: two chains, of which nothing is final, so that nobody was misled.
	let mut first_blocks = BTreeSet::new();
	for node in sides.iter().flatten().chain(&doubles) {
		ensure!(node.status().await?.finalised == 0, "half of the validators finalised a block");
		first_blocks.insert(node.block_hash(1).await?);
	}
	ensure!(first_blocks.len() == 2, "{} chains instead of two", first_blocks.len());

	// Healed.
	let [here, there] = &sides[..] else { unreachable!("there are two sides") };
	for (one, other) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
		connect(&here[one], &there[other]).await?;
	}
	for node in sides.iter().flatten() {
		let offender = wait_for(node, "leftOut").await?;
		ensure!(offender["account"] == json!(fifth.account), "{offender}");
		ensure!(offender["kind"] == json!("votes"), "{offender}");
	}
	let node = &here[0];
	until("a set without her", || async {
		let authors = authors(node).await?;
		Ok((authors.len() == 4 && !authors.contains(&EVE.1.to_owned())).then_some(()))
	})
	.await?;
	// Four vote on: what they finalise now is made by four.
	let best = node.status().await?.best;
	node.wait_for("finality of four", |status| status.finalised > best).await?;
	let mut seen = 0.0;
	for node in sides.iter().flatten() {
		seen += node.metrics().await?.value("salus_equivocations_seen_total", &[("kind", "votes")])?;
	}
	ensure!(seen >= 1.0, "no voter has counted it");
	Ok(())
}
