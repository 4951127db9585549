//! Which validators make blocks in the next session.

use crate::{
	pallet::{Config, LastSet, Validators},
	AccountId32, Pallet,
};
use alloc::vec::Vec;
use codec::Encode;
use core::marker::PhantomData;
use salus_primitives::ids::Digest;
use sp_io::hashing::sha2_256;
use sp_runtime::traits::Convert;
use sp_staking::SessionIndex;

/// The keys an account has registered with Session, encoded.
pub struct SessionKeysOf<T>(PhantomData<T>);

impl<T: pallet_session::Config<ValidatorId = AccountId32>> Convert<AccountId32, Option<Vec<u8>>>
	for SessionKeysOf<T>
{
	fn convert(account: AccountId32) -> Option<Vec<u8>> {
		pallet_session::Pallet::<T>::load_keys(&account).map(|keys| keys.encode())
	}
}

impl<T: Config> Pallet<T> {
	/// The validators that have registered keys, unless neither they nor their keys changed since the last set, or
	/// `regardless`. Never an empty set: a chain without validators cannot be mended.
	fn plan(regardless: bool) -> Option<Vec<AccountId32>> {
		let set: Vec<(AccountId32, Vec<u8>)> = Validators::<T>::get()
			.into_iter()
			.filter_map(|seat| T::KeysOf::convert(seat.account.clone()).map(|keys| (seat.account, keys)))
			.collect();
		let digest = Digest(sha2_256(&set.encode()));
		if set.is_empty() || (!regardless && LastSet::<T>::get() == Some(digest)) {
			return None;
		}
		LastSet::<T>::put(digest);
		Some(set.into_iter().map(|(account, _)| account).collect())
	}
}

impl<T: Config> pallet_session::SessionManager<AccountId32> for Pallet<T> {
	fn new_session(_: SessionIndex) -> Option<Vec<AccountId32>> {
		Self::plan(false)
	}

	fn new_session_genesis(_: SessionIndex) -> Option<Vec<AccountId32>> {
		Self::plan(true)
	}

	fn end_session(_: SessionIndex) {}

	fn start_session(_: SessionIndex) {}
}

impl<T: Config> pallet_session::historical::SessionManager<AccountId32, ()> for Pallet<T> {
	fn new_session(_: SessionIndex) -> Option<Vec<(AccountId32, ())>> {
		Self::plan(false).map(identified)
	}

	fn new_session_genesis(_: SessionIndex) -> Option<Vec<(AccountId32, ())>> {
		Self::plan(true).map(identified)
	}

	fn start_session(_: SessionIndex) {}

	fn end_session(_: SessionIndex) {}
}

/// Validators are identified by their account alone.
fn identified(accounts: Vec<AccountId32>) -> Vec<(AccountId32, ())> {
	accounts.into_iter().map(|account| (account, ())).collect()
}
