//! The one access decision.
//!
//! [`decide`] is a pure function over [`Facts`]. The chain gathers them from its storage, a client from proven
//! storage; dispatch, runtime API, JSON-RPC and every explanation run this code and no other.

use crate::{
	blinding::Opening,
	consent::{Consent, Item, Permissions},
	ids::{ConsentIndex, KeyEpoch, RecordIndex, RepresentativeId, ScopeNumber, INBOX},
	limits::MAX_DELEGATION_DEPTH,
	people::{Actor, Party, PatientState, Standing},
	purpose::Purpose,
	records::RecordStatus,
	representation::Powers,
	time::Moment,
	BoundedVec,
};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};
use sp_core::ConstU32;

/// What somebody wants to do.
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
pub enum Action {
	/// Read the item.
	Read,
	/// Add a record to the scope, or amend the record.
	Write,
}

impl Action {
	/// The permission a consent must give.
	pub fn permission(self) -> Permissions {
		match self {
			Self::Read => Permissions::READ,
			Self::Write => Permissions::WRITE,
		}
	}
}

/// A question: may the actor do this, to that, for this purpose, at that moment?
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
pub struct Request {
	/// Who, already authenticated: whoever asks has made sure that the signer may act as this.
	pub actor: Actor,
	/// What to do.
	pub action: Action,
	/// What to do it to.
	pub item: Item,
	/// What for.
	pub purpose: Purpose,
	/// When.
	pub at: Moment,
	/// What opens blinded consents of the actor; none in what an extrinsic asks.
	pub opening: Option<Opening>,
}

impl Request {
	/// Under whose names consents may be kept for the actor: its parties, and these as its opening blinds them.
	pub fn grantees(&self) -> impl Iterator<Item = Party> + '_ {
		self.actor.parties().chain(self.blinded())
	}

	/// The actor's parties as its opening blinds them.
	fn blinded(&self) -> impl Iterator<Item = Party> + '_ {
		let parties = self.opening.iter().flat_map(|_| self.actor.parties());
		parties.filter_map(|party| self.opening?.blind(&party))
	}
}

/// What the decision knows of the item.
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
pub enum Subject {
	/// The patient has no such scope or record.
	Missing,
	/// A scope.
	Scope(ScopeNumber),
	/// A record.
	Record {
		/// Its index.
		index: RecordIndex,
		/// The scope it is filed in.
		scope: ScopeNumber,
		/// The key version it is sealed to.
		epoch: KeyEpoch,
		/// How it stands.
		status: RecordStatus,
	},
}

/// A consent with the consents it was delegated from, nearest first.
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
pub struct ConsentFact {
	/// Its index.
	pub index: ConsentIndex,
	/// The consent.
	pub consent: Consent,
	/// Its parents; empty for a patient's own grant.
	pub lineage: BoundedVec<Consent, ConstU32<{ MAX_DELEGATION_DEPTH as u32 }>>,
	/// Whether the patient had excluded the grantee of one of its parents at the moment asked about.
	pub delegator_excluded: bool,
}

/// What the decision knows of a representative.
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
pub struct RepresentativeFact {
	/// How it stood at the moment asked about; [`Standing::Absent`] for a representative of another patient.
	pub standing: Standing,
	/// What it may do.
	pub powers: Powers,
}

/// The consents that a decision looks at: those of an actor's two parties, and one of each as an opening blinds it.
pub type ConsentFacts = BoundedVec<ConsentFact, ConstU32<66>>;

/// Everything the decision looks at.
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
pub struct Facts {
	/// The patient's state at the moment asked about; none if there was no such patient.
	pub patient: Option<PatientState>,
	/// The item.
	pub subject: Subject,
	/// Standing of the organisation the actor acts for, at that moment; none for the patient.
	pub organisation: Option<Standing>,
	/// Standing of the practitioner's membership there, at that moment; none for others.
	pub membership: Option<Standing>,
	/// Those of the actor's parties whom the patient had excluded at that moment.
	pub exclusions: BoundedVec<Party, ConstU32<2>>,
	/// The consents kept for the actor's parties, and for these as the request's opening blinds them: a blinded name has
	/// one at most.
	pub consents: ConsentFacts,
	/// The representative who acts; none for others.
	pub representative: Option<RepresentativeFact>,
	/// Whether the scope, or that of the record, was closed to representatives at that moment; looked at for them alone.
	pub closed: bool,
}

/// Through what an action is allowed.
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
pub enum By {
	/// The actor controls the patient.
	Control,
	/// A consent.
	Consent(ConsentIndex),
	/// The actor represents the patient, and has the power to add records in its name.
	Representation(RepresentativeId),
}

/// Why a consent does not carry an action.
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
pub enum Mismatch {
	/// It has not started.
	NotStarted,
	/// It has ended.
	Ended,
	/// It was revoked.
	Revoked,
	/// A consent it was delegated from is not in force.
	ParentNotLive,
	/// It was delegated further than allowed.
	TooDeep,
	/// It does not permit the action.
	ActionNotPermitted,
	/// It was not given for the purpose.
	PurposeNotGranted,
	/// It does not name the item.
	ItemNotGranted,
	/// It opens only records sealed later.
	BeforeReach,
	/// The patient has excluded the grantee of a consent it was delegated from.
	ParentExcluded,
	/// A consent it was delegated from does not carry the action, or does not permit passing it on.
	BeyondParent,
	/// It is a blinded consent that the opening does not open for the actor.
	NotOpened,
}

/// Why an action is denied.
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
pub enum Reason {
	/// There is, or then was, no such patient.
	PatientNotFound,
	/// The patient has no such scope or record.
	ItemNotFound,
	/// The record was entered in error.
	EnteredInError,
	/// The inbox is read by the patient alone.
	InboxIsPrivate,
	/// The signer is neither the patient, nor a practitioner, nor acts for an organisation.
	Stranger,
	/// The organisation is not in good standing.
	OrganisationNotInStanding(Standing),
	/// The practitioner's membership in the organisation is not in good standing.
	MembershipNotInStanding(Standing),
	/// The patient has excluded this party.
	Excluded(Party),
	/// The patient has given no consent.
	NoConsent,
	/// This consent does not carry the action.
	Consent {
		/// The consent.
		index: ConsentIndex,
		/// Why not.
		why: Mismatch,
	},
	/// The record was erased: there is nothing left to read or to amend.
	Erased,
	/// The patient has died: nobody acts as the patient any more.
	PatientDeceased,
	/// The representative is not in good standing, or one of another patient.
	RepresentativeNotInStanding(Standing),
	/// The representative has not this power.
	PowerMissing(Powers),
	/// The scope is closed to representatives.
	ScopeClosed,
}

/// The reasons of a denial.
pub type Reasons = BoundedVec<Reason, ConstU32<74>>;

/// The answer.
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
pub enum Decision {
	/// Allowed.
	Allow {
		/// Through what.
		by: By,
	},
	/// Denied.
	Deny {
		/// Every reason found.
		reasons: Reasons,
	},
}

impl Decision {
	/// Whether it allows.
	pub fn is_allowed(&self) -> bool {
		matches!(self, Self::Allow { .. })
	}

	/// A denial for one reason.
	pub fn deny(reason: Reason) -> Self {
		let mut reasons = Reasons::default();
		// One reason always fits.
		let _ = reasons.try_push(reason);
		Self::Deny { reasons }
	}
}

/// Decides. Allows only by control of the patient, by a representative's power to add records, or through a live, matching
/// consent; an exclusion always denies, and a closed scope every representative. A delegated consent carries what every
/// consent above it carries, and no more. A blinded one carries reading, for whom the request's opening opens it.
pub fn decide(facts: &Facts, request: &Request) -> Decision {
	if facts.patient.is_none() {
		return Decision::deny(Reason::PatientNotFound);
	}
	if facts.subject == Subject::Missing {
		return Decision::deny(Reason::ItemNotFound);
	}
	// Not even the patient reads or amends a tombstone.
	if matches!(facts.subject, Subject::Record { status: RecordStatus::Erased { .. }, .. }) {
		return Decision::deny(Reason::Erased);
	}
	let entered_in_error =
		matches!(facts.subject, Subject::Record { status: RecordStatus::EnteredInError, .. });
	if request.actor == Actor::Patient {
		return if facts.patient == Some(PatientState::Deceased) {
			Decision::deny(Reason::PatientDeceased)
		} else if entered_in_error && request.action == Action::Write {
			Decision::deny(Reason::EnteredInError)
		} else {
			Decision::Allow { by: By::Control }
		};
	}

	let mut reasons = Reasons::default();
	// 2 standings, 2 exclusions, 2 of the item, 2 of a representative, 66 consents: the bound is never passed.
	let mut deny = |reason| {
		let _ = reasons.try_push(reason);
	};
	match (request.actor.representative(), facts.organisation) {
		(Some(_), _) => represented(facts, request).into_iter().flatten().for_each(&mut deny),
		(None, Some(Standing::Good)) => {}
		(None, standing) => deny(Reason::OrganisationNotInStanding(standing.unwrap_or(Standing::Absent))),
	}
	if request.actor.practitioner().is_some() && facts.membership != Some(Standing::Good) {
		deny(Reason::MembershipNotInStanding(facts.membership.unwrap_or(Standing::Absent)));
	}
	facts.exclusions.iter().for_each(|party| deny(Reason::Excluded(*party)));
	if entered_in_error {
		deny(Reason::EnteredInError);
	}
	if request.action == Action::Read && scope_of(&facts.subject) == Some(INBOX) {
		deny(Reason::InboxIsPrivate);
	}

	if let (Some(representative), Action::Write) = (request.actor.representative(), request.action) {
		// Its power is all that it needs, and no consent stands in for it.
		return if reasons.is_empty() {
			Decision::Allow { by: By::Representation(representative) }
		} else {
			Decision::Deny { reasons }
		};
	}

	let mut through = None;
	for fact in &facts.consents {
		match mismatch(fact, &facts.subject, request) {
			None => through = through.or(Some(fact.index)),
			Some(why) => deny(Reason::Consent { index: fact.index, why }),
		}
	}
	if facts.consents.is_empty() {
		deny(Reason::NoConsent);
	}
	// Consents that don't match are reasons only while none does.
	let barred = reasons.iter().any(|reason| !matches!(reason, Reason::Consent { .. } | Reason::NoConsent));
	match through {
		Some(index) if !barred => Decision::Allow { by: By::Consent(index) },
		Some(_) => {
			reasons.retain(|reason| !matches!(reason, Reason::Consent { .. }));
			Decision::Deny { reasons }
		}
		None => Decision::Deny { reasons },
	}
}

/// What keeps a representative from acting, its consents aside.
fn represented(facts: &Facts, request: &Request) -> [Option<Reason>; 3] {
	let power = match request.action {
		Action::Read => Powers::READ,
		Action::Write => Powers::RECORDS,
	};
	let known = facts.representative.filter(|known| known.standing == Standing::Good);
	let absent = facts.representative.map_or(Standing::Absent, |known| known.standing);
	[
		known.is_none().then_some(Reason::RepresentativeNotInStanding(absent)),
		known.and_then(|known| (!known.powers.contains(power)).then_some(Reason::PowerMissing(power))),
		facts.closed.then_some(Reason::ScopeClosed),
	]
}

/// The scope that the item is, or is filed in.
pub fn scope_of(subject: &Subject) -> Option<ScopeNumber> {
	match subject {
		Subject::Missing => None,
		Subject::Scope(scope) | Subject::Record { scope, .. } => Some(*scope),
	}
}

fn mismatch(fact: &ConsentFact, subject: &Subject, request: &Request) -> Option<Mismatch> {
	let consent = &fact.consent;
	let at = request.at;
	if consent.grantee.is_blinded() && !request.blinded().any(|party| party == consent.grantee) {
		return Some(Mismatch::NotOpened);
	}
	if !consent.is_live(at) {
		return Some(if consent.revoked_at.is_some_and(|revoked| revoked <= at) {
			Mismatch::Revoked
		} else if consent.has_stopped(at) {
			Mismatch::Ended
		} else {
			Mismatch::NotStarted
		});
	}
	if consent.parent.is_some() == fact.lineage.is_empty() {
		return Some(Mismatch::TooDeep);
	}
	if fact.lineage.last().is_some_and(|root| root.parent.is_some()) {
		return Some(Mismatch::TooDeep);
	}
	if fact.lineage.iter().any(|parent| !parent.is_live(at)) {
		return Some(Mismatch::ParentNotLive);
	}
	if fact.delegator_excluded {
		return Some(Mismatch::ParentExcluded);
	}
	let passed_on = |parent: &Consent| {
		parent.permissions.contains(Permissions::DELEGATE)
			&& terms_mismatch(parent, subject, request).is_none()
	};
	// What the consent lacks itself is the better reason.
	terms_mismatch(consent, subject, request)
		.or_else(|| (!fact.lineage.iter().all(passed_on)).then_some(Mismatch::BeyondParent))
}

/// Why the consent's permissions, purposes and items do not carry the action.
fn terms_mismatch(consent: &Consent, subject: &Subject, request: &Request) -> Option<Mismatch> {
	let permitted = consent.permissions.contains(request.action.permission());
	if !permitted || (consent.grantee.is_blinded() && request.action != Action::Read) {
		return Some(Mismatch::ActionNotPermitted);
	}
	if !consent.purposes.contains(request.purpose) {
		return Some(Mismatch::PurposeNotGranted);
	}
	reach_mismatch(consent, subject, request.action)
}

fn reach_mismatch(consent: &Consent, subject: &Subject, action: Action) -> Option<Mismatch> {
	let scope = scope_of(subject)?;
	// Whoever may write anything may write to the inbox.
	if action == Action::Write && scope == INBOX {
		return None;
	}
	if let Subject::Record { index, .. } = subject {
		if consent.item(Item::Record(*index)).is_some() {
			return None;
		}
	}
	match (consent.item(Item::Scope(scope)), subject) {
		(None, _) => Some(Mismatch::ItemNotGranted),
		(Some(granted), Subject::Record { epoch, .. })
			if action == Action::Read && *epoch < granted.from_epoch =>
		{
			Some(Mismatch::BeforeReach)
		}
		(Some(_), _) => None,
	}
}

#[cfg(test)]
mod tests;
