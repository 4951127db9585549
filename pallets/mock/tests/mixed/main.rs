//! Every call of every Salus pallet in random order, by whoever may make it and whoever may not, on many small chains
//! and a large one. After each call:
//!
//! - a call that failed changed nothing, and the invariants of every pallet hold;
//! - the access decision agrees with a second reading of the rules, taken straight from storage;
//! - nothing of a record was overwritten but what the rules let change, and none was written against the decision;
//! - an erased record stays as it is for good, and nobody holds a key of it;
//! - a dispute is answered by the author's side alone and taken back by the patient alone, a refusal is final, and all that
//!   anyone but the patient ends is an open one;
//! - what the patient alone does was signed by whoever controls it then, and what may be done in its name by that account
//!   or a representative in standing; a registrar alone puts nobody in;
//! - what the council alone does was agreed to by two thirds of it, and its seats are those of the organisations in good
//!   standing;
//! - a validator joins and leaves by its holder or its organisation's controller alone, and never without keys;
//! - whoever has a wallet without the vault gives nobody a key, erases nothing, and files nothing elsewhere; nobody takes
//!   on a role by another's word; who has no role does nothing.
//!
//! The access decision is held after each step; what goes through all of the state, while that is small, and then after
//! every 64th step. `SALUS_CALLS` says how many calls there are in all, and `SALUS_SEED` repeats a run, `SALUS_CHAIN` from
//! that chain on; a failure prints both. A call joins the mix in the table of its pallet, in `moves`.

mod authority;
mod cast;
mod chain;
mod checks;
mod dice;
mod moves;
mod rules;
mod tally;

use cast::{Size, LARGE, SMALL};
use chain::Chain;
use dice::Dice;
use frame_support::traits::GetCallMetadata;
use proptest::prelude::*;
use salus_mock::RuntimeCall;
use std::{
	collections::BTreeSet,
	env,
	time::{Instant, SystemTime, UNIX_EPOCH},
};
use tally::Tally;

/// Calls in all, unless `SALUS_CALLS` says otherwise.
const CALLS: u64 = 210_000;
/// Pallets of the test runtime that are not ours.
const FOREIGN: [&str; 6] = ["System", "Timestamp", "Session", "Historical", "Utility", "Council"];

/// The number in an environment variable.
fn number(variable: &str) -> Option<u64> {
	let text = env::var(variable).ok()?;
	Some(text.parse().unwrap_or_else(|_| panic!("{variable} is a number, not {text}")))
}

/// The run's seed: the one asked for, or another each time.
fn seed() -> u64 {
	number("SALUS_SEED").unwrap_or_else(|| {
		let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("it is after 1970");
		u64::from(now.subsec_nanos()) | (now.as_secs() << 30)
	})
}

/// Makes so many parts of a hundred of all calls on chains of that size, with so many steps each.
fn run(test: &str, share: u64, size: Size, steps: u64) -> Tally {
	let (seed, calls) = (seed(), number("SALUS_CALLS").unwrap_or(CALLS) * share / 100);
	println!("SALUS_SEED={seed}");
	let (begun, mut tally) = (Instant::now(), Tally::default());
	for number in number("SALUS_CHAIN").unwrap_or_default().. {
		let title = format!("SALUS_SEED={seed} SALUS_CHAIN={number} repeats this chain of {test}");
		let label = [test.as_bytes(), &seed.to_le_bytes(), &number.to_le_bytes()];
		let hash = salus_primitives::ids::sha256(&label);
		let mut dice = Dice::new(u64::from_le_bytes(*hash.first_chunk().expect("32 bytes have 8")));
		let mut chain = Chain::found(size, Some(title));
		for _ in 0..steps {
			if tally.calls() + chain.tally.calls() >= calls {
				break;
			}
			chain.step(dice.seed());
		}
		chain.inspect();
		tally.add(&chain.tally);
		if tally.calls() >= calls {
			break;
		}
	}
	println!("{tally} in {:?}", begun.elapsed());
	tally
}

// Four tests, so that as many cores share the work.

#[test]
fn small_chains_should_stay_sound_whatever_is_called_1() {
	run("small 1", 23, SMALL, 400).assert_varied();
}

#[test]
fn small_chains_should_stay_sound_whatever_is_called_2() {
	run("small 2", 23, SMALL, 400).assert_varied();
}

#[test]
fn small_chains_should_stay_sound_whatever_is_called_3() {
	run("small 3", 23, SMALL, 400).assert_varied();
}

#[test]
fn small_chains_should_stay_sound_whatever_is_called_4() {
	run("small 4", 21, SMALL, 400).assert_varied();
}

#[test]
fn large_chain_should_stay_sound_whatever_is_called() {
	// What takes several steps about one patient seldom ends here: the small chains hold that everything does.
	run("large", 10, LARGE, 30_000);
}

#[test]
fn every_call_of_every_salus_pallet_should_be_in_the_mix() {
	let ours = RuntimeCall::get_module_names().iter().filter(|name| !FOREIGN.contains(name));
	let there: BTreeSet<_> = ours
		.flat_map(|pallet| RuntimeCall::get_call_names(pallet).iter().map(move |call| (*pallet, *call)))
		.collect();
	let mixed: BTreeSet<_> = moves::TABLES
		.iter()
		.flat_map(|(pallet, moves)| moves.iter().map(move |one| (*pallet, one.call)))
		.collect();
	assert_eq!(there, mixed, "the runtime's calls, and those in the mix");
}

proptest! {
	#![proptest_config(ProptestConfig { failure_persistence: None, max_shrink_iters: 256, ..ProptestConfig::with_cases(24) })]

	/// The same on short lives, which are shortened further when one fails.
	#[test]
	fn short_lives_should_stay_sound_whatever_is_called(steps in prop::collection::vec(any::<u64>().no_shrink(), 1..120)) {
		let mut chain = Chain::found(SMALL, None);
		steps.into_iter().for_each(|seed| chain.step(seed));
		chain.inspect();
	}
}
