//! Erasing for good: the pointer on chain first, then the file and every envelope that carries its key.
//!
//! The chain forgets the digests of what it erases, so they are written down before: an [`Erasure`] is what is left
//! to delete. Whoever keeps it can go on after an interruption. Nothing is deleted before the erasure is final, and
//! nothing that another record or consent of the patient names.

use crate::{
	chain::calls,
	sealing::Sealer,
	stores::{Store, Stored},
	texts::hex_hash,
	words, As, At, Client, Error, Keyring, Landed, Result,
};
use salus_primitives::{
	consent::Item,
	dispute::Dispute,
	ids::{ConsentIndex, Digest, GenesisHash, PatientId, RecordIndex},
	records::{NewRecord, Record},
	text::EraseRecord,
	view::{ConsentView, DisputeView},
};
use salus_vault::hybrid::PUBLIC_KEY_LEN;
use serde::{Deserialize, Serialize};
use std::{
	collections::{BTreeMap, BTreeSet},
	time::Duration,
};

/// How long an envelope may lie in the store before the transaction that names it lands.
const LANDING_TIME: Duration = Duration::from_secs(60 * 60);

/// What is to be deleted of a record that is erased; it has no secrets.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Erasure {
	/// Hash of block 0 of the chain.
	#[serde(with = "hex_hash")]
	pub genesis: GenesisHash,
	/// Whose record.
	pub patient: PatientId,
	/// Which.
	pub index: RecordIndex,
	/// The ciphertext that it was said of.
	pub ciphertext: Digest,
	/// The block that erased it, as long as the state before it was not asked for what else it named.
	pub erased_in: Option<Digest>,
	/// What is left in the stores, as far as is known.
	pub objects: BTreeSet<StoredObject>,
}

/// An object in one of the stores.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum StoredObject {
	/// An encrypted file.
	Blob(Digest),
	/// An envelope of a record.
	Envelope(Digest),
	/// An envelope of a consent for a single record.
	GrantEnvelope(Digest),
	/// An envelope with what was said in a dispute of it.
	DisputeEnvelope(Digest),
}

impl StoredObject {
	/// Its name.
	pub fn digest(&self) -> &Digest {
		match self {
			Self::Blob(digest)
			| Self::Envelope(digest)
			| Self::GrantEnvelope(digest)
			| Self::DisputeEnvelope(digest) => digest,
		}
	}
}

impl std::fmt::Display for StoredObject {
	fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
		match self {
			Self::Blob(digest) => write!(f, "file {digest}"),
			Self::Envelope(digest) => write!(f, "envelope {digest}"),
			Self::GrantEnvelope(digest) => write!(f, "envelope {digest} of a consent"),
			Self::DisputeEnvelope(digest) => write!(f, "envelope {digest} of a dispute"),
		}
	}
}

/// An object that was not deleted.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Undeleted {
	/// The object.
	pub object: StoredObject,
	/// Why.
	pub why: String,
}

/// What became of the objects of an erased record.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Deletion {
	/// Those that are gone.
	pub deleted: Vec<StoredObject>,
	/// Those that stay, because something else needs them.
	pub kept: Vec<Undeleted>,
	/// Those that a store did not delete; the [`Erasure`] still has them.
	pub failed: Vec<Undeleted>,
	/// Why the state before the erasure could not be asked what else it named.
	pub unread: Option<String>,
	/// Why the store could not be asked for envelopes of consents that the chain names no more.
	pub unlisted: Option<String>,
}

impl Deletion {
	/// Whether nothing is left to do.
	pub fn is_complete(&self) -> bool {
		self.failed.is_empty() && self.unread.is_none()
	}
}

/// What the chain names of a patient, and as what.
type Named = BTreeMap<StoredObject, Item>;

/// What records, consents and disputes name, but for the record that is erased.
fn named_but_for(
	index: RecordIndex,
	records: &[(RecordIndex, Record)],
	consents: &[(ConsentIndex, ConsentView)],
	disputes: &[(RecordIndex, DisputeView)],
) -> Named {
	let records = records
		.iter()
		.filter(|(other, record)| *other != index && !record.status.is_erased())
		.flat_map(|(other, record)| of_pointer(&record.pointer).map(|object| (object, Item::Record(*other))));
	let grants = consents
		.iter()
		.flat_map(|(_, view)| view.seals.iter())
		.filter(|(item, _)| *item != Item::Record(index))
		.map(|(item, seal)| (StoredObject::GrantEnvelope(seal.envelope), *item));
	let disputes = disputes.iter().filter(|(other, _)| *other != index).flat_map(|(other, view)| {
		of_dispute(&view.dispute).map(|object| (object, Item::Record(*other))).collect::<Vec<_>>()
	});
	records.chain(grants).chain(disputes).collect()
}

fn of_dispute(dispute: &Dispute) -> impl Iterator<Item = StoredObject> {
	dispute.envelopes().map(StoredObject::DisputeEnvelope)
}

fn of_pointer(pointer: &NewRecord) -> [StoredObject; 2] {
	[StoredObject::Blob(pointer.ciphertext), StoredObject::Envelope(pointer.envelope)]
}

/// The objects that carry the record, its file key, or what was said against it.
fn objects_of(
	index: RecordIndex,
	record: &Record,
	consents: &[(ConsentIndex, ConsentView)],
	dispute: Option<&DisputeView>,
) -> BTreeSet<StoredObject> {
	let grants = consents
		.iter()
		.flat_map(|(_, view)| view.seals.iter())
		.filter(|(item, _)| *item == Item::Record(index))
		.map(|(_, seal)| StoredObject::GrantEnvelope(seal.envelope));
	let dispute = dispute.into_iter().flat_map(|view| of_dispute(&view.dispute));
	of_pointer(&record.pointer).into_iter().chain(grants).chain(dispute).collect()
}

/// That there is nothing to do with a record, if it was erased.
///
/// # Errors
/// Of kind not found.
pub(crate) fn ensure_not_erased(index: RecordIndex, record: &Record) -> Result<()> {
	if record.status.is_erased() {
		return Err(Error::not_found(format!("record {index} was erased")));
	}
	Ok(())
}

impl Client {
	/// Writes down what there is to delete of a record. By the patient; nothing is erased yet.
	///
	/// # Errors
	/// Of kind not found for an unknown record and one that was erased, of kind denied if the vault is another.
	pub async fn prepare_erasure(&self, keyring: &Keyring, index: RecordIndex) -> Result<Erasure> {
		let sealer = Sealer::new(self, keyring).await?;
		let (patient, at) = (sealer.patient, self.chain().pin(At::Best).await?);
		let record = self.chain().record(&patient, index, at).await?;
		ensure_not_erased(index, &record)?;
		let consents = self.chain().all_consents(&patient, at).await?;
		let dispute = self.chain().dispute(&patient, index, at).await?;
		Ok(Erasure {
			genesis: sealer.genesis(),
			patient,
			index,
			ciphertext: record.pointer.ciphertext,
			erased_in: None,
			objects: objects_of(index, &record, &consents, dispute.as_ref()),
		})
	}

	/// Erases a record on chain, and waits until that is final, whatever else is waited for. By the patient, whose
	/// vault signs it. The stores are left to [`Self::delete_erased`]; keep the erasure before and after this.
	///
	/// # Errors
	/// Of kind denied if the account does not control the patient or the vault is another, of kind usage for an
	/// erasure of another chain, of kind not found for an unknown record, of kind chain if it was erased already.
	pub async fn erase(&self, keyring: &Keyring, erasure: &mut Erasure) -> Result<Landed> {
		self.ensure_of_this_chain(erasure)?;
		let sealer = Sealer::new(self, keyring).await?;
		let Erasure { genesis, patient, index: record, ciphertext, .. } = *erasure;
		if sealer.patient != patient {
			return Err(Error::NoKey(format!("the account does not control patient {patient}")));
		}
		let text = EraseRecord { genesis, patient, record, ciphertext };
		let call = calls::records::erase(&patient, record, &sealer.sign(&text));
		let landed = self.chain().submit(&call, keyring.wallet(), self.wait()).await?;
		let landed = self.chain().wait_for_finality(landed).await?;
		erasure.erased_in = Some(Digest(landed.block));
		Ok(landed)
	}

	/// Deletes from the stores what an erased record has left there, and takes what is gone off the erasure.
	/// Can be repeated until [`Deletion::is_complete`]. Needs no key.
	///
	/// # Errors
	/// Of kind chain if no finalised block says that the record is erased: then nothing is deleted. Of kind usage
	/// for an erasure of another chain, of kind network. That an object cannot be deleted is said of the object.
	pub async fn delete_erased(&self, erasure: &mut Erasure) -> Result<Deletion> {
		self.ensure_of_this_chain(erasure)?;
		let (patient, index) = (erasure.patient, erasure.index);
		let read = |at| async move { Ok(self.chain().record(&patient, index, at).await?.status.is_erased()) };
		if !self.chain().settled(read).await? {
			return Err(Error::Chain(format!("record {index} is not erased; nothing was deleted")));
		}
		let finalised = self.chain().pin(At::Finalised).await?;
		let mut deletion = Deletion {
			unread: self.complete(erasure).await.err().map(|e| e.to_string()),
			..Deletion::default()
		};
		// What the best block names counts too: it will be final.
		let mut named = Named::new();
		for at in [finalised, self.chain().pin(At::Best).await?] {
			let records = self.chain().all_records(&patient, at).await?;
			let consents = self.chain().all_consents(&patient, at).await?;
			let disputes = self.chain().all_disputes(&patient, at).await?;
			named.extend(named_but_for(index, &records, &consents, &disputes));
		}
		for object in erasure.objects.clone() {
			let kept = |why: String| Undeleted { object, why };
			if let Some(item) = named.get(&object) {
				deletion.kept.push(kept(format!("{} has it too", words::item(item))));
			} else {
				match delete(&self.store_of(&patient, &object), &object).await {
					Ok(true) => deletion.deleted.push(object),
					Ok(false) => deletion.kept.push(kept("it is a public key, which others need".into())),
					Err(error) => {
						deletion.failed.push(kept(error.to_string()));
						continue;
					}
				}
			}
			erasure.objects.remove(&object);
		}
		match self.forgotten_grants(&patient, &named).await {
			Ok(forgotten) => {
				let store = self.stores().grants(&patient);
				for object in forgotten {
					match delete(&store, &object).await {
						Ok(_) => deletion.deleted.push(object),
						Err(error) => deletion.failed.push(Undeleted { object, why: error.to_string() }),
					}
				}
			}
			Err(error) => deletion.unlisted = Some(error.to_string()),
		}
		Ok(deletion)
	}

	/// Envelopes of consents of the patient that nothing on chain names: of consents which a wallet alone revoked, or
	/// which made room for others. Any of them may carry the key of a record that is erased. What was written lately may
	/// belong to a transaction that has not landed.
	async fn forgotten_grants(&self, patient: &PatientId, named: &Named) -> Result<Vec<StoredObject>> {
		let stored = self.stores().grants(patient).older_than(LANDING_TIME).await?;
		let objects = stored.into_iter().map(StoredObject::GrantEnvelope);
		Ok(objects.filter(|object| !named.contains_key(object)).collect())
	}

	/// Adds what the state before the erasure named besides: another device may have refiled or granted meanwhile.
	async fn complete(&self, erasure: &mut Erasure) -> Result<()> {
		let Some(block) = erasure.erased_in else { return Ok(()) };
		let before = self.chain().parent(At::Block(block.0)).await?;
		let record = self.chain().record(&erasure.patient, erasure.index, before).await?;
		if !record.status.is_erased() {
			let consents = self.chain().all_consents(&erasure.patient, before).await?;
			let dispute = self.chain().dispute(&erasure.patient, erasure.index, before).await?;
			erasure.objects.extend(objects_of(erasure.index, &record, &consents, dispute.as_ref()));
		}
		erasure.erased_in = None;
		Ok(())
	}

	/// Objects of an erasure that still lie in the stores.
	///
	/// # Errors
	/// Of kind network.
	pub async fn left_of(&self, erasure: &Erasure) -> Result<Vec<StoredObject>> {
		let mut left = Vec::new();
		for object in &erasure.objects {
			if self.store_of(&erasure.patient, object).exists(object.digest()).await? {
				left.push(*object);
			}
		}
		Ok(left)
	}

	/// Asks the patient to erase a record. By its author, or a practitioner of the author's organisation.
	///
	/// # Errors
	/// Of kind denied if the actor is neither, of kind not found for an unknown record, of kind chain if it is
	/// erased or proposed already.
	pub async fn propose_erasure(
		&self,
		keyring: &Keyring,
		patient: &PatientId,
		index: RecordIndex,
		as_whom: Option<As>,
	) -> Result<Landed> {
		let actor = self.actor(&keyring.account(), patient, as_whom).await?;
		let call = calls::records::propose_erasure(patient, index, &actor);
		self.chain().submit(&call, keyring.wallet(), self.wait()).await
	}

	/// Turns down what an author asked for. By the patient; the wallet is enough.
	///
	/// # Errors
	/// Of kind not found if the account controls no patient, or nobody asked.
	pub async fn decline_erasure(&self, keyring: &Keyring, index: RecordIndex) -> Result<Landed> {
		let patient = self.own_patient(&keyring.account()).await?;
		let call = calls::records::decline_erasure(&patient, index);
		self.chain().submit(&call, keyring.wallet(), self.wait()).await
	}

	fn ensure_of_this_chain(&self, erasure: &Erasure) -> Result<()> {
		if erasure.genesis != self.chain().genesis() {
			return Err(Error::usage("what is to be erased is of another chain"));
		}
		Ok(())
	}

	fn store_of(&self, patient: &PatientId, object: &StoredObject) -> Store {
		match object {
			StoredObject::Blob(_) => self.stores().blobs().clone(),
			StoredObject::Envelope(_) => self.stores().envelopes().clone(),
			StoredObject::GrantEnvelope(_) => self.stores().grants(patient),
			StoredObject::DisputeEnvelope(_) => self.stores().disputes(patient),
		}
	}
}

/// Whether the object is gone. Writers name files of their own choice on chain, and the blob store has public keys
/// besides: one of those is left alone.
async fn delete(store: &Store, object: &StoredObject) -> Result<bool> {
	if let StoredObject::Blob(digest) = object {
		// No file is as short: the smallest is padded to 16 KiB.
		if store.check(digest, PUBLIC_KEY_LEN as u64).await? == Stored::Sound {
			return Ok(false);
		}
	}
	store.delete(object.digest()).await?;
	Ok(true)
}

#[cfg(test)]
mod tests {
	use super::*;
	use salus_primitives::{
		consent::{Consent, ConsentItem, Permissions, Reach, Seal},
		dispute::{DisputeState, SealedText},
		ids::KeyEpoch,
		people::{Actor, Party},
		purpose::Purpose,
		records::{RecordStatus, SizeClass},
		BoundedVec,
	};

	fn digest(byte: u8) -> Digest {
		Digest([byte; 32])
	}

	fn record(ciphertext: u8, envelope: u8) -> Record {
		let pointer = NewRecord {
			ciphertext: digest(ciphertext),
			envelope: digest(envelope),
			size: SizeClass::SMALLEST,
			scope: 1,
			epoch: KeyEpoch::default(),
		};
		let status = RecordStatus::Final { superseded_by: None };
		Record { pointer, author: Actor::Patient, registered_at: 5, supersedes: None, status }
	}

	fn consent(seals: &[(Item, u8)]) -> ConsentView {
		let items = vec![ConsentItem { item: Item::Scope(1), from_epoch: KeyEpoch::default() }];
		let consent = Consent {
			grantee: Party::Practitioner(2),
			items: BoundedVec::try_from(items).unwrap(),
			permissions: Permissions::READ,
			purposes: Purpose::Treatment.into(),
			from: 0,
			until: None,
			reach: Reach::AllHistory,
			parent: None,
			organisation: 1,
			text: digest(0),
			policy_version: 1,
			granted_at: 0,
			revoked_at: None,
		};
		let seal = |envelope| Seal {
			envelope: digest(envelope),
			sealed_to: digest(0),
			epoch: KeyEpoch::default(),
			lineage: 0,
		};
		let seals = seals.iter().map(|(item, envelope)| (*item, seal(*envelope))).collect();
		ConsentView { consent, seals, live: true, excluded: false, given_by: None }
	}

	/// A refused dispute with these envelopes of contest and reason.
	fn refused(contest: u8, reason: u8) -> DisputeView {
		let text = |envelope| SealedText { commitment: Default::default(), envelope: digest(envelope) };
		let author = Actor::Organisation(2);
		let mut dispute = Dispute::open(author, text(contest), Party::Organisation(2), 6, 1);
		dispute.state = DisputeState::Refused { actor: author, reason: text(reason), at: 7 };
		DisputeView { dispute, overdue: false }
	}

	#[test]
	fn objects_should_be_the_file_and_all_that_carries_its_key() {
		let consents = [
			(0, consent(&[(Item::Record(3), 10), (Item::Record(4), 11)])),
			(1, consent(&[(Item::Scope(3), 12)])),
		];
		let found = objects_of(3, &record(1, 2), &consents, Some(&refused(20, 21)));
		let expected = [
			StoredObject::Blob(digest(1)),
			StoredObject::Envelope(digest(2)),
			StoredObject::GrantEnvelope(digest(10)),
			StoredObject::DisputeEnvelope(digest(20)),
			StoredObject::DisputeEnvelope(digest(21)),
		];
		assert_eq!(found, expected.into());
	}

	#[test]
	fn what_another_record_or_consent_names_should_stay() {
		let records = [(3, record(1, 2)), (4, record(1, 5)), (6, record(7, 8).tombstone())];
		let consents = [(0, consent(&[(Item::Record(3), 10), (Item::Record(4), 11), (Item::Scope(1), 12)]))];
		let disputes = [(3, refused(20, 21)), (4, refused(20, 22))];
		let named = named_but_for(3, &records, &consents, &disputes);
		let expected = [
			(StoredObject::Blob(digest(1)), Item::Record(4)),
			(StoredObject::Envelope(digest(5)), Item::Record(4)),
			(StoredObject::GrantEnvelope(digest(11)), Item::Record(4)),
			(StoredObject::GrantEnvelope(digest(12)), Item::Scope(1)),
			(StoredObject::DisputeEnvelope(digest(20)), Item::Record(4)),
			(StoredObject::DisputeEnvelope(digest(22)), Item::Record(4)),
		];
		assert_eq!(named, expected.into());
	}

	#[tokio::test]
	async fn file_should_go_and_a_public_key_under_its_name_should_stay() {
		let folder = tempfile::tempdir().unwrap();
		let place = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
		let stores = crate::Stores::open(&place("blobs"), &place("envelopes")).unwrap();
		let blobs = stores.blobs();
		let file = blobs.put(vec![7; 16 * 1024].into()).await.unwrap();
		let key = blobs.put(vec![7; PUBLIC_KEY_LEN].into()).await.unwrap();
		assert!(delete(blobs, &StoredObject::Blob(file)).await.unwrap());
		assert!(delete(blobs, &StoredObject::Blob(file)).await.unwrap(), "gone is gone");
		assert!(!delete(blobs, &StoredObject::Blob(key)).await.unwrap());
		assert!(!blobs.exists(&file).await.unwrap() && blobs.exists(&key).await.unwrap());
		// An envelope is as short as a key, and none lies in that store.
		let envelope = stores.envelopes().put(vec![7; PUBLIC_KEY_LEN].into()).await.unwrap();
		assert!(delete(stores.envelopes(), &StoredObject::Envelope(envelope)).await.unwrap());
		assert!(!stores.envelopes().exists(&envelope).await.unwrap());
	}

	#[test]
	fn erasure_should_be_the_same_when_it_is_read_again() {
		let erasure = Erasure {
			genesis: [1; 32],
			patient: PatientId([2; 32]),
			index: 3,
			ciphertext: digest(4),
			erased_in: Some(digest(5)),
			objects: [StoredObject::Blob(digest(4)), StoredObject::GrantEnvelope(digest(6))].into(),
		};
		let json = serde_json::to_string(&erasure).unwrap();
		assert_eq!(serde_json::from_str::<Erasure>(&json).unwrap(), erasure);
		assert!(serde_json::from_str::<Erasure>(&json.replace("index", "record")).is_err());
	}

	#[test]
	fn erased_record_should_be_not_found_in_words_that_say_so() {
		assert!(ensure_not_erased(3, &record(1, 2)).is_ok());
		let refused = ensure_not_erased(3, &record(1, 2).tombstone()).unwrap_err();
		assert_eq!(refused.kind(), crate::Kind::NotFound);
		assert!(refused.to_string().contains("record 3 was erased"), "{refused}");
	}
}
