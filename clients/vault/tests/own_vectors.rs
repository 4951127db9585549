//! The committed vectors of `examples/make_vectors.rs`: what was derived, sealed and encrypted once stays so.

use hmac::{Hmac, Mac as _};
use salus_primitives::{
	blinding::Opening as ConsentSalt,
	ids::{sha256, Commitment, Digest, KeyEpoch, PatientId, ScopeId},
	people::Party,
};
use salus_vault::{
	dispute::{Place, Side, Statement},
	envelope::{open, seal_with_seed, EnvelopeContext, Kind},
	file::{decrypt_to_path, decrypt_to_vec, FileKey, Opening},
	grant::ScopeGrant,
	hybrid::SecretKey,
	opening::ConsentOpening,
	record::{RecordPlace, RecordSheet},
	request::Wish,
	root::Root,
	secret::Secret,
};
use serde::de::DeserializeOwned;
use serde_json::Value;
use sha2::Sha256;
use std::{fs, path::PathBuf};

fn path(name: &str) -> PathBuf {
	PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/vectors").join(name)
}

fn vectors(name: &str) -> Value {
	serde_json::from_slice(&fs::read(path(name)).unwrap()).unwrap()
}

fn bytes(value: &Value) -> Vec<u8> {
	hex::decode(value.as_str().unwrap()).unwrap()
}

fn array<const N: usize>(value: &Value) -> [u8; N] {
	bytes(value).try_into().unwrap()
}

fn parsed<T: DeserializeOwned>(value: &Value) -> T {
	serde_json::from_value(value.clone()).unwrap()
}

/// HKDF-Expand to 32 bytes, written out from RFC 5869: the hierarchy once more without the vault's code.
fn expand(key: &[u8], label: &str, fields: &[&[u8]]) -> [u8; 32] {
	let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
	mac.update(label.as_bytes());
	fields.iter().for_each(|field| mac.update(field));
	mac.update(&[1]);
	mac.finalize().into_bytes().into()
}

#[test]
fn keys_should_be_the_committed_ones() {
	let keys = vectors("keys.json");
	let root = Root::from_bytes(array(&keys["root"]));
	assert_eq!(root.to_words().as_str(), keys["words"].as_str().unwrap());
	assert_eq!(Root::from_words(keys["words"].as_str().unwrap()).unwrap(), root);
	for case in keys["vaults"].as_array().unwrap() {
		let number = parsed(&case["number"]);
		let generation = parsed(&case["generation"]);
		let vault = match case["owner"].as_str().unwrap() {
			"patient" => root.patient(number).vault(generation),
			_ => root.holder(number).vault(generation),
		};
		assert_eq!(vault.kem().expose().to_vec(), bytes(&case["kem_seed"]));
		assert_eq!(vault.public_keys().kem, parsed(&case["kem_digest"]));
		assert_eq!(vault.public_keys().signing, parsed(&case["signing_public"]));
	}
	for case in keys["scopes"].as_array().unwrap() {
		let patient = root.patient(parsed(&case["number"]));
		let scope = patient.scope_id(case["name"].as_str().unwrap()).unwrap();
		assert_eq!(scope, parsed(&case["scope"]));
		for epoch in case["epochs"].as_array().unwrap() {
			let chain = patient.chain_key(scope, parsed(&epoch["epoch"])).unwrap();
			assert_eq!(chain.expose().to_vec(), bytes(&epoch["chain_key"]));
			assert_eq!(chain.epoch_seed().expose().to_vec(), bytes(&epoch["seed"]));
			assert_eq!(chain.epoch_seed().public_key().digest(), parsed(&epoch["key_digest"]));
		}
	}
}

#[test]
fn keys_should_follow_from_the_documented_labels() {
	let keys = vectors("keys.json");
	let root = bytes(&keys["root"]);
	for case in keys["vaults"].as_array().unwrap() {
		let label = format!("salus/v1/{}", case["owner"].as_str().unwrap());
		let parent = expand(&root, &label, &[&parsed::<u32>(&case["number"]).to_be_bytes()]);
		let generation = parsed::<u16>(&case["generation"]).to_be_bytes();
		assert_eq!(expand(&parent, "salus/v1/vault-kem", &[&generation]).to_vec(), bytes(&case["kem_seed"]));
		let seed = expand(&parent, "salus/v1/vault-sign", &[&generation]);
		let signing = ed25519_dalek::SigningKey::from_bytes(&seed).verifying_key().to_bytes();
		assert_eq!(salus_primitives::ids::SigningKey(signing), parsed(&case["signing_public"]));
	}
	for case in keys["scopes"].as_array().unwrap() {
		let patient = expand(&root, "salus/v1/patient", &[&parsed::<u32>(&case["number"]).to_be_bytes()]);
		let mut mac = Hmac::<Sha256>::new_from_slice(&expand(&patient, "salus/v1/scope-id", &[])).unwrap();
		mac.update(case["name"].as_str().unwrap().to_lowercase().as_bytes());
		let scope: ScopeId = parsed(&case["scope"]);
		assert_eq!(mac.finalize().into_bytes()[..16], scope.0);
		for epoch in case["epochs"].as_array().unwrap() {
			let at: KeyEpoch = parsed(&epoch["epoch"]);
			let generation = at.generation.to_be_bytes();
			let start = expand(&patient, "salus/v1/chain", &[&scope.0, &generation]);
			let key = (at.index..65_536).fold(start, |key, _| expand(&key, "salus/v1/prev", &[]));
			assert_eq!(key.to_vec(), bytes(&epoch["chain_key"]));
			let seed = expand(&key, "salus/v1/epoch", &[&scope.0, &generation, &at.index.to_be_bytes()]);
			assert_eq!(seed.to_vec(), bytes(&epoch["seed"]));
		}
	}
}

#[test]
fn openings_should_be_the_committed_ones_and_follow_from_the_documented_labels() {
	let keys = vectors("keys.json");
	let root = bytes(&keys["root"]);
	let cases = keys["openings"].as_array().unwrap();
	assert_eq!(cases.len(), 4);
	for case in cases {
		let (number, consent): (u32, u32) = (parsed(&case["number"]), parsed(&case["consent"]));
		let (patient, party): (PatientId, Party) = (parsed(&case["patient"]), parsed(&case["party"]));
		let opening: ConsentSalt = parsed(&case["opening"]);
		let derived = Root::from_bytes(array(&keys["root"])).patient(number).blinding(patient);
		assert_eq!(derived.opening(&party, consent), opening);

		let of_patient = expand(&root, "salus/v1/patient", &[&number.to_be_bytes()]);
		let mut mac = Hmac::<Sha256>::new_from_slice(&expand(&of_patient, "salus/v1/blinded", &[])).unwrap();
		let (kind, id) = match party {
			Party::Practitioner(id) => (0u8, id),
			Party::Organisation(id) => (1, id),
			other => panic!("{other:?} cannot be blinded"),
		};
		let party = [&[kind][..], &id.to_le_bytes()].concat();
		[&patient.0[..], &party, &consent.to_be_bytes()].iter().for_each(|part| mac.update(part));
		assert_eq!(mac.finalize().into_bytes()[..], opening.0);
		let commitment = sha256(&[b"salus/v1/blinded", &opening.0, &party]);
		assert_eq!(Party::Blinded(Commitment(commitment)), parsed(&case["blinded"]));
		let key: Digest = parsed(&case["key"]);
		assert_eq!(
			Digest(sha256(&[b"salus/v1/blinded-key", &opening.0, &key.0])),
			parsed(&case["blinded_key"])
		);
	}
}

#[test]
fn opening_should_be_the_committed_one() {
	let vectors = vectors("envelopes.json");
	let case = vectors["cases"].as_array().unwrap().iter().find(|case| case["name"] == "opening").unwrap();
	let (genesis, patient): ([u8; 32], PatientId) = (array(&case["genesis"]), parsed(&case["patient"]));
	let vault = SecretKey::from_seed(Secret::new(array(&case["recipient_seed"])));
	let opened = ConsentOpening::open(genesis, patient, &vault, &bytes(&case["envelope"])).unwrap();
	assert_eq!(opened, ConsentOpening { consent: 7, opening: ConsentSalt([0x88; 32]) });
}

#[test]
fn envelopes_should_be_the_committed_ones_and_open() {
	let vectors = vectors("envelopes.json");
	let cases = vectors["cases"].as_array().unwrap();
	assert_eq!(cases.len(), 7);
	for case in cases {
		let name = case["name"].as_str().unwrap();
		let context = EnvelopeContext {
			kind: match name {
				"record" => Kind::Record,
				"own, 32 bytes" => Kind::Own,
				"request" => Kind::Request,
				"dispute" => Kind::Dispute,
				"opening" => Kind::Opening,
				_ => Kind::Grant,
			},
			genesis: array(&case["genesis"]),
			patient: parsed(&case["patient"]),
			scope: parsed(&case["scope"]),
			epoch: parsed(&case["epoch"]),
			ciphertext: parsed(&case["ciphertext"]),
		};
		let key = SecretKey::from_seed(Secret::new(array(&case["recipient_seed"])));
		let seed = Secret::new(array(&case["encapsulation_seed"]));
		let plaintext = bytes(&case["plaintext"]);
		let envelope = bytes(&case["envelope"]);
		assert_eq!(
			seal_with_seed(&context, &key.public_key(), &plaintext, &seed).unwrap(),
			envelope,
			"{name}"
		);
		assert_eq!(open(&context, &key, &envelope).unwrap().as_slice(), plaintext, "{name}");
		assert_eq!(Digest::of(&envelope), parsed(&case["envelope_digest"]), "{name}");
		assert_eq!(envelope.len(), plaintext.len() + 1_137, "{name}");
	}
}

#[test]
fn sheet_and_grant_should_be_the_committed_ones() {
	let vectors = vectors("envelopes.json");
	let case =
		|name: &str| vectors["cases"].as_array().unwrap().iter().find(|case| case["name"] == name).unwrap();
	let record = case("record");
	let (genesis, patient): ([u8; 32], PatientId) = (array(&record["genesis"]), parsed(&record["patient"]));
	let place = RecordPlace { genesis, patient, ciphertext: parsed(&record["ciphertext"]) };
	let (scope, epoch): (ScopeId, KeyEpoch) = (parsed(&record["scope"]), parsed(&record["epoch"]));
	let epoch_key = SecretKey::from_seed(Secret::new(array(&record["recipient_seed"])));

	let sheet = RecordSheet::open(&place, scope, epoch, &epoch_key, &bytes(&record["envelope"])).unwrap();
	assert_eq!(*sheet.signing_key(), parsed(&vectors["sheet"]["signing_key"]));
	assert_eq!(*sheet.signature(), parsed(&vectors["sheet"]["signature"]));
	assert_eq!(sheet.facts().clinical_time, Some(-86_400_000));

	let grant = case("scope grant");
	let grantee = SecretKey::from_seed(Secret::new(array(&grant["recipient_seed"])));
	let on_chain = epoch_key.public_key().digest();
	let grant =
		ScopeGrant::open(genesis, patient, scope, epoch, &on_chain, &grantee, &bytes(&grant["envelope"]))
			.unwrap();
	assert_eq!(grant.epoch_key(epoch, &on_chain).unwrap(), epoch_key);
	let single = case("record grant");
	assert_eq!(RecordSheet::open_grant(&place, &grantee, &bytes(&single["envelope"])).unwrap(), sheet);
}

#[test]
fn request_should_be_the_committed_one() {
	let vectors = vectors("envelopes.json");
	let case = vectors["cases"].as_array().unwrap().iter().find(|case| case["name"] == "request").unwrap();
	let (genesis, patient): ([u8; 32], PatientId) = (array(&case["genesis"]), parsed(&case["patient"]));
	let vault = SecretKey::from_seed(Secret::new(array(&case["recipient_seed"])));
	let requester = Party::Practitioner(4);
	let wish = Wish::open(genesis, patient, &requester, &vault, &bytes(&case["envelope"])).unwrap();
	assert_eq!(wish.text(), "Before your visit on Monday.");
	assert_eq!(wish.wanted(), ["labs", "imaging"]);
	assert_eq!(wish.encode().unwrap().as_slice(), bytes(&case["plaintext"]));
}

#[test]
fn dispute_should_be_the_committed_one() {
	let vectors = vectors("envelopes.json");
	let case = vectors["cases"].as_array().unwrap().iter().find(|case| case["name"] == "dispute").unwrap();
	let place = Place {
		genesis: array(&case["genesis"]),
		patient: parsed(&case["patient"]),
		record: 7,
		ciphertext: parsed(&case["ciphertext"]),
	};
	let vault = SecretKey::from_seed(Secret::new(array(&case["recipient_seed"])));
	let (commitment, envelope) = (parsed(&vectors["contest"]), bytes(&case["envelope"]));
	let contest = Statement::open(&place, Side::Contest, &commitment, &vault, &envelope).unwrap();
	assert_eq!(contest.text(), "That was my sister's.");
	assert_eq!(contest.encode(7).unwrap().as_slice(), bytes(&case["plaintext"]));
}

#[test]
fn committed_files_should_decrypt() {
	let vectors = vectors("files.json");
	let folder = tempfile::tempdir().unwrap();
	for case in vectors["files"].as_array().unwrap() {
		let name = case["name"].as_str().unwrap();
		let ciphertext = fs::read(path(name)).unwrap();
		assert_eq!(ciphertext.len() as u64, case["ciphertext_length"].as_u64().unwrap());
		let opening = Opening {
			file_key: FileKey::new(array(&case["file_key"])),
			ciphertext: parsed(&case["ciphertext"]),
			plaintext: parsed(&case["plaintext"]),
			length: parsed(&case["length"]),
		};
		let content: Vec<u8> = (0..opening.length).map(|at| (at % 251) as u8).collect();
		assert_eq!(*decrypt_to_vec(ciphertext.as_slice(), &opening, 100_000).unwrap(), content, "{name}");
		let to = folder.path().join(name);
		decrypt_to_path(ciphertext.as_slice(), &opening, &to).unwrap();
		assert_eq!(fs::read(to).unwrap(), content, "{name}");
	}
}
