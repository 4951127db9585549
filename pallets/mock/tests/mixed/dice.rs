//! Choices that a seed repeats.

use rand::{rngs::StdRng, Rng, SeedableRng};

/// Where every choice of a step comes from.
pub struct Dice(StdRng);

impl Dice {
	pub fn new(seed: u64) -> Self {
		Self(StdRng::seed_from_u64(seed))
	}

	/// A number below `bound`, or 0 where there is none.
	pub fn below(&mut self, bound: u32) -> u32 {
		self.0.gen_range(0..bound.max(1))
	}

	/// True in so many of a hundred cases.
	pub fn chance(&mut self, percent: u32) -> bool {
		self.below(100) < percent
	}

	/// One of them, if there is any.
	pub fn pick<T: Clone>(&mut self, among: &[T]) -> Option<T> {
		let position = self.below(u32::try_from(among.len()).unwrap_or(u32::MAX));
		among.get(position as usize).cloned()
	}

	/// Some of them, at least one if there is any, in their order.
	pub fn some<T: Clone>(&mut self, among: &[T]) -> Vec<T> {
		let sure = self.below(u32::try_from(among.len()).unwrap_or(u32::MAX)) as usize;
		let mut some = Vec::new();
		for (position, one) in among.iter().enumerate() {
			if position == sure || self.chance(25) {
				some.push(one.clone());
			}
		}
		some
	}

	/// The seed of something that follows.
	pub fn seed(&mut self) -> u64 {
		self.0.gen()
	}
}
