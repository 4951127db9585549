//! Aura, GRANDPA, sessions and what is reported of them.

use super::{offences::KeyOwners, zero_currency::ZeroCurrency};
use crate::*;
use frame_support::{
	parameter_types,
	traits::{ConstBool, ConstU128, ConstU32, ConstU64, KeyOwnerProofSystem},
};
use pallet_session::historical;
use salus_pallet_consortium::Recorded;
use salus_primitives::limits::MaxValidators;
use sp_consensus_aura::sr25519::AuthorityId as AuraId;
use sp_consensus_grandpa::AuthorityId as GrandpaId;
use sp_core::{crypto::KeyTypeId, Get};
use sp_runtime::{
	traits::{Convert, ConvertInto, OpaqueKeys},
	DispatchResult,
};
use sp_staking::SessionIndex;

/// Sessions whose roots are kept, so that an equivocation of theirs can still be proven. Historical roots, offence
/// reports and GRANDPA's set ids share this horizon.
pub const HISTORY_SESSIONS: SessionIndex = 168;

parameter_types! {
	/// Blocks during which an equivocation may be reported.
	pub ReportLongevity: u64 =
		u64::from(HISTORY_SESSIONS).saturating_mul(u64::from(Consortium::session_length()));
	pub SessionOffset: BlockNumber = 0;
}

impl pallet_aura::Config for Runtime {
	type AllowMultipleBlocksPerSlot = ConstBool<false>;
	type AuthorityId = AuraId;
	type DisabledValidators = ();
	type MaxAuthorities = MaxValidators;
	type SlotDuration = ConstU64<SLOT_DURATION>;
}

impl pallet_authorship::Config for Runtime {
	type EventHandler = ();
	type FindAuthor = pallet_session::FindAccountFromAuthorIndex<Self, Aura>;
}

/// Length of a session in blocks, a genesis value.
pub struct SessionLength;

impl Get<BlockNumber> for SessionLength {
	fn get() -> BlockNumber {
		Consortium::session_length()
	}
}

/// The consortium's validators, with historical roots that are pruned past the horizon.
pub struct Sessions;

type Rooted = historical::NoteHistoricalRoot<Runtime, Consortium>;

impl pallet_session::SessionManager<AccountId> for Sessions {
	fn new_session_genesis(index: SessionIndex) -> Option<Vec<AccountId>> {
		<Rooted as pallet_session::SessionManager<_>>::new_session_genesis(index)
	}

	fn new_session(index: SessionIndex) -> Option<Vec<AccountId>> {
		<Rooted as pallet_session::SessionManager<_>>::new_session(index)
	}

	fn start_session(index: SessionIndex) {
		<Rooted as pallet_session::SessionManager<_>>::start_session(index);
		Historical::prune_up_to(index.saturating_sub(HISTORY_SESSIONS));
	}

	fn end_session(index: SessionIndex) {
		<Rooted as pallet_session::SessionManager<_>>::end_session(index)
	}
}

impl pallet_session::Config for Runtime {
	type Currency = ZeroCurrency;
	type DisablingStrategy = pallet_session::disabling::UpToLimitDisablingStrategy;
	type KeyDeposit = ConstU128<0>;
	type Keys = SessionKeys;
	type NextSessionRotation = pallet_session::PeriodicSessions<SessionLength, SessionOffset>;
	type RuntimeEvent = RuntimeEvent;
	type SessionHandler = <SessionKeys as OpaqueKeys>::KeyTypeIdProviders;
	type SessionManager = Sessions;
	type ShouldEndSession = pallet_session::PeriodicSessions<SessionLength, SessionOffset>;
	type ValidatorId = AccountId;
	type ValidatorIdOf = ConvertInto;
	type WeightInfo = pallet_session::weights::SubstrateWeight<Runtime>;
}

/// Every validator is fully identified by being one: there is no stake to know.
pub struct AlwaysIdentified;

impl Convert<AccountId, Option<()>> for AlwaysIdentified {
	fn convert(_: AccountId) -> Option<()> {
		Some(())
	}
}

impl historical::Config for Runtime {
	type FullIdentification = ();
	type FullIdentificationOf = AlwaysIdentified;
	type RuntimeEvent = RuntimeEvent;
}

impl pallet_offences::Config for Runtime {
	type IdentificationTuple = historical::IdentificationTuple<Self>;
	// Consortium stands before it instead: [`Recorded`].
	type OnOffenceHandler = ();
	type RuntimeEvent = RuntimeEvent;
}

impl pallet_grandpa::Config for Runtime {
	type EquivocationReportSystem =
		pallet_grandpa::EquivocationReportSystem<Self, Recorded<Self, Offences>, KeyOwners, ReportLongevity>;
	type KeyOwnerProof = <KeyOwners as KeyOwnerProofSystem<(KeyTypeId, GrandpaId)>>::Proof;
	type MaxAuthorities = MaxValidators;
	type MaxNominators = ConstU32<0>;
	type MaxSetIdSessionEntries = ConstU64<{ HISTORY_SESSIONS as u64 }>;
	type RuntimeEvent = RuntimeEvent;
	type WeightInfo = ();
}

/// GRANDPA, moved on by the consortium where it has stalled.
pub struct ForcedFinality;

impl salus_pallet_consortium::Finality<BlockNumber> for ForcedFinality {
	fn is_forced() -> bool {
		Grandpa::stalled().is_some() || Self::is_signalled()
	}

	fn is_signalled() -> bool {
		Grandpa::pending_change().is_some_and(|change| change.forced.is_some())
	}

	fn is_too_soon() -> bool {
		// GRANDPA compares it with the block in which the next session starts, which is later.
		pallet_grandpa::NextForced::<Runtime>::get().is_some_and(|next| next > System::block_number())
	}

	fn is_set_queued() -> bool {
		pallet_session::QueuedChanged::<Runtime>::get()
	}

	fn note_stalled(delay: BlockNumber, best_finalized: BlockNumber) -> DispatchResult {
		Grandpa::note_stalled(RuntimeOrigin::root(), delay, best_finalized)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn queue_set() {
		use salus_pallet_consortium::{SessionKeysOf, Sessions};

		let most = <MaxValidators as Get<u32>>::get();
		let queued = (0..most).filter_map(|number| {
			let account: AccountId = frame_benchmarking::account("queued", number, 0);
			SessionKeysOf::<Runtime>::register(&account);
			Some((account.clone(), Session::load_keys(&account)?))
		});
		pallet_session::QueuedKeys::<Runtime>::put(queued.collect::<Vec<_>>());
		pallet_session::QueuedChanged::<Runtime>::put(true);
	}
}

impl<C> frame_system::offchain::CreateTransactionBase<C> for Runtime
where
	RuntimeCall: From<C>,
{
	type Extrinsic = UncheckedExtrinsic;
	type RuntimeCall = RuntimeCall;
}

impl<C> frame_system::offchain::CreateBare<C> for Runtime
where
	RuntimeCall: From<C>,
{
	fn create_bare(call: RuntimeCall) -> UncheckedExtrinsic {
		UncheckedExtrinsic::new_bare(call)
	}
}
