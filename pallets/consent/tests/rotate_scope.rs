//! Rotating a scope's key.

mod common;

use common::*;
use frame_support::{assert_noop, assert_ok};
use salus_mock::{scope_key, vault, vault_generation};
use salus_pallet_consent::{EpochCount, EpochKeys};
use salus_primitives::text::{wrapped, RotateScope, SignedText};
use sp_runtime::DispatchResult;

fn rotate(world: World, rotation: Rotation) -> DispatchResult {
	Consent::rotate_scope(signed("eve"), world.patient, rotation)
}

/// The next rotation of labs.
fn next(world: World, reseals: Vec<Reseal>) -> Rotation {
	rotation(&world.patient, LABS, reseals)
}

fn text(world: World, rotation: &Rotation) -> RotateScope<'_> {
	let Rotation { scope, epoch, key, ref reseals, .. } = *rotation;
	RotateScope { genesis: GENESIS, patient: world.patient, scope, epoch, key, reseals }
}

/// A rotation of labs to any version, signed.
fn to(world: World, generation: u16, index: u32) -> Rotation {
	let epoch = KeyEpoch { generation, index };
	let key = scope_key(&world.patient, LABS, epoch);
	sign_rotation(&world.patient, Rotation { epoch, key, ..next(world, vec![]) })
}

#[test]
fn rotation_should_set_the_new_key_and_keep_the_old_one() {
	world(|world| {
		let old = world.scope(LABS);
		let rotation = next(world, vec![]);
		assert_ok!(rotate(world, rotation.clone()));
		let epoch = KeyEpoch { generation: 0, index: 1 };
		assert_eq!(world.scope(LABS), Scope { epoch, key: rotation.key, ..old });
		let labs = (world.patient, LABS);
		assert_eq!(EpochCount::<Runtime>::get(world.patient, LABS), 2);
		assert_eq!(EpochKeys::<Runtime>::get(labs, 0), Some((KeyEpoch::default(), old.key)));
		assert_eq!(EpochKeys::<Runtime>::get(labs, 1), Some((epoch, rotation.key)));
		let event = Event::ScopeRotated { patient: world.patient, scope: LABS, epoch, unresealed: 0 };
		assert_eq!(consent_events(), [event]);
	})
}

#[test]
fn rotation_should_reseal_those_named_and_leave_the_others_unresealed() {
	world(|world| {
		let organisation = Party::Organisation(BOB_ORGANISATION);
		let one = world.reader_of(LABS);
		let two =
			world.granted(Grant { until: Some(now() + DAY), ..reading(organisation, &[Item::Scope(LABS)]) });
		let old = world.seal(Item::Scope(LABS), two).unwrap();
		System::reset_events();
		let reseal = world.reseal(one);
		assert_ok!(rotate(world, next(world, vec![reseal])));
		let epoch = world.scope(LABS).epoch;
		let expected = Seal { envelope: reseal.envelope, sealed_to: reseal.sealed_to, epoch, lineage: 0 };
		assert_eq!(world.seal(Item::Scope(LABS), one), Some(expected));
		assert_eq!(world.seal(Item::Scope(LABS), two), Some(old));
		let event = Event::ScopeRotated { patient: world.patient, scope: LABS, epoch, unresealed: 1 };
		assert_eq!(consent_events(), [event]);
		assert_eq!((world.scope(LABS).holders, world.scope(LABS).rotate_by), (2, None));
		let view = Consent::scopes(world.patient, LABS, 1).unwrap().items.remove(0).1;
		assert_eq!(view.unresealed, [two]);
		assert_ok!(world.resealed(Item::Scope(LABS), vec![world.reseal(two)]));
		assert_eq!(world.scope(LABS).rotate_by, Some(now() + DAY));
	})
}

#[test]
fn rotation_should_forget_holders_whose_consents_have_ended() {
	world(|world| {
		let until = Some(now() + HOUR);
		let ending = world.granted(Grant { until, ..world.reading(&[Item::Scope(LABS)]) });
		let later = world.granted(Grant { until: Some(now() + DAY), ..world.reading(&[Item::Scope(LABS)]) });
		assert_eq!(world.scope(LABS).rotate_by, until);
		advance(HOUR);
		assert_eq!(world.due(LABS), Some((RotationDue::Ended, now())));
		assert_noop!(rotate(world, next(world, vec![world.reseal(ending)])), E::ConsentStopped);
		assert_ok!(rotate(world, next(world, vec![world.reseal(later)])));
		assert_eq!(world.seal(Item::Scope(LABS), ending), None);
		assert_eq!((world.scope(LABS).holders, world.due(LABS)), (1, None));
		assert_eq!(world.scope(LABS).rotate_by, world.consent(later).until);
	})
}

#[test]
fn rotation_should_be_refused_when_a_phished_wallet_has_no_signature_of_the_vault() {
	world(|world| {
		let good = next(world, vec![]);
		let signed_text = text(world, &good);
		for signature in [
			VaultSignature::default(),
			vault("mallory").sign(&signed_text),
			vault("eve").sign(&RotateScope { genesis: [0; 32], ..text(world, &good) }),
			vault("eve").sign(&RotateScope { scope: IMAGING, ..text(world, &good) }),
			vault("eve").sign(&RotateScope { key: Digest::of(b"mine"), ..text(world, &good) }),
			vault("eve")
				.sign(&RotateScope { epoch: KeyEpoch { generation: 1, index: 0 }, ..text(world, &good) }),
			vault("eve").sign_bytes(&wrapped(&signed_text.text())),
		] {
			assert_noop!(rotate(world, Rotation { signature, ..good.clone() }), E::InvalidVaultSignature);
		}
		let redirected = Rotation { key: Digest::of(b"mine"), ..good };
		assert_noop!(rotate(world, redirected), E::InvalidVaultSignature);
	})
}

#[test]
fn rotation_should_be_refused_when_its_envelopes_are_not_those_the_vault_signed() {
	world(|world| {
		let (one, two) = (world.reader_of(LABS), world.reader_of(LABS));
		let [first, second] = [one, two].map(|consent| world.reseal(consent));
		let exchanged = Reseal { envelope: Digest::of(b"mine"), ..first };
		let swapped =
			[Reseal { envelope: second.envelope, ..first }, Reseal { envelope: first.envelope, ..second }];
		let both = next(world, vec![first, second]);
		for reseals in [
			vec![exchanged, second],
			swapped.to_vec(),
			vec![second, first],
			vec![first],
			vec![second],
			vec![],
		] {
			let other = Rotation { reseals: list(reseals), ..both.clone() };
			assert_noop!(rotate(world, other), E::InvalidVaultSignature);
		}
		for signed_for in [vec![], vec![first], vec![second]] {
			let added = Rotation { reseals: list(vec![first, second]), ..next(world, signed_for) };
			assert_noop!(rotate(world, added), E::InvalidVaultSignature);
		}
		assert_ok!(rotate(world, both));
	})
}

#[test]
fn rotation_should_be_refused_when_the_signature_is_for_another_patient() {
	world(|world| {
		let other = salus_mock::enrol("ferdie");
		salus_mock::standard_scopes(other);
		let good = next(world, vec![]);
		let for_other = RotateScope { patient: other, ..text(world, &good) };
		for signature in [vault("eve").sign(&for_other), vault("ferdie").sign(&for_other)] {
			assert_noop!(rotate(world, Rotation { signature, ..good.clone() }), E::InvalidVaultSignature);
		}
	})
}

#[test]
fn rotation_should_be_refused_when_it_is_replayed() {
	world(|world| {
		let first = next(world, vec![]);
		assert_ok!(rotate(world, first.clone()));
		assert_noop!(rotate(world, first.clone()), E::EpochDoesNotFollow);
		assert_ok!(rotate(world, next(world, vec![])));
		assert_noop!(rotate(world, first), E::EpochDoesNotFollow);
	})
}

#[test]
fn rotation_should_be_refused_when_the_version_is_not_the_next() {
	world(|world| {
		for (generation, index) in [(0, 0), (0, 2), (1, 1), (2, 0)] {
			assert_noop!(rotate(world, to(world, generation, index)), E::EpochDoesNotFollow);
		}
		assert_ok!(rotate(world, to(world, 1, 0)));
		assert_noop!(rotate(world, to(world, 0, 1)), E::EpochDoesNotFollow);
		assert_ok!(rotate(world, to(world, 1, 1)));
	})
}

#[test]
fn rotation_should_be_refused_when_the_vault_that_signed_was_replaced_or_reported() {
	world(|world| {
		let signed_before = next(world, vec![]);
		let owner = VaultOwner::Patient(world.patient);
		salus_mock::report_compromised(owner, "eve");
		assert_noop!(rotate(world, signed_before.clone()), E::VaultCompromised);
		salus_mock::rotate_vault(owner, "eve");
		assert_noop!(rotate(world, signed_before.clone()), E::InvalidVaultSignature);
		let signature = vault_generation("eve", 1).sign(&text(world, &signed_before));
		assert_ok!(rotate(world, Rotation { signature, ..signed_before }));
	})
}

#[test]
fn rotation_should_be_refused_when_the_signer_is_not_the_patient_or_the_scope_is_missing() {
	world(|world| {
		let good = next(world, vec![]);
		for stranger in ["alice", "charlie", "ferdie"] {
			let call = Consent::rotate_scope(signed(stranger), world.patient, good.clone());
			assert_noop!(call, IdentityError::NotController);
		}
		assert_noop!(rotate(world, Rotation { scope: 77, ..good }), E::ScopeNotFound);
	})
}

#[test]
fn rotation_should_be_refused_when_it_reseals_what_does_not_hold_the_scope() {
	world(|world| {
		let reader = world.reader_of(LABS);
		let writer = world.granted(world.writing(&[Item::Scope(LABS)]));
		let elsewhere = world.reader_of(IMAGING);
		let revoked = world.reader_of(LABS);
		assert_ok!(Consent::revoke(signed("eve"), world.patient, revoked));
		for other in [writer, elsewhere, 0] {
			assert_noop!(
				rotate(
					world,
					next(world, vec![Reseal { sealed_to: kem(world.grantee()), ..world.reseal(other) }])
				),
				E::NotHolder
			);
		}
		assert_noop!(rotate(world, next(world, vec![world.reseal(revoked)])), E::ConsentStopped);
		let missing = Reseal { consent: 99, ..world.reseal(reader) };
		assert_noop!(rotate(world, next(world, vec![missing])), E::ConsentNotFound);
		let twice = vec![world.reseal(reader), world.reseal(reader)];
		assert_noop!(rotate(world, next(world, twice)), E::DuplicateReseal);
		assert_ok!(rotate(world, next(world, vec![world.reseal(reader)])));
	})
}

#[test]
fn rotation_should_be_refused_when_it_reseals_another_patients_consent() {
	world(|world| {
		let other = World { patient: salus_mock::enrol("ferdie"), ..world };
		salus_mock::standard_scopes(other.patient);
		let theirs = ConsentIndex::from(1u32);
		assert_ok!(give("ferdie", other.patient, other.reading(&[Item::Scope(LABS)])));
		assert!(other.seal(Item::Scope(LABS), theirs).is_some());
		assert_noop!(rotate(world, next(world, vec![other.reseal(theirs)])), E::ConsentNotFound);
		let own = world.granted(world.writing(&[Item::Scope(LABS)]));
		assert_eq!(own, theirs);
		assert_noop!(rotate(world, next(world, vec![other.reseal(theirs)])), E::NotHolder);
	})
}

#[test]
fn rotation_should_be_refused_when_a_holder_may_not_be_sealed_to() {
	world(|world| {
		let reader = world.reader_of(LABS);
		let stale = world.reseal(reader);
		salus_mock::rotate_vault(world.doctors_vault(), "charlie");
		assert_noop!(rotate(world, next(world, vec![stale])), E::GranteeKeyChanged);
		let current = world.reseal(reader);
		salus_mock::report_compromised(world.doctors_vault(), "charlie");
		assert_noop!(rotate(world, next(world, vec![current])), E::GranteeKeyCompromised);
		salus_mock::rotate_vault(world.doctors_vault(), "charlie");
		salus_mock::suspend_practitioner(BOB_ORGANISATION, world.doctor);
		assert_noop!(rotate(world, next(world, vec![world.reseal(reader)])), E::GranteeNotInStanding);
		assert_ok!(Consent::exclude(signed("eve"), world.patient, world.grantee()));
		assert_noop!(rotate(world, next(world, vec![world.reseal(reader)])), E::GranteeExcluded);
		assert_ok!(rotate(world, next(world, vec![])));
		assert_eq!((world.scope(LABS).holders, world.due(LABS)), (1, None));
	})
}

#[test]
fn inbox_should_rotate_like_any_scope() {
	world(|world| {
		assert_ok!(rotate(world, rotation(&world.patient, INBOX, vec![])));
		assert_eq!(world.scope(INBOX).epoch, KeyEpoch { generation: 0, index: 1 });
	})
}

#[test]
fn rotation_should_reseal_every_holder_when_the_scope_is_full() {
	world(|world| {
		let organisation = || reading(Party::Organisation(BOB_ORGANISATION), &[Item::Scope(LABS)]);
		let holders: Vec<_> = (0..64)
			.map(|number| {
				world.granted(if number < 32 { organisation() } else { world.reading(&[Item::Scope(LABS)]) })
			})
			.collect();
		let hospital = Party::Organisation(ALICE_ORGANISATION);
		let one_more = || give("eve", world.patient, reading(hospital, &[Item::Scope(LABS)]));
		assert_noop!(one_more(), E::TooManyHolders);
		System::reset_events();
		let reseals = holders.iter().map(|holder| world.reseal(*holder)).collect();
		assert_ok!(rotate(world, next(world, reseals)));
		assert_eq!(world.scope(LABS).holders, 64);
		assert!(matches!(consent_events()[..], [Event::ScopeRotated { unresealed: 0, .. }]));
		assert_ok!(Consent::revoke(signed("eve"), world.patient, holders[0]));
		assert_ok!(rotate(world, next(world, vec![])));
		assert_ok!(one_more());
	})
}
