//! The development people with the library, as `salus --dev` has them.

use crate::node::Node;
use anyhow::Result;
use salus_sdk::{
	consents::{Granted, Terms},
	primitives::{
		consent::{Permissions, Reach},
		ids::{ConsentIndex, OrganisationId, PatientId, RecordIndex, INBOX},
		people::{Party, VaultOwner},
		purpose::Purpose,
	},
	records::{Filed, GetOrder, Got, NewFile, PutOrder},
	scopes::ScopeChoice,
	vault::root::Root,
	Chain, Client, Keyring, Stores, Wait, Wallet,
};
use sha2::{Digest as _, Sha256};
use std::{
	path::{Path, PathBuf},
	time::Duration,
};
use tempfile::TempDir;

/// The laboratory practitioner of organisation 1, by its id in the development genesis.
pub const DAVE: Party = Party::Practitioner(1);
/// The clinician of organisation 2.
pub const CHARLIE: Party = Party::Practitioner(2);

/// The wallet of a development person.
///
/// # Errors
/// None for a name with a well-known account.
pub fn wallet(name: &str) -> Result<Wallet> {
	let (first, rest) = name.split_at(1);
	Ok(Wallet::from_suri(&format!("//{}{rest}", first.to_ascii_uppercase()))?)
}

/// The vault root of a development person.
pub fn root(name: &str) -> Root {
	Root::from_bytes(
		Sha256::new().chain_update(b"salus/dev/").chain_update(name.as_bytes()).finalize().into(),
	)
}

/// Wallet and vault root of a development person.
///
/// # Errors
/// As [`wallet`].
pub fn keyring(name: &str) -> Result<Keyring> {
	Ok(Keyring::new(wallet(name)?, root(name)))
}

/// A library client with stores of its own in a temporary folder, against one node.
pub struct Desk {
	/// The client; it waits for the best block.
	pub client: Client,
	folder: TempDir,
}

impl Desk {
	/// For the chain of `node`, with the public keys of the genesis' people in the store.
	///
	/// # Errors
	/// When the node or the folder cannot be used.
	pub async fn new(node: &Node) -> Result<Self> {
		let folder = TempDir::new()?;
		let place = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
		let stores = Stores::open(&place("blobs"), &place("envelopes"))?;
		let client = Client::new(Chain::connect(&node.url()).await?, stores, Wait::Best);
		let vaults = [
			("alice", VaultOwner::Organisation(1)),
			("bob", VaultOwner::Organisation(2)),
			("charlie", VaultOwner::Practitioner(2)),
			("dave", VaultOwner::Practitioner(1)),
		];
		for (name, owner) in vaults {
			let key = keyring(name)?.vault(&owner, 0).public_key();
			client.stores().blobs().put(key.to_bytes().into()).await?;
		}
		Ok(Self { client, folder })
	}

	/// The same stores with a client that waits for finality.
	pub fn finalising(&self) -> Client {
		Client::new(self.client.chain().clone(), self.client.stores().clone(), Wait::Finalised)
	}

	/// A path in the temporary folder.
	pub fn path(&self, name: &str) -> PathBuf {
		self.folder.path().join(name)
	}

	/// Writes a file into the temporary folder.
	///
	/// # Errors
	/// When it cannot be written.
	pub fn file(&self, name: &str, content: &[u8]) -> Result<PathBuf> {
		let path = self.path(name);
		std::fs::write(&path, content)?;
		Ok(path)
	}

	/// Enrols somebody with organisation 1.
	///
	/// # Errors
	/// Those of the library.
	pub async fn enrol(&self, patient: &Keyring) -> Result<PatientId> {
		self.enrol_at(patient, 1, "alice").await
	}

	/// Enrols somebody with an organisation, by a registrar of it.
	///
	/// # Errors
	/// Those of the library.
	pub async fn enrol_at(
		&self,
		patient: &Keyring,
		organisation: OrganisationId,
		registrar: &str,
	) -> Result<PatientId> {
		let request =
			self.client.request_enrolment(patient, organisation, Duration::from_secs(3_600)).await?;
		Ok(self.client.enrol(&wallet(registrar)?, &request).await?.patient)
	}

	/// Enrols somebody with organisation 1, with the standard scopes.
	///
	/// # Errors
	/// Those of the library.
	pub async fn patient(&self, patient: &Keyring) -> Result<PatientId> {
		let id = self.enrol(patient).await?;
		self.client.create_standard_scopes(patient).await?;
		Ok(id)
	}

	/// Grants a scope with its whole history, for treatment, until revoked.
	///
	/// # Errors
	/// Those of the library.
	pub async fn grant(
		&self,
		patient: &Keyring,
		to: Party,
		scope: &str,
		permissions: Permissions,
	) -> Result<ConsentIndex> {
		let terms = Terms {
			grantee: to,
			items: Granted::Scopes(vec![ScopeChoice::Name(scope.into())]),
			permissions,
			purposes: [Purpose::Treatment].into_iter().collect(),
			from: None,
			until: None,
			reach: Reach::AllHistory,
			policy_version: 1,
		};
		Ok(self.client.grant(patient, &terms).await?.consent)
	}

	/// Puts files into a scope, all or none.
	///
	/// # Errors
	/// Those of the library.
	pub async fn put(
		&self,
		writer: &Keyring,
		patient: &PatientId,
		scope: &str,
		paths: &[PathBuf],
	) -> salus_sdk::Result<Vec<Filed>> {
		let scope =
			if scope == "inbox" { ScopeChoice::Number(INBOX) } else { ScopeChoice::Name(scope.into()) };
		let files = paths.iter().map(|path| NewFile::inspect(path)).collect::<salus_sdk::Result<_>>()?;
		let order = PutOrder { patient: *patient, scope, as_whom: None, purpose: Purpose::Treatment, files };
		self.client.put_records(writer, &order, &()).await?.into_iter().collect()
	}

	/// Gets a record into a file, for treatment.
	///
	/// # Errors
	/// Those of the library.
	pub async fn get(
		&self,
		reader: &Keyring,
		patient: &PatientId,
		index: RecordIndex,
		out: &Path,
	) -> salus_sdk::Result<Got> {
		let order = GetOrder {
			opening: None,
			patient: *patient,
			index,
			as_whom: None,
			purpose: Purpose::Treatment,
			out: out.to_owned(),
		};
		self.client.get_record(reader, &order, &()).await
	}
}
