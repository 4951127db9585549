//! Seats whose validators make blocks, and seats that rest.
//!
//! The council gives a seat; whoever holds it joins and leaves. The controller of its organisation may make it leave too: an
//! account in the hands of somebody who works there no longer must not keep a validator running in the organisation's name.

use crate::{
	pallet::{Config, Error, Event, Resting, Validators},
	AccountId32, Pallet, Sessions,
};
use alloc::collections::BTreeSet;
use frame_support::ensure;
use salus_primitives::{
	consortium::ValidatorSeat,
	limits::{MAX_SWEPT_KEYS, UNUSED_KEYS_SESSIONS},
	validators::Rest,
};
use sp_runtime::{traits::Convert, DispatchResult};
use sp_staking::SessionIndex;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_join_validators(who: &AccountId32, account: AccountId32) -> DispatchResult {
		let organisation = Self::seat_of(&account).ok_or(Error::<T>::ValidatorNotFound)?.organisation;
		let rest = Resting::<T>::get(&account).ok_or(Error::<T>::AlreadyJoined)?;
		let controls = Self::ensure_controller(who, organisation);
		if *who != account {
			controls?;
		} else {
			ensure!(!rest.held || controls.is_ok(), Error::<T>::HeldByOrganisation);
			Self::ensure_active(organisation)?;
		}
		ensure!(T::KeysOf::convert(account.clone()).is_some(), Error::<T>::KeysNotRegistered);
		Resting::<T>::remove(&account);
		Self::deposit_event(Event::ValidatorJoined { organisation, account });
		Ok(())
	}

	pub(crate) fn do_leave_validators(who: &AccountId32, account: AccountId32) -> DispatchResult {
		let organisation = Self::seat_of(&account).ok_or(Error::<T>::ValidatorNotFound)?.organisation;
		let held = *who != account;
		if held {
			Self::ensure_controller(who, organisation)?;
		}
		match Resting::<T>::get(&account) {
			// The account rests already; its organisation may still hold it.
			Some(rest) => ensure!(held && !rest.held, Error::<T>::AlreadyResting),
			None => Self::ensure_validators_without(|seat| seat.account == account)?,
		}
		let keys_until = T::KeysOf::convert(account.clone()).map(|_| T::Sessions::index());
		Resting::<T>::insert(&account, Rest { held, keys_until });
		Self::deposit_event(Event::ValidatorLeft { organisation, account, held });
		Ok(())
	}

	/// The seat of an account, at rest or not.
	pub(crate) fn seat_of(account: &AccountId32) -> Option<ValidatorSeat<AccountId32>> {
		Validators::<T>::get().into_iter().find(|seat| seat.account == *account)
	}

	/// Whether the validator of this seat belongs in the sets to come. Seats of genesis, and those that were given before
	/// there was a rest, do so without having joined.
	pub fn is_joined(seat: &ValidatorSeat<AccountId32>) -> bool {
		!Resting::<T>::contains_key(&seat.account)
	}

	/// Clears away session keys that no set has and none will have: of accounts without a seat, and of seats that left or
	/// did not join for long. Bounded by [`MAX_SWEPT_KEYS`], in a block whose whole weight Session claims.
	///
	/// A key in this session's set proves who equivocates in it, and one in the next session's is what the authorities are
	/// made of: neither may go. Past sessions are proven by their roots.
	pub(crate) fn sweep_keys(session: SessionIndex) {
		let in_sets: BTreeSet<AccountId32> = T::Sessions::in_sets().into_iter().collect();
		let seats: BTreeSet<AccountId32> =
			Validators::<T>::get().into_iter().map(|seat| seat.account).collect();
		for account in T::Sessions::with_keys(MAX_SWEPT_KEYS) {
			if in_sets.contains(&account) || (seats.contains(&account) && !Self::keys_end(&account, session))
			{
				continue;
			}
			T::Sessions::purge_keys(&account);
			Self::deposit_event(Event::KeysPurged { account });
		}
	}

	/// Whether the keys of a seat that are in no set end with the start of this session. Those that are seen at rest for the
	/// first time wait for the seat to join.
	fn keys_end(account: &AccountId32, session: SessionIndex) -> bool {
		let Some(rest) = Resting::<T>::get(account) else { return false };
		let end = rest.keys_until.is_some_and(|until| until <= session);
		let keys_until = match rest.keys_until {
			Some(until) if !end => Some(until),
			Some(_) => None,
			None => Some(session.saturating_add(UNUSED_KEYS_SESSIONS)),
		};
		Resting::<T>::insert(account, Rest { keys_until, ..rest });
		end
	}
}
