//! Writes the vault's own test vectors: `cargo run --release --example make_vectors -- FOLDER`.
//!
//! `keys.json` and `envelopes.json` are the same on every run. The `.age` files are not, since age draws their keys
//! and a random stanza: they show that later versions still decrypt what this one wrote.

use codec::Encode as _;
use salus_primitives::{
	blinding::Opening,
	ids::{Digest, KeyEpoch, PatientId},
	people::{Actor, Party},
};
use salus_vault::{
	dispute::{Side, Statement},
	envelope::{seal_with_seed, EnvelopeContext},
	file::{encrypt, FileKey},
	grant::ScopeGrant,
	opening::ConsentOpening,
	record::{RecordFacts, RecordPlace, RecordSheet},
	request::Wish,
	root::Root,
	secret::Secret,
};
use serde_json::{json, Value};
use std::{error::Error, fs, path::Path};

const ROOT: [u8; 32] = [
	0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28,
	29, 30, 31,
];

const PATIENT: PatientId = PatientId([0x22; 32]);

fn at(generation: u16, index: u32) -> KeyEpoch {
	KeyEpoch { generation, index }
}

fn keys() -> Result<Value, Box<dyn Error>> {
	let root = Root::from_bytes(ROOT);
	let mut vaults = Vec::new();
	for number in [0, 1] {
		for generation in [0, 1, 258] {
			for (owner, vault) in [
				("patient", root.patient(number).vault(generation)),
				("holder", root.holder(number).vault(generation)),
			] {
				vaults.push(json!({
					"owner": owner,
					"number": number,
					"generation": generation,
					"kem_seed": hex::encode(vault.kem().expose()),
					"kem_digest": vault.public_keys().kem,
					"signing_public": vault.public_keys().signing,
				}));
			}
		}
	}
	let mut scopes = Vec::new();
	for (number, name) in [(0, "inbox"), (0, "labs"), (0, "Santé Mentale"), (1, "labs")] {
		let patient = root.patient(number);
		let scope = patient.scope_id(name)?;
		let mut epochs = Vec::new();
		for epoch in [at(0, 65_536), at(0, 65_535), at(0, 1), at(0, 0), at(1, 0)] {
			let chain = patient.chain_key(scope, epoch)?;
			epochs.push(json!({
				"epoch": epoch,
				"chain_key": hex::encode(chain.expose()),
				"seed": hex::encode(chain.epoch_seed().expose()),
				"key_digest": chain.epoch_seed().public_key().digest(),
			}));
		}
		scopes.push(json!({ "number": number, "name": name, "scope": scope, "epochs": epochs }));
	}
	let mut openings = Vec::new();
	for (number, party, consent) in [
		(0, Party::Practitioner(4), 7),
		(0, Party::Organisation(4), 7),
		(0, Party::Practitioner(0x0102_0304), 0x0102_0304),
		(1, Party::Practitioner(4), 7),
	] {
		let opening = root.patient(number).blinding(PATIENT).opening(&party, consent);
		openings.push(json!({
			"number": number,
			"patient": PATIENT,
			"party": party,
			"consent": consent,
			"opening": opening,
			"blinded": opening.blind(&party),
			"key": Digest([0x77; 32]),
			"blinded_key": opening.blind_key(&Digest([0x77; 32])),
		}));
	}
	Ok(json!({
		"openings": openings,
		"root": hex::encode(ROOT),
		"words": root.to_words().as_str(),
		"vaults": vaults,
		"scopes": scopes,
	}))
}

fn envelopes() -> Result<Value, Box<dyn Error>> {
	let genesis = [0x11; 32];
	let patient = PATIENT;
	let ciphertext = Digest([0x33; 32]);
	let root = Root::from_bytes(ROOT);
	let scope = root.patient(0).scope_id("labs")?;
	let epoch = at(0, 2);
	let chain = root.patient(0).chain_key(scope, epoch)?;
	let vault = root.holder(0).vault(0);
	let place = RecordPlace { genesis, patient, ciphertext };
	let facts = RecordFacts {
		plaintext: Digest([0x44; 32]),
		length: 70_000,
		media_type: "application/fhir+json".into(),
		resource_type: "Observation".into(),
		code: "http://loinc.org|718-7".into(),
		clinical_time: Some(-86_400_000),
		author: Actor::Practitioner { practitioner: 4, organisation: 1 },
	};
	let sheet = RecordSheet::sign(&place, FileKey::new([0x55; 16]), facts.clone(), vault.signer())?;
	let grant = ScopeGrant::AllHistory(vec![chain.clone()]);
	let wish = Wish::new(
		Party::Practitioner(4),
		"Before your visit on Monday.",
		&["labs".into(), "imaging".into()],
	)?;
	let contest = Statement::with_salt(Side::Contest, "That was my sister's.", Secret::new([0x66; 32]))?;

	let cases = [
		(
			"record",
			EnvelopeContext::record(genesis, patient, scope, epoch, ciphertext),
			chain.epoch_seed().secret_key(),
			sheet.encode()?.to_vec(),
		),
		(
			"scope grant",
			EnvelopeContext::scope_grant(genesis, patient, scope, epoch),
			vault.kem().clone(),
			grant.encode()?.to_vec(),
		),
		(
			"record grant",
			EnvelopeContext::record_grant(genesis, patient, ciphertext),
			vault.kem().clone(),
			sheet.encode()?.to_vec(),
		),
		(
			"own, 32 bytes",
			EnvelopeContext::own(genesis, patient),
			root.patient(0).vault(0).kem().clone(),
			(0..32).collect(),
		),
		(
			"request",
			EnvelopeContext::request(genesis, patient),
			root.patient(0).vault(0).kem().clone(),
			wish.encode()?.to_vec(),
		),
		(
			"dispute",
			EnvelopeContext::dispute(genesis, patient, ciphertext),
			vault.kem().clone(),
			contest.encode(7)?.to_vec(),
		),
		(
			"opening",
			EnvelopeContext::opening(genesis, patient),
			vault.kem().clone(),
			ConsentOpening { consent: 7, opening: Opening([0x88; 32]) }.encode().to_vec(),
		),
	];
	let mut sealed = Vec::new();
	for (number, (name, context, key, plaintext)) in cases.iter().enumerate() {
		let seed = Secret::new([number as u8 + 1; 64]);
		let envelope = seal_with_seed(context, &key.public_key(), plaintext, &seed)?;
		sealed.push(json!({
			"name": name,
			"genesis": hex::encode(context.genesis),
			"patient": context.patient,
			"scope": context.scope,
			"epoch": context.epoch,
			"ciphertext": context.ciphertext,
			"recipient_seed": hex::encode(key.expose()),
			"encapsulation_seed": hex::encode(seed.expose()),
			"plaintext": hex::encode(plaintext),
			"envelope": hex::encode(&envelope),
			"envelope_digest": Digest::of(&envelope),
		}));
	}
	Ok(json!({
		"sheet": {
			"author": hex::encode(facts.author.encode()),
			"signing_key": sheet.signing_key(),
			"signature": sheet.signature(),
		},
		"contest": contest.commitment(),
		"cases": sealed,
	}))
}

fn file(folder: &Path, name: &str, length: usize) -> Result<Value, Box<dyn Error>> {
	let content: Vec<u8> = (0..length).map(|at| (at % 251) as u8).collect();
	let mut blob = fs::File::create(folder.join(name))?;
	let file = encrypt(content.as_slice(), &mut blob)?;
	Ok(json!({
		"name": name,
		"file_key": hex::encode(file.file_key.expose()),
		"ciphertext": file.ciphertext,
		"ciphertext_length": file.ciphertext_length,
		"plaintext": file.plaintext,
		"length": file.length,
		"size": file.size,
	}))
}

fn write(folder: &Path, name: &str, value: &Value) -> Result<(), Box<dyn Error>> {
	fs::write(folder.join(name), format!("{value:#}\n"))?;
	println!("wrote {name}");
	Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
	let folder = std::env::args().nth(1).ok_or("usage: make_vectors FOLDER")?;
	let folder = Path::new(&folder);
	write(folder, "keys.json", &keys()?)?;
	write(folder, "envelopes.json", &envelopes()?)?;
	let files = [file(folder, "five-bytes.age", 5)?, file(folder, "two-chunks.age", 70_000)?];
	write(folder, "files.json", &json!({ "content": "byte number i is i modulo 251", "files": files }))
}
