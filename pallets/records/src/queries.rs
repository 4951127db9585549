//! What the runtime API answers about records.

use crate::pallet::*;
use alloc::vec::Vec;
use salus_pallet_consortium::Pallet as Consortium;
use salus_primitives::{
	dispute::DisputedRecord,
	ids::{OrganisationId, PatientId, RecordIndex},
	limits::MAX_PAGE,
	records::{ErasureProposal, Record},
	view::{DisputeView, Page, QueryError},
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

	/// Disputes of the patient's records from `start` on, however they stand. Pages as [`Self::records`] does: of the records
	/// of one page those that were ever disputed, which may be none before the last page.
	///
	/// # Errors
	/// [`QueryError::PatientNotFound`].
	pub fn disputes(
		patient: PatientId,
		start: RecordIndex,
		limit: u32,
	) -> Result<Page<RecordIndex, DisputeView>, QueryError> {
		Self::ensure_patient(&patient)?;
		let now = Consortium::<T>::now();
		let count = RecordCount::<T>::get(patient);
		let end = start.saturating_add(limit.min(MAX_PAGE)).min(count);
		let items = (start..end)
			.filter_map(|index| {
				let dispute = Disputes::<T>::get(patient, index)?;
				Some((index, DisputeView::at(dispute, now)))
			})
			.collect();
		let next = start.max(end);
		Ok(Page { items, next: (next < count).then_some(next) })
	}

	/// The newest dispute of a record; none if it was never disputed.
	///
	/// # Errors
	/// [`QueryError::PatientNotFound`], [`QueryError::RecordNotFound`].
	pub fn dispute_of(patient: PatientId, index: RecordIndex) -> Result<Option<DisputeView>, QueryError> {
		Self::record(patient, index)?;
		let now = Consortium::<T>::now();
		Ok(Disputes::<T>::get(patient, index).map(|dispute| DisputeView::at(dispute, now)))
	}

	/// Disputes that await an answer of the organisation, from `start` on, in no order that means anything.
	///
	/// # Errors
	/// [`QueryError::OrganisationNotFound`].
	pub fn disputes_of(
		organisation: OrganisationId,
		start: Option<DisputedRecord>,
		limit: u32,
	) -> Result<Page<DisputedRecord, DisputeView>, QueryError> {
		Consortium::<T>::organisation(organisation).ok_or(QueryError::OrganisationNotFound)?;
		let now = Consortium::<T>::now();
		let size = limit.min(MAX_PAGE) as usize;
		let mut keys: Vec<DisputedRecord> = match start {
			None => OpenDisputes::<T>::iter_key_prefix(organisation).take(size.saturating_add(1)).collect(),
			Some(start) => {
				let after = OpenDisputes::<T>::hashed_key_for(organisation, start);
				let first = Some(start).filter(|start| OpenDisputes::<T>::contains_key(organisation, start));
				let rest = OpenDisputes::<T>::iter_key_prefix_from(organisation, after);
				first.into_iter().chain(rest).take(size.saturating_add(1)).collect()
			}
		};
		let next = keys.get(size).copied();
		keys.truncate(size);
		let items = keys
			.into_iter()
			.filter_map(|key| {
				let dispute = Disputes::<T>::get(key.patient, key.index)?;
				Some((key, DisputeView::at(dispute, now)))
			})
			.collect();
		Ok(Page { items, next })
	}

	fn ensure_patient(patient: &PatientId) -> Result<(), QueryError> {
		salus_pallet_identity::Pallet::<T>::patient(patient).map(|_| ()).ok_or(QueryError::PatientNotFound)
	}
}
