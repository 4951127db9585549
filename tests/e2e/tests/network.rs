//! Four validators, four processes.

use anyhow::{ensure, Context, Result};
use jsonrpsee::rpc_params;
use salus_e2e::{
	cli::Salus,
	node::{Network, Node},
	until,
};
use serde_json::{json, Value};

#[tokio::test(flavor = "multi_thread")]
async fn record_should_be_read_through_every_node_when_registered_at_one() -> Result<()> {
	let mut network = Network::start().await?;
	let mut salus = Salus::new(&network.nodes[0])?;
	let content = br#"{"resourceType":"Basic","id":"letter","code":{"text":"letter"}}"#;
	let letter = salus.file("letter.json", content)?;

	// The genesis of this network has no vault keys.
	salus.ok(&["vault", "publish", "--as", "alice"])?;
	let enrolled = salus.ok(&["patient", "enrol", "--as", "alice", "--patient", "eve"])?;
	let patient = enrolled["patient"].as_str().context("enrolment answers with the patient's id")?.to_owned();
	let put = ["record", "put", "--as", "alice", "--patient", &patient, "--scope", "inbox", &letter];
	salus.ok(&put)?;
	let known = records(&network.nodes[0], &patient).await?;
	ensure!(known["items"].as_array().is_some_and(|items| items.len() == 1), "one record: {known}");
	let written = network.nodes[0].status().await?.finalised;
	for node in &network.nodes {
		node.wait_for("the record's block to be final", |status| status.finalised >= written).await?;
		let seen = records(node, &patient).await?;
		ensure!(seen == known, "{seen} is not {known}");
	}
	let out = salus.path("read.json");
	let out_text = salus.text_path("read.json");
	let get = ["record", "get", "--as", "eve", "--patient", &patient, "0", "--out", &out_text];
	salus.against(&network.nodes[3]).ok(&get)?;
	ensure!(std::fs::read(out)? == content, "the record read through dave's node is another");

	// Three of four go on without the fourth, and register what it does not see yet.
	network.nodes[2].kill()?;
	let before = network.nodes[1].status().await?.finalised;
	for number in [0, 1, 3] {
		network.nodes[number].wait_for("finality of three", |status| status.finalised >= before + 5).await?;
	}
	salus.against(&network.nodes[1]).ok(&put)?;
	let known = records(&network.nodes[1], &patient).await?;
	ensure!(known["items"].as_array().is_some_and(|items| items.len() == 2), "two records: {known}");
	let missed = network.nodes[1].status().await?.finalised;

	// It comes back with its database, catches up, and takes part again.
	network.nodes[2].restart(&[]).await?;
	let restarted = &network.nodes[2];
	restarted.wait_for("the missed blocks", |status| status.finalised >= missed).await?;
	let seen = records(restarted, &patient).await?;
	ensure!(seen == known, "{seen} is not {known}");
	let (first, again) = (network.nodes[0].block_hash(1).await?, restarted.block_hash(1).await?);
	ensure!(first == again, "the restarted node is on another chain");

	// With another one gone the three that are left need the one that came back.
	network.nodes[3].stop().await?;
	let before = network.nodes[0].status().await?.finalised;
	for number in [0, 1, 2] {
		network.nodes[number]
			.wait_for("finality with the one that came back", |status| status.finalised >= before + 5)
			.await?;
	}

	// Two of four finalise nothing: no two halves can disagree.
	network.nodes[2].stop().await?;
	let best = network.nodes[0].status().await?.best;
	let held = until("blocks that are not final", || async {
		let status = network.nodes[0].status().await?;
		Ok((status.best >= best + 4).then_some(status))
	})
	.await?;
	ensure!(held.finalised <= best, "two of four have finalised block {} after {best}", held.finalised);
	Ok(())
}

async fn records(node: &Node, patient: &str) -> Result<Value> {
	node.call("salus_records", rpc_params![patient]).await
}

#[tokio::test(flavor = "multi_thread")]
async fn error_should_be_named_when_the_question_has_no_answer() -> Result<()> {
	let node = Node::development().await?;
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
