//! Real extrinsics: signed with a person's wallet, checked, validated and applied as a block does.

use crate::{
	people::{account, pair},
	runtime::{Runtime, RuntimeCall},
	Consortium, Identity, System,
};
use codec::Encode;
use frame_support::dispatch::GetDispatchInfo;
use salus_pallet_quota::{CheckQuota, Class, Kind, QuotaPolicy, Roles};
use sp_core::Pair;
use sp_runtime::{
	generic::{self, Era},
	traits::{Applyable, BlakeTwo256, Checkable, IdentityLookup},
	transaction_validity::{TransactionSource, TransactionValidity},
	AccountId32, ApplyExtrinsicResultWithInfo, MultiSignature,
};

/// The extensions that matter for who may transact.
pub type TxExtension = (
	frame_system::CheckNonZeroSender<Runtime>,
	frame_system::CheckGenesis<Runtime>,
	frame_system::CheckEra<Runtime>,
	CheckQuota<Runtime>,
	frame_system::CheckWeight<Runtime>,
);
/// An extrinsic of the test chain.
pub type UncheckedExtrinsic =
	generic::UncheckedExtrinsic<AccountId32, RuntimeCall, MultiSignature, TxExtension>;
/// A block of the test chain.
pub type Block = generic::Block<generic::Header<u32, BlakeTwo256>, UncheckedExtrinsic>;

/// Who may do what in the test chain.
pub struct TestPolicy;

impl QuotaPolicy<AccountId32, RuntimeCall> for TestPolicy {
	fn roles(account: &AccountId32) -> Roles {
		use salus_pallet_identity::PractitionerOf;
		let agency = Consortium::agency(account);
		[
			(Roles::PATIENT, Identity::patient_of(account).is_some() || Identity::represents_anyone(account)),
			(Roles::PRACTITIONER, PractitionerOf::<Runtime>::contains_key(account)),
			(Roles::REGISTRAR, agency.is_some_and(|agency| agency.registrar)),
			(Roles::CONTROLLER, agency.is_some_and(|agency| agency.controller)),
			(Roles::VALIDATOR, Consortium::validators().iter().any(|seat| seat.account == *account)),
		]
		.into_iter()
		.filter(|(_, holds)| *holds)
		.fold(Roles::NONE, |all, (role, _)| all.union(role))
	}

	fn classify(call: &RuntimeCall) -> Class<'_, RuntimeCall> {
		use pallet_utility::Call as Utility;
		let allowed = |roles, kind| Class::Allowed { roles, kind };
		match call {
			RuntimeCall::System(frame_system::Call::remark { .. }) => allowed(Roles::ANY, Kind::Bulk),
			RuntimeCall::Consortium(_) => allowed(Roles::CONTROLLER, Kind::Governance),
			RuntimeCall::Identity(_) => allowed(Roles::REGISTRAR, Kind::Practice),
			RuntimeCall::Consent(salus_pallet_consent::Call::revoke { .. }) => {
				allowed(Roles::PATIENT, Kind::Protective)
			}
			RuntimeCall::Consent(_) => allowed(Roles::PATIENT, Kind::Patient),
			RuntimeCall::Records(_) => allowed(Roles::PATIENT.union(Roles::PRACTITIONER), Kind::Practice),
			RuntimeCall::Quota(_) => allowed(Roles::ANY, Kind::Bulk),
			RuntimeCall::Utility(
				Utility::batch { calls } | Utility::batch_all { calls } | Utility::force_batch { calls },
			) => Class::Wrapper { roles: Roles::ANY, calls: calls.iter().collect() },
			RuntimeCall::Utility(
				Utility::as_derivative { call, .. }
				| Utility::dispatch_as { call, .. }
				| Utility::dispatch_as_fallible { call, .. }
				| Utility::with_weight { call, .. },
			) => Class::Wrapper { roles: Roles::ANY, calls: vec![call] },
			RuntimeCall::Utility(Utility::if_else { main, fallback }) => {
				Class::Wrapper { roles: Roles::ANY, calls: vec![main, fallback] }
			}
			_ => Class::Forbidden,
		}
	}
}

/// The extensions of a transaction with that nonce.
pub fn extension(nonce: u32) -> TxExtension {
	(
		frame_system::CheckNonZeroSender::new(),
		frame_system::CheckGenesis::new(),
		frame_system::CheckEra::from(Era::Immortal),
		CheckQuota::from(nonce),
		frame_system::CheckWeight::new(),
	)
}

/// The extrinsic with the call, signed by the wallet of the person of that name.
pub fn extrinsic(name: &str, nonce: u32, call: impl Into<RuntimeCall>) -> UncheckedExtrinsic {
	let call = call.into();
	let payload = generic::SignedPayload::new(call.clone(), extension(nonce))
		.expect("the extensions' implicits are known");
	let signature = payload.using_encoded(|bytes| pair(name).sign(bytes));
	UncheckedExtrinsic::new_signed(call, account(name), signature.into(), extension(nonce))
}

/// What the pool answers to the extrinsic.
pub fn validate(extrinsic: UncheckedExtrinsic) -> TransactionValidity {
	let length = extrinsic.encoded_size();
	let mut info = extrinsic.function.get_dispatch_info();
	let checked = extrinsic.check(&IdentityLookup::<AccountId32>::default())?;
	info.extension_weight = checked.extension_weight();
	checked.validate::<NoUnsigned>(TransactionSource::External, &info, length)
}

/// What a block answers to the extrinsic. As there, nothing remains of one that is not admitted.
pub fn apply(
	extrinsic: UncheckedExtrinsic,
) -> ApplyExtrinsicResultWithInfo<frame_support::dispatch::PostDispatchInfo> {
	let length = extrinsic.encoded_size();
	let mut info = extrinsic.function.get_dispatch_info();
	let checked = extrinsic.check(&IdentityLookup::<AccountId32>::default())?;
	info.extension_weight = checked.extension_weight();
	frame_support::storage::with_transaction_unchecked(|| {
		use frame_support::storage::TransactionOutcome;
		match checked.apply::<NoUnsigned>(&info, length) {
			Ok(outcome) => TransactionOutcome::Commit(Ok(outcome)),
			Err(refusal) => TransactionOutcome::Rollback(Err(refusal)),
		}
	})
}

/// The nonce of the person of that name.
pub fn nonce(name: &str) -> u32 {
	System::account_nonce(account(name))
}

/// The test chain has no unsigned extrinsics.
pub struct NoUnsigned;

#[allow(deprecated)]
impl sp_runtime::traits::ValidateUnsigned for NoUnsigned {
	type Call = RuntimeCall;

	fn validate_unsigned(_: TransactionSource, _: &RuntimeCall) -> TransactionValidity {
		sp_runtime::transaction_validity::InvalidTransaction::BadProof.into()
	}
}
