//! Who suspends practitioners, and what that says of the past.

use crate::support::*;
use frame_support::{assert_noop, assert_ok};
use salus_mock::{Identity, Runtime, RuntimeOrigin, System};
use salus_pallet_consortium::Error as ConsortiumError;
use salus_pallet_identity::{Error, Event};
use salus_primitives::{
	consortium::OrganisationState,
	limits::MaxHistory,
	people::{Party, Standing},
};
use sp_core::Get;
use sp_runtime::DispatchError;

#[test]
fn suspension_should_hold_from_now_on_and_leave_the_past_as_it_was() {
	run(|| {
		let id = admit(ORG_A, Person::new("doctor").account());
		let admitted_at = now();
		wait(HOUR);
		assert_ok!(Identity::suspend_practitioner(RuntimeOrigin::signed(registrar(ORG_A)), ORG_A, id));
		System::assert_last_event(
			Event::PractitionerSuspended { practitioner: id, organisation: ORG_A }.into(),
		);
		let standing = |at| Identity::membership_standing(id, ORG_A, at);
		assert_eq!(standing(admitted_at), Standing::Good);
		assert_eq!(standing(now() - 1), Standing::Good);
		assert_eq!(standing(now()), Standing::Suspended);
		// Not even the expiry of the credential changes what it is.
		assert_eq!(standing(now() + 48 * HOUR), Standing::Suspended);
	});
}

#[test]
fn suspension_should_hold_in_one_organisation_only() {
	run(|| {
		let account = Person::new("doctor").account();
		let id = admit(ORG_A, account.clone());
		admit(ORG_B, account);
		assert_ok!(Identity::suspend_practitioner(RuntimeOrigin::signed(registrar(ORG_B)), ORG_B, id));
		assert_eq!(Identity::membership_standing(id, ORG_A, now()), Standing::Good);
		assert_eq!(Identity::membership_standing(id, ORG_B, now()), Standing::Suspended);
		assert_eq!(Identity::party_standing(&Party::Practitioner(id), now()), Standing::Good);
	});
}

#[test]
fn suspension_should_be_refused_when_there_is_none_to_suspend() {
	run(|| {
		let id = admit(ORG_A, Person::new("doctor").account());
		let suspend = |organisation, practitioner| {
			let signer = RuntimeOrigin::signed(registrar(organisation));
			Identity::suspend_practitioner(signer, organisation, practitioner)
		};
		assert_noop!(suspend(ORG_A, id + 1), Error::<Runtime>::PractitionerNotFound);
		assert_noop!(suspend(ORG_A, 0), Error::<Runtime>::PractitionerNotFound);
		assert_noop!(suspend(ORG_B, id), Error::<Runtime>::MembershipNotFound);
		assert_ok!(suspend(ORG_A, id));
		assert_noop!(suspend(ORG_A, id), Error::<Runtime>::AlreadySuspended);
	});
}

#[test]
fn suspension_should_be_refused_when_the_signer_is_no_registrar_of_the_organisation() {
	run(|| {
		let doctor = Person::new("doctor");
		let id = admit(ORG_A, doctor.account());
		admit(ORG_B, doctor.account());
		let former = add_registrar(ORG_A, "former");
		remove_registrar(ORG_A, former.clone());
		// A registrar of another organisation is none, though the practitioner works there too.
		for signer in [registrar(ORG_B), former, doctor.account(), Person::new("stranger").account()] {
			assert_noop!(
				Identity::suspend_practitioner(RuntimeOrigin::signed(signer), ORG_A, id),
				ConsortiumError::<Runtime>::NotRegistrar
			);
		}
		assert_noop!(
			Identity::suspend_practitioner(RuntimeOrigin::none(), ORG_A, id),
			DispatchError::BadOrigin
		);
		set_organisation_state(ORG_A, OrganisationState::Suspended);
		assert_noop!(
			Identity::suspend_practitioner(RuntimeOrigin::signed(registrar(ORG_A)), ORG_A, id),
			ConsortiumError::<Runtime>::OrganisationNotActive
		);
	});
}

#[test]
fn history_should_stay_bounded_and_answer_what_it_forgot_with_absent() {
	run(|| {
		let id = admit(ORG_A, Person::new("doctor").account());
		let admitted_at = now();
		let signer = || RuntimeOrigin::signed(registrar(ORG_A));
		for _ in 0..<MaxHistory as Get<u32>>::get() {
			wait(1_000);
			assert_ok!(Identity::suspend_practitioner(signer(), ORG_A, id));
			wait(1_000);
			assert_ok!(Identity::reinstate_practitioner(signer(), ORG_A, id));
		}
		let known = Identity::practitioner(id).expect("the practitioner exists");
		let entries = known.memberships[0].standing.entries();
		assert_eq!(entries.len(), <MaxHistory as Get<u32>>::get() as usize);
		assert_eq!(Identity::membership_standing(id, ORG_A, now()), Standing::Good);
		assert_eq!(Identity::membership_standing(id, ORG_A, admitted_at), Standing::Absent);
		assert_eq!(Identity::membership_standing(id, ORG_A, entries[0].0 - 1), Standing::Absent);
	});
}

#[test]
fn suspension_should_leave_one_entry_when_changed_within_a_block() {
	run(|| {
		let id = admit(ORG_A, Person::new("doctor").account());
		wait(HOUR);
		let signer = || RuntimeOrigin::signed(registrar(ORG_A));
		assert_ok!(Identity::suspend_practitioner(signer(), ORG_A, id));
		assert_ok!(Identity::reinstate_practitioner(signer(), ORG_A, id));
		assert_ok!(Identity::suspend_practitioner(signer(), ORG_A, id));
		let known = Identity::practitioner(id).expect("the practitioner exists");
		assert_eq!(known.memberships[0].standing.entries().len(), 2);
		assert_eq!(Identity::membership_standing(id, ORG_A, now()), Standing::Suspended);
	});
}
