//! Passes over storage that clean up a bounded number of entries at a time.
//!
//! Nothing depends on a pass: what it removes reads the same before and after, and whoever writes makes the room it
//! needs by itself.

use crate::{limits::MAX_CLEANUP_STEPS, BoundedVec};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use sp_core::ConstU32;
use sp_runtime::traits::Saturating;

/// A storage key; the longest that a pass goes over is shorter.
pub type RawKey = BoundedVec<u8, ConstU32<160>>;

/// How far a pass over a storage map has come.
#[derive(
	Clone, PartialEq, Eq, Debug, Default, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Progress<BlockNumber> {
	/// The storage key of the last entry that is done with; none before the first of a pass.
	pub after: Option<RawKey>,
	/// The block from which on the next pass begins by itself.
	pub rests_until: BlockNumber,
}

/// What one step of a pass came to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Step {
	/// The entry with this storage key is done with.
	Done(Vec<u8>),
	/// The entry after the last one that is done with has more to clean up.
	More,
	/// There is no further entry.
	End,
}

/// The most steps, of those that one block may take, that fit into what is left of it; none if not even one does.
pub fn most_steps(fits: impl Fn(u32) -> bool) -> Option<u32> {
	(1..=MAX_CLEANUP_STEPS).rev().find(|steps| fits(*steps))
}

impl<BlockNumber: Copy + Saturating> Progress<BlockNumber> {
	/// Takes at most `steps` steps. At its end a pass rests for `rest` blocks from `now` on.
	pub fn advance(
		&mut self,
		steps: u32,
		now: BlockNumber,
		rest: BlockNumber,
		mut step: impl FnMut(Option<&RawKey>) -> Step,
	) {
		for _ in 0..steps {
			match step(self.after.as_ref()) {
				Step::More => {}
				// A key past the bound ends the pass instead of repeating an entry for ever.
				Step::Done(key) if RawKey::try_from(key.clone()).is_ok() => self.after = key.try_into().ok(),
				Step::Done(_) | Step::End => {
					*self = Self { after: None, rests_until: now.saturating_add(rest) };
					return;
				}
			}
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use alloc::{collections::BTreeMap, vec};

	/// The next step over a map whose values say how much there is to clean up.
	fn step(map: &mut BTreeMap<u8, u8>, after: Option<&RawKey>) -> Step {
		let next = |key: &u8| after.is_none_or(|after| vec![*key] > after.to_vec());
		let Some(key) = map.keys().copied().find(next) else { return Step::End };
		let left = map[&key].saturating_sub(1);
		map.insert(key, left);
		if left == 0 {
			Step::Done(vec![key])
		} else {
			Step::More
		}
	}

	#[test]
	fn steps_should_be_as_many_as_fit_and_no_more_than_a_block_takes() {
		assert_eq!(most_steps(|_| true), Some(MAX_CLEANUP_STEPS));
		assert_eq!(most_steps(|steps| steps <= 5), Some(5));
		assert_eq!(most_steps(|_| false), None);
	}

	#[test]
	fn pass_should_go_on_where_it_stopped_and_rest_at_its_end() {
		let mut map = BTreeMap::from([(1, 1), (2, 3), (5, 1)]);
		let mut progress = Progress::<u32>::default();
		progress.advance(3, 10, 100, |after| step(&mut map, after));
		assert_eq!(progress, Progress { after: Some(vec![1].try_into().unwrap()), rests_until: 0 });
		assert_eq!(map, BTreeMap::from([(1, 0), (2, 1), (5, 1)]));
		progress.advance(2, 11, 100, |after| step(&mut map, after));
		assert_eq!(progress.after, Some(vec![5].try_into().unwrap()));
		assert!(map.values().all(|left| *left == 0));
		progress.advance(9, 12, 100, |after| step(&mut map, after));
		assert_eq!(progress, Progress { after: None, rests_until: 112 });
	}

	#[test]
	fn pass_should_take_no_more_steps_than_it_may() {
		let mut taken = 0;
		Progress::<u32>::default().advance(7, 0, 1, |_| {
			taken += 1;
			Step::More
		});
		assert_eq!(taken, 7);
		Progress::<u32>::default().advance(0, 0, 1, |_| unreachable!("no step was allowed"));
	}

	#[test]
	fn pass_should_end_when_a_key_is_too_long_to_keep() {
		let mut progress = Progress::<u32>::default();
		let mut taken = 0;
		progress.advance(7, 5, 1, |_| {
			taken += 1;
			Step::Done(vec![0; 161])
		});
		assert_eq!((taken, progress), (1, Progress { after: None, rests_until: 6 }));
	}
}
