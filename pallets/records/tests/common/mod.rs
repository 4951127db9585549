//! A patient of a hospital, with a laboratory that may write to one scope, and the others around it.

#![allow(dead_code)] // Each test file uses its own part.

use frame_support::{assert_ok, dispatch::DispatchResult};
pub use salus_mock::{advance, now, Records as Pallet};
use salus_mock::{
	Consent, ExtBuilder, Identity, Runtime, RuntimeEvent, RuntimeOrigin, System, ALICE_ORGANISATION,
	BOB_ORGANISATION,
};
use salus_pallet_consent::{ConsentCount, Scopes, Seals};
use salus_pallet_consortium::GenesisOrganisation;
use salus_pallet_records::{Disputes, Event, OpenDisputes};
use salus_primitives::{
	consent::{Grant, GrantedItem, Item, Permissions, Reach, Reseal},
	dispute::{Dispute, DisputedRecord, SealedText},
	ids::{
		Commitment, ConsentIndex, Digest, KeyEpoch, OrganisationId, PatientId, PractitionerId, RecordIndex,
		ScopeNumber,
	},
	people::{Actor, Party, PractitionerRole},
	purpose::{Purpose, Purposes},
	records::{NewRecord, SizeClass},
	time::Moment,
	BoundedVec,
};
use sp_runtime::AccountId32;

/// Enrols the patient; its controller is alice, its other registrar hester.
pub const HOSPITAL: OrganisationId = ALICE_ORGANISATION;
/// May write to [`LABS`]; its controller is bob, its other registrar leander.
pub const LABORATORY: OrganisationId = BOB_ORGANISATION;

pub const LABS: ScopeNumber = 1;
pub const IMAGING: ScopeNumber = 2;
pub const MEDICATION: ScopeNumber = 3;

/// A practitioner.
pub struct Staff {
	pub name: &'static str,
	pub id: PractitionerId,
	pub account: AccountId32,
	pub organisation: OrganisationId,
	/// The end of its credential.
	pub until: Moment,
}

impl Staff {
	pub fn admitted(name: &'static str, organisation: OrganisationId, role: PractitionerRole) -> Self {
		let until = now() + 365 * salus_mock::DAY;
		let id = salus_mock::admit(name, organisation, role);
		Self { name, id, account: salus_mock::account(name), organisation, until }
	}

	pub fn actor(&self) -> Actor {
		Actor::Practitioner { practitioner: self.id, organisation: self.organisation }
	}
}

/// A patient with its wallet.
pub struct Stranger {
	pub patient: PatientId,
	pub account: AccountId32,
}

pub struct World {
	/// Enrolled by the hospital, with the standard scopes.
	pub patient: PatientId,
	pub wallet: AccountId32,
	/// Another patient, who has granted nothing.
	pub stranger: Stranger,
	/// Two practitioners of the laboratory.
	pub lab: Staff,
	pub colleague: Staff,
	/// A practitioner of the hospital.
	pub doctor: Staff,
	/// The laboratory's consent: write to [`LABS`] for treatment.
	pub consent: ConsentIndex,
}

/// Runs `test` in a [`World`] and then checks the invariants of every pallet.
pub fn world(test: impl FnOnce(&World)) {
	builder().build_and_execute(|| test(&World::found()));
}

/// The two organisations.
pub fn builder() -> ExtBuilder {
	let organisation = |name: &str, leader, registrar| GenesisOrganisation {
		name: name.into(),
		controller: salus_mock::account(leader),
		registrars: vec![salus_mock::account(leader), salus_mock::account(registrar)],
		validators: vec![salus_mock::account(leader)],
	};
	ExtBuilder::default().organisations(vec![
		organisation("Hospital", "alice", "hester"),
		organisation("Laboratory", "bob", "leander"),
	])
}

impl World {
	pub fn found() -> Self {
		let patient = salus_mock::enrol("eve");
		salus_mock::standard_scopes(patient);
		let mut world = Self {
			patient,
			wallet: salus_mock::account("eve"),
			stranger: Stranger {
				patient: salus_mock::enrol("ferdie"),
				account: salus_mock::account("ferdie"),
			},
			lab: Staff::admitted("dave", LABORATORY, PractitionerRole::Laboratory),
			colleague: Staff::admitted("dora", LABORATORY, PractitionerRole::Laboratory),
			doctor: Staff::admitted("charlie", HOSPITAL, PractitionerRole::Clinician),
			consent: 0,
		};
		world.consent = world.grant(Party::Organisation(LABORATORY), &[LABS], Permissions::WRITE, None);
		world
	}

	/// The current key version of a scope of the patient.
	pub fn epoch(&self, scope: ScopeNumber) -> KeyEpoch {
		epoch_of(self.patient, scope)
	}

	/// A good record for a scope of the patient; other tags are other records.
	pub fn pointer(&self, scope: ScopeNumber, tag: u8) -> NewRecord {
		pointer_of(self.patient, scope, tag)
	}

	/// Registers a record for the patient, for treatment.
	pub fn register(&self, writer: &Staff, record: NewRecord) -> DispatchResult {
		register_as(&writer.account, self.patient, writer.actor(), record)
	}

	/// Grants scopes for treatment from now on.
	pub fn grant(
		&self,
		grantee: Party,
		scopes: &[ScopeNumber],
		permissions: Permissions,
		until: Option<Moment>,
	) -> ConsentIndex {
		let items = scopes.iter().map(|scope| Item::Scope(*scope)).collect();
		self.grant_items(grantee, items, permissions, until)
	}

	/// Grants single records for treatment from now on.
	pub fn grant_records(
		&self,
		grantee: Party,
		records: &[RecordIndex],
		permissions: Permissions,
	) -> ConsentIndex {
		let items = records.iter().map(|record| Item::Record(*record)).collect();
		self.grant_items(grantee, items, permissions, None)
	}

	fn grant_items(
		&self,
		grantee: Party,
		items: Vec<Item>,
		permissions: Permissions,
		until: Option<Moment>,
	) -> ConsentIndex {
		let index = ConsentCount::<Runtime>::get(self.patient);
		give(&self.wallet, self.patient, treatment_grant(grantee, items, permissions, until));
		index
	}

	pub fn revoke(&self, consent: ConsentIndex) {
		assert_ok!(Consent::revoke(signed(&self.wallet), self.patient, consent));
	}

	pub fn exclude(&self, party: Party) {
		assert_ok!(Consent::exclude(signed(&self.wallet), self.patient, party));
	}

	/// Gives a scope its next key; nobody is resealed.
	pub fn rotate(&self, scope: ScopeNumber) {
		let rotation = salus_mock::rotation(&self.patient, scope, vec![]);
		assert_ok!(Consent::rotate_scope(signed(&self.wallet), self.patient, rotation));
	}

	/// The patient disputes a record, sealed to its author's organisation.
	pub fn dispute(&self, index: RecordIndex) -> DispatchResult {
		Pallet::dispute(signed(&self.wallet), self.patient, index, sealed(1), Party::Organisation(LABORATORY))
	}

	/// The record's newest dispute.
	pub fn disputed(&self, index: RecordIndex) -> Dispute {
		Disputes::<Runtime>::get(self.patient, index).expect("there is the dispute")
	}

	/// The author's side refuses a dispute.
	pub fn refuse(&self, author: &Staff, index: RecordIndex) -> DispatchResult {
		let reason = sealed(2);
		Pallet::refuse_dispute(signed(&author.account), self.patient, index, author.actor(), reason)
	}

	pub fn withdraw(&self, index: RecordIndex) -> DispatchResult {
		Pallet::withdraw_dispute(signed(&self.wallet), self.patient, index)
	}

	/// The laboratory's practitioner amends a record where it is filed.
	pub fn amend(&self, index: RecordIndex, tag: u8) -> DispatchResult {
		let actor = self.lab.actor();
		let record = self.pointer(LABS, tag);
		Pallet::amend(signed(&self.lab.account), self.patient, index, actor, Purpose::Treatment, record)
	}

	pub fn suspend(&self, staff: &Staff) {
		salus_mock::suspend_practitioner(staff.organisation, staff.id);
	}

	pub fn reinstate(&self, staff: &Staff) {
		assert_ok!(Identity::reinstate_practitioner(
			signed(&registrar(staff.organisation)),
			staff.organisation,
			staff.id
		));
	}

	/// Gives a practitioner a further membership.
	pub fn admit(&self, staff: &Staff, organisation: OrganisationId) {
		salus_mock::admit(staff.name, organisation, PractitionerRole::Clinician);
	}
}

/// A patient with one record of the laboratory's, by [`World::lab`].
pub fn with_record(test: impl FnOnce(&World)) {
	world(|w| {
		assert_ok!(w.register(&w.lab, w.pointer(LABS, 1)));
		test(w);
	});
}

/// What the chain has of a text; other tags are other texts.
pub fn sealed(tag: u8) -> SealedText {
	SealedText { commitment: Commitment([tag; 32]), envelope: Digest([tag; 32]) }
}

/// The records whose disputes await an answer of the organisation, with their times.
pub fn awaiting(organisation: OrganisationId) -> Vec<(DisputedRecord, Moment)> {
	let mut open: Vec<_> = OpenDisputes::<Runtime>::iter_prefix(organisation).collect();
	open.sort();
	open
}

pub fn signed(account: &AccountId32) -> RuntimeOrigin {
	RuntimeOrigin::signed(account.clone())
}

pub fn controller(organisation: OrganisationId) -> AccountId32 {
	salus_mock::account(if organisation == HOSPITAL { "alice" } else { "bob" })
}

/// A registrar who is not the controller.
pub fn registrar(organisation: OrganisationId) -> AccountId32 {
	salus_mock::account(if organisation == HOSPITAL { "hester" } else { "leander" })
}

pub fn stop_organisation(organisation: OrganisationId, expelled: bool) {
	if expelled {
		salus_mock::expel_organisation(organisation);
	} else {
		salus_mock::suspend_organisation(organisation);
	}
}

pub fn set_time(moment: Moment) {
	advance(moment - now());
}

pub fn epoch_of(patient: PatientId, scope: ScopeNumber) -> KeyEpoch {
	Scopes::<Runtime>::get(patient, scope).expect("there is the scope").epoch
}

pub fn pointer_of(patient: PatientId, scope: ScopeNumber, tag: u8) -> NewRecord {
	NewRecord {
		ciphertext: Digest::of(&[1, tag]),
		envelope: Digest::of(&[2, tag]),
		size: SizeClass::for_len(u64::from(tag) * 1_000).expect("the length has a class"),
		scope,
		epoch: epoch_of(patient, scope),
	}
}

pub fn register_as(
	account: &AccountId32,
	patient: PatientId,
	actor: Actor,
	record: NewRecord,
) -> DispatchResult {
	Pallet::register(signed(account), patient, actor, Purpose::Treatment, record)
}

/// Makes the grant of the account's patient, with the vault's signature where one is needed.
pub fn give(account: &AccountId32, patient: PatientId, grant: Grant) {
	let signature = salus_mock::grant_signature(&patient, &grant);
	assert_ok!(Consent::grant(signed(account), patient, grant, signature));
}

/// A grant for treatment from now on, with an envelope for each item if it permits reading.
pub fn treatment_grant(
	grantee: Party,
	items: Vec<Item>,
	permissions: Permissions,
	until: Option<Moment>,
) -> Grant {
	let sealed_to = kem_of(grantee).filter(|_| permissions.contains(Permissions::READ));
	let items = items
		.into_iter()
		.map(|item| GrantedItem { item, envelope: sealed_to.map(|_| Digest::of(b"envelope")) })
		.collect();
	Grant {
		grantee,
		items: BoundedVec::truncate_from(items),
		permissions,
		purposes: Purposes::from(Purpose::Treatment),
		from: now(),
		until,
		reach: Reach::AllHistory,
		sealed_to,
		text: Digest::of(b"consent text"),
		policy_version: 1,
	}
}

/// The party's X-Wing key now.
pub fn kem_of(party: Party) -> Option<Digest> {
	party.vault_owner().and_then(Identity::vault).map(|vault| vault.keys.kem)
}

/// New envelopes for every consent that holds a key of the scope, whether or not it may go on doing so.
pub fn reseals_of(patient: PatientId, scope: ScopeNumber) -> Vec<Reseal> {
	let holders = Seals::<Runtime>::iter_key_prefix((patient, Item::Scope(scope)));
	holders
		.filter_map(|consent| {
			let grantee = salus_pallet_consent::Consents::<Runtime>::get(patient, consent)?.grantee;
			Some(Reseal { consent, envelope: Digest::of(b"resealed"), sealed_to: kem_of(grantee)? })
		})
		.collect()
}

pub fn assert_last_event(event: Event<Runtime>) {
	System::assert_last_event(RuntimeEvent::Records(event));
}

/// How many cases a property runs: `PROPTEST_CASES`, or `default`.
pub fn cases(default: u32) -> u32 {
	std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(default)
}
