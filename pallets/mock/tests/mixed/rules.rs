//! Who may read and write, read from storage a second time and in other words than the access decision's.

use crate::{
	authority,
	cast::{opening_of, Cast},
	dice::Dice,
};
use codec::Encode;
use salus_mock::{now, Runtime};
use salus_pallet_consent::{Consents, Exclusions, ScopeCount, Scopes};
use salus_pallet_consortium::Organisations;
use salus_pallet_identity::{Practitioners, RepresentativesOf};
use salus_pallet_records::{RecordCount, Records};
use salus_primitives::{
	access::{Action, By, Decision, Request},
	blinding::Opening,
	consent::{Consent, Item, Permissions},
	consortium::OrganisationState,
	ids::{sha256, Commitment, KeyEpoch, PatientId, ScopeNumber, INBOX},
	people::{Actor, MembershipState, Party},
	purpose::Purpose,
	records::{Record, RecordStatus},
	representation::Powers,
};

/// Holds one answer of the access decision, chosen at random, against these rules.
pub fn assert_some_decision(cast: &Cast, dice: &mut Dice) {
	let Some(patient) = dice.pick(&cast.patients) else { return };
	let one = dice.pick(&RepresentativesOf::<Runtime>::get(patient));
	let actor = match (dice.below(10), one) {
		(0, _) => Actor::Patient,
		(1..=3, Some(id)) => Actor::Representative(id),
		_ => dice.pick(&cast.actors()).expect("there are organisations"),
	};
	// The one after the last, too.
	let item = match dice.chance(50) {
		true => Item::Scope(dice.below(u32::from(ScopeCount::<Runtime>::get(patient)) + 1) as ScopeNumber),
		false => Item::Record(dice.below(RecordCount::<Runtime>::get(patient) + 1)),
	};
	let action = if dice.chance(60) { Action::Read } else { Action::Write };
	let purpose = if dice.chance(80) { Purpose::Treatment } else { Purpose::Research };
	let request = Request { actor, action, item, purpose, at: now(), opening: None };
	assert_decision(&patient, &request);
	if dice.chance(35) {
		assert_some_opening(cast, dice, &patient, &request);
	}
}

/// Holds the answer about somebody who shows an opening.
fn assert_some_opening(cast: &Cast, dice: &mut Dice, patient: &PatientId, request: &Request) {
	let blinded: Vec<_> = Consents::<Runtime>::iter_prefix(patient)
		.filter(|(_, consent)| consent.grantee.is_blinded())
		.collect();
	let Some((index, consent)) = dice.pick(&blinded) else { return };
	let opening = opening_of(patient, index);
	let is_reader = |actor: &Actor| actor.parties().any(|party| opening.opens(&consent.grantee, &party));
	// The reader, or a thief of its opening; what was granted, or anything.
	let reader = cast.actors().into_iter().find(is_reader).filter(|_| dice.chance(70));
	let granted = consent.items.first().map(|granted| granted.item).filter(|_| dice.chance(70));
	let (actor, item) = (reader.unwrap_or(request.actor), granted.unwrap_or(request.item));
	let shown = Request { actor, item, opening: Some(opening), ..*request };
	assert_decision(patient, &shown);
	let elsewhere = dice.pick(&cast.patients).unwrap_or(*patient);
	assert_decision(&elsewhere, &shown);
}

/// Holds the answers about everyone, for every scope and some of the records of the patient.
pub fn assert_decisions(cast: &Cast, patient: &PatientId) {
	let scopes = (0..ScopeCount::<Runtime>::get(patient)).take(6).map(Item::Scope);
	let records = Records::<Runtime>::iter_key_prefix(patient).take(6).map(Item::Record);
	let items: Vec<Item> = scopes.chain(records).collect();
	let representatives = RepresentativesOf::<Runtime>::get(patient).into_iter().map(Actor::Representative);
	for actor in cast.actors().into_iter().take(8).chain(representatives).chain([Actor::Patient]) {
		for item in &items {
			for action in [Action::Read, Action::Write] {
				let purpose = Purpose::Treatment;
				assert_decision(
					patient,
					&Request { actor, action, item: *item, purpose, at: now(), opening: None },
				);
			}
		}
	}
}

fn assert_decision(patient: &PatientId, request: &Request) {
	let decision = salus_pallet_consent::Pallet::<Runtime>::decide(patient, request);
	let Request { actor, action, item, purpose, opening, .. } = *request;
	let expected = may(patient, &actor, opening, action, item, purpose);
	assert_eq!(decision.is_allowed(), expected, "{patient}, {request:?}: {decision:?}");
	match decision {
		Decision::Deny { reasons } => assert!(!reasons.is_empty(), "a denial without a reason"),
		Decision::Allow { by: By::Control } => {
			assert_eq!(actor, Actor::Patient, "somebody else controls the patient");
		}
		Decision::Allow { by: By::Representation(id) } => {
			assert_eq!((actor, action), (Actor::Representative(id), Action::Write));
		}
		Decision::Allow { by: By::Consent(index) } => {
			let consent = Consents::<Runtime>::get(patient, index).expect("a consent that allows is there");
			let (scope, epoch) = place(patient, item).expect("what is allowed is there");
			assert!(
				names_of(&actor, opening).contains(&consent.grantee)
					&& carries(patient, &consent, action, item, purpose, scope, epoch),
				"allowed through a consent that does not carry: {request:?}, {consent:?}"
			);
			assert!(!parties(&actor).iter().any(|party| excluded(patient, party)), "allowed though excluded");
		}
	}
}

/// Whether the actor may add a record to the scope now, for that purpose.
pub fn may_write(patient: &PatientId, actor: &Actor, scope: ScopeNumber, purpose: Purpose) -> bool {
	may(patient, actor, None, Action::Write, Item::Scope(scope), purpose)
}

fn may(
	patient: &PatientId,
	actor: &Actor,
	opening: Option<Opening>,
	action: Action,
	item: Item,
	purpose: Purpose,
) -> bool {
	let Some((scope, epoch)) = place(patient, item) else { return false };
	let record = match item {
		Item::Record(index) => Records::<Runtime>::get(patient, index),
		Item::Scope(_) => None,
	};
	let is = |status: fn(&RecordStatus) -> bool| {
		record.as_ref().is_some_and(|record: &Record| status(&record.status))
	};
	if is(RecordStatus::is_erased) {
		return false;
	}
	let in_error = is(|status| matches!(status, RecordStatus::EnteredInError));
	if *actor == Actor::Patient {
		return authority::lives(patient) && !(in_error && action == Action::Write);
	}
	let parties = parties(actor);
	let stands = match (actor, action) {
		(Actor::Representative(_), _) if authority::closed(patient, scope) => false,
		(Actor::Representative(id), Action::Read) => authority::represents(*id, patient, Powers::READ),
		(Actor::Representative(id), Action::Write) => authority::represents(*id, patient, Powers::RECORDS),
		_ => works(actor),
	};
	if in_error || parties.iter().any(|party| excluded(patient, party)) || !stands {
		return false;
	}
	if action == Action::Read && scope == INBOX {
		return false;
	}
	// To add records takes a representative its power, and no consent.
	if actor.representative().is_some() && action == Action::Write {
		return true;
	}
	let names = names_of(actor, opening);
	Consents::<Runtime>::iter_prefix_values(patient)
		.filter(|consent| names.contains(&consent.grantee))
		.filter(|consent| action == Action::Read || !consent.grantee.is_blinded())
		.any(|consent| carries(patient, &consent, action, item, purpose, scope, epoch))
}

/// The scope an item is or lies in, and for a record the version of the key it is sealed with.
fn place(patient: &PatientId, item: Item) -> Option<(ScopeNumber, Option<KeyEpoch>)> {
	match item {
		Item::Scope(scope) => Scopes::<Runtime>::contains_key(patient, scope).then_some((scope, None)),
		Item::Record(index) => Records::<Runtime>::get(patient, index)
			.map(|record| (record.pointer.scope, Some(record.pointer.epoch))),
	}
}

fn parties(actor: &Actor) -> Vec<Party> {
	match actor {
		Actor::Patient => Vec::new(),
		Actor::Practitioner { practitioner, organisation } => {
			vec![Party::Practitioner(*practitioner), Party::Organisation(*organisation)]
		}
		Actor::Organisation(organisation) => vec![Party::Organisation(*organisation)],
		Actor::Representative(representative) => vec![Party::Representative(*representative)],
	}
}

/// The actor's parties, and these behind their commitments as the opening makes them.
fn names_of(actor: &Actor, opening: Option<Opening>) -> Vec<Party> {
	let mut names = parties(actor);
	if let (Some(Opening(salt)), None) = (opening, actor.representative()) {
		let blind = |party: &Party| {
			Party::Blinded(Commitment(sha256(&[b"salus/v1/blinded", &salt, &party.encode()])))
		};
		names.extend(parties(actor).iter().map(blind));
	}
	names
}

pub fn excluded(patient: &PatientId, party: &Party) -> bool {
	Exclusions::<Runtime>::get(patient, party).is_some_and(|history| history.current() == Some(&true))
}

/// Whether organisation and membership are active now.
fn works(actor: &Actor) -> bool {
	let organisation = actor.organisation().expect("neither patient nor representative");
	let active = Organisations::<Runtime>::get(organisation)
		.is_some_and(|known| known.standing.current() == Some(&OrganisationState::Active));
	let member = actor.practitioner().is_none_or(|practitioner| {
		Practitioners::<Runtime>::get(practitioner)
			.and_then(|known| {
				known.membership(organisation).and_then(|place| place.standing.current().copied())
			})
			.is_some_and(|state| matches!(state, MembershipState::Active { until } if now() < until))
	});
	active && member
}

fn in_force(consent: &Consent) -> bool {
	consent.from <= now() && consent.until.is_none_or(|until| now() < until) && consent.revoked_at.is_none()
}

/// Whether the consent carries the action, as every consent it was passed on from does.
fn carries(
	patient: &PatientId,
	consent: &Consent,
	action: Action,
	item: Item,
	purpose: Purpose,
	scope: ScopeNumber,
	epoch: Option<KeyEpoch>,
) -> bool {
	let gives = |consent: &Consent| in_force(consent) && names(consent, action, item, purpose, scope, epoch);
	let mut above = consent.parent;
	while let Some(index) = above {
		let parent = Consents::<Runtime>::get(patient, index).expect("a consent's parent is there");
		let passes_on = parent.permissions.contains(Permissions::DELEGATE);
		if !passes_on || !gives(&parent) || excluded(patient, &parent.grantee) {
			return false;
		}
		above = parent.parent;
	}
	gives(consent)
}

fn names(
	consent: &Consent,
	action: Action,
	item: Item,
	purpose: Purpose,
	scope: ScopeNumber,
	epoch: Option<KeyEpoch>,
) -> bool {
	let permission = match action {
		Action::Read => Permissions::READ,
		Action::Write => Permissions::WRITE,
	};
	let covers = consent.items.iter().any(|granted| match granted.item {
		Item::Scope(number) => {
			number == scope
				&& (action == Action::Write || epoch.is_none_or(|epoch| epoch >= granted.from_epoch))
		}
		Item::Record(_) => granted.item == item,
	});
	let to_the_inbox = action == Action::Write && scope == INBOX;
	consent.permissions.contains(permission) && consent.purposes.contains(purpose) && (covers || to_the_inbox)
}
