//! Consents: granting, revoking, resealing, shutting out.
//!
//! A revoked consent denies from the block that carries the revocation. What a grantee fetched before can be
//! kept; by default revoking also gives the scopes new keys, so that nothing sealed later opens for the
//! former holder.

use crate::{
	chain::calls,
	delegations::{envelopes_of, with_all_below},
	openers::Opener,
	records::ensure_not_erased,
	scopes::{Rotated, ScopeChoice, ScopeEntry},
	sealing::{is_own, Envelopes, Sealer, Unresealed},
	words, As, At, Client, Error, Keyring, Landed, Result,
};
use bytes::Bytes;
use salus_primitives::{
	consent::{GrantedItem, Item, Permissions, Reach, Seal},
	ids::{ConsentIndex, KeyEpoch, PatientId, RecordIndex, RequestIndex, ScopeNumber, INBOX},
	limits::{MaxConsentItems, MaxResealsPerCall, MaxRotationsPerCall},
	people::{Actor, Party},
	purpose::Purposes,
	text::GiveConsent,
	time::Moment,
	view::ConsentView,
	BoundedVec,
};
use salus_vault::hybrid::PublicKey;
use serde::Serialize;

mod terms;

pub(crate) use terms::{consent_text, too_many_items, Giver};

/// Times that a grant is prepared when a scope's key moves on meanwhile, or another consent comes first.
pub(crate) const ROUNDS: usize = 3;

/// What is granted: scopes, or single records.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Granted {
	/// These scopes.
	Scopes(Vec<ScopeChoice>),
	/// These records, alone.
	Records(Vec<RecordIndex>),
}

/// The terms of a consent.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Terms {
	/// To whom.
	pub grantee: Party,
	/// What.
	pub items: Granted,
	/// What the grantee may do.
	pub permissions: Permissions,
	/// What for.
	pub purposes: Purposes,
	/// From when on (inclusive); none for now.
	pub from: Option<Moment>,
	/// Until when (exclusive); none until revoked.
	pub until: Option<Moment>,
	/// Whether it opens what is there already. With [`Reach::FromNow`] the scopes get new keys first; [`Reach::Ahead`] is for a
	/// representative who rotates.
	pub reach: Reach,
	/// The version of the privacy policy it is given under.
	pub policy_version: u16,
}

/// A consent that was given.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Consented {
	/// The consent.
	pub consent: ConsentIndex,
	/// The text whose digest the consent carries.
	pub text: String,
	/// Scopes that got a new key first.
	pub rotated: Vec<Rotated>,
	/// The transaction.
	pub landed: Landed,
}

/// A scope that got a new key with a revocation.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RotatedScope {
	/// The scope.
	pub scope: ScopeNumber,
	/// The new key version.
	pub epoch: KeyEpoch,
	/// Consents whose holders got the new key.
	pub resealed: usize,
	/// Those that did not.
	pub unresealed: Vec<Unresealed>,
}

/// A consent that was revoked.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Revoked {
	/// The consent.
	pub consent: ConsentIndex,
	/// Scopes that got a new key.
	pub rotated: Vec<RotatedScope>,
	/// Scopes that wait for one; new records go to the inbox until then.
	pub due: Vec<ScopeNumber>,
	/// The transaction.
	pub landed: Landed,
}

impl Client {
	/// Gives a consent. Where it permits reading, the keys are sealed to the grantee's vault key as a
	/// finalised block has it. Scopes that wait for a rotation, and all if the grant is from now on only, get
	/// new keys first.
	///
	/// # Errors
	/// Of kind usage if the grantee has no usable vault key; of kind not found for unknown scopes, records or
	/// grantees; of kind integrity if the grantee's published key or an envelope is altered; those of
	/// [`crate::Chain::submit`].
	pub async fn grant(&self, keyring: &Keyring, terms: &Terms) -> Result<Consented> {
		self.give(keyring, terms, None, false).await
	}

	/// Gives a consent to read to whom the terms name, behind a commitment.
	///
	/// # Errors
	/// As [`Self::grant`].
	pub(crate) async fn give_blinded(&self, keyring: &Keyring, terms: &Terms) -> Result<Consented> {
		self.give(keyring, terms, None, true).await
	}

	/// Gives a consent, as the answer to a request if there is one, or to its grantee behind a commitment.
	///
	/// # Errors
	/// As [`Self::grant`].
	pub(crate) async fn give(
		&self,
		keyring: &Keyring,
		terms: &Terms,
		answers: Option<RequestIndex>,
		blinded: bool,
	) -> Result<Consented> {
		let mut sealer = Sealer::new(self, keyring).await?;
		let reads = terms.permissions.contains(Permissions::READ);
		let recipient = if reads { Some(sealer.recipient(&terms.grantee).await?) } else { None };
		let now = self.now().await?;
		let from = terms.from.unwrap_or(now);
		let mut scopes = self.chosen_scopes(keyring, &sealer.patient, &terms.items).await?;
		let mut rotated = Vec::new();
		if reads && terms.reach == Reach::FromNow {
			for entry in &scopes {
				rotated.push(self.rotate(&mut sealer, keyring, entry.number).await?);
			}
		}
		let mut round = 1;
		loop {
			let mut envelopes = Envelopes::default();
			let recipient = recipient.as_ref();
			let sealed = match &terms.items {
				Granted::Scopes(_) => {
					let reach = terms.reach;
					self.seal_scopes(
						keyring,
						&mut sealer,
						&mut scopes,
						reach,
						recipient,
						&mut rotated,
						&mut envelopes,
					)
					.await
				}
				Granted::Records(records) => {
					self.seal_records(keyring, &sealer, records, recipient, &mut envelopes).await
				}
			};
			let items = match sealed {
				Ok(items) => items,
				Err(error) => {
					envelopes.discard(&self.stores().grants(&sealer.patient)).await;
					return Err(error);
				}
			};
			// The vault's word names the consent that comes next, so that it counts once; what blinds its reader does too.
			let next = match recipient {
				Some(_) => Some(self.chain().consent_count(&sealer.patient, At::Best).await?),
				None => None,
			};
			let hidden = next.filter(|_| blinded).and_then(|consent| sealer.blind(&terms.grantee, consent));
			if blinded && hidden.is_none() {
				return Err(Error::usage("only who reads can be blinded"));
			}
			// Not even the text names the reader: its digest is on chain, and could be guessed.
			let hiding = hidden.map(|(grantee, _)| Terms { grantee, ..terms.clone() });
			let terms = hiding.as_ref().unwrap_or(terms);
			let sealed_to = recipient.map(PublicKey::digest);
			let sealed_to = sealed_to.map(|kem| hidden.map_or(kem, |(_, opening)| opening.blind_key(&kem)));
			let giver = Giver::Patient;
			let text = consent_text(&sealer.genesis(), &sealer.patient, &giver, terms, &items, from);
			let grant = terms.grant(items, from, sealed_to, &text)?;
			let signature = next.map(|consent| {
				let (genesis, patient) = (sealer.genesis(), sealer.patient);
				sealer.sign(&GiveConsent { genesis, patient, consent, grant: &grant })
			});
			let call = match answers {
				None => calls::consent::grant(&sealer.patient, &grant, signature.as_ref()),
				Some(request) => {
					calls::consent::approve_request(&sealer.patient, request, &grant, signature.as_ref())
				}
			};
			let outcome = self.chain().submit(&call, keyring.wallet(), self.wait()).await;
			match self.settle_grants(&sealer.patient, envelopes, outcome).await {
				Ok(landed) => {
					let consent = landed.events.field("Consent", "ConsentGranted", "consent")?;
					if reads {
						self.seal_what_moved_on(keyring, &mut sealer, consent, &scopes).await;
					}
					self.refresh_labels(keyring, &sealer, consent, &terms.grantee).await;
					return Ok(Consented { consent, text, rotated, landed });
				}
				Err(error) => {
					if round == ROUNDS || !self.came_late(&error, &sealer.patient, next).await? {
						return Err(error);
					}
					round += 1;
				}
			}
		}
	}

	/// Whether a grant was refused because a scope began to wait for a rotation, or another consent took the number
	/// that the vault had signed for.
	async fn came_late(
		&self,
		error: &Error,
		patient: &PatientId,
		signed_for: Option<ConsentIndex>,
	) -> Result<bool> {
		let waits = matches!(error, Error::Dispatch(refusal) if refusal.is("Consent", "ScopeRotationDue"));
		Ok(waits || self.is_overtaken(error, patient, signed_for).await?)
	}

	/// Whether a consent was refused because another took the number that the vault had signed for.
	pub(crate) async fn is_overtaken(
		&self,
		error: &Error,
		patient: &PatientId,
		signed_for: Option<ConsentIndex>,
	) -> Result<bool> {
		match (error, signed_for) {
			(Error::Dispatch(refusal), Some(next)) if refusal.is("Consent", "InvalidVaultSignature") => {
				Ok(self.chain().consent_count(patient, At::Best).await? != next)
			}
			_ => Ok(false),
		}
	}

	pub(crate) async fn chosen_scopes(
		&self,
		keyring: &Keyring,
		patient: &PatientId,
		items: &Granted,
	) -> Result<Vec<ScopeEntry>> {
		let Granted::Scopes(choices) = items else { return Ok(Vec::new()) };
		if choices.len() > BoundedVec::<GrantedItem, MaxConsentItems>::bound() {
			return Err(too_many_items());
		}
		let mut scopes: Vec<ScopeEntry> = Vec::with_capacity(choices.len());
		for choice in choices {
			let entry = self.find_scope(Some(keyring), patient, choice).await?;
			if entry.number == INBOX {
				return Err(Error::usage("the inbox is never granted; refile its records to a scope"));
			}
			if scopes.iter().any(|known| known.number == entry.number) {
				return Err(Error::usage(format!("{choice} is named twice")));
			}
			scopes.push(entry);
		}
		Ok(scopes)
	}

	/// Seals anew what a consent holds of scopes that got another key while it was on its way, from a representative who
	/// rotates or another machine. The consent stands, whatever comes of this.
	async fn seal_what_moved_on(
		&self,
		keyring: &Keyring,
		sealer: &mut Sealer<'_>,
		consent: ConsentIndex,
		sealed: &[ScopeEntry],
	) {
		let mend = async {
			let view = self.consent_view(&sealer.patient, consent).await?;
			for number in moved_on(&view, sealed) {
				self.reseal(sealer, keyring, number, &[consent]).await?;
			}
			Ok::<(), Error>(())
		};
		if let Err(error) = mend.await {
			tracing::warn!(%error, consent, "the grantee may have the key of before; reseal the scope for this consent");
		}
	}

	/// The items of a grant of scopes, with envelopes if it permits reading; the scopes are then as they were sealed.
	#[allow(clippy::too_many_arguments)] // What a grant of scopes consists of, and what comes of it.
	async fn seal_scopes(
		&self,
		keyring: &Keyring,
		sealer: &mut Sealer<'_>,
		scopes: &mut [ScopeEntry],
		reach: Reach,
		recipient: Option<&PublicKey>,
		rotated: &mut Vec<Rotated>,
		envelopes: &mut Envelopes,
	) -> Result<Vec<GrantedItem>> {
		let mut items = Vec::with_capacity(scopes.len());
		for entry in scopes {
			let item = Item::Scope(entry.number);
			let Some(recipient) = recipient else {
				items.push(GrantedItem { item, envelope: None });
				continue;
			};
			let mut view = sealer.scope(entry.number).await?;
			// Nobody accepts a key that does not lead to the one on chain.
			if view.rotation_due.is_some() || !is_own(&mut sealer.chain_keys, &view.scope)? {
				rotated.push(self.rotate(sealer, keyring, entry.number).await?);
				view = sealer.scope(entry.number).await?;
			}
			let epoch = view.scope.epoch;
			let envelope =
				sealer.seal_scope(entry.number, view.scope.id, reach, epoch, epoch, recipient).await?;
			envelopes.uploaded.push(envelope);
			items.push(GrantedItem { item, envelope: Some(envelope) });
			entry.view = view;
		}
		Ok(items)
	}

	/// The items of a grant of single records, with envelopes if it permits reading.
	async fn seal_records(
		&self,
		keyring: &Keyring,
		sealer: &Sealer<'_>,
		records: &[RecordIndex],
		recipient: Option<&PublicKey>,
		envelopes: &mut Envelopes,
	) -> Result<Vec<GrantedItem>> {
		if records.len() > BoundedVec::<GrantedItem, MaxConsentItems>::bound() {
			return Err(too_many_items());
		}
		let mut opener = Opener::new(self, keyring, sealer.patient, &Actor::Patient, None, At::Best).await?;
		let mut items = Vec::with_capacity(records.len());
		for index in records {
			let item = Item::Record(*index);
			let record = self.chain().record(&sealer.patient, *index, At::Best).await?;
			ensure_not_erased(*index, &record)?;
			if record.pointer.scope == INBOX {
				return Err(Error::usage(format!(
					"record {index} is in the inbox, which is never granted; refile it first"
				)));
			}
			let envelope = match recipient {
				None => None,
				Some(recipient) => {
					let sheet = opener.sheet(*index, &record).await?;
					let place = opener.place(record.pointer.ciphertext);
					let sealed = sheet.seal_grant(&place, recipient)?;
					Some(self.stores().grants(&sealer.patient).put(Bytes::from(sealed)).await?)
				}
			};
			envelopes.uploaded.extend(envelope);
			items.push(GrantedItem { item, envelope });
		}
		Ok(items)
	}

	/// All consents of a patient, with their envelopes and whether they are in force.
	///
	/// # Errors
	/// Of kind not found if there is no such patient, of kind network.
	pub async fn consents(&self, patient: &PatientId) -> Result<Vec<(ConsentIndex, ConsentView)>> {
		self.chain().all_consents(patient, self.at()).await
	}

	pub(crate) async fn consent_view(&self, patient: &PatientId, index: ConsentIndex) -> Result<ConsentView> {
		let page = self.chain().consents(patient, index, 1, At::Best).await?;
		let found = page.items.into_iter().find(|(found, _)| *found == index);
		found
			.map(|(_, view)| view)
			.ok_or_else(|| Error::not_found(format!("the patient has given no consent {index}")))
	}

	/// Revokes a consent, with all that was delegated from it, and unless `rotate` is false gives the scopes
	/// whose key it held new keys, in the same call. The envelopes are deleted once that is final.
	///
	/// # Errors
	/// Of kind not found for an unknown consent, of kind chain if it was revoked already; those of
	/// [`crate::Chain::submit`].
	pub async fn revoke(&self, keyring: &Keyring, consent: ConsentIndex, rotate: bool) -> Result<Revoked> {
		let mut sealer = Sealer::new(self, keyring).await?;
		let view = self.consent_view(&sealer.patient, consent).await?;
		let leaving = with_all_below(&self.chain().all_consents(&sealer.patient, At::Best).await?, consent);
		let mut envelopes = Envelopes { uploaded: Vec::new(), superseded: envelopes_of(leaving.values()) };
		let held: Vec<ScopeNumber> = view
			.seals
			.iter()
			.filter_map(|(item, _)| match item {
				Item::Scope(number) => Some(*number),
				Item::Record(_) => None,
			})
			.collect();

		let (mut rotations, mut rotated) = (Vec::new(), Vec::new());
		if rotate {
			let mut budget = BoundedVec::<(), MaxResealsPerCall>::bound();
			for number in &held {
				let scope = sealer.scope(*number).await?;
				let planned = sealer.plan_rotation(*number, &scope, &leaving, &mut budget).await?;
				rotated.push(RotatedScope {
					scope: *number,
					epoch: planned.rotation.epoch,
					resealed: planned.rotation.reseals.len(),
					unresealed: planned.unresealed,
				});
				envelopes.extend(planned.envelopes);
				rotations.push(planned.rotation);
			}
		}
		let call = if rotations.is_empty() {
			calls::consent::revoke(&sealer.patient, consent)
		} else {
			let rotations =
				BoundedVec::<_, MaxRotationsPerCall>::try_from(rotations).map_err(|_| too_many_items())?;
			calls::consent::revoke_and_rotate(&sealer.patient, consent, &rotations)
		};
		let outcome = self.chain().submit(&call, keyring.wallet(), self.wait()).await;
		let landed = self.settle_grants(&sealer.patient, envelopes, outcome).await?;
		for scope in &mut rotated {
			self.reseal_left_over(&mut sealer, keyring, scope).await;
		}
		let due = if rotate { Vec::new() } else { self.due_among(&sealer.patient, &held).await? };
		self.refresh_labels(keyring, &sealer, consent, &view.consent.grantee).await;
		Ok(Revoked { consent, rotated, due, landed })
	}

	/// Reseals to holders for whom the revocation's own call had no room. The revocation stands, whatever
	/// comes of this.
	async fn reseal_left_over(&self, sealer: &mut Sealer<'_>, keyring: &Keyring, scope: &mut RotatedScope) {
		if scope.unresealed.is_empty() {
			return;
		}
		match self.reseal(sealer, keyring, scope.scope, &[]).await {
			Ok(resealed) => {
				let still =
					|left: &Unresealed| resealed.unresealed.iter().any(|other| other.consent == left.consent);
				let reached = resealed.resealed;
				scope.resealed = scope.resealed.saturating_add(reached);
				if reached > 0 {
					scope.unresealed.retain(still);
				}
			}
			Err(error) => {
				tracing::warn!(%error, scope = scope.scope, "holders are left without the new key; reseal the scope")
			}
		}
	}

	pub(crate) async fn due_among(
		&self,
		patient: &PatientId,
		held: &[ScopeNumber],
	) -> Result<Vec<ScopeNumber>> {
		let scopes = self.chain().all_scopes(patient, At::Best).await?;
		let due =
			scopes.into_iter().filter(|(number, view)| held.contains(number) && view.rotation_due.is_some());
		Ok(due.map(|(number, _)| number).collect())
	}

	/// Replaces the envelopes of one's own consent by such as are sealed to one's own vault key of now: as a
	/// grantee, after [`Client::rotate_vault`]. Returns the items that needed it.
	///
	/// # Errors
	/// Of kind denied if the consent is another's or the vault did not have the old key; of kind integrity if
	/// an old envelope does not yield what the chain names.
	pub async fn reseal_own(
		&self,
		keyring: &Keyring,
		patient: &PatientId,
		consent: ConsentIndex,
		whose: As,
	) -> Result<Vec<Item>> {
		let owner = self.vault_owner(keyring, whose).await?;
		let view = self.consent_view(patient, consent).await?;
		if view.consent.grantee.is_blinded() {
			return Err(Error::NoKey(format!(
				"consent {consent} is to a blinded reader, who would show itself: only the patient gives it a new envelope"
			)));
		}
		if view.consent.grantee.vault_owner() != Some(owner) {
			return Err(Error::NoKey(format!(
				"consent {consent} is for {}",
				words::party(&view.consent.grantee)
			)));
		}
		let current = self.own_vault(keyring, &owner).await?;
		let sealed_to = current.public_key().digest();
		let actor = match view.consent.grantee {
			// In whose name makes no difference to the keys; the organisation plays no part here.
			Party::Practitioner(practitioner) => Actor::Practitioner { practitioner, organisation: 0 },
			Party::Organisation(organisation) => Actor::Organisation(organisation),
			Party::Representative(representative) => Actor::Representative(representative),
			Party::Blinded(_) => {
				return Err(Error::NoKey("a blinded reader has no envelope of its own".into()))
			}
		};
		let mut opener = Opener::new(self, keyring, *patient, &actor, None, At::Best).await?;
		let mut done = Vec::new();
		for (item, seal) in view.seals.iter().filter(|(_, seal)| seal.sealed_to != sealed_to) {
			let sealed =
				self.reopen(&mut opener, patient, consent, item, seal, &current.public_key()).await?;
			let envelope = self.stores().grants(patient).put(Bytes::from(sealed)).await?;
			let envelopes = Envelopes { uploaded: vec![envelope], superseded: vec![seal.envelope] };
			let call = calls::consent::reseal_own(patient, consent, item, &envelope, &sealed_to);
			let outcome = self.chain().submit(&call, keyring.wallet(), self.wait()).await;
			self.settle_grants(patient, envelopes, outcome).await?;
			done.push(*item);
		}
		Ok(done)
	}

	async fn reopen(
		&self,
		opener: &mut Opener<'_>,
		patient: &PatientId,
		consent: ConsentIndex,
		item: &Item,
		seal: &Seal,
		recipient: &PublicKey,
	) -> Result<Vec<u8>> {
		match item {
			Item::Scope(number) => {
				let scope = opener.scopes().get(number).map(|view| view.scope.id);
				let scope =
					scope.ok_or_else(|| Error::not_found(format!("the patient has no scope {number}")))?;
				let grant = opener.open_grant(*number, scope, consent, seal).await?;
				Ok(grant.seal(self.chain().genesis(), *patient, recipient)?)
			}
			Item::Record(index) => {
				let record = self.chain().record(patient, *index, At::Best).await?;
				ensure_not_erased(*index, &record)?;
				let sheet = opener.sheet(*index, &record).await?;
				Ok(sheet.seal_grant(&opener.place(record.pointer.ciphertext), recipient)?)
			}
		}
	}

	/// Shuts a practitioner or an organisation out, whatever consents there are. Scopes whose key it holds
	/// wait for a rotation, unless it holds it behind a commitment: see [`Client::blinded_consents_of`].
	///
	/// # Errors
	/// Of kind not found for an unknown party, of kind chain if it is excluded already.
	pub async fn exclude(&self, keyring: &Keyring, party: Party) -> Result<Landed> {
		let patient = self.own_patient(&keyring.account()).await?;
		let call = calls::consent::exclude(&patient, &party);
		self.chain().submit(&call, keyring.wallet(), self.wait()).await
	}

	/// Takes an exclusion back; consents that have not stopped carry again.
	///
	/// # Errors
	/// Of kind chain if the party is not excluded.
	pub async fn readmit(&self, keyring: &Keyring, party: Party) -> Result<Landed> {
		let patient = self.own_patient(&keyring.account()).await?;
		let call = calls::consent::readmit(&patient, &party);
		self.chain().submit(&call, keyring.wallet(), self.wait()).await
	}

	/// Leaves the grantee the names of its scopes. The consent holds without them, so a failure is only
	/// reported.
	async fn refresh_labels(
		&self,
		keyring: &Keyring,
		sealer: &Sealer<'_>,
		consent: ConsentIndex,
		grantee: &Party,
	) {
		let published = async {
			let names = self.scope_names(keyring, &sealer.patient).await?;
			self.publish_labels(sealer, &names, consent, grantee).await
		};
		if let Err(error) = published.await {
			tracing::warn!(%error, "the grantee was not left the names of its scopes");
		}
	}
}

/// The scopes of which the chain takes a consent's envelope for that of another key version than it was sealed for.
fn moved_on(view: &ConsentView, sealed: &[ScopeEntry]) -> Vec<ScopeNumber> {
	let wanted = |entry: &ScopeEntry| view.consent.reach.up_to(&entry.view.scope.epoch);
	let other = |entry: &&ScopeEntry| {
		let mut seals = view.seals.iter();
		seals.any(|(item, seal)| *item == Item::Scope(entry.number) && seal.epoch != wanted(entry))
	};
	sealed.iter().filter(other).map(|entry| entry.number).collect()
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::fixtures::consent_to_read;
	use salus_primitives::{
		consent::Scope,
		ids::{Digest, ScopeId},
		view::ScopeView,
	};

	fn at(index: u32) -> KeyEpoch {
		KeyEpoch { generation: 0, index }
	}

	#[test]
	fn envelope_should_be_sealed_anew_where_the_scope_s_key_moved_on_meanwhile() {
		let entry = |number, index| {
			let (id, key) = (ScopeId::default(), Digest::default());
			let scope = Scope {
				id,
				epoch: at(index),
				key,
				due_since: None,
				rotate_by: None,
				holders: 0,
				created_at: 0,
			};
			let view = ScopeView { scope, rotation_due: None, unresealed: Vec::new(), closed: None };
			ScopeEntry { number, name: None, view }
		};
		let seal = |number, index| {
			let (envelope, sealed_to) = (Digest::default(), Digest::default());
			(Item::Scope(number), Seal { envelope, sealed_to, epoch: at(index), lineage: 0 })
		};
		let view = |reach, seals| consent_to_read(Party::Representative(1), reach, seals);
		let sealed = [entry(1, 4), entry(2, 0)];
		assert!(moved_on(&view(Reach::AllHistory, vec![seal(1, 4), seal(2, 0)]), &sealed).is_empty());
		assert_eq!(moved_on(&view(Reach::AllHistory, vec![seal(1, 5), seal(2, 0)]), &sealed), [1]);
		assert!(moved_on(&view(Reach::Ahead, vec![seal(1, 68), seal(2, 64)]), &sealed).is_empty());
		assert_eq!(moved_on(&view(Reach::Ahead, vec![seal(1, 68), seal(2, 65)]), &sealed), [2]);
	}
}
