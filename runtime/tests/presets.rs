//! The genesis presets: who is what from the first block on.

mod common;

use common::on_preset;
use salus_primitives::{
	people::{Party, PractitionerRole, Standing, VaultOwner},
	time::Moment,
};
use salus_runtime::*;
use serde_json::Value;
use sp_genesis_builder::{PresetId, DEV_RUNTIME_PRESET, LOCAL_TESTNET_RUNTIME_PRESET};
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie, Dave, Eve, Ferdie};
use sp_runtime::BuildStorage;

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
fn nodes_of_genesis_should_be_read_from_json_and_none_be_written() {
	let preset: PresetId = DEV_RUNTIME_PRESET.into();
	let mut json: Value = serde_json::from_slice(&genesis::preset(&preset).unwrap()).unwrap();
	assert_eq!(json["consortium"].get("nodes"), None, "a preset without nodes reads as it did");
	json["consortium"]["nodes"] = serde_json::json!([{
		"organisation": 2,
		"peer": "12D3KooWEyoppNCUx8Yx66oV9fJnriXwCcXwDDUA2kj6vnc6iDEp",
		"wireguard": "hSDwCYkwp1R0i33ctD73Wg2/Og0mOBr066SpjqqbTmo=",
		"endpoint": "node.clinic.example:51820",
		"role": "history",
	}]);
	let config: RuntimeGenesisConfig = serde_json::from_value(json.clone()).unwrap();
	let mut ext = sp_io::TestExternalities::new(config.build_storage().unwrap());
	ext.execute_with(|| {
		let listed = serde_json::to_value(Consortium::network_nodes().placed(&[7; 32])).unwrap();
		assert_eq!((&listed[0]["id"], &listed[0]["organisation"]), (&1.into(), &2.into()));
		assert_eq!(listed[0]["peer"], json["consortium"]["nodes"][0]["peer"]);
		assert_eq!(listed[0]["endpoint"], "node.clinic.example:51820");
	});
	json["consortium"]["nodes"][0]["endpoint"] = "node.clinic.example:51820\nx".into();
	assert!(serde_json::from_value::<RuntimeGenesisConfig>(json).is_err(), "an endpoint says nothing else");
}

#[test]
fn presets_should_be_named_and_nothing_else_is_one() {
	for id in genesis::preset_names() {
		assert!(genesis::preset(&id).is_some());
	}
	assert!(genesis::preset(&"mainnet".into()).is_none());
}
