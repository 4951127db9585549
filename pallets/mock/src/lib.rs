//! A small runtime of all Salus pallets, and the people in it, for the pallets' tests.
//!
//! - [`ExtBuilder`] founds a chain with two organisations and runs a test on it at block 1, [`START`]; afterwards
//!   [`do_try_state`] holds the invariants of every pallet.
//! - [`account`] and [`vault`] are people's wallets and vaults with real keys, by name.
//! - [`enrol`], [`admit`], [`standard_scopes`], … do what most tests start from, through the pallets' own calls.
//! - [`transactions`] signs, validates and applies real extrinsics.
//!
//! At genesis alice is controller and registrar of organisation 1, bob of organisation 2; both organisations have a
//! vault (`vault("organisation 1")`, `vault("organisation 2")`) and run a validator: alice and bob. Nobody else is known.

pub mod builder;
pub mod people;
pub mod representation;
pub mod runtime;
pub mod scopes;
pub mod time;
pub mod transactions;
pub mod words;

pub use builder::{begin, do_try_state, ExtBuilder, ALICE_ORGANISATION, BOB_ORGANISATION, GENESIS};
pub use people::{
	account, add_registrar, admit, admit_without_vault, agreed, council, enrol, enrol_by, enrolment,
	expel_organisation, pair, register_vault, reinstate_organisation, replace_account, report_compromised,
	reset_vault, rotate_vault, set_session_keys, sign_enrolment, suspend_organisation, suspend_practitioner,
	vault, vault_generation, vault_in_use, TestVault,
};
pub use representation::{
	appoint, attest, come_of_age, new_representative, represent, schedule_hand_over, sign_hand_over,
	sign_representation, take_over, try_represent,
};
pub use runtime::{
	Consent, Consortium, Council, Historical, Identity, Quota, Records, Runtime, RuntimeCall, RuntimeEvent,
	RuntimeOrigin, Session, System, Timestamp, Utility,
};
pub use salus_pallet_consent::Error as ConsentError;
pub use scopes::{
	delegate_signature, erase_signature, grant_signature, grant_signature_by, new_scope, next_generation,
	refile_signature, reseal_signature, rotation, scope_key, sign_as_party, sign_as_vault, sign_rotation,
	sign_rotation_by, sign_scopes, standard_scopes, STANDARD_SCOPES,
};
pub use time::{advance, events, now, run_to, DAY, HOUR, START};
pub use words::{
	acceptance, acceptance_until, bad_acceptances, home_choice, joining, joining_until, node, node_word,
	wrapped_acceptance,
};

/// A call's origin: signed by the person of that name.
pub fn signed(name: &str) -> RuntimeOrigin {
	RuntimeOrigin::signed(account(name))
}
