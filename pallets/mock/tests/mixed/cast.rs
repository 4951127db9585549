//! Who takes part.

use crate::dice::Dice;
use salus_mock::{account, enrolment, now, ExtBuilder, Identity, Runtime, RuntimeOrigin, DAY, HOUR};
use salus_pallet_consent::ConsentCount;
use salus_pallet_consortium::{GenesisOrganisation, Organisations};
use salus_pallet_identity::{NextPractitioner, NextRepresentative, Patients, PractitionerOf};
use salus_primitives::{
	blinding::Opening,
	consent::{Grant, GrantedItem, Item, Permissions, Reach},
	ids::{
		sha256, Commitment, ConsentIndex, Digest, OrganisationId, PatientId, PractitionerId, RepresentativeId,
	},
	people::{Actor, Party, PractitionerRole, Privileges, VaultOwner},
	purpose::{Purpose, Purposes},
	text::{Enrolment, Role},
	time::Moment,
	BoundedVec,
};
use sp_runtime::AccountId32;

/// How many there are.
#[derive(Clone, Copy, Debug)]
pub struct Size {
	pub organisations: u32,
	pub practitioners: u32,
	/// People who are or will be patients.
	pub patients: u32,
	/// Those of them who are from the start.
	pub enrolled: u32,
	/// People without a role at the start, who may get one.
	pub spares: u32,
	/// What time passes in steps of.
	pub pace: Moment,
}

/// Two organisations, and one patient about whom most is.
pub const SMALL: Size =
	Size { organisations: 2, practitioners: 4, patients: 3, enrolled: 1, spares: 6, pace: HOUR };
/// A state in which lists fill, and nothing is looked at twice in a row.
pub const LARGE: Size =
	Size { organisations: 6, practitioners: 18, patients: 64, enrolled: 32, spares: 24, pace: HOUR / 4 };

/// People who may come to control a patient, and are nothing else.
pub const HEIRS: u32 = 24;
/// People who may come to represent patients, and are nothing else.
pub const HELPERS: u32 = 6;
/// Who never has a role.
pub const MALLORY: &str = "mallory";

pub fn patient_name(number: u32) -> String {
	format!("patient {number}")
}

pub fn doctor_name(number: u32) -> String {
	format!("doctor {number}")
}

pub fn controller_name(organisation: OrganisationId) -> String {
	format!("controller {organisation}")
}

pub fn registrar_name(organisation: OrganisationId) -> String {
	format!("registrar {organisation}")
}

pub fn spare_name(number: u32) -> String {
	format!("spare {number}")
}

pub fn heir_name(number: u32) -> String {
	format!("heir {number}")
}

pub fn helper_name(number: u32) -> String {
	format!("helper {number}")
}

fn by(name: &str) -> RuntimeOrigin {
	RuntimeOrigin::signed(account(name))
}

/// Who there is. Everything else about them is read from the chain.
pub struct Cast {
	pub size: Size,
	/// In the order in which they were enrolled.
	pub patients: Vec<PatientId>,
}

impl Cast {
	/// The organisations at genesis.
	pub fn builder(size: Size) -> ExtBuilder {
		let organisation = |id| GenesisOrganisation {
			name: format!("Organisation {id}"),
			controller: account(&controller_name(id)),
			registrars: vec![account(&controller_name(id)), account(&registrar_name(id))],
			validators: vec![account(&controller_name(id))],
		};
		ExtBuilder::default().organisations((1..=size.organisations).map(organisation).collect())
	}

	/// Practitioners, every fourth of whom works at two places, and the first patients. Each of these lets one
	/// organisation write and one practitioner read.
	pub fn found(size: Size) -> Self {
		for number in 0..size.practitioners {
			let name = doctor_name(number);
			let places = if number % 4 == 3 { 2 } else { 1 };
			for place in 0..places {
				admit(&name, 1 + (number + place) % size.organisations);
			}
			let id = PractitionerOf::<Runtime>::get(account(&name)).expect("the person was admitted");
			salus_mock::register_vault(VaultOwner::Practitioner(id), &name);
		}
		let mut cast = Self { size, patients: Vec::new() };
		for number in 0..size.enrolled {
			let name = patient_name(number);
			let organisation = 1 + number % size.organisations;
			let text = Enrolment { organisation, ..enrolment(&name) };
			let (signature, vault_signature) = salus_mock::sign_enrolment(&name, &text);
			Identity::enrol_patient(by(&registrar_name(organisation)), text, signature, vault_signature)
				.expect("the patient may be enrolled");
			cast.meet();
			let patient = *cast.patients.last().expect("somebody was enrolled");
			salus_mock::standard_scopes(patient);
			let writer = Party::Organisation(1 + (number + 1) % size.organisations);
			let reader = Party::Practitioner(1 + number % size.practitioners);
			for (party, permissions) in [(writer, Permissions::WRITE), (reader, Permissions::READ)] {
				let grant = treatment_grant(party, vec![Item::Scope(1), Item::Scope(2)], permissions);
				give(&name, patient, grant);
			}
		}
		cast
	}

	/// Notes who has been enrolled since the last time.
	pub fn meet(&mut self) {
		let mut new: Vec<PatientId> =
			Patients::<Runtime>::iter_keys().filter(|patient| !self.patients.contains(patient)).collect();
		new.sort();
		self.patients.append(&mut new);
	}

	/// How many practitioners there are; they are numbered from 1.
	pub fn practitioners(&self) -> PractitionerId {
		NextPractitioner::<Runtime>::get().saturating_sub(1)
	}

	/// Everyone who is or was a representative of some patient.
	pub fn representatives(&self) -> impl Iterator<Item = RepresentativeId> {
		1..NextRepresentative::<Runtime>::get()
	}

	/// Everyone who may act as somebody else than the patient: practitioners at each place of work, organisations, and
	/// representatives, of this patient or another.
	pub fn actors(&self) -> Vec<Actor> {
		let mut actors = Vec::new();
		for practitioner in 1..=self.practitioners() {
			let known = Identity::practitioner(practitioner).into_iter();
			actors.extend(
				known
					.flat_map(|known| known.memberships)
					.map(|place| Actor::Practitioner { practitioner, organisation: place.organisation }),
			);
		}
		actors.extend((1..=self.size.organisations).map(Actor::Organisation));
		actors.extend(self.representatives().map(Actor::Representative));
		actors
	}

	/// Somebody, in whatever role.
	pub fn anyone(&self, dice: &mut Dice) -> AccountId32 {
		let name = match dice.below(8) {
			7 => helper_name(dice.below(HELPERS)),
			6 => heir_name(dice.below(HEIRS)),
			0 => MALLORY.to_owned(),
			1 => spare_name(dice.below(self.size.spares)),
			2 => patient_name(dice.below(self.size.patients)),
			3 => doctor_name(dice.below(self.size.practitioners)),
			4 => controller_name(1 + dice.below(self.size.organisations)),
			_ => registrar_name(1 + dice.below(self.size.organisations)),
		};
		account(&name)
	}

	/// A name under which the owner's vaults are kept, beyond the first.
	pub fn vault_name(&self, owner: VaultOwner) -> String {
		match owner {
			VaultOwner::Patient(id) => {
				let number = self.patients.iter().position(|patient| *patient == id);
				format!("vault of patient {}", number.unwrap_or(self.patients.len()))
			}
			VaultOwner::Practitioner(id) => format!("vault of practitioner {id}"),
			VaultOwner::Organisation(id) => format!("vault of organisation {id}"),
			VaultOwner::Representative(id) => format!("vault of representative {id}"),
		}
	}
}

/// A registrar of the organisation, or who would be one.
pub fn a_registrar(organisation: OrganisationId, dice: &mut Dice) -> AccountId32 {
	let known = Organisations::<Runtime>::get(organisation);
	known
		.and_then(|known| dice.pick(&known.registrars))
		.unwrap_or_else(|| account(&registrar_name(organisation)))
}

/// Who controls the organisation, or would.
pub fn the_controller(organisation: OrganisationId) -> AccountId32 {
	Organisations::<Runtime>::get(organisation)
		.map_or_else(|| account(&controller_name(organisation)), |known| known.controller)
}

/// Who signs for the party.
pub fn signer_of(party: Party, dice: &mut Dice) -> Option<AccountId32> {
	match party {
		Party::Practitioner(id) => Identity::practitioner(id).map(|known| known.account),
		Party::Organisation(id) if dice.chance(50) => Some(the_controller(id)),
		Party::Organisation(id) => Some(a_registrar(id, dice)),
		Party::Representative(id) => Identity::representative(id).map(|known| known.account),
		// Nobody signs for a commitment; this one tries.
		Party::Blinded(_) => Some(the_controller(1)),
	}
}

/// What opens the patient's blinded consent of this index.
pub fn opening_of(patient: &PatientId, consent: ConsentIndex) -> Opening {
	Opening(sha256(&[b"opening", &patient.0, &consent.to_le_bytes()]))
}

/// The party's X-Wing key now, or what stands for that of a blinded one.
pub fn kem_of(party: Party) -> Option<Digest> {
	if party.is_blinded() {
		return Some(Digest([0xb1; 32]));
	}
	party.vault_owner().and_then(Identity::vault).map(|vault| vault.keys.kem)
}

/// A grant for treatment from now on, with an envelope for each item if it permits reading.
pub fn treatment_grant(grantee: Party, items: Vec<Item>, permissions: Permissions) -> Grant {
	let sealed_to = kem_of(grantee).filter(|_| permissions.contains(Permissions::READ));
	let items = items
		.into_iter()
		.map(|item| GrantedItem { item, envelope: sealed_to.map(|_| Digest([0xe0; 32])) })
		.collect();
	Grant {
		grantee,
		items: BoundedVec::truncate_from(items),
		permissions,
		purposes: Purposes::from(Purpose::Treatment),
		from: now(),
		until: None,
		reach: Reach::AllHistory,
		sealed_to,
		text: Digest([0x7e; 32]),
		policy_version: 1,
	}
}

fn give(name: &str, patient: PatientId, grant: Grant) {
	let before = ConsentCount::<Runtime>::get(patient);
	let signature = salus_mock::grant_signature(&patient, &grant);
	salus_mock::Consent::grant(by(name), patient, grant, signature).expect("the consent may be given");
	assert_eq!(ConsentCount::<Runtime>::get(patient), before + 1);
}

fn admit(name: &str, organisation: OrganisationId) {
	let until: Moment = now() + 60 * DAY;
	Identity::admit_practitioner(
		by(&registrar_name(organisation)),
		organisation,
		account(name),
		PractitionerRole::Clinician,
		Privileges::NONE,
		Commitment::default(),
		until,
		salus_mock::acceptance(name, Role::Practitioner(organisation)),
	)
	.expect("the person may be admitted");
}
