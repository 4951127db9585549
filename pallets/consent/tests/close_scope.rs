//! Scopes that a patient closes to representatives, and opens again.

mod common;

use common::*;
use frame_support::{assert_noop, assert_ok};
use salus_mock::represent;
use salus_primitives::representation::{Basis, Powers};

const ALL: Powers = Powers(7);

/// A world with rob, who represents the patient and reads the labs.
fn represented(test: impl FnOnce(World, Party, ConsentIndex)) {
	world(|world| {
		let rob = Party::Representative(represent(world.patient, "rob", ALL, Basis::Appointed));
		let consent = world.granted(reading(rob, &[Item::Scope(LABS)]));
		test(world, rob, consent)
	})
}

fn decide(world: World, action: Action, item: Item) -> Decision {
	world.decide_for(Actor::Representative(1), action, item)
}

#[test]
fn closed_scope_should_be_denied_to_a_representative_whatever_was_granted_before() {
	represented(|world, _, _| {
		let record = world.record_in(LABS);
		let opened = now();
		advance(HOUR);
		assert_ok!(Consent::close_scope(signed("eve"), world.patient, LABS));
		System::assert_last_event(Event::ScopeClosed { patient: world.patient, scope: LABS }.into());
		for item in [Item::Scope(LABS), Item::Record(record)] {
			for action in [Action::Read, Action::Write] {
				let reasons = reasons(decide(world, action, item));
				assert!(reasons.contains(&Reason::ScopeClosed), "{action:?} {item:?} {reasons:?}");
			}
		}
		assert!(decide(world, Action::Write, Item::Scope(IMAGING)).is_allowed());
		assert!(decide(world, Action::Write, Item::Scope(INBOX)).is_allowed());
		// What was allowed then was allowed then.
		let request = Request {
			actor: Actor::Representative(1),
			action: Action::Read,
			item: Item::Scope(LABS),
			purpose: Purpose::Treatment,
			at: opened,
			opening: None,
		};
		assert!(Consent::decide(&world.patient, &request).is_allowed());
		assert_eq!(Consent::scopes(world.patient, LABS, 1).unwrap().items[0].1.closed, Some(now()));
	});
}

#[test]
fn closed_scope_should_wait_until_no_representative_holds_its_newest_key() {
	represented(|world, _, consent| {
		let doctors = world.reader_of(LABS);
		advance(HOUR);
		assert_ok!(Consent::close_scope(signed("eve"), world.patient, LABS));
		assert_eq!(world.due(LABS), Some((RotationDue::Closed, now())));
		let holders = Consent::holders(world.patient, Item::Scope(LABS)).unwrap();
		let remains: Vec<_> = holders.iter().map(|holder| (holder.consent, holder.remains)).collect();
		assert_eq!(remains, [(consent, false), (doctors, true)]);
		let to_rob = rotation(&world.patient, LABS, vec![world.reseal(consent)]);
		assert_noop!(Consent::rotate_scope(signed("eve"), world.patient, to_rob), E::ScopeClosed);
		let rotation = rotation(&world.patient, LABS, vec![world.reseal(doctors)]);
		assert_ok!(Consent::rotate_scope(signed("eve"), world.patient, rotation));
		assert_eq!(world.due(LABS), None);
		assert_noop!(world.resealed(Item::Scope(LABS), vec![world.reseal(consent)]), E::ScopeClosed);
		assert!(world.reads(LABS), "a doctor is no representative");
	});
}

#[test]
fn closed_scope_should_not_be_granted_to_a_representative_nor_by_one() {
	represented(|world, rob, _| {
		let record = world.record_in(IMAGING);
		assert_ok!(Consent::close_scope(signed("eve"), world.patient, IMAGING));
		let patient = world.patient;
		assert_noop!(give("eve", patient, reading(rob, &[Item::Scope(IMAGING)])), E::ScopeClosed);
		assert_noop!(give("eve", patient, reading(rob, &[Item::Record(record)])), E::ScopeClosed);
		assert_noop!(give("eve", patient, writing(rob, &[Item::Scope(IMAGING)])), E::ScopeClosed);
		assert_ok!(give("eve", patient, world.reading(&[Item::Scope(IMAGING)])));
		let parent = world.granted(world.delegable(&[Item::Scope(IMAGING)]));
		assert_noop!(
			delegate("charlie", patient, parent, reading(rob, &[Item::Scope(IMAGING)])),
			E::ScopeClosed
		);
		let grant = world.writing(&[Item::Scope(IMAGING)]);
		assert_noop!(Consent::grant(signed("rob"), patient, grant, None), E::ScopeClosed);
	});
}

#[test]
fn closed_scope_s_key_should_not_be_moved_to_a_representative_s_new_vault() {
	represented(|world, rob, consent| {
		assert_ok!(Consent::close_scope(signed("eve"), world.patient, LABS));
		salus_mock::rotate_vault(rob.vault_owner().unwrap(), "rob");
		let Reseal { envelope, sealed_to, .. } = world.reseal(consent);
		let item = Item::Scope(LABS);
		assert_noop!(
			Consent::reseal_own(signed("rob"), world.patient, consent, item, envelope, sealed_to),
			E::ScopeClosed
		);
	});
}

#[test]
fn scope_should_be_open_again_when_the_patient_opens_it() {
	represented(|world, _, _| {
		assert_noop!(Consent::open_scope(signed("eve"), world.patient, LABS), E::NotClosed);
		assert_ok!(Consent::close_scope(signed("eve"), world.patient, LABS));
		assert_noop!(Consent::close_scope(signed("eve"), world.patient, LABS), E::AlreadyClosed);
		advance(HOUR);
		assert_ok!(Consent::open_scope(signed("eve"), world.patient, LABS));
		System::assert_last_event(Event::ScopeOpened { patient: world.patient, scope: LABS }.into());
		assert!(decide(world, Action::Read, Item::Scope(LABS)).is_allowed());
		assert_eq!(world.due(LABS), None);
		assert_noop!(Consent::open_scope(signed("eve"), world.patient, LABS), E::NotClosed);
	});
}

#[test]
fn scope_should_be_closed_and_opened_by_the_patient_alone() {
	represented(|world, _, _| {
		for signer in ["rob", "charlie", "alice", "stranger"] {
			for call in [Consent::close_scope, Consent::open_scope] {
				assert_noop!(call(signed(signer), world.patient, LABS), IdentityError::NotController);
			}
		}
		assert_noop!(Consent::close_scope(signed("eve"), world.patient, 99), E::ScopeNotFound);
		assert_noop!(Consent::close_scope(signed("eve"), world.patient, INBOX), E::InboxNotGrantable);
	});
}

#[test]
fn scope_should_have_been_closed_where_a_full_history_has_forgotten() {
	represented(|world, _, _| {
		let early = now();
		for _ in 0..10 {
			advance(HOUR);
			assert_ok!(Consent::close_scope(signed("eve"), world.patient, LABS));
			advance(HOUR);
			assert_ok!(Consent::open_scope(signed("eve"), world.patient, LABS));
		}
		assert!(Consent::is_closed(&world.patient, LABS, early));
		assert!(!Consent::is_closed(&world.patient, LABS, now()));
	});
}
