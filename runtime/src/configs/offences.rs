//! Whose keys they were, and who is told that they were misused.

use crate::*;
use codec::{Decode, Encode};
use frame_support::traits::KeyOwnerProofSystem;
use pallet_session::historical::IdentificationTuple;
use salus_pallet_consortium::Recorded;
use salus_primitives::limits::MAX_OWNER_PROOF;
use sp_core::crypto::{
	key_types::{AURA, GRANDPA},
	KeyTypeId,
};
use sp_session::MembershipProof;
use sp_staking::SessionIndex;
use sp_trie::{
	read_trie_value, recorder_ext::RecorderExt, trie_types::TrieDBMutBuilderV0, LayoutV0, MemoryDB,
	RandomState, Recorder, StorageProof, TrieMut, TrieRecorder,
};

/// Historical's trie: from key to place in the set, and from there to the validator.
type Layout = LayoutV0<BlakeTwo256>;

/// Proves whose a session's key is, by the roots that Historical keeps of all sessions, the one that runs among them.
///
/// Historical itself takes the keys that are registered for what has not begun. So a validator that registered others a moment
/// ago could not be shown to have the keys that it uses until two sessions later, and by then not either.
pub struct KeyOwners;

/// The keys in use, as Historical had them when it planned the session.
fn keys_in_use() -> Option<(MemoryDB<BlakeTwo256>, Hash, u32)> {
	let accounts = Session::validators();
	let (blocks, votes) = (pallet_aura::Authorities::<Runtime>::get(), Grandpa::grandpa_authorities());
	if accounts.len() != blocks.len() || accounts.len() != votes.len() {
		return None;
	}
	let count = u32::try_from(accounts.len()).ok()?;
	let (mut db, mut root) = (MemoryDB::with_hasher(RandomState::default()), Hash::default());
	{
		let mut trie = TrieDBMutBuilderV0::new(&mut db, &mut root).build();
		let keys = blocks.into_iter().zip(votes.into_iter().map(|(key, _)| key));
		for (place, (account, (block, vote))) in (0u32..).zip(accounts.into_iter().zip(keys)) {
			let place = place.encode();
			let (block, vote): (&[u8], &[u8]) = (block.as_ref(), vote.as_ref());
			trie.insert(&(AURA, block).encode(), &place).ok()?;
			trie.insert(&(GRANDPA, vote).encode(), &place).ok()?;
			trie.insert(&place, &(account, ()).encode()).ok()?;
		}
	}
	Some((db, root, count))
}

/// Finds the owner of a key in Historical's trie.
fn owner(
	db: &MemoryDB<BlakeTwo256>,
	root: &Hash,
	(id, key): (KeyTypeId, &[u8]),
	mut recorder: Option<&mut Recorder<Layout>>,
) -> Option<IdentificationTuple<Runtime>> {
	let mut read = |key: &[u8]| {
		let recorder = recorder.as_deref_mut().map(|recorder| recorder as &mut dyn TrieRecorder<Hash>);
		read_trie_value::<Layout, _>(db, root, key, recorder, None).ok().flatten()
	};
	let place = read(&(id, key).encode())?;
	Decode::decode(&mut &*read(&place)?).ok()
}

impl<D: AsRef<[u8]>> KeyOwnerProofSystem<(KeyTypeId, D)> for KeyOwners {
	type IdentificationTuple = IdentificationTuple<Runtime>;
	type Proof = MembershipProof;

	fn prove((id, key): (KeyTypeId, D)) -> Option<MembershipProof> {
		let session = Session::current_index();
		match keys_in_use() {
			Some((db, root, count)) if Historical::historical_root(session) == Some((root, count)) => {
				let mut recorder = Recorder::<Layout>::new();
				owner(&db, &root, (id, key.as_ref()), Some(&mut recorder))?;
				let trie_nodes = recorder.into_raw_storage_proof();
				Some(MembershipProof { session, trie_nodes, validator_count: count })
			}
			// While a change of GRANDPA's voters is pending, they are not those of the session.
			_ => Historical::prove((id, key)),
		}
	}

	fn check_proof((id, key): (KeyTypeId, D), proof: MembershipProof) -> Option<Self::IdentificationTuple> {
		let (root, count) = Historical::historical_root(proof.session)?;
		if proof.validator_count != count || proof.encoded_size() > MAX_OWNER_PROOF {
			return None;
		}
		let db = StorageProof::new(proof.trie_nodes).into_memory_db();
		owner(&db, &root, (id, key.as_ref()), None)
	}
}

/// Tells sessions by the blocks that they have.
pub struct AuthorSessions;

impl salus_pallet_equivocations::BlockSessions<BlockNumber> for AuthorSessions {
	fn session_of(block: BlockNumber, counted: BlockNumber) -> Option<SessionIndex> {
		let ended = |block: BlockNumber| block.checked_div(Consortium::session_length());
		// A block is made by the validators whom its parent left.
		let since = ended(counted)?.checked_sub(ended(block.checked_sub(1)?)?)?;
		Session::current_index().checked_sub(since)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn fill(key: sp_core::sr25519::Public) -> MembershipProof {
		use salus_primitives::{consortium::ValidatorSeat, limits::MaxValidators, BoundedVec};
		use sp_core::Get;

		let raw = |number: u32, of: u8| {
			let mut raw = [of; 32];
			raw[..4].copy_from_slice(&number.to_le_bytes());
			raw
		};
		let count: u32 = MaxValidators::get();
		let accounts: Vec<AccountId> = (0..count).map(|number| AccountId::new(raw(number, 1))).collect();
		let mut blocks: Vec<_> =
			(0..count).map(|number| sp_core::sr25519::Public::from_raw(raw(number, 2)).into()).collect();
		blocks[count as usize - 1] = key.into();
		let votes: Vec<_> =
			(0..count).map(|number| (sp_core::ed25519::Public::from_raw(raw(number, 3)).into(), 1)).collect();
		let seats =
			accounts.iter().map(|account| ValidatorSeat { account: account.clone(), organisation: 1 });
		salus_pallet_consortium::Validators::<Runtime>::put(BoundedVec::truncate_from(seats.collect()));
		accounts.iter().for_each(Consortium::admit);
		pallet_session::Validators::<Runtime>::put(accounts);
		pallet_aura::Authorities::<Runtime>::put(BoundedVec::truncate_from(blocks));
		pallet_grandpa::Authorities::<Runtime>::put(
			pallet_grandpa::BoundedAuthorityList::<MaxValidators>::force_from(votes, None),
		);
		let (_, root, count) = keys_in_use().expect("there are as many keys as validators");
		let session = Session::current_index();
		pallet_session::historical::HistoricalSessions::<Runtime>::insert(session, (root, count));
		KeyOwners::prove((AURA, key)).expect("the key is the last validator's")
	}
}

impl salus_pallet_equivocations::Config for Runtime {
	type KeyOwners = KeyOwners;
	type Reports = Recorded<Runtime, Offences>;
	type BlockSessions = AuthorSessions;
	type WeightInfo = salus_pallet_equivocations::weights::SubstrateWeight<Runtime>;
}
