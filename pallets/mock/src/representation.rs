//! Representatives, states and hand-overs, with the words of the people concerned.

use crate::{
	acceptance, account, now, pair, people::name_of, signed, time::DAY, vault, vault_generation, Identity,
	GENESIS,
};
use salus_primitives::{
	ids::{PatientId, RepresentativeId, VaultSignature},
	limits::ATTESTATION_DELAY,
	people::{PatientState, VaultOwner},
	representation::{Basis, BothSignatures, NewRepresentative, Powers},
	text::{AppointRepresentative, RepresentPatient, Role, ScheduleHandOver, SetVaultKeys, SignedText},
	time::Moment,
};
use sp_core::Pair;
use sp_runtime::{AccountId32, DispatchResult};

/// What is said of the person of that name to represent the patient next: for a year, with [`vault`].
pub fn new_representative(
	patient: PatientId,
	name: &str,
	powers: Powers,
	basis: Basis,
) -> NewRepresentative<AccountId32> {
	NewRepresentative {
		patient,
		number: Identity::situation(&patient).map_or(0, |situation| situation.representatives),
		account: account(name),
		powers,
		basis,
		from: now(),
		until: now() + 365 * DAY,
		vault: vault(name).keys(),
		expires_at: now() + DAY,
	}
}

/// The words of the person of that name, wallet and vault, that it represents the patient so.
pub fn sign_representation(name: &str, new: &NewRepresentative<AccountId32>) -> BothSignatures {
	let text = RepresentPatient { genesis: GENESIS, new };
	BothSignatures { wallet: pair(name).sign(&text.text()).into(), vault: vault(name).sign(&text) }
}

/// The words of the patient, wallet and vault in use, that it appoints the representative so.
pub fn appoint(new: &NewRepresentative<AccountId32>) -> BothSignatures {
	let text = AppointRepresentative { genesis: GENESIS, new };
	let name = name_of(&Identity::patient(&new.patient).expect("there is the patient").controller);
	BothSignatures {
		wallet: pair(&name).sign(&text.text()).into(),
		vault: crate::sign_as_vault(&new.patient, &text),
	}
}

/// Lets alice's hospital admit the person of that name with all words that the basis needs.
pub fn try_represent(name: &str, new: NewRepresentative<AccountId32>) -> DispatchResult {
	let signatures = sign_representation(name, &new);
	let appointment = (new.basis == Basis::Appointed).then(|| appoint(&new));
	Identity::admit_representative(signed("alice"), new, signatures, appointment)
}

/// Makes the person of that name a representative of a patient of organisation 1.
pub fn represent(patient: PatientId, name: &str, powers: Powers, basis: Basis) -> RepresentativeId {
	try_represent(name, new_representative(patient, name, powers, basis)).expect("it may represent");
	Identity::representation(&account(name), &patient).expect("it represents")
}

/// Attests the state of a patient of organisation 1, and waits until it counts.
pub fn attest(patient: PatientId, state: PatientState) {
	Identity::attest_state(signed("alice"), patient, state).expect("it may be attested");
	crate::advance(ATTESTATION_DELAY);
}

/// The word of the patient's vault in use for a hand-over.
pub fn sign_hand_over(patient: PatientId, to: &str, at: Moment) -> VaultSignature {
	let (turn, account) = (Identity::turn(&patient), account(to));
	let text = ScheduleHandOver { genesis: GENESIS, patient, turn, account: &account, at };
	crate::sign_as_vault(&patient, &text)
}

/// Lets the person of that name, who controls the patient, schedule its hand-over to another.
pub fn schedule_hand_over(name: &str, patient: PatientId, to: &str, at: Moment) -> DispatchResult {
	let word = acceptance(to, Role::HandedOver { patient, at });
	let signature = sign_hand_over(patient, to, at);
	Identity::schedule_hand_over(signed(name), patient, account(to), at, word, signature)
}

/// Schedules the hand-over of the patient of one person to another, and waits until it is due.
pub fn come_of_age(name: &str, patient: PatientId, to: &str) -> Moment {
	let at = now() + 2 * DAY;
	schedule_hand_over(name, patient, to, at).expect("the hand-over may be scheduled");
	crate::advance(2 * DAY);
	at
}

/// Lets the person of that name, to whom the patient was handed over, set vault keys of its own.
pub fn take_over(name: &str, patient: PatientId) -> DispatchResult {
	let owner = VaultOwner::Patient(patient);
	let generation = Identity::next_generation(owner).expect("there are generations left");
	let vault = vault_generation(name, generation);
	let text = SetVaultKeys { genesis: GENESIS, owner, generation, keys: vault.keys() };
	Identity::set_vault_keys(signed(name), owner, vault.keys(), vault.sign(&text), None)
}
