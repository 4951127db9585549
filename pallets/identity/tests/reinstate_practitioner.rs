//! Who lifts suspensions, and when that cannot be.

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
use sp_runtime::DispatchError;

fn suspended() -> PractitionerId {
	let id = admit(ORG_A, Person::new("doctor").account());
	wait(HOUR);
	assert_ok!(Identity::suspend_practitioner(RuntimeOrigin::signed(registrar(ORG_A)), ORG_A, id));
	wait(HOUR);
	id
}

fn renew(id: PractitionerId, until: Moment) {
	assert_ok!(Identity::renew_practitioner(
		RuntimeOrigin::signed(registrar(ORG_A)),
		ORG_A,
		id,
		PractitionerRole::Clinician,
		Privileges::NONE,
		credential("new licence"),
		until,
	));
}

#[test]
fn membership_should_hold_again_with_the_end_it_had() {
	run(|| {
		let end = now() + 24 * HOUR;
		let id = suspended();
		assert_ok!(Identity::reinstate_practitioner(RuntimeOrigin::signed(registrar(ORG_A)), ORG_A, id));
		System::assert_last_event(
			Event::PractitionerReinstated { practitioner: id, organisation: ORG_A }.into(),
		);
		let standing = |at| Identity::membership_standing(id, ORG_A, at);
		assert_eq!(standing(now() - 1), Standing::Suspended);
		assert_eq!(standing(now()), Standing::Good);
		assert_eq!(standing(end - 1), Standing::Good);
		assert_eq!(standing(end), Standing::Expired);
	});
}

#[test]
fn reinstatement_should_be_refused_when_the_membership_is_not_suspended() {
	run(|| {
		let id = admit(ORG_A, Person::new("doctor").account());
		let reinstate = |organisation, practitioner| {
			let signer = RuntimeOrigin::signed(registrar(organisation));
			Identity::reinstate_practitioner(signer, organisation, practitioner)
		};
		assert_noop!(reinstate(ORG_A, id), Error::<Runtime>::NotSuspended);
		assert_noop!(reinstate(ORG_A, id + 1), Error::<Runtime>::PractitionerNotFound);
		assert_noop!(reinstate(ORG_B, id), Error::<Runtime>::MembershipNotFound);
	});
}

#[test]
fn reinstatement_should_be_refused_when_the_credential_has_expired_until_it_is_renewed() {
	run(|| {
		let end = now() + 24 * HOUR;
		let id = suspended();
		let reinstate =
			|| Identity::reinstate_practitioner(RuntimeOrigin::signed(registrar(ORG_A)), ORG_A, id);
		set_now(end);
		assert_noop!(reinstate(), Error::<Runtime>::CredentialExpired);
		renew(id, end + HOUR);
		assert_eq!(Identity::membership_standing(id, ORG_A, now()), Standing::Suspended);
		assert_ok!(reinstate());
		assert_eq!(Identity::membership_standing(id, ORG_A, now()), Standing::Good);
		assert_eq!(Identity::membership_standing(id, ORG_A, end + HOUR), Standing::Expired);
	});
}

#[test]
fn reinstatement_should_be_refused_when_the_signer_is_no_registrar_of_the_organisation() {
	run(|| {
		let id = suspended();
		let doctor = Person::new("doctor").account();
		admit(ORG_B, doctor.clone());
		let former = add_registrar(ORG_A, "former");
		remove_registrar(ORG_A, former.clone());
		for signer in [doctor, registrar(ORG_B), former] {
			assert_noop!(
				Identity::reinstate_practitioner(RuntimeOrigin::signed(signer), ORG_A, id),
				ConsortiumError::<Runtime>::NotRegistrar
			);
		}
		assert_noop!(
			Identity::reinstate_practitioner(RuntimeOrigin::root(), ORG_A, id),
			DispatchError::BadOrigin
		);
		set_organisation_state(ORG_A, OrganisationState::Expelled);
		assert_noop!(
			Identity::reinstate_practitioner(RuntimeOrigin::signed(registrar(ORG_A)), ORG_A, id),
			ConsortiumError::<Runtime>::OrganisationNotActive
		);
	});
}
