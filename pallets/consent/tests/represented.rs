//! What representatives do in a patient's name, and what they cannot.

mod common;

use common::*;
use frame_support::{assert_noop, assert_ok};
use salus_mock::{attest, represent, sign_as_party, RuntimeCall, Utility};
use salus_pallet_consent::{ConsentCount, GivenBy};
use salus_pallet_identity::Event as IdentityEvent;
use salus_primitives::{
	access::By,
	people::{PatientState, Standing},
	representation::{Basis, Powers},
	text::GiveConsent,
};
use sp_runtime::DispatchResult;

const ALL: Powers = Powers(7);

/// A world with rob, who represents the patient with these powers.
fn represented(powers: Powers, test: impl FnOnce(World, Party)) {
	world(|world| {
		let rob = represent(world.patient, "rob", powers, Basis::Appointed);
		System::reset_events();
		test(world, Party::Representative(rob))
	})
}

/// Rob's word for a grant as the next consent; none if it permits no reading.
fn robs_word(world: World, rob: Party, grant: &Grant) -> Option<VaultSignature> {
	let consent = ConsentCount::<Runtime>::get(world.patient);
	let text = GiveConsent { genesis: GENESIS, patient: world.patient, consent, grant };
	grant.permissions.contains(Permissions::READ).then(|| sign_as_party(&rob, &text))
}

/// Rob gives in the patient's name.
fn rob_gives(world: World, rob: Party, grant: Grant) -> DispatchResult {
	let signature = robs_word(world, rob, &grant);
	Consent::grant(signed("rob"), world.patient, grant, signature)
}

/// Lets rob read the scopes.
fn rob_reads(world: World, rob: Party, scopes: &[Item]) -> ConsentIndex {
	world.granted(reading(rob, scopes))
}

fn acted(world: World, rob: Party) -> RuntimeEvent {
	let Party::Representative(representative) = rob else { panic!("{rob:?} is no representative") };
	IdentityEvent::ActedForPatient { patient: world.patient, representative }.into()
}

/// Who acts as rob.
fn as_rob(rob: Party) -> Actor {
	let Party::Representative(representative) = rob else { panic!("{rob:?} is no representative") };
	Actor::Representative(representative)
}

#[test]
fn representative_should_read_through_its_consents_alone() {
	represented(ALL, |world, rob| {
		let reads = |scope| world.decide_for(as_rob(rob), Action::Read, Item::Scope(scope));
		assert_eq!(reads(LABS), Decision::deny(Reason::NoConsent));
		let consent = rob_reads(world, rob, &[Item::Scope(LABS)]);
		assert_eq!(reads(LABS), Decision::Allow { by: By::Consent(consent) });
		assert!(!reads(IMAGING).is_allowed());
		assert!(reasons(reads(INBOX)).contains(&Reason::InboxIsPrivate));
		assert_noop!(give("eve", world.patient, reading(rob, &[Item::Scope(INBOX)])), E::InboxNotGrantable);
	});
}

#[test]
fn representative_should_grant_what_it_reads_and_everyone_should_see_who_did() {
	represented(ALL, |world, rob| {
		rob_reads(world, rob, &[Item::Scope(LABS)]);
		System::reset_events();
		assert_ok!(rob_gives(world, rob, world.reading(&[Item::Scope(LABS)])));
		let index = ConsentCount::<Runtime>::get(world.patient) - 1;
		let events = salus_mock::events();
		let granted =
			Event::ConsentGranted { patient: world.patient, consent: index, grantee: world.grantee() };
		assert_eq!(events, [granted.into(), acted(world, rob)]);
		assert!(world.reads(LABS));
		let consent = Consent::consents(world.patient, index, 1).unwrap().items[0].1.clone();
		assert_eq!(consent.given_by.map(Party::Representative), Some(rob));
		assert_eq!(consent.consent.parent, None);
	});
}

#[test]
fn representative_should_not_grant_to_read_what_it_does_not_hold() {
	represented(ALL, |world, rob| {
		let labs = world.reading(&[Item::Scope(LABS)]);
		assert_noop!(rob_gives(world, rob, labs.clone()), E::BeyondRepresentative);
		// All of it, not a part.
		let consent = rob_reads(world, rob, &[Item::Scope(LABS)]);
		let more = world.reading(&[Item::Scope(LABS), Item::Scope(IMAGING)]);
		assert_noop!(rob_gives(world, rob, more), E::BeyondRepresentative);
		// Not by an older key.
		assert_ok!(Consent::rotate_scope(
			signed("eve"),
			world.patient,
			rotation(&world.patient, LABS, vec![])
		));
		assert_noop!(rob_gives(world, rob, labs.clone()), E::BeyondRepresentative);
		assert_ok!(world.resealed(Item::Scope(LABS), vec![world.reseal(consent)]));
		assert_ok!(rob_gives(world, rob, labs.clone()));
		// Not by a consent that has stopped.
		assert_ok!(Consent::revoke(signed("eve"), world.patient, consent));
		assert_ok!(Consent::rotate_scope(
			signed("eve"),
			world.patient,
			rotation(&world.patient, LABS, vec![])
		));
		assert_noop!(rob_gives(world, rob, labs), E::BeyondRepresentative);
	});
}

#[test]
fn representative_should_not_grant_further_back_than_it_reads() {
	represented(ALL, |world, rob| {
		world.granted(Grant { reach: Reach::FromNow, ..reading(rob, &[Item::Scope(LABS)]) });
		let labs = world.reading(&[Item::Scope(LABS)]);
		assert_noop!(rob_gives(world, rob, labs.clone()), E::BeyondRepresentative);
		assert_ok!(rob_gives(world, rob, Grant { reach: Reach::FromNow, ..labs }));
	});
}

#[test]
fn representative_should_sign_with_its_own_vault_and_no_other_should_count() {
	represented(ALL, |world, rob| {
		rob_reads(world, rob, &[Item::Scope(LABS)]);
		let grant = world.reading(&[Item::Scope(LABS)]);
		let by_eve = grant_signature(&world.patient, &grant);
		let call = |signature| Consent::grant(signed("rob"), world.patient, grant.clone(), signature);
		assert_noop!(call(by_eve), E::InvalidVaultSignature);
		assert_noop!(call(None), E::VaultSignatureMissing);
		// Nor rob's vault for the patient's wallet.
		let by_rob = robs_word(world, rob, &grant);
		assert_noop!(
			Consent::grant(signed("eve"), world.patient, grant.clone(), by_rob),
			E::InvalidVaultSignature
		);
		assert_ok!(call(by_rob));
		// Once.
		assert_noop!(call(by_rob), E::InvalidVaultSignature);
	});
}

#[test]
fn representative_should_not_grant_to_itself_whatever_else_it_is() {
	represented(ALL, |world, rob| {
		rob_reads(world, rob, &[Item::Scope(LABS)]);
		assert_noop!(rob_gives(world, rob, writing(rob, &[Item::Scope(IMAGING)])), E::BetweenRepresentatives);
		let as_practitioner = world.colleague("rob");
		assert_noop!(rob_gives(world, rob, reading(as_practitioner, &[Item::Scope(LABS)])), E::GrantToSelf);
		assert_noop!(rob_gives(world, rob, writing(as_practitioner, &[Item::Scope(LABS)])), E::GrantToSelf);
	});
}

#[test]
fn representatives_should_neither_end_nor_strengthen_each_other() {
	represented(ALL, |world, rob| {
		let ann = Party::Representative(represent(world.patient, "ann", ALL, Basis::Appointed));
		rob_reads(world, rob, &[Item::Scope(LABS)]);
		assert_noop!(rob_gives(world, rob, reading(ann, &[Item::Scope(LABS)])), E::BetweenRepresentatives);
		assert_noop!(Consent::exclude(signed("rob"), world.patient, ann), E::BetweenRepresentatives);
		assert_ok!(Consent::exclude(signed("eve"), world.patient, ann));
		assert_noop!(Consent::readmit(signed("rob"), world.patient, ann), E::BetweenRepresentatives);
		// Whoever is excluded acts no more, and does not let itself in again.
		assert_noop!(Consent::readmit(signed("ann"), world.patient, ann), E::RepresentativeExcluded);
		assert_noop!(Consent::revoke(signed("ann"), world.patient, 0), E::RepresentativeExcluded);
	});
}

#[test]
fn representative_should_do_nothing_outside_its_powers() {
	represented(Powers::READ.union(Powers::RECORDS), |world, _| {
		let lacks = IdentityError::PowerMissing;
		let patient = world.patient;
		let request = world.asked();
		assert_noop!(
			Consent::grant(signed("rob"), patient, world.writing(&[Item::Scope(LABS)]), None),
			lacks
		);
		let lacks = || IdentityError::PowerMissing;
		assert_noop!(Consent::revoke(signed("rob"), patient, 0), lacks());
		assert_noop!(Consent::exclude(signed("rob"), patient, world.grantee()), lacks());
		assert_noop!(Consent::readmit(signed("rob"), patient, world.grantee()), lacks());
		assert_noop!(Consent::refuse_request(signed("rob"), patient, request), lacks());
		let grant = world.writing(&[Item::Scope(LABS)]);
		assert_noop!(Consent::approve_request(signed("rob"), patient, request, grant, None), lacks());
	});
}

#[test]
fn representative_should_not_be_given_what_it_has_no_power_for() {
	represented(Powers::GRANT, |world, rob| {
		let (labs, patient) = ([Item::Scope(LABS)], world.patient);
		assert_noop!(give("eve", patient, reading(rob, &labs)), E::GranteeLacksPower);
		assert_noop!(give("eve", patient, writing(rob, &labs)), E::GranteeLacksPower);
		// Not by a doctor's hand either, nor by its own asking.
		let parent = world.granted(world.delegable(&labs));
		assert_noop!(delegate("charlie", patient, parent, reading(rob, &labs)), E::GranteeLacksPower);
		assert_noop!(ask("rob", patient, rob, wish()), E::GranteeLacksPower);
	});
	represented(ALL, |world, rob| {
		let grant = delegable(rob, &[Item::Scope(LABS)]);
		assert_noop!(give("eve", world.patient, grant), E::GranteeLacksPower);
	});
}

#[test]
fn representative_should_be_nothing_to_another_patient() {
	represented(ALL, |world, rob| {
		let other = salus_mock::enrol("other");
		salus_mock::standard_scopes(other);
		assert_noop!(give("other", other, reading(rob, &[Item::Scope(LABS)])), E::GranteeNotFound);
		assert_noop!(Consent::revoke(signed("rob"), other, 0), IdentityError::NotController);
		assert_noop!(Consent::exclude(signed("other"), other, rob), E::GranteeNotFound);
		let request = Request {
			actor: as_rob(rob),
			action: Action::Write,
			item: Item::Scope(LABS),
			purpose: Purpose::Treatment,
			at: now(),
			opening: None,
		};
		assert_eq!(
			Consent::decide(&other, &request),
			Decision::deny(Reason::RepresentativeNotInStanding(Standing::Absent))
		);
		assert!(world.decide_for(as_rob(rob), Action::Write, Item::Scope(LABS)).is_allowed());
	});
}

#[test]
fn representative_should_lock_out_a_doctor_where_everybody_sees_it() {
	represented(Powers::GRANT, |world, rob| {
		let consent = world.reader_of(LABS);
		System::reset_events();
		assert_ok!(Consent::revoke(signed("rob"), world.patient, consent));
		assert_eq!(
			salus_mock::events(),
			[Event::ConsentRevoked { patient: world.patient, consent }.into(), acted(world, rob)]
		);
		assert_ok!(Consent::exclude(signed("rob"), world.patient, world.grantee()));
		assert_eq!(salus_mock::events().last(), Some(&acted(world, rob)));
		// The patient undoes it.
		assert_ok!(Consent::readmit(signed("eve"), world.patient, world.grantee()));
		assert_eq!(salus_mock::events().len(), 1, "the patient's own act is nobody else's");
	});
}

#[test]
fn representative_should_answer_requests() {
	represented(ALL, |world, rob| {
		rob_reads(world, rob, &[Item::Scope(LABS)]);
		let (first, second) = (world.asked(), world.asked());
		System::reset_events();
		assert_ok!(Consent::refuse_request(signed("rob"), world.patient, first));
		assert_eq!(salus_mock::events().last(), Some(&acted(world, rob)));
		let grant = world.reading(&[Item::Scope(LABS)]);
		let word = robs_word(world, rob, &grant);
		assert_ok!(Consent::approve_request(signed("rob"), world.patient, second, grant, word));
		assert_eq!(salus_mock::events().last(), Some(&acted(world, rob)));
		assert!(world.reads(LABS));
	});
}

#[test]
fn grant_to_an_accomplice_should_stay_and_name_its_giver_until_the_patient_revokes_it() {
	represented(ALL, |world, rob| {
		let Party::Representative(id) = rob else { panic!() };
		rob_reads(world, rob, &[Item::Scope(LABS)]);
		let accomplice = world.colleague("dave");
		assert_ok!(rob_gives(world, rob, reading(accomplice, &[Item::Scope(LABS)])));
		let index = ConsentCount::<Runtime>::get(world.patient) - 1;
		advance(HOUR);
		assert_ok!(Identity::end_representative(signed("eve"), id));
		let reads =
			|| world.decide_for(at_hospital(accomplice), Action::Read, Item::Scope(LABS)).is_allowed();
		assert!(reads());
		assert_eq!(GivenBy::<Runtime>::get(world.patient, index), Some(id));
		assert_ok!(Consent::revoke(signed("eve"), world.patient, index));
		assert!(!reads());
	});
}

#[test]
fn ended_representative_should_read_nothing_and_its_scopes_should_wait() {
	represented(ALL, |world, rob| {
		let Party::Representative(id) = rob else { panic!() };
		let consent = rob_reads(world, rob, &[Item::Scope(LABS)]);
		advance(HOUR);
		assert_ok!(Identity::end_representative(signed("eve"), id));
		let ended = now();
		advance(HOUR);
		let reads = world.decide_for(as_rob(rob), Action::Read, Item::Scope(LABS));
		assert_eq!(reads, Decision::deny(Reason::RepresentativeNotInStanding(Standing::Absent)));
		assert!(!world.decide_for(as_rob(rob), Action::Write, Item::Scope(LABS)).is_allowed());
		assert_eq!(world.due(LABS), Some((RotationDue::HolderNotInStanding, ended)));
		assert_noop!(
			rob_gives(world, rob, world.writing(&[Item::Scope(LABS)])),
			IdentityError::NotController
		);
		assert_noop!(world.resealed(Item::Scope(LABS), vec![world.reseal(consent)]), E::GranteeNotInStanding);
	});
}

#[test]
fn scopes_should_wait_from_the_end_of_a_representative_s_time_on() {
	represented(ALL, |world, rob| {
		rob_reads(world, rob, &[Item::Scope(LABS)]);
		let until = now() + 365 * DAY;
		advance(365 * DAY - 1);
		assert_eq!(world.due(LABS), None);
		advance(HOUR);
		assert_eq!(world.due(LABS), Some((RotationDue::HolderNotInStanding, until)));
	});
}

#[test]
fn representative_should_do_nothing_that_is_the_patient_s_alone() {
	represented(ALL, |world, rob| {
		let patient = world.patient;
		let not = || IdentityError::NotController;
		let rotation = rotation(&patient, LABS, vec![]);
		let lacks = || IdentityError::PowerMissing;
		assert_noop!(Consent::rotate_scope(signed("rob"), patient, rotation.clone()), lacks());
		let consent = rob_reads(world, rob, &[Item::Scope(LABS)]);
		assert_noop!(
			Consent::revoke_and_rotate(signed("rob"), patient, consent, list(vec![rotation])),
			not()
		);
		assert_noop!(Consent::close_scope(signed("rob"), patient, LABS), not());
		assert_noop!(Consent::open_scope(signed("rob"), patient, LABS), not());
		let scope = salus_mock::new_scope(&patient, "more");
		let word = salus_mock::sign_scopes(&patient, &[scope]);
		assert_noop!(Consent::create_scopes(signed("rob"), patient, list(vec![scope]), word), not());
		assert_noop!(Identity::contest_attestation(signed("rob"), patient), not());
	});
}

#[test]
fn batch_should_not_hide_a_call_that_is_the_patient_s_alone() {
	represented(ALL, |world, rob| {
		let patient = world.patient;
		let consent = world.reader_of(LABS);
		let revoke = salus_pallet_consent::Call::revoke { patient, consent };
		let close = salus_pallet_consent::Call::close_scope { patient, scope: LABS };
		let calls: Vec<RuntimeCall> = vec![revoke.into(), close.into()];
		let refused = Utility::batch_all(signed("rob"), calls).unwrap_err().error;
		assert_eq!(refused, IdentityError::NotController.into());
		assert!(world.reads(LABS) && rob.is_representative());
	});
}

#[test]
fn whom_the_patient_appointed_should_stop_when_it_dies_while_consents_go_on() {
	represented(ALL, |world, rob| {
		world.reader_of(LABS);
		rob_reads(world, rob, &[Item::Scope(IMAGING)]);
		attest(world.patient, PatientState::Deceased);
		assert!(world.reads(LABS), "a doctor goes on");
		assert_eq!(
			world.decide_for(Actor::Patient, Action::Read, Item::Scope(LABS)),
			Decision::deny(Reason::PatientDeceased)
		);
		assert_noop!(Consent::revoke(signed("eve"), world.patient, 0), IdentityError::PatientDeceased);
		assert_noop!(
			Consent::revoke(signed("rob"), world.patient, 0),
			IdentityError::RepresentativeNotInStanding
		);
		let executor = Party::Representative(represent(world.patient, "ann", ALL, Basis::Executor));
		assert_ok!(Consent::revoke(signed("ann"), world.patient, 0));
		assert_eq!(salus_mock::events().last(), Some(&acted(world, executor)));
	});
}

#[test]
fn executor_should_get_keys_from_who_may_pass_them_on() {
	world(|world| {
		let parent = world.granted(world.delegable(&[Item::Scope(LABS)]));
		attest(world.patient, PatientState::Deceased);
		let ann = Party::Representative(represent(world.patient, "ann", ALL, Basis::Executor));
		world.delegated("charlie", parent, reading(ann, &[Item::Scope(LABS)]));
		assert!(world.decide_for(as_rob(ann), Action::Read, Item::Scope(LABS)).is_allowed());
	});
}

#[test]
fn representative_should_bring_its_consents_to_its_new_vault_key() {
	represented(ALL, |world, rob| {
		let consent = rob_reads(world, rob, &[Item::Scope(LABS)]);
		salus_mock::rotate_vault(rob.vault_owner().unwrap(), "rob");
		let Reseal { envelope, sealed_to, .. } = world.reseal(consent);
		assert_ok!(Consent::reseal_own(
			signed("rob"),
			world.patient,
			consent,
			Item::Scope(LABS),
			envelope,
			sealed_to
		));
	});
}
