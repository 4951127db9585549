//! Registering one record.

mod common;

use common::*;
use frame_support::{assert_noop, assert_ok};
use salus_mock::{Runtime, RuntimeOrigin};
use salus_pallet_records::{Error, Event, RecordCount, Records};
use salus_primitives::{
	blinding::Opening,
	consent::{Grant, Item, Permissions},
	ids::{KeyEpoch, PatientId, INBOX},
	people::{Actor, Party},
	purpose::Purpose,
	records::{NewRecord, Record, RecordStatus, SizeClass},
};
use sp_runtime::DispatchError;

#[test]
fn record_should_be_stored_under_its_author_when_a_consent_allows() {
	world(|w| {
		let pointer = w.pointer(LABS, 1);
		assert_ok!(w.register(&w.lab, pointer));
		assert_eq!(
			Records::<Runtime>::get(w.patient, 0),
			Some(Record {
				pointer,
				author: w.lab.actor(),
				registered_at: now(),
				supersedes: None,
				status: RecordStatus::Final { superseded_by: None },
			})
		);
		assert_eq!(RecordCount::<Runtime>::get(w.patient), 1);
		assert_last_event(Event::RecordRegistered {
			patient: w.patient,
			index: 0,
			scope: LABS,
			actor: w.lab.actor(),
		});
	});
}

#[test]
fn records_should_be_numbered_densely_for_each_patient() {
	world(|w| {
		assert_ok!(w.register(&w.lab, w.pointer(LABS, 1)));
		assert_ok!(w.register(&w.lab, w.pointer(INBOX, 2)));
		assert_ok!(register_as(&w.stranger.account, w.stranger.patient, Actor::Patient, w.pointer(INBOX, 3)));
		assert_eq!(RecordCount::<Runtime>::get(w.patient), 2);
		assert_eq!(RecordCount::<Runtime>::get(w.stranger.patient), 1);
	});
}

#[test]
fn record_should_be_registered_by_the_patient_without_any_consent() {
	world(|w| {
		assert_ok!(register_as(&w.wallet, w.patient, Actor::Patient, w.pointer(IMAGING, 1)));
	});
}

#[test]
fn record_should_be_registered_by_an_organisation_through_its_registrar_and_its_controller() {
	world(|w| {
		let actor = Actor::Organisation(LABORATORY);
		assert_ok!(register_as(&registrar(LABORATORY), w.patient, actor, w.pointer(LABS, 1)));
		assert_ok!(register_as(&controller(LABORATORY), w.patient, actor, w.pointer(LABS, 2)));
	});
}

#[test]
fn inbox_should_take_a_record_from_the_enrolling_organisation_which_no_scope_does() {
	world(|w| {
		let actor = Actor::Organisation(HOSPITAL);
		assert_ok!(register_as(&registrar(HOSPITAL), w.patient, actor, w.pointer(INBOX, 1)));
		assert_noop!(
			register_as(&registrar(HOSPITAL), w.patient, actor, w.pointer(LABS, 2)),
			Error::<Runtime>::Denied
		);
	});
}

#[test]
fn record_should_be_denied_when_the_actor_has_no_consent() {
	world(|w| {
		for scope in [LABS, IMAGING] {
			assert_noop!(w.register(&w.doctor, w.pointer(scope, 1)), Error::<Runtime>::Denied);
		}
		assert_noop!(w.register(&w.lab, w.pointer(IMAGING, 1)), Error::<Runtime>::Denied);
	});
}

#[test]
fn record_should_be_denied_when_the_consent_permits_reading_alone() {
	world(|w| {
		w.grant(Party::Practitioner(w.doctor.id), &[IMAGING], Permissions::READ, None);
		assert_noop!(w.register(&w.doctor, w.pointer(IMAGING, 1)), Error::<Runtime>::Denied);
	});
}

#[test]
fn record_should_be_denied_when_the_purpose_was_not_granted() {
	world(|w| {
		assert_noop!(
			Pallet::register(
				signed(&w.lab.account),
				w.patient,
				w.lab.actor(),
				Purpose::Research,
				w.pointer(LABS, 1)
			),
			Error::<Runtime>::Denied
		);
	});
}

#[test]
fn revoked_laboratory_should_be_denied_in_the_scope_and_in_the_inbox() {
	world(|w| {
		assert_ok!(w.register(&w.lab, w.pointer(LABS, 1)));
		w.revoke(w.consent);
		assert_noop!(w.register(&w.lab, w.pointer(LABS, 2)), Error::<Runtime>::Denied);
		assert_noop!(w.register(&w.lab, w.pointer(INBOX, 2)), Error::<Runtime>::Denied);
		assert_noop!(
			register_as(
				&controller(LABORATORY),
				w.patient,
				Actor::Organisation(LABORATORY),
				w.pointer(LABS, 2)
			),
			Error::<Runtime>::Denied
		);
	});
}

#[test]
fn record_should_be_denied_from_the_moment_the_consent_ends() {
	world(|w| {
		w.revoke(w.consent);
		let end = now() + 60_000;
		w.grant(Party::Practitioner(w.lab.id), &[LABS], Permissions::WRITE, Some(end));
		set_time(end - 1);
		assert_ok!(w.register(&w.lab, w.pointer(LABS, 1)));
		set_time(end);
		assert_noop!(w.register(&w.lab, w.pointer(LABS, 2)), Error::<Runtime>::Denied);
	});
}

#[test]
fn record_should_be_denied_when_the_patient_has_excluded_the_practitioner_or_its_organisation() {
	for by_name in [true, false] {
		world(|w| {
			w.exclude(if by_name { Party::Practitioner(w.lab.id) } else { Party::Organisation(LABORATORY) });
			assert_noop!(w.register(&w.lab, w.pointer(LABS, 1)), Error::<Runtime>::Denied);
			assert_noop!(w.register(&w.lab, w.pointer(INBOX, 1)), Error::<Runtime>::Denied);
		});
	}
}

#[test]
fn suspended_practitioner_should_be_denied_until_reinstated() {
	world(|w| {
		w.suspend(&w.lab);
		assert_noop!(w.register(&w.lab, w.pointer(LABS, 1)), Error::<Runtime>::Denied);
		assert_noop!(w.register(&w.lab, w.pointer(INBOX, 1)), Error::<Runtime>::Denied);
		assert_ok!(w.register(&w.colleague, w.pointer(LABS, 1)));
		w.reinstate(&w.lab);
		assert_ok!(w.register(&w.lab, w.pointer(LABS, 2)));
	});
}

#[test]
fn practitioner_should_be_denied_when_its_credential_has_expired() {
	world(|w| {
		set_time(w.lab.until);
		assert_noop!(w.register(&w.lab, w.pointer(LABS, 1)), Error::<Runtime>::Denied);
	});
}

#[test]
fn practitioner_should_be_denied_when_its_organisation_is_suspended_or_expelled() {
	for expelled in [false, true] {
		world(|w| {
			stop_organisation(LABORATORY, expelled);
			assert_noop!(w.register(&w.lab, w.pointer(LABS, 1)), Error::<Runtime>::Denied);
			assert_noop!(
				register_as(
					&controller(LABORATORY),
					w.patient,
					Actor::Organisation(LABORATORY),
					w.pointer(LABS, 1)
				),
				Error::<Runtime>::Denied
			);
		});
	}
}

#[test]
fn signer_should_be_refused_when_it_acts_as_somebody_else() {
	world(|w| {
		let pointer = w.pointer(LABS, 1);
		let pretences = [
			// Another practitioner of the same organisation.
			(&w.colleague.account, w.lab.actor()),
			// A practitioner as its organisation, and the organisation as its practitioner.
			(&w.lab.account, Actor::Organisation(LABORATORY)),
			(&controller(LABORATORY), w.lab.actor()),
			// A registrar as an organisation that is not its own.
			(&registrar(HOSPITAL), Actor::Organisation(LABORATORY)),
			// A practitioner in a place where it does not work, and one of nowhere.
			(&w.doctor.account, Actor::Practitioner { practitioner: w.doctor.id, organisation: LABORATORY }),
			(&w.lab.account, Actor::Practitioner { practitioner: w.lab.id, organisation: 999 }),
			// Anyone as the patient, other patients included.
			(&w.lab.account, Actor::Patient),
			(&registrar(HOSPITAL), Actor::Patient),
			(&w.stranger.account, Actor::Patient),
			// The patient as those it trusts.
			(&w.wallet, w.lab.actor()),
			(&w.wallet, Actor::Organisation(HOSPITAL)),
		];
		for (account, actor) in pretences {
			assert_noop!(
				register_as(account, w.patient, actor, pointer),
				salus_pallet_identity::Error::<Runtime>::NotThisActor
			);
		}
	});
}

#[test]
fn record_should_be_refused_when_its_epoch_is_not_the_current_one() {
	world(|w| {
		let stale = w.pointer(LABS, 1);
		w.rotate(LABS);
		assert_noop!(w.register(&w.lab, stale), Error::<Runtime>::StaleEpoch);
		let current = w.pointer(LABS, 1);
		for epoch in [
			KeyEpoch { index: current.epoch.index + 1, ..current.epoch },
			KeyEpoch { generation: current.epoch.generation + 1, index: 0 },
		] {
			assert_noop!(w.register(&w.lab, NewRecord { epoch, ..current }), Error::<Runtime>::StaleEpoch);
		}
		assert_ok!(w.register(&w.lab, current));
	});
}

#[test]
fn record_should_be_refused_in_the_scope_and_taken_by_the_inbox_when_a_rotation_is_due() {
	world(|w| {
		let reader = w.grant(Party::Practitioner(w.doctor.id), &[LABS], Permissions::READ, None);
		w.revoke(reader);
		assert_noop!(w.register(&w.lab, w.pointer(LABS, 1)), Error::<Runtime>::RotationDue);
		assert_noop!(
			register_as(&w.wallet, w.patient, Actor::Patient, w.pointer(LABS, 1)),
			Error::<Runtime>::RotationDue
		);
		assert_ok!(w.register(&w.lab, w.pointer(INBOX, 1)));
		w.rotate(LABS);
		assert_ok!(w.register(&w.lab, w.pointer(LABS, 2)));
	});
}

#[test]
fn record_should_be_refused_when_a_reader_of_the_scope_is_suspended_or_its_consent_has_ended() {
	world(|w| {
		let end = now() + 60_000;
		w.grant(Party::Practitioner(w.doctor.id), &[LABS], Permissions::READ, Some(end));
		w.suspend(&w.doctor);
		assert_noop!(w.register(&w.lab, w.pointer(LABS, 1)), Error::<Runtime>::RotationDue);
		w.reinstate(&w.doctor);
		assert_ok!(w.register(&w.lab, w.pointer(LABS, 1)));
		set_time(end);
		assert_noop!(w.register(&w.lab, w.pointer(LABS, 2)), Error::<Runtime>::RotationDue);
		assert_ok!(w.register(&w.lab, w.pointer(INBOX, 2)));
	});
}

#[test]
fn record_should_be_refused_when_its_size_is_no_class() {
	world(|w| {
		for size in [0, 13 * 64, 14 * 64 + 16, 41 * 64, u16::MAX] {
			assert_noop!(
				w.register(&w.lab, NewRecord { size: SizeClass(size), ..w.pointer(LABS, 1) }),
				Error::<Runtime>::InvalidSize
			);
		}
	});
}

#[test]
fn record_should_be_refused_when_the_scope_is_unknown() {
	world(|w| {
		let nowhere = NewRecord { scope: 63, ..w.pointer(LABS, 1) };
		assert_noop!(w.register(&w.lab, nowhere), Error::<Runtime>::ScopeNotFound);
		assert_noop!(
			register_as(&w.wallet, w.patient, Actor::Patient, nowhere),
			Error::<Runtime>::ScopeNotFound
		);
	});
}

#[test]
fn record_should_be_refused_when_the_patient_is_unknown() {
	world(|w| {
		for (account, actor) in
			[(&w.lab.account, w.lab.actor()), (&controller(LABORATORY), Actor::Organisation(LABORATORY))]
		{
			assert_noop!(
				register_as(account, PatientId([9; 32]), actor, w.pointer(LABS, 1)),
				Error::<Runtime>::PatientNotFound
			);
		}
	});
}

#[test]
fn consent_of_one_patient_should_open_nothing_of_another() {
	world(|w| {
		assert_noop!(
			register_as(&w.lab.account, w.stranger.patient, w.lab.actor(), w.pointer(INBOX, 1)),
			Error::<Runtime>::Denied
		);
	});
}

#[test]
fn record_should_be_refused_when_every_index_is_taken() {
	world(|w| {
		RecordCount::<Runtime>::insert(w.patient, u32::MAX);
		assert_noop!(w.register(&w.lab, w.pointer(LABS, 1)), Error::<Runtime>::TooManyRecords);
		RecordCount::<Runtime>::remove(w.patient);
	});
}

#[test]
fn call_should_be_refused_when_nobody_signed_it() {
	world(|w| {
		for origin in [RuntimeOrigin::none(), RuntimeOrigin::root()] {
			assert_noop!(
				Pallet::register(origin, w.patient, Actor::Patient, Purpose::Treatment, w.pointer(INBOX, 1)),
				DispatchError::BadOrigin
			);
		}
	});
}

#[test]
fn record_should_be_refused_to_a_blinded_reader() {
	world(|w| {
		let party = Party::Practitioner(w.doctor.id);
		let opening = Opening([7; 32]);
		let named = treatment_grant(party, vec![Item::Scope(LABS)], Permissions::READ, None);
		let sealed_to = kem_of(party).map(|kem| opening.blind_key(&kem));
		give(&w.wallet, w.patient, Grant { grantee: opening.blind(&party).unwrap(), sealed_to, ..named });
		assert_noop!(w.register(&w.doctor, w.pointer(LABS, 1)), Error::<Runtime>::Denied);
	});
}
