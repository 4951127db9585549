//! A validator that is restored from a backup, and never votes with its old keys.

use crate::{
	disks::copy,
	load::Load,
	network::{agree, all_author, mark, resumes, wait_slots, Network, SLOTS, VALIDATORS},
	say,
	scenarios::others,
};
use anyhow::{ensure, Context, Result};
use jsonrpsee::rpc_params;
use salus_e2e::{
	node::{set_session_length, task, write_specification, Node},
	people::wallet,
	until,
};
use salus_sdk::{chain::calls, validators::NewKeys, Chain, Wait};
use std::{
	fs,
	path::{Path, PathBuf},
};

/// Blocks of a session of the chain that this is tried on: with the built-in network's, keys would take ten minutes.
const SESSION: u64 = 10;

/// The validator that is restored; its keys lie in its keystore, as in a real one.
pub const WHO: usize = 3;

/// The validators' options on that chain.
pub fn options() -> [Vec<String>; 4] {
	[0, 1, 2, 3]
		.map(|number| if number == WHO { Vec::new() } else { vec![format!("--{}", VALIDATORS[number])] })
}

/// Writes the specification of the local test network with short sessions into a folder.
///
/// # Errors
/// When the node does not export its own.
pub fn specification(folder: &Path) -> Result<String> {
	write_specification(folder, "local", |genesis| set_session_length(genesis, SESSION))
}

fn utf8(path: &Path) -> Result<&str> {
	path.to_str().context("temporary paths are UTF-8")
}

/// The only folder of a chain in a node's base path.
fn chain_folder(base: &Path) -> Result<PathBuf> {
	let entry = fs::read_dir(base.join("chains"))?.next().context("the node knows a chain")?;
	Ok(entry?.path())
}

/// The public keys in a node's keystore, in hexadecimal, each behind its kind.
fn keys(base: &Path) -> Result<Vec<String>> {
	let keystore = chain_folder(base)?.join("keystore");
	fs::read_dir(keystore)?.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned())).collect()
}

/// The keys with which blocks are finalised now.
async fn finality_keys(node: &Node) -> Result<String> {
	node.call("state_call", rpc_params!["GrandpaApi_grandpa_authorities", "0x"]).await
}

/// Puts the validator's well-known keys into its keystore, and starts it with them.
///
/// # Errors
/// When it doesn't take them.
pub async fn give_keys(network: &mut Network, chain: &str) -> Result<()> {
	let node = &mut network.nodes[WHO];
	node.stop().await?;
	let base = node.base_path();
	let suri = format!("//{}", ["Alice", "Bob", "Charlie", "Dave"][WHO]);
	for (scheme, kind) in [("sr25519", "aura"), ("ed25519", "gran")] {
		let line = ["key", "insert", "--chain", chain, "--base-path", utf8(&base)?, "--scheme", scheme];
		task(&[&line[..], &["--key-type", kind, "--suri", &suri]].concat())?;
	}
	node.restart(&[]).await
}

/// A validator loses its machine and is restored from an older copy of its folder: first without keys and without a
/// vote, then with new session keys, once the chain has them.
///
/// # Errors
/// When its old keys are used once more, or the new ones not.
pub async fn restored(network: &mut Network, load: &Load) -> Result<()> {
	let rest = others(WHO);
	let from = mark(&network.all()).await?;
	wait_slots(&network.nodes[0], &from, 2 * SLOTS).await?;
	agree(&network.all(), &load.ledger()?).await?;
	all_author(&network.nodes[0], from.best).await?;

	let aside = tempfile::TempDir::new()?;
	let node = &mut network.nodes[WHO];
	node.stop().await?;
	copy(&node.base_path(), aside.path())?;
	node.restart(&[]).await?;
	load.goes_on(6).await?;
	let lost = network.nodes[WHO].status().await?;

	let node = &mut network.nodes[WHO];
	node.kill()?;
	let base = node.base_path();
	let old = keys(&base)?;
	ensure!(old.len() == 2, "the keystore has {old:?}");
	fs::remove_dir_all(&base)?;
	fs::create_dir(&base)?;
	copy(aside.path(), &base)?;
	fs::remove_dir_all(chain_folder(&base)?.join("keystore"))?;
	let voting = node.options.clone();
	node.options.retain(|option| option != "--validator");
	node.restart(&[]).await?;
	network.nodes[WHO].wait_for("what the backup lacks", |status| status.finalised > lost.finalised).await?;

	let holder = wallet(VALIDATORS[WHO])?;
	let restored = Chain::connect(&network.nodes[WHO].url()).await?;
	let made = NewKeys::make(&restored, restored.genesis(), &holder.account()).await?;
	let call = calls::session::set_keys(&made.keys, &made.proof.0);
	Chain::connect(&network.nodes[0].url()).await?.submit(&call, &holder, Wait::Finalised).await?;
	let new = made.keys.to_string();
	let new_vote = new.get(66..).context("keys for blocks and for votes")?;
	let old_vote =
		old.iter().find_map(|name| name.strip_prefix("6772616e")).context("an old key")?.to_owned();
	until("the new keys to count", || async {
		let counting = finality_keys(&network.nodes[0]).await?;
		Ok((counting.contains(new_vote) && !counting.contains(&old_vote)).then_some(()))
	})
	.await?;
	say("the chain has the restored validator's new keys in place of the old ones");

	let node = &mut network.nodes[WHO];
	node.stop().await?;
	let held = keys(&node.base_path())?;
	ensure!(old.iter().all(|key| !held.contains(key)), "the restored keystore has {held:?}");
	node.options = voting;
	node.restart(&[]).await?;
	let back = mark(&network.all()).await?;
	let resumed = resumes(&network.all(), &back).await?;
	say(format!("finality with the restored one after {resumed:?} slots"));

	// Without another one, the others cannot finalise but with the restored one's votes.
	let without = rest[2];
	network.nodes[without].stop().await?;
	let quorum = [rest[0], rest[1], WHO];
	let from = mark(&network.some(&quorum)).await?;
	let resumed = resumes(&network.some(&quorum), &from).await?;
	load.goes_on(3).await?;
	network.nodes[without].restart(&[]).await?;
	let from = mark(&network.all()).await?;
	wait_slots(&network.nodes[0], &from, 2 * SLOTS).await?;
	let ledger = load.ledger()?;
	let height = agree(&network.all(), &ledger).await?;
	all_author(&network.nodes[0], from.best).await?;
	say(format!(
		"restored from a backup with new keys: one chain of {height} finalised blocks; finality that needs it after \
		 {resumed:?} slots; {} records that were reported final are everywhere",
		ledger.entries.len()
	));
	Ok(())
}
