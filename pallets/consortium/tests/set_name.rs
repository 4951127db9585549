//! `set_name`.

use frame_support::{assert_noop, assert_ok};
use salus_mock::{
	add_registrar, events, expel_organisation, signed, suspend_organisation, Consortium, ExtBuilder, Runtime,
	RuntimeEvent, RuntimeOrigin, ALICE_ORGANISATION, BOB_ORGANISATION,
};
use salus_pallet_consortium::{Error, Event};
use salus_primitives::{limits::MaxNameLen, BoundedVec};
use sp_runtime::DispatchError;

fn name(text: &str) -> BoundedVec<u8, MaxNameLen> {
	text.as_bytes().to_vec().try_into().expect("the name is at most 64 bytes")
}

#[test]
fn name_should_change_when_the_controller_sets_it() {
	ExtBuilder::default().build_and_execute(|| {
		events();
		assert_ok!(Consortium::set_name(signed("alice"), ALICE_ORGANISATION, name("Clínica São João")));
		assert_eq!(Consortium::organisation(ALICE_ORGANISATION).unwrap().name, name("Clínica São João"));
		assert_eq!(Consortium::organisation(BOB_ORGANISATION).unwrap().name, name("Southgate"));
		let expected = Event::NameSet { organisation: ALICE_ORGANISATION, name: name("Clínica São João") };
		assert_eq!(events(), vec![RuntimeEvent::Consortium(expected)]);
	});
}

#[test]
fn name_should_be_accepted_when_it_is_as_short_or_as_long_as_allowed() {
	ExtBuilder::default().build_and_execute(|| {
		for good in ["N".to_string(), "n".repeat(64), "病".repeat(21)] {
			assert_ok!(Consortium::set_name(signed("alice"), ALICE_ORGANISATION, name(&good)));
		}
		assert!(BoundedVec::<u8, MaxNameLen>::try_from(vec![b'n'; 65]).is_err());
	});
}

#[test]
fn name_should_be_refused_when_it_is_empty_blank_or_not_printable() {
	ExtBuilder::default().build_and_execute(|| {
		let bad: [&[u8]; 8] = [
			b"",
			b"   ",
			b"North\ngate",
			b"\x1b[2J",
			"North\u{85}gate".as_bytes(),
			"North\u{202e}etag".as_bytes(),
			"North\u{200b}gate".as_bytes(),
			&[b'N', 0xff, 0xfe],
		];
		for bytes in bad {
			assert_noop!(
				Consortium::set_name(signed("alice"), ALICE_ORGANISATION, bytes.to_vec().try_into().unwrap()),
				Error::<Runtime>::InvalidName
			);
		}
	});
}

#[test]
fn name_should_be_refused_when_another_member_has_it() {
	ExtBuilder::default().build_and_execute(|| {
		for taken in ["Southgate", "SOUTHGATE", "  southgate"] {
			assert_noop!(
				Consortium::set_name(signed("alice"), ALICE_ORGANISATION, name(taken)),
				Error::<Runtime>::NameTaken
			);
		}
		// One's own in other letters is none of another's.
		assert_ok!(Consortium::set_name(signed("alice"), ALICE_ORGANISATION, name("NORTHGATE")));
		expel_organisation(BOB_ORGANISATION);
		assert_ok!(Consortium::set_name(signed("alice"), ALICE_ORGANISATION, name("Southgate")));
	});
}

#[test]
fn name_should_be_refused_when_the_signer_may_not_set_it() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(add_registrar("alice", ALICE_ORGANISATION, "eve"));
		for signer in ["bob", "eve", "mallory"] {
			assert_noop!(
				Consortium::set_name(signed(signer), ALICE_ORGANISATION, name("Stolen")),
				Error::<Runtime>::NotController
			);
		}
		assert_noop!(
			Consortium::set_name(RuntimeOrigin::root(), ALICE_ORGANISATION, name("Stolen")),
			DispatchError::BadOrigin
		);
		assert_noop!(
			Consortium::set_name(signed("alice"), 3, name("Nowhere")),
			Error::<Runtime>::OrganisationNotFound
		);
		suspend_organisation(ALICE_ORGANISATION);
		assert_noop!(
			Consortium::set_name(signed("alice"), ALICE_ORGANISATION, name("Renamed")),
			Error::<Runtime>::OrganisationNotActive
		);
	});
}
