//! Delegation: a grantee passes on no more than it has, and takes back what came of it.
//!
//! A delegated consent is one like any other, under its parent: it is given through the same door, and whatever keeps a
//! consent from being given keeps it from being delegated. It carries nothing once a consent above it has stopped or the
//! grantee of one was excluded. Nobody walks down to tell it so: whoever looks at a consent looks up.

use crate::{
	grants::{Giver, Parent},
	pallet::*,
	requests::Unfit,
	Config, Pallet,
};
use alloc::vec::Vec;
use frame_support::ensure;
use salus_pallet_consortium::Pallet as Consortium;
use salus_pallet_identity::{Error as IdentityError, Pallet as Identity};
use salus_primitives::{
	access::ConsentFact,
	consent::{Consent, Grant, Item, Permissions},
	ids::{ConsentIndex, PatientId, VaultSignature},
	limits::{MAX_DELEGATED_HOLDERS, MAX_DELEGATIONS, MAX_DELEGATION_DEPTH},
	people::Party,
	text::DelegateConsent,
	time::Moment,
};
use sp_runtime::{AccountId32, DispatchResult};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_delegate(
		account: &AccountId32,
		patient: &PatientId,
		parent: ConsentIndex,
		grant: Grant,
		signature: Option<&VaultSignature>,
	) -> DispatchResult {
		let now = Consortium::<T>::now();
		let consent = Consents::<T>::get(patient, parent).ok_or(Error::<T>::ConsentNotFound)?;
		let by = consent.grantee;
		Self::ensure_named(&by)?;
		Self::ensure_named(&grant.grantee)?;
		ensure!(Identity::<T>::owner_of_party(account, &by), Error::<T>::NotGrantee);
		let above = Self::consent_fact(patient, parent, consent, now);
		Self::ensure_may_delegate(patient, &above, now)?;
		Self::ensure_may_receive(&above, &grant)?;
		ensure!(above.consent.covers(&grant), Error::<T>::BeyondParent);
		let children = Delegations::<T>::get(patient, parent);
		ensure!(children < MAX_DELEGATIONS, Error::<T>::TooManyDelegations);
		let organisation =
			Identity::<T>::patient(patient).ok_or(IdentityError::<T>::PatientNotFound)?.organisation;

		let parent = Parent { index: parent, consent: above.consent };
		let index = Self::give(patient, organisation, &Giver::Delegator(&parent), grant, signature)?;
		Delegations::<T>::insert(patient, parent.index, children.saturating_add(1));
		let (patient, parent) = (*patient, parent.index);
		Self::deposit_event(Event::ConsentDelegated { patient, parent, consent: index, by });
		Ok(())
	}

	/// Refuses to pass on a consent that carries nothing now, or whose grantee may not act towards the patient.
	fn ensure_may_delegate(patient: &PatientId, above: &ConsentFact, now: Moment) -> DispatchResult {
		let ConsentFact { consent, lineage, delegator_excluded, .. } = above;
		ensure!(consent.permissions.contains(Permissions::DELEGATE), Error::<T>::NotDelegable);
		let live = consent.is_live(now) && lineage.iter().all(|parent| parent.is_live(now));
		ensure!(live, Error::<T>::ParentNotLive);
		ensure!(!delegator_excluded, Error::<T>::DelegatorExcluded);
		Self::ensure_fit(patient, &consent.grantee, now).map_err(|unfit| {
			match unfit {
				Unfit::Excluded => Error::<T>::DelegatorExcluded,
				Unfit::NotInStanding => Error::<T>::DelegatorNotInStanding,
			}
			.into()
		})
	}

	/// Refuses a line that would become too long, or come back to one of its own.
	fn ensure_may_receive(above: &ConsentFact, grant: &Grant) -> DispatchResult {
		let depth = above.lineage.len().saturating_add(1);
		let bound = usize::from(MAX_DELEGATION_DEPTH);
		let ends_here = depth == bound && !grant.permissions.contains(Permissions::DELEGATE);
		ensure!(depth < bound || ends_here, Error::<T>::DelegationTooDeep);
		// It has all of this already: the consent would only take up room.
		let mut givers = above.lineage.iter().chain([&above.consent]).map(|consent| consent.grantee);
		ensure!(!givers.any(|giver| giver == grant.grantee), Error::<T>::DelegationCircular);
		Ok(())
	}

	/// Refuses to name a new holder of keys that the delegating grantee's vault did not sign for.
	pub(crate) fn ensure_delegation_signed(
		patient: &PatientId,
		parent: &Parent,
		grant: &Grant,
		signature: &VaultSignature,
	) -> DispatchResult {
		let genesis = Consortium::<T>::genesis_hash();
		let consent = ConsentCount::<T>::get(patient);
		let text = DelegateConsent { genesis, patient: *patient, consent, parent: parent.index, grant };
		let owner = parent.consent.grantee.vault_owner().ok_or(Error::<T>::BlindedNotAllowed)?;
		Self::ensure_signed_by(owner, &text, signature)
	}

	/// Refuses one more delegated holder of the item where as many as allowed are: half of the room is for those whom the
	/// patient chose. Forgets the envelope of one that has stopped where no rotation will.
	pub(crate) fn ensure_room_for_delegated(patient: &PatientId, item: Item, now: Moment) -> DispatchResult {
		let holders = Seals::<T>::iter_key_prefix((patient, item));
		let delegated: Vec<(ConsentIndex, Consent)> = holders
			.filter_map(|index| Some((index, Consents::<T>::get(patient, index)?)))
			.filter(|(_, consent)| consent.parent.is_some())
			.collect();
		if delegated.len() < MAX_DELEGATED_HOLDERS {
			return Ok(());
		}
		ensure!(matches!(item, Item::Record(_)), Error::<T>::TooManyDelegatedHolders);
		let stopped = delegated.iter().find(|(_, consent)| Self::has_stopped(patient, consent, now));
		let (index, _) = stopped.ok_or(Error::<T>::TooManyDelegatedHolders)?;
		Seals::<T>::remove((patient, item, index));
		Ok(())
	}

	pub(crate) fn do_revoke_delegated(
		account: &AccountId32,
		patient: &PatientId,
		index: ConsentIndex,
	) -> DispatchResult {
		let consent = Consents::<T>::get(patient, index).ok_or(Error::<T>::ConsentNotFound)?;
		let by: Party = Self::lineage(patient, &consent)
			.iter()
			.map(|parent| parent.grantee)
			.find(|giver| Identity::<T>::owner_of_party(account, giver))
			.ok_or(Error::<T>::NotDelegator)?;
		Self::do_revoke(patient, index)?;
		Self::deposit_event(Event::DelegationRevoked { patient: *patient, consent: index, by });
		Ok(())
	}

	/// Counts a delegated consent that is revoked no more among those of its parent.
	pub(crate) fn forget_delegation(patient: &PatientId, parent: ConsentIndex) {
		Delegations::<T>::mutate_exists(patient, parent, |count| {
			*count = count.unwrap_or(0).checked_sub(1).filter(|left| *left > 0);
		});
	}
}
