//! What makes a report hold.

use crate::{
	pallet::{Call, Config, Error, Pallet},
	BlockSessions, Identified, MAX_OWNER_PROOF, MAX_REPORTED_HEADER,
};
use alloc::{boxed::Box, vec, vec::Vec};
use codec::{Decode, Encode};
use frame_support::{ensure, traits::KeyOwnerProofSystem};
use frame_system::{
	offchain::{CreateBare, SubmitTransaction},
	pallet_prelude::{BlockNumberFor, HeaderFor},
};
use salus_pallet_consortium::{offences::BLOCKS, Pallet as Consortium};
use salus_primitives::equivocation::{Equivocation, ReportOutcome};
use sp_consensus_aura::{digests::CompatibleDigestItem, sr25519::AuthoritySignature, Slot};
use sp_core::{crypto::key_types::AURA, sr25519};
use sp_runtime::{
	traits::{CheckedSub, Header as _, One},
	transaction_validity::InvalidTransaction,
	DigestItem, DispatchResult, Perbill,
};
use sp_session::MembershipProof;
use sp_staking::{
	offence::{Kind, Offence, ReportOffence},
	SessionIndex,
};

/// A validator made two blocks of a slot.
pub struct BlockEquivocation {
	/// The slot.
	pub slot: Slot,
	/// The session that made blocks then.
	pub session: SessionIndex,
	/// How many validators it had.
	pub validators: u32,
	/// The validator.
	pub offender: Identified,
}

impl Offence<Identified> for BlockEquivocation {
	const ID: Kind = BLOCKS;
	type Slot = Slot;

	fn offenders(&self) -> Vec<Identified> {
		vec![self.offender.clone()]
	}

	fn session_index(&self) -> SessionIndex {
		self.session
	}

	fn validator_set_count(&self) -> u32 {
		self.validators
	}

	fn slot(&self) -> Slot {
		self.slot
	}

	/// There is no stake to take anything of.
	fn slash_fraction(&self, _: u32) -> Perbill {
		Perbill::zero()
	}
}

/// A header as its author saw it before sealing.
struct Unsealed<Hash> {
	slot: Slot,
	hash: Hash,
	seal: AuthoritySignature,
}

impl<Hash: AsRef<[u8]>> Unsealed<Hash> {
	fn is_sealed_by(&self, key: &sr25519::Public) -> bool {
		sp_io::crypto::sr25519_verify(&self.seal.clone().into(), self.hash.as_ref(), key)
	}
}

impl<T: Config> Pallet<T> {
	/// Checks a report, where the state has counted sessions up to block `counted`. What costs little comes first.
	///
	/// # Errors
	/// All of [`Error`].
	pub fn check(
		report: &Equivocation<HeaderFor<T>>,
		owner: MembershipProof,
		counted: BlockNumberFor<T>,
	) -> Result<BlockEquivocation, Error<T>> {
		let Equivocation { key, first, second } = report;
		let short = |header: &HeaderFor<T>| header.encoded_size() <= MAX_REPORTED_HEADER;
		ensure!(short(first) && short(second), Error::<T>::TooLong);
		ensure!(owner.encoded_size() <= MAX_OWNER_PROOF, Error::<T>::TooLong);

		let parent = first.number().checked_sub(&One::one()).ok_or(Error::<T>::UnknownParent)?;
		let known = frame_system::BlockHash::<T>::contains_key(parent)
			&& frame_system::Pallet::<T>::block_hash(parent) == *first.parent_hash();
		ensure!(known, Error::<T>::UnknownParent);

		let (one, other) = (unsealed(first), unsealed(second));
		let (one, other) = one.zip(other).ok_or(Error::<T>::NotSealed)?;
		ensure!(one.slot == other.slot, Error::<T>::OtherSlot);
		ensure!(one.hash != other.hash, Error::<T>::SameBlock);

		let session = T::BlockSessions::session_of(*first.number(), counted);
		ensure!(session == Some(owner.session), Error::<T>::InvalidKeyOwner);
		let (session, validators) = (owner.session, owner.validator_count);
		let offender = T::KeyOwners::check_proof((AURA, *key), owner).ok_or(Error::<T>::InvalidKeyOwner)?;
		ensure!(Consortium::<T>::offence_counts(&offender.0, session), Error::<T>::AlreadyKnown);

		ensure!(one.is_sealed_by(key) && other.is_sealed_by(key), Error::<T>::InvalidSeal);
		Ok(BlockEquivocation { slot: one.slot, session, validators, offender })
	}

	pub(crate) fn do_report(report: &Equivocation<HeaderFor<T>>, owner: MembershipProof) -> DispatchResult {
		let offence = Self::check(report, owner, frame_system::Pallet::<T>::block_number())?;
		// There is nothing to reward.
		T::Reports::report_offence(Vec::new(), offence).map_err(|_| Error::<T>::AlreadyKnown)?;
		Ok(())
	}

	/// What the pool is told of a report that does not hold.
	pub(crate) fn invalid(error: Error<T>) -> InvalidTransaction {
		match error {
			Error::AlreadyKnown => InvalidTransaction::Stale,
			_ => InvalidTransaction::BadProof,
		}
	}

	/// Who owned the key in the session that runs, as a report says it.
	pub fn key_owner(key: sr25519::Public) -> Option<Vec<u8>> {
		T::KeyOwners::prove((AURA, key)).map(|proof| proof.encode())
	}

	/// Hands a report to the node's pool, if it holds in this state. For nodes, between blocks.
	pub fn submit(report: Equivocation<HeaderFor<T>>, owner: &[u8]) -> ReportOutcome
	where
		T: CreateBare<Call<T>>,
	{
		let Ok(owner) = MembershipProof::decode(&mut &*owner) else { return ReportOutcome::Refused };
		match Self::check(&report, owner.clone(), frame_system::Pallet::<T>::block_number()) {
			Err(Error::AlreadyKnown) => ReportOutcome::Known,
			Err(_) => ReportOutcome::Refused,
			Ok(_) => {
				let call = Call::report_equivocation { report: Box::new(report), owner };
				// The pool refuses what waits in it already.
				let _ = SubmitTransaction::<T, Call<T>>::submit_transaction(T::create_bare(call.into()));
				ReportOutcome::Submitted
			}
		}
	}
}

/// Takes the seal off, which is the last item of the digest, and finds the slot.
fn unsealed<H: sp_runtime::traits::Header>(header: &H) -> Option<Unsealed<H::Hash>> {
	let mut header = header.clone();
	let seal = header.digest_mut().pop()?;
	let seal = CompatibleDigestItem::<AuthoritySignature>::as_aura_seal(&seal)?;
	let slot = |item: &DigestItem| CompatibleDigestItem::<AuthoritySignature>::as_aura_pre_digest(item);
	let mut slots = header.digest().logs().iter().filter_map(slot);
	let slot = slots.next()?;
	// Two would leave open of which slot it is.
	slots.next().is_none().then(|| Unsealed { slot, hash: header.hash(), seal })
}
