//! Refusing a request.

mod common;

use common::*;
use frame_support::{assert_noop, assert_ok};
use salus_pallet_consent::{OpenRequests, SentRequests};

#[test]
fn refusal_should_close_the_request_and_give_nothing() {
	world(|world| {
		let request = world.asked();
		System::reset_events();
		assert_ok!(world.refuse(request));
		assert_eq!(consent_events(), [Event::RequestRefused { patient: world.patient, request }]);
		assert_eq!(world.state(request), RequestState::Refused);
		assert!(OpenRequests::<Runtime>::get(world.patient).is_empty());
		assert!(!SentRequests::<Runtime>::contains_key(world.grantee()));
		assert!(!world.reads(LABS));
	})
}

#[test]
fn refusal_should_leave_other_requests_open() {
	world(|world| {
		let requests = [world.asked(), world.asked(), world.asked()];
		assert_ok!(world.refuse(requests[1]));
		assert_eq!(world.state(requests[0]), RequestState::Open);
		assert_eq!(world.state(requests[2]), RequestState::Open);
		assert_eq!(SentRequests::<Runtime>::get(world.grantee()).len(), 2);
	})
}

#[test]
fn refusal_should_need_control_of_the_patient_and_no_vault() {
	world(|world| {
		let request = world.asked();
		for stranger in ["charlie", "alice", "bob", "mallory"] {
			let call = Consent::refuse_request(signed(stranger), world.patient, request);
			assert_noop!(call, IdentityError::NotController);
		}
		salus_mock::report_compromised(VaultOwner::Patient(world.patient), "eve");
		assert_ok!(world.refuse(request));
	})
}

#[test]
fn refusal_should_be_possible_when_the_requester_is_excluded() {
	world(|world| {
		let request = world.asked();
		assert_ok!(Consent::exclude(signed("eve"), world.patient, world.grantee()));
		assert_ok!(world.refuse(request));
	})
}

#[test]
fn refusal_should_be_refused_when_there_is_nothing_to_refuse() {
	world(|world| {
		assert_noop!(world.refuse(0), E::RequestNotFound);
		let requests = [world.asked(), world.asked(), world.asked()];
		assert_ok!(world.refuse(requests[0]));
		assert_noop!(world.refuse(requests[0]), E::RequestClosed);
		assert_ok!(world.withdraw(requests[1]));
		assert_noop!(world.refuse(requests[1]), E::RequestClosed);
		advance(DAY);
		assert_noop!(world.refuse(requests[2]), E::RequestExpired);
	})
}
