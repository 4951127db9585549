//! `salus recovery`.

use super::{
	values::{duration, PatientRef, ProfileName, Who},
	AsProfile,
};
use clap::{Args, Subcommand};
use std::{path::PathBuf, time::Duration};

/// Recovering a patient whose wallet is lost, and its vault's root.
#[derive(Debug, Subcommand)]
pub enum Recovery {
	/// Name guardians, who can together give the patient another account
	#[command(
		after_help = "Who may: the patient, with the vault. Attempts that run end. Hand each guardian its opening file; \
		keep guardians.json to yourself, and split the vault's root with it.\n\
		Example: salus recovery set --as eve --guardian gill hugo iris --threshold 2 --delay 3days --out guardians"
	)]
	Set {
		/// The patient.
		#[command(flatten)]
		acting: AsProfile,
		/// The guardians: PROFILE or ADDRESS; 3 to 9.
		#[arg(long = "guardian", value_name = "WHO", num_args = 1.., required = true)]
		guardians: Vec<Who>,
		/// How many of them must approve: at least 2, and at least one more must be named than that.
		#[arg(long, value_name = "NUMBER")]
		threshold: u8,
		/// How long a recovery waits, so that you can veto it; 1 to 90 days.
		#[arg(long, value_name = "TIME", value_parser = duration)]
		delay: Duration,
		/// Folder to write guardians.json and each guardian's opening to; must not be there.
		#[arg(long, value_name = "DIR")]
		out: PathBuf,
	},
	/// Let nobody recover the patient any more
	#[command(after_help = "Who may: the patient, with the vault. Attempts that run end.\n\
		Example: salus recovery clear --as eve")]
	Clear(AsProfile),
	/// Ask guardians to give a patient to this profile's account
	#[command(
		after_help = "Who may: anyone whose account controls no patient; make a new profile for it. Hand the file to the \
		guardians. It holds no secret.\nExample: salus recovery start --as eve2 --patient 0x5f… --out start.json"
	)]
	Start {
		/// Who asks.
		#[command(flatten)]
		acting: AsProfile,
		/// The patient: ID or PROFILE.
		#[arg(long, value_name = "ID")]
		patient: PatientRef,
		/// Where to write it, and for how long it is valid.
		#[command(flatten)]
		file: SignedFile,
	},
	/// Approve a recovery as a guardian
	#[command(
		after_help = "Who may: a guardian. Talk to the person first: whoever you approve gets the patient. Hand the file to \
		anyone who has a role on the chain, or name such a profile with --submit-as.\n\
		Example: salus recovery approve --as gill --request start.json --opening opening.json --out approval.json"
	)]
	Approve {
		/// The guardian.
		#[command(flatten)]
		acting: AsProfile,
		/// The file that `salus recovery start` wrote.
		#[arg(long, value_name = "FILE")]
		request: PathBuf,
		/// The opening that the patient gave the guardian.
		#[arg(long, value_name = "FILE")]
		opening: PathBuf,
		/// Where to write it, and for how long it is valid.
		#[command(flatten)]
		file: SignedFile,
		/// A profile that has a role on the chain, and brings the approval here and now.
		#[arg(long, value_name = "PROFILE")]
		submit_as: Option<ProfileName>,
	},
	/// Bring a guardian's approval to the chain
	#[command(
		after_help = "Who may: whoever has a role on the chain. The first approval starts the attempt.\n\
		Example: salus recovery submit --as alice --request start.json --approval approval.json"
	)]
	Submit {
		/// Who brings it.
		#[command(flatten)]
		acting: AsProfile,
		/// The file that `salus recovery start` wrote.
		#[arg(long, value_name = "FILE")]
		request: PathBuf,
		/// The file that `salus recovery approve` wrote.
		#[arg(long, value_name = "FILE")]
		approval: PathBuf,
	},
	/// Veto a recovery of one's own patient
	#[command(
		after_help = "Who may: the patient, once for each attempt. To end attempts for good, name other guardians.\n\
		Example: salus recovery veto --as eve eve2"
	)]
	Veto {
		/// The patient.
		#[command(flatten)]
		acting: AsProfile,
		/// The account that would get the patient: PROFILE or ADDRESS.
		account: Who,
	},
	/// Override a thief's veto with the patient's vault
	#[command(
		after_help = "Who may: whoever has a role on the chain and the patient's vault; the profile with the vault may be \
		another than the one that submits. The delay begins anew.\n\
		Example: salus recovery override --as eve-vault --submit-as alice --patient 0x5f… eve2"
	)]
	Override {
		/// The profile with the patient's vault.
		#[command(flatten)]
		acting: AsProfile,
		/// The profile that submits it [default: the same].
		#[arg(long, value_name = "PROFILE")]
		submit_as: Option<ProfileName>,
		/// The patient: ID or PROFILE.
		#[arg(long, value_name = "ID")]
		patient: PatientRef,
		/// The account that would get the patient: PROFILE or ADDRESS.
		account: Who,
	},
	/// Finish a recovery whose delay has passed
	#[command(after_help = "Who may: whoever has a role on the chain.\n\
		Example: salus recovery finish --as alice --patient 0x5f… eve2")]
	Finish {
		/// Who submits it.
		#[command(flatten)]
		acting: AsProfile,
		/// The patient: ID or PROFILE.
		#[arg(long, value_name = "ID")]
		patient: PatientRef,
		/// The account that gets the patient: PROFILE or ADDRESS.
		account: Who,
	},
	/// Show how a patient can be recovered, what runs and what became of it
	#[command(after_help = "Who may: anyone. Guardians are unknown until they approve.\n\
		Example: salus recovery status --patient 0x5f…")]
	Status {
		/// The patient: ID or PROFILE.
		#[arg(long, value_name = "ID")]
		patient: PatientRef,
	},
	/// Confirm with the vault that a recovered patient is one's own
	#[command(
		after_help = "Who may: the recovered patient, with the vault of before. `salus vault rotate` does the same, and gives \
		the vault new keys.\nExample: salus recovery confirm --as eve3"
	)]
	Confirm(AsProfile),
	/// Go on with another vault root: this profile's
	#[command(
		after_help = "Who may: the patient, with the vault in use (--former); or a recovered patient without it, from 30 days \
		after the recovery on. `salus profile new NAME --wallet-phrase-file FILE` makes a profile with the same wallet and \
		another root. What was sealed before opens with the former root alone: keep its words. Then `salus scope rotate` each \
		scope, by its number; 0 is the inbox.\nExample: salus recovery renew --as eve4 --former eve3"
	)]
	Renew {
		/// The patient, with the new root.
		#[command(flatten)]
		acting: AsProfile,
		/// The profile with the vault in use [default: none; it is lost].
		#[arg(long, value_name = "PROFILE")]
		former: Option<ProfileName>,
	},
	/// Write the key to which shares of vaults are sealed for this profile
	#[command(
		after_help = "Who may: anyone who is to be a guardian. Hand the file to the patient. It holds no secret.\n\
		Example: salus recovery key --as gill --out gill.key.json"
	)]
	Key {
		/// The guardian.
		#[command(flatten)]
		acting: AsProfile,
		/// File to write the key to.
		#[arg(long, value_name = "FILE")]
		out: PathBuf,
		/// Overwrite the file.
		#[arg(long)]
		force: bool,
	},
	/// Split the vault's root among guardians
	#[command(
		after_help = "Who may: the patient. As many shares give the root back as guardians must approve. Hand each guardian \
		its file: only that guardian's vault opens it.\n\
		Example: salus recovery split --as eve --guardians guardians/guardians.json --key gill.key.json hugo.key.json --out shares"
	)]
	Split {
		/// The patient.
		#[command(flatten)]
		acting: AsProfile,
		/// The file guardians.json that `salus recovery set` wrote.
		#[arg(long, value_name = "FILE")]
		guardians: PathBuf,
		/// The files that the guardians' `salus recovery key` wrote.
		#[arg(long = "key", value_name = "FILE", num_args = 1.., required = true)]
		keys: Vec<PathBuf>,
		/// Mix a passphrase in, without which the shares give nothing: the file's first line.
		#[arg(long, value_name = "FILE")]
		mixed_in_file: Option<PathBuf>,
		/// Folder to write the shares to; must not be there.
		#[arg(long, value_name = "DIR")]
		out: PathBuf,
	},
	/// Hand a share to the account of a finished recovery
	#[command(
		after_help = "Who may: the guardian whose share it is. Refused unless the finalised chain has a finished recovery that \
		names this account and key.\n\
		Example: salus recovery release --as gill --request start.json --share share-1.json --out released-1.json"
	)]
	Release {
		/// The guardian.
		#[command(flatten)]
		acting: AsProfile,
		/// The file that `salus recovery start` wrote.
		#[arg(long, value_name = "FILE")]
		request: PathBuf,
		/// The guardian's share.
		#[arg(long, value_name = "FILE")]
		share: PathBuf,
		/// File to write the share to, sealed to the new account's key.
		#[arg(long, value_name = "FILE")]
		out: PathBuf,
		/// Overwrite the file.
		#[arg(long)]
		force: bool,
	},
	/// Give the vault's root back from released shares, into a new profile with the same wallet
	#[command(
		after_help = "Who may: whoever started the recovery, with that profile. The root is held against the patient's vault on \
		the chain. Then `salus vault rotate` confirms the recovery.\n\
		Example: salus recovery combine --as eve2 --share released-1.json released-2.json --into eve3"
	)]
	Combine {
		/// The profile that the shares are sealed to.
		#[command(flatten)]
		acting: AsProfile,
		/// The files that the guardians' `salus recovery release` wrote.
		#[arg(long = "share", value_name = "FILE", num_args = 1.., required = true)]
		shares: Vec<PathBuf>,
		/// The passphrase that was mixed in: the file's first line [default: asked for, if there is one].
		#[arg(long, value_name = "FILE")]
		mixed_in_file: Option<PathBuf>,
		/// Name of the new profile.
		#[arg(long, value_name = "PROFILE")]
		into: ProfileName,
		/// Which of the vault's patients it is.
		#[arg(long, value_name = "NUMBER", default_value_t = 0)]
		patient_number: u32,
	},
}

/// Where to write what is signed.
#[derive(Debug, Args)]
pub struct SignedFile {
	/// File to write the signed text to.
	#[arg(long, value_name = "FILE")]
	pub out: PathBuf,
	/// How long it may be used; at most 30 days.
	#[arg(long, value_name = "TIME", default_value = "14days", value_parser = duration)]
	pub valid: Duration,
	/// Overwrite the file.
	#[arg(long)]
	pub force: bool,
}
