//! A chain on which one thing happens after another.

use crate::{
	authority,
	cast::{Cast, Size, MALLORY},
	checks::Before,
	dice::Dice,
	moves::{self, Hand},
	rules,
	tally::Tally,
};
use frame_support::traits::GetCallMetadata;
use salus_mock::{
	account, advance, agreed, do_try_state, people::name_of, run_to, runtime::Seats, Consortium, Runtime,
	RuntimeCall, RuntimeEvent, RuntimeOrigin, Session, System,
};
use salus_pallet_consent::{ConsentCount, RequestCount};
use salus_pallet_consortium::CouncilSeats;
use salus_pallet_records::{Call as Record, RecordCount};
use salus_primitives::purpose::Purpose;
use sp_runtime::{testing::UintAuthorityId, traits::Dispatchable, AccountId32, DispatchError, StateVersion};
use sp_state_machine::BasicExternalities;
use std::collections::VecDeque;

/// Records, consents and requests up to which everything is looked at after every step.
const LITTLE: u32 = 32;
/// And how often when there are more.
const EVERY: u64 = 64;
/// How many calls a failure is told with.
const REMEMBERED: usize = 24;

/// A call that somebody tries.
struct Attempt {
	signer: AccountId32,
	call: RuntimeCall,
	thief: bool,
	forged: bool,
}

/// One chain, from its genesis on.
pub struct Chain {
	state: BasicExternalities,
	cast: Cast,
	steps: u64,
	/// What repeats it; a chain without says nothing when it fails.
	title: Option<String>,
	last: VecDeque<String>,
	/// What was called, and how it went.
	pub tally: Tally,
}

impl Chain {
	pub fn found(size: Size, title: Option<String>) -> Self {
		let mut state = BasicExternalities::new(Cast::builder(size).storage());
		let cast = state.execute_with(|| {
			salus_mock::begin();
			let cast = Cast::found(size);
			System::reset_events();
			do_try_state();
			cast
		});
		Self { state, cast, steps: 0, title, last: VecDeque::new(), tally: Tally::default() }
	}

	/// Lets something happen: a call, several in a batch, or what is no call. All of it follows from the seed and the state.
	pub fn step(&mut self, seed: u64) {
		let mut state = std::mem::take(&mut self.state);
		// Back in its place before anything can be asked of it: a failed check ends the chain.
		state.execute_with(|| self.happen(&mut Dice::new(seed)));
		self.state = state;
		self.steps += 1;
	}

	/// Holds everything there is to hold of the state as it is.
	pub fn inspect(&mut self) {
		let (state, cast) = (&mut self.state, &self.cast);
		state.execute_with(|| {
			do_try_state();
			cast.patients.iter().for_each(|patient| rules::assert_decisions(cast, patient));
		});
	}

	fn happen(&mut self, dice: &mut Dice) {
		let closely = self.steps.is_multiple_of(EVERY) || self.is_little();
		let before = closely.then(Before::now);
		match dice.below(100) {
			0..=7 => self.something(dice),
			8..=11 => self.batch(dice, closely),
			_ => self.one_call(dice, before.as_ref()),
		}
		System::events().iter().for_each(|record| self.tally.note(&record.event));
		System::reset_events();
		rules::assert_some_decision(&self.cast, dice);
		if let Some(before) = before {
			before.assert_history_kept();
			do_try_state();
		}
		if self.steps.is_multiple_of(EVERY) {
			if let Some(patient) = dice.pick(&self.cast.patients) {
				rules::assert_decisions(&self.cast, &patient);
			}
		}
	}

	fn is_little(&self) -> bool {
		let entries = |patient| {
			ConsentCount::<Runtime>::get(patient)
				+ RecordCount::<Runtime>::get(patient)
				+ RequestCount::<Runtime>::get(patient)
		};
		self.cast.patients.len() < 8 && self.cast.patients.iter().map(entries).sum::<u32>() <= LITTLE
	}

	/// What happens by itself.
	fn something(&mut self, dice: &mut Dice) {
		let pace = self.cast.size.pace;
		match dice.below(12) {
			0 | 1 => run_to(System::block_number() + 1 + dice.below(3)),
			2 | 3 => advance(u64::from(1 + dice.below(10)) * 24 * pace),
			4 => register_keys(dice),
			_ => advance(u64::from(1 + dice.below(7)) * pace),
		}
		self.remember(format!("at block {}: {}", System::block_number(), salus_mock::now()));
	}

	/// A call, by whoever may sign it, or not.
	fn attempt(&self, dice: &mut Dice) -> Option<Attempt> {
		let (impostor, thief) = (dice.chance(6), dice.chance(10));
		let one = moves::choose(dice);
		let mut hand = Hand { cast: &self.cast, dice, thief, forged: false };
		let (signer, call) = (one.make)(&mut hand)?;
		let forged = hand.forged;
		assert_eq!(call.get_call_metadata().function_name, one.call, "the table names another call");
		let signer = if impostor { self.cast.anyone(dice) } else { signer };
		Some(Attempt { signer, call, thief, forged })
	}

	fn one_call(&mut self, dice: &mut Dice, before: Option<&Before>) {
		let Some(attempt) = self.attempt(dice) else { return };
		let root = before.map(|_| root());
		let councils = moves::COUNCILS.contains(&attempt.call.get_call_metadata().function_name);
		// Mostly all agree; at times as many as may be too few, and at times one member tries it alone.
		let (origin, enough) = match dice.below(20) {
			_ if !councils => (RuntimeOrigin::signed(attempt.signer.clone()), true),
			0 => (RuntimeOrigin::signed(attempt.signer.clone()), false),
			1..=3 => {
				let ayes = dice.below(seats() + 1);
				(agreed(ayes), 3 * ayes >= 2 * seats())
			}
			_ => (agreed(seats()), true),
		};
		let outcome = attempt.call.clone().dispatch(origin);
		let outcome = outcome.map(drop).map_err(|failure| failure.error);
		self.remember(format!("{}: {:?}: {outcome:?}", name_of(&attempt.signer), attempt.call));
		if let Some(root) = root.filter(|_| outcome.is_err()) {
			assert_eq!(root, self::root(), "a call that failed left a trace");
		}
		assert!(enough || outcome.is_err(), "done without two thirds of the council");
		self.judge(&attempt, &outcome);
		if outcome.is_ok() {
			authority::assert_entitled(&attempt.signer, &attempt.call);
		}
		let Some(before) = before.filter(|_| outcome.is_ok()) else { return };
		let name = attempt.call.get_call_metadata().function_name;
		if attempt.thief && !moves::OWN_WITHOUT_VAULT.contains(&name) {
			before.assert_nothing_opened();
		}
		before.assert_disputes_kept(&attempt.signer);
		before.assert_new_records(purpose_of(&attempt.call));
	}

	/// Several calls that one account sends together, in each of the ways there are.
	fn batch(&mut self, dice: &mut Dice, closely: bool) {
		let Some(first) = self.attempt(dice) else { return };
		let wished = 2 + dice.below(3) as usize;
		let mut attempts = vec![first];
		for _ in 0..24 {
			if attempts.len() == wished {
				break;
			}
			let Some(next) = self.attempt(dice) else { continue };
			if next.signer == attempts[0].signer || dice.chance(3) {
				attempts.push(Attempt { signer: attempts[0].signer.clone(), ..next });
			}
		}
		let signer = attempts[0].signer.clone();
		let calls: Vec<_> = attempts.iter().map(|attempt| attempt.call.clone()).collect();
		let batch: RuntimeCall = match dice.below(3) {
			0 => pallet_utility::Call::batch { calls }.into(),
			1 => pallet_utility::Call::batch_all { calls }.into(),
			_ => pallet_utility::Call::force_batch { calls }.into(),
		};
		let root = closely.then(root);
		let outcome = batch.clone().dispatch(RuntimeOrigin::signed(signer.clone()));
		self.remember(format!("{}: {batch:?}: {:?}", name_of(&signer), outcome.as_ref().map(drop)));
		if outcome.is_err() {
			// All of it is undone, and the error is the one call's that failed.
			if let Some(root) = root {
				assert_eq!(root, self::root(), "a batch that failed left a trace");
			}
			return;
		}
		let outcomes = outcomes_in_batch();
		assert!(outcomes.len() <= attempts.len(), "more outcomes than calls");
		for (attempt, outcome) in attempts.iter().zip(outcomes) {
			self.judge(attempt, &outcome);
		}
	}

	/// Counts the call, and holds what its outcome may not be.
	fn judge(&mut self, attempt: &Attempt, outcome: &Result<(), DispatchError>) {
		let name = attempt.call.get_call_metadata();
		self.tally.count((name.pallet_name, name.function_name), outcome);
		if outcome.is_err() {
			return;
		}
		assert!(!attempt.forged, "done without the vault's or the wallet's own word");
		let anyones = moves::ANYONES.contains(&name.function_name);
		// The council's are judged by the votes, and signed by nobody.
		let councils = moves::COUNCILS.contains(&name.function_name);
		assert!(
			anyones || councils || attempt.signer != account(MALLORY),
			"done by somebody without any role"
		);
		if name.function_name == "enrol_patient" {
			self.cast.meet();
		}
		if let RuntimeCall::Consent(salus_pallet_consent::Call::rotate_scope { patient, .. }) = &attempt.call
		{
			if !salus_mock::Identity::controls(&attempt.signer, patient) {
				self.tally.count_turn(crate::tally::ROTATED);
			}
		}
	}

	fn remember(&mut self, line: String) {
		if self.last.len() == REMEMBERED {
			self.last.pop_front();
		}
		self.last.push_back(line);
	}
}

impl Drop for Chain {
	fn drop(&mut self) {
		if let Some(title) = self.title.as_ref().filter(|_| std::thread::panicking()) {
			eprintln!("after {} steps. The last:", self.steps);
			self.last.iter().for_each(|line| eprintln!("  {line}"));
			eprintln!("{title}");
		}
	}
}

/// Somebody who has a validator's seat registers session keys, others or the first.
fn register_keys(dice: &mut Dice) {
	let seats = Consortium::validators();
	let Some(seat) = dice.pick(&seats) else { return };
	let key = 1_000 + u64::from(dice.below(1_000_000));
	// It may be somebody else's by chance.
	let _ = Session::set_keys(RuntimeOrigin::signed(seat.account), UintAuthorityId(key), vec![]);
}

/// How many seats the council has.
fn seats() -> u32 {
	u32::try_from(Seats::seats().len()).expect("seats are few")
}

fn root() -> Vec<u8> {
	sp_io::storage::root(StateVersion::V1)
}

/// How the calls in a batch went that was gone through, as far as it went.
fn outcomes_in_batch() -> Vec<Result<(), DispatchError>> {
	let outcome = |event| match event {
		RuntimeEvent::Utility(pallet_utility::Event::ItemCompleted) => Some(Ok(())),
		RuntimeEvent::Utility(
			pallet_utility::Event::ItemFailed { error }
			| pallet_utility::Event::BatchInterrupted { error, .. },
		) => Some(Err(error)),
		_ => None,
	};
	System::events().into_iter().filter_map(|record| outcome(record.event)).collect()
}

/// What a call that registers records does it for.
fn purpose_of(call: &RuntimeCall) -> Purpose {
	match call {
		RuntimeCall::Records(
			Record::register { purpose, .. }
			| Record::register_batch { purpose, .. }
			| Record::amend { purpose, .. },
		) => *purpose,
		_ => Purpose::Treatment,
	}
}
