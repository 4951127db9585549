//! What a node tells Prometheus, read as Prometheus reads it.

use anyhow::{ensure, Context, Result};
use std::{
	collections::{BTreeMap, BTreeSet},
	io::{Read, Write},
	net::TcpStream,
	time::Duration,
};

/// One reading of all series.
#[derive(Clone, Debug)]
pub struct Scrape {
	/// As it came.
	pub text: String,
	series: Vec<(String, BTreeMap<String, String>, f64)>,
}

impl Scrape {
	/// Asks the exporter at this address.
	///
	/// # Errors
	/// When it does not answer in the text format.
	pub fn from(address: &str) -> Result<Self> {
		let mut stream = TcpStream::connect(address)?;
		stream.set_read_timeout(Some(Duration::from_secs(30)))?;
		write!(stream, "GET /metrics HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n")?;
		let mut answer = String::new();
		stream.read_to_string(&mut answer)?;
		let (head, text) = answer.split_once("\r\n\r\n").context("an HTTP answer has a head")?;
		ensure!(head.starts_with("HTTP/1.1 200") && !head.to_lowercase().contains("chunked"), "{head}");
		Self::parse(text)
	}

	/// Reads the text format.
	///
	/// # Errors
	/// When a line is none.
	pub fn parse(text: &str) -> Result<Self> {
		let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
		let series = lines.map(|line| series(line).with_context(|| format!("no series: {line}")));
		Ok(Self { text: text.to_owned(), series: series.collect::<Result<_>>()? })
	}

	/// The names of all series.
	pub fn names(&self) -> BTreeSet<&str> {
		self.series.iter().map(|(name, ..)| name.as_str()).collect()
	}

	/// Names and labels of all series.
	pub fn labels(&self) -> impl Iterator<Item = (&str, &BTreeMap<String, String>)> {
		self.series.iter().map(|(name, labels, _)| (name.as_str(), labels))
	}

	/// The one series of this name with these labels, whatever else it has.
	///
	/// # Errors
	/// When there is none, or more than one.
	pub fn value(&self, name: &str, labels: &[(&str, &str)]) -> Result<f64> {
		let matches = |found: &BTreeMap<String, String>| {
			labels.iter().all(|(label, value)| found.get(*label).is_some_and(|found| found == value))
		};
		let mut found = self.series.iter().filter(|(known, found, _)| known == name && matches(found));
		let (_, _, value) = found.next().with_context(|| format!("there is no {name} with {labels:?}"))?;
		ensure!(found.next().is_none(), "there are several {name} with {labels:?}");
		Ok(*value)
	}
}

/// `name{label="value",…} number`. The values that nodes give have no quotes in them.
fn series(line: &str) -> Option<(String, BTreeMap<String, String>, f64)> {
	let (key, value) = line.rsplit_once(' ')?;
	let value = value.parse().ok()?;
	let Some((name, labels)) = key.split_once('{') else { return Some((key.into(), BTreeMap::new(), value)) };
	let labels = labels.strip_suffix("\"}")?.split("\",");
	let labels = labels.map(|label| {
		let (label, value) = label.split_once("=\"")?;
		Some((label.to_owned(), value.to_owned()))
	});
	Some((name.to_owned(), labels.collect::<Option<_>>()?, value))
}
