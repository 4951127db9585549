//! Finality that was passed on by force, after it had stalled.
//!
//! Those who should have voted on the change were gone, so no vote proves it. A node that follows the chain takes it from the
//! block that says so. A node that does not look at every block has to be told: the chain specification lists each such
//! change (`authoritySetHardForks`), and `salus-node hard-fork` prints the entry, which the members' operators compare. Warp
//! sync then begins with the newest one, whose authorities it knows, instead of the first block.

use crate::service::{Backend, Client};
use codec::DecodeAll;
use salus_runtime::{opaque::Block, BlockNumber, Hash, Header};
use sc_client_api::HeaderBackend;
use sc_consensus_grandpa::{
	find_forced_change, find_scheduled_change,
	warp_proof::{NetworkProvider, WarpSyncFragment},
	AuthorityId, AuthoritySetHardFork, GrandpaApi, SharedAuthoritySet, GRANDPA_ENGINE_ID,
};
use sc_network_sync::strategy::warp::{EncodedProof, VerificationResult, Verifier, WarpSyncProvider};
use serde::{Deserialize, Serialize};
use sp_api::ProvideRuntimeApi;
use sp_runtime::{traits::Header as _, Justifications};
use std::{error::Error, sync::Arc};

/// Authorities with their votes.
type Voters = Vec<(AuthorityId, u64)>;

/// A change of the finality's authorities by force.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct HardFork {
	/// Number of the set that took over.
	pub set_id: u64,
	/// Number of the block that says so.
	pub number: BlockNumber,
	/// Its hash.
	pub hash: Hash,
	/// The block from which on the new set votes.
	pub last_finalised: BlockNumber,
	/// The new set; each has one vote.
	pub authorities: Vec<AuthorityId>,
}

impl HardFork {
	fn voters(&self) -> Voters {
		self.authorities.iter().map(|authority| (authority.clone(), 1)).collect()
	}
}

/// What GRANDPA wants of them.
pub fn for_grandpa(forks: &[HardFork]) -> Vec<AuthoritySetHardFork<Block>> {
	let fork = |fork: &HardFork| AuthoritySetHardFork {
		set_id: fork.set_id,
		block: (fork.hash, fork.number),
		authorities: fork.voters(),
		last_finalized: Some(fork.last_finalised),
	};
	forks.iter().map(fork).collect()
}

/// The newest one that is finalised, as this node's database has it.
///
/// # Errors
/// A sentence for the operator when there is none, or the state of its block is gone.
pub fn newest(client: &Client) -> Result<HardFork, String> {
	let unreadable = |error: sp_blockchain::Error| format!("the database: {error}");
	let mut hash = client.info().finalized_hash;
	loop {
		let header = client.header(hash).map_err(unreadable)?;
		let header = header.ok_or("the database has not all headers yet: let the node sync first")?;
		if let Some((last_finalised, change)) = find_forced_change::<Block>(&header) {
			let set_id = client.runtime_api().current_set_id(hash).map_err(|error| {
				format!("the state of block {}: {error}; ask a history node", header.number())
			})?;
			let authorities = change.next_authorities.into_iter().map(|(authority, _)| authority).collect();
			return Ok(HardFork { set_id, number: *header.number(), hash, last_finalised, authorities });
		}
		if *header.number() == 0 {
			return Err("no finalised block of this chain has passed finality on by force".into());
		}
		hash = *header.parent_hash();
	}
}

/// Proofs for warp sync, and their verification, from the newest such change on.
pub struct WarpProvider {
	all: NetworkProvider<Block, Backend>,
	newest: Option<HardFork>,
}

impl WarpProvider {
	/// For a node that carries these.
	pub fn new(
		backend: Arc<Backend>,
		authorities: SharedAuthoritySet<Hash, BlockNumber>,
		forks: &[HardFork],
	) -> Self {
		let newest = forks.iter().max_by_key(|fork| fork.number).cloned();
		Self { all: NetworkProvider::new(backend, authorities, for_grandpa(forks)), newest }
	}
}

type Failure = Box<dyn Error + Send + Sync>;

impl WarpSyncProvider<Block> for WarpProvider {
	fn generate(&self, start: Hash) -> Result<EncodedProof, Failure> {
		self.all.generate(start)
	}

	fn create_verifier(&self) -> Box<dyn Verifier<Block>> {
		match &self.newest {
			None => self.all.create_verifier(),
			Some(fork) => Box::new(FromFork {
				set_id: fork.set_id,
				authorities: fork.voters(),
				verified_to: fork.hash,
				sets: 0,
			}),
		}
	}
}

/// Verifies proofs that begin at a block whose authorities are known.
struct FromFork {
	set_id: u64,
	authorities: Voters,
	verified_to: Hash,
	sets: usize,
}

impl Verifier<Block> for FromFork {
	/// Each block of the proof was finalised by the set that the one before named, and only the last one need name no other.
	fn verify(&mut self, EncodedProof(proof): &EncodedProof) -> Result<VerificationResult<Block>, Failure> {
		let (fragments, is_finished) =
			<(Vec<WarpSyncFragment<Block>>, bool)>::decode_all(&mut proof.as_slice())?;
		let (mut set_id, mut authorities) = (self.set_id, self.authorities.clone());
		let last = fragments.len().checked_sub(1).ok_or("the proof is empty")?;
		let mut proven = Vec::with_capacity(fragments.len());
		for (position, WarpSyncFragment { header, justification }) in fragments.into_iter().enumerate() {
			justification.verify(set_id, &authorities)?;
			if justification.target().1 != header.hash() {
				return Err("a justification is of another block".into());
			}
			match find_scheduled_change::<Block>(&header) {
				Some(change) => {
					set_id = set_id.checked_add(1).ok_or("there are no more numbers of sets")?;
					authorities = change.next_authorities;
				}
				None if position == last && is_finished => {}
				None => return Err("a block in between changes no set".into()),
			}
			let justification = codec::Encode::encode(&justification);
			proven.push((header, Justifications::from((GRANDPA_ENGINE_ID, justification))));
		}
		let target: Header = proven.last().map(|(header, _)| header.clone()).ok_or("the proof is empty")?;
		self.sets = self.sets.saturating_add(proven.len());
		(self.set_id, self.authorities, self.verified_to) = (set_id, authorities, target.hash());
		Ok(match is_finished {
			true => VerificationResult::Complete(target, proven),
			false => VerificationResult::Partial(proven),
		})
	}

	fn next_proof_context(&self) -> Hash {
		self.verified_to
	}

	fn status(&self) -> Option<String> {
		Some(format!("{} sets since the hard fork", self.sets))
	}
}
