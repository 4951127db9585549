//! Filing: what a record must be to enter a scope, and its storing. Every record comes in through [`Filing::file`].

use crate::{pallet::*, WeightInfo, MAX_SCOPES_PER_BATCH, MAX_STATE_PER_RECORD};
use alloc::collections::{BTreeMap, BTreeSet};
use codec::MaxEncodedLen;
use core::marker::PhantomData;
use frame_support::{
	dispatch::{DispatchResult, DispatchResultWithPostInfo},
	ensure,
	traits::Get,
	weights::Weight,
	BoundedVec,
};
use salus_primitives::{
	access::{decide, Action, Facts, Request},
	consent::Item,
	ids::{Digest, KeyEpoch, PatientId, RecordIndex, ScopeNumber, VaultSignature, INBOX},
	limits::MaxRecordsPerBatch,
	people::Actor,
	purpose::Purpose,
	records::{NewRecord, Record, RecordStatus, Refusal},
	text::RefileRecord,
	time::Moment,
};
use sp_runtime::{AccountId32, DispatchError};

/// A batch may take one part in so many of a block's weight.
const BATCHES_PER_BLOCK: u64 = 5;

impl<T> From<Refusal> for Error<T> {
	fn from(refusal: Refusal) -> Self {
		match refusal {
			Refusal::Denied => Self::Denied,
			Refusal::ScopeNotFound => Self::ScopeNotFound,
			Refusal::StaleEpoch => Self::StaleEpoch,
			Refusal::RotationDue => Self::RotationDue,
			Refusal::InvalidSize => Self::InvalidSize,
			Refusal::TooManyRecords => Self::TooManyRecords,
		}
	}
}

/// One writer at one patient's records, for one purpose, in one call.
pub(crate) struct Filing<T> {
	patient: PatientId,
	actor: Actor,
	purpose: Purpose,
	at: Moment,
	/// Scopes looked at so far: the key version to seal to, or why nothing may be filed.
	opened: BTreeMap<ScopeNumber, Result<KeyEpoch, Refusal>>,
	/// What the decision knows of the writer, gathered once and turned to each item.
	facts: Option<Facts>,
	pallet: PhantomData<T>,
}

impl<T: Config> Filing<T> {
	/// Authenticates `who` as `actor`.
	pub(crate) fn by(
		who: &AccountId32,
		patient: PatientId,
		actor: Actor,
		purpose: Purpose,
	) -> Result<Self, DispatchError> {
		Pallet::<T>::authenticate(who, &patient, &actor)?;
		Ok(Self {
			patient,
			actor,
			purpose,
			at: salus_pallet_consortium::Pallet::<T>::now(),
			opened: BTreeMap::new(),
			facts: None,
			pallet: PhantomData,
		})
	}

	/// Whether the access decision lets the writer write to `item` now.
	pub(crate) fn may_write(&mut self, item: Item) -> bool {
		let request = Request {
			actor: self.actor,
			action: Action::Write,
			item,
			purpose: self.purpose,
			at: self.at,
			opening: None,
		};
		let facts = self
			.facts
			.get_or_insert_with(|| salus_pallet_consent::Pallet::<T>::facts(&self.patient, &request));
		salus_pallet_consent::Pallet::<T>::turn_to(facts, &self.patient, &item, self.at);
		decide(facts, &request).is_allowed()
	}

	/// The key version that the scope takes records for from this writer; decided once for each scope.
	fn open(&mut self, scope: ScopeNumber) -> Result<KeyEpoch, Refusal> {
		if let Some(opened) = self.opened.get(&scope) {
			return *opened;
		}
		let opened = if !salus_pallet_consent::Scopes::<T>::contains_key(self.patient, scope) {
			Err(Refusal::ScopeNotFound)
		} else if !self.may_write(Item::Scope(scope)) {
			Err(Refusal::Denied)
		} else {
			Pallet::<T>::open_epoch(&self.patient, scope, self.at)
		};
		self.opened.insert(scope, opened);
		opened
	}

	/// Checks the record and stores it as the next one, as a new version of `supersedes` if there is one.
	pub(crate) fn file(
		&mut self,
		pointer: NewRecord,
		supersedes: Option<RecordIndex>,
	) -> Result<RecordIndex, Refusal> {
		pointer.size.padded_len().ok_or(Refusal::InvalidSize)?;
		if self.open(pointer.scope)? != pointer.epoch {
			return Err(Refusal::StaleEpoch);
		}
		let index = RecordCount::<T>::get(self.patient);
		let next = index.checked_add(1).ok_or(Refusal::TooManyRecords)?;
		Records::<T>::insert(
			self.patient,
			index,
			Record {
				pointer,
				author: self.actor,
				registered_at: self.at,
				supersedes,
				status: RecordStatus::Final { superseded_by: None },
			},
		);
		RecordCount::<T>::insert(self.patient, next);
		Ok(index)
	}
}

impl<T: Config> Pallet<T> {
	/// That the patient exists and `who` may act as `actor` towards it.
	pub(crate) fn authenticate(who: &AccountId32, patient: &PatientId, actor: &Actor) -> DispatchResult {
		let known = salus_pallet_identity::Pallet::<T>::patient(patient).is_some();
		ensure!(known, Error::<T>::PatientNotFound);
		salus_pallet_identity::Pallet::<T>::ensure_acts_as(who, patient, actor)
	}

	/// The scope's current key version, if the scope takes records at `at` at all. The inbox always does.
	pub(crate) fn open_epoch(
		patient: &PatientId,
		number: ScopeNumber,
		at: Moment,
	) -> Result<KeyEpoch, Refusal> {
		let scope = salus_pallet_consent::Scopes::<T>::get(patient, number).ok_or(Refusal::ScopeNotFound)?;
		let due = number != INBOX
			&& salus_pallet_consent::Pallet::<T>::is_rotation_due(patient, number, &scope, at);
		if due {
			return Err(Refusal::RotationDue);
		}
		Ok(scope.epoch)
	}

	pub(crate) fn register_one(
		who: &AccountId32,
		patient: PatientId,
		actor: Actor,
		purpose: Purpose,
		record: NewRecord,
	) -> DispatchResult {
		let index =
			Filing::<T>::by(who, patient, actor, purpose)?.file(record, None).map_err(Error::<T>::from)?;
		Self::deposit_event(Event::RecordRegistered { patient, index, scope: record.scope, actor });
		salus_pallet_identity::Pallet::<T>::tell_actor(&patient, &actor);
		Ok(())
	}

	pub(crate) fn register_all(
		who: &AccountId32,
		patient: PatientId,
		actor: Actor,
		purpose: Purpose,
		records: BoundedVec<NewRecord, MaxRecordsPerBatch>,
	) -> DispatchResultWithPostInfo {
		ensure!(!records.is_empty(), Error::<T>::EmptyBatch);
		let scopes = scopes_of(&records);
		ensure!(scopes <= MAX_SCOPES_PER_BATCH, Error::<T>::TooManyScopes);
		let mut filing = Filing::<T>::by(who, patient, actor, purpose)?;
		let mut stored = 0u32;
		let mut results = BoundedVec::new();
		for record in records {
			let result = filing.file(record, None);
			stored = stored.saturating_add(u32::from(result.is_ok()));
			// One result for each record of a list with the same bound.
			let _ = results.try_push(result);
		}
		Self::deposit_event(Event::BatchRegistered { patient, actor, results });
		salus_pallet_identity::Pallet::<T>::tell_actor(&patient, &actor);
		let further = stored.saturating_sub(scopes);
		Ok(Some(<T as Config>::WeightInfo::register_batch(scopes, further)).into())
	}

	/// The weight of a batch: one decision for each scope, and one more record for each that shares a scope.
	pub(crate) fn batch_weight(records: &[NewRecord]) -> Weight {
		let scopes = scopes_of(records);
		let further = u32::try_from(records.len()).unwrap_or(u32::MAX).saturating_sub(scopes);
		<T as Config>::WeightInfo::register_batch(scopes.min(MAX_SCOPES_PER_BATCH), further)
	}

	/// Moves a record of the inbox to a scope.
	pub(crate) fn refile_one(
		who: &AccountId32,
		patient: PatientId,
		index: RecordIndex,
		scope: ScopeNumber,
		epoch: KeyEpoch,
		envelope: Digest,
		signature: &VaultSignature,
	) -> DispatchResult {
		salus_pallet_identity::Pallet::<T>::ensure_controls(who, &patient)?;
		let mut record = Records::<T>::get(patient, index).ok_or(Error::<T>::RecordNotFound)?;
		ensure!(!record.status.is_erased(), Error::<T>::RecordErased);
		ensure!(record.pointer.scope == INBOX, Error::<T>::NotInInbox);
		ensure!(record.status != RecordStatus::EnteredInError, Error::<T>::EnteredInError);
		ensure!(scope != INBOX, Error::<T>::InboxNotAllowed);
		let now = salus_pallet_consortium::Pallet::<T>::now();
		let current = Self::open_epoch(&patient, scope, now).map_err(Error::<T>::from)?;
		ensure!(epoch == current, Error::<T>::StaleEpoch);
		// The state forgets the inbox's envelope: a wallet alone must not be able to name one that does not exist.
		let genesis = salus_pallet_consortium::Pallet::<T>::genesis_hash();
		let text = RefileRecord { genesis, patient, record: index, scope, epoch, envelope };
		salus_pallet_consent::Pallet::<T>::ensure_signed_by_vault(&patient, &text, signature)?;

		let replaced = record.pointer.envelope;
		record.pointer = NewRecord { scope, epoch, envelope, ..record.pointer };
		Records::<T>::insert(patient, index, record);
		Self::deposit_event(Event::RecordRefiled { patient, index, scope, replaced });
		Ok(())
	}

	/// Panics if the bounds do not agree with each other.
	pub(crate) fn check_bounds() {
		let example = Records::<T>::hashed_key_for(PatientId::default(), RecordIndex::MAX);
		let state = example.len().saturating_add(Record::max_encoded_len());
		assert!(state <= MAX_STATE_PER_RECORD as usize, "a record may take {state} bytes of state");
		assert!(
			MAX_SCOPES_PER_BATCH <= <MaxRecordsPerBatch as Get<u32>>::get(),
			"a batch has no more scopes than records"
		);
		let further = <MaxRecordsPerBatch as Get<u32>>::get().saturating_sub(MAX_SCOPES_PER_BATCH);
		let batch = <T as Config>::WeightInfo::register_batch(MAX_SCOPES_PER_BATCH, further);
		let block = <T as frame_system::Config>::BlockWeights::get().max_block;
		assert!(
			batch.ref_time() <= block.saturating_div(BATCHES_PER_BLOCK).ref_time(),
			"a full batch {batch:?} takes at most a fifth of a block {block:?}"
		);
	}
}

fn scopes_of(records: &[NewRecord]) -> u32 {
	let scopes: BTreeSet<_> = records.iter().map(|record| record.scope).collect();
	u32::try_from(scopes.len()).unwrap_or(u32::MAX)
}
