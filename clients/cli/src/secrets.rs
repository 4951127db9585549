//! Where secrets come from: the terminal, files, or standard input, a line for each. Never arguments, never the
//! environment.

use crate::exit::{Failure, Result};
use std::{
	fs,
	io::{self, BufRead, BufReader, IsTerminal, Read},
	path::{Path, PathBuf},
};
use zeroize::Zeroizing;

/// Longest line that is read as a secret.
const MAX_LINE: u64 = 4_096;
/// Shortest passphrase of a new profile.
pub const MIN_PASSPHRASE: usize = 8;

/// A secret in memory, wiped when dropped.
pub type SecretText = Zeroizing<String>;

/// The first line of a file, or the next one of standard input for `-`.
///
/// # Errors
/// [`Failure::File`]; [`Failure::Usage`] for an empty line, one that is too long or not UTF-8.
pub fn from_file(path: &Path, what: &str) -> Result<SecretText> {
	if path.as_os_str() == "-" {
		return first_line(&mut io::stdin().lock()).map_err(|why| unusable(what, "standard input", &why));
	}
	let file = fs::File::open(path).map_err(|source| Failure::file(path, source))?;
	first_line(&mut BufReader::new(file)).map_err(|why| unusable(what, &path.display().to_string(), &why))
}

fn unusable(what: &str, place: &str, why: &io::Error) -> Failure {
	Failure::Usage(format!("no {what} in {place}: {why}"))
}

fn first_line(reader: &mut impl BufRead) -> io::Result<SecretText> {
	let mut line = Zeroizing::new(String::with_capacity(256));
	reader.take(MAX_LINE).read_line(&mut line)?;
	if line.len() as u64 == MAX_LINE {
		return Err(io::Error::other("the line is too long"));
	}
	let end = line.trim_end_matches(['\r', '\n']).len();
	line.truncate(end);
	if line.trim().is_empty() {
		return Err(io::Error::other("the line is empty"));
	}
	Ok(line)
}

/// Asks on the terminal, without echo.
///
/// # Errors
/// [`Failure::Usage`] where there is no terminal; `otherwise` says what to do then.
pub fn ask(prompt: &str, otherwise: &str) -> Result<SecretText> {
	if !io::stdin().is_terminal() {
		return Err(Failure::Usage(format!("there is no terminal to ask for a secret; {otherwise}")));
	}
	rpassword::prompt_password(format!("{prompt}: "))
		.map(Zeroizing::new)
		.map_err(|error| Failure::Usage(format!("the terminal: {error}")))
}

/// Where the passphrase of profiles comes from.
#[derive(Clone, Debug)]
pub struct Passphrases(Option<PathBuf>);

const NO_TERMINAL: &str = "name a --passphrase-file";

impl Passphrases {
	/// From this file, else from the terminal.
	pub fn new(file: Option<PathBuf>) -> Self {
		Self(file)
	}

	/// The passphrase of a profile that exists.
	///
	/// # Errors
	/// Those of [`from_file`] and [`ask`].
	pub fn existing(&self, profile: &str) -> Result<SecretText> {
		match &self.0 {
			Some(file) => from_file(file, "passphrase"),
			None => ask(&format!("Passphrase of {profile}"), NO_TERMINAL),
		}
	}

	/// A passphrase for a new profile; on the terminal it is asked for twice.
	///
	/// # Errors
	/// Those of [`Self::existing`]; [`Failure::Usage`] for a short one.
	pub fn fresh(&self, profile: &str) -> Result<SecretText> {
		let passphrase = match &self.0 {
			Some(file) => from_file(file, "passphrase")?,
			None => {
				let first = ask(&format!("New passphrase of {profile}"), NO_TERMINAL)?;
				if *ask("The same again", NO_TERMINAL)? != *first {
					return Err(Failure::Usage("the two passphrases differ".into()));
				}
				first
			}
		};
		if passphrase.chars().count() < MIN_PASSPHRASE {
			return Err(Failure::Usage(format!("a passphrase has at least {MIN_PASSPHRASE} characters")));
		}
		Ok(passphrase)
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use std::io::Write;

	fn file(content: &[u8]) -> tempfile::NamedTempFile {
		let mut file = tempfile::NamedTempFile::new().unwrap();
		file.write_all(content).unwrap();
		file
	}

	#[test]
	fn secret_should_be_the_first_line_without_its_end() {
		for content in ["correct horse\n", "correct horse", "correct horse\r\n", "correct horse\nsecond\n"] {
			assert_eq!(*from_file(file(content.as_bytes()).path(), "passphrase").unwrap(), "correct horse");
		}
	}

	#[test]
	fn secrets_should_follow_each_other_when_from_one_stream() {
		let mut stream = io::Cursor::new("passphrase\nwallet words\nvault words\n");
		let lines: Vec<_> = (0..3).map(|_| first_line(&mut stream).unwrap().to_string()).collect();
		assert_eq!(lines, ["passphrase", "wallet words", "vault words"]);
		assert!(first_line(&mut stream).is_err());
	}

	#[test]
	fn secret_should_be_refused_when_empty_endless_or_missing() {
		for content in [&b""[..], b"\n", b"   \n", &[b'x'; 5_000], b"\xff\xfe\n"] {
			let refused = from_file(file(content).path(), "passphrase").unwrap_err();
			assert_eq!(refused.kind(), salus_sdk::Kind::Usage);
		}
		assert!(matches!(from_file(Path::new("/no/such/file"), "passphrase"), Err(Failure::File { .. })));
	}

	#[test]
	fn passphrase_should_be_refused_for_a_new_profile_when_short() {
		let short = file(b"seven77\n");
		let passphrases = Passphrases::new(Some(short.path().into()));
		assert!(passphrases.fresh("eve").is_err());
		assert_eq!(*passphrases.existing("eve").unwrap(), "seven77");
	}
}
