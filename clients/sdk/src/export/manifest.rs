//! What is written beside the files of an export.

use super::{on_chain::OnChain, proof::Hex, state::Hash};
use crate::{
	keyring::vault_owner,
	records::{Authorship, Description},
};
use codec::Encode;
use salus_primitives::{
	blinding::Opening,
	ids::{
		Commitment, ConsentIndex, Digest, GenesisHash, PatientId, RecordIndex, ScopeNumber, SigningKey,
		VaultSignature,
	},
	people::{Actor, Party, VaultOwner},
	purpose::Purpose,
	time::Moment,
};
use salus_vault::{dispute::Side, sign::VaultSigner};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::fmt;

/// Name of the manifest in an export.
pub const MANIFEST: &str = "manifest.json";
/// Name of the proof in an export.
pub const PROOF: &str = "proof.json";
/// Name of the exporter's signature in an export.
pub const SIGNATURE: &str = "signature.json";
/// Name of the folder with the records' contents in an export.
pub const FILES: &str = "files";

/// What a manifest says it is.
pub const FORMAT: &str = "salus/export";
/// The version that is written. A change that readers of this version cannot pass over raises the first number, a new
/// field the second.
pub const VERSION: Version = Version { major: 1, minor: 2 };
/// The second number of the version that added openings of blinded consents.
pub(crate) const WITH_OPENINGS: u32 = 2;

const SIGNATURE_TAG: &[u8] = b"salus/v1/export";

/// A version of the manifest's schema, as `major.minor` in JSON.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Version {
	/// Raised by what a reader of an earlier one would misunderstand.
	pub major: u32,
	/// Raised by new fields.
	pub minor: u32,
}

impl fmt::Display for Version {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		write!(f, "{}.{}", self.major, self.minor)
	}
}

impl Serialize for Version {
	fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
		serializer.collect_str(self)
	}
}

impl<'de> Deserialize<'de> for Version {
	fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
		let text = String::deserialize(deserializer)?;
		let read = || {
			let (major, minor) = text.split_once('.')?;
			let version = Self { major: major.parse().ok()?, minor: minor.parse().ok()? };
			// One way to write each: no sign, no leading zero.
			(version.to_string() == text).then_some(version)
		};
		read().ok_or_else(|| serde::de::Error::custom("a version is two numbers with a full stop between"))
	}
}

/// What an export holds.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Manifest {
	/// [`FORMAT`].
	pub format: String,
	/// Version of this schema.
	pub version: Version,
	/// Who exported, and so what the export covers: the patient everything, another what it may read.
	pub exporter: Actor,
	/// For which purpose another than the patient may read this.
	pub purpose: Option<Purpose>,
	/// The patient.
	pub patient: PatientId,
	/// The chain and the block that everything was read at.
	pub chain: ChainName,
	/// SHA-256 of the file with the proof.
	pub proof: Digest,
	/// What the exporter knows the patient's scopes by. Nothing proves a name.
	pub scope_names: Vec<ScopeName>,
	/// What became of each record: its content, or why there is none.
	pub contents: Vec<Content>,
	/// What is said in disputes, as far as the exporter opened it; by record and side.
	#[serde(default, skip_serializing_if = "Vec::is_empty")]
	pub statements: Vec<Statement>,
	/// Who is behind the commitments of blinded consents, as far as the patient's vault tells; by consent.
	#[serde(default, skip_serializing_if = "Vec::is_empty")]
	pub openings: Vec<OpenedConsent>,
	/// What the chain has of the patient. The proof proves all of it.
	pub on_chain: OnChain,
}

/// A chain and one of its blocks.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ChainName {
	/// What the node calls the chain. Nothing proves it.
	pub name: String,
	/// Hash of the first block.
	pub genesis: Digest,
	/// The block.
	pub block: Block,
}

/// A block.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Block {
	/// Its number.
	pub number: u32,
	/// Its hash.
	pub hash: Digest,
}

/// A scope's name.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ScopeName {
	/// The scope.
	pub scope: ScopeNumber,
	/// Its name.
	pub name: String,
}

/// What became of a record.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Content {
	/// The record.
	pub record: RecordIndex,
	/// What became of it.
	pub outcome: Outcome,
}

/// What became of a record.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Outcome {
	/// Its content is here.
	Exported(Box<Sheet>),
	/// It was erased.
	Erased,
	/// It could not be opened.
	NotOpened {
		/// Why.
		reason: String,
	},
}

/// What a record's author says of it and signed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Sheet {
	/// Where the content is, seen from the export's folder: [`file_name`].
	pub file: String,
	/// What it is.
	#[serde(flatten)]
	pub description: Description,
	/// The key that signed it.
	pub signing_key: SigningKey,
	/// The author's signature.
	pub signature: VaultSignature,
	/// Whether the chain still has the author's key of the day it was registered, and it is that key.
	pub authorship: Authorship,
	/// Since when the author's vault had this key, where the chain still tells.
	pub signing_key_since: Option<Moment>,
}

/// What one side says in a dispute, with what opens the commitment that the chain has.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Statement {
	/// The record that is disputed.
	pub record: RecordIndex,
	/// Who says it.
	pub side: Speaker,
	/// The salt of the commitment: 32 bytes.
	pub salt: Hex,
	/// The text.
	pub text: String,
}

/// Who says something in a dispute.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Speaker {
	/// The patient, why it disputes the record.
	Contest,
	/// The author's side, why it stands by it.
	Refusal,
}

impl From<Side> for Speaker {
	fn from(side: Side) -> Self {
		match side {
			Side::Contest => Self::Contest,
			Side::Refusal => Self::Refusal,
		}
	}
}

impl Statement {
	/// What was opened.
	pub(crate) fn new(record: RecordIndex, statement: &salus_vault::dispute::Statement) -> Self {
		Self {
			record,
			side: statement.side().into(),
			salt: Hex(statement.salt().to_vec()),
			text: statement.text().to_owned(),
		}
	}

	/// What the chain has if this is what was said; none if the salt is none.
	pub(crate) fn commitment(&self) -> Option<Commitment> {
		let salt = <[u8; 32]>::try_from(self.salt.0.as_slice()).ok()?;
		let side = match self.side {
			Speaker::Contest => Side::Contest,
			Speaker::Refusal => Side::Refusal,
		};
		Some(side.commitment(&salt, &self.text))
	}
}

/// Who reads through a blinded consent, with what opens the commitment that the chain has.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OpenedConsent {
	/// The consent.
	pub consent: ConsentIndex,
	/// Who reads.
	pub reader: Party,
	/// What opens the commitment: 32 bytes.
	pub opening: Opening,
}

/// The exporter's signature over the manifest.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ManifestSignature {
	/// The key of the exporter's vault.
	pub signing_key: SigningKey,
	/// The signature over [`message`].
	pub signature: VaultSignature,
}

impl ManifestSignature {
	/// Signs the manifest whose bytes have this digest.
	pub(crate) fn sign(manifest: &Manifest, digest: &Digest, signer: &VaultSigner) -> Self {
		let message = manifest.message(digest);
		Self { signing_key: signer.public(), signature: signer.sign(&message) }
	}
}

impl Manifest {
	/// Whose vault signs it.
	pub(crate) fn owner(&self) -> VaultOwner {
		vault_owner(&self.exporter, &self.patient)
	}

	/// What that vault signs, for a manifest whose bytes have this digest.
	pub(crate) fn message(&self, digest: &Digest) -> Vec<u8> {
		message(&self.chain.genesis.0, &self.patient, &self.chain.block.hash, &self.owner(), digest)
	}
}

/// What the exporter's vault signs: a zero byte, the tag, genesis, patient, the block's hash, the vault's owner and
/// the SHA-256 of the manifest's bytes, SCALE-encoded.
pub fn message(
	genesis: &GenesisHash,
	patient: &PatientId,
	block: &Digest,
	owner: &VaultOwner,
	manifest: &Digest,
) -> Vec<u8> {
	(0u8, SIGNATURE_TAG, genesis, patient, block, owner, manifest).encode()
}

/// Where a record's content lies in an export. Index and media type say it, so no name comes from a record or from a
/// manifest.
pub fn file_name(index: RecordIndex, media_type: &str) -> String {
	format!("{FILES}/{index:06}.{}", extension(media_type))
}

/// The ending of a content's name. What a browser would run has none of its own.
fn extension(media_type: &str) -> &'static str {
	let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
	match essence.as_str() {
		"application/fhir+json" | "application/json" => "json",
		"application/fhir+xml" | "application/xml" | "text/xml" => "xml",
		"application/pdf" => "pdf",
		"application/dicom" => "dcm",
		"image/png" => "png",
		"image/jpeg" => "jpg",
		"image/gif" => "gif",
		"image/tiff" => "tiff",
		"text/plain" => "txt",
		"text/csv" => "csv",
		"application/zip" => "zip",
		_ => "bin",
	}
}

/// JSON as an export has it.
pub(crate) fn to_json(value: &impl Serialize) -> Vec<u8> {
	let mut text = serde_json::to_vec_pretty(value).unwrap_or_else(|error| unreachable!("not JSON: {error}"));
	text.push(b'\n');
	text
}

/// A hash as the manifest has it.
pub(crate) fn digest(hash: &Hash) -> Digest {
	Digest(hash.0)
}

/// How a document differs from another.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Differences {
	/// Places where it says something else, or nothing.
	pub(crate) different: Vec<String>,
	/// Places of which the other knows nothing.
	pub(crate) unknown: Vec<String>,
}

impl Differences {
	/// How `found` differs from what is `expected`.
	pub(crate) fn between(expected: &Value, found: &Value) -> Self {
		let mut all = Self::default();
		all.compare("", expected, found);
		all
	}

	fn compare(&mut self, place: &str, expected: &Value, found: &Value) {
		match (expected, found) {
			(Value::Object(expected), Value::Object(found)) => {
				for (name, value) in expected {
					let place = join(place, name);
					match found.get(name) {
						None => self.different.push(place),
						Some(other) => self.compare(&place, value, other),
					}
				}
				let unknown = found.keys().filter(|name| !expected.contains_key(*name));
				self.unknown.extend(unknown.map(|name| join(place, name)));
			}
			(Value::Array(expected), Value::Array(found)) if expected.len() == found.len() => {
				for (position, (value, other)) in expected.iter().zip(found).enumerate() {
					self.compare(&join(place, &position.to_string()), value, other);
				}
			}
			(expected, found) if expected == found => {}
			_ => self.different.push(place.to_owned()),
		}
	}
}

fn join(place: &str, name: &str) -> String {
	if place.is_empty() {
		name.to_owned()
	} else {
		format!("{place}.{name}")
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;
	use serde_json::json;

	#[test]
	fn version_should_be_read_in_the_one_way_it_is_written() {
		let read = |text: &str| serde_json::from_value::<Version>(json!(text));
		assert_eq!(read("1.2").unwrap(), VERSION);
		assert_eq!(read("12.34").unwrap(), Version { major: 12, minor: 34 });
		for wrong in ["1", "1.", ".0", "1.0.0", "01.0", "+1.0", "1.x", ""] {
			assert!(read(wrong).is_err(), "{wrong}");
		}
	}

	#[test]
	fn file_name_should_tell_index_and_kind_and_nothing_that_runs() {
		assert_eq!(file_name(7, "application/fhir+json"), "files/000007.json");
		assert_eq!(file_name(7, "text/plain;charset=utf-8"), "files/000007.txt");
		assert_eq!(file_name(1_234_567, "Image/PNG"), "files/1234567.png");
		for active in ["text/html", "image/svg+xml", "application/x-sh", "../../etc/passwd", ""] {
			assert_eq!(file_name(0, active), "files/000000.bin", "{active}");
		}
	}

	proptest! {
		#[test]
		fn file_name_should_stay_in_the_folder_whatever_the_media_type(index: u32, media_type in "\\PC{0,40}") {
			let name = file_name(index, &media_type);
			let rest = name.strip_prefix("files/").unwrap();
			prop_assert!(rest.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'.'));
			prop_assert!(rest.split('.').count() == 2 && rest.split('.').all(|part| !part.is_empty()));
		}

		#[test]
		fn message_should_differ_when_anything_in_it_does(at in 0usize..128, bit in 0u32..8) {
			let mut parts = [[1u8; 32], [2; 32], [3; 32], [4; 32]];
			let of = |parts: &[[u8; 32]; 4]| {
				let owner = VaultOwner::Practitioner(7);
				message(&parts[0], &PatientId(parts[1]), &Digest(parts[2]), &owner, &Digest(parts[3]))
			};
			let before = of(&parts);
			parts[at / 32][at % 32] ^= 1 << bit;
			prop_assert_ne!(&before, &of(&parts));
			prop_assert_eq!(before[0], 0);
		}
	}

	#[test]
	fn differences_should_be_told_by_place_and_apart_from_unknown_fields() {
		let expected = json!({ "a": { "b": [1, 2] }, "c": null, "d": 1 });
		let found = json!({ "a": { "b": [1, 3], "new": 1 }, "c": null, "e": 2 });
		let differences = Differences::between(&expected, &found);
		assert_eq!(differences.different, ["a.b.1", "d"]);
		assert_eq!(differences.unknown, ["a.new", "e"]);
		assert_eq!(Differences::between(&expected, &expected), Differences::default());
		assert_eq!(Differences::between(&json!([1]), &json!([1, 2])).different, [""]);
		assert_eq!(Differences::between(&json!({ "a": null }), &json!({})).different, ["a"]);
	}
}
