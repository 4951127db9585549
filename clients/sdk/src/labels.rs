//! Scope names for grantees.
//!
//! The chain knows scopes by opaque ids only, so a laboratory that may write to a patient's labs would have
//! to be told which scope that is. With each consent the patient leaves a note for the grantee in the
//! envelope store: the names of the scopes granted to it, signed by the patient's vault and sealed to the
//! grantee's. A grantee without vault keys gets none and names scopes by number or id.
//!
//! The note lies under `labels/<SHA-256("salus/v1/labels" ‖ genesis ‖ patient ‖ SCALE(grantee))>`; a new one
//! replaces it. It is an envelope of kind grant without scope, epoch or ciphertext. Its plaintext is the
//! SCALE encoding of [`Labels`], then zeros up to a multiple of 1,024 bytes; the vault signs [`message`],
//! which begins with a zero byte as no signed text does.

use crate::{client::parties, sealing::Sealer, AccountId, Client, Error, Keyring, Result};
use bytes::Bytes;
use codec::{Decode, Encode};
use salus_primitives::{
	consent::Item,
	ids::{Digest, GenesisHash, PatientId, ScopeId, ScopeNumber, SigningKey, VaultSignature},
	people::{Party, VaultOwner},
};
use salus_vault::{
	envelope::{self, EnvelopeContext, Kind, MAX_ENVELOPE_LEN},
	keys::normalise_scope_name,
	sign::{self, VaultSigner},
};
use std::collections::{BTreeMap, BTreeSet};

const FOLDER: &str = "labels";
const TAG: &[u8] = b"salus/v1/labels";
const PADDING: usize = 1_024;

/// The names of the scopes that one grantee was granted.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
pub struct Labels {
	/// Number, id and name of each.
	pub scopes: Vec<(ScopeNumber, ScopeId, String)>,
	/// The signature of the patient's vault over [`message`].
	pub signature: VaultSignature,
}

/// What the patient's vault signs: a zero byte, the tag, genesis hash, patient, grantee and scopes,
/// SCALE-encoded.
pub fn message(
	genesis: &GenesisHash,
	patient: &PatientId,
	grantee: &Party,
	scopes: &[(ScopeNumber, ScopeId, String)],
) -> Vec<u8> {
	(0u8, TAG, genesis, patient, grantee, scopes).encode()
}

impl Labels {
	/// Signs names with the patient's vault.
	pub fn sign(
		genesis: &GenesisHash,
		patient: &PatientId,
		grantee: &Party,
		scopes: Vec<(ScopeNumber, ScopeId, String)>,
		signer: &VaultSigner,
	) -> Self {
		let signature = signer.sign(&message(genesis, patient, grantee, &scopes));
		Self { scopes, signature }
	}

	/// The padded plaintext.
	fn plaintext(&self) -> Vec<u8> {
		let mut bytes = self.encode();
		bytes.resize(bytes.len().next_multiple_of(PADDING), 0);
		bytes
	}

	/// Reads a plaintext and checks the signature.
	///
	/// # Errors
	/// Of kind integrity.
	fn read(
		genesis: &GenesisHash,
		patient: &PatientId,
		grantee: &Party,
		signing: &SigningKey,
		bytes: &[u8],
	) -> Result<Self> {
		let mut rest = bytes;
		let labels =
			Self::decode(&mut rest).map_err(|_| Error::integrity("the note of scope names is malformed"))?;
		if rest.iter().any(|byte| *byte != 0) {
			return Err(Error::integrity("the note of scope names is malformed"));
		}
		sign::verify(signing, &message(genesis, patient, grantee, &labels.scopes), &labels.signature)?;
		// What is printed as a name must be one: no control characters, and no second way to write it.
		let is_name = |name: &str| normalise_scope_name(name).is_ok_and(|normal| normal == name);
		if !labels.scopes.iter().all(|(_, _, name)| is_name(name)) {
			return Err(Error::integrity("the note has what is no scope's name"));
		}
		Ok(labels)
	}
}

/// The note's name in the envelope store.
fn name(genesis: &GenesisHash, patient: &PatientId, grantee: &Party) -> Digest {
	Digest(salus_primitives::ids::sha256(&[TAG, genesis, &patient.0, &grantee.encode()]))
}

fn context(genesis: GenesisHash, patient: PatientId) -> EnvelopeContext {
	EnvelopeContext { kind: Kind::Grant, genesis, patient, scope: None, epoch: None, ciphertext: None }
}

impl Client {
	/// Leaves the grantee the names of the scopes that its consents name; takes the note back if there are
	/// none.
	pub(crate) async fn publish_labels(
		&self,
		sealer: &Sealer<'_>,
		names: &BTreeMap<ScopeId, String>,
		grantee: &Party,
	) -> Result<()> {
		let (genesis, patient) = (self.chain().genesis(), sealer.patient);
		let ids: BTreeMap<_, _> = self
			.chain()
			.all_scopes(&patient, self.at())
			.await?
			.into_iter()
			.map(|(number, view)| (number, view.scope.id))
			.collect();
		let now = self.chain().now(self.at()).await?;
		let granted: BTreeSet<ScopeNumber> = self
			.chain()
			.all_consents(&patient, self.at())
			.await?
			.iter()
			.filter(|(_, view)| view.consent.grantee == *grantee && !view.consent.has_stopped(now))
			.flat_map(|(_, view)| view.consent.items.iter())
			.filter_map(|granted| match granted.item {
				Item::Scope(number) => Some(number),
				Item::Record(_) => None,
			})
			.collect();
		let scopes: Vec<_> = granted
			.into_iter()
			.filter_map(|number| {
				let id = ids.get(&number)?;
				Some((number, *id, names.get(id)?.clone()))
			})
			.collect();
		let note = name(&genesis, &patient, grantee);
		if scopes.is_empty() {
			return self.stores().envelopes().delete_note(FOLDER, &note).await;
		}
		let recipient = match sealer.recipient(grantee).await {
			Ok(recipient) => recipient,
			Err(error) if error.kind() == crate::Kind::Network => return Err(error),
			// Without a usable vault key there is nobody to seal to; the consent holds all the same.
			Err(error) => {
				tracing::info!(%error, "no scope names are left for the grantee");
				return Ok(());
			}
		};
		let labels = Labels::sign(&genesis, &patient, grantee, scopes, sealer.vault.signer());
		let sealed = envelope::seal(&context(genesis, patient), &recipient, &labels.plaintext())?;
		self.stores().envelopes().put_note(FOLDER, &note, Bytes::from(sealed)).await
	}

	/// Leaves every grantee the names again, as after a rotation of the patient's vault, whose signature they
	/// carry.
	pub(crate) async fn publish_all_labels(
		&self,
		sealer: &Sealer<'_>,
		names: &BTreeMap<ScopeId, String>,
	) -> Result<()> {
		let consents = self.chain().all_consents(&sealer.patient, self.at()).await?;
		let grantees: BTreeSet<Party> =
			consents.iter().filter(|(_, view)| view.live).map(|(_, view)| view.consent.grantee).collect();
		for grantee in grantees {
			self.publish_labels(sealer, names, &grantee).await?;
		}
		Ok(())
	}

	/// The names that the patient left for those whom the account stands for.
	pub(crate) async fn received_labels(
		&self,
		keyring: &Keyring,
		account: &AccountId,
		patient: &PatientId,
	) -> Result<BTreeMap<ScopeId, String>> {
		let roles = self.chain().roles(account, self.at()).await?;
		let mut names = BTreeMap::new();
		for party in parties(&roles) {
			match self.read_labels(keyring, patient, &party).await {
				Ok(labels) => names.extend(labels.scopes.into_iter().map(|(_, id, name)| (id, name))),
				Err(error) if error.kind() == crate::Kind::Network => return Err(error),
				Err(error) => tracing::warn!(%error, "the scope names left by the patient are not used"),
			}
		}
		Ok(names)
	}

	async fn read_labels(&self, keyring: &Keyring, patient: &PatientId, grantee: &Party) -> Result<Labels> {
		let genesis = self.chain().genesis();
		let none = Labels { scopes: Vec::new(), signature: VaultSignature::default() };
		let note = name(&genesis, patient, grantee);
		let Some(sealed) = self.stores().envelopes().get_note(FOLDER, &note, MAX_ENVELOPE_LEN).await? else {
			return Ok(none);
		};
		let Some(author) = self.chain().vault(&VaultOwner::Patient(*patient), self.at()).await? else {
			return Ok(none);
		};
		let owner = VaultOwner::from(*grantee);
		let Some(vault) = self.chain().vault(&owner, self.at()).await? else { return Ok(none) };
		// The note may have been sealed before the grantee rotated its vault.
		let mut refused = None;
		for generation in (0..=vault.generation).rev().take(8) {
			let key = keyring.vault(&owner, generation);
			match envelope::open(&context(genesis, *patient), key.kem(), &sealed) {
				Ok(bytes) => return Labels::read(&genesis, patient, grantee, &author.keys.signing, &bytes),
				Err(error) => refused = Some(error),
			}
		}
		Err(refused.map_or_else(|| Error::NoKey("the note does not open".into()), Error::from))
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::Kind as ErrorKind;
	use salus_vault::root::Root;

	const GENESIS: GenesisHash = [1; 32];
	const PATIENT: PatientId = PatientId([2; 32]);
	const LAB: Party = Party::Practitioner(4);

	fn labels() -> (Labels, SigningKey) {
		let vault = Root::from_bytes([5; 32]).patient(0).vault(0);
		let scopes = vec![(3, ScopeId([7; 16]), "labs".to_owned())];
		(Labels::sign(&GENESIS, &PATIENT, &LAB, scopes, vault.signer()), vault.signer().public())
	}

	#[test]
	fn note_should_come_back_and_hide_how_many_names_it_has() {
		let (labels, signing) = labels();
		let bytes = labels.plaintext();
		assert_eq!(bytes.len(), PADDING);
		assert_eq!(Labels::read(&GENESIS, &PATIENT, &LAB, &signing, &bytes).unwrap(), labels);
	}

	#[test]
	fn note_should_be_refused_when_it_was_made_for_another_or_by_another() {
		let (labels, signing) = labels();
		let bytes = labels.plaintext();
		let other = Party::Practitioner(5);
		let stranger = Root::from_bytes([6; 32]).patient(0).vault(0).signer().public();
		for refused in [
			Labels::read(&[9; 32], &PATIENT, &LAB, &signing, &bytes),
			Labels::read(&GENESIS, &PatientId([9; 32]), &LAB, &signing, &bytes),
			Labels::read(&GENESIS, &PATIENT, &other, &signing, &bytes),
			Labels::read(&GENESIS, &PATIENT, &LAB, &stranger, &bytes),
		] {
			assert_eq!(refused.unwrap_err().kind(), ErrorKind::Integrity);
		}
	}

	#[test]
	fn note_should_be_refused_when_a_name_points_elsewhere() {
		let (mut labels, signing) = labels();
		labels.scopes[0].0 = 8;
		assert!(Labels::read(&GENESIS, &PATIENT, &LAB, &signing, &labels.plaintext()).is_err());
		let mut bytes = self::labels().0.plaintext();
		*bytes.last_mut().unwrap() = 1;
		assert!(Labels::read(&GENESIS, &PATIENT, &LAB, &signing, &bytes).is_err());
	}

	#[test]
	fn note_should_be_refused_when_a_signed_name_is_none() {
		let vault = Root::from_bytes([5; 32]).patient(0).vault(0);
		for name in ["\u{1b}[2Jlabs", "labs\n", " labs", "Labs", "", "e\u{301}tude"] {
			let scopes = vec![(3, ScopeId([7; 16]), name.to_owned())];
			let labels = Labels::sign(&GENESIS, &PATIENT, &LAB, scopes, vault.signer());
			let signing = vault.signer().public();
			let refused = Labels::read(&GENESIS, &PATIENT, &LAB, &signing, &labels.plaintext()).unwrap_err();
			assert_eq!(refused.kind(), ErrorKind::Integrity, "{name:?}");
		}
	}

	#[test]
	fn message_should_never_be_taken_for_a_signed_text_or_a_records() {
		let bytes = message(&GENESIS, &PATIENT, &LAB, &[]);
		assert_eq!(bytes[0], 0);
		// A record's message begins with the length of its tag in two bytes.
		assert_ne!(bytes[1], b"salus/v1/record".len() as u8);
	}
}
