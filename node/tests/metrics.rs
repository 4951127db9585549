//! What the node tells Prometheus: whose turn it was, why a transaction was turned away, how a check ended.

use salus_node::metrics::{
	age,
	pool::{reason, REASONS},
	turns::{Link, Turn, Turns, MAX_STEPS},
	AccessChecks,
};
use salus_pallet_quota::Refusal;
use sc_transaction_pool_api::error::Error;
use sp_runtime::transaction_validity::InvalidTransaction;
use std::time::{Duration, UNIX_EPOCH};
use substrate_prometheus_endpoint::{prometheus::TextEncoder, Registry};

const fn turn(after: u64, slot: u64) -> Turn<u64> {
	Turn { parent: 0, after, slot }
}

/// A chain by slots, as hashes and slots at once; block 0 is before the first.
fn link(chain: &[u64]) -> impl Fn(u64) -> Option<Link<u64>> + '_ {
	move |block| {
		if block == 0 {
			return Some(Link { parent: 0, slot: None });
		}
		let place = chain.iter().position(|slot| *slot == block)?;
		let parent = place.checked_sub(1).map_or(0, |before| chain[before]);
		Some(Link { parent, slot: Some(block) })
	}
}

/// After and slot of each turn.
fn follow(turns: &mut Turns, chain: &[u64]) -> Vec<(u64, u64)> {
	let best = *chain.last().unwrap();
	turns.follow(best, link(chain)).into_iter().map(|turn| (turn.after, turn.slot)).collect()
}

#[test]
fn missed_slots_should_be_those_whose_turn_it_was_when_a_gap_is_counted_one_by_one() {
	for validators in 1..=7_usize {
		for after in 0..20_u64 {
			for slot in after + 1..after + 40 {
				let mut expected = vec![0; validators];
				for unused in after + 1..slot {
					expected[usize::try_from(unused).unwrap() % validators] += 1;
				}
				assert_eq!(turn(after, slot).missed(validators), expected, "{validators} {after} {slot}");
				let author = usize::try_from(slot).unwrap() % validators;
				assert_eq!(turn(after, slot).author(validators), Some(author));
			}
		}
	}
}

#[test]
fn missed_slots_should_be_none_when_there_is_nobody_or_no_gap() {
	assert_eq!(turn(5, 9).missed(0), Vec::<u64>::new());
	assert_eq!(turn(5, 9).author(0), None);
	assert_eq!(turn(5, 6).missed(3), [0, 0, 0]);
	assert_eq!(turn(6, 6).missed(3), [0, 0, 0]);
	// A chain that stood still for years is counted at once.
	let missed = turn(0, u64::MAX).missed(4);
	assert_eq!(missed.iter().map(|slots| u128::from(*slots)).sum::<u128>(), u128::from(u64::MAX) - 1);
}

#[test]
fn turns_should_begin_with_the_second_block_seen_and_count_each_slot_once() {
	let mut turns = Turns::default();
	assert_eq!(follow(&mut turns, &[10, 11, 14]), [], "what came before the start is not counted");
	assert_eq!(follow(&mut turns, &[10, 11, 14]), []);
	assert_eq!(follow(&mut turns, &[10, 11, 14, 15]), [(14, 15)]);
	assert_eq!(follow(&mut turns, &[10, 11, 14, 15, 18, 21]), [(15, 18), (18, 21)]);
	// Another branch becomes the best: what was settled stays so, and only what is past it counts.
	assert_eq!(follow(&mut turns, &[10, 11, 14, 16, 19]), [], "a lower branch");
	assert_eq!(follow(&mut turns, &[10, 11, 14, 16, 19, 24]), [(21, 24)]);
	assert_eq!(follow(&mut turns, &[10, 11, 14, 16, 19, 24, 25]), [(24, 25)]);
}

#[test]
fn turns_should_count_no_gap_when_block_0_or_an_unknown_block_is_before_it() {
	let mut turns = Turns::default();
	assert!(turns.follow(0, link(&[])).is_empty());
	assert_eq!(follow(&mut turns, &[100]), []);
	assert_eq!(turns.follow(107, |block| (block == 107).then_some(Link { parent: 1, slot: Some(107) })), []);
	assert_eq!(follow(&mut turns, &[107, 109]), [(107, 109)]);
}

#[test]
fn turns_should_stop_at_the_bound_when_many_blocks_come_at_once() {
	let mut turns = Turns::default();
	let chain: Vec<u64> = (1..=1_000).collect();
	assert_eq!(follow(&mut turns, &chain[..1]), []);
	let counted = follow(&mut turns, &chain);
	assert_eq!(counted.len(), MAX_STEPS);
	assert_eq!(counted.last(), Some(&(999, 1_000)));
	assert_eq!(follow(&mut turns, &chain), []);
}

#[test]
fn refusal_should_have_a_reason_of_its_own_when_the_quota_made_it() {
	let custom = |refusal: Refusal| Error::InvalidTransaction(InvalidTransaction::Custom(refusal as u8));
	let quota = [
		(Refusal::Stranger, "stranger"),
		(Refusal::Forbidden, "forbidden"),
		(Refusal::RoleNotAllowed, "role_not_allowed"),
		(Refusal::OverAllowance, "over_allowance"),
		(Refusal::TooFarAhead, "too_far_ahead"),
		(Refusal::TooDeep, "too_deep"),
	];
	for (refusal, expected) in quota {
		assert_eq!(reason(&custom(refusal)), Some(expected));
		assert!(REASONS.contains(&expected));
	}
	for (error, expected) in [
		(Error::InvalidTransaction(InvalidTransaction::Custom(200)), Some("other")),
		(Error::InvalidTransaction(InvalidTransaction::Payment), Some("stranger")),
		(Error::InvalidTransaction(InvalidTransaction::BadProof), Some("bad_signature")),
		(Error::InvalidTransaction(InvalidTransaction::Stale), Some("stale")),
		(Error::TemporarilyBanned, Some("banned")),
		(Error::TooLowPriority { old: 2, new: 1 }, Some("priority")),
		(Error::ImmediatelyDropped, Some("pool_full")),
		(Error::CycleDetected, Some("other")),
		(Error::AlreadyImported(Box::new(())), None),
	] {
		assert_eq!(reason(&error), expected, "{error}");
		assert!(expected.is_none_or(|expected| REASONS.contains(&expected)));
	}
}

#[test]
fn checks_should_be_counted_by_how_they_ended_and_all_be_there_from_the_start() {
	let registry = Registry::new();
	let checks = AccessChecks::register(&registry).unwrap();
	let count = |method: &str, outcome: &str| {
		let text = TextEncoder::new().encode_to_string(&registry.gather()).unwrap();
		let series =
			format!("salus_access_check_seconds_count{{method=\"{method}\",outcome=\"{outcome}\"}} ");
		let line = text.lines().find_map(|line| line.strip_prefix(&series));
		line.unwrap_or_else(|| panic!("no {series} in {text}")).parse::<u64>().unwrap()
	};
	let all = || {
		["checkAccess", "explainAccess"]
			.map(|method| ["allowed", "denied", "error"].map(|outcome| count(method, outcome)))
	};
	assert_eq!(all(), [[0; 3]; 2]);
	assert!(checks.time("checkAccess", |yes| *yes, || Ok(true)).unwrap());
	assert!(!checks.time("checkAccess", |yes| *yes, || Ok(false)).unwrap());
	let failed = jsonrpsee::types::ErrorObject::owned(9001, "there is no such patient", None::<()>);
	for _ in 0..2 {
		let outcome = checks.time("explainAccess", |yes: &bool| *yes, || Err(failed.clone()));
		assert_eq!(outcome.unwrap_err().code(), 9001);
	}
	assert_eq!(all(), [[1, 1, 0], [0, 0, 2]]);
	assert!(AccessChecks::register(&registry).is_err(), "a name is registered once");
}

#[test]
fn age_should_go_below_0_when_the_clock_is_behind_the_block() {
	let slot = Duration::from_secs(2);
	let at = |milliseconds| UNIX_EPOCH + Duration::from_millis(milliseconds);
	assert_eq!(age(100, slot, at(203_500)), Some(3.5));
	assert_eq!(age(100, slot, at(198_000)), Some(-2.0));
	assert_eq!(age(100, slot, UNIX_EPOCH - Duration::from_secs(1)), None);
}
