//! What no call may do to what is there.

use salus_mock::{now, Identity, Runtime};
use salus_pallet_consent::{EpochKeys, Scopes, Seals};
use salus_pallet_records::{Disputes, Records};
use salus_primitives::{
	consent::{Item, Seal},
	dispute::{Dispute, DisputeState},
	ids::{ConsentIndex, PatientId, RecordIndex, INBOX},
	purpose::Purpose,
	records::{NewRecord, Record, RecordStatus},
};
use sp_runtime::AccountId32;
use std::collections::BTreeMap;

type Snapshot = BTreeMap<(PatientId, RecordIndex), Record>;
type Keys = (BTreeMap<(PatientId, Item, ConsentIndex), Seal>, usize);

/// What there was before a call.
pub struct Before {
	records: Snapshot,
	disputes: BTreeMap<(PatientId, RecordIndex), Dispute>,
	keys: Keys,
}

impl Before {
	pub fn now() -> Self {
		Self { records: snapshot(), disputes: disputes(), keys: keys() }
	}

	/// That what was registered stays as it was, apart from where it is filed and how it stands, or leaves a tombstone.
	pub fn assert_history_kept(&self) {
		let after = snapshot();
		for (key, old) in &self.records {
			let new = after.get(key).expect("a record stays");
			if old.status.is_erased() {
				assert_eq!(old, new, "a tombstone changed");
			}
			if new.status.is_erased() {
				let mut left = old.tombstone();
				if old.is_head() {
					// A batch may have amended it before it erased it.
					left.status = new.status;
				}
				assert_eq!(left, *new, "a tombstone is not all that is left");
				assert_no_holder(key);
				continue;
			}
			if old.pointer != new.pointer {
				let NewRecord { scope, epoch, envelope, .. } = new.pointer;
				assert!(old.pointer.scope == INBOX && scope != INBOX, "a record moved between scopes");
				assert_eq!(NewRecord { scope, epoch, envelope, ..old.pointer }, new.pointer);
			}
			if old.status != new.status {
				assert!(old.is_head(), "a record that was superseded or taken back changed");
				assert!(!new.is_head());
			}
			if let RecordStatus::Final { superseded_by: Some(newer) } = new.status {
				assert!(after.contains_key(&(key.0, newer)));
			}
			let unchanged = (new.author, new.registered_at, new.supersedes);
			assert_eq!((old.author, old.registered_at, old.supersedes), unchanged);
		}
	}

	/// That each record that one call registered could be written by the rules. No call that registers a record changes a
	/// consent or a standing, so the rules of now are those before the call.
	pub fn assert_new_records(&self, purpose: Purpose) {
		let after = snapshot();
		for ((patient, index), record) in after.iter().filter(|(key, _)| !self.records.contains_key(key)) {
			let scope = record.pointer.scope;
			assert!(
				crate::rules::may_write(patient, &record.author, scope, purpose),
				"record {index} of {patient} was written against the rules"
			);
			assert_eq!(record.registered_at, now());
			let known = Scopes::<Runtime>::get(patient, scope).expect("there is the scope");
			assert_eq!(record.pointer.epoch, known.epoch);
		}
	}

	/// That a dispute moved only as the rules let it, by whom they let.
	pub fn assert_disputes_kept(&self, signer: &AccountId32) {
		let (after, records) = (disputes(), snapshot());
		for key in self.disputes.keys().chain(after.keys()) {
			let (old, new) = (self.disputes.get(key), after.get(key));
			if old == new {
				continue;
			}
			let patient = Identity::patient(&key.0).is_some_and(|patient| patient.controller == *signer);
			match (old.map(|old| old.state), new.map(|new| new.state)) {
				(_, None) => {
					assert!(records.get(key).is_some_and(|record| record.status.is_erased()));
					assert!(patient, "a dispute was erased by somebody else");
				}
				(Some(DisputeState::Open), Some(DisputeState::Open)) => panic!("an open one changed"),
				(_, Some(DisputeState::Open)) => assert!(patient, "somebody else disputes"),
				(Some(DisputeState::Open | DisputeState::Refused { .. }), Some(DisputeState::Withdrawn)) => {
					assert!(patient, "somebody else withdrew");
				}
				(Some(DisputeState::Open), Some(_)) => {
					let author = records[key].author;
					let works_there = Identity::actors_of(signer, &key.0).into_iter().any(|actor| {
						actor == author
							|| (actor.practitioner().is_some()
								&& actor.organisation() == author.organisation())
					});
					assert!(works_there, "{signer:?} answered for {author:?}");
				}
				(was, is) => panic!("{was:?} became {is:?}"),
			}
		}
	}

	/// That no key came into other hands, and no record to another place.
	pub fn assert_nothing_opened(&self) {
		let (seals, versions) = keys();
		assert_eq!(self.keys.1, versions, "a key was named without the vault");
		for (holder, seal) in seals {
			assert_eq!(self.keys.0.get(&holder), Some(&seal), "a key was given without the vault");
		}
		let after = snapshot();
		for (key, old) in &self.records {
			let place = after.get(key).map(|record| record.pointer);
			assert_eq!(place, Some(old.pointer), "a record was moved without the vault");
		}
	}
}

fn snapshot() -> Snapshot {
	Records::<Runtime>::iter().map(|(patient, index, record)| ((patient, index), record)).collect()
}

fn disputes() -> BTreeMap<(PatientId, RecordIndex), Dispute> {
	Disputes::<Runtime>::iter().map(|(patient, index, dispute)| ((patient, index), dispute)).collect()
}

/// The envelopes through which keys are held, and how many versions of scopes' keys there are.
fn keys() -> Keys {
	(Seals::<Runtime>::iter().collect(), EpochKeys::<Runtime>::iter_keys().count())
}

fn assert_no_holder((patient, index): &(PatientId, RecordIndex)) {
	let holders = Seals::<Runtime>::iter_key_prefix((patient, Item::Record(*index))).count();
	assert_eq!(holders, 0, "somebody holds a key of an erased record");
}
