//! `salus validator`.

use super::{values::Who, AsProfile};
use clap::Subcommand;

/// Validators: their keys, and their part in the sets.
#[derive(Debug, Subcommand)]
pub enum Validator {
	/// Let the validator's node make new session keys, and register them
	#[command(
		after_help = "Who may: whoever has a validator's seat, on the validator's own machine: its node makes keys for nobody else. \
		A validator that joined goes over to them in the session after the next.\n\
		Example for a wallet elsewhere: salus validator keys --owner ferdie --show\n\
		Example: salus validator keys --as ferdie"
	)]
	Keys {
		/// Whose keys to use; the profile's account has the seat.
		#[arg(long = "as", value_name = "PROFILE", required_unless_present = "owner")]
		profile: Option<super::values::ProfileName>,
		/// The account that has the seat, whose wallet is elsewhere: PROFILE or ADDRESS.
		#[arg(long, value_name = "WHO", conflicts_with = "profile", requires = "show")]
		owner: Option<Who>,
		/// The validator's own node, where it is not that of `--url`.
		#[arg(long, value_name = "URL")]
		node: Option<String>,
		/// Only show the keys and the proof, for a wallet that signs `session.setKeys`.
		#[arg(long)]
		show: bool,
	},
	/// Let a validator join the sets to come: it makes blocks in the session after the next
	#[command(
		after_help = "Who may: whoever has the seat, unless its organisation made it leave; or the controller of that organisation.\n\
		Example for another's seat: salus validator join --as bob ferdie\n\
		Example: salus validator join --as ferdie"
	)]
	Join {
		/// Who signs.
		#[command(flatten)]
		acting: AsProfile,
		/// The account with the seat, where it is not the signer's: PROFILE or ADDRESS.
		who: Option<Who>,
	},
	/// Take a validator out of the sets to come: it makes blocks until the session after this one ends
	#[command(
		after_help = "Who may: whoever has the seat; or the controller of its organisation, who alone lets it join again then. \
		Keep the node running until `status` says that it rests.\n\
		Example for another's seat: salus validator leave --as bob ferdie\n\
		Example: salus validator leave --as ferdie"
	)]
	Leave {
		/// Who signs.
		#[command(flatten)]
		acting: AsProfile,
		/// The account with the seat, where it is not the signer's: PROFILE or ADDRESS.
		who: Option<Who>,
	},
	/// Show all validators, or one: organisation, seat, keys, and whether it is in this session's set and the next one's
	#[command(
		after_help = "Who may: anyone.\nExample for one: salus validator status ferdie\nExample: salus validator status"
	)]
	Status {
		/// Only that account's: PROFILE or ADDRESS.
		who: Option<Who>,
	},
}
