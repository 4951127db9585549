//! What was called, and how it went.

use crate::moves::{NEVER_FAIL, TABLES};
use sp_runtime::{DispatchError, ModuleError};
use std::{collections::BTreeMap, fmt};

/// Of so many calls one has to be this call and succeed, and one to be it and fail.
const ONE_IN: u64 = 10_000;
/// With fewer calls chance decides, and nothing is held.
const ENOUGH: u64 = 2 * ONE_IN;

/// How one call went.
#[derive(Clone, Default)]
struct Outcomes {
	good: u64,
	/// By the name of the error.
	bad: BTreeMap<&'static str, u64>,
}

impl Outcomes {
	fn failures(&self) -> u64 {
		self.bad.values().sum()
	}
}

/// The error's name, which the events of a batch lack.
fn name(error: &DispatchError) -> &'static str {
	match error {
		DispatchError::Module(ModuleError { message: None, .. }) => "(in a batch)",
		error => (*error).into(),
	}
}

/// How each call went.
#[derive(Default)]
pub struct Tally(BTreeMap<(&'static str, &'static str), Outcomes>);

impl Tally {
	pub fn count(&mut self, call: (&'static str, &'static str), outcome: &Result<(), DispatchError>) {
		let outcomes = self.0.entry(call).or_default();
		match outcome {
			Ok(()) => outcomes.good += 1,
			Err(error) => *outcomes.bad.entry(name(error)).or_default() += 1,
		}
	}

	pub fn add(&mut self, other: &Self) {
		for (call, outcomes) in &other.0 {
			let sum = self.0.entry(*call).or_default();
			sum.good += outcomes.good;
			for (error, times) in &outcomes.bad {
				*sum.bad.entry(error).or_default() += times;
			}
		}
	}

	/// How many calls there were.
	pub fn calls(&self) -> u64 {
		self.0.values().map(|outcomes| outcomes.good + outcomes.failures()).sum()
	}

	/// That every call succeeded and failed some times, so that what was held after it was held of something.
	pub fn assert_varied(&self) {
		let calls = self.calls();
		if calls < ENOUGH {
			println!("{calls} calls are too few to hold how often each was made");
			return;
		}
		for (pallet, moves) in TABLES {
			for one in moves {
				let outcomes = self.0.get(&(pallet, one.call)).cloned().unwrap_or_default();
				let (good, bad) = (outcomes.good, outcomes.failures());
				let least = calls / ONE_IN;
				assert!(
					good >= least && (bad >= least || NEVER_FAIL.contains(&one.call)),
					"{pallet}.{} succeeded {good} times and failed {bad} times; at least {least} of each are due",
					one.call
				);
			}
		}
	}
}

impl fmt::Display for Tally {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		writeln!(f, "{:<36} {:>9} {:>9}  most often", "call", "succeeded", "failed")?;
		for ((pallet, call), outcomes) in &self.0 {
			let mut bad: Vec<_> = outcomes.bad.iter().collect();
			bad.sort_by_key(|(_, times)| std::cmp::Reverse(**times));
			let bad: Vec<_> = bad.iter().take(4).map(|(error, times)| format!("{error} {times}")).collect();
			let (name, good, failures) = (format!("{pallet}.{call}"), outcomes.good, outcomes.failures());
			writeln!(f, "{name:<36} {good:>9} {failures:>9}  {}", bad.join(", "))?;
		}
		write!(f, "{} calls", self.calls())
	}
}
