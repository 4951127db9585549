//! `salus chain`.

use clap::Subcommand;

/// The chain.
#[derive(Debug, Subcommand)]
pub enum ChainTask {
	/// Show how chain and node stand
	#[command(after_help = "Who may: anyone.\nExample: salus chain status")]
	Status,
}
