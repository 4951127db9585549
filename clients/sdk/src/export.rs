//! Exports: everything of a patient in a folder, verifiable without the chain.
//!
//! [`Client::export`](crate::Client::export) writes one, [`verify_export`] checks one with nothing but the folder. An
//! export has the records' contents, what their authors signed, what the chain has of the patient at one finalised
//! block, and proofs: the trie nodes that tie that to the block's hash, and the validators' votes for it. The form is in
//! `docs/formats.md`.
//!
//! What a sound export shows rests on one thing the verifier knows from elsewhere: the block's hash, or the chain's
//! specification. Without either it only agrees with itself ([`Anchor::Nothing`]).
//!
//! ```no_run
//! use salus_sdk::export::{verify_export, Beginning, Trusted};
//!
//! # async fn run() -> Result<(), salus_sdk::Error> {
//! let beginning = Some(Beginning::read("salus-raw.json".as_ref())?);
//! let answer = verify_export("my-records".as_ref(), &Trusted { beginning, ..Trusted::default() }, &()).await?;
//! println!("sound: {}, tied to a chain by: {:?}", answer.sound, answer.anchor);
//! # Ok(())
//! # }
//! ```

mod folder;
pub mod manifest;
pub mod on_chain;
pub mod proof;
pub(crate) mod state;
mod verdict;
mod verify;
mod write;

pub use manifest::Manifest;
pub use proof::Beginning;
pub use verdict::{Anchor, Aspect, Check, Ending, Finding, Trusted, Verification};
pub use verify::verify_export;

use crate::{As, Error, Kind, Result};
use manifest::Block;
use salus_primitives::{
	ids::{PatientId, RecordIndex},
	people::Actor,
	purpose::Purpose,
};
use serde::Serialize;
use std::path::{Path, PathBuf};

/// What to export, and where to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ExportOrder {
	/// Whose records.
	pub patient: PatientId,
	/// In which role; the patient gets everything, another what it may read.
	pub as_whom: Option<As>,
	/// What for; of no matter to the patient.
	pub purpose: Purpose,
	/// The folder: it is not there, or empty.
	pub out: PathBuf,
}

/// An export that was written.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Exported {
	/// The folder.
	pub path: PathBuf,
	/// Whose records.
	pub patient: PatientId,
	/// In whose name.
	pub exporter: Actor,
	/// The block that everything was read at.
	pub block: Block,
	/// Records that are listed.
	pub records: u32,
	/// Records that the patient has on chain.
	pub records_on_chain: u32,
	/// Contents that were written.
	pub files: u32,
	/// Whether the node proved that the block is final.
	pub finality: bool,
	/// Records whose content is missing.
	pub not_opened: Vec<NotOpened>,
}

impl Exported {
	/// The worst that stood in the way of a record, if anything did.
	pub fn failed(&self) -> Option<Kind> {
		let is = |kind| self.not_opened.iter().any(|record| record.kind == kind);
		[Kind::Integrity, Kind::NotFound, Kind::Denied].into_iter().find(|kind| is(*kind))
	}
}

/// A record whose content could not be exported.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NotOpened {
	/// The record.
	pub record: RecordIndex,
	/// Which way it failed.
	#[serde(skip)]
	pub kind: Kind,
	/// Why.
	pub reason: String,
}

/// Whether an export may take this name: nothing is there, or an empty folder.
fn folder_name_is_free(path: &Path) -> Result<()> {
	let failed = |error| Error::file(path, error);
	match std::fs::symlink_metadata(path) {
		Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
		Err(error) => Err(failed(error)),
		Ok(found) if found.is_dir() && std::fs::read_dir(path).map_err(failed)?.next().is_none() => Ok(()),
		Ok(_) => Err(Error::usage(format!("{} is there already, and no empty folder", path.display()))),
	}
}

#[cfg(test)]
mod tests;
