//! Prints the constants of `development_vaults` in `runtime/src/genesis.rs`: the public sides of the vaults that
//! `salus --dev` derives for the parties of the development chain. The tests of `salus-sdk` hold them against each other.
//!
//! ```sh
//! cargo run --release -p salus-cli --example development_vaults
//! ```

#[allow(dead_code)] // The command uses the rest.
#[path = "../src/dev.rs"]
mod dev;

use salus_sdk::primitives::people::VaultOwner;

fn main() -> salus_sdk::Result<()> {
	// Whose id it is does not enter the keys.
	let parties = [
		("alice", VaultOwner::Organisation(1)),
		("bob", VaultOwner::Organisation(2)),
		("charlie", VaultOwner::Practitioner(2)),
		("dave", VaultOwner::Practitioner(1)),
	];
	for (name, owner) in parties {
		let keys = dev::keyring(name)?.vault(&owner, 0).public_keys();
		let array = |bytes: [u8; 32]| bytes.map(|byte| format!("{byte:#04x}")).join(", ");
		let (kem, signing) = (array(keys.kem.0), array(keys.signing.0));
		println!("pub const {}: VaultKeys = keys([{kem}], [{signing}]);", name.to_uppercase());
	}
	Ok(())
}
