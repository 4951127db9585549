//! New keys for scopes, and when one is due.

use crate::{grants::earlier, pallet::*, Config, Pallet};
use alloc::{
	collections::{BTreeMap, BTreeSet},
	vec::Vec,
};
use frame_support::ensure;
use salus_pallet_consortium::{Organisations, Pallet as Consortium};
use salus_pallet_identity::Pallet as Identity;
use salus_primitives::{
	consent::{Consent, Item, Rotation, RotationDue, Scope, Seal},
	ids::{ConsentIndex, KeyEpoch, OrganisationId, PatientId, ScopeNumber},
	people::{Party, Standing, VaultOwner},
	representation::Authority,
	text::RotateScope,
	time::Moment,
};
use sp_runtime::DispatchResult;

/// Why a scope waits.
struct Cause {
	/// Why.
	why: RotationDue,
	/// Since when.
	since: Since,
}

/// Since when a scope waits.
enum Since {
	/// Since that moment.
	Moment(Moment),
	/// Since the party lost its good standing, which takes a search.
	StandingLost(Party),
}

impl Cause {
	fn since(why: RotationDue, moment: Moment) -> Self {
		Self { why, since: Since::Moment(moment) }
	}
}

/// Who holds a scope's key.
struct Holder {
	/// The envelope.
	seal: Seal,
	/// The consent.
	consent: Consent,
}

impl<T: Config> Pallet<T> {
	/// Gives a scope a new key: by the patient, or by a representative as far as keys were sealed ahead for it.
	pub(crate) fn do_rotate(by: Authority, patient: &PatientId, rotation: &Rotation) -> DispatchResult {
		let now = Consortium::<T>::now();
		let Rotation { scope: number, epoch, key, reseals, signature } = rotation;
		let mut scope = Scopes::<T>::get(patient, number).ok_or(Error::<T>::ScopeNotFound)?;
		ensure!(epoch.follows(&scope.epoch), Error::<T>::EpochDoesNotFollow);
		let next_generation = epoch.generation != scope.epoch.generation;
		let signer = match by {
			Authority::Patient => VaultOwner::Patient(*patient),
			Authority::Representative(id) => {
				ensure!(!next_generation, Error::<T>::GenerationNeedsRoot);
				Self::ensure_rotates(patient, id, rotation, now)?;
				VaultOwner::Representative(id)
			}
		};
		if !next_generation {
			let holders = Self::holders_of(patient, *number);
			// Before the envelopes below replace those through which a key leaked.
			let known = Self::known_to_come(patient, *number, &scope, &holders, now);
			ensure!(known.is_none(), Error::<T>::NextGenerationRequired);
		}
		let text = RotateScope {
			genesis: Consortium::<T>::genesis_hash(),
			patient: *patient,
			scope: *number,
			epoch: *epoch,
			key: *key,
			reseals,
		};
		Self::ensure_signed_by(signer, &text, signature)?;
		let item = Item::Scope(*number);
		Self::ensure_reseals(patient, item, reseals, now)?;

		for reseal in reseals {
			Self::insert_seal(patient, item, *reseal, *epoch);
		}
		if next_generation {
			GenerationsBegun::<T>::insert(patient, number, now);
			KnownAhead::<T>::remove(patient, number);
		}
		scope.epoch = *epoch;
		scope.key = *key;
		scope.due_since = None;
		let unresealed = Self::recount_holders(patient, *number, &mut scope, now);
		Scopes::<T>::insert(patient, number, scope);
		Self::append_epoch_key(patient, *number, &scope)?;
		Self::deposit_event(Event::ScopeRotated {
			patient: *patient,
			scope: *number,
			epoch: *epoch,
			unresealed,
		});
		Ok(())
	}

	/// Forgets the envelopes of consents that have stopped, counts the others and finds the earliest end among those that
	/// have the newest key. Returns how many have not.
	fn recount_holders(patient: &PatientId, number: ScopeNumber, scope: &mut Scope, now: Moment) -> u32 {
		let mut unresealed = 0u32;
		scope.holders = 0;
		scope.rotate_by = None;
		let holders = Self::holders_of(patient, number);
		let mut stopped = BTreeSet::new();
		// Parents come before what is delegated from them.
		for (index, Holder { seal, consent }) in &holders {
			let parent_stopped = consent
				.parent
				.is_some_and(|parent| !holders.contains_key(&parent) || stopped.contains(&parent));
			if parent_stopped || consent.has_stopped(now) {
				stopped.insert(*index);
				Seals::<T>::remove((patient, Item::Scope(number), index));
				continue;
			}
			scope.holders = scope.holders.saturating_add(1);
			if seal.opens(&scope.epoch) {
				scope.rotate_by = earlier(scope.rotate_by, consent.until);
			} else {
				unresealed = unresealed.saturating_add(1);
			}
		}
		unresealed
	}

	/// Who holds a key of the scope, by consent; at most [`salus_primitives::limits::MAX_HOLDERS_PER_SCOPE`].
	///
	/// Whoever passed a key on holds one as well until its consent is revoked, so whether the line above a holder is whole
	/// shows here, without a further look.
	fn holders_of(patient: &PatientId, number: ScopeNumber) -> BTreeMap<ConsentIndex, Holder> {
		let holder = |(index, seal)| {
			let consent = Consents::<T>::get(patient, index)?;
			Some((index, Holder { seal, consent }))
		};
		Self::seals_of(patient, Item::Scope(number)).into_iter().filter_map(holder).collect()
	}

	/// The envelopes of the item's key with the consents that hold them, in no order; at most
	/// [`salus_primitives::limits::MAX_HOLDERS_PER_SCOPE`].
	pub(crate) fn seals_of(patient: &PatientId, item: Item) -> Vec<(ConsentIndex, Seal)> {
		Seals::<T>::iter_prefix((patient, item)).collect()
	}

	/// Why and since when the scope waits for a rotation at `now`; none if it doesn't.
	///
	/// Computed from what is stored: no call is needed when a consent ends or a holder is suspended.
	pub fn rotation_due(
		patient: &PatientId,
		number: ScopeNumber,
		scope: &Scope,
		now: Moment,
	) -> Option<(RotationDue, Moment)> {
		let Cause { why, since } = Self::rotation_cause(patient, number, scope, now)?;
		let since = match since {
			Since::Moment(moment) => moment,
			Since::StandingLost(party) => Self::standing_lost_at(&party, now),
		};
		Some((why, since))
	}

	/// Whether the scope waits for a rotation at `now`: [`Pallet::rotation_due`] without the search for the moment.
	pub fn is_rotation_due(patient: &PatientId, number: ScopeNumber, scope: &Scope, now: Moment) -> bool {
		// What the scope itself says costs no look at its holders.
		scope.due_since.is_some()
			|| scope.rotate_by.is_some_and(|end| end <= now)
			|| Self::rotation_cause(patient, number, scope, now).is_some()
	}

	fn rotation_cause(patient: &PatientId, number: ScopeNumber, scope: &Scope, now: Moment) -> Option<Cause> {
		let holders = Self::holders_of(patient, number);
		if let Some(cause) = Self::known_to_come(patient, number, scope, &holders, now) {
			return Some(cause);
		}
		let ended = scope.rotate_by.filter(|end| *end <= now);
		match (scope.due_since, ended) {
			(Some(since), Some(end)) if end < since => return Some(Cause::since(RotationDue::Ended, end)),
			(Some(since), _) => return Some(Cause::since(RotationDue::Revoked, since)),
			(None, Some(end)) => return Some(Cause::since(RotationDue::Ended, end)),
			(None, None) => {}
		}
		let closed = Self::closed_since(patient, number, now);
		let mut excluded = BTreeMap::new();
		// Who holds an older key only learns nothing of what is sealed now.
		let newest = holders.values().filter(|holder| holder.seal.opens(&scope.epoch));
		newest.into_iter().find_map(|holder| {
			let consent = &holder.consent;
			if Self::is_barred_from_above(patient, consent, &holders, &mut excluded, now) {
				let since = Self::barred_from_above_since(patient, consent, now);
				return Some(Cause::since(RotationDue::Revoked, since.unwrap_or(now)));
			}
			Self::unfit(holder, closed, now)
		})
	}

	/// What keeps the holder, whose consent is in force, from being given the scope's key.
	fn unfit(holder: &Holder, closed: Option<Moment>, now: Moment) -> Option<Cause> {
		let Holder { seal, consent: Consent { grantee, .. } } = holder;
		if let Some(since) = closed.filter(|_| grantee.is_representative()) {
			return Some(Cause::since(RotationDue::Closed, since));
		}
		// Behind a commitment neither standing nor vault can be looked up: the patient's client does.
		let owner = grantee.vault_owner()?;
		if Identity::<T>::party_standing(grantee, now) != Standing::Good {
			let since = Since::StandingLost(*grantee);
			return Some(Cause { why: RotationDue::HolderNotInStanding, since });
		}
		Identity::<T>::compromised_at(owner, &seal.sealed_to)
			.map(|since| Cause::since(RotationDue::VaultCompromised, since))
	}

	/// Why somebody who must not know the next epoch's key can derive it already: then the next generation alone helps.
	fn known_to_come(
		patient: &PatientId,
		number: ScopeNumber,
		scope: &Scope,
		holders: &BTreeMap<ConsentIndex, Holder>,
		now: Moment,
	) -> Option<Cause> {
		if let Some(since) = Self::known_since_hand_over(patient, number, scope) {
			return Some(Cause::since(RotationDue::HandedOver, since));
		}
		if let Some((_, since)) = KnownAhead::<T>::get(patient, number) {
			return Some(Cause::since(RotationDue::KnownAhead, since));
		}
		let mut ahead =
			holders.values().filter(|holder| holder.seal.epoch.is_ahead_of(&scope.epoch)).peekable();
		ahead.peek()?;
		let closed = Self::closed_since(patient, number, now);
		let cause = ahead.find_map(|holder| {
			let stopped = holder.consent.stops_at().filter(|end| *end <= now);
			let barred = || Self::excluded_since(patient, &holder.consent.grantee, now);
			match stopped.or_else(barred) {
				Some(since) => Some(Cause::since(RotationDue::KnownAhead, since)),
				None => Self::unfit(holder, closed, now),
			}
		});
		cause.map(|cause| Cause { why: RotationDue::KnownAhead, ..cause })
	}

	/// Remembers that somebody who stopped can derive the scope's keys up to `epoch`, whose envelope is forgotten.
	pub(crate) fn remember_ahead(patient: &PatientId, number: ScopeNumber, epoch: KeyEpoch, since: Moment) {
		KnownAhead::<T>::mutate(patient, number, |known| {
			let (newest, first) = known.unwrap_or((epoch, since));
			*known = Some((newest.max(epoch), first.min(since)));
		});
	}

	/// Since when the patient is handed over, if no generation of the scope has begun afterwards: whoever had the patient
	/// before can derive all keys of the generation there is.
	fn known_since_hand_over(patient: &PatientId, number: ScopeNumber, scope: &Scope) -> Option<Moment> {
		let begun = GenerationsBegun::<T>::get(patient, number).unwrap_or(scope.created_at);
		Identity::<T>::handed_over_at(patient).filter(|at| begun < *at)
	}

	/// Whether a consent above this one is revoked, or the grantee of one excluded, which `excluded` remembers. An end above
	/// needs no look: no consent outlives its parent, and the scope's `rotate_by` knows this one's.
	fn is_barred_from_above(
		patient: &PatientId,
		consent: &Consent,
		holders: &BTreeMap<ConsentIndex, Holder>,
		excluded: &mut BTreeMap<Party, bool>,
		now: Moment,
	) -> bool {
		let mut parent = consent.parent;
		while let Some(index) = parent {
			let Some(Holder { consent: above, .. }) = holders.get(&index) else { return true };
			let is_excluded = || Self::is_excluded(patient, &above.grantee, now);
			if *excluded.entry(above.grantee).or_insert_with(is_excluded) {
				return true;
			}
			parent = above.parent;
		}
		false
	}

	/// Since when that is so.
	fn barred_from_above_since(patient: &PatientId, consent: &Consent, now: Moment) -> Option<Moment> {
		let lineage = Self::lineage(patient, consent);
		let revoked = lineage.iter().filter_map(|parent| parent.revoked_at);
		let excluded =
			lineage.iter().filter_map(|parent| Self::excluded_since(patient, &parent.grantee, now));
		revoked.chain(excluded).min()
	}

	/// Since when the party, which is not in good standing at `now`, has not been.
	fn standing_lost_at(party: &Party, now: Moment) -> Moment {
		let mut changes: Vec<Moment> = Vec::new();
		let add_organisation = |changes: &mut Vec<Moment>, organisation: OrganisationId| {
			if let Some(known) = Organisations::<T>::get(organisation) {
				changes.extend(known.standing.entries().iter().map(|(from, _)| *from));
			}
		};
		match party {
			Party::Organisation(organisation) => add_organisation(&mut changes, *organisation),
			Party::Blinded(_) => {}
			Party::Representative(representative) => {
				if let Some(known) = Identity::<T>::representative(*representative) {
					changes.extend([known.from, known.until]);
					changes.extend(known.ended_at);
					changes.extend(Identity::<T>::handed_over_at(&known.patient));
					let patient = Identity::<T>::patient(&known.patient);
					let states = patient.iter().flat_map(|patient| patient.state.entries());
					changes.extend(states.map(|(from, _)| *from));
				}
			}
			Party::Practitioner(practitioner) => {
				let known = Identity::<T>::practitioner(*practitioner);
				for membership in known.iter().flat_map(|known| &known.memberships) {
					for (from, state) in membership.standing.entries() {
						changes.extend([*from, state.until()]);
					}
					add_organisation(&mut changes, membership.organisation);
				}
			}
		}
		changes.retain(|change| *change <= now);
		changes.sort_unstable_by(|one, other| other.cmp(one));
		changes.dedup();
		changes
			.into_iter()
			.take_while(|change| Identity::<T>::party_standing(party, *change) != Standing::Good)
			.last()
			.unwrap_or(now)
	}
}
