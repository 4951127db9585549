//! A chain of the real runtime, and real extrinsics for it.
#![allow(dead_code)] // Each test file uses its part.

use codec::Encode;
use frame_support::traits::Hooks;
use salus_primitives::{
	consent::{Grant, GrantedItem, Item, Permissions, Reach},
	ids::{Digest, PatientId, VaultSignature},
	people::Party,
	purpose::Purpose,
	recovery::{GuardianApproval, NewAttempt},
	text::Acceptance,
};
use salus_runtime::*;
use sp_core::{
	offchain::{testing::TestTransactionPoolExt, TransactionPoolExt},
	H256,
};
use sp_genesis_builder::{PresetId, DEV_RUNTIME_PRESET};
use sp_keyring::Sr25519Keyring;
use sp_runtime::{
	generic::Era,
	traits::BlakeTwo256,
	transaction_validity::{
		InvalidTransaction, TransactionSource, TransactionValidity, TransactionValidityError,
	},
	BuildStorage, MultiSignature,
};

/// 2026-11-22 10:00 UTC.
pub const START: u64 = 1_795_341_600_000;

/// Runs `test` on the chain of the preset, at block 1.
pub fn on_preset<R>(preset: &str, test: impl FnOnce() -> R) -> R {
	with_pool(preset, |_| test())
}

/// As [`on_preset`], on a node with a pool; `test` can take what the runtime itself has submitted to it.
pub fn with_pool<R>(preset: &str, test: impl FnOnce(&dyn Fn() -> Vec<Vec<u8>>) -> R) -> R {
	let json = genesis::preset(&PresetId::from(preset)).expect("the preset exists");
	let config: RuntimeGenesisConfig = serde_json::from_slice(&json).expect("the preset is a genesis config");
	let mut ext = sp_io::TestExternalities::new(config.build_storage().expect("the preset builds"));
	let (pool, submitted) = TestTransactionPoolExt::new();
	ext.register_extension(TransactionPoolExt::new(pool));
	ext.register_extension(sp_core::traits::ReadRuntimeVersionExt::new(CodeIsVersion));
	ext.execute_with(|| {
		let genesis = H256::repeat_byte(0x53);
		frame_system::BlockHash::<Runtime>::insert(0, genesis);
		System::initialize(&1, &genesis, &Default::default());
		System::set_block_number(1);
		pallet_timestamp::Now::<Runtime>::put(START);
		<Consortium as Hooks<_>>::on_initialize(1);
		let outcome = test(&|| std::mem::take(&mut submitted.write().transactions));
		try_state();
		outcome
	})
}

/// Finds the version of a code that is nothing but its version, encoded.
struct CodeIsVersion;

impl sp_core::traits::ReadRuntimeVersion for CodeIsVersion {
	fn read_runtime_version(
		&self,
		code: &[u8],
		_: &mut dyn sp_core::traits::Externalities,
	) -> Result<Vec<u8>, String> {
		Ok(code.to_vec())
	}
}

/// Runs `test` on the development chain, at block 1.
pub fn on_development<R>(test: impl FnOnce() -> R) -> R {
	on_preset(DEV_RUNTIME_PRESET, test)
}

/// Holds the invariants of every Salus pallet.
pub fn try_state() {
	Consortium::do_try_state().expect("consortium is sound");
	Identity::do_try_state().expect("identity is sound");
	Consent::do_try_state().expect("consent is sound");
	Records::do_try_state().expect("records is sound");
	Quota::do_try_state().expect("quota is sound");
}

/// `call` signed by `who` with `nonce`, as a wallet signs it.
pub fn signed(who: Sr25519Keyring, nonce: Nonce, call: impl Into<RuntimeCall>) -> UncheckedExtrinsic {
	let call = call.into();
	let extension: TxExtension = (
		frame_system::CheckNonZeroSender::new(),
		frame_system::CheckSpecVersion::new(),
		frame_system::CheckTxVersion::new(),
		frame_system::CheckGenesis::new(),
		frame_system::CheckEra::from(Era::Immortal),
		salus_pallet_quota::CheckQuota::from(nonce),
		frame_system::CheckWeight::new(),
		frame_metadata_hash_extension::CheckMetadataHash::new(false),
	);
	let payload = SignedPayload::new(call.clone(), extension.clone()).expect("the extensions have implicits");
	let signature = payload.using_encoded(|bytes| who.sign(bytes));
	UncheckedExtrinsic::new_signed(
		call,
		who.to_account_id().into(),
		MultiSignature::Sr25519(signature),
		extension,
	)
}

/// What the pool is told of the extrinsic.
pub fn validate(extrinsic: &UncheckedExtrinsic) -> TransactionValidity {
	let block = <frame_system::Pallet<Runtime>>::parent_hash();
	// Validation starts a block of its own, so it must leave nothing behind.
	frame_support::storage::with_transaction(|| {
		sp_runtime::TransactionOutcome::Rollback(Ok::<_, sp_runtime::DispatchError>(
			Executive::validate_transaction(TransactionSource::External, extrinsic.clone(), block),
		))
	})
	.expect("the outcome is always Ok")
}

/// The code that the quota refuses the extrinsic with.
pub fn refusal(extrinsic: &UncheckedExtrinsic) -> u8 {
	match validate(extrinsic) {
		Err(TransactionValidityError::Invalid(InvalidTransaction::Custom(code))) => code,
		other => panic!("expected a refusal of the quota, got {other:?}"),
	}
}

/// The hash by which the chain knows `bytes`.
pub fn hash(bytes: &[u8]) -> Hash {
	use sp_runtime::traits::Hash as _;
	BlakeTwo256::hash(bytes)
}

/// A consent to read `scopes` scopes.
pub fn grant(scopes: u16) -> Grant {
	let items =
		(1..=scopes).map(|scope| GrantedItem { item: Item::Scope(scope), envelope: Some(Digest::default()) });
	Grant {
		grantee: Party::Practitioner(1),
		items: items.collect::<Vec<_>>().try_into().expect("a consent may name that many"),
		permissions: Permissions::READ,
		purposes: Purpose::Treatment.into(),
		from: 0,
		until: None,
		reach: Reach::AllHistory,
		sealed_to: Some(Digest::default()),
		text: Digest::default(),
		policy_version: 1,
	}
}

/// The delegation of a consent with [`grant`].
pub fn delegate(scopes: u16) -> RuntimeCall {
	let (patient, signature) = (PatientId([1; 32]), Some(VaultSignature::default()));
	let (parent, grant) = (1, grant(scopes));
	salus_pallet_consent::Call::delegate { patient, parent, grant, signature }.into()
}

/// The revocation of a delegated consent.
pub fn revoke_delegated() -> RuntimeCall {
	salus_pallet_consent::Call::revoke_delegated { patient: PatientId([1; 32]), consent: 2 }.into()
}

/// The approval of a request with [`grant`].
pub fn approve_request(scopes: u16) -> RuntimeCall {
	let (patient, signature) = (PatientId([1; 32]), Some(VaultSignature::default()));
	let (request, grant) = (0, grant(scopes));
	salus_pallet_consent::Call::approve_request { patient, request, grant, signature }.into()
}

fn wallet_signature() -> MultiSignature {
	MultiSignature::Sr25519(sp_core::sr25519::Signature::from_raw([0; 64]))
}

/// What anyone who has a role may bring of a recovery.
pub fn recovery_calls() -> [RuntimeCall; 4] {
	use salus_pallet_identity::Call;
	let (patient, account) = (PatientId([1; 32]), AccountId::new([2; 32]));
	let (kem, expires_at, signature) = (Digest::default(), START + 1, wallet_signature());
	let new = NewAttempt { account: account.clone(), kem, expires_at, signature: signature.clone() };
	let approval = GuardianApproval { guardian: account.clone(), salt: [0; 32], expires_at, signature };
	let vault_signature = VaultSignature::default();
	[
		Call::start_recovery { patient, new, approval: approval.clone() }.into(),
		Call::approve_recovery { patient, account: account.clone(), approval }.into(),
		Call::override_veto { patient, account: account.clone(), signature: vault_signature }.into(),
		Call::finish_recovery { patient, account }.into(),
	]
}

/// What the patient alone may sign of moving and recovery, the veto first.
pub fn patients_recovery_calls() -> [RuntimeCall; 4] {
	use salus_pallet_identity::Call;
	let (patient, account) = (PatientId([1; 32]), AccountId::new([2; 32]));
	let signature = VaultSignature::default();
	let acceptance = Acceptance { expires_at: START + 1, signature: wallet_signature() };
	[
		Call::veto_recovery { patient, account: account.clone() }.into(),
		Call::move_control { patient, account, acceptance, signature }.into(),
		Call::set_recovery { patient, policy: None, signature }.into(),
		Call::confirm_recovery { patient, signature }.into(),
	]
}
