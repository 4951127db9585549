//! Who is a member, by vote.
//!
//! A standing has a history, so that what was allowed before a vote stays answerable. Whoever reads it has it at once:
//! the access decision, the quota, and every call of registrars.

use crate::{
	is_valid_name, pallet::*, AccountId32, Agency, Organisation, OrganisationId, OrganisationState, Pallet,
};
use alloc::string::String;
use frame_support::ensure;
use salus_primitives::{
	consortium::Notice,
	limits::{MaxNameLen, MaxOrganisations},
	text::{Acceptance, JoinConsortium, Role},
	time::{History, Moment},
	BoundedVec,
};
use sp_core::Get;
use sp_runtime::{DispatchError, DispatchResult};

/// A name as it is compared with others.
fn folded(name: &[u8]) -> Option<String> {
	core::str::from_utf8(name).ok().map(|name| name.trim().to_lowercase())
}

impl<T: Config> Pallet<T> {
	pub(crate) fn do_admit_organisation(
		name: BoundedVec<u8, MaxNameLen>,
		controller: AccountId32,
		acceptance: &Acceptance,
	) -> DispatchResult {
		ensure!(is_valid_name(&name), Error::<T>::InvalidName);
		let organisation = NextOrganisation::<T>::get();
		ensure!(organisation <= MaxOrganisations::get(), Error::<T>::TooManyOrganisations);
		ensure!(!AgentOf::<T>::contains_key(&controller), Error::<T>::AlreadyAgent);
		Self::ensure_name_free(&name, None)?;
		let Acceptance { expires_at, signature } = acceptance;
		Self::ensure_text_life(*expires_at)?;
		let genesis = Self::genesis_hash();
		let text = JoinConsortium { genesis, account: &controller, name: &name, expires_at: *expires_at };
		Self::ensure_signed_by_wallet(&text, signature, &controller)?;

		Organisations::<T>::insert(
			organisation,
			Organisation {
				name: name.clone(),
				controller: controller.clone(),
				registrars: BoundedVec::default(),
				standing: History::starting(Self::now(), OrganisationState::Active),
			},
		);
		NextOrganisation::<T>::put(organisation.saturating_add(1));
		AgentOf::<T>::insert(&controller, Agency { organisation, controller: true, registrar: false });
		Self::admit(&controller);
		Self::seat(Some(&controller), None);
		Self::deposit_event(Event::OrganisationAdmitted { organisation, controller, name });
		Ok(())
	}

	pub(crate) fn do_suspend_organisation(organisation: OrganisationId) -> DispatchResult {
		let state = Self::state_now(organisation)?;
		ensure!(state != OrganisationState::Suspended, Error::<T>::AlreadySuspended);
		Self::ensure_organisations_without_one()?;
		Self::change_standing(organisation, OrganisationState::Suspended)?;
		Self::deposit_event(Event::OrganisationSuspended { organisation });
		Ok(())
	}

	pub(crate) fn do_reinstate_organisation(organisation: OrganisationId) -> DispatchResult {
		let state = Self::state_now(organisation)?;
		ensure!(state == OrganisationState::Suspended, Error::<T>::NotSuspended);
		Self::change_standing(organisation, OrganisationState::Active)?;
		Self::deposit_event(Event::OrganisationReinstated { organisation });
		Ok(())
	}

	pub(crate) fn do_expel_organisation(organisation: OrganisationId) -> DispatchResult {
		// A suspended one has no seat to lose.
		if Self::state_now(organisation)? == OrganisationState::Active {
			Self::ensure_organisations_without_one()?;
		}
		Self::ensure_validators_without(|seat| seat.organisation == organisation)?;
		Self::change_standing(organisation, OrganisationState::Expelled)?;
		let notice_until = NoticeEnds::<T>::get(organisation).unwrap_or_else(Self::now);
		Self::deposit_event(Event::OrganisationExpelled { organisation, notice_until });
		Ok(())
	}

	pub(crate) fn do_replace_controller(
		organisation: OrganisationId,
		account: AccountId32,
		acceptance: &Acceptance,
	) -> DispatchResult {
		let state = Self::state_now(organisation)?;
		let mut entry = Organisations::<T>::get(organisation).ok_or(Error::<T>::OrganisationNotFound)?;
		ensure!(entry.controller != account, Error::<T>::AlreadyController);
		let agency = match AgentOf::<T>::get(&account) {
			Some(agency) => {
				ensure!(agency.organisation == organisation, Error::<T>::AlreadyAgent);
				Agency { controller: true, ..agency }
			}
			None => Agency { organisation, controller: true, registrar: false },
		};
		Self::ensure_accepted(&account, Role::Controller(organisation), acceptance)?;

		let from = core::mem::replace(&mut entry.controller, account.clone());
		// A lost account may be in other hands, which must not register for the organisation either.
		entry.registrars.retain(|registrar| *registrar != from);
		Organisations::<T>::insert(organisation, entry);
		AgentOf::<T>::remove(&from);
		AgentOf::<T>::insert(&account, agency);
		Self::admit(&account);
		if state == OrganisationState::Active {
			Self::seat(Some(&account), Some(&from));
		}
		Self::deposit_event(Event::ControllerReplaced { organisation, from, to: account });
		Ok(())
	}

	/// Enters a standing from now on with all that follows from it: the seat on the council comes or goes, and who is
	/// expelled loses its validators and has a notice. Whether that may be is for the caller to check.
	///
	/// ## Errors
	/// [`Error::OrganisationNotFound`].
	pub fn change_standing(organisation: OrganisationId, state: OrganisationState) -> DispatchResult {
		let now = Self::now();
		let mut entry = Organisations::<T>::get(organisation).ok_or(Error::<T>::OrganisationNotFound)?;
		let was_active = entry.is_active(now);
		entry.standing.push(now, state);
		let controller = entry.controller.clone();
		Organisations::<T>::insert(organisation, entry);
		match (was_active, state == OrganisationState::Active) {
			(true, false) => Self::seat(None, Some(&controller)),
			(false, true) => Self::seat(Some(&controller), None),
			_ => {}
		}
		if state == OrganisationState::Expelled {
			Self::take_seats_of(organisation);
			Self::keep_nodes_while_needed(organisation);
			NoticeEnds::<T>::insert(organisation, now.saturating_add(NoticePeriod::<T>::get()));
		} else {
			NoticeEnds::<T>::remove(organisation);
		}
		Ok(())
	}

	/// The notice of the organisation, if it was expelled.
	pub fn notice(organisation: OrganisationId) -> Option<Notice> {
		let until = NoticeEnds::<T>::get(organisation)?;
		let entry = Organisations::<T>::get(organisation)?;
		entry.standing.entries().last().map(|(since, _)| Notice { since: *since, until })
	}

	/// Whether the organisation was expelled.
	pub fn is_expelled(organisation: OrganisationId) -> bool {
		NoticeEnds::<T>::contains_key(organisation)
	}

	/// Checks that no other member has the name. That of an organisation that was expelled is free.
	///
	/// ## Errors
	/// [`Error::NameTaken`].
	pub(crate) fn ensure_name_free(name: &[u8], own: Option<OrganisationId>) -> DispatchResult {
		let wanted = folded(name);
		let taken = (1..NextOrganisation::<T>::get()).filter(|id| Some(*id) != own).any(|id| {
			Organisations::<T>::get(id).is_some_and(|entry| {
				folded(&entry.name) == wanted
					&& entry.standing.current() != Some(&OrganisationState::Expelled)
			})
		});
		ensure!(!taken, Error::<T>::NameTaken);
		Ok(())
	}

	/// The state of an organisation that was not expelled.
	fn state_now(organisation: OrganisationId) -> Result<OrganisationState, DispatchError> {
		let now: Moment = Self::now();
		let entry = Organisations::<T>::get(organisation).ok_or(Error::<T>::OrganisationNotFound)?;
		let state = entry.standing.at(now).copied().unwrap_or(OrganisationState::Expelled);
		ensure!(state != OrganisationState::Expelled, Error::<T>::OrganisationExpelled);
		Ok(state)
	}
}
