//! Moving a chain's state to a new chain, under a new runtime.
//!
//! Where a vote cannot mend a chain, its consortium stops it, exports the state of its last finalised block, or of the last one
//! before what went wrong (`export-state`), makes of it the specification of a new chain (`adopt-state`), and goes on with
//! that. Block 1 of the new chain runs the migrations.

use crate::chain_spec::ChainSpec;
use serde_json::{Map, Value};
use sp_io::hashing::twox_128;

/// Where the runtime's code lies.
const CODE: &str = "0x3a636f6465";

/// What counts in blocks of the old chain, and begins anew.
///
/// - System, Quota and the passes that clean up: numbers and hashes of its blocks, what was used of them, and how long
///   the passes rest.
/// - Grandpa: the new chain's finality counts its sets of authorities from 0, and the runtime has to agree on the number, or
///   no report of an equivocation would hold.
/// - Council: votes end at a block; members stay, and vote anew. What they authorised goes with them: the state may be that of
///   before a runtime which failed, and anyone could bring that again.
const LEFT_BEHIND: [(&str, &str); 19] = [
	("System", "Number"),
	("System", "ParentHash"),
	("System", "BlockHash"),
	("System", "Digest"),
	("System", "Events"),
	("System", "EventCount"),
	("System", "EventTopics"),
	("Quota", "Usage"),
	("Quota", "Cleanup"),
	("Consent", "Cleanup"),
	("Grandpa", "CurrentSetId"),
	("Grandpa", "SetIdSession"),
	("Grandpa", "NextForced"),
	("Grandpa", "Stalled"),
	("Council", "Proposals"),
	("Council", "ProposalOf"),
	("Council", "CostOf"),
	("Council", "Voting"),
	("System", "AuthorizedUpgrade"),
];

/// What must not be under way when a chain stops, and why.
const UNFINISHED: [(&str, &str, &str); 2] = [
	("Grandpa", "PendingChange", "a change of the finality's authorities"),
	("Migrations", "Cursor", "a migration of what is stored"),
];

/// The prefix of a pallet's storage item, as a raw specification has it.
fn prefix(pallet: &str, item: &str) -> String {
	let bytes = [twox_128(pallet.as_bytes()), twox_128(item.as_bytes())].concat();
	hexadecimal(&bytes)
}

fn hexadecimal(bytes: &[u8]) -> String {
	sp_core::bytes::to_hex(bytes, false)
}

/// Makes the specification that `export-state` printed one of a new chain with the id `id`, which goes on from that state
/// under the runtime `code`.
///
/// The id is another, so that no node goes on with the old chain's database by mistake. The hash by which signed texts and
/// envelopes know the chain is in the state, and stays.
///
/// # Errors
/// A sentence for the operator: the specification is not raw, has the same id, or something was under way.
pub fn adopt(exported: &str, id: &str, code: &[u8]) -> Result<String, String> {
	let mut spec: Value =
		serde_json::from_str(exported).map_err(|error| format!("the specification is no JSON: {error}"))?;
	if spec["id"].as_str().is_none_or(|old| old == id) {
		return Err(format!(
			"the new chain needs another id than {}: its database lies under it",
			spec["id"]
		));
	}
	let state: &mut Map<String, Value> = spec
		.pointer_mut("/genesis/raw/top")
		.and_then(Value::as_object_mut)
		.ok_or("the specification has no raw state: give what `salus-node export-state` printed")?;
	for (pallet, item, what) in UNFINISHED {
		if state.keys().any(|key| key.starts_with(&prefix(pallet, item))) {
			return Err(format!("{what} was under way at that block: export a later one"));
		}
	}
	if !state.contains_key(&prefix("Consortium", "GenesisBlock")) {
		return Err("the state is of no Salus chain, or of one without any block".into());
	}
	let gone = LEFT_BEHIND.map(|(pallet, item)| prefix(pallet, item));
	state.retain(|key, _| !gone.iter().any(|prefix| key.starts_with(prefix)));
	state.insert(CODE.into(), hexadecimal(code).into());
	spec["id"] = id.into();
	// They name blocks of the old chain.
	if let Some(spec) = spec.as_object_mut() {
		spec.remove("authoritySetHardForks");
	}
	let text = serde_json::to_string_pretty(&spec).map_err(|error| error.to_string())?;
	// What comes out must be a specification that a node takes.
	ChainSpec::from_json_bytes(text.clone().into_bytes())?;
	Ok(text)
}
