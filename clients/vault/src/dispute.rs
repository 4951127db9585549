//! What a patient says against a record, and why its author's side stands by it; each for the other side alone.
//!
//! The chain has a salted commitment to the text, and the digest of the envelope that has text and salt. So the reader holds
//! what it opened against what was committed to under the writer's account, and the envelope needs no signature. All of
//! them have one size, whatever they say.

use crate::{
	envelope::{self, EnvelopeContext, OVERHEAD},
	hybrid::{PublicKey, SecretKey},
	plain,
	secret::Secret,
	wire::Fields,
	Error,
};
use salus_primitives::{
	dispute::{CONTEST_TAG, REFUSAL_TAG},
	ids::{Commitment, Digest, GenesisHash, PatientId, RecordIndex},
};
use std::fmt;
use zeroize::Zeroizing;

/// Longest text in bytes of UTF-8.
pub const MAX_TEXT: usize = 3_000;
/// The plaintext is padded to this.
pub const PLAINTEXT_LEN: usize = 4_096;
/// Bytes of every envelope of a dispute.
pub const ENVELOPE_LEN: usize = PLAINTEXT_LEN + OVERHEAD;

const VERSION: u8 = 1;
const WHAT: &str = "text of a dispute";

/// Who says it, and so to whom.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Side {
	/// The patient, to the author's side.
	Contest,
	/// The author's side, to the patient.
	Refusal,
}

impl Side {
	fn byte(self) -> u8 {
		match self {
			Self::Contest => 1,
			Self::Refusal => 2,
		}
	}

	fn tag(self) -> &'static [u8] {
		match self {
			Self::Contest => CONTEST_TAG,
			Self::Refusal => REFUSAL_TAG,
		}
	}

	/// What fixes a text of this side on chain without telling it.
	pub fn commitment(self, salt: &[u8; 32], text: &str) -> Commitment {
		Commitment::new(self.tag(), salt, text.as_bytes())
	}
}

/// The record that a text is about. An envelope is of one record, and opens for no other.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Place {
	/// The chain.
	pub genesis: GenesisHash,
	/// Whose record.
	pub patient: PatientId,
	/// Which.
	pub record: RecordIndex,
	/// SHA-256 of its ciphertext.
	pub ciphertext: Digest,
}

/// What one side says, with the salt of its commitment.
#[derive(Clone, PartialEq, Eq)]
pub struct Statement {
	side: Side,
	salt: Secret<32>,
	text: String,
}

impl fmt::Debug for Statement {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		// What is wrong with a record tells what is in it.
		f.debug_struct("Statement").field("side", &self.side).finish_non_exhaustive()
	}
}

impl Statement {
	/// What `side` says, with a fresh salt. White space around the text is dropped.
	///
	/// # Errors
	/// [`Error::InvalidField`] for an empty text, and one of more than [`MAX_TEXT`] bytes or with control characters other
	/// than line feed and tab.
	///
	/// # Panics
	/// If the operating system has no randomness.
	pub fn new(side: Side, text: &str) -> Result<Self, Error> {
		Self::with_salt(side, text, Secret::random())
	}

	/// As [`Self::new`] with a given salt: for test vectors only. With a salt that is known the text can be guessed.
	///
	/// # Errors
	/// As [`Self::new`].
	pub fn with_salt(side: Side, text: &str, salt: Secret<32>) -> Result<Self, Error> {
		let text = plain::tidied(text);
		if !plain::is_text(&text, MAX_TEXT) {
			return Err(Error::InvalidField { field: WHAT, max: MAX_TEXT });
		}
		Ok(Self { side, salt, text })
	}

	/// Who says it.
	pub fn side(&self) -> Side {
		self.side
	}

	/// The text: 1 to [`MAX_TEXT`] bytes.
	pub fn text(&self) -> &str {
		&self.text
	}

	/// What fixes the text on chain without telling it.
	pub fn commitment(&self) -> Commitment {
		self.side.commitment(self.salt.expose(), &self.text)
	}

	/// The salt of the commitment. Whoever has it can show, or guess, what was said.
	pub fn salt(&self) -> &[u8; 32] {
		self.salt.expose()
	}

	/// Seals it to the other side's vault.
	///
	/// # Errors
	/// [`Error::NotSealed`].
	pub fn seal(&self, place: &Place, vault: &PublicKey) -> Result<Vec<u8>, Error> {
		envelope::seal(&context(place), vault, &self.encode(place.record)?)
	}

	/// Opens what `side` says with the vault of the other, and holds it against the commitment that the chain names.
	///
	/// # Errors
	/// Those of [`envelope::open`]; [`Error::UnknownVersion`]; [`Error::Malformed`], also for the text of the other side or
	/// about another record, and for one that the chain has no commitment to.
	pub fn open(
		place: &Place,
		side: Side,
		commitment: &Commitment,
		vault: &SecretKey,
		envelope: &[u8],
	) -> Result<Self, Error> {
		let (statement, record) = Self::decode(&envelope::open(&context(place), vault, envelope)?)?;
		let refused = |why| Err(Error::Malformed { what: WHAT, why });
		if record != place.record {
			return refused("it is about another record");
		}
		if statement.side != side {
			return refused("it was written by the other side");
		}
		if statement.commitment() != *commitment {
			return refused("it is not what was committed to on chain");
		}
		Ok(statement)
	}

	/// The plaintext: version, side, record, salt, text, zeros.
	///
	/// # Errors
	/// [`Error::InvalidField`].
	pub fn encode(&self, record: RecordIndex) -> Result<Zeroizing<Vec<u8>>, Error> {
		let len =
			u16::try_from(self.text.len()).map_err(|_| Error::InvalidField { field: WHAT, max: MAX_TEXT })?;
		let mut bytes = Zeroizing::new(Vec::with_capacity(PLAINTEXT_LEN));
		bytes.extend_from_slice(&[VERSION, self.side.byte()]);
		bytes.extend_from_slice(&record.to_be_bytes());
		bytes.extend_from_slice(self.salt.expose());
		bytes.extend_from_slice(&len.to_be_bytes());
		bytes.extend_from_slice(self.text.as_bytes());
		bytes.resize(PLAINTEXT_LEN, 0);
		Ok(bytes)
	}

	/// Reads a plaintext: what is said, and about which record.
	///
	/// # Errors
	/// [`Error::Malformed`], [`Error::UnknownVersion`].
	pub fn decode(bytes: &[u8]) -> Result<(Self, RecordIndex), Error> {
		let mut fields = Fields::new(WHAT, bytes);
		let version = fields.byte()?;
		if version != VERSION {
			return Err(Error::UnknownVersion { what: WHAT, found: version });
		}
		if bytes.len() != PLAINTEXT_LEN {
			return Err(fields.malformed("not 4,096 bytes"));
		}
		let side = match fields.byte()? {
			1 => Side::Contest,
			2 => Side::Refusal,
			_ => return Err(fields.malformed("it is of neither side")),
		};
		let record = RecordIndex::from_be_bytes(fields.array()?);
		let salt = Secret::new(fields.array()?);
		let len = usize::from(u16::from_be_bytes(fields.array()?));
		let text = std::str::from_utf8(fields.slice(len)?)
			.map_err(|_| fields.malformed("a text is not UTF-8"))?
			.to_owned();
		// Who sealed it may be anyone: what its own client would have refused is refused here as well.
		if !plain::is_text(&text, MAX_TEXT) {
			return Err(fields.malformed("a text that could not have been written"));
		}
		fields.padding()?;
		Ok((Self { side, salt, text }, record))
	}
}

fn context(place: &Place) -> EnvelopeContext {
	EnvelopeContext::dispute(place.genesis, place.patient, place.ciphertext)
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::root::Root;
	use proptest::prelude::*;

	const PLACE: Place = Place {
		genesis: [1; 32],
		patient: PatientId([2; 32]),
		record: 0x0102_0304,
		ciphertext: Digest([3; 32]),
	};

	fn vault() -> SecretKey {
		Root::from_bytes([7; 32]).holder(0).vault(0).kem().clone()
	}

	fn statement(text: &str) -> Result<Statement, Error> {
		Statement::with_salt(Side::Contest, text, Secret::new([5; 32]))
	}

	fn sealed(statement: &Statement) -> Vec<u8> {
		statement.seal(&PLACE, &vault().public_key()).unwrap()
	}

	fn opened(
		place: &Place,
		side: Side,
		commitment: &Commitment,
		envelope: &[u8],
	) -> Result<Statement, Error> {
		Statement::open(place, side, commitment, &vault(), envelope)
	}

	#[test]
	fn statement_should_be_read_by_the_other_side_alone_and_about_its_record_alone() {
		let statement = statement("That was\n\tmy sister's.").unwrap();
		let (envelope, commitment) = (sealed(&statement), statement.commitment());
		assert_eq!(opened(&PLACE, Side::Contest, &commitment, &envelope).unwrap(), statement);
		for place in [
			Place { genesis: [9; 32], ..PLACE },
			Place { patient: PatientId([9; 32]), ..PLACE },
			Place { ciphertext: Digest([9; 32]), ..PLACE },
		] {
			let refused = opened(&place, Side::Contest, &commitment, &envelope);
			assert!(matches!(refused, Err(Error::NotOpened)), "{place:?}");
		}
		// The same file may have been filed twice.
		let beside = Place { record: 9, ..PLACE };
		let refused = opened(&beside, Side::Contest, &commitment, &envelope).unwrap_err();
		assert!(matches!(refused, Error::Malformed { .. }) && refused.is_integrity());
		let next = Root::from_bytes([7; 32]).holder(0).vault(1).kem().clone();
		let refused = Statement::open(&PLACE, Side::Contest, &commitment, &next, &envelope);
		assert!(matches!(refused, Err(Error::NotOpened)));
	}

	#[test]
	fn statement_should_be_refused_when_the_chain_has_no_commitment_to_it() {
		let said = statement("why").unwrap();
		let envelope = sealed(&said);
		let salted = Statement::with_salt(Side::Contest, "why", Secret::new([6; 32])).unwrap();
		for commitment in
			[Commitment::default(), salted.commitment(), statement("why not").unwrap().commitment()]
		{
			let refused = opened(&PLACE, Side::Contest, &commitment, &envelope).unwrap_err();
			assert!(matches!(refused, Error::Malformed { .. }) && refused.is_integrity());
		}
	}

	#[test]
	fn statement_of_one_side_should_not_pass_for_the_others() {
		let refusal = Statement::with_salt(Side::Refusal, "why", Secret::new([5; 32])).unwrap();
		let contest = statement("why").unwrap();
		assert_ne!(refusal.commitment(), contest.commitment());
		for (statement, other) in [(&refusal, Side::Contest), (&contest, Side::Refusal)] {
			let refused = opened(&PLACE, other, &statement.commitment(), &sealed(statement));
			assert!(matches!(refused, Err(Error::Malformed { .. })));
		}
	}

	#[test]
	fn salt_should_be_fresh_each_time() {
		let commitments = [(); 2].map(|()| Statement::new(Side::Contest, "why").unwrap().commitment());
		assert_ne!(commitments[0], commitments[1]);
	}

	#[test]
	fn commitment_should_be_the_documented_digest() {
		let content = [b"salus/v1/contest".as_slice(), &[5; 32], b"why"].concat();
		assert_eq!(statement("why").unwrap().commitment().0, Digest::of(&content).0);
		let content = [b"salus/v1/refusal".as_slice(), &[5; 32], b"why"].concat();
		let refusal = Statement::with_salt(Side::Refusal, "why", Secret::new([5; 32])).unwrap();
		assert_eq!(refusal.commitment().0, Digest::of(&content).0);
	}

	#[test]
	fn statement_should_not_open_when_it_is_an_envelope_of_another_kind() {
		let said = statement("why").unwrap();
		let plaintext = said.encode(PLACE.record).unwrap();
		for kind in [envelope::Kind::Request, envelope::Kind::Grant, envelope::Kind::Record] {
			let other = EnvelopeContext { kind, ..context(&PLACE) };
			let envelope = envelope::seal(&other, &vault().public_key(), &plaintext).unwrap();
			let refused = opened(&PLACE, Side::Contest, &said.commitment(), &envelope);
			assert!(matches!(refused, Err(Error::NotOpened)), "{kind:?}");
		}
	}

	#[test]
	fn envelopes_should_have_one_size_whatever_they_say() {
		let longest = statement(&"x".repeat(MAX_TEXT)).unwrap();
		assert_eq!(sealed(&longest).len(), ENVELOPE_LEN);
		assert_eq!(sealed(&statement("x").unwrap()).len(), ENVELOPE_LEN);
		let commitment = longest.commitment();
		assert_eq!(opened(&PLACE, Side::Contest, &commitment, &sealed(&longest)).unwrap(), longest);
	}

	#[test]
	fn plaintext_should_have_the_documented_bytes() {
		let mut expected = vec![1, 1, 1, 2, 3, 4];
		expected.extend([5; 32]);
		expected.extend(b"\0\x03why");
		expected.resize(4_096, 0);
		assert_eq!(statement("why").unwrap().encode(PLACE.record).unwrap().as_slice(), expected);
	}

	#[test]
	fn statement_should_be_refused_when_empty_too_long_or_not_plain() {
		let long = "x".repeat(MAX_TEXT + 1);
		for text in ["", " \n", &long, "a\u{1b}[2Jb", "a\u{202e}b", "a\0b", "a\rb"] {
			assert!(matches!(statement(text), Err(Error::InvalidField { .. })), "{text:?}");
		}
		assert_eq!(statement("  two\r\nlines \n").unwrap(), statement("two\nlines").unwrap());
	}

	#[test]
	fn plaintext_should_be_refused_when_a_stranger_breaks_its_rules() {
		let good = statement("why").unwrap().encode(7).unwrap();
		let decode = |change: &dyn Fn(&mut Vec<u8>)| {
			let mut bytes = good.to_vec();
			change(&mut bytes);
			Statement::decode(&bytes)
		};
		assert_eq!(decode(&|_| ()).unwrap().1, 7);
		assert!(matches!(decode(&|bytes| bytes[0] = 2), Err(Error::UnknownVersion { found: 2, .. })));
		for side in [0, 3, 0xff] {
			assert!(matches!(decode(&|bytes| bytes[1] = side), Err(Error::Malformed { .. })));
		}
		assert!(decode(&|bytes| bytes[39] = 0).is_err());
		assert!(decode(&|bytes| bytes[39] = 4).is_err());
		assert!(decode(&|bytes| bytes[40] = 0xff).is_err());
		assert!(decode(&|bytes| bytes[40] = 0x1b).is_err());
		assert!(decode(&|bytes| bytes[40] = b' ').is_err());
		assert!(decode(&|bytes| bytes[4_095] = 1).is_err());
		assert!(decode(&|bytes| bytes.truncate(4_095)).is_err());
		assert!(decode(&|bytes| bytes.resize(8_192, 0)).is_err());
	}

	#[test]
	fn statement_should_print_nothing_of_what_it_says() {
		let printed = format!("{:?}", statement("not my chemotherapy").unwrap());
		assert!(!printed.contains("chemo") && !printed.contains('5'), "{printed}");
	}

	proptest! {
		#![proptest_config(ProptestConfig::with_cases(64))]

		#[test]
		fn statement_should_not_open_when_any_bit_is_flipped(at in 0..ENVELOPE_LEN, bit in 0u8..8) {
			let said = statement("why").unwrap();
			let mut envelope = sealed(&said);
			envelope[at] ^= 1 << bit;
			let opened = opened(&PLACE, Side::Contest, &said.commitment(), &envelope);
			prop_assert!(opened.is_err(), "byte {}, bit {}", at, bit);
		}

		#[test]
		fn plaintext_should_be_read_or_refused_whatever_the_bytes(
			bytes in prop::collection::vec(any::<u8>(), PLAINTEXT_LEN),
			start in prop::collection::vec(0u8..6, 44),
			zeros in any::<bool>(),
		) {
			let mut bytes = bytes;
			bytes[..44].copy_from_slice(&start);
			bytes[0] = VERSION;
			if zeros {
				bytes[38..40].copy_from_slice(&[0, 3]);
				bytes[40..43].copy_from_slice(b"why");
				bytes[43..].fill(0);
			}
			match Statement::decode(&bytes) {
				Ok((statement, record)) => prop_assert_eq!(statement.encode(record).unwrap().to_vec(), bytes),
				Err(_) => prop_assert!(!zeros || !matches!(bytes[1], 1 | 2), "good bytes were refused"),
			}
		}

		#[test]
		fn statement_should_come_back_from_its_bytes(text in "\\PC{1,60}", record in any::<u32>()) {
			if let Ok(kept) = statement(&text) {
				prop_assert_eq!(Statement::decode(&kept.encode(record).unwrap()).unwrap(), (kept, record));
			}
		}
	}
}
