//! Who comes to act for a patient, and by whose words.

use crate::support::*;
use frame_support::{assert_noop, assert_ok};
use salus_mock::{
	account, appoint, attest, enrol, new_representative, pair, represent, sign_representation, signed,
	try_represent, vault, vault_generation, Identity, Runtime, System, DAY, GENESIS,
};
use salus_pallet_consortium::Error as ConsortiumError;
use salus_pallet_identity::{Error, Event};
use salus_primitives::{
	ids::PatientId,
	limits::{ATTESTATION_DELAY, MAX_TEXT_LIFE},
	people::{Actor, Party, PatientState, Standing, VaultOwner},
	representation::{Authority, Basis, BothSignatures, NewRepresentative, Powers},
	text::{wrapped, AppointRepresentative, RepresentPatient, SignedText},
};
use sp_core::Pair;

type E = Error<Runtime>;

const ALL: Powers = Powers(7);

fn new(patient: PatientId) -> NewRepresentative<AccountId32> {
	new_representative(patient, "rob", ALL, Basis::Appointed)
}

#[test]
fn representative_should_act_for_the_patient_with_its_powers_after_both_have_signed() {
	run(|| {
		let patient = enrol("pat");
		assert_ok!(try_represent("rob", new_representative(patient, "rob", Powers::GRANT, Basis::Appointed)));
		System::assert_last_event(
			Event::RepresentativeAdmitted {
				patient,
				representative: 1,
				account: account("rob"),
				basis: Basis::Appointed,
			}
			.into(),
		);
		let rob = account("rob");
		let authority = |power| Identity::authority(&rob, &patient, power).map(|(authority, _)| authority);
		assert_eq!(authority(Powers::GRANT), Ok(Authority::Representative(1)));
		assert_eq!(authority(Powers::RECORDS), Err(E::PowerMissing.into()));
		assert_eq!(Identity::actors_of(&rob, &patient), [Actor::Representative(1)]);
		assert_eq!(Identity::vault(VaultOwner::Representative(1)).unwrap().keys, vault("rob").keys());
		assert_eq!(System::providers(&rob), 1);
		// It is not the patient.
		assert!(!Identity::controls(&rob, &patient) && !Identity::acts_as(&rob, &patient, &Actor::Patient));
		assert_eq!(Identity::patient_of(&rob), None);
		assert_noop!(Identity::ensure_controls(&rob, &patient), E::NotController);
	});
}

#[test]
fn representative_should_be_nothing_to_another_patient() {
	run(|| {
		let (patient, other) = (enrol("pat"), enrol("other"));
		represent(patient, "rob", ALL, Basis::Appointed);
		assert_noop!(Identity::authority(&account("rob"), &other, Powers::GRANT), E::NotController);
		assert!(!Identity::acts_as(&account("rob"), &other, &Actor::Representative(1)));
		assert!(!Identity::party_exists(&other, &Party::Representative(1)));
	});
}

#[test]
fn registrar_alone_should_appoint_nobody() {
	run(|| {
		let patient = enrol("pat");
		let new = new(patient);
		let words = sign_representation("rob", &new);
		assert_noop!(
			Identity::admit_representative(signed("alice"), new.clone(), words.clone(), None),
			E::AppointmentMissing
		);
		// Whoever has but the wallet, or but the vault, of the patient appoints nobody either.
		let good = appoint(&new);
		let wallet = |wallet| Some(BothSignatures { wallet, ..good.clone() });
		let forged =
			wallet(pair("alice").sign(&AppointRepresentative { genesis: GENESIS, new: &new }.text()).into());
		assert_noop!(
			Identity::admit_representative(signed("alice"), new.clone(), words.clone(), forged),
			ConsortiumError::<Runtime>::BadWalletSignature
		);
		let text = AppointRepresentative { genesis: GENESIS, new: &new };
		let vault = Some(BothSignatures { vault: vault("rob").sign(&text), ..good.clone() });
		assert_noop!(
			Identity::admit_representative(signed("alice"), new.clone(), words.clone(), vault),
			E::BadVaultSignature
		);
		// The representative's own words are no appointment.
		assert_noop!(
			Identity::admit_representative(signed("alice"), new.clone(), words.clone(), Some(words.clone())),
			ConsortiumError::<Runtime>::BadWalletSignature
		);
		assert_ok!(Identity::admit_representative(signed("alice"), new, words, Some(good)));
	});
}

#[test]
fn patient_should_not_make_somebody_represent_it_without_that_one_s_word() {
	run(|| {
		let patient = enrol("pat");
		let new = new(patient);
		let (good, appointment) = (sign_representation("rob", &new), Some(appoint(&new)));
		let text = RepresentPatient { genesis: GENESIS, new: &new };
		let admit =
			|words| Identity::admit_representative(signed("alice"), new.clone(), words, appointment.clone());
		let by_pat = BothSignatures { wallet: pair("pat").sign(&text.text()).into(), ..good.clone() };
		assert_noop!(admit(by_pat), ConsortiumError::<Runtime>::BadWalletSignature);
		let by_pats_vault = BothSignatures { vault: vault("pat").sign(&text), ..good.clone() };
		assert_noop!(admit(by_pats_vault), E::BadVaultSignature);
		let wrapped_vault =
			BothSignatures { vault: vault("rob").sign_bytes(&wrapped(&text.text())), ..good.clone() };
		assert_noop!(admit(wrapped_vault), E::BadVaultSignature);
		assert_eq!(System::providers(&account("rob")), 0);
		let wrapped_wallet =
			BothSignatures { wallet: pair("rob").sign(&wrapped(&text.text())).into(), ..good };
		assert_ok!(admit(wrapped_wallet));
	});
}

#[test]
fn words_should_count_for_these_terms_alone() {
	run(|| {
		let patient = enrol("pat");
		let said = new(patient);
		let (words, appointment) = (sign_representation("rob", &said), appoint(&said));
		for other in [
			NewRepresentative { powers: Powers::READ, ..said.clone() },
			NewRepresentative { until: said.until + 1, ..said.clone() },
			NewRepresentative { from: said.from - 1, ..said.clone() },
			NewRepresentative { expires_at: said.expires_at + 1, ..said.clone() },
			NewRepresentative { account: account("thief"), ..said.clone() },
		] {
			assert_noop!(
				Identity::admit_representative(
					signed("alice"),
					other.clone(),
					words.clone(),
					Some(appointment.clone())
				),
				ConsortiumError::<Runtime>::BadWalletSignature
			);
			// Nor the patient's for terms that it did not see, whatever the representative signs.
			if other.account == said.account {
				assert_noop!(
					Identity::admit_representative(
						signed("alice"),
						other.clone(),
						sign_representation("rob", &other),
						Some(appointment.clone())
					),
					ConsortiumError::<Runtime>::BadWalletSignature
				);
			}
		}
	});
}

#[test]
fn words_should_not_be_replayed_after_the_representative_was_ended() {
	run(|| {
		let patient = enrol("pat");
		let new = new(patient);
		let (words, appointment) = (sign_representation("rob", &new), appoint(&new));
		let admit = || {
			Identity::admit_representative(
				signed("alice"),
				new.clone(),
				words.clone(),
				Some(appointment.clone()),
			)
		};
		assert_ok!(admit());
		assert_noop!(admit(), E::NumberUsed);
		assert_ok!(Identity::end_representative(signed("pat"), 1));
		assert_noop!(admit(), E::NumberUsed);
	});
}

#[test]
fn words_should_be_refused_when_expired_or_valid_for_too_long() {
	run(|| {
		let patient = enrol("pat");
		for (expires_at, error) in [
			(now(), ConsortiumError::<Runtime>::TextExpired),
			(now() + MAX_TEXT_LIFE + 1, ConsortiumError::<Runtime>::TextTooLong),
		] {
			assert_noop!(try_represent("rob", NewRepresentative { expires_at, ..new(patient) }), error);
		}
	});
}

#[test]
fn representative_should_be_refused_with_terms_that_make_no_sense() {
	run(|| {
		let patient = enrol("pat");
		let new = || new(patient);
		for powers in [Powers(0), Powers(16), Powers(31)] {
			assert_noop!(try_represent("rob", NewRepresentative { powers, ..new() }), E::InvalidPowers);
		}
		for powers in [Powers::ROTATE, Powers::ROTATE.union(Powers::GRANT).union(Powers::RECORDS)] {
			assert_noop!(
				try_represent("rob", NewRepresentative { powers, ..new() }),
				E::RotatingWithoutReading
			);
		}
		for (from, until) in [(now(), now()), (now() - 2, now()), (now() + 2, now() + 1)] {
			assert_noop!(try_represent("rob", NewRepresentative { from, until, ..new() }), E::InvalidPeriod);
		}
		let own = new_representative(patient, "pat", ALL, Basis::Appointed);
		assert_noop!(try_represent("pat", own), E::OwnRepresentative);
		assert_noop!(try_represent("rob", NewRepresentative { number: 1, ..new() }), E::NumberUsed);
		let nobody = NewRepresentative { patient: PatientId([9; 32]), ..new() };
		let words = sign_representation("rob", &nobody);
		assert_noop!(
			Identity::admit_representative(signed("alice"), nobody, words, None),
			E::PatientNotFound
		);
	});
}

#[test]
fn representative_should_be_admitted_by_the_enrolling_organisation_alone() {
	run(|| {
		let patient = enrol("pat");
		let new = new(patient);
		let (words, appointment) = (sign_representation("rob", &new), appoint(&new));
		for signer in ["bob", "pat", "rob", "stranger"] {
			let result = Identity::admit_representative(
				signed(signer),
				new.clone(),
				words.clone(),
				Some(appointment.clone()),
			);
			assert!(result.is_err(), "{signer}");
		}
		assert_eq!(Identity::representative(1), None);
	});
}

#[test]
fn appointment_should_be_refused_when_the_patient_s_vault_was_reported() {
	run(|| {
		let patient = enrol("pat");
		salus_mock::report_compromised(VaultOwner::Patient(patient), "pat");
		assert_noop!(try_represent("rob", new(patient)), E::VaultCompromised);
	});
}

#[test]
fn guardian_should_be_admitted_only_while_an_attestation_counts() {
	run(|| {
		let patient = enrol("pat");
		let guardian = || new_representative(patient, "rob", ALL, Basis::Guardian);
		assert_noop!(try_represent("rob", guardian()), E::BasisDoesNotHold);
		assert_ok!(Identity::attest_state(signed("alice"), patient, PatientState::Incapacitated));
		assert_noop!(try_represent("rob", guardian()), E::BasisDoesNotHold);
		wait(ATTESTATION_DELAY - 1);
		assert_noop!(try_represent("rob", guardian()), E::BasisDoesNotHold);
		wait(1);
		let appointed = appoint(&guardian());
		let words = sign_representation("rob", &guardian());
		assert_noop!(
			Identity::admit_representative(signed("alice"), guardian(), words, Some(appointed)),
			E::UnexpectedAppointment
		);
		assert_ok!(try_represent("rob", guardian()));
		// The patient loses nothing by it, and has the last word.
		assert!(Identity::controls(&account("pat"), &patient));
		assert_ok!(Identity::end_representative(signed("pat"), 1));
	});
}

#[test]
fn guardian_should_not_be_admitted_after_the_patient_contested() {
	run(|| {
		let patient = enrol("pat");
		assert_ok!(Identity::attest_state(signed("alice"), patient, PatientState::Incapacitated));
		wait(DAY);
		assert_ok!(Identity::contest_attestation(signed("pat"), patient));
		wait(ATTESTATION_DELAY);
		let guardian = new_representative(patient, "rob", ALL, Basis::Guardian);
		assert_noop!(try_represent("rob", guardian), E::BasisDoesNotHold);
	});
}

#[test]
fn guardian_should_not_act_when_the_attestation_was_taken_back() {
	run(|| {
		let patient = enrol("pat");
		attest(patient, PatientState::Incapacitated);
		represent(patient, "rob", ALL, Basis::Guardian);
		wait(DAY);
		assert_ok!(Identity::lift_state(signed("alice"), patient));
		assert_eq!(Identity::representative_standing(1, now()), Standing::Suspended);
		assert_eq!(Identity::representative_standing(1, now() - 1), Standing::Good);
		assert_noop!(
			Identity::authority(&account("rob"), &patient, Powers::GRANT),
			E::RepresentativeNotInStanding
		);
		assert!(!Identity::represents_anyone(&account("rob")));
	});
}

#[test]
fn executor_should_act_for_the_dead_and_never_for_the_living() {
	run(|| {
		let patient = enrol("pat");
		let executor = || new_representative(patient, "rob", ALL, Basis::Executor);
		assert_noop!(try_represent("rob", executor()), E::BasisDoesNotHold);
		attest(patient, PatientState::Incapacitated);
		assert_noop!(try_represent("rob", executor()), E::BasisDoesNotHold);
		attest(patient, PatientState::Deceased);
		assert_ok!(try_represent("rob", executor()));
		assert_ok!(Identity::authority(&account("rob"), &patient, Powers::GRANT));
		assert_noop!(Identity::authority(&account("pat"), &patient, Powers::GRANT), E::PatientDeceased);
	});
}

#[test]
fn whom_the_patient_appointed_should_not_act_once_it_has_died() {
	run(|| {
		let patient = enrol("pat");
		represent(patient, "rob", ALL, Basis::Appointed);
		attest(patient, PatientState::Deceased);
		assert_eq!(Identity::representative_standing(1, now()), Standing::Suspended);
		let another = new_representative(patient, "ann", ALL, Basis::Appointed);
		assert_noop!(try_represent("ann", another), E::BasisDoesNotHold);
	});
}

#[test]
fn account_should_represent_a_patient_once_at_a_time() {
	run(|| {
		let patient = enrol("pat");
		let short = NewRepresentative { until: now() + DAY, ..new(patient) };
		assert_ok!(try_represent("rob", short));
		assert_noop!(try_represent("rob", new(patient)), E::AlreadyRepresentative);
		wait(DAY);
		assert_ok!(try_represent("rob", new(patient)));
		assert_eq!(Identity::representation(&account("rob"), &patient), Some(2));
		assert_eq!(Identity::representative_standing(1, now()), Standing::Expired);
	});
}

#[test]
fn patient_should_have_no_more_representatives_than_allowed_and_those_past_make_room() {
	run(|| {
		let patient = enrol("pat");
		for index in 0..8u64 {
			let name = format!("rob{index}");
			let until = now() + DAY * (index + 1);
			let new = new_representative(patient, &name, ALL, Basis::Appointed);
			assert_ok!(try_represent(&name, NewRepresentative { until, ..new }));
		}
		let ninth = || new_representative(patient, "ann", ALL, Basis::Appointed);
		assert_noop!(try_represent("ann", ninth()), E::TooManyRepresentatives);
		wait(DAY);
		assert_ok!(try_represent("ann", ninth()));
		assert_eq!(Identity::representatives(&patient).unwrap().len(), 8);
	});
}

#[test]
fn account_should_represent_no_more_patients_than_allowed() {
	run(|| {
		for index in 0..16 {
			represent(enrol(&format!("pat{index}")), "rob", ALL, Basis::Appointed);
		}
		let last = enrol("last");
		assert_noop!(try_represent("rob", new(last)), E::TooManyRepresented);
		assert_ok!(Identity::end_representative(signed("rob"), 3));
		assert_ok!(try_represent("rob", new(last)));
		assert_eq!(Identity::representations(&account("rob")).len(), 16);
	});
}

#[test]
fn representative_should_rotate_its_own_vault_and_nobody_else_should() {
	run(|| {
		let patient = enrol("pat");
		let owner = VaultOwner::Representative(represent(patient, "rob", ALL, Basis::Appointed));
		let keys = vault_generation("pat", 1).keys();
		let word = vault_generation("pat", 1).sign_bytes(b"nothing");
		assert_noop!(
			Identity::set_vault_keys(signed("pat"), owner, keys, word, Some(word)),
			E::NotVaultOwner
		);
		salus_mock::rotate_vault(owner, "rob");
		salus_mock::report_compromised(owner, "rob");
		assert_ok!(Identity::end_representative(signed("rob"), 1));
		assert_noop!(Identity::report_vault_compromised(signed("rob"), owner), E::NotVaultOwner);
	});
}
