//! What the calls of `salus_pallet_identity` cost, measured: written by `scripts/benchmark.sh`, not by hand.
//!
//! - machine: AMD EPYC
//! - date: 2026-11-26
//! - 20 steps of 10 repeats, benchmark command 64.0.0

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
	// Storage: `Identity::HandOverTo` (r:1 w:0)
	// Proof: `Identity::HandOverTo` (`max_values`: None, `max_size`: Some(80), added: 2555, mode: `MaxEncodedLen`)
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
	// Proof: `Consent::ByGrantee` (`max_values`: None, `max_size`: Some(218), added: 2693, mode: `MaxEncodedLen`)
	// Storage: `Consent::Granted` (r:1 w:1)
	// Proof: `Consent::Granted` (`max_values`: None, `max_size`: Some(93), added: 2568, mode: `MaxEncodedLen`)
	// Storage: `Identity::Vaults` (r:0 w:1)
	// Proof: `Identity::Vaults` (`max_values`: None, `max_size`: Some(124), added: 2599, mode: `MaxEncodedLen`)
	// Storage: `Consent::ScopeNumbers` (r:0 w:1)
	// Proof: `Consent::ScopeNumbers` (`max_values`: None, `max_size`: Some(74), added: 2549, mode: `MaxEncodedLen`)
	// Storage: `Consent::Consents` (r:0 w:1)
	// Proof: `Consent::Consents` (`max_values`: None, `max_size`: Some(351), added: 2826, mode: `MaxEncodedLen`)
	// Storage: `Consent::Scopes` (r:0 w:1)
	// Proof: `Consent::Scopes` (`max_values`: None, `max_size`: Some(142), added: 2617, mode: `MaxEncodedLen`)
	// Storage: `Consent::EpochKeys` (r:0 w:1)
	// Proof: `Consent::EpochKeys` (`max_values`: None, `max_size`: Some(100), added: 2575, mode: `MaxEncodedLen`)
	// Proof size measured: 2284
	// At least 297_340_000 picoseconds.
	pub(super) fn enrol_patient(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(309_928_000, 4233).saturating_add(db.reads_writes(17, 16))
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
	// At least 142_431_000 picoseconds.
	pub(super) fn admit_practitioner(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(148_299_000, 6002).saturating_add(db.reads_writes(7, 1))
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
	// At least 37_856_000 picoseconds.
	pub(super) fn suspend_practitioner(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(40_721_000, 6002).saturating_add(db.reads_writes(4, 1))
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
	// At least 37_946_000 picoseconds.
	pub(super) fn reinstate_practitioner(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(40_870_000, 6002).saturating_add(db.reads_writes(4, 1))
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
	// At least 38_076_000 picoseconds.
	pub(super) fn renew_practitioner(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(41_241_000, 6002).saturating_add(db.reads_writes(4, 1))
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
	// At least 176_461_000 picoseconds.
	pub(super) fn replace_account(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(187_477_000, 6002).saturating_add(db.reads_writes(9, 5))
	}

	// Storage: `Identity::Patients` (r:1 w:0)
	// Proof: `Identity::Patients` (`max_values`: None, `max_size`: Some(237), added: 2712, mode: `MaxEncodedLen`)
	// Storage: `Identity::HandOvers` (r:1 w:0)
	// Proof: `Identity::HandOvers` (`max_values`: None, `max_size`: Some(88), added: 2563, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Identity::CompromisedKeys` (r:1 w:1)
	// Proof: `Identity::CompromisedKeys` (`max_values`: None, `max_size`: Some(105), added: 2580, mode: `MaxEncodedLen`)
	// Storage: `Identity::Vaults` (r:1 w:1)
	// Proof: `Identity::Vaults` (`max_values`: None, `max_size`: Some(124), added: 2599, mode: `MaxEncodedLen`)
	// Storage: `Consortium::GenesisBlock` (r:1 w:0)
	// Proof: `Consortium::GenesisBlock` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
	// Storage: `System::BlockHash` (r:1 w:0)
	// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	// Storage: `Identity::Recoveries` (r:1 w:1)
	// Proof: `Identity::Recoveries` (`max_values`: None, `max_size`: Some(137), added: 2612, mode: `MaxEncodedLen`)
	// Storage: `Identity::SigningKeys` (r:1 w:1)
	// Proof: `Identity::SigningKeys` (`max_values`: None, `max_size`: Some(690), added: 3165, mode: `MaxEncodedLen`)
	// Storage: `Identity::PatientLineages` (r:0 w:1)
	// Proof: `Identity::PatientLineages` (`max_values`: None, `max_size`: Some(50), added: 2525, mode: `MaxEncodedLen`)
	// Proof size measured: 1307
	// At least 125_896_000 picoseconds.
	pub(super) fn set_vault_keys(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(131_024_000, 4155).saturating_add(db.reads_writes(9, 5))
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
	// At least 54_861_000 picoseconds.
	pub(super) fn report_vault_compromised(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(59_448_000, 6002).saturating_add(db.reads_writes(6, 2))
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
	// At least 54_410_000 picoseconds.
	pub(super) fn reset_vault(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(59_107_000, 6002).saturating_add(db.reads_writes(5, 3))
	}

	// Storage: `Identity::Patients` (r:1 w:1)
	// Proof: `Identity::Patients` (`max_values`: None, `max_size`: Some(237), added: 2712, mode: `MaxEncodedLen`)
	// Storage: `Identity::HandOvers` (r:1 w:0)
	// Proof: `Identity::HandOvers` (`max_values`: None, `max_size`: Some(88), added: 2563, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Identity::PatientOf` (r:1 w:2)
	// Proof: `Identity::PatientOf` (`max_values`: None, `max_size`: Some(80), added: 2555, mode: `MaxEncodedLen`)
	// Storage: `Identity::HandOverTo` (r:1 w:0)
	// Proof: `Identity::HandOverTo` (`max_values`: None, `max_size`: Some(80), added: 2555, mode: `MaxEncodedLen`)
	// Storage: `Consortium::GenesisBlock` (r:1 w:0)
	// Proof: `Consortium::GenesisBlock` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
	// Storage: `System::BlockHash` (r:1 w:0)
	// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	// Storage: `Identity::RecoveryTurns` (r:1 w:1)
	// Proof: `Identity::RecoveryTurns` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	// Storage: `Identity::Vaults` (r:1 w:0)
	// Proof: `Identity::Vaults` (`max_values`: None, `max_size`: Some(124), added: 2599, mode: `MaxEncodedLen`)
	// Storage: `Consortium::Admitted` (r:1 w:1)
	// Proof: `Consortium::Admitted` (`max_values`: None, `max_size`: Some(48), added: 2523, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
	// Storage: `Identity::RecoveryAttempts` (r:0 w:1)
	// Proof: `Identity::RecoveryAttempts` (`max_values`: None, `max_size`: Some(1886), added: 4361, mode: `MaxEncodedLen`)
	// Storage: `Identity::Recoveries` (r:0 w:1)
	// Proof: `Identity::Recoveries` (`max_values`: None, `max_size`: Some(137), added: 2612, mode: `MaxEncodedLen`)
	// Proof size measured: 1573
	// At least 222_479_000 picoseconds.
	pub(super) fn move_control(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(230_461_000, 3702).saturating_add(db.reads_writes(11, 8))
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
	// Storage: `Identity::RecoveryTurns` (r:1 w:1)
	// Proof: `Identity::RecoveryTurns` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	// Storage: `Identity::Vaults` (r:1 w:0)
	// Proof: `Identity::Vaults` (`max_values`: None, `max_size`: Some(124), added: 2599, mode: `MaxEncodedLen`)
	// Storage: `Identity::RecoveryPolicies` (r:0 w:1)
	// Proof: `Identity::RecoveryPolicies` (`max_values`: None, `max_size`: Some(346), added: 2821, mode: `MaxEncodedLen`)
	// Storage: `Identity::RecoveryAttempts` (r:0 w:1)
	// Proof: `Identity::RecoveryAttempts` (`max_values`: None, `max_size`: Some(1886), added: 4361, mode: `MaxEncodedLen`)
	// Proof size measured: 1069
	// At least 103_924_000 picoseconds.
	pub(super) fn set_recovery(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(109_972_000, 3702).saturating_add(db.reads_writes(7, 3))
	}

	// Storage: `Identity::Patients` (r:1 w:0)
	// Proof: `Identity::Patients` (`max_values`: None, `max_size`: Some(237), added: 2712, mode: `MaxEncodedLen`)
	// Storage: `Identity::HandOvers` (r:1 w:0)
	// Proof: `Identity::HandOvers` (`max_values`: None, `max_size`: Some(88), added: 2563, mode: `MaxEncodedLen`)
	// Storage: `Identity::RecoveryPolicies` (r:1 w:0)
	// Proof: `Identity::RecoveryPolicies` (`max_values`: None, `max_size`: Some(346), added: 2821, mode: `MaxEncodedLen`)
	// Storage: `Identity::PatientOf` (r:1 w:0)
	// Proof: `Identity::PatientOf` (`max_values`: None, `max_size`: Some(80), added: 2555, mode: `MaxEncodedLen`)
	// Storage: `Identity::HandOverTo` (r:1 w:0)
	// Proof: `Identity::HandOverTo` (`max_values`: None, `max_size`: Some(80), added: 2555, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Identity::RecoveryAttempts` (r:1 w:1)
	// Proof: `Identity::RecoveryAttempts` (`max_values`: None, `max_size`: Some(1886), added: 4361, mode: `MaxEncodedLen`)
	// Storage: `Consortium::GenesisBlock` (r:1 w:0)
	// Proof: `Consortium::GenesisBlock` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
	// Storage: `System::BlockHash` (r:1 w:0)
	// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	// Storage: `Identity::RecoveryTurns` (r:1 w:0)
	// Proof: `Identity::RecoveryTurns` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	// Proof size measured: 2658
	// At least 263_880_000 picoseconds.
	pub(super) fn start_recovery(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(270_590_000, 5351).saturating_add(db.reads_writes(10, 1))
	}

	// Storage: `Identity::Patients` (r:1 w:0)
	// Proof: `Identity::Patients` (`max_values`: None, `max_size`: Some(237), added: 2712, mode: `MaxEncodedLen`)
	// Storage: `Identity::HandOvers` (r:1 w:0)
	// Proof: `Identity::HandOvers` (`max_values`: None, `max_size`: Some(88), added: 2563, mode: `MaxEncodedLen`)
	// Storage: `Identity::RecoveryPolicies` (r:1 w:0)
	// Proof: `Identity::RecoveryPolicies` (`max_values`: None, `max_size`: Some(346), added: 2821, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Identity::RecoveryAttempts` (r:1 w:1)
	// Proof: `Identity::RecoveryAttempts` (`max_values`: None, `max_size`: Some(1886), added: 4361, mode: `MaxEncodedLen`)
	// Storage: `Consortium::GenesisBlock` (r:1 w:0)
	// Proof: `Consortium::GenesisBlock` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
	// Storage: `System::BlockHash` (r:1 w:0)
	// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	// Storage: `Identity::RecoveryTurns` (r:1 w:0)
	// Proof: `Identity::RecoveryTurns` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	// Proof size measured: 2589
	// At least 148_791_000 picoseconds.
	pub(super) fn approve_recovery(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(153_787_000, 5351).saturating_add(db.reads_writes(8, 1))
	}

	// Storage: `Identity::Patients` (r:1 w:0)
	// Proof: `Identity::Patients` (`max_values`: None, `max_size`: Some(237), added: 2712, mode: `MaxEncodedLen`)
	// Storage: `Identity::HandOvers` (r:1 w:0)
	// Proof: `Identity::HandOvers` (`max_values`: None, `max_size`: Some(88), added: 2563, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Identity::RecoveryPolicies` (r:1 w:0)
	// Proof: `Identity::RecoveryPolicies` (`max_values`: None, `max_size`: Some(346), added: 2821, mode: `MaxEncodedLen`)
	// Storage: `Identity::RecoveryAttempts` (r:1 w:1)
	// Proof: `Identity::RecoveryAttempts` (`max_values`: None, `max_size`: Some(1886), added: 4361, mode: `MaxEncodedLen`)
	// Proof size measured: 2291
	// At least 39_900_000 picoseconds.
	pub(super) fn veto_recovery(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(43_254_000, 5351).saturating_add(db.reads_writes(5, 1))
	}

	// Storage: `Identity::Patients` (r:1 w:0)
	// Proof: `Identity::Patients` (`max_values`: None, `max_size`: Some(237), added: 2712, mode: `MaxEncodedLen`)
	// Storage: `Identity::HandOvers` (r:1 w:0)
	// Proof: `Identity::HandOvers` (`max_values`: None, `max_size`: Some(88), added: 2563, mode: `MaxEncodedLen`)
	// Storage: `Identity::RecoveryPolicies` (r:1 w:0)
	// Proof: `Identity::RecoveryPolicies` (`max_values`: None, `max_size`: Some(346), added: 2821, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Identity::RecoveryAttempts` (r:1 w:1)
	// Proof: `Identity::RecoveryAttempts` (`max_values`: None, `max_size`: Some(1886), added: 4361, mode: `MaxEncodedLen`)
	// Storage: `Consortium::GenesisBlock` (r:1 w:0)
	// Proof: `Consortium::GenesisBlock` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
	// Storage: `System::BlockHash` (r:1 w:0)
	// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	// Storage: `Identity::RecoveryTurns` (r:1 w:0)
	// Proof: `Identity::RecoveryTurns` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	// Storage: `Identity::Vaults` (r:1 w:0)
	// Proof: `Identity::Vaults` (`max_values`: None, `max_size`: Some(124), added: 2599, mode: `MaxEncodedLen`)
	// Proof size measured: 2868
	// At least 104_214_000 picoseconds.
	pub(super) fn override_veto(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(109_632_000, 5351).saturating_add(db.reads_writes(9, 1))
	}

	// Storage: `Identity::Patients` (r:1 w:1)
	// Proof: `Identity::Patients` (`max_values`: None, `max_size`: Some(237), added: 2712, mode: `MaxEncodedLen`)
	// Storage: `Identity::HandOvers` (r:1 w:0)
	// Proof: `Identity::HandOvers` (`max_values`: None, `max_size`: Some(88), added: 2563, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Identity::RecoveryAttempts` (r:1 w:1)
	// Proof: `Identity::RecoveryAttempts` (`max_values`: None, `max_size`: Some(1886), added: 4361, mode: `MaxEncodedLen`)
	// Storage: `Identity::PatientOf` (r:1 w:2)
	// Proof: `Identity::PatientOf` (`max_values`: None, `max_size`: Some(80), added: 2555, mode: `MaxEncodedLen`)
	// Storage: `Identity::HandOverTo` (r:1 w:0)
	// Proof: `Identity::HandOverTo` (`max_values`: None, `max_size`: Some(80), added: 2555, mode: `MaxEncodedLen`)
	// Storage: `Identity::RecoveryTurns` (r:1 w:1)
	// Proof: `Identity::RecoveryTurns` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	// Storage: `Consortium::Admitted` (r:1 w:1)
	// Proof: `Consortium::Admitted` (`max_values`: None, `max_size`: Some(48), added: 2523, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
	// Storage: `Identity::Recoveries` (r:0 w:1)
	// Proof: `Identity::Recoveries` (`max_values`: None, `max_size`: Some(137), added: 2612, mode: `MaxEncodedLen`)
	// Proof size measured: 2823
	// At least 69_453_000 picoseconds.
	pub(super) fn finish_recovery(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(73_849_000, 5351).saturating_add(db.reads_writes(9, 8))
	}

	// Storage: `Identity::Patients` (r:1 w:0)
	// Proof: `Identity::Patients` (`max_values`: None, `max_size`: Some(237), added: 2712, mode: `MaxEncodedLen`)
	// Storage: `Identity::HandOvers` (r:1 w:0)
	// Proof: `Identity::HandOvers` (`max_values`: None, `max_size`: Some(88), added: 2563, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Identity::Recoveries` (r:1 w:1)
	// Proof: `Identity::Recoveries` (`max_values`: None, `max_size`: Some(137), added: 2612, mode: `MaxEncodedLen`)
	// Storage: `Consortium::GenesisBlock` (r:1 w:0)
	// Proof: `Consortium::GenesisBlock` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
	// Storage: `System::BlockHash` (r:1 w:0)
	// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	// Storage: `Identity::RecoveryTurns` (r:1 w:0)
	// Proof: `Identity::RecoveryTurns` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	// Storage: `Identity::Vaults` (r:1 w:0)
	// Proof: `Identity::Vaults` (`max_values`: None, `max_size`: Some(124), added: 2599, mode: `MaxEncodedLen`)
	// Proof size measured: 1089
	// At least 93_989_000 picoseconds.
	pub(super) fn confirm_recovery(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(99_787_000, 3702).saturating_add(db.reads_writes(8, 1))
	}

	// Storage: `Identity::Patients` (r:1 w:0)
	// Proof: `Identity::Patients` (`max_values`: None, `max_size`: Some(237), added: 2712, mode: `MaxEncodedLen`)
	// Storage: `Identity::HandOvers` (r:1 w:0)
	// Proof: `Identity::HandOvers` (`max_values`: None, `max_size`: Some(88), added: 2563, mode: `MaxEncodedLen`)
	// Storage: `Consortium::Organisations` (r:1 w:0)
	// Proof: `Consortium::Organisations` (`max_values`: None, `max_size`: Some(768), added: 3243, mode: `MaxEncodedLen`)
	// Storage: `Consortium::AgentOf` (r:1 w:0)
	// Proof: `Consortium::AgentOf` (`max_values`: None, `max_size`: Some(54), added: 2529, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Identity::RepresentativeCount` (r:1 w:1)
	// Proof: `Identity::RepresentativeCount` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	// Storage: `Identity::RepresentationsOf` (r:1 w:1)
	// Proof: `Identity::RepresentationsOf` (`max_values`: None, `max_size`: Some(113), added: 2588, mode: `MaxEncodedLen`)
	// Storage: `Identity::Representatives` (r:24 w:1)
	// Proof: `Identity::Representatives` (`max_values`: None, `max_size`: Some(115), added: 2590, mode: `MaxEncodedLen`)
	// Storage: `Consortium::GenesisBlock` (r:1 w:0)
	// Proof: `Consortium::GenesisBlock` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
	// Storage: `System::BlockHash` (r:1 w:0)
	// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	// Storage: `Identity::Vaults` (r:1 w:1)
	// Proof: `Identity::Vaults` (`max_values`: None, `max_size`: Some(124), added: 2599, mode: `MaxEncodedLen`)
	// Storage: `Identity::NextRepresentative` (r:1 w:1)
	// Proof: `Identity::NextRepresentative` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `Identity::RepresentativesOf` (r:1 w:1)
	// Proof: `Identity::RepresentativesOf` (`max_values`: None, `max_size`: Some(81), added: 2556, mode: `MaxEncodedLen`)
	// Storage: `Identity::SigningKeys` (r:1 w:1)
	// Proof: `Identity::SigningKeys` (`max_values`: None, `max_size`: Some(690), added: 3165, mode: `MaxEncodedLen`)
	// Storage: `Consortium::Admitted` (r:1 w:1)
	// Proof: `Consortium::Admitted` (`max_values`: None, `max_size`: Some(48), added: 2523, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
	// Proof size measured: 6199
	// At least 525_057_000 picoseconds.
	pub(super) fn admit_representative(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(539_338_000, 63150).saturating_add(db.reads_writes(39, 9))
	}

	// Storage: `Identity::Representatives` (r:1 w:1)
	// Proof: `Identity::Representatives` (`max_values`: None, `max_size`: Some(115), added: 2590, mode: `MaxEncodedLen`)
	// Storage: `Consortium::NoticeEnds` (r:1 w:0)
	// Proof: `Consortium::NoticeEnds` (`max_values`: None, `max_size`: Some(20), added: 2495, mode: `MaxEncodedLen`)
	// Storage: `Consortium::Organisations` (r:1 w:0)
	// Proof: `Consortium::Organisations` (`max_values`: None, `max_size`: Some(768), added: 3243, mode: `MaxEncodedLen`)
	// Storage: `Consortium::AgentOf` (r:1 w:0)
	// Proof: `Consortium::AgentOf` (`max_values`: None, `max_size`: Some(54), added: 2529, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Identity::RepresentativesOf` (r:1 w:1)
	// Proof: `Identity::RepresentativesOf` (`max_values`: None, `max_size`: Some(81), added: 2556, mode: `MaxEncodedLen`)
	// Storage: `Identity::RepresentationsOf` (r:1 w:1)
	// Proof: `Identity::RepresentationsOf` (`max_values`: None, `max_size`: Some(113), added: 2588, mode: `MaxEncodedLen`)
	// Proof size measured: 2037
	// At least 48_412_000 picoseconds.
	pub(super) fn end_representative(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(52_448_000, 4233).saturating_add(db.reads_writes(7, 3))
	}

	// Storage: `Identity::Patients` (r:1 w:0)
	// Proof: `Identity::Patients` (`max_values`: None, `max_size`: Some(237), added: 2712, mode: `MaxEncodedLen`)
	// Storage: `Identity::HandOvers` (r:1 w:1)
	// Proof: `Identity::HandOvers` (`max_values`: None, `max_size`: Some(88), added: 2563, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Identity::PatientOf` (r:1 w:0)
	// Proof: `Identity::PatientOf` (`max_values`: None, `max_size`: Some(80), added: 2555, mode: `MaxEncodedLen`)
	// Storage: `Identity::HandOverTo` (r:1 w:1)
	// Proof: `Identity::HandOverTo` (`max_values`: None, `max_size`: Some(80), added: 2555, mode: `MaxEncodedLen`)
	// Storage: `Consortium::GenesisBlock` (r:1 w:0)
	// Proof: `Consortium::GenesisBlock` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
	// Storage: `System::BlockHash` (r:1 w:0)
	// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	// Storage: `Identity::RecoveryTurns` (r:1 w:1)
	// Proof: `Identity::RecoveryTurns` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	// Storage: `Identity::Vaults` (r:1 w:0)
	// Proof: `Identity::Vaults` (`max_values`: None, `max_size`: Some(124), added: 2599, mode: `MaxEncodedLen`)
	// Storage: `Consortium::Admitted` (r:1 w:1)
	// Proof: `Consortium::Admitted` (`max_values`: None, `max_size`: Some(48), added: 2523, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
	// Storage: `Identity::RecoveryAttempts` (r:0 w:1)
	// Proof: `Identity::RecoveryAttempts` (`max_values`: None, `max_size`: Some(1886), added: 4361, mode: `MaxEncodedLen`)
	// Proof size measured: 1540
	// At least 219_705_000 picoseconds.
	pub(super) fn schedule_hand_over(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(227_927_000, 3702).saturating_add(db.reads_writes(11, 6))
	}

	// Storage: `Identity::Patients` (r:1 w:0)
	// Proof: `Identity::Patients` (`max_values`: None, `max_size`: Some(237), added: 2712, mode: `MaxEncodedLen`)
	// Storage: `Identity::HandOvers` (r:1 w:1)
	// Proof: `Identity::HandOvers` (`max_values`: None, `max_size`: Some(88), added: 2563, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Consortium::GenesisBlock` (r:1 w:0)
	// Proof: `Consortium::GenesisBlock` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
	// Storage: `System::BlockHash` (r:1 w:0)
	// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	// Storage: `Identity::RecoveryTurns` (r:1 w:1)
	// Proof: `Identity::RecoveryTurns` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	// Storage: `Identity::Vaults` (r:1 w:0)
	// Proof: `Identity::Vaults` (`max_values`: None, `max_size`: Some(124), added: 2599, mode: `MaxEncodedLen`)
	// Storage: `Identity::RecoveryAttempts` (r:0 w:1)
	// Proof: `Identity::RecoveryAttempts` (`max_values`: None, `max_size`: Some(1886), added: 4361, mode: `MaxEncodedLen`)
	// Storage: `Identity::HandOverTo` (r:0 w:1)
	// Proof: `Identity::HandOverTo` (`max_values`: None, `max_size`: Some(80), added: 2555, mode: `MaxEncodedLen`)
	// Proof size measured: 1117
	// At least 102_192_000 picoseconds.
	pub(super) fn cancel_hand_over(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(107_919_000, 3702).saturating_add(db.reads_writes(7, 4))
	}

	// Storage: `Identity::Patients` (r:1 w:1)
	// Proof: `Identity::Patients` (`max_values`: None, `max_size`: Some(237), added: 2712, mode: `MaxEncodedLen`)
	// Storage: `Consortium::Organisations` (r:1 w:0)
	// Proof: `Consortium::Organisations` (`max_values`: None, `max_size`: Some(768), added: 3243, mode: `MaxEncodedLen`)
	// Storage: `Consortium::AgentOf` (r:1 w:0)
	// Proof: `Consortium::AgentOf` (`max_values`: None, `max_size`: Some(54), added: 2529, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Identity::Contests` (r:1 w:0)
	// Proof: `Identity::Contests` (`max_values`: None, `max_size`: Some(56), added: 2531, mode: `MaxEncodedLen`)
	// Proof size measured: 1813
	// At least 38_657_000 picoseconds.
	pub(super) fn attest_state(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(42_433_000, 4233).saturating_add(db.reads_writes(5, 1))
	}

	// Storage: `Identity::Patients` (r:1 w:1)
	// Proof: `Identity::Patients` (`max_values`: None, `max_size`: Some(237), added: 2712, mode: `MaxEncodedLen`)
	// Storage: `Identity::HandOvers` (r:1 w:0)
	// Proof: `Identity::HandOvers` (`max_values`: None, `max_size`: Some(88), added: 2563, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Identity::Contests` (r:0 w:1)
	// Proof: `Identity::Contests` (`max_values`: None, `max_size`: Some(56), added: 2531, mode: `MaxEncodedLen`)
	// Proof size measured: 477
	// At least 27_280_000 picoseconds.
	pub(super) fn contest_attestation(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(30_174_000, 3702).saturating_add(db.reads_writes(3, 2))
	}

	// Storage: `Identity::Patients` (r:1 w:1)
	// Proof: `Identity::Patients` (`max_values`: None, `max_size`: Some(237), added: 2712, mode: `MaxEncodedLen`)
	// Storage: `Consortium::Organisations` (r:1 w:0)
	// Proof: `Consortium::Organisations` (`max_values`: None, `max_size`: Some(768), added: 3243, mode: `MaxEncodedLen`)
	// Storage: `Consortium::AgentOf` (r:1 w:0)
	// Proof: `Consortium::AgentOf` (`max_values`: None, `max_size`: Some(54), added: 2529, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Proof size measured: 1949
	// At least 36_023_000 picoseconds.
	pub(super) fn lift_state(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(39_358_000, 4233).saturating_add(db.reads_writes(4, 1))
	}

	// Storage: `Identity::Patients` (r:2 w:0)
	// Proof: `Identity::Patients` (`max_values`: None, `max_size`: Some(237), added: 2712, mode: `MaxEncodedLen`)
	// Storage: `Identity::HandOvers` (r:2 w:0)
	// Proof: `Identity::HandOvers` (`max_values`: None, `max_size`: Some(88), added: 2563, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Identity::MergedInto` (r:2 w:1)
	// Proof: `Identity::MergedInto` (`max_values`: None, `max_size`: Some(80), added: 2555, mode: `MaxEncodedLen`)
	// Storage: `Consortium::GenesisBlock` (r:1 w:0)
	// Proof: `Consortium::GenesisBlock` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
	// Storage: `System::BlockHash` (r:1 w:0)
	// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	// Storage: `Identity::MergedFrom` (r:1 w:1)
	// Proof: `Identity::MergedFrom` (`max_values`: None, `max_size`: Some(561), added: 3036, mode: `MaxEncodedLen`)
	// Proof size measured: 1769
	// At least 152_506_000 picoseconds.
	pub(super) fn merge(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(157_092_000, 6414).saturating_add(db.reads_writes(10, 2))
	}

	// Storage: `Identity::Patients` (r:1 w:1)
	// Proof: `Identity::Patients` (`max_values`: None, `max_size`: Some(237), added: 2712, mode: `MaxEncodedLen`)
	// Storage: `Identity::HandOvers` (r:1 w:0)
	// Proof: `Identity::HandOvers` (`max_values`: None, `max_size`: Some(88), added: 2563, mode: `MaxEncodedLen`)
	// Storage: `Consortium::Organisations` (r:1 w:0)
	// Proof: `Consortium::Organisations` (`max_values`: None, `max_size`: Some(768), added: 3243, mode: `MaxEncodedLen`)
	// Storage: `Consortium::AgentOf` (r:1 w:0)
	// Proof: `Consortium::AgentOf` (`max_values`: None, `max_size`: Some(54), added: 2529, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Consortium::NoticeEnds` (r:1 w:0)
	// Proof: `Consortium::NoticeEnds` (`max_values`: None, `max_size`: Some(20), added: 2495, mode: `MaxEncodedLen`)
	// Storage: `Consortium::GenesisBlock` (r:1 w:0)
	// Proof: `Consortium::GenesisBlock` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
	// Storage: `System::BlockHash` (r:1 w:0)
	// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	// Storage: `Consent::ConsentCount` (r:1 w:1)
	// Proof: `Consent::ConsentCount` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	// Storage: `Consent::ByGrantee` (r:1 w:1)
	// Proof: `Consent::ByGrantee` (`max_values`: None, `max_size`: Some(218), added: 2693, mode: `MaxEncodedLen`)
	// Storage: `Consent::Granted` (r:1 w:1)
	// Proof: `Consent::Granted` (`max_values`: None, `max_size`: Some(93), added: 2568, mode: `MaxEncodedLen`)
	// Storage: `Consent::Consents` (r:0 w:1)
	// Proof: `Consent::Consents` (`max_values`: None, `max_size`: Some(351), added: 2826, mode: `MaxEncodedLen`)
	// Proof size measured: 2046
	// At least 173_507_000 picoseconds.
	pub(super) fn rehome(db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(181_058_000, 4233).saturating_add(db.reads_writes(11, 5))
	}
}
