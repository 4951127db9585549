//! Chain specifications: the two that the node builds itself, and those read from a file.

use crate::hard_forks::HardFork;
use salus_runtime::{TOKEN_DECIMALS, TOKEN_SYMBOL, WASM_BINARY};
use sc_chain_spec::ChainSpecExtension;
use sc_service::{ChainType, GenericChainSpec, Properties};
use serde::{Deserialize, Serialize};
use sp_genesis_builder::{DEV_RUNTIME_PRESET, LOCAL_TESTNET_RUNTIME_PRESET};
use std::path::Path;

/// A Salus chain specification: no host function beyond Substrate's.
pub type ChainSpec = GenericChainSpec<Extensions>;

/// What Salus adds to a specification. It is no part of the first block, so that it can be added later.
#[derive(Clone, Default, Debug, Serialize, Deserialize, ChainSpecExtension)]
#[serde(rename_all = "camelCase")]
pub struct Extensions {
	/// Every change of the finality's authorities by force.
	#[serde(default, skip_serializing_if = "Vec::is_empty")]
	pub authority_set_hard_forks: Vec<HardFork>,
}

/// The changes of the finality's authorities by force that the specification lists.
pub fn hard_forks(spec: &dyn sc_service::ChainSpec) -> Vec<HardFork> {
	sc_chain_spec::get_extension::<Vec<HardFork>>(spec.extensions()).cloned().unwrap_or_default()
}

/// The first part of every network protocol name.
const PROTOCOL_ID: &str = "salus";

/// The SS58 prefix that addresses are shown with: generic Substrate.
const SS58_FORMAT: u16 = 42;

/// The specification that `--chain` names: `dev`, `local`, or the path of a JSON file.
///
/// There is no public Salus network, so an empty `id` is an error that says what to give.
///
/// # Errors
/// A sentence for the operator when `id` names nothing, the file cannot be read, or the node was built without its
/// runtime.
pub fn load(id: &str) -> Result<ChainSpec, String> {
	match id {
		"" => Err("no chain was named: give `--chain <spec.json>` with your consortium's specification, \
			`--chain local` for a local test network, or `--dev`"
			.into()),
		"dev" => Ok(development(runtime_code()?)),
		"local" => Ok(local_testnet(runtime_code()?)),
		path if !Path::new(path).exists() => Err(format!(
			"`--chain {path}` names no chain: it is neither `dev` nor `local`, nor is there a file of that name"
		)),
		path => ChainSpec::from_json_file(path.into()),
	}
}

/// One validator, Alice, and the well-known development accounts in their roles. `code` is the WASM runtime.
pub fn development(code: &[u8]) -> ChainSpec {
	ChainSpec::builder(code, Extensions::default())
		.with_name("Salus Development")
		.with_id("salus_dev")
		.with_chain_type(ChainType::Development)
		.with_genesis_config_preset_name(DEV_RUNTIME_PRESET)
		.with_protocol_id(PROTOCOL_ID)
		.with_properties(properties())
		.build()
}

/// Four organisations and their validators, Alice, Bob, Charlie and Dave. `code` is the WASM runtime.
pub fn local_testnet(code: &[u8]) -> ChainSpec {
	ChainSpec::builder(code, Extensions::default())
		.with_name("Salus Local Testnet")
		.with_id("salus_local_testnet")
		.with_chain_type(ChainType::Local)
		.with_genesis_config_preset_name(LOCAL_TESTNET_RUNTIME_PRESET)
		.with_protocol_id(PROTOCOL_ID)
		.with_properties(properties())
		.build()
}

/// What wallets read about the chain. Symbol and decimals are those of the runtime's metadata hash, although the chain
/// has no token: a wallet that checks the hash refuses to sign when they differ.
fn properties() -> Properties {
	Properties::from_iter([
		("tokenSymbol".to_owned(), TOKEN_SYMBOL.into()),
		("tokenDecimals".to_owned(), TOKEN_DECIMALS.into()),
		("ss58Format".to_owned(), SS58_FORMAT.into()),
	])
}

/// The WASM runtime compiled into this binary.
///
/// # Errors
/// A sentence for the operator when there is none.
pub fn runtime_code() -> Result<&'static [u8], String> {
	WASM_BINARY.ok_or_else(|| {
		"this node was built without its WASM runtime (SKIP_WASM_BUILD): build it again, or give `--chain \
		<spec.json>`"
			.into()
	})
}
