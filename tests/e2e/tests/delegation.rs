//! Delegation through the command `salus`: a doctor passes on what the patient gave, and nothing survives its revocation.

use anyhow::{ensure, Context, Result};
use salus_e2e::{cli::Salus, node::Node};
use serde_json::{json, Value};
use std::{fs, path::Path};

const REPORT: &[u8] = include_bytes!("../../../examples/fhir/lab-report-1.json");
const SECOND_REPORT: &[u8] = include_bytes!("../../../examples/fhir/lab-report-2.json");

/// eve with the standard scopes, and files to put.
struct Scene {
	salus: Salus,
	patient: String,
	report: String,
	second: String,
	/// Stops when it is dropped.
	_node: Node,
}

fn number(value: &Value, field: &str) -> Result<String> {
	Ok(value[field].as_u64().with_context(|| format!("no number {field} in {value}"))?.to_string())
}

fn same(what: &str, found: &Value, expected: Value) -> Result<()> {
	ensure!(*found == expected, "{what}: {found} is not {expected}");
	Ok(())
}

impl Scene {
	async fn new() -> Result<Self> {
		let node = Node::development().await?;
		let salus = Salus::quick(&node)?;
		let enrolled = salus.ok(&["patient", "enrol", "--as", "alice", "--patient", "eve"])?;
		let patient = enrolled["patient"].as_str().context("a patient")?.to_owned();
		salus.ok(&["scope", "init", "--as", "eve"])?;
		let report = salus.file("report.json", REPORT)?;
		let second = salus.file("second.json", SECOND_REPORT)?;
		Ok(Self { salus, patient, report, second, _node: node })
	}

	/// eve grants the labs to charlie, with what `permission` says, for treatment.
	fn granted_to_charlie(&self, permission: &str) -> Result<String> {
		let line = ["consent", "grant", "--as", "eve", "--to", "charlie", "--permission", permission];
		let rest = ["--purpose", "TREAT", "--scope", "labs"];
		number(&self.salus.ok(&[&line[..], &rest].concat())?, "consent")
	}

	fn delegation<'a>(&'a self, by: &'a str, parent: &'a str, to: &'a str, more: &[&'a str]) -> Vec<&'a str> {
		let line = ["consent", "delegate", "--as", by, "--patient", &self.patient, "--parent", parent];
		[&line[..], &["--to", to], more].concat()
	}

	/// eve puts a file into the labs, and where it went.
	fn put(&self, file: &str) -> Result<Value> {
		let line = ["record", "put", "--as", "eve", "--patient", &self.patient, "--scope", "labs", file];
		Ok(self.salus.ok(&line)?["records"][0].clone())
	}

	fn reads(&self, reader: &str, index: &str, expected: &[u8]) -> Result<Value> {
		let out = self.salus.text_path("read");
		let line = ["record", "get", "--as", reader, "--patient", &self.patient, index, "--out", &out];
		let got = self.salus.ok(&line)?;
		ensure!(fs::read(&out)? == expected, "{reader} read something else than was written as {index}");
		fs::remove_file(out)?;
		Ok(got)
	}

	/// The reasons why the reader does not get the record.
	fn refused(&self, reader: &str, index: &str) -> Result<Vec<Value>> {
		let out = self.salus.text_path("refused");
		let line = ["record", "get", "--as", reader, "--patient", &self.patient, index, "--out", &out];
		let answer = self.salus.ends_with(3, &line)?;
		ensure!(!Path::new(&out).exists(), "{reader} was refused, and has the file");
		Ok(answer["error"]["reasons"].as_array().cloned().unwrap_or_default())
	}

	/// The consents as a tree: number, depth and state of each.
	fn tree(&self, as_whom: &str) -> Result<Vec<(String, u64, String)>> {
		let mut line = vec!["consent", "tree", "--as", as_whom];
		if as_whom != "eve" {
			line.extend(["--patient", self.patient.as_str()]);
		}
		let tree = self.salus.ok(&line)?;
		let entry = |one: &Value| {
			let state = one["state"].as_str().context("a state")?.to_owned();
			Ok((number(one, "index")?, one["depth"].as_u64().context("a depth")?, state))
		};
		tree["consents"].as_array().context("consents")?.iter().map(entry).collect()
	}

	/// Keeps the envelope through which the consent holds the labs' key now.
	fn keep_envelope(&self, consent: &str, name: &str) -> Result<String> {
		let list = self.salus.ok(&["consent", "list", "--as", "eve"])?;
		let consents = list["consents"].as_array().context("a list of consents")?;
		let index: u64 = consent.parse()?;
		let found = consents.iter().find(|one| one["index"].as_u64() == Some(index));
		let seal = &found.with_context(|| format!("no consent {consent}"))?["seals"][0][1];
		let kept = self.salus.text_path(name);
		let digest = seal["envelope"].as_str().context("an envelope")?;
		fs::copy(self.salus.grant_envelope(&self.patient, digest), &kept)?;
		Ok(kept)
	}

	/// Whether what a kept envelope holds opens the record.
	fn opens(&self, who: &str, consent: &str, kept: &str, index: &str) -> Result<bool> {
		let line = ["vault", "try-open", "--as", who, "--patient", &self.patient, "--consent", consent];
		let output = self.salus.run(&[&line[..], &["--envelope", kept, index]].concat())?;
		let answer: Value = serde_json::from_slice(&output.stdout)?;
		answer["opens"].as_bool().with_context(|| format!("no answer in {answer}"))
	}
}

fn mismatch(consent: &str, why: &str) -> Result<Value> {
	Ok(json!({ "consent": { "index": consent.parse::<u32>()?, "why": why } }))
}

#[tokio::test(flavor = "multi_thread")]
async fn colleague_should_read_what_the_doctor_passed_on_until_the_patient_revokes_the_doctors() -> Result<()>
{
	let scene = Scene::new().await?;
	let first = number(&scene.put(&scene.report)?, "index")?;
	let doctors = scene.granted_to_charlie("read,delegate")?;
	ensure!(!scene.refused("dave", &first)?.is_empty(), "dave was refused without a reason");

	// Nothing may be more than what charlie has, and nobody else passes it on.
	scene.salus.ends_with(2, &scene.delegation("charlie", &doctors, "dave", &["--permission", "write"]))?;
	scene.salus.ends_with(2, &scene.delegation("charlie", &doctors, "dave", &["--purpose", "HRESCH"]))?;
	// charlie was left no name of a scope that he was not granted.
	scene.salus.ends_with(4, &scene.delegation("charlie", &doctors, "dave", &["--scope", "imaging"]))?;
	scene.salus.ends_with(3, &scene.delegation("dave", &doctors, "bob", &[]))?;
	scene.salus.ends_with(3, &scene.delegation("eve", &doctors, "dave", &[]))?;

	let terms = ["--scope", "labs", "--permission", "read", "--purpose", "TREAT"];
	let passed_on = scene.salus.ok(&scene.delegation("charlie", &doctors, "dave", &terms))?;
	let daves = number(&passed_on, "consent")?;
	let got = scene.reads("dave", &first, REPORT)?;
	same("through", &got["by"], json!({ "consent": daves.parse::<u32>()? }))?;
	// charlie left dave the scope's name.
	let scopes = scene.salus.ok(&["scope", "list", "--as", "dave", "--patient", &scene.patient])?;
	ensure!(scopes.to_string().contains("labs"), "dave knows no name: {scopes}");
	let last = scene.salus.ends_with(3, &scene.delegation("dave", &daves, "org:2", &[]))?;
	same("who may not pass on", &last["error"]["kind"], json!("denied"))?;

	// A rotation by the patient reaches whom the doctor chose.
	scene.salus.ok(&["scope", "rotate", "--as", "eve", "--scope", "labs"])?;
	let second = number(&scene.put(&scene.second)?, "index")?;
	for reader in ["charlie", "dave"] {
		scene.reads(reader, &second, SECOND_REPORT)?;
	}
	let in_force = || "in force".to_owned();
	ensure!(
		scene.tree("dave")? == [(doctors.clone(), 0, in_force()), (daves.clone(), 1, in_force())],
		"{:?}",
		scene.tree("dave")?
	);

	// The patient revokes the doctor's consent, and the colleague's is worth nothing in the same block.
	let kept = scene.keep_envelope(&daves, "kept.envelope")?;
	let revoked = scene.salus.ok(&["consent", "revoke", "--as", "eve", &doctors])?;
	same("left out", &revoked["rotated"][0]["unresealed"], json!([]))?;
	let third = scene.put(&scene.report)?;
	same("filed in labs", &third["redirected"], json!(false))?;
	let third = number(&third, "index")?;
	for index in [&first, &second, &third] {
		let reasons = scene.refused("dave", index)?;
		ensure!(reasons.contains(&mismatch(&daves, "parentNotLive")?), "dave: {reasons:?}");
		let reasons = scene.refused("charlie", index)?;
		ensure!(reasons.contains(&mismatch(&doctors, "revoked")?), "charlie: {reasons:?}");
	}
	ensure!(scene.opens("dave", &daves, &kept, &second)?, "the control: a kept key opens what it was for");
	ensure!(!scene.opens("dave", &daves, &kept, &third)?, "a kept key opens what came after");
	let state = scene.tree("eve")?.into_iter().find(|(index, ..)| *index == daves);
	let state = state.context("dave's consent in the tree")?.2;
	ensure!(state == format!("consent {doctors} above it: revoked"), "{state}");
	Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn doctor_should_take_back_what_he_passed_on_and_the_patient_close_the_scope() -> Result<()> {
	let scene = Scene::new().await?;
	let first = number(&scene.put(&scene.report)?, "index")?;
	let doctors = scene.granted_to_charlie("read,delegate")?;
	let single = scene.delegation("charlie", &doctors, "dave", &["--record", &first]);
	// The scope was granted, not a record of it.
	scene.salus.ends_with(2, &single)?;
	// All that is not said is as charlie has it, without passing it on.
	let passed_on = scene.salus.ok(&scene.delegation("charlie", &doctors, "dave", &[]))?;
	let daves = number(&passed_on, "consent")?;
	scene.reads("dave", &first, REPORT)?;

	let take_back = |who| ["consent", "revoke", "--as", who, "--patient", scene.patient.as_str(), &daves];
	for stranger in ["dave", "bob", "alice"] {
		scene.salus.ends_with(3, &take_back(stranger))?;
	}
	let kept = scene.keep_envelope(&daves, "kept.envelope")?;
	let taken = scene.salus.ok(&take_back("charlie"))?;
	let reasons = scene.refused("dave", &first)?;
	ensure!(reasons.contains(&mismatch(&daves, "revoked")?), "dave: {reasons:?}");
	scene.reads("charlie", &first, REPORT)?;

	// Only the patient gives the scope a new key; until then nothing is sealed to the one that dave has.
	let waits = scene.put(&scene.second)?;
	same(
		"to the inbox",
		&json!([taken["due"].as_array().map(Vec::len), waits["redirected"]]),
		json!([1, true]),
	)?;
	scene.salus.ok(&["scope", "rotate", "--as", "eve", "--scope", "labs"])?;
	let next = number(&scene.put(&scene.second)?, "index")?;
	scene.reads("charlie", &next, SECOND_REPORT)?;
	ensure!(scene.opens("dave", &daves, &kept, &first)?, "the control: a kept key opens what it was for");
	ensure!(!scene.opens("dave", &daves, &kept, &next)?, "a kept key opens what came after");

	// An excluded delegator bars whom it chose.
	let again = number(&scene.salus.ok(&scene.delegation("charlie", &doctors, "dave", &[]))?, "consent")?;
	scene.reads("dave", &next, SECOND_REPORT)?;
	scene.salus.ok(&["consent", "exclude", "--as", "eve", "charlie"])?;
	let reasons = scene.refused("dave", &next)?;
	ensure!(reasons.contains(&mismatch(&again, "parentExcluded")?), "dave: {reasons:?}");
	Ok(())
}
