//! Benchmarks: organisations, practitioners and histories as large as they may be, and real signatures.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::arithmetic_side_effects)]

use crate::{pallet::*, Consortium};
use alloc::vec::Vec;
use frame_benchmarking::v2::*;
use frame_support::traits::Get;
use frame_system::RawOrigin;
use salus_pallet_consortium::benchmarking::accepting;
use salus_primitives::{
	consortium::{Agency, Organisation, OrganisationState},
	ids::{
		Commitment, Digest, Nonce16, OrganisationId, PractitionerId, ScopeId, SigningKey, VaultKeys,
		VaultSignature,
	},
	limits::{MaxHistory, MaxMemberships, MaxNameLen, MaxRegistrars},
	people::{Membership, MembershipState, Practitioner, PractitionerRole, Privileges, VaultOwner},
	text::{wrapped, Enrolment, EnrolmentText, Role, SetVaultKeys, SignedText},
	time::{History, Moment},
};
use sp_core::crypto::KeyTypeId;
use sp_runtime::{AccountId32, MultiSignature};

const KEYS: KeyTypeId = KeyTypeId(*b"slbm");
const HOME: OrganisationId = 1;
const YEAR: Moment = 365 * 24 * 60 * 60 * 1_000;

/// A history that alternates, from the first moment on, whatever the clock shows.
fn alternating<S: PartialEq>(entries: u32, first: impl Fn() -> S, second: impl Fn() -> S) -> History<S> {
	let mut history = History::default();
	for entry in 0..entries {
		history.push(entry.into(), if entry % 2 == 0 { first() } else { second() });
	}
	history
}

/// An organisation with all the registrars it may have; the last is returned.
fn organisation<T: Config>(id: OrganisationId) -> AccountId32 {
	let controller: AccountId32 = account("controller", id, 0);
	let registrars: Vec<AccountId32> =
		(0..<MaxRegistrars as Get<u32>>::get()).map(|seed| account("registrar", id, seed)).collect();
	let agents =
		core::iter::once((&controller, true)).chain(registrars.iter().map(|account| (account, false)));
	for (account, controls) in agents {
		let agency = Agency { organisation: id, controller: controls, registrar: !controls };
		salus_pallet_consortium::AgentOf::<T>::insert(account, agency);
		Consortium::<T>::admit(account);
	}
	let last = registrars.last().cloned().unwrap();
	salus_pallet_consortium::Organisations::<T>::insert(
		id,
		Organisation {
			name: alloc::vec![b'n'; <MaxNameLen as Get<u32>>::get() as usize].try_into().unwrap(),
			controller,
			registrars: registrars.try_into().unwrap(),
			// An odd number, so that the organisation is active in the end and at the first moment.
			standing: alternating(
				<MaxHistory as Get<u32>>::get() - 1,
				|| OrganisationState::Active,
				|| OrganisationState::Suspended,
			),
		},
	);
	last
}

fn until<T: Config>() -> Moment {
	Consortium::<T>::now() + YEAR
}

/// A practitioner of the home organisation and of `others`, each membership with `entries` in its history.
fn practitioner<T: Config>(others: u32, entries: u32) -> PractitionerId {
	practitioner_with::<T>(account("practitioner", 0, 0), others, entries)
}

fn practitioner_with<T: Config>(account: AccountId32, others: u32, entries: u32) -> PractitionerId {
	let until = until::<T>();
	let memberships: Vec<Membership> = (HOME..=HOME + others)
		.map(|organisation| Membership {
			organisation,
			role: PractitionerRole::Clinician,
			privileges: Privileges::EMERGENCY,
			credential: Commitment([1; 32]),
			standing: alternating(
				entries,
				|| MembershipState::Active { until },
				|| MembershipState::Suspended { until },
			),
		})
		.collect();
	let id = NextPractitioner::<T>::get();
	NextPractitioner::<T>::put(id + 1);
	Consortium::<T>::admit(&account);
	PractitionerOf::<T>::insert(&account, id);
	Practitioners::<T>::insert(
		id,
		Practitioner { account, home: HOME, memberships: memberships.try_into().unwrap() },
	);
	id
}

fn keys(kem: u8) -> VaultKeys {
	let signing = sp_io::crypto::ed25519_generate(KEYS, None);
	VaultKeys { kem: Digest([kem; 32]), signing: SigningKey(signing.0) }
}

fn sign(keys: &VaultKeys, text: &[u8]) -> VaultSignature {
	let key = sp_core::ed25519::Public::from_raw(keys.signing.0);
	VaultSignature(sp_io::crypto::ed25519_sign(KEYS, &key, text).unwrap().0)
}

fn vault<T: Config>(owner: VaultOwner) -> VaultKeys {
	let keys = keys(1);
	Pallet::<T>::store_keys(owner, keys, 0);
	keys
}

fn assert_last<T: Config>(event: Event<T>) {
	frame_system::Pallet::<T>::assert_last_event(event.into());
}

#[benchmarks]
mod benchmarks {
	use super::*;

	/// The longest text, signed wrapped, so that the wallet's signature is verified twice.
	#[benchmark]
	fn enrol_patient() {
		let registrar = organisation::<T>(HOME);
		let now = Consortium::<T>::now();
		Enrolments::<T>::insert(HOME, (now, T::MaxEnrolments::get() - 1));
		let wallet = sp_io::crypto::sr25519_generate(KEYS, None);
		let vault = keys(1);
		let enrolment = Enrolment {
			account: wallet.0.into(),
			organisation: HOME,
			vault,
			inbox: ScopeId([2; 16]),
			inbox_key: Digest([3; 32]),
			nonce: Nonce16([4; 16]),
			expires_at: now + 60_000,
		};
		let text = EnrolmentText { genesis: Consortium::<T>::genesis_hash(), enrolment: &enrolment };
		let patient = text.patient_id();
		let signature = MultiSignature::Sr25519(
			sp_io::crypto::sr25519_sign(KEYS, &wallet, &wrapped(&text.text())).unwrap(),
		);
		let vault_signature = sign(&vault, &text.text());

		#[extrinsic_call]
		_(RawOrigin::Signed(registrar), enrolment, signature, vault_signature);

		assert!(Patients::<T>::contains_key(patient));
	}

	/// A further membership of a practitioner with all but one that it may have: the largest value is read and written.
	#[benchmark]
	fn admit_practitioner() {
		let others = <MaxMemberships as Get<u32>>::get() - 2;
		organisation::<T>(HOME);
		let organisation_id = HOME + <MaxMemberships as Get<u32>>::get();
		let (account, acceptance) = accepting::<T>(Role::Practitioner(organisation_id));
		let practitioner = practitioner_with::<T>(account.clone(), others, <MaxHistory as Get<u32>>::get());
		let registrar = organisation::<T>(organisation_id);
		let until = until::<T>();

		#[extrinsic_call]
		_(
			RawOrigin::Signed(registrar),
			organisation_id,
			account.clone(),
			PractitionerRole::Laboratory,
			Privileges::NONE,
			Commitment([2; 32]),
			until,
			acceptance,
		);

		assert_last::<T>(Event::PractitionerAdmitted {
			practitioner,
			organisation: organisation_id,
			account,
			until,
		});
	}

	#[benchmark]
	fn suspend_practitioner() {
		let registrar = organisation::<T>(HOME);
		let practitioner =
			practitioner::<T>(<MaxMemberships as Get<u32>>::get() - 1, <MaxHistory as Get<u32>>::get() - 1);

		#[extrinsic_call]
		_(RawOrigin::Signed(registrar), HOME, practitioner);

		assert_last::<T>(Event::PractitionerSuspended { practitioner, organisation: HOME });
	}

	#[benchmark]
	fn reinstate_practitioner() {
		let registrar = organisation::<T>(HOME);
		let practitioner =
			practitioner::<T>(<MaxMemberships as Get<u32>>::get() - 1, <MaxHistory as Get<u32>>::get());

		#[extrinsic_call]
		_(RawOrigin::Signed(registrar), HOME, practitioner);

		assert_last::<T>(Event::PractitionerReinstated { practitioner, organisation: HOME });
	}

	#[benchmark]
	fn renew_practitioner() {
		let registrar = organisation::<T>(HOME);
		let practitioner =
			practitioner::<T>(<MaxMemberships as Get<u32>>::get() - 1, <MaxHistory as Get<u32>>::get());
		let until = until::<T>() + 1;

		#[extrinsic_call]
		_(
			RawOrigin::Signed(registrar),
			HOME,
			practitioner,
			PractitionerRole::Pharmacy,
			Privileges::EMERGENCY,
			Commitment([2; 32]),
			until,
		);

		assert_last::<T>(Event::PractitionerRenewed { practitioner, organisation: HOME, until });
	}

	/// Memberships in as many other organisations as there may be, all of which are suspended.
	#[benchmark]
	fn replace_account() {
		let registrar = organisation::<T>(HOME);
		let practitioner =
			practitioner::<T>(<MaxMemberships as Get<u32>>::get() - 1, <MaxHistory as Get<u32>>::get() - 1);
		let (new_account, acceptance) = accepting::<T>(Role::AccountOf(practitioner));

		#[extrinsic_call]
		_(RawOrigin::Signed(registrar), practitioner, new_account.clone(), acceptance);

		assert!(PractitionerOf::<T>::get(&new_account) == Some(practitioner));
	}

	/// A rotation by an organisation's controller: two signatures, and the largest owner is read.
	#[benchmark]
	fn set_vault_keys() {
		organisation::<T>(HOME);
		let owner = VaultOwner::Organisation(HOME);
		let current = vault::<T>(owner);
		let new = keys(2);
		let text =
			SetVaultKeys { genesis: Consortium::<T>::genesis_hash(), owner, generation: 1, keys: new }.text();
		let signature = sign(&new, &text);
		let previous = sign(&current, &text);
		let controller: AccountId32 = account("controller", HOME, 0);

		#[extrinsic_call]
		_(RawOrigin::Signed(controller), owner, new, signature, Some(previous));

		assert_last::<T>(Event::VaultKeysSet { owner, generation: 1 });
	}

	/// By a registrar of the home organisation of a practitioner as large as it may be.
	#[benchmark]
	fn report_vault_compromised() {
		let registrar = organisation::<T>(HOME);
		let owner = VaultOwner::Practitioner(practitioner::<T>(
			<MaxMemberships as Get<u32>>::get() - 1,
			<MaxHistory as Get<u32>>::get(),
		));
		vault::<T>(owner);

		#[extrinsic_call]
		_(RawOrigin::Signed(registrar), owner);

		assert_last::<T>(Event::VaultCompromised { owner });
	}

	#[benchmark]
	fn reset_vault() {
		let registrar = organisation::<T>(HOME);
		let practitioner =
			practitioner::<T>(<MaxMemberships as Get<u32>>::get() - 1, <MaxHistory as Get<u32>>::get());
		vault::<T>(VaultOwner::Practitioner(practitioner));

		#[extrinsic_call]
		_(RawOrigin::Signed(registrar), practitioner);

		assert_last::<T>(Event::VaultReset { practitioner, next: 1 });
	}
}
