//! Decisions and refusals in words.

use salus_primitives::{
	access::{Mismatch, Reason},
	consent::{Item, RotationDue},
	people::{Actor, Party, Standing},
	records::Refusal,
};

/// A standing.
pub fn standing(standing: Standing) -> &'static str {
	match standing {
		Standing::Good => "in good standing",
		Standing::Suspended => "suspended",
		Standing::Expired => "expired",
		Standing::Absent => "not there",
	}
}

/// A practitioner or an organisation.
pub fn party(party: &Party) -> String {
	match party {
		Party::Practitioner(id) => format!("practitioner {id}"),
		Party::Organisation(id) => format!("organisation {id}"),
	}
}

/// In whose name somebody acts.
pub fn actor(actor: &Actor) -> String {
	match actor {
		Actor::Patient => "the patient".into(),
		Actor::Practitioner { practitioner, organisation } => {
			format!("practitioner {practitioner} at organisation {organisation}")
		},
		Actor::Organisation(id) => format!("organisation {id}"),
	}
}

/// A scope or a record.
pub fn item(item: &Item) -> String {
	match item {
		Item::Scope(number) => format!("scope {number}"),
		Item::Record(index) => format!("record {index}"),
	}
}

/// Why a consent does not carry an action.
pub fn mismatch(why: Mismatch) -> &'static str {
	match why {
		Mismatch::NotStarted => "has not started",
		Mismatch::Ended => "has ended",
		Mismatch::Revoked => "was revoked",
		Mismatch::ParentNotLive => "was delegated from one that is not in force",
		Mismatch::TooDeep => "was delegated further than allowed",
		Mismatch::ActionNotPermitted => "does not permit this",
		Mismatch::PurposeNotGranted => "was not given for this purpose",
		Mismatch::ItemNotGranted => "does not name this scope or record",
		Mismatch::BeforeReach => "opens only records sealed later",
	}
}

/// Why an action is denied.
pub fn reason(reason: &Reason) -> String {
	match reason {
		Reason::PatientNotFound => "there is no such patient".into(),
		Reason::ItemNotFound => "the patient has no such scope or record".into(),
		Reason::EnteredInError => "the record was entered in error".into(),
		Reason::InboxIsPrivate => "the inbox is read by the patient alone".into(),
		Reason::Stranger => {
			"the account is neither the patient, nor a practitioner, nor acts for an organisation".into()
		},
		Reason::OrganisationNotInStanding(how) => format!("the organisation is {}", standing(*how)),
		Reason::MembershipNotInStanding(how) => {
			format!("the practitioner's membership is {}", standing(*how))
		},
		Reason::Excluded(who) => format!("the patient has excluded {}", party(who)),
		Reason::NoConsent => "the patient has given no consent".into(),
		Reason::Consent { index, why } => format!("consent {index} {}", mismatch(*why)),
	}
}

/// The reasons of a denial, in one line.
pub fn reasons(reasons: &[Reason]) -> String {
	if reasons.is_empty() {
		return "the chain gives no reason".into();
	}
	reasons.iter().map(reason).collect::<Vec<_>>().join("; ")
}

/// Why one record of a batch was refused.
pub fn refusal(refusal: Refusal) -> &'static str {
	match refusal {
		Refusal::Denied => "the access decision denies writing to the scope",
		Refusal::ScopeNotFound => "the patient has no such scope",
		Refusal::StaleEpoch => "the scope's key has moved on",
		Refusal::RotationDue => "the scope waits for a rotation of its key",
		Refusal::InvalidSize => "the size is no Padmé class",
		Refusal::TooManyRecords => "the patient has as many records as indices",
	}
}

/// Why a scope waits for a rotation.
pub fn rotation_due(due: RotationDue) -> &'static str {
	match due {
		RotationDue::Revoked => "a consent was revoked or its grantee excluded",
		RotationDue::Ended => "a consent that holds its key has ended",
		RotationDue::HolderNotInStanding => "somebody who holds its key is not in good standing",
		RotationDue::VaultCompromised => "the vault of somebody who holds its key was reported compromised",
	}
}
