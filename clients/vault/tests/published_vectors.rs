//! The libraries underneath answer as the standards' published vectors say.

use hpke::{
	aead::ChaCha20Poly1305,
	kdf::HkdfSha256,
	kem::{X25519HkdfSha256, XWing},
	Deserializable, Kem, OpModeR, OpModeS, Serializable,
};
use rand_core10::{TryCryptoRng, TryRng};
use salus_vault::{
	hybrid::{PublicKey, SecretKey},
	secret::Secret,
};
use serde_json::Value;
use std::convert::Infallible;
use x_wing::{Decapsulate as _, Decapsulator as _, Encapsulate as _};

/// Gives the bytes of a vector, and not one more.
struct Script(Vec<u8>);

impl TryRng for Script {
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
		let rest = self.0.split_off(out.len());
		out.copy_from_slice(&self.0);
		self.0 = rest;
		Ok(())
	}
}

impl TryCryptoRng for Script {}

fn vectors(text: &str) -> Value {
	serde_json::from_str(text).unwrap()
}

fn bytes(value: &Value) -> Vec<u8> {
	hex::decode(value.as_str().unwrap()).unwrap()
}

#[test]
fn hpke_should_answer_as_rfc_9180_a_2_1() {
	let vector = vectors(include_str!("vectors/rfc9180_a2_1.json"));
	let info = bytes(&vector["info"]);
	let plaintext = bytes(&vector["plaintext"]);
	let (secret, public) = X25519HkdfSha256::derive_keypair(&bytes(&vector["ikm_r"]));
	// The library keeps the scalar clamped as RFC 7748 multiplies with it.
	let mut clamped = bytes(&vector["sk_rm"]);
	clamped[0] &= 248;
	clamped[31] = clamped[31] & 127 | 64;
	assert_eq!(secret.to_bytes().to_vec(), clamped);
	assert_eq!(public.to_bytes().to_vec(), bytes(&vector["pk_rm"]));

	let mut randomness = Script(bytes(&vector["ikm_e"]));
	let (encapsulated, mut sender) = hpke::setup_sender_with_rng::<
		ChaCha20Poly1305,
		HkdfSha256,
		X25519HkdfSha256,
	>(&OpModeS::Base, &public, &info, &mut randomness)
	.unwrap();
	assert_eq!(encapsulated.to_bytes().to_vec(), bytes(&vector["enc"]));
	assert!(randomness.0.is_empty());
	let mut receiver = hpke::setup_receiver::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
		&OpModeR::Base,
		&secret,
		&<X25519HkdfSha256 as Kem>::EncappedKey::from_bytes(&bytes(&vector["enc"])).unwrap(),
		&info,
	)
	.unwrap();

	let mut sequence = 0;
	for encryption in vector["encryptions"].as_array().unwrap() {
		while sequence < encryption["sequence"].as_u64().unwrap() {
			receiver.open(&sender.seal(b"", b"").unwrap(), b"").unwrap();
			sequence += 1;
		}
		let aad = bytes(&encryption["aad"]);
		let sealed = sender.seal(&plaintext, &aad).unwrap();
		assert_eq!(sealed, bytes(&encryption["ciphertext"]), "sequence {sequence}");
		assert_eq!(receiver.open(&sealed, &aad).unwrap(), plaintext);
		sequence += 1;
	}
	for export in vector["exports"].as_array().unwrap() {
		let mut value = [0; 32];
		receiver.export(&bytes(&export["context"]), &mut value).unwrap();
		assert_eq!(value.to_vec(), bytes(&export["value"]));
	}
}

#[test]
fn x_wing_should_answer_as_its_draft() {
	let vectors = vectors(include_str!("vectors/xwing.json"));
	let cases = vectors["cases"].as_array().unwrap();
	assert_eq!(cases.len(), 3);
	for case in cases {
		let seed: [u8; 32] = bytes(&case["sk"]).try_into().unwrap();
		assert_eq!(bytes(&case["seed"]), seed);
		let public = SecretKey::from_seed(Secret::new(seed)).public_key();
		assert_eq!(public.to_bytes(), bytes(&case["pk"]));
		assert_eq!(PublicKey::from_bytes(&bytes(&case["pk"])).unwrap(), public);

		let key = x_wing::DecapsulationKey::from(seed);
		let (ciphertext, shared) =
			key.encapsulation_key().encapsulate_with_rng(&mut Script(bytes(&case["eseed"])));
		assert_eq!(ciphertext.to_vec(), bytes(&case["ct"]));
		assert_eq!(shared.to_vec(), bytes(&case["ss"]));
		assert_eq!(key.decapsulate(&ciphertext).to_vec(), bytes(&case["ss"]));

		// HPKE encapsulates with the same bytes to the same key.
		let recipient = <XWing as Kem>::PublicKey::from_bytes(&bytes(&case["pk"])).unwrap();
		let (encapsulated, _) = hpke::setup_sender_with_rng::<ChaCha20Poly1305, HkdfSha256, XWing>(
			&OpModeS::Base,
			&recipient,
			b"",
			&mut Script(bytes(&case["eseed"])),
		)
		.unwrap();
		assert_eq!(encapsulated.to_bytes().to_vec(), bytes(&case["ct"]));
	}
}

#[test]
fn suite_should_have_the_registered_identifiers() {
	assert_eq!(XWing::KEM_ID, 0x647a);
	assert_eq!(<HkdfSha256 as hpke::kdf::Kdf>::KDF_ID, 0x0001);
	assert_eq!(<ChaCha20Poly1305 as hpke::aead::Aead>::AEAD_ID, 0x0003);
}
