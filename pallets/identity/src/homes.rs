//! Where patients are at home: the organisation that enrolled a patient, or took the place of one that was expelled.
//!
//! Who is to choose another home follows from the organisation's standing when it is asked, so that no vote walks over
//! patients.

use crate::{enrolment::OnPatientEnrolled, pallet::*, Consortium};
use frame_support::ensure;
use salus_primitives::{
	consortium::Home,
	ids::{sha256, Digest, OrganisationId, PatientId},
	representation::Powers,
	text::{ChooseHome, SignedText},
	time::Moment,
	view::QueryError,
};
use sp_runtime::{AccountId32, DispatchResult, MultiSignature};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_rehome(
		registrar: &AccountId32,
		patient: &PatientId,
		organisation: OrganisationId,
		account: &AccountId32,
		expires_at: Moment,
		signature: &MultiSignature,
	) -> DispatchResult {
		let known = Self::patient(patient).ok_or(Error::<T>::PatientNotFound)?;
		Consortium::<T>::ensure_registrar(registrar, organisation)?;
		let from = known.organisation;
		ensure!(Consortium::<T>::is_expelled(from), Error::<T>::NotRehomeDue);
		// The patient's account counts whatever was attested: whoever attested a death is no longer there to take it back.
		let representative = (known.controller != *account).then_some(account);
		if representative.is_some() {
			Self::authority(account, patient, Powers::GRANT)?;
		}
		Consortium::<T>::ensure_text_life(expires_at)?;
		let genesis = Consortium::<T>::genesis_hash();
		let text = ChooseHome { genesis, patient: *patient, account, from, to: organisation, expires_at };
		Consortium::<T>::ensure_signed_by_wallet(&text, signature, account)?;

		T::OnEnrolled::on_rehomed(*patient, organisation, representative, Digest(sha256(&[&text.text()])))?;
		Patients::<T>::mutate(patient, |stored| {
			if let Some(stored) = stored {
				stored.organisation = organisation;
			}
		});
		Self::deposit_event(Event::PatientRehomed { patient: *patient, from, organisation });
		Ok(())
	}

	/// Where the patient is at home, and whether it is to choose another home.
	pub fn home(patient: &PatientId) -> Result<Home, QueryError> {
		let organisation = Patients::<T>::get(patient).ok_or(QueryError::PatientNotFound)?.organisation;
		Ok(Home { organisation, rehome_due: Consortium::<T>::notice(organisation) })
	}

	/// Who vouches now for what the organisation attested of the patient: the organisation, or the patient's home if it was
	/// expelled.
	pub(crate) fn answers_for(organisation: OrganisationId, patient: &PatientId) -> OrganisationId {
		if !Consortium::<T>::is_expelled(organisation) {
			return organisation;
		}
		Patients::<T>::get(patient).map_or(organisation, |known| known.organisation)
	}
}
