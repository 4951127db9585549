//! Scopes that a patient closes to representatives, whatever they were granted.

use crate::{exclusions::was_true, pallet::*, Config, Pallet};
use frame_support::ensure;
use salus_pallet_consortium::Pallet as Consortium;
use salus_primitives::{
	access::scope_of,
	consent::Item,
	ids::{PatientId, ScopeNumber, INBOX},
	people::Party,
	time::Moment,
};
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	/// Whether the patient had closed the scope to representatives at `at`.
	pub fn is_closed(patient: &PatientId, scope: ScopeNumber, at: Moment) -> bool {
		ClosedScopes::<T>::get(patient, scope).is_some_and(|history| was_true(&history, at))
	}

	/// Since when the scope is closed to representatives, if it is at `now`.
	pub(crate) fn closed_since(patient: &PatientId, scope: ScopeNumber, now: Moment) -> Option<Moment> {
		let history = ClosedScopes::<T>::get(patient, scope)?;
		let (since, closed) = history.entries().iter().rev().find(|(from, _)| *from <= now)?;
		closed.then_some(*since)
	}

	pub(crate) fn do_close(patient: &PatientId, scope: ScopeNumber) -> DispatchResult {
		// What nobody but the patient reads, and takes what must not be lost, has nothing to close.
		ensure!(scope != INBOX, Error::<T>::InboxNotGrantable);
		ensure!(Scopes::<T>::contains_key(patient, scope), Error::<T>::ScopeNotFound);
		let mut history = ClosedScopes::<T>::get(patient, scope).unwrap_or_default();
		ensure!(history.current() != Some(&true), Error::<T>::AlreadyClosed);
		history.push(Consortium::<T>::now(), true);
		ClosedScopes::<T>::insert(patient, scope, history);
		Self::deposit_event(Event::ScopeClosed { patient: *patient, scope });
		Ok(())
	}

	pub(crate) fn do_open(patient: &PatientId, scope: ScopeNumber) -> DispatchResult {
		let mut history = ClosedScopes::<T>::get(patient, scope).ok_or(Error::<T>::NotClosed)?;
		ensure!(history.current() == Some(&true), Error::<T>::NotClosed);
		history.push(Consortium::<T>::now(), false);
		ClosedScopes::<T>::insert(patient, scope, history);
		Self::deposit_event(Event::ScopeOpened { patient: *patient, scope });
		Ok(())
	}

	/// Whether the item is in a scope that is closed to the party.
	pub(crate) fn is_closed_to(patient: &PatientId, item: &Item, party: &Party, now: Moment) -> bool {
		party.is_representative()
			&& scope_of(&Self::subject(patient, item, now))
				.is_some_and(|scope| Self::is_closed(patient, scope, now))
	}

	/// Refuses a key of what is closed to the party: it would make the scope wait for a rotation at once.
	pub(crate) fn ensure_open_to(
		patient: &PatientId,
		item: &Item,
		party: &Party,
		now: Moment,
	) -> DispatchResult {
		ensure!(!Self::is_closed_to(patient, item, party, now), Error::<T>::ScopeClosed);
		Ok(())
	}
}
