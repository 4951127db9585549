//! `replace_controller`.

use frame_support::{assert_noop, assert_ok};
use salus_mock::{
	acceptance, account, add_registrar, agreed, bad_acceptances, council, events, expel_organisation,
	runtime::Seats, signed, suspend_organisation, Consortium, ExtBuilder, Runtime, RuntimeEvent,
	RuntimeOrigin, System, ALICE_ORGANISATION, BOB_ORGANISATION,
};
use salus_pallet_consortium::{CouncilSeats, Error, Event};
use salus_primitives::{consortium::Agency, text::Role};
use sp_runtime::{DispatchError, DispatchResult};

type E = Error<Runtime>;

const ROLE: Role = Role::Controller(BOB_ORGANISATION);

fn replace(name: &str) -> DispatchResult {
	Consortium::replace_controller(council(), BOB_ORGANISATION, account(name), acceptance(name, ROLE))
}

#[test]
fn organisation_should_have_another_controller_and_the_old_account_nothing_of_it() {
	ExtBuilder::default().build_and_execute(|| {
		events();
		assert_ok!(replace("eve"));
		let expected = Event::ControllerReplaced {
			organisation: BOB_ORGANISATION,
			from: account("bob"),
			to: account("eve"),
		};
		assert_eq!(events().last(), Some(&RuntimeEvent::Consortium(expected)));
		assert_eq!(
			Consortium::agency(&account("eve")),
			Some(Agency { organisation: BOB_ORGANISATION, controller: true, registrar: false })
		);
		assert_eq!(System::providers(&account("eve")), 1);
		// It was a registrar too, and whoever has it now must not be one.
		assert_eq!(Consortium::agency(&account("bob")), None);
		assert_noop!(Consortium::ensure_registrar(&account("bob"), BOB_ORGANISATION), E::NotRegistrar);
		assert_noop!(add_registrar("bob", BOB_ORGANISATION, "ferdie"), E::NotController);
		assert!(Seats::seats().contains(&account("eve")) && !Seats::seats().contains(&account("bob")));
		assert_ok!(add_registrar("eve", BOB_ORGANISATION, "ferdie"));
		// It keeps its nonce and reference.
		assert_eq!(System::providers(&account("bob")), 1);
	});
}

#[test]
fn registrar_should_stay_one_when_it_becomes_controller() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(add_registrar("bob", BOB_ORGANISATION, "eve"));
		assert_ok!(replace("eve"));
		assert_eq!(
			Consortium::agency(&account("eve")),
			Some(Agency { organisation: BOB_ORGANISATION, controller: true, registrar: true })
		);
	});
}

#[test]
fn suspended_organisation_should_have_another_controller_without_a_seat() {
	ExtBuilder::default().build_and_execute(|| {
		suspend_organisation(BOB_ORGANISATION);
		assert_ok!(replace("eve"));
		assert_eq!(Seats::seats(), [account("alice")]);
		assert_ok!(Consortium::reinstate_organisation(council(), BOB_ORGANISATION));
		assert!(Seats::seats().contains(&account("eve")));
	});
}

#[test]
fn replacement_should_be_refused_when_it_cannot_be() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(replace("bob"), E::AlreadyController);
		assert_noop!(replace("alice"), E::AlreadyAgent);
		assert_ok!(add_registrar("alice", ALICE_ORGANISATION, "eve"));
		assert_noop!(replace("eve"), E::AlreadyAgent);
		let word = acceptance("ferdie", Role::Controller(9));
		assert_noop!(
			Consortium::replace_controller(council(), 9, account("ferdie"), word),
			E::OrganisationNotFound
		);
		expel_organisation(BOB_ORGANISATION);
		assert_noop!(replace("ferdie"), E::OrganisationExpelled);
	});
}

#[test]
fn replacement_should_be_refused_when_the_account_did_not_give_its_word() {
	ExtBuilder::default().build_and_execute(|| {
		for (word, error) in bad_acceptances("eve", ROLE) {
			assert_noop!(
				Consortium::replace_controller(council(), BOB_ORGANISATION, account("eve"), word),
				error
			);
		}
		assert!(!Consortium::is_admitted(&account("eve")));
		assert_ok!(replace("eve"));
	});
}

#[test]
fn replacement_should_be_refused_when_the_origin_is_not_two_thirds() {
	ExtBuilder::default().build_and_execute(|| {
		for origin in [agreed(1), signed("bob"), signed("eve"), RuntimeOrigin::root(), RuntimeOrigin::none()]
		{
			let word = acceptance("eve", ROLE);
			assert_noop!(
				Consortium::replace_controller(origin, BOB_ORGANISATION, account("eve"), word),
				DispatchError::BadOrigin
			);
		}
	});
}
