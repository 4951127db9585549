//! Recovery: how guardians give a patient another account, and what that account may do at first.

use crate::{pallet::*, Consortium};
use frame_support::ensure;
use salus_primitives::{
	ids::{PatientId, VaultSignature},
	limits::RECOVERED_KEYS_DELAY,
	people::VaultOwner,
	recovery::{
		Approval, Attempt, AttemptView, Attempts, GuardianApproval, NewAttempt, Recovery, RecoveryPolicy,
		RecoveryView, UnsoundPolicy,
	},
	text::{ApproveRecovery, ConfirmRecovery, OverrideVeto, SetRecovery, StartRecovery},
	time::{within, Moment},
	view::QueryError,
};
use sp_runtime::{AccountId32, DispatchError, DispatchResult};

impl<T> From<UnsoundPolicy> for Error<T> {
	fn from(why: UnsoundPolicy) -> Self {
		match why {
			UnsoundPolicy::Threshold => Self::InvalidThreshold,
			UnsoundPolicy::Delay => Self::InvalidDelay,
			UnsoundPolicy::Duplicate => Self::DuplicateGuardian,
		}
	}
}

impl<T: Config> Pallet<T> {
	pub(crate) fn do_set_recovery(
		account: &AccountId32,
		patient: &PatientId,
		policy: Option<RecoveryPolicy>,
		signature: &VaultSignature,
	) -> DispatchResult {
		Self::ensure_controls(account, patient)?;
		policy.as_ref().map_or(Ok(()), RecoveryPolicy::check).map_err(Error::<T>::from)?;
		let text = SetRecovery {
			genesis: Consortium::<T>::genesis_hash(),
			patient: *patient,
			turn: Self::turn(patient),
			policy: policy.as_ref(),
		};
		Self::ensure_patients_vault_signed(patient, &text, signature)?;

		let turn = Self::next_turn(patient)?;
		let guardians = policy.as_ref().map_or(0, |policy| policy.guardians.len());
		RecoveryPolicies::<T>::set(patient, policy);
		Self::deposit_event(Event::RecoverySet {
			patient: *patient,
			turn,
			guardians: u8::try_from(guardians).unwrap_or(u8::MAX),
		});
		Ok(())
	}

	pub(crate) fn do_start_recovery(
		patient: &PatientId,
		new: &NewAttempt,
		approval: &GuardianApproval,
	) -> DispatchResult {
		let policy = Self::recovery_policy(patient)?;
		let NewAttempt { account, kem, expires_at, signature } = new;
		Self::ensure_free(account)?;
		let now = Consortium::<T>::now();
		let mut attempts = RecoveryAttempts::<T>::get(patient);
		let runs = attempts.find(account).is_some_and(|attempt| attempt.is_live(now));
		ensure!(!runs, Error::<T>::AlreadyStarted);
		Consortium::<T>::ensure_text_life(*expires_at)?;
		let text = StartRecovery {
			genesis: Consortium::<T>::genesis_hash(),
			patient: *patient,
			turn: Self::turn(patient),
			account,
			kem: *kem,
			expires_at: *expires_at,
		};
		Consortium::<T>::ensure_signed_by_wallet(&text, signature, account)?;

		let attempt = Attempt::new(text.attempt(), account.clone(), *kem, now);
		attempts.list.retain(|lapsed| lapsed.account != *account);
		Self::enter_approval(patient, &policy, &mut attempts, &attempt, approval)?;
		// Whoever lost this guardian's approval may leave, so that there is room.
		attempts.settle(&policy, now);
		let id = attempt.id;
		attempts.list.try_push(attempt).map_err(|_| Error::<T>::TooManyAttempts)?;
		RecoveryAttempts::<T>::insert(patient, attempts);
		Self::deposit_event(Event::RecoveryStarted {
			patient: *patient,
			account: account.clone(),
			attempt: id,
			guardian: approval.guardian.clone(),
		});
		Ok(())
	}

	pub(crate) fn do_approve_recovery(
		patient: &PatientId,
		account: &AccountId32,
		approval: &GuardianApproval,
	) -> DispatchResult {
		let ready_at = Self::change_attempt(patient, account, |policy, attempts, attempt, _| {
			Self::enter_approval(patient, policy, attempts, attempt, approval)
		})?;
		Self::deposit_event(Event::RecoveryApproved {
			patient: *patient,
			account: account.clone(),
			guardian: approval.guardian.clone(),
			ready_at,
		});
		Ok(())
	}

	pub(crate) fn do_veto_recovery(
		signer: &AccountId32,
		patient: &PatientId,
		account: &AccountId32,
	) -> DispatchResult {
		Self::ensure_controls(signer, patient)?;
		Self::change_attempt(patient, account, |policy, attempts, attempt, now| {
			ensure!(attempt.vetoed_at.is_none(), Error::<T>::AlreadyVetoed);
			let overruled = attempts.approvals_of(&attempt.id) > usize::from(policy.threshold);
			ensure!(!overruled, Error::<T>::GuardiansOverrule);
			attempt.vetoed_at = Some(now);
			Ok(())
		})?;
		Self::deposit_event(Event::RecoveryVetoed { patient: *patient, account: account.clone() });
		Ok(())
	}

	pub(crate) fn do_override_veto(
		patient: &PatientId,
		account: &AccountId32,
		signature: &VaultSignature,
	) -> DispatchResult {
		let ready_at = Self::change_attempt(patient, account, |_, _, attempt, _| {
			ensure!(attempt.vetoed_at.is_some(), Error::<T>::NotVetoed);
			ensure!(!attempt.overridden, Error::<T>::AlreadyOverridden);
			let text = OverrideVeto {
				genesis: Consortium::<T>::genesis_hash(),
				patient: *patient,
				turn: Self::turn(patient),
				account,
				attempt: attempt.id,
			};
			Self::ensure_patients_vault_signed(patient, &text, signature)?;
			attempt.overridden = true;
			Ok(())
		})?;
		Self::deposit_event(Event::VetoOverridden { patient: *patient, account: account.clone(), ready_at });
		Ok(())
	}

	pub(crate) fn do_finish_recovery(patient: &PatientId, account: &AccountId32) -> DispatchResult {
		let known = Patients::<T>::get(patient).ok_or(Error::<T>::PatientNotFound)?;
		ensure!(Self::due_hand_over(patient).is_none(), Error::<T>::AttemptNotFound);
		let now = Consortium::<T>::now();
		let attempts = RecoveryAttempts::<T>::get(patient);
		let attempt = attempts.find(account).ok_or(Error::<T>::AttemptNotFound)?;
		ensure!(attempt.is_live(now), Error::<T>::AttemptExpired);
		let ready_at = attempt.ready_at.ok_or(Error::<T>::NotReady)?;
		ensure!(within(now, ready_at, None), Error::<T>::TooEarly);
		Self::ensure_free(account)?;

		let from = known.controller.clone();
		Self::place_under(patient, known, account)?;
		let keys_from = now.saturating_add(RECOVERED_KEYS_DELAY);
		Recoveries::<T>::insert(
			patient,
			Recovery {
				account: account.clone(),
				kem: attempt.kem,
				finished_at: now,
				keys_from,
				confirmed_at: None,
			},
		);
		Self::deposit_event(Event::ControlRecovered {
			patient: *patient,
			from,
			to: account.clone(),
			keys_from,
		});
		Ok(())
	}

	pub(crate) fn do_confirm_recovery(
		account: &AccountId32,
		patient: &PatientId,
		signature: &VaultSignature,
	) -> DispatchResult {
		Self::ensure_controls(account, patient)?;
		let recovery = Recoveries::<T>::get(patient).ok_or(Error::<T>::NotRecovered)?;
		ensure!(recovery.confirmed_at.is_none(), Error::<T>::AlreadyConfirmed);
		let (genesis, turn) = (Consortium::<T>::genesis_hash(), Self::turn(patient));
		let text = ConfirmRecovery { genesis, patient: *patient, turn, account };
		Self::ensure_patients_vault_signed(patient, &text, signature)?;
		Self::confirm(*patient, recovery);
		Ok(())
	}

	/// Ends what a recovery by guardians alone withholds.
	pub(crate) fn confirm(patient: PatientId, recovery: Recovery<AccountId32>) {
		let confirmed_at = Some(Consortium::<T>::now());
		Recoveries::<T>::insert(patient, Recovery { confirmed_at, ..recovery });
		Self::deposit_event(Event::RecoveryConfirmed { patient });
	}

	/// The recovery by which guardians alone gave control of the vault's owner, a patient, as long as nothing confirmed
	/// it.
	pub(crate) fn unconfirmed(owner: &VaultOwner) -> Option<(PatientId, Recovery<AccountId32>)> {
		let VaultOwner::Patient(patient) = owner else { return None };
		// What guardians did before a hand-over is nothing after it.
		let recovery = Recoveries::<T>::get(patient).filter(|_| Self::due_hand_over(patient).is_none())?;
		recovery.confirmed_at.is_none().then_some((*patient, recovery))
	}

	/// How the patient can be recovered, what runs and what became of it.
	pub fn recovery(patient: &PatientId) -> Result<RecoveryView<AccountId32>, QueryError> {
		if !Patients::<T>::contains_key(patient) {
			return Err(QueryError::PatientNotFound);
		}
		let now = Consortium::<T>::now();
		let policy = RecoveryPolicies::<T>::get(patient);
		let Attempts { list, approvals } = RecoveryAttempts::<T>::get(patient);
		let view = |attempt: Attempt<AccountId32>| {
			let approving = approvals.iter().filter(|approval| approval.attempt == attempt.id);
			let guardians: alloc::vec::Vec<_> = approving.map(|approval| approval.guardian.clone()).collect();
			AttemptView {
				vetoed: policy.as_ref().is_some_and(|policy| attempt.is_vetoed(guardians.len(), policy)),
				expired: !attempt.is_live(now),
				attempt,
				guardians,
			}
		};
		Ok(RecoveryView {
			turn: Self::turn(patient),
			attempts: list.into_iter().map(view).collect(),
			recovered: Recoveries::<T>::get(patient),
			line: Self::lineage(VaultOwner::Patient(*patient)),
			policy,
		})
	}

	fn recovery_policy(patient: &PatientId) -> Result<RecoveryPolicy, DispatchError> {
		ensure!(Patients::<T>::contains_key(patient), Error::<T>::PatientNotFound);
		// Its guardians were chosen by whoever had the patient before.
		ensure!(Self::due_hand_over(patient).is_none(), Error::<T>::PolicyNotFound);
		Ok(RecoveryPolicies::<T>::get(patient).ok_or(Error::<T>::PolicyNotFound)?)
	}

	/// Changes the attempt for the account, which runs, and takes account of what follows for all. Returns from when on it
	/// can be finished.
	fn change_attempt(
		patient: &PatientId,
		account: &AccountId32,
		change: impl FnOnce(
			&RecoveryPolicy,
			&mut Attempts<AccountId32>,
			&mut Attempt<AccountId32>,
			Moment,
		) -> DispatchResult,
	) -> Result<Option<Moment>, DispatchError> {
		let policy = Self::recovery_policy(patient)?;
		let now = Consortium::<T>::now();
		let mut attempts = RecoveryAttempts::<T>::get(patient);
		let mut attempt = attempts.find(account).cloned().ok_or(Error::<T>::AttemptNotFound)?;
		ensure!(attempt.is_live(now), Error::<T>::AttemptExpired);
		change(&policy, &mut attempts, &mut attempt, now)?;

		attempts.list.iter_mut().filter(|one| one.id == attempt.id).for_each(|one| *one = attempt.clone());
		attempts.settle(&policy, now);
		let ready_at = attempts.find(account).and_then(|attempt| attempt.ready_at);
		RecoveryAttempts::<T>::insert(patient, attempts);
		Ok(ready_at)
	}

	/// Enters a guardian's word for the attempt, in place of its word for another: whoever could approve two would let the
	/// quicker thief win.
	fn enter_approval(
		patient: &PatientId,
		policy: &RecoveryPolicy,
		attempts: &mut Attempts<AccountId32>,
		attempt: &Attempt<AccountId32>,
		approval: &GuardianApproval,
	) -> DispatchResult {
		let GuardianApproval { guardian, salt, expires_at, signature } = approval;
		let position = policy.position(salt, guardian).ok_or(Error::<T>::NotGuardian)?;
		let known = attempts.approvals.iter_mut().find(|known| known.guardian == *guardian);
		if let Some(known) = &known {
			ensure!(known.position == position, Error::<T>::GuardianTwice);
			ensure!(known.attempt != attempt.id, Error::<T>::AlreadyApproved);
			ensure!(known.until < *expires_at, Error::<T>::ApprovalOutdated);
		}
		Consortium::<T>::ensure_text_life(*expires_at)?;
		let text = ApproveRecovery {
			genesis: Consortium::<T>::genesis_hash(),
			patient: *patient,
			turn: Self::turn(patient),
			guardian,
			account: &attempt.account,
			kem: attempt.kem,
			attempt: attempt.id,
			expires_at: *expires_at,
		};
		Consortium::<T>::ensure_signed_by_wallet(&text, signature, guardian)?;

		let entry =
			Approval { position, guardian: guardian.clone(), attempt: attempt.id, until: *expires_at };
		match known {
			Some(known) => *known = entry,
			None => attempts.approvals.try_push(entry).map_err(|_| Error::<T>::TooManyAttempts)?,
		}
		Ok(())
	}
}
