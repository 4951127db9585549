//! Two blocks of one slot, two votes of one round: reported, refused, and what follows for the validators.

mod common;

use codec::{Decode, Encode};
use common::{hash, on_preset, refusal, signed, with_pool};
use frame_support::{assert_ok, traits::KeyOwnerProofSystem};
use pallet_grandpa::Call as GrandpaCall;
use salus_pallet_consortium::{OffencesCountFrom, SessionLength, Validators};
use salus_pallet_equivocations::{BlockSessions, Call, Error};
use salus_pallet_quota::Refusal;
use salus_primitives::{
	consortium::{OffenceKind, OffenderState, ValidatorSeat},
	equivocation::{Equivocation, ReportOutcome},
	limits::{MAX_OWNER_PROOF, MAX_REPORTED_HEADER},
};
use salus_runtime::{
	configs::{AuthorSessions, KeyOwners},
	*,
};
use sp_consensus_aura::{digests::CompatibleDigestItem, sr25519::AuthoritySignature, Slot};
use sp_consensus_grandpa::{localized_payload, EquivocationProof, KEY_TYPE};
use sp_core::crypto::key_types::{AURA, GRANDPA};
use sp_genesis_builder::LOCAL_TESTNET_RUNTIME_PRESET;
use sp_keyring::{Ed25519Keyring, Sr25519Keyring};
use sp_runtime::{
	traits::{Dispatchable, Header as _},
	transaction_validity::{
		InvalidTransaction, TransactionSource, TransactionValidity, TransactionValidityError,
		UnknownTransaction, ValidTransaction,
	},
	DigestItem, DispatchError,
};
use sp_session::MembershipProof;
use Sr25519Keyring::{Alice, Bob, Charlie, Dave, Eve, Ferdie};

type E = Error<Runtime>;
type Report = Equivocation<Header>;

/// Blocks of a session in these tests.
const SESSION: BlockNumber = 5;
const SLOT: u64 = 7_000;

/// The local test network with sessions of five blocks: alice, bob, charlie and dave make blocks.
fn on_network<R>(test: impl FnOnce() -> R) -> R {
	on_preset(LOCAL_TESTNET_RUNTIME_PRESET, || {
		SessionLength::<Runtime>::put(SESSION);
		test()
	})
}

/// The hash that block `number` has here.
fn block_hash(number: BlockNumber) -> Hash {
	if number == 0 {
		return Hash::repeat_byte(0x53);
	}
	hash(&number.encode())
}

/// Goes on to block `number`, with the sessions between.
fn run_to(number: BlockNumber) {
	use frame_support::traits::Hooks;
	while System::block_number() < number {
		let next = System::block_number() + 1;
		frame_system::BlockHash::<Runtime>::insert(next - 1, block_hash(next - 1));
		if let Some(forgotten) = next.checked_sub(4_097) {
			frame_system::BlockHash::<Runtime>::remove(forgotten);
		}
		System::set_block_number(next);
		<Session as Hooks<_>>::on_initialize(next);
		<Grandpa as Hooks<_>>::on_finalize(next);
	}
}

/// A fifth validator, in the set.
fn with_eve() {
	let seat = ValidatorSeat { account: Eve.to_account_id(), organisation: 1 };
	Consortium::admit(&seat.account);
	Validators::<Runtime>::mutate(|seats| seats.try_push(seat)).expect("there is room");
	set_keys(Eve, session_keys(Eve, Ed25519Keyring::Eve));
	run_to(2 * SESSION + 1);
	assert_eq!(Session::validators().len(), 5);
}

fn session_keys(aura: Sr25519Keyring, grandpa: Ed25519Keyring) -> SessionKeys {
	SessionKeys { aura: aura.public().into(), grandpa: grandpa.public().into() }
}

/// Registers keys as Session does once it has seen that they are the validator's own.
fn set_keys(who: Sr25519Keyring, keys: SessionKeys) {
	use pallet_session::SessionInterface;
	assert_ok!(<Session as SessionInterface>::set_keys(&who.to_account_id(), keys));
}

/// A header that `who` did not seal yet: of `number` after this chain's block before it; `state` tells it from others.
fn unsealed(number: BlockNumber, slot: u64, state: u8) -> Header {
	let root = Hash::repeat_byte(state);
	let mut header =
		Header::new(number, root, root, block_hash(number.saturating_sub(1)), Default::default());
	header.digest_mut().push(pre_digest(slot));
	header
}

fn pre_digest(slot: u64) -> DigestItem {
	<DigestItem as CompatibleDigestItem<AuthoritySignature>>::aura_pre_digest(Slot::from(slot))
}

fn seal(header: Header, who: Sr25519Keyring) -> Header {
	let mut header = header;
	let signature: AuthoritySignature = who.sign(header.hash().as_bytes()).into();
	header.digest_mut().push(CompatibleDigestItem::<AuthoritySignature>::aura_seal(signature));
	header
}

fn sealed(who: Sr25519Keyring, number: BlockNumber, slot: u64, state: u8) -> Header {
	seal(unsealed(number, slot, state), who)
}

/// Two blocks of `who` in one slot, at the height of now.
fn two_blocks(who: Sr25519Keyring) -> Report {
	let now = System::block_number();
	Report { key: who.public(), first: sealed(who, now, SLOT, 1), second: sealed(who, now, SLOT, 2) }
}

/// That the key is its owner's in the session that runs.
fn owner(who: Sr25519Keyring) -> MembershipProof {
	KeyOwners::prove((AURA, who.public())).expect("it is a validator's key")
}

fn bare(call: impl Into<RuntimeCall>) -> UncheckedExtrinsic {
	UncheckedExtrinsic::new_bare(call.into())
}

fn call(report: &Report, owner: &MembershipProof) -> Call<Runtime> {
	Call::report_equivocation { report: Box::new(report.clone()), owner: owner.clone() }
}

/// What the pool says of a bare extrinsic that came from there.
fn validate_from(source: TransactionSource, call: impl Into<RuntimeCall>) -> TransactionValidity {
	let (extrinsic, parent) = (bare(call), block_hash(System::block_number()));
	frame_support::storage::with_transaction(|| {
		let outcome = Executive::validate_transaction(source, extrinsic, parent);
		sp_runtime::TransactionOutcome::Rollback(Ok::<_, DispatchError>(outcome))
	})
	.expect("the outcome is always Ok")
}

fn apply(call: impl Into<RuntimeCall>) -> sp_runtime::ApplyExtrinsicResult {
	Executive::apply_extrinsic(bare(call))
}

fn invalid(why: InvalidTransaction) -> TransactionValidityError {
	TransactionValidityError::Invalid(why)
}

/// That nobody takes the report, and that nothing follows from it: neither the pool, nor a block, nor the call itself.
#[track_caller]
fn assert_refused(report: &Report, owner: &MembershipProof, error: E) {
	let before = (Consortium::offenders(), pallet_offences::Reports::<Runtime>::iter().count());
	let why = match error {
		E::AlreadyKnown => InvalidTransaction::Stale,
		_ => InvalidTransaction::BadProof,
	};
	let call = call(report, owner);
	assert_eq!(validate_from(TransactionSource::External, call.clone()), Err(invalid(why)));
	assert_eq!(apply(call.clone()), Err(invalid(why)));
	let outcome = RuntimeCall::from(call).dispatch(RuntimeOrigin::none());
	assert_eq!(outcome.map_err(|failed| failed.error), Err(error.into()));
	assert_eq!(
		Equivocations::submit(report.clone(), &owner.encode()),
		match why {
			InvalidTransaction::Stale => ReportOutcome::Known,
			_ => ReportOutcome::Refused,
		}
	);
	assert_eq!((Consortium::offenders(), pallet_offences::Reports::<Runtime>::iter().count()), before);
}

fn states() -> Vec<(AccountId, OffenceKind, OffenderState)> {
	Consortium::offenders().into_iter().map(|one| (one.account, one.kind, one.state)).collect()
}

#[test]
fn two_blocks_of_one_slot_should_mark_a_validator_when_there_are_four() {
	on_network(|| {
		run_to(7);
		let (report, owner) = (two_blocks(Alice), owner(Alice));
		let valid: ValidTransaction =
			validate_from(TransactionSource::External, call(&report, &owner)).expect("anybody may report");
		assert!(valid.propagate && valid.requires.is_empty());
		assert_ok!(apply(call(&report, &owner)).expect("a block takes it"));
		let alice = Alice.to_account_id();
		assert_eq!(states(), [(alice.clone(), OffenceKind::Blocks, OffenderState::Reported)]);
		assert_eq!(Consortium::offenders()[0].session, 1);
		assert_eq!(pallet_offences::Reports::<Runtime>::iter().count(), 1);
		run_to(20);
		assert_eq!(Session::validators().len(), 4);
		assert_eq!(states(), [(alice, OffenceKind::Blocks, OffenderState::Marked)]);
	});
}

#[test]
fn two_blocks_of_one_slot_should_remove_a_validator_when_there_are_five() {
	on_network(|| {
		with_eve();
		assert_ok!(apply(call(&two_blocks(Bob), &owner(Bob))).expect("a block takes it"));
		run_to(14);
		assert_eq!(Session::validators().len(), 5);
		run_to(20);
		let expected = [Alice, Charlie, Dave, Eve].map(Sr25519Keyring::to_account_id);
		assert_eq!(Session::validators(), expected);
		assert_eq!(Aura::authorities_len(), 4);
		assert_eq!(Grandpa::grandpa_authorities().len(), 4);
		assert_eq!(states(), [(Bob.to_account_id(), OffenceKind::Blocks, OffenderState::LeftOut)]);
	});
}

#[test]
fn second_block_should_be_proof_on_whatever_parent_when_the_first_has_this_chains() {
	on_network(|| {
		run_to(7);
		let mut fork = unsealed(6, SLOT, 2);
		fork.set_parent_hash(Hash::repeat_byte(9));
		let report = Report { second: seal(fork, Alice), ..two_blocks(Alice) };
		assert_ok!(apply(call(&report, &owner(Alice))).expect("a block takes it"));
		let turned = Report { first: report.second.clone(), second: report.first.clone(), ..report };
		assert_refused(&turned, &owner(Alice), E::UnknownParent);
	});
}

#[test]
fn report_should_be_refused_when_the_same_block_was_sealed_twice() {
	on_network(|| {
		run_to(7);
		let header = unsealed(7, SLOT, 1);
		let (first, second) = (seal(header.clone(), Alice), seal(header, Alice));
		assert_ne!(first, second, "seals are random");
		assert_refused(&Report { key: Alice.public(), first, second }, &owner(Alice), E::SameBlock);
	});
}

#[test]
fn report_should_be_refused_when_the_slots_differ() {
	on_network(|| {
		run_to(7);
		let report = Report { second: sealed(Alice, 7, SLOT + 4, 2), ..two_blocks(Alice) };
		assert_refused(&report, &owner(Alice), E::OtherSlot);
	});
}

#[test]
fn report_should_be_refused_when_a_header_has_no_slot_or_two_or_no_seal() {
	on_network(|| {
		run_to(7);
		let mut of_two_slots = unsealed(7, SLOT, 2);
		of_two_slots.digest_mut().push(pre_digest(SLOT + 4));
		let mut of_none = unsealed(7, SLOT, 2);
		of_none.digest_mut().pop();
		let mut sealed_below = sealed(Alice, 7, SLOT, 2);
		sealed_below.digest_mut().push(DigestItem::Other(vec![1]));
		for second in [seal(of_two_slots, Alice), seal(of_none, Alice), unsealed(7, SLOT, 2), sealed_below] {
			let report = Report { second, ..two_blocks(Alice) };
			assert_refused(&report, &owner(Alice), E::NotSealed);
			let turned = Report { first: report.second, second: report.first, key: report.key };
			assert_refused(&turned, &owner(Alice), E::NotSealed);
		}
	});
}

#[test]
fn report_should_be_refused_when_the_key_did_not_seal_both() {
	on_network(|| {
		run_to(7);
		let framed = Report { second: sealed(Bob, 7, SLOT, 2), ..two_blocks(Alice) };
		assert_refused(&framed, &owner(Alice), E::InvalidSeal);
		let turned = Report { first: framed.second, second: framed.first, key: framed.key };
		assert_refused(&turned, &owner(Alice), E::InvalidSeal);
		// The seal of one header on the other.
		let mut second = two_blocks(Alice).second;
		let stolen = two_blocks(Alice).first.digest_mut().pop().expect("it has a seal");
		second.digest_mut().pop();
		second.digest_mut().push(stolen);
		assert_refused(&Report { second, ..two_blocks(Alice) }, &owner(Alice), E::InvalidSeal);
	});
}

#[test]
fn report_should_be_refused_when_the_blocks_are_of_another_chain() {
	on_network(|| {
		run_to(7);
		let elsewhere = |state| {
			let mut header = unsealed(7, SLOT, state);
			header.set_parent_hash(Hash::repeat_byte(0x77));
			seal(header, Alice)
		};
		let report = Report { key: Alice.public(), first: elsewhere(1), second: elsewhere(2) };
		assert_refused(&report, &owner(Alice), E::UnknownParent);
		// At a height that this chain has not reached, whose parent's hash reads as zeros.
		let unborn = |state| {
			let mut header = unsealed(900, SLOT, state);
			header.set_parent_hash(Hash::zero());
			seal(header, Alice)
		};
		let report = Report { key: Alice.public(), first: unborn(1), second: unborn(2) };
		assert_refused(&report, &owner(Alice), E::UnknownParent);
		let genesis = |state| sealed(Alice, 0, SLOT, state);
		let report = Report { key: Alice.public(), first: genesis(1), second: genesis(2) };
		assert_refused(&report, &owner(Alice), E::UnknownParent);
	});
}

#[test]
fn report_should_be_refused_when_the_chain_has_forgotten_the_parent() {
	on_network(|| {
		run_to(7);
		let (report, owner) = (two_blocks(Alice), owner(Alice));
		SessionLength::<Runtime>::put(1_800);
		run_to(4_102);
		frame_system::BlockHash::<Runtime>::remove(6);
		assert_refused(&report, &owner, E::UnknownParent);
	});
}

#[test]
fn report_should_be_refused_when_the_owner_is_not_proven() {
	on_network(|| {
		run_to(7);
		let (report, proof) = (two_blocks(Alice), owner(Alice));
		let mut altered = proof.clone();
		let last = altered.trie_nodes.last_mut().and_then(|node| node.last_mut()).expect("it has nodes");
		*last ^= 1;
		let mut short = proof.clone();
		short.trie_nodes.pop();
		let counted_wrong = MembershipProof { validator_count: 5, ..proof.clone() };
		let of_grandpa = KeyOwners::prove((GRANDPA, Ed25519Keyring::Alice.public())).expect("it is her key");
		for forged in [altered, short, counted_wrong, of_grandpa, owner(Bob)] {
			assert_refused(&report, &forged, E::InvalidKeyOwner);
		}
		// The key of nobody.
		assert_eq!(KeyOwners::prove((AURA, Ferdie.public())), None);
		assert_refused(&two_blocks(Ferdie), &proof, E::InvalidKeyOwner);
	});
}

#[test]
fn report_should_be_refused_when_the_owner_is_proven_for_another_session() {
	on_network(|| {
		let first = owner(Alice);
		assert_eq!(first.session, 0);
		run_to(7);
		let report = two_blocks(Alice);
		assert_refused(&report, &first, E::InvalidKeyOwner);
		let later = MembershipProof { session: 2, ..owner(Alice) };
		assert_refused(&report, &later, E::InvalidKeyOwner);
		// The block that begins a session was made by the validators of the one before.
		run_to(10);
		let begins = two_blocks(Alice);
		assert_refused(&begins, &owner(Alice), E::InvalidKeyOwner);
		let before = MembershipProof { session: 1, ..owner(Alice) };
		assert_ok!(apply(call(&begins, &before)).expect("a block takes it"));
	});
}

#[test]
fn report_should_be_taken_sessions_later_when_the_chain_remembers_the_parent() {
	on_network(|| {
		run_to(7);
		let (report, owner) = (two_blocks(Alice), owner(Alice));
		run_to(503);
		assert_ok!(validate_from(TransactionSource::External, call(&report, &owner)));
		assert_ok!(apply(call(&report, &owner)).expect("a block takes it"));
		assert_eq!(Consortium::offenders()[0].session, 1);
	});
}

#[test]
fn report_should_be_refused_when_the_validator_was_reported_before_whatever_the_slot() {
	on_network(|| {
		run_to(7);
		let report = two_blocks(Alice);
		assert_ok!(apply(call(&report, &owner(Alice))).expect("a block takes it"));
		assert_refused(&report, &owner(Alice), E::AlreadyKnown);
		for slot in [SLOT + 4, SLOT + 8] {
			let (first, second) = (sealed(Alice, 7, slot, 1), sealed(Alice, 7, slot, 2));
			assert_refused(&Report { key: Alice.public(), first, second }, &owner(Alice), E::AlreadyKnown);
		}
		run_to(16);
		assert_refused(&two_blocks(Alice), &owner(Alice), E::AlreadyKnown);
		// Nor does she bring down anybody else's report.
		assert_ok!(apply(call(&two_blocks(Bob), &owner(Bob))).expect("a block takes it"));
	});
}

#[test]
fn report_should_be_refused_when_its_owner_has_no_seat_or_was_given_it_anew() {
	on_network(|| {
		run_to(7);
		let (report, owner) = (two_blocks(Alice), owner(Alice));
		let seats = Validators::<Runtime>::get();
		Validators::<Runtime>::mutate(|seats| seats.retain(|seat| seat.account != Alice.to_account_id()));
		assert_refused(&report, &owner, E::AlreadyKnown);
		Validators::<Runtime>::put(seats);
		OffencesCountFrom::<Runtime>::insert(Alice.to_account_id(), 3);
		assert_refused(&report, &owner, E::AlreadyKnown);
		OffencesCountFrom::<Runtime>::insert(Alice.to_account_id(), 1);
		assert_ok!(apply(call(&report, &owner)).expect("a block takes it"));
	});
}

#[test]
fn report_should_be_refused_when_a_header_or_the_proof_is_too_long() {
	on_network(|| {
		run_to(7);
		let of_length = |length: usize| {
			let mut header = unsealed(7, SLOT, 2);
			let least = sealed(Alice, 7, SLOT, 2).encoded_size();
			// Kind and length take five bytes.
			header.digest_mut().push(DigestItem::Other(vec![0; length - least - 5]));
			let header = seal(header, Alice);
			assert_eq!(header.encoded_size(), length);
			header
		};
		let long = Report { second: of_length(MAX_REPORTED_HEADER + 1), ..two_blocks(Alice) };
		assert_refused(&long, &owner(Alice), E::TooLong);
		let turned = Report { first: long.second, second: long.first, key: long.key };
		assert_refused(&turned, &owner(Alice), E::TooLong);
		let mut stuffed = owner(Alice);
		stuffed.trie_nodes.push(vec![0; MAX_OWNER_PROOF]);
		assert_refused(&two_blocks(Alice), &stuffed, E::TooLong);
		let longest = Report { second: of_length(MAX_REPORTED_HEADER), ..two_blocks(Alice) };
		assert_ok!(apply(call(&longest, &owner(Alice))).expect("a block takes it"));
	});
}

#[test]
fn longest_header_of_a_block_should_be_one_that_a_report_takes() {
	use sp_consensus_aura::{ConsensusLog as AuraLog, AURA_ENGINE_ID};
	use sp_consensus_grandpa::{ConsensusLog, ScheduledChange, GRANDPA_ENGINE_ID};
	let most = <salus_primitives::limits::MaxValidators as sp_core::Get<u32>>::get() as usize;
	let aura = vec![Alice.public().into(); most];
	let next_authorities = vec![(Ed25519Keyring::Alice.public().into(), 1); most];
	let change = ScheduledChange { next_authorities, delay: BlockNumber::MAX };
	let mut header = unsealed(BlockNumber::MAX, SLOT, 1);
	for (engine, log) in [
		(
			AURA_ENGINE_ID,
			AuraLog::<sp_consensus_aura::sr25519::AuthorityId>::AuthoritiesChange(aura).encode(),
		),
		(GRANDPA_ENGINE_ID, ConsensusLog::ForcedChange(BlockNumber::MAX, change).encode()),
	] {
		header.digest_mut().push(DigestItem::Consensus(engine, log));
	}
	let added = seal(header, Alice).encoded_size();
	let most = configs::RuntimeBlockLength::get().max_header_size() as usize + added;
	assert!(most <= MAX_REPORTED_HEADER, "{most} bytes");
}

#[test]
#[should_panic(expected = "exceeds max header size limit")]
fn block_should_be_refused_when_its_author_puts_more_in_the_header_than_a_report_would_take() {
	on_network(|| {
		let mut header = unsealed(System::block_number() + 1, SLOT, 1);
		let junk = vec![0; salus_primitives::limits::MAX_HEADER_BEGINNING as usize];
		header.digest_mut().push(DigestItem::PreRuntime(*b"junk", junk));
		Executive::initialize_block(&header);
	});
}

#[test]
fn report_should_be_refused_when_it_is_signed_or_hidden_in_a_batch() {
	on_network(|| {
		run_to(7);
		let report: RuntimeCall = call(&two_blocks(Alice), &owner(Alice)).into();
		let batch: RuntimeCall = pallet_utility::Call::batch { calls: vec![report.clone()] }.into();
		for call in [report.clone(), batch.clone()] {
			assert_eq!(refusal(&signed(Alice, 0, call)), Refusal::Forbidden as u8);
		}
		let nobody = |result: TransactionValidity| {
			matches!(
				result,
				Err(TransactionValidityError::Invalid(InvalidTransaction::Call)
					| TransactionValidityError::Unknown(UnknownTransaction::NoUnsignedValidator))
			)
		};
		assert!(nobody(validate_from(TransactionSource::External, batch)));
		let signed = RuntimeOrigin::signed(Alice.to_account_id());
		assert_eq!(report.dispatch(signed).map_err(|failed| failed.error), Err(DispatchError::BadOrigin));
	});
}

#[test]
fn nothing_else_should_be_admitted_bare_from_wherever_it_comes() {
	use common::{approve_request, delegate, patients_recovery_calls, recovery_calls, revoke_delegated};
	on_network(|| {
		let keys = session_keys(Alice, Ed25519Keyring::Alice);
		let mut calls: Vec<RuntimeCall> = vec![
			frame_system::Call::remark { remark: vec![] }.into(),
			frame_system::Call::set_code { code: vec![] }.into(),
			frame_system::Call::kill_storage { keys: vec![] }.into(),
			pallet_session::Call::set_keys { keys, proof: vec![] }.into(),
			pallet_session::Call::purge_keys {}.into(),
			GrandpaCall::note_stalled { delay: 1, best_finalized_block_number: 1 }.into(),
			salus_pallet_consortium::Call::take_seat { account: Bob.to_account_id() }.into(),
			salus_pallet_quota::Call::cleanup { steps: 1 }.into(),
			salus_pallet_consent::Call::cleanup { steps: 1 }.into(),
			pallet_utility::Call::batch { calls: vec![] }.into(),
			delegate(1),
			revoke_delegated(),
			approve_request(1),
		];
		calls.extend(recovery_calls());
		calls.extend(patients_recovery_calls());
		for call in calls {
			for source in [TransactionSource::External, TransactionSource::Local, TransactionSource::InBlock]
			{
				assert!(validate_from(source, call.clone()).is_err(), "{call:?}");
			}
			// An author can put it into a block of its own, where it does nothing.
			assert!(!matches!(apply(call.clone()), Ok(Ok(()))), "{call:?}");
		}
	});
}

#[test]
fn session_should_be_that_of_the_parent_whatever_the_blocks() {
	on_network(|| {
		for number in 1..=4 * SESSION {
			run_to(number);
			let made_in = (number - 1) / SESSION;
			assert_eq!(AuthorSessions::session_of(number, number), Some(made_in), "{number}");
			// As the pool sees the block that would come next.
			assert_eq!(AuthorSessions::session_of(number + 1, number), Some(number / SESSION), "{number}");
			for earlier in 1..number {
				assert_eq!(AuthorSessions::session_of(earlier, number), Some((earlier - 1) / SESSION));
			}
		}
		assert_eq!(AuthorSessions::session_of(0, 20), None);
		assert_eq!(AuthorSessions::session_of(90, 20), None);
		// A chain that goes on from another's state has the other's sessions before its own block 0.
		pallet_session::CurrentIndex::<Runtime>::put(104);
		assert_eq!(AuthorSessions::session_of(1, 20), Some(100));
	});
}

#[test]
fn validator_should_be_reported_for_the_keys_it_uses_when_it_has_registered_others() {
	on_network(|| {
		run_to(7);
		set_keys(Alice, session_keys(Ferdie, Ed25519Keyring::Ferdie));
		for number in [8, 12] {
			run_to(number);
			let report = two_blocks(Alice);
			assert_ok!(validate_from(TransactionSource::External, call(&report, &owner(Alice))));
			assert_eq!(KeyOwners::prove((AURA, Ferdie.public())), None, "the new key is not in use");
			let vote = KeyOwners::prove((GRANDPA, Ed25519Keyring::Alice.public()));
			let vote = vote.expect("it votes with the old key");
			let found = KeyOwners::check_proof((GRANDPA, Ed25519Keyring::Alice.public()), vote);
			assert_eq!(found, Some((Alice.to_account_id(), ())));
		}
		// From then on the new one is.
		run_to(17);
		assert_eq!(KeyOwners::prove((AURA, Alice.public())), None);
		assert_ok!(apply(call(&two_blocks(Ferdie), &owner(Ferdie))).expect("a block takes it"));
		assert_eq!(Consortium::offenders()[0].account, Alice.to_account_id());
	});
}

#[test]
fn proofs_should_be_those_that_historical_makes_when_nothing_was_registered_anew() {
	on_network(|| {
		run_to(7);
		for who in [Alice, Bob, Charlie, Dave] {
			let (own, theirs) =
				(owner(who), Historical::prove((AURA, who.public())).expect("it has the key"));
			assert_eq!(own, theirs);
			assert_eq!(Historical::check_proof((AURA, who.public()), own), Some((who.to_account_id(), ())));
		}
	});
}

/// Two prevotes of `who` in `round`, on two blocks.
fn two_votes(who: Ed25519Keyring, round: u64) -> EquivocationProof<Hash, BlockNumber> {
	let set = pallet_grandpa::CurrentSetId::<Runtime>::get();
	let vote = |block: u8| {
		let prevote = finality_grandpa::Prevote { target_hash: Hash::repeat_byte(block), target_number: 6 };
		let message = finality_grandpa::Message::Prevote(prevote.clone());
		let signature = who.sign(&localized_payload(round, set, &message));
		(prevote, signature.into())
	};
	let equivocation = finality_grandpa::Equivocation {
		round_number: round,
		identity: who.public().into(),
		first: vote(1),
		second: vote(2),
	};
	EquivocationProof::new(set, sp_consensus_grandpa::Equivocation::Prevote(equivocation))
}

fn vote_report(who: Ed25519Keyring, round: u64) -> RuntimeCall {
	let key_owner_proof = KeyOwners::prove((KEY_TYPE, who.public())).expect("it is a voter's key");
	let equivocation_proof = Box::new(two_votes(who, round));
	GrandpaCall::report_equivocation_unsigned { equivocation_proof, key_owner_proof }.into()
}

#[test]
fn two_votes_of_one_round_should_remove_a_validator_when_there_are_five() {
	on_network(|| {
		with_eve();
		let report = vote_report(Ed25519Keyring::Bob, 3);
		// The voter hands it to its own pool; it is not passed on.
		let refused = validate_from(TransactionSource::External, report.clone());
		assert_eq!(refused, Err(invalid(InvalidTransaction::Call)));
		let valid = validate_from(TransactionSource::Local, report.clone()).expect("the voter may report");
		assert!(!valid.propagate);
		assert_ok!(apply(report.clone()).expect("a block takes it"));
		// Nor for another round, nor for blocks: he is known to have offended.
		for again in [report, vote_report(Ed25519Keyring::Bob, 4)] {
			assert_eq!(apply(again), Err(invalid(InvalidTransaction::Stale)));
		}
		assert_refused(&two_blocks(Bob), &owner(Bob), E::AlreadyKnown);
		assert_eq!(pallet_offences::Reports::<Runtime>::iter().count(), 1);
		run_to(20);
		assert_eq!(Grandpa::grandpa_authorities().len(), 4);
		assert_eq!(states(), [(Bob.to_account_id(), OffenceKind::Votes, OffenderState::LeftOut)]);
	});
}

#[test]
fn two_votes_of_one_round_should_mark_a_validator_when_there_are_four() {
	on_network(|| {
		run_to(7);
		assert_ok!(apply(vote_report(Ed25519Keyring::Dave, 1)).expect("a block takes it"));
		run_to(20);
		assert_eq!(Grandpa::grandpa_authorities().len(), 4);
		assert_eq!(states(), [(Dave.to_account_id(), OffenceKind::Votes, OffenderState::Marked)]);
	});
}

#[test]
fn two_votes_should_bring_down_nobody_when_they_are_of_a_key_of_before_the_seat_was_given() {
	on_network(|| {
		run_to(7);
		let report = vote_report(Ed25519Keyring::Dave, 1);
		OffencesCountFrom::<Runtime>::insert(Dave.to_account_id(), 2);
		let outcome = apply(report).expect("a block may have it");
		let duplicate = pallet_grandpa::Error::<Runtime>::DuplicateOffenceReport;
		assert_eq!(outcome, Err(duplicate.into()));
		assert_eq!(Consortium::offenders(), []);
		assert_eq!(pallet_offences::Reports::<Runtime>::iter().count(), 0);
	});
}

#[test]
fn vote_report_should_be_refused_when_the_owner_proof_is_stuffed() {
	on_network(|| {
		run_to(7);
		let mut key_owner_proof =
			KeyOwners::prove((KEY_TYPE, Ed25519Keyring::Dave.public())).expect("it is a voter's key");
		key_owner_proof.trie_nodes.push(vec![0; MAX_OWNER_PROOF]);
		let equivocation_proof = Box::new(two_votes(Ed25519Keyring::Dave, 1));
		let report = GrandpaCall::report_equivocation_unsigned { equivocation_proof, key_owner_proof };
		assert_eq!(apply(report), Err(invalid(InvalidTransaction::BadProof)));
	});
}

#[test]
fn report_of_the_api_should_be_what_a_block_takes() {
	with_pool(LOCAL_TESTNET_RUNTIME_PRESET, |submitted| {
		SessionLength::<Runtime>::put(SESSION);
		run_to(7);
		let report = two_blocks(Alice);
		let proof = Equivocations::key_owner(Alice.public()).expect("it is her key");
		assert_eq!(MembershipProof::decode(&mut &*proof), Ok(owner(Alice)));
		assert_eq!(Equivocations::key_owner(Ferdie.public()), None);
		assert_eq!(Equivocations::submit(report.clone(), &proof[1..]), ReportOutcome::Refused);
		assert!(submitted().is_empty());
		assert_eq!(Equivocations::submit(report.clone(), &proof), ReportOutcome::Submitted);
		let submitted = submitted().pop().expect("it was submitted");
		let extrinsic = UncheckedExtrinsic::decode(&mut &*submitted).expect("it is an extrinsic");
		assert_eq!(extrinsic.encode(), bare(call(&report, &owner(Alice))).encode());
		assert_ok!(Executive::apply_extrinsic(extrinsic).expect("a block takes it"));
		assert_eq!(Equivocations::submit(report, &proof), ReportOutcome::Known);
	});
}
