//! What a command prints: text and tables for people, or one JSON document.

use crate::args::Form;
use comfy_table::{presets, ContentArrangement, Table};
use salus_sdk::{
	primitives::{consent::Permissions, ids::KeyEpoch, purpose::Purposes, time::Moment},
	Kind, Landed,
};
use serde::Serialize;
use serde_json::Value;
use std::{
	io::{self, IsTerminal, Write},
	time::{Duration, UNIX_EPOCH},
};

/// What a command found or did, in both forms.
#[derive(Debug)]
pub struct Report {
	json: Value,
	text: String,
	/// The way it failed although there is an answer, such as a denial that was asked for.
	failed: Option<Kind>,
}

impl Report {
	/// A report with this JSON document, and no text yet.
	///
	/// # Panics
	/// Never: no type that is reported has a map whose keys are not text.
	pub fn new(json: impl Serialize) -> Self {
		let json = serde_json::to_value(json).unwrap_or_else(|error| unreachable!("not JSON: {error}"));
		Self { json, text: String::new(), failed: None }
	}

	/// Adds a line of text.
	pub fn line(mut self, line: impl AsRef<str>) -> Self {
		self.text.push_str(line.as_ref());
		self.text.push('\n');
		self
	}

	/// Adds lines of text.
	pub fn lines<L: AsRef<str>>(self, lines: impl IntoIterator<Item = L>) -> Self {
		lines.into_iter().fold(self, Self::line)
	}

	/// Adds a line that says where a transaction landed.
	pub fn landed(self, landed: &Landed) -> Self {
		let line =
			format!("block {} {}", landed.number, if landed.finalised { "(finalised)" } else { "(best)" });
		self.line(line)
	}

	/// Adds a table; if there is no row, `otherwise`.
	pub fn table(self, header: &[&str], rows: Vec<Vec<String>>, otherwise: &str) -> Self {
		if rows.is_empty() {
			return self.line(otherwise);
		}
		let mut table = Table::new();
		table.load_preset(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
		table.set_header(header.iter().map(|title| title.to_uppercase()).collect::<Vec<_>>());
		table.add_rows(rows);
		let printed = table.to_string();
		self.lines(printed.lines().map(|line| line.strip_prefix(' ').unwrap_or(line).trim_end()))
	}

	/// The command answers, and exits with this kind's code; `None` for done.
	pub fn failing(mut self, kind: Option<Kind>) -> Self {
		self.failed = kind;
		self
	}

	/// The way it failed, if it did.
	pub fn failed(&self) -> Option<Kind> {
		self.failed
	}

	/// Prints it on standard output.
	pub fn print(&self, form: Form) -> io::Result<()> {
		let mut stdout = io::stdout().lock();
		let printed = match form {
			Form::Table => stdout.write_all(self.text.as_bytes()),
			Form::Json => {
				let pretty = io::stdout().is_terminal();
				let text = if pretty { format!("{:#}", self.json) } else { self.json.to_string() };
				writeln!(stdout, "{text}")
			}
		};
		match printed.and_then(|()| stdout.flush()) {
			// Whoever closed the pipe has read enough.
			Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
			other => other,
		}
	}

	/// The JSON document.
	#[cfg(test)]
	pub fn json(&self) -> &Value {
		&self.json
	}

	/// The text.
	#[cfg(test)]
	pub fn text(&self) -> &str {
		&self.text
	}
}

/// A moment for people.
pub fn moment(moment: Moment) -> String {
	// The last second of the year 9999 is the last that the format has.
	const LAST: Moment = 253_402_300_799_999;
	if moment > LAST {
		return "never".into();
	}
	humantime::format_rfc3339_seconds(UNIX_EPOCH + Duration::from_millis(moment)).to_string()
}

/// An end for people.
pub fn until(end: Option<Moment>) -> String {
	end.map_or_else(|| "no end".into(), moment)
}

/// What is permitted.
pub fn permissions(permissions: Permissions) -> String {
	let names =
		[(Permissions::READ, "read"), (Permissions::WRITE, "write"), (Permissions::DELEGATE, "delegate")];
	let given: Vec<_> =
		names.iter().filter(|(bit, _)| permissions.contains(*bit)).map(|(_, name)| *name).collect();
	given.join(",")
}

/// What something is for.
pub fn purposes(purposes: Purposes) -> String {
	purposes.iter().map(|purpose| purpose.code()).collect::<Vec<_>>().join(",")
}

/// A key version.
pub fn epoch(epoch: &KeyEpoch) -> String {
	format!("{}.{}", epoch.generation, epoch.index)
}

/// A number of bytes for people.
pub fn bytes(bytes: u64) -> String {
	indicatif::BinaryBytes(bytes).to_string()
}

#[cfg(test)]
mod tests {
	use super::*;
	use salus_sdk::primitives::purpose::Purpose;

	#[test]
	fn report_should_align_columns_and_say_when_there_is_nothing() {
		let rows = vec![vec!["0".into(), "labs".into()], vec!["11".into(), "imaging".into()]];
		let report = Report::new(()).table(&["scope", "name"], rows, "no scope");
		let lines: Vec<_> = report.text().lines().collect();
		assert_eq!(lines.len(), 3);
		assert!(lines[0].starts_with("SCOPE"));
		assert_eq!(lines[1].find("labs"), lines[2].find("imaging"));
		assert_eq!(Report::new(()).table(&["scope"], Vec::new(), "no scope").text(), "no scope\n");
	}

	#[test]
	fn report_should_be_one_document() {
		let report = Report::new(serde_json::json!({ "patient": "0xab" })).line("ignored");
		assert_eq!(report.json()["patient"], "0xab");
		assert_eq!(report.failed(), None);
		assert_eq!(Report::new(()).failing(Some(Kind::Denied)).failed(), Some(Kind::Denied));
	}

	#[test]
	fn moments_should_be_dates_or_never() {
		assert_eq!(moment(1_795_348_800_000), "2026-11-22T12:00:00Z");
		assert_eq!(moment(Moment::MAX), "never");
		assert_eq!(until(None), "no end");
	}

	#[test]
	fn sets_should_be_lists() {
		assert_eq!(permissions(Permissions::READ.union(Permissions::WRITE)), "read,write");
		assert_eq!(purposes([Purpose::Treatment, Purpose::Research].into_iter().collect()), "TREAT,HRESCH");
	}
}
