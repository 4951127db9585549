//! What a hand-over does to scopes, consents and the vault's word.

mod common;

use common::*;
use frame_support::{assert_noop, assert_ok};
use salus_mock::{come_of_age, next_generation, represent, sign_as_vault, take_over};
use salus_primitives::{
	representation::{Basis, Powers},
	text::GiveConsent,
};

#[test]
fn every_scope_should_wait_for_its_next_generation_and_no_other_rotation_be_taken() {
	world(|world| {
		let doctors = world.reader_of(LABS);
		let at = come_of_age("eve", world.patient, "heir");
		for scope in 0..=4 {
			assert_eq!(world.due(scope), Some((RotationDue::HandedOver, at)), "{scope}");
		}
		// Until the new account has keys, nobody's vault rotates.
		let rotated = next_generation(&world.patient, LABS, vec![]);
		assert_noop!(Consent::rotate_scope(signed("heir"), world.patient, rotated), E::VaultCompromised);
		assert_ok!(take_over("heir", world.patient));
		assert_eq!(world.due(LABS), Some((RotationDue::HandedOver, at)));
		let next_epoch = rotation(&world.patient, LABS, vec![]);
		assert_noop!(
			Consent::rotate_scope(signed("heir"), world.patient, next_epoch),
			E::NextGenerationRequired
		);
		let rotated = next_generation(&world.patient, LABS, vec![world.reseal(doctors)]);
		assert_ok!(Consent::rotate_scope(signed("heir"), world.patient, rotated));
		assert_eq!(world.due(LABS), None);
		assert_eq!(world.due(IMAGING), Some((RotationDue::HandedOver, at)));
		let next_epoch = rotation(&world.patient, LABS, vec![]);
		assert_ok!(Consent::rotate_scope(signed("heir"), world.patient, next_epoch));
	});
}

#[test]
fn scope_that_the_new_account_creates_should_not_wait() {
	world(|world| {
		come_of_age("eve", world.patient, "heir");
		assert_ok!(take_over("heir", world.patient));
		let scope = salus_mock::new_scope(&world.patient, "own");
		let word = salus_mock::sign_scopes(&world.patient, &[scope]);
		assert_ok!(Consent::create_scopes(signed("heir"), world.patient, list(vec![scope]), word));
		assert_eq!(world.due(5), None);
	});
}

#[test]
fn generation_begun_before_should_not_count_for_a_hand_over_after() {
	world(|world| {
		let rotated = next_generation(&world.patient, LABS, vec![]);
		assert_ok!(Consent::rotate_scope(signed("eve"), world.patient, rotated));
		let at = come_of_age("eve", world.patient, "heir");
		assert_eq!(world.due(LABS), Some((RotationDue::HandedOver, at)));
	});
}

#[test]
fn former_account_should_decide_nothing_and_its_vault_sign_nothing() {
	world(|world| {
		let consent = world.reader_of(LABS);
		come_of_age("eve", world.patient, "heir");
		let not = || IdentityError::NotController;
		assert_noop!(Consent::revoke(signed("eve"), world.patient, consent), not());
		assert_noop!(give("eve", world.patient, world.writing(&[Item::Scope(LABS)])), not());
		// The former vault, with the new account's wallet.
		let grant = world.reading(&[Item::Scope(LABS)]);
		let next = salus_pallet_consent::ConsentCount::<Runtime>::get(world.patient);
		let text = GiveConsent { genesis: GENESIS, patient: world.patient, consent: next, grant: &grant };
		let old = salus_mock::vault("eve").sign(&text);
		assert_noop!(
			Consent::grant(signed("heir"), world.patient, grant.clone(), Some(old)),
			E::VaultCompromised
		);
		assert_ok!(take_over("heir", world.patient));
		assert_noop!(
			Consent::grant(signed("heir"), world.patient, grant.clone(), Some(old)),
			E::InvalidVaultSignature
		);
		let rotated = next_generation(&world.patient, LABS, vec![]);
		assert_ok!(Consent::rotate_scope(signed("heir"), world.patient, rotated));
		let own = sign_as_vault(&world.patient, &text);
		assert_ok!(Consent::grant(signed("heir"), world.patient, grant, Some(own)));
	});
}

#[test]
fn new_account_alone_should_file_and_until_the_rotation_in_the_inbox() {
	world(|world| {
		come_of_age("eve", world.patient, "heir");
		let register = |scope, name: &str| {
			let record = NewRecord {
				ciphertext: Digest::of(b"ciphertext"),
				envelope: Digest::of(b"record envelope"),
				size: SizeClass::for_len(1).unwrap(),
				scope,
				epoch: world.scope(scope).epoch,
			};
			let (patient, purpose) = (world.patient, Purpose::PatientRequest);
			Records::register(signed(name), patient, Actor::Patient, purpose, record)
		};
		assert_noop!(register(INBOX, "eve"), IdentityError::NotThisActor);
		let refused: &str = register(LABS, "heir").unwrap_err().into();
		assert_eq!(refused, "RotationDue");
		assert_ok!(register(INBOX, "heir"));
	});
}

#[test]
fn grantees_should_read_on_until_the_new_account_revokes_with_its_wallet() {
	world(|world| {
		let consent = world.reader_of(LABS);
		come_of_age("eve", world.patient, "heir");
		assert!(world.reads(LABS));
		assert_ok!(Consent::revoke(signed("heir"), world.patient, consent));
		assert!(!world.reads(LABS));
		assert_ok!(Consent::exclude(signed("heir"), world.patient, world.grantee()));
		assert_ok!(Consent::close_scope(signed("heir"), world.patient, LABS));
	});
}

#[test]
fn representative_should_be_out_with_all_that_it_was_given() {
	world(|world| {
		let rob = represent(world.patient, "rob", Powers(7), Basis::Appointed);
		let consent = world.granted(reading(Party::Representative(rob), &[Item::Scope(LABS)]));
		let actor = Actor::Representative(rob);
		assert!(world.decide_for(actor, Action::Read, Item::Scope(LABS)).is_allowed());
		come_of_age("eve", world.patient, "heir");
		for action in [Action::Read, Action::Write] {
			assert!(!world.decide_for(actor, action, Item::Scope(LABS)).is_allowed());
		}
		assert_noop!(
			Consent::revoke(signed("rob"), world.patient, consent),
			IdentityError::RepresentativeNotInStanding
		);
		assert_ok!(take_over("heir", world.patient));
		let rotated = next_generation(&world.patient, LABS, vec![world.reseal(consent)]);
		assert_noop!(Consent::rotate_scope(signed("heir"), world.patient, rotated), E::GranteeNotInStanding);
	});
}
