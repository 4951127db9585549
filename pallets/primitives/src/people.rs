//! Patients, practitioners and their vaults.

use crate::{
	ids::{Commitment, OrganisationId, PatientId, PractitionerId, RepresentativeId, VaultKeys},
	limits::MaxMemberships,
	time::{within, History, Moment},
	BoundedVec,
};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// What became of a patient.
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
pub enum PatientState {
	/// Controls the identity.
	Active,
	/// Cannot decide, as the enrolling organisation attests. Keeps control all the same.
	Incapacitated,
	/// Has died, as the enrolling organisation attests. Nobody controls the identity; consents go on.
	Deceased,
}

/// A pseudonymous patient. The account controls the identity; it is not the identity.
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
pub struct Patient<AccountId> {
	/// The account that controls the identity now.
	pub controller: AccountId,
	/// The organisation that enrolled the patient.
	pub organisation: OrganisationId,
	/// The patient's state over time.
	pub state: History<PatientState>,
	/// When the patient was enrolled.
	pub enrolled_at: Moment,
}

/// A coarse role; never a specialty, which would tell what a patient suffers from.
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
pub enum PractitionerRole {
	/// Treats patients.
	Clinician,
	/// Examines samples or images and reports.
	Laboratory,
	/// Dispenses medication.
	Pharmacy,
	/// Studies records it was granted for research.
	Researcher,
}

/// What a membership allows beyond its role, a bit each.
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
#[serde(transparent)]
pub struct Privileges(
	/// The bits.
	pub u8,
);

impl Privileges {
	/// None beyond the role.
	pub const NONE: Self = Self(0);
	/// May open an emergency session.
	pub const EMERGENCY: Self = Self(1);

	/// Whether no unknown bit is set.
	pub fn is_valid(self) -> bool {
		self.0 & !Self::EMERGENCY.0 == 0
	}

	/// Whether all of `other` are among these.
	pub fn contains(self, other: Self) -> bool {
		self.0 & other.0 == other.0
	}
}

/// Whether a membership holds.
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
pub enum MembershipState {
	/// Holds until the credential expires (exclusive).
	Active {
		/// The end.
		until: Moment,
	},
	/// Suspended by the organisation; the expiry is kept for reinstatement.
	Suspended {
		/// The end the membership had.
		until: Moment,
	},
}

impl MembershipState {
	/// The end of the credential, suspended or not.
	pub fn until(&self) -> Moment {
		match self {
			Self::Active { until } | Self::Suspended { until } => *until,
		}
	}
}

/// A practitioner's place in one organisation, for which that organisation vouches.
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
pub struct Membership {
	/// The organisation.
	pub organisation: OrganisationId,
	/// The role there.
	pub role: PractitionerRole,
	/// Privileges there.
	pub privileges: Privileges,
	/// Salted commitment to the credential the organisation checked.
	pub credential: Commitment,
	/// Its standing over time.
	pub standing: History<MembershipState>,
}

impl Membership {
	/// The standing at `at`, with expiry taken into account.
	pub fn standing_at(&self, at: Moment) -> Standing {
		match self.standing.at(at) {
			None => Standing::Absent,
			Some(MembershipState::Suspended { .. }) => Standing::Suspended,
			Some(MembershipState::Active { until }) if within(at, 0, Some(*until)) => Standing::Good,
			Some(MembershipState::Active { .. }) => Standing::Expired,
		}
	}
}

/// What a membership or an organisation amounts to at one moment.
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
pub enum Standing {
	/// May act.
	Good,
	/// Suspended.
	Suspended,
	/// Its credential has expired.
	Expired,
	/// Not there, or not yet, or no longer.
	Absent,
}

/// A practitioner: a stable id with one account.
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
pub struct Practitioner<AccountId> {
	/// The account it signs with now.
	pub account: AccountId,
	/// The organisation that admitted it first and may replace a lost account.
	pub home: OrganisationId,
	/// Its places in organisations.
	pub memberships: BoundedVec<Membership, MaxMemberships>,
}

impl<AccountId> Practitioner<AccountId> {
	/// The membership in `organisation`.
	pub fn membership(&self, organisation: OrganisationId) -> Option<&Membership> {
		self.memberships.iter().find(|membership| membership.organisation == organisation)
	}
}

/// A practitioner, an organisation, a blinded one of them, or a representative: whom a consent names. A patient excludes all
/// but blinded ones.
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
pub enum Party {
	/// A practitioner, wherever it works.
	Practitioner(PractitionerId),
	/// An organisation, and everyone who acts for it.
	Organisation(OrganisationId),
	/// A practitioner or an organisation behind a commitment ([`crate::blinding::Opening`]). Reads at most.
	#[codec(index = 2)]
	Blinded(Commitment),
	/// A representative of this patient; never of another.
	#[codec(index = 3)]
	Representative(RepresentativeId),
}

impl Party {
	/// Whether it is a representative.
	pub fn is_representative(&self) -> bool {
		matches!(self, Self::Representative(_))
	}

	/// Whether it is a commitment.
	pub fn is_blinded(&self) -> bool {
		matches!(self, Self::Blinded(_))
	}

	/// Who owns its vault; none for one that is blinded.
	pub fn vault_owner(&self) -> Option<VaultOwner> {
		match self {
			Self::Practitioner(id) => Some(VaultOwner::Practitioner(*id)),
			Self::Organisation(id) => Some(VaultOwner::Organisation(*id)),
			Self::Representative(id) => Some(VaultOwner::Representative(*id)),
			Self::Blinded(_) => None,
		}
	}
}

/// Who owns a vault.
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
pub enum VaultOwner {
	/// A patient.
	Patient(PatientId),
	/// A practitioner.
	Practitioner(PractitionerId),
	/// An organisation.
	Organisation(OrganisationId),
	/// A representative.
	Representative(RepresentativeId),
}

/// A vault's public side on chain.
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
pub struct Vault {
	/// The keys in use.
	pub keys: VaultKeys,
	/// How often they were rotated.
	pub generation: u16,
	/// When the keys in use were reported compromised.
	pub compromised_at: Option<Moment>,
}

/// In whose name somebody reads or writes.
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
pub enum Actor {
	/// The patient whose records they are.
	Patient,
	/// A practitioner, at work for an organisation.
	Practitioner {
		/// The practitioner.
		practitioner: PractitionerId,
		/// The organisation it works for.
		organisation: OrganisationId,
	},
	/// An organisation itself.
	Organisation(OrganisationId),
	/// A representative, in the patient's name.
	Representative(RepresentativeId),
}

impl Actor {
	/// The organisation in whose name the actor acts.
	pub fn organisation(&self) -> Option<OrganisationId> {
		match self {
			Self::Patient | Self::Representative(_) => None,
			Self::Practitioner { organisation, .. } | Self::Organisation(organisation) => Some(*organisation),
		}
	}

	/// The practitioner who acts.
	pub fn practitioner(&self) -> Option<PractitionerId> {
		match self {
			Self::Practitioner { practitioner, .. } => Some(*practitioner),
			_ => None,
		}
	}

	/// The representative who acts.
	pub fn representative(&self) -> Option<RepresentativeId> {
		match self {
			Self::Representative(representative) => Some(*representative),
			_ => None,
		}
	}

	/// The parties through whose consents the actor may act; none for the patient.
	pub fn parties(&self) -> impl Iterator<Item = Party> {
		let practitioner = self.practitioner().map(Party::Practitioner);
		let organisation = self.organisation().map(Party::Organisation);
		let representative = self.representative().map(Party::Representative);
		practitioner.into_iter().chain(organisation).chain(representative)
	}
}
