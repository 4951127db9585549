//! The patient's own envelope: the names of the scopes, which the chain knows only by opaque ids.
//!
//! One seed restores everything: with the root's keys the envelope opens, and the names in it give the scopes back.

use crate::{
	envelope::{self, EnvelopeContext},
	hybrid::{PublicKey, SecretKey},
	keys::{normalise_scope_name, PatientSecrets, MAX_SCOPE_NAME},
	wire::Fields,
	Error,
};
use salus_primitives::ids::{GenesisHash, PatientId, ScopeId};
use std::collections::BTreeMap;
use zeroize::Zeroizing;

/// Names in one envelope at most.
pub const MAX_NAMES: usize = 1_024;
/// The plaintext is padded to a multiple of this.
pub const PADDING: usize = 1_024;

const VERSION: u8 = 1;
const WHAT: &str = "scope names";

/// The names of a patient's scopes.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ScopeNames(BTreeMap<ScopeId, String>);

impl ScopeNames {
	/// Adds a scope by its name, and says its id.
	///
	/// # Errors
	/// [`Error::InvalidScopeName`]; [`Error::InvalidField`] at [`MAX_NAMES`].
	pub fn insert(&mut self, secrets: &PatientSecrets, name: &str) -> Result<ScopeId, Error> {
		let id = secrets.scope_id(name)?;
		if self.0.len() >= MAX_NAMES && !self.0.contains_key(&id) {
			return Err(Error::InvalidField { field: WHAT, max: MAX_NAMES });
		}
		self.0.insert(id, normalise_scope_name(name)?);
		Ok(id)
	}

	/// The name of a scope.
	pub fn name(&self, id: &ScopeId) -> Option<&str> {
		self.0.get(id).map(String::as_str)
	}

	/// All scopes, sorted by id.
	pub fn iter(&self) -> impl Iterator<Item = (&ScopeId, &str)> {
		self.0.iter().map(|(id, name)| (id, name.as_str()))
	}

	/// Seals the names to the patient's own vault.
	///
	/// # Errors
	/// [`Error::NotSealed`].
	pub fn seal(
		&self,
		genesis: GenesisHash,
		patient: PatientId,
		vault: &PublicKey,
	) -> Result<Vec<u8>, Error> {
		envelope::seal(&EnvelopeContext::own(genesis, patient), vault, &self.encode()?)
	}

	/// Opens the envelope with the patient's vault. Each name must give its id under the patient's secrets, which nobody
	/// else can make: HPKE alone would accept an envelope from anyone.
	///
	/// # Errors
	/// Those of [`envelope::open`], [`Error::Malformed`], [`Error::UnknownVersion`].
	pub fn open(
		genesis: GenesisHash,
		patient: PatientId,
		secrets: &PatientSecrets,
		vault: &SecretKey,
		envelope: &[u8],
	) -> Result<Self, Error> {
		let context = EnvelopeContext::own(genesis, patient);
		Self::decode(secrets, &envelope::open(&context, vault, envelope)?)
	}

	fn encode(&self) -> Result<Zeroizing<Vec<u8>>, Error> {
		let len = 3 + self.0.values().map(|name| 17 + name.len()).sum::<usize>();
		let mut bytes = Zeroizing::new(Vec::with_capacity(len.next_multiple_of(PADDING)));
		bytes.push(VERSION);
		let count =
			u16::try_from(self.0.len()).map_err(|_| Error::InvalidField { field: WHAT, max: MAX_NAMES })?;
		bytes.extend_from_slice(&count.to_be_bytes());
		for (id, name) in &self.0 {
			bytes.extend_from_slice(&id.0);
			let len = u8::try_from(name.len())
				.map_err(|_| Error::InvalidField { field: "scope name", max: MAX_SCOPE_NAME })?;
			bytes.push(len);
			bytes.extend_from_slice(name.as_bytes());
		}
		bytes.resize(len.next_multiple_of(PADDING), 0);
		Ok(bytes)
	}

	fn decode(secrets: &PatientSecrets, bytes: &[u8]) -> Result<Self, Error> {
		let mut fields = Fields::new(WHAT, bytes);
		let version = fields.byte()?;
		if version != VERSION {
			return Err(Error::UnknownVersion { what: WHAT, found: version });
		}
		let count = u16::from_be_bytes(fields.array()?);
		let mut names = Self::default();
		for _ in 0..count {
			let id = ScopeId(fields.array()?);
			let name = fields.short_text()?;
			if names.0.last_key_value().is_some_and(|(last, _)| *last >= id) {
				return Err(fields.malformed("scopes out of order"));
			}
			if names.insert(secrets, name)? != id || names.name(&id) != Some(name) {
				return Err(fields.malformed("a name does not give its scope's id"));
			}
		}
		fields.padding()?;
		let encoded = names.encode()?;
		if encoded.len() != bytes.len() {
			return Err(Error::Malformed { what: WHAT, why: "not padded to a multiple of 1,024 bytes" });
		}
		Ok(names)
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::root::Root;
	use proptest::prelude::*;

	const GENESIS: GenesisHash = [1; 32];
	const PATIENT: PatientId = PatientId([2; 32]);

	fn secrets() -> PatientSecrets {
		Root::from_bytes([7; 32]).patient(0)
	}

	fn names(list: &[&str]) -> ScopeNames {
		let mut names = ScopeNames::default();
		for name in list {
			names.insert(&secrets(), name).unwrap();
		}
		names
	}

	#[test]
	fn names_should_come_back_with_the_root_alone() {
		let kept = names(&["Labs", "imaging", "Santé mentale"]);
		let vault = secrets().vault(0);
		let envelope = kept.seal(GENESIS, PATIENT, &vault.public_key()).unwrap();
		let restored = Root::from_words(&Root::from_bytes([7; 32]).to_words()).unwrap().patient(0);
		let opened =
			ScopeNames::open(GENESIS, PATIENT, &restored, restored.vault(0).kem(), &envelope).unwrap();
		assert_eq!(opened, kept);
		assert_eq!(opened.name(&restored.scope_id("labs").unwrap()), Some("labs"));
		assert_eq!(opened.iter().count(), 3);
	}

	#[test]
	fn names_should_not_open_for_another_patient_chain_or_vault() {
		let vault = secrets().vault(0);
		let envelope = names(&["labs"]).seal(GENESIS, PATIENT, &vault.public_key()).unwrap();
		let open = |genesis, patient, key| ScopeNames::open(genesis, patient, &secrets(), key, &envelope);
		assert!(open(GENESIS, PATIENT, vault.kem()).is_ok());
		assert!(open([9; 32], PATIENT, vault.kem()).is_err());
		assert!(open(GENESIS, PatientId([9; 32]), vault.kem()).is_err());
		assert!(open(GENESIS, PATIENT, secrets().vault(1).kem()).is_err());
	}

	#[test]
	fn names_should_be_refused_when_somebody_else_sealed_them() {
		// Everyone can seal to the patient's public key; only the patient's vault knows which id a name has.
		let stranger = Root::from_bytes([8; 32]).patient(0);
		let mut forged = ScopeNames::default();
		forged.insert(&stranger, "labs").unwrap();
		let vault = secrets().vault(0);
		let envelope = forged.seal(GENESIS, PATIENT, &vault.public_key()).unwrap();
		let refused = ScopeNames::open(GENESIS, PATIENT, &secrets(), vault.kem(), &envelope);
		assert!(matches!(refused, Err(Error::Malformed { .. })));
	}

	#[test]
	fn plaintext_should_have_the_documented_bytes() {
		let id = secrets().scope_id("labs").unwrap();
		let mut expected = vec![1, 0, 1];
		expected.extend(id.0);
		expected.extend(b"\x04labs");
		expected.resize(1_024, 0);
		assert_eq!(names(&["labs"]).encode().unwrap().as_slice(), expected);
		assert_eq!(ScopeNames::default().encode().unwrap().len(), 1_024);
	}

	#[test]
	fn plaintext_should_be_refused_when_version_order_name_length_or_padding_is_wrong() {
		let good = names(&["labs", "imaging"]).encode().unwrap();
		assert!(ScopeNames::decode(&secrets(), &good).is_ok());
		let decode = |change: &dyn Fn(&mut Vec<u8>)| {
			let mut bytes = good.to_vec();
			change(&mut bytes);
			ScopeNames::decode(&secrets(), &bytes)
		};
		assert!(matches!(decode(&|bytes| bytes[0] = 9), Err(Error::UnknownVersion { found: 9, .. })));
		assert!(decode(&|bytes| bytes[2] = 1).is_err());
		assert!(decode(&|bytes| bytes[2] = 3).is_err());
		assert!(decode(&|bytes| bytes[1_023] = 1).is_err());
		assert!(decode(&|bytes| bytes.truncate(1_023)).is_err());
		assert!(decode(&|bytes| bytes.resize(2_048, 0)).is_err());
		let first = usize::from(good[19]) + 17;
		assert!(decode(&|bytes| bytes[3..].rotate_left(first)).is_err());
		// The same scope twice.
		assert!(decode(&|bytes| {
			let entry = bytes[3..3 + first].to_vec();
			bytes.splice(3 + first.., entry);
			bytes.resize(1_024, 0);
		})
		.is_err());
		// A name that is not normalised gives the id, but is not what was sealed.
		let mut upper = names(&["labs"]).encode().unwrap();
		upper[20..24].copy_from_slice(b"LABS");
		assert!(ScopeNames::decode(&secrets(), &upper).is_err());
	}

	#[test]
	fn most_names_should_fit_an_envelope() {
		let mut names = ScopeNames::default();
		for number in 0..MAX_NAMES {
			names.insert(&secrets(), &format!("{number:0>64}")).unwrap();
		}
		assert!(names.insert(&secrets(), "one more").is_err());
		assert!(names.insert(&secrets(), &format!("{:0>64}", 0)).is_ok());
		assert!(names.seal(GENESIS, PATIENT, &secrets().vault(0).public_key()).is_ok());
	}

	proptest! {
		#[test]
		fn plaintext_should_be_read_or_refused_whatever_the_bytes(bytes in prop::collection::vec(any::<u8>(), 1_024)) {
			let mut bytes = bytes;
			bytes[..3].copy_from_slice(&[VERSION, 0, 1]);
			prop_assert!(ScopeNames::decode(&secrets(), &bytes).is_err());
		}

		#[test]
		fn names_should_come_back_from_their_bytes(list in prop::collection::vec("[a-z ]{1,10}[a-z]", 0..20)) {
			let list: Vec<&str> = list.iter().map(String::as_str).collect();
			let kept = names(&list);
			prop_assert_eq!(ScopeNames::decode(&secrets(), &kept.encode().unwrap()).unwrap(), kept);
		}
	}
}
