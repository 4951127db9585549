//! A grantee's new envelope for what it holds.

mod common;

use common::*;
use frame_support::{assert_noop, assert_ok};
use sp_runtime::DispatchResult;

const LABS_ITEM: Item = Item::Scope(LABS);

fn reseal(world: World, signer: &str, item: Item, reseal: Reseal) -> DispatchResult {
	let Reseal { consent, envelope, sealed_to } = reseal;
	Consent::reseal_own(signed(signer), world.patient, consent, item, envelope, sealed_to)
}

#[test]
fn grantee_should_reseal_to_its_new_vault_key_what_the_old_envelope_opened() {
	world(|world| {
		let consent = world.reader_of(LABS);
		let next = rotation(&world.patient, LABS, vec![]);
		assert_ok!(Consent::rotate_scope(signed("eve"), world.patient, next));
		salus_mock::rotate_vault(world.doctors_vault(), "charlie");
		System::reset_events();
		let own = world.reseal(consent);
		assert_ok!(reseal(world, "charlie", LABS_ITEM, own));
		let expected =
			Seal { envelope: own.envelope, sealed_to: own.sealed_to, epoch: KeyEpoch::default(), lineage: 0 };
		assert_eq!(world.seal(LABS_ITEM, consent), Some(expected));
		let event = Event::ResealedOwn { patient: world.patient, consent, item: LABS_ITEM };
		assert_eq!(consent_events(), [event]);
	})
}

#[test]
fn organisation_should_reseal_its_own_by_any_agent() {
	world(|world| {
		let consent = world.granted(reading(Party::Organisation(BOB_ORGANISATION), &[LABS_ITEM]));
		assert_ok!(reseal(world, "bob", LABS_ITEM, world.reseal(consent)));
		assert_noop!(reseal(world, "charlie", LABS_ITEM, world.reseal(consent)), E::NotGrantee);
		assert_noop!(reseal(world, "alice", LABS_ITEM, world.reseal(consent)), E::NotGrantee);
	})
}

#[test]
fn resealing_should_be_refused_when_the_signer_is_a_stranger() {
	world(|world| {
		let consent = world.reader_of(LABS);
		salus_mock::admit("dave", BOB_ORGANISATION, PractitionerRole::Clinician);
		for stranger in ["dave", "bob", "alice", "eve", "mallory"] {
			assert_noop!(reseal(world, stranger, LABS_ITEM, world.reseal(consent)), E::NotGrantee);
		}
	})
}

#[test]
fn resealing_should_be_refused_when_it_is_sealed_to_a_foreign_or_old_or_leaked_key() {
	world(|world| {
		let consent = world.reader_of(LABS);
		let old = world.reseal(consent);
		for key in [kem(Party::Organisation(BOB_ORGANISATION)), Digest::of(b"anyone's")] {
			let foreign = Reseal { sealed_to: key, ..old };
			assert_noop!(reseal(world, "charlie", LABS_ITEM, foreign), E::GranteeKeyChanged);
		}
		salus_mock::rotate_vault(world.doctors_vault(), "charlie");
		assert_noop!(reseal(world, "charlie", LABS_ITEM, old), E::GranteeKeyChanged);
		salus_mock::report_compromised(world.doctors_vault(), "charlie");
		assert_noop!(reseal(world, "charlie", LABS_ITEM, world.reseal(consent)), E::GranteeKeyCompromised);
	})
}

#[test]
fn resealing_should_be_refused_when_the_consent_stopped_or_does_not_hold_the_item() {
	world(|world| {
		let ending = world.granted(Grant { until: Some(now() + HOUR), ..world.reading(&[LABS_ITEM]) });
		let writer = world.granted(world.writing(&[LABS_ITEM]));
		let revoked = world.reader_of(IMAGING);
		assert_ok!(Consent::revoke(signed("eve"), world.patient, revoked));
		assert_noop!(reseal(world, "charlie", LABS_ITEM, world.reseal(writer)), E::NotHolder);
		assert_noop!(reseal(world, "charlie", Item::Scope(IMAGING), world.reseal(ending)), E::NotHolder);
		let missing = Reseal { consent: 99, ..world.reseal(ending) };
		assert_noop!(reseal(world, "charlie", LABS_ITEM, missing), E::ConsentNotFound);
		assert_noop!(
			reseal(world, "charlie", Item::Scope(IMAGING), world.reseal(revoked)),
			E::ConsentStopped
		);
		advance(HOUR);
		assert_noop!(reseal(world, "charlie", LABS_ITEM, world.reseal(ending)), E::ConsentStopped);
	})
}

#[test]
fn resealing_should_be_refused_when_the_grantee_is_excluded_or_suspended() {
	world(|world| {
		let consent = world.reader_of(LABS);
		salus_mock::suspend_practitioner(BOB_ORGANISATION, world.doctor);
		assert_noop!(reseal(world, "charlie", LABS_ITEM, world.reseal(consent)), E::GranteeNotInStanding);
		assert_ok!(Consent::exclude(signed("eve"), world.patient, world.grantee()));
		assert_noop!(reseal(world, "charlie", LABS_ITEM, world.reseal(consent)), E::GranteeExcluded);
	})
}

/// The doctor's home organisation puts an account and a vault of its own in the place of the doctor's.
fn take_over(world: World) {
	salus_mock::replace_account(BOB_ORGANISATION, world.doctor, "impostor");
	salus_mock::reset_vault(BOB_ORGANISATION, world.doctor);
	salus_mock::register_vault(world.doctors_vault(), "impostor");
}

#[test]
fn resealing_should_be_refused_when_the_home_organisation_took_the_doctors_place() {
	world(|world| {
		let record = Item::Record(world.record_in(LABS));
		let older = world.reader_of(IMAGING);
		let next = rotation(&world.patient, IMAGING, vec![]);
		assert_ok!(Consent::rotate_scope(signed("eve"), world.patient, next));
		let held = [
			(LABS_ITEM, world.reader_of(LABS)),
			(Item::Scope(IMAGING), older),
			(record, world.granted(world.reading(&[record]))),
		];
		salus_mock::replace_account(BOB_ORGANISATION, world.doctor, "impostor");
		salus_mock::reset_vault(BOB_ORGANISATION, world.doctor);
		for (item, consent) in held {
			let own = world.reseal(consent);
			assert_noop!(reseal(world, "impostor", item, own), E::GranteeHasNoVault);
		}
		salus_mock::register_vault(world.doctors_vault(), "impostor");
		for (item, consent) in held {
			let before = world.seal(item, consent);
			assert_noop!(reseal(world, "impostor", item, world.reseal(consent)), E::VaultWasReset);
			assert_noop!(reseal(world, "charlie", item, world.reseal(consent)), E::NotGrantee);
			assert_eq!(world.seal(item, consent), before);
		}
		// Nor with a further vault of the same line.
		salus_mock::rotate_vault(world.doctors_vault(), "impostor");
		for (item, consent) in held {
			assert_noop!(reseal(world, "impostor", item, world.reseal(consent)), E::VaultWasReset);
		}
	})
}

#[test]
fn grantee_should_reseal_its_own_again_when_the_patient_sealed_to_its_new_line_of_vaults() {
	world(|world| {
		let record = Item::Record(world.record_in(LABS));
		let (scopes, records) = (world.reader_of(LABS), world.granted(world.reading(&[record])));
		salus_mock::reset_vault(BOB_ORGANISATION, world.doctor);
		salus_mock::register_vault(world.doctors_vault(), "charlie");
		for (item, consent) in [(LABS_ITEM, scopes), (record, records)] {
			assert_noop!(reseal(world, "charlie", item, world.reseal(consent)), E::VaultWasReset);
		}
		// The scope's newest key was sealed to the vault that is lost, so that it takes a rotation.
		assert_noop!(world.resealed(LABS_ITEM, vec![world.reseal(scopes)]), E::ScopeRotationDue);
		let next = rotation(&world.patient, LABS, vec![world.reseal(scopes)]);
		assert_ok!(Consent::rotate_scope(signed("eve"), world.patient, next));
		assert_ok!(world.resealed(record, vec![world.reseal(records)]));
		salus_mock::rotate_vault(world.doctors_vault(), "charlie");
		for (item, consent) in [(LABS_ITEM, scopes), (record, records)] {
			assert_eq!(world.seal(item, consent).unwrap().lineage, 1);
			let own = world.reseal(consent);
			assert_ok!(reseal(world, "charlie", item, own));
			let seal = world.seal(item, consent).unwrap();
			assert_eq!((seal.envelope, seal.sealed_to, seal.lineage), (own.envelope, own.sealed_to, 1));
		}
		// Another reset ends that line, too.
		take_over(world);
		for (item, consent) in [(LABS_ITEM, scopes), (record, records)] {
			assert_noop!(reseal(world, "impostor", item, world.reseal(consent)), E::VaultWasReset);
		}
	})
}

#[test]
fn grantee_should_reseal_what_was_given_after_the_reset() {
	world(|world| {
		salus_mock::reset_vault(BOB_ORGANISATION, world.doctor);
		salus_mock::register_vault(world.doctors_vault(), "charlie");
		let consent = world.reader_of(LABS);
		assert_eq!(world.seal(LABS_ITEM, consent).unwrap().lineage, 1);
		salus_mock::rotate_vault(world.doctors_vault(), "charlie");
		assert_ok!(reseal(world, "charlie", LABS_ITEM, world.reseal(consent)));
	})
}

#[test]
fn grantee_should_reseal_its_own_when_only_its_account_was_replaced() {
	world(|world| {
		let consent = world.reader_of(LABS);
		salus_mock::replace_account(BOB_ORGANISATION, world.doctor, "charlie's new wallet");
		assert_ok!(reseal(world, "charlie's new wallet", LABS_ITEM, world.reseal(consent)));
	})
}

#[test]
fn resealing_should_be_refused_when_the_record_was_erased() {
	world(|world| {
		let index = world.record_in(LABS);
		let record = Item::Record(index);
		let consent = world.granted(world.reading(&[record]));
		world.erase(index);
		assert_noop!(reseal(world, "charlie", record, world.reseal(consent)), E::RecordErased);
		assert_eq!(world.seal(record, consent), None);
	})
}
