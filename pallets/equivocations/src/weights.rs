//! What the calls of `salus_pallet_equivocations` cost, measured: written by `scripts/benchmark.sh`, not by hand.
//!
//! - machine: AMD EPYC
//! - date: 2026-11-26
//! - 20 steps of 10 repeats, benchmark command 64.0.0

use core::marker::PhantomData;
use frame_support::{
	traits::Get,
	weights::{constants::ParityDbWeight, Weight},
};

/// What each call of `salus_pallet_equivocations` costs at most.
pub trait WeightInfo {
	/// `report_equivocation`.
	fn report_equivocation() -> Weight;
}

/// The measured weights, with the database costs of the runtime `T`.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn report_equivocation() -> Weight {
		measured::report_equivocation(T::DbWeight::get())
	}
}

/// The measured weights, with the costs of ParityDB: for tests.
impl WeightInfo for () {
	fn report_equivocation() -> Weight {
		measured::report_equivocation(ParityDbWeight::get())
	}
}

/// The results, as a function of what the database costs and of the benchmarks' components.
mod measured {
	use frame_support::weights::{RuntimeDbWeight, Weight};

	// Storage: `System::BlockHash` (r:1 w:0)
	// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	// Storage: `Consortium::SessionLength` (r:1 w:0)
	// Proof: `Consortium::SessionLength` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `Session::CurrentIndex` (r:1 w:0)
	// Proof: `Session::CurrentIndex` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	// Storage: `Historical::HistoricalSessions` (r:1 w:0)
	// Proof: `Historical::HistoricalSessions` (`max_values`: None, `max_size`: Some(48), added: 2523, mode: `MaxEncodedLen`)
	// Storage: `Consortium::OffencesCountFrom` (r:1 w:0)
	// Proof: `Consortium::OffencesCountFrom` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	// Storage: `Consortium::Validators` (r:1 w:0)
	// Proof: `Consortium::Validators` (`max_values`: Some(1), `max_size`: Some(4610), added: 5105, mode: `MaxEncodedLen`)
	// Storage: `Consortium::Offenders` (r:1 w:1)
	// Proof: `Consortium::Offenders` (`max_values`: Some(1), `max_size`: Some(5890), added: 6385, mode: `MaxEncodedLen`)
	// Storage: `Offences::ConcurrentReportsIndex` (r:1 w:1)
	// Proof: `Offences::ConcurrentReportsIndex` (`max_values`: None, `max_size`: None, mode: `Measured`)
	// Storage: `Offences::Reports` (r:1 w:1)
	// Proof: `Offences::Reports` (`max_values`: None, `max_size`: None, mode: `Measured`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Proof size measured: 5314
	// At least 418_619_000 picoseconds.
	pub(super) fn report_equivocation(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(437_727_000, 8779).saturating_add(db.reads_writes(10, 3))
	}
}
