//! A chain's state as far as nodes of its trie prove it.
//!
//! Who exports and who verifies read through the same [`State`]: the exporter asks a node for what is missing until
//! nothing is, the verifier finds nothing missing, or says so.

use codec::{Codec, Decode, DecodeAll, Encode};
use sp_crypto_hashing::{blake2_128, twox_128, twox_64};
use sp_runtime::traits::BlakeTwo256;
use sp_state_machine::{Backend as _, IterArgs, TrieBackend, TrieBackendBuilder};
use sp_trie::{recorder::Recorder, MemoryDB, StorageProof};
use std::{cell::RefCell, collections::BTreeSet};

/// Hash of a block, of a trie's root, or of a node.
pub(crate) type Hash = <BlakeTwo256 as sp_runtime::traits::Hash>::Output;

/// Bytes of the hash in front of a key that is hashed with 64 bits.
const TWOX_LEN: usize = 8;

/// Something of the state that the nodes at hand do not reach.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Missing {
	/// One entry, or that there is none.
	Key(Vec<u8>),
	/// All entries whose keys begin so.
	Prefix(Vec<u8>),
}

/// A state of the chain, in those of its parts that nodes of its trie prove.
pub(crate) struct State {
	backend: TrieBackend<MemoryDB<BlakeTwo256>, BlakeTwo256>,
	missing: RefCell<BTreeSet<Missing>>,
	unreadable: RefCell<BTreeSet<&'static str>>,
}

/// What reading a state came to.
pub(crate) struct Reading {
	/// What no node proves.
	pub(crate) missing: BTreeSet<Missing>,
	/// Names of storage items with values that are not of the type they should have.
	pub(crate) unreadable: BTreeSet<&'static str>,
	/// The nodes that were needed, and no others.
	pub(crate) nodes: BTreeSet<Vec<u8>>,
}

impl State {
	/// The state with this root. A node that is altered has another hash, and is one that nothing refers to.
	pub(crate) fn new(root: Hash, nodes: impl IntoIterator<Item = Vec<u8>>) -> Self {
		let nodes = StorageProof::new(nodes).into_memory_db();
		let backend = TrieBackendBuilder::new(nodes, root).with_recorder(Recorder::default()).build();
		Self { backend, missing: RefCell::default(), unreadable: RefCell::default() }
	}

	/// The value of an entry; `None` if there is proof that there is none, and where there is no proof.
	pub(crate) fn get<V: Decode>(&self, entry: &Entry) -> Option<V> {
		match self.backend.storage(&entry.key) {
			Ok(None) => None,
			Ok(Some(value)) => match V::decode_all(&mut value.as_slice()) {
				Ok(value) => Some(value),
				Err(_) => {
					self.unreadable.borrow_mut().insert(entry.item);
					None
				}
			},
			Err(_) => {
				self.missing.borrow_mut().insert(Missing::Key(entry.key.clone()));
				None
			}
		}
	}

	/// All entries under a prefix, in the order of their last keys: the trie proves that there are no others.
	pub(crate) fn all<K: Codec + Ord, V: Decode>(&self, under: &Entry) -> Vec<(K, V)> {
		let Some(keys) = self.keys(&under.key) else {
			self.missing.borrow_mut().insert(Missing::Prefix(under.key.clone()));
			return Vec::new();
		};
		let mut entries = Vec::with_capacity(keys.len());
		for key in keys {
			let last = key.get(under.key.len()..).and_then(|rest| rest.get(TWOX_LEN..));
			let Some(number) = last.and_then(|mut last| K::decode_all(&mut last).ok()) else {
				self.unreadable.borrow_mut().insert(under.item);
				continue;
			};
			if let Some(value) = self.get(&Entry { item: under.item, key }) {
				entries.push((number, value));
			}
		}
		entries.sort_by(|(one, _), (other, _)| one.cmp(other));
		entries
	}

	/// The keys that begin so, if the nodes reach all of them.
	fn keys(&self, prefix: &[u8]) -> Option<Vec<Vec<u8>>> {
		// The way to the prefix belongs to the proof also where nothing is under it.
		self.backend.storage(prefix).ok()?;
		let mut arguments = IterArgs::default();
		arguments.prefix = Some(prefix);
		self.backend.keys(arguments).ok()?.collect::<Result<_, _>>().ok()
	}

	/// What reading came to.
	pub(crate) fn finish(self) -> Reading {
		let nodes = self.backend.extract_proof().map(StorageProof::into_nodes).unwrap_or_default();
		Reading { missing: self.missing.into_inner(), unreadable: self.unreadable.into_inner(), nodes }
	}
}

/// A place in the chain's state, and the name of the storage item it belongs to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Entry {
	item: &'static str,
	key: Vec<u8>,
}

impl Entry {
	/// A storage item of a pallet.
	pub(crate) fn new(pallet: &'static str, item: &'static str) -> Self {
		Self { item, key: [twox_128(pallet.as_bytes()), twox_128(item.as_bytes())].concat() }
	}

	/// The entry of a key that the map hashes with 128 bits of BLAKE2.
	pub(crate) fn blake2(mut self, key: impl Encode) -> Self {
		let key = key.encode();
		self.key.extend(blake2_128(&key));
		self.key.extend(key);
		self
	}

	/// The entry of a key that the map hashes with 64 bits of xxHash.
	pub(crate) fn twox(mut self, key: impl Encode) -> Self {
		let key = key.encode();
		self.key.extend(twox_64(&key));
		self.key.extend(key);
		self
	}

	/// The key in the trie.
	pub(crate) fn key(&self) -> &[u8] {
		&self.key
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use sp_runtime::StateVersion;
	use sp_state_machine::{prove_read, InMemoryBackend};

	/// A state with 20 numbered entries under one prefix, some under a neighbour, and its root.
	fn full() -> (InMemoryBackend<BlakeTwo256>, Hash) {
		let mut state = Vec::new();
		for number in 0..20u32 {
			state.push((list().twox(number).key, Some(vec![number as u8; 40])));
			state.push((Entry::new("Lists", "Other").blake2(1u8).twox(number).key, Some(vec![1; 3])));
		}
		let backend = InMemoryBackend::<BlakeTwo256>::default();
		let backend = backend.update(vec![(None, state)], StateVersion::V1);
		let root = *backend.root();
		(backend, root)
	}

	fn list() -> Entry {
		Entry::new("Lists", "List").blake2(1u8)
	}

	fn proof(keys: &[Vec<u8>]) -> (Hash, Vec<Vec<u8>>) {
		let (backend, root) = full();
		let proof = prove_read(backend, keys.iter().map(Vec::as_slice)).unwrap();
		(root, proof.into_nodes().into_iter().collect())
	}

	fn all_keys() -> Vec<Vec<u8>> {
		let mut keys: Vec<_> = (0..20u32).map(|number| list().twox(number).key).collect();
		keys.push(list().key);
		keys
	}

	#[test]
	fn list_should_be_read_in_order_when_all_of_it_is_proven() {
		let (root, nodes) = proof(&all_keys());
		let state = State::new(root, nodes.clone());
		let read: Vec<(u32, [u8; 40])> = state.all(&list());
		assert_eq!(read, (0..20).map(|number| (number, [number as u8; 40])).collect::<Vec<_>>());
		let reading = state.finish();
		assert!(reading.missing.is_empty() && reading.unreadable.is_empty());
		assert_eq!(reading.nodes, nodes.into_iter().collect());
	}

	#[test]
	fn list_should_be_missing_when_one_entry_is_left_out_or_any_node_altered() {
		let mut keys = all_keys();
		keys.remove(7);
		let (root, nodes) = proof(&keys);
		let state = State::new(root, nodes);
		assert!(state.all::<u32, [u8; 40]>(&list()).len() < 20);
		assert!(!state.finish().missing.is_empty());

		let (root, nodes) = proof(&all_keys());
		for position in 0..nodes.len() {
			let mut altered = nodes.clone();
			altered[position][0] ^= 1;
			let state = State::new(root, altered);
			state.all::<u32, [u8; 40]>(&list());
			assert!(!state.finish().missing.is_empty(), "node {position}");
		}
	}

	#[test]
	fn absence_should_be_told_from_what_is_not_proven() {
		let nobody = Entry::new("Lists", "List").blake2(2u8);
		let (root, nodes) = proof(std::slice::from_ref(&nobody.key));
		let state = State::new(root, nodes);
		assert!(state.all::<u32, u32>(&nobody).is_empty());
		assert_eq!(state.get::<u32>(&nobody), None);
		assert!(state.finish().missing.is_empty());

		let state = State::new(root, Vec::new());
		assert_eq!(state.get::<u32>(&nobody), None);
		assert!(state.all::<u32, u32>(&nobody).is_empty());
		let missing = state.finish().missing;
		assert_eq!(missing, [Missing::Key(nobody.key.clone()), Missing::Prefix(nobody.key)].into());
	}

	#[test]
	fn value_of_another_type_should_be_named() {
		let (root, nodes) = proof(&all_keys());
		let state = State::new(root, nodes);
		assert_eq!(state.get::<u32>(&list().twox(3u32)), None);
		let reading = state.finish();
		assert_eq!(reading.unreadable, ["List"].into());
		assert!(reading.missing.is_empty());
	}

	#[test]
	fn node_that_proves_nothing_should_not_be_among_those_needed() {
		let (root, nodes) = proof(&all_keys());
		let state = State::new(root, nodes);
		state.get::<[u8; 40]>(&list().twox(3u32));
		assert!(state.finish().nodes.len() < 10);
	}
}
