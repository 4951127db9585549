//! Four validators, each on a host of its own, and what must hold of them.

use crate::{
	hosts::{self, DelayBy, Faults, Lan},
	load::{Entry, Ledger},
	say, skip,
};
use anyhow::{ensure, Context, Result};
use jsonrpsee::rpc_params;
use salus_e2e::{
	node::{task, validator_options, Node, Site},
	slots, PATIENCE,
};
use salus_sdk::{At, Chain};
use serde_json::Value;
use std::{
	collections::BTreeMap,
	time::{Duration, Instant},
};
use tokio::time::sleep;

/// The validators, in the order of their hosts.
pub const VALIDATORS: [&str; 4] = ["alice", "bob", "charlie", "dave"];

/// Slots within which finality must go on once nothing is in its way.
pub const SLOTS: u64 = 10;

/// The host that no validator runs on.
pub const SPARE: usize = 4;

/// The links between the hospitals: 20 to 100 ms one way, a packet in a hundred lost, 8 Mbit/s up.
pub fn ordinary_links() -> Vec<Faults> {
	let delays = [20, 45, 70, 100, 60].map(Duration::from_millis);
	delays.map(|delay| Faults { delay, loss: 10, rate: Some(8_000), drop_from: Vec::new() }).into()
}

/// Validators on hosts. What runs on the hosts is ended before they are removed.
pub struct Network {
	/// The nodes, in the order of their hosts.
	pub nodes: Vec<Node>,
	/// The hosts.
	pub lan: Lan,
	/// What goes wrong on their links while nothing else does.
	pub links: Vec<Faults>,
	chain: String,
	boot: Vec<String>,
}

/// How the chain stood when the last obstacle to finality went away.
#[derive(Clone, Debug)]
pub struct Mark {
	/// The newest slot that any of the nodes knew of.
	pub slot: u64,
	/// The highest block that any of them knew of.
	pub best: u64,
	/// The highest block that any of them had finalised.
	pub finalised: u64,
}

/// Where the nodes' JSON-RPC is, and what other nodes reach them at.
const PORTS: [&str; 4] = ["--rpc-port", "9944", "--port", "30333"];

impl Network {
	/// Starts validators of the local test network, or says why it cannot be on this machine, and gives nothing.
	///
	/// # Errors
	/// When a node doesn't start, or they don't finalise in time.
	pub async fn start() -> Result<Option<Self>> {
		Self::start_chain("local", &VALIDATORS.map(|who| vec![format!("--{who}")])).await
	}

	/// As [`Self::start`], for a chain by its name or file, and with options for each validator.
	///
	/// # Errors
	/// As [`Self::start`].
	pub async fn start_chain(chain: &str, options: &[Vec<String>; 4]) -> Result<Option<Self>> {
		if let Some(why) = hosts::refused() {
			skip(why);
			return Ok(None);
		}
		hosts::tear_down_when_asked_to_end()?;
		let lan = Lan::new(5)?;
		let by = match lan.delay_by {
			DelayBy::Netem => "the kernel's netem",
			DelayBy::Relay => "a relay on each link, as the kernel has no netem",
		};
		say(format!("five hosts from {}; delay by {by}", lan.hosts[0].address));
		let links = ordinary_links();
		let mut network = Self { nodes: Vec::new(), lan, links, chain: chain.into(), boot: Vec::new() };
		network.heal()?;
		for (number, host) in (1..).zip(&network.lan.hosts) {
			network.boot.push(format!("/ip4/{}/tcp/30333/p2p/{}", host.address, peer_id(number)?));
		}
		let [one, two, three, four] = options;
		let (one, two, three, four) = tokio::try_join!(
			network.start_validator(0, one),
			network.start_validator(1, two),
			network.start_validator(2, three),
			network.start_validator(3, four),
		)?;
		network.nodes = vec![one, two, three, four];
		for node in &network.nodes {
			node.wait_for("a finalised block", |status| status.finalised >= 2).await?;
		}
		say("four validators finalise");
		Ok(Some(network))
	}

	/// The options of every node: its chain, its ports, and where it finds the others.
	fn options(&self, host: usize) -> Vec<String> {
		let mut options: Vec<String> = PORTS.map(Into::into).into();
		// Asked by the harness only: nothing else is on this network.
		let open =
			["--unsafe-rpc-external", "--rpc-methods", "unsafe", "--rpc-cors", "all", "--discover-local"];
		options.extend(open.map(Into::into));
		for (number, boot) in self.boot.iter().enumerate().take(VALIDATORS.len()) {
			if number != host {
				options.extend(["--bootnodes".into(), boot.clone()]);
			}
		}
		options
	}

	async fn start_validator(&self, host: usize, more: &[String]) -> Result<Node> {
		let number = u8::try_from(host)?.saturating_add(1);
		let mut options = validator_options(&self.chain, number);
		options.extend(self.options(host));
		options.extend_from_slice(more);
		Node::start_at(self.site(host)?, &options).await
	}

	/// Starts a node without a role on the spare host.
	///
	/// # Errors
	/// When it doesn't start.
	pub async fn start_spare(&self, more: &[&str]) -> Result<Node> {
		let mut options: Vec<String> = vec!["--chain".into(), self.chain.clone()];
		options.extend(self.options(SPARE));
		options.extend(more.iter().map(|option| (*option).to_owned()));
		Node::start_at(self.site(SPARE)?, &options).await
	}

	fn site(&self, host: usize) -> Result<Site> {
		Ok(self.lan.hosts.get(host).context("there is such a host")?.site())
	}

	/// Leaves the links with nothing but what is ordinary.
	///
	/// # Errors
	/// When the system refuses it.
	pub fn heal(&self) -> Result<()> {
		self.lan.cut(&[], &self.links)
	}

	/// Cuts these hosts off from the others.
	///
	/// # Errors
	/// When the system refuses it.
	pub fn cut(&self, away: &[usize]) -> Result<()> {
		self.lan.cut(away, &self.links)
	}

	/// The nodes with these numbers.
	pub fn some(&self, numbers: &[usize]) -> Vec<&Node> {
		numbers.iter().filter_map(|number| self.nodes.get(*number)).collect()
	}

	/// All nodes.
	pub fn all(&self) -> Vec<&Node> {
		self.nodes.iter().collect()
	}
}

/// The identity that a node with this number as its key has on the network.
fn peer_id(number: u8) -> Result<String> {
	let folder = tempfile::TempDir::new()?;
	let file = folder.path().join("key");
	std::fs::write(&file, format!("{number:064x}"))?;
	let file = file.to_str().context("temporary paths are UTF-8")?;
	Ok(task(&["key", "inspect-node-key", "--file", file])?.trim().to_owned())
}

/// The header of a node's best block.
async fn best_header(node: &Node) -> Result<Value> {
	node.call("chain_getHeader", rpc_params![]).await
}

/// The slot of a node's best block.
///
/// # Errors
/// When the node doesn't answer.
pub async fn best_slot(node: &Node) -> Result<u64> {
	slots::slot(&best_header(node).await?)
}

/// The slots of the blocks from `first` to `last`.
///
/// # Errors
/// When the node doesn't have them.
pub async fn slots_of(node: &Node, first: u64, last: u64) -> Result<Vec<u64>> {
	let mut found = Vec::new();
	for number in first..=last {
		found.push(node.slot(number).await?);
	}
	Ok(found)
}

/// That all four made blocks of the finalised chain since that one.
///
/// # Errors
/// When one made none.
pub async fn all_author(node: &Node, first: u64) -> Result<()> {
	let slots = slots_of(node, first, node.status().await?.finalised).await?;
	ensure!(slots.len() >= 8, "there are {} blocks only", slots.len());
	for author in 0..4 {
		ensure!(slots.iter().any(|slot| slot % 4 == author), "one of four made no block in {slots:?}");
	}
	Ok(())
}

/// How the chain stands for these nodes.
///
/// # Errors
/// When one doesn't answer.
pub async fn mark(nodes: &[&Node]) -> Result<Mark> {
	let mut mark = Mark { slot: 0, best: 0, finalised: 0 };
	for node in nodes {
		let best = best_header(node).await?;
		mark.slot = mark.slot.max(slots::slot(&best)?);
		mark.best = mark.best.max(slots::number(&best)?);
		mark.finalised = mark.finalised.max(node.status().await?.finalised);
	}
	Ok(mark)
}

/// Waits until the chain's clock shows that many slots more than a mark.
///
/// # Errors
/// When it never does.
pub async fn wait_slots(node: &Node, mark: &Mark, slots: u64) -> Result<()> {
	let start = Instant::now();
	while best_slot(node).await? < mark.slot + slots {
		ensure!(start.elapsed() < PATIENCE, "the chain stands still");
		sleep(Duration::from_millis(300)).await;
	}
	Ok(())
}

/// That each of these nodes finalises a block that was not there yet at the mark, within [`SLOTS`] by the chain's own
/// clock; after how many slots each was seen to.
///
/// # Errors
/// When one doesn't.
pub async fn resumes(nodes: &[&Node], mark: &Mark) -> Result<Vec<u64>> {
	let mut took = vec![None; nodes.len()];
	let start = Instant::now();
	while took.contains(&None) {
		let mut newest = mark.slot;
		for (node, took) in nodes.iter().zip(&mut took) {
			let finalised = node.status().await?.finalised;
			let passed = best_slot(node).await?.saturating_sub(mark.slot);
			newest = newest.max(mark.slot + passed);
			if took.is_none() && finalised > mark.best {
				ensure!(passed <= SLOTS, "block {} was final after {passed} slots only", mark.best + 1);
				*took = Some(passed);
			}
		}
		let late = took.contains(&None) && newest > mark.slot + SLOTS;
		ensure!(
			!late,
			"block {} and more are not final after {} slots: {took:?}",
			mark.best + 1,
			newest - mark.slot
		);
		ensure!(start.elapsed() < PATIENCE, "the chain stands still at slot {newest}");
		sleep(Duration::from_millis(200)).await;
	}
	Ok(took.into_iter().flatten().collect())
}

/// That these nodes have one finalised chain, which has all that a ledger has; waits until they have finalised that far.
/// Gives the common height.
///
/// # Errors
/// When they differ, or something that was reported finalised is missing.
pub async fn agree(nodes: &[&Node], ledger: &Ledger) -> Result<u64> {
	let height = one_chain(nodes, ledger).await?;
	for node in nodes {
		has_all(node, &ledger.entries, 0).await?;
	}
	Ok(height)
}

/// As [`agree`], of two nodes, the first of which need not have the transactions of blocks before one.
///
/// # Errors
/// As [`agree`], and when nothing was reported since that block.
pub async fn agree_from(first: u64, node: &Node, with: &Node, ledger: &Ledger) -> Result<u64> {
	let height = one_chain(&[node, with], ledger).await?;
	ensure!(ledger.entries.iter().any(|entry| entry.number >= first), "nothing was reported since {first}");
	has_all(node, &ledger.entries, first).await?;
	has_all(with, &ledger.entries, 0).await?;
	Ok(height)
}

/// That these nodes have one chain up to the highest block that was reported or that one of them has; its height.
async fn one_chain(nodes: &[&Node], ledger: &Ledger) -> Result<u64> {
	let reported = ledger.entries.iter().map(|entry| entry.number).max().unwrap_or(0);
	let least = mark(nodes).await?.best.max(reported);
	for node in nodes {
		node.wait_for("what was made to be final", |status| status.finalised >= least).await?;
	}
	let mut heights = Vec::new();
	for node in nodes {
		heights.push(node.status().await?.finalised);
	}
	let height = heights.into_iter().min().context("there is a node")?;
	let mut hashes = Vec::new();
	for node in nodes {
		hashes.push(node.block_hash(height).await?);
	}
	ensure!(hashes.windows(2).all(|pair| pair[0] == pair[1]), "block {height} is {hashes:?}");
	Ok(height)
}

/// That a node has everything of a ledger: in the blocks that were named, if they are `first` or later, on its chain, and
/// in its state.
async fn has_all(node: &Node, entries: &[Entry], first: u64) -> Result<()> {
	let chain = Chain::connect(&node.url()).await?;
	let mut blocks = BTreeMap::new();
	let mut records = BTreeMap::new();
	for entry in entries {
		let Entry { number, block, patient, ciphertext } = entry;
		if !blocks.contains_key(block) {
			ensure!(node.block_hash(*number).await? == *block, "block {number} is no longer {block}");
			let mut body = None;
			if *number >= first {
				let found: Option<Value> = node.call("chain_getBlock", rpc_params![block]).await?;
				let found = found.with_context(|| format!("the body of block {number} is gone"))?;
				body = Some(found.to_string());
			}
			blocks.insert(block, body);
		}
		let digest = ciphertext.to_string();
		let digest = digest.trim_start_matches("0x");
		let is_in_block = blocks[block].as_ref().is_none_or(|body| body.contains(digest));
		ensure!(is_in_block, "block {number} does not have {digest}");
		if !records.contains_key(patient) {
			records.insert(patient, chain.all_records(patient, At::Finalised).await?);
		}
		let is_there = records[patient].iter().any(|(_, record)| record.pointer.ciphertext == *ciphertext);
		ensure!(is_there, "the record {digest} of {patient}, final in block {number}, is not in the state");
	}
	Ok(())
}
