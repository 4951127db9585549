//! What becomes of a consent that was passed on: it ends with every consent above it.

mod common;

use common::*;
use frame_support::{assert_noop, assert_ok};

#[test]
fn delegated_consent_should_end_with_its_period_and_never_after_its_parent() {
	world(|world| {
		let until = Some(now() + 2 * HOUR);
		let parent = world.granted(Grant { until, ..world.delegable(&LABS_ONLY) });
		let [dave, frank] = ["dave", "frank"].map(|name| world.colleague(name));
		let short = Some(now() + HOUR);
		world.delegated("charlie", parent, Grant { until: short, ..reading(dave, &LABS_ONLY) });
		world.delegated("charlie", parent, Grant { until, ..reading(frank, &LABS_ONLY) });
		assert_eq!(world.scope(LABS).rotate_by, short);
		advance(HOUR);
		assert!(!world.lets_read(dave, LABS) && world.lets_read(frank, LABS));
		assert_eq!(world.due(LABS), short.map(|end| (RotationDue::Ended, end)));
		advance(HOUR);
		assert!(!world.lets_read(frank, LABS));
	})
}

#[test]
fn revoking_the_parent_should_deny_all_below_it_at_once_and_keep_saying_why() {
	world(|world| {
		let line = world.line(&LABS_ONLY);
		assert!(world.lets_read(line.dave, LABS) && world.lets_read(line.frank, LABS));
		assert_ok!(Consent::revoke(signed("eve"), world.patient, line.doctors));
		for (party, index) in [(line.dave, line.daves), (line.frank, line.franks)] {
			for action in [Action::Read, Action::Write] {
				let decision = world.decide_for(at_hospital(party), action, LABS_ONLY[0]);
				let why = Reason::Consent { index, why: Mismatch::ParentNotLive };
				assert!(reasons(decision).contains(&why), "{party:?}");
			}
			// Nothing was written to what is below.
			assert_eq!(world.consent(index).revoked_at, None);
		}
	})
}

#[test]
fn excluding_a_delegator_should_deny_all_below_it_until_it_is_readmitted() {
	world(|world| {
		let line = world.line(&LABS_ONLY);
		assert_ok!(Consent::exclude(signed("eve"), world.patient, line.dave));
		let denied = world.decide_for(at_hospital(line.frank), Action::Read, LABS_ONLY[0]);
		let why = Reason::Consent { index: line.franks, why: Mismatch::ParentExcluded };
		assert!(reasons(denied).contains(&why));
		assert!(world.reads(LABS));
		assert_ok!(Consent::readmit(signed("eve"), world.patient, line.dave));
		assert!(world.lets_read(line.frank, LABS));
	})
}

#[test]
fn past_should_be_answered_from_what_the_line_was_then() {
	world(|world| {
		let line = world.line(&LABS_ONLY);
		let then = now();
		advance(HOUR);
		assert_ok!(Consent::exclude(signed("eve"), world.patient, world.grantee()));
		assert_ok!(Consent::revoke(signed("eve"), world.patient, line.doctors));
		let ask = |at: Moment| {
			let actor = at_hospital(line.frank);
			let (action, item, purpose) = (Action::Read, LABS_ONLY[0], Purpose::Treatment);
			Consent::decide(&world.patient, &Request { actor, action, item, purpose, at, opening: None })
				.is_allowed()
		};
		assert!(ask(then));
		assert!(!ask(now()));
	})
}

#[test]
fn scope_should_be_due_when_only_a_child_holds_the_newest_key_and_its_parent_is_revoked_or_excluded() {
	for by_exclusion in [false, true] {
		delegating(|world, parent, dave| {
			let child = world.delegated("charlie", parent, reading(dave, &LABS_ONLY));
			let next = rotation(&world.patient, LABS, vec![world.reseal(child)]);
			assert_ok!(Consent::rotate_scope(signed("eve"), world.patient, next));
			assert_eq!(world.due(LABS), None);
			advance(HOUR);
			let since = now();
			if by_exclusion {
				assert_ok!(Consent::exclude(signed("eve"), world.patient, world.grantee()));
			} else {
				assert_ok!(Consent::revoke(signed("eve"), world.patient, parent));
			}
			// Nothing was written to the scope: who looks finds it.
			assert_eq!(world.scope(LABS).due_since, None);
			advance(HOUR);
			assert_eq!(world.due(LABS), Some((RotationDue::Revoked, since)));
			assert!(!Consent::holders(world.patient, LABS_ONLY[0]).unwrap().iter().any(|one| one.remains));
			let other = world.colleague("frank");
			assert_noop!(give("eve", world.patient, reading(other, &LABS_ONLY)), E::ScopeRotationDue);
			let next = rotation(&world.patient, LABS, vec![]);
			assert_ok!(Consent::rotate_scope(signed("eve"), world.patient, next));
			assert_eq!(world.due(LABS), None);
			// What has stopped is forgotten; what an exclusion bars may come back.
			assert_eq!(world.seal(LABS_ONLY[0], child).is_some(), by_exclusion);
			assert!(world.due(IMAGING).is_some());
		})
	}
}

#[test]
fn child_should_not_be_resealed_when_its_parent_is_revoked_by_the_same_call_or_before() {
	delegating(|world, parent, dave| {
		let child = world.delegated("charlie", parent, reading(dave, &LABS_ONLY));
		let rotations = |reseals: Vec<Reseal>| {
			list(vec![rotation(&world.patient, LABS, reseals), rotation(&world.patient, IMAGING, vec![])])
		};
		let hidden = rotations(vec![world.reseal(child)]);
		let call = Consent::revoke_and_rotate(signed("eve"), world.patient, parent, hidden);
		assert_noop!(call, E::ConsentStopped);
		let clean = rotations(vec![]);
		assert_ok!(Consent::revoke_and_rotate(signed("eve"), world.patient, parent, clean));
		assert_eq!(world.seal(LABS_ONLY[0], child), None);
		assert_eq!(world.scope(LABS).holders, 0);
		assert_noop!(world.resealed(LABS_ONLY[0], vec![world.reseal(child)]), E::ConsentStopped);
	})
}

#[test]
fn child_should_not_be_resealed_by_anyone_when_a_delegator_is_excluded() {
	delegating(|world, parent, dave| {
		let child = world.delegated("charlie", parent, reading(dave, &LABS_ONLY));
		assert_ok!(Consent::exclude(signed("eve"), world.patient, world.grantee()));
		let reseal = world.reseal(child);
		let next = rotation(&world.patient, LABS, vec![reseal]);
		assert_noop!(Consent::rotate_scope(signed("eve"), world.patient, next), E::DelegatorExcluded);
		let next = rotation(&world.patient, LABS, vec![]);
		assert_ok!(Consent::rotate_scope(signed("eve"), world.patient, next));
		assert_noop!(world.resealed(LABS_ONLY[0], vec![reseal]), E::DelegatorExcluded);
		let Reseal { consent, envelope, sealed_to } = reseal;
		let own =
			Consent::reseal_own(signed("dave"), world.patient, consent, LABS_ONLY[0], envelope, sealed_to);
		assert_noop!(own, E::DelegatorExcluded);
		assert_ok!(Consent::readmit(signed("eve"), world.patient, world.grantee()));
		assert_ok!(world.resealed(LABS_ONLY[0], vec![reseal]));
	})
}

#[test]
fn delegated_holder_should_move_its_envelope_to_a_new_vault_and_be_resealed_by_the_patient() {
	delegating(|world, parent, dave| {
		let child = world.delegated("charlie", parent, reading(dave, &LABS_ONLY));
		let Party::Practitioner(id) = dave else { unreachable!("a colleague is a practitioner") };
		salus_mock::rotate_vault(VaultOwner::Practitioner(id), "dave");
		let Reseal { consent, envelope, sealed_to } = world.reseal(child);
		let own =
			|| Consent::reseal_own(signed("dave"), world.patient, consent, LABS_ONLY[0], envelope, sealed_to);
		assert_ok!(own());
		let next = rotation(&world.patient, LABS, vec![world.reseal(parent), world.reseal(child)]);
		assert_ok!(Consent::rotate_scope(signed("eve"), world.patient, next));
		assert!(Consent::scopes(world.patient, LABS, 1).unwrap().items[0].1.unresealed.is_empty());
		assert_ok!(Consent::revoke(signed("eve"), world.patient, parent));
		assert_noop!(own(), E::ConsentStopped);
	})
}

#[test]
fn patients_of_should_count_what_was_delegated_until_a_consent_above_stops() {
	delegating(|world, parent, dave| {
		world.delegated("charlie", parent, reading(dave, &LABS_ONLY));
		let of_dave = || Consent::patients_of(dave, None, 9).items;
		assert_eq!(of_dave(), [(world.patient, 1)]);
		assert_ok!(Consent::revoke(signed("eve"), world.patient, parent));
		assert_eq!(of_dave(), []);
	})
}

#[test]
fn views_should_say_what_is_in_force_and_whom_the_patient_excludes() {
	world(|world| {
		let line = world.line(&LABS_ONLY);
		let views = || {
			let page = Consent::consents(world.patient, line.doctors, 9).unwrap();
			page.items.into_iter().map(|(_, view)| (view.live, view.excluded)).collect::<Vec<_>>()
		};
		assert_eq!(views(), [(true, false); 3]);
		assert_ok!(Consent::exclude(signed("eve"), world.patient, line.dave));
		assert_eq!(views(), [(true, false), (true, true), (true, true)]);
		assert_ok!(Consent::revoke(signed("eve"), world.patient, line.doctors));
		assert_eq!(views(), [(false, false), (false, true), (false, true)]);
	})
}
