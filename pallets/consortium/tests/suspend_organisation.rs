//! `suspend_organisation` and `reinstate_organisation`.

use frame_support::{assert_noop, assert_ok};
use salus_mock::{
	account, add_registrar, admit, advance, agreed, council, events, expel_organisation, now, runtime::Seats,
	signed, Consortium, ExtBuilder, Identity, Runtime, RuntimeEvent, RuntimeOrigin, ALICE_ORGANISATION,
	BOB_ORGANISATION,
};
use salus_pallet_consortium::{CouncilSeats, Error, Event, MinimumOrganisations};
use salus_primitives::people::{Party, PractitionerRole, Standing};
use sp_runtime::DispatchError;

type E = Error<Runtime>;

fn suspend(organisation: u32) -> sp_runtime::DispatchResult {
	Consortium::suspend_organisation(council(), organisation)
}

fn reinstate(organisation: u32) -> sp_runtime::DispatchResult {
	Consortium::reinstate_organisation(council(), organisation)
}

#[test]
fn member_should_not_act_nor_vote_until_it_is_reinstated() {
	ExtBuilder::default().build_and_execute(|| {
		let doctor = Party::Practitioner(admit("dora", BOB_ORGANISATION, PractitionerRole::Clinician));
		let begun = now();
		events();
		advance(1_000);
		assert_ok!(suspend(BOB_ORGANISATION));
		let suspended = now();
		assert_eq!(
			events(),
			vec![RuntimeEvent::Consortium(Event::OrganisationSuspended { organisation: BOB_ORGANISATION })]
		);
		assert_eq!(Seats::seats(), [account("alice")]);
		assert_noop!(add_registrar("bob", BOB_ORGANISATION, "eve"), E::OrganisationNotActive);
		assert_eq!(Identity::party_standing(&doctor, now()), Standing::Suspended);
		// A validator makes blocks all the same: its seat is another vote's to take.
		assert_eq!(Consortium::validators().len(), 2);

		advance(1_000);
		assert_ok!(reinstate(BOB_ORGANISATION));
		assert_eq!(
			events(),
			vec![RuntimeEvent::Consortium(Event::OrganisationReinstated { organisation: BOB_ORGANISATION })]
		);
		assert!(Seats::seats().contains(&account("bob")) && Seats::seats().len() == 2);
		assert_ok!(add_registrar("bob", BOB_ORGANISATION, "eve"));
		// What was allowed when stays answerable.
		for (at, standing) in
			[(begun, Standing::Good), (suspended, Standing::Suspended), (now(), Standing::Good)]
		{
			assert_eq!(Consortium::standing(BOB_ORGANISATION, at), standing);
			assert_eq!(Identity::party_standing(&doctor, at), standing);
		}
	});
}

#[test]
fn suspension_should_be_refused_when_it_changes_nothing_or_the_member_is_gone() {
	ExtBuilder::default().build_and_execute(|| {
		for unknown in [0, 3, u32::MAX] {
			assert_noop!(suspend(unknown), E::OrganisationNotFound);
			assert_noop!(reinstate(unknown), E::OrganisationNotFound);
		}
		assert_noop!(reinstate(BOB_ORGANISATION), E::NotSuspended);
		assert_ok!(suspend(BOB_ORGANISATION));
		assert_noop!(suspend(BOB_ORGANISATION), E::AlreadySuspended);
		expel_organisation(BOB_ORGANISATION);
		assert_noop!(suspend(BOB_ORGANISATION), E::OrganisationExpelled);
		assert_noop!(reinstate(BOB_ORGANISATION), E::OrganisationExpelled);
	});
}

#[test]
fn suspension_should_be_refused_when_too_few_members_would_be_left() {
	ExtBuilder::default().build_and_execute(|| {
		MinimumOrganisations::<Runtime>::kill();
		assert_eq!(Consortium::parameters().minimum_organisations, 2);
		assert_noop!(suspend(BOB_ORGANISATION), E::TooFewOrganisations);
		MinimumOrganisations::<Runtime>::put(1);
		assert_ok!(suspend(BOB_ORGANISATION));
		// The last one is never suspended, whatever the minimum: there would be nobody to take it back.
		assert_noop!(suspend(ALICE_ORGANISATION), E::TooFewOrganisations);
	});
}

#[test]
fn suspension_should_be_refused_when_the_origin_is_not_two_thirds() {
	ExtBuilder::default().build_and_execute(|| {
		let origins = || {
			[
				agreed(0),
				agreed(1),
				signed("alice"),
				signed("mallory"),
				RuntimeOrigin::root(),
				RuntimeOrigin::none(),
			]
		};
		for origin in origins() {
			assert_noop!(
				Consortium::suspend_organisation(origin, BOB_ORGANISATION),
				DispatchError::BadOrigin
			);
		}
		assert_ok!(suspend(BOB_ORGANISATION));
		// alice is all of the council now.
		for origin in origins().into_iter().filter(|origin| origin.caller != agreed(1).caller) {
			assert_noop!(
				Consortium::reinstate_organisation(origin, BOB_ORGANISATION),
				DispatchError::BadOrigin
			);
		}
		assert_ok!(Consortium::reinstate_organisation(agreed(1), BOB_ORGANISATION));
	});
}
