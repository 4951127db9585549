//! What the runtime API answers: read-only, paged and bounded.

use crate::{pallet::*, Config, Pallet, RecordLookup};
use alloc::vec::Vec;
use salus_pallet_consortium::Pallet as Consortium;
use salus_pallet_identity::Pallet as Identity;
use salus_primitives::{
	access::{decide, Action, Decision, Reason, Reasons, Request, Subject},
	consent::{Consent, Item},
	ids::{ConsentIndex, PatientId, RequestIndex, ScopeNumber},
	limits::MAX_PAGE,
	people::{Actor, Party, Standing},
	purpose::Purpose,
	time::Moment,
	view::{Asker, ConsentView, EpochKey, Explanation, Holder, Page, QueryError, RequestView, ScopeView},
};
use sp_runtime::AccountId32;

fn ensure_patient<T: Config>(patient: &PatientId) -> Result<(), QueryError> {
	Identity::<T>::patient(patient).map(drop).ok_or(QueryError::PatientNotFound)
}

impl<T: Config> Pallet<T> {
	/// Scopes of the patient from `start` on, at most `limit` and [`MAX_PAGE`].
	pub fn scopes(
		patient: PatientId,
		start: ScopeNumber,
		limit: u32,
	) -> Result<Page<ScopeNumber, ScopeView>, QueryError> {
		ensure_patient::<T>(&patient)?;
		let count = ScopeCount::<T>::get(patient);
		let size = ScopeNumber::try_from(limit.min(MAX_PAGE)).unwrap_or(ScopeNumber::MAX);
		let end = start.saturating_add(size).min(count);
		let view = |number| Some((number, Self::scope_view(&patient, number)?));
		Ok(Page {
			items: (start..end).filter_map(view).collect(),
			next: Some(end.max(start)).filter(|next| *next < count),
		})
	}

	fn scope_view(patient: &PatientId, number: ScopeNumber) -> Option<ScopeView> {
		let now = Consortium::<T>::now();
		let scope = Scopes::<T>::get(patient, number)?;
		let waits = |index: &ConsentIndex| {
			Consents::<T>::get(patient, index)
				.is_some_and(|consent| !Self::has_stopped(patient, &consent, now))
		};
		let behind = Self::seals_of(patient, Item::Scope(number))
			.into_iter()
			.filter(|(_, seal)| !seal.opens(&scope.epoch))
			.map(|(index, _)| index);
		let mut unresealed: Vec<ConsentIndex> = behind.filter(waits).collect();
		unresealed.sort_unstable();
		let rotation_due = Self::rotation_due(patient, number, &scope, now);
		let closed = Self::closed_since(patient, number, now);
		Some(ScopeView { scope, rotation_due, unresealed, closed })
	}

	/// The public keys of a scope, oldest version first, skipping `skip`, at most `limit` and [`MAX_PAGE`].
	pub fn epoch_keys(
		patient: PatientId,
		scope: ScopeNumber,
		skip: u32,
		limit: u32,
	) -> Result<Vec<EpochKey>, QueryError> {
		ensure_patient::<T>(&patient)?;
		Scopes::<T>::get(patient, scope).ok_or(QueryError::ScopeNotFound)?;
		let end = skip.saturating_add(limit.min(MAX_PAGE)).min(EpochCount::<T>::get(patient, scope));
		let key = |position| EpochKeys::<T>::get((patient, scope), position);
		Ok((skip..end).filter_map(key).map(|(epoch, key)| EpochKey { scope, epoch, key }).collect())
	}

	/// Who holds a key of the item, by consent.
	pub fn holders(patient: PatientId, item: Item) -> Result<Vec<Holder>, QueryError> {
		ensure_patient::<T>(&patient)?;
		match item {
			Item::Scope(number) => {
				Scopes::<T>::get(patient, number).map(drop).ok_or(QueryError::ScopeNotFound)?
			}
			Item::Record(index)
				if T::Records::subject(&patient, index, Consortium::<T>::now()) == Subject::Missing =>
			{
				return Err(QueryError::RecordNotFound)
			}
			Item::Record(_) => {}
		}
		let now = Consortium::<T>::now();
		let holder = |(index, seal)| {
			let consent = Consents::<T>::get(patient, index)?;
			let grantee = consent.grantee;
			let owner = grantee.vault_owner();
			let stands = owner.is_none() || Identity::<T>::party_standing(&grantee, now) == Standing::Good;
			let remains = !Self::has_stopped(&patient, &consent, now)
				&& !Self::is_barred(&patient, &consent, now)
				&& !Self::is_closed_to(&patient, &item, &grantee, now)
				&& stands;
			Some(Holder {
				consent: index,
				grantee,
				vault: owner.and_then(Identity::<T>::vault),
				seal,
				remains,
			})
		};
		let mut holders: Vec<Holder> =
			Self::seals_of(&patient, item).into_iter().filter_map(holder).collect();
		holders.sort_unstable_by_key(|holder| holder.consent);
		Ok(holders)
	}

	/// Consents of the patient from `start` on, at most `limit` and [`MAX_PAGE`].
	pub fn consents(
		patient: PatientId,
		start: ConsentIndex,
		limit: u32,
	) -> Result<Page<ConsentIndex, ConsentView>, QueryError> {
		ensure_patient::<T>(&patient)?;
		let count = ConsentCount::<T>::get(patient);
		let end = start.saturating_add(limit.min(MAX_PAGE)).min(count);
		let view = |index| Some((index, Self::consent_view(&patient, index)?));
		Ok(Page {
			items: (start..end).filter_map(view).collect(),
			next: Some(end.max(start)).filter(|next| *next < count),
		})
	}

	fn consent_view(patient: &PatientId, index: ConsentIndex) -> Option<ConsentView> {
		let consent = Consents::<T>::get(patient, index)?;
		let seal = |item| Some((item, Seals::<T>::get((patient, item, index))?));
		let seals = consent.items.iter().filter_map(|granted| seal(granted.item)).collect();
		let live = Self::is_live(patient, &consent, Consortium::<T>::now());
		let excluded = Self::is_barred(patient, &consent, Consortium::<T>::now());
		let given_by = GivenBy::<T>::get(patient, index);
		Some(ConsentView { consent, seals, live, excluded, given_by })
	}

	/// Whether the patient excludes the consent's grantee, or that of a consent it was delegated from.
	pub(crate) fn is_barred(patient: &PatientId, consent: &Consent, now: Moment) -> bool {
		Self::is_excluded(patient, &consent.grantee, now)
			|| Self::excludes_one_of(patient, &Self::lineage(patient, consent), now)
	}

	/// One consent of the patient; none if there is none of this index.
	pub fn consent(patient: PatientId, index: ConsentIndex) -> Result<Option<Consent>, QueryError> {
		ensure_patient::<T>(&patient)?;
		Ok(Consents::<T>::get(patient, index))
	}

	/// Requests for access to the patient that are kept, from `start` on, at most `limit` and [`MAX_PAGE`].
	pub fn requests(
		patient: PatientId,
		start: RequestIndex,
		limit: u32,
	) -> Result<Page<RequestIndex, RequestView>, QueryError> {
		ensure_patient::<T>(&patient)?;
		let now = Consortium::<T>::now();
		let size = limit.min(MAX_PAGE) as usize;
		let open = OpenRequests::<T>::get(patient).into_iter().map(|listed| listed.request);
		let closed = ClosedRequests::<T>::get(patient).into_iter().map(|(request, _)| request);
		let mut kept: Vec<RequestIndex> = open.chain(closed).filter(|index| *index >= start).collect();
		kept.sort_unstable();
		let next = kept.get(size).copied();
		kept.truncate(size);
		let view = |index| {
			let request = Requests::<T>::get(patient, index)?;
			let expired = request.has_expired(now);
			Some((index, RequestView { request, expired }))
		};
		Ok(Page { items: kept.into_iter().filter_map(view).collect(), next })
	}

	/// Patients who gave the party a consent that has not stopped, from `start` on, with the number of them.
	///
	/// The order is that of the storage. A page looks at no more than `limit` (and [`MAX_PAGE`]) patients, so it may
	/// be short, or empty, with others to follow.
	pub fn patients_of(party: Party, start: Option<PatientId>, limit: u32) -> Page<PatientId, u32> {
		let now = Consortium::<T>::now();
		let size = limit.min(MAX_PAGE) as usize;
		let mut keys: Vec<PatientId> = match start {
			None => Granted::<T>::iter_key_prefix(party).take(size.saturating_add(1)).collect(),
			Some(start) => {
				let after = Granted::<T>::hashed_key_for(party, start);
				let first = Some(start).filter(|start| Granted::<T>::contains_key(party, start));
				let rest = Granted::<T>::iter_key_prefix_from(party, after);
				first.into_iter().chain(rest).take(size.saturating_add(1)).collect()
			}
		};
		let next = keys.get(size).copied();
		keys.truncate(size);
		let running = |patient: &PatientId| {
			let listed = ByGrantee::<T>::get(patient, party).into_iter();
			let running = listed.filter(|index| {
				Consents::<T>::get(patient, index)
					.is_some_and(|consent| !Self::has_stopped(patient, &consent, now))
			});
			// Bounded by MaxConsentsPerGrantee.
			running.count() as u32
		};
		let counted = keys.into_iter().map(|patient| (patient, running(&patient)));
		Page { items: counted.filter(|(_, count)| *count > 0).collect(), next }
	}

	/// The access decision at `at`, or now. An account is allowed if one of its actors is; if none is, the reasons are
	/// those of all of them.
	pub fn check_access(
		patient: PatientId,
		asker: Asker<AccountId32>,
		action: Action,
		item: Item,
		purpose: Purpose,
		at: Option<Moment>,
	) -> Result<Decision, QueryError> {
		let decisions = Self::explain_access(patient, asker, action, item, purpose, at)?;
		let mut denied = Reasons::default();
		for explanation in decisions {
			match explanation.decision {
				allowed @ Decision::Allow { .. } => return Ok(allowed),
				Decision::Deny { reasons } => {
					for reason in reasons {
						if !denied.contains(&reason) && denied.try_push(reason).is_err() {
							break;
						}
					}
				}
			}
		}
		if denied.is_empty() {
			return Ok(Decision::deny(Reason::Stranger));
		}
		Ok(Decision::Deny { reasons: denied })
	}

	/// The access decision at `at`, or now, with everything it looked at, for each actor of the asker; empty for an
	/// account that is nobody to the patient.
	pub fn explain_access(
		patient: PatientId,
		asker: Asker<AccountId32>,
		action: Action,
		item: Item,
		purpose: Purpose,
		at: Option<Moment>,
	) -> Result<Vec<Explanation>, QueryError> {
		ensure_patient::<T>(&patient)?;
		let now = Consortium::<T>::now();
		let at = at.unwrap_or(now);
		if at > now {
			return Err(QueryError::InTheFuture);
		}
		let (actors, opening): (Vec<Actor>, _) = match asker {
			Asker::Actor(actor) => (alloc::vec![actor], None),
			Asker::Account(account) => (Identity::<T>::actors_of(&account, &patient), None),
			Asker::Blinded { actor, opening } => (alloc::vec![actor], Some(opening)),
		};
		let explain = |actor| {
			let request = Request { actor, action, item, purpose, at, opening };
			let facts = Self::facts(&patient, &request);
			let decision = decide(&facts, &request);
			Explanation { request, facts, decision }
		};
		Ok(actors.into_iter().map(explain).collect())
	}
}
