//! Weights of the calls.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_parens)]
#![allow(unused_imports)]
#![allow(missing_docs)]
#![allow(clippy::arithmetic_side_effects)]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::{constants::ParityDbWeight, Weight}};

/// Weight functions needed for `salus_pallet_records`.
pub trait WeightInfo {
	fn register() -> Weight;
	fn register_batch(s: u32, r: u32, ) -> Weight;
	fn amend() -> Weight;
	fn refile() -> Weight;
	fn mark_entered_in_error() -> Weight;
}

/// Weights for `salus_pallet_records`, with the runtime's database.
pub struct SubstrateWeight<T>(PhantomData<T>);
impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn register() -> Weight {
		Weight::from_parts(900_000_000, 300_000)
			.saturating_add(T::DbWeight::get().reads(340_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	/// The range of component `s` is `[1, 16]`.
	/// The range of component `r` is `[0, 48]`.
	fn register_batch(s: u32, r: u32, ) -> Weight {
		Weight::from_parts(100_000_000, 100_000)
			.saturating_add(Weight::from_parts(900_000_000, 300_000).saturating_mul(s.into()))
			.saturating_add(Weight::from_parts(15_000_000, 0).saturating_mul(r.into()))
			.saturating_add(T::DbWeight::get().reads(80_u64))
			.saturating_add(T::DbWeight::get().reads((260_u64).saturating_mul(s.into())))
			.saturating_add(T::DbWeight::get().writes(1_u64))
			.saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(s.into())))
			.saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(r.into())))
	}
	fn amend() -> Weight {
		Weight::from_parts(1_200_000_000, 300_000)
			.saturating_add(T::DbWeight::get().reads(341_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	fn refile() -> Weight {
		Weight::from_parts(600_000_000, 250_000)
			.saturating_add(T::DbWeight::get().reads(262_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn mark_entered_in_error() -> Weight {
		Weight::from_parts(60_000_000, 10_000)
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
}

// For tests.
impl WeightInfo for () {
	fn register() -> Weight {
		Weight::from_parts(900_000_000, 300_000)
			.saturating_add(ParityDbWeight::get().reads(340_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}
	/// The range of component `s` is `[1, 16]`.
	/// The range of component `r` is `[0, 48]`.
	fn register_batch(s: u32, r: u32, ) -> Weight {
		Weight::from_parts(100_000_000, 100_000)
			.saturating_add(Weight::from_parts(900_000_000, 300_000).saturating_mul(s.into()))
			.saturating_add(Weight::from_parts(15_000_000, 0).saturating_mul(r.into()))
			.saturating_add(ParityDbWeight::get().reads(80_u64))
			.saturating_add(ParityDbWeight::get().reads((260_u64).saturating_mul(s.into())))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
			.saturating_add(ParityDbWeight::get().writes((1_u64).saturating_mul(s.into())))
			.saturating_add(ParityDbWeight::get().writes((1_u64).saturating_mul(r.into())))
	}
	fn amend() -> Weight {
		Weight::from_parts(1_200_000_000, 300_000)
			.saturating_add(ParityDbWeight::get().reads(341_u64))
			.saturating_add(ParityDbWeight::get().writes(3_u64))
	}
	fn refile() -> Weight {
		Weight::from_parts(600_000_000, 250_000)
			.saturating_add(ParityDbWeight::get().reads(262_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	fn mark_entered_in_error() -> Weight {
		Weight::from_parts(60_000_000, 10_000)
			.saturating_add(ParityDbWeight::get().reads(6_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
}
