//! Checking an export, with nothing but its folder.
//!
//! What the manifest says is taken for true in nothing: everything is read from the proven state, from what authors
//! signed, or from the files, and the manifest is compared with it. Names of files are computed, never followed.

mod contents;

use super::{
	folder::{Folder, Found},
	manifest::{
		digest, to_json, Block, Differences, Manifest, ManifestSignature, OpenedConsent, Version, FORMAT,
		MANIFEST, PROOF, SIGNATURE, VERSION,
	},
	on_chain::{OnChain, View},
	proof::{self, changes_voters, check_finality, Header, Proof},
	state::State,
	verdict::{Anchor, Aspect, Check, Ending, Finding, Trusted, Verification},
};
use crate::{Progress, Result};
use salus_primitives::{
	ids::{Digest, RecordIndex},
	people::Actor,
};
use salus_vault::sign;
use serde_json::Value;
use sp_runtime::traits::Header as _;
use std::{
	collections::{BTreeMap, BTreeSet},
	path::Path,
};

/// Checks the export in a folder. Needs neither node nor keys. An export that is not sound is an answer, not an error.
///
/// # Errors
/// Of kind usage if the folder is not there or cannot be read.
pub async fn verify_export(
	folder: &Path,
	trusted: &Trusted,
	progress: &dyn Progress,
) -> Result<Verification> {
	let folder = Folder::open(folder)?;
	let mut verifier = Verifier::default();
	let Some(export) = verifier.read(&folder)? else { return Ok(verifier.end(None, &folder, 0)) };
	verifier.check_signature(&export);
	let proven = verifier.check_state(&export);
	if let Some(proven) = &proven {
		verifier.check_signer(&export, proven);
	}
	verifier.check_completeness(&export, proven.as_ref());
	let files = verifier.check_contents(&folder, &export, proven.as_ref(), progress).await?;
	verifier.check_finality(&export, proven.as_ref(), trusted);
	verifier.check_anchor(&export, proven.as_ref(), trusted);
	Ok(verifier.end(Some(&export), &folder, files))
}

/// An export's documents.
struct Export {
	manifest: Manifest,
	manifest_digest: Digest,
	/// What the manifest says of the chain, as it says it.
	claimed: Value,
	proof: Option<Proof>,
	header: Option<Header>,
	signature: Option<ManifestSignature>,
}

impl Export {
	fn view(&self) -> View {
		let manifest = &self.manifest;
		let records = manifest.contents.iter().map(|content| content.record).collect();
		let minor = manifest.version.minor.min(VERSION.minor);
		let readers = manifest.openings.iter().map(|opened| opened.reader).collect();
		View { patient: manifest.patient, reader: manifest.exporter, records, minor, readers }
	}
}

#[derive(Default)]
struct Verifier {
	findings: Vec<Finding>,
	checks: BTreeMap<Aspect, (bool, String)>,
	/// Files that belong to the export.
	expected: BTreeSet<String>,
	/// Who is behind commitments, as far as that was shown.
	readers: Vec<OpenedConsent>,
	by_block: bool,
	by_specification: bool,
}

impl Verifier {
	fn find(&mut self, aspect: Aspect, place: impl Into<String>, problem: impl Into<String>) {
		let (place, problem) = (plain(&place.into()), plain(&problem.into()));
		self.findings.push(Finding { aspect, place, problem });
	}

	/// What holds if there is no finding.
	fn passed(&mut self, aspect: Aspect, detail: impl Into<String>) {
		self.checks.insert(aspect, (true, detail.into()));
	}

	fn not_checked(&mut self, aspect: Aspect, detail: impl Into<String>) {
		self.checks.insert(aspect, (false, detail.into()));
	}

	/// Reads the documents; `None` if there is no manifest that can be understood.
	fn read(&mut self, folder: &Folder) -> Result<Option<Export>> {
		self.expected.extend([MANIFEST, PROOF, SIGNATURE].map(String::from));
		let (text, proof) = (self.document(folder, MANIFEST)?, self.document(folder, PROOF)?);
		let signature = self.document(folder, SIGNATURE)?;
		let Some(text) = text else { return Ok(None) };
		let Some((manifest, claimed)) = self.manifest(&text) else { return Ok(None) };
		let proof = match proof {
			None => None,
			Some(proof) => {
				if Digest::of(&proof) != manifest.proof {
					self.find(Aspect::State, PROOF, "is not the proof that the manifest names");
				}
				match serde_json::from_slice::<Proof>(&proof) {
					Ok(read) if read.format == proof::FORMAT && read.version == proof::VERSION => Some(read),
					Ok(_) => {
						self.find(Aspect::State, PROOF, "has a form that is not known here");
						None
					}
					Err(error) => {
						self.find(Aspect::State, PROOF, format!("is malformed: {error}"));
						None
					}
				}
			}
		};
		let signature = match signature {
			None => None,
			Some(text) => match serde_json::from_slice::<ManifestSignature>(&text) {
				Ok(signature) if to_json(&signature) == text => Some(signature),
				Ok(_) => {
					self.find(Aspect::Exporter, SIGNATURE, "is not in the one form it is written in");
					None
				}
				Err(error) => {
					self.find(Aspect::Exporter, SIGNATURE, format!("is malformed: {error}"));
					None
				}
			},
		};
		let header = proof.as_ref().and_then(Proof::header);
		let manifest_digest = Digest::of(&text);
		Ok(Some(Export { manifest, manifest_digest, claimed, proof, header, signature }))
	}

	fn document(&mut self, folder: &Folder, name: &str) -> Result<Option<Vec<u8>>> {
		match folder.document(name)? {
			Ok(text) => Ok(Some(text)),
			Err(problem) => {
				self.find(Aspect::Folder, name, problem);
				Ok(None)
			}
		}
	}

	fn manifest(&mut self, text: &[u8]) -> Option<(Manifest, Value)> {
		let malformed = |error: serde_json::Error| format!("is malformed: {error}");
		let value: Value = match serde_json::from_slice(text) {
			Ok(value) => value,
			Err(error) => {
				self.find(Aspect::Manifest, MANIFEST, malformed(error));
				return None;
			}
		};
		let version = value.get("version").and_then(|version| serde_json::from_value(version.clone()).ok());
		let known = |version: &Version| version.major == VERSION.major;
		if value.get("format").and_then(Value::as_str) != Some(FORMAT) || !version.as_ref().is_some_and(known)
		{
			let problem =
				format!("is no {FORMAT} of version {}.x, which is what is known here", VERSION.major);
			self.find(Aspect::Manifest, MANIFEST, problem);
			return None;
		}
		let manifest: Manifest = match serde_json::from_value(value.clone()) {
			Ok(manifest) => manifest,
			Err(error) => {
				self.find(Aspect::Manifest, MANIFEST, malformed(error));
				return None;
			}
		};
		self.passed(Aspect::Manifest, format!("{FORMAT} {}", manifest.version));
		let mut written = serde_json::to_value(&manifest).unwrap_or_default();
		let mut found = value;
		// That part is compared with the proven state.
		if let Some(fields) = written.as_object_mut() {
			fields.remove("onChain");
		}
		let claimed = found.as_object_mut().and_then(|fields| fields.remove("onChain")).unwrap_or_default();
		let differences = Differences::between(&written, &found);
		for place in differences.different {
			self.find(Aspect::Manifest, place, "is not in the form it is written in");
		}
		self.unknown(Aspect::Manifest, &manifest, differences.unknown);
		let entitled = (manifest.exporter == Actor::Patient) == manifest.purpose.is_none();
		if !entitled {
			self.find(
				Aspect::Manifest,
				"purpose",
				"is for those who are not the patient, and for all of them",
			);
		}
		Some((manifest, claimed))
	}

	/// Fields that a later version of the schema may have are passed over; in this one they do not belong there.
	fn unknown(&mut self, aspect: Aspect, manifest: &Manifest, places: Vec<String>) {
		if places.is_empty() {
			return;
		}
		if manifest.version.minor > VERSION.minor {
			let detail = format!(
				"version {}: fields that are not known here were passed over: {}",
				manifest.version,
				plain(&places.join(", "))
			);
			self.not_checked(aspect, detail);
			return;
		}
		for place in places {
			self.find(aspect, place, format!("version {} has no such field", manifest.version));
		}
	}

	/// The signature with the key that it names itself.
	fn check_signature(&mut self, export: &Export) {
		let Some(signature) = &export.signature else { return };
		let message = export.manifest.message(&export.manifest_digest);
		if sign::verify(&signature.signing_key, &message, &signature.signature).is_err() {
			self.find(Aspect::Exporter, SIGNATURE, "is not a signature of the manifest");
		}
	}

	/// Whether the key that signed the manifest is the exporter's.
	fn check_signer(&mut self, export: &Export, proven: &OnChain) {
		let Some(signature) = &export.signature else { return };
		let manifest = &export.manifest;
		let vault = proven.vault(&manifest.owner()).and_then(|history| history.vault);
		match vault {
			Some(vault) if vault.keys.signing == signature.signing_key => {
				let who = crate::words::actor(&manifest.exporter);
				self.passed(Aspect::Exporter, format!("the manifest is signed by the vault of {who}"));
			}
			_ => self.find(Aspect::Exporter, SIGNATURE, "is with a key that is not the exporter's on chain"),
		}
	}

	/// Reads the proven state and compares the manifest with it.
	fn check_state(&mut self, export: &Export) -> Option<OnChain> {
		let proof = export.proof.as_ref()?;
		let Some(header) = &export.header else {
			self.find(Aspect::State, PROOF, "has no block's header");
			return None;
		};
		let block = Block { number: *header.number(), hash: digest(&header.hash()) };
		if block != export.manifest.chain.block {
			self.find(Aspect::State, "chain.block", "is not the block whose header is in the proof");
		}
		let view = export.view();
		let state = State::new(*header.state_root(), proof.state.iter().map(|node| node.0.clone()));
		let proven = OnChain::read(&state, &view);
		let reading = state.finish();
		let nodes: BTreeSet<_> = proof.state.iter().map(|node| &node.0).collect();
		let later = export.manifest.version.minor > VERSION.minor;
		let surplus = nodes.len() != reading.nodes.len();
		if !reading.missing.is_empty() {
			let problem =
				format!("does not prove {} entries of the state that are read", reading.missing.len());
			self.find(Aspect::State, PROOF, problem);
		} else if nodes.len() != proof.state.len() || (surplus && !later) {
			self.find(Aspect::State, PROOF, "has nodes that prove nothing of this");
		}
		for item in reading.unreadable {
			let problem = format!("has values of {item} that are of no kind known here");
			self.find(Aspect::State, PROOF, problem);
		}
		for problem in proven.inconsistencies(&view) {
			self.find(Aspect::State, "onChain", problem);
		}
		if proven.genesis != Some(export.manifest.chain.genesis) {
			self.find(Aspect::State, "chain.genesis", "is not the chain's first block by the proven state");
		}
		let entries =
			proven.records.len() + proven.consents.len() + proven.scopes.len() + proven.requests.len();
		self.passed(
			Aspect::State,
			format!(
				"all that the manifest says of the chain is in the state of block {} ({entries} records, consents, \
				 scopes and requests)",
				block.number
			),
		);
		if later && surplus {
			let version = export.manifest.version;
			let detail =
				format!("version {version}: parts of the proof that are not known here were passed over");
			self.not_checked(Aspect::State, detail);
		}
		let differences =
			Differences::between(&serde_json::to_value(&proven).unwrap_or_default(), &export.claimed);
		for place in differences.different {
			self.find(Aspect::State, format!("onChain.{place}"), "is not what the chain has");
		}
		let unknown = differences.unknown.into_iter().map(|place| format!("onChain.{place}")).collect();
		self.unknown(Aspect::State, &export.manifest, unknown);
		self.check_statements(export, &proven);
		self.check_openings(export, &proven);
		Some(proven)
	}

	/// Whether there is an entry for each record, and none twice.
	fn check_completeness(&mut self, export: &Export, proven: Option<&OnChain>) {
		let listed: Vec<RecordIndex> =
			export.manifest.contents.iter().map(|content| content.record).collect();
		if !listed.is_sorted_by(|one, other| one < other) {
			self.find(Aspect::Completeness, "contents", "are not in the order of the records, each once");
		}
		let Some(proven) = proven else { return };
		let on_chain: Vec<RecordIndex> = proven.records.iter().map(|record| record.index).collect();
		let counts = proven.counts;
		if listed != on_chain {
			self.find(Aspect::Completeness, "contents", "do not name the records that the chain has");
		}
		if export.manifest.exporter == Actor::Patient {
			let version = export.manifest.version;
			let detail = format!(
				"every record ({}), consent ({}), scope ({}) and request that the chain has of the patient is listed",
				counts.records, counts.consents, counts.scopes
			);
			if proven.is_covered(version.minor) {
				return self.passed(Aspect::Completeness, detail);
			}
			// Who exports may have chosen a version that says less.
			let silent = "says nothing of what later versions add, which this chain may have";
			return self.not_checked(Aspect::Completeness, format!("{detail}; version {version} {silent}"));
		}
		let who = crate::words::actor(&export.manifest.exporter);
		self.not_checked(
			Aspect::Completeness,
			format!(
				"this is what {who} may read: {} of {} records; of the others, and of what others may do, it says \
				 nothing",
				on_chain.len(),
				counts.records
			),
		);
	}

	/// Votes against voters: the chain specification's where there is one, else those that the block's own state names,
	/// which shows no more than that the export agrees with itself.
	fn check_finality(&mut self, export: &Export, proven: Option<&OnChain>, trusted: &Trusted) {
		let (Some(proof), Some(header), Some(proven)) = (&export.proof, &export.header, proven) else {
			return self.not_checked(Aspect::Finality, "without a proven block there is nothing to finalise");
		};
		let Some(finality) = &proof.finality else {
			return self.not_checked(Aspect::Finality, "the exporter's node gave no proof of finality");
		};
		let own = (!changes_voters(header)).then(|| check_finality(&finality.0, header, &proven.voters));
		match &trusted.beginning {
			Some(beginning) => match check_finality(&finality.0, header, &beginning.voters) {
				Ok(()) => {
					self.by_specification = proven.genesis == Some(beginning.genesis);
					let detail = "more than two thirds of the validators that the chain specification names voted \
					              for the block, or for one that follows it";
					self.passed(Aspect::Finality, detail);
				}
				// The voters of the beginning have gone: that is no fault of the export.
				Err(_) if proven.voters.set != 0 && !matches!(own, Some(Err(_))) => self.not_checked(
					Aspect::Finality,
					format!(
						"the validators have changed {} times since the chain specification; nothing here shows \
						 who followed",
						proven.voters.set
					),
				),
				Err(problem) => self.find(Aspect::Finality, PROOF, format!("finality: {problem}")),
			},
			None => match own {
				None => self.not_checked(
					Aspect::Finality,
					"the validators change with this block, so its state does not name those who voted for it",
				),
				Some(Ok(())) => self.not_checked(
					Aspect::Finality,
					"the validators that the block's own state names voted for it; without --chain-spec it is not \
					 known whether they are the chain's",
				),
				Some(Err(problem)) => self.find(Aspect::Finality, PROOF, format!("finality: {problem}")),
			},
		}
	}

	/// Whether block and chain are the ones that are trusted.
	fn check_anchor(&mut self, export: &Export, proven: Option<&OnChain>, trusted: &Trusted) {
		let chain = &export.manifest.chain;
		let hash = export.header.as_ref().map(|header| digest(&header.hash()));
		if let Some(block) = trusted.block {
			self.by_block = hash == Some(block) && proven.is_some();
			if hash != Some(block) {
				self.find(Aspect::Anchor, "chain.block", "is another block than the one that is trusted");
			}
		}
		let genesis = proven.and_then(|proven| proven.genesis);
		for trusted in trusted.genesis.into_iter().chain(trusted.beginning.as_ref().map(|it| it.genesis)) {
			if genesis != Some(trusted) || chain.genesis != trusted {
				self.find(Aspect::Anchor, "chain.genesis", "is another chain than the one that is trusted");
			}
		}
		if trusted.beginning.is_some() && !self.by_specification && !self.by_block {
			let problem =
				"the chain specification does not lead to this block; give the block's hash as well";
			self.find(Aspect::Anchor, "chain.block", problem);
		}
		match self.anchor() {
			Anchor::Block => self.passed(Aspect::Anchor, "the block's hash is the one that is trusted"),
			Anchor::ChainSpecification => self
				.passed(Aspect::Anchor, "the block is final on the chain that the specification describes"),
			Anchor::Nothing => self.not_checked(
				Aspect::Anchor,
				format!(
					"nothing ties this to a chain: compare {} with the hash of block {} on a node you trust, or give \
					 it with --block, or a chain specification with --chain-spec",
					hash.unwrap_or_default(),
					chain.block.number
				),
			),
		}
	}

	fn anchor(&self) -> Anchor {
		match (self.by_block, self.by_specification) {
			(true, _) => Anchor::Block,
			(false, true) => Anchor::ChainSpecification,
			(false, false) => Anchor::Nothing,
		}
	}

	/// Closes the books: what lies in the folder and does not belong there, and how each check ended.
	fn end(mut self, export: Option<&Export>, folder: &Folder, files: u32) -> Verification {
		for (name, found) in folder.entries() {
			match found {
				Found::File if self.expected.contains(name) => {}
				Found::File => self.find(Aspect::Folder, name, "does not belong to the export"),
				Found::Other => self.find(Aspect::Folder, name, "is no ordinary file; it is not looked at"),
			}
		}
		self.passed(Aspect::Folder, format!("{} files, and nothing else", self.expected.len()));
		let failed: BTreeSet<Aspect> = self.findings.iter().map(|finding| finding.aspect).collect();
		let anchor = self.anchor();
		let mut checks = Vec::new();
		for (aspect, (passed, detail)) in std::mem::take(&mut self.checks) {
			if !failed.contains(&aspect) {
				let ending = if passed { Ending::Passed } else { Ending::NotChecked };
				checks.push(Check { aspect, ending, detail });
			}
		}
		for aspect in failed {
			let count = self.findings.iter().filter(|finding| finding.aspect == aspect).count();
			let detail = format!("{count} finding{}", if count == 1 { "" } else { "s" });
			checks.push(Check { aspect, ending: Ending::Failed, detail });
		}
		checks.sort_by_key(|check| check.aspect);
		let manifest = export.map(|export| &export.manifest);
		Verification {
			sound: self.findings.is_empty(),
			// What is not sound rests on nothing.
			anchor: if self.findings.is_empty() { anchor } else { Anchor::Nothing },
			patient: manifest.map(|manifest| manifest.patient),
			exporter: manifest.map(|manifest| manifest.exporter),
			genesis: manifest.map(|manifest| manifest.chain.genesis),
			block: manifest.map(|manifest| manifest.chain.block),
			files,
			checks,
			// What is not sound shows nobody.
			readers: if self.findings.is_empty() { self.readers } else { Vec::new() },
			findings: self.findings,
		}
	}
}

/// Text in which what strangers wrote cannot steer a terminal or turn the direction of writing.
fn plain(text: &str) -> String {
	let mut plain = String::with_capacity(text.len());
	for letter in text.chars() {
		match letter {
			'"' | '\'' | '\\' => plain.push(letter),
			_ => plain.extend(letter.escape_debug()),
		}
	}
	plain
}
