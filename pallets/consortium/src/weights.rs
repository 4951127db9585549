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
	/// `admit_organisation`.
	fn admit_organisation() -> Weight;
	/// `suspend_organisation`.
	fn suspend_organisation() -> Weight;
	/// `reinstate_organisation`.
	fn reinstate_organisation() -> Weight;
	/// `expel_organisation`.
	fn expel_organisation() -> Weight;
	/// `replace_controller`.
	fn replace_controller() -> Weight;
	/// `give_seat`.
	fn give_seat() -> Weight;
	/// `take_seat`.
	fn take_seat() -> Weight;
	/// `set_parameter`.
	fn set_parameter() -> Weight;
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
	fn admit_organisation() -> Weight {
		measured::admit_organisation(T::DbWeight::get())
	}
	fn suspend_organisation() -> Weight {
		measured::suspend_organisation(T::DbWeight::get())
	}
	fn reinstate_organisation() -> Weight {
		measured::reinstate_organisation(T::DbWeight::get())
	}
	fn expel_organisation() -> Weight {
		measured::expel_organisation(T::DbWeight::get())
	}
	fn replace_controller() -> Weight {
		measured::replace_controller(T::DbWeight::get())
	}
	fn give_seat() -> Weight {
		measured::give_seat(T::DbWeight::get())
	}
	fn take_seat() -> Weight {
		measured::take_seat(T::DbWeight::get())
	}
	fn set_parameter() -> Weight {
		measured::set_parameter(T::DbWeight::get())
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
	fn admit_organisation() -> Weight {
		measured::admit_organisation(ParityDbWeight::get())
	}
	fn suspend_organisation() -> Weight {
		measured::suspend_organisation(ParityDbWeight::get())
	}
	fn reinstate_organisation() -> Weight {
		measured::reinstate_organisation(ParityDbWeight::get())
	}
	fn expel_organisation() -> Weight {
		measured::expel_organisation(ParityDbWeight::get())
	}
	fn replace_controller() -> Weight {
		measured::replace_controller(ParityDbWeight::get())
	}
	fn give_seat() -> Weight {
		measured::give_seat(ParityDbWeight::get())
	}
	fn take_seat() -> Weight {
		measured::take_seat(ParityDbWeight::get())
	}
	fn set_parameter() -> Weight {
		measured::set_parameter(ParityDbWeight::get())
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

	// By comparison: as before, and a name of each of 128 organisations.
	pub(super) fn set_name(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(250_000_000, 4233).saturating_add(db.reads_writes(131, 1))
	}

	// By comparison: `add_registrar`, a name of each of 128 organisations, and a council of 128 with 64 motions.
	pub(super) fn admit_organisation(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(800_000_000, 6048).saturating_add(db.reads_writes(205, 74))
	}

	// By comparison: a council of 128 with 64 motions.
	pub(super) fn suspend_organisation(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(600_000_000, 6048).saturating_add(db.reads_writes(70, 68))
	}

	// By comparison: a council of 128 with 64 motions.
	pub(super) fn reinstate_organisation(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(600_000_000, 6048).saturating_add(db.reads_writes(70, 68))
	}

	// By comparison: a council of 128 with 64 motions, and the keys of 128 validators, twice.
	pub(super) fn expel_organisation(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(1_000_000_000, 6048).saturating_add(db.reads_writes(330, 70))
	}

	// By comparison: `add_registrar`, and a council of 128 with 64 motions.
	pub(super) fn replace_controller(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(700_000_000, 6048).saturating_add(db.reads_writes(77, 73))
	}

	// By comparison: `add_registrar`.
	pub(super) fn give_seat(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(130_000_000, 9000).saturating_add(db.reads_writes(9, 4))
	}

	// By comparison: the keys of 128 validators, twice.
	pub(super) fn take_seat(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(400_000_000, 9000).saturating_add(db.reads_writes(260, 2))
	}

	// By comparison: the keys of 128 validators.
	pub(super) fn set_parameter(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(200_000_000, 9000).saturating_add(db.reads_writes(131, 2))
	}
}
