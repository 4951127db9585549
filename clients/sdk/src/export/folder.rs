//! An export's folder: only ordinary files in it are ever opened, and only under names of ours.

use super::manifest::{FILES, MANIFEST, PROOF, SIGNATURE};
use crate::{Error, Progress, Result};
use salus_primitives::ids::Digest;
use sha2::{Digest as _, Sha256};
use std::{
	collections::BTreeMap,
	fs::{self, File, Metadata},
	io::{self, Read},
	path::{Path, PathBuf},
};
use tokio::io::AsyncReadExt;

/// Longest document that is read into memory.
const MAX_DOCUMENT: u64 = 512 * 1024 * 1024;
/// Bytes that are read of a content at once.
const PIECE: usize = 1024 * 1024;

/// What lies under a name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Found {
	/// An ordinary file.
	File,
	/// A link, a folder, a device: anything else.
	Other,
}

/// An export's folder as it was when it was opened.
pub(crate) struct Folder {
	path: PathBuf,
	entries: BTreeMap<String, Found>,
}

impl Folder {
	/// Looks at what lies in a folder and in the folder of its contents; no deeper, and through no link.
	pub(crate) fn open(path: &Path) -> Result<Self> {
		let failed = |error| Error::file(path, error);
		if !fs::metadata(path).map_err(failed)?.is_dir() {
			return Err(Error::usage(format!("{} is no folder", path.display())));
		}
		let mut entries = BTreeMap::new();
		list(path, "", &mut entries).map_err(failed)?;
		let files = path.join(FILES);
		if fs::symlink_metadata(&files).is_ok_and(|found| found.is_dir()) {
			entries.remove(FILES);
			list(&files, &format!("{FILES}/"), &mut entries).map_err(failed)?;
		}
		Ok(Self { path: path.to_owned(), entries })
	}

	/// Everything that lies there.
	pub(crate) fn entries(&self) -> impl Iterator<Item = (&str, Found)> {
		self.entries.iter().map(|(name, found)| (name.as_str(), *found))
	}

	/// One of the three documents, or why it is none.
	pub(crate) fn document(&self, name: &str) -> Result<Result<Vec<u8>, String>> {
		debug_assert!([MANIFEST, PROOF, SIGNATURE].contains(&name));
		let (file, metadata) = match self.file(name)? {
			Ok(opened) => opened,
			Err(problem) => return Ok(Err(problem)),
		};
		if metadata.len() > MAX_DOCUMENT {
			return Ok(Err("is too long".into()));
		}
		let mut text = Vec::new();
		let read = file.take(MAX_DOCUMENT).read_to_end(&mut text);
		read.map_err(|error| Error::file(&self.path.join(name), error))?;
		Ok(Ok(text))
	}

	/// SHA-256 of a content that has `length` bytes, or why there is none.
	pub(crate) async fn digest(
		&self,
		name: &str,
		length: u64,
		progress: &dyn Progress,
	) -> Result<Result<Digest, String>> {
		let (file, metadata) = match self.file(name)? {
			Ok(opened) => opened,
			Err(problem) => return Ok(Err(problem)),
		};
		if metadata.len() != length {
			return Ok(Err(format!("has {} bytes instead of {length}", metadata.len())));
		}
		let failed = |error| Error::file(&self.path.join(name), error);
		let mut file = tokio::fs::File::from_std(file);
		let mut piece = vec![0; PIECE];
		let mut hasher = Sha256::new();
		loop {
			let read = file.read(&mut piece).await.map_err(failed)?;
			if read == 0 {
				return Ok(Ok(Digest(hasher.finalize().into())));
			}
			hasher.update(piece.get(..read).unwrap_or_default());
			progress.advance(read as u64);
		}
	}

	/// Opens an ordinary file.
	fn file(&self, name: &str) -> Result<Result<(File, Metadata), String>> {
		match self.entries.get(name) {
			None => return Ok(Err("is missing".into())),
			Some(Found::Other) => return Ok(Err("is no ordinary file".into())),
			Some(Found::File) => {}
		}
		let path = self.path.join(name);
		let failed = |error| Error::file(&path, error);
		let file = File::open(&path).map_err(failed)?;
		let metadata = file.metadata().map_err(failed)?;
		// Somebody may have put a link in its place since it was looked at.
		let still = fs::symlink_metadata(&path).is_ok_and(|now| now.is_file() && same(&now, &metadata));
		Ok(if still { Ok((file, metadata)) } else { Err("is no ordinary file".into()) })
	}
}

#[cfg(unix)]
fn same(one: &Metadata, other: &Metadata) -> bool {
	use std::os::unix::fs::MetadataExt;
	(one.dev(), one.ino()) == (other.dev(), other.ino())
}

#[cfg(not(unix))]
fn same(one: &Metadata, other: &Metadata) -> bool {
	one.len() == other.len()
}

fn list(folder: &Path, before: &str, entries: &mut BTreeMap<String, Found>) -> io::Result<()> {
	for entry in fs::read_dir(folder)? {
		let entry = entry?;
		// A name that is no text is none of ours, however it is shown.
		let name = entry
			.file_name()
			.into_string()
			.unwrap_or_else(|name| format!("{} (not text)", name.to_string_lossy()));
		let found = if entry.file_type()?.is_file() { Found::File } else { Found::Other };
		entries.insert(format!("{before}{name}"), found);
	}
	Ok(())
}
