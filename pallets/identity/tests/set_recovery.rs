//! Who says who may recover a patient.

use crate::{guardians::*, support::*};
use frame_support::{assert_noop, assert_ok};
use salus_mock::{account, signed, vault, Identity, Runtime, RuntimeOrigin, System, GENESIS};
use salus_pallet_identity::{Error, Event, RecoveryTurns};
use salus_primitives::{
	ids::{Commitment, PatientId, VaultSignature},
	limits::{MAX_RECOVERY_DELAY, MIN_RECOVERY_DELAY},
	people::VaultOwner,
	recovery::{guardian, RecoveryPolicy},
	text::{SetRecovery, SignedText},
};
use sp_runtime::DispatchError;

#[test]
fn patient_should_set_change_and_end_who_may_recover_it() {
	run(|| {
		let patient = enrol(&Person::new("pat"), ORG_A);
		assert_eq!((policy_of(patient), Identity::turn(&patient)), (None, 0));
		let first = policy(&GUARDIANS, 2);
		let second = RecoveryPolicy { delay: MAX_RECOVERY_DELAY, ..policy(&["gill", "hugo", "kate"], 2) };
		for (turn, policy) in [(1, Some(first)), (2, Some(second)), (3, None)] {
			assert_ok!(set_policy("pat", patient, policy.clone()));
			let guardians = policy.as_ref().map_or(0, |policy| policy.guardians.len() as u8);
			System::assert_last_event(Event::RecoverySet { patient, turn, guardians }.into());
			assert_eq!((policy_of(patient), Identity::turn(&patient)), (policy, turn));
		}
	});
}

#[test]
fn policy_should_be_refused_when_unsound() {
	run(|| {
		let patient = enrol(&Person::new("pat"), ORG_A);
		let sound = policy(&GUARDIANS, 2);
		for threshold in [0, 1, 4, 5, u8::MAX] {
			let policy = RecoveryPolicy { threshold, ..sound.clone() };
			assert_noop!(set_policy("pat", patient, Some(policy)), Error::<Runtime>::InvalidThreshold);
		}
		assert_noop!(set_policy("pat", patient, Some(policy(&[], 0))), Error::<Runtime>::InvalidThreshold);
		for delay in [0, MIN_RECOVERY_DELAY - 1, MAX_RECOVERY_DELAY + 1, u64::MAX] {
			let policy = RecoveryPolicy { delay, ..sound.clone() };
			assert_noop!(set_policy("pat", patient, Some(policy)), Error::<Runtime>::InvalidDelay);
		}
		let twice = policy(&["gill", "hugo", "iris", "hugo"], 2);
		assert_noop!(set_policy("pat", patient, Some(twice)), Error::<Runtime>::DuplicateGuardian);
	});
}

#[test]
fn largest_policy_should_be_taken() {
	run(|| {
		let patient = enrol(&Person::new("pat"), ORG_A);
		let guardians: Vec<Commitment> = (0..9u8).map(|one| guardian(&[one; 32], &account("gill"))).collect();
		let policy = RecoveryPolicy {
			guardians: guardians.try_into().expect("nine fit"),
			threshold: 8,
			delay: MIN_RECOVERY_DELAY,
		};
		assert_ok!(set_policy("pat", patient, Some(policy)));
	});
}

#[test]
fn policy_should_be_refused_when_a_stolen_wallet_has_no_signature_of_the_vault() {
	run(|| {
		let patient = enrol(&Person::new("pat"), ORG_A);
		let other = enrol(&Person::new("other"), ORG_A);
		let wanted = policy(&["thief", "crony", "fence"], 2);
		let less = RecoveryPolicy { delay: MIN_RECOVERY_DELAY, ..wanted.clone() };
		let text = || SetRecovery { genesis: GENESIS, patient, turn: 0, policy: Some(&wanted) };
		let sign = |text: SetRecovery| vault("pat").sign(&text);
		let submit =
			|signature| Identity::set_recovery(signed("pat"), patient, Some(wanted.clone()), signature);
		for signature in [
			VaultSignature::default(),
			vault("thief").sign(&text()),
			vault("pat").sign_bytes(&salus_primitives::text::wrapped(&text().text())),
			sign(SetRecovery { genesis: [0; 32], ..text() }),
			sign(SetRecovery { patient: other, ..text() }),
			sign(SetRecovery { turn: 1, ..text() }),
			sign(SetRecovery { policy: None, ..text() }),
			sign(SetRecovery { policy: Some(&less), ..text() }),
		] {
			assert_noop!(submit(signature), Error::<Runtime>::BadVaultSignature);
		}
		assert_ok!(submit(sign(text())));
	});
}

#[test]
fn policy_should_be_refused_when_the_vault_was_reported_compromised() {
	run(|| {
		let patient = patient();
		assert_ok!(Identity::report_vault_compromised(signed("pat"), VaultOwner::Patient(patient)));
		assert_noop!(set_policy("pat", patient, None), Error::<Runtime>::VaultCompromised);
	});
}

#[test]
fn policy_should_not_be_replayed() {
	run(|| {
		let patient = patient();
		let first = policy(&["gill", "hugo", "kate"], 2);
		let signature = sign_policy("pat", patient, Some(&first));
		let again = || Identity::set_recovery(signed("pat"), patient, Some(first.clone()), signature);
		assert_ok!(again());
		assert_noop!(again(), Error::<Runtime>::BadVaultSignature);
		assert_ok!(set_policy("pat", patient, None));
		assert_noop!(again(), Error::<Runtime>::BadVaultSignature);
	});
}

#[test]
fn policy_should_be_the_patients_alone() {
	run(|| {
		let patient = enrol(&Person::new("pat"), ORG_A);
		enrol(&Person::new("other"), ORG_A);
		let signature = sign_policy("pat", patient, None);
		for signer in ["other", "alice", "stranger"] {
			let submitted = Identity::set_recovery(signed(signer), patient, None, signature);
			assert_noop!(submitted, Error::<Runtime>::NotController);
		}
		let nobody = PatientId([9; 32]);
		assert_noop!(set_policy("pat", nobody, None), Error::<Runtime>::PatientNotFound);
		assert_noop!(
			Identity::set_recovery(RuntimeOrigin::root(), patient, None, signature),
			DispatchError::BadOrigin
		);
	});
}

#[test]
fn another_policy_should_end_attempts_that_run_and_what_was_signed_for_them() {
	run(|| {
		let patient = patient();
		assert_ok!(start(patient, "new", "gill"));
		let late = Word::running(patient, "new").sign("hugo");
		assert_ok!(approve(patient, "new", "iris"));
		assert_ok!(set_policy("pat", patient, Some(policy(&GUARDIANS, 2))));
		assert_eq!(find_attempt(patient, "new"), None);
		wait(DELAY);
		assert_noop!(finish(patient, "new"), Error::<Runtime>::AttemptNotFound);
		assert_noop!(
			Identity::approve_recovery(signed("bob"), patient, account("new"), late.clone()),
			Error::<Runtime>::AttemptNotFound
		);
		assert_ok!(start(patient, "new", "gill"));
		assert!(Identity::approve_recovery(signed("bob"), patient, account("new"), late).is_err());

		assert_ok!(set_policy("pat", patient, None));
		assert_noop!(start(patient, "new", "gill"), Error::<Runtime>::PolicyNotFound);
	});
}

#[test]
fn policy_should_be_refused_when_the_turns_are_used_up() {
	run(|| {
		let patient = patient();
		RecoveryTurns::<Runtime>::insert(patient, u32::MAX);
		assert_noop!(set_policy("pat", patient, None), Error::<Runtime>::TurnsExhausted);
	});
}
