//! Who an account may act as, and how practitioners and organisations stand.

use crate::{pallet::*, Consortium};
use alloc::vec::Vec;
use frame_support::ensure;
use salus_primitives::{
	ids::{OrganisationId, PatientId, PractitionerId},
	people::{Actor, Party, Practitioner, Standing},
	time::Moment,
	view::Roles,
};
use sp_runtime::{AccountId32, DispatchResult};

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
	/// A practitioner.
	pub fn practitioner(practitioner: PractitionerId) -> Option<Practitioner<AccountId32>> {
		Practitioners::<T>::get(practitioner)
	}

	/// What the account is to the chain.
	pub fn roles(account: &AccountId32) -> Roles {
		Roles {
			patient: Self::patient_of(account),
			practitioner: PractitionerOf::<T>::get(account),
			agency: Consortium::<T>::agency(account),
		}
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
			Actor::Representative(representative) => {
				Self::representation(account, patient) == Some(*representative)
			}
		}
	}

	/// Refuses with [`Error::NotThisActor`] an account that may not sign as `actor`.
	pub fn ensure_acts_as(account: &AccountId32, patient: &PatientId, actor: &Actor) -> DispatchResult {
		ensure!(Self::acts_as(account, patient, actor), Error::<T>::NotThisActor);
		Ok(())
	}

	/// Everyone as whom the account may sign towards the patient: at most the patient, one practitioner per membership,
	/// one organisation and one representative.
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
		actors.extend(Self::representation(account, patient).map(Actor::Representative));
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
			Party::Representative(representative) => Self::representative_standing(*representative, at),
			// Nobody can tell here.
			Party::Blinded(_) => Standing::Absent,
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

	/// Whether the patient can have to do with the party: there is such a practitioner or organisation, or this patient has
	/// such a representative. Of a blinded one nobody can tell: no.
	pub fn party_exists(patient: &PatientId, party: &Party) -> bool {
		match party {
			Party::Representative(representative) => Self::represents(*representative, patient),
			Party::Practitioner(_) | Party::Organisation(_) | Party::Blinded(_) => {
				party.vault_owner().is_some_and(|owner| Self::owner_exists(&owner))
			}
		}
	}

	/// Whether the account signs for that practitioner, acts for that organisation, or is that representative's.
	pub fn owner_of_party(account: &AccountId32, party: &Party) -> bool {
		match party {
			Party::Practitioner(practitioner) => PractitionerOf::<T>::get(account) == Some(*practitioner),
			Party::Organisation(organisation) => Consortium::<T>::is_agent(account, *organisation),
			Party::Representative(representative) => {
				Representatives::<T>::get(representative).is_some_and(|known| known.account == *account)
			}
			// No call is made in the name of a commitment.
			Party::Blinded(_) => false,
		}
	}
}
