//! Member organisations.

use crate::{
	ids::OrganisationId,
	limits::{
		MaxNameLen, MaxOrganisations, MaxRegistrars, MaxValidators, MAX_NOTICE_PERIOD, MIN_NOTICE_PERIOD,
	},
	time::{within, History, Moment},
	BoundedVec,
};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::fmt;
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};
use sp_core::{Get, H256};

/// Whether a letter of a name shows, and changes nothing around it: it is no control character, and none of those that Unicode
/// has to join, part, hide or turn round what others are (UAX #9, and those without width).
pub fn is_plain(letter: char) -> bool {
	let unseen = matches!(
		letter,
		'\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
			| '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}'
	);
	!letter.is_control() && !unseen
}

/// Whether an organisation may act.
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
pub enum OrganisationState {
	/// A member in good standing.
	Active,
	/// May not act for now.
	Suspended,
	/// No longer a member; its registrars and practitioners stopped with it.
	Expelled,
}

/// A name is text in JSON.
mod name {
	use super::*;
	use alloc::string::String;
	use serde::{de::Error as _, Deserializer, Serializer};

	pub fn serialize<S: Serializer>(
		name: &BoundedVec<u8, MaxNameLen>,
		serializer: S,
	) -> Result<S::Ok, S::Error> {
		serializer.serialize_str(&String::from_utf8_lossy(name))
	}

	pub fn deserialize<'de, D: Deserializer<'de>>(
		deserializer: D,
	) -> Result<BoundedVec<u8, MaxNameLen>, D::Error> {
		let name = String::deserialize(deserializer)?.into_bytes();
		BoundedVec::try_from(name).map_err(|_| D::Error::custom("a name has at most 64 bytes"))
	}
}

/// A member of the consortium.
#[derive(
	Clone,
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
#[serde(bound(serialize = "AccountId: Serialize", deserialize = "AccountId: Deserialize<'de>"))]
pub struct Organisation<AccountId> {
	/// Public name, UTF-8.
	#[serde(with = "name")]
	pub name: BoundedVec<u8, MaxNameLen>,
	/// The account that acts for the organisation and holds its council seat.
	pub controller: AccountId,
	/// Accounts that may enrol patients and admit practitioners for it.
	pub registrars: BoundedVec<AccountId, MaxRegistrars>,
	/// Its standing over time.
	pub standing: History<OrganisationState>,
}

impl<AccountId: PartialEq> Organisation<AccountId> {
	/// Whether the organisation was in good standing at `at`.
	pub fn is_active(&self, at: Moment) -> bool {
		self.standing.at(at) == Some(&OrganisationState::Active)
	}

	/// Whether `account` may act for the organisation: its controller or a registrar.
	pub fn is_agent(&self, account: &AccountId) -> bool {
		self.controller == *account || self.registrars.contains(account)
	}
}

/// What an account may do for the one organisation it acts for.
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
pub struct Agency {
	/// The organisation.
	pub organisation: OrganisationId,
	/// Whether the account is its controller.
	pub controller: bool,
	/// Whether the account is one of its registrars.
	pub registrar: bool,
}

/// A validator and the organisation that runs it.
#[derive(
	Clone,
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
#[serde(bound(serialize = "AccountId: Serialize", deserialize = "AccountId: Deserialize<'de>"))]
pub struct ValidatorSeat<AccountId> {
	/// The account whose session keys make blocks.
	pub account: AccountId,
	/// The organisation that runs it.
	pub organisation: OrganisationId,
}

/// A parameter of the network, with the value that two thirds of the council give it.
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
pub enum Parameter {
	/// How long an organisation that is expelled from now on keeps what lies in its stores, in milliseconds.
	NoticePeriod(Moment),
	/// Fewest organisations in good standing that a vote leaves.
	MinimumOrganisations(u32),
	/// Fewest validators with keys that a vote leaves.
	MinimumValidators(u32),
}

impl Parameter {
	/// Whether the value is within the bounds that no vote changes.
	pub fn is_valid(&self) -> bool {
		match self {
			Self::NoticePeriod(period) => (MIN_NOTICE_PERIOD..=MAX_NOTICE_PERIOD).contains(period),
			Self::MinimumOrganisations(least) => (1..=MaxOrganisations::get()).contains(least),
			Self::MinimumValidators(least) => (1..=MaxValidators::get()).contains(least),
		}
	}
}

impl fmt::Display for Parameter {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		const HOUR: Moment = 3_600_000;
		match self {
			Self::NoticePeriod(period) if period.is_multiple_of(24 * HOUR) => {
				write!(f, "a notice period of {} days", period / (24 * HOUR))
			}
			Self::NoticePeriod(period) => write!(f, "a notice period of {period} ms"),
			Self::MinimumOrganisations(least) => write!(f, "at least {least} organisations in good standing"),
			Self::MinimumValidators(least) => write!(f, "at least {least} validators"),
		}
	}
}

/// The parameters of the network.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Parameters {
	/// How long an organisation that is expelled from now on keeps what lies in its stores, in milliseconds.
	pub notice_period: Moment,
	/// Fewest organisations in good standing that a vote leaves.
	pub minimum_organisations: u32,
	/// Fewest validators with keys that a vote leaves.
	pub minimum_validators: u32,
}

/// How long an expelled organisation keeps what lies in its stores.
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
pub struct Notice {
	/// When the organisation was expelled.
	pub since: Moment,
	/// The end (exclusive).
	pub until: Moment,
}

impl Notice {
	/// Whether it runs at `at`.
	pub fn runs(&self, at: Moment) -> bool {
		within(at, self.since, Some(self.until))
	}
}

/// The organisation that a patient is at home with.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Home {
	/// The organisation: the one that enrolled the patient, or took it in since.
	pub organisation: OrganisationId,
	/// If it was expelled: the patient is to choose another, and to copy what lies there before the notice ends.
	pub rehome_due: Option<Notice>,
}

/// What two thirds of the council do; the whole list.
#[derive(
	Clone,
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
#[serde(bound(serialize = "AccountId: Serialize", deserialize = "AccountId: Deserialize<'de>"))]
pub enum Proposal<AccountId> {
	/// A new member.
	#[serde(rename_all = "camelCase")]
	AdmitOrganisation {
		/// Its name.
		#[serde(with = "name")]
		name: BoundedVec<u8, MaxNameLen>,
		/// Its controller.
		controller: AccountId,
		/// Until when the controller's word may be used (exclusive).
		expires_at: Moment,
	},
	/// A member may not act for now.
	SuspendOrganisation(OrganisationId),
	/// A suspended member acts again.
	ReinstateOrganisation(OrganisationId),
	/// A member is none any more, for good.
	ExpelOrganisation(OrganisationId),
	/// A member has another controller.
	#[serde(rename_all = "camelCase")]
	ReplaceController {
		/// The member.
		organisation: OrganisationId,
		/// The account.
		account: AccountId,
		/// Until when the account's word may be used (exclusive).
		expires_at: Moment,
	},
	/// A member runs a validator.
	#[serde(rename_all = "camelCase")]
	GiveSeat {
		/// The member.
		organisation: OrganisationId,
		/// The account whose session keys make blocks.
		account: AccountId,
		/// Until when the account's word may be used (exclusive).
		expires_at: Moment,
	},
	/// An account is no validator any more.
	TakeSeat(AccountId),
	/// The network has another parameter.
	SetParameter(Parameter),
	/// The code with this hash (BLAKE2b-256) may become the runtime.
	AuthorizeUpgrade(H256),
	/// Finality has stalled: the validators of the next session take it over.
	#[serde(rename_all = "camelCase")]
	NoteStalled {
		/// How many blocks after that session has started.
		delay: u32,
		/// From which block on they vote.
		best_finalized_block_number: u32,
	},
}

/// A motion that the council votes on.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[serde(bound(serialize = "AccountId: Serialize", deserialize = "AccountId: Deserialize<'de>"))]
pub struct Motion<AccountId> {
	/// Its hash.
	pub hash: H256,
	/// Its number; the same proposal has another the next time, and votes for the one do not count for the other.
	pub index: u32,
	/// What it is for; none for what is not on the list, which does nothing.
	pub proposal: Option<Proposal<AccountId>>,
	/// How many have to agree, as the proposer said.
	pub threshold: u32,
	/// Who agrees.
	pub ayes: Vec<AccountId>,
	/// Who does not.
	pub nays: Vec<AccountId>,
	/// The block from which on it can be closed whatever the votes; who is silent then does not agree.
	pub end: u32,
	/// Bytes of the encoded proposal, which closing names.
	pub length: u32,
	/// What the proposal weighs, which closing names: picoseconds.
	pub ref_time: u64,
	/// And bytes of proof.
	pub proof_size: u64,
}

/// How many of `seats` two thirds are, rounded up.
pub fn two_thirds(seats: u32) -> u32 {
	let thirds = u64::from(seats).saturating_mul(2).div_ceil(3);
	u32::try_from(thirds).unwrap_or(seats)
}

/// How a validator offended: by signing two of what it may sign one of.
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
pub enum OffenceKind {
	/// Two blocks of one slot.
	Blocks,
	/// Two votes of one round of GRANDPA.
	Votes,
}

/// What has become of a validator that offended.
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
pub enum OffenderState {
	/// No set was planned since.
	Reported,
	/// In the set, because it would be too small without.
	Marked,
	/// Not in the sets planned from now on.
	LeftOut,
}

/// A validator that offended, and has not been given its seat anew since.
#[derive(
	Clone,
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
#[serde(bound(serialize = "AccountId: Serialize", deserialize = "AccountId: Deserialize<'de>"))]
pub struct Offender<AccountId> {
	/// The validator's account.
	pub account: AccountId,
	/// What it did.
	pub kind: OffenceKind,
	/// The session whose key did it.
	pub session: u32,
	/// When the chain was told, in milliseconds since the Unix epoch.
	pub reported_at: Moment,
	/// What has become of it.
	pub state: OffenderState,
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn letters_should_be_plain_when_they_show_and_leave_others_as_they_are() {
		for plain in "Krankenhaus Mühle, Östra; Łódź 3 (病院) ünïted — é".chars() {
			assert!(is_plain(plain), "{plain:?}");
		}
		for bad in "\0\n\u{1b}\u{85}\u{ad}\u{61c}\u{200b}\u{200d}\u{200f}\u{2028}\u{202a}\u{202e}\u{2060}\u{2066}\u{2069}\u{feff}\u{e0041}".chars() {
			assert!(!is_plain(bad), "{bad:?}");
		}
	}

	#[test]
	fn two_thirds_should_be_rounded_up() {
		let expected = [(0, 0), (1, 1), (2, 2), (3, 2), (4, 3), (5, 4), (6, 4), (7, 5), (128, 86)];
		for (seats, least) in expected {
			assert_eq!(two_thirds(seats), least);
			assert!(u64::from(least) * 3 >= u64::from(seats) * 2);
		}
		assert_eq!(two_thirds(u32::MAX), 2_863_311_530);
	}

	#[test]
	fn parameter_should_be_valid_within_its_bounds_alone() {
		for (parameter, valid) in [
			(Parameter::NoticePeriod(MIN_NOTICE_PERIOD), true),
			(Parameter::NoticePeriod(MIN_NOTICE_PERIOD - 1), false),
			(Parameter::NoticePeriod(MAX_NOTICE_PERIOD), true),
			(Parameter::NoticePeriod(MAX_NOTICE_PERIOD + 1), false),
			(Parameter::MinimumOrganisations(0), false),
			(Parameter::MinimumOrganisations(1), true),
			(Parameter::MinimumOrganisations(129), false),
			(Parameter::MinimumValidators(0), false),
			(Parameter::MinimumValidators(128), true),
			(Parameter::MinimumValidators(u32::MAX), false),
		] {
			assert_eq!(parameter.is_valid(), valid, "{parameter}");
		}
	}
}
