//! Member organisations.

use crate::{
	ids::OrganisationId,
	limits::{MaxNameLen, MaxRegistrars},
	time::{History, Moment},
	BoundedVec,
};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

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
