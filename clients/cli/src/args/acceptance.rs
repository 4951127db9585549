//! Arguments of an account's word that it takes on a role: making it, and bringing it.

use super::values::{duration, ProfileName, Who};
use clap::Args;
use std::{path::PathBuf, time::Duration};

/// Where to write an acceptance.
#[derive(Debug, Args)]
pub struct NewAcceptance {
	/// File to write the signed text to.
	#[arg(long, value_name = "FILE")]
	pub out: PathBuf,
	/// How long it may be used; at most 30 days.
	#[arg(long, value_name = "TIME", default_value = "7days", value_parser = duration)]
	pub valid: Duration,
	/// Overwrite the file.
	#[arg(long)]
	pub force: bool,
}

/// Whose word for a role is brought.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub struct Accepted {
	/// A profile of this machine that signs here and now.
	#[arg(long, value_name = "PROFILE", value_parser = signing_here)]
	pub account: Option<ProfileName>,
	/// The file that `salus practitioner accept` wrote for an account elsewhere.
	#[arg(long, value_name = "FILE")]
	pub acceptance: Option<PathBuf>,
}

/// Reads the profile whose wallet signs here and now.
///
/// # Errors
/// A sentence that says how an account without a profile here takes on a role.
pub fn signing_here(text: &str) -> Result<ProfileName, String> {
	match text.parse()? {
		Who::Profile(name) => Ok(name),
		Who::Account(_) | Who::Organisation(_) | Who::Practitioner(_) | Who::Representative(_) => {
			Err("an account takes on a role by its \
			own word, and only a PROFILE of this machine can sign here; whoever has its wallet runs `salus \
			practitioner accept` (for a registrar `salus org accept`) and hands you the file, which you bring with \
			--acceptance FILE"
				.into())
		}
	}
}
