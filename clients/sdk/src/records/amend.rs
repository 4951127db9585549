//! New versions, refiling, and taking back.

use super::{
	ensure_not_erased,
	put::{filed, Author},
	AmendOrder, Filed, Progress, Refiled,
};
use crate::{
	chain::calls,
	openers::Opener,
	scopes::ScopeChoice,
	sealing::{ensure_own_key, Envelopes, Sealer},
	As, At, Client, Error, Keyring, Landed, Result,
};
use bytes::Bytes;
use salus_primitives::{
	consent::Item,
	ids::{PatientId, RecordIndex, INBOX},
	people::Actor,
	records::{Record, Refusal},
	text::RefileRecord,
};

/// Times that a record is sealed to a scope whose key moves on while it is being written.
const ROUNDS: usize = 4;

impl Client {
	/// Puts a new version in a record's place. It is filed where the old one is, or in the inbox while that
	/// scope waits for a rotation.
	///
	/// # Errors
	/// Of kind denied if the actor may not write there or is not of the author's organisation, of kind not
	/// found for an unknown record, of kind chain if it was superseded already.
	pub async fn amend_record(
		&self,
		keyring: &Keyring,
		order: &AmendOrder,
		progress: &dyn Progress,
	) -> Result<Filed> {
		let actor = self.actor(&keyring.account(), &order.patient, order.as_whom).await?;
		let record = self.chain().record(&order.patient, order.index, self.at()).await?;
		ensure_not_erased(order.index, &record)?;
		self.ensure_may_write(&order.patient, &actor, Item::Record(order.index), order.purpose).await?;
		let signer = self.signing_vault(keyring, &actor, &order.patient).await?.signer().clone();
		self.amend(keyring, order, &record, &Author::new(keyring, actor, signer), progress)
			.await
			.map(|(filed, _)| filed)
	}

	pub(super) async fn amend(
		&self,
		keyring: &Keyring,
		order: &AmendOrder,
		record: &Record,
		author: &Author,
		progress: &dyn Progress,
	) -> Result<(Filed, Landed)> {
		let AmendOrder { patient, index, purpose, file, .. } = order;
		let mut target = self.target(patient, record.pointer.scope, author).await?;
		progress.start(
			"encrypting and uploading",
			std::fs::metadata(&file.path).map_or(0, |metadata| metadata.len()),
		);
		let prepared = self.prepare(patient, file, &target, author, progress).await;
		progress.finish();
		let mut prepared = prepared?;
		let mut round = 1;
		loop {
			let call = calls::records::amend(patient, *index, &author.actor, *purpose, &prepared.pointer);
			let error = match self.chain().submit(&call, keyring.wallet(), self.wait()).await {
				Ok(landed) => {
					let version = landed.events.field("Records", "RecordAmended", "index")?;
					return Ok((filed(&prepared, version), landed));
				}
				Err(error) => error,
			};
			if moved_on(&error) && round < ROUNDS {
				round += 1;
				target = self.target(patient, record.pointer.scope, author).await?;
				self.retarget(&mut prepared, &target).await?;
				continue;
			}
			if self.left_nothing_pending(&error, round) {
				self.delete_orphans(&prepared.pointer).await;
			}
			return Err(match &error {
				Error::Dispatch(refusal) if refusal.is("Records", "Denied") => {
					self.refused(patient, author, Item::Record(*index), *purpose, Refusal::Denied).await
				}
				_ => error,
			});
		}
	}

	/// Moves a record from the inbox to a scope: what the author signed is sealed to the scope's key, file
	/// and authorship stay. By the patient.
	///
	/// # Errors
	/// Of kind not found for an unknown record or scope, of kind usage if it is not in the inbox or the scope
	/// waits for a rotation, of kind integrity if the envelope was altered or is not the author's.
	pub async fn refile_record(
		&self,
		keyring: &Keyring,
		index: RecordIndex,
		scope: &ScopeChoice,
	) -> Result<Refiled> {
		let sealer = Sealer::new(self, keyring).await?;
		let patient = sealer.patient;
		let record = self.chain().record(&patient, index, self.at()).await?;
		ensure_not_erased(index, &record)?;
		if record.pointer.scope != INBOX {
			return Err(Error::usage(format!(
				"record {index} is not in the inbox, but in scope {}",
				record.pointer.scope
			)));
		}
		let number = self.find_scope(Some(keyring), &patient, scope).await?.number;
		if number == INBOX {
			return Err(Error::usage("the record is in the inbox already"));
		}
		let mut opener = Opener::new(self, keyring, patient, &Actor::Patient, None, At::Best).await?;
		let sheet = opener.sheet(index, &record).await?;
		self.authorship(&sheet, &record, &patient, At::Best).await?;
		let place = opener.place(record.pointer.ciphertext);
		let mut round = 1;
		loop {
			let view = sealer.scope(number).await?;
			if view.rotation_due.is_some() {
				return Err(Error::usage(format!("scope {number} waits for a rotation; rotate it first")));
			}
			ensure_own_key(&keyring.patient_secrets(), number, &view.scope)?;
			let key = self.public_key(&view.scope.key).await?;
			let sealed = sheet.seal(&place, view.scope.id, view.scope.epoch, &key)?;
			let envelope = self.stores().envelopes().put(Bytes::from(sealed)).await?;
			let envelopes = Envelopes { uploaded: vec![envelope], superseded: vec![record.pointer.envelope] };
			let (genesis, epoch) = (sealer.genesis(), view.scope.epoch);
			let text = RefileRecord { genesis, patient, record: index, scope: number, epoch, envelope };
			let call = calls::records::refile(&patient, index, number, epoch, &envelope, &sealer.sign(&text));
			let outcome = self.chain().submit(&call, keyring.wallet(), self.wait()).await;
			match self.settle_records(&patient, envelopes, outcome).await {
				Ok(landed) => return Ok(Refiled { index, scope: number, envelope, landed }),
				Err(error) if moved_on(&error) && round < ROUNDS => round += 1,
				Err(error) => return Err(error),
			}
		}
	}

	/// Marks a record as entered in error: filed under the wrong patient, or otherwise never true. By its
	/// author, without any consent.
	///
	/// # Errors
	/// Of kind denied if the actor is not of the author's organisation, of kind not found for an unknown
	/// record.
	pub async fn mark_entered_in_error(
		&self,
		keyring: &Keyring,
		patient: &PatientId,
		index: RecordIndex,
		as_whom: Option<As>,
	) -> Result<Landed> {
		let actor = self.actor(&keyring.account(), patient, as_whom).await?;
		let call = calls::records::mark_entered_in_error(patient, index, &actor);
		self.chain().submit(&call, keyring.wallet(), self.wait()).await
	}
}

/// Whether the scope's key moved on, or the scope began to wait for a rotation, while the call was on its way.
fn moved_on(error: &Error) -> bool {
	let Error::Dispatch(refusal) = error else { return false };
	refusal.is("Records", "StaleEpoch") || refusal.is("Records", "RotationDue")
}
