//! The root secret and its 24 words.
//!
//! The words are those of the English BIP-39 list, but the checksum is our own and never the one BIP-39 asks for:
//! no wallet takes a vault's phrase, and no vault takes a wallet's.

use crate::{
	keys::{HolderSecrets, PatientSecrets},
	secret::Secret,
	Error,
};
use bip39::Language;
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

/// Words in a recovery phrase: 256 bits of root, 8 of checksum, 11 a word.
pub const WORDS: usize = 24;

const BITS_PER_WORD: usize = 11;
const CHECKSUM_TAG: &[u8] = b"salus/v1/words";

/// The 32 random bytes from which every key of a person or an organisation is derived.
///
/// It is never derived from anything else, least of all from a wallet's signature.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Root(Secret<32>);

impl Root {
	/// A new root from the operating system's random generator.
	///
	/// # Panics
	/// If the operating system has no randomness.
	pub fn generate() -> Self {
		Self(Secret::random())
	}

	/// A root from its 32 bytes, as [`Self::expose`] gave them.
	pub fn from_bytes(bytes: [u8; 32]) -> Self {
		Self(Secret::new(bytes))
	}

	/// The 32 bytes, for a profile that is itself encrypted.
	pub fn expose(&self) -> &[u8; 32] {
		self.0.expose()
	}

	/// The secrets of the patient with this number; each `PatientId` of a person has its own, from 0.
	pub fn patient(&self, number: u32) -> PatientSecrets {
		PatientSecrets::derive(self.0.expose(), number)
	}

	/// The secrets of a practitioner or an organisation; each has its own number, from 0.
	pub fn holder(&self, number: u32) -> HolderSecrets {
		HolderSecrets::derive(self.0.expose(), number)
	}

	/// The recovery phrase: 24 words separated by single spaces.
	pub fn to_words(&self) -> Zeroizing<String> {
		let list = Language::English.word_list();
		let mut bytes = Zeroizing::new([0u8; 33]);
		let (root, checksum) = bytes.split_at_mut(32);
		root.copy_from_slice(self.0.expose());
		checksum.copy_from_slice(&[own_checksum(self.0.expose())]);
		let mut words = Zeroizing::new(String::with_capacity(WORDS * 9));
		for position in 0..WORDS {
			let index = (0..BITS_PER_WORD).fold(0usize, |index, bit| {
				let at = position * BITS_PER_WORD + bit;
				index << 1 | usize::from(bytes[at / 8] >> (7 - at % 8) & 1)
			});
			if position > 0 {
				words.push(' ');
			}
			words.push_str(list[index]);
		}
		words
	}

	/// The root of a recovery phrase. Case and the amount of white space do not matter.
	///
	/// # Errors
	/// [`Error::WordCount`], [`Error::UnknownWord`], [`Error::WalletPhrase`] for a BIP-39 phrase,
	/// [`Error::PhraseChecksum`] for a wrong word or order (all but one in 255 are found).
	pub fn from_words(phrase: &str) -> Result<Self, Error> {
		let found = phrase.split_whitespace().count();
		if found != WORDS {
			return Err(Error::WordCount { found });
		}
		let mut bytes = Zeroizing::new([0u8; 33]);
		for (position, word) in phrase.split_whitespace().enumerate() {
			let word = Zeroizing::new(word.to_ascii_lowercase());
			let index =
				Language::English.find_word(&word).ok_or(Error::UnknownWord { position: position + 1 })?;
			for bit in 0..BITS_PER_WORD {
				let at = position * BITS_PER_WORD + bit;
				bytes[at / 8] |= ((index >> (BITS_PER_WORD - 1 - bit) & 1) as u8) << (7 - at % 8);
			}
		}
		let root = Secret::<32>::try_from(&bytes[..32])?;
		let checksum = bytes[32];
		if checksum == own_checksum(root.expose()) {
			Ok(Self(root))
		} else if checksum == bip39_checksum(root.expose()) {
			Err(Error::WalletPhrase)
		} else {
			Err(Error::PhraseChecksum)
		}
	}
}

fn bip39_checksum(root: &[u8; 32]) -> u8 {
	Sha256::digest(root)[0]
}

/// BIP-39's checksum changed by one of 255 non-zero values, so that it is never BIP-39's.
fn own_checksum(root: &[u8; 32]) -> u8 {
	let own = Sha256::new().chain_update(CHECKSUM_TAG).chain_update(root).finalize()[0];
	bip39_checksum(root) ^ (1 + own % 255)
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;

	fn root(number: u32) -> Root {
		Root::from_bytes(Sha256::digest(number.to_be_bytes()).into())
	}

	#[test]
	fn root_should_differ_when_generated_twice() {
		assert_ne!(Root::generate(), Root::generate());
	}

	#[test]
	fn root_should_print_nothing_secret() {
		assert_eq!(format!("{:?}", Root::from_bytes([7; 32])), "Root(Secret(32 bytes))");
	}

	#[test]
	fn phrase_should_be_refused_by_bip39_for_every_root() {
		for number in 0..2_000 {
			let words = root(number).to_words();
			assert_eq!(
				bip39::Mnemonic::parse_normalized(&words).unwrap_err(),
				bip39::Error::InvalidChecksum,
				"root {number}"
			);
		}
	}

	#[test]
	fn phrase_of_a_wallet_should_be_refused() {
		for number in 0..500 {
			let wallet = bip39::Mnemonic::from_entropy(root(number).expose()).unwrap();
			let phrase = wallet.words().collect::<Vec<_>>().join(" ");
			assert!(matches!(Root::from_words(&phrase), Err(Error::WalletPhrase)), "root {number}");
		}
	}

	#[test]
	fn wrong_word_should_be_found_in_all_but_one_of_255() {
		let list = Language::English.word_list();
		let mut missed = 0;
		let trials = 5_000;
		for number in 0..trials {
			let words = root(number).to_words();
			let mut words: Vec<&str> = words.split(' ').collect();
			let position = number as usize % WORDS;
			let at = list.iter().position(|word| *word == words[position]).unwrap();
			words[position] = list[(at + 1 + number as usize * 7 % 2_047) % 2_048];
			missed += u32::from(Root::from_words(&words.join(" ")).is_ok());
		}
		// 20 are expected; five standard deviations above that are 42.
		assert!(missed < 43, "{missed} of {trials} wrong words went unnoticed");
	}

	#[test]
	fn swapped_words_should_be_found_in_all_but_one_of_255() {
		let mut missed = 0;
		let trials = 5_000;
		for number in 0..trials {
			let words = root(number).to_words();
			let mut words: Vec<&str> = words.split(' ').collect();
			let (a, b) = (number as usize % WORDS, (number as usize / WORDS + 1 + number as usize) % WORDS);
			if words[a] == words[b] {
				continue;
			}
			words.swap(a, b);
			missed += u32::from(Root::from_words(&words.join(" ")).is_ok());
		}
		assert!(missed < 43, "{missed} of {trials} swaps went unnoticed");
	}

	#[test]
	fn unknown_word_should_be_named_by_its_position() {
		let words = root(1).to_words();
		let mut words: Vec<&str> = words.split(' ').collect();
		words[6] = "salus";
		let refused = Root::from_words(&words.join(" ")).unwrap_err();
		assert!(matches!(refused, Error::UnknownWord { position: 7 }));
		assert!(!refused.to_string().contains("salus"));
	}

	#[test]
	fn phrase_should_be_refused_when_a_word_is_missing_or_added() {
		let words = root(2).to_words();
		let shorter = words.rsplit_once(' ').unwrap().0;
		assert!(matches!(Root::from_words(shorter), Err(Error::WordCount { found: 23 })));
		assert!(matches!(
			Root::from_words(&format!("{} abandon", *words)),
			Err(Error::WordCount { found: 25 })
		));
		assert!(matches!(Root::from_words(""), Err(Error::WordCount { found: 0 })));
	}

	#[test]
	fn phrase_should_be_read_whatever_its_case_and_white_space() {
		let words = root(3).to_words().to_uppercase().replace(' ', "\n  ");
		assert_eq!(Root::from_words(&words).unwrap(), root(3));
	}

	proptest! {
		#[test]
		fn phrase_should_give_back_its_root(bytes: [u8; 32]) {
			let root = Root::from_bytes(bytes);
			let words = root.to_words();
			prop_assert_eq!(words.split(' ').count(), WORDS);
			prop_assert_eq!(Root::from_words(&words).unwrap(), root);
		}
	}
}
