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
	// At least 145_906_000 picoseconds.
	pub(super) fn add_registrar(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(164_373_000, 6048).saturating_add(db.reads_writes(8, 4))
	}

	// Storage: `Consortium::Organisations` (r:1 w:1)
	// Proof: `Consortium::Organisations` (`max_values`: None, `max_size`: Some(768), added: 3243, mode: `MaxEncodedLen`)
	// Storage: `Consortium::AgentOf` (r:2 w:1)
	// Proof: `Consortium::AgentOf` (`max_values`: None, `max_size`: Some(54), added: 2529, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Proof size measured: 1615
	// At least 33_270_000 picoseconds.
	pub(super) fn remove_registrar(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(37_526_000, 6048).saturating_add(db.reads_writes(4, 2))
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
	// At least 658_163_000 picoseconds.
	pub(super) fn set_name(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(742_218_000, 416094).saturating_add(db.reads_writes(131, 1))
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
	// At least 1_333_152_000 picoseconds.
	pub(super) fn admit_organisation(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(1_610_472_000, 468226).saturating_add(db.reads_writes(200, 71))
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
	// At least 540_419_000 picoseconds.
	pub(super) fn suspend_organisation(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(591_074_000, 430116).saturating_add(db.reads_writes(69, 68))
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
	// At least 530_084_000 picoseconds.
	pub(super) fn reinstate_organisation(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(576_253_000, 430097).saturating_add(db.reads_writes(68, 68))
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
	// Storage: `Session::NextKeys` (r:128 w:0)
	// Proof: `Session::NextKeys` (`max_values`: None, `max_size`: None, mode: `Measured`)
	// Storage: `Council::Proposals` (r:1 w:0)
	// Proof: `Council::Proposals` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	// Storage: `Council::Voting` (r:64 w:64)
	// Proof: `Council::Voting` (`max_values`: None, `max_size`: None, mode: `Measured`)
	// Storage: `Consortium::NoticePeriod` (r:1 w:0)
	// Proof: `Consortium::NoticePeriod` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Consortium::NoticeEnds` (r:0 w:1)
	// Proof: `Consortium::NoticeEnds` (`max_values`: None, `max_size`: Some(20), added: 2495, mode: `MaxEncodedLen`)
	// Storage: `Council::Prime` (r:0 w:1)
	// Proof: `Council::Prime` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	// Proof size measured: 275566
	// At least 1_099_016_000 picoseconds.
	pub(super) fn expel_organisation(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(1_201_958_000, 593356).saturating_add(db.reads_writes(199, 69))
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
	// At least 657_973_000 picoseconds.
	pub(super) fn replace_controller(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(723_630_000, 431030).saturating_add(db.reads_writes(73, 71))
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
	// Storage: `Consortium::Admitted` (r:1 w:1)
	// Proof: `Consortium::Admitted` (`max_values`: None, `max_size`: Some(48), added: 2523, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
	// Proof size measured: 7054
	// At least 155_730_000 picoseconds.
	pub(super) fn give_seat(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(196_391_000, 6095).saturating_add(db.reads_writes(8, 3))
	}

	// Storage: `Consortium::Validators` (r:1 w:1)
	// Proof: `Consortium::Validators` (`max_values`: Some(1), `max_size`: Some(4610), added: 5105, mode: `MaxEncodedLen`)
	// Storage: `Session::NextKeys` (r:128 w:0)
	// Proof: `Session::NextKeys` (`max_values`: None, `max_size`: None, mode: `Measured`)
	// Proof size measured: 5109
	// At least 540_610_000 picoseconds.
	pub(super) fn take_seat(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(571_936_000, 322899).saturating_add(db.reads_writes(129, 1))
	}

	// Storage: `Consortium::Validators` (r:1 w:0)
	// Proof: `Consortium::Validators` (`max_values`: Some(1), `max_size`: Some(4610), added: 5105, mode: `MaxEncodedLen`)
	// Storage: `Session::NextKeys` (r:128 w:0)
	// Proof: `Session::NextKeys` (`max_values`: None, `max_size`: None, mode: `Measured`)
	// Storage: `Consortium::MinimumValidators` (r:0 w:1)
	// Proof: `Consortium::MinimumValidators` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Proof size measured: 5109
	// At least 312_542_000 picoseconds.
	pub(super) fn set_parameter(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(333_704_000, 322899).saturating_add(db.reads_writes(129, 1))
	}

	pub(super) fn join_validators(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(90_000_000, 6095).saturating_add(db.reads_writes(6, 1))
	}

	pub(super) fn leave_validators(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(800_000_000, 322899).saturating_add(db.reads_writes(262, 1))
	}

	pub(super) fn sweep_keys(db: RuntimeDbWeight, n: u32) -> Weight {
		Weight::from_parts(900_000_000, 322899)
			.saturating_add(db.reads_writes(132, 0))
			.saturating_add(Weight::from_parts(40_000_000, 2600).saturating_mul(n.into()))
			.saturating_add(db.reads_writes(6, 5).saturating_mul(n.into()))
	}
	// Storage: `Consortium::Organisations` (r:1 w:0)
	// Proof: `Consortium::Organisations` (`max_values`: None, `max_size`: Some(768), added: 3243, mode: `MaxEncodedLen`)
	// Storage: `Consortium::AgentOf` (r:1 w:0)
	// Proof: `Consortium::AgentOf` (`max_values`: None, `max_size`: Some(54), added: 2529, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Consortium::NodeOfPeer` (r:1 w:1)
	// Storage: `Consortium::NodeOfWireguard` (r:1 w:1)
	// Storage: `Consortium::NodesOf` (r:1 w:1)
	// Storage: `Consortium::GenesisBlock` (r:1 w:0)
	// Proof: `Consortium::GenesisBlock` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
	// Storage: `System::BlockHash` (r:1 w:0)
	// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	// Storage: `Consortium::NextNode` (r:1 w:1)
	// Storage: `Consortium::Nodes` (r:0 w:1)
	// Proof size measured: 7054
	// At least 155_730_000 picoseconds.
	pub(super) fn announce_node(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(196_391_000, 6095).saturating_add(db.reads_writes(9, 5))
	}

	// Storage: `Consortium::Organisations` (r:1 w:0)
	// Proof: `Consortium::Organisations` (`max_values`: None, `max_size`: Some(768), added: 3243, mode: `MaxEncodedLen`)
	// Storage: `Consortium::AgentOf` (r:1 w:0)
	// Proof: `Consortium::AgentOf` (`max_values`: None, `max_size`: Some(54), added: 2529, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Consortium::Nodes` (r:1 w:1)
	// Storage: `Consortium::NodesOf` (r:1 w:1)
	// Storage: `Consortium::NodeOfPeer` (r:0 w:1)
	// Storage: `Consortium::NodeOfWireguard` (r:0 w:1)
	// Proof size measured: 4233
	// At least 60_000_000 picoseconds.
	pub(super) fn withdraw_node(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(80_000_000, 6095).saturating_add(db.reads_writes(5, 4))
	}
	// Storage: `System::AuthorizedUpgrade` (r:0 w:1)
	// Proof: `System::AuthorizedUpgrade` (`max_values`: Some(1), `max_size`: Some(33), added: 528, mode: `MaxEncodedLen`)
	// Proof size measured: 0
	// At least 9_000_000 picoseconds.
	pub(super) fn authorize_upgrade(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(12_000_000, 0).saturating_add(db.reads_writes(0, 1))
	}

	// Storage: `Grandpa::PendingChange` (r:1 w:0)
	// Proof: `Grandpa::PendingChange` (`max_values`: Some(1), `max_size`: Some(5135), added: 5630, mode: `MaxEncodedLen`)
	// Storage: `Session::QueuedChanged` (r:1 w:0)
	// Proof: `Session::QueuedChanged` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	// Storage: `Grandpa::Stalled` (r:0 w:1)
	// Proof: `Grandpa::Stalled` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Proof size measured: 42
	// At least 15_000_000 picoseconds.
	pub(super) fn note_stalled(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(20_000_000, 6620).saturating_add(db.reads_writes(2, 1))
	}
}
