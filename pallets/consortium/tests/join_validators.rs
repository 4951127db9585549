//! `join_validators`, and keys of seats that do not join.

use frame_support::{assert_noop, assert_ok};
use salus_mock::{
	acceptance, account, add_registrar, council, events, reinstate_organisation, run_to, set_session_keys,
	signed, suspend_organisation, Consortium, ExtBuilder, Runtime, RuntimeEvent, RuntimeOrigin, Session,
	BOB_ORGANISATION,
};
use salus_pallet_consortium::{Error, Event, Resting};
use salus_primitives::{limits::UNUSED_KEYS_SESSIONS, text::Role, validators::Rest};
use sp_runtime::{DispatchError, DispatchResult};

type E = Error<Runtime>;

/// Blocks of a session of the test chain.
const SESSION: u32 = 5;

/// A validator of bob's organisation has a seat.
fn seated(name: &str) {
	let word = acceptance(name, Role::Validator(BOB_ORGANISATION));
	assert_ok!(Consortium::give_seat(council(), BOB_ORGANISATION, account(name), word));
}

fn join(signer: &str, name: &str) -> DispatchResult {
	Consortium::join_validators(signed(signer), account(name))
}

fn leave(signer: &str, name: &str) -> DispatchResult {
	Consortium::leave_validators(signed(signer), account(name))
}

#[test]
fn validator_should_make_blocks_two_sessions_after_it_joined() {
	ExtBuilder::default().build_and_execute(|| {
		seated("nora");
		assert_ok!(set_session_keys("nora", 9));
		run_to(2 * SESSION + 1);
		// A seat with keys makes no blocks by itself.
		assert_eq!(Session::validators(), ["alice", "bob"].map(account));
		events();
		assert_ok!(join("nora", "nora"));
		let expected = Event::ValidatorJoined { organisation: BOB_ORGANISATION, account: account("nora") };
		assert_eq!(events(), vec![RuntimeEvent::Consortium(expected)]);
		run_to(3 * SESSION);
		assert_eq!(Session::validators().len(), 2);
		run_to(4 * SESSION);
		assert_eq!(Session::validators(), ["alice", "bob", "nora"].map(account));
	});
}

#[test]
fn validator_should_not_join_without_a_seat_or_keys() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(join("mallory", "mallory"), E::ValidatorNotFound);
		// Keys alone are no seat, should Session have been given some.
		Consortium::admit(&account("mallory"));
		assert_ok!(set_session_keys("mallory", 66));
		assert_noop!(join("mallory", "mallory"), E::ValidatorNotFound);
		seated("nora");
		assert_noop!(join("nora", "nora"), E::KeysNotRegistered);
		assert_noop!(join("bob", "nora"), E::KeysNotRegistered);
		assert_ok!(set_session_keys("nora", 9));
		assert_ok!(join("nora", "nora"));
		assert_noop!(join("nora", "nora"), E::AlreadyJoined);
		// Those of genesis did so from the start.
		assert_noop!(join("alice", "alice"), E::AlreadyJoined);
	});
}

#[test]
fn seat_should_join_by_its_holder_or_its_organisation_alone() {
	ExtBuilder::default().build_and_execute(|| {
		seated("nora");
		assert_ok!(set_session_keys("nora", 9));
		assert_ok!(add_registrar("bob", BOB_ORGANISATION, "rita"));
		for stranger in ["mallory", "alice", "rita"] {
			assert_noop!(join(stranger, "nora"), E::NotController);
		}
		for origin in [RuntimeOrigin::none(), RuntimeOrigin::root(), council()] {
			assert_noop!(Consortium::join_validators(origin, account("nora")), DispatchError::BadOrigin);
		}
		assert_ok!(join("bob", "nora"));
	});
}

#[test]
fn held_seat_should_join_by_its_organisations_controller_alone() {
	ExtBuilder::default().build_and_execute(|| {
		seated("nora");
		assert_ok!(set_session_keys("nora", 9));
		assert_ok!(leave("bob", "nora"));
		assert_noop!(join("nora", "nora"), E::HeldByOrganisation);
		assert_noop!(join("alice", "nora"), E::NotController);
		assert_ok!(join("bob", "nora"));
		assert_ok!(leave("nora", "nora"));
		assert_ok!(join("nora", "nora"));
	});
}

#[test]
fn controller_should_join_the_seat_it_holds_itself() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(leave("bob", "bob"));
		assert_eq!(Resting::<Runtime>::get(account("bob")).map(|rest| rest.held), Some(false));
		assert_ok!(join("bob", "bob"));
		// Another held it before bob came to control the organisation.
		Resting::<Runtime>::insert(account("bob"), Rest { held: true, keys_until: None });
		assert_ok!(join("bob", "bob"));
	});
}

#[test]
fn seat_should_not_join_while_its_organisation_is_suspended() {
	ExtBuilder::default().build_and_execute(|| {
		seated("nora");
		assert_ok!(set_session_keys("nora", 9));
		suspend_organisation(BOB_ORGANISATION);
		assert_noop!(join("nora", "nora"), E::OrganisationNotActive);
		assert_noop!(join("bob", "nora"), E::OrganisationNotActive);
		reinstate_organisation(BOB_ORGANISATION);
		assert_ok!(join("nora", "nora"));
	});
}

#[test]
fn keys_of_a_seat_that_does_not_join_should_be_kept_for_a_while_and_then_go() {
	ExtBuilder::default().build_and_execute(|| {
		seated("nora");
		run_to(3 * SESSION + 1);
		assert_ok!(set_session_keys("nora", 9));
		run_to(4 * SESSION);
		let until = 4 + UNUSED_KEYS_SESSIONS;
		let rest = Rest { held: false, keys_until: Some(until) };
		assert_eq!(Resting::<Runtime>::get(account("nora")), Some(rest));
		run_to(until * SESSION - 1);
		assert!(Session::load_keys(&account("nora")).is_some());
		events();
		run_to(until * SESSION);
		assert!(Session::load_keys(&account("nora")).is_none());
		let purged = RuntimeEvent::Consortium(Event::KeysPurged { account: account("nora") });
		assert!(events().contains(&purged));
		// The seat is still there, and waits anew.
		assert_noop!(join("nora", "nora"), E::KeysNotRegistered);
		assert_ok!(set_session_keys("nora", 10));
		run_to((until + 1) * SESSION);
		assert_ok!(join("nora", "nora"));
	});
}

#[test]
fn keys_that_no_seat_has_should_go_with_the_next_session() {
	ExtBuilder::default().build_and_execute(|| {
		Consortium::admit(&account("mallory"));
		assert_ok!(set_session_keys("mallory", 66));
		run_to(SESSION);
		assert!(Session::load_keys(&account("mallory")).is_none());
		assert_eq!(salus_mock::System::consumers(&account("mallory")), 0);
		assert_eq!(Consortium::validator_states(0, 9).items.len(), 2);
	});
}

#[test]
fn seat_that_was_given_before_there_was_a_rest_should_be_joined() {
	ExtBuilder::default().build_and_execute(|| {
		seated("nora");
		// A chain of before stores no rest.
		Resting::<Runtime>::remove(account("nora"));
		assert_ok!(set_session_keys("nora", 9));
		run_to(2 * SESSION);
		assert_eq!(Session::validators(), ["alice", "bob", "nora"].map(account));
		assert_ok!(leave("nora", "nora"));
	});
}
