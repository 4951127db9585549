//! What a request for access says to the patient, and to nobody else: who asks, why, and for what.
//!
//! The chain has the rest of the request (permissions, purposes, period) and the envelope's digest, under the account
//! that asked. So the envelope itself needs no signature; it names the requester, lest somebody pass another's request
//! off as its own. All requests have one size, whatever they say.

use crate::{
	envelope::{self, EnvelopeContext, OVERHEAD},
	hybrid::{PublicKey, SecretKey},
	plain,
	wire::Fields,
	Error,
};
use codec::{DecodeAll as _, Encode as _};
use salus_primitives::{
	ids::{GenesisHash, PatientId},
	people::Party,
};
use std::fmt;
use zeroize::Zeroizing;

/// Longest text in bytes of UTF-8.
pub const MAX_TEXT: usize = 3_000;
/// Names of scopes or kinds of records in a request at most.
pub const MAX_WANTED: usize = 16;
/// Longest name in bytes of UTF-8.
pub const MAX_WANTED_LEN: usize = 64;
/// The plaintext is padded to this.
pub const PLAINTEXT_LEN: usize = 4_096;
/// Bytes of every request's envelope.
pub const ENVELOPE_LEN: usize = PLAINTEXT_LEN + OVERHEAD;

const VERSION: u8 = 1;
const WHAT: &str = "request";
/// A [`Party`] in SCALE: which of the two, and its id.
const PARTY_LEN: usize = 5;

/// What a request for access says to the patient.
#[derive(Clone, PartialEq, Eq)]
pub struct Wish {
	requester: Party,
	wanted: Vec<String>,
	text: String,
}

impl fmt::Debug for Wish {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		// What somebody is asked for is a fact about their health.
		f.debug_struct("Wish").field("requester", &self.requester).finish_non_exhaustive()
	}
}

impl Wish {
	/// A wish of `requester`: its reasons in a text, and the names of the scopes or kinds of records it would like,
	/// if it knows any. White space around them is dropped.
	///
	/// # Errors
	/// [`Error::InvalidField`] for an empty text, one of more than [`MAX_TEXT`] bytes or with control characters other
	/// than line feed and tab, and for more or longer names than [`MAX_WANTED`] and [`MAX_WANTED_LEN`] say.
	pub fn new(requester: Party, text: &str, wanted: &[String]) -> Result<Self, Error> {
		let wish = Self {
			requester,
			wanted: wanted.iter().map(|name| name.trim().to_owned()).collect(),
			text: plain::tidied(text),
		};
		wish.check()?;
		Ok(wish)
	}

	fn check(&self) -> Result<(), Error> {
		if !plain::is_text(&self.text, MAX_TEXT) {
			return Err(Error::InvalidField { field: "the text of a request", max: MAX_TEXT });
		}
		let sound = |name: &String| plain::is_name(name, MAX_WANTED_LEN);
		if self.wanted.len() > MAX_WANTED || !self.wanted.iter().all(sound) {
			return Err(Error::InvalidField { field: "what a request wishes for", max: MAX_WANTED_LEN });
		}
		Ok(())
	}

	/// Who asks.
	pub fn requester(&self) -> Party {
		self.requester
	}

	/// Why: 1 to [`MAX_TEXT`] bytes.
	pub fn text(&self) -> &str {
		&self.text
	}

	/// Names of scopes or kinds of records, in the requester's words.
	pub fn wanted(&self) -> &[String] {
		&self.wanted
	}

	/// Seals the wish to the patient's vault.
	///
	/// # Errors
	/// [`Error::NotSealed`].
	pub fn seal(
		&self,
		genesis: GenesisHash,
		patient: PatientId,
		vault: &PublicKey,
	) -> Result<Vec<u8>, Error> {
		envelope::seal(&EnvelopeContext::request(genesis, patient), vault, &self.encode()?)
	}

	/// Opens a wish with the patient's vault. `requester` is the one whom the chain names for the request.
	///
	/// # Errors
	/// Those of [`envelope::open`]; [`Error::Malformed`], also for the wish of another requester;
	/// [`Error::UnknownVersion`].
	pub fn open(
		genesis: GenesisHash,
		patient: PatientId,
		requester: &Party,
		vault: &SecretKey,
		envelope: &[u8],
	) -> Result<Self, Error> {
		let context = EnvelopeContext::request(genesis, patient);
		let wish = Self::decode(&envelope::open(&context, vault, envelope)?)?;
		if wish.requester != *requester {
			return Err(Error::Malformed { what: WHAT, why: "it was written by another requester" });
		}
		Ok(wish)
	}

	/// The plaintext: version, requester, what is wished for, text, zeros.
	///
	/// # Errors
	/// [`Error::InvalidField`].
	pub fn encode(&self) -> Result<Zeroizing<Vec<u8>>, Error> {
		let too_long = |field, max| Error::InvalidField { field, max };
		let mut bytes = Zeroizing::new(Vec::with_capacity(PLAINTEXT_LEN));
		bytes.push(VERSION);
		bytes.extend_from_slice(&self.requester.encode());
		let count = u8::try_from(self.wanted.len())
			.map_err(|_| too_long("what a request wishes for", MAX_WANTED_LEN))?;
		bytes.push(count);
		for name in &self.wanted {
			let len = u8::try_from(name.len())
				.map_err(|_| too_long("what a request wishes for", MAX_WANTED_LEN))?;
			bytes.push(len);
			bytes.extend_from_slice(name.as_bytes());
		}
		let len = u16::try_from(self.text.len()).map_err(|_| too_long("the text of a request", MAX_TEXT))?;
		bytes.extend_from_slice(&len.to_be_bytes());
		bytes.extend_from_slice(self.text.as_bytes());
		bytes.resize(PLAINTEXT_LEN, 0);
		Ok(bytes)
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
			return Err(fields.malformed("not 4,096 bytes"));
		}
		let requester = Party::decode_all(&mut fields.slice(PARTY_LEN)?)
			.map_err(|_| fields.malformed("the requester is neither practitioner nor organisation"))?;
		let count = fields.byte()?;
		let wanted = (0..count).map(|_| fields.short_text().map(str::to_owned)).collect::<Result<_, _>>()?;
		let len = usize::from(u16::from_be_bytes(fields.array()?));
		let text = std::str::from_utf8(fields.slice(len)?)
			.map_err(|_| fields.malformed("a text is not UTF-8"))?
			.to_owned();
		let wish = Self { requester, wanted, text };
		// Who sealed it is a stranger: what its own client would have refused is refused here as well.
		wish.check().map_err(|_| fields.malformed("a text that could not have been written"))?;
		fields.padding()?;
		Ok(wish)
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::root::Root;
	use proptest::prelude::*;

	const GENESIS: GenesisHash = [1; 32];
	const PATIENT: PatientId = PatientId([2; 32]);
	const DOCTOR: Party = Party::Practitioner(0x0102_0304);

	fn vault() -> SecretKey {
		Root::from_bytes([7; 32]).patient(0).vault(0).kem().clone()
	}

	fn wish(text: &str, wanted: &[&str]) -> Result<Wish, Error> {
		let wanted: Vec<String> = wanted.iter().map(|name| (*name).to_owned()).collect();
		Wish::new(DOCTOR, text, &wanted)
	}

	fn sealed(wish: &Wish) -> Vec<u8> {
		wish.seal(GENESIS, PATIENT, &vault().public_key()).unwrap()
	}

	fn opened(envelope: &[u8]) -> Result<Wish, Error> {
		Wish::open(GENESIS, PATIENT, &DOCTOR, &vault(), envelope)
	}

	#[test]
	fn wish_should_be_read_by_the_patient_alone() {
		let wish = wish("You come on Monday.\n\tPlease let me see your labs.", &["labs", "Röntgen"]).unwrap();
		let envelope = sealed(&wish);
		assert_eq!(opened(&envelope).unwrap(), wish);
		let open = |genesis, patient, key: &SecretKey| Wish::open(genesis, patient, &DOCTOR, key, &envelope);
		let next = Root::from_bytes([7; 32]).patient(0).vault(1).kem().clone();
		assert!(matches!(open(GENESIS, PATIENT, &next), Err(Error::NotOpened)));
		assert!(matches!(open([9; 32], PATIENT, &vault()), Err(Error::NotOpened)));
		assert!(matches!(open(GENESIS, PatientId([9; 32]), &vault()), Err(Error::NotOpened)));
	}

	#[test]
	fn wish_should_be_refused_when_somebody_passes_it_off_as_its_own() {
		let envelope = sealed(&wish("why", &[]).unwrap());
		for other in [Party::Practitioner(9), Party::Organisation(0x0102_0304)] {
			let refused = Wish::open(GENESIS, PATIENT, &other, &vault(), &envelope).unwrap_err();
			assert!(matches!(refused, Error::Malformed { .. }) && refused.is_integrity());
		}
	}

	#[test]
	fn wish_should_not_open_when_it_is_an_envelope_of_another_kind() {
		let plaintext = wish("why", &[]).unwrap().encode().unwrap();
		for kind in [envelope::Kind::Own, envelope::Kind::Grant, envelope::Kind::Record] {
			let context = EnvelopeContext { kind, ..EnvelopeContext::request(GENESIS, PATIENT) };
			let envelope = envelope::seal(&context, &vault().public_key(), &plaintext).unwrap();
			assert!(matches!(opened(&envelope), Err(Error::NotOpened)), "{kind:?}");
		}
	}

	#[test]
	fn envelopes_should_have_one_size_whatever_they_say() {
		let longest = vec!["n".repeat(MAX_WANTED_LEN); MAX_WANTED];
		let longest = Wish::new(DOCTOR, &"x".repeat(MAX_TEXT), &longest).unwrap();
		assert_eq!(sealed(&longest).len(), ENVELOPE_LEN);
		assert_eq!(sealed(&wish("x", &[]).unwrap()).len(), ENVELOPE_LEN);
		assert_eq!(opened(&sealed(&longest)).unwrap(), longest);
	}

	#[test]
	fn plaintext_should_have_the_documented_bytes() {
		let mut expected = vec![1, 0, 4, 3, 2, 1, 2];
		expected.extend(b"\x04labs\x03MRI\0\x03why");
		expected.resize(4_096, 0);
		assert_eq!(wish("why", &["labs", "MRI"]).unwrap().encode().unwrap().as_slice(), expected);
	}

	#[test]
	fn wish_should_be_refused_when_empty_too_long_or_not_plain() {
		let long = "x".repeat(MAX_TEXT + 1);
		for text in ["", " \n", &long, "a\u{1b}[2Jb", "a\u{202e}b", "a\u{2066}b", "a\0b", "a\rb", "a\u{9b}b"]
		{
			assert!(matches!(wish(text, &[]), Err(Error::InvalidField { .. })), "{text:?}");
		}
		let long = "n".repeat(MAX_WANTED_LEN + 1);
		for name in ["", " ", "a\nb", "a\tb", "a\u{1b}b", &long] {
			assert!(matches!(wish("why", &[name]), Err(Error::InvalidField { .. })), "{name:?}");
		}
		assert!(wish("why", &["n"; MAX_WANTED]).is_ok());
		assert!(wish("why", &["n"; MAX_WANTED + 1]).is_err());
		assert_eq!(wish("  two\r\nlines \n", &[" labs "]).unwrap(), wish("two\nlines", &["labs"]).unwrap());
	}

	#[test]
	fn plaintext_should_be_refused_when_a_stranger_breaks_its_rules() {
		let good = wish("why", &["labs"]).unwrap().encode().unwrap();
		let decode = |change: &dyn Fn(&mut Vec<u8>)| {
			let mut bytes = good.to_vec();
			change(&mut bytes);
			Wish::decode(&bytes)
		};
		assert!(decode(&|_| ()).is_ok());
		assert!(matches!(decode(&|bytes| bytes[0] = 2), Err(Error::UnknownVersion { found: 2, .. })));
		assert!(matches!(decode(&|bytes| bytes[1] = 2), Err(Error::Malformed { .. })));
		assert!(decode(&|bytes| bytes[6] = 17).is_err());
		assert!(decode(&|bytes| bytes[7] = 0).is_err());
		assert!(decode(&|bytes| bytes[8] = 0x1b).is_err());
		assert!(decode(&|bytes| bytes[13] = 0).is_err());
		assert!(decode(&|bytes| bytes[12] = 0xff).is_err());
		assert!(decode(&|bytes| bytes[14] = 0xff).is_err());
		assert!(decode(&|bytes| bytes[14] = 0x1b).is_err());
		assert!(decode(&|bytes| bytes[14] = b' ').is_err());
		assert!(decode(&|bytes| bytes[4_095] = 1).is_err());
		assert!(decode(&|bytes| bytes.truncate(4_095)).is_err());
		assert!(decode(&|bytes| bytes.resize(8_192, 0)).is_err());
	}

	#[test]
	fn wish_should_print_nothing_of_what_it_says() {
		let printed = format!("{:?}", wish("chemotherapy", &["oncology"]).unwrap());
		assert!(!printed.contains("chemo") && !printed.contains("onco"), "{printed}");
	}

	proptest! {
		#![proptest_config(ProptestConfig::with_cases(64))]

		#[test]
		fn wish_should_not_open_when_any_bit_is_flipped(at in 0..ENVELOPE_LEN, bit in 0u8..8) {
			let mut envelope = sealed(&wish("why", &["labs"]).unwrap());
			envelope[at] ^= 1 << bit;
			prop_assert!(opened(&envelope).is_err(), "byte {}, bit {}", at, bit);
		}

		#[test]
		fn plaintext_should_be_read_or_refused_whatever_the_bytes(
			bytes in prop::collection::vec(any::<u8>(), PLAINTEXT_LEN),
			start in prop::collection::vec(0u8..6, 20),
		) {
			let mut bytes = bytes;
			bytes[..20].copy_from_slice(&start);
			bytes[0] = VERSION;
			if let Ok(wish) = Wish::decode(&bytes) {
				prop_assert_eq!(wish.encode().unwrap().to_vec(), bytes);
			}
		}

		#[test]
		fn wish_should_come_back_from_its_bytes(text in "\\PC{1,60}", name in "[a-z]{1,64}") {
			if let Ok(kept) = wish(&text, &[name.as_str()]) {
				prop_assert_eq!(Wish::decode(&kept.encode().unwrap()).unwrap(), kept);
			}
		}
	}
}
