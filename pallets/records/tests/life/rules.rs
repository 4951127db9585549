//! Who may read and write, read from storage a second time and in other words than the access decision's.

use crate::{common::now, life::cast::Cast};
use proptest::prelude::*;
use salus_mock::Runtime;
use salus_pallet_consent::{Consents, Exclusions, ScopeCount};
use salus_pallet_consortium::Organisations;
use salus_pallet_identity::Practitioners;
use salus_pallet_records::Records;
use salus_primitives::{
	access::{Action, Decision, Request},
	consent::{Consent, Item, Permissions},
	consortium::OrganisationState,
	ids::{KeyEpoch, PatientId, ScopeNumber, INBOX},
	people::{Actor, MembershipState, Party},
	purpose::Purpose,
	records::RecordStatus,
};

/// That the access decision says the same as these rules about everyone, for every scope and record of the patient.
pub fn assert_decisions(cast: &Cast, patient: &PatientId) -> Result<(), TestCaseError> {
	let scopes = (0..ScopeCount::<Runtime>::get(patient)).map(Item::Scope);
	let records = Records::<Runtime>::iter_key_prefix(patient).take(6).map(Item::Record);
	let items: Vec<Item> = scopes.chain(records).collect();
	for (_, actor) in cast.actors(0).iter().filter(|(_, actor)| *actor != Actor::Patient) {
		for item in &items {
			for action in [Action::Read, Action::Write] {
				let request =
					Request { actor: *actor, action, item: *item, purpose: Purpose::Treatment, at: now() };
				let decision = salus_pallet_consent::Pallet::<Runtime>::decide(patient, &request);
				let expected = may(patient, actor, action, *item);
				prop_assert_eq!(decision.is_allowed(), expected, "{:?}: {:?}", request, decision);
				if let Decision::Deny { reasons } = decision {
					prop_assert!(!reasons.is_empty(), "a denial without a reason");
				}
			}
		}
	}
	Ok(())
}

/// Whether the actor may add a record to the scope now, for treatment.
pub fn may_write(patient: &PatientId, actor: &Actor, scope: ScopeNumber) -> bool {
	*actor == Actor::Patient || may(patient, actor, Action::Write, Item::Scope(scope))
}

fn may(patient: &PatientId, actor: &Actor, action: Action, item: Item) -> bool {
	let parties: Vec<Party> = match actor {
		Actor::Patient => return true,
		Actor::Practitioner { practitioner, organisation } => {
			vec![Party::Practitioner(*practitioner), Party::Organisation(*organisation)]
		}
		Actor::Organisation(organisation) => vec![Party::Organisation(*organisation)],
	};
	let excluded = parties.iter().any(|party| {
		Exclusions::<Runtime>::get(patient, party).is_some_and(|history| history.current() == Some(&true))
	});
	if excluded || !works(actor) {
		return false;
	}
	let (scope, epoch) = match item {
		Item::Scope(scope) => (scope, None),
		Item::Record(index) => match Records::<Runtime>::get(patient, index) {
			Some(record)
				if matches!(record.status, RecordStatus::EnteredInError | RecordStatus::Erased { .. }) =>
			{
				return false
			}
			Some(record) => (record.pointer.scope, Some(record.pointer.epoch)),
			None => return false,
		},
	};
	if action == Action::Read && scope == INBOX {
		return false;
	}
	Consents::<Runtime>::iter_prefix_values(patient)
		.filter(|consent| parties.contains(&consent.grantee))
		.any(|consent| carries(&consent, action, item, scope, epoch))
}

/// Whether organisation and membership are active now.
fn works(actor: &Actor) -> bool {
	let organisation = actor.organisation().expect("not the patient");
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

fn carries(
	consent: &Consent,
	action: Action,
	item: Item,
	scope: ScopeNumber,
	epoch: Option<KeyEpoch>,
) -> bool {
	let in_force = consent.from <= now()
		&& consent.until.is_none_or(|until| now() < until)
		&& consent.revoked_at.is_none();
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
	in_force
		&& consent.permissions.contains(permission)
		&& consent.purposes.contains(Purpose::Treatment)
		&& (covers || to_the_inbox)
}
