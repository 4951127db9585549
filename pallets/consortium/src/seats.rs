//! Seats on the council and among the validators.

use crate::{
	pallet::{Config, Error, Event, MinimumOrganisations, MinimumValidators, Resting, Validators},
	AccountId32, OrganisationId, Pallet,
};
use alloc::vec::Vec;
use frame_support::{ensure, traits::ChangeMembers};
use salus_primitives::{
	consortium::ValidatorSeat,
	text::{Acceptance, Role},
	validators::Rest,
};
use sp_runtime::{traits::Convert, DispatchResult};

/// The council as the consortium reads it; it changes it through [`ChangeMembers`] alone.
pub trait CouncilSeats {
	/// Who has a seat, sorted.
	fn seats() -> Vec<AccountId32>;

	/// Makes the council as costly to change as it can be: as many open motions as there may be, on which all voted.
	#[cfg(feature = "runtime-benchmarks")]
	fn fill() {}
}

impl<T: Config> Pallet<T> {
	/// Gives a seat on the council, takes one, or both. Motions lose the votes of whoever loses the seat.
	pub(crate) fn seat(incoming: Option<&AccountId32>, outgoing: Option<&AccountId32>) {
		let mut seats = T::Seats::seats();
		seats.retain(|seat| Some(seat) != outgoing && Some(seat) != incoming);
		seats.extend(incoming.cloned());
		let one = |account: Option<&AccountId32>| account.cloned().into_iter().collect::<Vec<_>>();
		T::Council::change_members(&one(incoming), &one(outgoing), seats);
	}

	/// Checks that one seat on the council can go.
	///
	/// ## Errors
	/// [`Error::TooFewOrganisations`].
	pub(crate) fn ensure_organisations_without_one() -> DispatchResult {
		let left = T::Seats::seats().len().saturating_sub(1);
		let enough = u32::try_from(left).is_ok_and(|left| left >= MinimumOrganisations::<T>::get());
		ensure!(enough, Error::<T>::TooFewOrganisations);
		Ok(())
	}

	/// How many validators joined and have keys, those aside that are to go.
	pub(crate) fn validators_without(goes: impl Fn(&ValidatorSeat<AccountId32>) -> bool) -> u32 {
		let stay = Validators::<T>::get()
			.iter()
			.filter(|seat| !goes(seat) && Self::is_joined(seat))
			.filter(|seat| T::KeysOf::convert(seat.account.clone()).is_some())
			.count();
		u32::try_from(stay).unwrap_or(u32::MAX)
	}

	/// Checks that these seats among the validators can go. Those that rest or lack keys make no blocks, and can always go.
	///
	/// ## Errors
	/// [`Error::TooFewValidators`].
	pub(crate) fn ensure_validators_without(
		goes: impl Fn(&ValidatorSeat<AccountId32>) -> bool,
	) -> DispatchResult {
		let (before, after) = (Self::validators_without(|_| false), Self::validators_without(goes));
		ensure!(after == before || after >= MinimumValidators::<T>::get(), Error::<T>::TooFewValidators);
		Ok(())
	}

	pub(crate) fn do_give_seat(
		organisation: OrganisationId,
		account: AccountId32,
		acceptance: &Acceptance,
	) -> DispatchResult {
		Self::ensure_active(organisation)?;
		let acts_elsewhere = Self::agency(&account).is_some_and(|agency| agency.organisation != organisation);
		ensure!(!acts_elsewhere, Error::<T>::AlreadyAgent);
		let mut seats = Validators::<T>::get();
		ensure!(!seats.iter().any(|seat| seat.account == account), Error::<T>::AlreadyValidator);
		ensure!(!seats.is_full(), Error::<T>::TooManyValidators);
		Self::ensure_accepted(&account, Role::Validator(organisation), acceptance)?;

		let seat = ValidatorSeat { account: account.clone(), organisation };
		seats.try_push(seat).map_err(|_| Error::<T>::TooManyValidators)?;
		Validators::<T>::put(seats);
		Resting::<T>::insert(&account, Rest { held: false, keys_until: None });
		Self::clear_offence(&account);
		Self::admit(&account);
		Self::deposit_event(Event::SeatGiven { organisation, account });
		Ok(())
	}

	pub(crate) fn do_take_seat(account: &AccountId32) -> DispatchResult {
		let seat = Self::seat_of(account).ok_or(Error::<T>::ValidatorNotFound)?;
		Self::ensure_validators_without(|other| other.account == *account)?;
		Validators::<T>::mutate(|seats| seats.retain(|other| other.account != *account));
		Resting::<T>::remove(account);
		Self::forget_offences(core::slice::from_ref(account));
		Self::deposit_event(Event::SeatTaken { organisation: seat.organisation, account: seat.account });
		Ok(())
	}

	/// Takes all seats among the validators of an organisation.
	pub(crate) fn take_seats_of(organisation: OrganisationId) {
		let gone = Validators::<T>::mutate(|seats| {
			let gone = seats.iter().filter(|seat| seat.organisation == organisation);
			let gone: Vec<_> = gone.map(|seat| seat.account.clone()).collect();
			for account in gone.iter().cloned() {
				Resting::<T>::remove(&account);
				Self::deposit_event(Event::SeatTaken { organisation, account });
			}
			seats.retain(|seat| seat.organisation != organisation);
			gone
		});
		Self::forget_offences(&gone);
	}
}
