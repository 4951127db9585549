//! Who takes part.

use crate::common::{
	controller, give, registrar, treatment_grant, Staff, HOSPITAL, IMAGING, LABORATORY, LABS,
};
use salus_mock::{account, Runtime};
use salus_pallet_identity::PatientOf;
use salus_primitives::{
	consent::{Item, Permissions},
	ids::PatientId,
	people::{Actor, Party, PractitionerRole},
};
use sp_runtime::AccountId32;

/// People who are or will be patients.
pub const PATIENTS: [&str; 3] = ["eve", "ferdie", "pia"];

pub struct Cast {
	pub staff: Vec<Staff>,
	patients: [Option<PatientId>; PATIENTS.len()],
}

impl Cast {
	/// Two practitioners of the laboratory, one of the hospital, one of both, and the first patient, who lets the
	/// laboratory write and the hospital's practitioner read.
	pub fn found() -> Self {
		let staff = vec![
			Staff::admitted("dave", LABORATORY, PractitionerRole::Laboratory),
			Staff::admitted("dora", LABORATORY, PractitionerRole::Laboratory),
			Staff::admitted("charlie", HOSPITAL, PractitionerRole::Clinician),
			Staff::admitted("chloe", HOSPITAL, PractitionerRole::Clinician),
			Staff::admitted("chloe", LABORATORY, PractitionerRole::Researcher),
		];
		let patient = salus_mock::enrol(PATIENTS[0]);
		salus_mock::standard_scopes(patient);
		for (party, permissions) in [
			(Party::Organisation(LABORATORY), Permissions::WRITE),
			(Party::Practitioner(staff[2].id), Permissions::READ),
		] {
			let scopes = [LABS, IMAGING].map(Item::Scope).to_vec();
			let grant = treatment_grant(party, scopes, permissions, None);
			give(&account(PATIENTS[0]), patient, grant);
		}
		let mut cast = Self { staff, patients: Default::default() };
		cast.meet();
		cast
	}

	/// Notes who has been enrolled.
	pub fn meet(&mut self) {
		for (patient, name) in self.patients.iter_mut().zip(PATIENTS) {
			*patient = PatientOf::<Runtime>::get(account(name));
		}
	}

	/// The patient of that number, if enrolled.
	pub fn patient_of(&self, number: usize) -> Option<PatientId> {
		self.patients[number % PATIENTS.len()]
	}

	/// Everyone who may act: the patient, the practitioners at each place of work, and the organisations.
	pub fn actors(&self, patient: usize) -> Vec<(AccountId32, Actor)> {
		let mut actors = vec![(account(PATIENTS[patient % PATIENTS.len()]), Actor::Patient)];
		actors.extend(self.staff.iter().map(|staff| (staff.account.clone(), staff.actor())));
		actors.push((registrar(HOSPITAL), Actor::Organisation(HOSPITAL)));
		actors.push((controller(LABORATORY), Actor::Organisation(LABORATORY)));
		actors
	}

	/// Everyone to whom a consent may be given.
	pub fn parties(&self) -> Vec<Party> {
		// The last of the staff is one person with the one before.
		let practitioners = self.staff.iter().take(4).map(|staff| Party::Practitioner(staff.id));
		practitioners.chain([Party::Organisation(HOSPITAL), Party::Organisation(LABORATORY)]).collect()
	}
}
