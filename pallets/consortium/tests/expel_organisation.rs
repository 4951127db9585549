//! `expel_organisation`.

use frame_support::{assert_noop, assert_ok, traits::Hooks};
use salus_mock::{
	account, add_registrar, admit, advance, agreed, council, enrolment, events, joining, now, run_to,
	runtime::Seats, sign_enrolment, signed, standard_scopes, Consortium, ExtBuilder, Identity, Runtime,
	RuntimeEvent, RuntimeOrigin, Session, ALICE_ORGANISATION, BOB_ORGANISATION, DAY,
};
use salus_pallet_consortium::{
	CouncilSeats, Error, Event, GenesisOrganisation, MinimumOrganisations, MinimumValidators, NoticePeriod,
};
use salus_primitives::{
	consortium::{Home, Notice, OrganisationState, Parameter},
	limits::DEFAULT_NOTICE_PERIOD,
	people::{Party, PractitionerRole, Standing},
	text::Enrolment,
};
use sp_runtime::{DispatchError, DispatchResult};

type E = Error<Runtime>;

fn expel(organisation: u32) -> DispatchResult {
	Consortium::expel_organisation(council(), organisation)
}

#[test]
fn member_should_be_gone_for_good_with_all_who_act_for_it() {
	ExtBuilder::default().build_and_execute(|| {
		let doctor = Party::Practitioner(admit("dora", BOB_ORGANISATION, PractitionerRole::Clinician));
		assert_ok!(add_registrar("bob", BOB_ORGANISATION, "eve"));
		let before = now();
		events();
		advance(1_000);
		assert_ok!(expel(BOB_ORGANISATION));
		let notice_until = now() + DEFAULT_NOTICE_PERIOD;
		assert_eq!(
			events(),
			vec![
				RuntimeEvent::Consortium(Event::SeatTaken {
					organisation: BOB_ORGANISATION,
					account: account("bob")
				}),
				RuntimeEvent::Consortium(Event::OrganisationExpelled {
					organisation: BOB_ORGANISATION,
					notice_until
				}),
			]
		);
		assert_eq!(Seats::seats(), [account("alice")]);
		assert_eq!(Consortium::validators().len(), 1);
		assert_eq!(Consortium::notice(BOB_ORGANISATION), Some(Notice { since: now(), until: notice_until }));
		assert_eq!(Consortium::notice(ALICE_ORGANISATION), None);

		assert_noop!(add_registrar("bob", BOB_ORGANISATION, "ferdie"), E::OrganisationNotActive);
		for registrar in ["bob", "eve"] {
			let text = Enrolment { organisation: BOB_ORGANISATION, ..enrolment("ferdie") };
			let (signature, vault_signature) = sign_enrolment("ferdie", &text);
			assert_noop!(
				Identity::enrol_patient(signed(registrar), text, signature, vault_signature),
				E::OrganisationNotActive
			);
		}
		assert_eq!(Identity::party_standing(&doctor, now()), Standing::Absent);
		assert_eq!(Identity::party_standing(&doctor, before), Standing::Good);
		assert_noop!(expel(BOB_ORGANISATION), E::OrganisationExpelled);
	});
}

#[test]
fn suspended_member_should_be_expelled_too() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Consortium::suspend_organisation(council(), BOB_ORGANISATION));
		let seats = Seats::seats();
		// It has no seat that the minimum could want.
		MinimumOrganisations::<Runtime>::put(1);
		assert_ok!(expel(BOB_ORGANISATION));
		assert_eq!(Seats::seats(), seats);
		let state = Consortium::organisation(BOB_ORGANISATION).unwrap().standing.current().copied();
		assert_eq!(state, Some(OrganisationState::Expelled));
	});
}

#[test]
fn patient_should_keep_control_and_be_told_of_the_notice() {
	ExtBuilder::default().build_and_execute(|| {
		let patient = salus_mock::enrol("ferdie");
		standard_scopes(patient);
		let at_home = Home { organisation: ALICE_ORGANISATION, rehome_due: None };
		assert_eq!(Identity::home(&patient), Ok(at_home));
		advance(DAY);
		assert_ok!(expel(ALICE_ORGANISATION));
		let since = now();
		let notice = Notice { since, until: since + DEFAULT_NOTICE_PERIOD };
		assert_eq!(Identity::home(&patient), Ok(Home { rehome_due: Some(notice), ..at_home }));
		assert!(Identity::controls(&account("ferdie"), &patient));
		advance(DEFAULT_NOTICE_PERIOD);
		// It is due until it is done.
		assert_eq!(Identity::home(&patient).unwrap().rehome_due, Some(notice));
		assert!(!notice.runs(now()) && notice.runs(now() - 1) && !notice.runs(since - 1));
	});
}

#[test]
fn notice_should_end_when_it_was_said_to_whatever_is_voted_later() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Consortium::set_parameter(council(), Parameter::NoticePeriod(30 * DAY)));
		assert_ok!(expel(BOB_ORGANISATION));
		let until = now() + 30 * DAY;
		advance(DAY);
		NoticePeriod::<Runtime>::put(7 * DAY);
		assert_eq!(Consortium::notice(BOB_ORGANISATION).unwrap().until, until);
	});
}

#[test]
fn expulsion_should_be_refused_when_too_few_members_would_be_left() {
	ExtBuilder::default().build_and_execute(|| {
		MinimumOrganisations::<Runtime>::put(2);
		assert_noop!(expel(BOB_ORGANISATION), E::TooFewOrganisations);
		let word = joining("carol", b"Westgate");
		assert_ok!(Consortium::admit_organisation(
			council(),
			b"Westgate".to_vec().try_into().unwrap(),
			account("carol"),
			word
		));
		assert_ok!(expel(BOB_ORGANISATION));
		assert_noop!(expel(3), E::TooFewOrganisations);
		assert_noop!(expel(ALICE_ORGANISATION), E::TooFewOrganisations);
	});
}

#[test]
fn expulsion_should_be_refused_when_too_few_validators_would_be_left() {
	ExtBuilder::default().build_and_execute(|| {
		MinimumValidators::<Runtime>::put(2);
		assert_noop!(expel(BOB_ORGANISATION), E::TooFewValidators);
		MinimumValidators::<Runtime>::put(1);
		assert_ok!(expel(BOB_ORGANISATION));
	});
	// All validators are one member's.
	let organisation = |name: &str, leader: &str, validators: &[&str]| GenesisOrganisation {
		name: name.into(),
		controller: account(leader),
		registrars: vec![],
		validators: validators.iter().map(|name| account(name)).collect(),
	};
	let organisations =
		vec![organisation("North", "nora", &["nora", "nick"]), organisation("South", "sven", &[])];
	ExtBuilder::default().organisations(organisations).build_and_execute(|| {
		assert_noop!(expel(1), E::TooFewValidators);
		assert_ok!(expel(2));
		assert_eq!(Consortium::validators().len(), 2);
	});
}

#[test]
fn expelled_members_validator_should_make_blocks_no_more_two_sessions_later() {
	ExtBuilder::default().build_and_execute(|| {
		run_to(6);
		assert_ok!(expel(BOB_ORGANISATION));
		run_to(9);
		assert_eq!(Session::validators().len(), 2);
		run_to(16);
		assert_eq!(Session::validators(), [account("alice")]);
		Consortium::integrity_test();
	});
}

#[test]
fn expulsion_should_be_refused_when_the_origin_is_not_two_thirds() {
	ExtBuilder::default().build_and_execute(|| {
		for origin in
			[agreed(1), signed("alice"), signed("bob"), RuntimeOrigin::root(), RuntimeOrigin::none()]
		{
			assert_noop!(Consortium::expel_organisation(origin, BOB_ORGANISATION), DispatchError::BadOrigin);
		}
		for unknown in [0, 3] {
			assert_noop!(expel(unknown), E::OrganisationNotFound);
		}
	});
}
