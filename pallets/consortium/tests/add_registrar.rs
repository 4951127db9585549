//! `add_registrar`.

use frame_support::{assert_noop, assert_ok};
use salus_mock::{
	account, admit, do_try_state, enrol, events, expel_organisation, signed, suspend_organisation,
	Consortium, ExtBuilder, RuntimeEvent, RuntimeOrigin, System, ALICE_ORGANISATION, BOB_ORGANISATION,
};
use salus_pallet_consortium::{Error, Event, Organisations};
use salus_primitives::{consortium::Agency, limits::MaxRegistrars, people::PractitionerRole};
use sp_core::Get;
use sp_runtime::DispatchError;

type Runtime = salus_mock::Runtime;

#[test]
fn registrar_should_act_for_the_organisation_when_its_controller_adds_it() {
	ExtBuilder::default().build_and_execute(|| {
		events();
		assert_noop!(
			Consortium::ensure_registrar(&account("eve"), ALICE_ORGANISATION),
			Error::<Runtime>::NotRegistrar
		);
		assert_ok!(Consortium::add_registrar(signed("alice"), ALICE_ORGANISATION, account("eve")));
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
		assert_ok!(Consortium::add_registrar(signed("alice"), ALICE_ORGANISATION, account("eve")));
		assert_eq!(System::providers(&account("eve")), 1);
		assert_ok!(Consortium::remove_registrar(signed("alice"), ALICE_ORGANISATION, account("eve")));
		assert_ok!(Consortium::add_registrar(signed("alice"), ALICE_ORGANISATION, account("eve")));
		enrol("eve");
		admit("eve", BOB_ORGANISATION, PractitionerRole::Clinician);
		assert_eq!(System::providers(&account("eve")), 1);
	});
}

#[test]
fn registrar_should_be_refused_when_the_signer_is_not_the_controller() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Consortium::add_registrar(signed("alice"), ALICE_ORGANISATION, account("eve")));
		for signer in ["bob", "eve", "mallory"] {
			assert_noop!(
				Consortium::add_registrar(signed(signer), ALICE_ORGANISATION, account("ferdie")),
				Error::<Runtime>::NotController
			);
		}
		for origin in [RuntimeOrigin::none(), RuntimeOrigin::root()] {
			assert_noop!(
				Consortium::add_registrar(origin, ALICE_ORGANISATION, account("ferdie")),
				DispatchError::BadOrigin
			);
		}
	});
}

#[test]
fn registrar_should_be_refused_when_the_organisation_is_unknown() {
	ExtBuilder::default().build_and_execute(|| {
		for organisation in [0, 3, u32::MAX] {
			assert_noop!(
				Consortium::add_registrar(signed("alice"), organisation, account("eve")),
				Error::<Runtime>::OrganisationNotFound
			);
		}
	});
}

#[test]
fn registrar_should_be_refused_when_the_organisation_is_not_active() {
	for stop in [suspend_organisation, expel_organisation] {
		ExtBuilder::default().build_and_execute(|| {
			stop(ALICE_ORGANISATION);
			assert_noop!(
				Consortium::add_registrar(signed("alice"), ALICE_ORGANISATION, account("eve")),
				Error::<Runtime>::OrganisationNotActive
			);
		});
	}
}

#[test]
fn registrar_should_be_refused_when_it_acts_for_another_organisation() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Consortium::add_registrar(signed("bob"), BOB_ORGANISATION, account("eve")));
		for taken in ["bob", "eve"] {
			assert_noop!(
				Consortium::add_registrar(signed("alice"), ALICE_ORGANISATION, account(taken)),
				Error::<Runtime>::AlreadyAgent
			);
		}
	});
}

#[test]
fn registrar_should_be_refused_when_it_is_one_already() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(
			Consortium::add_registrar(signed("alice"), ALICE_ORGANISATION, account("alice")),
			Error::<Runtime>::AlreadyRegistrar
		);
		assert_ok!(Consortium::add_registrar(signed("alice"), ALICE_ORGANISATION, account("eve")));
		assert_noop!(
			Consortium::add_registrar(signed("alice"), ALICE_ORGANISATION, account("eve")),
			Error::<Runtime>::AlreadyRegistrar
		);
	});
}

#[test]
fn registrar_should_be_refused_when_there_are_as_many_as_allowed() {
	ExtBuilder::default().build_and_execute(|| {
		for number in 1..MaxRegistrars::get() {
			let name = format!("registrar{number}");
			assert_ok!(Consortium::add_registrar(signed("alice"), ALICE_ORGANISATION, account(&name)));
		}
		let full = Organisations::<Runtime>::get(ALICE_ORGANISATION).unwrap();
		assert!(full.registrars.is_full());
		do_try_state();
		assert_noop!(
			Consortium::add_registrar(signed("alice"), ALICE_ORGANISATION, account("eve")),
			Error::<Runtime>::TooManyRegistrars
		);
		assert_eq!(Consortium::agency(&account("eve")), None);
		assert_eq!(System::providers(&account("eve")), 0);
	});
}
