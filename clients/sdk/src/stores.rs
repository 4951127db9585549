//! Where ciphertexts, public keys and envelopes lie.
//!
//! Blobs and envelopes are in two stores that share neither place nor credential: what an envelope opens must
//! not be for whoever keeps the envelope. Objects are named by the SHA-256 of their bytes, in two levels of
//! folders (`ab/cd/abcd…`), and whatever is read is checked against its name. Envelopes of grants lie so under
//! `grants/<patient>/`, apart from those of records and from other patients': grantees name them on chain, and
//! what a grantee names must reach nothing else. For the same reason those of requests for access lie under
//! `requests/<patient>/`, and those of disputes under `disputes/<patient>/`. Only the envelope store has objects
//! of other names: a patient's sealed notes, which change ([`Store::put_note`]). Neither store may keep old
//! versions of what was deleted.
//!
//! A store is a folder (`file:///absolute/path`, or a plain path) or an S3 bucket (`s3://bucket/prefix`). S3
//! settings come from the environment in the names of Amazon's tools: `AWS_REGION`, `AWS_ENDPOINT_URL`, … for
//! both; the same names after `SALUS_BLOBS_` or `SALUS_ENVELOPES_` for one of them. Two S3 stores need
//! different `AWS_ACCESS_KEY_ID`s.

use crate::{error::Result, Error, Progress};
use bytes::Bytes;
use futures::StreamExt;
use object_store::{
	aws::{AmazonS3Builder, AmazonS3ConfigKey},
	buffered::BufWriter,
	local::LocalFileSystem,
	path::Path as Key,
	prefix::PrefixStore,
	Error as StoreError, ObjectStore, ObjectStoreExt, PutMode, PutOptions, PutPayload,
};
use rand::Rng;
use salus_primitives::ids::{Digest, PatientId};
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use std::{
	io::{self, Read},
	path::{Path, PathBuf},
	sync::Arc,
	time::{Duration, SystemTime, UNIX_EPOCH},
};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use url::Url;

/// Bytes that are read, hashed and sent at a time.
const PIECE: usize = 256 * 1024;
/// Bytes that are held back before an upload becomes one of several parts; S3 wants at least 5 MiB a part.
const PART: usize = 8 * 1024 * 1024;
/// Folder of the envelope store with the envelopes of grants.
const GRANTS: &str = "grants";
/// Folder of the envelope store with the envelopes of requests for access.
const REQUESTS: &str = "requests";
/// Folder of the envelope store with the envelopes of disputes.
const DISPUTES: &str = "disputes";
/// Pieces of a download that wait to be decrypted.
const PIECES_WAITING: usize = 8;

/// Makes `ring` the process's TLS provider, once.
pub(crate) fn install_tls_provider() {
	// An error says that one is installed already, which is as good.
	let _ = rustls::crypto::ring::default_provider().install_default();
}

/// What a store holds under a name.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "camelCase", tag = "state")]
pub enum Stored {
	/// The bytes that the name is the digest of.
	Sound,
	/// Nothing.
	Missing,
	/// Other bytes.
	Altered {
		/// Their digest.
		found: Digest,
	},
	/// More bytes than what the name stands for can have; they were not read to the end.
	TooLong,
}

/// The blob store and the envelope store.
#[derive(Clone, Debug)]
pub struct Stores {
	blobs: Store,
	envelopes: Store,
}

impl Stores {
	/// Opens both; a folder that is not there is created.
	///
	/// # Errors
	/// Of kind usage for a URL that is none of a store, and for two stores in the same place or with the same
	/// credential.
	pub fn open(blobs: &str, envelopes: &str) -> Result<Self> {
		install_tls_provider();
		let (blobs, envelopes) =
			(Place::parse(blobs, Role::Blobs)?, Place::parse(envelopes, Role::Envelopes)?);
		if blobs.overlaps(&envelopes) {
			return Err(Error::usage("blobs and envelopes need two places, neither within the other"));
		}
		let vars = || std::env::vars();
		if let (Place::S3 { .. }, Place::S3 { .. }) = (&blobs, &envelopes) {
			let credential = |role| setting(&s3_settings(role, vars()), &AmazonS3ConfigKey::AccessKeyId);
			let (first, second) = (credential(Role::Blobs), credential(Role::Envelopes));
			if first.is_none() || first == second {
				return Err(Error::usage(
					"blob and envelope store must not share a credential: set SALUS_ENVELOPES_AWS_ACCESS_KEY_ID and \
					 SALUS_ENVELOPES_AWS_SECRET_ACCESS_KEY to another",
				));
			}
		}
		Ok(Self {
			blobs: blobs.open(s3_settings(Role::Blobs, vars()))?,
			envelopes: envelopes.open(s3_settings(Role::Envelopes, vars()))?,
		})
	}

	/// Ciphertexts and public keys.
	pub fn blobs(&self) -> &Store {
		&self.blobs
	}

	/// Envelopes of records, and sealed notes.
	pub fn envelopes(&self) -> &Store {
		&self.envelopes
	}

	/// Envelopes of the grants of one patient.
	pub fn grants(&self, patient: &PatientId) -> Store {
		self.folder_of(GRANTS, patient)
	}

	/// Envelopes of the requests that one patient was asked.
	pub fn requests(&self, patient: &PatientId) -> Store {
		self.folder_of(REQUESTS, patient)
	}

	/// Envelopes of the disputes of one patient's records.
	pub fn disputes(&self, patient: &PatientId) -> Store {
		self.folder_of(DISPUTES, patient)
	}

	fn folder_of(&self, folder: &str, patient: &PatientId) -> Store {
		let place = Key::from_iter([folder, hex::encode(patient.0).as_str()]);
		Store { inner: Arc::new(PrefixStore::new(self.envelopes.inner.clone(), place)) }
	}
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
	Blobs,
	Envelopes,
}

impl Role {
	fn prefix(self) -> &'static str {
		match self {
			Self::Blobs => "SALUS_BLOBS_",
			Self::Envelopes => "SALUS_ENVELOPES_",
		}
	}
}

/// The S3 settings of a role: those for both, then its own over them.
fn s3_settings(role: Role, vars: impl Iterator<Item = (String, String)>) -> Vec<(AmazonS3ConfigKey, String)> {
	let (mut common, mut own) = (Vec::new(), Vec::new());
	for (name, value) in vars {
		let (list, name) = match name.strip_prefix(role.prefix()) {
			Some(rest) => (&mut own, rest),
			None => (&mut common, name.as_str()),
		};
		if !name.starts_with("AWS_") {
			continue;
		}
		if let Ok(key) = name.to_ascii_lowercase().parse() {
			list.push((key, value));
		}
	}
	common.extend(own);
	common
}

fn setting(settings: &[(AmazonS3ConfigKey, String)], key: &AmazonS3ConfigKey) -> Option<String> {
	settings.iter().rev().find(|(known, _)| known == key).map(|(_, value)| value.clone())
}

/// Where a store is.
#[derive(Debug)]
enum Place {
	Folder(PathBuf),
	S3 { bucket: String, prefix: Key },
}

impl Place {
	fn parse(text: &str, role: Role) -> Result<Self> {
		let what = match role {
			Role::Blobs => "blob",
			Role::Envelopes => "envelope",
		};
		let refused = |why: &str| Error::usage(format!("{text} is no {what} store: {why}"));
		if !text.contains("://") {
			if text.trim().is_empty() {
				return Err(refused("it is empty"));
			}
			return Self::folder(Path::new(text));
		}
		let url = Url::parse(text).map_err(|error| refused(&error.to_string()))?;
		match url.scheme() {
			"file" => Self::folder(&url.to_file_path().map_err(|()| refused("no absolute path"))?),
			"s3" => {
				let bucket =
					url.host_str().filter(|host| !host.is_empty()).ok_or_else(|| refused("no bucket"))?;
				let prefix = Key::from_url_path(url.path()).map_err(|error| refused(&error.to_string()))?;
				Ok(Self::S3 { bucket: bucket.to_owned(), prefix })
			}
			_ => Err(refused("use file:// or s3://")),
		}
	}

	/// The folder, created if it is not there, without symbolic links in its path.
	fn folder(path: &Path) -> Result<Self> {
		let failed = |error| Error::file(path, error);
		let mut builder = std::fs::DirBuilder::new();
		builder.recursive(true);
		#[cfg(unix)]
		std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
		builder.create(path).map_err(failed)?;
		path.canonicalize().map(Self::Folder).map_err(failed)
	}

	fn overlaps(&self, other: &Self) -> bool {
		match (self, other) {
			(Self::Folder(a), Self::Folder(b)) => a.starts_with(b) || b.starts_with(a),
			(Self::S3 { bucket: a, prefix: ap }, Self::S3 { bucket: b, prefix: bp }) => {
				a == b && (ap.prefix_matches(bp) || bp.prefix_matches(ap))
			}
			_ => false,
		}
	}

	fn open(self, settings: Vec<(AmazonS3ConfigKey, String)>) -> Result<Store> {
		let inner: Arc<dyn ObjectStore> = match self {
			Self::Folder(path) => Arc::new(LocalFileSystem::new_with_prefix(path)?.with_fsync(true)),
			Self::S3 { bucket, prefix } => {
				let builder = settings
					.into_iter()
					.fold(AmazonS3Builder::new(), |builder, (key, value)| builder.with_config(key, value));
				Arc::new(PrefixStore::new(builder.with_bucket_name(bucket).build()?, prefix))
			}
		};
		Ok(Store { inner })
	}
}

/// One store.
#[derive(Clone, Debug)]
pub struct Store {
	inner: Arc<dyn ObjectStore>,
}

impl Store {
	/// The name under which an object with this digest lies.
	fn key(digest: &Digest) -> Key {
		let name = hex::encode(digest.0);
		Key::from_iter([name.get(..2).unwrap_or_default(), name.get(2..4).unwrap_or_default(), name.as_str()])
	}

	/// A name that no other upload uses.
	fn temporary_key() -> Key {
		let mut unique = [0u8; 16];
		rand::thread_rng().fill(&mut unique);
		Key::from_iter(["tmp", hex::encode(unique).as_str()])
	}

	/// Puts bytes under their digest, which it returns. Bytes that are there already stay; other bytes under
	/// this name are replaced.
	///
	/// # Errors
	/// Of kind network.
	pub async fn put(&self, bytes: Bytes) -> Result<Digest> {
		let digest = Digest::of(&bytes);
		let len = bytes.len() as u64;
		let key = Self::key(&digest);
		let payload = PutPayload::from_bytes(bytes);
		let create = PutOptions { mode: PutMode::Create, ..PutOptions::default() };
		match self.inner.put_opts(&key, payload.clone(), create).await {
			Ok(_) => {}
			Err(StoreError::AlreadyExists { .. }) if self.check(&digest, len).await? == Stored::Sound => {}
			// Not every S3 server can put conditionally; what is overwritten has the same name, so the same
			// bytes.
			Err(
				StoreError::AlreadyExists { .. }
				| StoreError::NotImplemented { .. }
				| StoreError::NotSupported { .. },
			) => {
				self.inner.put(&key, payload).await?;
			}
			Err(error) => return Err(error.into()),
		}
		Ok(digest)
	}

	/// Uploads a file under the digest it is said to have, in pieces: to a temporary name first, which the
	/// object leaves only if the digest is right.
	///
	/// # Errors
	/// Of kind integrity for another digest, of kind usage if the file cannot be read, of kind network.
	/// Nothing is left behind.
	pub async fn put_file(&self, path: &Path, digest: &Digest, progress: &dyn Progress) -> Result<()> {
		let temporary = Self::temporary_key();
		let uploaded = self.upload(path, digest, &temporary, progress).await;
		match self.inner.delete(&temporary).await {
			Ok(()) | Err(StoreError::NotFound { .. }) => uploaded,
			Err(error) => {
				tracing::warn!(%error, key = %temporary, "a temporary object is left in the store");
				uploaded
			}
		}
	}

	async fn upload(
		&self,
		path: &Path,
		digest: &Digest,
		temporary: &Key,
		progress: &dyn Progress,
	) -> Result<()> {
		let failed = |error| Error::file(path, error);
		let mut file = tokio::fs::File::open(path).await.map_err(failed)?;
		let mut writer = BufWriter::with_capacity(self.inner.clone(), temporary.clone(), PART);
		let (mut hasher, mut uploaded) = (Sha256::new(), 0u64);
		loop {
			let mut piece = bytes::BytesMut::with_capacity(PIECE);
			let read = match file.read_buf(&mut piece).await {
				Ok(read) => read,
				Err(error) => {
					let _ = writer.abort().await;
					return Err(failed(error));
				}
			};
			if read == 0 {
				break;
			}
			hasher.update(&piece);
			if let Err(error) = writer.put(piece.freeze()).await {
				let _ = writer.abort().await;
				return Err(error.into());
			}
			uploaded = uploaded.saturating_add(read as u64);
			progress.advance(read as u64);
		}
		if Digest(hasher.finalize().into()) != *digest {
			let _ = writer.abort().await;
			return Err(Error::integrity(format!("{} does not have the digest {digest}", path.display())));
		}
		writer.shutdown().await.map_err(|error| Error::Network(format!("the upload failed: {error}")))?;
		let key = Self::key(digest);
		match self.inner.copy_if_not_exists(temporary, &key).await {
			Ok(()) => Ok(()),
			Err(StoreError::AlreadyExists { .. }) if self.check(digest, uploaded).await? == Stored::Sound => {
				Ok(())
			}
			// As for `put`: the same name means the same bytes.
			Err(
				StoreError::AlreadyExists { .. }
				| StoreError::NotImplemented { .. }
				| StoreError::NotSupported { .. },
			) => Ok(self.inner.copy(temporary, &key).await?),
			Err(error) => Err(error.into()),
		}
	}

	/// The object with this digest, if it is not longer than `max` bytes.
	///
	/// # Errors
	/// Of kind not found, of kind integrity for other or longer bytes, of kind network.
	pub async fn get(&self, digest: &Digest, max: usize) -> Result<Bytes> {
		let found = self.inner.get(&Self::key(digest)).await?;
		if found.meta.size > max as u64 {
			return Err(Error::integrity(format!("the object {digest} is longer than it can be")));
		}
		let bytes = found.bytes().await?;
		if Digest::of(&bytes) != *digest {
			return Err(Error::integrity(format!("the stored object is not the one named {digest}")));
		}
		Ok(bytes)
	}

	/// Hands the object with this name to `consume` as a reader, piece by piece, on a thread that may block.
	/// Nothing is verified here: `consume` has to.
	///
	/// # Errors
	/// Of kind not found, of kind network, and those of `consume`.
	pub async fn read_with<T: Send + 'static>(
		&self,
		digest: &Digest,
		progress: &dyn Progress,
		consume: impl FnOnce(ObjectReader) -> Result<T> + Send + 'static,
	) -> Result<T> {
		let found = self.inner.get(&Self::key(digest)).await?;
		let mut pieces = found.into_stream();
		let (sender, receiver) = tokio::sync::mpsc::channel(PIECES_WAITING);
		let reader = ObjectReader { pieces: receiver, rest: Bytes::new() };
		let consumed = tokio::task::spawn_blocking(move || consume(reader));
		let mut broken = None;
		while let Some(piece) = pieces.next().await {
			let piece = match piece {
				Ok(piece) => piece,
				Err(error) => {
					let told = io::Error::other("the store stopped sending");
					let _ = sender.send(Err(told)).await;
					broken = Some(error);
					break;
				}
			};
			let len = piece.len() as u64;
			if sender.send(Ok(piece)).await.is_err() {
				// The consumer has seen enough.
				break;
			}
			progress.advance(len);
		}
		drop(sender);
		let consumed =
			consumed.await.map_err(|error| Error::Network(format!("the download stopped: {error}")))?;
		match broken {
			Some(error) => Err(error.into()),
			None => consumed,
		}
	}

	/// Whether the object with this digest, which has at most `max` bytes, is there and sound; reads all of it.
	///
	/// # Errors
	/// Of kind network.
	pub async fn check(&self, digest: &Digest, max: u64) -> Result<Stored> {
		self.check_with(digest, max, &()).await
	}

	/// As [`Self::check`], with progress.
	///
	/// # Errors
	/// Of kind network.
	pub async fn check_with(&self, digest: &Digest, max: u64, progress: &dyn Progress) -> Result<Stored> {
		let mut pieces = match self.inner.get(&Self::key(digest)).await {
			Ok(found) if found.meta.size > max => return Ok(Stored::TooLong),
			Ok(found) => found.into_stream(),
			Err(StoreError::NotFound { .. }) => return Ok(Stored::Missing),
			Err(error) => return Err(error.into()),
		};
		let (mut hasher, mut left) = (Sha256::new(), max);
		while let Some(piece) = pieces.next().await {
			let piece = piece?;
			let len = piece.len() as u64;
			// A store may send more than it said.
			let Some(rest) = left.checked_sub(len) else { return Ok(Stored::TooLong) };
			left = rest;
			hasher.update(&piece);
			progress.advance(len);
		}
		let found = Digest(hasher.finalize().into());
		Ok(if found == *digest { Stored::Sound } else { Stored::Altered { found } })
	}

	/// Whether something lies under this digest; its bytes are not looked at.
	///
	/// # Errors
	/// Of kind network.
	pub async fn exists(&self, digest: &Digest) -> Result<bool> {
		match self.inner.head(&Self::key(digest)).await {
			Ok(_) => Ok(true),
			Err(StoreError::NotFound { .. }) => Ok(false),
			Err(error) => Err(error.into()),
		}
	}

	/// Digests of the objects that were written more than `age` ago. What is not named by a digest is left out.
	///
	/// # Errors
	/// Of kind network, also where the credential may not list.
	pub async fn older_than(&self, age: Duration) -> Result<Vec<Digest>> {
		let limit = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().saturating_sub(age);
		let mut objects = self.inner.list(None);
		let mut older = Vec::new();
		while let Some(object) = objects.next().await {
			let object = object?;
			let written = u64::try_from(object.last_modified.timestamp()).unwrap_or_default();
			let digest = object.location.filename().and_then(|name| name.parse::<Digest>().ok());
			older.extend(digest.filter(|digest| {
				Self::key(digest) == object.location && Duration::from_secs(written) < limit
			}));
		}
		Ok(older)
	}

	/// Deletes the object with this digest. One that is not there is deleted already.
	///
	/// # Errors
	/// Of kind network.
	pub async fn delete(&self, digest: &Digest) -> Result<()> {
		match self.inner.delete(&Self::key(digest)).await {
			Ok(()) | Err(StoreError::NotFound { .. }) => Ok(()),
			Err(error) => Err(error.into()),
		}
	}

	/// Puts a sealed note under a name that only those know who can derive it, over the one that was there.
	///
	/// # Errors
	/// Of kind network.
	pub async fn put_note(&self, folder: &str, name: &Digest, bytes: Bytes) -> Result<()> {
		let key = Key::from_iter([folder, hex::encode(name.0).as_str()]);
		self.inner.put(&key, PutPayload::from_bytes(bytes)).await?;
		Ok(())
	}

	/// The sealed note of this name, if there is one of at most `max` bytes.
	///
	/// # Errors
	/// Of kind integrity for a longer one, of kind network.
	pub async fn get_note(&self, folder: &str, name: &Digest, max: usize) -> Result<Option<Bytes>> {
		let key = Key::from_iter([folder, hex::encode(name.0).as_str()]);
		match self.inner.get(&key).await {
			Ok(found) if found.meta.size > max as u64 => {
				Err(Error::integrity("a sealed note is longer than it can be"))
			}
			Ok(found) => Ok(Some(found.bytes().await?)),
			Err(StoreError::NotFound { .. }) => Ok(None),
			Err(error) => Err(error.into()),
		}
	}

	/// Deletes the sealed note of this name, if there is one.
	///
	/// # Errors
	/// Of kind network.
	pub async fn delete_note(&self, folder: &str, name: &Digest) -> Result<()> {
		let key = Key::from_iter([folder, hex::encode(name.0).as_str()]);
		match self.inner.delete(&key).await {
			Ok(()) | Err(StoreError::NotFound { .. }) => Ok(()),
			Err(error) => Err(error.into()),
		}
	}
}

/// An object as it arrives.
pub struct ObjectReader {
	pieces: tokio::sync::mpsc::Receiver<io::Result<Bytes>>,
	rest: Bytes,
}

impl Read for ObjectReader {
	fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
		while self.rest.is_empty() {
			match self.pieces.blocking_recv() {
				None => return Ok(0),
				Some(piece) => self.rest = piece?,
			}
		}
		let taken = self.rest.split_to(self.rest.len().min(out.len()));
		let (target, _) = out.split_at_mut(taken.len());
		target.copy_from_slice(&taken);
		Ok(taken.len())
	}
}

#[cfg(test)]
mod tests;
