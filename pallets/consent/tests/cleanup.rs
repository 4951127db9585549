//! Requests for access that have expired leave the lists of open ones.

mod common;

use common::*;
use frame_support::{assert_noop, assert_ok, traits::Hooks, weights::Weight};
use salus_mock::RuntimeOrigin;
use salus_pallet_consent::{Cleanup, ClosedRequests, OpenRequests, Requests, SentRequests, WeightInfo};
use salus_primitives::limits::{MaxClosedRequestsPerPatient, CLEANUP_REST, MAX_CLEANUP_STEPS, MAX_PAGE};
use sp_core::Get;
use sp_runtime::DispatchError;

fn expiring(hours: u64) -> NewRequest {
	NewRequest { expires_at: now() + hours * HOUR, ..wish() }
}

/// What anyone can ask about the patient's requests.
fn answers(world: World) -> impl PartialEq + std::fmt::Debug {
	let each: Vec<_> = (0..4).map(|index| world.request(index)).collect();
	(Consent::requests(world.patient, 0, MAX_PAGE), each)
}

#[test]
fn cleanup_should_close_what_has_expired_and_answer_as_before() {
	world(|world| {
		world.asked_for(expiring(1));
		world.asked_for(expiring(5));
		world.asked_for(expiring(2));
		advance(3 * HOUR);
		let before = answers(world);
		assert_ok!(Consent::cleanup(signed("eve"), MAX_CLEANUP_STEPS));
		assert_eq!(answers(world), before);
		let open: Vec<_> =
			OpenRequests::<Runtime>::get(world.patient).iter().map(|listed| listed.request).collect();
		assert_eq!(open, [1]);
		let sent: Vec<_> =
			SentRequests::<Runtime>::get(world.grantee()).iter().map(|listed| listed.request).collect();
		assert_eq!(sent, [1]);
		let closed: Vec<_> =
			ClosedRequests::<Runtime>::get(world.patient).iter().map(|(index, _)| *index).collect();
		assert_eq!(closed, [0, 2]);

		assert_noop!(world.approve(0, world.reading(&[Item::Scope(LABS)])), E::RequestExpired);
		assert_ok!(world.approve(1, world.reading(&[Item::Scope(LABS)])));
	});
}

#[test]
fn cleanup_should_leave_lists_without_entries_away() {
	world(|world| {
		world.asked_for(expiring(1));
		advance(HOUR);
		assert_ok!(Consent::cleanup(signed("eve"), 2));
		assert!(!OpenRequests::<Runtime>::contains_key(world.patient));
		assert!(!SentRequests::<Runtime>::contains_key(world.grantee()));
	});
}

#[test]
fn cleanup_should_close_one_request_in_each_step_and_go_on_with_the_next_patient() {
	world(|world| {
		let other = salus_mock::enrol("mallory");
		for patient in [world.patient, other] {
			for _ in 0..3 {
				assert_ok!(ask("charlie", patient, world.grantee(), expiring(1)));
			}
		}
		advance(HOUR);
		let open = || OpenRequests::<Runtime>::iter().map(|(_, list)| list.len()).sum::<usize>();
		for left in (0..6).rev() {
			assert_ok!(Consent::cleanup(signed("eve"), 1));
			assert_eq!(open(), left);
		}
		assert_ok!(Consent::cleanup(signed("eve"), 1));
		assert_eq!(Cleanup::<Runtime>::get().rests_until, System::block_number() + CLEANUP_REST);
	});
}

#[test]
fn cleanup_should_forget_nothing_when_the_list_of_closed_requests_is_full() {
	world(|world| {
		world.asked_for(expiring(1));
		let room = <MaxClosedRequestsPerPatient as Get<u32>>::get();
		for _ in 0..room {
			let request = world.asked_for(expiring(9));
			assert_ok!(world.withdraw(request));
		}
		advance(2 * HOUR);
		let kept = Requests::<Runtime>::iter().count();
		assert_ok!(Consent::cleanup(signed("eve"), MAX_CLEANUP_STEPS));
		assert_eq!(Requests::<Runtime>::iter().count(), kept);
		assert_eq!(OpenRequests::<Runtime>::get(world.patient).len(), 1);
	});
}

#[test]
fn blocks_should_clean_up_within_the_weight_that_is_left_and_rest_after_a_pass() {
	world(|world| {
		for _ in 0..3 {
			world.asked_for(expiring(1));
		}
		advance(HOUR);
		let cost = <() as WeightInfo>::cleanup;
		let block = System::block_number();
		let open = || OpenRequests::<Runtime>::get(world.patient).len();
		assert_eq!(Consent::on_idle(block, cost(0)), Weight::zero());
		assert_eq!(open(), 3);
		assert_eq!(Consent::on_idle(block, cost(2)), cost(2));
		assert_eq!(open(), 1);
		assert_eq!(Consent::on_idle(block, Weight::MAX), cost(MAX_CLEANUP_STEPS));
		assert_eq!(open(), 0);

		world.asked_for(expiring(1));
		advance(HOUR);
		let resting = Consent::on_idle(block, Weight::MAX);
		assert!(resting.all_lte(cost(0)), "{resting}");
		assert_eq!(open(), 1);
		Consent::on_idle(block + CLEANUP_REST, Weight::MAX);
		assert_eq!(open(), 0);
	});
}

#[test]
fn cleanup_should_need_a_signature_and_nothing_else() {
	world(|_| {
		assert_ok!(Consent::cleanup(signed("mallory"), 1));
		assert_noop!(Consent::cleanup(RuntimeOrigin::none(), 1), DispatchError::BadOrigin);
	});
}
