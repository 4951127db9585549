//! Vault keys: who may set them, and with whose signatures.

use crate::{pallet::*, Consortium};
use frame_support::ensure;
use salus_primitives::{
	ids::{Digest, PractitionerId, SigningKey, VaultKeys, VaultSignature},
	people::{Vault, VaultOwner},
	text::{SetVaultKeys, SignedText},
	time::{within, Moment},
};
use sp_runtime::{AccountId32, DispatchResult};

/// Why a text does not count as the word of a vault.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NoVaultsWord {
	/// Its owner has no vault.
	NoVault,
	/// The vault in use was reported compromised.
	Compromised,
	/// The vault in use did not sign it.
	NotSigned,
}

impl<T: Config> Pallet<T> {
	/// Checks that the vault which the owner has now signed the text, and was not reported compromised.
	pub fn vaults_word(
		owner: VaultOwner,
		text: &impl SignedText,
		signature: &VaultSignature,
	) -> Result<(), NoVaultsWord> {
		let vault = Self::vault(owner).ok_or(NoVaultsWord::NoVault)?;
		ensure!(vault.compromised_at.is_none(), NoVaultsWord::Compromised);
		ensure!(text.is_signed_by_vault(signature, &vault.keys.signing), NoVaultsWord::NotSigned);
		Ok(())
	}

	pub(crate) fn genesis_vault(owner: VaultOwner, keys: VaultKeys) {
		assert!(Self::owner_exists(&owner), "genesis vault of an owner that does not exist: {owner:?}");
		assert!(!Vaults::<T>::contains_key(owner), "second genesis vault of {owner:?}");
		Self::store_keys(owner, keys, 0);
	}

	/// Puts the keys in use, and its signing key on record.
	pub(crate) fn store_keys(owner: VaultOwner, keys: VaultKeys, generation: u16) {
		Vaults::<T>::insert(owner, Vault { keys, generation, compromised_at: None });
		SigningKeys::<T>::mutate(owner, |history| history.push(Consortium::<T>::now(), keys.signing));
	}

	pub(crate) fn set_keys(
		account: &AccountId32,
		owner: VaultOwner,
		keys: VaultKeys,
		signature: &VaultSignature,
		previous: Option<&VaultSignature>,
	) -> DispatchResult {
		ensure!(Self::owns_vault(account, &owner), Error::<T>::NotVaultOwner);
		if let VaultOwner::Organisation(organisation) = owner {
			Consortium::<T>::ensure_controller(account, organisation)?;
		}
		ensure!(!CompromisedKeys::<T>::contains_key(owner, keys.kem), Error::<T>::KeysNotNew);
		let current = Vaults::<T>::get(owner);
		let generation = Self::next_generation(owner).ok_or(Error::<T>::GenerationsExhausted)?;
		if let Some(current) = &current {
			let both_new = current.keys.kem != keys.kem && current.keys.signing != keys.signing;
			ensure!(both_new, Error::<T>::KeysNotNew);
		}

		let text = SetVaultKeys { genesis: Consortium::<T>::genesis_hash(), owner, generation, keys };
		ensure!(text.is_signed_by_vault(signature, &keys.signing), Error::<T>::BadVaultSignature);
		let handed_over = Self::unsettled(&owner);
		let recovered = Self::unconfirmed(&owner);
		let waited = recovered
			.as_ref()
			.is_some_and(|(_, recovery)| within(Consortium::<T>::now(), recovery.keys_from, None));
		let mut lost = None;
		match (current, previous) {
			(Some(current), None) if handed_over.is_some() => lost = Some(current),
			(Some(_), Some(_)) if handed_over.is_some() => {
				return Err(Error::<T>::UnexpectedPreviousSignature.into())
			}
			(Some(current), Some(previous)) => {
				// Whoever has a leaked vault needs no more than a few guardians besides: they wait as if without it.
				let suffices = recovered.is_none() || current.compromised_at.is_none() || waited;
				ensure!(suffices, Error::<T>::KeysNotConfirmed);
				ensure!(
					text.is_signed_by_vault(previous, &current.keys.signing),
					Error::<T>::BadPreviousSignature
				)
			}
			(Some(current), None) if recovered.is_some() => {
				ensure!(waited, Error::<T>::KeysNotConfirmed);
				lost = Some(current);
			}
			(Some(_), None) => return Err(Error::<T>::PreviousSignatureMissing.into()),
			(None, Some(_)) => return Err(Error::<T>::UnexpectedPreviousSignature.into()),
			(None, None) => {}
		}

		Self::store_keys(owner, keys, generation);
		Self::deposit_event(Event::VaultKeysSet { owner, generation });
		if let (Some(lost), VaultOwner::Patient(patient)) = (lost, owner) {
			// Whoever lost the vault cannot say whether somebody found it, and whoever had it before a hand-over has it.
			CompromisedKeys::<T>::insert(owner, lost.keys.kem, Consortium::<T>::now());
			PatientLineages::<T>::insert(patient, generation);
			Self::deposit_event(Event::VaultLineBegun { patient, generation });
		}
		if let Some((patient, recovery)) = recovered {
			Self::confirm(patient, recovery);
		}
		if let Some((patient, hand_over)) = handed_over {
			Self::settle(patient, hand_over)?;
		}
		Ok(())
	}

	pub(crate) fn report_compromised(account: &AccountId32, owner: VaultOwner) -> DispatchResult {
		let may_report = Self::owns_vault(account, &owner) || Self::is_registrar_at_home(account, &owner);
		ensure!(may_report, Error::<T>::NotVaultOwner);
		Vaults::<T>::try_mutate(owner, |vault| {
			let vault = vault.as_mut().ok_or(Error::<T>::VaultNotFound)?;
			ensure!(vault.compromised_at.is_none(), Error::<T>::AlreadyReported);
			let now = Consortium::<T>::now();
			vault.compromised_at = Some(now);
			CompromisedKeys::<T>::insert(owner, vault.keys.kem, now);
			Ok::<_, Error<T>>(())
		})?;
		Self::deposit_event(Event::VaultCompromised { owner });
		Ok(())
	}

	pub(crate) fn reset(registrar: &AccountId32, practitioner: PractitionerId) -> DispatchResult {
		let known = Practitioners::<T>::get(practitioner).ok_or(Error::<T>::PractitionerNotFound)?;
		Consortium::<T>::ensure_registrar(registrar, known.home)?;
		let owner = VaultOwner::Practitioner(practitioner);
		ensure!(Vaults::<T>::contains_key(owner), Error::<T>::VaultNotFound);
		let next = Self::next_generation(owner).ok_or(Error::<T>::GenerationsExhausted)?;

		// Whoever lost the vault cannot say whether somebody found it.
		if let Some(lost) = Vaults::<T>::take(owner) {
			CompromisedKeys::<T>::insert(owner, lost.keys.kem, Consortium::<T>::now());
		}
		Lineages::<T>::insert(practitioner, next);
		Self::deposit_event(Event::VaultReset { practitioner, next });
		Ok(())
	}

	/// The generation that the owner's next keys will have; `None` if there can be no more.
	pub fn next_generation(owner: VaultOwner) -> Option<u16> {
		match (Vaults::<T>::get(owner), owner) {
			(Some(vault), _) => vault.generation.checked_add(1),
			(None, owner) => Some(Self::lineage(owner)),
		}
	}

	/// The generation with which the owner's present line of vaults begins. Only a reset begins another, and a recovery
	/// without the vault: whoever brings a vault of another line cannot be told from somebody else.
	pub fn lineage(owner: VaultOwner) -> u16 {
		match owner {
			VaultOwner::Practitioner(practitioner) => Lineages::<T>::get(practitioner),
			VaultOwner::Patient(patient) => PatientLineages::<T>::get(patient),
			VaultOwner::Organisation(_) | VaultOwner::Representative(_) => 0,
		}
	}

	/// The public side of the owner's vault. A patient's counts as compromised from a hand-over on until the new account
	/// sets keys of its own.
	pub fn vault(owner: VaultOwner) -> Option<Vault> {
		let mut vault = Vaults::<T>::get(owner)?;
		if let Some((_, hand_over)) = Self::unsettled(&owner) {
			vault.compromised_at.get_or_insert(hand_over.at);
		}
		Some(vault)
	}

	/// The signing key of the owner's vault at `at`: the one that what was signed then is held against.
	///
	/// `None` before its first, and before the oldest that is still on record.
	pub fn signing_key(owner: VaultOwner, at: Moment) -> Option<SigningKey> {
		SigningKeys::<T>::get(owner).at(at).copied()
	}

	/// When the encryption key, of whichever generation of the owner's vault, was reported compromised.
	pub fn compromised_at(owner: VaultOwner, kem: &Digest) -> Option<Moment> {
		CompromisedKeys::<T>::get(owner, kem)
	}

	/// Whether the vault is that of the patient the account controls, of the practitioner it signs for, of the
	/// organisation it controls, or of a representative that it is and was not ended as.
	pub fn owns_vault(account: &AccountId32, owner: &VaultOwner) -> bool {
		match owner {
			VaultOwner::Patient(patient) => Self::controls(account, patient),
			VaultOwner::Practitioner(practitioner) => {
				PractitionerOf::<T>::get(account) == Some(*practitioner)
			}
			VaultOwner::Organisation(organisation) => Consortium::<T>::agency(account)
				.is_some_and(|agency| agency.controller && agency.organisation == *organisation),
			VaultOwner::Representative(representative) => Representatives::<T>::get(representative)
				.is_some_and(|known| known.account == *account && known.ended_at.is_none()),
		}
	}

	/// Whether there is such a patient, practitioner, organisation or representative.
	pub(crate) fn owner_exists(owner: &VaultOwner) -> bool {
		match owner {
			VaultOwner::Patient(patient) => Patients::<T>::contains_key(patient),
			VaultOwner::Practitioner(practitioner) => Practitioners::<T>::contains_key(practitioner),
			VaultOwner::Organisation(organisation) => {
				salus_pallet_consortium::Organisations::<T>::contains_key(organisation)
			}
			VaultOwner::Representative(representative) => Representatives::<T>::contains_key(representative),
		}
	}

	fn is_registrar_at_home(account: &AccountId32, owner: &VaultOwner) -> bool {
		let VaultOwner::Practitioner(practitioner) = owner else {
			return false;
		};
		Practitioners::<T>::get(practitioner)
			.is_some_and(|known| Consortium::<T>::ensure_registrar(account, known.home).is_ok())
	}
}
