//! When a recovery is finished, and what it gives.

use crate::{guardians::*, support::*};
use frame_support::{assert_noop, assert_ok};
use salus_mock::{account, signed, vault, Identity, Runtime, RuntimeOrigin, System, DAY};
use salus_pallet_identity::{Error, Event, PatientOf, Recoveries, RecoveryAttempts, RecoveryTurns};
use salus_primitives::{
	ids::PatientId,
	limits::RECOVERED_KEYS_DELAY,
	people::{Actor, VaultOwner},
	recovery::Recovery,
	view::QueryError,
};
use sp_runtime::DispatchError;

#[test]
fn patient_should_be_under_the_new_account_when_the_delay_has_passed() {
	run(|| {
		let patient = patient();
		assert_ok!(start(patient, "new", "gill"));
		assert_ok!(approve(patient, "new", "hugo"));
		for passed in [0, DELAY - 1] {
			wait(passed);
			assert_noop!(finish(patient, "new"), Error::<Runtime>::TooEarly);
		}
		wait(1);
		assert_ok!(finish(patient, "new"));
		let keys_from = now() + RECOVERED_KEYS_DELAY;
		System::assert_last_event(
			Event::ControlRecovered { patient, from: account("pat"), to: account("new"), keys_from }.into(),
		);
		assert_eq!(
			Recoveries::<Runtime>::get(patient),
			Some(Recovery {
				account: account("new"),
				kem: vault("new").keys().kem,
				finished_at: now(),
				keys_from,
				confirmed_at: None,
			})
		);
		assert_eq!(Identity::patient(&patient).unwrap().controller, account("new"));
		assert_eq!(System::providers(&account("new")), 1);
		assert!(!RecoveryAttempts::<Runtime>::contains_key(patient));
	});
}

#[test]
fn old_account_should_have_no_role_and_keep_its_reference_after_a_recovery() {
	run(|| {
		let patient = patient();
		recover(patient, "new");
		assert_eq!(PatientOf::<Runtime>::get(account("pat")), None);
		assert!(!Identity::acts_as(&account("pat"), &patient, &Actor::Patient));
		assert_eq!(System::providers(&account("pat")), 1);
		assert_noop!(set_policy("pat", patient, None), Error::<Runtime>::NotController);
		assert_noop!(
			Identity::report_vault_compromised(signed("pat"), VaultOwner::Patient(patient)),
			Error::<Runtime>::NotVaultOwner
		);
	});
}

#[test]
fn finishing_should_be_refused_when_the_new_account_controls_a_patient_by_then() {
	run(|| {
		let patient = patient();
		assert_ok!(start(patient, "new", "gill"));
		assert_ok!(approve(patient, "new", "hugo"));
		let other = enrol(&Person::new("new"), ORG_A);
		wait(DELAY);
		assert_noop!(finish(patient, "new"), Error::<Runtime>::AlreadyPatient);
		assert_eq!(PatientOf::<Runtime>::get(account("new")), Some(other));
	});
}

#[test]
fn first_of_two_attempts_should_end_the_other() {
	run(|| {
		let patient = patient();
		assert_ok!(start(patient, "one", "gill"));
		assert_ok!(approve(patient, "one", "hugo"));
		assert_ok!(start(patient, "two", "iris"));
		assert_ok!(approve(patient, "two", "jack"));
		wait(DELAY);
		assert_ok!(finish(patient, "one"));
		assert_noop!(finish(patient, "two"), Error::<Runtime>::AttemptNotFound);
		assert_noop!(finish(patient, "one"), Error::<Runtime>::AttemptNotFound);
		// The guardians may try again, and the account that has the patient may veto it.
		assert_ok!(start(patient, "two", "iris"));
		assert_ok!(veto("one", patient, "two"));
	});
}

#[test]
fn finishing_should_be_refused_when_there_is_nothing_to_finish() {
	run(|| {
		let patient = patient();
		assert_noop!(finish(patient, "new"), Error::<Runtime>::AttemptNotFound);
		assert_noop!(finish(PatientId([9; 32]), "new"), Error::<Runtime>::PatientNotFound);
		assert_ok!(start(patient, "new", "gill"));
		wait(DELAY);
		assert_noop!(finish(patient, "new"), Error::<Runtime>::NotReady);
		assert_noop!(
			Identity::finish_recovery(RuntimeOrigin::root(), patient, account("new")),
			DispatchError::BadOrigin
		);
	});
}

#[test]
fn finishing_should_be_refused_without_a_trace_when_the_turns_are_used_up() {
	run(|| {
		let patient = patient();
		RecoveryTurns::<Runtime>::insert(patient, u32::MAX);
		assert_ok!(start(patient, "new", "gill"));
		assert_ok!(approve(patient, "new", "hugo"));
		wait(DELAY);
		assert_noop!(finish(patient, "new"), Error::<Runtime>::TurnsExhausted);
	});
}

#[test]
fn view_should_tell_policy_attempts_and_what_came_of_them() {
	run(|| {
		assert_eq!(Identity::recovery(&PatientId([9; 32])), Err(QueryError::PatientNotFound));
		let patient = patient();
		assert_ok!(start(patient, "new", "gill"));
		assert_ok!(approve(patient, "new", "hugo"));
		assert_ok!(veto("pat", patient, "new"));
		let view = Identity::recovery(&patient).unwrap();
		assert_eq!((view.turn, view.policy, view.recovered), (1, policy_of(patient), None));
		assert_eq!(view.attempts.len(), 1);
		assert_eq!(view.attempts[0].guardians, [account("gill"), account("hugo")]);
		assert!(view.attempts[0].vetoed && !view.attempts[0].expired);
		wait(31 * DAY);
		assert!(Identity::recovery(&patient).unwrap().attempts[0].expired);
		recover(patient, "newer");
		let view = Identity::recovery(&patient).unwrap();
		assert_eq!((view.turn, view.attempts.len(), view.line), (2, 0, 0));
		assert_eq!(view.recovered.map(|recovery| recovery.account), Some(account("newer")));
	});
}
