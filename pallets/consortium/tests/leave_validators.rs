//! `leave_validators`, and what becomes of the keys of a validator that left, was taken or expelled.

use frame_support::{assert_noop, assert_ok, traits::KeyOwnerProofSystem};
use salus_mock::{
	acceptance, account, add_registrar, council, events, expel_organisation, run_to, set_session_keys,
	signed, suspend_organisation, Consortium, ExtBuilder, Historical, Runtime, RuntimeEvent, RuntimeOrigin,
	Session, System, BOB_ORGANISATION,
};
use salus_pallet_consortium::{Error, Event, MinimumValidators, Resting, Validators};
use salus_primitives::{
	consortium::ValidatorSeat,
	limits::{MaxValidators, MAX_SWEPT_KEYS},
	text::Role,
	validators::{EncodedKeys, Rest, SeatState},
};
use sp_core::{crypto::KeyTypeId, Get};
use sp_runtime::{key_types::DUMMY, testing::UintAuthorityId, DispatchError, DispatchResult};

type E = Error<Runtime>;
type Proof = <Historical as KeyOwnerProofSystem<(KeyTypeId, UintAuthorityId)>>::Proof;

/// Blocks of a session of the test chain.
const SESSION: u32 = 5;

fn join(signer: &str, name: &str) -> DispatchResult {
	Consortium::join_validators(signed(signer), account(name))
}

fn leave(signer: &str, name: &str) -> DispatchResult {
	Consortium::leave_validators(signed(signer), account(name))
}

/// A validator of bob's organisation has a seat, keys, and joined.
fn joined(name: &str, key: u64) {
	let word = acceptance(name, Role::Validator(BOB_ORGANISATION));
	assert_ok!(Consortium::give_seat(council(), BOB_ORGANISATION, account(name), word));
	assert_ok!(set_session_keys(name, key));
	assert_ok!(join(name, name));
}

fn has_keys(name: &str) -> bool {
	Session::load_keys(&account(name)).is_some()
}

fn owner(key: u64) -> Option<sp_runtime::AccountId32> {
	Session::key_owner(DUMMY, UintAuthorityId(key).as_ref())
}

fn proof(key: u64) -> Option<Proof> {
	Historical::prove((DUMMY, UintAuthorityId(key)))
}

/// Whose key it was in the session that the proof is for.
fn proven(key: u64, proof: &Proof) -> Option<sp_runtime::AccountId32> {
	Historical::check_proof((DUMMY, UintAuthorityId(key)), proof.clone()).map(|(account, ())| account)
}

#[test]
fn validator_should_make_no_blocks_two_sessions_after_it_left() {
	ExtBuilder::default().build_and_execute(|| {
		run_to(SESSION + 1);
		events();
		assert_ok!(leave("bob", "bob"));
		let left =
			Event::ValidatorLeft { organisation: BOB_ORGANISATION, account: account("bob"), held: false };
		assert_eq!(events(), vec![RuntimeEvent::Consortium(left)]);
		run_to(3 * SESSION - 1);
		assert_eq!(Session::validators().len(), 2);
		run_to(3 * SESSION);
		assert_eq!(Session::validators(), [account("alice")]);
		// It keeps its seat.
		assert_eq!(Consortium::validators().len(), 2);
		assert_noop!(leave("bob", "bob"), E::AlreadyResting);
	});
}

#[test]
fn seat_should_be_left_by_its_holder_or_its_organisation_alone() {
	ExtBuilder::default().build_and_execute(|| {
		joined("nora", 9);
		assert_ok!(add_registrar("bob", BOB_ORGANISATION, "rita"));
		for stranger in ["mallory", "alice", "rita"] {
			assert_noop!(leave(stranger, "nora"), E::NotController);
		}
		for origin in [RuntimeOrigin::none(), RuntimeOrigin::root(), council()] {
			assert_noop!(Consortium::leave_validators(origin, account("nora")), DispatchError::BadOrigin);
		}
		assert_noop!(leave("mallory", "mallory"), E::ValidatorNotFound);
		suspend_organisation(BOB_ORGANISATION);
		assert_noop!(leave("bob", "nora"), E::OrganisationNotActive);
		// A suspension leaves the validators, who may always go.
		assert_ok!(leave("nora", "nora"));
	});
}

#[test]
fn former_employee_should_not_keep_the_organisations_validator_running() {
	ExtBuilder::default().build_and_execute(|| {
		joined("nora", 9);
		run_to(2 * SESSION + 1);
		assert_eq!(Session::validators().len(), 3);
		assert_ok!(leave("bob", "nora"));
		assert_noop!(join("nora", "nora"), E::HeldByOrganisation);
		// Nor with other keys.
		assert_ok!(set_session_keys("nora", 10));
		assert_noop!(join("nora", "nora"), E::HeldByOrganisation);
		run_to(4 * SESSION);
		assert_eq!(Session::validators(), ["alice", "bob"].map(account));
		assert!(!has_keys("nora"));
		assert_noop!(leave("bob", "nora"), E::AlreadyResting);
	});
}

#[test]
fn organisation_should_hold_a_seat_that_rests_already() {
	ExtBuilder::default().build_and_execute(|| {
		joined("nora", 9);
		assert_ok!(leave("nora", "nora"));
		events();
		assert_ok!(leave("bob", "nora"));
		let left =
			Event::ValidatorLeft { organisation: BOB_ORGANISATION, account: account("nora"), held: true };
		assert_eq!(events(), vec![RuntimeEvent::Consortium(left)]);
		assert_noop!(join("nora", "nora"), E::HeldByOrganisation);
		assert_noop!(leave("nora", "nora"), E::AlreadyResting);
		assert_noop!(leave("bob", "nora"), E::AlreadyResting);
	});
}

#[test]
fn validator_should_not_leave_when_too_few_would_be_left() {
	ExtBuilder::default().build_and_execute(|| {
		MinimumValidators::<Runtime>::put(2);
		assert_noop!(leave("bob", "bob"), E::TooFewValidators);
		// A seat that rests, with keys or without, is no replacement.
		let word = acceptance("nora", Role::Validator(BOB_ORGANISATION));
		assert_ok!(Consortium::give_seat(council(), BOB_ORGANISATION, account("nora"), word));
		assert_noop!(leave("bob", "bob"), E::TooFewValidators);
		assert_ok!(set_session_keys("nora", 9));
		assert_noop!(leave("bob", "bob"), E::TooFewValidators);
		assert_noop!(Consortium::take_seat(council(), account("bob")), E::TooFewValidators);
		assert_ok!(join("nora", "nora"));
		assert_ok!(leave("bob", "bob"));
		for name in ["alice", "nora"] {
			assert_noop!(leave(name, name), E::TooFewValidators);
		}
		assert_noop!(leave("bob", "nora"), E::TooFewValidators);
	});
}

#[test]
fn keys_should_stay_in_both_sets_and_go_when_they_are_in_neither() {
	ExtBuilder::default().build_and_execute(|| {
		run_to(SESSION + 1);
		assert_ok!(leave("bob", "bob"));
		assert_eq!((System::consumers(&account("bob")), System::providers(&account("bob"))), (1, 1));
		for block in SESSION + 1..3 * SESSION {
			run_to(block);
			assert!(has_keys("bob"), "block {block}");
			assert_eq!(owner(1), Some(account("bob")));
		}
		events();
		run_to(3 * SESSION);
		assert!(!has_keys("bob"));
		assert_eq!(owner(1), None);
		let purged = |name| RuntimeEvent::Consortium(Event::KeysPurged { account: account(name) });
		let events = events();
		assert!(events.contains(&purged("bob")) && !events.contains(&purged("alice")));
		// The reference that the keys took is back, and the account stays what it was.
		assert_eq!((System::consumers(&account("bob")), System::providers(&account("bob"))), (0, 1));
		assert_eq!(Resting::<Runtime>::get(account("bob")), Some(Rest { held: false, keys_until: None }));
		assert_ok!(set_session_keys("bob", 1));
		assert_ok!(set_session_keys("bob", 12));
		assert_eq!((System::consumers(&account("bob")), System::providers(&account("bob"))), (1, 1));
	});
}

#[test]
fn keys_should_go_when_the_seat_was_taken_or_its_organisation_expelled() {
	for expelled in [false, true] {
		ExtBuilder::default().build_and_execute(|| {
			joined("nora", 9);
			run_to(2 * SESSION + 1);
			if expelled {
				expel_organisation(BOB_ORGANISATION);
			} else {
				assert_ok!(Consortium::take_seat(council(), account("bob")));
				assert_ok!(Consortium::take_seat(council(), account("nora")));
			}
			run_to(4 * SESSION - 1);
			assert!(has_keys("bob") && has_keys("nora"));
			run_to(4 * SESSION);
			assert!(!has_keys("bob") && !has_keys("nora") && has_keys("alice"));
			assert_eq!(Session::validators(), [account("alice")]);
		});
	}
}

#[test]
fn validator_that_joins_again_in_the_meantime_should_keep_its_keys() {
	ExtBuilder::default().build_and_execute(|| {
		// In the same session nothing changes at all.
		run_to(SESSION + 1);
		assert_ok!(leave("bob", "bob"));
		assert_ok!(join("bob", "bob"));
		events();
		run_to(2 * SESSION);
		assert!(!events().contains(&RuntimeEvent::Session(pallet_session::Event::NewQueued)));
		// In the next one it is out of the queue, and comes back.
		assert_ok!(leave("bob", "bob"));
		run_to(3 * SESSION + 1);
		assert_eq!(Session::queued_keys().len(), 1);
		assert_ok!(join("bob", "bob"));
		for block in 3 * SESSION + 2..=6 * SESSION {
			run_to(block);
			assert!(has_keys("bob"), "block {block}");
		}
		assert_eq!(Session::validators(), ["alice", "bob"].map(account));
	});
}

#[test]
fn seat_given_again_in_the_meantime_should_join_with_the_keys_that_are_there() {
	ExtBuilder::default().build_and_execute(|| {
		joined("nora", 9);
		run_to(2 * SESSION + 1);
		assert_ok!(Consortium::take_seat(council(), account("nora")));
		run_to(3 * SESSION + 1);
		let word = acceptance("nora", Role::Validator(BOB_ORGANISATION));
		assert_ok!(Consortium::give_seat(council(), BOB_ORGANISATION, account("nora"), word));
		assert_ok!(join("nora", "nora"));
		run_to(6 * SESSION);
		assert!(has_keys("nora") && Session::validators().contains(&account("nora")));
	});
}

#[test]
fn past_session_should_be_proven_after_the_keys_are_gone() {
	ExtBuilder::default().build_and_execute(|| {
		run_to(SESSION + 1);
		let earlier = proof(1).expect("bob is in the set");
		assert_ok!(leave("bob", "bob"));
		// As long as it makes blocks it can be proven that it does.
		run_to(2 * SESSION + 1);
		let last = proof(1).expect("bob is in the set");
		assert_eq!(proven(1, &last), Some(account("bob")));
		run_to(3 * SESSION + 1);
		assert!(!has_keys("bob"));
		for (session, proof) in [(1, &earlier), (2, &last)] {
			assert_eq!(proof.session, session);
			assert_eq!(proven(1, proof), Some(account("bob")));
			assert_eq!(proven(0, proof), None);
		}
		// Somebody else who registers the same key now was nobody then, and bob is nobody now.
		joined("nora", 1);
		run_to(5 * SESSION);
		assert_eq!(proven(1, &last), Some(account("bob")));
		let now = proof(1).expect("nora is in the set");
		assert_eq!(proven(1, &now), Some(account("nora")));
	});
}

#[test]
fn seat_that_was_taken_should_be_provable_as_long_as_its_validator_makes_blocks() {
	ExtBuilder::default().build_and_execute(|| {
		joined("nora", 9);
		run_to(2 * SESSION + 1);
		// Whoever is identified by a seat would shift the places of those behind it.
		assert_ok!(Consortium::take_seat(council(), account("alice")));
		for (key, name) in [(0, "alice"), (1, "bob"), (9, "nora")] {
			let proof = proof(key).expect("all are in the set");
			assert_eq!(proof.validator_count, 3);
			assert_eq!(proven(key, &proof), Some(account(name)));
		}
	});
}

#[test]
fn keys_should_go_bit_by_bit_when_there_are_very_many() {
	ExtBuilder::default().build_and_execute(|| {
		let extra = 100;
		for number in 0..u64::from(MAX_SWEPT_KEYS + extra) {
			let name = format!("stranger {number}");
			Consortium::admit(&account(&name));
			assert_ok!(set_session_keys(&name, 1_000 + number));
		}
		let left = || pallet_session::NextKeys::<Runtime>::iter_keys().count();
		let all = left();
		run_to(SESSION);
		let after = left();
		assert!(after < all && after >= extra as usize, "{after}");
		run_to(2 * SESSION);
		assert_eq!(left(), 2);
	});
}

#[test]
fn states_should_say_where_seats_and_keys_stand() {
	ExtBuilder::default().build_and_execute(|| {
		joined("nora", 9);
		run_to(2 * SESSION + 1);
		let states = Consortium::validator_states;
		let keys = |key: u64| Some(EncodedKeys(codec::Encode::encode(&UintAuthorityId(key))));
		let page = states(0, 2);
		assert_eq!((page.items.len(), page.next), (2, Some(2)));
		let rest = states(2, 2);
		assert_eq!((rest.items.len(), rest.next), (1, None));
		let (place, nora) = &rest.items[0];
		assert_eq!((*place, &nora.account, nora.organisation), (2, &account("nora"), Some(BOB_ORGANISATION)));
		assert_eq!((nora.state, nora.active), (SeatState::Joined, true));
		assert_eq!((&nora.registered, &nora.queued), (&keys(9), &keys(9)));
		assert!(states(3, 2).items.is_empty() && states(u32::MAX, u32::MAX).items.is_empty());

		assert_ok!(leave("bob", "nora"));
		assert_ok!(set_session_keys("nora", 10));
		assert_ok!(leave("bob", "bob"));
		let two = states(0, 9).items;
		assert_eq!((two[1].1.state, two[2].1.state), (SeatState::Resting, SeatState::Held));
		assert_eq!((&two[2].1.registered, &two[2].1.queued), (&keys(10), &keys(9)));
		// A seat that was taken is shown until its validator is in no set.
		assert_ok!(Consortium::take_seat(council(), account("nora")));
		let gone = &states(0, 9).items[2].1;
		assert_eq!((gone.state, gone.organisation, gone.active), (SeatState::Gone, None, true));
		run_to(4 * SESSION);
		assert_eq!(states(0, 9).items.len(), 2);
	});
}

#[test]
fn states_should_fit_on_pages_when_there_are_as_many_as_may_be() {
	ExtBuilder::default().build_and_execute(|| {
		for number in 2..MaxValidators::get() {
			let name = format!("validator {number}");
			Consortium::admit(&account(&name));
			let seat = ValidatorSeat { account: account(&name), organisation: BOB_ORGANISATION };
			Validators::<Runtime>::mutate(|seats| seats.try_push(seat).unwrap());
		}
		let page = Consortium::validator_states(0, u32::MAX);
		assert_eq!((page.items.len(), page.next), (128, None));
	});
}
