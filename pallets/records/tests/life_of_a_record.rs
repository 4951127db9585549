//! Random lives of records across all pallets. After each call:
//!
//! - the invariants of every pallet hold, and a call that failed changed nothing;
//! - the access decision agrees with a second reading of the rules, taken straight from storage;
//! - nothing of a record was overwritten but what the rules let change, and none was written against the decision;
//! - an erased record stays as it is for good, and nobody holds a key of it;
//! - a dispute is answered by the author's side alone and taken back by the patient alone, a refusal is final, and all that
//!   anyone but the patient ends is an open one;
//! - whoever has a patient's wallet without its vault gives nobody a key, erases nothing, and files nothing elsewhere.

mod common;
mod life;

use common::*;
use life::{
	cast::Cast,
	rules,
	script::{self, Deed},
};
use proptest::prelude::*;
use salus_mock::{do_try_state, Identity, Runtime};
use salus_pallet_consent::{EpochKeys, Seals};
use salus_pallet_records::{Disputes, Records};
use salus_primitives::{
	consent::{Item, Seal},
	dispute::{Dispute, DisputeState},
	ids::{ConsentIndex, PatientId, RecordIndex, INBOX},
	records::{NewRecord, Record, RecordStatus},
};
use sp_runtime::{traits::Dispatchable, AccountId32, StateVersion};
use std::collections::BTreeMap;

type Snapshot = BTreeMap<(PatientId, RecordIndex), Record>;

fn snapshot() -> Snapshot {
	Records::<Runtime>::iter().map(|(patient, index, record)| ((patient, index), record)).collect()
}

/// That what was registered stays as it was, apart from where it is filed and how it stands, or leaves a tombstone.
fn assert_history_kept(before: &Snapshot, after: &Snapshot) -> Result<(), TestCaseError> {
	for (key, old) in before {
		let new = after.get(key).ok_or_else(|| TestCaseError::fail("a record is gone"))?;
		if old.status.is_erased() {
			prop_assert_eq!(old, new, "a tombstone changed");
		}
		if new.status.is_erased() {
			prop_assert_eq!(&old.tombstone(), new, "a tombstone is not all that is left");
			continue;
		}
		if old.pointer != new.pointer {
			let NewRecord { scope, epoch, envelope, .. } = new.pointer;
			prop_assert!(old.pointer.scope == INBOX && scope != INBOX, "a record moved between scopes");
			prop_assert_eq!(NewRecord { scope, epoch, envelope, ..old.pointer }, new.pointer);
		}
		if old.status != new.status {
			prop_assert!(old.is_head(), "a record that was superseded or taken back changed");
			prop_assert!(!new.is_head());
		}
		if let RecordStatus::Final { superseded_by: Some(newer) } = new.status {
			prop_assert!(after.contains_key(&(key.0, newer)));
		}
		let unchanged = (new.author, new.registered_at, new.supersedes);
		prop_assert_eq!((old.author, old.registered_at, old.supersedes), unchanged);
	}
	Ok(())
}

/// That each record registered since `before` could be written by the rules, as they were before the call.
fn assert_new_records(
	before: &Snapshot,
	after: &Snapshot,
	writable: &dyn Fn(&PatientId, &Record) -> bool,
) -> Result<(), TestCaseError> {
	for ((patient, index), record) in after.iter().filter(|(key, _)| !before.contains_key(key)) {
		prop_assert!(writable(patient, record), "record {} was written against the rules", index);
		prop_assert_eq!(record.registered_at, now());
		prop_assert_eq!(record.pointer.epoch, epoch_of(*patient, record.pointer.scope));
	}
	Ok(())
}

type DisputeSnapshot = BTreeMap<(PatientId, RecordIndex), Dispute>;

fn disputes() -> DisputeSnapshot {
	Disputes::<Runtime>::iter().map(|(patient, index, dispute)| ((patient, index), dispute)).collect()
}

/// That a dispute moved only as the rules let it, by whom they let.
fn assert_disputes_kept(
	before: &DisputeSnapshot,
	records: &Snapshot,
	signer: &AccountId32,
) -> Result<(), TestCaseError> {
	let after = disputes();
	for key in before.keys().chain(after.keys()) {
		let (old, new) = (before.get(key), after.get(key));
		if old == new {
			continue;
		}
		let patient = Identity::patient(&key.0).is_some_and(|patient| patient.controller == *signer);
		match (old.map(|old| old.state), new.map(|new| new.state)) {
			(_, None) => {
				prop_assert!(records.get(key).is_some_and(|record| record.status.is_erased()));
				prop_assert!(patient, "a dispute was erased by somebody else");
			}
			(Some(DisputeState::Open), Some(DisputeState::Open)) => {
				prop_assert!(false, "an open one changed")
			}
			(_, Some(DisputeState::Open)) => prop_assert!(patient, "somebody else disputes"),
			(Some(DisputeState::Open | DisputeState::Refused { .. }), Some(DisputeState::Withdrawn)) => {
				prop_assert!(patient, "somebody else withdrew");
			}
			(Some(DisputeState::Open), Some(_)) => {
				let author = records[key].author;
				let works_there = Identity::actors_of(signer, &key.0).into_iter().any(|actor| {
					actor == author
						|| (actor.practitioner().is_some() && actor.organisation() == author.organisation())
				});
				prop_assert!(works_there, "{:?} answered for {:?}", signer, author);
			}
			(was, is) => prop_assert!(false, "{:?} became {:?}", was, is),
		}
	}
	Ok(())
}

/// The envelopes through which keys are held, and how many versions of scopes' keys there are.
fn keys() -> (BTreeMap<(PatientId, Item, ConsentIndex), Seal>, usize) {
	(Seals::<Runtime>::iter().collect(), EpochKeys::<Runtime>::iter_keys().count())
}

/// That no key came into other hands, and no record to another place.
fn assert_nothing_opened(
	(seals, versions): &(BTreeMap<(PatientId, Item, ConsentIndex), Seal>, usize),
	before: &Snapshot,
	after: &Snapshot,
) -> Result<(), TestCaseError> {
	let (seals_after, versions_after) = keys();
	prop_assert_eq!(*versions, versions_after, "a key was named without the vault");
	for (holder, seal) in seals_after {
		prop_assert_eq!(seals.get(&holder), Some(&seal), "a key was given without the vault");
	}
	for (key, old) in before {
		let place = after.get(key).map(|record| record.pointer);
		prop_assert_eq!(place, Some(old.pointer), "a record was moved without the vault");
	}
	Ok(())
}

fn play(cast: &mut Cast, step: &script::Step) -> Result<(), TestCaseError> {
	let before = snapshot();
	let (held, disputed) = (keys(), disputes());
	let Some((account, call)) = script::call(cast, step) else {
		script::happen(step);
		do_try_state();
		return Ok(());
	};
	let root = sp_io::storage::root(StateVersion::V1);
	let outcome = call.dispatch(signed(&account));
	if outcome.is_err() {
		prop_assert_eq!(root, sp_io::storage::root(StateVersion::V1), "a call that failed left a trace");
	}
	let after = snapshot();
	assert_history_kept(&before, &after)?;
	assert_disputes_kept(&disputed, &after, &account)?;
	// An enrolment is of a vault of its own.
	if step.thief && !matches!(step.deed, Deed::Enrol { .. }) {
		assert_nothing_opened(&held, &before, &after)?;
	}
	// No call that registers a record changes a consent or a standing, so the rules still stand as before the call.
	assert_new_records(&before, &after, &|patient, record| {
		rules::may_write(patient, &record.author, record.pointer.scope)
	})?;
	do_try_state();
	cast.meet();
	Ok(())
}

proptest! {
	#![proptest_config(ProptestConfig { cases: cases(24), failure_persistence: None, ..ProptestConfig::default() })]

	#[test]
	fn invariants_should_hold_whatever_is_called(steps in script::steps()) {
		builder().build_and_execute(|| {
			let mut cast = Cast::found();
			for step in &steps {
				play(&mut cast, step)?;
				if let Some(patient) = cast.patient_of(step.patient) {
					rules::assert_decisions(&cast, &patient)?;
				}
			}
			Ok::<_, TestCaseError>(())
		})?;
	}
}
