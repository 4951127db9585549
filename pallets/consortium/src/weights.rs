//! Weights of the calls: conservative bounds by hand, until a reference machine has measured them.

#![allow(missing_docs)]

use core::marker::PhantomData;
use frame_support::{
	traits::Get,
	weights::{constants::ParityDbWeight, Weight},
};

/// Weight functions needed by the pallet.
pub trait WeightInfo {
	fn add_registrar() -> Weight;
	fn remove_registrar() -> Weight;
	fn set_name() -> Weight;
}

/// Weights on the runtime's database.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	/// Organisations, AgentOf (2), Timestamp, Admitted, Account; writes Organisations, AgentOf, Admitted, Account.
	fn add_registrar() -> Weight {
		Weight::from_parts(40_000_000, 5_000).saturating_add(T::DbWeight::get().reads_writes(6, 4))
	}

	/// Organisations, AgentOf (2), Timestamp; writes Organisations, AgentOf.
	fn remove_registrar() -> Weight {
		Weight::from_parts(30_000_000, 5_000).saturating_add(T::DbWeight::get().reads_writes(4, 2))
	}

	/// Organisations, AgentOf, Timestamp; writes Organisations.
	fn set_name() -> Weight {
		Weight::from_parts(25_000_000, 5_000).saturating_add(T::DbWeight::get().reads_writes(3, 1))
	}
}

impl WeightInfo for () {
	fn add_registrar() -> Weight {
		Weight::from_parts(40_000_000, 5_000).saturating_add(ParityDbWeight::get().reads_writes(6, 4))
	}

	fn remove_registrar() -> Weight {
		Weight::from_parts(30_000_000, 5_000).saturating_add(ParityDbWeight::get().reads_writes(4, 2))
	}

	fn set_name() -> Weight {
		Weight::from_parts(25_000_000, 5_000).saturating_add(ParityDbWeight::get().reads_writes(3, 1))
	}
}
