//! A validator joins a network of four, works, goes over to new keys, and leaves.

use anyhow::{ensure, Context, Result};
use jsonrpsee::rpc_params;
use salus_e2e::{
	cli::Salus,
	node::{set_session_length, write_specification, Network, Node},
	until,
};
use serde_json::{json, Value};
use tempfile::TempDir;

/// Gives eve's account a seat of bob's organisation, by the votes of three of four.
fn give_seat(salus: &Salus) -> Result<()> {
	let word = salus.text_path("eve.json");
	salus.ok(&["gov", "accept", "--as", "eve", "--role", "validator", "--org", "2", "--out", &word])?;
	let closed = salus.pass(&["give", "--acceptance", &word], &["alice", "bob", "charlie"])?;
	ensure!(closed["done"] == json!(true), "{closed}");
	Ok(())
}

fn state(salus: &Salus) -> Result<Value> {
	salus.ok(&["validator", "status", "eve"])
}

/// Waits until the state of eve's validator is so.
async fn wait_for(salus: &Salus, what: &str, holds: impl Fn(&Value) -> bool) -> Result<Value> {
	until(what, || async { Ok(Some(state(salus)?).filter(|state| holds(state))) }).await
}

/// Waits for a block that the fifth of five validators made, and for its finality.
async fn made_by_the_fifth(node: &Node) -> Result<()> {
	let mut next = node.status().await?.best;
	loop {
		node.wait_for("another block", |status| status.best >= next).await?;
		if node.slot(next).await? % 5 == 4 {
			return node.wait_for("its finality", |status| status.finalised >= next).await;
		}
		next += 1;
	}
}

#[tokio::test(flavor = "multi_thread")]
async fn validator_should_join_work_rotate_and_leave_without_stopping_the_chain() -> Result<()> {
	let folder = TempDir::new()?;
	let chain = write_specification(folder.path(), "local", |genesis| set_session_length(genesis, 10))?;
	let mut network = Network::on(&chain).await?;
	let salus = Salus::quick(&network.nodes[0])?;
	let all = salus.ok(&["validator", "status"])?;
	ensure!(all.as_array().is_some_and(|all| all.len() == 4), "{all}");
	ensure!(all[3]["state"] == "joined" && all[3]["active"] == true, "{all}");

	// Nobody has a part in it without a seat; a seat rests; and nobody joins without keys.
	salus.ends_with(4, &["validator", "keys", "--as", "eve"])?;
	salus.ends_with(3, &["validator", "join", "--as", "eve"])?;
	give_seat(&salus)?;
	let resting = state(&salus)?;
	ensure!(resting["state"] == "resting" && resting["registered"].is_null(), "{resting}");
	let early = salus.run(&["validator", "join", "--as", "eve"])?;
	let said = String::from_utf8_lossy(&early.stderr).into_owned() + &String::from_utf8_lossy(&early.stdout);
	ensure!(!early.status.success() && said.contains("KeysNotRegistered"), "{said}");

	// Its own node makes the keys.
	network.add(&chain, &[]).await?;
	let node = network.nodes.last().context("five nodes")?;
	let shown = salus.ok(&["validator", "keys", "--owner", "eve", "--show", "--node", &node.url()])?;
	ensure!(shown["landed"].is_null() && state(&salus)?["registered"].is_null(), "{shown}");
	let made = salus.ok(&["validator", "keys", "--as", "eve", "--node", &node.url()])?;
	ensure!(made["keys"] != shown["keys"] && state(&salus)?["registered"] == made["keys"], "{made}");
	let has: bool = node.call("author_hasSessionKeys", rpc_params![made["keys"].as_str()]).await?;
	ensure!(has, "the node does not have its keys");
	salus.ok(&["validator", "join", "--as", "eve"])?;
	let active = wait_for(&salus, "the fifth validator in the set", |state| state["active"] == true).await?;
	ensure!(active["queued"] == made["keys"], "{active}");
	made_by_the_fifth(&network.nodes[0]).await?;

	// With one of the old ones gone all of the other four are needed.
	network.nodes[2].stop().await?;
	let before = network.nodes[0].status().await?.finalised;
	network.nodes[0].wait_for("finality by its vote", |status| status.finalised >= before + 8).await?;

	// It goes over to new keys, and goes on.
	let node = network.nodes.last().context("five nodes")?;
	let rotated = salus.ok(&["validator", "keys", "--as", "eve", "--node", &node.url()])?;
	ensure!(rotated["keys"] != made["keys"], "the same keys again");
	let queued = |state: &Value| state["queued"] == rotated["keys"];
	wait_for(&salus, "the new keys in the next set", queued).await?;
	let best = network.nodes[0].status().await?.best;
	network.nodes[0].wait_for("the session of the new keys", |status| status.finalised >= best + 12).await?;
	made_by_the_fifth(&network.nodes[0]).await?;

	// Its organisation takes it out; its keys are purged, and the chain needs it no more.
	network.nodes[2].restart(&[]).await?;
	let caught_up = network.nodes[0].status().await?.finalised;
	network.nodes[2].wait_for("the missed blocks", |status| status.finalised >= caught_up).await?;
	salus.ends_with(3, &["validator", "leave", "--as", "alice", "eve"])?;
	salus.ok(&["validator", "leave", "--as", "bob", "eve"])?;
	salus.ends_with(3, &["validator", "join", "--as", "eve"])?;
	let gone = wait_for(&salus, "its keys to go", |state| state["registered"].is_null()).await?;
	ensure!(gone["active"] == false && gone["queued"].is_null() && gone["state"] == "held", "{gone}");
	network.nodes.pop().context("five nodes")?.kill()?;
	let before = network.nodes[0].status().await?.finalised;
	for node in &network.nodes {
		node.wait_for("finality of the four", |status| status.finalised >= before + 6).await?;
	}
	let all = salus.ok(&["validator", "status"])?;
	ensure!(all.as_array().is_some_and(|all| all.len() == 5), "its seat is still there: {all}");
	Ok(())
}
