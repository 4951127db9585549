//! Erasing a record for good.

mod common;

use common::*;
use frame_support::{assert_noop, assert_ok, dispatch::DispatchResult};
use salus_mock::{
	erase_signature, refile_signature, vault, vault_generation, Consent, Runtime, RuntimeCall, RuntimeOrigin,
	Utility, GENESIS,
};
use salus_pallet_consent::{Consents, Error as ConsentError, Seals};
use salus_pallet_identity::Error as IdentityError;
use salus_pallet_records::{Call, ErasureProposalCount, ErasureProposals, Error, Event, Records};
use salus_primitives::{
	access::{Action, Decision, Reason, Request},
	consent::{Item, Permissions},
	ids::{Digest, KeyEpoch, PatientId, RecordIndex, VaultSignature, INBOX},
	limits::MAX_HOLDERS_PER_SCOPE,
	people::{Actor, Party, PractitionerRole, VaultOwner},
	purpose::Purpose,
	records::{NewRecord, Record, RecordStatus},
	text::{wrapped, EraseRecord, RefileRecord, SignedText},
};
use sp_runtime::DispatchError;

/// What the vault signs for erasing the record.
fn text(w: &World, record: RecordIndex) -> EraseRecord {
	let ciphertext = stored(w, record).pointer.ciphertext;
	EraseRecord { genesis: GENESIS, patient: w.patient, record, ciphertext }
}

fn erase_with(w: &World, index: RecordIndex, signature: VaultSignature) -> DispatchResult {
	Pallet::erase(signed(&w.wallet), w.patient, index, signature)
}

fn erase(w: &World, index: RecordIndex) -> DispatchResult {
	erase_with(w, index, erase_signature(&w.patient, index))
}

fn amend(w: &World, index: RecordIndex, record: NewRecord) -> DispatchResult {
	Pallet::amend(signed(&w.lab.account), w.patient, index, w.lab.actor(), Purpose::Treatment, record)
}

fn mark(w: &World, index: RecordIndex) -> DispatchResult {
	Pallet::mark_entered_in_error(signed(&w.lab.account), w.patient, index, w.lab.actor())
}

fn stored(w: &World, index: RecordIndex) -> Record {
	Records::<Runtime>::get(w.patient, index).expect("there is the record")
}

fn decide(w: &World, actor: Actor, action: Action) -> Decision {
	let request = Request {
		actor,
		action,
		item: Item::Record(0),
		purpose: Purpose::Treatment,
		at: now(),
		opening: None,
	};
	Consent::decide(&w.patient, &request)
}

/// A patient with one record of the laboratory's.
fn with_record(test: impl Fn(&World)) {
	world(|w| {
		assert_ok!(w.register(&w.lab, w.pointer(LABS, 1)));
		test(w);
	});
}

#[test]
fn tombstone_should_keep_index_author_and_time_and_nothing_of_the_pointer() {
	with_record(|w| {
		let before = stored(w, 0);
		advance(1_000);
		assert_ok!(erase(w, 0));
		let status = RecordStatus::Erased { superseded_by: None };
		assert_eq!(stored(w, 0), Record { pointer: NewRecord::ERASED, status, ..before });
		assert_last_event(Event::RecordErased { patient: w.patient, index: 0 });
		assert_eq!(Pallet::record(w.patient, 0).map(|record| record.status), Ok(status));
		assert_ok!(w.register(&w.lab, w.pointer(LABS, 2)));
		assert_eq!(Pallet::records(w.patient, 0, 9).unwrap().items.len(), 2);
	});
}

#[test]
fn record_should_be_erased_whatever_its_status_and_wherever_it_is_filed() {
	with_record(|w| {
		assert_ok!(amend(w, 0, w.pointer(LABS, 2)));
		assert_ok!(w.register(&w.lab, w.pointer(INBOX, 3)));
		assert_ok!(w.register(&w.lab, w.pointer(LABS, 4)));
		assert_ok!(mark(w, 3));
		assert_ok!(register_as(&w.wallet, w.patient, Actor::Patient, w.pointer(IMAGING, 5)));
		for (index, superseded_by) in [(0, Some(1)), (2, None), (3, None), (4, None)] {
			assert_ok!(erase(w, index));
			assert_eq!(stored(w, index).status, RecordStatus::Erased { superseded_by });
		}
		assert!(stored(w, 1).is_head());
	});
}

#[test]
fn versions_should_hang_together_when_the_middle_and_then_the_newest_are_erased() {
	with_record(|w| {
		assert_ok!(amend(w, 0, w.pointer(LABS, 2)));
		assert_ok!(amend(w, 1, w.pointer(LABS, 3)));
		assert_ok!(erase(w, 1));
		assert_eq!((stored(w, 1).supersedes, stored(w, 1).status.superseded_by()), (Some(0), Some(2)));
		// The newest version is still amended, over the gap.
		assert_ok!(amend(w, 2, w.pointer(LABS, 4)));
		assert_ok!(Pallet::do_try_state());
		assert_ok!(erase(w, 3));
		assert_eq!(stored(w, 2).status, RecordStatus::Final { superseded_by: Some(3) });
		assert_noop!(amend(w, 2, w.pointer(LABS, 5)), Error::<Runtime>::NotHead);
	});
}

#[test]
fn erased_record_should_never_change_again() {
	with_record(|w| {
		assert_ok!(w.register(&w.lab, w.pointer(INBOX, 2)));
		for index in [0, 1] {
			assert_ok!(erase(w, index));
			assert_noop!(amend(w, index, w.pointer(INBOX, 3)), Error::<Runtime>::RecordErased);
			assert_noop!(mark(w, index), Error::<Runtime>::RecordErased);
			let (epoch, envelope) = (w.epoch(LABS), Digest([7; 32]));
			let signature = refile_signature(&w.patient, index, LABS, epoch, envelope);
			assert_noop!(
				Pallet::refile(signed(&w.wallet), w.patient, index, LABS, epoch, envelope, signature),
				Error::<Runtime>::RecordErased
			);
			assert_noop!(erase(w, index), Error::<Runtime>::AlreadyErased);
		}
	});
}

#[test]
fn erased_record_should_be_closed_to_everyone_and_say_so() {
	with_record(|w| {
		w.grant(Party::Practitioner(w.doctor.id), &[LABS], Permissions::READ, None);
		w.grant_records(Party::Practitioner(w.doctor.id), &[0], Permissions::READ);
		assert!(decide(w, w.doctor.actor(), Action::Read).is_allowed());
		assert_ok!(erase(w, 0));
		for actor in [w.doctor.actor(), w.lab.actor(), Actor::Patient] {
			for action in [Action::Read, Action::Write] {
				assert_eq!(decide(w, actor, action), Decision::deny(Reason::Erased));
			}
		}
	});
}

#[test]
fn envelopes_of_consents_for_the_record_should_be_forgotten_and_no_others() {
	with_record(|w| {
		assert_ok!(w.register(&w.lab, w.pointer(LABS, 2)));
		let doctor = Party::Practitioner(w.doctor.id);
		let scope = w.grant(doctor, &[LABS], Permissions::READ, None);
		let records = w.grant_records(doctor, &[0, 1], Permissions::READ);
		assert_ok!(erase(w, 0));
		let held = |item, consent| Seals::<Runtime>::contains_key((w.patient, item, consent));
		assert!(!held(Item::Record(0), records));
		assert!(held(Item::Record(1), records) && held(Item::Scope(LABS), scope));
		// The consent stays, still carries for the other record, and is revoked as any other.
		let consent = Consents::<Runtime>::get(w.patient, records).unwrap();
		assert_eq!((consent.items.len(), consent.revoked_at), (2, None));
		assert_ok!(Pallet::do_try_state());
		w.revoke(records);
		assert!(!held(Item::Record(1), records));
	});
}

#[test]
fn every_envelope_should_be_forgotten_when_as_many_as_allowed_hold_the_key() {
	with_record(|w| {
		// 32 live consents are the most for each of two grantees.
		let laboratory = Staff::admitted("lena", LABORATORY, PractitionerRole::Laboratory);
		for nth in 0..MAX_HOLDERS_PER_SCOPE {
			let grantee = if nth % 2 == 0 { w.doctor.id } else { laboratory.id };
			w.grant_records(Party::Practitioner(grantee), &[0], Permissions::READ);
		}
		let holders = || Seals::<Runtime>::iter_key_prefix((w.patient, Item::Record(0))).count();
		assert_eq!(holders(), MAX_HOLDERS_PER_SCOPE as usize);
		assert_ok!(erase(w, 0));
		assert_eq!(holders(), 0);
	});
}

#[test]
fn erasing_should_accept_the_authors_proposal() {
	with_record(|w| {
		let propose = || Pallet::propose_erasure(signed(&w.lab.account), w.patient, 0, w.lab.actor());
		assert_ok!(propose());
		assert_ok!(erase(w, 0));
		assert!(!ErasureProposals::<Runtime>::contains_key(w.patient, 0));
		assert!(!ErasureProposalCount::<Runtime>::contains_key(w.patient));
		assert_noop!(propose(), Error::<Runtime>::AlreadyErased);
	});
}

#[test]
fn erasing_should_be_refused_to_everyone_but_the_account_that_controls_the_patient() {
	with_record(|w| {
		let signature = erase_signature(&w.patient, 0);
		for account in [
			&w.lab.account,
			&w.doctor.account,
			&w.stranger.account,
			&controller(HOSPITAL),
			&registrar(LABORATORY),
			&salus_mock::account("mallory"),
		] {
			let outcome = Pallet::erase(signed(account), w.patient, 0, signature);
			assert_noop!(outcome, IdentityError::<Runtime>::NotController);
		}
		for origin in [RuntimeOrigin::root(), RuntimeOrigin::none()] {
			assert_noop!(Pallet::erase(origin, w.patient, 0, signature), DispatchError::BadOrigin);
		}
	});
}

#[test]
fn erasing_should_be_refused_when_a_stolen_wallet_has_no_signature_of_the_vault() {
	with_record(|w| {
		assert_ok!(w.register(&w.lab, w.pointer(LABS, 2)));
		let good = || text(w, 0);
		let eve = vault("eve");
		let refile = RefileRecord {
			genesis: GENESIS,
			patient: w.patient,
			record: 0,
			scope: LABS,
			epoch: KeyEpoch::default(),
			envelope: good().ciphertext,
		};
		for signature in [
			VaultSignature::default(),
			vault("mallory").sign(&good()),
			vault("dave").sign(&good()),
			vault("organisation 1").sign(&good()),
			eve.sign(&EraseRecord { genesis: [0; 32], ..good() }),
			eve.sign(&EraseRecord { patient: w.stranger.patient, ..good() }),
			vault("ferdie").sign(&EraseRecord { patient: w.stranger.patient, ..good() }),
			eve.sign(&text(w, 1)),
			eve.sign(&EraseRecord { record: 1, ..good() }),
			eve.sign(&EraseRecord { ciphertext: Digest::default(), ..good() }),
			eve.sign(&EraseRecord { ciphertext: stored(w, 0).pointer.envelope, ..good() }),
			eve.sign(&refile),
			eve.sign_bytes(&wrapped(&good().text())),
		] {
			assert_noop!(erase_with(w, 0, signature), ConsentError::<Runtime>::InvalidVaultSignature);
		}
		assert_ok!(erase_with(w, 0, eve.sign(&good())));
	});
}

#[test]
fn erasing_should_be_refused_when_it_is_replayed() {
	with_record(|w| {
		// The same ciphertext again, under another index.
		assert_ok!(w.register(&w.lab, w.pointer(LABS, 1)));
		let once = vault("eve").sign(&text(w, 0));
		assert_ok!(erase_with(w, 0, once));
		assert_noop!(erase_with(w, 0, once), Error::<Runtime>::AlreadyErased);
		assert_noop!(erase_with(w, 1, once), ConsentError::<Runtime>::InvalidVaultSignature);
		// Nor does a word for the zeros that are left serve.
		let zeros = vault("eve").sign(&text(w, 0));
		assert_noop!(erase_with(w, 0, zeros), Error::<Runtime>::AlreadyErased);
	});
}

#[test]
fn erasing_should_be_refused_when_the_vault_that_signed_was_replaced_or_reported() {
	with_record(|w| {
		let before = vault("eve").sign(&text(w, 0));
		let owner = VaultOwner::Patient(w.patient);
		salus_mock::report_compromised(owner, "eve");
		assert_noop!(erase_with(w, 0, before), ConsentError::<Runtime>::VaultCompromised);
		salus_mock::rotate_vault(owner, "eve");
		assert_noop!(erase_with(w, 0, before), ConsentError::<Runtime>::InvalidVaultSignature);
		assert_ok!(erase_with(w, 0, vault_generation("eve", 1).sign(&text(w, 0))));
	});
}

#[test]
fn batch_should_be_undone_when_it_hides_the_erasure_of_another_patients_record() {
	with_record(|w| {
		let own = register_as(&w.stranger.account, w.stranger.patient, Actor::Patient, {
			pointer_of(w.stranger.patient, INBOX, 1)
		});
		assert_ok!(own);
		let erasure = |patient: PatientId, signature| {
			RuntimeCall::Records(Call::erase { patient, index: 0, signature })
		};
		let calls = vec![
			erasure(w.stranger.patient, erase_signature(&w.stranger.patient, 0)),
			erasure(w.patient, erase_signature(&w.patient, 0)),
		];
		let batch = Utility::batch_all(signed(&w.stranger.account), calls);
		let why = batch.map(drop).map_err(|why| why.error);
		assert_eq!(why, Err(IdentityError::<Runtime>::NotController.into()));
		assert!(stored(w, 0).is_head());
	});
}

#[test]
fn erasing_should_be_refused_when_record_or_patient_is_unknown() {
	with_record(|w| {
		let signature = erase_signature(&w.patient, 1);
		assert_noop!(erase_with(w, 1, signature), Error::<Runtime>::RecordNotFound);
		assert_noop!(
			Pallet::erase(signed(&w.wallet), PatientId([9; 32]), 0, signature),
			IdentityError::<Runtime>::PatientNotFound
		);
	});
}
