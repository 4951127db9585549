//! `salus export` and `salus verify-export`.

use super::{values::PatientRef, Acting};
use clap::Args;
use salus_sdk::primitives::{ids::Digest, purpose::Purpose};
use std::path::PathBuf;

/// What to export, and where to.
#[derive(Debug, Args)]
pub struct Export {
	/// The exporter.
	#[command(flatten)]
	pub acting: Acting,
	/// The patient: ID or PROFILE [default: the one that the exporter controls].
	#[arg(long, value_name = "ID")]
	pub patient: Option<PatientRef>,
	/// Folder to write, which is not there or empty; it appears once all of it is checked.
	#[arg(long, value_name = "FOLDER")]
	pub out: PathBuf,
	/// What for, if not the patient exports (HL7 PurposeOfUse) [default: TREAT].
	#[arg(long, value_name = "CODE")]
	pub purpose: Option<Purpose>,
}

/// The export to check, and what is trusted beforehand.
#[derive(Debug, Args)]
pub struct VerifyExport {
	/// The export's folder.
	#[arg(value_name = "FOLDER")]
	pub folder: PathBuf,
	/// Hash of the block that it must be of, from a node that you trust.
	#[arg(long, value_name = "HASH")]
	pub block: Option<Digest>,
	/// Hash of the first block of the chain that it must be of, as `salus chain status` shows it.
	#[arg(long, value_name = "HASH")]
	pub genesis: Option<Digest>,
	/// Raw specification of the chain that it must be of: the votes for the block are held against its validators.
	#[arg(long, value_name = "FILE")]
	pub chain_spec: Option<PathBuf>,
}
