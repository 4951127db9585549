//! Practitioners: an organisation's registrar admits them and vouches for them.

use crate::{chain::calls, roles::RoleRequest, Client, Error, Landed, Result, Wallet};
use rand::RngCore;
use salus_primitives::{
	ids::{Commitment, OrganisationId, PractitionerId},
	people::{PractitionerRole, Privileges},
	text::Role,
	time::Moment,
};
use serde::Serialize;

/// The tag of the commitment to a credential.
pub const CREDENTIAL_TAG: &[u8] = b"salus/v1/credential";

/// What an organisation vouches for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Admission {
	/// The coarse role.
	pub role: PractitionerRole,
	/// Privileges beyond it.
	pub privileges: Privileges,
	/// The credential that was checked, such as a licence's number; only a salted commitment to it goes on
	/// chain.
	pub credential: Vec<u8>,
	/// Until when the membership holds (exclusive).
	pub until: Moment,
}

/// A practitioner who was admitted or renewed. Keep the salt: with it the credential can be shown to be the
/// one that was checked.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Admitted {
	/// The practitioner.
	pub practitioner: PractitionerId,
	/// The organisation.
	pub organisation: OrganisationId,
	/// The commitment on chain.
	pub credential: Commitment,
	/// The salt of the commitment, in hexadecimal.
	pub salt: String,
	/// The transaction.
	pub landed: Landed,
}

impl Client {
	/// Admits the practitioner whose account accepted it to the registrar's organisation; one who is a
	/// practitioner already gets a further membership.
	///
	/// # Errors
	/// Of kind denied if the registrar is none; as [`RoleRequest::ensure_for`]; those of
	/// [`crate::Chain::submit`].
	pub async fn admit_practitioner(
		&self,
		registrar: &Wallet,
		accepted: &RoleRequest,
		admission: &Admission,
	) -> Result<Admitted> {
		let organisation = self.agency(registrar).await?;
		let acceptance = self.acceptance(accepted, Role::Practitioner(organisation)).await?;
		let account = &accepted.account;
		let (credential, salt) = commit(&admission.credential);
		let Admission { role, privileges, until, .. } = *admission;
		let call = calls::identity::admit_practitioner(
			organisation,
			account,
			role,
			privileges,
			&credential,
			until,
			&acceptance,
		);
		let landed = self.chain().submit(&call, registrar, self.wait()).await?;
		let practitioner = self.chain().roles(account, self.at()).await?.practitioner.ok_or_else(|| {
			Error::Chain("the admission was accepted, but the practitioner is not there".into())
		})?;
		Ok(Admitted { practitioner, organisation, credential, salt, landed })
	}

	/// Renews a membership in the registrar's organisation; a suspension stays.
	///
	/// # Errors
	/// Of kind denied if the registrar is none; those of [`crate::Chain::submit`].
	pub async fn renew_practitioner(
		&self,
		registrar: &Wallet,
		practitioner: PractitionerId,
		admission: &Admission,
	) -> Result<Admitted> {
		let organisation = self.agency(registrar).await?;
		let (credential, salt) = commit(&admission.credential);
		let Admission { role, privileges, until, .. } = *admission;
		let call = calls::identity::renew_practitioner(
			organisation,
			practitioner,
			role,
			privileges,
			&credential,
			until,
		);
		let landed = self.chain().submit(&call, registrar, self.wait()).await?;
		Ok(Admitted { practitioner, organisation, credential, salt, landed })
	}

	/// Suspends a membership in the registrar's organisation.
	///
	/// # Errors
	/// As [`Self::renew_practitioner`].
	pub async fn suspend_practitioner(
		&self,
		registrar: &Wallet,
		practitioner: PractitionerId,
	) -> Result<Landed> {
		let organisation = self.agency(registrar).await?;
		let call = calls::identity::suspend_practitioner(organisation, practitioner);
		self.chain().submit(&call, registrar, self.wait()).await
	}

	/// Ends a suspension.
	///
	/// # Errors
	/// As [`Self::renew_practitioner`].
	pub async fn reinstate_practitioner(
		&self,
		registrar: &Wallet,
		practitioner: PractitionerId,
	) -> Result<Landed> {
		let organisation = self.agency(registrar).await?;
		let call = calls::identity::reinstate_practitioner(organisation, practitioner);
		self.chain().submit(&call, registrar, self.wait()).await
	}

	/// Gives a practitioner who lost an account another one, which accepted it; by a registrar of the home
	/// organisation.
	///
	/// # Errors
	/// As [`RoleRequest::ensure_for`]; those of [`crate::Chain::submit`].
	pub async fn replace_account(
		&self,
		registrar: &Wallet,
		practitioner: PractitionerId,
		accepted: &RoleRequest,
	) -> Result<Landed> {
		let acceptance = self.acceptance(accepted, Role::AccountOf(practitioner)).await?;
		let call = calls::identity::replace_account(practitioner, &accepted.account, &acceptance);
		self.chain().submit(&call, registrar, self.wait()).await
	}

	/// Removes the vault of a practitioner who lost its keys, so that another can be registered; by a
	/// registrar of the home organisation.
	///
	/// # Errors
	/// Those of [`crate::Chain::submit`].
	pub async fn reset_vault(&self, registrar: &Wallet, practitioner: PractitionerId) -> Result<Landed> {
		self.chain().submit(&calls::identity::reset_vault(practitioner), registrar, self.wait()).await
	}

	/// The organisation that the account acts for.
	pub(crate) async fn agency(&self, registrar: &Wallet) -> Result<OrganisationId> {
		let roles = self.chain().roles(&registrar.account(), self.at()).await?;
		let agency = roles.agency.ok_or_else(|| {
			Error::NoKey(format!("account {} acts for no organisation", registrar.account()))
		})?;
		Ok(agency.organisation)
	}
}

fn commit(credential: &[u8]) -> (Commitment, String) {
	let mut salt = [0u8; 32];
	rand::rngs::OsRng.fill_bytes(&mut salt);
	(Commitment::new(CREDENTIAL_TAG, &salt, credential), format!("0x{}", hex::encode(salt)))
}
