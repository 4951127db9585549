//! Approving a request, in whole or in part.

mod common;

use common::*;
use frame_support::{assert_noop, assert_ok};
use salus_pallet_consent::{ConsentCount, OpenRequests, SentRequests};

fn labs(world: World) -> Grant {
	world.reading(&[Item::Scope(LABS)])
}

fn bounded(hours: Moment) -> NewRequest {
	NewRequest { from: Some(now() + HOUR), until: Some(now() + hours * HOUR), ..wish() }
}

#[test]
fn approval_should_give_the_consent_and_close_the_request() {
	world(|world| {
		let request = world.asked();
		System::reset_events();
		assert_ok!(world.approve(request, labs(world)));
		let (patient, grantee, consent) = (world.patient, world.grantee(), 1);
		assert_eq!(
			consent_events(),
			[
				Event::ConsentGranted { patient, consent, grantee },
				Event::RequestApproved { patient, request, consent }
			]
		);
		assert!(world.reads(LABS));
		assert_eq!(world.scope(LABS).holders, 1);
		assert_eq!(world.state(request), RequestState::Approved { consent });
		assert!(OpenRequests::<Runtime>::get(patient).is_empty());
		assert!(!SentRequests::<Runtime>::contains_key(grantee));
	})
}

#[test]
fn approval_should_give_a_part_when_the_patient_wants_no_more() {
	world(|world| {
		let request = world.asked_for(bounded(9));
		let part = Grant { from: now() + 2 * HOUR, until: Some(now() + 3 * HOUR), ..labs(world) };
		assert_ok!(world.approve(request, part));
		assert!(!world.reads(LABS));
		advance(2 * HOUR);
		assert!(world.reads(LABS));
		assert!(!world.decide(Action::Write, Item::Scope(LABS)).is_allowed());
		advance(HOUR);
		assert!(!world.reads(LABS));
	})
}

#[test]
fn approval_should_need_no_vault_when_it_permits_writing_only() {
	world(|world| {
		let request = world.asked();
		assert_ok!(world.approve(request, world.writing(&[Item::Scope(LABS)])));
		assert!(world.decide(Action::Write, Item::Scope(LABS)).is_allowed());
	})
}

#[test]
fn approval_should_be_refused_when_it_gives_more_than_was_asked_for() {
	world(|world| {
		let asked = NewRequest { permissions: Permissions::READ, ..bounded(9) };
		let request = world.asked_for(asked);
		let (from, until) = (asked.from.unwrap(), asked.until);
		let fitting = Grant { from, until, ..labs(world) };
		for more in [
			Grant { permissions: Permissions::READ.union(Permissions::WRITE), ..fitting.clone() },
			Grant { permissions: Permissions::READ.union(Permissions::DELEGATE), ..fitting.clone() },
			Grant {
				purposes: [Purpose::Treatment, Purpose::Research].into_iter().collect(),
				..fitting.clone()
			},
			Grant { from: from - 1, ..fitting.clone() },
			Grant { until: until.map(|until| until + 1), ..fitting.clone() },
			Grant { until: None, ..fitting.clone() },
		] {
			assert_noop!(world.approve(request, more), E::BeyondRequest);
		}
		assert_ok!(world.approve(request, fitting));
	})
}

#[test]
fn approval_should_be_refused_when_the_consent_is_to_another_than_the_requester() {
	world(|world| {
		let request = world.asked();
		let clinic = Party::Organisation(BOB_ORGANISATION);
		let other = salus_mock::admit("dave", ALICE_ORGANISATION, PractitionerRole::Clinician);
		for grantee in [clinic, Party::Practitioner(other)] {
			let grant = reading(grantee, &[Item::Scope(LABS)]);
			assert_noop!(world.approve(request, grant), E::BeyondRequest);
		}
	})
}

#[test]
fn approval_should_be_refused_when_the_vault_did_not_sign() {
	world(|world| {
		let request = world.asked();
		let grant = labs(world);
		let approve = |signature| {
			Consent::approve_request(signed("eve"), world.patient, request, grant.clone(), signature)
		};
		assert_noop!(approve(None), E::VaultSignatureMissing);
		assert_noop!(approve(Some(VaultSignature::default())), E::InvalidVaultSignature);
		let other = grant_signature(&world.patient, &world.reading(&[Item::Scope(IMAGING)]));
		assert_noop!(approve(other), E::InvalidVaultSignature);
		assert_ok!(approve(grant_signature(&world.patient, &grant)));
	})
}

#[test]
fn approval_should_be_refused_when_the_signer_does_not_control_the_patient() {
	world(|world| {
		let request = world.asked();
		let grant = labs(world);
		let signature = grant_signature(&world.patient, &grant);
		salus_mock::enrol("ferdie");
		for stranger in ["charlie", "alice", "ferdie", "mallory"] {
			let call =
				Consent::approve_request(signed(stranger), world.patient, request, grant.clone(), signature);
			assert_noop!(call, IdentityError::NotController);
		}
	})
}

#[test]
fn approval_should_be_refused_when_there_is_no_such_request_of_this_patient() {
	world(|world| {
		let request = world.asked();
		assert_noop!(world.approve(request + 1, labs(world)), E::RequestNotFound);
		let other = salus_mock::enrol("ferdie");
		let grant = world.writing(&[Item::Scope(LABS)]);
		let call = Consent::approve_request(signed("ferdie"), other, request, grant, None);
		assert_noop!(call, E::RequestNotFound);
	})
}

#[test]
fn approval_should_be_refused_when_the_request_was_answered_before() {
	world(|world| {
		let requests = [world.asked(), world.asked(), world.asked()];
		assert_ok!(world.approve(requests[0], labs(world)));
		assert_ok!(world.refuse(requests[1]));
		assert_ok!(world.withdraw(requests[2]));
		for request in requests {
			assert_noop!(world.approve(request, labs(world)), E::RequestClosed);
		}
		assert_eq!(ConsentCount::<Runtime>::get(world.patient), 2);
	})
}

#[test]
fn approval_should_be_refused_from_the_requests_end_on() {
	world(|world| {
		let requests = [world.asked(), world.asked()];
		advance(DAY - 1);
		assert_ok!(world.approve(requests[0], labs(world)));
		advance(1);
		assert_noop!(world.approve(requests[1], labs(world)), E::RequestExpired);
		assert_eq!(world.state(requests[1]), RequestState::Open);
	})
}

#[test]
fn approval_should_be_refused_when_the_requester_was_excluded_or_suspended_meanwhile() {
	world(|world| {
		let request = world.asked();
		assert_ok!(Consent::exclude(signed("eve"), world.patient, world.grantee()));
		assert_noop!(world.approve(request, labs(world)), E::GranteeExcluded);
		advance(1);
		assert_ok!(Consent::readmit(signed("eve"), world.patient, world.grantee()));
		salus_mock::suspend_practitioner(BOB_ORGANISATION, world.doctor);
		assert_noop!(world.approve(request, labs(world)), E::GranteeNotInStanding);
		assert_eq!(world.state(request), RequestState::Open);
	})
}

#[test]
fn approval_should_be_refused_as_a_grant_is() {
	world(|world| {
		let request = world.asked();
		let inbox = world.reading(&[Item::Scope(INBOX)]);
		assert_noop!(world.approve(request, inbox), E::InboxNotGrantable);
		assert_noop!(world.approve(request, world.reading(&[])), E::NoItems);
		let bare = Grant { sealed_to: None, ..labs(world) };
		assert_noop!(world.approve(request, bare), E::EnvelopeMissing);
		let old = labs(world);
		salus_mock::rotate_vault(world.doctors_vault(), "charlie");
		assert_noop!(world.approve(request, old), E::GranteeKeyChanged);
		assert_ok!(world.approve(request, labs(world)));
	})
}

#[test]
fn revoking_the_consent_should_not_open_the_request_again() {
	world(|world| {
		let request = world.asked();
		assert_ok!(world.approve(request, labs(world)));
		assert_ok!(Consent::revoke(signed("eve"), world.patient, 1));
		assert_eq!(world.state(request), RequestState::Approved { consent: 1 });
		assert_noop!(world.approve(request, world.writing(&[Item::Scope(LABS)])), E::RequestClosed);
	})
}
