//! The practitioners and vaults that a chain begins with.

use crate::support::*;
use salus_mock::{account, do_try_state, vault, ExtBuilder, Identity, System};
use salus_pallet_identity::GenesisPractitioner;
use salus_primitives::{
	ids::Commitment,
	people::{PractitionerRole, Privileges, Standing, Vault, VaultOwner},
};

fn practitioner(name: &str, organisation: OrganisationId) -> GenesisPractitioner {
	GenesisPractitioner {
		account: account(name),
		organisation,
		role: PractitionerRole::Laboratory,
		privileges: Privileges::EMERGENCY,
		until: salus_mock::START + HOUR,
		vault: Some(vault(name).keys()),
	}
}

#[test]
fn practitioners_should_be_admitted_in_order_with_their_vaults() {
	let without_vault = GenesisPractitioner { vault: None, ..practitioner("charlie", ORG_B) };
	ExtBuilder::default().practitioners(vec![practitioner("dave", ORG_A), without_vault]).build_and_execute(
		|| {
			let dave = Identity::practitioner(1).expect("the first is there");
			assert_eq!((dave.account, dave.home), (account("dave"), ORG_A));
			assert_eq!(dave.memberships[0].credential, Commitment::default());
			assert_eq!(
				Identity::vault(VaultOwner::Practitioner(1)),
				Some(Vault { keys: vault("dave").keys(), generation: 0, compromised_at: None })
			);
			assert_eq!(Identity::roles(&account("charlie")).practitioner, Some(2));
			assert_eq!(Identity::vault(VaultOwner::Practitioner(2)), None);
			assert_eq!(Identity::membership_standing(1, ORG_A, 0), Standing::Good);
			assert_eq!(Identity::membership_standing(1, ORG_A, now() + HOUR), Standing::Expired);
			for name in ["dave", "charlie"] {
				assert_eq!(System::providers(&account(name)), 1);
			}
			// The next one admitted comes after them.
			assert_eq!(admit(ORG_A, account("eve")), 3);
		},
	);
}

#[test]
fn organisations_should_begin_with_their_vaults() {
	run(|| {
		for organisation in [ORG_A, ORG_B] {
			let keys = vault(&format!("organisation {organisation}")).keys();
			assert_eq!(
				Identity::vault(VaultOwner::Organisation(organisation)),
				Some(Vault { keys, generation: 0, compromised_at: None })
			);
		}
	});
}

#[test]
#[should_panic(expected = "of an organisation that does not exist")]
fn genesis_should_be_refused_when_a_practitioners_organisation_does_not_exist() {
	ExtBuilder::default().practitioners(vec![practitioner("dave", 3)]).build();
}

#[test]
#[should_panic(expected = "is not admissible")]
fn genesis_should_be_refused_when_a_practitioner_has_unknown_privileges() {
	let practitioner = GenesisPractitioner { privileges: Privileges(0xff), ..practitioner("dave", ORG_A) };
	ExtBuilder::default().practitioners(vec![practitioner]).build();
}

#[test]
#[should_panic(expected = "is not admissible")]
fn genesis_should_be_refused_when_a_practitioner_is_named_twice_for_an_organisation() {
	let twice = vec![practitioner("dave", ORG_A), practitioner("dave", ORG_A)];
	ExtBuilder::default().practitioners(twice).build();
}

#[test]
fn genesis_practitioner_of_two_organisations_should_be_one() {
	let second = GenesisPractitioner { vault: None, ..practitioner("dave", ORG_B) };
	ExtBuilder::default().practitioners(vec![practitioner("dave", ORG_A), second]).build_and_execute(|| {
		let dave = Identity::practitioner(1).expect("the practitioner is there");
		assert_eq!((dave.home, dave.memberships.len()), (ORG_A, 2));
		assert_eq!(Identity::practitioner(2), None);
		do_try_state();
	});
}
