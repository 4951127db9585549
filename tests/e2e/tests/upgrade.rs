//! A chain that the foundation's runtime made goes on under today's: its state is exported, and adopted by a new chain.

use anyhow::{bail, ensure, Context, Result};
use jsonrpsee::rpc_params;
use salus_e2e::{
	checkout,
	cli::Salus,
	node::{run_task, task, Node},
};
use serde_json::{json, Value};
use std::{fmt::Write as _, fs, path::Path};
use tempfile::TempDir;

/// What everyone filed.
const REPORT: &[u8] = br#"{"resourceType":"Observation","status":"final","code":{"text":"potassium"}}"#;

/// The specification of the foundation's development chain, and the runtime that belongs into it.
const CHAIN: &str = include_str!("../../foundation/chain.json");
const RUNTIME: &[u8] = include_bytes!("../../foundation/runtime.wasm");
/// The state that people left on it, and what its node said of them.
const LIVED: &str = include_str!("../../foundation/lived.json");
const TOLD: &str = include_str!("../../foundation/told.json");

/// `twox_128("System") ‖ twox_128("LastRuntimeUpgrade")`.
const LAST_RUNTIME_UPGRADE: &str = "0x26aa394eea5630e07c48ae0c9558cef7f9cce9c888469bb1a0dceaa129672ef8";
/// How every key of a pallet's storage version ends: `twox_128(":__STORAGE_VERSION__:")`.
const STORAGE_VERSION: &str = "4e7b9012096b41c4eb3aaf947f6ea429";

/// The raw specification with that state, and the runtime in its place.
fn specification(state: &str) -> Result<String> {
	let mut spec: Value = serde_json::from_str(state)?;
	let code = RUNTIME.iter().fold(String::from("0x"), |mut hex, byte| {
		let _ = write!(hex, "{byte:02x}");
		hex
	});
	spec["genesis"]["raw"]["top"]["0x3a636f6465"] = code.into();
	Ok(spec.to_string())
}

fn utf8(path: &Path) -> Result<&str> {
	path.to_str().context("temporary paths are UTF-8")
}

/// A node of the chain, which makes its blocks alone.
async fn start(specification: &Path) -> Result<Node> {
	let key = format!("{:064x}", 1);
	let options = ["--chain", utf8(specification)?, "--alice", "--force-authoring", "--node-key", &key];
	let node = Node::start(&options).await?;
	node.wait_for("a finalised block", |status| status.finalised >= 1).await?;
	Ok(node)
}

fn text<'a>(value: &'a Value, field: &str) -> Result<&'a str> {
	value[field].as_str().with_context(|| format!("no text {field} in {value}"))
}

/// Reads a record and compares it to the byte.
fn reads(salus: &Salus, reader: &str, patient: &str, index: &str, expected: &[u8]) -> Result<()> {
	let out = salus.text_path("read");
	let line = ["record", "get", "--as", reader, "--patient", patient, index, "--out", &out, "--force"];
	salus.ok(&line)?;
	ensure!(fs::read(&out)? == expected, "{reader} read something else than was written as record {index}");
	Ok(fs::remove_file(out)?)
}

/// That a value says at least what another said: new fields may have come.
fn still_says(was: &Value, is: &Value) -> bool {
	match (was, is) {
		(Value::Object(was), Value::Object(is)) => {
			was.iter().all(|(field, was)| is.get(field).is_some_and(|is| still_says(was, is)))
		}
		(Value::Array(was), Value::Array(is)) => {
			was.len() == is.len() && was.iter().zip(is).all(|(was, is)| still_says(was, is))
		}
		(was, is) => was == is,
	}
}

/// Copies a folder with all there is in it.
fn copy(from: &Path, to: &Path) -> Result<()> {
	fs::create_dir_all(to)?;
	for entry in fs::read_dir(from)? {
		let entry = entry?;
		let target = to.join(entry.file_name());
		if entry.file_type()?.is_dir() {
			copy(&entry.path(), &target)?;
		} else {
			fs::copy(entry.path(), target)?;
		}
	}
	Ok(())
}

async fn spec_version(node: &Node) -> Result<u64> {
	let version: Value = node.call("state_getRuntimeVersion", rpc_params![]).await?;
	version["specVersion"].as_u64().context("a runtime has a version")
}

/// The version that the state says it was last upgraded to: a compact number, then the name.
async fn noted_version(node: &Node) -> Result<u64> {
	let noted: String = node.call("state_getStorage", rpc_params![LAST_RUNTIME_UPGRADE]).await?;
	let byte = |at: usize| u64::from_str_radix(noted.get(at..at + 2).unwrap_or_default(), 16);
	let low = byte(2)?;
	Ok(match low & 3 {
		0 => low >> 2,
		1 => (low | byte(4)? << 8) >> 2,
		_ => bail!("{noted} is a large version"),
	})
}

/// That the chain runs under today's runtime, and stores everything as one founded today does.
async fn is_of_today(node: &Node, foundation: u64) -> Result<()> {
	let today = spec_version(node).await?;
	ensure!(today > foundation, "today's runtime has version {today}, the foundation's {foundation}");
	ensure!(noted_version(node).await? == today, "the first block did not upgrade anything");
	let founded: Value = serde_json::from_str(&task(&["export-chain-spec", "--chain", "dev", "--raw"])?)?;
	let state = founded["genesis"]["raw"]["top"].as_object().context("the specification is raw")?;
	let versions = || state.iter().filter(|(key, _)| key.ends_with(STORAGE_VERSION));
	ensure!(versions().count() >= 16, "there are only {} pallets with a version", versions().count());
	for (key, founded) in versions() {
		let version: Value = node.call("state_getStorage", rpc_params![key]).await?;
		ensure!(version == *founded, "{key} is {version} and not {founded}, as on a chain founded today");
	}
	Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn foundations_chain_should_go_on_under_todays_runtime_when_its_state_is_adopted() -> Result<()> {
	let folder = TempDir::new()?;
	let old_spec = folder.path().join("old.json");
	fs::write(&old_spec, specification(CHAIN)?)?;
	let mut old = start(&old_spec).await?;
	let foundation = spec_version(&old).await?;
	let before: Value = old.call("salus_organisations", rpc_params![]).await?;
	let old_genesis = old.block_hash(0).await?;
	old.stop().await?;

	// Its last finalised state becomes a new chain's first.
	let base = old.base_path();
	let at = ["--chain", utf8(&old_spec)?, "--base-path", utf8(&base)?];
	let info: Value = serde_json::from_str(&task(&[&["chain-info"], &at[..]].concat())?)?;
	let last = text(&info, "finalized_hash")?;
	let exported = folder.path().join("exported.json");
	fs::write(&exported, task(&[&["export-state", last], &at[..]].concat())?)?;
	let same_id = run_task(&["adopt-state", "--id", "salus_dev", utf8(&exported)?])?;
	ensure!(!same_id.status.success(), "the new chain would have the old one's database");
	let new_spec = folder.path().join("new.json");
	fs::write(&new_spec, task(&["adopt-state", "--id", "salus_dev_2", utf8(&exported)?])?)?;
	let new = start(&new_spec).await?;
	is_of_today(&new, foundation).await?;
	ensure!(new.block_hash(0).await? != old_genesis, "both chains begin with the same block");
	let after: Value = new.call("salus_organisations", rpc_params![]).await?;
	ensure!(still_says(&before, &after), "{before} became {after}");
	let salus = Salus::quick(&new)?;
	ensure!(text(&salus.ok(&["chain", "status"])?, "genesis")? == old_genesis, "texts name another chain");
	salus.ok(&["patient", "enrol", "--as", "alice", "--patient", "eve"])?;
	Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn foundations_people_should_find_everything_as_it_was_when_their_chain_moved() -> Result<()> {
	let told: Value = serde_json::from_str(TOLD)?;
	let (eve, ferdie) = (text(&told, "eve")?, text(&told, "ferdie")?);
	let folder = TempDir::new()?;
	let exported = folder.path().join("exported.json");
	fs::write(&exported, specification(LIVED)?)?;
	let spec = folder.path().join("new.json");
	fs::write(&spec, task(&["adopt-state", "--id", "salus_dev_2", utf8(&exported)?])?)?;
	let node = start(&spec).await?;
	is_of_today(&node, 100).await?;
	let salus = Salus::quick(&node)?;
	let stores = checkout().join("tests/foundation/stores");
	for store in ["blobs", "envelopes"] {
		copy(&stores.join(store), &salus.path(store))?;
	}

	// People, records and access are as they were, and everything opens: the chain keeps the hash that envelopes and texts
	// were made for.
	let head: String = node.call("chain_getFinalizedHead", rpc_params![]).await?;
	let answers = told["answers"].as_array().context("answers")?;
	ensure!(answers.len() >= 30, "there are only {} answers", answers.len());
	for answer in answers {
		let mut parameters = answer["params"].as_array().context("parameters")?.clone();
		parameters.push(json!(head));
		let is: Value =
			node.call(text(answer, "method")?, parameters).await.with_context(|| answer.to_string())?;
		ensure!(still_says(&answer["result"], &is), "{answer}\nis now\n{is}");
	}
	ensure!(salus.ok(&["chain", "status"])?["genesis"] == told["genesis"], "texts name another chain");
	for (reader, patient, index) in
		[("eve", eve, "1"), ("eve", eve, "3"), ("eve", eve, "4"), ("eve", eve, "5"), ("ferdie", ferdie, "0")]
	{
		reads(&salus, reader, patient, index, REPORT)?;
	}
	// The doctor was excluded with the organisation; the laboratory never had a key.
	for who in ["charlie", "dave"] {
		let out = salus.text_path("refused");
		salus.ends_with(3, &["record", "get", "--as", who, "--patient", eve, "1", "--out", &out])?;
	}

	// What was signed for the old chain counts on the new one no more.
	let signed = told["transactions"].as_array().context("transactions")?;
	ensure!(signed.len() >= 15, "{} transactions were made", signed.len());
	for transaction in signed {
		let code = node.error_code("author_submitExtrinsic", rpc_params![transaction]).await?;
		ensure!(code == 1010, "{transaction} ended with {code}");
	}

	// And life goes on, with what there was not at the foundation.
	salus.ok(&["consent", "readmit", "--as", "eve", "org:2"])?;
	let wish = salus.file("wish.txt", b"Please let us see your labs.\n")?;
	let line =
		["access", "request", "--as", "bob", "--patient", eve, "--permission", "read", "--purpose", "TREAT"];
	salus.ok(&[&line[..], &["--wish", &wish]].concat())?;
	salus.ok(&["scope", "rotate", "--as", "eve", "--scope", "labs"])?;
	salus.ok(&["access", "approve", "--as", "eve", "0", "--scope", "labs"])?;
	reads(&salus, "bob", eve, "1", REPORT)?;
	let report = salus.file("report.json", REPORT)?;
	salus.ok(&["record", "put", "--as", "dave", "--patient", eve, "--scope", "labs", &report])?;
	salus.ok(&["record", "erase", "--as", "eve", "--patient", eve, "1", "--yes"])?;
	let out = salus.text_path("erased");
	salus.ends_with(4, &["record", "get", "--as", "bob", "--patient", eve, "1", "--out", &out])?;
	reads(&salus, "eve", eve, "5", REPORT)?;
	Ok(())
}
