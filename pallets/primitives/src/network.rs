//! The consortium's nodes, and the private network they talk over.
//!
//! Members announce their nodes on chain. What is listed here decides who may connect: a WireGuard overlay is generated from
//! it, and nodes accept no peer that it does not name.

use crate::{
	ids::{sha256, GenesisHash, OrganisationId, SigningKey},
	limits::{MaxEndpointLen, MAX_DNS_LABEL, MAX_DNS_NAME},
	BoundedVec,
};
use alloc::{string::String, vec::Vec};
use base64::prelude::{Engine, BASE64_STANDARD};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::{
	fmt,
	net::{IpAddr, Ipv4Addr, Ipv6Addr},
	str::FromStr,
};
use scale_info::TypeInfo;
use serde::{de::Error as _, Deserialize, Deserializer, Serialize, Serializer};

/// A node that a member announced; dense from 1 over all members, and never used again.
pub type NodeId = u32;

/// The TCP port on which nodes expect each other at their overlay addresses.
pub const OVERLAY_P2P_PORT: u16 = 30_333;

/// What stands before an Ed25519 key in a libp2p peer id: the identity multihash of its protobuf.
const PEER_PREFIX: [u8; 6] = [0x00, 0x24, 0x08, 0x01, 0x12, 0x20];

/// Digits of a peer id: 38 bytes that begin with one zero byte.
const PEER_DIGITS: usize = 52;

/// Digits of 32 bytes in base64, with the sign that fills them up.
const WIREGUARD_DIGITS: usize = 44;

/// Why a text is not what it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadNode {
	/// No libp2p peer id of an Ed25519 key.
	Peer,
	/// No 32 bytes in base64.
	WireguardKey,
	/// No host and port.
	Endpoint,
}

impl fmt::Display for BadNode {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str(match self {
			Self::Peer => "expected the libp2p peer id of an Ed25519 key, as 12D3KooW…",
			Self::WireguardKey => "expected a WireGuard key: 44 characters of base64",
			Self::Endpoint => {
				"expected HOST:PORT, with a DNS name, an IPv4 address or an IPv6 address in brackets"
			}
		})
	}
}

impl core::error::Error for BadNode {}

/// A libp2p identity: the Ed25519 key of which a peer id is made. It reads as the peer id, in base58.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Hash,
	Debug,
	Default,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct PeerKey(
	/// The public key (RFC 8032).
	pub [u8; 32],
);

impl PeerKey {
	/// The key as what signs.
	pub fn signing(&self) -> SigningKey {
		SigningKey(self.0)
	}

	/// The bytes of the peer id.
	pub fn peer_id(&self) -> Vec<u8> {
		[PEER_PREFIX.as_slice(), &self.0].concat()
	}
}

impl fmt::Display for PeerKey {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str(&bs58::encode(self.peer_id()).into_string())
	}
}

impl FromStr for PeerKey {
	type Err = BadNode;

	fn from_str(text: &str) -> Result<Self, BadNode> {
		if text.len() != PEER_DIGITS {
			return Err(BadNode::Peer);
		}
		let bytes = bs58::decode(text).into_vec().map_err(|_| BadNode::Peer)?;
		let key = bytes.strip_prefix(PEER_PREFIX.as_slice()).and_then(|key| key.try_into().ok());
		key.map(Self).ok_or(BadNode::Peer)
	}
}

/// A WireGuard public key (X25519). It reads in base64, as WireGuard's own tools have it.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Hash,
	Debug,
	Default,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct WireguardKey(
	/// The public key (RFC 7748).
	pub [u8; 32],
);

impl fmt::Display for WireguardKey {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str(&BASE64_STANDARD.encode(self.0))
	}
}

impl FromStr for WireguardKey {
	type Err = BadNode;

	fn from_str(text: &str) -> Result<Self, BadNode> {
		if text.len() != WIREGUARD_DIGITS {
			return Err(BadNode::WireguardKey);
		}
		let bytes = BASE64_STANDARD.decode(text).map_err(|_| BadNode::WireguardKey)?;
		bytes.try_into().map(Self).map_err(|_| BadNode::WireguardKey)
	}
}

/// Text in JSON, by way of `Display` and `FromStr`.
macro_rules! as_text {
	($name:ident) => {
		impl Serialize for $name {
			fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
				serializer.collect_str(self)
			}
		}

		impl<'de> Deserialize<'de> for $name {
			fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
				String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
			}
		}
	};
}

as_text!(PeerKey);
as_text!(WireguardKey);
as_text!(Endpoint);
as_text!(OverlayAddress);

/// Where a node's WireGuard listens: `HOST:PORT` in ASCII. It says nothing else: it stands in configurations.
#[derive(
	Clone, PartialEq, Eq, Debug, Default, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Endpoint(
	/// The text.
	pub BoundedVec<u8, MaxEndpointLen>,
);

impl Endpoint {
	/// Whether it is a DNS name, an IPv4 address or an IPv6 address in brackets, and a port from 1 on.
	pub fn is_valid(&self) -> bool {
		core::str::from_utf8(&self.0).ok().and_then(|text| text.rsplit_once(':')).is_some_and(
			|(host, port)| {
				let digits = !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
				let port = digits && !port.starts_with('0') && port.parse::<u16>().is_ok();
				port && is_host(host)
			},
		)
	}
}

/// Whether the text names one host.
fn is_host(text: &str) -> bool {
	let one = |ip: IpAddr| !ip.is_unspecified() && !ip.is_multicast();
	if let Some(inner) = text.strip_prefix('[') {
		return inner
			.strip_suffix(']')
			.and_then(|ip| ip.parse::<Ipv6Addr>().ok())
			.is_some_and(|ip| one(ip.into()));
	}
	if let Ok(ip) = text.parse::<Ipv4Addr>() {
		return one(ip.into());
	}
	let label = |label: &str| {
		let inside = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
		(1..=MAX_DNS_LABEL).contains(&label.len())
			&& label.bytes().all(inside)
			&& !label.starts_with('-')
			&& !label.ends_with('-')
	};
	// A last label of digits would be an address that is written wrongly.
	let last =
		text.rsplit('.').next().is_some_and(|last| last.bytes().any(|byte| byte.is_ascii_alphabetic()));
	text.len() <= MAX_DNS_NAME && last && text.split('.').all(label)
}

impl fmt::Display for Endpoint {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		self.0.iter().try_for_each(|byte| write!(f, "{}", char::from(*byte)))
	}
}

impl FromStr for Endpoint {
	type Err = BadNode;

	fn from_str(text: &str) -> Result<Self, BadNode> {
		let endpoint =
			BoundedVec::try_from(text.as_bytes().to_vec()).map(Self).map_err(|_| BadNode::Endpoint)?;
		endpoint.is_valid().then_some(endpoint).ok_or(BadNode::Endpoint)
	}
}

/// What a node is for.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
#[serde(rename_all = "camelCase")]
pub enum NodeRole {
	/// Makes and finalises blocks.
	Validator,
	/// Keeps every state, and answers.
	History,
	/// Follows the chain, and answers.
	Full,
}

impl fmt::Display for NodeRole {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str(match self {
			Self::Validator => "validator",
			Self::History => "history",
			Self::Full => "full",
		})
	}
}

/// What a member announces of a node.
#[derive(
	Clone,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
#[serde(rename_all = "camelCase")]
pub struct NodeAnnouncement {
	/// Its libp2p identity.
	pub peer: PeerKey,
	/// Its key on the overlay.
	pub wireguard: WireguardKey,
	/// Where its WireGuard listens.
	pub endpoint: Endpoint,
	/// What it is for.
	pub role: NodeRole,
}

impl NodeAnnouncement {
	/// Whether the endpoint is one, and neither key is empty.
	pub fn is_valid(&self) -> bool {
		self.endpoint.is_valid()
			&& self.peer != PeerKey::default()
			&& self.wireguard != WireguardKey::default()
	}
}

/// A node of a member.
#[derive(
	Clone,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
#[serde(rename_all = "camelCase")]
pub struct Node {
	/// Who runs it.
	pub organisation: OrganisationId,
	/// What it announced of it.
	#[serde(flatten)]
	pub announcement: NodeAnnouncement,
}

/// An address on the overlay, IPv6.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct OverlayAddress(
	/// The address.
	pub [u8; 16],
);

impl OverlayAddress {
	/// The address of a node, in the network of its own that each chain has: `fd`, 40 bits of the genesis hash's SHA-256
	/// (RFC 4193), 16 bits of zero, the organisation and the node. No two nodes of a chain share one, and an organisation's
	/// are one `/96`.
	pub fn of(genesis: &GenesisHash, organisation: OrganisationId, node: NodeId) -> Self {
		let global = sha256(&[b"salus/v1/overlay", genesis]);
		let parts = [
			[0xfd].as_slice(),
			global.get(..5).unwrap_or(&[0; 5]),
			&[0, 0],
			&organisation.to_be_bytes(),
			&node.to_be_bytes(),
		];
		Self(parts.concat().try_into().unwrap_or_default())
	}

	/// The address.
	pub fn ip(&self) -> Ipv6Addr {
		Ipv6Addr::from(self.0)
	}

	/// The first address of the chain's network, which has 48 bits.
	pub fn network(&self) -> Ipv6Addr {
		let mut network = [0; 16];
		for (to, from) in network.iter_mut().zip(self.0).take(6) {
			*to = from;
		}
		Ipv6Addr::from(network)
	}
}

impl fmt::Display for OverlayAddress {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		self.ip().fmt(f)
	}
}

impl FromStr for OverlayAddress {
	type Err = core::net::AddrParseError;

	fn from_str(text: &str) -> Result<Self, Self::Err> {
		text.parse::<Ipv6Addr>().map(|ip| Self(ip.octets()))
	}
}

/// The consortium's nodes as the chain knows them: where they are on the overlay follows from the hash of the first block,
/// which that block's own state cannot tell.
#[derive(Clone, PartialEq, Eq, Debug, Default, Encode, Decode, TypeInfo)]
pub struct NodeList {
	/// Hash of the first block; none in its own state.
	pub genesis: Option<GenesisHash>,
	/// The nodes, by number.
	pub nodes: Vec<(NodeId, Node)>,
}

impl NodeList {
	/// The nodes, with where they are on a chain that began with the block `first`. If it goes on from another's state they
	/// stay where they were on that one.
	pub fn placed(self, first: &GenesisHash) -> Vec<NetworkNode> {
		let genesis = self.genesis.as_ref().unwrap_or(first);
		self.nodes.into_iter().map(|(id, node)| NetworkNode::of(genesis, id, node)).collect()
	}
}

/// A node of the list, with where it is on the overlay.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NetworkNode {
	/// Its number.
	pub id: NodeId,
	/// The node.
	#[serde(flatten)]
	pub node: Node,
	/// Its address on the overlay.
	pub address: OverlayAddress,
}

impl NetworkNode {
	/// The node of that number on the chain of that name.
	pub fn of(genesis: &GenesisHash, id: NodeId, node: Node) -> Self {
		let address = OverlayAddress::of(genesis, node.organisation, id);
		Self { id, node, address }
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use alloc::{format, string::ToString, vec};
	use proptest::prelude::*;

	#[test]
	fn peer_should_read_as_libp2p_has_it() {
		// The key of the Ed25519 seed 0x00…01, whose peer id Substrate's documentation uses.
		let key = "4cb5abf6ad79fbf5abbccafcc269d85cd2651ed4b885b5869f241aedf0a5ba29";
		let key = PeerKey(key.parse::<crate::ids::Digest>().unwrap().0);
		assert_eq!(key.to_string(), "12D3KooWEyoppNCUx8Yx66oV9fJnriXwCcXwDDUA2kj6vnc6iDEp");
		assert_eq!("12D3KooWEyoppNCUx8Yx66oV9fJnriXwCcXwDDUA2kj6vnc6iDEp".parse(), Ok(key));
	}

	#[test]
	fn peer_should_be_refused_when_it_is_another_key_or_damaged() {
		for bad in [
			"",
			"12D3KooWEyoppNCUx8Yx66oV9fJnriXwCcXwDDUA2kj6vnc6iDE",
			"12D3KooWEyoppNCUx8Yx66oV9fJnriXwCcXwDDUA2kj6vnc6iDEpp",
			"12D3KooWEyoppNCUx8Yx66oV9fJnriXwCcXwDDUA2kj6vnc6iDE0",
			"QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5N",
			"zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz",
			"1111111111111111111111111111111111111111111111111111",
		] {
			assert_eq!(bad.parse::<PeerKey>(), Err(BadNode::Peer), "{bad}");
		}
	}

	#[test]
	fn wireguard_key_should_read_as_wg_has_it() {
		// RFC 7748, section 6.1: Alice's public key.
		let key = "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a";
		let key = WireguardKey(key.parse::<crate::ids::Digest>().unwrap().0);
		assert_eq!(key.to_string(), "hSDwCYkwp1R0i33ctD73Wg2/Og0mOBr066SpjqqbTmo=");
		assert_eq!("hSDwCYkwp1R0i33ctD73Wg2/Og0mOBr066SpjqqbTmo=".parse(), Ok(key));
		for bad in [
			"",
			"hSDwCYkwp1R0i33ctD73Wg2/Og0mOBr066SpjqqbTmo",
			"hSDwCYkwp1R0i33ctD73Wg2/Og0mOBr066SpjqqbTmp=",
		] {
			assert_eq!(bad.parse::<WireguardKey>(), Err(BadNode::WireguardKey), "{bad}");
		}
	}

	#[test]
	fn endpoint_should_be_a_host_and_a_port() {
		for good in [
			"node-1.hospital.example:51820",
			"localhost:1",
			"192.0.2.7:65535",
			"[2001:db8::7]:51820",
			"x.y:80",
			"1.hospital.example:80",
		] {
			assert!(good.parse::<Endpoint>().is_ok(), "{good}");
		}
		let label = "a".repeat(63);
		assert!(format!("{label}.{label}.{label}.{}:65535", "a".repeat(61)).parse::<Endpoint>().is_ok());
		assert!(format!("{label}.{label}.{label}.{}:65535", "a".repeat(62)).parse::<Endpoint>().is_err());
	}

	#[test]
	fn endpoint_should_be_refused_when_it_says_anything_else() {
		for bad in [
			"",
			":51820",
			"hospital.example",
			"hospital.example:",
			"hospital.example:0",
			"hospital.example:051820",
			"hospital.example:+1",
			"hospital.example:65536",
			"hospital.example :51820",
			"hospital.example:51820\nPrivateKey = x",
			"hospital.example\n:51820",
			"hospital.example:51820 ",
			"hospital..example:51820",
			".example:51820",
			"example.:51820",
			"-a.example:51820",
			"a-.example:51820",
			"krankenhaus_1.example:51820",
			"mühle.example:51820",
			"256.1.1.1:51820",
			"1.2.3:51820",
			"0.0.0.0:51820",
			"224.0.0.1:51820",
			"2001:db8::7:51820",
			"[2001:db8::7:51820",
			"[::]:51820",
			"[ff02::1]:51820",
			"[fe80::1%eth0]:51820",
			"[192.0.2.7]:51820",
			"$(reboot):1",
			"a;b:1",
		] {
			assert_eq!(bad.parse::<Endpoint>(), Err(BadNode::Endpoint), "{bad:?}");
		}
		assert!(format!("{}:1", "a".repeat(64)).parse::<Endpoint>().is_err());
		assert!("a".repeat(400).parse::<Endpoint>().is_err());
		assert!(!Endpoint(BoundedVec::try_from(vec![0xff, b':', b'1']).unwrap()).is_valid());
	}

	#[test]
	fn overlay_address_should_be_as_published() {
		let genesis = [0x22; 32];
		let address = OverlayAddress::of(&genesis, 7, 258);
		assert_eq!(address.0[0], 0xfd);
		assert_eq!(address.0[1..6], sha256(&[b"salus/v1/overlay", &genesis])[..5]);
		assert_eq!(address.0[6..], [0, 0, 0, 0, 0, 7, 0, 0, 1, 2]);
		assert_eq!(address.to_string(), "fd6b:cb62:5d26::7:0:102");
		assert_eq!(address.network().octets()[..6], address.0[..6]);
		assert_eq!(address.network().octets()[6..], [0; 10]);
		assert_ne!(address, OverlayAddress::of(&[0x23; 32], 7, 258));
		assert_eq!(address.to_string().parse(), Ok(address));
	}

	#[test]
	fn nodes_should_be_where_the_first_blocks_hash_says_when_its_state_does_not_know_it() {
		let announcement = NodeAnnouncement {
			peer: PeerKey([1; 32]),
			wireguard: WireguardKey([2; 32]),
			endpoint: "node.hospital.example:51820".parse().unwrap(),
			role: NodeRole::Validator,
		};
		let nodes = vec![(3, Node { organisation: 2, announcement })];
		let at = |genesis, first| NodeList { genesis, nodes: nodes.clone() }.placed(first)[0].address;
		assert_eq!(at(None, &[9; 32]), OverlayAddress::of(&[9; 32], 2, 3));
		assert_eq!(at(Some([9; 32]), &[9; 32]), OverlayAddress::of(&[9; 32], 2, 3));
		// A chain that goes on from another's state.
		assert_eq!(at(Some([8; 32]), &[9; 32]), OverlayAddress::of(&[8; 32], 2, 3));
	}

	proptest! {
		#[test]
		fn keys_should_read_back_as_they_were_written(bytes: [u8; 32]) {
			prop_assert_eq!(PeerKey(bytes).to_string().parse(), Ok(PeerKey(bytes)));
			prop_assert_eq!(WireguardKey(bytes).to_string().parse(), Ok(WireguardKey(bytes)));
		}

		#[test]
		fn no_text_should_be_an_endpoint_with_anything_but_its_letters(text in ".{0,40}") {
			if let Ok(endpoint) = text.parse::<Endpoint>() {
				let plain = |byte: u8| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte);
				prop_assert!(endpoint.0.iter().all(|byte| plain(*byte)));
			}
		}

		#[test]
		fn overlay_addresses_should_differ_when_anything_does(a: (u32, u32), b: (u32, u32)) {
			let of = |(organisation, node)| OverlayAddress::of(&[7; 32], organisation, node);
			prop_assert_eq!(of(a) == of(b), a == b);
		}
	}
}
