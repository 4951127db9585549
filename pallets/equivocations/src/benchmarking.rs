//! Benchmarks of the calls, at their worst: headers as long as they may be, and as many validators.

#![allow(deprecated, clippy::unwrap_used, clippy::expect_used, clippy::arithmetic_side_effects)]

use crate::{pallet::*, BlockSessions, MAX_REPORTED_HEADER};
use alloc::{boxed::Box, vec};
use codec::Encode;
use frame_benchmarking::v2::*;
use frame_support::{pallet_prelude::TransactionSource, unsigned::ValidateUnsigned};
use frame_system::{
	pallet_prelude::{BlockNumberFor, HeaderFor},
	RawOrigin,
};
use salus_primitives::equivocation::Equivocation;
use sp_consensus_aura::{digests::CompatibleDigestItem, sr25519::AuthoritySignature, Slot};
use sp_core::{crypto::key_types::AURA, sr25519};
use sp_runtime::{
	traits::{Header as _, One, Zero},
	DigestItem,
};

/// A header of block 1, as long as it may be, sealed by `key`.
fn sealed<T: Config>(key: &sr25519::Public, state: u8) -> HeaderFor<T> {
	let parent = frame_system::Pallet::<T>::block_hash(BlockNumberFor::<T>::zero());
	let root = T::Hash::from([state; 32]);
	let slot = <DigestItem as CompatibleDigestItem<AuthoritySignature>>::aura_pre_digest(Slot::from(7));
	let mut header = HeaderFor::<T>::new(One::one(), root, root, parent, Default::default());
	header.digest_mut().push(slot);
	// Room for the seal, and for the lengths of both.
	let room = MAX_REPORTED_HEADER - header.encoded_size() - 80;
	header.digest_mut().push(DigestItem::Other(vec![0; room]));
	let seal = sp_io::crypto::sr25519_sign(AURA, key, header.hash().as_ref()).expect("it has the key");
	header.digest_mut().push(CompatibleDigestItem::<AuthoritySignature>::aura_seal(seal.into()));
	header
}

#[benchmarks]
mod benchmarks {
	use super::*;

	/// Before the block takes it, and when it is dispatched.
	#[benchmark]
	fn report_equivocation() {
		let key = sp_io::crypto::sr25519_generate(AURA, None);
		let owner = T::BlockSessions::fill(key);
		frame_system::BlockHash::<T>::insert(BlockNumberFor::<T>::zero(), T::Hash::from([9; 32]));
		let (first, second) = (sealed::<T>(&key, 1), sealed::<T>(&key, 2));
		assert!(
			first.encoded_size() <= MAX_REPORTED_HEADER && first.encoded_size() > MAX_REPORTED_HEADER - 100
		);
		let report = Box::new(Equivocation { key, first, second });
		let call = Call::<T>::report_equivocation { report: report.clone(), owner: owner.clone() };
		assert!(Pallet::<T>::validate_unsigned(TransactionSource::External, &call).is_ok());

		#[block]
		{
			Pallet::<T>::pre_dispatch(&call).expect("the report holds");
			Pallet::<T>::report_equivocation(RawOrigin::None.into(), report, owner)
				.expect("the report holds");
		}

		assert_eq!(salus_pallet_consortium::Pallet::<T>::offenders().len(), 1);
	}
}
