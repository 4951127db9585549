//! Profiles: a wallet key and a vault root, in a folder.
//!
//! `NAME.age` holds the secrets, encrypted with a passphrase (age, scrypt); `NAME.json` the public side, so that
//! nobody has to type a passphrase to be named. With `--insecure-dev` the secrets are in `NAME.insecure.json`.

use crate::{
	args::values::ProfileName,
	dev,
	exit::{Failure, Result},
	secrets::{Passphrases, SecretText},
};
use salus_sdk::{
	primitives::{
		ids::{PatientId, VaultKeys},
		people::VaultOwner,
	},
	vault::root::Root,
	AccountId, Keyring, Wallet,
};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use std::{
	collections::BTreeMap,
	fs,
	io::{ErrorKind, Write},
	path::{Path, PathBuf},
};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

const VERSION: u8 = 1;

/// The secrets of a profile.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Secrets {
	version: u8,
	/// The wallet's phrase or secret URI.
	wallet: String,
	/// The vault's 24 words.
	vault: String,
	/// Which of the vault's patients the wallet controls.
	patient_number: u32,
}

impl Secrets {
	/// The secrets of a wallet's phrase and a vault root.
	///
	/// # Errors
	/// [`Failure::Task`] for a phrase that is none.
	pub fn new(wallet: &str, root: &Root, patient_number: u32) -> Result<Self> {
		Wallet::from_suri(wallet)?;
		let vault = root.to_words().to_string();
		Ok(Self { version: VERSION, wallet: wallet.trim().into(), vault, patient_number })
	}

	/// The wallet's phrase or secret URI.
	pub fn wallet_phrase(&self) -> &str {
		&self.wallet
	}

	/// The vault's 24 words.
	pub fn vault_words(&self) -> &str {
		&self.vault
	}

	/// The keys.
	///
	/// # Errors
	/// [`Failure::Task`] if the words are none.
	pub fn keyring(&self) -> Result<Keyring> {
		let root = Root::from_words(&self.vault)?;
		Ok(Keyring::new(Wallet::from_suri(&self.wallet)?, root).with_patient_number(self.patient_number))
	}
}

/// The public side of a profile.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PublicProfile {
	/// Its name.
	pub name: String,
	/// How its secrets are kept: `encrypted`, `plain` or `development`.
	pub kept: Kept,
	/// The wallet's address.
	pub address: AccountId,
	/// Which of the vault's patients the wallet controls.
	pub patient_number: u32,
	/// The first keys of its vaults.
	pub vaults: Vaults,
}

/// How a profile's secrets are kept.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Kept {
	/// Encrypted with a passphrase.
	Encrypted,
	/// In plain.
	Plain,
	/// Not at all: they are well known.
	Development,
}

impl Kept {
	/// In a word.
	pub fn word(self) -> &'static str {
		match self {
			Self::Encrypted => "encrypted",
			Self::Plain => "plain",
			Self::Development => "development",
		}
	}
}

/// The first keys of a profile's vaults, one for each role it may have.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Vaults {
	/// As a patient.
	pub patient: VaultKeys,
	/// As a practitioner.
	pub practitioner: VaultKeys,
	/// As an organisation.
	pub organisation: VaultKeys,
}

impl PublicProfile {
	fn of(name: &str, kept: Kept, patient_number: u32, keyring: &Keyring) -> Self {
		// Which patient or party it is does not enter the keys.
		let keys = |owner| keyring.vault(&owner, 0).public_keys();
		Self {
			name: name.into(),
			kept,
			address: keyring.account(),
			patient_number,
			vaults: Vaults {
				patient: keys(VaultOwner::Patient(PatientId::default())),
				practitioner: keys(VaultOwner::Practitioner(0)),
				organisation: keys(VaultOwner::Organisation(0)),
			},
		}
	}
}

/// The profiles of a folder.
#[derive(Clone, Debug)]
pub struct Profiles {
	folder: PathBuf,
	development: bool,
	insecure: bool,
	passphrases: Passphrases,
	/// log2 of scrypt's N; `None` for about a second's work.
	work_factor: Option<u8>,
}

impl Profiles {
	/// The profiles in `HOME/profiles`; with `development` also the well-known ones, with `insecure` also plain ones.
	pub fn new(home: &Path, development: bool, insecure: bool, passphrases: Passphrases) -> Self {
		Self { folder: home.join("profiles"), development, insecure, passphrases, work_factor: None }
	}

	fn is_development(&self, name: &ProfileName) -> bool {
		self.development && dev::NAMES.contains(&name.as_str())
	}

	fn file(&self, name: &ProfileName, extension: &str) -> PathBuf {
		self.folder.join(format!("{name}.{extension}"))
	}

	fn encrypted(&self, name: &ProfileName) -> PathBuf {
		self.file(name, "age")
	}

	fn plain(&self, name: &ProfileName) -> PathBuf {
		self.file(name, "insecure.json")
	}

	fn public_side(&self, name: &ProfileName) -> PathBuf {
		self.file(name, "json")
	}

	/// Whether there is a profile of this name.
	pub fn exists(&self, name: &ProfileName) -> bool {
		self.is_development(name) || self.encrypted(name).exists() || self.plain(name).exists()
	}

	/// Refuses a name that is taken.
	///
	/// # Errors
	/// [`Failure::Usage`].
	pub fn ensure_free(&self, name: &ProfileName) -> Result<()> {
		if self.is_development(name) {
			return Err(Failure::Usage(format!("{name} is a development profile; choose another name")));
		}
		if self.exists(name) {
			return Err(Failure::Usage(format!("there is a profile {name} already")));
		}
		Ok(())
	}

	/// Keeps new secrets under a new name.
	///
	/// # Errors
	/// [`Failure::Usage`] for a taken name, [`Failure::File`].
	pub fn keep(&self, name: &ProfileName, secrets: &Secrets) -> Result<PublicProfile> {
		self.ensure_free(name)?;
		let keyring = secrets.keyring()?;
		let json = Zeroizing::new(to_json(secrets)?);
		let (kept, path, bytes) = if self.insecure {
			(Kept::Plain, self.plain(name), json)
		} else {
			let passphrase = self.passphrases.fresh(name.as_str())?;
			(Kept::Encrypted, self.encrypted(name), Zeroizing::new(self.encrypt(passphrase, &json)?))
		};
		let public = PublicProfile::of(name.as_str(), kept, secrets.patient_number, &keyring);
		make_private_folder(&self.folder)?;
		write_new(&path, &bytes)?;
		replace(&self.public_side(name), &to_json(&public)?)?;
		Ok(public)
	}

	fn encrypt(&self, passphrase: SecretText, plaintext: &[u8]) -> Result<Vec<u8>> {
		let mut recipient = age::scrypt::Recipient::new(SecretString::from(passphrase.to_string()));
		if let Some(work_factor) = self.work_factor {
			recipient.set_work_factor(work_factor);
		}
		age::encrypt(&recipient, plaintext)
			.map_err(|error| Failure::Usage(format!("the profile could not be encrypted: {error}")))
	}

	/// The secrets of a profile; asks for its passphrase.
	///
	/// # Errors
	/// [`Failure::NotFound`], [`Failure::Denied`] for a wrong passphrase, [`Failure::Integrity`] for a file that was
	/// changed, [`Failure::Usage`] for a plain profile without `--insecure-dev` and for a development one.
	pub fn secrets(&self, name: &ProfileName) -> Result<Secrets> {
		if self.is_development(name) {
			return Err(Failure::Usage(format!(
				"{name} is a development profile: its wallet is {}, and its vault derives from its name",
				dev::suri(name.as_str())
			)));
		}
		let (path, kept) = self.find(name)?;
		let bytes = fs::read(&path).map_err(|source| Failure::file(&path, source))?;
		let json = match kept {
			Kept::Encrypted => {
				Zeroizing::new(decrypt(&path, &self.passphrases.existing(name.as_str())?, &bytes)?)
			}
			_ => Zeroizing::new(bytes),
		};
		let damaged = |why: String| Failure::Integrity(format!("{}: {why}", path.display()));
		let secrets: Secrets = serde_json::from_slice(&json).map_err(|error| damaged(error.to_string()))?;
		if secrets.version != VERSION {
			return Err(damaged(format!("version {} is unknown", secrets.version)));
		}
		let public = PublicProfile::of(name.as_str(), kept, secrets.patient_number, &secrets.keyring()?);
		// Others act on the public side: a changed one would redirect grants.
		if self.read_public(name)?.as_ref() != Some(&public) {
			return Err(damaged("its public side is not the one of its keys".into()));
		}
		Ok(secrets)
	}

	/// The file of a profile's secrets.
	fn find(&self, name: &ProfileName) -> Result<(PathBuf, Kept)> {
		let (encrypted, plain) = (self.encrypted(name), self.plain(name));
		if encrypted.exists() {
			return Ok((encrypted, Kept::Encrypted));
		}
		if !plain.exists() {
			let hint = match self.development {
				false if dev::NAMES.contains(&name.as_str()) => " (--dev offers the development profiles)",
				_ => "",
			};
			return Err(Failure::NotFound(format!("there is no profile {name}{hint}")));
		}
		if !self.insecure {
			return Err(Failure::Usage(format!(
				"profile {name} is kept in plain: only --insecure-dev reads it"
			)));
		}
		Ok((plain, Kept::Plain))
	}

	/// The keys of a profile; asks for its passphrase.
	///
	/// # Errors
	/// As [`Self::secrets`].
	pub fn keyring(&self, name: &ProfileName) -> Result<Keyring> {
		if self.is_development(name) {
			return Ok(dev::keyring(name.as_str())?);
		}
		self.secrets(name)?.keyring()
	}

	/// The public side of a profile; asks for nothing.
	///
	/// # Errors
	/// [`Failure::NotFound`], [`Failure::Integrity`].
	pub fn public(&self, name: &ProfileName) -> Result<PublicProfile> {
		if self.is_development(name) {
			let keyring = dev::keyring(name.as_str())?;
			return Ok(PublicProfile::of(name.as_str(), Kept::Development, 0, &keyring));
		}
		self.find(name)?;
		self.read_public(name)?
			.ok_or_else(|| Failure::Integrity(format!("the public side of profile {name} is missing")))
	}

	fn read_public(&self, name: &ProfileName) -> Result<Option<PublicProfile>> {
		let path = self.public_side(name);
		let bytes = match fs::read(&path) {
			Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
			read => read.map_err(|source| Failure::file(&path, source))?,
		};
		let public: PublicProfile = serde_json::from_slice(&bytes)
			.map_err(|error| Failure::Integrity(format!("{}: {error}", path.display())))?;
		if public.name != name.as_str() {
			return Err(Failure::Integrity(format!("{} is of profile {}", path.display(), public.name)));
		}
		Ok(Some(public))
	}

	/// The public sides of all profiles, sorted by name; plain ones only with `--insecure-dev`.
	///
	/// # Errors
	/// As [`Self::public`].
	pub fn all(&self) -> Result<Vec<PublicProfile>> {
		let mut all = BTreeMap::new();
		for name in self.names()? {
			all.insert(name.as_str().to_owned(), self.public(&name)?);
		}
		Ok(all.into_values().collect())
	}

	fn names(&self) -> Result<Vec<ProfileName>> {
		let mut names: Vec<ProfileName> = match self.development {
			true => dev::NAMES.iter().filter_map(|name| name.parse().ok()).collect(),
			false => Vec::new(),
		};
		let entries = match fs::read_dir(&self.folder) {
			Err(error) if error.kind() == ErrorKind::NotFound => return Ok(names),
			entries => entries.map_err(|source| Failure::file(&self.folder, source))?,
		};
		for entry in entries {
			let entry = entry.map_err(|source| Failure::file(&self.folder, source))?;
			let file = entry.file_name();
			let stem = file.to_str().and_then(|file| {
				let plain = file.strip_suffix(".insecure.json").filter(|_| self.insecure);
				file.strip_suffix(".age").or(plain)
			});
			names.extend(stem.and_then(|stem| stem.parse().ok()));
		}
		Ok(names)
	}

	/// Deletes a profile.
	///
	/// # Errors
	/// [`Failure::NotFound`], [`Failure::Usage`] for a development profile, [`Failure::File`].
	pub fn delete(&self, name: &ProfileName) -> Result<()> {
		if self.is_development(name) {
			return Err(Failure::Usage(format!(
				"{name} is a development profile: there is nothing to delete"
			)));
		}
		let (secret, _) = self.find(name)?;
		for path in [secret, self.public_side(name)] {
			match fs::remove_file(&path) {
				Err(error) if error.kind() != ErrorKind::NotFound => return Err(Failure::file(&path, error)),
				_ => {}
			}
		}
		Ok(())
	}
}

fn to_json(value: &impl Serialize) -> Result<Vec<u8>> {
	serde_json::to_vec(value)
		.map_err(|error| Failure::Usage(format!("the profile has no JSON form: {error}")))
}

fn decrypt(path: &Path, passphrase: &str, bytes: &[u8]) -> Result<Vec<u8>> {
	use age::DecryptError;
	let identity = age::scrypt::Identity::new(SecretString::from(passphrase.to_owned()));
	age::decrypt(&identity, bytes).map_err(|error| match error {
		// A wrong passphrase and a changed stanza look the same.
		DecryptError::DecryptionFailed | DecryptError::KeyDecryptionFailed | DecryptError::NoMatchingKeys => {
			Failure::Denied(format!("{}: the passphrase is wrong", path.display()))
		}
		other => Failure::Integrity(format!("{}: {other}", path.display())),
	})
}

/// Makes a folder that only its owner enters, if it is not there.
///
/// # Errors
/// [`Failure::File`].
pub fn make_private_folder(folder: &Path) -> Result<()> {
	let mut builder = fs::DirBuilder::new();
	builder.recursive(true);
	#[cfg(unix)]
	std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
	builder.create(folder).map_err(|source| Failure::file(folder, source))
}

/// Writes a file that only its owner reads, and that is there whole or not at all. Never over another.
///
/// # Errors
/// [`Failure::File`].
pub fn write_new(path: &Path, bytes: &[u8]) -> Result<()> {
	let failed = |source| Failure::file(path, source);
	temporary(path, bytes)?.persist_noclobber(path).map_err(|error| failed(error.error))?;
	sync_folder(path)
}

/// The same, but in place of whatever is there.
///
/// # Errors
/// [`Failure::File`].
pub fn replace(path: &Path, bytes: &[u8]) -> Result<()> {
	temporary(path, bytes)?.persist(path).map_err(|error| Failure::file(path, error.error))?;
	sync_folder(path)
}

/// A file beside `path`, which the library makes with permissions 0600.
fn temporary(path: &Path, bytes: &[u8]) -> Result<tempfile::NamedTempFile> {
	let failed = |source| Failure::file(path, source);
	let mut file = tempfile::NamedTempFile::new_in(folder_of(path)).map_err(failed)?;
	file.write_all(bytes).map_err(failed)?;
	file.as_file().sync_all().map_err(failed)?;
	Ok(file)
}

fn folder_of(path: &Path) -> &Path {
	path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// A name is on disk only once its folder is.
fn sync_folder(path: &Path) -> Result<()> {
	#[cfg(unix)]
	fs::File::open(folder_of(path))
		.and_then(|folder| folder.sync_all())
		.map_err(|source| Failure::file(path, source))?;
	Ok(())
}

#[cfg(test)]
mod tests;
