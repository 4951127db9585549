//! The program itself, as scripts use it: arguments, standard streams, files and exit codes. No node is needed.

use serde_json::Value;
use std::{
	io::Write,
	path::Path,
	process::{Command, Output, Stdio},
};

/// Runs `salus` in a home with standard input and nothing of the caller's settings.
fn run(home: &Path, arguments: &[&str], input: &str) -> Output {
	let mut command = Command::new(env!("CARGO_BIN_EXE_salus"));
	for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("SALUS_") || name == "RUST_LOG") {
		command.env_remove(name);
	}
	let mut child = command
		.arg("--home")
		.arg(home)
		.args(arguments)
		.stdin(Stdio::piped())
		.stdout(Stdio::piped())
		.stderr(Stdio::piped())
		.spawn()
		.unwrap();
	// A command that reads nothing may have ended already.
	let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
	child.wait_with_output().unwrap()
}

/// The one JSON document on standard output, if the exit code is this.
fn json(output: &Output, code: i32) -> Value {
	let errors = String::from_utf8_lossy(&output.stderr);
	assert_eq!(output.status.code(), Some(code), "{errors}");
	serde_json::from_slice(&output.stdout)
		.unwrap_or_else(|error| panic!("{error}: {:?}; {errors}", String::from_utf8_lossy(&output.stdout)))
}

fn text(bytes: &[u8]) -> String {
	String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn profile_should_be_made_shown_opened_and_recovered_from_its_words() {
	let folder = tempfile::tempdir().unwrap();
	let (home, words) = (folder.path().join("home"), folder.path().join("words"));
	let words_file = words.to_str().unwrap();
	let new =
		["--output", "json", "--passphrase-file", "-", "profile", "new", "Carol", "--words-file", words_file];
	let made = json(&run(&home, &new, "correct horse\n"), 0);
	assert_eq!((made["name"].as_str(), made["kept"].as_str()), (Some("carol"), Some("encrypted")));

	let list = json(&run(&home, &["--output", "json", "profile", "list"], ""), 0);
	assert_eq!(list[0]["address"], made["address"]);

	let show = ["--output", "json", "--passphrase-file", "-", "profile", "words", "carol"];
	let wrong = run(&home, &show, "wrong horse\n");
	assert_eq!(json(&wrong, 3)["error"]["kind"], "denied");
	assert!(text(&wrong.stderr).contains("the passphrase is wrong"));

	let spoken = std::fs::read_to_string(&words).unwrap();
	assert_eq!(spoken.lines().nth(1).unwrap().split(' ').count(), 24);
	let other = folder.path().join("other");
	let recover = [
		"--output",
		"json",
		"--passphrase-file",
		"-",
		"profile",
		"recover",
		"carol",
		"--wallet-phrase-file",
		"-",
		"--vault-words-file",
		"-",
	];
	// Passphrase last of all: it is asked for once the words have proved to be some.
	let recovered = json(&run(&other, &recover, &format!("{spoken}another passphrase\n")), 0);
	assert_eq!(recovered["address"], made["address"]);
	assert_eq!(recovered["vaults"], made["vaults"]);
}

#[test]
fn new_profile_should_show_its_words_to_people_and_never_in_json() {
	let folder = tempfile::tempdir().unwrap();
	let shown = run(folder.path(), &["--insecure-dev", "profile", "new", "carol"], "");
	let shown = text(&shown.stdout);
	let words = shown.lines().find_map(|line| line.strip_prefix("vault words")).unwrap();
	assert_eq!(words.split_whitespace().count(), 24);
	assert!(shown.contains("kept in plain"));

	let silent = run(folder.path(), &["--insecure-dev", "--output", "json", "profile", "new", "dan"], "");
	let document = json(&silent, 0);
	assert_eq!(document["kept"], "plain");
	assert!(!text(&silent.stdout).contains("words") && silent.stderr.is_empty());
}

#[test]
fn failure_should_be_one_document_and_one_line() {
	let folder = tempfile::tempdir().unwrap();
	let missing = run(folder.path(), &["--output", "json", "profile", "show", "carol"], "");
	assert_eq!(json(&missing, 4)["error"]["kind"], "notFound");
	assert_eq!(text(&missing.stderr).lines().count(), 1);

	let table = run(folder.path(), &["profile", "show", "carol"], "");
	assert_eq!(table.status.code(), Some(4));
	assert!(table.stdout.is_empty());
}

#[test]
fn wrong_arguments_should_be_usage_in_both_forms() {
	let folder = tempfile::tempdir().unwrap();
	let wrong = run(folder.path(), &["--output", "json", "record", "conjure"], "");
	let error = json(&wrong, 2);
	assert_eq!(error["error"]["kind"], "usage");
	assert!(error["error"]["message"].as_str().unwrap().contains("conjure"));
	let wrong = run(folder.path(), &["record", "conjure"], "");
	assert_eq!(wrong.status.code(), Some(2));
	assert!(wrong.stdout.is_empty());
}

#[test]
fn passphrase_should_not_be_asked_for_where_there_is_no_terminal() {
	let folder = tempfile::tempdir().unwrap();
	let refused = run(folder.path(), &["--output", "json", "profile", "new", "carol"], "correct horse\n");
	let error = json(&refused, 2);
	assert!(error["error"]["message"].as_str().unwrap().contains("--passphrase-file"));
	assert!(!folder.path().join("profiles").exists());
}

#[test]
fn silent_node_should_be_a_network_failure() {
	let folder = tempfile::tempdir().unwrap();
	// A port that was free a moment ago.
	let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
	let url = format!("ws://127.0.0.1:{port}");
	let output = run(folder.path(), &["--output", "json", "--url", &url, "chain", "status"], "");
	assert_eq!(json(&output, 5)["error"]["kind"], "network");
	let output =
		run(folder.path(), &["--output", "json", "--url", "http://127.0.0.1", "chain", "status"], "");
	assert_eq!(json(&output, 2)["error"]["kind"], "usage");
}

#[test]
fn record_should_not_be_written_over_a_file() {
	let folder = tempfile::tempdir().unwrap();
	let out = folder.path().join("record.json");
	std::fs::write(&out, "kept").unwrap();
	let id = format!("0x{}", "ab".repeat(32));
	// Refused before anything is asked of the node, which isn't there.
	let arguments =
		["--dev", "record", "get", "--as", "eve", "--patient", &id, "0", "--out", out.to_str().unwrap()];
	let output = run(folder.path(), &arguments, "");
	assert_eq!(output.status.code(), Some(2));
	assert!(text(&output.stderr).contains("--force"));
	assert_eq!(std::fs::read_to_string(&out).unwrap(), "kept");
}

/// An export that the library's tests verify too.
fn sample() -> std::path::PathBuf {
	Path::new(env!("CARGO_MANIFEST_DIR")).join("../sdk/tests/exports")
}

#[test]
fn export_should_be_verified_where_there_is_neither_node_nor_home() {
	let verify = |arguments: &[&str]| {
		let folder = sample().join("everything");
		Command::new(env!("CARGO_BIN_EXE_salus"))
			.env_clear()
			.args(["--output", "json", "verify-export"])
			.arg(folder)
			.args(arguments)
			.output()
			.unwrap()
	};
	let block = std::fs::read_to_string(sample().join("block")).unwrap();
	let sound = json(&verify(&["--block", block.trim()]), 0);
	assert_eq!((sound["sound"].as_bool(), sound["anchor"].as_str()), (Some(true), Some("block")));
	assert_eq!(sound["block"]["hash"].as_str(), Some(block.trim()));
	let alone = json(&verify(&[]), 0);
	assert_eq!(alone["anchor"], "nothing");
	let other = format!("0x{}", "ab".repeat(32));
	let found = json(&verify(&["--block", &other]), 6);
	assert_eq!(found["findings"][0]["aspect"], "anchor");
}

#[test]
fn export_that_is_not_sound_should_be_told_with_every_finding() {
	let folder = tempfile::tempdir().unwrap();
	let export = folder.path().join("export");
	std::fs::create_dir(&export).unwrap();
	std::fs::write(export.join("more\u{1b}[2J.txt"), "").unwrap();
	let path = export.to_str().unwrap();
	let found = json(&run(folder.path(), &["--output", "json", "verify-export", path], ""), 6);
	assert_eq!(found["sound"], false);
	let places: Vec<_> =
		found["findings"].as_array().unwrap().iter().map(|one| one["place"].as_str().unwrap()).collect();
	assert_eq!(places, ["manifest.json", "proof.json", "signature.json", "more\\u{1b}[2J.txt"]);

	let table = run(folder.path(), &["verify-export", path], "");
	assert_eq!(table.status.code(), Some(6));
	let table = text(&table.stdout);
	assert!(table.contains("FAILED") && table.contains("found: manifest.json: is missing"), "{table}");
	assert!(table.ends_with("not sound: do not rely on it\n") && !table.contains('\u{1b}'));

	let missing = run(folder.path(), &["--output", "json", "verify-export", "nowhere"], "");
	assert_eq!(json(&missing, 2)["error"]["kind"], "usage");
	let sample = sample().join("everything");
	let sample = sample.to_str().unwrap();
	let no_specification = ["--output", "json", "verify-export", sample, "--chain-spec", "Cargo.toml"];
	let refused = run(folder.path(), &no_specification, "");
	assert!(json(&refused, 2)["error"]["message"].as_str().unwrap().contains("export-chain-spec --raw"));
}

#[test]
fn table_should_say_what_an_export_rests_on() {
	let folder = sample().join("part");
	let table = run(Path::new("."), &["verify-export", folder.to_str().unwrap()], "");
	assert!(table.status.success());
	let table = text(&table.stdout);
	for part in ["not checked", "2 of 5 records", "--chain-spec", "tied to no chain"] {
		assert!(table.contains(part), "{part}: {table}");
	}
}

#[test]
fn completions_and_help_should_be_printed() {
	let folder = tempfile::tempdir().unwrap();
	let script = run(folder.path(), &["completions", "bash"], "");
	assert!(script.status.success() && text(&script.stdout).contains("_salus"));
	let help = run(folder.path(), &["consent", "grant", "--help"], "");
	assert!(help.status.success());
	for part in ["Who may: the patient", "Example: salus consent grant", "--history"] {
		assert!(text(&help.stdout).contains(part), "{part}");
	}
	let version = run(folder.path(), &["--version"], "");
	assert!(text(&version.stdout).starts_with("salus "));
}
