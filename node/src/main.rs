//! `salus-node`: see the library of the same name.

use std::process::ExitCode;

fn main() -> ExitCode {
	match salus_node::command::run() {
		Ok(()) => ExitCode::SUCCESS,
		Err(error) => {
			eprintln!("Error: {error}");
			ExitCode::FAILURE
		}
	}
}
