//! What the pool and the runtime refuse, in words, and what is worth another try.

use crate::Kind;
use std::fmt;
use subxt::{error::DispatchError, rpcs::UserError};

/// JSON-RPC code of a transaction that does not validate (`POOL_INVALID_TX` of Substrate's author API).
const INVALID: i32 = 1010;
/// The pool has banned these bytes for a while.
const BANNED: i32 = 1012;
/// The pool has these bytes already.
const ALREADY_IMPORTED: i32 = 1013;
/// Another transaction of the same account and nonce is in the pool.
const TOO_LOW_PRIORITY: i32 = 1014;
/// The pool is full.
const DROPPED: i32 = 1016;

/// Why the quota refused a transaction: the `Custom` codes of the runtime's transaction extension.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum QuotaRefusal {
	/// The account has no role.
	Stranger = 1,
	/// Nobody may make this call.
	Forbidden = 2,
	/// None of the account's roles may make this call.
	RoleNotAllowed = 3,
	/// The account has used up its allowance for now.
	OverAllowance = 4,
	/// The account has too many transactions waiting.
	TooFarAhead = 5,
	/// Calls are nested too deeply, or are too many.
	TooDeep = 6,
}

impl QuotaRefusal {
	/// Every refusal.
	pub const ALL: [Self; 6] = [
		Self::Stranger,
		Self::Forbidden,
		Self::RoleNotAllowed,
		Self::OverAllowance,
		Self::TooFarAhead,
		Self::TooDeep,
	];

	/// The refusal with a `Custom` code.
	pub fn from_code(code: u8) -> Option<Self> {
		Self::ALL.into_iter().find(|refusal| *refusal as u8 == code)
	}

	fn words(self) -> &'static str {
		match self {
			Self::Stranger => "the account has no role on this chain; it must be enrolled or admitted first",
			Self::Forbidden => "nobody may make this call directly",
			Self::RoleNotAllowed => "none of the account's roles may make this call",
			Self::OverAllowance => "the account has used up its allowance for now; try again in a while",
			Self::TooFarAhead => "the account has too many transactions waiting; try again in a while",
			Self::TooDeep => "the calls are nested too deeply, or are too many",
		}
	}
}

/// Why the pool turned a transaction away.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum PoolRefusal {
	/// The quota refused it.
	Quota(QuotaRefusal),
	/// Another transaction took its place: its number was used, or it waited for too long.
	LostRace(String),
	/// The pool has no room for it.
	Full(String),
	/// The runtime that it was signed for was replaced before it was included.
	RuntimeChanged,
	/// The account is not admitted, or was shut out.
	NoAccount,
	/// Anything else.
	Other(String),
}

impl PoolRefusal {
	/// What the node's answer means.
	pub fn from_answer(code: i32, message: &str, data: Option<&str>) -> Self {
		let said = || match data {
			Some(data) => format!("{message}: {data}"),
			None => message.to_owned(),
		};
		let data = data.unwrap_or_default();
		match code {
			INVALID => {
				let custom =
					data.strip_prefix("Custom error: ").and_then(|code| code.trim().parse::<u8>().ok());
				if let Some(code) = custom {
					return match QuotaRefusal::from_code(code) {
						Some(refusal) => Self::Quota(refusal),
						None => Self::Other(said()),
					};
				}
				if data.contains("outdated")
					|| data.contains("ancient birth block")
					|| data.contains("in the future")
				{
					Self::LostRace(said())
				} else if data.contains("exhaust the block limits") {
					Self::Full(said())
				} else if data.contains("Inability to pay") {
					// What CheckNonce says of an account without a provider reference; there is no fee to pay.
					Self::NoAccount
				} else {
					Self::Other(said())
				}
			}
			BANNED | ALREADY_IMPORTED | TOO_LOW_PRIORITY => Self::LostRace(said()),
			DROPPED => Self::Full(said()),
			_ => Self::Other(said()),
		}
	}

	/// Whether the same call, signed anew, may be accepted a little later.
	pub fn is_passing(&self) -> bool {
		match self {
			Self::Quota(refusal) => {
				matches!(refusal, QuotaRefusal::OverAllowance | QuotaRefusal::TooFarAhead)
			}
			Self::LostRace(_) | Self::Full(_) | Self::RuntimeChanged => true,
			Self::NoAccount | Self::Other(_) => false,
		}
	}

	/// Which way the task failed.
	pub fn kind(&self) -> Kind {
		match self {
			Self::Quota(QuotaRefusal::Stranger | QuotaRefusal::Forbidden | QuotaRefusal::RoleNotAllowed)
			| Self::NoAccount => Kind::Denied,
			_ => Kind::Chain,
		}
	}
}

impl fmt::Display for PoolRefusal {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		match self {
			Self::Quota(refusal) => write!(f, "refused: {}", refusal.words()),
			Self::LostRace(said) => write!(f, "refused: another transaction came first ({said})"),
			Self::Full(said) => write!(f, "refused: the node has no room for now ({said})"),
			Self::RuntimeChanged => write!(f, "refused: the runtime that it was signed for was replaced"),
			Self::NoAccount => write!(f, "refused: {}", QuotaRefusal::Stranger.words()),
			Self::Other(said) => write!(f, "refused: {said}"),
		}
	}
}

/// What the node answered to a transaction.
pub(crate) fn pool_refusal(answer: &UserError) -> PoolRefusal {
	let data = answer.data.as_ref().map(|data| plain(data.get()));
	PoolRefusal::from_answer(answer.code, &answer.message, data.as_deref())
}

/// A JSON string without its quotes; other JSON as it is.
fn plain(json: &str) -> String {
	serde_json::from_str::<String>(json).unwrap_or_else(|_| json.to_owned())
}

/// What the node answered to a read.
pub(crate) fn answer_in_words(answer: &UserError) -> String {
	let data = answer.data.as_ref().map(|data| plain(data.get())).unwrap_or_default();
	let said = format!("{} {data}", answer.message);
	if said.contains("State already discarded") || said.contains("UnknownBlock") {
		return "it no longer has that block's state; ask a node that keeps history".into();
	}
	format!("{} (code {})", said.trim(), answer.code)
}

/// Why an included call failed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DispatchRefusal {
	/// The pallet, or none for an error of the runtime itself.
	pub pallet: Option<String>,
	/// The error's name.
	pub name: String,
	/// What the runtime's metadata says of it, in one line.
	pub docs: String,
}

impl DispatchRefusal {
	/// The error with its documentation from the metadata.
	pub(crate) fn from_dispatch_error(error: &DispatchError) -> Self {
		if let DispatchError::Module(module) = error {
			if let Ok(details) = module.details() {
				return Self {
					pallet: Some(details.pallet.name().to_owned()),
					name: details.variant.name.clone(),
					docs: details
						.variant
						.docs
						.iter()
						.map(|line| line.trim())
						.collect::<Vec<_>>()
						.join(" ")
						.trim()
						.to_owned(),
				};
			}
		}
		let name = match error {
			DispatchError::BadOrigin => "BadOrigin".to_owned(),
			other => other.to_string(),
		};
		Self { pallet: None, name, docs: error.to_string() }
	}

	/// Whether it is this error of this pallet.
	pub fn is(&self, pallet: &str, name: &str) -> bool {
		self.pallet.as_deref() == Some(pallet) && self.name == name
	}

	/// Which way the task failed: by the error's name, which the pallets keep to a style.
	pub fn kind(&self) -> Kind {
		let name = self.name.as_str();
		// A tombstone has nothing to act on, and what nobody proposed or disputed cannot be answered.
		if name.ends_with("NotFound")
			|| matches!(name, "RecordErased" | "NotProposed" | "NotDisputed" | "ProposalMissing")
		{
			return Kind::NotFound;
		}
		let denied = name == "BadOrigin"
			|| name == "AccessDenied"
			|| name == "Denied"
			|| name == "Excluded"
			|| name == "DelegatorExcluded"
			|| name.starts_with("NotAuthori")
			|| name.ends_with("NotActive")
			|| name.ends_with("NotInStanding")
			|| matches!(
				name,
				"NotController"
					| "NotRegistrar"
					| "NotThisActor"
					| "NotAuthor" | "NotGrantee"
					| "NotRequester"
					| "NotDelegator"
					| "NotDelegable"
					| "NotVaultOwner"
					// The vault at hand is not the one that it takes.
					| "VaultSignatureMissing"
					| "InvalidVaultSignature"
					| "VaultWasReset"
					| "NotGuardian"
					| "NotMember"
					| "OrganisationExpelled"
					| "HeldByOrganisation"
					| "KeysNotConfirmed"
			);
		match name {
			_ if denied => Kind::Denied,
			"BlindedOnlyReads" | "BlindedNotAllowed" => Kind::Usage,
			"TextExpired" | "TextTooLong" | "BeyondRequest" | "InvalidRequestLife" | "OwnRecord"
			| "NotSealedToAuthor" | "BeyondParent" | "DelegationTooDeep" | "DelegationCircular"
			| "InvalidThreshold" | "InvalidDelay" | "DuplicateGuardian" | "InvalidParameter" => Kind::Usage,
			"BadWalletSignature" | "BadVaultSignature" | "BadPreviousSignature" | "InvalidProof" => {
				Kind::Integrity
			}
			_ => Kind::Chain,
		}
	}
}

impl fmt::Display for DispatchRefusal {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str("the chain refused: ")?;
		match &self.pallet {
			Some(pallet) if self.docs.is_empty() => write!(f, "{pallet}.{}", self.name),
			Some(pallet) => write!(f, "{} ({pallet}.{})", self.docs.trim_end_matches('.'), self.name),
			None => f.write_str(&self.docs),
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn quota_codes_should_be_understood_and_the_passing_ones_tried_again() {
		for refusal in QuotaRefusal::ALL {
			let data = format!("Custom error: {}", refusal as u8);
			let answer = PoolRefusal::from_answer(1010, "Invalid Transaction", Some(&data));
			assert_eq!(answer, PoolRefusal::Quota(refusal));
			let passing = matches!(refusal, QuotaRefusal::OverAllowance | QuotaRefusal::TooFarAhead);
			assert_eq!(answer.is_passing(), passing, "{refusal:?}");
		}
		let unknown = PoolRefusal::from_answer(1010, "Invalid Transaction", Some("Custom error: 99"));
		assert!(matches!(unknown, PoolRefusal::Other(_)) && !unknown.is_passing());
	}

	#[test]
	fn lost_races_should_be_tried_again() {
		for (code, data) in [
			(1010, "Transaction is outdated"),
			(1010, "Transaction has an ancient birth block"),
			(1012, ""),
			(1013, "0xabcd"),
			(1014, "The transaction has too low priority"),
		] {
			let answer = PoolRefusal::from_answer(code, "message", Some(data));
			assert!(matches!(answer, PoolRefusal::LostRace(_)) && answer.is_passing(), "{code} {data}");
		}
	}

	#[test]
	fn bad_signature_should_not_be_tried_again() {
		let answer =
			PoolRefusal::from_answer(1010, "Invalid Transaction", Some("Transaction has a bad signature"));
		assert!(!answer.is_passing());
		assert!(answer.to_string().contains("bad signature"));
	}

	#[test]
	fn account_without_a_role_should_be_denied_in_words_that_name_no_fee() {
		let data = "Inability to pay some fees (e.g. account balance too low)";
		let answer = PoolRefusal::from_answer(1010, "Invalid Transaction", Some(data));
		assert_eq!(answer.kind(), Kind::Denied);
		assert!(!answer.is_passing() && !answer.to_string().contains("fee"), "{answer}");
	}

	#[test]
	fn discarded_state_should_be_named() {
		let answer = UserError {
			code: 4003,
			message: "Client error: UnknownBlock: State already discarded for 0x12".into(),
			data: None,
		};
		assert!(answer_in_words(&answer).contains("keeps history"));
	}

	#[test]
	fn dispatch_errors_should_be_sorted_by_their_names() {
		let refusal = |name: &str| DispatchRefusal {
			pallet: Some("Consent".into()),
			name: name.into(),
			docs: "What it is.".into(),
		};
		assert_eq!(refusal("AccessDenied").kind(), Kind::Denied);
		assert_eq!(refusal("NotRegistrar").kind(), Kind::Denied);
		assert_eq!(refusal("ScopeNotFound").kind(), Kind::NotFound);
		assert_eq!(refusal("RecordErased").kind(), Kind::NotFound);
		assert_eq!(refusal("NotProposed").kind(), Kind::NotFound);
		assert_eq!(refusal("NotDisputed").kind(), Kind::NotFound);
		for name in ["OwnRecord", "NotSealedToAuthor"] {
			assert_eq!(refusal(name).kind(), Kind::Usage, "{name}");
		}
		for name in ["AlreadyDisputed", "DisputedTooOften", "TooManyDisputes", "DisputeClosed"] {
			assert_eq!(refusal(name).kind(), Kind::Chain, "{name}");
		}
		assert_eq!(refusal("AlreadyErased").kind(), Kind::Chain);
		assert_eq!(refusal("AlreadyRevoked").kind(), Kind::Chain);
		assert_eq!(refusal("NotRequester").kind(), Kind::Denied);
		assert_eq!(refusal("RequestNotFound").kind(), Kind::NotFound);
		for name in ["RequestClosed", "RequestExpired", "TooManyRequests"] {
			assert_eq!(refusal(name).kind(), Kind::Chain, "{name}");
		}
		for name in ["BeyondRequest", "InvalidRequestLife", "BeyondParent", "DelegationTooDeep"] {
			assert_eq!(refusal(name).kind(), Kind::Usage, "{name}");
		}
		for name in ["NotDelegable", "NotDelegator", "DelegatorExcluded", "DelegatorNotInStanding"] {
			assert_eq!(refusal(name).kind(), Kind::Denied, "{name}");
		}
		for name in ["ParentNotLive", "ParentUnresealed", "TooManyDelegations"] {
			assert_eq!(refusal(name).kind(), Kind::Chain, "{name}");
		}
		for name in ["InvalidThreshold", "InvalidDelay", "DuplicateGuardian"] {
			assert_eq!(refusal(name).kind(), Kind::Usage, "{name}");
		}
		for name in ["VaultWasReset", "NotGuardian", "KeysNotConfirmed"] {
			assert_eq!(refusal(name).kind(), Kind::Denied, "{name}");
		}
		assert_eq!(refusal("InvalidVaultSignature").kind(), Kind::Denied);
		assert_eq!(refusal("TextExpired").kind(), Kind::Usage);
		assert_eq!(refusal("BadWalletSignature").kind(), Kind::Integrity);
		assert_eq!(
			refusal("AlreadyRevoked").to_string(),
			"the chain refused: What it is (Consent.AlreadyRevoked)"
		);
	}
}
