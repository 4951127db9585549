//! Blinded readers through the command `salus`: who reads is on no chain and in no store, and nobody else reads by it.

use anyhow::{ensure, Context, Result};
use salus_e2e::{cli::Salus, node::Node};
use serde_json::{json, Value};
use std::{fs, path::Path};

const REPORT: &[u8] = include_bytes!("../../../examples/fhir/lab-report-1.json");
const SECOND_REPORT: &[u8] = include_bytes!("../../../examples/fhir/lab-report-2.json");

/// eve with the standard scopes, and a report in her labs.
struct Scene {
	salus: Salus,
	patient: String,
	first: String,
	/// Stops when it is dropped.
	_node: Node,
}

fn number(value: &Value, field: &str) -> Result<String> {
	Ok(value[field].as_u64().with_context(|| format!("no number {field} in {value}"))?.to_string())
}

impl Scene {
	async fn new() -> Result<Self> {
		let node = Node::development().await?;
		Self::on(Salus::quick(&node)?, node)
	}

	fn on(salus: Salus, node: Node) -> Result<Self> {
		let enrolled = salus.ok(&["patient", "enrol", "--as", "alice", "--patient", "eve"])?;
		let patient = enrolled["patient"].as_str().context("a patient")?.to_owned();
		salus.ok(&["scope", "init", "--as", "eve"])?;
		let mut scene = Self { salus, patient, first: String::new(), _node: node };
		scene.first = scene.put("first.json", REPORT)?;
		Ok(scene)
	}

	/// eve puts a file into the labs.
	fn put(&self, name: &str, content: &[u8]) -> Result<String> {
		let file = self.salus.file(name, content)?;
		let line = ["record", "put", "--as", "eve", "--patient", &self.patient, "--scope", "labs", &file];
		let record = self.salus.ok(&line)?["records"][0].clone();
		ensure!(record["redirected"] == json!(false), "not filed in labs: {record}");
		number(&record, "index")
	}

	/// eve lets charlie read the labs behind a commitment; the consent, and where its opening is.
	fn hide_charlie(&self, file: &str) -> Result<(String, String)> {
		let opening = self.salus.text_path(file);
		let line = ["consent", "grant", "--as", "eve", "--to", "charlie", "--scope", "labs"];
		let terms = ["--permission", "read", "--purpose", "TREAT", "--blinded", "--opening-file", &opening];
		let granted = self.salus.ok(&[&line[..], &terms].concat())?;
		ensure!(
			!granted["text"].to_string().contains("practitioner"),
			"the text names the reader: {granted}"
		);
		Ok((number(&granted, "consent")?, opening))
	}

	fn get<'a>(&'a self, reader: &'a str, index: &'a str, out: &'a str, more: &[&'a str]) -> Vec<&'a str> {
		let line = ["record", "get", "--as", reader, "--patient", &self.patient, index, "--out", out];
		[&line[..], more].concat()
	}

	fn reads(&self, reader: &str, index: &str, opening: &str, expected: &[u8]) -> Result<Value> {
		let out = self.salus.text_path("read");
		let got = self.salus.ok(&self.get(reader, index, &out, &["--opening", opening]))?;
		ensure!(fs::read(&out)? == expected, "{reader} read something else than was written as {index}");
		fs::remove_file(out)?;
		Ok(got)
	}

	/// The error with which the reader does not get the record.
	fn refused(&self, reader: &str, index: &str, more: &[&str]) -> Result<Value> {
		let out = self.salus.text_path("refused");
		let answer = self.salus.ends_with(3, &self.get(reader, index, &out, more))?;
		ensure!(!Path::new(&out).exists(), "{reader} was refused, and has the file");
		Ok(answer["error"].clone())
	}

	fn reasons(&self, reader: &str, index: &str, opening: &str) -> Result<Vec<Value>> {
		let error = self.refused(reader, index, &["--opening", opening])?;
		Ok(error["reasons"].as_array().cloned().unwrap_or_default())
	}

	/// eve's list of consents, one of them.
	fn listed(&self, consent: &str) -> Result<Value> {
		let list = self.salus.ok(&["consent", "list", "--as", "eve"])?;
		let index: u64 = consent.parse()?;
		let found = list["consents"].as_array().context("consents")?.iter();
		found.clone().find(|one| one["index"] == json!(index)).cloned().context("the consent is listed")
	}
}

#[tokio::test(flavor = "multi_thread")]
async fn blinded_reader_should_read_with_its_opening_until_it_is_revoked() -> Result<()> {
	let scene = Scene::new().await?;
	let (consent, opening) = scene.hide_charlie("for-charlie.json")?;
	let got = scene.reads("charlie", &scene.first, &opening, REPORT)?;
	ensure!(got["by"] == json!({ "consent": consent.parse::<u32>()? }), "through {}", got["by"]);

	// Neither he without it, nor who finds it; nor does it permit anything but reading.
	let without = scene.refused("charlie", &scene.first, &[])?;
	ensure!(without["reasons"] == json!(["noConsent"]), "{without}");
	for thief in ["dave", "bob"] {
		let refused = scene.refused(thief, &scene.first, &["--opening", &opening])?;
		ensure!(
			refused["message"].to_string().contains("not sealed to a vault of this profile"),
			"{refused}"
		);
	}
	let labs = scene.salus.ok(&["scope", "list", "--as", "eve", "--scope", "labs"])?;
	let labs = number(&labs[0], "number")?;
	let about = ["access", "check", "--patient", &scene.patient, "--who", "charlie", "--scope", &labs];
	let shown = ["--as", "charlie", "--opening", &opening];
	scene.salus.ok(&[&about[..], &shown, &["--action", "read"]].concat())?;
	scene.salus.ends_with(3, &[&about[..], &shown, &["--action", "write"]].concat())?;
	scene.salus.ends_with(3, &[&about[..], &["--action", "read"]].concat())?;

	// charlie knows the scope's name, eve whom she let in, and nobody else who it is.
	let line = ["record", "list", "--as", "charlie", "--patient", &scene.patient, "--opening", &opening];
	let list = scene.salus.ok(&line)?;
	ensure!(list["records"][0]["scopeName"] == json!("labs"), "{list}");
	let own = scene.listed(&consent)?;
	ensure!(own["reader"] == json!({ "practitioner": 2 }), "{own}");
	let tree = scene.salus.ok(&["consent", "tree", "--as", "dave", "--patient", &scene.patient])?;
	ensure!(!tree.to_string().contains("blinded"), "{tree}");
	let received = scene.salus.ok(&["consent", "received", "--as", "charlie"])?;
	ensure!(received["patients"] == json!([]), "{received}");

	// After a rotation the reader is given the new key as everyone is.
	let rotated = scene.salus.ok(&["scope", "rotate", "--as", "eve", "--scope", "labs"])?;
	ensure!((&rotated["resealed"], &rotated["unresealed"]) == (&json!(1), &json!([])), "{rotated}");
	let second = scene.put("second.json", SECOND_REPORT)?;
	scene.reads("charlie", &second, &opening, SECOND_REPORT)?;

	// A file that was lost is written again, and opens the same consent.
	let again = scene.salus.text_path("again.json");
	scene.salus.ok(&["consent", "opening", "--as", "eve", &consent, "--out", &again])?;
	scene.salus.ends_with(2, &["consent", "opening", "--as", "eve", &consent, "--out", &again])?;
	scene.salus.ends_with(2, &["consent", "opening", "--as", "eve", "0", "--out", "nothing.json"])?;
	scene.reads("charlie", &second, &again, SECOND_REPORT)?;

	scene.salus.ok(&["consent", "revoke", "--as", "eve", &consent])?;
	let third = scene.put("third.json", REPORT)?;
	let revoked = json!({ "consent": { "index": consent.parse::<u32>()?, "why": "revoked" } });
	for index in [&scene.first, &second, &third] {
		let reasons = scene.reasons("charlie", index, &opening)?;
		ensure!(reasons == [revoked.clone()], "{reasons:?}");
	}
	Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn excluded_blinded_reader_should_be_denied_and_left_out_of_the_next_key() -> Result<()> {
	let scene = Scene::new().await?;
	let (consent, opening) = scene.hide_charlie("for-charlie.json")?;
	let index: u32 = consent.parse()?;
	let excluded = scene.salus.ok(&["consent", "exclude", "--as", "eve", "charlie"])?;
	ensure!(excluded["blindedConsents"] == json!([index]), "eve is not told: {excluded}");
	let reasons = scene.reasons("charlie", &scene.first, &opening)?;
	ensure!(reasons == [json!({ "excluded": { "practitioner": 2 } })], "{reasons:?}");
	// The chain does not know that the scope had better be rotated; eve's rotation leaves him out all the same.
	let rotated = scene.salus.ok(&["scope", "rotate", "--as", "eve", "--scope", "labs"])?;
	ensure!(rotated["resealed"] == json!(0), "{rotated}");
	ensure!(rotated["unresealed"][0]["consent"] == json!(index), "{rotated}");
	scene.put("second.json", SECOND_REPORT)?;

	// Whoever is excluded is not let in behind a commitment either.
	let line = ["consent", "grant", "--as", "eve", "--to", "charlie", "--scope", "labs", "--blinded"];
	scene.salus.ends_with(2, &[&line[..], &["--permission", "read", "--purpose", "TREAT"]].concat())?;
	Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn opening_should_be_refused_when_it_is_not_what_it_should_be() -> Result<()> {
	let scene = Scene::new().await?;
	let (_, opening) = scene.hide_charlie("for-charlie.json")?;
	// More than reading, and who is no practitioner.
	let line = ["consent", "grant", "--as", "eve", "--to", "charlie", "--scope", "labs", "--blinded"];
	scene.salus.ends_with(2, &[&line[..], &["--permission", "read,write", "--purpose", "TREAT"]].concat())?;
	// Another patient's, and no opening at all.
	let other = scene.salus.ok(&["patient", "enrol", "--as", "alice", "--patient", "ferdie"])?;
	let other = other["patient"].as_str().context("a patient")?.to_owned();
	let line = ["record", "list", "--as", "charlie", "--patient", &other, "--opening", &opening];
	let refused = scene.salus.ends_with(2, &line)?;
	ensure!(refused["error"]["message"].to_string().contains(&scene.patient), "{refused}");
	let nothing = scene.salus.file("nothing.json", b"{}")?;
	let line = ["record", "list", "--as", "charlie", "--patient", &scene.patient, "--opening", &nothing];
	scene.salus.ends_with(2, &line)?;
	// One that charlie altered says nothing any more.
	let mut forged: Value = serde_json::from_slice(&fs::read(&opening)?)?;
	let envelope = forged["envelope"].as_str().context("an envelope")?.to_owned();
	let last = if envelope.ends_with('0') { "1" } else { "0" };
	forged["envelope"] = json!(format!("{}{last}", &envelope[..envelope.len() - 1]));
	let forged = scene.salus.file("forged.json", forged.to_string().as_bytes())?;
	scene.refused("charlie", &scene.first, &["--opening", &forged])?;
	Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn export_should_show_the_patient_who_reads_and_nobody_else() -> Result<()> {
	// An export is of a finalised block.
	let node = Node::development().await?;
	let scene = Scene::on(Salus::new(&node)?, node)?;
	let (consent, _) = scene.hide_charlie("for-charlie.json")?;
	let out = scene.salus.text_path("everything");
	scene.salus.ok(&["export", "--as", "eve", "--out", &out])?;
	let verified = scene.salus.ok(&["verify-export", &out])?;
	let reader = &verified["readers"][0];
	ensure!(reader["consent"] == json!(consent.parse::<u32>()?), "{verified}");
	ensure!(reader["reader"] == json!({ "practitioner": 2 }), "{verified}");
	Ok(())
}
