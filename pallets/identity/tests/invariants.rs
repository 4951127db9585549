//! That the check of the invariants sees each of them broken.

use crate::{
	guardians::{self, policy, GUARDIANS},
	support::*,
};
use frame_support::traits::Hooks;
use salus_mock::{ExtBuilder, Identity, Runtime};
use salus_pallet_consortium::Admitted;
use salus_pallet_identity::{
	Enrolments, HandOverTo, HandOvers, HandedOver, Lineages, MergedFrom, MergedInto, NextPractitioner,
	NextRepresentative, PatientLineages, PatientOf, Patients, PractitionerOf, Practitioners, Recoveries,
	RecoveryAttempts, RecoveryPolicies, RecoveryTurns, RepresentationsOf, RepresentativeCount,
	Representatives, RepresentativesOf, Vaults,
};
use salus_primitives::{
	ids::{PatientId, PractitionerId},
	limits::{ATTESTATION_DELAY, MAX_RECOVERY_DELAY, RECOVERED_KEYS_DELAY, RECOVERY_LIFE},
	people::{Membership, Patient, PatientState, Practitioner, Privileges, Vault, VaultOwner},
	recovery::{Attempts, Recovery},
	representation::{Basis, Powers, Representative},
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

/// Damages attempts of a patient with guardians, of whom two approve one attempt and another starts one.
fn with_attempts(change: impl FnOnce(&mut Attempts<AccountId32>)) -> impl FnOnce(PatientId, PractitionerId) {
	move |patient, _| {
		let set = guardians::set_policy("patient", patient, Some(policy(&GUARDIANS, 2)));
		let first = guardians::start(patient, "new", "gill");
		let second = guardians::approve(patient, "new", "hugo");
		let other = guardians::start(patient, "other", "iris");
		assert_eq!([set, first, second, other], [Ok(()); 4]);
		assert_eq!(Identity::do_try_state(), Ok(()));
		RecoveryAttempts::<Runtime>::mutate(patient, change);
	}
}

#[test]
fn check_should_fail_when_an_attempt_is_unsound() {
	assert_found(
		|id, _| RecoveryPolicies::<Runtime>::insert(id, policy(&GUARDIANS, 1)),
		"a policy of recovery is unsound",
	);
	let nobody = PatientId([9; 32]);
	assert_found(
		move |_, _| RecoveryPolicies::<Runtime>::insert(nobody, policy(&GUARDIANS, 2)),
		"a policy of recovery without a patient",
	);
	assert_found(
		move |_, _| RecoveryAttempts::<Runtime>::insert(nobody, Attempts::default()),
		"attempts to recover nobody",
	);
	assert_found(
		|id, _| RecoveryAttempts::<Runtime>::insert(id, Attempts::default()),
		"attempts without a policy",
	);
	assert_found(
		with_attempts(|attempts| attempts.list[0].account = Person::new("patient").account()),
		"an attempt for the account that has control",
	);
	assert_found(
		with_attempts(|attempts| attempts.list[1].account = attempts.list[0].account.clone()),
		"an attempt is there twice",
	);
	assert_found(
		with_attempts(|attempts| attempts.approvals[1].position = attempts.approvals[0].position),
		"a guardian approves twice",
	);
	assert_found(
		with_attempts(|attempts| attempts.approvals[1].guardian = attempts.approvals[0].guardian.clone()),
		"a guardian approves twice",
	);
	assert_found(with_attempts(|attempts| attempts.approvals[1].position = 4), "an approval of no guardian");
	assert_found(
		with_attempts(|attempts| attempts.approvals[2].attempt = attempts.approvals[0].attempt),
		"an attempt without a guardian",
	);
	assert_found(
		with_attempts(|attempts| attempts.list[0].started_at = now() + 1),
		"an attempt that has not begun",
	);
	assert_found(
		with_attempts(|attempts| attempts.list[0].vetoed_at = Some(now() + 1)),
		"a veto that has not been",
	);
	assert_found(with_attempts(|attempts| attempts.list[0].overridden = true), "no veto was overridden");
	assert_found(
		with_attempts(|attempts| {
			attempts.list[0].expires_at = now() + MAX_RECOVERY_DELAY + RECOVERY_LIFE + 1;
		}),
		"an attempt lapses too late",
	);
	let ready = "an attempt is ready without cause, or not with it";
	assert_found(with_attempts(|attempts| attempts.list[0].ready_at = None), ready);
	assert_found(with_attempts(|attempts| attempts.list[0].vetoed_at = Some(now())), ready);
	assert_found(with_attempts(|attempts| attempts.list[1].ready_at = Some(now())), ready);
}

#[test]
fn check_should_fail_when_a_recovery_is_unsound() {
	let with = |change: fn(&mut Recovery<AccountId32>)| {
		move |id: PatientId, _: PractitionerId| {
			let (account, finished_at) = (account_of(id), now());
			let keys_from = finished_at + RECOVERED_KEYS_DELAY;
			let mut recovery =
				Recovery { account, kem: Default::default(), finished_at, keys_from, confirmed_at: None };
			Recoveries::<Runtime>::insert(id, recovery.clone());
			assert_eq!(Identity::do_try_state(), Ok(()));
			change(&mut recovery);
			Recoveries::<Runtime>::insert(id, recovery);
		}
	};
	assert_found(
		with(|recovery| recovery.account = Person::new("doctor").account()),
		"a recovery's account does not control the patient",
	);
	assert_found(with(|recovery| recovery.finished_at += 1), "a recovery finished in the future");
	assert_found(with(|recovery| recovery.keys_from += 1), "a recovery's second delay is another");
	for confirmed in [
		|recovery: &mut Recovery<AccountId32>| recovery.confirmed_at = Some(now() + 1),
		|recovery: &mut Recovery<AccountId32>| recovery.confirmed_at = Some(now() - 1),
	] {
		assert_found(with(confirmed), "a recovery confirmed before it was finished, or in the future");
	}
	let nobody = PatientId([9; 32]);
	assert_found(
		|id, _| PatientLineages::<Runtime>::insert(id, 0),
		"a patient's later line of vaults begins with the first generation",
	);
	assert_found(|id, _| PatientLineages::<Runtime>::insert(id, 1), "a vault is older than its line");
	assert_found(
		move |_, _| PatientLineages::<Runtime>::insert(nobody, 1),
		"a line of vaults without a patient",
	);
	assert_found(|id, _| RecoveryTurns::<Runtime>::insert(id, 0), "a later turn is the first");
	assert_found(move |_, _| RecoveryTurns::<Runtime>::insert(nobody, 1), "a turn without a patient");
}

/// Breaks a chain on which the patient has a representative, number 1, and is to be handed over.
#[track_caller]
fn assert_found_of_representation(damage: impl FnOnce(PatientId), expected: &'static str) {
	let found = ExtBuilder::default().build().execute_with(|| {
		let patient = salus_mock::enrol("pat");
		salus_mock::represent(patient, "rob", Powers(7), Basis::Appointed);
		let at = now() + 2 * salus_mock::DAY;
		salus_mock::schedule_hand_over("pat", patient, "heir", at).expect("it may be scheduled");
		assert_eq!(Identity::do_try_state(), Ok(()));
		damage(patient);
		Identity::do_try_state().expect_err("the chain is broken")
	});
	assert_eq!(found, expected.into());
}

fn with_representative(change: impl FnOnce(&mut Representative<AccountId32>)) -> impl FnOnce(PatientId) {
	|_| Representatives::<Runtime>::mutate(1, |known| change(known.as_mut().expect("there is one")))
}

#[test]
fn check_should_fail_when_a_representative_is_unsound() {
	use assert_found_of_representation as found;
	let rob = || salus_mock::account("rob");
	found(|_| Representatives::<Runtime>::remove(1), "a vault without an owner");
	found(|_| NextRepresentative::<Runtime>::put(3), "representatives are not dense");
	found(with_representative(|known| known.patient = PatientId([9; 32])), "a representative of nobody");
	found(with_representative(|known| known.powers = Powers(0)), "a representative without power or time");
	found(
		with_representative(|known| known.admitted_at = now() + 1),
		"a representative admitted in the future",
	);
	found(
		with_representative(|known| known.ended_at = Some(now() + 1)),
		"a representative ended in the future",
	);
	found(
		with_representative(|known| known.ended_at = Some(now())),
		"a list names a representative that was ended",
	);
	found(|_| Vaults::<Runtime>::remove(VaultOwner::Representative(1)), "a representative has no vault");
	found(RepresentativesOf::<Runtime>::remove, "a representative is not listed");
	found(
		|_| RepresentationsOf::<Runtime>::remove(salus_mock::account("rob")),
		"a representative is not listed",
	);
	found(
		move |_| {
			let list = RepresentationsOf::<Runtime>::get(rob());
			RepresentationsOf::<Runtime>::insert(salus_mock::account("ann"), list);
		},
		"a list names a representative of another account",
	);
	found(|id| RepresentativeCount::<Runtime>::insert(id, 2), "representatives are counted wrongly");
}

#[test]
fn check_should_fail_when_a_hand_over_a_state_or_a_link_is_unsound() {
	use assert_found_of_representation as found;
	let heir = || salus_mock::account("heir");
	found(move |_| HandOverTo::<Runtime>::remove(heir()), "a hand-over's account does not lead back");
	found(HandOvers::<Runtime>::remove, "an account awaits a patient that is handed to another");
	found(|id| HandedOver::<Runtime>::insert(id, now() + 1), "a hand-over was not");
	found(
		|id| {
			Patients::<Runtime>::mutate(id, |known| {
				let known = known.as_mut().expect("there is the patient");
				known.state.push(now() + ATTESTATION_DELAY + 1, PatientState::Deceased);
			})
		},
		"a state comes too late",
	);
	found(|id| MergedInto::<Runtime>::insert(id, id), "a link does not lead back");
	found(
		|id| {
			MergedInto::<Runtime>::insert(id, id);
			MergedFrom::<Runtime>::insert(id, salus_primitives::BoundedVec::truncate_from(vec![id]));
		},
		"links of patients have a circle",
	);
}
