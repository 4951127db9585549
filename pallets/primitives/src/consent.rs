//! Scopes, consents and what holds their keys.

use crate::{
	ids::{
		ConsentIndex, Digest, KeyEpoch, OrganisationId, RecordIndex, ScopeId, ScopeNumber, VaultSignature,
	},
	limits::{MaxConsentItems, MaxResealsPerCall},
	people::Party,
	purpose::Purposes,
	time::{within, Moment},
	BoundedVec,
};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// A scope: records that are granted together.
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
pub struct Scope {
	/// Its opaque name.
	pub id: ScopeId,
	/// The current key version.
	pub epoch: KeyEpoch,
	/// SHA-256 of the current version's X-Wing public key.
	pub key: Digest,
	/// Since when a rotation is due because a holder's consent was revoked without one.
	pub due_since: Option<Moment>,
	/// The earliest end among its holders' consents: a rotation is due from then on.
	pub rotate_by: Option<Moment>,
	/// Live consents that hold its key.
	pub holders: u32,
	/// When it was created.
	pub created_at: Moment,
}

/// A scope to create.
#[derive(
	Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct NewScope {
	/// Its opaque name.
	pub id: ScopeId,
	/// SHA-256 of the X-Wing public key of generation 0, epoch 0.
	pub key: Digest,
}

/// What one key opens: a scope, or a single record.
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
#[serde(rename_all = "camelCase")]
pub enum Item {
	/// All records of a scope.
	Scope(ScopeNumber),
	/// One record.
	Record(RecordIndex),
}

/// Read, write and delegate, a bit each.
#[derive(
	Clone, Copy, PartialEq, Eq, Debug, Default, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Permissions(
	/// The bits.
	pub u8,
);

impl Permissions {
	/// May read.
	pub const READ: Self = Self(1);
	/// May add records.
	pub const WRITE: Self = Self(2);
	/// May pass on what it has.
	pub const DELEGATE: Self = Self(4);

	const NAMES: [(Self, &'static str); 3] =
		[(Self::READ, "read"), (Self::WRITE, "write"), (Self::DELEGATE, "delegate")];

	/// Whether all of `other` are among these.
	pub fn contains(self, other: Self) -> bool {
		self.0 & other.0 == other.0
	}

	/// These and those.
	pub fn union(self, other: Self) -> Self {
		Self(self.0 | other.0)
	}

	/// Whether something is permitted, and nothing unknown.
	pub fn is_valid(self) -> bool {
		let known = Self::READ.union(Self::WRITE).union(Self::DELEGATE);
		self.0 != 0 && known.contains(self)
	}
}

impl Serialize for Permissions {
	fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
		serializer
			.collect_seq(Self::NAMES.iter().filter(|(bit, _)| self.contains(*bit)).map(|(_, name)| name))
	}
}

impl<'de> Deserialize<'de> for Permissions {
	fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
		let names = alloc::vec::Vec::<alloc::string::String>::deserialize(deserializer)?;
		names.iter().try_fold(Self::default(), |all, name| {
			let (bit, _) = Self::NAMES.iter().find(|(_, known)| known == name).ok_or_else(|| {
				serde::de::Error::custom("unknown permission; known are read, write, delegate")
			})?;
			Ok(all.union(*bit))
		})
	}
}

/// What a grant of a scope opens.
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
pub enum Reach {
	/// Everything in the scope: the envelope holds the chain key.
	AllHistory,
	/// What was sealed from the scope's epoch at the grant on: the envelope holds epoch seeds.
	FromNow,
	/// Everything in the scope, and the keys of the next 64 epochs: the envelope holds the chain key of the last of them. For
	/// a representative who rotates.
	Ahead,
}

impl Reach {
	/// The newest key version that an envelope of this reach opens when `newest` is the newest there is.
	pub fn up_to(self, newest: &KeyEpoch) -> KeyEpoch {
		match self {
			Self::AllHistory | Self::FromNow => *newest,
			Self::Ahead => newest.ahead(),
		}
	}
}

/// One scope or record of a grant, with the envelope that opens it where the consent permits reading.
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
pub struct GrantedItem {
	/// What is granted.
	pub item: Item,
	/// SHA-256 of the envelope with its key; none for a consent that permits no reading.
	pub envelope: Option<Digest>,
}

/// What a patient grants.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Grant {
	/// To whom.
	pub grantee: Party,
	/// What; scopes only, or single records only.
	pub items: BoundedVec<GrantedItem, MaxConsentItems>,
	/// What the grantee may do.
	pub permissions: Permissions,
	/// What for.
	pub purposes: Purposes,
	/// From when on (inclusive).
	pub from: Moment,
	/// Until when (exclusive); none means until revoked.
	pub until: Option<Moment>,
	/// How far back a grant of scopes reaches.
	pub reach: Reach,
	/// SHA-256 of the grantee's X-Wing public key that the envelopes are sealed to; none where there are no envelopes.
	pub sealed_to: Option<Digest>,
	/// SHA-256 of the consent text the patient was shown.
	pub text: Digest,
	/// The version of the privacy policy it was given under.
	pub policy_version: u16,
}

/// Permissions, purposes and a period that something given must keep within.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Confines {
	/// The permissions.
	pub permissions: Permissions,
	/// The purposes.
	pub purposes: Purposes,
	/// From when on (inclusive); none for any start.
	pub from: Option<Moment>,
	/// Until when (exclusive); none for any end, or none.
	pub until: Option<Moment>,
}

impl Confines {
	/// Whether the grant keeps within them.
	pub fn hold(&self, grant: &Grant) -> bool {
		let starts_within = self.from.is_none_or(|from| grant.from >= from);
		let ends_within = self.until.is_none_or(|end| grant.until.is_some_and(|until| until <= end));
		self.permissions.contains(grant.permissions)
			&& self.purposes.contains_all(grant.purposes)
			&& starts_within
			&& ends_within
	}
}

/// One scope or record of a consent.
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
pub struct ConsentItem {
	/// What is granted.
	pub item: Item,
	/// For a scope: the earliest key version that the consent opens.
	pub from_epoch: KeyEpoch,
}

/// A patient's consent.
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
pub struct Consent {
	/// To whom.
	pub grantee: Party,
	/// What; scopes only, or single records only.
	pub items: BoundedVec<ConsentItem, MaxConsentItems>,
	/// What the grantee may do.
	pub permissions: Permissions,
	/// What for.
	pub purposes: Purposes,
	/// From when on (inclusive).
	pub from: Moment,
	/// Until when (exclusive); none means until revoked.
	pub until: Option<Moment>,
	/// How far back a grant of scopes reaches.
	pub reach: Reach,
	/// The consent it was delegated from.
	pub parent: Option<ConsentIndex>,
	/// The organisation the patient belonged to when it was given.
	pub organisation: OrganisationId,
	/// SHA-256 of the consent text.
	pub text: Digest,
	/// The version of the privacy policy it was given under.
	pub policy_version: u16,
	/// When it was given.
	pub granted_at: Moment,
	/// When it was revoked (from then on it denies).
	pub revoked_at: Option<Moment>,
}

impl Consent {
	/// Whether it reaches as far as a grant of this reach. Nobody passes on keys ahead.
	pub fn reaches(&self, reach: Reach) -> bool {
		match reach {
			Reach::FromNow => true,
			Reach::AllHistory => self.reach != Reach::FromNow,
			Reach::Ahead => false,
		}
	}

	/// When it stops: its end or its revocation, whichever is earlier.
	pub fn stops_at(&self) -> Option<Moment> {
		match (self.until, self.revoked_at) {
			(Some(until), Some(revoked)) => Some(until.min(revoked)),
			(until, revoked) => until.or(revoked),
		}
	}

	/// The entry for `item`.
	pub fn item(&self, item: Item) -> Option<&ConsentItem> {
		self.items.iter().find(|granted| granted.item == item)
	}

	/// Whether the grant passes on no more than this consent gives: the same or fewer items, permissions and purposes,
	/// within its period, and no further back.
	pub fn covers(&self, grant: &Grant) -> bool {
		let Self { permissions, purposes, from, until, .. } = *self;
		let named = grant.items.iter().all(|granted| self.item(granted.item).is_some());
		Confines { permissions, purposes, from: Some(from), until }.hold(grant)
			&& named && self.reaches(grant.reach)
	}

	/// Whether it is in force at `at`, its parents aside.
	pub fn is_live(&self, at: Moment) -> bool {
		within(at, self.from.max(self.granted_at), self.stops_at())
	}

	/// Whether it has stopped for good at `at`.
	pub fn has_stopped(&self, at: Moment) -> bool {
		!within(at, 0, self.stops_at())
	}
}

/// The envelope through which a consent holds the key of one item.
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
pub struct Seal {
	/// SHA-256 of the envelope.
	pub envelope: Digest,
	/// SHA-256 of the grantee's X-Wing public key it is sealed to.
	pub sealed_to: Digest,
	/// For a scope: the newest key version that the envelope opens; behind the scope's epoch means unresealed, ahead of it
	/// that the holder rotates.
	pub epoch: KeyEpoch,
	/// The line of the grantee's vaults that the key belongs to: how its generations began when it was sealed.
	pub lineage: u16,
}

impl Seal {
	/// Whether the envelope opens a scope whose newest key version is this.
	pub fn opens(&self, newest: &KeyEpoch) -> bool {
		self.epoch.opens(newest)
	}
}

/// A holder's envelope for a scope's new key.
#[derive(
	Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Reseal {
	/// The consent that holds the key.
	pub consent: ConsentIndex,
	/// SHA-256 of the envelope.
	pub envelope: Digest,
	/// SHA-256 of the grantee's X-Wing public key it is sealed to.
	pub sealed_to: Digest,
}

/// A scope's new key.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Rotation {
	/// The scope.
	pub scope: ScopeNumber,
	/// The new key version: the next epoch, or the first of the next generation.
	pub epoch: KeyEpoch,
	/// SHA-256 of the new X-Wing public key.
	pub key: Digest,
	/// Envelopes for holders that remain; the others are unresealed until a further call.
	pub reseals: BoundedVec<Reseal, MaxResealsPerCall>,
	/// The vault's signature over [`crate::text::RotateScope`].
	pub signature: VaultSignature,
}

/// Why a scope waits for a rotation.
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
pub enum RotationDue {
	/// A consent was revoked, or its grantee excluded, without a rotation.
	Revoked,
	/// A holder's consent has ended.
	Ended,
	/// A holder is suspended or no longer there.
	HolderNotInStanding,
	/// A holder's vault key was reported compromised.
	VaultCompromised,
	/// The scope is closed to representatives, and one holds its newest key.
	Closed,
	/// The patient was handed over: whoever represented it knows the keys of this generation.
	HandedOver,
	/// Somebody who rotated, and does so no more, knows keys to come: only the next generation shuts it out.
	KnownAhead,
}

impl RotationDue {
	/// Whether only the first epoch of the next generation does away with it.
	pub fn needs_next_generation(self) -> bool {
		matches!(self, Self::HandedOver | Self::KnownAhead)
	}
}
