//! Identifiers, digests and key versions.

use crate::limits::EPOCHS_AHEAD;
use alloc::{format, string::String};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::{fmt, str::FromStr};
use scale_info::TypeInfo;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest as _, Sha256};

/// SHA-256 of the concatenation of `parts`.
pub fn sha256(parts: &[&[u8]]) -> [u8; 32] {
	let mut hasher = Sha256::new();
	for part in parts {
		hasher.update(part);
	}
	hasher.finalize().into()
}

/// Why a hexadecimal string is not the identifier it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadHex {
	/// Bytes the identifier has.
	pub expected: usize,
}

impl fmt::Display for BadHex {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		write!(f, "expected {} bytes in hexadecimal, with or without 0x", self.expected)
	}
}

impl core::error::Error for BadHex {}

fn parse_hex<const N: usize>(text: &str) -> Result<[u8; N], BadHex> {
	let bad = BadHex { expected: N };
	let digits = text.strip_prefix("0x").unwrap_or(text).as_bytes();
	if digits.len() != N.saturating_mul(2) {
		return Err(bad);
	}
	let mut out = [0u8; N];
	for (byte, pair) in out.iter_mut().zip(digits.chunks_exact(2)) {
		let mut value = 0u32;
		for digit in pair {
			let nibble = (*digit as char).to_digit(16).ok_or(bad)?;
			value = value.wrapping_shl(4) | nibble;
		}
		*byte = value as u8;
	}
	Ok(out)
}

macro_rules! bytes_id {
	($(#[$doc:meta])* $name:ident, $len:literal) => {
		$(#[$doc])*
		#[derive(
			Clone,
			Copy,
			PartialEq,
			Eq,
			PartialOrd,
			Ord,
			Hash,
			Encode,
			Decode,
			DecodeWithMemTracking,
			MaxEncodedLen,
			TypeInfo,
		)]
		pub struct $name(
			/// The bytes.
			pub [u8; $len],
		);

		impl Default for $name {
			fn default() -> Self {
				Self([0; $len])
			}
		}

		impl AsRef<[u8]> for $name {
			fn as_ref(&self) -> &[u8] {
				&self.0
			}
		}

		impl fmt::Display for $name {
			fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
				f.write_str("0x")?;
				self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
			}
		}

		impl fmt::Debug for $name {
			fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
				write!(f, concat!(stringify!($name), "({})"), self)
			}
		}

		impl FromStr for $name {
			type Err = BadHex;
			fn from_str(text: &str) -> Result<Self, BadHex> {
				parse_hex(text).map(Self)
			}
		}

		impl Serialize for $name {
			fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
				serializer.serialize_str(&format!("{self}"))
			}
		}

		impl<'de> Deserialize<'de> for $name {
			fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
				String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
			}
		}
	};
}

bytes_id!(
	/// A pseudonymous patient: SHA-256 of the signed enrolment text, so that a replayed enrolment collides.
	PatientId,
	32
);
bytes_id!(
	/// A scope's opaque name: 16 bytes of an HMAC that only the patient's vault can compute.
	ScopeId,
	16
);
bytes_id!(
	/// SHA-256 of a ciphertext, an envelope, a public key or a published text; needs no salt.
	Digest,
	32
);
bytes_id!(
	/// `SHA-256(tag ‖ salt32 ‖ content)` of something a person chose.
	Commitment,
	32
);
bytes_id!(
	/// An Ed25519 public key (RFC 8032) of a vault.
	SigningKey,
	32
);
bytes_id!(
	/// An Ed25519 signature (RFC 8032) made by a vault's signing key.
	VaultSignature,
	64
);
bytes_id!(
	/// A one-time number in a signed text.
	Nonce16,
	16
);

impl Digest {
	/// The digest of `bytes`.
	pub fn of(bytes: &[u8]) -> Self {
		Self(sha256(&[bytes]))
	}
}

impl Commitment {
	/// Commits to `content` under `tag`, hidden by 32 random bytes.
	pub fn new(tag: &[u8], salt: &[u8; 32], content: &[u8]) -> Self {
		Self(sha256(&[tag, salt, content]))
	}
}

/// Hash of the chain's first block; every signed text and envelope names it.
pub type GenesisHash = [u8; 32];
/// A member organisation.
pub type OrganisationId = u32;
/// A practitioner; stable, whatever account it uses.
pub type PractitionerId = u32;
/// A representative of one patient; dense from 1 over all patients, and never used again.
pub type RepresentativeId = u32;
/// A record of one patient; dense from 0.
pub type RecordIndex = u32;
/// A consent of one patient; dense from 0.
pub type ConsentIndex = u32;
/// A request for access to one patient; dense from 0.
pub type RequestIndex = u32;
/// A scope of one patient; dense from 0, and 0 is the inbox.
pub type ScopeNumber = u16;

/// The scope that is never granted and takes records from anyone the patient lets write.
pub const INBOX: ScopeNumber = 0;

/// The largest epoch index of a generation: the start of the scope chain.
pub const MAX_EPOCH_INDEX: u32 = 65_536;

/// One version of a scope's key: a generation of the chain, and the epoch in it. Later versions compare greater.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Hash,
	Debug,
	Default,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
pub struct KeyEpoch {
	/// Generation: a new one starts on exhaustion, compromise or hand-over.
	pub generation: u16,
	/// Epoch of the generation, 0 to [`MAX_EPOCH_INDEX`].
	pub index: u32,
}

impl KeyEpoch {
	/// Whether `self` may follow `current`: the next epoch of the generation, or the first of the next generation.
	pub fn follows(&self, current: &Self) -> bool {
		let next_epoch = self.generation == current.generation
			&& current.index < MAX_EPOCH_INDEX
			&& Some(self.index) == current.index.checked_add(1);
		let next_generation = Some(self.generation) == current.generation.checked_add(1) && self.index == 0;
		next_epoch || next_generation
	}

	/// Whether the key of this version gives that of `other`: of the same generation, and no later one.
	pub fn opens(&self, other: &Self) -> bool {
		self.generation == other.generation && self.index >= other.index
	}

	/// The newest version that is sealed ahead when this one is the newest there is.
	pub fn ahead(&self) -> Self {
		Self { index: self.index.saturating_add(EPOCHS_AHEAD).min(MAX_EPOCH_INDEX), ..*self }
	}

	/// Whether the key of this version gives that of the epoch after `newest` as well.
	pub fn is_ahead_of(&self, newest: &Self) -> bool {
		self.opens(newest) && self != newest
	}
}

/// A vault's public side.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Default,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
pub struct VaultKeys {
	/// SHA-256 of the X-Wing public key (1,216 bytes, content-addressed in the stores).
	pub kem: Digest,
	/// Ed25519 signing key.
	pub signing: SigningKey,
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn ids_should_round_trip_through_text_and_json() {
		let id = PatientId([0xab; 32]);
		assert_eq!(format!("{id}").parse(), Ok(id));
		assert_eq!(serde_json::from_str::<PatientId>(&serde_json::to_string(&id).unwrap()).unwrap(), id);
	}

	#[test]
	fn ids_should_be_refused_when_short_or_not_hexadecimal() {
		assert!("0xab".parse::<ScopeId>().is_err());
		assert!("zz".repeat(16).parse::<ScopeId>().is_err());
		assert!("é".repeat(16).parse::<ScopeId>().is_err());
	}

	#[test]
	fn key_epoch_should_open_itself_and_what_came_before_in_its_generation() {
		let at = |generation, index| KeyEpoch { generation, index };
		assert!(at(1, 5).opens(&at(1, 5)) && at(1, 5).opens(&at(1, 0)));
		assert!(!at(1, 5).opens(&at(1, 6)) && !at(1, 5).opens(&at(0, 5)) && !at(1, 5).opens(&at(2, 0)));
		assert!(at(1, 6).is_ahead_of(&at(1, 5)));
		assert!(!at(1, 5).is_ahead_of(&at(1, 5)) && !at(2, 6).is_ahead_of(&at(1, 5)));
	}

	#[test]
	fn key_epoch_should_reach_64_ahead_and_never_past_its_generation() {
		let at = |generation, index| KeyEpoch { generation, index };
		assert_eq!(at(3, 7).ahead(), at(3, 71));
		assert_eq!(at(3, MAX_EPOCH_INDEX - 1).ahead(), at(3, MAX_EPOCH_INDEX));
		assert!(!at(3, MAX_EPOCH_INDEX).ahead().is_ahead_of(&at(3, MAX_EPOCH_INDEX)));
	}

	#[test]
	fn key_epoch_should_follow_only_by_one_step() {
		let at = |generation, index| KeyEpoch { generation, index };
		assert!(at(0, 1).follows(&at(0, 0)));
		assert!(at(1, 0).follows(&at(0, 7)));
		assert!(!at(0, 2).follows(&at(0, 0)));
		assert!(!at(0, 0).follows(&at(0, 0)));
		assert!(!at(1, 1).follows(&at(0, 0)));
		assert!(!at(2, 0).follows(&at(0, 0)));
		assert!(!at(0, MAX_EPOCH_INDEX + 1).follows(&at(0, MAX_EPOCH_INDEX)));
		assert!(!at(0, 0).follows(&at(u16::MAX, 0)));
	}
}
