//! Pointers to encrypted records, and their versions.
//!
//! A record is a [`Record`]: digests of a ciphertext and its envelope, a padded size, the scope and key version it is
//! sealed to, its author and its versions. The chain holds no content. Nothing is overwritten but where a record is
//! filed: an amendment is a further record that supersedes the older one, and only an author takes a record back, by
//! marking it entered in error. What the patient erases leaves a tombstone with index, author, time and versions.
//!
//! - [`Pallet::register`] and [`Pallet::register_batch`]: whom the patient lets write.
//! - [`Pallet::amend`] and [`Pallet::mark_entered_in_error`]: the author, or a practitioner of the author's organisation.
//! - [`Pallet::refile`]: the patient, from the inbox into a scope.
//! - [`Pallet::erase`]: the patient with its vault, also at the wish of the author's side ([`Pallet::propose_erasure`]).
//! - [`Pallet::dispute`]: the patient, of what somebody else wrote; the author's side amends, or refuses
//!   ([`Pallet::refuse_dispute`]).

#![cfg_attr(not(feature = "std"), no_std)]
#![deny(
	missing_docs,
	clippy::unwrap_used,
	clippy::expect_used,
	clippy::indexing_slicing,
	clippy::arithmetic_side_effects
)]

extern crate alloc;

mod amendments;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod disputes;
mod erasure;
mod filing;
mod queries;
#[cfg(any(feature = "std", feature = "try-runtime"))]
mod try_state;
pub mod weights;

pub use pallet::*;
pub use weights::WeightInfo;

/// Scopes that one batch may name: each needs a decision of its own, and a full batch fits a fifth of a block.
pub const MAX_SCOPES_PER_BATCH: u32 = 16;

/// Bytes of state that one record may take, key included.
pub const MAX_STATE_PER_RECORD: u32 = 200;

// FRAME's macros generate items without documentation.
#[allow(missing_docs)]
#[frame_support::pallet]
#[allow(clippy::expect_used)] // FRAME's own expansion expects; the code here does not.
pub mod pallet {
	use super::*;
	use frame_support::pallet_prelude::*;
	use frame_system::pallet_prelude::*;
	use salus_primitives::{
		dispute::{Dispute, DisputedRecord, SealedText},
		ids::{Digest, KeyEpoch, OrganisationId, PatientId, RecordIndex, ScopeNumber, VaultSignature},
		limits::MaxRecordsPerBatch,
		people::{Actor, Party},
		purpose::Purpose,
		records::{ErasureProposal, NewRecord, Record, Refusal},
		time::Moment,
	};

	/// The storage's version.
	pub const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	/// Encrypted record pointers.
	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	/// What the pallet needs: consents decide who may write, identity who somebody is.
	#[pallet::config]
	pub trait Config:
		frame_system::Config<RuntimeEvent: From<Event<Self>>> + salus_pallet_consent::Config
	{
		/// Weights of the calls.
		type WeightInfo: WeightInfo;
	}

	/// A patient's records, dense from 0.
	#[pallet::storage]
	pub type Records<T: Config> =
		StorageDoubleMap<_, Blake2_128Concat, PatientId, Twox64Concat, RecordIndex, Record>;

	/// How many records a patient has: the next index.
	#[pallet::storage]
	pub type RecordCount<T: Config> = StorageMap<_, Blake2_128Concat, PatientId, RecordIndex, ValueQuery>;

	/// Records that their author's side wants erased, until the patient decides; one proposal for each.
	#[pallet::storage]
	pub type ErasureProposals<T: Config> =
		StorageDoubleMap<_, Blake2_128Concat, PatientId, Twox64Concat, RecordIndex, ErasureProposal>;

	/// How many proposals await a patient; no entry stands for none.
	#[pallet::storage]
	pub type ErasureProposalCount<T: Config> = StorageMap<_, Blake2_128Concat, PatientId, u32, ValueQuery>;

	/// The newest dispute of each record that was ever disputed, until the record is erased.
	#[pallet::storage]
	pub type Disputes<T: Config> =
		StorageDoubleMap<_, Blake2_128Concat, PatientId, Twox64Concat, RecordIndex, Dispute>;

	/// Disputes that await an answer, by the organisation that owes it, and when the answer is overdue. Paged, never a list:
	/// a hospital has a million patients.
	#[pallet::storage]
	pub type OpenDisputes<T: Config> =
		StorageDoubleMap<_, Twox64Concat, OrganisationId, Blake2_128Concat, DisputedRecord, Moment>;

	/// How many disputes of a patient await an answer; no entry stands for none.
	#[pallet::storage]
	pub type OpenDisputeCount<T: Config> = StorageMap<_, Blake2_128Concat, PatientId, u32, ValueQuery>;

	/// What happened.
	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A record was registered.
		RecordRegistered {
			/// Whose record.
			patient: PatientId,
			/// Its index.
			index: RecordIndex,
			/// The scope it is filed in.
			scope: ScopeNumber,
			/// Its author.
			actor: Actor,
		},
		/// A batch was registered.
		BatchRegistered {
			/// Whose records.
			patient: PatientId,
			/// Their author.
			actor: Actor,
			/// For each record, in order, its index or why it was refused.
			results: BoundedVec<Result<RecordIndex, Refusal>, MaxRecordsPerBatch>,
		},
		/// A record was amended.
		RecordAmended {
			/// Whose record.
			patient: PatientId,
			/// The new version.
			index: RecordIndex,
			/// The version it supersedes.
			supersedes: RecordIndex,
		},
		/// A record was moved from the inbox to a scope.
		RecordRefiled {
			/// Whose record.
			patient: PatientId,
			/// Its index.
			index: RecordIndex,
			/// The scope it is filed in now.
			scope: ScopeNumber,
			/// The envelope for the inbox's key, which the chain names no longer.
			replaced: Digest,
		},
		/// A record was marked as entered in error.
		RecordEnteredInError {
			/// Whose record.
			patient: PatientId,
			/// Its index.
			index: RecordIndex,
		},
		/// A record was erased. The event has none of its digests.
		RecordErased {
			/// Whose record.
			patient: PatientId,
			/// Its index.
			index: RecordIndex,
		},
		/// The author's side wants a record erased; the patient decides.
		ErasureProposed {
			/// Whose record.
			patient: PatientId,
			/// Its index.
			index: RecordIndex,
			/// In whose name.
			actor: Actor,
		},
		/// The patient keeps a record that its author's side wanted erased.
		ErasureDeclined {
			/// Whose record.
			patient: PatientId,
			/// Its index.
			index: RecordIndex,
		},
		/// The patient disputes a record.
		RecordDisputed {
			/// Whose record.
			patient: PatientId,
			/// Its index.
			index: RecordIndex,
			/// The organisation that owes an answer.
			organisation: OrganisationId,
			/// From when on the answer is overdue.
			due_at: Moment,
		},
		/// The author's side stands by a record that the patient disputes.
		DisputeRefused {
			/// Whose record.
			patient: PatientId,
			/// Its index.
			index: RecordIndex,
			/// In whose name.
			actor: Actor,
		},
		/// A disputed record was amended or marked as entered in error; the event that says which precedes this one.
		DisputeAnswered {
			/// Whose record.
			patient: PatientId,
			/// The index of the version that was disputed.
			index: RecordIndex,
		},
		/// The patient took a dispute back.
		DisputeWithdrawn {
			/// Whose record.
			patient: PatientId,
			/// Its index.
			index: RecordIndex,
		},
	}

	/// Why a call failed.
	#[pallet::error]
	pub enum Error<T> {
		/// There is no such patient.
		PatientNotFound,
		/// The patient has no such record.
		RecordNotFound,
		/// The patient has no such scope.
		ScopeNotFound,
		/// The access decision denies writing; the runtime API `explain_access` tells why.
		Denied,
		/// The scope's key has moved on; seal to the current one.
		StaleEpoch,
		/// The scope waits for a rotation; file in the inbox.
		RotationDue,
		/// The size is no Padmé class.
		InvalidSize,
		/// The patient has as many records as indices.
		TooManyRecords,
		/// A batch without records.
		EmptyBatch,
		/// A batch that names more than [`MAX_SCOPES_PER_BATCH`] scopes.
		TooManyScopes,
		/// The record is superseded or entered in error; only the newest version changes.
		NotHead,
		/// The actor is neither the author nor a practitioner of the author's organisation.
		NotAuthor,
		/// The actor's organisation, or its membership there, is not in good standing.
		NotInStanding,
		/// An amendment is filed where the amended record is, or in the inbox.
		ScopeChanged,
		/// The record is not in the inbox.
		NotInInbox,
		/// A record is refiled into a scope, never into the inbox.
		InboxNotAllowed,
		/// The record was entered in error.
		EnteredInError,
		/// The record was erased; a tombstone never changes, so register a new record instead.
		RecordErased,
		/// The record was erased before; there is nothing left to erase.
		AlreadyErased,
		/// The erasure was proposed before and awaits the patient.
		AlreadyProposed,
		/// As many proposals as allowed await the patient; the patient erases or declines some first.
		TooManyProposals,
		/// Nobody proposed to erase the record.
		NotProposed,
		/// The patient needs no proposal: call `erase`.
		PatientErases,
		/// The patient wrote the record: amend it instead.
		OwnRecord,
		/// What the patient says is sealed to the author of the record, or to the author's organisation.
		NotSealedToAuthor,
		/// The record is disputed already and awaits an answer.
		AlreadyDisputed,
		/// The record was disputed as often as allowed.
		DisputedTooOften,
		/// As many disputes of the patient as allowed await an answer.
		TooManyDisputes,
		/// The record was never disputed.
		NotDisputed,
		/// The dispute was answered or withdrawn before.
		DisputeClosed,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			Self::check_bounds();
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Registers an encrypted record whose ciphertext and envelope have been uploaded.
		///
		/// Signed by an account that may act as `actor`, whom the access decision lets write to the scope now for
		/// `purpose`. While the scope waits for a rotation, only the inbox takes the record.
		///
		/// ## Emits
		/// [`Event::RecordRegistered`].
		///
		/// ## Errors
		/// [`Error::PatientNotFound`], [`Error::InvalidSize`], [`Error::ScopeNotFound`], [`Error::Denied`],
		/// [`Error::RotationDue`], [`Error::StaleEpoch`], [`Error::TooManyRecords`]; identity's `NotThisActor`.
		#[pallet::call_index(0)]
		#[pallet::weight(<T as Config>::WeightInfo::register())]
		pub fn register(
			origin: OriginFor<T>,
			patient: PatientId,
			actor: Actor,
			purpose: Purpose,
			record: NewRecord,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::register_one(&who, patient, actor, purpose, record)
		}

		/// Registers up to 64 records and answers for each: a refused one does not sink the rest.
		///
		/// Signed as [`Pallet::register`]. The access decision runs once for each scope named. The call succeeds even if
		/// every record was refused.
		///
		/// ## Emits
		/// [`Event::BatchRegistered`] with an index or a [`Refusal`] for each record.
		///
		/// ## Errors
		/// [`Error::EmptyBatch`], [`Error::TooManyScopes`], [`Error::PatientNotFound`]; identity's `NotThisActor`.
		#[pallet::call_index(1)]
		#[pallet::weight(Pallet::<T>::batch_weight(records))]
		pub fn register_batch(
			origin: OriginFor<T>,
			patient: PatientId,
			actor: Actor,
			purpose: Purpose,
			records: BoundedVec<NewRecord, MaxRecordsPerBatch>,
		) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			Self::register_all(&who, patient, actor, purpose, records)
		}

		/// Registers a new version of a record.
		///
		/// Signed by an account that may act as `actor`: the author, or a practitioner of the author's organisation; a
		/// patient's own record is amended by the patient alone. The access decision must let the actor write to the record
		/// amended and to the scope of `record`, which is the same scope or the inbox.
		///
		/// An open dispute of the record is answered by that. The new version is not disputed unless the patient disputes it.
		///
		/// ## Emits
		/// [`Event::RecordAmended`], and [`Event::DisputeAnswered`] if there was an open dispute.
		///
		/// ## Errors
		/// [`Error::RecordNotFound`], [`Error::NotAuthor`], [`Error::RecordErased`], [`Error::NotHead`],
		/// [`Error::ScopeChanged`] and those of [`Pallet::register`].
		#[pallet::call_index(2)]
		#[pallet::weight(<T as Config>::WeightInfo::amend())]
		pub fn amend(
			origin: OriginFor<T>,
			patient: PatientId,
			index: RecordIndex,
			actor: Actor,
			purpose: Purpose,
			record: NewRecord,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::amend_one(&who, patient, index, actor, purpose, record)
		}

		/// Moves a record from the inbox to a scope, with an envelope sealed to the scope's current key.
		///
		/// Signed by the account that controls the patient, with its vault's signature over
		/// [`salus_primitives::text::RefileRecord`]. Author, time and versions stay.
		///
		/// ## Emits
		/// [`Event::RecordRefiled`].
		///
		/// ## Errors
		/// [`Error::RecordNotFound`], [`Error::RecordErased`], [`Error::NotInInbox`], [`Error::EnteredInError`],
		/// [`Error::InboxNotAllowed`], [`Error::ScopeNotFound`], [`Error::RotationDue`], [`Error::StaleEpoch`]; consent's `VaultNotFound`,
		/// `VaultCompromised` and `InvalidVaultSignature`; identity's for an account that does not control the patient.
		#[pallet::call_index(3)]
		#[pallet::weight(<T as Config>::WeightInfo::refile())]
		pub fn refile(
			origin: OriginFor<T>,
			patient: PatientId,
			index: RecordIndex,
			scope: ScopeNumber,
			epoch: KeyEpoch,
			envelope: Digest,
			signature: VaultSignature,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::refile_one(&who, patient, index, scope, epoch, envelope, &signature)
		}

		/// Marks a record as entered in error: filed under the wrong patient, or otherwise never true.
		///
		/// Signed as [`Pallet::amend`], in good standing, but without any consent: whoever wrote to the wrong patient must
		/// be able to say so at once. The patient marks nothing but the patient's own records.
		///
		/// An open dispute of the record is answered by that.
		///
		/// ## Emits
		/// [`Event::RecordEnteredInError`], and [`Event::DisputeAnswered`] if there was an open dispute.
		///
		/// ## Errors
		/// [`Error::PatientNotFound`], [`Error::RecordNotFound`], [`Error::NotAuthor`], [`Error::RecordErased`],
		/// [`Error::NotHead`], [`Error::NotInStanding`]; identity's `NotThisActor`.
		#[pallet::call_index(4)]
		#[pallet::weight(<T as Config>::WeightInfo::mark_entered_in_error())]
		pub fn mark_entered_in_error(
			origin: OriginFor<T>,
			patient: PatientId,
			index: RecordIndex,
			actor: Actor,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::mark_one_entered_in_error(&who, patient, index, actor)
		}

		/// Erases a record, however it stands: its digests, size and place leave the state for good, with the envelopes
		/// of consents for this record alone. Index, author, time and versions stay. A proposal to erase it is accepted, and
		/// a dispute of it is forgotten.
		///
		/// Signed by the account that controls the patient, with its vault's signature over
		/// [`salus_primitives::text::EraseRecord`], so that a wallet alone destroys nothing. Note the names of ciphertext
		/// and envelopes before: afterwards the chain no longer tells what to delete in the stores.
		///
		/// ## Emits
		/// [`Event::RecordErased`].
		///
		/// ## Errors
		/// [`Error::RecordNotFound`], [`Error::AlreadyErased`]; consent's `VaultNotFound`, `VaultCompromised` and
		/// `InvalidVaultSignature`; identity's for an account that does not control the patient.
		#[pallet::call_index(5)]
		#[pallet::weight(<T as Config>::WeightInfo::erase())]
		pub fn erase(
			origin: OriginFor<T>,
			patient: PatientId,
			index: RecordIndex,
			signature: VaultSignature,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::erase_one(&who, patient, index, &signature)
		}

		/// Asks the patient to erase a record, however it stands. Nothing is erased unless the patient does.
		///
		/// Signed as [`Pallet::mark_entered_in_error`], in good standing and without any consent. The patient proposes
		/// nothing to itself.
		///
		/// ## Emits
		/// [`Event::ErasureProposed`].
		///
		/// ## Errors
		/// [`Error::PatientNotFound`], [`Error::PatientErases`], [`Error::RecordNotFound`], [`Error::NotAuthor`],
		/// [`Error::AlreadyErased`], [`Error::NotInStanding`], [`Error::AlreadyProposed`], [`Error::TooManyProposals`];
		/// identity's `NotThisActor`.
		#[pallet::call_index(6)]
		#[pallet::weight(<T as Config>::WeightInfo::propose_erasure())]
		pub fn propose_erasure(
			origin: OriginFor<T>,
			patient: PatientId,
			index: RecordIndex,
			actor: Actor,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::propose_one(&who, patient, index, actor)
		}

		/// Keeps a record that its author's side wanted erased.
		///
		/// Signed by the account that controls the patient; no vault is needed, because nothing is lost.
		///
		/// ## Emits
		/// [`Event::ErasureDeclined`].
		///
		/// ## Errors
		/// [`Error::NotProposed`]; identity's for an account that does not control the patient.
		#[pallet::call_index(7)]
		#[pallet::weight(<T as Config>::WeightInfo::decline_erasure())]
		pub fn decline_erasure(
			origin: OriginFor<T>,
			patient: PatientId,
			index: RecordIndex,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::decline_one(&who, patient, index)
		}

		/// Disputes a record that somebody else wrote. What the patient says against it lies sealed to the author's side in
		/// the envelope store; the chain has a commitment to it and the envelope's digest. The author's side has 30 days to
		/// amend the record, to mark it as entered in error, or to refuse.
		///
		/// Signed by the account that controls the patient; no vault is needed, because it gives nobody a key. The newest
		/// version alone is disputed, each at most three times, and again only when the dispute before was answered or
		/// withdrawn.
		///
		/// ## Emits
		/// [`Event::RecordDisputed`].
		///
		/// ## Errors
		/// [`Error::RecordNotFound`], [`Error::RecordErased`], [`Error::NotHead`], [`Error::OwnRecord`],
		/// [`Error::NotSealedToAuthor`], [`Error::AlreadyDisputed`], [`Error::DisputedTooOften`],
		/// [`Error::TooManyDisputes`]; identity's for an account that does not control the patient.
		#[pallet::call_index(8)]
		#[pallet::weight(<T as Config>::WeightInfo::dispute())]
		pub fn dispute(
			origin: OriginFor<T>,
			patient: PatientId,
			index: RecordIndex,
			contest: SealedText,
			sealed_to: Party,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::dispute_one(&who, patient, index, contest, sealed_to)
		}

		/// Stands by a record that the patient disputes, with a reason that is sealed to the patient; late answers count.
		/// The dispute stays with the record.
		///
		/// Signed as [`Pallet::mark_entered_in_error`], in good standing and without any consent: the author, or a
		/// practitioner of the author's organisation.
		///
		/// ## Emits
		/// [`Event::DisputeRefused`].
		///
		/// ## Errors
		/// [`Error::PatientNotFound`], [`Error::NotDisputed`], [`Error::NotAuthor`], [`Error::NotInStanding`],
		/// [`Error::DisputeClosed`]; identity's `NotThisActor`.
		#[pallet::call_index(9)]
		#[pallet::weight(<T as Config>::WeightInfo::refuse_dispute())]
		pub fn refuse_dispute(
			origin: OriginFor<T>,
			patient: PatientId,
			index: RecordIndex,
			actor: Actor,
			reason: SealedText,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::refuse_one(&who, patient, index, actor, reason)
		}

		/// Takes back a dispute that is open or was refused. What was said on either side leaves the state.
		///
		/// Signed by the account that controls the patient.
		///
		/// ## Emits
		/// [`Event::DisputeWithdrawn`].
		///
		/// ## Errors
		/// [`Error::NotDisputed`], [`Error::DisputeClosed`]; identity's for an account that does not control the patient.
		#[pallet::call_index(10)]
		#[pallet::weight(<T as Config>::WeightInfo::withdraw_dispute())]
		pub fn withdraw_dispute(
			origin: OriginFor<T>,
			patient: PatientId,
			index: RecordIndex,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::withdraw_one(&who, patient, index)
		}
	}
}
