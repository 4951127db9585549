//! Practitioners: who vouches for whom, and until when.

use crate::{pallet::*, Consortium};
use frame_support::ensure;
use salus_primitives::{
	ids::{Commitment, OrganisationId, PractitionerId, VaultKeys},
	people::{Membership, MembershipState, Practitioner, PractitionerRole, Privileges, VaultOwner},
	text::{Acceptance, Role},
	time::{within, History, Moment},
	BoundedVec,
};
use serde::{Deserialize, Serialize};
use sp_runtime::{AccountId32, DispatchError, DispatchResult};

/// A practitioner whom the chain begins with; the genesis is its credential, so the commitment to one is all zero.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GenesisPractitioner {
	/// The account it signs with; one that no other practitioner has.
	pub account: AccountId32,
	/// The organisation that vouches for it, its home.
	pub organisation: OrganisationId,
	/// Its role there.
	pub role: PractitionerRole,
	/// Its privileges there.
	pub privileges: Privileges,
	/// The end of its membership (exclusive), in milliseconds since the Unix epoch.
	pub until: Moment,
	/// Its vault, if it has one from the start.
	pub vault: Option<VaultKeys>,
}

impl<T: Config> Pallet<T> {
	pub(crate) fn genesis_practitioner(genesis: &GenesisPractitioner) {
		let GenesisPractitioner { account, organisation, role, privileges, until, vault } = genesis.clone();
		assert!(
			salus_pallet_consortium::Organisations::<T>::contains_key(organisation),
			"genesis practitioner {account:?} is of an organisation that does not exist: {organisation}"
		);
		let admitted =
			Self::store_membership(organisation, account, role, privileges, Commitment::default(), until);
		let id = match admitted {
			Ok(id) => id,
			Err(error) => panic!("genesis practitioner {:?} is not admissible: {error:?}", genesis.account),
		};
		if let Some(keys) = vault {
			Self::genesis_vault(VaultOwner::Practitioner(id), keys);
		}
	}

	pub(crate) fn admit(
		organisation: OrganisationId,
		account: AccountId32,
		role: PractitionerRole,
		privileges: Privileges,
		credential: Commitment,
		until: Moment,
	) -> DispatchResult {
		let practitioner =
			Self::store_membership(organisation, account.clone(), role, privileges, credential, until)?;
		Self::deposit_event(Event::PractitionerAdmitted { practitioner, organisation, account, until });
		Ok(())
	}

	/// Enters a membership, of a new practitioner if the account is none yet.
	fn store_membership(
		organisation: OrganisationId,
		account: AccountId32,
		role: PractitionerRole,
		privileges: Privileges,
		credential: Commitment,
		until: Moment,
	) -> Result<PractitionerId, DispatchError> {
		let now = Consortium::<T>::now();
		Self::ensure_credential(privileges, until, now)?;
		let standing = History::starting(now, MembershipState::Active { until });
		let membership = Membership { organisation, role, privileges, credential, standing };

		if let Some(id) = PractitionerOf::<T>::get(&account) {
			Practitioners::<T>::try_mutate(id, |known| {
				let known = known.as_mut().ok_or(Error::<T>::PractitionerNotFound)?;
				ensure!(known.membership(organisation).is_none(), Error::<T>::AlreadyMember);
				known.memberships.try_push(membership).map_err(|_| Error::<T>::TooManyMemberships)
			})?;
			return Ok(id);
		}

		let id = NextPractitioner::<T>::get();
		let next = id.checked_add(1).ok_or(Error::<T>::PractitionersExhausted)?;
		let mut memberships = BoundedVec::default();
		memberships.try_push(membership).map_err(|_| Error::<T>::TooManyMemberships)?;
		NextPractitioner::<T>::put(next);
		Consortium::<T>::admit(&account);
		PractitionerOf::<T>::insert(&account, id);
		Practitioners::<T>::insert(id, Practitioner { account, home: organisation, memberships });
		Ok(id)
	}

	pub(crate) fn suspend(
		registrar: &AccountId32,
		organisation: OrganisationId,
		practitioner: PractitionerId,
	) -> DispatchResult {
		Self::change_membership(registrar, organisation, practitioner, |membership, now| {
			ensure!(Self::suspend_membership(membership, now), Error::<T>::AlreadySuspended);
			Ok(())
		})?;
		Self::deposit_event(Event::PractitionerSuspended { practitioner, organisation });
		Ok(())
	}

	pub(crate) fn reinstate(
		registrar: &AccountId32,
		organisation: OrganisationId,
		practitioner: PractitionerId,
	) -> DispatchResult {
		Self::change_membership(registrar, organisation, practitioner, |membership, now| {
			let Some(MembershipState::Suspended { until }) = membership.standing.current().copied() else {
				return Err(Error::<T>::NotSuspended.into());
			};
			ensure!(within(now, 0, Some(until)), Error::<T>::CredentialExpired);
			membership.standing.push(now, MembershipState::Active { until });
			Ok(())
		})?;
		Self::deposit_event(Event::PractitionerReinstated { practitioner, organisation });
		Ok(())
	}

	pub(crate) fn renew(
		registrar: &AccountId32,
		organisation: OrganisationId,
		practitioner: PractitionerId,
		role: PractitionerRole,
		privileges: Privileges,
		credential: Commitment,
		until: Moment,
	) -> DispatchResult {
		Self::change_membership(registrar, organisation, practitioner, |membership, now| {
			Self::ensure_credential(privileges, until, now)?;
			let state = match membership.standing.current() {
				Some(MembershipState::Suspended { .. }) => MembershipState::Suspended { until },
				_ => MembershipState::Active { until },
			};
			membership.role = role;
			membership.privileges = privileges;
			membership.credential = credential;
			membership.standing.push(now, state);
			Ok(())
		})?;
		Self::deposit_event(Event::PractitionerRenewed { practitioner, organisation, until });
		Ok(())
	}

	pub(crate) fn replace(
		registrar: &AccountId32,
		practitioner: PractitionerId,
		account: AccountId32,
		acceptance: &Acceptance,
	) -> DispatchResult {
		let mut known = Practitioners::<T>::get(practitioner).ok_or(Error::<T>::PractitionerNotFound)?;
		Consortium::<T>::ensure_registrar(registrar, known.home)?;
		ensure!(!PractitionerOf::<T>::contains_key(&account), Error::<T>::AlreadyPractitioner);
		Consortium::<T>::ensure_accepted(&account, Role::AccountOf(practitioner), acceptance)?;

		let now = Consortium::<T>::now();
		// Otherwise the home organisation could act in the name of the others through an account of its own.
		for membership in
			known.memberships.iter_mut().filter(|membership| membership.organisation != known.home)
		{
			if Self::suspend_membership(membership, now) {
				let organisation = membership.organisation;
				Self::deposit_event(Event::PractitionerSuspended { practitioner, organisation });
			}
		}
		PractitionerOf::<T>::remove(&known.account);
		PractitionerOf::<T>::insert(&account, practitioner);
		Consortium::<T>::admit(&account);
		known.account = account.clone();
		Practitioners::<T>::insert(practitioner, known);
		Self::deposit_event(Event::AccountReplaced { practitioner, account });
		Ok(())
	}

	/// Whether the membership was not suspended before.
	fn suspend_membership(membership: &mut Membership, now: Moment) -> bool {
		match membership.standing.current().copied() {
			Some(MembershipState::Active { until }) => {
				membership.standing.push(now, MembershipState::Suspended { until });
				true
			}
			_ => false,
		}
	}

	/// Changes one membership, if `registrar` may.
	fn change_membership(
		registrar: &AccountId32,
		organisation: OrganisationId,
		practitioner: PractitionerId,
		change: impl FnOnce(&mut Membership, Moment) -> DispatchResult,
	) -> DispatchResult {
		Consortium::<T>::ensure_registrar(registrar, organisation)?;
		let now = Consortium::<T>::now();
		Practitioners::<T>::try_mutate(practitioner, |known| {
			let membership = known
				.as_mut()
				.ok_or(Error::<T>::PractitionerNotFound)?
				.memberships
				.iter_mut()
				.find(|membership| membership.organisation == organisation)
				.ok_or(Error::<T>::MembershipNotFound)?;
			change(membership, now)
		})
	}

	fn ensure_credential(privileges: Privileges, until: Moment, now: Moment) -> DispatchResult {
		ensure!(privileges.is_valid(), Error::<T>::InvalidPrivileges);
		ensure!(within(now, 0, Some(until)), Error::<T>::UntilNotInFuture);
		Ok(())
	}
}
