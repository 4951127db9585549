//! A new runtime by vote: what is authorised, who brings it, and what is refused.

mod common;

use codec::Encode;
use common::{hash, on_preset, refusal, signed, validate, START};
use frame_support::{
	assert_ok,
	dispatch::{DispatchClass, GetDispatchInfo, Pays},
};
use pallet_collective::Instance1;
use pallet_session::SessionInterface;
use salus_pallet_consortium::{Call, Error, Finality};
use salus_pallet_quota::Refusal;
use salus_primitives::{consortium::Proposal, limits::MIN_STALL_DELAY};
use salus_runtime::{configs::ForcedFinality, *};
use sp_core::H256;
use sp_genesis_builder::LOCAL_TESTNET_RUNTIME_PRESET;
use sp_keyring::{
	Ed25519Keyring,
	Sr25519Keyring::{self, Alice, Bob, Charlie, Dave, Eve, Ferdie},
};
use sp_runtime::{
	traits::{BlakeTwo256, Hash as _},
	transaction_validity::{InvalidTransaction, TransactionValidityError},
	DispatchError, DispatchResult,
};
use sp_version::RuntimeVersion;

/// A runtime that is none: what it may do is decided before anybody looks inside.
const CODE: &[u8] = b"\0asm of a runtime";

fn on_four(test: impl FnOnce()) {
	on_preset(LOCAL_TESTNET_RUNTIME_PRESET, test);
}

fn origin(who: Sr25519Keyring) -> RuntimeOrigin {
	RuntimeOrigin::signed(who.to_account_id())
}

fn authorising(code: &[u8]) -> RuntimeCall {
	Call::authorize_upgrade { code_hash: hash(code) }.into()
}

fn applying(code: &[u8]) -> RuntimeCall {
	frame_system::Call::apply_authorized_upgrade { code: code.into() }.into()
}

/// What anyone sends, signed by nobody.
fn bare(code: &[u8]) -> UncheckedExtrinsic {
	UncheckedExtrinsic::new_bare(applying(code))
}

/// Proposes the call, by alice, and gives the motion's number.
fn propose(by: Sr25519Keyring, call: &RuntimeCall, threshold: u32) -> u32 {
	let index = pallet_collective::ProposalCount::<Runtime, Instance1>::get();
	let length = call.encoded_size() as u32;
	assert_ok!(Council::propose(origin(by), threshold, Box::new(call.clone()), length));
	index
}

/// Lets these members agree, closes the motion, and tells what became of the call.
fn agree(call: &RuntimeCall, index: u32, ayes: &[Sr25519Keyring]) -> DispatchResult {
	let hash = BlakeTwo256::hash_of(call);
	for who in ayes {
		Council::vote(origin(*who), hash, index, true).map_err(|failure| failure.error)?;
	}
	System::reset_events();
	let (weight, length) = (call.get_dispatch_info().call_weight, call.encoded_size() as u32);
	Council::close(origin(Alice), hash, index, weight, length).map_err(|failure| failure.error)?;
	System::events()
		.into_iter()
		.find_map(|record| match record.event {
			RuntimeEvent::Council(pallet_collective::Event::Executed { result, .. }) => Some(result),
			_ => None,
		})
		.unwrap_or(Err(DispatchError::Other("too few agreed")))
}

fn pass(call: &RuntimeCall) -> DispatchResult {
	let index = propose(Alice, call, 3);
	agree(call, index, &[Alice, Bob, Charlie])
}

fn is_valid(extrinsic: &UncheckedExtrinsic) -> bool {
	match validate(extrinsic) {
		Ok(_) => true,
		Err(TransactionValidityError::Invalid(InvalidTransaction::Call | InvalidTransaction::Custom(2))) => {
			false
		}
		other => panic!("neither taken nor refused as it should be: {other:?}"),
	}
}

#[test]
fn code_should_be_taken_from_anyone_when_two_thirds_authorised_just_it() {
	on_four(|| {
		let code = bare(CODE);
		assert!(!is_valid(&code), "nothing was authorised");
		assert_ok!(pass(&authorising(CODE)));
		let validity = validate(&code).unwrap();
		assert!(validity.propagate && validity.priority == u64::MAX && validity.requires.is_empty());
		// Whoever has a role may sign it too, and no one else.
		assert!(is_valid(&signed(Dave, 0, applying(CODE))));
		assert_eq!(refusal(&signed(Eve, 0, applying(CODE))), Refusal::Stranger as u8);
		let mut other = CODE.to_vec();
		other.push(0);
		assert!(!is_valid(&bare(&other)));
		assert_eq!(refusal(&signed(Dave, 0, applying(&other))), Refusal::Forbidden as u8);
		for nothing in [&[][..], &CODE[1..]] {
			assert!(!is_valid(&bare(nothing)));
		}
	});
}

#[test]
fn bare_call_should_be_refused_when_it_is_any_other() {
	on_four(|| {
		assert_ok!(pass(&authorising(CODE)));
		for call in [
			authorising(CODE),
			frame_system::Call::set_code { code: CODE.into() }.into(),
			frame_system::Call::authorize_upgrade { code_hash: hash(CODE) }.into(),
			frame_system::Call::authorize_upgrade_without_checks { code_hash: hash(CODE) }.into(),
			pallet_utility::Call::batch { calls: vec![applying(CODE)] }.into(),
			Call::note_stalled { delay: MIN_STALL_DELAY, best_finalized_block_number: 0 }.into(),
			pallet_grandpa::Call::note_stalled { delay: 16, best_finalized_block_number: 0 }.into(),
		] {
			assert!(validate(&UncheckedExtrinsic::new_bare(call.clone())).is_err(), "{call:?}");
		}
	});
}

#[test]
fn code_should_be_used_up_by_its_first_use_even_if_it_is_no_runtime() {
	on_four(|| {
		assert_ok!(pass(&authorising(CODE)));
		System::reset_events();
		// Version and name cannot be read, so it is not set; and the authorisation is gone.
		assert_ok!(Executive::apply_extrinsic(bare(CODE)).unwrap());
		assert!(System::authorized_upgrade().is_none());
		let rejected = |record: &frame_system::EventRecord<RuntimeEvent, Hash>| {
			matches!(
				record.event,
				RuntimeEvent::System(frame_system::Event::RejectedInvalidAuthorizedUpgrade { code_hash, .. })
					if code_hash == hash(CODE)
			)
		};
		assert!(System::events().iter().any(rejected));
		assert!(!is_valid(&bare(CODE)), "a replay");
		assert_eq!(refusal(&signed(Alice, 0, applying(CODE))), Refusal::Forbidden as u8);
		// Authorised again it is taken again: a motion decides, and nothing else.
		assert_ok!(pass(&authorising(CODE)));
		assert!(is_valid(&bare(CODE)));
	});
}

#[test]
fn code_should_become_the_runtime_when_its_name_is_the_same_and_its_version_higher() {
	let other = |name: &'static str, spec_version| {
		RuntimeVersion { spec_name: name.into(), spec_version, ..VERSION }.encode()
	};
	for (name, version, taken) in [
		("salus", VERSION.spec_version + 1, true),
		("salus", VERSION.spec_version + 7, true),
		("salus", VERSION.spec_version, false),
		("salus", VERSION.spec_version - 1, false),
		("others", VERSION.spec_version + 1, false),
	] {
		on_four(|| {
			let code = other(name, version);
			assert_ok!(pass(&authorising(&code)));
			assert_ok!(Executive::apply_extrinsic(bare(&code)).unwrap());
			let set = sp_io::storage::get(b":code").map(|code| code.to_vec());
			assert_eq!(set == Some(code.clone()), taken, "{name} {version}");
			let told = System::events().into_iter().any(|record| {
				matches!(record.event, RuntimeEvent::System(frame_system::Event::CodeUpdated { .. }))
			});
			assert_eq!(told, taken);
			assert!(System::authorized_upgrade().is_none() && !is_valid(&bare(&code)), "a replay");
		});
	}
}

#[test]
fn authorisation_should_be_replaced_by_the_next_and_withdrawn_by_a_hash_of_nothing() {
	on_four(|| {
		assert_ok!(pass(&authorising(CODE)));
		assert_ok!(pass(&authorising(b"another")));
		assert!(!is_valid(&bare(CODE)) && is_valid(&bare(b"another")));
		let withdrawal: RuntimeCall = Call::authorize_upgrade { code_hash: H256::zero() }.into();
		assert_ok!(pass(&withdrawal));
		assert!(!is_valid(&bare(CODE)) && !is_valid(&bare(b"another")) && !is_valid(&bare(b"")));
	});
}

#[test]
fn motion_of_a_member_that_was_expelled_should_need_the_others_to_agree() {
	on_four(|| {
		let call = authorising(CODE);
		let index = propose(Dave, &call, 3);
		let motion = BlakeTwo256::hash_of(&call);
		for who in [Dave, Alice] {
			assert_ok!(Council::vote(origin(who), motion, index, true));
		}
		assert_ok!(pass(&Call::expel_organisation { organisation: 4 }.into()));
		// Its vote is gone, and with it what would have been enough of three.
		let open = configs::motions().into_iter().find(|known| known.index == index).unwrap();
		assert_eq!(open.ayes, [Alice.to_account_id()]);
		assert!(agree(&call, index, &[Bob]).is_err(), "two of the three that were named are too few");
		assert!(System::authorized_upgrade().is_none());
		assert_ok!(agree(&call, index, &[Charlie]));
		assert!(is_valid(&bare(CODE)));
		// What it still may bring is what anyone may.
		assert_eq!(refusal(&signed(Dave, 0, applying(CODE))), Refusal::Stranger as u8);
	});
}

#[test]
fn motion_should_say_what_it_does() {
	on_four(|| {
		propose(Alice, &authorising(CODE), 3);
		let stalled = Call::note_stalled { delay: 600, best_finalized_block_number: 7 };
		propose(Alice, &stalled.into(), 3);
		let proposals: Vec<_> = configs::motions().into_iter().filter_map(|motion| motion.proposal).collect();
		let expected = [
			Proposal::AuthorizeUpgrade(hash(CODE)),
			Proposal::NoteStalled { delay: 600, best_finalized_block_number: 7 },
		];
		assert_eq!(proposals, expected);
	});
}

#[test]
fn block_should_have_room_for_a_runtime_beside_as_many_bytes_of_ordinary_calls_as_it_takes() {
	on_four(|| {
		let code = vec![7; 4 * 1024 * 1024];
		assert_ok!(pass(&authorising(&code)));
		let (call, extrinsic) = (applying(&code), bare(&code));
		let info = call.get_dispatch_info();
		assert_eq!((info.class, info.pays_fee), (DispatchClass::Operational, Pays::Yes));
		let normal = configs::RuntimeBlockLength::get();
		let normal = normal.max.get(DispatchClass::Normal);
		let most = configs::RuntimeBlockLength::get();
		let most = most.max.get(DispatchClass::Operational);
		assert!(extrinsic.encoded_size() as u32 + normal <= *most, "no room for {} bytes", code.len());
		let limits = configs::RuntimeBlockWeights::get();
		// It is first in its block, by its priority; it weighs a little more than what is kept for operational calls.
		let own = info.total_weight() + limits.get(DispatchClass::Operational).base_extrinsic;
		System::set_block_consumed_resources(limits.max_block - own, *normal as usize);
		assert_ok!(Executive::apply_extrinsic(extrinsic).unwrap());
		// And one that is no upgrade has none left.
		assert!(Executive::apply_extrinsic(signed(Alice, 0, authorising(b"x"))).is_err());
	});
}

#[test]
fn stall_should_be_noted_by_two_thirds_and_change_the_authorities_by_force() {
	on_four(|| {
		let stalled =
			|delay| -> RuntimeCall { Call::note_stalled { delay, best_finalized_block_number: 0 }.into() };
		let failed = |error: Error<Runtime>| Err(DispatchError::from(error));
		assert_eq!(pass(&stalled(MIN_STALL_DELAY)), failed(Error::NoSetQueued));
		for who in [Charlie, Dave] {
			assert_ok!(pass(&Call::take_seat { account: who.to_account_id() }.into()));
		}
		let length = Consortium::session_length();
		// The next session starts with the same four, and queues the two.
		start_session(length);
		assert!(ForcedFinality::is_set_queued());
		assert_eq!(Session::validators().len(), 4);
		assert_ok!(pass(&stalled(MIN_STALL_DELAY)));
		assert!(ForcedFinality::is_forced() && !ForcedFinality::is_signalled());
		let set = pallet_grandpa::CurrentSetId::<Runtime>::get();
		start_session(2 * length);
		assert!(ForcedFinality::is_signalled(), "the two are to take over");
		assert_eq!(Session::validators().len(), 2);
		assert_eq!(pallet_grandpa::CurrentSetId::<Runtime>::get(), set + 1);
		assert_eq!(pass(&stalled(MIN_STALL_DELAY)), failed(Error::ForcedChangePending));
		let change = Grandpa::pending_change().unwrap();
		assert_eq!((change.next_authorities.len(), change.delay, change.forced), (2, 16, Some(0)));
		// Until they have, no other set is planned, whatever is voted.
		assert_ok!(pass(&Call::take_seat { account: Bob.to_account_id() }.into()));
		let planned = || <Consortium as pallet_session::SessionManager<_>>::new_session(9);
		assert_eq!(planned(), None);
		finish(2 * length + MIN_STALL_DELAY - 1);
		assert!(ForcedFinality::is_forced());
		finish(2 * length + MIN_STALL_DELAY);
		assert!(!ForcedFinality::is_forced());
		assert_eq!(Grandpa::grandpa_authorities().len(), 2);
		assert_eq!(planned().map(|set| set.len()), Some(1));
	});
}

#[test]
fn keys_should_stay_as_they_are_while_finality_passes_on() {
	on_four(|| {
		assert_ok!(pass(&Call::take_seat { account: Dave.to_account_id() }.into()));
		let length = Consortium::session_length();
		start_session(length);
		let keys = |sr: Sr25519Keyring, ed: Ed25519Keyring| SessionKeys {
			aura: sr.public().into(),
			grandpa: ed.public().into(),
		};
		let set = |keys: SessionKeys| <Session as SessionInterface>::set_keys(&Alice.to_account_id(), keys);
		let new = keys(Ferdie, Ed25519Keyring::Ferdie);
		let setting = || pallet_session::Call::set_keys { keys: new.clone(), proof: vec![] };
		// It takes longer than a session, so that other keys would make blocks before it is done.
		let delay = length + MIN_STALL_DELAY;
		let stalled: RuntimeCall = Call::note_stalled { delay, best_finalized_block_number: 0 }.into();

		// alice has registered others since the set was queued.
		assert_ok!(validate(&signed(Alice, 0, setting())));
		assert_ok!(set(new.clone()));
		assert_eq!(pass(&stalled), Err(Error::<Runtime>::KeysChanging.into()));
		assert_ok!(set(keys(Alice, Ed25519Keyring::Alice)));
		assert_ok!(pass(&stalled));
		// And from now on nobody does.
		let refused = || refusal(&signed(Alice, 0, setting())) == Refusal::Forbidden as u8;
		assert!(refused());
		let queued = Session::queued_keys();
		for session in 2..4 {
			start_session(session * length);
			assert!(ForcedFinality::is_forced() && refused());
			assert_eq!(Session::queued_keys(), queued);
		}
		finish(2 * length + delay);
		assert!(!ForcedFinality::is_forced());
		assert_ok!(validate(&signed(Alice, 0, setting())));
		assert_ok!(set(new));
		start_session(4 * length);
		start_session(5 * length);
		let votes = Grandpa::grandpa_authorities();
		assert!(votes.iter().any(|(id, _)| *id == Ed25519Keyring::Ferdie.public().into()));
	});
}

#[test]
fn stall_should_be_refused_when_finality_passed_on_just_now() {
	on_four(|| {
		let stalled =
			|delay| -> RuntimeCall { Call::note_stalled { delay, best_finalized_block_number: 0 }.into() };
		let length = Consortium::session_length();
		assert_ok!(pass(&Call::take_seat { account: Dave.to_account_id() }.into()));
		start_session(length);
		assert_ok!(pass(&stalled(2 * length)));
		start_session(2 * length);
		finish(4 * length);
		assert!(!ForcedFinality::is_forced());
		// GRANDPA takes no other within twice the delay: the session would start without it, and no set be planned any more.
		assert_ok!(pass(&Call::take_seat { account: Charlie.to_account_id() }.into()));
		start_session(5 * length);
		assert!(ForcedFinality::is_set_queued());
		assert_eq!(pass(&stalled(MIN_STALL_DELAY)), Err(Error::<Runtime>::ForcedChangePending.into()));
		let next = pallet_grandpa::NextForced::<Runtime>::get().unwrap();
		assert_eq!(next, 6 * length);
		System::set_block_number(next);
		assert_ok!(pass(&stalled(MIN_STALL_DELAY)));
	});
}

/// The block with which a session starts.
fn start_session(block: BlockNumber) {
	use frame_support::traits::{OnFinalize, OnInitialize};
	System::set_block_number(block);
	<Session as OnInitialize<_>>::on_initialize(block);
	<Grandpa as OnFinalize<_>>::on_finalize(block);
	assert!(Consortium::now() >= START);
}

/// The end of a block.
fn finish(block: BlockNumber) {
	use frame_support::traits::OnFinalize;
	System::set_block_number(block);
	<Grandpa as OnFinalize<_>>::on_finalize(block);
}
