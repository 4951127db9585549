//! Control: which account acts for a patient, and how it moves.

use crate::{pallet::*, vaults::NoVaultsWord, Consortium};
use frame_support::ensure;
use salus_primitives::{
	ids::{PatientId, VaultSignature},
	people::{Patient, VaultOwner},
	recovery::Turn,
	text::{Acceptance, MoveControl, Role, SignedText},
};
use sp_runtime::{AccountId32, DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_move_control(
		from: &AccountId32,
		patient: &PatientId,
		to: &AccountId32,
		acceptance: &Acceptance,
		signature: &VaultSignature,
	) -> DispatchResult {
		let known = Self::ensure_controls(from, patient)?;
		Self::ensure_free(to)?;
		Consortium::<T>::ensure_accepted(to, Role::ControllerOf(*patient), acceptance)?;
		let genesis = Consortium::<T>::genesis_hash();
		let text = MoveControl { genesis, patient: *patient, turn: Self::turn(patient), from, to };
		Self::ensure_patients_vault_signed(patient, &text, signature)?;

		Self::place_under(patient, known, to)?;
		// The vault has spoken for the new account, so whatever guardians did before is settled.
		Recoveries::<T>::remove(patient);
		Self::deposit_event(Event::ControlMoved { patient: *patient, from: from.clone(), to: to.clone() });
		Ok(())
	}

	/// Puts the patient under `to`, and ends every attempt to put it under another. The account before keeps its
	/// reference, so that its transactions cannot be replayed, and is nothing to this patient any more.
	pub(crate) fn place_under(
		patient: &PatientId,
		mut known: Patient<AccountId32>,
		to: &AccountId32,
	) -> DispatchResult {
		Self::next_turn(patient)?;
		PatientOf::<T>::remove(&known.controller);
		PatientOf::<T>::insert(to, patient);
		known.controller = to.clone();
		Patients::<T>::insert(patient, known);
		Consortium::<T>::admit(to);
		Ok(())
	}

	/// Refuses with [`Error::AlreadyPatient`] an account that controls a patient, or that one is handed over to.
	pub(crate) fn ensure_free(account: &AccountId32) -> DispatchResult {
		let taken = PatientOf::<T>::contains_key(account) || HandOverTo::<T>::contains_key(account);
		ensure!(!taken, Error::<T>::AlreadyPatient);
		Ok(())
	}

	/// What texts about the control of the patient must name to count now.
	pub fn turn(patient: &PatientId) -> Turn {
		RecoveryTurns::<T>::get(patient)
	}

	/// Begins another turn: what was signed for this one counts no more, and its attempts end.
	pub(crate) fn next_turn(patient: &PatientId) -> Result<Turn, DispatchError> {
		let next = Self::turn(patient).checked_add(1).ok_or(Error::<T>::TurnsExhausted)?;
		RecoveryTurns::<T>::insert(patient, next);
		RecoveryAttempts::<T>::remove(patient);
		Ok(next)
	}

	/// Refuses what the patient's vault of now did not sign.
	///
	/// # Errors
	/// [`Error::VaultNotFound`], [`Error::VaultCompromised`], [`Error::BadVaultSignature`].
	pub(crate) fn ensure_patients_vault_signed(
		patient: &PatientId,
		text: &impl SignedText,
		signature: &VaultSignature,
	) -> DispatchResult {
		Self::vaults_word(VaultOwner::Patient(*patient), text, signature).map_err(|why| {
			match why {
				NoVaultsWord::NoVault => Error::<T>::VaultNotFound,
				NoVaultsWord::Compromised => Error::<T>::VaultCompromised,
				NoVaultsWord::NotSigned => Error::<T>::BadVaultSignature,
			}
			.into()
		})
	}
}
