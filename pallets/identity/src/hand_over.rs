//! Hand-over: from a moment on the patient's own account alone controls it, as at majority.
//!
//! It counts by the clock alone. What is stored follows when the new account sets vault keys of its own: until then the
//! vault of before counts as compromised, because whoever had the patient before has it.

use crate::{pallet::*, Consortium};
use frame_support::ensure;
use salus_primitives::{
	ids::{PatientId, VaultSignature},
	limits::{MAX_HAND_OVER, MIN_HAND_OVER},
	people::VaultOwner,
	representation::HandOver,
	text::{Acceptance, CancelHandOver, Role, ScheduleHandOver},
	time::Moment,
};
use sp_runtime::{AccountId32, DispatchResult};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_schedule_hand_over(
		account: &AccountId32,
		patient: &PatientId,
		to: &AccountId32,
		at: Moment,
		acceptance: &Acceptance,
		signature: &VaultSignature,
	) -> DispatchResult {
		Self::ensure_controls(account, patient)?;
		ensure!(!HandOvers::<T>::contains_key(patient), Error::<T>::HandOverScheduled);
		Self::ensure_free(to)?;
		let wait = at.saturating_sub(Consortium::<T>::now());
		ensure!((MIN_HAND_OVER..=MAX_HAND_OVER).contains(&wait), Error::<T>::InvalidHandOver);
		Consortium::<T>::ensure_accepted(to, Role::HandedOver { patient: *patient, at }, acceptance)?;
		let (genesis, turn) = (Consortium::<T>::genesis_hash(), Self::turn(patient));
		let text = ScheduleHandOver { genesis, patient: *patient, turn, account: to, at };
		Self::ensure_patients_vault_signed(patient, &text, signature)?;

		// So that this word does not count once more when the hand-over was cancelled.
		Self::next_turn(patient)?;
		HandOvers::<T>::insert(patient, HandOver { account: to.clone(), at });
		HandOverTo::<T>::insert(to, patient);
		Consortium::<T>::admit(to);
		Self::deposit_event(Event::HandOverScheduled { patient: *patient, account: to.clone(), at });
		Ok(())
	}

	pub(crate) fn do_cancel_hand_over(
		account: &AccountId32,
		patient: &PatientId,
		signature: &VaultSignature,
	) -> DispatchResult {
		Self::ensure_controls(account, patient)?;
		let hand_over = HandOvers::<T>::get(patient).ok_or(Error::<T>::NoHandOver)?;
		ensure!(!hand_over.is_due(Consortium::<T>::now()), Error::<T>::HandOverDue);
		let (genesis, turn) = (Consortium::<T>::genesis_hash(), Self::turn(patient));
		let text = CancelHandOver { genesis, patient: *patient, turn };
		Self::ensure_patients_vault_signed(patient, &text, signature)?;

		Self::next_turn(patient)?;
		HandOvers::<T>::remove(patient);
		HandOverTo::<T>::remove(&hand_over.account);
		Self::deposit_event(Event::HandOverCancelled { patient: *patient });
		Ok(())
	}

	/// The patient whose vault this is, and its hand-over that is due and not settled.
	pub(crate) fn unsettled(owner: &VaultOwner) -> Option<(PatientId, HandOver<AccountId32>)> {
		let VaultOwner::Patient(patient) = owner else { return None };
		Some((*patient, Self::due_hand_over(patient)?))
	}

	/// Writes down what the clock has brought about: the account, and that nobody of before has any say.
	pub(crate) fn settle(patient: PatientId, hand_over: HandOver<AccountId32>) -> DispatchResult {
		let HandOver { account, at } = hand_over;
		let known = Patients::<T>::get(patient).ok_or(Error::<T>::PatientNotFound)?;
		HandOvers::<T>::remove(patient);
		HandOverTo::<T>::remove(&account);
		Self::place_under(&patient, known, &account)?;
		HandedOver::<T>::insert(patient, at);
		// Guardians were chosen by whoever had the patient before.
		RecoveryPolicies::<T>::remove(patient);
		Recoveries::<T>::remove(patient);
		Self::end_those_before(&patient, at);
		Self::deposit_event(Event::HandOverSettled { patient, account });
		Ok(())
	}
}
