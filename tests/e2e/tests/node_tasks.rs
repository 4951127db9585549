//! The node's tasks on a real database, and what a node says that has pruned.

use anyhow::{ensure, Context, Result};
use jsonrpsee::rpc_params;
use salus_e2e::node::{self, run_task, Node};
use serde_json::Value;
use std::{fs, path::Path};
use tempfile::TempDir;

/// States that the node keeps.
const KEPT: u64 = 4;

/// Runs a task on the development chain's database below `base`, and gives what it prints.
fn task(name: &str, base: &Path, arguments: &[&str]) -> Result<String> {
	let base = base.to_str().context("temporary paths are UTF-8")?;
	node::task(&[&[name, "--chain", "dev", "--base-path", base], arguments].concat())
}

/// What `chain-info` says of a database.
fn info(base: &Path) -> Result<Value> {
	Ok(serde_json::from_str(&task("chain-info", base, &[])?)?)
}

fn number(info: &Value, field: &str) -> Result<u64> {
	info[field].as_u64().with_context(|| format!("no {field} in {info}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn database_should_survive_every_task_when_the_node_has_stopped() -> Result<()> {
	let mut node = Node::start(&["--dev", "--state-pruning", &KEPT.to_string()]).await?;
	node.wait_for("states to be pruned", |status| status.finalised > KEPT + 2).await?;

	// The state of block 1 is gone, its header is not; a block that never was is something else.
	let old = node.block_hash(1).await?;
	let at = |hash: &str| rpc_params![Value::Null, Value::Null, hash.to_owned()];
	ensure!(node.error_code("salus_organisations", at(&old)).await? == 9004, "a pruned state is not named");
	let nowhere = format!("0x{}", "01".repeat(32));
	ensure!(
		node.error_code("salus_organisations", at(&nowhere)).await? == 9003,
		"an unknown block is not named"
	);
	let header: Value = node.call("chain_getHeader", rpc_params![&old]).await?;
	ensure!(header["number"] == "0x1", "the old block's header is {header}");
	let recent = node.block_hash(node.status().await?.best).await?;
	let members: Value = node.call("salus_organisations", at(&recent)).await?;
	ensure!(members["items"].as_array().is_some_and(|items| !items.is_empty()), "{members}");

	node.stop().await?;
	let base = node.base_path();
	let before = info(&base)?;
	let best = number(&before, "best_number")?;
	ensure!(best >= number(&before, "finalized_number")?, "{before}");
	task("check-block", &base, &[before["best_hash"].as_str().context("a hash")?])?;

	// Blocks travel to another database, where each is checked.
	let folder = TempDir::new()?;
	let file = folder.path().join("blocks");
	let file_text = file.to_str().context("temporary paths are UTF-8")?;
	task("export-blocks", &base, &[file_text])?;
	let other = folder.path().join("other");
	task("import-blocks", &other, &[file_text])?;
	let imported = info(&other)?;
	for field in ["best_hash", "best_number", "genesis_hash"] {
		ensure!(imported[field] == before[field], "{field} of {imported} is not that of {before}");
	}
	// A file that was tampered with brings nothing in. The last bytes are the newest block's timestamp inherent.
	let mut bytes = fs::read(&file)?;
	let last = bytes.len().checked_sub(3).context("there are blocks")?;
	bytes[last] ^= 1;
	fs::write(&file, bytes)?;
	let third = folder.path().join("third");
	let third_text = third.to_str().context("temporary paths are UTF-8")?;
	let outcome = run_task(&["import-blocks", "--chain", "dev", "--base-path", third_text, file_text])?;
	let reached = info(&third)?;
	ensure!(
		reached["best_hash"] != before["best_hash"],
		"an altered block was imported: {} {reached}",
		outcome.status
	);

	// Purging takes the database away.
	task("purge-chain", &other, &["-y"])?;
	ensure!(number(&info(&other)?, "best_number")? == 0, "the purged chain is still there");

	// What no vote has made final can be undone, and the chain goes on from there.
	node.restart(&["--no-grandpa"]).await?;
	node.wait_for("blocks that are not final", |status| status.best >= status.finalised + 4).await?;
	node.stop().await?;
	let before = info(&base)?;
	let best = number(&before, "best_number")?;
	task("revert", &base, &["2"])?;
	let after = info(&base)?;
	ensure!(number(&after, "best_number")? + 2 == best, "{after} is not two blocks before {before}");
	ensure!(after["finalized_hash"] == before["finalized_hash"], "what was final is {after}");
	node.restart(&[]).await?;
	node.wait_for("finality beyond what was undone", |status| status.finalised > best).await?;
	Ok(())
}

#[test]
fn specification_should_be_the_same_when_printed_twice_and_differ_between_chains() -> Result<()> {
	let print = |arguments: &[&str]| -> Result<Value> {
		let output = run_task(arguments)?;
		let errors = String::from_utf8_lossy(&output.stderr);
		ensure!(output.status.success(), "{arguments:?} ended with {}\n{errors}", output.status);
		Ok(serde_json::from_slice(&output.stdout)?)
	};
	let development = print(&["export-chain-spec", "--chain", "dev"])?;
	ensure!(development == print(&["export-chain-spec", "--chain", "dev"])?, "two exports differ");
	let local = print(&["export-chain-spec", "--chain", "local"])?;
	ensure!(development["id"] != local["id"], "both chains have the id {}", local["id"]);
	let built = print(&["build-spec", "--chain", "local", "--disable-default-bootnode"])?;
	for field in ["id", "name", "chainType", "genesis"] {
		ensure!(built[field] == local[field], "build-spec has another {field}");
	}
	let unknown = run_task(&["export-chain-spec", "--chain", "nowhere"])?;
	ensure!(!unknown.status.success(), "there is a chain `nowhere`");
	Ok(())
}
