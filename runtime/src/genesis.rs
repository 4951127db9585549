//! Genesis presets: `development` (one validator) and `local_testnet` (four).
//!
//! Their keys are the well-known development keys: never for a chain that holds real records.

use crate::*;
use alloc::{string::ToString, vec};
use salus_pallet_consortium::GenesisOrganisation;
use salus_pallet_identity::GenesisPractitioner;
use salus_primitives::{
	ids::{Digest, OrganisationId, SigningKey, VaultKeys},
	people::{PractitionerRole, Privileges},
	time::Moment,
};
use serde_json::Value;
use sp_genesis_builder::{PresetId, DEV_RUNTIME_PRESET, LOCAL_TESTNET_RUNTIME_PRESET};
use sp_keyring::{Ed25519Keyring, Sr25519Keyring};

/// 2100-01-01, when the credentials of the development practitioners expire.
const FAR: Moment = 4_102_444_800_000;

/// A validator of the stock flags `--alice`, `--bob`, ….
struct Validator {
	control: Sr25519Keyring,
	finality: Ed25519Keyring,
}

const ALICE: Validator = Validator { control: Sr25519Keyring::Alice, finality: Ed25519Keyring::Alice };
const BOB: Validator = Validator { control: Sr25519Keyring::Bob, finality: Ed25519Keyring::Bob };
const CHARLIE: Validator = Validator { control: Sr25519Keyring::Charlie, finality: Ed25519Keyring::Charlie };
const DAVE: Validator = Validator { control: Sr25519Keyring::Dave, finality: Ed25519Keyring::Dave };

impl Validator {
	fn session(&self) -> (AccountId, AccountId, SessionKeys) {
		let account = self.control.to_account_id();
		let keys =
			SessionKeys { aura: self.control.public().into(), grandpa: self.finality.public().into() };
		(account.clone(), account, keys)
	}
}

/// An organisation that `leader` controls and registers for.
fn organisation(name: &str, leader: Sr25519Keyring, validators: &[&Validator]) -> GenesisOrganisation {
	GenesisOrganisation {
		name: name.to_string(),
		controller: leader.to_account_id(),
		registrars: vec![leader.to_account_id()],
		validators: validators.iter().map(|validator| validator.control.to_account_id()).collect(),
	}
}

fn practitioner(
	who: Sr25519Keyring,
	organisation: OrganisationId,
	role: PractitionerRole,
	vault: VaultKeys,
) -> GenesisPractitioner {
	GenesisPractitioner {
		account: who.to_account_id(),
		organisation,
		role,
		privileges: Privileges::NONE,
		until: FAR,
		vault: Some(vault),
	}
}

/// The public sides of the vaults that `salus --dev` derives for its profiles; its tests hold them against the vault.
pub mod development_vaults {
	use super::*;

	const fn keys(kem: [u8; 32], signing: [u8; 32]) -> VaultKeys {
		VaultKeys { kem: Digest(kem), signing: SigningKey(signing) }
	}

	/// Organisation 1, as its controller alice holds it.
	pub const ALICE: VaultKeys = keys([0; 32], [0; 32]);
	/// Organisation 2, as its controller bob holds it.
	pub const BOB: VaultKeys = keys([0; 32], [0; 32]);
	/// charlie.
	pub const CHARLIE: VaultKeys = keys([0; 32], [0; 32]);
	/// dave.
	pub const DAVE: VaultKeys = keys([0; 32], [0; 32]);
}

fn chain(
	organisations: Vec<GenesisOrganisation>,
	validators: &[&Validator],
	session_length: BlockNumber,
	identity: salus_pallet_identity::GenesisConfig<Runtime>,
) -> Value {
	let config = RuntimeGenesisConfig {
		consortium: salus_pallet_consortium::GenesisConfig { organisations, session_length, ..Default::default() },
		session: pallet_session::GenesisConfig {
			keys: validators.iter().map(|validator| validator.session()).collect(),
			..Default::default()
		},
		identity,
		..Default::default()
	};
	serde_json::to_value(config).unwrap_or_default()
}

fn development() -> Value {
	use development_vaults as vaults;
	let identity = salus_pallet_identity::GenesisConfig {
		practitioners: vec![
			practitioner(Sr25519Keyring::Dave, 1, PractitionerRole::Laboratory, vaults::DAVE),
			practitioner(Sr25519Keyring::Charlie, 2, PractitionerRole::Clinician, vaults::CHARLIE),
		],
		organisation_vaults: vec![(1, vaults::ALICE), (2, vaults::BOB)],
		..Default::default()
	};
	let organisations = vec![
		organisation("Northgate Example Hospital", Sr25519Keyring::Alice, &[&ALICE]),
		organisation("Southgate Example Clinic", Sr25519Keyring::Bob, &[]),
	];
	chain(organisations, &[&ALICE], 150, identity)
}

fn local_testnet() -> Value {
	let organisations = vec![
		organisation("Northgate Example Hospital", Sr25519Keyring::Alice, &[&ALICE]),
		organisation("Southgate Example Clinic", Sr25519Keyring::Bob, &[&BOB]),
		organisation("Eastgate Example Hospital", Sr25519Keyring::Charlie, &[&CHARLIE]),
		organisation("Westgate Example Laboratory", Sr25519Keyring::Dave, &[&DAVE]),
	];
	chain(organisations, &[&ALICE, &BOB, &CHARLIE, &DAVE], 150, Default::default())
}

/// The preset of that name, as JSON.
pub fn preset(id: &PresetId) -> Option<Vec<u8>> {
	let value = match id.as_ref() {
		DEV_RUNTIME_PRESET => development(),
		LOCAL_TESTNET_RUNTIME_PRESET => local_testnet(),
		_ => return None,
	};
	serde_json::to_vec(&value).ok()
}

/// The names of the presets.
pub fn preset_names() -> Vec<PresetId> {
	vec![PresetId::from(DEV_RUNTIME_PRESET), PresetId::from(LOCAL_TESTNET_RUNTIME_PRESET)]
}
