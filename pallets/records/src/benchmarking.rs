//! The worst case of each call: a writer with as many consents as the decision looks at, in scopes with as many key
//! holders as a rotation check looks at, each a practitioner of its own with every membership taken.

use crate::{pallet::*, MAX_SCOPES_PER_BATCH};
use alloc::vec::Vec;
use frame_benchmarking::v2::*;
use frame_support::{traits::Get, BoundedVec};
use frame_system::RawOrigin;
use salus_pallet_consent::{ByGrantee, ConsentCount, Consents, Exclusions, ScopeCount, Scopes, Seals};
use salus_pallet_consortium::Organisations;
use salus_pallet_identity::{Patients, PractitionerOf, Practitioners, Vaults};
use salus_primitives::{
	consent::{Consent, ConsentItem, Item, Permissions, Reach, Scope, Seal},
	consortium::{Organisation, OrganisationState},
	dispute::{Dispute, DisputeState, DisputedRecord, SealedText},
	ids::{
		Commitment, ConsentIndex, Digest, KeyEpoch, OrganisationId, PatientId, PractitionerId, RecordIndex,
		ScopeId, ScopeNumber, SigningKey, VaultKeys, VaultSignature, INBOX,
	},
	limits::{
		MaxConsentItems, MaxConsentsPerGrantee, MaxHistory, MaxMemberships, MaxRecordsPerBatch,
		MAX_DELEGATED_HOLDERS, MAX_DELEGATED_PER_GRANTEE, MAX_DELEGATION_DEPTH, MAX_DISPUTES_OF_RECORD,
		MAX_ERASURE_PROPOSALS, MAX_HOLDERS_PER_SCOPE, MAX_OPEN_DISPUTES,
	},
	people::{
		Actor, Membership, MembershipState, Party, Patient, PatientState, Practitioner, PractitionerRole,
		Privileges, Vault, VaultOwner,
	},
	purpose::{Purpose, Purposes},
	records::{ErasureProposal, NewRecord, Record, RecordStatus, SizeClass},
	text::{EraseRecord, RefileRecord, SignedText},
	time::{History, Moment},
};
use sp_core::crypto::KeyTypeId;
use sp_runtime::AccountId32;

const VAULT: KeyTypeId = KeyTypeId(*b"vlt0");
/// Clear of what genesis has.
const FIRST: u32 = 1_000_000;
const WRITER: PractitionerId = FIRST;
const PATIENT: PatientId = PatientId([7; 32]);
/// Scopes of the patient beside the inbox; the writer may write to all of them.
const SCOPES: ScopeNumber = MAX_SCOPES_PER_BATCH as ScopeNumber;

/// As long a history as starts and ends with the same: it holds at the clock's zero, and from its last entry on.
fn history<S: PartialEq + Clone>(holds: S, not: S) -> History<S> {
	let mut history = History::default();
	for from in 0..Moment::from(<MaxHistory as Get<u32>>::get()) {
		history.push(from, if from % 2 == 0 { holds.clone() } else { not.clone() });
	}
	history
}

fn organisations<T: Config>() -> Vec<OrganisationId> {
	let ids: Vec<_> = (FIRST..FIRST.saturating_add(<MaxMemberships as Get<u32>>::get())).collect();
	for id in &ids {
		Organisations::<T>::insert(
			id,
			Organisation {
				name: BoundedVec::truncate_from(alloc::vec![b'x'; 64]),
				controller: account("controller", *id, 0),
				registrars: (0..16)
					.map(|seed| account("registrar", *id, seed))
					.collect::<Vec<_>>()
					.try_into()
					.unwrap_or_default(),
				standing: history(OrganisationState::Active, OrganisationState::Suspended),
			},
		);
	}
	ids
}

/// A practitioner with every membership taken, of which only the last is good, and a vault.
fn practitioner<T: Config>(id: PractitionerId, organisations: &[OrganisationId]) {
	let until = Moment::MAX;
	let (active, suspended) = (MembershipState::Active { until }, MembershipState::Suspended { until });
	let last = organisations.last();
	let memberships: Vec<_> = organisations
		.iter()
		.map(|organisation| Membership {
			organisation: *organisation,
			role: PractitionerRole::Clinician,
			privileges: Privileges::NONE,
			credential: Commitment([1; 32]),
			standing: if Some(organisation) == last {
				history(active, suspended)
			} else {
				history(suspended, active)
			},
		})
		.collect();
	let account: AccountId32 = account("practitioner", id, 0);
	PractitionerOf::<T>::insert(&account, id);
	Practitioners::<T>::insert(
		id,
		Practitioner { account, home: FIRST, memberships: BoundedVec::truncate_from(memberships) },
	);
	let keys = VaultKeys { kem: Digest([3; 32]), signing: SigningKey([4; 32]) };
	Vaults::<T>::insert(VaultOwner::Practitioner(id), Vault { keys, generation: 0, compromised_at: None });
}

/// The last of as many consents in a row as one may be below, of parties of their own. Whether these are excluded is long
/// to be read.
fn longest_line<T: Config>() -> Option<ConsentIndex> {
	(0..MAX_DELEGATION_DEPTH).fold(None, |parent, _| {
		let party =
			Party::Organisation(FIRST.saturating_mul(2).saturating_add(ConsentCount::<T>::get(PATIENT)));
		Exclusions::<T>::insert(PATIENT, party, history(false, true));
		Some(consent::<T>(party, 1, parent))
	})
}

/// A consent that does not end, for as many scopes as a consent may name, delegated from `parent` if there is one.
fn consent<T: Config>(
	grantee: Party,
	first_scope: ScopeNumber,
	parent: Option<ConsentIndex>,
) -> ConsentIndex {
	let items = (first_scope..)
		.take(<MaxConsentItems as Get<u32>>::get() as usize)
		.map(|scope| ConsentItem { item: Item::Scope(scope), from_epoch: KeyEpoch::default() })
		.collect();
	let index = ConsentCount::<T>::get(PATIENT);
	Consents::<T>::insert(
		PATIENT,
		index,
		Consent {
			grantee,
			items: BoundedVec::truncate_from(items),
			permissions: Permissions::READ.union(Permissions::WRITE).union(Permissions::DELEGATE),
			purposes: Purposes::from(Purpose::Treatment),
			from: 0,
			until: Some(Moment::MAX),
			reach: Reach::AllHistory,
			parent,
			organisation: FIRST,
			text: Digest([5; 32]),
			policy_version: 1,
			granted_at: 0,
			revoked_at: None,
		},
	);
	ConsentCount::<T>::insert(PATIENT, index.saturating_add(1));
	index
}

/// The patient, with scopes that are not due for a rotation: which only the last holder's standing shows.
fn patient<T: Config>(scopes: ScopeNumber, organisations: &[OrganisationId]) -> AccountId32 {
	let controller: AccountId32 = account("patient", 0, 0);
	Patients::<T>::insert(
		PATIENT,
		Patient {
			controller: controller.clone(),
			organisation: FIRST,
			state: History::starting(0, PatientState::Active),
			enrolled_at: 0,
		},
	);
	salus_pallet_identity::PatientOf::<T>::insert(&controller, PATIENT);
	let mut holder = WRITER;
	for number in INBOX..=scopes {
		Scopes::<T>::insert(
			PATIENT,
			number,
			Scope {
				id: ScopeId([number as u8; 16]),
				epoch: KeyEpoch::default(),
				key: Digest([number as u8; 32]),
				due_since: None,
				rotate_by: Some(Moment::MAX),
				holders: MAX_HOLDERS_PER_SCOPE,
				created_at: 0,
			},
		);
		if number == INBOX {
			continue;
		}
		// The last half is in lines as long as may be, each below another one, of which it is looked at whether it is
		// excluded.
		let mut holders: Vec<ConsentIndex> = Vec::new();
		for nth in 0..MAX_HOLDERS_PER_SCOPE as usize {
			holder = holder.saturating_add(1);
			practitioner::<T>(holder, organisations);
			let party = Party::Practitioner(holder);
			Exclusions::<T>::insert(PATIENT, party, history(false, true));
			let own = (MAX_HOLDERS_PER_SCOPE as usize).saturating_sub(MAX_DELEGATED_HOLDERS);
			let parent = nth.checked_sub(own).and_then(|child| {
				match child.checked_rem(usize::from(MAX_DELEGATION_DEPTH)) {
					Some(0) => holders.get(child).copied(),
					_ => holders.last().copied(),
				}
			});
			let held = consent::<T>(party, number, parent);
			holders.push(held);
			let seal = Seal {
				envelope: Digest([6; 32]),
				sealed_to: Digest([3; 32]),
				epoch: KeyEpoch::default(),
				lineage: 0,
			};
			Seals::<T>::insert((PATIENT, Item::Scope(number), held), seal);
		}
	}
	ScopeCount::<T>::insert(PATIENT, scopes.saturating_add(1));
	controller
}

/// A writer with a full list of consents as itself and as its organisation, half of each delegated; only the last one of
/// them carries.
fn writer<T: Config>(organisations: &[OrganisationId]) -> (AccountId32, Actor) {
	practitioner::<T>(WRITER, organisations);
	let organisation = organisations.last().copied().unwrap_or(FIRST);
	let parties = [Party::Practitioner(WRITER), Party::Organisation(organisation)];
	for party in parties {
		let consents: Vec<_> = (1..=<MaxConsentsPerGrantee as Get<u32>>::get())
			.map(|nth| {
				let carries = nth == <MaxConsentsPerGrantee as Get<u32>>::get()
					&& party == Party::Organisation(organisation);
				let delegated = nth as usize <= MAX_DELEGATED_PER_GRANTEE;
				let parent = if delegated { longest_line::<T>() } else { None };
				consent::<T>(party, if carries { 1 } else { 40 }, parent)
			})
			.collect();
		ByGrantee::<T>::insert(PATIENT, party, BoundedVec::truncate_from(consents));
	}
	(account("practitioner", WRITER, 0), Actor::Practitioner { practitioner: WRITER, organisation })
}

fn pointer(scope: ScopeNumber) -> NewRecord {
	NewRecord {
		ciphertext: Digest([8; 32]),
		envelope: Digest([9; 32]),
		size: SizeClass::for_len(0).unwrap_or(SizeClass(0)),
		scope,
		epoch: KeyEpoch::default(),
	}
}

/// Stores a record of `author`'s.
fn record<T: Config>(author: Actor, scope: ScopeNumber) -> RecordIndex {
	let index = RecordCount::<T>::get(PATIENT);
	let status = RecordStatus::Final { superseded_by: None };
	let record = Record { pointer: pointer(scope), author, registered_at: 0, supersedes: None, status };
	Records::<T>::insert(PATIENT, index, record);
	RecordCount::<T>::insert(PATIENT, index.saturating_add(1));
	index
}

/// Gives the patient a vault, and its signature over the text.
fn signed_by_vault<T: Config>(text: &impl SignedText) -> VaultSignature {
	let signing = sp_io::crypto::ed25519_generate(VAULT, None);
	let signature = sp_io::crypto::ed25519_sign(VAULT, &signing, &text.text())
		.map(|signature| VaultSignature(signature.0))
		.unwrap_or_default();
	let keys = VaultKeys { kem: Digest([3; 32]), signing: SigningKey(signing.0) };
	Vaults::<T>::insert(VaultOwner::Patient(PATIENT), Vault { keys, generation: 0, compromised_at: None });
	signature
}

/// Stores a proposal to erase the record, with as many open as `open` says.
fn propose<T: Config>(index: RecordIndex, actor: Actor, open: u32) {
	ErasureProposals::<T>::insert(PATIENT, index, ErasureProposal { actor, proposed_at: 0 });
	ErasureProposalCount::<T>::insert(PATIENT, open);
}

const TEXT: SealedText = SealedText { commitment: Commitment([8; 32]), envelope: Digest([9; 32]) };

/// Stores an open dispute of the record, the last but one that the record allows, with as many open as `open` says.
fn disputed<T: Config>(index: RecordIndex, author: Actor, open: u32) {
	let organisation = author.organisation().unwrap_or(FIRST);
	let sealed_to = Party::Organisation(organisation);
	let dispute = Dispute::open(author, TEXT, sealed_to, 0, MAX_DISPUTES_OF_RECORD.saturating_sub(1));
	Disputes::<T>::insert(PATIENT, index, dispute);
	OpenDisputes::<T>::insert(organisation, DisputedRecord { patient: PATIENT, index }, dispute.due_at);
	OpenDisputeCount::<T>::insert(PATIENT, open);
}

fn state_of_dispute<T: Config>(index: RecordIndex) -> Option<DisputeState> {
	Disputes::<T>::get(PATIENT, index).map(|dispute| dispute.state)
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn register() {
		let organisations = organisations::<T>();
		patient::<T>(1, &organisations);
		let (account, actor) = writer::<T>(&organisations);

		#[extrinsic_call]
		_(RawOrigin::Signed(account), PATIENT, actor, Purpose::Treatment, pointer(1));

		assert_eq!(RecordCount::<T>::get(PATIENT), 1);
	}

	/// `s` scopes with a record each, and `r` further records in scopes that the batch names already.
	#[benchmark]
	fn register_batch(s: Linear<1, { MAX_SCOPES_PER_BATCH }>, r: Linear<0, 48>) {
		let organisations = organisations::<T>();
		patient::<T>(SCOPES, &organisations);
		let (account, actor) = writer::<T>(&organisations);
		let records = (0..s.saturating_add(r))
			.map(|nth| {
				pointer(nth.checked_rem(s).and_then(|nth| nth.checked_add(1)).unwrap_or(1) as ScopeNumber)
			})
			.collect::<Vec<_>>();
		let records = BoundedVec::<_, MaxRecordsPerBatch>::truncate_from(records);

		#[extrinsic_call]
		_(RawOrigin::Signed(account), PATIENT, actor, Purpose::Treatment, records);

		assert_eq!(RecordCount::<T>::get(PATIENT), s.saturating_add(r));
	}

	#[benchmark]
	fn amend() {
		let organisations = organisations::<T>();
		patient::<T>(1, &organisations);
		let (account, actor) = writer::<T>(&organisations);
		let index = record::<T>(actor, 1);
		disputed::<T>(index, actor, 2);

		#[extrinsic_call]
		_(RawOrigin::Signed(account), PATIENT, index, actor, Purpose::Treatment, pointer(1));

		let amended = Records::<T>::get(PATIENT, index).map(|record| record.status);
		assert_eq!(amended, Some(RecordStatus::Final { superseded_by: index.checked_add(1) }));
		assert!(matches!(state_of_dispute::<T>(index), Some(DisputeState::Amended { .. })));
	}

	#[benchmark]
	fn refile() {
		let organisations = organisations::<T>();
		let controller = patient::<T>(1, &organisations);
		let index = record::<T>(Actor::Patient, INBOX);
		let (epoch, envelope) = (KeyEpoch::default(), Digest([2; 32]));
		let genesis = salus_pallet_consortium::Pallet::<T>::genesis_hash();
		let text = RefileRecord { genesis, patient: PATIENT, record: index, scope: 1, epoch, envelope };
		let signature = signed_by_vault::<T>(&text);

		#[extrinsic_call]
		_(RawOrigin::Signed(controller), PATIENT, index, 1, epoch, envelope, signature);

		assert_eq!(Records::<T>::get(PATIENT, index).map(|record| record.pointer.scope), Some(1));
	}

	/// A record that as many consents as allowed hold the key of, that its author wants erased and the patient disputes.
	#[benchmark]
	fn erase() {
		let organisations = organisations::<T>();
		let controller = patient::<T>(0, &organisations);
		let index = record::<T>(Actor::Organisation(FIRST), INBOX);
		let item = Item::Record(index);
		for consent in 0..MAX_HOLDERS_PER_SCOPE {
			let seal = Seal {
				envelope: Digest([6; 32]),
				sealed_to: Digest([3; 32]),
				epoch: KeyEpoch::default(),
				lineage: 0,
			};
			Seals::<T>::insert((PATIENT, item, consent), seal);
		}
		propose::<T>(index, Actor::Organisation(FIRST), 2);
		disputed::<T>(index, Actor::Organisation(FIRST), 2);
		let genesis = salus_pallet_consortium::Pallet::<T>::genesis_hash();
		let ciphertext = pointer(INBOX).ciphertext;
		let signature =
			signed_by_vault::<T>(&EraseRecord { genesis, patient: PATIENT, record: index, ciphertext });

		#[extrinsic_call]
		_(RawOrigin::Signed(controller), PATIENT, index, signature);

		assert!(Records::<T>::get(PATIENT, index).is_some_and(|record| record.status.is_erased()));
		assert_eq!(Seals::<T>::iter_key_prefix((PATIENT, item)).count(), 0);
		assert_eq!(state_of_dispute::<T>(index), None);
	}

	#[benchmark]
	fn propose_erasure() {
		let organisations = organisations::<T>();
		patient::<T>(0, &organisations);
		let (account, actor) = writer::<T>(&organisations);
		let index = record::<T>(actor, INBOX);
		ErasureProposalCount::<T>::insert(PATIENT, MAX_ERASURE_PROPOSALS.saturating_sub(1));

		#[extrinsic_call]
		_(RawOrigin::Signed(account), PATIENT, index, actor);

		assert!(ErasureProposals::<T>::contains_key(PATIENT, index));
	}

	#[benchmark]
	fn decline_erasure() {
		let organisations = organisations::<T>();
		let controller = patient::<T>(0, &organisations);
		let index = record::<T>(Actor::Organisation(FIRST), INBOX);
		propose::<T>(index, Actor::Organisation(FIRST), 2);

		#[extrinsic_call]
		_(RawOrigin::Signed(controller), PATIENT, index);

		assert!(!ErasureProposals::<T>::contains_key(PATIENT, index));
	}

	#[benchmark]
	fn mark_entered_in_error() {
		let organisations = organisations::<T>();
		patient::<T>(0, &organisations);
		let (account, actor) = writer::<T>(&organisations);
		let index = record::<T>(actor, INBOX);
		disputed::<T>(index, actor, 2);

		#[extrinsic_call]
		_(RawOrigin::Signed(account), PATIENT, index, actor);

		let marked = Records::<T>::get(PATIENT, index).map(|record| record.status);
		assert_eq!(marked, Some(RecordStatus::EnteredInError));
		assert_eq!(state_of_dispute::<T>(index), Some(DisputeState::EnteredInError));
	}

	/// A record whose dispute was refused, of a patient with one open dispute less than allowed.
	#[benchmark]
	fn dispute() {
		let organisations = organisations::<T>();
		let controller = patient::<T>(0, &organisations);
		let author = Actor::Organisation(FIRST);
		let index = record::<T>(author, INBOX);
		disputed::<T>(index, author, MAX_OPEN_DISPUTES.saturating_sub(1));
		Disputes::<T>::mutate(PATIENT, index, |entry| {
			let refused = DisputeState::Refused { actor: author, reason: TEXT, at: 0 };
			entry.iter_mut().for_each(|known| known.state = refused);
		});

		#[extrinsic_call]
		_(RawOrigin::Signed(controller), PATIENT, index, TEXT, Party::Organisation(FIRST));

		assert_eq!(state_of_dispute::<T>(index), Some(DisputeState::Open));
		assert_eq!(OpenDisputeCount::<T>::get(PATIENT), MAX_OPEN_DISPUTES);
	}

	#[benchmark]
	fn refuse_dispute() {
		let organisations = organisations::<T>();
		patient::<T>(0, &organisations);
		let (account, actor) = writer::<T>(&organisations);
		let index = record::<T>(actor, INBOX);
		disputed::<T>(index, actor, 2);

		#[extrinsic_call]
		_(RawOrigin::Signed(account), PATIENT, index, actor, TEXT);

		assert!(matches!(state_of_dispute::<T>(index), Some(DisputeState::Refused { .. })));
		assert_eq!(OpenDisputeCount::<T>::get(PATIENT), 1);
	}

	#[benchmark]
	fn withdraw_dispute() {
		let organisations = organisations::<T>();
		let controller = patient::<T>(0, &organisations);
		let author = Actor::Organisation(FIRST);
		let index = record::<T>(author, INBOX);
		disputed::<T>(index, author, 2);

		#[extrinsic_call]
		_(RawOrigin::Signed(controller), PATIENT, index);

		assert_eq!(state_of_dispute::<T>(index), Some(DisputeState::Withdrawn));
		assert_eq!(OpenDisputeCount::<T>::get(PATIENT), 1);
	}
}
