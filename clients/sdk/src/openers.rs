//! Opening what one keyring may open of one patient.

use crate::{
	blinding::Shown,
	keyring::vault_owner,
	records::Authorship,
	sealing::{ensure_own, ChainKeys},
	words, At, Client, Error, Keyring, Result,
};
use bytes::Bytes;
use salus_primitives::{
	consent::{Item, Permissions, Seal},
	ids::{ConsentIndex, Digest, KeyEpoch, PatientId, ScopeId, ScopeNumber, SigningKey},
	people::{Actor, Party, VaultOwner},
	records::Record,
	view::{ConsentView, EpochKey, ScopeView},
};
use salus_vault::{
	envelope::MAX_ENVELOPE_LEN,
	grant::ScopeGrant,
	hybrid::SecretKey,
	record::{RecordPlace, RecordSheet},
};
use std::collections::{btree_map::Entry, BTreeMap};

/// Opens records' envelopes with what a keyring has, or was granted.
pub(crate) struct Opener<'a> {
	client: &'a Client,
	keyring: &'a Keyring,
	patient: PatientId,
	at: At,
	scopes: BTreeMap<ScopeNumber, ScopeView>,
	epochs: BTreeMap<ScopeNumber, Vec<EpochKey>>,
	keys: Keys,
	/// Epochs' keys that were checked against the chain.
	checked: BTreeMap<(ScopeNumber, KeyEpoch), SecretKey>,
}

enum Keys {
	/// The patient's own.
	Own(ChainKeys),
	/// Those of live consents.
	Granted {
		consents: Vec<(ConsentIndex, ConsentView)>,
		/// What was shown of a blinded one.
		shown: Option<Shown>,
		opened: BTreeMap<(ScopeNumber, ConsentIndex), ScopeGrant>,
	},
}

impl<'a> Opener<'a> {
	/// Opens as `actor`, who may show the opening of a blinded consent, with the chain as it is at `at`.
	pub(crate) async fn new(
		client: &'a Client,
		keyring: &'a Keyring,
		patient: PatientId,
		actor: &Actor,
		shown: Option<Shown>,
		at: At,
	) -> Result<Opener<'a>> {
		let at = client.chain().pin(at).await?;
		let scopes: BTreeMap<_, _> = client.chain().all_scopes(&patient, at).await?.into_iter().collect();
		let keys = if *actor == Actor::Patient {
			let secrets = keyring.patient_secrets();
			if let Err(refused) = ensure_own(&secrets, &scopes) {
				// After a hand-over, the names of old scopes are another root's and the vault is this one's: each key is held
				// against the chain anyway.
				let own = client.own_vault(keyring, &VaultOwner::Patient(patient)).await;
				own.map_err(|_| refused)?;
			}
			Keys::Own(ChainKeys::new(secrets))
		} else {
			let parties: Vec<Party> = actor.parties().collect();
			let mut consents = client.chain().all_consents(&patient, at).await?;
			consents.retain(|(index, view)| {
				view.live
					&& view.consent.permissions.contains(Permissions::READ)
					&& (parties.contains(&view.consent.grantee)
						|| shown.is_some_and(|shown| shown.consent == *index))
			});
			Keys::Granted { consents, shown, opened: BTreeMap::new() }
		};
		Ok(Self {
			client,
			keyring,
			patient,
			at,
			scopes,
			epochs: BTreeMap::new(),
			keys,
			checked: BTreeMap::new(),
		})
	}

	/// The scopes of the patient.
	pub(crate) fn scopes(&self) -> &BTreeMap<ScopeNumber, ScopeView> {
		&self.scopes
	}

	/// Where a record belongs.
	pub(crate) fn place(&self, ciphertext: Digest) -> RecordPlace {
		RecordPlace { genesis: self.client.chain().genesis(), patient: self.patient, ciphertext }
	}

	/// The record's sheet, whose signature is checked.
	///
	/// # Errors
	/// Of kind denied if no key at hand opens it, of kind not found if the envelope is gone, of kind
	/// integrity if it does not open with the key it should.
	pub(crate) async fn sheet(&mut self, index: u32, record: &Record) -> Result<RecordSheet> {
		let place = self.place(record.pointer.ciphertext);
		if let Some(sheet) = self.single_grant(index, &place).await? {
			return Ok(sheet);
		}
		let key = self.epoch_key(record.pointer.scope, record.pointer.epoch).await?;
		let envelope = self.envelope(&record.pointer.envelope).await?;
		let scope = self.scope_id(record.pointer.scope)?;
		Ok(RecordSheet::open(&place, scope, record.pointer.epoch, &key, &envelope)?)
	}

	async fn envelope(&self, digest: &Digest) -> Result<Bytes> {
		self.client.stores().envelopes().get(digest, MAX_ENVELOPE_LEN).await
	}

	async fn grant_envelope(&self, digest: &Digest) -> Result<Bytes> {
		self.client.stores().grants(&self.patient).get(digest, MAX_ENVELOPE_LEN).await
	}

	fn scope_id(&self, number: ScopeNumber) -> Result<ScopeId> {
		let view = self.scopes.get(&number);
		view.map(|view| view.scope.id)
			.ok_or_else(|| Error::not_found(format!("the patient has no scope {number}")))
	}

	/// The newest key version there is of those that an envelope up to `epoch` opens, with the digest that the chain names for
	/// it: keys ahead have none of their own yet.
	async fn newest_opened(&mut self, number: ScopeNumber, epoch: KeyEpoch) -> Result<(KeyEpoch, Digest)> {
		if let Some(view) = self.scopes.get(&number).filter(|view| epoch.opens(&view.scope.epoch)) {
			return Ok((view.scope.epoch, view.scope.key));
		}
		let known = self.versions(number).await?.iter().filter(|key| epoch.opens(&key.epoch));
		let newest = known.max_by_key(|key| key.epoch);
		newest
			.map(|key| (key.epoch, key.key))
			.ok_or_else(|| Error::not_found("the chain names no such key version of the scope"))
	}

	/// The digest that the chain names for a scope's key version.
	async fn on_chain(&mut self, number: ScopeNumber, epoch: KeyEpoch) -> Result<Digest> {
		if let Some(view) = self.scopes.get(&number).filter(|view| view.scope.epoch == epoch) {
			return Ok(view.scope.key);
		}
		let found = self.versions(number).await?.iter().find(|key| key.epoch == epoch);
		found
			.map(|key| key.key)
			.ok_or_else(|| Error::not_found("the chain names no such key version of the scope"))
	}

	/// All public keys of a scope.
	async fn versions(&mut self, number: ScopeNumber) -> Result<&[EpochKey]> {
		let keys = match self.epochs.entry(number) {
			Entry::Occupied(known) => known.into_mut(),
			Entry::Vacant(unknown) => {
				unknown.insert(self.client.chain().all_epoch_keys(&self.patient, number, self.at).await?)
			}
		};
		Ok(keys)
	}

	/// The key that opens a scope's envelopes of one version, if it has the digest that the chain names.
	async fn epoch_key(&mut self, number: ScopeNumber, epoch: KeyEpoch) -> Result<SecretKey> {
		if let Some(key) = self.checked.get(&(number, epoch)) {
			return Ok(key.clone());
		}
		let key = self.find_epoch_key(number, epoch).await?;
		self.checked.insert((number, epoch), key.clone());
		Ok(key)
	}

	async fn find_epoch_key(&mut self, number: ScopeNumber, epoch: KeyEpoch) -> Result<SecretKey> {
		let on_chain = self.on_chain(number, epoch).await?;
		let scope = self.scope_id(number)?;
		let newest = self
			.scopes
			.get(&number)
			.map(|view| view.scope.epoch)
			.filter(|newest| newest.generation == epoch.generation);
		if let Keys::Own(chain_keys) = &mut self.keys {
			// The newest first: older ones are then a few steps away.
			if let Some(newest) = newest {
				chain_keys.get(scope, newest)?;
			}
			let key = chain_keys.get(scope, epoch)?.epoch_seed().secret_key();
			if key.public_key().digest() != on_chain {
				return Err(Error::NoKey(format!(
					"the vault of this profile does not give the key that scope {number} had then: somebody else made it"
				)));
			}
			return Ok(key);
		}
		let mut refused = Error::NoKey(format!("no consent at hand holds a key of scope {number}"));
		for (consent, seal) in self.seals(Item::Scope(number)) {
			let opened = match self.open_grant(number, scope, consent, &seal).await {
				Ok(grant) => grant.epoch_key(epoch, &on_chain).map_err(Error::from),
				Err(error) => Err(error),
			};
			match opened {
				Ok(key) => return Ok(key),
				Err(error) => refused = error,
			}
		}
		Err(refused)
	}

	/// The seals of live consents for an item.
	fn seals(&self, item: Item) -> Vec<(ConsentIndex, Seal)> {
		match &self.keys {
			Keys::Own(_) => Vec::new(),
			Keys::Granted { consents, .. } => consents
				.iter()
				.flat_map(|(index, view)| {
					view.seals
						.iter()
						.filter(move |(sealed, _)| *sealed == item)
						.map(|(_, seal)| (*index, *seal))
				})
				.collect(),
		}
	}

	/// The secret key that a consent's envelope is sealed to.
	async fn recipient(&self, consent: ConsentIndex, seal: &Seal) -> Result<SecretKey> {
		let Keys::Granted { consents, shown, .. } = &self.keys else {
			return Err(Error::NoKey("the patient's own keys open no grant".into()));
		};
		let grantee =
			consents.iter().find(|(index, _)| *index == consent).map(|(_, view)| view.consent.grantee);
		let grantee = grantee.ok_or_else(|| Error::not_found(format!("there is no consent {consent}")))?;
		let reader = shown.filter(|shown| shown.consent == consent).map(|shown| shown.reader);
		let holder = reader.map_or(grantee, |reader| reader.party);
		let owner = holder.vault_owner().ok_or_else(|| {
			Error::NoKey(format!("consent {consent} is to a blinded reader, whose opening was not shown"))
		})?;
		let vault = self.client.chain().vault(&owner, self.at).await?;
		let near = vault.map_or(0, |vault| vault.generation);
		let is_sealed_to = |kem: &Digest| match reader {
			Some(reader) => reader.opening.blind_key(kem) == seal.sealed_to,
			None => *kem == seal.sealed_to,
		};
		let vault = self.keyring.vault_that(&owner, near, is_sealed_to).map_err(|_| {
			let holder = words::party(&holder);
			Error::NoKey(format!(
				"consent {consent} is sealed to the vault of {holder}, which this profile does not have"
			))
		})?;
		Ok(vault.kem().clone())
	}

	/// What a consent's envelope for a scope holds; it must yield the digest that the chain names.
	pub(crate) async fn open_grant(
		&mut self,
		number: ScopeNumber,
		scope: ScopeId,
		consent: ConsentIndex,
		seal: &Seal,
	) -> Result<ScopeGrant> {
		if let Keys::Granted { opened, .. } = &self.keys {
			if let Some(grant) = opened.get(&(number, consent)) {
				return Ok(grant.clone());
			}
		}
		let key = self.recipient(consent, seal).await?;
		let (known, on_chain) = self.newest_opened(number, seal.epoch).await?;
		let envelope = self.grant_envelope(&seal.envelope).await?;
		let (genesis, known) = (self.client.chain().genesis(), (known, &on_chain));
		let grant = ScopeGrant::open_ahead(genesis, self.patient, scope, seal.epoch, known, &key, &envelope)?;
		if let Keys::Granted { opened, .. } = &mut self.keys {
			opened.insert((number, consent), grant.clone());
		}
		Ok(grant)
	}

	/// The sheet from a grant of this record alone, if there is one that a key at hand opens.
	async fn single_grant(&mut self, index: u32, place: &RecordPlace) -> Result<Option<RecordSheet>> {
		for (consent, seal) in self.seals(Item::Record(index)) {
			let key = match self.recipient(consent, &seal).await {
				Ok(key) => key,
				// Granted to the reader's organisation, say, whose vault is not at hand: another consent may do.
				Err(Error::NoKey(_)) => continue,
				Err(error) => return Err(error),
			};
			let envelope = self.grant_envelope(&seal.envelope).await?;
			return Ok(Some(RecordSheet::open_grant(place, &key, &envelope)?));
		}
		Ok(None)
	}
}

/// Whether a sheet was written in the name that the chain has for the record, and signed with `key`, which is
/// the author's of the moment the record was registered.
///
/// # Errors
/// Of kind integrity for another name or another key.
pub(crate) fn authorship(
	sheet: &RecordSheet,
	record: &Record,
	key: Option<&SigningKey>,
) -> Result<Authorship> {
	if sheet.facts().author != record.author {
		return Err(Error::integrity("the record was signed in another name than the chain has for it"));
	}
	match key {
		None => Ok(Authorship::Uncheckable),
		Some(key) if sheet.is_by(&record.author, key) => Ok(Authorship::Verified),
		Some(_) => Err(Error::integrity(
			"the record was not signed with the key that its author's vault had when it was registered",
		)),
	}
}

impl Client {
	/// Checks that a sheet was written in the name that the chain has for the record, with the key that the
	/// author's vault had when the record was registered.
	///
	/// # Errors
	/// Of kind integrity for another name or another key, of kind network.
	pub(crate) async fn authorship(
		&self,
		sheet: &RecordSheet,
		record: &Record,
		patient: &PatientId,
		at: At,
	) -> Result<Authorship> {
		let owner = vault_owner(&record.author, patient);
		let key = self.chain().signing_key(&owner, record.registered_at, at).await?;
		authorship(sheet, record, key.as_ref())
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::Kind;
	use salus_primitives::records::{NewRecord, RecordStatus, SizeClass};
	use salus_vault::{file::FileKey, record::RecordFacts, root::Root, sign::VaultSigner};

	const AUTHOR: Actor = Actor::Practitioner { practitioner: 7, organisation: 1 };

	fn signer(generation: u16) -> VaultSigner {
		Root::from_bytes([5; 32]).holder(0).vault(generation).signer().clone()
	}

	fn sheet(author: Actor, signer: &VaultSigner) -> RecordSheet {
		let place =
			RecordPlace { genesis: [1; 32], patient: PatientId([2; 32]), ciphertext: Digest([4; 32]) };
		let facts = RecordFacts {
			plaintext: Digest([5; 32]),
			length: 1,
			media_type: "text/plain".into(),
			resource_type: String::new(),
			code: String::new(),
			clinical_time: None,
			author,
		};
		RecordSheet::sign(&place, FileKey::new([8; 16]), facts, signer).unwrap()
	}

	fn record() -> Record {
		let pointer = NewRecord {
			ciphertext: Digest([4; 32]),
			envelope: Digest([6; 32]),
			size: SizeClass::for_len(1).unwrap(),
			scope: 1,
			epoch: KeyEpoch::default(),
		};
		let status = RecordStatus::Final { superseded_by: None };
		Record { pointer, author: AUTHOR, registered_at: 5, supersedes: None, status }
	}

	#[test]
	fn authorship_should_be_verified_when_the_key_is_that_of_the_records_day() {
		let (first, second) = (signer(0), signer(1));
		for signer in [&first, &second] {
			let sheet = sheet(AUTHOR, signer);
			let key = signer.public();
			assert_eq!(authorship(&sheet, &record(), Some(&key)).unwrap(), Authorship::Verified);
		}
	}

	#[test]
	fn authorship_should_be_refused_when_another_key_signed() {
		let thief = Root::from_bytes([6; 32]).holder(0).vault(0).signer().clone();
		for signer in [thief, signer(0)] {
			let forged = sheet(AUTHOR, &signer);
			let refused = authorship(&forged, &record(), Some(&self::signer(1).public())).unwrap_err();
			assert_eq!(refused.kind(), Kind::Integrity);
		}
	}

	#[test]
	fn authorship_should_be_refused_when_the_name_is_another_whatever_the_key() {
		let signer = signer(0);
		let forged = sheet(Actor::Practitioner { practitioner: 8, organisation: 1 }, &signer);
		for key in [None, Some(signer.public())] {
			let refused = authorship(&forged, &record(), key.as_ref()).unwrap_err();
			assert_eq!(refused.kind(), Kind::Integrity);
		}
	}

	#[test]
	fn authorship_should_not_pass_for_verified_when_the_chain_has_no_key_of_that_day() {
		let sheet = sheet(AUTHOR, &signer(0));
		assert_eq!(authorship(&sheet, &record(), None).unwrap(), Authorship::Uncheckable);
	}
}
