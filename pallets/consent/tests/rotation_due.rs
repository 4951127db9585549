//! When a scope waits for a rotation.

mod common;

use common::*;
use frame_support::assert_noop;
use frame_support::assert_ok;

fn rotate(world: World, reseals: Vec<Reseal>) {
	let next = rotation(&world.patient, LABS, reseals);
	assert_ok!(Consent::rotate_scope(signed("eve"), world.patient, next));
}

#[test]
fn scope_should_not_be_due_when_all_is_well() {
	world(|world| {
		world.reader_of(LABS);
		advance(30 * DAY);
		assert_eq!(world.due(LABS), None);
		assert!(!Consent::is_rotation_due(&world.patient, LABS, &world.scope(LABS), now()));
	})
}

#[test]
fn scope_should_be_due_since_the_holders_suspension_until_it_is_rotated() {
	world(|world| {
		let consent = world.reader_of(LABS);
		advance(HOUR);
		salus_mock::suspend_practitioner(BOB_ORGANISATION, world.doctor);
		let since = now();
		advance(HOUR);
		assert_eq!(world.due(LABS), Some((RotationDue::HolderNotInStanding, since)));
		assert!(Consent::is_rotation_due(&world.patient, LABS, &world.scope(LABS), now()));
		rotate(world, vec![]);
		assert_eq!(world.due(LABS), None);
		assert!(world.seal(Item::Scope(LABS), consent).is_some());
	})
}

#[test]
fn scope_should_be_due_since_the_organisations_suspension_and_not_after_it() {
	world(|world| {
		world.reader_of(LABS);
		advance(HOUR);
		salus_mock::suspend_organisation(BOB_ORGANISATION);
		let since = now();
		advance(HOUR);
		assert_eq!(world.due(LABS), Some((RotationDue::HolderNotInStanding, since)));
		salus_mock::reinstate_organisation(BOB_ORGANISATION);
		assert_eq!(world.due(LABS), None);
	})
}

#[test]
fn scope_should_be_due_since_the_holders_credential_expired() {
	world(|world| {
		let expires = now() + 365 * DAY;
		world.reader_of(LABS);
		advance(365 * DAY - 1);
		assert_eq!(world.due(LABS), None);
		advance(DAY);
		assert_eq!(world.due(LABS), Some((RotationDue::HolderNotInStanding, expires)));
	})
}

#[test]
fn scope_should_not_be_due_when_the_suspended_holder_works_elsewhere_in_good_standing() {
	world(|world| {
		salus_mock::admit("charlie", ALICE_ORGANISATION, PractitionerRole::Clinician);
		world.reader_of(LABS);
		advance(HOUR);
		salus_mock::suspend_practitioner(BOB_ORGANISATION, world.doctor);
		advance(HOUR);
		assert_eq!(world.due(LABS), None);
		salus_mock::suspend_practitioner(ALICE_ORGANISATION, world.doctor);
		let since = now();
		advance(HOUR);
		assert_eq!(world.due(LABS), Some((RotationDue::HolderNotInStanding, since)));
	})
}

#[test]
fn scope_should_be_due_since_a_holders_vault_key_was_reported_until_it_is_rotated() {
	world(|world| {
		let other = world.granted(reading(Party::Organisation(BOB_ORGANISATION), &[Item::Scope(LABS)]));
		world.reader_of(LABS);
		advance(HOUR);
		salus_mock::report_compromised(world.doctors_vault(), "charlie");
		let since = now();
		advance(HOUR);
		assert_eq!(world.due(LABS), Some((RotationDue::VaultCompromised, since)));
		assert_eq!(world.due(IMAGING), None);
		rotate(world, vec![world.reseal(other)]);
		assert_eq!(world.due(LABS), None);
	})
}

#[test]
fn scope_should_not_be_due_when_a_holder_changed_its_vault_key_in_order() {
	world(|world| {
		world.reader_of(LABS);
		salus_mock::rotate_vault(world.doctors_vault(), "charlie");
		assert_eq!(world.due(LABS), None);
		salus_mock::report_compromised(world.doctors_vault(), "charlie");
		assert_eq!(world.due(LABS), None);
	})
}

#[test]
fn scope_should_stay_due_when_the_holder_replaced_the_compromised_vault_key() {
	world(|world| {
		let consent = world.reader_of(LABS);
		let since = now();
		salus_mock::report_compromised(world.doctors_vault(), "charlie");
		advance(HOUR);
		salus_mock::rotate_vault(world.doctors_vault(), "charlie");
		assert_eq!(world.due(LABS), Some((RotationDue::VaultCompromised, since)));
		// A new envelope for the key that leaked would hide it.
		let reseal = world.reseal(consent);
		assert_noop!(world.resealed(Item::Scope(LABS), vec![reseal]), Error::<Runtime>::ScopeRotationDue);
		let Reseal { consent, envelope, sealed_to } = reseal;
		assert_noop!(
			Consent::reseal_own(
				signed("charlie"),
				world.patient,
				consent,
				Item::Scope(LABS),
				envelope,
				sealed_to
			),
			Error::<Runtime>::ScopeRotationDue
		);
		rotate(world, vec![reseal]);
		assert_eq!(world.due(LABS), None);
	})
}

#[test]
fn scope_should_tell_the_earlier_of_an_end_and_a_revocation() {
	world(|world| {
		let end = now() + 2 * HOUR;
		world.granted(Grant { until: Some(end), ..world.reading(&[Item::Scope(LABS)]) });
		let other = world.reader_of(LABS);
		advance(HOUR);
		assert_ok!(Consent::revoke(signed("eve"), world.patient, other));
		let revoked = now();
		assert_eq!(world.due(LABS), Some((RotationDue::Revoked, revoked)));
		advance(2 * HOUR);
		assert_eq!(world.due(LABS), Some((RotationDue::Revoked, revoked)));
		rotate(world, vec![]);
		assert_eq!((world.due(LABS), world.scope(LABS).holders), (None, 0));
	})
}
