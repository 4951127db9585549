//! What was called, and how it went.

use crate::moves::{NEVER_FAIL, TABLES};
use salus_mock::{Runtime, RuntimeEvent};
use salus_pallet_consent::{Consents, Event::ConsentGranted, GivenBy};
use salus_pallet_identity::Event;
use salus_primitives::{consent::Permissions, representation::Basis};
use sp_runtime::{DispatchError, ModuleError};
use std::{collections::BTreeMap, fmt};

/// With fewer calls chance decides, and nothing is held.
const ENOUGH: u64 = 40_000;

/// What no event tells by itself.
pub const ROTATED: &str = "a representative rotated a scope";

/// What has to come about besides, because it takes several calls or time.
const TURNS: [&str; 6] = [
	"a representative acted for a patient",
	"a guardian was admitted",
	"an executor was admitted",
	"a patient that was handed over took over",
	"a representative let somebody read",
	ROTATED,
];

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

/// How each call went, and what came about.
#[derive(Default)]
pub struct Tally {
	called: BTreeMap<(&'static str, &'static str), Outcomes>,
	turns: BTreeMap<&'static str, u64>,
}

impl Tally {
	pub fn count(&mut self, call: (&'static str, &'static str), outcome: &Result<(), DispatchError>) {
		let outcomes = self.called.entry(call).or_default();
		match outcome {
			Ok(()) => outcomes.good += 1,
			Err(error) => *outcomes.bad.entry(name(error)).or_default() += 1,
		}
	}

	/// Counts what came about, if it is one of [`TURNS`].
	pub fn note(&mut self, event: &RuntimeEvent) {
		let turn = match event {
			RuntimeEvent::Identity(Event::ActedForPatient { .. }) => TURNS[0],
			RuntimeEvent::Identity(Event::RepresentativeAdmitted { basis: Basis::Guardian, .. }) => TURNS[1],
			RuntimeEvent::Identity(Event::RepresentativeAdmitted { basis: Basis::Executor, .. }) => TURNS[2],
			RuntimeEvent::Identity(Event::HandOverSettled { .. }) => TURNS[3],
			RuntimeEvent::Consent(ConsentGranted { patient, consent, .. })
				if GivenBy::<Runtime>::contains_key(patient, consent)
					&& Consents::<Runtime>::get(patient, consent)
						.is_some_and(|given| given.permissions.contains(Permissions::READ)) =>
			{
				TURNS[4]
			}
			_ => return,
		};
		self.count_turn(turn);
	}

	/// Counts one of [`TURNS`].
	pub fn count_turn(&mut self, turn: &'static str) {
		*self.turns.entry(turn).or_default() += 1;
	}

	pub fn add(&mut self, other: &Self) {
		for (call, outcomes) in &other.called {
			let sum = self.called.entry(*call).or_default();
			sum.good += outcomes.good;
			for (error, times) in &outcomes.bad {
				*sum.bad.entry(error).or_default() += times;
			}
		}
		for (turn, times) in &other.turns {
			*self.turns.entry(turn).or_default() += times;
		}
	}

	/// How many calls there were.
	pub fn calls(&self) -> u64 {
		self.called.values().map(|outcomes| outcomes.good + outcomes.failures()).sum()
	}

	/// That every call succeeded and failed some times, so that what was held after it was held of something.
	pub fn assert_varied(&self) {
		let calls = self.calls();
		if calls < ENOUGH {
			println!("{calls} calls are too few to hold how often each was made");
			return;
		}
		for turn in TURNS {
			assert!(self.turns.get(turn).is_some_and(|times| *times > 0), "it never came about that {turn}");
		}
		for (pallet, moves) in TABLES {
			for one in moves {
				let outcomes = self.called.get(&(pallet, one.call)).cloned().unwrap_or_default();
				let (good, bad) = (outcomes.good, outcomes.failures());
				assert!(
					good > 0 && (bad > 0 || NEVER_FAIL.contains(&one.call)),
					"{pallet}.{} succeeded {good} times and failed {bad} times",
					one.call
				);
			}
		}
	}
}

impl fmt::Display for Tally {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		writeln!(f, "{:<36} {:>9} {:>9}  most often", "call", "succeeded", "failed")?;
		for ((pallet, call), outcomes) in &self.called {
			let mut bad: Vec<_> = outcomes.bad.iter().collect();
			bad.sort_by_key(|(_, times)| std::cmp::Reverse(**times));
			let bad: Vec<_> = bad.iter().take(4).map(|(error, times)| format!("{error} {times}")).collect();
			let (name, good, failures) = (format!("{pallet}.{call}"), outcomes.good, outcomes.failures());
			writeln!(f, "{name:<36} {good:>9} {failures:>9}  {}", bad.join(", "))?;
		}
		for (turn, times) in &self.turns {
			writeln!(f, "{turn:<46} {times:>9}")?;
		}
		write!(f, "{} calls", self.calls())
	}
}
