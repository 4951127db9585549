//! People, and the two organisations they deal with, in terms of the shared test chain.

pub use salus_mock::{advance as wait, now, ALICE_ORGANISATION as ORG_A, BOB_ORGANISATION as ORG_B, HOUR};
pub use salus_primitives::{
	ids::{OrganisationId, VaultKeys},
	text::Enrolment,
};
pub use sp_runtime::AccountId32;

use frame_support::assert_ok;
use salus_mock::{
	acceptance, account, expel_organisation, pair, people::name_of, reinstate_organisation,
	suspend_organisation, vault, Consortium, ExtBuilder, Identity, Runtime, RuntimeOrigin, Timestamp,
	GENESIS,
};
use salus_pallet_consortium::Organisations;
use salus_primitives::{
	consortium::{Organisation, OrganisationState},
	ids::{Commitment, GenesisHash, PatientId, PractitionerId, VaultSignature},
	people::{PractitionerRole, Privileges, VaultOwner},
	text::{Acceptance, EnrolmentText, Role, SetVaultKeys, SignedText},
	time::Moment,
};
use sp_core::Pair;
use sp_runtime::MultiSignature;

/// Runs `test` on a new chain, and checks every pallet's invariants after it.
pub fn run(test: impl FnOnce()) {
	ExtBuilder::default().build_and_execute(test);
}

/// Moves the chain's clock.
pub fn set_now(moment: Moment) {
	Timestamp::set_timestamp(moment);
}

/// A person with a wallet and a vault.
#[derive(Clone)]
pub struct Person(String);

impl Person {
	pub fn new(name: &str) -> Self {
		Self(name.into())
	}

	pub fn account(&self) -> AccountId32 {
		account(&self.0)
	}

	pub fn origin(&self) -> RuntimeOrigin {
		RuntimeOrigin::signed(self.account())
	}

	pub fn keys(&self) -> VaultKeys {
		vault(&self.0).keys()
	}

	pub fn sign(&self, text: &[u8]) -> MultiSignature {
		pair(&self.0).sign(text).into()
	}

	pub fn vault_sign(&self, text: &[u8]) -> VaultSignature {
		vault(&self.0).sign_bytes(text)
	}

	/// What the person signs to be enrolled by `organisation`.
	pub fn enrolment(&self, organisation: OrganisationId) -> Enrolment {
		Enrolment { organisation, ..salus_mock::enrolment(&self.0) }
	}

	pub fn sign_enrolment(&self, enrolment: &Enrolment) -> MultiSignature {
		self.sign(&EnrolmentText { genesis: GENESIS, enrolment }.text())
	}

	pub fn vault_sign_enrolment(&self, enrolment: &Enrolment) -> VaultSignature {
		self.vault_sign(&EnrolmentText { genesis: GENESIS, enrolment }.text())
	}

	/// The vault's signature for `keys` as generation `generation` of `owner` on this chain.
	pub fn sign_keys(&self, owner: VaultOwner, generation: u16, keys: VaultKeys) -> VaultSignature {
		self.sign_keys_on(GENESIS, owner, generation, keys)
	}

	/// The same for any chain.
	pub fn sign_keys_on(
		&self,
		genesis: GenesisHash,
		owner: VaultOwner,
		generation: u16,
		keys: VaultKeys,
	) -> VaultSignature {
		self.vault_sign(&SetVaultKeys { genesis, owner, generation, keys }.text())
	}
}

fn entry(organisation: OrganisationId) -> Organisation<AccountId32> {
	Organisations::<Runtime>::get(organisation).expect("the organisation exists")
}

/// A registrar of the organisation.
pub fn registrar(organisation: OrganisationId) -> AccountId32 {
	entry(organisation).registrars.first().cloned().expect("an organisation has registrars")
}

/// The organisation's controller.
pub fn controller(organisation: OrganisationId) -> AccountId32 {
	entry(organisation).controller
}

/// Makes the person of that name a registrar of the organisation.
pub fn add_registrar(organisation: OrganisationId, name: &str) -> AccountId32 {
	let controller = RuntimeOrigin::signed(controller(organisation));
	let word = acceptance(name, Role::Registrar(organisation));
	assert_ok!(Consortium::add_registrar(controller, organisation, account(name), word));
	account(name)
}

/// Takes the account out of the organisation's registrars.
pub fn remove_registrar(organisation: OrganisationId, account: AccountId32) {
	let controller = RuntimeOrigin::signed(controller(organisation));
	assert_ok!(Consortium::remove_registrar(controller, organisation, account));
}

/// Changes the organisation's standing from now on.
pub fn set_organisation_state(organisation: OrganisationId, state: OrganisationState) {
	match state {
		OrganisationState::Active => reinstate_organisation(organisation),
		OrganisationState::Suspended => suspend_organisation(organisation),
		OrganisationState::Expelled => expel_organisation(organisation),
	}
}

/// Enrols the person through a registrar of the organisation.
pub fn enrol(person: &Person, organisation: OrganisationId) -> PatientId {
	salus_mock::enrol_by(organisation, &person.0)
}

/// A commitment to some credential.
pub fn credential(content: &str) -> Commitment {
	Commitment::new(b"credential", &[7; 32], content.as_bytes())
}

/// The account's own word that it takes on the role, good for a day.
pub fn accepted(account: &AccountId32, role: Role) -> Acceptance {
	acceptance(&name_of(account), role)
}

/// Admits the account as a clinician of the organisation for a day.
pub fn admit(organisation: OrganisationId, account: AccountId32) -> PractitionerId {
	assert_ok!(Identity::admit_practitioner(
		RuntimeOrigin::signed(registrar(organisation)),
		organisation,
		account.clone(),
		PractitionerRole::Clinician,
		Privileges::NONE,
		credential("licence"),
		now() + 24 * HOUR,
		accepted(&account, Role::Practitioner(organisation)),
	));
	salus_pallet_identity::PractitionerOf::<Runtime>::get(account).expect("the account was admitted")
}

/// Registers the person's vault as that of `owner`, whose first vault it is.
pub fn register_vault(person: &Person, owner: VaultOwner) {
	salus_mock::register_vault(owner, &person.0);
}
