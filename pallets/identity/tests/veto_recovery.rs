//! Who vetoes a recovery, and when it counts.

use crate::{guardians::*, support::*};
use frame_support::{assert_noop, assert_ok};
use salus_mock::{account, signed, Identity, Runtime, RuntimeOrigin, System};
use salus_pallet_identity::{Error, Event};
use salus_primitives::{ids::PatientId, limits::RECOVERY_LIFE};
use sp_runtime::DispatchError;

#[test]
fn vetoed_attempt_should_not_be_finished_and_lapse() {
	run(|| {
		let patient = patient();
		assert_ok!(start(patient, "thief", "gill"));
		assert_ok!(approve(patient, "thief", "hugo"));
		wait(DELAY - 1);
		assert_ok!(veto("pat", patient, "thief"));
		System::assert_last_event(Event::RecoveryVetoed { patient, account: account("thief") }.into());
		let vetoed = attempt(patient, "thief");
		assert_eq!((vetoed.ready_at, vetoed.expires_at), (None, now() + RECOVERY_LIFE));
		wait(1);
		assert_noop!(finish(patient, "thief"), Error::<Runtime>::NotReady);
		wait(RECOVERY_LIFE);
		assert_noop!(finish(patient, "thief"), Error::<Runtime>::AttemptExpired);
	});
}

#[test]
fn veto_should_be_possible_until_the_attempt_is_finished() {
	run(|| {
		let patient = patient();
		assert_ok!(start(patient, "thief", "gill"));
		assert_ok!(approve(patient, "thief", "hugo"));
		wait(DELAY + RECOVERY_LIFE - 1);
		assert_ok!(veto("pat", patient, "thief"));
		assert_noop!(finish(patient, "thief"), Error::<Runtime>::NotReady);
	});
}

#[test]
fn veto_should_count_when_it_comes_before_approvals_suffice() {
	run(|| {
		let patient = patient();
		assert_ok!(start(patient, "thief", "gill"));
		assert_ok!(veto("pat", patient, "thief"));
		wait(1);
		assert_ok!(approve(patient, "thief", "hugo"));
		assert_eq!(attempt(patient, "thief").ready_at, None);
		wait(DELAY);
		assert_noop!(finish(patient, "thief"), Error::<Runtime>::NotReady);
	});
}

#[test]
fn stolen_wallet_should_not_veto_for_ever() {
	run(|| {
		let patient = patient();
		assert_ok!(start(patient, "new", "gill"));
		assert_ok!(approve(patient, "new", "hugo"));
		assert_ok!(veto("pat", patient, "new"));
		assert_noop!(veto("pat", patient, "new"), Error::<Runtime>::AlreadyVetoed);
		assert_ok!(approve(patient, "new", "iris"));
		assert_noop!(veto("pat", patient, "new"), Error::<Runtime>::AlreadyVetoed);
		wait(DELAY);
		assert_ok!(finish(patient, "new"));
		assert_eq!(Identity::patient(&patient).unwrap().controller, account("new"));
	});
}

#[test]
fn veto_should_be_refused_when_more_guardians_approve_than_must() {
	run(|| {
		let patient = patient();
		assert_ok!(start(patient, "new", "gill"));
		assert_ok!(approve(patient, "new", "hugo"));
		assert_ok!(approve(patient, "new", "iris"));
		assert_noop!(veto("pat", patient, "new"), Error::<Runtime>::GuardiansOverrule);
		// When one of them turns to another attempt, the account is heard again.
		wait(1);
		assert_ok!(start(patient, "other", "iris"));
		assert_ok!(veto("pat", patient, "new"));
		assert_eq!(attempt(patient, "new").ready_at, None);
	});
}

#[test]
fn veto_should_be_of_one_attempt_alone() {
	run(|| {
		let patient = patient();
		assert_ok!(start(patient, "thief", "gill"));
		assert_ok!(start(patient, "new", "hugo"));
		assert_ok!(approve(patient, "new", "iris"));
		assert_ok!(veto("pat", patient, "thief"));
		wait(DELAY);
		assert_ok!(finish(patient, "new"));
	});
}

#[test]
fn veto_should_be_refused_to_a_stranger() {
	run(|| {
		let patient = patient();
		enrol(&Person::new("other"), ORG_A);
		assert_ok!(start(patient, "new", "gill"));
		for signer in ["other", "alice", "gill", "new", "stranger"] {
			assert_noop!(veto(signer, patient, "new"), Error::<Runtime>::NotController);
		}
		assert_noop!(
			Identity::veto_recovery(RuntimeOrigin::root(), patient, account("new")),
			DispatchError::BadOrigin
		);
		let nobody = PatientId([9; 32]);
		let submitted = Identity::veto_recovery(signed("pat"), nobody, account("new"));
		assert_noop!(submitted, Error::<Runtime>::PatientNotFound);
		assert_noop!(veto("pat", patient, "other"), Error::<Runtime>::AttemptNotFound);
	});
}
