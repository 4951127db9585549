//! Standing by a record that the patient disputes.

mod common;

use common::*;
use frame_support::{assert_noop, assert_ok, dispatch::DispatchResult};
use salus_mock::{Runtime, RuntimeCall, RuntimeOrigin, Utility};
use salus_pallet_identity::Error as IdentityError;
use salus_pallet_records::{Call, Error, Event, OpenDisputeCount, Records};
use salus_primitives::{
	consent::Permissions,
	dispute::{Dispute, DisputeState},
	ids::PatientId,
	limits::DISPUTE_PERIOD,
	people::{Actor, Party},
};
use sp_runtime::{AccountId32, DispatchError};

fn refuse_as(w: &World, account: &AccountId32, actor: Actor) -> DispatchResult {
	Pallet::refuse_dispute(signed(account), w.patient, 0, actor, sealed(2))
}

/// A patient who disputes one record of the laboratory's.
fn with_dispute(test: impl FnOnce(&World)) {
	with_record(|w| {
		assert_ok!(w.dispute(0));
		test(w);
	});
}

#[test]
fn refusal_should_leave_the_record_disputed_with_a_reason() {
	with_dispute(|w| {
		let before = Records::<Runtime>::get(w.patient, 0);
		let dispute = w.disputed(0);
		advance(1_000);
		assert_ok!(w.refuse(&w.lab, 0));
		let actor = w.lab.actor();
		assert_last_event(Event::DisputeRefused { patient: w.patient, index: 0, actor });
		let state = DisputeState::Refused { actor, reason: sealed(2), at: now() };
		assert_eq!(w.disputed(0), Dispute { state, ..dispute });
		assert!(w.disputed(0).stands());
		assert_eq!(awaiting(LABORATORY), []);
		assert!(!OpenDisputeCount::<Runtime>::contains_key(w.patient));
		assert_eq!(Records::<Runtime>::get(w.patient, 0), before);
	});
}

#[test]
fn refusal_should_be_taken_late_and_without_any_consent() {
	with_dispute(|w| {
		w.revoke(w.consent);
		w.exclude(Party::Organisation(LABORATORY));
		advance(DISPUTE_PERIOD + 1);
		assert_ok!(w.refuse(&w.lab, 0));
	});
}

#[test]
fn refusal_should_be_made_by_a_colleague_or_the_organisation_that_is_the_author() {
	with_dispute(|w| {
		assert_ok!(w.refuse(&w.colleague, 0));
		let laboratory = Actor::Organisation(LABORATORY);
		assert_ok!(register_as(&controller(LABORATORY), w.patient, laboratory, w.pointer(LABS, 2)));
		assert_ok!(w.dispute(1));
		let account = signed(&registrar(LABORATORY));
		assert_ok!(Pallet::refuse_dispute(account, w.patient, 1, laboratory, sealed(2)));
	});
}

#[test]
fn refusal_should_be_refused_to_strangers_other_organisations_and_the_patient() {
	with_dispute(|w| {
		w.grant(Party::Practitioner(w.doctor.id), &[LABS], Permissions::WRITE, None);
		assert_noop!(w.refuse(&w.doctor, 0), Error::<Runtime>::NotAuthor);
		let hospital = Actor::Organisation(HOSPITAL);
		assert_noop!(refuse_as(w, &controller(HOSPITAL), hospital), Error::<Runtime>::NotAuthor);
		// What a practitioner wrote its practitioners answer for, and not whoever acts for the organisation.
		let laboratory = Actor::Organisation(LABORATORY);
		assert_noop!(refuse_as(w, &controller(LABORATORY), laboratory), Error::<Runtime>::NotAuthor);
		assert_noop!(refuse_as(w, &w.wallet, Actor::Patient), Error::<Runtime>::NotAuthor);
		for account in [
			&w.doctor.account,
			&w.colleague.account,
			&w.wallet,
			&w.stranger.account,
			&controller(LABORATORY),
			&salus_mock::account("mallory"),
		] {
			let outcome = refuse_as(w, account, w.lab.actor());
			assert_noop!(outcome, IdentityError::<Runtime>::NotThisActor);
		}
		for origin in [RuntimeOrigin::root(), RuntimeOrigin::none()] {
			let outcome = Pallet::refuse_dispute(origin, w.patient, 0, w.lab.actor(), sealed(2));
			assert_noop!(outcome, DispatchError::BadOrigin);
		}
	});
}

#[test]
fn refusal_should_be_refused_to_a_suspended_or_expired_author_and_to_a_stopped_organisation() {
	with_dispute(|w| {
		w.suspend(&w.lab);
		assert_noop!(w.refuse(&w.lab, 0), Error::<Runtime>::NotInStanding);
		w.reinstate(&w.lab);
		set_time(w.lab.until);
		assert_noop!(w.refuse(&w.lab, 0), Error::<Runtime>::NotInStanding);
	});
	for expelled in [false, true] {
		with_dispute(|w| {
			stop_organisation(LABORATORY, expelled);
			assert_noop!(w.refuse(&w.colleague, 0), Error::<Runtime>::NotInStanding);
		});
	}
}

#[test]
fn refusal_should_be_refused_to_an_author_who_left_and_made_by_who_stayed() {
	with_dispute(|w| {
		// Suspended there for good, and at work elsewhere.
		w.suspend(&w.lab);
		w.admit(&w.lab, HOSPITAL);
		let elsewhere = Actor::Practitioner { practitioner: w.lab.id, organisation: HOSPITAL };
		assert_noop!(refuse_as(w, &w.lab.account, elsewhere), Error::<Runtime>::NotAuthor);
		assert_noop!(w.refuse(&w.lab, 0), Error::<Runtime>::NotInStanding);
		assert_ok!(w.refuse(&w.colleague, 0));
	});
}

#[test]
fn refusal_should_be_refused_to_the_account_that_was_replaced() {
	with_dispute(|w| {
		salus_mock::replace_account(LABORATORY, w.lab.id, "daniel");
		assert_noop!(w.refuse(&w.lab, 0), IdentityError::<Runtime>::NotThisActor);
		assert_ok!(refuse_as(w, &salus_mock::account("daniel"), w.lab.actor()));
	});
}

#[test]
fn refusal_should_be_refused_when_it_is_replayed_or_the_dispute_was_answered_otherwise() {
	with_dispute(|w| {
		assert_ok!(w.refuse(&w.lab, 0));
		for author in [&w.lab, &w.colleague] {
			assert_noop!(w.refuse(author, 0), Error::<Runtime>::DisputeClosed);
		}
		assert_ok!(w.withdraw(0));
		assert_noop!(w.refuse(&w.lab, 0), Error::<Runtime>::DisputeClosed);
		assert_ok!(w.dispute(0));
		assert_ok!(w.amend(0, 2));
		assert_noop!(w.refuse(&w.lab, 0), Error::<Runtime>::DisputeClosed);
		assert_noop!(w.refuse(&w.lab, 1), Error::<Runtime>::NotDisputed);
	});
}

#[test]
fn batch_should_be_undone_when_it_hides_a_refusal_under_anothers_name() {
	with_dispute(|w| {
		w.grant(Party::Practitioner(w.doctor.id), &[LABS], Permissions::WRITE, None);
		assert_ok!(w.register(&w.doctor, w.pointer(LABS, 2)));
		let own = Party::Organisation(HOSPITAL);
		assert_ok!(Pallet::dispute(signed(&w.wallet), w.patient, 1, sealed(1), own));
		let refusal = |index, actor| {
			RuntimeCall::Records(Call::refuse_dispute { patient: w.patient, index, actor, reason: sealed(2) })
		};
		let calls = vec![refusal(1, w.doctor.actor()), refusal(0, w.lab.actor())];
		let batch = Utility::batch_all(signed(&w.doctor.account), calls);
		let why = batch.map(drop).map_err(|why| why.error);
		assert_eq!(why, Err(IdentityError::<Runtime>::NotThisActor.into()));
		assert!(w.disputed(0).is_open() && w.disputed(1).is_open());
	});
}

#[test]
fn refusal_should_be_refused_when_nothing_is_disputed_or_the_patient_is_unknown() {
	with_record(|w| {
		assert_noop!(w.refuse(&w.lab, 0), Error::<Runtime>::NotDisputed);
		let (account, actor) = (signed(&w.lab.account), w.lab.actor());
		assert_noop!(
			Pallet::refuse_dispute(account.clone(), PatientId([9; 32]), 0, actor, sealed(2)),
			Error::<Runtime>::PatientNotFound
		);
		assert_noop!(
			Pallet::refuse_dispute(account, w.stranger.patient, 0, actor, sealed(2)),
			Error::<Runtime>::NotDisputed
		);
	});
}
