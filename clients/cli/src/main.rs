//! The `salus` command: records, consents and keys from a terminal.
//!
//! Standard output carries a command's result, as text or as one JSON document; standard error carries everything else:
//! errors, warnings, progress. With `--output json` a failure is also `{"error": {"kind", "message", "reasons"}}` on
//! standard output. The exit code says which way it failed.

mod args;
mod commands;
mod context;
mod dev;
mod erasures;
mod exit;
mod output;
mod profiles;
mod progress;
mod secrets;
mod texts;

use args::{Cli, Form, Global};
use clap::Parser;
use exit::Failure;
use std::{ffi::OsString, process::ExitCode};
use tracing_subscriber::{filter::EnvFilter, fmt};

fn main() -> ExitCode {
	let arguments: Vec<OsString> = std::env::args_os().collect();
	let cli = match Cli::try_parse_from(&arguments) {
		Ok(cli) => cli,
		Err(error) => return refuse(&error, &arguments),
	};
	log_to_stderr(&cli.global);
	let form = cli.global.output;
	let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
		Ok(runtime) => runtime,
		Err(error) => return exit::report(&Failure::Usage(format!("no threads: {error}")), form),
	};
	let outcome = runtime.block_on(async {
		tokio::select! {
			outcome = commands::run(cli) => Some(outcome),
			// What is half done is dropped here, and with it every temporary file.
			_ = tokio::signal::ctrl_c() => None,
		}
	});
	let report = match outcome {
		None => return ExitCode::from(INTERRUPTED),
		Some(Err(failure)) => return exit::report(&failure, form),
		Some(Ok(report)) => report,
	};
	match report.print(form) {
		Err(error) => exit::report(&Failure::Usage(format!("standard output: {error}")), form),
		Ok(()) => ExitCode::from(report.failed().map_or(0, exit::code)),
	}
}

/// The exit code of a command that was interrupted, as shells have it: 128 and SIGINT's number.
const INTERRUPTED: u8 = 130;

/// Says what is wrong with the arguments, or prints what `--help` and `--version` ask for.
fn refuse(error: &clap::Error, arguments: &[OsString]) -> ExitCode {
	// A closed pipe is no reason for another error.
	let _ = error.print();
	if error.use_stderr() && asks_for_json(arguments) {
		let message = error.render().to_string();
		let line = message.lines().next().unwrap_or_default().trim_start_matches("error: ").to_owned();
		let failure = Failure::Usage(line);
		println!("{}", exit::document(&failure.document()));
	}
	ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
}

/// Whether arguments that could not be read ask for JSON all the same.
fn asks_for_json(arguments: &[OsString]) -> bool {
	let texts: Vec<_> = arguments.iter().filter_map(|argument| argument.to_str()).collect();
	let option =
		texts.windows(2).any(|pair| pair == ["--output", "json"]) || texts.contains(&"--output=json");
	option || std::env::var_os("SALUS_OUTPUT").is_some_and(|form| form == "json")
}

fn log_to_stderr(global: &Global) {
	let level = match global.verbose {
		0 => "warn",
		1 => "warn,salus=info,salus_sdk=info",
		2 => "info,salus=debug,salus_sdk=debug",
		_ => "debug",
	};
	let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(level));
	let subscriber = fmt().with_env_filter(filter).with_writer(std::io::stderr).with_target(false);
	// Times are of use where somebody reads along only.
	let set = if global.verbose == 0 { subscriber.without_time().try_init() } else { subscriber.try_init() };
	debug_assert!(set.is_ok());
	if global.output == Form::Table && (global.dev || global.insecure_dev) {
		tracing::info!("development keys or plain profiles: never for real records");
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn json_should_be_recognised_in_arguments_that_are_wrong_otherwise() {
		let asks = |line: &[&str]| asks_for_json(&line.iter().map(OsString::from).collect::<Vec<_>>());
		assert!(asks(&["salus", "--output", "json", "nonsense"]));
		assert!(asks(&["salus", "nonsense", "--output=json"]));
		assert!(!asks(&["salus", "--output", "table", "json"]));
	}
}
