//! New envelopes from the patient.

mod common;

use common::*;
use frame_support::{assert_noop, assert_ok};
use salus_mock::{vault, vault_generation};
use salus_primitives::text::{wrapped, ResealHolders, SignedText};
use sp_runtime::DispatchResult;

const LABS_ITEM: Item = Item::Scope(LABS);

fn reseal(world: World, item: Item, reseals: Vec<Reseal>) -> DispatchResult {
	world.resealed(item, reseals)
}

/// Brings the envelopes with what is said to be the vault's signature.
fn reseal_with(world: World, item: Item, reseals: Vec<Reseal>, signature: VaultSignature) -> DispatchResult {
	Consent::reseal(signed("eve"), world.patient, item, list(reseals), signature)
}

/// What the vault signs for the envelopes.
fn text(world: World, item: Item, reseals: &[Reseal]) -> ResealHolders<'_> {
	let epoch = KeyEpoch::default();
	ResealHolders { genesis: GENESIS, patient: world.patient, item, epoch, reseals }
}

#[test]
fn resealing_should_continue_a_rotation() {
	world(|world| {
		let (one, two) = (world.reader_of(LABS), world.reader_of(LABS));
		let next = rotation(&world.patient, LABS, vec![world.reseal(one)]);
		assert_ok!(Consent::rotate_scope(signed("eve"), world.patient, next));
		System::reset_events();
		let continued = world.reseal(two);
		assert_ok!(reseal(world, LABS_ITEM, vec![continued]));
		let expected = Seal {
			envelope: continued.envelope,
			sealed_to: continued.sealed_to,
			epoch: KeyEpoch { generation: 0, index: 1 },
			lineage: 0,
		};
		assert_eq!(world.seal(LABS_ITEM, two), Some(expected));
		let event = Event::Resealed { patient: world.patient, item: LABS_ITEM, count: 1 };
		assert_eq!(consent_events(), [event]);
		assert_eq!(world.scope(LABS).holders, 2);
	})
}

#[test]
fn resealing_should_serve_a_grantees_new_vault_key_for_scopes_and_records() {
	world(|world| {
		let record = Item::Record(world.record_in(LABS));
		let (scopes, records) = (world.reader_of(LABS), world.granted(world.reading(&[record])));
		salus_mock::rotate_vault(world.doctors_vault(), "charlie");
		for (item, consent) in [(LABS_ITEM, scopes), (record, records)] {
			assert_ok!(reseal(world, item, vec![world.reseal(consent)]));
			let seal = world.seal(item, consent).unwrap();
			assert_eq!((seal.sealed_to, seal.epoch), (kem(world.grantee()), KeyEpoch::default()));
		}
	})
}

#[test]
fn resealing_should_bring_the_due_moment_forward_when_the_holder_ends_first() {
	world(|world| {
		let until = now() + HOUR;
		let ending = world.granted(Grant { until: Some(until), ..world.reading(&[LABS_ITEM]) });
		let next = rotation(&world.patient, LABS, vec![]);
		assert_ok!(Consent::rotate_scope(signed("eve"), world.patient, next));
		assert_eq!(world.scope(LABS).rotate_by, None);
		assert_ok!(reseal(world, LABS_ITEM, vec![world.reseal(ending)]));
		assert_eq!(world.scope(LABS).rotate_by, Some(until));
		advance(HOUR);
		assert_eq!(world.due(LABS), Some((RotationDue::Ended, until)));
		assert_noop!(reseal(world, LABS_ITEM, vec![world.reseal(ending)]), E::ConsentStopped);
	})
}

#[test]
fn resealing_should_be_refused_when_the_consent_does_not_hold_the_item() {
	world(|world| {
		let reader = world.reader_of(LABS);
		let writer = world.granted(world.writing(&[LABS_ITEM]));
		let revoked = world.reader_of(IMAGING);
		assert_ok!(Consent::revoke(signed("eve"), world.patient, revoked));
		assert_noop!(reseal(world, LABS_ITEM, vec![]), E::NoReseals);
		assert_noop!(reseal(world, Item::Scope(77), vec![world.reseal(reader)]), E::ScopeNotFound);
		assert_noop!(reseal(world, Item::Scope(IMAGING), vec![world.reseal(reader)]), E::NotHolder);
		assert_noop!(reseal(world, Item::Record(0), vec![world.reseal(reader)]), E::NotHolder);
		assert_noop!(reseal(world, LABS_ITEM, vec![world.reseal(writer)]), E::NotHolder);
		assert_noop!(reseal(world, LABS_ITEM, vec![world.reseal(0)]), E::NotHolder);
		assert_noop!(reseal(world, Item::Scope(IMAGING), vec![world.reseal(revoked)]), E::ConsentStopped);
		let missing = Reseal { consent: 99, ..world.reseal(reader) };
		assert_noop!(reseal(world, LABS_ITEM, vec![missing]), E::ConsentNotFound);
		let twice = vec![world.reseal(reader), world.reseal(reader)];
		assert_noop!(reseal(world, LABS_ITEM, twice), E::DuplicateReseal);
	})
}

#[test]
fn resealing_should_be_refused_when_one_of_several_is_bad() {
	world(|world| {
		let (good, bad) = (world.reader_of(LABS), world.reader_of(IMAGING));
		let reseals = vec![world.reseal(good), world.reseal(bad)];
		assert_noop!(reseal(world, LABS_ITEM, reseals), E::NotHolder);
	})
}

#[test]
fn resealing_should_be_refused_when_the_grantee_may_not_be_sealed_to() {
	world(|world| {
		let reader = world.reader_of(LABS);
		let foreign =
			Reseal { sealed_to: kem(Party::Organisation(ALICE_ORGANISATION)), ..world.reseal(reader) };
		assert_noop!(reseal(world, LABS_ITEM, vec![foreign]), E::GranteeKeyChanged);
		salus_mock::report_compromised(world.doctors_vault(), "charlie");
		assert_noop!(reseal(world, LABS_ITEM, vec![world.reseal(reader)]), E::GranteeKeyCompromised);
		salus_mock::rotate_vault(world.doctors_vault(), "charlie");
		salus_mock::suspend_organisation(BOB_ORGANISATION);
		assert_noop!(reseal(world, LABS_ITEM, vec![world.reseal(reader)]), E::GranteeNotInStanding);
		salus_mock::reinstate_organisation(BOB_ORGANISATION);
		assert_ok!(Consent::exclude(signed("eve"), world.patient, world.grantee()));
		assert_noop!(reseal(world, LABS_ITEM, vec![world.reseal(reader)]), E::GranteeExcluded);
	})
}

#[test]
fn resealing_should_be_refused_when_the_signer_is_not_the_patient() {
	world(|world| {
		let reader = world.reader_of(LABS);
		for stranger in ["charlie", "bob", "alice"] {
			let reseals = vec![world.reseal(reader)];
			let signature = reseal_signature(&world.patient, LABS_ITEM, &reseals);
			assert_noop!(
				Consent::reseal(signed(stranger), world.patient, LABS_ITEM, list(reseals), signature),
				IdentityError::NotController
			);
		}
	})
}

#[test]
fn resealing_should_be_refused_when_a_phished_wallet_has_no_signature_of_the_vault() {
	world(|world| {
		let (one, two) = (world.reader_of(LABS), world.reader_of(LABS));
		let record = Item::Record(world.record_in(LABS));
		let reseals = [one, two].map(|consent| world.reseal(consent));
		let [first, second] = reseals;
		let exchanged = [Reseal { envelope: Digest::of(b"mine"), ..first }, second];
		let added = [first, second, world.reseal(0)];
		let eve = vault("eve");
		let good = || text(world, LABS_ITEM, &reseals);
		for signature in [
			VaultSignature::default(),
			vault("mallory").sign(&good()),
			eve.sign(&ResealHolders { genesis: [0; 32], ..good() }),
			eve.sign(&text(world, Item::Scope(IMAGING), &reseals)),
			eve.sign(&text(world, record, &reseals)),
			eve.sign(&ResealHolders { epoch: KeyEpoch { generation: 0, index: 1 }, ..good() }),
			eve.sign(&ResealHolders { epoch: KeyEpoch { generation: 1, index: 0 }, ..good() }),
			eve.sign(&text(world, LABS_ITEM, &exchanged)),
			eve.sign(&text(world, LABS_ITEM, &added)),
			eve.sign(&text(world, LABS_ITEM, &[second, first])),
			eve.sign(&text(world, LABS_ITEM, &[first])),
			eve.sign(&text(world, LABS_ITEM, &[])),
			eve.sign_bytes(&wrapped(&good().text())),
		] {
			assert_noop!(
				reseal_with(world, LABS_ITEM, reseals.to_vec(), signature),
				E::InvalidVaultSignature
			);
		}
		assert_ok!(reseal_with(world, LABS_ITEM, reseals.to_vec(), eve.sign(&good())));
	})
}

#[test]
fn resealing_should_be_refused_when_the_signature_is_for_another_patient() {
	world(|world| {
		let reader = world.reader_of(LABS);
		let other = salus_mock::enrol("ferdie");
		let reseals = vec![world.reseal(reader)];
		let for_other = ResealHolders { patient: other, ..text(world, LABS_ITEM, &reseals) };
		for signature in [vault("eve").sign(&for_other), vault("ferdie").sign(&for_other)] {
			assert_noop!(reseal_with(world, LABS_ITEM, reseals.clone(), signature), E::InvalidVaultSignature);
		}
	})
}

#[test]
fn resealing_should_be_refused_when_it_was_signed_for_an_earlier_key() {
	world(|world| {
		let reader = world.reader_of(LABS);
		let reseals = vec![world.reseal(reader)];
		let earlier = reseal_signature(&world.patient, LABS_ITEM, &reseals);
		let next = rotation(&world.patient, LABS, vec![]);
		assert_ok!(Consent::rotate_scope(signed("eve"), world.patient, next));
		assert_noop!(reseal_with(world, LABS_ITEM, reseals.clone(), earlier), E::InvalidVaultSignature);
		assert_ok!(reseal(world, LABS_ITEM, reseals));
	})
}

#[test]
fn resealing_should_change_nothing_when_it_is_replayed_for_the_same_key() {
	world(|world| {
		let (scopes, record) = (world.reader_of(LABS), Item::Record(world.record_in(LABS)));
		let records = world.granted(world.reading(&[record]));
		for (item, consent) in [(LABS_ITEM, scopes), (record, records)] {
			let reseals = vec![world.reseal(consent)];
			let signature = reseal_signature(&world.patient, item, &reseals);
			let replay = || reseal_with(world, item, reseals.clone(), signature);
			assert_ok!(replay());
			let before = (world.seal(item, consent), world.scope(LABS));
			advance(HOUR);
			assert_ok!(replay());
			assert_eq!((world.seal(item, consent), world.scope(LABS)), before);
		}
	})
}

#[test]
fn resealing_should_be_refused_when_it_is_replayed_after_the_grantee_has_another_key_or_is_gone() {
	world(|world| {
		let record = Item::Record(world.record_in(LABS));
		let consent = world.granted(world.reading(&[record]));
		let reseals = vec![world.reseal(consent)];
		let signature = reseal_signature(&world.patient, record, &reseals);
		let replay = || reseal_with(world, record, reseals.clone(), signature);
		assert_ok!(replay());
		salus_mock::rotate_vault(world.doctors_vault(), "charlie");
		assert_noop!(replay(), E::GranteeKeyChanged);
		assert_ok!(Consent::revoke(signed("eve"), world.patient, consent));
		assert_noop!(replay(), E::ConsentStopped);
	})
}

#[test]
fn resealing_should_be_refused_when_the_vault_that_signed_was_replaced_or_reported() {
	world(|world| {
		let reader = world.reader_of(LABS);
		let reseals = vec![world.reseal(reader)];
		let before = vault("eve").sign(&text(world, LABS_ITEM, &reseals));
		let try_with = |signature| reseal_with(world, LABS_ITEM, reseals.clone(), signature);
		let owner = VaultOwner::Patient(world.patient);
		salus_mock::report_compromised(owner, "eve");
		assert_noop!(try_with(before), E::VaultCompromised);
		salus_mock::rotate_vault(owner, "eve");
		assert_noop!(try_with(before), E::InvalidVaultSignature);
		assert_ok!(try_with(vault_generation("eve", 1).sign(&text(world, LABS_ITEM, &reseals))));
	})
}

#[test]
fn resealing_should_be_refused_when_the_record_was_erased() {
	world(|world| {
		let index = world.record_in(LABS);
		let record = Item::Record(index);
		let consent = world.granted(world.reading(&[record]));
		// Signed while the record was there.
		let reseals = vec![world.reseal(consent)];
		let signature = reseal_signature(&world.patient, record, &reseals);
		world.erase(index);
		assert_noop!(reseal_with(world, record, reseals, signature), E::RecordErased);
		assert_eq!(world.seal(record, consent), None);
	})
}
