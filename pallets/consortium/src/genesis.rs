//! The consortium that the chain starts with.

use crate::{
	is_valid_name, pallet::*, AccountId32, Agency, Organisation, OrganisationId, OrganisationState, Pallet,
};
use alloc::{string::String, vec::Vec};
use frame_support::{ensure, traits::InitializeMembers};
use salus_primitives::{consortium::ValidatorSeat, limits::MaxOrganisations, time::History, BoundedVec};
use serde::{Deserialize, Serialize};
use sp_core::Get;

/// An organisation that is a member from the first block on.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GenesisOrganisation {
	/// Public name: 1 to 64 bytes of UTF-8.
	pub name: String,
	/// The account that acts for it and holds its council seat.
	pub controller: AccountId32,
	/// Accounts that may enrol patients and admit practitioners; the controller may be among them.
	pub registrars: Vec<AccountId32>,
	/// Accounts whose session keys make blocks.
	pub validators: Vec<AccountId32>,
}

impl<T: Config> Pallet<T> {
	/// Founds the organisations in order, admits every account they name and seats the council.
	pub(crate) fn build_genesis(
		organisations: &[GenesisOrganisation],
		session_length: u32,
	) -> Result<(), &'static str> {
		ensure!(session_length > 0, "a session has at least one block");
		SessionLength::<T>::put(session_length);
		let mut seats = Vec::new();
		let mut validators = BoundedVec::default();
		for (id, organisation) in (1..).zip(organisations) {
			Self::found(id, organisation)?;
			seats.push(organisation.controller.clone());
			for account in &organisation.validators {
				let seat = ValidatorSeat { account: account.clone(), organisation: id };
				let taken = validators.iter().any(|other: &ValidatorSeat<_>| other.account == *account);
				ensure!(!taken, "an account is named as validator twice");
				validators.try_push(seat).map_err(|_| "too many validators")?;
				Self::admit(account);
			}
		}
		Validators::<T>::put(validators);
		seats.sort();
		T::Council::initialize_members(&seats);
		Ok(())
	}

	fn found(id: OrganisationId, organisation: &GenesisOrganisation) -> Result<(), &'static str> {
		let GenesisOrganisation { name, controller, registrars, .. } = organisation;
		ensure!(id <= MaxOrganisations::get(), "too many organisations");
		ensure!(is_valid_name(name.as_bytes()), "a name is blank or has control or invisible characters");
		ensure!(!AgentOf::<T>::contains_key(controller), "a controller acts for another organisation");
		let founded = Organisation {
			name: name.as_bytes().to_vec().try_into().map_err(|_| "a name is too long")?,
			controller: controller.clone(),
			registrars: registrars
				.clone()
				.try_into()
				.map_err(|_| "an organisation has too many registrars")?,
			standing: History::starting(0, OrganisationState::Active),
		};
		let agency = Agency { organisation: id, controller: true, registrar: false };
		AgentOf::<T>::insert(controller, agency);
		Self::admit(controller);
		for account in registrars {
			let agency = match AgentOf::<T>::get(account) {
				Some(agency) if agency.organisation != id => Err("a registrar acts for another organisation"),
				Some(agency) if agency.registrar => Err("a registrar is named twice"),
				Some(agency) => Ok(Agency { registrar: true, ..agency }),
				None => Ok(Agency { organisation: id, controller: false, registrar: true }),
			}?;
			AgentOf::<T>::insert(account, agency);
			Self::admit(account);
		}
		Organisations::<T>::insert(id, founded);
		NextOrganisation::<T>::put(id.saturating_add(1));
		Ok(())
	}
}
