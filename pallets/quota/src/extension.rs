//! The transaction extension.

use crate::{
	pallet::{Config, Pallet},
	policy::{QuotaPolicy, Refusal},
	search,
	weights::WeightInfo,
};
use codec::{Decode, DecodeWithMemTracking, Encode};
use core::fmt;
use frame_support::{
	dispatch::DispatchInfo,
	ensure,
	pallet_prelude::{TransactionSource, Weight},
};
use frame_system::{CheckNonce, ValidNonceInfo};
use scale_info::TypeInfo;
use sp_runtime::{
	traits::{
		AsSystemOriginSigner, DispatchInfoOf, DispatchOriginOf, Dispatchable, PostDispatchInfoOf, Saturating,
		TransactionExtension, ValidateResult, Zero,
	},
	transaction_validity::{TransactionLongevity, TransactionValidityError, ValidTransaction},
	DispatchResult,
};

/// The nonce of a signed transaction, and everything else that decides whether it is admitted.
///
/// It stands in for System's `CheckNonce`, whose identifier and encoding it has, so that wallets need no custom option.
/// Inherents and whatever is not signed pass untouched, as they do there.
///
/// ## Errors
/// `InvalidTransaction::Custom` with a [`Refusal`]; `InvalidTransaction::Stale` for a nonce that was used, and in a block
/// `InvalidTransaction::Future` for one whose turn has not come.
#[derive(Encode, Decode, DecodeWithMemTracking, Clone, PartialEq, Eq, TypeInfo)]
#[scale_info(skip_type_params(T))]
pub struct CheckQuota<T: Config>(#[codec(compact)] pub T::Nonce);

impl<T: Config> CheckQuota<T> {
	/// The extension for a transaction with this nonce.
	pub fn from(nonce: T::Nonce) -> Self {
		Self(nonce)
	}
}

impl<T: Config> fmt::Debug for CheckQuota<T> {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		write!(f, "CheckQuota({:?})", self.0)
	}
}

/// What validation leaves to preparation.
pub enum Val<T: Config> {
	/// Consume the signer's nonce, and this much of its allowance.
	Consume {
		/// The signer.
		who: T::AccountId,
		/// Weight, in picoseconds.
		ref_time: u64,
		/// Bytes.
		length: u32,
	},
	/// Nothing, and the extension's weight is to be given back.
	Pass(Weight),
}

impl<T: Config> TransactionExtension<T::RuntimeCall> for CheckQuota<T>
where
	T::RuntimeCall: Dispatchable<Info = DispatchInfo>,
	<T::RuntimeCall as Dispatchable>::RuntimeOrigin: AsSystemOriginSigner<T::AccountId> + Clone,
{
	const IDENTIFIER: &'static str = "CheckNonce";
	type Implicit = ();
	type Val = Val<T>;
	type Pre = Weight;

	fn weight(&self, call: &T::RuntimeCall) -> Weight {
		<T as Config>::WeightInfo::admit(search::count::<T::AccountId, T::RuntimeCall, T::Policy>(call))
	}

	fn validate(
		&self,
		origin: DispatchOriginOf<T::RuntimeCall>,
		call: &T::RuntimeCall,
		info: &DispatchInfoOf<T::RuntimeCall>,
		len: usize,
		_self_implicit: Self::Implicit,
		_inherited_implication: &impl Encode,
		_source: TransactionSource,
	) -> ValidateResult<Self::Val, T::RuntimeCall> {
		let Some(who) = origin.as_system_origin_signer() else {
			return Ok((ValidTransaction::default(), Val::Pass(self.weight(call)), origin));
		};
		let who = who.clone();
		let roles = T::Policy::roles(&who);
		ensure!(!roles.is_none() && !frame_system::Pallet::<T>::providers(&who).is_zero(), Refusal::Stranger);
		let kind = search::admit::<T::AccountId, T::RuntimeCall, T::Policy>(call, roles)?;

		let ValidNonceInfo { provides, requires } =
			CheckNonce::<T>::validate_nonce_for_account(&who, self.0)?;
		let farthest = frame_system::Pallet::<T>::account_nonce(&who)
			.saturating_add(Pallet::<T>::allowance(roles).look_ahead.into());
		ensure!(self.0 <= farthest, Refusal::TooFarAhead);

		let ref_time = info.total_weight().ref_time();
		let length = u32::try_from(len).unwrap_or(u32::MAX);
		Pallet::<T>::ensure_within(&who, roles, kind, ref_time, length)?;

		let validity = ValidTransaction {
			priority: kind.priority(),
			requires,
			provides,
			longevity: TransactionLongevity::MAX,
			propagate: true,
		};
		Ok((validity, Val::Consume { who, ref_time, length }, origin))
	}

	fn prepare(
		self,
		val: Self::Val,
		_origin: &DispatchOriginOf<T::RuntimeCall>,
		_call: &T::RuntimeCall,
		_info: &DispatchInfoOf<T::RuntimeCall>,
		_len: usize,
	) -> Result<Self::Pre, TransactionValidityError> {
		match val {
			Val::Consume { who, ref_time, length } => {
				CheckNonce::<T>::prepare_nonce_for_account(&who, self.0)?;
				Pallet::<T>::consume(&who, ref_time, length);
				Ok(Weight::zero())
			}
			Val::Pass(weight) => Ok(weight),
		}
	}

	// An error here would invalidate the block: there is none.
	fn post_dispatch_details(
		unspent: Self::Pre,
		_info: &DispatchInfoOf<T::RuntimeCall>,
		_post_info: &PostDispatchInfoOf<T::RuntimeCall>,
		_len: usize,
		_result: &DispatchResult,
	) -> Result<Weight, TransactionValidityError> {
		Ok(unspent)
	}
}
