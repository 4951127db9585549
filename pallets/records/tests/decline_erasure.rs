//! Keeping a record that its author's side wanted erased.

mod common;

use common::*;
use frame_support::{assert_noop, assert_ok, dispatch::DispatchResult};
use salus_mock::{Runtime, RuntimeOrigin};
use salus_pallet_identity::Error as IdentityError;
use salus_pallet_records::{ErasureProposalCount, ErasureProposals, Error, Event, Records};
use salus_primitives::ids::PatientId;
use sp_runtime::DispatchError;

/// A patient with one record of the laboratory's, which it wants erased.
fn with_proposal(test: impl Fn(&World)) {
	world(|w| {
		assert_ok!(w.register(&w.lab, w.pointer(LABS, 1)));
		assert_ok!(propose(w));
		test(w);
	});
}

fn propose(w: &World) -> DispatchResult {
	Pallet::propose_erasure(signed(&w.lab.account), w.patient, 0, w.lab.actor())
}

#[test]
fn record_should_stay_when_the_patient_declines_and_may_be_proposed_again() {
	with_proposal(|w| {
		let before = Records::<Runtime>::get(w.patient, 0);
		assert_ok!(Pallet::decline_erasure(signed(&w.wallet), w.patient, 0));
		assert_last_event(Event::ErasureDeclined { patient: w.patient, index: 0 });
		assert_eq!(Records::<Runtime>::get(w.patient, 0), before);
		assert!(!ErasureProposals::<Runtime>::contains_key(w.patient, 0));
		assert!(!ErasureProposalCount::<Runtime>::contains_key(w.patient));
		assert_ok!(propose(w));
	});
}

#[test]
fn declining_should_be_refused_to_everyone_but_the_account_that_controls_the_patient() {
	with_proposal(|w| {
		for account in [&w.lab.account, &w.doctor.account, &w.stranger.account, &controller(HOSPITAL)] {
			let outcome = Pallet::decline_erasure(signed(account), w.patient, 0);
			assert_noop!(outcome, IdentityError::<Runtime>::NotController);
		}
		let outcome = Pallet::decline_erasure(RuntimeOrigin::root(), w.patient, 0);
		assert_noop!(outcome, DispatchError::BadOrigin);
	});
}

#[test]
fn declining_should_be_refused_when_nothing_was_proposed() {
	with_proposal(|w| {
		assert_noop!(Pallet::decline_erasure(signed(&w.wallet), w.patient, 1), Error::<Runtime>::NotProposed);
		assert_ok!(Pallet::decline_erasure(signed(&w.wallet), w.patient, 0));
		assert_noop!(Pallet::decline_erasure(signed(&w.wallet), w.patient, 0), Error::<Runtime>::NotProposed);
		assert_noop!(
			Pallet::decline_erasure(signed(&w.wallet), PatientId([9; 32]), 0),
			IdentityError::<Runtime>::PatientNotFound
		);
	});
}
