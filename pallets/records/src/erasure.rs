//! Erasure: the patient's alone, also where the author's side asks for it.

use crate::{amendments::answers_for, pallet::*};
use frame_support::{dispatch::DispatchResult, ensure};
use salus_pallet_consent::Pallet as Consent;
use salus_pallet_consortium::Pallet as Consortium;
use salus_pallet_identity::Pallet as Identity;
use salus_primitives::{
	ids::{PatientId, RecordIndex, VaultSignature},
	limits::MAX_ERASURE_PROPOSALS,
	people::Actor,
	records::{ErasureProposal, Record},
	text::EraseRecord,
};
use sp_runtime::AccountId32;

impl<T: Config> Pallet<T> {
	/// The record, unless it is erased.
	fn erasable(patient: &PatientId, index: RecordIndex) -> Result<Record, Error<T>> {
		let record = Records::<T>::get(patient, index).ok_or(Error::<T>::RecordNotFound)?;
		ensure!(!record.status.is_erased(), Error::<T>::AlreadyErased);
		Ok(record)
	}

	pub(crate) fn erase_one(
		who: &AccountId32,
		patient: PatientId,
		index: RecordIndex,
		signature: &VaultSignature,
	) -> DispatchResult {
		Identity::<T>::ensure_controls(who, &patient)?;
		let record = Self::erasable(&patient, index)?;
		// Nothing brings an erased record back: a stolen wallet alone must not destroy it.
		let genesis = Consortium::<T>::genesis_hash();
		let text = EraseRecord { genesis, patient, record: index, ciphertext: record.pointer.ciphertext };
		Consent::<T>::ensure_signed_by_vault(&patient, &text, signature)?;

		Consent::<T>::forget_record(&patient, index);
		Records::<T>::insert(patient, index, record.tombstone());
		Self::take_proposal(&patient, index);
		Self::forget_dispute(&patient, index);
		Self::deposit_event(Event::RecordErased { patient, index });
		Ok(())
	}

	pub(crate) fn propose_one(
		who: &AccountId32,
		patient: PatientId,
		index: RecordIndex,
		actor: Actor,
	) -> DispatchResult {
		Self::authenticate(who, &patient, &actor)?;
		ensure!(actor != Actor::Patient, Error::<T>::PatientErases);
		let record = Records::<T>::get(patient, index).ok_or(Error::<T>::RecordNotFound)?;
		ensure!(answers_for(&actor, &record.author), Error::<T>::NotAuthor);
		ensure!(!record.status.is_erased(), Error::<T>::AlreadyErased);
		let now = Consortium::<T>::now();
		ensure!(Self::in_standing(&actor, now), Error::<T>::NotInStanding);
		ensure!(!ErasureProposals::<T>::contains_key(patient, index), Error::<T>::AlreadyProposed);
		let open = ErasureProposalCount::<T>::get(patient);
		ensure!(open < MAX_ERASURE_PROPOSALS, Error::<T>::TooManyProposals);

		ErasureProposals::<T>::insert(patient, index, ErasureProposal { actor, proposed_at: now });
		ErasureProposalCount::<T>::insert(patient, open.saturating_add(1));
		Self::deposit_event(Event::ErasureProposed { patient, index, actor });
		Identity::<T>::tell_actor(&patient, &actor);
		Ok(())
	}

	pub(crate) fn decline_one(who: &AccountId32, patient: PatientId, index: RecordIndex) -> DispatchResult {
		Identity::<T>::ensure_controls(who, &patient)?;
		ensure!(Self::take_proposal(&patient, index), Error::<T>::NotProposed);
		Self::deposit_event(Event::ErasureDeclined { patient, index });
		Ok(())
	}

	/// Removes the record's proposal, if there is one.
	fn take_proposal(patient: &PatientId, index: RecordIndex) -> bool {
		let proposed = ErasureProposals::<T>::take(patient, index).is_some();
		if proposed {
			ErasureProposalCount::<T>::mutate_exists(patient, |open| {
				*open = open.unwrap_or(0).checked_sub(1).filter(|left| *left > 0);
			});
		}
		proposed
	}
}
