//! Disputes: contesting a record, and the author's answer.
//!
//! The chain has who disputes what since when, and what became of it. What is said on either side is sealed to the
//! other; the envelopes lie under `disputes/<patient>/` in the envelope store, as long as the chain names them. Who
//! opens one holds its text against the commitment on chain, so that neither side can exchange it afterwards.

use crate::{
	chain::calls, client::parties, records::ensure_not_erased, sealing::Envelopes, words, As, At, Client,
	Error, Keyring, Kind, Landed, Result,
};
use bytes::Bytes;
use salus_primitives::{
	dispute::{is_authors_side, Dispute, DisputeState, SealedText},
	ids::{OrganisationId, PatientId, RecordIndex},
	limits::MAX_DISPUTES_OF_RECORD,
	people::{Actor, Party, Standing, VaultOwner},
	records::Record,
	time::Moment,
	view::DisputeView,
};
use salus_vault::{
	dispute::{Place, Side, Statement, ENVELOPE_LEN},
	hybrid::{PublicKey, SecretKey},
};
use serde::Serialize;

/// A record that was disputed.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Disputed {
	/// Whose record.
	pub patient: PatientId,
	/// Which.
	pub index: RecordIndex,
	/// To whom the text is sealed.
	pub sealed_to: Party,
	/// From when on the answer is overdue.
	pub due_at: Moment,
	/// The transaction.
	pub landed: Landed,
}

/// What is known of a text that the chain has a commitment to.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase", tag = "state")]
pub enum Told {
	/// It was opened, and is what was committed to.
	Opened {
		/// The text.
		text: String,
	},
	/// It is for the other side alone.
	Sealed,
	/// It is not in the store.
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

/// A dispute with what is said in it.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DisputeEntry {
	/// Whose record.
	pub patient: PatientId,
	/// Which.
	pub index: RecordIndex,
	/// What the chain has of it.
	#[serde(flatten)]
	pub view: DisputeView,
	/// What the patient says; none when it was withdrawn.
	pub contest_text: Option<Told>,
	/// Why the author's side refuses; none unless it does.
	pub reason_text: Option<Told>,
}

impl Client {
	/// Disputes a record of the keyring's patient. What the patient says is sealed to `to`, or else to the practitioner who
	/// is the author while at work there, or to the author's organisation. The wallet is enough.
	///
	/// # Errors
	/// Of kind usage for a text that no dispute has, for the patient's own record, one that is superseded or disputed already,
	/// for somebody who is not of the author's side or has no vault; of kind not found for an unknown or erased record;
	/// those of [`crate::Chain::submit`].
	pub async fn dispute_record(
		&self,
		keyring: &Keyring,
		index: RecordIndex,
		text: &str,
		to: Option<Party>,
	) -> Result<Disputed> {
		let statement = Statement::new(Side::Contest, text)?;
		let patient = self.own_patient(&keyring.account()).await?;
		let (record, before) = self.settled_dispute(&patient, index).await?;
		ensure_disputable(index, &record, before.as_ref())?;
		let (sealed_to, vault) = self.authors_side(&record.author, to).await?;
		let contest = self.put_statement(&statement, &self.place(&patient, index, &record), &vault).await?;
		let superseded = before.iter().flat_map(|before| before.envelopes()).collect();
		let envelopes = Envelopes { uploaded: vec![contest.envelope], superseded };
		let call = calls::records::dispute(&patient, index, &contest, &sealed_to);
		let outcome = self.chain().submit(&call, keyring.wallet(), self.wait()).await;
		let landed = self.settle_disputes(&patient, envelopes, outcome).await?;
		let due_at = landed.events.field("Records", "RecordDisputed", "due_at")?;
		Ok(Disputed { patient, index, sealed_to, due_at, landed })
	}

	/// Stands by a record that its patient disputes, with a reason for the patient alone. By its author, or a practitioner of
	/// the author's organisation; also when the answer is overdue.
	///
	/// # Errors
	/// Of kind usage for a text that no dispute has, and if the dispute is not open; of kind denied if the actor is not of
	/// the author's side; of kind not found if the record is unknown or was never disputed; those of
	/// [`crate::Chain::submit`].
	pub async fn refuse_dispute(
		&self,
		keyring: &Keyring,
		patient: &PatientId,
		index: RecordIndex,
		text: &str,
		as_whom: Option<As>,
	) -> Result<Landed> {
		let statement = Statement::new(Side::Refusal, text)?;
		let actor = self.actor(&keyring.account(), patient, as_whom).await?;
		let (record, dispute) = self.settled_dispute(patient, index).await?;
		ensure_open(index, dispute.as_ref())?;
		let vault = self.sealing_key(&VaultOwner::Patient(*patient), "the patient").await?;
		let reason = self.put_statement(&statement, &self.place(patient, index, &record), &vault).await?;
		let envelopes = Envelopes { uploaded: vec![reason.envelope], superseded: Vec::new() };
		let call = calls::records::refuse_dispute(patient, index, &actor, &reason);
		let outcome = self.chain().submit(&call, keyring.wallet(), self.wait()).await;
		self.settle_disputes(patient, envelopes, outcome).await
	}

	/// Takes back a dispute that is open or was refused, and deletes what was said in it. By the patient; the wallet is
	/// enough.
	///
	/// # Errors
	/// Of kind not found if the account controls no patient or the record was never disputed, of kind usage if the dispute
	/// was answered or withdrawn; those of [`crate::Chain::submit`].
	pub async fn withdraw_dispute(&self, keyring: &Keyring, index: RecordIndex) -> Result<Landed> {
		let patient = self.own_patient(&keyring.account()).await?;
		let (_, dispute) = self.settled_dispute(&patient, index).await?;
		let dispute = ensure_stands(index, dispute.as_ref())?;
		let envelopes = Envelopes { uploaded: Vec::new(), superseded: dispute.envelopes().collect() };
		let call = calls::records::withdraw_dispute(&patient, index);
		let outcome = self.chain().submit(&call, keyring.wallet(), self.wait()).await;
		self.settle_disputes(&patient, envelopes, outcome).await
	}

	/// The disputes of a patient's records, however they stand, with what is said where the keyring opens it.
	///
	/// # Errors
	/// Of kind not found if there is no such patient, of kind network.
	pub async fn disputes(&self, keyring: &Keyring, patient: &PatientId) -> Result<Vec<DisputeEntry>> {
		let at = self.chain().pin(self.at()).await?;
		let reader = Reader::new(self, keyring, at).await?;
		let mut entries = Vec::new();
		for (index, view) in self.chain().all_disputes(patient, at).await? {
			entries.push(reader.entry(*patient, index, view).await?);
		}
		Ok(entries)
	}

	/// The disputes that await an answer of an organisation, with what the patients say where the keyring opens it.
	///
	/// # Errors
	/// Of kind not found if there is no such organisation, of kind network.
	pub async fn disputes_of(
		&self,
		keyring: &Keyring,
		organisation: OrganisationId,
	) -> Result<Vec<DisputeEntry>> {
		let at = self.chain().pin(self.at()).await?;
		let reader = Reader::new(self, keyring, at).await?;
		let mut entries = Vec::new();
		for (record, view) in self.chain().all_disputes_of(organisation, at).await? {
			entries.push(reader.entry(record.patient, record.index, view).await?);
		}
		// As the chain pages them they have no order.
		entries.sort_by_key(|entry| (entry.view.dispute.due_at, entry.patient, entry.index));
		Ok(entries)
	}

	fn place(&self, patient: &PatientId, index: RecordIndex, record: &Record) -> Place {
		let genesis = self.chain().genesis();
		Place { genesis, patient: *patient, record: index, ciphertext: record.pointer.ciphertext }
	}

	/// A record and its dispute, as finalised and best block have them: in another fork both may be others.
	async fn settled_dispute(
		&self,
		patient: &PatientId,
		index: RecordIndex,
	) -> Result<(Record, Option<Dispute>)> {
		let read = |at| async move {
			let record = self.chain().record(patient, index, at).await?;
			let dispute = self.chain().dispute(patient, index, at).await?;
			Ok((record, dispute.map(|view| view.dispute)))
		};
		let (record, dispute) = self.chain().settled(read).await?;
		ensure_not_erased(index, &record)?;
		Ok((record, dispute))
	}

	/// Whom of the author's side to seal to, and its key.
	async fn authors_side(&self, author: &Actor, to: Option<Party>) -> Result<(Party, PublicKey)> {
		if let Some(party) = to {
			if !is_authors_side(&party, author) {
				let (who, whom) = (words::party(&party), words::actor(author));
				return Err(Error::usage(format!("{who} does not answer for what {whom} wrote")));
			}
			let key = self.key_of(&party).await?;
			return Ok((party, key));
		}
		let mut refused = Error::usage("nobody answers for what the patient wrote");
		for party in self.who_answers(author).await? {
			match self.key_of(&party).await {
				Ok(key) => return Ok((party, key)),
				Err(error) if matches!(error.kind(), Kind::Usage | Kind::NotFound) => refused = error,
				Err(error) => return Err(error),
			}
		}
		Err(refused)
	}

	/// The author while at work there, and then the organisation: who left must not be the only one to read it.
	async fn who_answers(&self, author: &Actor) -> Result<Vec<Party>> {
		let mut parties = Vec::new();
		if let Actor::Practitioner { practitioner, organisation } = author {
			let known = self.chain().practitioner(*practitioner, self.at()).await?;
			let now = self.now().await?;
			let works_there = known
				.as_ref()
				.and_then(|known| known.membership(*organisation))
				.is_some_and(|membership| membership.standing_at(now) == Standing::Good);
			parties.extend(works_there.then_some(Party::Practitioner(*practitioner)));
		}
		parties.extend(author.organisation().map(Party::Organisation));
		Ok(parties)
	}

	/// Seals a statement and puts it into the store.
	async fn put_statement(
		&self,
		statement: &Statement,
		place: &Place,
		vault: &PublicKey,
	) -> Result<SealedText> {
		let envelope = statement.seal(place, vault)?;
		let envelope = self.stores().disputes(&place.patient).put(Bytes::from(envelope)).await?;
		Ok(SealedText { commitment: statement.commitment(), envelope })
	}

	/// What is said in these disputes as far as one owner's vault opens it; what it does not open is left out.
	///
	/// # Errors
	/// Of kind network, also for a store that does not answer.
	pub(crate) async fn opened_statements(
		&self,
		keyring: &Keyring,
		patient: &PatientId,
		owner: &VaultOwner,
		disputes: &[(RecordIndex, &Record, &Dispute)],
	) -> Result<Vec<(RecordIndex, Statement)>> {
		let mut keys = None;
		let mut opened = Vec::new();
		for (index, record, dispute) in disputes {
			let place = self.place(patient, *index, record);
			for (side, sealed, _) in texts(patient, dispute).filter(|(_, _, to)| to == owner) {
				let keys = match &keys {
					Some(keys) => keys,
					None => match self.reading_keys(keyring, owner).await {
						Ok(found) => keys.insert(found),
						Err(error) if error.kind() == Kind::Network => return Err(error),
						Err(_) => return Ok(opened),
					},
				};
				match self.stores().disputes(patient).get(&sealed.envelope, ENVELOPE_LEN).await {
					Ok(envelope) => {
						let statement = open(&place, side, &sealed, keys, &envelope).ok();
						opened.extend(statement.map(|statement| (*index, statement)));
					}
					Err(error) if error.kind() == Kind::Network => return Err(error),
					Err(_) => {}
				}
			}
		}
		Ok(opened)
	}

	/// The record's dispute, and which of the versions before it are disputed still.
	pub(crate) async fn disputed(
		&self,
		patient: &PatientId,
		index: RecordIndex,
		record: &Record,
		at: At,
	) -> Result<(Option<DisputeView>, Vec<RecordIndex>)> {
		let dispute = self.chain().dispute(patient, index, at).await?;
		let mut before = Vec::new();
		let mut next = record.supersedes;
		while let Some(older) = next {
			let view = self.chain().dispute(patient, older, at).await?;
			if view.is_some_and(|view| view.dispute.stands()) {
				before.push(older);
			}
			// Versions strictly descend, so this ends whatever a node says.
			let record = self.chain().record(patient, older, at).await?;
			next = record.supersedes.filter(|oldest| *oldest < older);
		}
		Ok((dispute, before))
	}
}

/// Opens what is said in disputes with the keys of every role that an account has.
struct Reader<'a> {
	client: &'a Client,
	at: At,
	keys: Vec<(VaultOwner, Result<Vec<SecretKey>, String>)>,
}

impl<'a> Reader<'a> {
	async fn new(client: &'a Client, keyring: &Keyring, at: At) -> Result<Self> {
		let roles = client.chain().roles(&keyring.account(), at).await?;
		let patient = roles.patient.map(VaultOwner::Patient);
		let mut keys = Vec::new();
		for owner in patient.into_iter().chain(parties(&roles).filter_map(|party| party.vault_owner())) {
			let found = match client.reading_keys(keyring, &owner).await {
				Ok(found) => Ok(found),
				Err(error @ Error::Network(_)) => return Err(error),
				Err(error) => Err(error.to_string()),
			};
			keys.push((owner, found));
		}
		Ok(Self { client, at, keys })
	}

	async fn entry(&self, patient: PatientId, index: RecordIndex, view: DisputeView) -> Result<DisputeEntry> {
		let record = self.client.chain().record(&patient, index, self.at).await?;
		let place = self.client.place(&patient, index, &record);
		let (mut contest_text, mut reason_text) = (None, None);
		for (side, sealed, to) in texts(&patient, &view.dispute) {
			let told = Some(self.told(&place, side, &sealed, to).await);
			match side {
				Side::Contest => contest_text = told,
				Side::Refusal => reason_text = told,
			}
		}
		Ok(DisputeEntry { patient, index, view, contest_text, reason_text })
	}

	async fn told(&self, place: &Place, side: Side, sealed: &SealedText, to: VaultOwner) -> Told {
		let keys = match self.keys.iter().find(|(owner, _)| *owner == to) {
			None => return Told::Sealed,
			Some((_, Err(why))) => return Told::Unread { why: why.clone() },
			Some((_, Ok(keys))) => keys,
		};
		match self.client.stores().disputes(&place.patient).get(&sealed.envelope, ENVELOPE_LEN).await {
			Ok(envelope) => read(place, side, sealed, keys, &envelope),
			Err(error) => match error.kind() {
				Kind::NotFound => Told::Gone,
				Kind::Integrity => Told::Altered { why: error.to_string() },
				_ => Told::Unread { why: error.to_string() },
			},
		}
	}
}

/// What is said in a dispute, the patient first, and whose vault opens it.
fn texts(patient: &PatientId, dispute: &Dispute) -> impl Iterator<Item = (Side, SealedText, VaultOwner)> {
	// The chain lets nobody seal it to a commitment.
	let owner = dispute.sealed_to.vault_owner().filter(|_| dispute.state != DisputeState::Withdrawn);
	let contest = owner.map(|owner| (Side::Contest, dispute.contest, owner));
	let reason = match dispute.state {
		DisputeState::Refused { reason, .. } => Some((Side::Refusal, reason, VaultOwner::Patient(*patient))),
		_ => None,
	};
	contest.into_iter().chain(reason)
}

/// What an envelope says, opened with the first key that does.
fn open(
	place: &Place,
	side: Side,
	sealed: &SealedText,
	keys: &[SecretKey],
	envelope: &[u8],
) -> Result<Statement, salus_vault::Error> {
	let mut refused = salus_vault::Error::NotOpened;
	for key in keys {
		match Statement::open(place, side, &sealed.commitment, key, envelope) {
			Ok(statement) => return Ok(statement),
			// A former key may do.
			Err(salus_vault::Error::NotOpened) => {}
			Err(error) => refused = error,
		}
	}
	Err(refused)
}

fn read(place: &Place, side: Side, sealed: &SealedText, keys: &[SecretKey], envelope: &[u8]) -> Told {
	match open(place, side, sealed, keys, envelope) {
		Ok(statement) => Told::Opened { text: statement.text().to_owned() },
		Err(error) => Told::Altered { why: error.to_string() },
	}
}

/// Whether the chain would take a dispute of the record: its rules, before anything is uploaded.
fn ensure_disputable(index: RecordIndex, record: &Record, before: Option<&Dispute>) -> Result<()> {
	let refused = |why: &str| Err(Error::usage(format!("record {index} {why}")));
	if record.author == Actor::Patient {
		return refused("is the patient's own; `salus record amend` corrects it");
	}
	if let Some(newer) = record.status.superseded_by() {
		return refused(&format!("is superseded by {newer}; dispute that one"));
	}
	if !record.is_head() {
		return refused("was marked as entered in error already");
	}
	match before {
		Some(before) if before.is_open() => refused("is disputed already, and awaits an answer"),
		Some(before) if before.times >= MAX_DISPUTES_OF_RECORD => {
			refused("was disputed as often as one version may be")
		}
		_ => Ok(()),
	}
}

fn ensure_disputed(index: RecordIndex, dispute: Option<&Dispute>) -> Result<&Dispute> {
	dispute.ok_or_else(|| Error::not_found(format!("record {index} was never disputed")))
}

fn ensure_open(index: RecordIndex, dispute: Option<&Dispute>) -> Result<()> {
	let dispute = ensure_disputed(index, dispute)?;
	if dispute.is_open() {
		return Ok(());
	}
	Err(Error::usage(format!("record {index}: {}", words::dispute(dispute, false))))
}

fn ensure_stands(index: RecordIndex, dispute: Option<&Dispute>) -> Result<&Dispute> {
	let dispute = ensure_disputed(index, dispute)?;
	if dispute.stands() {
		return Ok(dispute);
	}
	Err(Error::usage(format!("record {index}: {}", words::dispute(dispute, false))))
}

#[cfg(test)]
mod tests {
	use super::*;
	use salus_primitives::{
		ids::{Commitment, Digest, KeyEpoch},
		records::{NewRecord, RecordStatus, SizeClass},
	};
	use salus_vault::root::Root;

	const AUTHOR: Actor = Actor::Practitioner { practitioner: 4, organisation: 2 };
	const PLACE: Place =
		Place { genesis: [1; 32], patient: PatientId([2; 32]), record: 3, ciphertext: Digest([4; 32]) };

	fn text(byte: u8) -> SealedText {
		SealedText { commitment: Commitment([byte; 32]), envelope: Digest([byte; 32]) }
	}

	fn dispute(state: DisputeState, times: u8) -> Dispute {
		Dispute { state, ..Dispute::open(AUTHOR, text(1), Party::Practitioner(4), 5, times) }
	}

	fn refused() -> DisputeState {
		DisputeState::Refused { actor: AUTHOR, reason: text(2), at: 6 }
	}

	fn record(author: Actor, status: RecordStatus) -> Record {
		let pointer = NewRecord {
			ciphertext: Digest([4; 32]),
			envelope: Digest([5; 32]),
			size: SizeClass::SMALLEST,
			scope: 1,
			epoch: KeyEpoch::default(),
		};
		Record { pointer, author, registered_at: 5, supersedes: None, status }
	}

	const HEAD: RecordStatus = RecordStatus::Final { superseded_by: None };

	#[test]
	fn dispute_should_be_checked_before_anything_is_uploaded() {
		let good = record(AUTHOR, HEAD);
		assert!(ensure_disputable(3, &good, None).is_ok());
		for before in [dispute(refused(), MAX_DISPUTES_OF_RECORD - 1), dispute(DisputeState::Withdrawn, 1)] {
			assert!(ensure_disputable(3, &good, Some(&before)).is_ok());
		}
		let superseded = RecordStatus::Final { superseded_by: Some(9) };
		for (record, before, said) in [
			(record(Actor::Patient, HEAD), None, "own"),
			(record(AUTHOR, superseded), None, "superseded by 9"),
			(record(AUTHOR, RecordStatus::EnteredInError), None, "entered in error"),
			(good, Some(dispute(DisputeState::Open, 1)), "already"),
			(good, Some(dispute(refused(), MAX_DISPUTES_OF_RECORD)), "as often"),
		] {
			let refused = ensure_disputable(3, &record, before.as_ref()).unwrap_err();
			assert_eq!(refused.kind(), Kind::Usage);
			assert!(refused.to_string().contains(said), "{refused}");
		}
	}

	#[test]
	fn answer_should_be_of_an_open_dispute_and_withdrawal_of_one_that_stands() {
		for (state, open, stands) in [
			(DisputeState::Open, true, true),
			(refused(), false, true),
			(DisputeState::Amended { by: 9 }, false, false),
			(DisputeState::EnteredInError, false, false),
			(DisputeState::Withdrawn, false, false),
		] {
			let dispute = dispute(state, 1);
			assert_eq!(ensure_open(3, Some(&dispute)).is_ok(), open, "{state:?}");
			assert_eq!(ensure_stands(3, Some(&dispute)).is_ok(), stands, "{state:?}");
		}
		assert_eq!(ensure_open(3, None).unwrap_err().kind(), Kind::NotFound);
		assert_eq!(ensure_stands(3, None).unwrap_err().kind(), Kind::NotFound);
	}

	#[test]
	fn each_text_should_be_for_the_other_sides_vault_alone() {
		let patient = PatientId([2; 32]);
		let of = |state| texts(&patient, &dispute(state, 1)).collect::<Vec<_>>();
		let contest = (Side::Contest, text(1), VaultOwner::Practitioner(4));
		let reason = (Side::Refusal, text(2), VaultOwner::Patient(patient));
		for state in [DisputeState::Open, DisputeState::Amended { by: 9 }, DisputeState::EnteredInError] {
			assert_eq!(of(state), [contest], "{state:?}");
		}
		assert_eq!(of(refused()), [contest, reason]);
		assert_eq!(of(DisputeState::Withdrawn), []);
	}

	#[test]
	fn text_should_be_read_with_the_key_it_was_sealed_to_even_if_that_was_replaced() {
		let holder = Root::from_bytes([5; 32]).holder(0);
		let keys: Vec<_> = [1, 0].map(|generation| holder.vault(generation).kem().clone()).into();
		let statement = Statement::new(Side::Contest, "why").unwrap();
		let sealed = SealedText { commitment: statement.commitment(), envelope: Digest::default() };
		for key in &keys {
			let envelope = statement.seal(&PLACE, &key.public_key()).unwrap();
			let told = read(&PLACE, Side::Contest, &sealed, &keys, &envelope);
			assert!(told == Told::Opened { text: "why".into() });
		}
	}

	#[test]
	fn text_should_be_told_as_altered_when_it_is_not_what_the_chain_has_or_does_not_open() {
		let vault = Root::from_bytes([5; 32]).holder(0).vault(0);
		let keys = [vault.kem().clone()];
		let statement = Statement::new(Side::Contest, "why").unwrap();
		let sealed = SealedText { commitment: statement.commitment(), envelope: Digest::default() };
		let envelope = statement.seal(&PLACE, &vault.public_key()).unwrap();
		let exchanged = read(&PLACE, Side::Contest, &text(1), &keys, &envelope);
		assert!(matches!(exchanged, Told::Altered { why } if why.contains("committed")));
		for place in [Place { record: 9, ..PLACE }, Place { ciphertext: Digest([9; 32]), ..PLACE }] {
			let elsewhere = read(&place, Side::Contest, &sealed, &keys, &envelope);
			assert!(matches!(elsewhere, Told::Altered { .. }));
		}
		assert!(matches!(read(&PLACE, Side::Refusal, &sealed, &keys, &envelope), Told::Altered { .. }));
	}
}
