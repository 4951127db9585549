//! What people wrote: records' contents, and what is said in disputes.

use super::{
	super::{
		manifest::{file_name, Content, Manifest, Outcome, Sheet, Speaker, WITH_OPENINGS},
		on_chain::OnChain,
		verdict::Aspect,
	},
	Export, Folder, Verifier,
};
use crate::{keyring::vault_owner, records::Authorship, Progress, Result};
use salus_primitives::{
	dispute::DisputeState,
	ids::RecordIndex,
	people::Actor,
	records::{Record, SizeClass},
};
use salus_vault::record::{verify_facts, RecordFacts, RecordPlace};

impl Verifier {
	/// What is said in disputes, against the commitments.
	pub(super) fn check_statements(&mut self, export: &Export, proven: &OnChain) {
		let statements = &export.manifest.statements;
		if !statements.is_sorted_by(|one, other| (one.record, one.side) < (other.record, other.side)) {
			self.find(Aspect::State, "statements", "are not in the order of the records, each once");
		}
		for statement in statements {
			let committed = proven.dispute(statement.record).and_then(|dispute| match statement.side {
				Speaker::Contest => Some(dispute.contest.commitment),
				Speaker::Refusal => match dispute.state {
					DisputeState::Refused { reason, .. } => Some(reason.commitment),
					_ => None,
				},
			});
			if committed.is_none() || committed != statement.commitment() {
				let place = format!("statements: record {}", statement.record);
				self.find(Aspect::State, place, "is not what was committed to on chain");
			}
		}
	}

	/// Who is behind commitments, against these.
	pub(super) fn check_openings(&mut self, export: &Export, proven: &OnChain) {
		let Manifest { openings, exporter, version, .. } = &export.manifest;
		if openings.is_empty() {
			return;
		}
		if *exporter != Actor::Patient || version.minor < WITH_OPENINGS {
			self.find(Aspect::State, "openings", "are the patient's to show, from version 1.2 on");
		}
		if !openings.is_sorted_by(|one, other| one.consent < other.consent) {
			self.find(Aspect::State, "openings", "are not in the order of the consents, each once");
		}
		for opened in openings {
			let committed = proven.consent(opened.consent).map(|consent| consent.grantee);
			if committed.is_some_and(|commitment| opened.opening.opens(&commitment, &opened.reader)) {
				self.readers.push(*opened);
			} else {
				let place = format!("openings: consent {}", opened.consent);
				self.find(Aspect::State, place, "does not open the commitment on chain");
			}
		}
	}

	/// Authors' signatures and files. Gives the number of files that were held against a sheet.
	pub(super) async fn check_contents(
		&mut self,
		folder: &Folder,
		export: &Export,
		proven: Option<&OnChain>,
		progress: &dyn Progress,
	) -> Result<u32> {
		let contents = &export.manifest.contents;
		let sheets = contents.iter().filter_map(|content| match &content.outcome {
			Outcome::Exported(sheet) => Some(sheet.description.length),
			_ => None,
		});
		progress.start("checking", sheets.fold(0, u64::saturating_add));
		let (mut files, mut uncheckable, mut not_opened) = (0u32, 0u32, 0u32);
		for content in contents {
			let record = proven.and_then(|proven| proven.record(content.record));
			if let Some(record) = record {
				self.check_outcome(content, record);
			}
			match &content.outcome {
				Outcome::Erased => {}
				Outcome::NotOpened { .. } => not_opened += 1,
				Outcome::Exported(sheet) => {
					files += 1;
					uncheckable += u32::from(sheet.authorship == Authorship::Uncheckable);
					if let (Some(record), Some(proven)) = (record, proven) {
						self.check_author(export, content.record, sheet, record, proven);
					}
					self.check_file(folder, content.record, sheet, progress).await?;
				}
			}
		}
		progress.finish();
		let detail = match uncheckable {
			0 => format!("{files} records are signed with the key that their author's vault had on that day"),
			some => format!(
				"{files} records are signed; of {some} the chain no longer has their author's key of that day, so \
				 who signed rests on the chain alone"
			),
		};
		match (proven, uncheckable) {
			(Some(_), 0) => self.passed(Aspect::Authors, detail),
			(Some(_), _) => self.not_checked(Aspect::Authors, detail),
			(None, _) => self.not_checked(Aspect::Authors, "without proven keys no signature can be checked"),
		}
		let detail = format!("{files} contents have the length and SHA-256 that their authors signed");
		match not_opened {
			0 => self.passed(Aspect::Files, detail),
			some => self.not_checked(
				Aspect::Files,
				format!("{detail}; {some} records could not be opened by the exporter, and are not here"),
			),
		}
		Ok(files)
	}

	/// A record that was erased has no content, and only such a record is called erased.
	fn check_outcome(&mut self, content: &Content, record: &Record) {
		let erased = matches!(content.outcome, Outcome::Erased);
		if erased != record.status.is_erased() {
			let problem = if erased { "was not erased on chain" } else { "was erased on chain" };
			self.find(Aspect::Completeness, format!("record {}", content.record), problem);
		}
	}

	fn check_author(
		&mut self,
		export: &Export,
		index: RecordIndex,
		sheet: &Sheet,
		record: &Record,
		proven: &OnChain,
	) {
		let place = format!("record {index}");
		let description = &sheet.description;
		if description.author != record.author {
			self.find(Aspect::Authors, &place, "was signed in another name than the chain has for it");
		}
		let filed = RecordPlace {
			genesis: export.manifest.chain.genesis.0,
			patient: export.manifest.patient,
			ciphertext: record.pointer.ciphertext,
		};
		let facts = RecordFacts {
			plaintext: description.plaintext,
			length: description.length,
			media_type: description.media_type.clone(),
			resource_type: description.resource_type.clone(),
			code: description.code.clone(),
			clinical_time: description.clinical_time,
			author: description.author,
		};
		if verify_facts(&filed, &facts, &sheet.signing_key, &sheet.signature).is_err() {
			self.find(Aspect::Authors, &place, "is not described as its author signed it");
		}
		if SizeClass::for_len(description.length) != Some(record.pointer.size) {
			self.find(Aspect::Authors, &place, "has a length that its size on chain does not allow");
		}
		let owner = vault_owner(&record.author, &export.manifest.patient);
		let key = proven.vault(&owner).and_then(|vault| vault.signing_key(record.registered_at));
		let (authorship, since) = match key {
			None => (Authorship::Uncheckable, None),
			Some((since, key)) => {
				if key != sheet.signing_key {
					let problem =
						"was not signed with the key that its author's vault had when it was registered";
					self.find(Aspect::Authors, &place, problem);
				}
				(Authorship::Verified, Some(since))
			}
		};
		if (authorship, since) != (sheet.authorship, sheet.signing_key_since) {
			self.find(Aspect::Authors, place, "does not say of its author's key what the chain does");
		}
	}

	async fn check_file(
		&mut self,
		folder: &Folder,
		index: RecordIndex,
		sheet: &Sheet,
		progress: &dyn Progress,
	) -> Result<()> {
		let name = file_name(index, &sheet.description.media_type);
		self.expected.insert(name.clone());
		if sheet.file != name {
			let problem = format!("is not {name}, where such a record lies; it is not looked at");
			self.find(Aspect::Files, format!("record {index}: {}", sheet.file), problem);
		}
		match folder.digest(&name, sheet.description.length, progress).await? {
			Ok(found) if found == sheet.description.plaintext => {}
			Ok(_) => self.find(Aspect::Files, name, "is not the content that its author signed"),
			Err(problem) => self.find(Aspect::Files, name, problem),
		}
		Ok(())
	}
}
