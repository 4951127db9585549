//! May they? Questions to the one access decision.

use crate::{AccountId, Client, Result};
use salus_primitives::{
	access::{Action, Decision},
	consent::Item,
	ids::PatientId,
	purpose::Purpose,
	time::Moment,
	view::{Asker, Explanation},
};

pub use crate::words::reason as in_words;

/// May somebody do this, to that, for this purpose, at that moment?
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Question {
	/// Whose record or scope.
	pub patient: PatientId,
	/// Who.
	pub asker: Asker<AccountId>,
	/// What to do.
	pub action: Action,
	/// What to do it to.
	pub item: Item,
	/// What for.
	pub purpose: Purpose,
	/// When: a moment of the past, or none for now.
	pub at: Option<Moment>,
}

impl Client {
	/// The decision. An account is allowed if one of those it may act as is.
	///
	/// # Errors
	/// Of kind not found if there is no such patient, of kind usage for a moment in the future, of kind
	/// network.
	pub async fn check_access(&self, question: &Question) -> Result<Decision> {
		let Question { patient, asker, action, item, purpose, at } = question;
		self.chain().check_access(patient, asker, *action, *item, *purpose, *at, self.at()).await
	}

	/// The decision for each of those whom the asker may act as, with everything it looked at.
	///
	/// # Errors
	/// As [`Self::check_access`].
	pub async fn explain_access(&self, question: &Question) -> Result<Vec<Explanation>> {
		let Question { patient, asker, action, item, purpose, at } = question;
		self.chain().explain_access(patient, asker, *action, *item, *purpose, *at, self.at()).await
	}
}
