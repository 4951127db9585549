//! Consents: giving and revoking them, delegated ones too, and the envelopes through which they hold keys.

use crate::{pallet::*, representation::Reading, Config, Pallet, RecordLookup};
use alloc::{collections::BTreeSet, vec::Vec};
use frame_support::ensure;
use salus_pallet_consortium::Pallet as Consortium;
use salus_pallet_identity::Pallet as Identity;
use salus_primitives::{
	access::Subject,
	consent::{Consent, ConsentItem, Grant, GrantedItem, Item, Permissions, Reach, Reseal, Rotation, Seal},
	ids::{
		ConsentIndex, Digest, KeyEpoch, OrganisationId, PatientId, RecordIndex, ScopeNumber, VaultSignature,
		INBOX,
	},
	limits::{MaxConsentItems, MaxResealsPerCall, MAX_DELEGATED_PER_GRANTEE, MAX_HOLDERS_PER_SCOPE},
	people::{Party, Standing, VaultOwner},
	representation::Authority,
	text::{GiveConsent, ResealHolders},
	time::Moment,
	BoundedVec,
};
use sp_core::Get;
use sp_runtime::{AccountId32, ArithmeticError, DispatchError, DispatchResult};

/// The consent that another is delegated from.
pub(crate) struct Parent {
	/// Its index.
	pub(crate) index: ConsentIndex,
	/// The consent.
	pub(crate) consent: Consent,
}

/// Who gives a consent.
pub(crate) enum Giver<'a> {
	/// The patient itself.
	Patient,
	/// The grantee of another.
	Delegator(&'a Parent),
	/// A representative, in the patient's name.
	Representative(Reading),
}

impl<'a> Giver<'a> {
	/// The consent that it is delegated from.
	fn parent(&self) -> Option<&'a Parent> {
		match self {
			Self::Delegator(parent) => Some(parent),
			Self::Patient | Self::Representative(_) => None,
		}
	}
}

/// The scopes of which a revoked consent had envelopes.
#[derive(Default)]
pub(crate) struct Released {
	/// Those of which it held the newest key.
	held: BTreeSet<ScopeNumber>,
	/// All of them.
	sealed: BTreeSet<ScopeNumber>,
}

impl<T: Config> Pallet<T> {
	pub(crate) fn do_grant(
		(account, authority): (&AccountId32, Authority),
		patient: &PatientId,
		organisation: OrganisationId,
		grant: Grant,
		signature: Option<&VaultSignature>,
	) -> Result<ConsentIndex, DispatchError> {
		let Authority::Representative(id) = authority else {
			return Self::give(patient, organisation, &Giver::Patient, grant, signature);
		};
		Self::ensure_not_between(authority, &grant.grantee)?;
		Self::ensure_to_others(account, &grant.grantee)?;
		let giver = Giver::Representative(Self::reading(patient, id, Consortium::<T>::now()));
		let index = Self::give(patient, organisation, &giver, grant, signature)?;
		GivenBy::<T>::insert(patient, index, id);
		Ok(index)
	}

	/// Gives a consent, the patient's own or one below another: there is no other way to one.
	pub(crate) fn give(
		patient: &PatientId,
		organisation: OrganisationId,
		giver: &Giver,
		grant: Grant,
		signature: Option<&VaultSignature>,
	) -> Result<ConsentIndex, DispatchError> {
		let now = Consortium::<T>::now();
		Self::ensure_terms(&grant, now)?;
		Self::ensure_may_be_blinded(patient, giver, &grant)?;
		match (grant.permissions.contains(Permissions::READ), signature) {
			(true, Some(signature)) => match giver {
				Giver::Patient => {
					Self::ensure_grant_signed(patient, VaultOwner::Patient(*patient), &grant, signature)?
				}
				Giver::Representative(Reading { id, .. }) => {
					Self::ensure_grant_signed(patient, VaultOwner::Representative(*id), &grant, signature)?
				}
				Giver::Delegator(parent) => {
					Self::ensure_delegation_signed(patient, parent, &grant, signature)?
				}
			},
			(true, None) => return Err(Error::<T>::VaultSignatureMissing.into()),
			(false, Some(_)) => return Err(Error::<T>::UnexpectedVaultSignature.into()),
			(false, None) => {}
		}
		Self::ensure_grantee(patient, &grant.grantee)?;
		Self::ensure_powers(&grant)?;
		Self::ensure_ahead(giver, &grant)?;
		if let Some(sealed_to) = &grant.sealed_to {
			Self::ensure_sealable(patient, &grant.grantee, sealed_to, now)?;
		}
		let mut items = Vec::with_capacity(grant.items.len());
		for granted in &grant.items {
			items.push(Self::ensure_item(patient, giver, &grant, granted, now)?);
		}
		let items = BoundedVec::<_, MaxConsentItems>::try_from(items)
			.map_err(|_| DispatchError::from(ArithmeticError::Overflow))?;

		let consent = Consent {
			grantee: grant.grantee,
			items,
			permissions: grant.permissions,
			purposes: grant.purposes,
			from: grant.from,
			until: grant.until,
			reach: grant.reach,
			parent: giver.parent().map(|parent| parent.index),
			organisation,
			text: grant.text,
			policy_version: grant.policy_version,
			granted_at: now,
			revoked_at: None,
		};
		let index = Self::insert_consent(patient, consent)?;
		if let Some(sealed_to) = grant.sealed_to {
			for granted in &grant.items {
				let envelope = granted.envelope.ok_or(Error::<T>::EnvelopeMissing)?;
				Self::hold(
					patient,
					granted.item,
					Reseal { consent: index, envelope, sealed_to },
					grant.until,
				);
			}
		}
		Ok(index)
	}

	/// Refuses to name a new holder of keys that the vault did not sign for: the next rotation would seal to it.
	fn ensure_grant_signed(
		patient: &PatientId,
		owner: VaultOwner,
		grant: &Grant,
		signature: &VaultSignature,
	) -> DispatchResult {
		let genesis = Consortium::<T>::genesis_hash();
		let consent = ConsentCount::<T>::get(patient);
		let text = GiveConsent { genesis, patient: *patient, consent, grant };
		Self::ensure_signed_by(owner, &text, signature)
	}

	/// Checks what the grant says by itself.
	fn ensure_terms(grant: &Grant, now: Moment) -> DispatchResult {
		let Grant { items, permissions, purposes, from, until, .. } = grant;
		ensure!(
			permissions.is_valid() && *permissions != Permissions::DELEGATE,
			Error::<T>::InvalidPermissions
		);
		ensure!(purposes.is_valid(), Error::<T>::InvalidPurposes);
		ensure!(until.is_none_or(|until| until > *from && until > now), Error::<T>::InvalidPeriod);
		ensure!(!items.is_empty(), Error::<T>::NoItems);
		let distinct: BTreeSet<Item> = items.iter().map(|granted| granted.item).collect();
		ensure!(distinct.len() == items.len(), Error::<T>::DuplicateItem);
		let scopes = items.iter().filter(|granted| matches!(granted.item, Item::Scope(_))).count();
		ensure!(scopes == 0 || scopes == items.len(), Error::<T>::MixedItems);
		if permissions.contains(Permissions::READ) {
			let sealed = grant.sealed_to.is_some() && items.iter().all(|granted| granted.envelope.is_some());
			ensure!(sealed, Error::<T>::EnvelopeMissing);
		} else {
			let unsealed =
				grant.sealed_to.is_none() && items.iter().all(|granted| granted.envelope.is_none());
			ensure!(unsealed, Error::<T>::EnvelopeNotAllowed);
		}
		Ok(())
	}

	/// Refuses a grantee that is not there, excluded or of no standing at all; of a blinded one the patient has to know.
	fn ensure_grantee(patient: &PatientId, grantee: &Party) -> DispatchResult {
		if grantee.is_blinded() {
			return Ok(());
		}
		let now = Consortium::<T>::now();
		ensure!(Identity::<T>::party_exists(patient, grantee), Error::<T>::GranteeNotFound);
		ensure!(!Self::is_excluded(patient, grantee, now), Error::<T>::GranteeExcluded);
		ensure!(
			Identity::<T>::party_standing(grantee, now) != Standing::Absent,
			Error::<T>::GranteeNotInStanding
		);
		Ok(())
	}

	/// Refuses an envelope that is not sealed to a key which the grantee has now and may be given keys through. Of a blinded
	/// grantee the chain cannot tell; the patient's vault signs for the envelope, and its client has looked.
	pub(crate) fn ensure_sealable(
		patient: &PatientId,
		grantee: &Party,
		sealed_to: &Digest,
		now: Moment,
	) -> DispatchResult {
		let Some(owner) = grantee.vault_owner() else { return Ok(()) };
		ensure!(!Self::is_excluded(patient, grantee, now), Error::<T>::GranteeExcluded);
		// A key given to someone who is not in standing would make the scope wait for a rotation at once.
		ensure!(
			Identity::<T>::party_standing(grantee, now) == Standing::Good,
			Error::<T>::GranteeNotInStanding
		);
		let vault = Identity::<T>::vault(owner).ok_or(Error::<T>::GranteeHasNoVault)?;
		ensure!(vault.keys.kem == *sealed_to, Error::<T>::GranteeKeyChanged);
		ensure!(vault.compromised_at.is_none(), Error::<T>::GranteeKeyCompromised);
		Ok(())
	}

	/// Checks one item of a grant against what the patient has, and whoever gives it.
	fn ensure_item(
		patient: &PatientId,
		giver: &Giver,
		grant: &Grant,
		granted: &GrantedItem,
		now: Moment,
	) -> Result<ConsentItem, DispatchError> {
		let reads = granted.envelope.is_some();
		let parent = giver.parent();
		Self::ensure_open_to(patient, &granted.item, &grant.grantee, now)?;
		if reads && parent.is_some() {
			Self::ensure_room_for_delegated(patient, granted.item, now)?;
		}
		let mut newest = KeyEpoch::default();
		let from_epoch = match granted.item {
			Item::Scope(INBOX) => return Err(Error::<T>::InboxNotGrantable.into()),
			Item::Scope(number) => {
				let scope = Scopes::<T>::get(patient, number).ok_or(Error::<T>::ScopeNotFound)?;
				if reads {
					let due = Self::is_rotation_due(patient, number, &scope, now);
					ensure!(!due, Error::<T>::ScopeRotationDue);
					ensure!(scope.holders < MAX_HOLDERS_PER_SCOPE, Error::<T>::TooManyHolders);
				}
				newest = scope.epoch;
				match (parent, grant.reach) {
					// What reaches no history passes on all of what it reaches.
					(Some(Parent { consent, .. }), Reach::FromNow) if consent.reach == Reach::FromNow => {
						consent.item(granted.item).ok_or(Error::<T>::BeyondParent)?.from_epoch
					}
					(_, Reach::AllHistory | Reach::Ahead) => KeyEpoch::default(),
					(_, Reach::FromNow) => scope.epoch,
				}
			}
			Item::Record(index) => {
				match T::Records::subject(patient, index, now) {
					Subject::Record { status, .. } if status.is_erased() => {
						return Err(Error::<T>::RecordErased.into())
					}
					Subject::Record { scope, .. } => ensure!(scope != INBOX, Error::<T>::InboxNotGrantable),
					Subject::Missing | Subject::Scope(_) => return Err(Error::<T>::RecordNotFound.into()),
				}
				if reads {
					let room = Self::make_room_on_record(patient, granted.item, now);
					ensure!(room, Error::<T>::TooManyHolders);
				}
				KeyEpoch::default()
			}
		};
		if let Some(Parent { index, .. }) = parent.filter(|_| reads) {
			let seal = Seals::<T>::get((patient, granted.item, index));
			ensure!(seal.is_some_and(|seal| seal.opens(&newest)), Error::<T>::ParentUnresealed);
		}
		if let Giver::Representative(reading) = giver {
			Self::ensure_has(patient, reading, grant, granted.item, newest, now)?;
		}
		Ok(ConsentItem { item: granted.item, from_epoch })
	}

	/// Whether one more consent may hold the record's key; forgets the envelope of one that has stopped if that is
	/// needed. A record's key never rotates, so no rotation forgets them.
	fn make_room_on_record(patient: &PatientId, record: Item, now: Moment) -> bool {
		let holders: Vec<ConsentIndex> = Seals::<T>::iter_key_prefix((patient, record)).collect();
		if holders.len() < MAX_HOLDERS_PER_SCOPE as usize {
			return true;
		}
		let stopped = |index: &ConsentIndex| {
			Consents::<T>::get(patient, index).is_none_or(|consent| Self::has_stopped(patient, &consent, now))
		};
		// One is room enough, and keeps the work of a grant bounded.
		let Some(index) = holders.iter().find(|index| stopped(index)) else { return false };
		Seals::<T>::remove((patient, record, index));
		true
	}

	/// Stores a consent with its indices, and says so.
	pub(crate) fn insert_consent(
		patient: &PatientId,
		consent: Consent,
	) -> Result<ConsentIndex, DispatchError> {
		let index = ConsentCount::<T>::get(patient);
		let next = index.checked_add(1).ok_or(ArithmeticError::Overflow)?;
		let grantee = consent.grantee;
		Self::list_for_grantee(patient, &grantee, index, consent.parent.is_some())?;
		Granted::<T>::mutate(grantee, patient, |count| *count = count.saturating_add(1));
		Consents::<T>::insert(patient, index, consent);
		ConsentCount::<T>::insert(patient, next);
		Self::deposit_event(Event::ConsentGranted { patient: *patient, consent: index, grantee });
		Ok(index)
	}

	fn list_for_grantee(
		patient: &PatientId,
		grantee: &Party,
		index: ConsentIndex,
		delegated: bool,
	) -> DispatchResult {
		let now = Consortium::<T>::now();
		let consent = |listed: &ConsentIndex| Consents::<T>::get(patient, listed);
		let stopped = |listed: &ConsentIndex| {
			consent(listed).is_none_or(|consent| Self::has_stopped(patient, &consent, now))
		};
		let is_delegated =
			|listed: &ConsentIndex| consent(listed).is_some_and(|consent| consent.parent.is_some());
		ByGrantee::<T>::try_mutate(patient, grantee, |list| {
			if delegated {
				let others: Vec<ConsentIndex> = list.iter().copied().filter(is_delegated).collect();
				if others.len() >= MAX_DELEGATED_PER_GRANTEE {
					let leaves = others.into_iter().find(stopped).ok_or(Error::<T>::TooManyDelegated)?;
					list.retain(|listed| *listed != leaves);
				}
			}
			if list.is_full() {
				let stopped = list.iter().position(stopped);
				list.remove(stopped.ok_or(Error::<T>::TooManyConsents)?);
			}
			list.try_push(index).map_err(|_| Error::<T>::TooManyConsents)
		})?;
		Ok(())
	}

	/// Enters a new holder of the item's newest key.
	fn hold(patient: &PatientId, item: Item, sealed: Reseal, until: Option<Moment>) {
		let mut epoch = KeyEpoch::default();
		if let Item::Scope(number) = item {
			Scopes::<T>::mutate(patient, number, |entry| {
				if let Some(scope) = entry {
					epoch = scope.epoch;
					scope.holders = scope.holders.saturating_add(1);
					scope.rotate_by = earlier(scope.rotate_by, until);
				}
			});
		}
		Self::insert_seal(patient, item, sealed, epoch);
	}

	/// Stores the envelope with the item's newest key, or as far ahead of it as the consent reaches, and the line of the vault
	/// that it is sealed to.
	pub(crate) fn insert_seal(patient: &PatientId, item: Item, sealed: Reseal, newest: KeyEpoch) {
		let Reseal { consent, envelope, sealed_to } = sealed;
		let (epoch, lineage) = Consents::<T>::get(patient, consent).map_or((newest, 0), |consent| {
			let lineage = consent.grantee.vault_owner().map(Identity::<T>::lineage);
			(consent.reach.up_to(&newest), lineage.unwrap_or_default())
		});
		Seals::<T>::insert((patient, item, consent), Seal { envelope, sealed_to, epoch, lineage });
	}

	/// Revokes the consent and forgets its envelopes; the scopes whose newest key it held are due.
	pub(crate) fn do_revoke(patient: &PatientId, index: ConsentIndex) -> Result<Released, DispatchError> {
		let now = Consortium::<T>::now();
		let mut consent = Consents::<T>::get(patient, index).ok_or(Error::<T>::ConsentNotFound)?;
		ensure!(consent.revoked_at.is_none(), Error::<T>::AlreadyRevoked);

		let mut released = Released::default();
		for granted in &consent.items {
			let Some(seal) = Seals::<T>::take((patient, granted.item, index)) else {
				continue;
			};
			let Item::Scope(number) = granted.item else {
				continue;
			};
			released.sealed.insert(number);
			Scopes::<T>::mutate(patient, number, |entry| {
				if let Some(scope) = entry {
					scope.holders = scope.holders.saturating_sub(1);
					if seal.opens(&scope.epoch) {
						scope.due_since.get_or_insert(now);
						released.held.insert(number);
					}
					if seal.epoch.is_ahead_of(&scope.epoch) {
						let since = consent.until.map_or(now, |end| end.min(now));
						Self::remember_ahead(patient, number, seal.epoch, since);
					}
				}
			});
		}
		Granted::<T>::mutate_exists(consent.grantee, patient, |count| {
			*count = count.unwrap_or(0).checked_sub(1).filter(|left| *left > 0);
		});
		if let Some(parent) = consent.parent {
			Self::forget_delegation(patient, parent);
		}
		consent.revoked_at = Some(now);
		Consents::<T>::insert(patient, index, consent);
		Self::deposit_event(Event::ConsentRevoked { patient: *patient, consent: index });
		Ok(released)
	}

	pub(crate) fn do_revoke_and_rotate(
		patient: &PatientId,
		index: ConsentIndex,
		rotations: &[Rotation],
	) -> DispatchResult {
		let reseals =
			rotations.iter().fold(0usize, |sum, rotation| sum.saturating_add(rotation.reseals.len()));
		ensure!(reseals <= <MaxResealsPerCall as Get<u32>>::get() as usize, Error::<T>::TooManyReseals);
		let released = Self::do_revoke(patient, index)?;
		let rotated: BTreeSet<ScopeNumber> = rotations.iter().map(|rotation| rotation.scope).collect();
		ensure!(
			rotated.len() == rotations.len()
				&& released.held.is_subset(&rotated)
				&& rotated.is_subset(&released.sealed),
			Error::<T>::RotationsMismatch
		);
		rotations.iter().try_for_each(|rotation| Self::do_rotate(Authority::Patient, patient, rotation))
	}

	/// Checks envelopes for consents that hold a key of the item, and returns the consents' ends.
	pub(crate) fn ensure_reseals(
		patient: &PatientId,
		item: Item,
		reseals: &[Reseal],
		now: Moment,
	) -> Result<Vec<Option<Moment>>, DispatchError> {
		let distinct: BTreeSet<ConsentIndex> = reseals.iter().map(|reseal| reseal.consent).collect();
		ensure!(distinct.len() == reseals.len(), Error::<T>::DuplicateReseal);
		let mut ends = Vec::with_capacity(reseals.len());
		for reseal in reseals {
			let consent = Consents::<T>::get(patient, reseal.consent).ok_or(Error::<T>::ConsentNotFound)?;
			Self::ensure_holder(patient, item, &consent, reseal, now)?;
			ends.push(consent.until);
		}
		Ok(ends)
	}

	/// The envelope that `reseal` may replace.
	fn ensure_holder(
		patient: &PatientId,
		item: Item,
		consent: &Consent,
		reseal: &Reseal,
		now: Moment,
	) -> Result<Seal, DispatchError> {
		let lineage = Self::lineage(patient, consent);
		let stopped = lineage.iter().chain([consent]).any(|consent| consent.has_stopped(now));
		ensure!(!stopped, Error::<T>::ConsentStopped);
		// A key given to it would make the scope wait for a rotation at once.
		ensure!(!Self::excludes_one_of(patient, &lineage, now), Error::<T>::DelegatorExcluded);
		let seal = Seals::<T>::get((patient, item, reseal.consent)).ok_or(Error::<T>::NotHolder)?;
		Self::ensure_open_to(patient, &item, &consent.grantee, now)?;
		Self::ensure_sealable(patient, &consent.grantee, &reseal.sealed_to, now)?;
		Ok(seal)
	}

	/// Forgets every envelope with the record's key, because the record is erased. The consents stay.
	pub fn forget_record(patient: &PatientId, index: RecordIndex) {
		let item = Item::Record(index);
		// Bounded by MAX_HOLDERS_PER_SCOPE.
		for (consent, _) in Self::seals_of(patient, item) {
			Seals::<T>::remove((patient, item, consent));
		}
	}

	/// Refuses an envelope for a record that is erased: its key must come back in none.
	fn ensure_not_erased(patient: &PatientId, item: Item, now: Moment) -> DispatchResult {
		ensure!(!Self::is_erased(patient, item, now), Error::<T>::RecordErased);
		Ok(())
	}

	/// Whether the item is a record that was erased.
	pub(crate) fn is_erased(patient: &PatientId, item: Item, now: Moment) -> bool {
		let Item::Record(index) = item else { return false };
		matches!(T::Records::subject(patient, index, now), Subject::Record { status, .. } if status.is_erased())
	}

	/// Refuses to replace an envelope through which the scope's newest key leaked: that would hide that a rotation is due.
	fn ensure_not_leaked(patient: &PatientId, item: Item, index: ConsentIndex) -> DispatchResult {
		let Item::Scope(number) = item else { return Ok(()) };
		let newest = Scopes::<T>::get(patient, number).map(|scope| scope.epoch);
		let leaked = Seals::<T>::get((patient, item, index)).is_some_and(|seal| {
			let owner = Consents::<T>::get(patient, index).and_then(|consent| consent.grantee.vault_owner());
			newest.is_some_and(|newest| seal.opens(&newest))
				&& owner.and_then(|owner| Identity::<T>::compromised_at(owner, &seal.sealed_to)).is_some()
		});
		ensure!(!leaked, Error::<T>::ScopeRotationDue);
		Ok(())
	}

	pub(crate) fn do_reseal(
		patient: &PatientId,
		item: Item,
		reseals: &[Reseal],
		signature: &VaultSignature,
	) -> DispatchResult {
		let now = Consortium::<T>::now();
		ensure!(!reseals.is_empty(), Error::<T>::NoReseals);
		let scope = match item {
			Item::Scope(number) => {
				Some((number, Scopes::<T>::get(patient, number).ok_or(Error::<T>::ScopeNotFound)?))
			}
			Item::Record(_) => None,
		};
		Self::ensure_not_erased(patient, item, now)?;
		let epoch = scope.as_ref().map(|(_, scope)| scope.epoch).unwrap_or_default();
		let genesis = Consortium::<T>::genesis_hash();
		let text = ResealHolders { genesis, patient: *patient, item, epoch, reseals };
		Self::ensure_signed_by_vault(patient, &text, signature)?;
		let ends = Self::ensure_reseals(patient, item, reseals, now)?;
		for reseal in reseals {
			Self::ensure_not_leaked(patient, item, reseal.consent)?;
		}

		for reseal in reseals {
			Self::insert_seal(patient, item, *reseal, epoch);
		}
		if let Some((number, mut scope)) = scope {
			scope.rotate_by = ends.into_iter().fold(scope.rotate_by, earlier);
			Scopes::<T>::insert(patient, number, scope);
		}
		// Bounded by MaxResealsPerCall.
		let count = reseals.len() as u32;
		Self::deposit_event(Event::Resealed { patient: *patient, item, count });
		Ok(())
	}

	pub(crate) fn do_reseal_own(
		account: &AccountId32,
		patient: &PatientId,
		item: Item,
		reseal: Reseal,
	) -> DispatchResult {
		let now = Consortium::<T>::now();
		let consent = Consents::<T>::get(patient, reseal.consent).ok_or(Error::<T>::ConsentNotFound)?;
		// Whoever signed the call would be seen to be the reader.
		let owner = consent.grantee.vault_owner().ok_or(Error::<T>::BlindedNotAllowed)?;
		ensure!(Identity::<T>::owner_of_party(account, &consent.grantee), Error::<T>::NotGrantee);
		Self::ensure_not_erased(patient, item, now)?;
		let Seal { epoch, lineage, .. } = Self::ensure_holder(patient, item, &consent, &reseal, now)?;
		// Otherwise a home organisation that resets the vault would put its own key where the patient sealed to another.
		let same_line = lineage == Identity::<T>::lineage(owner);
		ensure!(same_line, Error::<T>::VaultWasReset);
		Self::ensure_not_leaked(patient, item, reseal.consent)?;

		let Reseal { consent: index, envelope, sealed_to } = reseal;
		// It opens what the old one opened: nobody reaches further ahead by its own hand.
		Seals::<T>::insert((patient, item, index), Seal { envelope, sealed_to, epoch, lineage });
		Self::deposit_event(Event::ResealedOwn { patient: *patient, consent: reseal.consent, item });
		Ok(())
	}
}

/// The earlier of two ends, where none means never.
pub(crate) fn earlier(one: Option<Moment>, other: Option<Moment>) -> Option<Moment> {
	match (one, other) {
		(Some(one), Some(other)) => Some(one.min(other)),
		(one, other) => one.or(other),
	}
}
