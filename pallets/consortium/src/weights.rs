//! What the calls of `salus_pallet_consortium` cost, measured: written by `scripts/benchmark.sh`, not by hand.
//!
//! - machine: AMD EPYC
//! - date: 2026-11-26
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
	/// `join_validators`.
	fn join_validators() -> Weight;
	/// `leave_validators`.
	fn leave_validators() -> Weight;
	/// `sweep_keys`, with `n` from 0 to 384.
	fn sweep_keys(n: u32) -> Weight;
	/// `announce_node`.
	fn announce_node() -> Weight;
	/// `withdraw_node`.
	fn withdraw_node() -> Weight;
	/// `authorize_upgrade`.
	fn authorize_upgrade() -> Weight;
	/// `note_stalled`.
	fn note_stalled() -> Weight;
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
	fn join_validators() -> Weight {
		measured::join_validators(T::DbWeight::get())
	}
	fn leave_validators() -> Weight {
		measured::leave_validators(T::DbWeight::get())
	}
	fn sweep_keys(n: u32) -> Weight {
		measured::sweep_keys(T::DbWeight::get(), n)
	}
	fn announce_node() -> Weight {
		measured::announce_node(T::DbWeight::get())
	}
	fn withdraw_node() -> Weight {
		measured::withdraw_node(T::DbWeight::get())
	}
	fn authorize_upgrade() -> Weight {
		measured::authorize_upgrade(T::DbWeight::get())
	}
	fn note_stalled() -> Weight {
		measured::note_stalled(T::DbWeight::get())
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
	fn join_validators() -> Weight {
		measured::join_validators(ParityDbWeight::get())
	}
	fn leave_validators() -> Weight {
		measured::leave_validators(ParityDbWeight::get())
	}
	fn sweep_keys(n: u32) -> Weight {
		measured::sweep_keys(ParityDbWeight::get(), n)
	}
	fn announce_node() -> Weight {
		measured::announce_node(ParityDbWeight::get())
	}
	fn withdraw_node() -> Weight {
		measured::withdraw_node(ParityDbWeight::get())
	}
	fn authorize_upgrade() -> Weight {
		measured::authorize_upgrade(ParityDbWeight::get())
	}
	fn note_stalled() -> Weight {
		measured::note_stalled(ParityDbWeight::get())
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
	// At least 145_926_000 picoseconds.
	pub(super) fn add_registrar(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(153_968_000, 6048).saturating_add(db.reads_writes(8, 4))
	}

	// Storage: `Consortium::Organisations` (r:1 w:1)
	// Proof: `Consortium::Organisations` (`max_values`: None, `max_size`: Some(768), added: 3243, mode: `MaxEncodedLen`)
	// Storage: `Consortium::AgentOf` (r:2 w:1)
	// Proof: `Consortium::AgentOf` (`max_values`: None, `max_size`: Some(54), added: 2529, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Proof size measured: 1615
	// At least 33_279_000 picoseconds.
	pub(super) fn remove_registrar(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(35_742_000, 6048).saturating_add(db.reads_writes(4, 2))
	}

	// Storage: `Consortium::Organisations` (r:128 w:1)
	// Proof: `Consortium::Organisations` (`max_values`: None, `max_size`: Some(768), added: 3243, mode: `MaxEncodedLen`)
	// Storage: `Consortium::AgentOf` (r:1 w:0)
	// Proof: `Consortium::AgentOf` (`max_values`: None, `max_size`: Some(54), added: 2529, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Consortium::NextOrganisation` (r:1 w:0)
	// Proof: `Consortium::NextOrganisation` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Proof size measured: 39128
	// At least 660_016_000 picoseconds.
	pub(super) fn set_name(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(675_008_000, 416094).saturating_add(db.reads_writes(131, 1))
	}

	// Storage: `Consortium::NextOrganisation` (r:1 w:1)
	// Proof: `Consortium::NextOrganisation` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `Consortium::AgentOf` (r:1 w:1)
	// Proof: `Consortium::AgentOf` (`max_values`: None, `max_size`: Some(54), added: 2529, mode: `MaxEncodedLen`)
	// Storage: `Consortium::Organisations` (r:127 w:1)
	// Proof: `Consortium::Organisations` (`max_values`: None, `max_size`: Some(768), added: 3243, mode: `MaxEncodedLen`)
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
	// Storage: `Council::Members` (r:1 w:1)
	// Proof: `Council::Members` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	// Storage: `Council::Proposals` (r:1 w:0)
	// Proof: `Council::Proposals` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	// Storage: `Council::Voting` (r:64 w:64)
	// Proof: `Council::Voting` (`max_values`: None, `max_size`: None, mode: `Measured`)
	// Storage: `Council::Prime` (r:0 w:1)
	// Proof: `Council::Prime` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	// Proof size measured: 308836
	// At least 1_298_180_000 picoseconds.
	pub(super) fn admit_organisation(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(1_351_039_000, 468226).saturating_add(db.reads_writes(200, 71))
	}

	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Consortium::Organisations` (r:1 w:1)
	// Proof: `Consortium::Organisations` (`max_values`: None, `max_size`: Some(768), added: 3243, mode: `MaxEncodedLen`)
	// Storage: `Council::Members` (r:1 w:1)
	// Proof: `Council::Members` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	// Storage: `Consortium::MinimumOrganisations` (r:1 w:0)
	// Proof: `Consortium::MinimumOrganisations` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `Council::Proposals` (r:1 w:0)
	// Proof: `Council::Proposals` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	// Storage: `Council::Voting` (r:64 w:64)
	// Proof: `Council::Voting` (`max_values`: None, `max_size`: None, mode: `Measured`)
	// Storage: `Consortium::NoticeEnds` (r:0 w:1)
	// Proof: `Consortium::NoticeEnds` (`max_values`: None, `max_size`: Some(20), added: 2495, mode: `MaxEncodedLen`)
	// Storage: `Council::Prime` (r:0 w:1)
	// Proof: `Council::Prime` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	// Proof size measured: 270726
	// At least 537_866_000 picoseconds.
	pub(super) fn suspend_organisation(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(556_533_000, 430116).saturating_add(db.reads_writes(69, 68))
	}

	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Consortium::Organisations` (r:1 w:1)
	// Proof: `Consortium::Organisations` (`max_values`: None, `max_size`: Some(768), added: 3243, mode: `MaxEncodedLen`)
	// Storage: `Council::Members` (r:1 w:1)
	// Proof: `Council::Members` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	// Storage: `Council::Proposals` (r:1 w:0)
	// Proof: `Council::Proposals` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	// Storage: `Council::Voting` (r:64 w:64)
	// Proof: `Council::Voting` (`max_values`: None, `max_size`: None, mode: `Measured`)
	// Storage: `Consortium::NoticeEnds` (r:0 w:1)
	// Proof: `Consortium::NoticeEnds` (`max_values`: None, `max_size`: Some(20), added: 2495, mode: `MaxEncodedLen`)
	// Storage: `Council::Prime` (r:0 w:1)
	// Proof: `Council::Prime` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	// Proof size measured: 270707
	// At least 528_501_000 picoseconds.
	pub(super) fn reinstate_organisation(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(552_507_000, 430097).saturating_add(db.reads_writes(68, 68))
	}

	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Consortium::Organisations` (r:1 w:1)
	// Proof: `Consortium::Organisations` (`max_values`: None, `max_size`: Some(768), added: 3243, mode: `MaxEncodedLen`)
	// Storage: `Council::Members` (r:1 w:1)
	// Proof: `Council::Members` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	// Storage: `Consortium::MinimumOrganisations` (r:1 w:0)
	// Proof: `Consortium::MinimumOrganisations` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `Consortium::Validators` (r:1 w:1)
	// Proof: `Consortium::Validators` (`max_values`: Some(1), `max_size`: Some(4610), added: 5105, mode: `MaxEncodedLen`)
	// Storage: `Consortium::Resting` (r:128 w:127)
	// Proof: `Consortium::Resting` (`max_values`: None, `max_size`: Some(54), added: 2529, mode: `MaxEncodedLen`)
	// Storage: `Session::NextKeys` (r:128 w:0)
	// Proof: `Session::NextKeys` (`max_values`: None, `max_size`: None, mode: `Measured`)
	// Storage: `Council::Proposals` (r:1 w:0)
	// Proof: `Council::Proposals` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	// Storage: `Council::Voting` (r:64 w:64)
	// Proof: `Council::Voting` (`max_values`: None, `max_size`: None, mode: `Measured`)
	// Storage: `Consortium::Offenders` (r:1 w:1)
	// Proof: `Consortium::Offenders` (`max_values`: Some(1), `max_size`: Some(5890), added: 6385, mode: `MaxEncodedLen`)
	// Storage: `Session::QueuedKeys` (r:1 w:0)
	// Proof: `Session::QueuedKeys` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	// Storage: `Session::Validators` (r:1 w:0)
	// Proof: `Session::Validators` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	// Storage: `Session::CurrentIndex` (r:1 w:0)
	// Proof: `Session::CurrentIndex` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	// Storage: `Consortium::NoticePeriod` (r:1 w:0)
	// Proof: `Consortium::NoticePeriod` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Consortium::NoticeEnds` (r:0 w:1)
	// Proof: `Consortium::NoticeEnds` (`max_values`: None, `max_size`: Some(20), added: 2495, mode: `MaxEncodedLen`)
	// Storage: `Consortium::NodesStayUntil` (r:0 w:1)
	// Proof: `Consortium::NodesStayUntil` (`max_values`: None, `max_size`: Some(16), added: 2491, mode: `MaxEncodedLen`)
	// Storage: `Consortium::OffencesCountFrom` (r:0 w:127)
	// Proof: `Consortium::OffencesCountFrom` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	// Storage: `Council::Prime` (r:0 w:1)
	// Proof: `Council::Prime` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	// Proof size measured: 300146
	// At least 2_084_303_000 picoseconds.
	pub(super) fn expel_organisation(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(2_190_891_000, 617936).saturating_add(db.reads_writes(331, 325))
	}

	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Consortium::Organisations` (r:1 w:1)
	// Proof: `Consortium::Organisations` (`max_values`: None, `max_size`: Some(768), added: 3243, mode: `MaxEncodedLen`)
	// Storage: `Consortium::AgentOf` (r:1 w:2)
	// Proof: `Consortium::AgentOf` (`max_values`: None, `max_size`: Some(54), added: 2529, mode: `MaxEncodedLen`)
	// Storage: `Consortium::GenesisBlock` (r:1 w:0)
	// Proof: `Consortium::GenesisBlock` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
	// Storage: `System::BlockHash` (r:1 w:0)
	// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	// Storage: `Consortium::Admitted` (r:1 w:1)
	// Proof: `Consortium::Admitted` (`max_values`: None, `max_size`: Some(48), added: 2523, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
	// Storage: `Council::Members` (r:1 w:1)
	// Proof: `Council::Members` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	// Storage: `Council::Proposals` (r:1 w:0)
	// Proof: `Council::Proposals` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	// Storage: `Council::Voting` (r:64 w:64)
	// Proof: `Council::Voting` (`max_values`: None, `max_size`: None, mode: `Measured`)
	// Storage: `Council::Prime` (r:0 w:1)
	// Proof: `Council::Prime` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	// Proof size measured: 271640
	// At least 648_840_000 picoseconds.
	pub(super) fn replace_controller(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(689_981_000, 431030).saturating_add(db.reads_writes(73, 71))
	}

	// Storage: `Consortium::Organisations` (r:1 w:0)
	// Proof: `Consortium::Organisations` (`max_values`: None, `max_size`: Some(768), added: 3243, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Consortium::AgentOf` (r:1 w:0)
	// Proof: `Consortium::AgentOf` (`max_values`: None, `max_size`: Some(54), added: 2529, mode: `MaxEncodedLen`)
	// Storage: `Consortium::Validators` (r:1 w:1)
	// Proof: `Consortium::Validators` (`max_values`: Some(1), `max_size`: Some(4610), added: 5105, mode: `MaxEncodedLen`)
	// Storage: `Consortium::GenesisBlock` (r:1 w:0)
	// Proof: `Consortium::GenesisBlock` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
	// Storage: `System::BlockHash` (r:1 w:0)
	// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	// Storage: `Consortium::Offenders` (r:1 w:1)
	// Proof: `Consortium::Offenders` (`max_values`: Some(1), `max_size`: Some(5890), added: 6385, mode: `MaxEncodedLen`)
	// Storage: `Session::CurrentIndex` (r:1 w:0)
	// Proof: `Session::CurrentIndex` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	// Storage: `Consortium::Admitted` (r:1 w:1)
	// Proof: `Consortium::Admitted` (`max_values`: None, `max_size`: Some(48), added: 2523, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
	// Storage: `Consortium::Resting` (r:0 w:1)
	// Proof: `Consortium::Resting` (`max_values`: None, `max_size`: Some(54), added: 2529, mode: `MaxEncodedLen`)
	// Storage: `Consortium::OffencesCountFrom` (r:0 w:1)
	// Proof: `Consortium::OffencesCountFrom` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	// Proof size measured: 13228
	// At least 173_767_000 picoseconds.
	pub(super) fn give_seat(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(185_555_000, 14713).saturating_add(db.reads_writes(10, 6))
	}

	// Storage: `Consortium::Validators` (r:1 w:1)
	// Proof: `Consortium::Validators` (`max_values`: Some(1), `max_size`: Some(4610), added: 5105, mode: `MaxEncodedLen`)
	// Storage: `Consortium::Resting` (r:128 w:1)
	// Proof: `Consortium::Resting` (`max_values`: None, `max_size`: Some(54), added: 2529, mode: `MaxEncodedLen`)
	// Storage: `Session::NextKeys` (r:128 w:0)
	// Proof: `Session::NextKeys` (`max_values`: None, `max_size`: None, mode: `Measured`)
	// Storage: `Consortium::Offenders` (r:1 w:1)
	// Proof: `Consortium::Offenders` (`max_values`: Some(1), `max_size`: Some(5890), added: 6385, mode: `MaxEncodedLen`)
	// Storage: `Consortium::OffencesCountFrom` (r:0 w:1)
	// Proof: `Consortium::OffencesCountFrom` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	// Proof size measured: 11466
	// At least 1_053_709_000 picoseconds.
	pub(super) fn take_seat(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(1_091_104_000, 329256).saturating_add(db.reads_writes(258, 4))
	}

	// Storage: `Consortium::Validators` (r:1 w:0)
	// Proof: `Consortium::Validators` (`max_values`: Some(1), `max_size`: Some(4610), added: 5105, mode: `MaxEncodedLen`)
	// Storage: `Consortium::Resting` (r:128 w:0)
	// Proof: `Consortium::Resting` (`max_values`: None, `max_size`: Some(54), added: 2529, mode: `MaxEncodedLen`)
	// Storage: `Session::NextKeys` (r:128 w:0)
	// Proof: `Session::NextKeys` (`max_values`: None, `max_size`: None, mode: `Measured`)
	// Storage: `Consortium::MinimumValidators` (r:0 w:1)
	// Proof: `Consortium::MinimumValidators` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Proof size measured: 5527
	// At least 597_134_000 picoseconds.
	pub(super) fn set_parameter(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(612_175_000, 324702).saturating_add(db.reads_writes(257, 1))
	}

	// Storage: `Consortium::Validators` (r:1 w:0)
	// Proof: `Consortium::Validators` (`max_values`: Some(1), `max_size`: Some(4610), added: 5105, mode: `MaxEncodedLen`)
	// Storage: `Consortium::Resting` (r:1 w:1)
	// Proof: `Consortium::Resting` (`max_values`: None, `max_size`: Some(54), added: 2529, mode: `MaxEncodedLen`)
	// Storage: `Consortium::Organisations` (r:1 w:0)
	// Proof: `Consortium::Organisations` (`max_values`: None, `max_size`: Some(768), added: 3243, mode: `MaxEncodedLen`)
	// Storage: `Consortium::AgentOf` (r:1 w:0)
	// Proof: `Consortium::AgentOf` (`max_values`: None, `max_size`: Some(54), added: 2529, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Session::NextKeys` (r:1 w:0)
	// Proof: `Session::NextKeys` (`max_values`: None, `max_size`: None, mode: `Measured`)
	// Proof size measured: 6440
	// At least 53_238_000 picoseconds.
	pub(super) fn join_validators(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(57_776_000, 9905).saturating_add(db.reads_writes(6, 1))
	}

	// Storage: `Consortium::Validators` (r:1 w:0)
	// Proof: `Consortium::Validators` (`max_values`: Some(1), `max_size`: Some(4610), added: 5105, mode: `MaxEncodedLen`)
	// Storage: `Consortium::Organisations` (r:1 w:0)
	// Proof: `Consortium::Organisations` (`max_values`: None, `max_size`: Some(768), added: 3243, mode: `MaxEncodedLen`)
	// Storage: `Consortium::AgentOf` (r:1 w:0)
	// Proof: `Consortium::AgentOf` (`max_values`: None, `max_size`: Some(54), added: 2529, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Consortium::Resting` (r:128 w:1)
	// Proof: `Consortium::Resting` (`max_values`: None, `max_size`: Some(54), added: 2529, mode: `MaxEncodedLen`)
	// Storage: `Session::NextKeys` (r:128 w:0)
	// Proof: `Session::NextKeys` (`max_values`: None, `max_size`: None, mode: `Measured`)
	// Storage: `Consortium::MinimumValidators` (r:1 w:0)
	// Proof: `Consortium::MinimumValidators` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `Session::CurrentIndex` (r:1 w:0)
	// Proof: `Session::CurrentIndex` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	// Proof size measured: 21139
	// At least 1_370_167_000 picoseconds.
	pub(super) fn leave_validators(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(1_407_131_000, 338929).saturating_add(db.reads_writes(262, 1))
	}

	// Storage: `Session::QueuedKeys` (r:1 w:0)
	// Proof: `Session::QueuedKeys` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	// Storage: `Session::Validators` (r:1 w:0)
	// Proof: `Session::Validators` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	// Storage: `Consortium::Validators` (r:1 w:0)
	// Proof: `Consortium::Validators` (`max_values`: Some(1), `max_size`: Some(4610), added: 5105, mode: `MaxEncodedLen`)
	// Storage: `Session::NextKeys` (r:513 w:384)
	// Proof: `Session::NextKeys` (`max_values`: None, `max_size`: None, mode: `Measured`)
	// Storage: `Session::ExternallySetKeys` (r:384 w:0)
	// Proof: `Session::ExternallySetKeys` (`max_values`: None, `max_size`: None, mode: `Measured`)
	// Storage: `System::Account` (r:384 w:384)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
	// Storage: `Consortium::Resting` (r:127 w:127)
	// Proof: `Consortium::Resting` (`max_values`: None, `max_size`: Some(54), added: 2529, mode: `MaxEncodedLen`)
	// Storage: `Session::KeyOwner` (r:0 w:768)
	// Proof: `Session::KeyOwner` (`max_values`: None, `max_size`: None, mode: `Measured`)
	// Proof size measured: 25479 + n * (185 ±0)
	// At least 1_042_943_000 picoseconds.
	pub(super) fn sweep_keys(db: RuntimeDbWeight, n: u32) -> Weight {
		Weight::from_parts(1_080_105_158, 345051)
			.saturating_add(db.reads_writes(259, 127))
			// Standard error: 63_600
			.saturating_add(Weight::from_parts(21_612_883, 0).saturating_mul(n.into()))
			.saturating_add(db.reads(3).saturating_mul(n.into()))
			.saturating_add(db.writes(4).saturating_mul(n.into()))
			.saturating_add(Weight::from_parts(0, 2663).saturating_mul(n.into()))
	}

	// Storage: `Consortium::Organisations` (r:1 w:0)
	// Proof: `Consortium::Organisations` (`max_values`: None, `max_size`: Some(768), added: 3243, mode: `MaxEncodedLen`)
	// Storage: `Consortium::AgentOf` (r:1 w:0)
	// Proof: `Consortium::AgentOf` (`max_values`: None, `max_size`: Some(54), added: 2529, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Consortium::NodeOfPeer` (r:1 w:1)
	// Proof: `Consortium::NodeOfPeer` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	// Storage: `Consortium::NodeOfWireguard` (r:1 w:1)
	// Proof: `Consortium::NodeOfWireguard` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	// Storage: `Consortium::NodesOf` (r:1 w:1)
	// Proof: `Consortium::NodesOf` (`max_values`: None, `max_size`: Some(45), added: 2520, mode: `MaxEncodedLen`)
	// Storage: `Consortium::GenesisBlock` (r:1 w:0)
	// Proof: `Consortium::GenesisBlock` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
	// Storage: `System::BlockHash` (r:1 w:0)
	// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	// Storage: `Consortium::NextNode` (r:1 w:1)
	// Proof: `Consortium::NextNode` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `Consortium::Nodes` (r:0 w:1)
	// Proof: `Consortium::Nodes` (`max_values`: None, `max_size`: Some(342), added: 2817, mode: `MaxEncodedLen`)
	// Proof size measured: 2177
	// At least 124_043_000 picoseconds.
	pub(super) fn announce_node(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(148_520_000, 4233).saturating_add(db.reads_writes(9, 5))
	}

	// Storage: `Consortium::Organisations` (r:1 w:0)
	// Proof: `Consortium::Organisations` (`max_values`: None, `max_size`: Some(768), added: 3243, mode: `MaxEncodedLen`)
	// Storage: `Consortium::AgentOf` (r:1 w:0)
	// Proof: `Consortium::AgentOf` (`max_values`: None, `max_size`: Some(54), added: 2529, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Consortium::Nodes` (r:1 w:1)
	// Proof: `Consortium::Nodes` (`max_values`: None, `max_size`: Some(342), added: 2817, mode: `MaxEncodedLen`)
	// Storage: `Consortium::NodesOf` (r:1 w:1)
	// Proof: `Consortium::NodesOf` (`max_values`: None, `max_size`: Some(45), added: 2520, mode: `MaxEncodedLen`)
	// Storage: `Consortium::NodeOfPeer` (r:0 w:1)
	// Proof: `Consortium::NodeOfPeer` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	// Storage: `Consortium::NodeOfWireguard` (r:0 w:1)
	// Proof: `Consortium::NodeOfWireguard` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	// Proof size measured: 2326
	// At least 59_548_000 picoseconds.
	pub(super) fn withdraw_node(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(77_485_000, 4233).saturating_add(db.reads_writes(5, 4))
	}

	// Storage: `System::AuthorizedUpgrade` (r:0 w:1)
	// Proof: `System::AuthorizedUpgrade` (`max_values`: Some(1), `max_size`: Some(33), added: 528, mode: `MaxEncodedLen`)
	// Proof size measured: 0
	// At least 8_843_000 picoseconds.
	pub(super) fn authorize_upgrade(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(9_835_000, 0).saturating_add(db.reads_writes(0, 1))
	}

	// Storage: `Grandpa::PendingChange` (r:1 w:0)
	// Proof: `Grandpa::PendingChange` (`max_values`: Some(1), `max_size`: Some(5135), added: 5630, mode: `MaxEncodedLen`)
	// Storage: `Grandpa::NextForced` (r:1 w:0)
	// Proof: `Grandpa::NextForced` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `Session::QueuedChanged` (r:1 w:0)
	// Proof: `Session::QueuedChanged` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	// Storage: `Session::QueuedKeys` (r:1 w:0)
	// Proof: `Session::QueuedKeys` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	// Storage: `Session::NextKeys` (r:128 w:0)
	// Proof: `Session::NextKeys` (`max_values`: None, `max_size`: None, mode: `Measured`)
	// Storage: `Grandpa::Stalled` (r:0 w:1)
	// Proof: `Grandpa::Stalled` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Proof size measured: 27046
	// At least 607_969_000 picoseconds.
	pub(super) fn note_stalled(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(623_162_000, 344836).saturating_add(db.reads_writes(132, 1))
	}
}
