//! Reports that a validator made two blocks of one slot. What two votes of GRANDPA are, pallet-grandpa knows itself.
//!
//! A report is a bare extrinsic that anybody may send, and that nodes pass on: who saw the blocks need not be an author. So
//! it is held against everything before the pool takes it, before a block does, and when it is dispatched ([`report`]):
//!
//! 1. Two headers, no longer than [`MAX_REPORTED_HEADER`] each, of the same slot.
//! 2. Without their seals they differ. A seal may be made anew for the same block; that is no second block.
//! 3. The parent of the first is among the blocks that System remembers. So it was made on this chain, and not long ago.
//! 4. The key belonged, in the session that made such a block, to a validator that has a seat, is not known to have offended,
//!    and has not been given its seat anew since.
//! 5. The key sealed both.
//!
//! One report a validator is all that is ever taken: see [`salus_pallet_consortium::offences`]. It stores nothing of its own.

#![cfg_attr(not(feature = "std"), no_std)]
#![deny(
	missing_docs,
	clippy::unwrap_used,
	clippy::expect_used,
	clippy::indexing_slicing,
	clippy::arithmetic_side_effects
)]

extern crate alloc;

pub use pallet::*;
pub use report::BlockEquivocation;
pub use weights::WeightInfo;

#[cfg(feature = "runtime-benchmarks")]
pub mod benchmarking;
pub mod report;
pub mod weights;

use salus_primitives::limits::{MAX_OWNER_PROOF, MAX_REPORTED_HEADER};
use sp_core::sr25519;
use sp_session::MembershipProof;
use sp_staking::SessionIndex;

/// A validator, as Historical identifies it.
pub type Identified = (sp_runtime::AccountId32, ());

/// What the runtime knows of sessions.
pub trait BlockSessions<BlockNumber> {
	/// The session whose validators could make `block`, where the state has counted the sessions up to block `counted`.
	fn session_of(block: BlockNumber, counted: BlockNumber) -> Option<SessionIndex>;

	/// Makes as many validators as there may be, of which `key` is the last, and proves that.
	#[cfg(feature = "runtime-benchmarks")]
	fn fill(key: sr25519::Public) -> MembershipProof;
}

/// Errors and the call.
#[frame_support::pallet]
#[allow(clippy::expect_used)] // FRAME's own expansion expects; the code here does not.
pub mod pallet {
	use super::*;
	use alloc::boxed::Box;
	use frame_support::{pallet_prelude::*, traits::KeyOwnerProofSystem};
	use frame_system::pallet_prelude::*;
	use salus_primitives::equivocation::Equivocation;
	use sp_core::crypto::KeyTypeId;
	use sp_runtime::traits::{One, SaturatedConversion, Saturating};
	use sp_staking::offence::ReportOffence;

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	/// The reports.
	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	/// What the runtime decides.
	#[pallet::config]
	#[pallet::disable_frame_system_supertrait_check]
	pub trait Config: salus_pallet_consortium::Config {
		/// Proves which validator a key belonged to.
		type KeyOwners: KeyOwnerProofSystem<
			(KeyTypeId, sr25519::Public),
			Proof = MembershipProof,
			IdentificationTuple = Identified,
		>;

		/// Where offences are reported to.
		type Reports: ReportOffence<sp_runtime::AccountId32, Identified, BlockEquivocation>;

		/// Which session made a block.
		type BlockSessions: BlockSessions<BlockNumberFor<Self>>;

		/// Weights of the calls.
		type WeightInfo: WeightInfo;
	}

	/// Why a report is refused.
	#[pallet::error]
	pub enum Error<T> {
		/// A header or the proof is longer than a report needs.
		TooLong,
		/// A header has no slot, or no seal as its last item.
		NotSealed,
		/// The headers are of two slots.
		OtherSlot,
		/// Without their seals the headers are one and the same.
		SameBlock,
		/// The parent of the first header is not a block of this chain, or too old to be remembered.
		UnknownParent,
		/// The key is not proven to be a validator's of that session.
		InvalidKeyOwner,
		/// The key did not seal both headers.
		InvalidSeal,
		/// The validator is known to have offended, has no seat, or was given one since.
		AlreadyKnown,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			let report = <T as Config>::WeightInfo::report_equivocation();
			let most = <T as frame_system::Config>::BlockWeights::get()
				.get(DispatchClass::Normal)
				.max_extrinsic
				.unwrap_or(Weight::MAX);
			assert!(report.all_lte(most), "a report fits into a block");
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Reports that a validator made two blocks of one slot. It leaves the sets to come, as long as enough are left.
		///
		/// Bare: by anybody, once for each validator until it is given its seat anew.
		///
		/// ## Emits
		/// `ValidatorOffended` of consortium.
		///
		/// ## Errors
		/// [`Error::TooLong`], [`Error::NotSealed`], [`Error::OtherSlot`], [`Error::SameBlock`],
		/// [`Error::UnknownParent`], [`Error::InvalidKeyOwner`], [`Error::InvalidSeal`], [`Error::AlreadyKnown`].
		#[pallet::call_index(0)]
		#[pallet::weight(<T as Config>::WeightInfo::report_equivocation())]
		pub fn report_equivocation(
			origin: OriginFor<T>,
			report: Box<Equivocation<HeaderFor<T>>>,
			owner: MembershipProof,
		) -> DispatchResult {
			ensure_none(origin)?;
			Self::do_report(&report, owner)
		}
	}

	// `#[pallet::authorize]` needs an extension of its own and general transactions; wallets and extrinsics are of version 4.
	#[allow(deprecated)]
	#[pallet::validate_unsigned]
	impl<T: Config> ValidateUnsigned for Pallet<T> {
		type Call = Call<T>;

		fn validate_unsigned(_: TransactionSource, call: &Self::Call) -> TransactionValidity {
			let Call::report_equivocation { report, owner } = call else {
				return InvalidTransaction::Call.into();
			};
			// The block that validation stands in has not begun: sessions are counted up to the one before.
			let counted = frame_system::Pallet::<T>::block_number().saturating_sub(One::one());
			Self::check(report, owner.clone(), counted).map_err(Self::invalid)?;
			ValidTransaction::with_tag_prefix("SalusEquivocation")
				.priority(TransactionPriority::MAX)
				// Whoever offends can make any number of headers: of one validator one report waits, whatever the slot.
				.and_provides(report.key)
				// Until System forgets the parent.
				.longevity(<T as frame_system::Config>::BlockHashCount::get().saturated_into())
				.propagate(true)
				.build()
		}

		fn pre_dispatch(call: &Self::Call) -> Result<(), TransactionValidityError> {
			let Call::report_equivocation { report, owner } = call else {
				return Err(InvalidTransaction::Call.into());
			};
			Self::check(report, owner.clone(), frame_system::Pallet::<T>::block_number())
				.map(|_| ())
				.map_err(|error| Self::invalid(error).into())
		}
	}
}
