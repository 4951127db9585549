//! Scopes: creating them, naming them, giving them new keys.
//!
//! A scope's id follows from its name and the patient's secrets, so the standard names are stored nowhere.
//! Names that a person chose are sealed to the patient's own vault ([`salus_vault::self_envelope`]) and lie
//! in the envelope store under `self/<SHA-256("salus/v1/self" ‖ genesis ‖ patient ‖
//! ScopeId("salus/v1/self"))>`: a name that only the seed gives, so that on a new machine the seed alone
//! finds them, and nobody else can tell whose note it is. Scope names that begin with `salus/` are reserved,
//! so that this id is never on chain.

use crate::{
	chain::calls,
	records::{reencrypt::Replacement, Kept},
	sealing::{is_own, ChainKeys, Envelopes, NewKey, Sealer, Unresealed},
	Client, Error, Keyring, Landed, Result,
};
use bytes::Bytes;
use salus_primitives::{
	consent::{Item, NewScope, Reseal},
	ids::{sha256, ConsentIndex, Digest, KeyEpoch, PatientId, ScopeId, ScopeNumber},
	people::VaultOwner,
	text::{CreateScopes, ResealHolders},
	view::ScopeView,
	BoundedVec,
};
use salus_vault::{
	envelope::MAX_ENVELOPE_LEN,
	keys::{normalise_scope_name, PatientSecrets},
	self_envelope::ScopeNames,
};
use serde::Serialize;
use std::{
	collections::{BTreeMap, BTreeSet},
	convert::Infallible,
	fmt,
	str::FromStr,
};

/// The scope that is created at enrolment and never granted.
pub const INBOX_NAME: &str = "inbox";
/// The scopes that every patient gets, created together.
pub const STANDARD_SCOPES: [&str; 12] = [
	"labs",
	"imaging",
	"medication",
	"conditions",
	"procedures",
	"immunisations",
	"allergies",
	"documents",
	"mental-health",
	"sexual-health",
	"genetics",
	"emergency",
];

/// Names that begin so are never scopes'.
const RESERVED: &str = "salus/";
const SELF_FOLDER: &str = "self";
const SELF_NAME: &str = "salus/v1/self";

/// Which scope.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ScopeChoice {
	/// The one with this number.
	Number(ScopeNumber),
	/// The one with this id.
	Id(ScopeId),
	/// The one of this name.
	Name(String),
}

impl FromStr for ScopeChoice {
	type Err = Infallible;

	/// Digits, with or without `#` in front, are a number, `0x` and 32 digits are an id, anything else is a
	/// name.
	fn from_str(text: &str) -> Result<Self, Infallible> {
		let text = text.trim();
		let digits = text.strip_prefix('#').unwrap_or(text);
		if let Ok(number) = digits.parse() {
			return Ok(Self::Number(number));
		}
		if text.starts_with("0x") {
			if let Ok(id) = text.parse() {
				return Ok(Self::Id(id));
			}
		}
		Ok(Self::Name(text.to_owned()))
	}
}

impl fmt::Display for ScopeChoice {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		match self {
			Self::Number(number) => write!(f, "scope {number}"),
			Self::Id(id) => write!(f, "scope {id}"),
			Self::Name(name) => write!(f, "scope {name:?}"),
		}
	}
}

/// A scope, with its name for those who know it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ScopeEntry {
	/// Its number.
	pub number: ScopeNumber,
	/// Its name.
	pub name: Option<String>,
	/// How it stands.
	#[serde(flatten)]
	pub view: ScopeView,
}

/// A scope that has a new key.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Rotated {
	/// The scope.
	pub scope: ScopeNumber,
	/// The new key version.
	pub epoch: KeyEpoch,
	/// Consents whose holders got the new key.
	pub resealed: usize,
	/// Those that did not.
	pub unresealed: Vec<Unresealed>,
	/// The transaction.
	pub landed: Landed,
}

/// Holders that got an item's current key.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Resealed {
	/// The item.
	pub item: Item,
	/// Consents whose holders got the key.
	pub resealed: usize,
	/// Those that did not.
	pub unresealed: Vec<Unresealed>,
	/// The transaction; none if nobody needed an envelope.
	pub landed: Option<Landed>,
}

/// A scope with a new key, and records of it with new files.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Reencrypted {
	/// The rotation.
	pub rotation: Rotated,
	/// Records that have a new file and key, which former holders cannot open: the old index and the new one.
	pub replaced: Vec<Replacement>,
	/// Records that keep file and key, and why.
	pub kept: Vec<Kept>,
}

impl Client {
	/// Creates those of the standard scopes that the patient does not have, all in one call, sorted by id.
	///
	/// # Errors
	/// Of kind not found if the account controls no patient, of kind denied if the vault is another's; those of
	/// [`crate::Chain::submit`].
	pub async fn create_standard_scopes(&self, keyring: &Keyring) -> Result<Vec<ScopeEntry>> {
		let sealer = Sealer::new(self, keyring).await?;
		let names = self.names_of_root(keyring, &sealer.patient).await?;
		let there = self.scope_ids(&sealer.patient).await?;
		let mut missing = Vec::new();
		for name in STANDARD_SCOPES {
			if !Self::is_taken(&names, &there, name) {
				missing.push(name.to_owned());
			}
		}
		if missing.is_empty() {
			return Ok(Vec::new());
		}
		self.create(sealer, keyring, &missing).await
	}

	/// Creates scopes of these names.
	///
	/// # Errors
	/// Of kind usage for a name that is taken, reserved or no name; as [`Self::create_standard_scopes`].
	pub async fn create_scopes(&self, keyring: &Keyring, names: &[String]) -> Result<Vec<ScopeEntry>> {
		let sealer = Sealer::new(self, keyring).await?;
		self.create(sealer, keyring, names).await
	}

	async fn create(
		&self,
		mut sealer: Sealer<'_>,
		keyring: &Keyring,
		names: &[String],
	) -> Result<Vec<ScopeEntry>> {
		let (patient, genesis) = (sealer.patient, sealer.genesis());
		let secrets = keyring.patient_secrets();
		let there = self.scope_ids(&patient).await?;
		let known = self.names_of_root(keyring, &patient).await?;
		let mut wanted = BTreeMap::new();
		for name in names {
			let checked = checked_name(name)?;
			let id = secrets.scope_id(&checked)?;
			let taken = there.contains_key(&id) || Self::is_taken(&known, &there, &checked);
			if taken || wanted.insert(id, name.clone()).is_some() {
				return Err(Error::usage(format!("there is a scope {name:?} already")));
			}
		}
		// Names first: a scope whose name is lost could still be granted by number, a name without a scope
		// harms nobody.
		self.remember_names(keyring, &sealer, wanted.values()).await?;
		let mut scopes = Vec::with_capacity(wanted.len());
		for id in wanted.keys() {
			let key = sealer.chain_keys.get(*id, KeyEpoch::default())?.epoch_seed().public_key();
			scopes.push(NewScope { id: *id, key: self.publish_key(&key).await? });
		}
		// Ids are sorted by the map; each call's are ascending.
		for batch in
			scopes.chunks(BoundedVec::<NewScope, salus_primitives::limits::MaxScopesPerCall>::bound())
		{
			let signature = sealer.sign(&CreateScopes { genesis, patient, scopes: batch });
			let batch = BoundedVec::try_from(batch.to_vec())
				.map_err(|_| Error::Chain("more scopes than one call creates".into()))?;
			let call = calls::consent::create_scopes(&patient, &batch, &signature);
			self.chain().submit(&call, keyring.wallet(), self.wait()).await?;
		}
		let mut created = self.scopes(Some(keyring), &patient).await?;
		created.retain(|entry| wanted.contains_key(&entry.view.scope.id));
		Ok(created)
	}

	/// The scopes of a patient, with those names that the keyring knows: the patient's own, or those left for
	/// a grantee.
	///
	/// # Errors
	/// Of kind not found if there is no such patient, of kind network.
	pub async fn scopes(&self, keyring: Option<&Keyring>, patient: &PatientId) -> Result<Vec<ScopeEntry>> {
		let names = match keyring {
			Some(keyring) => self.scope_names(keyring, patient).await?,
			None => BTreeMap::new(),
		};
		let scopes = self.chain().all_scopes(patient, self.at()).await?;
		Ok(scopes
			.into_iter()
			.map(|(number, view)| ScopeEntry { number, name: names.get(&view.scope.id).cloned(), view })
			.collect())
	}

	/// One scope of a patient.
	///
	/// # Errors
	/// Of kind not found if there is none that fits, or its name is not known to the keyring.
	pub async fn find_scope(
		&self,
		keyring: Option<&Keyring>,
		patient: &PatientId,
		choice: &ScopeChoice,
	) -> Result<ScopeEntry> {
		let name = match choice {
			ScopeChoice::Name(name) => Some(normalise_scope_name(name)?),
			_ => None,
		};
		// Everyone's scope 0 is the inbox, whatever names the keyring knows.
		let inbox = name.as_deref() == Some(INBOX_NAME);
		let found = self.scopes(keyring, patient).await?.into_iter().find(|entry| match choice {
			ScopeChoice::Number(number) => entry.number == *number,
			ScopeChoice::Id(id) => entry.view.scope.id == *id,
			ScopeChoice::Name(_) if inbox => entry.number == salus_primitives::ids::INBOX,
			ScopeChoice::Name(_) => entry.name == name,
		});
		found.ok_or_else(|| match choice {
			ScopeChoice::Name(name) => Error::not_found(format!(
				"no scope {name:?} is known; the patient has none of this name, or left no name for this profile (give its number)"
			)),
			other => Error::not_found(format!("the patient has no {other}")),
		})
	}

	/// Gives a scope a new key: what is sealed from now on opens for those who remain only.
	///
	/// # Errors
	/// Of kind not found for an unknown scope; as [`Self::create_standard_scopes`].
	pub async fn rotate_scope(&self, keyring: &Keyring, scope: &ScopeChoice) -> Result<Rotated> {
		let mut sealer = Sealer::new(self, keyring).await?;
		let number = self.find_scope(Some(keyring), &sealer.patient, scope).await?.number;
		self.rotate(&mut sealer, keyring, number).await
	}

	/// Gives a scope of a patient whom the keyring's account represents a new key, as far as keys were sealed ahead for it.
	///
	/// # Errors
	/// Of kind not found for an unknown scope; of kind denied if the account does not represent the patient, or was not sealed
	/// the next key; of kind usage if the scope needs the next generation of its key; of kind integrity if its key is not the
	/// one that was sealed; those of [`crate::Chain::submit`].
	pub async fn rotate_scope_for(
		&self,
		keyring: &Keyring,
		patient: &PatientId,
		scope: &ScopeChoice,
	) -> Result<Rotated> {
		let number = self.find_scope(Some(keyring), patient, scope).await?.number;
		let mut sealer = Sealer::ahead(self, keyring, *patient, number).await?;
		self.rotate(&mut sealer, keyring, number).await
	}

	/// Those of these scopes whose newest key is not the one that the keyring's vault gives: a representative who rotates put
	/// it there, or the vault is another since a recovery. What is sealed to such a key is not the patient's to read. The
	/// next rotation by the patient begins a generation of its own keys. Empty for a patient that is not the keyring's own.
	///
	/// # Errors
	/// Of kind network.
	pub async fn strange_keys(
		&self,
		keyring: &Keyring,
		patient: &PatientId,
		scopes: &[ScopeEntry],
	) -> Result<BTreeSet<ScopeNumber>> {
		let roles = self.chain().roles(&keyring.account(), self.at()).await?;
		if roles.patient != Some(*patient) {
			return Ok(BTreeSet::new());
		}
		let mut keys = ChainKeys::new(keyring.patient_secrets());
		let mut strange = BTreeSet::new();
		for entry in scopes {
			if !is_own(&mut keys, &entry.view.scope)? {
				strange.insert(entry.number);
			}
		}
		Ok(strange)
	}

	pub(crate) async fn rotate(
		&self,
		sealer: &mut Sealer<'_>,
		keyring: &Keyring,
		number: ScopeNumber,
	) -> Result<Rotated> {
		let view = sealer.scope(number).await?;
		let mut budget = BoundedVec::<Reseal, salus_primitives::limits::MaxResealsPerCall>::bound();
		let planned = sealer.plan_rotation(number, &view, &BTreeMap::new(), &mut budget).await?;
		let call = calls::consent::rotate_scope(&sealer.patient, &planned.rotation);
		let outcome = self.chain().submit(&call, keyring.wallet(), self.wait()).await;
		let landed = self.settle_grants(&sealer.patient, planned.envelopes, outcome).await?;
		Ok(Rotated {
			scope: number,
			epoch: planned.rotation.epoch,
			resealed: planned.rotation.reseals.len(),
			unresealed: planned.unresealed,
			landed,
		})
	}

	/// Hands holders of a scope what they lack: the newest key after a rotation that left them out, or keys ahead in
	/// place of those that a representative used up. Whoever has another vault key than its envelope is sealed to is left out.
	///
	/// # Errors
	/// As [`Self::rotate_scope`].
	pub async fn reseal_scope(&self, keyring: &Keyring, scope: &ScopeChoice) -> Result<Resealed> {
		self.reseal_scope_accepting(keyring, scope, &[]).await
	}

	/// As [`Self::reseal_scope`]; holders by these consents get an envelope in any case, for their new vault key too. Ask
	/// them before: a registrar can give a practitioner another account and another vault.
	///
	/// # Errors
	/// As [`Self::rotate_scope`]; of kind not found if one of the consents holds no key of the scope.
	pub async fn reseal_scope_accepting(
		&self,
		keyring: &Keyring,
		scope: &ScopeChoice,
		new_keys_of: &[ConsentIndex],
	) -> Result<Resealed> {
		let mut sealer = Sealer::new(self, keyring).await?;
		let number = self.find_scope(Some(keyring), &sealer.patient, scope).await?.number;
		self.reseal(&mut sealer, keyring, number, new_keys_of).await
	}

	pub(crate) async fn reseal(
		&self,
		sealer: &mut Sealer<'_>,
		keyring: &Keyring,
		number: ScopeNumber,
		new_keys_of: &[ConsentIndex],
	) -> Result<Resealed> {
		let item = Item::Scope(number);
		let view = sealer.scope(number).await?;
		let mut envelopes = Envelopes::default();
		let (mut reseals, mut unresealed) = (Vec::new(), Vec::new());
		let holders = sealer.holders(item).await?;
		let holds = |consent: &ConsentIndex| holders.iter().any(|held| held.holder.consent == *consent);
		if let Some(other) = new_keys_of.iter().find(|consent| !holds(consent)) {
			return Err(Error::not_found(format!("consent {other} holds no key of scope {number}")));
		}
		for held in holders {
			let holder = &held.holder;
			let current = holder.vault.map(|vault| held.sealed_to(&vault.keys.kem));
			let has_key = Some(holder.seal.sealed_to) == current;
			let accepted = new_keys_of.contains(&holder.consent);
			// Whom keys are sealed ahead for is given those that it used up, and who is named in any case.
			let lacks = accepted || !has_key || !sealer.is_up_to_date(holder, view.scope.epoch).await?;
			if !holder.remains || !lacks {
				continue;
			}
			let new_key = if accepted { NewKey::Accepted } else { NewKey::Refused };
			match sealer.reseal_holder(number, view.scope.id, view.scope.epoch, &held, new_key).await {
				Ok(reseal) => {
					envelopes.uploaded.push(reseal.envelope);
					envelopes.superseded.push(holder.seal.envelope);
					reseals.push(reseal);
				}
				Err(error) if error.kind() == crate::Kind::Network => return Err(error),
				Err(error) => unresealed.push(Unresealed {
					consent: holder.consent,
					grantee: holder.grantee,
					why: error.to_string(),
				}),
			}
		}
		let resealed = reseals.len();
		let landed = if reseals.is_empty() {
			None
		} else {
			let (genesis, patient, epoch) = (sealer.genesis(), sealer.patient, view.scope.epoch);
			let text = ResealHolders { genesis, patient, item, epoch, reseals: &reseals };
			let signature = sealer.sign(&text);
			let reseals = BoundedVec::try_from(reseals)
				.map_err(|_| Error::Chain("a scope has more holders than one call reseals".into()))?;
			let call = calls::consent::reseal(&patient, &item, &reseals, &signature);
			let outcome = self.chain().submit(&call, keyring.wallet(), self.wait()).await;
			Some(self.settle_grants(&sealer.patient, envelopes, outcome).await?)
		};
		Ok(Resealed { item, resealed, unresealed, landed })
	}

	/// Gives a scope a new key, and its records new files under new keys, so that former holders who kept a
	/// file's key cannot use it on what the store has. The old files and envelopes are deleted.
	///
	/// Only the author of a record can put a new version in its place, so this reaches the patient's own
	/// records; the others keep theirs and are listed.
	///
	/// # Errors
	/// As [`Self::rotate_scope`]. What was replaced before an error stays replaced.
	pub async fn reencrypt_scope(&self, keyring: &Keyring, scope: &ScopeChoice) -> Result<Reencrypted> {
		let mut sealer = Sealer::new(self, keyring).await?;
		let number = self.find_scope(Some(keyring), &sealer.patient, scope).await?.number;
		let rotation = self.rotate(&mut sealer, keyring, number).await?;
		let (replaced, kept) = self.reencrypt_records(keyring, &sealer.patient, number).await?;
		Ok(Reencrypted { rotation, replaced, kept })
	}

	/// Names of the patient's scopes that the keyring knows.
	pub(crate) async fn scope_names(
		&self,
		keyring: &Keyring,
		patient: &PatientId,
	) -> Result<BTreeMap<ScopeId, String>> {
		let account = keyring.account();
		if self.chain().roles(&account, self.at()).await?.patient == Some(*patient) {
			return self.names_of_root(keyring, patient).await;
		}
		self.received_labels(keyring, &account, patient).await
	}

	/// Names of the patient's scopes that the keyring's root has: those that it gives, and those that a former one gave.
	///
	/// # Errors
	/// Of kind network.
	pub(crate) async fn names_of_root(
		&self,
		keyring: &Keyring,
		patient: &PatientId,
	) -> Result<BTreeMap<ScopeId, String>> {
		let secrets = keyring.patient_secrets();
		// Scopes can be chosen by number without their names; a damaged note must not lock the patient out.
		let readable = |what: Result<BTreeMap<ScopeId, String>>| match what {
			Err(error) if error.kind() != crate::Kind::Network => {
				tracing::warn!(%error, "the scope names of one's own choosing are not readable");
				Ok(BTreeMap::new())
			}
			other => other,
		};
		let mut names = readable(self.former_names(keyring, patient).await)?;
		names.extend(standard_names(&secrets)?);
		let own = self.own_names(keyring, patient, &secrets).await;
		let own = own.map(|own| own.iter().map(|(id, name)| (*id, name.to_owned())).collect());
		names.extend(readable(own)?);
		Ok(names)
	}

	/// Whether one of these scopes has that name, whichever root gave it.
	fn is_taken(
		names: &BTreeMap<ScopeId, String>,
		there: &BTreeMap<ScopeId, ScopeNumber>,
		name: &str,
	) -> bool {
		names.iter().any(|(id, known)| known == name && there.contains_key(id))
	}

	/// The names of one's own choosing.
	async fn own_names(
		&self,
		keyring: &Keyring,
		patient: &PatientId,
		secrets: &PatientSecrets,
	) -> Result<ScopeNames> {
		let note = self.note(patient, secrets)?;
		let Some(sealed) = self.stores().envelopes().get_note(SELF_FOLDER, &note, MAX_ENVELOPE_LEN).await?
		else {
			return Ok(ScopeNames::default());
		};
		let owner = VaultOwner::Patient(*patient);
		let vault = self.chain().vault(&owner, self.at()).await?;
		let newest = vault.map_or(0, |vault| vault.generation);
		let mut refused = None;
		// The note may have been sealed before the vault was rotated.
		for generation in (0..=newest.saturating_add(1)).rev().take(8) {
			let key = keyring.vault(&owner, generation);
			match ScopeNames::open(self.chain().genesis(), *patient, secrets, key.kem(), &sealed) {
				Ok(names) => return Ok(names),
				Err(error) => refused = Some(error),
			}
		}
		Err(refused.map_or_else(|| Error::NoKey("the note does not open".into()), Error::from))
	}

	/// Adds names to those of one's own choosing; the standard ones need no note.
	async fn remember_names(
		&self,
		keyring: &Keyring,
		sealer: &Sealer<'_>,
		names: impl Iterator<Item = &String>,
	) -> Result<()> {
		let secrets = keyring.patient_secrets();
		let standard = standard_names(&secrets)?;
		let mut own = self.own_names(keyring, &sealer.patient, &secrets).await?;
		let mut changed = false;
		for name in names {
			if !standard.contains_key(&secrets.scope_id(name)?) {
				own.insert(&secrets, name)?;
				changed = true;
			}
		}
		if changed {
			self.save_names(sealer, &secrets, &own).await?;
		}
		Ok(())
	}

	async fn save_names(
		&self,
		sealer: &Sealer<'_>,
		secrets: &PatientSecrets,
		names: &ScopeNames,
	) -> Result<()> {
		let sealed = names.seal(sealer.genesis(), sealer.patient, &sealer.vault.public_key())?;
		let note = self.note(&sealer.patient, secrets)?;
		self.stores().envelopes().put_note(SELF_FOLDER, &note, Bytes::from(sealed)).await
	}

	/// Seals the names to the vault's new keys, and signs those left for grantees with them.
	pub(crate) async fn reseal_names(&self, keyring: &Keyring, patient: &PatientId) -> Result<()> {
		let sealer = Sealer::new(self, keyring).await?;
		let secrets = keyring.patient_secrets();
		let own = self.own_names(keyring, patient, &secrets).await?;
		if own.iter().next().is_some() {
			self.save_names(&sealer, &secrets, &own).await?;
		}
		match self.former_names(keyring, patient).await {
			Ok(former) => self.keep_former_names(keyring, patient, &sealer.vault, &former).await?,
			Err(error) if error.kind() == crate::Kind::Network => return Err(error),
			// What cannot be read is not lost by leaving it as it is.
			Err(error) => tracing::warn!(%error, "the names of a former root's scopes are not readable"),
		}
		let names = self.scope_names(keyring, patient).await?;
		self.publish_all_labels(&sealer, &names).await
	}

	/// Where the note with the names lies.
	fn note(&self, patient: &PatientId, secrets: &PatientSecrets) -> Result<Digest> {
		let id = secrets.scope_id(SELF_NAME)?;
		Ok(Digest(sha256(&[SELF_NAME.as_bytes(), &self.chain().genesis(), &patient.0, &id.0])))
	}

	async fn scope_ids(&self, patient: &PatientId) -> Result<BTreeMap<ScopeId, ScopeNumber>> {
		let scopes = self.chain().all_scopes(patient, self.at()).await?;
		Ok(scopes.into_iter().map(|(number, view)| (view.scope.id, number)).collect())
	}
}

/// The names that need no note.
fn standard_names(secrets: &PatientSecrets) -> Result<BTreeMap<ScopeId, String>> {
	STANDARD_SCOPES
		.into_iter()
		.chain([INBOX_NAME])
		.map(|name| Ok((secrets.scope_id(name)?, name.to_owned())))
		.collect()
}

/// A name in its normal form, if a scope may have it.
fn checked_name(name: &str) -> Result<String> {
	let name = normalise_scope_name(name)?;
	if name == INBOX_NAME {
		return Err(Error::usage("the inbox is created at enrolment"));
	}
	if name.starts_with(RESERVED) {
		return Err(Error::usage(format!("scope names that begin with {RESERVED} are reserved")));
	}
	if !matches!(name.parse(), Ok(ScopeChoice::Name(_))) {
		return Err(Error::usage(format!("{name:?} would be taken for a scope's number or id")));
	}
	Ok(name)
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::Kind;
	use salus_vault::root::Root;

	#[test]
	fn choice_should_tell_numbers_ids_and_names_apart() {
		let id = ScopeId([0xab; 16]);
		for (text, choice) in [
			("3", ScopeChoice::Number(3)),
			("#12", ScopeChoice::Number(12)),
			(" labs ", ScopeChoice::Name("labs".into())),
			("0xlabs", ScopeChoice::Name("0xlabs".into())),
			("70000", ScopeChoice::Name("70000".into())),
			(&id.to_string(), ScopeChoice::Id(id)),
		] {
			assert_eq!(text.parse::<ScopeChoice>(), Ok(choice));
		}
	}

	#[test]
	fn name_should_be_refused_when_it_is_reserved_or_would_be_taken_for_something_else() {
		for name in
			["Inbox", "salus/v1/self", " SALUS/x", "12", "#3", "", "0xabababababababababababababababab"]
		{
			assert_eq!(checked_name(name).unwrap_err().kind(), Kind::Usage, "{name}");
		}
		assert_eq!(checked_name(" Dental Care ").unwrap(), "dental care");
	}

	#[test]
	fn standard_names_should_be_distinct_and_in_their_normal_form() {
		let secrets = Root::from_bytes([1; 32]).patient(0);
		let names = standard_names(&secrets).unwrap();
		assert_eq!(names.len(), STANDARD_SCOPES.len() + 1);
		for name in STANDARD_SCOPES {
			assert_eq!(checked_name(name).unwrap(), name);
		}
	}
}
