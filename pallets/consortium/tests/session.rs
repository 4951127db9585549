//! Which validators make blocks.

use frame_support::{assert_ok, traits::Hooks};
use pallet_session::{historical, SessionManager};
use salus_mock::{
	account, run_to, signed, Consortium, ExtBuilder, Historical, Runtime, RuntimeEvent, Session, System,
	ALICE_ORGANISATION, BOB_ORGANISATION,
};
use salus_pallet_consortium::{LastSet, Validators};
use salus_primitives::consortium::ValidatorSeat;
use sp_runtime::{testing::UintAuthorityId, AccountId32};

fn plan() -> Option<Vec<AccountId32>> {
	<Consortium as SessionManager<AccountId32>>::new_session(7)
}

fn accounts(names: &[&str]) -> Vec<AccountId32> {
	names.iter().map(|name| account(name)).collect()
}

fn seats(names: &[(&str, u32)]) {
	let seats: Vec<_> = names
		.iter()
		.map(|(name, organisation)| {
			Consortium::admit(&account(name));
			ValidatorSeat { account: account(name), organisation: *organisation }
		})
		.collect();
	Validators::<Runtime>::put(salus_primitives::BoundedVec::truncate_from(seats));
}

#[test]
fn validators_should_be_planned_at_genesis() {
	ExtBuilder::default().build_and_execute(|| {
		assert_eq!(Session::validators(), accounts(&["alice", "bob"]));
		let again = <Consortium as SessionManager<AccountId32>>::new_session_genesis(1);
		assert_eq!(again, Some(accounts(&["alice", "bob"])));
		let identified = <Consortium as historical::SessionManager<AccountId32, ()>>::new_session_genesis(1);
		assert_eq!(identified.map(|set| set.len()), Some(2));
	});
}

#[test]
fn no_set_should_be_planned_when_nothing_changed() {
	ExtBuilder::default().build_and_execute(|| {
		assert_eq!(plan(), None);
		assert_eq!(<Consortium as historical::SessionManager<AccountId32, ()>>::new_session(7), None);
	});
}

#[test]
fn set_should_be_planned_once_when_a_validator_has_new_keys() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Session::set_keys(signed("alice"), UintAuthorityId(77), vec![]));
		assert_eq!(plan(), Some(accounts(&["alice", "bob"])));
		assert_eq!(plan(), None);
	});
}

#[test]
fn set_should_be_planned_when_members_change() {
	ExtBuilder::default().build_and_execute(|| {
		seats(&[("alice", ALICE_ORGANISATION), ("bob", BOB_ORGANISATION), ("nora", BOB_ORGANISATION)]);
		// nora has no keys as yet: to plan her would leave her out of the authorities and shift the others' indices.
		assert_eq!(plan(), None);
		assert_ok!(Session::set_keys(signed("nora"), UintAuthorityId(9), vec![]));
		assert_eq!(plan(), Some(accounts(&["alice", "bob", "nora"])));
		seats(&[("bob", BOB_ORGANISATION)]);
		assert_eq!(plan(), Some(accounts(&["bob"])));
	});
}

#[test]
fn set_should_never_be_empty() {
	ExtBuilder::default().build_and_execute(|| {
		let before = LastSet::<Runtime>::get();
		seats(&[]);
		assert_eq!(plan(), None);
		assert_eq!(<Consortium as SessionManager<AccountId32>>::new_session_genesis(7), None);
		seats(&[("nora", BOB_ORGANISATION)]);
		assert_eq!(plan(), None);
		assert_eq!(LastSet::<Runtime>::get(), before);
	});
}

#[test]
fn chain_should_keep_its_validators_over_sessions() {
	ExtBuilder::default().build_and_execute(|| {
		run_to(26);
		assert_eq!(Session::current_index(), 5);
		assert_eq!(Session::validators(), accounts(&["alice", "bob"]));
		// Each session's root is there, though only the first set was planned.
		assert_eq!(historical::StoredRange::<Runtime>::get(), Some((0, 7)));
		for index in 0..7 {
			assert_eq!(Historical::historical_root(index), Historical::historical_root(0));
			assert!(Historical::historical_root(index).is_some());
		}
		let queued = System::events()
			.into_iter()
			.any(|record| record.event == RuntimeEvent::Session(pallet_session::Event::NewQueued));
		assert!(!queued);
	});
}

#[test]
fn new_keys_should_reach_the_authorities_two_sessions_later() {
	ExtBuilder::default().build_and_execute(|| {
		run_to(6);
		let (old, changed) = (Historical::historical_root(2), UintAuthorityId(77));
		assert_ok!(Session::set_keys(signed("alice"), changed.clone(), vec![]));
		run_to(10);
		assert!(Session::queued_keys().contains(&(account("alice"), changed)));
		run_to(15);
		assert_eq!(Session::validators(), accounts(&["alice", "bob"]));
		assert_ne!(Historical::historical_root(4), old);
	});
}

#[test]
fn new_validator_should_take_its_seat_two_sessions_later() {
	ExtBuilder::default().build_and_execute(|| {
		seats(&[("alice", ALICE_ORGANISATION), ("bob", BOB_ORGANISATION), ("nora", BOB_ORGANISATION)]);
		assert_ok!(Session::set_keys(signed("nora"), UintAuthorityId(9), vec![]));
		run_to(5);
		assert_eq!(Session::validators(), accounts(&["alice", "bob"]));
		run_to(10);
		assert_eq!(Session::validators(), accounts(&["alice", "bob", "nora"]));
		assert_eq!(Consortium::validators().len(), 3);
	});
}

#[test]
fn integrity_should_hold() {
	ExtBuilder::default().build_and_execute(Consortium::integrity_test);
}
