//! Weights of the calls.

use core::marker::PhantomData;
use frame_support::{
	traits::Get,
	weights::{constants::ParityDbWeight, Weight},
};

/// Weight functions of the consent pallet.
pub trait WeightInfo {
	/// [`crate::Pallet::create_scopes`] with `s` scopes.
	fn create_scopes(s: u32) -> Weight;
	/// [`crate::Pallet::rotate_scope`] with `r` envelopes.
	fn rotate_scope(r: u32) -> Weight;
	/// [`crate::Pallet::grant`] of `i` items.
	fn grant(i: u32) -> Weight;
	/// [`crate::Pallet::revoke`].
	fn revoke() -> Weight;
	/// [`crate::Pallet::revoke_and_rotate`] with `r` rotations and `s` envelopes in all.
	fn revoke_and_rotate(r: u32, s: u32) -> Weight;
	/// [`crate::Pallet::exclude`].
	fn exclude() -> Weight;
	/// [`crate::Pallet::readmit`].
	fn readmit() -> Weight;
	/// [`crate::Pallet::reseal`] with `r` envelopes.
	fn reseal(r: u32) -> Weight;
	/// [`crate::Pallet::reseal_own`].
	fn reseal_own() -> Weight;
}

macro_rules! weights {
	($db:ty) => {
		fn create_scopes(s: u32) -> Weight {
			Weight::from_parts(150_000_000, 8_000)
				.saturating_add(Weight::from_parts(15_000_000, 5_200).saturating_mul(s.into()))
				.saturating_add(<$db>::get().reads(5))
				.saturating_add(<$db>::get().writes(1))
				.saturating_add(<$db>::get().reads_writes(2, 4).saturating_mul(s.into()))
		}
		fn rotate_scope(r: u32) -> Weight {
			Weight::from_parts(900_000_000, 400_000)
				.saturating_add(Weight::from_parts(35_000_000, 16_000).saturating_mul(r.into()))
				.saturating_add(<$db>::get().reads(136))
				.saturating_add(<$db>::get().writes(67))
				.saturating_add(<$db>::get().reads_writes(4, 1).saturating_mul(r.into()))
		}
		fn grant(i: u32) -> Weight {
			Weight::from_parts(120_000_000, 130_000)
				.saturating_add(Weight::from_parts(1_200_000_000, 900_000).saturating_mul(i.into()))
				.saturating_add(<$db>::get().reads_writes(50, 4))
				.saturating_add(<$db>::get().reads_writes(258, 3).saturating_mul(i.into()))
		}
		fn revoke() -> Weight {
			Weight::from_parts(250_000_000, 100_000).saturating_add(<$db>::get().reads_writes(36, 34))
		}
		fn revoke_and_rotate(r: u32, s: u32) -> Weight {
			Weight::from_parts(250_000_000, 100_000)
				.saturating_add(Weight::from_parts(950_000_000, 400_000).saturating_mul(r.into()))
				.saturating_add(Weight::from_parts(35_000_000, 16_000).saturating_mul(s.into()))
				.saturating_add(<$db>::get().reads_writes(40, 34))
				.saturating_add(<$db>::get().reads_writes(132, 67).saturating_mul(r.into()))
				.saturating_add(<$db>::get().reads_writes(4, 1).saturating_mul(s.into()))
		}
		fn exclude() -> Weight {
			Weight::from_parts(2_500_000_000, 1_700_000).saturating_add(<$db>::get().reads_writes(620, 65))
		}
		fn readmit() -> Weight {
			Weight::from_parts(30_000_000, 4_000).saturating_add(<$db>::get().reads_writes(3, 1))
		}
		fn reseal(r: u32) -> Weight {
			Weight::from_parts(40_000_000, 8_000)
				.saturating_add(Weight::from_parts(35_000_000, 16_000).saturating_mul(r.into()))
				.saturating_add(<$db>::get().reads_writes(3, 1))
				.saturating_add(<$db>::get().reads_writes(6, 1).saturating_mul(r.into()))
		}
		fn reseal_own() -> Weight {
			Weight::from_parts(70_000_000, 16_000).saturating_add(<$db>::get().reads_writes(16, 1))
		}
	};
}

/// Weights with the database costs that the runtime names.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	weights!(T::DbWeight);
}

impl WeightInfo for () {
	weights!(ParityDbWeight);
}
