//! What the runtime APIs answer.

use crate::{
	pallet::{Config, NextOrganisation, Offenders, Organisations, Resting, SessionLength, Validators},
	AccountId32, Organisation, OrganisationId, Pallet, Sessions,
};
use alloc::{
	collections::{BTreeMap, BTreeSet},
	vec::Vec,
};
use salus_primitives::{
	consortium::{Offender, OffenderState, ValidatorSeat},
	limits::MAX_PAGE,
	validators::{EncodedKeys, SeatState, ValidatorState},
	view::Page,
};
use sp_runtime::traits::Convert;

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

	/// Who may run a validator, in the order of the seats.
	pub fn validators() -> Vec<ValidatorSeat<AccountId32>> {
		Validators::<T>::get().into_inner()
	}

	/// How each validator stands, from place `start` on, at most `limit` and never more than [`MAX_PAGE`]: those with a seat in
	/// the order of the seats, then those without who are in a set still.
	pub fn validator_states(start: u32, limit: u32) -> Page<u32, ValidatorState<AccountId32>> {
		let active: BTreeSet<AccountId32> = T::Sessions::active().into_iter().collect();
		let queued: BTreeMap<AccountId32, Vec<u8>> = T::Sessions::queued().into_iter().collect();
		let seats = Self::validators();
		let left_out: BTreeSet<AccountId32> = Self::offenders()
			.into_iter()
			.filter(|offender| offender.state == OffenderState::LeftOut)
			.map(|offender| offender.account)
			.collect();
		let seated: BTreeSet<&AccountId32> = seats.iter().map(|seat| &seat.account).collect();
		let gone: BTreeSet<&AccountId32> =
			active.iter().chain(queued.keys()).filter(|account| !seated.contains(account)).collect();
		let with_seat = seats.iter().map(|seat| (&seat.account, Some(seat.organisation)));
		let places: Vec<_> = with_seat.chain(gone.into_iter().map(|account| (account, None))).collect();

		let end = u32::try_from(places.len()).unwrap_or(u32::MAX);
		let stop = start.saturating_add(limit.min(MAX_PAGE)).min(end);
		let page = (0..).zip(places).filter(|(place, _)| (start..stop).contains(place));
		let items = page.map(|(place, (account, organisation))| {
			let state = match (organisation, Resting::<T>::get(account)) {
				(None, _) => SeatState::Gone,
				(Some(_), None) if left_out.contains(account) => SeatState::LeftOut,
				(Some(_), None) => SeatState::Joined,
				(Some(_), Some(rest)) if rest.held => SeatState::Held,
				(Some(_), Some(_)) => SeatState::Resting,
			};
			let validator = ValidatorState {
				account: account.clone(),
				organisation,
				state,
				registered: T::KeysOf::convert(account.clone()).map(EncodedKeys),
				queued: queued.get(account).cloned().map(EncodedKeys),
				active: active.contains(account),
			};
			(place, validator)
		});
		Page { items: items.collect(), next: (stop < end).then_some(stop) }
	}

	/// The validators that offended, in the order in which the chain was told.
	pub fn offenders() -> Vec<Offender<AccountId32>> {
		Offenders::<T>::get().into_inner()
	}
}
