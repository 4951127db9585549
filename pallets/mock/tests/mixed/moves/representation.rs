//! Calls of pallet identity about who acts for a patient, how it stands and into whose hands it passes.

use super::{recovery, Hand, Move};
use crate::cast::{a_registrar, doctor_name, heir_name, helper_name, HEIRS, HELPERS};
use salus_mock::{
	account, appoint, now, pair, people::name_of, sign_representation, Identity, Runtime, RuntimeCall, DAY,
	GENESIS, HOUR,
};
use salus_pallet_identity::{Call, HandOvers, Patients};
use salus_primitives::{
	ids::PatientId,
	people::PatientState,
	representation::{Basis, NewRepresentative, Powers},
	text::{CancelHandOver, MergePatients, Role, ScheduleHandOver, SignedText},
};
use sp_core::Pair;
use sp_runtime::AccountId32;

/// Calls about representatives, states and hand-overs.
pub const MOVES: &[Move] = &[
	Move {
		call: "admit_representative",
		weight: 7,
		make: |hand| {
			let (_, patient) = hand.patient()?;
			let name = candidate(hand);
			let new = new_representative(hand, patient, &name);
			let mut signatures = sign_representation(&name, &new);
			let appointed = (new.basis == Basis::Appointed) != hand.dice.chance(3);
			let mut appointment = appointed.then(|| appoint(&new));
			match &mut appointment {
				Some(word) => word.vault = hand.word(word.vault),
				// Whom the patient does not appoint has nothing but its own word.
				None => signatures.vault = hand.word(signatures.vault),
			}
			let call = Call::admit_representative { new, signatures, appointment };
			Some((registrar_of(hand, &patient)?, RuntimeCall::Identity(call)))
		},
	},
	Move {
		call: "end_representative",
		weight: 1,
		make: |hand| {
			let (controller, patient) = hand.patient()?;
			let representative = hand.representative(&patient)?;
			let signer = match hand.dice.below(4) {
				0 | 1 => Identity::representative(representative)?.account,
				2 => controller,
				_ => registrar_of(hand, &patient)?,
			};
			Some((signer, RuntimeCall::Identity(Call::end_representative { representative })))
		},
	},
	Move {
		call: "schedule_hand_over",
		weight: 2,
		make: |hand| {
			let (signer, patient) = hand.patient()?;
			// Each ends attempts to recover the patient, and so does its end.
			let scheduled = HandOvers::<Runtime>::contains_key(patient);
			if hand.dice.chance(if scheduled { 85 } else { 60 }) {
				return None;
			}
			let to = recovery::heir(hand);
			let account = account(&to);
			let at = now() + u64::from(20 + hand.dice.below(60)) * HOUR;
			let turn = Identity::turn(&patient);
			let text = ScheduleHandOver { genesis: GENESIS, patient, turn, account: &account, at };
			let signature = recovery::vault_signs(hand, &patient, &text);
			let acceptance = super::identity::acceptance(hand, &to, Role::HandedOver { patient, at });
			let account = account.clone();
			let call = Call::schedule_hand_over { patient, account, at, acceptance, signature };
			Some((signer, RuntimeCall::Identity(call)))
		},
	},
	Move {
		call: "cancel_hand_over",
		weight: 2,
		make: |hand| {
			let scheduled: Vec<_> = HandOvers::<Runtime>::iter_keys().collect();
			let one = hand.dice.pick(&scheduled).filter(|_| hand.dice.chance(90));
			if one.is_none() && hand.dice.chance(80) {
				return None;
			}
			let patient = one.or_else(|| Some(hand.patient()?.1))?;
			let text = CancelHandOver { genesis: GENESIS, patient, turn: Identity::turn(&patient) };
			let signature = recovery::vault_signs(hand, &patient, &text);
			let signer = Identity::patient(&patient)?.controller;
			Some((signer, RuntimeCall::Identity(Call::cancel_hand_over { patient, signature })))
		},
	},
	Move {
		call: "attest_state",
		weight: 3,
		make: |hand| {
			let (_, patient) = hand.patient()?;
			let state = match hand.dice.below(10) {
				0 => PatientState::Active,
				1..=3 => PatientState::Deceased,
				_ => PatientState::Incapacitated,
			};
			Some((
				registrar_of(hand, &patient)?,
				RuntimeCall::Identity(Call::attest_state { patient, state }),
			))
		},
	},
	Move {
		call: "contest_attestation",
		weight: 3,
		make: |hand| {
			let (signer, patient) = hand.patient()?;
			let attested = Identity::situation(&patient).ok()?.attested;
			// What is contested is not attested again for long.
			if hand.dice.chance(if attested.is_some() { 90 } else { 94 }) {
				return None;
			}
			Some((signer, RuntimeCall::Identity(Call::contest_attestation { patient })))
		},
	},
	Move {
		call: "lift_state",
		weight: 3,
		make: |hand| {
			let (_, patient) = hand.patient()?;
			// Who has died does nothing more until that is taken back.
			let counts = Identity::situation(&patient).ok()?.state != Some(PatientState::Active);
			if !counts && hand.dice.chance(95) {
				return None;
			}
			Some((registrar_of(hand, &patient)?, RuntimeCall::Identity(Call::lift_state { patient })))
		},
	},
	Move {
		call: "merge",
		weight: 1,
		make: |hand| {
			let (signer, patient) = hand.patient()?;
			let into = hand.dice.pick(&hand.cast.patients)?;
			let other = Identity::patient(&into)?.controller;
			let expires_at = now() + DAY;
			let text = MergePatients { genesis: GENESIS, patient, into, account: &other, expires_at };
			let signature = pair(&name_of(&other)).sign(&text.text()).into();
			Some((signer, RuntimeCall::Identity(Call::merge { patient, into, expires_at, signature })))
		},
	},
];

/// A registrar of the organisation that enrolled the patient.
fn registrar_of(hand: &mut Hand, patient: &PatientId) -> Option<AccountId32> {
	let organisation = Patients::<Runtime>::get(patient)?.organisation;
	Some(a_registrar(organisation, hand.dice))
}

/// Somebody who would represent a patient; seldom somebody who is a doctor as well, or may come to control one.
fn candidate(hand: &mut Hand) -> String {
	match hand.dice.below(20) {
		0 => heir_name(hand.dice.below(HEIRS)),
		1 | 2 => doctor_name(hand.dice.below(hand.cast.size.practitioners)),
		_ => helper_name(hand.dice.below(HELPERS)),
	}
}

/// What is said of the person to represent the patient: mostly all powers, on what holds for it now; seldom what nobody may
/// be admitted with.
fn new_representative(hand: &mut Hand, patient: PatientId, name: &str) -> NewRepresentative<AccountId32> {
	let powers = if hand.dice.chance(85) { 15 } else { hand.dice.below(18) as u8 };
	let all = [Basis::Appointed, Basis::Guardian, Basis::Executor];
	let state = Identity::state_at(&patient, now());
	let holding: Vec<_> = all.into_iter().filter(|basis| basis.holds(state)).collect();
	let among = if hand.dice.chance(90) { &holding[..] } else { &all[..] };
	let basis = hand.dice.pick(among).unwrap_or(Basis::Appointed);
	let from = if hand.dice.chance(90) { now() } else { now() + HOUR };
	let life = hand.dice.pick(&[0, 12 * HOUR, 20 * DAY, 365 * DAY, 365 * DAY]).unwrap_or(DAY);
	let usual = salus_mock::new_representative(patient, name, Powers(powers), basis);
	let number = usual.number + u32::from(hand.dice.chance(3));
	NewRepresentative { number, from, until: now() + life, ..usual }
}
