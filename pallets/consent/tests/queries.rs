//! What the runtime API answers.

mod common;

use common::*;
use frame_support::assert_ok;
use salus_primitives::view::QueryError;
use std::collections::BTreeMap;

const NOBODY: PatientId = PatientId([9; 32]);

#[test]
fn questions_about_an_unknown_patient_should_be_errors() {
	world(|_| {
		let unknown = QueryError::PatientNotFound;
		assert_eq!(Consent::scopes(NOBODY, 0, 9), Err(unknown));
		assert_eq!(Consent::epoch_keys(NOBODY, 0, 0, 9), Err(unknown));
		assert_eq!(Consent::holders(NOBODY, Item::Scope(0)), Err(unknown));
		assert_eq!(Consent::consents(NOBODY, 0, 9), Err(unknown));
		assert_eq!(Consent::consent(NOBODY, 0), Err(unknown));
		assert_eq!(Consent::requests(NOBODY, 0, 9), Err(unknown));
	})
}

#[test]
fn scopes_should_be_paged_with_why_they_wait() {
	world(|world| {
		let consent = world.reader_of(LABS);
		assert_ok!(Consent::revoke(signed("eve"), world.patient, consent));
		let first = Consent::scopes(world.patient, 0, 2).unwrap();
		let numbers: Vec<_> = first.items.iter().map(|(number, _)| *number).collect();
		assert_eq!((numbers, first.next), (vec![0, 1], Some(2)));
		assert_eq!(first.items[1].1.rotation_due, Some((RotationDue::Revoked, now())));
		assert_eq!(first.items[1].1.scope, world.scope(LABS));
		let rest = Consent::scopes(world.patient, 2, u32::MAX).unwrap();
		assert_eq!((rest.items.len(), rest.next), (3, None));
		let past = Consent::scopes(world.patient, u16::MAX, 9).unwrap();
		assert_eq!((past.items.len(), past.next), (0, None));
		let none = Consent::scopes(world.patient, 1, 0).unwrap();
		assert_eq!((none.items.len(), none.next), (0, Some(1)));
	})
}

#[test]
fn epoch_keys_should_be_paged_oldest_first() {
	world(|world| {
		for _ in 0..3 {
			let next = rotation(&world.patient, LABS, vec![]);
			assert_ok!(Consent::rotate_scope(signed("eve"), world.patient, next));
		}
		let keys = |skip, limit| {
			let page = Consent::epoch_keys(world.patient, LABS, skip, limit).unwrap();
			page.iter().map(|key| key.epoch.index).collect::<Vec<_>>()
		};
		assert_eq!(keys(0, 9), [0, 1, 2, 3]);
		assert_eq!(keys(1, 2), [1, 2]);
		assert_eq!(keys(4, 9), [0u32; 0]);
		assert_eq!(keys(u32::MAX, u32::MAX), [0u32; 0]);
		let newest = Consent::epoch_keys(world.patient, LABS, 3, 1).unwrap()[0];
		assert_eq!((newest.scope, newest.key), (LABS, world.scope(LABS).key));
		assert_eq!(Consent::epoch_keys(world.patient, 77, 0, 9), Err(QueryError::ScopeNotFound));
	})
}

#[test]
fn holders_should_tell_who_remains_to_be_resealed() {
	world(|world| {
		let organisation = Party::Organisation(BOB_ORGANISATION);
		let dave = salus_mock::admit("dave", BOB_ORGANISATION, PractitionerRole::Clinician);
		let ending =
			world.granted(Grant { until: Some(now() + HOUR), ..world.reading(&[Item::Scope(LABS)]) });
		let later = world.granted(Grant { from: now() + DAY, ..world.reading(&[Item::Scope(LABS)]) });
		let excluded = world.granted(reading(organisation, &[Item::Scope(LABS)]));
		let suspended = world.granted(reading(Party::Practitioner(dave), &[Item::Scope(LABS)]));
		advance(HOUR);
		assert_ok!(Consent::exclude(signed("eve"), world.patient, organisation));
		salus_mock::suspend_practitioner(BOB_ORGANISATION, dave);
		let holders = Consent::holders(world.patient, Item::Scope(LABS)).unwrap();
		let told: Vec<_> = holders.iter().map(|holder| (holder.consent, holder.remains)).collect();
		assert_eq!(told, [(ending, false), (later, true), (excluded, false), (suspended, false)]);
		assert_eq!(holders[1].grantee, world.grantee());
		assert_eq!(holders[1].vault, Identity::vault(world.doctors_vault()));
		assert_eq!(Some(holders[1].seal), world.seal(Item::Scope(LABS), later));
		assert_eq!(Consent::holders(world.patient, Item::Scope(77)), Err(QueryError::ScopeNotFound));
		assert_eq!(Consent::holders(world.patient, Item::Record(77)), Err(QueryError::RecordNotFound));
	})
}

#[test]
fn consents_should_be_paged_with_their_envelopes() {
	world(|world| {
		let ending = world.granted(Grant {
			until: Some(now() + HOUR),
			..world.reading(&[Item::Scope(LABS), Item::Scope(IMAGING)])
		});
		advance(HOUR);
		let writer = world.granted(world.writing(&[Item::Scope(LABS)]));
		let page = Consent::consents(world.patient, 1, 1).unwrap();
		assert_eq!(page.next, Some(writer));
		let (index, view) = &page.items[0];
		assert_eq!((*index, view.live), (ending, false));
		assert_eq!(view.consent, world.consent(ending));
		assert_eq!(view.seals.len(), 2);
		let page = Consent::consents(world.patient, writer, 9).unwrap();
		assert_eq!((page.items.len(), page.next), (1, None));
		assert!(page.items[0].1.live && page.items[0].1.seals.is_empty());
		assert_eq!(Consent::consent(world.patient, writer), Ok(Some(world.consent(writer))));
		assert_eq!(Consent::consent(world.patient, 99), Ok(None));
		assert_eq!(Consent::consents(world.patient, 99, 9).unwrap().next, None);
	})
}

#[test]
fn patients_of_should_page_over_those_whose_consents_run() {
	world(|world| {
		let party = world.grantee();
		let mut expected = BTreeMap::new();
		for (number, name) in (0u32..).zip(["ferdie", "gina", "hans", "ida"]) {
			let patient = salus_mock::enrol(name);
			salus_mock::standard_scopes(patient);
			for _ in 0..=number {
				assert_ok!(give(name, patient, world.writing(&[Item::Scope(LABS)])));
			}
			expected.insert(patient, number + 1);
		}
		world.granted(Grant { until: Some(now() + HOUR), ..world.writing(&[Item::Scope(LABS)]) });
		let revoked = World { patient: salus_mock::enrol("jan"), ..world };
		salus_mock::standard_scopes(revoked.patient);
		assert_ok!(give("jan", revoked.patient, world.writing(&[Item::Scope(LABS)])));
		assert_ok!(Consent::revoke(signed("jan"), revoked.patient, 1));
		advance(HOUR);

		let (mut found, mut start, mut pages) = (BTreeMap::new(), None, 0);
		loop {
			let page = Consent::patients_of(party, start, 2);
			assert!(page.items.len() <= 2);
			pages += 1;
			for (patient, count) in page.items {
				assert_eq!(found.insert(patient, count), None);
			}
			match page.next {
				Some(next) => start = Some(next),
				None => break,
			}
		}
		assert_eq!((found, pages), (expected, 3));
		assert_eq!(Consent::patients_of(Party::Practitioner(77), None, 9).items, []);
	})
}

#[test]
fn patients_of_should_go_on_when_the_patient_it_was_to_start_at_has_revoked() {
	world(|world| {
		let party = world.grantee();
		let names = ["ferdie", "gina", "hans"];
		let patients: BTreeMap<_, _> = names
			.iter()
			.map(|name| {
				let patient = salus_mock::enrol(name);
				salus_mock::standard_scopes(patient);
				assert_ok!(give(name, patient, world.writing(&[Item::Scope(LABS)])));
				(patient, *name)
			})
			.collect();
		let first = Consent::patients_of(party, None, 1);
		let next = first.next.unwrap();
		assert_ok!(Consent::revoke(signed(patients[&next]), next, 1));
		let rest = Consent::patients_of(party, Some(next), 9);
		assert_eq!((rest.items.len(), rest.next), (1, None));
		assert_ne!(rest.items[0].0, first.items[0].0);
	})
}

#[test]
fn erased_record_should_have_no_holders_and_its_consent_no_envelope_for_it() {
	world(|world| {
		let index = world.record_in(LABS);
		let consent = world.granted(world.reading(&[Item::Record(index)]));
		world.erase(index);
		assert_eq!(Consent::holders(world.patient, Item::Record(index)), Ok(vec![]));
		let (_, view) = Consent::consents(world.patient, consent, 1).unwrap().items.remove(0);
		assert!(view.live && view.seals.is_empty());
		assert_eq!(view.consent.items.len(), 1);
	})
}

#[test]
fn requests_should_be_paged_with_whether_they_expired() {
	world(|world| {
		let brief = NewRequest { expires_at: now() + 1, ..wish() };
		let [open, lapsed, refused] = [world.asked(), world.asked_for(brief), world.asked()];
		assert_ok!(world.refuse(refused));
		advance(1);
		let first = Consent::requests(world.patient, 0, 2).unwrap();
		let told: Vec<_> = first.items.iter().map(|(index, view)| (*index, view.expired)).collect();
		assert_eq!((told, first.next), (vec![(open, false), (lapsed, true)], Some(refused)));
		assert_eq!(first.items[0].1.request, world.request(open).unwrap());
		let rest = Consent::requests(world.patient, refused, u32::MAX).unwrap();
		assert_eq!((rest.items.len(), rest.next), (1, None));
		assert_eq!(rest.items[0].1.request.state, RequestState::Refused);
		assert!(!rest.items[0].1.expired);
		let none = Consent::requests(world.patient, 1, 0).unwrap();
		assert_eq!((none.items.len(), none.next), (0, Some(1)));
		let past = Consent::requests(world.patient, u32::MAX, 9).unwrap();
		assert_eq!((past.items.len(), past.next), (0, None));
	})
}

#[test]
fn requests_should_be_paged_over_those_that_were_forgotten() {
	world(|world| {
		let kept = world.asked();
		for _ in 0..70 {
			let request = world.asked();
			assert_ok!(world.withdraw(request));
		}
		let page = Consent::requests(world.patient, 0, 2).unwrap();
		let indices: Vec<_> = page.items.iter().map(|(index, _)| *index).collect();
		assert_eq!((indices, page.next), (vec![kept, 7], Some(8)));
	})
}
