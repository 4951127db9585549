//! The test chain's clock and events.

use crate::{runtime::AllPalletsWithSystem, RuntimeEvent, System, Timestamp};
use frame_support::traits::OnInitialize;
use salus_primitives::time::Moment;

/// The moment of block 1.
pub const START: Moment = 1_700_000_000_000;
/// An hour in milliseconds.
pub const HOUR: Moment = 3_600_000;
/// A day in milliseconds.
pub const DAY: Moment = 24 * HOUR;

/// The chain's time.
pub fn now() -> Moment {
	Timestamp::get()
}

/// Goes to the next block, `milliseconds` later. Runs no hooks.
pub fn advance(milliseconds: Moment) {
	System::set_block_number(System::block_number() + 1);
	Timestamp::set_timestamp(now() + milliseconds);
}

/// Goes on to `block`, two seconds a block, with every pallet's `on_initialize`.
pub fn run_to(block: u32) {
	while System::block_number() < block {
		advance(2_000);
		AllPalletsWithSystem::on_initialize(System::block_number());
	}
}

/// The events since the last time this was called, oldest first.
pub fn events() -> Vec<RuntimeEvent> {
	let events = System::events().into_iter().map(|record| record.event).collect();
	System::reset_events();
	events
}
