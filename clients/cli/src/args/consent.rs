//! `salus consent`.

use super::{
	values::{PatientRef, When, Who},
	Acting, AsProfile,
};
use clap::{ArgGroup, Args, Subcommand, ValueEnum};
use salus_sdk::{
	primitives::{
		consent::{Permissions, Reach},
		ids::{ConsentIndex, RecordIndex},
		purpose::Purpose,
	},
	scopes::ScopeChoice,
};
use std::path::PathBuf;

/// Who may do what with a patient's records.
#[derive(Debug, Subcommand)]
pub enum Consent {
	/// Let a practitioner or an organisation read or write scopes or single records
	#[command(
		after_help = "Who may: the patient, or with --patient a representative with the power to grant. Whoever is granted read can keep what it fetches.\n\
		With --blinded the chain does not name who reads: hand the file that is written to the reader.\n\
		Example: salus consent grant --as eve --to charlie --scope labs --permission read --purpose TREAT --until 90days"
	)]
	Grant(Grant),
	/// Write the opening of a blinded consent again, sealed to its reader's vault of now
	#[command(
		after_help = "Who may: the patient. The reader shows the file with `--opening`; nobody else can open it, and nobody who \
		sees the chain learns who reads.\n\
		Example: salus consent opening --as eve 3 --out for-charlie.json"
	)]
	Opening {
		/// The patient.
		#[command(flatten)]
		acting: AsProfile,
		/// The consent.
		#[arg(value_name = "ID")]
		consent: ConsentIndex,
		/// File to write the opening to [default: opening-PATIENT-ID.json].
		#[arg(long, value_name = "FILE")]
		out: Option<PathBuf>,
		/// Overwrite the file.
		#[arg(long)]
		force: bool,
	},
	/// Pass on a consent that you were given, or a part of it
	#[command(
		after_help = "Who may: the grantee of a consent that permits `delegate`, practitioner or organisation. What is \
		not said is as the consent has it; nothing may be more. It ends with every consent above it, and you can take it \
		back with `salus consent revoke --patient`.\n\
		Example: salus consent delegate --as charlie --patient 0x5f… --parent 2 --to dave --scope labs --permission read --purpose TREAT --until 30days"
	)]
	Delegate(Delegate),
	/// Show consents with what was delegated from them, what is in force and why not
	#[command(
		after_help = "Who may: the patient; with --patient those in a line of delegations, of their lines alone.\n\
		Example: salus consent tree --as eve"
	)]
	Tree {
		/// The patient, or a grantee.
		#[command(flatten)]
		acting: AsProfile,
		/// Your lines of consents of this patient: ID or PROFILE.
		#[arg(long, value_name = "ID")]
		patient: Option<PatientRef>,
	},
	/// List your consents, with their state
	#[command(after_help = "Who may: the patient.\nExample: salus consent list --as eve")]
	List {
		/// The patient.
		#[command(flatten)]
		acting: AsProfile,
	},
	/// List the patients who gave you, or your organisation, a consent
	#[command(
		after_help = "Who may: practitioners and agents of organisations.\nExample: salus consent received --as charlie"
	)]
	Received {
		/// The grantee.
		#[command(flatten)]
		acting: Acting,
		/// The consents of this patient: ID or PROFILE.
		#[arg(long, value_name = "ID")]
		patient: Option<PatientRef>,
	},
	/// End a consent, and all that was delegated from it, in the next block, and give the scopes it opened new keys
	#[command(
		after_help = "Who may: the patient; with --patient whoever passed the consent on, or one above it. What was fetched \
		before can be kept; what comes after is sealed to a new key, which the patient gives, or a representative who rotates.\n\
		Example: salus consent revoke --as eve 3"
	)]
	Revoke {
		/// The patient, or who passed it on.
		#[command(flatten)]
		acting: AsProfile,
		/// The patient whose records you passed on: ID or PROFILE.
		#[arg(long, value_name = "ID", conflicts_with = "no_rotate")]
		patient: Option<PatientRef>,
		/// The consent.
		#[arg(value_name = "ID")]
		consent: ConsentIndex,
		/// Leave the scopes' keys for later: until then new records go to the inbox.
		#[arg(long)]
		no_rotate: bool,
	},
	/// Shut a practitioner or an organisation out, whatever was granted
	#[command(
		after_help = "Who may: the patient, or with --patient a representative with the power to grant.\n\
		Example: salus consent exclude --as eve org:2"
	)]
	Exclude {
		/// The patient.
		#[command(flatten)]
		acting: AsProfile,
		/// The patient that the profile represents: ID or PROFILE [default: the profile's own].
		#[arg(long, value_name = "ID")]
		patient: Option<PatientRef>,
		/// Whom: PROFILE, ADDRESS, org:ID or practitioner:ID.
		who: Who,
	},
	/// Take an exclusion back
	#[command(
		after_help = "Who may: the patient, or with --patient a representative with the power to grant.\n\
		Example: salus consent readmit --as eve org:2"
	)]
	Readmit {
		/// The patient.
		#[command(flatten)]
		acting: AsProfile,
		/// The patient that the profile represents: ID or PROFILE [default: the profile's own].
		#[arg(long, value_name = "ID")]
		patient: Option<PatientRef>,
		/// Whom: PROFILE, ADDRESS, org:ID or practitioner:ID.
		who: Who,
	},
	/// Seal the envelopes of a consent you were given to your new vault key
	#[command(
		after_help = "Who may: the grantee, after `salus vault rotate`. After `salus practitioner reset-vault` only \
		the patient can, with `salus scope reseal --accept-new-key`.\n\
		Example: salus consent reseal --as charlie --patient 0x5f… 3"
	)]
	Reseal {
		/// The grantee.
		#[command(flatten)]
		acting: Acting,
		/// The patient: ID or PROFILE.
		#[arg(long, value_name = "ID")]
		patient: PatientRef,
		/// The consent.
		#[arg(value_name = "ID")]
		consent: ConsentIndex,
	},
}

/// A consent to give.
#[derive(Debug, Args)]
#[command(group(ArgGroup::new("items").required(true).args(["scopes", "records"])))]
pub struct Grant {
	/// The patient.
	#[command(flatten)]
	pub acting: AsProfile,
	/// The patient that the profile represents, in whose name it gives: ID or PROFILE [default: the profile's own].
	#[arg(long, value_name = "ID")]
	pub patient: Option<PatientRef>,
	/// To whom: PROFILE, ADDRESS, org:ID or practitioner:ID.
	#[arg(long, value_name = "WHO")]
	pub to: Who,
	/// Name a commitment on the chain instead; for reading alone.
	#[arg(long, conflicts_with = "patient")]
	pub blinded: bool,
	/// File for the opening of a blinded consent, sealed to the reader's vault [default: opening-PATIENT-ID.json].
	#[arg(long, value_name = "FILE", requires = "blinded")]
	pub opening_file: Option<PathBuf>,
	/// A scope: NAME, NUMBER or id; may be repeated.
	#[arg(long = "scope", value_name = "NAME", num_args = 1..)]
	pub scopes: Vec<ScopeChoice>,
	/// A single record; may be repeated.
	#[arg(long = "record", value_name = "INDEX", num_args = 1..)]
	pub records: Vec<RecordIndex>,
	/// What the grantee may do; may be repeated.
	#[arg(long = "permission", value_name = "WHAT", required = true, num_args = 1.., value_delimiter = ',')]
	pub permissions: Vec<Permission>,
	/// What for (HL7 PurposeOfUse); may be repeated.
	#[arg(long = "purpose", value_name = "CODE", required = true, num_args = 1.., value_delimiter = ',')]
	pub purposes: Vec<Purpose>,
	/// From when on: a date, or so long from now [default: at once].
	#[arg(long, value_name = "T")]
	pub from: Option<When>,
	/// Until when: a date, or so long from now [default: until revoked].
	#[arg(long, value_name = "T")]
	pub until: Option<When>,
	/// Whether a scope's earlier records are opened too; `none` gives the scope a new key first, `ahead` lets a
	/// representative who rotates give it the next 64.
	#[arg(long, value_name = "HOW", default_value = "all")]
	pub history: History,
	/// Version of the privacy policy it is given under.
	#[arg(long, value_name = "N", default_value_t = 1)]
	pub policy_version: u16,
}

/// A consent to pass on.
#[derive(Debug, Args)]
#[command(group(ArgGroup::new("passed_on").args(["scopes", "records"])))]
pub struct Delegate {
	/// The grantee of the consent that is passed on, or an agent of the organisation that is.
	#[command(flatten)]
	pub acting: AsProfile,
	/// The patient: ID or PROFILE.
	#[arg(long, value_name = "ID")]
	pub patient: PatientRef,
	/// The consent to pass on.
	#[arg(long, value_name = "CONSENT")]
	pub parent: ConsentIndex,
	/// To whom: PROFILE, ADDRESS, org:ID or practitioner:ID.
	#[arg(long, value_name = "WHO")]
	pub to: Who,
	/// A scope: NAME, NUMBER or id; may be repeated [default: all that the consent names].
	#[arg(long = "scope", value_name = "NAME", num_args = 1..)]
	pub scopes: Vec<ScopeChoice>,
	/// A single record; may be repeated [default: all that the consent names].
	#[arg(long = "record", value_name = "INDEX", num_args = 1..)]
	pub records: Vec<RecordIndex>,
	/// What the grantee may do; may be repeated [default: what you may, without passing it on].
	#[arg(long = "permission", value_name = "WHAT", num_args = 1.., value_delimiter = ',')]
	pub permissions: Vec<Permission>,
	/// What for (HL7 PurposeOfUse); may be repeated [default: what it was given to you for].
	#[arg(long = "purpose", value_name = "CODE", num_args = 1.., value_delimiter = ',')]
	pub purposes: Vec<Purpose>,
	/// From when on: a date, or so long from now [default: at once].
	#[arg(long, value_name = "T")]
	pub from: Option<When>,
	/// Until when: a date, or so long from now [default: as long as the consent].
	#[arg(long, value_name = "T")]
	pub until: Option<When>,
	/// Whether a scope's earlier records are opened too; `none` begins with the key in use now, which may have been in use
	/// for a while [default: as the consent].
	#[arg(long, value_name = "HOW")]
	pub history: Option<History>,
}

/// What a grantee may do.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum Permission {
	/// Read the records.
	Read,
	/// Add records.
	Write,
	/// Pass on what it has, or less.
	Delegate,
}

impl From<Permission> for Permissions {
	fn from(permission: Permission) -> Self {
		match permission {
			Permission::Read => Self::READ,
			Permission::Write => Self::WRITE,
			Permission::Delegate => Self::DELEGATE,
		}
	}
}

/// How far back a grant reaches.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum History {
	/// Everything in the scope.
	All,
	/// What is filed from now on.
	None,
	/// Everything in the scope, and the next 64 keys: for a representative who rotates.
	Ahead,
}

impl From<History> for Reach {
	fn from(history: History) -> Self {
		match history {
			History::All => Self::AllHistory,
			History::None => Self::FromNow,
			History::Ahead => Self::Ahead,
		}
	}
}
