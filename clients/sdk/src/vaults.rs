//! Vault keys: registered once, rotated when they should be others.
//!
//! The public key goes to the blob store first, so that whoever reads its digest on chain finds it.

use crate::{chain::calls, client::parties, As, Client, Error, Keyring, Landed, Result, Wallet};
use salus_primitives::{
	ids::VaultKeys,
	people::{Party, Vault, VaultOwner},
	text::{SetVaultKeys, SignedText},
};
use serde::Serialize;

/// Vault keys on chain.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Registered {
	/// Whose.
	pub owner: VaultOwner,
	/// The keys.
	pub keys: VaultKeys,
	/// How often they were rotated.
	pub generation: u16,
	/// The transaction; none if these keys were there already.
	pub landed: Option<Landed>,
}

/// What is known of the root that a vault's keys derive from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum RootIs {
	Unknown,
	Safe,
}

/// Refuses to rotate away from a root that a thief may have.
fn ensure_worth_rotating(owner: &VaultOwner, registered: &Vault, root: RootIs) -> Result<()> {
	if registered.compromised_at.is_none() || root == RootIs::Safe {
		return Ok(());
	}
	let instead = match owner {
		VaultOwner::Practitioner(_) => {
			"; ask the home organisation for `practitioner reset-vault`, and publish the vault of a new profile"
		}
		VaultOwner::Representative(_) => "; end the representation, and be admitted anew with the vault of a new profile",
		VaultOwner::Patient(_) | VaultOwner::Organisation(_) => "",
	};
	Err(Error::usage(format!(
		"the vault was reported compromised: a stolen root cannot be rotated away, whoever has it has its later keys \
		 too{instead}"
	)))
}

impl Client {
	/// Registers the first vault keys of a practitioner or an organisation.
	///
	/// # Errors
	/// Of kind usage if another vault is registered; those of [`crate::Chain::submit`].
	pub async fn register_vault(&self, keyring: &Keyring, whose: As) -> Result<Registered> {
		let owner = self.vault_owner(keyring, whose).await?;
		if let Some(vault) = self.chain().vault(&owner, self.at()).await? {
			let own = keyring.vault_with_key(&owner, &vault.keys.kem, vault.generation).map_err(|_| {
				Error::usage("another vault is registered; a registrar of the home organisation can reset it")
			})?;
			self.publish_key(&own.public_key()).await?;
			return Ok(Registered { owner, keys: vault.keys, generation: vault.generation, landed: None });
		}
		let generation = self.chain().first_vault_generation(&owner, self.at()).await?;
		let vault = keyring.vault(&owner, generation);
		let keys = vault.public_keys();
		self.publish_key(&vault.public_key()).await?;
		let text = SetVaultKeys { genesis: self.chain().genesis(), owner, generation, keys }.text();
		let call = calls::identity::set_vault_keys(&owner, &keys, &vault.signer().sign(&text), None);
		let landed = self.chain().submit(&call, keyring.wallet(), self.wait()).await?;
		Ok(Registered { owner, keys, generation, landed: Some(landed) })
	}

	/// Rotates vault keys. What was sealed to the old ones stays readable with the same root; patients reseal
	/// to the new ones, or the grantee does with [`Client::reseal_own`].
	///
	/// # Errors
	/// Of kind usage if none are registered, or they were reported compromised: whoever has the root has its
	/// later keys too. Of kind denied if they are another vault's; those of [`crate::Chain::submit`].
	pub async fn rotate_vault(&self, keyring: &Keyring, whose: As) -> Result<Registered> {
		self.rotate_vault_of(keyring, whose, RootIs::Unknown).await
	}

	/// As [`Self::rotate_vault`], also when the keys were reported compromised: for when they leaked and the
	/// root that they derive from did not.
	///
	/// # Errors
	/// As [`Self::rotate_vault`].
	pub async fn rotate_vault_of_safe_root(&self, keyring: &Keyring, whose: As) -> Result<Registered> {
		self.rotate_vault_of(keyring, whose, RootIs::Safe).await
	}

	async fn rotate_vault_of(&self, keyring: &Keyring, whose: As, root: RootIs) -> Result<Registered> {
		let owner = self.vault_owner(keyring, whose).await?;
		let registered = self
			.chain()
			.vault(&owner, self.at())
			.await?
			.ok_or_else(|| Error::usage("no vault keys are registered; register them first"))?;
		ensure_worth_rotating(&owner, &registered, root)?;
		let current = keyring.vault_with_key(&owner, &registered.keys.kem, registered.generation)?;
		let exhausted = || Error::usage("the vault has had as many generations as there are");
		let next = keyring.vault(&owner, current.generation().checked_add(1).ok_or_else(exhausted)?);
		let generation = registered.generation.checked_add(1).ok_or_else(exhausted)?;
		let keys = next.public_keys();
		self.publish_key(&next.public_key()).await?;
		let text = SetVaultKeys { genesis: self.chain().genesis(), owner, generation, keys }.text();
		let previous = current.signer().sign(&text);
		let call =
			calls::identity::set_vault_keys(&owner, &keys, &next.signer().sign(&text), Some(&previous));
		let landed = self.chain().submit(&call, keyring.wallet(), self.wait()).await?;
		if let VaultOwner::Patient(patient) = owner {
			self.reseal_names(keyring, &patient).await?;
		}
		Ok(Registered { owner, keys, generation, landed: Some(landed) })
	}

	/// Reports a vault's keys compromised: nothing is sealed to them any more, and the scopes whose key they
	/// hold wait for a rotation.
	///
	/// # Errors
	/// Those of [`crate::Chain::submit`].
	pub async fn report_vault_compromised(&self, wallet: &Wallet, owner: &VaultOwner) -> Result<Landed> {
		let call = calls::identity::report_vault_compromised(owner);
		self.chain().submit(&call, wallet, self.wait()).await
	}

	/// The vault that the keyring's account owns in this role.
	///
	/// # Errors
	/// Of kind denied if it has no such role.
	pub async fn vault_owner(&self, keyring: &Keyring, whose: As) -> Result<VaultOwner> {
		let roles = self.chain().roles(&keyring.account(), self.at()).await?;
		let lacks = |what: &str| Error::NoKey(format!("the account {what}"));
		match whose {
			As::Patient => roles.patient.map(VaultOwner::Patient).ok_or_else(|| lacks("controls no patient")),
			As::Practitioner { .. } => roles
				.practitioner
				.map(VaultOwner::Practitioner)
				.ok_or_else(|| lacks("signs for no practitioner")),
			As::Organisation => match parties(&roles).find(|party| matches!(party, Party::Organisation(_))) {
				Some(Party::Organisation(id)) => Ok(VaultOwner::Organisation(id)),
				_ => Err(lacks("acts for no organisation")),
			},
			As::Representative(id) => {
				let known = self.chain().representations(&keyring.account(), self.at()).await?;
				let own = known.iter().any(|(known, _)| *known == id);
				own.then_some(VaultOwner::Representative(id))
					.ok_or_else(|| lacks(&format!("is not representative {id}")))
			}
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::Kind;
	use salus_primitives::ids::{Digest, SigningKey};

	fn vault(compromised_at: Option<u64>) -> Vault {
		let keys = VaultKeys { kem: Digest([1; 32]), signing: SigningKey([2; 32]) };
		Vault { keys, generation: 0, compromised_at }
	}

	#[test]
	fn rotation_should_be_refused_when_the_root_may_be_stolen() {
		let practitioner = VaultOwner::Practitioner(1);
		assert!(ensure_worth_rotating(&practitioner, &vault(None), RootIs::Unknown).is_ok());
		assert!(ensure_worth_rotating(&practitioner, &vault(Some(5)), RootIs::Safe).is_ok());
		let refused = ensure_worth_rotating(&practitioner, &vault(Some(5)), RootIs::Unknown).unwrap_err();
		assert_eq!(refused.kind(), Kind::Usage);
		assert!(refused.to_string().contains("reset-vault"), "{refused}");
		let organisation = VaultOwner::Organisation(1);
		let refused = ensure_worth_rotating(&organisation, &vault(Some(5)), RootIs::Unknown).unwrap_err();
		assert!(!refused.to_string().contains("reset-vault"), "{refused}");
	}
}
