//! A chain that goes on from the state of another: the foundation's, as people left it.

use salus_node::moving::adopt;
use serde_json::{Map, Value};
use sp_io::hashing::twox_128;

const LIVED: &str = include_str!("../../tests/foundation/lived.json");
const CODE: &[u8] = b"a runtime";

fn prefix(pallet: &str, item: &str) -> String {
	let bytes = [twox_128(pallet.as_bytes()), twox_128(item.as_bytes())].concat();
	sp_core::bytes::to_hex(&bytes, false)
}

fn state(spec: &Value) -> &Map<String, Value> {
	spec["genesis"]["raw"]["top"].as_object().expect("the specification is raw")
}

fn count(state: &Map<String, Value>, pallet: &str, item: &str) -> usize {
	state.keys().filter(|key| key.starts_with(&prefix(pallet, item))).count()
}

/// The exported specification with one more entry, below that item.
fn with(pallet: &str, item: &str) -> String {
	let mut spec: Value = serde_json::from_str(LIVED).unwrap();
	spec["genesis"]["raw"]["top"][prefix(pallet, item)] = "0x01".into();
	spec.to_string()
}

#[test]
fn state_should_be_as_it_was_but_for_what_counts_in_old_blocks_when_adopted() {
	let before: Value = serde_json::from_str(LIVED).unwrap();
	let after: Value = serde_json::from_str(&adopt(LIVED, "salus_dev_2", CODE).unwrap()).unwrap();
	assert_eq!(after["id"], "salus_dev_2");
	assert_eq!(state(&after)["0x3a636f6465"], sp_core::bytes::to_hex(CODE, false));
	for field in ["name", "chainType", "protocolId", "properties"] {
		assert_eq!(after[field], before[field], "{field}");
	}
	let (old, new) = (state(&before), state(&after));
	for (pallet, item) in [
		("System", "BlockHash"),
		("System", "Number"),
		("System", "Events"),
		("Quota", "Usage"),
		("Grandpa", "SetIdSession"),
	] {
		assert!(count(old, pallet, item) > 0, "the old state has no {pallet}.{item}");
		assert_eq!(count(new, pallet, item), 0, "{pallet}.{item} goes on");
	}
	for pallet in ["Consortium", "Identity", "Consent", "Records", "Session", "Aura", "Timestamp"] {
		let of = |state: &Map<String, Value>| {
			let start = sp_core::bytes::to_hex(&twox_128(pallet.as_bytes()), false);
			let own = state.iter().filter(|(key, _)| key.starts_with(&start));
			own.map(|(key, value)| (key.clone(), value.clone())).collect::<Vec<_>>()
		};
		assert!(!of(old).is_empty(), "{pallet} has nothing");
		assert_eq!(of(old), of(new), "{pallet}");
	}
	// Accounts keep their nonces, and the version tells block 1 that the runtime is another.
	for (pallet, item) in [("System", "Account"), ("System", "LastRuntimeUpgrade")] {
		assert!(count(old, pallet, item) > 0);
		assert_eq!(count(old, pallet, item), count(new, pallet, item), "{pallet}.{item}");
	}
}

#[test]
fn authorised_runtime_should_stay_behind_when_the_state_is_adopted() {
	let lived = with("System", "AuthorizedUpgrade");
	let after: Value = serde_json::from_str(&adopt(&lived, "new", CODE).unwrap()).unwrap();
	assert_eq!(count(state(&after), "System", "AuthorizedUpgrade"), 0, "anyone could bring it again");
}

#[test]
fn hard_forks_of_the_old_chain_should_stay_behind_when_the_state_is_adopted() {
	let mut lived: Value = serde_json::from_str(LIVED).unwrap();
	lived["authoritySetHardForks"] = Value::Array(Vec::new());
	let after: Value = serde_json::from_str(&adopt(&lived.to_string(), "new", CODE).unwrap()).unwrap();
	assert!(after.get("authoritySetHardForks").is_none(), "it names blocks of the old chain");
}

#[test]
fn state_should_be_refused_when_the_id_is_the_old_chains() {
	assert!(adopt(LIVED, "salus_dev", CODE).unwrap_err().contains("another id"));
}

#[test]
fn state_should_be_refused_when_something_was_under_way() {
	let authorities = adopt(&with("Grandpa", "PendingChange"), "new", CODE).unwrap_err();
	assert!(authorities.contains("authorities"), "{authorities}");
	let migration = adopt(&with("Migrations", "Cursor"), "new", CODE).unwrap_err();
	assert!(migration.contains("migration"), "{migration}");
}

#[test]
fn state_should_be_refused_when_it_is_none_of_a_running_salus_chain() {
	let genesis = include_str!("../../tests/foundation/chain.json");
	assert!(adopt(genesis, "new", CODE).unwrap_err().contains("without any block"));
	assert!(adopt("{\"id\":\"old\",\"genesis\":{}}", "new", CODE).unwrap_err().contains("no raw state"));
	assert!(adopt("nothing", "new", CODE).unwrap_err().contains("no JSON"));
}
