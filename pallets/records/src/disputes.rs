//! Disputes: the patient says that a record is wrong, and the author's side answers.
//!
//! A dispute changes nothing of its record. It is answered by an amendment or by marking the record as entered in error, or
//! refused, and then stays with the record. That nobody answered in time is computed when somebody looks.

use crate::{amendments::answers_for, pallet::*};
use frame_support::{dispatch::DispatchResult, ensure};
use salus_pallet_consortium::Pallet as Consortium;
use salus_pallet_identity::Pallet as Identity;
use salus_primitives::{
	dispute::{is_authors_side, Dispute, DisputeState, DisputedRecord, SealedText},
	ids::{PatientId, RecordIndex},
	limits::{MAX_DISPUTES_OF_RECORD, MAX_OPEN_DISPUTES},
	people::{Actor, Party},
};
use sp_runtime::AccountId32;

impl<T: Config> Pallet<T> {
	pub(crate) fn dispute_one(
		who: &AccountId32,
		patient: PatientId,
		index: RecordIndex,
		contest: SealedText,
		sealed_to: Party,
	) -> DispatchResult {
		Identity::<T>::ensure_controls(who, &patient)?;
		let record = Records::<T>::get(patient, index).ok_or(Error::<T>::RecordNotFound)?;
		ensure!(!record.status.is_erased(), Error::<T>::RecordErased);
		ensure!(record.is_head(), Error::<T>::NotHead);
		let organisation = record.author.organisation().ok_or(Error::<T>::OwnRecord)?;
		ensure!(is_authors_side(&sealed_to, &record.author), Error::<T>::NotSealedToAuthor);
		let before = Disputes::<T>::get(patient, index);
		ensure!(!before.is_some_and(|dispute| dispute.is_open()), Error::<T>::AlreadyDisputed);
		let times = before.map_or(0, |dispute| dispute.times);
		ensure!(times < MAX_DISPUTES_OF_RECORD, Error::<T>::DisputedTooOften);
		let open = OpenDisputeCount::<T>::get(patient);
		ensure!(open < MAX_OPEN_DISPUTES, Error::<T>::TooManyDisputes);

		let now = Consortium::<T>::now();
		let dispute = Dispute::open(record.author, contest, sealed_to, now, times.saturating_add(1));
		let due_at = dispute.due_at;
		Disputes::<T>::insert(patient, index, dispute);
		OpenDisputes::<T>::insert(organisation, DisputedRecord { patient, index }, due_at);
		OpenDisputeCount::<T>::insert(patient, open.saturating_add(1));
		Self::deposit_event(Event::RecordDisputed { patient, index, organisation, due_at });
		Ok(())
	}

	pub(crate) fn refuse_one(
		who: &AccountId32,
		patient: PatientId,
		index: RecordIndex,
		actor: Actor,
		reason: SealedText,
	) -> DispatchResult {
		Self::authenticate(who, &patient, &actor)?;
		let dispute = Disputes::<T>::get(patient, index).ok_or(Error::<T>::NotDisputed)?;
		ensure!(answers_for(&actor, &dispute.author), Error::<T>::NotAuthor);
		let now = Consortium::<T>::now();
		ensure!(Self::in_standing(&actor, now), Error::<T>::NotInStanding);
		ensure!(dispute.is_open(), Error::<T>::DisputeClosed);

		Self::close_dispute(&patient, index, dispute, DisputeState::Refused { actor, reason, at: now });
		Self::deposit_event(Event::DisputeRefused { patient, index, actor });
		Ok(())
	}

	pub(crate) fn withdraw_one(who: &AccountId32, patient: PatientId, index: RecordIndex) -> DispatchResult {
		Identity::<T>::ensure_controls(who, &patient)?;
		let dispute = Disputes::<T>::get(patient, index).ok_or(Error::<T>::NotDisputed)?;
		ensure!(dispute.stands(), Error::<T>::DisputeClosed);
		Self::unlist(&patient, index, &dispute);
		Disputes::<T>::insert(patient, index, dispute.withdrawn());
		Self::deposit_event(Event::DisputeWithdrawn { patient, index });
		Ok(())
	}

	/// Answers the record's open dispute, if it has one. What was refused stays refused: no amendment that says the same
	/// again makes the disagreement disappear.
	pub(crate) fn answer_dispute(patient: &PatientId, index: RecordIndex, state: DisputeState) {
		let Some(dispute) = Disputes::<T>::get(patient, index).filter(Dispute::is_open) else { return };
		Self::close_dispute(patient, index, dispute, state);
		Self::deposit_event(Event::DisputeAnswered { patient: *patient, index });
	}

	/// Removes the record's dispute, if it has one, however it stands.
	pub(crate) fn forget_dispute(patient: &PatientId, index: RecordIndex) {
		if let Some(dispute) = Disputes::<T>::take(patient, index) {
			Self::unlist(patient, index, &dispute);
		}
	}

	fn close_dispute(patient: &PatientId, index: RecordIndex, dispute: Dispute, state: DisputeState) {
		Self::unlist(patient, index, &dispute);
		Disputes::<T>::insert(patient, index, Dispute { state, ..dispute });
	}

	/// Takes a dispute from the open ones of organisation and patient, if it is open.
	fn unlist(patient: &PatientId, index: RecordIndex, dispute: &Dispute) {
		let Some(organisation) = dispute.organisation().filter(|_| dispute.is_open()) else { return };
		OpenDisputes::<T>::remove(organisation, DisputedRecord { patient: *patient, index });
		OpenDisputeCount::<T>::mutate_exists(patient, |open| {
			*open = open.unwrap_or(0).checked_sub(1).filter(|left| *left > 0);
		});
	}
}
