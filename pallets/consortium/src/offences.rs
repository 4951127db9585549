//! Validators that signed two of what they may sign one of, and what follows from it.
//!
//! - Only who has a seat is recorded, and only once: one offence is reason enough to leave, and a key that signs two of
//!   something can sign any number. So what the chain stores of offences grows with seats given by vote, not with reports.
//! - A planned set leaves out who offended, the one that was reported first being the first, as long as
//!   [`SAFE_MINIMUM_VALIDATORS`] are left. Who cannot be spared stays and is marked; whether it can be is asked anew with
//!   every set, in both directions.
//! - Nobody clears itself, and new keys clear nothing. The council takes the seat and gives it anew; what keys of before that
//!   did then counts no more, so that a stolen key does not bring down who was given new ones.

use crate::{
	pallet::{Config, Event, OffencesCountFrom, Offenders, Validators},
	AccountId32, Pallet, Sessions,
};
use alloc::vec::Vec;
use core::marker::PhantomData;
use salus_primitives::{
	consortium::{OffenceKind, Offender, OffenderState},
	limits::SAFE_MINIMUM_VALIDATORS,
};
use sp_staking::{
	offence::{Kind, Offence, OffenceError, ReportOffence},
	SessionIndex,
};

/// Identifies an offence of two blocks in a slot to pallet-offences.
pub const BLOCKS: Kind = *b"aura:equivocatio";
/// Identifies an offence of two votes in a round to pallet-offences; GRANDPA's own.
pub const VOTES: Kind = *b"grandpa:equivoca";

/// A validator, as Historical identifies it.
type Identified = (AccountId32, ());

/// Reports offences to `R`, and tells the consortium of them.
///
/// An `OnOffenceHandler` would not do: it is not told the kind, and of all who offended in the same slot each time.
pub struct Recorded<T, R>(PhantomData<(T, R)>);

impl<T, R, O> ReportOffence<AccountId32, Identified, O> for Recorded<T, R>
where
	T: Config,
	R: ReportOffence<AccountId32, Identified, O>,
	O: Offence<Identified>,
{
	fn report_offence(reporters: Vec<AccountId32>, offence: O) -> Result<(), OffenceError> {
		let kind = match O::ID {
			BLOCKS => OffenceKind::Blocks,
			VOTES => OffenceKind::Votes,
			_ => return Err(OffenceError::Other(0)),
		};
		let (offenders, session) = (offence.offenders(), offence.session_index());
		let counts = |(account, ()): &Identified| Pallet::<T>::offence_counts(account, session);
		if !offenders.iter().any(counts) {
			return Err(OffenceError::DuplicateReport);
		}
		R::report_offence(reporters, offence)?;
		for (account, ()) in offenders {
			Pallet::<T>::record_offence(account, kind, session);
		}
		Ok(())
	}

	fn is_known_offence(offenders: &[Identified], slot: &O::Slot) -> bool {
		offenders.iter().all(|(account, ())| !Pallet::<T>::may_offend(account))
			|| R::is_known_offence(offenders, slot)
	}
}

impl<T: Config> Pallet<T> {
	/// Whether the account has a seat to lose, and is not known to have offended.
	pub fn may_offend(account: &AccountId32) -> bool {
		Validators::<T>::get().iter().any(|seat| seat.account == *account)
			&& !Offenders::<T>::get().iter().any(|offender| offender.account == *account)
	}

	/// Whether an offence of this session would be recorded.
	pub fn offence_counts(account: &AccountId32, session: SessionIndex) -> bool {
		let from = OffencesCountFrom::<T>::get(account).unwrap_or_default();
		Self::may_offend(account) && session >= from
	}

	/// Records the offence of a validator, unless it does not count. Whether it is proven is for the caller to know.
	pub fn record_offence(account: AccountId32, kind: OffenceKind, session: SessionIndex) {
		if !Self::offence_counts(&account, session) {
			return;
		}
		let (reported_at, state) = (Self::now(), OffenderState::Reported);
		let offender = Offender { account: account.clone(), kind, session, reported_at, state };
		Offenders::<T>::mutate(|offenders| {
			// Who is recorded has a seat and was not in the list: with a full one, somebody in it has none.
			if offenders.is_full() {
				let seats = Validators::<T>::get();
				let seated =
					|offender: &Offender<_>| seats.iter().any(|seat| seat.account == offender.account);
				offenders.retain(seated);
			}
			let _ = offenders.try_push(offender);
		});
		Self::deposit_event(Event::ValidatorOffended { account, kind, session });
	}

	/// Those of a set that go on: without the offenders, as many as can be spared, the first reported first.
	pub(crate) fn without_offenders(mut set: Vec<(AccountId32, Vec<u8>)>) -> Vec<(AccountId32, Vec<u8>)> {
		let mut offenders = Offenders::<T>::get();
		if offenders.is_empty() {
			return set;
		}
		for offender in offenders.iter_mut() {
			let account = offender.account.clone();
			// Who would not be in it anyway, for want of a seat or of keys, is neither left out nor marked.
			let Some(place) = set.iter().position(|(other, _)| *other == account) else { continue };
			let state = match set.len() > SAFE_MINIMUM_VALIDATORS {
				true => OffenderState::LeftOut,
				false => OffenderState::Marked,
			};
			if state == OffenderState::LeftOut {
				set.remove(place);
			}
			if state != offender.state {
				offender.state = state;
				Self::deposit_event(match state {
					OffenderState::LeftOut => Event::OffenderLeftOut { account },
					_ => Event::OffenderMarked { account },
				});
			}
		}
		Offenders::<T>::put(offenders);
		set
	}

	/// Accounts lost their seats by vote: there is nothing they could be left out of.
	pub(crate) fn forget_offences(accounts: &[AccountId32]) {
		Offenders::<T>::mutate(|offenders| {
			offenders.retain(|offender| !accounts.contains(&offender.account));
		});
		accounts.iter().for_each(OffencesCountFrom::<T>::remove);
	}

	/// The chain goes on from another's state, whose validators signed with the keys that are in force: their votes name rounds
	/// and sets, and no chain. Who registers others in the first session answers for those alone. Answers with how many there
	/// are.
	pub(crate) fn forgive_keys_of_before() -> u64 {
		let from = T::Sessions::index().saturating_add(2);
		let seats = Validators::<T>::get();
		seats.iter().for_each(|seat| OffencesCountFrom::<T>::insert(&seat.account, from));
		seats.len() as u64
	}

	/// An account was given a seat by vote. Keys that it had before may be in use for this session and the next.
	pub(crate) fn clear_offence(account: &AccountId32) {
		Self::forget_offences(core::slice::from_ref(account));
		OffencesCountFrom::<T>::insert(account, T::Sessions::index().saturating_add(2));
	}
}
