//! What must always hold.

use crate::pallet::{Cleanup, Config, Pallet, Usage};
use frame_support::{ensure, storage::StoragePrefixedMap};
use sp_core::Get;
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// Checks the invariants:
	///
	/// 1. Nobody used something in a window that has not begun.
	/// 2. Nobody used more of a window than the largest allowance with what is kept for protective calls.
	/// 3. The pass that cleans up stands at an entry of [`Usage`], or where one was.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		let (now, allowances) = (Self::window(), T::Allowances::get());
		let largest = allowances.of(crate::Roles::ANY).for_kind(crate::Kind::Governance);
		for usage in Usage::<T>::iter_values() {
			ensure!(usage.window <= now, "something was used in a window that has not begun");
			ensure!(
				usage.ref_time <= largest.ref_time && usage.length <= largest.length,
				"more was used than anybody may"
			);
		}
		let after = Cleanup::<T>::get().after;
		ensure!(
			after.is_none_or(|key| key.starts_with(&Usage::<T>::final_prefix())),
			"the pass goes over another map"
		);
		Ok(())
	}
}
