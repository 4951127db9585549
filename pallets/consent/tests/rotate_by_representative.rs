//! Representatives who rotate, with keys sealed ahead: as far as these reach, and what follows when one stops.

mod common;

use common::*;
use frame_support::{assert_noop, assert_ok};
use salus_mock::{
	attest, come_of_age, new_representative, next_generation, represent, sign_rotation_by, take_over,
	try_represent, vault_generation, RuntimeCall, Utility,
};
use salus_pallet_consent::{ConsentCount, KnownAhead, Scopes, Seals};
use salus_pallet_identity::Event as IdentityEvent;
use salus_primitives::{
	ids::{RepresentativeId, MAX_EPOCH_INDEX},
	limits::EPOCHS_AHEAD,
	people::PatientState,
	representation::{Basis, NewRepresentative, Powers},
	text::SetVaultKeys,
};
use sp_runtime::DispatchResult;

const ROTATES: Powers = Powers(9);

fn at(generation: u16, index: u32) -> KeyEpoch {
	KeyEpoch { generation, index }
}

/// A grant of keys ahead to the representative.
fn ahead(id: RepresentativeId, items: &[Item]) -> Grant {
	Grant { reach: Reach::Ahead, ..reading(Party::Representative(id), items) }
}

/// A world with rob, who has labs ahead by a consent.
fn rotating(test: impl FnOnce(World, RepresentativeId, ConsentIndex)) {
	world(|world| {
		let rob = represent(world.patient, "rob", ROTATES, Basis::Appointed);
		let consent = world.granted(ahead(rob, &LABS_ONLY));
		System::reset_events();
		test(world, rob, consent)
	})
}

/// The next rotation of the scope, in rob's word.
fn robs(world: World, rob: RepresentativeId, scope: ScopeNumber, reseals: Vec<Reseal>) -> Rotation {
	sign_rotation_by(rob, &world.patient, rotation(&world.patient, scope, reseals))
}

fn rob_rotates(world: World, rob: RepresentativeId) -> DispatchResult {
	Consent::rotate_scope(signed("rob"), world.patient, robs(world, rob, LABS, vec![]))
}

fn eve_rotates(world: World, scope: ScopeNumber) -> DispatchResult {
	Consent::rotate_scope(signed("eve"), world.patient, rotation(&world.patient, scope, vec![]))
}

/// Eve begins the next generation of labs, with these envelopes.
fn eve_begins(world: World, reseals: Vec<Reseal>) -> DispatchResult {
	Consent::rotate_scope(signed("eve"), world.patient, next_generation(&world.patient, LABS, reseals))
}

/// That labs waits since then for a key that rob cannot derive: no rotation of the generation will do, and nobody is given
/// the key that rob knows; and that the next generation ends it.
fn assert_next_generation_alone_helps(world: World, rob: RepresentativeId, since: Moment) {
	assert_eq!(world.due(LABS), Some((RotationDue::KnownAhead, since)));
	assert_noop!(eve_rotates(world, LABS), E::NextGenerationRequired);
	assert!(rob_rotates(world, rob).is_err());
	assert_noop!(give("eve", world.patient, world.reading(&LABS_ONLY)), E::ScopeRotationDue);
	assert_ok!(eve_begins(world, vec![]));
	assert_eq!(world.due(LABS), None);
	assert!(!KnownAhead::<Runtime>::contains_key(world.patient, LABS));
	assert!(rob_rotates(world, rob).is_err());
	assert_ok!(eve_rotates(world, LABS));
	assert_ok!(give("eve", world.patient, world.reading(&LABS_ONLY)));
}

#[test]
fn keys_should_be_sealed_64_ahead_and_no_further_than_the_generation() {
	rotating(|world, rob, consent| {
		assert_eq!(EPOCHS_AHEAD, 64);
		assert_eq!(world.seal(Item::Scope(LABS), consent).unwrap().epoch, at(0, 64));
		assert_eq!(world.consent(consent).items[0].from_epoch, at(0, 0));
		assert_eq!(world.due(LABS), None);
		assert!(world.decide_for(Actor::Representative(rob), Action::Read, Item::Scope(LABS)).is_allowed());
		// Near the generation's end there are fewer.
		Scopes::<Runtime>::mutate(world.patient, IMAGING, |scope| {
			scope.as_mut().unwrap().epoch.index = MAX_EPOCH_INDEX - 3;
		});
		salus_pallet_consent::EpochKeys::<Runtime>::mutate((world.patient, IMAGING), 0, |key| {
			key.as_mut().unwrap().0.index = MAX_EPOCH_INDEX - 3;
		});
		let other = world.granted(ahead(rob, &[Item::Scope(IMAGING)]));
		assert_eq!(world.seal(Item::Scope(IMAGING), other).unwrap().epoch, at(0, MAX_EPOCH_INDEX));
		for _ in 0..3 {
			let rotation = robs(world, rob, IMAGING, vec![]);
			assert_ok!(Consent::rotate_scope(signed("rob"), world.patient, rotation));
		}
		let past = robs(world, rob, IMAGING, vec![]);
		assert_noop!(Consent::rotate_scope(signed("rob"), world.patient, past), E::EpochDoesNotFollow);
		// Nothing of this generation is left to know: the plain reason is enough.
		assert_ok!(Consent::revoke(signed("eve"), world.patient, other));
		assert!(!KnownAhead::<Runtime>::contains_key(world.patient, IMAGING));
		assert!(matches!(world.due(IMAGING), Some((RotationDue::Revoked, _))));
	});
}

#[test]
fn representative_should_rotate_for_the_others_and_everyone_should_see_who_did() {
	rotating(|world, rob, consent| {
		let doctors = world.reader_of(LABS);
		let organisations = world.granted(reading(Party::Organisation(BOB_ORGANISATION), &LABS_ONLY));
		assert_ok!(Consent::revoke(signed("eve"), world.patient, organisations));
		assert!(world.due(LABS).is_some());
		System::reset_events();
		let rotation = robs(world, rob, LABS, vec![world.reseal(doctors)]);
		assert_ok!(Consent::rotate_scope(signed("rob"), world.patient, rotation.clone()));
		let patient = world.patient;
		let rotated = Event::ScopeRotated { patient, scope: LABS, epoch: at(0, 1), unresealed: 0 };
		let acted = IdentityEvent::ActedForPatient { patient, representative: rob };
		assert_eq!(salus_mock::events(), [rotated.into(), acted.into()]);
		assert_eq!(world.scope(LABS).key, rotation.key);
		assert_eq!(world.due(LABS), None);
		assert_eq!(world.seal(Item::Scope(LABS), doctors).unwrap().epoch, at(0, 1));
		// Its own envelope opens the new version as it is.
		let own = world.seal(Item::Scope(LABS), consent).unwrap();
		assert_eq!(own.epoch, at(0, 64));
		let view = Consent::scopes(patient, LABS, 1).unwrap().items[0].1.clone();
		assert!(view.unresealed.is_empty());
		// The patient goes on from there.
		System::reset_events();
		assert_ok!(eve_rotates(world, LABS));
		assert_eq!(world.scope(LABS).epoch, at(0, 2));
		assert_eq!(salus_mock::events().len(), 1);
	});
}

#[test]
fn representative_should_rotate_64_times_and_not_once_more_until_the_patient_seals_anew() {
	rotating(|world, rob, consent| {
		for index in 1..=EPOCHS_AHEAD {
			assert_ok!(rob_rotates(world, rob));
			assert_eq!(world.scope(LABS).epoch, at(0, index));
		}
		assert_noop!(rob_rotates(world, rob), E::NotSealedAhead);
		assert_ok!(world.resealed(Item::Scope(LABS), vec![world.reseal(consent)]));
		assert_eq!(world.seal(Item::Scope(LABS), consent).unwrap().epoch, at(0, 128));
		assert_ok!(rob_rotates(world, rob));
		// In a rotation too.
		let resealed = rotation(&world.patient, LABS, vec![world.reseal(consent)]);
		assert_ok!(Consent::rotate_scope(signed("eve"), world.patient, resealed));
		assert_eq!(world.seal(Item::Scope(LABS), consent).unwrap().epoch, at(0, 130));
		assert_ok!(eve_begins(world, vec![world.reseal(consent)]));
		assert_eq!(world.seal(Item::Scope(LABS), consent).unwrap().epoch, at(1, 64));
		assert_ok!(rob_rotates(world, rob));
	});
}

#[test]
fn key_that_was_used_up_should_be_shut_out_by_an_epoch() {
	rotating(|world, rob, consent| {
		for _ in 0..EPOCHS_AHEAD {
			assert_ok!(rob_rotates(world, rob));
		}
		// It opens the newest version and none to come.
		assert_ok!(Consent::revoke(signed("eve"), world.patient, consent));
		assert!(matches!(world.due(LABS), Some((RotationDue::Revoked, _))));
		assert_ok!(eve_rotates(world, LABS));
		assert_eq!(world.due(LABS), None);
	});
}

#[test]
fn representative_should_begin_no_generation() {
	rotating(|world, rob, _| {
		let next = sign_rotation_by(rob, &world.patient, next_generation(&world.patient, LABS, vec![]));
		assert_noop!(Consent::rotate_scope(signed("rob"), world.patient, next), E::GenerationNeedsRoot);
		for index in [0, 2, 64] {
			let far = Rotation { epoch: at(0, index), ..rotation(&world.patient, LABS, vec![]) };
			let far = sign_rotation_by(rob, &world.patient, far);
			assert_noop!(Consent::rotate_scope(signed("rob"), world.patient, far), E::EpochDoesNotFollow);
		}
	});
}

#[test]
fn representative_should_rotate_nothing_that_it_has_no_keys_ahead_of() {
	rotating(|world, rob, consent| {
		let patient = world.patient;
		let rotate = |scope| Consent::rotate_scope(signed("rob"), patient, robs(world, rob, scope, vec![]));
		assert_noop!(rotate(IMAGING), E::NotSealedAhead);
		assert_noop!(rotate(INBOX), E::NotSealedAhead);
		// Who reads all history has no key to come.
		world.granted(reading(Party::Representative(rob), &[Item::Scope(IMAGING)]));
		assert_noop!(rotate(IMAGING), E::NotSealedAhead);
		let missing =
			sign_rotation_by(rob, &patient, Rotation { scope: 99, ..robs(world, rob, LABS, vec![]) });
		assert_noop!(Consent::rotate_scope(signed("rob"), patient, missing), E::ScopeNotFound);
		// Nor once the generation is another.
		assert_ok!(eve_begins(world, vec![]));
		assert_noop!(rotate(LABS), E::NotSealedAhead);
		assert_ok!(world.resealed(Item::Scope(LABS), vec![world.reseal(consent)]));
		assert_ok!(rotate(LABS));
	});
}

#[test]
fn rotation_by_a_representative_should_need_its_own_vault_and_no_other() {
	rotating(|world, rob, _| {
		let rotate = |name, rotation| Consent::rotate_scope(signed(name), world.patient, rotation);
		let next = rotation(&world.patient, LABS, vec![]);
		// The patient's vault for rob's wallet, rob's for the patient's, and nobody's.
		assert_noop!(rotate("rob", next.clone()), E::InvalidVaultSignature);
		let robs = robs(world, rob, LABS, vec![]);
		assert_noop!(rotate("eve", robs.clone()), E::InvalidVaultSignature);
		let unsigned = Rotation { signature: VaultSignature::default(), ..next.clone() };
		assert_noop!(rotate("rob", unsigned), E::InvalidVaultSignature);
		// Every part of it is signed.
		let other_key = Rotation { key: Digest([9; 32]), ..robs.clone() };
		assert_noop!(rotate("rob", other_key), E::InvalidVaultSignature);
		assert_noop!(rotate("charlie", robs.clone()), IdentityError::NotController);
		assert_ok!(rotate("rob", robs.clone()));
		// Once: the version follows no more.
		assert_noop!(rotate("rob", robs), E::EpochDoesNotFollow);
	});
}

#[test]
fn rotation_for_one_patient_should_not_count_for_another() {
	rotating(|world, rob, _| {
		let other = salus_mock::enrol("other");
		salus_mock::standard_scopes(other);
		let elsewhere = sign_rotation_by(rob, &other, rotation(&other, LABS, vec![]));
		assert_noop!(Consent::rotate_scope(signed("rob"), other, elsewhere), IdentityError::NotController);
		// Also where rob represents both, with the same vault.
		let both = represent(other, "rob", ROTATES, Basis::Appointed);
		let grant = Grant { reach: Reach::Ahead, ..reading(Party::Representative(both), &LABS_ONLY) };
		assert_ok!(give("other", other, grant));
		let robs = robs(world, rob, LABS, vec![]);
		assert_noop!(Consent::rotate_scope(signed("rob"), other, robs), E::InvalidVaultSignature);
	});
}

#[test]
fn power_alone_or_keys_alone_should_not_rotate() {
	world(|world| {
		let reads = represent(world.patient, "rob", Powers(7), Basis::Appointed);
		assert_noop!(give("eve", world.patient, ahead(reads, &LABS_ONLY)), E::GranteeLacksPower);
		world.granted(reading(Party::Representative(reads), &LABS_ONLY));
		assert_noop!(rob_rotates(world, reads), IdentityError::PowerMissing);
		let ann = represent(world.patient, "ann", ROTATES, Basis::Appointed);
		let anns = sign_rotation_by(ann, &world.patient, rotation(&world.patient, LABS, vec![]));
		assert_noop!(Consent::rotate_scope(signed("ann"), world.patient, anns), E::NotSealedAhead);
		// The power to rotate is not that to grant.
		assert_noop!(Consent::revoke(signed("ann"), world.patient, 0), IdentityError::PowerMissing);
	});
}

#[test]
fn keys_ahead_should_be_given_by_the_patient_of_scopes_to_read_and_to_nobody_else() {
	world(|world| {
		let patient = world.patient;
		let rob = represent(patient, "rob", Powers(15), Basis::Appointed);
		let reach = Reach::Ahead;
		let organisation = Party::Organisation(BOB_ORGANISATION);
		for grantee in [world.grantee(), organisation] {
			let grant = Grant { reach, ..reading(grantee, &LABS_ONLY) };
			assert_noop!(give("eve", patient, grant), E::GranteeLacksPower);
		}
		let record = world.record_in(LABS);
		assert_noop!(give("eve", patient, ahead(rob, &[Item::Record(record)])), E::NothingToSealAhead);
		let writes = Grant { reach, ..writing(Party::Representative(rob), &LABS_ONLY) };
		assert_noop!(give("eve", patient, writes), E::NothingToSealAhead);
		assert_noop!(give("eve", patient, ahead(rob, &[Item::Scope(INBOX)])), E::InboxNotGrantable);
		// By a request.
		let request = world.asked();
		let grant = Grant { reach, ..world.reading(&LABS_ONLY) };
		assert_noop!(world.approve(request, grant.clone()), E::GranteeLacksPower);
		// By a doctor, of what it may pass on.
		let parent = world.granted(world.delegable(&LABS_ONLY));
		assert_noop!(delegate("charlie", patient, parent, ahead(rob, &LABS_ONLY)), E::BeyondParent);
		// By a representative who has them itself.
		world.granted(ahead(rob, &LABS_ONLY));
		let word = salus_mock::grant_signature_by(rob, &patient, &grant);
		assert_noop!(Consent::grant(signed("rob"), patient, grant, word), E::OnlyPatientSealsAhead);
		let ann = represent(patient, "ann", ROTATES, Basis::Appointed);
		let grant = ahead(ann, &LABS_ONLY);
		let word = salus_mock::grant_signature_by(rob, &patient, &grant);
		assert_noop!(Consent::grant(signed("rob"), patient, grant, word), E::BetweenRepresentatives);
	});
}

#[test]
fn representative_with_keys_ahead_should_grant_the_newest_and_no_further() {
	world(|world| {
		let rob = represent(world.patient, "rob", Powers(15), Basis::Appointed);
		world.granted(ahead(rob, &LABS_ONLY));
		assert_ok!(rob_rotates(world, rob));
		let grant = world.reading(&LABS_ONLY);
		let word = salus_mock::grant_signature_by(rob, &world.patient, &grant);
		let index = ConsentCount::<Runtime>::get(world.patient);
		assert_ok!(Consent::grant(signed("rob"), world.patient, grant, word));
		assert_eq!(world.seal(Item::Scope(LABS), index).unwrap().epoch, at(0, 1));
	});
}

#[test]
fn representative_should_seal_ahead_for_nobody_and_not_extend_its_own() {
	rotating(|world, rob, consent| {
		let ann = represent(world.patient, "ann", ROTATES, Basis::Appointed);
		let anns = world.granted(ahead(ann, &LABS_ONLY));
		for other in [consent, anns] {
			let rotation = robs(world, rob, LABS, vec![world.reseal(other)]);
			let refused = Consent::rotate_scope(signed("rob"), world.patient, rotation);
			assert_noop!(refused, E::OnlyPatientSealsAhead);
		}
		// With its own new vault key it opens what it opened.
		assert_ok!(rob_rotates(world, rob));
		let owner = VaultOwner::Representative(rob);
		let (old, new) = (salus_mock::vault("rob"), vault_generation("rob", 1));
		let text = SetVaultKeys { genesis: GENESIS, owner, generation: 1, keys: new.keys() };
		let words = (new.sign(&text), Some(old.sign(&text)));
		assert_ok!(Identity::set_vault_keys(signed("rob"), owner, new.keys(), words.0, words.1));
		let Reseal { envelope, sealed_to, .. } = world.reseal(consent);
		let item = Item::Scope(LABS);
		assert_ok!(Consent::reseal_own(signed("rob"), world.patient, consent, item, envelope, sealed_to));
		let own = world.seal(item, consent).unwrap();
		assert_eq!((own.epoch, own.sealed_to), (at(0, 64), new.keys().kem));
	});
}

#[test]
fn closed_scope_should_be_rotated_by_the_patient_alone_and_to_the_next_generation() {
	rotating(|world, rob, consent| {
		assert_ok!(Consent::close_scope(signed("eve"), world.patient, LABS));
		let closed = now();
		advance(HOUR);
		assert_noop!(rob_rotates(world, rob), E::ScopeClosed);
		assert_eq!(world.due(LABS), Some((RotationDue::KnownAhead, closed)));
		assert_noop!(eve_rotates(world, LABS), E::NextGenerationRequired);
		assert_ok!(eve_begins(world, vec![]));
		assert_eq!(world.due(LABS), None);
		// Opened again, it has a key of the generation before alone.
		assert_ok!(Consent::open_scope(signed("eve"), world.patient, LABS));
		assert_noop!(rob_rotates(world, rob), E::NotSealedAhead);
		assert!(Seals::<Runtime>::contains_key((world.patient, Item::Scope(LABS), consent)));
	});
}

#[test]
fn revoked_representative_should_be_shut_out_by_the_next_generation_alone() {
	rotating(|world, rob, consent| {
		assert_ok!(rob_rotates(world, rob));
		assert_ok!(Consent::revoke(signed("eve"), world.patient, consent));
		let revoked = now();
		assert_eq!(KnownAhead::<Runtime>::get(world.patient, LABS), Some((at(0, 64), revoked)));
		assert_eq!(world.seal(Item::Scope(LABS), consent), None);
		advance(HOUR);
		assert_noop!(rob_rotates(world, rob), E::NotSealedAhead);
		assert_next_generation_alone_helps(world, rob, revoked);
	});
}

#[test]
fn revocation_with_a_rotation_should_take_the_next_generation_alone() {
	rotating(|world, rob, consent| {
		let revoke = |rotation| {
			Consent::revoke_and_rotate(signed("eve"), world.patient, consent, list(vec![rotation]))
		};
		assert_noop!(revoke(rotation(&world.patient, LABS, vec![])), E::NextGenerationRequired);
		assert_ok!(revoke(next_generation(&world.patient, LABS, vec![])));
		assert_eq!(world.due(LABS), None);
		assert!(!KnownAhead::<Runtime>::contains_key(world.patient, LABS));
		assert_noop!(rob_rotates(world, rob), E::NotSealedAhead);
	});
}

#[test]
fn several_who_stopped_should_be_remembered_together() {
	rotating(|world, rob, consent| {
		assert_ok!(rob_rotates(world, rob));
		let ann = represent(world.patient, "ann", ROTATES, Basis::Appointed);
		let anns = world.granted(ahead(ann, &LABS_ONLY));
		assert_ok!(Consent::revoke(signed("eve"), world.patient, consent));
		let first = now();
		advance(HOUR);
		assert_ok!(Consent::revoke(signed("eve"), world.patient, anns));
		assert_eq!(KnownAhead::<Runtime>::get(world.patient, LABS), Some((at(0, 65), first)));
		assert_next_generation_alone_helps(world, rob, first);
	});
}

#[test]
fn ended_representative_should_be_shut_out_by_the_next_generation_alone() {
	rotating(|world, rob, _| {
		advance(HOUR);
		assert_ok!(Identity::end_representative(signed("eve"), rob));
		let ended = now();
		advance(HOUR);
		assert_noop!(rob_rotates(world, rob), IdentityError::NotController);
		assert_next_generation_alone_helps(world, rob, ended);
	});
}

#[test]
fn representative_whose_consent_ended_should_be_shut_out_by_the_next_generation_alone() {
	world(|world| {
		let rob = represent(world.patient, "rob", ROTATES, Basis::Appointed);
		let until = now() + DAY;
		let consent = world.granted(Grant { until: Some(until), ..ahead(rob, &LABS_ONLY) });
		advance(DAY - 1);
		assert_ok!(rob_rotates(world, rob));
		assert_eq!(world.scope(LABS).rotate_by, Some(until));
		advance(HOUR);
		assert_noop!(rob_rotates(world, rob), E::NotSealedAhead);
		assert_eq!(world.due(LABS), Some((RotationDue::KnownAhead, until)));
		assert_noop!(eve_rotates(world, LABS), E::NextGenerationRequired);
		// Revoked afterwards, it is remembered since it ended.
		assert_ok!(Consent::revoke(signed("eve"), world.patient, consent));
		assert_next_generation_alone_helps(world, rob, until);
	});
}

#[test]
fn representative_whose_time_is_over_should_be_shut_out_by_the_next_generation_alone() {
	world(|world| {
		let until = now() + 2 * DAY;
		let new = new_representative(world.patient, "rob", ROTATES, Basis::Appointed);
		assert_ok!(try_represent("rob", NewRepresentative { until, ..new }));
		let rob = Identity::representation(&account("rob"), &world.patient).unwrap();
		world.granted(ahead(rob, &LABS_ONLY));
		advance(2 * DAY + HOUR);
		assert_noop!(rob_rotates(world, rob), IdentityError::RepresentativeNotInStanding);
		assert_next_generation_alone_helps(world, rob, until);
	});
}

#[test]
fn excluded_representative_should_be_shut_out_by_the_next_generation_alone() {
	rotating(|world, rob, _| {
		advance(HOUR);
		assert_ok!(Consent::exclude(signed("eve"), world.patient, Party::Representative(rob)));
		let excluded = now();
		advance(HOUR);
		assert_noop!(rob_rotates(world, rob), E::RepresentativeExcluded);
		assert_next_generation_alone_helps(world, rob, excluded);
	});
}

#[test]
fn representative_let_in_again_should_rotate_again() {
	rotating(|world, rob, _| {
		let party = Party::Representative(rob);
		assert_ok!(Consent::exclude(signed("eve"), world.patient, party));
		advance(HOUR);
		assert_ok!(Consent::readmit(signed("eve"), world.patient, party));
		// Who may know the key to come keeps nobody from it; that it was excluded waits for a rotation still.
		assert!(matches!(world.due(LABS), Some((RotationDue::Revoked, _))));
		assert_ok!(rob_rotates(world, rob));
		assert_eq!(world.due(LABS), None);
	});
}

#[test]
fn representative_whose_vault_leaked_should_be_shut_out_by_the_next_generation_alone() {
	rotating(|world, rob, consent| {
		let owner = VaultOwner::Representative(rob);
		assert_ok!(Identity::report_vault_compromised(signed("rob"), owner));
		let reported = now();
		advance(HOUR);
		assert_noop!(rob_rotates(world, rob), E::NextGenerationRequired);
		assert_eq!(world.due(LABS), Some((RotationDue::KnownAhead, reported)));
		// New keys of its own hide nothing: neither an envelope beforehand nor one in the rotation.
		let (old, new) = (salus_mock::vault("rob"), vault_generation("rob", 1));
		let text = SetVaultKeys { genesis: GENESIS, owner, generation: 1, keys: new.keys() };
		let words = (new.sign(&text), Some(old.sign(&text)));
		assert_ok!(Identity::set_vault_keys(signed("rob"), owner, new.keys(), words.0, words.1));
		let reseal = world.reseal(consent);
		assert_noop!(world.resealed(Item::Scope(LABS), vec![reseal]), E::ScopeRotationDue);
		let resealing = rotation(&world.patient, LABS, vec![reseal]);
		assert_noop!(
			Consent::rotate_scope(signed("eve"), world.patient, resealing),
			E::NextGenerationRequired
		);
		assert_ok!(eve_begins(world, vec![reseal]));
		assert_eq!(world.due(LABS), None);
		assert_ok!(rob_rotates(world, rob));
	});
}

#[test]
fn guardian_should_stop_with_the_state_it_rests_on() {
	world(|world| {
		attest(world.patient, PatientState::Incapacitated);
		let rob = represent(world.patient, "rob", ROTATES, Basis::Guardian);
		world.granted(ahead(rob, &LABS_ONLY));
		assert_ok!(rob_rotates(world, rob));
		advance(HOUR);
		assert_ok!(Identity::lift_state(signed("alice"), world.patient));
		let lifted = now();
		advance(HOUR);
		assert_noop!(rob_rotates(world, rob), IdentityError::RepresentativeNotInStanding);
		assert_next_generation_alone_helps(world, rob, lifted);
	});
}

#[test]
fn hand_over_should_shut_out_who_rotated() {
	rotating(|world, rob, _| {
		let at = come_of_age("eve", world.patient, "heir");
		assert_noop!(rob_rotates(world, rob), IdentityError::RepresentativeNotInStanding);
		assert_eq!(world.due(LABS), Some((RotationDue::HandedOver, at)));
		assert_ok!(take_over("heir", world.patient));
		let patient = world.patient;
		let next = rotation(&patient, LABS, vec![]);
		assert_noop!(Consent::rotate_scope(signed("heir"), patient, next), E::NextGenerationRequired);
		let begun = next_generation(&patient, LABS, vec![]);
		assert_ok!(Consent::rotate_scope(signed("heir"), patient, begun));
		assert_eq!(world.due(LABS), None);
	});
}

#[test]
fn another_representative_should_not_rotate_past_one_who_stopped() {
	rotating(|world, rob, consent| {
		let ann = represent(world.patient, "ann", ROTATES, Basis::Appointed);
		world.granted(ahead(ann, &LABS_ONLY));
		assert_ok!(Consent::revoke(signed("eve"), world.patient, consent));
		let anns = sign_rotation_by(ann, &world.patient, rotation(&world.patient, LABS, vec![]));
		assert_noop!(Consent::rotate_scope(signed("ann"), world.patient, anns), E::NextGenerationRequired);
		assert!(world.due(LABS).is_some() && rob != ann);
	});
}

#[test]
fn batch_should_not_hide_a_rotation_that_is_the_patient_s_alone() {
	rotating(|world, rob, _| {
		let patient = world.patient;
		let own =
			salus_pallet_consent::Call::rotate_scope { patient, rotation: robs(world, rob, LABS, vec![]) };
		let other =
			salus_pallet_consent::Call::rotate_scope { patient, rotation: robs(world, rob, IMAGING, vec![]) };
		let calls: Vec<RuntimeCall> = vec![own.into(), other.into()];
		let refused = Utility::batch_all(signed("rob"), calls).unwrap_err().error;
		assert_eq!(refused, E::NotSealedAhead.into());
		assert_eq!(world.scope(LABS).epoch, at(0, 0));
	});
}
