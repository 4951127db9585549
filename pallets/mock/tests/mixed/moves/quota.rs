//! Calls of pallet quota.

use super::Move;
use salus_mock::RuntimeCall;
use salus_pallet_quota::Call;

/// Every call of the pallet.
pub const MOVES: &[Move] = &[Move {
	call: "cleanup",
	weight: 1,
	make: |hand| {
		let call = Call::cleanup { steps: hand.dice.below(40) };
		Some((hand.cast.anyone(hand.dice), RuntimeCall::Quota(call)))
	},
}];
