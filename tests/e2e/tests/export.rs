//! Leaving with everything: exports of a real chain, verified without it.

use anyhow::{ensure, Context, Result};
use salus_e2e::{
	cli::Salus,
	node::{run_task, Node},
};
use serde_json::{json, Value};
use std::{fs, path::Path};

const REPORT: &[u8] = include_bytes!("../../../examples/fhir/lab-report-1.json");
const SECOND_REPORT: &[u8] = include_bytes!("../../../examples/fhir/lab-report-2.json");
const CONTEST: &str = "That potassium was never mine.";
const REASON: &str = "We measured it twice.";

fn put(salus: &Salus, writer: &[&str], scope: &str, file: &str) -> Result<Value> {
	let line = [&["record", "put", "--patient", "eve", "--scope", scope, "--as"], writer, &[file]].concat();
	Ok(salus.ok(&line)?["records"][0].clone())
}

fn manifest(folder: &str) -> Result<Value> {
	Ok(serde_json::from_slice(&fs::read(Path::new(folder).join("manifest.json"))?)?)
}

/// The records of an export, with what became of each.
fn outcomes(manifest: &Value) -> Vec<(u64, String)> {
	let contents = manifest["contents"].as_array().cloned().unwrap_or_default();
	let outcome = |content: &Value| match &content["outcome"] {
		Value::Object(fields) => fields.keys().next().cloned().unwrap_or_default(),
		other => other.as_str().unwrap_or_default().to_owned(),
	};
	contents
		.iter()
		.map(|content| (content["record"].as_u64().unwrap_or(u64::MAX), outcome(content)))
		.collect()
}

fn flip_a_bit(path: &Path) -> Result<()> {
	let mut bytes = fs::read(path)?;
	let middle = bytes.len() / 2;
	bytes[middle] ^= 1;
	Ok(fs::write(path, bytes)?)
}

/// Has eve dispute a record of dave's, who stands by it.
async fn dispute(node: &Node, salus: &Salus, patient: &str, record: &str) -> Result<()> {
	let contest = salus.file("contest.txt", CONTEST.as_bytes())?;
	let reason = salus.file("reason.txt", REASON.as_bytes())?;
	salus.ok(&["record", "dispute", "--as", "eve", record, "--text-file", &contest])?;
	all_final(node).await?;
	let line = ["record", "refuse-dispute", "--as", "dave", "--patient", patient, record, "--text-file"];
	salus.ok(&[&line[..], &[reason.as_str()]].concat())?;
	all_final(node).await
}

async fn all_final(node: &Node) -> Result<()> {
	let best = node.status().await?.best;
	node.wait_for("what was written to be final", |status| status.finalised >= best).await?;
	Ok(())
}

/// Verifies with `code`, and gives the answer.
fn verify(salus: &Salus, code: i32, folder: &str, trusted: &[&str]) -> Result<Value> {
	let answer = salus.ends_with(code, &[&["verify-export", folder], trusted].concat())?;
	ensure!(answer["sound"] == json!(code == 0), "{answer}");
	let found = answer["findings"].as_array().context("a list of findings")?;
	ensure!(found.is_empty() == (code == 0), "{answer}");
	Ok(answer)
}

fn aspect(answer: &Value, aspect: &str) -> Result<String> {
	let checks = answer["checks"].as_array().context("a list of checks")?;
	let check = checks.iter().find(|check| check["aspect"] == aspect).context("no such check")?;
	Ok(check["ending"].as_str().unwrap_or_default().to_owned())
}

/// Writes what the exports are of: seven records of three authors.
fn write_records(salus: &Salus) -> Result<String> {
	let report = salus.file("report.json", REPORT)?;
	let second = salus.file("second.json", SECOND_REPORT)?;
	let letter = salus.file("letter.txt", b"I fell off my bicycle.")?;
	let enrolled = salus.ok(&["patient", "enrol", "--as", "alice", "--patient", "eve"])?;
	let patient = enrolled["patient"].as_str().context("a patient")?.to_owned();
	salus.ok(&["scope", "init", "--as", "eve"])?;
	for (to, permission) in [("dave", "write"), ("charlie", "read")] {
		let terms = ["--scope", "labs", "--permission", permission, "--purpose", "TREAT"];
		salus.ok(&[&["consent", "grant", "--as", "eve", "--to", to][..], &terms].concat())?;
	}
	put(salus, &["dave"], "labs", &report)?;
	put(salus, &["eve"], "documents", &letter)?;
	salus.ok(&["record", "amend", "--as", "dave", "--patient", "eve", "0", &second])?;
	put(salus, &["alice", "--role", "organisation"], "inbox", &report)?;
	put(salus, &["dave"], "labs", &report)?;
	salus.ok(&["record", "error", "--as", "dave", "--patient", "eve", "4"])?;
	put(salus, &["eve"], "documents", &letter)?;
	salus.ok(&["record", "erase", "--as", "eve", "--patient", "eve", "5", "--yes"])?;
	// What follows is sealed to another key, and its author has another one.
	salus.ok(&["scope", "rotate", "--as", "eve", "--scope", "labs"])?;
	put(salus, &["dave"], "labs", &second)?;
	Ok(patient)
}

#[tokio::test(flavor = "multi_thread")]
async fn export_should_be_verified_when_the_chain_is_gone_and_found_out_when_altered() -> Result<()> {
	let mut node = Node::development().await?;
	let salus = Salus::quick(&node)?;
	let patient = write_records(&salus)?;
	all_final(&node).await?;
	dispute(&node, &salus, &patient, "6").await?;

	let (full, part) = (salus.text_path("full"), salus.text_path("part"));
	let exported = salus.ok(&["export", "--as", "eve", "--out", &full])?;
	ensure!(exported["records"] == 7 && exported["files"] == 6, "{exported}");
	ensure!(exported["finality"] == true && exported["notOpened"] == json!([]), "{exported}");
	let again = salus.ends_with(2, &["export", "--as", "eve", "--out", &full])?;
	ensure!(again["error"]["kind"] == "usage", "{again}");
	let granted = salus.ok(&["export", "--as", "charlie", "--patient", &patient, "--out", &part])?;
	ensure!(granted["records"] == 3 && granted["recordsOnChain"] == 7, "{granted}");
	// Dave may write and not read; ferdie is nobody.
	let refused = salus.text_path("refused");
	for who in ["dave", "ferdie"] {
		let denied =
			salus.ends_with(3, &["export", "--as", who, "--patient", &patient, "--out", &refused])?;
		ensure!(denied["error"]["kind"] == "denied", "{denied}");
		ensure!(!Path::new(&refused).exists(), "{who} was refused, and has an export");
	}
	let left: Vec<_> = fs::read_dir(Path::new(&full).parent().context("a folder")?)?
		.filter_map(|entry| entry.ok()?.file_name().into_string().ok())
		.filter(|name| name.starts_with(".salus-export"))
		.collect();
	ensure!(left.is_empty(), "half exports are left: {left:?}");

	let specification = run_task(&["export-chain-spec", "--chain", "dev", "--raw"])?;
	ensure!(specification.status.success(), "{}", String::from_utf8_lossy(&specification.stderr));
	let specification = salus.file("chain.json", &specification.stdout)?;
	let block = exported["block"]["hash"].as_str().context("a block")?.to_owned();
	ensure!(node.block_hash(exported["block"]["number"].as_u64().context("a number")?).await? == block);
	node.stop().await?;

	// Nobody is asked from here on.
	let manifest_of_all = manifest(&full)?;
	let kinds = outcomes(&manifest_of_all);
	let erased: Vec<_> = kinds.iter().filter(|(_, kind)| kind == "erased").map(|(index, _)| *index).collect();
	ensure!(erased == [5] && kinds.len() == 7, "{kinds:?}");
	ensure!(fs::read(Path::new(&full).join("files/000000.json"))? == REPORT, "another content");
	ensure!(fs::read(Path::new(&full).join("files/000006.json"))? == SECOND_REPORT, "another content");
	ensure!(manifest_of_all["onChain"]["records"][4]["status"] == "enteredInError");
	let disputes = &manifest_of_all["onChain"]["disputes"];
	ensure!(disputes[0]["index"] == 6 && !disputes[0]["state"]["refused"].is_null(), "{disputes}");
	// What she said is sealed to dave; what he said is hers.
	let said = &manifest_of_all["statements"];
	ensure!(said.as_array().map(Vec::len) == Some(1) && said[0]["text"] == REASON, "{said}");
	ensure!(!manifest_of_all.to_string().contains(CONTEST), "the contest is opened");
	let sound = verify(&salus, 0, &full, &["--block", &block])?;
	ensure!(sound["anchor"] == "block" && sound["patient"] == patient, "{sound}");
	let sound = verify(&salus, 0, &full, &["--chain-spec", &specification])?;
	ensure!(sound["anchor"] == "chainSpecification", "{sound}");
	ensure!(
		aspect(&sound, "finality")? == "passed" && aspect(&sound, "completeness")? == "passed",
		"{sound}"
	);
	let alone = verify(&salus, 0, &full, &[])?;
	ensure!(alone["anchor"] == "nothing" && aspect(&alone, "anchor")? == "notChecked", "{alone}");

	let part_manifest = manifest(&part)?;
	let readable: Vec<_> = outcomes(&part_manifest).into_iter().map(|(index, _)| index).collect();
	ensure!(readable == [0, 2, 6], "charlie has {readable:?}");
	let text = part_manifest.to_string();
	ensure!(!text.contains("documents"), "charlie is told of scopes that it was not granted");
	ensure!(part_manifest["onChain"]["consents"].as_array().map(Vec::len) == Some(1), "{text}");
	ensure!(part_manifest["onChain"]["disputes"][0]["index"] == 6, "{text}");
	ensure!(!text.contains("statements") && !text.contains(REASON), "charlie has what was said to eve");
	let sound = verify(&salus, 0, &part, &["--chain-spec", &specification])?;
	ensure!(aspect(&sound, "completeness")? == "notChecked", "{sound}");

	// Whatever is altered is found.
	let other = format!("0x{}", "ab".repeat(32));
	verify(&salus, 6, &full, &["--block", &other])?;
	verify(&salus, 6, &full, &["--genesis", &other])?;
	for name in ["files/000002.json", "manifest.json", "proof.json", "signature.json"] {
		let path = Path::new(&full).join(name);
		let whole = fs::read(&path)?;
		flip_a_bit(&path)?;
		verify(&salus, 6, &full, &["--block", &block])?;
		fs::remove_file(&path)?;
		verify(&salus, 6, &full, &["--block", &block])?;
		fs::write(&path, whole)?;
	}
	let added = Path::new(&full).join("files/000007.json");
	fs::write(&added, REPORT)?;
	verify(&salus, 6, &full, &["--block", &block])?;
	fs::remove_file(&added)?;
	fs::copy(Path::new(&part).join("proof.json"), Path::new(&full).join("proof.json"))?;
	verify(&salus, 6, &full, &["--block", &block])?;
	Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn record_that_cannot_be_opened_should_be_listed_and_told_by_the_exit_code() -> Result<()> {
	let node = Node::development().await?;
	let salus = Salus::quick(&node)?;
	let report = salus.file("report.json", REPORT)?;
	salus.ok(&["patient", "enrol", "--as", "alice", "--patient", "eve"])?;
	salus.ok(&["scope", "init", "--as", "eve"])?;
	let records = [(); 3].map(|()| put(&salus, &["eve"], "documents", &report));
	let records = records.into_iter().collect::<Result<Vec<_>>>()?;
	all_final(&node).await?;

	let digest = |record: &Value, of: &str| record[of].as_str().map(str::to_owned).context("a digest");
	fs::remove_file(salus.envelope(&digest(&records[1], "envelope")?))?;
	let lost = salus.text_path("lost");
	let exported = salus.ends_with(4, &["export", "--as", "eve", "--out", &lost])?;
	ensure!(exported["files"] == 2 && exported["notOpened"][0]["record"] == 1, "{exported}");
	let sound = verify(&salus, 0, &lost, &[])?;
	ensure!(aspect(&sound, "files")? == "notChecked", "{sound}");

	flip_a_bit(&salus.blob(&digest(&records[2], "ciphertext")?))?;
	let altered = salus.text_path("altered");
	let exported = salus.ends_with(6, &["export", "--as", "eve", "--out", &altered])?;
	ensure!(exported["files"] == 1, "{exported}");
	ensure!(outcomes(&manifest(&altered)?)[2].1 == "notOpened", "the altered record is called whole");
	verify(&salus, 0, &altered, &[])?;
	Ok(())
}
