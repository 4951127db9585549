//! Withdrawing a request.

mod common;

use common::*;
use frame_support::{assert_noop, assert_ok};
use salus_pallet_consent::{OpenRequests, SentRequests};

#[test]
fn withdrawal_should_close_the_request_so_that_it_cannot_be_approved() {
	world(|world| {
		let request = world.asked();
		System::reset_events();
		assert_ok!(world.withdraw(request));
		assert_eq!(consent_events(), [Event::RequestWithdrawn { patient: world.patient, request }]);
		assert_eq!(world.state(request), RequestState::Withdrawn);
		assert!(OpenRequests::<Runtime>::get(world.patient).is_empty());
		assert!(!SentRequests::<Runtime>::contains_key(world.grantee()));
		let approval = world.approve(request, world.reading(&[Item::Scope(LABS)]));
		assert_noop!(approval, E::RequestClosed);
	})
}

#[test]
fn withdrawal_should_be_possible_when_no_longer_in_standing_or_excluded() {
	world(|world| {
		let requests = [world.asked(), world.asked()];
		assert_ok!(Consent::exclude(signed("eve"), world.patient, world.grantee()));
		assert_ok!(world.withdraw(requests[0]));
		salus_mock::suspend_practitioner(BOB_ORGANISATION, world.doctor);
		assert_ok!(world.withdraw(requests[1]));
	})
}

#[test]
fn any_agent_should_withdraw_what_the_organisation_asked_for() {
	world(|world| {
		let clinic = Party::Organisation(BOB_ORGANISATION);
		assert_ok!(ask("bob", world.patient, clinic, wish()));
		assert_ok!(salus_mock::add_registrar("bob", BOB_ORGANISATION, "rita"));
		for stranger in ["charlie", "alice", "eve"] {
			let call = Consent::withdraw_request(signed(stranger), world.patient, 0);
			assert_noop!(call, E::NotRequester);
		}
		assert_ok!(Consent::withdraw_request(signed("rita"), world.patient, 0));
	})
}

#[test]
fn withdrawal_should_be_refused_to_whoever_did_not_ask() {
	world(|world| {
		let request = world.asked();
		salus_mock::admit("dave", ALICE_ORGANISATION, PractitionerRole::Clinician);
		for stranger in ["dave", "bob", "alice", "eve", "mallory"] {
			let call = Consent::withdraw_request(signed(stranger), world.patient, request);
			assert_noop!(call, E::NotRequester);
		}
		salus_mock::replace_account(BOB_ORGANISATION, world.doctor, "charlie2");
		assert_noop!(world.withdraw(request), E::NotRequester);
		assert_ok!(Consent::withdraw_request(signed("charlie2"), world.patient, request));
	})
}

#[test]
fn withdrawal_should_be_refused_when_there_is_nothing_to_withdraw() {
	world(|world| {
		assert_noop!(world.withdraw(0), E::RequestNotFound);
		let requests = [world.asked(), world.asked(), world.asked()];
		assert_ok!(world.refuse(requests[0]));
		assert_ok!(world.approve(requests[1], world.writing(&[Item::Scope(LABS)])));
		for closed in &requests[..2] {
			assert_noop!(world.withdraw(*closed), E::RequestClosed);
		}
		advance(DAY);
		assert_noop!(world.withdraw(requests[2]), E::RequestExpired);
	})
}
