//! The failures, one after the other on a network under load.

use crate::{
	disks::{copy, fill, megabytes, SmallDisk},
	hosts::Faults,
	load::Load,
	network::{
		agree, agree_from, all_author, best_slot, mark, resumes, wait_slots, Network, SLOTS, VALIDATORS,
	},
	say, skip,
};
use anyhow::{ensure, Context, Result};
use jsonrpsee::rpc_params;
use rand::{rngs::StdRng, seq::SliceRandom, Rng, SeedableRng};
use salus_e2e::{node::Node, until};
use serde_json::Value;
use std::{
	fs,
	path::PathBuf,
	time::{Duration, Instant},
};
use tokio::time::sleep;

/// Whatever happened: these nodes have one finalised chain, with all that was reported final on it.
async fn holds(what: &str, nodes: &[&Node], load: &Load, resumed: &[u64]) -> Result<()> {
	// Something has to be reported after the failure too.
	load.goes_on(3).await?;
	let ledger = load.ledger()?;
	let height = agree(nodes, &ledger).await?;
	say(format!(
		"{what}: one chain of {height} finalised blocks at {} nodes; finality went on after {resumed:?} slots; {} records \
		 that were reported final are everywhere, {} had no answer",
		nodes.len(),
		ledger.entries.len(),
		ledger.unknown
	));
	Ok(())
}

/// The numbers of all validators but one.
pub(crate) fn others(than: usize) -> Vec<usize> {
	(0..VALIDATORS.len()).filter(|number| *number != than).collect()
}

/// Every link loses a packet in twenty and carries 1 Mbit/s, beside its delay, and finality goes on.
///
/// # Errors
/// When it doesn't, or something is lost.
pub async fn bad_links(network: &mut Network, load: &Load) -> Result<()> {
	let ordinary = network.links.clone();
	for link in &mut network.links {
		*link = Faults { loss: 50, rate: Some(1_000), ..link.clone() };
	}
	network.heal()?;
	let from = mark(&network.all()).await?;
	let resumed = resumes(&network.all(), &from).await?;
	load.goes_on(6).await?;
	wait_slots(&network.nodes[0], &from, SLOTS).await?;
	let to = mark(&network.all()).await?;
	ensure!(to.finalised >= from.finalised + SLOTS / 2, "{from:?}, then {to:?}");
	network.links = ordinary;
	network.heal()?;
	holds("links that lose 5 % and carry 1 Mbit/s", &network.all(), load, &resumed).await
}

/// Validators chosen at random are ended with SIGKILL, so often, each started again after a while, and catch up.
///
/// # Errors
/// When the others don't go on, or one doesn't come back with everything.
pub async fn kills(network: &mut Network, load: &Load, times: usize) -> Result<()> {
	let seed =
		std::env::var("SALUS_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or_else(rand::random);
	say(format!("SALUS_SEED={seed} chooses the same validators again"));
	let mut random = StdRng::seed_from_u64(seed);
	for _ in 0..times {
		let who = random.gen_range(0..VALIDATORS.len());
		let rest = others(who);
		let from = mark(&network.some(&rest)).await?;
		network.nodes[who].kill()?;
		let resumed = resumes(&network.some(&rest), &from).await?;
		wait_slots(&network.nodes[rest[0]], &from, random.gen_range(2..=5)).await?;
		let back = comes_back(network, who).await?;
		holds(
			&format!("kill -9 of {}, back after {back} slots", VALIDATORS[who]),
			&network.all(),
			load,
			&resumed,
		)
		.await?;
	}
	Ok(())
}

/// Starts a validator that was stopped, and waits until it has finalised what the others had when it answered; after
/// how many slots.
async fn comes_back(network: &mut Network, who: usize) -> Result<u64> {
	network.nodes[who].restart(&[]).await?;
	let from = mark(&network.some(&others(who))).await?;
	let node = &network.nodes[who];
	let missed = from.finalised;
	node.wait_for("what it missed", |status| status.finalised > missed).await?;
	let took = best_slot(node).await?.saturating_sub(from.slot);
	ensure!(took <= SLOTS, "{} is back after {took} slots only", VALIDATORS[who]);
	Ok(took)
}

/// One validator of four is away for so many slots; the others finalise without a break, and it catches up.
///
/// # Errors
/// When they don't, or it doesn't.
pub async fn one_down(network: &mut Network, load: &Load, slots: u64) -> Result<()> {
	let who = VALIDATORS.len() - 1;
	let rest = others(who);
	network.nodes[who].stop().await?;
	let from = mark(&network.some(&rest)).await?;
	let mut longest = 0;
	let mut last = from.clone();
	while best_slot(&network.nodes[rest[0]]).await? < from.slot + slots {
		let resumed = resumes(&network.some(&rest), &last).await?;
		longest = longest.max(resumed.into_iter().max().unwrap_or(0));
		last = mark(&network.some(&rest)).await?;
	}
	load.goes_on(3).await?;
	let back = comes_back(network, who).await?;
	let what = format!("{} away for {slots} slots, back after {back}", VALIDATORS[who]);
	holds(&what, &network.all(), load, &[longest]).await
}

/// Two validators are cut off from the other two for so many slots. Neither half finalises anything; together they go on.
///
/// # Errors
/// When a half finalises, or they don't go on.
pub async fn partition(network: &mut Network, load: &Load, slots: u64) -> Result<()> {
	let away = [0, *[1, 2, 3].choose(&mut rand::thread_rng()).context("there are others")?];
	let cut = mark(&network.all()).await?;
	network.cut(&away)?;
	wait_slots(&network.nodes[0], &cut, slots).await?;
	let healed = mark(&network.all()).await?;
	ensure!(
		healed.finalised <= cut.best,
		"half of the validators finalised block {} after {}",
		healed.finalised,
		cut.best
	);
	network.heal()?;
	let resumed = resumes(&network.all(), &healed).await?;
	let halves = away.map(|who| VALIDATORS[who]).join(" and ");
	holds(&format!("{halves} cut off from the others for {slots} slots"), &network.all(), load, &resumed)
		.await
}

/// The library that makes a process see another time.
fn faketime() -> Option<PathBuf> {
	let folders = fs::read_dir("/usr/lib").ok()?.flatten().map(|entry| entry.path().join("faketime"));
	folders.map(|folder| folder.join("libfaketimeMT.so.1")).find(|library| library.exists())
}

/// What a node says of its clock, if it alarms.
fn alarm(node: &Node) -> Result<Option<String>> {
	Ok(node.log()?.lines().find(|line| line.contains("machine's clock is")).map(str::to_owned))
}

/// A validator's clock is wrong by less than a second, and nothing happens; then by more than a slot, ahead and behind,
/// and it says so while the others go on.
///
/// # Errors
/// When something else happens.
pub async fn clocks(network: &mut Network, load: &Load) -> Result<()> {
	let Some(library) = faketime() else {
		skip("clocks that are wrong: libfaketime is missing (scripts/setup.sh --tests installs it)");
		return Ok(());
	};
	let who = VALIDATORS.len() - 1;
	let rest = others(who);
	for (skew, alarmed) in [("+0.9", None), ("-0.9", None), ("+3", Some("ahead of")), ("-3", Some("behind"))]
	{
		network.nodes[who].stop().await?;
		let environment = [
			("LD_PRELOAD", library.to_str().context("the library's path is UTF-8")?),
			("FAKETIME", skew),
			// What waits goes by the monotonic clock, which stays.
			("FAKETIME_DONT_FAKE_MONOTONIC", "1"),
			("DONT_FAKE_MONOTONIC", "1"),
		];
		network.nodes[who].site.environment =
			environment.map(|(name, value)| (name.into(), value.into())).into();
		match alarmed {
			None => {
				let back = comes_back(network, who).await?;
				let from = mark(&network.all()).await?;
				let resumed = resumes(&network.all(), &from).await?;
				wait_slots(&network.nodes[0], &from, 4 * SLOTS).await?;
				all_author(&network.nodes[0], from.best).await?;
				for node in network.all() {
					let alarm = alarm(node)?;
					ensure!(alarm.is_none(), "with a clock that is off by {skew} s: {alarm:?}");
				}
				holds(
					&format!("a clock off by {skew} s, back after {back} slots"),
					&network.all(),
					load,
					&resumed,
				)
				.await?;
			}
			Some(side) => {
				network.nodes[who].restart(&[]).await?;
				let from = mark(&network.some(&rest)).await?;
				let resumed = resumes(&network.some(&rest), &from).await?;
				let node = &network.nodes[who];
				let line = until("the alarm", || async { alarm(node) }).await?;
				ensure!(line.contains(&format!(" ms {side} the validators'")), "{line}");
				for other in network.some(&rest) {
					let alarm = alarm(other)?;
					ensure!(alarm.is_none(), "another's clock alarms: {alarm:?}");
				}
				say(line.trim());
				let what = format!("a clock off by {skew} s");
				holds(&what, &network.some(&rest), load, &resumed).await?;
			}
		}
	}
	network.nodes[who].stop().await?;
	network.nodes[who].site.environment.clear();
	network.nodes[who].restart(&[]).await?;
	let set = mark(&network.all()).await?;
	let resumed = resumes(&network.all(), &set).await?;
	holds("a clock that was set", &network.all(), load, &resumed).await
}

/// The disk of one validator is full: it ends and says why, the others go on, it does not start without room, and with
/// room goes on from its database.
///
/// # Errors
/// When it fails in silence, the others stop, or its database is of no use.
pub async fn full_disk(network: &mut Network, load: &Load) -> Result<()> {
	let who = 2;
	let rest = others(who);
	network.nodes[who].stop().await?;
	let base = network.nodes[who].base_path();
	let aside = tempfile::TempDir::new()?;
	copy(&base, aside.path())?;
	let disk = SmallDisk::mount(&base, megabytes(&base)? + 192)?;
	copy(aside.path(), &base)?;
	comes_back(network, who).await?;

	let from = mark(&network.some(&rest)).await?;
	let most = fill(&base, "most", 40)?;
	let resumed = resumes(&network.some(&rest), &from).await?;
	ensure!(ends(&mut network.nodes[who]).await?, "the node with the full disk goes on as if nothing were");
	let status = network.nodes[who].ended()?.context("it has ended")?;
	let log = network.nodes[who].log()?;
	let reason =
		log.lines().find(|line| line.contains("is full")).context("its log does not say why it ended")?;
	ensure!(!status.success(), "it ended with {status}");
	say(format!("{status}: {}", reason.trim()));
	load.goes_on(3).await?;

	let last = fill(&base, "last", 1)?;
	let refusal = network.nodes[who].restart(&[]).await.err().context("it started without room")?;
	ensure!(refusal.to_string().contains("is full"), "{refusal}");
	for file in [most, last] {
		fs::remove_file(file)?;
	}
	let back = comes_back(network, who).await?;
	holds(&format!("a full disk, back {back} slots after there was room"), &network.all(), load, &resumed)
		.await?;
	// It lets go of the disk.
	network.nodes[who].stop().await?;
	drop(disk);
	Ok(())
}

/// Whether a node ends by itself in a while.
async fn ends(node: &mut Node) -> Result<bool> {
	let start = Instant::now();
	while start.elapsed() < Duration::from_secs(60) {
		if node.ended()?.is_some() {
			return Ok(true);
		}
		sleep(Duration::from_millis(300)).await;
	}
	Ok(false)
}

/// A fresh node comes to the same chain: by full sync, by warp sync, and by warp sync with all blocks.
///
/// # Errors
/// When it doesn't.
pub async fn fresh_nodes(network: &mut Network, load: &Load) -> Result<()> {
	let warp = ["--sync", "warp"].as_slice();
	let all_blocks = ["--sync", "warp", "--blocks-pruning", "archive-canonical"].as_slice();
	for options in [["--sync", "full"].as_slice(), warp, all_blocks] {
		load.goes_on(6).await?;
		let from = mark(&network.all()).await?;
		let fresh = network.start_spare(options).await?;
		let target = from.finalised;
		fresh.wait_for("the chain", |status| status.finalised >= target).await?;
		if options.contains(&"warp") {
			ensure!(fresh.log()?.contains("Warp sync is complete"), "it did not come by warp sync");
		}
		// By warp sync the blocks before the one it began with come after it; to a node that prunes them, headers alone.
		let bodies = options != warp;
		until("all blocks", || async { Ok(has_blocks(&fresh, target, bodies).await?.then_some(())) }).await?;
		let mut nodes = network.all();
		nodes.push(&fresh);
		let mark = mark(&nodes).await?;
		let resumed = resumes(&nodes, &mark).await?;
		let what = format!("a fresh node with {}", options.join(" "));
		if bodies {
			holds(&what, &nodes, load, &resumed).await?;
		} else {
			holds(&what, &network.all(), load, &resumed).await?;
			let height = agree_from(mark.finalised + 1, &fresh, &network.nodes[0], &load.ledger()?).await?;
			say(format!("{what}: it has the same chain of {height} finalised blocks, and all records"));
		}
	}
	Ok(())
}

/// Whether a node has all blocks up to one, with their transactions or their headers alone.
async fn has_blocks(node: &Node, last: u64, bodies: bool) -> Result<bool> {
	for number in 1..=last {
		let hash: Option<String> = node.call("chain_getBlockHash", rpc_params![number]).await?;
		let Some(hash) = hash else { return Ok(false) };
		let method = if bodies { "chain_getBlock" } else { "chain_getHeader" };
		let block: Option<Value> = node.call(method, rpc_params![hash]).await?;
		if block.is_none() {
			return Ok(false);
		}
	}
	Ok(true)
}
