//! `salus access`.

use super::{
	consent::{History, Permission},
	values::{PatientRef, ProfileName, When, Who},
	AsProfile,
};
use clap::{ArgGroup, Args, Subcommand, ValueEnum};
use salus_sdk::{
	primitives::{
		access::Action,
		ids::{RecordIndex, RequestIndex},
		purpose::Purpose,
	},
	scopes::ScopeChoice,
};
use std::path::PathBuf;

/// The access decision, and requests for access.
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
	/// Ask a patient for access; only the patient can read why
	#[command(
		after_help = "Who may: practitioners, and agents of organisations. It gives no access: the patient may approve it, \
		or a part of it.\n\
		Example: salus access request --as charlie --patient 0x5f… --permission read --purpose TREAT --until 90days --wish why.txt"
	)]
	Request(AccessOrder),
	/// List the requests you were asked, with what they say, or those you made to a patient
	#[command(
		after_help = "Who may: the patient; with --patient also those who asked, and representatives, who see no reasons. Nobody checks what a request says: it is \
		what the requester wrote.\nExample: salus access list --as eve"
	)]
	List {
		/// The patient, or who asked.
		#[command(flatten)]
		acting: AsProfile,
		/// Only what you asked this patient, or all that one was asked whom you represent: ID or PROFILE.
		#[arg(long, value_name = "ID")]
		patient: Option<PatientRef>,
	},
	/// Give the consent that a request asks for, or a part of it
	#[command(
		after_help = "Who may: the patient, or with --patient a representative with the power to grant. What is not said is as it was asked for; nothing may be more. Whoever is \
		granted read can keep what it fetches.\n\
		Example: salus access approve --as eve 3 --scope labs --permission read --until 30days"
	)]
	Approve(AccessApproval),
	/// Refuse a request
	#[command(
		after_help = "Who may: the patient, or with --patient a representative with the power to grant.\n\
		Example: salus access refuse --as eve 3"
	)]
	Refuse {
		/// The patient.
		#[command(flatten)]
		acting: AsProfile,
		/// The patient that the profile represents: ID or PROFILE [default: the profile's own].
		#[arg(long, value_name = "ID")]
		patient: Option<PatientRef>,
		/// The request.
		#[arg(value_name = "REQUEST")]
		request: RequestIndex,
	},
	/// Take back a request that you made
	#[command(
		after_help = "Who may: whoever made it.\nExample: salus access withdraw --as charlie --patient 0x5f… 3"
	)]
	Withdraw {
		/// Who asked.
		#[command(flatten)]
		acting: AsProfile,
		/// The patient: ID or PROFILE.
		#[arg(long, value_name = "ID")]
		patient: PatientRef,
		/// The request.
		#[arg(value_name = "REQUEST")]
		request: RequestIndex,
	},
}

/// A request to make.
#[derive(Debug, Args)]
pub struct AccessOrder {
	/// Who asks.
	#[command(flatten)]
	pub acting: AsProfile,
	/// In whose name, where the account stands for several: org:ID or practitioner:ID.
	#[arg(long = "for", value_name = "WHO")]
	pub requester: Option<Who>,
	/// The patient: ID or PROFILE.
	#[arg(long, value_name = "ID")]
	pub patient: PatientRef,
	/// What you want to do; may be repeated.
	#[arg(long = "permission", value_name = "WHAT", required = true, num_args = 1.., value_delimiter = ',')]
	pub permissions: Vec<Permission>,
	/// What for (HL7 PurposeOfUse); may be repeated.
	#[arg(long = "purpose", value_name = "CODE", required = true, num_args = 1.., value_delimiter = ',')]
	pub purposes: Vec<Purpose>,
	/// From when on: a date, or so long from now [default: when the patient approves].
	#[arg(long, value_name = "T")]
	pub from: Option<When>,
	/// Until when: a date, or so long from now [default: until revoked].
	#[arg(long, value_name = "T")]
	pub until: Option<When>,
	/// When the request lapses if nobody answers: at most 30 days from now.
	#[arg(long, value_name = "T", default_value = "7days")]
	pub expires: When,
	/// File with the reasons, in at most 3,000 bytes; `-` is standard input. The command line would show them to others.
	#[arg(long, value_name = "FILE", default_value = "-")]
	pub wish: PathBuf,
	/// File with names of scopes or kinds of records that you would like, one a line, at most 16.
	#[arg(long, value_name = "FILE")]
	pub wanted: Option<PathBuf>,
}

/// A request to approve.
#[derive(Debug, Args)]
#[command(group(ArgGroup::new("granted").required(true).args(["scopes", "records"])))]
pub struct AccessApproval {
	/// The patient.
	#[command(flatten)]
	pub acting: AsProfile,
	/// The patient that the profile represents, in whose name it gives: ID or PROFILE [default: the profile's own].
	#[arg(long, value_name = "ID")]
	pub patient: Option<PatientRef>,
	/// The request.
	#[arg(value_name = "REQUEST")]
	pub request: RequestIndex,
	/// A scope: NAME, NUMBER or id; may be repeated.
	#[arg(long = "scope", value_name = "NAME")]
	pub scopes: Vec<ScopeChoice>,
	/// A single record; may be repeated.
	#[arg(long = "record", value_name = "INDEX")]
	pub records: Vec<RecordIndex>,
	/// What the requester may do; may be repeated [default: what it asked for].
	#[arg(long = "permission", value_name = "WHAT", value_delimiter = ',')]
	pub permissions: Vec<Permission>,
	/// What for (HL7 PurposeOfUse); may be repeated [default: what was asked for].
	#[arg(long = "purpose", value_name = "CODE", value_delimiter = ',')]
	pub purposes: Vec<Purpose>,
	/// From when on: a date, or so long from now [default: as asked for].
	#[arg(long, value_name = "T")]
	pub from: Option<When>,
	/// Until when: a date, or so long from now [default: as asked for].
	#[arg(long, value_name = "T")]
	pub until: Option<When>,
	/// Whether a scope's earlier records are opened too; `none` gives the scope a new key first.
	#[arg(long, value_name = "HOW", default_value = "all")]
	pub history: History,
	/// Version of the privacy policy it is given under.
	#[arg(long, value_name = "N", default_value_t = 1)]
	pub policy_version: u16,
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
	/// The profile that knows the scope by name, or whose vault opens the opening.
	#[arg(long = "as", value_name = "PROFILE")]
	pub profile: Option<ProfileName>,
	/// The opening of a blinded consent that the patient handed to whoever asks.
	#[arg(long, value_name = "FILE", requires = "profile")]
	pub opening: Option<PathBuf>,
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
