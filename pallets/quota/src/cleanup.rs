//! Removes what accounts used of windows that have passed, which counts no more.

use crate::{pallet::*, WeightInfo};
use frame_support::pallet_prelude::Weight;
use frame_system::pallet_prelude::BlockNumberFor;
use salus_primitives::{
	limits::{CLEANUP_REST, MAX_CLEANUP_STEPS},
	sweep::{most_steps, RawKey, Step},
};
use sp_core::Get;

impl<T: Config> Pallet<T> {
	/// Takes as many steps as fit into what is left of the block, unless the pass rests; returns what they weigh.
	pub(crate) fn clean_up_when_idle(now: BlockNumberFor<T>, remaining: Weight) -> Weight {
		let fits = |steps| T::WeightInfo::cleanup(steps).all_lte(remaining);
		let Some(steps) = most_steps(fits) else { return Weight::zero() };
		if Cleanup::<T>::get().rests_until > now {
			return T::DbWeight::get().reads(1);
		}
		Self::clean_up(steps);
		T::WeightInfo::cleanup(steps)
	}

	/// Takes up to `steps` steps of the pass, at most [`MAX_CLEANUP_STEPS`].
	pub(crate) fn clean_up(steps: u32) {
		let now = frame_system::Pallet::<T>::block_number();
		let steps = steps.min(MAX_CLEANUP_STEPS);
		Cleanup::<T>::mutate(|progress| progress.advance(steps, now, CLEANUP_REST.into(), Self::clean_next));
	}

	fn clean_next(after: Option<&RawKey>) -> Step {
		let mut entries = match after {
			Some(key) => Usage::<T>::iter_from(key.to_vec()),
			None => Usage::<T>::iter(),
		};
		let Some((account, usage)) = entries.next() else { return Step::End };
		if usage.window < Self::window() {
			Usage::<T>::remove(&account);
		}
		Step::Done(Usage::<T>::hashed_key_for(&account))
	}
}
