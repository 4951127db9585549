//! Representatives through the command `salus`: ferdie acts for eve with what she gave, and not after she ended it; he
//! rotates a scope of hers with keys sealed ahead, and not after she took them back.

use anyhow::{ensure, Context, Result};
use salus_e2e::{cli::Salus, node::Node};
use serde_json::json;
use std::fs;

const REPORT: &[u8] = include_bytes!("../../../examples/fhir/lab-report-1.json");

#[tokio::test]
async fn representative_should_read_write_and_grant_for_the_patient_until_it_is_ended() -> Result<()> {
	let node = Node::development().await?;
	let salus = Salus::quick(&node)?;
	let enrolled = salus.ok(&["patient", "enrol", "--as", "alice", "--patient", "eve"])?;
	let patient = enrolled["patient"].as_str().context("a patient")?;
	salus.ok(&["scope", "init", "--as", "eve"])?;
	let report = salus.file("report.json", REPORT)?;
	let put = |who: &str, scope: &str| {
		salus.ok(&["record", "put", "--as", who, "--patient", patient, "--scope", scope, &report])
	};
	put("eve", "labs")?;

	// Nobody but a registrar with both words makes ferdie a representative.
	let (offered, appointed) = (salus.text_path("offered.json"), salus.text_path("appointed.json"));
	let powers = ["--power", "read", "--power", "grant", "--power", "records", "--until", "30days"];
	let line = ["representative", "accept", "--as", "ferdie", "--patient", patient, "--out", &offered];
	salus.ok(&[&line[..], &powers].concat())?;
	salus.ends_with(5, &["representative", "add", "--as", "alice", "--file", &offered])?;
	salus.ok(&["representative", "appoint", "--as", "eve", "--file", &offered, "--out", &appointed])?;
	let added = salus.ok(&["representative", "add", "--as", "alice", "--file", &appointed])?;
	ensure!(added["representative"] == json!(1), "{added}");

	let list = salus.ok(&["scope", "list", "--as", "eve", "--scope", "labs"])?;
	let labs = list[0]["number"].to_string();
	let out = salus.text_path("read.json");
	let get = |who: &str, code: i32| -> Result<()> {
		let line = ["record", "get", "--as", who, "--patient", patient, "0", "--out", &out];
		match code {
			0 => {
				salus.ok(&line)?;
				ensure!(fs::read(&out)? == REPORT, "{who} read something else");
				fs::remove_file(&out)?;
			}
			code => {
				salus.ends_with(code, &line)?;
			}
		}
		Ok(())
	};
	// To represent is not to read.
	get("ferdie", 3)?;
	let reading = ["--scope", "labs", "--permission", "read", "--purpose", "PATRQT"];
	salus.ok(&[&["consent", "grant", "--as", "eve", "--to", "representative:1"][..], &reading].concat())?;
	get("ferdie", 0)?;
	put("ferdie", &labs)?;

	// What it reads it gives, in her name, and she sees who gave it.
	get("charlie", 3)?;
	let line =
		["consent", "grant", "--as", "ferdie", "--patient", patient, "--to", "charlie", "--scope", &labs];
	let given = salus.ok(&[&line[..], &["--permission", "read", "--purpose", "TREAT"]].concat())?;
	get("charlie", 0)?;
	let consents = salus.ok(&["consent", "list", "--as", "eve"])?;
	let found = consents["consents"].as_array().context("consents")?;
	let found = found.iter().find(|one| one["index"] == given["consent"]).context("the consent")?;
	ensure!(found["givenBy"] == json!(1), "{found}");

	// It answers requests, shuts out and lets in again.
	let wish = salus.file("wish.txt", b"She comes on Monday.")?;
	let ask = || -> Result<String> {
		let line = ["access", "request", "--as", "dave", "--patient", patient, "--wish", &wish];
		let asked = salus.ok(&[&line[..], &["--permission", "read", "--purpose", "TREAT"]].concat())?;
		Ok(asked["request"].to_string())
	};
	salus.ok(&["access", "refuse", "--as", "ferdie", "--patient", patient, &ask()?])?;
	get("dave", 3)?;
	let line = ["access", "approve", "--as", "ferdie", "--patient", patient, "--scope", &labs];
	let asked = ask()?;
	salus.ok(&[&line[..], &[asked.as_str()]].concat())?;
	get("dave", 0)?;
	salus.ok(&["consent", "exclude", "--as", "ferdie", "--patient", patient, "charlie"])?;
	get("charlie", 3)?;
	salus.ok(&["consent", "readmit", "--as", "ferdie", "--patient", patient, "charlie"])?;
	get("charlie", 0)?;

	// A closed scope is closed to it alone, and an ended representative is nobody.
	salus.ok(&["scope", "close", "--as", "eve", "--scope", "labs"])?;
	get("ferdie", 3)?;
	get("charlie", 0)?;
	salus.ok(&["scope", "open", "--as", "eve", "--scope", "labs"])?;
	get("ferdie", 0)?;
	salus.ok(&["representative", "end", "--as", "eve", "1"])?;
	get("ferdie", 3)?;
	get("charlie", 0)?;
	Ok(())
}

#[tokio::test]
async fn representative_should_rotate_with_keys_ahead_until_the_next_generation_shuts_it_out() -> Result<()> {
	let node = Node::development().await?;
	let salus = Salus::quick(&node)?;
	let enrolled = salus.ok(&["patient", "enrol", "--as", "alice", "--patient", "eve"])?;
	let patient = enrolled["patient"].as_str().context("a patient")?;
	salus.ok(&["scope", "init", "--as", "eve"])?;
	let report = salus.file("report.json", REPORT)?;
	let put =
		|| salus.ok(&["record", "put", "--as", "eve", "--patient", patient, "--scope", "labs", &report]);
	let out = salus.text_path("read.json");
	let get = |who: &str, record: &str, code: i32| -> Result<()> {
		let line = ["record", "get", "--as", who, "--patient", patient, record, "--out", &out];
		match code {
			0 => {
				salus.ok(&line)?;
				ensure!(fs::read(&out)? == REPORT, "{who} read something else");
				fs::remove_file(&out)?;
			}
			code => {
				salus.ends_with(code, &line)?;
			}
		}
		Ok(())
	};
	let labs = || -> Result<serde_json::Value> {
		let list = salus.ok(&["scope", "list", "--as", "eve", "--scope", "labs"])?;
		ensure!(list[0]["strangeKey"] == json!(false), "a key is not eve's: {list}");
		Ok(list[0].clone())
	};
	put()?;

	let (offered, appointed) = (salus.text_path("offered.json"), salus.text_path("appointed.json"));
	let line = ["representative", "accept", "--as", "ferdie", "--patient", patient, "--out", &offered];
	let powers = ["--power", "read", "--power", "rotate", "--until", "30days"];
	salus.ok(&[&line[..], &powers].concat())?;
	salus.ok(&["representative", "appoint", "--as", "eve", "--file", &offered, "--out", &appointed])?;
	salus.ok(&["representative", "add", "--as", "alice", "--file", &appointed])?;
	let number = labs()?["number"].to_string();
	let rotate = ["scope", "rotate", "--as", "ferdie", "--patient", patient, "--scope", &number];
	// The power alone gives no key.
	salus.ends_with(3, &rotate)?;
	let give = |to: &str, history: &str| {
		let line = ["consent", "grant", "--as", "eve", "--to", to, "--scope", "labs", "--history", history];
		salus
			.ok(&[&line[..], &["--permission", "read", "--purpose", "TREAT", "--purpose", "PATRQT"]].concat())
	};
	let ahead = give("representative:1", "ahead")?["consent"].to_string();
	give("charlie", "all")?;

	let rotated = salus.ok(&rotate)?;
	ensure!(rotated["epoch"] == json!({ "generation": 0, "index": 1 }), "{rotated}");
	ensure!(rotated["resealed"] == json!(1) && rotated["unresealed"] == json!([]), "{rotated}");
	ensure!(labs()?["epoch"] == json!({ "generation": 0, "index": 1 }), "the scope has another key");
	put()?;
	for who in ["eve", "charlie", "ferdie"] {
		get(who, "0", 0)?;
		get(who, "1", 0)?;
	}
	// No key of another scope, and nobody else's hand.
	let list = salus.ok(&["scope", "list", "--as", "eve", "--scope", "imaging"])?;
	let imaging = list[0]["number"].to_string();
	salus.ends_with(3, &["scope", "rotate", "--as", "ferdie", "--patient", patient, "--scope", &imaging])?;
	salus.ends_with(3, &["scope", "rotate", "--as", "charlie", "--patient", patient, "--scope", &number])?;

	// What ferdie could derive is worth nothing any more: the command begins the next generation by itself.
	salus.ok(&["consent", "revoke", "--as", "eve", &ahead])?;
	ensure!(labs()?["epoch"] == json!({ "generation": 1, "index": 0 }), "the generation is the same");
	put()?;
	for who in ["eve", "charlie"] {
		get(who, "0", 0)?;
		get(who, "1", 0)?;
		get(who, "2", 0)?;
	}
	get("ferdie", "2", 3)?;
	salus.ends_with(3, &rotate)?;
	Ok(())
}
