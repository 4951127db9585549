//! `salus vault`.

use super::{
	values::{PatientRef, Who},
	Acting,
};
use clap::{Args, Subcommand};
use salus_sdk::primitives::ids::{ConsentIndex, RecordIndex};
use std::path::PathBuf;

/// Vault keys on chain and in the store.
#[derive(Debug, Subcommand)]
pub enum Vault {
	/// Register the vault's keys on chain, and put its public key into the store
	#[command(
		after_help = "Who may: practitioners, and controllers for their organisations; a patient's keys are registered with the \
		enrolment. Again does no harm.\nExample: salus vault publish --as charlie"
	)]
	Publish(Acting),
	/// Replace the vault's keys by new ones
	#[command(
		after_help = "Who may: the owner. Afterwards `salus consent reseal`, or the patient's `salus scope reseal \
		--accept-new-key`, moves each envelope to the new key. A stolen root cannot be rotated away.\n\
		Example: salus vault rotate --as charlie"
	)]
	Rotate {
		/// The owner.
		#[command(flatten)]
		acting: Acting,
		/// Rotate keys that were reported compromised: they leaked, and the root that they derive from did not.
		#[arg(long)]
		root_is_safe: bool,
	},
	/// Show the vault keys that the chain has, and whether they are this profile's
	#[command(after_help = "Who may: anyone who has the profile.\nExample: salus vault show --as charlie")]
	Show(Acting),
	/// Report a vault's keys as compromised: nothing is sealed to them any more, and their scopes wait for new keys
	#[command(after_help = "Who may: the owner, or a registrar of a practitioner's home organisation.\n\
		Example: salus vault report-compromised --as alice dave")]
	ReportCompromised {
		/// Who reports.
		#[command(flatten)]
		acting: Acting,
		/// Whose vault: PROFILE, ADDRESS, org:ID or practitioner:ID [default: one's own].
		who: Option<Who>,
	},
	/// Try whether the envelope of a grant that somebody kept opens a record
	#[command(
		hide = true,
		after_help = "Who may: whoever holds the vault that the envelope was sealed to. The chain is not asked for \
		permission: this shows what keys can do. Exits with 3 if they cannot.\n\
		Example: salus vault try-open --as charlie --patient 0x5f… --consent 2 --envelope kept.envelope 4"
	)]
	TryOpen(TryOpen),
}

/// An attempt at a record with a kept envelope.
#[derive(Debug, Args)]
pub struct TryOpen {
	/// The former grantee.
	#[command(flatten)]
	pub acting: Acting,
	/// The patient: ID or PROFILE.
	#[arg(long, value_name = "ID")]
	pub patient: PatientRef,
	/// The consent that the envelope belonged to.
	#[arg(long, value_name = "ID")]
	pub consent: ConsentIndex,
	/// The kept envelope.
	#[arg(long, value_name = "FILE")]
	pub envelope: PathBuf,
	/// The record.
	pub index: RecordIndex,
}
