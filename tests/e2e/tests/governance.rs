//! Votes of a consortium of four through the command `salus`: a clinic joins, works, and is expelled; its patient stays
//! whole and finds another home.

use anyhow::{ensure, Context, Result};
use salus_e2e::{cli::Salus, node::Network};
use serde_json::{json, Value};
use std::fs;

const REPORT: &[u8] = include_bytes!("../../../examples/fhir/lab-report-1.json");

/// Proposes, lets these vote for it, and closes the motion.
fn pass(salus: &Salus, proposal: &[&str], ayes: &[&str]) -> Result<Value> {
	let proposed = salus.ok(&[&["gov", "propose"], proposal].concat())?;
	let motion = proposed["motion"].as_u64().with_context(|| format!("no motion in {proposed}"))?.to_string();
	for member in ayes {
		salus.ok(&["gov", "vote", "--as", member, &motion, "yes"])?;
	}
	salus.ok(&["gov", "close", "--as", "dave", &motion])
}

fn home(salus: &Salus, who: &str) -> Result<Value> {
	Ok(salus.ok(&["patient", "show", who])?["home"].clone())
}

#[tokio::test(flavor = "multi_thread")]
async fn clinic_should_join_work_and_be_expelled_by_two_thirds_and_its_patient_should_keep_everything(
) -> Result<()> {
	let network = Network::start().await?;
	let salus = Salus::quick(&network.nodes[0])?;
	let report = salus.file("report.json", REPORT)?;
	let (word, choice) = (salus.text_path("hillside.json"), salus.text_path("home.json"));

	// eve is nobody before, and her word alone admits nobody.
	salus.ok(&["gov", "join", "--as", "eve", "--name", "Hillside Example Clinic", "--out", &word])?;
	salus.ends_with(3, &["gov", "propose", "admit", "--as", "eve", "--word", &word])?;
	let proposed = salus.ok(&["gov", "propose", "admit", "--as", "alice", "--word", &word])?;
	ensure!(proposed["threshold"] == json!(3), "three of four are two thirds: {proposed}");
	let motion = proposed["motion"].as_u64().context("a motion")?.to_string();
	for member in ["alice", "bob"] {
		salus.ok(&["gov", "vote", "--as", member, &motion, "yes"])?;
	}
	// Half is not two thirds.
	ensure!(!salus.run(&["gov", "close", "--as", "alice", &motion])?.status.success(), "closed by half");
	let status = salus.ok(&["gov", "status"])?;
	ensure!(status["motions"][0]["ayes"].as_array().is_some_and(|ayes| ayes.len() == 2), "{status}");
	salus.ok(&["gov", "vote", "--as", "charlie", &motion, "yes"])?;
	let closed = salus.ok(&["gov", "close", "--as", "dave", &motion])?;
	ensure!(closed["done"] == json!(true), "{closed}");
	let status = salus.ok(&["gov", "status"])?;
	ensure!(status["threshold"] == json!(4) && status["motions"] == json!([]), "{status}");
	let name = &status["organisations"][4][1]["name"];
	ensure!(*name == json!("Hillside Example Clinic"), "{status}");

	// It enrols a patient, and its doctor writes.
	salus.ok(&["org", "add-registrar", "--as", "eve", "eve"])?;
	salus.ok(&["vault", "publish", "--as", "eve"])?;
	let enrolled = salus.ok(&["patient", "enrol", "--as", "eve", "--patient", "ferdie"])?;
	let patient = enrolled["patient"].as_str().context("a patient")?.to_owned();
	salus.ok(&["scope", "init", "--as", "ferdie"])?;
	let credential = salus.file("credential.txt", b"licence 1")?;
	let add = ["practitioner", "add", "--as", "eve", "--account", "charlie", "--role", "clinician"];
	salus.ok(&[&add[..], &["--credential", &credential, "--until", "365days"]].concat())?;
	salus.ok(&["vault", "publish", "--as", "charlie", "--role", "practitioner"])?;
	let grant = ["consent", "grant", "--as", "ferdie", "--to", "practitioner:1", "--permission", "write"];
	salus.ok(&[&grant[..], &["--purpose", "TREAT", "--scope", "labs"]].concat())?;
	let put = ["record", "put", "--as", "charlie", "--role", "practitioner", "--patient", &patient];
	let put = [&put[..], &["--scope", "inbox", &report]].concat();
	salus.ok(&put)?;
	ensure!(home(&salus, "ferdie")? == json!({ "organisation": 5, "rehomeDue": null }), "at home with 5");

	// Expelled, it does nothing any more; the patient reads as before, and is told.
	let expelled = pass(&salus, &["expel", "--as", "alice", "5"], &["alice", "bob", "charlie", "dave"])?;
	ensure!(expelled["done"] == json!(true), "{expelled}");
	salus.ends_with(3, &put)?;
	salus.ends_with(3, &["gov", "propose", "suspend", "--as", "eve", "1"])?;
	ensure!(
		!salus.run(&["patient", "enrol", "--as", "eve", "--patient", "dave"])?.status.success(),
		"an expelled organisation enrolled somebody"
	);
	let out = salus.text_path("read.json");
	salus.ok(&["record", "get", "--as", "ferdie", "--patient", &patient, "0", "--out", &out])?;
	ensure!(fs::read(&out)? == REPORT, "the patient reads something else");
	let due = home(&salus, "ferdie")?["rehomeDue"].clone();
	ensure!(due["until"].as_u64() > due["since"].as_u64() && due["since"].is_u64(), "{due}");

	// Another home takes the patient in, by its word.
	salus.ok(&["patient", "choose-home", "--as", "ferdie", "--org", "1", "--out", &choice])?;
	salus.ends_with(3, &["patient", "rehome", "--as", "eve", "--word", &choice])?;
	salus.ok(&["patient", "rehome", "--as", "alice", "--word", &choice])?;
	ensure!(home(&salus, "ferdie")? == json!({ "organisation": 1, "rehomeDue": null }), "at home with 1");
	salus.ok(&["vault", "publish", "--as", "alice"])?;
	let put = ["record", "put", "--as", "alice", "--patient", &patient, "--scope", "inbox", &report];
	salus.ok(&put)?;

	// The council does not go below its minimum, whatever it agrees to.
	let too_few = pass(
		&salus,
		&["parameter", "--as", "bob", "--minimum-organisations", "4"],
		&["alice", "bob", "charlie"],
	)?;
	ensure!(too_few["done"] == json!(true), "{too_few}");
	let proposed = salus.ok(&["gov", "propose", "suspend", "--as", "alice", "4"])?;
	let motion = proposed["motion"].as_u64().context("a motion")?.to_string();
	for member in ["alice", "bob", "charlie"] {
		salus.ok(&["gov", "vote", "--as", member, &motion, "yes"])?;
	}
	let output = salus.run(&["gov", "close", "--as", "alice", &motion])?;
	let answer: Value = serde_json::from_slice(&output.stdout)?;
	ensure!(!output.status.success() && answer["done"] == json!(false), "{answer}");
	ensure!(answer["why"].as_str().is_some_and(|why| why.contains("TooFewOrganisations")), "{answer}");
	Ok(())
}
