//! Disputes: what a patient says against a record, and what the author's side answers.
//!
//! The chain has salted commitments to both texts, and the digests of the envelopes in which they are sealed to the other
//! side. A dispute lies beside its record and says nothing of who may read or write it.

use crate::{
	ids::{Commitment, Digest, OrganisationId, PatientId, RecordIndex},
	limits::DISPUTE_PERIOD,
	people::{Actor, Party},
	time::{within, Moment},
};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// Tag of the commitment to what the patient says.
pub const CONTEST_TAG: &[u8] = b"salus/v1/contest";
/// Tag of the commitment to why the author's side refuses.
pub const REFUSAL_TAG: &[u8] = b"salus/v1/refusal";

/// One record of one patient.
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
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DisputedRecord {
	/// Whose record.
	pub patient: PatientId,
	/// Which.
	pub index: RecordIndex,
}

/// A text that one side wrote to the other: what the chain has of it.
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
#[serde(rename_all = "camelCase")]
pub struct SealedText {
	/// Fixes the text without telling it.
	pub commitment: Commitment,
	/// SHA-256 of the envelope that has text and salt, its name in the envelope store.
	pub envelope: Digest,
}

/// What became of a dispute.
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
pub enum DisputeState {
	/// The author's side has not answered.
	Open,
	/// The author's side amended the record.
	Amended {
		/// The version that supersedes it.
		by: RecordIndex,
	},
	/// The author's side marked the record as entered in error.
	EnteredInError,
	/// The author's side stands by the record. The dispute stays with it, whatever else becomes of the record.
	Refused {
		/// In whose name.
		actor: Actor,
		/// Why, sealed to the patient.
		reason: SealedText,
		/// When.
		at: Moment,
	},
	/// The patient took it back. Nothing of what was said is kept.
	Withdrawn,
}

/// A patient's dispute of one version of a record.
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
pub struct Dispute {
	/// In whose name the record was written.
	pub author: Actor,
	/// What the patient says.
	pub contest: SealedText,
	/// To whom it is sealed: the practitioner who is the author, or the author's organisation.
	pub sealed_to: Party,
	/// When it was opened.
	pub opened_at: Moment,
	/// From when on an answer is overdue.
	pub due_at: Moment,
	/// How often this version has been disputed, this time included.
	pub times: u8,
	/// What became of it.
	pub state: DisputeState,
}

impl Dispute {
	/// An open dispute of a record by `author`, the `times`th one.
	pub fn open(author: Actor, contest: SealedText, sealed_to: Party, now: Moment, times: u8) -> Self {
		let due_at = now.saturating_add(DISPUTE_PERIOD);
		Self { author, contest, sealed_to, opened_at: now, due_at, times, state: DisputeState::Open }
	}

	/// Whether it awaits an answer.
	pub fn is_open(&self) -> bool {
		self.state == DisputeState::Open
	}

	/// Whether the record counts as disputed: until the dispute is answered by more than a refusal, or withdrawn.
	pub fn stands(&self) -> bool {
		matches!(self.state, DisputeState::Open | DisputeState::Refused { .. })
	}

	/// Whether the author's side has let the time for its answer pass.
	pub fn is_overdue(&self, now: Moment) -> bool {
		self.is_open() && !within(now, 0, Some(self.due_at))
	}

	/// The organisation that owes the answer; none owes one for what the patient wrote.
	pub fn organisation(&self) -> Option<OrganisationId> {
		self.author.organisation()
	}

	/// What stays when the patient takes it back: that there was one, and how often.
	#[must_use]
	pub fn withdrawn(self) -> Self {
		Self { contest: SealedText::default(), state: DisputeState::Withdrawn, ..self }
	}

	/// The envelopes that it names: what the patient says, and why the author's side refuses.
	pub fn envelopes(&self) -> impl Iterator<Item = Digest> {
		let contest = (self.state != DisputeState::Withdrawn).then_some(self.contest.envelope);
		let reason = match self.state {
			DisputeState::Refused { reason, .. } => Some(reason.envelope),
			_ => None,
		};
		contest.into_iter().chain(reason)
	}
}

/// Whether `party` is the practitioner who is the author, or the author's organisation.
pub fn is_authors_side(party: &Party, author: &Actor) -> bool {
	match party {
		Party::Practitioner(id) => author.practitioner() == Some(*id),
		Party::Organisation(id) => author.organisation() == Some(*id),
		// What it writes is the patient's own, and nobody disputes with oneself. Nobody writes behind a commitment.
		Party::Representative(_) | Party::Blinded(_) => false,
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::view::DisputeView;

	const AUTHOR: Actor = Actor::Practitioner { practitioner: 4, organisation: 2 };

	fn text(byte: u8) -> SealedText {
		SealedText { commitment: Commitment([byte; 32]), envelope: Digest([byte; 32]) }
	}

	fn dispute(state: DisputeState) -> Dispute {
		Dispute { state, ..Dispute::open(AUTHOR, text(1), Party::Practitioner(4), 1_000, 2) }
	}

	fn refused() -> DisputeState {
		DisputeState::Refused { actor: AUTHOR, reason: text(2), at: 1_500 }
	}

	#[test]
	fn answer_should_be_overdue_from_its_time_on_and_only_while_the_dispute_is_open() {
		let due = 1_000 + DISPUTE_PERIOD;
		let open = dispute(DisputeState::Open);
		assert_eq!((open.due_at, open.is_overdue(due - 1), open.is_overdue(due)), (due, false, true));
		let answers = [
			DisputeState::Amended { by: 7 },
			DisputeState::EnteredInError,
			refused(),
			DisputeState::Withdrawn,
		];
		for state in answers {
			assert!(!dispute(state).is_overdue(Moment::MAX) && !dispute(state).is_open(), "{state:?}");
		}
		// The clock's end is no way around the end of the period.
		let late = Dispute::open(AUTHOR, text(1), Party::Practitioner(4), Moment::MAX, 1);
		assert!(late.is_overdue(Moment::MAX));
	}

	#[test]
	fn record_should_count_as_disputed_while_the_dispute_is_open_or_refused() {
		for (state, stands) in [
			(DisputeState::Open, true),
			(refused(), true),
			(DisputeState::Amended { by: 7 }, false),
			(DisputeState::EnteredInError, false),
			(DisputeState::Withdrawn, false),
		] {
			assert_eq!(dispute(state).stands(), stands, "{state:?}");
		}
	}

	#[test]
	fn envelopes_should_be_those_of_what_was_said_and_none_when_it_was_taken_back() {
		let named = |dispute: Dispute| dispute.envelopes().collect::<Vec<_>>();
		assert_eq!(named(dispute(DisputeState::Open)), [Digest([1; 32])]);
		assert_eq!(named(dispute(DisputeState::Amended { by: 7 })), [Digest([1; 32])]);
		assert_eq!(named(dispute(refused())), [Digest([1; 32]), Digest([2; 32])]);
		let withdrawn = dispute(refused()).withdrawn();
		assert_eq!(named(withdrawn), []);
		assert_eq!((withdrawn.contest, withdrawn.times), (SealedText::default(), 2));
	}

	#[test]
	fn side_of_the_author_should_be_the_author_and_its_organisation_alone() {
		let organisation = Actor::Organisation(2);
		for (party, author, expected) in [
			(Party::Practitioner(4), AUTHOR, true),
			(Party::Organisation(2), AUTHOR, true),
			(Party::Practitioner(2), AUTHOR, false),
			(Party::Organisation(4), AUTHOR, false),
			(Party::Organisation(2), organisation, true),
			(Party::Practitioner(4), organisation, false),
			(Party::Organisation(2), Actor::Patient, false),
			(Party::Practitioner(4), Actor::Patient, false),
		] {
			assert_eq!(is_authors_side(&party, &author), expected, "{party:?} for {author:?}");
		}
	}

	#[test]
	fn dispute_should_read_as_published() {
		let view = DisputeView::at(dispute(refused()), Moment::MAX);
		let json = serde_json::to_value(view).unwrap();
		assert_eq!(json["sealedTo"], serde_json::json!({ "practitioner": 4 }));
		assert_eq!(json["state"]["refused"]["reason"]["envelope"], Digest([2; 32]).to_string());
		assert_eq!((json["times"].as_u64(), json["overdue"].as_bool()), (Some(2), Some(false)));
		assert_eq!(serde_json::from_value::<DisputeView>(json).unwrap(), view);
		let open = serde_json::to_value(dispute(DisputeState::Open)).unwrap();
		assert_eq!(open["state"], "open");
	}
}
