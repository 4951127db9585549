//! Consents to blinded readers: a patient grants reading to a commitment, and who is behind it is opened off chain.
//!
//! Of a blinded grantee the chain knows neither existence nor standing, exclusion or vault. So it may name one in a patient's
//! own grant to read and nowhere else. Who asks with the opening is somebody named, and stands, or is excluded, as ever.

use crate::{grants::Giver, pallet::*, Config, Pallet};
use frame_support::ensure;
use salus_primitives::{
	consent::{Grant, Permissions},
	ids::PatientId,
	limits::MAX_CONSENTS_PER_COMMITMENT,
	people::Party,
};
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	/// Refuses a commitment where somebody has to be named.
	pub(crate) fn ensure_named(party: &Party) -> DispatchResult {
		ensure!(!party.is_blinded(), Error::<T>::BlindedNotAllowed);
		Ok(())
	}

	/// Refuses a blinded grantee of anybody but the patient, of more than reading, and one that a consent named before:
	/// whoever sees the chain would know that both are of one reader.
	pub(crate) fn ensure_may_be_blinded(patient: &PatientId, giver: &Giver, grant: &Grant) -> DispatchResult {
		if !grant.grantee.is_blinded() {
			return Ok(());
		}
		ensure!(matches!(giver, Giver::Patient), Error::<T>::BlindedNotAllowed);
		ensure!(grant.permissions == Permissions::READ, Error::<T>::BlindedOnlyReads);
		let before = ByGrantee::<T>::decode_len(patient, grant.grantee).unwrap_or(0);
		ensure!(before < MAX_CONSENTS_PER_COMMITMENT, Error::<T>::CommitmentUsed);
		Ok(())
	}
}
