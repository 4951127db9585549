//! Disputes through the command `salus`: a patient contests, the author's side refuses or amends, and whoever reads the
//! record sees it.

use anyhow::{ensure, Context, Result};
use salus_e2e::{cli::Salus, node::Node};
use serde_json::{json, Value};
use std::{fs, path::PathBuf};

const REPORT: &[u8] = include_bytes!("../../../examples/fhir/lab-report-1.json");
const SECOND_REPORT: &[u8] = include_bytes!("../../../examples/fhir/lab-report-2.json");
const CONTEST: &str = "That potassium was never mine.";
const REASON: &str = "We measured it twice.";

/// A chain, and the command on it, with a record of eve's that dave of hospital 1 wrote and charlie of clinic 2 may read.
struct Scene {
	salus: Salus,
	patient: String,
	record: String,
	contest: String,
	reason: String,
	second_report: String,
}

impl Scene {
	/// Waits for finality throughout: what is of no use is deleted then.
	fn new(node: &Node) -> Result<Self> {
		let salus = Salus::new(node)?;
		let report = salus.file("report.json", REPORT)?;
		let second_report = salus.file("second.json", SECOND_REPORT)?;
		let contest = salus.file("contest.txt", CONTEST.as_bytes())?;
		let reason = salus.file("reason.txt", REASON.as_bytes())?;
		let enrolled = salus.ok(&["patient", "enrol", "--as", "alice", "--patient", "eve"])?;
		let patient = enrolled["patient"].as_str().context("a patient")?.to_owned();
		salus.ok(&["scope", "init", "--as", "eve"])?;
		for (who, permission) in [("dave", "write"), ("charlie", "read")] {
			let terms = ["--permission", permission, "--purpose", "TREAT", "--scope", "labs"];
			salus.ok(&[&["consent", "grant", "--as", "eve", "--to", who][..], &terms].concat())?;
		}
		let put = ["record", "put", "--as", "dave", "--patient", &patient, "--scope", "labs", &report];
		let record = salus.ok(&put)?["records"][0]["index"].to_string();
		Ok(Self { salus, patient, record, contest, reason, second_report })
	}

	fn dispute(&self, code: i32, who: &str, index: &str) -> Result<Value> {
		self.salus.ends_with(code, &["record", "dispute", "--as", who, index, "--text-file", &self.contest])
	}

	fn refuse(&self, code: i32, who: &str, index: &str) -> Result<Value> {
		let line =
			["record", "refuse-dispute", "--as", who, "--patient", &self.patient, index, "--text-file"];
		self.salus.ends_with(code, &[&line[..], &[self.reason.as_str()]].concat())
	}

	/// The dispute of record `index` in what `reader` is shown of `whose`.
	fn shown(&self, reader: &str, whose: &[&str], index: &str) -> Result<Value> {
		let list = self.salus.ok(&[&["record", "disputes", "--as", reader][..], whose].concat())?;
		one_of(&list["disputes"], index)
	}

	/// Record `index` in the list that `reader` sees.
	fn listed(&self, reader: &str, index: &str) -> Result<Value> {
		let list = self.salus.ok(&["record", "list", "--as", reader, "--patient", &self.patient])?;
		one_of(&list["records"], index)
	}

	/// Fetches a record: the JSON document, and what went to standard error.
	fn get(&self, reader: &str, index: &str, content: &[u8]) -> Result<(Value, String)> {
		let out = self.salus.text_path("out");
		let line =
			["record", "get", "--as", reader, "--patient", &self.patient, index, "--force", "--out", &out];
		let output = self.salus.run(&line)?;
		let said = String::from_utf8(output.stderr)?;
		ensure!(output.status.success(), "{said}");
		ensure!(fs::read(&out)? == content, "another content");
		Ok((serde_json::from_slice(&output.stdout)?, said))
	}

	fn amend(&self, index: &str) -> Result<String> {
		let line =
			["record", "amend", "--as", "dave", "--patient", &self.patient, index, &self.second_report];
		Ok(self.salus.ok(&line)?["index"].to_string())
	}

	/// Where the envelope lies that a dispute names.
	fn envelope(&self, sealed: &Value) -> Result<PathBuf> {
		let digest = sealed["envelope"].as_str().with_context(|| format!("no envelope in {sealed}"))?;
		Ok(self.salus.dispute_envelope(&self.patient, digest))
	}
}

/// The entry of record `index` in a list.
fn one_of(list: &Value, index: &str) -> Result<Value> {
	let index: u64 = index.parse()?;
	let found = list.as_array().context("a list")?.iter().find(|one| one["index"].as_u64() == Some(index));
	found.cloned().with_context(|| format!("nothing of record {index} in {list}"))
}

fn same(what: &str, found: &Value, expected: Value) -> Result<()> {
	ensure!(*found == expected, "{what}: {found} is not {expected}");
	Ok(())
}

fn flip_a_bit(path: &PathBuf) -> Result<()> {
	let mut bytes = fs::read(path)?;
	let middle = bytes.len() / 2;
	bytes[middle] ^= 1;
	Ok(fs::write(path, bytes)?)
}

#[tokio::test(flavor = "multi_thread")]
async fn record_should_say_that_it_is_disputed_wherever_it_is_read_and_how_that_was_answered() -> Result<()> {
	let node = Node::development().await?;
	let scene = Scene::new(&node)?;
	let Scene { salus, patient, record, .. } = &scene;
	let of_patient = ["--patient", patient.as_str()];
	let of_hospital = ["--org", "1"];

	// The patient alone disputes, what somebody else wrote, once at a time.
	scene.dispute(4, "charlie", record)?;
	scene.dispute(4, "eve", "9")?;
	let to_nobody =
		["record", "dispute", "--as", "eve", record, "--text-file", &scene.contest, "--to", "org:2"];
	salus.ends_with(2, &to_nobody)?;
	let disputed = scene.dispute(0, "eve", record)?;
	same("who reads it", &disputed["sealedTo"], json!({ "practitioner": 1 }))?;
	scene.dispute(2, "eve", record)?;
	let own = ["record", "put", "--as", "eve", "--patient", patient, "--scope", "labs", &scene.second_report];
	let own = salus.ok(&own)?["records"][0]["index"].to_string();
	scene.dispute(2, "eve", &own)?;

	// It is shown with the record to whoever reads it, and read by the author alone.
	let seen = scene.listed("charlie", record)?["dispute"].clone();
	same("in the list", &json!([seen["state"], seen["overdue"]]), json!(["open", false]))?;
	let (got, said) = scene.get("charlie", record, REPORT)?;
	same("fetched", &got["dispute"], seen.clone())?;
	ensure!(said.contains("disputed by the patient"), "{said}");
	same("another record", &scene.get("eve", &own, SECOND_REPORT)?.0["dispute"], Value::Null)?;
	let opened = json!({ "state": "opened", "text": CONTEST });
	same("to dave", &scene.shown("dave", &of_hospital, record)?["contestText"], opened.clone())?;
	for (who, whose) in [("charlie", of_hospital), ("alice", of_hospital), ("eve", of_patient)] {
		same(who, &scene.shown(who, &whose, record)?["contestText"]["state"], json!("sealed"))?;
	}
	let overdue = salus.ok(&["record", "disputes", "--as", "dave", "--org", "1", "--overdue"])?;
	same("overdue", &overdue["disputes"], json!([]))?;
	same(
		"clinic 2",
		&salus.ok(&["record", "disputes", "--as", "bob", "--org", "2"])?["disputes"],
		json!([]),
	)?;
	salus.ends_with(4, &["record", "disputes", "--as", "bob", "--org", "9"])?;
	let envelope = scene.envelope(&seen["contest"])?;
	let bytes = fs::read(&envelope)?;
	ensure!(!bytes.windows(9).any(|bytes| bytes == b"potassium"), "the text is not encrypted");
	flip_a_bit(&envelope)?;
	same("flipped", &scene.shown("dave", &of_hospital, record)?["contestText"]["state"], json!("altered"))?;
	flip_a_bit(&envelope)?;

	// The author's side refuses; nobody else does, and not twice. The record stays disputed.
	scene.refuse(3, "charlie", record)?;
	scene.refuse(3, "eve", record)?;
	scene.refuse(0, "dave", record)?;
	scene.refuse(2, "dave", record)?;
	let refused = scene.shown("eve", &of_patient, record)?;
	same("to eve", &refused["reasonText"], json!({ "state": "opened", "text": REASON }))?;
	same("to dave", &scene.shown("dave", &of_patient, record)?["reasonText"]["state"], json!("sealed"))?;
	same(
		"nothing owed",
		&salus.ok(&["record", "disputes", "--as", "dave", "--org", "1"])?["disputes"],
		json!([]),
	)?;
	let (_, said) = scene.get("charlie", record, REPORT)?;
	ensure!(said.contains("stands by it"), "{said}");

	// A new version is not disputed, and tells that the one before is.
	let amended = scene.amend(record)?;
	let newest = scene.listed("charlie", &amended)?;
	same("the new version", &newest["dispute"], Value::Null)?;
	same("before it", &newest["disputedBefore"], json!([record.parse::<u32>()?]))?;
	let (got, said) = scene.get("charlie", &amended, SECOND_REPORT)?;
	same("before it", &got["disputedBefore"], newest["disputedBefore"].clone())?;
	ensure!(said.contains("before it is disputed"), "{said}");
	let state = scene.shown("eve", &of_patient, record)?["state"].clone();
	same("still refused", &state, refused["state"].clone())?;

	// It is disputed in turn, to the organisation, and answered by a further version.
	let again =
		["record", "dispute", "--as", "eve", &amended, "--text-file", &scene.contest, "--to", "org:1"];
	salus.ok(&again)?;
	same("to alice", &scene.shown("alice", &of_hospital, &amended)?["contestText"], opened)?;
	same("to dave", &scene.shown("dave", &of_hospital, &amended)?["contestText"]["state"], json!("sealed"))?;
	let answer = scene.amend(&amended)?;
	let answered = scene.shown("eve", &of_patient, &amended)?;
	same("answered", &answered["state"], json!({ "amended": { "by": answer.parse::<u32>()? } }))?;
	scene.refuse(2, "dave", &amended)?;
	salus.ends_with(2, &["record", "withdraw-dispute", "--as", "eve", &amended])?;

	// Taken back, nothing of what was said is left; erased, nothing of the dispute.
	let said =
		[scene.envelope(&refused["contest"])?, scene.envelope(&refused["state"]["refused"]["reason"])?];
	ensure!(said.iter().all(|path| path.exists()), "{said:?}");
	salus.ok(&["record", "withdraw-dispute", "--as", "eve", record])?;
	ensure!(!said.iter().any(|path| path.exists()), "{said:?}");
	same("withdrawn", &scene.listed("charlie", record)?["dispute"]["state"], json!("withdrawn"))?;
	same("the newest", &scene.listed("charlie", &answer)?["disputedBefore"], json!([]))?;
	let kept = scene.envelope(&answered["contest"])?;
	ensure!(kept.exists(), "{} is named still", kept.display());
	salus.ok(&["record", "erase", "--as", "eve", "--patient", patient, &amended, "--yes"])?;
	ensure!(!kept.exists(), "{} outlived the record", kept.display());
	same("erased", &scene.listed("eve", &amended)?["dispute"], Value::Null)?;
	Ok(())
}
