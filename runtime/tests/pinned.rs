//! What clients and databases rely on: indices, prefixes, extensions, versions and bounds of blocks.

mod common;

use codec::{Encode, MaxEncodedLen};
use frame_support::{
	dispatch::{DispatchClass, GetDispatchInfo},
	traits::{Get, PalletInfoAccess, StorageInfoTrait},
};
use salus_primitives::{
	consent::Permissions,
	dispute::SealedText,
	ids::{ConsentIndex, Digest, KeyEpoch, PatientId, VaultSignature},
	limits::{MaxRecordsPerBatch, MaxResealsPerCall, MaxRotationsPerCall},
	people::{Actor, Party},
	purpose::Purpose,
	records::{NewRecord, Record, SizeClass},
	request::NewRequest,
};
use salus_runtime::*;
use sp_runtime::traits::TransactionExtension;

#[test]
fn pallets_should_keep_their_indices() {
	let indices: Vec<(&str, usize)> = vec![
		(System::name(), System::index()),
		(Timestamp::name(), Timestamp::index()),
		(Aura::name(), Aura::index()),
		(Authorship::name(), Authorship::index()),
		(Consortium::name(), Consortium::index()),
		(Session::name(), Session::index()),
		(Historical::name(), Historical::index()),
		(Offences::name(), Offences::index()),
		(Grandpa::name(), Grandpa::index()),
		(Council::name(), Council::index()),
		(Utility::name(), Utility::index()),
		(Migrations::name(), Migrations::index()),
		(Identity::name(), Identity::index()),
		(Consent::name(), Consent::index()),
		(Records::name(), Records::index()),
		(Quota::name(), Quota::index()),
	];
	let expected = [
		("System", 0),
		("Timestamp", 1),
		("Aura", 2),
		("Authorship", 3),
		("Consortium", 10),
		("Session", 11),
		("Historical", 12),
		("Offences", 13),
		("Grandpa", 14),
		("Council", 20),
		("Utility", 21),
		("Migrations", 22),
		("Identity", 30),
		("Consent", 31),
		("Records", 32),
		("Quota", 40),
	];
	assert_eq!(indices, expected);
}

#[test]
fn extensions_should_be_those_that_wallets_sign_without_options() {
	let names: Vec<&str> = TxExtension::metadata().iter().map(|extension| extension.identifier).collect();
	let expected = [
		"CheckNonZeroSender",
		"CheckSpecVersion",
		"CheckTxVersion",
		"CheckGenesis",
		"CheckMortality",
		"CheckNonce",
		"CheckWeight",
		"CheckMetadataHash",
	];
	assert_eq!(names, expected);
}

#[test]
fn record_should_take_at_most_200_bytes_of_state_with_its_key() {
	let info = Records::storage_info();
	let records = info.iter().find(|info| info.storage_name == b"Records").expect("the storage exists");
	let key = records.max_size.expect("the storage is bounded") as usize - Record::max_encoded_len();
	let whole = 32 + key + Record::max_encoded_len();
	println!("bytes of state per record: {whole}");
	assert!(whole <= 200, "{whole}");
}

fn block_share(call: RuntimeCall) -> f64 {
	let limits = <Runtime as frame_system::Config>::BlockWeights::get();
	let whole = limits.get(DispatchClass::Normal).max_total.expect("normal weight is limited");
	let weight = call.get_dispatch_info().call_weight;
	let share = weight.ref_time() as f64 / whole.ref_time() as f64;
	println!("{:.2} % of a block's normal weight, {} bytes", share * 100.0, call.encoded_size());
	share
}

#[test]
fn largest_batch_should_take_at_most_a_fifth_of_a_block_and_revocation_a_quarter() {
	let patient = PatientId::default();
	let record = NewRecord {
		ciphertext: Digest::default(),
		envelope: Digest::default(),
		size: SizeClass::for_len(1).unwrap(),
		scope: 1,
		epoch: KeyEpoch::default(),
	};
	let records = vec![record; <MaxRecordsPerBatch as Get<u32>>::get() as usize].try_into().unwrap();
	let batch = salus_pallet_records::Call::register_batch {
		patient,
		actor: Actor::Patient,
		purpose: Purpose::Treatment,
		records,
	};
	assert!(block_share(batch.into()) <= 0.2);

	let reseals = |count: u32| {
		let reseal = salus_primitives::consent::Reseal {
			consent: ConsentIndex::default(),
			envelope: Digest::default(),
			sealed_to: Digest::default(),
		};
		vec![reseal; count as usize].try_into().unwrap()
	};
	let rotation = |count| salus_primitives::consent::Rotation {
		scope: 1,
		epoch: KeyEpoch::default(),
		key: Digest::default(),
		reseals: reseals(count),
		signature: Default::default(),
	};
	let most = <MaxRotationsPerCall as Get<u32>>::get();
	let reseals_each = <MaxResealsPerCall as Get<u32>>::get() / most;
	let rotations = (0..most).map(|_| rotation(reseals_each)).collect::<Vec<_>>().try_into().unwrap();
	let revoke = salus_pallet_consent::Call::revoke_and_rotate { patient, consent: 1, rotations };
	assert!(block_share(revoke.into()) <= 0.25);
}

#[test]
fn grant_should_take_at_most_three_tenths_of_a_block() {
	for items in [1, 16] {
		let (patient, signature) = (PatientId::default(), Some(VaultSignature::default()));
		let grant = common::grant(items);
		let call = salus_pallet_consent::Call::grant { patient, grant, signature };
		assert!(block_share(call.into()) <= 0.3);
		assert!(block_share(common::approve_request(items)) <= 0.3);
		assert!(block_share(common::delegate(items)) <= 0.3);
	}
}

#[test]
fn full_lists_of_requests_should_take_at_most_a_hundredth_of_a_block() {
	let request = NewRequest {
		permissions: Permissions::READ,
		purposes: Purpose::Treatment.into(),
		from: None,
		until: None,
		envelope: Digest::default(),
		expires_at: common::START,
	};
	let patient = PatientId::default();
	let requester = Party::Practitioner(1);
	let ask = salus_pallet_consent::Call::request_access { patient, requester, request };
	assert!(block_share(ask.into()) <= 0.01);
	let refuse = salus_pallet_consent::Call::refuse_request { patient, request: 1 };
	assert!(block_share(refuse.into()) <= 0.01);
	let withdraw = salus_pallet_consent::Call::withdraw_request { patient, request: 1 };
	assert!(block_share(withdraw.into()) <= 0.01);
}

#[test]
fn cleaning_up_should_take_at_most_a_twentieth_of_a_block() {
	assert!(block_share(salus_pallet_consent::Call::cleanup { steps: u32::MAX }.into()) <= 0.05);
	assert!(block_share(salus_pallet_quota::Call::cleanup { steps: u32::MAX }.into()) <= 0.05);
}

#[test]
fn erasing_should_take_at_most_a_fiftieth_of_a_block() {
	let erase = salus_pallet_records::Call::erase {
		patient: PatientId::default(),
		index: 0,
		signature: VaultSignature::default(),
	};
	assert!(block_share(erase.into()) <= 0.02);
}

#[test]
fn moving_and_recovery_should_take_at_most_a_fiftieth_of_a_block_each() {
	for call in common::recovery_calls().into_iter().chain(common::patients_recovery_calls()) {
		assert!(block_share(call) <= 0.02);
	}
}

#[test]
fn disputes_should_take_at_most_a_hundredth_of_a_block() {
	use salus_pallet_records::Call;
	let (patient, index, text) = (PatientId::default(), 0, SealedText::default());
	let sealed_to = Party::Organisation(1);
	for call in [
		Call::dispute { patient, index, contest: text, sealed_to },
		Call::refuse_dispute { patient, index, actor: Actor::Organisation(1), reason: text },
		Call::withdraw_dispute { patient, index },
	] {
		assert!(block_share(call.into()) <= 0.01);
	}
}

#[test]
fn clearing_away_keys_should_take_at_most_two_fifths_of_a_block() {
	use salus_pallet_consortium::{Config, WeightInfo};
	let most = salus_primitives::limits::MAX_SWEPT_KEYS;
	let weight = <Runtime as Config>::WeightInfo::sweep_keys(most).ref_time();
	let whole = <Runtime as frame_system::Config>::BlockWeights::get().max_block.ref_time();
	println!("{:.2} % of a block", weight as f64 * 100.0 / whole as f64);
	assert!(weight * 5 <= whole * 2);
}
