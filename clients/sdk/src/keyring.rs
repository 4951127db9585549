//! What one person or organisation holds: a wallet, and the root of a vault.

use crate::{AccountId, Error, Result, Wallet};
use salus_primitives::{
	ids::{Digest, OrganisationId, RepresentativeId},
	people::{Actor, VaultOwner},
};
use salus_vault::{
	keys::{PatientSecrets, VaultSecrets},
	root::Root,
};

/// The number of a root's practitioner vault.
const PRACTITIONER: u32 = 0;
/// The number of a root's organisation vault.
const ORGANISATION: u32 = 1;
/// The number of a root's vault for shares of others' roots.
const SHARES: u32 = 2;
/// The number of a root's vault as a representative, of whomever it represents.
const REPRESENTATIVE: u32 = 3;
/// Generations of a vault that are looked through beyond the one the chain counts.
const GENERATIONS_AHEAD: u16 = 4;

/// A wallet and a vault's root.
///
/// The wallet's account has its roles on chain. The root gives the vault of each: of the patient with the
/// keyring's number, of the practitioner, and of the organisation, all different.
#[derive(Clone, Debug)]
pub struct Keyring {
	wallet: Wallet,
	root: Root,
	patient_number: u32,
}

/// In which of its roles an account acts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum As {
	/// As the patient it controls.
	Patient,
	/// As the practitioner it signs for, at work for an organisation.
	Practitioner {
		/// The organisation; may be left out where there is one membership only.
		organisation: Option<OrganisationId>,
	},
	/// As the organisation it acts for.
	Organisation,
	/// As this representative.
	Representative(RepresentativeId),
}

impl Keyring {
	/// A wallet and a root; the patient's number is 0.
	pub fn new(wallet: Wallet, root: Root) -> Self {
		Self { wallet, root, patient_number: 0 }
	}

	/// For a person who has several patients, each under an account of its own: the number of this one.
	pub fn with_patient_number(mut self, number: u32) -> Self {
		self.patient_number = number;
		self
	}

	/// The wallet.
	pub fn wallet(&self) -> &Wallet {
		&self.wallet
	}

	/// The vault's root.
	pub fn root(&self) -> &Root {
		&self.root
	}

	/// The wallet's account.
	pub fn account(&self) -> AccountId {
		self.wallet.account()
	}

	/// The secrets of the patient.
	pub fn patient_secrets(&self) -> PatientSecrets {
		self.root.patient(self.patient_number)
	}

	/// A vault of this keyring.
	pub fn vault(&self, owner: &VaultOwner, generation: u16) -> VaultSecrets {
		match owner {
			VaultOwner::Patient(_) => self.patient_secrets().vault(generation),
			VaultOwner::Practitioner(_) => self.root.holder(PRACTITIONER).vault(generation),
			VaultOwner::Organisation(_) => self.root.holder(ORGANISATION).vault(generation),
			VaultOwner::Representative(_) => self.root.holder(REPRESENTATIVE).vault(generation),
		}
	}

	/// The vault to which shares of roots are sealed: for a guardian, which needs no role, and for the account that a
	/// patient is recovered with.
	pub fn share_vault(&self) -> VaultSecrets {
		self.root.holder(SHARES).vault(0)
	}

	/// The generation of the owner's vault whose encryption key has this digest, looked for around `near`.
	///
	/// # Errors
	/// Of kind denied if this keyring has none: the vault is another one.
	pub fn vault_with_key(&self, owner: &VaultOwner, kem: &Digest, near: u16) -> Result<VaultSecrets> {
		self.vault_that(owner, near, |digest| digest == kem)
	}

	/// The generation of the owner's vault whose encryption key's digest `is_it`, looked for around `near`.
	///
	/// # Errors
	/// As [`Self::vault_with_key`].
	pub(crate) fn vault_that(
		&self,
		owner: &VaultOwner,
		near: u16,
		is_it: impl Fn(&Digest) -> bool,
	) -> Result<VaultSecrets> {
		let ahead = near..=near.saturating_add(GENERATIONS_AHEAD);
		let behind = (0..near).rev().take(64);
		ahead
			.chain(behind)
			.map(|generation| self.vault(owner, generation))
			.find(|vault| is_it(&vault.public_key().digest()))
			.ok_or_else(|| {
				Error::NoKey("the vault of this profile does not have the key it was sealed to".into())
			})
	}
}

/// The vault that signs for an actor.
pub(crate) fn vault_owner(actor: &Actor, patient: &salus_primitives::ids::PatientId) -> VaultOwner {
	match actor {
		Actor::Patient => VaultOwner::Patient(*patient),
		Actor::Practitioner { practitioner, .. } => VaultOwner::Practitioner(*practitioner),
		Actor::Organisation(organisation) => VaultOwner::Organisation(*organisation),
		Actor::Representative(representative) => VaultOwner::Representative(*representative),
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use salus_primitives::ids::PatientId;

	fn keyring() -> Keyring {
		Keyring::new(Wallet::from_suri("//Eve").unwrap(), Root::from_bytes([3; 32]))
	}

	#[test]
	fn vaults_of_one_root_should_differ_by_role_and_patient_number() {
		let owners = [
			VaultOwner::Patient(PatientId([1; 32])),
			VaultOwner::Practitioner(1),
			VaultOwner::Organisation(1),
			VaultOwner::Representative(1),
		];
		let mut keys: Vec<_> =
			owners.iter().map(|owner| keyring().vault(owner, 0).public_keys().signing).collect();
		keys.push(keyring().with_patient_number(1).vault(&owners[0], 0).public_keys().signing);
		keys.push(keyring().share_vault().public_keys().signing);
		keys.sort();
		keys.dedup();
		assert_eq!(keys.len(), 6);
	}

	#[test]
	fn vault_should_be_found_by_its_key_whatever_its_generation() {
		let owner = VaultOwner::Practitioner(7);
		for (generation, near) in [(0, 0), (3, 0), (0, 9), (5, 5)] {
			let kem = keyring().vault(&owner, generation).public_key().digest();
			assert_eq!(keyring().vault_with_key(&owner, &kem, near).unwrap().generation(), generation);
		}
	}

	#[test]
	fn vault_of_another_root_should_not_be_found() {
		let owner = VaultOwner::Practitioner(7);
		let other = Root::from_bytes([4; 32]).holder(0).vault(0).public_key().digest();
		let refused = keyring().vault_with_key(&owner, &other, 0).unwrap_err();
		assert_eq!(refused.kind(), crate::Kind::Denied);
	}

	#[test]
	fn keyring_should_print_nothing_secret() {
		let printed = format!("{:?}", keyring());
		assert!(printed.contains("Secret(32 bytes)") && !printed.contains("0303"), "{printed}");
	}
}
