//! The command `salus` as its users run it.

use crate::{binary, node::Node};
use anyhow::{ensure, Context, Result};
use serde_json::Value;
use std::{
	path::{Path, PathBuf},
	process::{Command, Output},
};
use tempfile::TempDir;

/// The development people's `salus`: a home and stores of its own, against one node.
pub struct Salus {
	folder: TempDir,
	url: String,
}

impl Salus {
	/// For the chain of `node`.
	///
	/// # Errors
	/// When there is no room for a temporary folder.
	pub fn new(node: &Node) -> Result<Self> {
		Ok(Self { folder: TempDir::new()?, url: node.url() })
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

	/// Runs `salus --dev --output json` with `arguments`.
	///
	/// # Errors
	/// When it cannot be started.
	pub fn run<A: AsRef<std::ffi::OsStr>>(&self, arguments: &[A]) -> Result<Output> {
		let url = |path: &Path| format!("file://{}", path.display());
		Command::new(binary("salus"))
			.args(["--dev", "--output", "json", "--url", &self.url, "--home"])
			.arg(self.path("home"))
			.args(["--store", &url(&self.path("blobs")), "--envelopes", &url(&self.path("envelopes"))])
			.args(arguments)
			.output()
			.context("salus could not be started")
	}

	/// Runs it and reads the one JSON document of a success.
	///
	/// # Errors
	/// When it exits otherwise than 0 or prints otherwise than one document.
	pub fn ok<A: AsRef<std::ffi::OsStr>>(&self, arguments: &[A]) -> Result<Value> {
		let output = self.run(arguments)?;
		ensure!(output.status.success(), "{}", words(&output));
		serde_json::from_slice(&output.stdout).with_context(|| words(&output))
	}

	/// Runs it and expects the exit code `code`.
	///
	/// # Errors
	/// When it exits with another.
	pub fn refused<A: AsRef<std::ffi::OsStr>>(&self, code: i32, arguments: &[A]) -> Result<String> {
		let output = self.run(arguments)?;
		ensure!(output.status.code() == Some(code), "expected exit code {code}: {}", words(&output));
		Ok(words(&output))
	}
}

fn words(output: &Output) -> String {
	format!(
		"salus ended with {}\n{}{}",
		output.status,
		String::from_utf8_lossy(&output.stdout),
		String::from_utf8_lossy(&output.stderr)
	)
}
