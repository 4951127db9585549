//! Who ends a representative, and what it is then.

use crate::support::*;
use frame_support::{assert_noop, assert_ok};
use salus_mock::{account, attest, enrol, represent, signed, Identity, Runtime, System};
use salus_pallet_identity::{Error, Event, RepresentationsOf, RepresentativesOf};
use salus_primitives::{
	people::{PatientState, Standing},
	representation::{Basis, Powers},
};

type E = Error<Runtime>;

#[test]
fn patient_should_end_whom_it_appointed_at_once() {
	run(|| {
		let patient = enrol("pat");
		let rob = represent(patient, "rob", Powers(7), Basis::Appointed);
		wait(1);
		assert_ok!(Identity::end_representative(signed("pat"), rob));
		System::assert_last_event(Event::RepresentativeEnded { patient, representative: rob }.into());
		assert_eq!(Identity::representative_standing(rob, now()), Standing::Absent);
		assert_eq!(Identity::representative_standing(rob, now() - 1), Standing::Good);
		assert_noop!(Identity::authority(&account("rob"), &patient, Powers::GRANT), E::NotController);
		assert_eq!(Identity::actors_of(&account("rob"), &patient), []);
		assert!(!RepresentativesOf::<Runtime>::contains_key(patient));
		assert!(!RepresentationsOf::<Runtime>::contains_key(account("rob")));
		assert_eq!(System::providers(&account("rob")), 1);
		assert_noop!(Identity::end_representative(signed("pat"), rob), E::RepresentativeEnded);
	});
}

#[test]
fn representative_should_end_itself_and_no_other() {
	run(|| {
		let patient = enrol("pat");
		let rob = represent(patient, "rob", Powers(7), Basis::Appointed);
		let ann = represent(patient, "ann", Powers(7), Basis::Appointed);
		assert_noop!(Identity::end_representative(signed("rob"), ann), E::NotController);
		assert_noop!(Identity::end_representative(signed("stranger"), ann), E::NotController);
		assert_noop!(Identity::end_representative(signed("rob"), 9), E::RepresentativeNotFound);
		assert_ok!(Identity::end_representative(signed("rob"), rob));
		assert_eq!(Identity::representative_standing(ann, now()), Standing::Good);
	});
}

#[test]
fn registrar_should_end_whom_its_word_admitted_and_not_whom_the_patient_appointed() {
	run(|| {
		let patient = enrol("pat");
		let rob = represent(patient, "rob", Powers(7), Basis::Appointed);
		attest(patient, PatientState::Incapacitated);
		let ann = represent(patient, "ann", Powers(7), Basis::Guardian);
		assert_noop!(Identity::end_representative(signed("alice"), rob), E::NotController);
		assert_noop!(Identity::end_representative(signed("bob"), ann), E::NotController);
		assert_ok!(Identity::end_representative(signed("alice"), ann));
	});
}

#[test]
fn executor_should_be_ended_by_registrar_or_itself_as_the_dead_end_nobody() {
	run(|| {
		let patient = enrol("pat");
		attest(patient, PatientState::Deceased);
		let rob = represent(patient, "rob", Powers(7), Basis::Executor);
		assert_noop!(Identity::end_representative(signed("pat"), rob), E::PatientDeceased);
		assert_ok!(Identity::end_representative(signed("alice"), rob));
	});
}
