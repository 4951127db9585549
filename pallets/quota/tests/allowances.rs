//! How much, and what goes first.

use codec::Encode;
use frame_support::{assert_ok, assert_storage_noop};
use salus_mock::{
	acceptance, account, admit, enrol,
	runtime::{QuotaWindow, PATIENT_LENGTH, PATIENT_REF_TIME},
	transactions::{apply, extrinsic, nonce, validate},
	ExtBuilder, Quota, Runtime, RuntimeCall, System, ALICE_ORGANISATION,
};
use salus_pallet_quota::{Refusal, Usage};
use salus_primitives::{ids::PatientId, people::PractitionerRole, text::Role};
use sp_runtime::transaction_validity::{InvalidTransaction, TransactionValidityError};

fn remark(bytes: usize) -> RuntimeCall {
	frame_system::Call::remark { remark: vec![0; bytes] }.into()
}

fn revoke(patient: PatientId, consent: u32) -> RuntimeCall {
	salus_pallet_consent::Call::revoke { patient, consent }.into()
}

fn batch(calls: Vec<RuntimeCall>) -> RuntimeCall {
	pallet_utility::Call::batch { calls }.into()
}

/// Has the person transact until the allowance is used up, and returns how often.
fn exhaust(name: &str, call: impl Fn() -> RuntimeCall) -> u32 {
	let first = nonce(name);
	for step in first.. {
		if let Err(refusal) = apply(extrinsic(name, step, call())) {
			assert_eq!(refusal, Refusal::OverAllowance.into());
			return step - first;
		}
	}
	unreachable!("the allowance is bounded")
}

fn next_window() {
	let window = QuotaWindow::get();
	System::set_block_number((System::block_number() / window + 1) * window);
}

#[test]
fn transaction_should_be_refused_when_the_allowance_of_weight_is_used_up() {
	ExtBuilder::default().build_and_execute(|| {
		enrol("eve");
		assert!(exhaust("eve", || remark(0)) > 1);
		let usage = Quota::usage(&account("eve"));
		assert!(usage.ref_time <= PATIENT_REF_TIME && usage.ref_time > PATIENT_REF_TIME / 10 * 9);
		assert!(usage.length < PATIENT_LENGTH / 10 * 9);
		let more = extrinsic("eve", nonce("eve"), remark(0));
		assert_storage_noop!({
			// Not ExhaustsResources, Future or Stale, after which the pool would keep it or the wallet would misread it.
			let custom =
				TransactionValidityError::from(InvalidTransaction::Custom(Refusal::OverAllowance as u8));
			assert_eq!(validate(more.clone()).unwrap_err(), custom);
			assert_eq!(apply(more).unwrap_err(), custom);
		});
	});
}

#[test]
fn transaction_should_be_refused_when_the_allowance_of_bytes_is_used_up() {
	ExtBuilder::default().build_and_execute(|| {
		enrol("eve");
		let half = PATIENT_LENGTH as usize / 2;
		assert_eq!(exhaust("eve", || remark(half)), 1);
		let usage = Quota::usage(&account("eve"));
		assert!(usage.ref_time < PATIENT_REF_TIME / 2 && usage.length as usize > half);
	});
}

#[test]
fn allowance_should_be_used_to_the_last_byte() {
	ExtBuilder::default().build_and_execute(|| {
		enrol("eve");
		let overhead = extrinsic("eve", 0, remark(16_000)).encoded_size() - 16_000;
		let fits = PATIENT_LENGTH as usize - overhead;
		let over = extrinsic("eve", 0, remark(fits + 1));
		assert_eq!(validate(over).unwrap_err(), Refusal::OverAllowance.into());
		assert_ok!(apply(extrinsic("eve", 0, remark(fits))).unwrap());
		assert_eq!(Quota::usage(&account("eve")).length, PATIENT_LENGTH);
	});
}

#[test]
fn allowance_should_begin_anew_with_each_window() {
	ExtBuilder::default().build_and_execute(|| {
		enrol("eve");
		let first = exhaust("eve", || remark(0));
		let last_block = QuotaWindow::get() - 1;
		System::set_block_number(last_block);
		let transaction = extrinsic("eve", nonce("eve"), remark(0));
		assert_eq!(validate(transaction.clone()).unwrap_err(), Refusal::OverAllowance.into());
		next_window();
		assert_eq!(System::block_number(), last_block + 1);
		assert_eq!(Quota::usage(&account("eve")).ref_time, 0);
		assert_ok!(validate(transaction));
		assert_eq!(exhaust("eve", || remark(0)), first);
	});
}

#[test]
fn unused_allowance_should_not_be_carried_over() {
	ExtBuilder::default().build_and_execute(|| {
		enrol("eve");
		let once = exhaust("eve", || remark(0));
		for _ in 0..5 {
			next_window();
		}
		assert_eq!(exhaust("eve", || remark(0)), once);
	});
}

#[test]
fn patient_should_be_able_to_revoke_when_the_ordinary_allowance_is_used_up() {
	ExtBuilder::default().build_and_execute(|| {
		let patient = enrol("eve");
		exhaust("eve", || remark(0));
		assert_ok!(apply(extrinsic("eve", nonce("eve"), revoke(patient, 0))).unwrap());
		// That too is bounded: the calls fail now, and count.
		assert!(exhaust("eve", || revoke(patient, 0)) > 0);
		let usage = Quota::usage(&account("eve"));
		assert!(usage.ref_time > PATIENT_REF_TIME && usage.ref_time <= 2 * PATIENT_REF_TIME);
	});
}

#[test]
fn revocation_should_not_carry_other_calls_beyond_the_allowance() {
	ExtBuilder::default().build_and_execute(|| {
		let patient = enrol("eve");
		exhaust("eve", || remark(0));
		let carried = batch(vec![revoke(patient, 0), remark(0)]);
		assert_eq!(
			validate(extrinsic("eve", nonce("eve"), carried)).unwrap_err(),
			Refusal::OverAllowance.into()
		);
		assert_ok!(validate(extrinsic("eve", nonce("eve"), batch(vec![revoke(patient, 0)]))));
	});
}

#[test]
fn allowance_should_be_the_accounts_own() {
	ExtBuilder::default().build_and_execute(|| {
		enrol("eve");
		enrol("ferdie");
		exhaust("eve", || remark(0));
		assert_eq!(Quota::usage(&account("ferdie")), Default::default());
		assert_ok!(apply(extrinsic("ferdie", 0, remark(0))).unwrap());
	});
}

#[test]
fn allowance_should_grow_with_a_further_role() {
	ExtBuilder::default().build_and_execute(|| {
		enrol("eve");
		exhaust("eve", || remark(0));
		admit("eve", ALICE_ORGANISATION, PractitionerRole::Clinician);
		assert_ok!(apply(extrinsic("eve", nonce("eve"), remark(0))).unwrap());
	});
}

#[test]
fn failing_calls_should_consume_too() {
	ExtBuilder::default().build_and_execute(|| {
		let patient = enrol("eve");
		let before = Quota::usage(&account("eve"));
		let outcome = apply(extrinsic("eve", 0, revoke(patient, 99))).unwrap();
		assert!(outcome.is_err());
		let after = Quota::usage(&account("eve"));
		assert!(after.ref_time > before.ref_time && after.length > before.length);
	});
}

#[test]
fn usage_should_be_kept_only_for_who_used_something() {
	ExtBuilder::default().build_and_execute(|| {
		enrol("eve");
		for name in ["eve", "mallory"] {
			let _ = validate(extrinsic(name, 0, remark(0)));
		}
		let _ = apply(extrinsic("mallory", 0, remark(0)));
		assert_eq!(Usage::<Runtime>::iter().count(), 0);
		assert_ok!(apply(extrinsic("eve", 0, remark(0))).unwrap());
		assert_eq!(Usage::<Runtime>::iter_keys().collect::<Vec<_>>(), vec![account("eve")]);
	});
}

#[test]
fn priorities_should_put_governance_first_and_bulk_last() {
	ExtBuilder::default().build_and_execute(|| {
		let patient = enrol("eve");
		let priority = |name, call: RuntimeCall| validate(extrinsic(name, 0, call)).unwrap().priority;
		let governance: RuntimeCall = salus_pallet_consortium::Call::add_registrar {
			organisation: ALICE_ORGANISATION,
			account: account("ferdie"),
			acceptance: acceptance("ferdie", Role::Registrar(ALICE_ORGANISATION)),
		}
		.into();
		let practice: RuntimeCall = salus_pallet_identity::Call::suspend_practitioner {
			organisation: ALICE_ORGANISATION,
			practitioner: 1,
		}
		.into();
		let excluded = salus_primitives::people::Party::Organisation(ALICE_ORGANISATION);
		let ordinary: RuntimeCall = salus_pallet_consent::Call::readmit { patient, party: excluded }.into();
		let order = [
			priority("alice", governance),
			priority("eve", revoke(patient, 0)),
			priority("eve", ordinary.clone()),
			priority("alice", practice),
			priority("eve", remark(0)),
		];
		assert!(order.windows(2).all(|pair| pair[0] > pair[1]), "{order:?}");
		// A revocation among other calls has their priority.
		assert_eq!(priority("eve", batch(vec![revoke(patient, 0), ordinary])), order[2]);
		assert_eq!(priority("eve", batch(vec![revoke(patient, 0)])), order[1]);
	});
}
