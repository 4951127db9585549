//! The key hierarchy.
//!
//! ```text
//! root
//! ├── patient n:  P = Expand(root, "salus/v1/patient" ‖ n)
//! │   ├── vault:  Expand(P, "salus/v1/vault-kem" ‖ generation), Expand(P, "salus/v1/vault-sign" ‖ generation)
//! │   ├── scope:  ScopeId = HMAC(Expand(P, "salus/v1/scope-id"), name)[..16]
//! │   ├── opening: HMAC(Expand(P, "salus/v1/blinded"), PatientId ‖ SCALE(party) ‖ consent)
//! │   └── chain:  k_65536 = Expand(P, "salus/v1/chain" ‖ ScopeId ‖ generation),  k_{i-1} = Expand(k_i, "salus/v1/prev")
//! │       └── epoch i:  X-Wing seed = Expand(k_i, "salus/v1/epoch" ‖ ScopeId ‖ generation ‖ i)
//! └── holder n:   H = Expand(root, "salus/v1/holder" ‖ n), with a vault as above
//! ```
//! `Expand` is HKDF-Expand (RFC 5869) with SHA-256 and 32 bytes of output; integers are big-endian. Each epoch's key
//! gives all earlier ones of its generation and none of the later.

use crate::{
	hybrid::{PublicKey, SecretKey},
	secret::Secret,
	sign::VaultSigner,
	Error,
};
use codec::Encode as _;
use hkdf::Hkdf;
use hmac::{Hmac, Mac};
use salus_primitives::{
	blinding::Opening,
	ids::{ConsentIndex, KeyEpoch, PatientId, ScopeId, VaultKeys, MAX_EPOCH_INDEX},
	people::Party,
};
use sha2::Sha256;
use unicode_normalization::UnicodeNormalization as _;

/// Longest scope name in bytes, once normalised.
pub const MAX_SCOPE_NAME: usize = 64;

/// HKDF-Expand with SHA-256 to 32 bytes; `info` is the concatenation of `parts`.
fn expand(key: &[u8; 32], parts: &[&[u8]]) -> Secret<32> {
	let mut out = Secret::new([0; 32]);
	Hkdf::<Sha256>::from_prk(key)
		.expect("32 bytes are a SHA-256 pseudorandom key")
		.expand_multi_info(parts, out.expose_mut())
		.expect("32 bytes are one block");
	out
}

/// A scope name as it enters the [`ScopeId`]: without white space at its ends, lower-case, in Unicode's NFC.
///
/// # Errors
/// [`Error::InvalidScopeName`].
pub fn normalise_scope_name(name: &str) -> Result<String, Error> {
	let composed: String = name.trim().nfc().collect();
	let name: String = composed.to_lowercase().nfc().collect();
	if name.is_empty() || name.len() > MAX_SCOPE_NAME || name.chars().any(char::is_control) {
		return Err(Error::InvalidScopeName);
	}
	Ok(name)
}

fn vault(parent: &Secret<32>, generation: u16) -> VaultSecrets {
	let generation_bytes = generation.to_be_bytes();
	let signing = expand(parent.expose(), &[b"salus/v1/vault-sign", &generation_bytes]);
	VaultSecrets {
		kem: SecretKey::from_seed(expand(parent.expose(), &[b"salus/v1/vault-kem", &generation_bytes])),
		signing: VaultSigner::from_seed(signing.expose()),
		generation,
	}
}

/// The secrets of one patient, from which its vault and all its scopes' keys derive.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PatientSecrets(Secret<32>);

impl PatientSecrets {
	pub(crate) fn derive(root: &[u8; 32], number: u32) -> Self {
		Self(expand(root, &[b"salus/v1/patient", &number.to_be_bytes()]))
	}

	/// The vault of a generation; a new generation starts when the vault's keys are rotated.
	pub fn vault(&self, generation: u16) -> VaultSecrets {
		vault(&self.0, generation)
	}

	/// The opaque id of the scope with this name.
	///
	/// # Errors
	/// [`Error::InvalidScopeName`].
	pub fn scope_id(&self, name: &str) -> Result<ScopeId, Error> {
		let name = normalise_scope_name(name)?;
		let key = expand(self.0.expose(), &[b"salus/v1/scope-id"]);
		let tag = Hmac::<Sha256>::new_from_slice(key.expose())
			.expect("HMAC takes keys of any length")
			.chain_update(name.as_bytes())
			.finalize()
			.into_bytes();
		let mut id = ScopeId::default();
		id.0.copy_from_slice(&tag[..16]);
		Ok(id)
	}

	/// What blinds the readers of the patient's consents.
	pub fn blinding(&self, patient: PatientId) -> Blinding {
		Blinding { key: expand(self.0.expose(), &[b"salus/v1/blinded"]), patient }
	}

	/// The chain key of a scope's epoch, reached from the start of the generation's chain: up to 65,536 steps.
	///
	/// # Errors
	/// [`Error::EpochOutOfRange`].
	pub fn chain_key(&self, scope: ScopeId, epoch: KeyEpoch) -> Result<ChainKey, Error> {
		let start = ChainKey {
			scope,
			epoch: KeyEpoch { generation: epoch.generation, index: MAX_EPOCH_INDEX },
			key: expand(self.0.expose(), &[b"salus/v1/chain", &scope.0, &epoch.generation.to_be_bytes()]),
		};
		if epoch.index > MAX_EPOCH_INDEX {
			return Err(Error::EpochOutOfRange { index: epoch.index });
		}
		start.back_to(epoch)
	}
}

/// Gives the openings of a patient's blinded consents, so that nobody has to store them.
#[derive(Clone, Debug)]
pub struct Blinding {
	key: Secret<32>,
	patient: PatientId,
}

impl Blinding {
	/// What opens the patient's consent of this index if it is the party's. It is another for every party, consent and
	/// patient, so that no two are seen to be of one reader, however often an index was tried.
	pub fn opening(&self, party: &Party, consent: ConsentIndex) -> Opening {
		let salt = Hmac::<Sha256>::new_from_slice(self.key.expose())
			.expect("HMAC takes keys of any length")
			.chain_update(self.patient.0)
			.chain_update(party.encode())
			.chain_update(consent.to_be_bytes())
			.finalize()
			.into_bytes();
		Opening(salt.into())
	}
}

/// The secrets of a practitioner or an organisation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HolderSecrets(Secret<32>);

impl HolderSecrets {
	pub(crate) fn derive(root: &[u8; 32], number: u32) -> Self {
		Self(expand(root, &[b"salus/v1/holder", &number.to_be_bytes()]))
	}

	/// The vault of a generation; a new generation starts when the vault's keys are rotated.
	pub fn vault(&self, generation: u16) -> VaultSecrets {
		vault(&self.0, generation)
	}
}

/// A vault's two keys: one that envelopes are sealed to, one that signs.
#[derive(Clone, Debug)]
pub struct VaultSecrets {
	kem: SecretKey,
	signing: VaultSigner,
	generation: u16,
}

impl VaultSecrets {
	/// The X-Wing key that opens envelopes sealed to this vault.
	pub fn kem(&self) -> &SecretKey {
		&self.kem
	}

	/// The Ed25519 key.
	pub fn signer(&self) -> &VaultSigner {
		&self.signing
	}

	/// How often the vault's keys were rotated.
	pub fn generation(&self) -> u16 {
		self.generation
	}

	/// The public key to publish in the stores.
	pub fn public_key(&self) -> PublicKey {
		self.kem.public_key()
	}

	/// The public side, as the chain has it.
	pub fn public_keys(&self) -> VaultKeys {
		VaultKeys { kem: self.kem.public_key().digest(), signing: self.signing.public() }
	}
}

/// The key of one epoch of a scope, from which all earlier epochs of its generation derive.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ChainKey {
	scope: ScopeId,
	epoch: KeyEpoch,
	key: Secret<32>,
}

impl ChainKey {
	/// A chain key that was received.
	///
	/// # Errors
	/// [`Error::EpochOutOfRange`].
	pub fn new(scope: ScopeId, epoch: KeyEpoch, key: Secret<32>) -> Result<Self, Error> {
		if epoch.index > MAX_EPOCH_INDEX {
			return Err(Error::EpochOutOfRange { index: epoch.index });
		}
		Ok(Self { scope, epoch, key })
	}

	/// The scope it belongs to.
	pub fn scope(&self) -> ScopeId {
		self.scope
	}

	/// The newest epoch it opens.
	pub fn epoch(&self) -> KeyEpoch {
		self.epoch
	}

	/// The 32 bytes.
	pub fn expose(&self) -> &[u8; 32] {
		self.key.expose()
	}

	/// The chain key of an earlier epoch (or the same one) of the generation.
	///
	/// # Errors
	/// [`Error::EpochOutOfReach`] for a later epoch or another generation.
	pub fn back_to(&self, epoch: KeyEpoch) -> Result<Self, Error> {
		if epoch.generation != self.epoch.generation || epoch.index > self.epoch.index {
			return Err(Error::EpochOutOfReach { generation: epoch.generation, index: epoch.index });
		}
		let key = (epoch.index..self.epoch.index)
			.fold(self.key.clone(), |key, _| expand(key.expose(), &[b"salus/v1/prev"]));
		Ok(Self { scope: self.scope, epoch, key })
	}

	/// The seed of this epoch's X-Wing key; it opens this epoch only.
	pub fn epoch_seed(&self) -> EpochSeed {
		let seed = expand(
			self.key.expose(),
			&[
				b"salus/v1/epoch",
				&self.scope.0,
				&self.epoch.generation.to_be_bytes(),
				&self.epoch.index.to_be_bytes(),
			],
		);
		EpochSeed { scope: self.scope, epoch: self.epoch, seed }
	}
}

/// The seed of one epoch's X-Wing key. It opens what was sealed to that epoch and nothing else.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EpochSeed {
	scope: ScopeId,
	epoch: KeyEpoch,
	seed: Secret<32>,
}

impl EpochSeed {
	/// An epoch seed that was received.
	///
	/// # Errors
	/// [`Error::EpochOutOfRange`].
	pub fn new(scope: ScopeId, epoch: KeyEpoch, seed: Secret<32>) -> Result<Self, Error> {
		if epoch.index > MAX_EPOCH_INDEX {
			return Err(Error::EpochOutOfRange { index: epoch.index });
		}
		Ok(Self { scope, epoch, seed })
	}

	/// The scope it belongs to.
	pub fn scope(&self) -> ScopeId {
		self.scope
	}

	/// The epoch it opens.
	pub fn epoch(&self) -> KeyEpoch {
		self.epoch
	}

	/// The 32 bytes.
	pub fn expose(&self) -> &[u8; 32] {
		self.seed.expose()
	}

	/// The key that opens the epoch's envelopes.
	pub fn secret_key(&self) -> SecretKey {
		SecretKey::from_seed(self.seed.clone())
	}

	/// The key that the epoch's envelopes are sealed to.
	pub fn public_key(&self) -> PublicKey {
		self.secret_key().public_key()
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::root::Root;
	use proptest::prelude::*;
	use std::collections::BTreeSet;

	fn patient() -> PatientSecrets {
		Root::from_bytes([1; 32]).patient(0)
	}

	fn at(generation: u16, index: u32) -> KeyEpoch {
		KeyEpoch { generation, index }
	}

	#[test]
	fn expand_should_be_one_hmac_of_info_and_one() {
		// RFC 5869, 2.3: T(1) = HMAC(PRK, "" ‖ info ‖ 0x01).
		let tag =
			Hmac::<Sha256>::new_from_slice(&[7; 32]).unwrap().chain_update(b"salus/v1/prev\x01").finalize();
		assert_eq!(expand(&[7; 32], &[b"salus/", b"v1/prev"]).expose()[..], tag.into_bytes()[..]);
	}

	#[test]
	fn secrets_should_all_differ() {
		let root = Root::from_bytes([1; 32]);
		let scope = root.patient(0).scope_id("labs").unwrap();
		let mut seen = BTreeSet::new();
		for number in [0, 1, 0x0100_0000] {
			let patient = root.patient(number);
			let holder = root.holder(number);
			assert!(seen.insert(*patient.0.expose()));
			assert!(seen.insert(*holder.0.expose()));
			for generation in [0, 1, 256] {
				for vault in [patient.vault(generation), holder.vault(generation)] {
					assert_eq!(vault.generation(), generation);
					assert!(seen.insert(*vault.kem().expose()));
					assert!(seen.insert(vault.signer().public().0));
				}
				for index in [MAX_EPOCH_INDEX, MAX_EPOCH_INDEX - 1] {
					let chain = patient.chain_key(scope, at(generation, index)).unwrap();
					assert!(seen.insert(*chain.expose()));
					assert!(seen.insert(*chain.epoch_seed().expose()));
				}
			}
		}
	}

	#[test]
	fn scope_ids_should_differ_between_patients_and_names() {
		let root = Root::from_bytes([1; 32]);
		assert_ne!(root.patient(0).scope_id("labs").unwrap(), root.patient(1).scope_id("labs").unwrap());
		assert_ne!(root.patient(0).scope_id("labs").unwrap(), root.patient(0).scope_id("lab").unwrap());
	}

	#[test]
	fn scope_id_should_be_the_same_whatever_case_and_composition() {
		let id = patient().scope_id("santé mentale").unwrap();
		for name in ["Santé Mentale", "sante\u{301} mentale", "SANTE\u{301} MENTALE", "  santé mentale\t"] {
			assert_eq!(patient().scope_id(name).unwrap(), id, "{name}");
		}
		assert_ne!(patient().scope_id("sante mentale").unwrap(), id);
	}

	#[test]
	fn scope_name_should_be_refused_when_empty_long_or_with_control_characters() {
		for name in ["", "  ", "a\u{0}b", "a\nb", &"x".repeat(65), &"é".repeat(33)] {
			assert!(matches!(normalise_scope_name(name), Err(Error::InvalidScopeName)), "{name:?}");
		}
		assert!(normalise_scope_name(&"x".repeat(64)).is_ok());
	}

	#[test]
	fn chain_key_should_reach_every_earlier_epoch_and_no_later_one() {
		let scope = patient().scope_id("labs").unwrap();
		let held = patient().chain_key(scope, at(0, 5)).unwrap();
		for index in 0..=5 {
			let direct = patient().chain_key(scope, at(0, index)).unwrap();
			assert_eq!(held.back_to(at(0, index)).unwrap(), direct);
		}
		assert!(matches!(held.back_to(at(0, 6)), Err(Error::EpochOutOfReach { generation: 0, index: 6 })));
		assert!(matches!(held.back_to(at(1, 0)), Err(Error::EpochOutOfReach { generation: 1, index: 0 })));
	}

	#[test]
	fn epoch_index_should_be_refused_when_above_the_largest() {
		let scope = ScopeId([9; 16]);
		let past = at(0, MAX_EPOCH_INDEX + 1);
		assert!(matches!(patient().chain_key(scope, past), Err(Error::EpochOutOfRange { .. })));
		assert!(ChainKey::new(scope, past, Secret::new([0; 32])).is_err());
		assert!(EpochSeed::new(scope, past, Secret::new([0; 32])).is_err());
	}

	#[test]
	fn epoch_seed_should_depend_on_scope_generation_and_index() {
		let seed = |scope: u8, generation, index| {
			let key =
				ChainKey::new(ScopeId([scope; 16]), at(generation, index), Secret::new([5; 32])).unwrap();
			*key.epoch_seed().expose()
		};
		let all = [seed(1, 1, 1), seed(2, 1, 1), seed(1, 2, 1), seed(1, 1, 2)];
		assert_eq!(BTreeSet::from(all).len(), 4);
	}

	#[test]
	fn vault_public_keys_should_name_its_two_keys() {
		let vault = Root::from_bytes([1; 32]).holder(0).vault(3);
		let keys = vault.public_keys();
		assert_eq!(keys.kem, salus_primitives::ids::Digest::of(&vault.public_key().to_bytes()));
		let signature = vault.signer().sign(b"text");
		assert!(crate::sign::verify(&keys.signing, b"text", &signature).is_ok());
	}

	#[test]
	fn secrets_should_print_no_byte_of_them() {
		let scope = ScopeId([0xcd; 16]);
		let key = ChainKey::new(scope, at(0, 0), Secret::new([0xab; 32])).unwrap();
		let printed = format!("{key:?} {:?} {:?} {:?}", key.epoch_seed(), patient(), patient().vault(0));
		assert!(!printed.contains("abab") && !printed.contains("171, 171"), "{printed}");
		assert!(printed.contains("Secret(32 bytes)"));
	}

	proptest! {
		#[test]
		fn scope_name_should_stay_itself_when_normalised_again(name in "\\PC{1,20}") {
			if let Ok(once) = normalise_scope_name(&name) {
				prop_assert_eq!(normalise_scope_name(&once).unwrap(), once);
			}
		}

		#[test]
		fn back_steps_should_add_up(high in 0u32..200, middle in 0u32..200, low in 0u32..200) {
			let (low, middle, high) = (low.min(middle), low.max(middle), high.max(low.max(middle)));
			let start = ChainKey::new(ScopeId([1; 16]), at(4, high), Secret::new([8; 32])).unwrap();
			let steps = start.back_to(at(4, middle)).unwrap().back_to(at(4, low)).unwrap();
			prop_assert_eq!(steps, start.back_to(at(4, low)).unwrap());
		}
	}
}
