//! `salus chain`.

use super::AsProfile;
use clap::Subcommand;

/// The chain.
#[derive(Debug, Subcommand)]
pub enum ChainTask {
	/// Show how chain and node stand
	#[command(after_help = "Who may: anyone.\nExample: salus chain status")]
	Status,

	/// Have the chain clean up what has expired, as its blocks with room to spare do by themselves
	#[command(
		after_help = "Who may: anyone with a role. Nothing depends on it.\nExample: salus chain cleanup --as alice"
	)]
	Cleanup {
		#[command(flatten)]
		acting: AsProfile,
	},
}
