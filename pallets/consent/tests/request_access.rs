//! Asking a patient for access.

mod common;

use common::*;
use frame_support::{assert_noop, assert_ok};
use salus_mock::admit;
use salus_pallet_consent::{ClosedRequests, OpenRequests, RequestCount, SentRequests};
use salus_primitives::{
	limits::{MAX_OPEN_REQUESTS_PER_PAIR, MAX_REQUEST_LIFE},
	purpose::Purposes,
	request::{PendingRequest, SentRequest},
};
use sp_runtime::DispatchResult;

fn ask_as_doctor(world: World, wish: NewRequest) -> DispatchResult {
	ask("charlie", world.patient, world.grantee(), wish)
}

/// Practitioners of the doctor's hospital, enough to ask `count` times.
fn askers(count: usize) -> Vec<(String, Party)> {
	(0..count.div_ceil(MAX_OPEN_REQUESTS_PER_PAIR))
		.map(|number| {
			let name = format!("asker{number}");
			let id = admit(&name, BOB_ORGANISATION, PractitionerRole::Clinician);
			(name, Party::Practitioner(id))
		})
		.collect()
}

/// Lets others fill the patient's list of open requests.
fn fill(world: World, wish: NewRequest) {
	for (name, party) in askers(64) {
		for _ in 0..MAX_OPEN_REQUESTS_PER_PAIR {
			assert_ok!(ask(&name, world.patient, party, wish));
		}
	}
}

#[test]
fn request_should_be_kept_for_the_patient_and_give_nothing() {
	world(|world| {
		let asked = wish();
		let request = world.asked_for(asked);
		let (patient, requester) = (world.patient, world.grantee());
		assert_eq!(consent_events(), [Event::RequestMade { patient, request, requester }]);
		assert_eq!(world.request(request), Some(AccessRequest::new(requester, &asked, now())));
		let expires_at = asked.expires_at;
		let pending = PendingRequest { request, requester, expires_at };
		assert_eq!(OpenRequests::<Runtime>::get(patient).to_vec(), [pending]);
		let sent = SentRequest { patient, request, expires_at };
		assert_eq!(SentRequests::<Runtime>::get(requester).to_vec(), [sent]);
		assert!(!world.reads(LABS));
		assert!(!world.decide(Action::Write, Item::Scope(INBOX)).is_allowed());
		assert_eq!(world.asked(), request + 1);
	})
}

#[test]
fn agents_should_ask_for_their_organisation() {
	world(|world| {
		let clinic = Party::Organisation(BOB_ORGANISATION);
		assert_ok!(ask("bob", world.patient, clinic, wish()));
		assert_ok!(salus_mock::add_registrar("bob", BOB_ORGANISATION, "rita"));
		assert_ok!(ask("rita", world.patient, clinic, wish()));
	})
}

#[test]
fn request_should_be_refused_when_the_signer_does_not_act_for_the_requester() {
	world(|world| {
		let clinic = Party::Organisation(BOB_ORGANISATION);
		for (name, requester) in [
			("eve", world.grantee()),
			("bob", world.grantee()),
			("charlie", clinic),
			("alice", clinic),
			("mallory", clinic),
			("charlie", Party::Practitioner(world.doctor + 1)),
			("bob", Party::Organisation(99)),
		] {
			assert_noop!(ask(name, world.patient, requester, wish()), E::NotRequester);
		}
	})
}

#[test]
fn request_should_be_refused_to_the_lost_account_of_a_doctor() {
	world(|world| {
		salus_mock::replace_account(BOB_ORGANISATION, world.doctor, "charlie2");
		assert_noop!(ask_as_doctor(world, wish()), E::NotRequester);
		assert_ok!(ask("charlie2", world.patient, world.grantee(), wish()));
	})
}

#[test]
fn request_should_be_refused_when_there_is_no_such_patient() {
	world(|world| {
		let nobody = PatientId([9; 32]);
		assert_noop!(ask("charlie", nobody, world.grantee(), wish()), IdentityError::PatientNotFound);
	})
}

#[test]
fn request_should_be_refused_when_the_patient_has_excluded_the_requester() {
	world(|world| {
		assert_ok!(Consent::exclude(signed("eve"), world.patient, world.grantee()));
		assert_noop!(ask_as_doctor(world, wish()), E::GranteeExcluded);
		advance(1);
		assert_ok!(Consent::readmit(signed("eve"), world.patient, world.grantee()));
		assert_ok!(ask_as_doctor(world, wish()));
	})
}

#[test]
fn request_should_be_refused_when_the_patient_has_excluded_all_the_doctors_organisations() {
	world(|world| {
		let clinic = Party::Organisation(BOB_ORGANISATION);
		assert_ok!(Consent::exclude(signed("eve"), world.patient, clinic));
		assert_noop!(ask("bob", world.patient, clinic, wish()), E::GranteeExcluded);
		assert_noop!(ask_as_doctor(world, wish()), E::GranteeExcluded);
		admit("charlie", ALICE_ORGANISATION, PractitionerRole::Clinician);
		assert_ok!(ask_as_doctor(world, wish()));
		salus_mock::suspend_practitioner(ALICE_ORGANISATION, world.doctor);
		assert_noop!(ask_as_doctor(world, wish()), E::GranteeExcluded);
	})
}

#[test]
fn request_should_be_refused_when_the_requester_is_not_in_standing() {
	world(|world| {
		salus_mock::suspend_organisation(BOB_ORGANISATION);
		assert_noop!(ask_as_doctor(world, wish()), E::GranteeNotInStanding);
		let clinic = Party::Organisation(BOB_ORGANISATION);
		assert_noop!(ask("bob", world.patient, clinic, wish()), E::GranteeNotInStanding);
		advance(1);
		salus_mock::reinstate_organisation(BOB_ORGANISATION);
		assert_ok!(ask_as_doctor(world, wish()));
		salus_mock::suspend_practitioner(BOB_ORGANISATION, world.doctor);
		assert_noop!(ask_as_doctor(world, wish()), E::GranteeNotInStanding);
	})
}

#[test]
fn request_should_be_refused_when_the_requesters_membership_has_expired() {
	world(|world| {
		advance(365 * DAY);
		assert_noop!(ask_as_doctor(world, wish()), E::GranteeNotInStanding);
	})
}

#[test]
fn request_should_be_refused_when_it_asks_for_nothing_or_the_unknown() {
	world(|world| {
		for permissions in [Permissions(0), Permissions(8), Permissions::DELEGATE] {
			let wish = NewRequest { permissions, ..wish() };
			assert_noop!(ask_as_doctor(world, wish), E::InvalidPermissions);
		}
		for purposes in [Purposes(0), Purposes(1 << 15)] {
			assert_noop!(ask_as_doctor(world, NewRequest { purposes, ..wish() }), E::InvalidPurposes);
		}
	})
}

#[test]
fn request_should_be_refused_when_its_period_is_over_or_ends_before_it_starts() {
	world(|world| {
		let period = |from, until| NewRequest { from, until: Some(until), ..wish() };
		assert_noop!(ask_as_doctor(world, period(None, now())), E::InvalidPeriod);
		let late = now() + HOUR;
		assert_noop!(ask_as_doctor(world, period(Some(late), late)), E::InvalidPeriod);
		assert_ok!(ask_as_doctor(world, period(Some(late), late + 1)));
		assert_ok!(ask_as_doctor(world, period(Some(0), now() + 1)));
	})
}

#[test]
fn request_should_be_refused_when_it_has_expired_or_lives_too_long() {
	world(|world| {
		let until = |expires_at| NewRequest { expires_at, ..wish() };
		for expires_at in [0, now(), now() + MAX_REQUEST_LIFE + 1, Moment::MAX] {
			assert_noop!(ask_as_doctor(world, until(expires_at)), E::InvalidRequestLife);
		}
		assert_ok!(ask_as_doctor(world, until(now() + 1)));
		assert_ok!(ask_as_doctor(world, until(now() + MAX_REQUEST_LIFE)));
	})
}

#[test]
fn requester_should_have_no_more_open_requests_for_a_patient_than_allowed() {
	world(|world| {
		for _ in 0..MAX_OPEN_REQUESTS_PER_PAIR {
			world.asked();
		}
		assert_noop!(ask_as_doctor(world, wish()), E::TooManyRequests);
		assert_ok!(world.withdraw(1));
		world.asked();
		assert_noop!(ask_as_doctor(world, wish()), E::TooManyRequests);
		advance(DAY);
		world.asked();
	})
}

#[test]
fn patient_should_have_no_more_open_requests_than_allowed_and_expired_ones_should_make_room() {
	world(|world| {
		fill(world, wish());
		assert_noop!(ask_as_doctor(world, wish()), E::TooManyRequestsOfPatient);
		advance(DAY - 1);
		assert_noop!(ask_as_doctor(world, wish()), E::TooManyRequestsOfPatient);
		advance(1);
		let index = world.asked();
		assert_eq!(OpenRequests::<Runtime>::get(world.patient).len(), 1);
		// Those that made room can still be looked back at.
		assert_eq!(ClosedRequests::<Runtime>::get(world.patient).len(), 64);
		assert!(world.request(0).unwrap().has_expired(now()));
		assert_eq!(RequestCount::<Runtime>::get(world.patient), index + 1);
	})
}

#[test]
fn answered_request_should_make_room_at_once() {
	world(|world| {
		fill(world, wish());
		assert_ok!(world.refuse(7));
		let index = world.asked();
		assert_noop!(ask_as_doctor(world, wish()), E::TooManyRequestsOfPatient);
		assert_eq!(world.state(index), RequestState::Open);
	})
}

#[test]
fn requester_should_have_no_more_open_requests_than_allowed() {
	world(|world| {
		for number in 0..64 {
			// An organisation enrols only so many in an hour.
			if number % 16 == 15 {
				advance(HOUR);
			}
			let patient = salus_mock::enrol(&format!("patient{number}"));
			for _ in 0..MAX_OPEN_REQUESTS_PER_PAIR {
				assert_ok!(ask("charlie", patient, world.grantee(), wish()));
			}
		}
		assert_noop!(ask_as_doctor(world, wish()), E::TooManyRequestsOfRequester);
		// Another's room is its own.
		assert_ok!(ask("bob", world.patient, Party::Organisation(BOB_ORGANISATION), wish()));
		advance(DAY);
		assert_ok!(ask_as_doctor(world, wish()));
		assert_eq!(SentRequests::<Runtime>::get(world.grantee()).len(), 1);
	})
}

#[test]
fn closed_requests_should_be_forgotten_oldest_first_when_there_are_too_many() {
	world(|world| {
		for _ in 0..64 {
			let index = world.asked();
			assert_ok!(world.refuse(index));
		}
		assert!(world.request(0).is_some());
		let index = world.asked();
		assert_ok!(world.refuse(index));
		assert_eq!(world.request(0), None);
		assert_eq!(world.state(1), RequestState::Refused);
		assert_eq!(world.state(index), RequestState::Refused);
		assert_noop!(world.refuse(0), E::RequestNotFound);
	})
}

#[test]
fn requester_should_bury_its_own_requests_and_not_those_of_others() {
	world(|world| {
		let clinic = Party::Organisation(BOB_ORGANISATION);
		for index in 0..10 {
			assert_ok!(ask("bob", world.patient, clinic, wish()));
			assert_ok!(world.refuse(index));
		}
		for _ in 0..200 {
			let index = world.asked();
			assert_ok!(world.withdraw(index));
		}
		assert!((0..10).all(|index| world.state(index) == RequestState::Refused));
	})
}
