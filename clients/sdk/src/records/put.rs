//! Writing.

use super::{Filed, NewFile, Progress, PutOrder};
use crate::{
	access::Question, chain::calls, sealing::ensure_own_key, words, Client, Error, Keyring, Result, Wait,
};
use bytes::Bytes;
use futures::{stream, StreamExt};
use salus_primitives::{
	access::Action,
	consent::Item,
	ids::{Digest, KeyEpoch, PatientId, RecordIndex, ScopeId, ScopeNumber, INBOX},
	limits::MaxRecordsPerBatch,
	people::Actor,
	purpose::Purpose,
	records::{NewRecord, Refusal, SizeClass},
	view::Asker,
	BoundedVec,
};
use salus_vault::{
	file::encrypt,
	hybrid::PublicKey,
	keys::PatientSecrets,
	record::{RecordFacts, RecordPlace, RecordSheet},
	sign::VaultSigner,
};
use std::path::PathBuf;

/// Files that are encrypted and uploaded at the same time.
const AT_ONCE: usize = 4;
/// Times that a record is sealed to a scope whose key moves on while it is being written.
const ROUNDS: usize = 4;

/// Where a record is sealed to.
#[derive(Clone)]
pub(super) struct Target {
	number: ScopeNumber,
	scope: ScopeId,
	epoch: KeyEpoch,
	key: PublicKey,
	redirected: bool,
}

/// In whose name a record is written, and who signs it.
pub(super) struct Author {
	pub(super) actor: Actor,
	pub(super) signer: VaultSigner,
	/// What the patient's own keys derive from, if it writes itself: nothing is sealed to another's.
	secrets: Option<PatientSecrets>,
}

impl Author {
	pub(super) fn new(keyring: &Keyring, actor: Actor, signer: VaultSigner) -> Self {
		let secrets = (actor == Actor::Patient).then(|| keyring.patient_secrets());
		Self { actor, signer, secrets }
	}
}

/// A record whose file and envelope are in the stores.
pub(super) struct Prepared {
	pub(super) path: PathBuf,
	place: RecordPlace,
	sheet: RecordSheet,
	pub(super) pointer: NewRecord,
	pub(super) redirected: bool,
}

/// A batch, file by file.
type Batch = Vec<Result<Prepared>>;

impl Client {
	/// Puts files into a scope: each becomes a record, or has an error of its own, in order.
	///
	/// # Errors
	/// For all: of kind denied with the reasons if the access decision denies writing or the vault is
	/// another's, of kind not found for an unknown scope, of kind usage if no vault keys are registered.
	pub async fn put_records(
		&self,
		keyring: &Keyring,
		order: &PutOrder,
		progress: &dyn Progress,
	) -> Result<Vec<Result<Filed>>> {
		let actor = self.actor(&keyring.account(), &order.patient, order.as_whom).await?;
		let scope = match self.find_scope(Some(keyring), &order.patient, &order.scope).await {
			Ok(entry) => entry.number,
			Err(error) => {
				// Whoever may write anywhere may write to the inbox; to others the scope's name is not the point.
				self.ensure_may_write(&order.patient, &actor, Item::Scope(INBOX), order.purpose).await?;
				return Err(error);
			}
		};
		self.ensure_may_write(&order.patient, &actor, Item::Scope(scope), order.purpose).await?;
		let signer = self.signing_vault(keyring, &actor, &order.patient).await?.signer().clone();
		let author = Author::new(keyring, actor, signer);

		progress.start("encrypting and uploading", order.files.iter().map(padded_size).sum());
		let results = self.put_in_batches(keyring, order, scope, &author, progress).await;
		progress.finish();
		Ok(results)
	}

	/// Prepares each batch while the one before is being registered.
	async fn put_in_batches(
		&self,
		keyring: &Keyring,
		order: &PutOrder,
		scope: ScopeNumber,
		author: &Author,
		progress: &dyn Progress,
	) -> Vec<Result<Filed>> {
		let size = BoundedVec::<NewRecord, MaxRecordsPerBatch>::bound();
		let mut files = order.files.chunks(size);
		let mut waiting: Option<Batch> = None;
		let mut results: Vec<Result<Filed>> = Vec::with_capacity(order.files.len());
		loop {
			let next = files.next();
			let register = async {
				match waiting.take() {
					Some(batch) => self.register_batch(keyring, order, scope, author, batch).await,
					None => Vec::new(),
				}
			};
			let prepare = async {
				match next {
					Some(files) => {
						Some(self.prepare_batch(&order.patient, scope, author, files, progress).await)
					}
					None => None,
				}
			};
			let (registered, prepared) = futures::join!(register, prepare);
			let hopeless = hopeless(&registered).map(Error::repeated);
			results.extend(registered);
			match (prepared, hopeless) {
				(None, _) => return results,
				(Some(batch), None) => waiting = Some(batch),
				(Some(batch), Some(error)) => {
					for prepared in batch.iter().flatten() {
						self.delete_orphans(&prepared.pointer).await;
					}
					let left = order.files.len().saturating_sub(results.len());
					results.extend((0..left).map(|_| Err(error.repeated())));
					return results;
				}
			}
		}
	}

	async fn prepare_batch(
		&self,
		patient: &PatientId,
		scope: ScopeNumber,
		author: &Author,
		files: &[NewFile],
		progress: &dyn Progress,
	) -> Batch {
		let target = match self.target(patient, scope, author).await {
			Ok(target) => target,
			Err(error) => return files.iter().map(|_| Err(error.repeated())).collect(),
		};
		let target = &target;
		stream::iter(files)
			.map(|file| self.prepare(patient, file, target, author, progress))
			.buffered(AT_ONCE)
			.collect()
			.await
	}

	/// Where to seal a record for a scope: its key, or the inbox's while it waits for a rotation.
	///
	/// # Errors
	/// Of kind integrity if the patient writes and the scope's key is not its own.
	pub(super) async fn target(
		&self,
		patient: &PatientId,
		wanted: ScopeNumber,
		author: &Author,
	) -> Result<Target> {
		let mut number = wanted;
		let mut view = self.settled_scope(patient, number).await?;
		if view.rotation_due.is_some() && number != INBOX {
			number = INBOX;
			view = self.settled_scope(patient, number).await?;
		}
		if let Some(secrets) = &author.secrets {
			ensure_own_key(secrets, number, &view.scope)?;
		}
		let key = self.public_key(&view.scope.key).await?;
		Ok(Target {
			number,
			scope: view.scope.id,
			epoch: view.scope.epoch,
			key,
			redirected: number != wanted,
		})
	}

	/// Encrypts and uploads a file, and its envelope.
	pub(super) async fn prepare(
		&self,
		patient: &PatientId,
		file: &NewFile,
		target: &Target,
		author: &Author,
		progress: &dyn Progress,
	) -> Result<Prepared> {
		let path = file.path.clone();
		let encrypted = tokio::task::spawn_blocking(move || -> Result<_> {
			let failed = |error| Error::file(&path, error);
			let source = std::fs::File::open(&path).map_err(failed)?;
			// The ciphertext only; the content itself is written nowhere else.
			let mut sink = tempfile::NamedTempFile::new().map_err(failed)?;
			let encrypted = encrypt(source, std::io::BufWriter::new(&mut sink))?;
			Ok((encrypted, sink))
		});
		let (encrypted, ciphertext) =
			encrypted.await.map_err(|error| Error::usage(format!("the encryption stopped: {error}")))??;
		let place = RecordPlace {
			genesis: self.chain().genesis(),
			patient: *patient,
			ciphertext: encrypted.ciphertext,
		};
		let facts = RecordFacts {
			plaintext: encrypted.plaintext,
			length: encrypted.length,
			media_type: file.media_type.clone(),
			resource_type: file.resource_type.clone(),
			code: file.code.clone(),
			clinical_time: file.clinical_time,
			author: author.actor,
		};
		let sheet = RecordSheet::sign(&place, encrypted.file_key.clone(), facts, &author.signer)?;
		self.stores().blobs().put_file(ciphertext.path(), &encrypted.ciphertext, progress).await?;
		let envelope = match self.put_envelope(&sheet, &place, target).await {
			Ok(envelope) => envelope,
			Err(error) => {
				self.delete_blob(&encrypted.ciphertext).await;
				return Err(error);
			}
		};
		Ok(Prepared {
			path: file.path.clone(),
			place,
			sheet,
			pointer: NewRecord {
				ciphertext: encrypted.ciphertext,
				envelope,
				size: encrypted.size,
				scope: target.number,
				epoch: target.epoch,
			},
			redirected: target.redirected,
		})
	}

	async fn put_envelope(
		&self,
		sheet: &RecordSheet,
		place: &RecordPlace,
		target: &Target,
	) -> Result<Digest> {
		let envelope = sheet.seal(place, target.scope, target.epoch, &target.key)?;
		self.stores().envelopes().put(Bytes::from(envelope)).await
	}

	/// Seals a record that was prepared for another key or scope anew.
	pub(super) async fn retarget(&self, prepared: &mut Prepared, target: &Target) -> Result<()> {
		let envelope = self.put_envelope(&prepared.sheet, &prepared.place, target).await?;
		if self.wait() == Wait::Finalised {
			self.delete_envelope(&prepared.pointer.envelope).await;
		}
		prepared.pointer =
			NewRecord { envelope, scope: target.number, epoch: target.epoch, ..prepared.pointer };
		prepared.redirected = target.redirected;
		Ok(())
	}

	/// Registers a batch. Records whose scope moved on meanwhile are sealed anew and tried again; those
	/// refused for good leave nothing behind.
	async fn register_batch(
		&self,
		keyring: &Keyring,
		order: &PutOrder,
		scope: ScopeNumber,
		author: &Author,
		batch: Batch,
	) -> Vec<Result<Filed>> {
		let mut answers: Vec<Option<Result<Filed>>> = Vec::with_capacity(batch.len());
		let mut pending: Vec<(usize, Prepared)> = Vec::with_capacity(batch.len());
		for (position, prepared) in batch.into_iter().enumerate() {
			match prepared {
				Ok(prepared) => {
					answers.push(None);
					pending.push((position, prepared));
				}
				Err(error) => answers.push(Some(Err(error))),
			}
		}
		let mut answer = |position: usize, result: Result<Filed>| {
			if let Some(slot) = answers.get_mut(position) {
				*slot = Some(result);
			}
		};
		for round in 1..=ROUNDS {
			if pending.is_empty() {
				break;
			}
			let results = match self.register_once(keyring, order, author, &pending).await {
				Ok(results) => results,
				Err(error) => {
					for (position, prepared) in pending.drain(..) {
						if self.left_nothing_pending(&error, round) {
							self.delete_orphans(&prepared.pointer).await;
						}
						answer(position, Err(error.repeated()));
					}
					break;
				}
			};
			let mut again = Vec::new();
			for ((position, prepared), result) in std::mem::take(&mut pending).into_iter().zip(results) {
				match result {
					Ok(index) => answer(position, Ok(filed(&prepared, index))),
					Err(Refusal::StaleEpoch | Refusal::RotationDue) if round < ROUNDS => {
						again.push((position, prepared))
					}
					Err(refusal) => {
						self.delete_refused(&prepared.pointer).await;
						let item = Item::Scope(prepared.pointer.scope);
						answer(
							position,
							Err(self.refused(&order.patient, author, item, order.purpose, refusal).await),
						);
					}
				}
			}
			if again.is_empty() {
				break;
			}
			match self.target(&order.patient, scope, author).await {
				Ok(target) => {
					for (position, mut prepared) in again {
						match self.retarget(&mut prepared, &target).await {
							Ok(()) => pending.push((position, prepared)),
							Err(error) => {
								self.delete_refused(&prepared.pointer).await;
								answer(position, Err(error));
							}
						}
					}
				}
				Err(error) => {
					for (position, prepared) in again {
						self.delete_refused(&prepared.pointer).await;
						answer(position, Err(error.repeated()));
					}
				}
			}
		}
		answers
			.into_iter()
			.map(|answer| {
				answer.unwrap_or_else(|| Err(Error::Chain("the chain gave no answer for this record".into())))
			})
			.collect()
	}

	async fn register_once(
		&self,
		keyring: &Keyring,
		order: &PutOrder,
		author: &Author,
		pending: &[(usize, Prepared)],
	) -> Result<Vec<Result<RecordIndex, Refusal>>> {
		if let [(_, only)] = pending {
			// Goes before batches where the chain is busy.
			let call = calls::records::register(&order.patient, &author.actor, order.purpose, &only.pointer);
			return match self.chain().submit(&call, keyring.wallet(), self.wait()).await {
				Ok(landed) => Ok(vec![Ok(landed.events.field("Records", "RecordRegistered", "index")?)]),
				Err(error) => refusal_in(&error).map(|refusal| vec![Err(refusal)]).ok_or(error),
			};
		}
		let records: Vec<NewRecord> = pending.iter().map(|(_, prepared)| prepared.pointer).collect();
		let expected = records.len();
		let records = BoundedVec::<_, MaxRecordsPerBatch>::try_from(records)
			.map_err(|_| Error::Chain("more records than one call registers".into()))?;
		let call = calls::records::register_batch(&order.patient, &author.actor, order.purpose, &records);
		let landed = self.chain().submit(&call, keyring.wallet(), self.wait()).await?;
		let results: Vec<Result<RecordIndex, Refusal>> =
			landed.events.field("Records", "BatchRegistered", "results")?;
		if results.len() != expected {
			return Err(Error::Chain("the chain answered for another number of records".into()));
		}
		Ok(results)
	}

	/// `Ok` if the access decision allows writing now, else its reasons.
	pub(super) async fn ensure_may_write(
		&self,
		patient: &PatientId,
		actor: &Actor,
		item: Item,
		purpose: Purpose,
	) -> Result<()> {
		let question = Question {
			patient: *patient,
			asker: Asker::Actor(*actor),
			action: Action::Write,
			item,
			purpose,
			at: None,
		};
		Error::unless_allowed(self.check_access(&question).await?).map(drop)
	}

	/// A refusal as an error, with the reasons where access was denied.
	pub(super) async fn refused(
		&self,
		patient: &PatientId,
		author: &Author,
		item: Item,
		purpose: Purpose,
		refusal: Refusal,
	) -> Error {
		match refusal {
			Refusal::Denied => match self.ensure_may_write(patient, &author.actor, item, purpose).await {
				Err(error @ Error::Denied(_)) => error,
				_ => Error::NoKey(words::refusal(refusal).into()),
			},
			Refusal::ScopeNotFound => Error::not_found(words::refusal(refusal)),
			other => Error::Chain(words::refusal(other).into()),
		}
	}

	/// Whether an error in this round means that no transaction with the record's file is or will be carried
	/// out. What failed in an earlier round counts only if its block is final.
	pub(super) fn left_nothing_pending(&self, error: &Error, round: usize) -> bool {
		error.is_final_refusal(self.wait()) && (round == 1 || self.wait() == Wait::Finalised)
	}

	/// Deletes file and envelope of a record that the chain refused, if the block that did is final.
	async fn delete_refused(&self, pointer: &NewRecord) {
		if self.wait() == Wait::Finalised {
			self.delete_orphans(pointer).await;
		}
	}

	/// Deletes file and envelope of a record that is not on chain, or for good no longer the newest.
	pub(super) async fn delete_orphans(&self, pointer: &NewRecord) {
		self.delete_blob(&pointer.ciphertext).await;
		self.delete_envelope(&pointer.envelope).await;
	}

	pub(super) async fn delete_blob(&self, digest: &Digest) {
		if let Err(error) = self.stores().blobs().delete(digest).await {
			tracing::warn!(%error, %digest, "a file of no use is left in the store");
		}
	}

	pub(super) async fn delete_envelope(&self, digest: &Digest) {
		if let Err(error) = self.stores().envelopes().delete(digest).await {
			tracing::warn!(%error, %digest, "an envelope of no use is left in the store");
		}
	}
}

pub(super) fn filed(prepared: &Prepared, index: RecordIndex) -> Filed {
	Filed {
		path: prepared.path.clone(),
		index,
		ciphertext: prepared.pointer.ciphertext,
		envelope: prepared.pointer.envelope,
		scope: prepared.pointer.scope,
		redirected: prepared.redirected,
	}
}

/// The refusal of a single record that a failed call stands for.
fn refusal_in(error: &Error) -> Option<Refusal> {
	let Error::Dispatch(refusal) = error else { return None };
	[
		("Denied", Refusal::Denied),
		("ScopeNotFound", Refusal::ScopeNotFound),
		("StaleEpoch", Refusal::StaleEpoch),
		("RotationDue", Refusal::RotationDue),
		("InvalidSize", Refusal::InvalidSize),
		("TooManyRecords", Refusal::TooManyRecords),
	]
	.into_iter()
	.find(|(name, _)| refusal.is("Records", name))
	.map(|(_, refusal)| refusal)
}

/// The error for which going on with further batches makes no sense: all of this one failed alike.
fn hopeless(registered: &[Result<Filed>]) -> Option<&Error> {
	let mut first = None;
	for result in registered {
		match result {
			Err(error)
				if matches!(
					error.kind(),
					crate::Kind::Network | crate::Kind::Denied | crate::Kind::Chain
				) =>
			{
				first = first.or(Some(error));
			}
			_ => return None,
		}
	}
	first
}

/// Bytes that will be uploaded for a file, nearly; nothing for one that cannot be read.
fn padded_size(file: &NewFile) -> u64 {
	let length = std::fs::metadata(&file.path).map_or(0, |metadata| metadata.len());
	SizeClass::for_len(length).and_then(SizeClass::padded_len).unwrap_or(length)
}

#[cfg(test)]
mod tests {
	use super::*;

	fn filed() -> Filed {
		Filed {
			path: "a".into(),
			index: 1,
			ciphertext: Digest::default(),
			envelope: Digest::default(),
			scope: 0,
			redirected: false,
		}
	}

	#[test]
	fn failed_call_should_stand_for_the_refusal_of_its_record() {
		use crate::chain::refusal::DispatchRefusal;
		let failed = |pallet: &str, name: &str| {
			let docs = String::new();
			Error::Dispatch(DispatchRefusal { pallet: Some(pallet.into()), name: name.into(), docs })
		};
		assert_eq!(refusal_in(&failed("Records", "StaleEpoch")), Some(Refusal::StaleEpoch));
		assert_eq!(refusal_in(&failed("Consent", "StaleEpoch")), None);
		assert_eq!(refusal_in(&failed("Records", "NotHead")), None);
		assert_eq!(refusal_in(&Error::usage("StaleEpoch")), None);
	}

	#[test]
	fn putting_should_stop_only_when_a_whole_batch_failed_for_no_fault_of_its_files() {
		let denied = || Err(Error::Denied(Vec::new()));
		assert!(hopeless(&[]).is_none());
		assert!(hopeless(&[denied(), denied()]).is_some());
		assert!(hopeless(&[denied(), Ok(filed())]).is_none());
		assert!(hopeless(&[denied(), Err(Error::usage("unreadable"))]).is_none());
	}
}
