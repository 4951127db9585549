//! Whose approvals count, and for what.

use crate::{guardians::*, support::*};
use frame_support::{assert_noop, assert_ok};
use salus_mock::{account, pair, signed, Identity, Runtime, RuntimeOrigin, System, DAY};
use salus_pallet_consortium::Error as ConsortiumError;
use salus_pallet_identity::{Error, Event};
use salus_primitives::{
	ids::{Digest, PatientId},
	limits::{MAX_TEXT_LIFE, RECOVERY_LIFE},
	recovery::{guardian, GuardianApproval, RecoveryPolicy},
	text::wrapped,
};
use sp_core::Pair;
use sp_runtime::{DispatchError, DispatchResult};

fn submit(patient: PatientId, name: &str, approval: &GuardianApproval) -> DispatchResult {
	Identity::approve_recovery(signed("bob"), patient, account(name), approval.clone())
}

#[test]
fn delay_should_begin_when_as_many_guardians_approve_as_must() {
	run(|| {
		let patient = enrol(&Person::new("pat"), ORG_A);
		assert_ok!(set_policy("pat", patient, Some(policy(&GUARDIANS, 3))));
		assert_ok!(start(patient, "new", "gill"));
		wait(HOUR);
		assert_ok!(approve(patient, "new", "hugo"));
		let approved = |guardian: &str, ready_at| Event::RecoveryApproved {
			patient,
			account: account("new"),
			guardian: account(guardian),
			ready_at,
		};
		System::assert_last_event(approved("hugo", None).into());
		assert_eq!(attempt(patient, "new").ready_at, None);
		wait(HOUR);
		assert_ok!(approve(patient, "new", "jack"));
		let ready_at = Some(now() + DELAY);
		System::assert_last_event(approved("jack", ready_at).into());
		// One more does not begin it anew.
		wait(HOUR);
		assert_ok!(approve(patient, "new", "iris"));
		assert_eq!(attempt(patient, "new").ready_at, ready_at);
	});
}

#[test]
fn guardian_should_count_once() {
	run(|| {
		let patient = patient();
		assert_ok!(start(patient, "new", "gill"));
		wait(1);
		assert_noop!(approve(patient, "new", "gill"), Error::<Runtime>::AlreadyApproved);
		assert_eq!(attempt(patient, "new").ready_at, None);
	});
}

#[test]
fn guardian_should_count_once_when_it_is_named_twice_under_two_salts() {
	run(|| {
		let patient = enrol(&Person::new("pat"), ORG_A);
		let mut twice = policy(&GUARDIANS, 2);
		twice.guardians[3] = guardian(&[1; 32], &account("gill"));
		assert_ok!(set_policy("pat", patient, Some(twice)));
		assert_ok!(start(patient, "new", "gill"));
		wait(1);
		let again = Word::running(patient, "new").sign("gill");
		let again = GuardianApproval { salt: [1; 32], ..again };
		assert_noop!(submit(patient, "new", &again), Error::<Runtime>::GuardianTwice);
		// Nor for another attempt than its first commitment's.
		assert_ok!(start(patient, "other", "hugo"));
		let other = GuardianApproval { salt: [1; 32], ..Word::running(patient, "other").sign("gill") };
		assert_noop!(submit(patient, "other", &other), Error::<Runtime>::GuardianTwice);
	});
}

#[test]
fn approval_should_be_refused_when_it_is_of_no_guardian() {
	run(|| {
		let patient = patient();
		assert_ok!(start(patient, "new", "gill"));
		let word = Word::running(patient, "new");
		for name in ["stranger", "pat", "new"] {
			assert_noop!(submit(patient, "new", &word.sign(name)), Error::<Runtime>::NotGuardian);
		}
		let wrong = GuardianApproval { salt: salt("gill"), ..word.sign("hugo") };
		assert_noop!(submit(patient, "new", &wrong), Error::<Runtime>::NotGuardian);
		let forged = GuardianApproval { signature: word.sign("iris").signature, ..word.sign("hugo") };
		assert_noop!(submit(patient, "new", &forged), ConsortiumError::<Runtime>::BadWalletSignature);
	});
}

#[test]
fn approval_should_count_for_one_attempt_patient_chain_turn_and_time() {
	run(|| {
		let (patient, other) = (patient(), enrol(&Person::new("other"), ORG_A));
		assert_ok!(set_policy("other", other, Some(policy(&GUARDIANS, 2))));
		for of in [patient, other] {
			assert_ok!(start(of, "new", "gill"));
			assert_ok!(start(of, "thief", "jack"));
		}
		let good = Word::running(patient, "new");
		for word in [
			Word { genesis: [0; 32], ..good.clone() },
			Word { patient: other, ..good.clone() },
			Word::running(other, "new"),
			Word::running(patient, "thief"),
			Word { turn: good.turn + 1, ..good.clone() },
			Word { turn: good.turn - 1, ..good.clone() },
			Word { account: account("thief"), ..good.clone() },
			Word { kem: Digest([1; 32]), ..good.clone() },
			Word { attempt: Digest([1; 32]), ..good.clone() },
			Word { expires_at: good.expires_at + 1, ..good.clone() },
		] {
			let signature = word.sign("hugo").signature;
			let bad = GuardianApproval { signature, ..good.sign("hugo") };
			assert_noop!(submit(patient, "new", &bad), ConsortiumError::<Runtime>::BadWalletSignature);
		}
		for (expires_at, error) in [
			(now(), ConsortiumError::<Runtime>::TextExpired),
			(now() + MAX_TEXT_LIFE + 1, ConsortiumError::<Runtime>::TextTooLong),
		] {
			let word = Word { expires_at, ..good.clone() };
			assert_noop!(submit(patient, "new", &word.sign("hugo")), error);
		}
		assert_ok!(submit(patient, "new", &good.sign("hugo")));
	});
}

#[test]
fn approval_should_count_wrapped_and_until_before_its_end() {
	run(|| {
		let patient = patient();
		assert_ok!(start(patient, "new", "gill"));
		let word = Word::running(patient, "new");
		let wrapped = pair("hugo").sign(&wrapped(&word.text(&account("hugo"))));
		let hugo = GuardianApproval { signature: wrapped.into(), ..word.sign("hugo") };
		wait(DAY - 1);
		assert_ok!(submit(patient, "new", &hugo));
		wait(1);
		let late = word.sign("iris");
		assert_noop!(submit(patient, "new", &late), ConsortiumError::<Runtime>::TextExpired);
	});
}

#[test]
fn guardian_should_approve_one_attempt_at_a_time() {
	run(|| {
		let patient = patient();
		assert_ok!(start(patient, "thief", "gill"));
		assert_ok!(approve(patient, "thief", "hugo"));
		assert!(attempt(patient, "thief").ready_at.is_some());
		wait(HOUR);
		// hugo sees that he was deceived.
		assert_ok!(start(patient, "new", "hugo"));
		assert_eq!(attempt(patient, "thief").ready_at, None);
		wait(DELAY);
		assert_noop!(finish(patient, "thief"), Error::<Runtime>::NotReady);
		// And gill: nobody approves the thief's any more.
		assert_ok!(approve(patient, "new", "gill"));
		assert_eq!(find_attempt(patient, "thief"), None);
		wait(DELAY);
		assert_ok!(finish(patient, "new"));
	});
}

#[test]
fn earlier_approval_should_not_be_replayed_over_a_later_one() {
	run(|| {
		let patient = patient();
		assert_ok!(start(patient, "thief", "gill"));
		let deceived = Word::running(patient, "thief").sign("hugo");
		assert_ok!(submit(patient, "thief", &deceived));
		wait(HOUR);
		assert_ok!(start(patient, "new", "hugo"));
		assert_noop!(submit(patient, "thief", &deceived), Error::<Runtime>::ApprovalOutdated);
		// Not even one that was signed in the same moment as the later.
		let same = Word::running(patient, "thief").sign("hugo");
		assert_noop!(submit(patient, "thief", &same), Error::<Runtime>::ApprovalOutdated);
		wait(1);
		assert_ok!(approve(patient, "thief", "hugo"));
	});
}

#[test]
fn earlier_approval_should_not_be_replayed_when_the_later_ones_attempt_has_lapsed() {
	run(|| {
		let patient = enrol(&Person::new("pat"), ORG_A);
		assert_ok!(set_policy("pat", patient, Some(policy(&GUARDIANS, 3))));
		assert_ok!(start(patient, "new", "gill"));
		wait(RECOVERY_LIFE - HOUR);
		assert_ok!(start(patient, "thief", "jack"));
		let deceived = Word::running(patient, "thief").sign("hugo");
		assert_ok!(submit(patient, "thief", &deceived));
		let word = Word::running(patient, "new");
		let later = Word { expires_at: word.expires_at + 1, ..word }.sign("hugo");
		assert_ok!(submit(patient, "new", &later));
		wait(HOUR);
		assert_noop!(finish(patient, "new"), Error::<Runtime>::AttemptExpired);
		assert_noop!(submit(patient, "thief", &deceived), Error::<Runtime>::ApprovalOutdated);
		// Nor when the lapsed attempt has made room for the account's next.
		assert_ok!(start(patient, "new", "gill"));
		assert_noop!(submit(patient, "thief", &deceived), Error::<Runtime>::ApprovalOutdated);
	});
}

#[test]
fn approval_should_be_refused_when_the_attempt_is_not_there_or_has_lapsed() {
	run(|| {
		let patient = patient();
		assert_ok!(start(patient, "new", "gill"));
		let word = Word { expires_at: now() + MAX_TEXT_LIFE, ..Word::running(patient, "new") };
		assert_noop!(submit(patient, "other", &word.sign("hugo")), Error::<Runtime>::AttemptNotFound);
		wait(RECOVERY_LIFE - 1);
		assert_ok!(submit(patient, "new", &word.sign("hugo")));
		// Ready, it lives on.
		wait(DELAY + RECOVERY_LIFE);
		assert_noop!(approve(patient, "new", "iris"), Error::<Runtime>::AttemptExpired);
		assert_noop!(finish(patient, "new"), Error::<Runtime>::AttemptExpired);
		assert_noop!(veto("pat", patient, "new"), Error::<Runtime>::AttemptExpired);
	});
}

#[test]
fn approval_should_be_refused_when_nobody_signs_the_transaction_or_is_to_be_recovered() {
	run(|| {
		let patient = patient();
		assert_ok!(start(patient, "new", "gill"));
		let approval = Word::running(patient, "new").sign("hugo");
		assert_noop!(
			Identity::approve_recovery(RuntimeOrigin::root(), patient, account("new"), approval.clone()),
			DispatchError::BadOrigin
		);
		let nobody = PatientId([9; 32]);
		assert_noop!(submit(nobody, "new", &approval), Error::<Runtime>::PatientNotFound);
		let alone = enrol(&Person::new("alone"), ORG_A);
		assert_noop!(submit(alone, "new", &approval), Error::<Runtime>::PolicyNotFound);
	});
}

#[test]
fn one_guardian_fewer_than_must_should_recover_nobody_however_long_they_wait() {
	run(|| {
		let patient = enrol(&Person::new("pat"), ORG_A);
		let three = RecoveryPolicy { threshold: 3, ..policy(&GUARDIANS, 3) };
		assert_ok!(set_policy("pat", patient, Some(three)));
		assert_ok!(start(patient, "thief", "gill"));
		assert_ok!(approve(patient, "thief", "hugo"));
		for _ in 0..40 {
			wait(DAY);
			assert!(finish(patient, "thief").is_err());
		}
		assert_eq!(Identity::patient(&patient).unwrap().controller, account("pat"));
	});
}
