//! Who may transact, and how much: the chain has no token, so nothing else keeps it from being filled.
//!
//! [`CheckQuota`] takes the place of System's `CheckNonce` among the extensions, under the same identifier and with the
//! same encoding. It admits a transaction only if
//! 1. its signer has a role ([`QuotaPolicy::roles`]),
//! 2. every call in it, in wrappers too, is allowed to one of the signer's roles ([`QuotaPolicy::classify`]),
//! 3. its nonce is at most the signer's look-ahead ahead, and
//! 4. its weight and length are within what is left of the signer's [`Allowance`] for this window of blocks;
//!    [protective](Kind::Protective) calls and [governance](Kind::Governance) have as much again for themselves.
//!
//! The check is made when a transaction is validated, and the allowance is consumed when it is included. What is turned
//! away is told why by a [`Refusal`].

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

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod cleanup;
mod extension;
mod policy;
mod search;
#[cfg(any(feature = "std", feature = "try-runtime"))]
mod try_state;
pub mod weights;

pub use extension::CheckQuota;
pub use pallet::*;
pub use policy::{Allowance, Allowances, Class, Kind, QuotaPolicy, Refusal, Roles, WindowUsage};
pub use search::{MAX_CALLS, MAX_DEPTH};
pub use weights::WeightInfo;

use frame_support::ensure;
use sp_core::Get;
use sp_runtime::traits::{CheckedDiv, UniqueSaturatedInto};

/// Storage and configuration.
// The macro's own code expects.
#[allow(clippy::expect_used)]
#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use frame_support::pallet_prelude::*;
	use frame_system::pallet_prelude::*;
	use salus_primitives::{limits::MAX_CLEANUP_STEPS, sweep::Progress};
	use sp_runtime::traits::Zero;

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	/// What accounts have used of their allowances.
	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	/// What the runtime decides.
	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// Who may do what.
		type Policy: QuotaPolicy<Self::AccountId, <Self as frame_system::Config>::RuntimeCall>;

		/// Blocks in a window. Allowances begin anew with each.
		#[pallet::constant]
		type Window: Get<BlockNumberFor<Self>>;

		/// What each role may use of a window.
		#[pallet::constant]
		type Allowances: Get<Allowances>;

		/// Weights of the extension.
		type WeightInfo: WeightInfo;
	}

	/// What each account used in the last window it used something in.
	#[pallet::storage]
	pub type Usage<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, WindowUsage, ValueQuery>;

	/// How far the pass has come that removes the usage of windows that have passed.
	#[pallet::storage]
	pub type Cleanup<T: Config> = StorageValue<_, Progress<BlockNumberFor<T>>, ValueQuery>;

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn on_idle(now: BlockNumberFor<T>, remaining: Weight) -> Weight {
			Self::clean_up_when_idle(now, remaining)
		}

		fn integrity_test() {
			assert!(!T::Window::get().is_zero(), "a window has at least one block");
			for allowance in T::Allowances::get().all() {
				assert!(
					allowance.ref_time > 0 && allowance.length > 0 && allowance.look_ahead > 0,
					"each role may do something"
				);
			}
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_now: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Removes what accounts used of windows that have passed, looking at up to `steps` accounts, at most 32. Blocks
		/// with room to spare do it by themselves; nothing depends on it.
		///
		/// Anyone whom the quota admits.
		///
		/// ## Emits
		/// Nothing.
		///
		/// ## Errors
		/// None.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::cleanup((*steps).min(MAX_CLEANUP_STEPS)))]
		pub fn cleanup(origin: OriginFor<T>, steps: u32) -> DispatchResult {
			ensure_signed(origin)?;
			Self::clean_up(steps);
			Ok(())
		}
	}
}

impl<T: Config> Pallet<T> {
	/// What an account with these roles may use of a window: for each measure, the most that one of the roles may.
	pub fn allowance(roles: Roles) -> Allowance {
		T::Allowances::get().of(roles)
	}

	/// What the account has used of this window.
	pub fn usage(account: &T::AccountId) -> WindowUsage {
		let window = Self::window();
		let usage = Usage::<T>::get(account);
		if usage.window == window {
			usage
		} else {
			WindowUsage { window, ..Default::default() }
		}
	}

	/// The number of this window.
	pub fn window() -> u32 {
		let now = frame_system::Pallet::<T>::block_number();
		now.checked_div(&T::Window::get()).unwrap_or_default().unique_saturated_into()
	}

	/// Checks that the account may use this much more of the window.
	pub(crate) fn ensure_within(
		account: &T::AccountId,
		roles: Roles,
		kind: Kind,
		ref_time: u64,
		length: u32,
	) -> Result<(), Refusal> {
		let allowance = Self::allowance(roles).for_kind(kind);
		let after = Self::usage(account).plus(ref_time, length);
		ensure!(
			after.ref_time <= allowance.ref_time && after.length <= allowance.length,
			Refusal::OverAllowance
		);
		Ok(())
	}

	/// Notes that the account used this much more of the window.
	pub(crate) fn consume(account: &T::AccountId, ref_time: u64, length: u32) {
		Usage::<T>::insert(account, Self::usage(account).plus(ref_time, length));
	}
}
