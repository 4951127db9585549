//! Encrypted files: age v1 with a detached file key.
//!
//! A file's content is padded with zeros to its size class ([`SizeClass`]) and encrypted as age v1 does: a header with a
//! MAC, then chunks of 64 KiB, each authenticated. The header wraps the file key for nobody. The key lies in the record's envelope,
//! so that whoever erases the envelopes has erased the file. The file's name is the SHA-256 of all its bytes.
//!
//! Encrypting and decrypting stream: memory does not grow with the file. What is decrypted to a path appears there only
//! when header, every chunk, both digests, length and padding were verified.

use crate::{secret::Secret, Error};
use age::{secrecy::ExposeSecret as _, DecryptError, Decryptor, EncryptError, Encryptor};
use age_core::format::Stanza;
use salus_primitives::{ids::Digest, records::SizeClass};
use sha2::{Digest as _, Sha256};
use std::{
	cell::{Cell, RefCell},
	collections::HashSet,
	io::{self, BufRead, BufReader, Read, Write},
	path::Path,
	rc::Rc,
};
use tempfile::NamedTempFile;
use zeroize::Zeroizing;

/// Bytes of plaintext in one chunk of an age file.
const CHUNK: usize = 64 * 1_024;
/// Longest header that is parsed; ours have less than 1 KiB.
const MAX_HEADER: usize = 8 * 1_024;
/// The tag of the one stanza that the header needs to have.
const STANZA_TAG: &str = "salus";

/// The 16 bytes that encrypt one file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FileKey(Secret<16>);

impl FileKey {
	/// Bytes of a file key.
	pub const LEN: usize = 16;

	/// A file key from its bytes.
	pub fn new(bytes: [u8; Self::LEN]) -> Self {
		Self(Secret::new(bytes))
	}

	/// The bytes.
	pub fn expose(&self) -> &[u8; Self::LEN] {
		self.0.expose()
	}
}

impl TryFrom<&[u8]> for FileKey {
	type Error = Error;

	fn try_from(bytes: &[u8]) -> Result<Self, Error> {
		Secret::try_from(bytes).map(Self)
	}
}

/// What encrypting a file gives.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EncryptedFile {
	/// The key, for the record's envelope.
	pub file_key: FileKey,
	/// SHA-256 of the ciphertext: its name in the blob store.
	pub ciphertext: Digest,
	/// Bytes of the ciphertext.
	pub ciphertext_length: u64,
	/// SHA-256 of the content before padding.
	pub plaintext: Digest,
	/// Bytes of the content before padding.
	pub length: u64,
	/// Size class of the padded content.
	pub size: SizeClass,
}

/// What decrypting a file takes: its key, and what it has to be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Opening {
	/// The key.
	pub file_key: FileKey,
	/// SHA-256 of the ciphertext.
	pub ciphertext: Digest,
	/// SHA-256 of the content before padding.
	pub plaintext: Digest,
	/// Bytes of the content before padding.
	pub length: u64,
}

impl From<&EncryptedFile> for Opening {
	fn from(file: &EncryptedFile) -> Self {
		Self {
			file_key: file.file_key.clone(),
			ciphertext: file.ciphertext,
			plaintext: file.plaintext,
			length: file.length,
		}
	}
}

/// Encrypts all of `source` under a new key into `sink`.
///
/// # Errors
/// [`Error::Io`] from either side, [`Error::TooLarge`] for a content beyond the largest size class.
pub fn encrypt(mut source: impl Read, sink: impl Write) -> Result<EncryptedFile, Error> {
	let key = DetachedRecipient::default();
	let encryptor = Encryptor::with_recipients(std::iter::once(&key as &dyn age::Recipient))
		.map_err(|_| Error::NotSealed)?;
	let file_key = key.file_key.into_inner().ok_or(Error::NotSealed)?;
	let mut stream = encryptor.wrap_output(Hashing::new(sink))?;

	let mut buffer = Zeroizing::new(vec![0; CHUNK]);
	let mut hasher = Sha256::new();
	let mut length = 0u64;
	loop {
		let read = match source.read(&mut buffer) {
			Ok(0) => break,
			Ok(read) => read,
			Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
			Err(error) => return Err(error.into()),
		};
		hasher.update(&buffer[..read]);
		stream.write_all(&buffer[..read])?;
		length += read as u64;
	}
	let size = SizeClass::for_len(length).ok_or(Error::TooLarge)?;
	let padded = size.padded_len().ok_or(Error::TooLarge)?;
	io::copy(&mut io::repeat(0).take(padded - length), &mut stream)?;

	let mut written = stream.finish()?;
	written.flush()?;
	Ok(EncryptedFile {
		file_key,
		ciphertext_length: written.count,
		ciphertext: written.digest(),
		plaintext: Digest(hasher.finalize().into()),
		length,
		size,
	})
}

/// Decrypts `source` to `path`. The content is written beside it and takes its place, over what was there, only after
/// everything has verified; otherwise nothing is left behind. Only the owner of the process may read the file.
///
/// # Errors
/// As [`decrypt_to_vec`].
pub fn decrypt_to_path(source: impl Read, opening: &Opening, path: &Path) -> Result<(), Error> {
	let folder = match path.parent() {
		Some(folder) if !folder.as_os_str().is_empty() => folder,
		_ => Path::new("."),
	};
	let mut temporary = NamedTempFile::new_in(folder)?;
	decrypt(source, opening, &mut temporary)?;
	temporary.as_file().sync_all()?;
	temporary.persist(path).map_err(|refused| refused.error)?;
	Ok(())
}

/// Decrypts `source` into memory, if its content is not longer than `max`.
///
/// # Errors
/// [`Error::InvalidHeader`], [`Error::HeaderMac`], [`Error::Payload`], [`Error::CiphertextMismatch`],
/// [`Error::PlaintextMismatch`], [`Error::TooLarge`], [`Error::Io`].
pub fn decrypt_to_vec(source: impl Read, opening: &Opening, max: usize) -> Result<Zeroizing<Vec<u8>>, Error> {
	let length = usize::try_from(opening.length).map_err(|_| Error::TooLarge)?;
	if length > max {
		return Err(Error::TooLarge);
	}
	let mut content = Zeroizing::new(Vec::new());
	// All at once: growing would leave copies that are not wiped.
	content.try_reserve_exact(length).map_err(|_| Error::TooLarge)?;
	decrypt(source, opening, &mut *content)?;
	Ok(content)
}

/// SHA-256 of everything `source` gives, to compare stored bytes with the chain.
///
/// # Errors
/// [`Error::Io`].
pub fn digest_of(mut source: impl Read) -> Result<Digest, Error> {
	let mut hashing = Hashing::new(io::sink());
	io::copy(&mut source, &mut hashing)?;
	Ok(hashing.digest())
}

/// Decrypts into `sink`, which must not be used if this fails.
fn decrypt(source: impl Read, opening: &Opening, mut sink: impl Write) -> Result<(), Error> {
	let padded = SizeClass::for_len(opening.length).and_then(SizeClass::padded_len).ok_or(Error::TooLarge)?;
	let mut source = Hashing::new(source);
	let mut hasher = Sha256::new();
	let mut position = 0u64;
	decrypt_chunks(&mut source, &opening.file_key, |chunk| {
		let content = usize::try_from(opening.length.saturating_sub(position))
			.map_or(chunk.len(), |left| left.min(chunk.len()));
		let (content, padding) = chunk.split_at(content);
		position += chunk.len() as u64;
		if position > padded {
			return Err(Error::PlaintextMismatch("longer than its size class"));
		}
		if padding.iter().any(|byte| *byte != 0) {
			return Err(Error::PlaintextMismatch("padding that is not zeros"));
		}
		hasher.update(content);
		sink.write_all(content)?;
		Ok(())
	})?;
	if position != padded {
		return Err(Error::PlaintextMismatch("shorter than its size class"));
	}
	if source.digest() != opening.ciphertext {
		return Err(Error::CiphertextMismatch);
	}
	if Digest(hasher.finalize().into()) != opening.plaintext {
		return Err(Error::PlaintextMismatch("another digest"));
	}
	sink.flush()?;
	Ok(())
}

/// Decrypts an age file with its file key, whatever its stanzas are, and hands each piece of plaintext over once its
/// chunk has verified. Reads `source` to its end.
fn decrypt_chunks(
	source: impl Read,
	file_key: &FileKey,
	mut take: impl FnMut(&[u8]) -> Result<(), Error>,
) -> Result<(), Error> {
	let budget = Rc::new(Cell::new(Some(MAX_HEADER)));
	let source = HeaderLimit { inner: BufReader::with_capacity(CHUNK, source), budget: budget.clone() };
	let decryptor = Decryptor::new_buffered(source).map_err(header_error)?;
	budget.set(None);
	let identity = DetachedIdentity(file_key.clone());
	let mut stream =
		decryptor.decrypt(std::iter::once(&identity as &dyn age::Identity)).map_err(header_error)?;
	let mut buffer = Zeroizing::new(vec![0; CHUNK]);
	loop {
		match stream.read(&mut buffer) {
			Ok(0) => return Ok(()),
			Ok(read) => take(&buffer[..read])?,
			Err(error) => match error.kind() {
				io::ErrorKind::Interrupted => continue,
				io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof => {
					return Err(Error::Payload(error));
				}
				_ => return Err(error.into()),
			},
		}
	}
}

fn header_error(error: DecryptError) -> Error {
	match error {
		DecryptError::InvalidMac => Error::HeaderMac,
		DecryptError::Io(error)
			if !matches!(error.kind(), io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof) =>
		{
			Error::Io(error)
		}
		_ => Error::InvalidHeader,
	}
}

/// Keeps the file key that age draws, and puts an empty stanza in the header.
#[derive(Default)]
struct DetachedRecipient {
	file_key: RefCell<Option<FileKey>>,
}

impl age::Recipient for DetachedRecipient {
	fn wrap_file_key(
		&self,
		file_key: &age_core::format::FileKey,
	) -> Result<(Vec<Stanza>, HashSet<String>), EncryptError> {
		self.file_key.replace(Some(FileKey::new(*file_key.expose_secret())));
		let stanza = Stanza { tag: STANZA_TAG.to_owned(), args: Vec::new(), body: Vec::new() };
		Ok((vec![stanza], HashSet::new()))
	}
}

/// Knows the file key without the header, whose MAC then tells whether it is the right one.
struct DetachedIdentity(FileKey);

impl age::Identity for DetachedIdentity {
	fn unwrap_stanza(&self, _: &Stanza) -> Option<Result<age_core::format::FileKey, DecryptError>> {
		Some(Ok(age_core::format::FileKey::init_with_mut(|key| key.copy_from_slice(self.0.expose()))))
	}
}

/// Counts and hashes what is read or written through it.
struct Hashing<T> {
	inner: T,
	hasher: Sha256,
	count: u64,
}

impl<T> Hashing<T> {
	fn new(inner: T) -> Self {
		Self { inner, hasher: Sha256::new(), count: 0 }
	}

	fn add(&mut self, bytes: &[u8]) {
		self.hasher.update(bytes);
		self.count += bytes.len() as u64;
	}

	fn digest(self) -> Digest {
		Digest(self.hasher.finalize().into())
	}
}

impl<T: Read> Read for Hashing<T> {
	fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
		let read = self.inner.read(buffer)?;
		self.add(&buffer[..read]);
		Ok(read)
	}
}

impl<T: Write> Write for Hashing<T> {
	fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
		let written = self.inner.write(bytes)?;
		self.add(&bytes[..written]);
		Ok(written)
	}

	fn flush(&mut self) -> io::Result<()> {
		self.inner.flush()
	}
}

/// Stops a header that does not end: age's parser would read all of it, again and again.
struct HeaderLimit<T> {
	inner: T,
	/// Bytes left; `None` once the header is behind.
	budget: Rc<Cell<Option<usize>>>,
}

impl<T: BufRead> Read for HeaderLimit<T> {
	fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
		if self.budget.get().is_none() {
			return self.inner.read(buffer);
		}
		let available = self.fill_buf()?;
		let read = available.len().min(buffer.len());
		buffer[..read].copy_from_slice(&available[..read]);
		self.consume(read);
		Ok(read)
	}
}

impl<T: BufRead> BufRead for HeaderLimit<T> {
	fn fill_buf(&mut self) -> io::Result<&[u8]> {
		let available = self.inner.fill_buf()?;
		match self.budget.get() {
			None => Ok(available),
			Some(0) if !available.is_empty() => {
				Err(io::Error::new(io::ErrorKind::InvalidData, "the header is too long"))
			}
			Some(left) => Ok(&available[..left.min(available.len())]),
		}
	}

	fn consume(&mut self, amount: usize) {
		self.inner.consume(amount);
		self.budget.set(self.budget.get().map(|left| left.saturating_sub(amount)));
	}
}

#[cfg(test)]
mod tests;
