//! `salus patient`.

use super::{
	values::{duration, PatientRef, ProfileName, When},
	Accepted, AsProfile, NewAcceptance, NewWord,
};
use clap::{Subcommand, ValueEnum};
use salus_sdk::primitives::{ids::OrganisationId, people::PatientState};
use std::{path::PathBuf, time::Duration};

/// What is attested of a patient.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum Attested {
	/// It cannot decide.
	Incapacitated,
	/// It has died.
	Deceased,
}

impl From<Attested> for PatientState {
	fn from(state: Attested) -> Self {
		match state {
			Attested::Incapacitated => Self::Incapacitated,
			Attested::Deceased => Self::Deceased,
		}
	}
}

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
	/// Attest that a patient cannot decide, or has died
	#[command(
		after_help = "Who may: a registrar of the organisation that enrolled the patient. It counts after seven days, unless \
		the patient contests it.\nExample: salus patient attest --as alice --patient 0x5f… incapacitated"
	)]
	Attest {
		/// The registrar.
		#[command(flatten)]
		acting: AsProfile,
		/// The patient: ID or PROFILE.
		#[arg(long, value_name = "ID")]
		patient: PatientRef,
		/// The state.
		state: Attested,
	},
	/// Contest what was attested of oneself
	#[command(
		after_help = "Who may: the patient, before it counts; the wallet is enough. Nothing is attested again for 30 days.\n\
		Example: salus patient contest --as eve"
	)]
	Contest {
		/// The patient.
		#[command(flatten)]
		acting: AsProfile,
	},
	/// Take back what was attested of a patient
	#[command(after_help = "Who may: a registrar of the organisation that enrolled the patient.\n\
		Example: salus patient lift --as alice --patient 0x5f…")]
	Lift {
		/// The registrar.
		#[command(flatten)]
		acting: AsProfile,
		/// The patient: ID or PROFILE.
		#[arg(long, value_name = "ID")]
		patient: PatientRef,
	},
	/// Sign that one's account alone controls a patient from a moment on
	#[command(
		after_help = "Who may: anyone whose account controls no patient; hand the file to whoever controls it now.\n\
		Example: salus patient accept-hand-over --as ferdie --patient eve --at 2030-05-04 --out heir.json"
	)]
	AcceptHandOver {
		/// Whose account.
		#[command(flatten)]
		acting: AsProfile,
		/// The patient: ID or PROFILE.
		#[arg(long, value_name = "ID")]
		patient: PatientRef,
		/// From when on.
		#[arg(long, value_name = "TIME")]
		at: When,
		/// The file.
		#[command(flatten)]
		file: NewAcceptance,
	},
	/// Let one's patient pass to an account that accepted it, at the moment that it accepted
	#[command(
		after_help = "Who may: whoever controls the patient, with the vault. From then on that account alone does, by the \
		clock. It runs `salus patient take-over` and rotates all scopes.\n\
		Example: salus patient hand-over --as eve --acceptance heir.json"
	)]
	HandOver {
		/// Who controls the patient.
		#[command(flatten)]
		acting: AsProfile,
		/// The file that `salus patient accept-hand-over` wrote.
		#[arg(long, value_name = "FILE", required_unless_present = "cancel", conflicts_with = "cancel")]
		acceptance: Option<PathBuf>,
		/// Cancel the hand-over that is scheduled.
		#[arg(long)]
		cancel: bool,
	},
	/// Set vault keys of one's own for a patient that was handed over
	#[command(
		after_help = "Who may: the account that it was handed over to, once. No vault of before is needed.\n\
		Example: salus patient take-over --as ferdie"
	)]
	TakeOver {
		/// The new account.
		#[command(flatten)]
		acting: AsProfile,
	},
	/// Tell that two patients are one person
	#[command(
		after_help = "Who may: whoever controls both. Records, consents and keys stay where they are.\n\
		Example: salus patient merge --as eve --into eve2"
	)]
	Merge {
		/// The patient that is linked.
		#[command(flatten)]
		acting: AsProfile,
		/// The profile of the patient that goes on in its stead.
		#[arg(long, value_name = "PROFILE")]
		into: ProfileName,
	},
	/// Sign that an organisation takes the place of the patient's home, which was expelled
	#[command(
		after_help = "Who may: the patient, or a representative with the power to grant; hand the file to the organisation's \
		registrar. It holds no secret.\n\
		Example: salus patient choose-home --as eve --org 3 --out home.json"
	)]
	ChooseHome {
		/// Who decides for the patient.
		#[command(flatten)]
		acting: AsProfile,
		/// The patient: ID or PROFILE, where another than the profile's own.
		#[arg(long, value_name = "ID")]
		patient: Option<PatientRef>,
		/// The organisation.
		#[arg(long, value_name = "ID")]
		org: OrganisationId,
		/// Where to write it.
		#[command(flatten)]
		file: NewWord,
	},
	/// Take a patient in whose home was expelled, and who chose your organisation
	#[command(
		after_help = "Who may: a registrar of that organisation. It may add records to the patient's inbox from then on, nothing \
		else.\n\
		Example: salus patient rehome --as carol --word home.json"
	)]
	Rehome {
		/// The registrar.
		#[command(flatten)]
		acting: AsProfile,
		/// The file that `salus patient choose-home` wrote.
		#[arg(long, value_name = "FILE")]
		word: PathBuf,
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
