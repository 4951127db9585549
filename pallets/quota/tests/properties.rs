//! Whatever is sent, only what may gets in, and nobody uses more than allowed.

use frame_support::traits::Hooks;
use proptest::prelude::*;
use salus_mock::{
	account, admit, do_try_state, enrol,
	transactions::{apply, extrinsic, nonce, validate, TestPolicy},
	ExtBuilder, Quota, RuntimeCall, System, BOB_ORGANISATION,
};
use salus_pallet_quota::{Kind, QuotaPolicy};
use salus_primitives::{ids::PatientId, people::PractitionerRole};

const NAMES: [&str; 5] = ["alice", "charlie", "eve", "ferdie", "mallory"];

#[derive(Clone, Debug)]
enum Shape {
	Remark(u16),
	Revoke,
	Rename,
	Forbidden,
	Batch(Vec<Shape>),
	Derivative(Box<Shape>),
}

#[derive(Clone, Debug)]
struct Step {
	signer: usize,
	ahead: u32,
	shape: Shape,
	blocks: u32,
}

fn shape() -> impl Strategy<Value = Shape> {
	let leaf = prop_oneof![
		5 => (0..600u16).prop_map(Shape::Remark),
		2 => Just(Shape::Revoke),
		1 => Just(Shape::Rename),
		1 => Just(Shape::Forbidden),
	];
	leaf.prop_recursive(3, 10, 3, |inner| {
		prop_oneof![
			proptest::collection::vec(inner.clone(), 0..3).prop_map(Shape::Batch),
			inner.prop_map(|shape| Shape::Derivative(Box::new(shape))),
		]
	})
}

fn step() -> impl Strategy<Value = Step> {
	let ahead = prop_oneof![6 => Just(0u32), 1 => 0..100u32];
	let blocks = prop_oneof![6 => Just(0u32), 1 => 0..12u32];
	(0..NAMES.len(), ahead, shape(), blocks).prop_map(|(signer, ahead, shape, blocks)| Step {
		signer,
		ahead,
		shape,
		blocks,
	})
}

fn call(shape: &Shape, patient: PatientId) -> RuntimeCall {
	match shape {
		Shape::Remark(bytes) => frame_system::Call::remark { remark: vec![0; usize::from(*bytes)] }.into(),
		Shape::Revoke => salus_pallet_consent::Call::revoke { patient, consent: 0 }.into(),
		Shape::Rename => salus_pallet_consortium::Call::set_name {
			organisation: 1,
			name: b"Other".to_vec().try_into().unwrap(),
		}
		.into(),
		Shape::Forbidden => frame_system::Call::kill_storage { keys: vec![] }.into(),
		Shape::Batch(shapes) => {
			pallet_utility::Call::batch { calls: shapes.iter().map(|shape| call(shape, patient)).collect() }
				.into()
		}
		Shape::Derivative(shape) => {
			pallet_utility::Call::as_derivative { index: 1, call: Box::new(call(shape, patient)) }.into()
		}
	}
}

fn hides_forbidden(shape: &Shape) -> bool {
	match shape {
		Shape::Forbidden => true,
		Shape::Batch(shapes) => shapes.iter().any(hides_forbidden),
		Shape::Derivative(shape) => hides_forbidden(shape),
		_ => false,
	}
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(48))]

	#[test]
	fn only_what_may_should_get_in_whatever_is_sent(steps in proptest::collection::vec(step(), 1..40)) {
		ExtBuilder::default().build_and_execute(|| {
			let patient = enrol("eve");
			enrol("ferdie");
			admit("charlie", BOB_ORGANISATION, PractitionerRole::Clinician);
			for Step { signer, ahead, shape, blocks } in steps {
				System::set_block_number(System::block_number() + blocks);
				let (name, who) = (NAMES[signer], account(NAMES[signer]));
				let before = (nonce(name), Quota::usage(&who));
				let transaction = extrinsic(name, before.0 + ahead, call(&shape, patient));
				let pooled = validate(transaction.clone());
				let included = apply(transaction);
				let after = (nonce(name), Quota::usage(&who));
				// A block includes nothing that the pool would not have taken.
				assert!(included.is_err() || pooled.is_ok());
				if included.is_ok() {
					assert!(name != "mallory" && !hides_forbidden(&shape) && ahead == 0);
					assert_eq!(after.0, before.0 + 1);
					assert!(after.1.ref_time > before.1.ref_time && after.1.length > before.1.length);
					let most = Quota::allowance(TestPolicy::roles(&who)).for_kind(Kind::Governance);
					assert!(after.1.ref_time <= most.ref_time && after.1.length <= most.length);
				} else {
					assert_eq!(after, before);
				}
				do_try_state();
			}
		});
	}
}

#[test]
fn integrity_should_hold() {
	ExtBuilder::default().build_and_execute(Quota::integrity_test);
}
