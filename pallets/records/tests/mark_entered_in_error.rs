//! Taking a record back.

mod common;

use common::*;
use frame_support::{assert_noop, assert_ok, dispatch::DispatchResult};
use salus_mock::{Runtime, RuntimeOrigin};
use salus_pallet_records::{Error, Event, Records};
use salus_primitives::{
	access::{Action, Decision, Reason, Request},
	consent::{Item, Permissions},
	ids::{PatientId, RecordIndex},
	people::{Actor, Party},
	purpose::Purpose,
	records::RecordStatus,
};
use sp_runtime::{AccountId32, DispatchError};

fn mark_as(w: &World, account: &AccountId32, actor: Actor, index: RecordIndex) -> DispatchResult {
	Pallet::mark_entered_in_error(signed(account), w.patient, index, actor)
}

fn mark(w: &World, author: &Staff, index: RecordIndex) -> DispatchResult {
	mark_as(w, &author.account, author.actor(), index)
}

/// A patient with one record of the laboratory's.
fn with_record(test: impl Fn(&World)) {
	world(|w| {
		assert_ok!(w.register(&w.lab, w.pointer(LABS, 1)));
		test(w);
	});
}

#[test]
fn record_should_be_marked_by_its_author_and_keep_its_pointer() {
	with_record(|w| {
		let before = Records::<Runtime>::get(w.patient, 0).unwrap();
		assert_ok!(mark(w, &w.lab, 0));
		let after = Records::<Runtime>::get(w.patient, 0).unwrap();
		assert_eq!(after.status, RecordStatus::EnteredInError);
		assert_eq!((after.pointer, after.author), (before.pointer, before.author));
		assert_last_event(Event::RecordEnteredInError { patient: w.patient, index: 0 });
	});
}

#[test]
fn record_should_be_marked_without_any_consent_even_by_an_excluded_author() {
	with_record(|w| {
		w.revoke(w.consent);
		w.exclude(Party::Organisation(LABORATORY));
		assert_ok!(mark(w, &w.lab, 0));
	});
}

#[test]
fn record_should_be_marked_by_a_colleague_when_the_author_is_suspended() {
	with_record(|w| {
		w.suspend(&w.lab);
		assert_noop!(mark(w, &w.lab, 0), Error::<Runtime>::NotInStanding);
		assert_ok!(mark(w, &w.colleague, 0));
	});
}

#[test]
fn record_should_not_be_marked_when_the_credential_has_expired_or_the_organisation_is_stopped() {
	with_record(|w| {
		stop_organisation(LABORATORY, false);
		assert_noop!(mark(w, &w.colleague, 0), Error::<Runtime>::NotInStanding);
	});
	with_record(|w| {
		set_time(w.lab.until);
		assert_noop!(mark(w, &w.lab, 0), Error::<Runtime>::NotInStanding);
	});
}

#[test]
fn record_should_not_be_marked_by_another_laboratory_or_doctor() {
	with_record(|w| {
		w.grant(Party::Practitioner(w.doctor.id), &[LABS], Permissions::WRITE, None);
		assert_noop!(mark(w, &w.doctor, 0), Error::<Runtime>::NotAuthor);
		assert_noop!(
			mark_as(w, &controller(HOSPITAL), Actor::Organisation(HOSPITAL), 0),
			Error::<Runtime>::NotAuthor
		);
	});
}

#[test]
fn record_should_not_be_marked_by_the_patient_who_is_not_its_author() {
	with_record(|w| {
		assert_noop!(mark_as(w, &w.wallet, Actor::Patient, 0), Error::<Runtime>::NotAuthor);
		assert_ok!(register_as(&w.wallet, w.patient, Actor::Patient, w.pointer(LABS, 2)));
		assert_noop!(mark(w, &w.lab, 1), Error::<Runtime>::NotAuthor);
		assert_ok!(mark_as(w, &w.wallet, Actor::Patient, 1));
	});
}

#[test]
fn record_of_an_organisation_should_be_marked_by_it_and_by_its_practitioners() {
	world(|w| {
		let laboratory = Actor::Organisation(LABORATORY);
		for tag in 0..2 {
			assert_ok!(register_as(&controller(LABORATORY), w.patient, laboratory, w.pointer(LABS, tag)));
		}
		assert_ok!(mark_as(w, &registrar(LABORATORY), laboratory, 0));
		assert_ok!(mark(w, &w.lab, 1));
	});
}

#[test]
fn signer_should_be_refused_when_it_pretends_to_be_the_author() {
	with_record(|w| {
		for account in [&w.wallet, &w.doctor.account, &w.colleague.account, &registrar(LABORATORY)] {
			assert_noop!(
				mark_as(w, account, w.lab.actor(), 0),
				salus_pallet_identity::Error::<Runtime>::NotThisActor
			);
		}
	});
}

#[test]
fn record_should_be_marked_only_once() {
	with_record(|w| {
		assert_ok!(mark(w, &w.lab, 0));
		assert_noop!(mark(w, &w.lab, 0), Error::<Runtime>::NotHead);
	});
}

#[test]
fn superseded_record_should_not_be_marked_and_its_amendment_should() {
	with_record(|w| {
		assert_ok!(Pallet::amend(
			signed(&w.lab.account),
			w.patient,
			0,
			w.lab.actor(),
			Purpose::Treatment,
			w.pointer(LABS, 2)
		));
		assert_noop!(mark(w, &w.lab, 0), Error::<Runtime>::NotHead);
		assert_ok!(mark(w, &w.lab, 1));
		assert_eq!(
			Records::<Runtime>::get(w.patient, 0).unwrap().status,
			RecordStatus::Final { superseded_by: Some(1) }
		);
	});
}

#[test]
fn marked_record_should_be_closed_to_everyone_but_the_patients_eyes() {
	with_record(|w| {
		w.grant(Party::Practitioner(w.doctor.id), &[LABS], Permissions::READ, None);
		let read = |actor| {
			let request = Request {
				actor,
				action: Action::Read,
				item: Item::Record(0),
				purpose: Purpose::Treatment,
				at: now(),
				opening: None,
			};
			salus_pallet_consent::Pallet::<Runtime>::decide(&w.patient, &request)
		};
		assert!(read(w.doctor.actor()).is_allowed());
		assert_ok!(mark(w, &w.lab, 0));
		assert_eq!(read(w.doctor.actor()), Decision::deny(Reason::EnteredInError));
		assert!(read(Actor::Patient).is_allowed());
	});
}

#[test]
fn marking_should_be_refused_when_record_or_patient_is_unknown() {
	with_record(|w| {
		assert_noop!(mark(w, &w.lab, 1), Error::<Runtime>::RecordNotFound);
		assert_noop!(
			Pallet::mark_entered_in_error(signed(&w.lab.account), PatientId([9; 32]), 0, w.lab.actor()),
			Error::<Runtime>::PatientNotFound
		);
		assert_noop!(
			Pallet::mark_entered_in_error(RuntimeOrigin::none(), w.patient, 0, w.lab.actor()),
			DispatchError::BadOrigin
		);
	});
}
