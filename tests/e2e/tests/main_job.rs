//! The main job through the command `salus`: a record is encrypted, anchored, shared, read, revoked and refused.

use anyhow::{ensure, Context, Result};
use salus_e2e::{cli::Salus, node::Node, until};
use salus_primitives::ids::Digest;
use serde_json::{json, Value};
use std::{
	collections::BTreeMap,
	fs,
	path::{Path, PathBuf},
	time::{Duration, SystemTime},
};

const REPORT: &[u8] = include_bytes!("../../../examples/fhir/lab-report-1.json");
const SECOND_REPORT: &[u8] = include_bytes!("../../../examples/fhir/lab-report-2.json");

fn text<'a>(value: &'a Value, field: &str) -> Result<&'a str> {
	value[field].as_str().with_context(|| format!("no text {field} in {value}"))
}

fn number(value: &Value, field: &str) -> Result<String> {
	Ok(value[field].as_u64().with_context(|| format!("no number {field} in {value}"))?.to_string())
}

/// Whether a value is the number that a text says.
fn is(value: &Value, number: &str) -> bool {
	value.as_u64().is_some_and(|value| number.parse() == Ok(value))
}

fn same(what: &str, found: &Value, expected: Value) -> Result<()> {
	ensure!(*found == expected, "{what}: {found} is not {expected}");
	Ok(())
}

/// Why an access was denied: of an error, or of the answer to a question.
fn reasons(answer: &Value) -> &Value {
	match answer.get("error") {
		Some(error) => &error["reasons"],
		None => &answer["decision"]["deny"]["reasons"],
	}
}

/// The reason of a denial that names a consent.
fn because(consent: &str, why: &str) -> Result<Value> {
	Ok(json!([{ "consent": { "index": consent.parse::<u32>()?, "why": why } }]))
}

/// The consent `index` in the list of `patient`.
fn consent(salus: &Salus, patient: &str, index: &str) -> Result<Value> {
	let list = salus.ok(&["consent", "list", "--as", patient])?;
	let consents = list["consents"].as_array().context("a list of consents")?;
	let found = consents.iter().find(|one| is(&one["index"], index));
	found.cloned().with_context(|| format!("no consent {index} in {list}"))
}

/// The record `index` in the list that `reader` sees.
fn listed(salus: &Salus, reader: &str, patient: &str, index: &str) -> Result<Value> {
	let list = salus.ok(&["record", "list", "--as", reader, "--patient", patient])?;
	let records = list["records"].as_array().context("a list of records")?;
	let found = records.iter().find(|one| is(&one["index"], index));
	found.cloned().with_context(|| format!("no record {index} in {list}"))
}

/// Enrols and gives the id.
fn enrol(salus: &Salus, patient: &str) -> Result<String> {
	let enrolled = salus.ok(&["patient", "enrol", "--as", "alice", "--patient", patient])?;
	Ok(text(&enrolled, "patient")?.to_owned())
}

/// Grants a scope, or whatever `item` says, for treatment, and gives the consent's number.
fn grant(salus: &Salus, to: &str, permission: &str, item: &[&str]) -> Result<String> {
	let mut line = vec!["consent", "grant", "--as", "eve", "--to", to, "--permission", permission];
	line.extend(["--purpose", "TREAT"]);
	line.extend(item);
	number(&salus.ok(&line)?, "consent")
}

/// Puts a file and gives what became of it.
fn put(salus: &Salus, writer: &str, patient: &str, scope: &str, file: &str) -> Result<Value> {
	let answer =
		salus.ok(&["record", "put", "--as", writer, "--patient", patient, "--scope", scope, file])?;
	Ok(answer["records"][0].clone())
}

/// Reads a record and compares it to the byte; gives what the command said.
fn reads(salus: &Salus, reader: &str, patient: &str, index: &str, expected: &[u8]) -> Result<Value> {
	let out = salus.text_path("read");
	let got = salus.ok(&[
		"record",
		"get",
		"--as",
		reader,
		"--patient",
		patient,
		index,
		"--out",
		&out,
		"--force",
	])?;
	ensure!(fs::read(&out)? == expected, "{reader} read something else than was written as record {index}");
	fs::remove_file(out)?;
	Ok(got)
}

/// Tries to read a record, which must end with `code` and leave no file; gives what the command said.
fn refused(salus: &Salus, code: i32, reader: &str, patient: &str, index: &str) -> Result<Value> {
	let out = salus.text_path("refused");
	let answer = salus
		.ends_with(code, &["record", "get", "--as", reader, "--patient", patient, index, "--out", &out])?;
	ensure!(!Path::new(&out).exists(), "{reader} was refused, and has the file");
	Ok(answer)
}

fn flip_a_bit(path: &Path) -> Result<()> {
	let mut bytes = fs::read(path)?;
	let middle = bytes.len() / 2;
	bytes[middle] ^= 1;
	Ok(fs::write(path, bytes)?)
}

/// The question whether `who` may read the record.
fn question<'a>(task: &'a str, patient: &'a str, who: &'a str, index: &'a str) -> Vec<&'a str> {
	vec!["access", task, "--patient", patient, "--who", who, "--record", index, "--action", "read"]
}

#[tokio::test(flavor = "multi_thread")]
async fn record_should_be_read_only_while_granted_when_shared_between_hospitals() -> Result<()> {
	let node = Node::development().await?;
	let salus = Salus::quick(&node)?;
	let report = salus.file("report.json", REPORT)?;
	let second_report = salus.file("second.json", SECOND_REPORT)?;

	let patient = enrol(&salus, "eve")?;
	let other = enrol(&salus, "ferdie")?;
	let scopes = salus.ok(&["scope", "init", "--as", "eve"])?;
	let mut names: Vec<_> =
		scopes.as_array().context("a list")?.iter().filter_map(|scope| scope["name"].as_str()).collect();
	names.sort_unstable();
	ensure!(names.len() == 12 && names.contains(&"labs"), "{names:?}");
	same("scopes again", &salus.ok(&["scope", "init", "--as", "eve"])?, json!([]))?;
	let own = put(&salus, "ferdie", &other, "inbox", &second_report)?;
	same("the inbox's number", &own["scope"], json!(0))?;

	// The laboratory writes, and never had a key that opens.
	let without = |who| {
		["record", "put", "--as", who, "--patient", patient.as_str(), "--scope", "labs", report.as_str()]
	};
	let answer = salus.ends_with(3, &without("charlie"))?;
	same("a stranger who writes", reasons(&answer), json!(["noConsent"]))?;
	// Whoever works for the enrolling organisation may write to the inbox, and knows of no other scope.
	let answer = salus.ends_with(4, &without("dave"))?;
	same("a scope that dave does not know", &answer["error"]["kind"], json!("notFound"))?;
	grant(&salus, "dave", "write", &["--scope", "labs"])?;
	let filed = put(&salus, "dave", &patient, "labs", &report)?;
	let first = number(&filed, "index")?;
	let stored = fs::read(salus.blob(text(&filed, "ciphertext")?))?;
	ensure!(stored.starts_with(b"age-encryption.org/v1"), "the stored file is no age file");
	ensure!(!stored.windows(12).any(|bytes| bytes == b"resourceType"), "the stored file is not encrypted");
	let answer = refused(&salus, 3, "dave", &patient, &first)?;
	same("what dave lacks", &answer["error"]["kind"], json!("denied"))?;

	let seen = listed(&salus, "eve", &patient, &first)?;
	same("its scope", &seen["scopeName"], json!("labs"))?;
	same("its type", &seen["description"]["resourceType"], json!("DiagnosticReport"))?;
	same("its length", &seen["description"]["length"], json!(REPORT.len()))?;
	let outside = listed(&salus, "charlie", &patient, &first)?;
	ensure!(outside["description"].is_null() && outside["closed"].is_string(), "charlie sees {outside}");

	// A doctor of another hospital is refused, granted, and reads.
	same("charlie", reasons(&refused(&salus, 3, "charlie", &patient, &first)?), json!(["noConsent"]))?;
	let check = question("check", &patient, "charlie", &first);
	same("asked", reasons(&salus.ends_with(3, &check)?), json!(["noConsent"]))?;
	let terms = ["--scope", "labs", "--until", "90days"];
	let consent_id = grant(&salus, "charlie", "read", &terms)?;
	let allowed = salus.ok(&check)?;
	let through = consent_id.parse::<u32>()?;
	same("the decision", &allowed["decision"], json!({ "allow": { "by": { "consent": through } } }))?;
	let research: Vec<_> = check.iter().copied().chain(["--purpose", "HRESCH"]).collect();
	let denied = salus.ends_with(3, &research)?;
	same("another purpose", reasons(&denied), because(&consent_id, "purposeNotGranted")?)?;
	let explained = salus.ok(&question("explain", &patient, "charlie", &first))?;
	let looked_at = &explained["explanations"][0]["facts"]["consents"];
	same("what it looked at", &looked_at[0]["index"], json!(through))?;
	let got = reads(&salus, "charlie", &patient, &first, REPORT)?;
	same("through", &got["by"], json!({ "consent": through }))?;
	same("signed by", &got["description"]["author"]["practitioner"]["practitioner"], json!(1))?;
	same("by whom", &got["authorship"], json!("verified"))?;

	let listed_consent = consent(&salus, "eve", &consent_id)?;
	for (field, expected) in [
		("grantee", json!({ "practitioner": 2 })),
		("permissions", json!(["read"])),
		("purposes", json!(["TREAT"])),
		("names", json!(["labs"])),
		("state", json!("in force")),
		("live", json!(true)),
		("reach", json!("allHistory")),
		("organisation", json!(1)),
		("revokedAt", Value::Null),
	] {
		same(field, &listed_consent[field], expected)?;
	}
	let until = listed_consent["until"].as_u64().context("an end")?;
	ensure!(until > listed_consent["grantedAt"].as_u64().context("a start")?, "{listed_consent}");

	// He keeps the envelope; the patient revokes; what comes after stays shut.
	let kept = salus.text_path("kept.envelope");
	let grant_envelope = text(&listed_consent["seals"][0][1], "envelope")?;
	fs::copy(salus.grant_envelope(&patient, grant_envelope), &kept)?;
	let revoked = salus.ok(&["consent", "revoke", "--as", "eve", &consent_id])?;
	same("rotated", &revoked["rotated"][0]["scope"], filed["scope"].clone())?;
	same("its state", &consent(&salus, "eve", &consent_id)?["state"], json!("revoked"))?;
	let twice = salus.ends_with(5, &["consent", "revoke", "--as", "eve", &consent_id])?;
	same("revoked twice", &twice["error"]["kind"], json!("chain"))?;
	let later = put(&salus, "dave", &patient, "labs", &second_report)?;
	same("filed in labs", &later["redirected"], json!(false))?;
	let second = number(&later, "index")?;
	for index in [&first, &second] {
		let answer = refused(&salus, 3, "charlie", &patient, index)?;
		same("after revoking", reasons(&answer), because(&consent_id, "revoked")?)?;
	}
	let attempt = ["vault", "try-open", "--as", "charlie", "--patient", &patient, "--consent", &consent_id];
	let attempt = [&attempt[..], &["--envelope", &kept]].concat();
	let old = salus.ok(&[&attempt[..], &[&first]].concat())?;
	same("the control: the kept key opens what it was for", &old["opens"], json!(true))?;
	let new = salus.ends_with(3, &[&attempt[..], &[&second]].concat())?;
	same("what came after", &new["opens"], json!(false))?;
	reads(&salus, "eve", &patient, &first, REPORT)?;
	reads(&salus, "eve", &patient, &second, SECOND_REPORT)?;

	// A flipped bit is found by whoever compares, and by whoever reads.
	let verify = ["record", "verify", "--patient", &patient];
	same("all sound", &salus.ok(&verify)?["sound"], json!(true))?;
	let blob = salus.blob(text(&filed, "ciphertext")?);
	flip_a_bit(&blob)?;
	let found = salus.ends_with(6, &verify)?;
	same("the file", &found["records"][0]["blob"]["state"], json!("altered"))?;
	same("the envelope", &found["records"][0]["envelope"]["state"], json!("sound"))?;
	same("the other file", &found["records"][1]["blob"]["state"], json!("sound"))?;
	let answer = refused(&salus, 6, "eve", &patient, &first)?;
	same("read", &answer["error"]["kind"], json!("integrity"))?;
	flip_a_bit(&blob)?;
	let envelope = salus.envelope(text(&later, "envelope")?);
	flip_a_bit(&envelope)?;
	let only = salus.ends_with(6, &[&verify[..], &[&second]].concat())?;
	same("the flipped envelope", &only["records"][0]["envelope"]["state"], json!("altered"))?;
	refused(&salus, 6, "eve", &patient, &second)?;
	flip_a_bit(&envelope)?;
	same("flipped back", &salus.ok(&verify)?["sound"], json!(true))?;

	// Nothing of this touched another patient.
	let own = number(&own, "index")?;
	reads(&salus, "ferdie", &other, &own, SECOND_REPORT)?;
	let answer = refused(&salus, 3, "dave", &other, &own)?;
	ensure!(reasons(&answer).to_string().contains("inboxIsPrivate"), "{answer}");
	same("to eve", reasons(&refused(&salus, 3, "eve", &other, &own)?), json!(["stranger"]))?;
	same("nobody's", &refused(&salus, 4, "ferdie", &other, "9")?["error"]["kind"], json!("notFound"))?;
	// One consent: that to the enrolling organisation, to write to the inbox.
	let shown = salus.ok(&["patient", "show", &other])?;
	same("ferdie's", &json!([shown["records"], shown["scopes"], shown["consents"]]), json!([1, 1, 1]))?;
	Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn record_should_keep_its_history_when_refiled_amended_or_taken_back() -> Result<()> {
	let node = Node::development().await?;
	let salus = Salus::quick(&node)?;
	let report = salus.file("report.json", REPORT)?;
	let corrected = salus.file("corrected.json", SECOND_REPORT)?;
	let patient = enrol(&salus, "eve")?;
	salus.ok(&["scope", "init", "--as", "eve"])?;

	// The enrolling organisation writes to the inbox, nowhere else; the patient moves it to a scope.
	let elsewhere = ["record", "put", "--as", "alice", "--patient", &patient, "--scope", "1", &report];
	salus.ends_with(3, &elsewhere)?;
	let received = put(&salus, "alice", &patient, "inbox", &report)?;
	let letter = number(&received, "index")?;
	let to_charlie = grant(&salus, "charlie", "read", &["--scope", "labs"])?;
	let answer = refused(&salus, 3, "charlie", &patient, &letter)?;
	ensure!(reasons(&answer).to_string().contains("inboxIsPrivate"), "{answer}");
	let refile = ["record", "refile", "--as", "eve", "--patient", "eve", &letter, "--scope", "labs"];
	salus.ok(&refile)?;
	salus.ends_with(2, &refile)?;
	let got = reads(&salus, "charlie", &patient, &letter, REPORT)?;
	same("its author stays", &got["description"]["author"], json!({ "organisation": 1 }))?;
	same("its file stays", &got["record"]["ciphertext"], received["ciphertext"].clone())?;

	// A new version supersedes; the old one stays and is read.
	grant(&salus, "dave", "write", &["--scope", "labs"])?;
	let first = number(&put(&salus, "dave", &patient, "labs", &report)?, "index")?;
	let amend = ["record", "amend", "--as", "dave", "--patient", &patient, &first, &corrected];
	let amended = salus.ok(&amend)?;
	let second = number(&amended, "index")?;
	same("what it supersedes", &amended["supersedes"].to_string().into(), json!(first))?;
	let old = listed(&salus, "eve", &patient, &first)?;
	same("superseded", &old["status"], json!({ "final": { "supersededBy": second.parse::<u32>()? } }))?;
	let new = listed(&salus, "eve", &patient, &second)?;
	same("supersedes", &new["supersedes"].to_string().into(), json!(first))?;
	reads(&salus, "charlie", &patient, &first, REPORT)?;
	reads(&salus, "charlie", &patient, &second, SECOND_REPORT)?;
	let again = salus.ends_with(5, &amend)?;
	same("a version that was superseded", &again["error"]["kind"], json!("chain"))?;
	// Another hospital's doctor amends nothing, even with write.
	grant(&salus, "charlie", "write", &["--scope", "labs"])?;
	salus.ends_with(3, &["record", "amend", "--as", "charlie", "--patient", &patient, &second, &report])?;

	// Only the author takes a record back, at once and for every reader but the patient.
	let error = |who| ["record", "error", "--as", who, "--patient", patient.as_str(), second.as_str()];
	for who in ["eve", "charlie"] {
		salus.ends_with(3, &error(who))?;
	}
	salus.ok(&error("dave"))?;
	same("status", &listed(&salus, "eve", &patient, &second)?["status"], json!("enteredInError"))?;
	let answer = refused(&salus, 3, "charlie", &patient, &second)?;
	same("charlie", reasons(&answer), json!(["enteredInError"]))?;
	reads(&salus, "eve", &patient, &second, SECOND_REPORT)?;

	let verified = salus.ok(&["record", "verify", "--patient", &patient])?;
	same("verified", &verified["records"].as_array().map(Vec::len).into(), json!(3))?;
	fs::remove_file(salus.blob(text(&received, "ciphertext")?))?;
	let missing = salus.ends_with(4, &["record", "verify", "--patient", &patient, &letter])?;
	same("a file that is gone", &missing["records"][0]["blob"]["state"], json!("missing"))?;
	refused(&salus, 4, "eve", &patient, &letter)?;

	// A single record for an organisation: it reads this one and no other.
	let single = grant(&salus, "org:2", "read", &["--record", &first])?;
	same("names", &consent(&salus, "eve", &single)?["names"], json!([format!("record {first}")]))?;
	reads(&salus, "bob", &patient, &first, REPORT)?;
	let answer = refused(&salus, 3, "bob", &patient, &letter)?;
	same("another record", reasons(&answer), because(&single, "itemNotGranted")?)?;
	// Its doctor has a consent of his own, and reads whatever his organisation was granted besides.
	reads(&salus, "charlie", &patient, &first, REPORT)?;
	salus.ok(&["consent", "revoke", "--as", "eve", &single])?;
	refused(&salus, 3, "bob", &patient, &first)?;
	access_is_asked_for(&salus, &patient, &first)?;
	erased_record_opens_for_nobody(&salus, &patient, &to_charlie)?;
	newcomers_join_by_their_own_word(&salus)
}

/// All files of the stores, with their bytes.
fn stored(salus: &Salus) -> Result<BTreeMap<PathBuf, Vec<u8>>> {
	let mut files = BTreeMap::new();
	let mut folders = vec![salus.path("blobs"), salus.path("envelopes")];
	while let Some(folder) = folders.pop() {
		for entry in fs::read_dir(folder)? {
			let path = entry?.path();
			if path.is_dir() {
				folders.push(path);
			} else {
				files.insert(path.clone(), fs::read(path)?);
			}
		}
	}
	Ok(files)
}

/// A record that was read by the patient, through a scope and through a consent of its own, is erased: nobody opens it
/// again, nothing that carries its key is left, and its neighbour is as it was. `to_charlie` is his consent for labs.
fn erased_record_opens_for_nobody(salus: &Salus, patient: &str, to_charlie: &str) -> Result<()> {
	let report = salus.file("erased.json", REPORT)?;
	let second_report = salus.file("neighbour.json", SECOND_REPORT)?;
	let filed = put(salus, "dave", patient, "labs", &report)?;
	let index = number(&filed, "index")?;
	let beside = number(&put(salus, "dave", patient, "labs", &second_report)?, "index")?;
	let single = grant(salus, "org:2", "read", &["--record", &index, &beside])?;
	for who in ["eve", "charlie", "bob"] {
		reads(salus, who, patient, &index, REPORT)?;
		reads(salus, who, patient, &beside, SECOND_REPORT)?;
	}
	let seals = consent(salus, "eve", &single)?["seals"].clone();
	let seals = seals.as_array().context("a list of seals")?;
	let seal = seals
		.iter()
		.find(|seal| is(&seal[0]["record"], &index))
		.with_context(|| format!("a seal of record {index} among {seals:?}"))?;
	let blob = salus.blob(text(&filed, "ciphertext")?);
	let gone = [
		blob.clone(),
		salus.envelope(text(&filed, "envelope")?),
		salus.grant_envelope(patient, text(&seal[1], "envelope")?),
	];
	let kept = salus.text_path("kept.scope.envelope");
	let scope_seal = consent(salus, "eve", to_charlie)?["seals"][0][1].clone();
	fs::copy(salus.grant_envelope(patient, text(&scope_seal, "envelope")?), &kept)?;

	// The author's side asks, the patient decides; nobody else erases, and nobody by mistake.
	let propose = |who| ["record", "propose-erasure", "--as", who, "--patient", patient, index.as_str()];
	salus.ends_with(3, &propose("charlie"))?;
	salus.ok(&propose("dave"))?;
	let asked = listed(salus, "eve", patient, &index)?["erasureProposed"].clone();
	same("who asks", &asked["actor"]["practitioner"]["practitioner"], json!(1))?;
	let decline = ["record", "decline-erasure", "--as", "eve", &index];
	salus.ok(&decline)?;
	salus.ends_with(4, &decline)?;
	same("declined", &listed(salus, "eve", patient, &index)?["erasureProposed"], Value::Null)?;
	salus.ok(&propose("dave"))?;
	let erase = |who| ["record", "erase", "--as", who, "--patient", patient, index.as_str(), "--yes"];
	salus.ends_with(4, &erase("dave"))?;
	let unsure = erase("eve");
	salus.ends_with(2, &unsure[..unsure.len() - 1])?;
	reads(salus, "eve", patient, &index, REPORT)?;

	// Envelopes that the chain names no more: of a consent that the wallet alone took back, and one that may be on its way.
	let forgotten = |content: &[u8]| -> Result<PathBuf> {
		let path = salus.grant_envelope(patient, &Digest::of(content).to_string());
		fs::create_dir_all(path.parent().context("a folder")?)?;
		fs::write(&path, content)?;
		Ok(path)
	};
	let (old, _new) = (forgotten(b"revoked long ago")?, forgotten(b"on its way")?);
	fs::File::options()
		.write(true)
		.open(&old)?
		.set_modified(SystemTime::now() - Duration::from_secs(7_200))?;

	// The blob store fails for a while; the same command goes on with what it left.
	let before = stored(salus)?;
	let aside = salus.path("aside");
	fs::rename(&blob, &aside)?;
	fs::create_dir(&blob)?;
	let partial = salus.ends_with(5, &erase("eve"))?;
	same("final", &partial["landed"]["finalised"], json!(true))?;
	same("what is left", &partial["failed"][0]["object"]["blob"], filed["ciphertext"].clone())?;
	same("how many went", &partial["deleted"].as_array().map(Vec::len).into(), json!(3))?;
	fs::remove_dir(&blob)?;
	fs::rename(&aside, &blob)?;
	let verify = ["record", "verify", "--patient", patient, &index];
	let found = salus.ends_with(6, &verify)?;
	same("still there", &found["records"][0]["left"][0]["blob"], filed["ciphertext"].clone())?;
	let rest = salus.ok(&erase("eve"))?;
	same("gone on", &json!([rest["complete"], rest["landed"]]), json!([true, null]))?;
	same("nothing to do", &salus.ok(&erase("eve"))?["listed"], json!(false))?;
	same("sound", &salus.ok(&verify)?["sound"], json!(true))?;

	// Exactly what carried it and its key is gone, from the disk.
	let after = stored(salus)?;
	let mut expected = before;
	for path in gone.iter().chain([&old]) {
		ensure!(expected.remove(path).is_some(), "{} was not there", path.display());
	}
	let names = |files: &BTreeMap<PathBuf, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
	ensure!(after == expected, "left: {:?}\nexpected: {:?}", names(&after), names(&expected));

	for who in ["eve", "charlie", "bob"] {
		let answer = refused(salus, 4, who, patient, &index)?;
		ensure!(text(&answer["error"], "message")?.contains("was erased"), "{answer}");
		reads(salus, who, patient, &beside, SECOND_REPORT)?;
		let denied = salus.ends_with(3, &question("check", patient, who, &index))?;
		same(who, reasons(&denied), json!(["erased"]))?;
	}
	let attempt = ["vault", "try-open", "--as", "charlie", "--patient", patient, "--consent", to_charlie];
	let attempt = [&attempt[..], &["--envelope", &kept]].concat();
	let control = salus.ok(&[&attempt[..], &[&beside]].concat())?;
	same("the control: the kept key opens the neighbour", &control["opens"], json!(true))?;
	salus.ends_with(4, &[&attempt[..], &[&index]].concat())?;

	// What stays says that there was something, and nothing of what.
	let entry = listed(salus, "eve", patient, &index)?;
	same("status", &entry["status"], json!({ "erased": { "supersededBy": null } }))?;
	same("proposal", &entry["erasureProposed"], Value::Null)?;
	same("ciphertext", &entry["ciphertext"], json!(format!("0x{}", "00".repeat(32))))?;
	same("author", &entry["author"]["practitioner"]["practitioner"], json!(1))?;
	let seals = consent(salus, "eve", &single)?["seals"].clone();
	same("its seals", &seals.as_array().map(Vec::len).into(), json!(1))?;
	let again = ["consent", "grant", "--as", "eve", "--to", "charlie", "--permission", "read"];
	salus.ends_with(4, &[&again[..], &["--purpose", "TREAT", "--record", &index]].concat())?;
	salus.ends_with(4, &["record", "amend", "--as", "dave", "--patient", patient, &index, &report])?;
	Ok(())
}

/// The request `index` in the list that `reader` sees.
fn request(salus: &Salus, reader: &str, patient: &str, index: &str) -> Result<Value> {
	let list = salus.ok(&["access", "list", "--as", reader, "--patient", patient])?;
	let requests = list["requests"].as_array().context("a list of requests")?;
	let found = requests.iter().find(|one| is(&one["index"], index));
	found.cloned().with_context(|| format!("no request {index} in {list}"))
}

/// Clinic 2 asks for access to a record in labs: the patient reads why, gives a part, refuses.
fn access_is_asked_for(salus: &Salus, patient: &str, record: &str) -> Result<()> {
	let wish = salus.file("wish.txt", b"You come on Monday.\nPlease let us see your labs.\n")?;
	let wanted = salus.file("wanted.txt", b"labs\n")?;
	let order = |who| {
		let mut line =
			vec!["access", "request", "--as", who, "--patient", patient, "--permission", "read,write"];
		line.extend(["--purpose", "TREAT,HRESCH", "--until", "30days", "--wish", &wish, "--wanted", &wanted]);
		line
	};
	let ask = || number(&salus.ok(&order("bob"))?, "request");
	salus.ends_with(4, &order("ferdie"))?;
	salus.ends_with(3, &[&order("charlie")[..], &["--for", "org:2"]].concat())?;
	salus.ends_with(2, &[&order("bob")[..], &["--expires", "31days"]].concat())?;
	let asked = ask()?;
	let seen = request(salus, "eve", patient, &asked)?;
	for (field, expected) in [
		("requester", json!({ "organisation": 2 })),
		("permissions", json!(["read", "write"])),
		("purposes", json!(["TREAT", "HRESCH"])),
		("state", json!("open")),
		("expired", json!(false)),
		(
			"wish",
			json!({ "state": "opened", "text": "You come on Monday.\nPlease let us see your labs.", "wanted": ["labs"] }),
		),
	] {
		same(field, &seen[field], expected)?;
	}
	same("to bob", &request(salus, "bob", patient, &asked)?["wish"], json!({ "state": "sealed" }))?;
	let envelope = fs::read(salus.request_envelope(patient, text(&seen, "envelope")?))?;
	ensure!(!envelope.windows(6).any(|bytes| bytes == b"Monday"), "the wish is not encrypted");
	refused(salus, 3, "bob", patient, record)?;

	// No more than was asked for, and no more than the patient says.
	let approve = |code, more: &[&str]| {
		salus.ends_with(
			code,
			&[&["access", "approve", "--as", "eve", &asked, "--scope", "labs"], more].concat(),
		)
	};
	approve(2, &["--purpose", "HPAYMT"])?;
	approve(2, &["--until", "31days"])?;
	let approved = approve(0, &["--permission", "read", "--purpose", "TREAT", "--until", "7days"])?;
	let given = number(&approved, "consent")?;
	same("to whom", &approved["requester"], json!({ "organisation": 2 }))?;
	same("permitted", &consent(salus, "eve", &given)?["permissions"], json!(["read"]))?;
	reads(salus, "bob", patient, record, REPORT)?;
	let research = [&question("check", patient, "org:2", record)[..], &["--purpose", "HRESCH"]].concat();
	salus.ends_with(3, &research)?;
	let through = json!({ "approved": { "consent": given.parse::<u32>()? } });
	same("answered", &request(salus, "eve", patient, &asked)?["state"], through)?;
	approve(2, &[])?;

	// Refused, withdrawn: neither gives anything.
	salus.ok(&["consent", "revoke", "--as", "eve", &given])?;
	let refusal = ask()?;
	salus.ok(&["access", "refuse", "--as", "eve", &refusal])?;
	salus.ends_with(2, &["access", "refuse", "--as", "eve", &refusal])?;
	same("answered", &request(salus, "bob", patient, &refusal)?["state"], json!("refused"))?;
	refused(salus, 3, "bob", patient, record)?;
	let altered = ask()?;
	let seen = request(salus, "eve", patient, &altered)?;
	flip_a_bit(&salus.request_envelope(patient, text(&seen, "envelope")?))?;
	same("a flipped bit", &request(salus, "eve", patient, &altered)?["wish"]["state"], json!("altered"))?;
	let withdraw = |who| ["access", "withdraw", "--as", who, "--patient", patient, altered.as_str()];
	salus.ends_with(3, &withdraw("dave"))?;
	salus.ok(&withdraw("bob"))?;
	same("taken back", &request(salus, "eve", patient, &altered)?["state"], json!("withdrawn"))
}

/// Whoever gets a role signs for it: elsewhere into a file, or here and now with a profile.
fn newcomers_join_by_their_own_word(salus: &Salus) -> Result<()> {
	let word = salus.text_path("ferdie.acceptance.json");
	let accept = ["practitioner", "accept", "--as", "ferdie", "--org", "1", "--out", &word];
	let accepted = salus.ok(&accept)?;
	same("the role", &accepted["role"], json!({ "practitioner": 1 }))?;
	ensure!(text(&accepted, "text")?.contains("Organisation 1 admits me as a practitioner"), "{accepted}");
	salus.ends_with(2, &accept)?;
	let address = text(&accepted, "account")?;
	let licence = salus.file("licence.txt", b"MD 4711")?;
	let terms = ["--role", "clinician", "--credential", &licence, "--until", "30days"];
	let add = |code, registrar, how: [&str; 2]| {
		salus.ends_with(code, &[&["practitioner", "add", "--as", registrar], &how[..], &terms[..]].concat())
	};
	add(2, "alice", ["--account", address])?;
	add(2, "bob", ["--acceptance", &word])?;
	salus.ends_with(2, &["org", "add-registrar", "--as", "alice", "--acceptance", &word])?;
	let admitted = add(0, "alice", ["--acceptance", &word])?;
	let again = add(0, "bob", ["--account", "ferdie"])?;
	same("the practitioner", &again["practitioner"], admitted["practitioner"].clone())?;
	let shown = salus.ok(&["practitioner", "show", "ferdie"])?;
	same("memberships", &shown["memberships"].as_array().map(Vec::len).into(), json!(2))?;

	let word = salus.text_path("dave.acceptance.json");
	let accepted = salus.ok(&["org", "accept", "--as", "dave", "--org", "1", "--out", &word])?;
	salus.ok(&["org", "add-registrar", "--as", "alice", "--acceptance", &word])?;
	let registrars = salus.ok(&["org", "show", "1"])?["registrars"].clone();
	let there = registrars.as_array().is_some_and(|all| all.contains(&accepted["account"]));
	ensure!(there, "{registrars}");
	Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn consent_should_open_what_it_names_and_no_more_when_terms_and_keys_change() -> Result<()> {
	let node = Node::development().await?;
	let salus = Salus::quick(&node)?;
	let report = salus.file("report.json", REPORT)?;
	let second_report = salus.file("second.json", SECOND_REPORT)?;
	let patient = enrol(&salus, "eve")?;
	salus.ok(&["scope", "init", "--as", "eve"])?;

	// One that will end while the others are tried.
	let document = number(&put(&salus, "eve", &patient, "documents", &report)?, "index")?;
	let brief = grant(&salus, "charlie", "read", &["--scope", "documents", "--until", "50s"])?;

	// From now on: what was there before stays shut.
	let before = number(&put(&salus, "eve", &patient, "labs", &report)?, "index")?;
	let from_now = grant(&salus, "charlie", "read", &["--scope", "labs", "--history", "none"])?;
	let after = number(&put(&salus, "eve", &patient, "labs", &second_report)?, "index")?;
	reads(&salus, "charlie", &patient, &after, SECOND_REPORT)?;
	let answer = refused(&salus, 3, "charlie", &patient, &before)?;
	ensure!(reasons(&answer).to_string().contains("beforeReach"), "{answer}");

	// To an organisation, whoever acts for it.
	let whole = grant(&salus, "org:2", "read", &["--scope", "labs"])?;
	reads(&salus, "bob", &patient, &before, REPORT)?;
	reads(&salus, "bob", &patient, &after, SECOND_REPORT)?;

	// An exclusion beats every consent, for all who act for the organisation, and is taken back.
	salus.ok(&["consent", "exclude", "--as", "eve", "org:2"])?;
	for who in ["bob", "charlie"] {
		let answer = refused(&salus, 3, who, &patient, &after)?;
		same("excluded", reasons(&answer), json!([{ "excluded": { "organisation": 2 } }]))?;
	}
	let waits = salus.ok(&["scope", "list", "--as", "eve", "--scope", "labs"])?;
	same("why it waits", &waits[0]["rotationDue"][0], json!("revoked"))?;
	let inbox = put(&salus, "eve", &patient, "labs", &second_report)?;
	same("meanwhile", &json!([inbox["redirected"], inbox["scope"]]), json!([true, 0]))?;
	salus.ok(&["consent", "readmit", "--as", "eve", "org:2"])?;
	let rotated = salus.ok(&["scope", "rotate", "--as", "eve", "--scope", "labs"])?;
	same("holders", &json!([rotated["resealed"], rotated["unresealed"]]), json!([2, []]))?;
	let newer = put(&salus, "eve", &patient, "labs", &report)?;
	same("filed in labs", &newer["redirected"], json!(false))?;
	let newer = number(&newer, "index")?;
	for who in ["bob", "charlie"] {
		reads(&salus, who, &patient, &newer, REPORT)?;
		reads(&salus, who, &patient, &after, SECOND_REPORT)?;
	}

	// A new vault: old envelopes open with the same root, and move to the new key by either side.
	let sealed_to = |salus: &Salus| -> Result<Value> {
		Ok(consent(salus, "eve", &from_now)?["seals"][0][1]["sealedTo"].clone())
	};
	let at_first = sealed_to(&salus)?;
	let registered = salus.ok(&["vault", "rotate", "--as", "charlie"])?;
	same("generation", &registered["generation"], json!(1))?;
	reads(&salus, "charlie", &patient, &newer, REPORT)?;
	let own = ["consent", "reseal", "--as", "charlie", "--patient", &patient, &from_now];
	same("resealed", &salus.ok(&own)?["items"].as_array().map(Vec::len).into(), json!(1))?;
	same("sealed to", &sealed_to(&salus)?, registered["keys"]["kem"].clone())?;
	ensure!(sealed_to(&salus)? != at_first, "the envelope is sealed to the old key");
	same("nothing left to do", &salus.ok(&own)?["items"], json!([]))?;
	let registered = salus.ok(&["vault", "rotate", "--as", "charlie"])?;
	// The patient seals to a new key only when told to: it may be another person's.
	let reseal = ["scope", "reseal", "--as", "eve", "--scope", "labs"];
	let left_out = salus.ok(&reseal)?;
	same("unasked", &left_out["resealed"], json!(0))?;
	same("who is left out", &left_out["unresealed"][0]["grantee"], json!({ "practitioner": 2 }))?;
	let accepted = [&reseal[..], &["--accept-new-key", &from_now]].concat();
	same("by the patient", &salus.ok(&accepted)?["resealed"], json!(1))?;
	same("sealed to", &sealed_to(&salus)?, registered["keys"]["kem"].clone())?;
	reads(&salus, "charlie", &patient, &newer, REPORT)?;
	// The chain lets his organisation's consent carry this; its key is in the organisation's vault, not in his.
	let check = question("check", &patient, "charlie", &before);
	same("the decision", &salus.ok(&check)?["allowed"], json!(true))?;
	let answer = refused(&salus, 3, "charlie", &patient, &before)?;
	ensure!(text(&answer["error"], "message")?.contains("vault of organisation 2"), "{answer}");

	// Revoked without a new key, the scope waits for one; then the patient's own records get new files too.
	let revoked = salus.ok(&["consent", "revoke", "--as", "eve", &whole, "--no-rotate"])?;
	ensure!(revoked["due"].as_array().is_some_and(|due| due.len() == 1), "{revoked}");
	refused(&salus, 3, "bob", &patient, &newer)?;
	let redirected = put(&salus, "eve", &patient, "labs", &second_report)?;
	same("meanwhile", &redirected["redirected"], json!(true))?;
	let old_files = fs::read_dir(salus.path("blobs"))?.count();
	let reencrypted = salus.ok(&["scope", "reencrypt", "--as", "eve", "--scope", "labs"])?;
	let replaced = reencrypted["replaced"].as_array().context("a list")?;
	ensure!(replaced.len() == 3 && old_files > 0, "{reencrypted}");
	let new = replaced
		.iter()
		.find(|one| is(&one["old"], &newer))
		.map(|one| one["new"].to_string())
		.context("the newest was replaced")?;
	reads(&salus, "charlie", &patient, &new, REPORT)?;
	refused(&salus, 4, "eve", &patient, &newer)?;
	refused(&salus, 3, "bob", &patient, &new)?;

	// The brief one has ended by itself; it was in force then, and the scope waits for a new key.
	let granted_at = consent(&salus, "eve", &brief)?["grantedAt"].as_u64().context("a moment")?;
	let check = question("check", &patient, "charlie", &document);
	until("the end of the consent", || async {
		Ok((salus.run(&check)?.status.code() == Some(3)).then_some(()))
	})
	.await?;
	let answer = refused(&salus, 3, "charlie", &patient, &document)?;
	ensure!(reasons(&answer).to_string().contains(r#""why":"ended""#), "{answer}");
	let then = moment(granted_at);
	let past: Vec<_> = check.iter().copied().chain(["--at", &then]).collect();
	let answer = salus.ok(&past)?;
	same("then", &answer["decision"]["allow"]["by"]["consent"].to_string().into(), json!(brief))?;
	let redirected = put(&salus, "eve", &patient, "documents", &second_report)?;
	same("to documents", &redirected["redirected"], json!(true))?;
	Ok(())
}

/// The next whole second after a moment, as an argument.
fn moment(millis: u64) -> String {
	salus_sdk::words::moment(millis + 1_000).replace(" UTC", "Z").replace(' ', "T")
}
