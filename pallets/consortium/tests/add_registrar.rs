//! `add_registrar`.

use frame_support::{assert_noop, assert_ok};
use salus_mock::{
	acceptance, acceptance_until, account, add_registrar, admit, advance, bad_acceptances, do_try_state,
	enrol, events, expel_organisation, now, signed, suspend_organisation, wrapped_acceptance, Consortium,
	ExtBuilder, RuntimeEvent, RuntimeOrigin, System, ALICE_ORGANISATION, BOB_ORGANISATION, DAY,
};
use salus_pallet_consortium::{Error, Event, Organisations};
use salus_primitives::{
	consortium::Agency,
	limits::{MaxRegistrars, MAX_TEXT_LIFE},
	people::PractitionerRole,
	text::{Acceptance, Role},
};
use sp_core::Get;
use sp_runtime::{DispatchError, DispatchResult};

type Runtime = salus_mock::Runtime;

/// What eve is asked to accept.
const ROLE: Role = Role::Registrar(ALICE_ORGANISATION);

/// Adds eve as a registrar of alice's organisation.
fn add_eve(acceptance: Acceptance) -> DispatchResult {
	Consortium::add_registrar(signed("alice"), ALICE_ORGANISATION, account("eve"), acceptance)
}

#[test]
fn registrar_should_act_for_the_organisation_when_its_controller_adds_it() {
	ExtBuilder::default().build_and_execute(|| {
		events();
		assert_noop!(
			Consortium::ensure_registrar(&account("eve"), ALICE_ORGANISATION),
			Error::<Runtime>::NotRegistrar
		);
		assert_ok!(add_registrar("alice", ALICE_ORGANISATION, "eve"));
		assert_ok!(Consortium::ensure_registrar(&account("eve"), ALICE_ORGANISATION));
		assert!(Consortium::is_agent(&account("eve"), ALICE_ORGANISATION));
		assert!(!Consortium::is_agent(&account("eve"), BOB_ORGANISATION));
		assert_eq!(
			Consortium::agency(&account("eve")),
			Some(Agency { organisation: ALICE_ORGANISATION, controller: false, registrar: true })
		);
		let expected = Event::RegistrarAdded { organisation: ALICE_ORGANISATION, account: account("eve") };
		assert_eq!(events().last(), Some(&RuntimeEvent::Consortium(expected)));
	});
}

#[test]
fn registrar_should_have_one_provider_reference_when_it_is_admitted() {
	ExtBuilder::default().build_and_execute(|| {
		assert_eq!(System::providers(&account("eve")), 0);
		assert_ok!(add_registrar("alice", ALICE_ORGANISATION, "eve"));
		assert_eq!(System::providers(&account("eve")), 1);
		assert_ok!(Consortium::remove_registrar(signed("alice"), ALICE_ORGANISATION, account("eve")));
		assert_ok!(add_registrar("alice", ALICE_ORGANISATION, "eve"));
		enrol("eve");
		admit("eve", BOB_ORGANISATION, PractitionerRole::Clinician);
		assert_eq!(System::providers(&account("eve")), 1);
	});
}

#[test]
fn registrar_should_be_refused_when_the_signer_is_not_the_controller() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(add_registrar("alice", ALICE_ORGANISATION, "eve"));
		for signer in ["bob", "eve", "mallory"] {
			assert_noop!(
				add_registrar(signer, ALICE_ORGANISATION, "ferdie"),
				Error::<Runtime>::NotController
			);
		}
		for origin in [RuntimeOrigin::none(), RuntimeOrigin::root()] {
			let call = Consortium::add_registrar(
				origin,
				ALICE_ORGANISATION,
				account("ferdie"),
				acceptance("ferdie", ROLE),
			);
			assert_noop!(call, DispatchError::BadOrigin);
		}
	});
}

#[test]
fn registrar_should_be_refused_when_the_organisation_is_unknown() {
	ExtBuilder::default().build_and_execute(|| {
		for organisation in [0, 3, u32::MAX] {
			assert_noop!(add_registrar("alice", organisation, "eve"), Error::<Runtime>::OrganisationNotFound);
		}
	});
}

#[test]
fn registrar_should_be_refused_when_the_organisation_is_not_active() {
	for stop in [suspend_organisation, expel_organisation] {
		ExtBuilder::default().build_and_execute(|| {
			stop(ALICE_ORGANISATION);
			assert_noop!(
				add_registrar("alice", ALICE_ORGANISATION, "eve"),
				Error::<Runtime>::OrganisationNotActive
			);
		});
	}
}

#[test]
fn registrar_should_be_refused_when_it_acts_for_another_organisation() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(add_registrar("bob", BOB_ORGANISATION, "eve"));
		for taken in ["bob", "eve"] {
			assert_noop!(add_registrar("alice", ALICE_ORGANISATION, taken), Error::<Runtime>::AlreadyAgent);
		}
	});
}

#[test]
fn registrar_should_be_refused_when_it_is_one_already() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(add_registrar("alice", ALICE_ORGANISATION, "alice"), Error::<Runtime>::AlreadyRegistrar);
		assert_ok!(add_registrar("alice", ALICE_ORGANISATION, "eve"));
		assert_noop!(add_registrar("alice", ALICE_ORGANISATION, "eve"), Error::<Runtime>::AlreadyRegistrar);
	});
}

#[test]
fn registrar_should_be_refused_when_there_are_as_many_as_allowed() {
	ExtBuilder::default().build_and_execute(|| {
		for number in 1..MaxRegistrars::get() {
			let name = format!("registrar{number}");
			assert_ok!(add_registrar("alice", ALICE_ORGANISATION, &name));
		}
		let full = Organisations::<Runtime>::get(ALICE_ORGANISATION).unwrap();
		assert!(full.registrars.is_full());
		do_try_state();
		assert_noop!(add_registrar("alice", ALICE_ORGANISATION, "eve"), Error::<Runtime>::TooManyRegistrars);
		assert_eq!(Consortium::agency(&account("eve")), None);
		assert_eq!(System::providers(&account("eve")), 0);
	});
}

#[test]
fn registrar_should_be_refused_when_the_account_did_not_give_its_word() {
	ExtBuilder::default().build_and_execute(|| {
		for (acceptance, error) in bad_acceptances("eve", ROLE) {
			assert_noop!(add_eve(acceptance), error);
		}
		assert!(!Consortium::is_admitted(&account("eve")));
		assert_ok!(add_eve(acceptance("eve", ROLE)));
	});
}

#[test]
fn registrar_should_be_refused_when_it_gave_its_word_to_another_organisation() {
	ExtBuilder::default().build_and_execute(|| {
		let for_bob = acceptance("eve", Role::Registrar(BOB_ORGANISATION));
		assert_noop!(add_eve(for_bob.clone()), Error::<Runtime>::BadWalletSignature);
		assert_ok!(Consortium::add_registrar(signed("bob"), BOB_ORGANISATION, account("eve"), for_bob));
	});
}

#[test]
fn registrar_should_be_refused_when_the_word_is_another_accounts() {
	ExtBuilder::default().build_and_execute(|| {
		let ferdies = acceptance("ferdie", ROLE);
		assert_noop!(add_eve(ferdies.clone()), Error::<Runtime>::BadWalletSignature);
		assert_ok!(Consortium::add_registrar(
			signed("alice"),
			ALICE_ORGANISATION,
			account("ferdie"),
			ferdies
		));
	});
}

#[test]
fn registrar_should_be_added_when_its_wallet_wrapped_its_word() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(add_eve(wrapped_acceptance("eve", ROLE)));
		assert!(Consortium::is_agent(&account("eve"), ALICE_ORGANISATION));
	});
}

#[test]
fn registrars_word_should_count_until_before_its_end() {
	ExtBuilder::default().build_and_execute(|| {
		let longest = acceptance_until("eve", ROLE, now() + MAX_TEXT_LIFE);
		let brief = acceptance("eve", ROLE);
		advance(DAY - 1);
		assert_ok!(add_eve(brief.clone()));
		assert_ok!(Consortium::remove_registrar(signed("alice"), ALICE_ORGANISATION, account("eve")));
		advance(1);
		assert_noop!(add_eve(brief), Error::<Runtime>::TextExpired);
		assert_ok!(add_eve(longest));
	});
}
