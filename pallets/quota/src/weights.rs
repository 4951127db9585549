//! Weights of the extension: conservative bounds by hand, until a reference machine has measured them.

#![allow(missing_docs)]

use core::marker::PhantomData;
use frame_support::{
	traits::Get,
	weights::{constants::ParityDbWeight, Weight},
};

/// Weight functions needed by the pallet.
pub trait WeightInfo {
	fn admit(n: u32) -> Weight;
}

/// Weights on the runtime's database.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	/// The policy's reads for the signer's roles (5), Account, Number, Usage; writes Account, Usage.
	fn admit(n: u32) -> Weight {
		Weight::from_parts(20_000_000, 5_000)
			.saturating_add(Weight::from_parts(200_000, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads_writes(18, 2))
	}
}

impl WeightInfo for () {
	fn admit(n: u32) -> Weight {
		Weight::from_parts(20_000_000, 5_000)
			.saturating_add(Weight::from_parts(200_000, 0).saturating_mul(n.into()))
			.saturating_add(ParityDbWeight::get().reads_writes(18, 2))
	}
}
