//! Cleaning up what was used of windows that have passed.

use frame_support::{assert_noop, assert_ok, traits::Hooks, weights::Weight};
use salus_mock::{
	account, enrol,
	runtime::QuotaWindow,
	signed,
	transactions::{apply, extrinsic, nonce},
	ExtBuilder, Quota, Runtime, RuntimeCall, RuntimeOrigin, System,
};
use salus_pallet_quota::{Cleanup, Refusal, Usage, WeightInfo, WindowUsage};
use salus_primitives::limits::{CLEANUP_REST, MAX_CLEANUP_STEPS};
use sp_runtime::{AccountId32, DispatchError};

const PEOPLE: u32 = 40;

fn person(number: u32) -> AccountId32 {
	account(&format!("person {number}"))
}

/// What each of many accounts used of a window, every fourth of the present one.
fn used() {
	let window = Quota::window();
	assert!(window > 0, "a window has passed");
	for number in 0..PEOPLE {
		let window = if number % 4 == 0 { window } else { window - 1 };
		Usage::<Runtime>::insert(person(number), WindowUsage { window, ref_time: 5, length: 7 });
	}
}

fn a_window_later(test: impl FnOnce()) {
	ExtBuilder::default().build_and_execute(|| {
		System::set_block_number(QuotaWindow::get() * 2);
		test()
	})
}

fn left() -> usize {
	Usage::<Runtime>::iter().count()
}

fn usages() -> Vec<WindowUsage> {
	(0..PEOPLE).map(|number| Quota::usage(&person(number))).collect()
}

#[test]
fn cleanup_should_remove_what_counts_no_more_and_answer_as_before() {
	a_window_later(|| {
		used();
		let before = usages();
		assert_ok!(Quota::cleanup(signed("eve"), MAX_CLEANUP_STEPS));
		assert_ok!(Quota::cleanup(signed("eve"), MAX_CLEANUP_STEPS));
		assert_eq!(left() as u32, PEOPLE / 4);
		assert_eq!(usages(), before);
		assert!(Usage::<Runtime>::iter_values().all(|usage| usage.window == Quota::window()));
	});
}

#[test]
fn cleanup_should_look_at_no_more_than_its_steps() {
	a_window_later(|| {
		used();
		for steps in [0, 1, 5, u32::MAX] {
			let before = left();
			assert_ok!(Quota::cleanup(signed("eve"), steps));
			assert!(before - left() <= steps.min(MAX_CLEANUP_STEPS) as usize, "{steps}");
		}
		assert!(left() as u32 > PEOPLE / 4, "some were not looked at yet");
	});
}

#[test]
fn blocks_should_clean_up_within_the_weight_that_is_left() {
	a_window_later(|| {
		used();
		let cost = <() as WeightInfo>::cleanup;
		assert_eq!(Quota::on_idle(20, Weight::zero()), Weight::zero());
		assert_eq!(Quota::on_idle(20, cost(0)), Weight::zero());
		assert_eq!(left() as u32, PEOPLE);
		for steps in [1, 3] {
			let before = left();
			assert_eq!(Quota::on_idle(20, cost(steps)), cost(steps));
			assert!(before - left() <= steps as usize);
		}
		assert_eq!(Quota::on_idle(20, Weight::MAX), cost(MAX_CLEANUP_STEPS));
	});
}

#[test]
fn pass_should_rest_at_its_end_and_begin_again() {
	a_window_later(|| {
		used();
		let now = System::block_number();
		for _ in 0..3 {
			Quota::on_idle(now, Weight::MAX);
		}
		assert_eq!(left() as u32, PEOPLE / 4);
		assert_eq!(Cleanup::<Runtime>::get().rests_until, now + CLEANUP_REST);

		System::set_block_number(now + CLEANUP_REST - 1);
		Quota::on_idle(now + CLEANUP_REST - 1, Weight::MAX);
		assert_eq!(left() as u32, PEOPLE / 4, "it rests");
		System::set_block_number(now + CLEANUP_REST);
		Quota::on_idle(now + CLEANUP_REST, Weight::MAX);
		assert_eq!(left(), 0);
	});
}

#[test]
fn cleanup_should_be_anyones_whom_the_quota_admits() {
	ExtBuilder::default().build_and_execute(|| {
		enrol("eve");
		let cleanup = || RuntimeCall::from(salus_pallet_quota::Call::cleanup { steps: 1 });
		assert_ok!(apply(extrinsic("eve", nonce("eve"), cleanup())).unwrap());
		assert_eq!(apply(extrinsic("mallory", 0, cleanup())).unwrap_err(), Refusal::Stranger.into());
		assert_noop!(Quota::cleanup(RuntimeOrigin::none(), 1), DispatchError::BadOrigin);
		assert_noop!(Quota::cleanup(RuntimeOrigin::root(), 1), DispatchError::BadOrigin);
	});
}

#[test]
fn allowance_should_not_come_back_when_the_window_is_cleaned_up() {
	ExtBuilder::default().build_and_execute(|| {
		enrol("eve");
		let cleanup = RuntimeCall::from(salus_pallet_quota::Call::cleanup { steps: MAX_CLEANUP_STEPS });
		assert_ok!(apply(extrinsic("eve", nonce("eve"), cleanup)).unwrap());
		let used = Quota::usage(&account("eve"));
		assert!(used.length > 0);
		Quota::on_idle(1, Weight::MAX);
		assert_eq!(Quota::usage(&account("eve")), used);
	});
}
