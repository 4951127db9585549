//! Giving a consent.

mod common;

use common::*;
use frame_support::{assert_noop, assert_ok};
use salus_mock::{vault, vault_generation};
use salus_pallet_consent::{ByGrantee, ConsentCount, Granted};
use salus_primitives::{
	consent::ConsentItem,
	purpose::Purposes,
	text::{wrapped, GiveConsent, SignedText},
};
use sp_runtime::DispatchResult;

fn grant(world: World, grant: Grant) -> DispatchResult {
	give("eve", world.patient, grant)
}

/// Makes the grant with what is said to be the vault's signature.
fn grant_with(world: World, grant: &Grant, signature: impl Into<Option<VaultSignature>>) -> DispatchResult {
	Consent::grant(signed("eve"), world.patient, grant.clone(), signature.into())
}

/// What the vault signs for the grant as the patient's first after the one for the inbox.
fn text(world: World, grant: &Grant) -> GiveConsent<'_> {
	GiveConsent { genesis: GENESIS, patient: world.patient, consent: 1, grant }
}

fn labs(world: World) -> Grant {
	world.reading(&[Item::Scope(LABS)])
}

#[test]
fn grant_should_let_the_doctor_read_the_scope_and_nothing_else() {
	world(|world| {
		assert!(!world.reads(LABS));
		let given = labs(world);
		let index = world.granted(given.clone());
		let patient = world.patient;
		let grantee = world.grantee();
		assert_eq!(consent_events(), [Event::ConsentGranted { patient, consent: index, grantee }]);
		assert!(world.reads(LABS));
		assert!(!world.reads(IMAGING));
		assert!(!world.decide(Action::Write, Item::Scope(LABS)).is_allowed());
		let consent = world.consent(index);
		let all = ConsentItem { item: Item::Scope(LABS), from_epoch: KeyEpoch::default() };
		assert_eq!(consent.items.to_vec(), [all]);
		assert_eq!((consent.organisation, consent.text), (ALICE_ORGANISATION, given.text));
		assert_eq!((consent.policy_version, consent.granted_at), (3, now()));
		assert_eq!((consent.parent, consent.revoked_at), (None, None));
		let seal = Seal {
			envelope: given.items[0].envelope.unwrap(),
			sealed_to: given.sealed_to.unwrap(),
			epoch: KeyEpoch::default(),
			lineage: 0,
		};
		assert_eq!(world.seal(Item::Scope(LABS), index), Some(seal));
		assert_eq!(world.scope(LABS).holders, 1);
		assert_eq!(ByGrantee::<Runtime>::get(patient, grantee).to_vec(), [index]);
		assert_eq!(Granted::<Runtime>::get(grantee, patient), 1);
	})
}

#[test]
fn grant_should_carry_for_its_purposes_alone() {
	world(|world| {
		let index = world.granted(Grant { purposes: Purpose::Research.into(), ..labs(world) });
		let why = Reason::Consent { index, why: Mismatch::PurposeNotGranted };
		assert_eq!(reasons(world.decide(Action::Read, Item::Scope(LABS))), [why]);
	})
}

#[test]
fn grant_to_an_organisation_should_let_its_practitioners_read() {
	world(|world| {
		world.granted(reading(Party::Organisation(BOB_ORGANISATION), &[Item::Scope(LABS)]));
		assert!(world.reads(LABS));
		assert!(world
			.decide_for(Actor::Organisation(BOB_ORGANISATION), Action::Read, Item::Scope(LABS))
			.is_allowed());
		let elsewhere = Actor::Practitioner { practitioner: world.doctor, organisation: ALICE_ORGANISATION };
		assert!(!world.decide_for(elsewhere, Action::Read, Item::Scope(LABS)).is_allowed());
	})
}

#[test]
fn grant_of_writing_should_bring_no_key_and_let_write_to_the_inbox_too() {
	world(|world| {
		let index = world.granted(world.writing(&[Item::Scope(LABS)]));
		assert!(world.decide(Action::Write, Item::Scope(LABS)).is_allowed());
		assert!(world.decide(Action::Write, Item::Scope(INBOX)).is_allowed());
		assert!(!world.decide(Action::Write, Item::Scope(IMAGING)).is_allowed());
		assert!(!world.reads(LABS));
		assert_eq!((world.seal(Item::Scope(LABS), index), world.scope(LABS).holders), (None, 0));
	})
}

#[test]
fn grant_should_carry_from_its_start_until_before_its_end() {
	world(|world| {
		let (from, until) = (now() + HOUR, now() + 2 * HOUR);
		world.granted(Grant { from, until: Some(until), ..labs(world) });
		assert_eq!(world.scope(LABS).rotate_by, Some(until));
		advance(HOUR - 1);
		assert!(!world.reads(LABS));
		advance(1);
		assert!(world.reads(LABS));
		advance(HOUR - 1);
		assert!(world.reads(LABS));
		assert_eq!(world.due(LABS), None);
		advance(1);
		assert!(!world.reads(LABS));
		assert_eq!(world.due(LABS), Some((RotationDue::Ended, until)));
	})
}

#[test]
fn scope_should_be_due_at_the_earliest_end_of_its_holders() {
	world(|world| {
		for hours in [3, 1, 2] {
			world.granted(Grant { until: Some(now() + hours * HOUR), ..labs(world) });
		}
		world.granted(labs(world));
		assert_eq!(world.scope(LABS).rotate_by, Some(now() + HOUR));
	})
}

#[test]
fn grant_should_not_open_the_past_when_it_is_given_from_now() {
	world(|world| {
		let before = Item::Record(world.record_in(LABS));
		assert_ok!(Consent::rotate_scope(
			signed("eve"),
			world.patient,
			rotation(&world.patient, LABS, vec![])
		));
		let after = Item::Record(world.record_in(LABS));
		let index = world.granted(Grant { reach: Reach::FromNow, ..labs(world) });
		let why = Reason::Consent { index, why: Mismatch::BeforeReach };
		assert_eq!(reasons(world.decide(Action::Read, before)), [why]);
		assert!(world.decide(Action::Read, after).is_allowed());
	})
}

#[test]
fn grant_of_a_record_should_open_that_record_alone() {
	world(|world| {
		let [one, other] = [LABS, LABS].map(|scope| Item::Record(world.record_in(scope)));
		let index = world.granted(world.reading(&[one]));
		assert!(world.decide(Action::Read, one).is_allowed());
		assert!(!world.decide(Action::Read, other).is_allowed());
		assert!(!world.reads(LABS));
		assert_eq!(world.seal(one, index).unwrap().epoch, KeyEpoch::default());
		assert_eq!(world.scope(LABS).holders, 0);
	})
}

#[test]
fn grant_should_be_refused_when_it_names_the_inbox_or_a_record_in_it() {
	world(|world| {
		let filed = Item::Record(world.record_in(INBOX));
		for item in [Item::Scope(INBOX), filed] {
			assert_noop!(grant(world, world.reading(&[item])), E::InboxNotGrantable);
			assert_noop!(grant(world, world.writing(&[item])), E::InboxNotGrantable);
		}
		let behind_a_good_one = world.reading(&[Item::Scope(LABS), Item::Scope(INBOX)]);
		assert_noop!(grant(world, behind_a_good_one), E::InboxNotGrantable);
	})
}

#[test]
fn grant_should_be_refused_when_its_items_are_none_or_twice_or_mixed_or_missing() {
	world(|world| {
		let record = Item::Record(world.record_in(LABS));
		assert_noop!(grant(world, world.reading(&[])), E::NoItems);
		let twice = world.reading(&[Item::Scope(LABS), Item::Scope(IMAGING), Item::Scope(LABS)]);
		assert_noop!(grant(world, twice), E::DuplicateItem);
		assert_noop!(grant(world, world.reading(&[Item::Scope(LABS), record])), E::MixedItems);
		assert_noop!(grant(world, world.reading(&[Item::Scope(77)])), E::ScopeNotFound);
		assert_noop!(grant(world, world.reading(&[record, Item::Record(77)])), E::RecordNotFound);
		let theirs = World { patient: salus_mock::enrol("ferdie"), ..world };
		salus_mock::standard_scopes(theirs.patient);
		let elsewhere = give("ferdie", theirs.patient, world.reading(&[record]));
		assert_noop!(elsewhere, E::RecordNotFound);
	})
}

#[test]
fn grant_should_be_refused_when_permissions_or_purposes_are_invalid() {
	world(|world| {
		for bits in [0, 4, 8, 9, 255] {
			let permissions = Permissions(bits);
			assert_noop!(grant(world, Grant { permissions, ..labs(world) }), E::InvalidPermissions);
		}
		for bits in [0, 1 << 8, 1 | 1 << 15] {
			let purposes = Purposes(bits);
			assert_noop!(grant(world, Grant { purposes, ..labs(world) }), E::InvalidPurposes);
		}
		let delegable = Permissions::READ.union(Permissions::DELEGATE);
		assert_ok!(grant(world, Grant { permissions: delegable, ..labs(world) }));
	})
}

#[test]
fn grant_should_be_refused_when_it_ends_now_or_before_it_starts() {
	world(|world| {
		for (from, until) in [
			(now() - HOUR, now()),
			(now() - HOUR, now() - 1),
			(now() + HOUR, now() + HOUR),
			(now() + HOUR, now() + HOUR - 1),
		] {
			let empty = Grant { from, until: Some(until), ..labs(world) };
			assert_noop!(grant(world, empty), E::InvalidPeriod);
		}
		assert_ok!(grant(world, Grant { until: Some(now() + 1), ..labs(world) }));
	})
}

#[test]
fn grant_should_be_refused_when_envelopes_do_not_fit_its_permissions() {
	world(|world| {
		let two = world.reading(&[Item::Scope(LABS), Item::Scope(IMAGING)]);
		let mut one_lacks = two.clone();
		one_lacks.items[1].envelope = None;
		assert_noop!(grant(world, one_lacks), E::EnvelopeMissing);
		assert_noop!(grant(world, Grant { sealed_to: None, ..two.clone() }), E::EnvelopeMissing);
		let writes = Grant { permissions: Permissions::WRITE, ..two.clone() };
		assert_noop!(grant(world, writes.clone()), E::EnvelopeNotAllowed);
		assert_noop!(grant(world, Grant { sealed_to: None, ..writes }), E::EnvelopeNotAllowed);
		let sealed = Grant { sealed_to: two.sealed_to, ..world.writing(&[Item::Scope(LABS)]) };
		assert_noop!(grant(world, sealed), E::EnvelopeNotAllowed);
	})
}

#[test]
fn grant_should_be_refused_when_the_grantees_key_changed_or_leaked_or_is_another_ones() {
	world(|world| {
		let sealed_before = labs(world);
		salus_mock::rotate_vault(world.doctors_vault(), "charlie");
		assert_noop!(grant(world, sealed_before), E::GranteeKeyChanged);
		let to_another = Some(kem(Party::Organisation(BOB_ORGANISATION)));
		assert_noop!(grant(world, Grant { sealed_to: to_another, ..labs(world) }), E::GranteeKeyChanged);
		salus_mock::report_compromised(world.doctors_vault(), "charlie");
		assert_noop!(grant(world, labs(world)), E::GranteeKeyCompromised);
		assert_ok!(grant(world, world.writing(&[Item::Scope(LABS)])));
		salus_mock::rotate_vault(world.doctors_vault(), "charlie");
		assert_ok!(grant(world, labs(world)));
	})
}

#[test]
fn grant_should_be_refused_when_the_grantee_is_unknown_or_has_no_vault_or_no_standing() {
	world(|world| {
		for nobody in [Party::Practitioner(77), Party::Organisation(77), Party::Organisation(0)] {
			assert_noop!(grant(world, reading(nobody, &[Item::Scope(LABS)])), E::GranteeNotFound);
			assert_noop!(grant(world, writing(nobody, &[Item::Scope(LABS)])), E::GranteeNotFound);
		}
		let keyless = Party::Practitioner(salus_mock::admit_without_vault(
			"dave",
			BOB_ORGANISATION,
			PractitionerRole::Laboratory,
		));
		assert_noop!(grant(world, reading(keyless, &[Item::Scope(LABS)])), E::GranteeHasNoVault);
		assert_ok!(grant(world, writing(keyless, &[Item::Scope(LABS)])));
		salus_mock::suspend_practitioner(BOB_ORGANISATION, world.doctor);
		assert_noop!(grant(world, labs(world)), E::GranteeNotInStanding);
		assert_ok!(grant(world, world.writing(&[Item::Scope(LABS)])));
		salus_mock::expel_organisation(BOB_ORGANISATION);
		for gone in [world.grantee(), Party::Organisation(BOB_ORGANISATION)] {
			assert_noop!(grant(world, writing(gone, &[Item::Scope(LABS)])), E::GranteeNotInStanding);
		}
	})
}

#[test]
fn grant_should_be_refused_when_the_grantee_is_excluded() {
	world(|world| {
		assert_ok!(Consent::exclude(signed("eve"), world.patient, world.grantee()));
		assert_noop!(grant(world, labs(world)), E::GranteeExcluded);
		assert_noop!(grant(world, world.writing(&[Item::Scope(LABS)])), E::GranteeExcluded);
		assert_ok!(Consent::readmit(signed("eve"), world.patient, world.grantee()));
		assert_ok!(grant(world, labs(world)));
	})
}

#[test]
fn grant_of_reading_should_be_refused_when_the_scope_waits_for_a_rotation() {
	world(|world| {
		let gone = world.reader_of(LABS);
		assert_ok!(Consent::revoke(signed("eve"), world.patient, gone));
		let both = world.reading(&[Item::Scope(IMAGING), Item::Scope(LABS)]);
		assert_noop!(grant(world, both), E::ScopeRotationDue);
		assert_noop!(grant(world, labs(world)), E::ScopeRotationDue);
		assert_ok!(grant(world, world.writing(&[Item::Scope(LABS)])));
		assert_ok!(Consent::rotate_scope(
			signed("eve"),
			world.patient,
			rotation(&world.patient, LABS, vec![])
		));
		assert_ok!(grant(world, labs(world)));
	})
}

#[test]
fn grant_should_be_refused_when_the_grantee_has_32_live_consents() {
	world(|world| {
		let until = Some(now() + HOUR);
		let first = world.granted(Grant { until, ..labs(world) });
		let others: Vec<_> = (1..32).map(|_| world.granted(world.writing(&[Item::Scope(IMAGING)]))).collect();
		assert_noop!(grant(world, world.writing(&[Item::Scope(IMAGING)])), E::TooManyConsents);
		assert!(world.reads(LABS));
		advance(HOUR);
		let next = world.granted(world.writing(&[Item::Scope(IMAGING)]));
		let listed = ByGrantee::<Runtime>::get(world.patient, world.grantee()).to_vec();
		assert!(!listed.contains(&first));
		assert_eq!((listed.len(), listed.last()), (32, Some(&next)));
		assert_noop!(grant(world, world.writing(&[Item::Scope(IMAGING)])), E::TooManyConsents);
		assert_ok!(Consent::revoke(signed("eve"), world.patient, others[7]));
		assert_ok!(grant(world, world.writing(&[Item::Scope(IMAGING)])));
		assert!(!ByGrantee::<Runtime>::get(world.patient, world.grantee()).contains(&others[7]));
		assert_eq!(Granted::<Runtime>::get(world.grantee(), world.patient), 33);
		assert_ok!(Consent::revoke(signed("eve"), world.patient, first));
		assert_eq!(Granted::<Runtime>::get(world.grantee(), world.patient), 32);
	})
}

#[test]
fn grant_should_be_refused_when_64_consents_hold_the_records_key_until_one_stops() {
	world(|world| {
		let record = Item::Record(world.record_in(LABS));
		for grantee in [world.grantee(), Party::Organisation(BOB_ORGANISATION)] {
			for round in 0..32 {
				let until = Some(now() + HOUR).filter(|_| round == 0);
				world.granted(Grant { until, ..reading(grantee, &[record]) });
			}
		}
		let hospital = Party::Organisation(ALICE_ORGANISATION);
		assert_noop!(grant(world, reading(hospital, &[record])), E::TooManyHolders);
		assert_ok!(grant(world, writing(hospital, &[record])));
		advance(HOUR);
		assert_ok!(grant(world, reading(hospital, &[record])));
		assert_ok!(grant(world, reading(hospital, &[record])));
		assert_noop!(grant(world, reading(hospital, &[record])), E::TooManyHolders);
		assert_eq!(Consent::holders(world.patient, record).unwrap().len(), 64);
	})
}

#[test]
fn grant_should_be_refused_when_the_signer_is_not_the_patient() {
	world(|world| {
		salus_mock::enrol("ferdie");
		for stranger in ["ferdie", "charlie", "alice", "bob"] {
			assert_noop!(give(stranger, world.patient, labs(world)), IdentityError::NotController);
		}
		assert_eq!(ConsentCount::<Runtime>::get(world.patient), 1);
	})
}

#[test]
fn grant_of_reading_should_be_refused_when_a_phished_wallet_has_no_signature_of_the_vault() {
	world(|world| {
		let good = labs(world);
		let text = || text(world, &good);
		assert_noop!(grant_with(world, &good, None), E::VaultSignatureMissing);
		for signature in [
			VaultSignature::default(),
			vault("mallory").sign(&text()),
			vault("charlie").sign(&text()),
			vault("eve").sign(&GiveConsent { genesis: [0; 32], ..text() }),
			vault("eve").sign(&GiveConsent { consent: 0, ..text() }),
			vault("eve").sign(&GiveConsent { consent: 2, ..text() }),
			vault("eve").sign_bytes(&wrapped(&text().text())),
		] {
			assert_noop!(grant_with(world, &good, signature), E::InvalidVaultSignature);
		}
		assert_ok!(grant_with(world, &good, vault("eve").sign(&text())));
	})
}

#[test]
fn grant_of_reading_should_be_refused_when_the_vault_signed_other_terms() {
	world(|world| {
		let good = Grant { until: Some(now() + DAY), ..labs(world) };
		let signature = vault("eve").sign(&text(world, &good));
		let mut exchanged = good.clone();
		exchanged.items[0].envelope = Some(Digest::of(b"mine"));
		let items = |scopes: &[ScopeNumber]| {
			let items: Vec<_> = scopes.iter().map(|scope| Item::Scope(*scope)).collect();
			world.reading(&items).items
		};
		let organisation = reading(Party::Organisation(BOB_ORGANISATION), &[Item::Scope(LABS)]);
		for other in [
			Grant { until: good.until, ..organisation },
			Grant { items: items(&[IMAGING]), ..good.clone() },
			Grant { items: items(&[LABS, IMAGING]), ..good.clone() },
			exchanged,
			Grant { until: None, ..good.clone() },
			Grant { until: Some(now() + 2 * DAY), ..good.clone() },
			Grant { from: now() - 1, ..good.clone() },
			Grant { permissions: Permissions::READ.union(Permissions::WRITE), ..good.clone() },
			Grant { purposes: Purpose::Research.into(), ..good.clone() },
			Grant { reach: Reach::FromNow, ..good.clone() },
			Grant { text: Digest::of(b"another text"), ..good.clone() },
			Grant { policy_version: 4, ..good.clone() },
			Grant { sealed_to: Some(kem(Party::Organisation(BOB_ORGANISATION))), ..good.clone() },
		] {
			assert_noop!(grant_with(world, &other, signature), E::InvalidVaultSignature);
			let for_other = vault("eve").sign(&text(world, &other));
			assert_noop!(grant_with(world, &good, for_other), E::InvalidVaultSignature);
		}
		assert_ok!(grant_with(world, &good, signature));
	})
}

#[test]
fn grant_of_reading_should_be_refused_when_the_signature_is_for_another_patient() {
	world(|world| {
		let other = salus_mock::enrol("ferdie");
		salus_mock::standard_scopes(other);
		let good = labs(world);
		let for_other = GiveConsent { patient: other, ..text(world, &good) };
		for signature in [vault("eve").sign(&for_other), vault("ferdie").sign(&for_other)] {
			assert_noop!(grant_with(world, &good, signature), E::InvalidVaultSignature);
		}
		assert_noop!(
			Consent::grant(signed("ferdie"), other, good.clone(), grant_signature(&world.patient, &good)),
			E::InvalidVaultSignature
		);
	})
}

#[test]
fn grant_of_reading_should_be_refused_when_it_is_replayed() {
	world(|world| {
		let good = labs(world);
		let signature = grant_signature(&world.patient, &good);
		assert_ok!(grant_with(world, &good, signature));
		assert_noop!(grant_with(world, &good, signature), E::InvalidVaultSignature);
		assert_ok!(Consent::revoke(signed("eve"), world.patient, 1));
		let next = rotation(&world.patient, LABS, vec![]);
		assert_ok!(Consent::rotate_scope(signed("eve"), world.patient, next));
		assert_noop!(grant_with(world, &good, signature), E::InvalidVaultSignature);
		assert_ok!(grant(world, good));
	})
}

#[test]
fn grant_of_reading_should_be_refused_when_the_vault_that_signed_was_replaced_or_reported() {
	world(|world| {
		let good = labs(world);
		let before = vault("eve").sign(&text(world, &good));
		let owner = VaultOwner::Patient(world.patient);
		salus_mock::report_compromised(owner, "eve");
		assert_noop!(grant_with(world, &good, before), E::VaultCompromised);
		assert_ok!(grant(world, world.writing(&[Item::Scope(LABS)])));
		salus_mock::rotate_vault(owner, "eve");
		let next = || GiveConsent { consent: 2, ..text(world, &good) };
		assert_noop!(grant_with(world, &good, vault("eve").sign(&next())), E::InvalidVaultSignature);
		assert_ok!(grant_with(world, &good, vault_generation("eve", 1).sign(&next())));
	})
}

#[test]
fn grant_of_writing_should_need_no_signature_of_the_vault_and_bring_none() {
	world(|world| {
		let writing = world.writing(&[Item::Scope(LABS)]);
		let delegable =
			Grant { permissions: Permissions::WRITE.union(Permissions::DELEGATE), ..writing.clone() };
		for terms in [writing, delegable] {
			let signature = salus_mock::sign_as_vault(
				&world.patient,
				&GiveConsent { consent: ConsentCount::<Runtime>::get(world.patient), ..text(world, &terms) },
			);
			for signature in [signature, VaultSignature::default()] {
				assert_noop!(grant_with(world, &terms, signature), E::UnexpectedVaultSignature);
			}
			assert_ok!(grant_with(world, &terms, None));
		}
	})
}

#[test]
fn accomplice_should_never_hold_a_key_when_a_thief_has_the_wallet_alone() {
	world(|world| {
		let labs = Item::Scope(LABS);
		let record = Item::Record(world.record_in(LABS));
		let reader = world.reader_of(LABS);
		let accomplice = salus_mock::admit("mallory", BOB_ORGANISATION, PractitionerRole::Clinician);
		let accomplice = Party::Practitioner(accomplice);
		let holders = || {
			let holders = [labs, record].map(|item| Consent::holders(world.patient, item).unwrap());
			holders.concat().iter().map(|holder| holder.consent).collect::<Vec<_>>()
		};
		for item in [labs, record] {
			let terms = reading(accomplice, &[item]);
			assert_noop!(grant_with(world, &terms, None), E::VaultSignatureMissing);
			let own = vault("mallory").sign(&GiveConsent {
				consent: ConsentCount::<Runtime>::get(world.patient),
				..text(world, &terms)
			});
			assert_noop!(grant_with(world, &terms, own), E::InvalidVaultSignature);
		}
		// To write is all that the wallet can give, and it brings no key.
		let writer = world.granted(writing(accomplice, &[labs]));
		assert_eq!(world.seal(labs, writer), None);
		assert_eq!(holders(), [reader]);
		let sealed = Reseal { sealed_to: kem(accomplice), ..world.reseal(writer) };
		let Reseal { consent, envelope, sealed_to } = sealed;
		let own = Consent::reseal_own(signed("mallory"), world.patient, consent, labs, envelope, sealed_to);
		assert_noop!(own, E::NotHolder);
		let forged = Consent::reseal(
			signed("eve"),
			world.patient,
			labs,
			list(vec![sealed]),
			vault("mallory").sign_bytes(b"mine"),
		);
		assert_noop!(forged, E::InvalidVaultSignature);
		// Not even a patient who does not know what the thief did seals the next key to anybody new.
		let told: Vec<_> = holders().into_iter().map(|consent| world.reseal(consent)).collect();
		let tricked = rotation(&world.patient, LABS, vec![sealed]);
		assert_noop!(Consent::rotate_scope(signed("eve"), world.patient, tricked), E::NotHolder);
		let next = rotation(&world.patient, LABS, told);
		assert_ok!(Consent::rotate_scope(signed("eve"), world.patient, next));
		assert_eq!(holders(), [reader]);
		assert_eq!(world.scope(LABS).holders, 1);
	})
}

#[test]
fn grant_should_be_refused_when_a_record_was_erased() {
	world(|world| {
		let [kept, erased] = [LABS, LABS].map(|scope| world.record_in(scope));
		world.erase(erased);
		for items in [vec![Item::Record(erased)], vec![Item::Record(kept), Item::Record(erased)]] {
			assert_noop!(grant(world, world.reading(&items)), E::RecordErased);
			assert_noop!(grant(world, world.writing(&items)), E::RecordErased);
		}
		assert_ok!(grant(world, world.reading(&[Item::Record(kept)])));
	})
}
