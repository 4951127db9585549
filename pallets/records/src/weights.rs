//! What the calls of `salus_pallet_records` cost, measured: written by `scripts/benchmark.sh`, not by hand.
//!
//! - machine: AMD EPYC
//! - date: 2026-11-26
//! - 20 steps of 10 repeats, benchmark command 64.0.0

use core::marker::PhantomData;
use frame_support::{
	traits::Get,
	weights::{constants::ParityDbWeight, Weight},
};

/// What each call of `salus_pallet_records` costs at most.
pub trait WeightInfo {
	/// `register`.
	fn register() -> Weight;
	/// `register_batch`, with `s` from 1 to 16, with `r` from 0 to 48.
	fn register_batch(s: u32, r: u32) -> Weight;
	/// `amend`.
	fn amend() -> Weight;
	/// `refile`.
	fn refile() -> Weight;
	/// `erase`.
	fn erase() -> Weight;
	/// `propose_erasure`.
	fn propose_erasure() -> Weight;
	/// `decline_erasure`.
	fn decline_erasure() -> Weight;
	/// `mark_entered_in_error`.
	fn mark_entered_in_error() -> Weight;
	/// `dispute`.
	fn dispute() -> Weight;
	/// `refuse_dispute`.
	fn refuse_dispute() -> Weight;
	/// `withdraw_dispute`.
	fn withdraw_dispute() -> Weight;
}

/// The measured weights, with the database costs of the runtime `T`.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn register() -> Weight {
		measured::register(T::DbWeight::get())
	}
	fn register_batch(s: u32, r: u32) -> Weight {
		measured::register_batch(T::DbWeight::get(), s, r)
	}
	fn amend() -> Weight {
		measured::amend(T::DbWeight::get())
	}
	fn refile() -> Weight {
		measured::refile(T::DbWeight::get())
	}
	fn erase() -> Weight {
		measured::erase(T::DbWeight::get())
	}
	fn propose_erasure() -> Weight {
		measured::propose_erasure(T::DbWeight::get())
	}
	fn decline_erasure() -> Weight {
		measured::decline_erasure(T::DbWeight::get())
	}
	fn mark_entered_in_error() -> Weight {
		measured::mark_entered_in_error(T::DbWeight::get())
	}
	fn dispute() -> Weight {
		measured::dispute(T::DbWeight::get())
	}
	fn refuse_dispute() -> Weight {
		measured::refuse_dispute(T::DbWeight::get())
	}
	fn withdraw_dispute() -> Weight {
		measured::withdraw_dispute(T::DbWeight::get())
	}
}

/// The measured weights, with the costs of ParityDB: for tests.
impl WeightInfo for () {
	fn register() -> Weight {
		measured::register(ParityDbWeight::get())
	}
	fn register_batch(s: u32, r: u32) -> Weight {
		measured::register_batch(ParityDbWeight::get(), s, r)
	}
	fn amend() -> Weight {
		measured::amend(ParityDbWeight::get())
	}
	fn refile() -> Weight {
		measured::refile(ParityDbWeight::get())
	}
	fn erase() -> Weight {
		measured::erase(ParityDbWeight::get())
	}
	fn propose_erasure() -> Weight {
		measured::propose_erasure(ParityDbWeight::get())
	}
	fn decline_erasure() -> Weight {
		measured::decline_erasure(ParityDbWeight::get())
	}
	fn mark_entered_in_error() -> Weight {
		measured::mark_entered_in_error(ParityDbWeight::get())
	}
	fn dispute() -> Weight {
		measured::dispute(ParityDbWeight::get())
	}
	fn refuse_dispute() -> Weight {
		measured::refuse_dispute(ParityDbWeight::get())
	}
	fn withdraw_dispute() -> Weight {
		measured::withdraw_dispute(ParityDbWeight::get())
	}
}

/// The results, as a function of what the database costs and of the benchmarks' components.
mod measured {
	use frame_support::weights::{RuntimeDbWeight, Weight};

	// Storage: `Identity::Patients` (r:1 w:0)
	// Proof: `Identity::Patients` (`max_values`: None, `max_size`: Some(237), added: 2712, mode: `MaxEncodedLen`)
	// Storage: `Identity::HandOvers` (r:1 w:0)
	// Proof: `Identity::HandOvers` (`max_values`: None, `max_size`: Some(88), added: 2563, mode: `MaxEncodedLen`)
	// Storage: `Identity::PractitionerOf` (r:1 w:0)
	// Proof: `Identity::PractitionerOf` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	// Storage: `Identity::Practitioners` (r:65 w:0)
	// Proof: `Identity::Practitioners` (`max_values`: None, `max_size`: Some(2537), added: 5012, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Consent::Scopes` (r:1 w:0)
	// Proof: `Consent::Scopes` (`max_values`: None, `max_size`: Some(142), added: 2617, mode: `MaxEncodedLen`)
	// Storage: `Consortium::Organisations` (r:8 w:0)
	// Proof: `Consortium::Organisations` (`max_values`: None, `max_size`: Some(768), added: 3243, mode: `MaxEncodedLen`)
	// Storage: `Consent::Exclusions` (r:130 w:0)
	// Proof: `Consent::Exclusions` (`max_values`: None, `max_size`: Some(234), added: 2709, mode: `MaxEncodedLen`)
	// Storage: `Consent::ByGrantee` (r:2 w:0)
	// Proof: `Consent::ByGrantee` (`max_values`: None, `max_size`: Some(218), added: 2693, mode: `MaxEncodedLen`)
	// Storage: `Consent::Consents` (r:224 w:0)
	// Proof: `Consent::Consents` (`max_values`: None, `max_size`: Some(351), added: 2826, mode: `MaxEncodedLen`)
	// Storage: `Consent::Seals` (r:65 w:0)
	// Proof: `Consent::Seals` (`max_values`: None, `max_size`: Some(145), added: 2620, mode: `MaxEncodedLen`)
	// Storage: `Consent::GenerationsBegun` (r:1 w:0)
	// Proof: `Consent::GenerationsBegun` (`max_values`: None, `max_size`: Some(66), added: 2541, mode: `MaxEncodedLen`)
	// Storage: `Identity::HandedOver` (r:1 w:0)
	// Proof: `Identity::HandedOver` (`max_values`: None, `max_size`: Some(56), added: 2531, mode: `MaxEncodedLen`)
	// Storage: `Consent::KnownAhead` (r:1 w:0)
	// Proof: `Consent::KnownAhead` (`max_values`: None, `max_size`: Some(72), added: 2547, mode: `MaxEncodedLen`)
	// Storage: `Consent::ClosedScopes` (r:1 w:0)
	// Proof: `Consent::ClosedScopes` (`max_values`: None, `max_size`: Some(203), added: 2678, mode: `MaxEncodedLen`)
	// Storage: `Identity::CompromisedKeys` (r:64 w:0)
	// Proof: `Identity::CompromisedKeys` (`max_values`: None, `max_size`: Some(105), added: 2580, mode: `MaxEncodedLen`)
	// Storage: `Records::RecordCount` (r:1 w:1)
	// Proof: `Records::RecordCount` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	// Storage: `Records::Records` (r:0 w:1)
	// Proof: `Records::Records` (`max_values`: None, `max_size`: Some(162), added: 2637, mode: `MaxEncodedLen`)
	// Proof size measured: 232826
	// At least 4_366_990_000 picoseconds.
	pub(super) fn register(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(4_427_690_000, 634014).saturating_add(db.reads_writes(568, 2))
	}

	// Storage: `Identity::Patients` (r:1 w:0)
	// Proof: `Identity::Patients` (`max_values`: None, `max_size`: Some(237), added: 2712, mode: `MaxEncodedLen`)
	// Storage: `Identity::HandOvers` (r:1 w:0)
	// Proof: `Identity::HandOvers` (`max_values`: None, `max_size`: Some(88), added: 2563, mode: `MaxEncodedLen`)
	// Storage: `Identity::PractitionerOf` (r:1 w:0)
	// Proof: `Identity::PractitionerOf` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	// Storage: `Identity::Practitioners` (r:1025 w:0)
	// Proof: `Identity::Practitioners` (`max_values`: None, `max_size`: Some(2537), added: 5012, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Consent::Scopes` (r:16 w:0)
	// Proof: `Consent::Scopes` (`max_values`: None, `max_size`: Some(142), added: 2617, mode: `MaxEncodedLen`)
	// Storage: `Consortium::Organisations` (r:8 w:0)
	// Proof: `Consortium::Organisations` (`max_values`: None, `max_size`: Some(768), added: 3243, mode: `MaxEncodedLen`)
	// Storage: `Consent::Exclusions` (r:610 w:0)
	// Proof: `Consent::Exclusions` (`max_values`: None, `max_size`: Some(234), added: 2709, mode: `MaxEncodedLen`)
	// Storage: `Consent::ByGrantee` (r:2 w:0)
	// Proof: `Consent::ByGrantee` (`max_values`: None, `max_size`: Some(218), added: 2693, mode: `MaxEncodedLen`)
	// Storage: `Consent::Consents` (r:1184 w:0)
	// Proof: `Consent::Consents` (`max_values`: None, `max_size`: Some(351), added: 2826, mode: `MaxEncodedLen`)
	// Storage: `Consent::Seals` (r:1040 w:0)
	// Proof: `Consent::Seals` (`max_values`: None, `max_size`: Some(145), added: 2620, mode: `MaxEncodedLen`)
	// Storage: `Consent::GenerationsBegun` (r:16 w:0)
	// Proof: `Consent::GenerationsBegun` (`max_values`: None, `max_size`: Some(66), added: 2541, mode: `MaxEncodedLen`)
	// Storage: `Identity::HandedOver` (r:1 w:0)
	// Proof: `Identity::HandedOver` (`max_values`: None, `max_size`: Some(56), added: 2531, mode: `MaxEncodedLen`)
	// Storage: `Consent::KnownAhead` (r:16 w:0)
	// Proof: `Consent::KnownAhead` (`max_values`: None, `max_size`: Some(72), added: 2547, mode: `MaxEncodedLen`)
	// Storage: `Consent::ClosedScopes` (r:16 w:0)
	// Proof: `Consent::ClosedScopes` (`max_values`: None, `max_size`: Some(203), added: 2678, mode: `MaxEncodedLen`)
	// Storage: `Identity::CompromisedKeys` (r:1024 w:0)
	// Proof: `Identity::CompromisedKeys` (`max_values`: None, `max_size`: Some(105), added: 2580, mode: `MaxEncodedLen`)
	// Storage: `Records::RecordCount` (r:1 w:1)
	// Proof: `Records::RecordCount` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	// Storage: `Records::Records` (r:0 w:64)
	// Proof: `Records::Records` (`max_values`: None, `max_size`: Some(162), added: 2637, mode: `MaxEncodedLen`)
	// Proof size measured: 125607 + s * (179610 ±0)
	// At least 5_335_583_000 picoseconds.
	pub(super) fn register_batch(db: RuntimeDbWeight, s: u32, r: u32) -> Weight {
		Weight::from_parts(2_806_529_336, 453150)
			.saturating_add(db.reads_writes(275, 1))
			// Standard error: 12_775_860
			.saturating_add(Weight::from_parts(3_252_224_945, 0).saturating_mul(s.into()))
			.saturating_add(db.reads(293).saturating_mul(s.into()))
			.saturating_add(db.writes(1).saturating_mul(s.into()))
			.saturating_add(db.writes(1).saturating_mul(r.into()))
			.saturating_add(Weight::from_parts(0, 320768).saturating_mul(s.into()))
	}

	// Storage: `Identity::Patients` (r:1 w:0)
	// Proof: `Identity::Patients` (`max_values`: None, `max_size`: Some(237), added: 2712, mode: `MaxEncodedLen`)
	// Storage: `Identity::HandOvers` (r:1 w:0)
	// Proof: `Identity::HandOvers` (`max_values`: None, `max_size`: Some(88), added: 2563, mode: `MaxEncodedLen`)
	// Storage: `Identity::PractitionerOf` (r:1 w:0)
	// Proof: `Identity::PractitionerOf` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	// Storage: `Identity::Practitioners` (r:65 w:0)
	// Proof: `Identity::Practitioners` (`max_values`: None, `max_size`: Some(2537), added: 5012, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Records::Records` (r:1 w:2)
	// Proof: `Records::Records` (`max_values`: None, `max_size`: Some(162), added: 2637, mode: `MaxEncodedLen`)
	// Storage: `Consortium::Organisations` (r:8 w:0)
	// Proof: `Consortium::Organisations` (`max_values`: None, `max_size`: Some(768), added: 3243, mode: `MaxEncodedLen`)
	// Storage: `Consent::Exclusions` (r:130 w:0)
	// Proof: `Consent::Exclusions` (`max_values`: None, `max_size`: Some(234), added: 2709, mode: `MaxEncodedLen`)
	// Storage: `Consent::ByGrantee` (r:2 w:0)
	// Proof: `Consent::ByGrantee` (`max_values`: None, `max_size`: Some(218), added: 2693, mode: `MaxEncodedLen`)
	// Storage: `Consent::Consents` (r:224 w:0)
	// Proof: `Consent::Consents` (`max_values`: None, `max_size`: Some(351), added: 2826, mode: `MaxEncodedLen`)
	// Storage: `Consent::Scopes` (r:1 w:0)
	// Proof: `Consent::Scopes` (`max_values`: None, `max_size`: Some(142), added: 2617, mode: `MaxEncodedLen`)
	// Storage: `Consent::Seals` (r:65 w:0)
	// Proof: `Consent::Seals` (`max_values`: None, `max_size`: Some(145), added: 2620, mode: `MaxEncodedLen`)
	// Storage: `Consent::GenerationsBegun` (r:1 w:0)
	// Proof: `Consent::GenerationsBegun` (`max_values`: None, `max_size`: Some(66), added: 2541, mode: `MaxEncodedLen`)
	// Storage: `Identity::HandedOver` (r:1 w:0)
	// Proof: `Identity::HandedOver` (`max_values`: None, `max_size`: Some(56), added: 2531, mode: `MaxEncodedLen`)
	// Storage: `Consent::KnownAhead` (r:1 w:0)
	// Proof: `Consent::KnownAhead` (`max_values`: None, `max_size`: Some(72), added: 2547, mode: `MaxEncodedLen`)
	// Storage: `Consent::ClosedScopes` (r:1 w:0)
	// Proof: `Consent::ClosedScopes` (`max_values`: None, `max_size`: Some(203), added: 2678, mode: `MaxEncodedLen`)
	// Storage: `Identity::CompromisedKeys` (r:64 w:0)
	// Proof: `Identity::CompromisedKeys` (`max_values`: None, `max_size`: Some(105), added: 2580, mode: `MaxEncodedLen`)
	// Storage: `Records::RecordCount` (r:1 w:1)
	// Proof: `Records::RecordCount` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	// Storage: `Records::Disputes` (r:1 w:1)
	// Proof: `Records::Disputes` (`max_values`: None, `max_size`: Some(265), added: 2740, mode: `MaxEncodedLen`)
	// Storage: `Records::OpenDisputeCount` (r:1 w:1)
	// Proof: `Records::OpenDisputeCount` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	// Storage: `Records::OpenDisputes` (r:0 w:1)
	// Proof: `Records::OpenDisputes` (`max_values`: None, `max_size`: Some(72), added: 2547, mode: `MaxEncodedLen`)
	// Proof size measured: 233371
	// At least 4_400_109_000 picoseconds.
	pub(super) fn amend(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(4_459_536_000, 634014).saturating_add(db.reads_writes(571, 6))
	}

	// Storage: `Identity::Patients` (r:1 w:0)
	// Proof: `Identity::Patients` (`max_values`: None, `max_size`: Some(237), added: 2712, mode: `MaxEncodedLen`)
	// Storage: `Identity::HandOvers` (r:1 w:0)
	// Proof: `Identity::HandOvers` (`max_values`: None, `max_size`: Some(88), added: 2563, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Records::Records` (r:1 w:1)
	// Proof: `Records::Records` (`max_values`: None, `max_size`: Some(162), added: 2637, mode: `MaxEncodedLen`)
	// Storage: `Consent::Scopes` (r:1 w:0)
	// Proof: `Consent::Scopes` (`max_values`: None, `max_size`: Some(142), added: 2617, mode: `MaxEncodedLen`)
	// Storage: `Consent::Seals` (r:65 w:0)
	// Proof: `Consent::Seals` (`max_values`: None, `max_size`: Some(145), added: 2620, mode: `MaxEncodedLen`)
	// Storage: `Consent::Consents` (r:64 w:0)
	// Proof: `Consent::Consents` (`max_values`: None, `max_size`: Some(351), added: 2826, mode: `MaxEncodedLen`)
	// Storage: `Consent::GenerationsBegun` (r:1 w:0)
	// Proof: `Consent::GenerationsBegun` (`max_values`: None, `max_size`: Some(66), added: 2541, mode: `MaxEncodedLen`)
	// Storage: `Identity::HandedOver` (r:1 w:0)
	// Proof: `Identity::HandedOver` (`max_values`: None, `max_size`: Some(56), added: 2531, mode: `MaxEncodedLen`)
	// Storage: `Consent::KnownAhead` (r:1 w:0)
	// Proof: `Consent::KnownAhead` (`max_values`: None, `max_size`: Some(72), added: 2547, mode: `MaxEncodedLen`)
	// Storage: `Consent::ClosedScopes` (r:1 w:0)
	// Proof: `Consent::ClosedScopes` (`max_values`: None, `max_size`: Some(203), added: 2678, mode: `MaxEncodedLen`)
	// Storage: `Identity::Practitioners` (r:64 w:0)
	// Proof: `Identity::Practitioners` (`max_values`: None, `max_size`: Some(2537), added: 5012, mode: `MaxEncodedLen`)
	// Storage: `Consortium::Organisations` (r:8 w:0)
	// Proof: `Consortium::Organisations` (`max_values`: None, `max_size`: Some(768), added: 3243, mode: `MaxEncodedLen`)
	// Storage: `Identity::CompromisedKeys` (r:64 w:0)
	// Proof: `Identity::CompromisedKeys` (`max_values`: None, `max_size`: Some(105), added: 2580, mode: `MaxEncodedLen`)
	// Storage: `Consent::Exclusions` (r:32 w:0)
	// Proof: `Consent::Exclusions` (`max_values`: None, `max_size`: Some(234), added: 2709, mode: `MaxEncodedLen`)
	// Storage: `Consortium::GenesisBlock` (r:1 w:0)
	// Proof: `Consortium::GenesisBlock` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
	// Storage: `System::BlockHash` (r:1 w:0)
	// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	// Storage: `Identity::Vaults` (r:1 w:0)
	// Proof: `Identity::Vaults` (`max_values`: None, `max_size`: Some(124), added: 2599, mode: `MaxEncodedLen`)
	// Proof size measured: 192376
	// At least 2_976_323_000 picoseconds.
	pub(super) fn refile(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(3_072_245_000, 321758).saturating_add(db.reads_writes(309, 1))
	}

	// Storage: `Identity::Patients` (r:1 w:0)
	// Proof: `Identity::Patients` (`max_values`: None, `max_size`: Some(237), added: 2712, mode: `MaxEncodedLen`)
	// Storage: `Identity::HandOvers` (r:1 w:0)
	// Proof: `Identity::HandOvers` (`max_values`: None, `max_size`: Some(88), added: 2563, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Records::Records` (r:1 w:1)
	// Proof: `Records::Records` (`max_values`: None, `max_size`: Some(162), added: 2637, mode: `MaxEncodedLen`)
	// Storage: `Consortium::GenesisBlock` (r:1 w:0)
	// Proof: `Consortium::GenesisBlock` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
	// Storage: `System::BlockHash` (r:1 w:0)
	// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	// Storage: `Identity::Vaults` (r:1 w:0)
	// Proof: `Identity::Vaults` (`max_values`: None, `max_size`: Some(124), added: 2599, mode: `MaxEncodedLen`)
	// Storage: `Consent::Seals` (r:65 w:64)
	// Proof: `Consent::Seals` (`max_values`: None, `max_size`: Some(145), added: 2620, mode: `MaxEncodedLen`)
	// Storage: `Records::ErasureProposals` (r:1 w:1)
	// Proof: `Records::ErasureProposals` (`max_values`: None, `max_size`: Some(77), added: 2552, mode: `MaxEncodedLen`)
	// Storage: `Records::ErasureProposalCount` (r:1 w:1)
	// Proof: `Records::ErasureProposalCount` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	// Storage: `Records::Disputes` (r:1 w:1)
	// Proof: `Records::Disputes` (`max_values`: None, `max_size`: Some(265), added: 2740, mode: `MaxEncodedLen`)
	// Storage: `Records::OpenDisputeCount` (r:1 w:1)
	// Proof: `Records::OpenDisputeCount` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	// Storage: `Records::OpenDisputes` (r:0 w:1)
	// Proof: `Records::OpenDisputes` (`max_values`: None, `max_size`: Some(72), added: 2547, mode: `MaxEncodedLen`)
	// Proof size measured: 4940
	// At least 697_672_000 picoseconds.
	pub(super) fn erase(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(710_220_000, 171290).saturating_add(db.reads_writes(76, 70))
	}

	// Storage: `Identity::Patients` (r:1 w:0)
	// Proof: `Identity::Patients` (`max_values`: None, `max_size`: Some(237), added: 2712, mode: `MaxEncodedLen`)
	// Storage: `Identity::HandOvers` (r:1 w:0)
	// Proof: `Identity::HandOvers` (`max_values`: None, `max_size`: Some(88), added: 2563, mode: `MaxEncodedLen`)
	// Storage: `Identity::PractitionerOf` (r:1 w:0)
	// Proof: `Identity::PractitionerOf` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	// Storage: `Identity::Practitioners` (r:1 w:0)
	// Proof: `Identity::Practitioners` (`max_values`: None, `max_size`: Some(2537), added: 5012, mode: `MaxEncodedLen`)
	// Storage: `Records::Records` (r:1 w:0)
	// Proof: `Records::Records` (`max_values`: None, `max_size`: Some(162), added: 2637, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Consortium::Organisations` (r:1 w:0)
	// Proof: `Consortium::Organisations` (`max_values`: None, `max_size`: Some(768), added: 3243, mode: `MaxEncodedLen`)
	// Storage: `Records::ErasureProposals` (r:1 w:1)
	// Proof: `Records::ErasureProposals` (`max_values`: None, `max_size`: Some(77), added: 2552, mode: `MaxEncodedLen`)
	// Storage: `Records::ErasureProposalCount` (r:1 w:1)
	// Proof: `Records::ErasureProposalCount` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	// Proof size measured: 4649
	// At least 74_561_000 picoseconds.
	pub(super) fn propose_erasure(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(80_179_000, 6002).saturating_add(db.reads_writes(9, 2))
	}

	// Storage: `Identity::Patients` (r:1 w:0)
	// Proof: `Identity::Patients` (`max_values`: None, `max_size`: Some(237), added: 2712, mode: `MaxEncodedLen`)
	// Storage: `Identity::HandOvers` (r:1 w:0)
	// Proof: `Identity::HandOvers` (`max_values`: None, `max_size`: Some(88), added: 2563, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Records::ErasureProposals` (r:1 w:1)
	// Proof: `Records::ErasureProposals` (`max_values`: None, `max_size`: Some(77), added: 2552, mode: `MaxEncodedLen`)
	// Storage: `Records::ErasureProposalCount` (r:1 w:1)
	// Proof: `Records::ErasureProposalCount` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	// Proof size measured: 586
	// At least 28_332_000 picoseconds.
	pub(super) fn decline_erasure(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(30_625_000, 3702).saturating_add(db.reads_writes(5, 2))
	}

	// Storage: `Identity::Patients` (r:1 w:0)
	// Proof: `Identity::Patients` (`max_values`: None, `max_size`: Some(237), added: 2712, mode: `MaxEncodedLen`)
	// Storage: `Identity::HandOvers` (r:1 w:0)
	// Proof: `Identity::HandOvers` (`max_values`: None, `max_size`: Some(88), added: 2563, mode: `MaxEncodedLen`)
	// Storage: `Identity::PractitionerOf` (r:1 w:0)
	// Proof: `Identity::PractitionerOf` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	// Storage: `Identity::Practitioners` (r:1 w:0)
	// Proof: `Identity::Practitioners` (`max_values`: None, `max_size`: Some(2537), added: 5012, mode: `MaxEncodedLen`)
	// Storage: `Records::Records` (r:1 w:1)
	// Proof: `Records::Records` (`max_values`: None, `max_size`: Some(162), added: 2637, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Consortium::Organisations` (r:1 w:0)
	// Proof: `Consortium::Organisations` (`max_values`: None, `max_size`: Some(768), added: 3243, mode: `MaxEncodedLen`)
	// Storage: `Records::Disputes` (r:1 w:1)
	// Proof: `Records::Disputes` (`max_values`: None, `max_size`: Some(265), added: 2740, mode: `MaxEncodedLen`)
	// Storage: `Records::OpenDisputeCount` (r:1 w:1)
	// Proof: `Records::OpenDisputeCount` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	// Storage: `Records::OpenDisputes` (r:0 w:1)
	// Proof: `Records::OpenDisputes` (`max_values`: None, `max_size`: Some(72), added: 2547, mode: `MaxEncodedLen`)
	// Proof size measured: 4863
	// At least 83_483_000 picoseconds.
	pub(super) fn mark_entered_in_error(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(88_712_000, 6002).saturating_add(db.reads_writes(9, 4))
	}

	// Storage: `Identity::Patients` (r:1 w:0)
	// Proof: `Identity::Patients` (`max_values`: None, `max_size`: Some(237), added: 2712, mode: `MaxEncodedLen`)
	// Storage: `Identity::HandOvers` (r:1 w:0)
	// Proof: `Identity::HandOvers` (`max_values`: None, `max_size`: Some(88), added: 2563, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Records::Records` (r:1 w:0)
	// Proof: `Records::Records` (`max_values`: None, `max_size`: Some(162), added: 2637, mode: `MaxEncodedLen`)
	// Storage: `Records::Disputes` (r:1 w:1)
	// Proof: `Records::Disputes` (`max_values`: None, `max_size`: Some(265), added: 2740, mode: `MaxEncodedLen`)
	// Storage: `Records::OpenDisputeCount` (r:1 w:1)
	// Proof: `Records::OpenDisputeCount` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	// Storage: `Records::OpenDisputes` (r:0 w:1)
	// Proof: `Records::OpenDisputes` (`max_values`: None, `max_size`: Some(72), added: 2547, mode: `MaxEncodedLen`)
	// Proof size measured: 920
	// At least 39_669_000 picoseconds.
	pub(super) fn dispute(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(42_212_000, 3730).saturating_add(db.reads_writes(6, 3))
	}

	// Storage: `Identity::Patients` (r:1 w:0)
	// Proof: `Identity::Patients` (`max_values`: None, `max_size`: Some(237), added: 2712, mode: `MaxEncodedLen`)
	// Storage: `Identity::HandOvers` (r:1 w:0)
	// Proof: `Identity::HandOvers` (`max_values`: None, `max_size`: Some(88), added: 2563, mode: `MaxEncodedLen`)
	// Storage: `Identity::PractitionerOf` (r:1 w:0)
	// Proof: `Identity::PractitionerOf` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	// Storage: `Identity::Practitioners` (r:1 w:0)
	// Proof: `Identity::Practitioners` (`max_values`: None, `max_size`: Some(2537), added: 5012, mode: `MaxEncodedLen`)
	// Storage: `Records::Disputes` (r:1 w:1)
	// Proof: `Records::Disputes` (`max_values`: None, `max_size`: Some(265), added: 2740, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Consortium::Organisations` (r:1 w:0)
	// Proof: `Consortium::Organisations` (`max_values`: None, `max_size`: Some(768), added: 3243, mode: `MaxEncodedLen`)
	// Storage: `Records::OpenDisputeCount` (r:1 w:1)
	// Proof: `Records::OpenDisputeCount` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	// Storage: `Records::OpenDisputes` (r:0 w:1)
	// Proof: `Records::OpenDisputes` (`max_values`: None, `max_size`: Some(72), added: 2547, mode: `MaxEncodedLen`)
	// Proof size measured: 4717
	// At least 72_557_000 picoseconds.
	pub(super) fn refuse_dispute(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(77_284_000, 6002).saturating_add(db.reads_writes(8, 3))
	}

	// Storage: `Identity::Patients` (r:1 w:0)
	// Proof: `Identity::Patients` (`max_values`: None, `max_size`: Some(237), added: 2712, mode: `MaxEncodedLen`)
	// Storage: `Identity::HandOvers` (r:1 w:0)
	// Proof: `Identity::HandOvers` (`max_values`: None, `max_size`: Some(88), added: 2563, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Records::Disputes` (r:1 w:1)
	// Proof: `Records::Disputes` (`max_values`: None, `max_size`: Some(265), added: 2740, mode: `MaxEncodedLen`)
	// Storage: `Records::OpenDisputeCount` (r:1 w:1)
	// Proof: `Records::OpenDisputeCount` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	// Storage: `Records::OpenDisputes` (r:0 w:1)
	// Proof: `Records::OpenDisputes` (`max_values`: None, `max_size`: Some(72), added: 2547, mode: `MaxEncodedLen`)
	// Proof size measured: 701
	// At least 33_249_000 picoseconds.
	pub(super) fn withdraw_dispute(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(35_442_000, 3730).saturating_add(db.reads_writes(5, 3))
	}
}
