//! Scopes and their keys, as the vault of a named patient makes them.

use crate::{
	people::{first_16, name_of, vault_generation, TestVault},
	signed, Consent, Identity, GENESIS,
};
use salus_primitives::{
	consent::{NewScope, Reseal, Rotation},
	ids::{sha256, Digest, KeyEpoch, PatientId, ScopeId, ScopeNumber, VaultSignature},
	people::VaultOwner,
	text::{CreateScopes, RotateScope},
};

/// Names of the scopes that [`standard_scopes`] creates.
pub const STANDARD_SCOPES: [&str; 4] = ["labs", "imaging", "medication", "mental health"];

/// The patient's person and its vault in use.
fn person(patient: &PatientId) -> (String, TestVault) {
	let name = name_of(&Identity::patient(patient).expect("there is the patient").controller);
	let generation = Identity::vault(VaultOwner::Patient(*patient)).map_or(0, |vault| vault.generation);
	let vault = vault_generation(&name, generation);
	(name, vault)
}

/// A scope of the patient by name, as yet not created.
pub fn new_scope(patient: &PatientId, name: &str) -> NewScope {
	let id = sha256(&[b"scope id", &patient.0, name.as_bytes()]);
	NewScope { id: ScopeId(first_16(&id)), key: Digest(sha256(&[b"first key", &patient.0, name.as_bytes()])) }
}

/// The digest of the public key that [`rotation`] gives a scope for `epoch`.
pub fn scope_key(patient: &PatientId, scope: ScopeNumber, epoch: KeyEpoch) -> Digest {
	let generation = epoch.generation.to_le_bytes();
	Digest(sha256(&[b"key", &patient.0, &scope.to_le_bytes(), &generation, &epoch.index.to_le_bytes()]))
}

/// The signature of the patient's vault for creating these scopes, in this order.
pub fn sign_scopes(patient: &PatientId, scopes: &[NewScope]) -> VaultSignature {
	person(patient).1.sign(&CreateScopes { genesis: GENESIS, patient: *patient, scopes })
}

/// Creates the [`STANDARD_SCOPES`] of a patient and returns their numbers, which say nothing about which is which.
pub fn standard_scopes(patient: PatientId) -> Vec<ScopeNumber> {
	let mut scopes = STANDARD_SCOPES.map(|name| new_scope(&patient, name)).to_vec();
	scopes.sort_by_key(|scope| scope.id);
	let signature = sign_scopes(&patient, &scopes);
	let (name, _) = person(&patient);
	let bounded = scopes.clone().try_into().expect("four scopes are not too many");
	Consent::create_scopes(signed(&name), patient, bounded, signature).expect("the scopes may be created");
	scopes
		.iter()
		.map(|scope| {
			salus_pallet_consent::ScopeNumbers::<crate::Runtime>::get(patient, scope.id)
				.expect("the scope was created")
		})
		.collect()
}

/// A rotation of a scope to its next epoch, signed by the patient's vault in use.
pub fn rotation(patient: &PatientId, scope: ScopeNumber, reseals: Vec<Reseal>) -> Rotation {
	let current = salus_pallet_consent::Scopes::<crate::Runtime>::get(patient, scope)
		.expect("there is the scope")
		.epoch;
	let epoch = KeyEpoch { index: current.index + 1, ..current };
	let key = scope_key(patient, scope, epoch);
	let text = RotateScope { genesis: GENESIS, patient: *patient, scope, epoch, key };
	Rotation {
		scope,
		epoch,
		key,
		reseals: reseals.try_into().expect("the reseals are not too many"),
		signature: person(patient).1.sign(&text),
	}
}
