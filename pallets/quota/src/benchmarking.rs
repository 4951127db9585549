//! Benchmarks of the extension.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::arithmetic_side_effects)]

use crate::{
	pallet::{Call, Config, Pallet, Usage},
	policy::{QuotaPolicy, WindowUsage},
	CheckQuota, MAX_CALLS,
};
use frame_benchmarking::v2::*;
use frame_support::dispatch::{DispatchInfo, PostDispatchInfo};
use frame_system::RawOrigin;
use salus_primitives::limits::MAX_CLEANUP_STEPS;
use sp_core::Get;
use sp_runtime::traits::{
	AsSystemOriginSigner, AsTransactionAuthorizedOrigin, DispatchTransaction, Dispatchable,
	TransactionExtension,
};

#[benchmarks(
	where
		T::RuntimeCall: Dispatchable<Info = DispatchInfo, PostInfo = PostDispatchInfo>,
		<T::RuntimeCall as Dispatchable>::RuntimeOrigin:
			AsSystemOriginSigner<T::AccountId> + AsTransactionAuthorizedOrigin + Clone,
)]
mod benchmarks {
	use super::*;

	/// Weighs, validates and prepares a transaction of `n` calls.
	#[benchmark]
	fn admit(n: Linear<1, { MAX_CALLS }>) -> Result<(), BenchmarkError> {
		let (who, call) = T::Policy::benchmark_transaction(n)
			.ok_or(BenchmarkError::Stop("the policy has no transaction to benchmark with"))?;
		let nonce = frame_system::Pallet::<T>::account_nonce(&who);
		let info = DispatchInfo::default();

		#[block]
		{
			let extension = CheckQuota::<T>::from(nonce);
			core::hint::black_box(extension.weight(&call));
			extension
				.validate_and_prepare(RawOrigin::Signed(who.clone()).into(), &call, &info, 1_024, 0)
				.expect("the transaction is admitted");
		}

		assert_eq!(Usage::<T>::get(&who).length, 1_024);
		assert_eq!(Pallet::<T>::usage(&who).length, 1_024);
		Ok(())
	}

	/// Every account looked at used something of a window that has passed.
	#[benchmark]
	fn cleanup(s: Linear<0, { MAX_CLEANUP_STEPS }>) {
		frame_system::Pallet::<T>::set_block_number(T::Window::get());
		for number in 0..MAX_CLEANUP_STEPS {
			let used = WindowUsage { window: 0, ref_time: 1, length: 1 };
			Usage::<T>::insert(account::<T::AccountId>("account", number, 0), used);
		}

		#[extrinsic_call]
		_(RawOrigin::Signed(whitelisted_caller()), s);

		assert_eq!(Usage::<T>::iter().count() as u32, MAX_CLEANUP_STEPS - s);
	}
}
