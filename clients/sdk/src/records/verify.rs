//! Stored bytes against the chain; no key is needed.

use super::{Progress, Verified};
use crate::{stores::Stored, Client, Result};
use futures::{stream, StreamExt, TryStreamExt};
use salus_primitives::{
	ids::{PatientId, RecordIndex},
	records::{Record, SizeClass},
};
use salus_vault::envelope::MAX_ENVELOPE_LEN;

/// Records that are read at the same time.
const AT_ONCE: usize = 4;
/// The longest header of an age file that is read, with the nonce after it.
const LONGEST_HEAD: u64 = 8 * 1_024 + 16;
/// Bytes of content in a chunk of an age file, and of the tag after it.
const CHUNK: u64 = 64 * 1_024;
const TAG: u64 = 16;

impl Client {
	/// Reads the files and envelopes of one record, or of all of a patient's, and compares them with the
	/// digests on chain. Of an erased record the chain names neither.
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
		let live = |(_, record): &&(RecordIndex, Record)| !record.status.is_erased();
		let bytes =
			records.iter().filter(live).filter_map(|(_, record)| record.pointer.size.padded_len()).sum();
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
		let superseded = record.status.superseded_by().is_some();
		if record.status.is_erased() {
			let (blob, envelope) = (Stored::Missing, Stored::Missing);
			return Ok(Verified { index, superseded, erased: true, blob, envelope });
		}
		Ok(Verified {
			index,
			superseded,
			erased: false,
			blob: self
				.stores()
				.blobs()
				.check_with(&record.pointer.ciphertext, longest_file(record.pointer.size), progress)
				.await?,
			envelope: self
				.stores()
				.envelopes()
				.check(&record.pointer.envelope, MAX_ENVELOPE_LEN as u64)
				.await?,
		})
	}
}

/// Bytes that a record's encrypted file has at most.
fn longest_file(size: SizeClass) -> u64 {
	let padded = size.padded_len().unwrap_or_default();
	let tags = padded.div_ceil(CHUNK).max(1).saturating_mul(TAG);
	padded.saturating_add(tags).saturating_add(LONGEST_HEAD)
}

#[cfg(test)]
mod tests {
	use super::*;
	use salus_vault::file::encrypt;

	#[test]
	fn bound_should_take_every_file_and_little_more() {
		for len in [0usize, 1, 4_096, 65_536, 65_537, 1_000_000] {
			let mut ciphertext = Vec::new();
			let file = encrypt(vec![1; len].as_slice(), &mut ciphertext).unwrap();
			let longest = longest_file(file.size);
			let length = ciphertext.len() as u64;
			assert!(length <= longest && longest <= length + LONGEST_HEAD, "{len}: {length}, {longest}");
		}
	}
}
