//! Who may connect: from the list to peers, and past the guard of requests.

use clap::Parser;
use futures::channel::oneshot;
use salus_node::{
	cli::Cli,
	permissions::{change, peers, Asked, Change, Known, Mode, PermissionCounts, Permissions},
};
use salus_primitives::network::{NetworkNode, Node, NodeAnnouncement, NodeRole, PeerKey, WireguardKey};
use sc_network::{request_responses::IncomingRequest, Multiaddr, PeerId};
use std::collections::BTreeMap;
use substrate_prometheus_endpoint::{CounterVec, Gauge, Opts};

fn counts() -> PermissionCounts {
	PermissionCounts {
		refused: CounterVec::new(Opts::new("refused", "refused"), &["protocol"]).unwrap(),
		permitted: Gauge::new("permitted", "permitted").unwrap(),
	}
}

/// A node with the key of this Ed25519 seed.
fn node(id: u32) -> NetworkNode {
	use sp_core::{ed25519, Pair};
	let key = ed25519::Pair::from_seed(&[id as u8; 32]).public();
	let announcement = NodeAnnouncement {
		peer: PeerKey(key.0),
		wireguard: WireguardKey([id as u8; 32]),
		endpoint: "node.hospital.example:51820".parse().unwrap(),
		role: NodeRole::Validator,
	};
	NetworkNode::of(&[7; 32], id, Node { organisation: 1, announcement })
}

fn peer(id: u32) -> PeerId {
	node(id).node.announcement.peer.to_string().parse().unwrap()
}

fn address(id: u32) -> Multiaddr {
	format!("/ip6/{}/tcp/30333", node(id).address).parse().unwrap()
}

#[test]
fn peers_should_be_those_of_the_list_at_their_overlay_addresses() {
	let expected: BTreeMap<_, _> = [1, 2].map(|id| (peer(id), address(id))).into();
	assert_eq!(peers(&[node(1), node(2)]), expected);
	assert!(peers(&[]).is_empty());
}

#[test]
fn change_should_let_in_who_is_new_and_cut_off_who_is_gone() {
	let of = |ids: &[u32]| ids.iter().map(|id| (peer(*id), address(*id))).collect::<BTreeMap<_, _>>();
	assert_eq!(change(&of(&[1, 2]), &of(&[1, 2])), Change::default());
	let moved = change(&of(&[1, 2]), &of(&[2, 3]));
	assert_eq!(moved, Change { added: vec![(peer(3), address(3))], removed: vec![peer(1)] });
	// Announced anew, it is elsewhere.
	let mut elsewhere = of(&[1]);
	elsewhere.insert(peer(1), address(9));
	assert_eq!(
		change(&of(&[1]), &elsewhere),
		Change { added: vec![(peer(1), address(9))], removed: Vec::new() }
	);
}

#[test]
fn permitted_should_be_the_list_and_the_operators_own_and_never_the_node_itself() {
	let boot = BTreeMap::from([(peer(8), address(8))]);
	let known = Known::new(BTreeMap::from([(peer(9), address(9))]), boot);
	let keys = |permitted: BTreeMap<PeerId, Multiaddr>| {
		let mut ids: Vec<_> = (1..10).filter(|id| permitted.contains_key(&peer(*id))).collect();
		ids.truncate(permitted.len());
		ids
	};
	let listed = [node(1), node(2), node(3)];
	assert_eq!(keys(known.permitted(Some(&listed), &peer(2))), [1, 3, 9]);
	// Boot nodes count where there is no list, and not beside one.
	assert_eq!(keys(known.permitted(None, &peer(2))), [8, 9]);
	assert_eq!(keys(known.permitted(Some(&[]), &peer(2))), [8, 9]);
	assert_eq!(keys(known.permitted(Some(&[]), &peer(8))), [9]);
}

#[test]
fn guard_should_let_listed_peers_pass_and_answer_others_with_no() {
	let counts = counts();
	let permissions = Permissions::closed(counts.clone());
	assert!(!permissions.allows(&peer(1)), "nobody is let in before there is a list");
	permissions.list([peer(1)].into());
	let (queue, requests) = async_channel::bounded(8);
	let (served, seen) = async_channel::bounded(1);
	let mut answers = Vec::new();
	// The third finds a full queue, and is dropped without making the others wait.
	for (from, payload) in [(2, 1), (1, 2), (1, 3), (3, 4)] {
		let (pending_response, answer) = oneshot::channel();
		let request = IncomingRequest { peer: peer(from), payload: vec![payload], pending_response };
		queue.try_send(request).unwrap();
		answers.push(answer);
	}
	drop(queue);
	futures::executor::block_on(permissions.let_pass(Asked::State, requests, served));
	let passed = seen.try_recv().unwrap();
	assert_eq!((passed.peer, passed.payload), (peer(1), vec![2]));
	assert!(seen.try_recv().is_err());
	assert_eq!(counts.refused.with_label_values(&["state"]).get(), 2);
	let mut answers = answers.into_iter();
	let refused = answers.next().unwrap().try_recv().unwrap().unwrap();
	assert!(refused.result.is_err() && refused.reputation_changes.is_empty());
	drop(answers.next());
	assert!(answers.next().unwrap().try_recv().is_err(), "a request that is dropped ends at once");
	assert!(answers.next().unwrap().try_recv().unwrap().unwrap().result.is_err());
}

#[test]
fn everybody_should_be_answered_when_the_network_is_open() {
	let open = Permissions::open(counts());
	assert!(open.allows(&peer(1)) && !open.is_closed());
	open.list([peer(2)].into());
	assert!(open.allows(&peer(1)), "a list says nothing on an open network");
}

#[test]
fn permissioned_should_go_by_the_chain_unless_the_operator_says_otherwise() {
	let mode = |arguments: &[&str]| {
		let line = [&["salus-node"], arguments].concat();
		Cli::parse_from(line).permissioned
	};
	assert_eq!(mode(&[]), Mode::Auto);
	assert_eq!(mode(&["--permissioned", "on"]), Mode::On);
	assert_eq!(mode(&["--permissioned", "off"]), Mode::Off);
	assert!(Cli::try_parse_from(["salus-node", "--permissioned", "maybe"]).is_err());
}
