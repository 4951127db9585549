//! What the council's vote to expel an organisation means to those who trusted it.

mod common;

use common::*;
use frame_support::{assert_noop, assert_ok};
use salus_mock::Consortium;
use salus_primitives::people::Standing;

fn expel() {
	assert_ok!(Consortium::expel_organisation(salus_mock::council(), BOB_ORGANISATION));
}

#[test]
fn consents_should_carry_nothing_and_scopes_be_due_from_the_block_of_the_vote() {
	world(|world| {
		let consent = world.reader_of(LABS);
		assert!(world.reads(LABS));
		advance(HOUR);
		let request = Request {
			actor: world.at_work(),
			action: Action::Read,
			item: Item::Scope(LABS),
			purpose: Purpose::Treatment,
			at: now(),
			opening: None,
		};
		expel();
		let since = now();
		assert!(!world.reads(LABS));
		assert_eq!(world.due(LABS), Some((RotationDue::HolderNotInStanding, since)));
		// The consent is there, and what was allowed before it stays answerable.
		assert!(world.consent(consent).revoked_at.is_none());
		advance(HOUR);
		let before = Request { at: since - 1, ..request };
		assert!(Consent::decide(&world.patient, &before).is_allowed());
		let after = Request { at: now(), ..request };
		let reasons = reasons(Consent::decide(&world.patient, &after));
		assert!(reasons.contains(&Reason::OrganisationNotInStanding(Standing::Absent)), "{reasons:?}");
	})
}

#[test]
fn requests_and_grants_should_be_refused_and_the_patient_should_revoke_all_the_same() {
	world(|world| {
		let consent = world.reader_of(LABS);
		let asked = world.asked();
		let grant = world.reading(&[Item::Scope(LABS)]);
		expel();
		assert_noop!(ask("charlie", world.patient, world.grantee(), wish()), E::GranteeNotInStanding);
		let clinic = Party::Organisation(BOB_ORGANISATION);
		assert_noop!(ask("bob", world.patient, clinic, wish()), E::GranteeNotInStanding);
		// What was asked before is approved no more.
		assert_noop!(world.approve(asked, grant.clone()), E::GranteeNotInStanding);
		assert_noop!(give("eve", world.patient, grant), E::GranteeNotInStanding);
		assert_ok!(world.refuse(asked));
		assert_ok!(Consent::revoke(signed("eve"), world.patient, consent));
	})
}
