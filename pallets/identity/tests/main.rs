//! Tests of the pallet on the shared test chain: a file for each call, one for genesis, one that breaks each
//! invariant, and one of random calls.

mod admit_practitioner;
mod admit_representative;
mod approve_recovery;
mod attest_state;
mod confirm_recovery;
mod end_representative;
mod enrol_patient;
mod finish_recovery;
mod genesis;
mod guardians;
mod invariants;
mod merge;
mod move_control;
mod override_veto;
mod properties;
mod rehome;
mod reinstate_practitioner;
mod renew_practitioner;
mod replace_account;
mod report_vault_compromised;
mod reset_vault;
mod schedule_hand_over;
mod set_recovery;
mod set_vault_keys;
mod start_recovery;
mod support;
mod suspend_practitioner;
mod veto_recovery;
