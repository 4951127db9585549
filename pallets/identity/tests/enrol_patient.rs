//! Who becomes a patient, through whom, and with whose signatures.

use crate::support::*;
use frame_support::{assert_noop, assert_ok};
use salus_mock::{Identity, Runtime, RuntimeOrigin, System, GENESIS};
use salus_pallet_consortium::Error as ConsortiumError;
use salus_pallet_identity::{Enrolments, Error, Event, PatientOf, Patients, Vaults};
use salus_primitives::{
	consortium::OrganisationState,
	ids::{Digest, SigningKey, VaultSignature},
	limits::MAX_TEXT_LIFE,
	people::{Patient, PatientState, Vault, VaultOwner},
	text::{wrapped, EnrolmentText, SignedText},
	time::History,
};
use sp_core::{ecdsa, ed25519, Get, Pair};
use sp_runtime::{traits::IdentifyAccount, DispatchError, DispatchResult, MultiSignature, MultiSigner};

/// What a wallet does with bytes.
type Signing = Box<dyn Fn(&[u8]) -> MultiSignature>;

/// Submits `enrolment` with the signatures of `person`, whatever it says.
fn submit(registrar: AccountId32, enrolment: &Enrolment, person: &Person) -> DispatchResult {
	Identity::enrol_patient(
		RuntimeOrigin::signed(registrar),
		enrolment.clone(),
		person.sign_enrolment(enrolment),
		person.vault_sign_enrolment(enrolment),
	)
}

#[test]
fn enrolment_should_create_patient_and_vault_when_both_have_signed() {
	run(|| {
		let person = Person::new("patient");
		let enrolment = person.enrolment(ORG_A);
		assert_eq!(System::providers(&person.account()), 0);
		assert_ok!(submit(registrar(ORG_A), &enrolment, &person));

		let id = EnrolmentText { genesis: GENESIS, enrolment: &enrolment }.patient_id();
		let expected = Patient {
			controller: person.account(),
			organisation: ORG_A,
			state: History::starting(now(), PatientState::Active),
			enrolled_at: now(),
		};
		assert_eq!(Identity::patient(&id), Some(expected));
		assert!(Identity::controls(&person.account(), &id));
		assert_eq!(
			Identity::vault(VaultOwner::Patient(id)),
			Some(Vault { keys: person.keys(), generation: 0, compromised_at: None })
		);
		assert_eq!(System::providers(&person.account()), 1);
		System::assert_has_event(
			Event::PatientEnrolled { patient: id, organisation: ORG_A, controller: person.account() }.into(),
		);
	});
}

#[test]
fn enrolment_should_be_accepted_when_the_wallet_wrapped_the_text() {
	run(|| {
		let person = Person::new("patient");
		let enrolment = person.enrolment(ORG_A);
		let text = EnrolmentText { genesis: GENESIS, enrolment: &enrolment }.text();
		assert_ok!(Identity::enrol_patient(
			RuntimeOrigin::signed(registrar(ORG_A)),
			enrolment.clone(),
			person.sign(&wrapped(&text)),
			person.vault_sign(&text),
		));
	});
}

#[test]
fn enrolment_should_be_accepted_from_wallets_of_every_kind_of_key() {
	run(|| {
		let ed = ed25519::Pair::from_seed(&[1; 32]);
		let ec = ecdsa::Pair::from_seed(&[2; 32]);
		let wallets: [(MultiSigner, Signing); 2] = [
			(ed.public().into(), Box::new(move |text| ed.sign(text).into())),
			(ec.public().into(), Box::new(move |text| ec.sign(text).into())),
		];
		for (signer, sign) in wallets {
			let person = Person::new("patient");
			let enrolment = Enrolment { account: signer.into_account(), ..person.enrolment(ORG_A) };
			let text = EnrolmentText { genesis: GENESIS, enrolment: &enrolment }.text();
			assert_ok!(Identity::enrol_patient(
				RuntimeOrigin::signed(registrar(ORG_A)),
				enrolment,
				sign(&text),
				person.vault_sign(&text),
			));
		}
	});
}

#[test]
fn enrolment_should_be_refused_when_the_text_was_used_before_or_after_its_expiry() {
	run(|| {
		let person = Person::new("patient");
		let enrolment = person.enrolment(ORG_A);
		assert_ok!(submit(registrar(ORG_A), &enrolment, &person));
		assert_noop!(submit(registrar(ORG_A), &enrolment, &person), Error::<Runtime>::AlreadyEnrolled);
		set_now(enrolment.expires_at + 1);
		assert_noop!(submit(registrar(ORG_A), &enrolment, &person), Error::<Runtime>::AlreadyEnrolled);
	});
}

#[test]
fn enrolment_should_be_refused_when_the_text_names_another_organisation() {
	run(|| {
		let person = Person::new("patient");
		let for_a = person.enrolment(ORG_A);
		// As it is, the text is not for the registrar of the other organisation.
		assert_noop!(submit(registrar(ORG_B), &for_a, &person), ConsortiumError::<Runtime>::NotRegistrar);
		// Rewritten to name the other organisation, it is not what the patient signed.
		let rewritten = Enrolment { organisation: ORG_B, ..for_a.clone() };
		assert_noop!(
			Identity::enrol_patient(
				RuntimeOrigin::signed(registrar(ORG_B)),
				rewritten,
				person.sign_enrolment(&for_a),
				person.vault_sign_enrolment(&for_a),
			),
			ConsortiumError::<Runtime>::BadWalletSignature
		);
	});
}

#[test]
fn enrolment_should_be_refused_when_the_organisation_does_not_exist() {
	run(|| {
		let person = Person::new("patient");
		assert_noop!(
			submit(registrar(ORG_A), &person.enrolment(999), &person),
			ConsortiumError::<Runtime>::OrganisationNotFound
		);
	});
}

#[test]
fn enrolment_should_be_refused_when_signed_for_another_chain() {
	run(|| {
		let person = Person::new("patient");
		let enrolment = person.enrolment(ORG_A);
		let here = EnrolmentText { genesis: GENESIS, enrolment: &enrolment }.text();
		let elsewhere = EnrolmentText { genesis: [0xee; 32], enrolment: &enrolment }.text();
		let submit = |wallet: &[u8], vault: &[u8]| {
			Identity::enrol_patient(
				RuntimeOrigin::signed(registrar(ORG_A)),
				enrolment.clone(),
				person.sign(wallet),
				person.vault_sign(vault),
			)
		};
		assert_noop!(submit(&elsewhere, &here), ConsortiumError::<Runtime>::BadWalletSignature);
		assert_noop!(submit(&here, &elsewhere), Error::<Runtime>::BadVaultSignature);
		assert_ok!(submit(&here, &here));
	});
}

#[test]
fn enrolment_should_be_refused_when_another_wallet_signed() {
	run(|| {
		let person = Person::new("patient");
		let thief = Person::new("thief");
		let enrolment = person.enrolment(ORG_A);
		assert_noop!(
			Identity::enrol_patient(
				RuntimeOrigin::signed(registrar(ORG_A)),
				enrolment.clone(),
				thief.sign_enrolment(&enrolment),
				person.vault_sign_enrolment(&enrolment),
			),
			ConsortiumError::<Runtime>::BadWalletSignature
		);
	});
}

#[test]
fn enrolment_should_be_refused_when_a_registrar_exchanges_what_was_signed() {
	run(|| {
		let person = Person::new("patient");
		let thief = Person::new("thief");
		let signed = person.enrolment(ORG_A);
		let exchanged = [
			Enrolment { account: thief.account(), ..signed.clone() },
			Enrolment { vault: thief.keys(), ..signed.clone() },
			Enrolment { inbox: thief.enrolment(ORG_A).inbox, ..signed.clone() },
			Enrolment { inbox_key: Digest([0xee; 32]), ..signed.clone() },
			Enrolment { nonce: thief.enrolment(ORG_A).nonce, ..signed.clone() },
			Enrolment { expires_at: signed.expires_at + 1, ..signed.clone() },
		];
		for enrolment in exchanged {
			assert_noop!(
				Identity::enrol_patient(
					RuntimeOrigin::signed(registrar(ORG_A)),
					enrolment.clone(),
					person.sign_enrolment(&signed),
					thief.vault_sign_enrolment(&enrolment),
				),
				ConsortiumError::<Runtime>::BadWalletSignature
			);
		}
	});
}

#[test]
fn enrolment_should_be_refused_when_the_vault_did_not_sign_the_bare_text() {
	run(|| {
		let person = Person::new("patient");
		let enrolment = person.enrolment(ORG_A);
		let text = EnrolmentText { genesis: GENESIS, enrolment: &enrolment }.text();
		let refused = [
			VaultSignature([0; 64]),
			Person::new("thief").vault_sign(&text),
			person.vault_sign(&wrapped(&text)),
			person.vault_sign(b"something else"),
		];
		for vault_signature in refused {
			assert_noop!(
				Identity::enrol_patient(
					RuntimeOrigin::signed(registrar(ORG_A)),
					enrolment.clone(),
					person.sign_enrolment(&enrolment),
					vault_signature,
				),
				Error::<Runtime>::BadVaultSignature
			);
		}
	});
}

#[test]
fn enrolment_should_be_refused_when_the_wallet_names_a_vault_that_is_not_its_own() {
	run(|| {
		let person = Person::new("patient");
		let victim = Person::new("victim");
		let enrolment = Enrolment {
			vault: VaultKeys { kem: person.keys().kem, signing: SigningKey(victim.keys().signing.0) },
			..person.enrolment(ORG_A)
		};
		assert_noop!(submit(registrar(ORG_A), &enrolment, &person), Error::<Runtime>::BadVaultSignature);
	});
}

#[test]
fn enrolment_should_be_refused_from_the_moment_of_its_expiry_on() {
	run(|| {
		let person = Person::new("patient");
		let enrolment = Enrolment { expires_at: now(), ..person.enrolment(ORG_A) };
		assert_noop!(submit(registrar(ORG_A), &enrolment, &person), ConsortiumError::<Runtime>::TextExpired);
		let enrolment = Enrolment { expires_at: now() - 1, ..enrolment };
		assert_noop!(submit(registrar(ORG_A), &enrolment, &person), ConsortiumError::<Runtime>::TextExpired);
		let enrolment = Enrolment { expires_at: now() + 1, ..enrolment };
		assert_ok!(submit(registrar(ORG_A), &enrolment, &person));
	});
}

#[test]
fn enrolment_should_be_refused_when_it_is_good_for_too_long() {
	run(|| {
		let person = Person::new("patient");
		for expires_at in [now() + MAX_TEXT_LIFE + 1, u64::MAX] {
			let enrolment = Enrolment { expires_at, ..person.enrolment(ORG_A) };
			assert_noop!(
				submit(registrar(ORG_A), &enrolment, &person),
				ConsortiumError::<Runtime>::TextTooLong
			);
		}
		let enrolment = Enrolment { expires_at: now() + MAX_TEXT_LIFE, ..person.enrolment(ORG_A) };
		assert_ok!(submit(registrar(ORG_A), &enrolment, &person));
	});
}

#[test]
fn enrolment_should_be_refused_when_the_organisation_is_not_active() {
	run(|| {
		let person = Person::new("patient");
		let enrolment = person.enrolment(ORG_A);
		for state in [OrganisationState::Suspended, OrganisationState::Expelled] {
			set_organisation_state(ORG_A, state);
			assert_noop!(
				submit(registrar(ORG_A), &enrolment, &person),
				ConsortiumError::<Runtime>::OrganisationNotActive
			);
		}
		set_organisation_state(ORG_A, OrganisationState::Active);
		assert_ok!(submit(registrar(ORG_A), &enrolment, &person));
	});
}

#[test]
fn enrolment_should_be_refused_when_the_signer_is_not_a_registrar_now() {
	run(|| {
		let person = Person::new("patient");
		let enrolment = person.enrolment(ORG_A);
		// The patient itself, somebody unknown, and the controller, who is no registrar here.
		let controller = controller(ORG_A);
		add_registrar(ORG_A, "successor");
		remove_registrar(ORG_A, controller.clone());
		for signer in [person.account(), Person::new("stranger").account(), controller] {
			assert_noop!(submit(signer, &enrolment, &person), ConsortiumError::<Runtime>::NotRegistrar);
		}
		let former = add_registrar(ORG_A, "former");
		remove_registrar(ORG_A, former.clone());
		assert_noop!(submit(former, &enrolment, &person), ConsortiumError::<Runtime>::NotRegistrar);
	});
}

#[test]
fn enrolment_should_be_refused_when_not_signed_by_an_account() {
	run(|| {
		let person = Person::new("patient");
		let enrolment = person.enrolment(ORG_A);
		for origin in [RuntimeOrigin::root(), RuntimeOrigin::none()] {
			assert_noop!(
				Identity::enrol_patient(
					origin,
					enrolment.clone(),
					person.sign_enrolment(&enrolment),
					person.vault_sign_enrolment(&enrolment),
				),
				DispatchError::BadOrigin
			);
		}
	});
}

#[test]
fn enrolment_should_be_refused_when_the_account_controls_another_patient() {
	run(|| {
		let person = Person::new("patient");
		let first = enrol(&person, ORG_A);
		let again = person.enrolment(ORG_B);
		assert_noop!(submit(registrar(ORG_B), &again, &person), Error::<Runtime>::AlreadyPatient);
		assert_eq!(PatientOf::<Runtime>::get(person.account()), Some(first));
	});
}

#[test]
fn organisation_should_enrol_no_more_than_the_window_allows() {
	run(|| {
		let max: u32 = <Runtime as salus_pallet_identity::Config>::MaxEnrolments::get();
		let window: u64 = <Runtime as salus_pallet_identity::Config>::EnrolmentWindow::get();
		enrol(&Person::new("first"), ORG_A);
		let start = now();
		assert_eq!(Enrolments::<Runtime>::get(ORG_A), Some((start, 1)));
		Enrolments::<Runtime>::insert(ORG_A, (start, max - 1));
		enrol(&Person::new("last"), ORG_A);

		let person = Person::new("one too many");
		let submit_now = || submit(registrar(ORG_A), &person.enrolment(ORG_A), &person);
		assert_noop!(submit_now(), Error::<Runtime>::TooManyEnrolments);
		// Another organisation's window is its own.
		enrol(&Person::new("elsewhere"), ORG_B);
		assert_eq!(Enrolments::<Runtime>::get(ORG_B), Some((start, 1)));

		set_now(start + window - 1);
		assert_noop!(submit_now(), Error::<Runtime>::TooManyEnrolments);
		set_now(start + window);
		assert_ok!(submit_now());
		assert_eq!(Enrolments::<Runtime>::get(ORG_A), Some((start + window, 1)));
	});
}

#[test]
fn refused_enrolment_should_not_count() {
	run(|| {
		let person = Person::new("patient");
		let thief = Person::new("thief");
		let enrolment = person.enrolment(ORG_A);
		assert_noop!(
			submit(registrar(ORG_A), &enrolment, &thief),
			ConsortiumError::<Runtime>::BadWalletSignature
		);
		assert_eq!(Enrolments::<Runtime>::get(ORG_A), None);
		assert_eq!(Patients::<Runtime>::iter().count(), 0);
		assert_eq!(
			Vaults::<Runtime>::iter_keys().filter(|owner| matches!(owner, VaultOwner::Patient(_))).count(),
			0
		);
		assert_eq!(System::providers(&person.account()), 0);
	});
}

#[test]
fn account_should_keep_one_reference_when_it_is_patient_and_practitioner_and_registrar() {
	run(|| {
		let patient_first = Person::new("patient first");
		enrol(&patient_first, ORG_A);
		admit(ORG_A, patient_first.account());
		admit(ORG_B, patient_first.account());
		let practitioner_first = Person::new("practitioner first");
		admit(ORG_A, practitioner_first.account());
		enrol(&practitioner_first, ORG_A);
		let agent = Person::new("registrar");
		add_registrar(ORG_A, "registrar");
		enrol(&agent, ORG_A);
		for person in [patient_first, practitioner_first, agent] {
			assert_eq!(System::providers(&person.account()), 1);
		}
	});
}

#[test]
fn second_wallet_should_be_another_patient_when_the_same_person_enrols_again() {
	run(|| {
		let one = enrol(&Person::new("one life"), ORG_A);
		let other = enrol(&Person::new("other life"), ORG_A);
		assert_ne!(one, other);
		assert!(!Identity::controls(&Person::new("one life").account(), &other));
		assert_noop!(
			Identity::ensure_controls(&Person::new("one life").account(), &other),
			Error::<Runtime>::NotController
		);
	});
}
