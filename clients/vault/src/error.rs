//! Why the vault refused.

use thiserror::Error;

/// Why the vault refused. No message carries a secret.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum Error {
	/// A recovery phrase does not have 24 words.
	#[error("a recovery phrase has 24 words, this one has {found}")]
	WordCount {
		/// Words found.
		found: usize,
	},
	/// A word of a recovery phrase is not in the list.
	#[error("word {position} of the recovery phrase is not in the word list")]
	UnknownWord {
		/// Which word, counted from 1.
		position: usize,
	},
	/// The words are all in the list, but they do not belong together: a wrong word, or two in the wrong order.
	#[error("the recovery phrase has a wrong word or a wrong order")]
	PhraseChecksum,
	/// The words have BIP-39's checksum: a wallet's recovery phrase, which no vault takes.
	#[error("this is a wallet's recovery phrase, not a vault's (or it has a wrong word)")]
	WalletPhrase,
	/// A scope name is empty, longer than [`crate::keys::MAX_SCOPE_NAME`] bytes, or has control characters.
	#[error("a scope name has 1 to {max} bytes and no control characters", max = crate::keys::MAX_SCOPE_NAME)]
	InvalidScopeName,
	/// An epoch index is above [`salus_primitives::ids::MAX_EPOCH_INDEX`].
	#[error("epoch index {index} is above {max}", max = salus_primitives::ids::MAX_EPOCH_INDEX)]
	EpochOutOfRange {
		/// The index asked for.
		index: u32,
	},
	/// The key asked for cannot be derived from the keys at hand: it is newer, or of another generation.
	#[error("the keys at hand do not reach generation {generation}, epoch {index}")]
	EpochOutOfReach {
		/// Generation asked for.
		generation: u16,
		/// Index asked for.
		index: u32,
	},
	/// A key or signature has the wrong length or is no valid encoding.
	#[error("malformed {0}")]
	InvalidKey(&'static str),
	/// A public key is not the one whose digest was expected.
	#[error("the key does not have the digest that the chain names")]
	KeyMismatch,
	/// The suite byte of an envelope is unknown.
	#[error("envelope suite {0:#04x} is unknown")]
	UnknownSuite(u8),
	/// Sealing failed inside HPKE.
	#[error("the envelope could not be sealed")]
	NotSealed,
	/// An envelope does not open: another recipient, another context, or changed bytes.
	#[error("the envelope does not open with this key in this context")]
	NotOpened,
	/// A plaintext has a version this software does not know.
	#[error("version {found} of {what} is unknown")]
	UnknownVersion {
		/// Which plaintext.
		what: &'static str,
		/// The version found.
		found: u8,
	},
	/// A plaintext or an envelope breaks its format.
	#[error("malformed {what}: {why}")]
	Malformed {
		/// What was read.
		what: &'static str,
		/// The rule that is broken.
		why: &'static str,
	},
	/// A value does not fit its field.
	#[error("{field} is longer than {max} bytes or not of its form")]
	InvalidField {
		/// The field.
		field: &'static str,
		/// Longest value in bytes.
		max: usize,
	},
	/// An Ed25519 signature does not verify.
	#[error("the signature does not verify")]
	BadSignature,
	/// A plaintext is longer than the largest size class.
	#[error("the file is longer than the largest size class")]
	TooLarge,
	/// A file's header is not age v1, or is longer than allowed.
	#[error("the file has no valid age header")]
	InvalidHeader,
	/// The header's MAC fails: a wrong file key, or a changed header.
	#[error("the file's header does not verify with its key")]
	HeaderMac,
	/// The file's payload fails: changed, cut off or followed by other bytes.
	#[error("the file's content does not verify: {0}")]
	Payload(std::io::Error),
	/// The ciphertext is not the one named.
	#[error("the stored bytes do not have the digest that the chain names")]
	CiphertextMismatch,
	/// The plaintext is not the one the envelope describes.
	#[error("the content is not the one that the envelope describes: {0}")]
	PlaintextMismatch(&'static str),
	/// Shares of a root are not what they should be, or could not be made.
	#[error("shares: {0}")]
	InvalidShares(&'static str),
	/// There are not enough shares.
	#[error("{found} shares are not enough, {needed} give the root back")]
	TooFewShares {
		/// Shares at hand.
		found: usize,
		/// Shares needed.
		needed: usize,
	},
	/// The shares give the root back together with a passphrase alone.
	#[error("these shares need the passphrase that was mixed in")]
	PassphraseMissing,
	/// Shares gave something else than the root.
	#[error("the shares do not give the root back: the passphrase is wrong, or a share was changed")]
	NotCombined,
	/// Reading or writing failed.
	#[error(transparent)]
	Io(#[from] std::io::Error),
}

impl Error {
	/// Whether stored bytes, keys or signatures are not what they are claimed to be, rather than absent or misused.
	pub fn is_integrity(&self) -> bool {
		matches!(
			self,
			Self::KeyMismatch
				| Self::UnknownSuite(_)
				| Self::NotOpened
				| Self::UnknownVersion { .. }
				| Self::Malformed { .. }
				| Self::BadSignature
				| Self::InvalidHeader
				| Self::HeaderMac
				| Self::Payload(_)
				| Self::CiphertextMismatch
				| Self::PlaintextMismatch(_)
				| Self::NotCombined
		)
	}
}
