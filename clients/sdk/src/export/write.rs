//! Writing an export.

use super::{
	folder_name_is_free,
	manifest::{
		digest, file_name, to_json, Block, ChainName, Content, Manifest, ManifestSignature, OpenedConsent,
		Outcome, ScopeName, Sheet, Statement, FILES, FORMAT, MANIFEST, PROOF, SIGNATURE, VERSION,
	},
	on_chain::{Numbered, OnChain, View},
	proof::{self, Header, Hex, Proof},
	state::{Missing, State},
	verdict::{Finding, Trusted},
	verify::verify_export,
	ExportOrder, Exported, NotOpened,
};
use crate::{
	blinding::Reader, keyring::vault_owner, openers::Opener, records::Progress, scopes::INBOX_NAME, At,
	Client, Error, Keyring, Kind, Result, Wait,
};
use salus_primitives::{
	access::{Action, Decision, Reason},
	consent::Item,
	ids::{Digest, PatientId, RecordIndex, INBOX},
	people::{Actor, VaultOwner},
	purpose::Purpose,
	records::Record,
	view::Asker,
};
use salus_vault::{file::decrypt_to_path, keys::VaultSecrets};
use sp_runtime::traits::Header as _;
use std::{
	collections::BTreeSet,
	fs::{self, File},
	io::Write,
	path::Path,
	time::Duration,
};
use tempfile::TempDir;

/// Passes over the state until nothing is missing: each finds what the one before it led to.
const MAX_PASSES: usize = 16;
/// Entries of the state that a node is asked to prove at once.
const KEYS_AT_ONCE: usize = 256;
/// How long to wait for the votes for a block; one becomes final every other second.
const FINALITY_PATIENCE: Duration = Duration::from_secs(20);
/// Keys that a node is asked to list at once.
const KEYS_IN_PAGE: u32 = 512;

/// The newest finalised block, and what is read at it.
struct Reading {
	header: Header,
	at: At,
	finality: Option<Vec<u8>>,
}

impl Client {
	/// Writes all of a patient that the keyring may read into a new folder: contents, what the authors signed, what the
	/// chain has, and proofs. It is verified before it takes its name; an interrupted export leaves nothing under it.
	///
	/// Records that cannot be opened, or whose content or author is not what the chain says, are listed with the
	/// reason, and stop nothing.
	///
	/// # Errors
	/// Of kind usage if the folder is there and not empty; of kind denied if the access decision lets the account read
	/// nothing; of kind not found if there is no such patient; of kind network.
	pub async fn export(
		&self,
		keyring: &Keyring,
		order: &ExportOrder,
		progress: &dyn Progress,
	) -> Result<Exported> {
		folder_name_is_free(&order.out)?;
		// Whatever the caller waits for: an export is of a block that stays.
		let client = Client::new(self.chain().clone(), self.stores().clone(), Wait::Finalised);
		client.export_finalised(keyring, order, progress).await
	}

	async fn export_finalised(
		&self,
		keyring: &Keyring,
		order: &ExportOrder,
		progress: &dyn Progress,
	) -> Result<Exported> {
		let patient = order.patient;
		let reading = self.chain().newest_final().await?;
		let reader = self.actor(&keyring.account(), &patient, order.as_whom).await?;
		let records = match reader {
			Actor::Patient => BTreeSet::new(),
			_ => self.readable(&patient, &reader, order.purpose, reading.at).await?,
		};
		let openings = match reader {
			Actor::Patient => self.openings_of(keyring, &patient, reading.at).await?,
			_ => Vec::new(),
		};
		let readers = openings.iter().map(|opened| opened.reader).collect();
		let view = View { patient, reader, records, minor: VERSION.minor, readers };
		let (on_chain, nodes) = self.chain().prove(&reading, &view).await?;
		if on_chain.patient.is_none() {
			return Err(Error::not_found("there is no such patient"));
		}
		if let Some(problem) = on_chain.inconsistencies(&view).into_iter().next() {
			return Err(Error::Chain(problem));
		}
		let signer = signing_vault(keyring, &vault_owner(&reader, &patient), &on_chain)?;

		let target = std::path::absolute(&order.out).map_err(|error| Error::file(&order.out, error))?;
		let parent =
			target.parent().ok_or_else(|| Error::usage("the root folder is no place for an export"))?;
		let temporary = private_folder(parent)?;
		let folder = temporary.path();
		let (contents, not_opened) =
			self.write_contents(keyring, folder, &reading, &view, &on_chain, progress).await?;
		let proof = Proof {
			format: proof::FORMAT.into(),
			version: proof::VERSION,
			header: Hex(codec::Encode::encode(&reading.header)),
			state: nodes.into_iter().map(Hex).collect(),
			finality: reading.finality.map(Hex),
		};
		let finality = proof.finality.is_some();
		let proof = to_json(&proof);
		let genesis = Digest(self.chain().genesis());
		let block = Block { number: *reading.header.number(), hash: digest(&reading.header.hash()) };
		let manifest = Manifest {
			format: FORMAT.into(),
			version: VERSION,
			exporter: reader,
			purpose: (reader != Actor::Patient).then_some(order.purpose),
			patient,
			chain: ChainName { name: self.chain().name().await?, genesis, block },
			proof: Digest::of(&proof),
			scope_names: self.names_of(keyring, &patient, &on_chain).await?,
			contents,
			statements: self.statements_of(keyring, &patient, &reader, &on_chain).await?,
			openings,
			on_chain,
		};
		let text = to_json(&manifest);
		let signature = ManifestSignature::sign(&manifest, &Digest::of(&text), signer.signer());
		for (name, text) in [(PROOF, &proof), (MANIFEST, &text), (SIGNATURE, &to_json(&signature))] {
			write(&folder.join(name), text)?;
		}
		let trusted = Trusted { block: Some(block.hash), genesis: Some(genesis), beginning: None };
		let verification = verify_export(folder, &trusted, progress).await?;
		if let Some(Finding { place, problem, .. }) = verification.findings.first() {
			return Err(Error::integrity(format!("what was written does not verify: {place} {problem}")));
		}
		sync(&folder.join(FILES))?;
		sync(folder)?;
		// Over an empty folder this goes too; over one that somebody filled meanwhile it does not.
		fs::rename(folder, &target).map_err(|error| Error::file(&order.out, error))?;
		// There is nothing left under the temporary name.
		let _ = temporary.keep();
		sync(parent)?;
		Ok(Exported {
			path: order.out.clone(),
			patient,
			exporter: reader,
			block,
			records: manifest.on_chain.records.len() as u32,
			records_on_chain: manifest.on_chain.counts.records,
			files: verification.files,
			finality,
			not_opened,
		})
	}

	/// What the keyring knows the scopes by.
	async fn names_of(
		&self,
		keyring: &Keyring,
		patient: &PatientId,
		on_chain: &OnChain,
	) -> Result<Vec<ScopeName>> {
		let names = self.scope_names(keyring, patient).await?;
		let named = on_chain.scopes.iter().filter_map(|scope| {
			let name = names.get(&scope.entry.scope.id).cloned();
			let name = name.or_else(|| (scope.index == INBOX).then(|| INBOX_NAME.to_owned()));
			Some(ScopeName { scope: scope.index, name: name? })
		});
		Ok(named.collect())
	}

	/// Who is behind the commitments of the patient's consents, as far as its vault tells.
	async fn openings_of(
		&self,
		keyring: &Keyring,
		patient: &PatientId,
		at: At,
	) -> Result<Vec<OpenedConsent>> {
		let consents = self.chain().all_consents(patient, at).await?;
		let readers = self.blinded_readers(keyring, patient, &consents).await?;
		let opened = readers.into_iter();
		Ok(opened
			.map(|(consent, Reader { party, opening })| OpenedConsent { consent, reader: party, opening })
			.collect())
	}

	/// What is said in the disputes, as far as the exporter's vault opens it.
	async fn statements_of(
		&self,
		keyring: &Keyring,
		patient: &PatientId,
		reader: &Actor,
		on_chain: &OnChain,
	) -> Result<Vec<Statement>> {
		let disputes: Vec<_> = on_chain
			.disputes
			.iter()
			.filter_map(|dispute| Some((dispute.index, on_chain.record(dispute.index)?, &dispute.entry)))
			.collect();
		let opened =
			self.opened_statements(keyring, patient, &vault_owner(reader, patient), &disputes).await?;
		Ok(opened.iter().map(|(record, statement)| Statement::new(*record, statement)).collect())
	}

	/// Decrypts every record that there is into the folder, and says what became of each.
	async fn write_contents(
		&self,
		keyring: &Keyring,
		folder: &Path,
		reading: &Reading,
		view: &View,
		on_chain: &OnChain,
		progress: &dyn Progress,
	) -> Result<(Vec<Content>, Vec<NotOpened>)> {
		let mut opener = Opener::new(self, keyring, view.patient, &view.reader, None, reading.at).await?;
		let live = on_chain.records.iter().filter(|record| !record.entry.status.is_erased());
		let bytes = live.filter_map(|record| record.entry.pointer.size.padded_len());
		progress.start("fetching", bytes.fold(0, u64::saturating_add));
		let (mut contents, mut not_opened) = (Vec::new(), Vec::new());
		for Numbered { index, entry } in &on_chain.records {
			let outcome = if entry.status.is_erased() {
				Outcome::Erased
			} else {
				match self.write_content(&mut opener, folder, *index, entry, on_chain, progress).await {
					Ok(sheet) => Outcome::Exported(Box::new(sheet)),
					Err(error) => {
						let (kind, reason) = stopped_by(error)?;
						not_opened.push(NotOpened { record: *index, kind, reason: reason.clone() });
						Outcome::NotOpened { reason }
					}
				}
			};
			contents.push(Content { record: *index, outcome });
		}
		progress.finish();
		Ok((contents, not_opened))
	}

	/// The records that somebody may read at a block.
	async fn readable(
		&self,
		patient: &PatientId,
		reader: &Actor,
		purpose: Purpose,
		at: At,
	) -> Result<BTreeSet<RecordIndex>> {
		let mut readable = BTreeSet::new();
		let mut denied: Vec<Reason> = vec![Reason::NoConsent];
		for (index, _) in self.chain().all_records(patient, at).await? {
			let (asker, item) = (Asker::Actor(*reader), Item::Record(index));
			let chain = self.chain();
			match chain.check_access(patient, &asker, Action::Read, item, purpose, None, at).await? {
				Decision::Allow { .. } => {
					readable.insert(index);
				}
				Decision::Deny { reasons } => denied = reasons.into_inner(),
			}
		}
		if readable.is_empty() {
			return Err(Error::Denied(denied));
		}
		Ok(readable)
	}

	/// Decrypts a record into the folder, and says what its author signed.
	async fn write_content(
		&self,
		opener: &mut Opener<'_>,
		folder: &Path,
		index: RecordIndex,
		record: &Record,
		on_chain: &OnChain,
		progress: &dyn Progress,
	) -> Result<Sheet> {
		let sheet = opener.sheet(index, record).await?;
		let place = opener.place(record.pointer.ciphertext);
		let owner = vault_owner(&record.author, &place.patient);
		let key = on_chain.vault(&owner).and_then(|vault| vault.signing_key(record.registered_at));
		let authorship = crate::openers::authorship(&sheet, record, key.as_ref().map(|(_, key)| key))?;
		if salus_primitives::records::SizeClass::for_len(sheet.facts().length) != Some(record.pointer.size) {
			return Err(Error::integrity("the record's length does not fit its size on chain"));
		}
		let file = file_name(index, &sheet.facts().media_type);
		let (opening, target) = (sheet.opening(&place), folder.join(&file));
		self.stores()
			.blobs()
			.read_with(&record.pointer.ciphertext, progress, move |reader| {
				decrypt_to_path(reader, &opening, &target).map_err(Error::from)
			})
			.await?;
		Ok(Sheet {
			file,
			description: sheet.facts().into(),
			signing_key: *sheet.signing_key(),
			signature: *sheet.signature(),
			authorship,
			signing_key_since: key.map(|(since, _)| since),
		})
	}
}

impl crate::Chain {
	/// The newest finalised block with proof that it is final; if the node has no such proof, without.
	async fn newest_final(&self) -> Result<Reading> {
		let header: Header = self.header(At::Finalised).await?;
		let finality = self.prove_finality(*header.number()).await?;
		// A node that only follows may have votes for an earlier block alone.
		if let Some(finality) = finality.filter(|finality| proof::reaches(finality, &header)) {
			let at = At::Block(header.hash().0);
			return Ok(Reading { header, at, finality: Some(finality) });
		}
		let votes = self.next_votes(FINALITY_PATIENCE).await?;
		let Some((block, finality)) = votes.as_deref().and_then(proof::voted) else {
			tracing::info!("the node proves no finality");
			return Ok(Reading { at: At::Block(header.hash().0), header, finality: None });
		};
		let at = At::Block(block.0);
		Ok(Reading { header: self.header(at).await?, at, finality: Some(finality) })
	}

	/// What the chain has of a patient, and the nodes of its state that prove it.
	async fn prove(&self, reading: &Reading, view: &View) -> Result<(OnChain, BTreeSet<Vec<u8>>)> {
		let mut nodes = BTreeSet::new();
		for _ in 0..MAX_PASSES {
			let state = State::new(*reading.header.state_root(), nodes.clone());
			let on_chain = OnChain::read(&state, view);
			let read = state.finish();
			if read.missing.is_empty() {
				if let Some(item) = read.unreadable.into_iter().next() {
					return Err(Error::Chain(format!(
						"values of {item} are of a kind that is not known here"
					)));
				}
				return Ok((on_chain, read.nodes));
			}
			let mut keys = Vec::new();
			for missing in read.missing {
				match missing {
					Missing::Key(key) => keys.push(key),
					Missing::Prefix(prefix) => {
						keys.extend(self.keys_under(&prefix, reading.at, KEYS_IN_PAGE).await?);
						keys.push(prefix);
					}
				}
			}
			for keys in keys.chunks(KEYS_AT_ONCE) {
				nodes.extend(self.read_proof(keys, reading.at).await?);
			}
		}
		Err(Error::Network("the node does not prove what it was asked for".into()))
	}
}

/// The keyring's vault that the chain has of an owner.
fn signing_vault(keyring: &Keyring, owner: &VaultOwner, on_chain: &OnChain) -> Result<VaultSecrets> {
	let vault = on_chain.vault(owner).and_then(|history| history.vault);
	let vault = vault.ok_or_else(|| {
		Error::usage("no vault keys are registered for this profile, so it cannot sign an export")
	})?;
	keyring.vault_with_key(owner, &vault.keys.kem, vault.generation)
}

/// Why one record could not be opened. What a writer put into the stores must not keep the others from being exported.
///
/// # Errors
/// What would stop every other record as well: a store or node that does not answer, a disk that is full.
fn stopped_by(error: Error) -> Result<(Kind, String)> {
	match error {
		Error::Store(object_store::Error::NotFound { .. }) => {
			// Its own words would tell where this machine keeps its stores.
			Ok((Kind::NotFound, "its file or its envelope is not in the stores".into()))
		}
		Error::File { .. } | Error::Vault(salus_vault::Error::Io(_)) => Err(error),
		_ => match error.kind() {
			Kind::Network => Err(error),
			kind @ (Kind::Denied | Kind::NotFound) => Ok((kind, error.to_string())),
			Kind::Integrity | Kind::Usage | Kind::Chain => Ok((Kind::Integrity, error.to_string())),
		},
	}
}

/// A folder that only its owner may enter, with a place for contents. It goes if anything stops the export.
fn private_folder(parent: &Path) -> Result<TempDir> {
	let mut builder = tempfile::Builder::new();
	builder.prefix(".salus-export-");
	#[cfg(unix)]
	builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
	let folder = builder.tempdir_in(parent).map_err(|error| Error::file(parent, error))?;
	fs::create_dir(folder.path().join(FILES)).map_err(|error| Error::file(folder.path(), error))?;
	Ok(folder)
}

/// Writes a document that only its owner may read, and that is not there yet.
fn write(path: &Path, text: &[u8]) -> Result<()> {
	let failed = |error| Error::file(path, error);
	let mut options = File::options();
	options.write(true).create_new(true);
	#[cfg(unix)]
	std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
	let mut file = options.open(path).map_err(failed)?;
	file.write_all(text).and_then(|()| file.sync_all()).map_err(failed)
}

/// Makes the names in a folder last through a power cut.
fn sync(folder: &Path) -> Result<()> {
	File::open(folder).and_then(|folder| folder.sync_all()).map_err(|error| Error::file(folder, error))
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn record_should_not_stop_the_others_whatever_its_writer_put_there() {
		let missing = object_store::Error::NotFound { path: "/home/eve/ab".into(), source: "gone".into() };
		let (kind, reason) = stopped_by(Error::Store(missing)).unwrap();
		assert_eq!((kind, reason.contains("/home")), (Kind::NotFound, false));
		for (error, kind) in [
			(Error::NoKey("no consent".into()), Kind::Denied),
			(Error::integrity("forged"), Kind::Integrity),
			(salus_vault::Error::CiphertextMismatch.into(), Kind::Integrity),
			(salus_vault::Error::InvalidField { field: "media type", max: 127 }.into(), Kind::Integrity),
			(salus_vault::Error::TooLarge.into(), Kind::Integrity),
		] {
			assert_eq!(stopped_by(error).unwrap().0, kind);
		}
	}

	#[test]
	fn export_should_stop_when_every_record_would_fail_alike() {
		let outage = object_store::Error::Generic { store: "S3", source: "no route".into() };
		for error in [
			Error::Network("gone".into()),
			Error::Store(outage),
			salus_vault::Error::Io(std::io::Error::other("disk full")).into(),
			Error::file(Path::new("a"), std::io::Error::other("disk full")),
		] {
			assert!(stopped_by(error).is_err());
		}
	}

	#[cfg(unix)]
	#[test]
	fn export_should_be_its_owners_alone_and_leave_nothing_when_it_stops() {
		use std::os::unix::fs::PermissionsExt;
		let parent = TempDir::new().unwrap();
		let folder = private_folder(parent.path()).unwrap();
		let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
		assert_eq!(mode(folder.path()), 0o700);
		write(&folder.path().join(MANIFEST), b"{}").unwrap();
		assert_eq!(mode(&folder.path().join(MANIFEST)), 0o600);
		assert!(write(&folder.path().join(MANIFEST), b"{}").is_err());
		drop(folder);
		assert_eq!(fs::read_dir(parent.path()).unwrap().count(), 0);
	}
}
