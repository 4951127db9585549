//! The consortium's nodes: announcing them, and the peers that a host's WireGuard is to have.
//!
//! The list is read at a finalised block. Where there is no chain to read, a raw chain specification has the nodes that the
//! chain began with, so that a host that is set up anew reaches somebody to get the chain from.

use crate::{
	chain::calls,
	export::{
		proof::{genesis_state, read_spec},
		state::Entry,
		Beginning,
	},
	Client, Error, Landed, Result, Wallet,
};
use codec::DecodeAll;
use salus_primitives::{
	network::{NetworkNode, Node, NodeAnnouncement, NodeId, NodeRole, OverlayAddress, PeerKey, WireguardKey},
	text::{AnnounceNode, SignedText},
};
use salus_vault::sign::VaultSigner;
use std::{collections::BTreeMap, path::Path};
use zeroize::Zeroizing;

/// Longest file of a node key that is read: 64 digits and the end of the line.
const MAX_NODE_KEY: u64 = 66;

/// The secret key of a node's libp2p identity.
#[derive(Clone, Debug)]
pub struct NodeKey(VaultSigner);

impl NodeKey {
	/// The key of a seed, the private key of RFC 8032.
	pub fn from_seed(seed: &[u8; 32]) -> Self {
		Self(VaultSigner::from_seed(seed))
	}

	/// Reads the file that `salus-node key generate-node-key` writes: the seed, as 32 bytes or in hexadecimal.
	///
	/// # Errors
	/// Of kind usage if the file is none.
	pub fn read(path: &Path) -> Result<Self> {
		let failed = |error| Error::file(path, error);
		let none = || Error::usage(format!("{} is no node key", path.display()));
		if std::fs::metadata(path).map_err(failed)?.len() > MAX_NODE_KEY {
			return Err(none());
		}
		let bytes = Zeroizing::new(std::fs::read(path).map_err(failed)?);
		let mut seed = Zeroizing::new([0u8; 32]);
		if bytes.len() == seed.len() {
			seed.copy_from_slice(&bytes);
		} else {
			let digits = bytes.trim_ascii();
			hex::decode_to_slice(digits, seed.as_mut_slice()).map_err(|_| none())?;
		}
		Ok(Self::from_seed(&seed))
	}

	/// The identity.
	pub fn peer(&self) -> PeerKey {
		PeerKey(self.0.public().0)
	}
}

/// What a node's operator says of it; its identity is that of its key.
#[derive(Clone, Debug)]
pub struct NewNode {
	/// Its key on the overlay.
	pub wireguard: WireguardKey,
	/// Where its WireGuard listens: `HOST:PORT`.
	pub endpoint: String,
	/// What it is for.
	pub role: NodeRole,
}

/// A node that is on the list now.
#[derive(Clone, Debug)]
pub struct Announced {
	/// The node.
	pub node: NetworkNode,
	/// Where the announcement landed.
	pub landed: Landed,
}

impl Client {
	/// Lists a node of the controller's organisation, whose own key signs for it.
	///
	/// # Errors
	/// Of kind denied if the account acts for no organisation, of kind usage for an endpoint that is none; those of
	/// [`crate::Chain::submit`].
	pub async fn announce_node(&self, controller: &Wallet, key: &NodeKey, new: NewNode) -> Result<Announced> {
		let NewNode { wireguard, endpoint, role } = new;
		let endpoint = endpoint.parse().map_err(|why| Error::usage(format!("{endpoint}: {why}")))?;
		let organisation = self.agency(controller).await?;
		let genesis = self.chain().genesis();
		let announcement = NodeAnnouncement { peer: key.peer(), wireguard, endpoint, role };
		let text = AnnounceNode { genesis, organisation, node: &announcement }.text();
		let call = calls::consortium::announce_node(organisation, &announcement, &key.0.sign(&text));
		let landed = self.chain().submit(&call, controller, self.wait()).await?;
		let id: NodeId = landed.events.field("Consortium", "NodeAnnounced", "node")?;
		let node = NetworkNode::of(&genesis, id, Node { organisation, announcement });
		Ok(Announced { node, landed })
	}

	/// Takes a node of the controller's organisation off the list.
	///
	/// # Errors
	/// Of kind denied if the account acts for no organisation; those of [`crate::Chain::submit`].
	pub async fn withdraw_node(&self, controller: &Wallet, node: NodeId) -> Result<Landed> {
		let organisation = self.agency(controller).await?;
		let call = calls::consortium::withdraw_node(organisation, node);
		self.chain().submit(&call, controller, self.wait()).await
	}
}

/// The nodes that the chain began with, as a raw chain specification has them.
///
/// # Errors
/// Of kind usage if the file is none.
pub fn nodes_at_genesis(path: &Path) -> Result<Vec<NetworkNode>> {
	read_spec(path, nodes_in)
}

fn nodes_in(spec: &[u8]) -> Option<Vec<NetworkNode>> {
	/// Bytes of a number that a map hashes with 64 bits of xxHash: the hash, and the number.
	const HASHED: usize = 12;
	let state = genesis_state(spec)?;
	let prefix = Entry::new("Consortium", "Nodes");
	let mut nodes = BTreeMap::new();
	for (key, value) in &state {
		let Some(rest) = key.strip_prefix(prefix.key()).filter(|rest| rest.len() == HASHED) else { continue };
		let id = NodeId::decode_all(&mut rest.get(8..)?).ok()?;
		nodes.insert(id, Node::decode_all(&mut value.as_slice()).ok()?);
	}
	let genesis = Beginning::of(state)?.genesis.0;
	Some(nodes.into_iter().map(|(id, node)| NetworkNode::of(&genesis, id, node)).collect())
}

/// A host on the overlay.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Peer {
	/// Its key.
	pub key: WireguardKey,
	/// Where its WireGuard listens.
	pub endpoint: String,
	/// Its address, the only one that it may send from.
	pub address: OverlayAddress,
}

/// The peers of the host with this key: every other node. A node whose line is not well-formed, whatever a chain said of
/// it, is none.
pub fn peers(nodes: &[NetworkNode], own: &WireguardKey) -> Vec<Peer> {
	nodes
		.iter()
		.filter(|node| node.node.announcement.wireguard != *own && node.node.announcement.is_valid())
		.map(|node| Peer {
			key: node.node.announcement.wireguard,
			endpoint: node.node.announcement.endpoint.to_string(),
			address: node.address,
		})
		.collect()
}

/// A configuration for `wg-quick` on this host. Its private key stays in its file.
pub fn configuration(
	peers: &[Peer],
	address: &OverlayAddress,
	private_key: &str,
	port: u16,
	keepalive: Option<u16>,
) -> Result<String> {
	// It stands in a command that a shell reads.
	let plain = |letter: char| letter.is_ascii_alphanumeric() || "/._-".contains(letter);
	if private_key.is_empty() || !private_key.chars().all(plain) {
		return Err(Error::usage("the key file's path has letters, digits and / . _ - alone"));
	}
	let mut text = format!(
		"[Interface]\nAddress = {address}/48\nListenPort = {port}\nPostUp = wg set %i private-key {private_key}\n"
	);
	for Peer { key, endpoint, address } in peers {
		text.push_str(&format!(
			"\n[Peer]\nPublicKey = {key}\nEndpoint = {endpoint}\nAllowedIPs = {address}/128\n"
		));
		if let Some(seconds) = keepalive {
			text.push_str(&format!("PersistentKeepalive = {seconds}\n"));
		}
	}
	Ok(text)
}

/// A step that brings an interface's peers to what they are to be: arguments of `wg`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Step {
	/// Cuts a peer off.
	Remove(String),
	/// Lets a peer in.
	Set(Peer),
}

impl Step {
	/// The arguments of `wg`.
	pub fn arguments(&self, interface: &str, keepalive: Option<u16>) -> Vec<String> {
		let mut arguments = vec!["set".to_owned(), interface.to_owned(), "peer".to_owned()];
		match self {
			Self::Remove(key) => arguments.extend([key.clone(), "remove".to_owned()]),
			Self::Set(peer) => {
				arguments.extend([
					peer.key.to_string(),
					"allowed-ips".into(),
					format!("{}/128", peer.address),
				]);
				arguments.extend(["endpoint".into(), peer.endpoint.clone()]);
				arguments.extend(["persistent-keepalive".into(), keepalive.unwrap_or(0).to_string()]);
			}
		}
		arguments
	}
}

/// What is to be done with an interface that has peers with the keys `there`: whoever is not wanted goes first, so that
/// nothing about the others delays it. A peer that is wanted is set again, which breaks no connection.
pub fn steps(there: &[String], wanted: &[Peer]) -> Vec<Step> {
	let keys: Vec<String> = wanted.iter().map(|peer| peer.key.to_string()).collect();
	let unwanted = there.iter().filter(|key| !keys.contains(key)).cloned().map(Step::Remove);
	unwanted.chain(wanted.iter().cloned().map(Step::Set)).collect()
}

#[cfg(test)]
mod tests {
	use super::*;
	use codec::Encode;
	use serde_json::json;

	fn node(id: NodeId) -> NetworkNode {
		let announcement = NodeAnnouncement {
			peer: PeerKey([id as u8; 32]),
			wireguard: WireguardKey([id as u8; 32]),
			endpoint: format!("n{id}.hospital.example:51820").parse().unwrap(),
			role: NodeRole::Validator,
		};
		NetworkNode::of(&[7; 32], id, Node { organisation: id + 10, announcement })
	}

	#[test]
	fn peers_should_be_all_others_and_nothing_malformed() {
		let mut nodes = vec![node(1), node(2), node(3)];
		assert_eq!(peers(&nodes, &WireguardKey([2; 32])).len(), 2);
		assert_eq!(peers(&nodes, &WireguardKey([9; 32])).len(), 3);
		let injected = b"a.example:1\nAllowedIPs = ::/0".to_vec();
		nodes[0].node.announcement.endpoint.0 = injected.try_into().unwrap();
		let left = peers(&nodes, &WireguardKey([2; 32]));
		assert_eq!(left.iter().map(|peer| peer.key).collect::<Vec<_>>(), [WireguardKey([3; 32])]);
	}

	#[test]
	fn configuration_should_name_each_peers_one_address_and_no_secret() {
		let nodes = [node(1), node(2)];
		let peers = peers(&nodes, &WireguardKey([2; 32]));
		let text =
			configuration(&peers, &nodes[1].address, "/etc/salus/wireguard.key", 51_820, Some(25)).unwrap();
		let (own, other) = (nodes[1].address, nodes[0].address);
		let key = WireguardKey([1; 32]);
		assert_eq!(
			text,
			format!(
				"[Interface]\nAddress = {own}/48\nListenPort = 51820\nPostUp = wg set %i private-key \
				 /etc/salus/wireguard.key\n\n[Peer]\nPublicKey = {key}\nEndpoint = n1.hospital.example:51820\nAllowedIPs = \
				 {other}/128\nPersistentKeepalive = 25\n"
			)
		);
		for bad in ["", "key; reboot", "$(reboot)", "a b", "k\nPostUp = reboot"] {
			assert!(configuration(&peers, &own, bad, 51_820, None).is_err(), "{bad:?}");
		}
	}

	#[test]
	fn steps_should_cut_off_first_and_then_let_in() {
		let wanted = peers(&[node(1), node(2)], &WireguardKey([9; 32]));
		let (one, gone) = (WireguardKey([1; 32]).to_string(), WireguardKey([3; 32]).to_string());
		let steps = steps(&[one, gone.clone()], &wanted);
		assert_eq!(
			steps,
			[Step::Remove(gone.clone()), Step::Set(wanted[0].clone()), Step::Set(wanted[1].clone())]
		);
		assert_eq!(steps[0].arguments("salus0", None), ["set", "salus0", "peer", gone.as_str(), "remove"]);
		let address = format!("{}/128", wanted[0].address);
		let key = wanted[0].key.to_string();
		let set = ["set", "salus0", "peer", &key, "allowed-ips", &address, "endpoint"];
		let rest = ["n1.hospital.example:51820", "persistent-keepalive", "25"];
		assert_eq!(steps[1].arguments("salus0", Some(25)), [set.as_slice(), &rest].concat());
	}

	#[test]
	fn chain_specification_should_give_the_nodes_of_genesis() {
		let hex = |bytes: &[u8]| format!("0x{}", hex::encode(bytes));
		let keys: Vec<([u8; 32], u64)> = vec![([1; 32], 1)];
		let mut top = serde_json::Map::new();
		top.insert(hex(Entry::new("Grandpa", "Authorities").key()), json!(hex(&keys.encode())));
		for id in [300, 2] {
			let entry = Entry::new("Consortium", "Nodes").twox(id);
			top.insert(hex(entry.key()), json!(hex(&node(id).node.encode())));
		}
		let entry = Entry::new("Consortium", "NextNode");
		top.insert(hex(entry.key()), json!(hex(&301u32.encode())));
		let spec = json!({ "genesis": { "raw": { "top": top, "childrenDefault": {} } } }).to_string();
		let genesis = Beginning::parse(spec.as_bytes()).unwrap().genesis.0;
		let nodes = nodes_in(spec.as_bytes()).unwrap();
		assert_eq!(nodes.iter().map(|node| node.id).collect::<Vec<_>>(), [2, 300]);
		assert_eq!(nodes[0].node, node(2).node);
		assert_eq!(nodes[0].address, OverlayAddress::of(&genesis, 12, 2));
		assert_eq!(nodes_in(b"{}"), None);
	}

	#[test]
	fn node_key_should_be_read_as_substrate_writes_it() {
		let folder = tempfile::tempdir().unwrap();
		let path = folder.path().join("secret_ed25519");
		let mut seed = [0u8; 32];
		seed[31] = 1;
		let expected = "12D3KooWEyoppNCUx8Yx66oV9fJnriXwCcXwDDUA2kj6vnc6iDEp";
		for bytes in
			[seed.to_vec(), hex::encode(seed).into_bytes(), format!("{}\n", hex::encode(seed)).into_bytes()]
		{
			std::fs::write(&path, bytes).unwrap();
			assert_eq!(NodeKey::read(&path).unwrap().peer().to_string(), expected);
		}
		for bad in [vec![], vec![b'g'; 64], vec![b'0'; 63], vec![0; 100]] {
			std::fs::write(&path, bad).unwrap();
			assert!(NodeKey::read(&path).is_err());
		}
		assert!(NodeKey::read(&folder.path().join("absent")).is_err());
	}
}
