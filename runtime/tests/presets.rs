//! The genesis presets: who is what from the first block on.

mod common;

use common::on_preset;
use salus_primitives::{
	people::{Party, PractitionerRole, Standing, VaultOwner},
	time::Moment,
};
use salus_runtime::*;
use sp_genesis_builder::{DEV_RUNTIME_PRESET, LOCAL_TESTNET_RUNTIME_PRESET};
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie, Dave, Eve, Ferdie};

const NOW: Moment = common::START;

#[test]
fn development_should_know_its_people_and_no_one_else() {
	on_preset(DEV_RUNTIME_PRESET, || {
		for (who, organisation) in [(Alice, 1), (Bob, 2)] {
			let agency = Identity::roles(&who.to_account_id()).agency.expect("acts for an organisation");
			assert_eq!(
				(agency.organisation, agency.controller, agency.registrar),
				(organisation, true, true)
			);
			assert!(Identity::vault(VaultOwner::Organisation(organisation)).is_some());
		}
		for (who, organisation, role) in
			[(Dave, 1, PractitionerRole::Laboratory), (Charlie, 2, PractitionerRole::Clinician)]
		{
			let id = Identity::roles(&who.to_account_id()).practitioner.expect("is a practitioner");
			let practitioner = Identity::practitioner(id).expect("is known");
			assert_eq!(practitioner.membership(organisation).map(|membership| membership.role), Some(role));
			assert_eq!(Identity::party_standing(&Party::Practitioner(id), NOW), Standing::Good);
			assert!(Identity::vault(VaultOwner::Practitioner(id)).is_some());
		}
		for who in [Eve, Ferdie] {
			assert_eq!(Identity::roles(&who.to_account_id()), Default::default());
			assert_eq!(System::providers(&who.to_account_id()), 0);
		}
	});
}

#[test]
fn validators_should_have_session_keys_and_organisations_seats() {
	let expected: [(&str, &[Sr25519Keyring], &[Sr25519Keyring]); 2] = [
		(DEV_RUNTIME_PRESET, &[Alice], &[Alice, Bob]),
		(LOCAL_TESTNET_RUNTIME_PRESET, &[Alice, Bob, Charlie, Dave], &[Alice, Bob, Charlie, Dave]),
	];
	for (preset, validators, seats) in expected {
		on_preset(preset, || {
			let accounts = |list: &[Sr25519Keyring]| -> Vec<AccountId> {
				list.iter().map(|who| who.to_account_id()).collect()
			};
			assert_eq!(pallet_session::Validators::<Runtime>::get(), accounts(validators));
			assert_eq!(pallet_aura::Authorities::<Runtime>::get().len(), validators.len());
			assert_eq!(Grandpa::grandpa_authorities().len(), validators.len());
			let mut members = accounts(seats);
			members.sort();
			assert_eq!(pallet_collective::Members::<Runtime, pallet_collective::Instance1>::get(), members);
			for account in accounts(validators) {
				assert_eq!(System::providers(&account), 1);
			}
		});
	}
}

#[test]
fn presets_should_be_named_and_nothing_else_is_one() {
	for id in genesis::preset_names() {
		assert!(genesis::preset(&id).is_some());
	}
	assert!(genesis::preset(&"mainnet".into()).is_none());
}
