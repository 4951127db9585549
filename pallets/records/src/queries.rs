//! What the runtime API answers about records.

use crate::pallet::*;
use alloc::vec::Vec;
use salus_primitives::{
	ids::{PatientId, RecordIndex},
	limits::MAX_PAGE,
	records::{ErasureProposal, Record},
	view::{Page, QueryError},
};

impl<T: Config> Pallet<T> {
	/// Records of a patient from `start` on, at most `limit` and never more than [`MAX_PAGE`].
	///
	/// # Errors
	/// [`QueryError::PatientNotFound`].
	pub fn records(
		patient: PatientId,
		start: RecordIndex,
		limit: u32,
	) -> Result<Page<RecordIndex, Record>, QueryError> {
		Self::ensure_patient(&patient)?;
		let count = RecordCount::<T>::get(patient);
		let end = start.saturating_add(limit.min(MAX_PAGE)).min(count);
		let items = (start..end)
			.filter_map(|index| Records::<T>::get(patient, index).map(|record| (index, record)))
			.collect();
		let next = start.max(end);
		Ok(Page { items, next: (next < count).then_some(next) })
	}

	/// One record.
	///
	/// # Errors
	/// [`QueryError::PatientNotFound`], [`QueryError::RecordNotFound`].
	pub fn record(patient: PatientId, index: RecordIndex) -> Result<Record, QueryError> {
		Self::ensure_patient(&patient)?;
		Records::<T>::get(patient, index).ok_or(QueryError::RecordNotFound)
	}

	/// Proposals to erase records that await the patient, by record.
	///
	/// # Errors
	/// [`QueryError::PatientNotFound`].
	pub fn erasure_proposals(patient: PatientId) -> Result<Vec<(RecordIndex, ErasureProposal)>, QueryError> {
		Self::ensure_patient(&patient)?;
		// Bounded by MAX_ERASURE_PROPOSALS.
		let mut open: Vec<_> = ErasureProposals::<T>::iter_prefix(patient).collect();
		open.sort_unstable_by_key(|(index, _)| *index);
		Ok(open)
	}

	fn ensure_patient(patient: &PatientId) -> Result<(), QueryError> {
		salus_pallet_identity::Pallet::<T>::patient(patient).map(|_| ()).ok_or(QueryError::PatientNotFound)
	}
}
