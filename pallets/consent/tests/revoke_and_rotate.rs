//! Revoking a consent and rotating what it held, in one call.

mod common;

use common::*;
use frame_support::{assert_noop, assert_ok};
use sp_runtime::DispatchResult;

fn call(world: World, consent: ConsentIndex, rotations: Vec<Rotation>) -> DispatchResult {
	Consent::revoke_and_rotate(signed("eve"), world.patient, consent, list(rotations))
}

fn next(world: World, scope: ScopeNumber, reseals: Vec<Reseal>) -> Rotation {
	rotation(&world.patient, scope, reseals)
}

#[test]
fn revocation_should_leave_nothing_due_when_every_scope_is_rotated() {
	world(|world| {
		let stays = world.granted(reading(Party::Organisation(ALICE_ORGANISATION), &[Item::Scope(LABS)]));
		let goes = world.granted(world.reading(&[Item::Scope(LABS), Item::Scope(IMAGING)]));
		System::reset_events();
		let rotations = vec![next(world, LABS, vec![world.reseal(stays)]), next(world, IMAGING, vec![])];
		assert_ok!(call(world, goes, rotations));
		let epoch = KeyEpoch { generation: 0, index: 1 };
		let patient = world.patient;
		assert_eq!(
			consent_events(),
			[
				Event::ConsentRevoked { patient, consent: goes },
				Event::ScopeRotated { patient, scope: LABS, epoch, unresealed: 0 },
				Event::ScopeRotated { patient, scope: IMAGING, epoch, unresealed: 0 },
			]
		);
		assert_eq!((world.due(LABS), world.due(IMAGING)), (None, None));
		assert_eq!((world.scope(LABS).holders, world.scope(IMAGING).holders), (1, 0));
		assert_eq!(world.seal(Item::Scope(LABS), stays).unwrap().epoch, epoch);
		let doctor = reasons(world.decide(Action::Read, Item::Scope(LABS)));
		assert!(doctor.contains(&Reason::Consent { index: goes, why: Mismatch::Revoked }));
	})
}

#[test]
fn revocation_should_be_refused_when_a_scope_is_left_out_or_another_rotated() {
	world(|world| {
		let goes = world.granted(world.reading(&[Item::Scope(LABS), Item::Scope(IMAGING)]));
		let [labs, imaging, other] = [LABS, IMAGING, 3].map(|scope| next(world, scope, vec![]));
		for wrong in [
			vec![],
			vec![labs.clone()],
			vec![labs.clone(), other.clone()],
			vec![labs.clone(), imaging.clone(), other],
			vec![labs.clone(), imaging.clone(), labs.clone()],
			vec![labs.clone(), imaging.clone(), next(world, INBOX, vec![])],
		] {
			assert_noop!(call(world, goes, wrong), E::RotationsMismatch);
		}
		assert!(world.reads(LABS));
		assert_ok!(call(world, goes, vec![labs, imaging]));
	})
}

#[test]
fn revocation_should_be_undone_when_a_rotation_is_refused() {
	world(|world| {
		let goes = world.granted(world.reading(&[Item::Scope(LABS), Item::Scope(IMAGING)]));
		let good = next(world, LABS, vec![]);
		let unsigned = Rotation { signature: VaultSignature::default(), ..next(world, IMAGING, vec![]) };
		assert_noop!(call(world, goes, vec![good.clone(), unsigned]), E::InvalidVaultSignature);
		let skipping =
			Rotation { epoch: KeyEpoch { generation: 0, index: 2 }, ..next(world, IMAGING, vec![]) };
		assert_noop!(call(world, goes, vec![good, skipping]), E::EpochDoesNotFollow);
		assert!(world.reads(LABS));
	})
}

#[test]
fn revocation_should_be_undone_when_a_rotations_envelopes_are_not_those_the_vault_signed() {
	world(|world| {
		let organisation = Party::Organisation(ALICE_ORGANISATION);
		let [one, two] = [0, 1].map(|_| world.granted(reading(organisation, &[Item::Scope(LABS)])));
		let goes = world.granted(world.reading(&[Item::Scope(LABS), Item::Scope(IMAGING)]));
		let [first, second] = [one, two].map(|consent| world.reseal(consent));
		let (labs, imaging) = (next(world, LABS, vec![first]), next(world, IMAGING, vec![]));
		let exchanged = Reseal { envelope: Digest::of(b"mine"), ..first };
		for reseals in [vec![exchanged], vec![second], vec![], vec![first, second]] {
			let other = Rotation { reseals: list(reseals), ..labs.clone() };
			assert_noop!(call(world, goes, vec![other.clone(), imaging.clone()]), E::InvalidVaultSignature);
			assert_noop!(call(world, goes, vec![imaging.clone(), other]), E::InvalidVaultSignature);
		}
		assert!(world.reads(LABS));
		assert_ok!(call(world, goes, vec![labs, imaging]));
	})
}

#[test]
fn revocation_should_be_refused_when_the_revoked_consent_is_resealed() {
	world(|world| {
		let goes = world.reader_of(LABS);
		let reseal = world.reseal(goes);
		assert_noop!(call(world, goes, vec![next(world, LABS, vec![reseal])]), E::ConsentStopped);
	})
}

#[test]
fn revocation_should_be_refused_when_more_envelopes_come_than_one_call_may_bring() {
	world(|world| {
		let goes = world.granted(world.reading(&[Item::Scope(LABS), Item::Scope(IMAGING)]));
		let organisation = Party::Organisation(BOB_ORGANISATION);
		let both = || reading(organisation, &[Item::Scope(LABS), Item::Scope(IMAGING)]);
		let on_labs: Vec<_> = (0..32).map(|_| world.granted(both())).collect();
		let extra = world.reader_of(IMAGING);
		let on_imaging = [on_labs.as_slice(), &[extra]].concat();
		let reseals = |holders: &[ConsentIndex]| holders.iter().map(|holder| world.reseal(*holder)).collect();
		let labs = next(world, LABS, reseals(&on_labs));
		let too_many = next(world, IMAGING, reseals(&on_imaging));
		assert_noop!(call(world, goes, vec![labs.clone(), too_many]), E::TooManyReseals);
		assert_ok!(call(world, goes, vec![labs, next(world, IMAGING, reseals(&on_imaging[..32]))]));
		let view = Consent::scopes(world.patient, IMAGING, 1).unwrap().items.remove(0).1;
		assert_eq!(view.unresealed, [extra]);
	})
}

#[test]
fn revocation_should_need_no_rotation_when_the_consent_holds_no_newest_key() {
	world(|world| {
		let writer = world.granted(world.writing(&[Item::Scope(LABS)]));
		assert_noop!(call(world, writer, vec![next(world, LABS, vec![])]), E::RotationsMismatch);
		assert_ok!(call(world, writer, vec![]));
		for rotations in [vec![], vec![LABS]] {
			let unresealed = world.reader_of(LABS);
			assert_ok!(Consent::rotate_scope(signed("eve"), world.patient, next(world, LABS, vec![])));
			let rotations = rotations.into_iter().map(|scope| next(world, scope, vec![])).collect();
			assert_ok!(call(world, unresealed, rotations));
			assert_eq!(world.due(LABS), None);
		}
	})
}

#[test]
fn revocation_should_be_refused_when_done_twice_or_by_a_stranger() {
	world(|world| {
		let goes = world.reader_of(LABS);
		let rotations = || vec![next(world, LABS, vec![])];
		for stranger in ["charlie", "alice", "ferdie"] {
			assert_noop!(
				Consent::revoke_and_rotate(signed(stranger), world.patient, goes, list(rotations())),
				IdentityError::NotController
			);
		}
		assert_ok!(call(world, goes, rotations()));
		assert_noop!(call(world, goes, rotations()), E::AlreadyRevoked);
		assert_noop!(call(world, 99, rotations()), E::ConsentNotFound);
	})
}
