//! What overrides a veto, and what time that leaves.

use crate::{guardians::*, support::*};
use frame_support::{assert_noop, assert_ok};
use salus_mock::{
	account, pair, signed, vault, Identity, Runtime, RuntimeCall, RuntimeOrigin, System, Utility, DAY,
	GENESIS,
};
use salus_pallet_identity::{Call, Error, Event};
use salus_primitives::{
	ids::{Digest, PatientId, VaultSignature},
	limits::RECOVERY_LIFE,
	people::VaultOwner,
	text::{wrapped, OverrideVeto, SignedText},
};
use sp_core::Pair;
use sp_runtime::DispatchError;

/// A patient whose wallet was stolen: the attempt for `new` is ready save for the thief's veto.
fn vetoed() -> PatientId {
	let patient = patient();
	assert_ok!(start(patient, "new", "gill"));
	assert_ok!(approve(patient, "new", "hugo"));
	wait(HOUR);
	assert_ok!(veto("pat", patient, "new"));
	wait(HOUR);
	patient
}

#[test]
fn vault_should_override_a_veto_and_the_delay_begin_anew() {
	run(|| {
		let patient = vetoed();
		assert_ok!(override_veto("pat", patient, "new"));
		let ready_at = Some(now() + DELAY);
		System::assert_last_event(
			Event::VetoOverridden { patient, account: account("new"), ready_at }.into(),
		);
		let attempt = attempt(patient, "new");
		assert_eq!((attempt.ready_at, attempt.expires_at), (ready_at, now() + DELAY + RECOVERY_LIFE));
		assert_noop!(veto("pat", patient, "new"), Error::<Runtime>::AlreadyVetoed);
		wait(DELAY - 1);
		assert_noop!(finish(patient, "new"), Error::<Runtime>::TooEarly);
		wait(1);
		assert_ok!(finish(patient, "new"));
	});
}

#[test]
fn one_guardian_more_than_must_should_override_a_veto_and_the_delay_begin_anew() {
	run(|| {
		let patient = vetoed();
		wait(DELAY);
		assert_ok!(approve(patient, "new", "iris"));
		assert_eq!(attempt(patient, "new").ready_at, Some(now() + DELAY));
		assert_noop!(finish(patient, "new"), Error::<Runtime>::TooEarly);
		wait(DELAY);
		assert_ok!(finish(patient, "new"));
	});
}

#[test]
fn overriding_should_not_be_hidden_in_a_batch_that_finishes() {
	run(|| {
		let patient = vetoed();
		wait(DELAY);
		let account = account("new");
		let finish = || RuntimeCall::from(Call::finish_recovery { patient, account: account.clone() });
		let signature = sign_override("pat", patient, "new");
		let by_vault = Call::override_veto { patient, account: account.clone(), signature };
		let approval = Word::running(patient, "new").sign("iris");
		let by_guardian = Call::approve_recovery { patient, account: account.clone(), approval };
		for hidden in [by_vault, by_guardian] {
			let calls = vec![RuntimeCall::from(hidden), finish()];
			let refused = Utility::batch_all(signed("bob"), calls).expect_err("the delay has begun anew");
			assert_eq!(refused.error, Error::<Runtime>::TooEarly.into());
		}
		assert_eq!(Identity::patient(&patient).unwrap().controller, salus_mock::account("pat"));
	});
}

#[test]
fn overriding_should_be_refused_when_the_vault_did_not_sign_for_this_attempt() {
	run(|| {
		let patient = vetoed();
		let other = enrol(&Person::new("other"), ORG_A);
		let (new, thief, turn) = (account("new"), account("thief"), Identity::turn(&patient));
		let attempt = attempt(patient, "new").id;
		let text = || OverrideVeto { genesis: GENESIS, patient, turn, account: &new, attempt };
		let sign = |text: OverrideVeto| vault("pat").sign(&text);
		let of_wallet = VaultSignature(pair("pat").sign(&text().text()).0);
		for signature in [
			VaultSignature::default(),
			of_wallet,
			vault("new").sign(&text()),
			vault("pat").sign_bytes(&wrapped(&text().text())),
			sign(OverrideVeto { genesis: [0; 32], ..text() }),
			sign(OverrideVeto { patient: other, ..text() }),
			sign(OverrideVeto { turn: turn + 1, ..text() }),
			sign(OverrideVeto { account: &thief, ..text() }),
			sign(OverrideVeto { attempt: Digest([1; 32]), ..text() }),
		] {
			assert_noop!(
				Identity::override_veto(signed("bob"), patient, account("new"), signature),
				Error::<Runtime>::BadVaultSignature
			);
		}
		assert_ok!(Identity::override_veto(signed("bob"), patient, account("new"), sign(text())));
	});
}

#[test]
fn overriding_should_be_refused_when_the_vault_was_reported_compromised_or_replaced() {
	run(|| {
		let patient = vetoed();
		let owner = VaultOwner::Patient(patient);
		assert_ok!(Identity::report_vault_compromised(signed("pat"), owner));
		assert_noop!(override_veto("pat", patient, "new"), Error::<Runtime>::VaultCompromised);
		salus_mock::rotate_vault(owner, "pat");
		assert_noop!(override_veto("pat", patient, "new"), Error::<Runtime>::BadVaultSignature);
		// More guardians still can.
		assert_ok!(approve(patient, "new", "iris"));
		assert!(attempt(patient, "new").ready_at.is_some());
	});
}

#[test]
fn overriding_should_be_refused_when_there_is_no_veto_or_no_longer() {
	run(|| {
		let patient = patient();
		assert_ok!(start(patient, "new", "gill"));
		assert_noop!(override_veto("pat", patient, "new"), Error::<Runtime>::NotVetoed);
		assert_ok!(veto("pat", patient, "new"));
		let signature = sign_override("pat", patient, "new");
		let again = || Identity::override_veto(signed("bob"), patient, account("new"), signature);
		assert_ok!(again());
		assert_noop!(again(), Error::<Runtime>::AlreadyOverridden);
		// Approvals are still missing.
		assert_eq!(attempt(patient, "new").ready_at, None);
		wait(RECOVERY_LIFE);
		assert_noop!(again(), Error::<Runtime>::AttemptExpired);
	});
}

#[test]
fn overriding_should_not_count_for_the_accounts_next_attempt() {
	run(|| {
		let patient = vetoed();
		let signature = sign_override("pat", patient, "new");
		wait(RECOVERY_LIFE);
		assert_ok!(start(patient, "new", "gill"));
		assert_ok!(veto("pat", patient, "new"));
		assert_noop!(
			Identity::override_veto(signed("bob"), patient, account("new"), signature),
			Error::<Runtime>::BadVaultSignature
		);
	});
}

#[test]
fn overriding_should_be_refused_when_nobody_signs_the_transaction_or_nothing_runs() {
	run(|| {
		let patient = vetoed();
		let signature = sign_override("pat", patient, "new");
		assert_noop!(
			Identity::override_veto(RuntimeOrigin::root(), patient, account("new"), signature),
			DispatchError::BadOrigin
		);
		let submit =
			|patient, name| Identity::override_veto(signed("bob"), patient, account(name), signature);
		assert_noop!(submit(patient, "other"), Error::<Runtime>::AttemptNotFound);
		assert_noop!(submit(PatientId([9; 32]), "new"), Error::<Runtime>::PatientNotFound);
		let alone = enrol(&Person::new("alone"), ORG_A);
		assert_noop!(submit(alone, "new"), Error::<Runtime>::PolicyNotFound);
	});
}

#[test]
fn patient_with_wallet_and_vault_should_end_what_colluding_guardians_have_overridden() {
	run(|| {
		let patient = patient();
		for (step, guardian) in ["gill", "hugo", "iris"].into_iter().enumerate() {
			let done = if step == 0 {
				start(patient, "thief", guardian)
			} else {
				approve(patient, "thief", guardian)
			};
			assert_ok!(done);
		}
		assert_noop!(veto("pat", patient, "thief"), Error::<Runtime>::GuardiansOverrule);
		wait(DELAY - DAY);
		assert_ok!(set_policy("pat", patient, Some(policy(&["kate", "liam", "mona"], 2))));
		wait(DAY);
		assert_noop!(finish(patient, "thief"), Error::<Runtime>::AttemptNotFound);
	});
}
