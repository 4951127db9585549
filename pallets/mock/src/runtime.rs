//! The runtime.
#![allow(missing_docs)]

use crate::transactions::{Block, TestPolicy};
use frame_support::{
	derive_impl, parameter_types,
	traits::{
		fungible::{hold, Dust, Inspect, Mutate, MutateHold, Unbalanced, UnbalancedHold},
		tokens::{DepositConsequence, Fortitude, Preservation, Provenance, WithdrawConsequence},
		ConstU32, ConstU64,
	},
	weights::{constants::ParityDbWeight, Weight},
};
use frame_system::EnsureNever;
use pallet_collective::Instance1;
use pallet_session::historical as pallet_session_historical;
use salus_pallet_consortium::CouncilSeats;
use salus_pallet_quota::{Allowance, Allowances};
use salus_primitives::limits::{MaxMotions, MaxOrganisations};
use sp_runtime::{
	testing::UintAuthorityId,
	traits::{Convert, ConvertInto, IdentityLookup},
	AccountId32, DispatchError, DispatchResult, TokenError,
};

frame_support::construct_runtime!(
	pub enum Runtime {
		System: frame_system,
		Timestamp: pallet_timestamp,
		Consortium: salus_pallet_consortium,
		Session: pallet_session,
		Historical: pallet_session_historical,
		Utility: pallet_utility,
		Identity: salus_pallet_identity,
		Consent: salus_pallet_consent,
		Records: salus_pallet_records,
		Quota: salus_pallet_quota,
		Council: pallet_collective::<Instance1>,
	}
);

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Runtime {
	type AccountId = AccountId32;
	type Block = Block;
	type DbWeight = ParityDbWeight;
	type Lookup = IdentityLookup<AccountId32>;
}

#[derive_impl(pallet_timestamp::config_preludes::TestDefaultConfig)]
impl pallet_timestamp::Config for Runtime {}

/// Blocks in a test session.
pub type SessionPeriod = ConstU32<5>;

/// Tells which validators Session uses: all are identified by their account.
pub struct AlwaysIdentified;

impl Convert<AccountId32, Option<()>> for AlwaysIdentified {
	fn convert(_: AccountId32) -> Option<()> {
		Some(())
	}
}

impl pallet_session::Config for Runtime {
	type Currency = NoCurrency;
	type DisablingStrategy = ();
	type KeyDeposit = ();
	type Keys = UintAuthorityId;
	type NextSessionRotation = pallet_session::PeriodicSessions<SessionPeriod, ConstU32<0>>;
	type RuntimeEvent = RuntimeEvent;
	type SessionHandler = pallet_session::TestSessionHandler;
	type SessionManager = pallet_session_historical::NoteHistoricalRoot<Runtime, Consortium>;
	type ShouldEndSession = pallet_session::PeriodicSessions<SessionPeriod, ConstU32<0>>;
	type ValidatorId = AccountId32;
	type ValidatorIdOf = ConvertInto;
	type WeightInfo = ();
}

impl pallet_session_historical::Config for Runtime {
	type FullIdentification = ();
	type FullIdentificationOf = AlwaysIdentified;
	type RuntimeEvent = RuntimeEvent;
}

impl pallet_utility::Config for Runtime {
	type PalletsOrigin = OriginCaller;
	type RuntimeCall = RuntimeCall;
	type RuntimeEvent = RuntimeEvent;
	type WeightInfo = ();
}

parameter_types! {
	pub const MotionDuration: u32 = 20;
	pub MaxProposalWeight: Weight = Weight::MAX;
}

impl pallet_collective::Config<Instance1> for Runtime {
	type Consideration = ();
	type DefaultVote = pallet_collective::PrimeDefaultVote;
	type DisapproveOrigin = EnsureNever<()>;
	type KillOrigin = EnsureNever<()>;
	type MaxMembers = MaxOrganisations;
	type MaxProposalWeight = MaxProposalWeight;
	type MaxProposals = MaxMotions;
	type MotionDuration = MotionDuration;
	type Proposal = RuntimeCall;
	type RuntimeEvent = RuntimeEvent;
	type RuntimeOrigin = RuntimeOrigin;
	type SetMembersOrigin = EnsureNever<()>;
	type WeightInfo = ();
}

/// Who has the council's seats.
pub struct Seats;

impl CouncilSeats for Seats {
	fn seats() -> Vec<AccountId32> {
		pallet_collective::Members::<Runtime, Instance1>::get()
	}
}

/// What GRANDPA keeps of a stall, for a runtime without it: whoever starts the next session has taken over when that ends.
pub struct Gadget;

impl Gadget {
	const NOTED: &'static [u8] = b":stall_noted:";

	/// The session in which a stall was noted last.
	fn noted() -> Option<u32> {
		frame_support::storage::unhashed::get(Self::NOTED)
	}
}

impl salus_pallet_consortium::Finality<u32> for Gadget {
	fn is_forced() -> bool {
		Self::noted().is_some_and(|noted| Session::current_index() <= noted + 1)
	}

	fn is_signalled() -> bool {
		Self::noted().is_some_and(|noted| Session::current_index() == noted + 1)
	}

	fn is_too_soon() -> bool {
		false
	}

	fn is_set_queued() -> bool {
		pallet_session::QueuedChanged::<Runtime>::get()
	}

	fn note_stalled(_: u32, _: u32) -> DispatchResult {
		frame_support::storage::unhashed::put(Self::NOTED, &Session::current_index());
		Ok(())
	}
}

impl salus_pallet_consortium::Config for Runtime {
	type Council = Council;
	type Finality = Gadget;
	type KeysOf = salus_pallet_consortium::SessionKeysOf<Runtime>;
	type Seats = Seats;
	type Sessions = salus_pallet_consortium::SessionKeysOf<Runtime>;
	type Time = Timestamp;
	type TwoThirds = pallet_collective::EnsureProportionAtLeast<AccountId32, Instance1, 2, 3>;
	type WeightInfo = ();
}

impl salus_pallet_identity::Config for Runtime {
	type EnrolmentWindow = ConstU64<{ crate::HOUR }>;
	type MaxEnrolments = ConstU32<20>;
	type OnEnrolled = Consent;
	type WeightInfo = ();
}

impl salus_pallet_consent::Config for Runtime {
	type Records = Records;
	type WeightInfo = ();
}

impl salus_pallet_records::Config for Runtime {
	type WeightInfo = ();
}

/// What a patient's allowance admits in a window, in picoseconds: a few of a patient's calls.
pub const PATIENT_REF_TIME: u64 = 20_000_000_000;
/// How many bytes it admits.
pub const PATIENT_LENGTH: u32 = 16_384;

parameter_types! {
	pub const QuotaWindow: u32 = 10;
	pub const TestAllowances: Allowances = Allowances {
		patient: Allowance { ref_time: PATIENT_REF_TIME, length: PATIENT_LENGTH, look_ahead: 4 },
		practitioner: Allowance { ref_time: 50_000_000_000, length: 65_536, look_ahead: 16 },
		registrar: Allowance { ref_time: 100_000_000_000, length: 131_072, look_ahead: 64 },
		controller: Allowance { ref_time: 50_000_000_000, length: 65_536, look_ahead: 16 },
		council: Allowance { ref_time: 50_000_000_000, length: 65_536, look_ahead: 16 },
		validator: Allowance { ref_time: 2_000_000_000, length: 4_096, look_ahead: 4 },
	};
}

impl salus_pallet_quota::Config for Runtime {
	type Allowances = TestAllowances;
	type Policy = TestPolicy;
	type WeightInfo = ();
	type Window = QuotaWindow;
}

/// A currency in which nobody has anything: Session asks for one.
pub struct NoCurrency;

fn nothing(amount: u64) -> DispatchResult {
	if amount == 0 {
		Ok(())
	} else {
		Err(TokenError::Unsupported.into())
	}
}

impl Inspect<AccountId32> for NoCurrency {
	type Balance = u64;

	fn total_issuance() -> u64 {
		0
	}

	fn minimum_balance() -> u64 {
		0
	}

	fn total_balance(_: &AccountId32) -> u64 {
		0
	}

	fn balance(_: &AccountId32) -> u64 {
		0
	}

	fn reducible_balance(_: &AccountId32, _: Preservation, _: Fortitude) -> u64 {
		0
	}

	fn can_deposit(_: &AccountId32, amount: u64, _: Provenance) -> DepositConsequence {
		if amount == 0 {
			DepositConsequence::Success
		} else {
			DepositConsequence::CannotCreate
		}
	}

	fn can_withdraw(_: &AccountId32, amount: u64) -> WithdrawConsequence<u64> {
		if amount == 0 {
			WithdrawConsequence::Success
		} else {
			WithdrawConsequence::BalanceLow
		}
	}
}

impl Unbalanced<AccountId32> for NoCurrency {
	fn handle_dust(_: Dust<AccountId32, Self>) {}

	fn write_balance(_: &AccountId32, amount: u64) -> Result<Option<u64>, DispatchError> {
		nothing(amount).map(|()| None)
	}

	fn set_total_issuance(_: u64) {}
}

impl Mutate<AccountId32> for NoCurrency {}

impl hold::Inspect<AccountId32> for NoCurrency {
	type Reason = RuntimeHoldReason;

	fn total_balance_on_hold(_: &AccountId32) -> u64 {
		0
	}

	fn balance_on_hold(_: &RuntimeHoldReason, _: &AccountId32) -> u64 {
		0
	}
}

impl UnbalancedHold<AccountId32> for NoCurrency {
	fn set_balance_on_hold(_: &RuntimeHoldReason, _: &AccountId32, amount: u64) -> DispatchResult {
		nothing(amount)
	}
}

impl MutateHold<AccountId32> for NoCurrency {}
