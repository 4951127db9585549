//! What can go wrong, sorted by what the person can do about it.

use crate::chain::{
	refusal::{DispatchRefusal, PoolRefusal},
	Wait,
};
use salus_primitives::{
	access::{Decision, Reason},
	view::QueryError,
};
use std::path::Path;

/// The result of everything here.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Which way a task failed; each way asks for another mend.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
	/// The task was asked for in a way that cannot be carried out.
	Usage,
	/// The access decision, the chain's rules or the lack of a key forbid it.
	Denied,
	/// What was asked for does not exist.
	NotFound,
	/// Node or store did not answer.
	Network,
	/// Stored bytes, keys or signatures are not what the chain says they are.
	Integrity,
	/// The chain refused the transaction for another reason.
	Chain,
}

/// Why a task failed. Its text is one line for people and carries no secret.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
	/// The task was asked for in a way that cannot be carried out.
	#[error("{0}")]
	Usage(String),
	/// The access decision denies it.
	#[error("denied: {}", crate::words::reasons(.0))]
	Denied(Vec<Reason>),
	/// The keys or roles at hand do not do it.
	#[error("{0}")]
	NoKey(String),
	/// What was asked for does not exist.
	#[error("{0}")]
	NotFound(String),
	/// The node did not answer, or answered what makes no sense.
	#[error("the node: {0}")]
	Network(String),
	/// A store did not answer.
	#[error("the store: {0}")]
	Store(object_store::Error),
	/// Stored bytes, keys or signatures are not what the chain says they are.
	#[error("integrity: {0}")]
	Integrity(String),
	/// The transaction pool refused the transaction.
	#[error("{0}")]
	Pool(PoolRefusal),
	/// The call was included and failed.
	#[error("{0}")]
	Dispatch(DispatchRefusal),
	/// The chain is not as this library knows it, or did not do what it should have.
	#[error("the chain: {0}")]
	Chain(String),
	/// The vault refused.
	#[error("{0}")]
	Vault(#[from] salus_vault::Error),
	/// A local file could not be read or written.
	#[error("{path}: {source}")]
	File {
		/// The file.
		path: String,
		/// What the system said.
		source: std::io::Error,
	},
}

impl Error {
	/// Which way the task failed.
	pub fn kind(&self) -> Kind {
		match self {
			Self::Usage(_) | Self::File { .. } => Kind::Usage,
			Self::Denied(_) | Self::NoKey(_) => Kind::Denied,
			Self::NotFound(_) => Kind::NotFound,
			Self::Network(_) => Kind::Network,
			Self::Store(object_store::Error::NotFound { .. }) => Kind::NotFound,
			Self::Store(_) => Kind::Network,
			Self::Integrity(_) => Kind::Integrity,
			Self::Pool(refusal) => refusal.kind(),
			Self::Dispatch(refusal) => refusal.kind(),
			Self::Chain(_) => Kind::Chain,
			Self::Vault(salus_vault::Error::Io(_)) => Kind::Usage,
			Self::Vault(error) if error.is_integrity() => Kind::Integrity,
			Self::Vault(salus_vault::Error::EpochOutOfReach { .. }) => Kind::Denied,
			Self::Vault(_) => Kind::Usage,
		}
	}

	/// The reasons of a denial; empty for anything else.
	pub fn reasons(&self) -> &[Reason] {
		match self {
			Self::Denied(reasons) => reasons,
			_ => &[],
		}
	}

	/// Whether it is certain that the transaction was not and will not be carried out. One that failed in a
	/// block that is not final may be carried out in another.
	pub(crate) fn is_final_refusal(&self, wait: Wait) -> bool {
		match self {
			Self::Pool(_) => true,
			Self::Dispatch(_) => wait == Wait::Finalised,
			_ => false,
		}
	}

	/// The same error once more, for each of several tasks that failed together.
	pub(crate) fn repeated(&self) -> Self {
		match self {
			Self::Usage(text) => Self::Usage(text.clone()),
			Self::Denied(reasons) => Self::Denied(reasons.clone()),
			Self::NoKey(text) => Self::NoKey(text.clone()),
			Self::NotFound(text) => Self::NotFound(text.clone()),
			Self::Network(text) => Self::Network(text.clone()),
			Self::Integrity(text) => Self::Integrity(text.clone()),
			Self::Pool(refusal) => Self::Pool(refusal.clone()),
			Self::Dispatch(refusal) => Self::Dispatch(refusal.clone()),
			Self::Chain(text) => Self::Chain(text.clone()),
			Self::Store(_) | Self::Vault(_) | Self::File { .. } => match self.kind() {
				Kind::Denied => Self::NoKey(self.to_string()),
				Kind::NotFound => Self::NotFound(self.to_string()),
				Kind::Network => Self::Network(self.to_string()),
				Kind::Integrity => Self::Integrity(self.to_string()),
				Kind::Usage | Kind::Chain => Self::Usage(self.to_string()),
			},
		}
	}

	/// A local file could not be read or written.
	pub(crate) fn file(path: &Path, source: std::io::Error) -> Self {
		Self::File { path: path.display().to_string(), source }
	}

	pub(crate) fn usage(message: impl Into<String>) -> Self {
		Self::Usage(message.into())
	}

	pub(crate) fn not_found(message: impl Into<String>) -> Self {
		Self::NotFound(message.into())
	}

	pub(crate) fn integrity(message: impl Into<String>) -> Self {
		Self::Integrity(message.into())
	}

	/// `Ok` if the decision allows, else its reasons.
	pub(crate) fn unless_allowed(decision: Decision) -> Result<salus_primitives::access::By> {
		match decision {
			Decision::Allow { by } => Ok(by),
			Decision::Deny { reasons } => Err(Self::Denied(reasons.into_inner())),
		}
	}
}

impl From<object_store::Error> for Error {
	fn from(error: object_store::Error) -> Self {
		Self::Store(error)
	}
}

impl From<subxt::rpcs::Error> for Error {
	fn from(error: subxt::rpcs::Error) -> Self {
		match error {
			subxt::rpcs::Error::User(answer) => {
				Self::Network(crate::chain::refusal::answer_in_words(&answer))
			}
			other => Self::Network(other.to_string()),
		}
	}
}

impl From<QueryError> for Error {
	fn from(error: QueryError) -> Self {
		match error {
			QueryError::InTheFuture => Self::usage("the moment asked about lies in the future"),
			QueryError::PatientNotFound => Self::not_found("there is no such patient"),
			QueryError::RecordNotFound => Self::not_found("the patient has no such record"),
			QueryError::ScopeNotFound => Self::not_found("the patient has no such scope"),
			QueryError::PractitionerNotFound => Self::not_found("there is no such practitioner"),
			QueryError::OrganisationNotFound => Self::not_found("there is no such organisation"),
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use salus_primitives::{
		access::{Mismatch, Reasons},
		people::Standing,
	};

	#[test]
	fn denial_should_name_every_reason_in_words() {
		let mut reasons = Reasons::default();
		reasons.try_push(Reason::MembershipNotInStanding(Standing::Suspended)).unwrap();
		reasons.try_push(Reason::Consent { index: 4, why: Mismatch::Revoked }).unwrap();
		let denied = Error::unless_allowed(Decision::Deny { reasons }).unwrap_err();
		assert_eq!(denied.kind(), Kind::Denied);
		let text = denied.to_string();
		assert!(
			text.contains("suspended") && text.contains("consent 4") && text.contains("revoked"),
			"{text}"
		);
	}

	#[test]
	fn allowing_decision_should_say_through_what() {
		use salus_primitives::access::By;
		assert_eq!(Error::unless_allowed(Decision::Allow { by: By::Consent(2) }).unwrap(), By::Consent(2));
	}

	#[test]
	fn vault_errors_should_be_sorted_by_their_mend() {
		use salus_vault::Error as Vault;
		assert_eq!(Error::from(Vault::CiphertextMismatch).kind(), Kind::Integrity);
		assert_eq!(Error::from(Vault::NotOpened).kind(), Kind::Integrity);
		assert_eq!(Error::from(Vault::InvalidScopeName).kind(), Kind::Usage);
		assert_eq!(Error::from(Vault::EpochOutOfReach { generation: 0, index: 1 }).kind(), Kind::Denied);
	}

	#[test]
	fn repeated_error_should_be_of_the_same_kind() {
		let missing = || object_store::Error::NotFound { path: "a".into(), source: "gone".into() };
		for error in [
			Error::from(missing()),
			Error::from(salus_vault::Error::CiphertextMismatch),
			Error::from(salus_vault::Error::EpochOutOfReach { generation: 0, index: 1 }),
			Error::usage("a"),
			Error::Denied(vec![Reason::NoConsent]),
			Error::Network("b".into()),
		] {
			assert_eq!(error.repeated().kind(), error.kind(), "{error}");
		}
	}

	#[test]
	fn missing_object_should_be_not_found_and_an_outage_a_network_failure() {
		let missing = object_store::Error::NotFound { path: "a".into(), source: "gone".into() };
		assert_eq!(Error::from(missing).kind(), Kind::NotFound);
		let outage = object_store::Error::Generic { store: "S3", source: "no route".into() };
		assert_eq!(Error::from(outage).kind(), Kind::Network);
	}
}
