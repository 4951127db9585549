//! A patient whose home was expelled chooses another, which accepts.

use crate::support::*;
use frame_support::{assert_noop, assert_ok};
use salus_mock::{
	account, add_registrar, advance, attest, council, enrol, enrol_by, home_choice, joining, represent,
	signed, vault, wrapped_acceptance, Consent, ConsentError, Consortium, Identity, Runtime, System,
	ALICE_ORGANISATION, BOB_ORGANISATION, DAY, HOUR,
};
use salus_pallet_consortium::Error as ConsortiumError;
use salus_pallet_identity::{Error, Event, Patients};
use salus_primitives::{
	access::{Action, Request},
	consent::Item,
	ids::{PatientId, INBOX},
	people::{Actor, Party, PatientState, VaultOwner},
	purpose::Purpose,
	representation::{Basis, Powers},
	text::{Acceptance, Role},
};
use sp_runtime::DispatchResult;

type E = Error<Runtime>;
type C = ConsortiumError<Runtime>;

/// By the registrar, with the word of the account of the person of that name.
fn rehome_with(registrar: &str, patient: PatientId, to: u32, name: &str, word: Acceptance) -> DispatchResult {
	let Acceptance { expires_at, signature } = word;
	Identity::rehome(signed(registrar), patient, to, account(name), expires_at, signature)
}

/// To bob's organisation, from alice's.
fn rehome(patient: PatientId, name: &str) -> DispatchResult {
	let word = home_choice(name, patient, ALICE_ORGANISATION, BOB_ORGANISATION);
	rehome_with("bob", patient, BOB_ORGANISATION, name, word)
}

fn expel(organisation: u32) {
	assert_ok!(Consortium::expel_organisation(council(), organisation));
}

/// Whether the organisation may do that with the patient's inbox.
fn inbox(patient: PatientId, organisation: u32, action: Action) -> bool {
	let request = Request {
		actor: Actor::Organisation(organisation),
		action,
		item: Item::Scope(INBOX),
		purpose: Purpose::Treatment,
		at: now(),
		opening: None,
	};
	Consent::decide(&patient, &request).is_allowed()
}

#[test]
fn patient_should_have_another_home_that_may_add_to_its_inbox_and_nothing_else() {
	run(|| {
		let patient = enrol("person");
		assert!(inbox(patient, ALICE_ORGANISATION, Action::Write));
		expel(ALICE_ORGANISATION);
		assert!(!inbox(patient, ALICE_ORGANISATION, Action::Write));
		assert_ok!(rehome(patient, "person"));
		System::assert_last_event(
			Event::PatientRehomed { patient, from: ALICE_ORGANISATION, organisation: BOB_ORGANISATION }
				.into(),
		);
		let home = Identity::home(&patient).unwrap();
		assert_eq!((home.organisation, home.rehome_due), (BOB_ORGANISATION, None));
		assert!(inbox(patient, BOB_ORGANISATION, Action::Write));
		assert!(!inbox(patient, BOB_ORGANISATION, Action::Read));
		assert!(!inbox(patient, ALICE_ORGANISATION, Action::Write));
		// All else is as it was.
		assert!(Identity::controls(&account("person"), &patient));
		assert_eq!(Identity::vault(VaultOwner::Patient(patient)).unwrap().keys, vault("person").keys());
		assert_noop!(rehome(patient, "person"), E::NotRehomeDue);
	});
}

#[test]
fn rehoming_should_be_refused_when_the_home_was_not_expelled() {
	run(|| {
		let patient = enrol("person");
		assert_noop!(rehome(patient, "person"), E::NotRehomeDue);
		assert_ok!(Consortium::suspend_organisation(council(), ALICE_ORGANISATION));
		assert_noop!(rehome(patient, "person"), E::NotRehomeDue);
		assert_noop!(rehome(PatientId([9; 32]), "person"), E::PatientNotFound);
	});
}

#[test]
fn rehoming_should_need_the_words_of_both() {
	run(|| {
		let patient = enrol("person");
		let other = enrol_by(BOB_ORGANISATION, "other");
		assert_ok!(Consortium::admit_organisation(
			council(),
			b"Westgate".to_vec().try_into().unwrap(),
			account("carol"),
			joining("carol", b"Westgate")
		));
		assert_ok!(add_registrar("carol", 3, "carol"));
		expel(ALICE_ORGANISATION);
		let word = |name: &str| home_choice(name, patient, ALICE_ORGANISATION, BOB_ORGANISATION);
		// Nobody takes a patient in without its word, nor with another's or for another place.
		for (name, word) in [
			("person", word("mallory")),
			("person", home_choice("person", other, ALICE_ORGANISATION, BOB_ORGANISATION)),
			("person", home_choice("person", patient, ALICE_ORGANISATION, 3)),
			("person", home_choice("person", patient, 3, BOB_ORGANISATION)),
			("person", wrapped_acceptance("person", Role::ControllerOf(patient))),
			("person", Acceptance { expires_at: now() + HOUR, ..word("person") }),
		] {
			assert_noop!(rehome_with("bob", patient, BOB_ORGANISATION, name, word), C::BadWalletSignature);
		}
		for name in ["mallory", "other", "alice", "bob"] {
			assert_noop!(rehome(patient, name), E::NotController);
		}
		// Nor is a patient at home where nobody takes it in.
		assert_noop!(
			rehome_with("carol", patient, BOB_ORGANISATION, "person", word("person")),
			C::NotRegistrar
		);
		assert_noop!(
			rehome_with("person", patient, BOB_ORGANISATION, "person", word("person")),
			C::NotRegistrar
		);
		assert_noop!(
			rehome_with("alice", patient, ALICE_ORGANISATION, "person", word("person")),
			C::OrganisationNotActive
		);
		let early = word("person");
		advance(DAY);
		assert_noop!(rehome_with("bob", patient, BOB_ORGANISATION, "person", early), C::TextExpired);
		assert_ok!(rehome(patient, "person"));
	});
}

#[test]
fn word_should_count_once_when_the_second_home_is_expelled_too() {
	run(|| {
		let patient = enrol("person");
		assert_ok!(Consortium::admit_organisation(
			council(),
			b"Westgate".to_vec().try_into().unwrap(),
			account("carol"),
			joining("carol", b"Westgate")
		));
		assert_ok!(add_registrar("carol", 3, "carol"));
		expel(ALICE_ORGANISATION);
		let word = home_choice("person", patient, ALICE_ORGANISATION, 3);
		assert_ok!(rehome_with("carol", patient, 3, "person", word.clone()));
		expel(3);
		assert_noop!(rehome_with("bob", patient, BOB_ORGANISATION, "person", word), C::BadWalletSignature);
		let word = home_choice("person", patient, 3, BOB_ORGANISATION);
		assert_ok!(rehome_with("bob", patient, BOB_ORGANISATION, "person", word));
	});
}

#[test]
fn patient_should_be_rehomed_when_the_expelled_home_attested_its_death() {
	run(|| {
		let patient = enrol("person");
		attest(patient, PatientState::Deceased);
		assert!(!Identity::controls(&account("person"), &patient));
		expel(ALICE_ORGANISATION);
		assert_ok!(rehome(patient, "person"));
		// The new home sees the person, and says so.
		assert_ok!(Identity::lift_state(signed("bob"), patient));
		assert!(Identity::controls(&account("person"), &patient));
	});
}

#[test]
fn representative_should_choose_a_home_when_it_decides_and_is_not_excluded() {
	run(|| {
		let patient = enrol("person");
		let helper = represent(patient, "helper", Powers::GRANT, Basis::Appointed);
		represent(patient, "reader", Powers::READ, Basis::Appointed);
		expel(ALICE_ORGANISATION);
		assert_noop!(rehome(patient, "reader"), E::PowerMissing);
		let party = Party::Representative(helper);
		assert_ok!(Consent::exclude(signed("person"), patient, party));
		assert_noop!(rehome(patient, "helper"), ConsentError::<Runtime>::RepresentativeExcluded);
		assert_ok!(Consent::readmit(signed("person"), patient, party));
		assert_ok!(rehome(patient, "helper"));
		assert!(inbox(patient, BOB_ORGANISATION, Action::Write));
		let events = System::events().into_iter().map(|record| record.event);
		assert!(events
			.into_iter()
			.any(|event| event == Event::ActedForPatient { patient, representative: helper }.into()));
	});
}

#[test]
fn representative_should_not_take_the_patient_to_itself() {
	run(|| {
		let patient = enrol("person");
		represent(patient, "helper", Powers::GRANT, Basis::Appointed);
		assert_ok!(add_registrar("bob", BOB_ORGANISATION, "helper"));
		expel(ALICE_ORGANISATION);
		assert_noop!(rehome(patient, "helper"), ConsentError::<Runtime>::GrantToSelf);
		assert_eq!(Patients::<Runtime>::get(patient).unwrap().organisation, ALICE_ORGANISATION);
	});
}

#[test]
fn guardian_should_be_ended_by_the_new_home_when_the_one_that_admitted_it_was_expelled() {
	run(|| {
		let patient = enrol("person");
		attest(patient, PatientState::Incapacitated);
		let guardian = represent(patient, "guardian", Powers::GRANT, Basis::Guardian);
		assert_noop!(Identity::end_representative(signed("bob"), guardian), E::NotController);
		expel(ALICE_ORGANISATION);
		assert_noop!(Identity::end_representative(signed("alice"), guardian), E::NotController);
		assert_noop!(Identity::end_representative(signed("bob"), guardian), E::NotController);
		assert_ok!(rehome(patient, "guardian"));
		assert_ok!(Identity::end_representative(signed("bob"), guardian));
	});
}
