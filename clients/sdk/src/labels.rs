//! Scope names for grantees.
//!
//! The chain knows scopes by opaque ids only, so a laboratory that may write to a patient's labs would have
//! to be told which scope that is. With each consent the patient leaves a note for the grantee in the
//! envelope store: the names of the scopes granted to it, signed by the patient's vault and sealed to the
//! grantee's. A grantee without vault keys gets none and names scopes by number or id.
//!
//! The note lies under `labels/<SHA-256("salus/v1/labels" ‖ genesis ‖ patient ‖ SCALE(grantee))>`; a new one
//! replaces it. It is an envelope of kind grant without scope, epoch or ciphertext. Its plaintext is the
//! SCALE encoding of [`Labels`], then zeros up to a multiple of 1,024 bytes; the vault signs
//! [`Note::message`], which begins with a zero byte as no signed text does.
//!
//! Who passes a consent on leaves such a note too, with another tag and its own party after the grantee, signed
//! by its own vault. It is believed only of scopes that a consent from that delegator names, and what the
//! patient calls a scope comes first.

use crate::{
	blinding::{Readers, Shown},
	client::parties,
	sealing::Sealer,
	AccountId, Client, Error, Keyring, Result,
};
use bytes::Bytes;
use codec::{Decode, Encode};
use salus_primitives::{
	consent::{Consent, Item},
	ids::{
		sha256, ConsentIndex, Digest, GenesisHash, PatientId, ScopeId, ScopeNumber, SigningKey,
		VaultSignature,
	},
	people::{Party, VaultOwner},
	view::ConsentView,
};
use salus_vault::{
	envelope::{self, EnvelopeContext, Kind, MAX_ENVELOPE_LEN},
	keys::normalise_scope_name,
	sign::{self, VaultSigner},
};
use std::collections::{BTreeMap, BTreeSet};

const FOLDER: &str = "labels";
const TAG: &[u8] = b"salus/v1/labels";
const DELEGATED_TAG: &[u8] = b"salus/v1/delegated-labels";
const PADDING: usize = 1_024;

/// The names of the scopes that one grantee was granted.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
pub struct Labels {
	/// Number, id and name of each.
	pub scopes: Vec<(ScopeNumber, ScopeId, String)>,
	/// The signature of the vault of whoever leaves them over [`Note::message`].
	pub signature: VaultSignature,
}

/// Who leaves names of a patient's scopes, and for whom.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Note {
	/// The chain.
	pub genesis: GenesisHash,
	/// Whose scopes.
	pub patient: PatientId,
	/// For whom.
	pub grantee: Party,
	/// Who passed a consent on; none for the patient's own note.
	pub by: Option<Party>,
}

impl Note {
	/// What the vault of the patient, or of who passes on, signs: a zero byte, the tag, genesis hash, patient, grantee,
	/// then who passes on if somebody does, and scopes, SCALE-encoded.
	pub fn message(&self, scopes: &[(ScopeNumber, ScopeId, String)]) -> Vec<u8> {
		let Self { genesis, patient, grantee, by } = self;
		match by {
			None => (0u8, TAG, genesis, patient, grantee, scopes).encode(),
			Some(by) => (0u8, DELEGATED_TAG, genesis, patient, grantee, by, scopes).encode(),
		}
	}

	/// Its name in the envelope store.
	fn name(&self) -> Digest {
		let Self { genesis, patient, grantee, by } = self;
		Digest(match by {
			None => sha256(&[TAG, genesis, &patient.0, &grantee.encode()]),
			Some(by) => sha256(&[DELEGATED_TAG, genesis, &patient.0, &grantee.encode(), &by.encode()]),
		})
	}

	/// Whose vault signs it.
	fn author(&self) -> VaultOwner {
		// Whoever passes something on is named.
		self.by.and_then(|by| by.vault_owner()).unwrap_or(VaultOwner::Patient(self.patient))
	}

	fn context(&self) -> EnvelopeContext {
		EnvelopeContext {
			kind: Kind::Grant,
			genesis: self.genesis,
			patient: self.patient,
			scope: None,
			epoch: None,
			ciphertext: None,
		}
	}
}

impl Labels {
	/// Signs names with the vault of whoever leaves them.
	pub fn sign(note: &Note, scopes: Vec<(ScopeNumber, ScopeId, String)>, signer: &VaultSigner) -> Self {
		let signature = signer.sign(&note.message(&scopes));
		Self { scopes, signature }
	}

	/// The padded plaintext.
	pub(crate) fn plaintext(&self) -> Vec<u8> {
		let mut bytes = self.encode();
		bytes.resize(bytes.len().next_multiple_of(PADDING), 0);
		bytes
	}

	/// Reads a plaintext and checks the signature.
	///
	/// # Errors
	/// Of kind integrity.
	fn read(note: &Note, signing: &SigningKey, bytes: &[u8]) -> Result<Self> {
		Self::read_signed(|scopes| note.message(scopes), signing, bytes)
	}

	/// Reads a plaintext, the signature of which is over what `message` makes of the names.
	///
	/// # Errors
	/// Of kind integrity.
	pub(crate) fn read_signed(
		message: impl FnOnce(&[(ScopeNumber, ScopeId, String)]) -> Vec<u8>,
		signing: &SigningKey,
		bytes: &[u8],
	) -> Result<Self> {
		let mut rest = bytes;
		let labels =
			Self::decode(&mut rest).map_err(|_| Error::integrity("the note of scope names is malformed"))?;
		if rest.iter().any(|byte| *byte != 0) {
			return Err(Error::integrity("the note of scope names is malformed"));
		}
		sign::verify(signing, &message(&labels.scopes), &labels.signature)?;
		// What is printed as a name must be one: no control characters, and no second way to write it.
		let is_name = |name: &str| normalise_scope_name(name).is_ok_and(|normal| normal == name);
		if !labels.scopes.iter().all(|(_, _, name)| is_name(name)) {
			return Err(Error::integrity("the note has what is no scope's name"));
		}
		Ok(labels)
	}
}

impl Client {
	/// Leaves the grantee the names of the scopes that its consents name; takes the note back if there are
	/// none.
	pub(crate) async fn publish_labels(
		&self,
		sealer: &Sealer<'_>,
		names: &BTreeMap<ScopeId, String>,
		consent: ConsentIndex,
		grantee: &Party,
	) -> Result<()> {
		let readers = match sealer.blinding() {
			Some(blinding) => self.readers_among(&blinding, [(consent, *grantee)].into_iter()).await?,
			None => Readers::new(),
		};
		let reader = readers.get(&consent).map_or(*grantee, |reader| reader.party);
		let note =
			Note { genesis: self.chain().genesis(), patient: sealer.patient, grantee: *grantee, by: None };
		self.leave_names(&note, &reader, names, sealer.vault.signer()).await
	}

	/// Leaves the grantee the names of the scopes that its consents from whoever leaves the note name, or all of its
	/// consents if that is the patient; takes the note back if there are none. It is sealed to `reader`, who is the grantee or
	/// behind that commitment.
	pub(crate) async fn leave_names(
		&self,
		note: &Note,
		reader: &Party,
		names: &BTreeMap<ScopeId, String>,
		signer: &VaultSigner,
	) -> Result<()> {
		let Note { patient, grantee, .. } = *note;
		let ids: BTreeMap<_, _> = self
			.chain()
			.all_scopes(&patient, self.at())
			.await?
			.into_iter()
			.map(|(number, view)| (number, view.scope.id))
			.collect();
		let now = self.chain().now(self.at()).await?;
		let consents = self.chain().all_consents(&patient, self.at()).await?;
		let granted: BTreeSet<ScopeNumber> = consents
			.iter()
			.filter(|(_, view)| view.consent.grantee == grantee && !view.consent.has_stopped(now))
			.filter(|(_, view)| note.by.is_none() || delegator(&consents, &view.consent) == note.by)
			.flat_map(|(_, view)| scopes_of(&view.consent))
			.collect();
		let scopes: Vec<_> = granted
			.into_iter()
			.filter_map(|number| {
				let id = ids.get(&number)?;
				Some((number, *id, names.get(id)?.clone()))
			})
			.collect();
		if scopes.is_empty() {
			return self.stores().envelopes().delete_note(FOLDER, &note.name()).await;
		}
		let recipient = match self.key_of(reader).await {
			Ok(recipient) => recipient,
			Err(error) if error.kind() == crate::Kind::Network => return Err(error),
			// Without a usable vault key there is nobody to seal to; the consent holds all the same.
			Err(error) => {
				tracing::info!(%error, "no scope names are left for the grantee");
				return Ok(());
			}
		};
		let labels = Labels::sign(note, scopes, signer);
		let sealed = envelope::seal(&note.context(), &recipient, &labels.plaintext())?;
		self.stores().envelopes().put_note(FOLDER, &note.name(), Bytes::from(sealed)).await
	}

	/// Leaves every grantee the names again, as after a rotation of the patient's vault, whose signature they
	/// carry.
	pub(crate) async fn publish_all_labels(
		&self,
		sealer: &Sealer<'_>,
		names: &BTreeMap<ScopeId, String>,
	) -> Result<()> {
		let consents = self.chain().all_consents(&sealer.patient, self.at()).await?;
		// Of several consents any tells who the grantee is.
		let grantees: BTreeMap<Party, ConsentIndex> = consents
			.iter()
			.filter(|(_, view)| view.live)
			.map(|(index, view)| (view.consent.grantee, *index))
			.collect();
		for (grantee, consent) in grantees {
			self.publish_labels(sealer, names, consent, &grantee).await?;
		}
		Ok(())
	}

	/// The names that the patient left for those whom the account stands for, and those that came with consents passed on
	/// to them.
	pub(crate) async fn received_labels(
		&self,
		keyring: &Keyring,
		account: &AccountId,
		patient: &PatientId,
	) -> Result<BTreeMap<ScopeId, String>> {
		let roles = self.chain().roles(account, self.at()).await?;
		let genesis = self.chain().genesis();
		let consents = self.chain().all_consents(patient, self.at()).await?;
		let (mut names, mut from_patient) = (BTreeMap::new(), BTreeMap::new());
		let represents = self.chain().representations(account, self.at()).await?;
		let represents = represents
			.into_iter()
			.filter(|(_, view)| view.representative.patient == *patient)
			.map(|(id, _)| Party::Representative(id));
		for grantee in parties(&roles).chain(represents) {
			let own: Vec<_> = consents.iter().filter(|(_, view)| view.consent.grantee == grantee).collect();
			let givers: BTreeSet<Option<Party>> = own
				.iter()
				.filter(|(_, view)| view.live && !view.excluded)
				.map(|(_, view)| delegator(&consents, &view.consent))
				.chain([None])
				.collect();
			for by in givers {
				let note = Note { genesis, patient: *patient, grantee, by };
				let labels = match self.read_labels(keyring, &note, &grantee).await {
					Ok(labels) => labels.scopes.into_iter(),
					Err(error) if error.kind() == crate::Kind::Network => return Err(error),
					Err(error) => {
						tracing::warn!(%error, "the scope names left with a consent are not used");
						continue;
					}
				};
				if by.is_none() {
					from_patient.extend(labels.map(|(_, id, name)| (id, name)));
					continue;
				}
				let scopes = self.chain().all_scopes(patient, self.at()).await?;
				let passed_on: BTreeSet<ScopeNumber> = own
					.iter()
					.filter(|(_, view)| delegator(&consents, &view.consent) == by)
					.flat_map(|(_, view)| scopes_of(&view.consent))
					.collect();
				let is_passed_on = |number: &ScopeNumber, id: &ScopeId| {
					passed_on.contains(number)
						&& scopes.iter().any(|(known, view)| known == number && view.scope.id == *id)
				};
				let labels = labels.filter(|(number, id, _)| is_passed_on(number, id));
				names.extend(labels.map(|(_, id, name)| (id, name)));
			}
		}
		Ok(patients_first(from_patient, names))
	}

	/// The names that the patient left for a blinded reader. A note that is not there or does not open is none: the scopes
	/// have their numbers.
	///
	/// # Errors
	/// Of kind network.
	pub(crate) async fn labels_shown(
		&self,
		keyring: &Keyring,
		patient: &PatientId,
		shown: &Shown,
	) -> Result<BTreeMap<ScopeId, String>> {
		let genesis = self.chain().genesis();
		let Some(grantee) = shown.reader.opening.blind(&shown.reader.party) else {
			return Ok(BTreeMap::new());
		};
		let note = Note { genesis, patient: *patient, grantee, by: None };
		match self.read_labels(keyring, &note, &shown.reader.party).await {
			Ok(labels) => Ok(labels.scopes.into_iter().map(|(_, id, name)| (id, name)).collect()),
			Err(error) if error.kind() == crate::Kind::Network => Err(error),
			Err(error) => {
				tracing::warn!(%error, "the scope names left with a consent are not used");
				Ok(BTreeMap::new())
			}
		}
	}

	async fn read_labels(&self, keyring: &Keyring, note: &Note, reader: &Party) -> Result<Labels> {
		let none = Labels { scopes: Vec::new(), signature: VaultSignature::default() };
		let place = note.name();
		let Some(sealed) = self.stores().envelopes().get_note(FOLDER, &place, MAX_ENVELOPE_LEN).await? else {
			return Ok(none);
		};
		let Some(author) = self.chain().vault(&note.author(), self.at()).await? else {
			return Ok(none);
		};
		let Some(owner) = reader.vault_owner() else { return Ok(none) };
		let Some(vault) = self.chain().vault(&owner, self.at()).await? else { return Ok(none) };
		// The note may have been sealed before the grantee rotated its vault.
		let mut refused = None;
		for generation in (0..=vault.generation).rev().take(8) {
			let key = keyring.vault(&owner, generation);
			match envelope::open(&note.context(), key.kem(), &sealed) {
				Ok(bytes) => return Labels::read(note, &author.keys.signing, &bytes),
				Err(error) => refused = Some(error),
			}
		}
		Err(refused.map_or_else(|| Error::NoKey("the note does not open".into()), Error::from))
	}
}

/// Who passed the consent on; none if the patient gave it.
fn delegator(consents: &[(ConsentIndex, ConsentView)], consent: &Consent) -> Option<Party> {
	let parent = consent.parent?;
	consents.iter().find(|(index, _)| *index == parent).map(|(_, view)| view.consent.grantee)
}

/// All names, but none of a delegator's that the patient has given to a scope.
fn patients_first(
	patients: BTreeMap<ScopeId, String>,
	mut delegators: BTreeMap<ScopeId, String>,
) -> BTreeMap<ScopeId, String> {
	delegators.retain(|_, name| !patients.values().any(|known| known == name));
	delegators.extend(patients);
	delegators
}

/// The scopes that a consent names.
fn scopes_of(consent: &Consent) -> impl Iterator<Item = ScopeNumber> + '_ {
	consent.items.iter().filter_map(|granted| match granted.item {
		Item::Scope(number) => Some(number),
		Item::Record(_) => None,
	})
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::Kind as ErrorKind;
	use salus_vault::root::Root;

	const LAB: Party = Party::Practitioner(4);
	const DOCTOR: Party = Party::Practitioner(5);
	const NOTE: Note = Note { genesis: [1; 32], patient: PatientId([2; 32]), grantee: LAB, by: None };

	fn labels() -> (Labels, SigningKey) {
		let vault = Root::from_bytes([5; 32]).patient(0).vault(0);
		let scopes = vec![(3, ScopeId([7; 16]), "labs".to_owned())];
		(Labels::sign(&NOTE, scopes, vault.signer()), vault.signer().public())
	}

	#[test]
	fn note_should_come_back_and_hide_how_many_names_it_has() {
		let (labels, signing) = labels();
		let bytes = labels.plaintext();
		assert_eq!(bytes.len(), PADDING);
		assert_eq!(Labels::read(&NOTE, &signing, &bytes).unwrap(), labels);
	}

	#[test]
	fn note_should_be_refused_when_it_was_made_for_another_or_by_another() {
		let (labels, signing) = labels();
		let bytes = labels.plaintext();
		let stranger = Root::from_bytes([6; 32]).patient(0).vault(0).signer().public();
		for refused in [
			Labels::read(&Note { genesis: [9; 32], ..NOTE }, &signing, &bytes),
			Labels::read(&Note { patient: PatientId([9; 32]), ..NOTE }, &signing, &bytes),
			Labels::read(&Note { grantee: DOCTOR, ..NOTE }, &signing, &bytes),
			Labels::read(&Note { by: Some(DOCTOR), ..NOTE }, &signing, &bytes),
			Labels::read(&NOTE, &stranger, &bytes),
		] {
			assert_eq!(refused.unwrap_err().kind(), ErrorKind::Integrity);
		}
	}

	#[test]
	fn delegators_name_should_give_way_where_the_patient_named_that_scope_or_used_that_name() {
		let id = |byte| ScopeId([byte; 16]);
		let names =
			|list: &[(u8, &str)]| list.iter().map(|(byte, name)| (id(*byte), (*name).into())).collect();
		let all = patients_first(
			names(&[(1, "labs"), (2, "imaging")]),
			names(&[(1, "imaging"), (2, "mine"), (3, "labs"), (4, "sports")]),
		);
		assert_eq!(all, names(&[(1, "labs"), (2, "imaging"), (4, "sports")]));
	}

	#[test]
	fn note_of_a_delegator_should_lie_apart_and_be_signed_by_its_own_vault() {
		let passed_on = Note { by: Some(DOCTOR), ..NOTE };
		let other = Note { by: Some(Party::Organisation(5)), ..NOTE };
		assert!(passed_on.name() != NOTE.name() && passed_on.name() != other.name());
		assert_eq!(NOTE.author(), VaultOwner::Patient(NOTE.patient));
		assert_eq!(passed_on.author(), VaultOwner::Practitioner(5));
		let vault = Root::from_bytes([7; 32]).holder(0).vault(0);
		let scopes = vec![(3, ScopeId([7; 16]), "labs".to_owned())];
		let bytes = Labels::sign(&passed_on, scopes, vault.signer()).plaintext();
		assert!(Labels::read(&passed_on, &vault.signer().public(), &bytes).is_ok());
		for note in [NOTE, other] {
			assert!(Labels::read(&note, &vault.signer().public(), &bytes).is_err());
		}
	}

	#[test]
	fn note_should_be_refused_when_a_name_points_elsewhere() {
		let (mut labels, signing) = labels();
		labels.scopes[0].0 = 8;
		assert!(Labels::read(&NOTE, &signing, &labels.plaintext()).is_err());
		let mut bytes = self::labels().0.plaintext();
		*bytes.last_mut().unwrap() = 1;
		assert!(Labels::read(&NOTE, &signing, &bytes).is_err());
	}

	#[test]
	fn note_should_be_refused_when_a_signed_name_is_none() {
		let vault = Root::from_bytes([5; 32]).patient(0).vault(0);
		for name in ["\u{1b}[2Jlabs", "labs\n", " labs", "Labs", "", "e\u{301}tude"] {
			let scopes = vec![(3, ScopeId([7; 16]), name.to_owned())];
			let labels = Labels::sign(&NOTE, scopes, vault.signer());
			let signing = vault.signer().public();
			let refused = Labels::read(&NOTE, &signing, &labels.plaintext()).unwrap_err();
			assert_eq!(refused.kind(), ErrorKind::Integrity, "{name:?}");
		}
	}

	#[test]
	fn message_should_never_be_taken_for_a_signed_text_or_a_records() {
		for note in [NOTE, Note { by: Some(DOCTOR), ..NOTE }] {
			let bytes = note.message(&[]);
			assert_eq!(bytes[0], 0);
			// A record's message begins with the length of its tag in two bytes.
			assert_ne!(bytes[1], b"salus/v1/record".len() as u8);
		}
	}
}
