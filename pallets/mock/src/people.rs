//! People by name, with wallets and vaults of their own.

use crate::{
	now,
	runtime::{Runtime, RuntimeOrigin, Seats},
	signed,
	time::DAY,
	words::acceptance,
	Consortium, Identity, Session, ALICE_ORGANISATION, BOB_ORGANISATION, GENESIS,
};
use salus_pallet_consortium::{CouncilSeats, NodesStayUntil};
use salus_primitives::{
	consortium::OrganisationState,
	ids::{
		sha256, Commitment, Digest, Nonce16, OrganisationId, PatientId, PractitionerId, ScopeId, SigningKey,
		VaultKeys, VaultSignature,
	},
	people::{PractitionerRole, Privileges, VaultOwner},
	text::{Enrolment, EnrolmentText, Role, SetVaultKeys, SignedText},
};
use sp_core::{ed25519, sr25519, Pair};
use sp_runtime::{testing::UintAuthorityId, AccountId32, DispatchResult, MultiSignature};
use std::{cell::RefCell, collections::BTreeMap};

thread_local! {
	/// Wallets by name, and names by account: to derive a key takes longer than most of what is tested with it.
	static WALLETS: RefCell<BTreeMap<String, sr25519::Pair>> = const { RefCell::new(BTreeMap::new()) };
	static NAMES: RefCell<BTreeMap<AccountId32, String>> = const { RefCell::new(BTreeMap::new()) };
	/// Vaults by name and generation, and by the signing key that the chain knows them by.
	static VAULTS: RefCell<BTreeMap<(String, u16), TestVault>> = const { RefCell::new(BTreeMap::new()) };
	static KEYS: RefCell<BTreeMap<SigningKey, TestVault>> = const { RefCell::new(BTreeMap::new()) };
}

/// The wallet of the person of that name: `alice` is the development account `//Alice`.
pub fn pair(name: &str) -> sr25519::Pair {
	if let Some(known) = WALLETS.with(|wallets| wallets.borrow().get(name).cloned()) {
		return known;
	}
	let mut letters = name.chars();
	let first = letters.next().map(|letter| letter.to_ascii_uppercase());
	let capitalised: String = first.into_iter().chain(letters).collect();
	let pair =
		sr25519::Pair::from_string(&format!("//{capitalised}"), None).expect("a name is a derivation path");
	WALLETS.with(|wallets| wallets.borrow_mut().insert(name.into(), pair.clone()));
	NAMES.with(|names| names.borrow_mut().insert(AccountId32::new(pair.public().0), name.into()));
	pair
}

/// The account of the person of that name.
pub fn account(name: &str) -> AccountId32 {
	AccountId32::new(pair(name).public().0)
}

/// The name of the person with the account, which [`account`] was asked for.
pub fn name_of(account: &AccountId32) -> String {
	NAMES.with(|names| names.borrow().get(account).cloned()).expect("the account is one of a named person")
}

/// A vault: a real signing key, and the digest of bytes that stand for a KEM public key.
#[derive(Clone)]
pub struct TestVault {
	signing: ed25519::Pair,
	kem: Digest,
}

impl TestVault {
	/// The public side.
	pub fn keys(&self) -> VaultKeys {
		VaultKeys { kem: self.kem, signing: SigningKey(self.signing.public().0) }
	}

	/// The vault's signature over the bare text.
	pub fn sign(&self, text: &impl SignedText) -> VaultSignature {
		self.sign_bytes(&text.text())
	}

	/// The vault's signature over any bytes.
	pub fn sign_bytes(&self, bytes: &[u8]) -> VaultSignature {
		VaultSignature(self.signing.sign(bytes).0)
	}
}

/// The first vault of the person of that name.
pub fn vault(name: &str) -> TestVault {
	vault_generation(name, 0)
}

/// The vault of the person of that name after `generation` rotations.
pub fn vault_generation(name: &str, generation: u16) -> TestVault {
	let key = (name.to_owned(), generation);
	if let Some(known) = VAULTS.with(|vaults| vaults.borrow().get(&key).cloned()) {
		return known;
	}
	let vault = derive_vault(name, generation);
	VAULTS.with(|vaults| vaults.borrow_mut().insert(key, vault.clone()));
	KEYS.with(|keys| keys.borrow_mut().insert(vault.keys().signing, vault.clone()));
	vault
}

/// The vault that the owner uses now, whoever controls it, if it is one that [`vault_generation`] gave.
pub fn vault_in_use(owner: VaultOwner) -> Option<TestVault> {
	let signing = Identity::vault(owner)?.keys.signing;
	KEYS.with(|keys| keys.borrow().get(&signing).cloned())
}

fn derive_vault(name: &str, generation: u16) -> TestVault {
	let seed = |use_: &str| sha256(&[use_.as_bytes(), name.as_bytes(), &generation.to_le_bytes()]);
	let kem_public_key: Vec<u8> = seed("kem").into_iter().cycle().take(1_216).collect();
	TestVault { signing: ed25519::Pair::from_seed(&seed("signing")), kem: Digest::of(&kem_public_key) }
}

/// The registrar of a genesis organisation.
fn registrar(organisation: OrganisationId) -> &'static str {
	match organisation {
		ALICE_ORGANISATION => "alice",
		BOB_ORGANISATION => "bob",
		other => panic!("organisation {other} is none of genesis"),
	}
}

/// What the person of that name signs to be enrolled by organisation 1: valid for a day, with [`vault`] and an inbox.
pub fn enrolment(name: &str) -> Enrolment {
	let [inbox, key, nonce] =
		["inbox", "inbox key", "nonce"].map(|use_| sha256(&[use_.as_bytes(), name.as_bytes()]));
	Enrolment {
		account: account(name),
		organisation: ALICE_ORGANISATION,
		vault: vault(name).keys(),
		inbox: ScopeId(first_16(&inbox)),
		inbox_key: Digest(key),
		nonce: Nonce16(first_16(&nonce)),
		expires_at: now() + DAY,
	}
}

pub(crate) fn first_16(bytes: &[u8; 32]) -> [u8; 16] {
	bytes.first_chunk().copied().expect("32 bytes have 16")
}

/// The signatures of that person's wallet and vault over the enrolment on this chain.
pub fn sign_enrolment(name: &str, enrolment: &Enrolment) -> (MultiSignature, VaultSignature) {
	let text = EnrolmentText { genesis: GENESIS, enrolment };
	(pair(name).sign(&text.text()).into(), vault(name).sign(&text))
}

/// Makes the person of that name a registrar of the organisation, with its own word, by a call of `signer`.
pub fn add_registrar(signer: &str, organisation: OrganisationId, name: &str) -> DispatchResult {
	let acceptance = acceptance(name, Role::Registrar(organisation));
	Consortium::add_registrar(signed(signer), organisation, account(name), acceptance)
}

/// Enrols the person of that name with organisation 1.
pub fn enrol(name: &str) -> PatientId {
	enrol_by(ALICE_ORGANISATION, name)
}

/// Enrols the person of that name with a genesis organisation.
pub fn enrol_by(organisation: OrganisationId, name: &str) -> PatientId {
	let enrolment = Enrolment { organisation, ..enrolment(name) };
	let patient = EnrolmentText { genesis: GENESIS, enrolment: &enrolment }.patient_id();
	let (signature, vault_signature) = sign_enrolment(name, &enrolment);
	Identity::enrol_patient(signed(registrar(organisation)), enrolment, signature, vault_signature)
		.expect("the enrolment is good");
	patient
}

/// Admits the person of that name to a genesis organisation for a year, without privileges, and registers [`vault`]
/// for it if it has none yet.
pub fn admit(name: &str, organisation: OrganisationId, role: PractitionerRole) -> PractitionerId {
	let practitioner = admit_without_vault(name, organisation, role);
	let owner = VaultOwner::Practitioner(practitioner);
	if Identity::vault(owner).is_none() {
		register_vault(owner, name);
	}
	practitioner
}

/// Admits the person of that name to a genesis organisation for a year, without privileges.
pub fn admit_without_vault(
	name: &str,
	organisation: OrganisationId,
	role: PractitionerRole,
) -> PractitionerId {
	Identity::admit_practitioner(
		signed(registrar(organisation)),
		organisation,
		account(name),
		role,
		Privileges::NONE,
		Commitment::new(b"salus/v1/credential", &[7; 32], name.as_bytes()),
		now() + 365 * DAY,
		acceptance(name, Role::Practitioner(organisation)),
	)
	.expect("the person may be admitted");
	salus_pallet_identity::PractitionerOf::<Runtime>::get(account(name)).expect("the person was admitted")
}

/// Registers the vault of the person of that name, who is the owner, as the next generation.
pub fn register_vault(owner: VaultOwner, name: &str) {
	let generation = Identity::next_generation(owner).expect("there are generations left");
	let vault = vault_generation(name, generation);
	let text = SetVaultKeys { genesis: GENESIS, owner, generation, keys: vault.keys() };
	let signature = vault.sign(&text);
	Identity::set_vault_keys(signed(name), owner, vault.keys(), signature, None)
		.expect("the vault may be registered");
}

/// Rotates the vault of the person of that name, who is the owner, to the next generation.
pub fn rotate_vault(owner: VaultOwner, name: &str) {
	let generation = Identity::vault(owner).expect("there is a vault").generation;
	let (old, new) = (vault_generation(name, generation), vault_generation(name, generation + 1));
	let text = SetVaultKeys { genesis: GENESIS, owner, generation: generation + 1, keys: new.keys() };
	Identity::set_vault_keys(signed(name), owner, new.keys(), new.sign(&text), Some(old.sign(&text)))
		.expect("the vault may be rotated");
}

/// Reports the vault of the person of that name, who is the owner, as compromised.
pub fn report_compromised(owner: VaultOwner, name: &str) {
	Identity::report_vault_compromised(signed(name), owner).expect("the vault may be reported");
}

/// Removes the vault of a practitioner, whose home a genesis organisation is.
pub fn reset_vault(home: OrganisationId, practitioner: PractitionerId) {
	Identity::reset_vault(signed(registrar(home)), practitioner).expect("the vault may be reset");
}

/// Lets the person of that name sign for a practitioner, whose home a genesis organisation is.
pub fn replace_account(home: OrganisationId, practitioner: PractitionerId, name: &str) {
	let acceptance = acceptance(name, Role::AccountOf(practitioner));
	Identity::replace_account(signed(registrar(home)), practitioner, account(name), acceptance)
		.expect("the account may be replaced");
}

/// Suspends a practitioner's membership in a genesis organisation.
pub fn suspend_practitioner(organisation: OrganisationId, practitioner: PractitionerId) {
	Identity::suspend_practitioner(signed(registrar(organisation)), organisation, practitioner)
		.expect("the practitioner may be suspended");
}

/// Suspends an organisation from now on, whatever that leaves of the consortium.
pub fn suspend_organisation(organisation: OrganisationId) {
	set_state(organisation, OrganisationState::Suspended);
}

/// Ends an organisation's suspension now.
pub fn reinstate_organisation(organisation: OrganisationId) {
	set_state(organisation, OrganisationState::Active);
}

/// Expels an organisation from now on, whatever that leaves of the consortium.
pub fn expel_organisation(organisation: OrganisationId) {
	set_state(organisation, OrganisationState::Expelled);
}

/// What a vote comes to, without what it may not do.
fn set_state(organisation: OrganisationId, state: OrganisationState) {
	Consortium::change_standing(organisation, state).expect("there is the organisation");
	if state != OrganisationState::Expelled {
		// No vote takes an expulsion back; tests do.
		NodesStayUntil::<Runtime>::remove(organisation);
	}
}

/// The origin of a motion that so many of the council's seats agreed to.
pub fn agreed(ayes: u32) -> RuntimeOrigin {
	let seats = u32::try_from(Seats::seats().len()).expect("seats are few");
	pallet_collective::RawOrigin::Members(ayes, seats).into()
}

/// The origin of a motion that all of the council agreed to.
pub fn council() -> RuntimeOrigin {
	agreed(u32::try_from(Seats::seats().len()).expect("seats are few"))
}

/// Registers session keys for the person of that name, with which the test chain wants no proof.
pub fn set_session_keys(name: &str, key: u64) -> DispatchResult {
	Session::set_keys(signed(name), UintAuthorityId(key), Vec::new())
}
