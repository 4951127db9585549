//! `salus completions` and `salus man`.

use crate::{
	args::Cli,
	exit::{Failure, Result},
	output::Report,
};
use clap::CommandFactory;
use serde_json::json;
use std::path::Path;

/// A completion script.
///
/// # Errors
/// None that occur.
pub fn completions(shell: clap_complete::Shell) -> Result<Report> {
	let mut script = Vec::new();
	clap_complete::generate(shell, &mut Cli::command(), "salus", &mut script);
	let script = String::from_utf8_lossy(&script).into_owned();
	Ok(Report::new(json!({ "shell": shell.to_string(), "script": script })).line(script.trim_end()))
}

/// Writes the manual pages.
///
/// # Errors
/// [`Failure::File`].
pub fn manual(dir: &Path) -> Result<Report> {
	let failed = |source| Failure::file(dir, source);
	std::fs::create_dir_all(dir).map_err(failed)?;
	clap_mangen::generate_to(Cli::command(), dir).map_err(failed)?;
	Ok(Report::new(json!({ "dir": dir })).line(format!("manual pages in {}", dir.display())))
}
