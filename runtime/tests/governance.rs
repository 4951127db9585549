//! Where the council and the consortium meet: real motions, from the proposal to what follows from it.

mod common;

use codec::Encode;
use common::{on_preset, refusal, signed, validate, START};
use frame_support::{
	assert_noop, assert_ok,
	dispatch::{DispatchErrorWithPostInfo, GetDispatchInfo},
	weights::Weight,
};
use pallet_collective::{Error as CollectiveError, Instance1};
use pallet_utility::Call as Utility;
use salus_pallet_consortium::{Call, Error, MinimumOrganisations};
use salus_pallet_quota::{QuotaPolicy, Refusal, Roles};
use salus_primitives::{
	consortium::{Parameter, Proposal},
	limits::MaxMotions,
	people::Standing,
	text::{Acceptance, JoinConsortium, SignedText},
};
use salus_runtime::*;
use sp_core::{Get, H256};
use sp_genesis_builder::LOCAL_TESTNET_RUNTIME_PRESET;
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie, Dave, Eve, Ferdie};
use sp_runtime::{traits::Hash as _, DispatchError, DispatchResult};

type Collective = pallet_collective::Call<Runtime, Instance1>;

const DAY: u64 = 24 * 60 * 60 * 1_000;

/// Runs `test` on a chain of four organisations: alice's, bob's, charlie's and dave's.
fn on_four(test: impl FnOnce()) {
	on_preset(LOCAL_TESTNET_RUNTIME_PRESET, test);
}

fn members() -> Vec<AccountId> {
	pallet_collective::Members::<Runtime, Instance1>::get()
}

fn origin(who: Sr25519Keyring) -> RuntimeOrigin {
	RuntimeOrigin::signed(who.to_account_id())
}

fn hash_of(call: &RuntimeCall) -> H256 {
	sp_runtime::traits::BlakeTwo256::hash_of(call)
}

/// What the member signs to propose the call to so many.
fn proposing(call: &RuntimeCall, threshold: u32) -> RuntimeCall {
	let length_bound = call.encoded_size() as u32;
	Collective::propose { threshold, proposal: Box::new(call.clone()), length_bound }.into()
}

/// Proposes the call to three, and tells the motion's number.
fn propose(call: &RuntimeCall) -> u32 {
	let index = pallet_collective::ProposalCount::<Runtime, Instance1>::get();
	let length = call.encoded_size() as u32;
	assert_ok!(Council::propose(origin(Alice), 3, Box::new(call.clone()), length));
	index
}

fn vote(who: Sr25519Keyring, call: &RuntimeCall, index: u32, approve: bool) -> DispatchResult {
	let outcome = Council::vote(origin(who), hash_of(call), index, approve);
	outcome.map(drop).map_err(|failure| failure.error)
}

fn closing(call: &RuntimeCall, index: u32) -> RuntimeCall {
	Collective::close {
		proposal_hash: hash_of(call),
		index,
		proposal_weight_bound: call.get_dispatch_info().call_weight,
		length_bound: call.encoded_size() as u32,
	}
	.into()
}

/// Closes the motion, and tells what became of the call if it was dispatched.
fn close(call: &RuntimeCall, index: u32) -> Result<Option<DispatchResult>, DispatchError> {
	System::reset_events();
	let (weight, length) = (call.get_dispatch_info().call_weight, call.encoded_size() as u32);
	Council::close(origin(Alice), hash_of(call), index, weight, length)
		.map_err(|DispatchErrorWithPostInfo { error, .. }| error)?;
	Ok(System::events().into_iter().find_map(|record| match record.event {
		RuntimeEvent::Council(pallet_collective::Event::Executed { result, .. }) => Some(result),
		_ => None,
	}))
}

/// Lets these members agree to the call, and closes the motion.
fn pass(call: &RuntimeCall, ayes: &[Sr25519Keyring]) -> Result<Option<DispatchResult>, DispatchError> {
	let index = propose(call);
	for who in ayes {
		assert_ok!(vote(*who, call, index, true));
	}
	close(call, index)
}

fn expel(organisation: u32) -> RuntimeCall {
	Call::expel_organisation { organisation }.into()
}

fn suspend(organisation: u32) -> RuntimeCall {
	Call::suspend_organisation { organisation }.into()
}

fn admit(who: Sr25519Keyring, name: &str, expires_at: u64) -> RuntimeCall {
	let (genesis, account) = (Consortium::genesis_hash(), who.to_account_id());
	let text = JoinConsortium { genesis, account: &account, name: name.as_bytes(), expires_at }.text();
	let acceptance = Acceptance { expires_at, signature: who.sign(&text).into() };
	let name = name.as_bytes().to_vec().try_into().unwrap();
	Call::admit_organisation { name, controller: account, acceptance }.into()
}

#[test]
fn organisation_should_be_admitted_by_three_of_four_and_vote_at_once() {
	on_four(|| {
		let call = admit(Eve, "Hillside Example Clinic", START + 30 * DAY);
		assert_eq!(refusal(&signed(Eve, 0, proposing(&suspend(1), 3))), Refusal::Stranger as u8);
		assert_eq!(pass(&call, &[Alice, Bob, Charlie]), Ok(Some(Ok(()))));
		assert!(members().contains(&Eve.to_account_id()) && members().len() == 5);
		// Four of five are two thirds now.
		assert_ok!(validate(&signed(Eve, 0, proposing(&suspend(1), 4))));
		// The same again is nobody's to have twice.
		let again = pass(&call, &[Alice, Bob, Charlie]);
		assert_eq!(again, Ok(Some(Err(DispatchError::BadOrigin))));
		let four = propose(&call);
		for who in [Alice, Bob, Charlie, Dave] {
			assert_ok!(vote(who, &call, four, true));
		}
		assert_eq!(close(&call, four), Ok(Some(Err(Error::<Runtime>::AlreadyAgent.into()))));
	});
}

#[test]
fn half_of_the_council_should_be_too_few_whatever_the_threshold_says() {
	on_four(|| {
		let call = suspend(4);
		for threshold in [0, 1, 2, 4, 5, u32::MAX] {
			assert_eq!(refusal(&signed(Alice, 0, proposing(&call, threshold))), Refusal::Forbidden as u8);
		}
		assert_ok!(validate(&signed(Alice, 0, proposing(&call, 3))));
		// Nor would it pass if it got that far.
		let length = call.encoded_size() as u32;
		assert_ok!(Council::propose(origin(Alice), 1, Box::new(call.clone()), length));
		assert_eq!(Consortium::standing(4, START), Standing::Good);
		assert_ok!(Council::propose(origin(Alice), 2, Box::new(call.clone()), length));
		for who in [Alice, Bob] {
			assert_ok!(vote(who, &call, 0, true));
		}
		assert_eq!(close(&call, 0), Ok(Some(Err(DispatchError::BadOrigin))));
		assert_eq!(Consortium::standing(4, START), Standing::Good);
	});
}

#[test]
fn silence_should_not_make_a_majority_two_thirds() {
	on_four(|| {
		assert_eq!(pass(&admit(Eve, "Hillside", START + DAY), &[Alice, Bob, Charlie]), Ok(Some(Ok(()))));
		// Three of five are more than half, and not two thirds.
		let call = suspend(4);
		let length = call.encoded_size() as u32;
		assert_ok!(Council::propose(origin(Alice), 4, Box::new(call.clone()), length));
		for who in [Alice, Bob, Charlie] {
			assert_ok!(vote(who, &call, 1, true));
		}
		assert_eq!(close(&call, 1), Err(CollectiveError::<Runtime, Instance1>::TooEarly.into()));
		System::set_block_number(1 + 7 * DAYS);
		assert_eq!(close(&call, 1), Ok(None));
		assert_eq!(Consortium::standing(4, START), Standing::Good);
		assert!(configs::motions().is_empty());
	});
}

#[test]
fn motion_should_do_what_is_on_the_list_and_nothing_else_however_it_is_wrapped() {
	on_four(|| {
		let listed = suspend(4);
		let set_name: RuntimeCall =
			Call::set_name { organisation: 1, name: b"Mine".to_vec().try_into().unwrap() }.into();
		let forbidden: Vec<RuntimeCall> = vec![
			set_name.clone(),
			frame_system::Call::set_code { code: vec![1] }.into(),
			frame_system::Call::authorize_upgrade { code_hash: H256::zero() }.into(),
			pallet_session::Call::purge_keys {}.into(),
			pallet_grandpa::Call::note_stalled { delay: 1, best_finalized_block_number: 1 }.into(),
			Collective::set_members { new_members: vec![], prime: None, old_count: 4 }.into(),
			Collective::disapprove_proposal { proposal_hash: H256::zero() }.into(),
			Collective::vote { proposal: H256::zero(), index: 0, approve: true }.into(),
			Utility::batch { calls: vec![listed.clone()] }.into(),
			Utility::batch { calls: vec![listed.clone(), set_name.clone()] }.into(),
			Utility::as_derivative { index: 0, call: Box::new(listed.clone()) }.into(),
			Utility::with_weight { call: Box::new(listed.clone()), weight: Weight::zero() }.into(),
			proposing(&listed, 3),
			proposing(&set_name, 3),
		];
		for call in forbidden {
			let motion = proposing(&call, 3);
			assert_eq!(refusal(&signed(Alice, 0, motion.clone())), Refusal::Forbidden as u8, "{call:?}");
			let batches = [
				Utility::batch { calls: vec![proposing(&listed, 3), motion.clone()] },
				Utility::batch_all { calls: vec![Utility::batch { calls: vec![motion] }.into()] },
			];
			for batch in batches {
				assert_eq!(refusal(&signed(Alice, 0, batch)), Refusal::Forbidden as u8, "{call:?}");
			}
		}
	});
}

#[test]
fn councils_calls_should_be_signed_by_nobody_bare_or_wrapped() {
	on_four(|| {
		let account = Eve.to_account_id();
		let acceptance = Acceptance { expires_at: START + DAY, signature: Eve.sign(b"").into() };
		let calls: Vec<RuntimeCall> = vec![
			admit(Eve, "Hillside", START + DAY),
			suspend(2),
			Call::reinstate_organisation { organisation: 2 }.into(),
			expel(2),
			Call::replace_controller {
				organisation: 2,
				account: account.clone(),
				acceptance: acceptance.clone(),
			}
			.into(),
			Call::give_seat { organisation: 2, account: account.clone(), acceptance }.into(),
			Call::take_seat { account }.into(),
			Call::set_parameter { parameter: Parameter::MinimumValidators(1) }.into(),
			Call::authorize_upgrade { code_hash: H256::zero() }.into(),
			Call::note_stalled { delay: 16, best_finalized_block_number: 0 }.into(),
		];
		for call in calls {
			// As a motion each is one.
			assert_ok!(validate(&signed(Alice, 0, proposing(&call, 3))));
			let length_bound = call.encoded_size() as u32;
			let alone = Collective::execute { proposal: Box::new(call.clone()), length_bound }.into();
			let batch = Utility::batch_all { calls: vec![call.clone()] }.into();
			for bad in [call.clone(), alone, batch] {
				assert_eq!(refusal(&signed(Alice, 0, bad)), Refusal::Forbidden as u8, "{call:?}");
			}
			for origin in [origin(Alice), RuntimeOrigin::root()] {
				use sp_runtime::traits::Dispatchable;
				let outcome = call.clone().dispatch(origin);
				assert_eq!(outcome.unwrap_err().error, DispatchError::BadOrigin);
			}
		}
	});
}

#[test]
fn votes_should_be_the_councils_alone() {
	on_four(|| {
		let call = suspend(4);
		let index = propose(&call);
		let ballot: RuntimeCall = Collective::vote { proposal: hash_of(&call), index, approve: true }.into();
		for member in [Alice, Bob, Charlie, Dave] {
			assert_ok!(validate(&signed(member, 0, ballot.clone())));
		}
		// A registrar acts for an organisation, and has no seat.
		let ferdie = Ferdie.to_account_id();
		let agency =
			salus_primitives::consortium::Agency { organisation: 1, controller: false, registrar: true };
		salus_pallet_consortium::AgentOf::<Runtime>::insert(&ferdie, agency);
		salus_pallet_consortium::Organisations::<Runtime>::mutate(1, |entry| {
			entry.as_mut().unwrap().registrars.try_push(ferdie.clone()).unwrap();
		});
		Consortium::admit(&ferdie);
		for ballot in [ballot.clone(), proposing(&suspend(3), 3), closing(&call, index)] {
			assert_eq!(refusal(&signed(Ferdie, 0, ballot.clone())), Refusal::RoleNotAllowed as u8);
			assert_eq!(refusal(&signed(Eve, 0, ballot)), Refusal::Stranger as u8);
		}
	});
}

#[test]
fn suspended_member_should_lose_its_votes_and_its_say() {
	on_four(|| {
		let pending = expel(3);
		let index = propose(&pending);
		for who in [Alice, Dave] {
			assert_ok!(vote(who, &pending, index, true));
		}
		assert_eq!(pass(&suspend(4), &[Alice, Bob, Charlie]), Ok(Some(Ok(()))));
		assert!(!members().contains(&Dave.to_account_id()));
		let motion = configs::motions().remove(0);
		assert_eq!(motion.ayes, [Alice.to_account_id()]);
		// It is still a validator, and no member: it neither votes nor proposes.
		assert_eq!(
			<configs::Policy as QuotaPolicy<_, RuntimeCall>>::roles(&Dave.to_account_id()),
			Roles::VALIDATOR
		);
		let ballot = Collective::vote { proposal: hash_of(&pending), index, approve: true };
		assert_eq!(refusal(&signed(Dave, 0, ballot)), Refusal::RoleNotAllowed as u8);
		assert_noop!(vote(Dave, &pending, index, true), CollectiveError::<Runtime, Instance1>::NotMember);
	});
}

#[test]
fn member_should_vote_about_itself_and_be_outvoted() {
	on_four(|| {
		let call = expel(4);
		let index = propose(&call);
		assert_ok!(vote(Dave, &call, index, false));
		for who in [Alice, Bob] {
			assert_ok!(vote(who, &call, index, true));
		}
		assert_eq!(close(&call, index), Err(CollectiveError::<Runtime, Instance1>::TooEarly.into()));
		assert_ok!(vote(Charlie, &call, index, true));
		assert_eq!(close(&call, index), Ok(Some(Ok(()))));
		assert_eq!(Consortium::standing(4, START), Standing::Absent);
		// Its account has no role left: it was controller, registrar, on the council and a validator.
		assert_eq!(refusal(&signed(Dave, 0, proposing(&suspend(1), 2))), Refusal::Stranger as u8);
		let keys =
			SessionKeys { aura: Dave.public().into(), grandpa: sp_core::ed25519::Public::default().into() };
		let set_keys = pallet_session::Call::set_keys { keys, proof: vec![] };
		assert_eq!(refusal(&signed(Dave, 0, set_keys)), Refusal::Stranger as u8);
	});
}

#[test]
fn council_should_not_expel_itself_below_its_minimum() {
	on_four(|| {
		assert_eq!(pass(&expel(4), &[Alice, Bob, Charlie]), Ok(Some(Ok(()))));
		let two_of_three = |call: &RuntimeCall| {
			let index = pallet_collective::ProposalCount::<Runtime, Instance1>::get();
			let length = call.encoded_size() as u32;
			assert_ok!(Council::propose(origin(Alice), 2, Box::new(call.clone()), length));
			for who in [Alice, Bob] {
				assert_ok!(vote(who, call, index, true));
			}
			close(call, index)
		};
		assert_eq!(two_of_three(&expel(3)), Ok(Some(Ok(()))));
		// Two are left, who need each other.
		for call in [expel(2), expel(1), suspend(1)] {
			assert_eq!(two_of_three(&call), Ok(Some(Err(Error::<Runtime>::TooFewOrganisations.into()))));
		}
		assert_eq!(Consortium::validators().len(), 2);
		let minimum = Call::set_parameter { parameter: Parameter::MinimumValidators(2) }.into();
		assert_eq!(two_of_three(&minimum), Ok(Some(Ok(()))));
		let take = Call::take_seat { account: Bob.to_account_id() }.into();
		assert_eq!(two_of_three(&take), Ok(Some(Err(Error::<Runtime>::TooFewValidators.into()))));
		MinimumOrganisations::<Runtime>::put(1);
		assert_eq!(two_of_three(&expel(2)), Ok(Some(Err(Error::<Runtime>::TooFewValidators.into()))));
	});
}

#[test]
fn admission_should_fail_when_the_controllers_word_expired_during_the_vote() {
	on_four(|| {
		let call = admit(Eve, "Hillside", START + DAY);
		let index = propose(&call);
		for who in [Alice, Bob, Charlie] {
			assert_ok!(vote(who, &call, index, true));
		}
		pallet_timestamp::Now::<Runtime>::put(START + DAY);
		assert_eq!(close(&call, index), Ok(Some(Err(Error::<Runtime>::TextExpired.into()))));
		assert!(!Consortium::is_admitted(&Eve.to_account_id()));
	});
}

#[test]
fn proposal_should_be_voted_on_anew_when_it_was_made_before() {
	on_four(|| {
		let call = suspend(4);
		let first = propose(&call);
		let length = call.encoded_size() as u32;
		assert_noop!(
			Council::propose(origin(Bob), 3, Box::new(call.clone()), length),
			CollectiveError::<Runtime, Instance1>::DuplicateProposal
		);
		for who in [Alice, Bob] {
			assert_ok!(vote(who, &call, first, false));
		}
		assert_eq!(close(&call, first), Ok(None));
		let second = propose(&call);
		assert_ne!(first, second);
		// A vote for the first is none for the second.
		assert_noop!(vote(Charlie, &call, first, true), CollectiveError::<Runtime, Instance1>::WrongIndex);
		assert!(configs::motions()[0].ayes.is_empty());
		for who in [Alice, Bob, Charlie] {
			assert_ok!(vote(who, &call, second, true));
		}
		assert_eq!(close(&call, second), Ok(Some(Ok(()))));
		// What was done does nothing a second time, after members changed too.
		let third = propose(&call);
		for who in [Alice, Bob, Charlie] {
			assert_ok!(vote(who, &call, third, true));
		}
		assert_eq!(close(&call, third), Ok(Some(Err(Error::<Runtime>::AlreadySuspended.into()))));
	});
}

#[test]
fn motion_should_not_be_closed_to_fail_when_the_council_has_grown() {
	on_four(|| {
		let call = suspend(4);
		let index = propose(&call);
		for who in [Alice, Bob, Charlie] {
			assert_ok!(vote(who, &call, index, true));
		}
		let closing = closing(&call, index);
		assert_ok!(validate(&signed(Dave, 0, closing.clone())));
		assert_eq!(pass(&admit(Eve, "Hillside", START + DAY), &[Alice, Bob, Charlie]), Ok(Some(Ok(()))));
		// Three of five are not two thirds: dave, whom it is about, would end it so.
		assert_eq!(refusal(&signed(Dave, 0, closing.clone())), Refusal::Forbidden as u8);
		let hidden = Utility::batch { calls: vec![closing.clone()] };
		assert_eq!(refusal(&signed(Dave, 0, hidden)), Refusal::Forbidden as u8);
		assert_ok!(vote(Eve, &call, index, true));
		assert_ok!(validate(&signed(Alice, 0, closing)));
		assert_eq!(close(&call, index), Ok(Some(Ok(()))));
	});
}

#[test]
fn motion_should_not_be_closed_in_a_batch_that_changes_whether_it_may_be() {
	on_four(|| {
		let call = suspend(4);
		let index = propose(&call);
		for who in [Alice, Charlie] {
			assert_ok!(vote(who, &call, index, true));
		}
		let admission = admit(Eve, "Hillside", START + DAY);
		let admitting = propose(&admission);
		for who in [Alice, Bob, Charlie] {
			assert_ok!(vote(who, &admission, admitting, true));
		}
		let aye: RuntimeCall =
			pallet_collective::Call::vote { proposal: hash_of(&call), index, approve: true }.into();
		let (first, second) = (closing(&admission, admitting), closing(&call, index));
		// Each alone is good.
		for call in [&aye, &first, &second] {
			assert_ok!(validate(&signed(Dave, 0, call.clone())));
		}
		// With a seat more, or with the third aye after that, the motion would be closed to fail.
		let hidden: RuntimeCall = Utility::batch { calls: vec![second.clone()] }.into();
		for calls in [
			vec![aye.clone(), second.clone()],
			vec![second.clone(), aye.clone()],
			vec![first.clone(), second.clone()],
			vec![first.clone(), hidden.clone()],
			vec![hidden],
		] {
			for batch in [
				Utility::batch { calls: calls.clone() },
				Utility::batch_all { calls: calls.clone() },
				Utility::force_batch { calls: calls.clone() },
			] {
				assert_eq!(refusal(&signed(Dave, 0, batch)), Refusal::Forbidden as u8, "{calls:?}");
			}
		}
		assert_ok!(validate(&signed(Dave, 0, Utility::batch { calls: vec![aye] })));
	});
}

#[test]
fn motions_should_be_told_in_words_and_be_no_more_than_allowed() {
	on_four(|| {
		let call = admit(Eve, "Hillside", START + DAY);
		let index = propose(&call);
		assert_ok!(vote(Bob, &call, index, true));
		assert_ok!(vote(Dave, &call, index, false));
		let motion = configs::motions().remove(0);
		assert_eq!((motion.hash, motion.index, motion.threshold), (hash_of(&call), index, 3));
		assert_eq!((motion.ayes, motion.nays), (vec![Bob.to_account_id()], vec![Dave.to_account_id()]));
		assert_eq!(motion.end, 1 + 7 * DAYS);
		assert_eq!(motion.length as usize, call.encoded_size());
		let weight = Weight::from_parts(motion.ref_time, motion.proof_size);
		assert_eq!(weight, call.get_dispatch_info().call_weight);
		let told = Proposal::AdmitOrganisation {
			name: b"Hillside".to_vec().try_into().unwrap(),
			controller: Eve.to_account_id(),
			expires_at: START + DAY,
		};
		assert_eq!(motion.proposal, Some(told));

		for number in 1..MaxMotions::get() {
			propose(&expel(100 + number));
		}
		assert_eq!(configs::motions().len(), <MaxMotions as Get<u32>>::get() as usize);
		let more = suspend(4);
		let length = more.encoded_size() as u32;
		assert_noop!(
			Council::propose(origin(Bob), 3, Box::new(more.clone()), length),
			CollectiveError::<Runtime, Instance1>::TooManyProposals
		);
		// Whoever fills the list keeps nobody out: two turn one down, and put theirs in its place in one batch.
		let full = expel(101);
		for who in [Bob, Charlie] {
			assert_ok!(vote(who, &full, 1, false));
		}
		let batch = Utility::batch_all { calls: vec![closing(&full, 1), proposing(&more, 3)] };
		assert_ok!(validate(&signed(Bob, 0, batch.clone())));
		assert_ok!(Executive::apply_extrinsic(signed(Bob, 0, batch)).unwrap());
		assert!(configs::motions().iter().any(|motion| motion.hash == hash_of(&more)));
	});
}

#[test]
fn every_call_on_the_list_should_weigh_what_a_motion_may() {
	on_four(|| {
		let most = <Runtime as pallet_collective::Config<Instance1>>::MaxProposalWeight::get();
		for call in [expel(1), suspend(1), admit(Eve, "Hillside", START + DAY)] {
			assert!(call.get_dispatch_info().call_weight.all_lte(most), "{call:?}");
		}
	});
}
