//! A patient with standard scopes, a doctor of another hospital, and shorthands for what they do.

#![allow(dead_code, unused_imports)] // Each test file uses its own part.

use frame_support::assert_ok;
pub use salus_mock::{
	account, advance, delegate_signature, grant_signature, now, reseal_signature, rotation, sign_rotation,
	signed, Consent, ExtBuilder, Identity, Records, Runtime, RuntimeEvent, System, ALICE_ORGANISATION,
	BOB_ORGANISATION, DAY, GENESIS, HOUR,
};
pub use salus_pallet_consent::{Error, Event};
pub use salus_primitives::{
	access::{Action, Decision, Mismatch, Reason, Request},
	consent::{Grant, GrantedItem, Item, Permissions, Reach, Reseal, Rotation, RotationDue, Scope, Seal},
	ids::{
		ConsentIndex, Digest, KeyEpoch, PatientId, PractitionerId, RecordIndex, RequestIndex, ScopeNumber,
		VaultSignature, INBOX,
	},
	people::{Actor, Party, PractitionerRole, VaultOwner},
	purpose::Purpose,
	records::{NewRecord, SizeClass},
	request::{AccessRequest, NewRequest, RequestState},
	time::Moment,
	BoundedVec,
};
use sp_runtime::DispatchResult;

pub type E = Error<Runtime>;
pub type IdentityError = salus_pallet_identity::Error<Runtime>;

/// Scopes of the patient; which is which does not matter here.
pub const LABS: ScopeNumber = 1;
pub const IMAGING: ScopeNumber = 2;
pub const LABS_ONLY: [Item; 1] = [Item::Scope(LABS)];

/// A patient and a doctor.
#[derive(Clone, Copy)]
pub struct World {
	/// eve, enrolled by organisation 1, with the standard scopes.
	pub patient: PatientId,
	/// charlie, a clinician of organisation 2 with a vault.
	pub doctor: PractitionerId,
}

/// Runs `test` in a [`World`], and then holds the invariants of every pallet.
pub fn world(test: impl FnOnce(World)) {
	ExtBuilder::default().build_and_execute(|| {
		let patient = salus_mock::enrol("eve");
		salus_mock::standard_scopes(patient);
		let doctor = salus_mock::admit("charlie", BOB_ORGANISATION, PractitionerRole::Clinician);
		System::reset_events();
		test(World { patient, doctor })
	})
}

impl World {
	/// The doctor as a grantee.
	pub fn grantee(&self) -> Party {
		Party::Practitioner(self.doctor)
	}

	/// The doctor's vault.
	pub fn doctors_vault(&self) -> VaultOwner {
		VaultOwner::Practitioner(self.doctor)
	}

	/// A colleague of the doctor's at the other hospital, of that name.
	pub fn colleague(&self, name: &str) -> Party {
		Party::Practitioner(salus_mock::admit(name, ALICE_ORGANISATION, PractitionerRole::Clinician))
	}

	/// A good grant of reading and writing the items to the doctor, who may pass it on.
	pub fn delegable(&self, items: &[Item]) -> Grant {
		delegable(self.grantee(), items)
	}

	/// Lets the person of that name, who is the parent's grantee, pass the grant on.
	pub fn delegated(&self, name: &str, parent: ConsentIndex, grant: Grant) -> ConsentIndex {
		let index = salus_pallet_consent::ConsentCount::<Runtime>::get(self.patient);
		assert_ok!(delegate(name, self.patient, parent, grant));
		index
	}

	/// A line of consents to read the items: of the doctor, of dave below it, and of frank below him, who all may pass on
	/// what they have, but the last.
	pub fn line(&self, items: &[Item]) -> Line {
		let [dave, frank] = ["dave", "frank"].map(|name| self.colleague(name));
		let doctors = self.granted(self.delegable(items));
		let daves = self.delegated("charlie", doctors, delegable(dave, items));
		let franks = self.delegated("dave", daves, delegable(frank, items));
		Line { dave, frank, doctors, daves, franks }
	}

	/// The doctor at work.
	pub fn at_work(&self) -> Actor {
		Actor::Practitioner { practitioner: self.doctor, organisation: BOB_ORGANISATION }
	}

	/// A good grant of reading the items to the doctor.
	pub fn reading(&self, items: &[Item]) -> Grant {
		reading(self.grantee(), items)
	}

	/// A good grant of writing to the scopes to the doctor.
	pub fn writing(&self, items: &[Item]) -> Grant {
		writing(self.grantee(), items)
	}

	/// Makes the grant.
	pub fn granted(&self, grant: Grant) -> ConsentIndex {
		let index = salus_pallet_consent::ConsentCount::<Runtime>::get(self.patient);
		assert_ok!(give("eve", self.patient, grant));
		index
	}

	/// Lets the doctor ask for what [`wish`] says.
	pub fn asked(&self) -> RequestIndex {
		self.asked_for(wish())
	}

	/// Lets the doctor ask.
	pub fn asked_for(&self, wish: NewRequest) -> RequestIndex {
		let index = salus_pallet_consent::RequestCount::<Runtime>::get(self.patient);
		assert_ok!(ask("charlie", self.patient, self.grantee(), wish));
		index
	}

	/// Approves the request with the grant, signed by the patient's vault where that is needed.
	pub fn approve(&self, request: RequestIndex, grant: Grant) -> DispatchResult {
		let signature = grant_signature(&self.patient, &grant);
		Consent::approve_request(signed("eve"), self.patient, request, grant, signature)
	}

	/// Refuses the request.
	pub fn refuse(&self, request: RequestIndex) -> DispatchResult {
		Consent::refuse_request(signed("eve"), self.patient, request)
	}

	/// Withdraws the doctor's request.
	pub fn withdraw(&self, request: RequestIndex) -> DispatchResult {
		Consent::withdraw_request(signed("charlie"), self.patient, request)
	}

	/// The request as it is kept; none once it is forgotten.
	pub fn request(&self, index: RequestIndex) -> Option<AccessRequest> {
		salus_pallet_consent::Requests::<Runtime>::get(self.patient, index)
	}

	/// What became of the request.
	pub fn state(&self, index: RequestIndex) -> RequestState {
		self.request(index).unwrap().state
	}

	/// Brings the envelopes, signed by the patient's vault.
	pub fn resealed(&self, item: Item, reseals: Vec<Reseal>) -> DispatchResult {
		let signature = reseal_signature(&self.patient, item, &reseals);
		Consent::reseal(signed("eve"), self.patient, item, list(reseals), signature)
	}

	/// Lets the doctor read the scope.
	pub fn reader_of(&self, scope: ScopeNumber) -> ConsentIndex {
		self.granted(self.reading(&[Item::Scope(scope)]))
	}

	/// The scope as it is stored.
	pub fn scope(&self, scope: ScopeNumber) -> Scope {
		Consent::scope(&self.patient, scope).unwrap()
	}

	/// The envelope of the consent for the item.
	pub fn seal(&self, item: Item, consent: ConsentIndex) -> Option<Seal> {
		salus_pallet_consent::Seals::<Runtime>::get((self.patient, item, consent))
	}

	/// The consent as it is stored.
	pub fn consent(&self, index: ConsentIndex) -> salus_primitives::consent::Consent {
		salus_pallet_consent::Consents::<Runtime>::get(self.patient, index).unwrap()
	}

	/// An envelope for the consent, sealed to its grantee's vault key of now.
	pub fn reseal(&self, consent: ConsentIndex) -> Reseal {
		let sealed_to = kem(self.consent(consent).grantee);
		Reseal {
			consent,
			envelope: Digest::of(format!("resealed for {consent} at {}", now()).as_bytes()),
			sealed_to,
		}
	}

	/// Why the scope waits for a rotation.
	pub fn due(&self, scope: ScopeNumber) -> Option<(RotationDue, Moment)> {
		Consent::rotation_due(&self.patient, scope, &self.scope(scope), now())
	}

	/// The decision for the doctor at work, for treatment, now.
	pub fn decide(&self, action: Action, item: Item) -> Decision {
		self.decide_for(self.at_work(), action, item)
	}

	/// The decision for the actor, for treatment, now.
	pub fn decide_for(&self, actor: Actor, action: Action, item: Item) -> Decision {
		let request = Request { actor, action, item, purpose: Purpose::Treatment, at: now(), opening: None };
		Consent::decide(&self.patient, &request)
	}

	/// Whether the doctor may read the scope.
	pub fn reads(&self, scope: ScopeNumber) -> bool {
		self.decide(Action::Read, Item::Scope(scope)).is_allowed()
	}

	/// Whether the colleague may read the scope.
	pub fn lets_read(&self, colleague: Party, scope: ScopeNumber) -> bool {
		self.decide_for(at_hospital(colleague), Action::Read, Item::Scope(scope)).is_allowed()
	}

	/// Erases the record.
	pub fn erase(&self, record: RecordIndex) {
		let signature = salus_mock::erase_signature(&self.patient, record);
		assert_ok!(Records::erase(signed("eve"), self.patient, record, signature));
	}

	/// Files a record of the patient's own in the scope.
	pub fn record_in(&self, scope: ScopeNumber) -> RecordIndex {
		let record = NewRecord {
			ciphertext: Digest::of(b"ciphertext"),
			envelope: Digest::of(b"record envelope"),
			size: SizeClass::for_len(1).unwrap(),
			scope,
			epoch: self.scope(scope).epoch,
		};
		let page = Records::records(self.patient, 0, 256).unwrap();
		assert_ok!(Records::register(
			signed("eve"),
			self.patient,
			Actor::Patient,
			Purpose::PatientRequest,
			record
		));
		page.items.len() as RecordIndex
	}
}

/// A world in which the doctor may pass on what it has of labs and imaging, with a colleague.
pub fn delegating(test: impl FnOnce(World, ConsentIndex, Party)) {
	world(|world| {
		let parent = world.granted(world.delegable(&[Item::Scope(LABS), Item::Scope(IMAGING)]));
		let dave = world.colleague("dave");
		System::reset_events();
		test(world, parent, dave)
	})
}

/// Consents, each below the one before, and to whom they are.
#[derive(Clone, Copy)]
pub struct Line {
	pub dave: Party,
	pub frank: Party,
	pub doctors: ConsentIndex,
	pub daves: ConsentIndex,
	pub franks: ConsentIndex,
}

/// The practitioner at work at the colleagues' hospital.
pub fn at_hospital(party: Party) -> Actor {
	match party {
		Party::Practitioner(practitioner) => {
			Actor::Practitioner { practitioner, organisation: ALICE_ORGANISATION }
		}
		Party::Organisation(organisation) => Actor::Organisation(organisation),
		Party::Representative(representative) => Actor::Representative(representative),
		Party::Blinded(_) => panic!("nobody works as a commitment"),
	}
}

/// Passes the grant on as the person of that name, with the vault's signature where one is needed.
pub fn delegate(name: &str, patient: PatientId, parent: ConsentIndex, grant: Grant) -> DispatchResult {
	let signature = delegate_signature(&patient, parent, &grant);
	Consent::delegate(signed(name), patient, parent, grant, signature)
}

/// Makes the grant of the patient, who is of that name, with the vault's signature where one is needed.
pub fn give(name: &str, patient: PatientId, grant: Grant) -> DispatchResult {
	let signature = grant_signature(&patient, &grant);
	Consent::grant(signed(name), patient, grant, signature)
}

/// A good wish to read and write for treatment, without an end, open for a day.
pub fn wish() -> NewRequest {
	NewRequest {
		permissions: Permissions::READ.union(Permissions::WRITE),
		purposes: Purpose::Treatment.into(),
		from: None,
		until: None,
		envelope: Digest::of(b"sealed wish"),
		expires_at: now() + DAY,
	}
}

/// Lets the person of that name ask the patient for the requester.
pub fn ask(name: &str, patient: PatientId, requester: Party, wish: NewRequest) -> DispatchResult {
	Consent::request_access(signed(name), patient, requester, wish)
}

/// A good grant of reading the items, without an end, for treatment, with all history.
pub fn reading(grantee: Party, items: &[Item]) -> Grant {
	let envelope = |item: &Item| Some(Digest::of(format!("envelope of {item:?} for {grantee:?}").as_bytes()));
	let items: Vec<_> =
		items.iter().map(|item| GrantedItem { item: *item, envelope: envelope(item) }).collect();
	Grant {
		grantee,
		items: items.try_into().unwrap(),
		permissions: Permissions::READ,
		purposes: Purpose::Treatment.into(),
		from: now(),
		until: None,
		reach: Reach::AllHistory,
		sealed_to: Some(kem(grantee)),
		text: Digest::of(b"consent text"),
		policy_version: 3,
	}
}

/// A good grant of reading and writing the items, which may be passed on.
pub fn delegable(grantee: Party, items: &[Item]) -> Grant {
	let permissions = Permissions::READ.union(Permissions::WRITE).union(Permissions::DELEGATE);
	Grant { permissions, ..reading(grantee, items) }
}

/// A good grant of writing, without an end, for treatment.
pub fn writing(grantee: Party, items: &[Item]) -> Grant {
	let items: Vec<_> = items.iter().map(|item| GrantedItem { item: *item, envelope: None }).collect();
	Grant {
		items: items.try_into().unwrap(),
		permissions: Permissions::WRITE,
		sealed_to: None,
		..reading(grantee, &[])
	}
}

/// The party's vault key of now; zeros for one without a vault.
pub fn kem(party: Party) -> Digest {
	party.vault_owner().and_then(Identity::vault).map_or(Digest::default(), |vault| vault.keys.kem)
}

/// What consent said since the last reset, oldest first.
pub fn consent_events() -> Vec<Event<Runtime>> {
	let consent = |event| match event {
		RuntimeEvent::Consent(event) => Some(event),
		_ => None,
	};
	salus_mock::events().into_iter().filter_map(consent).collect()
}

/// The reasons of a denial.
pub fn reasons(decision: Decision) -> Vec<Reason> {
	match decision {
		Decision::Deny { reasons } => reasons.into_inner(),
		allowed => panic!("unexpected {allowed:?}"),
	}
}

/// A list that fits.
pub fn list<V: core::fmt::Debug, S: sp_core::Get<u32>>(values: Vec<V>) -> BoundedVec<V, S> {
	BoundedVec::try_from(values).unwrap()
}
