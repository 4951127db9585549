//! What verifying an export comes to.

use super::{
	manifest::{Block, OpenedConsent},
	proof::Beginning,
};
use salus_primitives::{
	ids::{Digest, PatientId},
	people::Actor,
};
use serde::Serialize;

/// What somebody who verifies an export trusts beforehand.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Trusted {
	/// The hash of the block that the export was made at.
	pub block: Option<Digest>,
	/// The hash of the chain's first block.
	pub genesis: Option<Digest>,
	/// The chain's beginning, from its specification.
	pub beginning: Option<Beginning>,
}

/// What was looked at.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Aspect {
	/// What lies in the folder.
	Folder,
	/// The manifest's form.
	Manifest,
	/// The exporter's signature over the manifest.
	Exporter,
	/// That the manifest says of the chain what the block's state has.
	State,
	/// That nothing of the patient is left out.
	Completeness,
	/// The authors' signatures.
	Authors,
	/// The contents' lengths and digests.
	Files,
	/// That validators finalised the block.
	Finality,
	/// That block and chain are those that are trusted.
	Anchor,
}

/// How a check ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Ending {
	/// All of it holds.
	Passed,
	/// There are findings.
	Failed,
	/// It could not be, or not wholly, checked; that is no finding.
	NotChecked,
}

/// A check that was made, or not.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Check {
	/// What was looked at.
	pub aspect: Aspect,
	/// How it ended.
	pub ending: Ending,
	/// What that means, in one line.
	pub detail: String,
}

/// Something that is not as it should be.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Finding {
	/// Of what.
	pub aspect: Aspect,
	/// Where: a file, or a place in the manifest.
	pub place: String,
	/// What is wrong.
	pub problem: String,
}

/// What an export's claim to be of a chain rests on.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Anchor {
	/// The block's hash, which the verifier gave.
	Block,
	/// The votes of the validators that the chain specification names, which the verifier gave.
	ChainSpecification,
	/// Nothing: it agrees with itself. Anyone can make up a chain that it would be of.
	Nothing,
}

/// What verifying came to.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Verification {
	/// Whether nothing was found.
	pub sound: bool,
	/// What its claim to be of a chain rests on.
	pub anchor: Anchor,
	/// Whose records.
	pub patient: Option<PatientId>,
	/// Who exported them.
	pub exporter: Option<Actor>,
	/// The chain, by its first block.
	pub genesis: Option<Digest>,
	/// The block.
	pub block: Option<Block>,
	/// Contents that are in the export.
	pub files: u32,
	/// Who is behind the commitments of blinded consents, as the openings in it show.
	#[serde(skip_serializing_if = "Vec::is_empty")]
	pub readers: Vec<OpenedConsent>,
	/// The checks.
	pub checks: Vec<Check>,
	/// What is wrong; empty in a sound export.
	pub findings: Vec<Finding>,
}
