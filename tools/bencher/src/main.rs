//! Measures the benchmarks of a compiled runtime: `benchmark pallet` of the SDK, without a node and without RocksDB.

use clap::Parser;
use frame_benchmarking_cli::PalletCmd;
use sp_runtime::traits::BlakeTwo256;

fn main() -> Result<(), Box<dyn std::error::Error>> {
	PalletCmd::parse().run_with_spec::<BlakeTwo256, ()>(None)?;
	Ok(())
}
