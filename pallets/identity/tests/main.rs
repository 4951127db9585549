//! Tests of the pallet on the shared test chain: a file for each call, one for genesis, one that breaks each
//! invariant, and one of random calls.

mod admit_practitioner;
mod enrol_patient;
mod genesis;
mod invariants;
mod properties;
mod reinstate_practitioner;
mod renew_practitioner;
mod replace_account;
mod report_vault_compromised;
mod reset_vault;
mod set_vault_keys;
mod support;
mod suspend_practitioner;
