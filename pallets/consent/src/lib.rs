//! Scopes, consents and exclusions, and the facts for the one access decision.
//!
//! - [`scopes`]: what a patient's records are filed in, and who may create more of it.
//! - [`rotation`]: new keys for scopes, who holds the old ones, and when a rotation is due.
//! - [`grants`]: giving and revoking consents, and the envelopes that carry their keys.
//! - [`delegation`]: grantees pass on what they were given, or less, and take it back.
//! - [`requests`]: parties ask for access, patients approve all of it or a part, or refuse.
//! - [`blinding`]: consents to readers behind a commitment, and where none may stand.
//! - [`exclusions`]: parties whom a patient bars whatever was granted.
//! - [`representation`]: what representatives do in the patient's name.
//! - [`closing`]: scopes that a patient closes to representatives.
//! - [`access`]: gathers the facts for [`salus_primitives::access::decide`].
//! - [`cleanup`]: requests that have expired leave the lists of open ones.
//! - [`queries`]: what the runtime API answers.
//!
//! A phished wallet alone cannot redirect keys: creating and rotating a scope, a consent to read and new envelopes need
//! the signature of the patient's vault inside the call, and a delegated consent to read that of the delegator's.
//! Revoking and excluding need the wallet alone, as does a consent that permits writing only.

#![cfg_attr(not(feature = "std"), no_std)]
#![deny(
	missing_docs,
	clippy::unwrap_used,
	clippy::expect_used,
	clippy::indexing_slicing,
	clippy::arithmetic_side_effects
)]

extern crate alloc;

pub mod access;
pub mod blinding;
pub mod cleanup;
pub mod closing;
pub mod delegation;
pub mod exclusions;
pub mod grants;
pub mod queries;
pub mod representation;
pub mod requests;
pub mod rotation;
pub mod scopes;
pub mod weights;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
#[cfg(any(feature = "std", feature = "try-runtime"))]
mod try_state;

pub use access::RecordLookup;
pub use pallet::*;
pub use weights::WeightInfo;

#[frame_support::pallet]
#[allow(clippy::expect_used)] // FRAME's own expansion expects; the code here does not.
pub mod pallet {
	use crate::{RecordLookup, WeightInfo};
	use frame_support::{pallet_prelude::*, traits::StorageVersion};
	use frame_system::pallet_prelude::*;
	use salus_pallet_identity::Pallet as Identity;
	use salus_primitives::{
		access::ConsentFacts,
		consent::{Consent, Grant, Item, NewScope, Reseal, Rotation, Scope, Seal},
		ids::{
			ConsentIndex, Digest, KeyEpoch, PatientId, RepresentativeId, RequestIndex, ScopeId, ScopeNumber,
			VaultSignature, MAX_EPOCH_INDEX,
		},
		limits::{
			MaxClosedRequestsPerPatient, MaxConsentItems, MaxConsentsPerGrantee, MaxOpenRequestsPerPatient,
			MaxOpenRequestsPerRequester, MaxResealsPerCall, MaxRotationsPerCall, MaxScopesPerCall,
			EPOCHS_AHEAD, MAX_CLEANUP_STEPS, MAX_CONSENTS_PER_COMMITMENT, MAX_DELEGATED_HOLDERS,
			MAX_DELEGATED_PER_GRANTEE, MAX_HOLDERS_PER_SCOPE, MAX_OPEN_REQUESTS_PER_PAIR,
			MAX_SCOPES_PER_PATIENT,
		},
		people::Party,
		representation::Powers,
		request::{AccessRequest, NewRequest, PendingRequest, SentRequest},
		sweep::Progress,
		time::{History, Moment},
	};

	/// The storage layout this code reads and writes.
	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	/// What the pallet needs of the runtime.
	#[pallet::config]
	pub trait Config:
		frame_system::Config<RuntimeEvent: From<Event<Self>>> + salus_pallet_identity::Config
	{
		/// Where records are filed.
		type Records: RecordLookup;
		/// Weights of the calls.
		type WeightInfo: WeightInfo;
	}

	/// Scopes, consents and exclusions.
	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	/// Scopes of each patient; 0 is the inbox.
	#[pallet::storage]
	pub type Scopes<T: Config> =
		StorageDoubleMap<_, Blake2_128Concat, PatientId, Twox64Concat, ScopeNumber, Scope, OptionQuery>;

	/// The number of a scope by its opaque name.
	#[pallet::storage]
	pub type ScopeNumbers<T: Config> =
		StorageDoubleMap<_, Blake2_128Concat, PatientId, Twox64Concat, ScopeId, ScopeNumber, OptionQuery>;

	/// How many scopes a patient has, and so the number of the next one.
	#[pallet::storage]
	pub type ScopeCount<T: Config> = StorageMap<_, Blake2_128Concat, PatientId, ScopeNumber, ValueQuery>;

	/// Every key version of a scope with the SHA-256 of its X-Wing public key, oldest first, dense from 0.
	#[pallet::storage]
	pub type EpochKeys<T: Config> = StorageDoubleMap<
		_,
		Blake2_128Concat,
		(PatientId, ScopeNumber),
		Twox64Concat,
		u32,
		(KeyEpoch, Digest),
		OptionQuery,
	>;

	/// How many key versions a scope has had.
	#[pallet::storage]
	pub type EpochCount<T: Config> =
		StorageDoubleMap<_, Blake2_128Concat, PatientId, Twox64Concat, ScopeNumber, u32, ValueQuery>;

	/// Consents of each patient; 0 is the enrolling organisation's for the inbox.
	#[pallet::storage]
	pub type Consents<T: Config> =
		StorageDoubleMap<_, Blake2_128Concat, PatientId, Twox64Concat, ConsentIndex, Consent, OptionQuery>;

	/// How many consents a patient has given, and so the index of the next one.
	#[pallet::storage]
	pub type ConsentCount<T: Config> = StorageMap<_, Blake2_128Concat, PatientId, ConsentIndex, ValueQuery>;

	/// The consents the access decision looks at for a grantee: all that have not stopped, and the newest of
	/// the others as room allows. Ascending.
	#[pallet::storage]
	pub type ByGrantee<T: Config> = StorageDoubleMap<
		_,
		Blake2_128Concat,
		PatientId,
		Twox64Concat,
		Party,
		BoundedVec<ConsentIndex, MaxConsentsPerGrantee>,
		ValueQuery,
	>;

	/// How many consents that are not revoked a party has from a patient; no entry stands for none.
	#[pallet::storage]
	pub type Granted<T: Config> =
		StorageDoubleMap<_, Twox64Concat, Party, Blake2_128Concat, PatientId, u32, ValueQuery>;

	/// How many consents that are not revoked were delegated from a consent; no entry stands for none.
	#[pallet::storage]
	pub type Delegations<T: Config> =
		StorageDoubleMap<_, Blake2_128Concat, PatientId, Twox64Concat, ConsentIndex, u32, ValueQuery>;

	/// The envelopes through which consents hold the keys of items.
	#[pallet::storage]
	pub type Seals<T: Config> = StorageNMap<
		_,
		(
			NMapKey<Blake2_128Concat, PatientId>,
			NMapKey<Twox64Concat, Item>,
			NMapKey<Twox64Concat, ConsentIndex>,
		),
		Seal,
		OptionQuery,
	>;

	/// Whom a patient has excluded, over time; no entry stands for never.
	#[pallet::storage]
	pub type Exclusions<T: Config> =
		StorageDoubleMap<_, Blake2_128Concat, PatientId, Twox64Concat, Party, History<bool>, OptionQuery>;

	/// Which scopes a patient has closed to representatives, over time; no entry stands for never.
	#[pallet::storage]
	pub type ClosedScopes<T: Config> = StorageDoubleMap<
		_,
		Blake2_128Concat,
		PatientId,
		Twox64Concat,
		ScopeNumber,
		History<bool>,
		OptionQuery,
	>;

	/// When the generation of a scope's key began; no entry stands for when the scope was created.
	#[pallet::storage]
	pub type GenerationsBegun<T: Config> =
		StorageDoubleMap<_, Blake2_128Concat, PatientId, Twox64Concat, ScopeNumber, Moment, OptionQuery>;

	/// The newest key version of a scope that can be derived by somebody who was sealed keys ahead, stopped, and whose envelope
	/// is forgotten, and since when; until the next generation begins. No entry stands for nobody.
	#[pallet::storage]
	pub type KnownAhead<T: Config> = StorageDoubleMap<
		_,
		Blake2_128Concat,
		PatientId,
		Twox64Concat,
		ScopeNumber,
		(KeyEpoch, Moment),
		OptionQuery,
	>;

	/// The representative who gave a consent in the patient's name.
	#[pallet::storage]
	pub type GivenBy<T: Config> = StorageDoubleMap<
		_,
		Blake2_128Concat,
		PatientId,
		Twox64Concat,
		ConsentIndex,
		RepresentativeId,
		OptionQuery,
	>;

	/// Requests for access to each patient: those in [`OpenRequests`] and [`ClosedRequests`].
	#[pallet::storage]
	pub type Requests<T: Config> = StorageDoubleMap<
		_,
		Blake2_128Concat,
		PatientId,
		Twox64Concat,
		RequestIndex,
		AccessRequest,
		OptionQuery,
	>;

	/// How many requests for access to a patient were ever made, and so the index of the next one.
	#[pallet::storage]
	pub type RequestCount<T: Config> = StorageMap<_, Blake2_128Concat, PatientId, RequestIndex, ValueQuery>;

	/// Requests that the patient has not answered, oldest first. Those that have expired stay until their room is needed.
	#[pallet::storage]
	pub type OpenRequests<T: Config> = StorageMap<
		_,
		Blake2_128Concat,
		PatientId,
		BoundedVec<PendingRequest, MaxOpenRequestsPerPatient>,
		ValueQuery,
	>;

	/// Requests that are open no more, in the order in which they ceased to be, with who made them.
	#[pallet::storage]
	pub type ClosedRequests<T: Config> = StorageMap<
		_,
		Blake2_128Concat,
		PatientId,
		BoundedVec<(RequestIndex, Party), MaxClosedRequestsPerPatient>,
		ValueQuery,
	>;

	/// Requests of a party that were not answered, oldest first. Those that have expired stay until their room is needed.
	#[pallet::storage]
	pub type SentRequests<T: Config> =
		StorageMap<_, Twox64Concat, Party, BoundedVec<SentRequest, MaxOpenRequestsPerRequester>, ValueQuery>;

	/// How far the pass over [`OpenRequests`] has come that closes those that have expired.
	#[pallet::storage]
	pub type Cleanup<T: Config> = StorageValue<_, Progress<BlockNumberFor<T>>, ValueQuery>;

	/// What happened.
	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// Scopes with consecutive numbers were created.
		ScopesCreated {
			/// Whose.
			patient: PatientId,
			/// The first one's number.
			first: ScopeNumber,
			/// How many.
			count: u32,
		},
		/// A scope has a new key.
		ScopeRotated {
			/// Whose.
			patient: PatientId,
			/// The scope.
			scope: ScopeNumber,
			/// The new key version.
			epoch: KeyEpoch,
			/// Consents that have not stopped and still hold an older key only.
			unresealed: u32,
		},
		/// A consent was given.
		ConsentGranted {
			/// By whom.
			patient: PatientId,
			/// The consent.
			consent: ConsentIndex,
			/// To whom.
			grantee: Party,
		},
		/// A consent was revoked.
		ConsentRevoked {
			/// By whom.
			patient: PatientId,
			/// The consent.
			consent: ConsentIndex,
		},
		/// A party was excluded.
		Excluded {
			/// By whom.
			patient: PatientId,
			/// Who.
			party: Party,
		},
		/// An exclusion was lifted.
		Readmitted {
			/// By whom.
			patient: PatientId,
			/// Who.
			party: Party,
		},
		/// Holders of an item's key have new envelopes.
		Resealed {
			/// Whose item.
			patient: PatientId,
			/// The item.
			item: Item,
			/// How many.
			count: u32,
		},
		/// A grantee sealed what it holds to its own new vault key.
		ResealedOwn {
			/// Whose item.
			patient: PatientId,
			/// The grantee's consent.
			consent: ConsentIndex,
			/// The item.
			item: Item,
		},
		/// A party asks for access.
		RequestMade {
			/// Whom it asks.
			patient: PatientId,
			/// The request.
			request: RequestIndex,
			/// Who asks.
			requester: Party,
		},
		/// A request was approved; the consent's own event precedes this one.
		RequestApproved {
			/// By whom.
			patient: PatientId,
			/// The request.
			request: RequestIndex,
			/// The consent that was given.
			consent: ConsentIndex,
		},
		/// A request was refused.
		RequestRefused {
			/// By whom.
			patient: PatientId,
			/// The request.
			request: RequestIndex,
		},
		/// A request was withdrawn.
		RequestWithdrawn {
			/// Who had been asked.
			patient: PatientId,
			/// The request.
			request: RequestIndex,
		},
		/// A consent was delegated; the consent's own event precedes this one.
		ConsentDelegated {
			/// Whose records.
			patient: PatientId,
			/// The consent that it was delegated from.
			parent: ConsentIndex,
			/// The consent that was given.
			consent: ConsentIndex,
			/// By whom: the parent's grantee.
			by: Party,
		},
		/// A delegated consent was revoked by a delegator; the consent's own event precedes this one.
		DelegationRevoked {
			/// Whose records.
			patient: PatientId,
			/// The consent.
			consent: ConsentIndex,
			/// By whom: the grantee of a consent that it was delegated from.
			by: Party,
		},
		/// A scope is closed to representatives.
		ScopeClosed {
			/// By whom.
			patient: PatientId,
			/// The scope.
			scope: ScopeNumber,
		},
		/// A scope is open to representatives again, who need consents to read it.
		ScopeOpened {
			/// By whom.
			patient: PatientId,
			/// The scope.
			scope: ScopeNumber,
		},
	}

	/// Why a call was refused.
	#[pallet::error]
	pub enum Error<T> {
		/// The list of scopes is empty.
		NoScopes,
		/// The scopes are not in strictly ascending order of their names.
		ScopesNotAscending,
		/// The patient has a scope of this name already.
		ScopeAlreadyExists,
		/// The patient would have more scopes than allowed.
		TooManyScopes,
		/// The patient has no such scope.
		ScopeNotFound,
		/// The patient, or who delegates, has no vault.
		VaultNotFound,
		/// The key of the vault that has to sign was reported compromised: set new vault keys first.
		VaultCompromised,
		/// The vault of the patient, or of who delegates, did not sign this.
		InvalidVaultSignature,
		/// A consent to read needs the signature of the vault of whoever gives it.
		VaultSignatureMissing,
		/// A consent that permits no reading has nothing for a vault to sign.
		UnexpectedVaultSignature,
		/// The practitioner's vault was reset since this was sealed: the patient has to seal to the new one.
		VaultWasReset,
		/// The key version is neither the next epoch nor the first of the next generation.
		EpochDoesNotFollow,
		/// The scope waits for a rotation: rotate it first.
		ScopeRotationDue,
		/// The rotations are not of exactly the scopes whose keys the consent holds.
		RotationsMismatch,
		/// The list of envelopes is empty.
		NoReseals,
		/// More envelopes than one call may reseal.
		TooManyReseals,
		/// A consent is named twice.
		DuplicateReseal,
		/// The patient has given no such consent.
		ConsentNotFound,
		/// The consent has ended or was revoked.
		ConsentStopped,
		/// The consent was revoked before.
		AlreadyRevoked,
		/// The consent holds no key of this item.
		NotHolder,
		/// The signer is not the consent's grantee.
		NotGrantee,
		/// There is no such practitioner or organisation.
		GranteeNotFound,
		/// The patient has excluded the grantee.
		GranteeExcluded,
		/// The grantee is suspended, expired or not there.
		GranteeNotInStanding,
		/// The grantee has no vault to seal to.
		GranteeHasNoVault,
		/// The envelopes are not sealed to the grantee's vault key of now.
		GranteeKeyChanged,
		/// The grantee's vault key was reported compromised.
		GranteeKeyCompromised,
		/// The consent names no item.
		NoItems,
		/// The consent names an item twice.
		DuplicateItem,
		/// The consent names scopes and single records together.
		MixedItems,
		/// The patient has no such record.
		RecordNotFound,
		/// The inbox and its records are never granted.
		InboxNotGrantable,
		/// The permissions are empty, unknown, or delegation of nothing.
		InvalidPermissions,
		/// The purposes are empty or unknown.
		InvalidPurposes,
		/// The consent would end before it starts, or has ended already.
		InvalidPeriod,
		/// A consent to read must bring an envelope for every item.
		EnvelopeMissing,
		/// A consent that permits no reading must bring no envelope.
		EnvelopeNotAllowed,
		/// The grantee has as many live consents of this patient as allowed.
		TooManyConsents,
		/// As many consents as allowed hold the key of an item.
		TooManyHolders,
		/// The party is excluded already.
		AlreadyExcluded,
		/// The party is not excluded.
		NotExcluded,
		/// The access decision denies the action; `check_access` tells the reasons.
		AccessDenied,
		/// The record was erased: nothing of it can be granted or resealed any more.
		RecordErased,
		/// The signer does not act for the requester.
		NotRequester,
		/// The request has expired already, or would be open for more than 30 days.
		InvalidRequestLife,
		/// The requester has as many open requests for this patient as allowed: withdraw one first.
		TooManyRequests,
		/// The patient has as many open requests as allowed: ask again when some were answered or have expired.
		TooManyRequestsOfPatient,
		/// The requester has as many open requests as allowed: withdraw some first.
		TooManyRequestsOfRequester,
		/// There is no such request, or it was closed so long ago that it was forgotten.
		RequestNotFound,
		/// The request was approved, refused or withdrawn before.
		RequestClosed,
		/// The request has expired: it has to be made anew.
		RequestExpired,
		/// The consent gives something or somebody that the request does not ask for: give it as a grant of its own.
		BeyondRequest,
		/// The consent does not permit passing it on.
		NotDelegable,
		/// The consent to delegate from, or one above it, is not in force.
		ParentNotLive,
		/// The patient has excluded the delegator, or all it can act for, or a delegator above it.
		DelegatorExcluded,
		/// The delegator is suspended, expired or not there.
		DelegatorNotInStanding,
		/// A consent is delegated at most three times in a row, and the third must not permit passing it on.
		DelegationTooDeep,
		/// The consent, or one that it was delegated from, is to this party already.
		DelegationCircular,
		/// The consent gives what the one to delegate from does not: other items, more permissions or purposes, a longer
		/// period, or more history.
		BeyondParent,
		/// The consent to delegate from does not hold the scope's newest key: the patient has to reseal it first.
		ParentUnresealed,
		/// As many consents as allowed were delegated from this one and not revoked: revoke one first, be it ended.
		TooManyDelegations,
		/// The grantee has as many delegated consents of this patient in force as allowed.
		TooManyDelegated,
		/// As many delegated consents as allowed hold the key of an item.
		TooManyDelegatedHolders,
		/// The signer is not the grantee of a consent that this one was delegated from.
		NotDelegator,
		/// The scope is closed to representatives.
		ScopeClosed,
		/// The scope is closed already.
		AlreadyClosed,
		/// The scope is not closed.
		NotClosed,
		/// The patient was handed over, or somebody who rotated and does so no more knows the next epoch's key: only the first
		/// epoch of the next generation is taken.
		NextGenerationRequired,
		/// The representative has no power for what it would be given, or nobody is given that.
		GranteeLacksPower,
		/// The representative holds no newest key of the item through a consent in force that reaches as far back.
		BeyondRepresentative,
		/// A representative gives nothing to another, excludes and readmits none.
		BetweenRepresentatives,
		/// A representative gives nothing to itself, whatever else it is.
		GrantToSelf,
		/// The patient has excluded the representative.
		RepresentativeExcluded,
		/// A blinded reader is given reading and nothing else.
		BlindedOnlyReads,
		/// Only a patient's own grant names a blinded reader; here somebody has to be named.
		BlindedNotAllowed,
		/// A consent of the patient named this commitment before.
		CommitmentUsed,
		/// A next generation derives from the patient's root: no representative begins one.
		GenerationNeedsRoot,
		/// No consent in force of the representative's was sealed ahead as far as this key version.
		NotSealedAhead,
		/// Only the patient itself seals keys ahead, in grants and in envelopes that replace others.
		OnlyPatientSealsAhead,
		/// Keys are sealed ahead of scopes alone, in a consent to read.
		NothingToSealAhead,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn on_idle(now: BlockNumberFor<T>, remaining: Weight) -> Weight {
			Self::clean_up_when_idle(now, remaining)
		}

		fn integrity_test() {
			assert!(
				<MaxResealsPerCall as Get<u32>>::get() >= MAX_HOLDERS_PER_SCOPE,
				"one rotation reseals every holder of a scope"
			);
			assert!(
				<MaxScopesPerCall as Get<u32>>::get() < u32::from(MAX_SCOPES_PER_PATIENT),
				"one call's scopes fit beside the inbox"
			);
			assert!(
				<MaxRotationsPerCall as Get<u32>>::get() >= <MaxConsentItems as Get<u32>>::get(),
				"one call rotates every scope that a consent holds"
			);
			let parties_of_an_actor = 2;
			let of_a_party = (<MaxConsentsPerGrantee as Get<u32>>::get() as usize)
				.saturating_add(MAX_CONSENTS_PER_COMMITMENT);
			assert!(
				of_a_party.saturating_mul(parties_of_an_actor) <= ConsentFacts::bound(),
				"facts hold the consents of every party of an actor, by name and blinded"
			);
			assert!(
				<MaxOpenRequestsPerPatient as Get<u32>>::get() as usize > MAX_OPEN_REQUESTS_PER_PAIR,
				"no party takes up a patient's whole room"
			);
			assert!(
				MAX_DELEGATED_PER_GRANTEE.saturating_mul(2)
					<= <MaxConsentsPerGrantee as Get<u32>>::get() as usize,
				"half of a grantee's list is for what the patient grants"
			);
			assert!(
				MAX_DELEGATED_HOLDERS.saturating_mul(2) <= MAX_HOLDERS_PER_SCOPE as usize,
				"half of the holders are whom the patient chose"
			);
			// Keys ahead are some of a generation's, not all.
			const { assert!(EPOCHS_AHEAD > 0 && EPOCHS_AHEAD < MAX_EPOCH_INDEX) };
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Creates scopes with the next numbers, in the order given.
		///
		/// The account that controls the patient, with its vault's signature over
		/// [`salus_primitives::text::CreateScopes`]. The order by name tells nothing of what a scope is for.
		///
		/// ## Emits
		/// [`Event::ScopesCreated`].
		///
		/// ## Errors
		/// - identity's errors if the signer doesn't control the patient;
		/// - [`Error::NoScopes`], [`Error::ScopesNotAscending`], [`Error::ScopeAlreadyExists`],
		///   [`Error::TooManyScopes`];
		/// - [`Error::VaultNotFound`], [`Error::VaultCompromised`], [`Error::InvalidVaultSignature`].
		#[pallet::call_index(0)]
		#[pallet::weight(<T as Config>::WeightInfo::create_scopes(scopes.len() as u32))]
		pub fn create_scopes(
			origin: OriginFor<T>,
			patient: PatientId,
			scopes: BoundedVec<NewScope, MaxScopesPerCall>,
			signature: VaultSignature,
		) -> DispatchResult {
			let account = ensure_signed(origin)?;
			Identity::<T>::ensure_controls(&account, &patient)?;
			Self::do_create_scopes(&patient, &scopes, &signature)
		}

		/// Gives a scope a new key, with envelopes for holders that remain; the other holders keep the old key until
		/// [`Pallet::reseal`]. Envelopes of consents that have stopped are forgotten. Whoever was sealed keys ahead as far as the
		/// new version needs no envelope. While somebody who must not know it can derive it, only the next generation is taken.
		///
		/// The account that controls the patient, or a representative with the power to rotate; with the signature of its own
		/// vault over [`salus_primitives::text::RotateScope`]. A representative goes no further than a consent in force of its
		/// own was sealed ahead for, begins no generation, rotates no closed scope, and seals nobody keys ahead.
		///
		/// ## Emits
		/// [`Event::ScopeRotated`].
		///
		/// ## Errors
		/// - identity's errors if the signer neither controls the patient nor represents it with that power;
		/// - [`Error::ScopeNotFound`], [`Error::EpochDoesNotFollow`], [`Error::NextGenerationRequired`];
		/// - by a representative: [`Error::RepresentativeExcluded`], [`Error::GenerationNeedsRoot`], [`Error::ScopeClosed`],
		///   [`Error::NotSealedAhead`], [`Error::OnlyPatientSealsAhead`];
		/// - [`Error::VaultNotFound`], [`Error::VaultCompromised`], [`Error::InvalidVaultSignature`];
		/// - for an envelope: [`Error::DuplicateReseal`], [`Error::ConsentNotFound`], [`Error::ConsentStopped`],
		///   [`Error::DelegatorExcluded`], [`Error::NotHolder`], [`Error::GranteeExcluded`],
		///   [`Error::GranteeNotInStanding`], [`Error::GranteeHasNoVault`], [`Error::GranteeKeyChanged`],
		///   [`Error::GranteeKeyCompromised`].
		#[pallet::call_index(1)]
		#[pallet::weight(<T as Config>::WeightInfo::rotate_scope(rotation.reseals.len() as u32).max(
			<T as Config>::WeightInfo::rotate_scope_by_representative(rotation.reseals.len() as u32)
		))]
		pub fn rotate_scope(origin: OriginFor<T>, patient: PatientId, rotation: Rotation) -> DispatchResult {
			let account = ensure_signed(origin)?;
			Self::with_power(&account, &patient, Powers::ROTATE, |authority, _| {
				Self::do_rotate(authority, &patient, &rotation)
			})
		}

		/// Gives a consent to a practitioner or an organisation, for scopes or for single records.
		///
		/// The account that controls the patient, or a representative with the power to grant. A consent to read brings one
		/// envelope for each item, sealed to the grantee's vault key of now, and the signature of the patient's vault over
		/// [`salus_primitives::text::GiveConsent`]; one that permits no reading brings neither. A representative signs the
		/// same text with its own vault, gives to read only items of which it holds the newest key through a consent in force
		/// that reaches as far back, nothing of a closed scope, and nothing to itself or another representative. The patient
		/// alone gives keys ahead, of scopes, to read, and to a representative with the power to rotate. At the bound of consents
		/// per grantee, the oldest that has stopped leaves the list that decisions look at.
		///
		/// A patient may grant reading to a blinded reader: the grantee is a commitment, and so is what the envelopes are sealed
		/// to ([`salus_primitives::blinding::Opening`]). The chain then checks neither who it is nor to what key it is sealed.
		///
		/// ## Emits
		/// [`Event::ConsentGranted`].
		///
		/// ## Errors
		/// - identity's errors if the signer doesn't control the patient;
		/// - [`Error::NoItems`], [`Error::DuplicateItem`], [`Error::MixedItems`], [`Error::ScopeNotFound`],
		///   [`Error::RecordNotFound`], [`Error::RecordErased`], [`Error::InboxNotGrantable`];
		/// - [`Error::InvalidPermissions`], [`Error::InvalidPurposes`], [`Error::InvalidPeriod`],
		///   [`Error::EnvelopeMissing`], [`Error::EnvelopeNotAllowed`];
		/// - [`Error::GranteeNotFound`], [`Error::GranteeExcluded`], [`Error::GranteeNotInStanding`],
		///   [`Error::GranteeHasNoVault`], [`Error::GranteeKeyChanged`], [`Error::GranteeKeyCompromised`];
		/// - [`Error::ScopeRotationDue`] for a consent to read a scope that waits for a rotation;
		/// - [`Error::VaultSignatureMissing`], [`Error::UnexpectedVaultSignature`], [`Error::VaultNotFound`],
		///   [`Error::VaultCompromised`], [`Error::InvalidVaultSignature`];
		/// - [`Error::TooManyConsents`], [`Error::TooManyHolders`];
		/// - with representatives: [`Error::GranteeLacksPower`], [`Error::ScopeClosed`], [`Error::BeyondRepresentative`],
		///   [`Error::BetweenRepresentatives`], [`Error::GrantToSelf`], [`Error::RepresentativeExcluded`],
		///   [`Error::OnlyPatientSealsAhead`], [`Error::NothingToSealAhead`];
		/// - of a blinded reader: [`Error::BlindedOnlyReads`], [`Error::BlindedNotAllowed`], [`Error::CommitmentUsed`].
		#[pallet::call_index(2)]
		#[pallet::weight(<T as Config>::WeightInfo::grant_by_representative(grant.items.len() as u32))]
		pub fn grant(
			origin: OriginFor<T>,
			patient: PatientId,
			grant: Grant,
			signature: Option<VaultSignature>,
		) -> DispatchResult {
			let account = ensure_signed(origin)?;
			Self::in_the_name_of(&account, &patient, |authority, owner| {
				let by = (&account, authority);
				Self::do_grant(by, &patient, owner.organisation, grant, signature.as_ref()).map(drop)
			})
		}

		/// Revokes a consent from this block on, and with it all that was delegated from it; the scopes whose key it held
		/// wait for a rotation.
		///
		/// The account that controls the patient, or a representative with the power to grant; no vault is needed. A consent
		/// that has ended may be revoked too.
		///
		/// ## Emits
		/// [`Event::ConsentRevoked`].
		///
		/// ## Errors
		/// - identity's errors if the signer doesn't control the patient;
		/// - [`Error::ConsentNotFound`], [`Error::AlreadyRevoked`].
		#[pallet::call_index(3)]
		#[pallet::weight(<T as Config>::WeightInfo::revoke())]
		pub fn revoke(origin: OriginFor<T>, patient: PatientId, consent: ConsentIndex) -> DispatchResult {
			let account = ensure_signed(origin)?;
			Self::in_the_name_of(&account, &patient, |_, _| Self::do_revoke(&patient, consent).map(drop))
		}

		/// Revokes a consent and rotates the scopes whose key it held, all or nothing.
		///
		/// The account that controls the patient, with its vault's signature in each rotation. Every scope of which
		/// the consent holds the newest key must be rotated; a scope of which it holds an older one may be, no other.
		///
		/// ## Emits
		/// [`Event::ConsentRevoked`], then [`Event::ScopeRotated`] for each.
		///
		/// ## Errors
		/// - those of [`Pallet::revoke`] and of [`Pallet::rotate_scope`];
		/// - [`Error::RotationsMismatch`], and [`Error::TooManyReseals`] if all rotations together bring more
		///   envelopes than one call may.
		#[pallet::call_index(4)]
		#[pallet::weight(<T as Config>::WeightInfo::revoke_and_rotate(
			rotations.len() as u32,
			rotations.iter().fold(0u32, |sum, rotation| sum.saturating_add(rotation.reseals.len() as u32)),
		))]
		pub fn revoke_and_rotate(
			origin: OriginFor<T>,
			patient: PatientId,
			consent: ConsentIndex,
			rotations: BoundedVec<Rotation, MaxRotationsPerCall>,
		) -> DispatchResult {
			let account = ensure_signed(origin)?;
			Identity::<T>::ensure_controls(&account, &patient)?;
			Self::do_revoke_and_rotate(&patient, consent, &rotations)
		}

		/// Excludes a practitioner or an organisation, whatever was granted and will be, with all that it passed on; the
		/// scopes whose newest key it holds wait for a rotation.
		///
		/// The account that controls the patient, or a representative with the power to grant, who excludes no representative.
		/// Excluding an organisation bars everyone who acts for it.
		///
		/// ## Emits
		/// [`Event::Excluded`].
		///
		/// ## Errors
		/// - identity's errors if the signer doesn't control the patient;
		/// - [`Error::BlindedNotAllowed`], [`Error::GranteeNotFound`], [`Error::AlreadyExcluded`].
		#[pallet::call_index(5)]
		#[pallet::weight(<T as Config>::WeightInfo::exclude())]
		pub fn exclude(origin: OriginFor<T>, patient: PatientId, party: Party) -> DispatchResult {
			let account = ensure_signed(origin)?;
			Self::in_the_name_of(&account, &patient, |authority, _| {
				Self::ensure_not_between(authority, &party)?;
				Self::do_exclude(&patient, party)
			})
		}

		/// Lifts an exclusion; consents that have not stopped carry again. Scopes that wait for a rotation go on waiting.
		///
		/// The account that controls the patient, or a representative with the power to grant, who readmits no representative.
		///
		/// ## Emits
		/// [`Event::Readmitted`].
		///
		/// ## Errors
		/// - identity's errors if the signer doesn't control the patient;
		/// - [`Error::BlindedNotAllowed`], [`Error::NotExcluded`].
		#[pallet::call_index(6)]
		#[pallet::weight(<T as Config>::WeightInfo::readmit())]
		pub fn readmit(origin: OriginFor<T>, patient: PatientId, party: Party) -> DispatchResult {
			let account = ensure_signed(origin)?;
			Self::in_the_name_of(&account, &patient, |authority, _| {
				Self::ensure_not_between(authority, &party)?;
				Self::do_readmit(&patient, party)
			})
		}

		/// Brings new envelopes for consents that hold a key of the item already: of the scope's newest key to
		/// continue a rotation, or to a grantee's new vault key. Whom keys are sealed ahead for gets the next 64 from now on.
		///
		/// The account that controls the patient, with its vault's signature over
		/// [`salus_primitives::text::ResealHolders`].
		///
		/// ## Emits
		/// [`Event::Resealed`].
		///
		/// ## Errors
		/// - identity's errors if the signer doesn't control the patient;
		/// - [`Error::NoReseals`], [`Error::ScopeNotFound`], [`Error::RecordErased`];
		/// - [`Error::VaultNotFound`], [`Error::VaultCompromised`], [`Error::InvalidVaultSignature`];
		/// - for an envelope those of [`Pallet::rotate_scope`].
		#[pallet::call_index(7)]
		#[pallet::weight(<T as Config>::WeightInfo::reseal(reseals.len() as u32))]
		pub fn reseal(
			origin: OriginFor<T>,
			patient: PatientId,
			item: Item,
			reseals: BoundedVec<Reseal, MaxResealsPerCall>,
			signature: VaultSignature,
		) -> DispatchResult {
			let account = ensure_signed(origin)?;
			Identity::<T>::ensure_controls(&account, &patient)?;
			Self::do_reseal(&patient, item, &reseals, &signature)
		}

		/// Replaces the envelope of one's own consent by one sealed to one's own new vault key, which the former one signed
		/// for. It opens what the old one opened.
		///
		/// The practitioner who is the consent's grantee, or an agent of the organisation that is.
		///
		/// ## Emits
		/// [`Event::ResealedOwn`].
		///
		/// ## Errors
		/// - [`Error::ConsentNotFound`], [`Error::NotGrantee`], [`Error::RecordErased`], [`Error::ConsentStopped`],
		///   [`Error::NotHolder`];
		/// - [`Error::DelegatorExcluded`], [`Error::GranteeExcluded`], [`Error::GranteeNotInStanding`],
		///   [`Error::GranteeHasNoVault`], [`Error::GranteeKeyChanged`] if it is another key than the grantee's of now,
		///   [`Error::GranteeKeyCompromised`], [`Error::VaultWasReset`];
		/// - [`Error::BlindedNotAllowed`] for a blinded consent: the signer would be seen to be its reader.
		#[pallet::call_index(8)]
		#[pallet::weight(<T as Config>::WeightInfo::reseal_own())]
		pub fn reseal_own(
			origin: OriginFor<T>,
			patient: PatientId,
			consent: ConsentIndex,
			item: Item,
			envelope: Digest,
			sealed_to: Digest,
		) -> DispatchResult {
			let account = ensure_signed(origin)?;
			Self::do_reseal_own(&account, &patient, item, Reseal { consent, envelope, sealed_to })
		}

		/// Asks a patient for access. What is asked for and why lies sealed to the patient in the envelope store; the chain
		/// has its digest.
		///
		/// The practitioner who asks, or an agent of the organisation that asks; in good standing, and not excluded by the
		/// patient. For a practitioner at least one organisation that it is in good standing with must not be excluded
		/// either. Requests that have expired leave first where there is no room.
		///
		/// ## Emits
		/// [`Event::RequestMade`].
		///
		/// ## Errors
		/// - [`Error::BlindedNotAllowed`], [`Error::NotRequester`], identity's error if there is no such patient;
		/// - [`Error::InvalidPermissions`], [`Error::InvalidPurposes`], [`Error::InvalidPeriod`],
		///   [`Error::InvalidRequestLife`];
		/// - [`Error::GranteeExcluded`], [`Error::GranteeNotInStanding`];
		/// - [`Error::TooManyRequests`], [`Error::TooManyRequestsOfPatient`], [`Error::TooManyRequestsOfRequester`].
		#[pallet::call_index(9)]
		#[pallet::weight(<T as Config>::WeightInfo::request_access())]
		pub fn request_access(
			origin: OriginFor<T>,
			patient: PatientId,
			requester: Party,
			request: NewRequest,
		) -> DispatchResult {
			let account = ensure_signed(origin)?;
			Self::do_request(&account, &patient, requester, &request)
		}

		/// Approves a request by giving a consent, of all that was asked for or of a part.
		///
		/// The account that controls the patient or a representative, with what [`Pallet::grant`] needs. The consent is to the requester,
		/// permits nothing that was not asked for, for no purpose that was not, and lies within the period asked for.
		///
		/// ## Emits
		/// [`Event::ConsentGranted`], then [`Event::RequestApproved`].
		///
		/// ## Errors
		/// - identity's errors if the signer doesn't control the patient;
		/// - [`Error::RequestNotFound`], [`Error::RequestClosed`], [`Error::RequestExpired`],
		///   [`Error::BeyondRequest`], [`Error::BlindedNotAllowed`];
		/// - those of [`Pallet::grant`].
		#[pallet::call_index(10)]
		#[pallet::weight(<T as Config>::WeightInfo::approve_request(grant.items.len() as u32).max(
			<T as Config>::WeightInfo::grant_by_representative(grant.items.len() as u32)
				.saturating_add(<T as Config>::WeightInfo::refuse_request())
		))]
		pub fn approve_request(
			origin: OriginFor<T>,
			patient: PatientId,
			request: RequestIndex,
			grant: Grant,
			signature: Option<VaultSignature>,
		) -> DispatchResult {
			let account = ensure_signed(origin)?;
			Self::in_the_name_of(&account, &patient, |authority, owner| {
				let by = (&account, authority);
				Self::do_approve(by, &patient, owner.organisation, request, grant, signature.as_ref())
			})
		}

		/// Refuses a request.
		///
		/// The account that controls the patient, or a representative with the power to grant; no vault is needed. To be asked
		/// no more, exclude the party.
		///
		/// ## Emits
		/// [`Event::RequestRefused`].
		///
		/// ## Errors
		/// - identity's errors if the signer doesn't control the patient;
		/// - [`Error::RequestNotFound`], [`Error::RequestClosed`], [`Error::RequestExpired`].
		#[pallet::call_index(11)]
		#[pallet::weight(<T as Config>::WeightInfo::refuse_request())]
		pub fn refuse_request(
			origin: OriginFor<T>,
			patient: PatientId,
			request: RequestIndex,
		) -> DispatchResult {
			let account = ensure_signed(origin)?;
			Self::in_the_name_of(&account, &patient, |_, _| Self::do_refuse(&patient, request))
		}

		/// Withdraws a request.
		///
		/// The practitioner who asked, or an agent of the organisation that asked, whatever its standing: taking back a
		/// wish gives nobody anything.
		///
		/// ## Emits
		/// [`Event::RequestWithdrawn`].
		///
		/// ## Errors
		/// - [`Error::RequestNotFound`], [`Error::NotRequester`], [`Error::RequestClosed`], [`Error::RequestExpired`].
		#[pallet::call_index(12)]
		#[pallet::weight(<T as Config>::WeightInfo::withdraw_request())]
		pub fn withdraw_request(
			origin: OriginFor<T>,
			patient: PatientId,
			request: RequestIndex,
		) -> DispatchResult {
			let account = ensure_signed(origin)?;
			Self::do_withdraw(&account, &patient, request)
		}

		/// Lets requests for access that have expired leave the lists of open ones, at most one in each of up to `steps`
		/// steps, of which there are at most 32. Blocks with room to spare do it by themselves; nothing depends on it, and
		/// every question is answered as before.
		///
		/// Anyone whom the quota admits.
		///
		/// ## Emits
		/// Nothing.
		///
		/// ## Errors
		/// None.
		#[pallet::call_index(15)]
		#[pallet::weight(<T as Config>::WeightInfo::cleanup((*steps).min(MAX_CLEANUP_STEPS)))]
		pub fn cleanup(origin: OriginFor<T>, steps: u32) -> DispatchResult {
			ensure_signed(origin)?;
			Self::clean_up(steps);
			Ok(())
		}

		/// Passes on a consent, or a part of it, to another practitioner or organisation.
		///
		/// The practitioner who is the grantee of `parent`, or an agent of the organisation that is; in good standing, and
		/// not excluded by the patient. `parent` is in force and permits passing on. What is passed on is at most what it
		/// gives: items, permissions and purposes are among its own, the period lies within its period, and it reaches back
		/// as far, or not beyond the scopes' key versions of now. At most three consents are delegated in a row, to nobody
		/// who is in that row already. A consent to read brings one envelope for each item, sealed to the new grantee's vault
		/// key of now, and the signature of the delegator's vault over [`salus_primitives::text::DelegateConsent`]; its
		/// parent must hold the scopes' newest keys.
		///
		/// It ends with every consent above it. At the bound of delegated consents per grantee, the oldest that has stopped
		/// leaves the list that decisions look at.
		///
		/// ## Emits
		/// [`Event::ConsentGranted`], then [`Event::ConsentDelegated`].
		///
		/// ## Errors
		/// - [`Error::ConsentNotFound`], [`Error::NotGrantee`], [`Error::NotDelegable`], [`Error::ParentNotLive`],
		///   [`Error::DelegatorExcluded`], [`Error::DelegatorNotInStanding`], [`Error::BlindedNotAllowed`];
		/// - [`Error::DelegationTooDeep`], [`Error::DelegationCircular`], [`Error::BeyondParent`],
		///   [`Error::TooManyDelegations`];
		/// - those of [`Pallet::grant`], with the delegator's vault in place of the patient's;
		/// - [`Error::ParentUnresealed`], [`Error::TooManyDelegated`], [`Error::TooManyDelegatedHolders`].
		#[pallet::call_index(13)]
		#[pallet::weight(<T as Config>::WeightInfo::delegate(grant.items.len() as u32))]
		pub fn delegate(
			origin: OriginFor<T>,
			patient: PatientId,
			parent: ConsentIndex,
			grant: Grant,
			signature: Option<VaultSignature>,
		) -> DispatchResult {
			let account = ensure_signed(origin)?;
			Self::do_delegate(&account, &patient, parent, grant, signature.as_ref())
		}

		/// Revokes a delegated consent from this block on; the scopes whose newest key it held wait for a rotation.
		///
		/// The grantee of a consent that it was delegated from, whatever its standing: taking back gives nobody anything. No
		/// vault is needed. One that has ended, by itself or with a consent above it, may be revoked too.
		///
		/// ## Emits
		/// [`Event::ConsentRevoked`], then [`Event::DelegationRevoked`].
		///
		/// ## Errors
		/// - [`Error::ConsentNotFound`], [`Error::NotDelegator`], [`Error::AlreadyRevoked`].
		#[pallet::call_index(14)]
		#[pallet::weight(<T as Config>::WeightInfo::revoke_delegated())]
		pub fn revoke_delegated(
			origin: OriginFor<T>,
			patient: PatientId,
			consent: ConsentIndex,
		) -> DispatchResult {
			let account = ensure_signed(origin)?;
			Self::do_revoke_delegated(&account, &patient, consent)
		}

		/// Closes a scope to representatives, whatever they were granted and whatever their powers. It waits for a rotation
		/// if one holds its newest key.
		///
		/// The account that controls the patient; no vault is needed.
		///
		/// ## Emits
		/// [`Event::ScopeClosed`].
		///
		/// ## Errors
		/// - identity's errors if the signer doesn't control the patient;
		/// - [`Error::InboxNotGrantable`], [`Error::ScopeNotFound`], [`Error::AlreadyClosed`].
		#[pallet::call_index(16)]
		#[pallet::weight(<T as Config>::WeightInfo::close_scope())]
		pub fn close_scope(origin: OriginFor<T>, patient: PatientId, scope: ScopeNumber) -> DispatchResult {
			let account = ensure_signed(origin)?;
			Identity::<T>::ensure_controls(&account, &patient)?;
			Self::do_close(&patient, scope)
		}

		/// Opens a scope to representatives again. Consents that were given before carry again.
		///
		/// The account that controls the patient; no vault is needed.
		///
		/// ## Emits
		/// [`Event::ScopeOpened`].
		///
		/// ## Errors
		/// - identity's errors if the signer doesn't control the patient;
		/// - [`Error::NotClosed`].
		#[pallet::call_index(17)]
		#[pallet::weight(<T as Config>::WeightInfo::open_scope())]
		pub fn open_scope(origin: OriginFor<T>, patient: PatientId, scope: ScopeNumber) -> DispatchResult {
			let account = ensure_signed(origin)?;
			Identity::<T>::ensure_controls(&account, &patient)?;
			Self::do_open(&patient, scope)
		}
	}
}
