//! Moving a record from the inbox to a scope.

mod common;

use common::*;
use frame_support::{assert_noop, assert_ok, dispatch::DispatchResult};
use salus_mock::{Runtime, RuntimeOrigin};
use salus_pallet_records::{Error, Event, Records};
use salus_primitives::{
	consent::Permissions,
	ids::{Digest, KeyEpoch, PatientId, RecordIndex, ScopeNumber, INBOX},
	people::{Actor, Party},
	purpose::Purpose,
	records::{NewRecord, Record},
};
use sp_runtime::{AccountId32, DispatchError};

const RESEALED: Digest = Digest([0xee; 32]);

fn refile_as(
	w: &World,
	account: &AccountId32,
	index: RecordIndex,
	scope: ScopeNumber,
	epoch: KeyEpoch,
) -> DispatchResult {
	Pallet::refile(signed(account), w.patient, index, scope, epoch, RESEALED)
}

fn refile(w: &World, index: RecordIndex, scope: ScopeNumber) -> DispatchResult {
	refile_as(w, &w.wallet, index, scope, w.epoch(scope))
}

/// A patient with one record in the inbox.
fn with_inbox(test: impl Fn(&World)) {
	world(|w| {
		assert_ok!(w.register(&w.lab, w.pointer(INBOX, 1)));
		test(w);
	});
}

#[test]
fn refiled_record_should_change_scope_epoch_and_envelope_and_nothing_else() {
	with_inbox(|w| {
		w.rotate(IMAGING);
		let before = Records::<Runtime>::get(w.patient, 0).unwrap();
		set_time(now() + 1_000);
		assert_ok!(refile(w, 0, IMAGING));
		let epoch = KeyEpoch { generation: 0, index: 1 };
		let pointer = NewRecord { scope: IMAGING, epoch, envelope: RESEALED, ..before.pointer };
		assert_eq!(Records::<Runtime>::get(w.patient, 0), Some(Record { pointer, ..before }));
		assert_last_event(Event::RecordRefiled { patient: w.patient, index: 0, scope: IMAGING });
	});
}

#[test]
fn refiled_record_should_be_amended_where_it_is_filed() {
	with_inbox(|w| {
		assert_ok!(refile(w, 0, LABS));
		assert_ok!(Pallet::amend(
			signed(&w.lab.account),
			w.patient,
			0,
			w.lab.actor(),
			Purpose::Treatment,
			w.pointer(LABS, 2)
		));
	});
}

#[test]
fn superseded_record_should_be_refiled_with_its_versions_unchanged() {
	with_inbox(|w| {
		assert_ok!(Pallet::amend(
			signed(&w.lab.account),
			w.patient,
			0,
			w.lab.actor(),
			Purpose::Treatment,
			w.pointer(INBOX, 2)
		));
		assert_ok!(refile(w, 0, LABS));
		assert_ok!(refile(w, 1, LABS));
		assert_eq!(Records::<Runtime>::get(w.patient, 1).unwrap().supersedes, Some(0));
	});
}

#[test]
fn refiling_should_be_refused_when_the_signer_does_not_control_the_patient() {
	with_inbox(|w| {
		w.grant(Party::Practitioner(w.doctor.id), &[IMAGING], Permissions::WRITE, None);
		for account in [
			&w.doctor.account,
			&w.lab.account,
			&registrar(HOSPITAL),
			&controller(HOSPITAL),
			&w.stranger.account,
		] {
			assert_noop!(
				refile_as(w, account, 0, IMAGING, w.epoch(IMAGING)),
				salus_pallet_identity::Error::<Runtime>::NotController
			);
		}
	});
}

#[test]
fn refiling_should_be_refused_when_the_target_is_the_inbox() {
	with_inbox(|w| {
		assert_noop!(refile(w, 0, INBOX), Error::<Runtime>::InboxNotAllowed);
	});
}

#[test]
fn refiling_should_be_refused_when_the_record_has_left_the_inbox() {
	with_inbox(|w| {
		assert_ok!(refile(w, 0, LABS));
		assert_noop!(refile(w, 0, IMAGING), Error::<Runtime>::NotInInbox);
		assert_noop!(refile(w, 0, LABS), Error::<Runtime>::NotInInbox);
	});
}

#[test]
fn refiling_should_be_refused_when_the_target_waits_for_a_rotation() {
	with_inbox(|w| {
		let reader = w.grant(Party::Practitioner(w.doctor.id), &[LABS], Permissions::READ, None);
		w.revoke(reader);
		assert_noop!(refile(w, 0, LABS), Error::<Runtime>::RotationDue);
		w.rotate(LABS);
		assert_ok!(refile(w, 0, LABS));
	});
}

#[test]
fn refiling_should_be_refused_when_the_epoch_is_not_the_current_one() {
	with_inbox(|w| {
		let stale = w.epoch(LABS);
		w.rotate(LABS);
		let future = KeyEpoch { generation: 1, index: 0 };
		for epoch in [stale, future] {
			assert_noop!(refile_as(w, &w.wallet, 0, LABS, epoch), Error::<Runtime>::StaleEpoch);
		}
	});
}

#[test]
fn refiling_should_be_refused_when_the_record_was_entered_in_error() {
	with_inbox(|w| {
		assert_ok!(Pallet::mark_entered_in_error(signed(&w.lab.account), w.patient, 0, w.lab.actor()));
		assert_noop!(refile(w, 0, LABS), Error::<Runtime>::EnteredInError);
	});
}

#[test]
fn refiling_should_be_refused_when_scope_record_or_patient_is_unknown() {
	with_inbox(|w| {
		let epoch = KeyEpoch::default();
		assert_noop!(refile_as(w, &w.wallet, 0, 63, epoch), Error::<Runtime>::ScopeNotFound);
		assert_noop!(refile_as(w, &w.wallet, 1, LABS, epoch), Error::<Runtime>::RecordNotFound);
		assert_noop!(
			Pallet::refile(signed(&w.wallet), PatientId([9; 32]), 0, LABS, epoch, RESEALED),
			salus_pallet_identity::Error::<Runtime>::PatientNotFound
		);
		assert_noop!(
			Pallet::refile(RuntimeOrigin::root(), w.patient, 0, LABS, epoch, RESEALED),
			DispatchError::BadOrigin
		);
	});
}

#[test]
fn record_of_the_patients_own_should_be_refiled_too() {
	world(|w| {
		assert_ok!(register_as(&w.wallet, w.patient, Actor::Patient, w.pointer(INBOX, 1)));
		assert_ok!(refile(w, 0, LABS));
	});
}
