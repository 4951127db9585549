//! What an organisation attests of a patient, from when on it counts, and how it is contested or taken back.

use crate::support::*;
use frame_support::{assert_noop, assert_ok};
use salus_mock::{account, attest, enrol, signed, Identity, Runtime, System, DAY};
use salus_pallet_identity::{Error, Event};
use salus_primitives::{
	ids::PatientId,
	limits::{ATTESTATION_DELAY, ATTESTATION_REST},
	people::{Actor, PatientState, VaultOwner},
};
use PatientState::*;

type E = Error<Runtime>;

fn state(patient: &PatientId) -> PatientState {
	Identity::state_at(patient, now()).unwrap()
}

fn attest_now(patient: PatientId, state: PatientState) -> sp_runtime::DispatchResult {
	Identity::attest_state(signed("alice"), patient, state)
}

#[test]
fn attestation_should_count_after_seven_days_by_the_clock_alone() {
	run(|| {
		let patient = enrol("pat");
		let from = now() + ATTESTATION_DELAY;
		assert_ok!(attest_now(patient, Incapacitated));
		System::assert_last_event(Event::StateAttested { patient, state: Incapacitated, from }.into());
		assert_eq!(Identity::situation(&patient).unwrap().attested, Some((Incapacitated, from)));
		wait(ATTESTATION_DELAY - 1);
		assert_eq!(state(&patient), Active);
		wait(1);
		assert_eq!(state(&patient), Incapacitated);
		assert_eq!(Identity::situation(&patient).unwrap().attested, None);
		assert_eq!(Identity::state_at(&patient, from - 1), Some(Active));
	});
}

#[test]
fn dead_patient_s_account_should_have_no_say() {
	run(|| {
		let patient = enrol("pat");
		attest(patient, Deceased);
		let pat = account("pat");
		assert_noop!(Identity::ensure_controls(&pat, &patient), E::PatientDeceased);
		assert!(!Identity::acts_as(&pat, &patient, &Actor::Patient));
		assert_eq!(Identity::actors_of(&pat, &patient), []);
		assert!(!Identity::owns_vault(&pat, &VaultOwner::Patient(patient)));
		assert_eq!(Identity::situation(&patient).unwrap().controller, None);
		assert_noop!(Identity::contest_attestation(signed("pat"), patient), E::PatientDeceased);
	});
}

#[test]
fn attestation_should_be_by_the_enrolling_organisation_and_of_a_state_alone() {
	run(|| {
		let patient = enrol("pat");
		for signer in ["bob", "pat", "stranger"] {
			assert!(Identity::attest_state(signed(signer), patient, Deceased).is_err(), "{signer}");
			assert!(Identity::lift_state(signed(signer), patient).is_err(), "{signer}");
		}
		assert_noop!(attest_now(patient, Active), E::NotAttestable);
		assert_noop!(attest_now(PatientId([9; 32]), Deceased), E::PatientNotFound);
		assert_noop!(Identity::lift_state(signed("alice"), patient), E::NothingAttested);
	});
}

#[test]
fn attestation_should_be_one_at_a_time_and_nothing_should_follow_death() {
	run(|| {
		let patient = enrol("pat");
		assert_ok!(attest_now(patient, Incapacitated));
		assert_noop!(attest_now(patient, Deceased), E::AlreadyAttested);
		wait(ATTESTATION_DELAY);
		assert_noop!(attest_now(patient, Incapacitated), E::AlreadyAttested);
		attest(patient, Deceased);
		assert_noop!(attest_now(patient, Incapacitated), E::PatientDeceased);
	});
}

#[test]
fn living_patient_should_contest_with_the_wallet_and_have_rest() {
	run(|| {
		let patient = enrol("pat");
		assert_noop!(Identity::contest_attestation(signed("pat"), patient), E::NothingAttested);
		assert_ok!(attest_now(patient, Deceased));
		assert_noop!(Identity::contest_attestation(signed("alice"), patient), E::NotController);
		wait(ATTESTATION_DELAY - 1);
		assert_ok!(Identity::contest_attestation(signed("pat"), patient));
		System::assert_last_event(Event::AttestationContested { patient }.into());
		assert_eq!(Identity::situation(&patient).unwrap().attested, None);
		for state in [Incapacitated, Deceased] {
			assert_noop!(attest_now(patient, state), E::ContestedRecently);
		}
		wait(ATTESTATION_REST - 1);
		assert_eq!(state(&patient), Active);
		assert_noop!(attest_now(patient, Deceased), E::ContestedRecently);
		wait(1);
		assert_ok!(attest_now(patient, Deceased));
	});
}

#[test]
fn contesting_death_should_leave_what_counted_before() {
	run(|| {
		let patient = enrol("pat");
		attest(patient, Incapacitated);
		assert_ok!(attest_now(patient, Deceased));
		assert_ok!(Identity::contest_attestation(signed("pat"), patient));
		wait(ATTESTATION_DELAY);
		assert_eq!(state(&patient), Incapacitated);
	});
}

#[test]
fn contest_should_be_refused_when_the_attestation_counts_already() {
	run(|| {
		let patient = enrol("pat");
		attest(patient, Incapacitated);
		assert_noop!(Identity::contest_attestation(signed("pat"), patient), E::NothingAttested);
		assert_ok!(Identity::lift_state(signed("alice"), patient));
		System::assert_last_event(Event::StateLifted { patient }.into());
		assert_eq!(state(&patient), Active);
	});
}

#[test]
fn lifting_should_take_back_what_is_to_come_first() {
	run(|| {
		let patient = enrol("pat");
		attest(patient, Incapacitated);
		assert_ok!(attest_now(patient, Deceased));
		wait(DAY);
		assert_ok!(Identity::lift_state(signed("alice"), patient));
		wait(ATTESTATION_DELAY);
		assert_eq!(state(&patient), Incapacitated);
		assert_ok!(Identity::lift_state(signed("alice"), patient));
		assert_eq!(state(&patient), Active);
		// Taking back is no contest.
		attest(patient, Deceased);
		assert_ok!(Identity::lift_state(signed("alice"), patient));
		assert!(Identity::controls(&account("pat"), &patient));
	});
}
