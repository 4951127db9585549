//! Calls about representatives and states that take a patient out of nothing: the others have a run of their own,
//! `pallets/consent/tests/representation_properties.rs`, because who has died or was handed over would sit out the rest here.

use super::{Hand, Move};
use salus_mock::{now, pair, people::name_of, Identity, RuntimeCall, DAY, GENESIS};
use salus_pallet_consent::Call as Consent;
use salus_pallet_identity::Call;
use salus_primitives::text::{MergePatients, SignedText};
use sp_core::Pair;

/// Calls that are made in the other run.
pub const ELSEWHERE: [(&str, &str); 7] = [
	("Identity", "admit_representative"),
	("Identity", "attest_state"),
	("Identity", "cancel_hand_over"),
	("Identity", "contest_attestation"),
	("Identity", "end_representative"),
	("Identity", "lift_state"),
	("Identity", "schedule_hand_over"),
];

/// Calls of pallet identity.
pub const MOVES: &[Move] = &[Move {
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
}];

/// Calls of pallet consent.
pub const SCOPES: &[Move] = &[
	Move {
		call: "close_scope",
		weight: 1,
		make: |hand| {
			let (signer, patient, scope) = scope(hand)?;
			Some((signer, RuntimeCall::Consent(Consent::close_scope { patient, scope })))
		},
	},
	Move {
		call: "open_scope",
		weight: 1,
		make: |hand| {
			let (signer, patient, scope) = scope(hand)?;
			Some((signer, RuntimeCall::Consent(Consent::open_scope { patient, scope })))
		},
	},
];

fn scope(
	hand: &mut Hand,
) -> Option<(sp_runtime::AccountId32, salus_primitives::ids::PatientId, salus_primitives::ids::ScopeNumber)> {
	let (signer, patient) = hand.patient()?;
	Some((signer, patient, hand.dice.pick(&[0, 1, 2])?))
}
