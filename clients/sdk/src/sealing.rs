//! Sealing as a patient: keys to grantees, and rotations with their reseals.

use crate::{
	blinding::Held, openers::Opener, requests::is_open, stores::Store, At, Client, Error, Keyring, Landed,
	Result, Wait,
};
use bytes::Bytes;
use salus_primitives::{
	blinding::Opening,
	consent::{Consent, Item, Reach, Reseal, Rotation, Scope, Seal},
	ids::{
		ConsentIndex, Digest, GenesisHash, KeyEpoch, PatientId, RepresentativeId, ScopeId, ScopeNumber,
		VaultSignature, INBOX, MAX_EPOCH_INDEX,
	},
	people::{Actor, Party, VaultOwner},
	representation::Authority,
	text::{RotateScope, SignedText},
	view::{ConsentView, EpochKey, Holder, ScopeView},
	BoundedVec,
};
use salus_vault::{
	grant::ScopeGrant,
	hybrid::PublicKey,
	keys::{Blinding, ChainKey, PatientSecrets, VaultSecrets},
};
use serde::Serialize;
use std::{
	collections::{BTreeMap, BTreeSet},
	future::Future,
};

/// A consent whose holder did not get a scope's new key, and why.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Unresealed {
	/// The consent.
	pub consent: ConsentIndex,
	/// Its grantee.
	pub grantee: Party,
	/// Why.
	pub why: String,
}

/// A patient's chain keys. Each is up to 65,536 steps from the start of its chain, so those that were reached
/// are kept.
pub(crate) struct ChainKeys {
	/// What all derive from; a representative who rotates has none.
	secrets: Option<PatientSecrets>,
	reached: BTreeMap<(ScopeId, u16), ChainKey>,
}

impl ChainKeys {
	pub(crate) fn new(secrets: PatientSecrets) -> Self {
		Self { secrets: Some(secrets), reached: BTreeMap::new() }
	}

	/// Those that a grant of one scope gives, and no others.
	fn given(grant: &ScopeGrant) -> Self {
		let place = |key: &ChainKey| (key.scope(), key.epoch().generation);
		let keys = grant.chain_keys().iter();
		Self { secrets: None, reached: keys.map(|key| (place(key), key.clone())).collect() }
	}

	/// The chain key of a scope's epoch. Asking for the newest first is the quickest.
	pub(crate) fn get(&mut self, scope: ScopeId, epoch: KeyEpoch) -> Result<ChainKey> {
		let place = (scope, epoch.generation);
		if let Some(newer) = self.reached.get(&place).filter(|known| known.epoch() >= epoch) {
			return Ok(newer.back_to(epoch)?);
		}
		let secrets = self.secrets.as_ref().ok_or_else(|| {
			let KeyEpoch { generation, index } = epoch;
			Error::NoKey(format!("no key at hand gives version {generation}.{index} of the scope"))
		})?;
		let key = secrets.chain_key(scope, epoch)?;
		self.reached.insert(place, key.clone());
		Ok(key)
	}
}

/// A rotation that is ready to be submitted, with what it put into the store.
pub(crate) struct Planned {
	pub(crate) rotation: Rotation,
	pub(crate) envelopes: Envelopes,
	pub(crate) unresealed: Vec<Unresealed>,
}

/// Envelopes that belong to one transaction.
#[derive(Default)]
pub(crate) struct Envelopes {
	/// Those that it commits to.
	pub(crate) uploaded: Vec<Digest>,
	/// Those that it makes useless.
	pub(crate) superseded: Vec<Digest>,
}

impl Envelopes {
	pub(crate) fn extend(&mut self, other: Self) {
		self.uploaded.extend(other.uploaded);
		self.superseded.extend(other.superseded);
	}

	/// Deletes what was uploaded for a transaction that is not made.
	pub(crate) async fn discard(self, store: &Store) {
		delete_all(store, self.uploaded).await;
	}

	/// What the transaction's outcome leaves without use: what was uploaded for nothing, or what was replaced
	/// for good. Where the outcome is not certain everything stays.
	fn useless(self, outcome: &Result<Landed>, wait: Wait) -> Vec<Digest> {
		match outcome {
			Ok(landed) if landed.finalised => self.superseded,
			Err(error) if error.is_final_refusal(wait) => self.uploaded,
			_ => Vec::new(),
		}
	}
}

impl Client {
	/// Deletes the patient's envelopes of grants that a transaction's outcome leaves without use. Grantees name
	/// envelopes of their own choice on chain, so one that any consent of the patient still names stays.
	pub(crate) async fn settle_grants(
		&self,
		patient: &PatientId,
		envelopes: Envelopes,
		outcome: Result<Landed>,
	) -> Result<Landed> {
		let named = async {
			let consents = self.chain().all_consents(patient, At::Finalised).await?;
			Ok(consents
				.iter()
				.flat_map(|(_, view)| view.seals.iter().map(|(_, seal)| seal.envelope))
				.collect())
		};
		self.settle(&self.stores().grants(patient), envelopes, outcome, named).await
	}

	/// Deletes the envelopes of requests to the patient that a transaction's outcome leaves without use. Requesters
	/// name envelopes of their own choice on chain, so one that any open request to the patient still names stays.
	pub(crate) async fn settle_requests(
		&self,
		patient: &PatientId,
		envelopes: Envelopes,
		outcome: Result<Landed>,
	) -> Result<Landed> {
		let named = async {
			let requests = self.chain().all_requests(patient, At::Finalised).await?;
			let open = requests.iter().filter(|(_, view)| is_open(view));
			Ok(open.map(|(_, view)| view.request.envelope).collect())
		};
		self.settle(&self.stores().requests(patient), envelopes, outcome, named).await
	}

	/// Deletes the envelopes of the patient's disputes that a transaction's outcome leaves without use. Either side names
	/// envelopes of its own choice on chain, so one that any dispute of the patient still names stays.
	pub(crate) async fn settle_disputes(
		&self,
		patient: &PatientId,
		envelopes: Envelopes,
		outcome: Result<Landed>,
	) -> Result<Landed> {
		let named = async {
			let disputes = self.chain().all_disputes(patient, At::Finalised).await?;
			Ok(disputes.iter().flat_map(|(_, view)| view.dispute.envelopes()).collect())
		};
		self.settle(&self.stores().disputes(patient), envelopes, outcome, named).await
	}

	/// Deletes the patient's envelopes of records that a transaction's outcome leaves without use. Writers name
	/// envelopes of their own choice on chain, so one that any record of the patient still names stays.
	pub(crate) async fn settle_records(
		&self,
		patient: &PatientId,
		envelopes: Envelopes,
		outcome: Result<Landed>,
	) -> Result<Landed> {
		let named = async {
			let records = self.chain().all_records(patient, At::Finalised).await?;
			Ok(records.iter().map(|(_, record)| record.pointer.envelope).collect())
		};
		self.settle(self.stores().envelopes(), envelopes, outcome, named).await
	}

	async fn settle(
		&self,
		store: &Store,
		envelopes: Envelopes,
		outcome: Result<Landed>,
		named: impl Future<Output = Result<BTreeSet<Digest>>>,
	) -> Result<Landed> {
		let useless = envelopes.useless(&outcome, self.wait());
		if useless.is_empty() {
			return outcome;
		}
		match named.await {
			Ok(named) => delete_all(store, unnamed(useless, &named)).await,
			Err(error) => tracing::warn!(%error, "envelopes of no use may be left in the store"),
		}
		outcome
	}
}

/// What becomes of a holder whose vault key is another than its envelope is sealed to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum NewKey {
	/// It is sealed to, because the patient said so of this consent.
	Accepted,
	/// It is left out.
	Refused,
}

fn ensure_known_key(held: &Held, current: &Digest, new_key: NewKey) -> Result<()> {
	if held.holder.seal.sealed_to == held.sealed_to(current) || new_key == NewKey::Accepted {
		return Ok(());
	}
	Err(Error::NoKey(
		"its vault key changed; ask the holder, then accept the new key for this consent when resealing"
			.into(),
	))
}

/// Those that nothing on chain names.
fn unnamed(mut digests: Vec<Digest>, named: &BTreeSet<Digest>) -> Vec<Digest> {
	digests.retain(|digest| !named.contains(digest));
	digests
}

async fn delete_all(store: &Store, digests: Vec<Digest>) {
	for digest in digests {
		if let Err(error) = store.delete(&digest).await {
			tracing::warn!(%error, %digest, "an envelope of no use is left in the store");
		}
	}
}

/// One patient's keys at work.
pub(crate) struct Sealer<'a> {
	client: &'a Client,
	pub(crate) patient: PatientId,
	/// In whose hands they are.
	by: Authority,
	pub(crate) vault: VaultSecrets,
	pub(crate) chain_keys: ChainKeys,
}

impl<'a> Sealer<'a> {
	/// The patient that the keyring's account controls, with all its keys.
	///
	/// # Errors
	/// Of kind not found if it controls none, of kind denied if the vault is another one.
	pub(crate) async fn new(client: &'a Client, keyring: &Keyring) -> Result<Self> {
		let patient = client.own_patient(&keyring.account()).await?;
		let vault = client.own_vault(keyring, &VaultOwner::Patient(patient)).await?;
		let chain_keys = ChainKeys::new(keyring.patient_secrets());
		Ok(Self { client, patient, by: Authority::Patient, vault, chain_keys })
	}

	/// A patient whom the keyring's account represents, with those keys of one scope that were sealed ahead for it.
	///
	/// # Errors
	/// Of kind denied if it represents nobody such, or was not sealed the next key; of kind integrity if what was sealed does
	/// not lead back to the key on chain.
	pub(crate) async fn ahead(
		client: &'a Client,
		keyring: &Keyring,
		patient: PatientId,
		number: ScopeNumber,
	) -> Result<Self> {
		let id = client.representative_of(keyring, &patient).await?;
		let vault = client.own_vault(keyring, &VaultOwner::Representative(id)).await?;
		let Scope { id: scope, epoch, .. } = client.settled_scope(&patient, number).await?.scope;
		let consents = client.chain().all_consents(&patient, At::Best).await?;
		let (consent, seal) = sealed_ahead(&consents, id, number, epoch).ok_or_else(|| {
			Error::NoKey(format!(
				"representative {id} has no key to come of scope {number}: the patient grants it history `ahead`, or \
				 reseals the scope once those keys are used up"
			))
		})?;
		let actor = Actor::Representative(id);
		let mut opener = Opener::new(client, keyring, patient, &actor, None, At::Best).await?;
		let grant = opener.open_grant(number, scope, consent, &seal).await?;
		let (by, chain_keys) = (Authority::Representative(id), ChainKeys::given(&grant));
		Ok(Self { client, patient, by, vault, chain_keys })
	}

	pub(crate) fn genesis(&self) -> GenesisHash {
		self.client.chain().genesis()
	}

	/// The vault's word.
	pub(crate) fn sign(&self, text: &impl SignedText) -> VaultSignature {
		self.vault.signer().sign(&text.text())
	}

	/// What blinds readers; none for a representative.
	pub(crate) fn blinding(&self) -> Option<Blinding> {
		self.chain_keys.secrets.as_ref().map(|secrets| secrets.blinding(self.patient))
	}

	/// The party behind the commitment of a consent of this index, with what opens it.
	pub(crate) fn blind(&self, party: &Party, consent: ConsentIndex) -> Option<(Party, Opening)> {
		let opening = self.blinding()?.opening(party, consent);
		Some((opening.blind(party)?, opening))
	}

	fn grants(&self) -> Store {
		self.client.stores().grants(&self.patient)
	}

	/// The grantee's public key, if its digest is on a finalised block and it has not been reported.
	///
	/// # Errors
	/// Of kind usage if the grantee has no vault, or it was reported compromised.
	pub(crate) async fn recipient(&self, grantee: &Party) -> Result<PublicKey> {
		self.client.key_of(grantee).await
	}

	/// All public keys of a scope that are final.
	async fn epochs(&self, number: ScopeNumber) -> Result<Vec<EpochKey>> {
		let (chain, patient) = (self.client.chain(), &self.patient);
		chain.settled(|at| async move { chain.all_epoch_keys(patient, number, at).await }).await
	}

	/// Seals a scope's keys for a consent and uploads the envelope.
	pub(crate) async fn seal_scope(
		&mut self,
		number: ScopeNumber,
		scope: ScopeId,
		reach: Reach,
		from: KeyEpoch,
		newest: KeyEpoch,
		recipient: &PublicKey,
	) -> Result<Digest> {
		let epochs = if reach != Reach::FromNow && newest.generation == 0 {
			Vec::new()
		} else {
			self.epochs(number).await?
		};
		let grant = scope_grant(&mut self.chain_keys, scope, reach, from, newest, &epochs)?;
		let envelope = grant.seal(self.genesis(), self.patient, recipient)?;
		self.grants().put(Bytes::from(envelope)).await
	}

	/// Who holds a key of the item, as a finalised block says, by name as far as this vault knows who is behind a
	/// commitment.
	pub(crate) async fn holders(&self, item: Item) -> Result<Vec<Held>> {
		let (chain, patient) = (self.client.chain(), &self.patient);
		let holders = chain.settled(|at| async move { chain.holders(patient, item, at).await }).await?;
		self.client.unblinded(self.blinding().as_ref(), patient, holders).await
	}

	/// The scope, as a finalised block says its key is.
	pub(crate) async fn scope(&self, number: ScopeNumber) -> Result<ScopeView> {
		self.client.settled_scope(&self.patient, number).await
	}

	pub(crate) async fn consent(&self, index: ConsentIndex) -> Result<Consent> {
		self.client
			.chain()
			.consent(&self.patient, index, At::Best)
			.await?
			.ok_or_else(|| Error::Chain(format!("consent {index} holds a key and is not there")))
	}

	/// Prepares a scope's new key and the envelopes of those who remain, without the consents that are leaving
	/// and with at most `budget` envelopes, which is lowered.
	pub(crate) async fn plan_rotation(
		&mut self,
		number: ScopeNumber,
		view: &ScopeView,
		leaving: &BTreeMap<ConsentIndex, ConsentView>,
		budget: &mut usize,
	) -> Result<Planned> {
		let scope = view.scope.id;
		let known = leaving.values().any(|leaving| knows_to_come(leaving, number, view.scope.epoch));
		let epoch = following(&mut self.chain_keys, self.by, view, known)?;
		let chain_key = self.chain_keys.get(scope, epoch)?;
		let public_key = chain_key.epoch_seed().public_key();
		let key = self.client.publish_key(&public_key).await?;

		let mut envelopes = Envelopes::default();
		let (mut reseals, mut unresealed) = (Vec::new(), Vec::new());
		for held in self.holders(Item::Scope(number)).await? {
			let holder = &held.holder;
			if leaving.contains_key(&holder.consent) {
				continue;
			}
			let refused = |why: String| Unresealed { consent: holder.consent, grantee: holder.grantee, why };
			if self.by != Authority::Patient && self.reach_of(holder).await? == Reach::Ahead {
				// It needs nothing, or what only the patient gives.
				if !holder.seal.opens(&epoch) {
					unresealed.push(refused("only the patient seals keys ahead".into()));
				}
			} else if !holder.remains {
				unresealed.push(refused("stopped, excluded or not in good standing".into()));
			} else if *budget == 0 {
				unresealed.push(refused("one call carries no more envelopes".into()));
			} else {
				match self.reseal_holder(number, scope, epoch, &held, NewKey::Refused).await {
					Ok(reseal) => {
						*budget = budget.saturating_sub(1);
						envelopes.uploaded.push(reseal.envelope);
						envelopes.superseded.push(holder.seal.envelope);
						reseals.push(reseal);
					}
					// One holder without a usable key must not keep the others from being shut off from the
					// old one.
					Err(error) if error.kind() == crate::Kind::Network => return Err(error),
					Err(error) => unresealed.push(refused(error.to_string())),
				}
			}
		}
		let (genesis, patient) = (self.genesis(), self.patient);
		let text = RotateScope { genesis, patient, scope: number, epoch, key, reseals: &reseals };
		let signature = self.sign(&text);
		let reseals = BoundedVec::try_from(reseals)
			.map_err(|_| Error::Chain("a scope has more holders than allowed".into()))?;
		let rotation = Rotation { scope: number, epoch, key, reseals, signature };
		Ok(Planned { rotation, envelopes, unresealed })
	}

	/// How far a holder's consent reaches; that is looked up for those alone who may have keys ahead.
	async fn reach_of(&self, holder: &Holder) -> Result<Reach> {
		if holder.grantee.is_representative() {
			return Ok(self.consent(holder.consent).await?.reach);
		}
		Ok(Reach::AllHistory)
	}

	/// Whether the holder's envelope opens all that it could if it was sealed now, when that is the newest version.
	pub(crate) async fn is_up_to_date(&self, holder: &Holder, newest: KeyEpoch) -> Result<bool> {
		let reach = self.reach_of(holder).await?;
		Ok(holder.seal.epoch == reach.up_to(&newest))
	}

	/// A holder's envelope for the scope's key version `epoch`.
	///
	/// # Errors
	/// Of kind denied if the holder's vault key is not the one its envelope is sealed to, unless that is
	/// accepted: a registrar could have replaced account and vault.
	pub(crate) async fn reseal_holder(
		&mut self,
		number: ScopeNumber,
		scope: ScopeId,
		epoch: KeyEpoch,
		held: &Held,
		new_key: NewKey,
	) -> Result<Reseal> {
		let holder = &held.holder;
		let consent = self.consent(holder.consent).await?;
		let from = consent
			.item(Item::Scope(number))
			.ok_or_else(|| {
				Error::Chain(format!("consent {} holds a key of what it does not name", holder.consent))
			})?
			.from_epoch;
		let recipient = self.recipient(&holder.grantee).await?;
		ensure_known_key(held, &recipient.digest(), new_key)?;
		let envelope = self.seal_scope(number, scope, consent.reach, from, epoch, &recipient).await?;
		Ok(Reseal { consent: holder.consent, envelope, sealed_to: held.sealed_to(&recipient.digest()) })
	}
}

/// The keys that a consent opens a scope with, up to `newest`.
fn scope_grant(
	chain_keys: &mut ChainKeys,
	scope: ScopeId,
	reach: Reach,
	from: KeyEpoch,
	newest: KeyEpoch,
	epochs: &[EpochKey],
) -> Result<ScopeGrant> {
	// What another root made, before a recovery, or somebody who rotates put there cannot be handed out. Newest first
	// throughout: the others are then a few steps away.
	let mut is_own = |epoch: &KeyEpoch| {
		let made = epochs.iter().find(|known| known.epoch == *epoch);
		epoch.generation == newest.generation
			|| made.is_none_or(|made| {
				chain_keys
					.get(scope, *epoch)
					.is_ok_and(|key| key.epoch_seed().public_key().digest() == made.key)
			})
	};
	let mut known: Vec<KeyEpoch> = epochs.iter().map(|key| key.epoch).chain([newest]).collect();
	known.retain(|epoch| *epoch <= newest);
	known.sort_unstable();
	known.dedup();
	let wanted: Vec<KeyEpoch> = match reach {
		Reach::AllHistory | Reach::Ahead => {
			// The last epoch of a generation gives the generation's others.
			let mut last = BTreeMap::from([(newest.generation, reach.up_to(&newest))]);
			for epoch in known.iter().rev() {
				if !last.contains_key(&epoch.generation) && is_own(epoch) {
					last.insert(epoch.generation, *epoch);
				}
			}
			last.into_values().collect()
		}
		Reach::FromNow => {
			let mut own: Vec<KeyEpoch> =
				known.into_iter().rev().filter(|epoch| *epoch >= from && is_own(epoch)).collect();
			own.reverse();
			own
		}
	};
	let mut keys =
		wanted.iter().rev().map(|epoch| chain_keys.get(scope, *epoch)).collect::<Result<Vec<_>>>()?;
	keys.reverse();
	Ok(match reach {
		Reach::AllHistory | Reach::Ahead => ScopeGrant::AllHistory(keys),
		Reach::FromNow => ScopeGrant::From(keys.iter().map(ChainKey::epoch_seed).collect()),
	})
}

impl Client {
	/// A scope whose key version a finalised block has.
	///
	/// # Errors
	/// Of kind not found if the patient has no such scope.
	pub(crate) async fn settled_scope(&self, patient: &PatientId, number: ScopeNumber) -> Result<ScopeView> {
		let read = |at| async move {
			let page = self.chain().scopes(patient, number, 1, at).await?;
			page.items
				.into_iter()
				.find(|(found, _)| *found == number)
				.map(|(_, view)| view)
				.ok_or_else(|| Error::not_found(format!("the patient has no scope {number}")))
		};
		let key = |view: &ScopeView| (view.scope.id, view.scope.epoch, view.scope.key);
		self.chain().settled_in(read, |finalised, best| key(finalised) == key(best)).await
	}
}

/// The envelope through which the representative has keys ahead of the scope's newest.
fn sealed_ahead(
	consents: &[(ConsentIndex, ConsentView)],
	representative: RepresentativeId,
	number: ScopeNumber,
	newest: KeyEpoch,
) -> Option<(ConsentIndex, Seal)> {
	let own = consents.iter().filter(|(_, view)| {
		let Consent { grantee, reach, .. } = &view.consent;
		*grantee == Party::Representative(representative)
			&& *reach == Reach::Ahead
			&& view.live
			&& !view.excluded
	});
	let seals =
		own.flat_map(|(index, view)| view.seals.iter().map(move |(item, seal)| (*index, *item, *seal)));
	seals
		.filter(|(_, item, seal)| *item == Item::Scope(number) && seal.epoch.is_ahead_of(&newest))
		.max_by_key(|(_, _, seal)| seal.epoch)
		.map(|(index, _, seal)| (index, seal))
}

/// Whether a consent holds keys of the scope that come after its newest.
fn knows_to_come(view: &ConsentView, number: ScopeNumber, newest: KeyEpoch) -> bool {
	view.seals.iter().any(|(item, seal)| *item == Item::Scope(number) && seal.epoch.is_ahead_of(&newest))
}

/// Whether the scope's newest key is the one that these keys give.
pub(crate) fn is_own(keys: &mut ChainKeys, scope: &Scope) -> Result<bool> {
	Ok(keys.get(scope.id, scope.epoch)?.epoch_seed().public_key().digest() == scope.key)
}

/// Refuses to seal to a key of one's own scope that the root does not give: whoever put it there would read it, and oneself
/// not.
pub(crate) fn ensure_own_key(secrets: &PatientSecrets, number: ScopeNumber, scope: &Scope) -> Result<()> {
	if is_own(&mut ChainKeys::new(secrets.clone()), scope)? {
		return Ok(());
	}
	Err(Error::integrity(format!(
		"the key of scope {number} is not one of this vault: somebody who rotates put it there, or the vault is another \
		 since a recovery. `salus scope rotate` gives the scope a key of the next generation"
	)))
}

/// The key version after the scope's. A key that the patient's root does not give is that of another root, after a recovery
/// without it, or somebody put it there who rotates: then a generation of its own follows, so that none of its keys claims
/// to lead back to the others. So does one where somebody who must not know the next key knows it, as the chain says or
/// `known_to_come`. A representative gives the next key of the generation or none.
fn following(
	keys: &mut ChainKeys,
	by: Authority,
	ScopeView { scope, rotation_due, .. }: &ScopeView,
	known_to_come: bool,
) -> Result<KeyEpoch> {
	let needed = known_to_come || rotation_due.is_some_and(|(why, _)| why.needs_next_generation());
	let next = next_epoch(scope.epoch);
	if by == Authority::Patient {
		if needed {
			return next_generation(scope.epoch);
		}
		let next = next?;
		// Newest first: the present one is then a step away.
		keys.get(scope.id, next)?;
		return if is_own(keys, scope)? { Ok(next) } else { next_generation(scope.epoch) };
	}
	let next = next.ok().filter(|next| !needed && next.generation == scope.epoch.generation);
	let next = next.ok_or_else(|| {
		Error::usage("the scope needs the next generation of its key, which the patient alone begins")
	})?;
	keys.get(scope.id, next)?;
	if !is_own(keys, scope)? {
		return Err(Error::integrity("the scope's key is not the one that was sealed: tell the patient"));
	}
	Ok(next)
}

/// The key version after `current`.
fn next_epoch(current: KeyEpoch) -> Result<KeyEpoch> {
	if current.index < MAX_EPOCH_INDEX {
		return Ok(KeyEpoch { index: current.index.saturating_add(1), ..current });
	}
	next_generation(current)
}

fn next_generation(current: KeyEpoch) -> Result<KeyEpoch> {
	let generation = current.generation.checked_add(1);
	let generation = generation.ok_or_else(|| Error::usage("the scope has had as many keys as there are"))?;
	Ok(KeyEpoch { generation, index: 0 })
}

/// Checks that the secrets are those of the patient with this inbox.
pub(crate) fn ensure_own(secrets: &PatientSecrets, scopes: &BTreeMap<ScopeNumber, ScopeView>) -> Result<()> {
	let inbox = secrets.scope_id(crate::scopes::INBOX_NAME)?;
	match scopes.get(&INBOX) {
		Some(view) if view.scope.id == inbox => Ok(()),
		_ => Err(Error::NoKey("the vault of this profile is not that of the patient".into())),
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::chain::{
		refusal::{DispatchRefusal, PoolRefusal},
		Events,
	};
	use crate::fixtures::consent_to_read;
	use salus_primitives::consent::RotationDue;
	use salus_vault::root::Root;

	const UPLOADED: Digest = Digest([1; 32]);
	const REPLACED: Digest = Digest([2; 32]);

	fn useless(outcome: Result<Landed>, wait: Wait, named: &[Digest]) -> Vec<Digest> {
		let envelopes = Envelopes { uploaded: vec![UPLOADED], superseded: vec![REPLACED] };
		unnamed(envelopes.useless(&outcome, wait), &named.iter().copied().collect())
	}

	fn landed(finalised: bool) -> Result<Landed> {
		let events = Events::default();
		Ok(Landed { block: [0; 32], number: 1, extrinsic: [0; 32], finalised, events })
	}

	#[test]
	fn holder_should_be_left_out_when_its_vault_key_changed_and_nobody_accepted_that() {
		let seal = Seal { epoch: at(0, 0), envelope: UPLOADED, sealed_to: Digest([3; 32]), lineage: 0 };
		let grantee = Party::Practitioner(1);
		let holder = Holder { consent: 0, grantee, vault: None, seal, remains: true };
		let holder = Held { holder, opening: None };
		let other = Digest([4; 32]);
		assert!(ensure_known_key(&holder, &seal.sealed_to, NewKey::Refused).is_ok());
		assert!(ensure_known_key(&holder, &other, NewKey::Accepted).is_ok());
		let refused = ensure_known_key(&holder, &other, NewKey::Refused).unwrap_err();
		assert!(refused.to_string().contains("its vault key changed"), "{refused}");
	}

	#[test]
	fn replaced_envelope_should_go_only_when_that_is_final_and_nothing_names_it() {
		assert_eq!(useless(landed(true), Wait::Finalised, &[UPLOADED]), [REPLACED]);
		assert!(useless(landed(false), Wait::Best, &[UPLOADED]).is_empty());
		// A grantee had named the envelope of another consent as its own.
		assert!(useless(landed(true), Wait::Finalised, &[UPLOADED, REPLACED]).is_empty());
	}

	#[test]
	fn uploaded_envelope_should_go_only_when_its_transaction_is_refused_for_good() {
		let failed = || {
			let (name, docs) = ("StaleEpoch".to_owned(), String::new());
			Err(Error::Dispatch(DispatchRefusal { pallet: Some("Consent".into()), name, docs }))
		};
		assert_eq!(useless(failed(), Wait::Finalised, &[REPLACED]), [UPLOADED]);
		assert!(useless(failed(), Wait::Best, &[REPLACED]).is_empty());
		assert_eq!(useless(Err(Error::Pool(PoolRefusal::NoAccount)), Wait::Best, &[]), [UPLOADED]);
		assert!(useless(Err(Error::Network("away".into())), Wait::Finalised, &[]).is_empty());
	}

	fn at(generation: u16, index: u32) -> KeyEpoch {
		KeyEpoch { generation, index }
	}

	const SCOPE: ScopeId = ScopeId([1; 16]);

	fn root(byte: u8) -> PatientSecrets {
		Root::from_bytes([byte; 32]).patient(0)
	}

	/// A scope at that version, with the key of the root.
	fn scope(byte: u8, epoch: KeyEpoch) -> ScopeView {
		let key = ChainKeys::new(root(byte)).get(SCOPE, epoch).unwrap().epoch_seed().public_key().digest();
		let scope =
			Scope { id: SCOPE, epoch, key, due_since: None, rotate_by: None, holders: 0, created_at: 0 };
		ScopeView { scope, rotation_due: None, unresealed: Vec::new(), closed: None }
	}

	fn patients_next(byte: u8, view: &ScopeView, known_to_come: bool) -> KeyEpoch {
		following(&mut ChainKeys::new(root(byte)), Authority::Patient, view, known_to_come).unwrap()
	}

	#[test]
	fn another_root_should_begin_a_generation_and_the_same_go_on() {
		let view = scope(1, at(0, 4));
		assert_eq!(patients_next(1, &view, false), at(0, 5));
		assert_eq!(patients_next(2, &view, false), at(1, 0));
	}

	#[test]
	fn key_that_is_not_the_vault_s_should_be_noticed() {
		for epoch in [at(0, 0), at(0, 4), at(2, 1)] {
			let own = scope(1, epoch).scope;
			assert!(is_own(&mut ChainKeys::new(root(1)), &own).unwrap());
			let named = Scope { key: Digest([9; 32]), ..own };
			assert!(!is_own(&mut ChainKeys::new(root(1)), &named).unwrap());
		}
	}

	#[test]
	fn generation_should_begin_where_the_chain_or_a_revocation_needs_it() {
		let view = scope(1, at(0, 4));
		assert_eq!(patients_next(1, &view, true), at(1, 0));
		for (why, next) in [
			(RotationDue::KnownAhead, at(1, 0)),
			(RotationDue::HandedOver, at(1, 0)),
			(RotationDue::Revoked, at(0, 5)),
		] {
			let due = ScopeView { rotation_due: Some((why, 1)), ..view.clone() };
			assert_eq!(patients_next(1, &due, false), next, "{why:?}");
		}
	}

	#[test]
	fn representative_should_give_the_next_key_as_far_as_it_was_sealed_and_no_generation() {
		let given = |byte, index| {
			ChainKeys::given(&ScopeGrant::AllHistory(vec![root(byte)
				.chain_key(SCOPE, at(0, index))
				.unwrap()]))
		};
		let by = Authority::Representative(7);
		let next = |mut keys: ChainKeys, view: &ScopeView| following(&mut keys, by, view, false);
		let view = scope(1, at(0, 4));
		assert_eq!(next(given(1, 68), &view).unwrap(), at(0, 5));
		assert_eq!(next(given(1, 5), &view).unwrap(), at(0, 5));
		assert_eq!(next(given(1, 4), &view).unwrap_err().kind(), crate::Kind::Denied);
		// What was sealed to it leads to another key than the chain's.
		assert_eq!(next(given(2, 68), &view).unwrap_err().kind(), crate::Kind::Integrity);
		let due = ScopeView { rotation_due: Some((RotationDue::KnownAhead, 1)), ..view };
		assert_eq!(next(given(1, 68), &due).unwrap_err().kind(), crate::Kind::Usage);
		let last = ScopeView { scope: Scope { epoch: at(0, MAX_EPOCH_INDEX), ..due.scope }, ..due };
		let ended = ScopeView { rotation_due: None, ..last };
		assert_eq!(next(given(1, MAX_EPOCH_INDEX), &ended).unwrap_err().kind(), crate::Kind::Usage);
	}

	/// The version of the scope's key that the root makes.
	fn known(byte: u8, generation: u16, index: u32) -> EpochKey {
		let epoch = at(generation, index);
		EpochKey { scope: 3, epoch, key: scope(byte, epoch).scope.key }
	}

	#[test]
	fn grant_should_have_each_generation_s_last_key_and_ahead_the_64th_to_come() {
		let epochs = [known(1, 0, 0), known(1, 0, 1), known(1, 1, 0), known(1, 1, 1)];
		let grant = |reach| {
			scope_grant(&mut ChainKeys::new(root(1)), SCOPE, reach, at(1, 0), at(1, 1), &epochs).unwrap()
		};
		let key = |generation, index| root(1).chain_key(SCOPE, at(generation, index)).unwrap();
		assert_eq!(grant(Reach::AllHistory), ScopeGrant::AllHistory(vec![key(0, 1), key(1, 1)]));
		assert_eq!(grant(Reach::Ahead), ScopeGrant::AllHistory(vec![key(0, 1), key(1, 65)]));
		let seeds = vec![key(1, 0).epoch_seed(), key(1, 1).epoch_seed()];
		assert_eq!(grant(Reach::FromNow), ScopeGrant::From(seeds));
	}

	#[test]
	fn strange_key_should_not_take_the_versions_before_it_from_grantees() {
		// Somebody who rotated named the third; the second generation began for that. The root of generation 1 is lost.
		let epochs = [known(1, 0, 0), known(1, 0, 1), known(2, 0, 2), known(4, 1, 0), known(1, 2, 0)];
		let mut keys = ChainKeys::new(root(1));
		let mut grant = |reach| scope_grant(&mut keys, SCOPE, reach, at(0, 0), at(2, 0), &epochs).unwrap();
		let key = |generation, index| root(1).chain_key(SCOPE, at(generation, index)).unwrap();
		assert_eq!(grant(Reach::AllHistory), ScopeGrant::AllHistory(vec![key(0, 1), key(2, 0)]));
		let seeds = [key(0, 0), key(0, 1), key(2, 0)].iter().map(ChainKey::epoch_seed).collect();
		assert_eq!(grant(Reach::FromNow), ScopeGrant::From(seeds));
		// A representative hands out as much as it was given.
		let given = ScopeGrant::AllHistory(vec![key(0, 1), key(2, 64)]);
		let grant =
			scope_grant(&mut ChainKeys::given(&given), SCOPE, Reach::AllHistory, at(0, 0), at(2, 0), &epochs);
		assert_eq!(grant.unwrap(), ScopeGrant::AllHistory(vec![key(0, 1), key(2, 0)]));
	}

	#[test]
	fn keys_ahead_should_be_found_in_one_s_own_consent_in_force_and_no_other() {
		let view = |grantee, reach, index| {
			let seal =
				Seal { epoch: at(0, index), envelope: UPLOADED, sealed_to: Digest::default(), lineage: 0 };
			consent_to_read(grantee, reach, vec![(Item::Scope(3), seal)])
		};
		let own = Party::Representative(7);
		let good = view(own, Reach::Ahead, 64);
		let found = |view: &ConsentView| sealed_ahead(&[(2, view.clone())], 7, 3, at(0, 4));
		assert_eq!(found(&good).map(|(index, seal)| (index, seal.epoch)), Some((2, at(0, 64))));
		for other in [
			view(own, Reach::AllHistory, 64),
			view(Party::Representative(8), Reach::Ahead, 64),
			view(own, Reach::Ahead, 4),
			ConsentView { live: false, ..good.clone() },
			ConsentView { excluded: true, ..good.clone() },
		] {
			assert_eq!(found(&other), None);
		}
		assert_eq!(sealed_ahead(&[(2, good.clone())], 7, 4, at(0, 4)), None);
		// Which is what a revocation of it has to reckon with.
		assert!(knows_to_come(&good, 3, at(0, 4)) && knows_to_come(&good, 3, at(0, 63)));
		assert!(!knows_to_come(&good, 3, at(0, 64)) && !knows_to_come(&good, 3, at(1, 0)));
		assert!(!knows_to_come(&good, 4, at(0, 4)));
	}

	#[test]
	fn next_epoch_should_follow_and_begin_a_generation_at_the_end() {
		for current in [at(0, 0), at(3, 9), at(0, MAX_EPOCH_INDEX)] {
			assert!(next_epoch(current).unwrap().follows(&current));
		}
		assert_eq!(next_epoch(at(0, MAX_EPOCH_INDEX)).unwrap(), at(1, 0));
		assert!(next_epoch(at(u16::MAX, MAX_EPOCH_INDEX)).is_err());
	}

	#[test]
	fn chain_keys_should_be_the_same_in_whatever_order_they_are_asked_for() {
		let secrets = Root::from_bytes([1; 32]).patient(0);
		let scope = secrets.scope_id("labs").unwrap();
		let near_the_start = |index| at(0, MAX_EPOCH_INDEX - index);
		let mut keys = ChainKeys::new(secrets.clone());
		for epoch in [near_the_start(3), near_the_start(5), near_the_start(1), near_the_start(4)] {
			assert_eq!(keys.get(scope, epoch).unwrap(), secrets.chain_key(scope, epoch).unwrap());
		}
	}
}
