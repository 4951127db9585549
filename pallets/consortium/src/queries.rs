//! What the runtime APIs answer.

use crate::{
	pallet::{Config, NextOrganisation, Organisations, SessionLength, Validators},
	AccountId32, Organisation, OrganisationId, Pallet,
};
use alloc::vec::Vec;
use salus_primitives::{consortium::ValidatorSeat, limits::MAX_PAGE, view::Page};

impl<T: Config> Pallet<T> {
	/// Length of a session, in blocks.
	pub fn session_length() -> u32 {
		SessionLength::<T>::get()
	}

	/// An organisation.
	pub fn organisation(organisation: OrganisationId) -> Option<Organisation<AccountId32>> {
		Organisations::<T>::get(organisation)
	}

	/// Organisations from `start` on, at most `limit` and never more than [`MAX_PAGE`].
	pub fn organisations(
		start: OrganisationId,
		limit: u32,
	) -> Page<OrganisationId, Organisation<AccountId32>> {
		let (start, end) = (start.max(1), NextOrganisation::<T>::get());
		let stop = start.saturating_add(limit.min(MAX_PAGE)).min(end);
		let items = (start..stop).filter_map(|id| Organisations::<T>::get(id).map(|entry| (id, entry)));
		Page { items: items.collect(), next: (stop < end).then_some(stop) }
	}

	/// The validators, in the order of their seats.
	pub fn validators() -> Vec<ValidatorSeat<AccountId32>> {
		Validators::<T>::get().into_inner()
	}
}
