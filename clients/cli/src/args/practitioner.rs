//! `salus practitioner`.

use super::{
	values::{PractitionerRef, When},
	Accepted, AsProfile, NewAcceptance,
};
use clap::{Args, Subcommand, ValueEnum};
use salus_sdk::primitives::{ids::OrganisationId, people::PractitionerRole};
use std::path::PathBuf;

/// Practitioners, for whom organisations vouch.
#[derive(Debug, Subcommand)]
pub enum Practitioner {
	/// Sign the text with which your account becomes a practitioner's
	#[command(
		after_help = "Who may: anyone; hand the file to the organisation's registrar. It holds no secret.\n\
		Example for a new account: salus practitioner accept --as ferdie --replacing 3 --out ferdie.acceptance.json\n\
		Example: salus practitioner accept --as ferdie --org 1 --out ferdie.acceptance.json"
	)]
	Accept {
		/// Who accepts.
		#[command(flatten)]
		acting: AsProfile,
		/// As what.
		#[command(flatten)]
		place: Place,
		/// Where to write it.
		#[command(flatten)]
		file: NewAcceptance,
	},
	/// Admit a practitioner who accepted it, or give one who is known a further membership
	#[command(after_help = "Who may: a registrar, for the organisation it acts for.\n\
		The chain keeps a salted commitment to the credential; keep the credential file and the printed salt.\n\
		Example for an account elsewhere: salus practitioner add --as alice --acceptance ferdie.acceptance.json \
		--role clinician --credential licence.txt --until 365days\n\
		Example: salus practitioner add --as alice --account ferdie --role clinician --credential licence.txt --until 365days")]
	Add {
		/// The registrar.
		#[command(flatten)]
		acting: AsProfile,
		/// The practitioner's own word.
		#[command(flatten)]
		accepted: Accepted,
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
	/// Give a practitioner who lost the wallet another account, which accepted it
	#[command(
		after_help = "Who may: a registrar of the organisation that admitted the practitioner first.\n\
		Example for an account elsewhere: salus practitioner replace-account --as alice dave --acceptance \
		ferdie.acceptance.json\n\
		Example: salus practitioner replace-account --as alice dave --account ferdie"
	)]
	ReplaceAccount {
		/// The registrar.
		#[command(flatten)]
		acting: AsProfile,
		/// The practitioner: ID, PROFILE or ADDRESS.
		practitioner: PractitionerRef,
		/// The new account's own word.
		#[command(flatten)]
		accepted: Accepted,
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

/// As what an account is a practitioner's.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub struct Place {
	/// The organisation that is to admit you as a practitioner.
	#[arg(long, value_name = "ID")]
	pub org: Option<OrganisationId>,
	/// The practitioner whose lost account yours replaces: ID, PROFILE or ADDRESS.
	#[arg(long, value_name = "PRACTITIONER")]
	pub replacing: Option<PractitionerRef>,
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
