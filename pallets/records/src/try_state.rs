//! What holds of the pallet's state after every block.

use crate::{amendments::answers_for, pallet::*, MAX_STATE_PER_RECORD};
use alloc::collections::BTreeMap;
use codec::Encode;
use frame_support::ensure;
use salus_primitives::{
	consent::Item,
	dispute::{is_authors_side, Dispute, DisputeState, DisputedRecord, SealedText},
	ids::{PatientId, RecordIndex},
	limits::{DISPUTE_PERIOD, MAX_DISPUTES_OF_RECORD, MAX_ERASURE_PROPOSALS, MAX_OPEN_DISPUTES},
	records::{NewRecord, Record, RecordStatus},
};
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// Checks the invariants:
	///
	/// - A patient with records exists, and its records are dense: `RecordCount` is their number and one past the last.
	/// - A record's scope exists, and its epoch is at most the scope's current one.
	/// - A record's size is a class, its time is not ahead of the chain's clock, and an organisation it was written for exists.
	/// - Versions: an amendment is newer than what it supersedes, both name each other, no record is superseded twice, and
	///   each chain of versions has exactly one newest. Nothing supersedes a record that was entered in error.
	/// - An erased record has nothing in its pointer, and no key of it is held.
	/// - A proposal to erase is of a record that is not, and not ahead of the clock; `ErasureProposalCount` is a patient's
	///   number of them, within its bound, with no entry for none.
	/// - A dispute is of a record that is not erased, is by that record's author who is not the patient, and is sealed to the
	///   author's side. It was opened and refused in this order and not ahead of the clock, by whoever answers for the author,
	///   and not more often than allowed. An open one is of a newest version; one answered by an amendment names it, and one
	///   answered by an error is of a record in error. Of a withdrawn one nothing is left that was said.
	/// - `OpenDisputes` has exactly the open disputes, each under the organisation that owes the answer with its time;
	///   `OpenDisputeCount` is a patient's number of them, within its bound, with no entry for none.
	/// - A record takes at most [`MAX_STATE_PER_RECORD`] bytes, key included.
	///
	/// # Errors
	/// The invariant that does not hold.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		let mut patients: BTreeMap<PatientId, BTreeMap<RecordIndex, Record>> = BTreeMap::new();
		for (patient, index, record) in Records::<T>::iter() {
			patients.entry(patient).or_default().insert(index, record);
		}
		for (patient, count) in RecordCount::<T>::iter() {
			ensure!(count > 0, "a count of records is zero");
			ensure!(patients.contains_key(&patient), "a count of records has no records");
		}
		for (patient, records) in &patients {
			ensure!(
				salus_pallet_identity::Pallet::<T>::patient(patient).is_some(),
				"records belong to no patient"
			);
			let dense = records.keys().copied().eq(0..RecordCount::<T>::get(patient));
			ensure!(dense, "a patient's records are not dense");
			for (index, record) in records {
				Self::check_record(patient, *index, record)?;
				Self::check_versions(records, *index, record)?;
			}
			let first = records.values().filter(|record| record.supersedes.is_none()).count();
			let last = records.values().filter(|record| record.status.superseded_by().is_none()).count();
			ensure!(first == last, "a chain of versions has not exactly one newest");
		}
		Self::check_proposals()?;
		Self::check_disputes()
	}

	fn check_disputes() -> Result<(), TryRuntimeError> {
		let mut open: BTreeMap<PatientId, u32> = BTreeMap::new();
		let mut listed: BTreeMap<_, _> = OpenDisputes::<T>::iter()
			.map(|(organisation, record, due_at)| ((organisation, record), due_at))
			.collect();
		for (patient, index, dispute) in Disputes::<T>::iter() {
			let record = Records::<T>::get(patient, index).ok_or("a dispute of no record")?;
			Self::check_dispute(&record, &dispute)?;
			let organisation = dispute.organisation().ok_or("a dispute of the patient's own record")?;
			if dispute.is_open() {
				let found = listed.remove(&(organisation, DisputedRecord { patient, index }));
				ensure!(found == Some(dispute.due_at), "an open dispute is not listed with its time");
				let count = open.entry(patient).or_default();
				*count = count.saturating_add(1);
				ensure!(*count <= MAX_OPEN_DISPUTES, "too many disputes of a patient are open");
			}
		}
		ensure!(listed.is_empty(), "a dispute is listed as open and is not");
		let counted: BTreeMap<_, _> = OpenDisputeCount::<T>::iter().collect();
		ensure!(counted == open, "open disputes are counted wrongly");
		Ok(())
	}

	fn check_dispute(record: &Record, dispute: &Dispute) -> Result<(), TryRuntimeError> {
		let now = salus_pallet_consortium::Pallet::<T>::now();
		ensure!(!record.status.is_erased(), "a dispute of what is erased");
		ensure!(dispute.author == record.author, "a dispute names another author");
		ensure!(is_authors_side(&dispute.sealed_to, &dispute.author), "a dispute is sealed to somebody else");
		ensure!(record.registered_at <= dispute.opened_at, "a dispute is older than its record");
		ensure!(dispute.opened_at <= now, "a dispute comes from the future");
		ensure!(
			dispute.due_at == dispute.opened_at.saturating_add(DISPUTE_PERIOD),
			"a dispute has another period"
		);
		ensure!((1..=MAX_DISPUTES_OF_RECORD).contains(&dispute.times), "a record is disputed too often");
		match dispute.state {
			DisputeState::Open => ensure!(record.is_head(), "an open dispute is of no newest version"),
			DisputeState::Amended { by } => {
				ensure!(record.status.superseded_by() == Some(by), "a dispute names no amendment")
			}
			DisputeState::EnteredInError => {
				ensure!(record.status == RecordStatus::EnteredInError, "a dispute names no error")
			}
			DisputeState::Refused { actor, at, .. } => {
				ensure!(answers_for(&actor, &dispute.author), "a dispute was refused by somebody else");
				ensure!(dispute.opened_at <= at && at <= now, "a dispute was refused at another time");
			}
			DisputeState::Withdrawn => {
				ensure!(dispute.contest == SealedText::default(), "a withdrawn dispute still says something")
			}
		}
		Ok(())
	}

	fn check_proposals() -> Result<(), TryRuntimeError> {
		let mut open: BTreeMap<PatientId, u32> = BTreeMap::new();
		for (patient, index, proposal) in ErasureProposals::<T>::iter() {
			let record = Records::<T>::get(patient, index).ok_or("a proposal to erase no record")?;
			ensure!(!record.status.is_erased(), "a proposal to erase what is erased");
			ensure!(answers_for(&proposal.actor, &record.author), "a proposal of somebody else's");
			ensure!(
				proposal.proposed_at <= salus_pallet_consortium::Pallet::<T>::now(),
				"a proposal comes from the future"
			);
			let count = open.entry(patient).or_default();
			*count = count.saturating_add(1);
			ensure!(*count <= MAX_ERASURE_PROPOSALS, "too many proposals await a patient");
		}
		let counted: BTreeMap<_, _> = ErasureProposalCount::<T>::iter().collect();
		ensure!(counted == open, "proposals to erase are counted wrongly");
		Ok(())
	}

	fn check_record(patient: &PatientId, index: RecordIndex, record: &Record) -> Result<(), TryRuntimeError> {
		let scope = salus_pallet_consent::Scopes::<T>::get(patient, record.pointer.scope)
			.ok_or("a record is filed in no scope")?;
		ensure!(record.pointer.epoch <= scope.epoch, "a record is sealed to a future key");
		ensure!(record.pointer.size.padded_len().is_some(), "a record's size is no class");
		ensure!(
			record.registered_at <= salus_pallet_consortium::Pallet::<T>::now(),
			"a record comes from the future"
		);
		if let Some(organisation) = record.author.organisation() {
			ensure!(
				salus_pallet_consortium::Organisations::<T>::contains_key(organisation),
				"a record's author acted for no organisation"
			);
		}
		let state = Records::<T>::hashed_key_for(patient, index).len().saturating_add(record.encoded_size());
		ensure!(state <= MAX_STATE_PER_RECORD as usize, "a record takes too much state");
		if record.status.is_erased() {
			ensure!(record.pointer == NewRecord::ERASED, "an erased record still tells of itself");
			let held =
				salus_pallet_consent::Seals::<T>::iter_key_prefix((patient, Item::Record(index))).next();
			ensure!(held.is_none(), "a key of an erased record is held");
		}
		Ok(())
	}

	fn check_versions(
		records: &BTreeMap<RecordIndex, Record>,
		index: RecordIndex,
		record: &Record,
	) -> Result<(), TryRuntimeError> {
		if let Some(older) = record.supersedes {
			// Strictly descending, so no chain of versions has a cycle.
			ensure!(older < index, "a record supersedes one that is not older");
			ensure!(
				records.get(&older).and_then(|record| record.status.superseded_by()) == Some(index),
				"a superseded record does not name its amendment"
			);
		}
		if let Some(newer) = record.status.superseded_by() {
			ensure!(
				records.get(&newer).and_then(|record| record.supersedes) == Some(index),
				"an amendment does not name what it supersedes"
			);
		}
		Ok(())
	}
}
