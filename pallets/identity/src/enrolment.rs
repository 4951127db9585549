//! Enrolment: who becomes a patient.

use crate::{pallet::*, Consortium};
use frame_support::{ensure, traits::Get};
use salus_primitives::{
	ids::{Digest, OrganisationId, PatientId, ScopeId, VaultSignature},
	people::{Patient, PatientState, VaultOwner},
	text::{Enrolment, EnrolmentText, SignedText},
	time::{within, History, Moment},
};
use sp_runtime::{AccountId32, DispatchError, DispatchResult, MultiSignature};

/// Told of each new patient, in the call that enrols it.
pub trait OnPatientEnrolled {
	/// `patient` was enrolled by `organisation`, and signed for its inbox's name and first key. An error undoes the
	/// enrolment.
	fn on_enrolled(
		patient: PatientId,
		organisation: OrganisationId,
		inbox: ScopeId,
		inbox_key: Digest,
	) -> DispatchResult;

	/// `organisation` takes the place of the patient's home. `text` is the digest of what was signed for that, by the
	/// patient's own account, or by another one of which it is to be checked that it represents the patient. An error
	/// undoes it.
	fn on_rehomed(
		patient: PatientId,
		organisation: OrganisationId,
		representative: Option<&AccountId32>,
		text: Digest,
	) -> DispatchResult;
}

impl OnPatientEnrolled for () {
	fn on_enrolled(_: PatientId, _: OrganisationId, _: ScopeId, _: Digest) -> DispatchResult {
		Ok(())
	}

	fn on_rehomed(_: PatientId, _: OrganisationId, _: Option<&AccountId32>, _: Digest) -> DispatchResult {
		Ok(())
	}
}

impl<T: Config> Pallet<T> {
	pub(crate) fn enrol(
		registrar: &AccountId32,
		enrolment: &Enrolment,
		signature: &MultiSignature,
		vault_signature: &VaultSignature,
	) -> DispatchResult {
		let Enrolment { account, organisation, vault, inbox, inbox_key, expires_at, .. } = enrolment;
		Consortium::<T>::ensure_registrar(registrar, *organisation)?;
		let now = Consortium::<T>::now();

		let text = EnrolmentText { genesis: Consortium::<T>::genesis_hash(), enrolment };
		let id = text.patient_id();
		ensure!(!Patients::<T>::contains_key(id), Error::<T>::AlreadyEnrolled);
		Consortium::<T>::ensure_text_life(*expires_at)?;
		Self::ensure_free(account)?;
		let enrolments = Self::count_enrolment(*organisation, now)?;
		Consortium::<T>::ensure_signed_by_wallet(&text, signature, account)?;
		ensure!(text.is_signed_by_vault(vault_signature, &vault.signing), Error::<T>::BadVaultSignature);

		Enrolments::<T>::insert(organisation, enrolments);
		Patients::<T>::insert(
			id,
			Patient {
				controller: account.clone(),
				organisation: *organisation,
				state: History::starting(now, PatientState::Active),
				enrolled_at: now,
			},
		);
		PatientOf::<T>::insert(account, id);
		Self::store_keys(VaultOwner::Patient(id), *vault, 0);
		Consortium::<T>::admit(account);
		T::OnEnrolled::on_enrolled(id, *organisation, *inbox, *inbox_key)?;
		Self::deposit_event(Event::PatientEnrolled {
			patient: id,
			organisation: *organisation,
			controller: account.clone(),
		});
		Ok(())
	}

	/// The organisation's window with one more enrolment in it.
	fn count_enrolment(organisation: OrganisationId, now: Moment) -> Result<(Moment, u32), DispatchError> {
		let (start, count) = Enrolments::<T>::get(organisation)
			.filter(|(start, _)| within(now, *start, Some(start.saturating_add(T::EnrolmentWindow::get()))))
			.unwrap_or((now, 0));
		ensure!(count < T::MaxEnrolments::get(), Error::<T>::TooManyEnrolments);
		Ok((start, count.saturating_add(1)))
	}
}
