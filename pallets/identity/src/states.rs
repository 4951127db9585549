//! States of a patient: what the enrolling organisation attests, and which patients are one person.
//!
//! An attestation counts only after a week, by the clock, and until then whoever lives contests it with the wallet alone.

use crate::{pallet::*, Consortium};
use frame_support::ensure;
use salus_primitives::{
	ids::PatientId,
	limits::{ATTESTATION_DELAY, ATTESTATION_REST},
	people::{Patient, PatientState},
	text::MergePatients,
	time::{within, Moment},
};
use sp_runtime::{AccountId32, DispatchResult, MultiSignature};

impl<T: Config> Pallet<T> {
	/// The state that was attested of the patient and does not count yet, and from when on it does.
	pub(crate) fn attested(known: &Patient<AccountId32>, now: Moment) -> Option<(PatientState, Moment)> {
		let (from, state) = known.state.entries().last()?;
		(*from > now).then_some((*state, *from))
	}

	pub(crate) fn do_attest_state(
		registrar: &AccountId32,
		patient: &PatientId,
		state: PatientState,
	) -> DispatchResult {
		let mut known = Patients::<T>::get(patient).ok_or(Error::<T>::PatientNotFound)?;
		Consortium::<T>::ensure_registrar(registrar, known.organisation)?;
		ensure!(state != PatientState::Active, Error::<T>::NotAttestable);
		let now = Consortium::<T>::now();
		let current = known.state.at(now).copied();
		ensure!(Self::attested(&known, now).is_none(), Error::<T>::AlreadyAttested);
		ensure!(current != Some(state), Error::<T>::AlreadyAttested);
		ensure!(current != Some(PatientState::Deceased), Error::<T>::PatientDeceased);
		let rests = Contests::<T>::get(patient)
			.is_some_and(|at| within(now, at, Some(at.saturating_add(ATTESTATION_REST))));
		ensure!(!rests, Error::<T>::ContestedRecently);

		let from = now.saturating_add(ATTESTATION_DELAY);
		known.state.push(from, state);
		Patients::<T>::insert(patient, known);
		Self::deposit_event(Event::StateAttested { patient: *patient, state, from });
		Ok(())
	}

	pub(crate) fn do_contest_attestation(account: &AccountId32, patient: &PatientId) -> DispatchResult {
		Self::ensure_controls(account, patient)?;
		let mut known = Patients::<T>::get(patient).ok_or(Error::<T>::PatientNotFound)?;
		let now = Consortium::<T>::now();
		ensure!(Self::attested(&known, now).is_some(), Error::<T>::NothingAttested);
		Self::go_on(&mut known, now);
		Patients::<T>::insert(patient, known);
		Contests::<T>::insert(patient, now);
		Self::deposit_event(Event::AttestationContested { patient: *patient });
		Ok(())
	}

	pub(crate) fn do_lift_state(registrar: &AccountId32, patient: &PatientId) -> DispatchResult {
		let mut known = Patients::<T>::get(patient).ok_or(Error::<T>::PatientNotFound)?;
		Consortium::<T>::ensure_registrar(registrar, known.organisation)?;
		let now = Consortium::<T>::now();
		if Self::attested(&known, now).is_some() {
			Self::go_on(&mut known, now);
		} else {
			let active = known.state.at(now) == Some(&PatientState::Active);
			ensure!(!active, Error::<T>::NothingAttested);
			known.state.push(now, PatientState::Active);
		}
		Patients::<T>::insert(patient, known);
		Self::deposit_event(Event::StateLifted { patient: *patient });
		Ok(())
	}

	/// Lets the state of now go on in place of the one to come.
	fn go_on(known: &mut Patient<AccountId32>, now: Moment) {
		let current = known.state.at(now).copied().unwrap_or(PatientState::Active);
		known.state.push(now, current);
	}

	pub(crate) fn do_merge(
		account: &AccountId32,
		patient: &PatientId,
		into: &PatientId,
		expires_at: Moment,
		signature: &MultiSignature,
	) -> DispatchResult {
		Self::ensure_controls(account, patient)?;
		ensure!(patient != into, Error::<T>::MergeCircular);
		ensure!(!MergedInto::<T>::contains_key(patient), Error::<T>::AlreadyMerged);
		// Both are ends of their chains, so that no link closes a circle.
		ensure!(!MergedInto::<T>::contains_key(into), Error::<T>::MergedElsewhere);
		let other = Self::patient(into).ok_or(Error::<T>::PatientNotFound)?.controller;
		Self::ensure_controls(&other, into)?;
		Consortium::<T>::ensure_text_life(expires_at)?;
		let genesis = Consortium::<T>::genesis_hash();
		let text = MergePatients { genesis, patient: *patient, into: *into, account: &other, expires_at };
		Consortium::<T>::ensure_signed_by_wallet(&text, signature, &other)?;

		MergedFrom::<T>::try_mutate(into, |list| {
			list.try_push(*patient).map_err(|_| Error::<T>::TooManyMerged)
		})?;
		MergedInto::<T>::insert(patient, into);
		Self::deposit_event(Event::PatientsMerged { patient: *patient, into: *into });
		Ok(())
	}
}
