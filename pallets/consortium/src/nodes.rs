//! The nodes that members announce: who may connect to the others, and where they are on the overlay.
//!
//! Only expulsion takes an organisation's nodes off the list, and at once, because its standing is read. A suspended
//! organisation may not act, but its validators go on making blocks: were their nodes cut off, a suspension could stop
//! finality. So could an expulsion: where those who lost their seats and are in a set still are a third of it or more, their
//! nodes stay until they are in none. The keys of an expelled organisation's nodes stay taken, so that no other member lets
//! them in again.

use crate::{
	pallet::{
		Config, Error, Event, GenesisBlock, NextNode, NodeOfPeer, NodeOfWireguard, Nodes, NodesOf,
		NodesStayUntil, Organisations,
	},
	AccountId32, OrganisationId, Pallet, Sessions,
};
use alloc::vec::Vec;
use frame_support::ensure;
use salus_primitives::{
	ids::VaultSignature,
	network::{Node, NodeAnnouncement, NodeId, NodeList},
	text::{AnnounceNode, SignedText},
};
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_announce_node(
		organisation: OrganisationId,
		announcement: NodeAnnouncement,
		signature: &VaultSignature,
	) -> DispatchResult {
		Self::ensure_node_free(organisation, &announcement)?;
		let text = AnnounceNode { genesis: Self::genesis_hash(), organisation, node: &announcement };
		let signed = text.is_signed_by_vault(signature, &announcement.peer.signing());
		ensure!(signed, Error::<T>::BadNodeSignature);
		let node = Self::list_node(organisation, announcement)?;
		Self::deposit_event(Event::NodeAnnounced { organisation, node });
		Ok(())
	}

	pub(crate) fn do_withdraw_node(organisation: OrganisationId, id: NodeId) -> DispatchResult {
		let node = Nodes::<T>::get(id)
			.filter(|node| node.organisation == organisation)
			.ok_or(Error::<T>::NodeNotFound)?;
		Nodes::<T>::remove(id);
		NodeOfPeer::<T>::remove(node.announcement.peer);
		NodeOfWireguard::<T>::remove(node.announcement.wireguard);
		NodesOf::<T>::mutate_exists(organisation, |nodes| {
			let left = nodes.take().map(|mut nodes| {
				nodes.retain(|other| *other != id);
				nodes
			});
			*nodes = left.filter(|nodes| !nodes.is_empty());
		});
		Self::deposit_event(Event::NodeWithdrawn { organisation, node: id });
		Ok(())
	}

	/// Checks that the node can go on the list: it is well-formed, nobody has its keys, and there is room.
	fn ensure_node_free(organisation: OrganisationId, node: &NodeAnnouncement) -> Result<(), Error<T>> {
		ensure!(node.is_valid(), Error::<T>::InvalidNode);
		ensure!(!NodeOfPeer::<T>::contains_key(node.peer), Error::<T>::PeerTaken);
		ensure!(!NodeOfWireguard::<T>::contains_key(node.wireguard), Error::<T>::WireguardKeyTaken);
		ensure!(!NodesOf::<T>::get(organisation).is_full(), Error::<T>::TooManyNodes);
		Ok(())
	}

	/// Puts a node on the list that [`Self::ensure_node_free`] let pass.
	fn list_node(organisation: OrganisationId, announcement: NodeAnnouncement) -> Result<NodeId, Error<T>> {
		let id = NextNode::<T>::get();
		let next = id.checked_add(1).ok_or(Error::<T>::TooManyNodes)?;
		NodesOf::<T>::try_mutate(organisation, |nodes| {
			nodes.try_push(id).map_err(|_| Error::<T>::TooManyNodes)
		})?;
		NextNode::<T>::put(next);
		NodeOfPeer::<T>::insert(announcement.peer, id);
		NodeOfWireguard::<T>::insert(announcement.wireguard, id);
		Nodes::<T>::insert(id, Node { organisation, announcement });
		Ok(id)
	}

	/// Lists the nodes that the chain starts with.
	pub(crate) fn build_genesis_nodes(nodes: &[Node]) -> Result<(), &'static str> {
		for Node { organisation, announcement } in nodes {
			ensure!(Organisations::<T>::contains_key(organisation), "a node without an organisation");
			Self::ensure_node_free(*organisation, announcement)
				.and_then(|()| Self::list_node(*organisation, announcement.clone()))
				.map_err(|why| match why {
					Error::InvalidNode => "a node has an invalid key or endpoint",
					Error::PeerTaken | Error::WireguardKeyTaken => "two nodes have one key",
					_ => "an organisation has too many nodes",
				})?;
		}
		Ok(())
	}

	/// An organisation was expelled, and its validators have no seats any more.
	pub(crate) fn keep_nodes_while_needed(organisation: OrganisationId) {
		let seats = Self::validators();
		let seated = |account: &AccountId32| seats.iter().any(|seat| seat.account == *account);
		let survives = |set: Vec<AccountId32>| {
			let gone = set.iter().filter(|account| !seated(account)).count();
			gone.saturating_mul(3) < set.len().max(1)
		};
		let queued = T::Sessions::queued().into_iter().map(|(account, _)| account).collect();
		if !survives(T::Sessions::active()) || !survives(queued) {
			NodesStayUntil::<T>::insert(organisation, T::Sessions::index().saturating_add(2));
		}
	}

	/// Whether the organisation's nodes may connect.
	fn has_nodes_listed(organisation: OrganisationId) -> bool {
		!Self::is_expelled(organisation)
			|| NodesStayUntil::<T>::get(organisation).is_some_and(|until| T::Sessions::index() < until)
	}

	/// The nodes of all organisations that were not expelled, or are needed still, by number: at most
	/// [`salus_primitives::limits::MaxNodesPerOrganisation`] of each.
	pub fn network_nodes() -> NodeList {
		let mut ids: Vec<NodeId> = (1..crate::pallet::NextOrganisation::<T>::get())
			.filter(|organisation| Self::has_nodes_listed(*organisation))
			.flat_map(NodesOf::<T>::get)
			.collect();
		ids.sort_unstable();
		let nodes = ids.into_iter().filter_map(|id| Some((id, Nodes::<T>::get(id)?))).collect();
		NodeList { genesis: GenesisBlock::<T>::get(), nodes }
	}
}
