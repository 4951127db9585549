//! Benchmarks of the calls, at their worst: all lists full.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::arithmetic_side_effects)]

use crate::{
	pallet::*, AcceptRole, Acceptance, AccountId32, Agency, Moment, MultiSignature, Organisation,
	OrganisationId, OrganisationState, Role, SignedText,
};
use frame_benchmarking::v2::*;
use frame_support::traits::Get;
use frame_system::RawOrigin;
use salus_primitives::{
	limits::{MaxHistory, MaxNameLen, MaxRegistrars},
	text::wrapped,
	time::History,
	BoundedVec,
};
use sp_core::crypto::KeyTypeId;

const WALLET: KeyTypeId = KeyTypeId(*b"wlt0");
const DAY: Moment = 24 * 60 * 60 * 1_000;

/// A new account with its word for the role, signed wrapped, so that the signature is verified twice.
pub fn accepting<T: Config>(role: Role) -> (AccountId32, Acceptance) {
	let wallet = sp_io::crypto::sr25519_generate(WALLET, None);
	let account = AccountId32::new(wallet.0);
	let (genesis, expires_at) = (Pallet::<T>::genesis_hash(), Pallet::<T>::now() + DAY);
	let text = AcceptRole { genesis, account: &account, role, expires_at }.text();
	let signature = sp_io::crypto::sr25519_sign(WALLET, &wallet, &wrapped(&text));
	let signature = MultiSignature::Sr25519(signature.expect("the wallet's key is in the keystore"));
	(account, Acceptance { expires_at, signature })
}

/// An active organisation with `registrars` registrars, its controller among them, and a full history.
fn found<T: Config>(registrars: u32) -> (OrganisationId, AccountId32) {
	let organisation = NextOrganisation::<T>::get();
	let controller: AccountId32 = account("controller", organisation, 0);
	let mut others: BoundedVec<AccountId32, MaxRegistrars> = BoundedVec::default();
	for index in 0..registrars {
		let registrar: AccountId32 =
			if index == 0 { controller.clone() } else { account("registrar", organisation, index) };
		let agency = Agency { organisation, controller: index == 0, registrar: true };
		AgentOf::<T>::insert(&registrar, agency);
		Pallet::<T>::admit(&registrar);
		others.try_push(registrar).expect("not more than allowed");
	}
	// What is to come fills the history, so that today's state is the last to be found.
	let now = Pallet::<T>::now();
	let mut standing = History::starting(now, OrganisationState::Active);
	for step in 1..u64::from(<MaxHistory as Get<u32>>::get()) {
		let state = if step % 2 == 0 { OrganisationState::Active } else { OrganisationState::Suspended };
		standing.push(now + step, state);
	}
	let name =
		alloc::vec![b'n'; <MaxNameLen as Get<u32>>::get() as usize].try_into().expect("as long as allowed");
	Organisations::<T>::insert(
		organisation,
		Organisation { name, controller: controller.clone(), registrars: others, standing },
	);
	NextOrganisation::<T>::put(organisation + 1);
	(organisation, controller)
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn add_registrar() {
		let (organisation, controller) = found::<T>(<MaxRegistrars as Get<u32>>::get() - 1);
		let (newcomer, acceptance) = accepting::<T>(Role::Registrar(organisation));

		#[extrinsic_call]
		_(RawOrigin::Signed(controller), organisation, newcomer.clone(), acceptance);

		assert!(Pallet::<T>::is_agent(&newcomer, organisation) && Pallet::<T>::is_admitted(&newcomer));
	}

	#[benchmark]
	fn remove_registrar() {
		let (organisation, controller) = found::<T>(<MaxRegistrars as Get<u32>>::get());
		let last: AccountId32 = account("registrar", organisation, <MaxRegistrars as Get<u32>>::get() - 1);

		#[extrinsic_call]
		_(RawOrigin::Signed(controller), organisation, last.clone());

		assert!(!Pallet::<T>::is_agent(&last, organisation));
	}

	#[benchmark]
	fn set_name() {
		let (organisation, controller) = found::<T>(<MaxRegistrars as Get<u32>>::get());
		let name: BoundedVec<u8, MaxNameLen> = alloc::vec![b'm'; <MaxNameLen as Get<u32>>::get() as usize]
			.try_into()
			.expect("as long as allowed");

		#[extrinsic_call]
		_(RawOrigin::Signed(controller), organisation, name.clone());

		assert_eq!(Organisations::<T>::get(organisation).expect("founded above").name, name);
	}
}
