//! Benchmarks of the calls, at their worst: all lists full.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::arithmetic_side_effects)]

use crate::{pallet::*, AccountId32, Agency, Organisation, OrganisationId, OrganisationState};
use frame_benchmarking::v2::*;
use frame_support::traits::Get;
use frame_system::RawOrigin;
use salus_primitives::{
	limits::{MaxHistory, MaxNameLen, MaxRegistrars},
	time::History,
	BoundedVec,
};

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
	for step in 1..u64::from(MaxHistory::get()) {
		let state = if step % 2 == 0 { OrganisationState::Active } else { OrganisationState::Suspended };
		standing.push(now + step, state);
	}
	let name = alloc::vec![b'n'; MaxNameLen::get() as usize].try_into().expect("as long as allowed");
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
		let (organisation, controller) = found::<T>(MaxRegistrars::get() - 1);
		let newcomer: AccountId32 = account("newcomer", 0, 0);

		#[extrinsic_call]
		_(RawOrigin::Signed(controller), organisation, newcomer.clone());

		assert!(Pallet::<T>::is_agent(&newcomer, organisation) && Pallet::<T>::is_admitted(&newcomer));
	}

	#[benchmark]
	fn remove_registrar() {
		let (organisation, controller) = found::<T>(MaxRegistrars::get());
		let last: AccountId32 = account("registrar", organisation, MaxRegistrars::get() - 1);

		#[extrinsic_call]
		_(RawOrigin::Signed(controller), organisation, last.clone());

		assert!(!Pallet::<T>::is_agent(&last, organisation));
	}

	#[benchmark]
	fn set_name() {
		let (organisation, controller) = found::<T>(MaxRegistrars::get());
		let name: BoundedVec<u8, MaxNameLen> =
			alloc::vec![b'm'; MaxNameLen::get() as usize].try_into().expect("as long as allowed");

		#[extrinsic_call]
		_(RawOrigin::Signed(controller), organisation, name.clone());

		assert_eq!(Organisations::<T>::get(organisation).expect("founded above").name, name);
	}
}
