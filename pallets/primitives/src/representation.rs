//! Who acts for a patient, and how a patient passes into other hands.

use crate::{
	ids::{OrganisationId, PatientId, RepresentativeId, VaultKeys, VaultSignature},
	people::{PatientState, Standing, Vault},
	time::{within, Moment},
};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::fmt;
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};
use sp_runtime::MultiSignature;

/// What a representative may do, a bit each. There is none for emergencies before there is an emergency policy to change.
#[derive(
	Clone, Copy, PartialEq, Eq, Debug, Default, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Powers(
	/// The bits.
	pub u8,
);

impl Powers {
	/// May be given consents to read.
	pub const READ: Self = Self(1);
	/// May give and revoke consents, and exclude and readmit parties.
	pub const GRANT: Self = Self(2);
	/// May add records, and amend those it added.
	pub const RECORDS: Self = Self(4);
	/// May be given keys ahead, and give scopes new keys as far as these reach. Only with [`Self::READ`].
	pub const ROTATE: Self = Self(8);

	const NAMES: [(Self, &'static str); 4] =
		[(Self::READ, "read"), (Self::GRANT, "grant"), (Self::RECORDS, "records"), (Self::ROTATE, "rotate")];

	/// Whether all of `other` are among these.
	pub fn contains(self, other: Self) -> bool {
		self.0 & other.0 == other.0
	}

	/// These and those.
	pub fn union(self, other: Self) -> Self {
		Self(self.0 | other.0)
	}

	/// Whether there is one, and none unknown.
	pub fn is_valid(self) -> bool {
		let known = Self::READ.union(Self::GRANT).union(Self::RECORDS).union(Self::ROTATE);
		self.0 != 0 && known.contains(self)
	}

	/// Whether these may be given together: whoever rotates reads, because the keys ahead open what is there.
	pub fn go_together(self) -> bool {
		!self.contains(Self::ROTATE) || self.contains(Self::READ)
	}
}

impl fmt::Display for Powers {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		let mut between = "";
		Self::NAMES.iter().filter(|(bit, _)| self.contains(*bit)).try_for_each(|(_, name)| {
			write!(f, "{between}{name}")?;
			between = ", ";
			Ok(())
		})
	}
}

impl Serialize for Powers {
	fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
		serializer
			.collect_seq(Self::NAMES.iter().filter(|(bit, _)| self.contains(*bit)).map(|(_, name)| name))
	}
}

impl<'de> Deserialize<'de> for Powers {
	fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
		let names = Vec::<alloc::string::String>::deserialize(deserializer)?;
		names.iter().try_fold(Self::default(), |all, name| {
			let (bit, _) = Self::NAMES.iter().find(|(_, known)| known == name).ok_or_else(|| {
				serde::de::Error::custom("unknown power; known are read, grant, records, rotate")
			})?;
			Ok(all.union(*bit))
		})
	}
}

/// What a representation rests on, and ends with.
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
pub enum Basis {
	/// The patient's own word; holds while the patient lives.
	Appointed,
	/// The enrolling organisation's word; holds while the patient is attested to be unable to decide.
	Guardian,
	/// The enrolling organisation's word; holds while the patient is attested to have died.
	Executor,
}

impl Basis {
	/// Whether it holds for a patient in that state.
	pub fn holds(self, state: Option<PatientState>) -> bool {
		match self {
			Self::Appointed => matches!(state, Some(PatientState::Active | PatientState::Incapacitated)),
			Self::Guardian => state == Some(PatientState::Incapacitated),
			Self::Executor => state == Some(PatientState::Deceased),
		}
	}
}

impl fmt::Display for Basis {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str(match self {
			Self::Appointed => "appointed by the patient",
			Self::Guardian => "guardian",
			Self::Executor => "executor",
		})
	}
}

/// Somebody who acts for one patient, by an account and a vault of its own.
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
pub struct Representative<AccountId> {
	/// For whom.
	pub patient: PatientId,
	/// The account it signs with; a lost one is not replaced, but another representative admitted.
	pub account: AccountId,
	/// What it may do.
	pub powers: Powers,
	/// What that rests on.
	pub basis: Basis,
	/// The organisation that admitted it.
	pub organisation: OrganisationId,
	/// From when on (inclusive).
	pub from: Moment,
	/// Until when (exclusive).
	pub until: Moment,
	/// When it was admitted; it may do nothing before.
	pub admitted_at: Moment,
	/// When it was ended, or the patient handed over; from then on it may do nothing.
	pub ended_at: Option<Moment>,
}

impl<AccountId> Representative<AccountId> {
	/// How it stood at `at`, when the patient was in that state and the newest hand-over of it was that.
	pub fn standing_at(
		&self,
		at: Moment,
		state: Option<PatientState>,
		handed_over: Option<Moment>,
	) -> Standing {
		let out = handed_over.filter(|moment| self.admitted_at < *moment);
		let end = match (self.ended_at, out) {
			(Some(ended), Some(out)) => Some(ended.min(out)),
			(ended, out) => ended.or(out),
		};
		if !within(at, self.from.max(self.admitted_at), end) {
			Standing::Absent
		} else if !within(at, 0, Some(self.until)) {
			Standing::Expired
		} else if self.basis.holds(state) {
			Standing::Good
		} else {
			Standing::Suspended
		}
	}

	/// Whether its time is over at `now`.
	pub fn is_over(&self, now: Moment) -> bool {
		self.ended_at.is_some() || !within(now, 0, Some(self.until))
	}
}

/// What is said of a representative to be admitted.
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
pub struct NewRepresentative<AccountId> {
	/// For whom.
	pub patient: PatientId,
	/// How many representatives the patient has had, so that each word counts once.
	pub number: u32,
	/// The account it signs with.
	pub account: AccountId,
	/// What it may do.
	pub powers: Powers,
	/// What that rests on.
	pub basis: Basis,
	/// From when on (inclusive).
	pub from: Moment,
	/// Until when (exclusive).
	pub until: Moment,
	/// The public side of its vault.
	pub vault: VaultKeys,
	/// Until when the words for it may be used (exclusive).
	pub expires_at: Moment,
}

/// Signatures of a wallet and of a vault over one text; the wallet's bare or wrapped, the vault's over the bare text.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct BothSignatures {
	/// The wallet's.
	pub wallet: MultiSignature,
	/// The vault's.
	pub vault: VaultSignature,
}

/// A hand-over that awaits its time, or that the account has not settled by setting vault keys.
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
pub struct HandOver<AccountId> {
	/// The account that controls the patient from then on.
	pub account: AccountId,
	/// From when on.
	pub at: Moment,
}

impl<AccountId> HandOver<AccountId> {
	/// Whether its time has come.
	pub fn is_due(&self, now: Moment) -> bool {
		within(now, self.at, None)
	}
}

/// With whose authority somebody acts for a patient.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Authority {
	/// The patient's own.
	Patient,
	/// A representative's.
	Representative(RepresentativeId),
}

/// A representative as it stands now.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[serde(bound(serialize = "AccountId: Serialize", deserialize = "AccountId: Deserialize<'de>"))]
pub struct RepresentativeView<AccountId> {
	/// The representative.
	#[serde(flatten)]
	pub representative: Representative<AccountId>,
	/// How it stands.
	pub standing: Standing,
	/// The public side of its vault.
	pub vault: Option<Vault>,
}

/// How a patient stands now, and what is to come.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[serde(bound(serialize = "AccountId: Serialize", deserialize = "AccountId: Deserialize<'de>"))]
pub struct PatientSituation<AccountId> {
	/// The account that controls the patient now; none controls one who has died.
	pub controller: Option<AccountId>,
	/// The state that counts now.
	pub state: Option<PatientState>,
	/// The state that was attested and does not count yet, and from when on it does.
	pub attested: Option<(PatientState, Moment)>,
	/// The hand-over that is scheduled, or due and not settled.
	pub hand_over: Option<HandOver<AccountId>>,
	/// When the patient was handed over last.
	pub handed_over_at: Option<Moment>,
	/// The patient that is the same person and goes on in its stead.
	pub merged_into: Option<PatientId>,
	/// Patients that are the same person, in whose stead this one goes on.
	pub merged_from: Vec<PatientId>,
	/// How many representatives it has had: what the words for the next one name.
	pub representatives: u32,
}

#[cfg(test)]
mod tests {
	use super::*;

	fn representative(basis: Basis) -> Representative<u8> {
		Representative {
			patient: PatientId([1; 32]),
			account: 7,
			powers: Powers::READ,
			basis,
			organisation: 1,
			from: 10,
			until: 20,
			admitted_at: 12,
			ended_at: None,
		}
	}

	#[test]
	fn representative_should_stand_well_only_within_its_time() {
		let one = representative(Basis::Appointed);
		let at = |at| one.standing_at(at, Some(PatientState::Active), None);
		assert_eq!([at(11), at(12), at(19), at(20)], {
			use Standing::*;
			[Absent, Good, Good, Expired]
		});
		let ended = Representative { ended_at: Some(15), ..one.clone() };
		assert_eq!(ended.standing_at(14, Some(PatientState::Active), None), Standing::Good);
		assert_eq!(ended.standing_at(15, Some(PatientState::Active), None), Standing::Absent);
	}

	#[test]
	fn representative_should_be_out_from_a_hand_over_after_its_admission_on() {
		let one = representative(Basis::Appointed);
		let at = |at, moment| one.standing_at(at, Some(PatientState::Active), Some(moment));
		assert_eq!(at(14, 15), Standing::Good);
		assert_eq!(at(15, 15), Standing::Absent);
		assert_eq!(at(15, 12), Standing::Good, "whom the new account admitted stays");
		let ended = Representative { ended_at: Some(18), ..one };
		assert_eq!(ended.standing_at(16, Some(PatientState::Active), Some(15)), Standing::Absent);
	}

	#[test]
	fn basis_should_hold_in_its_states_alone() {
		use PatientState::*;
		for (basis, states) in [
			(Basis::Appointed, vec![Active, Incapacitated]),
			(Basis::Guardian, vec![Incapacitated]),
			(Basis::Executor, vec![Deceased]),
		] {
			for state in [Active, Incapacitated, Deceased] {
				assert_eq!(basis.holds(Some(state)), states.contains(&state), "{basis:?} {state:?}");
			}
			assert!(!basis.holds(None));
		}
	}

	#[test]
	fn powers_should_be_known_and_some() {
		assert!(Powers::READ.union(Powers::RECORDS).is_valid());
		assert!(!Powers::default().is_valid() && !Powers(16).is_valid() && !Powers(17).is_valid());
		let all = Powers(15);
		assert_eq!(alloc::format!("{all}"), "read, grant, records, rotate");
		assert_eq!(serde_json::to_string(&all).unwrap(), r#"["read","grant","records","rotate"]"#);
		assert_eq!(serde_json::from_str::<Powers>(r#"["grant"]"#).unwrap(), Powers::GRANT);
		assert!(serde_json::from_str::<Powers>(r#"["emergency"]"#).is_err());
	}

	#[test]
	fn power_to_rotate_should_come_with_that_to_read() {
		assert!(Powers::READ.union(Powers::ROTATE).go_together() && Powers(7).go_together());
		assert!(!Powers::ROTATE.go_together() && !Powers::GRANT.union(Powers::ROTATE).go_together());
	}
}
