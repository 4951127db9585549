//! Records that representatives add in a patient's name.

mod common;

use common::*;
use frame_support::{assert_noop, assert_ok, dispatch::DispatchResult};
use salus_mock::{account, represent, signed, Consent, Identity, Runtime, RuntimeEvent, System};
use salus_pallet_identity::{Error as IdentityError, Event as IdentityEvent};
use salus_pallet_records::{Error, Event, RecordCount, Records};
use salus_primitives::{
	ids::{RepresentativeId, INBOX},
	people::{Actor, Party},
	purpose::Purpose,
	records::{NewRecord, RecordStatus},
	representation::{Basis, Powers},
	BoundedVec,
};

type E = Error<Runtime>;

/// A world with rob, who represents the patient with these powers.
fn represented(powers: Powers, test: impl FnOnce(&World, RepresentativeId)) {
	world(|world| {
		let rob = represent(world.patient, "rob", powers, Basis::Appointed);
		System::reset_events();
		test(world, rob)
	})
}

fn register(world: &World, rob: RepresentativeId, record: NewRecord) -> DispatchResult {
	let actor = Actor::Representative(rob);
	Pallet::register(signed("rob"), world.patient, actor, Purpose::PatientRequest, record)
}

fn amend(world: &World, signer: &str, actor: Actor, index: u32, tag: u8) -> DispatchResult {
	let record = world.pointer(LABS, tag);
	Pallet::amend(signed(signer), world.patient, index, actor, Purpose::PatientRequest, record)
}

fn acted(world: &World, representative: RepresentativeId) -> RuntimeEvent {
	IdentityEvent::ActedForPatient { patient: world.patient, representative }.into()
}

#[test]
fn representative_should_add_records_to_open_scopes_and_the_inbox_without_a_consent() {
	represented(Powers::RECORDS, |world, rob| {
		let actor = Actor::Representative(rob);
		assert_ok!(register(world, rob, world.pointer(LABS, 1)));
		let registered = Event::RecordRegistered { patient: world.patient, index: 0, scope: LABS, actor };
		assert_eq!(salus_mock::events(), [registered.into(), acted(world, rob)]);
		assert_eq!(Records::<Runtime>::get(world.patient, 0).unwrap().author, actor);
		assert_ok!(register(world, rob, world.pointer(INBOX, 2)));
		let batch = BoundedVec::try_from(vec![world.pointer(IMAGING, 3)]).unwrap();
		System::reset_events();
		assert_ok!(Pallet::register_batch(
			signed("rob"),
			world.patient,
			actor,
			Purpose::PatientRequest,
			batch
		));
		assert_eq!(salus_mock::events().last(), Some(&acted(world, rob)));
		assert_ok!(Consent::close_scope(signed("eve"), world.patient, LABS));
		assert_noop!(register(world, rob, world.pointer(LABS, 4)), E::Denied);
		assert_ok!(register(world, rob, world.pointer(INBOX, 5)));
	});
}

#[test]
fn batch_should_not_carry_a_representative_into_a_closed_scope_whatever_it_begins_with() {
	represented(Powers::RECORDS, |world, rob| {
		assert_ok!(Consent::close_scope(signed("eve"), world.patient, LABS));
		for scopes in [[IMAGING, LABS], [LABS, IMAGING]] {
			let before = RecordCount::<Runtime>::get(world.patient);
			let batch = scopes.map(|scope| world.pointer(scope, 1)).to_vec().try_into().unwrap();
			let (actor, purpose) = (Actor::Representative(rob), Purpose::PatientRequest);
			assert_ok!(Pallet::register_batch(signed("rob"), world.patient, actor, purpose, batch));
			assert_eq!(RecordCount::<Runtime>::get(world.patient), before + 1);
			assert_eq!(Records::<Runtime>::get(world.patient, before).unwrap().pointer.scope, IMAGING);
		}
	});
}

#[test]
fn representative_should_add_nothing_without_the_power_or_after_its_end() {
	represented(Powers::READ.union(Powers::GRANT), |world, rob| {
		assert_noop!(register(world, rob, world.pointer(LABS, 1)), E::Denied);
		assert_noop!(register(world, rob, world.pointer(INBOX, 1)), E::Denied);
	});
	represented(Powers::RECORDS, |world, rob| {
		assert_ok!(register(world, rob, world.pointer(LABS, 1)));
		assert_ok!(Consent::exclude(signed("eve"), world.patient, Party::Representative(rob)));
		assert_noop!(register(world, rob, world.pointer(LABS, 2)), E::Denied);
		assert_ok!(Identity::end_representative(signed("eve"), rob));
		let not = || IdentityError::<Runtime>::NotThisActor;
		assert_noop!(register(world, rob, world.pointer(LABS, 2)), not());
		assert_noop!(amend(world, "rob", Actor::Representative(rob), 0, 2), not());
		assert_noop!(
			Pallet::mark_entered_in_error(signed("rob"), world.patient, 0, Actor::Representative(rob)),
			not()
		);
	});
}

#[test]
fn nobody_else_should_write_as_a_representative_nor_it_as_the_patient() {
	represented(Powers::RECORDS, |world, rob| {
		let not = || IdentityError::<Runtime>::NotThisActor;
		for (signer, actor) in [
			("eve", Actor::Representative(rob)),
			("alice", Actor::Representative(rob)),
			("rob", Actor::Patient),
			("rob", Actor::Representative(rob + 1)),
			("rob", world.lab.actor()),
		] {
			let record = world.pointer(LABS, 1);
			assert_noop!(
				Pallet::register(signed(signer), world.patient, actor, Purpose::PatientRequest, record),
				not()
			);
		}
		let other = world.stranger.patient;
		let record = world.pointer(LABS, 1);
		assert_noop!(
			Pallet::register(
				signed("rob"),
				other,
				Actor::Representative(rob),
				Purpose::PatientRequest,
				record
			),
			not()
		);
	});
}

#[test]
fn representative_should_amend_what_it_wrote_and_the_patient_too() {
	represented(Powers::RECORDS, |world, rob| {
		let actor = Actor::Representative(rob);
		assert_ok!(register(world, rob, world.pointer(LABS, 1)));
		System::reset_events();
		assert_ok!(amend(world, "rob", actor, 0, 2));
		assert_eq!(salus_mock::events().last(), Some(&acted(world, rob)));
		assert_ok!(amend(world, "eve", Actor::Patient, 1, 3));
		// What the patient wrote, and others did, is not its.
		assert_noop!(amend(world, "rob", actor, 2, 4), E::NotAuthor);
		assert_ok!(world.register(&world.lab, world.pointer(LABS, 5)));
		assert_noop!(amend(world, "rob", actor, 3, 6), E::NotAuthor);
		let ann = represent(world.patient, "ann", Powers::RECORDS, Basis::Appointed);
		assert_ok!(register(world, rob, world.pointer(LABS, 7)));
		assert_noop!(amend(world, "ann", Actor::Representative(ann), 4, 8), E::NotAuthor);
	});
}

#[test]
fn representative_should_mark_its_own_record_and_propose_to_erase_it() {
	represented(Powers::RECORDS, |world, rob| {
		let actor = Actor::Representative(rob);
		assert_ok!(register(world, rob, world.pointer(LABS, 1)));
		System::reset_events();
		assert_ok!(Pallet::mark_entered_in_error(signed("rob"), world.patient, 0, actor));
		assert_eq!(salus_mock::events().last(), Some(&acted(world, rob)));
		assert_eq!(Records::<Runtime>::get(world.patient, 0).unwrap().status, RecordStatus::EnteredInError);
		assert_ok!(Pallet::propose_erasure(signed("rob"), world.patient, 0, actor));
		assert_eq!(salus_mock::events().last(), Some(&acted(world, rob)));
		let word = salus_mock::erase_signature(&world.patient, 0);
		let not = || IdentityError::<Runtime>::NotController;
		assert_noop!(Pallet::erase(signed("rob"), world.patient, 0, word), not());
		assert_noop!(Pallet::decline_erasure(signed("rob"), world.patient, 0), not());
		assert_ok!(Pallet::erase(signed("eve"), world.patient, 0, word));
	});
}

#[test]
fn record_in_the_patient_s_name_should_not_be_disputed() {
	represented(Powers::RECORDS, |world, rob| {
		assert_ok!(register(world, rob, world.pointer(LABS, 1)));
		assert_noop!(
			Pallet::dispute(signed("eve"), world.patient, 0, sealed(1), Party::Representative(rob)),
			E::OwnRecord
		);
		assert!(Identity::represents_anyone(&account("rob")));
	});
}
