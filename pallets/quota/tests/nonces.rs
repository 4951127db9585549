//! Nonces, and how far ahead they may be.

use codec::Encode;
use frame_support::{assert_ok, assert_storage_noop};
use salus_mock::{
	account, enrol,
	transactions::{apply, extrinsic, nonce, validate},
	ExtBuilder, Quota, RuntimeCall, System,
};
use salus_pallet_quota::{Refusal, Roles};
use sp_runtime::transaction_validity::InvalidTransaction;

fn remark() -> RuntimeCall {
	frame_system::Call::remark { remark: vec![] }.into()
}

#[test]
fn transaction_should_be_stale_when_it_is_replayed() {
	ExtBuilder::default().build_and_execute(|| {
		let transaction = extrinsic("alice", 0, remark());
		assert_ok!(apply(transaction.clone()).unwrap());
		assert_storage_noop!({
			assert_eq!(validate(transaction.clone()).unwrap_err(), InvalidTransaction::Stale.into());
			assert_eq!(apply(transaction).unwrap_err(), InvalidTransaction::Stale.into());
		});
	});
}

#[test]
fn replay_should_be_stale_even_when_the_allowance_is_used_up() {
	ExtBuilder::default().build_and_execute(|| {
		enrol("eve");
		let first = extrinsic("eve", 0, remark());
		let mut next = 0;
		while apply(extrinsic("eve", next, remark())).is_ok() {
			next += 1;
		}
		assert_eq!(validate(extrinsic("eve", next, remark())).unwrap_err(), Refusal::OverAllowance.into());
		assert_eq!(validate(first).unwrap_err(), InvalidTransaction::Stale.into());
	});
}

#[test]
fn transaction_should_wait_for_the_one_before_when_its_nonce_is_ahead() {
	ExtBuilder::default().build_and_execute(|| {
		let tag = |nonce: u32| vec![(account("alice"), nonce).encode()];
		let validity = validate(extrinsic("alice", 2, remark())).unwrap();
		assert_eq!(validity.requires, tag(1));
		assert_eq!(validity.provides, tag(2));
		assert_storage_noop!(assert_eq!(
			apply(extrinsic("alice", 2, remark())).unwrap_err(),
			InvalidTransaction::Future.into()
		));
		for nonce in 0..3 {
			assert_ok!(apply(extrinsic("alice", nonce, remark())).unwrap());
		}
		assert_eq!(nonce("alice"), 3);
	});
}

#[test]
fn transaction_should_be_refused_when_its_nonce_is_further_ahead_than_the_role_allows() {
	ExtBuilder::default().build_and_execute(|| {
		enrol("eve");
		for (name, roles) in [("eve", Roles::PATIENT), ("alice", Roles::REGISTRAR.union(Roles::CONTROLLER))] {
			let look_ahead = Quota::allowance(roles).look_ahead;
			assert_ok!(validate(extrinsic(name, look_ahead, remark())));
			for nonce in [look_ahead + 1, look_ahead + 2, u32::MAX] {
				assert_storage_noop!({
					let answer = validate(extrinsic(name, nonce, remark())).unwrap_err();
					assert_eq!(answer, Refusal::TooFarAhead.into());
				});
			}
		}
		assert!(Quota::allowance(Roles::PATIENT).look_ahead < Quota::allowance(Roles::REGISTRAR).look_ahead);
	});
}

#[test]
fn look_ahead_should_move_with_the_nonce() {
	ExtBuilder::default().build_and_execute(|| {
		enrol("eve");
		let look_ahead = Quota::allowance(Roles::PATIENT).look_ahead;
		let farther = extrinsic("eve", look_ahead + 1, remark());
		assert_eq!(validate(farther.clone()).unwrap_err(), Refusal::TooFarAhead.into());
		assert_ok!(apply(extrinsic("eve", 0, remark())).unwrap());
		assert_ok!(validate(farther));
	});
}

#[test]
fn look_ahead_should_not_overflow_when_the_nonce_is_at_its_end() {
	ExtBuilder::default().build_and_execute(|| {
		frame_system::Account::<salus_mock::Runtime>::mutate(account("alice"), |entry| {
			entry.nonce = u32::MAX - 1
		});
		assert_ok!(validate(extrinsic("alice", u32::MAX, remark())));
		assert_ok!(apply(extrinsic("alice", u32::MAX - 1, remark())).unwrap());
		assert_eq!(System::account_nonce(account("alice")), u32::MAX);
	});
}
