//! What ties an export to a block, and a block to the validators that finalised it.

use super::{
	manifest::Version,
	on_chain::Voters,
	state::{Entry, Hash},
};
use crate::{Error, Result};
use codec::{Decode, DecodeAll, Encode};
use finality_grandpa::{voter_set::VoterSet, Message};
use salus_primitives::ids::{Digest, SigningKey};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;
use sp_consensus_grandpa::{
	check_message_signature, AuthorityId, ConsensusLog, GrandpaJustification, GRANDPA_ENGINE_ID,
};
use sp_runtime::{
	generic,
	traits::{BlakeTwo256, Hash as _, Header as _},
	DigestItem, StateVersion,
};
use std::{collections::BTreeMap, path::Path};

/// A block's header.
pub(crate) type Header = generic::Header<u32, BlakeTwo256>;

/// What a proof says it is.
pub const FORMAT: &str = "salus/export-proof";
/// The version that is written.
pub const VERSION: Version = Version { major: 1, minor: 0 };

/// The trie's layout of the genesis state: what the runtime's `system_version` 1 stands for.
const GENESIS_LAYOUT: StateVersion = StateVersion::V1;
/// Longest chain specification that is read.
const MAX_CHAIN_SPEC: u64 = 256 * 1024 * 1024;

/// Bytes that are hexadecimal in JSON.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Hex(
	/// The bytes.
	pub Vec<u8>,
);

impl Serialize for Hex {
	fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
		serializer.serialize_str(&format!("0x{}", hex::encode(&self.0)))
	}
}

impl<'de> Deserialize<'de> for Hex {
	fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
		let text = String::deserialize(deserializer)?;
		let bytes = text.strip_prefix("0x").and_then(|digits| hex::decode(digits).ok());
		bytes.map(Self).ok_or_else(|| serde::de::Error::custom("expected hexadecimal after 0x"))
	}
}

/// What ties an export to a block.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Proof {
	/// [`FORMAT`].
	pub format: String,
	/// [`VERSION`].
	pub version: Version,
	/// The block's header, in SCALE.
	pub header: Hex,
	/// The nodes of the state's trie that prove what the manifest says of the chain; no others.
	pub state: Vec<Hex>,
	/// Votes for the block, in the form that `grandpa_proveFinality` answers; none if the node had nothing.
	pub finality: Option<Hex>,
}

impl Proof {
	/// The header, if it is one.
	pub(crate) fn header(&self) -> Option<Header> {
		let header = Header::decode_all(&mut self.header.0.as_slice()).ok()?;
		(header.encode() == self.header.0).then_some(header)
	}
}

/// A node's proof that a block is final: the block whose finality was voted on, the votes, and the headers from the
/// block after the one that was asked about up to it.
#[derive(Decode, Encode)]
pub(crate) struct Finality {
	pub(crate) block: Hash,
	pub(crate) justification: Vec<u8>,
	pub(crate) headers: Vec<Header>,
}

impl Finality {
	/// The last block on the way from `block` to the one that was voted on, if the headers lead there.
	fn target(&self, block: &Header) -> Result<(Hash, u32), String> {
		let mut last = block.clone();
		for header in &self.headers {
			let follows = *header.parent_hash() == last.hash()
				&& last.number().checked_add(1).is_some_and(|next| *header.number() == next);
			if !follows {
				return Err("its headers do not lead from one block to the next".into());
			}
			last = header.clone();
		}
		if last.hash() != self.block {
			return Err("its headers do not lead from the block to the one that was voted on".into());
		}
		Ok((self.block, *last.number()))
	}
}

/// Checks that more than two thirds of the `voters` finalised the block, or one that follows it.
///
/// # Errors
/// What is wrong, in words.
pub(crate) fn check_finality(proof: &[u8], block: &Header, voters: &Voters) -> Result<(), String> {
	let proof = Finality::decode_all(&mut &*proof).map_err(|_| "it is malformed".to_owned())?;
	let target = proof.target(block)?;
	let justification = GrandpaJustification::<Header>::decode_all(&mut proof.justification.as_slice())
		.map_err(|_| "its votes are malformed".to_owned())?;
	let GrandpaJustification { round, commit, votes_ancestries } = justification;
	if (commit.target_hash, commit.target_number) != target {
		return Err("the votes are for another block".into());
	}

	// Every block that is voted for must be known with its number and follow the target: the count below relies on it.
	let mut blocks = BTreeMap::from([(target.0, (target.1, None))]);
	for header in &votes_ancestries {
		blocks.insert(header.hash(), (*header.number(), Some(*header.parent_hash())));
	}
	for (number, parent) in blocks.values() {
		let Some(parent) = parent else { continue };
		let follows = blocks.get(parent).and_then(|(before, _)| before.checked_add(1));
		if follows != Some(*number) {
			return Err("a vote is for a block of which it does not show that it follows".into());
		}
	}
	let authorities = voters.keys.iter().map(|(key, weight)| Some((authority(key)?, *weight)));
	let authorities: Vec<_> =
		authorities.collect::<Option<_>>().ok_or_else(|| "a voter's key is malformed".to_owned())?;
	let set = VoterSet::new(authorities).ok_or_else(|| "there are no voters".to_owned())?;
	for vote in &commit.precommits {
		let known = blocks.get(&vote.precommit.target_hash).map(|(number, _)| *number);
		if known != Some(vote.precommit.target_number) {
			return Err("a vote is for a block of which it does not show that it follows".into());
		}
		if !set.contains(&vote.id) {
			return Err("somebody voted who is no voter".into());
		}
		let message = Message::Precommit(vote.precommit.clone());
		if !check_message_signature(&message, &vote.id, &vote.signature, round, voters.set).is_valid() {
			return Err("a vote's signature is not valid for these voters".into());
		}
	}
	match finality_grandpa::validate_commit(&commit, &set, &Ancestry(blocks)) {
		Ok(result) if result.is_valid() => Ok(()),
		_ => Err("the votes are not more than two thirds".into()),
	}
}

/// Whether a node's proof is for this block or for one that follows it.
pub(crate) fn reaches(proof: &[u8], block: &Header) -> bool {
	Finality::decode_all(&mut &*proof).is_ok_and(|proof| proof.target(block).is_ok())
}

/// The block that votes are for, and a proof like a node's that it is final.
pub(crate) fn voted(votes: &[u8]) -> Option<(Hash, Vec<u8>)> {
	let justification = GrandpaJustification::<Header>::decode_all(&mut &*votes).ok()?;
	let block = justification.commit.target_hash;
	Some((block, Finality { block, justification: votes.to_vec(), headers: Vec::new() }.encode()))
}

/// Whether the validators change with this block: its state then names those who vote from the next one on.
pub(crate) fn changes_voters(block: &Header) -> bool {
	let signals = block.digest().logs().iter().filter_map(|log| match log {
		DigestItem::Consensus(GRANDPA_ENGINE_ID, signal) => {
			ConsensusLog::<u32>::decode_all(&mut signal.as_slice()).ok()
		}
		_ => None,
	});
	signals
		.into_iter()
		.any(|signal| matches!(signal, ConsensusLog::ScheduledChange(_) | ConsensusLog::ForcedChange(_, _)))
}

fn authority(key: &SigningKey) -> Option<AuthorityId> {
	AuthorityId::decode(&mut key.0.as_slice()).ok()
}

/// Blocks with their numbers and parents; the first of them without one.
struct Ancestry(BTreeMap<Hash, (u32, Option<Hash>)>);

impl finality_grandpa::Chain<Hash, u32> for Ancestry {
	fn ancestry(&self, base: Hash, block: Hash) -> Result<Vec<Hash>, finality_grandpa::Error> {
		let mut route = Vec::new();
		let mut current = block;
		while current != base {
			let parent = self.0.get(&current).and_then(|(_, parent)| *parent);
			current = parent.ok_or(finality_grandpa::Error::NotDescendent)?;
			route.push(current);
		}
		// The base is no part of the way to it.
		route.pop();
		Ok(route)
	}
}

/// Reads of a raw chain specification, as `salus-node export-chain-spec --raw` writes it, what `parse` makes of it.
///
/// # Errors
/// Of kind usage if the file is none.
pub(crate) fn read_spec<T>(path: &Path, parse: impl FnOnce(&[u8]) -> Option<T>) -> Result<T> {
	let failed = |error| Error::file(path, error);
	if std::fs::metadata(path).map_err(failed)?.len() > MAX_CHAIN_SPEC {
		return Err(Error::usage(format!("{} is too long for a chain specification", path.display())));
	}
	let text = std::fs::read(path).map_err(failed)?;
	parse(&text).ok_or_else(|| {
		Error::usage(format!(
			"{} is no raw chain specification; salus-node export-chain-spec --raw writes one",
			path.display()
		))
	})
}

/// The state that a raw chain specification begins with.
pub(crate) fn genesis_state(text: &[u8]) -> Option<BTreeMap<Vec<u8>, Vec<u8>>> {
	let specification: Value = serde_json::from_slice(text).ok()?;
	let raw = specification.get("genesis")?.get("raw")?;
	let children = raw.get("childrenDefault").and_then(Value::as_object);
	if children.is_some_and(|children| !children.is_empty()) {
		return None;
	}
	let bytes = |text: &str| hex::decode(text.strip_prefix("0x")?).ok();
	let entries = raw.get("top")?.as_object()?.iter();
	entries.map(|(key, value)| Some((bytes(key)?, bytes(value.as_str()?)?))).collect()
}

/// What a chain specification says of the chain's beginning.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Beginning {
	/// Hash of the first block; of the chain whose state this one goes on from, if it does. It is what the chain's state,
	/// and all that is signed and sealed, go by.
	pub genesis: Digest,
	/// Who finalises until the voters change for the first time.
	pub voters: Voters,
}

impl Beginning {
	/// Reads a raw chain specification, as `salus-node export-chain-spec --raw` writes it.
	///
	/// # Errors
	/// Of kind usage if the file is none.
	pub fn read(path: &Path) -> Result<Self> {
		read_spec(path, Self::parse)
	}

	/// The beginning that a raw chain specification describes.
	pub(crate) fn parse(text: &[u8]) -> Option<Self> {
		Self::of(genesis_state(text)?)
	}

	/// The beginning of the chain whose first state this is.
	pub(crate) fn of(state: BTreeMap<Vec<u8>, Vec<u8>>) -> Option<Self> {
		let keys = state.get(Entry::new("Grandpa", "Authorities").key())?;
		let keys = Vec::<(SigningKey, u64)>::decode_all(&mut keys.as_slice()).ok()?;
		// No chain begins with its own hash in its state, so what is there is the first chain's.
		let first = match state.get(Entry::new("Consortium", "GenesisBlock").key()) {
			Some(first) => Some(Digest::decode_all(&mut first.as_slice()).ok()?),
			None => None,
		};
		let root = BlakeTwo256::trie_root(state.into_iter().collect(), GENESIS_LAYOUT);
		let no_extrinsics = BlakeTwo256::trie_root(Vec::new(), GENESIS_LAYOUT);
		let header = Header::new(0, no_extrinsics, root, Hash::default(), Default::default());
		let genesis = first.unwrap_or(Digest(header.hash().0));
		Some(Self { genesis, voters: Voters { set: 0, keys } })
	}
}

#[cfg(test)]
pub(crate) mod tests {
	use super::*;
	use salus_vault::sign::VaultSigner;
	use serde_json::json;
	use sp_consensus_grandpa::localized_payload;

	/// Voters who are as good as their seeds.
	pub(crate) fn signers(count: u8) -> Vec<VaultSigner> {
		(1..=count).map(|seed| VaultSigner::from_seed(&[seed; 32])).collect()
	}

	pub(crate) fn voters(set: u64, signers: &[VaultSigner]) -> Voters {
		Voters { set, keys: signers.iter().map(|signer| (signer.public(), 1)).collect() }
	}

	pub(crate) fn child(parent: &Header) -> Header {
		let root = BlakeTwo256::hash(&parent.number().encode());
		Header::new(parent.number() + 1, Hash::default(), root, parent.hash(), Default::default())
	}

	fn first() -> Header {
		Header::new(7, Hash::default(), Hash::default(), Hash::default(), Default::default())
	}

	/// A proof like the node's: that `target`, to which `headers` lead, was finalised by these votes.
	pub(crate) fn prove(
		target: &Header,
		headers: Vec<Header>,
		votes: &[(&VaultSigner, &Header)],
		ancestries: Vec<Header>,
		set: u64,
	) -> Vec<u8> {
		const ROUND: u64 = 3;
		let precommits: Vec<_> = votes
			.iter()
			.map(|(signer, block)| {
				let precommit =
					finality_grandpa::Precommit { target_hash: block.hash(), target_number: *block.number() };
				let message = Message::Precommit(precommit.clone());
				let signature = signer.sign(&localized_payload(ROUND, set, &message));
				// As the node encodes a signed vote: what is voted for, the signature, who.
				(precommit, signature, signer.public())
			})
			.collect();
		let justification = (ROUND, (target.hash(), *target.number(), precommits), ancestries).encode();
		Finality { block: target.hash(), justification, headers }.encode()
	}

	#[test]
	fn finality_should_be_shown_by_more_than_two_thirds_of_the_votes() {
		let signers = signers(4);
		let (block, voters) = (first(), voters(5, &signers));
		let votes: Vec<_> = signers.iter().take(3).map(|signer| (signer, &block)).collect();
		assert_eq!(check_finality(&prove(&block, vec![], &votes, vec![], 5), &block, &voters), Ok(()));
		let two = prove(&block, vec![], &votes[..2], vec![], 5);
		assert_eq!(
			check_finality(&two, &block, &voters),
			Err("the votes are not more than two thirds".into())
		);
		// One voter many times is one voter.
		let twice = prove(&block, vec![], &[votes[0], votes[1], votes[1], votes[1]], vec![], 5);
		assert!(check_finality(&twice, &block, &voters).is_err());
	}

	#[test]
	fn finality_should_reach_a_block_through_those_that_follow_it() {
		let signers = signers(1);
		let (block, voters) = (first(), voters(0, &signers));
		let (second, third) = (child(&block), child(&child(&block)));
		let votes = [(&signers[0], &third)];
		let headers = vec![second.clone(), third.clone()];
		let proof = prove(&third, headers.clone(), &votes, vec![], 0);
		assert_eq!(check_finality(&proof, &block, &voters), Ok(()));
		for gap in [vec![third.clone()], vec![second.clone()], vec![third.clone(), second], vec![]] {
			let proof = prove(&third, gap, &votes, vec![], 0);
			assert!(check_finality(&proof, &block, &voters).is_err());
		}
		let proof = prove(&third, headers, &votes, vec![], 0);
		assert!(check_finality(&proof, &child(&third), &voters).is_err());
	}

	#[test]
	fn vote_for_a_later_block_should_count_where_the_way_to_it_is_shown() {
		let signers = signers(4);
		let (block, voters) = (first(), voters(0, &signers));
		let later = child(&block);
		let votes = [(&signers[0], &block), (&signers[1], &later), (&signers[2], &later)];
		let shown = prove(&block, vec![], &votes, vec![later.clone()], 0);
		assert_eq!(check_finality(&shown, &block, &voters), Ok(()));
		assert!(check_finality(&prove(&block, vec![], &votes, vec![], 0), &block, &voters).is_err());
	}

	#[test]
	fn finality_should_be_refused_when_others_voted_or_in_another_set() {
		let signers = signers(2);
		let block = first();
		let votes = [(&signers[0], &block)];
		let proof = prove(&block, vec![], &votes, vec![], 4);
		assert_eq!(check_finality(&proof, &block, &voters(4, &signers[..1])), Ok(()));
		for (voters, why) in [
			(voters(4, &signers[1..]), "somebody voted who is no voter"),
			(voters(3, &signers[..1]), "a vote's signature is not valid for these voters"),
			(voters(5, &signers[..1]), "a vote's signature is not valid for these voters"),
			(voters(4, &[]), "there are no voters"),
		] {
			assert_eq!(check_finality(&proof, &block, &voters), Err(why.into()));
		}
	}

	#[test]
	fn finality_should_be_refused_when_the_votes_are_for_another_block() {
		let signers = signers(1);
		let (block, voters) = (first(), voters(0, &signers));
		let fork = child(&first());
		let votes = [(&signers[0], &fork)];
		for ancestries in [vec![], vec![fork.clone()]] {
			let proof = prove(&block, vec![], &votes, ancestries, 0);
			assert!(check_finality(&proof, &block, &voters).is_err());
		}
	}

	#[test]
	fn finality_should_be_refused_whatever_bit_is_altered() {
		let signers = signers(3);
		let (block, voters) = (first(), voters(0, &signers));
		let votes: Vec<_> = signers.iter().map(|signer| (signer, &block)).collect();
		let proof = prove(&block, vec![], &votes, vec![], 0);
		assert_eq!(check_finality(&proof, &block, &voters), Ok(()));
		for byte in 0..proof.len() {
			let mut altered = proof.clone();
			altered[byte] ^= 0x10;
			assert!(check_finality(&altered, &block, &voters).is_err(), "byte {byte}");
		}
	}

	#[test]
	fn block_with_which_the_validators_change_should_be_known_by_its_digest() {
		assert!(!changes_voters(&first()));
		let with = |item| {
			let mut block = first();
			block.digest_mut().push(item);
			block
		};
		assert!(changes_voters(&with(change_of_voters())));
		let pause = ConsensusLog::<u32>::Pause(1).encode();
		assert!(!changes_voters(&with(DigestItem::Consensus(GRANDPA_ENGINE_ID, pause))));
		let DigestItem::Consensus(_, signal) = change_of_voters() else { panic!("no signal") };
		assert!(!changes_voters(&with(DigestItem::Consensus(*b"aura", signal))));
	}

	/// What the digest of a block says with which the validators change.
	pub(crate) fn change_of_voters() -> DigestItem {
		let change = sp_consensus_grandpa::ScheduledChange::<u32> { next_authorities: vec![], delay: 0 };
		DigestItem::Consensus(GRANDPA_ENGINE_ID, ConsensusLog::ScheduledChange(change).encode())
	}

	/// A raw specification with two entries.
	pub(crate) fn specification(voters: &Voters) -> Vec<u8> {
		let key = format!("0x{}", hex::encode(Entry::new("Grandpa", "Authorities").key()));
		let top = json!({ key: format!("0x{}", hex::encode(voters.keys.encode())), "0x3a636f6465": "0x00" });
		json!({ "genesis": { "raw": { "top": top, "childrenDefault": {} } } }).to_string().into_bytes()
	}

	#[test]
	fn beginning_should_follow_from_the_whole_genesis_state() {
		let (one, other) = (voters(0, &signers(1)), voters(0, &signers(2)));
		let beginning = Beginning::parse(&specification(&one)).unwrap();
		assert_eq!(beginning.voters, one);
		assert_ne!(beginning.genesis, Beginning::parse(&specification(&other)).unwrap().genesis);
		let plain = json!({ "genesis": { "runtimeGenesis": {} } }).to_string();
		assert_eq!(Beginning::parse(plain.as_bytes()), None);
		assert_eq!(Beginning::parse(b"{"), None);
	}
}
