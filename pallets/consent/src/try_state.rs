//! The pallet's invariants.

use crate::{pallet::*, Config, Pallet, RecordLookup};
use alloc::{collections::BTreeMap, vec::Vec};
use frame_support::{ensure, storage::StoragePrefixedMap};
use salus_pallet_consortium::Pallet as Consortium;
use salus_pallet_identity::{Pallet as Identity, Patients};
use salus_primitives::{
	access::{Action, By, Decision, Request, Subject},
	consent::{Consent, Item, Permissions, Reach, Scope},
	ids::{ConsentIndex, PatientId, RequestIndex, ScopeNumber, INBOX},
	limits::{
		MAX_DELEGATED_HOLDERS, MAX_DELEGATED_PER_GRANTEE, MAX_DELEGATIONS, MAX_DELEGATION_DEPTH,
		MAX_HOLDERS_PER_SCOPE, MAX_OPEN_REQUESTS_PER_PAIR, MAX_REQUEST_LIFE, MAX_SCOPES_PER_PATIENT,
	},
	people::{Actor, Party},
	representation::Powers,
	request::{PendingRequest, RequestState, SentRequest},
	time::within,
};
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// Checks that:
	///
	/// 1. every enrolled patient has an inbox and the enrolling organisation's consent for it, and nobody else has
	///    anything here;
	/// 2. scopes are dense from 0 and within their bound, and [`ScopeNumbers`] leads to each and to nothing else;
	/// 3. [`EpochKeys`] are dense from 0, ascend, and end with the scope's version and key;
	/// 4. consents are dense from 0; none ends before it starts; one that was delegated gives no more than its parent and
	///    permits passing on, does not outlive it, comes back to nobody in its line, and is no deeper than the bound; the
	///    deepest may not be passed on;
	/// 5. a consent's items are distinct, exist, and are all scopes or all records; the inbox is the item of no consent but
	///    those of homes, the first among them, which permit writing alone, and its records of none; a record that was
	///    erased since stays an item;
	/// 6. [`ByGrantee`] lists a party's own consents, ascending, among them all that have not stopped;
	/// 7. [`Granted`] counts the consents that are not revoked, and has no entry for none; so does [`Delegations`] those
	///    delegated from a consent, within their bound; of a party's list and of an item's holders no more than half are
	///    delegated;
	/// 8. [`Seals`] are of consents that are not revoked, permit reading and name the item, at versions the scope has
	///    had and for a vault the grantee has had; a consent that has not stopped has one for each item but those that
	///    were erased, which nobody has one for;
	/// 9. a scope's `holders` counts its envelopes and is within its bound; its `rotate_by` is no later than the end of
	///    any consent that holds the newest key; who passed a scope's key on holds one until the consent is revoked;
	/// 10. the histories of exclusions ascend and are not empty;
	/// 11. [`Requests`] are those that [`OpenRequests`] and [`ClosedRequests`] list, each once and under its requester;
	///     an approved one led to a consent of its requester;
	/// 12. [`SentRequests`] lists every request that can still be answered, and besides only expired ones; no party has
	///     more of one patient than its bound;
	/// 13. the decision allows nothing through a consent below a revoked one;
	/// 14. the histories of closed scopes ascend, are not empty and of scopes there are; generations begin after their scope
	///     was created and not ahead of the clock; what a representative gave is the patient's own consent, to somebody
	///     else and within the representative's time;
	/// 15. a representative has consents of its own patient alone, none that may be passed on, and none to read without
	///     the power;
	/// 16. the pass that cleans up stands at an entry of [`OpenRequests`], or where one was;
	/// 17. a blinded consent is the patient's own, permits reading and nothing else, is above and below none, and is the only
	///     one of its commitment; no commitment is excluded or asks for anything;
	/// 18. keys are sealed ahead by the patient alone, of scopes, to a representative with the power to rotate; as far as
	///     that reaches and no further [`Seals`] are ahead of a scope; [`KnownAhead`] names a version of the scope's present
	///     generation that is ahead of its newest, since a moment that has come.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		for patient in Patients::<T>::iter_keys() {
			ensure!(Scopes::<T>::contains_key(patient, INBOX), "a patient has no inbox");
			ensure!(Consents::<T>::contains_key(patient, 0), "a patient has no consent for the inbox");
		}
		for patient in ScopeCount::<T>::iter_keys().chain(ConsentCount::<T>::iter_keys()) {
			ensure!(Patients::<T>::contains_key(patient), "scopes or consents of nobody");
		}
		Self::try_scopes()?;
		Self::try_epoch_keys()?;
		Self::try_consents()?;
		Self::try_grantees()?;
		Self::try_seals()?;
		Self::try_requests()?;
		Self::try_sent_requests()?;
		for (_, _, history) in Exclusions::<T>::iter() {
			ensure!(history.is_sound(), "a history of exclusions is empty or out of order");
		}
		Self::try_representation()?;
		Self::try_blinded()?;
		let after = Cleanup::<T>::get().after;
		ensure!(
			after.is_none_or(|key| key.starts_with(&OpenRequests::<T>::final_prefix())),
			"the pass goes over another map"
		);
		Ok(())
	}

	fn try_scopes() -> Result<(), TryRuntimeError> {
		let mut found = BTreeMap::<PatientId, ScopeNumber>::new();
		for (patient, number, scope) in Scopes::<T>::iter() {
			ensure!(number < ScopeCount::<T>::get(patient), "a scope is not counted");
			ensure!(
				ScopeNumbers::<T>::get(patient, scope.id) == Some(number),
				"a scope's name does not lead to it"
			);
			let count = found.entry(patient).or_default();
			*count = count.saturating_add(1);
		}
		for (patient, count) in ScopeCount::<T>::iter() {
			ensure!(count <= MAX_SCOPES_PER_PATIENT, "too many scopes");
			ensure!(found.get(&patient) == Some(&count), "scopes are not dense");
		}
		for (patient, id, number) in ScopeNumbers::<T>::iter() {
			let named = Scopes::<T>::get(patient, number);
			ensure!(named.is_some_and(|scope| scope.id == id), "a name leads to another scope");
		}
		Ok(())
	}

	fn try_epoch_keys() -> Result<(), TryRuntimeError> {
		let mut total = 0u32;
		for (patient, number, scope) in Scopes::<T>::iter() {
			let count = EpochCount::<T>::get(patient, number);
			let keys: Vec<_> =
				(0..count).filter_map(|position| EpochKeys::<T>::get((patient, number), position)).collect();
			ensure!(keys.len() == count as usize, "key versions are not dense");
			ensure!(
				keys.iter().zip(keys.iter().skip(1)).all(|(one, next)| next.0.follows(&one.0)),
				"key versions do not follow each other"
			);
			ensure!(
				keys.last() == Some(&(scope.epoch, scope.key)),
				"a scope's key is not its last version's"
			);
			total = total.saturating_add(count);
		}
		ensure!(EpochKeys::<T>::iter_keys().count() == total as usize, "a key version of no scope");
		ensure!(
			EpochCount::<T>::iter_keys().all(|(patient, number)| Scopes::<T>::contains_key(patient, number)),
			"key versions of no scope are counted"
		);
		Ok(())
	}

	fn try_consents() -> Result<(), TryRuntimeError> {
		let mut found = BTreeMap::<PatientId, ConsentIndex>::new();
		for (patient, index, consent) in Consents::<T>::iter() {
			ensure!(index < ConsentCount::<T>::get(patient), "a consent is not counted");
			let count = found.entry(patient).or_default();
			*count = count.saturating_add(1);
			ensure!(
				consent.until.is_none_or(|until| until > consent.from),
				"a consent ends before it starts"
			);
			ensure!(
				consent.permissions.is_valid() && consent.purposes.is_valid(),
				"a consent permits nothing"
			);
			Self::try_items(&patient, index, &consent)?;
			Self::try_lineage(&patient, index, &consent)?;
		}
		for (patient, count) in ConsentCount::<T>::iter() {
			ensure!(found.get(&patient) == Some(&count), "consents are not dense");
		}
		Ok(())
	}

	fn try_items(patient: &PatientId, index: ConsentIndex, consent: &Consent) -> Result<(), TryRuntimeError> {
		let items: Vec<Item> = consent.items.iter().map(|granted| granted.item).collect();
		let for_inbox = items == [Item::Scope(INBOX)];
		ensure!(for_inbox || index != 0, "the first consent is not for the inbox");
		if for_inbox {
			let home = matches!(consent.grantee, Party::Organisation(_)) && consent.parent.is_none();
			ensure!(home, "a consent for the inbox is not a home's");
			ensure!(
				consent.permissions == Permissions::WRITE,
				"a consent for the inbox permits more than writing"
			);
			return Ok(());
		}
		let mut distinct = items.clone();
		distinct.sort_unstable();
		distinct.dedup();
		ensure!(
			!items.is_empty() && distinct.len() == items.len(),
			"a consent names nothing, or something twice"
		);
		let scopes = items.iter().filter(|item| matches!(item, Item::Scope(_))).count();
		ensure!(scopes == 0 || scopes == items.len(), "a consent names scopes and records");
		for item in items {
			match item {
				Item::Scope(number) => ensure!(
					number != INBOX && Scopes::<T>::contains_key(patient, number),
					"a consent names the inbox or no scope"
				),
				Item::Record(record) => ensure!(
					matches!(T::Records::subject(patient, record, Consortium::<T>::now()), Subject::Record { scope, status, .. } if scope != INBOX || status.is_erased()),
					"a consent names a record of the inbox or none"
				),
			}
		}
		Ok(())
	}

	fn try_lineage(
		patient: &PatientId,
		index: ConsentIndex,
		consent: &Consent,
	) -> Result<(), TryRuntimeError> {
		let mut child = (index, consent.clone());
		let mut depth = 0u8;
		while let Some(parent) = child.1.parent {
			ensure!(parent < child.0, "a consent is older than its parent");
			let above = Consents::<T>::get(patient, parent).ok_or("a consent's parent is missing")?;
			let within = above.until.is_none_or(|end| child.1.until.is_some_and(|until| until <= end));
			ensure!(within, "a consent outlives its parent");
			ensure!(Self::is_within(&child.1, &above), "a consent gives more than its parent");
			ensure!(above.permissions.contains(Permissions::DELEGATE), "a parent does not permit passing on");
			ensure!(above.grantee != consent.grantee, "a consent comes back to who passed it on");
			ensure!(
				above.revoked_at.is_none_or(|end| child.1.granted_at <= end),
				"a consent was delegated from a revoked one"
			);
			depth = depth.saturating_add(1);
			ensure!(depth <= MAX_DELEGATION_DEPTH, "a consent is delegated too far");
			child = (parent, above);
		}
		ensure!(
			depth < MAX_DELEGATION_DEPTH || !consent.permissions.contains(Permissions::DELEGATE),
			"a consent of the greatest depth may be passed on"
		);
		Self::try_decision_below(patient, index, consent)
	}

	/// Whether the delegated consent names, permits and reaches no more than its parent, and does not start before it.
	fn is_within(child: &Consent, parent: &Consent) -> bool {
		let named = child
			.items
			.iter()
			.all(|item| parent.item(item.item).is_some_and(|above| above.from_epoch <= item.from_epoch));
		named
			&& parent.permissions.contains(child.permissions)
			&& parent.purposes.contains_all(child.purposes)
			&& child.from >= parent.from
			&& parent.reaches(child.reach)
	}

	/// Asks the decision itself about a consent below a revoked one.
	fn try_decision_below(
		patient: &PatientId,
		index: ConsentIndex,
		consent: &Consent,
	) -> Result<(), TryRuntimeError> {
		let now = Consortium::<T>::now();
		let revoked = Self::lineage(patient, consent).iter().any(|parent| parent.revoked_at.is_some());
		if !revoked {
			return Ok(());
		}
		let actor = match consent.grantee {
			Party::Organisation(organisation) => Actor::Organisation(organisation),
			Party::Representative(representative) => Actor::Representative(representative),
			Party::Blinded(_) => return Err("a consent to a blinded reader was delegated".into()),
			// Where it works makes no difference to which consent carries.
			Party::Practitioner(practitioner) => Actor::Practitioner { practitioner, organisation: 0 },
		};
		for granted in &consent.items {
			for action in [Action::Read, Action::Write] {
				for purpose in consent.purposes.iter() {
					let request =
						Request { actor, action, item: granted.item, purpose, at: now, opening: None };
					let allowed = Self::decide(patient, &request);
					ensure!(
						allowed != Decision::Allow { by: By::Consent(index) },
						"a consent below a revoked one carries"
					);
				}
			}
		}
		Ok(())
	}

	fn try_grantees() -> Result<(), TryRuntimeError> {
		let now = Consortium::<T>::now();
		let mut unrevoked = BTreeMap::<(Party, PatientId), u32>::new();
		for (patient, index, consent) in Consents::<T>::iter() {
			let listed = ByGrantee::<T>::get(patient, consent.grantee).contains(&index);
			let stopped = Self::has_stopped(&patient, &consent, now);
			ensure!(listed || stopped, "a consent that has not stopped is not listed for its grantee");
			if consent.revoked_at.is_none() {
				let count = unrevoked.entry((consent.grantee, patient)).or_default();
				*count = count.saturating_add(1);
			}
		}
		for (patient, party, list) in ByGrantee::<T>::iter() {
			ensure!(
				list.iter().zip(list.iter().skip(1)).all(|(one, next)| one < next),
				"a list does not ascend"
			);
			let mut delegated = 0usize;
			for index in list {
				let consent = Consents::<T>::get(patient, index).ok_or("a list names a missing consent")?;
				ensure!(consent.grantee == party, "a list names a consent of another grantee");
				delegated = delegated.saturating_add(usize::from(consent.parent.is_some()));
			}
			ensure!(delegated <= MAX_DELEGATED_PER_GRANTEE, "too many of a list's consents are delegated");
		}
		let counted: BTreeMap<_, _> =
			Granted::<T>::iter().map(|(party, patient, count)| ((party, patient), count)).collect();
		ensure!(counted == unrevoked, "consents that are not revoked are counted wrongly");
		Self::try_delegations()
	}

	fn try_delegations() -> Result<(), TryRuntimeError> {
		let mut unrevoked = BTreeMap::<(PatientId, ConsentIndex), u32>::new();
		for (patient, _, consent) in Consents::<T>::iter() {
			if let Some(parent) = consent.parent.filter(|_| consent.revoked_at.is_none()) {
				let count = unrevoked.entry((patient, parent)).or_default();
				*count = count.saturating_add(1);
			}
		}
		let counted: BTreeMap<_, _> =
			Delegations::<T>::iter().map(|(patient, parent, count)| ((patient, parent), count)).collect();
		ensure!(counted == unrevoked, "delegated consents are counted wrongly");
		ensure!(counted.values().all(|count| *count <= MAX_DELEGATIONS), "too many were delegated from one");
		Ok(())
	}

	fn try_seals() -> Result<(), TryRuntimeError> {
		let now = Consortium::<T>::now();
		let mut holders = BTreeMap::<(PatientId, Item), u32>::new();
		let mut delegated = BTreeMap::<(PatientId, Item), usize>::new();
		for ((patient, item, index), seal) in Seals::<T>::iter() {
			let consent = Consents::<T>::get(patient, index).ok_or("an envelope of no consent")?;
			ensure!(consent.revoked_at.is_none(), "an envelope of a revoked consent");
			ensure!(
				consent.permissions.contains(Permissions::READ),
				"an envelope where no reading is permitted"
			);
			ensure!(!Self::is_erased(&patient, item, now), "an envelope of an erased record");
			ensure!(consent.item(item).is_some(), "an envelope of an item that the consent does not name");
			let lineage = consent.grantee.vault_owner().map(Identity::<T>::lineage).unwrap_or_default();
			ensure!(seal.lineage <= lineage, "an envelope for a vault to come");
			if let Item::Scope(number) = item {
				let scope = Scopes::<T>::get(patient, number).ok_or("an envelope of no scope")?;
				let newest = match consent.reach {
					Reach::Ahead => scope.epoch.ahead(),
					Reach::AllHistory | Reach::FromNow => scope.epoch,
				};
				ensure!(seal.epoch <= newest, "an envelope of a key version to come");
				if let Some(parent) = consent.parent {
					let above = Consents::<T>::get(patient, parent).ok_or("a consent's parent is missing")?;
					ensure!(
						above.revoked_at.is_some() || Seals::<T>::contains_key((patient, item, parent)),
						"who passed a key on has none"
					);
				}
				let ends_first = |end| scope.rotate_by.is_some_and(|due| due <= end);
				ensure!(
					!seal.opens(&scope.epoch) || consent.until.is_none_or(ends_first),
					"a holder's consent ends before the scope is due"
				);
			}
			let count = holders.entry((patient, item)).or_default();
			*count = count.saturating_add(1);
			ensure!(*count <= MAX_HOLDERS_PER_SCOPE, "too many consents hold a key");
			let count = delegated.entry((patient, item)).or_default();
			*count = count.saturating_add(usize::from(consent.parent.is_some()));
			ensure!(*count <= MAX_DELEGATED_HOLDERS, "too many delegated consents hold a key");
		}
		for (patient, number, Scope { holders: counted, .. }) in Scopes::<T>::iter() {
			let found = holders.get(&(patient, Item::Scope(number))).copied().unwrap_or(0);
			ensure!(found == counted, "a scope's holders are counted wrongly");
		}
		for (patient, index, consent) in Consents::<T>::iter() {
			let reads = consent.permissions.contains(Permissions::READ);
			if reads && !Self::has_stopped(&patient, &consent, now) {
				let sealed = |item: Item| {
					Seals::<T>::contains_key((patient, item, index)) || Self::is_erased(&patient, item, now)
				};
				ensure!(
					consent.items.iter().all(|granted| sealed(granted.item)),
					"a consent that has not stopped lacks an envelope"
				);
			}
		}
		Ok(())
	}

	fn try_representation() -> Result<(), TryRuntimeError> {
		let now = Consortium::<T>::now();
		for (patient, scope, history) in ClosedScopes::<T>::iter() {
			ensure!(history.is_sound(), "a history of a closed scope is empty or out of order");
			ensure!(Scopes::<T>::contains_key(patient, scope), "no scope is closed");
		}
		for (patient, number, begun) in GenerationsBegun::<T>::iter() {
			let scope = Scopes::<T>::get(patient, number).ok_or("a generation of no scope")?;
			ensure!(scope.epoch.generation > 0, "the first generation begins with its scope");
			ensure!(scope.created_at <= begun && begun <= now, "a generation begins at another time");
		}
		for (patient, number, (known, since)) in KnownAhead::<T>::iter() {
			let scope = Scopes::<T>::get(patient, number).ok_or("keys to come of no scope are known")?;
			let ahead = known.is_ahead_of(&scope.epoch) && scope.epoch.ahead().opens(&known);
			ensure!(ahead, "keys are known that are not to come");
			ensure!(since <= now, "keys to come are known in the future");
		}
		for (patient, index, id) in GivenBy::<T>::iter() {
			let consent = Consents::<T>::get(patient, index).ok_or("no consent was given")?;
			ensure!(consent.reach != Reach::Ahead, "a representative gave keys ahead");
			let known = Identity::<T>::representative(id).ok_or("nobody gave a consent")?;
			ensure!(known.patient == patient, "a representative gave another patient's consent");
			ensure!(consent.parent.is_none(), "a representative passed on a consent");
			ensure!(!consent.grantee.is_representative(), "a representative gave to another");
			ensure!(
				within(consent.granted_at, known.from.max(known.admitted_at), Some(known.until)),
				"a consent was given outside a representative's time"
			);
		}
		for (patient, _, consent) in Consents::<T>::iter() {
			let ahead = consent.reach == Reach::Ahead;
			let Party::Representative(id) = consent.grantee else {
				ensure!(!ahead, "keys ahead to no representative");
				continue;
			};
			let known = Identity::<T>::representative(id).ok_or("a consent to no representative")?;
			ensure!(known.patient == patient, "a consent to another patient's representative");
			ensure!(
				!consent.permissions.contains(Permissions::DELEGATE),
				"a representative may pass on a consent"
			);
			ensure!(
				!consent.permissions.contains(Permissions::READ) || known.powers.contains(Powers::READ),
				"a representative reads without the power"
			);
			let scopes = consent.items.iter().all(|granted| matches!(granted.item, Item::Scope(_)));
			let reads = consent.permissions.contains(Permissions::READ);
			ensure!(
				!ahead
					|| known.powers.contains(Powers::ROTATE) && consent.parent.is_none() && scopes && reads,
				"keys ahead where none may be"
			);
		}
		Ok(())
	}

	fn try_blinded() -> Result<(), TryRuntimeError> {
		for (patient, index, consent) in Consents::<T>::iter() {
			let above = consent.parent.and_then(|parent| Consents::<T>::get(patient, parent));
			ensure!(
				above.is_none_or(|parent| !parent.grantee.is_blinded()),
				"a blinded reader passed on a consent"
			);
			if !consent.grantee.is_blinded() {
				continue;
			}
			ensure!(consent.permissions == Permissions::READ, "a blinded reader may do more than read");
			ensure!(consent.parent.is_none(), "a consent was passed on to a blinded reader");
			ensure!(!GivenBy::<T>::contains_key(patient, index), "a representative gave to a blinded reader");
			ensure!(
				*ByGrantee::<T>::get(patient, consent.grantee) == [index],
				"a commitment names several consents"
			);
		}
		ensure!(
			Exclusions::<T>::iter_keys().all(|(_, party)| !party.is_blinded()),
			"a blinded reader is excluded"
		);
		ensure!(
			Requests::<T>::iter_values().all(|request| !request.requester.is_blinded()),
			"a blinded reader asks for access"
		);
		Ok(())
	}

	fn try_requests() -> Result<(), TryRuntimeError> {
		let now = Consortium::<T>::now();
		let mut listed = BTreeMap::<(PatientId, RequestIndex), Party>::new();
		for (patient, list) in OpenRequests::<T>::iter() {
			for PendingRequest { request: index, requester, expires_at } in list {
				let request = Requests::<T>::get(patient, index).ok_or("an open request is missing")?;
				ensure!(
					request.state == RequestState::Open && request.expires_at == expires_at,
					"an open request is listed as another"
				);
				ensure!(listed.insert((patient, index), requester).is_none(), "a request is listed twice");
			}
		}
		for (patient, list) in ClosedRequests::<T>::iter() {
			for (index, requester) in list {
				let request = Requests::<T>::get(patient, index).ok_or("a closed request is missing")?;
				ensure!(!request.is_open(now), "a request that can be answered is listed as closed");
				ensure!(listed.insert((patient, index), requester).is_none(), "a request is listed twice");
			}
		}
		let mut kept = 0usize;
		for (patient, index, request) in Requests::<T>::iter() {
			ensure!(Patients::<T>::contains_key(patient), "a request for access to nobody");
			ensure!(index < RequestCount::<T>::get(patient), "a request is not counted");
			ensure!(
				listed.get(&(patient, index)) == Some(&request.requester),
				"a request is not listed under its requester"
			);
			let life = request.expires_at.saturating_sub(request.requested_at);
			ensure!(life > 0 && life <= MAX_REQUEST_LIFE, "a request lives too long or not at all");
			ensure!(
				request.permissions.is_valid() && request.purposes.is_valid(),
				"a request asks for nothing"
			);
			if let RequestState::Approved { consent } = request.state {
				let given =
					Consents::<T>::get(patient, consent).ok_or("an approved request led to no consent")?;
				ensure!(given.grantee == request.requester, "an approved request led to another's consent");
			}
			kept = kept.saturating_add(1);
		}
		ensure!(kept == listed.len(), "a list names requests that are not kept");
		Ok(())
	}

	fn try_sent_requests() -> Result<(), TryRuntimeError> {
		let now = Consortium::<T>::now();
		let mut sent = BTreeMap::<(PatientId, RequestIndex), Party>::new();
		let mut pairs = BTreeMap::<(PatientId, Party), usize>::new();
		for (requester, list) in SentRequests::<T>::iter() {
			for SentRequest { patient, request: index, expires_at } in list {
				ensure!(sent.insert((patient, index), requester).is_none(), "a request was sent twice");
				if !within(now, 0, Some(expires_at)) {
					continue;
				}
				let request =
					Requests::<T>::get(patient, index).ok_or("a request that was sent is missing")?;
				ensure!(
					request.is_open(now)
						&& request.requester == requester
						&& request.expires_at == expires_at,
					"a request that was sent is another's or closed"
				);
				let count = pairs.entry((patient, requester)).or_default();
				*count = count.saturating_add(1);
				ensure!(*count <= MAX_OPEN_REQUESTS_PER_PAIR, "a party asks a patient too often");
			}
		}
		for (patient, index, request) in Requests::<T>::iter() {
			let listed = sent.get(&(patient, index)) == Some(&request.requester);
			ensure!(listed || !request.is_open(now), "an open request is not listed with its requester");
		}
		Ok(())
	}
}
