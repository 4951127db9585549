//! Who gets in, with which calls.

use codec::{Decode, Encode};
use frame_support::{
	assert_ok, assert_storage_noop,
	dispatch::{DispatchInfo, GetDispatchInfo},
};
use frame_system::{CheckNonce, RawOrigin};
use salus_mock::{
	acceptance, account, admit, enrol,
	runtime::OriginCaller,
	signed,
	transactions::{apply, extension, extrinsic, nonce, validate, UncheckedExtrinsic},
	Consortium, ExtBuilder, Quota, Runtime, RuntimeCall, RuntimeOrigin, System, ALICE_ORGANISATION,
	BOB_ORGANISATION,
};
use salus_pallet_quota::{CheckQuota, Refusal, Usage, MAX_CALLS, MAX_DEPTH};
use salus_primitives::{ids::PatientId, people::PractitionerRole, text::Role};
use sp_core::{Pair, H256};
use sp_runtime::{
	generic::SignedPayload,
	traits::{DispatchTransaction, TransactionExtension},
	transaction_validity::{InvalidTransaction, TransactionSource, TransactionValidityError},
	MultiSignature,
};

fn remark() -> RuntimeCall {
	frame_system::Call::remark { remark: vec![1, 2, 3] }.into()
}

fn forbidden() -> RuntimeCall {
	frame_system::Call::kill_storage { keys: vec![] }.into()
}

fn add_registrar() -> RuntimeCall {
	salus_pallet_consortium::Call::add_registrar {
		organisation: ALICE_ORGANISATION,
		account: account("mallory"),
		acceptance: acceptance("mallory", Role::Registrar(ALICE_ORGANISATION)),
	}
	.into()
}

fn revoke(patient: PatientId) -> RuntimeCall {
	salus_pallet_consent::Call::revoke { patient, consent: 0 }.into()
}

type Wrap = fn(RuntimeCall) -> RuntimeCall;

/// Every way of Utility to have a call dispatched by another.
const WRAPPERS: [(&str, Wrap); 9] = [
	("batch", |call| pallet_utility::Call::batch { calls: vec![remark(), call] }.into()),
	("batch_all", |call| pallet_utility::Call::batch_all { calls: vec![call, remark()] }.into()),
	("force_batch", |call| {
		pallet_utility::Call::force_batch { calls: vec![remark(), call, remark()] }.into()
	}),
	("as_derivative", |call| pallet_utility::Call::as_derivative { index: 7, call: Box::new(call) }.into()),
	("dispatch_as", |call| {
		let as_origin = Box::new(OriginCaller::system(RawOrigin::Root));
		pallet_utility::Call::dispatch_as { as_origin, call: Box::new(call) }.into()
	}),
	("dispatch_as_fallible", |call| {
		let as_origin = Box::new(OriginCaller::system(RawOrigin::Root));
		pallet_utility::Call::dispatch_as_fallible { as_origin, call: Box::new(call) }.into()
	}),
	("with_weight", |call| {
		pallet_utility::Call::with_weight { call: Box::new(call), weight: Default::default() }.into()
	}),
	("if_else, main", |call| {
		pallet_utility::Call::if_else { main: Box::new(call), fallback: Box::new(remark()) }.into()
	}),
	("if_else, fallback", |call| {
		pallet_utility::Call::if_else { main: Box::new(remark()), fallback: Box::new(call) }.into()
	}),
];

/// The pool and a block both answer with the refusal, and nothing changes.
#[track_caller]
fn assert_refused(transaction: UncheckedExtrinsic, refusal: impl Into<TransactionValidityError>) {
	let refusal = refusal.into();
	assert_storage_noop!({
		assert_eq!(validate(transaction.clone()).unwrap_err(), refusal);
		assert_eq!(apply(transaction).unwrap_err(), refusal);
	});
}

#[test]
fn transaction_should_be_admitted_and_consume_when_its_signer_has_a_role() {
	ExtBuilder::default().build_and_execute(|| {
		let transaction = extrinsic("alice", 0, remark());
		assert_storage_noop!(assert_ok!(validate(transaction.clone())));
		let validity = validate(transaction.clone()).unwrap();
		assert_eq!(validity.provides, vec![(account("alice"), 0u32).encode()]);
		assert!(validity.requires.is_empty() && validity.propagate && validity.longevity > 0);

		let mut info = transaction.function.get_dispatch_info();
		info.extension_weight = extension(0).weight(&transaction.function);
		let length = transaction.encoded_size();
		assert_ok!(apply(transaction).unwrap());
		assert_eq!(nonce("alice"), 1);
		let usage = Quota::usage(&account("alice"));
		assert_eq!(usage.ref_time, info.total_weight().ref_time());
		assert_eq!(usage.length as usize, length);
		assert!(usage.ref_time > 0);
	});
}

#[test]
fn stranger_should_be_refused() {
	ExtBuilder::default().build_and_execute(|| {
		assert_refused(extrinsic("eve", 0, remark()), Refusal::Stranger);
		// Nor does a stranger learn from another answer what there is.
		assert_refused(extrinsic("eve", 0, forbidden()), Refusal::Stranger);
		assert_refused(extrinsic("eve", 99, remark()), Refusal::Stranger);
	});
}

#[test]
fn stranger_should_get_in_when_enrolled_and_only_then() {
	ExtBuilder::default().build_and_execute(|| {
		let transaction = extrinsic("eve", 0, remark());
		assert_refused(transaction.clone(), Refusal::Stranger);
		enrol("eve");
		assert_ok!(apply(transaction).unwrap());
	});
}

#[test]
fn account_should_be_refused_when_it_has_lost_its_last_role() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(salus_mock::add_registrar("alice", ALICE_ORGANISATION, "eve"));
		assert_ok!(apply(extrinsic("eve", 0, remark())).unwrap());
		assert_ok!(Consortium::remove_registrar(signed("alice"), ALICE_ORGANISATION, account("eve")));
		assert_refused(extrinsic("eve", 1, remark()), Refusal::Stranger);
		// The old transaction does not become good again with a new role.
		assert_ok!(salus_mock::add_registrar("alice", ALICE_ORGANISATION, "eve"));
		assert_refused(extrinsic("eve", 0, remark()), InvalidTransaction::Stale);
		assert_ok!(apply(extrinsic("eve", 1, remark())).unwrap());
	});
}

#[test]
fn account_should_be_refused_when_it_has_no_provider_reference() {
	ExtBuilder::default().build().execute_with(|| {
		frame_system::Account::<Runtime>::remove(account("alice"));
		assert_refused(extrinsic("alice", 0, remark()), Refusal::Stranger);
	});
}

#[test]
fn call_should_be_refused_when_nobody_may_sign_it() {
	ExtBuilder::default().build_and_execute(|| {
		let calls: [RuntimeCall; 5] = [
			frame_system::Call::set_code { code: vec![] }.into(),
			frame_system::Call::kill_storage { keys: vec![] }.into(),
			frame_system::Call::remark_with_event { remark: vec![] }.into(),
			pallet_timestamp::Call::set { now: 1 }.into(),
			pallet_session::Call::purge_keys {}.into(),
		];
		for call in calls {
			assert_refused(extrinsic("alice", 0, call), Refusal::Forbidden);
		}
	});
}

#[test]
fn call_should_be_refused_when_it_is_not_for_the_signers_roles() {
	ExtBuilder::default().build_and_execute(|| {
		let patient = enrol("eve");
		admit("charlie", BOB_ORGANISATION, PractitionerRole::Clinician);
		assert_refused(extrinsic("eve", 0, add_registrar()), Refusal::RoleNotAllowed);
		assert_refused(extrinsic("charlie", 0, revoke(patient)), Refusal::RoleNotAllowed);
		assert_ok!(validate(extrinsic("alice", 0, add_registrar())));
		assert_ok!(validate(extrinsic("eve", 0, revoke(patient))));
	});
}

#[test]
fn pallet_should_still_decide_when_the_role_is_right_but_the_signer_is_not() {
	ExtBuilder::default().build_and_execute(|| {
		// bob controls an organisation, but not this one.
		let outcome = apply(extrinsic("bob", 0, add_registrar())).unwrap();
		assert_eq!(
			outcome.unwrap_err().error,
			salus_pallet_consortium::Error::<Runtime>::NotController.into()
		);
		assert_eq!(nonce("bob"), 1);
		assert!(Quota::usage(&account("bob")).ref_time > 0);
	});
}

#[test]
fn wrapper_should_be_admitted_when_all_its_calls_are() {
	ExtBuilder::default().build_and_execute(|| {
		let patient = enrol("eve");
		for (name, wrap) in WRAPPERS {
			assert!(validate(extrinsic("eve", 0, wrap(revoke(patient)))).is_ok(), "{name}");
			for (outer, wrap_again) in WRAPPERS {
				let call = wrap_again(wrap(remark()));
				assert!(validate(extrinsic("eve", 0, call)).is_ok(), "{name} in {outer}");
			}
		}
	});
}

#[test]
fn wrapper_should_be_refused_when_it_hides_a_forbidden_call() {
	ExtBuilder::default().build_and_execute(|| {
		for (_, wrap) in WRAPPERS {
			assert_refused(extrinsic("alice", 0, wrap(forbidden())), Refusal::Forbidden);
			for (_, wrap_again) in WRAPPERS {
				assert_refused(extrinsic("alice", 0, wrap_again(wrap(forbidden()))), Refusal::Forbidden);
			}
		}
	});
}

#[test]
fn wrapper_should_be_refused_when_it_hides_a_call_for_other_roles() {
	ExtBuilder::default().build_and_execute(|| {
		enrol("eve");
		for (_, wrap) in WRAPPERS {
			assert_refused(extrinsic("eve", 0, wrap(add_registrar())), Refusal::RoleNotAllowed);
		}
	});
}

#[test]
fn wrapper_should_be_refused_when_it_is_deeper_than_is_searched() {
	ExtBuilder::default().build_and_execute(|| {
		let nested = |call, depth| {
			(0..depth).fold(call, |call, level| WRAPPERS[level as usize % WRAPPERS.len()].1(call))
		};
		assert_ok!(validate(extrinsic("alice", 0, nested(remark(), MAX_DEPTH))));
		assert_refused(extrinsic("alice", 0, nested(forbidden(), MAX_DEPTH)), Refusal::Forbidden);
		for depth in [MAX_DEPTH + 1, MAX_DEPTH + 2, 3 * MAX_DEPTH] {
			assert_refused(extrinsic("alice", 0, nested(remark(), depth)), Refusal::TooDeep);
			let hidden = validate(extrinsic("alice", 0, nested(forbidden(), depth))).unwrap_err();
			assert_eq!(hidden, Refusal::TooDeep.into());
		}
	});
}

#[test]
fn wrapper_should_be_refused_when_it_has_more_calls_than_are_searched() {
	ExtBuilder::default().build_and_execute(|| {
		let batch = |calls: u32| pallet_utility::Call::batch { calls: vec![remark(); calls as usize] };
		assert_refused(extrinsic("alice", 0, batch(MAX_CALLS)), Refusal::TooDeep);
		assert_refused(extrinsic("alice", 0, batch(100 * MAX_CALLS)), Refusal::TooDeep);
		let alike = pallet_utility::Call::batch { calls: vec![batch(MAX_CALLS / 2).into(); 2] };
		assert_refused(extrinsic("alice", 0, alike), Refusal::TooDeep);
		// The extension's weight follows the number of calls, up to the bound.
		let weight = |calls| CheckQuota::<Runtime>::from(0).weight(&batch(calls).into());
		assert!(weight(1).ref_time() < weight(MAX_CALLS - 1).ref_time());
		assert_eq!(weight(100 * MAX_CALLS), weight(MAX_CALLS));
	});
}

#[test]
fn wrapper_should_be_admitted_when_it_is_empty() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(apply(extrinsic("alice", 0, pallet_utility::Call::batch { calls: vec![] })).unwrap());
		assert_refused(extrinsic("eve", 0, pallet_utility::Call::batch { calls: vec![] }), Refusal::Stranger);
	});
}

#[test]
fn transaction_should_be_refused_when_it_is_signed_by_somebody_else() {
	ExtBuilder::default().build_and_execute(|| {
		let payload = SignedPayload::new(remark(), extension(0)).unwrap();
		let signature: MultiSignature =
			payload.using_encoded(|bytes| salus_mock::pair("eve").sign(bytes)).into();
		let forged = UncheckedExtrinsic::new_signed(remark(), account("alice"), signature, extension(0));
		assert_refused(forged, InvalidTransaction::BadProof);
	});
}

#[test]
fn transaction_should_be_refused_when_its_nonce_was_changed_after_signing() {
	ExtBuilder::default().build_and_execute(|| {
		let payload = SignedPayload::new(remark(), extension(0)).unwrap();
		let signature: MultiSignature =
			payload.using_encoded(|bytes| salus_mock::pair("alice").sign(bytes)).into();
		let changed = UncheckedExtrinsic::new_signed(remark(), account("alice"), signature, extension(1));
		assert_refused(changed, InvalidTransaction::BadProof);
	});
}

#[test]
fn transaction_should_be_refused_when_it_is_of_another_chain() {
	ExtBuilder::default().build_and_execute(|| {
		let transaction = extrinsic("alice", 0, remark());
		frame_system::BlockHash::<Runtime>::insert(0, H256([9; 32]));
		assert_refused(transaction, InvalidTransaction::BadProof);
	});
}

#[test]
fn what_is_not_signed_should_pass_untouched() {
	ExtBuilder::default().build_and_execute(|| {
		let (call, info) = (forbidden(), DispatchInfo::default());
		let check = CheckQuota::<Runtime>::from(7);
		assert_storage_noop!({
			let (weight, _) =
				check.clone().validate_and_prepare(RuntimeOrigin::root(), &call, &info, 10, 0).unwrap();
			// The whole of the extension's weight is given back.
			assert_eq!(weight, check.weight(&call));
			let unauthorised =
				check.validate_only(RuntimeOrigin::none(), &call, &info, 10, TransactionSource::External, 0);
			assert_eq!(unauthorised.map(|_| ()).unwrap_err(), InvalidTransaction::UnknownOrigin.into());
		});
		assert_eq!(Usage::<Runtime>::iter().count(), 0);
		assert_ok!(CheckQuota::<Runtime>::bare_validate(&call, &info, 10));
	});
}

#[test]
fn wallets_should_see_check_nonce() {
	let ours = <CheckQuota<Runtime> as TransactionExtension<RuntimeCall>>::metadata();
	let systems = <CheckNonce<Runtime> as TransactionExtension<RuntimeCall>>::metadata();
	assert_eq!(ours.len(), 1);
	assert_eq!(ours[0].identifier, systems[0].identifier);
	assert_eq!(ours[0].identifier, "CheckNonce");
	assert_eq!(ours[0].implicit, systems[0].implicit);
	let (ours, systems) = (ours[0].ty.type_info(), systems[0].ty.type_info());
	assert_eq!(ours.type_def, systems.type_def);
	for nonce in [0, 1, 63, 64, 16_383, 16_384, u32::MAX] {
		let encoded = CheckQuota::<Runtime>::from(nonce).encode();
		assert_eq!(encoded, CheckNonce::<Runtime>::from(nonce).encode());
		assert_eq!(CheckQuota::<Runtime>::decode(&mut encoded.as_slice()), Ok(CheckQuota::from(nonce)));
	}
	assert_eq!(CheckQuota::<Runtime>::from(3).implicit().map(|implicit| implicit.encoded_size()), Ok(0));
}

#[test]
fn transaction_should_be_admitted_as_a_node_decodes_it() {
	ExtBuilder::default().build_and_execute(|| {
		let sent = extrinsic("alice", 0, WRAPPERS[0].1(remark())).encode();
		let received = UncheckedExtrinsic::decode(&mut sent.as_slice()).unwrap();
		assert_ok!(apply(received).unwrap());
		assert_eq!(System::account_nonce(account("alice")), 1);
	});
}
