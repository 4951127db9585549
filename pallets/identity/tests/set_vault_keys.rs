//! Who registers and rotates vault keys, and with whose signatures.

use crate::support::*;
use frame_support::{assert_noop, assert_ok};
use salus_mock::{Identity, Runtime, RuntimeOrigin, System, GENESIS};
use salus_pallet_consortium::Error as ConsortiumError;
use salus_pallet_identity::{Error, Event, Vaults};
use salus_primitives::{
	consortium::OrganisationState,
	ids::{PatientId, VaultSignature},
	people::{Vault, VaultOwner},
	text::{wrapped, SetVaultKeys, SignedText},
};
use sp_runtime::{DispatchError, DispatchResult};

/// Submits keys of `new` as generation `generation` of `owner`, signed by `new` and by `old`.
fn rotate(
	signer: AccountId32,
	owner: VaultOwner,
	generation: u16,
	new: &Person,
	old: &Person,
) -> DispatchResult {
	Identity::set_vault_keys(
		RuntimeOrigin::signed(signer),
		owner,
		new.keys(),
		new.sign_keys(owner, generation, new.keys()),
		Some(old.sign_keys(owner, generation, new.keys())),
	)
}

/// A patient with its vault.
fn patient() -> (Person, VaultOwner) {
	let person = Person::new("patient");
	let id = enrol(&person, ORG_A);
	(person, VaultOwner::Patient(id))
}

/// A practitioner without a vault.
fn practitioner() -> (Person, VaultOwner) {
	let person = Person::new("doctor");
	let id = admit(ORG_A, person.account());
	(person, VaultOwner::Practitioner(id))
}

#[test]
fn practitioner_should_register_its_first_vault_with_that_vaults_signature() {
	run(|| {
		let (doctor, owner) = practitioner();
		assert_eq!(Identity::next_generation(owner), Some(0));
		let signature = doctor.sign_keys(owner, 0, doctor.keys());
		assert_ok!(Identity::set_vault_keys(doctor.origin(), owner, doctor.keys(), signature, None));
		assert_eq!(
			Identity::vault(owner),
			Some(Vault { keys: doctor.keys(), generation: 0, compromised_at: None })
		);
		System::assert_last_event(Event::VaultKeysSet { owner, generation: 0 }.into());
	});
}

#[test]
fn owners_of_every_kind_should_rotate_with_the_signatures_of_both_vaults() {
	run(|| {
		let (person, patient) = patient();
		let (doctor, practitioner) = practitioner();
		register_vault(&doctor, practitioner);
		let organisation =
			(controller(ORG_A), VaultOwner::Organisation(ORG_A), Person::new("organisation 1"));
		let owners =
			[(person.account(), patient, person), (doctor.account(), practitioner, doctor), organisation];
		for (position, (account, owner, mut current)) in owners.into_iter().enumerate() {
			for generation in 1..=3 {
				let new = Person::new(&format!("vault {position} {generation}"));
				assert_ok!(rotate(account.clone(), owner, generation, &new, &current));
				assert_eq!(
					Identity::vault(owner),
					Some(Vault { keys: new.keys(), generation, compromised_at: None })
				);
				System::assert_last_event(Event::VaultKeysSet { owner, generation }.into());
				current = new;
			}
		}
	});
}

#[test]
fn rotation_should_be_refused_when_a_stolen_wallet_has_no_signature_of_the_vault() {
	run(|| {
		let (person, owner) = patient();
		let thief = Person::new("thief");
		let new = thief.sign_keys(owner, 1, thief.keys());
		let submit = |previous| Identity::set_vault_keys(person.origin(), owner, thief.keys(), new, previous);
		assert_noop!(submit(None), Error::<Runtime>::PreviousSignatureMissing);
		assert_noop!(submit(Some(new)), Error::<Runtime>::BadPreviousSignature);
		assert_noop!(submit(Some(VaultSignature([0; 64]))), Error::<Runtime>::BadPreviousSignature);
		// What the vault has signed for another generation or other keys, or wrapped, does not count.
		for previous in [
			person.sign_keys(owner, 2, thief.keys()),
			person.sign_keys(owner, 1, person.keys()),
			person.sign_keys_on([9; 32], owner, 1, thief.keys()),
			person.sign_keys(VaultOwner::Patient(PatientId([1; 32])), 1, thief.keys()),
			person.vault_sign(&wrapped(
				&SetVaultKeys { genesis: GENESIS, owner, generation: 1, keys: thief.keys() }.text(),
			)),
		] {
			assert_noop!(submit(Some(previous)), Error::<Runtime>::BadPreviousSignature);
		}
		assert_eq!(Identity::vault(owner).map(|vault| vault.keys), Some(person.keys()));
	});
}

#[test]
fn rotation_should_be_refused_when_a_copied_vault_has_no_wallet() {
	run(|| {
		let (person, owner) = patient();
		let thief = Person::new("thief");
		enrol(&thief, ORG_A);
		let new = Person::new("new");
		// The thief has the vault's key, and so can sign everything but the transaction.
		for signer in
			[thief.account(), registrar(ORG_A), controller(ORG_A), Person::new("stranger").account()]
		{
			assert_noop!(rotate(signer, owner, 1, &new, &person), Error::<Runtime>::NotVaultOwner);
		}
	});
}

#[test]
fn keys_should_be_refused_when_their_own_vault_did_not_sign() {
	run(|| {
		let (doctor, owner) = practitioner();
		let victim = Person::new("victim");
		// Somebody else's public keys as one's own.
		assert_noop!(
			Identity::set_vault_keys(
				doctor.origin(),
				owner,
				victim.keys(),
				doctor.sign_keys(owner, 0, victim.keys()),
				None
			),
			Error::<Runtime>::BadVaultSignature
		);
		for signature in [
			doctor.sign_keys(owner, 1, doctor.keys()),
			doctor.sign_keys(VaultOwner::Practitioner(999), 0, doctor.keys()),
			doctor.sign_keys(VaultOwner::Organisation(ORG_A), 0, doctor.keys()),
			doctor.sign_keys(owner, 0, VaultKeys { kem: victim.keys().kem, ..doctor.keys() }),
			doctor.sign_keys_on([9; 32], owner, 0, doctor.keys()),
		] {
			assert_noop!(
				Identity::set_vault_keys(doctor.origin(), owner, doctor.keys(), signature, None),
				Error::<Runtime>::BadVaultSignature
			);
		}
	});
}

#[test]
fn registration_should_be_refused_when_it_carries_a_previous_signature() {
	run(|| {
		let (doctor, owner) = practitioner();
		assert_noop!(
			rotate(doctor.account(), owner, 0, &doctor, &doctor),
			Error::<Runtime>::UnexpectedPreviousSignature
		);
	});
}

#[test]
fn rotation_should_be_refused_when_it_keeps_a_key() {
	run(|| {
		let (person, owner) = patient();
		assert_noop!(rotate(person.account(), owner, 1, &person, &person), Error::<Runtime>::KeysNotNew);
		let new = Person::new("new");
		for keys in [
			VaultKeys { kem: person.keys().kem, signing: new.keys().signing },
			VaultKeys { kem: new.keys().kem, signing: person.keys().signing },
		] {
			assert_noop!(
				Identity::set_vault_keys(
					person.origin(),
					owner,
					keys,
					new.sign_keys(owner, 1, keys),
					Some(person.sign_keys(owner, 1, keys)),
				),
				Error::<Runtime>::KeysNotNew
			);
		}
	});
}

#[test]
fn rotation_should_not_be_replayed() {
	run(|| {
		let (person, owner) = patient();
		let new = Person::new("new");
		assert_ok!(rotate(person.account(), owner, 1, &new, &person));
		assert_noop!(rotate(person.account(), owner, 1, &new, &person), Error::<Runtime>::KeysNotNew);
		// Back to the first keys takes new signatures: the first generation's are of no use.
		assert_noop!(
			Identity::set_vault_keys(
				person.origin(),
				owner,
				person.keys(),
				person.sign_keys(owner, 0, person.keys()),
				Some(new.sign_keys(owner, 0, person.keys())),
			),
			Error::<Runtime>::BadVaultSignature
		);
	});
}

#[test]
fn rotation_should_clear_a_report_of_compromise() {
	run(|| {
		let (person, owner) = patient();
		assert_ok!(Identity::report_vault_compromised(person.origin(), owner));
		assert_ok!(rotate(person.account(), owner, 1, &Person::new("new"), &person));
		assert_eq!(Identity::vault(owner).and_then(|vault| vault.compromised_at), None);
	});
}

#[test]
fn rotation_should_be_refused_when_the_generations_are_used_up() {
	run(|| {
		let (person, owner) = patient();
		Vaults::<Runtime>::mutate(owner, |vault| {
			vault.as_mut().expect("a patient has a vault").generation = u16::MAX;
		});
		assert_noop!(
			rotate(person.account(), owner, 0, &Person::new("new"), &person),
			Error::<Runtime>::GenerationsExhausted
		);
		assert_eq!(Identity::next_generation(owner), None);
	});
}

#[test]
fn organisations_vault_should_be_set_by_its_controller_alone() {
	run(|| {
		let owner = VaultOwner::Organisation(ORG_A);
		let (current, new) = (Person::new("organisation 1"), Person::new("new"));
		let agent = add_registrar(ORG_A, "agent");
		for signer in [agent, controller(ORG_B), Person::new("stranger").account()] {
			assert_noop!(rotate(signer, owner, 1, &new, &current), Error::<Runtime>::NotVaultOwner);
		}
		for state in [OrganisationState::Suspended, OrganisationState::Expelled] {
			set_organisation_state(ORG_A, state);
			assert_noop!(
				rotate(controller(ORG_A), owner, 1, &new, &current),
				ConsortiumError::<Runtime>::OrganisationNotActive
			);
		}
		set_organisation_state(ORG_A, OrganisationState::Active);
		assert_ok!(rotate(controller(ORG_A), owner, 1, &new, &current));
	});
}

#[test]
fn practitioners_vault_should_not_be_set_by_its_organisation() {
	run(|| {
		let (doctor, owner) = practitioner();
		let evil = Person::new("evil");
		for signer in [registrar(ORG_A), controller(ORG_A), evil.account()] {
			assert_noop!(
				Identity::set_vault_keys(
					RuntimeOrigin::signed(signer),
					owner,
					evil.keys(),
					evil.sign_keys(owner, 0, evil.keys()),
					None,
				),
				Error::<Runtime>::NotVaultOwner
			);
		}
		register_vault(&doctor, owner);
	});
}

#[test]
fn keys_should_be_refused_when_not_signed_by_an_account() {
	run(|| {
		let (doctor, owner) = practitioner();
		let signature = doctor.sign_keys(owner, 0, doctor.keys());
		assert_noop!(
			Identity::set_vault_keys(RuntimeOrigin::root(), owner, doctor.keys(), signature, None),
			DispatchError::BadOrigin
		);
	});
}

#[test]
fn vault_of_nobody_should_not_be_set() {
	run(|| {
		let (doctor, _) = practitioner();
		for owner in [
			VaultOwner::Practitioner(999),
			VaultOwner::Organisation(999),
			VaultOwner::Patient(PatientId([9; 32])),
		] {
			let signature = doctor.sign_keys(owner, 0, doctor.keys());
			assert_noop!(
				Identity::set_vault_keys(doctor.origin(), owner, doctor.keys(), signature, None),
				Error::<Runtime>::NotVaultOwner
			);
		}
	});
}

#[test]
fn signing_key_should_be_told_for_its_day_when_the_vault_was_rotated() {
	run(|| {
		let (person, owner) = patient();
		let enrolled = now();
		wait(HOUR);
		let next = Person::new("patient's next vault");
		assert_ok!(rotate(person.account(), owner, 1, &next, &person));
		assert_eq!(Identity::signing_key(owner, enrolled - 1), None);
		assert_eq!(Identity::signing_key(owner, enrolled), Some(person.keys().signing));
		assert_eq!(Identity::signing_key(owner, now() - 1), Some(person.keys().signing));
		assert_eq!(Identity::signing_key(owner, now()), Some(next.keys().signing));
	});
}

#[test]
fn compromised_key_should_stay_so_when_the_vault_is_rotated_away_from_it() {
	run(|| {
		let (person, owner) = patient();
		assert_ok!(Identity::report_vault_compromised(person.origin(), owner));
		let reported = now();
		wait(HOUR);
		let next = Person::new("patient's next vault");
		assert_ok!(rotate(person.account(), owner, 1, &next, &person));
		assert_eq!(Identity::vault(owner).and_then(|vault| vault.compromised_at), None);
		assert_eq!(Identity::compromised_at(owner, &person.keys().kem), Some(reported));
		assert_eq!(Identity::compromised_at(owner, &next.keys().kem), None);
		// Nor can it be set again.
		assert_noop!(rotate(person.account(), owner, 2, &person, &next), Error::<Runtime>::KeysNotNew);
	});
}
