//! What scopes are called whose ids a former root gave.
//!
//! A scope's id follows from its name and the root, so a root that takes the place of another, after a recovery, gives no
//! name of the scopes there are. Where the former root is at hand when its vault is replaced, the names are carried over.
//! The note lies under `self/<SHA-256("salus/v1/former-names" ‖ genesis ‖ patient ‖ ScopeId("salus/v1/former-names"))>`, an id
//! of the new root: an envelope of kind self, whose plaintext is that of the names for a grantee. The patient's own vault
//! signs [`message`], which begins with a zero byte as no signed text does; a name alone does not give these ids.

use crate::{labels::Labels, Client, Error, Keyring, Result};
use bytes::Bytes;
use codec::Encode;
use salus_primitives::{
	ids::{sha256, Digest, GenesisHash, PatientId, ScopeId, ScopeNumber},
	people::VaultOwner,
};
use salus_vault::{
	envelope::{self, EnvelopeContext, MAX_ENVELOPE_LEN},
	keys::{PatientSecrets, VaultSecrets},
};
use std::collections::BTreeMap;

const FOLDER: &str = "self";
const TAG: &str = "salus/v1/former-names";
/// Former vaults that may have sealed the note.
const FORMER: usize = 8;

/// A scope with its name.
type Named = (ScopeNumber, ScopeId, String);

/// What the vault signs: a zero byte, the tag, genesis hash, patient and scopes, SCALE-encoded.
fn message(genesis: &GenesisHash, patient: &PatientId, scopes: &[Named]) -> Vec<u8> {
	(0u8, TAG.as_bytes(), genesis, patient, scopes).encode()
}

fn seal(
	genesis: GenesisHash,
	patient: PatientId,
	vault: &VaultSecrets,
	scopes: Vec<Named>,
) -> Result<Vec<u8>> {
	let signature = vault.signer().sign(&message(&genesis, &patient, &scopes));
	let plaintext = Labels { scopes, signature }.plaintext();
	Ok(envelope::seal(&EnvelopeContext::own(genesis, patient), &vault.public_key(), &plaintext)?)
}

fn open(genesis: GenesisHash, patient: PatientId, vault: &VaultSecrets, sealed: &[u8]) -> Result<Vec<Named>> {
	let bytes = envelope::open(&EnvelopeContext::own(genesis, patient), vault.kem(), sealed)?;
	let said = |scopes: &[Named]| message(&genesis, &patient, scopes);
	Ok(Labels::read_signed(said, &vault.signer().public(), &bytes)?.scopes)
}

impl Client {
	fn former_note(&self, patient: &PatientId, secrets: &PatientSecrets) -> Result<Digest> {
		let id = secrets.scope_id(TAG)?;
		Ok(Digest(sha256(&[TAG.as_bytes(), &self.chain().genesis(), &patient.0, &id.0])))
	}

	/// The names that a former root's scopes had, by the note of the keyring's root; empty if there is none.
	///
	/// # Errors
	/// Of kind network; of kind integrity for a note that no vault of the root sealed and signed.
	pub(crate) async fn former_names(
		&self,
		keyring: &Keyring,
		patient: &PatientId,
	) -> Result<BTreeMap<ScopeId, String>> {
		let note = self.former_note(patient, &keyring.patient_secrets())?;
		let Some(sealed) = self.stores().envelopes().get_note(FOLDER, &note, MAX_ENVELOPE_LEN).await? else {
			return Ok(BTreeMap::new());
		};
		let owner = VaultOwner::Patient(*patient);
		let newest = self.chain().vault(&owner, self.at()).await?.map_or(0, |vault| vault.generation);
		let mut refused = Error::NoKey("the note does not open".into());
		for generation in (0..=newest.saturating_add(1)).rev().take(FORMER) {
			match open(self.chain().genesis(), *patient, &keyring.vault(&owner, generation), &sealed) {
				Ok(scopes) => return Ok(scopes.into_iter().map(|(_, id, name)| (id, name)).collect()),
				Err(error) => refused = error,
			}
		}
		Err(refused)
	}

	/// Keeps these names, sealed to a vault of the keyring's root; those alone of scopes that the patient has.
	pub(crate) async fn keep_former_names(
		&self,
		keyring: &Keyring,
		patient: &PatientId,
		vault: &VaultSecrets,
		names: &BTreeMap<ScopeId, String>,
	) -> Result<()> {
		let scopes = self.chain().all_scopes(patient, self.at()).await?;
		let named = |(number, id): (ScopeNumber, ScopeId)| Some((number, id, names.get(&id)?.clone()));
		let scopes: Vec<Named> =
			scopes.into_iter().map(|(number, view)| (number, view.scope.id)).filter_map(named).collect();
		if scopes.is_empty() {
			return Ok(());
		}
		let sealed = seal(self.chain().genesis(), *patient, vault, scopes)?;
		let note = self.former_note(patient, &keyring.patient_secrets())?;
		self.stores().envelopes().put_note(FOLDER, &note, Bytes::from(sealed)).await
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use salus_vault::root::Root;

	const GENESIS: GenesisHash = [1; 32];
	const PATIENT: PatientId = PatientId([2; 32]);

	fn vault(root: u8, generation: u16) -> VaultSecrets {
		Root::from_bytes([root; 32]).patient(0).vault(generation)
	}

	fn names() -> Vec<Named> {
		vec![(1, ScopeId([7; 16]), "labs".into()), (2, ScopeId([8; 16]), "sports".into())]
	}

	#[test]
	fn former_names_should_come_back_to_the_vault_that_kept_them_and_to_no_other() {
		let sealed = seal(GENESIS, PATIENT, &vault(3, 1), names()).unwrap();
		assert_eq!(open(GENESIS, PATIENT, &vault(3, 1), &sealed).unwrap(), names());
		for other in [vault(3, 0), vault(4, 1)] {
			assert!(open(GENESIS, PATIENT, &other, &sealed).is_err());
		}
		assert!(open([9; 32], PATIENT, &vault(3, 1), &sealed).is_err());
		assert!(open(GENESIS, PatientId([9; 32]), &vault(3, 1), &sealed).is_err());
	}

	#[test]
	fn names_that_somebody_else_put_there_should_be_refused() {
		// Anybody can seal to a public key; nobody but the vault signs.
		let (own, stranger) = (vault(3, 1), vault(4, 0));
		let context = EnvelopeContext::own(GENESIS, PATIENT);
		for (genesis, patient, signer) in
			[(GENESIS, PATIENT, &stranger), ([9; 32], PATIENT, &own), (GENESIS, PatientId([9; 32]), &own)]
		{
			let signature = signer.signer().sign(&message(&genesis, &patient, &names()));
			let plaintext = Labels { scopes: names(), signature }.plaintext();
			let forged = envelope::seal(&context, &own.public_key(), &plaintext).unwrap();
			let refused = open(GENESIS, PATIENT, &own, &forged).unwrap_err();
			assert_eq!(refused.kind(), crate::Kind::Integrity);
		}
	}

	#[test]
	fn message_should_never_be_taken_for_another() {
		let bytes = message(&GENESIS, &PATIENT, &[]);
		assert_eq!(bytes[0], 0);
		assert_eq!(usize::from(bytes[1]), TAG.len() << 2);
	}
}
