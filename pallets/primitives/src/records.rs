//! Pointers to encrypted records.

use crate::{
	ids::{Digest, KeyEpoch, RecordIndex, ScopeNumber, INBOX},
	people::Actor,
	time::Moment,
};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// The size of a padded plaintext, as Padmé rounds it (Nikitin et al., PURBs, 2019): `exponent × 64 + mantissa`.
///
/// With floor 2^14 bytes. A length `L` with `e = ⌊log2 L⌋` keeps its `s = ⌊log2 e⌋ + 1` leading bits after the
/// first and is rounded up at the others.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
#[serde(transparent)]
pub struct SizeClass(
	/// `exponent × 64 + mantissa`.
	pub u16,
);

impl SizeClass {
	/// Exponent of the smallest padded length: 16 KiB.
	pub const FLOOR_EXPONENT: u32 = 14;
	/// The class of the smallest padded length.
	pub const SMALLEST: Self = Self(14 * 64);
	/// Exponent of the largest class: records end below 2 TiB.
	pub const MAX_EXPONENT: u32 = 40;

	fn mantissa_bits(exponent: u32) -> u32 {
		exponent.checked_ilog2().unwrap_or(0).saturating_add(1)
	}

	/// The class of a plaintext of `len` bytes; `None` past the largest.
	pub fn for_len(len: u64) -> Option<Self> {
		let len = len.max(1 << Self::FLOOR_EXPONENT);
		let exponent = len.checked_ilog2()?;
		let bits = Self::mantissa_bits(exponent);
		let dropped = exponent.checked_sub(bits)?;
		let step = 1u64.checked_shl(dropped)?;
		let padded = len.checked_next_multiple_of(step)?;
		// Rounding up may carry into the next power of two.
		let exponent = padded.checked_ilog2()?;
		if exponent > Self::MAX_EXPONENT {
			return None;
		}
		let bits = Self::mantissa_bits(exponent);
		let mantissa =
			padded.checked_sub(1u64.checked_shl(exponent)?)?.checked_shr(exponent.checked_sub(bits)?)?;
		u16::try_from(u64::from(exponent).checked_mul(64)?.checked_add(mantissa)?).ok().map(Self)
	}

	/// The padded length in bytes; `None` for a number that is no class.
	pub fn padded_len(self) -> Option<u64> {
		let exponent = u32::from(self.0.checked_div(64)?);
		let mantissa = u64::from(self.0 & 63);
		if !(Self::FLOOR_EXPONENT..=Self::MAX_EXPONENT).contains(&exponent) {
			return None;
		}
		let bits = Self::mantissa_bits(exponent);
		if mantissa >= 1u64.checked_shl(bits)? {
			return None;
		}
		1u64.checked_shl(exponent)?.checked_add(mantissa.checked_shl(exponent.checked_sub(bits)?)?)
	}
}

/// What a writer says of a record: everything but who, when and how it stands.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
#[serde(rename_all = "camelCase")]
pub struct NewRecord {
	/// SHA-256 of the ciphertext, its name in the blob store.
	pub ciphertext: Digest,
	/// SHA-256 of the envelope, its name in the envelope store.
	pub envelope: Digest,
	/// Size of the padded plaintext.
	pub size: SizeClass,
	/// The scope it is filed in.
	pub scope: ScopeNumber,
	/// The scope's key version that the envelope is sealed to.
	pub epoch: KeyEpoch,
}

impl NewRecord {
	/// What is left of an erased record's pointer: nothing that tells of it, or where it was filed.
	pub const ERASED: Self = Self {
		ciphertext: Digest([0; 32]),
		envelope: Digest([0; 32]),
		size: SizeClass::SMALLEST,
		scope: INBOX,
		epoch: KeyEpoch { generation: 0, index: 0 },
	};
}

/// How a record stands.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum RecordStatus {
	/// Current, or superseded by the record named.
	Final {
		/// The amendment that supersedes it.
		superseded_by: Option<RecordIndex>,
	},
	/// Filed under the wrong patient or otherwise never true (FHIR's `entered-in-error`).
	EnteredInError,
	/// Erased for good: its pointer is [`NewRecord::ERASED`]. When, the block tells that has the event.
	Erased {
		/// The amendment that superseded it, so that the versions around it still hang together.
		superseded_by: Option<RecordIndex>,
	},
}

impl RecordStatus {
	/// The amendment that supersedes it, also of an erased record.
	pub fn superseded_by(&self) -> Option<RecordIndex> {
		match self {
			Self::Final { superseded_by } | Self::Erased { superseded_by } => *superseded_by,
			Self::EnteredInError => None,
		}
	}

	/// Whether it was erased.
	pub fn is_erased(&self) -> bool {
		matches!(self, Self::Erased { .. })
	}
}

/// A pointer to one version of one encrypted record.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
#[serde(rename_all = "camelCase")]
pub struct Record {
	/// What the writer said, with scope, epoch and envelope as they were last filed.
	#[serde(flatten)]
	pub pointer: NewRecord,
	/// In whose name it was written.
	pub author: Actor,
	/// When it was registered.
	pub registered_at: Moment,
	/// The record it amends.
	pub supersedes: Option<RecordIndex>,
	/// How it stands.
	pub status: RecordStatus,
}

impl Record {
	/// Whether it is the newest version and not entered in error.
	pub fn is_head(&self) -> bool {
		self.status == RecordStatus::Final { superseded_by: None }
	}

	/// What stays when it is erased: index, author, time and versions.
	#[must_use]
	pub fn tombstone(self) -> Self {
		let status = RecordStatus::Erased { superseded_by: self.status.superseded_by() };
		Self { pointer: NewRecord::ERASED, status, ..self }
	}
}

/// An author's wish that a record be erased; only the patient erases it.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
#[serde(rename_all = "camelCase")]
pub struct ErasureProposal {
	/// In whose name it was proposed.
	pub actor: Actor,
	/// When.
	pub proposed_at: Moment,
}

/// Why one record of a batch was refused.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
#[serde(rename_all = "camelCase")]
pub enum Refusal {
	/// The access decision denies writing to the scope.
	Denied,
	/// The patient has no such scope.
	ScopeNotFound,
	/// The scope's key has moved on; seal to the current one.
	StaleEpoch,
	/// The scope waits for a rotation; file in the inbox.
	RotationDue,
	/// The size is no Padmé class.
	InvalidSize,
	/// The patient has as many records as indices.
	TooManyRecords,
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;

	#[test]
	fn record_should_fit_200_bytes_of_state_with_its_key() {
		// Pallet and storage prefix, Blake2_128Concat of the patient, Twox64Concat of the index.
		let key = 32 + 16 + 32 + 8 + 4;
		assert!(key + Record::max_encoded_len() <= 200, "{}", key + Record::max_encoded_len());
	}

	#[test]
	fn tombstone_should_keep_author_time_and_versions_and_nothing_of_the_pointer() {
		let pointer = NewRecord {
			ciphertext: Digest([1; 32]),
			envelope: Digest([2; 32]),
			size: SizeClass(14 * 64 + 3),
			scope: 5,
			epoch: KeyEpoch { generation: 1, index: 2 },
		};
		let record = |status| Record {
			pointer,
			author: Actor::Organisation(3),
			registered_at: 7,
			supersedes: Some(1),
			status,
		};
		for (status, superseded_by) in [
			(RecordStatus::Final { superseded_by: None }, None),
			(RecordStatus::Final { superseded_by: Some(9) }, Some(9)),
			(RecordStatus::EnteredInError, None),
		] {
			let erased = record(status).tombstone();
			let expected =
				Record { pointer: NewRecord::ERASED, ..record(RecordStatus::Erased { superseded_by }) };
			assert_eq!(erased, expected);
			assert!(erased.status.is_erased() && !erased.is_head());
			assert_eq!(erased.tombstone(), erased);
		}
	}

	#[test]
	fn status_should_read_as_published_when_it_is_erased() {
		let json = serde_json::to_string(&RecordStatus::Erased { superseded_by: Some(4) }).unwrap();
		assert_eq!(json, r#"{"erased":{"supersededBy":4}}"#);
	}

	#[test]
	fn smallest_class_should_be_the_floor() {
		assert_eq!(SizeClass::for_len(0), Some(SizeClass::SMALLEST));
	}

	#[test]
	fn size_class_should_have_the_floor_when_the_plaintext_is_small() {
		assert_eq!(SizeClass::for_len(0).unwrap().padded_len(), Some(16 * 1024));
		assert_eq!(SizeClass::for_len(16 * 1024).unwrap().padded_len(), Some(16 * 1024));
		assert_eq!(SizeClass::for_len(16 * 1024 + 1).unwrap().padded_len(), Some(17 * 1024));
	}

	#[test]
	fn size_class_should_be_refused_when_out_of_range() {
		assert_eq!(SizeClass(0).padded_len(), None);
		assert_eq!(SizeClass(13 * 64).padded_len(), None);
		assert_eq!(SizeClass(14 * 64 + 16).padded_len(), None);
		assert_eq!(SizeClass(u16::MAX).padded_len(), None);
		assert_eq!(SizeClass::for_len(1 << 41), None);
	}

	proptest! {
		#[test]
		fn size_class_should_cover_the_length_with_at_most_an_eighth_of_waste(len in 1u64..(1 << 40)) {
			let class = SizeClass::for_len(len).unwrap();
			let padded = class.padded_len().unwrap();
			let len = len.max(16 * 1024);
			prop_assert!(padded >= len);
			prop_assert!((padded - len) * 8 < len);
			prop_assert_eq!(SizeClass::for_len(padded), Some(class));
		}
	}
}
