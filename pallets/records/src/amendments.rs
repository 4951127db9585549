//! Amendments: who may put a new version of a record in its place, or take it back.

use crate::{filing::Filing, pallet::*};
use frame_support::{dispatch::DispatchResult, ensure};
use salus_pallet_consent::RecordLookup;
use salus_primitives::{
	access::Subject,
	consent::Item,
	dispute::DisputeState,
	ids::{PatientId, RecordIndex, INBOX},
	people::{Actor, Standing},
	purpose::Purpose,
	records::{NewRecord, Record, RecordStatus},
	representation::Powers,
	time::Moment,
};
use sp_runtime::AccountId32;

/// Whether `actor` may change what `author` wrote: the author itself, or a practitioner of its organisation; the patient what
/// a representative wrote in its name.
pub(crate) fn answers_for(actor: &Actor, author: &Actor) -> bool {
	let colleague = actor.practitioner().is_some()
		&& author.organisation().is_some()
		&& actor.organisation() == author.organisation();
	let own = *actor == Actor::Patient && author.representative().is_some();
	actor == author || colleague || own
}

impl<T: Config> Pallet<T> {
	/// The record, if it is a newest version that `actor` answers for.
	fn head_of(patient: &PatientId, index: RecordIndex, actor: &Actor) -> Result<Record, Error<T>> {
		let record = Records::<T>::get(patient, index).ok_or(Error::<T>::RecordNotFound)?;
		ensure!(answers_for(actor, &record.author), Error::<T>::NotAuthor);
		ensure!(!record.status.is_erased(), Error::<T>::RecordErased);
		ensure!(record.is_head(), Error::<T>::NotHead);
		Ok(record)
	}

	/// Whether the actor's organisation, and its membership there, are in good standing, or the representative who may add
	/// records; the patient always is.
	pub(crate) fn in_standing(actor: &Actor, at: Moment) -> bool {
		use salus_pallet_identity::Pallet as Identity;
		if let Some(id) = actor.representative() {
			let powers = Identity::<T>::representative(id).map(|known| known.powers).unwrap_or_default();
			return powers.contains(Powers::RECORDS)
				&& Identity::<T>::representative_standing(id, at) == Standing::Good;
		}
		let Some(organisation) = actor.organisation() else { return true };
		let membership = actor.practitioner().map(|practitioner| {
			salus_pallet_identity::Pallet::<T>::membership_standing(practitioner, organisation, at)
		});
		salus_pallet_consortium::Pallet::<T>::standing(organisation, at) == Standing::Good
			&& membership.is_none_or(|standing| standing == Standing::Good)
	}

	pub(crate) fn amend_one(
		who: &AccountId32,
		patient: PatientId,
		index: RecordIndex,
		actor: Actor,
		purpose: Purpose,
		record: NewRecord,
	) -> DispatchResult {
		let mut filing = Filing::<T>::by(who, patient, actor, purpose)?;
		let mut amended = Self::head_of(&patient, index, &actor)?;
		let stays = record.scope == amended.pointer.scope || record.scope == INBOX;
		ensure!(stays, Error::<T>::ScopeChanged);
		// A writer whom the scope is closed to amends nothing in it, not even by way of the inbox.
		ensure!(filing.may_write(Item::Record(index)), Error::<T>::Denied);
		let version = filing.file(record, Some(index)).map_err(Error::<T>::from)?;
		amended.status = RecordStatus::Final { superseded_by: Some(version) };
		Records::<T>::insert(patient, index, amended);
		Self::deposit_event(Event::RecordAmended { patient, index: version, supersedes: index });
		Self::answer_dispute(&patient, index, DisputeState::Amended { by: version });
		salus_pallet_identity::Pallet::<T>::tell_actor(&patient, &actor);
		Ok(())
	}

	pub(crate) fn mark_one_entered_in_error(
		who: &AccountId32,
		patient: PatientId,
		index: RecordIndex,
		actor: Actor,
	) -> DispatchResult {
		Self::authenticate(who, &patient, &actor)?;
		let mut record = Self::head_of(&patient, index, &actor)?;
		let now = salus_pallet_consortium::Pallet::<T>::now();
		ensure!(Self::in_standing(&actor, now), Error::<T>::NotInStanding);
		record.status = RecordStatus::EnteredInError;
		Records::<T>::insert(patient, index, record);
		Self::deposit_event(Event::RecordEnteredInError { patient, index });
		Self::answer_dispute(&patient, index, DisputeState::EnteredInError);
		salus_pallet_identity::Pallet::<T>::tell_actor(&patient, &actor);
		Ok(())
	}
}

impl<T: Config> RecordLookup for Pallet<T> {
	fn subject(patient: &PatientId, index: RecordIndex, at: Moment) -> Subject {
		let known = Records::<T>::get(patient, index).filter(|record| record.registered_at <= at);
		known.map_or(Subject::Missing, |record| Subject::Record {
			index,
			scope: record.pointer.scope,
			epoch: record.pointer.epoch,
			status: record.status,
		})
	}
}
