//! `announce_node`, and the list.

use frame_support::{assert_noop, assert_ok};
use salus_mock::{
	account, add_registrar, council, do_try_state, events, expel_organisation, node, node_word,
	reinstate_organisation, run_to, signed, suspend_organisation, vault, Consortium, ExtBuilder, Runtime,
	RuntimeEvent, RuntimeOrigin, Session, System, ALICE_ORGANISATION, BOB_ORGANISATION, GENESIS,
};
use salus_pallet_consortium::{Error, Event, GenesisOrganisation, NextNode, NodesOf, NodesStayUntil};
use salus_primitives::{
	ids::{OrganisationId, VaultSignature},
	limits::MaxNodesPerOrganisation,
	network::{Endpoint, Node, NodeAnnouncement, NodeList, NodeRole, PeerKey, WireguardKey},
	text::{AnnounceNode, SignedText},
};
use sp_core::Get;
use sp_runtime::{DispatchError, DispatchResult};

type E = Error<Runtime>;

/// The controller of the organisation of that name announces a node, with the node's word for it.
fn announce(signer: &str, organisation: OrganisationId, name: &str) -> DispatchResult {
	let announcement = node(name);
	let signature = node_word(name, organisation, &announcement);
	Consortium::announce_node(signed(signer), organisation, announcement, signature)
}

fn listed() -> Vec<(u32, OrganisationId)> {
	Consortium::network_nodes().nodes.into_iter().map(|(id, node)| (id, node.organisation)).collect()
}

#[test]
fn node_should_be_listed_when_the_controller_announces_it() {
	ExtBuilder::default().build_and_execute(|| {
		assert_eq!(listed(), vec![]);
		events();
		assert_ok!(announce("bob", BOB_ORGANISATION, "n1"));
		let expected = Event::NodeAnnounced { organisation: BOB_ORGANISATION, node: 1 };
		assert_eq!(events(), vec![RuntimeEvent::Consortium(expected)]);
		assert_ok!(announce("alice", ALICE_ORGANISATION, "n2"));
		let entry = |id, organisation, name| (id, Node { organisation, announcement: node(name) });
		let nodes = vec![entry(1, BOB_ORGANISATION, "n1"), entry(2, ALICE_ORGANISATION, "n2")];
		assert_eq!(Consortium::network_nodes(), NodeList { genesis: Some(GENESIS), nodes });
	});
}

#[test]
fn node_should_be_refused_when_its_own_key_did_not_sign_for_this() {
	ExtBuilder::default().build_and_execute(|| {
		let announcement = node("n1");
		let sign = |genesis, organisation, node: &NodeAnnouncement| {
			vault("n1").sign(&AnnounceNode { genesis, organisation, node })
		};
		let moved = NodeAnnouncement { endpoint: "evil.example:1".parse().unwrap(), ..announcement.clone() };
		let keyed = NodeAnnouncement { wireguard: WireguardKey([7; 32]), ..announcement.clone() };
		let history = NodeAnnouncement { role: NodeRole::History, ..announcement.clone() };
		let text = AnnounceNode { genesis: GENESIS, organisation: ALICE_ORGANISATION, node: &announcement };
		let wrapped = salus_primitives::text::wrapped(&text.text());
		for word in [
			// Another's key, another organisation, another chain, other terms, a wallet's form, none.
			node_word("n2", ALICE_ORGANISATION, &announcement),
			sign(GENESIS, BOB_ORGANISATION, &announcement),
			sign([9; 32], ALICE_ORGANISATION, &announcement),
			sign(GENESIS, ALICE_ORGANISATION, &moved),
			sign(GENESIS, ALICE_ORGANISATION, &keyed),
			sign(GENESIS, ALICE_ORGANISATION, &history),
			vault("n1").sign_bytes(&wrapped),
			VaultSignature::default(),
		] {
			assert_noop!(
				Consortium::announce_node(signed("alice"), ALICE_ORGANISATION, announcement.clone(), word),
				E::BadNodeSignature
			);
		}
		assert_ok!(announce("alice", ALICE_ORGANISATION, "n1"));
	});
}

#[test]
fn node_should_be_refused_when_somebody_has_one_of_its_keys() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(announce("alice", ALICE_ORGANISATION, "n1"));
		for (signer, organisation) in [("alice", ALICE_ORGANISATION), ("bob", BOB_ORGANISATION)] {
			let again = NodeAnnouncement { wireguard: WireguardKey([7; 32]), ..node("n1") };
			let word = node_word("n1", organisation, &again);
			assert_noop!(Consortium::announce_node(signed(signer), organisation, again, word), E::PeerTaken);
			let other = NodeAnnouncement { wireguard: node("n1").wireguard, ..node("n2") };
			let word = node_word("n2", organisation, &other);
			assert_noop!(
				Consortium::announce_node(signed(signer), organisation, other, word),
				E::WireguardKeyTaken
			);
		}
	});
}

#[test]
fn node_should_be_refused_when_it_is_not_well_formed() {
	ExtBuilder::default().build_and_execute(|| {
		let text = |text: &str| Endpoint(text.as_bytes().to_vec().try_into().unwrap());
		let bad = [
			NodeAnnouncement { endpoint: text("node.example:1\nPrivateKey = x"), ..node("n1") },
			NodeAnnouncement { endpoint: text("node.example"), ..node("n1") },
			NodeAnnouncement { endpoint: Endpoint::default(), ..node("n1") },
			NodeAnnouncement { wireguard: WireguardKey::default(), ..node("n1") },
			NodeAnnouncement { peer: PeerKey::default(), ..node("n1") },
		];
		for announcement in bad {
			let word = node_word("n1", ALICE_ORGANISATION, &announcement);
			assert_noop!(
				Consortium::announce_node(signed("alice"), ALICE_ORGANISATION, announcement, word),
				E::InvalidNode
			);
		}
	});
}

#[test]
fn node_should_be_refused_when_the_organisation_has_as_many_as_it_may() {
	ExtBuilder::default().build_and_execute(|| {
		let most = MaxNodesPerOrganisation::get();
		for number in 0..most {
			assert_ok!(announce("alice", ALICE_ORGANISATION, &format!("n{number}")));
		}
		assert_noop!(announce("alice", ALICE_ORGANISATION, "more"), E::TooManyNodes);
		// One organisation takes no room of another, and a withdrawn node makes some.
		assert_ok!(announce("bob", BOB_ORGANISATION, "bobs"));
		assert_ok!(Consortium::withdraw_node(signed("alice"), ALICE_ORGANISATION, 3));
		assert_ok!(announce("alice", ALICE_ORGANISATION, "more"));
		assert_eq!(NextNode::<Runtime>::get(), most + 3);
	});
}

#[test]
fn node_should_be_refused_when_numbers_are_used_up() {
	ExtBuilder::default().build_and_execute(|| {
		NextNode::<Runtime>::put(u32::MAX);
		assert_noop!(announce("alice", ALICE_ORGANISATION, "n1"), E::TooManyNodes);
	});
}

#[test]
fn node_should_be_refused_when_the_signer_may_not_announce_it() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(add_registrar("alice", ALICE_ORGANISATION, "eve"));
		for signer in ["bob", "eve", "mallory"] {
			assert_noop!(announce(signer, ALICE_ORGANISATION, "n1"), E::NotController);
		}
		assert_noop!(announce("alice", 3, "n1"), E::OrganisationNotFound);
		let word = node_word("n1", ALICE_ORGANISATION, &node("n1"));
		assert_noop!(
			Consortium::announce_node(RuntimeOrigin::root(), ALICE_ORGANISATION, node("n1"), word),
			DispatchError::BadOrigin
		);
		suspend_organisation(ALICE_ORGANISATION);
		assert_noop!(announce("alice", ALICE_ORGANISATION, "n1"), E::OrganisationNotActive);
	});
}

#[test]
fn nodes_should_stay_connected_when_their_organisation_is_suspended() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(announce("alice", ALICE_ORGANISATION, "n1"));
		assert_ok!(announce("bob", BOB_ORGANISATION, "n2"));
		suspend_organisation(BOB_ORGANISATION);
		assert_eq!(listed(), [(1, ALICE_ORGANISATION), (2, BOB_ORGANISATION)]);
		reinstate_organisation(BOB_ORGANISATION);
		assert_eq!(listed(), [(1, ALICE_ORGANISATION), (2, BOB_ORGANISATION)]);
	});
}

#[test]
fn nodes_should_be_off_the_list_at_once_when_their_organisation_is_expelled() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(announce("alice", ALICE_ORGANISATION, "n1"));
		assert_ok!(announce("bob", BOB_ORGANISATION, "n2"));
		// None of its validators is in a set.
		assert_ok!(Consortium::take_seat(council(), account("bob")));
		run_to(12);
		assert_eq!(Session::validators(), [account("alice")]);
		expel_organisation(BOB_ORGANISATION);
		assert_eq!(listed(), [(1, ALICE_ORGANISATION)]);
		// Another member does not let it in again under its name.
		let word = node_word("n2", ALICE_ORGANISATION, &node("n2"));
		assert_noop!(
			Consortium::announce_node(signed("alice"), ALICE_ORGANISATION, node("n2"), word),
			E::PeerTaken
		);
		assert_noop!(announce("bob", BOB_ORGANISATION, "n3"), E::OrganisationNotActive);
	});
}

#[test]
fn nodes_should_stay_until_the_validators_are_out_of_the_sets_when_finality_needs_them() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(announce("bob", BOB_ORGANISATION, "n2"));
		run_to(6);
		let session = Session::current_index();
		// Two make blocks, and two have to vote.
		expel_organisation(BOB_ORGANISATION);
		assert_eq!(NodesStayUntil::<Runtime>::get(BOB_ORGANISATION), Some(session + 2));
		while Session::validators().contains(&account("bob")) {
			assert_eq!(listed(), [(1, BOB_ORGANISATION)]);
			run_to(System::block_number() + 1);
		}
		assert_eq!(Session::current_index(), session + 2);
		assert_eq!(listed(), vec![]);
	});
}

#[test]
fn nodes_should_be_off_the_list_at_once_when_those_who_are_left_finalise_without_them() {
	let organisation = |name: &str| GenesisOrganisation {
		name: format!("House of {name}"),
		controller: account(name),
		registrars: vec![],
		validators: vec![account(name)],
	};
	let four = ["alice", "bob", "charlie", "dave"].map(organisation).to_vec();
	ExtBuilder::default().organisations(four).build_and_execute(|| {
		for (name, id, organisation) in [("bob", "n2", 2), ("charlie", "n3", 3)] {
			assert_ok!(announce(name, organisation, id));
		}
		expel_organisation(2);
		assert_eq!(listed(), [(2, 3)]);
		assert!(!NodesStayUntil::<Runtime>::contains_key(2));
		// A second one of four is too many, as long as the first is in the set.
		expel_organisation(3);
		assert_eq!(listed(), [(2, 3)]);
		run_to(16);
		assert_eq!(listed(), vec![]);
	});
}

fn found(nodes: Vec<Node>) {
	ExtBuilder::default().nodes(nodes).build_and_execute(|| {});
}

fn at_genesis(organisation: OrganisationId, name: &str) -> Node {
	Node { organisation, announcement: node(name) }
}

#[test]
fn nodes_of_genesis_should_be_listed_in_order() {
	let nodes = vec![at_genesis(2, "n1"), at_genesis(1, "n2"), at_genesis(2, "n3")];
	ExtBuilder::default().nodes(nodes).build_and_execute(|| {
		assert_eq!(listed(), [(1, 2), (2, 1), (3, 2)]);
		assert_eq!(NodesOf::<Runtime>::get(2).into_inner(), [1, 3]);
		assert_eq!(NextNode::<Runtime>::get(), 4);
	});
}

#[test]
#[should_panic(expected = "a node without an organisation")]
fn genesis_should_fail_when_a_node_is_nobodys() {
	found(vec![at_genesis(3, "n1")]);
}

#[test]
#[should_panic(expected = "two nodes have one key")]
fn genesis_should_fail_when_two_nodes_have_one_key() {
	found(vec![at_genesis(1, "n1"), at_genesis(2, "n1")]);
}

#[test]
#[should_panic(expected = "a node has an invalid key or endpoint")]
fn genesis_should_fail_when_a_node_is_not_well_formed() {
	let announcement = NodeAnnouncement { endpoint: Endpoint::default(), ..node("n1") };
	found(vec![Node { organisation: 1, announcement }]);
}

#[test]
#[should_panic(expected = "an organisation has too many nodes")]
fn genesis_should_fail_when_an_organisation_has_too_many_nodes() {
	found((0..=MaxNodesPerOrganisation::get()).map(|number| at_genesis(1, &format!("n{number}"))).collect());
}

#[test]
fn state_should_be_unsound_when_a_key_leads_elsewhere() {
	ExtBuilder::default().build().execute_with(|| {
		assert_ok!(announce("alice", ALICE_ORGANISATION, "n1"));
		do_try_state();
		salus_pallet_consortium::NodeOfPeer::<Runtime>::insert(node("n1").peer, 2);
		assert!(Consortium::do_try_state().is_err());
		salus_pallet_consortium::NodeOfPeer::<Runtime>::insert(node("n1").peer, 1);
		NodesOf::<Runtime>::remove(ALICE_ORGANISATION);
		assert!(Consortium::do_try_state().is_err());
	});
}
