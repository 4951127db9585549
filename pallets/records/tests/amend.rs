//! New versions of a record.

mod common;

use common::*;
use frame_support::{assert_noop, assert_ok, dispatch::DispatchResult};
use salus_mock::{Runtime, RuntimeOrigin};
use salus_pallet_records::{Error, Event, RecordCount, Records};
use salus_primitives::{
	consent::Permissions,
	ids::{PatientId, RecordIndex, INBOX},
	people::{Actor, Party},
	purpose::Purpose,
	records::{NewRecord, RecordStatus, SizeClass},
};
use sp_runtime::{AccountId32, DispatchError};

fn amend_as(
	w: &World,
	account: &AccountId32,
	actor: Actor,
	index: RecordIndex,
	record: NewRecord,
) -> DispatchResult {
	Pallet::amend(signed(account), w.patient, index, actor, Purpose::Treatment, record)
}

fn amend(w: &World, writer: &Staff, index: RecordIndex, record: NewRecord) -> DispatchResult {
	amend_as(w, &writer.account, writer.actor(), index, record)
}

#[test]
fn amendment_should_supersede_the_record_and_keep_it() {
	world(|w| {
		let first = w.pointer(LABS, 1);
		let second = w.pointer(LABS, 2);
		assert_ok!(w.register(&w.lab, first));
		set_time(now() + 1_000);
		assert_ok!(amend(w, &w.lab, 0, second));
		let old = Records::<Runtime>::get(w.patient, 0).unwrap();
		let new = Records::<Runtime>::get(w.patient, 1).unwrap();
		assert_eq!(old.pointer, first);
		assert_eq!(old.status, RecordStatus::Final { superseded_by: Some(1) });
		assert_eq!((new.pointer, new.supersedes, new.is_head()), (second, Some(0), true));
		assert_eq!(new.registered_at, old.registered_at + 1_000);
		assert_last_event(Event::RecordAmended { patient: w.patient, index: 1, supersedes: 0 });
	});
}

#[test]
fn amendment_should_carry_its_own_author_when_a_colleague_makes_it() {
	world(|w| {
		assert_ok!(w.register(&w.lab, w.pointer(LABS, 1)));
		assert_ok!(amend(w, &w.colleague, 0, w.pointer(LABS, 2)));
		assert_eq!(Records::<Runtime>::get(w.patient, 0).unwrap().author, w.lab.actor());
		assert_eq!(Records::<Runtime>::get(w.patient, 1).unwrap().author, w.colleague.actor());
	});
}

#[test]
fn amendment_of_an_organisations_record_should_be_made_by_it_or_by_its_practitioners() {
	world(|w| {
		let laboratory = Actor::Organisation(LABORATORY);
		assert_ok!(register_as(&controller(LABORATORY), w.patient, laboratory, w.pointer(LABS, 1)));
		assert_ok!(amend(w, &w.lab, 0, w.pointer(LABS, 2)));
		// What a practitioner signs for, the organisation's office does not rewrite.
		assert_noop!(
			amend_as(w, &controller(LABORATORY), laboratory, 1, w.pointer(LABS, 3)),
			Error::<Runtime>::NotAuthor
		);
	});
}

#[test]
fn amendment_should_be_refused_when_the_author_is_somebody_else() {
	world(|w| {
		w.grant(Party::Practitioner(w.doctor.id), &[LABS], Permissions::WRITE, None);
		assert_ok!(w.register(&w.lab, w.pointer(LABS, 1)));
		let pointer = w.pointer(LABS, 2);
		assert_noop!(amend(w, &w.doctor, 0, pointer), Error::<Runtime>::NotAuthor);
		assert_noop!(amend_as(w, &w.wallet, Actor::Patient, 0, pointer), Error::<Runtime>::NotAuthor);
		let hospital = Actor::Organisation(HOSPITAL);
		assert_noop!(amend_as(w, &registrar(HOSPITAL), hospital, 0, pointer), Error::<Runtime>::NotAuthor);
	});
}

#[test]
fn amendment_of_the_patients_own_record_should_be_made_by_the_patient_alone() {
	world(|w| {
		assert_ok!(register_as(&w.wallet, w.patient, Actor::Patient, w.pointer(LABS, 1)));
		assert_noop!(amend(w, &w.lab, 0, w.pointer(LABS, 2)), Error::<Runtime>::NotAuthor);
		assert_ok!(amend_as(w, &w.wallet, Actor::Patient, 0, w.pointer(LABS, 2)));
	});
}

#[test]
fn amendment_should_be_refused_when_the_author_works_elsewhere_now() {
	world(|w| {
		assert_ok!(w.register(&w.lab, w.pointer(LABS, 1)));
		w.admit(&w.lab, HOSPITAL);
		w.grant(Party::Organisation(HOSPITAL), &[LABS], Permissions::WRITE, None);
		let elsewhere = Actor::Practitioner { practitioner: w.lab.id, organisation: HOSPITAL };
		assert_noop!(
			amend_as(w, &w.lab.account, elsewhere, 0, w.pointer(LABS, 2)),
			Error::<Runtime>::NotAuthor
		);
	});
}

#[test]
fn amendment_should_be_refused_when_the_signer_pretends_to_be_the_author() {
	world(|w| {
		assert_ok!(w.register(&w.lab, w.pointer(LABS, 1)));
		for account in [&w.colleague.account, &w.doctor.account, &w.wallet, &controller(LABORATORY)] {
			assert_noop!(
				amend_as(w, account, w.lab.actor(), 0, w.pointer(LABS, 2)),
				salus_pallet_identity::Error::<Runtime>::NotThisActor
			);
		}
	});
}

#[test]
fn amendment_should_be_refused_when_the_record_is_superseded() {
	world(|w| {
		assert_ok!(w.register(&w.lab, w.pointer(LABS, 1)));
		assert_ok!(amend(w, &w.lab, 0, w.pointer(LABS, 2)));
		assert_noop!(amend(w, &w.lab, 0, w.pointer(LABS, 3)), Error::<Runtime>::NotHead);
		assert_ok!(amend(w, &w.lab, 1, w.pointer(LABS, 3)));
		assert_eq!(RecordCount::<Runtime>::get(w.patient), 3);
	});
}

#[test]
fn amendment_should_be_refused_when_the_record_was_entered_in_error() {
	world(|w| {
		assert_ok!(w.register(&w.lab, w.pointer(LABS, 1)));
		assert_ok!(Pallet::mark_entered_in_error(signed(&w.lab.account), w.patient, 0, w.lab.actor()));
		assert_noop!(amend(w, &w.lab, 0, w.pointer(LABS, 2)), Error::<Runtime>::NotHead);
	});
}

#[test]
fn amendment_should_be_refused_when_it_goes_into_another_scope_and_taken_by_the_inbox() {
	world(|w| {
		w.grant(Party::Organisation(LABORATORY), &[IMAGING], Permissions::WRITE, None);
		assert_ok!(w.register(&w.lab, w.pointer(LABS, 1)));
		assert_noop!(amend(w, &w.lab, 0, w.pointer(IMAGING, 2)), Error::<Runtime>::ScopeChanged);
		assert_ok!(amend(w, &w.lab, 0, w.pointer(INBOX, 2)));
		// From the inbox only the patient files it further.
		assert_noop!(amend(w, &w.lab, 1, w.pointer(LABS, 3)), Error::<Runtime>::ScopeChanged);
	});
}

#[test]
fn revoked_author_should_be_denied_in_the_scope_and_by_way_of_the_inbox() {
	world(|w| {
		let second = w.grant(Party::Organisation(LABORATORY), &[IMAGING], Permissions::WRITE, None);
		assert_ok!(w.register(&w.lab, w.pointer(LABS, 1)));
		w.revoke(w.consent);
		assert_noop!(amend(w, &w.lab, 0, w.pointer(LABS, 2)), Error::<Runtime>::Denied);
		// Another consent still lets it write to the inbox, but not about this record.
		assert_ok!(w.register(&w.lab, w.pointer(INBOX, 2)));
		assert_noop!(amend(w, &w.lab, 0, w.pointer(INBOX, 2)), Error::<Runtime>::Denied);
		w.revoke(second);
	});
}

#[test]
fn consent_for_the_single_record_should_let_its_author_amend_it_by_way_of_the_inbox_alone() {
	world(|w| {
		assert_ok!(w.register(&w.lab, w.pointer(LABS, 1)));
		w.revoke(w.consent);
		w.grant_records(Party::Organisation(LABORATORY), &[0], Permissions::WRITE);
		assert_noop!(amend(w, &w.lab, 0, w.pointer(LABS, 2)), Error::<Runtime>::Denied);
		assert_ok!(amend(w, &w.lab, 0, w.pointer(INBOX, 2)));
	});
}

#[test]
fn suspended_author_should_be_denied_and_a_colleague_not() {
	world(|w| {
		assert_ok!(w.register(&w.lab, w.pointer(LABS, 1)));
		w.suspend(&w.lab);
		assert_noop!(amend(w, &w.lab, 0, w.pointer(LABS, 2)), Error::<Runtime>::Denied);
		assert_ok!(amend(w, &w.colleague, 0, w.pointer(LABS, 2)));
	});
}

#[test]
fn excluded_author_should_be_denied() {
	world(|w| {
		assert_ok!(w.register(&w.lab, w.pointer(LABS, 1)));
		w.exclude(Party::Practitioner(w.lab.id));
		assert_noop!(amend(w, &w.lab, 0, w.pointer(LABS, 2)), Error::<Runtime>::Denied);
		assert_noop!(amend(w, &w.lab, 0, w.pointer(INBOX, 2)), Error::<Runtime>::Denied);
	});
}

#[test]
fn amendment_should_be_held_to_what_every_record_is_held_to() {
	world(|w| {
		let stale = w.pointer(LABS, 2);
		w.rotate(LABS);
		assert_ok!(w.register(&w.lab, w.pointer(LABS, 1)));
		assert_noop!(amend(w, &w.lab, 0, stale), Error::<Runtime>::StaleEpoch);
		let unsized_record = NewRecord { size: SizeClass(1), ..w.pointer(LABS, 2) };
		assert_noop!(amend(w, &w.lab, 0, unsized_record), Error::<Runtime>::InvalidSize);
		RecordCount::<Runtime>::insert(w.patient, u32::MAX);
		assert_noop!(amend(w, &w.lab, 0, w.pointer(LABS, 2)), Error::<Runtime>::TooManyRecords);
		RecordCount::<Runtime>::insert(w.patient, 1);
	});
}

#[test]
fn amendment_should_go_to_the_inbox_when_a_rotation_is_due() {
	world(|w| {
		assert_ok!(w.register(&w.lab, w.pointer(LABS, 1)));
		let reader = w.grant(Party::Practitioner(w.doctor.id), &[LABS], Permissions::READ, None);
		w.revoke(reader);
		assert_noop!(amend(w, &w.lab, 0, w.pointer(LABS, 2)), Error::<Runtime>::RotationDue);
		assert_ok!(amend(w, &w.lab, 0, w.pointer(INBOX, 2)));
	});
}

#[test]
fn amendment_should_be_refused_when_record_or_patient_is_unknown() {
	world(|w| {
		assert_ok!(w.register(&w.lab, w.pointer(LABS, 1)));
		assert_noop!(amend(w, &w.lab, 1, w.pointer(LABS, 2)), Error::<Runtime>::RecordNotFound);
		assert_noop!(
			Pallet::amend(
				signed(&w.lab.account),
				PatientId([9; 32]),
				0,
				w.lab.actor(),
				Purpose::Treatment,
				w.pointer(LABS, 2)
			),
			Error::<Runtime>::PatientNotFound
		);
		assert_noop!(
			Pallet::amend(
				RuntimeOrigin::none(),
				w.patient,
				0,
				w.lab.actor(),
				Purpose::Treatment,
				w.pointer(LABS, 2)
			),
			DispatchError::BadOrigin
		);
	});
}
