//! What the calls of `salus_pallet_identity` cost, measured: written by `scripts/benchmark.sh`, not by hand.
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

/// What each call of `salus_pallet_identity` costs at most.
pub trait WeightInfo {
	/// `enrol_patient`.
	fn enrol_patient() -> Weight;
	/// `admit_practitioner`.
	fn admit_practitioner() -> Weight;
	/// `suspend_practitioner`.
	fn suspend_practitioner() -> Weight;
	/// `reinstate_practitioner`.
	fn reinstate_practitioner() -> Weight;
	/// `renew_practitioner`.
	fn renew_practitioner() -> Weight;
	/// `replace_account`.
	fn replace_account() -> Weight;
	/// `set_vault_keys`.
	fn set_vault_keys() -> Weight;
	/// `report_vault_compromised`.
	fn report_vault_compromised() -> Weight;
	/// `reset_vault`.
	fn reset_vault() -> Weight;
	/// `move_control`.
	fn move_control() -> Weight;
	/// `set_recovery`.
	fn set_recovery() -> Weight;
	/// `start_recovery`.
	fn start_recovery() -> Weight;
	/// `approve_recovery`.
	fn approve_recovery() -> Weight;
	/// `veto_recovery`.
	fn veto_recovery() -> Weight;
	/// `override_veto`.
	fn override_veto() -> Weight;
	/// `finish_recovery`.
	fn finish_recovery() -> Weight;
	/// `confirm_recovery`.
	fn confirm_recovery() -> Weight;
	/// `admit_representative`.
	fn admit_representative() -> Weight;
	/// `end_representative`.
	fn end_representative() -> Weight;
	/// `schedule_hand_over`.
	fn schedule_hand_over() -> Weight;
	/// `cancel_hand_over`.
	fn cancel_hand_over() -> Weight;
	/// `attest_state`.
	fn attest_state() -> Weight;
	/// `contest_attestation`.
	fn contest_attestation() -> Weight;
	/// `lift_state`.
	fn lift_state() -> Weight;
	/// `merge`.
	fn merge() -> Weight;
	/// `rehome`.
	fn rehome() -> Weight;
}

/// The measured weights, with the database costs of the runtime `T`.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn enrol_patient() -> Weight {
		measured::enrol_patient(T::DbWeight::get())
	}
	fn admit_practitioner() -> Weight {
		measured::admit_practitioner(T::DbWeight::get())
	}
	fn suspend_practitioner() -> Weight {
		measured::suspend_practitioner(T::DbWeight::get())
	}
	fn reinstate_practitioner() -> Weight {
		measured::reinstate_practitioner(T::DbWeight::get())
	}
	fn renew_practitioner() -> Weight {
		measured::renew_practitioner(T::DbWeight::get())
	}
	fn replace_account() -> Weight {
		measured::replace_account(T::DbWeight::get())
	}
	fn set_vault_keys() -> Weight {
		measured::set_vault_keys(T::DbWeight::get())
	}
	fn report_vault_compromised() -> Weight {
		measured::report_vault_compromised(T::DbWeight::get())
	}
	fn reset_vault() -> Weight {
		measured::reset_vault(T::DbWeight::get())
	}
	fn move_control() -> Weight {
		measured::move_control(T::DbWeight::get())
	}
	fn set_recovery() -> Weight {
		measured::set_recovery(T::DbWeight::get())
	}
	fn start_recovery() -> Weight {
		measured::start_recovery(T::DbWeight::get())
	}
	fn approve_recovery() -> Weight {
		measured::approve_recovery(T::DbWeight::get())
	}
	fn veto_recovery() -> Weight {
		measured::veto_recovery(T::DbWeight::get())
	}
	fn override_veto() -> Weight {
		measured::override_veto(T::DbWeight::get())
	}
	fn finish_recovery() -> Weight {
		measured::finish_recovery(T::DbWeight::get())
	}
	fn confirm_recovery() -> Weight {
		measured::confirm_recovery(T::DbWeight::get())
	}
	fn admit_representative() -> Weight {
		measured::admit_representative(T::DbWeight::get())
	}
	fn end_representative() -> Weight {
		measured::end_representative(T::DbWeight::get())
	}
	fn schedule_hand_over() -> Weight {
		measured::schedule_hand_over(T::DbWeight::get())
	}
	fn cancel_hand_over() -> Weight {
		measured::cancel_hand_over(T::DbWeight::get())
	}
	fn attest_state() -> Weight {
		measured::attest_state(T::DbWeight::get())
	}
	fn contest_attestation() -> Weight {
		measured::contest_attestation(T::DbWeight::get())
	}
	fn lift_state() -> Weight {
		measured::lift_state(T::DbWeight::get())
	}
	fn merge() -> Weight {
		measured::merge(T::DbWeight::get())
	}
	fn rehome() -> Weight {
		measured::rehome(T::DbWeight::get())
	}
}

/// The measured weights, with the costs of ParityDB: for tests.
impl WeightInfo for () {
	fn enrol_patient() -> Weight {
		measured::enrol_patient(ParityDbWeight::get())
	}
	fn admit_practitioner() -> Weight {
		measured::admit_practitioner(ParityDbWeight::get())
	}
	fn suspend_practitioner() -> Weight {
		measured::suspend_practitioner(ParityDbWeight::get())
	}
	fn reinstate_practitioner() -> Weight {
		measured::reinstate_practitioner(ParityDbWeight::get())
	}
	fn renew_practitioner() -> Weight {
		measured::renew_practitioner(ParityDbWeight::get())
	}
	fn replace_account() -> Weight {
		measured::replace_account(ParityDbWeight::get())
	}
	fn set_vault_keys() -> Weight {
		measured::set_vault_keys(ParityDbWeight::get())
	}
	fn report_vault_compromised() -> Weight {
		measured::report_vault_compromised(ParityDbWeight::get())
	}
	fn reset_vault() -> Weight {
		measured::reset_vault(ParityDbWeight::get())
	}
	fn move_control() -> Weight {
		measured::move_control(ParityDbWeight::get())
	}
	fn set_recovery() -> Weight {
		measured::set_recovery(ParityDbWeight::get())
	}
	fn start_recovery() -> Weight {
		measured::start_recovery(ParityDbWeight::get())
	}
	fn approve_recovery() -> Weight {
		measured::approve_recovery(ParityDbWeight::get())
	}
	fn veto_recovery() -> Weight {
		measured::veto_recovery(ParityDbWeight::get())
	}
	fn override_veto() -> Weight {
		measured::override_veto(ParityDbWeight::get())
	}
	fn finish_recovery() -> Weight {
		measured::finish_recovery(ParityDbWeight::get())
	}
	fn confirm_recovery() -> Weight {
		measured::confirm_recovery(ParityDbWeight::get())
	}
	fn admit_representative() -> Weight {
		measured::admit_representative(ParityDbWeight::get())
	}
	fn end_representative() -> Weight {
		measured::end_representative(ParityDbWeight::get())
	}
	fn schedule_hand_over() -> Weight {
		measured::schedule_hand_over(ParityDbWeight::get())
	}
	fn cancel_hand_over() -> Weight {
		measured::cancel_hand_over(ParityDbWeight::get())
	}
	fn attest_state() -> Weight {
		measured::attest_state(ParityDbWeight::get())
	}
	fn contest_attestation() -> Weight {
		measured::contest_attestation(ParityDbWeight::get())
	}
	fn lift_state() -> Weight {
		measured::lift_state(ParityDbWeight::get())
	}
	fn merge() -> Weight {
		measured::merge(ParityDbWeight::get())
	}
	fn rehome() -> Weight {
		measured::rehome(ParityDbWeight::get())
	}
}

/// The results, as a function of what the database costs and of the benchmarks' components.
mod measured {
	use frame_support::weights::{RuntimeDbWeight, Weight};

	// Storage: `Consortium::Organisations` (r:1 w:0)
	// Proof: `Consortium::Organisations` (`max_values`: None, `max_size`: Some(768), added: 3243, mode: `MaxEncodedLen`)
	// Storage: `Consortium::AgentOf` (r:1 w:0)
	// Proof: `Consortium::AgentOf` (`max_values`: None, `max_size`: Some(54), added: 2529, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Consortium::GenesisBlock` (r:1 w:0)
	// Proof: `Consortium::GenesisBlock` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
	// Storage: `System::BlockHash` (r:1 w:0)
	// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	// Storage: `Identity::Patients` (r:1 w:1)
	// Proof: `Identity::Patients` (`max_values`: None, `max_size`: Some(237), added: 2712, mode: `MaxEncodedLen`)
	// Storage: `Identity::PatientOf` (r:1 w:1)
	// Proof: `Identity::PatientOf` (`max_values`: None, `max_size`: Some(80), added: 2555, mode: `MaxEncodedLen`)
	// Storage: `Identity::Enrolments` (r:1 w:1)
	// Proof: `Identity::Enrolments` (`max_values`: None, `max_size`: Some(24), added: 2499, mode: `MaxEncodedLen`)
	// Storage: `Identity::SigningKeys` (r:1 w:1)
	// Proof: `Identity::SigningKeys` (`max_values`: None, `max_size`: Some(690), added: 3165, mode: `MaxEncodedLen`)
	// Storage: `Consortium::Admitted` (r:1 w:1)
	// Proof: `Consortium::Admitted` (`max_values`: None, `max_size`: Some(48), added: 2523, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
	// Storage: `Consent::ScopeCount` (r:1 w:1)
	// Proof: `Consent::ScopeCount` (`max_values`: None, `max_size`: Some(50), added: 2525, mode: `MaxEncodedLen`)
	// Storage: `Consent::EpochCount` (r:1 w:1)
	// Proof: `Consent::EpochCount` (`max_values`: None, `max_size`: Some(62), added: 2537, mode: `MaxEncodedLen`)
	// Storage: `Consent::ConsentCount` (r:1 w:1)
	// Proof: `Consent::ConsentCount` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	// Storage: `Consent::ByGrantee` (r:1 w:1)
	// Proof: `Consent::ByGrantee` (`max_values`: None, `max_size`: Some(190), added: 2665, mode: `MaxEncodedLen`)
	// Storage: `Consent::Granted` (r:1 w:1)
	// Proof: `Consent::Granted` (`max_values`: None, `max_size`: Some(65), added: 2540, mode: `MaxEncodedLen`)
	// Storage: `Identity::Vaults` (r:0 w:1)
	// Proof: `Identity::Vaults` (`max_values`: None, `max_size`: Some(124), added: 2599, mode: `MaxEncodedLen`)
	// Storage: `Consent::ScopeNumbers` (r:0 w:1)
	// Proof: `Consent::ScopeNumbers` (`max_values`: None, `max_size`: Some(74), added: 2549, mode: `MaxEncodedLen`)
	// Storage: `Consent::Consents` (r:0 w:1)
	// Proof: `Consent::Consents` (`max_values`: None, `max_size`: Some(323), added: 2798, mode: `MaxEncodedLen`)
	// Storage: `Consent::Scopes` (r:0 w:1)
	// Proof: `Consent::Scopes` (`max_values`: None, `max_size`: Some(142), added: 2617, mode: `MaxEncodedLen`)
	// Storage: `Consent::EpochKeys` (r:0 w:1)
	// Proof: `Consent::EpochKeys` (`max_values`: None, `max_size`: Some(100), added: 2575, mode: `MaxEncodedLen`)
	// Proof size measured: 2284
	// At least 215_222_000 picoseconds.
	pub(super) fn enrol_patient(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(277_625_000, 4233).saturating_add(db.reads_writes(16, 16))
	}

	// Storage: `Consortium::Organisations` (r:1 w:0)
	// Proof: `Consortium::Organisations` (`max_values`: None, `max_size`: Some(768), added: 3243, mode: `MaxEncodedLen`)
	// Storage: `Consortium::AgentOf` (r:1 w:0)
	// Proof: `Consortium::AgentOf` (`max_values`: None, `max_size`: Some(54), added: 2529, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Consortium::GenesisBlock` (r:1 w:0)
	// Proof: `Consortium::GenesisBlock` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
	// Storage: `System::BlockHash` (r:1 w:0)
	// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	// Storage: `Identity::PractitionerOf` (r:1 w:0)
	// Proof: `Identity::PractitionerOf` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	// Storage: `Identity::Practitioners` (r:1 w:1)
	// Proof: `Identity::Practitioners` (`max_values`: None, `max_size`: Some(2537), added: 5012, mode: `MaxEncodedLen`)
	// Proof size measured: 4210
	// At least 109_503_000 picoseconds.
	pub(super) fn admit_practitioner(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(140_199_000, 6002).saturating_add(db.reads_writes(7, 1))
	}

	// Storage: `Consortium::Organisations` (r:1 w:0)
	// Proof: `Consortium::Organisations` (`max_values`: None, `max_size`: Some(768), added: 3243, mode: `MaxEncodedLen`)
	// Storage: `Consortium::AgentOf` (r:1 w:0)
	// Proof: `Consortium::AgentOf` (`max_values`: None, `max_size`: Some(54), added: 2529, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Identity::Practitioners` (r:1 w:1)
	// Proof: `Identity::Practitioners` (`max_values`: None, `max_size`: Some(2537), added: 5012, mode: `MaxEncodedLen`)
	// Proof size measured: 4117
	// At least 24_417_000 picoseconds.
	pub(super) fn suspend_practitioner(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(27_241_000, 6002).saturating_add(db.reads_writes(4, 1))
	}

	// Storage: `Consortium::Organisations` (r:1 w:0)
	// Proof: `Consortium::Organisations` (`max_values`: None, `max_size`: Some(768), added: 3243, mode: `MaxEncodedLen`)
	// Storage: `Consortium::AgentOf` (r:1 w:0)
	// Proof: `Consortium::AgentOf` (`max_values`: None, `max_size`: Some(54), added: 2529, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Identity::Practitioners` (r:1 w:1)
	// Proof: `Identity::Practitioners` (`max_values`: None, `max_size`: Some(2537), added: 5012, mode: `MaxEncodedLen`)
	// Proof size measured: 4253
	// At least 25_177_000 picoseconds.
	pub(super) fn reinstate_practitioner(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(27_281_000, 6002).saturating_add(db.reads_writes(4, 1))
	}

	// Storage: `Consortium::Organisations` (r:1 w:0)
	// Proof: `Consortium::Organisations` (`max_values`: None, `max_size`: Some(768), added: 3243, mode: `MaxEncodedLen`)
	// Storage: `Consortium::AgentOf` (r:1 w:0)
	// Proof: `Consortium::AgentOf` (`max_values`: None, `max_size`: Some(54), added: 2529, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Identity::Practitioners` (r:1 w:1)
	// Proof: `Identity::Practitioners` (`max_values`: None, `max_size`: Some(2537), added: 5012, mode: `MaxEncodedLen`)
	// Proof size measured: 4253
	// At least 24_817_000 picoseconds.
	pub(super) fn renew_practitioner(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(27_030_000, 6002).saturating_add(db.reads_writes(4, 1))
	}

	// Storage: `Identity::Practitioners` (r:1 w:1)
	// Proof: `Identity::Practitioners` (`max_values`: None, `max_size`: Some(2537), added: 5012, mode: `MaxEncodedLen`)
	// Storage: `Consortium::Organisations` (r:1 w:0)
	// Proof: `Consortium::Organisations` (`max_values`: None, `max_size`: Some(768), added: 3243, mode: `MaxEncodedLen`)
	// Storage: `Consortium::AgentOf` (r:1 w:0)
	// Proof: `Consortium::AgentOf` (`max_values`: None, `max_size`: Some(54), added: 2529, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Identity::PractitionerOf` (r:1 w:2)
	// Proof: `Identity::PractitionerOf` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	// Storage: `Consortium::GenesisBlock` (r:1 w:0)
	// Proof: `Consortium::GenesisBlock` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
	// Storage: `System::BlockHash` (r:1 w:0)
	// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	// Storage: `Consortium::Admitted` (r:1 w:1)
	// Proof: `Consortium::Admitted` (`max_values`: None, `max_size`: Some(48), added: 2523, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
	// Proof size measured: 4694
	// At least 126_709_000 picoseconds.
	pub(super) fn replace_account(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(136_133_000, 6002).saturating_add(db.reads_writes(9, 5))
	}

	// Storage: `Consortium::AgentOf` (r:1 w:0)
	// Proof: `Consortium::AgentOf` (`max_values`: None, `max_size`: Some(54), added: 2529, mode: `MaxEncodedLen`)
	// Storage: `Consortium::Organisations` (r:1 w:0)
	// Proof: `Consortium::Organisations` (`max_values`: None, `max_size`: Some(768), added: 3243, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Identity::CompromisedKeys` (r:1 w:0)
	// Proof: `Identity::CompromisedKeys` (`max_values`: None, `max_size`: Some(105), added: 2580, mode: `MaxEncodedLen`)
	// Storage: `Identity::Vaults` (r:1 w:1)
	// Proof: `Identity::Vaults` (`max_values`: None, `max_size`: Some(124), added: 2599, mode: `MaxEncodedLen`)
	// Storage: `Consortium::GenesisBlock` (r:1 w:0)
	// Proof: `Consortium::GenesisBlock` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
	// Storage: `System::BlockHash` (r:1 w:0)
	// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	// Storage: `Identity::SigningKeys` (r:1 w:1)
	// Proof: `Identity::SigningKeys` (`max_values`: None, `max_size`: Some(690), added: 3165, mode: `MaxEncodedLen`)
	// Proof size measured: 2039
	// At least 108_622_000 picoseconds.
	pub(super) fn set_vault_keys(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(138_858_000, 4233).saturating_add(db.reads_writes(9, 5))
	}

	// Storage: `Identity::PractitionerOf` (r:1 w:0)
	// Proof: `Identity::PractitionerOf` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	// Storage: `Identity::Practitioners` (r:1 w:0)
	// Proof: `Identity::Practitioners` (`max_values`: None, `max_size`: Some(2537), added: 5012, mode: `MaxEncodedLen`)
	// Storage: `Consortium::Organisations` (r:1 w:0)
	// Proof: `Consortium::Organisations` (`max_values`: None, `max_size`: Some(768), added: 3243, mode: `MaxEncodedLen`)
	// Storage: `Consortium::AgentOf` (r:1 w:0)
	// Proof: `Consortium::AgentOf` (`max_values`: None, `max_size`: Some(54), added: 2529, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Identity::Vaults` (r:1 w:1)
	// Proof: `Identity::Vaults` (`max_values`: None, `max_size`: Some(124), added: 2599, mode: `MaxEncodedLen`)
	// Storage: `Identity::CompromisedKeys` (r:0 w:1)
	// Proof: `Identity::CompromisedKeys` (`max_values`: None, `max_size`: Some(105), added: 2580, mode: `MaxEncodedLen`)
	// Proof size measured: 4611
	// At least 36_164_000 picoseconds.
	pub(super) fn report_vault_compromised(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(40_050_000, 6002).saturating_add(db.reads_writes(6, 2))
	}

	// Storage: `Identity::Practitioners` (r:1 w:0)
	// Proof: `Identity::Practitioners` (`max_values`: None, `max_size`: Some(2537), added: 5012, mode: `MaxEncodedLen`)
	// Storage: `Consortium::Organisations` (r:1 w:0)
	// Proof: `Consortium::Organisations` (`max_values`: None, `max_size`: Some(768), added: 3243, mode: `MaxEncodedLen`)
	// Storage: `Consortium::AgentOf` (r:1 w:0)
	// Proof: `Consortium::AgentOf` (`max_values`: None, `max_size`: Some(54), added: 2529, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Identity::Vaults` (r:1 w:1)
	// Proof: `Identity::Vaults` (`max_values`: None, `max_size`: Some(124), added: 2599, mode: `MaxEncodedLen`)
	// Storage: `Identity::Lineages` (r:0 w:1)
	// Proof: `Identity::Lineages` (`max_values`: None, `max_size`: Some(14), added: 2489, mode: `MaxEncodedLen`)
	// Storage: `Identity::CompromisedKeys` (r:0 w:1)
	// Proof: `Identity::CompromisedKeys` (`max_values`: None, `max_size`: Some(105), added: 2580, mode: `MaxEncodedLen`)
	// Proof size measured: 4499
	// At least 35_994_000 picoseconds.
	pub(super) fn reset_vault(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(39_719_000, 6002).saturating_add(db.reads_writes(5, 3))
	}

	// Of a comparable call, until it is measured.
	pub(super) fn move_control(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(260_000_000, 6002).saturating_add(db.reads_writes(10, 8))
	}

	// Of a comparable call, until it is measured.
	pub(super) fn set_recovery(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(110_000_000, 6002).saturating_add(db.reads_writes(6, 3))
	}

	// Of a comparable call, until it is measured.
	pub(super) fn start_recovery(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(330_000_000, 6002).saturating_add(db.reads_writes(8, 1))
	}

	// Of a comparable call, until it is measured.
	pub(super) fn approve_recovery(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(180_000_000, 6002).saturating_add(db.reads_writes(7, 1))
	}

	// Of a comparable call, until it is measured.
	pub(super) fn veto_recovery(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(45_000_000, 6002).saturating_add(db.reads_writes(4, 1))
	}

	// Of a comparable call, until it is measured.
	pub(super) fn override_veto(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(110_000_000, 6002).saturating_add(db.reads_writes(8, 1))
	}

	// Of a comparable call, until it is measured.
	pub(super) fn finish_recovery(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(60_000_000, 6002).saturating_add(db.reads_writes(9, 8))
	}

	// Of a comparable call, until it is measured.
	pub(super) fn confirm_recovery(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(105_000_000, 6002).saturating_add(db.reads_writes(7, 1))
	}

	// Of a comparable call, until it is measured.
	pub(super) fn admit_representative(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(560_000_000, 6002).saturating_add(db.reads_writes(46, 9))
	}

	// Of a comparable call, until it is measured.
	pub(super) fn end_representative(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(60_000_000, 6002).saturating_add(db.reads_writes(8, 3))
	}

	// Of a comparable call, until it is measured.
	pub(super) fn schedule_hand_over(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(260_000_000, 6002).saturating_add(db.reads_writes(12, 6))
	}

	// Of a comparable call, until it is measured.
	pub(super) fn cancel_hand_over(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(110_000_000, 6002).saturating_add(db.reads_writes(8, 4))
	}

	// Of a comparable call, until it is measured.
	pub(super) fn attest_state(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(45_000_000, 6002).saturating_add(db.reads_writes(6, 1))
	}

	// Of a comparable call, until it is measured.
	pub(super) fn contest_attestation(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(45_000_000, 6002).saturating_add(db.reads_writes(4, 2))
	}

	// Of a comparable call, until it is measured.
	pub(super) fn lift_state(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(45_000_000, 6002).saturating_add(db.reads_writes(5, 1))
	}

	// Of a comparable call, until it is measured.
	pub(super) fn merge(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(180_000_000, 6002).saturating_add(db.reads_writes(12, 2))
	}

	// Of a comparable call, until it is measured: the signature of `merge`, and a consent among 32.
	pub(super) fn rehome(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(400_000_000, 6002).saturating_add(db.reads_writes(80, 7))
	}
}
