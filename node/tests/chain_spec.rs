//! The chain specifications that the node builds, and those it reads.

use salus_node::{
	chain_spec::{development, hard_forks, load, local_testnet, ChainSpec},
	hard_forks::for_grandpa,
};
use salus_runtime::{TOKEN_DECIMALS, TOKEN_SYMBOL};
use sc_service::{ChainSpec as _, ChainType};
use std::fs;

/// The error of loading `id`, which must not load.
fn refusal(id: &str) -> String {
	match load(id) {
		Ok(spec) => panic!("`{id}` loaded as {}", spec.name()),
		Err(error) => error,
	}
}

#[test]
fn development_should_keep_its_identity_when_built() {
	let spec = development(&[]);
	assert_eq!((spec.id(), spec.name()), ("salus_dev", "Salus Development"));
	assert_eq!(spec.chain_type(), ChainType::Development);
	assert_eq!(spec.protocol_id(), Some("salus"));
	assert_eq!(spec.fork_id(), None);
}

#[test]
fn local_testnet_should_keep_its_identity_when_built() {
	let spec = local_testnet(&[]);
	assert_eq!((spec.id(), spec.name()), ("salus_local_testnet", "Salus Local Testnet"));
	assert_eq!(spec.chain_type(), ChainType::Local);
	assert_eq!(spec.protocol_id(), Some("salus"));
	assert_eq!(spec.fork_id(), None);
}

#[test]
fn properties_should_equal_the_metadata_hash_constants_when_read_by_a_wallet() {
	for spec in [development(&[]), local_testnet(&[])] {
		let properties = spec.properties();
		assert_eq!(properties["tokenSymbol"], TOKEN_SYMBOL);
		assert_eq!(properties["tokenDecimals"], TOKEN_DECIMALS);
		assert_eq!(properties["ss58Format"], 42);
		assert_eq!(properties.len(), 3);
	}
}

#[test]
fn load_should_ask_for_a_specification_when_no_chain_is_named() {
	assert!(refusal("").contains("--chain <spec.json>"));
}

#[test]
fn load_should_name_the_chain_when_it_does_not_exist() {
	for id in ["mainnet", "staging", "Dev", "dev ", "./no/such/spec.json"] {
		assert!(refusal(id).contains(&format!("`--chain {id}` names no chain")), "{id}");
	}
}

#[test]
fn load_should_refuse_when_the_file_is_not_a_specification() {
	let directory = std::env::temp_dir().join(format!("salus-node-chain-spec-{}", std::process::id()));
	fs::create_dir_all(&directory).unwrap();
	let path = directory.join("spec.json");
	for content in ["{}", "[]", "not JSON"] {
		fs::write(&path, content).unwrap();
		assert!(refusal(path.to_str().unwrap()).contains("Error parsing spec file"), "{content}");
	}
	fs::remove_dir_all(directory).unwrap();
}

#[test]
fn load_should_read_the_chain_when_given_a_specification_file() {
	let directory = std::env::temp_dir().join(format!("salus-node-chain-file-{}", std::process::id()));
	fs::create_dir_all(&directory).unwrap();
	let path = directory.join("spec.json");
	let json = r#"{
		"name": "North", "id": "salus_north", "chainType": "Live", "bootNodes": [], "telemetryEndpoints": null,
		"protocolId": "salus", "properties": null, "codeSubstitutes": {},
		"genesis": { "raw": { "top": {}, "childrenDefault": {} } }
	}"#;
	fs::write(&path, json).unwrap();
	let spec = load(path.to_str().unwrap()).unwrap_or_else(|error| panic!("{error}"));
	fs::remove_dir_all(directory).unwrap();
	assert_eq!((spec.id(), spec.chain_type()), ("salus_north", ChainType::Live));
}

/// A specification with these changes of the finality's authorities by force.
fn with_forks(forks: &str) -> Result<ChainSpec, String> {
	let json = format!(
		r#"{{
			"name": "North", "id": "salus_north", "chainType": "Live", "bootNodes": [], "telemetryEndpoints": null,
			"protocolId": "salus", "properties": null, "codeSubstitutes": {{}},
			"genesis": {{ "raw": {{ "top": {{}}, "childrenDefault": {{}} }} }},
			"authoritySetHardForks": {forks}
		}}"#
	);
	ChainSpec::from_json_bytes(json.into_bytes())
}

/// As `salus-node hard-fork` prints it.
const FORK: &str = r#"{
	"setId": 7, "number": 4100, "hash": "0x5300000000000000000000000000000000000000000000000000000000000053",
	"lastFinalised": 3900, "authorities": ["5FA9nQDVg267DEd8m1ZypXLBnvN7SFxYwV7ndqSYGiN9TTpu"]
}"#;

#[test]
fn hard_forks_should_be_read_and_written_as_they_were_when_a_specification_lists_them() {
	let spec = with_forks(&format!("[{FORK}]")).unwrap();
	let forks = hard_forks(&spec);
	assert_eq!((forks.len(), forks[0].set_id, forks[0].number), (1, 7, 4_100));
	let [for_grandpa] = &for_grandpa(&forks)[..] else { panic!("one is one") };
	assert_eq!(for_grandpa.block, (forks[0].hash, 4_100));
	assert_eq!(for_grandpa.last_finalized, Some(3_900));
	assert_eq!(for_grandpa.authorities, [(forks[0].authorities[0].clone(), 1)]);
	let written: serde_json::Value = serde_json::from_str(&spec.as_json(true).unwrap()).unwrap();
	let expected: serde_json::Value = serde_json::from_str(FORK).unwrap();
	assert_eq!(written["authoritySetHardForks"], serde_json::json!([expected]));
}

#[test]
fn hard_forks_should_be_none_and_unmentioned_when_a_specification_lists_none() {
	for spec in [development(&[]), local_testnet(&[]), with_forks("[]").unwrap()] {
		assert!(hard_forks(&spec).is_empty());
	}
	let written = with_forks("[]").unwrap().as_json(true).unwrap();
	assert!(!written.contains("authoritySetHardForks"), "{written}");
}

#[test]
fn specification_should_be_refused_when_a_hard_fork_in_it_is_not_whole() {
	for bad in [
		FORK.replace("\"setId\": 7, ", ""),
		FORK.replace("lastFinalised", "lastFinalized"),
		FORK.replace("4100", "-1"),
		FORK.replace("0x53", "0x"),
		FORK.replace("5FA9", "5FB9"),
	] {
		assert!(with_forks(&format!("[{bad}]")).is_err(), "{bad}");
	}
}
