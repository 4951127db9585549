//! What representatives do in a patient's name: who may, within what, and that it is said.

use crate::{grants::Giver, pallet::*, Config, Pallet};
use alloc::vec::Vec;
use frame_support::ensure;
use salus_pallet_consortium::Pallet as Consortium;
use salus_pallet_identity::Pallet as Identity;
use salus_primitives::{
	consent::{Consent, Grant, Item, Permissions, Reach, Reseal, Rotation},
	ids::{ConsentIndex, KeyEpoch, PatientId, RepresentativeId},
	people::{Party, Patient},
	representation::{Authority, Powers},
	time::Moment,
};
use sp_runtime::{AccountId32, DispatchResult};

/// A representative with the consents through which it reads.
pub(crate) struct Reading {
	/// Which it is.
	pub(crate) id: RepresentativeId,
	/// Its consents to read that carry now.
	consents: Vec<(ConsentIndex, Consent)>,
}

impl<T: Config> Pallet<T> {
	/// Does for the patient what the power to grant is for, and says so if it was a representative who did.
	pub(crate) fn in_the_name_of(
		account: &AccountId32,
		patient: &PatientId,
		act: impl FnOnce(Authority, &Patient<AccountId32>) -> DispatchResult,
	) -> DispatchResult {
		Self::with_power(account, patient, Powers::GRANT, act)
	}

	/// The same for what another power is for. Whatever a representative decides comes through here.
	pub(crate) fn with_power(
		account: &AccountId32,
		patient: &PatientId,
		power: Powers,
		act: impl FnOnce(Authority, &Patient<AccountId32>) -> DispatchResult,
	) -> DispatchResult {
		let (authority, known) = Identity::<T>::authority(account, patient, power)?;
		if let Authority::Representative(id) = authority {
			let excluded = Self::is_excluded(patient, &Party::Representative(id), Consortium::<T>::now());
			ensure!(!excluded, Error::<T>::RepresentativeExcluded);
		}
		act(authority, &known)?;
		Identity::<T>::tell(patient, authority);
		Ok(())
	}

	/// Refuses a representative what concerns representatives: they neither end nor strengthen each other.
	pub(crate) fn ensure_not_between(authority: Authority, party: &Party) -> DispatchResult {
		let between = authority != Authority::Patient && party.is_representative();
		ensure!(!between, Error::<T>::BetweenRepresentatives);
		Ok(())
	}

	/// Refuses a representative a grant that comes back to itself, under whatever name.
	pub(crate) fn ensure_to_others(account: &AccountId32, grantee: &Party) -> DispatchResult {
		ensure!(!Identity::<T>::owner_of_party(account, grantee), Error::<T>::GrantToSelf);
		Ok(())
	}

	/// Refuses to give a representative what it has no power for. It passes nothing on: what it gives, it gives in the
	/// patient's name.
	pub(crate) fn ensure_powers(grant: &Grant) -> DispatchResult {
		let Party::Representative(id) = grant.grantee else { return Ok(()) };
		let powers = Identity::<T>::representative(id).map(|known| known.powers).unwrap_or_default();
		let lacks = |permission, power| grant.permissions.contains(permission) && !powers.contains(power);
		let fits = !lacks(Permissions::READ, Powers::READ)
			&& !lacks(Permissions::WRITE, Powers::RECORDS)
			&& !grant.permissions.contains(Permissions::DELEGATE);
		ensure!(fits, Error::<T>::GranteeLacksPower);
		Ok(())
	}

	/// The representative with what it reads through now.
	pub(crate) fn reading(patient: &PatientId, id: RepresentativeId, now: Moment) -> Reading {
		let found = ByGrantee::<T>::get(patient, Party::Representative(id));
		let carries = |index: ConsentIndex| {
			let consent = Consents::<T>::get(patient, index)?;
			let reads = consent.permissions.contains(Permissions::READ)
				&& Self::is_live(patient, &consent, now)
				&& !Self::is_barred(patient, &consent, now);
			reads.then_some((index, consent))
		};
		Reading { id, consents: found.into_iter().filter_map(carries).collect() }
	}

	/// Refuses a grant by a representative of what it has no key of itself, or not as far back; of a closed scope anything.
	pub(crate) fn ensure_has(
		patient: &PatientId,
		reading: &Reading,
		grant: &Grant,
		item: Item,
		newest: KeyEpoch,
		now: Moment,
	) -> DispatchResult {
		Self::ensure_open_to(patient, &item, &Party::Representative(reading.id), now)?;
		if !grant.permissions.contains(Permissions::READ) {
			return Ok(());
		}
		let holds = |(index, consent): &(ConsentIndex, Consent)| {
			consent.item(item).is_some()
				&& consent.reaches(grant.reach)
				&& Seals::<T>::get((patient, item, index)).is_some_and(|seal| seal.opens(&newest))
		};
		ensure!(reading.consents.iter().any(holds), Error::<T>::BeyondRepresentative);
		Ok(())
	}

	/// Refuses keys ahead from all but the patient, of anything but scopes to read, and to all but a representative who
	/// rotates: whoever has them and stops costs the scope a generation.
	pub(crate) fn ensure_ahead(giver: &Giver, grant: &Grant) -> DispatchResult {
		if grant.reach != Reach::Ahead {
			return Ok(());
		}
		ensure!(matches!(giver, Giver::Patient), Error::<T>::OnlyPatientSealsAhead);
		let scopes = grant.items.iter().all(|granted| matches!(granted.item, Item::Scope(_)));
		let reads = grant.permissions.contains(Permissions::READ);
		ensure!(scopes && reads, Error::<T>::NothingToSealAhead);
		let known = match grant.grantee {
			Party::Representative(id) => Identity::<T>::representative(id),
			_ => None,
		};
		let rotates = known.is_some_and(|known| known.powers.contains(Powers::ROTATE));
		ensure!(rotates, Error::<T>::GranteeLacksPower);
		Ok(())
	}

	/// Refuses a rotation by a representative to a key version that no consent in force of its own was sealed ahead for, and
	/// one that brings envelopes for whom keys are sealed ahead.
	pub(crate) fn ensure_rotates(
		patient: &PatientId,
		id: RepresentativeId,
		rotation: &Rotation,
		now: Moment,
	) -> DispatchResult {
		let item = Item::Scope(rotation.scope);
		Self::ensure_open_to(patient, &item, &Party::Representative(id), now)?;
		let holds = |(index, consent): &(ConsentIndex, Consent)| {
			consent.reach == Reach::Ahead
				&& consent.item(item).is_some()
				&& Seals::<T>::get((patient, item, index)).is_some_and(|seal| seal.opens(&rotation.epoch))
		};
		ensure!(Self::reading(patient, id, now).consents.iter().any(holds), Error::<T>::NotSealedAhead);
		let ahead = |reseal: &Reseal| {
			Consents::<T>::get(patient, reseal.consent).is_some_and(|consent| consent.reach == Reach::Ahead)
		};
		ensure!(!rotation.reseals.iter().any(ahead), Error::<T>::OnlyPatientSealsAhead);
		Ok(())
	}
}
