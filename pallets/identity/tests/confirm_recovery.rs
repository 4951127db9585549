//! What an account that guardians alone gave control to may not do, and until when.

use crate::{guardians::*, support::*};
use frame_support::{assert_noop, assert_ok};
use salus_mock::{
	account, signed, standard_scopes, vault, Consent, ConsentError, Identity, Runtime, System, DAY,
};
use salus_pallet_identity::{Error, Event, PatientLineages, Recoveries};
use salus_primitives::{
	consent::Rotation,
	ids::{Digest, KeyEpoch, PatientId, VaultSignature},
	limits::RECOVERED_KEYS_DELAY,
	people::VaultOwner,
	text::ConfirmRecovery,
};
use sp_runtime::DispatchResult;

/// A patient that guardians gave to `new`.
fn recovered() -> PatientId {
	let patient = patient();
	recover(patient, "new");
	patient
}

/// `signer` sets keys of the person `by` as the next generation, signed by the vault of `previous` too.
fn set_keys(signer: &str, patient: PatientId, by: &str, previous: Option<&str>) -> DispatchResult {
	let owner = VaultOwner::Patient(patient);
	let generation = Identity::next_generation(owner).expect("there are generations left");
	let keys = vault(by).keys();
	let sign = |name: &str| Person::new(name).sign_keys(owner, generation, keys);
	Identity::set_vault_keys(signed(signer), owner, keys, sign(by), previous.map(sign))
}

fn confirm(by: &str, patient: PatientId) -> DispatchResult {
	Identity::confirm_recovery(signed("new"), patient, sign_confirmation(by, patient, "new"))
}

fn confirmed_at(patient: PatientId) -> Option<u64> {
	Recoveries::<Runtime>::get(patient).expect("there was a recovery").confirmed_at
}

#[test]
fn vault_should_confirm_the_account_at_once() {
	run(|| {
		let patient = recovered();
		wait(HOUR);
		assert_ok!(confirm("pat", patient));
		System::assert_last_event(Event::RecoveryConfirmed { patient }.into());
		assert_eq!(confirmed_at(patient), Some(now()));
		assert_noop!(confirm("pat", patient), Error::<Runtime>::AlreadyConfirmed);
		// From then on keys take the vault's signature, as ever.
		wait(RECOVERED_KEYS_DELAY);
		let alone = set_keys("new", patient, "thief", None);
		assert_noop!(alone, Error::<Runtime>::PreviousSignatureMissing);
		assert_eq!(PatientLineages::<Runtime>::get(patient), 0);
	});
}

#[test]
fn keys_should_be_set_at_once_with_the_vault_in_use_and_confirm_by_that() {
	run(|| {
		let patient = recovered();
		assert_ok!(set_keys("new", patient, "next", Some("pat")));
		assert_eq!(confirmed_at(patient), Some(now()));
		let owner = VaultOwner::Patient(patient);
		assert_eq!(Identity::vault(owner).map(|vault| vault.keys), Some(vault("next").keys()));
		assert_eq!(
			(Identity::lineage(owner), Identity::compromised_at(owner, &vault("pat").keys().kem)),
			(0, None)
		);
	});
}

#[test]
fn guardians_alone_should_set_no_vault_keys_before_the_second_delay_has_passed() {
	run(|| {
		let patient = recovered();
		for passed in [0, RECOVERED_KEYS_DELAY - 1] {
			wait(passed);
			assert_noop!(set_keys("new", patient, "thief", None), Error::<Runtime>::KeysNotConfirmed);
			let forged = set_keys("new", patient, "thief", Some("thief"));
			assert_noop!(forged, Error::<Runtime>::BadPreviousSignature);
		}
		wait(1);
		assert_ok!(set_keys("new", patient, "thief", None));
		System::assert_has_event(Event::VaultLineBegun { patient, generation: 1 }.into());
		System::assert_last_event(Event::RecoveryConfirmed { patient }.into());
		assert_eq!(confirmed_at(patient), Some(now()));
	});
}

#[test]
fn keys_set_without_the_vault_should_begin_another_line_and_never_a_generation_again() {
	run(|| {
		let patient = patient();
		let owner = VaultOwner::Patient(patient);
		salus_mock::rotate_vault(owner, "pat");
		let last = Identity::vault(owner).unwrap();
		recover(patient, "new");
		wait(RECOVERED_KEYS_DELAY);
		assert_ok!(set_keys("new", patient, "next", None));
		let found = Identity::vault(owner).unwrap();
		assert_eq!((found.keys, found.generation), (vault("next").keys(), 2));
		assert_eq!((Identity::lineage(owner), Identity::recovery(&patient).unwrap().line), (2, 2));
		// Whoever finds the lost vault signs nothing with it, and its key is never set again.
		assert_eq!(Identity::compromised_at(owner, &last.keys.kem), Some(now()));
		assert_noop!(set_keys("new", patient, "pat", Some("pat")), Error::<Runtime>::BadPreviousSignature);
		assert_noop!(set_keys("new", patient, "other", None), Error::<Runtime>::PreviousSignatureMissing);
		assert_ok!(set_keys("new", patient, "other", Some("next")));
		assert_eq!((Identity::vault(owner).unwrap().generation, Identity::lineage(owner)), (3, 2));
	});
}

#[test]
fn guardians_alone_should_set_no_keys_of_scopes_before_and_at_the_end_of_the_second_delay() {
	run(|| {
		let patient = patient();
		let scope = standard_scopes(patient)[0];
		recover(patient, "new");
		let rotation = |signer: &str| {
			let epoch = KeyEpoch { generation: 1, index: 0 };
			let key = Digest([9; 32]);
			let reseals = Vec::new().try_into().expect("none fit");
			let unsigned = Rotation { scope, epoch, key, reseals, signature: VaultSignature::default() };
			let Rotation { ref reseals, .. } = unsigned;
			let text = salus_primitives::text::RotateScope {
				genesis: salus_mock::GENESIS,
				patient,
				scope,
				epoch,
				key,
				reseals,
			};
			let signature = vault(signer).sign(&text);
			Rotation { signature, ..unsigned }
		};
		let submit = |signer| Consent::rotate_scope(signed("new"), patient, rotation(signer));
		for passed in [0, RECOVERED_KEYS_DELAY] {
			wait(passed);
			assert_noop!(submit("new"), ConsentError::<Runtime>::InvalidVaultSignature);
		}
		// Once there is a vault that the account set, it signs for its scopes.
		assert_ok!(set_keys("new", patient, "next", None));
		assert_noop!(submit("new"), ConsentError::<Runtime>::InvalidVaultSignature);
		assert_ok!(submit("next"));
	});
}

#[test]
fn guardians_alone_should_neither_move_the_patient_on_nor_choose_other_guardians() {
	run(|| {
		let patient = recovered();
		wait(RECOVERED_KEYS_DELAY);
		let word = salus_mock::acceptance("fence", salus_primitives::text::Role::ControllerOf(patient));
		let signature = sign_move("new", patient, "new", "fence");
		assert_noop!(
			Identity::move_control(signed("new"), patient, account("fence"), word, signature),
			Error::<Runtime>::BadVaultSignature
		);
		assert_noop!(set_policy("new", patient, None), Error::<Runtime>::BadVaultSignature);
		assert_noop!(
			set_policy("new", patient, Some(policy(&["thief", "crony", "fence"], 2))),
			Error::<Runtime>::BadVaultSignature
		);
	});
}

#[test]
fn leaked_vault_should_confirm_nothing_and_wait_as_if_it_were_lost() {
	run(|| {
		let patient = patient();
		assert_ok!(Identity::report_vault_compromised(signed("pat"), VaultOwner::Patient(patient)));
		recover(patient, "new");
		assert_noop!(confirm("pat", patient), Error::<Runtime>::VaultCompromised);
		for passed in [0, RECOVERED_KEYS_DELAY - 1] {
			wait(passed);
			for previous in [None, Some("pat")] {
				assert_noop!(set_keys("new", patient, "next", previous), Error::<Runtime>::KeysNotConfirmed);
			}
		}
		wait(1);
		assert_ok!(set_keys("new", patient, "next", Some("pat")));
		assert_eq!(PatientLineages::<Runtime>::get(patient), 0);
	});
}

#[test]
fn confirmation_should_be_refused_when_the_vault_did_not_sign_it() {
	run(|| {
		let patient = recovered();
		let turn = Identity::turn(&patient);
		let other = enrol(&Person::new("other"), ORG_A);
		let (new, thief) = (account("new"), account("thief"));
		let text = || ConfirmRecovery { genesis: salus_mock::GENESIS, patient, turn, account: &new };
		let sign = |text: ConfirmRecovery| vault("pat").sign(&text);
		for signature in [
			VaultSignature::default(),
			vault("new").sign(&text()),
			sign(ConfirmRecovery { genesis: [0; 32], ..text() }),
			sign(ConfirmRecovery { patient: other, ..text() }),
			sign(ConfirmRecovery { turn: turn - 1, ..text() }),
			sign(ConfirmRecovery { account: &thief, ..text() }),
		] {
			assert_noop!(
				Identity::confirm_recovery(signed("new"), patient, signature),
				Error::<Runtime>::BadVaultSignature
			);
		}
		assert_ok!(Identity::confirm_recovery(signed("new"), patient, sign(text())));
	});
}

#[test]
fn confirmation_should_be_refused_to_others_and_when_there_is_nothing_to_confirm() {
	run(|| {
		let patient = patient();
		let signature = sign_confirmation("pat", patient, "pat");
		let none = Identity::confirm_recovery(signed("pat"), patient, signature);
		assert_noop!(none, Error::<Runtime>::NotRecovered);
		recover(patient, "new");
		for signer in ["pat", "alice", "gill"] {
			let signature = sign_confirmation("pat", patient, signer);
			let submitted = Identity::confirm_recovery(signed(signer), patient, signature);
			assert_noop!(submitted, Error::<Runtime>::NotController);
		}
		let nobody = Identity::confirm_recovery(signed("new"), PatientId([9; 32]), signature);
		assert_noop!(nobody, Error::<Runtime>::PatientNotFound);
		let root = Identity::confirm_recovery(salus_mock::RuntimeOrigin::root(), patient, signature);
		assert_noop!(root, sp_runtime::DispatchError::BadOrigin);
	});
}

#[test]
fn second_recovery_should_begin_the_second_delay_anew() {
	run(|| {
		let patient = recovered();
		wait(RECOVERED_KEYS_DELAY - DAY);
		recover(patient, "newer");
		wait(RECOVERED_KEYS_DELAY - 1);
		assert_noop!(set_keys("newer", patient, "next", None), Error::<Runtime>::KeysNotConfirmed);
		assert_noop!(set_keys("new", patient, "next", None), Error::<Runtime>::NotVaultOwner);
		wait(1);
		assert_ok!(set_keys("newer", patient, "next", None));
	});
}

#[test]
fn practitioners_vault_should_not_be_set_by_what_holds_for_recovered_patients() {
	run(|| {
		let patient = recovered();
		let doctor = admit(ORG_A, account("new"));
		let owner = VaultOwner::Practitioner(doctor);
		register_vault(&Person::new("new"), owner);
		wait(RECOVERED_KEYS_DELAY);
		let keys = vault("thief").keys();
		let signature = Person::new("thief").sign_keys(owner, 1, keys);
		assert_noop!(
			Identity::set_vault_keys(signed("new"), owner, keys, signature, None),
			Error::<Runtime>::PreviousSignatureMissing
		);
		assert_eq!(confirmed_at(patient), None);
	});
}
