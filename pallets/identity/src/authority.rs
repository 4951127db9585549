//! Who acts for a patient: the one place that knows.
//!
//! The account that a patient is stored under is not always the one that controls it: a hand-over counts by the clock
//! alone. Whoever asks for control or for a patient's account asks here.

use crate::{pallet::*, Consortium};
use frame_support::ensure;
use salus_primitives::{
	ids::{PatientId, RepresentativeId},
	people::{Actor, Patient, PatientState, Standing},
	representation::{Authority, HandOver, Powers},
	time::Moment,
};
use sp_runtime::{AccountId32, DispatchError};

impl<T: Config> Pallet<T> {
	/// A patient, under the account that it is under now.
	pub fn patient(patient: &PatientId) -> Option<Patient<AccountId32>> {
		let mut found = Patients::<T>::get(patient)?;
		if let Some(hand_over) = Self::due_hand_over(patient) {
			found.controller = hand_over.account;
		}
		Some(found)
	}

	/// The patient that the account is the account of now.
	pub fn patient_of(account: &AccountId32) -> Option<PatientId> {
		let is_due = |patient: &PatientId| Self::due_hand_over(patient).is_some();
		PatientOf::<T>::get(account)
			.filter(|patient| !is_due(patient))
			.or_else(|| HandOverTo::<T>::get(account).filter(is_due))
	}

	/// The hand-over of the patient whose time has come, as long as the new account has not settled it.
	pub fn due_hand_over(patient: &PatientId) -> Option<HandOver<AccountId32>> {
		HandOvers::<T>::get(patient).filter(|hand_over| hand_over.is_due(Consortium::<T>::now()))
	}

	/// When the patient was handed over last.
	pub fn handed_over_at(patient: &PatientId) -> Option<Moment> {
		Self::due_hand_over(patient).map(|hand_over| hand_over.at).or_else(|| HandedOver::<T>::get(patient))
	}

	/// The patient's state at `at`.
	pub fn state_at(patient: &PatientId, at: Moment) -> Option<PatientState> {
		Patients::<T>::get(patient).and_then(|known| known.state.at(at).copied())
	}

	/// Whether the account controls the patient, which lives.
	pub fn controls(account: &AccountId32, patient: &PatientId) -> bool {
		Self::ensure_controls(account, patient).is_ok()
	}

	/// The patient, if the account controls it.
	///
	/// Errors: [`Error::PatientNotFound`], [`Error::NotController`], [`Error::PatientDeceased`].
	pub fn ensure_controls(
		account: &AccountId32,
		patient: &PatientId,
	) -> Result<Patient<AccountId32>, DispatchError> {
		let found = Self::patient(patient).ok_or(Error::<T>::PatientNotFound)?;
		ensure!(found.controller == *account, Error::<T>::NotController);
		let dead = found.state.at(Consortium::<T>::now()) == Some(&PatientState::Deceased);
		ensure!(!dead, Error::<T>::PatientDeceased);
		Ok(found)
	}

	/// With whose authority the account does for the patient what takes that power: the patient's own, or that of a
	/// representative in good standing.
	///
	/// Errors: those of [`Pallet::ensure_controls`], [`Error::RepresentativeNotInStanding`], [`Error::PowerMissing`].
	pub fn authority(
		account: &AccountId32,
		patient: &PatientId,
		power: Powers,
	) -> Result<(Authority, Patient<AccountId32>), DispatchError> {
		let found = Self::patient(patient).ok_or(Error::<T>::PatientNotFound)?;
		if found.controller == *account {
			return Self::ensure_controls(account, patient).map(|known| (Authority::Patient, known));
		}
		let id = Self::representation(account, patient).ok_or(Error::<T>::NotController)?;
		let standing = Self::representative_standing(id, Consortium::<T>::now());
		ensure!(standing == Standing::Good, Error::<T>::RepresentativeNotInStanding);
		let powers = Representatives::<T>::get(id).map(|known| known.powers).unwrap_or_default();
		ensure!(powers.contains(power), Error::<T>::PowerMissing);
		Ok((Authority::Representative(id), found))
	}

	/// Says who acted, if that was not the patient itself.
	pub fn tell(patient: &PatientId, authority: Authority) {
		if let Authority::Representative(representative) = authority {
			Self::deposit_event(Event::ActedForPatient { patient: *patient, representative });
		}
	}

	/// Says who acted as this, if that was a representative.
	pub fn tell_actor(patient: &PatientId, actor: &Actor) {
		if let Some(representative) = actor.representative() {
			Self::tell(patient, Authority::Representative(representative));
		}
	}

	/// The representative of the patient that the account is; no more after it was ended.
	pub fn representation(account: &AccountId32, patient: &PatientId) -> Option<RepresentativeId> {
		RepresentationsOf::<T>::get(account).into_iter().find(|id| Self::represents(*id, patient))
	}
}
