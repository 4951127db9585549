//! The Salus runtime: a consortium chain for medical records with no token, no fee and no sudo.

// The runtimes of tests/next-runtime are made of these sources too, for WASM alone.
#![cfg(not(all(salus_test, feature = "std")))]
#![cfg_attr(not(feature = "std"), no_std)]
#![recursion_limit = "256"]
// The runtime macros and the generated WASM constants expand to undocumented items.
#![allow(missing_docs)]

extern crate alloc;

#[cfg(feature = "std")]
include!(concat!(env!("OUT_DIR"), "/wasm_binary.rs"));

pub mod apis;
pub mod configs;
pub mod genesis;
pub mod migrations;

use alloc::vec::Vec;
use frame_support::weights::constants::WEIGHT_REF_TIME_PER_MILLIS;
use sp_runtime::{
	generic, impl_opaque_keys,
	traits::{BlakeTwo256, IdentifyAccount, Verify},
	MultiAddress, MultiSignature,
};
use sp_version::RuntimeVersion;

pub use apis::{RuntimeApi, RUNTIME_API_VERSIONS};

/// Number of a block.
pub type BlockNumber = u32;
/// A signature of a transaction: sr25519, ed25519 or ECDSA.
pub type Signature = MultiSignature;
/// An account.
pub type AccountId = <<Signature as Verify>::Signer as IdentifyAccount>::AccountId;
/// How a transaction names an account.
pub type Address = MultiAddress<AccountId, ()>;
/// How many transactions an account has signed.
pub type Nonce = u32;
/// A hash of the chain.
pub type Hash = sp_core::H256;
/// There is no token; interfaces that want a balance get zeros of this type.
pub type Balance = u128;
/// Header of a block.
pub type Header = generic::Header<BlockNumber, BlakeTwo256>;
/// A block.
pub type Block = generic::Block<Header, UncheckedExtrinsic>;

/// What wallets show for amounts; there are none. Part of the metadata hash, so equal to the chain properties.
pub const TOKEN_SYMBOL: &str = "NIL";
/// Decimals of the token there isn't.
pub const TOKEN_DECIMALS: u8 = 0;
/// Address format of chains that registered none.
pub const SS58_PREFIX: u16 = 42;

/// Length of an Aura slot, in milliseconds.
pub const SLOT_DURATION: u64 = 2_000;
/// Weight of a block's execution: 0.6 s of a 2 s slot.
pub const MAXIMUM_BLOCK_REF_TIME: u64 = 600 * WEIGHT_REF_TIME_PER_MILLIS;
/// Blocks in an hour.
pub const HOURS: BlockNumber = (3_600_000 / SLOT_DURATION) as BlockNumber;
/// Blocks in a day.
pub const DAYS: BlockNumber = HOURS * 24;

/// Types for those who need not know what is inside an extrinsic.
pub mod opaque {
	use super::*;

	pub use sp_runtime::OpaqueExtrinsic as UncheckedExtrinsic;

	/// A block of opaque extrinsics.
	pub type Block = generic::Block<Header, UncheckedExtrinsic>;
}

impl_opaque_keys! {
	/// A validator's keys.
	#[derive(codec::MaxEncodedLen)]
	pub struct SessionKeys {
		/// Makes blocks.
		pub aura: Aura,
		/// Finalises blocks.
		pub grandpa: Grandpa,
	}
}

#[cfg(salus_test)]
include!(concat!(env!("OUT_DIR"), "/version.rs"));
/// Version of the runtime.
#[cfg(not(salus_test))]
#[sp_version::runtime_version]
pub const VERSION: RuntimeVersion = RuntimeVersion {
	spec_name: alloc::borrow::Cow::Borrowed("salus"),
	impl_name: alloc::borrow::Cow::Borrowed("salus"),
	authoring_version: 1,
	spec_version: 103,
	impl_version: 1,
	apis: RUNTIME_API_VERSIONS,
	transaction_version: 1,
	system_version: 1,
};

/// The extensions of a transaction, in the order they are signed. All but nonce and era are empty, so that wallets
/// need no custom option.
pub type TxExtension = (
	frame_system::CheckNonZeroSender<Runtime>,
	frame_system::CheckSpecVersion<Runtime>,
	frame_system::CheckTxVersion<Runtime>,
	frame_system::CheckGenesis<Runtime>,
	frame_system::CheckEra<Runtime>,
	salus_pallet_quota::CheckQuota<Runtime>,
	frame_system::CheckWeight<Runtime>,
	frame_metadata_hash_extension::CheckMetadataHash<Runtime>,
);

/// A transaction or inherent.
pub type UncheckedExtrinsic = generic::UncheckedExtrinsic<Address, RuntimeCall, Signature, TxExtension>;
/// What a transaction's signature covers.
pub type SignedPayload = generic::SignedPayload<RuntimeCall, TxExtension>;

/// Runs blocks.
pub type Executive = frame_executive::Executive<
	Runtime,
	Block,
	frame_system::ChainContext<Runtime>,
	Runtime,
	AllPalletsWithSystem,
>;

/// The pallets, with indices that never change.
#[frame_support::runtime]
mod runtime {
	#[runtime::runtime]
	#[runtime::derive(
		RuntimeCall,
		RuntimeEvent,
		RuntimeError,
		RuntimeOrigin,
		RuntimeFreezeReason,
		RuntimeHoldReason,
		RuntimeSlashReason,
		RuntimeLockId,
		RuntimeTask,
		RuntimeViewFunction
	)]
	pub struct Runtime;

	#[runtime::pallet_index(0)]
	pub type System = frame_system;
	#[runtime::pallet_index(1)]
	pub type Timestamp = pallet_timestamp;
	#[runtime::pallet_index(2)]
	pub type Aura = pallet_aura;
	#[runtime::pallet_index(3)]
	pub type Authorship = pallet_authorship;

	// Before Session, whose genesis asks Consortium for the validators.
	#[runtime::pallet_index(10)]
	pub type Consortium = salus_pallet_consortium;
	#[runtime::pallet_index(11)]
	pub type Session = pallet_session;
	#[runtime::pallet_index(12)]
	pub type Historical = pallet_session::historical;
	#[runtime::pallet_index(13)]
	pub type Offences = pallet_offences;
	#[runtime::pallet_index(14)]
	pub type Grandpa = pallet_grandpa;
	#[runtime::pallet_index(15)]
	pub type Equivocations = salus_pallet_equivocations;

	#[runtime::pallet_index(20)]
	pub type Council = pallet_collective<Instance1>;
	#[runtime::pallet_index(21)]
	pub type Utility = pallet_utility;
	#[runtime::pallet_index(22)]
	pub type Migrations = pallet_migrations;

	#[runtime::pallet_index(30)]
	pub type Identity = salus_pallet_identity;
	#[runtime::pallet_index(31)]
	pub type Consent = salus_pallet_consent;
	#[runtime::pallet_index(32)]
	pub type Records = salus_pallet_records;
	#[runtime::pallet_index(40)]
	pub type Quota = salus_pallet_quota;
}
