//! `admit_organisation`.

use frame_support::{assert_noop, assert_ok};
use salus_mock::{
	acceptance, account, add_registrar, admit, advance, agreed, council, do_try_state, enrol, events,
	expel_organisation, joining, joining_until, now, pair, runtime::Seats, signed, suspend_organisation,
	Consortium, ExtBuilder, Runtime, RuntimeEvent, RuntimeOrigin, System, ALICE_ORGANISATION,
	BOB_ORGANISATION, DAY, GENESIS,
};
use salus_pallet_consortium::{CouncilSeats, Error, Event, NextOrganisation};
use salus_primitives::{
	consortium::{Agency, OrganisationState},
	limits::{MaxNameLen, MaxOrganisations, MAX_TEXT_LIFE},
	people::{PractitionerRole, Standing},
	text::{wrapped, Acceptance, JoinConsortium, Role, SignedText},
	BoundedVec,
};
use sp_core::{Get, Pair};
use sp_runtime::{DispatchError, DispatchResult};

type E = Error<Runtime>;

fn name(text: &str) -> BoundedVec<u8, MaxNameLen> {
	text.as_bytes().to_vec().try_into().expect("the name is at most 64 bytes")
}

/// Admits an organisation that the person of that name controls.
fn admit_organisation(called: &str, person: &str) -> DispatchResult {
	let word = joining(person, called.as_bytes());
	Consortium::admit_organisation(council(), name(called), account(person), word)
}

#[test]
fn organisation_should_be_a_member_with_a_seat_when_two_thirds_admit_it() {
	ExtBuilder::default().build_and_execute(|| {
		events();
		assert_eq!(System::providers(&account("carol")), 0);
		let before = now();
		advance(1_000);
		assert_ok!(admit_organisation("Westgate", "carol"));
		let west = Consortium::organisation(3).unwrap();
		assert_eq!((west.name.clone(), west.controller.clone()), (name("Westgate"), account("carol")));
		assert!(west.registrars.is_empty());
		assert_eq!(west.standing.entries(), &[(now(), OrganisationState::Active)]);
		assert_eq!(Consortium::standing(3, now()), Standing::Good);
		assert_eq!(Consortium::standing(3, before), Standing::Absent);
		assert_eq!(
			Consortium::agency(&account("carol")),
			Some(Agency { organisation: 3, controller: true, registrar: false })
		);
		assert_eq!(System::providers(&account("carol")), 1);
		assert!(Seats::seats().contains(&account("carol")) && Seats::seats().len() == 3);
		let expected = Event::OrganisationAdmitted {
			organisation: 3,
			controller: account("carol"),
			name: name("Westgate"),
		};
		assert_eq!(events().last(), Some(&RuntimeEvent::Consortium(expected)));
	});
}

#[test]
fn organisation_should_work_when_its_controller_has_seen_to_registrars() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(admit_organisation("Westgate", "carol"));
		assert_noop!(Consortium::ensure_registrar(&account("carol"), 3), E::NotRegistrar);
		assert_ok!(add_registrar("carol", 3, "carol"));
		assert_ok!(Consortium::ensure_registrar(&account("carol"), 3));
		assert_ok!(Consortium::set_name(signed("carol"), 3, name("Westgate Clinic")));
	});
}

#[test]
fn organisation_should_be_refused_when_fewer_than_two_thirds_agree() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(admit_organisation("Westgate", "carol"));
		assert_ok!(admit_organisation("Eastgate", "dora"));
		let origins =
			[agreed(0), agreed(1), agreed(2), signed("alice"), RuntimeOrigin::root(), RuntimeOrigin::none()];
		for origin in origins {
			let word = joining("eve", b"Ward");
			let call = Consortium::admit_organisation(origin, name("Ward"), account("eve"), word);
			assert_noop!(call, DispatchError::BadOrigin);
		}
		let member = pallet_collective::RawOrigin::Member(account("alice"));
		let word = joining("eve", b"Ward");
		assert_noop!(
			Consortium::admit_organisation(member.into(), name("Ward"), account("eve"), word.clone()),
			DispatchError::BadOrigin
		);
		assert_ok!(Consortium::admit_organisation(agreed(3), name("Ward"), account("eve"), word));
	});
}

#[test]
fn organisation_should_be_refused_when_a_member_has_its_name() {
	ExtBuilder::default().build_and_execute(|| {
		for taken in ["Northgate", "NORTHGATE", " northgate "] {
			assert_noop!(admit_organisation(taken, "carol"), E::NameTaken);
		}
		suspend_organisation(ALICE_ORGANISATION);
		assert_noop!(admit_organisation("Northgate", "carol"), E::NameTaken);
		expel_organisation(ALICE_ORGANISATION);
		assert_ok!(admit_organisation("Northgate", "carol"));
	});
}

#[test]
fn organisation_should_be_refused_when_its_name_is_none() {
	ExtBuilder::default().build_and_execute(|| {
		for bad in ["", "  ", "West\ngate", "\u{1b}[2J"] {
			assert_noop!(admit_organisation(bad, "carol"), E::InvalidName);
		}
	});
}

#[test]
fn organisation_should_be_refused_when_its_controller_acts_for_another() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(add_registrar("bob", BOB_ORGANISATION, "eve"));
		for taken in ["alice", "eve"] {
			assert_noop!(admit_organisation("Westgate", taken), E::AlreadyAgent);
		}
		// Nor does one come back by the vote that admitted another, or after it was expelled.
		assert_ok!(admit_organisation("Westgate", "carol"));
		assert_noop!(admit_organisation("Eastgate", "carol"), E::AlreadyAgent);
		expel_organisation(3);
		assert_noop!(admit_organisation("Westgate", "carol"), E::AlreadyAgent);
	});
}

#[test]
fn organisation_should_be_refused_when_there_were_as_many_as_may_be() {
	ExtBuilder::default().build_and_execute(|| {
		for number in NextOrganisation::<Runtime>::get()..=MaxOrganisations::get() {
			assert_ok!(admit_organisation(&format!("Ward {number}"), &format!("leader {number}")));
		}
		do_try_state();
		assert_eq!(Seats::seats().len(), <MaxOrganisations as Get<u32>>::get() as usize);
		assert_noop!(admit_organisation("Westgate", "carol"), E::TooManyOrganisations);
		assert_eq!(System::providers(&account("carol")), 0);
	});
}

#[test]
fn organisation_should_be_refused_when_the_controller_did_not_give_its_word_for_it() {
	ExtBuilder::default().build_and_execute(|| {
		let try_with = |word: Acceptance| {
			Consortium::admit_organisation(council(), name("Westgate"), account("carol"), word)
		};
		let foreign = |genesis, person: &str, of: &str, expires_at| {
			let text = JoinConsortium { genesis, account: &account(of), name: b"Westgate", expires_at };
			Acceptance { expires_at: now() + DAY, signature: pair(person).sign(&text.text()).into() }
		};
		for bad in [
			joining("carol", b"Eastgate"),
			joining("mallory", b"Westgate"),
			acceptance("carol", Role::Registrar(3)),
			acceptance("carol", Role::Controller(3)),
			foreign([0; 32], "carol", "carol", now() + DAY),
			foreign(GENESIS, "carol", "mallory", now() + DAY),
			foreign(GENESIS, "carol", "carol", now() + DAY + 1),
		] {
			assert_noop!(try_with(bad), E::BadWalletSignature);
		}
		let good_for = |expires_at| joining_until("carol", b"Westgate", expires_at);
		assert_noop!(try_with(good_for(now())), E::TextExpired);
		assert_noop!(try_with(good_for(now() + MAX_TEXT_LIFE + 1)), E::TextTooLong);
		// A vote takes days: what counts is its end.
		let word = good_for(now() + 2 * DAY);
		advance(2 * DAY - 1);
		assert_ok!(try_with(word.clone()));
		advance(1);
		let late = Consortium::admit_organisation(council(), name("Eastgate"), account("dora"), word);
		assert_noop!(late, E::TextExpired);
	});
}

#[test]
fn organisation_should_be_admitted_when_the_wallet_wrapped_the_word_and_has_other_roles() {
	ExtBuilder::default().build_and_execute(|| {
		enrol("carol");
		admit("carol", BOB_ORGANISATION, PractitionerRole::Clinician);
		let expires_at = now() + DAY;
		let text =
			JoinConsortium { genesis: GENESIS, account: &account("carol"), name: b"Westgate", expires_at };
		let signature = pair("carol").sign(&wrapped(&text.text())).into();
		let word = Acceptance { expires_at, signature };
		assert_ok!(Consortium::admit_organisation(council(), name("Westgate"), account("carol"), word));
		assert_eq!(System::providers(&account("carol")), 1);
	});
}
