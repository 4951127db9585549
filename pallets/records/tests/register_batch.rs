//! Registering many records at once.

mod common;

use common::*;
use frame_support::{
	assert_noop, assert_ok,
	dispatch::{DispatchResultWithPostInfo, GetDispatchInfo},
	traits::Get,
};
use frame_system::limits::BlockWeights;
use salus_mock::{Runtime, RuntimeCall};
use salus_pallet_records::{Call, Error, Event, RecordCount, Records, MAX_SCOPES_PER_BATCH};
use salus_primitives::{
	consent::Permissions,
	ids::{PatientId, RecordIndex, INBOX},
	limits::MaxRecordsPerBatch,
	people::{Actor, Party},
	purpose::Purpose,
	records::{NewRecord, Refusal, SizeClass},
	BoundedVec,
};

fn batch(w: &World, writer: &Staff, records: Vec<NewRecord>) -> DispatchResultWithPostInfo {
	Pallet::register_batch(
		signed(&writer.account),
		w.patient,
		writer.actor(),
		Purpose::Treatment,
		BoundedVec::truncate_from(records),
	)
}

fn assert_answers(w: &World, writer: &Staff, results: Vec<Result<RecordIndex, Refusal>>) {
	assert_last_event(Event::BatchRegistered {
		patient: w.patient,
		actor: writer.actor(),
		results: BoundedVec::truncate_from(results),
	});
}

#[test]
fn batch_should_store_every_record_in_order() {
	world(|w| {
		let records: Vec<_> = (0..5).map(|tag| w.pointer(LABS, tag)).collect();
		assert_ok!(batch(w, &w.lab, records.clone()));
		assert_answers(w, &w.lab, (0..5).map(Ok).collect());
		for (index, pointer) in (0..).zip(records) {
			assert_eq!(Records::<Runtime>::get(w.patient, index).unwrap().pointer, pointer);
		}
		assert_eq!(RecordCount::<Runtime>::get(w.patient), 5);
	});
}

#[test]
fn batch_should_keep_the_rest_when_one_epoch_is_stale() {
	world(|w| {
		let stale = w.pointer(LABS, 1);
		w.rotate(LABS);
		assert_ok!(batch(w, &w.lab, vec![w.pointer(LABS, 0), stale, w.pointer(LABS, 2)]));
		assert_answers(w, &w.lab, vec![Ok(0), Err(Refusal::StaleEpoch), Ok(1)]);
		assert_eq!(RecordCount::<Runtime>::get(w.patient), 2);
	});
}

#[test]
fn batch_should_answer_for_each_record_with_its_own_refusal() {
	world(|w| {
		let reader = w.grant(Party::Practitioner(w.doctor.id), &[IMAGING], Permissions::READ, None);
		w.grant(Party::Practitioner(w.lab.id), &[IMAGING], Permissions::WRITE, None);
		w.revoke(reader);
		let good = w.pointer(LABS, 1);
		assert_ok!(batch(
			w,
			&w.lab,
			vec![
				NewRecord { size: SizeClass(0), ..good },
				w.pointer(IMAGING, 2),
				NewRecord { scope: 40, ..good },
				w.pointer(MEDICATION, 3),
				w.pointer(INBOX, 4),
				good,
			]
		));
		assert_answers(
			w,
			&w.lab,
			vec![
				Err(Refusal::InvalidSize),
				Err(Refusal::RotationDue),
				Err(Refusal::ScopeNotFound),
				Err(Refusal::Denied),
				Ok(0),
				Ok(1),
			],
		);
	});
}

#[test]
fn denied_scope_should_stay_denied_when_hidden_among_allowed_ones() {
	world(|w| {
		let records =
			(0..64u8).map(|tag| w.pointer(if tag % 8 == 7 { IMAGING } else { LABS }, tag)).collect();
		assert_ok!(batch(w, &w.lab, records));
		assert_eq!(RecordCount::<Runtime>::get(w.patient), 56);
		assert!(Records::<Runtime>::iter_prefix(w.patient).all(|(_, record)| record.pointer.scope == LABS));
	});
}

#[test]
fn batch_should_succeed_and_store_nothing_when_every_record_is_refused() {
	world(|w| {
		assert_ok!(batch(w, &w.doctor, vec![w.pointer(LABS, 1), w.pointer(IMAGING, 2)]));
		assert_answers(w, &w.doctor, vec![Err(Refusal::Denied), Err(Refusal::Denied)]);
		assert_eq!(RecordCount::<Runtime>::get(w.patient), 0);
	});
}

#[test]
fn batch_should_be_refused_whole_when_the_signer_is_not_the_actor() {
	world(|w| {
		let records = BoundedVec::truncate_from(vec![w.pointer(LABS, 1)]);
		for (account, actor) in [
			(&w.colleague.account, w.lab.actor()),
			(&w.lab.account, Actor::Organisation(LABORATORY)),
			(&registrar(HOSPITAL), Actor::Organisation(LABORATORY)),
			(&w.lab.account, Actor::Patient),
		] {
			assert_noop!(
				Pallet::register_batch(
					signed(account),
					w.patient,
					actor,
					Purpose::Treatment,
					records.clone()
				),
				salus_pallet_identity::Error::<Runtime>::NotThisActor
			);
		}
		assert_noop!(
			Pallet::register_batch(
				signed(&w.lab.account),
				PatientId([9; 32]),
				w.lab.actor(),
				Purpose::Treatment,
				records
			),
			Error::<Runtime>::PatientNotFound
		);
	});
}

#[test]
fn batch_should_be_refused_when_it_is_empty() {
	world(|w| {
		assert_noop!(batch(w, &w.lab, vec![]), Error::<Runtime>::EmptyBatch);
	});
}

#[test]
fn batch_should_be_refused_when_it_names_too_many_scopes() {
	world(|w| {
		let pointer = w.pointer(LABS, 1);
		let over = |scopes: u32| {
			(0..scopes).map(|scope| NewRecord { scope: scope as u16, ..pointer }).collect::<Vec<_>>()
		};
		assert_noop!(batch(w, &w.lab, over(MAX_SCOPES_PER_BATCH + 1)), Error::<Runtime>::TooManyScopes);
		assert_ok!(batch(w, &w.lab, over(MAX_SCOPES_PER_BATCH)));
	});
}

#[test]
fn batch_should_number_on_when_indices_run_out_half_way() {
	world(|w| {
		RecordCount::<Runtime>::insert(w.patient, u32::MAX - 1);
		assert_ok!(batch(w, &w.lab, vec![w.pointer(LABS, 1), w.pointer(LABS, 2)]));
		assert_answers(w, &w.lab, vec![Ok(u32::MAX - 1), Err(Refusal::TooManyRecords)]);
		Records::<Runtime>::remove(w.patient, u32::MAX - 1);
		RecordCount::<Runtime>::remove(w.patient);
	});
}

#[test]
fn weight_should_grow_with_scopes_and_records_and_never_be_exceeded() {
	world(|w| {
		let weight_of = |records: Vec<NewRecord>| {
			RuntimeCall::Records(Call::register_batch {
				patient: w.patient,
				actor: w.lab.actor(),
				purpose: Purpose::Treatment,
				records: BoundedVec::truncate_from(records),
			})
			.get_dispatch_info()
			.call_weight
		};
		let one = vec![w.pointer(LABS, 1)];
		let two_in_one_scope = vec![w.pointer(LABS, 1), w.pointer(LABS, 2)];
		let two_scopes = vec![w.pointer(LABS, 1), w.pointer(INBOX, 2)];
		assert!(weight_of(two_in_one_scope.clone()).ref_time() > weight_of(one).ref_time());
		assert!(weight_of(two_scopes.clone()).ref_time() > weight_of(two_in_one_scope.clone()).ref_time());
		for records in [two_in_one_scope, two_scopes, vec![w.pointer(IMAGING, 1), w.pointer(IMAGING, 2)]] {
			let actual = batch(w, &w.lab, records.clone()).unwrap().actual_weight.unwrap();
			assert!(actual.all_lte(weight_of(records)));
		}
		let full: Vec<_> = (0..MaxRecordsPerBatch::get())
			.map(|n| NewRecord { scope: n as u16 % MAX_SCOPES_PER_BATCH as u16, ..w.pointer(LABS, n as u8) })
			.collect();
		let limits: BlockWeights = <Runtime as frame_system::Config>::BlockWeights::get();
		assert!(weight_of(full).ref_time() <= limits.max_block.ref_time() / 5);
	});
}
