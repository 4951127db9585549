//! Real nodes and the real `salus` command for end-to-end tests.
//!
//! Everything runs from the binaries beside the tests (`SALUS_BIN_DIR` names another folder), in temporary folders and on
//! ports the system chooses; a node is stopped when its handle is dropped.

pub mod cli;
pub mod node;

use std::{env, path::PathBuf};

/// The built binary `name`.
///
/// # Panics
/// When it isn't there: `scripts/build.sh` makes it.
pub fn binary(name: &str) -> PathBuf {
	let folder = env::var_os("SALUS_BIN_DIR").map(PathBuf::from).unwrap_or_else(|| {
		let test = env::current_exe().expect("a test knows its own path");
		test.ancestors().nth(2).expect("tests lie in <target>/<profile>/deps").to_owned()
	});
	let path = folder.join(name);
	assert!(path.exists(), "{} is not built; run scripts/build.sh", path.display());
	path
}

/// The root of the checkout.
pub fn checkout() -> PathBuf {
	PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("the checkout is there")
}
