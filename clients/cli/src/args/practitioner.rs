//! `salus practitioner`.

use super::{
	values::{PractitionerRef, When, Who},
	AsProfile,
};
use clap::{Args, Subcommand, ValueEnum};
use salus_sdk::primitives::people::PractitionerRole;
use std::path::PathBuf;

/// Practitioners, for whom organisations vouch.
#[derive(Debug, Subcommand)]
pub enum Practitioner {
	/// Admit a practitioner, or give one who is known a further membership
	#[command(after_help = "Who may: a registrar, for the organisation it acts for.\n\
		The chain keeps a salted commitment to the credential; keep the credential file and the printed salt.\n\
		Example: salus practitioner add --as alice --account ferdie --role clinician --credential licence.txt --until 365days")]
	Add {
		/// The registrar.
		#[command(flatten)]
		acting: AsProfile,
		/// The practitioner's account: PROFILE or ADDRESS.
		#[arg(long, value_name = "WHO")]
		account: Who,
		/// What was checked.
		#[command(flatten)]
		credential: Credential,
	},
	/// Suspend a practitioner's membership in your organisation
	#[command(
		after_help = "Who may: a registrar of the organisation.\nExample: salus practitioner suspend --as alice dave"
	)]
	Suspend {
		/// The registrar.
		#[command(flatten)]
		acting: AsProfile,
		/// The practitioner: ID, PROFILE or ADDRESS.
		practitioner: PractitionerRef,
	},
	/// End a suspension
	#[command(
		after_help = "Who may: a registrar of the organisation.\nExample: salus practitioner reinstate --as alice dave"
	)]
	Reinstate {
		/// The registrar.
		#[command(flatten)]
		acting: AsProfile,
		/// The practitioner: ID, PROFILE or ADDRESS.
		practitioner: PractitionerRef,
	},
	/// Renew a membership with a credential that was checked again
	#[command(after_help = "Who may: a registrar of the organisation.\n\
		Example: salus practitioner renew --as alice dave --role laboratory --credential licence.txt --until 2028-01-01")]
	Renew {
		/// The registrar.
		#[command(flatten)]
		acting: AsProfile,
		/// The practitioner: ID, PROFILE or ADDRESS.
		practitioner: PractitionerRef,
		/// What was checked.
		#[command(flatten)]
		credential: Credential,
	},
	/// Give a practitioner who lost the wallet another account
	#[command(
		after_help = "Who may: a registrar of the organisation that admitted the practitioner first.\n\
		Example: salus practitioner replace-account --as alice dave --account ferdie"
	)]
	ReplaceAccount {
		/// The registrar.
		#[command(flatten)]
		acting: AsProfile,
		/// The practitioner: ID, PROFILE or ADDRESS.
		practitioner: PractitionerRef,
		/// The new account: PROFILE or ADDRESS.
		#[arg(long, value_name = "WHO")]
		account: Who,
	},
	/// Remove the vault of a practitioner who lost it, so that a new one can be published
	#[command(
		after_help = "Who may: a registrar of the organisation that admitted the practitioner first.\n\
		Example: salus practitioner reset-vault --as alice dave"
	)]
	ResetVault {
		/// The registrar.
		#[command(flatten)]
		acting: AsProfile,
		/// The practitioner: ID, PROFILE or ADDRESS.
		practitioner: PractitionerRef,
	},
	/// Show a practitioner: account, memberships, vault keys
	#[command(after_help = "Who may: anyone.\nExample: salus practitioner show dave")]
	Show {
		/// The practitioner: ID, PROFILE or ADDRESS.
		practitioner: PractitionerRef,
	},
}

/// What a registrar has checked.
#[derive(Debug, Args)]
pub struct Credential {
	/// The coarse role.
	#[arg(long)]
	pub role: CoarseRole,
	/// May open an emergency session.
	#[arg(long)]
	pub emergency: bool,
	/// File with what was checked, such as a licence number; only a salted commitment to it leaves this machine.
	#[arg(long, value_name = "FILE")]
	pub credential: PathBuf,
	/// Until when it holds: a date, or so long from now.
	#[arg(long, value_name = "T")]
	pub until: When,
}

/// A coarse role; never a specialty.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum CoarseRole {
	/// Treats patients.
	Clinician,
	/// Examines samples or images and reports.
	Laboratory,
	/// Dispenses medication.
	Pharmacy,
	/// Studies records it was granted for research.
	Researcher,
}

impl From<CoarseRole> for PractitionerRole {
	fn from(role: CoarseRole) -> Self {
		match role {
			CoarseRole::Clinician => Self::Clinician,
			CoarseRole::Laboratory => Self::Laboratory,
			CoarseRole::Pharmacy => Self::Pharmacy,
			CoarseRole::Researcher => Self::Researcher,
		}
	}
}
