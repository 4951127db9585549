//! What the runtime API answers about records.

mod common;

use common::*;
use frame_support::assert_ok;
use salus_mock::{now, Runtime};
use salus_pallet_consent::RecordLookup;
use salus_pallet_records::{RecordCount, Records};
use salus_primitives::{
	access::Subject, ids::PatientId, limits::MAX_PAGE, purpose::Purpose, records::RecordStatus,
	view::QueryError, BoundedVec,
};

const NOBODY: PatientId = PatientId([9; 32]);

#[test]
fn pages_should_join_to_all_records_whatever_their_length() {
	world(|w| {
		for tag in 0..7 {
			assert_ok!(w.register(&w.lab, w.pointer(LABS, tag)));
		}
		for limit in [1, 2, 3, 7, 8, u32::MAX] {
			let mut seen = vec![];
			let mut start = Some(0);
			while let Some(from) = start {
				let page = Pallet::records(w.patient, from, limit).unwrap();
				assert!(page.items.len() as u32 <= limit);
				seen.extend(page.items);
				start = page.next;
			}
			let all: Vec<_> =
				(0..7).map(|index| (index, Records::<Runtime>::get(w.patient, index).unwrap())).collect();
			assert_eq!(seen, all);
		}
	});
}

#[test]
fn page_should_never_have_more_than_the_bound() {
	world(|w| {
		for _ in 0..=MAX_PAGE / 64 {
			let records = (0..64).map(|tag| w.pointer(LABS, tag)).collect();
			assert_ok!(Pallet::register_batch(
				signed(&w.lab.account),
				w.patient,
				w.lab.actor(),
				Purpose::Treatment,
				BoundedVec::truncate_from(records)
			));
		}
		assert!(RecordCount::<Runtime>::get(w.patient) > MAX_PAGE);
		let page = Pallet::records(w.patient, 0, u32::MAX).unwrap();
		assert_eq!((page.items.len() as u32, page.next), (MAX_PAGE, Some(MAX_PAGE)));
	});
}

#[test]
fn page_should_be_empty_and_the_last_when_it_starts_past_the_end() {
	world(|w| {
		assert_ok!(w.register(&w.lab, w.pointer(LABS, 1)));
		for start in [1, 2, u32::MAX] {
			let page = Pallet::records(w.patient, start, 10).unwrap();
			assert!(page.items.is_empty() && page.next.is_none());
		}
		let nothing = Pallet::records(w.patient, 0, 0).unwrap();
		assert_eq!((nothing.items.len(), nothing.next), (0, Some(0)));
	});
}

#[test]
fn unknown_patient_and_record_should_be_errors_and_not_empty_answers() {
	world(|w| {
		assert_eq!(Pallet::records(NOBODY, 0, 10), Err(QueryError::PatientNotFound));
		assert_eq!(Pallet::record(NOBODY, 0), Err(QueryError::PatientNotFound));
		assert_eq!(Pallet::record(w.patient, 0), Err(QueryError::RecordNotFound));
		assert_eq!(Pallet::records(w.patient, 0, 10).unwrap().items, vec![]);
	});
}

#[test]
fn subject_should_tell_where_a_record_is_filed_and_how_it_stands() {
	world(|w| {
		w.rotate(LABS);
		assert_ok!(w.register(&w.lab, w.pointer(LABS, 1)));
		assert_ok!(Pallet::mark_entered_in_error(signed(&w.lab.account), w.patient, 0, w.lab.actor()));
		assert_eq!(
			Pallet::subject(&w.patient, 0, now()),
			Subject::Record {
				index: 0,
				scope: LABS,
				epoch: w.epoch(LABS),
				status: RecordStatus::EnteredInError
			}
		);
		assert_eq!(Pallet::subject(&w.patient, 1, now()), Subject::Missing);
		assert_eq!(Pallet::subject(&w.stranger.patient, 0, now()), Subject::Missing);
	});
}
