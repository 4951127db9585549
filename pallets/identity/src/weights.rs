//! Weights of the calls: conservative bounds by hand, until a reference machine has measured them.

#![allow(missing_docs)]

use core::marker::PhantomData;
use frame_support::{
	traits::Get,
	weights::{constants::ParityDbWeight, Weight},
};

/// Weight functions needed by the pallet.
pub trait WeightInfo {
	fn enrol_patient() -> Weight;
	fn admit_practitioner() -> Weight;
	fn suspend_practitioner() -> Weight;
	fn reinstate_practitioner() -> Weight;
	fn renew_practitioner() -> Weight;
	fn replace_account() -> Weight;
	fn set_vault_keys() -> Weight;
	fn report_vault_compromised() -> Weight;
	fn reset_vault() -> Weight;
}

/// Weights on the runtime's database.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	/// Organisations, AgentOf, Timestamp, GenesisBlock, Patients, PatientOf, Enrolments, Vaults, Admitted, Account and what
	/// `OnEnrolled` does; verifies three signatures.
	fn enrol_patient() -> Weight {
		Weight::from_parts(450_000_000, 12_000).saturating_add(T::DbWeight::get().reads_writes(16, 17))
	}

	/// Organisations, AgentOf, Timestamp, PractitionerOf, Practitioners, NextPractitioner, Admitted, Account.
	fn admit_practitioner() -> Weight {
		Weight::from_parts(60_000_000, 9_000).saturating_add(T::DbWeight::get().reads_writes(9, 6))
	}

	/// Organisations, AgentOf, Timestamp, Practitioners.
	fn suspend_practitioner() -> Weight {
		Weight::from_parts(45_000_000, 9_000).saturating_add(T::DbWeight::get().reads_writes(4, 1))
	}

	/// Organisations, AgentOf, Timestamp, Practitioners.
	fn reinstate_practitioner() -> Weight {
		Weight::from_parts(45_000_000, 9_000).saturating_add(T::DbWeight::get().reads_writes(4, 1))
	}

	/// Organisations, AgentOf, Timestamp, Practitioners.
	fn renew_practitioner() -> Weight {
		Weight::from_parts(45_000_000, 9_000).saturating_add(T::DbWeight::get().reads_writes(4, 1))
	}

	/// Organisations, AgentOf, Timestamp, Practitioners, PractitionerOf (2), Admitted, Account.
	fn replace_account() -> Weight {
		Weight::from_parts(80_000_000, 9_000).saturating_add(T::DbWeight::get().reads_writes(8, 5))
	}

	/// PractitionerOf or AgentOf, Organisations, Timestamp, GenesisBlock, Vaults, ResetGenerations; verifies two signatures.
	fn set_vault_keys() -> Weight {
		Weight::from_parts(300_000_000, 6_000).saturating_add(T::DbWeight::get().reads_writes(9, 4))
	}

	/// PractitionerOf, Practitioners, Organisations, AgentOf, Timestamp, Vaults.
	fn report_vault_compromised() -> Weight {
		Weight::from_parts(40_000_000, 9_000).saturating_add(T::DbWeight::get().reads_writes(6, 2))
	}

	/// Practitioners, Organisations, AgentOf, Timestamp, Vaults, ResetGenerations.
	fn reset_vault() -> Weight {
		Weight::from_parts(45_000_000, 9_000).saturating_add(T::DbWeight::get().reads_writes(6, 3))
	}
}

impl WeightInfo for () {
	fn enrol_patient() -> Weight {
		Weight::from_parts(450_000_000, 12_000).saturating_add(ParityDbWeight::get().reads_writes(16, 17))
	}

	fn admit_practitioner() -> Weight {
		Weight::from_parts(60_000_000, 9_000).saturating_add(ParityDbWeight::get().reads_writes(9, 6))
	}

	fn suspend_practitioner() -> Weight {
		Weight::from_parts(45_000_000, 9_000).saturating_add(ParityDbWeight::get().reads_writes(4, 1))
	}

	fn reinstate_practitioner() -> Weight {
		Weight::from_parts(45_000_000, 9_000).saturating_add(ParityDbWeight::get().reads_writes(4, 1))
	}

	fn renew_practitioner() -> Weight {
		Weight::from_parts(45_000_000, 9_000).saturating_add(ParityDbWeight::get().reads_writes(4, 1))
	}

	fn replace_account() -> Weight {
		Weight::from_parts(80_000_000, 9_000).saturating_add(ParityDbWeight::get().reads_writes(8, 5))
	}

	fn set_vault_keys() -> Weight {
		Weight::from_parts(300_000_000, 6_000).saturating_add(ParityDbWeight::get().reads_writes(9, 4))
	}

	fn report_vault_compromised() -> Weight {
		Weight::from_parts(40_000_000, 9_000).saturating_add(ParityDbWeight::get().reads_writes(6, 2))
	}

	fn reset_vault() -> Weight {
		Weight::from_parts(45_000_000, 9_000).saturating_add(ParityDbWeight::get().reads_writes(6, 3))
	}
}
