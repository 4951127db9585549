//! New files under new keys for what a scope has.

use super::{put::Author, AmendOrder, GetOrder, NewFile};
use crate::{words, As, Client, Error, Keyring, Landed, Result};
use salus_primitives::{
	ids::{PatientId, RecordIndex, ScopeNumber},
	people::Actor,
	purpose::Purpose,
	records::Record,
};
use serde::Serialize;

/// A record that was replaced by itself under a new key.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Replacement {
	/// The version whose file and envelope were deleted.
	pub old: RecordIndex,
	/// The version that took its place.
	pub new: RecordIndex,
}

/// A record that keeps its file and key.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Kept {
	/// The record.
	pub index: RecordIndex,
	/// Why.
	pub why: String,
}

impl Client {
	pub(crate) async fn reencrypt_records(
		&self,
		keyring: &Keyring,
		patient: &PatientId,
		scope: ScopeNumber,
	) -> Result<(Vec<Replacement>, Vec<Kept>)> {
		let signer = self.signing_vault(keyring, &Actor::Patient, patient).await?.signer().clone();
		let author = Author::new(keyring, Actor::Patient, signer);
		let (mut replaced, mut kept, mut useless) = (Vec::new(), Vec::new(), Vec::new());
		for (index, record) in self.chain().all_records(patient, self.at()).await? {
			if record.pointer.scope != scope || record.status.is_erased() {
				continue;
			}
			let mut keep = |why: String| kept.push(Kept { index, why });
			if record.author != Actor::Patient {
				keep(format!("written by {}, who alone can replace it", words::actor(&record.author)));
			} else if !record.is_head() {
				keep("not the newest version".into());
			} else {
				match self.replace(keyring, patient, index, &record, &author).await {
					Ok((new, landed)) => {
						replaced.push(Replacement { old: index, new });
						useless.push((record.pointer, landed));
					}
					Err(error) if error.kind() == crate::Kind::Network => return Err(error),
					Err(error) => keep(error.to_string()),
				}
			}
		}
		// Whatever else is waited for: the old ones must go, and not before the new ones are there to stay.
		for (pointer, landed) in useless {
			self.chain().wait_for_finality(landed).await?;
			self.delete_orphans(&pointer).await;
		}
		Ok((replaced, kept))
	}

	async fn replace(
		&self,
		keyring: &Keyring,
		patient: &PatientId,
		index: RecordIndex,
		record: &Record,
		author: &Author,
	) -> Result<(RecordIndex, Landed)> {
		// A folder of the process's owner alone, for as long as it takes.
		let folder = tempfile::tempdir().map_err(|error| Error::file(&std::env::temp_dir(), error))?;
		let path = folder.path().join("content");
		let order = GetOrder {
			opening: None,
			patient: *patient,
			index,
			as_whom: Some(As::Patient),
			purpose: Purpose::PatientRequest,
			out: path.clone(),
		};
		let description = self.get_record(keyring, &order, &()).await?.description;
		let amendment = AmendOrder {
			patient: *patient,
			index,
			as_whom: Some(As::Patient),
			purpose: Purpose::PatientRequest,
			file: NewFile {
				path,
				media_type: description.media_type,
				resource_type: description.resource_type,
				code: description.code,
				clinical_time: description.clinical_time,
			},
		};
		let (filed, landed) = self.amend(keyring, &amendment, record, author, &()).await?;
		Ok((filed.index, landed))
	}
}
