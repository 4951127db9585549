//! Moving a record from the inbox to a scope.

mod common;

use common::*;
use frame_support::{assert_noop, assert_ok, dispatch::DispatchResult};
use salus_mock::{refile_signature, vault, vault_generation, Runtime, RuntimeOrigin, GENESIS};
use salus_pallet_consent::Error as ConsentError;
use salus_pallet_records::{Error, Event, Records};
use salus_primitives::{
	consent::Permissions,
	ids::{Digest, KeyEpoch, PatientId, RecordIndex, ScopeNumber, VaultSignature, INBOX},
	people::{Actor, Party, VaultOwner},
	purpose::Purpose,
	records::{NewRecord, Record},
	text::{wrapped, RefileRecord, SignedText},
};
use sp_runtime::{AccountId32, DispatchError};

const RESEALED: Digest = Digest([0xee; 32]);

/// What the vault signs for moving the record.
fn text(w: &World, record: RecordIndex, scope: ScopeNumber) -> RefileRecord {
	let epoch = epoch_of(w.patient, scope);
	RefileRecord { genesis: GENESIS, patient: w.patient, record, scope, epoch, envelope: RESEALED }
}

fn refile_as(
	w: &World,
	account: &AccountId32,
	index: RecordIndex,
	scope: ScopeNumber,
	epoch: KeyEpoch,
) -> DispatchResult {
	let signature = refile_signature(&w.patient, index, scope, epoch, RESEALED);
	Pallet::refile(signed(account), w.patient, index, scope, epoch, RESEALED, signature)
}

/// Moves the record to the current key of a scope, with what is said to be the vault's signature.
fn refile_with(
	w: &World,
	index: RecordIndex,
	scope: ScopeNumber,
	signature: VaultSignature,
) -> DispatchResult {
	Pallet::refile(signed(&w.wallet), w.patient, index, scope, w.epoch(scope), RESEALED, signature)
}

fn refile(w: &World, index: RecordIndex, scope: ScopeNumber) -> DispatchResult {
	refile_as(w, &w.wallet, index, scope, w.epoch(scope))
}

/// A patient with one record in the inbox.
fn with_inbox(test: impl Fn(&World)) {
	world(|w| {
		assert_ok!(w.register(&w.lab, w.pointer(INBOX, 1)));
		test(w);
	});
}

#[test]
fn refiled_record_should_change_scope_epoch_and_envelope_and_nothing_else() {
	with_inbox(|w| {
		w.rotate(IMAGING);
		let before = Records::<Runtime>::get(w.patient, 0).unwrap();
		set_time(now() + 1_000);
		assert_ok!(refile(w, 0, IMAGING));
		let epoch = KeyEpoch { generation: 0, index: 1 };
		let pointer = NewRecord { scope: IMAGING, epoch, envelope: RESEALED, ..before.pointer };
		assert_eq!(Records::<Runtime>::get(w.patient, 0), Some(Record { pointer, ..before }));
		let replaced = before.pointer.envelope;
		assert_last_event(Event::RecordRefiled { patient: w.patient, index: 0, scope: IMAGING, replaced });
	});
}

#[test]
fn refiled_record_should_be_amended_where_it_is_filed() {
	with_inbox(|w| {
		assert_ok!(refile(w, 0, LABS));
		assert_ok!(Pallet::amend(
			signed(&w.lab.account),
			w.patient,
			0,
			w.lab.actor(),
			Purpose::Treatment,
			w.pointer(LABS, 2)
		));
	});
}

#[test]
fn superseded_record_should_be_refiled_with_its_versions_unchanged() {
	with_inbox(|w| {
		assert_ok!(Pallet::amend(
			signed(&w.lab.account),
			w.patient,
			0,
			w.lab.actor(),
			Purpose::Treatment,
			w.pointer(INBOX, 2)
		));
		assert_ok!(refile(w, 0, LABS));
		assert_ok!(refile(w, 1, LABS));
		assert_eq!(Records::<Runtime>::get(w.patient, 1).unwrap().supersedes, Some(0));
	});
}

#[test]
fn refiling_should_be_refused_when_the_signer_does_not_control_the_patient() {
	with_inbox(|w| {
		w.grant(Party::Practitioner(w.doctor.id), &[IMAGING], Permissions::WRITE, None);
		for account in [
			&w.doctor.account,
			&w.lab.account,
			&registrar(HOSPITAL),
			&controller(HOSPITAL),
			&w.stranger.account,
		] {
			assert_noop!(
				refile_as(w, account, 0, IMAGING, w.epoch(IMAGING)),
				salus_pallet_identity::Error::<Runtime>::NotController
			);
		}
	});
}

#[test]
fn refiling_should_be_refused_when_the_target_is_the_inbox() {
	with_inbox(|w| {
		assert_noop!(refile(w, 0, INBOX), Error::<Runtime>::InboxNotAllowed);
	});
}

#[test]
fn refiling_should_be_refused_when_the_record_has_left_the_inbox() {
	with_inbox(|w| {
		assert_ok!(refile(w, 0, LABS));
		assert_noop!(refile(w, 0, IMAGING), Error::<Runtime>::NotInInbox);
		assert_noop!(refile(w, 0, LABS), Error::<Runtime>::NotInInbox);
	});
}

#[test]
fn refiling_should_be_refused_when_the_target_waits_for_a_rotation() {
	with_inbox(|w| {
		let reader = w.grant(Party::Practitioner(w.doctor.id), &[LABS], Permissions::READ, None);
		w.revoke(reader);
		assert_noop!(refile(w, 0, LABS), Error::<Runtime>::RotationDue);
		w.rotate(LABS);
		assert_ok!(refile(w, 0, LABS));
	});
}

#[test]
fn refiling_should_be_refused_when_the_epoch_is_not_the_current_one() {
	with_inbox(|w| {
		let stale = w.epoch(LABS);
		w.rotate(LABS);
		let future = KeyEpoch { generation: 1, index: 0 };
		for epoch in [stale, future] {
			assert_noop!(refile_as(w, &w.wallet, 0, LABS, epoch), Error::<Runtime>::StaleEpoch);
		}
	});
}

#[test]
fn refiling_should_be_refused_when_the_record_was_entered_in_error() {
	with_inbox(|w| {
		assert_ok!(Pallet::mark_entered_in_error(signed(&w.lab.account), w.patient, 0, w.lab.actor()));
		assert_noop!(refile(w, 0, LABS), Error::<Runtime>::EnteredInError);
	});
}

#[test]
fn refiling_should_be_refused_when_scope_record_or_patient_is_unknown() {
	with_inbox(|w| {
		let epoch = KeyEpoch::default();
		let signature = refile_signature(&w.patient, 0, LABS, epoch, RESEALED);
		assert_noop!(refile_as(w, &w.wallet, 0, 63, epoch), Error::<Runtime>::ScopeNotFound);
		assert_noop!(refile_as(w, &w.wallet, 1, LABS, epoch), Error::<Runtime>::RecordNotFound);
		assert_noop!(
			Pallet::refile(signed(&w.wallet), PatientId([9; 32]), 0, LABS, epoch, RESEALED, signature),
			salus_pallet_identity::Error::<Runtime>::PatientNotFound
		);
		assert_noop!(
			Pallet::refile(RuntimeOrigin::root(), w.patient, 0, LABS, epoch, RESEALED, signature),
			DispatchError::BadOrigin
		);
	});
}

#[test]
fn record_of_the_patients_own_should_be_refiled_too() {
	world(|w| {
		assert_ok!(register_as(&w.wallet, w.patient, Actor::Patient, w.pointer(INBOX, 1)));
		assert_ok!(refile(w, 0, LABS));
	});
}

#[test]
fn refiling_should_be_refused_when_a_phished_wallet_has_no_signature_of_the_vault() {
	with_inbox(|w| {
		assert_ok!(w.register(&w.lab, w.pointer(INBOX, 2)));
		let good = || text(w, 0, LABS);
		let eve = vault("eve");
		for signature in [
			VaultSignature::default(),
			vault("mallory").sign(&good()),
			eve.sign(&RefileRecord { genesis: [0; 32], ..good() }),
			eve.sign(&RefileRecord { envelope: Digest::of(b"another envelope"), ..good() }),
			eve.sign(&text(w, 0, IMAGING)),
			eve.sign(&text(w, 1, LABS)),
			eve.sign(&RefileRecord { epoch: KeyEpoch { generation: 0, index: 1 }, ..good() }),
			eve.sign(&RefileRecord { epoch: KeyEpoch { generation: 1, index: 0 }, ..good() }),
			eve.sign_bytes(&wrapped(&good().text())),
		] {
			assert_noop!(refile_with(w, 0, LABS, signature), ConsentError::<Runtime>::InvalidVaultSignature);
		}
		assert_ok!(refile_with(w, 0, LABS, eve.sign(&good())));
	});
}

#[test]
fn refiling_should_be_refused_when_the_envelope_is_not_the_one_the_vault_signed() {
	with_inbox(|w| {
		let signature = vault("eve").sign(&text(w, 0, LABS));
		let none = Digest::of(b"an envelope that nobody has");
		let epoch = w.epoch(LABS);
		assert_noop!(
			Pallet::refile(signed(&w.wallet), w.patient, 0, LABS, epoch, none, signature),
			ConsentError::<Runtime>::InvalidVaultSignature
		);
	});
}

#[test]
fn refiling_should_be_refused_when_the_signature_is_for_another_patient() {
	with_inbox(|w| {
		let for_other = RefileRecord { patient: w.stranger.patient, ..text(w, 0, LABS) };
		for signature in [vault("eve").sign(&for_other), vault("ferdie").sign(&for_other)] {
			assert_noop!(refile_with(w, 0, LABS, signature), ConsentError::<Runtime>::InvalidVaultSignature);
		}
	});
}

#[test]
fn refiling_should_be_refused_when_it_is_replayed_or_was_signed_for_an_earlier_key() {
	with_inbox(|w| {
		assert_ok!(w.register(&w.lab, w.pointer(INBOX, 2)));
		let [first, second] = [0, 1].map(|index| vault("eve").sign(&text(w, index, LABS)));
		assert_ok!(refile_with(w, 0, LABS, first));
		assert_noop!(refile_with(w, 0, LABS, first), Error::<Runtime>::NotInInbox);
		assert_noop!(refile_with(w, 1, LABS, first), ConsentError::<Runtime>::InvalidVaultSignature);
		w.rotate(LABS);
		assert_noop!(refile_with(w, 1, LABS, second), ConsentError::<Runtime>::InvalidVaultSignature);
		assert_ok!(refile(w, 1, LABS));
	});
}

#[test]
fn refiling_should_be_refused_when_the_vault_that_signed_was_replaced_or_reported() {
	with_inbox(|w| {
		let good = text(w, 0, LABS);
		let before = vault("eve").sign(&good);
		let owner = VaultOwner::Patient(w.patient);
		salus_mock::report_compromised(owner, "eve");
		assert_noop!(refile_with(w, 0, LABS, before), ConsentError::<Runtime>::VaultCompromised);
		salus_mock::rotate_vault(owner, "eve");
		assert_noop!(refile_with(w, 0, LABS, before), ConsentError::<Runtime>::InvalidVaultSignature);
		assert_ok!(refile_with(w, 0, LABS, vault_generation("eve", 1).sign(&good)));
	});
}
