//! Chain and stores together.

use crate::{
	chain::calls, keyring::vault_owner, AccountId, As, At, Chain, Error, Keyring, Landed, Result, Stores,
	Wait,
};
use salus_primitives::{
	ids::{OrganisationId, PatientId, PractitionerId, RepresentativeId},
	limits::MAX_CLEANUP_STEPS,
	people::{Actor, Party, VaultOwner},
	time::Moment,
	view::Roles,
};
use salus_vault::{
	hybrid::{PublicKey, SecretKey},
	keys::VaultSecrets,
};
use std::time::{SystemTime, UNIX_EPOCH};

/// Former keys of a vault that a letter to its owner is tried with: a letter outlives few of them.
const FORMER_KEYS: u16 = 8;

/// Carries tasks out on a chain and the stores that go with it. Clones share connections.
#[derive(Clone, Debug)]
pub struct Client {
	chain: Chain,
	stores: Stores,
	wait: Wait,
}

impl Client {
	/// A client that waits for `wait` after each transaction and reads at the same kind of block.
	pub fn new(chain: Chain, stores: Stores, wait: Wait) -> Self {
		Self { chain, stores, wait }
	}

	/// The chain.
	pub fn chain(&self) -> &Chain {
		&self.chain
	}

	/// The stores.
	pub fn stores(&self) -> &Stores {
		&self.stores
	}

	/// For what it waits.
	pub fn wait(&self) -> Wait {
		self.wait
	}

	/// At which block it reads.
	pub fn at(&self) -> At {
		self.wait.into()
	}

	/// The chain's clock at the best block, by which the next block's rules go; before the first block, when it says
	/// nothing, this machine's. Milliseconds since the Unix epoch.
	///
	/// # Errors
	/// Of kind network.
	pub async fn now(&self) -> Result<Moment> {
		match self.chain.now(At::Best).await? {
			0 => {
				let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
				Ok(Moment::try_from(since.as_millis()).unwrap_or(Moment::MAX))
			}
			now => Ok(now),
		}
	}

	/// Has the chain take the next steps of its passes that clean up, which it takes by itself in blocks with room to
	/// spare. By anyone with a role.
	///
	/// # Errors
	/// Of kind denied if the account has no role.
	pub async fn clean_up(&self, keyring: &Keyring) -> Result<Vec<Landed>> {
		let mut landed = Vec::new();
		for call in [calls::consent::cleanup(MAX_CLEANUP_STEPS), calls::quota::cleanup(MAX_CLEANUP_STEPS)] {
			landed.push(self.chain.submit(&call, keyring.wallet(), self.wait).await?);
		}
		Ok(landed)
	}

	/// The patient that the account controls.
	///
	/// # Errors
	/// Of kind not found if it controls none.
	pub async fn own_patient(&self, account: &AccountId) -> Result<PatientId> {
		let roles = self.chain.roles(account, self.at()).await?;
		roles.patient.ok_or_else(|| Error::not_found(format!("account {account} controls no patient")))
	}

	/// Whom the account stands for when a patient grants it something: the practitioner it signs for, else the
	/// organisation it acts for.
	///
	/// # Errors
	/// Of kind not found if it is neither.
	pub async fn party_of(&self, account: &AccountId) -> Result<Party> {
		let roles = self.chain.roles(account, self.at()).await?;
		parties(&roles).next().ok_or_else(|| {
			Error::not_found(format!("account {account} is no practitioner and acts for no organisation"))
		})
	}

	/// In whose name the account acts towards a patient: as it says, or the only way it can.
	///
	/// # Errors
	/// Of kind usage if it has several ways and does not say which, of kind denied if it has none, or not the
	/// one it says.
	pub async fn actor(
		&self,
		account: &AccountId,
		patient: &PatientId,
		as_whom: Option<As>,
	) -> Result<Actor> {
		let roles = self.chain.roles(account, self.at()).await?;
		let memberships = match roles.practitioner {
			None => Vec::new(),
			Some(practitioner) => self.memberships(practitioner).await?,
		};
		let represents = self.chain.representations(account, self.at()).await?;
		let represents: Vec<RepresentativeId> = represents
			.into_iter()
			.filter(|(_, view)| view.representative.patient == *patient)
			.map(|(id, _)| id)
			.collect();
		choose_actor(&roles, &memberships, &represents, patient, as_whom)
	}

	async fn memberships(&self, practitioner: PractitionerId) -> Result<Vec<OrganisationId>> {
		let found = self.chain.practitioner(practitioner, self.at()).await?;
		Ok(found
			.map(|practitioner| {
				practitioner.memberships.iter().map(|membership| membership.organisation).collect()
			})
			.unwrap_or_default())
	}

	/// The keyring's vault that signs for an actor, as the chain has it now.
	///
	/// # Errors
	/// Of kind usage if the chain has none, of kind denied if the keyring's is another.
	pub(crate) async fn signing_vault(
		&self,
		keyring: &Keyring,
		actor: &Actor,
		patient: &PatientId,
	) -> Result<VaultSecrets> {
		self.own_vault(keyring, &vault_owner(actor, patient)).await
	}

	/// The keyring's vault of this owner, as the chain has it now.
	///
	/// # Errors
	/// As [`Self::signing_vault`].
	pub(crate) async fn own_vault(&self, keyring: &Keyring, owner: &VaultOwner) -> Result<VaultSecrets> {
		let vault = self.chain.vault(owner, self.at()).await?.ok_or_else(|| {
			Error::usage("no vault keys are registered for this profile; register them first")
		})?;
		keyring.vault_with_key(owner, &vault.keys.kem, vault.generation)
	}

	/// The keys that open what was sealed to the owner, newest first: that of its vault now, and former ones.
	///
	/// # Errors
	/// As [`Self::signing_vault`].
	pub(crate) async fn reading_keys(&self, keyring: &Keyring, owner: &VaultOwner) -> Result<Vec<SecretKey>> {
		let generation = self.own_vault(keyring, owner).await?.generation();
		Ok((generation.saturating_sub(FORMER_KEYS)..=generation)
			.rev()
			.map(|generation| keyring.vault(owner, generation).kem().clone())
			.collect())
	}

	/// The public key with this digest, from the blob store.
	///
	/// # Errors
	/// Of kind not found if nobody published it, of kind integrity if other bytes are under its name.
	pub(crate) async fn public_key(&self, digest: &salus_primitives::ids::Digest) -> Result<PublicKey> {
		let bytes =
			self.stores.blobs().get(digest, salus_vault::hybrid::PUBLIC_KEY_LEN).await.map_err(|error| {
				match error.kind() {
					crate::Kind::NotFound => Error::not_found(format!(
						"the public key {digest} is not in the blob store; its owner has to publish it"
					)),
					_ => error,
				}
			})?;
		Ok(PublicKey::from_bytes_with_digest(&bytes, digest)?)
	}

	/// The public key that is sealed to for an owner, if its digest is on a finalised block and it has not been
	/// reported. `whom` names the owner for people.
	///
	/// # Errors
	/// Of kind usage if the owner has no vault, or it was reported compromised.
	pub(crate) async fn sealing_key(&self, owner: &VaultOwner, whom: &str) -> Result<PublicKey> {
		let chain = self.chain();
		let vault = chain.settled(|at| async move { chain.vault(owner, at).await }).await?;
		let vault = vault.ok_or_else(|| {
			Error::usage(format!("{whom} has registered no vault keys, so nothing can be sealed to it"))
		})?;
		if vault.compromised_at.is_some() {
			return Err(Error::usage(format!("the vault key of {whom} was reported compromised")));
		}
		self.public_key(&vault.keys.kem).await
	}

	/// Publishes a public key under its digest.
	///
	/// # Errors
	/// Of kind network.
	pub(crate) async fn publish_key(&self, key: &PublicKey) -> Result<salus_primitives::ids::Digest> {
		self.stores.blobs().put(key.to_bytes().into()).await
	}
}

/// The parties an account can stand for.
pub(crate) fn parties(roles: &Roles) -> impl Iterator<Item = Party> {
	let practitioner = roles.practitioner.map(Party::Practitioner);
	let organisation = roles.agency.map(|agency| Party::Organisation(agency.organisation));
	practitioner.into_iter().chain(organisation)
}

fn choose_actor(
	roles: &Roles,
	memberships: &[OrganisationId],
	represents: &[RepresentativeId],
	patient: &PatientId,
	as_whom: Option<As>,
) -> Result<Actor> {
	let lacks = |what: &str| Err(Error::NoKey(format!("the account {what}")));
	let practitioner = |organisation: Option<OrganisationId>| {
		let Some(practitioner) = roles.practitioner else { return lacks("signs for no practitioner") };
		match (organisation, memberships) {
			(Some(wanted), all) if all.contains(&wanted) => {
				Ok(Actor::Practitioner { practitioner, organisation: wanted })
			}
			(Some(wanted), _) => lacks(&format!("is no member of organisation {wanted}")),
			(None, [only]) => Ok(Actor::Practitioner { practitioner, organisation: *only }),
			(None, []) => lacks("has no membership"),
			(None, several) => {
				let list = several.iter().map(u32::to_string).collect::<Vec<_>>().join(", ");
				Err(Error::usage(format!("the practitioner works for organisations {list}: say for which")))
			}
		}
	};
	match as_whom {
		Some(As::Patient) if roles.patient == Some(*patient) => Ok(Actor::Patient),
		Some(As::Patient) => lacks("does not control this patient"),
		Some(As::Practitioner { organisation }) => practitioner(organisation),
		Some(As::Organisation) => match roles.agency {
			Some(agency) => Ok(Actor::Organisation(agency.organisation)),
			None => lacks("acts for no organisation"),
		},
		Some(As::Representative(id)) if represents.contains(&id) => Ok(Actor::Representative(id)),
		Some(As::Representative(id)) => lacks(&format!("is not representative {id} of this patient")),
		None if roles.patient == Some(*patient) => Ok(Actor::Patient),
		None => match (roles.practitioner, roles.agency) {
			(Some(_), None) => practitioner(None),
			(None, Some(agency)) => Ok(Actor::Organisation(agency.organisation)),
			(Some(_), Some(_)) => {
				Err(Error::usage("the account is a practitioner and acts for an organisation: say as whom"))
			}
			(None, None) => match represents {
				[only, ..] => Ok(Actor::Representative(*only)),
				[] => Err(Error::Denied(vec![salus_primitives::access::Reason::Stranger])),
			},
		},
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::Kind;
	use salus_primitives::consortium::Agency;

	const PATIENT: PatientId = PatientId([1; 32]);
	const OTHER: PatientId = PatientId([2; 32]);

	fn agency() -> Option<Agency> {
		Some(Agency { organisation: 9, controller: true, registrar: false })
	}

	#[test]
	fn actor_should_be_the_patient_when_the_account_controls_it() {
		let roles = Roles { patient: Some(PATIENT), practitioner: Some(3), agency: agency() };
		assert_eq!(choose_actor(&roles, &[1], &[], &PATIENT, None).unwrap(), Actor::Patient);
		let elsewhere = choose_actor(&roles, &[1], &[], &OTHER, Some(As::Patient)).unwrap_err();
		assert_eq!(elsewhere.kind(), Kind::Denied);
	}

	#[test]
	fn actor_should_be_asked_for_when_there_are_several() {
		let roles = Roles { patient: None, practitioner: Some(3), agency: agency() };
		assert_eq!(choose_actor(&roles, &[1], &[], &OTHER, None).unwrap_err().kind(), Kind::Usage);
		let two = Roles { agency: None, ..roles };
		assert_eq!(choose_actor(&two, &[1, 4], &[], &OTHER, None).unwrap_err().kind(), Kind::Usage);
		let chosen = Some(As::Practitioner { organisation: Some(4) });
		let expected = Actor::Practitioner { practitioner: 3, organisation: 4 };
		assert_eq!(choose_actor(&two, &[1, 4], &[], &OTHER, chosen).unwrap(), expected);
	}

	#[test]
	fn actor_should_be_denied_when_the_account_is_not_what_it_says() {
		let nobody = Roles::default();
		for as_whom in
			[None, Some(As::Patient), Some(As::Practitioner { organisation: None }), Some(As::Organisation)]
		{
			assert_eq!(choose_actor(&nobody, &[], &[], &PATIENT, as_whom).unwrap_err().kind(), Kind::Denied);
		}
		let member = Roles { practitioner: Some(3), ..Roles::default() };
		let elsewhere = Some(As::Practitioner { organisation: Some(5) });
		assert_eq!(choose_actor(&member, &[1], &[], &PATIENT, elsewhere).unwrap_err().kind(), Kind::Denied);
	}

	#[test]
	fn actor_should_be_a_representative_of_this_patient_alone() {
		let nobody = Roles::default();
		let chosen = |represents: &[u32], as_whom| choose_actor(&nobody, &[], represents, &PATIENT, as_whom);
		assert_eq!(chosen(&[6], None).unwrap(), Actor::Representative(6));
		assert_eq!(chosen(&[6], Some(As::Representative(6))).unwrap(), Actor::Representative(6));
		for represents in [&[][..], &[7]] {
			let refused = chosen(represents, Some(As::Representative(6))).unwrap_err();
			assert_eq!(refused.kind(), Kind::Denied);
		}
		// Who is something else says so if it acts for the patient.
		let member = Roles { practitioner: Some(3), ..Roles::default() };
		let actor = choose_actor(&member, &[1], &[6], &PATIENT, None).unwrap();
		assert_eq!(actor, Actor::Practitioner { practitioner: 3, organisation: 1 });
	}
}
