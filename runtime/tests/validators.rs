//! Validators on the real chain: their seats, sessions, keys, and what is proven of them afterwards.

mod common;

use codec::{Decode, Encode};
use common::{on_preset, refusal, signed, validate, START};
use frame_support::{
	assert_noop, assert_ok,
	traits::{Get, Hooks, KeyOwnerProofSystem},
};
use pallet_collective::Instance1;
use pallet_session::{historical, Error as SessionError};
use pallet_utility::Call as Utility;
use salus_pallet_consortium::{Call, Error};
use salus_pallet_quota::Refusal;
use salus_primitives::{
	text::{AcceptRole, Acceptance, Role, SignedText},
	validators::is_proof_of_possession,
};
use salus_runtime::*;
use sp_core::{ed25519, proof_of_possession::ProofOfPossessionGenerator, sr25519, Pair};
use sp_genesis_builder::LOCAL_TESTNET_RUNTIME_PRESET;
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie, Dave, Eve, Ferdie};
use sp_runtime::{key_types::GRANDPA, traits::Dispatchable, DispatchResult};

/// Runs `test` on a chain of four validators: alice's, bob's, charlie's and dave's.
fn on_four(test: impl FnOnce()) {
	on_preset(LOCAL_TESTNET_RUNTIME_PRESET, test);
}

fn origin(who: Sr25519Keyring) -> RuntimeOrigin {
	RuntimeOrigin::signed(who.to_account_id())
}

/// The council, of which all agree.
fn council() -> RuntimeOrigin {
	pallet_collective::RawOrigin::<AccountId, Instance1>::Members(4, 4).into()
}

/// Begins the next session, and lets GRANDPA take over what changed.
fn next_session() {
	let block = System::block_number() + 1;
	System::reset_events();
	System::set_block_number(block);
	Session::rotate_session();
	Grandpa::on_finalize(block);
}

fn sessions(number: u32) {
	(0..number).for_each(|_| next_session());
}

/// Session keys that are nobody's, with the proof by which `owner` may register them.
fn made(owner: Sr25519Keyring, seed: &str) -> (SessionKeys, Vec<u8>) {
	let mut aura = sr25519::Pair::from_string(&format!("//{seed}//aura"), None).expect("a derivation path");
	let mut grandpa =
		ed25519::Pair::from_string(&format!("//{seed}//gran"), None).expect("a derivation path");
	let owner = owner.to_account_id().encode();
	let proof =
		(aura.generate_proof_of_possession(&owner), grandpa.generate_proof_of_possession(&owner)).encode();
	(SessionKeys { aura: aura.public().into(), grandpa: grandpa.public().into() }, proof)
}

/// Registers session keys as a validator does.
fn register(who: Sr25519Keyring, seed: &str) -> SessionKeys {
	let (keys, proof) = made(who, seed);
	assert_ok!(Session::set_keys(origin(who), keys.clone(), proof));
	keys
}

fn give_seat(organisation: u32, who: Sr25519Keyring) {
	let (account, expires_at) = (who.to_account_id(), START + 1_000);
	let role = Role::Validator(organisation);
	let text = AcceptRole { genesis: Consortium::genesis_hash(), account: &account, role, expires_at }.text();
	let acceptance = Acceptance { expires_at, signature: who.sign(&text).into() };
	assert_ok!(Consortium::give_seat(council(), organisation, account, acceptance));
}

fn join(signer: Sr25519Keyring, who: Sr25519Keyring) -> DispatchResult {
	Consortium::join_validators(origin(signer), who.to_account_id())
}

fn leave(signer: Sr25519Keyring, who: Sr25519Keyring) -> DispatchResult {
	Consortium::leave_validators(origin(signer), who.to_account_id())
}

fn keys_of(who: Sr25519Keyring) -> Option<SessionKeys> {
	Session::load_keys(&who.to_account_id())
}

fn references(who: Sr25519Keyring) -> (u32, u32) {
	let account = who.to_account_id();
	(System::providers(&account), System::consumers(&account))
}

fn validators() -> Vec<AccountId> {
	Session::validators()
}

fn accounts(who: &[Sr25519Keyring]) -> Vec<AccountId> {
	who.iter().map(|who| who.to_account_id()).collect()
}

type Proof = <Historical as KeyOwnerProofSystem<(sp_core::crypto::KeyTypeId, Vec<u8>)>>::Proof;

fn prove(keys: &SessionKeys) -> Option<Proof> {
	Historical::prove((GRANDPA, keys.grandpa.encode()))
}

/// Whose finality key it was in the session that the proof is for.
fn proven(keys: &SessionKeys, proof: &Proof) -> Option<AccountId> {
	Historical::check_proof((GRANDPA, keys.grandpa.encode()), proof.clone()).map(|(account, ())| account)
}

/// Whether a set was queued in the session that began last.
fn queued() -> bool {
	let queued = RuntimeEvent::Session(pallet_session::Event::NewQueued);
	System::events().iter().any(|record| record.event == queued)
}

#[test]
fn genesis_should_know_seats_and_accounts_before_session_asks_for_them() {
	on_four(|| {
		let all = [Alice, Bob, Charlie, Dave];
		assert_eq!(validators(), accounts(&all));
		for who in all {
			// Session gives a provider to accounts that it does not know, which nobody would ever take back.
			assert_eq!(references(who), (1, 1), "{who:?}");
			assert!(Consortium::is_admitted(&who.to_account_id()));
		}
		// Seats of genesis are joined, and both sessions that it makes have a root.
		assert!(Consortium::validators().iter().all(Consortium::is_joined));
		assert_eq!(historical::StoredRange::<Runtime>::get(), Some((0, 2)));
		assert_eq!(pallet_aura::Authorities::<Runtime>::get().len(), 4);
	});
}

#[test]
fn set_should_be_queued_only_when_members_or_their_keys_changed() {
	on_four(|| {
		let set_id = || pallet_grandpa::CurrentSetId::<Runtime>::get();
		let at_first = set_id();
		for _ in 0..4 {
			next_session();
			assert!(!queued());
		}
		assert_eq!(set_id(), at_first);
		// Keys of one who is in no set change none.
		give_seat(1, Eve);
		register(Eve, "eve 1");
		next_session();
		assert!(!queued());

		let keys = register(Bob, "bob 2");
		next_session();
		assert!(queued());
		assert_eq!(set_id(), at_first);
		next_session();
		assert!(!queued());
		assert_eq!(set_id(), at_first + 1);
		assert!(pallet_aura::Authorities::<Runtime>::get().contains(&keys.aura));
		assert!(Grandpa::grandpa_authorities().iter().any(|(key, _)| *key == keys.grandpa));
		assert_eq!(Grandpa::grandpa_authorities().len(), 4);
		sessions(3);
		assert_eq!(set_id(), at_first + 1);
	});
}

#[test]
fn root_of_a_session_should_be_of_the_keys_that_it_has() {
	on_four(|| {
		next_session();
		let old = keys_of(Bob).expect("bob has keys");
		let before = prove(&old).expect("they are in the set");
		let new = register(Bob, "bob 2");
		// Session proves the running session by what is registered, and GRANDPA's reports by the roots.
		sessions(2);
		let after = prove(&new).expect("they are in the set");
		sessions(2);
		for (known, proof, other) in [(&old, &before, &new), (&new, &after, &old)] {
			assert_eq!(proven(known, proof), Some(Bob.to_account_id()));
			assert_eq!(proven(other, proof), None);
		}
	});
}

#[test]
fn validator_should_come_and_go_and_be_proven_for_as_long_as_it_is_held_to_account() {
	on_four(|| {
		give_seat(1, Eve);
		assert_noop!(join(Eve, Eve), Error::<Runtime>::KeysNotRegistered);
		let keys = register(Eve, "eve 1");
		assert_eq!(references(Eve), (1, 1));
		assert_ok!(join(Eve, Eve));
		sessions(2);
		assert_eq!(validators(), accounts(&[Alice, Bob, Charlie, Dave, Eve]));
		assert!(Grandpa::grandpa_authorities().iter().any(|(key, _)| *key == keys.grandpa));
		let first = prove(&keys).expect("eve is in the set");

		System::inc_account_nonce(Eve.to_account_id());
		assert_ok!(leave(Alice, Eve));
		next_session();
		// It makes blocks still, and answers for them.
		let last = prove(&keys).expect("eve is in the set");
		assert_eq!(keys_of(Eve), Some(keys.clone()));
		next_session();
		assert_eq!(validators().len(), 4);
		assert_eq!((keys_of(Eve), Session::key_owner(GRANDPA, &keys.grandpa.encode())), (None, None));
		for proof in [&first, &last] {
			assert_eq!(proven(&keys, proof), Some(Eve.to_account_id()));
		}
		// The account's one reference stays, so that its nonce does not begin anew.
		assert_eq!(references(Eve), (1, 0));
		assert_eq!(System::account_nonce(Eve.to_account_id()), 1);
		sessions(configs::HISTORY_SESSIONS - 1);
		assert_eq!(proven(&keys, &last), Some(Eve.to_account_id()));
		next_session();
		assert_eq!(proven(&keys, &last), None);
	});
}

#[test]
fn everyone_in_the_set_should_be_identified_though_its_seat_was_taken() {
	on_four(|| {
		next_session();
		let all: Vec<_> = [Alice, Bob, Charlie, Dave]
			.into_iter()
			.map(|who| (who, keys_of(who).expect("it has keys")))
			.collect();
		assert_ok!(Consortium::take_seat(council(), Alice.to_account_id()));
		assert_ok!(leave(Bob, Bob));
		// If whoever has no seat were not identified, all behind it would be proven to be somebody else.
		for (who, keys) in &all {
			let proof = prove(keys).expect("it is in the set");
			assert_eq!((proof.validator_count, proven(keys, &proof)), (4, Some(who.to_account_id())));
		}
		next_session();
		assert_eq!(validators().len(), 4);
		next_session();
		assert_eq!(validators(), accounts(&[Charlie, Dave]));
	});
}

#[test]
fn roots_sets_and_reports_should_share_one_horizon() {
	let horizon = configs::HISTORY_SESSIONS;
	assert!(horizon > 0, "nothing could be proven");
	let entries: u64 = <Runtime as pallet_grandpa::Config>::MaxSetIdSessionEntries::get();
	assert_eq!(entries, u64::from(horizon));
	on_four(|| {
		let blocks = u64::from(horizon) * u64::from(Consortium::session_length());
		assert_eq!(configs::ReportLongevity::get(), blocks);
		// A set for each session, which is as many as can be.
		for number in 0..horizon + 6 {
			register(Alice, if number % 2 == 0 { "even" } else { "odd" });
			next_session();
			assert!(queued());
		}
		let now = Session::current_index();
		assert_eq!(historical::StoredRange::<Runtime>::get(), Some((now - horizon, now + 2)));
		assert_eq!(historical::HistoricalSessions::<Runtime>::iter_keys().count() as u32, horizon + 2);
		let sets = pallet_grandpa::SetIdSession::<Runtime>::iter_keys().count() as u32;
		assert!((horizon..=horizon + 1).contains(&sets), "{sets}");
	});
}

#[test]
fn keys_should_be_refused_when_somebody_else_made_them() {
	on_four(|| {
		give_seat(1, Eve);
		give_seat(2, Ferdie);
		let (keys, proof) = made(Eve, "eve 1");
		// Seen in the pool, and sent as one's own; or with a proof of other keys, of one's own keys, and with none.
		let (_, other) = made(Ferdie, "ferdie 1");
		for bad in [proof.clone(), other, vec![], [proof.as_slice(), b"x"].concat(), vec![0; 128]] {
			// Whoever registers keys looks at the proof first, and sees the same.
			assert!(!is_proof_of_possession(&keys.encode(), &bad, &Ferdie.to_account_id()));
			assert_noop!(
				Session::set_keys(origin(Ferdie), keys.clone(), bad),
				SessionError::<Runtime>::InvalidProof
			);
		}
		assert!(is_proof_of_possession(&keys.encode(), &proof, &Eve.to_account_id()));
		assert!(!is_proof_of_possession(&keys.encode()[1..], &proof, &Eve.to_account_id()));
		assert_ok!(Session::set_keys(origin(Eve), keys.clone(), proof.clone()));
		// One machine with two seats, or a validator's keys that somebody copied.
		let (_, copied) = made(Ferdie, "eve 1");
		assert_noop!(
			Session::set_keys(origin(Ferdie), keys.clone(), copied),
			SessionError::<Runtime>::DuplicatedKey
		);
		// Half of another's is as bad.
		let (mine, _) = made(Ferdie, "ferdie 1");
		let mixed = SessionKeys { aura: mine.aura, grandpa: keys.grandpa.clone() };
		assert_noop!(
			Session::set_keys(origin(Ferdie), mixed, proof.clone()),
			SessionError::<Runtime>::InvalidProof
		);
		// The same again is the same, at the cost of no further reference.
		assert_ok!(Session::set_keys(origin(Eve), keys, proof));
		assert_eq!(references(Eve), (1, 1));
	});
}

#[test]
fn keys_should_be_registered_by_those_with_a_seat_and_purged_by_nobody() {
	on_four(|| {
		let set = |who| {
			let (keys, proof) = made(who, "new");
			RuntimeCall::from(pallet_session::Call::set_keys { keys, proof })
		};
		assert_ok!(validate(&signed(Alice, 0, set(Alice))));
		assert_eq!(refusal(&signed(Eve, 0, set(Eve))), Refusal::Stranger as u8);
		give_seat(1, Eve);
		assert_ok!(validate(&signed(Eve, 0, set(Eve))));
		assert_ok!(Consortium::take_seat(council(), Eve.to_account_id()));
		assert_eq!(refusal(&signed(Eve, 0, set(Eve))), Refusal::Stranger as u8);

		let purge = || RuntimeCall::from(pallet_session::Call::purge_keys {});
		let harmless = || set(Alice);
		let collective = pallet_collective::Call::<Runtime, Instance1>::execute {
			proposal: Box::new(purge()),
			length_bound: 99,
		};
		let motion = pallet_collective::Call::<Runtime, Instance1>::propose {
			threshold: 3,
			proposal: Box::new(purge()),
			length_bound: 99,
		};
		let calls: Vec<RuntimeCall> = vec![
			purge(),
			Utility::batch { calls: vec![harmless(), purge()] }.into(),
			Utility::batch_all { calls: vec![purge()] }.into(),
			Utility::force_batch { calls: vec![Utility::batch { calls: vec![purge()] }.into()] }.into(),
			Utility::as_derivative { index: 0, call: Box::new(purge()) }.into(),
			Utility::if_else { main: Box::new(harmless()), fallback: Box::new(purge()) }.into(),
			collective.into(),
			motion.into(),
		];
		for call in calls {
			assert_eq!(refusal(&signed(Alice, 0, call.clone())), Refusal::Forbidden as u8, "{call:?}");
		}
	});
}

#[test]
fn joining_and_leaving_should_be_admitted_for_validators_and_controllers() {
	on_four(|| {
		give_seat(1, Eve);
		let calls = |who: Sr25519Keyring| {
			let account = who.to_account_id();
			let calls: [RuntimeCall; 2] = [
				Call::join_validators { account: account.clone() }.into(),
				Call::leave_validators { account }.into(),
			];
			calls
		};
		for call in calls(Eve) {
			for who in [Eve, Alice] {
				assert_ok!(validate(&signed(who, 0, call.clone())));
				assert_ok!(validate(&signed(who, 0, Utility::batch_all { calls: vec![call.clone()] })));
			}
			let batch = Utility::batch { calls: vec![call.clone()] };
			assert_eq!(refusal(&signed(Ferdie, 0, batch)), Refusal::Stranger as u8);
			assert_eq!(refusal(&signed(Ferdie, 0, call.clone())), Refusal::Stranger as u8);
			// No motion carries them: the council gives and takes seats, and does not use them.
			let length_bound = call.encoded_size() as u32;
			let motion = pallet_collective::Call::<Runtime, Instance1>::propose {
				threshold: 3,
				proposal: Box::new(call.clone()),
				length_bound,
			};
			assert_eq!(refusal(&signed(Alice, 0, motion)), Refusal::Forbidden as u8);
			assert!(call.dispatch(council()).is_err());
		}
		// Who registers for an organisation has no say in it.
		let ferdie = Ferdie.to_account_id();
		let agency =
			salus_primitives::consortium::Agency { organisation: 1, controller: false, registrar: true };
		salus_pallet_consortium::AgentOf::<Runtime>::insert(&ferdie, agency);
		salus_pallet_consortium::Organisations::<Runtime>::mutate(1, |entry| {
			entry.as_mut().expect("it is there").registrars.try_push(ferdie.clone()).expect("there is room");
		});
		Consortium::admit(&ferdie);
		for call in calls(Eve) {
			assert_eq!(refusal(&signed(Ferdie, 0, call)), Refusal::RoleNotAllowed as u8);
		}
	});
}

#[test]
fn validators_should_be_told_with_the_keys_of_the_real_chain() {
	on_four(|| {
		let new = register(Dave, "dave 2");
		let states = Consortium::validator_states(3, 1);
		let (place, dave) = &states.items[0];
		assert_eq!((*place, states.next), (3, None));
		let registered = dave.registered.as_ref().expect("dave has keys");
		assert_eq!(SessionKeys::decode(&mut registered.0.as_slice()), Ok(new));
		assert_ne!(dave.queued, dave.registered);
	});
}
