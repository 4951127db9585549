//! Benchmarks: each call at its worst.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::arithmetic_side_effects)]

use super::*;
use alloc::vec::Vec;
use frame_benchmarking::v2::*;
use frame_system::RawOrigin;
use salus_pallet_consortium::{Organisations, Pallet as Consortium};
use salus_pallet_identity::{
	Patients, PractitionerOf, Practitioners, RepresentationsOf, Representatives, Vaults,
};
use salus_primitives::{
	consent::{
		Consent, ConsentItem, Grant, GrantedItem, Item, NewScope, Permissions, Reach, Reseal, Rotation, Scope,
	},
	consortium::{Organisation, OrganisationState},
	ids::{
		sha256, Commitment, ConsentIndex, Digest, KeyEpoch, OrganisationId, PatientId, PractitionerId,
		RepresentativeId, RequestIndex, ScopeId, ScopeNumber, SigningKey, VaultKeys, VaultSignature,
	},
	limits::{
		MaxClosedRequestsPerPatient, MaxConsentsPerGrantee, MaxHistory, MaxMemberships,
		MaxOpenRequestsPerPatient, MaxOpenRequestsPerRequester, MaxPatientsPerRepresentative, MaxRegistrars,
		MAX_CLEANUP_STEPS, MAX_DELEGATED_HOLDERS, MAX_DELEGATED_PER_GRANTEE, MAX_DELEGATIONS,
		MAX_DELEGATION_DEPTH, MAX_HOLDERS_PER_SCOPE, MAX_REQUEST_LIFE,
	},
	people::{
		Membership, MembershipState, Party, Patient, PatientState, Practitioner, PractitionerRole,
		Privileges, Vault, VaultOwner,
	},
	purpose::Purpose,
	representation::{Basis, Powers, Representative},
	request::{AccessRequest, NewRequest, PendingRequest, RequestState, SentRequest},
	text::{CreateScopes, DelegateConsent, GiveConsent, ResealHolders, RotateScope, SignedText},
	time::{History, Moment},
	BoundedVec,
};
use sp_core::{crypto::KeyTypeId, ed25519, Get};
use sp_runtime::AccountId32;

const VAULT: KeyTypeId = KeyTypeId(*b"vlt0");
const FOREVER: Moment = Moment::MAX;
/// Parties that the benchmarks admit are numbered from here.
const FIRST: u32 = 1_000;
/// Parties that only stand in a line of delegations are numbered from here.
const ABOVE: u32 = 1_000_000;

/// A patient with a vault that can sign.
struct Person {
	patient: PatientId,
	controller: AccountId32,
	vault: ed25519::Public,
}

fn digest(seed: &[u8], number: u32) -> Digest {
	Digest(sha256(&[seed, &number.to_le_bytes()]))
}

/// A history as long as it may be, of which `state` is the oldest entry: the last that a search comes to.
fn long_history<S: PartialEq + Copy>(state: S, other: S) -> History<S> {
	let mut history = History::starting(0, state);
	for step in 1..<MaxHistory as Get<u32>>::get() {
		let moment = FOREVER - Moment::from(<MaxHistory as Get<u32>>::get() - step);
		history.push(moment, if step % 2 == 0 { state } else { other });
	}
	history
}

fn organisation<T: Config>(id: OrganisationId) {
	let registrars: Vec<AccountId32> = (0..<MaxRegistrars as Get<u32>>::get())
		.map(|number| AccountId32::new(digest(b"registrar", number).0))
		.collect();
	let known = Organisation {
		name: alloc::vec![b'n'; 64].try_into().unwrap(),
		controller: AccountId32::new(digest(b"controller", id).0),
		registrars: registrars.try_into().unwrap(),
		standing: long_history(OrganisationState::Active, OrganisationState::Suspended),
	};
	Organisations::<T>::insert(id, known);
	vault::<T>(VaultOwner::Organisation(id), id);
}

fn vault<T: Config>(owner: VaultOwner, number: u32) -> VaultKeys {
	let keys = VaultKeys { kem: digest(b"kem", number), signing: SigningKey(digest(b"signing", number).0) };
	Vaults::<T>::insert(owner, Vault { keys, generation: 0, compromised_at: None });
	keys
}

/// A practitioner with as many memberships as allowed, all looked at before one is found good.
fn practitioner<T: Config>(id: PractitionerId) -> Party {
	let count = <MaxMemberships as Get<u32>>::get();
	let memberships: Vec<Membership> = (0..count)
		.map(|position| {
			let active = MembershipState::Active { until: FOREVER };
			let suspended = MembershipState::Suspended { until: FOREVER };
			let good = position + 1 == count;
			Membership {
				organisation: FIRST + position,
				role: PractitionerRole::Clinician,
				privileges: Privileges::NONE,
				credential: Commitment([7; 32]),
				standing: if good {
					long_history(active, suspended)
				} else {
					long_history(suspended, active)
				},
			}
		})
		.collect();
	let account = AccountId32::new(digest(b"practitioner", id).0);
	PractitionerOf::<T>::insert(&account, id);
	let memberships = memberships.try_into().unwrap();
	Practitioners::<T>::insert(id, Practitioner { account, home: FIRST, memberships });
	vault::<T>(VaultOwner::Practitioner(id), id);
	Party::Practitioner(id)
}

/// A patient with the inbox and `scopes` scopes.
fn person<T: Config>(scopes: u16) -> Person {
	for position in 0..<MaxMemberships as Get<u32>>::get() {
		organisation::<T>(FIRST + position);
	}
	let controller: AccountId32 = whitelisted_caller();
	let patient = PatientId(digest(b"patient", 0).0);
	Patients::<T>::insert(
		patient,
		Patient {
			controller: controller.clone(),
			organisation: FIRST,
			state: History::starting(0, PatientState::Active),
			enrolled_at: 0,
		},
	);
	let vault = sp_io::crypto::ed25519_generate(VAULT, None);
	let keys = VaultKeys { kem: digest(b"patient's kem", 0), signing: SigningKey(vault.0) };
	Vaults::<T>::insert(VaultOwner::Patient(patient), Vault { keys, generation: 0, compromised_at: None });
	for number in 0..=scopes {
		let new = new_scope(number);
		let scope = Scope {
			id: new.id,
			epoch: KeyEpoch::default(),
			key: new.key,
			due_since: None,
			rotate_by: None,
			holders: 0,
			created_at: 0,
		};
		Scopes::<T>::insert(patient, number, scope);
		ScopeNumbers::<T>::insert(patient, new.id, number);
		EpochKeys::<T>::insert((patient, number), 0, (KeyEpoch::default(), new.key));
		EpochCount::<T>::insert(patient, number, 1);
	}
	ScopeCount::<T>::insert(patient, scopes + 1);
	Person { patient, controller, vault }
}

fn new_scope(number: ScopeNumber) -> NewScope {
	let mut id = [0; 16];
	id[..2].copy_from_slice(&number.to_be_bytes());
	NewScope { id: ScopeId(id), key: digest(b"scope key", number.into()) }
}

fn new_request(expires_at: Moment) -> NewRequest {
	NewRequest {
		permissions: Permissions::READ.union(Permissions::WRITE),
		purposes: Purpose::ALL.iter().copied().collect(),
		from: None,
		until: None,
		envelope: digest(b"wish", 0),
		expires_at,
	}
}

/// Signed by the representative that [`Person::representative`] enters: whoever is looked for longest.
fn by_representative() -> RawOrigin<AccountId32> {
	RawOrigin::Signed(REPRESENTATIVE)
}

/// Who signs for a practitioner.
fn signer(practitioner: PractitionerId) -> RawOrigin<AccountId32> {
	RawOrigin::Signed(AccountId32::new(digest(b"practitioner", practitioner).0))
}

/// The account of a representative that represents as many patients as it may.
const REPRESENTATIVE: AccountId32 = AccountId32::new([9; 32]);

impl Person {
	/// A representative of the patient, which is found last among those that its account is, with its vault's key.
	fn representative<T: Config>(&self) -> (RepresentativeId, ed25519::Public) {
		let most = <MaxPatientsPerRepresentative as Get<u32>>::get();
		for id in 1..=most {
			let patient = if id == most { self.patient } else { PatientId(digest(b"other", id).0) };
			let known = Representative {
				patient,
				account: REPRESENTATIVE,
				powers: Powers::READ.union(Powers::GRANT).union(Powers::RECORDS).union(Powers::ROTATE),
				basis: Basis::Appointed,
				organisation: FIRST,
				from: 0,
				until: FOREVER,
				admitted_at: 0,
				ended_at: None,
			};
			Representatives::<T>::insert(id, known);
			RepresentationsOf::<T>::mutate(REPRESENTATIVE, |list| list.try_push(id).unwrap());
		}
		let vault = sp_io::crypto::ed25519_generate(VAULT, None);
		let keys = VaultKeys { kem: digest(b"representative's kem", 0), signing: SigningKey(vault.0) };
		let owner = VaultOwner::Representative(most);
		Vaults::<T>::insert(owner, Vault { keys, generation: 0, compromised_at: None });
		(most, vault)
	}

	fn signed(&self) -> RawOrigin<AccountId32> {
		RawOrigin::Signed(self.controller.clone())
	}

	fn sign(&self, text: &impl SignedText) -> VaultSignature {
		let signature = sp_io::crypto::ed25519_sign(VAULT, &self.vault, &text.text());
		VaultSignature(signature.expect("the vault's key is in the keystore").0)
	}

	/// A consent of the party to read the scopes, which holds their keys.
	fn consent<T: Config>(&self, grantee: Party, scopes: &[ScopeNumber]) -> ConsentIndex {
		self.consent_below::<T>(grantee, scopes, None)
	}

	/// The last of so many consents in a row to read the scopes, of which the first is to `root`. Whether their grantees are
	/// excluded is long to be read.
	fn line<T: Config>(&self, root: Party, length: u8, scopes: &[ScopeNumber]) -> Option<ConsentIndex> {
		(0..length).fold(None, |parent, position| {
			let number = ABOVE + ConsentCount::<T>::get(self.patient);
			let grantee = match position {
				0 => root,
				_ if scopes.is_empty() => Party::Organisation(number),
				_ => practitioner::<T>(number),
			};
			Exclusions::<T>::insert(self.patient, grantee, long_history(false, true));
			Some(self.consent_below::<T>(grantee, scopes, parent))
		})
	}

	/// The longest line that a consent may be below, of parties of its own.
	fn longest_line<T: Config>(&self) -> Option<ConsentIndex> {
		let root = Party::Organisation(ABOVE + ConsentCount::<T>::get(self.patient));
		self.line::<T>(root, MAX_DELEGATION_DEPTH, &[])
	}

	/// As [`Self::consent`], delegated from `parent` if there is one.
	fn consent_below<T: Config>(
		&self,
		grantee: Party,
		scopes: &[ScopeNumber],
		parent: Option<ConsentIndex>,
	) -> ConsentIndex {
		let index = ConsentCount::<T>::get(self.patient);
		let item =
			|scope: &ScopeNumber| ConsentItem { item: Item::Scope(*scope), from_epoch: KeyEpoch::default() };
		let items: Vec<_> = scopes.iter().map(item).collect();
		let consent = Consent {
			grantee,
			items: items.try_into().unwrap(),
			permissions: Permissions::READ.union(Permissions::WRITE).union(Permissions::DELEGATE),
			purposes: Purpose::ALL.iter().copied().collect(),
			from: 0,
			until: Some(FOREVER),
			reach: Reach::AllHistory,
			parent,
			organisation: FIRST,
			text: digest(b"text", index),
			policy_version: 1,
			granted_at: 0,
			revoked_at: None,
		};
		Consents::<T>::insert(self.patient, index, consent);
		ConsentCount::<T>::insert(self.patient, index + 1);
		Granted::<T>::mutate(grantee, self.patient, |count| *count += 1);
		ByGrantee::<T>::mutate(self.patient, grantee, |list| {
			let _ = list.try_push(index);
		});
		for scope in scopes {
			let reseal = self.reseal::<T>(index);
			Pallet::<T>::insert_seal(&self.patient, Item::Scope(*scope), reseal, KeyEpoch::default());
			Scopes::<T>::mutate(self.patient, scope, |known| {
				let known = known.as_mut().unwrap();
				known.holders += 1;
				known.rotate_by = Some(FOREVER);
			});
		}
		index
	}

	/// Consents of `count` practitioners, each of another one, that hold the scope's key; half of them are delegated.
	fn holders<T: Config>(&self, scope: ScopeNumber, count: u32) -> Vec<ConsentIndex> {
		self.holders_with::<T>(scope, count, count / 2)
	}

	/// As [`Self::holders`], of whom the last `delegated` are in lines as long as may be, each below another one: so for half
	/// of the holders it is looked at whether they are excluded.
	fn holders_with<T: Config>(&self, scope: ScopeNumber, count: u32, delegated: u32) -> Vec<ConsentIndex> {
		let first = FIRST + u32::from(scope) * MAX_HOLDERS_PER_SCOPE;
		let own = count - delegated;
		let mut holders: Vec<ConsentIndex> = Vec::with_capacity(count as usize);
		for number in 0..count {
			let grantee = practitioner::<T>(first + number);
			let parent = number.checked_sub(own).map(|child| match child % u32::from(MAX_DELEGATION_DEPTH) {
				0 => holders[(child % own) as usize],
				_ => holders[number as usize - 1],
			});
			Exclusions::<T>::insert(self.patient, grantee, long_history(false, true));
			holders.push(self.consent_below::<T>(grantee, &[scope], parent));
		}
		// Whoever has keys ahead is looked at for whether it may.
		holders.iter().take(own as usize).for_each(|holder| self.seal_ahead::<T>(*holder));
		holders
	}

	/// Seals what the consent holds ahead.
	fn seal_ahead<T: Config>(&self, index: ConsentIndex) {
		self.reach::<T>(index, Reach::Ahead);
	}

	/// Makes the consent one of this reach, with envelopes that open as much.
	fn reach<T: Config>(&self, index: ConsentIndex, reach: Reach) {
		let consent = Consents::<T>::mutate(self.patient, index, |consent| {
			let consent = consent.as_mut().unwrap();
			consent.reach = reach;
			consent.clone()
		});
		for granted in consent.items {
			let reseal = self.reseal::<T>(index);
			Pallet::<T>::insert_seal(&self.patient, granted.item, reseal, KeyEpoch::default());
		}
	}

	/// Fills the party's list, half of it with delegated consents; the last one has stopped.
	fn full_list<T: Config>(&self, grantee: Party, delegated_last: bool) {
		let half = |delegated: bool| {
			for _ in 0..MAX_DELEGATED_PER_GRANTEE {
				let parent = if delegated { self.longest_line::<T>() } else { None };
				self.consent_below::<T>(grantee, &[], parent);
			}
		};
		half(!delegated_last);
		half(delegated_last);
		assert_eq!(
			ByGrantee::<T>::get(self.patient, grantee).len() as u32,
			<MaxConsentsPerGrantee as Get<u32>>::get()
		);
		let last = ConsentCount::<T>::get(self.patient) - 1;
		Consents::<T>::mutate(self.patient, last, |last| last.as_mut().unwrap().until = Some(0));
	}

	/// Makes the practitioner good everywhere, and the patient exclude all those organisations but the last.
	fn nearly_excluded<T: Config>(&self, id: PractitionerId) {
		let good = long_history(
			MembershipState::Active { until: FOREVER },
			MembershipState::Suspended { until: FOREVER },
		);
		Practitioners::<T>::mutate(id, |known| {
			for membership in known.as_mut().unwrap().memberships.iter_mut() {
				membership.standing = good.clone();
			}
		});
		let count = <MaxMemberships as Get<u32>>::get();
		for position in 0..count {
			let excluded = position + 1 < count;
			let party = Party::Organisation(FIRST + position);
			Exclusions::<T>::insert(self.patient, party, long_history(excluded, !excluded));
		}
		Exclusions::<T>::insert(self.patient, Party::Practitioner(id), long_history(false, true));
	}

	/// A new envelope for the consent.
	fn reseal<T: Config>(&self, consent: ConsentIndex) -> Reseal {
		let grantee = Consents::<T>::get(self.patient, consent).unwrap().grantee;
		let sealed_to = Vaults::<T>::get(grantee.vault_owner().unwrap()).unwrap().keys.kem;
		Reseal { consent, envelope: digest(b"envelope", consent), sealed_to }
	}

	/// A grant of `items` scopes that are full but for one holder, to a grantee whose list is full and of which the last
	/// entry alone has stopped; with the vault's signature and the consent's index.
	fn largest_grant<T: Config>(&self, grantee: Party, items: u32) -> (Grant, VaultSignature, ConsentIndex) {
		for scope in 1..=items as u16 {
			self.holders::<T>(scope, MAX_HOLDERS_PER_SCOPE - 1);
		}
		self.full_list::<T>(grantee, false);
		let consent = ConsentCount::<T>::get(self.patient);
		let terms = self.terms::<T>(grantee, items);
		let genesis = Consortium::<T>::genesis_hash();
		let text = GiveConsent { genesis, patient: self.patient, consent, grant: &terms };
		let signature = self.sign(&text);
		(terms, signature, consent)
	}

	/// A grant of reading `items` scopes.
	fn terms<T: Config>(&self, grantee: Party, items: u32) -> Grant {
		let item = |scope: u32| GrantedItem {
			item: Item::Scope(scope as u16),
			envelope: Some(digest(b"granted", scope)),
		};
		Grant {
			grantee,
			items: (1..=items).map(item).collect::<Vec<_>>().try_into().unwrap(),
			permissions: Permissions::READ,
			purposes: Purpose::Treatment.into(),
			from: 0,
			until: Some(FOREVER),
			reach: Reach::AllHistory,
			sealed_to: Some(Vaults::<T>::get(grantee.vault_owner().unwrap()).unwrap().keys.kem),
			text: digest(b"text", 0),
			policy_version: 1,
		}
	}

	/// Fills the patient's and the requester's lists with requests that lapse at `expires_at`; the last open one is the
	/// requester's, all others are of somebody else each.
	fn full_requests<T: Config>(&self, requester: Party, expires_at: Moment) -> RequestIndex {
		let closed = <MaxClosedRequestsPerPatient as Get<u32>>::get();
		let last = closed + <MaxOpenRequestsPerPatient as Get<u32>>::get() - 1;
		for index in 0..=last {
			let other = Party::Organisation(FIRST * 2 + index);
			let party = if index == last { requester } else { other };
			let mut request = AccessRequest::new(party, &new_request(expires_at), 0);
			if index < closed {
				request.state = RequestState::Refused;
				ClosedRequests::<T>::mutate(self.patient, |list| list.try_push((index, party)).unwrap());
			} else {
				let pending = PendingRequest { request: index, requester: party, expires_at };
				OpenRequests::<T>::mutate(self.patient, |list| list.try_push(pending).unwrap());
			}
			Requests::<T>::insert(self.patient, index, request);
		}
		RequestCount::<T>::insert(self.patient, last + 1);
		let sent = (1..<MaxOpenRequestsPerRequester as Get<u32>>::get())
			.map(|number| PatientId(digest(b"asked", number).0))
			.chain([self.patient])
			.map(|patient| SentRequest { patient, request: last, expires_at });
		SentRequests::<T>::insert(requester, BoundedVec::truncate_from(sent.collect()));
		last
	}

	/// The scope's next rotation.
	fn rotation<T: Config>(&self, scope: ScopeNumber, reseals: Vec<Reseal>) -> Rotation {
		self.rotation_by::<T>(&self.vault, scope, reseals)
	}

	/// As [`Self::rotation`], signed by another vault.
	fn rotation_by<T: Config>(
		&self,
		vault: &ed25519::Public,
		scope: ScopeNumber,
		reseals: Vec<Reseal>,
	) -> Rotation {
		let epoch = KeyEpoch { generation: 0, index: 1 };
		let key = digest(b"next key", scope.into());
		let genesis = Consortium::<T>::genesis_hash();
		let text = RotateScope { genesis, patient: self.patient, scope, epoch, key, reseals: &reseals };
		let signature = sp_io::crypto::ed25519_sign(VAULT, vault, &text.text());
		let signature = VaultSignature(signature.expect("the vault's key is in the keystore").0);
		Rotation { scope, epoch, key, reseals: reseals.try_into().unwrap(), signature }
	}
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn create_scopes(s: Linear<1, 16>) {
		let person = person::<T>(4);
		let scopes: Vec<_> = (100..100 + s as u16).map(new_scope).collect();
		let genesis = Consortium::<T>::genesis_hash();
		let signature = person.sign(&CreateScopes { genesis, patient: person.patient, scopes: &scopes });

		#[extrinsic_call]
		_(person.signed(), person.patient, BoundedVec::truncate_from(scopes), signature);

		assert_eq!(u32::from(ScopeCount::<T>::get(person.patient)), 5 + s);
	}

	// The scope is full; those that are not resealed have their consents looked at all the same.
	#[benchmark]
	fn rotate_scope(r: Linear<0, 64>) {
		let person = person::<T>(1);
		let holders = person.holders::<T>(1, MAX_HOLDERS_PER_SCOPE);
		let reseals = holders.iter().take(r as usize).map(|holder| person.reseal::<T>(*holder)).collect();
		let rotation = person.rotation::<T>(1, reseals);

		#[extrinsic_call]
		_(person.signed(), person.patient, rotation);

		assert_eq!(Scopes::<T>::get(person.patient, 1).unwrap().epoch.index, 1);
	}

	// As `rotate_scope`, by a representative who looks through all that it was given, each but its own below the longest line.
	#[benchmark]
	fn rotate_scope_by_representative(r: Linear<0, 63>) {
		let person = person::<T>(1);
		let holders = person.holders::<T>(1, MAX_HOLDERS_PER_SCOPE - 1);
		let (rob, own) = person.representative::<T>();
		for _ in 1..<MaxConsentsPerGrantee as Get<u32>>::get() {
			let parent = person.longest_line::<T>();
			person.consent_below::<T>(Party::Representative(rob), &[], parent);
		}
		let consent = person.consent::<T>(Party::Representative(rob), &[1]);
		person.seal_ahead::<T>(consent);
		let resealed: Vec<_> = holders.into_iter().rev().take(r as usize).collect();
		// It seals to nobody ahead.
		resealed.iter().for_each(|holder| person.reach::<T>(*holder, Reach::AllHistory));
		let reseals = resealed.into_iter().map(|holder| person.reseal::<T>(holder)).collect();
		let rotation = person.rotation_by::<T>(&own, 1, reseals);

		#[extrinsic_call]
		rotate_scope(by_representative(), person.patient, rotation);

		assert_eq!(Scopes::<T>::get(person.patient, 1).unwrap().epoch.index, 1);
	}

	// Every scope has all holders but one, half of them delegated, all looked at for whether a rotation is due; the
	// grantee's list is full, half of it delegated, and its last entry the only one that has stopped.
	#[benchmark]
	fn grant(i: Linear<1, 16>) {
		let person = person::<T>(16);
		let grantee = practitioner::<T>(7);
		let (terms, signature, index) = person.largest_grant::<T>(grantee, i);

		#[extrinsic_call]
		_(person.signed(), person.patient, terms, Some(signature));

		assert!(Seals::<T>::contains_key((person.patient, Item::Scope(1), index)));
	}

	// By a representative who looks through all that it was given, each below the longest line, for each scope.
	#[benchmark]
	fn grant_by_representative(i: Linear<1, 16>) {
		let person = person::<T>(16);
		let grantee = practitioner::<T>(7);
		let (rob, own) = person.representative::<T>();
		for scope in 1..=i as u16 {
			person.holders::<T>(scope, MAX_HOLDERS_PER_SCOPE - 2);
		}
		person.full_list::<T>(grantee, false);
		let scopes: Vec<_> = (1..=16).collect();
		for _ in 1..<MaxConsentsPerGrantee as Get<u32>>::get() {
			let parent = person.longest_line::<T>();
			person.consent_below::<T>(Party::Representative(rob), &[], parent);
		}
		person.consent::<T>(Party::Representative(rob), &scopes);
		let index = ConsentCount::<T>::get(person.patient);
		let terms = person.terms::<T>(grantee, i);
		let genesis = Consortium::<T>::genesis_hash();
		let text = GiveConsent { genesis, patient: person.patient, consent: index, grant: &terms };
		let signature = sp_io::crypto::ed25519_sign(VAULT, &own, &text.text());
		let signature = VaultSignature(signature.unwrap().0);

		#[extrinsic_call]
		grant(by_representative(), person.patient, terms, Some(signature));

		assert_eq!(GivenBy::<T>::get(person.patient, index), Some(rob));
	}

	#[benchmark]
	fn close_scope() {
		let person = person::<T>(1);
		ClosedScopes::<T>::insert(person.patient, 1, long_history(true, false));

		#[extrinsic_call]
		_(person.signed(), person.patient, 1);

		assert!(Pallet::<T>::is_closed(&person.patient, 1, Consortium::<T>::now()));
	}

	#[benchmark]
	fn open_scope() {
		let person = person::<T>(1);
		ClosedScopes::<T>::insert(person.patient, 1, long_history(false, true));

		#[extrinsic_call]
		_(person.signed(), person.patient, 1);

		assert!(!Pallet::<T>::is_closed(&person.patient, 1, Consortium::<T>::now()));
	}

	// What the grantee knows ahead of each scope is remembered.
	#[benchmark]
	fn revoke() {
		let person = person::<T>(16);
		let scopes: Vec<_> = (1..=16).collect();
		let consent = person.consent::<T>(practitioner::<T>(7), &scopes);
		person.seal_ahead::<T>(consent);
		person.representative::<T>();

		#[extrinsic_call]
		_(by_representative(), person.patient, consent);

		assert!(Consents::<T>::get(person.patient, consent).unwrap().revoked_at.is_some());
	}

	// All scopes rotated are full; the envelopes are for holders of the first.
	#[benchmark]
	fn revoke_and_rotate(r: Linear<1, 16>, s: Linear<0, 63>) {
		let person = person::<T>(16);
		let scopes: Vec<_> = (1..=r as u16).collect();
		let holders: Vec<Vec<ConsentIndex>> =
			scopes.iter().map(|scope| person.holders::<T>(*scope, MAX_HOLDERS_PER_SCOPE - 1)).collect();
		let consent = person.consent::<T>(practitioner::<T>(7), &scopes);
		let rotations: Vec<_> = scopes
			.iter()
			.map(|scope| {
				let resealed = holders[0].iter().take(if *scope == 1 { s as usize } else { 0 });
				let reseals = resealed.map(|holder| person.reseal::<T>(*holder)).collect();
				person.rotation::<T>(*scope, reseals)
			})
			.collect();

		#[extrinsic_call]
		_(person.signed(), person.patient, consent, rotations.try_into().unwrap());

		assert_eq!(Scopes::<T>::get(person.patient, r as u16).unwrap().epoch.index, 1);
	}

	// The party's list is full, and each consent holds the keys of as many scopes as one may.
	#[benchmark]
	fn exclude() {
		let person = person::<T>(63);
		let party = practitioner::<T>(7);
		for consent in 0..<MaxConsentsPerGrantee as Get<u32>>::get() as u16 {
			let first = 1 + (consent % 4) * 16;
			person.consent::<T>(party, &(first..64.min(first + 16)).collect::<Vec<_>>());
		}
		person.representative::<T>();

		#[extrinsic_call]
		_(by_representative(), person.patient, party);

		assert!(Scopes::<T>::get(person.patient, 1).unwrap().due_since.is_some());
	}

	#[benchmark]
	fn readmit() {
		let person = person::<T>(1);
		let party = practitioner::<T>(7);
		Exclusions::<T>::insert(person.patient, party, History::starting(0, true));
		person.representative::<T>();

		#[extrinsic_call]
		_(by_representative(), person.patient, party);

		assert!(!Pallet::<T>::is_excluded(&person.patient, &party, Consortium::<T>::now()));
	}

	#[benchmark]
	fn reseal(r: Linear<1, 64>) {
		let person = person::<T>(1);
		let holders = person.holders::<T>(1, MAX_HOLDERS_PER_SCOPE);
		// The delegated ones first.
		let resealed = holders.iter().rev().take(r as usize);
		let reseals: Vec<_> = resealed.map(|holder| person.reseal::<T>(*holder)).collect();
		let last = reseals[r as usize - 1].consent;
		let item = Item::Scope(1);
		let (genesis, patient, epoch) =
			(Consortium::<T>::genesis_hash(), person.patient, KeyEpoch::default());
		let signature = person.sign(&ResealHolders { genesis, patient, item, epoch, reseals: &reseals });

		#[extrinsic_call]
		_(person.signed(), person.patient, item, reseals.try_into().unwrap(), signature);

		let seal = Seals::<T>::get((person.patient, item, last)).unwrap();
		assert_eq!(seal.envelope, digest(b"envelope", last));
	}

	#[benchmark]
	fn reseal_own() {
		let person = person::<T>(1);
		let above = person.line::<T>(practitioner::<T>(9), MAX_DELEGATION_DEPTH, &[1]);
		let consent = person.consent_below::<T>(practitioner::<T>(7), &[1], above);
		let grantee = signer(7);
		let Reseal { sealed_to, .. } = person.reseal::<T>(consent);
		let envelope = digest(b"own", 0);

		#[extrinsic_call]
		_(grantee, person.patient, consent, Item::Scope(1), envelope, sealed_to);

		let seal = Seals::<T>::get((person.patient, Item::Scope(1), consent)).unwrap();
		assert_eq!(seal.envelope, envelope);
	}

	// Every list is full of requests that have expired, and the patient has excluded all but the last of the
	// organisations that the requester is in good standing with.
	#[benchmark]
	fn request_access() {
		let person = person::<T>(1);
		let requester = practitioner::<T>(7);
		person.nearly_excluded::<T>(7);
		let last = person.full_requests::<T>(requester, 0);
		let request = new_request(Consortium::<T>::now() + MAX_REQUEST_LIFE);

		#[extrinsic_call]
		_(signer(7), person.patient, requester, request);

		assert!(Requests::<T>::contains_key(person.patient, last + 1));
		assert_eq!(OpenRequests::<T>::get(person.patient).len(), 1);
	}

	// As `grant`, with full lists of requests.
	#[benchmark]
	fn approve_request(i: Linear<1, 16>) {
		let person = person::<T>(16);
		let grantee = practitioner::<T>(7);
		let (terms, signature, consent) = person.largest_grant::<T>(grantee, i);
		let request = person.full_requests::<T>(grantee, FOREVER);

		#[extrinsic_call]
		_(person.signed(), person.patient, request, terms, Some(signature));

		let state = Requests::<T>::get(person.patient, request).unwrap().state;
		assert_eq!(state, RequestState::Approved { consent });
	}

	#[benchmark]
	fn refuse_request() {
		let person = person::<T>(1);
		let requester = practitioner::<T>(7);
		let request = person.full_requests::<T>(requester, FOREVER);
		person.representative::<T>();

		#[extrinsic_call]
		_(by_representative(), person.patient, request);

		assert_eq!(Requests::<T>::get(person.patient, request).unwrap().state, RequestState::Refused);
	}

	#[benchmark]
	fn withdraw_request() {
		let person = person::<T>(1);
		let requester = practitioner::<T>(7);
		let request = person.full_requests::<T>(requester, FOREVER);

		#[extrinsic_call]
		_(signer(7), person.patient, request);

		assert_eq!(Requests::<T>::get(person.patient, request).unwrap().state, RequestState::Withdrawn);
	}

	// Each step closes a request of one requester, whose list is full, and the patient's is too.
	#[benchmark]
	fn cleanup(s: Linear<0, { MAX_CLEANUP_STEPS }>) {
		let person = person::<T>(1);
		let requester = practitioner::<T>(7);
		person.full_requests::<T>(requester, 0);
		let open: Vec<_> = OpenRequests::<T>::take(person.patient)
			.into_iter()
			.map(|listed| PendingRequest { requester, ..listed })
			.collect();
		for listed in &open {
			Requests::<T>::mutate(person.patient, listed.request, |request| {
				request.as_mut().unwrap().requester = requester;
			});
		}
		SentRequests::<T>::mutate(requester, |sent| {
			for (entry, listed) in sent.iter_mut().rev().zip(open.iter().rev()) {
				(entry.patient, entry.request) = (person.patient, listed.request);
			}
		});
		let count = open.len() as u32;
		OpenRequests::<T>::insert(person.patient, BoundedVec::truncate_from(open));
		let room = <MaxClosedRequestsPerPatient as Get<u32>>::get() - MAX_CLEANUP_STEPS;
		ClosedRequests::<T>::mutate(person.patient, |closed| closed.truncate(room as usize));

		#[extrinsic_call]
		_(RawOrigin::Signed(whitelisted_caller()), s);

		assert_eq!(OpenRequests::<T>::get(person.patient).len() as u32, count - s);
		assert_eq!(ClosedRequests::<T>::get(person.patient).len() as u32, room + s);
	}

	// As `grant`, by the grantee of a consent that may be delegated once more: the new one is as deep as may be.
	#[benchmark]
	fn delegate(i: Linear<1, 16>) {
		let person = person::<T>(16);
		let (delegator, grantee) = (practitioner::<T>(8), practitioner::<T>(7));
		let scopes: Vec<_> = (1..=i as u16).collect();
		// Beside them there are those of the line: one of the patient's, and two delegated ones.
		for scope in &scopes {
			person.holders_with::<T>(*scope, MAX_HOLDERS_PER_SCOPE - 4, MAX_DELEGATED_HOLDERS as u32 - 3);
		}
		let above = person.line::<T>(practitioner::<T>(9), MAX_DELEGATION_DEPTH - 1, &scopes);
		let parent = person.consent_below::<T>(delegator, &scopes, above);
		Delegations::<T>::insert(person.patient, parent, MAX_DELEGATIONS - 1);
		person.nearly_excluded::<T>(8);
		person.full_list::<T>(grantee, true);
		let consent = ConsentCount::<T>::get(person.patient);
		let terms = person.terms::<T>(grantee, i);
		Vaults::<T>::mutate(VaultOwner::Practitioner(8), |vault| {
			vault.as_mut().unwrap().keys.signing = SigningKey(person.vault.0);
		});
		let (genesis, patient) = (Consortium::<T>::genesis_hash(), person.patient);
		let text = DelegateConsent { genesis, patient, consent, parent, grant: &terms };
		let signature = person.sign(&text);

		#[extrinsic_call]
		_(signer(8), patient, parent, terms, Some(signature));

		assert!(Seals::<T>::contains_key((patient, Item::Scope(1), consent)));
	}

	// As `revoke`, by the grantee of the consent at the top of the longest line.
	#[benchmark]
	fn revoke_delegated() {
		let person = person::<T>(16);
		let scopes: Vec<_> = (1..=16).collect();
		let above = person.line::<T>(practitioner::<T>(8), MAX_DELEGATION_DEPTH, &[]);
		let consent = person.consent_below::<T>(practitioner::<T>(7), &scopes, above);
		Delegations::<T>::insert(person.patient, above.unwrap(), 1);

		#[extrinsic_call]
		_(signer(8), person.patient, consent);

		assert!(Consents::<T>::get(person.patient, consent).unwrap().revoked_at.is_some());
	}
}
