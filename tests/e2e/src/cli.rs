//! The command `salus` as its users run it.

use crate::{
	binary,
	node::Node,
	s3::{S3Server, BLOBS, ENVELOPES},
};
use anyhow::{ensure, Context, Result};
use serde_json::Value;
use std::{
	ffi::OsStr,
	path::{Path, PathBuf},
	process::{Command, Output},
};
use tempfile::TempDir;

/// The development people's `salus`: a home and stores of its own, against one node.
pub struct Salus {
	folder: TempDir,
	url: String,
	wait: &'static str,
	buckets: Option<Buckets>,
}

/// Stores that are buckets.
struct Buckets {
	store: String,
	envelopes: String,
	settings: Vec<(String, String)>,
}

impl Salus {
	/// For the chain of `node`, waiting for finality.
	///
	/// # Errors
	/// When there is no room for a temporary folder.
	pub fn new(node: &Node) -> Result<Self> {
		Ok(Self { folder: TempDir::new()?, url: node.url(), wait: "finalized", buckets: None })
	}

	/// For the chain of `node`, waiting for the best block only.
	///
	/// # Errors
	/// As [`Self::new`].
	pub fn quick(node: &Node) -> Result<Self> {
		Ok(Self { wait: "best", ..Self::new(node)? })
	}

	/// The same home with the server's two buckets as stores, each with its own credential.
	pub fn stored_at(&mut self, server: &S3Server) -> &mut Self {
		let [store, envelopes] = [BLOBS, ENVELOPES].map(|bucket| format!("s3://{bucket}/salus"));
		let settings = server.settings();
		self.buckets = Some(Buckets { store, envelopes, settings });
		self
	}

	/// Sets a setting of the stores, as the environment's variable of that name does.
	pub fn set(&mut self, name: &str, value: &str) -> &mut Self {
		if let Some(buckets) = &mut self.buckets {
			buckets.settings.retain(|(known, _)| known != name);
			buckets.settings.push((name.into(), value.into()));
		}
		self
	}

	/// The same home and stores against another node.
	pub fn against(&mut self, node: &Node) -> &mut Self {
		self.url = node.url();
		self
	}

	/// A path in the temporary folder.
	pub fn path(&self, name: &str) -> PathBuf {
		self.folder.path().join(name)
	}

	/// The same as text, for an argument.
	///
	/// # Panics
	/// When the system's temporary folder isn't UTF-8.
	pub fn text_path(&self, name: &str) -> String {
		self.path(name).to_str().expect("temporary paths are UTF-8").to_owned()
	}

	/// Writes a file into the temporary folder and gives its path.
	///
	/// # Errors
	/// When it cannot be written.
	pub fn file(&self, name: &str, content: &[u8]) -> Result<String> {
		std::fs::write(self.path(name), content)?;
		Ok(self.text_path(name))
	}

	/// Where the blob (or public key) of this digest lies.
	pub fn blob(&self, digest: &str) -> PathBuf {
		object(&self.path("blobs"), digest)
	}

	/// Where the envelope of a record lies.
	pub fn envelope(&self, digest: &str) -> PathBuf {
		object(&self.path("envelopes"), digest)
	}

	/// Where the envelope of a patient's grant lies.
	pub fn grant_envelope(&self, patient: &str, digest: &str) -> PathBuf {
		let folder = Path::new("envelopes/grants").join(patient.trim_start_matches("0x"));
		object(&self.folder.path().join(folder), digest)
	}

	/// Where the envelope of a request to a patient lies.
	pub fn request_envelope(&self, patient: &str, digest: &str) -> PathBuf {
		let folder = Path::new("envelopes/requests").join(patient.trim_start_matches("0x"));
		object(&self.folder.path().join(folder), digest)
	}

	/// Where an envelope of a dispute of a patient's record lies.
	pub fn dispute_envelope(&self, patient: &str, digest: &str) -> PathBuf {
		let folder = Path::new("envelopes/disputes").join(patient.trim_start_matches("0x"));
		object(&self.folder.path().join(folder), digest)
	}

	/// Runs `salus --dev --output json` with `arguments`, and nothing of the caller's settings.
	///
	/// # Errors
	/// When it cannot be started.
	pub fn run<A: AsRef<OsStr>>(&self, arguments: &[A]) -> Result<Output> {
		let url = |name: &str| format!("file://{}", self.path(name).display());
		let mut command = Command::new(binary("salus"));
		for (name, _) in std::env::vars_os() {
			let own = ["SALUS_", "AWS_"].iter().any(|prefix| name.to_string_lossy().starts_with(prefix));
			if own || name == "RUST_LOG" {
				command.env_remove(name);
			}
		}
		let (store, envelopes) = match &self.buckets {
			None => (url("blobs"), url("envelopes")),
			Some(buckets) => {
				command.envs(buckets.settings.iter().cloned());
				(buckets.store.clone(), buckets.envelopes.clone())
			}
		};
		command
			.args(["--dev", "--output", "json", "--url", &self.url, "--wait", self.wait, "--home"])
			.arg(self.path("home"))
			.args(["--store", &store, "--envelopes", &envelopes])
			.args(arguments)
			.output()
			.context("salus could not be started")
	}

	/// Runs it and reads the one JSON document of a success.
	///
	/// # Errors
	/// When it exits otherwise than 0 or prints otherwise than one document.
	pub fn ok<A: AsRef<OsStr>>(&self, arguments: &[A]) -> Result<Value> {
		self.ends_with(0, arguments)
	}

	/// Passes a motion: alice proposes it, these members vote for it, and alice closes it.
	///
	/// # Errors
	/// When it is not agreed to, or cannot be done.
	pub fn pass(&self, proposal: &[&str], ayes: &[&str]) -> Result<Value> {
		let (what, arguments) = proposal.split_first().context("a proposal")?;
		let line = [&["gov", "propose", what, "--as", "alice"], arguments].concat();
		let proposed = self.ok(&line)?;
		let motion =
			proposed["motion"].as_u64().with_context(|| format!("no motion in {proposed}"))?.to_string();
		for member in ayes {
			self.ok(&["gov", "vote", "--as", member, &motion, "yes"])?;
		}
		self.ok(&["gov", "close", "--as", "alice", &motion])
	}

	/// Runs it, expects the exit code `code`, and reads the one JSON document.
	///
	/// # Errors
	/// When it exits with another, or prints otherwise than one document.
	pub fn ends_with<A: AsRef<OsStr>>(&self, code: i32, arguments: &[A]) -> Result<Value> {
		let output = self.run(arguments)?;
		let said = || {
			let line: Vec<_> = arguments.iter().map(|argument| argument.as_ref().to_string_lossy()).collect();
			format!(
				"salus {} ended with {} instead of {code}\n{}{}",
				line.join(" "),
				output.status,
				String::from_utf8_lossy(&output.stdout),
				String::from_utf8_lossy(&output.stderr)
			)
		};
		ensure!(output.status.code() == Some(code), "{}", said());
		serde_json::from_slice(&output.stdout).with_context(said)
	}
}

/// Where an object of this digest lies in a store that is a folder.
pub fn object(store: &Path, digest: &str) -> PathBuf {
	let name = digest.trim_start_matches("0x");
	store.join(&name[..2]).join(&name[2..4]).join(name)
}
