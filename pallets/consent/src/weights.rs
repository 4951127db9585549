//! What the calls of `salus_pallet_consent` cost, measured: written by `scripts/benchmark.sh`, not by hand.
//!
//! - machine: AMD EPYC
//! - date: 2026-11-24
//! - 20 steps of 10 repeats, benchmark command 64.0.0
//! - what is marked "until it is measured", and what decisions and envelopes cost more since, was set by comparison

use core::marker::PhantomData;
use frame_support::{
	traits::Get,
	weights::{constants::ParityDbWeight, Weight},
};

/// What each call of `salus_pallet_consent` costs at most.
pub trait WeightInfo {
	/// `create_scopes`, with `s` from 1 to 16.
	fn create_scopes(s: u32) -> Weight;
	/// `rotate_scope`, with `r` from 0 to 64.
	fn rotate_scope(r: u32) -> Weight;
	/// `grant`, with `i` from 1 to 16.
	fn grant(i: u32) -> Weight;
	/// `revoke`.
	fn revoke() -> Weight;
	/// `revoke_and_rotate`, with `r` from 1 to 16, with `s` from 0 to 63.
	fn revoke_and_rotate(r: u32, s: u32) -> Weight;
	/// `exclude`.
	fn exclude() -> Weight;
	/// `readmit`.
	fn readmit() -> Weight;
	/// `reseal`, with `r` from 1 to 64.
	fn reseal(r: u32) -> Weight;
	/// `reseal_own`.
	fn reseal_own() -> Weight;
	/// `request_access`.
	fn request_access() -> Weight;
	/// `approve_request`, with `i` from 1 to 16.
	fn approve_request(i: u32) -> Weight;
	/// `refuse_request`.
	fn refuse_request() -> Weight;
	/// `withdraw_request`.
	fn withdraw_request() -> Weight;
	/// `cleanup`, with `s` from 0 to 32.
	fn cleanup(s: u32) -> Weight;
	/// `delegate`, with `i` from 1 to 16.
	fn delegate(i: u32) -> Weight;
	/// `revoke_delegated`.
	fn revoke_delegated() -> Weight;
	/// `close_scope`.
	fn close_scope() -> Weight;
	/// `open_scope`.
	fn open_scope() -> Weight;
	/// `grant_by_representative`, with `i` from 1 to 16: `grant`, when a representative gives it.
	fn grant_by_representative(i: u32) -> Weight;
	/// `rotate_scope_by_representative`, with `r` from 0 to 63: `rotate_scope`, when a representative makes it.
	fn rotate_scope_by_representative(r: u32) -> Weight;
}

/// The measured weights, with the database costs of the runtime `T`.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn create_scopes(s: u32) -> Weight {
		measured::create_scopes(T::DbWeight::get(), s)
	}
	fn rotate_scope(r: u32) -> Weight {
		measured::rotate_scope(T::DbWeight::get(), r)
	}
	fn grant(i: u32) -> Weight {
		measured::grant(T::DbWeight::get(), i)
	}
	fn revoke() -> Weight {
		measured::revoke(T::DbWeight::get())
	}
	fn revoke_and_rotate(r: u32, s: u32) -> Weight {
		measured::revoke_and_rotate(T::DbWeight::get(), r, s)
	}
	fn exclude() -> Weight {
		measured::exclude(T::DbWeight::get())
	}
	fn readmit() -> Weight {
		measured::readmit(T::DbWeight::get())
	}
	fn reseal(r: u32) -> Weight {
		measured::reseal(T::DbWeight::get(), r)
	}
	fn reseal_own() -> Weight {
		measured::reseal_own(T::DbWeight::get())
	}
	fn request_access() -> Weight {
		measured::request_access(T::DbWeight::get())
	}
	fn approve_request(i: u32) -> Weight {
		measured::approve_request(T::DbWeight::get(), i)
	}
	fn refuse_request() -> Weight {
		measured::refuse_request(T::DbWeight::get())
	}
	fn withdraw_request() -> Weight {
		measured::withdraw_request(T::DbWeight::get())
	}
	fn cleanup(s: u32) -> Weight {
		measured::cleanup(T::DbWeight::get(), s)
	}
	fn delegate(i: u32) -> Weight {
		measured::delegate(T::DbWeight::get(), i)
	}
	fn revoke_delegated() -> Weight {
		measured::revoke_delegated(T::DbWeight::get())
	}
	fn close_scope() -> Weight {
		measured::close_scope(T::DbWeight::get())
	}
	fn open_scope() -> Weight {
		measured::open_scope(T::DbWeight::get())
	}
	fn grant_by_representative(i: u32) -> Weight {
		measured::grant_by_representative(T::DbWeight::get(), i)
	}
	fn rotate_scope_by_representative(r: u32) -> Weight {
		measured::rotate_scope_by_representative(T::DbWeight::get(), r)
	}
}

/// The measured weights, with the costs of ParityDB: for tests.
impl WeightInfo for () {
	fn create_scopes(s: u32) -> Weight {
		measured::create_scopes(ParityDbWeight::get(), s)
	}
	fn rotate_scope(r: u32) -> Weight {
		measured::rotate_scope(ParityDbWeight::get(), r)
	}
	fn grant(i: u32) -> Weight {
		measured::grant(ParityDbWeight::get(), i)
	}
	fn revoke() -> Weight {
		measured::revoke(ParityDbWeight::get())
	}
	fn revoke_and_rotate(r: u32, s: u32) -> Weight {
		measured::revoke_and_rotate(ParityDbWeight::get(), r, s)
	}
	fn exclude() -> Weight {
		measured::exclude(ParityDbWeight::get())
	}
	fn readmit() -> Weight {
		measured::readmit(ParityDbWeight::get())
	}
	fn reseal(r: u32) -> Weight {
		measured::reseal(ParityDbWeight::get(), r)
	}
	fn reseal_own() -> Weight {
		measured::reseal_own(ParityDbWeight::get())
	}
	fn request_access() -> Weight {
		measured::request_access(ParityDbWeight::get())
	}
	fn approve_request(i: u32) -> Weight {
		measured::approve_request(ParityDbWeight::get(), i)
	}
	fn refuse_request() -> Weight {
		measured::refuse_request(ParityDbWeight::get())
	}
	fn withdraw_request() -> Weight {
		measured::withdraw_request(ParityDbWeight::get())
	}
	fn cleanup(s: u32) -> Weight {
		measured::cleanup(ParityDbWeight::get(), s)
	}
	fn delegate(i: u32) -> Weight {
		measured::delegate(ParityDbWeight::get(), i)
	}
	fn revoke_delegated() -> Weight {
		measured::revoke_delegated(ParityDbWeight::get())
	}
	fn close_scope() -> Weight {
		measured::close_scope(ParityDbWeight::get())
	}
	fn open_scope() -> Weight {
		measured::open_scope(ParityDbWeight::get())
	}
	fn grant_by_representative(i: u32) -> Weight {
		measured::grant_by_representative(ParityDbWeight::get(), i)
	}
	fn rotate_scope_by_representative(r: u32) -> Weight {
		measured::rotate_scope_by_representative(ParityDbWeight::get(), r)
	}
}

/// The results, as a function of what the database costs and of the benchmarks' components.
mod measured {
	use frame_support::weights::{RuntimeDbWeight, Weight};

	// Storage: `Identity::Patients` (r:1 w:0)
	// Proof: `Identity::Patients` (`max_values`: None, `max_size`: Some(237), added: 2712, mode: `MaxEncodedLen`)
	// Storage: `Consent::ScopeNumbers` (r:16 w:16)
	// Proof: `Consent::ScopeNumbers` (`max_values`: None, `max_size`: Some(74), added: 2549, mode: `MaxEncodedLen`)
	// Storage: `Consent::ScopeCount` (r:1 w:1)
	// Proof: `Consent::ScopeCount` (`max_values`: None, `max_size`: Some(50), added: 2525, mode: `MaxEncodedLen`)
	// Storage: `Consortium::GenesisBlock` (r:1 w:0)
	// Proof: `Consortium::GenesisBlock` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
	// Storage: `System::BlockHash` (r:1 w:0)
	// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	// Storage: `Identity::Vaults` (r:1 w:0)
	// Proof: `Identity::Vaults` (`max_values`: None, `max_size`: Some(124), added: 2599, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Consent::EpochCount` (r:16 w:16)
	// Proof: `Consent::EpochCount` (`max_values`: None, `max_size`: Some(62), added: 2537, mode: `MaxEncodedLen`)
	// Storage: `Consent::Scopes` (r:0 w:16)
	// Proof: `Consent::Scopes` (`max_values`: None, `max_size`: Some(142), added: 2617, mode: `MaxEncodedLen`)
	// Storage: `Consent::EpochKeys` (r:0 w:16)
	// Proof: `Consent::EpochKeys` (`max_values`: None, `max_size`: Some(100), added: 2575, mode: `MaxEncodedLen`)
	// Proof size measured: 1555
	// At least 80_881_000 picoseconds.
	pub(super) fn create_scopes(db: RuntimeDbWeight, s: u32) -> Weight {
		Weight::from_parts(68_183_474, 3702)
			.saturating_add(db.reads_writes(6, 1))
			// Standard error: 7_039
			.saturating_add(Weight::from_parts(16_315_052, 0).saturating_mul(s.into()))
			.saturating_add(db.reads(2).saturating_mul(s.into()))
			.saturating_add(db.writes(4).saturating_mul(s.into()))
			.saturating_add(Weight::from_parts(0, 2549).saturating_mul(s.into()))
	}

	// Storage: `Identity::Patients` (r:1 w:0)
	// Proof: `Identity::Patients` (`max_values`: None, `max_size`: Some(237), added: 2712, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Consent::Scopes` (r:1 w:1)
	// Proof: `Consent::Scopes` (`max_values`: None, `max_size`: Some(142), added: 2617, mode: `MaxEncodedLen`)
	// Storage: `Consortium::GenesisBlock` (r:1 w:0)
	// Proof: `Consortium::GenesisBlock` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
	// Storage: `System::BlockHash` (r:1 w:0)
	// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	// Storage: `Identity::Vaults` (r:65 w:0)
	// Proof: `Identity::Vaults` (`max_values`: None, `max_size`: Some(124), added: 2599, mode: `MaxEncodedLen`)
	// Storage: `Consent::Consents` (r:64 w:0)
	// Proof: `Consent::Consents` (`max_values`: None, `max_size`: Some(323), added: 2798, mode: `MaxEncodedLen`)
	// Storage: `Consent::Seals` (r:65 w:64)
	// Proof: `Consent::Seals` (`max_values`: None, `max_size`: Some(145), added: 2620, mode: `MaxEncodedLen`)
	// Storage: `Consent::Exclusions` (r:64 w:0)
	// Proof: `Consent::Exclusions` (`max_values`: None, `max_size`: Some(206), added: 2681, mode: `MaxEncodedLen`)
	// Storage: `Identity::Practitioners` (r:64 w:0)
	// Proof: `Identity::Practitioners` (`max_values`: None, `max_size`: Some(2537), added: 5012, mode: `MaxEncodedLen`)
	// Storage: `Consortium::Organisations` (r:8 w:0)
	// Proof: `Consortium::Organisations` (`max_values`: None, `max_size`: Some(768), added: 3243, mode: `MaxEncodedLen`)
	// Storage: `Identity::Lineages` (r:64 w:0)
	// Proof: `Identity::Lineages` (`max_values`: None, `max_size`: Some(14), added: 2489, mode: `MaxEncodedLen`)
	// Storage: `Consent::EpochCount` (r:1 w:1)
	// Proof: `Consent::EpochCount` (`max_values`: None, `max_size`: Some(62), added: 2537, mode: `MaxEncodedLen`)
	// Storage: `Consent::EpochKeys` (r:0 w:1)
	// Proof: `Consent::EpochKeys` (`max_values`: None, `max_size`: Some(100), added: 2575, mode: `MaxEncodedLen`)
	// Proof size measured: 23681 + r * (2597 ±0)
	// At least 518_495_000 picoseconds.
	pub(super) fn rotate_scope(db: RuntimeDbWeight, r: u32) -> Weight {
		Weight::from_parts(565_161_200, 180062)
			.saturating_add(known_ahead(db))
			.saturating_add(db.reads_writes(143, 3))
			// Standard error: 40_384
			.saturating_add(Weight::from_parts(37_254_395, 0).saturating_mul(r.into()))
			.saturating_add(db.reads(4).saturating_mul(r.into()))
			.saturating_add(db.writes(1).saturating_mul(r.into()))
			.saturating_add(Weight::from_parts(0, 5012).saturating_mul(r.into()))
	}

	// Storage: `Identity::Patients` (r:1 w:0)
	// Proof: `Identity::Patients` (`max_values`: None, `max_size`: Some(237), added: 2712, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Consortium::GenesisBlock` (r:1 w:0)
	// Proof: `Consortium::GenesisBlock` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
	// Storage: `System::BlockHash` (r:1 w:0)
	// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	// Storage: `Consent::ConsentCount` (r:1 w:1)
	// Proof: `Consent::ConsentCount` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	// Storage: `Identity::Vaults` (r:2 w:0)
	// Proof: `Identity::Vaults` (`max_values`: None, `max_size`: Some(124), added: 2599, mode: `MaxEncodedLen`)
	// Storage: `Identity::Practitioners` (r:1009 w:0)
	// Proof: `Identity::Practitioners` (`max_values`: None, `max_size`: Some(2537), added: 5012, mode: `MaxEncodedLen`)
	// Storage: `Consent::Exclusions` (r:1 w:0)
	// Proof: `Consent::Exclusions` (`max_values`: None, `max_size`: Some(206), added: 2681, mode: `MaxEncodedLen`)
	// Storage: `Consortium::Organisations` (r:8 w:0)
	// Proof: `Consortium::Organisations` (`max_values`: None, `max_size`: Some(768), added: 3243, mode: `MaxEncodedLen`)
	// Storage: `Consent::Scopes` (r:16 w:16)
	// Proof: `Consent::Scopes` (`max_values`: None, `max_size`: Some(142), added: 2617, mode: `MaxEncodedLen`)
	// Storage: `Consent::Seals` (r:1024 w:16)
	// Proof: `Consent::Seals` (`max_values`: None, `max_size`: Some(145), added: 2620, mode: `MaxEncodedLen`)
	// Storage: `Consent::Consents` (r:1040 w:1)
	// Proof: `Consent::Consents` (`max_values`: None, `max_size`: Some(323), added: 2798, mode: `MaxEncodedLen`)
	// Storage: `Identity::CompromisedKeys` (r:1008 w:0)
	// Proof: `Identity::CompromisedKeys` (`max_values`: None, `max_size`: Some(105), added: 2580, mode: `MaxEncodedLen`)
	// Storage: `Consent::ByGrantee` (r:1 w:1)
	// Proof: `Consent::ByGrantee` (`max_values`: None, `max_size`: Some(190), added: 2665, mode: `MaxEncodedLen`)
	// Storage: `Consent::Granted` (r:1 w:1)
	// Proof: `Consent::Granted` (`max_values`: None, `max_size`: Some(65), added: 2540, mode: `MaxEncodedLen`)
	// Storage: `Identity::Lineages` (r:1 w:0)
	// Proof: `Identity::Lineages` (`max_values`: None, `max_size`: Some(14), added: 2489, mode: `MaxEncodedLen`)
	// Proof size measured: 16853 + i * (172802 ±0)
	// At least 2_011_343_000 picoseconds.
	pub(super) fn grant(db: RuntimeDbWeight, i: u32) -> Weight {
		Weight::from_parts(2_034_758_000, 90526)
			.saturating_add(db.reads_writes(52, 4))
			// Standard error: 12_878_114
			.saturating_add(Weight::from_parts(1_798_405_357, 0).saturating_mul(i.into()))
			.saturating_add(db.reads(286).saturating_mul(i.into()))
			.saturating_add(db.writes(2).saturating_mul(i.into()))
			.saturating_add(Weight::from_parts(0, 315756).saturating_mul(i.into()))
	}

	// Storage: `Identity::Patients` (r:1 w:0)
	// Proof: `Identity::Patients` (`max_values`: None, `max_size`: Some(237), added: 2712, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Consent::Consents` (r:1 w:1)
	// Proof: `Consent::Consents` (`max_values`: None, `max_size`: Some(323), added: 2798, mode: `MaxEncodedLen`)
	// Storage: `Consent::Seals` (r:16 w:16)
	// Proof: `Consent::Seals` (`max_values`: None, `max_size`: Some(145), added: 2620, mode: `MaxEncodedLen`)
	// Storage: `Consent::Scopes` (r:16 w:16)
	// Proof: `Consent::Scopes` (`max_values`: None, `max_size`: Some(142), added: 2617, mode: `MaxEncodedLen`)
	// Storage: `Consent::Granted` (r:1 w:1)
	// Proof: `Consent::Granted` (`max_values`: None, `max_size`: Some(65), added: 2540, mode: `MaxEncodedLen`)
	// Proof size measured: 3553
	// At least 169_694_000 picoseconds.
	pub(super) fn revoke(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(174_020_000, 42910)
			.saturating_add(db.reads_writes(37, 35))
			// What is remembered as known ahead, until it is measured.
			.saturating_add(Weight::from_parts(100_000_000, 42910))
			.saturating_add(db.reads_writes(16, 16))
	}

	// Storage: `Identity::Patients` (r:1 w:0)
	// Proof: `Identity::Patients` (`max_values`: None, `max_size`: Some(237), added: 2712, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Consent::Consents` (r:1009 w:1)
	// Proof: `Consent::Consents` (`max_values`: None, `max_size`: Some(323), added: 2798, mode: `MaxEncodedLen`)
	// Storage: `Consent::Seals` (r:1040 w:79)
	// Proof: `Consent::Seals` (`max_values`: None, `max_size`: Some(145), added: 2620, mode: `MaxEncodedLen`)
	// Storage: `Consent::Scopes` (r:16 w:16)
	// Proof: `Consent::Scopes` (`max_values`: None, `max_size`: Some(142), added: 2617, mode: `MaxEncodedLen`)
	// Storage: `Consent::Granted` (r:1 w:1)
	// Proof: `Consent::Granted` (`max_values`: None, `max_size`: Some(65), added: 2540, mode: `MaxEncodedLen`)
	// Storage: `Consortium::GenesisBlock` (r:1 w:0)
	// Proof: `Consortium::GenesisBlock` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
	// Storage: `System::BlockHash` (r:1 w:0)
	// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	// Storage: `Identity::Vaults` (r:64 w:0)
	// Proof: `Identity::Vaults` (`max_values`: None, `max_size`: Some(124), added: 2599, mode: `MaxEncodedLen`)
	// Storage: `Consent::Exclusions` (r:63 w:0)
	// Proof: `Consent::Exclusions` (`max_values`: None, `max_size`: Some(206), added: 2681, mode: `MaxEncodedLen`)
	// Storage: `Identity::Practitioners` (r:63 w:0)
	// Proof: `Identity::Practitioners` (`max_values`: None, `max_size`: Some(2537), added: 5012, mode: `MaxEncodedLen`)
	// Storage: `Consortium::Organisations` (r:8 w:0)
	// Proof: `Consortium::Organisations` (`max_values`: None, `max_size`: Some(768), added: 3243, mode: `MaxEncodedLen`)
	// Storage: `Identity::Lineages` (r:63 w:0)
	// Proof: `Identity::Lineages` (`max_values`: None, `max_size`: Some(14), added: 2489, mode: `MaxEncodedLen`)
	// Storage: `Consent::EpochCount` (r:16 w:16)
	// Proof: `Consent::EpochCount` (`max_values`: None, `max_size`: Some(62), added: 2537, mode: `MaxEncodedLen`)
	// Storage: `Consent::EpochKeys` (r:0 w:16)
	// Proof: `Consent::EpochKeys` (`max_values`: None, `max_size`: Some(100), added: 2575, mode: `MaxEncodedLen`)
	// Proof size measured: 0 + r * (13861 ±0) + s * (2921 ±0)
	// At least 2_858_818_000 picoseconds.
	pub(super) fn revoke_and_rotate(db: RuntimeDbWeight, r: u32, s: u32) -> Weight {
		Weight::from_parts(2_884_997_000, 26934)
			.saturating_add(known_ahead(db).saturating_mul(r.into()))
			.saturating_add(db.reads_writes(13, 2))
			// Standard error: 12_686_229
			.saturating_add(Weight::from_parts(737_535_366, 0).saturating_mul(r.into()))
			.saturating_add(db.reads(130).saturating_mul(r.into()))
			.saturating_add(db.reads(4).saturating_mul(s.into()))
			.saturating_add(db.writes(4).saturating_mul(r.into()))
			.saturating_add(db.writes(1).saturating_mul(s.into()))
			.saturating_add(Weight::from_parts(0, 176274).saturating_mul(r.into()))
			.saturating_add(Weight::from_parts(0, 5012).saturating_mul(s.into()))
	}

	// Storage: `Identity::Patients` (r:1 w:0)
	// Proof: `Identity::Patients` (`max_values`: None, `max_size`: Some(237), added: 2712, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Identity::Practitioners` (r:1 w:0)
	// Proof: `Identity::Practitioners` (`max_values`: None, `max_size`: Some(2537), added: 5012, mode: `MaxEncodedLen`)
	// Storage: `Consent::Exclusions` (r:1 w:1)
	// Proof: `Consent::Exclusions` (`max_values`: None, `max_size`: Some(206), added: 2681, mode: `MaxEncodedLen`)
	// Storage: `Consent::ByGrantee` (r:1 w:0)
	// Proof: `Consent::ByGrantee` (`max_values`: None, `max_size`: Some(190), added: 2665, mode: `MaxEncodedLen`)
	// Storage: `Consent::Consents` (r:32 w:0)
	// Proof: `Consent::Consents` (`max_values`: None, `max_size`: Some(323), added: 2798, mode: `MaxEncodedLen`)
	// Storage: `Consent::Seals` (r:504 w:0)
	// Proof: `Consent::Seals` (`max_values`: None, `max_size`: Some(145), added: 2620, mode: `MaxEncodedLen`)
	// Storage: `Consent::Scopes` (r:63 w:63)
	// Proof: `Consent::Scopes` (`max_values`: None, `max_size`: Some(142), added: 2617, mode: `MaxEncodedLen`)
	// Proof size measured: 31281
	// At least 3_395_589_000 picoseconds.
	pub(super) fn exclude(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(3_699_344_000, 1321470).saturating_add(db.reads_writes(604, 64))
	}

	// Storage: `Identity::Patients` (r:1 w:0)
	// Proof: `Identity::Patients` (`max_values`: None, `max_size`: Some(237), added: 2712, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Consent::Exclusions` (r:1 w:1)
	// Proof: `Consent::Exclusions` (`max_values`: None, `max_size`: Some(206), added: 2681, mode: `MaxEncodedLen`)
	// Proof size measured: 542
	// At least 17_156_000 picoseconds.
	pub(super) fn readmit(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(19_659_000, 3702).saturating_add(db.reads_writes(3, 1))
	}

	// Storage: `Identity::Patients` (r:1 w:0)
	// Proof: `Identity::Patients` (`max_values`: None, `max_size`: Some(237), added: 2712, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Consent::Scopes` (r:1 w:1)
	// Proof: `Consent::Scopes` (`max_values`: None, `max_size`: Some(142), added: 2617, mode: `MaxEncodedLen`)
	// Storage: `Consortium::GenesisBlock` (r:1 w:0)
	// Proof: `Consortium::GenesisBlock` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
	// Storage: `System::BlockHash` (r:1 w:0)
	// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	// Storage: `Identity::Vaults` (r:65 w:0)
	// Proof: `Identity::Vaults` (`max_values`: None, `max_size`: Some(124), added: 2599, mode: `MaxEncodedLen`)
	// Storage: `Consent::Consents` (r:64 w:0)
	// Proof: `Consent::Consents` (`max_values`: None, `max_size`: Some(323), added: 2798, mode: `MaxEncodedLen`)
	// Storage: `Consent::Seals` (r:64 w:64)
	// Proof: `Consent::Seals` (`max_values`: None, `max_size`: Some(145), added: 2620, mode: `MaxEncodedLen`)
	// Storage: `Consent::Exclusions` (r:64 w:0)
	// Proof: `Consent::Exclusions` (`max_values`: None, `max_size`: Some(206), added: 2681, mode: `MaxEncodedLen`)
	// Storage: `Identity::Practitioners` (r:64 w:0)
	// Proof: `Identity::Practitioners` (`max_values`: None, `max_size`: Some(2537), added: 5012, mode: `MaxEncodedLen`)
	// Storage: `Consortium::Organisations` (r:8 w:0)
	// Proof: `Consortium::Organisations` (`max_values`: None, `max_size`: Some(768), added: 3243, mode: `MaxEncodedLen`)
	// Storage: `Identity::CompromisedKeys` (r:64 w:0)
	// Proof: `Identity::CompromisedKeys` (`max_values`: None, `max_size`: Some(105), added: 2580, mode: `MaxEncodedLen`)
	// Storage: `Identity::Lineages` (r:64 w:0)
	// Proof: `Identity::Lineages` (`max_values`: None, `max_size`: Some(14), added: 2489, mode: `MaxEncodedLen`)
	// Proof size measured: 8061 + r * (2836 ±0)
	// At least 132_868_000 picoseconds.
	pub(super) fn reseal(db: RuntimeDbWeight, r: u32) -> Weight {
		Weight::from_parts(69_274_532, 26934)
			.saturating_add(db.reads_writes(14, 1))
			// Standard error: 168_344
			.saturating_add(Weight::from_parts(55_522_913, 0).saturating_mul(r.into()))
			.saturating_add(db.reads(7).saturating_mul(r.into()))
			.saturating_add(db.writes(1).saturating_mul(r.into()))
			.saturating_add(Weight::from_parts(0, 5012).saturating_mul(r.into()))
	}

	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Consent::Consents` (r:1 w:0)
	// Proof: `Consent::Consents` (`max_values`: None, `max_size`: Some(323), added: 2798, mode: `MaxEncodedLen`)
	// Storage: `Identity::PractitionerOf` (r:1 w:0)
	// Proof: `Identity::PractitionerOf` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	// Storage: `Consent::Seals` (r:1 w:1)
	// Proof: `Consent::Seals` (`max_values`: None, `max_size`: Some(145), added: 2620, mode: `MaxEncodedLen`)
	// Storage: `Consent::Exclusions` (r:1 w:0)
	// Proof: `Consent::Exclusions` (`max_values`: None, `max_size`: Some(206), added: 2681, mode: `MaxEncodedLen`)
	// Storage: `Identity::Practitioners` (r:1 w:0)
	// Proof: `Identity::Practitioners` (`max_values`: None, `max_size`: Some(2537), added: 5012, mode: `MaxEncodedLen`)
	// Storage: `Consortium::Organisations` (r:8 w:0)
	// Proof: `Consortium::Organisations` (`max_values`: None, `max_size`: Some(768), added: 3243, mode: `MaxEncodedLen`)
	// Storage: `Identity::Vaults` (r:1 w:0)
	// Proof: `Identity::Vaults` (`max_values`: None, `max_size`: Some(124), added: 2599, mode: `MaxEncodedLen`)
	// Storage: `Identity::Lineages` (r:1 w:0)
	// Proof: `Identity::Lineages` (`max_values`: None, `max_size`: Some(14), added: 2489, mode: `MaxEncodedLen`)
	// Storage: `Consent::Scopes` (r:1 w:0)
	// Proof: `Consent::Scopes` (`max_values`: None, `max_size`: Some(142), added: 2617, mode: `MaxEncodedLen`)
	// Storage: `Identity::CompromisedKeys` (r:1 w:0)
	// Proof: `Identity::CompromisedKeys` (`max_values`: None, `max_size`: Some(105), added: 2580, mode: `MaxEncodedLen`)
	// Proof size measured: 10615
	// At least 82_202_000 picoseconds.
	pub(super) fn reseal_own(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(89_834_000, 26934).saturating_add(db.reads_writes(18, 1))
	}

	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Identity::PractitionerOf` (r:1 w:0)
	// Proof: `Identity::PractitionerOf` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	// Storage: `Identity::Patients` (r:1 w:0)
	// Proof: `Identity::Patients` (`max_values`: None, `max_size`: Some(237), added: 2712, mode: `MaxEncodedLen`)
	// Storage: `Consent::Exclusions` (r:9 w:0)
	// Proof: `Consent::Exclusions` (`max_values`: None, `max_size`: Some(206), added: 2681, mode: `MaxEncodedLen`)
	// Storage: `Identity::Practitioners` (r:1 w:0)
	// Proof: `Identity::Practitioners` (`max_values`: None, `max_size`: Some(2537), added: 5012, mode: `MaxEncodedLen`)
	// Storage: `Consortium::Organisations` (r:8 w:0)
	// Proof: `Consortium::Organisations` (`max_values`: None, `max_size`: Some(768), added: 3243, mode: `MaxEncodedLen`)
	// Storage: `Consent::RequestCount` (r:1 w:1)
	// Proof: `Consent::RequestCount` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	// Storage: `Consent::OpenRequests` (r:1 w:1)
	// Proof: `Consent::OpenRequests` (`max_values`: None, `max_size`: Some(1138), added: 3613, mode: `MaxEncodedLen`)
	// Storage: `Consent::SentRequests` (r:1 w:1)
	// Proof: `Consent::SentRequests` (`max_values`: None, `max_size`: Some(11279), added: 13754, mode: `MaxEncodedLen`)
	// Storage: `Consent::ClosedRequests` (r:1 w:1)
	// Proof: `Consent::ClosedRequests` (`max_values`: None, `max_size`: Some(626), added: 3101, mode: `MaxEncodedLen`)
	// Storage: `Consent::Requests` (r:0 w:65)
	// Proof: `Consent::Requests` (`max_values`: None, `max_size`: Some(139), added: 2614, mode: `MaxEncodedLen`)
	// Proof size measured: 23627
	// At least 381_309_000 picoseconds.
	pub(super) fn request_access(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(422_631_000, 26934).saturating_add(db.reads_writes(25, 69))
	}

	// Storage: `Identity::Patients` (r:1 w:0)
	// Proof: `Identity::Patients` (`max_values`: None, `max_size`: Some(237), added: 2712, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Consent::Requests` (r:1 w:2)
	// Proof: `Consent::Requests` (`max_values`: None, `max_size`: Some(139), added: 2614, mode: `MaxEncodedLen`)
	// Storage: `Consortium::GenesisBlock` (r:1 w:0)
	// Proof: `Consortium::GenesisBlock` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
	// Storage: `System::BlockHash` (r:1 w:0)
	// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	// Storage: `Consent::ConsentCount` (r:1 w:1)
	// Proof: `Consent::ConsentCount` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	// Storage: `Identity::Vaults` (r:2 w:0)
	// Proof: `Identity::Vaults` (`max_values`: None, `max_size`: Some(124), added: 2599, mode: `MaxEncodedLen`)
	// Storage: `Identity::Practitioners` (r:1009 w:0)
	// Proof: `Identity::Practitioners` (`max_values`: None, `max_size`: Some(2537), added: 5012, mode: `MaxEncodedLen`)
	// Storage: `Consent::Exclusions` (r:1 w:0)
	// Proof: `Consent::Exclusions` (`max_values`: None, `max_size`: Some(206), added: 2681, mode: `MaxEncodedLen`)
	// Storage: `Consortium::Organisations` (r:8 w:0)
	// Proof: `Consortium::Organisations` (`max_values`: None, `max_size`: Some(768), added: 3243, mode: `MaxEncodedLen`)
	// Storage: `Consent::Scopes` (r:16 w:16)
	// Proof: `Consent::Scopes` (`max_values`: None, `max_size`: Some(142), added: 2617, mode: `MaxEncodedLen`)
	// Storage: `Consent::Seals` (r:1024 w:16)
	// Proof: `Consent::Seals` (`max_values`: None, `max_size`: Some(145), added: 2620, mode: `MaxEncodedLen`)
	// Storage: `Consent::Consents` (r:1040 w:1)
	// Proof: `Consent::Consents` (`max_values`: None, `max_size`: Some(323), added: 2798, mode: `MaxEncodedLen`)
	// Storage: `Identity::CompromisedKeys` (r:1008 w:0)
	// Proof: `Identity::CompromisedKeys` (`max_values`: None, `max_size`: Some(105), added: 2580, mode: `MaxEncodedLen`)
	// Storage: `Consent::ByGrantee` (r:1 w:1)
	// Proof: `Consent::ByGrantee` (`max_values`: None, `max_size`: Some(190), added: 2665, mode: `MaxEncodedLen`)
	// Storage: `Consent::Granted` (r:1 w:1)
	// Proof: `Consent::Granted` (`max_values`: None, `max_size`: Some(65), added: 2540, mode: `MaxEncodedLen`)
	// Storage: `Identity::Lineages` (r:1 w:0)
	// Proof: `Identity::Lineages` (`max_values`: None, `max_size`: Some(14), added: 2489, mode: `MaxEncodedLen`)
	// Storage: `Consent::OpenRequests` (r:1 w:1)
	// Proof: `Consent::OpenRequests` (`max_values`: None, `max_size`: Some(1138), added: 3613, mode: `MaxEncodedLen`)
	// Storage: `Consent::SentRequests` (r:1 w:1)
	// Proof: `Consent::SentRequests` (`max_values`: None, `max_size`: Some(11279), added: 13754, mode: `MaxEncodedLen`)
	// Storage: `Consent::ClosedRequests` (r:1 w:1)
	// Proof: `Consent::ClosedRequests` (`max_values`: None, `max_size`: Some(626), added: 3101, mode: `MaxEncodedLen`)
	// Proof size measured: 30919 + i * (172802 ±0)
	// At least 2_183_660_000 picoseconds.
	pub(super) fn approve_request(db: RuntimeDbWeight, i: u32) -> Weight {
		Weight::from_parts(2_349_688_000, 90526)
			.saturating_add(db.reads_writes(56, 9))
			// Standard error: 18_316_492
			.saturating_add(Weight::from_parts(2_250_795_419, 0).saturating_mul(i.into()))
			.saturating_add(db.reads(286).saturating_mul(i.into()))
			.saturating_add(db.writes(2).saturating_mul(i.into()))
			.saturating_add(Weight::from_parts(0, 315756).saturating_mul(i.into()))
	}

	// Storage: `Identity::Patients` (r:1 w:0)
	// Proof: `Identity::Patients` (`max_values`: None, `max_size`: Some(237), added: 2712, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Consent::Requests` (r:1 w:2)
	// Proof: `Consent::Requests` (`max_values`: None, `max_size`: Some(139), added: 2614, mode: `MaxEncodedLen`)
	// Storage: `Consent::OpenRequests` (r:1 w:1)
	// Proof: `Consent::OpenRequests` (`max_values`: None, `max_size`: Some(1138), added: 3613, mode: `MaxEncodedLen`)
	// Storage: `Consent::SentRequests` (r:1 w:1)
	// Proof: `Consent::SentRequests` (`max_values`: None, `max_size`: Some(11279), added: 13754, mode: `MaxEncodedLen`)
	// Storage: `Consent::ClosedRequests` (r:1 w:1)
	// Proof: `Consent::ClosedRequests` (`max_values`: None, `max_size`: Some(626), added: 3101, mode: `MaxEncodedLen`)
	// Proof size measured: 14522
	// At least 41_883_000 picoseconds.
	pub(super) fn refuse_request(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(65_247_000, 14744).saturating_add(db.reads_writes(6, 5))
	}

	// Storage: `Consent::Requests` (r:1 w:2)
	// Proof: `Consent::Requests` (`max_values`: None, `max_size`: Some(139), added: 2614, mode: `MaxEncodedLen`)
	// Storage: `Identity::PractitionerOf` (r:1 w:0)
	// Proof: `Identity::PractitionerOf` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Consent::OpenRequests` (r:1 w:1)
	// Proof: `Consent::OpenRequests` (`max_values`: None, `max_size`: Some(1138), added: 3613, mode: `MaxEncodedLen`)
	// Storage: `Consent::SentRequests` (r:1 w:1)
	// Proof: `Consent::SentRequests` (`max_values`: None, `max_size`: Some(11279), added: 13754, mode: `MaxEncodedLen`)
	// Storage: `Consent::ClosedRequests` (r:1 w:1)
	// Proof: `Consent::ClosedRequests` (`max_values`: None, `max_size`: Some(626), added: 3101, mode: `MaxEncodedLen`)
	// Proof size measured: 14541
	// At least 45_819_000 picoseconds.
	pub(super) fn withdraw_request(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(68_522_000, 14744).saturating_add(db.reads_writes(6, 5))
	}

	// Of a comparable call, until it is measured.
	pub(super) fn cleanup(db: RuntimeDbWeight, s: u32) -> Weight {
		Weight::from_parts(12_000_000, 14000)
			.saturating_add(db.reads_writes(2, 1))
			.saturating_add(Weight::from_parts(60_000_000, 2539).saturating_mul(s.into()))
			.saturating_add(db.reads_writes(4, 3).saturating_mul(s.into()))
	}
	// As `grant`, with the line above the consent, until it is measured.
	pub(super) fn delegate(db: RuntimeDbWeight, i: u32) -> Weight {
		Weight::from_parts(2_349_688_000, 90526)
			.saturating_add(db.reads_writes(112, 5))
			.saturating_add(Weight::from_parts(2_450_795_419, 0).saturating_mul(i.into()))
			.saturating_add(db.reads(288).saturating_mul(i.into()))
			.saturating_add(db.writes(2).saturating_mul(i.into()))
			.saturating_add(Weight::from_parts(0, 315756).saturating_mul(i.into()))
	}

	// As `revoke`, with the line above the consent, until it is measured.
	pub(super) fn revoke_delegated(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(230_000_000, 42862).saturating_add(db.reads_writes(44, 36))
	}

	// Of a comparable call, until it is measured.
	pub(super) fn close_scope(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(45_000_000, 6002).saturating_add(db.reads_writes(7, 1))
	}

	// Of a comparable call, until it is measured.
	pub(super) fn open_scope(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(45_000_000, 6002).saturating_add(db.reads_writes(7, 1))
	}

	// Of a comparable call, until it is measured.
	pub(super) fn grant_by_representative(db: RuntimeDbWeight, i: u32) -> Weight {
		grant(db, i)
			.saturating_add(Weight::from_parts(900_000_000, 90526))
			.saturating_add(db.reads(310))
			.saturating_add(Weight::from_parts(250_000_000, 90526).saturating_mul(i.into()))
			.saturating_add(db.reads(35).saturating_mul(i.into()))
	}

	// Of a comparable call, until it is measured.
	pub(super) fn rotate_scope_by_representative(db: RuntimeDbWeight, r: u32) -> Weight {
		rotate_scope(db, r)
			.saturating_add(Weight::from_parts(900_000_000, 90526))
			.saturating_add(db.reads(310))
	}

	/// What is looked at of those who have keys ahead of a full scope, until it is measured.
	fn known_ahead(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(600_000_000, 180062).saturating_add(db.reads_writes(170, 1))
	}
}
