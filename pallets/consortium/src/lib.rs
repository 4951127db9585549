//! Member organisations, their registrars, the consortium's validators and the council's seats.
//!
//! - Organisations have a controller, registrars, a name and a [`Standing`] over time. Ids start at 1 and are dense.
//! - An account acts for at most one organisation ([`AgentOf`]).
//! - [`Pallet::admit`] gives an account its one provider reference, whichever pallet it is admitted through.
//! - A seat is the right to run a validator, joining is the fact ([`joining`]). The session manager (`session`) plans a new
//!   set only when those who joined or their registered keys changed, and clears away keys that nobody needs any more.
//! - Members announce their nodes: who may connect to the others ([`nodes`]).
//! - A validator that offended leaves the sets to come, as long as enough are left ([`offences`]).
//! - Two thirds of the council decide who is a member, who runs a validator, and the network's parameters ([`membership`],
//!   [`seats`], [`parameters`]). The council's seats follow the organisations in good standing.
//! - They authorise the next runtime, and move finality on when it has stalled ([`upgrades`]).
//!
//! The chain's first organisations come from genesis. This pallet must stand before Session in `construct_runtime`, so that
//! accounts are admitted and the validators are known when Session builds its genesis.

#![cfg_attr(not(feature = "std"), no_std)]
#![deny(
	missing_docs,
	clippy::unwrap_used,
	clippy::expect_used,
	clippy::indexing_slicing,
	clippy::arithmetic_side_effects
)]

extern crate alloc;

pub use pallet::*;
pub use session::{SessionKeysOf, Sessions};
pub use weights::WeightInfo;

#[cfg(feature = "runtime-benchmarks")]
pub mod benchmarking;
mod genesis;
pub mod joining;
pub mod membership;
pub mod nodes;
pub mod offences;
pub mod parameters;
mod queries;
pub mod seats;
mod session;
#[cfg(any(feature = "std", feature = "try-runtime"))]
mod try_state;
pub mod upgrades;
pub mod weights;

pub use genesis::GenesisOrganisation;
pub use offences::Recorded;
pub use seats::CouncilSeats;
pub use upgrades::Finality;

use frame_support::{ensure, traits::Time};
use frame_system::pallet_prelude::BlockNumberFor;
use salus_primitives::{
	consortium::{is_plain, Agency, Organisation, OrganisationState},
	ids::{GenesisHash, OrganisationId},
	limits::MAX_TEXT_LIFE,
	people::Standing,
	text::{AcceptRole, Acceptance, Role, SignedText},
	time::{within, Moment},
};
use sp_runtime::{
	traits::{One, Zero},
	AccountId32, DispatchError, DispatchResult, MultiSignature,
};

/// Length of a session in blocks where genesis says nothing: an hour of 2-second blocks.
pub const DEFAULT_SESSION_LENGTH: u32 = 1_800;

/// Storage, events, errors and calls.
#[frame_support::pallet]
#[allow(clippy::expect_used)] // FRAME's own expansion expects; the code here does not.
pub mod pallet {
	use super::*;
	use alloc::vec::Vec;
	use frame_support::{
		pallet_prelude::*,
		traits::{ChangeMembers, ConstU64, InitializeMembers},
	};
	use frame_system::pallet_prelude::*;
	use salus_primitives::{
		consortium::{OffenceKind, Offender, Parameter, ValidatorSeat},
		ids::{Digest, VaultSignature},
		limits::{
			MaxEndpointLen, MaxNameLen, MaxNodesPerOrganisation, MaxOrganisations, MaxRegistrars,
			MaxValidators, DEFAULT_MINIMUM_ORGANISATIONS, DEFAULT_MINIMUM_VALIDATORS, DEFAULT_NOTICE_PERIOD,
			MAX_DNS_NAME, MAX_SWEPT_KEYS, SAFE_MINIMUM_VALIDATORS,
		},
		network::{Node, NodeAnnouncement, NodeId, PeerKey, WireguardKey},
		validators::Rest,
	};
	use sp_core::H256;
	use sp_runtime::{traits::Convert, DispatchResult};
	use sp_staking::SessionIndex;

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	/// The consortium.
	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	/// What the runtime decides.
	#[pallet::config]
	pub trait Config:
		frame_system::Config<AccountId = AccountId32, Hash = H256, RuntimeEvent: From<Event<Self>>>
	{
		/// The chain's clock, in milliseconds since the Unix epoch.
		type Time: Time<Moment = Moment>;

		/// The council: one seat for each organisation, held by its controller.
		type Council: InitializeMembers<AccountId32> + ChangeMembers<AccountId32>;

		/// Who has the council's seats.
		type Seats: CouncilSeats;

		/// Two thirds of the council.
		type TwoThirds: EnsureOrigin<Self::RuntimeOrigin>;

		/// What finalises the chain.
		type Finality: crate::Finality<BlockNumberFor<Self>>;

		/// A validator's registered session keys, encoded; [`SessionKeysOf`] reads Session's.
		type KeysOf: Convert<AccountId32, Option<Vec<u8>>>;

		/// The sets of validators and their keys, as Session has them.
		type Sessions: Sessions;

		/// Weights of the calls.
		type WeightInfo: WeightInfo;
	}

	/// The member organisations.
	#[pallet::storage]
	pub type Organisations<T: Config> =
		StorageMap<_, Twox64Concat, OrganisationId, Organisation<AccountId32>, OptionQuery>;

	/// The id that the next organisation gets; ids start at 1 and are never used again.
	#[pallet::storage]
	pub type NextOrganisation<T: Config> = StorageValue<_, OrganisationId, ValueQuery, ConstU32<1>>;

	/// For whom an account acts: at most one organisation.
	#[pallet::storage]
	pub type AgentOf<T: Config> = StorageMap<_, Blake2_128Concat, AccountId32, Agency, OptionQuery>;

	/// Who may run a validator, in the order of the seats. Those that do not rest do.
	#[pallet::storage]
	pub type Validators<T: Config> =
		StorageValue<_, BoundedVec<ValidatorSeat<AccountId32>, MaxValidators>, ValueQuery>;

	/// SHA-256 of the validators and their registered keys, as last handed to Session.
	#[pallet::storage]
	pub type LastSet<T: Config> = StorageValue<_, Digest, OptionQuery>;

	/// Accounts that had their provider reference from this pallet. They never leave.
	#[pallet::storage]
	pub type Admitted<T: Config> = StorageMap<_, Blake2_128Concat, AccountId32, (), OptionQuery>;

	/// Hash of block 0, kept because System forgets it.
	#[pallet::storage]
	pub type GenesisBlock<T: Config> = StorageValue<_, GenesisHash, OptionQuery>;

	/// Length of a session in blocks, set at genesis.
	#[pallet::storage]
	pub type SessionLength<T: Config> = StorageValue<_, u32, ValueQuery, ConstU32<DEFAULT_SESSION_LENGTH>>;

	/// How long organisations that are expelled from now on keep what lies in their stores, in milliseconds.
	#[pallet::storage]
	pub type NoticePeriod<T: Config> = StorageValue<_, Moment, ValueQuery, ConstU64<DEFAULT_NOTICE_PERIOD>>;

	/// Fewest organisations in good standing that a vote leaves.
	#[pallet::storage]
	pub type MinimumOrganisations<T: Config> =
		StorageValue<_, u32, ValueQuery, ConstU32<DEFAULT_MINIMUM_ORGANISATIONS>>;

	/// Fewest validators with keys that a vote leaves.
	#[pallet::storage]
	pub type MinimumValidators<T: Config> =
		StorageValue<_, u32, ValueQuery, ConstU32<DEFAULT_MINIMUM_VALIDATORS>>;

	/// The end of the notice of each expelled organisation. A parameter that changes later does not move it.
	#[pallet::storage]
	pub type NoticeEnds<T: Config> = StorageMap<_, Twox64Concat, OrganisationId, Moment, OptionQuery>;

	/// The seats that rest: every seat that was given since genesis, until it joins, and those that left.
	#[pallet::storage]
	pub type Resting<T: Config> = StorageMap<_, Blake2_128Concat, AccountId32, Rest, OptionQuery>;

	/// The nodes that members announced and did not withdraw.
	#[pallet::storage]
	pub type Nodes<T: Config> = StorageMap<_, Twox64Concat, NodeId, Node, OptionQuery>;

	/// The number that the next node gets; numbers start at 1 and are never used again.
	#[pallet::storage]
	pub type NextNode<T: Config> = StorageValue<_, NodeId, ValueQuery, ConstU32<1>>;

	/// An organisation's nodes, in the order in which they were announced.
	#[pallet::storage]
	pub type NodesOf<T: Config> =
		StorageMap<_, Twox64Concat, OrganisationId, BoundedVec<NodeId, MaxNodesPerOrganisation>, ValueQuery>;

	/// The node with a libp2p identity.
	#[pallet::storage]
	pub type NodeOfPeer<T: Config> = StorageMap<_, Blake2_128Concat, PeerKey, NodeId, OptionQuery>;

	/// The node with a WireGuard key.
	#[pallet::storage]
	pub type NodeOfWireguard<T: Config> = StorageMap<_, Blake2_128Concat, WireguardKey, NodeId, OptionQuery>;

	/// The validators that offended, in the order in which the chain was told.
	#[pallet::storage]
	pub type Offenders<T: Config> =
		StorageValue<_, BoundedVec<Offender<AccountId32>, MaxValidators>, ValueQuery>;

	/// From which session on offences of an account count: whoever was given a seat does not answer for what its keys of before
	/// did. Without an entry all count.
	#[pallet::storage]
	pub type OffencesCountFrom<T: Config> =
		StorageMap<_, Blake2_128Concat, AccountId32, SessionIndex, OptionQuery>;

	/// The session from whose start on the nodes of an expelled organisation are off the list, where finality would not have
	/// survived that they were at once; without an entry they were at once.
	#[pallet::storage]
	pub type NodesStayUntil<T: Config> =
		StorageMap<_, Twox64Concat, OrganisationId, SessionIndex, OptionQuery>;

	/// What happened.
	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// An account may enrol patients and admit practitioners for the organisation.
		RegistrarAdded {
			/// The organisation.
			organisation: OrganisationId,
			/// The account.
			account: AccountId32,
		},
		/// An account may do so no longer.
		RegistrarRemoved {
			/// The organisation.
			organisation: OrganisationId,
			/// The account.
			account: AccountId32,
		},
		/// The organisation has a new name.
		NameSet {
			/// The organisation.
			organisation: OrganisationId,
			/// The name, UTF-8.
			name: BoundedVec<u8, MaxNameLen>,
		},
		/// An organisation is a member.
		OrganisationAdmitted {
			/// The organisation.
			organisation: OrganisationId,
			/// Its controller.
			controller: AccountId32,
			/// Its name, UTF-8.
			name: BoundedVec<u8, MaxNameLen>,
		},
		/// An organisation may not act for now.
		OrganisationSuspended {
			/// The organisation.
			organisation: OrganisationId,
		},
		/// A suspended organisation acts again.
		OrganisationReinstated {
			/// The organisation.
			organisation: OrganisationId,
		},
		/// An organisation is no member any more. Its patients choose another home.
		OrganisationExpelled {
			/// The organisation.
			organisation: OrganisationId,
			/// Until when it keeps what lies in its stores (exclusive).
			notice_until: Moment,
		},
		/// An organisation has another controller.
		ControllerReplaced {
			/// The organisation.
			organisation: OrganisationId,
			/// The account until now.
			from: AccountId32,
			/// The account from now on.
			to: AccountId32,
		},
		/// An account may run a validator for the organisation, and does once it has keys and joins.
		SeatGiven {
			/// The organisation.
			organisation: OrganisationId,
			/// The account.
			account: AccountId32,
		},
		/// An account runs a validator no longer than this session and the next.
		SeatTaken {
			/// The organisation.
			organisation: OrganisationId,
			/// The account.
			account: AccountId32,
		},
		/// The network has another parameter.
		ParameterSet {
			/// The parameter and its value.
			parameter: Parameter,
		},
		/// A seat's validator belongs in the sets to come.
		ValidatorJoined {
			/// The organisation that runs it.
			organisation: OrganisationId,
			/// The account.
			account: AccountId32,
		},
		/// A seat's validator makes blocks for this session and the next, and then none.
		ValidatorLeft {
			/// The organisation that runs it.
			organisation: OrganisationId,
			/// The account.
			account: AccountId32,
			/// Whether the organisation made it leave, which alone lets it join again.
			held: bool,
		},
		/// An account's session keys are gone: it is in no set, and does not belong in one.
		KeysPurged {
			/// The account.
			account: AccountId32,
		},
		/// A node of the organisation is on the list.
		NodeAnnounced {
			/// The organisation.
			organisation: OrganisationId,
			/// The node.
			node: NodeId,
		},
		/// A node of the organisation is on the list no longer.
		NodeWithdrawn {
			/// The organisation.
			organisation: OrganisationId,
			/// The node.
			node: NodeId,
		},
		/// A validator's key signed two of what it may sign one of.
		ValidatorOffended {
			/// The validator.
			account: AccountId32,
			/// What it did.
			kind: OffenceKind,
			/// The session whose key did it.
			session: SessionIndex,
		},
		/// A validator that offended is in the set that was planned, because too few would be left without it.
		OffenderMarked {
			/// The validator.
			account: AccountId32,
		},
		/// A validator that offended is not in the set that was planned, nor in those that follow.
		OffenderLeftOut {
			/// The validator.
			account: AccountId32,
		},
		/// Finality has stalled, and the validators of the next session take it over.
		StallNoted {
			/// How many blocks after that session has started.
			delay: BlockNumberFor<T>,
			/// From which block on they vote.
			best_finalized_block_number: BlockNumberFor<T>,
		},
	}

	/// Why a call is refused.
	#[pallet::error]
	pub enum Error<T> {
		/// There is no such organisation.
		OrganisationNotFound,
		/// The organisation is suspended or expelled.
		OrganisationNotActive,
		/// The signer is not the organisation's controller.
		NotController,
		/// The signer is not a registrar of the organisation.
		NotRegistrar,
		/// The account is a registrar of the organisation already.
		AlreadyRegistrar,
		/// The account acts for another organisation.
		AlreadyAgent,
		/// The organisation has as many registrars as it may have.
		TooManyRegistrars,
		/// The account is not a registrar of the organisation.
		RegistrarNotFound,
		/// A name is 1 to 64 bytes of UTF-8, not blank and without control or invisible characters.
		InvalidName,
		/// The signed text has expired.
		TextExpired,
		/// The signed text is good for longer than allowed.
		TextTooLong,
		/// The account's wallet did not sign this text, or signed it for another chain.
		BadWalletSignature,
		/// A member has this name, small and capital letters being the same.
		NameTaken,
		/// There were as many organisations as there may be.
		TooManyOrganisations,
		/// The organisation is suspended already.
		AlreadySuspended,
		/// The organisation is not suspended.
		NotSuspended,
		/// The organisation was expelled, which is for good.
		OrganisationExpelled,
		/// Fewer organisations in good standing would be left than there have to be.
		TooFewOrganisations,
		/// Fewer validators with keys would be left than there have to be.
		TooFewValidators,
		/// The account controls the organisation already.
		AlreadyController,
		/// The account has a validator's seat already.
		AlreadyValidator,
		/// There are as many validators as there may be.
		TooManyValidators,
		/// The account has no validator's seat.
		ValidatorNotFound,
		/// The value is outside of the parameter's bounds.
		InvalidParameter,
		/// The seat's validator joined already.
		AlreadyJoined,
		/// The seat's validator left already, or never joined.
		AlreadyResting,
		/// The account has registered no session keys.
		KeysNotRegistered,
		/// The organisation made the validator leave; its controller alone lets it join again.
		HeldByOrganisation,
		/// An endpoint is `HOST:PORT` with a DNS name or an IP address, and no key is empty.
		InvalidNode,
		/// A node has this libp2p identity.
		PeerTaken,
		/// A node has this WireGuard key.
		WireguardKeyTaken,
		/// The organisation has as many nodes as it may have.
		TooManyNodes,
		/// The organisation has no such node.
		NodeNotFound,
		/// The node's own key did not sign this text, or signed it for another organisation or chain.
		BadNodeSignature,
		/// The delay is outside of its bounds, or the block is not in the past.
		InvalidStall,
		/// The next session starts with the same validators: nobody else would take over finality.
		NoSetQueued,
		/// Finality passes to other validators already, or did so just now, and cannot be passed on before that is done.
		ForcedChangePending,
		/// A validator of the next session has registered other keys than it starts with: it would vote with keys that finality
		/// does not know. Its seat is taken, or it registers those again.
		KeysChanging,
	}

	/// The consortium at genesis.
	#[pallet::genesis_config]
	pub struct GenesisConfig<T: Config> {
		/// The organisations, in order: the first is number 1.
		pub organisations: Vec<GenesisOrganisation>,
		/// Length of a session in blocks, at least 1.
		pub session_length: u32,
		/// Nodes of the organisations, in order: the first is number 1. Who agrees to genesis vouches for them.
		#[serde(default, skip_serializing_if = "Vec::is_empty")]
		pub nodes: Vec<Node>,
		/// Names the runtime; has no value.
		#[serde(skip)]
		pub _runtime: PhantomData<T>,
	}

	impl<T: Config> Default for GenesisConfig<T> {
		fn default() -> Self {
			Self {
				organisations: Vec::new(),
				session_length: DEFAULT_SESSION_LENGTH,
				nodes: Vec::new(),
				_runtime: PhantomData,
			}
		}
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			let built = Pallet::<T>::build_genesis(&self.organisations, self.session_length)
				.and_then(|()| Pallet::<T>::build_genesis_nodes(&self.nodes));
			if let Err(why) = built {
				panic!("consortium genesis: {why}");
			}
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn on_initialize(now: BlockNumberFor<T>) -> Weight {
			if !now.is_one() {
				return Weight::zero();
			}
			// A chain that goes on from another's state keeps the hash that texts and envelopes were made for.
			if GenesisBlock::<T>::exists() {
				let seats = Self::forgive_keys_of_before();
				return T::DbWeight::get().reads_writes(3, seats);
			}
			GenesisBlock::<T>::put(frame_system::Pallet::<T>::parent_hash().0);
			T::DbWeight::get().reads_writes(2, 1)
		}

		fn integrity_test() {
			assert!(<MaxRegistrars as Get<u32>>::get() > 0, "an organisation needs a registrar");
			assert!(<MaxNameLen as Get<u32>>::get() > 0, "an organisation needs a name");
			assert!(
				<MaxValidators as Get<u32>>::get() >= <MaxOrganisations as Get<u32>>::get(),
				"each organisation may run a validator of its own"
			);
			assert!(
				MAX_SWEPT_KEYS / 4 >= <MaxValidators as Get<u32>>::get(),
				"keys of all seats, of this session's set and of the next one leave some to clear away"
			);
			assert!(<MaxNodesPerOrganisation as Get<u32>>::get() > 0, "an organisation needs a node");
			assert!(
				<MaxEndpointLen as Get<u32>>::get() as usize >= MAX_DNS_NAME.saturating_add(":65535".len()),
				"each DNS name can be an endpoint"
			);
			const { assert!(SAFE_MINIMUM_VALIDATORS > 0, "offences leave somebody to make blocks") };
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_now: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Lets `account` enrol patients and admit practitioners for the organisation, and admits it to the chain.
		///
		/// By the controller of the organisation, which is active; `acceptance` is the account's own word for
		/// [`salus_primitives::text::Role::Registrar`].
		///
		/// ## Emits
		/// [`Event::RegistrarAdded`].
		///
		/// ## Errors
		/// [`Error::OrganisationNotFound`], [`Error::NotController`], [`Error::OrganisationNotActive`],
		/// [`Error::AlreadyAgent`], [`Error::AlreadyRegistrar`], [`Error::TooManyRegistrars`]; [`Error::TextExpired`],
		/// [`Error::TextTooLong`], [`Error::BadWalletSignature`].
		#[pallet::call_index(0)]
		#[pallet::weight(<T as Config>::WeightInfo::add_registrar())]
		pub fn add_registrar(
			origin: OriginFor<T>,
			organisation: OrganisationId,
			account: AccountId32,
			acceptance: Acceptance,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::ensure_controller(&who, organisation)?;
			let agency = match AgentOf::<T>::get(&account) {
				Some(agency) => {
					ensure!(agency.organisation == organisation, Error::<T>::AlreadyAgent);
					ensure!(!agency.registrar, Error::<T>::AlreadyRegistrar);
					Agency { registrar: true, ..agency }
				}
				None => Agency { organisation, controller: false, registrar: true },
			};
			Self::ensure_accepted(&account, Role::Registrar(organisation), &acceptance)?;
			Organisations::<T>::try_mutate(organisation, |entry| {
				let entry = entry.as_mut().ok_or(Error::<T>::OrganisationNotFound)?;
				entry.registrars.try_push(account.clone()).map_err(|_| Error::<T>::TooManyRegistrars)
			})?;
			AgentOf::<T>::insert(&account, agency);
			Self::admit(&account);
			Self::deposit_event(Event::RegistrarAdded { organisation, account });
			Ok(())
		}

		/// Lets `account` no longer enrol patients and admit practitioners for the organisation. It stays admitted to
		/// the chain.
		///
		/// By the controller of the organisation, which is active.
		///
		/// ## Emits
		/// [`Event::RegistrarRemoved`].
		///
		/// ## Errors
		/// [`Error::OrganisationNotFound`], [`Error::NotController`], [`Error::OrganisationNotActive`],
		/// [`Error::RegistrarNotFound`].
		#[pallet::call_index(1)]
		#[pallet::weight(<T as Config>::WeightInfo::remove_registrar())]
		pub fn remove_registrar(
			origin: OriginFor<T>,
			organisation: OrganisationId,
			account: AccountId32,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::ensure_controller(&who, organisation)?;
			let agency = AgentOf::<T>::get(&account)
				.filter(|agency| agency.organisation == organisation && agency.registrar)
				.ok_or(Error::<T>::RegistrarNotFound)?;
			Organisations::<T>::try_mutate(organisation, |entry| {
				let entry = entry.as_mut().ok_or(Error::<T>::OrganisationNotFound)?;
				entry.registrars.retain(|registrar| *registrar != account);
				Ok::<_, Error<T>>(())
			})?;
			if agency.controller {
				AgentOf::<T>::insert(&account, Agency { registrar: false, ..agency });
			} else {
				AgentOf::<T>::remove(&account);
			}
			Self::deposit_event(Event::RegistrarRemoved { organisation, account });
			Ok(())
		}

		/// Changes the organisation's public name: 1 to 64 bytes of UTF-8, not blank, without control or invisible characters.
		///
		/// By the controller of the organisation, which is active; no other member has the name.
		///
		/// ## Emits
		/// [`Event::NameSet`].
		///
		/// ## Errors
		/// [`Error::OrganisationNotFound`], [`Error::NotController`], [`Error::OrganisationNotActive`],
		/// [`Error::InvalidName`], [`Error::NameTaken`].
		#[pallet::call_index(2)]
		#[pallet::weight(<T as Config>::WeightInfo::set_name())]
		pub fn set_name(
			origin: OriginFor<T>,
			organisation: OrganisationId,
			name: BoundedVec<u8, MaxNameLen>,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::ensure_controller(&who, organisation)?;
			ensure!(is_valid_name(&name), Error::<T>::InvalidName);
			Self::ensure_name_free(&name, Some(organisation))?;
			Organisations::<T>::try_mutate(organisation, |entry| {
				let entry = entry.as_mut().ok_or(Error::<T>::OrganisationNotFound)?;
				entry.name = name.clone();
				Ok::<_, Error<T>>(())
			})?;
			Self::deposit_event(Event::NameSet { organisation, name });
			Ok(())
		}

		/// Makes an organisation a member, by two thirds of the council, and admits its controller to the chain. It has a
		/// seat at once; registrars, a vault and practitioners are its controller's to see to.
		///
		/// `acceptance` is the controller's own word over [`salus_primitives::text::JoinConsortium`], which names the
		/// organisation. It has to be valid when the vote ends.
		///
		/// ## Emits
		/// [`Event::OrganisationAdmitted`].
		///
		/// ## Errors
		/// [`Error::InvalidName`], [`Error::NameTaken`], [`Error::TooManyOrganisations`], [`Error::AlreadyAgent`];
		/// [`Error::TextExpired`], [`Error::TextTooLong`], [`Error::BadWalletSignature`].
		#[pallet::call_index(3)]
		#[pallet::weight(<T as Config>::WeightInfo::admit_organisation())]
		pub fn admit_organisation(
			origin: OriginFor<T>,
			name: BoundedVec<u8, MaxNameLen>,
			controller: AccountId32,
			acceptance: Acceptance,
		) -> DispatchResult {
			T::TwoThirds::ensure_origin(origin)?;
			Self::do_admit_organisation(name, controller, &acceptance)
		}

		/// Suspends a member, by two thirds of the council: from now on its controller, registrars and practitioners may
		/// not act, its seat on the council is empty and its votes on open motions are gone. Validators stay.
		///
		/// ## Emits
		/// [`Event::OrganisationSuspended`].
		///
		/// ## Errors
		/// [`Error::OrganisationNotFound`], [`Error::OrganisationExpelled`], [`Error::AlreadySuspended`],
		/// [`Error::TooFewOrganisations`].
		#[pallet::call_index(4)]
		#[pallet::weight(<T as Config>::WeightInfo::suspend_organisation())]
		pub fn suspend_organisation(origin: OriginFor<T>, organisation: OrganisationId) -> DispatchResult {
			T::TwoThirds::ensure_origin(origin)?;
			Self::do_suspend_organisation(organisation)
		}

		/// Ends the suspension of a member, by two thirds of the council.
		///
		/// ## Emits
		/// [`Event::OrganisationReinstated`].
		///
		/// ## Errors
		/// [`Error::OrganisationNotFound`], [`Error::OrganisationExpelled`], [`Error::NotSuspended`].
		#[pallet::call_index(5)]
		#[pallet::weight(<T as Config>::WeightInfo::reinstate_organisation())]
		pub fn reinstate_organisation(origin: OriginFor<T>, organisation: OrganisationId) -> DispatchResult {
			T::TwoThirds::ensure_origin(origin)?;
			Self::do_reinstate_organisation(organisation)
		}

		/// Expels a member for good, by two thirds of the council. From now on its controller, registrars and practitioners
		/// may not act, consents to it carry nothing, and its seats on the council and among the validators are gone. Its
		/// patients keep their records and control; they are to choose another home, and it keeps what lies in its stores
		/// until the notice ends.
		///
		/// ## Emits
		/// [`Event::SeatTaken`] for each of its validators, [`Event::OrganisationExpelled`].
		///
		/// ## Errors
		/// [`Error::OrganisationNotFound`], [`Error::OrganisationExpelled`], [`Error::TooFewOrganisations`],
		/// [`Error::TooFewValidators`].
		#[pallet::call_index(6)]
		#[pallet::weight(<T as Config>::WeightInfo::expel_organisation())]
		pub fn expel_organisation(origin: OriginFor<T>, organisation: OrganisationId) -> DispatchResult {
			T::TwoThirds::ensure_origin(origin)?;
			Self::do_expel_organisation(organisation)
		}

		/// Gives a member that was not expelled another controller, by two thirds of the council. The account until now acts
		/// for it no more, as a registrar neither; its votes on open motions are gone.
		///
		/// `acceptance` is the new account's own word for [`salus_primitives::text::Role::Controller`].
		///
		/// ## Emits
		/// [`Event::ControllerReplaced`].
		///
		/// ## Errors
		/// [`Error::OrganisationNotFound`], [`Error::OrganisationExpelled`], [`Error::AlreadyController`],
		/// [`Error::AlreadyAgent`]; [`Error::TextExpired`], [`Error::TextTooLong`], [`Error::BadWalletSignature`].
		#[pallet::call_index(7)]
		#[pallet::weight(<T as Config>::WeightInfo::replace_controller())]
		pub fn replace_controller(
			origin: OriginFor<T>,
			organisation: OrganisationId,
			account: AccountId32,
			acceptance: Acceptance,
		) -> DispatchResult {
			T::TwoThirds::ensure_origin(origin)?;
			Self::do_replace_controller(organisation, account, &acceptance)
		}

		/// Lets `account` run a validator for a member in good standing, by two thirds of the council, and admits it to the
		/// chain. The seat rests until the account has registered session keys and joins.
		///
		/// `acceptance` is the account's own word for [`salus_primitives::text::Role::Validator`].
		///
		/// ## Emits
		/// [`Event::SeatGiven`].
		///
		/// ## Errors
		/// [`Error::OrganisationNotFound`], [`Error::OrganisationNotActive`], [`Error::AlreadyAgent`],
		/// [`Error::AlreadyValidator`], [`Error::TooManyValidators`]; [`Error::TextExpired`], [`Error::TextTooLong`],
		/// [`Error::BadWalletSignature`].
		#[pallet::call_index(8)]
		#[pallet::weight(<T as Config>::WeightInfo::give_seat())]
		pub fn give_seat(
			origin: OriginFor<T>,
			organisation: OrganisationId,
			account: AccountId32,
			acceptance: Acceptance,
		) -> DispatchResult {
			T::TwoThirds::ensure_origin(origin)?;
			Self::do_give_seat(organisation, account, &acceptance)
		}

		/// Takes a validator's seat, by two thirds of the council. It makes blocks for this session and the next.
		///
		/// ## Emits
		/// [`Event::SeatTaken`].
		///
		/// ## Errors
		/// [`Error::ValidatorNotFound`], [`Error::TooFewValidators`].
		#[pallet::call_index(9)]
		#[pallet::weight(<T as Config>::WeightInfo::take_seat())]
		pub fn take_seat(origin: OriginFor<T>, account: AccountId32) -> DispatchResult {
			T::TwoThirds::ensure_origin(origin)?;
			Self::do_take_seat(&account)
		}

		/// Sets a parameter of the network, by two thirds of the council. A minimum is no more than what there is.
		///
		/// ## Emits
		/// [`Event::ParameterSet`].
		///
		/// ## Errors
		/// [`Error::InvalidParameter`], [`Error::TooFewOrganisations`], [`Error::TooFewValidators`].
		#[pallet::call_index(10)]
		#[pallet::weight(<T as Config>::WeightInfo::set_parameter())]
		pub fn set_parameter(origin: OriginFor<T>, parameter: Parameter) -> DispatchResult {
			T::TwoThirds::ensure_origin(origin)?;
			Self::do_set_parameter(parameter)
		}

		/// Lets the validator of `account`, which has a seat and registered session keys, join the sets to come: it makes
		/// blocks from the session after the next on.
		///
		/// By the account, unless its organisation made it leave; or by the controller of that organisation. The
		/// organisation is active.
		///
		/// ## Emits
		/// [`Event::ValidatorJoined`].
		///
		/// ## Errors
		/// [`Error::ValidatorNotFound`], [`Error::AlreadyJoined`], [`Error::NotController`],
		/// [`Error::HeldByOrganisation`], [`Error::OrganisationNotActive`], [`Error::KeysNotRegistered`].
		#[pallet::call_index(11)]
		#[pallet::weight(<T as Config>::WeightInfo::join_validators())]
		pub fn join_validators(origin: OriginFor<T>, account: AccountId32) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_join_validators(&who, account)
		}

		/// Takes the validator of `account` out of the sets to come: it makes blocks for this session and the next. It keeps
		/// its seat; its session keys go with the last set that has them.
		///
		/// By the account; or by the controller of the seat's organisation, which is active. Where the controller does so the
		/// account does not join by itself again, be it at rest already.
		///
		/// ## Emits
		/// [`Event::ValidatorLeft`].
		///
		/// ## Errors
		/// [`Error::ValidatorNotFound`], [`Error::NotController`], [`Error::OrganisationNotActive`],
		/// [`Error::AlreadyResting`], [`Error::TooFewValidators`].
		#[pallet::call_index(12)]
		#[pallet::weight(<T as Config>::WeightInfo::leave_validators())]
		pub fn leave_validators(origin: OriginFor<T>, account: AccountId32) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_leave_validators(&who, account)
		}

		/// Lets the code with this hash become the runtime, by two thirds of the council. From then on anyone brings the code
		/// (`System::apply_authorized_upgrade`), once. Its name has to be this runtime's and its version higher.
		///
		/// It takes the place of what was authorised before; so a hash that nobody has the code of withdraws that.
		///
		/// ## Emits
		/// [`frame_system::Event::UpgradeAuthorized`].
		///
		/// ## Errors
		/// None of its own.
		#[pallet::call_index(13)]
		#[pallet::weight(<T as Config>::WeightInfo::authorize_upgrade())]
		pub fn authorize_upgrade(origin: OriginFor<T>, code_hash: H256) -> DispatchResult {
			T::TwoThirds::ensure_origin(origin)?;
			Self::do_authorize_upgrade(code_hash)
		}

		/// Says that finality has stalled, by two thirds of the council: the validators that the next session starts with take
		/// it over `delay` blocks later, and vote from `best_finalized_block_number` on, the highest block that any of them saw
		/// finalised. Until then no other set of validators is planned.
		///
		/// In the session before the new set starts: those who are gone have lost their seats in the session before this one.
		/// The delay is long enough for the block with the change to be on everyone's chain. Until the next session starts, a
		/// second word corrects the first.
		///
		/// ## Emits
		/// [`Event::StallNoted`].
		///
		/// ## Errors
		/// [`Error::InvalidStall`], [`Error::ForcedChangePending`], [`Error::NoSetQueued`], [`Error::KeysChanging`].
		#[pallet::call_index(14)]
		#[pallet::weight(<T as Config>::WeightInfo::note_stalled())]
		pub fn note_stalled(
			origin: OriginFor<T>,
			delay: BlockNumberFor<T>,
			best_finalized_block_number: BlockNumberFor<T>,
		) -> DispatchResult {
			T::TwoThirds::ensure_origin(origin)?;
			Self::do_note_stalled(delay, best_finalized_block_number)
		}

		/// Puts a node of the organisation on the list of those that may connect to the others.
		///
		/// By the controller of the organisation, which is active; `signature` is by the key of the node's libp2p identity,
		/// over [`salus_primitives::text::AnnounceNode`].
		///
		/// ## Emits
		/// [`Event::NodeAnnounced`].
		///
		/// ## Errors
		/// [`Error::OrganisationNotFound`], [`Error::NotController`], [`Error::OrganisationNotActive`],
		/// [`Error::InvalidNode`], [`Error::PeerTaken`], [`Error::WireguardKeyTaken`], [`Error::TooManyNodes`],
		/// [`Error::BadNodeSignature`].
		#[pallet::call_index(16)]
		#[pallet::weight(<T as Config>::WeightInfo::announce_node())]
		pub fn announce_node(
			origin: OriginFor<T>,
			organisation: OrganisationId,
			node: NodeAnnouncement,
			signature: VaultSignature,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::ensure_controller(&who, organisation)?;
			Self::do_announce_node(organisation, node, &signature)
		}

		/// Takes a node of the organisation off the list. The others cut it off once the block is final.
		///
		/// By the controller of the organisation, which is active.
		///
		/// ## Emits
		/// [`Event::NodeWithdrawn`].
		///
		/// ## Errors
		/// [`Error::OrganisationNotFound`], [`Error::NotController`], [`Error::OrganisationNotActive`],
		/// [`Error::NodeNotFound`].
		#[pallet::call_index(17)]
		#[pallet::weight(<T as Config>::WeightInfo::withdraw_node())]
		pub fn withdraw_node(
			origin: OriginFor<T>,
			organisation: OrganisationId,
			node: NodeId,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::ensure_controller(&who, organisation)?;
			Self::do_withdraw_node(organisation, node)
		}
	}
}

/// Whether `name` is UTF-8, not blank, and safe to print.
fn is_valid_name(name: &[u8]) -> bool {
	core::str::from_utf8(name).is_ok_and(|name| !name.trim().is_empty() && name.chars().all(is_plain))
}

impl<T: Config> Pallet<T> {
	/// The chain's time, in milliseconds since the Unix epoch.
	pub fn now() -> Moment {
		T::Time::now()
	}

	/// Hash of block 0.
	pub fn genesis_hash() -> GenesisHash {
		GenesisBlock::<T>::get()
			.unwrap_or_else(|| frame_system::Pallet::<T>::block_hash(BlockNumberFor::<T>::zero()).0)
	}

	/// Gives `account` its provider reference, at its first role whatever roles follow. It never returns it: without
	/// one `CheckNonce` refuses what it signs, and with it returned its nonce would restart and old transactions replay.
	pub fn admit(account: &AccountId32) {
		if Self::is_admitted(account) {
			return;
		}
		Admitted::<T>::insert(account, ());
		if frame_system::Pallet::<T>::providers(account).is_zero() {
			frame_system::Pallet::<T>::inc_providers(account);
		}
	}

	/// Whether `account` ever had a role.
	pub fn is_admitted(account: &AccountId32) -> bool {
		Admitted::<T>::contains_key(account)
	}

	/// How the organisation stood at `at`.
	pub fn standing(organisation: OrganisationId, at: Moment) -> Standing {
		match Organisations::<T>::get(organisation).as_ref().and_then(|entry| entry.standing.at(at)) {
			Some(OrganisationState::Active) => Standing::Good,
			Some(OrganisationState::Suspended) => Standing::Suspended,
			Some(OrganisationState::Expelled) | None => Standing::Absent,
		}
	}

	/// For whom `account` acts.
	pub fn agency(account: &AccountId32) -> Option<Agency> {
		AgentOf::<T>::get(account)
	}

	/// Whether `account` is the controller or a registrar of `organisation`, active or not.
	pub fn is_agent(account: &AccountId32, organisation: OrganisationId) -> bool {
		Self::agency(account).is_some_and(|agency| agency.organisation == organisation)
	}

	/// Checks that a signed text with this end may still be used, and was not made to be used for too long.
	///
	/// ## Errors
	/// [`Error::TextExpired`], [`Error::TextTooLong`].
	pub fn ensure_text_life(expires_at: Moment) -> DispatchResult {
		let now = Self::now();
		ensure!(within(now, 0, Some(expires_at)), Error::<T>::TextExpired);
		ensure!(expires_at.saturating_sub(now) <= MAX_TEXT_LIFE, Error::<T>::TextTooLong);
		Ok(())
	}

	/// Checks that the account's wallet signed the text, bare or wrapped.
	///
	/// ## Errors
	/// [`Error::BadWalletSignature`].
	pub fn ensure_signed_by_wallet(
		text: &impl SignedText,
		signature: &MultiSignature,
		account: &AccountId32,
	) -> DispatchResult {
		ensure!(text.is_signed_by(signature, account), Error::<T>::BadWalletSignature);
		Ok(())
	}

	/// Checks that `account` gave its word to take on the role: nobody becomes known to the chain by another's.
	///
	/// ## Errors
	/// [`Error::TextExpired`], [`Error::TextTooLong`], [`Error::BadWalletSignature`].
	pub fn ensure_accepted(account: &AccountId32, role: Role, acceptance: &Acceptance) -> DispatchResult {
		let Acceptance { expires_at, signature } = acceptance;
		Self::ensure_text_life(*expires_at)?;
		let text = AcceptRole { genesis: Self::genesis_hash(), account, role, expires_at: *expires_at };
		Self::ensure_signed_by_wallet(&text, signature, account)
	}

	/// Checks that `account` controls `organisation`, which is active now.
	///
	/// ## Errors
	/// [`Error::OrganisationNotFound`], [`Error::NotController`], [`Error::OrganisationNotActive`].
	pub fn ensure_controller(account: &AccountId32, organisation: OrganisationId) -> DispatchResult {
		Self::ensure_agency(account, organisation, |agency| agency.controller, Error::<T>::NotController)
	}

	/// Checks that `account` is a registrar of `organisation`, which is active now.
	///
	/// ## Errors
	/// [`Error::OrganisationNotFound`], [`Error::NotRegistrar`], [`Error::OrganisationNotActive`].
	pub fn ensure_registrar(account: &AccountId32, organisation: OrganisationId) -> DispatchResult {
		Self::ensure_agency(account, organisation, |agency| agency.registrar, Error::<T>::NotRegistrar)
	}

	fn ensure_agency(
		account: &AccountId32,
		organisation: OrganisationId,
		suffices: impl FnOnce(&Agency) -> bool,
		otherwise: Error<T>,
	) -> DispatchResult {
		let entry = Organisations::<T>::get(organisation).ok_or(Error::<T>::OrganisationNotFound)?;
		let holds = Self::agency(account)
			.is_some_and(|agency| agency.organisation == organisation && suffices(&agency));
		ensure!(holds, DispatchError::from(otherwise));
		ensure!(entry.is_active(Self::now()), Error::<T>::OrganisationNotActive);
		Ok(())
	}

	/// Checks that the organisation may act.
	///
	/// ## Errors
	/// [`Error::OrganisationNotFound`], [`Error::OrganisationNotActive`].
	pub(crate) fn ensure_active(organisation: OrganisationId) -> DispatchResult {
		let entry = Organisations::<T>::get(organisation).ok_or(Error::<T>::OrganisationNotFound)?;
		ensure!(entry.is_active(Self::now()), Error::<T>::OrganisationNotActive);
		Ok(())
	}
}
