//! Two S3 buckets as stores.

use anyhow::{ensure, Context, Result};
use salus_e2e::{
	cli::Salus,
	node::Node,
	s3::{S3Server, BLOBS, ENVELOPES},
};
use serde_json::Value;
use std::fs;

/// Longer than what is uploaded in one request.
const IMAGE_LEN: usize = 7 * 1024 * 1024;
const REPORT: &[u8] = include_bytes!("../../../examples/fhir/lab-report-1.json");

/// Where an object of this digest lies, below `folder`.
fn key(folder: &str, digest: &Value) -> Result<String> {
	let name = digest.as_str().context("a digest")?.trim_start_matches("0x");
	Ok(format!("salus/{folder}{}/{}/{name}", &name[..2], &name[2..4]))
}

#[tokio::test(flavor = "multi_thread")]
async fn record_should_be_read_and_its_envelopes_deleted_when_the_stores_are_buckets() -> Result<()> {
	let server = S3Server::start()?;
	let node = Node::development().await?;
	let mut salus = Salus::new(&node)?;
	salus.stored_at(&server);
	let image: Vec<u8> = (0..IMAGE_LEN).map(|place| (place % 251) as u8).collect();
	let files = [salus.file("report.json", REPORT)?, salus.file("image.bin", &image)?];

	let enrolled = salus.ok(&["patient", "enrol", "--as", "alice", "--patient", "eve"])?;
	let patient = enrolled["patient"].as_str().context("an id")?;
	salus.ok(&["scope", "init", "--as", "eve"])?;
	let put = ["record", "put", "--as", "eve", "--patient", patient, "--scope", "labs", &files[0], &files[1]];
	salus.ok(&put)?;
	let grant = ["consent", "grant", "--as", "eve", "--to", "charlie", "--scope", "labs"];
	let granted = salus.ok(&[&grant[..], &["--permission", "read", "--purpose", "TREAT"]].concat())?;
	let consent = granted["consent"].to_string();

	let out = salus.text_path("out");
	let get =
		|index| ["record", "get", "--as", "charlie", "--patient", patient, index, "--out", &out, "--force"];
	for (index, content) in [("0", REPORT), ("1", image.as_slice())] {
		salus.ok(&get(index))?;
		ensure!(fs::read(&out)? == content, "record {index} came back otherwise than it was written");
	}
	salus.ok(&["record", "verify", "--patient", patient])?;

	let consents = salus.ok(&["consent", "list", "--as", "eve"])?;
	let given = consents["consents"].as_array().and_then(|list| list.last()).context("a consent")?;
	let envelope = &given["seals"][0][1]["envelope"];
	let grants = format!("grants/{}/", patient.trim_start_matches("0x"));
	ensure!(server.has(ENVELOPES, &key(&grants, envelope)?)?, "the envelope is not in its bucket: {given}");
	salus.ok(&["consent", "revoke", "--as", "eve", &consent])?;
	ensure!(!server.has(ENVELOPES, &key(&grants, envelope)?)?, "a revoked consent's envelope is still there");
	salus.ends_with(3, &get("0"))?;

	let records = salus.ok(&["record", "list", "--as", "eve", "--patient", patient])?;
	let blob = key("", &records["records"][0]["ciphertext"])?;
	ensure!(server.has(BLOBS, &blob)?, "the ciphertext is not in its bucket: {records}");
	server.overwrite(BLOBS, &blob, b"something else")?;
	salus.ends_with(6, &["record", "verify", "--patient", patient, "0"])?;

	// One credential for both stores, and one that is wrong.
	let list = ["record", "get", "--as", "eve", "--patient", patient, "1", "--out", &out, "--force"];
	salus.ok(&list)?;
	salus.set("SALUS_ENVELOPES_AWS_ACCESS_KEY_ID", BLOBS);
	salus.ends_with(2, &list)?;
	salus.set("SALUS_ENVELOPES_AWS_ACCESS_KEY_ID", ENVELOPES);
	salus.set("SALUS_ENVELOPES_AWS_SECRET_ACCESS_KEY", "guessed");
	salus.ends_with(5, &list)?;
	Ok(())
}
