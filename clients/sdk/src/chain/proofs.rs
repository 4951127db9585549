//! Proofs of what the chain has, for those who do not ask a node.

use super::{At, Chain};
use crate::{Error, Result};
use std::time::Duration;
use subxt::rpcs::client::rpc_params;

impl Chain {
	/// What the node calls the chain.
	///
	/// # Errors
	/// Of kind network.
	pub(crate) async fn name(&self) -> Result<String> {
		Ok(self.methods().system_chain().await?)
	}

	/// A block's header, of a type that hashes as the chain does.
	///
	/// # Errors
	/// Of kind network, also if the header does not have the block's hash.
	pub(crate) async fn header<H>(&self, at: At) -> Result<H>
	where
		H: sp_runtime::traits::Header + serde::de::DeserializeOwned,
		H::Hash: From<[u8; 32]>,
	{
		let hash = self.block_hash(at).await?;
		let header: Option<H> = self.0.rpc.request("chain_getHeader", rpc_params![hash]).await?;
		let header = header.ok_or_else(|| Error::not_found("the node does not have that block"))?;
		if header.hash() != H::Hash::from(hash.0) {
			return Err(Error::Network("the header is not that of the block".into()));
		}
		Ok(header)
	}

	/// The node's proof that the block with this number is final; none if it has none, as before the validators change
	/// for the first time.
	///
	/// # Errors
	/// Of kind network.
	pub(crate) async fn prove_finality(&self, number: u32) -> Result<Option<Vec<u8>>> {
		let asked = self.0.rpc.request::<Option<String>>("grandpa_proveFinality", rpc_params![number]).await;
		match asked {
			Err(subxt::rpcs::Error::User(_)) => Ok(None),
			asked => asked?.map(|proof| bytes(&proof)).transpose(),
		}
	}

	/// The votes for the next block that becomes final; none if none does in time, or the node tells no votes.
	///
	/// # Errors
	/// Of kind network.
	pub(crate) async fn next_votes(&self, patience: Duration) -> Result<Option<Vec<u8>>> {
		let (subscribe, unsubscribe) =
			("grandpa_subscribeJustifications", "grandpa_unsubscribeJustifications");
		let subscribed = self.0.rpc.subscribe::<String>(subscribe, rpc_params![], unsubscribe).await;
		let mut votes = match subscribed {
			Err(subxt::rpcs::Error::User(_)) => return Ok(None),
			subscribed => subscribed?,
		};
		match tokio::time::timeout(patience, votes.next()).await {
			Err(_) | Ok(None) => Ok(None),
			Ok(Some(told)) => bytes(&told?).map(Some),
		}
	}

	/// Keys of the state that begin so, `page` asked for at a time.
	///
	/// # Errors
	/// Of kind network, also if the node no longer has the block's state.
	pub(crate) async fn keys_under(&self, prefix: &[u8], at: At, page: u32) -> Result<Vec<Vec<u8>>> {
		let hash = self.block_hash(at).await?;
		let mut keys: Vec<Vec<u8>> = Vec::new();
		loop {
			let last = keys.last().map(Vec::as_slice);
			let more = self.methods().state_get_keys_paged(prefix, page, last, Some(hash)).await?;
			let ends = more.len() < page as usize;
			// A page that doesn't advance would be asked for again and again.
			if more.first().is_some_and(|first| last.is_some_and(|last| first.as_slice() <= last)) {
				return Err(Error::Network("the node lists keys out of order".into()));
			}
			keys.extend(more);
			if ends {
				return Ok(keys);
			}
		}
	}

	/// Nodes of the state's trie that prove what is under these keys, or that nothing is.
	///
	/// # Errors
	/// Of kind network, also if the node no longer has the block's state.
	pub(crate) async fn read_proof(&self, keys: &[Vec<u8>], at: At) -> Result<Vec<Vec<u8>>> {
		let hash = self.block_hash(at).await?;
		let proof = self.methods().state_get_read_proof(keys.iter().map(Vec::as_slice), Some(hash)).await?;
		Ok(proof.proof.into_iter().map(|node| node.0).collect())
	}
}

fn bytes(text: &str) -> Result<Vec<u8>> {
	let bytes = text.strip_prefix("0x").and_then(|digits| hex::decode(digits).ok());
	bytes.ok_or_else(|| Error::Network("a proof of finality is not hexadecimal".into()))
}
