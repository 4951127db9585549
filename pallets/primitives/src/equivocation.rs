//! Reports of two blocks of one slot.

use codec::{Decode, DecodeWithMemTracking, Encode};
use scale_info::TypeInfo;
use sp_core::sr25519;

/// Two headers, as they came with their seals, that one key made for one slot.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct Equivocation<Header> {
	/// The key that sealed both.
	pub key: sr25519::Public,
	/// The one whose parent is a block of this chain.
	pub first: Header,
	/// The other, on whatever parent.
	pub second: Header,
}

/// What became of a report.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub enum ReportOutcome {
	/// It holds, and waits for a block.
	Submitted,
	/// Nothing needs to be reported of this validator.
	Known,
	/// It does not hold at this block.
	Refused,
}
