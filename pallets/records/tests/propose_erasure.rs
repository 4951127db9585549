//! Asking the patient to erase a record.

mod common;

use common::*;
use frame_support::{assert_noop, assert_ok, dispatch::DispatchResult};
use salus_mock::{erase_signature, Runtime, RuntimeOrigin};
use salus_pallet_records::{ErasureProposalCount, Error, Event, Records};
use salus_primitives::{
	consent::Permissions,
	ids::{PatientId, RecordIndex, INBOX},
	limits::MAX_ERASURE_PROPOSALS,
	people::{Actor, Party},
	purpose::Purpose,
	records::ErasureProposal,
	view::QueryError,
	BoundedVec,
};
use sp_runtime::{AccountId32, DispatchError};

fn propose_as(w: &World, account: &AccountId32, actor: Actor, index: RecordIndex) -> DispatchResult {
	Pallet::propose_erasure(signed(account), w.patient, index, actor)
}

fn propose(w: &World, author: &Staff, index: RecordIndex) -> DispatchResult {
	propose_as(w, &author.account, author.actor(), index)
}

/// A patient with one record of the laboratory's.
fn with_record(test: impl Fn(&World)) {
	world(|w| {
		assert_ok!(w.register(&w.lab, w.pointer(LABS, 1)));
		test(w);
	});
}

#[test]
fn proposal_should_await_the_patient_and_change_nothing() {
	with_record(|w| {
		let before = Records::<Runtime>::get(w.patient, 0);
		assert_ok!(propose(w, &w.lab, 0));
		let actor = w.lab.actor();
		assert_last_event(Event::ErasureProposed { patient: w.patient, index: 0, actor });
		assert_eq!(Records::<Runtime>::get(w.patient, 0), before);
		let proposal = ErasureProposal { actor, proposed_at: now() };
		assert_eq!(Pallet::erasure_proposals(w.patient), Ok(vec![(0, proposal)]));
		assert_eq!(Pallet::erasure_proposals(w.stranger.patient), Ok(vec![]));
		assert_eq!(Pallet::erasure_proposals(PatientId([9; 32])), Err(QueryError::PatientNotFound));
	});
}

#[test]
fn proposal_should_be_made_without_any_consent_even_by_a_revoked_and_excluded_author() {
	with_record(|w| {
		w.revoke(w.consent);
		w.exclude(Party::Organisation(LABORATORY));
		assert_ok!(propose(w, &w.lab, 0));
	});
}

#[test]
fn proposal_should_be_made_by_a_colleague_or_the_organisation_that_is_the_author() {
	with_record(|w| {
		let laboratory = Actor::Organisation(LABORATORY);
		assert_ok!(register_as(&controller(LABORATORY), w.patient, laboratory, w.pointer(LABS, 2)));
		assert_ok!(propose(w, &w.colleague, 0));
		assert_ok!(propose_as(w, &registrar(LABORATORY), laboratory, 1));
	});
}

#[test]
fn proposal_should_be_made_for_a_superseded_record_and_for_one_entered_in_error() {
	with_record(|w| {
		let (account, actor) = (signed(&w.lab.account), w.lab.actor());
		let amended =
			Pallet::amend(account.clone(), w.patient, 0, actor, Purpose::Treatment, w.pointer(LABS, 2));
		assert_ok!(amended);
		assert_ok!(Pallet::mark_entered_in_error(account, w.patient, 1, actor));
		assert_ok!(propose(w, &w.lab, 0));
		assert_ok!(propose(w, &w.lab, 1));
	});
}

#[test]
fn proposal_should_be_refused_to_a_suspended_or_expired_author_and_to_a_stopped_organisation() {
	with_record(|w| {
		w.suspend(&w.lab);
		assert_noop!(propose(w, &w.lab, 0), Error::<Runtime>::NotInStanding);
		assert_ok!(propose(w, &w.colleague, 0));
	});
	with_record(|w| {
		set_time(w.lab.until);
		assert_noop!(propose(w, &w.lab, 0), Error::<Runtime>::NotInStanding);
	});
	for expelled in [false, true] {
		with_record(|w| {
			stop_organisation(LABORATORY, expelled);
			assert_noop!(propose(w, &w.colleague, 0), Error::<Runtime>::NotInStanding);
		});
	}
}

#[test]
fn proposal_should_be_refused_to_strangers_and_to_other_doctors() {
	with_record(|w| {
		w.grant(Party::Practitioner(w.doctor.id), &[LABS], Permissions::WRITE, None);
		assert_noop!(propose(w, &w.doctor, 0), Error::<Runtime>::NotAuthor);
		let hospital = Actor::Organisation(HOSPITAL);
		assert_noop!(propose_as(w, &controller(HOSPITAL), hospital, 0), Error::<Runtime>::NotAuthor);
		let stranger = salus_mock::account("mallory");
		for account in [&w.doctor.account, &w.colleague.account, &w.wallet, &w.stranger.account, &stranger] {
			assert_noop!(
				propose_as(w, account, w.lab.actor(), 0),
				salus_pallet_identity::Error::<Runtime>::NotThisActor
			);
		}
		assert_noop!(
			Pallet::propose_erasure(RuntimeOrigin::none(), w.patient, 0, w.lab.actor()),
			DispatchError::BadOrigin
		);
	});
}

#[test]
fn proposal_should_be_refused_to_the_patient_who_erases() {
	with_record(|w| {
		assert_ok!(register_as(&w.wallet, w.patient, Actor::Patient, w.pointer(INBOX, 2)));
		for index in [0, 1] {
			assert_noop!(propose_as(w, &w.wallet, Actor::Patient, index), Error::<Runtime>::PatientErases);
		}
		assert_noop!(propose(w, &w.lab, 1), Error::<Runtime>::NotAuthor);
	});
}

#[test]
fn proposal_should_be_refused_when_one_awaits_the_patient_or_the_record_is_erased() {
	with_record(|w| {
		assert_ok!(propose(w, &w.lab, 0));
		for author in [&w.lab, &w.colleague] {
			assert_noop!(propose(w, author, 0), Error::<Runtime>::AlreadyProposed);
		}
		assert_ok!(Pallet::erase(signed(&w.wallet), w.patient, 0, erase_signature(&w.patient, 0)));
		assert_noop!(propose(w, &w.lab, 0), Error::<Runtime>::AlreadyErased);
	});
}

#[test]
fn proposal_should_be_refused_when_as_many_as_allowed_await_the_patient() {
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
		for index in 0..MAX_ERASURE_PROPOSALS {
			assert_ok!(propose(w, &w.lab, index));
		}
		assert_noop!(propose(w, &w.lab, MAX_ERASURE_PROPOSALS), Error::<Runtime>::TooManyProposals);
		assert_eq!(Pallet::erasure_proposals(w.patient).unwrap().len() as u32, MAX_ERASURE_PROPOSALS);
		assert_ok!(Pallet::decline_erasure(signed(&w.wallet), w.patient, 7));
		assert_ok!(propose(w, &w.lab, MAX_ERASURE_PROPOSALS));
		assert_ok!(Pallet::erase(signed(&w.wallet), w.patient, 8, erase_signature(&w.patient, 8)));
		assert_eq!(ErasureProposalCount::<Runtime>::get(w.patient), MAX_ERASURE_PROPOSALS - 1);
	});
}

#[test]
fn proposal_should_be_refused_when_record_or_patient_is_unknown() {
	with_record(|w| {
		assert_noop!(propose(w, &w.lab, 1), Error::<Runtime>::RecordNotFound);
		assert_noop!(
			Pallet::propose_erasure(signed(&w.lab.account), PatientId([9; 32]), 0, w.lab.actor()),
			Error::<Runtime>::PatientNotFound
		);
		assert_noop!(
			Pallet::propose_erasure(signed(&w.lab.account), w.stranger.patient, 0, w.lab.actor()),
			Error::<Runtime>::RecordNotFound
		);
	});
}
