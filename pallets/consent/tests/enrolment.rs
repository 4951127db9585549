//! What a patient starts with.

mod common;

use common::*;
use salus_pallet_consent::{ByGrantee, ConsentCount, Granted, ScopeCount};
use salus_primitives::{consent::ConsentItem, purpose::Purposes};

#[test]
fn enrolment_should_create_the_inbox_and_let_the_organisation_write_to_it_alone() {
	ExtBuilder::default().build_and_execute(|| {
		let patient = salus_mock::enrol("eve");
		let events = consent_events();
		let organisation = Party::Organisation(ALICE_ORGANISATION);
		assert_eq!(
			events,
			[
				Event::ScopesCreated { patient, first: INBOX, count: 1 },
				Event::ConsentGranted { patient, consent: 0, grantee: organisation },
			]
		);
		let inbox = Consent::scope(&patient, INBOX).unwrap();
		let signed_for = salus_mock::enrolment("eve");
		assert_eq!((inbox.id, inbox.key), (signed_for.inbox, signed_for.inbox_key));
		assert_eq!((ScopeCount::<Runtime>::get(patient), ConsentCount::<Runtime>::get(patient)), (1, 1));
		let consent = Consent::consent(patient, 0).unwrap().unwrap();
		assert_eq!(consent.grantee, organisation);
		let only_inbox = ConsentItem { item: Item::Scope(INBOX), from_epoch: KeyEpoch::default() };
		assert_eq!(consent.items.to_vec(), [only_inbox]);
		assert_eq!(consent.permissions, Permissions::WRITE);
		let purposes: Purposes =
			[Purpose::Treatment, Purpose::Operations, Purpose::CareManagement].into_iter().collect();
		assert_eq!(consent.purposes, purposes);
		assert_eq!((consent.until, consent.parent, consent.policy_version), (None, None, 0));
		assert_eq!(consent.text, Digest(patient.0));
		assert_eq!(ByGrantee::<Runtime>::get(patient, organisation).to_vec(), [0]);
		assert_eq!(Granted::<Runtime>::get(organisation, patient), 1);
	})
}

#[test]
fn enrolling_organisation_should_write_to_the_inbox_and_read_nothing() {
	world(|world| {
		let organisation = Actor::Organisation(ALICE_ORGANISATION);
		assert!(world.decide_for(organisation, Action::Write, Item::Scope(INBOX)).is_allowed());
		assert!(!world.decide_for(organisation, Action::Write, Item::Scope(LABS)).is_allowed());
		for scope in [INBOX, LABS] {
			assert!(!world.decide_for(organisation, Action::Read, Item::Scope(scope)).is_allowed());
		}
		let other = Actor::Organisation(BOB_ORGANISATION);
		assert!(!world.decide_for(other, Action::Write, Item::Scope(INBOX)).is_allowed());
	})
}

#[test]
fn enrolling_organisation_should_not_write_when_the_patient_revoked_its_consent() {
	world(|world| {
		let organisation = Actor::Organisation(ALICE_ORGANISATION);
		frame_support::assert_ok!(Consent::revoke(signed("eve"), world.patient, 0));
		assert!(!world.decide_for(organisation, Action::Write, Item::Scope(INBOX)).is_allowed());
		assert_eq!(world.due(INBOX), None);
	})
}
