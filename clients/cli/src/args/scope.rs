//! `salus scope`.

use super::{values::PatientRef, AsProfile};
use clap::Subcommand;
use salus_sdk::{primitives::ids::ConsentIndex, scopes::ScopeChoice};

/// A patient's scopes: records that are granted together.
#[derive(Debug, Subcommand)]
pub enum Scope {
	/// Create the standard scopes that are missing
	#[command(after_help = "Who may: the patient.\nExample: salus scope init --as eve")]
	Init {
		/// The patient.
		#[command(flatten)]
		acting: AsProfile,
	},
	/// Create a scope of your own
	#[command(after_help = "Who may: the patient. The chain gets an opaque id, never the name.\n\
		Example: salus scope create --as eve --scope 'sports medicine'")]
	Create {
		/// The patient.
		#[command(flatten)]
		acting: AsProfile,
		/// Its name; may be repeated.
		#[arg(long = "scope", value_name = "NAME", required = true)]
		names: Vec<String>,
	},
	/// List the scopes of a patient, with names where the profile knows them
	#[command(after_help = "Who may: anyone; only the patient sees all names.\n\
		Example: salus scope list --as dave --patient 0x5f…")]
	List {
		/// Whose names to use.
		#[command(flatten)]
		acting: AsProfile,
		/// The patient: ID or PROFILE [default: the profile's own].
		#[arg(long, value_name = "ID")]
		patient: Option<PatientRef>,
		/// Only this scope: NAME, NUMBER or id.
		#[arg(long, value_name = "NAME")]
		scope: Option<ScopeChoice>,
	},
	/// Give a scope a new key, sealed to everyone who still holds it
	#[command(
		after_help = "Who may: the patient, or with --patient a representative with the power to rotate, as far as keys were \
		sealed ahead for it. What was fetched before can be kept: it protects what comes after.\n\
		Example: salus scope rotate --as eve --scope labs"
	)]
	Rotate {
		/// The patient.
		#[command(flatten)]
		acting: AsProfile,
		/// The patient that the profile represents: ID or PROFILE [default: the profile's own].
		#[arg(long, value_name = "ID")]
		patient: Option<PatientRef>,
		/// The scope: NAME, NUMBER or id.
		#[arg(long, value_name = "NAME")]
		scope: ScopeChoice,
	},
	/// Hand everyone who holds the scope's key the envelope that a rotation left out, and who rotates 64 keys again
	#[command(
		after_help = "Who may: the patient. A holder with a new vault key is left out unless you accept it: ask the holder \
		first, since a registrar can replace a practitioner's account and vault.\n\
		Example: salus scope reseal --as eve --scope labs --accept-new-key 3"
	)]
	Reseal {
		/// The patient.
		#[command(flatten)]
		acting: AsProfile,
		/// The scope: NAME, NUMBER or id.
		#[arg(long, value_name = "NAME")]
		scope: ScopeChoice,
		/// A consent whose holder gets an envelope in any case, for its new vault key too; may be repeated.
		#[arg(long = "accept-new-key", value_name = "CONSENT", num_args = 1..)]
		accept_new_keys: Vec<ConsentIndex>,
	},
	/// Close a scope to representatives, whatever they were granted
	#[command(
		after_help = "Who may: the patient; the wallet is enough. If a representative holds its key, rotate it next.\n\
		Example: salus scope close --as eve --scope 'mental health'"
	)]
	Close {
		/// The patient.
		#[command(flatten)]
		acting: AsProfile,
		/// The scope: NAME, NUMBER or id.
		#[arg(long, value_name = "NAME")]
		scope: ScopeChoice,
	},
	/// Open a scope to representatives again
	#[command(after_help = "Who may: the patient; the wallet is enough. Consents of before carry again.\n\
		Example: salus scope open --as eve --scope 'mental health'")]
	Open {
		/// The patient.
		#[command(flatten)]
		acting: AsProfile,
		/// The scope: NAME, NUMBER or id.
		#[arg(long, value_name = "NAME")]
		scope: ScopeChoice,
	},
	/// Replace your own records of a scope by newly encrypted ones under a new key, and delete the old
	#[command(after_help = "Who may: the patient. Others' records stay: only their authors amend them.\n\
		Example: salus scope reencrypt --as eve --scope labs")]
	Reencrypt {
		/// The patient.
		#[command(flatten)]
		acting: AsProfile,
		/// The scope: NAME, NUMBER or id.
		#[arg(long, value_name = "NAME")]
		scope: ScopeChoice,
	},
}
