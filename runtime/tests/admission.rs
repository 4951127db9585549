//! Who gets in: real extrinsics against the real policy, through every wrapper.

mod common;

use common::{approve_request, delegate, on_development, refusal, revoke_delegated, signed, validate};
use frame_support::{assert_ok, weights::Weight};
use pallet_utility::Call as Utility;
use salus_pallet_quota::Refusal;
use salus_primitives::{
	consent::Permissions,
	dispute::SealedText,
	ids::{Digest, PatientId},
	network::{NodeAnnouncement, NodeRole, PeerKey, WireguardKey},
	people::{Actor, Party},
	purpose::Purpose,
	request::NewRequest,
};
use salus_runtime::*;
use sp_keyring::Sr25519Keyring::{Alice, Bob, Charlie, Dave, Eve, Ferdie};
use sp_runtime::transaction_validity::{InvalidTransaction, TransactionValidityError};

fn set_name(name: &[u8]) -> RuntimeCall {
	salus_pallet_consortium::Call::set_name { organisation: 1, name: name.to_vec().try_into().unwrap() }
		.into()
}

fn purge_keys() -> RuntimeCall {
	pallet_session::Call::purge_keys {}.into()
}

fn patient_call() -> RuntimeCall {
	salus_pallet_consent::Call::exclude { patient: PatientId([1; 32]), party: Party::Organisation(2) }.into()
}

fn request_access() -> RuntimeCall {
	let request = NewRequest {
		permissions: Permissions::READ,
		purposes: Purpose::Treatment.into(),
		from: None,
		until: None,
		envelope: Digest::default(),
		expires_at: common::START + 1,
	};
	let (patient, requester) = (PatientId([1; 32]), Party::Practitioner(1));
	salus_pallet_consent::Call::request_access { patient, requester, request }.into()
}

fn withdraw_request() -> RuntimeCall {
	salus_pallet_consent::Call::withdraw_request { patient: PatientId([1; 32]), request: 0 }.into()
}

fn refuse_request() -> RuntimeCall {
	salus_pallet_consent::Call::refuse_request { patient: PatientId([1; 32]), request: 0 }.into()
}

/// Every way to wrap `call` that Utility and Collective know.
fn wrappers(call: RuntimeCall) -> Vec<(&'static str, RuntimeCall)> {
	let harmless = set_name(b"Northgate");
	let calls = vec![harmless.clone(), call.clone()];
	let boxed = || Box::new(call.clone());
	let root = || Box::new(OriginCaller::system(frame_system::RawOrigin::Root));
	let length_bound = 1_000;
	vec![
		("batch", Utility::batch { calls: calls.clone() }.into()),
		("batch_all", Utility::batch_all { calls: calls.clone() }.into()),
		("force_batch", Utility::force_batch { calls }.into()),
		("as_derivative", Utility::as_derivative { index: 0, call: boxed() }.into()),
		("dispatch_as", Utility::dispatch_as { as_origin: root(), call: boxed() }.into()),
		("dispatch_as_fallible", Utility::dispatch_as_fallible { as_origin: root(), call: boxed() }.into()),
		("with_weight", Utility::with_weight { call: boxed(), weight: Weight::zero() }.into()),
		("if_else", Utility::if_else { main: Box::new(harmless), fallback: boxed() }.into()),
		("execute", pallet_collective::Call::execute { proposal: boxed(), length_bound }.into()),
		(
			"propose",
			pallet_collective::Call::propose { threshold: 2, proposal: boxed(), length_bound }.into(),
		),
	]
}

#[test]
fn stranger_should_be_refused_whatever_it_signs() {
	on_development(|| {
		for call in [set_name(b"Mine"), patient_call(), purge_keys()] {
			assert_eq!(refusal(&signed(Eve, 0, call)), Refusal::Stranger as u8);
		}
	});
}

#[test]
fn member_should_be_admitted_when_its_role_allows_the_call() {
	on_development(|| {
		assert_ok!(validate(&signed(Alice, 0, set_name(b"Northgate"))));
		assert_ok!(validate(&signed(
			Alice,
			0,
			Utility::batch { calls: vec![set_name(b"A"), set_name(b"B")] }
		)));
	});
}

#[test]
fn practitioner_should_be_refused_when_the_call_is_another_roles() {
	on_development(|| {
		for who in [Charlie, Dave] {
			assert_eq!(refusal(&signed(who, 0, set_name(b"Mine"))), Refusal::RoleNotAllowed as u8);
			assert_eq!(refusal(&signed(who, 0, patient_call())), Refusal::RoleNotAllowed as u8);
		}
	});
}

#[test]
fn erasing_should_be_the_patients_alone_bare_and_in_every_wrapper() {
	use salus_pallet_records::Call;
	on_development(|| {
		let (patient, index) = (PatientId([1; 32]), 0);
		let actor = Actor::Practitioner { practitioner: 1, organisation: 2 };
		for who in [Charlie, Dave] {
			assert_ok!(validate(&signed(who, 0, Call::propose_erasure { patient, index, actor })));
		}
		let calls: [RuntimeCall; 2] = [
			Call::erase { patient, index, signature: Default::default() }.into(),
			Call::decline_erasure { patient, index }.into(),
		];
		for call in calls {
			for who in [Alice, Bob, Charlie, Dave] {
				assert_eq!(refusal(&signed(who, 0, call.clone())), Refusal::RoleNotAllowed as u8);
			}
			for (name, wrapper) in wrappers(call) {
				let code = refusal(&signed(Alice, 0, wrapper));
				let expected = match name {
					"batch" | "batch_all" | "force_batch" => Refusal::RoleNotAllowed,
					_ => Refusal::Forbidden,
				};
				assert_eq!(code, expected as u8, "{name}");
			}
		}
	});
}

#[test]
fn nodes_should_be_the_controllers_alone_bare_and_in_every_wrapper() {
	use salus_pallet_consortium::Call;
	on_development(|| {
		let node = NodeAnnouncement {
			peer: PeerKey([1; 32]),
			wireguard: WireguardKey([2; 32]),
			endpoint: "node.hospital.example:51820".parse().unwrap(),
			role: NodeRole::Validator,
		};
		let calls: [RuntimeCall; 2] = [
			Call::announce_node { organisation: 1, node, signature: Default::default() }.into(),
			Call::withdraw_node { organisation: 1, node: 1 }.into(),
		];
		for call in calls {
			assert_ok!(validate(&signed(Alice, 0, call.clone())));
			assert_eq!(refusal(&signed(Eve, 0, call.clone())), Refusal::Stranger as u8);
			for (name, wrapper) in wrappers(call.clone()) {
				let code = refusal(&signed(Charlie, 0, wrapper));
				let expected = match name {
					"batch" | "batch_all" | "force_batch" => Refusal::RoleNotAllowed,
					_ => Refusal::Forbidden,
				};
				assert_eq!(code, expected as u8, "{name}");
			}
			assert_eq!(refusal(&signed(Dave, 0, call)), Refusal::RoleNotAllowed as u8);
		}
	});
}

#[test]
fn disputing_should_be_the_patients_alone_and_refusing_the_writers() {
	use salus_pallet_records::Call;
	on_development(|| {
		let (patient, index, text) = (PatientId([1; 32]), 0, SealedText::default());
		let actor = Actor::Practitioner { practitioner: 1, organisation: 2 };
		for who in [Alice, Charlie, Dave] {
			assert_ok!(validate(&signed(
				who,
				0,
				Call::refuse_dispute { patient, index, actor, reason: text }
			)));
		}
		let calls: [RuntimeCall; 2] = [
			Call::dispute { patient, index, contest: text, sealed_to: Party::Organisation(2) }.into(),
			Call::withdraw_dispute { patient, index }.into(),
		];
		for call in calls {
			for who in [Alice, Bob, Charlie, Dave] {
				assert_eq!(refusal(&signed(who, 0, call.clone())), Refusal::RoleNotAllowed as u8);
			}
			assert_eq!(refusal(&signed(Eve, 0, call.clone())), Refusal::Stranger as u8);
			for (name, wrapper) in wrappers(call) {
				let code = refusal(&signed(Alice, 0, wrapper));
				let expected = match name {
					"batch" | "batch_all" | "force_batch" => Refusal::RoleNotAllowed,
					_ => Refusal::Forbidden,
				};
				assert_eq!(code, expected as u8, "{name}");
			}
		}
	});
}

#[test]
fn requests_should_be_admitted_when_those_who_practise_make_them_and_patients_answer() {
	on_development(|| {
		for who in [Alice, Charlie, Dave] {
			assert_ok!(validate(&signed(who, 0, request_access())));
			assert_ok!(validate(&signed(who, 0, withdraw_request())));
			assert_eq!(refusal(&signed(who, 0, refuse_request())), Refusal::RoleNotAllowed as u8);
			let hidden = Utility::batch { calls: vec![request_access(), refuse_request()] };
			assert_eq!(refusal(&signed(who, 0, hidden)), Refusal::RoleNotAllowed as u8);
		}
		assert_eq!(refusal(&signed(Eve, 0, request_access())), Refusal::Stranger as u8);
	});
}

#[test]
fn cleaning_up_should_be_anyones_with_a_role_and_go_after_other_work() {
	on_development(|| {
		let cleanups: [RuntimeCall; 2] = [
			salus_pallet_consent::Call::cleanup { steps: 32 }.into(),
			salus_pallet_quota::Call::cleanup { steps: 32 }.into(),
		];
		let work = validate(&signed(Charlie, 0, request_access())).unwrap().priority;
		for call in cleanups {
			for who in [Alice, Bob, Charlie, Dave] {
				assert!(validate(&signed(who, 0, call.clone())).unwrap().priority < work);
			}
			assert_eq!(refusal(&signed(Eve, 0, call)), Refusal::Stranger as u8);
		}
	});
}

#[test]
fn patient_should_answer_requests_and_refuse_before_other_work_but_not_ask() {
	on_development(|| {
		let eve = Eve.to_account_id();
		salus_pallet_identity::PatientOf::<Runtime>::insert(&eve, PatientId([1; 32]));
		System::inc_providers(&eve);
		let priority = |call| validate(&signed(Eve, 0, call)).unwrap().priority;
		assert!(priority(refuse_request()) > priority(approve_request(1)));
		for call in [request_access(), withdraw_request()] {
			assert_eq!(refusal(&signed(Eve, 0, call)), Refusal::RoleNotAllowed as u8);
		}
		salus_pallet_identity::PatientOf::<Runtime>::remove(&eve);
		assert_ok!(System::dec_providers(&eve));
	});
}

#[test]
fn delegation_should_be_for_those_who_practise_and_taking_back_should_go_before_other_work() {
	on_development(|| {
		for who in [Alice, Bob, Charlie, Dave] {
			assert_ok!(validate(&signed(who, 0, delegate(1))));
			assert_ok!(validate(&signed(who, 0, revoke_delegated())));
			let both = Utility::batch { calls: vec![delegate(1), revoke_delegated()] };
			assert_ok!(validate(&signed(who, 0, both)));
			let hidden = Utility::batch { calls: vec![delegate(1), patient_call()] };
			assert_eq!(refusal(&signed(who, 0, hidden)), Refusal::RoleNotAllowed as u8);
		}
		let priority = |call| validate(&signed(Charlie, 0, call)).unwrap().priority;
		assert!(priority(revoke_delegated()) > priority(delegate(1)));
		assert_eq!(refusal(&signed(Eve, 0, delegate(1))), Refusal::Stranger as u8);
		assert_eq!(refusal(&signed(Eve, 0, revoke_delegated())), Refusal::Stranger as u8);
	});
}

#[test]
fn delegation_should_be_refused_to_a_patient_bare_and_in_every_wrapper() {
	on_development(|| {
		let eve = Eve.to_account_id();
		salus_pallet_identity::PatientOf::<Runtime>::insert(&eve, PatientId([1; 32]));
		System::inc_providers(&eve);
		for call in [delegate(1), revoke_delegated()] {
			assert_eq!(refusal(&signed(Eve, 0, call.clone())), Refusal::RoleNotAllowed as u8);
			for calls in [vec![call.clone()], vec![patient_call(), call.clone()]] {
				for wrapper in [
					Utility::batch { calls: calls.clone() },
					Utility::batch_all { calls: calls.clone() },
					Utility::force_batch { calls: calls.clone() },
				] {
					assert_eq!(refusal(&signed(Eve, 0, wrapper)), Refusal::RoleNotAllowed as u8);
				}
			}
		}
		salus_pallet_identity::PatientOf::<Runtime>::remove(&eve);
		assert_ok!(System::dec_providers(&eve));
	});
}

#[test]
fn practitioner_who_left_should_be_a_stranger_to_delegation_and_to_taking_back() {
	on_development(|| {
		let membership =
			salus_pallet_identity::Call::suspend_practitioner { organisation: 2, practitioner: 2 };
		assert_ok!(validate(&signed(Bob, 0, membership.clone())));
		assert_ok!(Executive::apply_extrinsic(signed(Bob, 0, membership)).unwrap());
		for call in [delegate(1), revoke_delegated()] {
			assert_eq!(refusal(&signed(Charlie, 0, call)), Refusal::Stranger as u8);
		}
	});
}

#[test]
fn recovery_should_be_brought_by_any_role_and_answered_by_the_patient_alone() {
	on_development(|| {
		let anyones = common::recovery_calls();
		for who in [Alice, Bob, Charlie, Dave] {
			for call in anyones.clone() {
				assert_ok!(validate(&signed(who, 0, call)));
			}
			for call in common::patients_recovery_calls() {
				assert_eq!(refusal(&signed(who, 0, call.clone())), Refusal::RoleNotAllowed as u8);
				// Nor hidden beside what anyone may bring.
				let hidden = Utility::batch_all { calls: vec![anyones[0].clone(), call] };
				assert_eq!(refusal(&signed(who, 0, hidden)), Refusal::RoleNotAllowed as u8);
			}
		}
		// Guardians and new accounts have no role, and need none.
		for call in anyones {
			assert_eq!(refusal(&signed(Eve, 0, call)), Refusal::Stranger as u8);
		}
	});
}

#[test]
fn veto_should_go_before_other_work_of_the_patient() {
	on_development(|| {
		let eve = Eve.to_account_id();
		salus_pallet_identity::PatientOf::<Runtime>::insert(&eve, PatientId([1; 32]));
		System::inc_providers(&eve);
		let priority = |call| validate(&signed(Eve, 0, call)).unwrap().priority;
		let [veto, others @ ..] = common::patients_recovery_calls();
		let veto = priority(veto);
		assert!(others.into_iter().all(|other| priority(other) < veto));
		salus_pallet_identity::PatientOf::<Runtime>::remove(&eve);
		assert_ok!(System::dec_providers(&eve));
	});
}

#[test]
fn representative_should_transact_as_a_patient_while_it_stands_well_and_not_as_anybody_else() {
	use salus_pallet_identity::{Patients, RepresentationsOf, Representatives};
	use salus_primitives::{
		people::{Patient, PatientState},
		representation::{Basis, Powers, Representative},
		time::History,
	};
	on_development(|| {
		let (eve, patient) = (Eve.to_account_id(), PatientId([1; 32]));
		let (now, day) = (common::START, 24 * 60 * 60 * 1_000);
		Patients::<Runtime>::insert(
			patient,
			Patient {
				controller: Ferdie.to_account_id(),
				organisation: 1,
				state: History::starting(now, PatientState::Active),
				enrolled_at: now,
			},
		);
		let known = Representative {
			patient,
			account: eve.clone(),
			powers: Powers::GRANT,
			basis: Basis::Appointed,
			organisation: 1,
			from: now,
			until: now + day,
			admitted_at: now,
			ended_at: None,
		};
		Representatives::<Runtime>::insert(1, known.clone());
		RepresentationsOf::<Runtime>::mutate(&eve, |list| list.try_push(1).unwrap());
		System::inc_providers(&eve);
		assert_ok!(validate(&signed(Eve, 0, patient_call())));
		assert_eq!(refusal(&signed(Eve, 0, set_name(b"Northgate"))), Refusal::RoleNotAllowed as u8);
		Representatives::<Runtime>::insert(1, Representative { ended_at: Some(now), ..known });
		assert_eq!(refusal(&signed(Eve, 0, patient_call())), Refusal::Stranger as u8);
		Patients::<Runtime>::remove(patient);
		Representatives::<Runtime>::remove(1);
		RepresentationsOf::<Runtime>::remove(&eve);
		assert_ok!(System::dec_providers(&eve));
	});
}

#[test]
fn forbidden_call_should_be_refused_bare_and_in_every_wrapper() {
	on_development(|| {
		let forbidden: Vec<RuntimeCall> = vec![
			purge_keys(),
			frame_system::Call::set_code { code: vec![1] }.into(),
			frame_system::Call::remark { remark: vec![0; 32] }.into(),
			frame_system::Call::authorize_upgrade { code_hash: Default::default() }.into(),
			frame_system::Call::apply_authorized_upgrade { code: vec![1] }.into(),
			pallet_grandpa::Call::note_stalled { delay: 1, best_finalized_block_number: 1 }.into(),
			pallet_collective::Call::set_members { new_members: vec![], prime: None, old_count: 0 }.into(),
		];
		for call in forbidden {
			assert_eq!(refusal(&signed(Alice, 0, call.clone())), Refusal::Forbidden as u8, "{call:?}");
			for (name, wrapper) in wrappers(call.clone()) {
				let code = refusal(&signed(Alice, 0, wrapper));
				assert_eq!(code, Refusal::Forbidden as u8, "{name} of {call:?}");
			}
		}
	});
}

#[test]
fn inherent_should_be_refused_when_somebody_signs_it() {
	on_development(|| {
		let clock: RuntimeCall = pallet_timestamp::Call::set { now: 1 }.into();
		assert_eq!(
			validate(&signed(Alice, 0, clock.clone())),
			Err(TransactionValidityError::Invalid(InvalidTransaction::MandatoryValidation))
		);
		for (name, wrapper) in wrappers(clock) {
			assert!(validate(&signed(Alice, 0, wrapper)).is_err(), "{name}");
		}
	});
}

#[test]
fn batch_should_be_refused_when_it_hides_another_roles_call() {
	on_development(|| {
		for (name, wrapper) in wrappers(patient_call()) {
			let code = refusal(&signed(Alice, 0, wrapper));
			let expected = match name {
				"batch" | "batch_all" | "force_batch" => Refusal::RoleNotAllowed,
				_ => Refusal::Forbidden,
			};
			assert_eq!(code, expected as u8, "{name}");
		}
	});
}

#[test]
fn deeply_nested_batch_should_be_refused_when_it_is_not_searched_to_its_end() {
	on_development(|| {
		let nested =
			|depth| (0..depth).fold(purge_keys(), |call, _| Utility::batch { calls: vec![call] }.into());
		assert_eq!(refusal(&signed(Alice, 0, nested(3))), Refusal::Forbidden as u8);
		assert_eq!(
			refusal(&signed(Alice, 0, nested(salus_pallet_quota::MAX_DEPTH + 1))),
			Refusal::TooDeep as u8
		);
	});
}

#[test]
fn nonce_should_be_refused_when_too_far_ahead_or_used() {
	on_development(|| {
		let ahead = |nonce| signed(Alice, nonce, set_name(b"Northgate"));
		assert_ok!(validate(&ahead(64)));
		assert_eq!(refusal(&ahead(65)), Refusal::TooFarAhead as u8);
		assert_ok!(Executive::apply_extrinsic(ahead(0)).unwrap());
		assert_eq!(validate(&ahead(0)), Err(TransactionValidityError::Invalid(InvalidTransaction::Stale)));
	});
}

#[test]
fn suspended_organisation_should_be_a_stranger() {
	on_development(|| {
		let suspended = salus_primitives::consortium::OrganisationState::Suspended;
		assert_ok!(Consortium::change_standing(2, suspended));
		let call = salus_pallet_consortium::Call::set_name { organisation: 2, name: Default::default() };
		assert_eq!(refusal(&signed(Bob, 0, call)), Refusal::Stranger as u8);
		// charlie works there and nowhere else.
		assert_eq!(refusal(&signed(Charlie, 0, patient_call())), Refusal::Stranger as u8);
	});
}

#[test]
fn account_should_wait_for_the_next_window_when_its_allowance_is_used_up() {
	on_development(|| {
		let allowance = <Runtime as salus_pallet_quota::Config>::Allowances::get().controller;
		salus_pallet_quota::Usage::<Runtime>::insert(
			Alice.to_account_id(),
			salus_pallet_quota::WindowUsage {
				window: Quota::window(),
				ref_time: allowance.ref_time,
				length: 0,
			},
		);
		let call = || signed(Alice, 0, set_name(b"Northgate"));
		assert_eq!(refusal(&call()), Refusal::OverAllowance as u8);
		System::set_block_number(31);
		assert_ok!(validate(&call()));
	});
}

#[test]
fn revocation_should_go_before_ordinary_work_and_after_governance() {
	on_development(|| {
		let priority = |call| validate(&signed(Alice, 0, call)).unwrap().priority;
		let suspend: RuntimeCall =
			salus_pallet_identity::Call::suspend_practitioner { organisation: 1, practitioner: 1 }.into();
		let vote: RuntimeCall =
			pallet_collective::Call::vote { proposal: Default::default(), index: 0, approve: true }.into();
		assert!(priority(suspend.clone()) > priority(set_name(b"Northgate")));
		assert!(priority(vote) > priority(suspend.clone()));
		// A batch is no way to the front.
		let batch = Utility::batch { calls: vec![suspend, set_name(b"Northgate")] }.into();
		assert_eq!(priority(batch), priority(set_name(b"Northgate")));
	});
}
