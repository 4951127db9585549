//! Revoking a consent.

mod common;

use common::*;
use frame_support::{assert_noop, assert_ok};
use salus_pallet_consent::{ByGrantee, Granted};

fn revoke(world: World, consent: ConsentIndex) -> sp_runtime::DispatchResult {
	Consent::revoke(signed("eve"), world.patient, consent)
}

#[test]
fn revoked_consent_should_deny_in_the_same_block_and_leave_its_scopes_due() {
	world(|world| {
		let consent = world.granted(world.reading(&[Item::Scope(LABS), Item::Scope(IMAGING)]));
		assert!(world.reads(LABS));
		advance(HOUR);
		System::reset_events();
		assert_ok!(revoke(world, consent));
		assert!(!world.reads(LABS));
		let revoked = Reason::Consent { index: consent, why: Mismatch::Revoked };
		assert_eq!(reasons(world.decide(Action::Read, Item::Scope(LABS))), [revoked]);
		for scope in [LABS, IMAGING] {
			assert_eq!(world.seal(Item::Scope(scope), consent), None);
			assert_eq!(world.scope(scope).holders, 0);
			assert_eq!(world.due(scope), Some((RotationDue::Revoked, now())));
		}
		assert_eq!(world.due(3), None);
		assert_eq!(consent_events(), [Event::ConsentRevoked { patient: world.patient, consent }]);
		assert_eq!(world.consent(consent).revoked_at, Some(now()));
	})
}

#[test]
fn revoked_consent_should_leave_the_count_and_stay_listed_for_past_questions() {
	world(|world| {
		let (one, two) = (world.reader_of(LABS), world.reader_of(LABS));
		let granted = || Granted::<Runtime>::get(world.grantee(), world.patient);
		assert_eq!(granted(), 2);
		assert_ok!(revoke(world, one));
		assert_eq!(granted(), 1);
		assert_ok!(revoke(world, two));
		assert!(!Granted::<Runtime>::contains_key(world.grantee(), world.patient));
		assert_eq!(ByGrantee::<Runtime>::get(world.patient, world.grantee()).to_vec(), [one, two]);
	})
}

#[test]
fn revoking_should_be_refused_when_done_twice() {
	world(|world| {
		let consent = world.reader_of(LABS);
		assert_ok!(revoke(world, consent));
		advance(HOUR);
		assert_noop!(revoke(world, consent), E::AlreadyRevoked);
	})
}

#[test]
fn revoking_should_be_refused_when_the_consent_is_missing_or_another_patients() {
	world(|world| {
		let consent = world.reader_of(LABS);
		salus_mock::enrol("ferdie");
		assert_noop!(revoke(world, consent + 1), E::ConsentNotFound);
		for stranger in ["ferdie", "charlie", "alice"] {
			let call = Consent::revoke(signed(stranger), world.patient, consent);
			assert_noop!(call, IdentityError::NotController);
		}
		assert!(world.reads(LABS));
	})
}

#[test]
fn revoking_should_work_without_the_vault() {
	world(|world| {
		let consent = world.reader_of(LABS);
		salus_mock::report_compromised(VaultOwner::Patient(world.patient), "eve");
		assert_ok!(revoke(world, consent));
		assert!(!world.reads(LABS));
	})
}

#[test]
fn ended_consent_should_be_revocable_and_the_scope_due_since_its_end() {
	world(|world| {
		let end = now() + HOUR;
		let consent = world.granted(Grant { until: Some(end), ..world.reading(&[Item::Scope(LABS)]) });
		advance(DAY);
		assert_ok!(revoke(world, consent));
		assert_eq!(world.due(LABS), Some((RotationDue::Ended, end)));
		assert_eq!(world.scope(LABS).holders, 0);
	})
}

#[test]
fn scope_should_stay_due_since_the_first_revocation() {
	world(|world| {
		let (one, two) = (world.reader_of(LABS), world.reader_of(LABS));
		assert_ok!(revoke(world, one));
		let first = now();
		advance(HOUR);
		assert_ok!(revoke(world, two));
		assert_eq!(world.due(LABS), Some((RotationDue::Revoked, first)));
	})
}

#[test]
fn scope_should_not_be_due_when_the_revoked_consent_held_an_older_key_or_none() {
	world(|world| {
		let unresealed = world.reader_of(LABS);
		let writer = world.granted(world.writing(&[Item::Scope(LABS)]));
		assert_ok!(Consent::rotate_scope(
			signed("eve"),
			world.patient,
			rotation(&world.patient, LABS, vec![])
		));
		assert_ok!(revoke(world, unresealed));
		assert_ok!(revoke(world, writer));
		assert_eq!((world.due(LABS), world.scope(LABS).holders), (None, 0));
	})
}

#[test]
fn revoked_record_consent_should_deny_and_leave_no_envelope() {
	world(|world| {
		let record = Item::Record(world.record_in(LABS));
		let consent = world.granted(world.reading(&[record]));
		assert!(world.decide(Action::Read, record).is_allowed());
		assert_ok!(revoke(world, consent));
		assert!(!world.decide(Action::Read, record).is_allowed());
		assert_eq!((world.seal(record, consent), world.due(LABS)), (None, None));
	})
}
