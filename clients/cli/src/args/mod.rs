//! The command line's grammar: one module for each noun.

mod acceptance;
mod access;
mod chain;
mod consent;
mod export;
mod gov;
mod network;
mod org;
mod patient;
mod practitioner;
mod profile;
mod record;
mod recovery;
mod representative;
mod scope;
mod validator;
pub mod values;
mod vault;

pub use acceptance::{Accepted, NewAcceptance};
pub use access::{Access, AccessApproval, AccessOrder, Question};
pub use chain::ChainTask;
pub use consent::{Consent, Delegate, Grant, Permission};
pub use export::{Export, VerifyExport};
pub use gov::{Ballot, GivenRole, Gov, NewWord, OneCode, OneParameter, Propose};
pub use network::{Network, Wireguard};
pub use org::Org;
pub use patient::Patient;
pub use practitioner::{Credential, Place, Practitioner};
pub use profile::{NewProfile, Profile, RecoveredProfile};
pub use record::{Description, DisputesOf, Record};
pub use recovery::{Recovery, SignedFile};
pub use representative::{Power, Representative};
pub use scope::Scope;
pub use validator::Validator;
pub use vault::{TryOpen, Vault};

use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;
use values::{ProfileName, Role};

/// Encrypted medical records on the Salus chain: keys, records and consents from a terminal.
#[derive(Debug, Parser)]
#[command(
	name = "salus",
	version,
	max_term_width = 110,
	propagate_version = true,
	subcommand_required = true,
	after_help = "Exit codes: 0 done, 2 usage, 3 denied, 4 not found, 5 chain or network, 6 integrity.\n\n\
		Secrets are never arguments or environment variables: they are asked for on the terminal, or read from files \
		(`-` is standard input, one line for each secret).\n\n\
		Example: salus --dev record list --as alice --patient 0x5f…"
)]
pub struct Cli {
	/// Options of every command.
	#[command(flatten)]
	pub global: Global,

	/// What to do.
	#[command(subcommand)]
	pub command: Command,
}

/// Options of every command.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Global options")]
pub struct Global {
	/// The node to ask: a ws:// or wss:// URL. It is trusted to tell the truth about the chain: use your own.
	#[arg(
		long,
		global = true,
		env = "SALUS_URL",
		hide_env_values = true,
		value_name = "URL",
		default_value = "ws://127.0.0.1:9944"
	)]
	pub url: String,

	/// Folder of profiles, and of the stores where no other is named [default: the system's data folder for `salus`].
	#[arg(long, global = true, env = "SALUS_HOME", hide_env_values = true, value_name = "DIR")]
	pub home: Option<PathBuf>,

	/// Offer the well-known development accounts alice, bob, charlie, dave, eve and ferdie as profiles. Their keys are
	/// public: never for real records.
	#[arg(long, global = true)]
	pub dev: bool,

	/// Keep profiles without encryption, and read such. Never for real records.
	#[arg(long, global = true)]
	pub insecure_dev: bool,

	/// Store of encrypted files: a folder, file:///… or s3://bucket/prefix [default: HOME/blobs].
	#[arg(long, global = true, env = "SALUS_STORE", hide_env_values = true, value_name = "URL")]
	pub store: Option<String>,

	/// Store of envelopes, which must be able to delete: a folder, file:///… or s3://bucket/prefix [default:
	/// HOME/envelopes].
	#[arg(long, global = true, env = "SALUS_ENVELOPES", hide_env_values = true, value_name = "URL")]
	pub envelopes: Option<String>,

	/// How to print: for people, or one JSON document on standard output and nothing else there.
	#[arg(
		long,
		global = true,
		env = "SALUS_OUTPUT",
		hide_env_values = true,
		value_name = "FORM",
		default_value = "table"
	)]
	pub output: Form,

	/// Until when to wait for a transaction, and which block to read.
	#[arg(
		long,
		global = true,
		env = "SALUS_WAIT",
		hide_env_values = true,
		value_name = "BLOCK",
		default_value = "finalized"
	)]
	pub wait: Until,

	/// File whose first line is the passphrase of the profile; `-` reads it from standard input.
	#[arg(long, global = true, env = "SALUS_PASSPHRASE_FILE", hide_env_values = true, value_name = "FILE")]
	pub passphrase_file: Option<PathBuf>,

	/// Tell more on standard error; twice for still more. RUST_LOG overrides.
	#[arg(short, long, global = true, action = ArgAction::Count)]
	pub verbose: u8,
}

/// How to print.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum Form {
	/// For people.
	Table,
	/// One JSON document.
	Json,
}

/// Until when to wait.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum Until {
	/// The best block: seconds, and may be undone.
	Best,
	/// The finalised block.
	#[value(alias = "finalised")]
	Finalized,
}

/// The nouns.
#[derive(Debug, Subcommand)]
pub enum Command {
	/// Wallet and vault keys on this machine
	#[command(subcommand)]
	Profile(Profile),
	/// Member organisations of the consortium
	#[command(subcommand)]
	Org(Org),
	/// The votes of the consortium: members, validators, parameters
	#[command(subcommand)]
	Gov(Gov),
	/// Validators: their keys, and their part in the sets
	#[command(subcommand)]
	Validator(Validator),
	/// The consortium's nodes, and the private network that they talk over
	#[command(subcommand)]
	Network(Network),
	/// Practitioners, for whom organisations vouch
	#[command(subcommand)]
	Practitioner(Practitioner),
	/// Patients and their enrolment
	#[command(subcommand)]
	Patient(Patient),
	/// Who acts for a patient
	#[command(subcommand)]
	Representative(Representative),
	/// Vault keys on chain and in the store
	#[command(subcommand)]
	Vault(Vault),
	/// A patient's scopes: records that are granted together
	#[command(subcommand)]
	Scope(Scope),
	/// Encrypted records
	#[command(subcommand)]
	Record(Record),
	/// Who may do what with a patient's records
	#[command(subcommand)]
	Consent(Consent),
	/// The access decision, and requests for access
	#[command(subcommand)]
	Access(Access),
	/// Recovering a patient whose wallet is lost, and its vault's root
	#[command(subcommand)]
	Recovery(Recovery),
	/// Write everything of a patient into a folder, decrypted, with proofs that need no chain
	#[command(
		after_help = "Who may: the patient, for everything; who was granted read, for what it may read.\n\
		Exit codes: 6, 4 or 3 if there are records that are altered, missing or not to be opened; the others are there all \
		the same.\n\
		Example: salus export --as eve --out ./my-records"
	)]
	Export(Export),
	/// Check an export, without a node and without keys
	#[command(after_help = "Who may: anyone.\n\
		Exit code: 6 if anything is not as it should be. Without --block or --chain-spec an export can only agree with \
		itself.\n\
		Example: salus verify-export ./my-records --chain-spec salus-raw.json")]
	VerifyExport(VerifyExport),
	/// The chain
	#[command(subcommand)]
	Chain(ChainTask),
	/// Print a completion script for a shell
	#[command(
		after_help = "Who may: anyone.\nExample: salus completions bash > ~/.local/share/bash-completion/completions/salus"
	)]
	Completions {
		/// The shell.
		shell: clap_complete::Shell,
	},
	/// Write the manual pages into a folder
	#[command(hide = true, after_help = "Who may: anyone.\nExample: salus man ./man1")]
	Man {
		/// The folder.
		dir: PathBuf,
	},
}

/// Whose keys to use.
#[derive(Clone, Debug, Args)]
pub struct AsProfile {
	/// The profile whose keys to use.
	#[arg(long = "as", value_name = "PROFILE")]
	pub profile: ProfileName,
}

/// Whose keys to use, and in whose name.
#[derive(Clone, Debug, Args)]
pub struct Acting {
	/// The profile whose keys to use.
	#[arg(long = "as", value_name = "PROFILE")]
	pub profile: ProfileName,

	/// In whose name, where the account may act in several: patient, organisation, practitioner, practitioner:ORG or
	/// representative:ID.
	#[arg(long, value_name = "ROLE")]
	pub role: Option<Role>,
}

#[cfg(test)]
mod tests;
