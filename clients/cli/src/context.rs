//! What every command works with: the chain, the stores, the profiles.

use crate::{
	args::{
		values::{PatientRef, PractitionerRef, ProfileName, Role, Who},
		Acting, Global, Until,
	},
	dev,
	erasures::Erasures,
	exit::{Failure, Result},
	profiles::Profiles,
	secrets::Passphrases,
};
use salus_sdk::{
	primitives::{
		ids::{OrganisationId, PatientId, PractitionerId},
		people::{Actor, Party, VaultOwner},
		purpose::Purpose,
		time::Moment,
		view::Roles,
	},
	AccountId, As, Chain, Client, Keyring, Stores, Wait,
};
use std::{
	io::{self, IsTerminal, Write},
	path::{Path, PathBuf},
	time::Duration,
};

/// How long a text is valid that is signed and used here and now.
pub const USED_AT_ONCE: Duration = Duration::from_secs(60 * 60);
/// Longest file with a signed text that is read.
const MAX_SIGNED: u64 = 64 * 1024;

/// What every command works with.
#[derive(Debug)]
pub struct Context {
	global: Global,
	home: PathBuf,
	profiles: Profiles,
}

impl Context {
	/// The context of the global options.
	///
	/// # Errors
	/// [`Failure::Usage`] if no `--home` is given and the system has no data folder.
	pub fn new(global: Global) -> Result<Self> {
		let home = match &global.home {
			Some(home) => home.clone(),
			None => directories::ProjectDirs::from("", "", "salus")
				.map(|dirs| dirs.data_dir().to_owned())
				.ok_or_else(|| {
					Failure::Usage("no folder for profiles is known; name one with --home".into())
				})?,
		};
		let passphrases = Passphrases::new(global.passphrase_file.clone());
		let profiles = Profiles::new(&home, global.dev, global.insecure_dev, passphrases);
		Ok(Self { global, home, profiles })
	}

	/// The profiles.
	pub fn profiles(&self) -> &Profiles {
		&self.profiles
	}

	/// What is left to delete of erased records.
	pub fn erasures(&self) -> Erasures {
		Erasures::new(&self.home)
	}

	/// The keys of a profile that controls the patient.
	///
	/// # Errors
	/// [`Failure::Denied`] if it controls another one; those of [`Self::keyring`].
	pub async fn patient_keyring(
		&self,
		client: &Client,
		name: &ProfileName,
		patient: &PatientId,
	) -> Result<Keyring> {
		let keyring = self.keyring(name)?;
		if client.own_patient(&keyring.account()).await? != *patient {
			return Err(Failure::Denied(format!("{name} does not control patient {patient}")));
		}
		Ok(keyring)
	}

	/// The stores' URLs: blobs, then envelopes.
	fn store_urls(&self) -> (String, String) {
		let folder = if self.global.dev { self.home.join("dev") } else { self.home.clone() };
		let or = |given: &Option<String>, name: &str| {
			given.clone().unwrap_or_else(|| folder.join(name).to_string_lossy().into_owned())
		};
		(or(&self.global.store, "blobs"), or(&self.global.envelopes, "envelopes"))
	}

	/// The stores.
	///
	/// # Errors
	/// [`Failure::Task`].
	pub fn stores(&self) -> Result<Stores> {
		let (blobs, envelopes) = self.store_urls();
		Ok(Stores::open(&blobs, &envelopes)?)
	}

	/// A connection to the chain.
	///
	/// # Errors
	/// [`Failure::Task`].
	pub async fn chain(&self) -> Result<Chain> {
		Ok(Chain::connect(&self.global.url).await?)
	}

	/// Chain and stores.
	///
	/// # Errors
	/// [`Failure::Task`].
	pub async fn client(&self) -> Result<Client> {
		let stores = self.stores()?;
		let wait = match self.global.wait {
			Until::Best => Wait::Best,
			Until::Finalized => Wait::Finalised,
		};
		Ok(Client::new(self.chain().await?, stores, wait))
	}

	/// The keys of a profile; asks for its passphrase.
	///
	/// # Errors
	/// Those of [`Profiles::keyring`].
	pub fn keyring(&self, name: &ProfileName) -> Result<Keyring> {
		self.profiles.keyring(name)
	}

	/// Puts the development profiles' public keys into the store, so that nothing has to be published by hand on a
	/// development chain. Without `--dev` it does nothing.
	///
	/// # Errors
	/// [`Failure::Task`].
	pub async fn publish_development_keys(&self, client: &Client) -> Result<()> {
		if !self.global.dev {
			return Ok(());
		}
		for key in dev::public_keys() {
			client.stores().blobs().put(key.to_bytes().into()).await?;
		}
		Ok(())
	}

	/// The account of somebody.
	///
	/// # Errors
	/// [`Failure::Usage`] for an organisation, which has several; [`Failure::NotFound`].
	pub async fn account(&self, client: &Client, who: &Who) -> Result<AccountId> {
		match who {
			Who::Profile(name) => Ok(self.profiles.public(name)?.address),
			Who::Account(account) => Ok(*account),
			Who::Organisation(id) => {
				Err(Failure::Usage(format!("organisation {id} has several accounts; name one of them")))
			}
			Who::Practitioner(id) => Ok(practitioner(client, *id).await?.account),
			Who::Representative(id) => Ok(client
				.chain()
				.representative(*id, client.at())
				.await?
				.ok_or_else(|| Failure::NotFound(format!("there is no representative {id}")))?
				.account),
		}
	}

	/// The practitioner or organisation that somebody stands for.
	///
	/// # Errors
	/// [`Failure::Task`] of kind not found for an account that is neither.
	pub async fn party(&self, client: &Client, who: &Who) -> Result<Party> {
		match who {
			Who::Organisation(id) => Ok(Party::Organisation(*id)),
			Who::Practitioner(id) => Ok(Party::Practitioner(*id)),
			Who::Representative(id) => Ok(Party::Representative(*id)),
			Who::Profile(_) | Who::Account(_) => {
				Ok(client.party_of(&self.account(client, who).await?).await?)
			}
		}
	}

	/// The id of a practitioner.
	///
	/// # Errors
	/// [`Failure::NotFound`] for an account that signs for none.
	pub async fn practitioner(
		&self,
		client: &Client,
		practitioner: &PractitionerRef,
	) -> Result<PractitionerId> {
		let who = match practitioner {
			PractitionerRef::Id(id) => return Ok(*id),
			PractitionerRef::Who(who) => who,
		};
		let account = self.account(client, who).await?;
		let roles = client.chain().roles(&account, client.at()).await?;
		roles
			.practitioner
			.ok_or_else(|| Failure::NotFound(format!("account {account} signs for no practitioner")))
	}

	/// The id of a patient.
	///
	/// # Errors
	/// [`Failure::Task`] of kind not found for a profile that controls none.
	pub async fn patient(&self, client: &Client, patient: &PatientRef) -> Result<PatientId> {
		match patient {
			PatientRef::Id(id) => Ok(*id),
			PatientRef::Profile(name) => Ok(client.own_patient(&self.profiles.public(name)?.address).await?),
		}
	}

	/// The patient in whose name the keyring's account acts, if another is named than its own.
	///
	/// # Errors
	/// As [`Self::patient`].
	pub async fn represented(
		&self,
		client: &Client,
		keyring: &Keyring,
		patient: Option<&PatientRef>,
	) -> Result<Option<PatientId>> {
		let Some(patient) = patient else { return Ok(None) };
		let patient = self.patient(client, patient).await?;
		let own = client.chain().roles(&keyring.account(), client.at()).await?.patient;
		Ok(Some(patient).filter(|patient| own != Some(*patient)))
	}

	/// Whose vault a profile's is, in the role that is said, or the only one.
	///
	/// # Errors
	/// [`Failure::Usage`] if there are several roles and none is said; [`Failure::NotFound`] if there is none.
	pub async fn own_vault(&self, client: &Client, acting: &Acting) -> Result<(As, VaultOwner)> {
		let account = self.profiles.public(&acting.profile)?.address;
		let roles = client.chain().roles(&account, client.at()).await?;
		choose_role(&roles, acting.role).map_err(|why| why.failure(&acting.profile))
	}

	/// The organisation that a profile acts for.
	///
	/// # Errors
	/// [`Failure::Denied`] if there is none.
	pub async fn agency(&self, client: &Client, name: &ProfileName) -> Result<OrganisationId> {
		let account = self.profiles.public(name)?.address;
		let roles = client.chain().roles(&account, client.at()).await?;
		let agency =
			roles.agency.ok_or_else(|| Failure::Denied(format!("{name} acts for no organisation")))?;
		Ok(agency.organisation)
	}
}

/// A practitioner on chain.
///
/// # Errors
/// [`Failure::NotFound`].
pub async fn practitioner(
	client: &Client,
	id: PractitionerId,
) -> Result<salus_sdk::primitives::people::Practitioner<AccountId>> {
	let found = client.chain().practitioner(id, client.at()).await?;
	found.ok_or_else(|| Failure::NotFound(format!("there is no practitioner {id}")))
}

/// Why no role was chosen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum NoRole {
	None,
	NotThat,
	Several,
}

impl NoRole {
	fn failure(self, name: &ProfileName) -> Failure {
		match self {
			Self::None => Failure::NotFound(format!(
				"{name} is neither a patient nor a practitioner and acts for no organisation"
			)),
			Self::NotThat => Failure::Denied(format!("{name} does not have that role")),
			Self::Several => Failure::Usage(format!("{name} has several roles: say which with --role")),
		}
	}
}

fn choose_role(roles: &Roles, role: Option<Role>) -> Result<(As, VaultOwner), NoRole> {
	let patient = roles.patient.map(|id| (As::Patient, VaultOwner::Patient(id)));
	let practitioner = |organisation| {
		roles.practitioner.map(|id| (As::Practitioner { organisation }, VaultOwner::Practitioner(id)))
	};
	let organisation =
		roles.agency.map(|agency| (As::Organisation, VaultOwner::Organisation(agency.organisation)));
	match role {
		Some(Role::Patient) => patient.ok_or(NoRole::NotThat),
		Some(Role::Practitioner(at)) => practitioner(at).ok_or(NoRole::NotThat),
		Some(Role::Organisation) => organisation.ok_or(NoRole::NotThat),
		// The chain says whether it is: an account may be several.
		Some(Role::Representative(id)) => Ok((As::Representative(id), VaultOwner::Representative(id))),
		None => {
			let mut all = [patient, practitioner(None), organisation].into_iter().flatten();
			match (all.next(), all.next()) {
				(Some(only), None) => Ok(only),
				(None, _) => Err(NoRole::None),
				_ => Err(NoRole::Several),
			}
		}
	}
}

/// What an actor reads and writes for, if nothing else is said.
pub fn usual_purpose(actor: &Actor) -> Purpose {
	match actor {
		Actor::Patient | Actor::Representative(_) => Purpose::PatientRequest,
		_ => Purpose::Treatment,
	}
}

/// The chain's clock.
///
/// # Errors
/// [`Failure::Task`].
pub async fn now(client: &Client) -> Result<Moment> {
	Ok(client.now().await?)
}

/// Reads a file with a signed text, whoever wrote it.
///
/// # Errors
/// [`Failure::Usage`] for one that is too long, [`Failure::File`].
pub fn read_signed(path: &Path) -> Result<String> {
	let failed = |source| Failure::file(path, source);
	if std::fs::metadata(path).map_err(failed)?.len() > MAX_SIGNED {
		return Err(Failure::Usage(format!("{} is too long for a signed text", path.display())));
	}
	std::fs::read_to_string(path).map_err(failed)
}

/// Asks on the terminal whether to go on with what cannot be undone.
///
/// # Errors
/// [`Failure::Usage`] for any answer but `yes`, and where there is no terminal.
pub fn confirm(question: &str) -> Result<()> {
	if !io::stdin().is_terminal() {
		return Err(Failure::Usage("there is no terminal to ask for confirmation; say --yes".into()));
	}
	let failed = |error: io::Error| Failure::Usage(format!("the terminal: {error}"));
	let mut stderr = io::stderr();
	write!(stderr, "{question} Type yes to go on: ").and_then(|()| stderr.flush()).map_err(failed)?;
	let mut answer = String::new();
	io::stdin().read_line(&mut answer).map_err(failed)?;
	if answer.trim() == "yes" {
		Ok(())
	} else {
		Err(Failure::Usage("not confirmed; nothing was done".into()))
	}
}

/// Refuses to write over a file.
///
/// # Errors
/// [`Failure::Usage`].
pub fn ensure_writable(path: &Path, force: bool) -> Result<()> {
	if path.is_dir() {
		return Err(Failure::Usage(format!("{} is a folder", path.display())));
	}
	if !force && path.symlink_metadata().is_ok() {
		return Err(Failure::Usage(format!("{} exists; --force overwrites it", path.display())));
	}
	Ok(())
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::args::Cli;
	use clap::Parser;
	use salus_sdk::primitives::consortium::Agency;

	fn context(options: &[&str]) -> Context {
		let line = ["salus"].iter().chain(options).chain(&["chain", "status"]);
		Context::new(Cli::try_parse_from(line).unwrap().global).unwrap()
	}

	#[test]
	fn stores_should_lie_in_the_home_unless_named() {
		let home = context(&["--home", "/h"]);
		assert_eq!(home.store_urls(), ("/h/blobs".into(), "/h/envelopes".into()));
		let development = context(&["--home", "/h", "--dev"]);
		assert_eq!(development.store_urls(), ("/h/dev/blobs".into(), "/h/dev/envelopes".into()));
		let named = context(&["--home", "/h", "--dev", "--store", "s3://b/p", "--envelopes", "/e"]);
		assert_eq!(named.store_urls(), ("s3://b/p".into(), "/e".into()));
	}

	#[test]
	fn role_should_be_the_only_one_or_the_one_said() {
		let agency = Agency { organisation: 4, controller: true, registrar: true };
		let lone = Roles { patient: None, practitioner: None, agency: Some(agency) };
		assert_eq!(choose_role(&lone, None), Ok((As::Organisation, VaultOwner::Organisation(4))));
		let both = Roles { practitioner: Some(3), ..lone };
		assert_eq!(choose_role(&both, None), Err(NoRole::Several));
		let practitioner = Ok((As::Practitioner { organisation: Some(4) }, VaultOwner::Practitioner(3)));
		assert_eq!(choose_role(&both, Some(Role::Practitioner(Some(4)))), practitioner);
		assert_eq!(choose_role(&both, Some(Role::Patient)), Err(NoRole::NotThat));
		assert_eq!(choose_role(&Roles::default(), None), Err(NoRole::None));
	}

	#[test]
	fn file_should_not_be_overwritten_unless_forced() {
		let folder = tempfile::tempdir().unwrap();
		let file = folder.path().join("record.json");
		assert!(ensure_writable(&file, false).is_ok());
		std::fs::write(&file, b"kept").unwrap();
		assert!(ensure_writable(&file, false).is_err());
		assert!(ensure_writable(&file, true).is_ok());
		assert!(ensure_writable(folder.path(), true).is_err());
	}
}
