//! The council: one seat an organisation.

use crate::*;
use frame_support::{parameter_types, traits::ConstU32, weights::Weight};
use frame_system::EnsureRoot;
use salus_primitives::limits::MaxOrganisations;
use sp_runtime::Perbill;

parameter_types! {
	/// How long a motion may be voted on.
	pub const MotionDuration: BlockNumber = 7 * DAYS;
	/// What one motion may weigh when it is executed.
	pub MaxProposalWeight: Weight = Perbill::from_percent(50) * super::RuntimeBlockWeights::get().max_block;
}

impl pallet_collective::Config<pallet_collective::Instance1> for Runtime {
	type Consideration = ();
	type DefaultVote = pallet_collective::MoreThanMajorityThenPrimeDefaultVote;
	type DisapproveOrigin = EnsureRoot<AccountId>;
	type KillOrigin = EnsureRoot<AccountId>;
	type MaxMembers = MaxOrganisations;
	type MaxProposalWeight = MaxProposalWeight;
	type MaxProposals = ConstU32<64>;
	type MotionDuration = MotionDuration;
	type Proposal = RuntimeCall;
	type RuntimeEvent = RuntimeEvent;
	type RuntimeOrigin = RuntimeOrigin;
	// Seats follow the member organisations; nobody sets them by hand.
	type SetMembersOrigin = frame_system::EnsureNever<()>;
	type WeightInfo = pallet_collective::weights::SubstrateWeight<Runtime>;
}
