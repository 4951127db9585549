//! Who may connect: the nodes that the chain lists.
//!
//! Two things are decided here, from one list. Block announcements are exchanged with listed nodes alone, and GRANDPA and
//! transactions with whom those are exchanged. And requests for blocks, state and warp proofs are answered to listed nodes
//! alone: a peer that is refused every notification may still ask, because the connection under both is one that the
//! network library makes before anybody is asked.
//!
//! The list is that of the newest finalised block. Where the chain cannot be read the list before it counts, and at the
//! start, or where the chain lists nobody, the boot nodes of the chain specification. Peers that the operator reserves are
//! let in whatever the list says.

use crate::service::Client;
use clap::ValueEnum;
use futures::StreamExt;
use salus_primitives::network::{NetworkNode, OVERLAY_P2P_PORT};
use salus_runtime::{opaque::Block, Hash};
use salus_runtime_api::SalusApi;
use sc_client_api::BlockchainEvents;
use sc_network::{
	config::{MultiaddrWithPeerId, NonReservedPeerMode},
	request_responses::{IncomingRequest, OutgoingResponse, ProtocolConfig},
	service::traits::NetworkService,
	types::ProtocolName,
	Multiaddr, NetworkBackend, PeerId,
};
use sc_network_sync::SyncingService;
use sc_service::{Configuration, SpawnTaskHandle};
use sp_api::ProvideRuntimeApi;
use sp_blockchain::HeaderBackend;
use sp_io::hashing::twox_128;
use std::{
	collections::{BTreeMap, HashSet},
	sync::{Arc, RwLock},
};
use substrate_prometheus_endpoint::{Counter, CounterVec, Gauge, U64};

/// Whether the list decides who may connect.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, ValueEnum)]
pub enum Mode {
	/// If the chain specification has nodes.
	#[default]
	Auto,
	/// Yes.
	On,
	/// No: whoever knows an address connects.
	Off,
}

impl Mode {
	/// Whether it does, for this chain. What later blocks list does not turn it on: a member that announced its own nodes
	/// first would cut off all others.
	pub fn is_on(self, config: &Configuration) -> Result<bool, String> {
		match self {
			Self::On => Ok(true),
			Self::Off => Ok(false),
			Self::Auto => {
				let prefix = [twox_128(b"Consortium"), twox_128(b"Nodes")].concat();
				let genesis = config.chain_spec.as_storage_builder().build_storage()?;
				Ok(genesis.top.keys().any(|key| key.starts_with(&prefix)))
			}
		}
	}
}

/// The requests that are answered to listed nodes alone, as metrics name them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Asked {
	/// Blocks.
	Blocks,
	/// A block's state.
	State,
	/// Proofs of finality, to catch up by.
	Warp,
}

impl Asked {
	/// Its label.
	pub const fn label(self) -> &'static str {
		match self {
			Self::Blocks => "blocks",
			Self::State => "state",
			Self::Warp => "warp",
		}
	}

	/// All labels.
	pub const LABELS: [&'static str; 3] = [Self::Blocks.label(), Self::State.label(), Self::Warp.label()];
}

/// What is counted of it.
#[derive(Clone)]
pub struct PermissionCounts {
	/// Requests of peers that are not listed, by [`Asked::LABELS`].
	pub refused: CounterVec<U64>,
	/// Peers that may connect; none where everybody may.
	pub permitted: Gauge<U64>,
}

/// Who is answered. Clones share it.
#[derive(Clone)]
pub struct Permissions {
	/// None where everybody is.
	listed: Option<Arc<RwLock<HashSet<PeerId>>>>,
	counts: PermissionCounts,
}

impl Permissions {
	/// Everybody is answered.
	pub fn open(counts: PermissionCounts) -> Self {
		Self { listed: None, counts }
	}

	/// Nobody is, until somebody is listed.
	pub fn closed(counts: PermissionCounts) -> Self {
		Self { listed: Some(Arc::default()), counts }
	}

	/// Whether the list decides.
	pub fn is_closed(&self) -> bool {
		self.listed.is_some()
	}

	/// Whether the peer is answered.
	pub fn allows(&self, peer: &PeerId) -> bool {
		// A list that could not be written to its end is none.
		self.listed.as_ref().is_none_or(|listed| listed.read().is_ok_and(|listed| listed.contains(peer)))
	}

	/// Answers these peers from now on.
	pub fn list(&self, peers: HashSet<PeerId>) {
		self.counts.permitted.set(peers.len() as u64);
		if let Some(mut listed) = self.listed.as_ref().and_then(|listed| listed.write().ok()) {
			*listed = peers;
		}
	}

	/// Offers to the network library `N` what `offered` says, with a queue of requests before that of whoever serves them,
	/// which lets listed peers pass.
	pub fn guard<N: NetworkBackend<Block, Hash>>(
		&self,
		asked: Asked,
		offered: ProtocolConfig,
		spawner: &SpawnTaskHandle,
	) -> N::RequestResponseProtocolConfig {
		let queue = offered.inbound_queue.map(|served| {
			let (queue, requests) = async_channel::bounded(served.capacity().unwrap_or(1));
			let guard = self.clone().let_pass(asked, requests, served);
			spawner.spawn("request-guard", Some("networking"), guard);
			queue
		});
		N::request_response_config(
			offered.name,
			offered.fallback_names,
			offered.max_request_size,
			offered.max_response_size,
			offered.request_timeout,
			queue,
		)
	}

	/// Hands requests of listed peers on until there are no more.
	pub async fn let_pass(
		self,
		asked: Asked,
		requests: async_channel::Receiver<IncomingRequest>,
		served: async_channel::Sender<IncomingRequest>,
	) {
		let refused: Counter<U64> = self.counts.refused.with_label_values(&[asked.label()]);
		while let Ok(request) = requests.recv().await {
			if self.allows(&request.peer) {
				// As the network library does with a queue that is full: the request is dropped, which the peer is told.
				// To wait would make those wait who come after.
				let _ = served.try_send(request);
				continue;
			}
			refused.inc();
			let no =
				OutgoingResponse { result: Err(()), reputation_changes: Vec::new(), sent_feedback: None };
			let _ = request.pending_response.send(no);
		}
	}
}

/// Peers, with where they are.
pub type Peers = BTreeMap<PeerId, Multiaddr>;

/// The peers that a list names. One that is not an identity of its own is none.
pub fn peers(nodes: &[NetworkNode]) -> Peers {
	let place = |node: &NetworkNode| {
		let peer = PeerId::from_bytes(&node.node.announcement.peer.peer_id()).ok()?;
		let address = format!("/ip6/{}/tcp/{OVERLAY_P2P_PORT}", node.address).parse().ok()?;
		Some((peer, address))
	};
	nodes.iter().filter_map(place).collect()
}

/// What changes between two lists.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Change {
	/// Peers that are let in, or are elsewhere now.
	pub added: Vec<(PeerId, Multiaddr)>,
	/// Peers that are cut off.
	pub removed: Vec<PeerId>,
}

/// What changes from one list to another.
pub fn change(from: &Peers, to: &Peers) -> Change {
	let added = to.iter().filter(|(peer, address)| from.get(*peer) != Some(*address));
	let removed = from.keys().filter(|peer| !to.contains_key(*peer));
	Change {
		added: added.map(|(peer, address)| (*peer, address.clone())).collect(),
		removed: removed.copied().collect(),
	}
}

/// Who is let in whatever the chain says, and who before it says anything.
#[derive(Clone, Debug, Default)]
pub struct Known {
	/// Peers that the operator reserves.
	reserved: Peers,
	/// Boot nodes of the chain specification.
	boot: Peers,
}

impl Known {
	/// Peers that the operator reserves, and boot nodes.
	pub fn new(reserved: Peers, boot: Peers) -> Self {
		Self { reserved, boot }
	}

	/// Reads them, and has the network refuse all others from its start.
	pub fn take(config: &mut Configuration) -> Self {
		let all = |nodes: &[MultiaddrWithPeerId]| {
			nodes.iter().map(|node| (node.peer_id, node.multiaddr.clone())).collect::<Peers>()
		};
		let set = &mut config.network.default_peers_set;
		set.non_reserved_mode = NonReservedPeerMode::Deny;
		Self::new(all(&set.reserved_nodes), all(config.chain_spec.boot_nodes()))
	}

	/// Who may connect, if the chain lists `listed`; none if it could not be read.
	pub fn permitted(&self, listed: Option<&[NetworkNode]>, own: &PeerId) -> Peers {
		let listed = listed.map(peers).filter(|listed| !listed.is_empty());
		let mut permitted = listed.unwrap_or_else(|| self.boot.clone());
		permitted.extend(self.reserved.clone());
		permitted.remove(own);
		permitted
	}
}

/// Keeps the network at what the chain lists.
pub struct Keeper {
	/// The chain.
	pub client: Arc<Client>,
	/// The network.
	pub network: Arc<dyn NetworkService>,
	/// The protocol of block announcements, which all others go by.
	pub announcements: ProtocolName,
	/// Who exchanges them, and counts peers too.
	pub sync: Arc<SyncingService<Block>>,
	/// Who is answered.
	pub permissions: Permissions,
	/// Who is let in besides.
	pub known: Known,
}

impl Keeper {
	/// Follows finality for as long as there is a chain.
	pub async fn run(self) {
		let mut finality = self.client.finality_notification_stream();
		// The library has those of the operator already.
		let mut held = self.known.reserved.clone();
		let mut read = self.list(self.client.info().finalized_hash);
		loop {
			let permitted = self.known.permitted(read.as_deref(), &self.network.local_peer_id());
			self.bring(&held, &permitted);
			held = permitted;
			let Some(block) = finality.next().await else { return };
			// What cannot be read changes nothing.
			read = self.list(block.hash).or(read);
		}
	}

	fn list(&self, at: Hash) -> Option<Vec<NetworkNode>> {
		let list = self.client.runtime_api().network_nodes(at).ok()?;
		Some(list.placed(&self.client.info().genesis_hash.0))
	}

	/// Brings the network from one list to another. Requests are refused first, so that nobody who is cut off asks on.
	fn bring(&self, from: &Peers, to: &Peers) {
		let peers: HashSet<PeerId> = to.keys().copied().collect();
		self.permissions.list(peers.clone());
		let Change { added, removed } = change(from, to);
		if !added.is_empty() || !removed.is_empty() {
			self.sync.set_no_slot_peers(peers);
		}
		for peer in removed {
			log::info!(target: "permissions", "{peer} may connect no more");
			self.network.remove_reserved_peer(peer);
			// By itself that refuses who comes, and keeps who is there if there is room.
			self.network.disconnect_peer(peer, self.announcements.clone());
		}
		for (peer_id, multiaddr) in added {
			log::info!(target: "permissions", "{peer_id} may connect");
			if from.contains_key(&peer_id) {
				self.network.add_known_address(peer_id, multiaddr);
			} else if let Err(why) =
				self.network.add_reserved_peer(MultiaddrWithPeerId { multiaddr, peer_id })
			{
				log::warn!(target: "permissions", "{peer_id} cannot be reserved: {why}");
			}
		}
	}
}
