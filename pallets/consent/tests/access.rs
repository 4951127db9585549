//! The facts for the decision, and who may ask.

mod common;

use common::*;
use frame_support::{assert_noop, assert_ok};
use salus_primitives::{
	access::{By, Subject},
	people::{PatientState, Standing},
	view::{Asker, QueryError},
};
use sp_runtime::AccountId32;

fn check(
	world: World,
	asker: Asker<AccountId32>,
	item: Item,
	at: Option<Moment>,
) -> Result<Decision, QueryError> {
	Consent::check_access(world.patient, asker, Action::Read, item, Purpose::Treatment, at)
}

fn by_account(world: World, name: &str) -> Decision {
	check(world, Asker::Account(account(name)), Item::Scope(LABS), None).unwrap()
}

#[test]
fn facts_should_tell_standing_exclusions_and_the_consents_of_both_parties() {
	world(|world| {
		let own = world.reader_of(LABS);
		let organisation = Party::Organisation(BOB_ORGANISATION);
		let theirs = world.granted(reading(organisation, &[Item::Scope(IMAGING)]));
		world.granted(reading(Party::Organisation(ALICE_ORGANISATION), &[Item::Scope(IMAGING)]));
		assert_ok!(Consent::exclude(signed("eve"), world.patient, organisation));
		let request = Request {
			actor: world.at_work(),
			action: Action::Read,
			item: Item::Scope(LABS),
			purpose: Purpose::Treatment,
			at: now(),
			opening: None,
		};
		let facts = Consent::facts(&world.patient, &request);
		assert_eq!(facts.patient, Some(PatientState::Active));
		assert_eq!(facts.subject, Subject::Scope(LABS));
		assert_eq!((facts.organisation, facts.membership), (Some(Standing::Good), Some(Standing::Good)));
		assert_eq!(facts.exclusions.to_vec(), [organisation]);
		let indices: Vec<_> = facts.consents.iter().map(|fact| fact.index).collect();
		assert_eq!(indices, [own, theirs]);
		assert!(facts.consents.iter().all(|fact| fact.consent == world.consent(fact.index)));
		assert_noop!(Consent::ensure_allowed(&world.patient, &request), E::AccessDenied);
	})
}

#[test]
fn nothing_should_be_allowed_of_what_is_not_there() {
	world(|world| {
		world.reader_of(LABS);
		for missing in [Item::Scope(77), Item::Record(77)] {
			assert_eq!(reasons(world.decide(Action::Read, missing)), [Reason::ItemNotFound]);
		}
		let request = Request {
			actor: world.at_work(),
			action: Action::Read,
			item: Item::Scope(LABS),
			purpose: Purpose::Treatment,
			at: now(),
			opening: None,
		};
		let decision = Consent::decide(&PatientId([9; 32]), &request);
		assert_eq!(reasons(decision), [Reason::PatientNotFound]);
		let asked = Consent::check_access(
			PatientId([9; 32]),
			Asker::Actor(world.at_work()),
			Action::Read,
			Item::Scope(LABS),
			Purpose::Treatment,
			None,
		);
		assert_eq!(asked, Err(QueryError::PatientNotFound));
	})
}

#[test]
fn inbox_should_stay_private_when_its_records_would_match() {
	world(|world| {
		world.granted(Grant {
			permissions: Permissions::READ.union(Permissions::WRITE),
			..world.reading(&[Item::Scope(LABS)])
		});
		let filed = Item::Record(world.record_in(INBOX));
		assert!(reasons(world.decide(Action::Read, filed)).contains(&Reason::InboxIsPrivate));
		assert!(world.decide(Action::Write, Item::Scope(INBOX)).is_allowed());
	})
}

#[test]
fn doctor_should_be_denied_when_suspended_or_its_organisation_is() {
	world(|world| {
		world.reader_of(LABS);
		salus_mock::suspend_practitioner(BOB_ORGANISATION, world.doctor);
		let suspended = Reason::MembershipNotInStanding(Standing::Suspended);
		assert_eq!(reasons(world.decide(Action::Read, Item::Scope(LABS))), [suspended]);
		salus_mock::suspend_organisation(BOB_ORGANISATION);
		let organisation = Reason::OrganisationNotInStanding(Standing::Suspended);
		assert_eq!(reasons(world.decide(Action::Read, Item::Scope(LABS))), [organisation, suspended]);
	})
}

#[test]
fn account_should_be_allowed_when_one_of_its_actors_is() {
	world(|world| {
		let consent = world.reader_of(LABS);
		assert_eq!(by_account(world, "charlie"), Decision::Allow { by: By::Consent(consent) });
		assert_eq!(by_account(world, "eve"), Decision::Allow { by: By::Control });
		salus_mock::admit("charlie", ALICE_ORGANISATION, PractitionerRole::Clinician);
		salus_mock::suspend_practitioner(BOB_ORGANISATION, world.doctor);
		assert_eq!(by_account(world, "charlie"), Decision::Allow { by: By::Consent(consent) });
		let explained = Consent::explain_access(
			world.patient,
			Asker::Account(account("charlie")),
			Action::Read,
			Item::Scope(LABS),
			Purpose::Treatment,
			None,
		)
		.unwrap();
		let allowed: Vec<_> = explained.iter().map(|answer| answer.decision.is_allowed()).collect();
		assert_eq!(allowed, [false, true]);
		assert!(explained
			.iter()
			.all(|answer| answer.request.at == now() && !answer.facts.consents.is_empty()));
	})
}

#[test]
fn account_should_hear_every_actors_reasons_once_when_all_are_denied() {
	world(|world| {
		salus_mock::admit("charlie", ALICE_ORGANISATION, PractitionerRole::Clinician);
		salus_mock::suspend_practitioner(BOB_ORGANISATION, world.doctor);
		let consent = world.reader_of(LABS);
		assert_ok!(Consent::revoke(signed("eve"), world.patient, consent));
		let heard = reasons(by_account(world, "charlie"));
		let revoked = Reason::Consent { index: consent, why: Mismatch::Revoked };
		let suspended = Reason::MembershipNotInStanding(Standing::Suspended);
		assert!(heard.contains(&suspended));
		assert_eq!(heard.iter().filter(|reason| **reason == revoked).count(), 1);
	})
}

#[test]
fn account_of_a_stranger_should_be_told_so() {
	world(|world| {
		salus_mock::enrol("ferdie");
		for stranger in ["mallory", "ferdie"] {
			assert_eq!(reasons(by_account(world, stranger)), [Reason::Stranger]);
			let explained = Consent::explain_access(
				world.patient,
				Asker::Account(account(stranger)),
				Action::Read,
				Item::Scope(LABS),
				Purpose::Treatment,
				None,
			);
			assert_eq!(explained, Ok(vec![]));
		}
		assert_eq!(reasons(by_account(world, "bob")), [Reason::NoConsent]);
	})
}

#[test]
fn past_question_should_be_answered_as_it_was_then() {
	world(|world| {
		let asker = || Asker::Actor(world.at_work());
		let start = now();
		advance(HOUR);
		let granted = now();
		let consent = world.granted(Grant { from: start, ..world.reading(&[Item::Scope(LABS)]) });
		advance(HOUR);
		assert_ok!(Consent::revoke(signed("eve"), world.patient, consent));
		let revoked = now();
		advance(HOUR);
		salus_mock::suspend_practitioner(BOB_ORGANISATION, world.doctor);
		let allowed = |at| check(world, asker(), Item::Scope(LABS), Some(at)).unwrap().is_allowed();
		assert!(!allowed(start) && !allowed(granted - 1));
		assert!(allowed(granted) && allowed(revoked - 1));
		assert!(!allowed(revoked) && !allowed(now()));
		let before_enrolment = check(world, asker(), Item::Scope(LABS), Some(start - 1)).unwrap();
		assert_eq!(reasons(before_enrolment), [Reason::PatientNotFound]);
	})
}

#[test]
fn future_question_should_be_refused() {
	world(|world| {
		world.reader_of(LABS);
		let asker = || Asker::Actor(world.at_work());
		assert_eq!(check(world, asker(), Item::Scope(LABS), Some(now() + 1)), Err(QueryError::InTheFuture));
		let allowed = check(world, asker(), Item::Scope(LABS), Some(now())).unwrap();
		assert_eq!(Ok(allowed), check(world, asker(), Item::Scope(LABS), None));
	})
}

#[test]
fn scope_should_not_have_been_there_when_asked_about_before_its_creation() {
	world(|world| {
		let before = now();
		advance(HOUR);
		let new = vec![salus_mock::new_scope(&world.patient, "dental")];
		let signature = salus_mock::sign_scopes(&world.patient, &new);
		assert_ok!(Consent::create_scopes(signed("eve"), world.patient, list(new), signature));
		let asked = |at| check(world, Asker::Actor(Actor::Patient), Item::Scope(5), Some(at)).unwrap();
		assert_eq!(reasons(asked(before)), [Reason::ItemNotFound]);
		assert!(asked(now()).is_allowed());
	})
}
