//! `salus access`.

use super::values::{PatientRef, ProfileName, When, Who};
use clap::{ArgGroup, Args, Subcommand, ValueEnum};
use salus_sdk::{
	primitives::{access::Action, ids::RecordIndex, purpose::Purpose},
	scopes::ScopeChoice,
};

/// The access decision.
#[derive(Debug, Subcommand)]
pub enum Access {
	/// Ask the chain whether somebody may read or write; exits with 3 if not
	#[command(after_help = "Who may: anyone.\n\
		Example: salus access check --patient 0x5f… --who charlie --record 0 --action read --purpose TREAT")]
	Check(Question),
	/// Say what the decision looked at; exits with 3 if it denies
	#[command(after_help = "Who may: anyone.\n\
		Example: salus access explain --patient 0x5f… --who org:1 --scope 0 --action write --purpose TREAT")]
	Explain(Question),
}

/// A question to the access decision.
#[derive(Debug, Args)]
#[command(group(ArgGroup::new("item").required(true).args(["record", "scope"])))]
pub struct Question {
	/// The patient: ID or PROFILE.
	#[arg(long, value_name = "ID")]
	pub patient: PatientRef,
	/// Who asks: PROFILE, ADDRESS, org:ID or practitioner:ID.
	#[arg(long, value_name = "WHO")]
	pub who: Who,
	/// The record.
	#[arg(long, value_name = "INDEX")]
	pub record: Option<RecordIndex>,
	/// The scope: NUMBER or id, or a name that the profile of --as knows.
	#[arg(long, value_name = "NAME")]
	pub scope: Option<ScopeChoice>,
	/// What to do.
	#[arg(long, value_name = "WHAT")]
	pub action: AskedAction,
	/// What for (HL7 PurposeOfUse).
	#[arg(long, value_name = "CODE", default_value = "TREAT")]
	pub purpose: Purpose,
	/// At which moment of the past [default: now].
	#[arg(long, value_name = "T")]
	pub at: Option<When>,
	/// The profile that knows the scope by name.
	#[arg(long = "as", value_name = "PROFILE")]
	pub profile: Option<ProfileName>,
}

/// What somebody wants to do.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum AskedAction {
	/// Read.
	Read,
	/// Add to the scope, or amend the record.
	Write,
}

impl From<AskedAction> for Action {
	fn from(action: AskedAction) -> Self {
		match action {
			AskedAction::Read => Self::Read,
			AskedAction::Write => Self::Write,
		}
	}
}
