//! What the calls of `salus_pallet_consortium` cost, measured: written by `scripts/benchmark.sh`, not by hand.
//!
//! - machine: AMD EPYC
//! - date: 2026-11-24
//! - 20 steps of 10 repeats, benchmark command 64.0.0

use core::marker::PhantomData;
use frame_support::{
	traits::Get,
	weights::{constants::ParityDbWeight, Weight},
};

/// What each call of `salus_pallet_consortium` costs at most.
pub trait WeightInfo {
	/// `add_registrar`.
	fn add_registrar() -> Weight;
	/// `remove_registrar`.
	fn remove_registrar() -> Weight;
	/// `set_name`.
	fn set_name() -> Weight;
}

/// The measured weights, with the database costs of the runtime `T`.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn add_registrar() -> Weight {
		measured::add_registrar(T::DbWeight::get())
	}
	fn remove_registrar() -> Weight {
		measured::remove_registrar(T::DbWeight::get())
	}
	fn set_name() -> Weight {
		measured::set_name(T::DbWeight::get())
	}
}

/// The measured weights, with the costs of ParityDB: for tests.
impl WeightInfo for () {
	fn add_registrar() -> Weight {
		measured::add_registrar(ParityDbWeight::get())
	}
	fn remove_registrar() -> Weight {
		measured::remove_registrar(ParityDbWeight::get())
	}
	fn set_name() -> Weight {
		measured::set_name(ParityDbWeight::get())
	}
}

/// The results, as a function of what the database costs and of the benchmarks' components.
mod measured {
	use frame_support::weights::{RuntimeDbWeight, Weight};

	// Storage: `Consortium::Organisations` (r:1 w:1)
	// Proof: `Consortium::Organisations` (`max_values`: None, `max_size`: Some(768), added: 3243, mode: `MaxEncodedLen`)
	// Storage: `Consortium::AgentOf` (r:2 w:1)
	// Proof: `Consortium::AgentOf` (`max_values`: None, `max_size`: Some(54), added: 2529, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Consortium::GenesisBlock` (r:1 w:0)
	// Proof: `Consortium::GenesisBlock` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
	// Storage: `System::BlockHash` (r:1 w:0)
	// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	// Storage: `Consortium::Admitted` (r:1 w:1)
	// Proof: `Consortium::Admitted` (`max_values`: None, `max_size`: Some(48), added: 2523, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
	// Proof size measured: 2039
	// At least 109_443_000 picoseconds.
	pub(super) fn add_registrar(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(122_673_000, 6048).saturating_add(db.reads_writes(8, 4))
	}

	// Storage: `Consortium::Organisations` (r:1 w:1)
	// Proof: `Consortium::Organisations` (`max_values`: None, `max_size`: Some(768), added: 3243, mode: `MaxEncodedLen`)
	// Storage: `Consortium::AgentOf` (r:2 w:1)
	// Proof: `Consortium::AgentOf` (`max_values`: None, `max_size`: Some(54), added: 2529, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Proof size measured: 1615
	// At least 22_514_000 picoseconds.
	pub(super) fn remove_registrar(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(24_706_000, 6048).saturating_add(db.reads_writes(4, 2))
	}

	// Storage: `Consortium::Organisations` (r:1 w:1)
	// Proof: `Consortium::Organisations` (`max_values`: None, `max_size`: Some(768), added: 3243, mode: `MaxEncodedLen`)
	// Storage: `Consortium::AgentOf` (r:1 w:0)
	// Proof: `Consortium::AgentOf` (`max_values`: None, `max_size`: Some(54), added: 2529, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Proof size measured: 1589
	// At least 19_088_000 picoseconds.
	pub(super) fn set_name(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(20_691_000, 4233).saturating_add(db.reads_writes(3, 1))
	}
}
