//! Exports that a real chain's records were written to, verified without that chain.
//!
//! `scripts/sample-export.sh` made them. They are not made anew when the chain changes: what was exported once has to
//! verify for ever.

use salus_sdk::{
	export::{
		manifest::Outcome, on_chain::Voters, verify_export, Anchor, Aspect, Beginning, Ending, Manifest,
		Trusted, Verification,
	},
	primitives::{ids::Digest, people::Actor, records::RecordStatus},
};
use std::{
	fs,
	path::{Path, PathBuf},
};
use tempfile::TempDir;

fn sample(name: &str) -> PathBuf {
	Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/exports").join(name)
}

/// The block that everything was exported at.
fn block() -> Digest {
	fs::read_to_string(sample("block")).unwrap().trim().parse().unwrap()
}

fn manifest(name: &str) -> Manifest {
	serde_json::from_slice(&fs::read(sample(name).join("manifest.json")).unwrap()).unwrap()
}

/// Alice, the only validator of a development chain, by the GRANDPA key that everyone knows.
fn beginning() -> Beginning {
	let alice = "0x88dc3417d5058ec4b4503e0c12ea1a0a89be200fe98922423d4334014fa6b0ee".parse().unwrap();
	let genesis = manifest("everything").chain.genesis;
	Beginning { genesis, voters: Voters { set: 0, keys: vec![(alice, 1)] } }
}

async fn verify(folder: &Path, trusted: &Trusted) -> Verification {
	verify_export(folder, trusted, &()).await.unwrap()
}

fn copy(name: &str) -> TempDir {
	let folder = TempDir::new().unwrap();
	fs::create_dir(folder.path().join("files")).unwrap();
	for inside in ["", "files"] {
		for entry in fs::read_dir(sample(name).join(inside)).unwrap() {
			let entry = entry.unwrap();
			if entry.file_type().unwrap().is_file() {
				fs::copy(entry.path(), folder.path().join(inside).join(entry.file_name())).unwrap();
			}
		}
	}
	folder
}

#[tokio::test]
async fn patients_export_should_verify_against_its_block() {
	let trusted = Trusted { block: Some(block()), ..Trusted::default() };
	let sound = verify(&sample("everything"), &trusted).await;
	assert_eq!(sound.findings, []);
	assert_eq!((sound.anchor, sound.files, sound.exporter), (Anchor::Block, 4, Some(Actor::Patient)));
	for aspect in [Aspect::State, Aspect::Completeness, Aspect::Authors, Aspect::Files, Aspect::Exporter] {
		let check = sound.checks.iter().find(|check| check.aspect == aspect).unwrap();
		assert_eq!(check.ending, Ending::Passed, "{}", check.detail);
	}

	let manifest = manifest("everything");
	let statuses: Vec<_> = manifest.on_chain.records.iter().map(|record| record.entry.status).collect();
	assert_eq!(statuses[0], RecordStatus::Final { superseded_by: Some(2) });
	assert_eq!(statuses[3], RecordStatus::EnteredInError);
	assert!(statuses[4].is_erased());
	assert!(matches!(manifest.contents[4].outcome, Outcome::Erased));
	assert_eq!((manifest.on_chain.requests.len(), manifest.on_chain.exclusions.len()), (1, 1));
	assert!(manifest.scope_names.iter().any(|scope| scope.name == "labs"));
	assert_eq!(fs::read_to_string(sample("everything/files/000002.txt")).unwrap(), "Sodium 141 mmol/l\n");
}

#[tokio::test]
async fn votes_of_the_chains_validator_should_lead_to_the_block() {
	for name in ["everything", "part"] {
		let trusted = Trusted { beginning: Some(beginning()), ..Trusted::default() };
		let sound = verify(&sample(name), &trusted).await;
		assert_eq!(sound.findings, [], "{name}");
		assert_eq!(sound.anchor, Anchor::ChainSpecification);
	}
	let mut others = beginning();
	others.voters.keys[0].0 .0[0] ^= 1;
	let found =
		verify(&sample("everything"), &Trusted { beginning: Some(others), ..Trusted::default() }).await;
	assert!(found.findings.iter().any(|finding| finding.aspect == Aspect::Finality));
}

#[tokio::test]
async fn grantees_export_should_hold_what_it_may_read_and_no_more() {
	let sound = verify(&sample("part"), &Trusted::default()).await;
	assert_eq!((sound.findings, sound.anchor, sound.files), (vec![], Anchor::Nothing, 2));
	let manifest = manifest("part");
	let records: Vec<_> = manifest.contents.iter().map(|content| content.record).collect();
	assert_eq!((records, manifest.on_chain.counts.records), (vec![0, 2], 5));
	assert_eq!(manifest.on_chain.consents.len(), 1);
	assert!(manifest.on_chain.exclusions.is_empty() && manifest.on_chain.requests.is_empty());
	let text = fs::read_to_string(sample("part/manifest.json")).unwrap();
	assert!(!text.contains("documents") && !text.contains("000001"));
}

#[tokio::test]
async fn bit_should_be_found_wherever_it_is_flipped() {
	let export = copy("everything");
	let trusted = Trusted { block: Some(block()), ..Trusted::default() };
	assert!(verify(export.path(), &trusted).await.sound);
	let files = ["manifest.json", "proof.json", "signature.json", "files/000000.txt", "files/000003.txt"];
	for name in files {
		let path = export.path().join(name);
		let bytes = fs::read(&path).unwrap();
		// All of what is short, some of what is long.
		let step = (bytes.len() / 300).max(1);
		for position in (0..bytes.len()).step_by(step) {
			let mut altered = bytes.clone();
			altered[position] ^= 1 << (position % 8);
			fs::write(&path, altered).unwrap();
			assert!(!verify(export.path(), &trusted).await.sound, "{name}: {position}");
		}
		fs::write(&path, bytes).unwrap();
	}
	assert!(verify(export.path(), &trusted).await.sound);
}

#[tokio::test]
async fn parts_of_two_exports_should_not_make_a_third() {
	for name in ["manifest.json", "proof.json", "signature.json"] {
		let export = copy("everything");
		fs::copy(sample("part").join(name), export.path().join(name)).unwrap();
		assert!(!verify(export.path(), &Trusted::default()).await.sound, "{name}");
	}
}
