//! The Rust client library of Salus: chain access and storage of ciphertexts on top of the vault.
//!
//! - [`Chain`] reads the chain through its runtime API and submits calls ([`chain::calls`]).
//! - [`Stores`] holds encrypted files and envelopes by their digests, in two places that share no credential.
//! - [`Keyring`] is a person's or an organisation's wallet and vault root.
//! - [`Client`] joins chain and stores. Its methods are whole tasks: [enrolment](enrol), [roles], [practitioners],
//!   [vaults], [scopes], [records], [disputes], [consents], [delegations], [requests], [access], [network] and
//!   [export].
//!
//! What it trusts: the configured node tells the truth about the chain; stores tell nothing that is not checked
//! against a digest on chain or a signature. Keys are sealed only to public keys that a finalised block names.
//!
//! ```no_run
//! use salus_sdk::{
//!     primitives::purpose::Purpose,
//!     records::{NewFile, PutOrder},
//!     scopes::ScopeChoice,
//!     vault::root::Root,
//!     Chain, Client, Keyring, Stores, Wait, Wallet,
//! };
//!
//! # async fn run() -> Result<(), salus_sdk::Error> {
//! let chain = Chain::connect("ws://127.0.0.1:9944").await?;
//! let stores = Stores::open("file:///var/lib/salus/blobs", "file:///var/lib/salus/envelopes")?;
//! let salus = Client::new(chain, stores, Wait::Finalised);
//!
//! let eve = Keyring::new(Wallet::from_suri("//Eve")?, Root::generate());
//! let patient = salus.own_patient(&eve.account()).await?;
//! let order = PutOrder {
//!     patient,
//!     scope: ScopeChoice::Name("documents".into()),
//!     as_whom: None,
//!     purpose: Purpose::PatientRequest,
//!     files: vec![NewFile::inspect("letter.pdf".as_ref())?],
//! };
//! for filed in salus.put_records(&eve, &order, &()).await? {
//!     println!("record {}", filed?.index);
//! }
//! # Ok(())
//! # }
//! ```

#![deny(missing_docs)]

pub mod access;
pub mod blinding;
pub mod chain;
pub mod client;
pub mod consents;
pub mod delegations;
pub mod disputes;
pub mod enrol;
pub mod error;
pub mod export;
#[cfg(test)]
mod fixtures;
mod former_names;
pub mod governance;
pub mod keyring;
pub mod labels;
pub mod network;
mod openers;
pub mod practitioners;
pub mod records;
pub mod recovery;
pub mod representation;
pub mod requests;
pub mod roles;
pub mod scopes;
mod sealing;
pub mod stores;
mod texts;
pub mod upgrades;
pub mod validators;
pub mod vaults;
pub mod wallet;
pub mod words;

pub use chain::{At, Chain, Landed, Wait};
pub use client::Client;
pub use error::{Error, Kind, Result};
pub use keyring::{As, Keyring};
pub use records::Progress;
pub use salus_primitives as primitives;
pub use salus_vault as vault;
pub use stores::Stores;
pub use wallet::Wallet;

/// An account of the chain; SS58 in text and JSON.
pub type AccountId = subxt::utils::AccountId32;
