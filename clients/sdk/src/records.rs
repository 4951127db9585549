//! Records: encrypted, uploaded, anchored; listed, fetched and checked.
//!
//! Writing goes: encrypt, upload the file, describe and sign it, seal that to the scope's key, upload the
//! envelope, and only then one extrinsic with all commitments. What the chain refuses is deleted again.
//! Reading goes the other way, and nothing that was read counts before it was checked against the chain.

mod amend;
mod erase;
mod get;
mod inspect;
mod list;
mod put;
pub(crate) mod reencrypt;
mod verify;

pub(crate) use erase::ensure_not_erased;
pub use erase::{Deletion, Erasure, StoredObject, Undeleted};
pub use reencrypt::{Kept, Replacement};

use crate::{blinding::OpeningFile, scopes::ScopeChoice, As, Landed};
use salus_primitives::{
	access::By,
	ids::{Digest, PatientId, RecordIndex, ScopeNumber},
	people::Actor,
	purpose::Purpose,
	records::{ErasureProposal, Record},
	view::DisputeView,
};
use salus_vault::record::RecordFacts;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// Hears how far a long task is. `()` hears nothing.
pub trait Progress: Send + Sync {
	/// A task of about so many bytes begins.
	fn start(&self, label: &str, bytes: u64);
	/// So many more are done.
	fn advance(&self, bytes: u64);
	/// It has ended.
	fn finish(&self);
}

impl Progress for () {
	fn start(&self, _: &str, _: u64) {}
	fn advance(&self, _: u64) {}
	fn finish(&self) {}
}

/// A file to put, with what its envelope says of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewFile {
	/// Where it is.
	pub path: PathBuf,
	/// Media type (RFC 6838).
	pub media_type: String,
	/// FHIR resource type; empty for anything else.
	pub resource_type: String,
	/// What it is about, as `system|code`; empty if nothing says.
	pub code: String,
	/// The moment it is about: milliseconds since 1970-01-01T00:00Z.
	pub clinical_time: Option<i64>,
}

/// Files to put into a scope.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PutOrder {
	/// Whose records they become.
	pub patient: PatientId,
	/// The scope; while it waits for a rotation they go to the inbox.
	pub scope: ScopeChoice,
	/// In which role.
	pub as_whom: Option<As>,
	/// What for.
	pub purpose: Purpose,
	/// The files.
	pub files: Vec<NewFile>,
}

/// A file that became a record.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Filed {
	/// The file.
	pub path: PathBuf,
	/// The record.
	pub index: RecordIndex,
	/// SHA-256 of the ciphertext.
	pub ciphertext: Digest,
	/// SHA-256 of the envelope.
	pub envelope: Digest,
	/// The scope it is filed in.
	pub scope: ScopeNumber,
	/// Whether that is the inbox instead of the scope asked for, which waits for a rotation.
	pub redirected: bool,
}

/// A record to fetch.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct GetOrder {
	/// Whose.
	pub patient: PatientId,
	/// Which.
	pub index: RecordIndex,
	/// In which role.
	pub as_whom: Option<As>,
	/// What for.
	pub purpose: Purpose,
	/// Where the content goes; it appears there only once everything has verified.
	pub out: PathBuf,
	/// The opening of a blinded consent to show.
	pub opening: Option<OpeningFile>,
}

/// A record that was fetched and verified.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Got {
	/// The record.
	pub index: RecordIndex,
	/// What the chain has of it.
	pub record: Record,
	/// What its author says it is.
	pub description: Description,
	/// Through what it was allowed.
	pub by: By,
	/// Whether its author's signature was held against the key of the day it was registered.
	pub authorship: Authorship,
	/// Whether the key that signed it is the one that the author's vault has now.
	pub author_signed_with_current_key: bool,
	/// What its patient says against it, however that stands.
	pub dispute: Option<DisputeView>,
	/// Versions before it whose disputes still stand.
	pub disputed_before: Vec<RecordIndex>,
	/// Where the content is.
	pub path: PathBuf,
}

/// What the author's signature was held against.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Authorship {
	/// The signing key that the author's vault had when the record was registered: it is the author's.
	Verified,
	/// Nothing: the chain has no signing key of that day any more. Who registered it rests on the chain alone.
	Uncheckable,
}

/// What a record's author says it is.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Description {
	/// SHA-256 of the content.
	pub plaintext: Digest,
	/// Bytes of the content.
	pub length: u64,
	/// Media type.
	pub media_type: String,
	/// FHIR resource type, or empty.
	pub resource_type: String,
	/// What it is about, or empty.
	pub code: String,
	/// The moment it is about: milliseconds since 1970-01-01T00:00Z.
	pub clinical_time: Option<i64>,
	/// In whose name it was written.
	pub author: Actor,
}

impl From<&RecordFacts> for Description {
	fn from(facts: &RecordFacts) -> Self {
		Self {
			plaintext: facts.plaintext,
			length: facts.length,
			media_type: facts.media_type.clone(),
			resource_type: facts.resource_type.clone(),
			code: facts.code.clone(),
			clinical_time: facts.clinical_time,
			author: facts.author,
		}
	}
}

/// A record in a list.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RecordEntry {
	/// Its index.
	pub index: RecordIndex,
	/// What the chain has of it.
	#[serde(flatten)]
	pub record: Record,
	/// The name of its scope, for those who know it.
	pub scope_name: Option<String>,
	/// What it is, for those who can open its envelope.
	pub description: Option<Description>,
	/// What its author's signature was held against, for those who can open its envelope.
	pub authorship: Option<Authorship>,
	/// Why its envelope was not opened.
	pub closed: Option<String>,
	/// That its author wants it erased, which is for the patient to do or decline.
	pub erasure_proposed: Option<ErasureProposal>,
	/// What its patient says against it, however that stands.
	pub dispute: Option<DisputeView>,
	/// Versions before it whose disputes still stand.
	pub disputed_before: Vec<RecordIndex>,
}

/// A new version of a record.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AmendOrder {
	/// Whose record.
	pub patient: PatientId,
	/// The version that it supersedes.
	pub index: RecordIndex,
	/// In which role.
	pub as_whom: Option<As>,
	/// What for.
	pub purpose: Purpose,
	/// The new content.
	pub file: NewFile,
}

/// A record that moved from the inbox to a scope.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Refiled {
	/// The record.
	pub index: RecordIndex,
	/// The scope.
	pub scope: ScopeNumber,
	/// SHA-256 of its new envelope.
	pub envelope: Digest,
	/// The transaction.
	pub landed: Landed,
}

/// What the stores have of a record.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Verified {
	/// The record.
	pub index: RecordIndex,
	/// Whether a newer version supersedes it; its bytes may have been deleted for good reason.
	pub superseded: bool,
	/// Whether it was erased: then neither is named any more, and both are missing.
	pub erased: bool,
	/// The ciphertext.
	pub blob: crate::stores::Stored,
	/// The envelope.
	pub envelope: crate::stores::Stored,
}

impl Verified {
	/// Whether both are there and the ones that the chain names, which are none of an erased record.
	pub fn is_sound(&self) -> bool {
		use crate::stores::Stored::{Missing, Sound};
		let expected = if self.erased { Missing } else { Sound };
		self.blob == expected && self.envelope == expected
	}
}
