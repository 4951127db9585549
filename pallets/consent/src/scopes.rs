//! Scopes: the inbox that every patient starts with, and those that the patient's vault signs for.

use crate::{pallet::*, Config, Pallet};
use frame_support::ensure;
use salus_pallet_consortium::Pallet as Consortium;
use salus_pallet_identity::{vaults::NoVaultsWord, OnPatientEnrolled, Pallet as Identity};
use salus_primitives::{
	consent::{Consent, ConsentItem, Item, NewScope, Permissions, Reach, Scope},
	ids::{
		ConsentIndex, Digest, KeyEpoch, OrganisationId, PatientId, ScopeId, ScopeNumber, VaultSignature,
		INBOX,
	},
	limits::MAX_SCOPES_PER_PATIENT,
	people::{Party, VaultOwner},
	purpose::Purpose,
	representation::Authority,
	text::{CreateScopes, SignedText},
	BoundedVec,
};
use sp_runtime::{AccountId32, ArithmeticError, DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	/// A scope of the patient.
	pub fn scope(patient: &PatientId, number: ScopeNumber) -> Option<Scope> {
		Scopes::<T>::get(patient, number)
	}

	pub(crate) fn do_create_scopes(
		patient: &PatientId,
		scopes: &[NewScope],
		signature: &VaultSignature,
	) -> DispatchResult {
		ensure!(!scopes.is_empty(), Error::<T>::NoScopes);
		ensure!(
			scopes.iter().zip(scopes.iter().skip(1)).all(|(one, next)| one.id < next.id),
			Error::<T>::ScopesNotAscending
		);
		ensure!(
			!scopes.iter().any(|scope| ScopeNumbers::<T>::contains_key(patient, scope.id)),
			Error::<T>::ScopeAlreadyExists
		);
		let first = ScopeCount::<T>::get(patient);
		let room = MAX_SCOPES_PER_PATIENT.saturating_sub(first);
		ensure!(scopes.len() <= usize::from(room), Error::<T>::TooManyScopes);
		let text = CreateScopes { genesis: Consortium::<T>::genesis_hash(), patient: *patient, scopes };
		Self::ensure_signed_by_vault(patient, &text, signature)?;

		for scope in scopes {
			Self::insert_scope(patient, scope)?;
		}
		// Bounded by MaxScopesPerCall.
		let count = scopes.len() as u32;
		Self::deposit_event(Event::ScopesCreated { patient: *patient, first, count });
		Ok(())
	}

	/// Refuses what the patient's vault did not sign. A wallet alone must not be able to name keys.
	///
	/// # Errors
	/// [`Error::VaultNotFound`], [`Error::VaultCompromised`], [`Error::InvalidVaultSignature`].
	pub fn ensure_signed_by_vault(
		patient: &PatientId,
		text: &impl SignedText,
		signature: &VaultSignature,
	) -> DispatchResult {
		Self::ensure_signed_by(VaultOwner::Patient(*patient), text, signature)
	}

	/// Refuses what the owner's vault of now did not sign.
	pub(crate) fn ensure_signed_by(
		owner: VaultOwner,
		text: &impl SignedText,
		signature: &VaultSignature,
	) -> DispatchResult {
		Identity::<T>::vaults_word(owner, text, signature).map_err(|why| {
			match why {
				NoVaultsWord::NoVault => Error::<T>::VaultNotFound,
				NoVaultsWord::Compromised => Error::<T>::VaultCompromised,
				NoVaultsWord::NotSigned => Error::<T>::InvalidVaultSignature,
			}
			.into()
		})
	}

	fn insert_scope(patient: &PatientId, new: &NewScope) -> DispatchResult {
		let number = ScopeCount::<T>::get(patient);
		let next = number.checked_add(1).ok_or(ArithmeticError::Overflow)?;
		let scope = Scope {
			id: new.id,
			epoch: KeyEpoch::default(),
			key: new.key,
			due_since: None,
			rotate_by: None,
			holders: 0,
			created_at: Consortium::<T>::now(),
		};
		Scopes::<T>::insert(patient, number, scope);
		ScopeNumbers::<T>::insert(patient, new.id, number);
		ScopeCount::<T>::insert(patient, next);
		Self::append_epoch_key(patient, number, &scope)
	}

	/// Keeps the scope's key version for ever: old records are opened with old keys.
	pub(crate) fn append_epoch_key(
		patient: &PatientId,
		number: ScopeNumber,
		scope: &Scope,
	) -> DispatchResult {
		let position = EpochCount::<T>::get(patient, number);
		let count = position.checked_add(1).ok_or(ArithmeticError::Overflow)?;
		EpochKeys::<T>::insert((*patient, number), position, (scope.epoch, scope.key));
		EpochCount::<T>::insert(patient, number, count);
		Ok(())
	}
}

impl<T: Config> OnPatientEnrolled for Pallet<T> {
	/// Creates the inbox, and lets the enrolling organisation write to it and do nothing else. The enrolment text that
	/// the patient signed, whose SHA-256 the patient is, is the text of this consent.
	fn on_enrolled(
		patient: PatientId,
		organisation: OrganisationId,
		inbox: ScopeId,
		inbox_key: Digest,
	) -> DispatchResult {
		Self::insert_scope(&patient, &NewScope { id: inbox, key: inbox_key })?;
		Self::deposit_event(Event::ScopesCreated { patient, first: INBOX, count: 1 });
		Self::open_inbox_to(&patient, organisation, Digest(patient.0)).map(drop)
	}

	/// Lets the new home write to the inbox and do nothing else, as the enrolling organisation might.
	fn on_rehomed(
		patient: PatientId,
		organisation: OrganisationId,
		representative: Option<&AccountId32>,
		text: Digest,
	) -> DispatchResult {
		let Some(account) = representative else {
			return Self::open_inbox_to(&patient, organisation, text).map(drop);
		};
		Self::in_the_name_of(account, &patient, |authority, _| {
			Self::ensure_to_others(account, &Party::Organisation(organisation))?;
			let index = Self::open_inbox_to(&patient, organisation, text)?;
			if let Authority::Representative(id) = authority {
				let (inbox, party) = (Item::Scope(INBOX), Party::Representative(id));
				Self::ensure_open_to(&patient, &inbox, &party, Consortium::<T>::now())?;
				GivenBy::<T>::insert(patient, index, id);
			}
			Ok(())
		})
	}
}

impl<T: Config> Pallet<T> {
	/// Gives the organisation that is a patient's home a consent to add records to the inbox.
	fn open_inbox_to(
		patient: &PatientId,
		organisation: OrganisationId,
		text: Digest,
	) -> Result<ConsentIndex, DispatchError> {
		let now = Consortium::<T>::now();
		let inbox = ConsentItem { item: Item::Scope(INBOX), from_epoch: KeyEpoch::default() };
		let consent = Consent {
			grantee: Party::Organisation(organisation),
			items: BoundedVec::try_from(alloc::vec![inbox])
				.map_err(|_| DispatchError::from(ArithmeticError::Overflow))?,
			permissions: Permissions::WRITE,
			purposes: [Purpose::Treatment, Purpose::Operations, Purpose::CareManagement]
				.into_iter()
				.collect(),
			from: now,
			until: None,
			reach: Reach::AllHistory,
			parent: None,
			organisation,
			text,
			policy_version: 0,
			granted_at: now,
			revoked_at: None,
		};
		Self::insert_consent(patient, consent)
	}
}
