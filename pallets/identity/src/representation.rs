//! Representatives: who is admitted to act for a patient, and until when.
//!
//! Nobody comes to represent a patient by one party's word. A registrar of the enrolling organisation submits what the
//! representative signed, and the patient with it; only where the patient cannot sign, because that is attested, the
//! organisation's word stands for it.

use crate::{pallet::*, Consortium};
use alloc::vec::Vec;
use frame_support::{ensure, traits::Get};
use salus_primitives::{
	ids::{PatientId, RepresentativeId},
	people::{Standing, VaultOwner},
	representation::{
		Basis, BothSignatures, HandOver, NewRepresentative, PatientSituation, Representative,
		RepresentativeView,
	},
	text::{AppointRepresentative, RepresentPatient, SignedText},
	time::Moment,
	view::QueryError,
	BoundedVec,
};
use sp_runtime::{AccountId32, DispatchResult};

/// The list with one more and without those whose time is over; none if there is no room.
fn with<S: Get<u32>>(
	list: BoundedVec<RepresentativeId, S>,
	new: RepresentativeId,
	is_over: impl Fn(RepresentativeId) -> bool,
) -> Option<BoundedVec<RepresentativeId, S>> {
	let mut list = list;
	list.retain(|listed| !is_over(*listed));
	list.try_push(new).ok()?;
	Some(list)
}

impl<T: Config> Pallet<T> {
	pub(crate) fn do_admit_representative(
		registrar: &AccountId32,
		new: NewRepresentative<AccountId32>,
		signatures: &BothSignatures,
		appointment: Option<&BothSignatures>,
	) -> DispatchResult {
		let NewRepresentative { patient, powers, basis, from, until, .. } = new;
		let known = Self::patient(&patient).ok_or(Error::<T>::PatientNotFound)?;
		Consortium::<T>::ensure_registrar(registrar, known.organisation)?;
		let now = Consortium::<T>::now();
		ensure!(powers.is_valid(), Error::<T>::InvalidPowers);
		ensure!(powers.go_together(), Error::<T>::RotatingWithoutReading);
		ensure!(until > from && until > now, Error::<T>::InvalidPeriod);
		let number = RepresentativeCount::<T>::get(patient);
		ensure!(new.number == number, Error::<T>::NumberUsed);
		ensure!(new.account != known.controller, Error::<T>::OwnRepresentative);
		ensure!(basis.holds(known.state.at(now).copied()), Error::<T>::BasisDoesNotHold);
		let is_over = |id| Representatives::<T>::get(id).is_none_or(|known| known.is_over(now));
		let double = Self::representation(&new.account, &patient).is_some_and(|id| !is_over(id));
		ensure!(!double, Error::<T>::AlreadyRepresentative);
		Self::ensure_both_signed(&new, &known.controller, signatures, appointment)?;

		let id = NextRepresentative::<T>::get();
		let next = id.checked_add(1).ok_or(Error::<T>::RepresentativesExhausted)?;
		let of_patient = with(RepresentativesOf::<T>::get(patient), id, is_over)
			.ok_or(Error::<T>::TooManyRepresentatives)?;
		let of_account = with(RepresentationsOf::<T>::get(&new.account), id, is_over)
			.ok_or(Error::<T>::TooManyRepresented)?;
		NextRepresentative::<T>::put(next);
		RepresentativeCount::<T>::insert(patient, number.saturating_add(1));
		RepresentativesOf::<T>::insert(patient, of_patient);
		RepresentationsOf::<T>::insert(&new.account, of_account);
		Self::store_keys(VaultOwner::Representative(id), new.vault, 0);
		Consortium::<T>::admit(&new.account);
		let account = new.account;
		Representatives::<T>::insert(
			id,
			Representative {
				patient,
				account: account.clone(),
				powers,
				basis,
				organisation: known.organisation,
				from,
				until,
				admitted_at: now,
				ended_at: None,
			},
		);
		Self::deposit_event(Event::RepresentativeAdmitted { patient, representative: id, account, basis });
		Ok(())
	}

	/// Refuses a representative that did not sign with wallet and vault for all of this, and one whom the patient did not
	/// appoint so: a registrar alone puts nobody in.
	fn ensure_both_signed(
		new: &NewRepresentative<AccountId32>,
		controller: &AccountId32,
		signatures: &BothSignatures,
		appointment: Option<&BothSignatures>,
	) -> DispatchResult {
		Consortium::<T>::ensure_text_life(new.expires_at)?;
		let genesis = Consortium::<T>::genesis_hash();
		let text = RepresentPatient { genesis, new };
		Consortium::<T>::ensure_signed_by_wallet(&text, &signatures.wallet, &new.account)?;
		let signed = text.is_signed_by_vault(&signatures.vault, &new.vault.signing);
		ensure!(signed, Error::<T>::BadVaultSignature);
		match (new.basis, appointment) {
			(Basis::Appointed, Some(word)) => {
				let text = AppointRepresentative { genesis, new };
				Consortium::<T>::ensure_signed_by_wallet(&text, &word.wallet, controller)?;
				Self::ensure_patients_vault_signed(&new.patient, &text, &word.vault)
			}
			(Basis::Appointed, None) => Err(Error::<T>::AppointmentMissing.into()),
			(_, Some(_)) => Err(Error::<T>::UnexpectedAppointment.into()),
			(_, None) => Ok(()),
		}
	}

	pub(crate) fn do_end_representative(account: &AccountId32, id: RepresentativeId) -> DispatchResult {
		let known = Representatives::<T>::get(id).ok_or(Error::<T>::RepresentativeNotFound)?;
		let by_registrar = known.basis != Basis::Appointed
			&& Consortium::<T>::ensure_registrar(
				account,
				Self::answers_for(known.organisation, &known.patient),
			)
			.is_ok();
		if known.account != *account && !by_registrar {
			Self::ensure_controls(account, &known.patient)?;
		}
		ensure!(known.ended_at.is_none(), Error::<T>::RepresentativeEnded);
		Self::end(id, known, Consortium::<T>::now());
		Ok(())
	}

	/// Ends the representatives whom the patient had before `at`, from then on; whom it was given since stays.
	pub(crate) fn end_those_before(patient: &PatientId, at: Moment) {
		for id in RepresentativesOf::<T>::get(patient) {
			if let Some(known) = Representatives::<T>::get(id).filter(|known| known.admitted_at < at) {
				Self::end(id, known, at);
			}
		}
	}

	fn end(id: RepresentativeId, known: Representative<AccountId32>, at: Moment) {
		let patient = known.patient;
		RepresentativesOf::<T>::mutate_exists(patient, |list| {
			list.as_mut()?.retain(|listed| *listed != id);
			list.take_if(|list| list.is_empty())
		});
		RepresentationsOf::<T>::mutate_exists(&known.account, |list| {
			list.as_mut()?.retain(|listed| *listed != id);
			list.take_if(|list| list.is_empty())
		});
		Representatives::<T>::insert(id, Representative { ended_at: Some(at), ..known });
		Self::deposit_event(Event::RepresentativeEnded { patient, representative: id });
	}

	/// A representative, ended or not.
	pub fn representative(id: RepresentativeId) -> Option<Representative<AccountId32>> {
		Representatives::<T>::get(id)
	}

	/// Whether the representative, ended or not, is one of this patient's.
	pub fn represents(id: RepresentativeId, patient: &PatientId) -> bool {
		Representatives::<T>::get(id).is_some_and(|known| known.patient == *patient)
	}

	/// How the representative stood at `at`.
	pub fn representative_standing(id: RepresentativeId, at: Moment) -> Standing {
		let Some(known) = Representatives::<T>::get(id) else { return Standing::Absent };
		// One that was settled has written the end down.
		let handed_over = Self::due_hand_over(&known.patient).map(|hand_over| hand_over.at);
		known.standing_at(at, Self::state_at(&known.patient, at), handed_over)
	}

	/// Whether the account represents some patient in good standing.
	pub fn represents_anyone(account: &AccountId32) -> bool {
		let now = Consortium::<T>::now();
		RepresentationsOf::<T>::get(account)
			.into_iter()
			.any(|id| Self::representative_standing(id, now) == Standing::Good)
	}

	/// The patient's representatives that were not ended.
	pub fn representatives(
		patient: &PatientId,
	) -> Result<Vec<(RepresentativeId, RepresentativeView<AccountId32>)>, QueryError> {
		ensure!(Patients::<T>::contains_key(patient), QueryError::PatientNotFound);
		Ok(RepresentativesOf::<T>::get(patient).into_iter().filter_map(Self::representative_view).collect())
	}

	/// Whom the account represents, and was not ended for.
	pub fn representations(
		account: &AccountId32,
	) -> Vec<(RepresentativeId, RepresentativeView<AccountId32>)> {
		RepresentationsOf::<T>::get(account).into_iter().filter_map(Self::representative_view).collect()
	}

	fn representative_view(
		id: RepresentativeId,
	) -> Option<(RepresentativeId, RepresentativeView<AccountId32>)> {
		let representative = Representatives::<T>::get(id)?;
		let standing = Self::representative_standing(id, Consortium::<T>::now());
		let vault = Self::vault(VaultOwner::Representative(id));
		Some((id, RepresentativeView { representative, standing, vault }))
	}

	/// How the patient stands now, and what is to come.
	pub fn situation(patient: &PatientId) -> Result<PatientSituation<AccountId32>, QueryError> {
		let known = Self::patient(patient).ok_or(QueryError::PatientNotFound)?;
		let now = Consortium::<T>::now();
		let hand_over: Option<HandOver<AccountId32>> = HandOvers::<T>::get(patient);
		Ok(PatientSituation {
			controller: Some(known.controller.clone()).filter(|account| Self::controls(account, patient)),
			state: known.state.at(now).copied(),
			attested: Self::attested(&known, now),
			hand_over,
			handed_over_at: Self::handed_over_at(patient),
			merged_into: MergedInto::<T>::get(patient),
			merged_from: MergedFrom::<T>::get(patient).into_inner(),
			representatives: RepresentativeCount::<T>::get(patient),
		})
	}
}
