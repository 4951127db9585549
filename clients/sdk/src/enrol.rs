//! Enrolment: a person signs a text, an organisation's registrar submits it.

use crate::{
	chain::calls, texts, wallet::is_signed_by, AccountId, Client, Error, Keyring, Landed, Result, Wallet,
};
use bytes::Bytes;
use rand::RngCore;
use salus_primitives::{
	ids::{Digest, GenesisHash, KeyEpoch, Nonce16, OrganisationId, PatientId, VaultSignature},
	people::VaultOwner,
	text::{wrapped, Enrolment, EnrolmentText, SignedText},
	time::Moment,
};
use salus_vault::hybrid::PublicKey;
use serde::{Deserialize, Serialize};
use std::time::Duration;
use subxt::utils::MultiSignature;

/// The name of the scope that is created at enrolment.
pub use crate::scopes::INBOX_NAME;

/// A signed wish to be enrolled, to be handed to the organisation. It contains nothing secret.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EnrolmentRequest {
	/// The chain it is for: hash of its first block.
	#[serde(with = "texts::hex_hash")]
	pub genesis: GenesisHash,
	/// What is asked.
	pub enrolment: Enrolment,
	/// The wallet's signature over the text, bare or in `<Bytes>`: SCALE-encoded `MultiSignature`, as wallets
	/// give it.
	#[serde(with = "texts::hex_signature")]
	pub signature: MultiSignature,
	/// The vault's signature over the bare text.
	pub vault_signature: VaultSignature,
	/// The vault's X-Wing public key, which the text names by its digest.
	#[serde(with = "texts::hex_bytes")]
	pub vault_key: Vec<u8>,
	/// The inbox's X-Wing public key, which the text names by its digest.
	#[serde(with = "texts::hex_bytes")]
	pub inbox_key: Vec<u8>,
}

/// A patient who was enrolled.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Enrolled {
	/// The patient.
	pub patient: PatientId,
	/// The organisation that enrolled.
	pub organisation: OrganisationId,
	/// The transaction.
	pub landed: Landed,
}

/// An enrolment that the vault has signed, and the wallet has not.
#[derive(Clone, PartialEq, Debug)]
pub struct Unsigned(EnrolmentRequest);

impl EnrolmentRequest {
	/// Prepares an enrolment of `account`, which may be another wallet's: everything but the wallet's
	/// signature.
	///
	/// # Errors
	/// Of kind usage for a life of nothing or more than 30 days; those of the vault.
	pub fn prepare(
		keyring: &Keyring,
		account: &AccountId,
		genesis: GenesisHash,
		organisation: OrganisationId,
		now: Moment,
		life: Duration,
	) -> Result<Unsigned> {
		let expires_at = texts::end_of(life, now)?;
		let secrets = keyring.patient_secrets();
		let inbox = secrets.scope_id(INBOX_NAME)?;
		let inbox_key = secrets.chain_key(inbox, KeyEpoch::default())?.epoch_seed().public_key();
		let vault = secrets.vault(0);
		let mut nonce = Nonce16::default();
		rand::rngs::OsRng.fill_bytes(&mut nonce.0);
		let enrolment = Enrolment {
			account: account.0.into(),
			organisation,
			vault: vault.public_keys(),
			inbox,
			inbox_key: inbox_key.digest(),
			nonce,
			expires_at,
		};
		let text = EnrolmentText { genesis, enrolment: &enrolment }.text();
		Ok(Unsigned(Self {
			genesis,
			signature: MultiSignature::Sr25519([0; 64]),
			vault_signature: vault.signer().sign(&text),
			vault_key: vault.public_key().to_bytes(),
			inbox_key: inbox_key.to_bytes(),
			enrolment,
		}))
	}

	/// The text that is signed: ASCII, on one line.
	pub fn text(&self) -> String {
		EnrolmentText { genesis: self.genesis, enrolment: &self.enrolment }.to_string()
	}

	/// The patient that it enrols.
	pub fn patient(&self) -> PatientId {
		EnrolmentText { genesis: self.genesis, enrolment: &self.enrolment }.patient_id()
	}

	/// The account that will control the patient.
	pub fn account(&self) -> AccountId {
		let bytes: &[u8; 32] = self.enrolment.account.as_ref();
		subxt::utils::AccountId32(*bytes)
	}

	/// Checks what can be checked without the chain: signatures, and that the public keys are those that the
	/// text names. (An ECDSA wallet's signature is left to the chain.)
	///
	/// # Errors
	/// Of kind integrity.
	pub fn verify(&self) -> Result<()> {
		let text = self.text();
		let account = self.account();
		let signed = [text.as_bytes().to_vec(), wrapped(text.as_bytes())]
			.iter()
			.map(|form| is_signed_by(&self.signature, form, &account.0))
			.any(|signed| signed != Some(false));
		if !signed {
			return Err(Error::integrity("the wallet's signature is not over this text"));
		}
		salus_vault::sign::verify(&self.enrolment.vault.signing, text.as_bytes(), &self.vault_signature)?;
		PublicKey::from_bytes_with_digest(&self.vault_key, &self.enrolment.vault.kem)?;
		PublicKey::from_bytes_with_digest(&self.inbox_key, &self.enrolment.inbox_key)?;
		Ok(())
	}

	/// The request as a JSON document.
	///
	/// # Errors
	/// None that occur.
	pub fn to_json(&self) -> Result<String> {
		serde_json::to_string_pretty(self).map_err(|error| Error::usage(error.to_string()))
	}

	/// Reads a request; call [`Self::verify`] before relying on it.
	///
	/// # Errors
	/// Of kind usage if the document is none.
	pub fn from_json(json: &str) -> Result<Self> {
		serde_json::from_str(json)
			.map_err(|error| Error::usage(format!("this is no enrolment request: {error}")))
	}
}

impl Unsigned {
	/// The text for the wallet to sign, as it is or as a wallet wraps it.
	pub fn text(&self) -> String {
		self.0.text()
	}

	/// Signs with a wallet at hand.
	pub fn sign(self, wallet: &Wallet) -> EnrolmentRequest {
		let signature = wallet.sign(self.0.text().as_bytes());
		EnrolmentRequest { signature, ..self.0 }
	}

	/// Takes a signature that a wallet elsewhere made: in hexadecimal, SCALE-encoded or the bare 64 bytes of
	/// sr25519.
	///
	/// # Errors
	/// Of kind usage if it is no signature, of kind integrity if it is another text's or account's.
	pub fn with_signature(self, signature: &str) -> Result<EnrolmentRequest> {
		let request = EnrolmentRequest { signature: texts::signature(signature)?, ..self.0 };
		request.verify()?;
		Ok(request)
	}
}

impl Client {
	/// Asks, with a keyring's wallet and vault, to be enrolled by an organisation, and publishes the public
	/// keys.
	///
	/// # Errors
	/// Of kind usage for a life of more than 30 days or an account that controls a patient already; of kind
	/// not found for an unknown organisation; of kind network.
	pub async fn request_enrolment(
		&self,
		keyring: &Keyring,
		organisation: OrganisationId,
		life: Duration,
	) -> Result<EnrolmentRequest> {
		if self.chain().organisation(organisation, self.at()).await?.is_none() {
			return Err(Error::not_found(format!("there is no organisation {organisation}")));
		}
		let account = keyring.account();
		if let Some(patient) = self.chain().roles(&account, self.at()).await?.patient {
			return Err(Error::usage(format!("the account controls patient {patient} already")));
		}
		let now = self.now().await?;
		let request =
			EnrolmentRequest::prepare(keyring, &account, self.chain().genesis(), organisation, now, life)?
				.sign(keyring.wallet());
		self.publish_request_keys(&request).await?;
		Ok(request)
	}

	/// Enrols a patient as a registrar of the organisation that the request names.
	///
	/// # Errors
	/// Of kind usage for another chain's request, of kind integrity for one that does not verify, of kind
	/// denied if the account is no registrar there; those of [`crate::Chain::submit`].
	pub async fn enrol(&self, registrar: &Wallet, request: &EnrolmentRequest) -> Result<Enrolled> {
		if request.genesis != self.chain().genesis() {
			return Err(Error::usage("the request was signed for another chain"));
		}
		request.verify()?;
		self.publish_request_keys(request).await?;
		let call =
			calls::identity::enrol_patient(&request.enrolment, &request.signature, &request.vault_signature);
		let landed = self.chain().submit(&call, registrar, self.wait()).await?;
		let patient = request.patient();
		let registered = self.chain().vault(&VaultOwner::Patient(patient), self.at()).await?;
		if registered.map(|vault| vault.keys) != Some(request.enrolment.vault) {
			return Err(Error::Chain("the enrolment was accepted, but the patient is not there".into()));
		}
		Ok(Enrolled { patient, organisation: request.enrolment.organisation, landed })
	}

	async fn publish_request_keys(&self, request: &EnrolmentRequest) -> Result<()> {
		let blobs = self.stores().blobs();
		let named: [(&Vec<u8>, Digest); 2] = [
			(&request.vault_key, request.enrolment.vault.kem),
			(&request.inbox_key, request.enrolment.inbox_key),
		];
		for (key, digest) in named {
			if blobs.put(Bytes::copy_from_slice(key)).await? != digest {
				return Err(Error::integrity(
					"a public key of the request is not the one that its text names",
				));
			}
		}
		Ok(())
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::Kind;
	use codec::Encode;
	use salus_vault::root::Root;

	fn keyring() -> Keyring {
		Keyring::new(Wallet::from_suri("//Eve").unwrap(), Root::from_bytes([3; 32]))
	}

	fn unsigned() -> Unsigned {
		let life = Duration::from_secs(60);
		EnrolmentRequest::prepare(&keyring(), &keyring().account(), [7; 32], 1, 1_000, life).unwrap()
	}

	#[test]
	fn request_should_verify_and_come_back_from_its_file() {
		let request = unsigned().sign(keyring().wallet());
		request.verify().unwrap();
		let back = EnrolmentRequest::from_json(&request.to_json().unwrap()).unwrap();
		assert_eq!(back, request);
		assert_eq!(back.enrolment.expires_at, 61_000);
		assert_eq!(back.patient(), request.patient());
	}

	#[test]
	fn request_should_be_another_patient_each_time() {
		assert_ne!(
			unsigned().sign(keyring().wallet()).patient(),
			unsigned().sign(keyring().wallet()).patient()
		);
	}

	#[test]
	fn wallet_elsewhere_may_sign_bare_or_wrapped() {
		let eve = Wallet::from_suri("//Eve").unwrap();
		for form in [|text: &[u8]| text.to_vec(), wrapped as fn(&[u8]) -> Vec<u8>] {
			let unsigned = unsigned();
			let signature = eve.sign(&form(unsigned.text().as_bytes())).encode();
			unsigned.clone().with_signature(&format!("0x{}", hex::encode(&signature))).unwrap();
			unsigned.with_signature(&hex::encode(&signature[1..])).unwrap();
		}
	}

	#[test]
	fn request_should_be_refused_when_anything_in_it_is_another() {
		let good = unsigned().sign(keyring().wallet());
		let mut organisation = good.clone();
		organisation.enrolment.organisation = 2;
		let mut genesis = good.clone();
		genesis.genesis = [8; 32];
		let mut key = good.clone();
		key.inbox_key = good.vault_key.clone();
		let mut vault = good.clone();
		vault.vault_signature.0[5] ^= 1;
		let stranger = unsigned().sign(&Wallet::from_suri("//Bob").unwrap());
		for bad in [organisation, genesis, key, vault, stranger] {
			assert_eq!(bad.verify().unwrap_err().kind(), Kind::Integrity);
		}
		let signature = Wallet::from_suri("//Bob").unwrap().sign(unsigned().text().as_bytes()).encode();
		assert!(unsigned().with_signature(&hex::encode(signature)).is_err());
		assert_eq!(unsigned().with_signature("0x12").unwrap_err().kind(), Kind::Usage);
	}

	#[test]
	fn request_should_be_refused_when_it_lives_too_long_or_not_at_all() {
		for life in [Duration::ZERO, Duration::from_secs(31 * 24 * 3_600)] {
			let refused = EnrolmentRequest::prepare(&keyring(), &keyring().account(), [7; 32], 1, 0, life);
			assert_eq!(refused.unwrap_err().kind(), Kind::Usage);
		}
	}

	#[test]
	fn request_should_contain_no_secret() {
		let json = unsigned().sign(keyring().wallet()).to_json().unwrap();
		let secrets = keyring().patient_secrets().vault(0);
		assert!(!json.contains(&hex::encode(secrets.kem().expose())));
		assert!(!json.contains(&hex::encode([3u8; 32])));
	}
}
