//! When a node says that its machine's clock is wrong.

use salus_node::clock::{Alarm, Clock, Offsets, Word, LASTING, LIMIT, REMINDER};
use std::time::{Duration, Instant};
use substrate_prometheus_endpoint::Gauge;

/// What four authors' blocks say, the last of which is `last`.
fn offset(blocks: &[(usize, i64)]) -> Option<i64> {
	let mut offsets = Offsets::default();
	blocks.iter().map(|(author, offset)| offsets.observe(*author, 4, *offset)).last().flatten()
}

#[test]
fn offset_should_be_unknown_when_fewer_than_half_of_the_authors_were_heard() {
	assert_eq!(offset(&[(0, 2_500)]), None);
	assert_eq!(offset(&[(0, 2_500), (0, 2_600)]), None);
	assert_eq!(offset(&[(0, 2_500), (1, 2_600)]), Some(2_500));
	assert_eq!(Offsets::default().observe(0, 1, 7), Some(7));
}

#[test]
fn offset_should_be_the_least_delay_when_blocks_of_an_author_are_late() {
	assert_eq!(offset(&[(0, 90), (1, 80), (0, 9_000), (1, 12_000), (0, 7_000)]), Some(80));
}

#[test]
fn offset_should_follow_when_the_clock_is_set() {
	let blocks: Vec<_> = (0..8).map(|block| (block % 2, if block < 2 { 100 } else { 3_100 })).collect();
	assert_eq!(offset(&blocks), Some(100));
	let blocks: Vec<_> = (0..10).map(|block| (block % 2, if block < 2 { 100 } else { 3_100 })).collect();
	assert_eq!(offset(&blocks), Some(3_100));
}

#[test]
fn offset_should_stay_when_a_minority_of_clocks_is_wrong_or_lies() {
	for wrong in [i64::MIN, -3_000, 3_000, i64::MAX] {
		assert_eq!(
			offset(&[(0, 100), (1, wrong), (2, 120)]).map(|offset| (100..=120).contains(&offset)),
			Some(true)
		);
		assert_eq!(offset(&[(0, 100), (1, wrong)]), Some(100));
	}
	// With two against two nobody knows, and nothing is said.
	let split = offset(&[(0, 100), (1, 3_000), (2, 120), (3, 3_100)]);
	assert!(split.is_some_and(|offset| offset <= LIMIT), "{split:?}");
}

#[test]
fn offset_should_forget_authors_when_they_are_no_longer_in_the_set() {
	let mut offsets = Offsets::default();
	for author in 0..4 {
		offsets.observe(author, 4, 3_000);
	}
	assert_eq!(offsets.observe(0, 1, 100), Some(100));
}

#[test]
fn alarm_should_be_silent_when_the_clock_is_off_by_less_than_the_limit() {
	let mut alarm = Alarm::default();
	let start = Instant::now();
	for second in 0..200 {
		for offset in [-LIMIT, -900, 0, 900, LIMIT] {
			assert_eq!(alarm.judge(offset, start + Duration::from_secs(second)), None);
		}
	}
}

#[test]
fn alarm_should_sound_at_once_when_the_clock_is_behind() {
	let mut alarm = Alarm::default();
	assert_eq!(alarm.judge(-LIMIT - 1, Instant::now()), Some(Word::Wrong));
}

#[test]
fn alarm_should_sound_when_the_clock_stays_ahead_and_not_when_blocks_are_late_once() {
	let mut alarm = Alarm::default();
	let start = Instant::now();
	let late = LIMIT + 1;
	assert_eq!(alarm.judge(late, start), None);
	assert_eq!(alarm.judge(100, start + LASTING / 2), None);
	// It counts anew.
	assert_eq!(alarm.judge(late, start + LASTING), None);
	assert_eq!(alarm.judge(late, start + LASTING * 2), Some(Word::Wrong));
}

#[test]
fn alarm_should_remind_and_end_when_the_clock_was_ahead_and_is_set() {
	let mut alarm = Alarm::default();
	let start = Instant::now();
	assert_eq!(alarm.judge(3_000, start), None);
	let said = start + LASTING;
	assert_eq!(alarm.judge(3_000, said), Some(Word::Wrong));
	assert_eq!(alarm.judge(3_000, said + REMINDER / 2), None);
	assert_eq!(alarm.judge(3_000, said + REMINDER), Some(Word::Wrong));
	assert_eq!(alarm.judge(LIMIT, said + REMINDER), Some(Word::RightAgain));
	assert_eq!(alarm.judge(0, said + REMINDER), None);
}

#[test]
fn alarm_should_not_end_when_the_clock_was_behind_and_blocks_come_late() {
	let mut alarm = Alarm::default();
	let start = Instant::now();
	assert_eq!(alarm.judge(-3_000, start), Some(Word::Wrong));
	assert_eq!(alarm.judge(-1_400, start), None);
	assert_eq!(alarm.judge(500, start + REMINDER), None);
	assert_eq!(alarm.judge(-3_000, start + REMINDER), Some(Word::Wrong));
}

#[test]
fn gauge_should_show_the_offset_when_blocks_arrive() {
	let gauge = Gauge::new("offset", "By how much the clock is ahead").expect("the name is a name");
	let clock = Clock::new(gauge.clone());
	clock.observe(0, 4, 2_700, Instant::now());
	assert_eq!(gauge.get(), 0, "one author of four tells nothing");
	clock.observe(1, 4, 2_600, Instant::now());
	assert_eq!(gauge.get(), 2_600);
}
