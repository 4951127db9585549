//! Who makes blocks: the seats that are joined, and where each validator's keys stand.

use crate::ids::OrganisationId;
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::fmt;
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};
use sp_core::{ed25519, proof_of_possession::statement_of_ownership, sr25519};
use sp_runtime::{traits::Verify, AccountId32, MultiSignature};

/// Session keys as Session stores them: SCALE-encoded, in the order of the runtime's `SessionKeys`.
#[derive(Clone, PartialEq, Eq, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EncodedKeys(#[serde(with = "sp_core::bytes")] pub Vec<u8>);

impl fmt::Display for EncodedKeys {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str("0x")?;
		self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
	}
}

impl fmt::Debug for EncodedKeys {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		write!(f, "EncodedKeys({self})")
	}
}

/// A validator's seat that rests: it makes no blocks until it is joined again.
#[derive(
	Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Rest {
	/// Whether the seat's organisation made it rest, so that the account alone does not end it.
	pub held: bool,
	/// The session from whose start on the keys go, if they are in no set; none as long as no session has begun that saw
	/// keys of this seat in none.
	pub keys_until: Option<u32>,
}

/// What becomes of a seat in the sets to come.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum SeatState {
	/// Its validator belongs in the sets to come, if it has keys.
	Joined,
	/// Its holder may let it join.
	Resting,
	/// Its organisation made it rest, and alone lets it join.
	Held,
	/// The seat was taken.
	Gone,
	/// It joined, and is left out of the sets to come for an offence, until a vote gives the seat anew.
	LeftOut,
}

/// An account with a validator's seat, or whose validator is still in a set.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[serde(bound(serialize = "AccountId: Serialize", deserialize = "AccountId: Deserialize<'de>"))]
pub struct ValidatorState<AccountId> {
	/// The account.
	pub account: AccountId,
	/// The organisation that runs it; none if the seat was taken.
	pub organisation: Option<OrganisationId>,
	/// What becomes of the seat.
	pub state: SeatState,
	/// The keys that are registered with Session, for the sets to come.
	pub registered: Option<EncodedKeys>,
	/// The keys with which it is in the next session's set.
	pub queued: Option<EncodedKeys>,
	/// Whether it is in this session's set.
	pub active: bool,
}

impl<AccountId> ValidatorState<AccountId> {
	/// What whoever runs it has to know, in words.
	pub fn in_words(&self) -> &'static str {
		let keys = self.registered.is_some();
		let next = self.queued.is_some();
		match (self.state, self.active, next) {
			(SeatState::Joined, _, _) if !keys => {
				"joined without keys: it makes no blocks until it registers some"
			}
			(SeatState::Joined, true, true) if self.queued != self.registered => {
				"makes blocks; its new keys follow in a later session"
			}
			(SeatState::Joined, true, true) => "makes blocks",
			(SeatState::Joined, false, true) => "makes blocks from the next session on",
			(SeatState::Joined, true, false) => "makes blocks, not in the next session, and again afterwards",
			(SeatState::Joined, false, false) => "joined; waits for its set",
			(SeatState::Gone, _, _) => "its seat was taken; it is on its way out",
			(SeatState::LeftOut, false, false) => "left out for an offence; a vote gives it its seat anew",
			(SeatState::LeftOut, ..) => "left out for an offence; it is on its way out",
			(_, true, _) | (_, _, true) => "left; it is on its way out",
			(SeatState::Held, ..) => "rests; its organisation's controller lets it join again",
			(SeatState::Resting, ..) if keys => "rests with keys; it can join",
			(SeatState::Resting, ..) => "rests; it joins once it has registered keys",
		}
	}
}

/// Whether the proof shows that these session keys are the owner's to register: each signed for it. The keys are those of
/// the runtime, Aura's of sr25519 and GRANDPA's of Ed25519; the chain itself asks Session.
pub fn is_proof_of_possession(keys: &[u8], proof: &[u8], owner: &AccountId32) -> bool {
	let statement = statement_of_ownership(owner.as_ref());
	let (Some((aura, grandpa)), Some((by_aura, by_grandpa))) =
		(keys.split_first_chunk::<32>(), proof.split_first_chunk::<64>())
	else {
		return false;
	};
	let (Ok(grandpa), Ok(by_grandpa)) = (<[u8; 32]>::try_from(grandpa), <[u8; 64]>::try_from(by_grandpa))
	else {
		return false;
	};
	let by_aura: MultiSignature = sr25519::Signature::from_raw(*by_aura).into();
	let by_grandpa: MultiSignature = ed25519::Signature::from_raw(by_grandpa).into();
	by_aura.verify(statement.as_slice(), &AccountId32::new(*aura))
		&& by_grandpa.verify(statement.as_slice(), &AccountId32::new(grandpa))
}

#[cfg(test)]
mod tests {
	use super::*;
	use alloc::vec;

	fn state(
		state: SeatState,
		registered: Option<u8>,
		queued: Option<u8>,
		active: bool,
	) -> ValidatorState<u8> {
		let keys = |keys: Option<u8>| keys.map(|byte| EncodedKeys(vec![byte; 2]));
		let organisation = (state != SeatState::Gone).then_some(3);
		ValidatorState {
			account: 7,
			organisation,
			state,
			registered: keys(registered),
			queued: keys(queued),
			active,
		}
	}

	#[test]
	fn validator_should_be_told_what_it_does_and_lacks() {
		use SeatState::*;
		for (state, expected) in [
			(state(Joined, None, None, false), "without keys"),
			(state(Joined, None, Some(1), true), "without keys"),
			(state(Joined, Some(1), Some(1), true), "makes blocks"),
			(state(Joined, Some(2), Some(1), true), "new keys follow"),
			(state(Joined, Some(1), Some(1), false), "from the next session on"),
			(state(Joined, Some(1), None, false), "waits for its set"),
			(state(Joined, Some(1), None, true), "again afterwards"),
			(state(Gone, Some(1), Some(1), true), "was taken"),
			(state(LeftOut, Some(1), None, true), "offence; it is on its way out"),
			(state(LeftOut, Some(1), None, false), "a vote gives it"),
			(state(Resting, Some(1), None, true), "on its way out"),
			(state(Held, Some(1), Some(1), false), "on its way out"),
			(state(Held, None, None, false), "controller"),
			(state(Resting, Some(1), None, false), "can join"),
			(state(Resting, None, None, false), "once it has registered keys"),
		] {
			assert!(state.in_words().contains(expected), "{expected} in {:?}", state.in_words());
		}
	}

	#[test]
	fn keys_should_be_hexadecimal_in_json_and_read_back() {
		let known = state(SeatState::Held, Some(0xab), None, true);
		let json = serde_json::to_value(&known).unwrap();
		let expected = serde_json::json!({
			"account": 7, "organisation": 3, "state": "held", "registered": "0xabab", "queued": null, "active": true
		});
		assert_eq!(json, expected);
		assert_eq!(serde_json::from_value::<ValidatorState<u8>>(json).unwrap(), known);
	}
}
