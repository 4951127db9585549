//! Pseudonymous patients, practitioners and the public side of their vaults.
//!
//! - A **patient** is the SHA-256 of the text it signed to be enrolled; an account controls it. A registrar submits that
//!   text, so that the first contact needs no account known to the chain.
//! - A **practitioner** is a number with one account and a membership in each organisation that vouches for it.
//! - A **vault** is a pair of public keys. Changing them takes a transaction of the owner's account and signatures of the
//!   vault, so that neither a phished wallet nor a copied vault redirects keys by itself.
//!
//! - **Control** of a patient moves when both accounts and the vault sign, or when guardians recover it.
//!
//! - A patient whose **home**, the organisation that enrolled it, was expelled chooses another.
//!
//! - **Representatives** act for a patient by its own word, or where it cannot speak by what its organisation attests; a
//!   **hand-over** ends that by the clock.
//!
//! Modules: [`enrolment`], [`practitioners`], [`vaults`], [`control`], [`recovery`], [`authority`] (who acts for a patient),
//! [`representation`], [`hand_over`], [`homes`], [`states`], [`standing`] (who may act as whom, and how they stand), `try_state` (the invariants), [`weights`].

#![cfg_attr(not(feature = "std"), no_std)]
#![deny(
	missing_docs,
	clippy::unwrap_used,
	clippy::expect_used,
	clippy::indexing_slicing,
	clippy::arithmetic_side_effects
)]

extern crate alloc;

pub mod authority;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
pub mod control;
pub mod enrolment;
pub mod hand_over;
pub mod homes;
pub mod practitioners;
pub mod recovery;
pub mod representation;
pub mod standing;
pub mod states;
#[cfg(any(feature = "std", feature = "try-runtime"))]
mod try_state;
pub mod vaults;
pub mod weights;

pub use enrolment::OnPatientEnrolled;
pub use pallet::*;
pub use practitioners::GenesisPractitioner;
pub use weights::WeightInfo;

pub(crate) use salus_pallet_consortium::Pallet as Consortium;

/// The pallet: storage, events, errors and calls.
#[frame_support::pallet]
#[allow(clippy::expect_used)] // FRAME's own expansion expects; the code here does not.
pub mod pallet {
	use super::*;
	use alloc::vec::Vec;
	use frame_support::{pallet_prelude::*, DefaultNoBound};
	use frame_system::pallet_prelude::*;
	use salus_primitives::{
		ids::{
			Commitment, Digest, OrganisationId, PatientId, PractitionerId, RepresentativeId, SigningKey,
			VaultKeys, VaultSignature,
		},
		limits::{MaxMergedPatients, MaxPatientsPerRepresentative, MaxRepresentativesPerPatient},
		people::{Patient, PatientState, Practitioner, PractitionerRole, Privileges, Vault, VaultOwner},
		recovery::{Attempts, GuardianApproval, NewAttempt, Recovery, RecoveryPolicy, Turn},
		representation::{Basis, BothSignatures, HandOver, NewRepresentative, Representative},
		text::{Acceptance, Enrolment, Role},
		time::{History, Moment},
	};
	use sp_runtime::{AccountId32, MultiSignature};

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	/// Patients, practitioners and vaults.
	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	/// What the runtime provides.
	#[pallet::config]
	pub trait Config:
		frame_system::Config<RuntimeEvent: From<Event<Self>>> + salus_pallet_consortium::Config
	{
		/// Told of each new patient, in the enrolling call.
		type OnEnrolled: OnPatientEnrolled;

		/// Patients that one organisation may enrol in each [`Config::EnrolmentWindow`].
		#[pallet::constant]
		type MaxEnrolments: Get<u32>;

		/// Length of an enrolment window, in milliseconds.
		#[pallet::constant]
		type EnrolmentWindow: Get<Moment>;

		/// Weights of the calls.
		type WeightInfo: WeightInfo;
	}

	/// Patients.
	#[pallet::storage]
	pub type Patients<T: Config> = StorageMap<_, Blake2_128Concat, PatientId, Patient<AccountId32>>;

	/// The patient that an account controls, a hand-over aside that is due and not settled.
	#[pallet::storage]
	pub type PatientOf<T: Config> = StorageMap<_, Blake2_128Concat, AccountId32, PatientId>;

	/// Practitioners.
	#[pallet::storage]
	pub type Practitioners<T: Config> =
		StorageMap<_, Twox64Concat, PractitionerId, Practitioner<AccountId32>>;

	/// The practitioner that an account signs for.
	#[pallet::storage]
	pub type PractitionerOf<T: Config> = StorageMap<_, Blake2_128Concat, AccountId32, PractitionerId>;

	/// The id that the next practitioner gets; ids are dense from 1 and are never used again.
	#[pallet::storage]
	pub type NextPractitioner<T: Config> = StorageValue<_, PractitionerId, ValueQuery, ConstU32<1>>;

	/// Public sides of vaults.
	#[pallet::storage]
	pub type Vaults<T: Config> = StorageMap<_, Blake2_128Concat, VaultOwner, Vault>;

	/// Signing keys of vaults over time, so that an author's signature is held against the key of its day. At the bound the
	/// oldest leaves, and what was signed with it can no longer be checked against the chain.
	#[pallet::storage]
	pub type SigningKeys<T: Config> =
		StorageMap<_, Blake2_128Concat, VaultOwner, History<SigningKey>, ValueQuery>;

	/// Encryption keys of a vault reported compromised, and when. A later rotation does not take it back: scopes whose key
	/// was sealed to one stay due, and the vault never has it again. At most one for each generation of a vault. By owner:
	/// anyone may claim another's public key as its own, and report that.
	#[pallet::storage]
	pub type CompromisedKeys<T: Config> =
		StorageDoubleMap<_, Blake2_128Concat, VaultOwner, Blake2_128Concat, Digest, Moment>;

	/// The generation with which a practitioner's line of vaults begins, after a reset; no entry stands for 0. Within a
	/// line each vault was signed for by the one before it. No generation is used twice, so no old signature registers an
	/// old key again.
	#[pallet::storage]
	pub type Lineages<T: Config> = StorageMap<_, Twox64Concat, PractitionerId, u16, ValueQuery>;

	/// The generation with which a patient's line of vaults begins, after keys were set without the vault before them; no
	/// entry stands for 0.
	#[pallet::storage]
	pub type PatientLineages<T: Config> = StorageMap<_, Blake2_128Concat, PatientId, u16, ValueQuery>;

	/// Who may recover a patient; no entry if nobody.
	#[pallet::storage]
	pub type RecoveryPolicies<T: Config> = StorageMap<_, Blake2_128Concat, PatientId, RecoveryPolicy>;

	/// How often it was settled anew who controls a patient or may recover it. Signed words name it, and count once.
	#[pallet::storage]
	pub type RecoveryTurns<T: Config> = StorageMap<_, Blake2_128Concat, PatientId, Turn, ValueQuery>;

	/// Attempts to recover a patient in this turn. Each has a guardian of its own, so that there are no more than
	/// guardians; those that lapsed leave when their guardian or their account turns to another.
	#[pallet::storage]
	pub type RecoveryAttempts<T: Config> =
		StorageMap<_, Blake2_128Concat, PatientId, Attempts<AccountId32>, ValueQuery>;

	/// The newest recovery of a patient, while the account that it gave control to has it.
	#[pallet::storage]
	pub type Recoveries<T: Config> = StorageMap<_, Blake2_128Concat, PatientId, Recovery<AccountId32>>;

	/// Whoever represents a patient, or did.
	#[pallet::storage]
	pub type Representatives<T: Config> =
		StorageMap<_, Twox64Concat, RepresentativeId, Representative<AccountId32>>;

	/// The id that the next representative gets; ids are dense from 1 and are never used again.
	#[pallet::storage]
	pub type NextRepresentative<T: Config> = StorageValue<_, RepresentativeId, ValueQuery, ConstU32<1>>;

	/// How many representatives a patient has had. Words for the next name it, and count once.
	#[pallet::storage]
	pub type RepresentativeCount<T: Config> = StorageMap<_, Blake2_128Concat, PatientId, u32, ValueQuery>;

	/// A patient's representatives that were not ended. Those whose time is over leave when another is admitted.
	#[pallet::storage]
	pub type RepresentativesOf<T: Config> = StorageMap<
		_,
		Blake2_128Concat,
		PatientId,
		BoundedVec<RepresentativeId, MaxRepresentativesPerPatient>,
		ValueQuery,
	>;

	/// As what an account represents patients, and was not ended. Those whose time is over leave when another is admitted.
	#[pallet::storage]
	pub type RepresentationsOf<T: Config> = StorageMap<
		_,
		Blake2_128Concat,
		AccountId32,
		BoundedVec<RepresentativeId, MaxPatientsPerRepresentative>,
		ValueQuery,
	>;

	/// Hand-overs to come, and those that the new account has not settled.
	#[pallet::storage]
	pub type HandOvers<T: Config> = StorageMap<_, Blake2_128Concat, PatientId, HandOver<AccountId32>>;

	/// The patient that is handed over to an account.
	#[pallet::storage]
	pub type HandOverTo<T: Config> = StorageMap<_, Blake2_128Concat, AccountId32, PatientId>;

	/// When the newest hand-over of a patient was that is settled.
	#[pallet::storage]
	pub type HandedOver<T: Config> = StorageMap<_, Blake2_128Concat, PatientId, Moment>;

	/// When a patient last contested what was attested of it.
	#[pallet::storage]
	pub type Contests<T: Config> = StorageMap<_, Blake2_128Concat, PatientId, Moment>;

	/// The patient that is the same person and goes on in a patient's stead.
	#[pallet::storage]
	pub type MergedInto<T: Config> = StorageMap<_, Blake2_128Concat, PatientId, PatientId>;

	/// Patients in whose stead a patient goes on.
	#[pallet::storage]
	pub type MergedFrom<T: Config> =
		StorageMap<_, Blake2_128Concat, PatientId, BoundedVec<PatientId, MaxMergedPatients>, ValueQuery>;

	/// Start of an organisation's enrolment window, and the patients enrolled in it.
	#[pallet::storage]
	pub type Enrolments<T: Config> = StorageMap<_, Twox64Concat, OrganisationId, (Moment, u32)>;

	/// What the chain begins with.
	#[pallet::genesis_config]
	#[derive(DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// Practitioners, whose ids count from 1 in this order.
		pub practitioners: Vec<GenesisPractitioner>,
		/// Vaults of organisations.
		pub organisation_vaults: Vec<(OrganisationId, VaultKeys)>,
		/// No value.
		#[serde(skip)]
		pub _config: PhantomData<T>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			for (organisation, keys) in &self.organisation_vaults {
				Pallet::<T>::genesis_vault(VaultOwner::Organisation(*organisation), *keys);
			}
			for practitioner in &self.practitioners {
				Pallet::<T>::genesis_practitioner(practitioner);
			}
		}
	}

	/// What happened.
	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A patient was enrolled.
		PatientEnrolled {
			/// The patient.
			patient: PatientId,
			/// The organisation that enrolled it.
			organisation: OrganisationId,
			/// The account that controls it.
			controller: AccountId32,
		},
		/// An organisation vouches for a practitioner.
		PractitionerAdmitted {
			/// The practitioner.
			practitioner: PractitionerId,
			/// The organisation.
			organisation: OrganisationId,
			/// The account it signs with.
			account: AccountId32,
			/// The end of its credential.
			until: Moment,
		},
		/// A membership was suspended.
		PractitionerSuspended {
			/// The practitioner.
			practitioner: PractitionerId,
			/// The organisation.
			organisation: OrganisationId,
		},
		/// A suspended membership holds again.
		PractitionerReinstated {
			/// The practitioner.
			practitioner: PractitionerId,
			/// The organisation.
			organisation: OrganisationId,
		},
		/// A membership has a new credential.
		PractitionerRenewed {
			/// The practitioner.
			practitioner: PractitionerId,
			/// The organisation.
			organisation: OrganisationId,
			/// The new end.
			until: Moment,
		},
		/// A practitioner signs with another account.
		AccountReplaced {
			/// The practitioner.
			practitioner: PractitionerId,
			/// The new account.
			account: AccountId32,
		},
		/// A vault's keys were registered or rotated.
		VaultKeysSet {
			/// Whose vault.
			owner: VaultOwner,
			/// Their generation.
			generation: u16,
		},
		/// A vault's keys were reported compromised.
		VaultCompromised {
			/// Whose vault.
			owner: VaultOwner,
		},
		/// A practitioner's vault was removed.
		VaultReset {
			/// The practitioner.
			practitioner: PractitionerId,
			/// The generation that its next vault begins with.
			next: u16,
		},
		/// A patient is controlled by another account, which both and the vault signed for.
		ControlMoved {
			/// The patient.
			patient: PatientId,
			/// The account until now.
			from: AccountId32,
			/// The account from now on.
			to: AccountId32,
		},
		/// A patient said who may recover it; attempts of before have ended.
		RecoverySet {
			/// The patient.
			patient: PatientId,
			/// The turn that begins.
			turn: Turn,
			/// How many guardians it has; 0 if nobody may recover it any more.
			guardians: u8,
		},
		/// A guardian and a new account began to recover a patient.
		RecoveryStarted {
			/// The patient.
			patient: PatientId,
			/// The account that would control it.
			account: AccountId32,
			/// What guardians approve.
			attempt: Digest,
			/// The first of them.
			guardian: AccountId32,
		},
		/// A guardian approved an attempt, and no other any more.
		RecoveryApproved {
			/// The patient.
			patient: PatientId,
			/// The account that would control it.
			account: AccountId32,
			/// The guardian.
			guardian: AccountId32,
			/// From when on the attempt can be finished, if approvals suffice and no veto stands.
			ready_at: Option<Moment>,
		},
		/// The account that controls the patient vetoed an attempt.
		RecoveryVetoed {
			/// The patient.
			patient: PatientId,
			/// The account that would control it.
			account: AccountId32,
		},
		/// The patient's vault overrode the veto.
		VetoOverridden {
			/// The patient.
			patient: PatientId,
			/// The account that would control it.
			account: AccountId32,
			/// From when on the attempt can be finished, if approvals suffice.
			ready_at: Option<Moment>,
		},
		/// Guardians gave a patient another account. Keys stay as they are until the vault confirms that account, or until
		/// `keys_from`.
		ControlRecovered {
			/// The patient.
			patient: PatientId,
			/// The account until now.
			from: AccountId32,
			/// The account from now on.
			to: AccountId32,
			/// From when on that account may set vault keys without the vault.
			keys_from: Moment,
		},
		/// What the recovery of a patient withheld is withheld no more.
		RecoveryConfirmed {
			/// The patient.
			patient: PatientId,
		},
		/// A recovered patient's vault keys were set without the vault before them.
		VaultLineBegun {
			/// The patient.
			patient: PatientId,
			/// The generation of the keys, with which another line of vaults begins.
			generation: u16,
		},
		/// Somebody may act for a patient.
		RepresentativeAdmitted {
			/// For whom.
			patient: PatientId,
			/// The representative.
			representative: RepresentativeId,
			/// Its account.
			account: AccountId32,
			/// What that rests on.
			basis: Basis,
		},
		/// A representative may act for its patient no more.
		RepresentativeEnded {
			/// For whom it acted.
			patient: PatientId,
			/// The representative.
			representative: RepresentativeId,
		},
		/// What the events just before tell was done by a representative, in the patient's name.
		ActedForPatient {
			/// In whose name.
			patient: PatientId,
			/// By whom.
			representative: RepresentativeId,
		},
		/// A patient will be under another account alone.
		HandOverScheduled {
			/// The patient.
			patient: PatientId,
			/// The account.
			account: AccountId32,
			/// From when on.
			at: Moment,
		},
		/// A patient will not be handed over.
		HandOverCancelled {
			/// The patient.
			patient: PatientId,
		},
		/// The account that a patient was handed over to has set vault keys of its own; whoever had a say before has none.
		HandOverSettled {
			/// The patient.
			patient: PatientId,
			/// The account.
			account: AccountId32,
		},
		/// An organisation attested what became of a patient.
		StateAttested {
			/// The patient.
			patient: PatientId,
			/// The state.
			state: PatientState,
			/// From when on it counts, unless the patient contests it.
			from: Moment,
		},
		/// A patient contested what was attested of it: it will not count.
		AttestationContested {
			/// The patient.
			patient: PatientId,
		},
		/// An organisation took back what it attested.
		StateLifted {
			/// The patient.
			patient: PatientId,
		},
		/// Two patients are one person, as both say. Records, consents and keys stay where they are.
		PatientsMerged {
			/// The patient that was linked.
			patient: PatientId,
			/// The patient that goes on in its stead.
			into: PatientId,
		},
		/// Another organisation took the place of a patient's home, which was expelled.
		PatientRehomed {
			/// The patient.
			patient: PatientId,
			/// The organisation that was expelled.
			from: OrganisationId,
			/// The organisation that took its place.
			organisation: OrganisationId,
		},
	}

	/// What can be wrong.
	#[pallet::error]
	#[derive(PartialEq)]
	pub enum Error<T> {
		/// There is no such patient.
		PatientNotFound,
		/// There is no such practitioner.
		PractitionerNotFound,
		/// The practitioner has no membership in the organisation.
		MembershipNotFound,
		/// The owner has no vault.
		VaultNotFound,
		/// The enrolment text has been used.
		AlreadyEnrolled,
		/// The account controls a patient already.
		AlreadyPatient,
		/// The account signs for a practitioner already.
		AlreadyPractitioner,
		/// The practitioner has a membership in the organisation already.
		AlreadyMember,
		/// The membership is suspended already.
		AlreadySuspended,
		/// The vault was reported already.
		AlreadyReported,
		/// The membership is not suspended.
		NotSuspended,
		/// The account does not control the patient.
		NotController,
		/// The account may not act as that.
		NotThisActor,
		/// The account does not own the vault.
		NotVaultOwner,
		/// The organisation has enrolled all the patients that this window allows.
		TooManyEnrolments,
		/// The vault with the signing key did not sign this text, or signed it for another chain or generation.
		BadVaultSignature,
		/// The vault in use did not sign this text.
		BadPreviousSignature,
		/// A rotation needs the signature of the vault in use.
		PreviousSignatureMissing,
		/// A registration has no vault in use that could have signed.
		UnexpectedPreviousSignature,
		/// A rotation must replace both keys, and none may be one that was reported compromised.
		KeysNotNew,
		/// The vault cannot be rotated any more.
		GenerationsExhausted,
		/// The practitioner has memberships in as many organisations as allowed.
		TooManyMemberships,
		/// No practitioner can be admitted any more.
		PractitionersExhausted,
		/// Unknown privileges.
		InvalidPrivileges,
		/// The credential's end must lie in the future.
		UntilNotInFuture,
		/// The credential has expired: renew it first.
		CredentialExpired,
		/// The patient's vault was reported compromised, so its signature does not count here.
		VaultCompromised,
		/// At least two guardians must approve, and at least one more must exist.
		InvalidThreshold,
		/// The delay is 1 to 90 days.
		InvalidDelay,
		/// A guardian is named twice.
		DuplicateGuardian,
		/// The patient has named no guardians.
		PolicyNotFound,
		/// The account's attempt to recover the patient is running.
		AlreadyStarted,
		/// There is no such attempt.
		AttemptNotFound,
		/// The attempt has lapsed: start another.
		AttemptExpired,
		/// The salt and the account open none of the patient's commitments to guardians.
		NotGuardian,
		/// The guardian approves this attempt already.
		AlreadyApproved,
		/// The account has approved as another of the guardians, and counts once.
		GuardianTwice,
		/// The guardian has signed a later word: one for another attempt must end later than it.
		ApprovalOutdated,
		/// There are as many attempts as guardians.
		TooManyAttempts,
		/// The attempt was vetoed before; that is possible once.
		AlreadyVetoed,
		/// More guardians approve than must, so that the veto would not count.
		GuardiansOverrule,
		/// The attempt was not vetoed.
		NotVetoed,
		/// The veto was overridden before.
		AlreadyOverridden,
		/// Approvals are missing, or a veto stands.
		NotReady,
		/// The delay has not passed.
		TooEarly,
		/// The patient's account is not one that guardians gave control to.
		NotRecovered,
		/// The recovery was confirmed before.
		AlreadyConfirmed,
		/// Guardians alone gave control: keys are set with the signature of the vault in use, not reported compromised, or
		/// when the second delay has passed.
		KeysNotConfirmed,
		/// Control of the patient cannot be settled anew any more.
		TurnsExhausted,
		/// The patient has died: its account has no say any more.
		PatientDeceased,
		/// There is no such representative.
		RepresentativeNotFound,
		/// The representative was ended.
		RepresentativeEnded,
		/// The representative's time has not come or is over, or what it rests on does not hold.
		RepresentativeNotInStanding,
		/// The representative has not the power for this.
		PowerMissing,
		/// No powers, or unknown ones.
		InvalidPowers,
		/// The period ends before it starts, or has ended.
		InvalidPeriod,
		/// The words name another number than the patient's next representative has: they were used, or those for another.
		NumberUsed,
		/// Nobody represents itself.
		OwnRepresentative,
		/// The account represents the patient already.
		AlreadyRepresentative,
		/// A guardian needs a patient attested to be unable to decide, an executor one attested to have died, and whom the
		/// patient appoints one that lives.
		BasisDoesNotHold,
		/// The patient must sign for whom it appoints.
		AppointmentMissing,
		/// A guardian or executor is not appointed by the patient.
		UnexpectedAppointment,
		/// The patient has as many representatives as allowed: end one first.
		TooManyRepresentatives,
		/// The account represents as many patients as allowed.
		TooManyRepresented,
		/// No representative can be admitted any more.
		RepresentativesExhausted,
		/// The patient will be handed over, or was and has not set vault keys: cancel that, or set them.
		HandOverScheduled,
		/// A hand-over is at least a day and at most 20 years ahead.
		InvalidHandOver,
		/// No hand-over is scheduled.
		NoHandOver,
		/// The hand-over's time has come.
		HandOverDue,
		/// That state is not attested: take back what was.
		NotAttestable,
		/// It is attested already, or something else is and does not count yet.
		AlreadyAttested,
		/// Nothing is attested that could be contested or taken back.
		NothingAttested,
		/// The patient contested an attestation within the last 30 days.
		ContestedRecently,
		/// A patient is not linked to itself.
		MergeCircular,
		/// The patient is linked already.
		AlreadyMerged,
		/// The other patient is linked to a third: link to that one.
		MergedElsewhere,
		/// As many patients as allowed are linked to the other.
		TooManyMerged,
		/// The power to rotate comes with that to read alone.
		RotatingWithoutReading,
		/// The patient's home was not expelled.
		NotRehomeDue,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			use salus_primitives::limits::{
				MaxGuardians, MaxHistory, MaxMemberships, ATTESTATION_DELAY, ATTESTATION_REST, MAX_HAND_OVER,
				MAX_RECOVERY_DELAY, MAX_TEXT_LIFE, MIN_HAND_OVER, MIN_RECOVERY_DELAY, MIN_RECOVERY_THRESHOLD,
				RECOVERED_KEYS_DELAY, RECOVERY_LIFE,
			};
			assert!(T::MaxEnrolments::get() > 0, "an organisation must be able to enrol");
			assert!(T::EnrolmentWindow::get() > 0, "an enrolment window must have a length");
			assert!(
				T::EnrolmentWindow::get() <= MAX_TEXT_LIFE,
				"a text must outlive the window that turned it away"
			);
			assert!(<MaxMemberships as Get<u32>>::get() > 0, "a practitioner belongs to an organisation");
			assert!(<MaxHistory as Get<u32>>::get() > 1, "a history must tell a change");
			let guardians = <MaxGuardians as Get<u32>>::get();
			assert!(
				guardians > MIN_RECOVERY_THRESHOLD.into(),
				"one more guardian than needed must be possible"
			);
			assert!(u8::try_from(guardians).is_ok(), "a guardian's position is a byte");
			const {
				assert!(MIN_RECOVERY_DELAY <= MAX_RECOVERY_DELAY, "a recovery must have a possible delay");
				assert!(RECOVERY_LIFE >= MAX_TEXT_LIFE, "no text may outlive the attempt it was made for");
				assert!(RECOVERED_KEYS_DELAY >= MIN_RECOVERY_DELAY, "keys wait no less than control");
				assert!(MIN_HAND_OVER < MAX_HAND_OVER, "a hand-over must have a possible time");
				assert!(
					ATTESTATION_DELAY < ATTESTATION_REST,
					"who contests must gain more than it would have anyway"
				);
			}
			assert!(<MaxRepresentativesPerPatient as Get<u32>>::get() > 0, "a patient can be represented");
			assert!(
				<MaxPatientsPerRepresentative as Get<u32>>::get() > 0,
				"somebody can represent a patient"
			);
			assert!(<MaxMergedPatients as Get<u32>>::get() > 0, "a patient can be linked");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Enrols a patient, by a registrar of the organisation that the text names.
		///
		/// `signature` is that of the wallet of `enrolment.account` over the text, bare or wrapped in `<Bytes>`;
		/// `vault_signature` that of `enrolment.vault` over the bare text. The text is
		/// [`salus_primitives::text::EnrolmentText`], and its SHA-256 is the patient's id.
		///
		/// ## Emits
		/// [`Event::PatientEnrolled`]
		///
		/// ## Errors
		/// [`Error::AlreadyEnrolled`], [`Error::AlreadyPatient`], [`Error::TooManyEnrolments`],
		/// [`Error::BadVaultSignature`]; the consortium's `TextExpired`, `TextTooLong` and `BadWalletSignature`, and those
		/// for a signer that is no registrar of an active organisation.
		#[pallet::call_index(0)]
		#[pallet::weight(<T as Config>::WeightInfo::enrol_patient())]
		pub fn enrol_patient(
			origin: OriginFor<T>,
			enrolment: Enrolment,
			signature: MultiSignature,
			vault_signature: VaultSignature,
		) -> DispatchResult {
			let registrar = ensure_signed(origin)?;
			Self::enrol(&registrar, &enrolment, &signature, &vault_signature)
		}

		/// Admits `account` as a practitioner of `organisation`, by one of its registrars: a new practitioner, or a further
		/// membership of one that other organisations know.
		///
		/// `acceptance` is the account's own word for [`salus_primitives::text::Role::Practitioner`]. `credential` is a
		/// salted commitment to what was checked, `until` its end (exclusive).
		///
		/// ## Emits
		/// [`Event::PractitionerAdmitted`]
		///
		/// ## Errors
		/// [`Error::AlreadyMember`], [`Error::TooManyMemberships`], [`Error::PractitionersExhausted`],
		/// [`Error::InvalidPrivileges`], [`Error::UntilNotInFuture`]; the consortium's `TextExpired`, `TextTooLong` and
		/// `BadWalletSignature`, and those for a signer that is no registrar of an active organisation.
		#[pallet::call_index(1)]
		#[pallet::weight(<T as Config>::WeightInfo::admit_practitioner())]
		#[allow(clippy::too_many_arguments)] // What is said of a practitioner.
		pub fn admit_practitioner(
			origin: OriginFor<T>,
			organisation: OrganisationId,
			account: AccountId32,
			role: PractitionerRole,
			privileges: Privileges,
			credential: Commitment,
			until: Moment,
			acceptance: Acceptance,
		) -> DispatchResult {
			let registrar = ensure_signed(origin)?;
			Consortium::<T>::ensure_registrar(&registrar, organisation)?;
			Consortium::<T>::ensure_accepted(&account, Role::Practitioner(organisation), &acceptance)?;
			Self::admit(organisation, account, role, privileges, credential, until)
		}

		/// Suspends a practitioner's membership in `organisation`, by one of its registrars.
		///
		/// ## Emits
		/// [`Event::PractitionerSuspended`]
		///
		/// ## Errors
		/// [`Error::PractitionerNotFound`], [`Error::MembershipNotFound`], [`Error::AlreadySuspended`]; those of the
		/// consortium if the signer is no registrar of an active organisation.
		#[pallet::call_index(2)]
		#[pallet::weight(<T as Config>::WeightInfo::suspend_practitioner())]
		pub fn suspend_practitioner(
			origin: OriginFor<T>,
			organisation: OrganisationId,
			practitioner: PractitionerId,
		) -> DispatchResult {
			let registrar = ensure_signed(origin)?;
			Self::suspend(&registrar, organisation, practitioner)
		}

		/// Lifts a suspension, by a registrar of `organisation`. An expired credential is to be renewed first.
		///
		/// ## Emits
		/// [`Event::PractitionerReinstated`]
		///
		/// ## Errors
		/// [`Error::PractitionerNotFound`], [`Error::MembershipNotFound`], [`Error::NotSuspended`],
		/// [`Error::CredentialExpired`]; those of the consortium if the signer is no registrar of an active organisation.
		#[pallet::call_index(3)]
		#[pallet::weight(<T as Config>::WeightInfo::reinstate_practitioner())]
		pub fn reinstate_practitioner(
			origin: OriginFor<T>,
			organisation: OrganisationId,
			practitioner: PractitionerId,
		) -> DispatchResult {
			let registrar = ensure_signed(origin)?;
			Self::reinstate(&registrar, organisation, practitioner)
		}

		/// Gives a membership a new credential, role and privileges, by a registrar of `organisation`. A suspended one stays
		/// suspended.
		///
		/// ## Emits
		/// [`Event::PractitionerRenewed`]
		///
		/// ## Errors
		/// [`Error::PractitionerNotFound`], [`Error::MembershipNotFound`], [`Error::InvalidPrivileges`],
		/// [`Error::UntilNotInFuture`]; those of the consortium if the signer is no registrar of an active organisation.
		#[pallet::call_index(4)]
		#[pallet::weight(<T as Config>::WeightInfo::renew_practitioner())]
		pub fn renew_practitioner(
			origin: OriginFor<T>,
			organisation: OrganisationId,
			practitioner: PractitionerId,
			role: PractitionerRole,
			privileges: Privileges,
			credential: Commitment,
			until: Moment,
		) -> DispatchResult {
			let registrar = ensure_signed(origin)?;
			Self::renew(&registrar, organisation, practitioner, role, privileges, credential, until)
		}

		/// Replaces a practitioner's lost account, by a registrar of its home organisation.
		///
		/// `acceptance` is the new account's own word for [`salus_primitives::text::Role::AccountOf`]. The old account stops
		/// acting for the practitioner but keeps its reference, so that its transactions cannot be replayed. Memberships in
		/// other organisations are suspended until each of them has seen the new account and reinstates it.
		///
		/// ## Emits
		/// [`Event::AccountReplaced`], and [`Event::PractitionerSuspended`] for each membership elsewhere
		///
		/// ## Errors
		/// [`Error::PractitionerNotFound`], [`Error::AlreadyPractitioner`]; the consortium's `TextExpired`, `TextTooLong` and
		/// `BadWalletSignature`, and those for a signer that is no registrar of the home organisation or if that is not
		/// active.
		#[pallet::call_index(5)]
		#[pallet::weight(<T as Config>::WeightInfo::replace_account())]
		pub fn replace_account(
			origin: OriginFor<T>,
			practitioner: PractitionerId,
			new_account: AccountId32,
			acceptance: Acceptance,
		) -> DispatchResult {
			let registrar = ensure_signed(origin)?;
			Self::replace(&registrar, practitioner, new_account, &acceptance)
		}

		/// Registers or rotates a vault's keys, by its owner: the account that controls the patient, the practitioner's
		/// account, or the controller of the active organisation.
		///
		/// `signature` is that of the new signing key, and `previous` that of the signing key in use, both over
		/// [`salus_primitives::text::SetVaultKeys`]. A registration, where no vault is in use, has no `previous`; nor has
		/// the account that guardians gave control to, once the second delay has passed: it begins another line of vaults.
		///
		/// ## Emits
		/// [`Event::VaultKeysSet`]; after a recovery [`Event::VaultLineBegun`], if without the vault in use, and
		/// [`Event::RecoveryConfirmed`]
		///
		/// ## Errors
		/// [`Error::NotVaultOwner`], [`Error::BadVaultSignature`], [`Error::PreviousSignatureMissing`],
		/// [`Error::BadPreviousSignature`], [`Error::UnexpectedPreviousSignature`], [`Error::KeysNotNew`],
		/// [`Error::KeysNotConfirmed`], [`Error::GenerationsExhausted`]; those of the consortium if the organisation is not
		/// active.
		#[pallet::call_index(6)]
		#[pallet::weight(<T as Config>::WeightInfo::set_vault_keys())]
		pub fn set_vault_keys(
			origin: OriginFor<T>,
			owner: VaultOwner,
			keys: VaultKeys,
			signature: VaultSignature,
			previous: Option<VaultSignature>,
		) -> DispatchResult {
			let account = ensure_signed(origin)?;
			Self::set_keys(&account, owner, keys, &signature, previous.as_ref())
		}

		/// Reports that a vault's keys are in other hands, by its owner or a registrar of the practitioner's home
		/// organisation. Scopes whose key the vault holds are due for rotation from now on.
		///
		/// ## Emits
		/// [`Event::VaultCompromised`]
		///
		/// ## Errors
		/// [`Error::VaultNotFound`], [`Error::NotVaultOwner`], [`Error::AlreadyReported`]
		#[pallet::call_index(7)]
		#[pallet::weight(<T as Config>::WeightInfo::report_vault_compromised())]
		pub fn report_vault_compromised(origin: OriginFor<T>, owner: VaultOwner) -> DispatchResult {
			let account = ensure_signed(origin)?;
			Self::report_compromised(&account, owner)
		}

		/// Removes the vault of a practitioner who lost it, by a registrar of its home organisation; the practitioner
		/// registers a new one, of a generation that was never used.
		///
		/// ## Emits
		/// [`Event::VaultReset`]
		///
		/// ## Errors
		/// [`Error::PractitionerNotFound`], [`Error::VaultNotFound`], [`Error::GenerationsExhausted`]; those of the
		/// consortium if the signer is no registrar of the home organisation or that is not active.
		#[pallet::call_index(8)]
		#[pallet::weight(<T as Config>::WeightInfo::reset_vault())]
		pub fn reset_vault(origin: OriginFor<T>, practitioner: PractitionerId) -> DispatchResult {
			let registrar = ensure_signed(origin)?;
			Self::reset(&registrar, practitioner)
		}

		/// Moves a patient to another account at once, by the account that controls it.
		///
		/// `acceptance` is the new account's own word for [`salus_primitives::text::Role::ControllerOf`], and `signature`
		/// that of the patient's vault over [`salus_primitives::text::MoveControl`]: a stolen wallet alone takes no patient
		/// away. The account before keeps its reference and is nothing to the patient any more; attempts to recover it end.
		///
		/// ## Emits
		/// [`Event::ControlMoved`]
		///
		/// ## Errors
		/// [`Error::PatientNotFound`], [`Error::NotController`], [`Error::AlreadyPatient`], [`Error::VaultNotFound`],
		/// [`Error::VaultCompromised`], [`Error::BadVaultSignature`], [`Error::TurnsExhausted`]; the consortium's
		/// `TextExpired`, `TextTooLong` and `BadWalletSignature`.
		#[pallet::call_index(9)]
		#[pallet::weight(<T as Config>::WeightInfo::move_control())]
		pub fn move_control(
			origin: OriginFor<T>,
			patient: PatientId,
			account: AccountId32,
			acceptance: Acceptance,
			signature: VaultSignature,
		) -> DispatchResult {
			let from = ensure_signed(origin)?;
			Self::do_move_control(&from, &patient, &account, &acceptance, &signature)
		}

		/// Says who may recover a patient, by the account that controls it; `None`: nobody any more.
		///
		/// `signature` is that of the patient's vault over [`salus_primitives::text::SetRecovery`]. Attempts that run end.
		///
		/// ## Emits
		/// [`Event::RecoverySet`]
		///
		/// ## Errors
		/// [`Error::PatientNotFound`], [`Error::NotController`], [`Error::InvalidThreshold`], [`Error::InvalidDelay`],
		/// [`Error::DuplicateGuardian`], [`Error::VaultNotFound`], [`Error::VaultCompromised`],
		/// [`Error::BadVaultSignature`], [`Error::TurnsExhausted`]
		#[pallet::call_index(10)]
		#[pallet::weight(<T as Config>::WeightInfo::set_recovery())]
		pub fn set_recovery(
			origin: OriginFor<T>,
			patient: PatientId,
			policy: Option<RecoveryPolicy>,
			signature: VaultSignature,
		) -> DispatchResult {
			let account = ensure_signed(origin)?;
			Self::do_set_recovery(&account, &patient, policy, &signature)
		}

		/// Starts an attempt to recover a patient, by whoever has a role on the chain.
		///
		/// `new` has the word of the account that would control the patient over
		/// [`salus_primitives::text::StartRecovery`], `approval` that of the first guardian over
		/// [`salus_primitives::text::ApproveRecovery`]: without a guardian nobody occupies anything. A guardian who approves
		/// another attempt approves that no more.
		///
		/// ## Emits
		/// [`Event::RecoveryStarted`]
		///
		/// ## Errors
		/// [`Error::PatientNotFound`], [`Error::PolicyNotFound`], [`Error::AlreadyPatient`], [`Error::AlreadyStarted`],
		/// [`Error::NotGuardian`], [`Error::GuardianTwice`], [`Error::ApprovalOutdated`], [`Error::TooManyAttempts`]; the
		/// consortium's `TextExpired`, `TextTooLong` and `BadWalletSignature`.
		#[pallet::call_index(11)]
		#[pallet::weight(<T as Config>::WeightInfo::start_recovery())]
		pub fn start_recovery(
			origin: OriginFor<T>,
			patient: PatientId,
			new: NewAttempt,
			approval: GuardianApproval,
		) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_start_recovery(&patient, &new, &approval)
		}

		/// Brings a guardian's approval of the attempt for `account`, by whoever has a role on the chain; the guardian needs
		/// none.
		///
		/// With as many as the policy asks for its delay begins. One more override a veto, and then the delay begins anew.
		///
		/// ## Emits
		/// [`Event::RecoveryApproved`]
		///
		/// ## Errors
		/// [`Error::PatientNotFound`], [`Error::PolicyNotFound`], [`Error::AttemptNotFound`], [`Error::AttemptExpired`],
		/// [`Error::NotGuardian`], [`Error::AlreadyApproved`], [`Error::GuardianTwice`], [`Error::ApprovalOutdated`]; the
		/// consortium's `TextExpired`, `TextTooLong` and `BadWalletSignature`.
		#[pallet::call_index(12)]
		#[pallet::weight(<T as Config>::WeightInfo::approve_recovery())]
		pub fn approve_recovery(
			origin: OriginFor<T>,
			patient: PatientId,
			account: AccountId32,
			approval: GuardianApproval,
		) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_approve_recovery(&patient, &account, &approval)
		}

		/// Vetoes the attempt for `account`, by the account that controls the patient, once.
		///
		/// ## Emits
		/// [`Event::RecoveryVetoed`]
		///
		/// ## Errors
		/// [`Error::PatientNotFound`], [`Error::NotController`], [`Error::PolicyNotFound`], [`Error::AttemptNotFound`],
		/// [`Error::AttemptExpired`], [`Error::AlreadyVetoed`], [`Error::GuardiansOverrule`]
		#[pallet::call_index(13)]
		#[pallet::weight(<T as Config>::WeightInfo::veto_recovery())]
		pub fn veto_recovery(
			origin: OriginFor<T>,
			patient: PatientId,
			account: AccountId32,
		) -> DispatchResult {
			let signer = ensure_signed(origin)?;
			Self::do_veto_recovery(&signer, &patient, &account)
		}

		/// Overrides the veto of the attempt for `account` with the vault's `signature` over
		/// [`salus_primitives::text::OverrideVeto`], by whoever has a role on the chain. The delay begins anew.
		///
		/// ## Emits
		/// [`Event::VetoOverridden`]
		///
		/// ## Errors
		/// [`Error::PatientNotFound`], [`Error::PolicyNotFound`], [`Error::AttemptNotFound`], [`Error::AttemptExpired`],
		/// [`Error::NotVetoed`], [`Error::AlreadyOverridden`], [`Error::VaultNotFound`], [`Error::VaultCompromised`],
		/// [`Error::BadVaultSignature`]
		#[pallet::call_index(14)]
		#[pallet::weight(<T as Config>::WeightInfo::override_veto())]
		pub fn override_veto(
			origin: OriginFor<T>,
			patient: PatientId,
			account: AccountId32,
			signature: VaultSignature,
		) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_override_veto(&patient, &account, &signature)
		}

		/// Finishes the attempt for `account` once it is ready, by whoever has a role on the chain: the account controls the
		/// patient, and every other attempt ends. The account before keeps its reference and is nothing to the patient any
		/// more.
		///
		/// ## Emits
		/// [`Event::ControlRecovered`]
		///
		/// ## Errors
		/// [`Error::PatientNotFound`], [`Error::AttemptNotFound`], [`Error::AttemptExpired`], [`Error::NotReady`],
		/// [`Error::TooEarly`], [`Error::AlreadyPatient`], [`Error::TurnsExhausted`]
		#[pallet::call_index(15)]
		#[pallet::weight(<T as Config>::WeightInfo::finish_recovery())]
		pub fn finish_recovery(
			origin: OriginFor<T>,
			patient: PatientId,
			account: AccountId32,
		) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_finish_recovery(&patient, &account)
		}

		/// Confirms the recovery of a patient with the vault's `signature` over
		/// [`salus_primitives::text::ConfirmRecovery`], by the account that guardians gave control to. Setting vault keys
		/// with the signature of the vault in use does the same.
		///
		/// ## Emits
		/// [`Event::RecoveryConfirmed`]
		///
		/// ## Errors
		/// [`Error::PatientNotFound`], [`Error::NotController`], [`Error::NotRecovered`], [`Error::AlreadyConfirmed`],
		/// [`Error::VaultNotFound`], [`Error::VaultCompromised`], [`Error::BadVaultSignature`]
		#[pallet::call_index(16)]
		#[pallet::weight(<T as Config>::WeightInfo::confirm_recovery())]
		pub fn confirm_recovery(
			origin: OriginFor<T>,
			patient: PatientId,
			signature: VaultSignature,
		) -> DispatchResult {
			let account = ensure_signed(origin)?;
			Self::do_confirm_recovery(&account, &patient, &signature)
		}

		/// Admits somebody who acts for a patient, by a registrar of the organisation that enrolled it.
		///
		/// `signatures` are those of the representative's wallet and vault over
		/// [`salus_primitives::text::RepresentPatient`]. Whom the patient appoints also brings `appointment`, those of the
		/// patient's wallet and vault over [`salus_primitives::text::AppointRepresentative`]: a registrar alone puts nobody
		/// in. A guardian or an executor has none, and is admitted only while what it rests on is attested and counts.
		///
		/// ## Emits
		/// [`Event::RepresentativeAdmitted`]
		///
		/// ## Errors
		/// [`Error::PatientNotFound`], [`Error::InvalidPowers`], [`Error::RotatingWithoutReading`],
		/// [`Error::InvalidPeriod`], [`Error::NumberUsed`], [`Error::OwnRepresentative`], [`Error::AlreadyRepresentative`], [`Error::BasisDoesNotHold`],
		/// [`Error::BadVaultSignature`], [`Error::AppointmentMissing`], [`Error::UnexpectedAppointment`],
		/// [`Error::VaultNotFound`], [`Error::VaultCompromised`], [`Error::TooManyRepresentatives`],
		/// [`Error::TooManyRepresented`], [`Error::RepresentativesExhausted`]; the consortium's `TextExpired`,
		/// `TextTooLong` and `BadWalletSignature`, and those for a signer that is no registrar of an active organisation.
		#[pallet::call_index(17)]
		#[pallet::weight(<T as Config>::WeightInfo::admit_representative())]
		pub fn admit_representative(
			origin: OriginFor<T>,
			new: NewRepresentative<AccountId32>,
			signatures: BothSignatures,
			appointment: Option<BothSignatures>,
		) -> DispatchResult {
			let registrar = ensure_signed(origin)?;
			Self::do_admit_representative(&registrar, new, &signatures, appointment.as_ref())
		}

		/// Ends a representative, by the account that controls the patient, or by the representative itself; a guardian or
		/// an executor also by a registrar of the organisation that admitted it. Scopes whose newest key it holds are due for
		/// rotation from now on. What it did stays.
		///
		/// ## Emits
		/// [`Event::RepresentativeEnded`]
		///
		/// ## Errors
		/// [`Error::RepresentativeNotFound`], [`Error::NotController`], [`Error::PatientDeceased`],
		/// [`Error::RepresentativeEnded`]
		#[pallet::call_index(18)]
		#[pallet::weight(<T as Config>::WeightInfo::end_representative())]
		pub fn end_representative(origin: OriginFor<T>, representative: RepresentativeId) -> DispatchResult {
			let account = ensure_signed(origin)?;
			Self::do_end_representative(&account, representative)
		}

		/// Lets a patient pass to `account` at a moment to come, by the account that controls it: from then on that account
		/// alone does, by the clock and without any call, all representatives are out, and the vault of before counts no
		/// more. The account then sets vault keys of its own, without the vault of before, and begins new generations of all
		/// scopes.
		///
		/// `acceptance` is the new account's own word for [`salus_primitives::text::Role::HandedOver`], and `signature` that
		/// of the patient's vault over [`salus_primitives::text::ScheduleHandOver`]. Attempts to recover the patient end.
		///
		/// ## Emits
		/// [`Event::HandOverScheduled`]
		///
		/// ## Errors
		/// [`Error::PatientNotFound`], [`Error::NotController`], [`Error::PatientDeceased`], [`Error::HandOverScheduled`],
		/// [`Error::AlreadyPatient`], [`Error::InvalidHandOver`], [`Error::VaultNotFound`], [`Error::VaultCompromised`],
		/// [`Error::BadVaultSignature`], [`Error::TurnsExhausted`]; the consortium's `TextExpired`, `TextTooLong` and
		/// `BadWalletSignature`.
		#[pallet::call_index(19)]
		#[pallet::weight(<T as Config>::WeightInfo::schedule_hand_over())]
		pub fn schedule_hand_over(
			origin: OriginFor<T>,
			patient: PatientId,
			account: AccountId32,
			at: Moment,
			acceptance: Acceptance,
			signature: VaultSignature,
		) -> DispatchResult {
			let signer = ensure_signed(origin)?;
			Self::do_schedule_hand_over(&signer, &patient, &account, at, &acceptance, &signature)
		}

		/// Cancels a hand-over whose time has not come, by the account that controls the patient, with the vault's
		/// `signature` over [`salus_primitives::text::CancelHandOver`]. Attempts to recover the patient end.
		///
		/// ## Emits
		/// [`Event::HandOverCancelled`]
		///
		/// ## Errors
		/// [`Error::PatientNotFound`], [`Error::NotController`], [`Error::PatientDeceased`], [`Error::NoHandOver`],
		/// [`Error::HandOverDue`], [`Error::VaultNotFound`], [`Error::VaultCompromised`], [`Error::BadVaultSignature`],
		/// [`Error::TurnsExhausted`]
		#[pallet::call_index(20)]
		#[pallet::weight(<T as Config>::WeightInfo::cancel_hand_over())]
		pub fn cancel_hand_over(
			origin: OriginFor<T>,
			patient: PatientId,
			signature: VaultSignature,
		) -> DispatchResult {
			let account = ensure_signed(origin)?;
			Self::do_cancel_hand_over(&account, &patient, &signature)
		}

		/// Attests that a patient cannot decide, or has died, by a registrar of the organisation that enrolled it. It counts
		/// after seven days, by the clock, unless the patient contests it before.
		///
		/// A patient who cannot decide keeps its account's control; of one who has died nobody has it.
		///
		/// ## Emits
		/// [`Event::StateAttested`]
		///
		/// ## Errors
		/// [`Error::PatientNotFound`], [`Error::NotAttestable`], [`Error::AlreadyAttested`], [`Error::PatientDeceased`],
		/// [`Error::ContestedRecently`]; those of the consortium for a signer that is no registrar of an active
		/// organisation.
		#[pallet::call_index(21)]
		#[pallet::weight(<T as Config>::WeightInfo::attest_state())]
		pub fn attest_state(origin: OriginFor<T>, patient: PatientId, state: PatientState) -> DispatchResult {
			let registrar = ensure_signed(origin)?;
			Self::do_attest_state(&registrar, &patient, state)
		}

		/// Contests what was attested of a patient and does not count yet, by the account that controls it; no vault is
		/// needed. Nothing is attested again for 30 days.
		///
		/// ## Emits
		/// [`Event::AttestationContested`]
		///
		/// ## Errors
		/// [`Error::PatientNotFound`], [`Error::NotController`], [`Error::PatientDeceased`], [`Error::NothingAttested`]
		#[pallet::call_index(22)]
		#[pallet::weight(<T as Config>::WeightInfo::contest_attestation())]
		pub fn contest_attestation(origin: OriginFor<T>, patient: PatientId) -> DispatchResult {
			let account = ensure_signed(origin)?;
			Self::do_contest_attestation(&account, &patient)
		}

		/// Takes back what was attested of a patient, by a registrar of the organisation that enrolled it: what does not
		/// count yet, or else what does.
		///
		/// ## Emits
		/// [`Event::StateLifted`]
		///
		/// ## Errors
		/// [`Error::PatientNotFound`], [`Error::NothingAttested`]; those of the consortium for a signer that is no registrar
		/// of an active organisation.
		#[pallet::call_index(23)]
		#[pallet::weight(<T as Config>::WeightInfo::lift_state())]
		pub fn lift_state(origin: OriginFor<T>, patient: PatientId) -> DispatchResult {
			let registrar = ensure_signed(origin)?;
			Self::do_lift_state(&registrar, &patient)
		}

		/// Links two patients that are one person, by the account that controls `patient`; `into` goes on in its stead. Both
		/// keep their accounts, records, consents and keys; whoever reads of one is told of the other.
		///
		/// `signature` is that of the wallet that controls `into` over [`salus_primitives::text::MergePatients`].
		///
		/// ## Emits
		/// [`Event::PatientsMerged`]
		///
		/// ## Errors
		/// [`Error::PatientNotFound`], [`Error::NotController`], [`Error::PatientDeceased`], [`Error::MergeCircular`],
		/// [`Error::AlreadyMerged`], [`Error::MergedElsewhere`], [`Error::TooManyMerged`]; the consortium's `TextExpired`,
		/// `TextTooLong` and `BadWalletSignature`.
		#[pallet::call_index(24)]
		#[pallet::weight(<T as Config>::WeightInfo::merge())]
		pub fn merge(
			origin: OriginFor<T>,
			patient: PatientId,
			into: PatientId,
			expires_at: Moment,
			signature: MultiSignature,
		) -> DispatchResult {
			let account = ensure_signed(origin)?;
			Self::do_merge(&account, &patient, &into, expires_at, &signature)
		}

		/// Makes the organisation a patient's home in place of one that was expelled, by a registrar of it. It may add
		/// records to the patient's inbox from now on, nothing else; records, consents and keys stay where they are.
		///
		/// `account` decides for the patient: it is the patient's account, whatever the expelled organisation attested, or
		/// that of a representative with the power to grant. `signature` is that of its wallet over
		/// [`salus_primitives::text::ChooseHome`].
		///
		/// ## Emits
		/// [`Event::PatientRehomed`]; consent's event for a new consent
		///
		/// ## Errors
		/// [`Error::PatientNotFound`], [`Error::NotRehomeDue`], [`Error::NotController`],
		/// [`Error::RepresentativeNotInStanding`], [`Error::PowerMissing`]; the consortium's `TextExpired`, `TextTooLong` and
		/// `BadWalletSignature`, and those for a signer that is no registrar of an active organisation; consent's for one
		/// more consent, and for a representative whom the patient excludes.
		#[pallet::call_index(25)]
		#[pallet::weight(<T as Config>::WeightInfo::rehome())]
		pub fn rehome(
			origin: OriginFor<T>,
			patient: PatientId,
			organisation: OrganisationId,
			account: AccountId32,
			expires_at: Moment,
			signature: MultiSignature,
		) -> DispatchResult {
			let registrar = ensure_signed(origin)?;
			Self::do_rehome(&registrar, &patient, organisation, &account, expires_at, &signature)
		}
	}
}
