//! Blocks, time and upgrades.

use crate::*;
use frame_support::{
	derive_impl,
	dispatch::DispatchClass,
	parameter_types,
	traits::{ConstU32, ConstU64},
	weights::{
		constants::{BlockExecutionWeight, ExtrinsicBaseWeight, ParityDbWeight},
		Weight,
	},
};
use frame_system::limits::{BlockLength, BlockWeights};
use salus_primitives::limits::MAX_HEADER_BEGINNING;
use sp_runtime::Perbill;

const NORMAL_RATIO: Perbill = Perbill::from_percent(75);
const NORMAL_LENGTH: u32 = 2 * 1024 * 1024;
/// Leaves operational transactions room for a runtime of some MiB.
const MAXIMUM_LENGTH: u32 = 8 * 1024 * 1024;

parameter_types! {
	/// Two hours and more of block hashes, so that a transaction signed for a long era is still understood.
	pub const BlockHashCount: BlockNumber = 4_096;
	pub const Version: RuntimeVersion = VERSION;
	pub const SS58Prefix: u16 = SS58_PREFIX;
	/// Bytes of a block.
	pub RuntimeBlockLength: BlockLength = BlockLength::builder()
		.max_length(MAXIMUM_LENGTH)
		.modify_max_length_for_class(DispatchClass::Normal, |max| *max = NORMAL_LENGTH)
		.max_header_size(MAX_HEADER_BEGINNING)
		.build();
	/// Weight of a block: three quarters for normal transactions, the rest for operational ones.
	pub RuntimeBlockWeights: BlockWeights = BlockWeights::builder()
		.base_block(BlockExecutionWeight::get())
		.for_class(DispatchClass::all(), |weights| weights.base_extrinsic = ExtrinsicBaseWeight::get())
		.for_class(DispatchClass::Normal, |weights| {
			weights.max_total = Some(NORMAL_RATIO * maximum_block_weight());
		})
		.for_class(DispatchClass::Operational, |weights| {
			weights.max_total = Some(maximum_block_weight());
			weights.reserved = Some(maximum_block_weight() - NORMAL_RATIO * maximum_block_weight());
		})
		.avg_block_initialization(Perbill::from_percent(10))
		.build_or_panic();
	/// What migrations that span blocks may use of each.
	pub MigrationServiceWeight: Weight = Perbill::from_percent(50) * maximum_block_weight();
}

fn maximum_block_weight() -> Weight {
	// Proof size is no resource of a chain that validators execute with their own state.
	Weight::from_parts(MAXIMUM_BLOCK_REF_TIME, u64::MAX)
}

#[derive_impl(frame_system::config_preludes::SolochainDefaultConfig)]
impl frame_system::Config for Runtime {
	type AccountId = AccountId;
	type Block = Block;
	type BlockHashCount = BlockHashCount;
	type BlockLength = RuntimeBlockLength;
	type BlockWeights = RuntimeBlockWeights;
	type DbWeight = ParityDbWeight;
	type Hash = Hash;
	type MultiBlockMigrator = Migrations;
	type Nonce = Nonce;
	type SS58Prefix = SS58Prefix;
	type SingleBlockMigrations = migrations::SingleBlock;
	type SystemWeightInfo = frame_system::weights::SubstrateWeight<Runtime>;
	type Version = Version;
}

impl pallet_timestamp::Config for Runtime {
	type MinimumPeriod = ConstU64<{ SLOT_DURATION / 2 }>;
	type Moment = u64;
	type OnTimestampSet = Aura;
	type WeightInfo = pallet_timestamp::weights::SubstrateWeight<Runtime>;
}

impl pallet_utility::Config for Runtime {
	type PalletsOrigin = OriginCaller;
	type RuntimeCall = RuntimeCall;
	type RuntimeEvent = RuntimeEvent;
	type WeightInfo = pallet_utility::weights::SubstrateWeight<Runtime>;
}

impl pallet_migrations::Config for Runtime {
	type CursorMaxLen = ConstU32<65_536>;
	type FailedMigrationHandler = frame_support::migrations::FreezeChainOnFailedMigration;
	type IdentifierMaxLen = ConstU32<256>;
	type MaxServiceWeight = MigrationServiceWeight;
	type MigrationStatusHandler = ();
	type Migrations = migrations::MultiBlock;
	type RuntimeEvent = RuntimeEvent;
	type WeightInfo = pallet_migrations::weights::SubstrateWeight<Runtime>;
}
