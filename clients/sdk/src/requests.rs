//! Requests for access: asking a patient, and the patient's answer.
//!
//! The chain has who asks, for which permissions and purposes, and for how long. Why, and for which scopes or
//! kinds of records, is sealed to the patient's vault; its envelope lies under `requests/<patient>/` in the
//! envelope store and is deleted once the request is closed for good. Approving is granting: the consent that
//! comes of it is as any other, and never more than was asked for.

use crate::{
	chain::calls,
	client::parties,
	consents::{Consented, Granted, Terms},
	sealing::Envelopes,
	words, AccountId, At, Client, Error, Keyring, Kind, Landed, Result,
};
use bytes::Bytes;
use salus_primitives::{
	consent::{Permissions, Reach},
	ids::{Digest, PatientId, RequestIndex},
	people::{Party, VaultOwner},
	purpose::Purposes,
	request::{AccessRequest, NewRequest, RequestState},
	time::Moment,
	view::RequestView,
};
use salus_vault::{
	hybrid::SecretKey,
	request::{Wish, ENVELOPE_LEN},
};
use serde::Serialize;

/// What somebody asks a patient for.
#[derive(Clone, PartialEq, Eq)]
pub struct AccessWish {
	/// Whom.
	pub patient: PatientId,
	/// In whose name; none for the only party the account stands for.
	pub requester: Option<Party>,
	/// To do what.
	pub permissions: Permissions,
	/// What for.
	pub purposes: Purposes,
	/// From when on (inclusive); none leaves it to the patient.
	pub from: Option<Moment>,
	/// Until when (exclusive); none until revoked.
	pub until: Option<Moment>,
	/// When the request lapses (exclusive): at most 30 days from now.
	pub expires_at: Moment,
	/// Why, for the patient alone: at most 3,000 bytes.
	pub text: String,
	/// Names of scopes or kinds of records, for the patient alone: at most 16, of 64 bytes each.
	pub wanted: Vec<String>,
}

/// A request that was made.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Requested {
	/// Whom it asks.
	pub patient: PatientId,
	/// The request.
	pub request: RequestIndex,
	/// Who asks.
	pub requester: Party,
	/// When it lapses.
	pub expires_at: Moment,
	/// The transaction.
	pub landed: Landed,
}

/// What is known of the wish in a request's envelope.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase", tag = "state")]
pub enum Said {
	/// The patient opened it.
	Opened {
		/// Why.
		text: String,
		/// Names of scopes or kinds of records, in the requester's words.
		wanted: Vec<String>,
	},
	/// It is for the patient alone.
	Sealed,
	/// It is not in the store: deleted when the request was closed, or never put there.
	Gone,
	/// It is not what the chain says it is, or breaks its format.
	Altered {
		/// In which way.
		why: String,
	},
	/// It was not read.
	Unread {
		/// Why not.
		why: String,
	},
}

/// A request with what it says.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Asked {
	/// The request.
	pub index: RequestIndex,
	/// What the chain has of it.
	#[serde(flatten)]
	pub view: RequestView,
	/// What its envelope says.
	pub wish: Said,
}

/// How much of a request is approved. What is none is as it was asked for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Approval {
	/// For what: the patient decides.
	pub items: Granted,
	/// To do what.
	pub permissions: Option<Permissions>,
	/// What for.
	pub purposes: Option<Purposes>,
	/// From when on (inclusive).
	pub from: Option<Moment>,
	/// Until when (exclusive).
	pub until: Option<Moment>,
	/// Whether it opens what is there already.
	pub reach: Reach,
	/// The version of the privacy policy it is given under.
	pub policy_version: u16,
}

/// A request that was approved, with the consent that came of it.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Approved {
	/// The request.
	pub request: RequestIndex,
	/// Who had asked.
	pub requester: Party,
	/// The consent.
	#[serde(flatten)]
	pub consented: Consented,
}

/// A request that was refused or withdrawn.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Closed {
	/// The request.
	pub request: RequestIndex,
	/// Who had asked.
	pub requester: Party,
	/// The transaction.
	pub landed: Landed,
}

impl Client {
	/// Asks a patient for access. The wish is sealed to the patient's vault key as a finalised block has it.
	///
	/// # Errors
	/// Of kind usage for terms that no request has, of kind denied if the account does not stand for the
	/// requester, of kind not found if there is no such patient; those of [`crate::Chain::submit`].
	pub async fn request_access(&self, keyring: &Keyring, wish: &AccessWish) -> Result<Requested> {
		let account = keyring.account();
		let requester = match wish.requester {
			None => self.party_of(&account).await?,
			Some(party) => self.ensure_stands_for(&account, party).await?,
		};
		let unsealed = Wish::new(requester, &wish.text, &wish.wanted)?;
		let mut request = NewRequest {
			permissions: wish.permissions,
			purposes: wish.purposes,
			from: wish.from,
			until: wish.until,
			envelope: Digest::default(),
			expires_at: wish.expires_at,
		};
		ensure_askable(&request, self.now().await?)?;
		let patient = wish.patient;
		if self.chain().patient(&patient, At::Best).await?.is_none() {
			return Err(Error::not_found("there is no such patient"));
		}
		let vault = self.sealing_key(&VaultOwner::Patient(patient), "the patient").await?;
		let envelope = unsealed.seal(self.chain().genesis(), patient, &vault)?;
		request.envelope = self.stores().requests(&patient).put(Bytes::from(envelope)).await?;
		let envelopes = Envelopes { uploaded: vec![request.envelope], superseded: Vec::new() };
		let call = calls::consent::request_access(&patient, &requester, &request);
		let outcome = self.chain().submit(&call, keyring.wallet(), self.wait()).await;
		let landed = self.settle_requests(&patient, envelopes, outcome).await?;
		let index = landed.events.field("Consent", "RequestMade", "request")?;
		Ok(Requested { patient, request: index, requester, expires_at: request.expires_at, landed })
	}

	async fn ensure_stands_for(&self, account: &AccountId, party: Party) -> Result<Party> {
		let roles = self.chain().roles(account, self.at()).await?;
		parties(&roles).find(|own| *own == party).ok_or_else(|| {
			Error::NoKey(format!("account {account} does not stand for {}", words::party(&party)))
		})
	}

	/// The requests that the keyring's patient was asked, with what they say. An envelope that is gone or
	/// altered is told of its request; the others are shown all the same.
	///
	/// # Errors
	/// Of kind not found if the account controls no patient, of kind denied if the vault is another one.
	pub async fn requests(&self, keyring: &Keyring) -> Result<(PatientId, Vec<Asked>)> {
		let patient = self.own_patient(&keyring.account()).await?;
		let keys = self.reading_keys(keyring, &VaultOwner::Patient(patient)).await?;
		let mut asked = Vec::new();
		for (index, view) in self.chain().all_requests(&patient, self.at()).await? {
			let wish = self.said(&patient, &view.request, &keys).await;
			asked.push(Asked { index, view, wish });
		}
		Ok((patient, asked))
	}

	/// The requests that the account, as whomever it stands for, has made to a patient; all where it represents the patient.
	/// What they said is for the patient alone.
	///
	/// # Errors
	/// Of kind not found if there is no such patient, of kind network.
	pub async fn requests_made(&self, account: &AccountId, patient: &PatientId) -> Result<Vec<Asked>> {
		let roles = self.chain().roles(account, self.at()).await?;
		let represented = self.chain().representations(account, self.at()).await?;
		let represents = represented.iter().any(|(_, view)| view.representative.patient == *patient);
		let mut made = self.chain().all_requests(patient, self.at()).await?;
		made.retain(|(_, view)| represents || parties(&roles).any(|own| own == view.request.requester));
		Ok(made.into_iter().map(|(index, view)| Asked { index, view, wish: Said::Sealed }).collect())
	}

	async fn said(&self, patient: &PatientId, request: &AccessRequest, keys: &[SecretKey]) -> Said {
		match self.stores().requests(patient).get(&request.envelope, ENVELOPE_LEN).await {
			Ok(envelope) => read(&self.chain().genesis(), patient, &request.requester, keys, &envelope),
			Err(error) => match error.kind() {
				Kind::NotFound => Said::Gone,
				Kind::Integrity => Said::Altered { why: error.to_string() },
				_ => Said::Unread { why: error.to_string() },
			},
		}
	}

	/// A request, as finalised and best block have it: in another fork its number may be another's request.
	async fn settled_request(&self, patient: &PatientId, index: RequestIndex) -> Result<AccessRequest> {
		let read = |at| async move {
			let page = self.chain().requests(patient, index, 1, at).await?;
			let found = page.items.into_iter().find(|(found, _)| *found == index);
			found
				.map(|(_, view)| view.request)
				.ok_or_else(|| Error::not_found(format!("the patient has no request {index}")))
		};
		self.chain().settled(read).await
	}

	/// Approves a request, all of it or a part, by giving a consent as [`Client::grant`] does. Nothing of it
	/// is more than was asked for.
	///
	/// # Errors
	/// Of kind usage if the request is closed, has expired or did not ask for as much; those of
	/// [`Client::grant`].
	pub async fn approve(
		&self,
		keyring: &Keyring,
		index: RequestIndex,
		approval: &Approval,
	) -> Result<Approved> {
		let patient = self.own_patient(&keyring.account()).await?;
		let request = self.settled_request(&patient, index).await?;
		let terms = terms(index, &request, approval, self.now().await?)?;
		let consented = self.give(keyring, &terms, Some(index), false).await?;
		self.drop_wishes(&patient, &request, Ok(consented.landed.clone())).await?;
		Ok(Approved { request: index, requester: request.requester, consented })
	}

	/// Approves a request in the name of a patient whom the keyring's account represents, by giving a consent as
	/// [`Client::grant_for`] does.
	///
	/// # Errors
	/// As [`Client::approve`] and [`Client::grant_for`].
	pub async fn approve_for(
		&self,
		keyring: &Keyring,
		patient: &PatientId,
		index: RequestIndex,
		approval: &Approval,
	) -> Result<Approved> {
		let request = self.settled_request(patient, index).await?;
		let terms = terms(index, &request, approval, self.now().await?)?;
		let consented = self.give_for(keyring, patient, &terms, Some(index)).await?;
		self.drop_wishes(patient, &request, Ok(consented.landed.clone())).await?;
		Ok(Approved { request: index, requester: request.requester, consented })
	}

	/// Refuses a request. Needs the wallet alone.
	///
	/// # Errors
	/// Of kind not found for an unknown request, of kind usage if it is closed or has expired; those of
	/// [`crate::Chain::submit`].
	pub async fn refuse(&self, keyring: &Keyring, index: RequestIndex) -> Result<Closed> {
		let patient = self.own_patient(&keyring.account()).await?;
		self.refuse_for(keyring, &patient, index).await
	}

	/// Refuses a request to a patient that the keyring's account controls, or represents.
	///
	/// # Errors
	/// As [`Self::refuse`].
	pub async fn refuse_for(
		&self,
		keyring: &Keyring,
		patient: &PatientId,
		index: RequestIndex,
	) -> Result<Closed> {
		let request = self.settled_request(patient, index).await?;
		ensure_open(index, &request, self.now().await?)?;
		let call = calls::consent::refuse_request(patient, index);
		let outcome = self.chain().submit(&call, keyring.wallet(), self.wait()).await;
		let landed = self.drop_wishes(patient, &request, outcome).await?;
		Ok(Closed { request: index, requester: request.requester, landed })
	}

	/// Takes one's own request back.
	///
	/// # Errors
	/// Of kind not found for an unknown request, of kind denied for another's, of kind usage if it is closed
	/// or has expired; those of [`crate::Chain::submit`].
	pub async fn withdraw(
		&self,
		keyring: &Keyring,
		patient: &PatientId,
		index: RequestIndex,
	) -> Result<Closed> {
		let request = self.settled_request(patient, index).await?;
		self.ensure_stands_for(&keyring.account(), request.requester).await?;
		ensure_open(index, &request, self.now().await?)?;
		let call = calls::consent::withdraw_request(patient, index);
		let outcome = self.chain().submit(&call, keyring.wallet(), self.wait()).await;
		let landed = self.drop_wishes(patient, &request, outcome).await?;
		Ok(Closed { request: index, requester: request.requester, landed })
	}

	/// Deletes the envelope of a request that a transaction closed, and those of requests that nobody will
	/// answer any more.
	async fn drop_wishes(
		&self,
		patient: &PatientId,
		closed: &AccessRequest,
		outcome: Result<Landed>,
	) -> Result<Landed> {
		let mut superseded = vec![closed.envelope];
		if outcome.as_ref().is_ok_and(|landed| landed.finalised) {
			match self.chain().all_requests(patient, At::Finalised).await {
				Ok(all) => superseded.extend(
					all.iter().filter(|(_, view)| !is_open(view)).map(|(_, view)| view.request.envelope),
				),
				Err(error) => tracing::warn!(%error, "envelopes of no use may be left in the store"),
			}
		}
		let envelopes = Envelopes { uploaded: Vec::new(), superseded };
		self.settle_requests(patient, envelopes, outcome).await
	}
}

/// Whether the patient can still approve it.
pub(crate) fn is_open(view: &RequestView) -> bool {
	view.request.state == RequestState::Open && !view.expired
}

/// What an envelope says, opened with the first key that does.
fn read(
	genesis: &[u8; 32],
	patient: &PatientId,
	requester: &Party,
	keys: &[SecretKey],
	envelope: &[u8],
) -> Said {
	let mut refused = salus_vault::Error::NotOpened;
	for key in keys {
		match Wish::open(*genesis, *patient, requester, key, envelope) {
			Ok(wish) => {
				return Said::Opened { text: wish.text().to_owned(), wanted: wish.wanted().to_vec() };
			}
			// A former key may do.
			Err(salus_vault::Error::NotOpened) => {}
			Err(error) => refused = error,
		}
	}
	Said::Altered { why: refused.to_string() }
}

/// Whether the chain would take such a request: its rules, before anything is uploaded.
fn ensure_askable(request: &NewRequest, now: Moment) -> Result<()> {
	if !request.asks_for_something() {
		return Err(Error::usage("a request asks to read or to write"));
	}
	if !request.purposes.is_valid() {
		return Err(Error::usage("a request names what the access is for"));
	}
	if !request.has_valid_period(now) {
		return Err(Error::usage("the access asked for would end before it starts, or has ended already"));
	}
	if !request.has_valid_life(now) {
		return Err(Error::usage("a request expires in the future, and at most 30 days from now"));
	}
	Ok(())
}

fn ensure_open(index: RequestIndex, request: &AccessRequest, now: Moment) -> Result<()> {
	match request.state {
		RequestState::Open if request.is_open(now) => Ok(()),
		RequestState::Open => Err(Error::usage(format!("request {index} has expired"))),
		state => Err(Error::usage(format!("request {index} {}", words::request(&state)))),
	}
}

/// The consent that a request is answered with.
fn terms(index: RequestIndex, request: &AccessRequest, approval: &Approval, now: Moment) -> Result<Terms> {
	ensure_open(index, request, now)?;
	let beyond = |what: &str| {
		let why =
			format!("request {index} does not ask for {what}; `salus consent grant` gives more than that");
		Err(Error::usage(why))
	};
	let permissions = approval.permissions.unwrap_or(request.permissions);
	if !request.permissions.contains(permissions) {
		return beyond("these permissions");
	}
	let purposes = approval.purposes.unwrap_or(request.purposes);
	if !request.purposes.contains_all(purposes) {
		return beyond("these purposes");
	}
	// A start that has passed meanwhile stands for now.
	let from = approval.from.or(request.from.filter(|from| *from > now));
	if request.from.is_some_and(|asked| from.unwrap_or(now) < asked) {
		return beyond("so early a start");
	}
	let until = approval.until.or(request.until);
	if request.until.is_some_and(|asked| until.is_none_or(|until| until > asked)) {
		return beyond("so late an end");
	}
	if until.is_some_and(|until| until <= from.unwrap_or(now).max(now)) {
		return Err(Error::usage("the consent would end before it starts, or has ended already"));
	}
	Ok(Terms {
		grantee: request.requester,
		items: approval.items.clone(),
		permissions,
		purposes,
		from,
		until,
		reach: approval.reach,
		policy_version: approval.policy_version,
	})
}

#[cfg(test)]
mod tests {
	use super::*;
	use salus_primitives::{consent::Grant, limits::MAX_REQUEST_LIFE, purpose::Purpose, BoundedVec};
	use salus_vault::root::Root;

	const GENESIS: [u8; 32] = [1; 32];
	const PATIENT: PatientId = PatientId([2; 32]);
	const DOCTOR: Party = Party::Practitioner(7);
	const NOW: Moment = 1_000;

	fn new_request() -> NewRequest {
		NewRequest {
			permissions: Permissions::READ.union(Permissions::WRITE),
			purposes: [Purpose::Treatment, Purpose::Research].into_iter().collect(),
			from: None,
			until: Some(9_000),
			envelope: Digest([3; 32]),
			expires_at: 5_000,
		}
	}

	fn request(change: impl Fn(&mut AccessRequest)) -> AccessRequest {
		let mut request = AccessRequest::new(DOCTOR, &new_request(), 500);
		change(&mut request);
		request
	}

	fn approval(change: impl Fn(&mut Approval)) -> Approval {
		let mut approval = Approval {
			items: Granted::Records(vec![4]),
			permissions: None,
			purposes: None,
			from: None,
			until: None,
			reach: Reach::AllHistory,
			policy_version: 1,
		};
		change(&mut approval);
		approval
	}

	fn grant(terms: &Terms) -> Grant {
		Grant {
			grantee: terms.grantee,
			items: BoundedVec::default(),
			permissions: terms.permissions,
			purposes: terms.purposes,
			from: terms.from.unwrap_or(NOW),
			until: terms.until,
			reach: terms.reach,
			sealed_to: None,
			text: Digest::default(),
			policy_version: terms.policy_version,
		}
	}

	#[test]
	fn approval_should_be_what_was_asked_for_when_nothing_else_is_said() {
		let asked = request(|_| ());
		let terms = terms(0, &asked, &approval(|_| ()), NOW).unwrap();
		assert_eq!((terms.grantee, terms.until), (DOCTOR, Some(9_000)));
		assert_eq!((terms.permissions, terms.purposes), (asked.permissions, asked.purposes));
		assert!(asked.covers(&grant(&terms)));
	}

	#[test]
	fn approval_should_give_a_part_when_the_patient_says_so() {
		let part = approval(|approval| {
			approval.permissions = Some(Permissions::WRITE);
			approval.purposes = Some(Purpose::Research.into());
			approval.from = Some(2_000);
			approval.until = Some(3_000);
		});
		let asked = request(|_| ());
		let terms = terms(0, &asked, &part, NOW).unwrap();
		assert_eq!((terms.permissions, terms.from), (Permissions::WRITE, Some(2_000)));
		assert!(asked.covers(&grant(&terms)));
	}

	#[test]
	fn approval_should_be_refused_when_it_gives_more_than_was_asked_for() {
		let reading = request(|request| request.permissions = Permissions::READ);
		let late = request(|request| request.from = Some(2_000));
		for (asked, more) in [
			(reading, approval(|approval| approval.permissions = Some(Permissions::WRITE))),
			(request(|_| ()), approval(|approval| approval.purposes = Some(Purpose::Payment.into()))),
			(request(|_| ()), approval(|approval| approval.until = Some(9_001))),
			(late, approval(|approval| approval.from = Some(1_999))),
		] {
			let refused = terms(0, &asked, &more, NOW).unwrap_err();
			assert_eq!(refused.kind(), Kind::Usage);
			assert!(refused.to_string().contains("does not ask for"), "{refused}");
		}
	}

	#[test]
	fn start_should_be_now_when_the_one_asked_for_has_passed() {
		let (passed, coming) = (request(|it| it.from = Some(600)), request(|it| it.from = Some(2_000)));
		assert_eq!(terms(0, &passed, &approval(|_| ()), NOW).unwrap().from, None);
		assert_eq!(terms(0, &coming, &approval(|_| ()), NOW).unwrap().from, Some(2_000));
	}

	#[test]
	fn closed_or_expired_request_should_not_be_answered() {
		for state in [RequestState::Approved { consent: 3 }, RequestState::Refused, RequestState::Withdrawn] {
			let closed = request(|request| request.state = state);
			assert_eq!(ensure_open(0, &closed, NOW).unwrap_err().kind(), Kind::Usage);
			assert!(terms(0, &closed, &approval(|_| ()), NOW).is_err());
		}
		let refused = terms(0, &request(|_| ()), &approval(|_| ()), 5_000).unwrap_err();
		assert!(refused.to_string().contains("expired"), "{refused}");
		let ended = request(|request| request.until = Some(NOW));
		assert!(terms(0, &ended, &approval(|_| ()), NOW).is_err());
	}

	#[test]
	fn request_should_be_checked_before_anything_is_uploaded() {
		assert!(ensure_askable(&new_request(), NOW).is_ok());
		for wrong in [
			NewRequest { permissions: Permissions(0), ..new_request() },
			NewRequest { permissions: Permissions::DELEGATE, ..new_request() },
			NewRequest { purposes: Purposes::default(), ..new_request() },
			NewRequest { until: Some(NOW), ..new_request() },
			NewRequest { from: Some(9_000), ..new_request() },
			NewRequest { expires_at: NOW, ..new_request() },
			NewRequest { expires_at: NOW + MAX_REQUEST_LIFE + 1, ..new_request() },
		] {
			assert_eq!(ensure_askable(&wrong, NOW).unwrap_err().kind(), Kind::Usage, "{wrong:?}");
		}
	}

	#[test]
	fn wish_should_be_read_with_the_vault_key_it_was_sealed_to_even_if_that_was_replaced() {
		let patient = Root::from_bytes([5; 32]).patient(0);
		let keys: Vec<_> =
			[1, 0].into_iter().map(|generation| patient.vault(generation).kem().clone()).collect();
		let wish = Wish::new(DOCTOR, "why", &["labs".to_owned()]).unwrap();
		for key in &keys {
			let envelope = wish.seal(GENESIS, PATIENT, &key.public_key()).unwrap();
			let said = read(&GENESIS, &PATIENT, &DOCTOR, &keys, &envelope);
			assert!(said == Said::Opened { text: "why".into(), wanted: vec!["labs".into()] });
		}
	}

	#[test]
	fn wish_should_be_told_as_altered_when_another_wrote_it_or_it_does_not_open() {
		let vault = Root::from_bytes([5; 32]).patient(0).vault(0);
		let keys = [vault.kem().clone()];
		let wish = Wish::new(DOCTOR, "why", &[]).unwrap();
		let envelope = wish.seal(GENESIS, PATIENT, &vault.public_key()).unwrap();
		let thief = read(&GENESIS, &PATIENT, &Party::Practitioner(8), &keys, &envelope);
		assert!(matches!(thief, Said::Altered { why } if why.contains("another requester")));
		let elsewhere = read(&GENESIS, &PatientId([9; 32]), &DOCTOR, &keys, &envelope);
		assert!(matches!(elsewhere, Said::Altered { .. }));
	}
}
