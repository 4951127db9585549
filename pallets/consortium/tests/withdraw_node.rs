//! `withdraw_node`.

use frame_support::{assert_noop, assert_ok};
use salus_mock::{
	add_registrar, events, expel_organisation, node, node_word, signed, suspend_organisation, Consortium,
	ExtBuilder, Runtime, RuntimeEvent, RuntimeOrigin, ALICE_ORGANISATION, BOB_ORGANISATION, GENESIS,
};
use salus_pallet_consortium::{Error, Event, NodeOfPeer, NodeOfWireguard, NodesOf};
use salus_primitives::ids::OrganisationId;
use sp_runtime::{DispatchError, DispatchResult};

type E = Error<Runtime>;

fn announce(signer: &str, organisation: OrganisationId, name: &str) -> DispatchResult {
	let announcement = node(name);
	let signature = node_word(name, organisation, &announcement);
	Consortium::announce_node(signed(signer), organisation, announcement, signature)
}

#[test]
fn node_should_be_off_the_list_when_the_controller_withdraws_it() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(announce("alice", ALICE_ORGANISATION, "n1"));
		assert_ok!(announce("alice", ALICE_ORGANISATION, "n2"));
		events();
		assert_ok!(Consortium::withdraw_node(signed("alice"), ALICE_ORGANISATION, 1));
		let expected = Event::NodeWithdrawn { organisation: ALICE_ORGANISATION, node: 1 };
		assert_eq!(events(), vec![RuntimeEvent::Consortium(expected)]);
		let left: Vec<u32> = Consortium::network_nodes().nodes.into_iter().map(|(id, _)| id).collect();
		assert_eq!(left, [2]);
		assert!(!NodeOfPeer::<Runtime>::contains_key(node("n1").peer));
		assert!(!NodeOfWireguard::<Runtime>::contains_key(node("n1").wireguard));
		assert_ok!(Consortium::withdraw_node(signed("alice"), ALICE_ORGANISATION, 2));
		assert!(!NodesOf::<Runtime>::contains_key(ALICE_ORGANISATION));
	});
}

#[test]
fn node_should_get_another_address_when_it_is_announced_again() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(announce("alice", ALICE_ORGANISATION, "n1"));
		let places = || Consortium::network_nodes().placed(&GENESIS);
		let before = places();
		assert_ok!(Consortium::withdraw_node(signed("alice"), ALICE_ORGANISATION, 1));
		// Also by another member, to whom it gives its word.
		assert_ok!(announce("bob", BOB_ORGANISATION, "n1"));
		let after = places();
		assert_eq!(after.len(), 1);
		assert_eq!(after[0].id, 2);
		assert_ne!(after[0].address, before[0].address);
	});
}

#[test]
fn node_should_stay_when_it_is_not_there_or_anothers() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(announce("alice", ALICE_ORGANISATION, "n1"));
		assert_noop!(Consortium::withdraw_node(signed("bob"), BOB_ORGANISATION, 1), E::NodeNotFound);
		for absent in [0, 2, u32::MAX] {
			assert_noop!(
				Consortium::withdraw_node(signed("alice"), ALICE_ORGANISATION, absent),
				E::NodeNotFound
			);
		}
	});
}

#[test]
fn node_should_stay_when_the_signer_may_not_withdraw_it() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(announce("alice", ALICE_ORGANISATION, "n1"));
		assert_ok!(announce("bob", BOB_ORGANISATION, "n2"));
		assert_ok!(add_registrar("alice", ALICE_ORGANISATION, "eve"));
		for signer in ["bob", "eve", "mallory"] {
			assert_noop!(Consortium::withdraw_node(signed(signer), ALICE_ORGANISATION, 1), E::NotController);
		}
		assert_noop!(
			Consortium::withdraw_node(RuntimeOrigin::root(), ALICE_ORGANISATION, 1),
			DispatchError::BadOrigin
		);
		assert_noop!(Consortium::withdraw_node(signed("alice"), 3, 1), E::OrganisationNotFound);
		suspend_organisation(ALICE_ORGANISATION);
		assert_noop!(
			Consortium::withdraw_node(signed("alice"), ALICE_ORGANISATION, 1),
			E::OrganisationNotActive
		);
		expel_organisation(BOB_ORGANISATION);
		assert_noop!(Consortium::withdraw_node(signed("bob"), BOB_ORGANISATION, 2), E::OrganisationNotActive);
	});
}
