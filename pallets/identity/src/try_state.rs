//! What must always hold.

use crate::{pallet::*, Consortium};
use alloc::collections::BTreeSet;
use frame_support::{ensure, traits::Get};
use salus_primitives::{
	ids::RepresentativeId,
	limits::{ATTESTATION_DELAY, MAX_RECOVERY_DELAY, RECOVERED_KEYS_DELAY, RECOVERY_LIFE},
	people::{Patient, Practitioner, VaultOwner},
	recovery::{Attempts, RecoveryPolicy},
	representation::Representative,
	time::Moment,
};
use sp_runtime::{AccountId32, TryRuntimeError};

impl<T: Config> Pallet<T> {
	/// Checks the invariants:
	///
	/// 1. Each patient's controller controls that patient and no other, and is admitted; nobody else controls one.
	/// 2. Each patient has a sound history that does not begin before its enrolment, an organisation that exists, and a
	///    vault.
	/// 3. Practitioners are dense from 1 to the next id; each one's account signs for that practitioner and no other, and
	///    is admitted; nobody else signs for one.
	/// 4. Each practitioner has a membership in its home organisation, at most one in each organisation, and those exist.
	/// 5. Each membership has valid privileges and a sound history.
	/// 6. Each vault has an owner that exists, was reported compromised at no later moment than now if its encryption key
	///    was, and its signing key is the newest of a sound history.
	/// 7. A practitioner has a generation to begin with only while it has no vault, and not the first.
	/// 8. Enrolment windows are of organisations that exist, have begun, and are neither empty nor overfull.
	/// 9. Each policy of recovery is a patient's, and sound.
	/// 10. Attempts are of patients with a policy, distinct, for other accounts than the patient's, begun, lapse in time and
	///     have a guardian each. Guardians are of the policy, distinct, and approve one attempt each. A live attempt is ready
	///     if and only if approvals suffice and no veto stands.
	/// 11. A recovery is remembered while its account controls the patient; it is past, and so is its confirmation.
	/// 12. Lines of patients' vaults and turns are of patients, and not the first.
	/// 13. Representatives are dense from 1 to the next id, of patients, with powers, a period and a vault, and admitted in
	///     the past by an admitted account; each was counted for its patient. Lists have those alone that were not ended,
	///     all among them whose time is not over, each under its patient and its account, and no account twice.
	/// 14. A hand-over leads to one admitted account that controls and awaits nothing else, and back; one that is settled
	///     is past.
	/// 15. A patient's history tells at most one state to come, no later than an attestation takes.
	/// 16. Links of patients have no circle, and lead back.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		Self::check_patients()?;
		Self::check_practitioners()?;
		Self::check_vaults()?;
		Self::check_windows()?;
		Self::check_attempts()?;
		Self::check_recoveries()?;
		Self::check_representatives()?;
		Self::check_hand_overs()?;
		Self::check_links()
	}

	fn check_patients() -> Result<(), TryRuntimeError> {
		for (id, patient) in Patients::<T>::iter() {
			let Patient { controller, organisation, state, enrolled_at } = patient;
			ensure!(
				PatientOf::<T>::get(&controller) == Some(id),
				"a patient's controller does not control it"
			);
			ensure!(Consortium::<T>::is_admitted(&controller), "a patient's controller is not admitted");
			ensure!(state.is_sound(), "a patient's history is unsound");
			ensure!(
				state.entries().first().is_some_and(|(from, _)| *from >= enrolled_at),
				"a patient's history begins before its enrolment"
			);
			ensure!(
				salus_pallet_consortium::Organisations::<T>::contains_key(organisation),
				"a patient's organisation does not exist"
			);
			ensure!(Vaults::<T>::contains_key(VaultOwner::Patient(id)), "a patient has no vault");
		}
		let now = Consortium::<T>::now();
		for known in Patients::<T>::iter_values() {
			let to_come = known.state.entries().iter().filter(|(from, _)| *from > now);
			let latest = now.saturating_add(ATTESTATION_DELAY);
			ensure!(to_come.clone().count() <= 1, "more than one state of a patient is to come");
			ensure!(to_come.clone().all(|(from, _)| *from <= latest), "a state comes too late");
		}
		for (account, id) in PatientOf::<T>::iter() {
			ensure!(
				Patients::<T>::get(id).is_some_and(|patient| patient.controller == account),
				"an account controls a patient that has another controller"
			);
		}
		Ok(())
	}

	fn check_practitioners() -> Result<(), TryRuntimeError> {
		let next = NextPractitioner::<T>::get();
		let admitted = next.checked_sub(1).ok_or("the next practitioner is 0")?;
		ensure!(
			u32::try_from(Practitioners::<T>::iter_keys().count()) == Ok(admitted),
			"practitioners are not dense"
		);
		for id in 1..next {
			let known = Practitioners::<T>::get(id).ok_or("practitioners are not dense")?;
			ensure!(
				PractitionerOf::<T>::get(&known.account) == Some(id),
				"a practitioner's account signs for another"
			);
			ensure!(Consortium::<T>::is_admitted(&known.account), "a practitioner's account is not admitted");
			Self::check_memberships(&known)?;
		}
		for (account, id) in PractitionerOf::<T>::iter() {
			ensure!(
				Practitioners::<T>::get(id).is_some_and(|known| known.account == account),
				"an account signs for a practitioner that has another account"
			);
		}
		Ok(())
	}

	fn check_memberships(known: &Practitioner<AccountId32>) -> Result<(), TryRuntimeError> {
		ensure!(
			known.membership(known.home).is_some(),
			"a practitioner is no member of its home organisation"
		);
		let mut organisations = BTreeSet::new();
		for membership in &known.memberships {
			ensure!(
				organisations.insert(membership.organisation),
				"a practitioner is twice in an organisation"
			);
			ensure!(
				salus_pallet_consortium::Organisations::<T>::contains_key(membership.organisation),
				"a membership in an organisation that does not exist"
			);
			ensure!(membership.privileges.is_valid(), "a membership with unknown privileges");
			ensure!(membership.standing.is_sound(), "a membership's history is unsound");
		}
		Ok(())
	}

	fn check_vaults() -> Result<(), TryRuntimeError> {
		let now = Consortium::<T>::now();
		for (owner, vault) in Vaults::<T>::iter() {
			ensure!(Self::owner_exists(&owner), "a vault without an owner");
			ensure!(vault.generation >= Self::lineage(owner), "a vault is older than its line");
			ensure!(vault.compromised_at.is_none_or(|at| at <= now), "a vault compromised in the future");
			ensure!(
				vault.compromised_at == CompromisedKeys::<T>::get(owner, vault.keys.kem),
				"a vault and its key disagree on whether it is compromised"
			);
			ensure!(
				SigningKeys::<T>::get(owner).current() == Some(&vault.keys.signing),
				"a vault's signing key is not the newest on record"
			);
		}
		for (owner, history) in SigningKeys::<T>::iter() {
			ensure!(Self::owner_exists(&owner), "signing keys without an owner");
			ensure!(history.is_sound(), "the history of a vault's signing keys is unsound");
		}
		for (practitioner, generation) in Lineages::<T>::iter() {
			ensure!(generation > 0, "a reset vault begins with the first generation");
			ensure!(Practitioners::<T>::contains_key(practitioner), "a reset vault without an owner");
		}
		Ok(())
	}

	fn check_windows() -> Result<(), TryRuntimeError> {
		let now = Consortium::<T>::now();
		for (organisation, (start, count)) in Enrolments::<T>::iter() {
			ensure!(
				salus_pallet_consortium::Organisations::<T>::contains_key(organisation),
				"an enrolment window of an organisation that does not exist"
			);
			ensure!(start <= now, "an enrolment window that has not begun");
			ensure!(
				count > 0 && count <= T::MaxEnrolments::get(),
				"an enrolment window with an impossible count"
			);
		}
		Ok(())
	}

	fn check_attempts() -> Result<(), TryRuntimeError> {
		let now = Consortium::<T>::now();
		for (patient, policy) in RecoveryPolicies::<T>::iter() {
			ensure!(Patients::<T>::contains_key(patient), "a policy of recovery without a patient");
			ensure!(policy.check().is_ok(), "a policy of recovery is unsound");
		}
		for (patient, attempts) in RecoveryAttempts::<T>::iter() {
			let controller = Patients::<T>::get(patient).ok_or("attempts to recover nobody")?.controller;
			let policy = RecoveryPolicies::<T>::get(patient).ok_or("attempts without a policy")?;
			ensure!(attempts.find(&controller).is_none(), "an attempt for the account that has control");
			Self::check_attempts_of(&attempts, &policy, now)?;
		}
		Ok(())
	}

	fn check_attempts_of(
		attempts: &Attempts<AccountId32>,
		policy: &RecoveryPolicy,
		now: Moment,
	) -> Result<(), TryRuntimeError> {
		let (mut positions, mut guardians) = (BTreeSet::new(), BTreeSet::new());
		for approval in &attempts.approvals {
			ensure!(
				positions.insert(approval.position) && guardians.insert(&approval.guardian),
				"a guardian approves twice"
			);
			ensure!(usize::from(approval.position) < policy.guardians.len(), "an approval of no guardian");
		}
		let (mut ids, mut accounts) = (BTreeSet::new(), BTreeSet::new());
		for attempt in &attempts.list {
			ensure!(ids.insert(attempt.id) && accounts.insert(&attempt.account), "an attempt is there twice");
			ensure!(attempt.started_at <= now, "an attempt that has not begun");
			ensure!(attempt.vetoed_at.is_none_or(|at| at <= now), "a veto that has not been");
			ensure!(attempt.vetoed_at.is_some() || !attempt.overridden, "no veto was overridden");
			let latest = now.saturating_add(MAX_RECOVERY_DELAY).saturating_add(RECOVERY_LIFE);
			ensure!(attempt.expires_at <= latest, "an attempt lapses too late");
			let approvals = attempts.approvals_of(&attempt.id);
			ensure!(approvals > 0, "an attempt without a guardian");
			let carries = approvals >= usize::from(policy.threshold) && !attempt.is_vetoed(approvals, policy);
			ensure!(
				!attempt.is_live(now) || carries == attempt.ready_at.is_some(),
				"an attempt is ready without cause, or not with it"
			);
		}
		Ok(())
	}

	fn check_recoveries() -> Result<(), TryRuntimeError> {
		let now = Consortium::<T>::now();
		for (patient, recovery) in Recoveries::<T>::iter() {
			ensure!(
				PatientOf::<T>::get(&recovery.account) == Some(patient),
				"a recovery's account does not control the patient"
			);
			ensure!(recovery.finished_at <= now, "a recovery finished in the future");
			ensure!(
				recovery.keys_from == recovery.finished_at.saturating_add(RECOVERED_KEYS_DELAY),
				"a recovery's second delay is another"
			);
			ensure!(
				recovery.confirmed_at.is_none_or(|at| recovery.finished_at <= at && at <= now),
				"a recovery confirmed before it was finished, or in the future"
			);
		}
		for (patient, generation) in PatientLineages::<T>::iter() {
			ensure!(generation > 0, "a patient's later line of vaults begins with the first generation");
			ensure!(Patients::<T>::contains_key(patient), "a line of vaults without a patient");
		}
		for (patient, turn) in RecoveryTurns::<T>::iter() {
			ensure!(turn > 0, "a later turn is the first");
			ensure!(Patients::<T>::contains_key(patient), "a turn without a patient");
		}
		Ok(())
	}

	fn check_representatives() -> Result<(), TryRuntimeError> {
		let next = NextRepresentative::<T>::get();
		let admitted = next.checked_sub(1).ok_or("the next representative is 0")?;
		let found = Representatives::<T>::iter_keys().count();
		ensure!(u32::try_from(found) == Ok(admitted), "representatives are not dense");
		for id in 1..next {
			let known = Representatives::<T>::get(id).ok_or("representatives are not dense")?;
			Self::check_representative(id, &known)?;
		}
		for (patient, list) in RepresentativesOf::<T>::iter() {
			let mut accounts = BTreeSet::new();
			for id in list {
				let known = Representatives::<T>::get(id).ok_or("a list names no representative")?;
				ensure!(known.patient == patient, "a list names a representative of another patient");
				ensure!(known.ended_at.is_none(), "a list names a representative that was ended");
				ensure!(
					accounts.insert(known.account) || known.until <= Consortium::<T>::now(),
					"an account represents a patient twice"
				);
			}
		}
		for (account, list) in RepresentationsOf::<T>::iter() {
			for id in list {
				let known = Representatives::<T>::get(id).ok_or("a list names no representative")?;
				ensure!(known.account == account, "a list names a representative of another account");
				ensure!(known.ended_at.is_none(), "a list names a representative that was ended");
			}
		}
		let counted: u32 = RepresentativeCount::<T>::iter_values().fold(0, u32::saturating_add);
		ensure!(counted == admitted, "representatives are counted wrongly");
		Ok(())
	}

	fn check_representative(
		id: RepresentativeId,
		known: &Representative<AccountId32>,
	) -> Result<(), TryRuntimeError> {
		let now = Consortium::<T>::now();
		ensure!(Patients::<T>::contains_key(known.patient), "a representative of nobody");
		ensure!(
			known.powers.is_valid() && known.powers.go_together() && known.from < known.until,
			"a representative without power or time"
		);
		ensure!(known.admitted_at <= now, "a representative admitted in the future");
		ensure!(known.ended_at.is_none_or(|at| at <= now), "a representative ended in the future");
		let ended_before = known.ended_at.is_some_and(|at| at < known.admitted_at);
		ensure!(!ended_before, "a representative ended before it was admitted");
		ensure!(Consortium::<T>::is_admitted(&known.account), "a representative's account is not admitted");
		ensure!(Vaults::<T>::contains_key(VaultOwner::Representative(id)), "a representative has no vault");
		let listed = RepresentativesOf::<T>::get(known.patient).contains(&id)
			&& RepresentationsOf::<T>::get(&known.account).contains(&id);
		ensure!(listed || known.is_over(now), "a representative is not listed");
		Ok(())
	}

	fn check_hand_overs() -> Result<(), TryRuntimeError> {
		let now = Consortium::<T>::now();
		for (patient, hand_over) in HandOvers::<T>::iter() {
			ensure!(Patients::<T>::contains_key(patient), "a hand-over of nobody");
			ensure!(
				HandOverTo::<T>::get(&hand_over.account) == Some(patient),
				"a hand-over's account does not lead back"
			);
			ensure!(
				!PatientOf::<T>::contains_key(&hand_over.account),
				"a patient is handed over to who controls one"
			);
			ensure!(Consortium::<T>::is_admitted(&hand_over.account), "an heir's account is not admitted");
		}
		for (account, patient) in HandOverTo::<T>::iter() {
			ensure!(
				HandOvers::<T>::get(patient).is_some_and(|hand_over| hand_over.account == account),
				"an account awaits a patient that is handed to another"
			);
		}
		for (patient, at) in HandedOver::<T>::iter() {
			ensure!(Patients::<T>::contains_key(patient) && at <= now, "a hand-over was not");
		}
		Ok(())
	}

	fn check_links() -> Result<(), TryRuntimeError> {
		let mut links = 0usize;
		for (patient, into) in MergedInto::<T>::iter() {
			ensure!(MergedFrom::<T>::get(into).contains(&patient), "a link does not lead back");
			ensure!(Patients::<T>::contains_key(patient), "nobody is linked");
			links = links.saturating_add(1);
			let (mut seen, mut at) = (BTreeSet::from([patient]), Some(into));
			while let Some(next) = at {
				ensure!(seen.insert(next), "links of patients have a circle");
				at = MergedInto::<T>::get(next);
			}
		}
		let back = MergedFrom::<T>::iter_values().fold(0usize, |sum, list| sum.saturating_add(list.len()));
		ensure!(links == back, "a link leads back to nobody");
		Ok(())
	}
}
