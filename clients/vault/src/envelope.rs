//! Envelopes: small secrets sealed to one public key, bound to where they belong.
//!
//! An envelope is one suite byte, the encapsulated key (1,120 bytes), and the sealed plaintext with its tag (16 bytes).
//! What it belongs to is not in it: who opens it states the [`EnvelopeContext`], and with another it does not open.
//! HPKE's base mode does not say who sealed: records carry their author's signature, and received keys must yield the
//! digests that the chain names.

use crate::{
	hybrid::{self, PublicKey, SecretKey, ENCAPSULATED_LEN, ENCAPSULATION_SEED_LEN, TAG_LEN},
	secret::Secret,
	wire::length_prefixed,
	Error,
};
use salus_primitives::ids::{Digest, GenesisHash, KeyEpoch, PatientId, ScopeId};
use zeroize::Zeroizing;

/// HPKE base mode, X-Wing, HKDF-SHA256, ChaCha20-Poly1305.
pub const SUITE: u8 = 0x01;
/// Bytes that sealing adds to a plaintext.
pub const OVERHEAD: usize = 1 + ENCAPSULATED_LEN + TAG_LEN;
/// Largest envelope that is opened.
pub const MAX_ENVELOPE_LEN: usize = 256 * 1_024;

const INFO_TAG: &[u8] = b"salus/v1/envelope";

/// What an envelope holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
	/// A record's file key and what describes it, sealed to its scope's epoch.
	Record,
	/// A scope's or a single record's key, sealed to a grantee's vault.
	Grant,
	/// A share of a secret, sealed to the vault of whoever keeps it: a guardian's share of a root.
	Share,
	/// A patient's own notes, sealed to the patient's vault.
	Own,
	/// A request for access and its reasons, sealed to the patient's vault.
	Request,
	/// What is said in a dispute of a record, sealed to the other side's vault.
	Dispute,
	/// The opening of a blinded consent, sealed to its reader's vault.
	Opening,
}

impl Kind {
	fn name(self) -> &'static [u8] {
		match self {
			Self::Record => b"record",
			Self::Grant => b"grant",
			Self::Share => b"share",
			Self::Own => b"self",
			Self::Request => b"request",
			Self::Dispute => b"dispute",
			Self::Opening => b"opening",
		}
	}
}

/// Where an envelope belongs. The recipient is bound as well, by the key it is sealed to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct EnvelopeContext {
	/// What it holds.
	pub kind: Kind,
	/// The chain.
	pub genesis: GenesisHash,
	/// The patient whom it concerns.
	pub patient: PatientId,
	/// The scope, where there is one.
	pub scope: Option<ScopeId>,
	/// The scope's key version, where there is one.
	pub epoch: Option<KeyEpoch>,
	/// SHA-256 of the ciphertext that the key opens, where there is one.
	pub ciphertext: Option<Digest>,
}

impl EnvelopeContext {
	/// A record's envelope, sealed to its scope's epoch.
	pub fn record(
		genesis: GenesisHash,
		patient: PatientId,
		scope: ScopeId,
		epoch: KeyEpoch,
		ciphertext: Digest,
	) -> Self {
		Self {
			kind: Kind::Record,
			genesis,
			patient,
			scope: Some(scope),
			epoch: Some(epoch),
			ciphertext: Some(ciphertext),
		}
	}

	/// A grant of a scope; `epoch` is the newest key version it opens.
	pub fn scope_grant(genesis: GenesisHash, patient: PatientId, scope: ScopeId, epoch: KeyEpoch) -> Self {
		Self { kind: Kind::Grant, genesis, patient, scope: Some(scope), epoch: Some(epoch), ciphertext: None }
	}

	/// A grant of a single record.
	pub fn record_grant(genesis: GenesisHash, patient: PatientId, ciphertext: Digest) -> Self {
		Self { kind: Kind::Grant, genesis, patient, scope: None, epoch: None, ciphertext: Some(ciphertext) }
	}

	/// A patient's own notes.
	pub fn own(genesis: GenesisHash, patient: PatientId) -> Self {
		Self { kind: Kind::Own, genesis, patient, scope: None, epoch: None, ciphertext: None }
	}

	/// A request for access.
	pub fn request(genesis: GenesisHash, patient: PatientId) -> Self {
		Self { kind: Kind::Request, genesis, patient, scope: None, epoch: None, ciphertext: None }
	}

	/// The opening of a blinded consent.
	pub fn opening(genesis: GenesisHash, patient: PatientId) -> Self {
		Self { kind: Kind::Opening, genesis, patient, scope: None, epoch: None, ciphertext: None }
	}

	/// What is said in a dispute of the record that has this ciphertext.
	pub fn dispute(genesis: GenesisHash, patient: PatientId, ciphertext: Digest) -> Self {
		Self { kind: Kind::Dispute, genesis, patient, scope: None, epoch: None, ciphertext: Some(ciphertext) }
	}

	/// HPKE's `info`: each field after its length in two bytes; an absent field is empty.
	fn info(&self, recipient: &Digest) -> Result<Vec<u8>, Error> {
		let scope = self.scope.map(|scope| scope.0);
		let epoch = self.epoch.map(|epoch| epoch_bytes(&epoch));
		length_prefixed(&[
			INFO_TAG,
			self.kind.name(),
			&self.genesis,
			&self.patient.0,
			scope.as_ref().map_or(&[], |scope| scope.as_slice()),
			epoch.as_ref().map_or(&[], |epoch| epoch.as_slice()),
			&recipient.0,
		])
	}

	fn aad(&self) -> &[u8] {
		self.ciphertext.as_ref().map_or(&[], |digest| digest.0.as_slice())
	}
}

/// A key version in six bytes, big-endian: generation, then index.
pub(crate) fn epoch_bytes(epoch: &KeyEpoch) -> [u8; 6] {
	let mut bytes = [0; 6];
	let (generation, index) = bytes.split_at_mut(2);
	generation.copy_from_slice(&epoch.generation.to_be_bytes());
	index.copy_from_slice(&epoch.index.to_be_bytes());
	bytes
}

/// Seals `plaintext` to `recipient`.
///
/// # Errors
/// [`Error::NotSealed`]; [`Error::InvalidField`] for a plaintext too long for [`MAX_ENVELOPE_LEN`].
///
/// # Panics
/// If the operating system has no randomness.
pub fn seal(context: &EnvelopeContext, recipient: &PublicKey, plaintext: &[u8]) -> Result<Vec<u8>, Error> {
	seal_with_seed(context, recipient, plaintext, &Secret::random())
}

/// Seals with given randomness, which makes the envelope reproducible: for test vectors only. A seed that is used
/// twice, or known to somebody, opens the envelopes sealed with it.
///
/// # Errors
/// As [`seal`].
pub fn seal_with_seed(
	context: &EnvelopeContext,
	recipient: &PublicKey,
	plaintext: &[u8],
	seed: &Secret<ENCAPSULATION_SEED_LEN>,
) -> Result<Vec<u8>, Error> {
	let max = MAX_ENVELOPE_LEN - OVERHEAD;
	if plaintext.len() > max {
		return Err(Error::InvalidField { field: "envelope plaintext", max });
	}
	let info = context.info(&recipient.digest())?;
	let mut envelope = vec![SUITE];
	envelope.extend(hybrid::seal(recipient, &info, context.aad(), plaintext, seed)?);
	Ok(envelope)
}

/// Opens an envelope.
///
/// # Errors
/// [`Error::UnknownSuite`], [`Error::NotOpened`]; [`Error::Malformed`] for one longer than [`MAX_ENVELOPE_LEN`].
pub fn open(
	context: &EnvelopeContext,
	recipient: &SecretKey,
	envelope: &[u8],
) -> Result<Zeroizing<Vec<u8>>, Error> {
	if envelope.len() > MAX_ENVELOPE_LEN {
		return Err(Error::Malformed { what: "envelope", why: "longer than 256 KiB" });
	}
	match envelope.split_first() {
		Some((&SUITE, sealed)) => {
			let info = context.info(&recipient.public_key().digest())?;
			hybrid::open(recipient, &info, context.aad(), sealed)
		}
		Some((&suite, _)) => Err(Error::UnknownSuite(suite)),
		None => Err(Error::NotOpened),
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;

	fn key(byte: u8) -> SecretKey {
		SecretKey::from_seed(Secret::new([byte; 32]))
	}

	fn context() -> EnvelopeContext {
		EnvelopeContext::record(
			[1; 32],
			PatientId([2; 32]),
			ScopeId([3; 16]),
			KeyEpoch { generation: 4, index: 5 },
			Digest([6; 32]),
		)
	}

	#[test]
	fn envelope_of_32_bytes_should_have_1169_bytes() {
		let envelope = seal(&context(), &key(1).public_key(), &[0; 32]).unwrap();
		assert_eq!(envelope.len(), 1_169);
		assert_eq!(envelope[0], SUITE);
	}

	#[test]
	fn info_should_have_the_documented_bytes() {
		let info = context().info(&Digest([7; 32])).unwrap();
		let mut expected = vec![0, 17];
		expected.extend(b"salus/v1/envelope");
		expected.extend([0, 6]);
		expected.extend(b"record");
		expected.extend([0, 32]);
		expected.extend([1; 32]);
		expected.extend([0, 32]);
		expected.extend([2; 32]);
		expected.extend([0, 16]);
		expected.extend([3; 16]);
		expected.extend([0, 6, 0, 4, 0, 0, 0, 5]);
		expected.extend([0, 32]);
		expected.extend([7; 32]);
		assert_eq!(info, expected);
		let own = EnvelopeContext::own([1; 32], PatientId([2; 32])).info(&Digest([7; 32])).unwrap();
		assert_eq!(own.len(), 2 + 17 + 2 + 4 + 34 + 34 + 2 + 2 + 34);
	}

	#[test]
	fn envelope_should_not_open_in_any_other_context() {
		let envelope = seal(&context(), &key(1).public_key(), b"secret").unwrap();
		assert_eq!(open(&context(), &key(1), &envelope).unwrap().as_slice(), b"secret");
		let own = context();
		let others = [
			EnvelopeContext { kind: Kind::Grant, ..own },
			EnvelopeContext { kind: Kind::Share, ..own },
			EnvelopeContext { kind: Kind::Own, ..own },
			EnvelopeContext { kind: Kind::Request, ..own },
			EnvelopeContext { kind: Kind::Dispute, ..own },
			EnvelopeContext { kind: Kind::Opening, ..own },
			EnvelopeContext { genesis: [9; 32], ..own },
			EnvelopeContext { patient: PatientId([9; 32]), ..own },
			EnvelopeContext { scope: Some(ScopeId([9; 16])), ..own },
			EnvelopeContext { scope: None, ..own },
			EnvelopeContext { epoch: Some(KeyEpoch { generation: 4, index: 6 }), ..own },
			EnvelopeContext { epoch: Some(KeyEpoch { generation: 5, index: 5 }), ..own },
			EnvelopeContext { epoch: None, ..own },
			EnvelopeContext { ciphertext: Some(Digest([9; 32])), ..own },
			EnvelopeContext { ciphertext: None, ..own },
		];
		for other in others {
			assert!(matches!(open(&other, &key(1), &envelope), Err(Error::NotOpened)), "{other:?}");
		}
		assert!(matches!(open(&own, &key(2), &envelope), Err(Error::NotOpened)));
	}

	#[test]
	fn envelope_should_be_refused_when_its_suite_is_unknown() {
		let mut envelope = seal(&context(), &key(1).public_key(), b"secret").unwrap();
		for suite in [0, 2, 0xff] {
			envelope[0] = suite;
			let refused = open(&context(), &key(1), &envelope).unwrap_err();
			assert!(matches!(refused, Error::UnknownSuite(found) if found == suite));
		}
	}

	#[test]
	fn envelope_should_be_refused_when_empty_or_too_long() {
		assert!(open(&context(), &key(1), &[]).is_err());
		assert!(open(&context(), &key(1), &[SUITE]).is_err());
		assert!(open(&context(), &key(1), &vec![SUITE; MAX_ENVELOPE_LEN + 1]).is_err());
		assert!(seal(&context(), &key(1).public_key(), &vec![0; MAX_ENVELOPE_LEN]).is_err());
		let largest = vec![0; MAX_ENVELOPE_LEN - OVERHEAD];
		let envelope = seal(&context(), &key(1).public_key(), &largest).unwrap();
		assert_eq!(open(&context(), &key(1), &envelope).unwrap().len(), largest.len());
	}

	proptest! {
		#![proptest_config(ProptestConfig::with_cases(128))]

		#[test]
		fn envelope_should_not_open_when_any_bit_is_flipped(at in 0usize..1_169, bit in 0u8..8) {
			let mut envelope =
				seal_with_seed(&context(), &key(1).public_key(), &[8; 32], &Secret::new([4; 64])).unwrap();
			envelope[at] ^= 1 << bit;
			let opened = open(&context(), &key(1), &envelope);
			// X25519 ignores the top bit of a coordinate, but X-Wing hashes all of it.
			prop_assert!(opened.is_err(), "byte {}, bit {}", at, bit);
		}
	}
}
