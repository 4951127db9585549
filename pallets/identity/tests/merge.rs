//! Which patients are told to be one person.

use crate::support::*;
use frame_support::{assert_noop, assert_ok};
use salus_mock::{account, attest, enrol, pair, signed, vault, Identity, Runtime, System, DAY, GENESIS};
use salus_pallet_consortium::Error as ConsortiumError;
use salus_pallet_identity::{Error, Event};
use salus_primitives::{
	ids::PatientId,
	people::{PatientState, VaultOwner},
	text::{MergePatients, SignedText},
};
use sp_core::Pair;
use sp_runtime::{DispatchResult, MultiSignature};

type E = Error<Runtime>;

/// The word of the person of that name that the patient is its own, and until when.
fn word(name: &str, patient: PatientId, into: PatientId) -> (u64, MultiSignature) {
	let expires_at = now() + DAY;
	let text = MergePatients { genesis: GENESIS, patient, into, account: &account(name), expires_at };
	(expires_at, pair(name).sign(&text.text()).into())
}

fn merge(signer: &str, patient: PatientId, other: &str, into: PatientId) -> DispatchResult {
	let (expires_at, signature) = word(other, patient, into);
	Identity::merge(signed(signer), patient, into, expires_at, signature)
}

#[test]
fn patients_should_be_told_of_each_other_and_keep_all_else() {
	run(|| {
		let (one, two) = (enrol("one"), enrol("two"));
		assert_ok!(merge("one", one, "two", two));
		System::assert_last_event(Event::PatientsMerged { patient: one, into: two }.into());
		assert_eq!(Identity::situation(&one).unwrap().merged_into, Some(two));
		assert_eq!(Identity::situation(&two).unwrap().merged_from, [one]);
		for (name, patient) in [("one", one), ("two", two)] {
			assert!(Identity::controls(&account(name), &patient));
			let keys = Identity::vault(VaultOwner::Patient(patient)).unwrap().keys;
			assert_eq!(keys, vault(name).keys());
		}
		assert!(!Identity::controls(&account("two"), &one));
	});
}

#[test]
fn link_should_need_both_accounts() {
	run(|| {
		let (one, two, three) = (enrol("one"), enrol("two"), enrol("three"));
		assert_noop!(merge("two", one, "two", two), E::NotController);
		assert_noop!(merge("alice", one, "two", two), E::NotController);
		for other in ["one", "three", "alice"] {
			assert_noop!(merge("one", one, other, two), ConsortiumError::<Runtime>::BadWalletSignature);
		}
		// A word for one pair is none for another.
		let (expires_at, signature) = word("two", three, two);
		assert_noop!(
			Identity::merge(signed("one"), one, two, expires_at, signature.clone()),
			ConsortiumError::<Runtime>::BadWalletSignature
		);
		assert_noop!(
			Identity::merge(signed("three"), three, two, now(), signature),
			ConsortiumError::<Runtime>::TextExpired
		);
		assert_noop!(merge("one", one, "two", PatientId([9; 32])), E::PatientNotFound);
	});
}

#[test]
fn links_should_close_no_circle_and_be_one_of_each() {
	run(|| {
		let [one, two, three] = ["one", "two", "three"].map(enrol);
		assert_noop!(merge("one", one, "one", one), E::MergeCircular);
		assert_ok!(merge("one", one, "two", two));
		assert_noop!(merge("two", two, "one", one), E::MergedElsewhere);
		assert_noop!(merge("one", one, "three", three), E::AlreadyMerged);
		assert_noop!(merge("three", three, "one", one), E::MergedElsewhere);
		assert_ok!(merge("two", two, "three", three));
		assert_noop!(merge("three", three, "one", one), E::MergedElsewhere);
		assert_noop!(merge("three", three, "two", two), E::MergedElsewhere);
	});
}

#[test]
fn no_more_patients_should_be_linked_to_one_than_allowed() {
	run(|| {
		let main = enrol("main");
		for index in 0..16 {
			let name = format!("pat{index}");
			assert_ok!(merge(&name, enrol(&name), "main", main));
		}
		let last = enrol("last");
		assert_noop!(merge("last", last, "main", main), E::TooManyMerged);
	});
}

#[test]
fn the_dead_should_not_be_linked() {
	run(|| {
		let (one, two) = (enrol("one"), enrol("two"));
		attest(two, PatientState::Deceased);
		assert_noop!(merge("one", one, "two", two), E::PatientDeceased);
		assert_noop!(merge("two", two, "one", one), E::PatientDeceased);
	});
}
