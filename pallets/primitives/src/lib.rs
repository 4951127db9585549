//! Types, signed texts and pure decisions that pallets, runtime APIs and clients share. No storage.
//!
//! - [`access`]: the one access decision, [`access::decide`], over a value [`access::Facts`].
//! - [`blinding`]: what hides the grantee of a consent, and opens it.
//! - [`text`]: the texts people and vaults sign outside a transaction.
//! - [`ids`], [`people`], [`representation`], [`recovery`], [`consortium`], [`records`], [`dispute`], [`consent`], [`request`], [`purpose`]: what
//!   the chain stores.
//! - [`network`]: the nodes of the consortium, and their addresses on its private network.
//! - [`time`]: moments, periods and bounded status histories; the one comparison of times.
//! - [`validators`]: who makes blocks, and where each validator's keys stand.
//! - [`sweep`]: passes over storage that clean up.
//! - [`view`]: what the runtime APIs answer.
//! - [`limits`]: every bound, in one place.

#![cfg_attr(not(feature = "std"), no_std)]
#![deny(
	missing_docs,
	clippy::unwrap_used,
	clippy::expect_used,
	clippy::indexing_slicing,
	clippy::arithmetic_side_effects
)]
#![cfg_attr(
	test,
	allow(
		clippy::unwrap_used,
		clippy::expect_used,
		clippy::indexing_slicing,
		clippy::arithmetic_side_effects
	)
)]

extern crate alloc;

pub mod access;
pub mod blinding;
pub mod consent;
pub mod consortium;
pub mod dispute;
pub mod equivocation;
pub mod ids;
pub mod limits;
pub mod network;
pub mod people;
pub mod purpose;
pub mod records;
pub mod recovery;
pub mod representation;
pub mod request;
pub mod sweep;
pub mod text;
pub mod time;
pub mod validators;
pub mod view;

pub use sp_core::bounded::BoundedVec;
pub use sp_runtime::{AccountId32, MultiSignature};
