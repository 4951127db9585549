//! Purposes of use, as HL7's code system `PurposeOfUse` names them.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::{fmt, str::FromStr};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

macro_rules! purposes {
	($($(#[$doc:meta])* $name:ident = $bit:literal, $code:literal;)*) => {
		/// A purpose of use (HL7 v3 `PurposeOfUse`). In text and JSON it is HL7's code.
		#[derive(
			Clone,
			Copy,
			PartialEq,
			Eq,
			PartialOrd,
			Ord,
			Hash,
			Debug,
			Encode,
			Decode,
			DecodeWithMemTracking,
			MaxEncodedLen,
			TypeInfo,
			Serialize,
			Deserialize,
		)]
		pub enum Purpose {
			$($(#[$doc])* #[serde(rename = $code)] #[codec(index = $bit)] $name,)*
		}

		impl Purpose {
			/// Every purpose Salus knows.
			pub const ALL: &'static [Self] = &[$(Self::$name),*];

			/// HL7's code.
			pub fn code(self) -> &'static str {
				match self { $(Self::$name => $code),* }
			}

			fn bit(self) -> u16 {
				match self { $(Self::$name => 1 << $bit),* }
			}
		}
	};
}

purposes! {
	/// Treatment.
	Treatment = 0, "TREAT";
	/// Emergency treatment.
	EmergencyTreatment = 1, "ETREAT";
	/// Healthcare payment.
	Payment = 2, "HPAYMT";
	/// Healthcare operations.
	Operations = 3, "HOPERAT";
	/// Healthcare research.
	Research = 4, "HRESCH";
	/// Public health.
	PublicHealth = 5, "PUBHLTH";
	/// Request of the patient.
	PatientRequest = 6, "PATRQT";
	/// Care management.
	CareManagement = 7, "CAREMGT";
}

/// A text that is no known code of `PurposeOfUse`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownPurpose;

impl fmt::Display for UnknownPurpose {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str("unknown purpose of use; known are")?;
		Purpose::ALL.iter().try_for_each(|purpose| write!(f, " {}", purpose.code()))
	}
}

impl core::error::Error for UnknownPurpose {}

impl fmt::Display for Purpose {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str(self.code())
	}
}

impl FromStr for Purpose {
	type Err = UnknownPurpose;
	fn from_str(text: &str) -> Result<Self, UnknownPurpose> {
		Self::ALL
			.iter()
			.copied()
			.find(|purpose| purpose.code().eq_ignore_ascii_case(text))
			.ok_or(UnknownPurpose)
	}
}

/// A set of purposes, a bit each: the bit's position is the purpose's SCALE index.
#[derive(
	Clone, Copy, PartialEq, Eq, Debug, Default, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Purposes(
	/// The bits.
	pub u16,
);

impl Purposes {
	/// Whether the set has `purpose`.
	pub fn contains(self, purpose: Purpose) -> bool {
		self.0 & purpose.bit() != 0
	}

	/// Whether all of `other` are in the set.
	pub fn contains_all(self, other: Self) -> bool {
		self.0 & other.0 == other.0
	}

	/// The purposes of the set.
	pub fn iter(self) -> impl Iterator<Item = Purpose> {
		Purpose::ALL.iter().copied().filter(move |purpose| self.contains(*purpose))
	}

	/// Whether the set names a purpose, and none that Salus doesn't know.
	pub fn is_valid(self) -> bool {
		let known = Purpose::ALL.iter().fold(0, |bits, purpose| bits | purpose.bit());
		self.0 != 0 && self.0 & !known == 0
	}
}

impl FromIterator<Purpose> for Purposes {
	fn from_iter<I: IntoIterator<Item = Purpose>>(purposes: I) -> Self {
		Self(purposes.into_iter().fold(0, |bits, purpose| bits | purpose.bit()))
	}
}

impl From<Purpose> for Purposes {
	fn from(purpose: Purpose) -> Self {
		Self(purpose.bit())
	}
}

impl Serialize for Purposes {
	fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
		serializer.collect_seq(self.iter())
	}
}

impl<'de> Deserialize<'de> for Purposes {
	fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
		alloc::vec::Vec::<Purpose>::deserialize(deserializer).map(|list| list.into_iter().collect())
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn purpose_should_parse_its_own_code_and_refuse_others() {
		for purpose in Purpose::ALL {
			assert_eq!(purpose.code().parse(), Ok(*purpose));
		}
		assert_eq!("treat".parse(), Ok(Purpose::Treatment));
		assert!("MARKETING".parse::<Purpose>().is_err());
	}

	#[test]
	fn purposes_should_be_invalid_when_empty_or_unknown() {
		assert!(!Purposes(0).is_valid());
		assert!(!Purposes(1 << 15).is_valid());
		assert!(Purposes::from(Purpose::Research).is_valid());
	}
}
