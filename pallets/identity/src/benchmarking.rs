//! Benchmarks: organisations, practitioners and histories as large as they may be, and real signatures.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::arithmetic_side_effects)]

use crate::{pallet::*, Consortium};
use alloc::vec::Vec;
use frame_benchmarking::v2::*;
use frame_support::traits::Get;
use frame_system::RawOrigin;
use salus_pallet_consortium::benchmarking::accepting;
use salus_primitives::{
	consortium::{Agency, Organisation, OrganisationState},
	ids::{
		Commitment, Digest, Nonce16, OrganisationId, PatientId, PractitionerId, ScopeId, SigningKey,
		VaultKeys, VaultSignature,
	},
	limits::{
		MaxGuardians, MaxHistory, MaxMemberships, MaxMergedPatients, MaxNameLen,
		MaxPatientsPerRepresentative, MaxRegistrars, MaxRepresentativesPerPatient, ATTESTATION_DELAY,
		MIN_HAND_OVER, MIN_RECOVERY_DELAY, RECOVERED_KEYS_DELAY,
	},
	people::{
		Membership, MembershipState, Patient, PatientState, Practitioner, PractitionerRole, Privileges,
		VaultOwner,
	},
	recovery::{
		guardian, Approval, Attempt, Attempts, GuardianApproval, NewAttempt, Recovery, RecoveryPolicy,
	},
	representation::{Basis, BothSignatures, HandOver, NewRepresentative, Powers, Representative},
	text::{
		wrapped, AppointRepresentative, ApproveRecovery, CancelHandOver, ChooseHome, ConfirmRecovery,
		Enrolment, EnrolmentText, MergePatients, MoveControl, OverrideVeto, RepresentPatient, Role,
		ScheduleHandOver, SetRecovery, SetVaultKeys, SignedText, StartRecovery,
	},
	time::{History, Moment},
};
use sp_core::crypto::KeyTypeId;
use sp_runtime::{AccountId32, MultiSignature};

const KEYS: KeyTypeId = KeyTypeId(*b"slbm");
const HOME: OrganisationId = 1;
const YEAR: Moment = 365 * 24 * 60 * 60 * 1_000;

/// A history that alternates, from the first moment on, whatever the clock shows.
fn alternating<S: PartialEq>(entries: u32, first: impl Fn() -> S, second: impl Fn() -> S) -> History<S> {
	let mut history = History::default();
	for entry in 0..entries {
		history.push(entry.into(), if entry % 2 == 0 { first() } else { second() });
	}
	history
}

/// An organisation with all the registrars it may have; the last is returned.
fn organisation<T: Config>(id: OrganisationId) -> AccountId32 {
	let controller: AccountId32 = account("controller", id, 0);
	let registrars: Vec<AccountId32> =
		(0..<MaxRegistrars as Get<u32>>::get()).map(|seed| account("registrar", id, seed)).collect();
	let agents =
		core::iter::once((&controller, true)).chain(registrars.iter().map(|account| (account, false)));
	for (account, controls) in agents {
		let agency = Agency { organisation: id, controller: controls, registrar: !controls };
		salus_pallet_consortium::AgentOf::<T>::insert(account, agency);
		Consortium::<T>::admit(account);
	}
	let last = registrars.last().cloned().unwrap();
	salus_pallet_consortium::Organisations::<T>::insert(
		id,
		Organisation {
			name: alloc::vec![b'n'; <MaxNameLen as Get<u32>>::get() as usize].try_into().unwrap(),
			controller,
			registrars: registrars.try_into().unwrap(),
			// An odd number, so that the organisation is active in the end and at the first moment.
			standing: alternating(
				<MaxHistory as Get<u32>>::get() - 1,
				|| OrganisationState::Active,
				|| OrganisationState::Suspended,
			),
		},
	);
	last
}

fn until<T: Config>() -> Moment {
	Consortium::<T>::now() + YEAR
}

/// A practitioner of the home organisation and of `others`, each membership with `entries` in its history.
fn practitioner<T: Config>(others: u32, entries: u32) -> PractitionerId {
	practitioner_with::<T>(account("practitioner", 0, 0), others, entries)
}

fn practitioner_with<T: Config>(account: AccountId32, others: u32, entries: u32) -> PractitionerId {
	let until = until::<T>();
	let memberships: Vec<Membership> = (HOME..=HOME + others)
		.map(|organisation| Membership {
			organisation,
			role: PractitionerRole::Clinician,
			privileges: Privileges::EMERGENCY,
			credential: Commitment([1; 32]),
			standing: alternating(
				entries,
				|| MembershipState::Active { until },
				|| MembershipState::Suspended { until },
			),
		})
		.collect();
	let id = NextPractitioner::<T>::get();
	NextPractitioner::<T>::put(id + 1);
	Consortium::<T>::admit(&account);
	PractitionerOf::<T>::insert(&account, id);
	Practitioners::<T>::insert(
		id,
		Practitioner { account, home: HOME, memberships: memberships.try_into().unwrap() },
	);
	id
}

fn keys(kem: u8) -> VaultKeys {
	let signing = sp_io::crypto::ed25519_generate(KEYS, None);
	VaultKeys { kem: Digest([kem; 32]), signing: SigningKey(signing.0) }
}

fn sign(keys: &VaultKeys, text: &[u8]) -> VaultSignature {
	let key = sp_core::ed25519::Public::from_raw(keys.signing.0);
	VaultSignature(sp_io::crypto::ed25519_sign(KEYS, &key, text).unwrap().0)
}

fn vault<T: Config>(owner: VaultOwner) -> VaultKeys {
	let keys = keys(1);
	Pallet::<T>::store_keys(owner, keys, 0);
	keys
}

const PATIENT: PatientId = PatientId([7; 32]);
const SALT: [u8; 32] = [5; 32];

/// How many guardians a patient may have.
fn most() -> u32 {
	<MaxGuardians as Get<u32>>::get()
}

/// An account, and its wallet to sign with.
fn wallet() -> (sp_core::sr25519::Public, AccountId32) {
	let wallet = sp_io::crypto::sr25519_generate(KEYS, None);
	(wallet, wallet.0.into())
}

/// Signed wrapped, so that the signature is verified twice.
fn sign_wrapped(wallet: &sp_core::sr25519::Public, text: &[u8]) -> MultiSignature {
	MultiSignature::Sr25519(sp_io::crypto::sr25519_sign(KEYS, wallet, &wrapped(text)).unwrap())
}

/// A patient with a vault, and the account that controls it.
fn patient<T: Config>() -> (AccountId32, VaultKeys) {
	organisation::<T>(HOME);
	let controller = account("patient", 0, 0);
	enter_patient::<T>(PATIENT, &controller);
	(controller, vault::<T>(VaultOwner::Patient(PATIENT)))
}

fn enter_patient<T: Config>(id: PatientId, controller: &AccountId32) {
	let now = Consortium::<T>::now();
	let state = History::starting(now, PatientState::Active);
	let controller = controller.clone();
	Consortium::<T>::admit(&controller);
	PatientOf::<T>::insert(&controller, id);
	Patients::<T>::insert(id, Patient { controller, organisation: HOME, state, enrolled_at: now });
}

/// The largest policy: `last` is the guardian whose commitment is found last. Its attempts are as many as the other
/// guardians, each with the approval of one.
fn attempts<T: Config>(threshold: u8, last: &AccountId32) -> RecoveryPolicy {
	let now = Consortium::<T>::now();
	let one = |index: u32| -> AccountId32 { account("guardian", index, 0) };
	let mut guardians: Vec<Commitment> = (1..most()).map(|index| guardian(&SALT, &one(index))).collect();
	guardians.push(guardian(&SALT, last));
	let policy =
		RecoveryPolicy { guardians: guardians.try_into().unwrap(), threshold, delay: MIN_RECOVERY_DELAY };
	let id = |index: u32| Digest([index as u8; 32]);
	let mut attempts = Attempts::default();
	for index in 1..most() {
		let attempt = Attempt::new(id(index), account("new", index, 0), Digest([3; 32]), now);
		attempts.list.try_push(attempt).unwrap();
		let approval =
			Approval { position: (index - 1) as u8, guardian: one(index), attempt: id(index), until: 0 };
		attempts.approvals.try_push(approval).unwrap();
	}
	RecoveryPolicies::<T>::insert(PATIENT, policy.clone());
	RecoveryAttempts::<T>::insert(PATIENT, attempts);
	policy
}

/// The last of the attempts, to which `change` is made, and its account.
fn last_attempt<T: Config>(change: impl FnOnce(&mut Attempt<AccountId32>)) -> Attempt<AccountId32> {
	RecoveryAttempts::<T>::mutate(PATIENT, |attempts| {
		let attempt = attempts.list.last_mut().unwrap();
		change(attempt);
		attempt.clone()
	})
}

/// A guardian of the patient under the account until then, as the lists have it.
fn representative<T: Config>(
	patient: PatientId,
	account: &AccountId32,
	until: Moment,
) -> salus_primitives::ids::RepresentativeId {
	let id = NextRepresentative::<T>::get();
	NextRepresentative::<T>::put(id + 1);
	RepresentativeCount::<T>::mutate(patient, |count| *count += 1);
	RepresentativesOf::<T>::mutate(patient, |list| {
		let _ = list.try_push(id);
	});
	RepresentationsOf::<T>::mutate(account, |list| {
		let _ = list.try_push(id);
	});
	let known = Representative {
		patient,
		account: account.clone(),
		powers: Powers::READ.union(Powers::GRANT).union(Powers::RECORDS),
		basis: Basis::Guardian,
		organisation: HOME,
		from: 0,
		until,
		admitted_at: 0,
		ended_at: None,
	};
	Representatives::<T>::insert(id, known);
	id
}

/// Lets a state be to come for the patient, after a history as long as it may be.
fn attested<T: Config>() {
	let now = Consortium::<T>::now();
	Patients::<T>::mutate(PATIENT, |known| {
		let known = known.as_mut().unwrap();
		known.state = alternating(
			<MaxHistory as Get<u32>>::get() - 1,
			|| PatientState::Active,
			|| PatientState::Incapacitated,
		);
		known.state.push(now + ATTESTATION_DELAY, PatientState::Deceased);
	});
}

/// The guardian's word for the attempt.
fn approval<T: Config>(
	wallet: &sp_core::sr25519::Public,
	attempt: &Attempt<AccountId32>,
) -> GuardianApproval {
	let guardian: AccountId32 = wallet.0.into();
	let expires_at = Consortium::<T>::now() + MIN_RECOVERY_DELAY;
	let text = ApproveRecovery {
		genesis: Consortium::<T>::genesis_hash(),
		patient: PATIENT,
		turn: 0,
		guardian: &guardian,
		account: &attempt.account,
		kem: attempt.kem,
		attempt: attempt.id,
		expires_at,
	}
	.text();
	let signature = sign_wrapped(wallet, &text);
	GuardianApproval { guardian, salt: SALT, expires_at, signature }
}

/// Remembers that guardians gave the patient the account that controls it, the second delay ago.
fn recovered<T: Config>(account: &AccountId32) {
	let keys_from = Consortium::<T>::now();
	Recoveries::<T>::insert(
		PATIENT,
		Recovery {
			account: account.clone(),
			kem: Digest([3; 32]),
			finished_at: keys_from.saturating_sub(RECOVERED_KEYS_DELAY),
			keys_from,
			confirmed_at: None,
		},
	);
}

fn assert_last<T: Config>(event: Event<T>) {
	frame_system::Pallet::<T>::assert_last_event(event.into());
}

#[benchmarks]
mod benchmarks {
	use super::*;

	/// The longest text, signed wrapped, so that the wallet's signature is verified twice.
	#[benchmark]
	fn enrol_patient() {
		let registrar = organisation::<T>(HOME);
		let now = Consortium::<T>::now();
		Enrolments::<T>::insert(HOME, (now, T::MaxEnrolments::get() - 1));
		let wallet = sp_io::crypto::sr25519_generate(KEYS, None);
		let vault = keys(1);
		let enrolment = Enrolment {
			account: wallet.0.into(),
			organisation: HOME,
			vault,
			inbox: ScopeId([2; 16]),
			inbox_key: Digest([3; 32]),
			nonce: Nonce16([4; 16]),
			expires_at: now + 60_000,
		};
		let text = EnrolmentText { genesis: Consortium::<T>::genesis_hash(), enrolment: &enrolment };
		let patient = text.patient_id();
		let signature = MultiSignature::Sr25519(
			sp_io::crypto::sr25519_sign(KEYS, &wallet, &wrapped(&text.text())).unwrap(),
		);
		let vault_signature = sign(&vault, &text.text());

		#[extrinsic_call]
		_(RawOrigin::Signed(registrar), enrolment, signature, vault_signature);

		assert!(Patients::<T>::contains_key(patient));
	}

	/// A further membership of a practitioner with all but one that it may have: the largest value is read and written.
	#[benchmark]
	fn admit_practitioner() {
		let others = <MaxMemberships as Get<u32>>::get() - 2;
		organisation::<T>(HOME);
		let organisation_id = HOME + <MaxMemberships as Get<u32>>::get();
		let (account, acceptance) = accepting::<T>(Role::Practitioner(organisation_id));
		let practitioner = practitioner_with::<T>(account.clone(), others, <MaxHistory as Get<u32>>::get());
		let registrar = organisation::<T>(organisation_id);
		let until = until::<T>();

		#[extrinsic_call]
		_(
			RawOrigin::Signed(registrar),
			organisation_id,
			account.clone(),
			PractitionerRole::Laboratory,
			Privileges::NONE,
			Commitment([2; 32]),
			until,
			acceptance,
		);

		assert_last::<T>(Event::PractitionerAdmitted {
			practitioner,
			organisation: organisation_id,
			account,
			until,
		});
	}

	#[benchmark]
	fn suspend_practitioner() {
		let registrar = organisation::<T>(HOME);
		let practitioner =
			practitioner::<T>(<MaxMemberships as Get<u32>>::get() - 1, <MaxHistory as Get<u32>>::get() - 1);

		#[extrinsic_call]
		_(RawOrigin::Signed(registrar), HOME, practitioner);

		assert_last::<T>(Event::PractitionerSuspended { practitioner, organisation: HOME });
	}

	#[benchmark]
	fn reinstate_practitioner() {
		let registrar = organisation::<T>(HOME);
		let practitioner =
			practitioner::<T>(<MaxMemberships as Get<u32>>::get() - 1, <MaxHistory as Get<u32>>::get());

		#[extrinsic_call]
		_(RawOrigin::Signed(registrar), HOME, practitioner);

		assert_last::<T>(Event::PractitionerReinstated { practitioner, organisation: HOME });
	}

	#[benchmark]
	fn renew_practitioner() {
		let registrar = organisation::<T>(HOME);
		let practitioner =
			practitioner::<T>(<MaxMemberships as Get<u32>>::get() - 1, <MaxHistory as Get<u32>>::get());
		let until = until::<T>() + 1;

		#[extrinsic_call]
		_(
			RawOrigin::Signed(registrar),
			HOME,
			practitioner,
			PractitionerRole::Pharmacy,
			Privileges::EMERGENCY,
			Commitment([2; 32]),
			until,
		);

		assert_last::<T>(Event::PractitionerRenewed { practitioner, organisation: HOME, until });
	}

	/// Memberships in as many other organisations as there may be, all of which are suspended.
	#[benchmark]
	fn replace_account() {
		let registrar = organisation::<T>(HOME);
		let practitioner =
			practitioner::<T>(<MaxMemberships as Get<u32>>::get() - 1, <MaxHistory as Get<u32>>::get() - 1);
		let (new_account, acceptance) = accepting::<T>(Role::AccountOf(practitioner));

		#[extrinsic_call]
		_(RawOrigin::Signed(registrar), practitioner, new_account.clone(), acceptance);

		assert!(PractitionerOf::<T>::get(&new_account) == Some(practitioner));
	}

	/// By a recovered patient without its vault: one signature less than a rotation has, and more that is written than that
	/// costs.
	#[benchmark]
	fn set_vault_keys() {
		let (controller, _) = patient::<T>();
		recovered::<T>(&controller);
		let owner = VaultOwner::Patient(PATIENT);
		let new = keys(2);
		let text =
			SetVaultKeys { genesis: Consortium::<T>::genesis_hash(), owner, generation: 1, keys: new }.text();
		let signature = sign(&new, &text);

		#[extrinsic_call]
		_(RawOrigin::Signed(controller), owner, new, signature, None);

		assert_last::<T>(Event::RecoveryConfirmed { patient: PATIENT });
	}

	/// By a registrar of the home organisation of a practitioner as large as it may be.
	#[benchmark]
	fn report_vault_compromised() {
		let registrar = organisation::<T>(HOME);
		let owner = VaultOwner::Practitioner(practitioner::<T>(
			<MaxMemberships as Get<u32>>::get() - 1,
			<MaxHistory as Get<u32>>::get(),
		));
		vault::<T>(owner);

		#[extrinsic_call]
		_(RawOrigin::Signed(registrar), owner);

		assert_last::<T>(Event::VaultCompromised { owner });
	}

	#[benchmark]
	fn reset_vault() {
		let registrar = organisation::<T>(HOME);
		let practitioner =
			practitioner::<T>(<MaxMemberships as Get<u32>>::get() - 1, <MaxHistory as Get<u32>>::get());
		vault::<T>(VaultOwner::Practitioner(practitioner));

		#[extrinsic_call]
		_(RawOrigin::Signed(registrar), practitioner);

		assert_last::<T>(Event::VaultReset { practitioner, next: 1 });
	}

	/// With attempts as many as there may be, which end.
	#[benchmark]
	fn move_control() {
		let (from, keys) = patient::<T>();
		attempts::<T>(2, &from);
		recovered::<T>(&from);
		let (to, acceptance) = accepting::<T>(Role::ControllerOf(PATIENT));
		let genesis = Consortium::<T>::genesis_hash();
		let text = MoveControl { genesis, patient: PATIENT, turn: 0, from: &from, to: &to }.text();
		let signature = sign(&keys, &text);

		#[extrinsic_call]
		_(RawOrigin::Signed(from.clone()), PATIENT, to.clone(), acceptance, signature);

		assert_last::<T>(Event::ControlMoved { patient: PATIENT, from, to });
	}

	/// The largest policy in place of another, with attempts as many as there may be, which end.
	#[benchmark]
	fn set_recovery() {
		let (controller, keys) = patient::<T>();
		let policy = RecoveryPolicy { threshold: 3, ..attempts::<T>(2, &controller) };
		let genesis = Consortium::<T>::genesis_hash();
		let text = SetRecovery { genesis, patient: PATIENT, turn: 0, policy: Some(&policy) }.text();
		let signature = sign(&keys, &text);

		#[extrinsic_call]
		_(RawOrigin::Signed(controller), PATIENT, Some(policy), signature);

		assert_last::<T>(Event::RecoverySet { patient: PATIENT, turn: 1, guardians: most() as u8 });
	}

	/// By the guardian that is found last, beside all the attempts that the others may have.
	#[benchmark]
	fn start_recovery() {
		patient::<T>();
		let (guardian_wallet, guardian) = wallet();
		attempts::<T>(2, &guardian);
		let (new_wallet, account) = wallet();
		let (genesis, kem) = (Consortium::<T>::genesis_hash(), Digest([4; 32]));
		let expires_at = Consortium::<T>::now() + MIN_RECOVERY_DELAY;
		let text = StartRecovery { genesis, patient: PATIENT, turn: 0, account: &account, kem, expires_at };
		let attempt = Attempt::new(text.attempt(), account.clone(), kem, 0);
		let signature = sign_wrapped(&new_wallet, &text.text());
		let new = NewAttempt { account: account.clone(), kem, expires_at, signature };
		let approval = approval::<T>(&guardian_wallet, &attempt);

		#[extrinsic_call]
		_(RawOrigin::Signed(account.clone()), PATIENT, new, approval);

		assert_last::<T>(Event::RecoveryStarted { patient: PATIENT, account, attempt: attempt.id, guardian });
	}

	/// By the guardian that is found last, of the attempt that is found last; the delay begins.
	#[benchmark]
	fn approve_recovery() {
		let (signer, _) = patient::<T>();
		let (guardian_wallet, guardian) = wallet();
		attempts::<T>(2, &guardian);
		let attempt = last_attempt::<T>(|_| {});
		let account = attempt.account.clone();
		let approval = approval::<T>(&guardian_wallet, &attempt);

		#[extrinsic_call]
		_(RawOrigin::Signed(signer), PATIENT, account.clone(), approval);

		let ready_at = Some(Consortium::<T>::now() + MIN_RECOVERY_DELAY);
		assert_last::<T>(Event::RecoveryApproved { patient: PATIENT, account, guardian, ready_at });
	}

	#[benchmark]
	fn veto_recovery() {
		let (controller, _) = patient::<T>();
		attempts::<T>(2, &controller);
		let account = last_attempt::<T>(|_| {}).account;

		#[extrinsic_call]
		_(RawOrigin::Signed(controller), PATIENT, account.clone());

		assert_last::<T>(Event::RecoveryVetoed { patient: PATIENT, account });
	}

	#[benchmark]
	fn override_veto() {
		let (controller, keys) = patient::<T>();
		attempts::<T>(2, &controller);
		let attempt = last_attempt::<T>(|attempt| attempt.vetoed_at = Some(0));
		let (genesis, account) = (Consortium::<T>::genesis_hash(), attempt.account);
		let text =
			OverrideVeto { genesis, patient: PATIENT, turn: 0, account: &account, attempt: attempt.id }
				.text();
		let signature = sign(&keys, &text);

		#[extrinsic_call]
		_(RawOrigin::Signed(controller), PATIENT, account.clone(), signature);

		assert_last::<T>(Event::VetoOverridden { patient: PATIENT, account, ready_at: None });
	}

	/// The attempt that is found last, beside all others that there may be, after a recovery before.
	#[benchmark]
	fn finish_recovery() {
		let (from, _) = patient::<T>();
		attempts::<T>(2, &from);
		recovered::<T>(&from);
		let to = last_attempt::<T>(|attempt| attempt.ready_at = Some(0)).account;

		#[extrinsic_call]
		_(RawOrigin::Signed(from.clone()), PATIENT, to.clone());

		let keys_from = Consortium::<T>::now() + RECOVERED_KEYS_DELAY;
		assert_last::<T>(Event::ControlRecovered { patient: PATIENT, from, to, keys_from });
	}

	#[benchmark]
	fn confirm_recovery() {
		let (controller, keys) = patient::<T>();
		recovered::<T>(&controller);
		let genesis = Consortium::<T>::genesis_hash();
		let text = ConfirmRecovery { genesis, patient: PATIENT, turn: 0, account: &controller }.text();
		let signature = sign(&keys, &text);

		#[extrinsic_call]
		_(RawOrigin::Signed(controller), PATIENT, signature);

		assert_last::<T>(Event::RecoveryConfirmed { patient: PATIENT });
	}

	/// A representative with full lists, of the patient and of the account, all of which have to be looked at.
	#[benchmark]
	fn admit_representative() {
		let (pats, controller) = wallet();
		let registrar = organisation::<T>(HOME);
		enter_patient::<T>(PATIENT, &controller);
		let pats_vault = vault::<T>(VaultOwner::Patient(PATIENT));
		let (representing, account) = wallet();
		for _ in 0..<MaxRepresentativesPerPatient as Get<u32>>::get() {
			representative::<T>(PATIENT, &controller, 0);
		}
		for index in 0..<MaxPatientsPerRepresentative as Get<u32>>::get() {
			representative::<T>(PatientId([index as u8 + 100; 32]), &account, 0);
		}
		let own = keys(2);
		let now = Consortium::<T>::now();
		let new = NewRepresentative {
			patient: PATIENT,
			number: RepresentativeCount::<T>::get(PATIENT),
			account: account.clone(),
			powers: Powers::READ.union(Powers::GRANT).union(Powers::RECORDS),
			basis: Basis::Appointed,
			from: now,
			until: now + YEAR,
			vault: own,
			expires_at: now + 1,
		};
		let genesis = Consortium::<T>::genesis_hash();
		let text = RepresentPatient { genesis, new: &new }.text();
		let signatures =
			BothSignatures { wallet: sign_wrapped(&representing, &text), vault: sign(&own, &text) };
		let text = AppointRepresentative { genesis, new: &new }.text();
		let appointment =
			BothSignatures { wallet: sign_wrapped(&pats, &text), vault: sign(&pats_vault, &text) };
		let representative = NextRepresentative::<T>::get();

		#[extrinsic_call]
		_(RawOrigin::Signed(registrar), new, signatures, Some(appointment));

		let basis = Basis::Appointed;
		assert_last::<T>(Event::RepresentativeAdmitted { patient: PATIENT, representative, account, basis });
	}

	/// By a registrar, who is looked for last.
	#[benchmark]
	fn end_representative() {
		let (controller, _) = patient::<T>();
		let registrar = organisation::<T>(HOME);
		let id = representative::<T>(PATIENT, &controller, Moment::MAX);

		#[extrinsic_call]
		_(RawOrigin::Signed(registrar), id);

		assert_last::<T>(Event::RepresentativeEnded { patient: PATIENT, representative: id });
	}

	#[benchmark]
	fn schedule_hand_over() {
		let (controller, keys) = patient::<T>();
		attempts::<T>(2, &controller);
		let at = Consortium::<T>::now() + MIN_HAND_OVER;
		let (to, acceptance) = accepting::<T>(Role::HandedOver { patient: PATIENT, at });
		let genesis = Consortium::<T>::genesis_hash();
		let text = ScheduleHandOver { genesis, patient: PATIENT, turn: 0, account: &to, at }.text();
		let signature = sign(&keys, &text);

		#[extrinsic_call]
		_(RawOrigin::Signed(controller), PATIENT, to.clone(), at, acceptance, signature);

		assert_last::<T>(Event::HandOverScheduled { patient: PATIENT, account: to, at });
	}

	#[benchmark]
	fn cancel_hand_over() {
		let (controller, keys) = patient::<T>();
		attempts::<T>(2, &controller);
		let to: AccountId32 = account("heir", 0, 0);
		HandOvers::<T>::insert(PATIENT, HandOver { account: to.clone(), at: Moment::MAX });
		HandOverTo::<T>::insert(to, PATIENT);
		let genesis = Consortium::<T>::genesis_hash();
		let signature = sign(&keys, &CancelHandOver { genesis, patient: PATIENT, turn: 0 }.text());

		#[extrinsic_call]
		_(RawOrigin::Signed(controller), PATIENT, signature);

		assert_last::<T>(Event::HandOverCancelled { patient: PATIENT });
	}

	#[benchmark]
	fn attest_state() {
		patient::<T>();
		let registrar = organisation::<T>(HOME);
		let state = PatientState::Deceased;

		#[extrinsic_call]
		_(RawOrigin::Signed(registrar), PATIENT, state);

		let from = Consortium::<T>::now() + ATTESTATION_DELAY;
		assert_last::<T>(Event::StateAttested { patient: PATIENT, state, from });
	}

	#[benchmark]
	fn contest_attestation() {
		let (controller, _) = patient::<T>();
		attested::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(controller), PATIENT);

		assert_last::<T>(Event::AttestationContested { patient: PATIENT });
	}

	#[benchmark]
	fn lift_state() {
		patient::<T>();
		let registrar = organisation::<T>(HOME);
		attested::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(registrar), PATIENT);

		assert_last::<T>(Event::StateLifted { patient: PATIENT });
	}

	#[benchmark]
	fn merge() {
		let (controller, _) = patient::<T>();
		let (others, other) = wallet();
		let into = PatientId([8; 32]);
		enter_patient::<T>(into, &other);
		for index in 1..<MaxMergedPatients as Get<u32>>::get() {
			let linked = PatientId([index as u8 + 100; 32]);
			MergedInto::<T>::insert(linked, into);
			MergedFrom::<T>::mutate(into, |list| list.try_push(linked).unwrap());
		}
		let expires_at = Consortium::<T>::now() + 1;
		let genesis = Consortium::<T>::genesis_hash();
		let text = MergePatients { genesis, patient: PATIENT, into, account: &other, expires_at }.text();
		let signature = sign_wrapped(&others, &text);

		#[extrinsic_call]
		_(RawOrigin::Signed(controller), PATIENT, into, expires_at, signature);

		assert_last::<T>(Event::PatientsMerged { patient: PATIENT, into });
	}

	#[benchmark]
	fn rehome() {
		organisation::<T>(HOME);
		let (wallet, account) = wallet();
		enter_patient::<T>(PATIENT, &account);
		let registrar = organisation::<T>(2);
		salus_pallet_consortium::NoticeEnds::<T>::insert(HOME, Consortium::<T>::now() + YEAR);
		let expires_at = Consortium::<T>::now() + 1;
		let genesis = Consortium::<T>::genesis_hash();
		let text =
			ChooseHome { genesis, patient: PATIENT, account: &account, from: HOME, to: 2, expires_at }.text();
		let signature = sign_wrapped(&wallet, &text);

		#[extrinsic_call]
		_(RawOrigin::Signed(registrar), PATIENT, 2, account, expires_at, signature);

		assert_last::<T>(Event::PatientRehomed { patient: PATIENT, from: HOME, organisation: 2 });
	}
}
