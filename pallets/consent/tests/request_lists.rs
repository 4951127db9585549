//! The invariants of the lists of requests: each of them can fail.

mod common;

use common::*;
use frame_support::{assert_ok, storage::with_transaction};
use salus_pallet_consent::{ClosedRequests, OpenRequests, RequestCount, Requests, SentRequests};
use salus_primitives::request::SentRequest;
use sp_runtime::{DispatchError, TransactionOutcome};

const OPEN: RequestIndex = 0;
const REFUSED: RequestIndex = 1;
const APPROVED: RequestIndex = 2;

/// Whether the invariants still hold after `change` to three requests of the doctor: open, refused and approved.
fn holds_after(change: impl FnOnce(World)) -> bool {
	let mut sound = true;
	world(|world| {
		for _ in 0..3 {
			world.asked();
		}
		assert_ok!(world.refuse(REFUSED));
		assert_ok!(world.approve(APPROVED, world.writing(&[Item::Scope(LABS)])));
		let checked = with_transaction(|| {
			change(world);
			TransactionOutcome::Rollback(Ok::<_, DispatchError>(Consent::do_try_state().is_ok()))
		});
		sound = checked.unwrap();
	});
	sound
}

fn rewrite(world: World, index: RequestIndex, change: impl FnOnce(&mut AccessRequest)) {
	Requests::<Runtime>::mutate(world.patient, index, |request| change(request.as_mut().unwrap()));
}

#[test]
fn lists_should_be_sound_when_nothing_was_changed() {
	assert!(holds_after(|_| {}));
}

#[test]
fn request_should_be_missed_when_a_list_names_it() {
	for index in [OPEN, REFUSED, APPROVED] {
		assert!(!holds_after(|world| Requests::<Runtime>::remove(world.patient, index)), "{index}");
	}
}

#[test]
fn request_should_be_found_when_no_list_names_it() {
	assert!(!holds_after(|world| OpenRequests::<Runtime>::remove(world.patient)));
	assert!(!holds_after(|world| ClosedRequests::<Runtime>::remove(world.patient)));
	assert!(!holds_after(|world| SentRequests::<Runtime>::remove(world.grantee())));
	assert!(!holds_after(|world| RequestCount::<Runtime>::insert(world.patient, APPROVED)));
}

#[test]
fn request_should_be_found_when_a_list_names_it_twice_or_wrongly() {
	assert!(!holds_after(|world| {
		ClosedRequests::<Runtime>::mutate(world.patient, |list| {
			list.try_push((OPEN, world.grantee())).unwrap()
		})
	}));
	assert!(!holds_after(|world| {
		let refused = (REFUSED, world.grantee());
		ClosedRequests::<Runtime>::mutate(world.patient, |list| list.try_push(refused).unwrap())
	}));
	assert!(!holds_after(|world| {
		let expires_at = world.request(REFUSED).unwrap().expires_at;
		let sent = SentRequest { patient: world.patient, request: REFUSED, expires_at };
		SentRequests::<Runtime>::mutate(world.grantee(), |list| list.try_push(sent).unwrap())
	}));
}

#[test]
fn request_should_be_found_when_it_is_another_than_its_lists_say() {
	let clinic = Party::Organisation(BOB_ORGANISATION);
	assert!(!holds_after(|world| rewrite(world, OPEN, |request| request.requester = clinic)));
	assert!(!holds_after(|world| rewrite(world, REFUSED, |request| request.requester = clinic)));
	assert!(!holds_after(|world| rewrite(world, OPEN, |request| request.expires_at += 1)));
	assert!(!holds_after(|world| rewrite(world, OPEN, |request| request.state = RequestState::Refused)));
	assert!(!holds_after(|world| rewrite(world, REFUSED, |request| request.state = RequestState::Open)));
	assert!(!holds_after(|world| rewrite(world, REFUSED, |request| request.requested_at = 0)));
	assert!(!holds_after(|world| rewrite(world, REFUSED, |request| request.permissions = Permissions(0))));
}

#[test]
fn approved_request_should_be_found_when_it_led_to_no_consent_of_its_requester() {
	for consent in [0, 9] {
		let state = RequestState::Approved { consent };
		assert!(!holds_after(|world| rewrite(world, APPROVED, |request| request.state = state)), "{consent}");
	}
}
