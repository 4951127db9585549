//! Tests of the pallet on the shared test chain: a file for each call, one for genesis, one that breaks each
//! invariant, and one of random calls.

mod admit_practitioner;
mod approve_recovery;
mod confirm_recovery;
mod enrol_patient;
mod finish_recovery;
mod genesis;
mod guardians;
mod invariants;
mod move_control;
mod override_veto;
mod properties;
mod reinstate_practitioner;
mod renew_practitioner;
mod replace_account;
mod report_vault_compromised;
mod reset_vault;
mod set_recovery;
mod set_vault_keys;
mod start_recovery;
mod support;
mod suspend_practitioner;
mod veto_recovery;
