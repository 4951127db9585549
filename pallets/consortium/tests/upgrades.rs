//! `authorize_upgrade` and `note_stalled`.

use codec::Encode;
use frame_support::{assert_noop, assert_ok};
use salus_mock::{
	account, agreed, council, events, run_to, runtime::Gadget, signed, Consortium, ExtBuilder, Runtime,
	RuntimeEvent, RuntimeOrigin, Session, System,
};
use salus_pallet_consortium::{Error, Event, Finality};
use salus_primitives::limits::{MAX_STALL_DELAY, MIN_STALL_DELAY};
use sp_core::H256;
use sp_runtime::{testing::UintAuthorityId, DispatchError, DispatchResult};

type E = Error<Runtime>;

fn authorize(byte: u8) -> DispatchResult {
	Consortium::authorize_upgrade(council(), H256::repeat_byte(byte))
}

/// What System has authorised: hash, and whether name and version are checked.
fn authorised() -> Option<Vec<u8>> {
	System::authorized_upgrade().map(|authorised| authorised.encode())
}

fn checked(byte: u8) -> Option<Vec<u8>> {
	Some((H256::repeat_byte(byte), true).encode())
}

fn stalled(delay: u32, best: u32) -> DispatchResult {
	Consortium::note_stalled(council(), delay, best)
}

/// Goes to the session before bob's seat is gone: it starts with block 5, and the one without him with block 10.
fn with_a_set_queued() {
	assert_ok!(Consortium::take_seat(council(), account("bob")));
	run_to(6);
	assert!(Gadget::is_set_queued());
	events();
}

#[test]
fn upgrade_should_be_authorised_with_all_checks_and_take_the_place_of_the_one_before() {
	ExtBuilder::default().build_and_execute(|| {
		assert_eq!(authorised(), None);
		for byte in [1, 2, 0] {
			events();
			assert_ok!(authorize(byte));
			let code_hash = H256::repeat_byte(byte);
			let expected = frame_system::Event::UpgradeAuthorized { code_hash, check_version: true };
			assert_eq!(events(), vec![RuntimeEvent::System(expected)]);
			assert_eq!(authorised(), checked(byte));
		}
	});
}

#[test]
fn upgrade_should_be_refused_when_the_origin_is_not_two_thirds() {
	ExtBuilder::default().build_and_execute(|| {
		for origin in [agreed(1), signed("alice"), RuntimeOrigin::root(), RuntimeOrigin::none()] {
			assert_noop!(
				Consortium::authorize_upgrade(origin, H256::repeat_byte(1)),
				DispatchError::BadOrigin
			);
		}
	});
}

#[test]
fn stall_should_be_noted_in_the_session_before_the_new_set_starts() {
	ExtBuilder::default().build_and_execute(|| {
		run_to(2);
		with_a_set_queued();
		assert_ok!(stalled(MIN_STALL_DELAY, 1));
		let expected = Event::StallNoted { delay: MIN_STALL_DELAY, best_finalized_block_number: 1 };
		assert_eq!(events(), vec![RuntimeEvent::Consortium(expected)]);
		assert!(Gadget::is_forced() && !Gadget::is_signalled());
		// A second word corrects the first, until the session starts.
		assert_ok!(stalled(MAX_STALL_DELAY, 2));
		run_to(10);
		assert_eq!(Session::validators(), [account("alice")]);
		assert!(Gadget::is_signalled());
	});
}

#[test]
fn stall_should_be_refused_when_the_next_session_has_the_same_validators() {
	ExtBuilder::default().build_and_execute(|| {
		run_to(2);
		assert_noop!(stalled(MIN_STALL_DELAY, 1), E::NoSetQueued);
		// Nor is the session in which the seat is taken the one before: the set of the next session stands already.
		assert_ok!(Consortium::take_seat(council(), account("bob")));
		assert_noop!(stalled(MIN_STALL_DELAY, 1), E::NoSetQueued);
		run_to(10);
		assert_eq!(Session::validators(), [account("alice")]);
		// And when they have started, it is too late.
		assert_noop!(stalled(MIN_STALL_DELAY, 1), E::NoSetQueued);
	});
}

#[test]
fn stall_should_be_refused_when_delay_or_block_cannot_be() {
	ExtBuilder::default().build_and_execute(|| {
		run_to(2);
		with_a_set_queued();
		for (delay, best) in [
			(0, 1),
			(MIN_STALL_DELAY - 1, 1),
			(MAX_STALL_DELAY + 1, 1),
			(u32::MAX, 1),
			(MIN_STALL_DELAY, 6),
			(MIN_STALL_DELAY, u32::MAX),
		] {
			assert_noop!(stalled(delay, best), E::InvalidStall);
		}
		assert_ok!(stalled(MIN_STALL_DELAY, 5));
	});
}

#[test]
fn stall_should_be_refused_when_one_is_under_way() {
	ExtBuilder::default().build_and_execute(|| {
		run_to(2);
		with_a_set_queued();
		assert_ok!(stalled(MIN_STALL_DELAY, 1));
		run_to(10);
		assert_noop!(stalled(MIN_STALL_DELAY, 1), E::ForcedChangePending);
	});
}

#[test]
fn no_other_set_should_be_planned_until_the_forced_one_is_in_force() {
	ExtBuilder::default().build_and_execute(|| {
		run_to(2);
		with_a_set_queued();
		assert_ok!(stalled(MIN_STALL_DELAY, 1));
		// alice has new keys, which make another set; it waits.
		assert_ok!(Session::set_keys(signed("alice"), UintAuthorityId(77), vec![]));
		let planned = || <Consortium as pallet_session::SessionManager<_>>::new_session(9);
		assert_eq!(planned(), None);
		run_to(10);
		assert_eq!(planned(), None);
		run_to(15);
		assert!(!Gadget::is_forced());
		run_to(20);
		assert!(Session::queued_keys().contains(&(account("alice"), UintAuthorityId(77))));
	});
}

#[test]
fn stall_should_be_refused_when_the_origin_is_not_two_thirds() {
	ExtBuilder::default().build_and_execute(|| {
		run_to(2);
		with_a_set_queued();
		for origin in [agreed(1), signed("alice"), RuntimeOrigin::root(), RuntimeOrigin::none()] {
			assert_noop!(Consortium::note_stalled(origin, MIN_STALL_DELAY, 1), DispatchError::BadOrigin);
		}
	});
}
