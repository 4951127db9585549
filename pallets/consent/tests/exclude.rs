//! Excluding a party.

mod common;

use common::*;
use frame_support::{assert_noop, assert_ok};

fn exclude(world: World, party: Party) -> sp_runtime::DispatchResult {
	Consent::exclude(signed("eve"), world.patient, party)
}

#[test]
fn excluded_doctor_should_be_denied_whatever_was_granted() {
	world(|world| {
		world.granted(world.writing(&[Item::Scope(LABS)]));
		world.reader_of(LABS);
		world.granted(reading(Party::Organisation(BOB_ORGANISATION), &[Item::Scope(LABS)]));
		System::reset_events();
		assert_ok!(exclude(world, world.grantee()));
		assert_eq!(consent_events(), [Event::Excluded { patient: world.patient, party: world.grantee() }]);
		for action in [Action::Read, Action::Write] {
			let why = reasons(world.decide(action, Item::Scope(LABS)));
			assert_eq!(why, [Reason::Excluded(world.grantee())]);
		}
		let organisation = Actor::Organisation(BOB_ORGANISATION);
		assert!(world.decide_for(organisation, Action::Read, Item::Scope(LABS)).is_allowed());
	})
}

#[test]
fn doctor_should_be_denied_at_work_for_an_excluded_organisation_and_allowed_elsewhere() {
	world(|world| {
		world.reader_of(LABS);
		salus_mock::admit("charlie", ALICE_ORGANISATION, PractitionerRole::Clinician);
		let organisation = Party::Organisation(BOB_ORGANISATION);
		assert_ok!(exclude(world, organisation));
		let why = reasons(world.decide(Action::Read, Item::Scope(LABS)));
		assert_eq!(why, [Reason::Excluded(organisation)]);
		let elsewhere = Actor::Practitioner { practitioner: world.doctor, organisation: ALICE_ORGANISATION };
		assert!(world.decide_for(elsewhere, Action::Read, Item::Scope(LABS)).is_allowed());
	})
}

#[test]
fn scopes_should_be_due_when_the_excluded_party_holds_their_newest_key() {
	world(|world| {
		let not_started = Grant { from: now() + DAY, ..world.reading(&[Item::Scope(LABS)]) };
		world.granted(not_started);
		world.reader_of(IMAGING);
		world.granted(world.writing(&[Item::Scope(3)]));
		let older = rotation(&world.patient, IMAGING, vec![]);
		assert_ok!(Consent::rotate_scope(signed("eve"), world.patient, older));
		advance(HOUR);
		assert_ok!(exclude(world, world.grantee()));
		assert_eq!(world.due(LABS), Some((RotationDue::Revoked, now())));
		assert_eq!((world.due(IMAGING), world.due(3)), (None, None));
		let labs = rotation(&world.patient, LABS, vec![]);
		assert_ok!(Consent::rotate_scope(signed("eve"), world.patient, labs));
		assert_eq!(world.due(LABS), None);
	})
}

#[test]
fn excluding_should_be_refused_when_done_twice_or_of_nobody_or_by_a_stranger() {
	world(|world| {
		assert_ok!(exclude(world, world.grantee()));
		assert_noop!(exclude(world, world.grantee()), E::AlreadyExcluded);
		for nobody in [Party::Practitioner(77), Party::Organisation(77)] {
			assert_noop!(exclude(world, nobody), E::GranteeNotFound);
		}
		for stranger in ["charlie", "alice"] {
			let call =
				Consent::exclude(signed(stranger), world.patient, Party::Organisation(BOB_ORGANISATION));
			assert_noop!(call, IdentityError::NotController);
		}
	})
}
