//! `give_seat` and `take_seat`.

use frame_support::{assert_noop, assert_ok};
use salus_mock::{
	acceptance, account, add_registrar, agreed, bad_acceptances, council, events, expel_organisation, run_to,
	set_session_keys, signed, suspend_organisation, Consortium, ExtBuilder, Runtime, RuntimeEvent,
	RuntimeOrigin, Session, System, ALICE_ORGANISATION, BOB_ORGANISATION,
};
use salus_pallet_consortium::{Error, Event, MinimumValidators, Validators};
use salus_primitives::{
	consortium::{Parameter, ValidatorSeat},
	limits::MaxValidators,
	text::Role,
};
use sp_core::Get;
use sp_runtime::{DispatchError, DispatchResult};

type E = Error<Runtime>;

const ROLE: Role = Role::Validator(BOB_ORGANISATION);

fn give(name: &str) -> DispatchResult {
	Consortium::give_seat(council(), BOB_ORGANISATION, account(name), acceptance(name, ROLE))
}

fn join(name: &str, key: u64) -> DispatchResult {
	set_session_keys(name, key)?;
	Consortium::join_validators(signed(name), account(name))
}

fn take(name: &str) -> DispatchResult {
	Consortium::take_seat(council(), account(name))
}

#[test]
fn account_should_make_blocks_when_it_has_a_seat_and_joined() {
	ExtBuilder::default().build_and_execute(|| {
		events();
		assert_ok!(give("nora"));
		let expected = Event::SeatGiven { organisation: BOB_ORGANISATION, account: account("nora") };
		assert_eq!(events().last(), Some(&RuntimeEvent::Consortium(expected)));
		assert_eq!(System::providers(&account("nora")), 1);
		run_to(11);
		// A seat that rests changes no set, and no other's place in it.
		assert_eq!(Session::validators().len(), 2);
		assert_ok!(join("nora", 9));
		run_to(21);
		assert_eq!(Session::validators(), ["alice", "bob", "nora"].map(account));
	});
}

#[test]
fn account_should_make_no_blocks_when_its_seat_was_taken() {
	ExtBuilder::default().build_and_execute(|| {
		run_to(6);
		events();
		assert_ok!(take("bob"));
		let expected = Event::SeatTaken { organisation: BOB_ORGANISATION, account: account("bob") };
		assert_eq!(events(), vec![RuntimeEvent::Consortium(expected)]);
		run_to(9);
		assert_eq!(Session::validators().len(), 2);
		run_to(16);
		assert_eq!(Session::validators(), [account("alice")]);
		// It can come back, with a seat that rests at first, and keys.
		assert_ok!(give("bob"));
		run_to(21);
		assert_eq!(Session::queued_keys().len(), 1);
		assert_ok!(join("bob", 11));
		run_to(31);
		assert_eq!(Session::validators(), ["alice", "bob"].map(account));
	});
}

#[test]
fn seat_should_be_refused_when_the_account_cannot_have_it() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(give("bob"), E::AlreadyValidator);
		assert_noop!(give("alice"), E::AlreadyAgent);
		assert_ok!(give("nora"));
		assert_noop!(give("nora"), E::AlreadyValidator);
		assert_ok!(add_registrar("alice", ALICE_ORGANISATION, "eve"));
		assert_noop!(give("eve"), E::AlreadyAgent);
		for (stop, error) in [
			(suspend_organisation as fn(u32), E::OrganisationNotActive),
			(expel_organisation, E::OrganisationNotActive),
		] {
			stop(BOB_ORGANISATION);
			assert_noop!(give("ferdie"), error);
		}
		let word = acceptance("ferdie", Role::Validator(9));
		assert_noop!(Consortium::give_seat(council(), 9, account("ferdie"), word), E::OrganisationNotFound);
	});
}

#[test]
fn seat_should_be_refused_when_there_are_as_many_as_may_be() {
	ExtBuilder::default().build_and_execute(|| {
		for number in 2..MaxValidators::get() {
			let name = format!("validator {number}");
			Consortium::admit(&account(&name));
			let seat = ValidatorSeat { account: account(&name), organisation: ALICE_ORGANISATION };
			Validators::<Runtime>::mutate(|seats| seats.try_push(seat).unwrap());
		}
		assert_noop!(give("nora"), E::TooManyValidators);
		assert_ok!(take("validator 2"));
		assert_ok!(give("nora"));
	});
}

#[test]
fn seat_should_be_refused_when_the_account_did_not_give_its_word() {
	ExtBuilder::default().build_and_execute(|| {
		for (word, error) in bad_acceptances("nora", ROLE) {
			assert_noop!(Consortium::give_seat(council(), BOB_ORGANISATION, account("nora"), word), error);
		}
		assert_ok!(give("nora"));
	});
}

#[test]
fn seat_should_stay_when_too_few_validators_would_be_left() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(take("mallory"), E::ValidatorNotFound);
		assert_ok!(Consortium::set_parameter(council(), Parameter::MinimumValidators(2)));
		assert_noop!(take("bob"), E::TooFewValidators);
		// One without keys is no validator yet: it may go, and it is no replacement.
		assert_ok!(give("nora"));
		assert_noop!(take("bob"), E::TooFewValidators);
		assert_ok!(take("nora"));
		assert_ok!(give("nora"));
		assert_ok!(join("nora", 9));
		assert_ok!(take("bob"));
		assert_noop!(take("alice"), E::TooFewValidators);
		MinimumValidators::<Runtime>::put(1);
		assert_ok!(take("alice"));
		// The last one stays whatever was voted.
		assert_noop!(take("nora"), E::TooFewValidators);
	});
}

#[test]
fn seats_should_be_two_thirds_to_give_and_take() {
	ExtBuilder::default().build_and_execute(|| {
		let origins =
			|| [agreed(1), signed("alice"), signed("bob"), RuntimeOrigin::root(), RuntimeOrigin::none()];
		for origin in origins() {
			let word = acceptance("nora", ROLE);
			assert_noop!(
				Consortium::give_seat(origin, BOB_ORGANISATION, account("nora"), word),
				DispatchError::BadOrigin
			);
		}
		for origin in origins() {
			assert_noop!(Consortium::take_seat(origin, account("bob")), DispatchError::BadOrigin);
		}
	});
}
