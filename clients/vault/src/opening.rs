//! The opening of a blinded consent, as the patient hands it to the reader: sealed to the reader's vault.
//!
//! It is not signed. Whoever makes one up hides another commitment than the chain has, and the chain has the patient's
//! vault's word for that.

use crate::{
	envelope::{self, EnvelopeContext, OVERHEAD},
	hybrid::{PublicKey, SecretKey},
	wire::Fields,
	Error,
};
use salus_primitives::{
	blinding::Opening,
	ids::{ConsentIndex, GenesisHash, PatientId},
};
use zeroize::Zeroizing;

/// Bytes of the plaintext: version, consent, salt.
pub const PLAINTEXT_LEN: usize = 1 + 4 + 32;
/// Bytes of every opening's envelope.
pub const ENVELOPE_LEN: usize = PLAINTEXT_LEN + OVERHEAD;

const VERSION: u8 = 1;
const WHAT: &str = "opening of a blinded consent";

/// What opens one consent of a patient.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ConsentOpening {
	/// The consent.
	pub consent: ConsentIndex,
	/// What opens it.
	pub opening: Opening,
}

impl ConsentOpening {
	/// Seals it to the reader's vault.
	///
	/// # Errors
	/// [`Error::NotSealed`].
	pub fn seal(
		&self,
		genesis: GenesisHash,
		patient: PatientId,
		vault: &PublicKey,
	) -> Result<Vec<u8>, Error> {
		envelope::seal(&EnvelopeContext::opening(genesis, patient), vault, &self.encode())
	}

	/// Opens it with the reader's vault.
	///
	/// # Errors
	/// Those of [`envelope::open`]; [`Error::Malformed`], [`Error::UnknownVersion`].
	pub fn open(
		genesis: GenesisHash,
		patient: PatientId,
		vault: &SecretKey,
		envelope: &[u8],
	) -> Result<Self, Error> {
		Self::decode(&envelope::open(&EnvelopeContext::opening(genesis, patient), vault, envelope)?)
	}

	/// The plaintext: version, consent, salt.
	pub fn encode(&self) -> Zeroizing<Vec<u8>> {
		let mut bytes = Zeroizing::new(Vec::with_capacity(PLAINTEXT_LEN));
		bytes.push(VERSION);
		bytes.extend_from_slice(&self.consent.to_be_bytes());
		bytes.extend_from_slice(&self.opening.0);
		bytes
	}

	/// Reads a plaintext.
	///
	/// # Errors
	/// [`Error::Malformed`], [`Error::UnknownVersion`].
	pub fn decode(bytes: &[u8]) -> Result<Self, Error> {
		let mut fields = Fields::new(WHAT, bytes);
		let version = fields.byte()?;
		if version != VERSION {
			return Err(Error::UnknownVersion { what: WHAT, found: version });
		}
		if bytes.len() != PLAINTEXT_LEN {
			return Err(fields.malformed("not 37 bytes"));
		}
		let consent = ConsentIndex::from_be_bytes(fields.array()?);
		let opening = Opening(fields.array()?);
		Ok(Self { consent, opening })
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::root::Root;
	use proptest::prelude::*;
	use salus_primitives::people::Party;

	const GENESIS: GenesisHash = [1; 32];
	const PATIENT: PatientId = PatientId([2; 32]);
	const OPENING: ConsentOpening = ConsentOpening { consent: 7, opening: Opening([3; 32]) };

	#[test]
	fn opening_should_open_for_its_reader_alone() {
		let vault = Root::from_bytes([4; 32]).holder(0).vault(0);
		let sealed = OPENING.seal(GENESIS, PATIENT, &vault.public_key()).unwrap();
		assert_eq!(sealed.len(), ENVELOPE_LEN);
		assert_eq!(ConsentOpening::open(GENESIS, PATIENT, vault.kem(), &sealed).unwrap(), OPENING);
		let thief = Root::from_bytes([5; 32]).holder(0).vault(0);
		let refused = ConsentOpening::open(GENESIS, PATIENT, thief.kem(), &sealed);
		assert!(matches!(refused, Err(Error::NotOpened)));
		for (genesis, patient) in [([9; 32], PATIENT), (GENESIS, PatientId([9; 32]))] {
			let refused = ConsentOpening::open(genesis, patient, vault.kem(), &sealed);
			assert!(matches!(refused, Err(Error::NotOpened)));
		}
		// No other envelope passes for one.
		let request = EnvelopeContext::request(GENESIS, PATIENT);
		let other = envelope::seal(&request, &vault.public_key(), &OPENING.encode()).unwrap();
		assert!(ConsentOpening::open(GENESIS, PATIENT, vault.kem(), &other).is_err());
	}

	#[test]
	fn plaintext_should_be_refused_when_it_is_of_another_version_or_length() {
		let bytes = OPENING.encode();
		assert_eq!(ConsentOpening::decode(&bytes).unwrap(), OPENING);
		let mut later = bytes.clone();
		later[0] = 2;
		assert!(matches!(ConsentOpening::decode(&later), Err(Error::UnknownVersion { .. })));
		assert!(ConsentOpening::decode(&bytes[..36]).is_err());
		assert!(ConsentOpening::decode(&[&bytes[..], &[0]].concat()).is_err());
		assert!(ConsentOpening::decode(&[]).is_err());
	}

	#[test]
	fn opening_should_be_another_for_every_party_consent_patient_and_root() {
		let root = |byte: u8| Root::from_bytes([byte; 32]).patient(0);
		let own = root(1).blinding(PATIENT);
		let party = Party::Practitioner(4);
		let mut all = vec![
			own.opening(&party, 7),
			own.opening(&party, 8),
			own.opening(&Party::Practitioner(5), 7),
			own.opening(&Party::Organisation(4), 7),
			root(1).blinding(PatientId([3; 32])).opening(&party, 7),
			root(2).blinding(PATIENT).opening(&party, 7),
			Root::from_bytes([1; 32]).patient(1).blinding(PATIENT).opening(&party, 7),
		];
		assert_eq!(root(1).blinding(PATIENT).opening(&party, 7), all[0]);
		all.sort();
		all.dedup();
		assert_eq!(all.len(), 7);
	}

	proptest! {
		#[test]
		fn any_bytes_should_be_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..80)) {
			if let Ok(read) = ConsentOpening::decode(&bytes) {
				prop_assert_eq!(&read.encode()[..], &bytes[..]);
			}
		}
	}
}
