//! The texts people and vaults sign outside a transaction.
//!
//! Each is ASCII, made of clauses that read on one line, with hexadecimal in groups of eight, and at most
//! [`MAX_TEXT_LEN`] bytes. Wallets wrap raw payloads in `<Bytes>…</Bytes>`; a wallet's signature counts in both forms,
//! a vault's only over the bare text.

use crate::{
	consent::{Grant, Item, NewScope, Reseal},
	ids::{
		sha256, ConsentIndex, Digest, GenesisHash, KeyEpoch, Nonce16, OrganisationId, PatientId,
		PractitionerId, RecordIndex, ScopeId, ScopeNumber, SigningKey, VaultKeys, VaultSignature,
	},
	limits::MAX_TEXT_LEN,
	people::{Party, VaultOwner},
	time::Moment,
};
use alloc::{string::String, vec::Vec};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::fmt::{self, Write};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};
use sp_core::ed25519;
use sp_runtime::{
	traits::{IdentifyAccount, Verify},
	AccountId32, MultiSignature,
};

mod consortium;
mod recovery;
mod representation;

pub use consortium::{AnnounceNode, ChooseHome, JoinConsortium};
pub use recovery::{
	ApproveRecovery, ConfirmRecovery, MoveControl, OverrideVeto, ReceiveShares, SetRecovery, StartRecovery,
};
pub use representation::{
	AppointRepresentative, CancelHandOver, MergePatients, RepresentPatient, ScheduleHandOver,
};

const OPEN: &[u8] = b"<Bytes>";
const CLOSE: &[u8] = b"</Bytes>";

/// Bytes in hexadecimal, in groups of eight digits.
struct Grouped<'a>(&'a [u8]);

impl fmt::Display for Grouped<'_> {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		for (position, group) in self.0.chunks(4).enumerate() {
			if position > 0 {
				f.write_char(' ')?;
			}
			group.iter().try_for_each(|byte| write!(f, "{byte:02x}"))?;
		}
		Ok(())
	}
}

/// A moment as `2026-11-22 10:00:00.000 UTC`.
struct Utc(Moment);

impl fmt::Display for Utc {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		const DAY: u64 = 86_400_000;
		let (days, rest) = (self.0 / DAY, self.0 % DAY);
		let (year, month, day) = civil_date(days);
		let (hour, minute) = (rest / 3_600_000, rest / 60_000 % 60);
		let (second, milli) = (rest / 1_000 % 60, rest % 1_000);
		write!(f, "{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}.{milli:03} UTC")
	}
}

/// A party or a patient as `practitioner 3`, `organisation 1` or `patient 0a1b2c3d …`.
struct Named(VaultOwner);

impl fmt::Display for Named {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		match &self.0 {
			VaultOwner::Patient(id) => write!(f, "patient {}", Grouped(&id.0)),
			VaultOwner::Practitioner(id) => write!(f, "practitioner {id}"),
			VaultOwner::Organisation(id) => write!(f, "organisation {id}"),
			VaultOwner::Representative(id) => write!(f, "representative {id}"),
		}
	}
}

/// A party as [`Named`] has it, or as `blinded reader 0a1b2c3d …`.
struct NamedParty(Party);

impl fmt::Display for NamedParty {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		match (self.0, self.0.vault_owner()) {
			(_, Some(owner)) => Named(owner).fmt(f),
			(Party::Blinded(commitment), None) => write!(f, "blinded reader {}", Grouped(&commitment.0)),
			// Whoever is not blinded can own a vault.
			(_, None) => Ok(()),
		}
	}
}

/// A key version as `Generation 0. Epoch 5.`
struct Version(KeyEpoch);

impl fmt::Display for Version {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		write!(f, "Generation {}. Epoch {}.", self.0.generation, self.0.index)
	}
}

/// The SHA-256 of what is too long to read, SCALE-encoded.
fn digest_of(value: &(impl Encode + ?Sized)) -> [u8; 32] {
	sha256(&[&value.encode()])
}

/// Year, month and day of the proleptic Gregorian calendar, `days` after 1970-01-01.
#[allow(clippy::arithmetic_side_effects)] // At most 2^64 ms are 2.1e11 days: nothing below comes near u64's bounds.
fn civil_date(days: u64) -> (u64, u64, u64) {
	// Years run from March here, so that the leap day is a year's last.
	let since_march_0000 = days + 719_468;
	let (era, day_of_era) = (since_march_0000 / 146_097, since_march_0000 % 146_097);
	let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
	let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	let months = (5 * day_of_year + 2) / 153;
	let day = day_of_year - (153 * months + 2) / 5 + 1;
	let month = if months < 10 { months + 3 } else { months - 9 };
	(era * 400 + year_of_era + u64::from(month <= 2), month, day)
}

/// A text that is signed outside a transaction.
pub trait SignedText: fmt::Display {
	/// The bytes to sign: ASCII, at most [`MAX_TEXT_LEN`].
	fn text(&self) -> Vec<u8> {
		let mut text = String::new();
		// Writing to a String cannot fail.
		let _ = write!(text, "{self}");
		debug_assert!(text.is_ascii() && text.len() <= MAX_TEXT_LEN);
		text.into_bytes()
	}

	/// Whether `signer`'s wallet signed the text, bare or wrapped.
	fn is_signed_by<S>(&self, signature: &S, signer: &AccountId32) -> bool
	where
		S: Verify,
		S::Signer: IdentifyAccount<AccountId = AccountId32>,
	{
		let text = self.text();
		signature.verify(text.as_slice(), signer) || signature.verify(wrapped(&text).as_slice(), signer)
	}

	/// Whether the vault with `key` signed the bare text.
	fn is_signed_by_vault(&self, signature: &VaultSignature, key: &SigningKey) -> bool {
		ed25519::Signature::from_raw(signature.0)
			.verify(self.text().as_slice(), &ed25519::Public::from_raw(key.0))
	}
}

/// The text as polkadot.js-compatible wallets sign raw bytes.
pub fn wrapped(text: &[u8]) -> Vec<u8> {
	[OPEN, text, CLOSE].concat()
}

/// A patient's wish to be enrolled, signed by the wallet and by the vault.
#[derive(
	Clone,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
#[serde(rename_all = "camelCase")]
pub struct Enrolment {
	/// The account that will control the patient.
	pub account: AccountId32,
	/// The organisation that may enrol.
	pub organisation: OrganisationId,
	/// The vault's keys.
	pub vault: VaultKeys,
	/// The inbox.
	pub inbox: ScopeId,
	/// SHA-256 of the inbox's first X-Wing public key.
	pub inbox_key: Digest,
	/// A random number, so that the identity can't be guessed and a second enrolment is another patient.
	pub nonce: Nonce16,
	/// Until when it may be used (exclusive).
	pub expires_at: Moment,
}

/// An [`Enrolment`] on a chain.
pub struct EnrolmentText<'a> {
	/// The chain.
	pub genesis: GenesisHash,
	/// What is asked.
	pub enrolment: &'a Enrolment,
}

impl fmt::Display for EnrolmentText<'_> {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		let Enrolment { account, organisation, vault, inbox, inbox_key, nonce, expires_at } = self.enrolment;
		write!(
			f,
			"Salus: enrol me as a patient. Chain {}. My account {}. Organisation {organisation} enrols me and may add \
			 records to my inbox, nothing else. Vault encryption key {}. Vault signing key {}. Inbox scope {}. Inbox key \
			 {}. One-time number {}. Valid until {}.",
			Grouped(&self.genesis),
			Grouped(account.as_ref()),
			Grouped(&vault.kem.0),
			Grouped(&vault.signing.0),
			Grouped(&inbox.0),
			Grouped(&inbox_key.0),
			Grouped(&nonce.0),
			Utc(*expires_at),
		)
	}
}

impl SignedText for EnrolmentText<'_> {}

impl EnrolmentText<'_> {
	/// The patient that this text enrols: SHA-256 of the bare text.
	pub fn patient_id(&self) -> PatientId {
		PatientId(sha256(&[&self.text()]))
	}
}

/// The vault's word for new scopes.
pub struct CreateScopes<'a> {
	/// The chain.
	pub genesis: GenesisHash,
	/// Whose scopes.
	pub patient: PatientId,
	/// The scopes, in the order of the call.
	pub scopes: &'a [NewScope],
}

impl fmt::Display for CreateScopes<'_> {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		write!(
			f,
			"Salus: create scopes. Chain {}. Patient {}.",
			Grouped(&self.genesis),
			Grouped(&self.patient.0)
		)?;
		self.scopes
			.iter()
			.try_for_each(|scope| write!(f, " Scope {} key {}.", Grouped(&scope.id.0), Grouped(&scope.key.0)))
	}
}

impl SignedText for CreateScopes<'_> {}

/// The vault's word for a scope's new key, and for who gets it.
pub struct RotateScope<'a> {
	/// The chain.
	pub genesis: GenesisHash,
	/// Whose scope.
	pub patient: PatientId,
	/// The scope.
	pub scope: ScopeNumber,
	/// The new key version.
	pub epoch: KeyEpoch,
	/// SHA-256 of the new X-Wing public key.
	pub key: Digest,
	/// The holders' envelopes, in the order of the call.
	pub reseals: &'a [Reseal],
}

impl fmt::Display for RotateScope<'_> {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		write!(
			f,
			"Salus: rotate the key of a scope. Chain {}. Patient {}. Scope {}. {} Key {}. Envelopes {}.",
			Grouped(&self.genesis),
			Grouped(&self.patient.0),
			self.scope,
			Version(self.epoch),
			Grouped(&self.key.0),
			Grouped(&digest_of(self.reseals)),
		)
	}
}

impl SignedText for RotateScope<'_> {}

/// The vault's word for a consent that hands out keys.
pub struct GiveConsent<'a> {
	/// The chain.
	pub genesis: GenesisHash,
	/// Whose consent.
	pub patient: PatientId,
	/// The index it will have, so that the same terms count once.
	pub consent: ConsentIndex,
	/// The terms.
	pub grant: &'a Grant,
}

impl fmt::Display for GiveConsent<'_> {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		write!(
			f,
			"Salus: give a consent to read. Chain {}. Patient {}. Consent {}. To {}. Terms {}.",
			Grouped(&self.genesis),
			Grouped(&self.patient.0),
			self.consent,
			NamedParty(self.grant.grantee),
			Grouped(&digest_of(self.grant)),
		)
	}
}

impl SignedText for GiveConsent<'_> {}

/// The word of a grantee's vault for a consent to read that it passes on.
pub struct DelegateConsent<'a> {
	/// The chain.
	pub genesis: GenesisHash,
	/// Whose records.
	pub patient: PatientId,
	/// The index the consent will have, so that the same terms count once.
	pub consent: ConsentIndex,
	/// The consent it is delegated from.
	pub parent: ConsentIndex,
	/// The terms.
	pub grant: &'a Grant,
}

impl fmt::Display for DelegateConsent<'_> {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		write!(
			f,
			"Salus: delegate a consent to read. Chain {}. Patient {}. Consent {}. From consent {}. To {}. Terms {}.",
			Grouped(&self.genesis),
			Grouped(&self.patient.0),
			self.consent,
			self.parent,
			NamedParty(self.grant.grantee),
			Grouped(&digest_of(self.grant)),
		)
	}
}

impl SignedText for DelegateConsent<'_> {}

/// The vault's word for new envelopes with the key of an item.
pub struct ResealHolders<'a> {
	/// The chain.
	pub genesis: GenesisHash,
	/// Whose item.
	pub patient: PatientId,
	/// The item.
	pub item: Item,
	/// The scope's key version; the first of all for a record, whose key never changes.
	pub epoch: KeyEpoch,
	/// The holders' envelopes, in the order of the call.
	pub reseals: &'a [Reseal],
}

impl fmt::Display for ResealHolders<'_> {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		write!(
			f,
			"Salus: hand a key to its holders. Chain {}. Patient {}. ",
			Grouped(&self.genesis),
			Grouped(&self.patient.0),
		)?;
		match self.item {
			Item::Scope(scope) => write!(f, "Scope {scope}. {}", Version(self.epoch))?,
			Item::Record(record) => write!(f, "Record {record}.")?,
		}
		write!(f, " Envelopes {}.", Grouped(&digest_of(self.reseals)))
	}
}

impl SignedText for ResealHolders<'_> {}

/// The vault's word for moving a record from the inbox to a scope.
pub struct RefileRecord {
	/// The chain.
	pub genesis: GenesisHash,
	/// Whose record.
	pub patient: PatientId,
	/// The record.
	pub record: RecordIndex,
	/// The scope it is filed in from now on.
	pub scope: ScopeNumber,
	/// The scope's key version.
	pub epoch: KeyEpoch,
	/// SHA-256 of the envelope for that key.
	pub envelope: Digest,
}

impl fmt::Display for RefileRecord {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		write!(
			f,
			"Salus: refile a record. Chain {}. Patient {}. Record {}. Scope {}. {} Envelope {}.",
			Grouped(&self.genesis),
			Grouped(&self.patient.0),
			self.record,
			self.scope,
			Version(self.epoch),
			Grouped(&self.envelope.0),
		)
	}
}

impl SignedText for RefileRecord {}

/// The vault's word for erasing a record.
pub struct EraseRecord {
	/// The chain.
	pub genesis: GenesisHash,
	/// Whose record.
	pub patient: PatientId,
	/// The record.
	pub record: RecordIndex,
	/// SHA-256 of its ciphertext, so that the word counts for this content and no other.
	pub ciphertext: Digest,
}

impl fmt::Display for EraseRecord {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		write!(
			f,
			"Salus: erase a record for good. Chain {}. Patient {}. Record {}. Ciphertext {}.",
			Grouped(&self.genesis),
			Grouped(&self.patient.0),
			self.record,
			Grouped(&self.ciphertext.0),
		)
	}
}

impl SignedText for EraseRecord {}

/// A role that an account takes on only by its own word.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
#[serde(rename_all = "camelCase")]
pub enum Role {
	/// A practitioner of the organisation.
	Practitioner(OrganisationId),
	/// The account that signs for the practitioner from now on.
	AccountOf(PractitionerId),
	/// A registrar of the organisation.
	Registrar(OrganisationId),
	/// The account that controls the patient from now on.
	ControllerOf(PatientId),
	/// The account that controls the patient from a moment on, without anyone before it.
	HandedOver {
		/// The patient.
		patient: PatientId,
		/// The moment.
		at: Moment,
	},
	/// The account that controls the organisation from now on.
	Controller(OrganisationId),
	/// An account that runs a validator for the organisation.
	Validator(OrganisationId),
}

impl fmt::Display for Role {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		match self {
			Self::Practitioner(organisation) => {
				write!(f, "Organisation {organisation} admits me as a practitioner")
			}
			Self::AccountOf(practitioner) => {
				write!(f, "I sign for practitioner {practitioner}, whose account is lost")
			}
			Self::Registrar(organisation) => {
				write!(f, "I enrol patients and admit practitioners for organisation {organisation}")
			}
			Self::ControllerOf(patient) => write!(f, "I control patient {} from now on", Grouped(&patient.0)),
			Self::HandedOver { patient, at } => {
				write!(f, "I alone control patient {} from {} on", Grouped(&patient.0), Utc(*at))
			}
			Self::Controller(organisation) => write!(f, "I control organisation {organisation} from now on"),
			Self::Validator(organisation) => write!(f, "I run a validator for organisation {organisation}"),
		}
	}
}

/// An account's word that it takes on a [`Role`].
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Acceptance {
	/// Until when it may be used (exclusive).
	pub expires_at: Moment,
	/// The wallet's signature over [`AcceptRole`], bare or wrapped.
	pub signature: MultiSignature,
}

/// The text of an [`Acceptance`].
pub struct AcceptRole<'a> {
	/// The chain.
	pub genesis: GenesisHash,
	/// Whose word.
	pub account: &'a AccountId32,
	/// The role.
	pub role: Role,
	/// Until when it may be used (exclusive).
	pub expires_at: Moment,
}

impl fmt::Display for AcceptRole<'_> {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		write!(
			f,
			"Salus: I accept a role. Chain {}. My account {}. {}. Valid until {}.",
			Grouped(&self.genesis),
			Grouped(self.account.as_ref()),
			self.role,
			Utc(self.expires_at),
		)
	}
}

impl SignedText for AcceptRole<'_> {}

/// The vault's word for its own keys: the new signing key signs a registration, and old and new a rotation.
pub struct SetVaultKeys {
	/// The chain.
	pub genesis: GenesisHash,
	/// Whose vault.
	pub owner: VaultOwner,
	/// The generation the keys will be.
	pub generation: u16,
	/// The new keys.
	pub keys: VaultKeys,
}

impl fmt::Display for SetVaultKeys {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		write!(
			f,
			"Salus: set vault keys. Chain {}. Owner {}. Generation {}. Encryption key {}. Signing key {}.",
			Grouped(&self.genesis),
			Named(self.owner),
			self.generation,
			Grouped(&self.keys.kem.0),
			Grouped(&self.keys.signing.0),
		)
	}
}

impl SignedText for SetVaultKeys {}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{
		consent::{GrantedItem, Permissions, Reach},
		limits::{MaxConsentItems, MaxResealsPerCall, MaxScopesPerCall},
		people::Party,
		purpose::Purpose,
	};
	use alloc::string::ToString;
	use sp_core::{sr25519, Get, Pair};

	fn enrolment(account: AccountId32) -> Enrolment {
		Enrolment {
			account,
			organisation: 7,
			vault: VaultKeys { kem: Digest([0xa1; 32]), signing: SigningKey([0xb2; 32]) },
			inbox: ScopeId([0xc3; 16]),
			inbox_key: Digest([0xd4; 32]),
			nonce: Nonce16([0xe5; 16]),
			expires_at: 1_795_341_600_000,
		}
	}

	#[test]
	fn enrolment_should_read_as_published() {
		let enrolment = enrolment(AccountId32::new([0x11; 32]));
		let text = EnrolmentText { genesis: [0x22; 32], enrolment: &enrolment }.text();
		assert_eq!(
			String::from_utf8(text).unwrap(),
			"Salus: enrol me as a patient. Chain 22222222 22222222 22222222 22222222 22222222 22222222 22222222 22222222. \
			 My account 11111111 11111111 11111111 11111111 11111111 11111111 11111111 11111111. Organisation 7 enrols me \
			 and may add records to my inbox, nothing else. Vault encryption key a1a1a1a1 a1a1a1a1 a1a1a1a1 a1a1a1a1 \
			 a1a1a1a1 a1a1a1a1 a1a1a1a1 a1a1a1a1. Vault signing key b2b2b2b2 b2b2b2b2 b2b2b2b2 b2b2b2b2 b2b2b2b2 b2b2b2b2 \
			 b2b2b2b2 b2b2b2b2. Inbox scope c3c3c3c3 c3c3c3c3 c3c3c3c3 c3c3c3c3. Inbox key d4d4d4d4 d4d4d4d4 d4d4d4d4 \
			 d4d4d4d4 d4d4d4d4 d4d4d4d4 d4d4d4d4 d4d4d4d4. One-time number e5e5e5e5 e5e5e5e5 e5e5e5e5 e5e5e5e5. Valid until \
			 2026-11-22 10:00:00.000 UTC."
		);
	}

	#[test]
	fn enrolment_should_count_bare_and_wrapped_and_nothing_else() {
		let pair = sr25519::Pair::from_string("//Alice", None).unwrap();
		let enrolment = enrolment(AccountId32::new(pair.public().0));
		let text = EnrolmentText { genesis: [0; 32], enrolment: &enrolment };
		let bytes = text.text();
		for signed in [bytes.clone(), wrapped(&bytes)] {
			assert!(text.is_signed_by(&MultiSignature::from(pair.sign(&signed)), &enrolment.account));
		}
		let other = EnrolmentText { genesis: [1; 32], enrolment: &enrolment };
		assert!(!other.is_signed_by(&MultiSignature::from(pair.sign(&bytes)), &enrolment.account));
		let stranger = sr25519::Pair::from_string("//Bob", None).unwrap();
		assert!(!text.is_signed_by(&MultiSignature::from(stranger.sign(&bytes)), &enrolment.account));
	}

	#[test]
	fn vaults_words_should_read_as_published() {
		let (genesis, patient) = ([0x22; 32], PatientId([0x33; 32]));
		let epoch = KeyEpoch { generation: 1, index: 5 };
		let reseals = [Reseal { consent: 4, envelope: Digest([0x44; 32]), sealed_to: Digest([0x55; 32]) }];
		let groups = |byte: &str| [byte.repeat(4).as_str(); 8].join(" ");
		let on = alloc::format!("Chain {}. Patient {}.", groups("22"), groups("33"));
		let envelopes = alloc::format!("{}", Grouped(&sha256(&[&reseals.to_vec().encode()])));

		let rotate =
			RotateScope { genesis, patient, scope: 3, epoch, key: Digest([0x66; 32]), reseals: &reseals };
		assert_eq!(
			rotate.to_string(),
			alloc::format!(
				"Salus: rotate the key of a scope. {on} Scope 3. Generation 1. Epoch 5. Key {}. Envelopes {envelopes}.",
				groups("66")
			)
		);
		let reseal = |item| ResealHolders { genesis, patient, item, epoch, reseals: &reseals }.to_string();
		assert_eq!(
			reseal(Item::Scope(3)),
			alloc::format!(
				"Salus: hand a key to its holders. {on} Scope 3. Generation 1. Epoch 5. Envelopes {envelopes}."
			)
		);
		assert_eq!(
			reseal(Item::Record(9)),
			alloc::format!("Salus: hand a key to its holders. {on} Record 9. Envelopes {envelopes}.")
		);
		let refile =
			RefileRecord { genesis, patient, record: 9, scope: 3, epoch, envelope: Digest([0x66; 32]) };
		assert_eq!(
			refile.to_string(),
			alloc::format!(
				"Salus: refile a record. {on} Record 9. Scope 3. Generation 1. Epoch 5. Envelope {}.",
				groups("66")
			)
		);
		let erase = EraseRecord { genesis, patient, record: 9, ciphertext: Digest([0x66; 32]) };
		assert_eq!(
			erase.to_string(),
			alloc::format!("Salus: erase a record for good. {on} Record 9. Ciphertext {}.", groups("66"))
		);
		let grant = grant();
		let terms = alloc::format!("{}", Grouped(&sha256(&[&grant.encode()])));
		assert_eq!(
			GiveConsent { genesis, patient, consent: 12, grant: &grant }.to_string(),
			alloc::format!(
				"Salus: give a consent to read. {on} Consent 12. To practitioner 8. Terms {terms}."
			)
		);
		let blinded = Grant { grantee: Party::Blinded(crate::ids::Commitment([0x66; 32])), ..grant.clone() };
		assert_eq!(
			GiveConsent { genesis, patient, consent: 12, grant: &blinded }.to_string(),
			alloc::format!(
				"Salus: give a consent to read. {on} Consent 12. To blinded reader {}. Terms {}.",
				groups("66"),
				Grouped(&sha256(&[&blinded.encode()]))
			)
		);
		assert_eq!(
			DelegateConsent { genesis, patient, consent: 12, parent: 4, grant: &grant }.to_string(),
			alloc::format!(
				"Salus: delegate a consent to read. {on} Consent 12. From consent 4. To practitioner 8. Terms {terms}."
			)
		);
	}

	#[test]
	fn acceptance_should_read_as_published() {
		let account = AccountId32::new([0x11; 32]);
		let groups = |byte: &str| [byte.repeat(4).as_str(); 8].join(" ");
		for (role, clause) in [
			(Role::Practitioner(7), "Organisation 7 admits me as a practitioner"),
			(Role::AccountOf(12), "I sign for practitioner 12, whose account is lost"),
			(Role::Registrar(7), "I enrol patients and admit practitioners for organisation 7"),
			(Role::Controller(7), "I control organisation 7 from now on"),
			(Role::Validator(7), "I run a validator for organisation 7"),
		] {
			let text =
				AcceptRole { genesis: [0x22; 32], account: &account, role, expires_at: 1_795_341_600_000 };
			assert_eq!(
				text.to_string(),
				alloc::format!(
					"Salus: I accept a role. Chain {}. My account {}. {clause}. Valid until 2026-11-22 10:00:00.000 UTC.",
					groups("22"),
					groups("11")
				)
			);
		}
	}

	fn grant() -> Grant {
		Grant {
			grantee: Party::Practitioner(8),
			items: Default::default(),
			permissions: Permissions::READ,
			purposes: Purpose::Treatment.into(),
			from: 1,
			until: None,
			reach: Reach::AllHistory,
			sealed_to: Some(Digest([7; 32])),
			text: Digest([8; 32]),
			policy_version: 1,
		}
	}

	#[test]
	fn vault_signature_should_not_count_when_wrapped() {
		let pair = ed25519::Pair::from_seed(&[7; 32]);
		let key = SigningKey(pair.public().0);
		let text = RotateScope {
			genesis: [0; 32],
			patient: PatientId([1; 32]),
			scope: 3,
			epoch: KeyEpoch { generation: 0, index: 9 },
			key: Digest([2; 32]),
			reseals: &[],
		};
		assert!(text.is_signed_by_vault(&VaultSignature(pair.sign(&text.text()).0), &key));
		assert!(!text.is_signed_by_vault(&VaultSignature(pair.sign(&wrapped(&text.text())).0), &key));
	}

	#[test]
	fn text_should_stay_within_its_bound_at_its_longest() {
		let (genesis, patient, digest) = ([9; 32], PatientId([9; 32]), Digest([9; 32]));
		let epoch = KeyEpoch { generation: u16::MAX, index: u32::MAX };
		let account = AccountId32::new([9; 32]);
		let longest =
			Enrolment { organisation: u32::MAX, expires_at: u64::MAX, ..enrolment(account.clone()) };
		let scopes = vec![
			NewScope { id: ScopeId([9; 16]), key: digest };
			<MaxScopesPerCall as Get<u32>>::get() as usize
		];
		let reseal = Reseal { consent: u32::MAX, envelope: digest, sealed_to: digest };
		let reseals = vec![reseal; <MaxResealsPerCall as Get<u32>>::get() as usize];
		let item = GrantedItem { item: Item::Record(u32::MAX), envelope: Some(digest) };
		let items = vec![item; <MaxConsentItems as Get<u32>>::get() as usize];
		let grant = Grant {
			grantee: Party::Blinded(crate::ids::Commitment([0xff; 32])),
			items: items.try_into().unwrap(),
			until: Some(u64::MAX),
			..grant()
		};
		let keys = VaultKeys { kem: digest, signing: SigningKey([9; 32]) };
		let role = |role| AcceptRole { genesis, account: &account, role, expires_at: u64::MAX }.text();
		let set_keys = |owner| SetVaultKeys { genesis, owner, generation: u16::MAX, keys }.text();
		let reseal = |item| ResealHolders { genesis, patient, item, epoch, reseals: &reseals }.text();
		let scope = u16::MAX;
		for text in [
			EnrolmentText { genesis, enrolment: &longest }.text(),
			CreateScopes { genesis, patient, scopes: &scopes }.text(),
			RotateScope { genesis, patient, scope, epoch, key: digest, reseals: &reseals }.text(),
			GiveConsent { genesis, patient, consent: u32::MAX, grant: &grant }.text(),
			DelegateConsent { genesis, patient, consent: u32::MAX, parent: u32::MAX, grant: &grant }.text(),
			reseal(Item::Scope(scope)),
			reseal(Item::Record(u32::MAX)),
			RefileRecord { genesis, patient, record: u32::MAX, scope, epoch, envelope: digest }.text(),
			EraseRecord { genesis, patient, record: u32::MAX, ciphertext: digest }.text(),
			role(Role::Practitioner(u32::MAX)),
			role(Role::AccountOf(u32::MAX)),
			role(Role::Registrar(u32::MAX)),
			role(Role::Controller(u32::MAX)),
			role(Role::Validator(u32::MAX)),
			set_keys(VaultOwner::Patient(patient)),
			set_keys(VaultOwner::Practitioner(u32::MAX)),
			set_keys(VaultOwner::Organisation(u32::MAX)),
		] {
			let read = String::from_utf8(text.clone()).unwrap();
			assert!(text.is_ascii() && !text.contains(&b'\n') && text.len() <= MAX_TEXT_LEN, "{read}");
		}
	}

	#[test]
	fn dates_should_be_those_of_the_calendar() {
		for (millis, date) in [
			(0, "1970-01-01 00:00:00.000 UTC"),
			(951_782_400_000, "2000-02-29 00:00:00.000 UTC"),
			(951_868_799_999, "2000-02-29 23:59:59.999 UTC"),
			(4_107_542_400_000, "2100-03-01 00:00:00.000 UTC"),
		] {
			assert_eq!(alloc::format!("{}", Utc(millis)), date);
		}
	}
}
