//! A vault's Ed25519 signatures (RFC 8032).
//!
//! What a vault signs is either a text of [`salus_primitives::text`], which is printable ASCII, or the message of a
//! record's author ([`crate::record`]), which begins with a zero byte: neither can be taken for the other.

use crate::Error;
use ed25519_dalek::{Signer as _, VerifyingKey};
use salus_primitives::ids::{SigningKey, VaultSignature};
use std::fmt;

/// A vault's signing key.
#[derive(Clone)]
pub struct VaultSigner(ed25519_dalek::SigningKey);

impl VaultSigner {
	/// The signing key of a 32-byte seed, the private key of RFC 8032.
	pub fn from_seed(seed: &[u8; 32]) -> Self {
		Self(ed25519_dalek::SigningKey::from_bytes(seed))
	}

	/// The public key.
	pub fn public(&self) -> SigningKey {
		SigningKey(self.0.verifying_key().to_bytes())
	}

	/// Signs the bytes of a text.
	pub fn sign(&self, text: &[u8]) -> VaultSignature {
		VaultSignature(self.0.sign(text).to_bytes())
	}
}

impl fmt::Debug for VaultSigner {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		write!(f, "VaultSigner({})", self.public())
	}
}

/// Checks a vault's signature; refuses weak keys and signatures that are not canonical.
///
/// # Errors
/// [`Error::InvalidKey`], [`Error::BadSignature`].
pub fn verify(public: &SigningKey, text: &[u8], signature: &VaultSignature) -> Result<(), Error> {
	let key = VerifyingKey::from_bytes(&public.0).map_err(|_| Error::InvalidKey("signing key"))?;
	key.verify_strict(text, &ed25519_dalek::Signature::from_bytes(&signature.0))
		.map_err(|_| Error::BadSignature)
}

#[cfg(test)]
mod tests {
	use super::*;
	use hex_literal::hex;
	use proptest::prelude::*;

	#[test]
	fn signature_should_be_that_of_rfc_8032() {
		// RFC 8032, 7.1, test 2.
		let signer =
			VaultSigner::from_seed(&hex!("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"));
		assert_eq!(
			signer.public().0,
			hex!("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
		);
		assert_eq!(
			signer.sign(&hex!("72")).0,
			hex!(
				"92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da
				 085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
			)
		);
	}

	#[test]
	fn signer_should_print_only_its_public_key() {
		let signer = VaultSigner::from_seed(&[0x5a; 32]);
		let printed = format!("{signer:?}");
		assert_eq!(printed, format!("VaultSigner({})", signer.public()));
		assert!(!printed.contains("5a5a5a5a"));
	}

	#[test]
	fn signature_should_be_refused_when_the_key_is_of_low_order() {
		// The neutral element as key: with R = the neutral element and s = 0 it would "sign" everything.
		let mut key = [0u8; 32];
		key[0] = 1;
		let mut signature = [0u8; 64];
		signature[0] = 1;
		assert!(verify(&SigningKey(key), b"anything", &VaultSignature(signature)).is_err());
	}

	proptest! {
		#[test]
		fn signature_should_fail_when_key_text_or_any_bit_is_another(
			seed: [u8; 32],
			text in prop::collection::vec(any::<u8>(), 1..200),
			byte in 0usize..64,
			bit in 0u8..8,
		) {
			let signer = VaultSigner::from_seed(&seed);
			let signature = signer.sign(&text);
			prop_assert!(verify(&signer.public(), &text, &signature).is_ok());
			let mut flipped = signature;
			flipped.0[byte] ^= 1 << bit;
			prop_assert!(verify(&signer.public(), &text, &flipped).is_err());
			let mut other = text.clone();
			other[byte % text.len()] ^= 1 << bit;
			prop_assert!(verify(&signer.public(), &other, &signature).is_err());
			let mut seed = seed;
			seed[byte % 32] ^= 1 << bit;
			prop_assert!(verify(&VaultSigner::from_seed(&seed).public(), &text, &signature).is_err());
		}
	}
}
