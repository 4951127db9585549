//! Parties whom a patient bars. An exclusion beats every consent.

use crate::{pallet::*, Config, Pallet};
use frame_support::ensure;
use salus_pallet_consortium::Pallet as Consortium;
use salus_pallet_identity::Pallet as Identity;
use salus_primitives::{
	consent::Item,
	ids::PatientId,
	limits::MaxHistory,
	people::Party,
	time::{History, Moment},
};
use sp_core::Get;
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	/// Whether the patient had excluded the party at `at`.
	pub fn is_excluded(patient: &PatientId, party: &Party, at: Moment) -> bool {
		Exclusions::<T>::get(patient, party).is_some_and(|history| was_true(&history, at))
	}

	/// Since when the patient has excluded the party, if it does at `now`.
	pub(crate) fn excluded_since(patient: &PatientId, party: &Party, now: Moment) -> Option<Moment> {
		let history = Exclusions::<T>::get(patient, party)?;
		let (since, excluded) = history.entries().iter().rev().find(|(from, _)| *from <= now)?;
		excluded.then_some(*since)
	}

	pub(crate) fn do_exclude(patient: &PatientId, party: Party) -> DispatchResult {
		let now = Consortium::<T>::now();
		Self::ensure_named(&party)?;
		ensure!(Identity::<T>::party_exists(patient, &party), Error::<T>::GranteeNotFound);
		let mut history = Exclusions::<T>::get(patient, party).unwrap_or_default();
		ensure!(history.current() != Some(&true), Error::<T>::AlreadyExcluded);

		history.push(now, true);
		Exclusions::<T>::insert(patient, party, history);
		Self::mark_scopes_due(patient, &party, now);
		Self::deposit_event(Event::Excluded { patient: *patient, party });
		Ok(())
	}

	pub(crate) fn do_readmit(patient: &PatientId, party: Party) -> DispatchResult {
		let now = Consortium::<T>::now();
		Self::ensure_named(&party)?;
		let mut history = Exclusions::<T>::get(patient, party).ok_or(Error::<T>::NotExcluded)?;
		ensure!(history.current() == Some(&true), Error::<T>::NotExcluded);

		history.push(now, false);
		Exclusions::<T>::insert(patient, party, history);
		Self::deposit_event(Event::Readmitted { patient: *patient, party });
		Ok(())
	}

	/// Scopes whose newest key the party holds wait for a rotation from `now` on. A consent that has left the
	/// grantee's list has ended, and what it holds waits already. Which blinded consents the party has the patient alone
	/// can tell. Whoever holds a key through what the party passed on is
	/// found when somebody looks at the scope.
	fn mark_scopes_due(patient: &PatientId, party: &Party, now: Moment) {
		for index in ByGrantee::<T>::get(patient, party) {
			let items = Consents::<T>::get(patient, index).map(|consent| consent.items).unwrap_or_default();
			for granted in items {
				let Item::Scope(number) = granted.item else {
					continue;
				};
				let Some(seal) = Seals::<T>::get((patient, granted.item, index)) else {
					continue;
				};
				Scopes::<T>::mutate(patient, number, |entry| {
					if let Some(scope) = entry.as_mut().filter(|scope| seal.opens(&scope.epoch)) {
						scope.due_since.get_or_insert(now);
					}
				});
			}
		}
	}
}

/// Whether the history tells that a party was excluded, or a scope closed, at `at`. Where a full history may have forgotten,
/// the answer is yes.
pub(crate) fn was_true(history: &History<bool>, at: Moment) -> bool {
	let forgets = history.entries().len() >= <MaxHistory as Get<u32>>::get() as usize;
	history.at(at).copied().unwrap_or(forgets)
}
