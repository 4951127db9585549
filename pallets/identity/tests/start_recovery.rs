//! Who starts to recover a patient, and with whose words.

use crate::{guardians::*, support::*};
use frame_support::{assert_noop, assert_ok};
use salus_mock::{account, pair, signed, vault, Identity, Runtime, RuntimeOrigin, System, DAY};
use salus_pallet_consortium::Error as ConsortiumError;
use salus_pallet_identity::{Error, Event, RecoveryAttempts};
use salus_primitives::{
	ids::{Digest, PatientId},
	limits::{MAX_TEXT_LIFE, RECOVERY_LIFE},
	recovery::{GuardianApproval, NewAttempt},
	text::{wrapped, StartRecovery},
	time::Moment,
};
use sp_core::Pair;
use sp_runtime::{DispatchError, DispatchResult};

fn submit(patient: PatientId, new: &NewAttempt, approval: &GuardianApproval) -> DispatchResult {
	Identity::start_recovery(signed("bob"), patient, new.clone(), approval.clone())
}

#[test]
fn attempt_should_run_with_one_guardian_and_be_far_from_ready() {
	run(|| {
		let patient = patient();
		let new = Start::now(&patient).sign(patient, "new");
		let id = id_of(patient, &new);
		assert_ok!(submit(patient, &new, &Word::new(patient, &new).sign("gill")));
		System::assert_last_event(
			Event::RecoveryStarted {
				patient,
				account: account("new"),
				attempt: id,
				guardian: account("gill"),
			}
			.into(),
		);
		let attempt = attempt(patient, "new");
		assert_eq!((attempt.id, attempt.kem), (id, vault("new").keys().kem));
		assert_eq!((attempt.started_at, attempt.ready_at), (now(), None));
		assert_eq!(attempt.expires_at, now() + RECOVERY_LIFE);
		// Neither the new account nor the guardian is known to the chain by that.
		assert_eq!((System::providers(&account("new")), System::providers(&account("gill"))), (0, 0));
		assert_eq!(Identity::patient(&patient).unwrap().controller, account("pat"));
	});
}

#[test]
fn attempt_should_start_with_wrapped_words() {
	run(|| {
		let patient = patient();
		let expires_at = now() + MAX_TEXT_LIFE;
		let start = Start { expires_at, ..Start::now(&patient) };
		let mut new = start.sign(patient, "new");
		let mut approval = Word { expires_at, ..Word::new(patient, &new) }.sign("gill");
		let text = Word { expires_at, ..Word::new(patient, &new) }.text(&account("gill"));
		approval.signature = pair("gill").sign(&wrapped(&text)).into();
		let text = StartRecovery {
			genesis: start.genesis,
			patient,
			turn: start.turn,
			account: &account("new"),
			kem: new.kem,
			expires_at,
		};
		new.signature = pair("new").sign(&wrapped(&salus_primitives::text::SignedText::text(&text))).into();
		assert_ok!(submit(patient, &new, &approval));
	});
}

#[test]
fn attempt_should_be_refused_when_the_new_account_did_not_sign_it() {
	run(|| {
		let patient = patient();
		let other = enrol(&Person::new("other"), ORG_A);
		let good = Start::now(&patient);
		let new = good.sign(patient, "new");
		let approval = Word::new(patient, &new).sign("gill");
		let turn = good.turn;
		let forged = [
			Start::now(&patient).sign(patient, "thief"),
			Start { genesis: [0; 32], ..Start::now(&patient) }.sign(patient, "new"),
			Start { turn: turn - 1, ..Start::now(&patient) }.sign(patient, "new"),
			Start { turn: turn + 1, ..Start::now(&patient) }.sign(patient, "new"),
			Start { expires_at: now() + 1, ..Start::now(&patient) }.sign(patient, "new"),
			good.sign(other, "new"),
		];
		for NewAttempt { signature, .. } in forged {
			let forged = NewAttempt { signature, ..new.clone() };
			assert_noop!(submit(patient, &forged, &approval), ConsortiumError::<Runtime>::BadWalletSignature);
		}
		let elsewhere = NewAttempt { kem: Digest([1; 32]), ..new.clone() };
		assert_noop!(submit(patient, &elsewhere, &approval), ConsortiumError::<Runtime>::BadWalletSignature);
		assert_ok!(submit(patient, &new, &approval));
	});
}

#[test]
fn attempt_should_be_refused_when_a_word_has_no_time_left_or_too_much() {
	run(|| {
		let patient = patient();
		let ends: [(Moment, ConsortiumError<Runtime>); 4] = [
			(0, ConsortiumError::TextExpired),
			(now(), ConsortiumError::TextExpired),
			(now() + MAX_TEXT_LIFE + 1, ConsortiumError::TextTooLong),
			(Moment::MAX, ConsortiumError::TextTooLong),
		];
		for (expires_at, error) in ends {
			let new = Start { expires_at, ..Start::now(&patient) }.sign(patient, "new");
			assert_noop!(submit(patient, &new, &Word::new(patient, &new).sign("gill")), error);
		}
		let ends: [(Moment, ConsortiumError<Runtime>); 2] = [
			(now(), ConsortiumError::TextExpired),
			(now() + MAX_TEXT_LIFE + 1, ConsortiumError::TextTooLong),
		];
		for (expires_at, error) in ends {
			let new = Start::now(&patient).sign(patient, "new");
			let approval = Word { expires_at, ..Word::new(patient, &new) }.sign("gill");
			assert_noop!(submit(patient, &new, &approval), error);
		}
	});
}

#[test]
fn attempt_should_be_refused_when_no_guardian_approves_it() {
	run(|| {
		let patient = patient();
		let new = Start::now(&patient).sign(patient, "new");
		let word = Word::new(patient, &new);
		// A stranger, the patient itself, and a guardian whose salt is not known.
		for name in ["stranger", "pat", "new"] {
			assert_noop!(submit(patient, &new, &word.sign(name)), Error::<Runtime>::NotGuardian);
		}
		let guessed = GuardianApproval { salt: [0; 32], ..word.sign("gill") };
		assert_noop!(submit(patient, &new, &guessed), Error::<Runtime>::NotGuardian);
		// Somebody else's opening does not make a guardian.
		let stolen = GuardianApproval { salt: salt("gill"), ..word.sign("stranger") };
		assert_noop!(submit(patient, &new, &stolen), Error::<Runtime>::NotGuardian);
		let forged = GuardianApproval { signature: word.sign("hugo").signature, ..word.sign("gill") };
		assert_noop!(submit(patient, &new, &forged), ConsortiumError::<Runtime>::BadWalletSignature);
	});
}

#[test]
fn attempt_should_be_refused_for_an_account_that_controls_a_patient() {
	run(|| {
		let patient = patient();
		enrol(&Person::new("other"), ORG_A);
		for taken in ["other", "pat"] {
			assert_noop!(start(patient, taken, "gill"), Error::<Runtime>::AlreadyPatient);
		}
	});
}

#[test]
fn attempt_should_be_refused_when_there_is_nobody_to_recover_or_no_guardians() {
	run(|| {
		let alone = enrol(&Person::new("alone"), ORG_A);
		assert_noop!(start(alone, "new", "gill"), Error::<Runtime>::PolicyNotFound);
		assert_noop!(start(PatientId([9; 32]), "new", "gill"), Error::<Runtime>::PatientNotFound);
		let patient = patient();
		let new = Start::now(&patient).sign(patient, "new");
		let approval = Word::new(patient, &new).sign("gill");
		assert_noop!(
			Identity::start_recovery(RuntimeOrigin::root(), patient, new, approval),
			DispatchError::BadOrigin
		);
	});
}

#[test]
fn attempt_should_be_refused_while_one_for_the_account_runs_and_replace_it_when_lapsed() {
	run(|| {
		let patient = patient();
		assert_ok!(start(patient, "new", "gill"));
		assert_noop!(start(patient, "new", "hugo"), Error::<Runtime>::AlreadyStarted);
		let lapsed = attempt(patient, "new").id;
		wait(RECOVERY_LIFE - 1);
		assert_noop!(start(patient, "new", "hugo"), Error::<Runtime>::AlreadyStarted);
		wait(1);
		assert_ok!(start(patient, "new", "hugo"));
		let attempts = RecoveryAttempts::<Runtime>::get(patient);
		assert_eq!(attempts.list.len(), 1);
		assert_ne!(attempts.list[0].id, lapsed);
		// The approval of the lapsed one does not count for this.
		assert_eq!(attempts.approvals_of(&attempts.list[0].id), 1);
		assert_ok!(approve(patient, "new", "gill"));
		assert!(attempt(patient, "new").ready_at.is_some());
	});
}

#[test]
fn attempts_should_be_no_more_than_guardians_whoever_starts_them() {
	run(|| {
		let patient = patient();
		for (name, guardian) in ["one", "two", "three", "four"].iter().zip(GUARDIANS) {
			assert_ok!(start(patient, name, guardian));
		}
		wait(1);
		// A fifth takes the guardian, and with it the room, of another.
		assert_ok!(start(patient, "five", "jack"));
		let attempts = RecoveryAttempts::<Runtime>::get(patient);
		assert_eq!(attempts.list.len(), 4);
		assert_eq!(find_attempt(patient, "four"), None);
		wait(RECOVERY_LIFE);
		for (name, guardian) in ["six", "seven", "eight", "nine"].iter().zip(GUARDIANS) {
			assert_ok!(start(patient, name, guardian));
		}
		assert_eq!(RecoveryAttempts::<Runtime>::get(patient).list.len(), 4);
	});
}

#[test]
fn start_should_not_be_replayed_after_a_recovery() {
	run(|| {
		let patient = patient();
		let end = Start { expires_at: now() + MAX_TEXT_LIFE, ..Start::now(&patient) };
		let new = end.sign(patient, "new");
		let word = Word { expires_at: now() + MAX_TEXT_LIFE, ..Word::new(patient, &new) };
		let (first, second) = (word.sign("gill"), word.sign("hugo"));
		assert_ok!(submit(patient, &new, &first));
		assert_ok!(Identity::approve_recovery(signed("bob"), patient, account("new"), second));
		wait(DELAY);
		assert_ok!(finish(patient, "new"));
		// The account has the patient; and when it has it no more, its words of before are nothing.
		assert_noop!(submit(patient, &new, &first), Error::<Runtime>::AlreadyPatient);
		let word = salus_mock::acceptance("safe", salus_primitives::text::Role::ControllerOf(patient));
		let signature = sign_move("pat", patient, "new", "safe");
		assert_ok!(Identity::move_control(signed("new"), patient, account("safe"), word, signature));
		wait(DAY);
		assert_noop!(submit(patient, &new, &first), ConsortiumError::<Runtime>::BadWalletSignature);
	});
}

#[test]
fn start_should_not_be_replayed_when_its_attempt_has_lapsed_or_its_guardian_gone() {
	run(|| {
		let patient = patient();
		let end = Start { expires_at: now() + MAX_TEXT_LIFE, ..Start::now(&patient) };
		let new = end.sign(patient, "new");
		let word = Word { expires_at: now() + MAX_TEXT_LIFE - 1, ..Word::new(patient, &new) }.sign("gill");
		assert_ok!(submit(patient, &new, &word));
		let other = Start::now(&patient).sign(patient, "other");
		let longest = now() + MAX_TEXT_LIFE;
		let later = Word { expires_at: longest, ..Word::new(patient, &other) }.sign("gill");
		assert_ok!(submit(patient, &other, &later));
		assert_eq!(find_attempt(patient, "new"), None);
		assert_noop!(submit(patient, &new, &word), Error::<Runtime>::ApprovalOutdated);
		wait(MAX_TEXT_LIFE - 2);
		assert_noop!(submit(patient, &new, &word), Error::<Runtime>::ApprovalOutdated);
		wait(2);
		assert_noop!(submit(patient, &new, &word), ConsortiumError::<Runtime>::TextExpired);
		let fresh = Word { expires_at: now() + DAY, ..Word::new(patient, &new) }.sign("gill");
		assert_noop!(submit(patient, &new, &fresh), ConsortiumError::<Runtime>::TextExpired);
	});
}
