//! `remove_registrar`.

use frame_support::{assert_noop, assert_ok};
use salus_mock::{
	account, add_registrar, enrolment, events, sign_enrolment, signed, suspend_organisation, Consortium,
	ExtBuilder, Identity, Runtime, RuntimeEvent, RuntimeOrigin, System, ALICE_ORGANISATION, BOB_ORGANISATION,
};
use salus_pallet_consortium::{Error, Event};
use salus_primitives::consortium::Agency;
use sp_runtime::DispatchError;

#[test]
fn registrar_should_act_no_longer_when_it_is_removed() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(add_registrar("alice", ALICE_ORGANISATION, "eve"));
		events();
		assert_ok!(Consortium::remove_registrar(signed("alice"), ALICE_ORGANISATION, account("eve")));
		let expected = Event::RegistrarRemoved { organisation: ALICE_ORGANISATION, account: account("eve") };
		assert_eq!(events(), vec![RuntimeEvent::Consortium(expected)]);
		assert_eq!(Consortium::agency(&account("eve")), None);
		assert!(!Consortium::is_agent(&account("eve"), ALICE_ORGANISATION));
		assert_noop!(
			Consortium::ensure_registrar(&account("eve"), ALICE_ORGANISATION),
			Error::<Runtime>::NotRegistrar
		);
		let enrolment = enrolment("ferdie");
		let (signature, vault_signature) = sign_enrolment("ferdie", &enrolment);
		assert_noop!(
			Identity::enrol_patient(signed("eve"), enrolment, signature, vault_signature),
			Error::<Runtime>::NotRegistrar
		);
	});
}

#[test]
fn registrar_should_keep_its_nonce_and_reference_when_it_is_removed() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(add_registrar("alice", ALICE_ORGANISATION, "eve"));
		System::inc_account_nonce(account("eve"));
		assert_ok!(Consortium::remove_registrar(signed("alice"), ALICE_ORGANISATION, account("eve")));
		assert!(Consortium::is_admitted(&account("eve")));
		assert_eq!(System::providers(&account("eve")), 1);
		assert_eq!(System::account_nonce(account("eve")), 1);
	});
}

#[test]
fn controller_should_stay_controller_when_it_removes_itself_as_registrar() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Consortium::remove_registrar(signed("alice"), ALICE_ORGANISATION, account("alice")));
		assert_eq!(
			Consortium::agency(&account("alice")),
			Some(Agency { organisation: ALICE_ORGANISATION, controller: true, registrar: false })
		);
		assert_ok!(Consortium::ensure_controller(&account("alice"), ALICE_ORGANISATION));
		assert_noop!(
			Consortium::ensure_registrar(&account("alice"), ALICE_ORGANISATION),
			Error::<Runtime>::NotRegistrar
		);
		assert_ok!(add_registrar("alice", ALICE_ORGANISATION, "alice"));
		assert_ok!(Consortium::ensure_registrar(&account("alice"), ALICE_ORGANISATION));
	});
}

#[test]
fn registrar_should_be_free_for_another_organisation_when_it_is_removed() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(add_registrar("alice", ALICE_ORGANISATION, "eve"));
		assert_ok!(Consortium::remove_registrar(signed("alice"), ALICE_ORGANISATION, account("eve")));
		assert_ok!(add_registrar("bob", BOB_ORGANISATION, "eve"));
		assert!(Consortium::is_agent(&account("eve"), BOB_ORGANISATION));
	});
}

#[test]
fn removal_should_be_refused_when_the_account_is_not_a_registrar_there() {
	ExtBuilder::default().build_and_execute(|| {
		for who in ["bob", "eve"] {
			assert_noop!(
				Consortium::remove_registrar(signed("alice"), ALICE_ORGANISATION, account(who)),
				Error::<Runtime>::RegistrarNotFound
			);
		}
	});
}

#[test]
fn removal_should_be_refused_when_the_signer_may_not() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(add_registrar("alice", ALICE_ORGANISATION, "eve"));
		for signer in ["bob", "eve", "mallory"] {
			assert_noop!(
				Consortium::remove_registrar(signed(signer), ALICE_ORGANISATION, account("alice")),
				Error::<Runtime>::NotController
			);
		}
		assert_noop!(
			Consortium::remove_registrar(RuntimeOrigin::none(), ALICE_ORGANISATION, account("alice")),
			DispatchError::BadOrigin
		);
		assert_noop!(
			Consortium::remove_registrar(signed("alice"), 3, account("alice")),
			Error::<Runtime>::OrganisationNotFound
		);
		suspend_organisation(ALICE_ORGANISATION);
		assert_noop!(
			Consortium::remove_registrar(signed("alice"), ALICE_ORGANISATION, account("eve")),
			Error::<Runtime>::OrganisationNotActive
		);
	});
}
