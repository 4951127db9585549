//! The specifications in `chain-specs/` against the runtime that the node carries.
//!
//! They are compared in everything but the bytes of the runtime, which differ between compilers and folders. What the
//! runtime is shows in the genesis state that it makes, which has its name and `spec_version`: a runtime that makes
//! another state needs another `spec_version` and new files.

use anyhow::{ensure, Context, Result};
use salus_e2e::{checkout, node::run_task};
use serde_json::{Map, Value};
use std::{
	fs,
	path::{Path, PathBuf},
};

/// `:code`, the storage key of the runtime.
const CODE: &str = "0x3a636f6465";

/// Where a committed specification lies.
fn committed(name: &str) -> PathBuf {
	checkout().join("chain-specs").join(name)
}

fn read(path: &Path) -> Result<Value> {
	let text = fs::read(path)
		.with_context(|| format!("{} is missing; run: scripts/build-chain-specs.sh", path.display()))?;
	Ok(serde_json::from_slice(&text)?)
}

/// What the node makes of a chain's name or a file.
fn export(chain: &str, raw: bool) -> Result<Value> {
	let arguments = ["export-chain-spec", "--chain", chain, "--raw"];
	let output = run_task(&arguments[..if raw { 4 } else { 3 }])?;
	ensure!(output.status.success(), "{chain}: {}", String::from_utf8_lossy(&output.stderr));
	Ok(serde_json::from_slice(&output.stdout)?)
}

/// Takes the runtime out of a specification.
fn take_code(spec: &mut Value) -> Result<String> {
	let genesis = &mut spec["genesis"];
	let holder: Option<&mut Map<String, Value>> = if genesis.get("raw").is_some() {
		genesis["raw"]["top"].as_object_mut()
	} else {
		genesis["runtimeGenesis"].as_object_mut()
	};
	let holder = holder.context("a specification has a genesis")?;
	let code = holder.remove(CODE).or_else(|| holder.remove("code"));
	let code = code.and_then(|code| code.as_str().map(str::to_owned)).context("it has a runtime")?;
	ensure!(code.len() > 100_000, "a runtime of {} digits is none", code.len());
	Ok(code)
}

/// Where two documents differ first.
fn difference(path: &str, one: &Value, other: &Value) -> Option<String> {
	match (one, other) {
		(Value::Object(one), Value::Object(other)) => {
			let names = one.keys().chain(other.keys());
			names.map(|name| (name, one.get(name), other.get(name))).find_map(|(name, one, other)| {
				let path = format!("{path}.{name}");
				match (one, other) {
					(Some(one), Some(other)) => difference(&path, one, other),
					(Some(_), None) => Some(format!("{path} is in the first only")),
					_ => Some(format!("{path} is in the second only")),
				}
			})
		}
		_ if one == other => None,
		_ => Some(format!("{path}: {one:.200} is not {other:.200}")),
	}
}

fn same(what: &str, one: &Value, other: &Value) -> Result<()> {
	match difference("", one, other) {
		None => Ok(()),
		Some(difference) => anyhow::bail!(
			"{what} differs from what the node makes: {difference}; if that is meant, raise spec_version and run: \
			 scripts/build-chain-specs.sh"
		),
	}
}

/// Holds the plain and the raw file of a chain against the node.
fn check(chain: &str, name: &str) -> Result<()> {
	let (plain_file, raw_file) = (committed(&format!("{name}.json")), committed(&format!("{name}-raw.json")));
	let (mut plain, mut raw) = (read(&plain_file)?, read(&raw_file)?);
	ensure!(
		take_code(&mut plain)? == take_code(&mut raw)?,
		"the plain and the raw file of {name} have two runtimes"
	);
	let (mut fresh_plain, mut fresh_raw) = (export(chain, false)?, export(chain, true)?);
	take_code(&mut fresh_plain)?;
	take_code(&mut fresh_raw)?;
	same(&format!("chain-specs/{name}.json"), &plain, &fresh_plain)?;
	same(&format!("chain-specs/{name}-raw.json"), &raw, &fresh_raw)?;
	// The runtime in the file is run for this.
	let path = plain_file.to_str().context("the checkout's path is UTF-8")?;
	let mut made = export(path, true)?;
	take_code(&mut made)?;
	same(&format!("the state that chain-specs/{name}.json makes"), &made, &fresh_raw)
}

#[test]
fn development_files_should_match_the_runtime_when_the_node_is_built() -> Result<()> {
	check("dev", "development")
}

#[test]
fn local_testnet_files_should_match_the_runtime_when_the_node_is_built() -> Result<()> {
	check("local", "local-testnet")
}
