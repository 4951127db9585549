//! Decisions and refusals in words.

use salus_primitives::{
	access::{Mismatch, Reason},
	consent::{Item, RotationDue},
	consortium::{is_plain, Notice, Proposal},
	dispute::{Dispute, DisputeState},
	people::{Actor, Party, Standing},
	records::Refusal,
	request::RequestState,
	time::Moment,
};

/// A moment as `2026-11-22 10:00:00 UTC`.
pub fn moment(moment: Moment) -> String {
	const DAY: u64 = 86_400_000;
	let (days, rest) = (moment / DAY, moment % DAY);
	// Years run from March here, so that the leap day is a year's last.
	let since_march_0000 = days + 719_468;
	let (era, day_of_era) = (since_march_0000 / 146_097, since_march_0000 % 146_097);
	let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
	let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	let months = (5 * day_of_year + 2) / 153;
	let day = day_of_year - (153 * months + 2) / 5 + 1;
	let month = if months < 10 { months + 3 } else { months - 9 };
	let year = era * 400 + year_of_era + u64::from(month <= 2);
	let (hour, minute, second) = (rest / 3_600_000, rest / 60_000 % 60, rest / 1_000 % 60);
	format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02} UTC")
}

/// A standing.
pub fn standing(standing: Standing) -> &'static str {
	match standing {
		Standing::Good => "in good standing",
		Standing::Suspended => "suspended",
		Standing::Expired => "expired",
		Standing::Absent => "not there",
	}
}

/// A practitioner, an organisation, a representative, or the commitment to a blinded reader.
pub fn party(party: &Party) -> String {
	match party {
		Party::Practitioner(id) => format!("practitioner {id}"),
		Party::Organisation(id) => format!("organisation {id}"),
		Party::Representative(id) => format!("representative {id}"),
		Party::Blinded(commitment) => format!("blinded reader {commitment}"),
	}
}

/// What the council votes on.
pub fn proposal<AccountId: std::fmt::Display>(proposal: &Proposal<AccountId>) -> String {
	match proposal {
		Proposal::AdmitOrganisation { name, controller, .. } => {
			format!("admit \"{}\" with controller {controller}", printable(name))
		}
		Proposal::SuspendOrganisation(id) => format!("suspend organisation {id}"),
		Proposal::ReinstateOrganisation(id) => format!("reinstate organisation {id}"),
		Proposal::ExpelOrganisation(id) => format!("expel organisation {id} for good"),
		Proposal::ReplaceController { organisation, account, .. } => {
			format!("give organisation {organisation} the controller {account}")
		}
		Proposal::GiveSeat { organisation, account, .. } => {
			format!("let {account} run a validator for organisation {organisation}")
		}
		Proposal::TakeSeat(account) => format!("take the validator's seat of {account}"),
		Proposal::SetParameter(parameter) => format!("set {parameter}"),
		Proposal::AuthorizeUpgrade(hash) if hash.0 == [0; 32] => {
			"authorise no runtime: withdraw the one that was authorised".into()
		}
		Proposal::AuthorizeUpgrade(hash) => format!("authorise the runtime with hash {hash:?}"),
		Proposal::NoteStalled { delay, best_finalized_block_number } => format!(
			"let the next session's validators take over finality after block {best_finalized_block_number}, {delay} blocks \
			after they have started"
		),
	}
}

/// A name that somebody else chose, without what would confuse a terminal or whoever reads it there.
fn printable(name: &[u8]) -> String {
	String::from_utf8_lossy(name).chars().filter(|letter| is_plain(*letter)).collect()
}

/// What an expelled home means to its patient.
pub fn rehome(organisation: u32, notice: &Notice, now: Moment) -> String {
	let until = moment(notice.until);
	let copies = if notice.runs(now) {
		format!("copy what lies in its stores before {until}")
	} else {
		format!("it had to keep what lies in its stores until {until}")
	};
	format!(
		"organisation {organisation} was expelled {}: choose another home; {copies}",
		moment(notice.since)
	)
}

/// In whose name somebody acts.
pub fn actor(actor: &Actor) -> String {
	match actor {
		Actor::Patient => "the patient".into(),
		Actor::Practitioner { practitioner, organisation } => {
			format!("practitioner {practitioner} at organisation {organisation}")
		}
		Actor::Organisation(id) => format!("organisation {id}"),
		Actor::Representative(id) => format!("representative {id}, for the patient"),
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
		Mismatch::ParentExcluded => "was delegated by somebody whom the patient has excluded",
		Mismatch::NotOpened => "is to a blinded reader, whom the opening does not show",
		Mismatch::BeyondParent => "was delegated from one that does not permit this, or not to pass it on",
	}
}

/// Why an action is denied.
pub fn reason(reason: &Reason) -> String {
	match reason {
		Reason::PatientNotFound => "there is no such patient".into(),
		Reason::ItemNotFound => "the patient has no such scope or record".into(),
		Reason::EnteredInError => "the record was entered in error".into(),
		Reason::Erased => "the record was erased".into(),
		Reason::InboxIsPrivate => "the inbox is read by the patient alone".into(),
		Reason::Stranger => {
			"the account is neither the patient, nor a practitioner, nor acts for an organisation".into()
		}
		Reason::OrganisationNotInStanding(how) => format!("the organisation is {}", standing(*how)),
		Reason::MembershipNotInStanding(how) => {
			format!("the practitioner's membership is {}", standing(*how))
		}
		Reason::Excluded(who) => format!("the patient has excluded {}", party(who)),
		Reason::NoConsent => "the patient has given no consent".into(),
		Reason::PatientDeceased => "the patient has died, and nobody acts as the patient any more".into(),
		Reason::RepresentativeNotInStanding(how) => format!("the representative is {}", standing(*how)),
		Reason::PowerMissing(powers) => format!("the representative has not the power: {powers}"),
		Reason::ScopeClosed => "the patient has closed the scope to representatives".into(),
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

/// What became of a request for access.
pub fn request(state: &RequestState) -> String {
	match state {
		RequestState::Open => "is open".into(),
		RequestState::Approved { consent } => format!("was approved: consent {consent}"),
		RequestState::Refused => "was refused".into(),
		RequestState::Withdrawn => "was withdrawn".into(),
	}
}

/// How a dispute stands; `overdue` as the chain's clock says.
pub fn dispute(dispute: &Dispute, overdue: bool) -> String {
	let due = moment(dispute.due_at);
	match &dispute.state {
		DisputeState::Open if overdue => format!("disputed by the patient; the answer was due by {due}"),
		DisputeState::Open => format!("disputed by the patient; an answer is due by {due}"),
		DisputeState::Amended { by } => format!("was disputed, and amended by record {by}"),
		DisputeState::EnteredInError => "was disputed, and marked as entered in error".into(),
		DisputeState::Refused { actor: who, .. } => {
			format!("disputed by the patient; {} stands by it", actor(who))
		}
		DisputeState::Withdrawn => "was disputed; the patient took that back".into(),
	}
}

/// Why a scope waits for a rotation.
pub fn rotation_due(due: RotationDue) -> &'static str {
	match due {
		RotationDue::Revoked => "a consent was revoked or its grantee excluded",
		RotationDue::Ended => "a consent that holds its key has ended",
		RotationDue::HolderNotInStanding => "somebody who holds its key is not in good standing",
		RotationDue::VaultCompromised => "the vault of somebody who holds its key was reported compromised",
		RotationDue::Closed => "it is closed to representatives, and one holds its key",
		RotationDue::HandedOver => {
			"the patient was handed over, and whoever represented it before knows the keys of this generation"
		}
		RotationDue::KnownAhead => {
			"somebody who rotated, and does so no more, knows keys to come; the patient begins the next generation"
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn moment_should_be_that_of_the_calendar() {
		for (millis, text) in [
			(0, "1970-01-01 00:00:00 UTC"),
			(951_868_799_999, "2000-02-29 23:59:59 UTC"),
			(1_795_341_600_000, "2026-11-22 10:00:00 UTC"),
			(4_107_542_400_000, "2100-03-01 00:00:00 UTC"),
		] {
			assert_eq!(moment(millis), text);
		}
	}
}
