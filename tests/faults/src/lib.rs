//! Salus on separate hosts whose links, clocks, disks and processes fail.
//!
//! - [`hosts`]: hosts that are network namespaces, and what goes wrong between them; [`relay`]: delay without the kernel's help.
//! - [`disks`]: disks that can be full.
//! - [`network`]: four validators on such hosts, and what must hold of them after each failure.
//! - [`overlay`]: four validators on hosts that reach each other over WireGuard alone.
//! - [`load`]: transactions at a steady rate, and a ledger of those that were reported finalised.
//! - [`scenarios`]: the failures; [`backup`]: the longest of them.
//!
//! Namespaces need root. Where they are refused, the tests say `skipped:` and why, and pass.

pub mod backup;
pub mod disks;
pub mod hosts;
pub mod load;
pub mod network;
pub mod overlay;
pub mod relay;
pub mod scenarios;

pub use salus_e2e::skip;
use std::{fmt::Display, io::Write};

/// Tells what happens, also where the output of tests that pass is kept back.
pub fn say(what: impl Display) {
	let _ = writeln!(std::io::stderr(), "faults: {what}");
}

/// Whether the long scenarios are to run as well; tells if not.
pub fn is_full() -> bool {
	let full = std::env::var_os("SALUS_FULL").is_some_and(|value| value == "1");
	if !full {
		skip("SALUS_FULL=1 runs the long ones");
	}
	full
}
