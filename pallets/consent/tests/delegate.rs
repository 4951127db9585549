//! Passing on a consent: what it gives, and who must not.

mod common;

use common::*;
use frame_support::{assert_noop, assert_ok};
use salus_mock::{sign_as_party, vault, vault_generation};
use salus_pallet_consent::{ConsentCount, Delegations, Granted};
use salus_primitives::text::{wrapped, DelegateConsent, GiveConsent, SignedText};
use sp_runtime::DispatchResult;

fn pass_on(world: World, parent: ConsentIndex, grant: Grant) -> DispatchResult {
	delegate("charlie", world.patient, parent, grant)
}

#[test]
fn delegation_should_let_the_colleague_read_that_scope_and_say_who_gave_it() {
	delegating(|world, parent, dave| {
		assert!(!world.lets_read(dave, LABS));
		let consent = world.delegated("charlie", parent, reading(dave, &LABS_ONLY));
		let (patient, by) = (world.patient, world.grantee());
		assert_eq!(
			consent_events(),
			[
				Event::ConsentGranted { patient, consent, grantee: dave },
				Event::ConsentDelegated { patient, parent, consent, by }
			]
		);
		assert!(world.lets_read(dave, LABS));
		assert!(!world.lets_read(dave, IMAGING));
		assert!(!world.decide_for(at_hospital(dave), Action::Write, LABS_ONLY[0]).is_allowed());
		let known = world.consent(consent);
		assert_eq!((known.parent, known.organisation), (Some(parent), ALICE_ORGANISATION));
		assert_eq!(world.scope(LABS).holders, 2);
		let seal = world.seal(LABS_ONLY[0], consent).unwrap();
		assert_eq!((seal.sealed_to, seal.epoch), (kem(dave), world.scope(LABS).epoch));
		assert_eq!(Delegations::<Runtime>::get(patient, parent), 1);
		assert_eq!(Granted::<Runtime>::get(dave, patient), 1);
		assert_eq!(world.due(LABS), None);
	})
}

#[test]
fn delegation_should_give_a_single_record_when_that_was_granted() {
	world(|world| {
		let [granted, other] = [LABS, LABS].map(|scope| Item::Record(world.record_in(scope)));
		let parent = world.granted(world.delegable(&[granted]));
		let dave = world.colleague("dave");
		world.delegated("charlie", parent, reading(dave, &[granted]));
		let may = |item| world.decide_for(at_hospital(dave), Action::Read, item).is_allowed();
		assert!(may(granted));
		assert!(!may(other));
		for beyond in [other, Item::Scope(LABS)] {
			assert_noop!(pass_on(world, parent, reading(dave, &[beyond])), E::BeyondParent);
		}
	})
}

#[test]
fn delegation_should_need_no_vault_and_bring_no_key_when_it_permits_writing_only() {
	delegating(|world, parent, dave| {
		let grant = writing(dave, &LABS_ONLY);
		let unexpected = Some(VaultSignature::default());
		let call = Consent::delegate(signed("charlie"), world.patient, parent, grant.clone(), unexpected);
		assert_noop!(call, E::UnexpectedVaultSignature);
		let consent = world.delegated("charlie", parent, grant);
		assert!(world.decide_for(at_hospital(dave), Action::Write, LABS_ONLY[0]).is_allowed());
		assert_eq!(world.seal(LABS_ONLY[0], consent), None);
		assert_eq!(world.scope(LABS).holders, 1);
	})
}

#[test]
fn delegation_should_be_made_by_an_agent_when_the_grantee_is_an_organisation() {
	world(|world| {
		let clinic = Party::Organisation(BOB_ORGANISATION);
		let parent = world.granted(delegable(clinic, &LABS_ONLY));
		let dave = world.colleague("dave");
		let grant = reading(dave, &LABS_ONLY);
		// The clinic's doctor uses the consent, but does not act for the clinic.
		assert_noop!(delegate("charlie", world.patient, parent, grant.clone()), E::NotGrantee);
		assert_noop!(delegate("alice", world.patient, parent, grant.clone()), E::NotGrantee);
		world.delegated("bob", parent, grant);
		assert!(world.lets_read(dave, LABS));
	})
}

#[test]
fn delegation_should_be_refused_when_the_signer_is_not_the_parents_grantee() {
	delegating(|world, parent, dave| {
		salus_mock::enrol("ferdie");
		for other in ["eve", "dave", "bob", "alice", "ferdie", "mallory"] {
			let call = delegate(other, world.patient, parent, reading(dave, &LABS_ONLY));
			assert_noop!(call, E::NotGrantee);
		}
	})
}

#[test]
fn delegation_should_be_refused_when_the_practitioner_left_the_account_behind() {
	delegating(|world, parent, dave| {
		salus_mock::replace_account(BOB_ORGANISATION, world.doctor, "grace");
		let grant = writing(dave, &LABS_ONLY);
		assert_noop!(delegate("charlie", world.patient, parent, grant.clone()), E::NotGrantee);
		assert_ok!(delegate("grace", world.patient, parent, grant));
	})
}

#[test]
fn delegation_should_be_refused_when_there_is_no_such_consent_of_this_patient() {
	delegating(|world, parent, dave| {
		let grant = writing(dave, &LABS_ONLY);
		assert_noop!(pass_on(world, parent + 1, grant.clone()), E::ConsentNotFound);
		let other = salus_mock::enrol("ferdie");
		salus_mock::standard_scopes(other);
		assert_noop!(delegate("charlie", other, parent, grant.clone()), E::ConsentNotFound);
		// Consent 0 is the enrolling organisation's, and may not be passed on.
		assert_noop!(delegate("alice", world.patient, 0, grant), E::NotDelegable);
	})
}

#[test]
fn delegation_should_be_refused_when_the_consent_does_not_permit_it() {
	world(|world| {
		let parent = world.granted(world.reading(&LABS_ONLY));
		let dave = world.colleague("dave");
		assert_noop!(pass_on(world, parent, reading(dave, &LABS_ONLY)), E::NotDelegable);
	})
}

#[test]
fn delegation_should_be_refused_when_the_parent_was_revoked_has_ended_or_not_started() {
	delegating(|world, parent, dave| {
		let later = world.granted(Grant {
			from: now() + HOUR,
			until: Some(now() + DAY),
			..world.delegable(&LABS_ONLY)
		});
		let grant =
			Grant { from: now() + 2 * HOUR, until: Some(now() + 3 * HOUR), ..writing(dave, &LABS_ONLY) };
		assert_noop!(pass_on(world, later, grant.clone()), E::ParentNotLive);
		advance(HOUR);
		assert_ok!(pass_on(world, later, grant));
		assert_ok!(Consent::revoke(signed("eve"), world.patient, parent));
		assert_noop!(pass_on(world, parent, writing(dave, &LABS_ONLY)), E::ParentNotLive);
		advance(DAY);
		let grant = Grant { until: Some(now() + HOUR), ..writing(dave, &LABS_ONLY) };
		assert_noop!(pass_on(world, later, grant), E::ParentNotLive);
	})
}

#[test]
fn delegation_should_be_refused_when_a_consent_further_up_was_revoked_or_its_grantee_excluded() {
	world(|world| {
		let line = world.line(&LABS_ONLY);
		let grace = world.colleague("grace");
		let last = || delegate("frank", world.patient, line.franks, writing(grace, &LABS_ONLY));
		assert_ok!(Consent::exclude(signed("eve"), world.patient, world.grantee()));
		assert_noop!(last(), E::DelegatorExcluded);
		assert_ok!(Consent::readmit(signed("eve"), world.patient, world.grantee()));
		assert_ok!(last());
		assert_ok!(Consent::revoke(signed("eve"), world.patient, line.doctors));
		assert_noop!(last(), E::ParentNotLive);
	})
}

#[test]
fn delegation_should_be_refused_when_the_delegator_is_suspended_or_its_organisation_is() {
	delegating(|world, parent, dave| {
		let grant = || writing(dave, &LABS_ONLY);
		salus_mock::suspend_organisation(BOB_ORGANISATION);
		assert_noop!(pass_on(world, parent, grant()), E::DelegatorNotInStanding);
		salus_mock::reinstate_organisation(BOB_ORGANISATION);
		assert_ok!(pass_on(world, parent, grant()));
		salus_mock::suspend_practitioner(BOB_ORGANISATION, world.doctor);
		assert_noop!(pass_on(world, parent, grant()), E::DelegatorNotInStanding);
	})
}

#[test]
fn delegation_should_be_refused_when_the_credential_has_expired() {
	delegating(|world, parent, dave| {
		advance(365 * DAY);
		assert_noop!(pass_on(world, parent, writing(dave, &LABS_ONLY)), E::DelegatorNotInStanding);
	})
}

#[test]
fn delegation_should_be_refused_when_the_patient_excluded_the_delegator_or_all_it_works_for() {
	delegating(|world, parent, dave| {
		for party in [world.grantee(), Party::Organisation(BOB_ORGANISATION)] {
			assert_ok!(Consent::exclude(signed("eve"), world.patient, party));
			assert_noop!(pass_on(world, parent, writing(dave, &LABS_ONLY)), E::DelegatorExcluded);
			assert_ok!(Consent::readmit(signed("eve"), world.patient, party));
		}
		assert_ok!(pass_on(world, parent, writing(dave, &LABS_ONLY)));
	})
}

#[test]
fn delegation_should_be_refused_when_it_gives_more_than_the_parent() {
	world(|world| {
		let (from, until) = (now(), Some(now() + DAY));
		let permissions = Permissions::READ.union(Permissions::DELEGATE);
		let parent = world.granted(Grant { permissions, until, ..world.delegable(&LABS_ONLY) });
		let dave = world.colleague("dave");
		let fitting = Grant { from, until, ..reading(dave, &LABS_ONLY) };
		let both = [Item::Scope(LABS), Item::Scope(IMAGING)];
		for more in [
			Grant { permissions: Permissions::READ.union(Permissions::WRITE), ..fitting.clone() },
			Grant { purposes: Purpose::Research.into(), ..fitting.clone() },
			Grant {
				purposes: [Purpose::Treatment, Purpose::Research].into_iter().collect(),
				..fitting.clone()
			},
			Grant { from: from - 1, ..fitting.clone() },
			Grant { until: until.map(|until| until + 1), ..fitting.clone() },
			Grant { until: None, ..fitting.clone() },
			Grant { items: reading(dave, &[Item::Scope(IMAGING)]).items, ..fitting.clone() },
			Grant { items: reading(dave, &both).items, ..fitting.clone() },
			Grant { items: reading(dave, &[Item::Scope(INBOX)]).items, ..fitting.clone() },
			Grant { items: reading(dave, &[Item::Scope(99)]).items, ..fitting.clone() },
			Grant { until, ..writing(dave, &LABS_ONLY) },
		] {
			assert_noop!(pass_on(world, parent, more), E::BeyondParent);
		}
		assert_ok!(pass_on(world, parent, fitting));
	})
}

#[test]
fn delegation_should_reach_as_far_as_the_parent_or_from_now_on_and_no_further() {
	world(|world| {
		let [dave, frank] = ["dave", "frank"].map(|name| world.colleague(name));
		let epoch = |consent| world.consent(consent).items[0].from_epoch;
		let rotate = |reseals: &[ConsentIndex]| {
			let reseals = reseals.iter().map(|consent| world.reseal(*consent)).collect();
			let next = rotation(&world.patient, LABS, reseals);
			assert_ok!(Consent::rotate_scope(signed("eve"), world.patient, next));
			world.scope(LABS).epoch
		};
		let all = world.granted(world.delegable(&LABS_ONLY));
		let first = rotate(&[all]);
		let from_now = |grantee| Grant { reach: Reach::FromNow, ..delegable(grantee, &LABS_ONLY) };
		let whole = world.delegated("charlie", all, reading(dave, &LABS_ONLY));
		let part = world.delegated("charlie", all, from_now(dave));
		assert_eq!((epoch(whole), epoch(part)), (KeyEpoch::default(), first));
		let second = rotate(&[all, whole, part]);
		// What began at the first goes on from there, and back to no earlier one.
		assert_noop!(delegate("dave", world.patient, part, reading(frank, &LABS_ONLY)), E::BeyondParent);
		let below = world.delegated("dave", part, from_now(frank));
		assert_eq!(epoch(below), first);
		assert_eq!(world.seal(LABS_ONLY[0], below).unwrap().epoch, second);
	})
}

#[test]
fn delegation_should_end_at_the_greatest_depth() {
	world(|world| {
		let line = world.line(&LABS_ONLY);
		let [grace, heidi] = ["grace", "heidi"].map(|name| world.colleague(name));
		let deeper = delegable(grace, &LABS_ONLY);
		assert_noop!(delegate("frank", world.patient, line.franks, deeper), E::DelegationTooDeep);
		let last = world.delegated("frank", line.franks, reading(grace, &LABS_ONLY));
		assert!(world.lets_read(grace, LABS));
		let fourth = delegate("grace", world.patient, last, reading(heidi, &LABS_ONLY));
		assert_noop!(fourth, E::NotDelegable);
	})
}

#[test]
fn delegation_should_be_refused_when_it_comes_back_to_somebody_of_the_line() {
	world(|world| {
		let line = world.line(&LABS_ONLY);
		for (by, parent, grantee) in [
			("charlie", line.doctors, world.grantee()),
			("dave", line.daves, line.dave),
			("dave", line.daves, world.grantee()),
			("frank", line.franks, line.dave),
			("frank", line.franks, world.grantee()),
		] {
			let call = delegate(by, world.patient, parent, reading(grantee, &LABS_ONLY));
			assert_noop!(call, E::DelegationCircular);
		}
	})
}

#[test]
fn delegation_should_be_refused_when_the_grantee_may_not_be_given_anything() {
	delegating(|world, parent, dave| {
		let nobody = Party::Practitioner(99);
		assert_noop!(pass_on(world, parent, writing(nobody, &LABS_ONLY)), E::GranteeNotFound);
		let good = reading(dave, &LABS_ONLY);
		let other_key = Grant { sealed_to: Some(Digest::of(b"mine")), ..good.clone() };
		assert_noop!(pass_on(world, parent, other_key), E::GranteeKeyChanged);
		let Party::Practitioner(id) = dave else { unreachable!("a colleague is a practitioner") };
		salus_mock::report_compromised(VaultOwner::Practitioner(id), "dave");
		assert_noop!(pass_on(world, parent, good.clone()), E::GranteeKeyCompromised);
		assert_ok!(Consent::exclude(signed("eve"), world.patient, dave));
		for grant in [good, writing(dave, &LABS_ONLY)] {
			assert_noop!(pass_on(world, parent, grant), E::GranteeExcluded);
		}
	})
}

#[test]
fn delegation_of_reading_should_be_refused_when_a_phished_wallet_has_no_signature_of_the_vault() {
	delegating(|world, parent, dave| {
		let grant = reading(dave, &LABS_ONLY);
		let consent = ConsentCount::<Runtime>::get(world.patient);
		let text =
			|| DelegateConsent { genesis: GENESIS, patient: world.patient, consent, parent, grant: &grant };
		let call =
			|signature| Consent::delegate(signed("charlie"), world.patient, parent, grant.clone(), signature);
		assert_noop!(call(None), E::VaultSignatureMissing);
		let given = GiveConsent { genesis: GENESIS, patient: world.patient, consent, grant: &grant };
		let mut exchanged = grant.clone();
		exchanged.items[0].envelope = Some(Digest::of(b"mine"));
		let longer = Grant { until: Some(now() + DAY), ..grant.clone() };
		for signature in [
			VaultSignature::default(),
			vault("mallory").sign(&text()),
			vault("dave").sign(&text()),
			// The patient's vault does not stand in for the doctor's, nor the clinic's.
			vault("eve").sign(&text()),
			vault("organisation 2").sign(&text()),
			vault("eve").sign(&given),
			vault("charlie").sign(&given),
			vault("charlie").sign(&DelegateConsent { genesis: [0; 32], ..text() }),
			vault("charlie").sign(&DelegateConsent { patient: PatientId([1; 32]), ..text() }),
			vault("charlie").sign(&DelegateConsent { consent: consent - 1, ..text() }),
			vault("charlie").sign(&DelegateConsent { consent: consent + 1, ..text() }),
			vault("charlie").sign(&DelegateConsent { parent: parent + 1, ..text() }),
			vault("charlie").sign(&DelegateConsent { grant: &exchanged, ..text() }),
			vault("charlie").sign(&DelegateConsent { grant: &longer, ..text() }),
			vault("charlie").sign_bytes(&wrapped(&text().text())),
		] {
			assert_noop!(call(Some(signature)), E::InvalidVaultSignature);
		}
		assert_ok!(call(Some(vault("charlie").sign(&text()))));
	})
}

#[test]
fn delegation_of_reading_should_be_refused_when_it_is_replayed() {
	delegating(|world, parent, dave| {
		let grant = reading(dave, &LABS_ONLY);
		let signature = delegate_signature(&world.patient, parent, &grant);
		let call = || Consent::delegate(signed("charlie"), world.patient, parent, grant.clone(), signature);
		assert_ok!(call());
		assert_noop!(call(), E::InvalidVaultSignature);
		let child = ConsentCount::<Runtime>::get(world.patient) - 1;
		assert_ok!(Consent::revoke(signed("eve"), world.patient, child));
		let next = rotation(&world.patient, LABS, vec![world.reseal(parent)]);
		assert_ok!(Consent::rotate_scope(signed("eve"), world.patient, next));
		assert_noop!(call(), E::InvalidVaultSignature);
	})
}

#[test]
fn delegation_of_reading_should_be_refused_when_the_delegators_vault_was_replaced_reported_or_reset() {
	delegating(|world, parent, dave| {
		let grant = reading(dave, &LABS_ONLY);
		let text = || DelegateConsent {
			genesis: GENESIS,
			patient: world.patient,
			consent: ConsentCount::<Runtime>::get(world.patient),
			parent,
			grant: &grant,
		};
		let call = |signature| {
			Consent::delegate(signed("charlie"), world.patient, parent, grant.clone(), Some(signature))
		};
		let first = vault("charlie").sign(&text());
		salus_mock::rotate_vault(world.doctors_vault(), "charlie");
		assert_noop!(call(first), E::InvalidVaultSignature);
		let second = vault_generation("charlie", 1).sign(&text());
		salus_mock::report_compromised(world.doctors_vault(), "charlie");
		assert_noop!(call(second), E::VaultCompromised);
		salus_mock::reset_vault(BOB_ORGANISATION, world.doctor);
		assert_noop!(call(second), E::VaultNotFound);
		// Without keys it goes on.
		assert_ok!(pass_on(world, parent, writing(dave, &LABS_ONLY)));
	})
}

#[test]
fn delegation_of_reading_should_be_refused_when_the_scope_waits_or_the_parent_lacks_its_newest_key() {
	delegating(|world, parent, dave| {
		let other = world.reader_of(LABS);
		assert_ok!(Consent::revoke(signed("eve"), world.patient, other));
		let grant = || reading(dave, &LABS_ONLY);
		assert_noop!(pass_on(world, parent, grant()), E::ScopeRotationDue);
		let next = rotation(&world.patient, LABS, vec![]);
		assert_ok!(Consent::rotate_scope(signed("eve"), world.patient, next));
		assert_noop!(pass_on(world, parent, grant()), E::ParentUnresealed);
		assert_ok!(pass_on(world, parent, writing(dave, &LABS_ONLY)));
		assert_ok!(world.resealed(Item::Scope(LABS), vec![world.reseal(parent)]));
		assert_ok!(pass_on(world, parent, grant()));
	})
}

#[test]
fn word_of_another_party_should_never_count_whoever_has_the_wallet() {
	delegating(|world, parent, dave| {
		let grant = reading(dave, &LABS_ONLY);
		let text = DelegateConsent {
			genesis: GENESIS,
			patient: world.patient,
			consent: ConsentCount::<Runtime>::get(world.patient),
			parent,
			grant: &grant,
		};
		for party in [dave, Party::Organisation(BOB_ORGANISATION), Party::Organisation(ALICE_ORGANISATION)] {
			let word = Some(sign_as_party(&party, &text));
			let call = Consent::delegate(signed("charlie"), world.patient, parent, grant.clone(), word);
			assert_noop!(call, E::InvalidVaultSignature);
		}
	})
}

#[test]
fn delegation_should_be_refused_when_eight_were_made_until_one_is_revoked() {
	delegating(|world, parent, dave| {
		let until = Some(now() + HOUR);
		let grant = || Grant { until, ..writing(dave, &LABS_ONLY) };
		let first = world.delegated("charlie", parent, grant());
		for _ in 1..8 {
			world.delegated("charlie", parent, grant());
		}
		assert_noop!(pass_on(world, parent, grant()), E::TooManyDelegations);
		// One that has ended counts as well, until the delegator takes it back.
		advance(HOUR);
		let next = || writing(dave, &LABS_ONLY);
		assert_noop!(pass_on(world, parent, next()), E::TooManyDelegations);
		assert_ok!(Consent::revoke_delegated(signed("charlie"), world.patient, first));
		assert_ok!(pass_on(world, parent, next()));
		assert_eq!(Delegations::<Runtime>::get(world.patient, parent), 8);
	})
}

#[test]
fn delegated_consents_should_leave_half_of_the_grantees_list_to_the_patient() {
	delegating(|world, first, dave| {
		let second = world.granted(world.delegable(&LABS_ONLY));
		let third = world.granted(world.delegable(&LABS_ONLY));
		let until = Some(now() + HOUR);
		world.delegated("charlie", first, Grant { until, ..writing(dave, &LABS_ONLY) });
		for parent in [first; 7].into_iter().chain([second; 8]) {
			world.delegated("charlie", parent, writing(dave, &LABS_ONLY));
		}
		assert_noop!(pass_on(world, third, writing(dave, &LABS_ONLY)), E::TooManyDelegated);
		for _ in 0..16 {
			world.granted(writing(dave, &LABS_ONLY));
		}
		assert_noop!(give("eve", world.patient, writing(dave, &LABS_ONLY)), E::TooManyConsents);
		// One that has stopped makes room, for a delegated one and for no more than that.
		advance(HOUR);
		world.delegated("charlie", third, writing(dave, &LABS_ONLY));
		assert_noop!(pass_on(world, third, writing(dave, &LABS_ONLY)), E::TooManyDelegated);
		// What is below a revoked consent has stopped too.
		assert_ok!(Consent::revoke(signed("eve"), world.patient, second));
		world.delegated("charlie", third, writing(dave, &LABS_ONLY));
	})
}

#[test]
fn delegated_consents_should_leave_half_of_a_scopes_and_records_holders_to_the_patient() {
	world(|world| {
		let record = Item::Record(world.record_in(LABS));
		let grantees = ["dave", "frank", "grace"].map(|name| world.colleague(name));
		for item in [Item::Scope(LABS), record] {
			let parents: Vec<_> = (0..5).map(|_| world.granted(world.delegable(&[item]))).collect();
			let mut children = Vec::new();
			for (position, parent) in parents[..4].iter().enumerate() {
				for child in 0..8 {
					let grantee = grantees[(position * 8 + child) / 11];
					children.push(world.delegated("charlie", *parent, reading(grantee, &[item])));
				}
			}
			let more = || pass_on(world, parents[4], reading(grantees[2], &[item]));
			assert_noop!(more(), E::TooManyDelegatedHolders);
			assert_ok!(give("eve", world.patient, reading(grantees[2], &[item])));
			// What stopped with its parent still has its envelope: a record's makes room, a scope's is rotated away.
			assert_ok!(Consent::revoke(signed("eve"), world.patient, parents[0]));
			if item == record {
				assert_ok!(more());
				assert_eq!(children.iter().filter(|child| world.seal(item, **child).is_none()).count(), 1);
			} else {
				assert_noop!(more(), E::TooManyDelegatedHolders);
				let kept = parents[1..].iter().map(|parent| world.reseal(*parent)).collect();
				let next = rotation(&world.patient, LABS, kept);
				assert_ok!(Consent::rotate_scope(signed("eve"), world.patient, next));
				assert_ok!(more());
			}
			for parent in &parents[1..] {
				assert_ok!(Consent::revoke(signed("eve"), world.patient, *parent));
			}
			let next = rotation(&world.patient, LABS, vec![]);
			assert_ok!(Consent::rotate_scope(signed("eve"), world.patient, next));
		}
	})
}
