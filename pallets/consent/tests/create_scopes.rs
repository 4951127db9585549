//! Creating scopes.

mod common;

use common::*;
use frame_support::{assert_noop, assert_ok};
use salus_mock::{new_scope, sign_scopes, vault, vault_generation, RuntimeOrigin};
use salus_pallet_consent::{EpochKeys, ScopeCount, ScopeNumbers, Scopes};
use salus_primitives::{
	consent::NewScope,
	ids::VaultSignature,
	text::{wrapped, CreateScopes, SignedText},
};
use sp_runtime::DispatchError;

/// The scopes of these names in order.
fn scopes(patient: &PatientId, names: &[String]) -> Vec<NewScope> {
	let mut scopes: Vec<_> = names.iter().map(|name| new_scope(patient, name)).collect();
	scopes.sort_by_key(|scope| scope.id);
	scopes
}

fn two(patient: &PatientId) -> Vec<NewScope> {
	scopes(patient, &["dental".into(), "genetics".into()])
}

fn create(
	name: &str,
	patient: PatientId,
	scopes: Vec<NewScope>,
	signature: VaultSignature,
) -> sp_runtime::DispatchResult {
	Consent::create_scopes(signed(name), patient, list(scopes), signature)
}

#[test]
fn scopes_should_be_numbered_in_order_when_the_vault_signed() {
	world(|World { patient, .. }| {
		let new = two(&patient);
		assert_ok!(create("eve", patient, new.clone(), sign_scopes(&patient, &new)));
		for (number, scope) in (5u16..).zip(&new) {
			assert_eq!(ScopeNumbers::<Runtime>::get(patient, scope.id), Some(number));
			let stored = Scopes::<Runtime>::get(patient, number).unwrap();
			let expected = Scope {
				id: scope.id,
				epoch: KeyEpoch::default(),
				key: scope.key,
				due_since: None,
				rotate_by: None,
				holders: 0,
				created_at: now(),
			};
			assert_eq!(stored, expected);
			assert_eq!(
				EpochKeys::<Runtime>::get((patient, number), 0),
				Some((KeyEpoch::default(), scope.key))
			);
		}
		assert_eq!(consent_events(), [Event::ScopesCreated { patient, first: 5, count: 2 }]);
	})
}

#[test]
fn scopes_should_be_refused_when_empty_or_out_of_order_or_named_twice() {
	world(|World { patient, .. }| {
		let sorted = two(&patient);
		let reversed: Vec<_> = sorted.iter().rev().copied().collect();
		let doubled = vec![sorted[0], sorted[0]];
		assert_noop!(create("eve", patient, vec![], sign_scopes(&patient, &[])), E::NoScopes);
		for unsorted in [reversed, doubled] {
			let signature = sign_scopes(&patient, &unsorted);
			assert_noop!(create("eve", patient, unsorted, signature), E::ScopesNotAscending);
		}
	})
}

#[test]
fn scopes_should_be_refused_when_the_call_is_replayed_or_the_name_is_taken() {
	world(|World { patient, .. }| {
		let new = two(&patient);
		let signature = sign_scopes(&patient, &new);
		assert_ok!(create("eve", patient, new.clone(), signature));
		assert_noop!(create("eve", patient, new.clone(), signature), E::ScopeAlreadyExists);
		let rekeyed = vec![NewScope { key: Digest::of(b"another key"), ..new[1] }];
		let signature = sign_scopes(&patient, &rekeyed);
		assert_noop!(create("eve", patient, rekeyed, signature), E::ScopeAlreadyExists);
		let inbox =
			vec![NewScope { id: Scopes::<Runtime>::get(patient, INBOX).unwrap().id, key: new[0].key }];
		let signature = sign_scopes(&patient, &inbox);
		assert_noop!(create("eve", patient, inbox, signature), E::ScopeAlreadyExists);
	})
}

#[test]
fn scopes_should_be_refused_when_the_bound_is_reached() {
	world(|World { patient, .. }| {
		let more = |round: u32, count: u32| {
			let names: Vec<_> = (0..count).map(|number| format!("{round}/{number}")).collect();
			let new = scopes(&patient, &names);
			let signature = sign_scopes(&patient, &new);
			create("eve", patient, new, signature)
		};
		for round in 0..3 {
			assert_ok!(more(round, 16));
		}
		assert_noop!(more(3, 12), E::TooManyScopes);
		assert_ok!(more(3, 11));
		assert_eq!(ScopeCount::<Runtime>::get(patient), 64);
		assert_noop!(more(4, 1), E::TooManyScopes);
	})
}

#[test]
fn scopes_should_be_refused_when_a_phished_wallet_has_no_signature_of_the_vault() {
	world(|World { patient, .. }| {
		let new = two(&patient);
		let text = CreateScopes { genesis: GENESIS, patient, scopes: &new };
		let elsewhere = CreateScopes { genesis: [0; 32], patient, scopes: &new };
		let one = CreateScopes { genesis: GENESIS, patient, scopes: &new[..1] };
		for forged in [
			VaultSignature::default(),
			vault("mallory").sign(&text),
			vault("eve").sign(&elsewhere),
			vault("eve").sign(&one),
			vault("eve").sign_bytes(&wrapped(&text.text())),
		] {
			assert_noop!(create("eve", patient, new.clone(), forged), E::InvalidVaultSignature);
		}
	})
}

#[test]
fn scopes_should_be_refused_when_the_signature_is_for_another_patient() {
	world(|World { patient, .. }| {
		let other = salus_mock::enrol("ferdie");
		let new = two(&patient);
		let for_other = CreateScopes { genesis: GENESIS, patient: other, scopes: &new };
		for signature in [vault("eve").sign(&for_other), vault("ferdie").sign(&for_other)] {
			assert_noop!(create("eve", patient, new.clone(), signature), E::InvalidVaultSignature);
		}
		assert_ok!(create("ferdie", other, new.clone(), vault("ferdie").sign(&for_other)));
	})
}

#[test]
fn scopes_should_be_refused_when_the_vault_that_signed_was_replaced_or_reported() {
	world(|World { patient, .. }| {
		let new = two(&patient);
		let text = CreateScopes { genesis: GENESIS, patient, scopes: &new };
		let owner = VaultOwner::Patient(patient);
		salus_mock::rotate_vault(owner, "eve");
		assert_noop!(create("eve", patient, new.clone(), vault("eve").sign(&text)), E::InvalidVaultSignature);
		let current = vault_generation("eve", 1).sign(&text);
		salus_mock::report_compromised(owner, "eve");
		assert_noop!(create("eve", patient, new.clone(), current), E::VaultCompromised);
		salus_mock::rotate_vault(owner, "eve");
		assert_ok!(create("eve", patient, new.clone(), vault_generation("eve", 2).sign(&text)));
	})
}

#[test]
fn scopes_should_be_refused_when_the_signer_does_not_control_the_patient() {
	world(|World { patient, .. }| {
		let new = two(&patient);
		let signature = sign_scopes(&patient, &new);
		for stranger in ["alice", "charlie", "mallory"] {
			assert_noop!(create(stranger, patient, new.clone(), signature), IdentityError::NotController);
		}
		let nobody = PatientId([9; 32]);
		assert_noop!(create("eve", nobody, new.clone(), signature), IdentityError::PatientNotFound);
		assert_noop!(
			Consent::create_scopes(RuntimeOrigin::root(), patient, list(new), signature),
			DispatchError::BadOrigin
		);
	})
}
