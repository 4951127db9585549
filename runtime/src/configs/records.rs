//! Salus's own pallets.

use crate::*;
use frame_support::traits::{ConstU32, ConstU64};

impl salus_pallet_consortium::Config for Runtime {
	type Council = Council;
	type Finality = super::consensus::ForcedFinality;
	type KeysOf = salus_pallet_consortium::SessionKeysOf<Runtime>;
	type Seats = super::governance::Seats;
	type Sessions = salus_pallet_consortium::SessionKeysOf<Runtime>;
	type Time = Timestamp;
	type TwoThirds = super::governance::TwoThirds;
	type WeightInfo = salus_pallet_consortium::weights::SubstrateWeight<Runtime>;
}

impl salus_pallet_identity::Config for Runtime {
	type EnrolmentWindow = ConstU64<{ 24 * 3_600_000 }>;
	type MaxEnrolments = ConstU32<5_000>;
	type OnEnrolled = Consent;
	type WeightInfo = salus_pallet_identity::weights::SubstrateWeight<Runtime>;
}

impl salus_pallet_consent::Config for Runtime {
	type Records = Records;
	type WeightInfo = salus_pallet_consent::weights::SubstrateWeight<Runtime>;
}

impl salus_pallet_records::Config for Runtime {
	type WeightInfo = salus_pallet_records::weights::SubstrateWeight<Runtime>;
}
