//! A chain that lives in memory, with two patients, and exports of it, as they should be and otherwise.

use super::super::{
	manifest::{
		digest, file_name, to_json, Block, ChainName, Content, ManifestSignature, Outcome, ScopeName, Sheet,
		Version, FILES, FORMAT, MANIFEST, PROOF, SIGNATURE, VERSION,
	},
	on_chain::{OnChain, View},
	proof::{self, tests as votes, Header, Hex, Proof},
	state::{Entry, Hash, Missing, State},
	*,
};
use crate::AccountId;
use codec::{Compact, Encode};
use salus_primitives::{
	consent::{Consent, ConsentItem, Item, Permissions, Reach, Scope},
	consortium::{Organisation, OrganisationState},
	dispute::{Dispute, DisputeState, SealedText},
	ids::{Commitment, Digest, KeyEpoch, ScopeId, VaultKeys},
	people::{Party, Patient, PatientState, Practitioner, Vault, VaultOwner},
	records::{NewRecord, Record, RecordStatus, SizeClass},
	recovery::{Approval, Attempt, Attempts, Recovery, RecoveryPolicy},
	representation::{Basis, HandOver, Powers, Representative},
	time::{History, Moment},
	BoundedVec,
};
use salus_vault::{
	dispute::Side,
	file::FileKey,
	record::{RecordFacts, RecordPlace, RecordSheet},
	sign::VaultSigner,
};
use serde_json::Value;
use sp_runtime::{
	traits::{BlakeTwo256, Header as _},
	StateVersion,
};
use sp_state_machine::{prove_read_on_trie_backend, Backend as _, InMemoryBackend, IterArgs};
use std::{collections::BTreeSet, fs};
use tempfile::TempDir;

pub(super) const GENESIS: [u8; 32] = [0x11; 32];
pub(super) const EVE: PatientId = PatientId([0xee; 32]);
pub(super) const MALLORY: PatientId = PatientId([0xbb; 32]);
pub(super) const DAVE: Actor = Actor::Practitioner { practitioner: 1, organisation: 1 };
pub(super) const CHARLIE: Actor = Actor::Practitioner { practitioner: 2, organisation: 2 };

pub(super) fn signer(actor: &Actor) -> VaultSigner {
	VaultSigner::from_seed(&match actor {
		Actor::Patient => [0x21; 32],
		Actor::Practitioner { practitioner, .. } => [0x30 + *practitioner as u8; 32],
		Actor::Organisation(id) => [0x40 + *id as u8; 32],
		Actor::Representative(id) => [0x50 + *id as u8; 32],
	})
}

/// The state of a chain.
#[derive(Clone, Default)]
pub(super) struct Chain(Vec<(Vec<u8>, Vec<u8>)>);

impl Chain {
	pub(super) fn remove(&mut self, entry: Entry) {
		let before = self.0.len();
		self.0.retain(|(known, _)| *known != entry.key());
		assert_eq!(self.0.len() + 1, before, "there was nothing to remove");
	}

	pub(super) fn put(&mut self, entry: Entry, value: impl Encode) {
		let key = entry.key().to_vec();
		self.0.retain(|(known, _)| *known != key);
		self.0.push((key, value.encode()));
	}

	fn backend(&self) -> InMemoryBackend<BlakeTwo256> {
		let entries = self.0.iter().map(|(key, value)| (key.clone(), Some(value.clone()))).collect();
		InMemoryBackend::<BlakeTwo256>::default().update(vec![(None, entries)], StateVersion::V1)
	}

	/// What a node would prove of it.
	pub(super) fn prove(&self, view: &View) -> (Hash, OnChain, BTreeSet<Vec<u8>>) {
		let backend = self.backend();
		let root = *backend.root();
		let mut nodes = BTreeSet::new();
		loop {
			let state = State::new(root, nodes.clone());
			let on_chain = OnChain::read(&state, view);
			let read = state.finish();
			if read.missing.is_empty() {
				return (root, on_chain, read.nodes);
			}
			for missing in read.missing {
				let mut keys = Vec::new();
				match missing {
					Missing::Key(key) => keys.push(key),
					Missing::Prefix(prefix) => {
						let mut under = IterArgs::default();
						under.prefix = Some(&prefix);
						keys.extend(backend.keys(under).unwrap().map(Result::unwrap));
						keys.push(prefix);
					}
				}
				let proof = prove_read_on_trie_backend(&backend, keys.iter().map(Vec::as_slice)).unwrap();
				nodes.extend(proof.into_nodes());
			}
		}
	}
}

/// A record to be: its author, its content, how it stands.
pub(super) struct Made {
	pub(super) author: Actor,
	pub(super) content: Vec<u8>,
	pub(super) media_type: &'static str,
	pub(super) status: RecordStatus,
	pub(super) supersedes: Option<u32>,
}

pub(super) fn made() -> Vec<Made> {
	let one = |author, content: &str, media_type, status, supersedes| Made {
		author,
		content: content.into(),
		media_type,
		status,
		supersedes,
	};
	let current = RecordStatus::Final { superseded_by: None };
	vec![
		one(
			DAVE,
			"{\"first\": 1}",
			"application/fhir+json",
			RecordStatus::Final { superseded_by: Some(1) },
			None,
		),
		one(DAVE, "{\"first\": 2}", "application/fhir+json", current, Some(0)),
		one(DAVE, "of somebody else", "text/plain", RecordStatus::EnteredInError, None),
		one(DAVE, "", "text/plain", RecordStatus::Erased { superseded_by: None }, None),
		one(Actor::Patient, "a diary", "text/html", current, None),
	]
}

/// When each record was registered.
pub(super) fn registered(index: u32) -> Moment {
	1_000 + u64::from(index)
}

pub(super) fn ciphertext(patient: &PatientId, index: u32) -> Digest {
	Digest::of(&(patient, index).encode())
}

pub(super) fn sheet(patient: &PatientId, index: u32, record: &Made) -> RecordSheet {
	let place = RecordPlace { genesis: GENESIS, patient: *patient, ciphertext: ciphertext(patient, index) };
	let facts = RecordFacts {
		plaintext: Digest::of(&record.content),
		length: record.content.len() as u64,
		media_type: record.media_type.into(),
		resource_type: String::new(),
		code: "http://loinc.org|1234-5".into(),
		clinical_time: Some(-7),
		author: record.author,
	};
	RecordSheet::sign(&place, FileKey::new([8; 16]), facts, &signer(&record.author)).unwrap()
}

/// A chain with two patients who have the same of everything.
pub(super) fn chain() -> Chain {
	let mut chain = Chain::default();
	chain.put(Entry::new("Consortium", "GenesisBlock"), GENESIS);
	chain.put(Entry::new("Timestamp", "Now"), 9_000u64);
	chain.put(Entry::new("System", "LastRuntimeUpgrade"), (Compact(101u32), "salus"));
	let voters = votes::voters(0, &votes::signers(4));
	chain.put(Entry::new("Grandpa", "Authorities"), voters.keys);
	chain.put(Entry::new("Grandpa", "CurrentSetId"), 0u64);
	for id in 1..=2u32 {
		let organisation = Organisation {
			name: BoundedVec::try_from(format!("hospital {id}").into_bytes()).unwrap(),
			controller: AccountId::from([id as u8; 32]),
			registrars: BoundedVec::default(),
			standing: History::starting(0, OrganisationState::Active),
		};
		chain.put(Entry::new("Consortium", "Organisations").twox(id), organisation);
		let practitioner = Practitioner {
			account: AccountId::from([0x50 + id as u8; 32]),
			home: id,
			memberships: BoundedVec::default(),
		};
		chain.put(Entry::new("Identity", "Practitioners").twox(id), practitioner);
	}
	for patient in [EVE, MALLORY] {
		put_patient(&mut chain, patient);
	}
	for (owner, actor) in [
		(VaultOwner::Practitioner(1), DAVE),
		(VaultOwner::Practitioner(2), CHARLIE),
		(VaultOwner::Patient(EVE), Actor::Patient),
		(VaultOwner::Patient(MALLORY), Actor::Patient),
	] {
		let signing = signer(&actor).public();
		let keys = VaultKeys { kem: Digest([0x61; 32]), signing };
		let vault = Vault { keys, generation: 0, compromised_at: None };
		chain.put(Entry::new("Identity", "Vaults").blake2(owner), vault);
		chain.put(Entry::new("Identity", "SigningKeys").blake2(owner), History::starting(500, signing));
	}
	chain
}

pub(super) fn put_patient(chain: &mut Chain, patient: PatientId) {
	let of = |pallet, item| Entry::new(pallet, item).blake2(patient);
	let controlled = Patient {
		controller: AccountId::from([patient.0[0]; 32]),
		organisation: 1,
		state: History::starting(400, PatientState::Active),
		enrolled_at: 400,
	};
	chain.put(of("Identity", "Patients"), controlled);
	for number in 0..3u16 {
		let scope = Scope {
			id: ScopeId([number as u8; 16]),
			epoch: KeyEpoch { generation: 0, index: 1 },
			key: Digest([0x71; 32]),
			due_since: None,
			rotate_by: Some(99_000),
			holders: 1,
			created_at: 450,
		};
		chain.put(of("Consent", "Scopes").twox(number), scope);
		for position in 0..2u32 {
			let key = (KeyEpoch { generation: 0, index: position }, Digest([0x70 + position as u8; 32]));
			let entry = Entry::new("Consent", "EpochKeys").blake2((patient, number)).twox(position);
			chain.put(entry, key);
		}
	}
	chain.put(of("Consent", "ScopeCount"), 3u16);
	let mut records = 0u32;
	for (index, record) in (0..).zip(made()) {
		let kept = Record {
			pointer: NewRecord {
				ciphertext: ciphertext(&patient, index),
				envelope: Digest([0x81; 32]),
				size: SizeClass::for_len(record.content.len() as u64).unwrap(),
				scope: (index % 3) as u16,
				epoch: KeyEpoch { generation: 0, index: 1 },
			},
			author: record.author,
			registered_at: registered(index),
			supersedes: record.supersedes,
			status: record.status,
		};
		let kept = if record.status.is_erased() { kept.tombstone() } else { kept };
		chain.put(of("Records", "Records").twox(index), kept);
		records = index + 1;
	}
	chain.put(of("Records", "RecordCount"), records);
	for (index, grantee) in [(0u32, Party::Organisation(1)), (1, Party::Practitioner(2))] {
		chain.put(of("Consent", "Consents").twox(index), consent(index, grantee));
		chain.put(of("Consent", "ByGrantee").twox(grantee), vec![index]);
	}
	chain.put(of("Consent", "ConsentCount"), 2u32);
	chain.put(of("Consent", "Exclusions").twox(Party::Practitioner(1)), History::starting(800, true));
	put_the_rest(chain, patient);
}

/// The consent of this index.
pub(super) fn consent(index: u32, grantee: Party) -> Consent {
	let item = ConsentItem { item: Item::Scope(index as u16), from_epoch: KeyEpoch::default() };
	Consent {
		grantee,
		items: BoundedVec::try_from(vec![item]).unwrap(),
		permissions: Permissions::READ,
		purposes: Purpose::Treatment.into(),
		from: 600,
		until: None,
		reach: Reach::AllHistory,
		parent: None,
		organisation: 1,
		text: Digest([0x91; 32]),
		policy_version: 1,
		granted_at: 600,
		revoked_at: (index == 0).then_some(700),
	}
}

/// What the author's side says of record 1, with what the chain has of it.
pub(super) fn statement() -> manifest::Statement {
	let text = "We stand by it.".to_owned();
	manifest::Statement { record: 1, side: manifest::Speaker::Refusal, salt: Hex(vec![0xa1; 32]), text }
}

/// What was added after version 1.0.
fn put_the_rest(chain: &mut Chain, patient: PatientId) {
	let of = |pallet, item| Entry::new(pallet, item).blake2(patient);
	let account = |byte: u8| AccountId::from([byte; 32]);
	let sealed = |commitment| SealedText { commitment, envelope: Digest([0xa2; 32]) };
	let contest = sealed(Side::Contest.commitment(&[0xa3; 32], "Not mine."));
	let reason = sealed(Side::Refusal.commitment(&[0xa1; 32], "We stand by it."));
	for (index, state) in [
		(0u32, DisputeState::Amended { by: 1 }),
		(1, DisputeState::Refused { actor: DAVE, reason, at: 1_200 }),
		(2, DisputeState::EnteredInError),
	] {
		let dispute = Dispute { state, ..Dispute::open(DAVE, contest, Party::Practitioner(1), 1_100, 1) };
		chain.put(of("Records", "Disputes").twox(index), dispute);
	}
	chain.put(of("Consent", "ClosedScopes").twox(2u16), History::starting(1_300, true));
	chain.put(of("Consent", "GenerationsBegun").twox(1u16), 1_400u64);
	chain.put(of("Consent", "GivenBy").twox(1u32), 2u32);
	chain.put(of("Consent", "KnownAhead").twox(2u16), (KeyEpoch { generation: 0, index: 65 }, 1_450u64));

	let guardians = (0..3).map(|one| Commitment([one; 32])).collect::<Vec<_>>();
	let policy = RecoveryPolicy { guardians: guardians.try_into().unwrap(), threshold: 2, delay: 86_400_000 };
	chain.put(of("Identity", "RecoveryPolicies"), policy);
	chain.put(of("Identity", "RecoveryTurns"), 4u32);
	let attempt = Attempt::new(Digest([0xb1; 32]), account(0xb2), Digest([0xb3; 32]), 1_500);
	let attempt = Attempt { ready_at: Some(2_500), ..attempt };
	let approval = Approval { position: 1, guardian: account(0xb4), attempt: attempt.id, until: 3_000 };
	let attempts = Attempts {
		list: BoundedVec::try_from(vec![attempt]).unwrap(),
		approvals: BoundedVec::try_from(vec![approval]).unwrap(),
	};
	chain.put(of("Identity", "RecoveryAttempts"), attempts);
	let recovery = Recovery {
		account: account(patient.0[0]),
		kem: Digest([0xb5; 32]),
		finished_at: 300,
		keys_from: 350,
		confirmed_at: None,
	};
	chain.put(of("Identity", "Recoveries"), recovery);
	chain.put(of("Identity", "PatientLineages"), 1u16);

	chain.put(of("Identity", "HandOvers"), HandOver { account: account(0xb6), at: 99_000 });
	chain.put(of("Identity", "HandedOver"), 420u64);
	chain.put(of("Identity", "Contests"), 430u64);
	chain.put(of("Identity", "MergedInto"), PatientId([0xb7; 32]));
	chain.put(of("Identity", "MergedFrom"), vec![PatientId([0xb8; 32]), PatientId([0xb9; 32])]);
	// The second was ended, and is found by the consent that it gave; the third is another patient's.
	chain.put(of("Identity", "RepresentativeCount"), 2u32);
	chain.put(of("Identity", "RepresentativesOf"), vec![1u32]);
	for (id, ended_at) in [(1u32, None), (2, Some(800))] {
		put_representative(chain, id, patient, ended_at);
	}
	put_representative(chain, 3, PatientId([0xcc; 32]), None);
}

fn put_representative(chain: &mut Chain, id: u32, patient: PatientId, ended_at: Option<Moment>) {
	let representative = Representative {
		patient,
		account: AccountId::from([0xc0 + id as u8; 32]),
		powers: Powers::READ.union(Powers::RECORDS),
		basis: Basis::Appointed,
		organisation: 1,
		from: 450,
		until: 99_000,
		admitted_at: 450,
		ended_at,
	};
	chain.put(Entry::new("Identity", "Representatives").twox(id), representative);
	let owner = VaultOwner::Representative(id);
	let signing = signer(&Actor::Representative(id)).public();
	let keys = VaultKeys { kem: Digest([0x62; 32]), signing };
	let vault = Vault { keys, generation: 0, compromised_at: None };
	chain.put(Entry::new("Identity", "Vaults").blake2(owner), vault);
	chain.put(Entry::new("Identity", "SigningKeys").blake2(owner), History::starting(500, signing));
}

/// What proves that a block is final.
pub(super) type Votes<'a> = &'a dyn Fn(&Header) -> Option<Vec<u8>>;

/// How an export is made otherwise than it should be.
#[derive(Default)]
pub(super) struct Tampering<'a> {
	pub(super) chain: Option<Chain>,
	pub(super) records: Option<Vec<Made>>,
	pub(super) manifest: Option<&'a dyn Fn(&mut Manifest)>,
	pub(super) text: Option<&'a dyn Fn(&mut Value)>,
	pub(super) signer: Option<VaultSigner>,
	/// A further node of the proof.
	pub(super) node: Option<Vec<u8>>,
	pub(super) change_of_voters: bool,
	pub(super) finality: Option<Votes<'a>>,
}

/// An export in a temporary folder.
pub(super) struct Written {
	pub(super) folder: TempDir,
	pub(super) block: Digest,
}

impl Written {
	pub(super) fn path(&self, name: &str) -> PathBuf {
		self.folder.path().join(name)
	}

	pub(super) fn trusted(&self) -> Trusted {
		Trusted { block: Some(self.block), genesis: Some(Digest(GENESIS)), beginning: None }
	}

	pub(super) fn verify(&self, trusted: &Trusted) -> Verification {
		verify(self.folder.path(), trusted)
	}

	/// What is found if the block's hash is known.
	pub(super) fn findings(&self) -> Vec<Finding> {
		self.verify(&self.trusted()).findings
	}
}

pub(super) fn verify(folder: &Path, trusted: &Trusted) -> Verification {
	let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
	runtime.block_on(verify_export(folder, trusted, &())).unwrap()
}

pub(super) fn view(patient: PatientId, reader: Actor) -> View {
	View { patient, reader, records: [1, 4].into(), minor: VERSION.minor, readers: BTreeSet::new() }
}

/// Writes what [`Client::export`](crate::Client::export) would.
pub(super) fn export(view: &View, tampering: &Tampering<'_>) -> Written {
	let chain = tampering.chain.clone().unwrap_or_else(chain);
	let (root, on_chain, mut nodes) = chain.prove(view);
	nodes.extend(tampering.node.clone());
	let mut header = Header::new(42, Hash::default(), root, Hash::repeat_byte(5), Default::default());
	if tampering.change_of_voters {
		header.digest_mut().push(votes::change_of_voters());
	}
	let block = digest(&header.hash());
	let folder = TempDir::new().unwrap();
	fs::create_dir(folder.path().join(FILES)).unwrap();

	let defaults = made();
	let records = tampering.records.as_ref().unwrap_or(&defaults);
	let mut contents = Vec::new();
	for kept in &on_chain.records {
		let record = &records[kept.index as usize];
		if kept.entry.status.is_erased() {
			contents.push(Content { record: kept.index, outcome: Outcome::Erased });
			continue;
		}
		let sheet = sheet(&view.patient, kept.index, record);
		let file = file_name(kept.index, record.media_type);
		fs::write(folder.path().join(&file), &record.content).unwrap();
		let sheet = Sheet {
			file,
			description: sheet.facts().into(),
			signing_key: *sheet.signing_key(),
			signature: *sheet.signature(),
			authorship: crate::records::Authorship::Verified,
			signing_key_since: Some(500),
		};
		contents.push(Content { record: kept.index, outcome: Outcome::Exported(Box::new(sheet)) });
	}
	let signers = votes::signers(4);
	let finality = match tampering.finality {
		Some(finality) => finality(&header),
		None => {
			let votes: Vec<_> = signers.iter().take(3).map(|signer| (signer, &header)).collect();
			Some(votes::prove(&header, vec![], &votes, vec![], 0))
		}
	};
	let proof = to_json(&Proof {
		format: proof::FORMAT.into(),
		version: proof::VERSION,
		header: Hex(header.encode()),
		state: nodes.into_iter().map(Hex).collect(),
		finality: finality.map(Hex),
	});
	let mut manifest = Manifest {
		format: FORMAT.into(),
		version: Version { minor: view.minor, ..VERSION },
		exporter: view.reader,
		purpose: (view.reader != Actor::Patient).then_some(Purpose::Treatment),
		patient: view.patient,
		chain: ChainName {
			name: "in memory".into(),
			genesis: Digest(GENESIS),
			block: Block { number: 42, hash: block },
		},
		proof: Digest::of(&proof),
		scope_names: vec![ScopeName { scope: 1, name: "labs".into() }],
		contents,
		statements: (!on_chain.disputes.is_empty()).then(statement).into_iter().collect(),
		openings: Vec::new(),
		on_chain,
	};
	if let Some(alter) = tampering.manifest {
		alter(&mut manifest);
	}
	let mut text = serde_json::to_value(&manifest).unwrap();
	if let Some(alter) = tampering.text {
		alter(&mut text);
	}
	let text = to_json(&text);
	fs::write(folder.path().join(PROOF), proof).unwrap();
	fs::write(folder.path().join(MANIFEST), &text).unwrap();
	let signer = tampering.signer.clone().unwrap_or_else(|| signer(&view.reader));
	let signature = ManifestSignature::sign(&manifest, &Digest::of(&text), &signer);
	fs::write(folder.path().join(SIGNATURE), to_json(&signature)).unwrap();
	Written { folder, block }
}

pub(super) fn eves() -> Written {
	export(&view(EVE, Actor::Patient), &Tampering::default())
}

pub(super) fn altered(alter: &dyn Fn(&mut Manifest)) -> Vec<Finding> {
	let tampering = Tampering { manifest: Some(alter), ..Tampering::default() };
	export(&view(EVE, Actor::Patient), &tampering).findings()
}

pub(super) fn aspects(findings: &[Finding]) -> BTreeSet<Aspect> {
	findings.iter().map(|finding| finding.aspect).collect()
}
