//! Access to the chain through one node.
//!
//! Reads call the runtime API `SalusApi` and decode its answers into the types of `salus-primitives`, which
//! the runtime encoded them from: there is one definition of each. The node is trusted to answer truly; a
//! person who does not trust one runs their own.

mod api;
pub mod calls;
pub mod events;
mod proofs;
pub mod refusal;
mod submit;

pub use events::Events;
pub use submit::{Landed, Retry, Wait};

use crate::{Error, Result};
use codec::{DecodeAll, Encode};
use salus_primitives::{
	ids::{ConsentIndex, GenesisHash, OrganisationId, PatientId, PractitionerId},
	people::VaultOwner,
	time::Moment,
};
use serde::Serialize;
use std::{
	sync::{atomic::AtomicU64, Arc},
	time::Duration,
};
use subxt::{
	backend::LegacyBackend,
	config::{Header as _, RpcConfigFor},
	ext::{scale_decode::DecodeAsType, scale_encode::EncodeAsType},
	rpcs::{LegacyRpcMethods, RpcClient},
	utils::H256,
	OnlineClient, PolkadotConfig,
};

/// How long a read waits for the finalised block to say what the best one says.
const SETTLING_TIME: Duration = Duration::from_secs(120);
/// How often it looks.
const SETTLING_STEP: Duration = Duration::from_millis(400);

/// The map of `Identity` with the generations that practitioners' lines of vaults begin with.
const LINEAGES: &str = "Lineages";
/// The map of `Consent` with the number of consents that patients have given.
const CONSENT_COUNT: &str = "ConsentCount";

/// The value of `Identity` with the id of the practitioner who comes next.
const NEXT_PRACTITIONER: (&str, &str) = ("Identity", "NextPractitioner");
/// The value of `Consortium` with the id of the organisation that comes next.
const NEXT_ORGANISATION: (&str, &str) = ("Consortium", "NextOrganisation");
/// The value of `Consortium` with the hash by which signed texts and envelopes know the chain.
const GENESIS_BLOCK: (&str, &str) = ("Consortium", "GenesisBlock");

/// The value of System with the hash of the code that may become the runtime, and whether its version is checked.
const AUTHORISED_UPGRADE: [&str; 2] = ["System", "AuthorizedUpgrade"];

/// At which block to read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum At {
	/// The best block: newest, and may still be replaced.
	Best,
	/// The newest finalised block.
	Finalised,
	/// The block with this hash.
	Block([u8; 32]),
}

/// How chain and node stand.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ChainStatus {
	/// The chain's name.
	pub chain: String,
	/// The node's software version.
	pub node_version: String,
	/// Hash of the first block, in hexadecimal; of the first chain's, where this one goes on from another's state.
	pub genesis: String,
	/// Number of the best block.
	pub best: u64,
	/// Hash of the best block, in hexadecimal.
	pub best_hash: String,
	/// Number of the newest finalised block.
	pub finalised: u64,
	/// Hash of the newest finalised block, in hexadecimal.
	pub finalised_hash: String,
	/// Version of the runtime at the best block.
	pub spec_version: u32,
	/// The node's peers.
	pub peers: usize,
	/// Whether the node is still catching up.
	pub syncing: bool,
	/// The chain's clock at the best block: milliseconds since the Unix epoch.
	pub now: Moment,
}

/// A connection to a node. Clones share it.
#[derive(Clone)]
pub struct Chain(Arc<Connection>);

struct Connection {
	rpc: RpcClient,
	methods: LegacyRpcMethods<RpcConfigFor<PolkadotConfig>>,
	client: OnlineClient<PolkadotConfig>,
	genesis: GenesisHash,
	retry: Retry,
	/// How many transactions were signed again for a new runtime.
	signed_anew: Arc<AtomicU64>,
}

impl std::fmt::Debug for Chain {
	fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
		write!(f, "Chain(0x{})", hex::encode(self.0.genesis))
	}
}

impl Chain {
	/// Connects to the node at a `ws://` or `wss://` URL.
	///
	/// # Errors
	/// Of kind usage for another URL, of kind network if no node answers there.
	pub async fn connect(url: &str) -> Result<Self> {
		crate::stores::install_tls_provider();
		match url::Url::parse(url) {
			Ok(parsed) if matches!(parsed.scheme(), "ws" | "wss") => {}
			_ => return Err(Error::Usage(format!("a node's URL starts with ws:// or wss://, not {url}"))),
		}
		if !subxt::rpcs::utils::url_is_secure(url)? {
			tracing::warn!("the connection to {url} is not encrypted");
		}
		let rpc = RpcClient::from_insecure_url(url)
			.await
			.map_err(|error| Error::Network(format!("no answer at {url}: {}", innermost(&error))))?;
		let backend = LegacyBackend::<PolkadotConfig>::builder().build(rpc.clone());
		// The types of chains older than their metadata are of no use here, and slow to load.
		let config = PolkadotConfig::builder().use_historic_types(false).build();
		let client = OnlineClient::from_backend_with_config(config, Arc::new(backend))
			.await
			.map_err(|error| Error::Network(error.to_string()))?;
		let methods = LegacyRpcMethods::new(rpc.clone());
		let genesis = ledger(&client, &methods).await?.unwrap_or(client.genesis_hash().0);
		Ok(Self(Arc::new(Connection {
			rpc,
			methods,
			client,
			genesis,
			retry: Retry::default(),
			signed_anew: Default::default(),
		})))
	}

	/// The same connection with another patience for transactions that the pool turns away.
	pub fn with_retry(&self, retry: Retry) -> Self {
		let Connection { rpc, methods, client, genesis, signed_anew, .. } = &*self.0;
		Self(Arc::new(Connection {
			rpc: rpc.clone(),
			methods: methods.clone(),
			client: client.clone(),
			genesis: *genesis,
			retry,
			signed_anew: signed_anew.clone(),
		}))
	}

	/// Hash of the chain's first block, which every signed text and envelope names. Where the chain goes on from the state
	/// of another, it is that one's; transactions are signed for the chain itself.
	pub fn genesis(&self) -> GenesisHash {
		self.0.genesis
	}

	/// The connection itself, for what is no question to the chain.
	pub(crate) fn rpc(&self) -> &RpcClient {
		&self.0.rpc
	}

	/// The same block for several reads: `at` with its hash of this moment.
	///
	/// # Errors
	/// Of kind network.
	pub async fn pin(&self, at: At) -> Result<At> {
		self.block_hash(at).await.map(|hash| At::Block(hash.0))
	}

	/// The block before the one at `at`.
	///
	/// # Errors
	/// Of kind not found if the node does not have the block, of kind network.
	pub(crate) async fn parent(&self, at: At) -> Result<At> {
		let header = self.methods().chain_get_header(Some(self.block_hash(at).await?)).await?;
		let header = header.ok_or_else(|| Error::not_found("the node does not have that block"))?;
		Ok(At::Block(header.parent_hash.0))
	}

	/// Calls the method `SalusApi_<method>` of the runtime with `args`, and decodes its answer.
	///
	/// # Errors
	/// Of kind network if the node does not answer, or no longer has the block's state; of kind chain if the
	/// answer is not of type `R`.
	pub async fn query<R: DecodeAll>(&self, method: &str, args: impl Encode + Send, at: At) -> Result<R> {
		let hash = self.block_hash(at).await?;
		let method = format!("SalusApi_{method}");
		let answer = self.methods().state_call(&method, Some(&args.encode()), Some(hash)).await?;
		R::decode_all(&mut answer.as_slice())
			.map_err(|error| Error::Chain(format!("the answer to {method} is not as expected: {error}")))
	}

	/// What `read` gives once a finalised block and the best one agree on it.
	///
	/// # Errors
	/// Those of `read`; of kind chain if they don't agree within two minutes.
	pub async fn settled<T, F>(&self, read: impl Fn(At) -> F) -> Result<T>
	where
		T: PartialEq,
		F: std::future::Future<Output = Result<T>>,
	{
		self.settled_in(read, |finalised, best| finalised == best).await
	}

	/// What `read` gives at the best block once a finalised one agrees with it in what matters.
	///
	/// # Errors
	/// As [`Self::settled`].
	pub async fn settled_in<T, F>(&self, read: impl Fn(At) -> F, agree: impl Fn(&T, &T) -> bool) -> Result<T>
	where
		F: std::future::Future<Output = Result<T>>,
	{
		let deadline = tokio::time::Instant::now() + SETTLING_TIME;
		loop {
			let finalised = read(At::Finalised).await;
			match (finalised, read(At::Best).await?) {
				(Ok(finalised), best) if agree(&finalised, &best) => return Ok(best),
				// What the best block knows and the finalised one doesn't is on its way.
				(Err(error), _) if error.kind() != crate::Kind::NotFound => return Err(error),
				_ if tokio::time::Instant::now() >= deadline => {
					return Err(Error::Chain(
						"what is needed is not finalised; finality may have stopped".into(),
					));
				}
				_ => tokio::time::sleep(SETTLING_STEP).await,
			}
		}
	}

	/// The generation that the first keys of a vault have: not 0 after a registrar reset it.
	pub(crate) async fn first_vault_generation(&self, owner: &VaultOwner, at: At) -> Result<u16> {
		let VaultOwner::Practitioner(practitioner) = owner else { return Ok(0) };
		self.stored("Identity", LINEAGES, *practitioner, at).await
	}

	/// How many consents the patient has given, and so the index of the next one.
	pub(crate) async fn consent_count(&self, patient: &PatientId, at: At) -> Result<ConsentIndex> {
		self.stored("Consent", CONSENT_COUNT, patient.0, at).await
	}

	/// The id of the practitioner who comes next; ids are dense from 1.
	pub(crate) async fn next_practitioner(&self, at: At) -> Result<PractitionerId> {
		self.stored_value(NEXT_PRACTITIONER, at).await
	}

	/// The id of the organisation that comes next; ids are dense from 1.
	pub(crate) async fn next_organisation(&self, at: At) -> Result<OrganisationId> {
		self.stored_value(NEXT_ORGANISATION, at).await
	}

	/// A pallet's value, which the runtime API does not tell; nothing is the type's default.
	async fn stored_value<V>(&self, (pallet, item): (&'static str, &'static str), at: At) -> Result<V>
	where
		V: DecodeAsType + Default,
	{
		let hash = self.block_hash(at).await?;
		let block = self.0.client.at_block(hash).await;
		let block = block.map_err(|error| Error::Network(error.to_string()))?;
		let address = subxt::storage::dynamic::<(), V>(pallet, item);
		let value = block.storage().try_fetch(address, ()).await;
		match value.map_err(|error| Error::Network(error.to_string()))? {
			None => Ok(V::default()),
			Some(value) => value.decode().map_err(|error| Error::Chain(error.to_string())),
		}
	}

	/// What a pallet's map has for a key, which the runtime API does not tell; nothing is the type's default.
	async fn stored<K, V>(&self, pallet: &'static str, map: &'static str, key: K, at: At) -> Result<V>
	where
		K: EncodeAsType + DecodeAsType,
		V: DecodeAsType + Default,
	{
		let hash = self.block_hash(at).await?;
		let unreadable = |error: String| Error::Network(error);
		let block = self.0.client.at_block(hash).await.map_err(|error| unreadable(error.to_string()))?;
		let address = subxt::storage::dynamic::<(K,), V>(pallet, map);
		let value = block
			.storage()
			.try_fetch(address, (key,))
			.await
			.map_err(|error| unreadable(error.to_string()))?;
		match value {
			None => Ok(V::default()),
			Some(value) => value.decode().map_err(|error| Error::Chain(error.to_string())),
		}
	}

	/// Name and version of the runtime at the block.
	pub(crate) async fn runtime_version(&self, at: At) -> Result<(String, u32)> {
		let hash = self.block_hash(at).await?;
		let version = self.methods().state_get_runtime_version(Some(hash)).await?;
		let name = version.other.get("specName").and_then(|name| name.as_str()).unwrap_or_default();
		Ok((name.to_owned(), version.spec_version))
	}

	/// Hash of the code (BLAKE2b-256) that two thirds of the council authorised to become the runtime, if there is one.
	///
	/// # Errors
	/// Of kind network.
	pub async fn authorised_upgrade(&self, at: At) -> Result<Option<[u8; 32]>> {
		let key = AUTHORISED_UPGRADE.map(|part| sp_crypto_hashing::twox_128(part.as_bytes())).concat();
		let hash = self.block_hash(at).await?;
		let stored = self.methods().state_get_storage(&key, Some(hash)).await?;
		Ok(stored.and_then(|stored| stored.first_chunk().copied()))
	}

	/// How chain and node stand.
	///
	/// # Errors
	/// Of kind network.
	pub async fn status(&self) -> Result<ChainStatus> {
		let methods = self.methods();
		let (best_hash, finalised_hash) =
			(self.block_hash(At::Best).await?, self.block_hash(At::Finalised).await?);
		let health = methods.system_health().await?;
		Ok(ChainStatus {
			chain: methods.system_chain().await?,
			node_version: methods.system_version().await?,
			genesis: format!("0x{}", hex::encode(self.genesis())),
			best: self.block_number(best_hash).await?,
			best_hash: format!("0x{}", hex::encode(best_hash.0)),
			finalised: self.block_number(finalised_hash).await?,
			finalised_hash: format!("0x{}", hex::encode(finalised_hash.0)),
			spec_version: methods.state_get_runtime_version(Some(best_hash)).await?.spec_version,
			peers: health.peers,
			syncing: health.is_syncing,
			now: self.now(At::Block(best_hash.0)).await?,
		})
	}

	fn methods(&self) -> &LegacyRpcMethods<RpcConfigFor<PolkadotConfig>> {
		&self.0.methods
	}

	async fn block_hash(&self, at: At) -> Result<H256> {
		match at {
			At::Best => self
				.methods()
				.chain_get_block_hash(None)
				.await?
				.ok_or_else(|| Error::Network("the node has no best block".into())),
			At::Finalised => Ok(self.methods().chain_get_finalized_head().await?),
			At::Block(hash) => Ok(H256(hash)),
		}
	}

	async fn block_number(&self, hash: H256) -> Result<u64> {
		let header = self.methods().chain_get_header(Some(hash)).await?;
		let header = header.ok_or_else(|| Error::not_found("the node does not have that block"))?;
		Ok(header.number())
	}
}

/// The hash by which the chain's state knows the ledger; none before the first block, when it is that of block 0.
async fn ledger(
	client: &OnlineClient<PolkadotConfig>,
	methods: &LegacyRpcMethods<RpcConfigFor<PolkadotConfig>>,
) -> Result<Option<GenesisHash>> {
	let best = methods.chain_get_block_hash(None).await?;
	let best = best.ok_or_else(|| Error::Network("the node has no best block".into()))?;
	let block = client.at_block(best).await.map_err(|error| Error::Network(error.to_string()))?;
	let address = subxt::storage::dynamic::<(), GenesisHash>(GENESIS_BLOCK.0, GENESIS_BLOCK.1);
	let value = block.storage().try_fetch(address, ()).await;
	let value = value.map_err(|error| Error::Network(error.to_string()))?;
	value.map(|value| value.decode().map_err(|error| Error::Chain(error.to_string()))).transpose()
}

/// What went wrong at the bottom; the layers above it only repeat that it was the client.
fn innermost(error: &dyn std::error::Error) -> String {
	let text = error.to_string();
	text.rsplit("client error: ").next().unwrap_or(&text).to_owned()
}

#[cfg(test)]
mod tests {
	use super::*;
	use subxt::{
		storage::{dynamic, Address},
		Metadata, OfflineClient,
	};

	fn key<A: Address>(address: A, keys: A::KeyParts) -> Vec<u8> {
		let metadata = Metadata::decode_from(include_bytes!("../../metadata/salus.scale")).unwrap();
		let config = PolkadotConfig::builder()
			.set_metadata_for_spec_versions([(0, metadata.into())])
			.set_spec_version_for_block_ranges([subxt::config::substrate::SpecVersionForRange {
				block_range: 0..1,
				spec_version: 0,
				transaction_version: 0,
			}])
			.build();
		let block = OfflineClient::new_with_config(config).at_block(0u64).unwrap();
		block.storage().entry(address).unwrap().fetch_key(keys).unwrap()
	}

	#[test]
	fn what_is_read_past_the_runtime_api_should_be_in_the_runtime_with_these_keys() {
		let patient = PatientId([0xab; 32]);
		assert!(
			key(dynamic::<(_,), ConsentIndex>("Consent", CONSENT_COUNT), (patient.0,)).ends_with(&patient.0)
		);
		assert!(key(dynamic::<(_,), u16>("Identity", LINEAGES), (0x0102_0304u32,)).ends_with(&[4, 3, 2, 1]));
		assert_eq!(key(dynamic::<(), GenesisHash>(GENESIS_BLOCK.0, GENESIS_BLOCK.1), ()).len(), 32);
		let [pallet, item] = AUTHORISED_UPGRADE;
		let key = key(dynamic::<(), [u8; 33]>(pallet, item), ());
		let parts = AUTHORISED_UPGRADE.map(|part| sp_crypto_hashing::twox_128(part.as_bytes()));
		assert_eq!(key, parts.concat());
	}

	#[test]
	fn values_should_lie_under_keys_of_their_own() {
		for (pallet, item) in [NEXT_PRACTITIONER, NEXT_ORGANISATION] {
			assert_eq!(key(dynamic::<(), u32>(pallet, item), ()).len(), 32);
		}
	}
}
