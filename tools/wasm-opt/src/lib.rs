//! The part of the `wasm-opt` crate that `substrate-wasm-builder` calls, answered by the system's
//! `wasm-opt` (Debian's `binaryen`), so that Binaryen's C++ is not compiled with every cold build.

use std::{
	error::Error,
	ffi::OsStr,
	fmt, io,
	path::Path,
	process::{Command, ExitStatus},
};

/// A pass of `wasm-opt`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pass {
	/// Removes DWARF sections.
	StripDwarf,
	/// Rewrites sign-extension operators for engines of the MVP.
	SignextLowering,
}

/// Why the system's `wasm-opt` gave no module.
#[derive(Debug)]
pub enum OptimizationError {
	/// It could not be started; `scripts/setup.sh` installs it.
	Start(io::Error),
	/// It ran and failed.
	Failed(ExitStatus),
}

impl fmt::Display for OptimizationError {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		match self {
			Self::Start(error) => {
				write!(f, "wasm-opt could not be started ({error}); install the package `binaryen`")
			},
			Self::Failed(status) => write!(f, "wasm-opt ended with {status}"),
		}
	}
}

impl Error for OptimizationError {}

/// Options of one run; the builder interface of the crate this one stands in for.
#[derive(Clone, Debug, Default)]
pub struct OptimizationOptions {
	mvp: bool,
	debug_info: bool,
	passes: Vec<Pass>,
}

impl OptimizationOptions {
	/// No optimisation beyond the passes added.
	pub fn new_opt_level_0() -> Self {
		Self::default()
	}

	/// Accept and emit only the features of the WebAssembly MVP.
	pub fn mvp_features_only(&mut self) -> &mut Self {
		self.mvp = true;
		self
	}

	/// Keep the name section.
	pub fn debug_info(&mut self, keep: bool) -> &mut Self {
		self.debug_info = keep;
		self
	}

	/// Adds a pass.
	pub fn add_pass(&mut self, pass: Pass) -> &mut Self {
		self.passes.push(pass);
		self
	}

	/// Reads `input`, writes `output`.
	///
	/// # Errors
	/// When `wasm-opt` is missing or refuses the module.
	pub fn run(&self, input: impl AsRef<Path>, output: impl AsRef<Path>) -> Result<(), OptimizationError> {
		let mut command = Command::new("wasm-opt");
		command.arg("-O0");
		if self.mvp {
			command.arg("-mvp");
		}
		if self.debug_info {
			command.arg("-g");
		}
		for pass in &self.passes {
			match pass {
				Pass::StripDwarf => command.arg("--strip-dwarf"),
				// Code for wasm32v1-none has no sign-extension operators, and Debian's Binaryen 108 lacks the pass.
				Pass::SignextLowering => &mut command,
			};
		}
		let status = command
			.arg(input.as_ref())
			.args([OsStr::new("-o"), output.as_ref().as_os_str()])
			.status()
			.map_err(OptimizationError::Start)?;
		if status.success() { Ok(()) } else { Err(OptimizationError::Failed(status)) }
	}
}
