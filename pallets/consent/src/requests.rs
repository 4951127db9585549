//! Requests for access: a party asks, the patient approves or refuses, and what nobody answers lapses.
//!
//! A request gives nothing. Approving one goes through the same door as every other consent, so whatever keeps a consent
//! from being given keeps a request from being approved.

use crate::{pallet::*, Config, Pallet};
use alloc::vec::Vec;
use frame_support::ensure;
use salus_pallet_consortium::Pallet as Consortium;
use salus_pallet_identity::{Error as IdentityError, Pallet as Identity};
use salus_primitives::{
	consent::Grant,
	ids::{OrganisationId, PatientId, RequestIndex, VaultSignature},
	limits::{MaxOpenRequestsPerPatient, MaxOpenRequestsPerRequester, MAX_OPEN_REQUESTS_PER_PAIR},
	people::{Party, Standing},
	representation::Authority,
	request::{AccessRequest, NewRequest, PendingRequest, RequestState, SentRequest},
	time::{within, Moment},
	BoundedVec,
};
use sp_runtime::{AccountId32, ArithmeticError, DispatchError, DispatchResult};

/// Why a party may not act towards a patient.
pub(crate) enum Unfit {
	/// The patient has excluded it, or every organisation that it could act for.
	Excluded,
	/// It is not in good standing.
	NotInStanding,
}

type PendingRequests = BoundedVec<PendingRequest, MaxOpenRequestsPerPatient>;
type Sent = BoundedVec<SentRequest, MaxOpenRequestsPerRequester>;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_request(
		account: &AccountId32,
		patient: &PatientId,
		requester: Party,
		request: &NewRequest,
	) -> DispatchResult {
		let now = Consortium::<T>::now();
		Self::ensure_named(&requester)?;
		ensure!(Identity::<T>::owner_of_party(account, &requester), Error::<T>::NotRequester);
		// Its powers come with its admission.
		ensure!(!requester.is_representative(), Error::<T>::GranteeLacksPower);
		ensure!(Identity::<T>::patient(patient).is_some(), IdentityError::<T>::PatientNotFound);
		ensure!(request.asks_for_something(), Error::<T>::InvalidPermissions);
		ensure!(request.purposes.is_valid(), Error::<T>::InvalidPurposes);
		ensure!(request.has_valid_period(now), Error::<T>::InvalidPeriod);
		ensure!(request.has_valid_life(now), Error::<T>::InvalidRequestLife);
		Self::ensure_fit(patient, &requester, now).map_err(|unfit| match unfit {
			Unfit::Excluded => Error::<T>::GranteeExcluded,
			Unfit::NotInStanding => Error::<T>::GranteeNotInStanding,
		})?;

		let index = RequestCount::<T>::get(patient);
		let next = index.checked_add(1).ok_or(ArithmeticError::Overflow)?;
		let expires_at = request.expires_at;
		let pending = PendingRequest { request: index, requester, expires_at };
		let (open, lapsed) = Self::with_pending(patient, pending, now)?;
		let sent =
			Self::with_sent(SentRequest { patient: *patient, request: index, expires_at }, requester, now)?;

		OpenRequests::<T>::insert(patient, open);
		SentRequests::<T>::insert(requester, sent);
		for PendingRequest { request, requester, .. } in lapsed {
			Self::list_closed(patient, request, requester);
		}
		Requests::<T>::insert(patient, index, AccessRequest::new(requester, request, now));
		RequestCount::<T>::insert(patient, next);
		Self::deposit_event(Event::RequestMade { patient: *patient, request: index, requester });
		Ok(())
	}

	/// Refuses a party that the patient excluded or that is not in standing, and a practitioner all of whose organisations
	/// in standing the patient excluded: it could use no consent.
	pub(crate) fn ensure_fit(patient: &PatientId, party: &Party, now: Moment) -> Result<(), Unfit> {
		ensure!(!Self::is_excluded(patient, party, now), Unfit::Excluded);
		ensure!(Identity::<T>::party_standing(party, now) == Standing::Good, Unfit::NotInStanding);
		let Party::Practitioner(practitioner) = party else { return Ok(()) };
		let known = Identity::<T>::practitioner(*practitioner).ok_or(Unfit::NotInStanding)?;
		let usable = known.memberships.iter().any(|membership| {
			membership.standing_at(now) == Standing::Good
				&& Consortium::<T>::standing(membership.organisation, now) == Standing::Good
				&& !Self::is_excluded(patient, &Party::Organisation(membership.organisation), now)
		});
		ensure!(usable, Unfit::Excluded);
		Ok(())
	}

	/// The patient's open requests with one more; at the bound those that have expired leave first, and are returned.
	fn with_pending(
		patient: &PatientId,
		pending: PendingRequest,
		now: Moment,
	) -> Result<(PendingRequests, Vec<PendingRequest>), DispatchError> {
		let lives = |listed: &PendingRequest| within(now, 0, Some(listed.expires_at));
		let mut open = OpenRequests::<T>::get(patient);
		let alike = open.iter().filter(|listed| listed.requester == pending.requester && lives(listed));
		ensure!(alike.count() < MAX_OPEN_REQUESTS_PER_PAIR, Error::<T>::TooManyRequests);
		let mut lapsed = Vec::new();
		if open.is_full() {
			lapsed = open.iter().copied().filter(|listed| !lives(listed)).collect();
			open.retain(lives);
		}
		open.try_push(pending).map_err(|_| Error::<T>::TooManyRequestsOfPatient)?;
		Ok((open, lapsed))
	}

	/// The requester's open requests with one more; at the bound those that have expired leave first.
	fn with_sent(request: SentRequest, requester: Party, now: Moment) -> Result<Sent, DispatchError> {
		let mut list = SentRequests::<T>::get(requester);
		if list.is_full() {
			list.retain(|listed| within(now, 0, Some(listed.expires_at)));
		}
		list.try_push(request).map_err(|_| Error::<T>::TooManyRequestsOfRequester)?;
		Ok(list)
	}

	/// Keeps a request that is open no more, for the patient to look back at; at the bound one is forgotten.
	fn list_closed(patient: &PatientId, request: RequestIndex, requester: Party) {
		ClosedRequests::<T>::mutate(patient, |list| {
			if list.is_full() {
				// A requester that asks and withdraws over and over buries its own requests, not those of others.
				let own = list.iter().position(|(_, party)| *party == requester).unwrap_or(0);
				let (forgotten, _) = list.remove(own);
				Requests::<T>::remove(patient, forgotten);
			}
			// The entry above made room, so this cannot fail.
			let _ = list.try_push((request, requester));
		});
	}

	/// The request, if it can still be answered.
	fn open_request(
		patient: &PatientId,
		index: RequestIndex,
		now: Moment,
	) -> Result<AccessRequest, DispatchError> {
		let request = Requests::<T>::get(patient, index).ok_or(Error::<T>::RequestNotFound)?;
		ensure!(request.state == RequestState::Open, Error::<T>::RequestClosed);
		ensure!(!request.has_expired(now), Error::<T>::RequestExpired);
		Ok(request)
	}

	/// Takes a request from the lists of open ones and writes down what became of it.
	fn close(patient: &PatientId, index: RequestIndex, mut request: AccessRequest, state: RequestState) {
		let requester = request.requester;
		request.state = state;
		Requests::<T>::insert(patient, index, request);
		Self::unlist_open(patient, index, requester);
		Self::list_closed(patient, index, requester);
	}

	/// Takes a request from the patient's and the requester's lists of open ones.
	fn unlist_open(patient: &PatientId, index: RequestIndex, requester: Party) {
		OpenRequests::<T>::mutate_exists(patient, |list| {
			list.as_mut()?.retain(|listed| listed.request != index);
			list.take_if(|list| list.is_empty())
		});
		SentRequests::<T>::mutate_exists(requester, |list| {
			list.as_mut()?.retain(|listed| listed.patient != *patient || listed.request != index);
			list.take_if(|list| list.is_empty())
		});
	}

	/// Closes a request of the patient's that has expired, if there is one and no other is forgotten for it.
	pub(crate) fn lapse_one(patient: &PatientId, now: Moment) -> bool {
		let lapsed = |listed: &&PendingRequest| !within(now, 0, Some(listed.expires_at));
		let Some(found) = OpenRequests::<T>::get(patient).iter().find(lapsed).copied() else { return false };
		if ClosedRequests::<T>::get(patient).is_full() {
			return false;
		}
		let PendingRequest { request, requester, .. } = found;
		Self::unlist_open(patient, request, requester);
		Self::list_closed(patient, request, requester);
		true
	}

	pub(crate) fn do_approve(
		by: (&AccountId32, Authority),
		patient: &PatientId,
		organisation: OrganisationId,
		index: RequestIndex,
		grant: Grant,
		signature: Option<&VaultSignature>,
	) -> DispatchResult {
		let now = Consortium::<T>::now();
		// Who asked is named.
		Self::ensure_named(&grant.grantee)?;
		let request = Self::open_request(patient, index, now)?;
		ensure!(request.covers(&grant), Error::<T>::BeyondRequest);
		let consent = Self::do_grant(by, patient, organisation, grant, signature)?;
		Self::close(patient, index, request, RequestState::Approved { consent });
		Self::deposit_event(Event::RequestApproved { patient: *patient, request: index, consent });
		Ok(())
	}

	pub(crate) fn do_refuse(patient: &PatientId, index: RequestIndex) -> DispatchResult {
		let request = Self::open_request(patient, index, Consortium::<T>::now())?;
		Self::close(patient, index, request, RequestState::Refused);
		Self::deposit_event(Event::RequestRefused { patient: *patient, request: index });
		Ok(())
	}

	pub(crate) fn do_withdraw(
		account: &AccountId32,
		patient: &PatientId,
		index: RequestIndex,
	) -> DispatchResult {
		let request = Requests::<T>::get(patient, index).ok_or(Error::<T>::RequestNotFound)?;
		ensure!(Identity::<T>::owner_of_party(account, &request.requester), Error::<T>::NotRequester);
		let request = Self::open_request(patient, index, Consortium::<T>::now())?;
		Self::close(patient, index, request, RequestState::Withdrawn);
		Self::deposit_event(Event::RequestWithdrawn { patient: *patient, request: index });
		Ok(())
	}
}
