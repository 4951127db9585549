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
		let keys = SessionKeys { aura: self.control.public().into(), grandpa: self.finality.public().into() };
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
	pub const ALICE: VaultKeys = keys(
		[
			0x30, 0xef, 0xec, 0x5c, 0xeb, 0xa6, 0xba, 0x93, 0xff, 0x5f, 0x69, 0xb8, 0x3a, 0x9c, 0x2e, 0x7e,
			0x7a, 0xde, 0xd9, 0x29, 0x58, 0xd8, 0x4c, 0xeb, 0xc6, 0xb8, 0xa4, 0xb7, 0xce, 0xb3, 0x21, 0xb1,
		],
		[
			0xaf, 0x4f, 0xcc, 0xbb, 0x35, 0x63, 0x36, 0xd5, 0xdd, 0x0e, 0x1a, 0xe8, 0xfb, 0xb8, 0xe6, 0x72,
			0xb6, 0x97, 0xbd, 0x61, 0x9c, 0x36, 0x99, 0x62, 0x1d, 0x12, 0xcd, 0x45, 0x83, 0xa0, 0xb6, 0xc8,
		],
	);
	/// Organisation 2, as its controller bob holds it.
	pub const BOB: VaultKeys = keys(
		[
			0x20, 0x34, 0x17, 0x69, 0x99, 0xe1, 0xed, 0xb0, 0x50, 0xef, 0xf3, 0x28, 0x30, 0xcc, 0xb0, 0x58,
			0xf1, 0x9d, 0xee, 0x11, 0x64, 0x95, 0x58, 0x8d, 0x2d, 0x56, 0xc4, 0x48, 0x51, 0xf5, 0x24, 0xfd,
		],
		[
			0x74, 0x95, 0x8d, 0x46, 0xbe, 0xb5, 0xef, 0x18, 0xd0, 0x80, 0x23, 0x8d, 0xa8, 0x4a, 0x3e, 0xdf,
			0x93, 0xd9, 0x7f, 0xae, 0x6f, 0x78, 0x6c, 0xe1, 0x45, 0x2e, 0xc6, 0x8e, 0x07, 0xd3, 0xdb, 0x1a,
		],
	);
	/// charlie.
	pub const CHARLIE: VaultKeys = keys(
		[
			0xd2, 0x9e, 0xe8, 0xc1, 0x72, 0x27, 0x59, 0x36, 0x39, 0xed, 0xb0, 0xd9, 0xde, 0x8d, 0x1e, 0x9a,
			0xf5, 0x25, 0xbc, 0xf5, 0x20, 0x41, 0x6e, 0x1e, 0xfe, 0xb1, 0xdc, 0x09, 0x43, 0xa0, 0xe1, 0xdb,
		],
		[
			0x84, 0x37, 0x22, 0x65, 0x1d, 0xf2, 0xf0, 0x24, 0x69, 0xb4, 0x34, 0x9f, 0xd6, 0x9f, 0xf4, 0x4e,
			0x6a, 0x25, 0x48, 0x73, 0x7c, 0xdc, 0xa0, 0x18, 0x0e, 0x9f, 0x6d, 0x72, 0x23, 0xcf, 0xec, 0x2f,
		],
	);
	/// dave.
	pub const DAVE: VaultKeys = keys(
		[
			0xa4, 0x34, 0xf2, 0x38, 0x2a, 0xb4, 0xbf, 0x24, 0x79, 0xec, 0x2f, 0x7b, 0xb1, 0x3d, 0x45, 0xfd,
			0x98, 0x69, 0x74, 0x2d, 0x31, 0xe7, 0xb5, 0xe0, 0x80, 0x4c, 0x11, 0xfe, 0x97, 0x28, 0x37, 0x55,
		],
		[
			0x34, 0x54, 0x4c, 0x80, 0x66, 0xa6, 0x92, 0x4e, 0x40, 0xa3, 0x41, 0x5f, 0xeb, 0x96, 0x63, 0xaa,
			0x6a, 0x63, 0xd2, 0xc4, 0x1c, 0xae, 0xf0, 0x11, 0xe3, 0x47, 0x0c, 0x2d, 0xf9, 0x90, 0x53, 0x61,
		],
	);
}

fn chain(
	organisations: Vec<GenesisOrganisation>,
	validators: &[&Validator],
	session_length: BlockNumber,
	identity: salus_pallet_identity::GenesisConfig<Runtime>,
) -> Value {
	let config = RuntimeGenesisConfig {
		consortium: salus_pallet_consortium::GenesisConfig {
			organisations,
			session_length,
			..Default::default()
		},
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
