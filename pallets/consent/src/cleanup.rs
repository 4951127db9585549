//! Requests for access that have expired leave the lists of open ones, also where nobody needs their room.

use crate::{pallet::*, Config, Pallet, WeightInfo};
use frame_support::{pallet_prelude::Weight, traits::Get};
use frame_system::pallet_prelude::BlockNumberFor;
use salus_pallet_consortium::Pallet as Consortium;
use salus_primitives::{
	limits::{CLEANUP_REST, MAX_CLEANUP_STEPS},
	sweep::{most_steps, RawKey, Step},
};

impl<T: Config> Pallet<T> {
	/// Takes as many steps as fit into what is left of the block, unless the pass rests; returns what they weigh.
	pub(crate) fn clean_up_when_idle(now: BlockNumberFor<T>, remaining: Weight) -> Weight {
		let cost = <T as Config>::WeightInfo::cleanup;
		let Some(steps) = most_steps(|steps| cost(steps).all_lte(remaining)) else { return Weight::zero() };
		if Cleanup::<T>::get().rests_until > now {
			return T::DbWeight::get().reads(1);
		}
		Self::clean_up(steps);
		cost(steps)
	}

	/// Takes up to `steps` steps of the pass, at most [`MAX_CLEANUP_STEPS`].
	pub(crate) fn clean_up(steps: u32) {
		let now = frame_system::Pallet::<T>::block_number();
		let steps = steps.min(MAX_CLEANUP_STEPS);
		Cleanup::<T>::mutate(|progress| progress.advance(steps, now, CLEANUP_REST.into(), Self::clean_next));
	}

	fn clean_next(after: Option<&RawKey>) -> Step {
		let mut patients = match after {
			Some(key) => OpenRequests::<T>::iter_keys_from(key.to_vec()),
			None => OpenRequests::<T>::iter_keys(),
		};
		let Some(patient) = patients.next() else { return Step::End };
		if Self::lapse_one(&patient, Consortium::<T>::now()) {
			Step::More
		} else {
			Step::Done(OpenRequests::<T>::hashed_key_for(patient))
		}
	}
}
