//! Benchmarks of the calls, at their worst: all lists full.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::arithmetic_side_effects)]

use crate::{
	pallet::*, AcceptRole, Acceptance, AccountId32, Agency, CouncilSeats, Finality, Moment, MultiSignature,
	Organisation, OrganisationId, OrganisationState, Role, Sessions, SignedText,
};
use alloc::vec::Vec;
use frame_benchmarking::v2::*;
use frame_support::traits::{EnsureOrigin, Get};
use frame_system::RawOrigin;
use salus_primitives::{
	consortium::{OffenceKind, Parameter, ValidatorSeat},
	ids::VaultSignature,
	limits::{
		MaxHistory, MaxNameLen, MaxNodesPerOrganisation, MaxOrganisations, MaxRegistrars, MaxValidators,
		MAX_SWEPT_KEYS, MIN_STALL_DELAY,
	},
	network::{NodeAnnouncement, NodeRole, PeerKey, WireguardKey},
	text::{wrapped, AnnounceNode, JoinConsortium},
	time::History,
	validators::Rest,
	BoundedVec,
};
use sp_core::{crypto::KeyTypeId, H256};

const WALLET: KeyTypeId = KeyTypeId(*b"wlt0");
const NODE: KeyTypeId = KeyTypeId(*b"node");
const DAY: Moment = 24 * 60 * 60 * 1_000;
/// What can go of the keys that are looked at when all 128 seats have some.
const MOST_SWEPT: u32 = MAX_SWEPT_KEYS - 128;

/// A new account with its word for the role, signed wrapped, so that the signature is verified twice.
pub fn accepting<T: Config>(role: Role) -> (AccountId32, Acceptance) {
	let genesis = Pallet::<T>::genesis_hash();
	signing::<T>(|account, expires_at| AcceptRole { genesis, account, role, expires_at }.text())
}

/// A new account with its word over a text, signed wrapped.
fn signing<T: Config>(text: impl FnOnce(&AccountId32, Moment) -> Vec<u8>) -> (AccountId32, Acceptance) {
	let wallet = sp_io::crypto::sr25519_generate(WALLET, None);
	let account = AccountId32::new(wallet.0);
	let expires_at = Pallet::<T>::now() + DAY;
	let text = text(&account, expires_at);
	let signature = sp_io::crypto::sr25519_sign(WALLET, &wallet, &wrapped(&text));
	let signature = MultiSignature::Sr25519(signature.expect("the wallet's key is in the keystore"));
	(account, Acceptance { expires_at, signature })
}

/// An active organisation with all its registrars, and its seat.
fn member<T: Config>() -> (OrganisationId, AccountId32) {
	let (organisation, controller) = found::<T>(<MaxRegistrars as Get<u32>>::get());
	let now = Pallet::<T>::now();
	Organisations::<T>::mutate(organisation, |entry| {
		entry.as_mut().expect("founded above").standing = History::starting(now, OrganisationState::Active);
	});
	Pallet::<T>::seat(Some(&controller), None);
	(organisation, controller)
}

/// As many organisations as there may be but one, each with a name of its own of the greatest length.
fn found_all_but_one<T: Config>() {
	while NextOrganisation::<T>::get() < <MaxOrganisations as Get<u32>>::get() {
		let (organisation, _) = found::<T>(1);
		Organisations::<T>::mutate(organisation, |entry| {
			let name = alloc::format!("{organisation:0>64}").into_bytes();
			entry.as_mut().expect("founded above").name = name.try_into().expect("as long as allowed");
		});
	}
}

/// As many validators as there may be, all of this organisation but those of genesis, and all of them offenders; the last is
/// returned.
fn fill_validators<T: Config>(organisation: OrganisationId) -> AccountId32 {
	let mut seats = Validators::<T>::get();
	for number in 0..<MaxValidators as Get<u32>>::get() {
		let account = account("validator", number, 0);
		Pallet::<T>::admit(&account);
		let _ = seats.try_push(ValidatorSeat { account, organisation });
	}
	let last = seats.last().cloned().expect("there are seats");
	Validators::<T>::put(seats.clone());
	for seat in seats {
		OffencesCountFrom::<T>::insert(&seat.account, 0);
		Pallet::<T>::record_offence(seat.account, OffenceKind::Blocks, 0);
	}
	last.account
}

/// A new node of the organisation with its word, whose endpoint is as long as can be.
fn node<T: Config>(organisation: OrganisationId) -> (NodeAnnouncement, VaultSignature) {
	let peer = sp_io::crypto::ed25519_generate(NODE, None);
	let label = "a".repeat(63);
	let endpoint = alloc::format!("{label}.{label}.{label}.{}:65535", "a".repeat(61));
	let node = NodeAnnouncement {
		peer: PeerKey(peer.0),
		wireguard: WireguardKey(peer.0),
		endpoint: endpoint.parse().expect("as long as allowed"),
		role: NodeRole::Validator,
	};
	let text = AnnounceNode { genesis: Pallet::<T>::genesis_hash(), organisation, node: &node }.text();
	let signature =
		sp_io::crypto::ed25519_sign(NODE, &peer, &text).expect("the node's key is in the keystore");
	(node, VaultSignature(signature.0))
}

/// Announces nodes of the organisation until it has so many.
fn fill_nodes<T: Config>(organisation: OrganisationId, nodes: u32) {
	for _ in 0..nodes {
		let (node, signature) = node::<T>(organisation);
		Pallet::<T>::do_announce_node(organisation, node, &signature).expect("there is room");
	}
}

fn two_thirds<T: Config>() -> T::RuntimeOrigin {
	T::TwoThirds::try_successful_origin().expect("two thirds agree")
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
		found_all_but_one::<T>();
		let (organisation, controller) = found::<T>(<MaxRegistrars as Get<u32>>::get());
		let name: BoundedVec<u8, MaxNameLen> = alloc::vec![b'm'; <MaxNameLen as Get<u32>>::get() as usize]
			.try_into()
			.expect("as long as allowed");

		#[extrinsic_call]
		_(RawOrigin::Signed(controller), organisation, name.clone());

		assert_eq!(Organisations::<T>::get(organisation).expect("founded above").name, name);
	}
	#[benchmark]
	fn admit_organisation() {
		found_all_but_one::<T>();
		T::Seats::fill();
		let organisation = NextOrganisation::<T>::get();
		let name: BoundedVec<u8, MaxNameLen> = alloc::vec![b'm'; <MaxNameLen as Get<u32>>::get() as usize]
			.try_into()
			.expect("as long as allowed");
		let genesis = Pallet::<T>::genesis_hash();
		let (controller, acceptance) = signing::<T>(|account, expires_at| {
			JoinConsortium { genesis, account, name: &name, expires_at }.text()
		});

		#[extrinsic_call]
		_(two_thirds::<T>() as T::RuntimeOrigin, name.clone(), controller.clone(), acceptance);

		assert!(Pallet::<T>::is_agent(&controller, organisation) && T::Seats::seats().contains(&controller));
	}

	#[benchmark]
	fn suspend_organisation() {
		let (organisation, controller) = member::<T>();
		T::Seats::fill();

		#[extrinsic_call]
		_(two_thirds::<T>() as T::RuntimeOrigin, organisation);

		assert!(!T::Seats::seats().contains(&controller));
	}

	#[benchmark]
	fn reinstate_organisation() {
		let (organisation, controller) = member::<T>();
		Pallet::<T>::change_standing(organisation, OrganisationState::Suspended).expect("founded above");
		T::Seats::fill();

		#[extrinsic_call]
		_(two_thirds::<T>() as T::RuntimeOrigin, organisation);

		assert!(T::Seats::seats().contains(&controller));
	}

	#[benchmark]
	fn expel_organisation() {
		let (organisation, controller) = member::<T>();
		fill_validators::<T>(organisation);
		T::Seats::fill();
		// The next set is as large as it can be, of validators that have lost their seats.
		T::Finality::queue_set();

		#[extrinsic_call]
		_(two_thirds::<T>() as T::RuntimeOrigin, organisation);

		assert!(!T::Seats::seats().contains(&controller) && Pallet::<T>::is_expelled(organisation));
		assert!(NodesStayUntil::<T>::contains_key(organisation));
	}

	#[benchmark]
	fn replace_controller() {
		let (organisation, _) = member::<T>();
		T::Seats::fill();
		let (newcomer, acceptance) = accepting::<T>(Role::Controller(organisation));

		#[extrinsic_call]
		_(two_thirds::<T>() as T::RuntimeOrigin, organisation, newcomer.clone(), acceptance);

		assert!(T::Seats::seats().contains(&newcomer));
	}

	#[benchmark]
	fn give_seat() {
		let (organisation, _) = member::<T>();
		fill_validators::<T>(organisation);
		Validators::<T>::mutate(|seats| seats.pop());
		let (newcomer, acceptance) = accepting::<T>(Role::Validator(organisation));

		#[extrinsic_call]
		_(two_thirds::<T>() as T::RuntimeOrigin, organisation, newcomer.clone(), acceptance);

		assert!(Pallet::<T>::validators().iter().any(|seat| seat.account == newcomer));
	}

	#[benchmark]
	fn take_seat() {
		let (organisation, _) = member::<T>();
		let last = fill_validators::<T>(organisation);

		#[extrinsic_call]
		_(two_thirds::<T>() as T::RuntimeOrigin, last.clone());

		assert!(!Pallet::<T>::validators().iter().any(|seat| seat.account == last));
	}

	#[benchmark]
	fn set_parameter() {
		let (organisation, _) = member::<T>();
		fill_validators::<T>(organisation);
		let parameter = Parameter::MinimumValidators(1);

		#[extrinsic_call]
		_(two_thirds::<T>() as T::RuntimeOrigin, parameter);

		assert_eq!(Pallet::<T>::parameters().minimum_validators, 1);
	}

	#[benchmark]
	fn join_validators() {
		let (organisation, controller) = member::<T>();
		let last = fill_validators::<T>(organisation);
		T::Sessions::register(&last);
		Resting::<T>::insert(&last, Rest { held: true, keys_until: None });

		#[extrinsic_call]
		_(RawOrigin::Signed(controller), last.clone());

		assert!(!Resting::<T>::contains_key(&last));
	}

	#[benchmark]
	fn leave_validators() {
		let (organisation, controller) = member::<T>();
		let last = fill_validators::<T>(organisation);
		for seat in Validators::<T>::get() {
			T::Sessions::register(&seat.account);
		}

		#[extrinsic_call]
		_(RawOrigin::Signed(controller), last.clone());

		assert!(Resting::<T>::get(&last).is_some_and(|rest| rest.held));
	}

	/// So many keys go, while all seats rest with keys that stay.
	#[benchmark]
	fn sweep_keys(n: Linear<0, MOST_SWEPT>) {
		let (organisation, _) = member::<T>();
		fill_validators::<T>(organisation);
		for seat in Validators::<T>::get() {
			T::Sessions::register(&seat.account);
			Resting::<T>::insert(&seat.account, Rest { held: false, keys_until: None });
		}
		for number in 0..n {
			let stranger: AccountId32 = account("stranger", number, 0);
			Pallet::<T>::admit(&stranger);
			T::Sessions::register(&stranger);
		}
		let keys = || T::Sessions::with_keys(u32::MAX).len() as u32;
		let before = keys();

		#[block]
		{
			Pallet::<T>::sweep_keys(1);
		}

		assert_eq!(before - keys(), n);
	}

	#[benchmark]
	fn announce_node() {
		let (organisation, controller) = found::<T>(<MaxRegistrars as Get<u32>>::get());
		fill_nodes::<T>(organisation, <MaxNodesPerOrganisation as Get<u32>>::get() - 1);
		let (node, signature) = node::<T>(organisation);

		#[extrinsic_call]
		_(RawOrigin::Signed(controller), organisation, node.clone(), signature);

		assert!(NodeOfPeer::<T>::contains_key(node.peer));
	}

	#[benchmark]
	fn withdraw_node() {
		let (organisation, controller) = found::<T>(<MaxRegistrars as Get<u32>>::get());
		fill_nodes::<T>(organisation, <MaxNodesPerOrganisation as Get<u32>>::get());
		let last = NextNode::<T>::get() - 1;

		#[extrinsic_call]
		_(RawOrigin::Signed(controller), organisation, last);

		assert!(!Nodes::<T>::contains_key(last));
	}

	#[benchmark]
	fn authorize_upgrade() {
		// There was one before.
		Pallet::<T>::do_authorize_upgrade(H256::zero()).expect("Root authorises");
		let code_hash = H256::repeat_byte(1);

		#[extrinsic_call]
		_(two_thirds::<T>() as T::RuntimeOrigin, code_hash);

		assert!(frame_system::Pallet::<T>::authorized_upgrade().is_some());
	}

	#[benchmark]
	fn note_stalled() {
		T::Finality::queue_set();
		let delay = MIN_STALL_DELAY.into();
		// The next block's number, so that there is a block before it.
		frame_system::Pallet::<T>::set_block_number(2u32.into());

		#[extrinsic_call]
		_(two_thirds::<T>() as T::RuntimeOrigin, delay, 1u32.into());

		assert!(T::Finality::is_forced());
	}
}
