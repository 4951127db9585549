//! What is left to delete of records that were erased: a file for each, until nothing is.
//!
//! The chain forgets what an erased record's objects are called, so the names are written down before it does.

use crate::{
	exit::{Failure, Result},
	profiles::{make_private_folder, replace},
};
use salus_sdk::{
	primitives::ids::{PatientId, RecordIndex},
	records::Erasure,
};
use std::{
	fs,
	io::ErrorKind,
	path::{Path, PathBuf},
};

/// Longest list that is read; 64 holders have an envelope each.
const MAX_LIST: u64 = 1024 * 1024;

/// The lists of a home.
#[derive(Clone, Debug)]
pub struct Erasures {
	folder: PathBuf,
}

impl Erasures {
	/// The lists in `HOME/profiles/erasures`.
	pub fn new(home: &Path) -> Self {
		Self { folder: home.join("profiles").join("erasures") }
	}

	fn file(&self, patient: &PatientId, index: RecordIndex) -> PathBuf {
		self.folder.join(format!("{}-{index}.json", patient.to_string().trim_start_matches("0x")))
	}

	/// Writes a list down, in place of the one before.
	///
	/// # Errors
	/// [`Failure::File`].
	pub fn keep(&self, erasure: &Erasure) -> Result<()> {
		make_private_folder(&self.folder)?;
		let json = serde_json::to_vec(erasure)
			.map_err(|error| Failure::Usage(format!("the list has no JSON form: {error}")))?;
		replace(&self.file(&erasure.patient, erasure.index), &json)
	}

	/// The list of a record, if there is one.
	///
	/// # Errors
	/// [`Failure::Integrity`] for a file that is no list, or another record's; [`Failure::File`].
	pub fn find(&self, patient: &PatientId, index: RecordIndex) -> Result<Option<Erasure>> {
		let path = self.file(patient, index);
		let damaged = |why: &str| Failure::Integrity(format!("{}: {why}", path.display()));
		let bytes = match fs::metadata(&path) {
			Ok(metadata) if metadata.len() > MAX_LIST => return Err(damaged("it is too long for a list")),
			Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
			_ => fs::read(&path).map_err(|source| Failure::file(&path, source))?,
		};
		let erasure: Erasure = serde_json::from_slice(&bytes).map_err(|error| damaged(&error.to_string()))?;
		if erasure.patient != *patient || erasure.index != index {
			return Err(damaged("it is the list of another record"));
		}
		Ok(Some(erasure))
	}

	/// Forgets the list of a record of which nothing is left.
	///
	/// # Errors
	/// [`Failure::File`].
	pub fn forget(&self, erasure: &Erasure) -> Result<()> {
		let path = self.file(&erasure.patient, erasure.index);
		match fs::remove_file(&path) {
			Err(error) if error.kind() != ErrorKind::NotFound => Err(Failure::file(&path, error)),
			_ => Ok(()),
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use salus_sdk::{primitives::ids::Digest, records::StoredObject, Kind};

	fn erasure(index: RecordIndex) -> Erasure {
		Erasure {
			genesis: [1; 32],
			patient: PatientId([2; 32]),
			index,
			ciphertext: Digest([3; 32]),
			erased_in: None,
			objects: [StoredObject::Blob(Digest([3; 32])), StoredObject::Envelope(Digest([4; 32]))].into(),
		}
	}

	#[test]
	fn list_should_be_there_until_it_is_forgotten() {
		let home = tempfile::tempdir().unwrap();
		let lists = Erasures::new(home.path());
		let (mut one, other) = (erasure(3), erasure(4));
		assert_eq!(lists.find(&one.patient, 3).unwrap(), None);
		lists.keep(&one).unwrap();
		lists.keep(&other).unwrap();
		one.objects.pop_first();
		lists.keep(&one).unwrap();
		assert_eq!(lists.find(&one.patient, 3).unwrap().as_ref(), Some(&one));
		lists.forget(&one).unwrap();
		lists.forget(&one).unwrap();
		assert_eq!(lists.find(&one.patient, 3).unwrap(), None);
		assert_eq!(lists.find(&one.patient, 4).unwrap(), Some(other));
	}

	#[test]
	fn list_should_be_refused_when_it_is_damaged_or_another_records() {
		let home = tempfile::tempdir().unwrap();
		let lists = Erasures::new(home.path());
		let one = erasure(3);
		lists.keep(&one).unwrap();
		let path = lists.file(&one.patient, 3);
		fs::copy(&path, lists.file(&one.patient, 4)).unwrap();
		assert_eq!(lists.find(&one.patient, 4).unwrap_err().kind(), Kind::Integrity);
		fs::write(&path, b"{}").unwrap();
		assert_eq!(lists.find(&one.patient, 3).unwrap_err().kind(), Kind::Integrity);
	}
}
