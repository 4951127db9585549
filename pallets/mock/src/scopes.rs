//! Scopes, their keys and who holds them, as the vault of a named patient says.

use crate::{
	people::{first_16, name_of, vault, vault_in_use, TestVault},
	signed, Consent, Identity, GENESIS,
};
use salus_primitives::{
	consent::{Grant, Item, NewScope, Permissions, Reseal, Rotation},
	ids::{
		sha256, ConsentIndex, Digest, KeyEpoch, PatientId, RecordIndex, RepresentativeId, ScopeId,
		ScopeNumber, VaultSignature,
	},
	people::{Party, VaultOwner},
	text::{
		CreateScopes, DelegateConsent, EraseRecord, GiveConsent, RefileRecord, ResealHolders, RotateScope,
		SignedText,
	},
};

/// Names of the scopes that [`standard_scopes`] creates.
pub const STANDARD_SCOPES: [&str; 4] = ["labs", "imaging", "medication", "mental health"];

/// The patient's person and its vault in use.
fn person(patient: &PatientId) -> (String, TestVault) {
	let name = name_of(&Identity::patient(patient).expect("there is the patient").controller);
	let vault = vault_in_use(VaultOwner::Patient(*patient)).unwrap_or_else(|| vault(&name));
	(name, vault)
}

/// The signature of the patient's vault in use over any text.
pub fn sign_as_vault(patient: &PatientId, text: &impl SignedText) -> VaultSignature {
	person(patient).1.sign(text)
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
	sign_as_vault(patient, &CreateScopes { genesis: GENESIS, patient: *patient, scopes })
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
	let reseals = reseals.try_into().expect("the reseals are not too many");
	sign_rotation(patient, Rotation { scope, epoch, key, reseals, signature: VaultSignature::default() })
}

/// The rotation as the patient's vault in use signs it.
pub fn sign_rotation(patient: &PatientId, rotation: Rotation) -> Rotation {
	rotation_signed(patient, rotation, |text| sign_as_vault(patient, text))
}

/// The same by the vault of a representative.
pub fn sign_rotation_by(
	representative: RepresentativeId,
	patient: &PatientId,
	rotation: Rotation,
) -> Rotation {
	rotation_signed(patient, rotation, |text| sign_as_party(&Party::Representative(representative), text))
}

fn rotation_signed(
	patient: &PatientId,
	rotation: Rotation,
	sign: impl FnOnce(&RotateScope) -> VaultSignature,
) -> Rotation {
	let Rotation { scope, epoch, key, ref reseals, .. } = rotation;
	let text = RotateScope { genesis: GENESIS, patient: *patient, scope, epoch, key, reseals };
	let signature = sign(&text);
	Rotation { signature, ..rotation }
}

/// A rotation of a scope to the first epoch of its next generation, signed by the patient's vault in use.
pub fn next_generation(patient: &PatientId, scope: ScopeNumber, reseals: Vec<Reseal>) -> Rotation {
	let next = rotation(patient, scope, reseals);
	let epoch = KeyEpoch { generation: next.epoch.generation + 1, index: 0 };
	sign_rotation(patient, Rotation { epoch, key: scope_key(patient, scope, epoch), ..next })
}

/// What the patient's vault in use signs for the grant as the next consent: nothing if it permits no reading.
pub fn grant_signature(patient: &PatientId, grant: &Grant) -> Option<VaultSignature> {
	grant_signed(patient, grant, |text| sign_as_vault(patient, text))
}

/// The same by the vault of a representative, who gives the consent in the patient's name.
pub fn grant_signature_by(
	representative: RepresentativeId,
	patient: &PatientId,
	grant: &Grant,
) -> Option<VaultSignature> {
	grant_signed(patient, grant, |text| sign_as_party(&Party::Representative(representative), text))
}

fn grant_signed(
	patient: &PatientId,
	grant: &Grant,
	sign: impl FnOnce(&GiveConsent) -> VaultSignature,
) -> Option<VaultSignature> {
	let consent = salus_pallet_consent::ConsentCount::<crate::Runtime>::get(patient);
	let text = GiveConsent { genesis: GENESIS, patient: *patient, consent, grant };
	grant.permissions.contains(Permissions::READ).then(|| sign(&text))
}

/// The signature of the party's vault in use over any text; of its first where none is.
pub fn sign_as_party(party: &Party, text: &impl SignedText) -> VaultSignature {
	let first = || match party {
		Party::Practitioner(id) => {
			vault(&name_of(&Identity::practitioner(*id).expect("there is the practitioner").account))
		}
		Party::Organisation(id) => vault(&format!("organisation {id}")),
		Party::Representative(id) => {
			vault(&name_of(&Identity::representative(*id).expect("there is the representative").account))
		}
		// Whose it is nobody can tell: anybody's.
		Party::Blinded(_) => vault("nobody"),
	};
	party.vault_owner().and_then(vault_in_use).unwrap_or_else(first).sign(text)
}

/// What the vault in use of the parent's grantee signs for the grant as the next consent: nothing if it permits no
/// reading, or there is no such parent.
pub fn delegate_signature(
	patient: &PatientId,
	parent: ConsentIndex,
	grant: &Grant,
) -> Option<VaultSignature> {
	let by = salus_pallet_consent::Consents::<crate::Runtime>::get(patient, parent)?.grantee;
	let consent = salus_pallet_consent::ConsentCount::<crate::Runtime>::get(patient);
	let text = DelegateConsent { genesis: GENESIS, patient: *patient, consent, parent, grant };
	grant.permissions.contains(Permissions::READ).then(|| sign_as_party(&by, &text))
}

/// The signature of the patient's vault in use for these envelopes, with a scope's key of now.
pub fn reseal_signature(patient: &PatientId, item: Item, reseals: &[Reseal]) -> VaultSignature {
	let epoch = match item {
		Item::Scope(scope) => Consent::scope(patient, scope).map(|scope| scope.epoch).unwrap_or_default(),
		Item::Record(_) => KeyEpoch::default(),
	};
	sign_as_vault(patient, &ResealHolders { genesis: GENESIS, patient: *patient, item, epoch, reseals })
}

/// The signature of the patient's vault in use for moving a record from the inbox to a scope.
pub fn refile_signature(
	patient: &PatientId,
	record: RecordIndex,
	scope: ScopeNumber,
	epoch: KeyEpoch,
	envelope: Digest,
) -> VaultSignature {
	let text = RefileRecord { genesis: GENESIS, patient: *patient, record, scope, epoch, envelope };
	sign_as_vault(patient, &text)
}

/// The signature of the patient's vault in use for erasing the record as it is now; none of it if there is no such record.
pub fn erase_signature(patient: &PatientId, record: RecordIndex) -> VaultSignature {
	let pointer =
		salus_pallet_records::Records::<crate::Runtime>::get(patient, record).map(|known| known.pointer);
	let ciphertext = pointer.map_or(Digest::default(), |pointer| pointer.ciphertext);
	sign_as_vault(patient, &EraseRecord { genesis: GENESIS, patient: *patient, record, ciphertext })
}
