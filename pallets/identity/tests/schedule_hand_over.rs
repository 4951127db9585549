//! How a patient passes to another account by the clock, and what is left to whoever had it before.

use crate::{guardians::*, support::*};
use frame_support::{assert_noop, assert_ok};
use salus_mock::{
	acceptance, account, bad_acceptances, come_of_age, represent, schedule_hand_over, sign_hand_over, signed,
	take_over, vault, vault_generation, Identity, Runtime, System, DAY, GENESIS,
};
use salus_pallet_identity::{
	Error, Event, HandOverTo, HandOvers, PatientOf, Patients, Recoveries, RecoveryPolicies,
};
use salus_primitives::{
	ids::{PatientId, VaultSignature},
	limits::{MAX_HAND_OVER, MIN_HAND_OVER},
	people::{Actor, Standing, VaultOwner},
	representation::{Basis, Powers},
	text::{CancelHandOver, Role, ScheduleHandOver, SetVaultKeys},
};
use sp_runtime::DispatchResult;

type E = Error<Runtime>;

fn cancel(name: &str, patient: PatientId) -> DispatchResult {
	let text = CancelHandOver { genesis: GENESIS, patient, turn: Identity::turn(&patient) };
	Identity::cancel_hand_over(signed(name), patient, salus_mock::sign_as_vault(&patient, &text))
}

#[test]
fn new_account_alone_should_control_from_the_moment_on_without_any_call() {
	run(|| {
		let patient = patient();
		let at = now() + 2 * DAY;
		assert_ok!(schedule_hand_over("pat", patient, "heir", at));
		System::assert_last_event(Event::HandOverScheduled { patient, account: account("heir"), at }.into());
		let (pat, heir) = (account("pat"), account("heir"));
		wait(2 * DAY - 1);
		assert!(Identity::controls(&pat, &patient) && !Identity::controls(&heir, &patient));
		assert_eq!(Identity::roles(&heir).patient, None);
		wait(1);
		assert!(!Identity::controls(&pat, &patient) && Identity::controls(&heir, &patient));
		assert_eq!(Identity::roles(&pat).patient, None);
		assert_eq!(Identity::roles(&heir).patient, Some(patient));
		assert_eq!(Identity::actors_of(&pat, &patient), []);
		assert_eq!(Identity::actors_of(&heir, &patient), [Actor::Patient]);
		assert_eq!(Identity::patient(&patient).unwrap().controller, heir);
		assert_eq!(Identity::handed_over_at(&patient), Some(at));
		// Nothing of that is stored yet.
		assert_eq!(Patients::<Runtime>::get(patient).unwrap().controller, pat);
	});
}

#[test]
fn former_account_and_vault_should_be_worth_nothing_after_the_hand_over() {
	run(|| {
		let patient = patient();
		let owner = VaultOwner::Patient(patient);
		let at = come_of_age("pat", patient, "heir");
		assert_eq!(Identity::vault(owner).unwrap().compromised_at, Some(at));
		// The former account.
		assert_noop!(set_policy("pat", patient, None), E::NotController);
		assert_noop!(schedule_hand_over("pat", patient, "pat2", now() + DAY), E::NotController);
		assert_noop!(cancel("pat", patient), E::NotController);
		let rotated = vault_generation("pat", 1);
		let text = SetVaultKeys { genesis: GENESIS, owner, generation: 1, keys: rotated.keys() };
		let (signature, previous) = (rotated.sign(&text), vault("pat").sign(&text));
		assert_noop!(
			Identity::set_vault_keys(signed("pat"), owner, rotated.keys(), signature, Some(previous)),
			E::NotVaultOwner
		);
		assert_noop!(Identity::report_vault_compromised(signed("pat"), owner), E::NotVaultOwner);
		// The former vault, in the hands of whoever phished the new account.
		let word = acceptance("thief", Role::ControllerOf(patient));
		let signature = sign_move("pat", patient, "heir", "thief");
		assert_noop!(
			Identity::move_control(signed("heir"), patient, account("thief"), word, signature),
			E::VaultCompromised
		);
		let word = acceptance("thief", Role::HandedOver { patient, at: now() + DAY });
		let (turn, thief) = (Identity::turn(&patient), account("thief"));
		let text = ScheduleHandOver { genesis: GENESIS, patient, turn, account: &thief, at: now() + DAY };
		assert_noop!(
			Identity::schedule_hand_over(
				signed("heir"),
				patient,
				thief.clone(),
				now() + DAY,
				word,
				vault("pat").sign(&text)
			),
			E::HandOverScheduled
		);
	});
}

#[test]
fn guardians_of_before_should_not_take_the_patient_back() {
	run(|| {
		let patient = patient();
		assert_ok!(schedule_hand_over("pat", patient, "heir", now() + 3 * DAY));
		assert_ok!(start(patient, "thief", GUARDIANS[0]));
		assert_ok!(approve(patient, "thief", GUARDIANS[1]));
		wait(3 * DAY);
		assert_noop!(Identity::finish_recovery(signed("bob"), patient, account("thief")), E::AttemptNotFound);
		assert_noop!(start(patient, "other", GUARDIANS[0]), E::PolicyNotFound);
		assert_ok!(take_over("heir", patient));
		assert!(!RecoveryPolicies::<Runtime>::contains_key(patient));
		assert_noop!(Identity::finish_recovery(signed("bob"), patient, account("thief")), E::AttemptNotFound);
		assert!(Identity::controls(&account("heir"), &patient));
	});
}

#[test]
fn new_account_should_begin_a_line_of_vaults_of_its_own_without_the_former() {
	run(|| {
		let patient = patient();
		let owner = VaultOwner::Patient(patient);
		come_of_age("pat", patient, "heir");
		let new = vault_generation("heir", 1);
		let text = SetVaultKeys { genesis: GENESIS, owner, generation: 1, keys: new.keys() };
		let (signature, previous) = (new.sign(&text), vault("pat").sign(&text));
		assert_noop!(
			Identity::set_vault_keys(signed("heir"), owner, new.keys(), signature, Some(previous)),
			E::UnexpectedPreviousSignature
		);
		// Not with either key of the former vault.
		let old = vault("pat").keys();
		let text = SetVaultKeys { genesis: GENESIS, owner, generation: 1, keys: old };
		assert_noop!(
			Identity::set_vault_keys(signed("heir"), owner, old, vault("pat").sign(&text), None),
			E::KeysNotNew
		);
		assert_ok!(take_over("heir", patient));
		System::assert_has_event(Event::VaultLineBegun { patient, generation: 1 }.into());
		System::assert_has_event(Event::HandOverSettled { patient, account: account("heir") }.into());
		assert_eq!(Identity::vault(owner).unwrap().keys, new.keys());
		assert_eq!(Identity::vault(owner).unwrap().compromised_at, None);
		assert_eq!(Identity::lineage(owner), 1);
		assert_eq!(PatientOf::<Runtime>::get(account("heir")), Some(patient));
		assert_eq!(PatientOf::<Runtime>::get(account("pat")), None);
		assert!(!HandOvers::<Runtime>::contains_key(patient));
		// Once: from now on it needs its own vault as everybody does.
		assert_noop!(take_over("heir", patient), E::PreviousSignatureMissing);
	});
}

#[test]
fn representatives_should_be_out_by_the_clock_and_whom_the_new_account_appoints_stay() {
	run(|| {
		let patient = patient();
		let rob = represent(patient, "rob", Powers(7), Basis::Appointed);
		let at = come_of_age("pat", patient, "heir");
		assert_eq!(Identity::representative_standing(rob, at - 1), Standing::Good);
		assert_eq!(Identity::representative_standing(rob, at), Standing::Absent);
		assert_noop!(
			Identity::authority(&account("rob"), &patient, Powers::GRANT),
			E::RepresentativeNotInStanding
		);
		assert_ok!(take_over("heir", patient));
		assert_eq!(Identity::representative(rob).unwrap().ended_at, Some(at));
		assert_noop!(Identity::authority(&account("rob"), &patient, Powers::GRANT), E::NotController);
		let again = represent(patient, "rob", Powers(7), Basis::Appointed);
		assert_eq!(Identity::representative_standing(again, now()), Standing::Good);
	});
}

#[test]
fn hand_over_should_need_the_vault_and_the_new_account_s_word() {
	run(|| {
		let patient = patient();
		let at = now() + 2 * DAY;
		let word = || acceptance("heir", Role::HandedOver { patient, at });
		let schedule = |word, signature| {
			Identity::schedule_hand_over(signed("pat"), patient, account("heir"), at, word, signature)
		};
		let heir = account("heir");
		let thief = account("thief");
		let text = || ScheduleHandOver {
			genesis: GENESIS,
			patient,
			turn: Identity::turn(&patient),
			account: &heir,
			at,
		};
		for signature in [
			VaultSignature::default(),
			vault("heir").sign(&text()),
			vault("pat").sign(&ScheduleHandOver { genesis: [0; 32], ..text() }),
			vault("pat").sign(&ScheduleHandOver { at: at + 1, ..text() }),
			vault("pat").sign(&ScheduleHandOver { account: &thief, ..text() }),
			vault("pat").sign(&ScheduleHandOver { turn: text().turn + 1, ..text() }),
			vault("pat").sign(&ScheduleHandOver { patient: PatientId([9; 32]), ..text() }),
		] {
			assert_noop!(schedule(word(), signature), E::BadVaultSignature);
		}
		let good = sign_hand_over(patient, "heir", at);
		for (word, error) in bad_acceptances("heir", Role::HandedOver { patient, at }) {
			assert_noop!(schedule(word, good), error);
		}
		let earlier = acceptance("heir", Role::HandedOver { patient, at: at - 1 });
		assert!(schedule(earlier, good).is_err());
		assert_noop!(schedule_hand_over("alice", patient, "heir", at), E::NotController);
		assert_eq!(System::providers(&account("heir")), 0);
		assert_ok!(schedule(word(), good));
		assert_eq!(System::providers(&account("heir")), 1);
	});
}

#[test]
fn hand_over_should_be_refused_too_soon_too_late_and_to_the_account_of_a_patient() {
	run(|| {
		let patient = patient();
		let other = salus_mock::enrol("other");
		for at in [now(), now() + MIN_HAND_OVER - 1, now() + MAX_HAND_OVER + 1] {
			assert_noop!(schedule_hand_over("pat", patient, "heir", at), E::InvalidHandOver);
		}
		for taken in ["other", "pat"] {
			assert_noop!(schedule_hand_over("pat", patient, taken, now() + DAY), E::AlreadyPatient);
		}
		assert_ok!(schedule_hand_over("pat", patient, "heir", now() + MAX_HAND_OVER));
		// Who awaits a patient gets no other, in whatever way.
		assert_noop!(schedule_hand_over("other", other, "heir", now() + DAY), E::AlreadyPatient);
		let word = acceptance("heir", Role::ControllerOf(other));
		let signature = sign_move("other", other, "other", "heir");
		assert_noop!(
			Identity::move_control(signed("other"), other, account("heir"), word, signature),
			E::AlreadyPatient
		);
		assert_noop!(schedule_hand_over("pat", patient, "heir2", now() + DAY), E::HandOverScheduled);
	});
}

#[test]
fn hand_over_should_be_cancelled_with_the_vault_until_it_is_due() {
	run(|| {
		let patient = patient();
		assert_noop!(cancel("pat", patient), E::NoHandOver);
		let at = now() + 2 * DAY;
		let word = acceptance("heir", Role::HandedOver { patient, at });
		let signature = sign_hand_over(patient, "heir", at);
		assert_ok!(schedule_hand_over("pat", patient, "heir", at));
		assert_noop!(
			Identity::cancel_hand_over(signed("pat"), patient, VaultSignature::default()),
			E::BadVaultSignature
		);
		assert_noop!(cancel("heir", patient), E::NotController);
		assert_ok!(cancel("pat", patient));
		System::assert_last_event(Event::HandOverCancelled { patient }.into());
		assert_eq!(HandOverTo::<Runtime>::get(account("heir")), None);
		// What the vault signed for it counts no more: a stolen wallet does not bring it back.
		assert_noop!(
			Identity::schedule_hand_over(signed("pat"), patient, account("heir"), at, word, signature),
			E::BadVaultSignature
		);
		assert_ok!(schedule_hand_over("pat", patient, "heir", at));
		wait(2 * DAY);
		assert_noop!(cancel("heir", patient), E::HandOverDue);
		assert_noop!(cancel("pat", patient), E::NotController);
	});
}

#[test]
fn hand_over_should_stay_when_the_patient_moves_to_another_account_before() {
	run(|| {
		let patient = patient();
		assert_ok!(schedule_hand_over("pat", patient, "heir", now() + 2 * DAY));
		let word = acceptance("new", Role::ControllerOf(patient));
		let signature = sign_move("pat", patient, "pat", "new");
		assert_ok!(Identity::move_control(signed("pat"), patient, account("new"), word, signature));
		wait(2 * DAY);
		assert!(Identity::controls(&account("heir"), &patient));
		assert!(!Identity::controls(&account("new"), &patient));
		assert_ok!(take_over("heir", patient));
	});
}

#[test]
fn hand_over_should_void_what_a_recovery_before_withholds() {
	run(|| {
		let patient = patient();
		assert_ok!(schedule_hand_over("pat", patient, "heir", now() + 10 * DAY));
		recover(patient, "new");
		wait(10 * DAY);
		assert!(Identity::controls(&account("heir"), &patient));
		assert_ok!(take_over("heir", patient));
		assert_eq!(Recoveries::<Runtime>::get(patient), None);
	});
}
