//! A database that the foundation's node made, under the runtime of today. `tests/foundation` says where it comes from.

mod common;

use codec::Encode;
use common::try_state;
use frame_support::{
	assert_ok,
	storage::StoragePrefixedMap,
	traits::{GetStorageVersion, StorageVersion},
};
use salus_primitives::{
	access::{Action, By, Decision, Reason, Request},
	consent::{Item, Permissions},
	ids::{Digest, PatientId},
	people::{Actor, Party},
	purpose::Purpose,
	records::RecordStatus,
	request::NewRequest,
};
use salus_runtime::*;
use sp_consensus_aura::{Slot, AURA_ENGINE_ID};
use sp_core::storage::Storage;
use sp_io::hashing::twox_128;
use sp_keyring::Sr25519Keyring;
use sp_runtime::{
	traits::{Dispatchable, Header as _},
	DigestItem,
};

/// The state at the foundation's block 0.
const GENESIS: &str = include_str!("../../tests/foundation/chain.json");
/// The state that people left on its chain.
const LIVED: &str = include_str!("../../tests/foundation/lived.json");

/// A chain with the state of the specification.
fn chain(specification: &str) -> sp_io::TestExternalities {
	let spec: serde_json::Value = serde_json::from_str(specification).expect("a specification is JSON");
	let bytes = |hex: &str| sp_core::bytes::from_hex(hex).expect("state is in hexadecimal");
	let top = spec["genesis"]["raw"]["top"].as_object().expect("the specification is raw");
	let entry = |(key, value): (&String, &serde_json::Value)| {
		(bytes(key), bytes(value.as_str().expect("values are text")))
	};
	sp_io::TestExternalities::new(Storage { top: top.iter().map(entry).collect(), ..Default::default() })
}

/// Takes over the state, and runs `test` on it.
fn upgraded<R>(specification: &str, test: impl FnOnce() -> R) -> R {
	chain(specification).execute_with(|| {
		Executive::execute_on_runtime_upgrade();
		let outcome = test();
		try_state();
		outcome
	})
}

/// Every version in the code, with the one in the state.
fn versions() -> Vec<(&'static str, StorageVersion, StorageVersion)> {
	macro_rules! versions {
		($($pallet:ident),*) => {
			vec![$((stringify!($pallet), $pallet::in_code_storage_version(), $pallet::on_chain_storage_version())),*]
		};
	}
	versions!(Consortium, Identity, Consent, Records, Quota)
}

/// The keys below a prefix.
fn keys_below(prefix: &[u8]) -> impl Iterator<Item = Vec<u8>> {
	let prefix = prefix.to_vec();
	let own = prefix.clone();
	let next = move |last: &Vec<u8>| sp_io::storage::next_key(last).filter(|key| key.starts_with(&own));
	std::iter::successors(next(&prefix), next)
}

/// That each entry of every map decodes, key and value: an iterator leaves out what does not. Gives how many there are.
fn decoded() -> usize {
	let mut all = 0;
	macro_rules! maps {
		($($pallet:ident: $($map:ident),*;)*) => {
			$($({
				let there = keys_below(&$pallet::$map::<Runtime>::final_prefix()).count();
				assert_eq!($pallet::$map::<Runtime>::iter().count(), there, stringify!($map));
				all += there;
			})*)*
		};
	}
	use salus_pallet_consent as consent;
	use salus_pallet_consortium as consortium;
	use salus_pallet_identity as identity;
	use salus_pallet_quota as quota;
	use salus_pallet_records as records;
	maps! {
		consortium: Organisations, AgentOf, Admitted, Resting;
		identity: Patients, PatientOf, Practitioners, PractitionerOf, Vaults, SigningKeys, CompromisedKeys, Lineages,
			Enrolments;
		consent: Scopes, ScopeNumbers, ScopeCount, EpochKeys, EpochCount, Consents, ConsentCount, ByGrantee, Granted, Seals,
			Exclusions;
		records: Records, RecordCount;
		quota: Usage;
	}
	all
}

/// How many entries of maps the pallets have, whatever the maps are: their keys are longer than those of values.
fn entries() -> usize {
	let of = |name: &str| keys_below(&twox_128(name.as_bytes())).filter(|key| key.len() > 32).count();
	["Consortium", "Identity", "Consent", "Records", "Quota"].map(of).iter().sum()
}

/// The patient about whom most is.
fn eve() -> PatientId {
	let controller = Sr25519Keyring::Eve.to_account_id();
	salus_pallet_identity::PatientOf::<Runtime>::get(controller).expect("eve was enrolled")
}

/// The decision about a practitioner at work for an organisation, for treatment.
fn decision(practitioner: u32, organisation: u32, action: Action, item: Item) -> Decision {
	let actor = Actor::Practitioner { practitioner, organisation };
	let request =
		Request { actor, action, item, purpose: Purpose::Treatment, at: Timestamp::get(), opening: None };
	Consent::decide(&eve(), &request)
}

#[test]
fn every_pallet_should_have_a_storage_version_and_the_foundations_be_no_newer() {
	for state in [GENESIS, LIVED] {
		chain(state).execute_with(|| {
			for (pallet, code, stored) in versions() {
				assert!(code >= StorageVersion::new(1), "{pallet} has no version");
				assert!(stored >= StorageVersion::new(1) && stored <= code, "{pallet}: {stored:?}, {code:?}");
			}
		});
	}
}

#[test]
fn state_should_be_sound_and_of_todays_version_when_the_runtime_was_upgraded() {
	for state in [GENESIS, LIVED] {
		upgraded(state, || {
			for (pallet, code, stored) in versions() {
				assert_eq!(code, stored, "{pallet}");
			}
		});
	}
}

#[test]
fn every_entry_should_decode_when_the_runtime_was_upgraded() {
	for (state, least) in [(GENESIS, 15), (LIVED, 80)] {
		let before = chain(state).execute_with(entries);
		upgraded(state, || {
			assert_eq!(decoded(), entries());
			assert_eq!(entries(), before, "something came or went");
			assert!(before >= least, "only {before} entries");
		});
	}
}

#[test]
fn people_and_records_should_be_as_they_left_them_when_the_runtime_was_upgraded() {
	upgraded(LIVED, || {
		assert_eq!(salus_pallet_identity::Patients::<Runtime>::iter().count(), 2);
		assert_eq!(salus_pallet_consent::ConsentCount::<Runtime>::get(eve()), 5);
		let record = |index| Records::record(eve(), index).expect("the record is there");
		assert_eq!(record(0).status, RecordStatus::Final { superseded_by: Some(5) });
		assert_eq!(record(1).author, Actor::Practitioner { practitioner: 1, organisation: 1 });
		assert_eq!(record(2).status, RecordStatus::EnteredInError);
		assert_ne!(record(3).pointer.scope, 0, "it was moved from the inbox");
		assert_eq!(record(4).author, Actor::Patient);
		assert_eq!(record(5).supersedes, Some(0));
		assert!(Records::record(eve(), 6).is_err());
	});
}

#[test]
fn access_should_be_decided_as_before_when_the_runtime_was_upgraded() {
	upgraded(LIVED, || {
		let labs = Records::record(eve(), 1).expect("the record is there").pointer.scope;
		assert_eq!(
			decision(1, 1, Action::Write, Item::Scope(labs)),
			Decision::Allow { by: By::Consent(1) },
			"the laboratory writes"
		);
		assert!(!decision(1, 1, Action::Read, Item::Record(1)).is_allowed(), "and does not read");
		let doctor = decision(2, 2, Action::Read, Item::Record(1));
		let excluded = Reason::Excluded(Party::Organisation(2));
		assert!(matches!(doctor, Decision::Deny { reasons } if reasons.contains(&excluded)));
	});
}

#[test]
fn calls_since_the_foundation_should_work_when_the_runtime_was_upgraded() {
	upgraded(LIVED, || {
		let by = |who: Sr25519Keyring| RuntimeOrigin::signed(who.to_account_id());
		let request = NewRequest {
			permissions: Permissions::READ,
			purposes: Purpose::Treatment.into(),
			from: None,
			until: None,
			envelope: Digest([7; 32]),
			expires_at: Timestamp::get() + 3_600_000,
		};
		let requester = Party::Organisation(1);
		let ask = salus_pallet_consent::Call::request_access { patient: eve(), requester, request };
		assert_ok!(RuntimeCall::from(ask).dispatch(by(Sr25519Keyring::Alice)));
		let actor = Actor::Practitioner { practitioner: 1, organisation: 1 };
		let erase = salus_pallet_records::Call::propose_erasure { patient: eve(), index: 1, actor };
		assert_ok!(RuntimeCall::from(erase).dispatch(by(Sr25519Keyring::Dave)));
		let refuse = salus_pallet_consent::Call::refuse_request { patient: eve(), request: 0 };
		assert_ok!(RuntimeCall::from(refuse).dispatch(by(Sr25519Keyring::Eve)));
		let decline = salus_pallet_records::Call::decline_erasure { patient: eve(), index: 1 };
		assert_ok!(RuntimeCall::from(decline).dispatch(by(Sr25519Keyring::Eve)));
	});
}

#[test]
fn first_block_should_note_todays_version_and_keep_the_chains_name() {
	chain(LIVED).execute_with(|| {
		let known = Consortium::genesis_hash();
		// As the specification of the new chain has it: blocks are counted anew.
		System::set_block_number(0);
		let _ = salus_pallet_quota::Usage::<Runtime>::clear(u32::MAX, None);
		let slot = Slot::from(Timestamp::get() / SLOT_DURATION + 1);
		let digest = DigestItem::PreRuntime(AURA_ENGINE_ID, slot.encode());
		let parent = Hash::repeat_byte(0x77);
		let digest = sp_runtime::Digest { logs: vec![digest] };
		let header = Header::new(1, Default::default(), Default::default(), parent, digest);
		Executive::initialize_block(&header);
		let noted = frame_system::LastRuntimeUpgrade::<Runtime>::get().expect("a version is noted");
		assert_eq!((noted.spec_version.0, &*noted.spec_name), (VERSION.spec_version, "salus"));
		assert_eq!(Consortium::genesis_hash(), known, "texts and envelopes would name another chain");
		assert_eq!(System::block_hash(0), parent, "and transactions this one");
		try_state();
	});
}

#[test]
fn validators_should_go_on_without_joining_when_the_runtime_was_upgraded() {
	upgraded(LIVED, || {
		let alice = Sr25519Keyring::Alice.to_account_id();
		let keys = Session::load_keys(&alice);
		assert!(keys.is_some() && Consortium::validators().iter().all(Consortium::is_joined));
		for _ in 0..3 {
			Session::rotate_session();
		}
		assert_eq!(Session::validators(), std::slice::from_ref(&alice));
		assert_eq!(Session::load_keys(&alice), keys);
		let leave = salus_pallet_consortium::Call::leave_validators { account: alice.clone() };
		let outcome = RuntimeCall::from(leave).dispatch(RuntimeOrigin::signed(alice));
		let refused = salus_pallet_consortium::Error::<Runtime>::TooFewValidators;
		assert_eq!(outcome.map_err(|failed| failed.error), Err(refused.into()));
	});
}
