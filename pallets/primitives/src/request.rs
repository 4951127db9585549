//! Requests for access: what a party asks of a patient, and what became of it.

use crate::{
	consent::{Confines, Grant, Permissions},
	ids::{ConsentIndex, Digest, PatientId, RequestIndex},
	limits::MAX_REQUEST_LIFE,
	people::Party,
	purpose::Purposes,
	time::{within, Moment},
};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// What a party asks for.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
#[serde(rename_all = "camelCase")]
pub struct NewRequest {
	/// What it wants to do.
	pub permissions: Permissions,
	/// What for.
	pub purposes: Purposes,
	/// From when on (inclusive); none leaves it to the patient.
	pub from: Option<Moment>,
	/// Until when (exclusive); none asks for access until revoked.
	pub until: Option<Moment>,
	/// SHA-256 of the envelope in the envelope store that tells the patient what is asked for and why.
	pub envelope: Digest,
	/// When the request lapses (exclusive).
	pub expires_at: Moment,
}

impl NewRequest {
	/// Whether the permissions are known and more than delegation of nothing.
	pub fn asks_for_something(&self) -> bool {
		self.permissions.is_valid() && self.permissions != Permissions::DELEGATE
	}

	/// Whether the access asked for does not end before it starts, and not before `now`.
	pub fn has_valid_period(&self, now: Moment) -> bool {
		self.until.is_none_or(|until| until > self.from.unwrap_or(now).max(now))
	}

	/// Whether the request, made at `now`, lives, and no longer than [`MAX_REQUEST_LIFE`].
	pub fn has_valid_life(&self, now: Moment) -> bool {
		within(now, 0, Some(self.expires_at)) && self.expires_at.saturating_sub(now) <= MAX_REQUEST_LIFE
	}
}

/// What became of a request. That it expired is computed, never written.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
#[serde(rename_all = "camelCase")]
pub enum RequestState {
	/// Nobody closed it yet; after its end it is expired.
	Open,
	/// The patient approved all of it, or a part.
	Approved {
		/// The consent that the patient gave.
		consent: ConsentIndex,
	},
	/// The patient refused it.
	Refused,
	/// The requester withdrew it.
	Withdrawn,
}

/// A party's request for access to a patient's records.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
#[serde(rename_all = "camelCase")]
pub struct AccessRequest {
	/// Who asks.
	pub requester: Party,
	/// What it wants to do.
	pub permissions: Permissions,
	/// What for.
	pub purposes: Purposes,
	/// From when on (inclusive); none leaves it to the patient.
	pub from: Option<Moment>,
	/// Until when (exclusive); none asks for access until revoked.
	pub until: Option<Moment>,
	/// SHA-256 of the envelope in the envelope store that tells the patient what is asked for and why.
	pub envelope: Digest,
	/// When it was made.
	pub requested_at: Moment,
	/// When it lapses (exclusive).
	pub expires_at: Moment,
	/// What became of it.
	pub state: RequestState,
}

impl AccessRequest {
	/// The request as `requester` makes it at `now`.
	pub fn new(requester: Party, request: &NewRequest, now: Moment) -> Self {
		let NewRequest { permissions, purposes, from, until, envelope, expires_at } = *request;
		Self {
			requester,
			permissions,
			purposes,
			from,
			until,
			envelope,
			requested_at: now,
			expires_at,
			state: RequestState::Open,
		}
	}

	/// Whether it lapsed by `at` without anyone having closed it.
	pub fn has_expired(&self, at: Moment) -> bool {
		self.state == RequestState::Open && !within(at, 0, Some(self.expires_at))
	}

	/// Whether the patient can approve it at `at`.
	pub fn is_open(&self, at: Moment) -> bool {
		self.state == RequestState::Open && within(at, 0, Some(self.expires_at))
	}

	/// Whether the grant gives the requester no more than was asked for.
	pub fn covers(&self, grant: &Grant) -> bool {
		let Self { permissions, purposes, from, until, .. } = *self;
		grant.grantee == self.requester && Confines { permissions, purposes, from, until }.hold(grant)
	}
}

/// A patient's open request, as its list of them has it.
#[derive(
	Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct PendingRequest {
	/// The request.
	pub request: RequestIndex,
	/// Who asks.
	pub requester: Party,
	/// When it lapses (exclusive).
	pub expires_at: Moment,
}

/// A requester's open request, as its list of them has it.
#[derive(
	Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct SentRequest {
	/// Whom it asks.
	pub patient: PatientId,
	/// The request.
	pub request: RequestIndex,
	/// When it lapses (exclusive).
	pub expires_at: Moment,
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{consent::Reach, purpose::Purpose};

	const NOW: Moment = 1_000_000;

	fn wish() -> NewRequest {
		NewRequest {
			permissions: Permissions::READ.union(Permissions::WRITE),
			purposes: [Purpose::Treatment, Purpose::CareManagement].into_iter().collect(),
			from: Some(NOW + 10),
			until: Some(NOW + 20),
			envelope: Digest([1; 32]),
			expires_at: NOW + 5,
		}
	}

	fn grant() -> Grant {
		Grant {
			grantee: Party::Practitioner(8),
			items: Default::default(),
			permissions: Permissions::READ,
			purposes: Purpose::Treatment.into(),
			from: NOW + 10,
			until: Some(NOW + 20),
			reach: Reach::FromNow,
			sealed_to: None,
			text: Digest([2; 32]),
			policy_version: 1,
		}
	}

	fn asked(wish: NewRequest) -> AccessRequest {
		AccessRequest::new(Party::Practitioner(8), &wish, NOW)
	}

	#[test]
	fn grant_should_be_covered_when_it_gives_all_or_a_part() {
		assert!(asked(wish()).covers(&grant()));
		assert!(asked(wish()).covers(&Grant { from: NOW + 11, until: Some(NOW + 19), ..grant() }));
		let all = Grant { permissions: wish().permissions, purposes: wish().purposes, ..grant() };
		assert!(asked(wish()).covers(&all));
		let unbounded = NewRequest { from: None, until: None, ..wish() };
		assert!(asked(unbounded).covers(&Grant { from: 0, until: None, ..grant() }));
	}

	#[test]
	fn grant_should_not_be_covered_when_it_gives_more_or_to_another() {
		for more in [
			Grant { grantee: Party::Organisation(8), ..grant() },
			Grant { grantee: Party::Practitioner(9), ..grant() },
			Grant { permissions: Permissions::READ.union(Permissions::DELEGATE), ..grant() },
			Grant { purposes: Purpose::Research.into(), ..grant() },
			Grant { from: NOW + 9, ..grant() },
			Grant { until: Some(NOW + 21), ..grant() },
			Grant { until: None, ..grant() },
		] {
			assert!(!asked(wish()).covers(&more), "{more:?}");
		}
	}

	#[test]
	fn request_should_be_expired_from_its_end_on_unless_it_was_closed() {
		let mut request = asked(wish());
		assert!(request.is_open(NOW + 4) && !request.has_expired(NOW + 4));
		assert!(!request.is_open(NOW + 5) && request.has_expired(NOW + 5));
		request.state = RequestState::Refused;
		assert!(!request.is_open(NOW + 4) && !request.has_expired(NOW + 5));
	}

	#[test]
	fn wish_should_be_invalid_when_it_asks_for_nothing_or_at_no_time() {
		assert!(wish().asks_for_something());
		for permissions in [Permissions(0), Permissions(8), Permissions::DELEGATE] {
			assert!(!NewRequest { permissions, ..wish() }.asks_for_something());
		}
		assert!(wish().has_valid_period(NOW));
		assert!(!wish().has_valid_period(NOW + 20));
		assert!(!NewRequest { from: Some(NOW + 20), ..wish() }.has_valid_period(NOW));
		assert!(!NewRequest { from: None, until: Some(NOW), ..wish() }.has_valid_period(NOW));
		assert!(NewRequest { until: None, ..wish() }.has_valid_period(NOW));

		let life = |expires_at| NewRequest { expires_at, ..wish() }.has_valid_life(NOW);
		assert!(life(NOW + 1) && life(NOW + MAX_REQUEST_LIFE));
		assert!(!life(NOW) && !life(NOW + MAX_REQUEST_LIFE + 1) && !life(Moment::MAX));
	}

	#[test]
	fn request_should_read_in_json_as_clients_expect() {
		let mut request = asked(wish());
		request.state = RequestState::Approved { consent: 3 };
		let json = serde_json::to_value(request).unwrap();
		assert_eq!(json["requester"], serde_json::json!({ "practitioner": 8 }));
		assert_eq!(json["state"], serde_json::json!({ "approved": { "consent": 3 } }));
		assert_eq!(json["requestedAt"], NOW);
		assert_eq!(serde_json::from_value::<AccessRequest>(json).unwrap(), request);
	}
}
