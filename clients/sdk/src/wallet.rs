//! The control key: it signs transactions and enrolment texts, and opens nothing.

use crate::{AccountId, Error, Result};
use rand::RngCore;
use std::str::FromStr;
use subxt::{tx::Signer, utils::MultiSignature, PolkadotConfig};
use subxt_signer::{bip39::Mnemonic, ecdsa, sr25519, SecretUri};
use zeroize::Zeroizing;

/// A control key in memory, wiped when dropped.
#[derive(Clone)]
pub struct Wallet(Pair);

#[derive(Clone)]
enum Pair {
	Sr25519(sr25519::Keypair),
	Ecdsa(ecdsa::Keypair),
}

impl std::fmt::Debug for Wallet {
	fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
		write!(f, "Wallet({})", self.account())
	}
}

impl Wallet {
	/// A new sr25519 account, and the twelve words (BIP-39) that any polkadot.js-compatible wallet takes.
	///
	/// # Errors
	/// None that occur; a phrase made here is valid.
	///
	/// # Panics
	/// If the operating system has no randomness.
	pub fn generate() -> Result<(Self, Zeroizing<String>)> {
		let mut entropy = Zeroizing::new([0u8; 16]);
		rand::rngs::OsRng.fill_bytes(entropy.as_mut());
		let phrase =
			Mnemonic::from_entropy(entropy.as_ref()).map_err(|error| Error::usage(error.to_string()))?;
		let words = Zeroizing::new(phrase.to_string());
		Ok((Self::from_suri(&words)?, words))
	}

	/// The sr25519 account of a secret URI: words, a `0x` seed or a development name such as `//Eve`, with
	/// derivation junctions and a password if any.
	///
	/// # Errors
	/// Of kind usage; the text says nothing of the secret.
	pub fn from_suri(suri: &str) -> Result<Self> {
		let uri = parse(suri)?;
		let pair = sr25519::Keypair::from_uri(&uri).map_err(|_| not_a_key())?;
		Ok(Self(Pair::Sr25519(pair)))
	}

	/// The ECDSA (secp256k1) account of a secret URI.
	///
	/// # Errors
	/// As [`Self::from_suri`].
	pub fn ecdsa_from_suri(suri: &str) -> Result<Self> {
		let uri = parse(suri)?;
		let pair = ecdsa::Keypair::from_uri(&uri).map_err(|_| not_a_key())?;
		Ok(Self(Pair::Ecdsa(pair)))
	}

	/// The sr25519 account of a raw seed (schnorrkel's mini secret key).
	///
	/// # Errors
	/// Of kind usage if it is none.
	pub fn from_seed(seed: &[u8; 32]) -> Result<Self> {
		sr25519::Keypair::from_secret_key(*seed)
			.map(|pair| Self(Pair::Sr25519(pair)))
			.map_err(|_| not_a_key())
	}

	/// The account.
	pub fn account(&self) -> AccountId {
		match &self.0 {
			Pair::Sr25519(pair) => pair.public_key().to_account_id(),
			Pair::Ecdsa(pair) => pair.public_key().to_account_id(),
		}
	}

	/// Signs bytes as they are.
	pub fn sign(&self, bytes: &[u8]) -> MultiSignature {
		match &self.0 {
			Pair::Sr25519(pair) => MultiSignature::Sr25519(pair.sign(bytes).0),
			Pair::Ecdsa(pair) => MultiSignature::Ecdsa(pair.sign(bytes).0),
		}
	}
}

impl Signer<PolkadotConfig> for Wallet {
	fn account_id(&self) -> AccountId {
		self.account()
	}

	fn sign(&self, payload: &[u8]) -> MultiSignature {
		Self::sign(self, payload)
	}
}

fn parse(suri: &str) -> Result<SecretUri> {
	SecretUri::from_str(suri.trim()).map_err(|_| not_a_key())
}

fn not_a_key() -> Error {
	Error::usage("this is no recovery phrase, seed or development name of a wallet")
}

/// Whether the wallet with this account made the signature; none for kinds whose public key the account hides.
pub(crate) fn is_signed_by(signature: &MultiSignature, message: &[u8], account: &[u8; 32]) -> Option<bool> {
	use salus_primitives::ids::{SigningKey, VaultSignature};
	match signature {
		MultiSignature::Sr25519(bytes) => {
			Some(sr25519::verify(&sr25519::Signature(*bytes), message, &sr25519::PublicKey(*account)))
		}
		MultiSignature::Ed25519(bytes) => {
			let key = SigningKey(*account);
			Some(salus_vault::sign::verify(&key, message, &VaultSignature(*bytes)).is_ok())
		}
		_ => None,
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn development_name_should_give_the_well_known_account() {
		let alice = Wallet::from_suri("//Alice").unwrap();
		assert_eq!(alice.account().to_string(), "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY");
	}

	#[test]
	fn new_wallet_should_come_back_from_its_words() {
		let (wallet, words) = Wallet::generate().unwrap();
		assert_eq!(words.split(' ').count(), 12);
		assert_eq!(Wallet::from_suri(&words).unwrap().account(), wallet.account());
		assert_ne!(Wallet::generate().unwrap().0.account(), wallet.account());
	}

	#[test]
	fn wallet_should_print_its_account_only_and_refuse_without_quoting() {
		let wallet = Wallet::from_seed(&[0x77; 32]).unwrap();
		assert_eq!(format!("{wallet:?}"), format!("Wallet({})", wallet.account()));
		let refused = Wallet::from_suri("correct horse battery staple").unwrap_err();
		assert!(!refused.to_string().contains("horse"));
	}

	#[test]
	fn signature_should_count_for_its_message_and_account_only() {
		let (eve, bob) = (Wallet::from_suri("//Eve").unwrap(), Wallet::from_suri("//Bob").unwrap());
		let signature = eve.sign(b"text");
		assert_eq!(is_signed_by(&signature, b"text", &eve.account().0), Some(true));
		assert_eq!(is_signed_by(&signature, b"Text", &eve.account().0), Some(false));
		assert_eq!(is_signed_by(&signature, b"text", &bob.account().0), Some(false));
		let ecdsa = Wallet::ecdsa_from_suri("//Eve").unwrap();
		assert_eq!(is_signed_by(&ecdsa.sign(b"text"), b"text", &ecdsa.account().0), None);
	}
}
