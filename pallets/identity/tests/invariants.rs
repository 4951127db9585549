//! That the check of the invariants sees each of them broken.

use crate::support::*;
use frame_support::traits::Hooks;
use salus_mock::{ExtBuilder, Identity, Runtime};
use salus_pallet_consortium::Admitted;
use salus_pallet_identity::{
	Enrolments, Lineages, NextPractitioner, PatientOf, Patients, PractitionerOf, Practitioners, Vaults,
};
use salus_primitives::{
	ids::{PatientId, PractitionerId},
	people::{Membership, Patient, Practitioner, Privileges, Vault, VaultOwner},
	time::History,
};

/// Breaks a sound chain, and says what the check found.
fn broken_by(damage: impl FnOnce(PatientId, PractitionerId)) -> sp_runtime::TryRuntimeError {
	ExtBuilder::default().build().execute_with(|| {
		let patient = enrol(&Person::new("patient"), ORG_A);
		let doctor = Person::new("doctor");
		let practitioner = admit(ORG_A, doctor.account());
		register_vault(&doctor, VaultOwner::Practitioner(practitioner));
		assert_eq!(Identity::do_try_state(), Ok(()));
		damage(patient, practitioner);
		Identity::do_try_state().expect_err("the chain is broken")
	})
}

fn with_patient(change: impl FnOnce(&mut Patient<AccountId32>)) -> impl FnOnce(PatientId, PractitionerId) {
	move |id, _| {
		Patients::<Runtime>::mutate(id, |patient| change(patient.as_mut().expect("the patient exists")))
	}
}

fn with_practitioner(
	change: impl FnOnce(&mut Practitioner<AccountId32>),
) -> impl FnOnce(PatientId, PractitionerId) {
	move |_, id| {
		Practitioners::<Runtime>::mutate(id, |known| change(known.as_mut().expect("the practitioner exists")))
	}
}

fn with_membership(change: impl FnOnce(&mut Membership)) -> impl FnOnce(PatientId, PractitionerId) {
	with_practitioner(|known| change(&mut known.memberships[0]))
}

#[track_caller]
fn assert_found(damage: impl FnOnce(PatientId, PractitionerId), expected: &'static str) {
	assert_eq!(broken_by(damage), expected.into());
}

#[test]
fn bounds_should_agree_with_each_other() {
	<Identity as Hooks<u32>>::integrity_test();
}

#[test]
fn check_should_fail_when_a_patient_is_unsound() {
	let stranger = || Person::new("stranger").account();
	assert_found(
		with_patient(move |patient| patient.controller = stranger()),
		"a patient's controller does not control it",
	);
	assert_found(
		|id, _| PatientOf::<Runtime>::remove(account_of(id)),
		"a patient's controller does not control it",
	);
	assert_found(
		move |id, _| PatientOf::<Runtime>::insert(stranger(), id),
		"an account controls a patient that has another controller",
	);
	assert_found(
		|id, _| Admitted::<Runtime>::remove(account_of(id)),
		"a patient's controller is not admitted",
	);
	assert_found(
		with_patient(|patient| patient.state = History::default()),
		"a patient's history is unsound",
	);
	assert_found(
		with_patient(|patient| patient.enrolled_at = now() + 1),
		"a patient's history begins before its enrolment",
	);
	assert_found(
		with_patient(|patient| patient.organisation = 999),
		"a patient's organisation does not exist",
	);
	assert_found(|id, _| Vaults::<Runtime>::remove(VaultOwner::Patient(id)), "a patient has no vault");
}

fn account_of(patient: PatientId) -> AccountId32 {
	Patients::<Runtime>::get(patient).expect("the patient exists").controller
}

#[test]
fn check_should_fail_when_a_practitioner_is_unsound() {
	let stranger = || Person::new("stranger").account();
	assert_found(|_, _| NextPractitioner::<Runtime>::put(0), "the next practitioner is 0");
	assert_found(|_, id| NextPractitioner::<Runtime>::put(id), "practitioners are not dense");
	assert_found(|_, id| NextPractitioner::<Runtime>::put(id + 2), "practitioners are not dense");
	assert_found(
		with_practitioner(move |known| known.account = stranger()),
		"a practitioner's account signs for another",
	);
	assert_found(
		move |_, id| PractitionerOf::<Runtime>::insert(stranger(), id),
		"an account signs for a practitioner that has another account",
	);
	assert_found(
		|_, _| Admitted::<Runtime>::remove(Person::new("doctor").account()),
		"a practitioner's account is not admitted",
	);
	assert_found(
		with_practitioner(|known| known.home = ORG_B),
		"a practitioner is no member of its home organisation",
	);
	assert_found(
		with_practitioner(|known| {
			let again = known.memberships[0].clone();
			known.memberships.try_push(again).expect("two memberships fit");
		}),
		"a practitioner is twice in an organisation",
	);
	assert_found(
		with_practitioner(|known| {
			let other = Membership { organisation: 999, ..known.memberships[0].clone() };
			known.memberships.try_push(other).expect("two memberships fit");
		}),
		"a membership in an organisation that does not exist",
	);
	assert_found(
		with_membership(|membership| membership.privileges = Privileges(0x80)),
		"a membership with unknown privileges",
	);
	assert_found(
		with_membership(|membership| membership.standing = History::default()),
		"a membership's history is unsound",
	);
}

#[test]
fn check_should_fail_when_a_vault_or_a_window_is_unsound() {
	let a_vault = || Vault { keys: Person::new("doctor").keys(), generation: 0, compromised_at: None };
	assert_found(
		move |_, _| Vaults::<Runtime>::insert(VaultOwner::Organisation(999), a_vault()),
		"a vault without an owner",
	);
	assert_found(
		move |_, id| {
			let compromised = Vault { compromised_at: Some(now() + 1), ..a_vault() };
			Vaults::<Runtime>::insert(VaultOwner::Practitioner(id), compromised);
		},
		"a vault compromised in the future",
	);
	assert_found(
		|_, id| Lineages::<Runtime>::insert(id, 0),
		"a reset vault begins with the first generation",
	);
	assert_found(|_, id| Lineages::<Runtime>::insert(id + 1, 1), "a reset vault without an owner");
	assert_found(|_, id| Lineages::<Runtime>::insert(id, 1), "a vault is older than its line");

	assert_found(
		|_, _| Enrolments::<Runtime>::insert(999, (now(), 1)),
		"an enrolment window of an organisation that does not exist",
	);
	assert_found(
		|_, _| Enrolments::<Runtime>::insert(ORG_B, (now() + 1, 1)),
		"an enrolment window that has not begun",
	);
	for count in [0, u32::MAX] {
		assert_found(
			move |_, _| Enrolments::<Runtime>::insert(ORG_B, (now(), count)),
			"an enrolment window with an impossible count",
		);
	}
}
