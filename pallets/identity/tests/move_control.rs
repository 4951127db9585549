//! Who moves a patient to another account, and what the account before can still do.

use crate::{guardians::*, support::*};
use frame_support::{assert_noop, assert_ok};
use salus_mock::{
	acceptance, account, bad_acceptances, signed, vault, wrapped_acceptance, Identity, Runtime, System, DAY,
	GENESIS,
};
use salus_pallet_consortium::Error as ConsortiumError;
use salus_pallet_identity::{Error, Event, PatientOf, Recoveries};
use salus_primitives::{
	ids::{PatientId, VaultSignature},
	people::{Actor, VaultOwner},
	text::{wrapped, MoveControl, Role, SignedText},
};
use sp_runtime::{DispatchError, DispatchResult};

/// `pat` moves the patient to `new` with that signature.
fn move_with(patient: PatientId, signature: VaultSignature) -> DispatchResult {
	let word = acceptance("new", Role::ControllerOf(patient));
	Identity::move_control(signed("pat"), patient, account("new"), word, signature)
}

fn move_to(patient: PatientId, from: &str, to: &str) -> DispatchResult {
	let word = acceptance(to, Role::ControllerOf(patient));
	let signature = sign_move("pat", patient, from, to);
	Identity::move_control(signed(from), patient, account(to), word, signature)
}

#[test]
fn patient_should_be_under_the_new_account_at_once_and_keep_all_else() {
	run(|| {
		let patient = patient();
		let (before, owner) = (Identity::patient(&patient).unwrap(), VaultOwner::Patient(patient));
		assert_ok!(move_to(patient, "pat", "new"));
		System::assert_last_event(
			Event::ControlMoved { patient, from: account("pat"), to: account("new") }.into(),
		);
		let after = Identity::patient(&patient).unwrap();
		assert_eq!(after.controller, account("new"));
		assert_eq!((after.enrolled_at, after.organisation), (before.enrolled_at, before.organisation));
		assert_eq!(Identity::vault(owner).map(|vault| vault.keys), Some(vault("pat").keys()));
		assert!(policy_of(patient).is_some(), "guardians stay");
		assert_eq!(System::providers(&account("new")), 1);
	});
}

#[test]
fn old_account_should_have_no_role_and_keep_its_reference_after_the_move() {
	run(|| {
		let patient = patient();
		assert_ok!(start(patient, "thief", "gill"));
		assert_ok!(move_to(patient, "pat", "new"));
		assert_eq!(PatientOf::<Runtime>::get(account("pat")), None);
		assert!(!Identity::acts_as(&account("pat"), &patient, &Actor::Patient));
		assert!(Identity::acts_as(&account("new"), &patient, &Actor::Patient));
		assert_eq!(Identity::actors_of(&account("pat"), &patient), []);
		assert_eq!(System::providers(&account("pat")), 1);
		// Not even with the vault.
		assert_noop!(set_policy("pat", patient, None), Error::<Runtime>::NotController);
		assert_noop!(veto("pat", patient, "thief"), Error::<Runtime>::NotController);
		assert_noop!(move_to(patient, "pat", "other"), Error::<Runtime>::NotController);
		assert_noop!(
			Identity::report_vault_compromised(signed("pat"), VaultOwner::Patient(patient)),
			Error::<Runtime>::NotVaultOwner
		);
	});
}

#[test]
fn moving_should_be_refused_when_a_stolen_wallet_has_no_signature_of_the_vault() {
	run(|| {
		let patient = patient();
		let other = enrol(&Person::new("other"), ORG_A);
		let (from, to) = (account("pat"), account("new"));
		let text = || MoveControl { genesis: GENESIS, patient, turn: 1, from: &from, to: &to };
		let sign = |text: MoveControl| vault("pat").sign(&text);
		for signature in [
			VaultSignature::default(),
			vault("new").sign(&text()),
			vault("pat").sign_bytes(&wrapped(&text().text())),
			sign(MoveControl { genesis: [0; 32], ..text() }),
			sign(MoveControl { patient: other, ..text() }),
			sign(MoveControl { turn: 0, ..text() }),
			sign(MoveControl { turn: 2, ..text() }),
			sign(MoveControl { from: &to, ..text() }),
			sign(MoveControl { to: &from, ..text() }),
		] {
			assert_noop!(move_with(patient, signature), Error::<Runtime>::BadVaultSignature);
		}
		assert_ok!(move_with(patient, sign(text())));
	});
}

#[test]
fn moving_should_be_refused_when_the_vault_was_reported_compromised() {
	run(|| {
		let patient = patient();
		let owner = VaultOwner::Patient(patient);
		assert_ok!(Identity::report_vault_compromised(signed("pat"), owner));
		assert_noop!(move_to(patient, "pat", "new"), Error::<Runtime>::VaultCompromised);
		salus_mock::rotate_vault(owner, "pat");
		// What the former vault signs is nothing any more either.
		assert_noop!(move_to(patient, "pat", "new"), Error::<Runtime>::BadVaultSignature);
	});
}

#[test]
fn moving_should_be_refused_when_the_new_account_did_not_give_its_word() {
	run(|| {
		let patient = patient();
		let signature = sign_move("pat", patient, "pat", "new");
		for (word, error) in bad_acceptances("new", Role::ControllerOf(patient)) {
			assert_noop!(
				Identity::move_control(signed("pat"), patient, account("new"), word, signature),
				error
			);
		}
		assert_eq!(System::providers(&account("new")), 0);
		let word = wrapped_acceptance("new", Role::ControllerOf(patient));
		assert_ok!(Identity::move_control(signed("pat"), patient, account("new"), word, signature));
	});
}

#[test]
fn moving_should_be_refused_to_an_account_that_controls_a_patient() {
	run(|| {
		let patient = patient();
		enrol(&Person::new("other"), ORG_A);
		for taken in ["other", "pat"] {
			assert_noop!(move_to(patient, "pat", taken), Error::<Runtime>::AlreadyPatient);
		}
	});
}

#[test]
fn moving_should_be_refused_to_whoever_does_not_control_the_patient() {
	run(|| {
		let patient = patient();
		enrol(&Person::new("other"), ORG_A);
		for signer in ["other", "alice", "stranger", "new"] {
			assert_noop!(move_to(patient, signer, "new"), Error::<Runtime>::NotController);
		}
		let nobody = PatientId([9; 32]);
		assert_noop!(move_with(nobody, VaultSignature::default()), Error::<Runtime>::PatientNotFound);
		let word = acceptance("new", Role::ControllerOf(patient));
		let signature = sign_move("pat", patient, "pat", "new");
		assert_noop!(
			Identity::move_control(
				salus_mock::RuntimeOrigin::root(),
				patient,
				account("new"),
				word,
				signature
			),
			DispatchError::BadOrigin
		);
	});
}

#[test]
fn moving_should_not_be_replayed_after_the_patient_has_come_back() {
	run(|| {
		let patient = patient();
		let word = acceptance("new", Role::ControllerOf(patient));
		let signature = sign_move("pat", patient, "pat", "new");
		let again =
			|| Identity::move_control(signed("pat"), patient, account("new"), word.clone(), signature);
		assert_ok!(again());
		assert_noop!(again(), Error::<Runtime>::NotController);
		assert_ok!(move_to(patient, "new", "pat"));
		assert_noop!(again(), Error::<Runtime>::BadVaultSignature);
	});
}

#[test]
fn moving_should_end_attempts_and_what_a_recovery_withheld() {
	run(|| {
		let patient = patient();
		recover(patient, "new");
		let new = Start::now(&patient).sign(patient, "thief");
		let approval = Word::new(patient, &new).sign("gill");
		assert_ok!(Identity::start_recovery(signed("bob"), patient, new.clone(), approval.clone()));
		// The vault of before speaks for it, so it is the patient's own.
		assert_ok!(move_to(patient, "new", "newer"));
		assert_eq!(find_attempt(patient, "thief"), None);
		assert_eq!(Recoveries::<Runtime>::get(patient), None);
		// What the guardian signed then is nothing now.
		assert_noop!(
			Identity::start_recovery(signed("bob"), patient, new, approval),
			ConsortiumError::<Runtime>::BadWalletSignature
		);
	});
}

#[test]
fn account_that_was_left_should_be_free_for_another_patient() {
	run(|| {
		let patient = patient();
		assert_ok!(move_to(patient, "pat", "new"));
		wait(DAY);
		let mut enrolment = Person::new("pat").enrolment(ORG_A);
		enrolment.nonce.0 = [1; 16];
		let person = Person::new("pat");
		assert_ok!(Identity::enrol_patient(
			signed("alice"),
			enrolment.clone(),
			person.sign_enrolment(&enrolment),
			person.vault_sign_enrolment(&enrolment)
		));
		assert_eq!(System::providers(&account("pat")), 1);
		assert_ne!(PatientOf::<Runtime>::get(account("pat")), Some(patient));
	});
}
