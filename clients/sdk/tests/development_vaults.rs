//! The development chain's genesis names the vault keys that `salus --dev` derives.

#[allow(dead_code)] // The command uses the rest.
#[path = "../../cli/src/dev.rs"]
mod dev;

use salus_runtime::genesis::development_vaults;
use salus_sdk::primitives::people::VaultOwner;

#[test]
fn development_vaults_should_be_those_of_the_genesis() {
	for (name, owner, on_chain) in [
		("alice", VaultOwner::Organisation(1), development_vaults::ALICE),
		("bob", VaultOwner::Organisation(2), development_vaults::BOB),
		("charlie", VaultOwner::Practitioner(2), development_vaults::CHARLIE),
		("dave", VaultOwner::Practitioner(1), development_vaults::DAVE),
	] {
		let derived = dev::keyring(name).unwrap().vault(&owner, 0).public_keys();
		assert_eq!(
			derived, on_chain,
			"{name}: put what `cargo run --example development_vaults` prints into runtime/src/genesis.rs"
		);
	}
}

#[test]
fn development_public_keys_should_include_those_of_the_genesis() {
	let published: Vec<_> = dev::public_keys().iter().map(|key| key.digest()).collect();
	use development_vaults::{ALICE, BOB, CHARLIE, DAVE};
	for keys in [ALICE, BOB, CHARLIE, DAVE] {
		assert!(published.contains(&keys.kem), "{}", keys.kem);
	}
}
