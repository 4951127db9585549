//! Blinded readers: a consent that names its grantee by a commitment, which an opening shows to whoever is given it.
//!
//! The chain sees the commitment alone. The opening travels off chain, in questions to the access decision and in exports,
//! and never in an extrinsic, which everybody could read for ever.

use crate::{
	ids::{BadHex, Commitment, Digest},
	people::Party,
};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::{fmt, str::FromStr};
use scale_info::TypeInfo;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

const PARTY: &[u8] = b"salus/v1/blinded";
const KEY: &[u8] = b"salus/v1/blinded-key";

/// What opens a blinded consent: the 32 bytes of salt that hide its grantee.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct Opening(
	/// The salt.
	pub [u8; 32],
);

impl Opening {
	/// The party as this opening hides it; none for one that cannot be blinded: a representative, and what is blinded
	/// already.
	pub fn blind(&self, party: &Party) -> Option<Party> {
		match party {
			Party::Practitioner(_) | Party::Organisation(_) => {
				Some(Party::Blinded(Commitment::new(PARTY, &self.0, &party.encode())))
			}
			Party::Representative(_) | Party::Blinded(_) => None,
		}
	}

	/// Whether `blinded` is the party as this opening hides it.
	pub fn opens(&self, blinded: &Party, party: &Party) -> bool {
		self.blind(party).is_some_and(|expected| expected == *blinded)
	}

	/// What stands on chain for the vault key that an envelope is sealed to: the digest itself would name its owner.
	pub fn blind_key(&self, kem: &Digest) -> Digest {
		Digest(Commitment::new(KEY, &self.0, &kem.0).0)
	}
}

impl fmt::Debug for Opening {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		// A log with it would tell who is blinded.
		f.write_str("Opening(32 bytes)")
	}
}

impl FromStr for Opening {
	type Err = BadHex;

	fn from_str(text: &str) -> Result<Self, BadHex> {
		text.parse().map(|Commitment(salt)| Self(salt))
	}
}

impl Serialize for Opening {
	fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
		Commitment(self.0).serialize(serializer)
	}
}

impl<'de> Deserialize<'de> for Opening {
	fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
		Commitment::deserialize(deserializer).map(|Commitment(salt)| Self(salt))
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::ids::sha256;

	const OPENING: Opening = Opening([7; 32]);

	#[test]
	fn commitment_should_be_the_published_one() {
		let expected = sha256(&[b"salus/v1/blinded", &[7; 32], &[0, 5, 0, 0, 0]]);
		let blinded = Party::Blinded(Commitment(expected));
		assert_eq!(OPENING.blind(&Party::Practitioner(5)), Some(blinded));
		assert_eq!(blinded.encode(), [&[2][..], &expected].concat());
		let key = Digest([9; 32]);
		assert_eq!(OPENING.blind_key(&key).0, sha256(&[b"salus/v1/blinded-key", &[7; 32], &[9; 32]]));
	}

	#[test]
	fn opening_should_open_for_one_party_and_no_other() {
		let blinded = OPENING.blind(&Party::Practitioner(5)).unwrap();
		assert!(OPENING.opens(&blinded, &Party::Practitioner(5)));
		for other in [Party::Practitioner(6), Party::Organisation(5), Party::Representative(5), blinded] {
			assert!(!OPENING.opens(&blinded, &other), "{other:?}");
		}
		assert!(!Opening([8; 32]).opens(&blinded, &Party::Practitioner(5)));
	}

	#[test]
	fn representatives_and_blinded_parties_should_not_be_blinded() {
		let blinded = OPENING.blind(&Party::Organisation(5)).unwrap();
		for party in [Party::Representative(5), blinded] {
			assert_eq!(OPENING.blind(&party), None);
		}
	}

	#[test]
	fn opening_should_print_nothing_and_read_back_what_it_writes() {
		assert_eq!(alloc::format!("{OPENING:?}"), "Opening(32 bytes)");
		let text = serde_json::to_string(&OPENING).unwrap();
		assert_eq!(serde_json::from_str::<Opening>(&text).unwrap(), OPENING);
		assert!("0x07".parse::<Opening>().is_err());
	}
}
