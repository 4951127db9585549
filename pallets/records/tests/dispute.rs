//! Disputing a record.

mod common;

use common::*;
use frame_support::{assert_noop, assert_ok, dispatch::DispatchResult};
use salus_mock::{erase_signature, Consent, Runtime, RuntimeCall, RuntimeOrigin, Utility};
use salus_pallet_identity::Error as IdentityError;
use salus_pallet_records::{Call, Disputes, Error, Event, OpenDisputeCount, Records};
use salus_primitives::{
	access::{Action, Request},
	consent::{Item, Permissions},
	dispute::{Dispute, DisputeState, DisputedRecord},
	ids::{PatientId, RecordIndex, INBOX},
	limits::{DISPUTE_PERIOD, MAX_DISPUTES_OF_RECORD, MAX_OPEN_DISPUTES},
	people::{Actor, Party},
	purpose::Purpose,
	view::{DisputeView, QueryError},
	BoundedVec,
};
use sp_runtime::{AccountId32, DispatchError};

fn dispute_as(w: &World, account: &AccountId32, index: RecordIndex) -> DispatchResult {
	Pallet::dispute(signed(account), w.patient, index, sealed(1), Party::Organisation(LABORATORY))
}

fn dispute_to(w: &World, index: RecordIndex, sealed_to: Party) -> DispatchResult {
	Pallet::dispute(signed(&w.wallet), w.patient, index, sealed(1), sealed_to)
}

/// As many records of the laboratory's as two batches take.
fn with_many(test: impl FnOnce(&World)) {
	world(|w| {
		for _ in 0..2 {
			let records = (0..64).map(|tag| w.pointer(LABS, tag)).collect();
			assert_ok!(Pallet::register_batch(
				signed(&w.lab.account),
				w.patient,
				w.lab.actor(),
				Purpose::Treatment,
				BoundedVec::truncate_from(records)
			));
		}
		test(w);
	});
}

#[test]
fn dispute_should_await_the_author_and_change_nothing_of_the_record() {
	with_record(|w| {
		let before = Records::<Runtime>::get(w.patient, 0);
		advance(1_000);
		let now = now();
		assert_ok!(dispute_to(w, 0, Party::Practitioner(w.lab.id)));
		let due_at = now + DISPUTE_PERIOD;
		let (patient, index) = (w.patient, 0);
		assert_last_event(Event::RecordDisputed { patient, index, organisation: LABORATORY, due_at });
		let expected = Dispute {
			author: w.lab.actor(),
			contest: sealed(1),
			sealed_to: Party::Practitioner(w.lab.id),
			opened_at: now,
			due_at,
			times: 1,
			state: DisputeState::Open,
		};
		assert_eq!(w.disputed(0), expected);
		assert_eq!(awaiting(LABORATORY), [(DisputedRecord { patient, index }, due_at)]);
		assert_eq!(awaiting(HOSPITAL), []);
		assert_eq!(OpenDisputeCount::<Runtime>::get(patient), 1);
		assert_eq!(Records::<Runtime>::get(patient, 0), before);
	});
}

#[test]
fn dispute_should_be_overdue_from_its_time_on_without_any_call() {
	with_record(|w| {
		assert_ok!(w.dispute(0));
		let overdue = || {
			let of_patient = Pallet::dispute_of(w.patient, 0).unwrap().unwrap().overdue;
			let of_organisation = Pallet::disputes_of(LABORATORY, None, 9).unwrap().items[0].1.overdue;
			assert_eq!(of_patient, of_organisation);
			of_patient
		};
		set_time(w.disputed(0).due_at - 1);
		assert!(!overdue());
		advance(1);
		assert!(overdue());
	});
}

#[test]
fn dispute_should_not_change_who_may_read_or_write() {
	with_record(|w| {
		w.grant(Party::Practitioner(w.doctor.id), &[LABS], Permissions::READ, None);
		let decisions = || {
			let actors = [Actor::Patient, w.lab.actor(), w.doctor.actor()];
			let asked = actors.into_iter().flat_map(|actor| [(actor, Action::Read), (actor, Action::Write)]);
			let decide = |(actor, action)| {
				let (item, purpose) = (Item::Record(0), Purpose::Treatment);
				Consent::decide(
					&w.patient,
					&Request { actor, action, item, purpose, at: now(), opening: None },
				)
			};
			asked.map(decide).collect::<Vec<_>>()
		};
		let before = decisions();
		assert_ok!(w.dispute(0));
		assert_eq!(decisions(), before);
		assert_ok!(w.refuse(&w.lab, 0));
		assert_eq!(decisions(), before);
	});
}

#[test]
fn dispute_should_be_open_to_an_author_that_the_patient_no_longer_lets_in() {
	with_record(|w| {
		w.revoke(w.consent);
		w.exclude(Party::Organisation(LABORATORY));
		stop_organisation(LABORATORY, true);
		assert_ok!(w.dispute(0));
	});
}

#[test]
fn dispute_should_be_refused_to_everyone_but_the_account_that_controls_the_patient() {
	with_record(|w| {
		for account in [
			&w.lab.account,
			&w.doctor.account,
			&w.stranger.account,
			&controller(HOSPITAL),
			&registrar(LABORATORY),
			&salus_mock::account("mallory"),
		] {
			assert_noop!(dispute_as(w, account, 0), IdentityError::<Runtime>::NotController);
		}
		for origin in [RuntimeOrigin::root(), RuntimeOrigin::none()] {
			let outcome = Pallet::dispute(origin, w.patient, 0, sealed(1), Party::Organisation(LABORATORY));
			assert_noop!(outcome, DispatchError::BadOrigin);
		}
	});
}

#[test]
fn dispute_should_be_refused_of_what_the_patient_wrote() {
	with_record(|w| {
		assert_ok!(register_as(&w.wallet, w.patient, Actor::Patient, w.pointer(INBOX, 2)));
		assert_noop!(dispute_as(w, &w.wallet, 1), Error::<Runtime>::OwnRecord);
	});
}

#[test]
fn dispute_should_be_refused_of_a_version_that_is_not_the_newest() {
	with_record(|w| {
		assert_ok!(w.amend(0, 2));
		assert_noop!(w.dispute(0), Error::<Runtime>::NotHead);
		let marked = Pallet::mark_entered_in_error(signed(&w.lab.account), w.patient, 1, w.lab.actor());
		assert_ok!(marked);
		assert_noop!(w.dispute(1), Error::<Runtime>::NotHead);
		assert_ok!(Pallet::erase(signed(&w.wallet), w.patient, 1, erase_signature(&w.patient, 1)));
		assert_noop!(w.dispute(1), Error::<Runtime>::RecordErased);
	});
}

#[test]
fn dispute_should_be_sealed_to_the_author_or_its_organisation_and_to_nobody_else() {
	with_record(|w| {
		for party in [
			Party::Practitioner(w.colleague.id),
			Party::Practitioner(w.doctor.id),
			Party::Organisation(HOSPITAL),
			Party::Organisation(9),
		] {
			assert_noop!(dispute_to(w, 0, party), Error::<Runtime>::NotSealedToAuthor);
		}
		let laboratory = Actor::Organisation(LABORATORY);
		assert_ok!(register_as(&controller(LABORATORY), w.patient, laboratory, w.pointer(LABS, 2)));
		let practitioner = Party::Practitioner(w.lab.id);
		assert_noop!(dispute_to(w, 1, practitioner), Error::<Runtime>::NotSealedToAuthor);
		assert_ok!(dispute_to(w, 0, practitioner));
		assert_ok!(dispute_to(w, 1, Party::Organisation(LABORATORY)));
	});
}

#[test]
fn dispute_should_be_refused_when_it_is_replayed_while_one_is_open() {
	with_record(|w| {
		assert_ok!(w.dispute(0));
		assert_noop!(w.dispute(0), Error::<Runtime>::AlreadyDisputed);
		// Nor when its time has passed: the author's side still owes the answer.
		advance(DISPUTE_PERIOD);
		assert_noop!(w.dispute(0), Error::<Runtime>::AlreadyDisputed);
	});
}

#[test]
fn record_should_be_disputed_anew_as_often_as_allowed_whatever_became_of_it_before() {
	with_record(|w| {
		for times in 1..=MAX_DISPUTES_OF_RECORD {
			assert_ok!(w.dispute(0));
			assert_eq!(w.disputed(0).times, times);
			if times % 2 == 1 {
				assert_ok!(w.refuse(&w.lab, 0));
			} else {
				assert_ok!(w.withdraw(0));
			}
		}
		assert_noop!(w.dispute(0), Error::<Runtime>::DisputedTooOften);
		assert_ok!(w.withdraw(0));
		assert_noop!(w.dispute(0), Error::<Runtime>::DisputedTooOften);
		// A new version is disputed for itself.
		assert_ok!(w.amend(0, 2));
		assert_ok!(w.dispute(1));
		assert_eq!(w.disputed(1).times, 1);
	});
}

#[test]
fn dispute_should_be_refused_when_as_many_as_allowed_are_open() {
	with_many(|w| {
		for index in 0..MAX_OPEN_DISPUTES {
			assert_ok!(w.dispute(index));
		}
		assert_noop!(w.dispute(MAX_OPEN_DISPUTES), Error::<Runtime>::TooManyDisputes);
		// Each way to close one makes room for one.
		assert_ok!(w.refuse(&w.lab, 0));
		assert_ok!(w.dispute(MAX_OPEN_DISPUTES));
		assert_ok!(w.withdraw(1));
		assert_ok!(w.dispute(MAX_OPEN_DISPUTES + 1));
		assert_ok!(w.amend(2, 2));
		assert_ok!(w.dispute(MAX_OPEN_DISPUTES + 2));
		assert_ok!(Pallet::erase(signed(&w.wallet), w.patient, 3, erase_signature(&w.patient, 3)));
		assert_ok!(w.dispute(MAX_OPEN_DISPUTES + 3));
		assert_noop!(w.dispute(MAX_OPEN_DISPUTES + 4), Error::<Runtime>::TooManyDisputes);
		assert_eq!(OpenDisputeCount::<Runtime>::get(w.patient), MAX_OPEN_DISPUTES);
	});
}

#[test]
fn amending_twice_should_not_hide_that_a_record_was_disputed() {
	with_record(|w| {
		assert_ok!(w.dispute(0));
		assert_ok!(w.amend(0, 2));
		assert_last_event(Event::DisputeAnswered { patient: w.patient, index: 0 });
		assert_ok!(w.amend(1, 3));
		assert_last_event(Event::RecordAmended { patient: w.patient, index: 2, supersedes: 1 });
		assert_eq!(w.disputed(0).state, DisputeState::Amended { by: 1 });
		assert_eq!(awaiting(LABORATORY), []);
		for index in [1, 2] {
			assert_eq!(Pallet::dispute_of(w.patient, index), Ok(None));
		}
		assert_ok!(w.dispute(2));
	});
}

#[test]
fn refused_dispute_should_stay_refused_when_the_record_is_amended_or_taken_back() {
	with_record(|w| {
		assert_ok!(w.register(&w.lab, w.pointer(LABS, 2)));
		for index in [0, 1] {
			assert_ok!(w.dispute(index));
			assert_ok!(w.refuse(&w.lab, index));
		}
		let refused = w.disputed(0).state;
		assert_ok!(w.amend(0, 3));
		assert_eq!(w.disputed(0).state, refused);
		let account = signed(&w.lab.account);
		assert_ok!(Pallet::mark_entered_in_error(account, w.patient, 1, w.lab.actor()));
		assert_last_event(Event::RecordEnteredInError { patient: w.patient, index: 1 });
		assert!(w.disputed(1).stands());
	});
}

#[test]
fn marking_the_record_as_entered_in_error_should_answer_its_dispute() {
	with_record(|w| {
		assert_ok!(w.dispute(0));
		let account = signed(&w.colleague.account);
		assert_ok!(Pallet::mark_entered_in_error(account, w.patient, 0, w.colleague.actor()));
		assert_last_event(Event::DisputeAnswered { patient: w.patient, index: 0 });
		assert_eq!(w.disputed(0).state, DisputeState::EnteredInError);
		assert_eq!(awaiting(LABORATORY), []);
		assert!(!OpenDisputeCount::<Runtime>::contains_key(w.patient));
	});
}

#[test]
fn late_amendment_should_answer_the_dispute_all_the_same() {
	with_record(|w| {
		assert_ok!(w.dispute(0));
		advance(DISPUTE_PERIOD + 1);
		assert_ok!(w.amend(0, 2));
		assert_eq!(w.disputed(0).state, DisputeState::Amended { by: 1 });
		assert!(!Pallet::dispute_of(w.patient, 0).unwrap().unwrap().overdue);
	});
}

#[test]
fn erasing_the_record_should_forget_its_dispute_however_it_stands() {
	with_record(|w| {
		assert_ok!(w.register(&w.lab, w.pointer(LABS, 2)));
		assert_ok!(w.dispute(0));
		assert_ok!(w.dispute(1));
		assert_ok!(w.refuse(&w.lab, 1));
		for index in [0, 1] {
			assert_ok!(Pallet::erase(
				signed(&w.wallet),
				w.patient,
				index,
				erase_signature(&w.patient, index)
			));
			assert!(!Disputes::<Runtime>::contains_key(w.patient, index));
			assert_noop!(w.refuse(&w.lab, index), Error::<Runtime>::NotDisputed);
		}
		assert_eq!(awaiting(LABORATORY), []);
		assert!(!OpenDisputeCount::<Runtime>::contains_key(w.patient));
	});
}

#[test]
fn batch_should_be_undone_when_it_hides_the_dispute_of_another_patients_record() {
	with_record(|w| {
		let hospital = Actor::Organisation(HOSPITAL);
		let own = pointer_of(w.stranger.patient, INBOX, 1);
		assert_ok!(register_as(&controller(HOSPITAL), w.stranger.patient, hospital, own));
		let dispute = |patient, sealed_to| {
			RuntimeCall::Records(Call::dispute { patient, index: 0, contest: sealed(1), sealed_to })
		};
		let calls = vec![
			dispute(w.stranger.patient, Party::Organisation(HOSPITAL)),
			dispute(w.patient, Party::Organisation(LABORATORY)),
		];
		let batch = Utility::batch_all(signed(&w.stranger.account), calls);
		let why = batch.map(drop).map_err(|why| why.error);
		assert_eq!(why, Err(IdentityError::<Runtime>::NotController.into()));
		assert_eq!(Disputes::<Runtime>::iter().count(), 0);
	});
}

#[test]
fn dispute_should_be_refused_when_record_or_patient_is_unknown() {
	with_record(|w| {
		assert_noop!(w.dispute(1), Error::<Runtime>::RecordNotFound);
		let party = Party::Organisation(LABORATORY);
		let outcome = Pallet::dispute(signed(&w.wallet), PatientId([9; 32]), 0, sealed(1), party);
		assert_noop!(outcome, IdentityError::<Runtime>::PatientNotFound);
	});
}

#[test]
fn pages_of_a_patients_disputes_should_follow_those_of_its_records() {
	with_many(|w| {
		for index in [1, 2, 70, 127] {
			assert_ok!(w.dispute(index));
		}
		let page = |start, limit| {
			let page = Pallet::disputes(w.patient, start, limit).unwrap();
			(page.items.into_iter().map(|(index, _)| index).collect::<Vec<_>>(), page.next)
		};
		assert_eq!(page(0, u32::MAX), (vec![1, 2, 70, 127], None));
		assert_eq!(page(0, 2), (vec![1], Some(2)));
		assert_eq!(page(2, 60), (vec![2], Some(62)));
		assert_eq!(page(3, 60), (vec![], Some(63)));
		assert_eq!(page(128, 9), (vec![], None));
		assert_eq!(page(0, 0), (vec![], Some(0)));
		let view = DisputeView { dispute: w.disputed(70), overdue: false };
		assert_eq!(Pallet::disputes(w.patient, 70, 1).unwrap().items, [(70, view)]);
		assert_eq!(Pallet::dispute_of(w.patient, 70), Ok(Some(view)));
		assert_eq!(Pallet::dispute_of(w.patient, 3), Ok(None));
		assert_eq!(Pallet::dispute_of(w.patient, 128), Err(QueryError::RecordNotFound));
		let nobody = PatientId([9; 32]);
		assert_eq!(Pallet::dispute_of(nobody, 0), Err(QueryError::PatientNotFound));
		assert_eq!(Pallet::disputes(nobody, 0, 1), Err(QueryError::PatientNotFound));
	});
}

#[test]
fn pages_of_an_organisations_disputes_should_have_each_open_one_once() {
	with_many(|w| {
		for index in 0..9 {
			assert_ok!(w.dispute(index));
		}
		assert_ok!(w.refuse(&w.lab, 3));
		assert_ok!(w.withdraw(4));
		let whole = Pallet::disputes_of(LABORATORY, None, u32::MAX).unwrap();
		let mut found: Vec<_> = whole.items.iter().map(|(record, _)| record.index).collect();
		found.sort();
		assert_eq!((found, whole.next), (vec![0, 1, 2, 5, 6, 7, 8], None));
		for limit in 1..8 {
			let (mut items, mut start, mut pages) = (Vec::new(), None, 0);
			loop {
				let page = Pallet::disputes_of(LABORATORY, start, limit).unwrap();
				assert!(page.items.len() <= limit as usize);
				items.extend(page.items);
				pages += 1;
				match page.next {
					Some(next) => start = Some(next),
					None => break,
				}
			}
			assert_eq!((items, pages), (whole.items.clone(), 7u32.div_ceil(limit)));
		}
		// One that was answered meanwhile is as good a start as any.
		let answered = DisputedRecord { patient: w.patient, index: 3 };
		let rest = Pallet::disputes_of(LABORATORY, Some(answered), 99).unwrap();
		assert!(rest.items.iter().all(|item| whole.items.contains(item)));
		assert_eq!(Pallet::disputes_of(HOSPITAL, None, 9).unwrap().items, []);
		assert_eq!(Pallet::disputes_of(9, None, 9), Err(QueryError::OrganisationNotFound));
	});
}
