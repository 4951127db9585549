//! The development profiles. Their keys are public: they are for chains that hold no real record.

use salus_sdk::{
	vault::{hybrid::PublicKey, root::Root},
	Keyring, Result, Wallet,
};
use sha2::{Digest as _, Sha256};

/// The names of the development profiles, of which each is also a well-known Substrate account.
pub const NAMES: [&str; 6] = ["alice", "bob", "charlie", "dave", "eve", "ferdie"];

/// The numbers of a root's vaults that the development chain's genesis, or a first registration, uses.
const HOLDERS: [u32; 2] = [0, 1];

/// The secret URI of a development profile's wallet, such as `//Alice`.
pub fn suri(name: &str) -> String {
	let mut letters = name.chars();
	let first = letters.next().map(|letter| letter.to_ascii_uppercase());
	format!("//{}{}", first.map(String::from).unwrap_or_default(), letters.as_str())
}

/// The vault root of a development profile: the SHA-256 of `salus/dev/` and its lower-case name.
pub fn root(name: &str) -> Root {
	let digest = Sha256::new().chain_update(b"salus/dev/").chain_update(name.to_ascii_lowercase().as_bytes());
	Root::from_bytes(digest.finalize().into())
}

/// The wallet and the vault root of a development profile.
///
/// # Errors
/// None for one of [`NAMES`].
pub fn keyring(name: &str) -> Result<Keyring> {
	Ok(Keyring::new(Wallet::from_suri(&suri(name))?, root(name)))
}

/// The first public key of each vault of all development profiles.
pub fn public_keys() -> Vec<PublicKey> {
	NAMES
		.iter()
		.map(|name| root(name))
		.flat_map(|root| {
			let holders = HOLDERS.map(|number| root.holder(number).vault(0).public_key());
			holders.into_iter().chain([root.patient(0).vault(0).public_key()])
		})
		.collect()
}
