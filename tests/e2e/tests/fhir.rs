//! HL7's own FHIR R4 examples: each put by the laboratory, read by the doctor, equal to the byte.
//!
//! In the ordinary run it is a sample, spread over the resource types; with `SALUS_FULL=1` it is every file of the
//! package.

use anyhow::{ensure, Context, Result};
use salus_e2e::{
	checkout,
	node::Node,
	people::{keyring, Desk, CHARLIE, DAVE},
};
use salus_sdk::primitives::{consent::Permissions, ids::RecordIndex};
use serde_json::Value;
use std::{
	collections::{BTreeMap, BTreeSet},
	env, fs,
	path::{Path, PathBuf},
	process::Command,
};

/// JSON files in the package hl7.fhir.r4.examples 4.0.1, with its package.json.
const FILES: usize = 5_307;
/// Files of a sample, the smallest and the largest included: one batch.
const SAMPLE: usize = 60;
/// Larger files are described by their extension only: the library doesn't look into them.
const LARGEST_INSPECTED: u64 = 16 * 1024 * 1024;
/// The largest file of a sample is smaller than this.
const SAMPLE_BYTES: u64 = 2 * 1024 * 1024;

/// A file of the package.
struct Example {
	path: PathBuf,
	length: u64,
}

/// The files of the package, sorted by name; npm fetches it if it isn't there.
fn examples() -> Result<Vec<Example>> {
	let home = checkout().join("tests/fhir");
	// npm writes this last.
	if !home.join("node_modules/.package-lock.json").exists() {
		let npm = Command::new("npm").args(["ci", "--no-audit", "--no-fund"]).current_dir(&home).status();
		let mend = "npm is needed for HL7's examples; run: scripts/setup.sh --tests";
		ensure!(
			npm.context(mend)?.success(),
			"npm could not fetch HL7's examples: run `npm ci` in tests/fhir"
		);
	}
	let folder = home.join("node_modules/hl7.fhir.r4.examples");
	let mut examples = Vec::new();
	for entry in fs::read_dir(&folder).with_context(|| format!("{} cannot be read", folder.display()))? {
		let entry = entry?;
		let path = entry.path();
		if path.extension().is_some_and(|extension| extension == "json") {
			examples.push(Example { path, length: entry.metadata()?.len() });
		}
	}
	examples.sort_by(|a, b| a.path.cmp(&b.path));
	ensure!(examples.len() == FILES, "the package has {} files instead of {FILES}", examples.len());
	Ok(examples)
}

/// The type that a file's name begins with.
fn kind(path: &Path) -> &str {
	let name = path.file_stem().and_then(|name| name.to_str()).unwrap_or_default();
	name.split('-').next().unwrap_or_default()
}

/// The smallest, the largest that a sample has, and one of as many types as there is room for, evenly spread.
fn sample(mut all: Vec<Example>) -> Vec<Example> {
	all.retain(|example| example.length < SAMPLE_BYTES);
	let by_length = || all.iter().enumerate().map(|(position, example)| (example.length, position));
	let mut chosen: BTreeSet<usize> =
		[by_length().min(), by_length().max()].into_iter().flatten().map(|(_, at)| at).collect();
	let mut first_of = BTreeMap::new();
	for (position, example) in all.iter().enumerate() {
		first_of.entry(kind(&example.path)).or_insert(position);
	}
	let firsts: Vec<usize> = first_of.into_values().collect();
	let wanted = SAMPLE.saturating_sub(chosen.len());
	chosen.extend((0..wanted).map(|number| firsts[number * firsts.len() / wanted]));
	let mut position = 0;
	all.retain(|_| {
		position += 1;
		chosen.contains(&(position - 1))
	});
	all
}

/// What a resource says it is; nothing for what is no resource.
fn resource_type(path: &Path) -> Result<String> {
	let content: Value = serde_json::from_slice(&fs::read(path)?)?;
	Ok(content["resourceType"].as_str().unwrap_or_default().to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn resource_should_come_back_to_the_byte_when_put_by_one_and_read_by_another() -> Result<()> {
	let full = env::var_os("SALUS_FULL").is_some_and(|value| value == "1");
	let examples = if full { examples()? } else { sample(examples()?) };
	ensure!(full || examples.len() > SAMPLE - 3, "the sample has only {} files", examples.len());

	let node = Node::development().await?;
	let desk = Desk::new(&node).await?;
	let (eve, dave, charlie) = (keyring("eve")?, keyring("dave")?, keyring("charlie")?);
	let patient = desk.patient(&eve).await?;
	desk.grant(&eve, DAVE, "labs", Permissions::WRITE).await?;
	desk.grant(&eve, CHARLIE, "labs", Permissions::READ).await?;

	let paths: Vec<PathBuf> = examples.iter().map(|example| example.path.clone()).collect();
	let filed = desk.put(&dave, &patient, "labs", &paths).await?;
	ensure!(filed.len() == paths.len(), "{} of {} files became records", filed.len(), paths.len());
	let indices: BTreeSet<RecordIndex> = filed.iter().map(|one| one.index).collect();
	ensure!(indices.len() == filed.len(), "two files have one index");

	let out = desk.path("out");
	for (example, filed) in examples.iter().zip(&filed) {
		ensure!(filed.path == example.path && !filed.redirected, "{filed:?} is another file's");
		let got = desk.get(&charlie, &patient, filed.index, &out).await?;
		ensure!(
			got.description.length == example.length,
			"{}: {:?}",
			example.path.display(),
			got.description
		);
		let same = fs::read(&out)? == fs::read(&example.path)?;
		ensure!(same, "{} came back as something else", example.path.display());
		fs::remove_file(&out)?;
	}

	// What they are is listed without the files.
	let listed = desk.client.list_records(Some(&eve), &patient, None).await?;
	ensure!(listed.len() == filed.len(), "{} of {} records are listed", listed.len(), filed.len());
	let listed: BTreeMap<RecordIndex, _> = listed.into_iter().map(|entry| (entry.index, entry)).collect();
	for (example, filed) in examples.iter().zip(&filed) {
		let entry = listed.get(&filed.index).context("every record is listed")?;
		let description = entry.description.as_ref().with_context(|| format!("{:?}", entry.closed))?;
		let looked_into = example.length <= LARGEST_INSPECTED;
		let expected = if looked_into { resource_type(&example.path)? } else { String::new() };
		ensure!(description.resource_type == expected, "{description:?} is a {expected:?}");
	}
	Ok(())
}
