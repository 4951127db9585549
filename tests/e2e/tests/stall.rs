//! Two of four validators are gone for good, so that finality stalls while blocks go on. The council takes their seats and
//! passes finality on by force; nodes that were off and new ones follow, by warp sync too.

use anyhow::{ensure, Context, Result};
use jsonrpsee::rpc_params;
use salus_e2e::{
	cli::Salus,
	node::{set_session_length, task, write_specification, Network, Node},
	until,
};
use serde_json::Value;
use std::{fs, path::Path};
use tempfile::TempDir;

/// Blocks of a session: long enough for a vote while half of the validators make blocks.
const SESSION: u64 = 20;

fn text(path: &Path) -> Result<&str> {
	path.to_str().context("paths are UTF-8")
}

/// Makes motions of these proposals, lets alice, bob and charlie vote for them, and gives their numbers.
fn propose(salus: &Salus, proposals: &[&[&str]]) -> Result<Vec<String>> {
	let mut motions = Vec::new();
	for proposal in proposals {
		let line = [&["gov", "propose"], *proposal, &["--as", "alice"]].concat();
		let motion = salus.ok(&line)?["motion"].as_u64().context("a motion")?;
		motions.push(motion.to_string());
	}
	std::thread::scope(|threads| {
		let voting = ["alice", "bob", "charlie"].map(|member| {
			let motions = &motions;
			threads.spawn(move || -> Result<()> {
				for motion in motions {
					salus.ok(&["gov", "vote", "--as", member, motion, "yes"])?;
				}
				Ok(())
			})
		});
		voting.into_iter().try_for_each(|voter| voter.join().expect("a voter does not panic"))
	})?;
	Ok(motions)
}

fn close(salus: &Salus, motion: &str) -> Result<()> {
	let closed = salus.ok(&["gov", "close", "--as", "alice", motion])?;
	ensure!(closed["done"] == true, "{closed}");
	Ok(())
}

/// Waits until a session has begun that has at least so many blocks left, and gives its number.
async fn session_with_room(node: &Node, room: u64) -> Result<u64> {
	until("a session with room", || async {
		let best = node.status().await?.best;
		Ok((best % SESSION + room < SESSION).then_some(best / SESSION))
	})
	.await
}

/// Options of a node that only follows the chain.
fn bystander(chain: &str, sync: &str, number: u8, boot: &[String]) -> Vec<String> {
	let key = format!("{number:064x}");
	let mut options: Vec<String> =
		["--chain", chain, "--sync", sync, "--node-key", &key, "--bootnodes"].map(Into::into).into();
	options.extend_from_slice(boot);
	options
}

#[tokio::test(flavor = "multi_thread")]
async fn finality_should_go_on_when_two_of_four_are_gone_and_the_council_passes_it_on() -> Result<()> {
	let folder = TempDir::new()?;
	let spec = write_specification(folder.path(), "local", |genesis| set_session_length(genesis, SESSION))?;
	let mut network = Network::on(&spec).await?;
	let salus = Salus::quick(&network.nodes[0])?;

	// charlie's and dave's machines are lost.
	for lost in [2, 3] {
		network.nodes[lost].kill()?;
	}
	let (alice, bob) = (&network.nodes[0], &network.nodes[1]);
	let stalled = alice.status().await?.best;
	alice.wait_for("blocks that are not final", |status| status.best >= stalled + 4).await?;
	let mut finalised = 0;
	for node in [alice, bob] {
		finalised = finalised.max(node.status().await?.finalised);
	}
	ensure!(finalised <= stalled, "two of four finalise");

	// Their seats are taken in one session, and the stall is noted in the next, before the new set starts.
	let seats = propose(&salus, &[&["take-seat", "charlie"], &["take-seat", "dave"]])?;
	let finality = finalised.to_string();
	let noting = propose(&salus, &[&["note-stalled", "--delay", "16", "--finalized", &finality]])?;
	let session = session_with_room(alice, 6).await?;
	for motion in &seats {
		close(&salus, motion)?;
	}
	ensure!(alice.status().await?.best / SESSION == session, "the seats were taken in two sessions");
	alice.wait_for("the session after that", |status| status.best > (session + 1) * SESSION).await?;
	close(&salus, &noting[0])?;
	ensure!(alice.status().await?.best / SESSION == session + 1, "the stall was noted too late");

	// The set of two starts, and takes over 16 blocks later.
	let start = (session + 2) * SESSION;
	for node in [alice, bob] {
		node.wait_for("finality of two", |status| status.finalised >= start + 20).await?;
	}
	salus.ok(&["gov", "status"])?;
	let set: String = alice.call("state_call", rpc_params!["GrandpaApi_current_set_id", "0x"]).await?;
	ensure!(set == "0x0100000000000000", "the chain counts the sets otherwise: {set}");

	// Fresh nodes that look at every block follow, with the entry in their specification and without it.
	let mut boot = vec![alice.address().await?, bob.address().await?];
	let before = alice.status().await?.finalised;
	let mut plain = Node::start(&bystander(&spec, "full", 11, &boot)).await?;
	plain.wait_for("all blocks", |status| status.finalised >= before).await?;

	// What it saw becomes part of the specification; a second node that saw it says the same.
	plain.stop().await?;
	let entry = |node: &Node| -> Result<Value> {
		let printed = task(&["hard-fork", "--chain", &spec, "--base-path", text(&node.base_path())?])?;
		Ok(serde_json::from_str(&printed)?)
	};
	let fork = entry(&plain)?;
	ensure!(fork["setId"] == 1 && fork["number"] == start && fork["lastFinalised"] == finalised, "{fork}");
	ensure!(fork["hash"] == alice.block_hash(start).await?, "{fork}");
	ensure!(fork["authorities"].as_array().map(Vec::len) == Some(2), "{fork}");
	plain.restart(&[]).await?;
	let mut chain: Value = serde_json::from_slice(&fs::read(&spec)?)?;
	chain["authoritySetHardForks"] = Value::Array(vec![fork.clone()]);
	let carrying = folder.path().join("carrying.json");
	fs::write(&carrying, chain.to_string())?;
	let mut full = Node::start(&bystander(text(&carrying)?, "full", 12, &boot)).await?;
	full.wait_for("all blocks", |status| status.finalised >= before).await?;
	ensure!(full.block_hash(0).await? == alice.block_hash(0).await?, "the entry makes another chain");

	// A node that skips the blocks goes by the entry. It asks four peers. One with another set in it believes none of them.
	boot.extend([plain.address().await?, full.address().await?]);
	let mut wrong = fork.clone();
	let keys = &chain["genesis"]["runtimeGenesis"]["patch"]["session"]["keys"];
	wrong["authorities"] = [2, 3].iter().map(|lost| keys[lost][2]["grandpa"].clone()).collect();
	ensure!(wrong != fork && wrong["authorities"][1].is_string(), "{wrong}");
	chain["authoritySetHardForks"] = Value::Array(vec![wrong]);
	let misleading = folder.path().join("misleading.json");
	fs::write(&misleading, chain.to_string())?;
	let misled = Node::start(&bystander(text(&misleading)?, "warp", 14, &boot)).await?;
	let warped = Node::start(&bystander(text(&carrying)?, "warp", 13, &boot)).await?;
	warped.wait_for("the state by warp sync", |status| status.finalised >= before).await?;
	let log = warped.log()?;
	ensure!(log.contains("Warp sync is complete"), "it looked at every block:\n{log}");
	let status = misled.status().await?;
	ensure!(status.finalised == 0 && status.best == 0, "it took what another set finalised: {status:?}");
	let next = alice.status().await?.finalised + 5;
	for node in [&plain, &full, &warped] {
		node.wait_for("finality", |status| status.finalised >= next).await?;
		let hash = node.block_hash(next - 1).await?;
		ensure!(hash == alice.block_hash(next - 1).await?, "a node is on another chain");
	}
	full.stop().await?;
	ensure!(entry(&full)? == fork, "two nodes name two changes");
	Ok(())
}
