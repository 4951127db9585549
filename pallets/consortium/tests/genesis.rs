//! The consortium that a chain starts with.

use frame_support::{traits::Hooks, weights::Weight};
use salus_mock::{
	account, do_try_state, Consortium, ExtBuilder, Runtime, RuntimeEvent, System, GENESIS, START,
};
use salus_pallet_consortium::{GenesisBlock, GenesisConfig, GenesisOrganisation, DEFAULT_SESSION_LENGTH};
use salus_primitives::{
	consortium::{Agency, OrganisationState},
	limits::{MaxOrganisations, MaxRegistrars},
	people::Standing,
};
use sp_core::{Get, H256};

fn organisation(
	name: &str,
	controller: &str,
	registrars: &[&str],
	validators: &[&str],
) -> GenesisOrganisation {
	GenesisOrganisation {
		name: name.into(),
		controller: account(controller),
		registrars: registrars.iter().map(|name| account(name)).collect(),
		validators: validators.iter().map(|name| account(name)).collect(),
	}
}

fn found(organisations: Vec<GenesisOrganisation>) {
	ExtBuilder::default().organisations(organisations).build_and_execute(|| {});
}

#[test]
fn organisations_should_be_numbered_from_one_in_order() {
	let organisations = vec![
		organisation("North", "carol", &["carol", "dora"], &["nora"]),
		organisation("South", "sven", &[], &[]),
	];
	ExtBuilder::default().organisations(organisations).build_and_execute(|| {
		let north = Consortium::organisation(1).unwrap();
		assert_eq!(north.name.to_vec(), b"North");
		assert_eq!(north.controller, account("carol"));
		assert_eq!(north.standing.entries(), &[(0, OrganisationState::Active)]);
		assert_eq!(Consortium::organisation(2).unwrap().controller, account("sven"));
		assert_eq!(Consortium::organisation(0), None);
		assert_eq!(Consortium::organisation(3), None);
		let agency =
			|organisation, controller, registrar| Some(Agency { organisation, controller, registrar });
		assert_eq!(Consortium::agency(&account("carol")), agency(1, true, true));
		assert_eq!(Consortium::agency(&account("dora")), agency(1, false, true));
		assert_eq!(Consortium::agency(&account("sven")), agency(2, true, false));
		assert_eq!(Consortium::agency(&account("nora")), None);
	});
}

#[test]
fn accounts_should_have_exactly_one_provider_reference_when_they_have_several_roles() {
	ExtBuilder::default().build_and_execute(|| {
		// alice controls, registers and validates, and Session registered keys for her.
		for name in ["alice", "bob"] {
			assert!(Consortium::is_admitted(&account(name)));
			assert_eq!(System::providers(&account(name)), 1);
		}
		assert!(!Consortium::is_admitted(&account("eve")));
		Consortium::admit(&account("alice"));
		assert_eq!(System::providers(&account("alice")), 1);
	});
}

#[test]
fn standing_should_be_absent_when_there_is_no_such_organisation() {
	ExtBuilder::default().build_and_execute(|| {
		assert_eq!(Consortium::standing(1, START), Standing::Good);
		assert_eq!(Consortium::standing(1, 0), Standing::Good);
		assert_eq!(Consortium::standing(0, START), Standing::Absent);
		assert_eq!(Consortium::standing(9, START), Standing::Absent);
	});
}

#[test]
#[should_panic(expected = "a controller acts for another organisation")]
fn genesis_should_fail_when_an_account_controls_two_organisations() {
	found(vec![organisation("North", "carol", &[], &[]), organisation("South", "carol", &[], &[])]);
}

#[test]
#[should_panic(expected = "a registrar acts for another organisation")]
fn genesis_should_fail_when_an_account_registers_for_two_organisations() {
	found(vec![
		organisation("North", "carol", &["dora"], &[]),
		organisation("South", "sven", &["dora"], &[]),
	]);
}

#[test]
#[should_panic(expected = "a registrar is named twice")]
fn genesis_should_fail_when_a_registrar_is_named_twice() {
	found(vec![organisation("North", "carol", &["dora", "dora"], &[])]);
}

#[test]
#[should_panic(expected = "an organisation has too many registrars")]
fn genesis_should_fail_when_there_are_too_many_registrars() {
	let names: Vec<String> = (0..=MaxRegistrars::get()).map(|number| format!("registrar{number}")).collect();
	let names: Vec<&str> = names.iter().map(String::as_str).collect();
	found(vec![organisation("North", "carol", &names, &[])]);
}

#[test]
#[should_panic(expected = "a name is blank or has control or invisible characters")]
fn genesis_should_fail_when_a_name_is_empty() {
	found(vec![organisation("", "carol", &[], &[])]);
}

#[test]
#[should_panic(expected = "a name is too long")]
fn genesis_should_fail_when_a_name_is_too_long() {
	found(vec![organisation(&"n".repeat(65), "carol", &[], &[])]);
}

#[test]
#[should_panic(expected = "too many organisations")]
fn genesis_should_fail_when_there_are_too_many_organisations() {
	let organisations = (0..=MaxOrganisations::get())
		.map(|number| organisation("North", &format!("controller{number}"), &[], &[]))
		.collect();
	found(organisations);
}

#[test]
#[should_panic(expected = "a session has at least one block")]
fn genesis_should_fail_when_a_session_has_no_block() {
	use sp_runtime::BuildStorage;
	let _ = GenesisConfig::<Runtime> { session_length: 0, ..Default::default() }.build_storage();
}

#[test]
fn session_length_should_be_the_default_when_genesis_says_nothing() {
	ExtBuilder::default()
		.build_and_execute(|| assert_eq!(Consortium::session_length(), DEFAULT_SESSION_LENGTH));
}

#[test]
fn organisations_should_be_paged_and_bounded() {
	let organisations =
		(0..5).map(|number| organisation("One", &format!("controller{number}"), &[], &[])).collect();
	ExtBuilder::default().organisations(organisations).build_and_execute(|| {
		let ids = |start, limit| {
			let page = Consortium::organisations(start, limit);
			(page.items.into_iter().map(|(id, _)| id).collect::<Vec<_>>(), page.next)
		};
		assert_eq!(ids(0, 2), (vec![1, 2], Some(3)));
		assert_eq!(ids(3, 2), (vec![3, 4], Some(5)));
		assert_eq!(ids(5, 2), (vec![5], None));
		assert_eq!(ids(1, u32::MAX), (vec![1, 2, 3, 4, 5], None));
		assert_eq!(ids(6, 2), (vec![], None));
		assert_eq!(ids(u32::MAX, u32::MAX), (vec![], None));
	});
}

#[test]
fn genesis_hash_should_be_kept_when_system_has_forgotten_it() {
	ExtBuilder::default().build_and_execute(|| {
		assert_eq!(Consortium::genesis_hash(), GENESIS);
		frame_system::BlockHash::<Runtime>::remove(0);
		System::set_parent_hash(H256([9; 32]));
		System::set_block_number(2);
		assert_eq!(Consortium::on_initialize(2), Weight::zero());
		assert_eq!(Consortium::genesis_hash(), GENESIS);
	});
}

#[test]
fn genesis_hash_should_stay_when_another_chain_goes_on_from_the_state() {
	ExtBuilder::default().build_and_execute(|| {
		let new = H256([9; 32]);
		frame_system::BlockHash::<Runtime>::insert(0, new);
		System::set_parent_hash(new);
		System::set_block_number(1);
		Consortium::on_initialize(1);
		assert_eq!(Consortium::genesis_hash(), GENESIS);
	});
}

#[test]
fn genesis_hash_should_be_systems_before_the_first_block() {
	ExtBuilder::default().build_and_execute(|| {
		GenesisBlock::<Runtime>::kill();
		assert_eq!(Consortium::genesis_hash(), GENESIS);
	});
}

#[test]
fn genesis_should_emit_nothing_of_its_own() {
	ExtBuilder::default().build_and_execute(|| {
		let own =
			System::events().into_iter().any(|record| matches!(record.event, RuntimeEvent::Consortium(_)));
		assert!(!own);
		do_try_state();
	});
}
