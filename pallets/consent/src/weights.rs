//! What the calls of `salus_pallet_consent` cost, measured: written by `scripts/benchmark.sh`, not by hand.
//!
//! - machine: AMD EPYC
//! - date: 2026-11-26
//! - 20 steps of 10 repeats, benchmark command 64.0.0

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
	/// `rotate_scope_by_representative`, with `r` from 0 to 63.
	fn rotate_scope_by_representative(r: u32) -> Weight;
	/// `grant`, with `i` from 1 to 16.
	fn grant(i: u32) -> Weight;
	/// `grant_by_representative`, with `i` from 1 to 16.
	fn grant_by_representative(i: u32) -> Weight;
	/// `close_scope`.
	fn close_scope() -> Weight;
	/// `open_scope`.
	fn open_scope() -> Weight;
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
	fn rotate_scope_by_representative(r: u32) -> Weight {
		measured::rotate_scope_by_representative(T::DbWeight::get(), r)
	}
	fn grant(i: u32) -> Weight {
		measured::grant(T::DbWeight::get(), i)
	}
	fn grant_by_representative(i: u32) -> Weight {
		measured::grant_by_representative(T::DbWeight::get(), i)
	}
	fn close_scope() -> Weight {
		measured::close_scope(T::DbWeight::get())
	}
	fn open_scope() -> Weight {
		measured::open_scope(T::DbWeight::get())
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
}

/// The measured weights, with the costs of ParityDB: for tests.
impl WeightInfo for () {
	fn create_scopes(s: u32) -> Weight {
		measured::create_scopes(ParityDbWeight::get(), s)
	}
	fn rotate_scope(r: u32) -> Weight {
		measured::rotate_scope(ParityDbWeight::get(), r)
	}
	fn rotate_scope_by_representative(r: u32) -> Weight {
		measured::rotate_scope_by_representative(ParityDbWeight::get(), r)
	}
	fn grant(i: u32) -> Weight {
		measured::grant(ParityDbWeight::get(), i)
	}
	fn grant_by_representative(i: u32) -> Weight {
		measured::grant_by_representative(ParityDbWeight::get(), i)
	}
	fn close_scope() -> Weight {
		measured::close_scope(ParityDbWeight::get())
	}
	fn open_scope() -> Weight {
		measured::open_scope(ParityDbWeight::get())
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
}

/// The results, as a function of what the database costs and of the benchmarks' components.
mod measured {
	use frame_support::weights::{RuntimeDbWeight, Weight};

	// Storage: `Identity::Patients` (r:1 w:0)
	// Proof: `Identity::Patients` (`max_values`: None, `max_size`: Some(237), added: 2712, mode: `MaxEncodedLen`)
	// Storage: `Identity::HandOvers` (r:1 w:0)
	// Proof: `Identity::HandOvers` (`max_values`: None, `max_size`: Some(88), added: 2563, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
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
	// Storage: `Consent::EpochCount` (r:16 w:16)
	// Proof: `Consent::EpochCount` (`max_values`: None, `max_size`: Some(62), added: 2537, mode: `MaxEncodedLen`)
	// Storage: `Consent::Scopes` (r:0 w:16)
	// Proof: `Consent::Scopes` (`max_values`: None, `max_size`: Some(142), added: 2617, mode: `MaxEncodedLen`)
	// Storage: `Consent::EpochKeys` (r:0 w:16)
	// Proof: `Consent::EpochKeys` (`max_values`: None, `max_size`: Some(100), added: 2575, mode: `MaxEncodedLen`)
	// Proof size measured: 1555
	// At least 121_921_000 picoseconds.
	pub(super) fn create_scopes(db: RuntimeDbWeight, s: u32) -> Weight {
		Weight::from_parts(106_871_050, 3702)
			.saturating_add(db.reads_writes(7, 1))
			// Standard error: 13_629
			.saturating_add(Weight::from_parts(23_422_631, 0).saturating_mul(s.into()))
			.saturating_add(db.reads(2).saturating_mul(s.into()))
			.saturating_add(db.writes(4).saturating_mul(s.into()))
			.saturating_add(Weight::from_parts(0, 2549).saturating_mul(s.into()))
	}

	// Storage: `Identity::Patients` (r:1 w:0)
	// Proof: `Identity::Patients` (`max_values`: None, `max_size`: Some(237), added: 2712, mode: `MaxEncodedLen`)
	// Storage: `Identity::HandOvers` (r:1 w:0)
	// Proof: `Identity::HandOvers` (`max_values`: None, `max_size`: Some(88), added: 2563, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Consent::Scopes` (r:1 w:1)
	// Proof: `Consent::Scopes` (`max_values`: None, `max_size`: Some(142), added: 2617, mode: `MaxEncodedLen`)
	// Storage: `Consent::Seals` (r:65 w:64)
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
	// Storage: `Consent::Exclusions` (r:64 w:0)
	// Proof: `Consent::Exclusions` (`max_values`: None, `max_size`: Some(234), added: 2709, mode: `MaxEncodedLen`)
	// Storage: `Identity::Practitioners` (r:64 w:0)
	// Proof: `Identity::Practitioners` (`max_values`: None, `max_size`: Some(2537), added: 5012, mode: `MaxEncodedLen`)
	// Storage: `Consortium::Organisations` (r:8 w:0)
	// Proof: `Consortium::Organisations` (`max_values`: None, `max_size`: Some(768), added: 3243, mode: `MaxEncodedLen`)
	// Storage: `Identity::CompromisedKeys` (r:32 w:0)
	// Proof: `Identity::CompromisedKeys` (`max_values`: None, `max_size`: Some(105), added: 2580, mode: `MaxEncodedLen`)
	// Storage: `Consortium::GenesisBlock` (r:1 w:0)
	// Proof: `Consortium::GenesisBlock` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
	// Storage: `System::BlockHash` (r:1 w:0)
	// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	// Storage: `Identity::Vaults` (r:65 w:0)
	// Proof: `Identity::Vaults` (`max_values`: None, `max_size`: Some(124), added: 2599, mode: `MaxEncodedLen`)
	// Storage: `Identity::Lineages` (r:64 w:0)
	// Proof: `Identity::Lineages` (`max_values`: None, `max_size`: Some(14), added: 2489, mode: `MaxEncodedLen`)
	// Storage: `Consent::EpochCount` (r:1 w:1)
	// Proof: `Consent::EpochCount` (`max_values`: None, `max_size`: Some(62), added: 2537, mode: `MaxEncodedLen`)
	// Storage: `Consent::EpochKeys` (r:0 w:1)
	// Proof: `Consent::EpochKeys` (`max_values`: None, `max_size`: Some(100), added: 2575, mode: `MaxEncodedLen`)
	// Proof size measured: 91469 + r * (1304 ±0)
	// At least 2_409_454_000 picoseconds.
	pub(super) fn rotate_scope(db: RuntimeDbWeight, r: u32) -> Weight {
		Weight::from_parts(2_369_931_802, 181854)
			.saturating_add(db.reads_writes(230, 3))
			// Standard error: 231_656
			.saturating_add(Weight::from_parts(59_719_195, 0).saturating_mul(r.into()))
			.saturating_add(db.reads(3).saturating_mul(r.into()))
			.saturating_add(db.writes(1).saturating_mul(r.into()))
			.saturating_add(Weight::from_parts(0, 2599).saturating_mul(r.into()))
	}

	// Storage: `Identity::Patients` (r:1 w:0)
	// Proof: `Identity::Patients` (`max_values`: None, `max_size`: Some(237), added: 2712, mode: `MaxEncodedLen`)
	// Storage: `Identity::HandOvers` (r:1 w:0)
	// Proof: `Identity::HandOvers` (`max_values`: None, `max_size`: Some(88), added: 2563, mode: `MaxEncodedLen`)
	// Storage: `Identity::RepresentationsOf` (r:1 w:0)
	// Proof: `Identity::RepresentationsOf` (`max_values`: None, `max_size`: Some(113), added: 2588, mode: `MaxEncodedLen`)
	// Storage: `Identity::Representatives` (r:16 w:0)
	// Proof: `Identity::Representatives` (`max_values`: None, `max_size`: Some(115), added: 2590, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Consent::Exclusions` (r:157 w:0)
	// Proof: `Consent::Exclusions` (`max_values`: None, `max_size`: Some(234), added: 2709, mode: `MaxEncodedLen`)
	// Storage: `Consent::Scopes` (r:1 w:1)
	// Proof: `Consent::Scopes` (`max_values`: None, `max_size`: Some(142), added: 2617, mode: `MaxEncodedLen`)
	// Storage: `Consent::ClosedScopes` (r:1 w:0)
	// Proof: `Consent::ClosedScopes` (`max_values`: None, `max_size`: Some(203), added: 2678, mode: `MaxEncodedLen`)
	// Storage: `Consent::ByGrantee` (r:1 w:0)
	// Proof: `Consent::ByGrantee` (`max_values`: None, `max_size`: Some(218), added: 2693, mode: `MaxEncodedLen`)
	// Storage: `Consent::Consents` (r:188 w:0)
	// Proof: `Consent::Consents` (`max_values`: None, `max_size`: Some(351), added: 2826, mode: `MaxEncodedLen`)
	// Storage: `Consent::Seals` (r:65 w:63)
	// Proof: `Consent::Seals` (`max_values`: None, `max_size`: Some(145), added: 2620, mode: `MaxEncodedLen`)
	// Storage: `Consent::GenerationsBegun` (r:1 w:0)
	// Proof: `Consent::GenerationsBegun` (`max_values`: None, `max_size`: Some(66), added: 2541, mode: `MaxEncodedLen`)
	// Storage: `Identity::HandedOver` (r:1 w:0)
	// Proof: `Identity::HandedOver` (`max_values`: None, `max_size`: Some(56), added: 2531, mode: `MaxEncodedLen`)
	// Storage: `Consent::KnownAhead` (r:1 w:0)
	// Proof: `Consent::KnownAhead` (`max_values`: None, `max_size`: Some(72), added: 2547, mode: `MaxEncodedLen`)
	// Storage: `Identity::CompromisedKeys` (r:1 w:0)
	// Proof: `Identity::CompromisedKeys` (`max_values`: None, `max_size`: Some(105), added: 2580, mode: `MaxEncodedLen`)
	// Storage: `Consortium::GenesisBlock` (r:1 w:0)
	// Proof: `Consortium::GenesisBlock` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
	// Storage: `System::BlockHash` (r:1 w:0)
	// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	// Storage: `Identity::Vaults` (r:64 w:0)
	// Proof: `Identity::Vaults` (`max_values`: None, `max_size`: Some(124), added: 2599, mode: `MaxEncodedLen`)
	// Storage: `Identity::Practitioners` (r:63 w:0)
	// Proof: `Identity::Practitioners` (`max_values`: None, `max_size`: Some(2537), added: 5012, mode: `MaxEncodedLen`)
	// Storage: `Consortium::Organisations` (r:8 w:0)
	// Proof: `Consortium::Organisations` (`max_values`: None, `max_size`: Some(768), added: 3243, mode: `MaxEncodedLen`)
	// Storage: `Identity::Lineages` (r:63 w:0)
	// Proof: `Identity::Lineages` (`max_values`: None, `max_size`: Some(14), added: 2489, mode: `MaxEncodedLen`)
	// Storage: `Consent::EpochCount` (r:1 w:1)
	// Proof: `Consent::EpochCount` (`max_values`: None, `max_size`: Some(62), added: 2537, mode: `MaxEncodedLen`)
	// Storage: `Consent::EpochKeys` (r:0 w:1)
	// Proof: `Consent::EpochKeys` (`max_values`: None, `max_size`: Some(100), added: 2575, mode: `MaxEncodedLen`)
	// Proof size measured: 146893 + r * (1345 ±0)
	// At least 4_030_883_000 picoseconds.
	pub(super) fn rotate_scope_by_representative(db: RuntimeDbWeight, r: u32) -> Weight {
		Weight::from_parts(4_442_956_752, 532278)
			.saturating_add(db.reads_writes(505, 3))
			// Standard error: 871_243
			.saturating_add(Weight::from_parts(46_610_553, 0).saturating_mul(r.into()))
			.saturating_add(db.reads(2).saturating_mul(r.into()))
			.saturating_add(db.writes(1).saturating_mul(r.into()))
			.saturating_add(Weight::from_parts(0, 2599).saturating_mul(r.into()))
	}

	// Storage: `Identity::Patients` (r:1 w:0)
	// Proof: `Identity::Patients` (`max_values`: None, `max_size`: Some(237), added: 2712, mode: `MaxEncodedLen`)
	// Storage: `Identity::HandOvers` (r:1 w:0)
	// Proof: `Identity::HandOvers` (`max_values`: None, `max_size`: Some(88), added: 2563, mode: `MaxEncodedLen`)
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
	// Storage: `Consent::Exclusions` (r:833 w:0)
	// Proof: `Consent::Exclusions` (`max_values`: None, `max_size`: Some(234), added: 2709, mode: `MaxEncodedLen`)
	// Storage: `Consortium::Organisations` (r:8 w:0)
	// Proof: `Consortium::Organisations` (`max_values`: None, `max_size`: Some(768), added: 3243, mode: `MaxEncodedLen`)
	// Storage: `Consent::Scopes` (r:16 w:16)
	// Proof: `Consent::Scopes` (`max_values`: None, `max_size`: Some(142), added: 2617, mode: `MaxEncodedLen`)
	// Storage: `Consent::Seals` (r:1024 w:16)
	// Proof: `Consent::Seals` (`max_values`: None, `max_size`: Some(145), added: 2620, mode: `MaxEncodedLen`)
	// Storage: `Consent::Consents` (r:1088 w:1)
	// Proof: `Consent::Consents` (`max_values`: None, `max_size`: Some(351), added: 2826, mode: `MaxEncodedLen`)
	// Storage: `Consent::GenerationsBegun` (r:16 w:0)
	// Proof: `Consent::GenerationsBegun` (`max_values`: None, `max_size`: Some(66), added: 2541, mode: `MaxEncodedLen`)
	// Storage: `Identity::HandedOver` (r:1 w:0)
	// Proof: `Identity::HandedOver` (`max_values`: None, `max_size`: Some(56), added: 2531, mode: `MaxEncodedLen`)
	// Storage: `Consent::KnownAhead` (r:16 w:0)
	// Proof: `Consent::KnownAhead` (`max_values`: None, `max_size`: Some(72), added: 2547, mode: `MaxEncodedLen`)
	// Storage: `Consent::ClosedScopes` (r:16 w:0)
	// Proof: `Consent::ClosedScopes` (`max_values`: None, `max_size`: Some(203), added: 2678, mode: `MaxEncodedLen`)
	// Storage: `Identity::CompromisedKeys` (r:1008 w:0)
	// Proof: `Identity::CompromisedKeys` (`max_values`: None, `max_size`: Some(105), added: 2580, mode: `MaxEncodedLen`)
	// Storage: `Consent::ByGrantee` (r:1 w:1)
	// Proof: `Consent::ByGrantee` (`max_values`: None, `max_size`: Some(218), added: 2693, mode: `MaxEncodedLen`)
	// Storage: `Consent::Granted` (r:1 w:1)
	// Proof: `Consent::Granted` (`max_values`: None, `max_size`: Some(93), added: 2568, mode: `MaxEncodedLen`)
	// Storage: `Identity::Lineages` (r:1 w:0)
	// Proof: `Identity::Lineages` (`max_values`: None, `max_size`: Some(14), added: 2489, mode: `MaxEncodedLen`)
	// Proof size measured: 23027 + i * (175834 ±0)
	// At least 4_546_455_000 picoseconds.
	pub(super) fn grant(db: RuntimeDbWeight, i: u32) -> Weight {
		Weight::from_parts(4_580_586_000, 227070)
			.saturating_add(db.reads_writes(102, 4))
			// Standard error: 25_439_298
			.saturating_add(Weight::from_parts(3_914_322_457, 0).saturating_mul(i.into()))
			.saturating_add(db.reads(309).saturating_mul(i.into()))
			.saturating_add(db.writes(2).saturating_mul(i.into()))
			.saturating_add(Weight::from_parts(0, 315756).saturating_mul(i.into()))
	}

	// Storage: `Identity::Patients` (r:1 w:0)
	// Proof: `Identity::Patients` (`max_values`: None, `max_size`: Some(237), added: 2712, mode: `MaxEncodedLen`)
	// Storage: `Identity::HandOvers` (r:1 w:0)
	// Proof: `Identity::HandOvers` (`max_values`: None, `max_size`: Some(88), added: 2563, mode: `MaxEncodedLen`)
	// Storage: `Identity::RepresentationsOf` (r:1 w:0)
	// Proof: `Identity::RepresentationsOf` (`max_values`: None, `max_size`: Some(113), added: 2588, mode: `MaxEncodedLen`)
	// Storage: `Identity::Representatives` (r:16 w:0)
	// Proof: `Identity::Representatives` (`max_values`: None, `max_size`: Some(115), added: 2590, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Consent::Exclusions` (r:911 w:0)
	// Proof: `Consent::Exclusions` (`max_values`: None, `max_size`: Some(234), added: 2709, mode: `MaxEncodedLen`)
	// Storage: `Identity::PractitionerOf` (r:1 w:0)
	// Proof: `Identity::PractitionerOf` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	// Storage: `Consent::ByGrantee` (r:2 w:1)
	// Proof: `Consent::ByGrantee` (`max_values`: None, `max_size`: Some(218), added: 2693, mode: `MaxEncodedLen`)
	// Storage: `Consent::Consents` (r:1197 w:1)
	// Proof: `Consent::Consents` (`max_values`: None, `max_size`: Some(351), added: 2826, mode: `MaxEncodedLen`)
	// Storage: `Consortium::GenesisBlock` (r:1 w:0)
	// Proof: `Consortium::GenesisBlock` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
	// Storage: `System::BlockHash` (r:1 w:0)
	// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	// Storage: `Consent::ConsentCount` (r:1 w:1)
	// Proof: `Consent::ConsentCount` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	// Storage: `Identity::Vaults` (r:2 w:0)
	// Proof: `Identity::Vaults` (`max_values`: None, `max_size`: Some(124), added: 2599, mode: `MaxEncodedLen`)
	// Storage: `Identity::Practitioners` (r:993 w:0)
	// Proof: `Identity::Practitioners` (`max_values`: None, `max_size`: Some(2537), added: 5012, mode: `MaxEncodedLen`)
	// Storage: `Consortium::Organisations` (r:8 w:0)
	// Proof: `Consortium::Organisations` (`max_values`: None, `max_size`: Some(768), added: 3243, mode: `MaxEncodedLen`)
	// Storage: `Consent::Scopes` (r:16 w:16)
	// Proof: `Consent::Scopes` (`max_values`: None, `max_size`: Some(142), added: 2617, mode: `MaxEncodedLen`)
	// Storage: `Consent::Seals` (r:1024 w:16)
	// Proof: `Consent::Seals` (`max_values`: None, `max_size`: Some(145), added: 2620, mode: `MaxEncodedLen`)
	// Storage: `Consent::GenerationsBegun` (r:16 w:0)
	// Proof: `Consent::GenerationsBegun` (`max_values`: None, `max_size`: Some(66), added: 2541, mode: `MaxEncodedLen`)
	// Storage: `Identity::HandedOver` (r:1 w:0)
	// Proof: `Identity::HandedOver` (`max_values`: None, `max_size`: Some(56), added: 2531, mode: `MaxEncodedLen`)
	// Storage: `Consent::KnownAhead` (r:16 w:0)
	// Proof: `Consent::KnownAhead` (`max_values`: None, `max_size`: Some(72), added: 2547, mode: `MaxEncodedLen`)
	// Storage: `Consent::ClosedScopes` (r:16 w:0)
	// Proof: `Consent::ClosedScopes` (`max_values`: None, `max_size`: Some(203), added: 2678, mode: `MaxEncodedLen`)
	// Storage: `Identity::CompromisedKeys` (r:993 w:0)
	// Proof: `Identity::CompromisedKeys` (`max_values`: None, `max_size`: Some(105), added: 2580, mode: `MaxEncodedLen`)
	// Storage: `Consent::Granted` (r:1 w:1)
	// Proof: `Consent::Granted` (`max_values`: None, `max_size`: Some(93), added: 2568, mode: `MaxEncodedLen`)
	// Storage: `Identity::Lineages` (r:1 w:0)
	// Proof: `Identity::Lineages` (`max_values`: None, `max_size`: Some(14), added: 2489, mode: `MaxEncodedLen`)
	// Storage: `Consent::GivenBy` (r:0 w:1)
	// Proof: `Consent::GivenBy` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
	// Proof size measured: 43854 + i * (173084 ±0)
	// At least 6_158_860_000 picoseconds.
	pub(super) fn grant_by_representative(db: RuntimeDbWeight, i: u32) -> Weight {
		Weight::from_parts(1_049_670_620, 580320)
			.saturating_add(db.reads_writes(341, 5))
			// Standard error: 18_024_520
			.saturating_add(Weight::from_parts(4_446_042_169, 0).saturating_mul(i.into()))
			.saturating_add(db.reads(305).saturating_mul(i.into()))
			.saturating_add(db.writes(2).saturating_mul(i.into()))
			.saturating_add(Weight::from_parts(0, 310744).saturating_mul(i.into()))
	}

	// Storage: `Identity::Patients` (r:1 w:0)
	// Proof: `Identity::Patients` (`max_values`: None, `max_size`: Some(237), added: 2712, mode: `MaxEncodedLen`)
	// Storage: `Identity::HandOvers` (r:1 w:0)
	// Proof: `Identity::HandOvers` (`max_values`: None, `max_size`: Some(88), added: 2563, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Consent::Scopes` (r:1 w:0)
	// Proof: `Consent::Scopes` (`max_values`: None, `max_size`: Some(142), added: 2617, mode: `MaxEncodedLen`)
	// Storage: `Consent::ClosedScopes` (r:1 w:1)
	// Proof: `Consent::ClosedScopes` (`max_values`: None, `max_size`: Some(203), added: 2678, mode: `MaxEncodedLen`)
	// Proof size measured: 830
	// At least 36_223_000 picoseconds.
	pub(super) fn close_scope(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(39_899_000, 3702).saturating_add(db.reads_writes(5, 1))
	}

	// Storage: `Identity::Patients` (r:1 w:0)
	// Proof: `Identity::Patients` (`max_values`: None, `max_size`: Some(237), added: 2712, mode: `MaxEncodedLen`)
	// Storage: `Identity::HandOvers` (r:1 w:0)
	// Proof: `Identity::HandOvers` (`max_values`: None, `max_size`: Some(88), added: 2563, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Consent::ClosedScopes` (r:1 w:1)
	// Proof: `Consent::ClosedScopes` (`max_values`: None, `max_size`: Some(203), added: 2678, mode: `MaxEncodedLen`)
	// Proof size measured: 677
	// At least 30_325_000 picoseconds.
	pub(super) fn open_scope(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(33_680_000, 3702).saturating_add(db.reads_writes(4, 1))
	}

	// Storage: `Identity::Patients` (r:1 w:0)
	// Proof: `Identity::Patients` (`max_values`: None, `max_size`: Some(237), added: 2712, mode: `MaxEncodedLen`)
	// Storage: `Identity::HandOvers` (r:1 w:0)
	// Proof: `Identity::HandOvers` (`max_values`: None, `max_size`: Some(88), added: 2563, mode: `MaxEncodedLen`)
	// Storage: `Identity::RepresentationsOf` (r:1 w:0)
	// Proof: `Identity::RepresentationsOf` (`max_values`: None, `max_size`: Some(113), added: 2588, mode: `MaxEncodedLen`)
	// Storage: `Identity::Representatives` (r:16 w:0)
	// Proof: `Identity::Representatives` (`max_values`: None, `max_size`: Some(115), added: 2590, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Consent::Exclusions` (r:1 w:0)
	// Proof: `Consent::Exclusions` (`max_values`: None, `max_size`: Some(234), added: 2709, mode: `MaxEncodedLen`)
	// Storage: `Consent::Consents` (r:1 w:1)
	// Proof: `Consent::Consents` (`max_values`: None, `max_size`: Some(351), added: 2826, mode: `MaxEncodedLen`)
	// Storage: `Consent::Seals` (r:16 w:16)
	// Proof: `Consent::Seals` (`max_values`: None, `max_size`: Some(145), added: 2620, mode: `MaxEncodedLen`)
	// Storage: `Consent::Scopes` (r:16 w:16)
	// Proof: `Consent::Scopes` (`max_values`: None, `max_size`: Some(142), added: 2617, mode: `MaxEncodedLen`)
	// Storage: `Consent::KnownAhead` (r:16 w:16)
	// Proof: `Consent::KnownAhead` (`max_values`: None, `max_size`: Some(72), added: 2547, mode: `MaxEncodedLen`)
	// Storage: `Consent::Granted` (r:1 w:1)
	// Proof: `Consent::Granted` (`max_values`: None, `max_size`: Some(93), added: 2568, mode: `MaxEncodedLen`)
	// Proof size measured: 5550
	// At least 396_947_000 picoseconds.
	pub(super) fn revoke(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(407_152_000, 42910).saturating_add(db.reads_writes(71, 50))
	}

	// Storage: `Identity::Patients` (r:1 w:0)
	// Proof: `Identity::Patients` (`max_values`: None, `max_size`: Some(237), added: 2712, mode: `MaxEncodedLen`)
	// Storage: `Identity::HandOvers` (r:1 w:0)
	// Proof: `Identity::HandOvers` (`max_values`: None, `max_size`: Some(88), added: 2563, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Consent::Consents` (r:1009 w:1)
	// Proof: `Consent::Consents` (`max_values`: None, `max_size`: Some(351), added: 2826, mode: `MaxEncodedLen`)
	// Storage: `Consent::Seals` (r:1040 w:79)
	// Proof: `Consent::Seals` (`max_values`: None, `max_size`: Some(145), added: 2620, mode: `MaxEncodedLen`)
	// Storage: `Consent::Scopes` (r:16 w:16)
	// Proof: `Consent::Scopes` (`max_values`: None, `max_size`: Some(142), added: 2617, mode: `MaxEncodedLen`)
	// Storage: `Consent::Granted` (r:1 w:1)
	// Proof: `Consent::Granted` (`max_values`: None, `max_size`: Some(93), added: 2568, mode: `MaxEncodedLen`)
	// Storage: `Consent::GenerationsBegun` (r:16 w:0)
	// Proof: `Consent::GenerationsBegun` (`max_values`: None, `max_size`: Some(66), added: 2541, mode: `MaxEncodedLen`)
	// Storage: `Identity::HandedOver` (r:1 w:0)
	// Proof: `Identity::HandedOver` (`max_values`: None, `max_size`: Some(56), added: 2531, mode: `MaxEncodedLen`)
	// Storage: `Consent::KnownAhead` (r:16 w:0)
	// Proof: `Consent::KnownAhead` (`max_values`: None, `max_size`: Some(72), added: 2547, mode: `MaxEncodedLen`)
	// Storage: `Consent::ClosedScopes` (r:16 w:0)
	// Proof: `Consent::ClosedScopes` (`max_values`: None, `max_size`: Some(203), added: 2678, mode: `MaxEncodedLen`)
	// Storage: `Consent::Exclusions` (r:543 w:0)
	// Proof: `Consent::Exclusions` (`max_values`: None, `max_size`: Some(234), added: 2709, mode: `MaxEncodedLen`)
	// Storage: `Identity::Practitioners` (r:543 w:0)
	// Proof: `Identity::Practitioners` (`max_values`: None, `max_size`: Some(2537), added: 5012, mode: `MaxEncodedLen`)
	// Storage: `Consortium::Organisations` (r:8 w:0)
	// Proof: `Consortium::Organisations` (`max_values`: None, `max_size`: Some(768), added: 3243, mode: `MaxEncodedLen`)
	// Storage: `Identity::CompromisedKeys` (r:512 w:0)
	// Proof: `Identity::CompromisedKeys` (`max_values`: None, `max_size`: Some(105), added: 2580, mode: `MaxEncodedLen`)
	// Storage: `Consortium::GenesisBlock` (r:1 w:0)
	// Proof: `Consortium::GenesisBlock` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
	// Storage: `System::BlockHash` (r:1 w:0)
	// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	// Storage: `Identity::Vaults` (r:64 w:0)
	// Proof: `Identity::Vaults` (`max_values`: None, `max_size`: Some(124), added: 2599, mode: `MaxEncodedLen`)
	// Storage: `Identity::Lineages` (r:63 w:0)
	// Proof: `Identity::Lineages` (`max_values`: None, `max_size`: Some(14), added: 2489, mode: `MaxEncodedLen`)
	// Storage: `Consent::EpochCount` (r:16 w:16)
	// Proof: `Consent::EpochCount` (`max_values`: None, `max_size`: Some(62), added: 2537, mode: `MaxEncodedLen`)
	// Storage: `Consent::EpochKeys` (r:0 w:16)
	// Proof: `Consent::EpochKeys` (`max_values`: None, `max_size`: Some(100), added: 2575, mode: `MaxEncodedLen`)
	// Proof size measured: 354 + r * (98068 ±0) + s * (1536 ±0)
	// At least 6_286_790_000 picoseconds.
	pub(super) fn revoke_and_rotate(db: RuntimeDbWeight, r: u32, s: u32) -> Weight {
		Weight::from_parts(6_312_118_000, 316746)
			.saturating_add(db.reads_writes(11, 2))
			// Standard error: 34_262_259
			.saturating_add(Weight::from_parts(2_573_363_656, 0).saturating_mul(r.into()))
			// Standard error: 8_882_895
			.saturating_add(Weight::from_parts(9_628_774, 0).saturating_mul(s.into()))
			.saturating_add(db.reads(228).saturating_mul(r.into()))
			.saturating_add(db.reads(3).saturating_mul(s.into()))
			.saturating_add(db.writes(4).saturating_mul(r.into()))
			.saturating_add(db.writes(1).saturating_mul(s.into()))
			.saturating_add(Weight::from_parts(0, 178038).saturating_mul(r.into()))
			.saturating_add(Weight::from_parts(0, 2599).saturating_mul(s.into()))
	}

	// Storage: `Identity::Patients` (r:1 w:0)
	// Proof: `Identity::Patients` (`max_values`: None, `max_size`: Some(237), added: 2712, mode: `MaxEncodedLen`)
	// Storage: `Identity::HandOvers` (r:1 w:0)
	// Proof: `Identity::HandOvers` (`max_values`: None, `max_size`: Some(88), added: 2563, mode: `MaxEncodedLen`)
	// Storage: `Identity::RepresentationsOf` (r:1 w:0)
	// Proof: `Identity::RepresentationsOf` (`max_values`: None, `max_size`: Some(113), added: 2588, mode: `MaxEncodedLen`)
	// Storage: `Identity::Representatives` (r:16 w:0)
	// Proof: `Identity::Representatives` (`max_values`: None, `max_size`: Some(115), added: 2590, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Consent::Exclusions` (r:2 w:1)
	// Proof: `Consent::Exclusions` (`max_values`: None, `max_size`: Some(234), added: 2709, mode: `MaxEncodedLen`)
	// Storage: `Identity::Practitioners` (r:1 w:0)
	// Proof: `Identity::Practitioners` (`max_values`: None, `max_size`: Some(2537), added: 5012, mode: `MaxEncodedLen`)
	// Storage: `Consent::ByGrantee` (r:1 w:0)
	// Proof: `Consent::ByGrantee` (`max_values`: None, `max_size`: Some(218), added: 2693, mode: `MaxEncodedLen`)
	// Storage: `Consent::Consents` (r:32 w:0)
	// Proof: `Consent::Consents` (`max_values`: None, `max_size`: Some(351), added: 2826, mode: `MaxEncodedLen`)
	// Storage: `Consent::Seals` (r:504 w:0)
	// Proof: `Consent::Seals` (`max_values`: None, `max_size`: Some(145), added: 2620, mode: `MaxEncodedLen`)
	// Storage: `Consent::Scopes` (r:63 w:63)
	// Proof: `Consent::Scopes` (`max_values`: None, `max_size`: Some(142), added: 2617, mode: `MaxEncodedLen`)
	// Proof size measured: 33278
	// At least 5_082_839_000 picoseconds.
	pub(super) fn exclude(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(5_167_995_000, 1321470).saturating_add(db.reads_writes(623, 64))
	}

	// Storage: `Identity::Patients` (r:1 w:0)
	// Proof: `Identity::Patients` (`max_values`: None, `max_size`: Some(237), added: 2712, mode: `MaxEncodedLen`)
	// Storage: `Identity::HandOvers` (r:1 w:0)
	// Proof: `Identity::HandOvers` (`max_values`: None, `max_size`: Some(88), added: 2563, mode: `MaxEncodedLen`)
	// Storage: `Identity::RepresentationsOf` (r:1 w:0)
	// Proof: `Identity::RepresentationsOf` (`max_values`: None, `max_size`: Some(113), added: 2588, mode: `MaxEncodedLen`)
	// Storage: `Identity::Representatives` (r:16 w:0)
	// Proof: `Identity::Representatives` (`max_values`: None, `max_size`: Some(115), added: 2590, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Consent::Exclusions` (r:2 w:1)
	// Proof: `Consent::Exclusions` (`max_values`: None, `max_size`: Some(234), added: 2709, mode: `MaxEncodedLen`)
	// Proof size measured: 2539
	// At least 112_236_000 picoseconds.
	pub(super) fn readmit(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(117_874_000, 42430).saturating_add(db.reads_writes(22, 1))
	}

	// Storage: `Identity::Patients` (r:1 w:0)
	// Proof: `Identity::Patients` (`max_values`: None, `max_size`: Some(237), added: 2712, mode: `MaxEncodedLen`)
	// Storage: `Identity::HandOvers` (r:1 w:0)
	// Proof: `Identity::HandOvers` (`max_values`: None, `max_size`: Some(88), added: 2563, mode: `MaxEncodedLen`)
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
	// Proof: `Consent::Consents` (`max_values`: None, `max_size`: Some(351), added: 2826, mode: `MaxEncodedLen`)
	// Storage: `Consent::Exclusions` (r:64 w:0)
	// Proof: `Consent::Exclusions` (`max_values`: None, `max_size`: Some(234), added: 2709, mode: `MaxEncodedLen`)
	// Storage: `Consent::Seals` (r:64 w:64)
	// Proof: `Consent::Seals` (`max_values`: None, `max_size`: Some(145), added: 2620, mode: `MaxEncodedLen`)
	// Storage: `Identity::Practitioners` (r:64 w:0)
	// Proof: `Identity::Practitioners` (`max_values`: None, `max_size`: Some(2537), added: 5012, mode: `MaxEncodedLen`)
	// Storage: `Consortium::Organisations` (r:8 w:0)
	// Proof: `Consortium::Organisations` (`max_values`: None, `max_size`: Some(768), added: 3243, mode: `MaxEncodedLen`)
	// Storage: `Identity::CompromisedKeys` (r:64 w:0)
	// Proof: `Identity::CompromisedKeys` (`max_values`: None, `max_size`: Some(105), added: 2580, mode: `MaxEncodedLen`)
	// Storage: `Identity::Lineages` (r:64 w:0)
	// Proof: `Identity::Lineages` (`max_values`: None, `max_size`: Some(14), added: 2489, mode: `MaxEncodedLen`)
	// Proof size measured: 16372 + r * (2786 ±0)
	// At least 257_461_000 picoseconds.
	pub(super) fn reseal(db: RuntimeDbWeight, r: u32) -> Weight {
		Weight::from_parts(322_644_159, 26934)
			.saturating_add(db.reads_writes(29, 1))
			// Standard error: 231_819
			.saturating_add(Weight::from_parts(80_830_657, 0).saturating_mul(r.into()))
			.saturating_add(db.reads(7).saturating_mul(r.into()))
			.saturating_add(db.writes(1).saturating_mul(r.into()))
			.saturating_add(Weight::from_parts(0, 5012).saturating_mul(r.into()))
	}

	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Consent::Consents` (r:4 w:0)
	// Proof: `Consent::Consents` (`max_values`: None, `max_size`: Some(351), added: 2826, mode: `MaxEncodedLen`)
	// Storage: `Identity::PractitionerOf` (r:1 w:0)
	// Proof: `Identity::PractitionerOf` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	// Storage: `Consent::Exclusions` (r:4 w:0)
	// Proof: `Consent::Exclusions` (`max_values`: None, `max_size`: Some(234), added: 2709, mode: `MaxEncodedLen`)
	// Storage: `Consent::Seals` (r:1 w:1)
	// Proof: `Consent::Seals` (`max_values`: None, `max_size`: Some(145), added: 2620, mode: `MaxEncodedLen`)
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
	// Proof size measured: 11585
	// At least 160_017_000 picoseconds.
	pub(super) fn reseal_own(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(165_715_000, 26934).saturating_add(db.reads_writes(24, 1))
	}

	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Identity::PractitionerOf` (r:1 w:0)
	// Proof: `Identity::PractitionerOf` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	// Storage: `Identity::Patients` (r:1 w:0)
	// Proof: `Identity::Patients` (`max_values`: None, `max_size`: Some(237), added: 2712, mode: `MaxEncodedLen`)
	// Storage: `Identity::HandOvers` (r:1 w:0)
	// Proof: `Identity::HandOvers` (`max_values`: None, `max_size`: Some(88), added: 2563, mode: `MaxEncodedLen`)
	// Storage: `Consent::Exclusions` (r:9 w:0)
	// Proof: `Consent::Exclusions` (`max_values`: None, `max_size`: Some(234), added: 2709, mode: `MaxEncodedLen`)
	// Storage: `Identity::Practitioners` (r:1 w:0)
	// Proof: `Identity::Practitioners` (`max_values`: None, `max_size`: Some(2537), added: 5012, mode: `MaxEncodedLen`)
	// Storage: `Consortium::Organisations` (r:8 w:0)
	// Proof: `Consortium::Organisations` (`max_values`: None, `max_size`: Some(768), added: 3243, mode: `MaxEncodedLen`)
	// Storage: `Consent::RequestCount` (r:1 w:1)
	// Proof: `Consent::RequestCount` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	// Storage: `Consent::OpenRequests` (r:1 w:1)
	// Proof: `Consent::OpenRequests` (`max_values`: None, `max_size`: Some(2930), added: 5405, mode: `MaxEncodedLen`)
	// Storage: `Consent::SentRequests` (r:1 w:1)
	// Proof: `Consent::SentRequests` (`max_values`: None, `max_size`: Some(11307), added: 13782, mode: `MaxEncodedLen`)
	// Storage: `Consent::ClosedRequests` (r:1 w:1)
	// Proof: `Consent::ClosedRequests` (`max_values`: None, `max_size`: Some(2418), added: 4893, mode: `MaxEncodedLen`)
	// Storage: `Consent::Requests` (r:0 w:65)
	// Proof: `Consent::Requests` (`max_values`: None, `max_size`: Some(167), added: 2642, mode: `MaxEncodedLen`)
	// Proof size measured: 23627
	// At least 587_890_000 picoseconds.
	pub(super) fn request_access(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(600_308_000, 26934).saturating_add(db.reads_writes(26, 69))
	}

	// Storage: `Identity::Patients` (r:1 w:0)
	// Proof: `Identity::Patients` (`max_values`: None, `max_size`: Some(237), added: 2712, mode: `MaxEncodedLen`)
	// Storage: `Identity::HandOvers` (r:1 w:0)
	// Proof: `Identity::HandOvers` (`max_values`: None, `max_size`: Some(88), added: 2563, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Consent::Requests` (r:1 w:2)
	// Proof: `Consent::Requests` (`max_values`: None, `max_size`: Some(167), added: 2642, mode: `MaxEncodedLen`)
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
	// Storage: `Consent::Exclusions` (r:833 w:0)
	// Proof: `Consent::Exclusions` (`max_values`: None, `max_size`: Some(234), added: 2709, mode: `MaxEncodedLen`)
	// Storage: `Consortium::Organisations` (r:8 w:0)
	// Proof: `Consortium::Organisations` (`max_values`: None, `max_size`: Some(768), added: 3243, mode: `MaxEncodedLen`)
	// Storage: `Consent::Scopes` (r:16 w:16)
	// Proof: `Consent::Scopes` (`max_values`: None, `max_size`: Some(142), added: 2617, mode: `MaxEncodedLen`)
	// Storage: `Consent::Seals` (r:1024 w:16)
	// Proof: `Consent::Seals` (`max_values`: None, `max_size`: Some(145), added: 2620, mode: `MaxEncodedLen`)
	// Storage: `Consent::Consents` (r:1088 w:1)
	// Proof: `Consent::Consents` (`max_values`: None, `max_size`: Some(351), added: 2826, mode: `MaxEncodedLen`)
	// Storage: `Consent::GenerationsBegun` (r:16 w:0)
	// Proof: `Consent::GenerationsBegun` (`max_values`: None, `max_size`: Some(66), added: 2541, mode: `MaxEncodedLen`)
	// Storage: `Identity::HandedOver` (r:1 w:0)
	// Proof: `Identity::HandedOver` (`max_values`: None, `max_size`: Some(56), added: 2531, mode: `MaxEncodedLen`)
	// Storage: `Consent::KnownAhead` (r:16 w:0)
	// Proof: `Consent::KnownAhead` (`max_values`: None, `max_size`: Some(72), added: 2547, mode: `MaxEncodedLen`)
	// Storage: `Consent::ClosedScopes` (r:16 w:0)
	// Proof: `Consent::ClosedScopes` (`max_values`: None, `max_size`: Some(203), added: 2678, mode: `MaxEncodedLen`)
	// Storage: `Identity::CompromisedKeys` (r:1008 w:0)
	// Proof: `Identity::CompromisedKeys` (`max_values`: None, `max_size`: Some(105), added: 2580, mode: `MaxEncodedLen`)
	// Storage: `Consent::ByGrantee` (r:1 w:1)
	// Proof: `Consent::ByGrantee` (`max_values`: None, `max_size`: Some(218), added: 2693, mode: `MaxEncodedLen`)
	// Storage: `Consent::Granted` (r:1 w:1)
	// Proof: `Consent::Granted` (`max_values`: None, `max_size`: Some(93), added: 2568, mode: `MaxEncodedLen`)
	// Storage: `Identity::Lineages` (r:1 w:0)
	// Proof: `Identity::Lineages` (`max_values`: None, `max_size`: Some(14), added: 2489, mode: `MaxEncodedLen`)
	// Storage: `Consent::OpenRequests` (r:1 w:1)
	// Proof: `Consent::OpenRequests` (`max_values`: None, `max_size`: Some(2930), added: 5405, mode: `MaxEncodedLen`)
	// Storage: `Consent::SentRequests` (r:1 w:1)
	// Proof: `Consent::SentRequests` (`max_values`: None, `max_size`: Some(11307), added: 13782, mode: `MaxEncodedLen`)
	// Storage: `Consent::ClosedRequests` (r:1 w:1)
	// Proof: `Consent::ClosedRequests` (`max_values`: None, `max_size`: Some(2418), added: 4893, mode: `MaxEncodedLen`)
	// Proof size measured: 37093 + i * (175834 ±0)
	// At least 4_721_114_000 picoseconds.
	pub(super) fn approve_request(db: RuntimeDbWeight, i: u32) -> Weight {
		Weight::from_parts(4_767_812_000, 227070)
			.saturating_add(db.reads_writes(106, 9))
			// Standard error: 31_005_961
			.saturating_add(Weight::from_parts(4_038_286_595, 0).saturating_mul(i.into()))
			.saturating_add(db.reads(309).saturating_mul(i.into()))
			.saturating_add(db.writes(2).saturating_mul(i.into()))
			.saturating_add(Weight::from_parts(0, 315756).saturating_mul(i.into()))
	}

	// Storage: `Identity::Patients` (r:1 w:0)
	// Proof: `Identity::Patients` (`max_values`: None, `max_size`: Some(237), added: 2712, mode: `MaxEncodedLen`)
	// Storage: `Identity::HandOvers` (r:1 w:0)
	// Proof: `Identity::HandOvers` (`max_values`: None, `max_size`: Some(88), added: 2563, mode: `MaxEncodedLen`)
	// Storage: `Identity::RepresentationsOf` (r:1 w:0)
	// Proof: `Identity::RepresentationsOf` (`max_values`: None, `max_size`: Some(113), added: 2588, mode: `MaxEncodedLen`)
	// Storage: `Identity::Representatives` (r:16 w:0)
	// Proof: `Identity::Representatives` (`max_values`: None, `max_size`: Some(115), added: 2590, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Consent::Exclusions` (r:1 w:0)
	// Proof: `Consent::Exclusions` (`max_values`: None, `max_size`: Some(234), added: 2709, mode: `MaxEncodedLen`)
	// Storage: `Consent::Requests` (r:1 w:2)
	// Proof: `Consent::Requests` (`max_values`: None, `max_size`: Some(167), added: 2642, mode: `MaxEncodedLen`)
	// Storage: `Consent::OpenRequests` (r:1 w:1)
	// Proof: `Consent::OpenRequests` (`max_values`: None, `max_size`: Some(2930), added: 5405, mode: `MaxEncodedLen`)
	// Storage: `Consent::SentRequests` (r:1 w:1)
	// Proof: `Consent::SentRequests` (`max_values`: None, `max_size`: Some(11307), added: 13782, mode: `MaxEncodedLen`)
	// Storage: `Consent::ClosedRequests` (r:1 w:1)
	// Proof: `Consent::ClosedRequests` (`max_values`: None, `max_size`: Some(2418), added: 4893, mode: `MaxEncodedLen`)
	// Proof size measured: 16520
	// At least 154_919_000 picoseconds.
	pub(super) fn refuse_request(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(160_978_000, 42430).saturating_add(db.reads_writes(25, 5))
	}

	// Storage: `Consent::Requests` (r:1 w:2)
	// Proof: `Consent::Requests` (`max_values`: None, `max_size`: Some(167), added: 2642, mode: `MaxEncodedLen`)
	// Storage: `Identity::PractitionerOf` (r:1 w:0)
	// Proof: `Identity::PractitionerOf` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Consent::OpenRequests` (r:1 w:1)
	// Proof: `Consent::OpenRequests` (`max_values`: None, `max_size`: Some(2930), added: 5405, mode: `MaxEncodedLen`)
	// Storage: `Consent::SentRequests` (r:1 w:1)
	// Proof: `Consent::SentRequests` (`max_values`: None, `max_size`: Some(11307), added: 13782, mode: `MaxEncodedLen`)
	// Storage: `Consent::ClosedRequests` (r:1 w:1)
	// Proof: `Consent::ClosedRequests` (`max_values`: None, `max_size`: Some(2418), added: 4893, mode: `MaxEncodedLen`)
	// Proof size measured: 14541
	// At least 68_611_000 picoseconds.
	pub(super) fn withdraw_request(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(74_169_000, 14772).saturating_add(db.reads_writes(6, 5))
	}

	// Storage: `Consent::Cleanup` (r:1 w:1)
	// Proof: `Consent::Cleanup` (`max_values`: Some(1), `max_size`: Some(167), added: 662, mode: `MaxEncodedLen`)
	// Storage: `Consent::OpenRequests` (r:2 w:1)
	// Proof: `Consent::OpenRequests` (`max_values`: None, `max_size`: Some(2930), added: 5405, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Consent::ClosedRequests` (r:1 w:1)
	// Proof: `Consent::ClosedRequests` (`max_values`: None, `max_size`: Some(2418), added: 4893, mode: `MaxEncodedLen`)
	// Storage: `Consent::SentRequests` (r:1 w:1)
	// Proof: `Consent::SentRequests` (`max_values`: None, `max_size`: Some(11307), added: 13782, mode: `MaxEncodedLen`)
	// Proof size measured: 13051
	// At least 11_707_000 picoseconds.
	pub(super) fn cleanup(db: RuntimeDbWeight, s: u32) -> Weight {
		Weight::from_parts(33_727_952, 14772)
			.saturating_add(db.reads_writes(5, 3))
			// Standard error: 20_513
			.saturating_add(Weight::from_parts(23_519_325, 0).saturating_mul(s.into()))
	}

	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Consent::Consents` (r:1040 w:1)
	// Proof: `Consent::Consents` (`max_values`: None, `max_size`: Some(351), added: 2826, mode: `MaxEncodedLen`)
	// Storage: `Identity::PractitionerOf` (r:1 w:0)
	// Proof: `Identity::PractitionerOf` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	// Storage: `Consent::Exclusions` (r:812 w:0)
	// Proof: `Consent::Exclusions` (`max_values`: None, `max_size`: Some(234), added: 2709, mode: `MaxEncodedLen`)
	// Storage: `Identity::Practitioners` (r:964 w:0)
	// Proof: `Identity::Practitioners` (`max_values`: None, `max_size`: Some(2537), added: 5012, mode: `MaxEncodedLen`)
	// Storage: `Consortium::Organisations` (r:8 w:0)
	// Proof: `Consortium::Organisations` (`max_values`: None, `max_size`: Some(768), added: 3243, mode: `MaxEncodedLen`)
	// Storage: `Consent::Delegations` (r:1 w:1)
	// Proof: `Consent::Delegations` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
	// Storage: `Identity::Patients` (r:1 w:0)
	// Proof: `Identity::Patients` (`max_values`: None, `max_size`: Some(237), added: 2712, mode: `MaxEncodedLen`)
	// Storage: `Identity::HandOvers` (r:1 w:0)
	// Proof: `Identity::HandOvers` (`max_values`: None, `max_size`: Some(88), added: 2563, mode: `MaxEncodedLen`)
	// Storage: `Consortium::GenesisBlock` (r:1 w:0)
	// Proof: `Consortium::GenesisBlock` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
	// Storage: `System::BlockHash` (r:1 w:0)
	// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	// Storage: `Consent::ConsentCount` (r:1 w:1)
	// Proof: `Consent::ConsentCount` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	// Storage: `Identity::Vaults` (r:2 w:0)
	// Proof: `Identity::Vaults` (`max_values`: None, `max_size`: Some(124), added: 2599, mode: `MaxEncodedLen`)
	// Storage: `Consent::Seals` (r:1024 w:16)
	// Proof: `Consent::Seals` (`max_values`: None, `max_size`: Some(145), added: 2620, mode: `MaxEncodedLen`)
	// Storage: `Consent::Scopes` (r:16 w:16)
	// Proof: `Consent::Scopes` (`max_values`: None, `max_size`: Some(142), added: 2617, mode: `MaxEncodedLen`)
	// Storage: `Consent::GenerationsBegun` (r:16 w:0)
	// Proof: `Consent::GenerationsBegun` (`max_values`: None, `max_size`: Some(66), added: 2541, mode: `MaxEncodedLen`)
	// Storage: `Identity::HandedOver` (r:1 w:0)
	// Proof: `Identity::HandedOver` (`max_values`: None, `max_size`: Some(56), added: 2531, mode: `MaxEncodedLen`)
	// Storage: `Consent::KnownAhead` (r:16 w:0)
	// Proof: `Consent::KnownAhead` (`max_values`: None, `max_size`: Some(72), added: 2547, mode: `MaxEncodedLen`)
	// Storage: `Consent::ClosedScopes` (r:16 w:0)
	// Proof: `Consent::ClosedScopes` (`max_values`: None, `max_size`: Some(203), added: 2678, mode: `MaxEncodedLen`)
	// Storage: `Identity::CompromisedKeys` (r:963 w:0)
	// Proof: `Identity::CompromisedKeys` (`max_values`: None, `max_size`: Some(105), added: 2580, mode: `MaxEncodedLen`)
	// Storage: `Consent::ByGrantee` (r:1 w:1)
	// Proof: `Consent::ByGrantee` (`max_values`: None, `max_size`: Some(218), added: 2693, mode: `MaxEncodedLen`)
	// Storage: `Consent::Granted` (r:1 w:1)
	// Proof: `Consent::Granted` (`max_values`: None, `max_size`: Some(93), added: 2568, mode: `MaxEncodedLen`)
	// Storage: `Identity::Lineages` (r:1 w:0)
	// Proof: `Identity::Lineages` (`max_values`: None, `max_size`: Some(14), added: 2489, mode: `MaxEncodedLen`)
	// Proof size measured: 32561 + i * (167633 ±0)
	// At least 4_982_851_000 picoseconds.
	pub(super) fn delegate(db: RuntimeDbWeight, i: u32) -> Weight {
		Weight::from_parts(5_033_125_000, 227070)
			.saturating_add(db.reads_writes(121, 5))
			// Standard error: 32_526_362
			.saturating_add(Weight::from_parts(4_348_473_812, 0).saturating_mul(i.into()))
			.saturating_add(db.reads(298).saturating_mul(i.into()))
			.saturating_add(db.writes(2).saturating_mul(i.into()))
			.saturating_add(Weight::from_parts(0, 300720).saturating_mul(i.into()))
	}

	// Storage: `Consent::Consents` (r:4 w:1)
	// Proof: `Consent::Consents` (`max_values`: None, `max_size`: Some(351), added: 2826, mode: `MaxEncodedLen`)
	// Storage: `Consortium::AgentOf` (r:1 w:0)
	// Proof: `Consortium::AgentOf` (`max_values`: None, `max_size`: Some(54), added: 2529, mode: `MaxEncodedLen`)
	// Storage: `Identity::PractitionerOf` (r:1 w:0)
	// Proof: `Identity::PractitionerOf` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Consent::Seals` (r:16 w:16)
	// Proof: `Consent::Seals` (`max_values`: None, `max_size`: Some(145), added: 2620, mode: `MaxEncodedLen`)
	// Storage: `Consent::Scopes` (r:16 w:16)
	// Proof: `Consent::Scopes` (`max_values`: None, `max_size`: Some(142), added: 2617, mode: `MaxEncodedLen`)
	// Storage: `Consent::Granted` (r:1 w:1)
	// Proof: `Consent::Granted` (`max_values`: None, `max_size`: Some(93), added: 2568, mode: `MaxEncodedLen`)
	// Storage: `Consent::Delegations` (r:1 w:1)
	// Proof: `Consent::Delegations` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
	// Proof size measured: 4459
	// At least 286_584_000 picoseconds.
	pub(super) fn revoke_delegated(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(293_874_000, 42910).saturating_add(db.reads_writes(41, 35))
	}
}
