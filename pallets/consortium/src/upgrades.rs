//! What two thirds do as Root: authorise a runtime, and say that finality has stalled.

use crate::{
	pallet::{Config, Error, Event},
	Pallet, Sessions,
};
use frame_support::ensure;
use frame_system::{pallet_prelude::BlockNumberFor, RawOrigin};
use salus_primitives::limits::{MAX_STALL_DELAY, MIN_STALL_DELAY};
use sp_core::H256;
use sp_runtime::{traits::Convert, DispatchResult};

/// GRANDPA, as far as the consortium moves its finality on.
pub trait Finality<BlockNumber> {
	/// Whether a forced change of the authorities was asked for, and is not in force yet.
	fn is_forced() -> bool;

	/// Whether such a change is on its way already, so that nothing can be corrected any more.
	fn is_signalled() -> bool;

	/// Whether the last such change was so recently that no other can be asked for.
	fn is_too_soon() -> bool;

	/// Whether the next session starts with another set of validators.
	fn is_set_queued() -> bool;

	/// Lets the validators of the next session take over finality from `best_finalized` on, `delay` blocks after it has
	/// started.
	///
	/// # Errors
	/// Those of GRANDPA.
	fn note_stalled(delay: BlockNumber, best_finalized: BlockNumber) -> DispatchResult;

	/// Queues another set for the next session.
	#[cfg(feature = "runtime-benchmarks")]
	fn queue_set() {}
}

impl<T: Config> Pallet<T> {
	pub(crate) fn do_authorize_upgrade(code_hash: H256) -> DispatchResult {
		frame_system::Pallet::<T>::authorize_upgrade(RawOrigin::Root.into(), code_hash)
	}

	pub(crate) fn do_note_stalled(
		delay: BlockNumberFor<T>,
		best_finalized_block_number: BlockNumberFor<T>,
	) -> DispatchResult {
		let bounds = BlockNumberFor::<T>::from(MIN_STALL_DELAY)..=BlockNumberFor::<T>::from(MAX_STALL_DELAY);
		let in_the_past = best_finalized_block_number < frame_system::Pallet::<T>::block_number();
		ensure!(bounds.contains(&delay) && in_the_past, Error::<T>::InvalidStall);
		let under_way = T::Finality::is_signalled() || T::Finality::is_too_soon();
		ensure!(!under_way, Error::<T>::ForcedChangePending);
		ensure!(T::Finality::is_set_queued(), Error::<T>::NoSetQueued);
		let settled = |(account, keys)| T::KeysOf::convert(account) == Some(keys);
		ensure!(T::Sessions::queued().into_iter().all(settled), Error::<T>::KeysChanging);
		T::Finality::note_stalled(delay, best_finalized_block_number)?;
		Self::deposit_event(Event::StallNoted { delay, best_finalized_block_number });
		Ok(())
	}
}
