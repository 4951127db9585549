//! Stored bytes against the chain; no key is needed.

use super::{Progress, Verified};
use crate::{Client, Result};
use futures::{stream, StreamExt, TryStreamExt};
use salus_primitives::{
	ids::{PatientId, RecordIndex},
	records::{Record, RecordStatus},
};

/// Records that are read at the same time.
const AT_ONCE: usize = 4;

impl Client {
	/// Reads the files and envelopes of one record, or of all of a patient's, and compares them with the
	/// digests on chain.
	///
	/// # Errors
	/// Of kind not found if there is no such patient or record, of kind network.
	pub async fn verify_records(
		&self,
		patient: &PatientId,
		index: Option<RecordIndex>,
		progress: &dyn Progress,
	) -> Result<Vec<Verified>> {
		let records = match index {
			Some(index) => vec![(index, self.chain().record(patient, index, self.at()).await?)],
			None => self.chain().all_records(patient, self.at()).await?,
		};
		let bytes = records.iter().filter_map(|(_, record)| record.pointer.size.padded_len()).sum();
		progress.start("reading", bytes);
		let verified = stream::iter(records)
			.map(|(index, record)| self.verify_record(index, record, progress))
			.buffered(AT_ONCE)
			.try_collect()
			.await;
		progress.finish();
		verified
	}

	async fn verify_record(
		&self,
		index: RecordIndex,
		record: Record,
		progress: &dyn Progress,
	) -> Result<Verified> {
		Ok(Verified {
			index,
			superseded: matches!(record.status, RecordStatus::Final { superseded_by: Some(_) }),
			blob: self.stores().blobs().check_with(&record.pointer.ciphertext, progress).await?,
			envelope: self.stores().envelopes().check(&record.pointer.envelope).await?,
		})
	}
}
