//! X-Wing keys, and HPKE (RFC 9180, base mode) with them.
//!
//! KEM X-Wing (0x647a: ML-KEM-768 and X25519), KDF HKDF-SHA256 (0x0001), AEAD ChaCha20-Poly1305 (0x0003). A secret key
//! is X-Wing's own 32-byte seed; HPKE's `DeriveKeyPair` is never used, since implementations of it differ.

use crate::{secret::Secret, Error};
use hpke::{
	aead::ChaCha20Poly1305, kdf::HkdfSha256, kem::XWing, Deserializable as _, Kem as _, OpModeR, OpModeS,
	Serializable as _,
};
use rand::RngCore as _;
use rand_core10::{TryCryptoRng, TryRng};
use salus_primitives::ids::Digest;
use std::{convert::Infallible, fmt};
use zeroize::Zeroizing;

/// Bytes of a public key.
pub const PUBLIC_KEY_LEN: usize = 1_216;
/// Bytes of an encapsulated key.
pub const ENCAPSULATED_LEN: usize = 1_120;
/// Bytes of an authentication tag.
pub const TAG_LEN: usize = 16;
/// Random bytes that one encapsulation uses.
pub const ENCAPSULATION_SEED_LEN: usize = 64;

/// An X-Wing public key.
#[derive(Clone, PartialEq, Eq)]
pub struct PublicKey(<XWing as hpke::Kem>::PublicKey);

impl PublicKey {
	/// Reads the 1,216 bytes of a public key, checking that ML-KEM's coefficients are in range.
	///
	/// # Errors
	/// [`Error::InvalidKey`].
	pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
		<XWing as hpke::Kem>::PublicKey::from_bytes(bytes)
			.map(Self)
			.map_err(|_| Error::InvalidKey("X-Wing public key"))
	}

	/// Reads a public key that came from somewhere else than the chain: it must have the digest the chain names.
	///
	/// # Errors
	/// [`Error::KeyMismatch`], [`Error::InvalidKey`].
	pub fn from_bytes_with_digest(bytes: &[u8], digest: &Digest) -> Result<Self, Error> {
		if Digest::of(bytes) != *digest {
			return Err(Error::KeyMismatch);
		}
		Self::from_bytes(bytes)
	}

	/// The 1,216 bytes: ML-KEM-768's key, then X25519's.
	pub fn to_bytes(&self) -> Vec<u8> {
		self.0.to_bytes().to_vec()
	}

	/// SHA-256 of the bytes: the key's name on chain and in the stores.
	pub fn digest(&self) -> Digest {
		Digest::of(&self.0.to_bytes())
	}
}

impl fmt::Debug for PublicKey {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		write!(f, "PublicKey({})", self.digest())
	}
}

/// An X-Wing secret key: the 32-byte seed from which it is expanded.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SecretKey(Secret<32>);

impl SecretKey {
	/// The secret key of a seed.
	pub fn from_seed(seed: Secret<32>) -> Self {
		Self(seed)
	}

	/// The public key; expanding it is ML-KEM's key generation, some tenths of a millisecond.
	pub fn public_key(&self) -> PublicKey {
		PublicKey(XWing::sk_to_pk(&self.expand()))
	}

	/// The seed.
	pub fn expose(&self) -> &[u8; 32] {
		self.0.expose()
	}

	fn expand(&self) -> <XWing as hpke::Kem>::PrivateKey {
		<XWing as hpke::Kem>::PrivateKey::from_bytes(self.0.expose()).expect("every 32 bytes are a seed")
	}
}

/// Seals `plaintext`: returns the encapsulated key, then ciphertext and tag.
pub(crate) fn seal(
	recipient: &PublicKey,
	info: &[u8],
	aad: &[u8],
	plaintext: &[u8],
	seed: &Secret<ENCAPSULATION_SEED_LEN>,
) -> Result<Vec<u8>, Error> {
	let mut randomness = EncapsulationRng { seed: seed.clone(), used: 0 };
	let (encapsulated, ciphertext) = hpke::single_shot_seal_with_rng::<ChaCha20Poly1305, HkdfSha256, XWing>(
		&OpModeS::Base,
		&recipient.0,
		info,
		plaintext,
		aad,
		&mut randomness,
	)
	.map_err(|_| Error::NotSealed)?;
	let mut sealed = encapsulated.to_bytes().to_vec();
	sealed.extend_from_slice(&ciphertext);
	Ok(sealed)
}

/// Opens what [`seal`] returned.
pub(crate) fn open(
	recipient: &SecretKey,
	info: &[u8],
	aad: &[u8],
	sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, Error> {
	let (encapsulated, ciphertext) = sealed.split_at_checked(ENCAPSULATED_LEN).ok_or(Error::NotOpened)?;
	let encapsulated =
		<XWing as hpke::Kem>::EncappedKey::from_bytes(encapsulated).map_err(|_| Error::NotOpened)?;
	hpke::single_shot_open::<ChaCha20Poly1305, HkdfSha256, XWing>(
		&OpModeR::Base,
		&recipient.expand(),
		&encapsulated,
		info,
		ciphertext,
		aad,
	)
	.map(Zeroizing::new)
	.map_err(|_| Error::NotOpened)
}

/// Hands out a fixed seed, as X-Wing's derandomised encapsulation takes it.
struct EncapsulationRng {
	seed: Secret<ENCAPSULATION_SEED_LEN>,
	used: usize,
}

impl TryRng for EncapsulationRng {
	type Error = Infallible;

	fn try_next_u32(&mut self) -> Result<u32, Infallible> {
		let mut bytes = [0; 4];
		self.try_fill_bytes(&mut bytes)?;
		Ok(u32::from_le_bytes(bytes))
	}

	fn try_next_u64(&mut self) -> Result<u64, Infallible> {
		let mut bytes = [0; 8];
		self.try_fill_bytes(&mut bytes)?;
		Ok(u64::from_le_bytes(bytes))
	}

	fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), Infallible> {
		let rest = &self.seed.expose()[self.used..];
		let taken = rest.len().min(out.len());
		let (fixed, fresh) = out.split_at_mut(taken);
		fixed.copy_from_slice(&rest[..taken]);
		self.used += taken;
		// X-Wing asks for no more than the seed; should that change, no byte is ever handed out twice.
		rand::rngs::OsRng.fill_bytes(fresh);
		Ok(())
	}
}

impl TryCryptoRng for EncapsulationRng {}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;

	fn key(byte: u8) -> SecretKey {
		SecretKey::from_seed(Secret::new([byte; 32]))
	}

	#[test]
	fn sealed_key_should_have_1168_bytes() {
		let sealed = seal(&key(1).public_key(), b"info", b"", &[7; 32], &Secret::random()).unwrap();
		assert_eq!(sealed.len(), 1_168);
	}

	#[test]
	fn sealing_should_be_repeatable_only_with_the_same_seed() {
		let public = key(1).public_key();
		let sealed = |seed| seal(&public, b"info", b"aad", b"text", &Secret::new([seed; 64])).unwrap();
		assert_eq!(sealed(1), sealed(1));
		assert_ne!(sealed(1)[..ENCAPSULATED_LEN], sealed(2)[..ENCAPSULATED_LEN]);
	}

	#[test]
	fn public_key_should_be_refused_when_short_long_or_out_of_range() {
		let bytes = key(1).public_key().to_bytes();
		assert_eq!(bytes.len(), PUBLIC_KEY_LEN);
		assert_eq!(PublicKey::from_bytes(&bytes).unwrap(), key(1).public_key());
		assert!(PublicKey::from_bytes(&bytes[1..]).is_err());
		assert!(PublicKey::from_bytes(&[bytes.as_slice(), &[0]].concat()).is_err());
		// Twelve bits of ones are 4,095, above ML-KEM's modulus of 3,329.
		let mut out_of_range = bytes;
		out_of_range[..2].copy_from_slice(&[0xff, 0xff]);
		assert!(PublicKey::from_bytes(&out_of_range).is_err());
	}

	#[test]
	fn public_key_should_be_refused_when_its_digest_is_another() {
		let bytes = key(1).public_key().to_bytes();
		let own = key(1).public_key().digest();
		assert!(PublicKey::from_bytes_with_digest(&bytes, &own).is_ok());
		let other = key(2).public_key().digest();
		assert!(matches!(PublicKey::from_bytes_with_digest(&bytes, &other), Err(Error::KeyMismatch)));
	}

	#[test]
	fn secret_key_should_print_no_byte_of_its_seed() {
		assert_eq!(format!("{:?}", key(0xab)), "SecretKey(Secret(32 bytes))");
	}

	proptest! {
		#![proptest_config(ProptestConfig::with_cases(64))]

		#[test]
		fn sealed_should_open_only_with_its_key_info_and_aad(
			plaintext in prop::collection::vec(any::<u8>(), 0..300),
			info in prop::collection::vec(any::<u8>(), 0..100),
			aad in prop::collection::vec(any::<u8>(), 0..100),
		) {
			let sealed = seal(&key(1).public_key(), &info, &aad, &plaintext, &Secret::random()).unwrap();
			let opened = open(&key(1), &info, &aad, &sealed).unwrap();
			prop_assert_eq!(opened.as_slice(), plaintext.as_slice());
			prop_assert!(open(&key(2), &info, &aad, &sealed).is_err());
			prop_assert!(open(&key(1), &[info.as_slice(), &[0]].concat(), &aad, &sealed).is_err());
			prop_assert!(open(&key(1), &info, &[aad.as_slice(), &[0]].concat(), &sealed).is_err());
		}

		#[test]
		fn sealed_should_not_open_when_cut(cut in 0usize..1_168) {
			let sealed = seal(&key(1).public_key(), b"", b"", &[9; 32], &Secret::new([3; 64])).unwrap();
			prop_assert!(open(&key(1), b"", b"", &sealed[..cut]).is_err());
		}
	}
}
