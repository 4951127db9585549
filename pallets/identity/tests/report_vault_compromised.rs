//! Who reports a vault compromised.

use crate::support::*;
use frame_support::{assert_noop, assert_ok};
use salus_mock::{Identity, Runtime, RuntimeOrigin, System};
use salus_pallet_identity::{Error, Event};
use salus_primitives::{
	consortium::OrganisationState,
	people::{Vault, VaultOwner},
};
use sp_runtime::{DispatchError, DispatchResult};

fn report(signer: AccountId32, owner: VaultOwner) -> DispatchResult {
	Identity::report_vault_compromised(RuntimeOrigin::signed(signer), owner)
}

/// A practitioner of both organisations with a vault; its home is the first.
fn practitioner() -> (Person, VaultOwner) {
	let doctor = Person::new("doctor");
	let owner = VaultOwner::Practitioner(admit(ORG_A, doctor.account()));
	admit(ORG_B, doctor.account());
	register_vault(&doctor, owner);
	(doctor, owner)
}

#[test]
fn owners_of_every_kind_should_report_their_vault() {
	run(|| {
		let (doctor, practitioner) = practitioner();
		let person = Person::new("patient");
		let patient = VaultOwner::Patient(enrol(&person, ORG_A));
		wait(HOUR);
		let reports = [
			(doctor.account(), practitioner),
			(person.account(), patient),
			(controller(ORG_A), VaultOwner::Organisation(ORG_A)),
		];
		for (account, owner) in reports {
			let before = Identity::vault(owner).expect("there is a vault");
			assert_ok!(report(account, owner));
			assert_eq!(Identity::vault(owner), Some(Vault { compromised_at: Some(now()), ..before }));
			System::assert_last_event(Event::VaultCompromised { owner }.into());
		}
	});
}

#[test]
fn registrar_of_the_home_organisation_should_report_a_practitioners_vault() {
	run(|| {
		let (_, owner) = practitioner();
		assert_ok!(report(registrar(ORG_A), owner));
		assert!(Identity::vault(owner).is_some_and(|vault| vault.compromised_at == Some(now())));
	});
}

#[test]
fn report_should_be_refused_when_made_twice_and_keep_the_first_moment() {
	run(|| {
		let (doctor, owner) = practitioner();
		let first = now();
		assert_ok!(report(doctor.account(), owner));
		wait(HOUR);
		for signer in [doctor.account(), registrar(ORG_A)] {
			assert_noop!(report(signer, owner), Error::<Runtime>::AlreadyReported);
		}
		assert!(Identity::vault(owner).is_some_and(|vault| vault.compromised_at == Some(first)));
	});
}

#[test]
fn report_should_be_refused_from_others() {
	run(|| {
		let (doctor, practitioner) = practitioner();
		let person = Person::new("patient");
		let patient = VaultOwner::Patient(enrol(&person, ORG_A));
		let former = add_registrar(ORG_A, "former");
		remove_registrar(ORG_A, former.clone());
		for signer in [person.account(), registrar(ORG_B), former, Person::new("stranger").account()] {
			assert_noop!(report(signer, practitioner), Error::<Runtime>::NotVaultOwner);
		}
		for signer in [doctor.account(), registrar(ORG_A), controller(ORG_A)] {
			assert_noop!(report(signer, patient), Error::<Runtime>::NotVaultOwner);
		}
		let agent = add_registrar(ORG_A, "agent");
		for signer in [agent, controller(ORG_B), doctor.account()] {
			assert_noop!(report(signer, VaultOwner::Organisation(ORG_A)), Error::<Runtime>::NotVaultOwner);
		}
		assert_noop!(
			Identity::report_vault_compromised(RuntimeOrigin::none(), practitioner),
			DispatchError::BadOrigin
		);
	});
}

#[test]
fn report_should_be_refused_when_there_is_no_vault() {
	run(|| {
		let doctor = Person::new("doctor");
		let owner = VaultOwner::Practitioner(admit(ORG_A, doctor.account()));
		assert_noop!(report(doctor.account(), owner), Error::<Runtime>::VaultNotFound);
		assert_noop!(report(registrar(ORG_A), owner), Error::<Runtime>::VaultNotFound);
		assert_noop!(
			report(registrar(ORG_A), VaultOwner::Practitioner(999)),
			Error::<Runtime>::NotVaultOwner
		);
	});
}

#[test]
fn suspended_organisation_should_report_its_own_vault_and_no_practitioners() {
	run(|| {
		let (_, practitioner) = practitioner();
		set_organisation_state(ORG_A, OrganisationState::Suspended);
		assert_noop!(report(registrar(ORG_A), practitioner), Error::<Runtime>::NotVaultOwner);
		assert_ok!(report(controller(ORG_A), VaultOwner::Organisation(ORG_A)));
	});
}
