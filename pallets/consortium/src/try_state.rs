//! What must always hold.

use crate::{
	is_valid_name,
	pallet::{
		Admitted, AgentOf, Config, NextNode, NextOrganisation, NodeOfPeer, NodeOfWireguard, Nodes, NodesOf,
		NodesStayUntil, NoticeEnds, OffencesCountFrom, Offenders, Organisations, Resting, Validators,
	},
	AccountId32, Agency, CouncilSeats, OrganisationState, Pallet, Sessions,
};
use alloc::collections::BTreeSet;
use frame_support::ensure;
use salus_primitives::{
	consortium::{Offender, Parameter},
	limits::MaxOrganisations,
	network::Node,
};
use sp_core::Get;
use sp_runtime::{traits::Convert, TryRuntimeError};

impl<T: Config> Pallet<T> {
	/// Checks the invariants:
	///
	/// 1. Organisations are dense from 1 to the next id, and at most as many as allowed.
	/// 2. Each has a valid name and a sound, non-empty history.
	/// 3. Each controller and registrar has an [`AgentOf`] entry that says exactly that, and each entry has them.
	/// 4. No account acts for two organisations, and no registrar is listed twice.
	/// 5. No account is a validator twice, and each validator's organisation exists.
	/// 6. Every controller, registrar and validator is admitted.
	/// 7. Every admitted account has exactly one provider reference.
	/// 8. A session has at least one block.
	/// 9. The council's seats are those of the controllers of organisations in good standing, one each, and sorted.
	/// 10. Those organisations have the end of a notice that were expelled, and no others; none of them has a validator.
	/// 11. Each parameter is within its bounds.
	/// 12. Every seat at rest is one of the validators' seats.
	/// 13. Everyone in this session's set or in the next one has registered keys.
	/// 14. Each node is well-formed, its organisation exists and lists it once, and its two keys lead to it; every entry of
	///     these lists has its node, no list is empty, and numbers are below the next.
	/// 15. No offender is listed twice, they are in the order in which they were reported, and each is admitted.
	/// 16. Offences count from a session on only for admitted accounts.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		let next = NextOrganisation::<T>::get();
		let founded = next.checked_sub(1).ok_or("the next organisation is 0")?;
		ensure!(founded <= MaxOrganisations::get(), "too many organisations");
		ensure!(
			u32::try_from(Organisations::<T>::iter_keys().count()) == Ok(founded),
			"organisations are not dense"
		);

		let mut agents = BTreeSet::new();
		for id in 1..next {
			let organisation = Organisations::<T>::get(id).ok_or("organisations are not dense")?;
			ensure!(is_valid_name(&organisation.name), "an organisation's name is invalid");
			ensure!(organisation.standing.is_sound(), "an organisation's history is unsound");
			let listed: BTreeSet<&AccountId32> = organisation.registrars.iter().collect();
			ensure!(listed.len() == organisation.registrars.len(), "a registrar is listed twice");
			for account in listed.into_iter().chain([&organisation.controller]) {
				let agency = Agency {
					organisation: id,
					controller: *account == organisation.controller,
					registrar: organisation.registrars.contains(account),
				};
				ensure!(
					AgentOf::<T>::get(account) == Some(agency),
					"an agent's entry differs from its organisation"
				);
				ensure!(Self::is_admitted(account), "an agent is not admitted");
				agents.insert(account.clone());
			}
		}
		ensure!(
			AgentOf::<T>::iter_keys().all(|account| agents.contains(&account)),
			"an agent without an organisation"
		);

		let mut seated = BTreeSet::new();
		for seat in Validators::<T>::get() {
			ensure!(
				Organisations::<T>::contains_key(seat.organisation),
				"a validator without an organisation"
			);
			ensure!(Self::is_admitted(&seat.account), "a validator is not admitted");
			ensure!(seated.insert(seat.account), "a validator has two seats");
		}
		ensure!(
			Resting::<T>::iter_keys().all(|account| seated.contains(&account)),
			"an account without a seat rests"
		);
		ensure!(
			T::Sessions::in_sets().into_iter().all(|account| T::KeysOf::convert(account).is_some()),
			"the keys of a validator in a set are gone"
		);

		ensure!(
			Admitted::<T>::iter_keys().all(|account| frame_system::Pallet::<T>::providers(&account) == 1),
			"an admitted account has not exactly one provider reference"
		);
		ensure!(Self::session_length() > 0, "a session has no blocks");
		Self::check_standings(next)?;
		Self::check_nodes()?;
		let parameters = Self::parameters();
		for parameter in [
			Parameter::NoticePeriod(parameters.notice_period),
			Parameter::MinimumOrganisations(parameters.minimum_organisations),
			Parameter::MinimumValidators(parameters.minimum_validators),
		] {
			ensure!(parameter.is_valid(), "a parameter is out of its bounds");
		}
		Self::check_offenders()
	}

	fn check_offenders() -> Result<(), TryRuntimeError> {
		let offenders = Offenders::<T>::get();
		ensure!(offenders.is_sorted_by_key(|offender| offender.reported_at), "offenders are out of order");
		let mut accounts = BTreeSet::new();
		for Offender { account, .. } in offenders {
			ensure!(Self::is_admitted(&account), "an offender is not admitted");
			ensure!(accounts.insert(account), "an offender is listed twice");
		}
		ensure!(
			OffencesCountFrom::<T>::iter_keys().all(|account| Self::is_admitted(&account)),
			"offences count for a stranger"
		);
		Ok(())
	}

	fn check_nodes() -> Result<(), TryRuntimeError> {
		let (mut count, next) = (0usize, NextNode::<T>::get());
		for (id, node) in Nodes::<T>::iter() {
			count = count.saturating_add(1);
			let Node { organisation, announcement } = node;
			ensure!((1..next).contains(&id), "a node has a number that was not given yet");
			ensure!(announcement.is_valid(), "a node is not well-formed");
			ensure!(Organisations::<T>::contains_key(organisation), "a node without an organisation");
			let listed = NodesOf::<T>::get(organisation).iter().filter(|other| **other == id).count();
			ensure!(listed == 1, "an organisation does not list its node once");
			ensure!(NodeOfPeer::<T>::get(announcement.peer) == Some(id), "a peer does not lead to its node");
			ensure!(
				NodeOfWireguard::<T>::get(announcement.wireguard) == Some(id),
				"a WireGuard key does not lead to its node"
			);
		}
		ensure!(NodeOfPeer::<T>::iter_keys().count() == count, "a peer without a node");
		ensure!(NodeOfWireguard::<T>::iter_keys().count() == count, "a WireGuard key without a node");
		ensure!(NodesOf::<T>::iter_values().all(|nodes| !nodes.is_empty()), "an empty list of nodes");
		let listed = NodesOf::<T>::iter_values().map(|nodes| nodes.len()).fold(0usize, usize::saturating_add);
		ensure!(listed == count, "an organisation lists a node that is not there");
		ensure!(
			NodesStayUntil::<T>::iter_keys().all(Self::is_expelled),
			"nodes stay of an organisation that was not expelled"
		);
		Ok(())
	}

	fn check_standings(next: u32) -> Result<(), TryRuntimeError> {
		let now = Self::now();
		let mut seats = BTreeSet::new();
		for id in 1..next {
			let organisation = Organisations::<T>::get(id).ok_or("organisations are not dense")?;
			if organisation.is_active(now) {
				seats.insert(organisation.controller);
			}
			let expelled = organisation.standing.current() == Some(&OrganisationState::Expelled);
			ensure!(expelled == Self::is_expelled(id), "a notice is not that of an expelled organisation");
			let runs = Validators::<T>::get().iter().any(|seat| seat.organisation == id);
			ensure!(!expelled || !runs, "an expelled organisation has a validator");
		}
		ensure!(
			NoticeEnds::<T>::iter_keys().all(Organisations::<T>::contains_key),
			"a notice without an organisation"
		);
		ensure!(T::Seats::seats().into_iter().eq(seats), "the council is not that of the organisations");
		Ok(())
	}
}
