//! Real nodes, the real `salus` command and the real library for end-to-end tests.
//!
//! Everything runs from the binaries beside the tests (`SALUS_BIN_DIR` names another folder), in temporary folders and on
//! ports the system chooses; a node is stopped when its handle is dropped.

pub mod cli;
pub mod metrics;
pub mod node;
pub mod peer;
pub mod people;
pub mod s3;
pub mod slots;

use std::{env, fmt::Display, future::Future, io::Write, path::PathBuf, time::Duration};

/// How long a test waits for what has to happen; generous, since it only bounds a failure.
pub const PATIENCE: Duration = Duration::from_secs(240);

/// Tells what this machine cannot do, and that it is left out; also where the output of tests that pass is kept back.
pub fn skip(why: impl Display) {
	let _ = writeln!(std::io::stderr(), "skipped: {why}");
}

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

/// Asks until `ask` gives something, and gives that.
///
/// # Errors
/// Those of `ask`, and that it gave nothing in [`PATIENCE`].
pub async fn until<T, F>(what: &str, ask: impl Fn() -> F) -> anyhow::Result<T>
where
	F: Future<Output = anyhow::Result<Option<T>>>,
{
	let deadline = tokio::time::Instant::now() + PATIENCE;
	loop {
		if let Some(found) = ask().await? {
			return Ok(found);
		}
		anyhow::ensure!(tokio::time::Instant::now() < deadline, "waited for {what} in vain");
		tokio::time::sleep(Duration::from_millis(300)).await;
	}
}
