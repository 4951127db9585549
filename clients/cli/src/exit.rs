//! What can go wrong, and the exit code that says so.

use crate::args::Form;
use salus_sdk::{primitives::access::Reason, Kind};
use serde::Serialize;
use std::{io::Write, path::Path, process::ExitCode};

/// Why a command failed.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
	/// A task of the library failed.
	#[error(transparent)]
	Task(#[from] salus_sdk::Error),
	/// The command was given in a way that cannot be carried out.
	#[error("{0}")]
	Usage(String),
	/// A passphrase is wrong.
	#[error("{0}")]
	Denied(String),
	/// There is no such thing.
	#[error("{0}")]
	NotFound(String),
	/// Something stored is not what it should be.
	#[error("{0}")]
	Integrity(String),
	/// A local file could not be read or written.
	#[error("{path}: {source}")]
	File {
		/// The file.
		path: String,
		/// What the system said.
		source: std::io::Error,
	},
}

/// The result of a command.
pub type Result<T, E = Failure> = std::result::Result<T, E>;

impl Failure {
	/// Which way it failed.
	pub fn kind(&self) -> Kind {
		match self {
			Self::Task(error) => error.kind(),
			Self::Usage(_) | Self::File { .. } => Kind::Usage,
			Self::Denied(_) => Kind::Denied,
			Self::NotFound(_) => Kind::NotFound,
			Self::Integrity(_) => Kind::Integrity,
		}
	}

	/// A local file could not be read or written.
	pub fn file(path: &Path, source: std::io::Error) -> Self {
		Self::File { path: path.display().to_string(), source }
	}

	fn reasons(&self) -> &[Reason] {
		match self {
			Self::Task(error) => error.reasons(),
			_ => &[],
		}
	}

	/// The failure as JSON has it.
	pub fn document(&self) -> Problem<'_> {
		Problem { kind: name(self.kind()), message: self.to_string(), reasons: self.reasons() }
	}
}

impl From<salus_sdk::vault::Error> for Failure {
	fn from(error: salus_sdk::vault::Error) -> Self {
		Self::Task(error.into())
	}
}

/// A failure as JSON has it.
#[derive(Debug, Serialize)]
pub struct Problem<'a> {
	/// `usage`, `denied`, `notFound`, `network`, `chain` or `integrity`.
	pub kind: &'static str,
	/// One line for people.
	pub message: String,
	/// The access decision's reasons, if it denied.
	#[serde(skip_serializing_if = "<[_]>::is_empty")]
	pub reasons: &'a [Reason],
}

/// The name of a kind in JSON.
pub fn name(kind: Kind) -> &'static str {
	match kind {
		Kind::Usage => "usage",
		Kind::Denied => "denied",
		Kind::NotFound => "notFound",
		Kind::Network => "network",
		Kind::Chain => "chain",
		Kind::Integrity => "integrity",
	}
}

/// The exit code of a kind.
pub fn code(kind: Kind) -> u8 {
	match kind {
		Kind::Usage => 2,
		Kind::Denied => 3,
		Kind::NotFound => 4,
		Kind::Network | Kind::Chain => 5,
		Kind::Integrity => 6,
	}
}

/// Says on standard error why it failed, in JSON form also on standard output, and gives the exit code.
pub fn report(failure: &Failure, form: Form) -> ExitCode {
	// Nobody reads a closed pipe: the exit code still tells.
	let _ = writeln!(std::io::stderr(), "error: {failure}");
	if form == Form::Json {
		let _ = writeln!(std::io::stdout(), "{}", document(&failure.document()));
	}
	ExitCode::from(code(failure.kind()))
}

/// `{"error": …}`.
pub fn document(problem: &Problem<'_>) -> serde_json::Value {
	serde_json::json!({ "error": problem })
}

#[cfg(test)]
mod tests {
	use super::*;
	use salus_sdk::Error;

	#[test]
	fn exit_code_should_tell_the_kinds_apart() {
		let code_of = |failure: Failure| code(failure.kind());
		assert_eq!(code_of(Failure::Usage(String::new())), 2);
		assert_eq!(code_of(Error::Usage(String::new()).into()), 2);
		assert_eq!(code_of(Failure::file(Path::new("a"), std::io::Error::other("full"))), 2);
		assert_eq!(code_of(Error::Denied(vec![Reason::NoConsent]).into()), 3);
		assert_eq!(code_of(Error::NoKey(String::new()).into()), 3);
		assert_eq!(code_of(Failure::Denied(String::new())), 3);
		assert_eq!(code_of(Error::NotFound(String::new()).into()), 4);
		assert_eq!(code_of(Error::Network(String::new()).into()), 5);
		assert_eq!(code_of(Error::Chain(String::new()).into()), 5);
		assert_eq!(code_of(Error::Integrity(String::new()).into()), 6);
		assert_eq!(code_of(salus_sdk::vault::Error::CiphertextMismatch.into()), 6);
	}

	#[test]
	fn failure_in_json_should_have_kind_message_and_reasons() {
		let denied = Failure::from(Error::Denied(vec![Reason::NoConsent]));
		let json = document(&denied.document());
		assert_eq!(json["error"]["kind"], "denied");
		assert_eq!(json["error"]["message"], "denied: the patient has given no consent");
		assert_eq!(json["error"]["reasons"], serde_json::json!(["noConsent"]));
		let usage = Failure::Usage("no".into());
		assert_eq!(
			document(&usage.document()),
			serde_json::json!({ "error": { "kind": "usage", "message": "no" } })
		);
	}
}
