//! What a record's envelope holds: the file key, and what a list shows without fetching the file.
//!
//! The author signs patient, ciphertext and description, but not scope and epoch: refiling seals the same sheet
//! to another scope's key and the signature stays. The signature does not cover the file key, so that authorship can
//! be shown to somebody without handing it out; the key is bound by the file's header MAC and the plaintext's digest.

use crate::{
	envelope::{self, EnvelopeContext},
	file::{FileKey, Opening},
	hybrid::{PublicKey, SecretKey},
	sign::{self, VaultSigner},
	wire::{length_prefixed, Fields},
	Error,
};
use codec::{DecodeAll as _, Encode as _};
use salus_primitives::{
	ids::{Digest, GenesisHash, KeyEpoch, PatientId, ScopeId, SigningKey, VaultSignature},
	people::Actor,
};
use zeroize::Zeroizing;

/// Bytes of a sheet, whatever the record.
pub const SHEET_LEN: usize = 1_024;
/// Longest media type.
pub const MAX_MEDIA_TYPE: usize = 127;
/// Longest FHIR resource type.
pub const MAX_RESOURCE_TYPE: usize = 64;
/// Longest code.
pub const MAX_CODE: usize = 255;

const VERSION: u8 = 1;
const SIGNATURE_TAG: &[u8] = b"salus/v1/record";
const WHAT: &str = "record sheet";

/// What a record is, for those who may read it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RecordFacts {
	/// SHA-256 of the content before padding.
	pub plaintext: Digest,
	/// Bytes of the content before padding.
	pub length: u64,
	/// Media type (RFC 6838), with parameters if any; 1 to 127 printable ASCII characters.
	pub media_type: String,
	/// FHIR resource type; letters and digits, empty for anything else than a resource.
	pub resource_type: String,
	/// What it is about, as `system|code`; up to 255 bytes, empty if there is none.
	pub code: String,
	/// The moment the fact belongs to, in milliseconds since 1970-01-01T00:00Z (negative before).
	pub clinical_time: Option<i64>,
	/// In whose name it was written.
	pub author: Actor,
}

impl RecordFacts {
	fn check(&self) -> Result<(), Error> {
		let printable = |byte: u8| (b' '..=b'~').contains(&byte);
		let media_type = !self.media_type.is_empty()
			&& self.media_type.len() <= MAX_MEDIA_TYPE
			&& self.media_type.bytes().all(printable);
		let resource_type = self.resource_type.len() <= MAX_RESOURCE_TYPE
			&& self.resource_type.bytes().all(|byte| byte.is_ascii_alphanumeric());
		let code = self.code.len() <= MAX_CODE && !self.code.chars().any(char::is_control);
		for (valid, field, max) in [
			(media_type, "media type", MAX_MEDIA_TYPE),
			(resource_type, "resource type", MAX_RESOURCE_TYPE),
			(code, "code", MAX_CODE),
		] {
			if !valid {
				return Err(Error::InvalidField { field, max });
			}
		}
		Ok(())
	}

	fn clinical_time_bytes(&self) -> Vec<u8> {
		self.clinical_time.map(|time| time.to_be_bytes().to_vec()).unwrap_or_default()
	}
}

/// The record a sheet belongs to, wherever it is filed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RecordPlace {
	/// The chain.
	pub genesis: GenesisHash,
	/// The patient.
	pub patient: PatientId,
	/// SHA-256 of the ciphertext.
	pub ciphertext: Digest,
}

/// The plaintext of a record's envelope, signed by the author.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RecordSheet {
	file_key: FileKey,
	facts: RecordFacts,
	signing_key: SigningKey,
	signature: VaultSignature,
}

impl RecordSheet {
	/// Describes a record and signs it as its author.
	///
	/// # Errors
	/// [`Error::InvalidField`].
	pub fn sign(
		place: &RecordPlace,
		file_key: FileKey,
		facts: RecordFacts,
		author: &VaultSigner,
	) -> Result<Self, Error> {
		facts.check()?;
		let signature = author.sign(&message(place, &facts)?);
		Ok(Self { file_key, facts, signing_key: author.public(), signature })
	}

	/// What the record is.
	pub fn facts(&self) -> &RecordFacts {
		&self.facts
	}

	/// The key that signed it. Whose key that is, only the chain can say: see [`Self::is_by`].
	pub fn signing_key(&self) -> &SigningKey {
		&self.signing_key
	}

	/// The author's signature.
	pub fn signature(&self) -> &VaultSignature {
		&self.signature
	}

	/// Whether it was written in `author`'s name and signed with `signing_key`, as the chain says they are.
	pub fn is_by(&self, author: &Actor, signing_key: &SigningKey) -> bool {
		self.facts.author == *author && self.signing_key == *signing_key
	}

	/// What [`crate::file`] needs to decrypt the record and check it.
	pub fn opening(&self, place: &RecordPlace) -> Opening {
		Opening {
			file_key: self.file_key.clone(),
			ciphertext: place.ciphertext,
			plaintext: self.facts.plaintext,
			length: self.facts.length,
		}
	}

	/// Checks the author's signature for this place.
	///
	/// # Errors
	/// [`Error::BadSignature`], [`Error::InvalidKey`].
	pub fn verify(&self, place: &RecordPlace) -> Result<(), Error> {
		verify_facts(place, &self.facts, &self.signing_key, &self.signature)
	}

	/// Seals the sheet to a scope's epoch: to file the record, or to refile it.
	///
	/// # Errors
	/// As [`Self::verify`]: a sheet that belongs elsewhere is not sealed. [`Error::NotSealed`].
	pub fn seal(
		&self,
		place: &RecordPlace,
		scope: ScopeId,
		epoch: KeyEpoch,
		key: &PublicKey,
	) -> Result<Vec<u8>, Error> {
		self.verify(place)?;
		let context = EnvelopeContext::record(place.genesis, place.patient, scope, epoch, place.ciphertext);
		envelope::seal(&context, key, self.encode()?.as_slice())
	}

	/// Opens a record's envelope with its epoch's key and checks the author's signature.
	///
	/// # Errors
	/// Those of [`envelope::open`], [`Self::decode`] and [`Self::verify`].
	pub fn open(
		place: &RecordPlace,
		scope: ScopeId,
		epoch: KeyEpoch,
		key: &SecretKey,
		envelope: &[u8],
	) -> Result<Self, Error> {
		let context = EnvelopeContext::record(place.genesis, place.patient, scope, epoch, place.ciphertext);
		Self::open_in(&context, place, key, envelope)
	}

	/// Seals the sheet to a grantee's vault: a grant of this record alone.
	///
	/// # Errors
	/// As [`Self::seal`].
	pub fn seal_grant(&self, place: &RecordPlace, grantee: &PublicKey) -> Result<Vec<u8>, Error> {
		self.verify(place)?;
		let context = EnvelopeContext::record_grant(place.genesis, place.patient, place.ciphertext);
		envelope::seal(&context, grantee, self.encode()?.as_slice())
	}

	/// Opens a grant of a single record with the grantee's vault and checks the author's signature.
	///
	/// # Errors
	/// As [`Self::open`].
	pub fn open_grant(place: &RecordPlace, grantee: &SecretKey, envelope: &[u8]) -> Result<Self, Error> {
		let context = EnvelopeContext::record_grant(place.genesis, place.patient, place.ciphertext);
		Self::open_in(&context, place, grantee, envelope)
	}

	fn open_in(
		context: &EnvelopeContext,
		place: &RecordPlace,
		key: &SecretKey,
		envelope: &[u8],
	) -> Result<Self, Error> {
		let sheet = Self::decode(&envelope::open(context, key, envelope)?)?;
		sheet.verify(place)?;
		Ok(sheet)
	}

	/// The 1,024 bytes of the plaintext.
	///
	/// # Errors
	/// [`Error::InvalidField`].
	pub fn encode(&self) -> Result<Zeroizing<[u8; SHEET_LEN]>, Error> {
		let author = self.facts.author.encode();
		let clinical_time = self.facts.clinical_time_bytes();
		let mut bytes = Zeroizing::new(Vec::with_capacity(SHEET_LEN));
		bytes.push(VERSION);
		bytes.extend_from_slice(self.file_key.expose());
		bytes.extend_from_slice(&self.facts.plaintext.0);
		bytes.extend_from_slice(&self.facts.length.to_be_bytes());
		bytes.extend_from_slice(&self.signing_key.0);
		bytes.extend_from_slice(&self.signature.0);
		for field in [
			author.as_slice(),
			self.facts.media_type.as_bytes(),
			self.facts.resource_type.as_bytes(),
			self.facts.code.as_bytes(),
			clinical_time.as_slice(),
		] {
			let max = usize::from(u8::MAX);
			let len =
				u8::try_from(field.len()).map_err(|_| Error::InvalidField { field: "sheet field", max })?;
			bytes.push(len);
			bytes.extend_from_slice(field);
		}
		let mut sheet = Zeroizing::new([0; SHEET_LEN]);
		sheet
			.get_mut(..bytes.len())
			.ok_or(Error::InvalidField { field: WHAT, max: SHEET_LEN })?
			.copy_from_slice(&bytes);
		Ok(sheet)
	}

	/// Reads the 1,024 bytes; the signature is not checked.
	///
	/// # Errors
	/// [`Error::Malformed`], [`Error::UnknownVersion`], [`Error::InvalidField`].
	pub fn decode(bytes: &[u8]) -> Result<Self, Error> {
		let mut fields = Fields::new(WHAT, bytes);
		if bytes.len() != SHEET_LEN {
			return Err(fields.malformed("not 1,024 bytes"));
		}
		let version = fields.byte()?;
		if version != VERSION {
			return Err(Error::UnknownVersion { what: WHAT, found: version });
		}
		let file_key = FileKey::try_from(fields.slice(FileKey::LEN)?)?;
		let plaintext = Digest(fields.array()?);
		let length = u64::from_be_bytes(fields.array()?);
		let signing_key = SigningKey(fields.array()?);
		let signature = VaultSignature(fields.array()?);
		let author =
			Actor::decode_all(&mut fields.short()?).map_err(|_| fields.malformed("unknown author"))?;
		let media_type = fields.short_text()?.to_owned();
		let resource_type = fields.short_text()?.to_owned();
		let code = fields.short_text()?.to_owned();
		let clinical_time = match fields.short()? {
			[] => None,
			time => Some(i64::from_be_bytes(
				time.try_into().map_err(|_| fields.malformed("the clinical time is not 8 bytes"))?,
			)),
		};
		fields.padding()?;
		let facts = RecordFacts { plaintext, length, media_type, resource_type, code, clinical_time, author };
		facts.check()?;
		Ok(Self { file_key, facts, signing_key, signature })
	}
}

/// Checks an author's signature where the file key is not at hand: who has the content and its description needs no
/// key to be shown who wrote it.
///
/// # Errors
/// [`Error::InvalidField`], [`Error::BadSignature`], [`Error::InvalidKey`].
pub fn verify_facts(
	place: &RecordPlace,
	facts: &RecordFacts,
	signing_key: &SigningKey,
	signature: &VaultSignature,
) -> Result<(), Error> {
	facts.check()?;
	sign::verify(signing_key, &message(place, facts)?, signature)
}

/// What the author signs: each field after its length in two bytes.
fn message(place: &RecordPlace, facts: &RecordFacts) -> Result<Vec<u8>, Error> {
	length_prefixed(&[
		SIGNATURE_TAG,
		&place.genesis,
		&place.patient.0,
		&place.ciphertext.0,
		&facts.plaintext.0,
		&facts.length.to_be_bytes(),
		&facts.author.encode(),
		facts.media_type.as_bytes(),
		facts.resource_type.as_bytes(),
		facts.code.as_bytes(),
		&facts.clinical_time_bytes(),
	])
}

#[cfg(test)]
mod tests;
