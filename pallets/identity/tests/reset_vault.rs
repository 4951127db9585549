//! Who removes a lost vault, and that its keys do not come back.

use crate::support::*;
use frame_support::{assert_noop, assert_ok};
use salus_mock::{Identity, Runtime, RuntimeOrigin, System};
use salus_pallet_consortium::Error as ConsortiumError;
use salus_pallet_identity::{Error, Event, Lineages, Vaults};
use salus_primitives::{
	consortium::OrganisationState,
	ids::PractitionerId,
	people::{Vault, VaultOwner},
};
use sp_runtime::{DispatchError, DispatchResult};

fn reset(signer: AccountId32, practitioner: PractitionerId) -> DispatchResult {
	Identity::reset_vault(RuntimeOrigin::signed(signer), practitioner)
}

/// A practitioner of both organisations with a vault; its home is the first.
fn practitioner() -> (Person, PractitionerId, VaultOwner) {
	let doctor = Person::new("doctor");
	let id = admit(ORG_A, doctor.account());
	admit(ORG_B, doctor.account());
	register_vault(&doctor, VaultOwner::Practitioner(id));
	(doctor, id, VaultOwner::Practitioner(id))
}

#[test]
fn practitioner_should_register_a_new_vault_when_the_old_was_reset() {
	run(|| {
		let (doctor, id, owner) = practitioner();
		assert_ok!(reset(registrar(ORG_A), id));
		System::assert_last_event(Event::VaultReset { practitioner: id, next: 1 }.into());
		assert_eq!(Identity::vault(owner), None);
		assert_eq!(Identity::next_generation(owner), Some(1));

		let new = Person::new("new");
		let signature = new.sign_keys(owner, 1, new.keys());
		assert_ok!(Identity::set_vault_keys(doctor.origin(), owner, new.keys(), signature, None));
		assert_eq!(
			Identity::vault(owner),
			Some(Vault { keys: new.keys(), generation: 1, compromised_at: None })
		);
	});
}

#[test]
fn line_of_vaults_should_begin_anew_at_each_reset_and_nowhere_else() {
	run(|| {
		let (doctor, id, owner) = practitioner();
		assert_eq!((Identity::lineage(owner), Lineages::<Runtime>::contains_key(id)), (0, false));
		let rotate_to = |old: &Person, name: &str, generation| {
			let new = Person::new(name);
			let (signature, previous) =
				(new.sign_keys(owner, generation, new.keys()), old.sign_keys(owner, generation, new.keys()));
			let previous = Identity::vault(owner).map(|_| previous);
			assert_ok!(Identity::set_vault_keys(doctor.origin(), owner, new.keys(), signature, previous));
			new
		};
		let second = rotate_to(&doctor, "second", 1);
		assert_eq!(Identity::lineage(owner), 0);
		assert_ok!(reset(registrar(ORG_A), id));
		assert_eq!((Identity::lineage(owner), Lineages::<Runtime>::get(id)), (2, 2));
		let third = rotate_to(&second, "third", 2);
		assert_eq!(Identity::lineage(owner), 2);
		rotate_to(&third, "fourth", 3);
		assert_eq!(Identity::lineage(owner), 2);
		assert_ok!(Identity::report_vault_compromised(doctor.origin(), owner));
		salus_mock::replace_account(ORG_A, id, "new account");
		assert_eq!(Identity::lineage(owner), 2);
		assert_ok!(reset(registrar(ORG_A), id));
		assert_eq!(Identity::lineage(owner), 4);
	});
}

#[test]
fn line_of_vaults_should_begin_with_the_first_when_nobody_may_reset_it() {
	run(|| {
		let patient = enrol(&Person::new("patient"), ORG_A);
		salus_mock::rotate_vault(VaultOwner::Patient(patient), "patient");
		for owner in [VaultOwner::Patient(patient), VaultOwner::Organisation(ORG_A)] {
			assert_eq!(Identity::lineage(owner), 0);
		}
	});
}

#[test]
fn registration_of_the_lost_keys_should_not_be_replayed_after_a_reset() {
	run(|| {
		let (doctor, id, owner) = practitioner();
		let recorded = doctor.sign_keys(owner, 0, doctor.keys());
		assert_ok!(reset(registrar(ORG_A), id));
		assert_noop!(
			Identity::set_vault_keys(doctor.origin(), owner, doctor.keys(), recorded, None),
			Error::<Runtime>::KeysNotNew
		);
	});
}

#[test]
fn generations_should_never_repeat_however_often_the_vault_is_reset() {
	run(|| {
		let (doctor, id, owner) = practitioner();
		for generation in 1..=5 {
			assert_ok!(reset(registrar(ORG_A), id));
			let new = Person::new(&format!("vault {generation}"));
			let signature = new.sign_keys(owner, generation, new.keys());
			assert_ok!(Identity::set_vault_keys(doctor.origin(), owner, new.keys(), signature, None));
			assert_eq!(Identity::vault(owner).map(|vault| vault.generation), Some(generation));
		}
	});
}

#[test]
fn organisation_should_not_register_a_vault_in_place_of_the_one_it_reset() {
	run(|| {
		let (_, id, owner) = practitioner();
		assert_ok!(reset(registrar(ORG_A), id));
		let evil = Person::new("evil");
		for signer in [registrar(ORG_A), controller(ORG_A)] {
			assert_noop!(
				Identity::set_vault_keys(
					RuntimeOrigin::signed(signer),
					owner,
					evil.keys(),
					evil.sign_keys(owner, 1, evil.keys()),
					None,
				),
				Error::<Runtime>::NotVaultOwner
			);
		}
	});
}

#[test]
fn reset_should_be_refused_when_there_is_nothing_to_reset() {
	run(|| {
		let (_, id, _) = practitioner();
		assert_noop!(reset(registrar(ORG_A), id + 1), Error::<Runtime>::PractitionerNotFound);
		assert_ok!(reset(registrar(ORG_A), id));
		assert_noop!(reset(registrar(ORG_A), id), Error::<Runtime>::VaultNotFound);
	});
}

#[test]
fn reset_should_be_refused_when_the_signer_is_no_registrar_of_the_home_organisation() {
	run(|| {
		let (doctor, id, _) = practitioner();
		let former = add_registrar(ORG_A, "former");
		remove_registrar(ORG_A, former.clone());
		// Not even by the practitioner: a stolen wallet would get past the vault this way.
		for signer in [doctor.account(), registrar(ORG_B), former] {
			assert_noop!(reset(signer, id), ConsortiumError::<Runtime>::NotRegistrar);
		}
		assert_noop!(Identity::reset_vault(RuntimeOrigin::root(), id), DispatchError::BadOrigin);
		set_organisation_state(ORG_A, OrganisationState::Suspended);
		assert_noop!(reset(registrar(ORG_A), id), ConsortiumError::<Runtime>::OrganisationNotActive);
	});
}

#[test]
fn reset_should_be_refused_when_the_generations_are_used_up() {
	run(|| {
		let (_, id, owner) = practitioner();
		Vaults::<Runtime>::mutate(owner, |vault| {
			vault.as_mut().expect("there is a vault").generation = u16::MAX;
		});
		assert_noop!(reset(registrar(ORG_A), id), Error::<Runtime>::GenerationsExhausted);
	});
}
