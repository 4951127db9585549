//! Who replaces a lost account, and what the old one can still do.

use crate::support::*;
use frame_support::{assert_noop, assert_ok};
use salus_mock::{
	acceptance, acceptance_until, bad_acceptances, wrapped_acceptance, Consortium, Identity, Runtime,
	RuntimeOrigin, System,
};
use salus_pallet_consortium::Error as ConsortiumError;
use salus_pallet_identity::{Error, Event, PractitionerOf};
use salus_primitives::{
	consortium::OrganisationState,
	ids::PractitionerId,
	limits::MAX_TEXT_LIFE,
	people::{Actor, Party, Standing, VaultOwner},
	text::{Acceptance, Role},
};
use sp_runtime::{DispatchError, DispatchResult};

fn replace(signer: AccountId32, practitioner: PractitionerId, new: &Person) -> DispatchResult {
	let word = accepted(&new.account(), Role::AccountOf(practitioner));
	Identity::replace_account(RuntimeOrigin::signed(signer), practitioner, new.account(), word)
}

/// Lets the new person sign for the practitioner of the first organisation, with what is said to be its word.
fn replace_with(practitioner: PractitionerId, word: Acceptance) -> DispatchResult {
	let registrar = RuntimeOrigin::signed(registrar(ORG_A));
	Identity::replace_account(registrar, practitioner, Person::new("new").account(), word)
}

#[test]
fn practitioner_should_keep_id_memberships_and_vault_when_its_account_is_replaced() {
	run(|| {
		let (old, new) = (Person::new("old"), Person::new("new"));
		let id = admit(ORG_A, old.account());
		register_vault(&old, VaultOwner::Practitioner(id));
		let before = Identity::practitioner(id).expect("the practitioner exists");
		assert_ok!(replace(registrar(ORG_A), id, &new));

		let after = Identity::practitioner(id).expect("the practitioner exists");
		assert_eq!(after.account, new.account());
		assert_eq!((after.home, &after.memberships), (before.home, &before.memberships));
		assert_eq!(Identity::vault(VaultOwner::Practitioner(id)).map(|vault| vault.keys), Some(old.keys()));
		System::assert_last_event(Event::AccountReplaced { practitioner: id, account: new.account() }.into());
	});
}

#[test]
fn old_account_should_lose_its_role_and_keep_its_reference() {
	run(|| {
		let (old, new) = (Person::new("old"), Person::new("new"));
		let id = admit(ORG_A, old.account());
		let owner = VaultOwner::Practitioner(id);
		register_vault(&old, owner);
		let patient = enrol(&Person::new("patient"), ORG_A);
		assert_ok!(replace(registrar(ORG_A), id, &new));

		let actor = Actor::Practitioner { practitioner: id, organisation: ORG_A };
		assert!(!Identity::acts_as(&old.account(), &patient, &actor));
		assert!(Identity::acts_as(&new.account(), &patient, &actor));
		assert_eq!(Identity::actors_of(&old.account(), &patient), []);
		assert!(!Identity::owner_of_party(&old.account(), &Party::Practitioner(id)));
		assert_eq!(PractitionerOf::<Runtime>::get(old.account()), None);
		assert_eq!(System::providers(&old.account()), 1);
		assert_eq!(System::providers(&new.account()), 1);

		// Not even with its vault does it set keys any more, or report them.
		let next = Person::new("next");
		assert_noop!(
			Identity::set_vault_keys(
				old.origin(),
				owner,
				next.keys(),
				next.sign_keys(owner, 1, next.keys()),
				Some(old.sign_keys(owner, 1, next.keys())),
			),
			Error::<Runtime>::NotVaultOwner
		);
		assert_noop!(
			Identity::report_vault_compromised(old.origin(), owner),
			Error::<Runtime>::NotVaultOwner
		);
	});
}

#[test]
fn memberships_elsewhere_should_be_suspended_until_those_organisations_reinstate() {
	run(|| {
		let (old, impostor) = (Person::new("old"), Person::new("impostor"));
		let id = admit(ORG_A, old.account());
		admit(ORG_B, old.account());
		wait(HOUR);
		assert_ok!(replace(registrar(ORG_A), id, &impostor));
		System::assert_has_event(
			Event::PractitionerSuspended { practitioner: id, organisation: ORG_B }.into(),
		);
		assert_eq!(Identity::membership_standing(id, ORG_A, now()), Standing::Good);
		assert_eq!(Identity::membership_standing(id, ORG_B, now()), Standing::Suspended);
		assert_noop!(
			Identity::reinstate_practitioner(RuntimeOrigin::signed(registrar(ORG_A)), ORG_B, id),
			ConsortiumError::<Runtime>::NotRegistrar
		);
		assert_ok!(Identity::reinstate_practitioner(RuntimeOrigin::signed(registrar(ORG_B)), ORG_B, id));
		assert_eq!(Identity::membership_standing(id, ORG_B, now()), Standing::Good);
	});
}

#[test]
fn replacement_should_not_reinstate_a_suspended_practitioner() {
	run(|| {
		let id = admit(ORG_A, Person::new("old").account());
		assert_ok!(Identity::suspend_practitioner(RuntimeOrigin::signed(registrar(ORG_A)), ORG_A, id));
		assert_ok!(replace(registrar(ORG_A), id, &Person::new("new")));
		assert_eq!(Identity::membership_standing(id, ORG_A, now()), Standing::Suspended);
	});
}

#[test]
fn replacement_should_be_refused_when_the_account_signs_for_a_practitioner() {
	run(|| {
		let (one, other) = (Person::new("one"), Person::new("other"));
		let id = admit(ORG_A, one.account());
		admit(ORG_B, other.account());
		assert_noop!(replace(registrar(ORG_A), id, &other), Error::<Runtime>::AlreadyPractitioner);
		assert_noop!(replace(registrar(ORG_A), id, &one), Error::<Runtime>::AlreadyPractitioner);
	});
}

#[test]
fn replacement_should_be_refused_when_there_is_no_such_practitioner() {
	run(|| {
		let id = admit(ORG_A, Person::new("doctor").account());
		assert_noop!(
			replace(registrar(ORG_A), id + 1, &Person::new("new")),
			Error::<Runtime>::PractitionerNotFound
		);
	});
}

#[test]
fn replacement_should_be_refused_when_the_signer_is_no_registrar_of_the_home_organisation() {
	run(|| {
		let (doctor, new) = (Person::new("doctor"), Person::new("new"));
		let id = admit(ORG_A, doctor.account());
		admit(ORG_B, doctor.account());
		let former = add_registrar(ORG_A, "former");
		remove_registrar(ORG_A, former.clone());
		for signer in [doctor.account(), new.account(), registrar(ORG_B), former] {
			assert_noop!(replace(signer, id, &new), ConsortiumError::<Runtime>::NotRegistrar);
		}
		let word = accepted(&new.account(), Role::AccountOf(id));
		assert_noop!(
			Identity::replace_account(RuntimeOrigin::root(), id, new.account(), word),
			DispatchError::BadOrigin
		);
		set_organisation_state(ORG_A, OrganisationState::Suspended);
		assert_noop!(replace(registrar(ORG_A), id, &new), ConsortiumError::<Runtime>::OrganisationNotActive);
	});
}

#[test]
fn account_should_keep_one_reference_when_practitioners_pass_it_on() {
	run(|| {
		let (one, two) = (Person::new("one"), Person::new("two"));
		let first = admit(ORG_A, one.account());
		assert_ok!(replace(registrar(ORG_A), first, &two));
		let second = admit(ORG_B, one.account());
		assert_ne!(first, second);
		assert_noop!(replace(registrar(ORG_A), first, &one), Error::<Runtime>::AlreadyPractitioner);
		assert_ok!(replace(registrar(ORG_B), second, &Person::new("three")));
		assert_ok!(replace(registrar(ORG_A), first, &one));
		assert_eq!(PractitionerOf::<Runtime>::get(one.account()), Some(first));
		assert_eq!(PractitionerOf::<Runtime>::get(two.account()), None);
		for person in [&one, &two] {
			assert_eq!(System::providers(&person.account()), 1);
		}
	});
}

#[test]
fn replacement_should_be_refused_when_the_new_account_did_not_give_its_word() {
	run(|| {
		let id = admit(ORG_A, Person::new("doctor").account());
		for (word, error) in bad_acceptances("new", Role::AccountOf(id)) {
			assert_noop!(replace_with(id, word), error);
		}
		assert!(!Consortium::is_admitted(&Person::new("new").account()));
		assert_ok!(replace_with(id, acceptance("new", Role::AccountOf(id))));
	});
}

#[test]
fn replacement_should_be_refused_when_the_new_account_gave_its_word_for_something_else() {
	run(|| {
		let id = admit(ORG_A, Person::new("doctor").account());
		let other = admit(ORG_A, Person::new("colleague").account());
		let elsewhere = [
			acceptance("new", Role::AccountOf(other)),
			acceptance("new", Role::Practitioner(ORG_A)),
			acceptance("new", Role::Registrar(ORG_A)),
			acceptance("doctor", Role::AccountOf(id)),
		];
		for word in elsewhere {
			assert_noop!(replace_with(id, word), ConsortiumError::<Runtime>::BadWalletSignature);
		}
	});
}

#[test]
fn new_accounts_word_should_count_wrapped_and_until_before_its_end() {
	run(|| {
		let [one, other] = ["one", "other"].map(|name| admit(ORG_A, Person::new(name).account()));
		let longest = acceptance_until("new", Role::AccountOf(other), now() + MAX_TEXT_LIFE);
		let brief = acceptance("new", Role::AccountOf(other));
		let wrapped = wrapped_acceptance("new", Role::AccountOf(one));
		wait(24 * HOUR - 1);
		assert_ok!(replace_with(one, wrapped));
		assert_ok!(replace(registrar(ORG_A), one, &Person::new("one")));
		wait(1);
		assert_noop!(replace_with(other, brief), ConsortiumError::<Runtime>::TextExpired);
		assert_ok!(replace_with(other, longest));
	});
}
