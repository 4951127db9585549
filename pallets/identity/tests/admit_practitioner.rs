//! Who vouches for practitioners.

use crate::support::*;
use frame_support::{assert_noop, assert_ok};
use salus_mock::{
	acceptance, acceptance_until, bad_acceptances, wrapped_acceptance, Consortium, Identity, Runtime,
	RuntimeOrigin, System,
};
use salus_pallet_consortium::Error as ConsortiumError;
use salus_pallet_identity::{Error, Event, NextPractitioner, PractitionerOf, Practitioners};
use salus_primitives::{
	consortium::OrganisationState,
	limits::{MaxMemberships, MAX_TEXT_LIFE},
	people::{
		Actor, Membership, MembershipState, Party, Practitioner, PractitionerRole, Privileges, Standing,
	},
	text::{Acceptance, Role},
	time::{History, Moment},
};
use sp_core::Get;
use sp_runtime::{DispatchError, DispatchResult};

fn submit(
	signer: AccountId32,
	organisation: OrganisationId,
	account: AccountId32,
	privileges: Privileges,
	until: Moment,
) -> DispatchResult {
	let word = accepted(&account, Role::Practitioner(organisation));
	Identity::admit_practitioner(
		RuntimeOrigin::signed(signer),
		organisation,
		account,
		PractitionerRole::Laboratory,
		privileges,
		credential("licence"),
		until,
		word,
	)
}

/// Admits the doctor to the organisation with what is said to be its word.
fn admit_doctor_with(organisation: OrganisationId, word: Acceptance) -> DispatchResult {
	Identity::admit_practitioner(
		RuntimeOrigin::signed(registrar(organisation)),
		organisation,
		Person::new("doctor").account(),
		PractitionerRole::Clinician,
		Privileges::NONE,
		credential("licence"),
		now() + HOUR,
		word,
	)
}

#[test]
fn practitioner_should_be_stored_when_a_registrar_admits_it() {
	run(|| {
		let account = Person::new("doctor").account();
		let id = NextPractitioner::<Runtime>::get();
		let until = now() + HOUR;
		assert_ok!(submit(registrar(ORG_A), ORG_A, account.clone(), Privileges::EMERGENCY, until));

		let membership = Membership {
			organisation: ORG_A,
			role: PractitionerRole::Laboratory,
			privileges: Privileges::EMERGENCY,
			credential: credential("licence"),
			standing: History::starting(now(), MembershipState::Active { until }),
		};
		let expected = Practitioner {
			account: account.clone(),
			home: ORG_A,
			memberships: vec![membership].try_into().expect("one membership fits"),
		};
		assert_eq!(Identity::practitioner(id), Some(expected));
		assert_eq!(Identity::roles(&account).practitioner, Some(id));
		assert_eq!(System::providers(&account), 1);
		System::assert_has_event(
			Event::PractitionerAdmitted { practitioner: id, organisation: ORG_A, account, until }.into(),
		);
	});
}

#[test]
fn ids_should_be_dense_and_never_reused() {
	run(|| {
		let first = admit(ORG_A, Person::new("one").account());
		let second = admit(ORG_B, Person::new("two").account());
		assert_eq!(second, first + 1);
		salus_mock::replace_account(ORG_B, second, "three");
		// The account of a practitioner who has another one now is a new practitioner.
		assert_eq!(admit(ORG_A, Person::new("two").account()), second + 1);
	});
}

#[test]
fn practitioner_should_keep_id_and_home_when_another_organisation_admits_it() {
	run(|| {
		let account = Person::new("doctor").account();
		let id = admit(ORG_A, account.clone());
		assert_eq!(admit(ORG_B, account.clone()), id);
		let known = Identity::practitioner(id).expect("the practitioner exists");
		assert_eq!(known.home, ORG_A);
		assert_eq!(known.memberships.len(), 2);
		assert_eq!(System::providers(&account), 1);
		let patient = enrol(&Person::new("patient"), ORG_A);
		assert_eq!(
			Identity::actors_of(&account, &patient),
			[ORG_A, ORG_B].map(|organisation| Actor::Practitioner { practitioner: id, organisation })
		);
	});
}

#[test]
fn practitioner_should_be_refused_when_it_is_a_member_already() {
	run(|| {
		let account = Person::new("doctor").account();
		let id = admit(ORG_A, account.clone());
		let again = || submit(registrar(ORG_A), ORG_A, account.clone(), Privileges::EMERGENCY, now() + HOUR);
		assert_noop!(again(), Error::<Runtime>::AlreadyMember);
		// Nor does a second admission lift a suspension.
		assert_ok!(Identity::suspend_practitioner(RuntimeOrigin::signed(registrar(ORG_A)), ORG_A, id));
		assert_noop!(again(), Error::<Runtime>::AlreadyMember);
	});
}

#[test]
fn practitioner_should_be_refused_when_it_has_all_memberships_allowed() {
	run(|| {
		let account = Person::new("doctor").account();
		let id = admit(ORG_A, account.clone());
		Practitioners::<Runtime>::mutate(id, |known| {
			let memberships = &mut known.as_mut().expect("the practitioner exists").memberships;
			let pattern = memberships[0].clone();
			for organisation in 100.. {
				if memberships.try_push(Membership { organisation, ..pattern.clone() }).is_err() {
					break;
				}
			}
			assert_eq!(memberships.len(), <MaxMemberships as Get<u32>>::get() as usize);
		});
		assert_noop!(
			submit(registrar(ORG_B), ORG_B, account, Privileges::NONE, now() + HOUR),
			Error::<Runtime>::TooManyMemberships
		);
		// Those organisations do not exist: leave a sound chain behind.
		Practitioners::<Runtime>::mutate(id, |known| {
			known.as_mut().expect("the practitioner exists").memberships.truncate(1);
		});
	});
}

#[test]
fn practitioner_should_be_refused_when_the_ids_are_used_up() {
	run(|| {
		let next = NextPractitioner::<Runtime>::get();
		NextPractitioner::<Runtime>::put(u32::MAX);
		assert_noop!(
			submit(registrar(ORG_A), ORG_A, Person::new("doctor").account(), Privileges::NONE, now() + HOUR),
			Error::<Runtime>::PractitionersExhausted
		);
		NextPractitioner::<Runtime>::put(next);
	});
}

#[test]
fn practitioner_should_be_refused_when_privileges_are_unknown() {
	run(|| {
		for bits in [2, 3, 0x80, 0xff] {
			assert_noop!(
				submit(
					registrar(ORG_A),
					ORG_A,
					Person::new("doctor").account(),
					Privileges(bits),
					now() + HOUR
				),
				Error::<Runtime>::InvalidPrivileges
			);
		}
	});
}

#[test]
fn practitioner_should_be_refused_when_the_credential_has_ended() {
	run(|| {
		let account = Person::new("doctor").account();
		for until in [0, now() - 1, now()] {
			assert_noop!(
				submit(registrar(ORG_A), ORG_A, account.clone(), Privileges::NONE, until),
				Error::<Runtime>::UntilNotInFuture
			);
		}
		assert_ok!(submit(registrar(ORG_A), ORG_A, account, Privileges::NONE, now() + 1));
	});
}

#[test]
fn practitioner_should_be_refused_when_the_signer_is_no_registrar_of_the_organisation() {
	run(|| {
		let account = Person::new("doctor").account();
		let former = add_registrar(ORG_A, "former");
		remove_registrar(ORG_A, former.clone());
		let practitioner = Person::new("other doctor").account();
		admit(ORG_A, practitioner.clone());
		let strangers = [account.clone(), practitioner, former, registrar(ORG_B)];
		for signer in strangers {
			assert_noop!(
				submit(signer, ORG_A, account.clone(), Privileges::NONE, now() + HOUR),
				ConsortiumError::<Runtime>::NotRegistrar
			);
		}
		assert_noop!(
			Identity::admit_practitioner(
				RuntimeOrigin::root(),
				ORG_A,
				account.clone(),
				PractitionerRole::Clinician,
				Privileges::NONE,
				credential("licence"),
				now() + HOUR,
				accepted(&account, Role::Practitioner(ORG_A)),
			),
			DispatchError::BadOrigin
		);
		assert_eq!(PractitionerOf::<Runtime>::get(account), None);
	});
}

#[test]
fn practitioner_should_be_refused_when_the_organisation_is_not_active() {
	run(|| {
		for state in [OrganisationState::Suspended, OrganisationState::Expelled] {
			set_organisation_state(ORG_A, state);
			assert_noop!(
				submit(
					registrar(ORG_A),
					ORG_A,
					Person::new("doctor").account(),
					Privileges::NONE,
					now() + HOUR
				),
				ConsortiumError::<Runtime>::OrganisationNotActive
			);
		}
	});
}

#[test]
fn practitioner_should_be_refused_when_the_account_did_not_give_its_word() {
	run(|| {
		for (word, error) in bad_acceptances("doctor", Role::Practitioner(ORG_A)) {
			assert_noop!(admit_doctor_with(ORG_A, word), error);
		}
		assert_ok!(admit_doctor_with(ORG_A, acceptance("doctor", Role::Practitioner(ORG_A))));
	});
}

#[test]
fn practitioner_should_be_refused_when_it_gave_its_word_to_another_organisation() {
	run(|| {
		let for_a = acceptance("doctor", Role::Practitioner(ORG_A));
		assert_noop!(admit_doctor_with(ORG_B, for_a.clone()), ConsortiumError::<Runtime>::BadWalletSignature);
		assert_ok!(admit_doctor_with(ORG_A, for_a.clone()));
		// Nor as a further membership.
		assert_noop!(admit_doctor_with(ORG_B, for_a), ConsortiumError::<Runtime>::BadWalletSignature);
	});
}

#[test]
fn account_should_not_be_squatted_by_a_registrar_who_names_it_first() {
	run(|| {
		let account = Person::new("doctor").account();
		let squatters = [
			accepted(&registrar(ORG_B), Role::Practitioner(ORG_B)),
			acceptance("doctor", Role::Practitioner(ORG_A)),
			acceptance("doctor", Role::Registrar(ORG_B)),
		];
		for word in squatters {
			assert_noop!(admit_doctor_with(ORG_B, word), ConsortiumError::<Runtime>::BadWalletSignature);
		}
		assert!(!Consortium::is_admitted(&account));
		let id = admit(ORG_A, account);
		assert_eq!(Identity::practitioner(id).map(|known| known.home), Some(ORG_A));
	});
}

#[test]
fn practitioners_word_should_count_wrapped_and_until_before_its_end() {
	run(|| {
		let role = Role::Practitioner;
		let longest = acceptance_until("doctor", role(ORG_A), now() + MAX_TEXT_LIFE);
		let (wrapped, brief) = (wrapped_acceptance("doctor", role(ORG_B)), acceptance("doctor", role(ORG_A)));
		wait(24 * HOUR - 1);
		assert_ok!(admit_doctor_with(ORG_B, wrapped));
		wait(1);
		assert_noop!(admit_doctor_with(ORG_A, brief), ConsortiumError::<Runtime>::TextExpired);
		assert_ok!(admit_doctor_with(ORG_A, longest));
	});
}

#[test]
fn membership_should_expire_at_its_end() {
	run(|| {
		let id = admit(ORG_A, Person::new("doctor").account());
		let end = now() + 24 * HOUR;
		let standing = |at| Identity::membership_standing(id, ORG_A, at);
		assert_eq!(standing(now() - 1), Standing::Absent);
		assert_eq!(standing(now()), Standing::Good);
		assert_eq!(standing(end - 1), Standing::Good);
		assert_eq!(standing(end), Standing::Expired);
		assert_eq!(Identity::membership_standing(id, ORG_B, now()), Standing::Absent);
		assert_eq!(Identity::membership_standing(id + 1, ORG_A, now()), Standing::Absent);
	});
}

#[test]
fn practitioner_should_stand_as_its_best_membership_and_no_better_than_its_organisation() {
	run(|| {
		let account = Person::new("doctor").account();
		let id = admit(ORG_A, account.clone());
		let party = Party::Practitioner(id);
		let standing = || Identity::party_standing(&party, now());
		assert_eq!(standing(), Standing::Good);
		set_organisation_state(ORG_A, OrganisationState::Suspended);
		assert_eq!(standing(), Standing::Suspended);
		assert_eq!(Identity::party_standing(&Party::Organisation(ORG_A), now()), Standing::Suspended);
		// The membership itself is as it was.
		assert_eq!(Identity::membership_standing(id, ORG_A, now()), Standing::Good);

		admit(ORG_B, account);
		assert_eq!(standing(), Standing::Good);
		assert_ok!(Identity::suspend_practitioner(RuntimeOrigin::signed(registrar(ORG_B)), ORG_B, id));
		assert_eq!(standing(), Standing::Suspended);
		set_organisation_state(ORG_A, OrganisationState::Expelled);
		set_organisation_state(ORG_B, OrganisationState::Expelled);
		assert_eq!(standing(), Standing::Absent);
		assert_eq!(Identity::party_standing(&Party::Practitioner(id + 1), now()), Standing::Absent);
	});
}

#[test]
fn account_should_act_only_as_what_it_is() {
	run(|| {
		let doctor = Person::new("doctor");
		let id = admit(ORG_A, doctor.account());
		let person = Person::new("patient");
		let patient = enrol(&person, ORG_A);
		let other_patient = enrol(&doctor, ORG_A);
		let at = |practitioner, organisation| Actor::Practitioner { practitioner, organisation };

		assert!(Identity::acts_as(&doctor.account(), &patient, &at(id, ORG_A)));
		for actor in [Actor::Patient, at(id, ORG_B), at(id + 1, ORG_A), Actor::Organisation(ORG_A)] {
			assert_noop!(
				Identity::ensure_acts_as(&doctor.account(), &patient, &actor),
				Error::<Runtime>::NotThisActor
			);
		}
		assert_ok!(Identity::ensure_acts_as(&doctor.account(), &other_patient, &Actor::Patient));
		assert_ok!(Identity::ensure_acts_as(&registrar(ORG_A), &patient, &Actor::Organisation(ORG_A)));
		assert_ok!(Identity::ensure_acts_as(&controller(ORG_A), &patient, &Actor::Organisation(ORG_A)));
		assert!(!Identity::acts_as(&registrar(ORG_B), &patient, &Actor::Organisation(ORG_A)));

		assert_eq!(Identity::actors_of(&person.account(), &patient), [Actor::Patient]);
		assert_eq!(Identity::actors_of(&person.account(), &other_patient), []);
		assert_eq!(Identity::actors_of(&doctor.account(), &other_patient), [Actor::Patient, at(id, ORG_A)]);
		assert_eq!(Identity::actors_of(&registrar(ORG_B), &patient), [Actor::Organisation(ORG_B)]);

		assert!(Identity::owner_of_party(&doctor.account(), &Party::Practitioner(id)));
		assert!(!Identity::owner_of_party(&doctor.account(), &Party::Organisation(ORG_A)));
		assert!(Identity::owner_of_party(&registrar(ORG_A), &Party::Organisation(ORG_A)));
		assert!(!Identity::owner_of_party(&registrar(ORG_A), &Party::Practitioner(id)));
		assert!(Identity::party_exists(&patient, &Party::Practitioner(id)));
		assert!(!Identity::party_exists(&patient, &Party::Practitioner(id + 1)));
		assert!(Identity::party_exists(&patient, &Party::Organisation(ORG_B)));
		assert!(!Identity::party_exists(&patient, &Party::Organisation(999)));
	});
}
