//! Shares of a vault's root: sealed to guardians, and by them to the account of a finished recovery.

use super::{native, runtime_signature, Guardians, StartRequest};
use crate::{chain::At, texts, AccountId, Client, Error, Keyring, Result};
use salus_primitives::{
	ids::{Digest, GenesisHash, PatientId},
	people::VaultOwner,
	recovery::RecoveryView,
	text::{ReceiveShares, SignedText},
};
use salus_vault::{
	hybrid::PublicKey,
	root::Root,
	shares::{combine, split, Share},
};
use serde::{Deserialize, Serialize};
use subxt::utils::MultiSignature;

/// The key to which an account wants shares sealed. It contains nothing secret.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ShareKey {
	/// The chain.
	#[serde(with = "texts::hex_hash")]
	pub genesis: GenesisHash,
	/// Whose key.
	pub account: AccountId,
	/// The X-Wing public key.
	#[serde(with = "texts::hex_bytes")]
	pub key: Vec<u8>,
	/// The wallet's signature over the text, bare or in `<Bytes>`.
	#[serde(with = "texts::hex_signature")]
	pub signature: MultiSignature,
}

/// A share of a root, sealed to one vault.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SealedShare {
	/// The chain.
	#[serde(with = "texts::hex_hash")]
	pub genesis: GenesisHash,
	/// Whose root.
	pub patient: PatientId,
	/// Which split of it.
	pub set: Digest,
	/// Which share, from 1.
	pub index: u8,
	/// How many give the root back.
	pub threshold: u8,
	/// Whether a passphrase is needed besides.
	pub passphrase: bool,
	/// SHA-256 of the public key that it is sealed to.
	pub recipient: Digest,
	/// The envelope.
	#[serde(with = "texts::hex_bytes")]
	pub envelope: Vec<u8>,
}

impl ShareKey {
	/// The key of a keyring, signed by its wallet.
	pub fn sign(keyring: &Keyring, genesis: GenesisHash) -> Self {
		let key = keyring.share_vault().public_key();
		let account = keyring.account();
		let text = ReceiveShares { genesis, account: &native(&account), key: key.digest() }.text();
		Self { genesis, account, key: key.to_bytes(), signature: keyring.wallet().sign(&text) }
	}

	/// The key, if its account signed for it on this chain.
	///
	/// # Errors
	/// Of kind usage for another chain's, of kind integrity if the account did not sign for this key.
	pub fn verified(&self, genesis: GenesisHash) -> Result<PublicKey> {
		if self.genesis != genesis {
			return Err(Error::usage("the key was signed for another chain"));
		}
		let (key, account) = (PublicKey::from_bytes(&self.key)?, native(&self.account));
		let text = ReceiveShares { genesis, account: &account, key: key.digest() };
		if !text.is_signed_by(&runtime_signature(&self.signature)?, &account) {
			return Err(Error::integrity(format!("account {} did not sign for this key", self.account)));
		}
		Ok(key)
	}
}

impl SealedShare {
	fn seal(genesis: GenesisHash, patient: PatientId, share: &Share, recipient: &PublicKey) -> Result<Self> {
		Ok(Self {
			genesis,
			patient,
			set: share.set(),
			index: share.index(),
			threshold: share.threshold(),
			passphrase: share.needs_passphrase(),
			recipient: recipient.digest(),
			envelope: share.seal(genesis, patient, recipient)?,
		})
	}

	/// Opens the share with the keyring that it is sealed to.
	///
	/// # Errors
	/// Of kind denied if it is sealed to another, of kind integrity if it was changed.
	pub fn open(&self, keyring: &Keyring) -> Result<Share> {
		let vault = keyring.share_vault();
		if vault.public_key().digest() != self.recipient {
			return Err(Error::NoKey("the share is sealed to another vault than this profile's".into()));
		}
		Ok(Share::open(self.genesis, self.patient, &self.set, self.index, vault.kem(), &self.envelope)?)
	}
}

/// Splits a root among guardians, by their keys: as many give it back as approve a recovery.
///
/// # Errors
/// Of kind usage for a key of no guardian, a guardian twice, or fewer than must approve; as [`ShareKey::verified`].
pub fn split_among(
	root: &Root,
	guardians: &Guardians,
	keys: &[ShareKey],
	passphrase: Option<&str>,
) -> Result<Vec<(AccountId, SealedShare)>> {
	let (genesis, patient) = (guardians.genesis, guardians.patient);
	for (position, key) in keys.iter().enumerate() {
		if !guardians.openings.iter().any(|opening| opening.guardian == key.account) {
			return Err(Error::usage(format!("account {} is no guardian", key.account)));
		}
		if keys[..position].iter().any(|other| other.account == key.account) {
			return Err(Error::usage(format!("guardian {} has two keys here", key.account)));
		}
	}
	let recipients = keys.iter().map(|key| key.verified(genesis)).collect::<Result<Vec<_>>>()?;
	let count = u8::try_from(keys.len()).unwrap_or(u8::MAX);
	let shares = split(root, guardians.threshold, count, passphrase)?;
	let sealed = shares.iter().zip(&recipients).zip(keys);
	sealed
		.map(|((share, recipient), key)| {
			Ok((key.account, SealedShare::seal(genesis, patient, share, recipient)?))
		})
		.collect()
}

/// Whether guardians may hand out shares to who asks: a finished recovery names its account and its key.
///
/// # Errors
/// Of kind denied.
fn ensure_recovered(view: &RecoveryView<AccountId>, request: &StartRequest) -> Result<()> {
	let key = request.public_key()?.digest();
	match &view.recovered {
		None => Err(Error::NoKey("no recovery of this patient is finished and final".into())),
		Some(recovered) if recovered.account != request.account || recovered.kem != key => {
			Err(Error::NoKey("the recovery that is finished names another account or key".into()))
		}
		Some(_) => Ok(()),
	}
}

/// Opens shares with the new account's keyring and gives the root back.
///
/// # Errors
/// Of kind usage if they are too few, of several sets, or need a passphrase; of kind integrity if they do not give it.
pub fn combine_shares(keyring: &Keyring, shares: &[SealedShare], passphrase: Option<&str>) -> Result<Root> {
	let opened = shares.iter().map(|share| share.open(keyring)).collect::<Result<Vec<_>>>()?;
	Ok(combine(&opened, passphrase)?)
}

impl Client {
	/// Seals a guardian's share to the key that a finished recovery names, as the finalised block has it.
	///
	/// # Errors
	/// Of kind denied if no recovery is finished and final, or it names another account or key, or the share is another
	/// guardian's.
	pub async fn release_share(
		&self,
		keyring: &Keyring,
		share: &SealedShare,
		request: &StartRequest,
	) -> Result<SealedShare> {
		if (share.genesis, share.patient) != (self.chain().genesis(), request.patient) {
			return Err(Error::usage("the share is of another patient or chain than the request"));
		}
		ensure_recovered(&self.chain().recovery(&request.patient, At::Finalised).await?, request)?;
		let opened = share.open(keyring)?;
		SealedShare::seal(share.genesis, share.patient, &opened, &request.public_key()?)
	}

	/// Checks that a root which shares gave is that of the patient's vault on the chain, so that nobody is handed another.
	///
	/// # Errors
	/// Of kind integrity if the chain has another vault for the patient, of kind not found if there is no such patient.
	pub async fn ensure_root_of_patient(
		&self,
		keyring: &Keyring,
		root: &Root,
		patient_number: u32,
		shares: &[SealedShare],
	) -> Result<()> {
		let patient = shares.first().map(|share| share.patient).unwrap_or_default();
		let restored =
			Keyring::new(keyring.wallet().clone(), root.clone()).with_patient_number(patient_number);
		let owner = VaultOwner::Patient(patient);
		let vault = self.chain().vault(&owner, self.at()).await?;
		let vault = vault.ok_or_else(|| Error::not_found(format!("there is no patient {patient}")))?;
		restored.vault_with_key(&owner, &vault.keys.kem, vault.generation).map_err(|_| {
			Error::integrity("the shares give a root, but the patient's vault on the chain is another's")
		})?;
		Ok(())
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{recovery::to_json, Kind, Wallet};
	use salus_primitives::recovery::Recovery;
	use std::time::Duration;

	const GENESIS: GenesisHash = [7; 32];
	const PATIENT: PatientId = PatientId([8; 32]);

	fn keyring(name: &str) -> Keyring {
		let seed = salus_primitives::ids::sha256(&[name.as_bytes()]);
		Keyring::new(Wallet::from_suri(&format!("//{name}")).unwrap(), Root::from_bytes(seed))
	}

	fn guardians() -> (Guardians, Vec<ShareKey>) {
		let people = ["Gill", "Hugo", "Iris"].map(keyring);
		let accounts = people.each_ref().map(Keyring::account);
		let delay = Duration::from_secs(3 * 24 * 3_600);
		let chosen = Guardians::choose(GENESIS, PATIENT, &accounts, 2, delay).unwrap();
		(chosen, people.iter().map(|person| ShareKey::sign(person, GENESIS)).collect())
	}

	fn request(keyring: &Keyring) -> StartRequest {
		StartRequest {
			genesis: GENESIS,
			patient: PATIENT,
			turn: 1,
			account: keyring.account(),
			key: keyring.share_vault().public_key().to_bytes(),
			expires_at: 1,
			signature: MultiSignature::Sr25519([0; 64]),
		}
	}

	#[test]
	fn root_should_go_by_guardians_to_the_new_account_and_come_back() {
		let (chosen, keys) = guardians();
		let (root, new) = (Root::from_bytes([9; 32]), keyring("New"));
		let sealed = split_among(&root, &chosen, &keys, Some("passphrase")).unwrap();
		let released: Vec<SealedShare> = ["Hugo", "Iris"]
			.iter()
			.map(|name| {
				let guardian = keyring(name);
				let (_, share) = sealed.iter().find(|(account, _)| *account == guardian.account()).unwrap();
				// It goes around as a file.
				let share: SealedShare = serde_json::from_str(&to_json(share).unwrap()).unwrap();
				let opened = share.open(&guardian).unwrap();
				assert!(share.passphrase && share.open(&new).is_err());
				SealedShare::seal(GENESIS, PATIENT, &opened, &new.share_vault().public_key()).unwrap()
			})
			.collect();
		assert_eq!(combine_shares(&new, &released, Some("passphrase")).unwrap(), root);
		let wrong = combine_shares(&new, &released, Some("password")).unwrap_err();
		assert_eq!(wrong.kind(), Kind::Integrity);
		assert_eq!(combine_shares(&new, &released[..1], None).unwrap_err().kind(), Kind::Usage);
		assert_eq!(combine_shares(&keyring("Thief"), &released, None).unwrap_err().kind(), Kind::Denied);
	}

	#[test]
	fn root_should_not_be_split_to_keys_that_guardians_did_not_sign_for() {
		let (chosen, keys) = guardians();
		let root = Root::from_bytes([9; 32]);
		let split = |keys: &[ShareKey]| split_among(&root, &chosen, keys, None).unwrap_err().kind();
		let thief = ShareKey::sign(&keyring("Thief"), GENESIS);
		assert_eq!(split(&[keys[0].clone(), thief.clone()]), Kind::Usage);
		// A thief's key under a guardian's name.
		let forged = ShareKey { account: keys[1].account, ..thief.clone() };
		assert_eq!(split(&[keys[0].clone(), forged]), Kind::Integrity);
		let exchanged = ShareKey { key: thief.key, ..keys[1].clone() };
		assert_eq!(split(&[keys[0].clone(), exchanged]), Kind::Integrity);
		assert_eq!(split(&[keys[0].clone(), keys[0].clone()]), Kind::Usage);
		assert_eq!(split(&keys[..1]), Kind::Usage);
		let elsewhere = ShareKey::sign(&keyring("Hugo"), [1; 32]);
		assert_eq!(split(&[keys[0].clone(), elsewhere]), Kind::Usage);
	}

	#[test]
	fn share_should_be_released_to_the_account_and_key_of_a_finished_recovery_alone() {
		let (new, thief) = (keyring("New"), keyring("Thief"));
		let asked = request(&new);
		let recovered = |account: &Keyring, key: &Keyring| RecoveryView {
			turn: 2,
			policy: None,
			attempts: Vec::new(),
			recovered: Some(Recovery {
				account: account.account(),
				kem: key.share_vault().public_key().digest(),
				finished_at: 1,
				keys_from: 2,
				confirmed_at: None,
			}),
			line: 0,
		};
		ensure_recovered(&recovered(&new, &new), &asked).unwrap();
		let unfinished = RecoveryView { recovered: None, ..recovered(&new, &new) };
		for view in [unfinished, recovered(&thief, &thief), recovered(&new, &thief), recovered(&thief, &new)]
		{
			assert_eq!(ensure_recovered(&view, &asked).unwrap_err().kind(), Kind::Denied);
		}
	}
}
