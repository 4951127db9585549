//! Calls of pallet consent.

use super::{Hand, Move};
use crate::cast::{kem_of, opening_of, signer_of, treatment_grant};
use salus_mock::{now, Runtime, RuntimeCall, DAY, HOUR};
use salus_pallet_consent::{
	Call, ClosedScopes, ConsentCount, Consents, Exclusions, OpenRequests, RequestCount, Requests, ScopeCount,
	Scopes, Seals,
};
use salus_pallet_records::RecordCount;
use salus_primitives::{
	consent::{Consent, Grant, Item, NewScope, Permissions, Reach, Reseal, Rotation},
	ids::{
		ConsentIndex, Digest, KeyEpoch, PatientId, RecordIndex, RepresentativeId, RequestIndex, ScopeNumber,
		VaultSignature,
	},
	people::{Party, Standing},
	purpose::{Purpose, Purposes},
	request::NewRequest,
	BoundedVec,
};
use sp_runtime::AccountId32;

/// Every call of the pallet.
pub const MOVES: &[Move] = &[
	Move {
		call: "create_scopes",
		weight: 3,
		make: |hand| {
			let (signer, patient) = hand.patient()?;
			let scopes = new_scopes(hand, &patient);
			let signature = salus_mock::sign_scopes(&patient, &scopes);
			let (scopes, signature) = (BoundedVec::truncate_from(scopes), hand.word(signature));
			Some((signer, RuntimeCall::Consent(Call::create_scopes { patient, scopes, signature })))
		},
	},
	Move {
		call: "rotate_scope",
		weight: 7,
		make: |hand| {
			let (controller, patient) = hand.patient()?;
			let (signer, scope, by) = match rotating(hand, &patient).filter(|_| hand.dice.chance(80)) {
				Some((id, scope)) => (salus_mock::Identity::representative(id)?.account, scope, Some(id)),
				None => (controller, scope(hand, &patient), None),
			};
			let rotation = rotation(hand, &patient, scope, None, by)?;
			Some((signer, RuntimeCall::Consent(Call::rotate_scope { patient, rotation })))
		},
	},
	Move {
		call: "grant",
		weight: 12,
		make: |hand| {
			let (signer, patient, representative) = giver(hand)?;
			// Representatives give nothing to each other.
			let others = [hand.party(&patient), hand.party(&patient)];
			let fit = others.into_iter().find(|party| representative.is_none() || !party.is_representative());
			let grantee = fit.unwrap_or(others[0]);
			let mut grant = terms_by(hand, representative, &patient, grantee);
			if representative.is_none() && hand.dice.chance(15) {
				grant = blinded(hand, &patient, grant);
			}
			let signature = grant_signature(representative, &patient, &grant);
			let signature = hand.word_if_any(signature);
			Some((signer, RuntimeCall::Consent(Call::grant { patient, grant, signature })))
		},
	},
	Move {
		call: "revoke",
		weight: 2,
		make: |hand| {
			let (signer, patient, _) = hand.speaker()?;
			let consent = consent(hand, &patient);
			Some((signer, RuntimeCall::Consent(Call::revoke { patient, consent })))
		},
	},
	Move {
		call: "revoke_and_rotate",
		weight: 3,
		make: |hand| {
			let (signer, patient) = hand.patient()?;
			let consent = consent(hand, &patient);
			let held = |item: Item| Seals::<Runtime>::contains_key((patient, item, consent));
			let items = Consents::<Runtime>::get(patient, consent)?.items;
			let scopes = items.into_iter().filter_map(|granted| match granted.item {
				item @ Item::Scope(scope) if held(item) => Some(scope),
				_ => None,
			});
			let rotations = scopes
				.map(|scope| rotation(hand, &patient, scope, Some(consent), None))
				.collect::<Option<Vec<_>>>()?;
			let rotations = BoundedVec::truncate_from(rotations);
			let call = Call::revoke_and_rotate { patient, consent, rotations };
			Some((signer, RuntimeCall::Consent(call)))
		},
	},
	Move {
		call: "exclude",
		weight: 1,
		make: |hand| {
			let (signer, patient, _) = hand.speaker()?;
			let party = hand.party(&patient);
			Some((signer, RuntimeCall::Consent(Call::exclude { patient, party })))
		},
	},
	Move {
		call: "readmit",
		weight: 4,
		make: |hand| {
			let (signer, patient, _) = hand.speaker()?;
			let excluded: Vec<Party> = Exclusions::<Runtime>::iter_prefix(patient)
				.filter(|(_, history)| history.current() == Some(&true))
				.map(|(party, _)| party)
				.collect();
			if excluded.is_empty() && hand.dice.chance(75) {
				return None;
			}
			let one = hand.dice.pick(&excluded).filter(|_| hand.dice.chance(90));
			let party = one.unwrap_or_else(|| hand.party(&patient));
			Some((signer, RuntimeCall::Consent(Call::readmit { patient, party })))
		},
	},
	Move {
		call: "reseal",
		weight: 3,
		make: |hand| {
			let (signer, patient) = hand.patient()?;
			let mut held: Vec<_> =
				Seals::<Runtime>::iter_key_prefix((patient,)).map(|(item, _)| item).collect();
			held.dedup();
			let one = hand.dice.pick(&held).filter(|_| hand.dice.chance(80));
			let item = one.unwrap_or_else(|| Item::Scope(scope(hand, &patient)));
			let all = reseals(&patient, item);
			let chosen = if hand.dice.chance(50) { all } else { hand.dice.some(&all) };
			let signature = salus_mock::reseal_signature(&patient, item, &chosen);
			let (reseals, signature) = (BoundedVec::truncate_from(chosen), hand.word(signature));
			Some((signer, RuntimeCall::Consent(Call::reseal { patient, item, reseals, signature })))
		},
	},
	Move {
		call: "reseal_own",
		weight: 3,
		make: |hand| {
			let (_, patient) = hand.patient()?;
			let held: Vec<_> = Seals::<Runtime>::iter_key_prefix((patient,)).collect();
			let (item, consent) = hand.dice.pick(&held)?;
			let grantee = Consents::<Runtime>::get(patient, consent)?.grantee;
			let sealed_to = kem_of(grantee).unwrap_or_default();
			let envelope = envelope(hand);
			let call = Call::reseal_own { patient, consent, item, envelope, sealed_to };
			Some((signer_of(grantee, hand.dice)?, RuntimeCall::Consent(call)))
		},
	},
	Move {
		call: "request_access",
		weight: 5,
		make: |hand| {
			let (_, patient) = hand.patient()?;
			let requester = hand.party(&patient);
			let life = hand.dice.pick(&[HOUR, 6 * HOUR, DAY, 30 * DAY, 31 * DAY])?;
			let request = NewRequest {
				permissions: permissions(hand),
				purposes: purposes(hand),
				from: hand.dice.pick(&[None, None, Some(now() + HOUR)])?,
				until: hand.dice.pick(&[None, Some(now() + DAY)])?,
				envelope: envelope(hand),
				expires_at: now() + life,
			};
			let call = Call::request_access { patient, requester, request };
			Some((signer_of(requester, hand.dice)?, RuntimeCall::Consent(call)))
		},
	},
	Move {
		call: "approve_request",
		weight: 4,
		make: |hand| {
			let (signer, patient, representative) = giver(hand)?;
			let request = request(hand, &patient);
			let asked = Requests::<Runtime>::get(patient, request)?;
			let mut grant = terms_by(hand, representative, &patient, asked.requester);
			if hand.dice.chance(85) {
				grant = Grant {
					purposes: asked.purposes,
					from: asked.from.unwrap_or_else(now),
					until: asked.until,
					..with_permissions(grant, asked.permissions)
				};
			}
			let signature = grant_signature(representative, &patient, &grant);
			let signature = hand.word_if_any(signature);
			let call = Call::approve_request { patient, request, grant, signature };
			Some((signer, RuntimeCall::Consent(call)))
		},
	},
	Move {
		call: "refuse_request",
		weight: 1,
		make: |hand| {
			let (signer, patient, _) = hand.speaker()?;
			let request = request(hand, &patient);
			Some((signer, RuntimeCall::Consent(Call::refuse_request { patient, request })))
		},
	},
	Move {
		call: "withdraw_request",
		weight: 1,
		make: |hand| {
			let (_, patient) = hand.patient()?;
			let request = request(hand, &patient);
			let requester = Requests::<Runtime>::get(patient, request)?.requester;
			let signer = signer_of(requester, hand.dice)?;
			Some((signer, RuntimeCall::Consent(Call::withdraw_request { patient, request })))
		},
	},
	Move {
		call: "delegate",
		weight: 6,
		make: |hand| {
			let (_, patient) = hand.patient()?;
			let parent = delegable(hand, &patient)?;
			let given = Consents::<Runtime>::get(patient, parent)?;
			let grantee = hand.party(&patient);
			let mut grant = terms(hand, &patient, grantee);
			if hand.dice.chance(85) {
				let items = hand.dice.some(&given.items).iter().map(|granted| granted.item).collect();
				let chosen = hand.dice.pick(&[Permissions::READ, Permissions::WRITE, given.permissions])?;
				let permissions = if given.permissions.contains(chosen) { chosen } else { given.permissions };
				let other = treatment_grant(grantee, items, permissions);
				grant = Grant { purposes: given.purposes, until: given.until, reach: given.reach, ..other };
			}
			let signature = hand.word_if_any(salus_mock::delegate_signature(&patient, parent, &grant));
			let call = Call::delegate { patient, parent, grant, signature };
			Some((signer_of(given.grantee, hand.dice)?, RuntimeCall::Consent(call)))
		},
	},
	Move {
		call: "revoke_delegated",
		weight: 2,
		make: |hand| {
			let (_, patient) = hand.patient()?;
			let delegated: Vec<_> = Consents::<Runtime>::iter_prefix(patient)
				.filter_map(|(index, consent)| Some((index, consent.parent?)))
				.collect();
			let (consent, parent) = hand.dice.pick(&delegated)?;
			let grantee = Consents::<Runtime>::get(patient, parent)?.grantee;
			let call = Call::revoke_delegated { patient, consent };
			Some((signer_of(grantee, hand.dice)?, RuntimeCall::Consent(call)))
		},
	},
	Move {
		call: "close_scope",
		weight: 2,
		make: |hand| {
			let (signer, patient) = hand.patient()?;
			let scope = scope(hand, &patient);
			Some((signer, RuntimeCall::Consent(Call::close_scope { patient, scope })))
		},
	},
	Move {
		call: "open_scope",
		weight: 5,
		make: |hand| {
			let (signer, patient) = hand.patient()?;
			let closed: Vec<_> = ClosedScopes::<Runtime>::iter_prefix(patient)
				.filter(|(_, history)| history.current() == Some(&true))
				.map(|(scope, _)| scope)
				.collect();
			if closed.is_empty() && hand.dice.chance(75) {
				return None;
			}
			let one = hand.dice.pick(&closed).filter(|_| hand.dice.chance(90));
			let scope = one.unwrap_or_else(|| scope(hand, &patient));
			Some((signer, RuntimeCall::Consent(Call::open_scope { patient, scope })))
		},
	},
	Move {
		call: "cleanup",
		weight: 1,
		make: |hand| {
			let call = Call::cleanup { steps: hand.dice.below(40) };
			Some((hand.cast.anyone(hand.dice), RuntimeCall::Consent(call)))
		},
	},
];

/// The standard scopes of who has none, or a few by other names, some of which there are.
fn new_scopes(hand: &mut Hand, patient: &PatientId) -> Vec<NewScope> {
	let fresh = ScopeCount::<Runtime>::get(patient) == 1;
	let names: Vec<String> = if fresh || hand.dice.chance(5) {
		salus_mock::STANDARD_SCOPES.map(str::to_owned).to_vec()
	} else {
		(0..=hand.dice.below(2)).map(|_| format!("scope {}", hand.dice.below(12))).collect()
	};
	let mut scopes: Vec<_> = names.iter().map(|name| salus_mock::new_scope(patient, name)).collect();
	scopes.sort_by_key(|scope| scope.id);
	scopes
}

/// A scope of the patient; seldom the inbox, or one that there is not.
pub fn scope(hand: &mut Hand, patient: &PatientId) -> ScopeNumber {
	let count = ScopeCount::<Runtime>::get(patient);
	match hand.dice.below(20) {
		0 => 0,
		1 => count,
		// Most goes on in a few of them.
		_ => 1 + hand.dice.below(u32::from(count.saturating_sub(1)).min(5)) as ScopeNumber,
	}
}

/// A record of the patient, mostly one of the newest; seldom the one after the last.
pub fn record(hand: &mut Hand, patient: &PatientId) -> RecordIndex {
	let count = RecordCount::<Runtime>::get(patient);
	match hand.dice.below(20) {
		0 => count,
		1..=8 => hand.dice.below(count),
		_ => count.saturating_sub(1 + hand.dice.below(count.min(8))),
	}
}

/// A consent of the patient, mostly one of the newest, or the one after the last.
fn consent(hand: &mut Hand, patient: &PatientId) -> ConsentIndex {
	let count = ConsentCount::<Runtime>::get(patient);
	let back = if hand.dice.chance(70) { count.min(12) } else { count };
	count.saturating_sub(hand.dice.below(back.saturating_add(1)))
}

/// A consent of the patient, mostly one that may be passed on.
fn delegable(hand: &mut Hand, patient: &PatientId) -> Option<ConsentIndex> {
	let may =
		|consent: &Consent| consent.permissions.contains(Permissions::DELEGATE) && consent.is_live(now());
	let some: Vec<_> = Consents::<Runtime>::iter_prefix(patient)
		.filter(|(_, consent)| may(consent))
		.map(|(index, _)| index)
		.collect();
	let one = hand.dice.pick(&some).filter(|_| hand.dice.chance(90));
	if one.is_none() && hand.dice.chance(60) {
		return None;
	}
	Some(one.unwrap_or_else(|| consent(hand, patient)))
}

/// A request to the patient, mostly an open one.
fn request(hand: &mut Hand, patient: &PatientId) -> RequestIndex {
	let mut open = OpenRequests::<Runtime>::get(patient).into_inner();
	if hand.dice.chance(80) {
		open.retain(|pending| now() < pending.expires_at);
	}
	let one = hand.dice.pick(&open).filter(|_| hand.dice.chance(90));
	one.map_or_else(
		|| hand.dice.below(RequestCount::<Runtime>::get(patient).saturating_add(1)),
		|pending| pending.request,
	)
}

/// Mostly reading, writing or both, and sometimes anything.
fn permissions(hand: &mut Hand) -> Permissions {
	let permissions = match hand.dice.below(20) {
		0 => return Permissions(hand.dice.below(16) as u8),
		1..=7 => Permissions::READ,
		8..=13 => Permissions::WRITE,
		_ => Permissions::READ.union(Permissions::WRITE),
	};
	if hand.dice.chance(20) {
		permissions.union(Permissions::DELEGATE)
	} else {
		permissions
	}
}

fn purposes(hand: &mut Hand) -> Purposes {
	match hand.dice.below(10) {
		0 => hand.dice.some(Purpose::ALL).into_iter().collect(),
		1 => Purposes::from(Purpose::Research),
		_ => Purposes::from(Purpose::Treatment),
	}
}

fn envelope(hand: &mut Hand) -> Digest {
	Digest([hand.dice.below(256) as u8; 32])
}

/// Scopes or records to give; seldom both, or one twice.
fn items(hand: &mut Hand, patient: &PatientId) -> Vec<Item> {
	let count = 1 + hand.dice.below(3);
	let records = hand.dice.chance(25);
	let mut items: Vec<_> = (0..count)
		.map(|_| match records {
			true => Item::Record(record(hand, patient)),
			false => Item::Scope(scope(hand, patient)),
		})
		.collect();
	if hand.dice.chance(95) {
		items.sort();
		items.dedup();
	}
	if hand.dice.chance(2) {
		items.push(Item::Record(0));
	}
	items
}

/// What a consent could say.
fn terms(hand: &mut Hand, patient: &PatientId, grantee: Party) -> Grant {
	let items = items(hand, patient);
	let until = match hand.dice.below(10) {
		0..=3 => Some(now() + u64::from(1 + hand.dice.below(12)) * HOUR),
		4 => Some(now() + 20 * DAY),
		_ => None,
	};
	let from = match hand.dice.below(12) {
		0 => now() + HOUR,
		1 => now() - HOUR,
		_ => now(),
	};
	let reach = if hand.dice.chance(60) { Reach::AllHistory } else { Reach::FromNow };
	let purposes = purposes(hand);
	Grant { until, from, reach, purposes, ..treatment_grant(grantee, items, permissions(hand)) }
}

/// What a consent could say that a representative gives, if one does: mostly no more than it reads itself.
fn terms_by(
	hand: &mut Hand,
	representative: Option<RepresentativeId>,
	patient: &PatientId,
	grantee: Party,
) -> Grant {
	let mut grant = terms(hand, patient, grantee);
	if grantee.is_representative() && hand.dice.chance(70) {
		grant = with_permissions(grant, Permissions::READ);
	}
	if hand.dice.chance(if grantee.is_representative() && representative.is_none() { 65 } else { 2 }) {
		grant.reach = Reach::Ahead;
	}
	let Some(id) = representative.filter(|_| hand.dice.chance(85)) else { return grant };
	let own: Vec<_> = held(patient).into_iter().filter(|(holder, ..)| *holder == id).collect();
	let Some((_, item, reach)) = hand.dice.pick(&own) else { return grant };
	let other = treatment_grant(grantee, vec![item], grant.permissions);
	// Nobody passes on keys ahead.
	let reach = if reach == Reach::Ahead { Reach::AllHistory } else { reach };
	Grant { items: other.items, sealed_to: other.sealed_to, reach, ..grant }
}

/// The grant to its grantee behind a commitment, mostly a fresh one, and mostly of reading alone.
fn blinded(hand: &mut Hand, patient: &PatientId, grant: Grant) -> Grant {
	let back = u32::from(hand.dice.chance(10));
	let opening = opening_of(patient, ConsentCount::<Runtime>::get(patient).saturating_sub(back));
	let Some(grantee) = opening.blind(&grant.grantee) else { return grant };
	let permissions = if hand.dice.chance(90) { Permissions::READ } else { grant.permissions };
	with_permissions(Grant { grantee, ..grant }, permissions)
}

/// What representatives of the patient hold the newest key of through a consent in force, and how far back it reaches.
fn held(patient: &PatientId) -> Vec<(RepresentativeId, Item, Reach)> {
	let newest = |item: Item, epoch: KeyEpoch| match item {
		Item::Scope(scope) => {
			Scopes::<Runtime>::get(patient, scope).is_some_and(|known| epoch.opens(&known.epoch))
		}
		Item::Record(_) => true,
	};
	let stands = |id| salus_mock::Identity::representative_standing(id, now()) == Standing::Good;
	Seals::<Runtime>::iter_prefix((patient,))
		.filter(|((item, _), seal)| newest(*item, seal.epoch))
		.filter_map(|((item, consent), _)| {
			let given = Consents::<Runtime>::get(patient, consent).filter(|given| given.is_live(now()))?;
			match given.grantee {
				Party::Representative(id) if stands(id) => Some((id, item, given.reach)),
				_ => None,
			}
		})
		.collect()
}

/// A representative of the patient with a scope of which it has keys ahead, if there is one; seldom one that has none.
fn rotating(hand: &mut Hand, patient: &PatientId) -> Option<(RepresentativeId, ScopeNumber)> {
	if hand.dice.chance(5) {
		return Some((hand.representative(patient)?, scope(hand, patient)));
	}
	let ahead: Vec<_> = held(patient)
		.into_iter()
		.filter_map(|(id, item, reach)| match item {
			Item::Scope(scope) if reach == Reach::Ahead => Some((id, scope)),
			_ => None,
		})
		.collect();
	hand.dice.pick(&ahead)
}

/// A patient, with the account that gives in its name: its own, or often that of a representative, mostly of one that holds
/// a key.
fn giver(hand: &mut Hand) -> Option<(AccountId32, PatientId, Option<RepresentativeId>)> {
	let (signer, patient, representative) = hand.speaker()?;
	let holder = representative.and_then(|_| hand.dice.pick(&held(&patient)));
	let Some((id, ..)) = holder.filter(|_| hand.dice.chance(80)) else {
		return Some((signer, patient, representative));
	};
	Some((salus_mock::Identity::representative(id)?.account, patient, Some(id)))
}

/// The word of whose vault it takes to give that, the patient's or the representative's.
fn grant_signature(
	representative: Option<RepresentativeId>,
	patient: &PatientId,
	grant: &Grant,
) -> Option<VaultSignature> {
	match representative {
		Some(id) => salus_mock::grant_signature_by(id, patient, grant),
		None => salus_mock::grant_signature(patient, grant),
	}
}

/// The grant with other permissions, and envelopes if they permit reading.
fn with_permissions(grant: Grant, permissions: Permissions) -> Grant {
	let items = grant.items.iter().map(|granted| granted.item).collect();
	let other = treatment_grant(grant.grantee, items, permissions);
	Grant { items: other.items, sealed_to: other.sealed_to, permissions, ..grant }
}

/// New envelopes for every consent that holds a key of the item, whether or not it may go on doing so.
fn reseals(patient: &PatientId, item: Item) -> Vec<Reseal> {
	Seals::<Runtime>::iter_key_prefix((patient, item))
		.filter_map(|consent| {
			let grantee = Consents::<Runtime>::get(patient, consent)?.grantee;
			Some(Reseal { consent, envelope: Digest([0x5e; 32]), sealed_to: kem_of(grantee)? })
		})
		.collect()
}

/// A rotation that reseals whoever may go on holding the key, `without` aside, or some of them, or nobody.
fn rotation(
	hand: &mut Hand,
	patient: &PatientId,
	scope: ScopeNumber,
	without: Option<ConsentIndex>,
	by: Option<RepresentativeId>,
) -> Option<Rotation> {
	let known = Scopes::<Runtime>::get(patient, scope)?;
	let live = |consent| {
		Consents::<Runtime>::get(patient, consent).is_some_and(|consent| !consent.has_stopped(now()))
	};
	let sound: Vec<_> = salus_mock::Consent::holders(*patient, Item::Scope(scope))
		.unwrap_or_default()
		.into_iter()
		.filter(|holder| {
			let sound = holder.vault.as_ref().is_some_and(|vault| vault.compromised_at.is_none());
			holder.remains && (sound || holder.grantee.is_blinded())
		})
		.map(|holder| holder.consent)
		.collect();
	let careful = hand.dice.chance(90);
	let may = |reseal: &Reseal| {
		let consent = reseal.consent;
		// A representative seals nobody keys ahead.
		let ahead = || {
			Consents::<Runtime>::get(patient, consent).is_some_and(|consent| consent.reach == Reach::Ahead)
		};
		live(consent)
			&& (!careful || sound.contains(&consent) && (by.is_none() || !ahead()))
			&& Some(consent) != without
	};
	let remaining: Vec<_> = reseals(patient, Item::Scope(scope)).into_iter().filter(may).collect();
	let chosen = match hand.dice.below(4) {
		0 => Vec::new(),
		1 => hand.dice.some(&remaining),
		_ => remaining,
	};
	let mut next = salus_mock::rotation(patient, scope, chosen);
	let due = salus_mock::Consent::rotation_due(patient, scope, &known, now());
	let leaves = without.and_then(|consent| Seals::<Runtime>::get((patient, Item::Scope(scope), consent)));
	let needed = due.is_some_and(|(why, _)| why.needs_next_generation())
		|| leaves.is_some_and(|seal| seal.epoch.is_ahead_of(&known.epoch));
	if hand.dice.chance(if needed && by.is_none() { 90 } else { 5 }) {
		let epoch = KeyEpoch { generation: next.epoch.generation + 1, index: 0 };
		next = Rotation { epoch, ..next };
	}
	next = match by {
		Some(id) => salus_mock::sign_rotation_by(id, patient, next),
		None => salus_mock::sign_rotation(patient, next),
	};
	let signature = hand.word(next.signature);
	Some(Rotation { signature, ..next })
}
