//! Calls of pallet identity by which a patient gets another account.

use super::{Hand, Move};
use crate::cast::{heir_name, HEIRS, MALLORY};
use salus_mock::{account, now, pair, vault_in_use, Identity, Runtime, RuntimeCall, DAY, GENESIS, HOUR};
use salus_pallet_identity::{Call, Recoveries, RecoveryAttempts, RecoveryPolicies};
use salus_primitives::{
	ids::{Digest, PatientId, VaultSignature},
	people::VaultOwner,
	recovery::{guardian, Attempt, GuardianApproval, NewAttempt, RecoveryPolicy},
	text::{
		ApproveRecovery, ConfirmRecovery, MoveControl, OverrideVeto, Role, SetRecovery, SignedText,
		StartRecovery,
	},
	BoundedVec,
};
use sp_core::Pair;
use sp_runtime::AccountId32;

/// Guardians that there are; each patient names some of them.
const GUARDIANS: u32 = 4;

/// Calls about who controls a patient.
pub const MOVES: &[Move] = &[
	Move {
		call: "move_control",
		weight: 1,
		make: |hand| {
			let (signer, patient) = hand.patient()?;
			if is_recovering(&patient) && hand.dice.chance(80) {
				return None;
			}
			let to = heir(hand);
			let account = account(&to);
			let text = MoveControl {
				genesis: GENESIS,
				patient,
				turn: Identity::turn(&patient),
				from: &signer,
				to: &account,
			};
			let signature = vault_signs(hand, &patient, &text);
			let acceptance = super::identity::acceptance(hand, &to, Role::ControllerOf(patient));
			let call = Call::move_control { patient, account: account.clone(), acceptance, signature };
			Some((signer, RuntimeCall::Identity(call)))
		},
	},
	Move {
		call: "set_recovery",
		weight: 2,
		make: |hand| {
			let (signer, patient) = hand.patient()?;
			let set = RecoveryPolicies::<Runtime>::contains_key(patient);
			if hand.dice.chance(if is_recovering(&patient) {
				95
			} else if set {
				85
			} else {
				0
			}) {
				return None;
			}
			let policy = (!hand.dice.chance(10)).then(|| policy(hand));
			let turn = Identity::turn(&patient);
			let text = SetRecovery { genesis: GENESIS, patient, turn, policy: policy.as_ref() };
			let signature = vault_signs(hand, &patient, &text);
			Some((signer, RuntimeCall::Identity(Call::set_recovery { patient, policy, signature })))
		},
	},
	Move {
		call: "start_recovery",
		weight: 3,
		make: |hand| {
			let (_, patient) = hand.patient()?;
			if !RecoveryPolicies::<Runtime>::contains_key(patient) && hand.dice.chance(85) {
				return None;
			}
			let name = heir(hand);
			let account = account(&name);
			let (kem, expires_at, turn) = (Digest([0x4e; 32]), now() + DAY, Identity::turn(&patient));
			let text = StartRecovery { genesis: GENESIS, patient, turn, account: &account, kem, expires_at };
			let signature = pair(&writer(hand, name)).sign(&text.text()).into();
			let approval = approval(hand, &patient, &account, kem, text.attempt());
			let new = NewAttempt { account: account.clone(), kem, expires_at, signature };
			let call = Call::start_recovery { patient, new, approval };
			Some((hand.cast.anyone(hand.dice), RuntimeCall::Identity(call)))
		},
	},
	Move {
		call: "approve_recovery",
		weight: 6,
		make: |hand| {
			let (_, patient) = hand.patient()?;
			let Attempt { id, account, kem, .. } = attempt(hand, &patient)?;
			let approval = approval(hand, &patient, &account, kem, id);
			let call = Call::approve_recovery { patient, account, approval };
			Some((hand.cast.anyone(hand.dice), RuntimeCall::Identity(call)))
		},
	},
	Move {
		call: "veto_recovery",
		weight: 1,
		make: |hand| {
			let (signer, patient) = hand.patient()?;
			let account = attempt(hand, &patient)?.account;
			Some((signer, RuntimeCall::Identity(Call::veto_recovery { patient, account })))
		},
	},
	Move {
		call: "override_veto",
		weight: 4,
		make: |hand| {
			let vetoed = |one: &Attempt<_>| one.vetoed_at.is_some() && !one.overridden;
			let (patient, Attempt { id, account, .. }) = attempt_that(hand, vetoed)?;
			let turn = Identity::turn(&patient);
			let text = OverrideVeto { genesis: GENESIS, patient, turn, account: &account, attempt: id };
			let signature = vault_signs(hand, &patient, &text);
			let call = Call::override_veto { patient, account: account.clone(), signature };
			Some((hand.cast.anyone(hand.dice), RuntimeCall::Identity(call)))
		},
	},
	Move {
		call: "finish_recovery",
		weight: 8,
		make: |hand| {
			let ready = |one: &Attempt<_>| one.ready_at.is_some_and(|ready| ready <= now());
			let (patient, Attempt { account, .. }) = attempt_that(hand, ready)?;
			let call = Call::finish_recovery { patient, account };
			Some((hand.cast.anyone(hand.dice), RuntimeCall::Identity(call)))
		},
	},
	Move {
		call: "confirm_recovery",
		weight: 12,
		make: |hand| {
			let recovered: Vec<_> = Recoveries::<Runtime>::iter()
				.filter(|(_, recovery)| recovery.confirmed_at.is_none())
				.map(|(patient, _)| patient)
				.collect();
			let patient = hand.dice.pick(&recovered)?;
			let account = Identity::patient(&patient)?.controller;
			let turn = Identity::turn(&patient);
			let text = ConfirmRecovery { genesis: GENESIS, patient, turn, account: &account };
			let signature = vault_signs(hand, &patient, &text);
			Some((account.clone(), RuntimeCall::Identity(Call::confirm_recovery { patient, signature })))
		},
	},
];

/// Somebody who would control a patient.
pub fn heir(hand: &mut Hand) -> String {
	heir_name(hand.dice.below(HEIRS))
}

fn guardian_name(number: u32) -> String {
	format!("guardian {number}")
}

fn salt(number: u32) -> [u8; 32] {
	[number as u8; 32]
}

/// Three or four guardians, of whom mostly two recover; seldom what no patient may say.
fn policy(hand: &mut Hand) -> RecoveryPolicy {
	let count = 3 + hand.dice.below(GUARDIANS - 2);
	let guardians: Vec<_> =
		(0..count).map(|number| guardian(&salt(number), &account(&guardian_name(number)))).collect();
	let threshold = if hand.dice.chance(5) { 1 } else { 2 };
	let delay = if hand.dice.chance(5) { HOUR } else { DAY };
	RecoveryPolicy { guardians: BoundedVec::truncate_from(guardians), threshold, delay }
}

/// The signature of the patient's vault, or what a thief has.
pub fn vault_signs(hand: &mut Hand, patient: &PatientId, text: &impl SignedText) -> VaultSignature {
	let vault = vault_in_use(VaultOwner::Patient(*patient));
	let own = vault.map_or_else(VaultSignature::default, |vault| vault.sign(text));
	hand.word(own)
}

/// Who writes in somebody's name: a thief has its own wallet only.
fn writer(hand: &mut Hand, name: String) -> String {
	if !hand.thief {
		return name;
	}
	hand.forged = true;
	MALLORY.to_owned()
}

/// An attempt to recover the patient, if any runs.
fn attempt(hand: &mut Hand, patient: &PatientId) -> Option<Attempt<AccountId32>> {
	hand.dice.pick(&RecoveryAttempts::<Runtime>::get(patient).list)
}

/// An attempt to recover somebody of which that holds; seldom another.
fn attempt_that(
	hand: &mut Hand,
	holds: impl Fn(&Attempt<AccountId32>) -> bool,
) -> Option<(PatientId, Attempt<AccountId32>)> {
	let mut all: Vec<_> = RecoveryAttempts::<Runtime>::iter()
		.flat_map(|(patient, attempts)| attempts.list.into_iter().map(move |one| (patient, one)))
		.collect();
	all.sort_by_key(|(patient, one)| (*patient, one.id));
	if hand.dice.chance(90) {
		all.retain(|(_, one)| holds(one));
	}
	hand.dice.pick(&all)
}

/// Whether somebody would recover the patient: to move control, or to set who may, ends that.
fn is_recovering(patient: &PatientId) -> bool {
	!RecoveryAttempts::<Runtime>::get(patient).list.is_empty()
}

/// A guardian's word for the attempt.
fn approval(
	hand: &mut Hand,
	patient: &PatientId,
	account: &AccountId32,
	kem: Digest,
	attempt: Digest,
) -> GuardianApproval {
	let number = hand.dice.below(GUARDIANS);
	let name = guardian_name(number);
	let guardian = salus_mock::account(&name);
	let (turn, expires_at) = (Identity::turn(patient), now() + DAY);
	let text = ApproveRecovery {
		genesis: GENESIS,
		patient: *patient,
		turn,
		guardian: &guardian,
		account,
		kem,
		attempt,
		expires_at,
	};
	let signature = pair(&writer(hand, name)).sign(&text.text()).into();
	GuardianApproval { guardian, salt: salt(number), expires_at, signature }
}
