//! Who renews credentials, and what a renewal leaves alone.

use crate::support::*;
use frame_support::{assert_noop, assert_ok};
use salus_mock::{Identity, Runtime, RuntimeOrigin, System};
use salus_pallet_consortium::Error as ConsortiumError;
use salus_pallet_identity::{Error, Event};
use salus_primitives::{
	consortium::OrganisationState,
	ids::PractitionerId,
	people::{PractitionerRole, Privileges, Standing},
	time::Moment,
};
use sp_runtime::{DispatchError, DispatchResult};

fn renew(
	signer: AccountId32,
	organisation: OrganisationId,
	practitioner: PractitionerId,
	privileges: Privileges,
	until: Moment,
) -> DispatchResult {
	Identity::renew_practitioner(
		RuntimeOrigin::signed(signer),
		organisation,
		practitioner,
		PractitionerRole::Pharmacy,
		privileges,
		credential("new licence"),
		until,
	)
}

#[test]
fn membership_should_have_the_new_credential_role_privileges_and_end() {
	run(|| {
		let id = admit(ORG_A, Person::new("doctor").account());
		let until = now() + 240 * HOUR;
		wait(HOUR);
		assert_ok!(renew(registrar(ORG_A), ORG_A, id, Privileges::EMERGENCY, until));
		System::assert_last_event(
			Event::PractitionerRenewed { practitioner: id, organisation: ORG_A, until }.into(),
		);
		let known = Identity::practitioner(id).expect("the practitioner exists");
		let membership = known.membership(ORG_A).expect("the membership exists");
		assert_eq!(membership.role, PractitionerRole::Pharmacy);
		assert_eq!(membership.privileges, Privileges::EMERGENCY);
		assert_eq!(membership.credential, credential("new licence"));
		assert_eq!(membership.standing_at(until - 1), Standing::Good);
		assert_eq!(membership.standing_at(until), Standing::Expired);
	});
}

#[test]
fn renewal_should_not_change_that_the_credential_had_expired_before() {
	run(|| {
		let id = admit(ORG_A, Person::new("doctor").account());
		let end = now() + 24 * HOUR;
		set_now(end + HOUR);
		assert_eq!(Identity::membership_standing(id, ORG_A, now()), Standing::Expired);
		assert_ok!(renew(registrar(ORG_A), ORG_A, id, Privileges::NONE, now() + HOUR));
		assert_eq!(Identity::membership_standing(id, ORG_A, now()), Standing::Good);
		assert_eq!(Identity::membership_standing(id, ORG_A, end), Standing::Expired);
		assert_eq!(Identity::membership_standing(id, ORG_A, end - 1), Standing::Good);
	});
}

#[test]
fn renewal_should_not_reinstate_when_the_membership_is_suspended() {
	run(|| {
		let id = admit(ORG_A, Person::new("doctor").account());
		wait(HOUR);
		assert_ok!(Identity::suspend_practitioner(RuntimeOrigin::signed(registrar(ORG_A)), ORG_A, id));
		wait(HOUR);
		assert_ok!(renew(registrar(ORG_A), ORG_A, id, Privileges::NONE, now() + 240 * HOUR));
		assert_eq!(Identity::membership_standing(id, ORG_A, now()), Standing::Suspended);
		assert_eq!(Identity::membership_standing(id, ORG_A, now() + 100 * HOUR), Standing::Suspended);
	});
}

#[test]
fn renewal_may_shorten_what_was_given_too_long() {
	run(|| {
		let id = admit(ORG_A, Person::new("doctor").account());
		assert_ok!(renew(registrar(ORG_A), ORG_A, id, Privileges::NONE, now() + 1));
		assert_eq!(Identity::membership_standing(id, ORG_A, now() + 1), Standing::Expired);
	});
}

#[test]
fn renewal_should_be_refused_when_its_end_is_not_in_the_future_or_privileges_are_unknown() {
	run(|| {
		let id = admit(ORG_A, Person::new("doctor").account());
		for until in [0, now() - 1, now()] {
			assert_noop!(
				renew(registrar(ORG_A), ORG_A, id, Privileges::NONE, until),
				Error::<Runtime>::UntilNotInFuture
			);
		}
		assert_noop!(
			renew(registrar(ORG_A), ORG_A, id, Privileges(0x82), now() + HOUR),
			Error::<Runtime>::InvalidPrivileges
		);
	});
}

#[test]
fn renewal_should_be_refused_when_there_is_nothing_to_renew() {
	run(|| {
		let id = admit(ORG_A, Person::new("doctor").account());
		assert_noop!(
			renew(registrar(ORG_A), ORG_A, id + 1, Privileges::NONE, now() + HOUR),
			Error::<Runtime>::PractitionerNotFound
		);
		assert_noop!(
			renew(registrar(ORG_B), ORG_B, id, Privileges::NONE, now() + HOUR),
			Error::<Runtime>::MembershipNotFound
		);
	});
}

#[test]
fn renewal_should_be_refused_when_the_signer_is_no_registrar_of_the_organisation() {
	run(|| {
		let doctor = Person::new("doctor").account();
		let id = admit(ORG_A, doctor.clone());
		let former = add_registrar(ORG_A, "former");
		remove_registrar(ORG_A, former.clone());
		for signer in [doctor, registrar(ORG_B), former] {
			assert_noop!(
				renew(signer, ORG_A, id, Privileges::EMERGENCY, now() + HOUR),
				ConsortiumError::<Runtime>::NotRegistrar
			);
		}
		assert_noop!(
			Identity::renew_practitioner(
				RuntimeOrigin::none(),
				ORG_A,
				id,
				PractitionerRole::Clinician,
				Privileges::NONE,
				credential("licence"),
				now() + HOUR,
			),
			DispatchError::BadOrigin
		);
		set_organisation_state(ORG_A, OrganisationState::Suspended);
		assert_noop!(
			renew(registrar(ORG_A), ORG_A, id, Privileges::NONE, now() + HOUR),
			ConsortiumError::<Runtime>::OrganisationNotActive
		);
	});
}
