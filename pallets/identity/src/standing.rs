//! Who an account may act as, and how practitioners and organisations stand.

use crate::{pallet::*, Consortium};
use alloc::vec::Vec;
use frame_support::ensure;
use salus_primitives::{
	ids::{OrganisationId, PatientId, PractitionerId},
	people::{Actor, Party, Patient, Practitioner, Standing},
	time::Moment,
	view::Roles,
};
use sp_runtime::{AccountId32, DispatchError, DispatchResult};

/// How far a standing is from good.
fn distance(standing: &Standing) -> u8 {
	match standing {
		Standing::Good => 0,
		Standing::Suspended => 1,
		Standing::Expired => 2,
		Standing::Absent => 3,
	}
}

impl<T: Config> Pallet<T> {
	/// A patient.
	pub fn patient(patient: &PatientId) -> Option<Patient<AccountId32>> {
		Patients::<T>::get(patient)
	}

	/// A practitioner.
	pub fn practitioner(practitioner: PractitionerId) -> Option<Practitioner<AccountId32>> {
		Practitioners::<T>::get(practitioner)
	}

	/// What the account is to the chain.
	pub fn roles(account: &AccountId32) -> Roles {
		Roles {
			patient: PatientOf::<T>::get(account),
			practitioner: PractitionerOf::<T>::get(account),
			agency: Consortium::<T>::agency(account),
		}
	}

	/// Whether the account controls the patient.
	pub fn controls(account: &AccountId32, patient: &PatientId) -> bool {
		PatientOf::<T>::get(account).as_ref() == Some(patient)
	}

	/// The patient, if the account controls it.
	///
	/// Errors: [`Error::PatientNotFound`], [`Error::NotController`].
	pub fn ensure_controls(
		account: &AccountId32,
		patient: &PatientId,
	) -> Result<Patient<AccountId32>, DispatchError> {
		let found = Patients::<T>::get(patient).ok_or(Error::<T>::PatientNotFound)?;
		ensure!(found.controller == *account, Error::<T>::NotController);
		Ok(found)
	}

	/// Whether the account may sign as `actor` towards the patient. Says nothing of standing: the access decision does.
	pub fn acts_as(account: &AccountId32, patient: &PatientId, actor: &Actor) -> bool {
		match actor {
			Actor::Patient => Self::controls(account, patient),
			Actor::Practitioner { practitioner, organisation } => {
				PractitionerOf::<T>::get(account) == Some(*practitioner)
					&& Practitioners::<T>::get(practitioner)
						.is_some_and(|known| known.membership(*organisation).is_some())
			}
			Actor::Organisation(organisation) => Consortium::<T>::is_agent(account, *organisation),
		}
	}

	/// Refuses with [`Error::NotThisActor`] an account that may not sign as `actor`.
	pub fn ensure_acts_as(account: &AccountId32, patient: &PatientId, actor: &Actor) -> DispatchResult {
		ensure!(Self::acts_as(account, patient, actor), Error::<T>::NotThisActor);
		Ok(())
	}

	/// Everyone as whom the account may sign towards the patient: at most the patient, one practitioner per membership
	/// and one organisation.
	pub fn actors_of(account: &AccountId32, patient: &PatientId) -> Vec<Actor> {
		let mut actors = Vec::new();
		if Self::controls(account, patient) {
			actors.push(Actor::Patient);
		}
		if let Some(practitioner) = PractitionerOf::<T>::get(account) {
			let known = Practitioners::<T>::get(practitioner);
			actors.extend(known.iter().flat_map(|known| &known.memberships).map(|membership| {
				Actor::Practitioner { practitioner, organisation: membership.organisation }
			}));
		}
		if let Some(agency) = Consortium::<T>::agency(account) {
			actors.push(Actor::Organisation(agency.organisation));
		}
		actors
	}

	/// How the practitioner's membership in the organisation stood at `at`, the organisation's own standing aside.
	pub fn membership_standing(
		practitioner: PractitionerId,
		organisation: OrganisationId,
		at: Moment,
	) -> Standing {
		Practitioners::<T>::get(practitioner)
			.and_then(|known| known.membership(organisation).map(|membership| membership.standing_at(at)))
			.unwrap_or(Standing::Absent)
	}

	/// How the party stood at `at`. A practitioner stands as its best membership does, and that no better than its
	/// organisation.
	pub fn party_standing(party: &Party, at: Moment) -> Standing {
		match party {
			Party::Organisation(organisation) => Consortium::<T>::standing(*organisation, at),
			Party::Practitioner(practitioner) => Practitioners::<T>::get(practitioner)
				.iter()
				.flat_map(|known| &known.memberships)
				.filter_map(|membership| {
					let organisation = Consortium::<T>::standing(membership.organisation, at);
					[membership.standing_at(at), organisation].into_iter().max_by_key(distance)
				})
				.min_by_key(distance)
				.unwrap_or(Standing::Absent),
		}
	}

	/// Whether there is such a practitioner or organisation.
	pub fn party_exists(party: &Party) -> bool {
		Self::owner_exists(&(*party).into())
	}

	/// Whether the account signs for that practitioner, or acts for that organisation.
	pub fn owner_of_party(account: &AccountId32, party: &Party) -> bool {
		match party {
			Party::Practitioner(practitioner) => PractitionerOf::<T>::get(account) == Some(*practitioner),
			Party::Organisation(organisation) => Consortium::<T>::is_agent(account, *organisation),
		}
	}
}
