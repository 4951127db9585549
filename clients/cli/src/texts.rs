//! Texts that people write to each other: read from files, never from the command line, which others see.

use crate::exit::{Failure, Result};
use std::{
	fs::File,
	io::{self, IsTerminal, Read},
	path::Path,
};

/// Reads a text for people from a file, or from standard input for `-`, no longer than `max` bytes. On a terminal
/// `question` is asked first.
///
/// # Errors
/// [`Failure::File`], [`Failure::Usage`] for what is longer or no text.
pub fn read_text(path: &Path, max: usize, question: &str) -> Result<String> {
	if path.as_os_str() != "-" {
		let file = File::open(path).map_err(|source| Failure::file(path, source))?;
		return bounded(file, max).map_err(|why| unusable(&path.display().to_string(), &why));
	}
	if io::stdin().is_terminal() {
		eprintln!("{question} End with Ctrl-D on a line of its own.");
	}
	bounded(io::stdin().lock(), max).map_err(|why| unusable("standard input", &why))
}

fn bounded(reader: impl Read, max: usize) -> io::Result<String> {
	let mut text = String::new();
	let limit = u64::try_from(max).unwrap_or(u64::MAX).saturating_add(1);
	reader.take(limit).read_to_string(&mut text)?;
	if text.len() > max {
		return Err(io::Error::other(format!("it has more than {max} bytes")));
	}
	Ok(text)
}

fn unusable(place: &str, why: &io::Error) -> Failure {
	Failure::Usage(format!("no text in {place}: {why}"))
}

/// The lines of somebody else's text, each marked as that.
pub fn quoted(text: &str) -> impl Iterator<Item = String> + '_ {
	text.lines().map(|line| format!("  | {line}"))
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn text_should_be_refused_when_too_long_or_not_text() {
		assert_eq!(bounded(&b"why"[..], 3).unwrap(), "why");
		assert!(bounded(&b"why?"[..], 3).is_err());
		assert!(bounded(&b"\xff"[..], 3).is_err());
		assert!(read_text(Path::new("/no/such/file"), 3, "Why?").is_err());
	}
}
