//! The chain's own clock: the slots in the headers of its blocks.

use anyhow::{ensure, Context, Result};
use serde_json::Value;

/// How the digest of a block's slot begins: a pre-runtime digest (6) of the engine `aura`, of 8 bytes.
const AURA: &str = "0x066175726120";

/// The number of a block, from its header in JSON-RPC.
///
/// # Errors
/// When it has none.
pub fn number(header: &Value) -> Result<u64> {
	let number = header["number"].as_str().and_then(|number| number.strip_prefix("0x"));
	let number = number.with_context(|| format!("a header without a number: {header}"))?;
	Ok(u64::from_str_radix(number, 16)?)
}

/// The slot in which a block was made, from its header in JSON-RPC.
///
/// # Errors
/// When it has none, as the first block has.
pub fn slot(header: &Value) -> Result<u64> {
	let logs = header["digest"]["logs"].as_array().with_context(|| format!("no digest in {header}"))?;
	let mut slots = logs.iter().filter_map(|log| log.as_str()?.strip_prefix(AURA));
	let hex = slots.next().with_context(|| format!("no slot in {header}"))?;
	ensure!(hex.len() == 16, "{hex} is no slot");
	Ok(u64::from_str_radix(hex, 16)?.swap_bytes())
}

#[cfg(test)]
mod tests {
	use super::*;
	use serde_json::json;

	#[test]
	fn slot_should_be_read_when_other_digests_are_around_it() -> Result<()> {
		let header = json!({
			"number": "0x1f",
			"digest": { "logs": ["0x0446524e4b0100", "0x0661757261200807060504030201", "0x056175726101017e"] },
		});
		assert_eq!(number(&header)?, 31);
		assert_eq!(slot(&header)?, 0x0102_0304_0506_0708);
		Ok(())
	}

	#[test]
	fn slot_should_be_refused_when_there_is_none_or_a_short_one() {
		for logs in [json!([]), json!(["0x0561757261010100"]), json!(["0x066175726120080706"]), json!([7])] {
			assert!(slot(&json!({ "number": "0x0", "digest": { "logs": logs } })).is_err());
		}
		assert!(slot(&json!({})).is_err());
		assert!(number(&json!({ "number": "31" })).is_err());
	}
}
