//! `salus profile`.

use super::values::ProfileName;
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// Wallet and vault keys on this machine.
#[derive(Debug, Subcommand)]
pub enum Profile {
	/// Make a wallet key and a vault, and show their recovery words once
	#[command(after_help = "Who may: anyone; nothing is sent to the chain.\n\
		With --output json the words are not printed: name a --words-file, or show them later with `profile words`.\n\
		Example: salus profile new carol")]
	New(NewProfile),
	/// List the profiles of this machine
	#[command(after_help = "Who may: anyone; no passphrase is asked for.\nExample: salus profile list")]
	List,
	/// Show a profile's public side: address and vault keys
	#[command(
		after_help = "Who may: anyone; no passphrase is asked for.\nExample: salus profile show carol"
	)]
	Show {
		/// The profile.
		name: ProfileName,
	},
	/// Show the recovery words again
	#[command(
		after_help = "Who may: whoever has the passphrase.\nExample: salus profile words carol --words-file carol.words"
	)]
	Words {
		/// The profile.
		name: ProfileName,
		/// Write them to this new file, readable by you alone, instead of the terminal.
		#[arg(long, value_name = "FILE")]
		words_file: Option<PathBuf>,
	},
	/// Restore a profile from its recovery words
	#[command(
		after_help = "Who may: whoever has the words. They are asked for on the terminal; standard input gives them \
		a line each, in the order wallet phrase, vault words, passphrase.\n\
		Example: salus profile recover carol"
	)]
	Recover(RecoveredProfile),
	/// Delete a profile from this machine
	#[command(
		after_help = "Who may: anyone who may write the folder. Only the recovery words bring it back.\n\
		Example: salus profile delete carol --yes"
	)]
	Delete {
		/// The profile.
		name: ProfileName,
		/// The words are written down.
		#[arg(long, required = true)]
		yes: bool,
	},
}

/// A profile to make.
#[derive(Debug, Args)]
pub struct NewProfile {
	/// Its name.
	pub name: ProfileName,
	/// Use the wallet of this phrase (or secret URI), the file's first line; `-` is standard input.
	#[arg(long, value_name = "FILE")]
	pub wallet_phrase_file: Option<PathBuf>,
	/// Write the recovery words to this new file, readable by you alone, instead of the terminal.
	#[arg(long, value_name = "FILE")]
	pub words_file: Option<PathBuf>,
}

/// A profile to restore.
#[derive(Debug, Args)]
pub struct RecoveredProfile {
	/// Its name.
	pub name: ProfileName,
	/// File whose first line is the wallet's phrase (or secret URI); `-` is standard input.
	#[arg(long, value_name = "FILE")]
	pub wallet_phrase_file: Option<PathBuf>,
	/// File with the vault's 24 words in its first line; `-` is standard input.
	#[arg(long, value_name = "FILE")]
	pub vault_words_file: Option<PathBuf>,
	/// Which of the vault's patients this wallet controls, where one person keeps several.
	#[arg(long, value_name = "N", default_value_t = 0)]
	pub patient_number: u32,
}
