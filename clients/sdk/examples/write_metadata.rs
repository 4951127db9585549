//! Writes the runtime's metadata to `metadata/salus.scale`, which tests build and check calls with.
//!
//! Run it after a change of the runtime's calls, events or errors:
//! `cargo run --release -p salus-sdk --example write_metadata`.

use codec::Encode;
use std::path::Path;

fn main() -> std::io::Result<()> {
	let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("metadata/salus.scale");
	let metadata = salus_runtime::Runtime::metadata().encode();
	std::fs::write(&path, &metadata)?;
	println!("{} bytes written to {}", metadata.len(), path.display());
	Ok(())
}
