//! Taking back what was passed on.

mod common;

use common::*;
use frame_support::{assert_noop, assert_ok};
use salus_pallet_consent::{Delegations, Granted};

#[test]
fn delegator_should_take_back_what_it_gave_in_that_block() {
	world(|world| {
		let line = world.line(&LABS_ONLY);
		System::reset_events();
		assert_ok!(Consent::revoke_delegated(signed("charlie"), world.patient, line.daves));
		let (patient, consent, by) = (world.patient, line.daves, world.grantee());
		assert_eq!(
			consent_events(),
			[Event::ConsentRevoked { patient, consent }, Event::DelegationRevoked { patient, consent, by }]
		);
		assert!(world.reads(LABS));
		assert!(!world.lets_read(line.dave, LABS));
		// And so what came of that.
		assert!(!world.lets_read(line.frank, LABS));
		assert_eq!(world.seal(LABS_ONLY[0], line.daves), None);
		assert!(!Delegations::<Runtime>::contains_key(patient, line.doctors));
		assert_eq!(Granted::<Runtime>::get(line.dave, patient), 0);
		assert_eq!(world.due(LABS), Some((RotationDue::Revoked, now())));
	})
}

#[test]
fn delegator_should_take_back_what_others_passed_on_below_it() {
	world(|world| {
		let line = world.line(&LABS_ONLY);
		let (patient, consent) = (world.patient, line.franks);
		System::reset_events();
		assert_ok!(Consent::revoke_delegated(signed("charlie"), patient, consent));
		let by = world.grantee();
		assert_eq!(consent_events().last(), Some(&Event::DelegationRevoked { patient, consent, by }));
		assert!(world.lets_read(line.dave, LABS));
		assert!(!world.lets_read(line.frank, LABS));
		assert_eq!(Delegations::<Runtime>::get(patient, line.daves), 0);
		assert_eq!(Delegations::<Runtime>::get(patient, line.doctors), 1);
	})
}

#[test]
fn revocation_should_be_refused_to_everyone_who_did_not_pass_it_on() {
	world(|world| {
		let line = world.line(&LABS_ONLY);
		let grace = world.colleague("grace");
		let sibling = world.delegated("charlie", line.doctors, reading(grace, &LABS_ONLY));
		for (name, consent) in [
			// The grantee itself, and those below it.
			("dave", line.daves),
			("frank", line.daves),
			("frank", line.franks),
			// A sibling, and the sibling's from the other side.
			("grace", line.daves),
			("grace", line.franks),
			("dave", sibling),
			// The patient has a call of its own; agents of the delegator's organisation are not the delegator.
			("eve", line.daves),
			("bob", line.daves),
			("alice", line.daves),
			("mallory", line.daves),
			// What the patient gave itself.
			("charlie", line.doctors),
			("alice", 0),
		] {
			let call = Consent::revoke_delegated(signed(name), world.patient, consent);
			assert_noop!(call, E::NotDelegator);
		}
		assert_ok!(Consent::revoke(signed("eve"), world.patient, line.daves));
	})
}

#[test]
fn delegator_should_take_back_even_when_suspended_excluded_or_without_a_consent_in_force() {
	world(|world| {
		let line = world.line(&LABS_ONLY);
		let grace = world.colleague("grace");
		let other = world.delegated("charlie", line.doctors, reading(grace, &LABS_ONLY));
		salus_mock::suspend_practitioner(BOB_ORGANISATION, world.doctor);
		assert_ok!(Consent::exclude(signed("eve"), world.patient, world.grantee()));
		assert_ok!(Consent::revoke_delegated(signed("charlie"), world.patient, other));
		assert_ok!(Consent::revoke(signed("eve"), world.patient, line.doctors));
		assert_ok!(Consent::revoke_delegated(signed("charlie"), world.patient, line.daves));
	})
}

#[test]
fn delegator_should_take_back_with_its_account_of_now_alone() {
	world(|world| {
		let line = world.line(&LABS_ONLY);
		salus_mock::replace_account(BOB_ORGANISATION, world.doctor, "heidi");
		let by = |name| Consent::revoke_delegated(signed(name), world.patient, line.daves);
		assert_noop!(by("charlie"), E::NotDelegator);
		assert_ok!(by("heidi"));
	})
}

#[test]
fn agent_should_take_back_what_its_organisation_passed_on() {
	world(|world| {
		let clinic = Party::Organisation(BOB_ORGANISATION);
		let parent = world.granted(delegable(clinic, &LABS_ONLY));
		let dave = world.colleague("dave");
		let child = world.delegated("bob", parent, reading(dave, &LABS_ONLY));
		let by = |name| Consent::revoke_delegated(signed(name), world.patient, child);
		assert_noop!(by("charlie"), E::NotDelegator);
		assert_ok!(by("bob"));
		assert!(!world.lets_read(dave, LABS));
	})
}

#[test]
fn revocation_should_be_refused_when_it_is_made_twice_or_there_is_no_such_consent() {
	world(|world| {
		let line = world.line(&LABS_ONLY);
		let revoke = |consent| Consent::revoke_delegated(signed("charlie"), world.patient, consent);
		assert_noop!(revoke(line.franks + 1), E::ConsentNotFound);
		assert_ok!(revoke(line.franks));
		assert_noop!(revoke(line.franks), E::AlreadyRevoked);
		let other = salus_mock::enrol("ferdie");
		let elsewhere = Consent::revoke_delegated(signed("charlie"), other, line.daves);
		assert_noop!(elsewhere, E::ConsentNotFound);
	})
}

#[test]
fn ended_consent_should_be_taken_back_so_that_it_counts_no_more() {
	world(|world| {
		let parent = world.granted(world.delegable(&LABS_ONLY));
		let dave = world.colleague("dave");
		let until = Some(now() + HOUR);
		let child = world.delegated("charlie", parent, Grant { until, ..writing(dave, &LABS_ONLY) });
		advance(HOUR);
		assert_eq!(Delegations::<Runtime>::get(world.patient, parent), 1);
		assert_ok!(Consent::revoke_delegated(signed("charlie"), world.patient, child));
		assert!(!Delegations::<Runtime>::contains_key(world.patient, parent));
	})
}

#[test]
fn patient_should_revoke_a_delegated_consent_as_any_other() {
	world(|world| {
		let line = world.line(&LABS_ONLY);
		let next =
			rotation(&world.patient, LABS, vec![world.reseal(line.doctors), world.reseal(line.franks)]);
		let call = Consent::revoke_and_rotate(signed("eve"), world.patient, line.daves, list(vec![next]));
		// Frank's is below dave's.
		assert_noop!(call, E::ConsentStopped);
		let next = rotation(&world.patient, LABS, vec![world.reseal(line.doctors)]);
		assert_ok!(Consent::revoke_and_rotate(signed("eve"), world.patient, line.daves, list(vec![next])));
		assert!(world.reads(LABS) && !world.lets_read(line.dave, LABS) && !world.lets_read(line.frank, LABS));
		assert_eq!(world.scope(LABS).holders, 1);
		assert!(!Delegations::<Runtime>::contains_key(world.patient, line.doctors));
	})
}
