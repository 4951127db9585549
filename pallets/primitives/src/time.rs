//! Moments, periods and bounded status histories.

use crate::{limits::MaxHistory, BoundedVec};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// Milliseconds since the Unix epoch, by the chain's clock.
pub type Moment = u64;

/// Whether `at` lies in the period that starts at `from` and ends before `until`.
///
/// Every period of Salus is compared here: starts are inclusive, ends exclusive, no end means for ever.
pub fn within(at: Moment, from: Moment, until: Option<Moment>) -> bool {
	from <= at && until.is_none_or(|end| at < end)
}

/// States over time, oldest first, bounded by [`MaxHistory`]; at the bound the oldest leaves.
///
/// Today's value answers questions about the past, as far back as its oldest entry.
#[derive(
	Clone,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
#[serde(transparent)]
#[serde(bound(serialize = "S: Serialize", deserialize = "S: Deserialize<'de>"))]
pub struct History<S>(BoundedVec<(Moment, S), MaxHistory>);

impl<S> Default for History<S> {
	fn default() -> Self {
		Self(BoundedVec::default())
	}
}

impl<S: PartialEq> History<S> {
	/// A history that begins with `state` at `from`.
	pub fn starting(from: Moment, state: S) -> Self {
		let mut history = Self::default();
		history.push(from, state);
		history
	}

	/// The state at `at`; `None` before the oldest entry.
	pub fn at(&self, at: Moment) -> Option<&S> {
		self.0.iter().rev().find(|(from, _)| *from <= at).map(|(_, state)| state)
	}

	/// The newest state.
	pub fn current(&self) -> Option<&S> {
		self.0.last().map(|(_, state)| state)
	}

	/// Enters `state` from `now`. The same moment's earlier entry is replaced, so one block leaves one entry.
	pub fn push(&mut self, now: Moment, state: S) {
		if self.0.last().is_some_and(|(from, _)| *from >= now) {
			self.0.pop();
		}
		if self.current() == Some(&state) {
			return;
		}
		if self.0.is_full() {
			self.0.remove(0);
		}
		// The entry above made room, so this cannot fail.
		let _ = self.0.try_push((now, state));
	}

	/// The entries, oldest first.
	pub fn entries(&self) -> &[(Moment, S)] {
		&self.0
	}

	/// Whether the entries are in strictly ascending order of time and not empty.
	pub fn is_sound(&self) -> bool {
		!self.0.is_empty() && self.0.iter().zip(self.0.iter().skip(1)).all(|(a, b)| a.0 < b.0)
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;

	#[test]
	fn period_should_include_its_start_and_exclude_its_end() {
		assert!(!within(9, 10, Some(20)));
		assert!(within(10, 10, Some(20)));
		assert!(within(19, 10, Some(20)));
		assert!(!within(20, 10, Some(20)));
		assert!(within(u64::MAX, 10, None));
	}

	#[test]
	fn history_should_answer_for_the_past_when_the_state_has_changed() {
		let mut history = History::starting(10, true);
		history.push(20, false);
		assert_eq!(history.at(9), None);
		assert_eq!(history.at(10), Some(&true));
		assert_eq!(history.at(19), Some(&true));
		assert_eq!(history.at(20), Some(&false));
	}

	#[test]
	fn history_should_drop_its_oldest_entry_when_full() {
		let mut history = History::default();
		for step in 0..20u64 {
			history.push(step, step);
		}
		assert_eq!(history.entries().len(), 16);
		assert_eq!(history.at(3), None);
		assert_eq!(history.at(19), Some(&19));
	}

	proptest! {
		#[test]
		fn history_should_stay_sound_whatever_is_pushed(steps in proptest::collection::vec((0u64..9, 0u8..3), 1..60)) {
			let mut history = History::default();
			let mut now = 0;
			for (step, state) in steps {
				now += step;
				history.push(now, state);
				prop_assert!(history.is_sound());
				prop_assert_eq!(history.at(now), Some(&state));
			}
		}
	}
}
