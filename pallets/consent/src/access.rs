//! Gathers from storage what the one access decision looks at.

use crate::{pallet::*, Config, Pallet};
use frame_support::ensure;
use salus_pallet_consortium::Pallet as Consortium;
use salus_pallet_identity::Pallet as Identity;
use salus_primitives::{
	access::{self, scope_of, ConsentFact, Decision, Facts, RepresentativeFact, Request, Subject},
	consent::{Consent, Item},
	ids::{ConsentIndex, PatientId, RecordIndex},
	limits::MAX_DELEGATION_DEPTH,
	people::{Actor, Party, Standing},
	time::Moment,
	BoundedVec,
};
use sp_core::ConstU32;
use sp_runtime::DispatchResult;

/// The consents that a consent was delegated from, nearest first.
pub type Lineage = BoundedVec<Consent, ConstU32<{ MAX_DELEGATION_DEPTH as u32 }>>;

/// Tells where a patient's records are filed and how they stand.
pub trait RecordLookup {
	/// The record as the decision sees it; [`Subject::Missing`] if the patient had none of this index at `at`.
	///
	/// Where it is filed and how it stands is told as of today.
	fn subject(patient: &PatientId, index: RecordIndex, at: Moment) -> Subject;
}

impl<T: Config> Pallet<T> {
	/// Everything [`access::decide`] looks at for the request, as it was at the moment asked about.
	///
	/// Reads at most the two parties' lists of consents, of which half may be delegated, each of these with at most
	/// [`MAX_DELEGATION_DEPTH`] parents and whether their grantees are excluded; for a request with an opening, which no
	/// extrinsic makes, besides one consent for each party as that blinds it. Standing and exclusions are those of the
	/// parties by name, whatever is opened.
	pub fn facts(patient: &PatientId, request: &Request) -> Facts {
		let Request { actor, item, at, .. } = request;
		let organisation = actor.organisation();
		let membership = match actor {
			Actor::Practitioner { practitioner, organisation } => {
				Some(Identity::<T>::membership_standing(*practitioner, *organisation, *at))
			}
			Actor::Patient | Actor::Organisation(_) | Actor::Representative(_) => None,
		};
		let excluded = actor.parties().filter(|party| Self::is_excluded(patient, party, *at));
		let consents = request.grantees().flat_map(|party| Self::consent_facts(patient, party, *at));
		let subject = Self::subject(patient, item, *at);
		let representative = actor.representative().map(|id| {
			let known = Identity::<T>::representative(id).filter(|known| known.patient == *patient);
			known.map_or(
				RepresentativeFact { standing: Standing::Absent, powers: Default::default() },
				|known| RepresentativeFact {
					standing: Identity::<T>::representative_standing(id, *at),
					powers: known.powers,
				},
			)
		});
		let closed = representative.is_some() && Self::in_closed_scope(patient, &subject, *at);
		Facts {
			patient: Identity::<T>::state_at(patient, *at),
			subject,
			organisation: organisation.map(|organisation| Consortium::<T>::standing(organisation, *at)),
			membership,
			exclusions: BoundedVec::truncate_from(excluded.collect()),
			consents: BoundedVec::truncate_from(consents.collect()),
			representative,
			closed,
		}
	}

	/// Turns what is known of an actor to another item: whatever depends on the item is looked up anew.
	pub fn turn_to(facts: &mut Facts, patient: &PatientId, item: &Item, at: Moment) {
		facts.subject = Self::subject(patient, item, at);
		facts.closed = facts.representative.is_some() && Self::in_closed_scope(patient, &facts.subject, at);
	}

	fn in_closed_scope(patient: &PatientId, subject: &Subject, at: Moment) -> bool {
		scope_of(subject).is_some_and(|scope| Self::is_closed(patient, scope, at))
	}

	/// Decides the request.
	pub fn decide(patient: &PatientId, request: &Request) -> Decision {
		access::decide(&Self::facts(patient, request), request)
	}

	/// Refuses with [`Error::AccessDenied`] what the decision denies.
	pub fn ensure_allowed(patient: &PatientId, request: &Request) -> DispatchResult {
		ensure!(Self::decide(patient, request).is_allowed(), Error::<T>::AccessDenied);
		Ok(())
	}

	/// The item as the decision sees it.
	pub fn subject(patient: &PatientId, item: &Item, at: Moment) -> Subject {
		match item {
			Item::Scope(number) => match Scopes::<T>::get(patient, number) {
				Some(scope) if scope.created_at <= at => Subject::Scope(*number),
				_ => Subject::Missing,
			},
			Item::Record(index) => T::Records::subject(patient, *index, at),
		}
	}

	fn consent_facts(
		patient: &PatientId,
		party: Party,
		at: Moment,
	) -> impl Iterator<Item = ConsentFact> + '_ {
		ByGrantee::<T>::get(patient, party).into_iter().filter_map(move |index: ConsentIndex| {
			let consent = Consents::<T>::get(patient, index)?;
			Some(Self::consent_fact(patient, index, consent, at))
		})
	}

	/// The consent with what is above it, as it was at `at`.
	pub(crate) fn consent_fact(
		patient: &PatientId,
		index: ConsentIndex,
		consent: Consent,
		at: Moment,
	) -> ConsentFact {
		let lineage = Self::lineage(patient, &consent);
		let delegator_excluded = Self::excludes_one_of(patient, &lineage, at);
		ConsentFact { index, consent, lineage, delegator_excluded }
	}

	/// Whether the patient had excluded the grantee of one of these consents at `at`.
	pub(crate) fn excludes_one_of(patient: &PatientId, consents: &[Consent], at: Moment) -> bool {
		consents.iter().any(|consent| Self::is_excluded(patient, &consent.grantee, at))
	}

	/// The consents that this one was delegated from, nearest first; empty for a patient's own grant.
	pub fn lineage(patient: &PatientId, consent: &Consent) -> Lineage {
		let mut lineage = Lineage::default();
		let mut parent = consent.parent;
		while let Some(found) = parent.and_then(|index| Consents::<T>::get(patient, index)) {
			parent = found.parent;
			if lineage.try_push(found).is_err() {
				break;
			}
		}
		lineage
	}

	/// Whether the consent has stopped for good at `at`, by itself or with a consent it was delegated from.
	pub fn has_stopped(patient: &PatientId, consent: &Consent, at: Moment) -> bool {
		consent.has_stopped(at) || Self::lineage(patient, consent).iter().any(|parent| parent.has_stopped(at))
	}

	/// Whether the consent is in force at `at`, with the consents it was delegated from.
	pub fn is_live(patient: &PatientId, consent: &Consent, at: Moment) -> bool {
		consent.is_live(at) && Self::lineage(patient, consent).iter().all(|parent| parent.is_live(at))
	}
}
