//! Representatives, what is attested of a patient, and how it passes into other hands.
//!
//! What a representative and the patient sign goes around as one file, a [`Representation`], which holds no secret: the
//! representative makes it, the patient adds its word, a registrar of the patient's organisation submits it.

pub mod granting;

use crate::{
	chain::calls,
	recovery::{native, runtime_signature},
	roles::RoleRequest,
	texts,
	vaults::Registered,
	words, AccountId, As, Client, Error, Keyring, Landed, Result, Wallet,
};
use salus_primitives::{
	ids::{GenesisHash, PatientId, RepresentativeId, ScopeNumber, VaultSignature},
	people::{PatientState, VaultOwner},
	representation::{
		Basis, BothSignatures, NewRepresentative, PatientSituation, Powers, RepresentativeView,
	},
	text::{
		AppointRepresentative, CancelHandOver, MergePatients, RepresentPatient, Role, ScheduleHandOver,
		SetVaultKeys, SignedText,
	},
	time::Moment,
	AccountId32,
};
use salus_vault::hybrid::PublicKey;
use serde::{Deserialize, Serialize};
use std::time::Duration;
use subxt::utils::MultiSignature;

/// The signatures of one side, wallet and vault.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Word {
	/// The wallet's, SCALE-encoded `MultiSignature`.
	#[serde(with = "texts::hex_signature")]
	pub wallet: MultiSignature,
	/// The vault's.
	pub vault: VaultSignature,
}

impl Word {
	fn both(&self) -> Result<BothSignatures> {
		Ok(BothSignatures { wallet: runtime_signature(&self.wallet)?, vault: self.vault })
	}
}

/// What is said of a representative, with what it and the patient signed.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Representation {
	/// The chain.
	#[serde(with = "texts::hex_hash")]
	pub genesis: GenesisHash,
	/// What is said.
	pub new: NewRepresentative<AccountId32>,
	/// The X-Wing public key of the representative's vault, which the text names by its digest.
	#[serde(with = "texts::hex_bytes")]
	pub vault_key: Vec<u8>,
	/// The representative's word.
	pub word: Word,
	/// The patient's word; none for a guardian or an executor, and before the patient has signed.
	pub appointment: Option<Word>,
}

/// What a representative is to be.
#[derive(Clone, PartialEq, Debug)]
pub struct Wanted {
	/// For whom.
	pub patient: PatientId,
	/// What it may do.
	pub powers: Powers,
	/// What that rests on.
	pub basis: Basis,
	/// From when on; none for now.
	pub from: Option<Moment>,
	/// Until when.
	pub until: Moment,
	/// How long the words may be used.
	pub life: Duration,
}

impl Representation {
	/// The text that the representative signs: ASCII, on one line.
	pub fn text(&self) -> String {
		RepresentPatient { genesis: self.genesis, new: &self.new }.to_string()
	}

	/// The text that the patient signs: ASCII, on one line.
	pub fn appointment_text(&self) -> String {
		AppointRepresentative { genesis: self.genesis, new: &self.new }.to_string()
	}

	/// Checks that the representative, wallet and vault, signed this for this chain, and that it can still be used.
	///
	/// # Errors
	/// Of kind usage for another chain's or one that has expired; of kind integrity if something was altered.
	pub fn ensure_for(&self, genesis: GenesisHash, now: Moment) -> Result<()> {
		if self.genesis != genesis {
			return Err(Error::usage("the representation was signed for another chain"));
		}
		if self.new.expires_at <= now {
			let expired = words::moment(self.new.expires_at);
			return Err(Error::usage(format!(
				"the representation expired {expired}; the representative has to sign another"
			)));
		}
		let text = RepresentPatient { genesis, new: &self.new };
		if !text.is_signed_by(&self.word.both()?.wallet, &self.new.account) {
			return Err(Error::integrity("the representative's wallet did not sign this"));
		}
		salus_vault::sign::verify(&self.new.vault.signing, self.text().as_bytes(), &self.word.vault)?;
		PublicKey::from_bytes_with_digest(&self.vault_key, &self.new.vault.kem)?;
		Ok(())
	}
}

impl Client {
	/// Signs, with wallet and vault, that the keyring's account would represent a patient, and publishes its public key.
	///
	/// # Errors
	/// Of kind not found if there is no such patient; of kind usage for a life of more than 30 days; of kind network.
	pub async fn offer_representation(&self, keyring: &Keyring, wanted: &Wanted) -> Result<Representation> {
		let situation = self.chain().situation(&wanted.patient, self.at()).await?;
		let now = self.now().await?;
		// The number of a representative does not make its keys others: its first generation is the same for all.
		let vault = keyring.vault(&VaultOwner::Representative(0), 0);
		let new = NewRepresentative {
			patient: wanted.patient,
			number: situation.representatives,
			account: native(&keyring.account()),
			powers: wanted.powers,
			basis: wanted.basis,
			from: wanted.from.unwrap_or(now),
			until: wanted.until,
			vault: vault.public_keys(),
			expires_at: texts::end_of(wanted.life, now)?,
		};
		let genesis = self.chain().genesis();
		let text = RepresentPatient { genesis, new: &new }.text();
		let word = Word { wallet: keyring.wallet().sign(&text), vault: vault.signer().sign(&text) };
		self.publish_key(&vault.public_key()).await?;
		let vault_key = vault.public_key().to_bytes();
		Ok(Representation { genesis, new, vault_key, word, appointment: None })
	}

	/// Adds the word of the keyring's patient, wallet and vault.
	///
	/// # Errors
	/// As [`Representation::ensure_for`]; of kind usage if it is for another patient, or none that a patient appoints.
	pub async fn appoint(&self, keyring: &Keyring, offered: &Representation) -> Result<Representation> {
		let patient = self.own_patient(&keyring.account()).await?;
		offered.ensure_for(self.chain().genesis(), self.now().await?)?;
		if offered.new.patient != patient {
			return Err(Error::usage("the representation is of another patient"));
		}
		if offered.new.basis != Basis::Appointed {
			return Err(Error::usage("a guardian or an executor is not appointed by the patient"));
		}
		let text = AppointRepresentative { genesis: offered.genesis, new: &offered.new };
		let vault = self.patients_word(keyring, &patient, &text).await?;
		let word = Word { wallet: keyring.wallet().sign(&text.text()), vault };
		Ok(Representation { appointment: Some(word), ..offered.clone() })
	}

	/// Admits a representative; by a registrar of the organisation that enrolled the patient.
	///
	/// # Errors
	/// As [`Representation::ensure_for`]; those of [`crate::Chain::submit`].
	pub async fn admit_representative(
		&self,
		registrar: &Wallet,
		signed: &Representation,
	) -> Result<(RepresentativeId, Landed)> {
		signed.ensure_for(self.chain().genesis(), self.now().await?)?;
		let appointment = signed.appointment.as_ref().map(Word::both).transpose()?;
		let call =
			calls::identity::admit_representative(&signed.new, &signed.word.both()?, appointment.as_ref());
		let landed = self.chain().submit(&call, registrar, self.wait()).await?;
		Ok((landed.events.field("Identity", "RepresentativeAdmitted", "representative")?, landed))
	}

	/// Ends a representative; by the patient, itself, or a registrar where it is a guardian or an executor.
	///
	/// # Errors
	/// Those of [`crate::Chain::submit`].
	pub async fn end_representative(
		&self,
		wallet: &Wallet,
		representative: RepresentativeId,
	) -> Result<Landed> {
		let call = calls::identity::end_representative(representative);
		self.chain().submit(&call, wallet, self.wait()).await
	}

	/// A patient's representatives that were not ended.
	///
	/// # Errors
	/// Of kind not found if there is no such patient, of kind network.
	pub async fn representatives(
		&self,
		patient: &PatientId,
	) -> Result<Vec<(RepresentativeId, RepresentativeView<AccountId>)>> {
		self.chain().representatives(patient, self.at()).await
	}

	/// How a patient stands now, and what is to come.
	///
	/// # Errors
	/// Of kind not found if there is no such patient, of kind network.
	pub async fn situation(&self, patient: &PatientId) -> Result<PatientSituation<AccountId>> {
		self.chain().situation(patient, self.at()).await
	}

	/// Attests what became of a patient; by a registrar of the organisation that enrolled it. It counts after seven days.
	///
	/// # Errors
	/// Those of [`crate::Chain::submit`].
	pub async fn attest_state(
		&self,
		registrar: &Wallet,
		patient: &PatientId,
		state: PatientState,
	) -> Result<Landed> {
		let call = calls::identity::attest_state(patient, state);
		self.chain().submit(&call, registrar, self.wait()).await
	}

	/// Contests what was attested of the wallet's patient, before it counts.
	///
	/// # Errors
	/// Of kind not found if it controls none; those of [`crate::Chain::submit`].
	pub async fn contest_attestation(&self, wallet: &Wallet) -> Result<(PatientId, Landed)> {
		let patient = self.own_patient(&wallet.account()).await?;
		let call = calls::identity::contest_attestation(&patient);
		Ok((patient, self.chain().submit(&call, wallet, self.wait()).await?))
	}

	/// Takes back what was attested of a patient; by a registrar of the organisation that enrolled it.
	///
	/// # Errors
	/// Those of [`crate::Chain::submit`].
	pub async fn lift_state(&self, registrar: &Wallet, patient: &PatientId) -> Result<Landed> {
		self.chain().submit(&calls::identity::lift_state(patient), registrar, self.wait()).await
	}

	/// Schedules the hand-over of the keyring's patient to an account that accepted it, at a moment.
	///
	/// # Errors
	/// As [`RoleRequest::ensure_for`]; those of [`crate::Chain::submit`].
	pub async fn schedule_hand_over(
		&self,
		keyring: &Keyring,
		accepted: &RoleRequest,
	) -> Result<(PatientId, Moment, Landed)> {
		let patient = self.own_patient(&keyring.account()).await?;
		let at = match accepted.role {
			Role::HandedOver { at, .. } => at,
			_ => return Err(Error::usage("the account accepts no hand-over")),
		};
		let acceptance = self.acceptance(accepted, Role::HandedOver { patient, at }).await?;
		let account = native(&accepted.account);
		let (genesis, turn) = (self.chain().genesis(), self.recovery(&patient).await?.turn);
		let text = ScheduleHandOver { genesis, patient, turn, account: &account, at };
		let signature = self.patients_word(keyring, &patient, &text).await?;
		let call =
			calls::identity::schedule_hand_over(&patient, &accepted.account, at, &acceptance, &signature);
		Ok((patient, at, self.chain().submit(&call, keyring.wallet(), self.wait()).await?))
	}

	/// Cancels the hand-over of the keyring's patient, before it is due.
	///
	/// # Errors
	/// Of kind not found if it controls none; those of [`crate::Chain::submit`].
	pub async fn cancel_hand_over(&self, keyring: &Keyring) -> Result<(PatientId, Landed)> {
		let patient = self.own_patient(&keyring.account()).await?;
		let (genesis, turn) = (self.chain().genesis(), self.recovery(&patient).await?.turn);
		let text = CancelHandOver { genesis, patient, turn };
		let signature = self.patients_word(keyring, &patient, &text).await?;
		let call = calls::identity::cancel_hand_over(&patient, &signature);
		Ok((patient, self.chain().submit(&call, keyring.wallet(), self.wait()).await?))
	}

	/// Sets the vault keys of a patient that was handed over to the keyring's account, in place of the vault of before.
	/// What that one sealed stays closed to this one; every scope then needs a new generation of keys.
	///
	/// # Errors
	/// Of kind usage if nothing was handed over, or keys were set since; those of [`crate::Chain::submit`].
	pub async fn take_over(&self, keyring: &Keyring) -> Result<Registered> {
		let owner = self.vault_owner(keyring, As::Patient).await?;
		let VaultOwner::Patient(patient) = owner else {
			return Err(Error::usage("only a patient is handed over"));
		};
		let situation = self.situation(&patient).await?;
		if situation.hand_over.is_none() || situation.handed_over_at.is_none() {
			return Err(Error::usage("the patient was not handed over, or has keys of its own since"));
		}
		let former = self.chain().vault(&owner, self.at()).await?;
		let generation = former
			.map_or(Some(0), |former| former.generation.checked_add(1))
			.ok_or_else(|| Error::usage("the vault has had as many generations as there are"))?;
		let vault = keyring.vault(&owner, generation);
		let keys = vault.public_keys();
		self.publish_key(&vault.public_key()).await?;
		let text = SetVaultKeys { genesis: self.chain().genesis(), owner, generation, keys }.text();
		let call = calls::identity::set_vault_keys(&owner, &keys, &vault.signer().sign(&text), None);
		let landed = self.chain().submit(&call, keyring.wallet(), self.wait()).await?;
		Ok(Registered { owner, keys, generation, landed: Some(landed) })
	}

	/// Links the patients of two wallets, which are one person: the second goes on in the first's stead.
	///
	/// # Errors
	/// Of kind not found if either controls none; those of [`crate::Chain::submit`].
	pub async fn merge(
		&self,
		wallet: &Wallet,
		other: &Wallet,
		life: Duration,
	) -> Result<(PatientId, PatientId, Landed)> {
		let patient = self.own_patient(&wallet.account()).await?;
		let into = self.own_patient(&other.account()).await?;
		let expires_at = texts::end_of(life, self.now().await?)?;
		let (genesis, account) = (self.chain().genesis(), native(&other.account()));
		let text = MergePatients { genesis, patient, into, account: &account, expires_at };
		let signature = other.sign(&text.text());
		let call = calls::identity::merge(&patient, &into, expires_at, &signature);
		Ok((patient, into, self.chain().submit(&call, wallet, self.wait()).await?))
	}

	/// Closes a scope of the wallet's patient to representatives, or opens it to them again.
	///
	/// # Errors
	/// Of kind not found if it controls none; those of [`crate::Chain::submit`].
	pub async fn set_closed(
		&self,
		wallet: &Wallet,
		scope: ScopeNumber,
		closed: bool,
	) -> Result<(PatientId, Landed)> {
		let patient = self.own_patient(&wallet.account()).await?;
		let call = if closed {
			calls::consent::close_scope(&patient, scope)
		} else {
			calls::consent::open_scope(&patient, scope)
		};
		Ok((patient, self.chain().submit(&call, wallet, self.wait()).await?))
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::Kind;
	use salus_vault::root::Root;

	const GENESIS: GenesisHash = [7; 32];

	fn keyring(seed: u8) -> Keyring {
		Keyring::new(Wallet::from_suri(&format!("//Rob{seed}")).unwrap(), Root::from_bytes([seed; 32]))
	}

	fn offered(keyring: &Keyring) -> Representation {
		let vault = keyring.vault(&VaultOwner::Representative(0), 0);
		let new = NewRepresentative {
			patient: PatientId([1; 32]),
			number: 2,
			account: native(&keyring.account()),
			powers: Powers::READ,
			basis: Basis::Appointed,
			from: 5,
			until: 5_000,
			vault: vault.public_keys(),
			expires_at: 1_000,
		};
		let text = RepresentPatient { genesis: GENESIS, new: &new }.text();
		let word = Word { wallet: keyring.wallet().sign(&text), vault: vault.signer().sign(&text) };
		let vault_key = vault.public_key().to_bytes();
		Representation { genesis: GENESIS, new, vault_key, word, appointment: None }
	}

	#[test]
	fn representation_should_come_back_from_its_file_and_verify() {
		let offered = offered(&keyring(1));
		let json = crate::recovery::to_json(&offered).unwrap();
		let back: Representation = crate::recovery::from_json("representation", &json).unwrap();
		assert_eq!(back, offered);
		back.ensure_for(GENESIS, 999).unwrap();
		assert!(back.text().starts_with("Salus: I represent a patient. "));
		assert!(back.appointment_text().starts_with("Salus: I appoint a representative to act for me. "));
	}

	#[test]
	fn representation_should_be_refused_when_altered_expired_or_of_another_chain() {
		let good = offered(&keyring(1));
		for (genesis, now) in [([8; 32], 999), (GENESIS, 1_000)] {
			assert_eq!(good.ensure_for(genesis, now).unwrap_err().kind(), Kind::Usage);
		}
		let mut powers = good.clone();
		powers.new.powers = Powers(7);
		let mut until = good.clone();
		until.new.until += 1;
		let mut account = good.clone();
		account.new.account = native(&keyring(2).account());
		let mut key = good.clone();
		key.vault_key = offered(&keyring(2)).vault_key;
		let vault = Word { vault: offered(&keyring(2)).word.vault, ..good.word.clone() };
		let wallet = Word { wallet: offered(&keyring(2)).word.wallet, ..good.word.clone() };
		let words = [vault, wallet].map(|word| Representation { word, ..good.clone() });
		for bad in [powers, until, account, key].into_iter().chain(words) {
			assert_eq!(bad.ensure_for(GENESIS, 999).unwrap_err().kind(), Kind::Integrity, "{bad:?}");
		}
	}
}
