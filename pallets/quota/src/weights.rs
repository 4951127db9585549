//! What the calls of `salus_pallet_quota` cost, measured: written by `scripts/benchmark.sh`, not by hand.
//!
//! - machine: AMD EPYC
//! - date: 2026-11-26
//! - 20 steps of 10 repeats, benchmark command 64.0.0

use core::marker::PhantomData;
use frame_support::{
	traits::Get,
	weights::{constants::ParityDbWeight, Weight},
};

/// What each call of `salus_pallet_quota` costs at most.
pub trait WeightInfo {
	/// `admit`, with `n` from 1 to 256.
	fn admit(n: u32) -> Weight;
	/// `cleanup`, with `s` from 0 to 32.
	fn cleanup(s: u32) -> Weight;
}

/// The measured weights, with the database costs of the runtime `T`.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn admit(n: u32) -> Weight {
		measured::admit(T::DbWeight::get(), n)
	}
	fn cleanup(s: u32) -> Weight {
		measured::cleanup(T::DbWeight::get(), s)
	}
}

/// The measured weights, with the costs of ParityDB: for tests.
impl WeightInfo for () {
	fn admit(n: u32) -> Weight {
		measured::admit(ParityDbWeight::get(), n)
	}
	fn cleanup(s: u32) -> Weight {
		measured::cleanup(ParityDbWeight::get(), s)
	}
}

/// The results, as a function of what the database costs and of the benchmarks' components.
mod measured {
	use frame_support::weights::{RuntimeDbWeight, Weight};

	// Storage: `Council::Members` (r:1 w:0)
	// Proof: `Council::Members` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	// Storage: `Council::Voting` (r:1 w:0)
	// Proof: `Council::Voting` (`max_values`: None, `max_size`: None, mode: `Measured`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Identity::PatientOf` (r:1 w:0)
	// Proof: `Identity::PatientOf` (`max_values`: None, `max_size`: Some(80), added: 2555, mode: `MaxEncodedLen`)
	// Storage: `Identity::HandOverTo` (r:1 w:0)
	// Proof: `Identity::HandOverTo` (`max_values`: None, `max_size`: Some(80), added: 2555, mode: `MaxEncodedLen`)
	// Storage: `Identity::PractitionerOf` (r:1 w:0)
	// Proof: `Identity::PractitionerOf` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	// Storage: `Consortium::AgentOf` (r:1 w:0)
	// Proof: `Consortium::AgentOf` (`max_values`: None, `max_size`: Some(54), added: 2529, mode: `MaxEncodedLen`)
	// Storage: `Identity::RepresentationsOf` (r:1 w:0)
	// Proof: `Identity::RepresentationsOf` (`max_values`: None, `max_size`: Some(113), added: 2588, mode: `MaxEncodedLen`)
	// Storage: `Consortium::Validators` (r:1 w:0)
	// Proof: `Consortium::Validators` (`max_values`: Some(1), `max_size`: Some(4610), added: 5105, mode: `MaxEncodedLen`)
	// Storage: `Consortium::Organisations` (r:1 w:0)
	// Proof: `Consortium::Organisations` (`max_values`: None, `max_size`: Some(768), added: 3243, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
	// Storage: `Quota::Usage` (r:1 w:1)
	// Proof: `Quota::Usage` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
	// Proof size measured: 9668
	// At least 55_963_000 picoseconds.
	pub(super) fn admit(db: RuntimeDbWeight, n: u32) -> Weight {
		Weight::from_parts(70_150_007, 13133)
			.saturating_add(db.reads_writes(12, 2))
			// Standard error: 2_118
			.saturating_add(Weight::from_parts(3_200_510, 0).saturating_mul(n.into()))
	}

	// Storage: `Quota::Cleanup` (r:1 w:1)
	// Proof: `Quota::Cleanup` (`max_values`: Some(1), `max_size`: Some(167), added: 662, mode: `MaxEncodedLen`)
	// Storage: `Quota::Usage` (r:33 w:32)
	// Proof: `Quota::Usage` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
	// Proof size measured: 489 + s * (57 ±0)
	// At least 6_760_000 picoseconds.
	pub(super) fn cleanup(db: RuntimeDbWeight, s: u32) -> Weight {
		Weight::from_parts(10_222_441, 3529)
			.saturating_add(db.reads_writes(2, 1))
			// Standard error: 1_745
			.saturating_add(Weight::from_parts(8_788_377, 0).saturating_mul(s.into()))
			.saturating_add(db.reads(1).saturating_mul(s.into()))
			.saturating_add(db.writes(1).saturating_mul(s.into()))
			.saturating_add(Weight::from_parts(0, 2539).saturating_mul(s.into()))
	}
}
