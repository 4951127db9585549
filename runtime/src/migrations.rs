//! What a new runtime does to the state it finds, oldest first.
//!
//! A migration that changes how a pallet stores something moves the pallet's storage version on and does nothing at
//! another (`frame_support::migrations::VersionedMigration`), so that each runs once, whichever runtime a chain comes
//! from. So none is ever taken out while a chain may still be older than it.

#[cfg(salus_test)]
include!(concat!(env!("OUT_DIR"), "/migrations.rs"));

/// Those that fit into the first block of the new runtime; they run before anything else in it.
#[cfg(not(salus_test))]
pub type SingleBlock = ();

/// Those that go through more than a block can hold: pallet-migrations carries them on from block to block, and admits
/// nothing else meanwhile.
#[cfg(not(any(feature = "runtime-benchmarks", salus_test)))]
pub type MultiBlock = ();
/// What the benchmarks of pallet-migrations ask for.
#[cfg(feature = "runtime-benchmarks")]
pub type MultiBlock = pallet_migrations::mock_helpers::MockedMigrations;
