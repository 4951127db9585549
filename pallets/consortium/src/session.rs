//! Which validators make blocks in the next session.

use crate::{
	pallet::{Config, LastSet, Validators},
	AccountId32, Finality, Pallet,
};
use alloc::vec::Vec;
use codec::Encode;
use core::marker::PhantomData;
use pallet_session::{historical, SessionInterface};
use salus_primitives::ids::Digest;
use sp_io::hashing::sha2_256;
use sp_runtime::traits::Convert;
use sp_staking::SessionIndex;

/// What Session knows of validators, as the consortium reads it; [`SessionKeysOf`] asks Session itself.
pub trait Sessions {
	/// The session that runs.
	fn index() -> SessionIndex;

	/// Who is in this session's set.
	fn active() -> Vec<AccountId32>;

	/// Who is in the next session's set, with the keys that it has there.
	fn queued() -> Vec<(AccountId32, Vec<u8>)>;

	/// Accounts that have registered keys, no more than `limit`.
	fn with_keys(limit: u32) -> Vec<AccountId32>;

	/// Removes an account's registered keys, and gives back the reference that they took.
	fn purge_keys(account: &AccountId32);

	/// Registers keys that nobody else has.
	#[cfg(feature = "runtime-benchmarks")]
	fn register(account: &AccountId32);

	/// Everyone in either set.
	fn in_sets() -> Vec<AccountId32> {
		let queued = Self::queued().into_iter().map(|(account, _)| account);
		Self::active().into_iter().chain(queued).collect()
	}
}

/// The keys an account has registered with Session, encoded; and Session's sets.
pub struct SessionKeysOf<T>(PhantomData<T>);

impl<T: pallet_session::Config<ValidatorId = AccountId32>> Convert<AccountId32, Option<Vec<u8>>>
	for SessionKeysOf<T>
{
	fn convert(account: AccountId32) -> Option<Vec<u8>> {
		pallet_session::Pallet::<T>::load_keys(&account).map(|keys| keys.encode())
	}
}

impl<T> Sessions for SessionKeysOf<T>
where
	T: historical::Config
		+ pallet_session::Config<ValidatorId = AccountId32>
		+ frame_system::Config<AccountId = AccountId32>,
{
	fn index() -> SessionIndex {
		pallet_session::Pallet::<T>::current_index()
	}

	fn active() -> Vec<AccountId32> {
		pallet_session::Pallet::<T>::validators()
	}

	fn queued() -> Vec<(AccountId32, Vec<u8>)> {
		let queued = pallet_session::Pallet::<T>::queued_keys().into_iter();
		queued.map(|(account, keys)| (account, keys.encode())).collect()
	}

	fn with_keys(limit: u32) -> Vec<AccountId32> {
		let limit = usize::try_from(limit).unwrap_or(usize::MAX);
		pallet_session::NextKeys::<T>::iter_keys().take(limit).collect()
	}

	fn purge_keys(account: &AccountId32) {
		// It refuses only an account without keys.
		let _ = <pallet_session::Pallet<T> as SessionInterface>::purge_keys(account);
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn register(account: &AccountId32) {
		use codec::Decode;
		use sp_runtime::traits::{OpaqueKeys, TrailingZeroInput};
		let seed = (account, account, account, account).encode();
		let Ok(keys) = T::Keys::decode(&mut TrailingZeroInput::new(&seed)) else { return };
		for id in T::Keys::key_ids() {
			pallet_session::KeyOwner::<T>::insert((*id, keys.get_raw(*id).to_vec()), account);
		}
		pallet_session::NextKeys::<T>::insert(account, keys);
		let _ = frame_system::Pallet::<T>::inc_consumers(account);
	}
}

impl<T: Config> Pallet<T> {
	/// The next set, unless neither its members nor their keys changed since the last one, or `regardless`. Never an empty
	/// set: a chain without validators cannot be mended. None either while finality passes to another set by force: GRANDPA
	/// would leave it out, and count its sets otherwise than the chain does.
	fn plan(regardless: bool) -> Option<Vec<AccountId32>> {
		if T::Finality::is_forced() {
			return None;
		}
		let set = Self::without_offenders(Self::next_set());
		let digest = Digest(sha2_256(&set.encode()));
		if set.is_empty() || (!regardless && LastSet::<T>::get() == Some(digest)) {
			return None;
		}
		LastSet::<T>::put(digest);
		Some(set.into_iter().map(|(account, _)| account).collect())
	}

	/// Who belongs in the next set, with its keys: the seats that joined and have some, in their order. Session leaves out
	/// whoever has none, which would shift the places of all others.
	fn next_set() -> Vec<(AccountId32, Vec<u8>)> {
		Validators::<T>::get()
			.into_iter()
			.filter(Self::is_joined)
			.filter_map(|seat| T::KeysOf::convert(seat.account.clone()).map(|keys| (seat.account, keys)))
			.collect()
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

	fn start_session(session: SessionIndex) {
		Self::sweep_keys(session);
	}
}

impl<T: Config> historical::SessionManager<AccountId32, ()> for Pallet<T> {
	fn new_session(_: SessionIndex) -> Option<Vec<(AccountId32, ())>> {
		Self::plan(false).map(identified)
	}

	fn new_session_genesis(_: SessionIndex) -> Option<Vec<(AccountId32, ())>> {
		Self::plan(true).map(identified)
	}

	fn start_session(session: SessionIndex) {
		Self::sweep_keys(session);
	}

	fn end_session(_: SessionIndex) {}
}

/// Validators are identified by their account alone.
fn identified(accounts: Vec<AccountId32>) -> Vec<(AccountId32, ())> {
	accounts.into_iter().map(|account| (account, ())).collect()
}
