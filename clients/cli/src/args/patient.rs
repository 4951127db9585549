//! `salus patient`.

use super::{
	values::{duration, PatientRef, ProfileName},
	Accepted, AsProfile, NewAcceptance,
};
use clap::Subcommand;
use salus_sdk::primitives::ids::OrganisationId;
use std::{path::PathBuf, time::Duration};

/// Patients and their enrolment.
#[derive(Debug, Subcommand)]
pub enum Patient {
	/// Sign the text that asks an organisation for enrolment
	#[command(
		after_help = "Who may: anyone; hand the file to the organisation's registrar. It holds no secret.\n\
		Example: salus patient request --as eve --org 1 --out eve.request.json"
	)]
	Request {
		/// Who asks.
		#[command(flatten)]
		acting: AsProfile,
		/// The organisation that is to enrol.
		#[arg(long, value_name = "ID")]
		org: OrganisationId,
		/// File to write the signed text to.
		#[arg(long, value_name = "FILE")]
		out: PathBuf,
		/// How long it may be used; at most 30 days.
		#[arg(long, value_name = "TIME", default_value = "7days", value_parser = duration)]
		life: Duration,
		/// Overwrite the file.
		#[arg(long)]
		force: bool,
	},
	/// Enrol a patient and print the new id
	#[command(after_help = "Who may: a registrar of the organisation that the signed text names.\n\
		Example: salus patient enrol --as alice --request eve.request.json")]
	Enrol {
		/// The registrar.
		#[command(flatten)]
		acting: AsProfile,
		/// A profile of this machine that signs the text here and now.
		#[arg(long, value_name = "PROFILE", conflicts_with = "request", required_unless_present = "request")]
		patient: Option<ProfileName>,
		/// The file that `salus patient request` wrote.
		#[arg(long, value_name = "FILE")]
		request: Option<PathBuf>,
	},
	/// Sign that one's account controls a patient from now on
	#[command(
		after_help = "Who may: anyone whose account controls no patient; hand the file to whoever controls it now. It holds no \
		secret.\nExample: salus patient accept --as eve2 --patient 0x5f… --out acceptance.json"
	)]
	Accept {
		/// Whose account.
		#[command(flatten)]
		acting: AsProfile,
		/// The patient: ID or PROFILE.
		#[arg(long, value_name = "ID")]
		patient: PatientRef,
		/// The file.
		#[command(flatten)]
		file: NewAcceptance,
	},
	/// Move one's patient to another account, at once
	#[command(
		after_help = "Who may: the patient, with the vault. The account that is left has no role in it any more. The vault \
		stays: recover it in the new profile by its words.\nExample: salus patient move --as eve --account eve2"
	)]
	Move {
		/// The patient.
		#[command(flatten)]
		acting: AsProfile,
		/// The account that gets it.
		#[command(flatten)]
		accepted: Accepted,
	},
	/// Show what the chain says of a patient
	#[command(
		after_help = "Who may: anyone; it is pseudonymous, not secret.\nExample: salus patient show eve"
	)]
	Show {
		/// The patient: ID, or the PROFILE that controls it.
		patient: PatientRef,
	},
}
