//! Calls of pallet records.

use super::{
	consent::{record, scope},
	Hand, Move,
};
use salus_mock::{Runtime, RuntimeCall};
use salus_pallet_consent::Scopes;
use salus_pallet_records::{Call, Disputes, ErasureProposalCount, ErasureProposals, Records};
use salus_primitives::{
	dispute::SealedText,
	ids::{Commitment, Digest, KeyEpoch, PatientId, RecordIndex, ScopeNumber},
	people::{Actor, Party},
	purpose::Purpose,
	records::{NewRecord, SizeClass},
	BoundedVec,
};
use sp_runtime::AccountId32;

/// Every call of the pallet.
pub const MOVES: &[Move] = &[
	Move {
		call: "register",
		weight: 9,
		make: |hand| {
			let (patient, (signer, actor)) = writer(hand)?;
			let record = pointer(hand, &patient, None);
			let purpose = purpose(hand);
			Some((signer, RuntimeCall::Records(Call::register { patient, actor, purpose, record })))
		},
	},
	Move {
		call: "register_batch",
		weight: 3,
		make: |hand| {
			let (patient, (signer, actor)) = writer(hand)?;
			let purpose = purpose(hand);
			let records = (0..hand.dice.below(5)).map(|_| pointer(hand, &patient, None)).collect();
			let records = BoundedVec::truncate_from(records);
			Some((signer, RuntimeCall::Records(Call::register_batch { patient, actor, purpose, records })))
		},
	},
	Move {
		call: "amend",
		weight: 6,
		make: |hand| {
			let (patient, index, (signer, actor)) = author(hand)?;
			let here = Records::<Runtime>::get(patient, index).map(|known| known.pointer.scope);
			let record = pointer(hand, &patient, here);
			let purpose = purpose(hand);
			Some((signer, RuntimeCall::Records(Call::amend { patient, index, actor, purpose, record })))
		},
	},
	Move {
		call: "refile",
		weight: 4,
		make: |hand| {
			let (signer, patient) = hand.patient()?;
			let index = record(hand, &patient);
			let scope = scope(hand, &patient);
			let epoch = Scopes::<Runtime>::get(patient, scope).map_or_else(KeyEpoch::default, |to| to.epoch);
			let envelope = digest(hand);
			let signature = salus_mock::refile_signature(&patient, index, scope, epoch, envelope);
			let signature = hand.word(signature);
			let call = Call::refile { patient, index, scope, epoch, envelope, signature };
			Some((signer, RuntimeCall::Records(call)))
		},
	},
	Move {
		call: "mark_entered_in_error",
		weight: 1,
		make: |hand| {
			let (patient, index, (signer, actor)) = author(hand)?;
			Some((signer, RuntimeCall::Records(Call::mark_entered_in_error { patient, index, actor })))
		},
	},
	Move {
		call: "erase",
		weight: 1,
		make: |hand| {
			let (signer, patient) = hand.patient()?;
			let index = proposed_or_any(hand, &patient);
			let signature = hand.word(salus_mock::erase_signature(&patient, index));
			Some((signer, RuntimeCall::Records(Call::erase { patient, index, signature })))
		},
	},
	Move {
		call: "propose_erasure",
		weight: 2,
		make: |hand| {
			let (patient, index, (signer, actor)) = author(hand)?;
			if actor == Actor::Patient && hand.dice.chance(75) {
				return None;
			}
			Some((signer, RuntimeCall::Records(Call::propose_erasure { patient, index, actor })))
		},
	},
	Move {
		call: "decline_erasure",
		weight: 1,
		make: |hand| {
			let (signer, patient) = hand.patient()?;
			if ErasureProposalCount::<Runtime>::get(patient) == 0 && hand.dice.chance(75) {
				return None;
			}
			let index = proposed_or_any(hand, &patient);
			Some((signer, RuntimeCall::Records(Call::decline_erasure { patient, index })))
		},
	},
	Move {
		call: "dispute",
		weight: 4,
		make: |hand| {
			let (signer, patient) = hand.patient()?;
			let index = record(hand, &patient);
			let author = Records::<Runtime>::get(patient, index).map(|known| known.author);
			let organisation = author.and_then(|author| author.organisation()).map(Party::Organisation);
			let usual = organisation.filter(|_| hand.dice.chance(85));
			let sealed_to = usual.unwrap_or_else(|| hand.party(&patient));
			let call = Call::dispute { patient, index, contest: sealed(hand), sealed_to };
			Some((signer, RuntimeCall::Records(call)))
		},
	},
	Move {
		call: "refuse_dispute",
		weight: 3,
		make: |hand| {
			let (_, patient) = hand.patient()?;
			let index = disputed_or_any(hand, &patient)?;
			let wrote = Records::<Runtime>::get(patient, index).map(|known| known.author);
			let (signer, actor) = match wrote.filter(|_| hand.dice.chance(85)) {
				Some(actor) => (hand.signer_as(&patient, actor)?, actor),
				None => hand.actor(&patient)?,
			};
			let call = Call::refuse_dispute { patient, index, actor, reason: sealed(hand) };
			Some((signer, RuntimeCall::Records(call)))
		},
	},
	Move {
		call: "withdraw_dispute",
		weight: 2,
		make: |hand| {
			let (signer, patient) = hand.patient()?;
			let index = disputed_or_any(hand, &patient)?;
			Some((signer, RuntimeCall::Records(Call::withdraw_dispute { patient, index })))
		},
	},
];

/// A patient, or seldom none of the chain's, and somebody who writes.
fn writer(hand: &mut Hand) -> Option<(PatientId, (AccountId32, Actor))> {
	let (_, patient) = hand.patient()?;
	let actor = hand.actor(&patient)?;
	let patient = if hand.dice.chance(2) { PatientId([9; 32]) } else { patient };
	Some((patient, actor))
}

/// A record, and mostly who wrote it.
fn author(hand: &mut Hand) -> Option<(PatientId, RecordIndex, (AccountId32, Actor))> {
	let (_, patient) = hand.patient()?;
	let index = record(hand, &patient);
	let wrote = Records::<Runtime>::get(patient, index).map(|known| known.author);
	let somebody = match wrote.filter(|_| hand.dice.chance(80)) {
		Some(actor) => (hand.signer_as(&patient, actor)?, actor),
		None => hand.actor(&patient)?,
	};
	Some((patient, index, somebody))
}

fn proposed_or_any(hand: &mut Hand, patient: &PatientId) -> RecordIndex {
	let proposed: Vec<_> = ErasureProposals::<Runtime>::iter_key_prefix(patient).collect();
	let one = hand.dice.pick(&proposed).filter(|_| hand.dice.chance(60));
	one.unwrap_or_else(|| record(hand, patient))
}

/// A disputed record, or seldom any.
fn disputed_or_any(hand: &mut Hand, patient: &PatientId) -> Option<RecordIndex> {
	let disputed: Vec<_> = Disputes::<Runtime>::iter_key_prefix(patient).collect();
	let one = hand.dice.pick(&disputed).filter(|_| hand.dice.chance(90));
	if one.is_none() && hand.dice.chance(60) {
		return None;
	}
	Some(one.unwrap_or_else(|| record(hand, patient)))
}

fn sealed(hand: &mut Hand) -> SealedText {
	SealedText { commitment: Commitment([hand.dice.below(256) as u8; 32]), envelope: digest(hand) }
}

fn purpose(hand: &mut Hand) -> Purpose {
	if hand.dice.chance(92) {
		Purpose::Treatment
	} else {
		Purpose::Research
	}
}

fn digest(hand: &mut Hand) -> Digest {
	Digest([hand.dice.below(256) as u8; 32])
}

/// A record for the scope, or for one of the patient's, or for the inbox; seldom for a key that is not the current one.
fn pointer(hand: &mut Hand, patient: &PatientId, here: Option<ScopeNumber>) -> NewRecord {
	let here = here.filter(|_| hand.dice.chance(70));
	let inbox = hand.dice.chance(35);
	let scope = here.unwrap_or_else(|| if inbox { 0 } else { scope(hand, patient) });
	let mut epoch = Scopes::<Runtime>::get(patient, scope).map_or_else(KeyEpoch::default, |to| to.epoch);
	if hand.dice.chance(5) {
		epoch.generation += 1;
	}
	let size = if hand.dice.chance(3) { SizeClass(3) } else { SizeClass::SMALLEST };
	NewRecord { ciphertext: digest(hand), envelope: digest(hand), size, scope, epoch }
}
