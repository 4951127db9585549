//! Four validators, four processes.

use anyhow::{ensure, Context, Result};
use jsonrpsee::rpc_params;
use salus_e2e::{cli::Salus, node::Network};
use serde_json::{json, Value};

#[tokio::test(flavor = "multi_thread")]
async fn record_should_be_read_through_every_node_when_registered_at_one() -> Result<()> {
	let network = Network::start().await?;
	let salus = Salus::new(&network.nodes[0])?;
	let letter = salus.path("letter.json");
	std::fs::write(&letter, br#"{"resourceType":"Basic","id":"letter","code":{"text":"letter"}}"#)?;

	let enrolled = salus.ok(&["patient", "enrol", "--as", "alice", "--patient", "eve"])?;
	let patient = enrolled["patient"].as_str().context("enrolment answers with the patient's id")?.to_owned();
	let letter = letter.to_str().context("temporary paths are UTF-8")?;
	salus.ok(&["record", "put", "--as", "alice", "--patient", &patient, "--scope", "inbox", letter])?;

	let known: Value = network.nodes[0].call("salus_records", rpc_params![&patient]).await?;
	ensure!(known["items"].as_array().is_some_and(|items| items.len() == 1), "one record: {known}");
	let finalised = network.nodes[0].status().await?.finalised;
	for node in &network.nodes {
		node.wait_for("the record's block to be final", |status| status.finalised >= finalised).await?;
		let seen: Value = node.call("salus_records", rpc_params![&patient]).await?;
		ensure!(seen == known, "{seen} is not {known}");
	}
	Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn error_should_be_named_when_the_question_has_no_answer() -> Result<()> {
	let node = salus_e2e::node::Node::development().await?;
	let nobody = format!("0x{}", "00".repeat(32));
	for (method, params) in [
		("salus_patient", json!([nobody])),
		("salus_records", json!([nobody])),
		("salus_record", json!([nobody, 0])),
		("salus_practitioner", json!([77])),
	] {
		let params = params.as_array().cloned().unwrap_or_default();
		let answer = node.call::<Value>(method, params).await;
		let error = answer.err().context("nobody has no records")?.to_string();
		ensure!(error.contains("9001") && error.contains("there is no such"), "{method}: {error}");
	}
	Ok(())
}
