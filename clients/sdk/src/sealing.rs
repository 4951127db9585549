//! Sealing as a patient: keys to grantees, and rotations with their reseals.

use crate::{
	blinding::Held, requests::is_open, stores::Store, At, Client, Error, Keyring, Landed, Result, Wait,
};
use bytes::Bytes;
use salus_primitives::{
	blinding::Opening,
	consent::{Consent, Item, Reach, Reseal, Rotation, Scope},
	ids::{
		ConsentIndex, Digest, GenesisHash, KeyEpoch, PatientId, ScopeId, ScopeNumber, VaultSignature, INBOX,
		MAX_EPOCH_INDEX,
	},
	people::{Party, VaultOwner},
	text::{RotateScope, SignedText},
	view::{ConsentView, EpochKey, ScopeView},
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
	secrets: PatientSecrets,
	reached: BTreeMap<(ScopeId, u16), ChainKey>,
}

impl ChainKeys {
	pub(crate) fn new(secrets: PatientSecrets) -> Self {
		Self { secrets, reached: BTreeMap::new() }
	}

	/// The chain key of a scope's epoch. Asking for the newest first is the quickest.
	pub(crate) fn get(&mut self, scope: ScopeId, epoch: KeyEpoch) -> Result<ChainKey> {
		let place = (scope, epoch.generation);
		if let Some(newer) = self.reached.get(&place).filter(|known| known.epoch() >= epoch) {
			return Ok(newer.back_to(epoch)?);
		}
		let key = self.secrets.chain_key(scope, epoch)?;
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
	pub(crate) secrets: PatientSecrets,
	pub(crate) vault: VaultSecrets,
	pub(crate) chain_keys: ChainKeys,
}

impl<'a> Sealer<'a> {
	/// The patient that the keyring's account controls, with its secrets.
	///
	/// # Errors
	/// Of kind not found if it controls none, of kind denied if the vault is another one.
	pub(crate) async fn new(client: &'a Client, keyring: &Keyring) -> Result<Self> {
		let patient = client.own_patient(&keyring.account()).await?;
		let secrets = keyring.patient_secrets();
		let vault = client.own_vault(keyring, &VaultOwner::Patient(patient)).await?;
		let chain_keys = ChainKeys::new(secrets.clone());
		Ok(Self { client, patient, secrets, vault, chain_keys })
	}

	pub(crate) fn genesis(&self) -> GenesisHash {
		self.client.chain().genesis()
	}

	/// The vault's word.
	pub(crate) fn sign(&self, text: &impl SignedText) -> VaultSignature {
		self.vault.signer().sign(&text.text())
	}

	/// What blinds readers.
	pub(crate) fn blinding(&self) -> Blinding {
		self.secrets.blinding(self.patient)
	}

	/// The party behind the commitment of a consent of this index, with what opens it.
	pub(crate) fn blind(&self, party: &Party, consent: ConsentIndex) -> Option<(Party, Opening)> {
		let opening = self.blinding().opening(party, consent);
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

	/// The keys that a consent opens a scope with, up to `newest`.
	pub(crate) fn scope_grant(
		&mut self,
		scope: ScopeId,
		reach: Reach,
		from: KeyEpoch,
		newest: KeyEpoch,
		epochs: &[EpochKey],
	) -> Result<ScopeGrant> {
		let known = epochs.iter().map(|key| key.epoch).chain([newest]);
		let mut wanted: Vec<KeyEpoch> = match reach {
			Reach::AllHistory => {
				// The last epoch of a generation gives the generation's others.
				let mut last = BTreeMap::new();
				for epoch in known.filter(|epoch| *epoch <= newest) {
					let entry = last.entry(epoch.generation).or_insert(epoch);
					*entry = (*entry).max(epoch);
				}
				last.into_values().collect()
			}
			Reach::FromNow => known.filter(|epoch| *epoch >= from && *epoch <= newest).collect(),
		};
		wanted.sort_unstable();
		wanted.dedup();
		// A generation that another root made, before a recovery, cannot be handed out.
		let keys = &mut self.chain_keys;
		wanted.retain(|epoch| {
			let made = epochs.iter().find(|known| known.epoch == *epoch);
			epoch.generation == newest.generation
				|| made.is_none_or(|made| {
					keys.get(scope, *epoch)
						.is_ok_and(|key| key.epoch_seed().public_key().digest() == made.key)
				})
		});
		// Newest first: the others are then a few steps away.
		let mut keys = wanted
			.iter()
			.rev()
			.map(|epoch| self.chain_keys.get(scope, *epoch))
			.collect::<Result<Vec<_>>>()?;
		keys.reverse();
		Ok(match reach {
			Reach::AllHistory => ScopeGrant::AllHistory(keys),
			Reach::FromNow => ScopeGrant::From(keys.iter().map(ChainKey::epoch_seed).collect()),
		})
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
		let epochs = if reach == Reach::AllHistory && newest.generation == 0 {
			Vec::new()
		} else {
			self.epochs(number).await?
		};
		let grant = self.scope_grant(scope, reach, from, newest, &epochs)?;
		let envelope = grant.seal(self.genesis(), self.patient, recipient)?;
		self.grants().put(Bytes::from(envelope)).await
	}

	/// Who holds a key of the item, as a finalised block says, by name as far as this vault knows who is behind a
	/// commitment.
	pub(crate) async fn holders(&self, item: Item) -> Result<Vec<Held>> {
		let (chain, patient) = (self.client.chain(), &self.patient);
		let holders = chain.settled(|at| async move { chain.holders(patient, item, at).await }).await?;
		self.client.unblinded(&self.blinding(), patient, holders).await
	}

	/// The scope, as a finalised block says its key is.
	pub(crate) async fn scope(&self, number: ScopeNumber) -> Result<ScopeView> {
		self.client.settled_scope(&self.patient, number).await
	}

	async fn consent(&self, index: ConsentIndex) -> Result<Consent> {
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
		let epoch = following(&mut self.chain_keys, &view.scope)?;
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
			if !holder.remains {
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

/// The key version after the scope's. A root that does not give the present one is another than it was made with, after a
/// recovery without it: its keys are a generation of their own, so that none of them claims to lead back to the others.
fn following(keys: &mut ChainKeys, scope: &Scope) -> Result<KeyEpoch> {
	let next = next_epoch(scope.epoch)?;
	// Newest first: the present one is then a step away.
	keys.get(scope.id, next)?;
	let present = keys.get(scope.id, scope.epoch)?.epoch_seed().public_key().digest();
	if present == scope.key {
		return Ok(next);
	}
	next_generation(scope.epoch)
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
	use salus_primitives::{consent::Seal, view::Holder};
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

	#[test]
	fn another_root_should_begin_a_generation_and_the_same_go_on() {
		let root = |byte| Root::from_bytes([byte; 32]).patient(0);
		let (id, epoch) = (ScopeId([1; 16]), at(0, 4));
		let key = ChainKeys::new(root(1)).get(id, epoch).unwrap().epoch_seed().public_key().digest();
		let scope = Scope { id, epoch, key, due_since: None, rotate_by: None, holders: 0, created_at: 0 };
		assert_eq!(following(&mut ChainKeys::new(root(1)), &scope).unwrap(), at(0, 5));
		assert_eq!(following(&mut ChainKeys::new(root(2)), &scope).unwrap(), at(1, 0));
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
