//! A new runtime: what is in its code, the vote for it, and bringing it once two thirds agreed.
//!
//! The council authorises a hash; anyone who has the code brings it, in a transaction that nobody signs.

use crate::{
	chain::{calls, calls::Call},
	At, Client, Error, Landed, Result,
};
use codec::Decode;
use salus_primitives::limits::{MAX_STALL_DELAY, MIN_STALL_DELAY};
use serde::Serialize;
use std::fmt;
use subxt::utils::H256;

/// Bytes of code that a block has room for. A block's author fills it up to 4 MiB.
const MAX_CODE: usize = 4 * 1024 * 1024 - 16 * 1024;
/// Bytes of code when it is no longer compressed; nodes take no more.
const MAX_DECOMPRESSED: usize = 50 * 1024 * 1024;
/// How every WASM file begins: the magic number, and version 1 of the format.
const WASM: [u8; 8] = *b"\0asm\x01\0\0\0";
/// The custom section of a runtime with its version.
const VERSION_SECTION: &[u8] = b"runtime_version";

/// A runtime's code, with what it says of itself.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Code {
	/// The code as it goes on chain, compressed or not.
	#[serde(skip)]
	bytes: Vec<u8>,
	/// BLAKE2b-256 of that: what the council authorises.
	pub hash: H256,
	/// Name of the runtime.
	pub spec_name: String,
	/// Its version.
	pub spec_version: u32,
}

impl fmt::Debug for Code {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		write!(f, "{} {}, {:?}", self.spec_name, self.spec_version, self.hash)
	}
}

impl Code {
	/// Reads a WASM file as `scripts/build-release.sh` makes it.
	///
	/// # Errors
	/// Of kind integrity if it is no runtime, of kind usage if no block has room for it.
	pub fn read(bytes: Vec<u8>) -> Result<Self> {
		let none = || Error::integrity("this is no runtime: a WASM file with its version inside is expected");
		let wasm = sp_maybe_compressed_blob::decompress(&bytes, MAX_DECOMPRESSED).map_err(|_| none())?;
		let version = custom_section(&wasm, VERSION_SECTION).ok_or_else(none)?;
		// Name of the specification and of the implementation; versions of authoring and of the specification.
		let (spec_name, _, _, spec_version) =
			<(String, String, u32, u32)>::decode(&mut &*version).map_err(|_| none())?;
		if bytes.len() > MAX_CODE {
			return Err(Error::usage(format!(
				"the code takes {} bytes, and a block has room for {MAX_CODE}: give the compressed file",
				bytes.len()
			)));
		}
		let hash = H256(sp_crypto_hashing::blake2_256(&bytes));
		Ok(Self { bytes, hash, spec_name, spec_version })
	}

	/// Checks that it may take the place of a runtime with this name and version.
	fn ensure_follows(&self, (name, version): &(String, u32)) -> Result<()> {
		if self.spec_name != *name {
			return Err(Error::usage(format!(
				"the code is of \"{}\", and the chain runs \"{name}\"",
				self.spec_name
			)));
		}
		if self.spec_version <= *version {
			return Err(Error::usage(format!(
				"the code has version {}, and the chain runs version {version}: it has to be higher, also to go back",
				self.spec_version
			)));
		}
		Ok(())
	}
}

/// The number at the beginning, in LEB128, and what follows it.
fn leb128(bytes: &[u8]) -> Option<(usize, &[u8])> {
	let mut value = 0u32;
	for (position, byte) in bytes.iter().enumerate().take(5) {
		value |= u32::from(byte & 0x7f).checked_shl(7 * u32::try_from(position).ok()?)?;
		if byte & 0x80 == 0 {
			return Some((usize::try_from(value).ok()?, bytes.get(position + 1..)?));
		}
	}
	None
}

/// The content of the custom section of this name.
fn custom_section<'a>(wasm: &'a [u8], wanted: &[u8]) -> Option<&'a [u8]> {
	let mut rest = wasm.strip_prefix(&WASM)?;
	loop {
		let (id, after) = rest.split_first()?;
		let (size, after) = leb128(after)?;
		let (section, next) = after.split_at_checked(size)?;
		rest = next;
		if *id == 0 {
			let (length, name) = leb128(section)?;
			let (name, content) = name.split_at_checked(length)?;
			if name == wanted {
				return Some(content);
			}
		}
	}
}

impl Client {
	/// The call by which two thirds let this code become the runtime.
	///
	/// # Errors
	/// Of kind usage if it is of another chain, or its version is not higher; of kind network.
	pub async fn upgrade_by_vote(&self, code: &Code) -> Result<Call> {
		code.ensure_follows(&self.chain().runtime_version(At::Best).await?)?;
		Ok(calls::consortium::authorize_upgrade(code.hash.0))
	}

	/// The call by which the validators of the next session take over finality that has stalled.
	///
	/// # Errors
	/// Of kind usage for a delay out of its bounds, or a block that is still to come; of kind network.
	pub async fn stall_by_vote(&self, delay: u32, best_finalised: u32) -> Result<Call> {
		if !(MIN_STALL_DELAY..=MAX_STALL_DELAY).contains(&delay) {
			return Err(Error::usage(format!("the delay is {MIN_STALL_DELAY} to {MAX_STALL_DELAY} blocks")));
		}
		let best = self.chain().status().await?.best;
		if u64::from(best_finalised) >= best {
			return Err(Error::usage(format!(
				"block {best_finalised} is still to come: the best one is {best}"
			)));
		}
		Ok(calls::consortium::note_stalled(delay, best_finalised))
	}

	/// Brings the code that two thirds authorised, by anyone; it is the runtime from the next block on.
	///
	/// # Errors
	/// Of kind usage if another was authorised or none; of kind chain if it was refused all the same; those of
	/// [`crate::Chain::submit`].
	pub async fn apply_upgrade(&self, code: &Code) -> Result<Landed> {
		let authorised = self.chain().authorised_upgrade(At::Best).await?;
		if authorised != Some(code.hash.0) {
			let instead = authorised.map_or("none".into(), |hash| format!("{:?}", H256(hash)));
			return Err(Error::usage(format!(
				"the code has the hash {:?}, and the council authorised {instead}",
				code.hash
			)));
		}
		code.ensure_follows(&self.chain().runtime_version(At::Best).await?)?;
		let call = calls::system::apply_authorized_upgrade(&code.bytes);
		let landed = self.chain().submit_bare(&call, self.wait()).await?;
		match landed.events.find("System", "CodeUpdated") {
			Some(_) => Ok(landed),
			None => {
				Err(Error::Chain("the runtime refused the code, and its authorisation is used up".into()))
			}
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::Kind;
	use codec::Encode;

	/// A section with this id and content.
	fn section(id: u8, content: &[u8]) -> Vec<u8> {
		let size = content.len();
		[&[id, 0x80 | (size & 0x7f) as u8, (size >> 7) as u8][..], content].concat()
	}

	fn custom(name: &[u8], content: &[u8]) -> Vec<u8> {
		section(0, &[&[name.len() as u8][..], name, content].concat())
	}

	fn wasm(name: &str, version: u32) -> Vec<u8> {
		let version = (name, name, 1u32, version, 1u32, Vec::<([u8; 8], u32)>::new(), 1u32, 1u8).encode();
		[
			WASM.to_vec(),
			section(1, &[0x60, 0, 0]),
			custom(b"name", &[0; 300]),
			custom(VERSION_SECTION, &version),
			section(11, &[7; 9]),
		]
		.concat()
	}

	#[test]
	fn code_should_tell_name_version_and_hash() {
		let code = Code::read(wasm("salus", 103)).unwrap();
		assert_eq!((code.spec_name.as_str(), code.spec_version), ("salus", 103));
		assert_eq!(code.hash.0, sp_crypto_hashing::blake2_256(&wasm("salus", 103)));
	}

	#[test]
	fn code_of_the_foundation_should_be_read_as_it_is_stored() {
		let code = Code::read(include_bytes!("../../../tests/foundation/runtime.wasm").to_vec()).unwrap();
		assert_eq!(code.spec_name, "salus");
		assert!((1..1_000).contains(&code.spec_version), "{code:?}");
	}

	#[test]
	fn file_should_be_refused_when_it_is_no_runtime() {
		let mut without = WASM.to_vec();
		without.extend(section(1, &[0; 3]));
		let whole = wasm("salus", 1);
		let cut = (0..whole.len() - 12).map(|end| whole[..end].to_vec());
		let cut = cut.filter(|cut| custom_section(cut, VERSION_SECTION).is_none());
		let compressed = [82, 188, 83, 118, 70, 219, 142, 5, 1, 2, 3].to_vec();
		for bad in [b"no wasm at all".to_vec(), Vec::new(), without, compressed].into_iter().chain(cut) {
			assert_eq!(Code::read(bad).unwrap_err().kind(), Kind::Integrity);
		}
		// A size that is longer than any, or than the file.
		for size in [&[0xff; 6][..], &[0xff, 0xff, 0xff, 0xff, 0x0f], &[9]] {
			let bad = [&WASM[..], &[0], size].concat();
			assert_eq!(Code::read(bad).unwrap_err().kind(), Kind::Integrity);
		}
	}

	#[test]
	fn code_should_be_refused_when_no_block_has_room_for_it() {
		let mut long = wasm("salus", 103);
		long.resize(MAX_CODE + 1, 0);
		assert_eq!(Code::read(long.clone()).unwrap_err().kind(), Kind::Usage);
		long.truncate(MAX_CODE);
		Code::read(long).unwrap();
	}

	#[test]
	fn code_should_follow_a_lower_version_of_the_same_name_alone() {
		let code = Code::read(wasm("salus", 103)).unwrap();
		code.ensure_follows(&("salus".into(), 102)).unwrap();
		for (name, version) in [("salus", 103), ("salus", 104), ("other", 102)] {
			assert_eq!(code.ensure_follows(&(name.into(), version)).unwrap_err().kind(), Kind::Usage);
		}
	}
}
