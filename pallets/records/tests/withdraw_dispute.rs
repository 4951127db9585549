//! Taking a dispute back.

mod common;

use common::*;
use frame_support::{assert_noop, assert_ok};
use salus_mock::{Runtime, RuntimeOrigin};
use salus_pallet_identity::Error as IdentityError;
use salus_pallet_records::{Error, Event, OpenDisputeCount};
use salus_primitives::{
	dispute::{DisputeState, SealedText},
	ids::PatientId,
};
use sp_runtime::DispatchError;

#[test]
fn withdrawal_should_forget_what_was_said_and_free_the_author() {
	with_record(|w| {
		assert_ok!(w.dispute(0));
		let before = w.disputed(0);
		assert_ok!(w.withdraw(0));
		assert_last_event(Event::DisputeWithdrawn { patient: w.patient, index: 0 });
		let after = w.disputed(0);
		assert_eq!((after.state, after.contest), (DisputeState::Withdrawn, SealedText::default()));
		assert_eq!((after.opened_at, after.times, after.author), (before.opened_at, 1, before.author));
		assert_eq!(awaiting(LABORATORY), []);
		assert!(!OpenDisputeCount::<Runtime>::contains_key(w.patient));
		assert_noop!(w.refuse(&w.lab, 0), Error::<Runtime>::DisputeClosed);
	});
}

#[test]
fn refused_dispute_should_be_withdrawn_also_from_a_version_that_was_superseded() {
	with_record(|w| {
		assert_ok!(w.register(&w.lab, w.pointer(LABS, 2)));
		for index in [0, 1] {
			assert_ok!(w.dispute(index));
			assert_ok!(w.refuse(&w.lab, index));
		}
		assert_ok!(w.amend(0, 3));
		for index in [0, 1] {
			assert_ok!(w.withdraw(index));
			assert_eq!(w.disputed(index).envelopes().count(), 0);
		}
	});
}

#[test]
fn withdrawal_should_be_refused_when_it_is_replayed_or_the_dispute_was_answered() {
	with_record(|w| {
		assert_noop!(w.withdraw(0), Error::<Runtime>::NotDisputed);
		assert_ok!(w.dispute(0));
		assert_ok!(w.withdraw(0));
		assert_noop!(w.withdraw(0), Error::<Runtime>::DisputeClosed);
		assert_ok!(w.dispute(0));
		assert_ok!(w.amend(0, 2));
		assert_noop!(w.withdraw(0), Error::<Runtime>::DisputeClosed);
		assert_ok!(w.dispute(1));
		let account = signed(&w.lab.account);
		assert_ok!(Pallet::mark_entered_in_error(account, w.patient, 1, w.lab.actor()));
		assert_noop!(w.withdraw(1), Error::<Runtime>::DisputeClosed);
	});
}

#[test]
fn withdrawal_should_be_refused_to_everyone_but_the_account_that_controls_the_patient() {
	with_record(|w| {
		assert_ok!(w.dispute(0));
		for account in [
			&w.lab.account,
			&w.doctor.account,
			&w.stranger.account,
			&controller(LABORATORY),
			&registrar(HOSPITAL),
			&salus_mock::account("mallory"),
		] {
			let outcome = Pallet::withdraw_dispute(signed(account), w.patient, 0);
			assert_noop!(outcome, IdentityError::<Runtime>::NotController);
		}
		for origin in [RuntimeOrigin::root(), RuntimeOrigin::none()] {
			assert_noop!(Pallet::withdraw_dispute(origin, w.patient, 0), DispatchError::BadOrigin);
		}
		assert_noop!(
			Pallet::withdraw_dispute(signed(&w.wallet), PatientId([9; 32]), 0),
			IdentityError::<Runtime>::PatientNotFound
		);
		assert!(w.disputed(0).is_open());
	});
}
