//! Runtime APIs of Salus: read-only, paged and bounded. An error is an error, never `false`.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

use codec::Codec;
use salus_primitives::{
	access::Decision,
	consent::{Consent, Item},
	consortium::{Home, Motion, Offender, Organisation, Parameters, ValidatorSeat},
	dispute::DisputedRecord,
	equivocation::{Equivocation, ReportOutcome},
	ids::{
		ConsentIndex, OrganisationId, PatientId, PractitionerId, RecordIndex, RepresentativeId, RequestIndex,
		ScopeNumber, SigningKey,
	},
	network::NodeList,
	people::{Party, Patient, Practitioner, Vault, VaultOwner},
	records::{ErasureProposal, Record},
	recovery::RecoveryView,
	representation::{PatientSituation, Representative, RepresentativeView},
	time::Moment,
	validators::ValidatorState,
	view::{
		AccessQuery, ConsentView, DisputeView, EpochKey, Explanation, Holder, Page, QueryError, RequestView,
		Roles, ScopeView,
	},
};

sp_api::decl_runtime_apis! {
	/// What wallets, agents and the SDK read. Pages have at most `limit` items, and never more than
	/// [`salus_primitives::limits::MAX_PAGE`].
	pub trait SalusApi<AccountId>
	where
		AccountId: Codec,
	{
		/// The chain's clock: milliseconds since the Unix epoch.
		fn now() -> Moment;
		/// What the account is to the chain.
		fn roles(account: AccountId) -> Roles;
		/// A patient.
		fn patient(patient: PatientId) -> Option<Patient<AccountId>>;
		/// A practitioner.
		fn practitioner(practitioner: PractitionerId) -> Option<Practitioner<AccountId>>;
		/// How a patient can be recovered, what runs and what became of it.
		fn recovery(patient: PatientId) -> Result<RecoveryView<AccountId>, QueryError>;
		/// How a patient stands now, and what is to come.
		fn situation(patient: PatientId) -> Result<PatientSituation<AccountId>, QueryError>;
		/// A representative, ended or not.
		fn representative(representative: RepresentativeId) -> Option<Representative<AccountId>>;
		/// A patient's representatives that were not ended.
		fn representatives(patient: PatientId) -> Result<alloc::vec::Vec<(RepresentativeId, RepresentativeView<AccountId>)>, QueryError>;
		/// As what an account represents patients, and was not ended.
		fn representations(account: AccountId) -> alloc::vec::Vec<(RepresentativeId, RepresentativeView<AccountId>)>;
		/// The public side of a vault.
		fn vault(owner: VaultOwner) -> Option<Vault>;
		/// The signing key that the vault had at `at`.
		fn signing_key(owner: VaultOwner, at: Moment) -> Option<SigningKey>;
		/// The generation that the vault's next keys will be; none if there can be no more.
		fn next_vault_generation(owner: VaultOwner) -> Option<u16>;
		/// An organisation.
		fn organisation(organisation: OrganisationId) -> Option<Organisation<AccountId>>;
		/// Organisations from `start` on.
		fn organisations(start: OrganisationId, limit: u32) -> Page<OrganisationId, Organisation<AccountId>>;
		/// Validators and who runs them.
		fn validators() -> alloc::vec::Vec<ValidatorSeat<AccountId>>;
		/// Records of a patient from `start` on.
		fn records(patient: PatientId, start: RecordIndex, limit: u32) -> Result<Page<RecordIndex, Record>, QueryError>;
		/// One record.
		fn record(patient: PatientId, index: RecordIndex) -> Result<Record, QueryError>;
		/// Proposals to erase records that await the patient, by record.
		fn erasure_proposals(patient: PatientId) -> Result<alloc::vec::Vec<(RecordIndex, ErasureProposal)>, QueryError>;
		/// Disputes of the patient's records from `start` on; pages as `records` does.
		fn disputes(patient: PatientId, start: RecordIndex, limit: u32) -> Result<Page<RecordIndex, DisputeView>, QueryError>;
		/// The newest dispute of a record; none if it was never disputed.
		fn dispute(patient: PatientId, index: RecordIndex) -> Result<Option<DisputeView>, QueryError>;
		/// Disputes that await an answer of the organisation, from `start` on.
		fn disputes_of(organisation: OrganisationId, start: Option<DisputedRecord>, limit: u32) -> Result<Page<DisputedRecord, DisputeView>, QueryError>;
		/// Scopes of a patient from `start` on.
		fn scopes(patient: PatientId, start: ScopeNumber, limit: u32) -> Result<Page<ScopeNumber, ScopeView>, QueryError>;
		/// The public keys of a scope, oldest version first, skipping `skip`.
		fn epoch_keys(patient: PatientId, scope: ScopeNumber, skip: u32, limit: u32) -> Result<alloc::vec::Vec<EpochKey>, QueryError>;
		/// Who holds a key of the item.
		fn holders(patient: PatientId, item: Item) -> Result<alloc::vec::Vec<Holder>, QueryError>;
		/// Consents of a patient from `start` on.
		fn consents(patient: PatientId, start: ConsentIndex, limit: u32) -> Result<Page<ConsentIndex, ConsentView>, QueryError>;
		/// One consent.
		fn consent(patient: PatientId, index: ConsentIndex) -> Result<Option<Consent>, QueryError>;
		/// Requests for access to a patient from `start` on: the open ones, and the newest of the others.
		fn requests(patient: PatientId, start: RequestIndex, limit: u32) -> Result<Page<RequestIndex, RequestView>, QueryError>;
		/// Patients who gave the party a consent that has not stopped, from `start` on, with the number of them.
		fn patients_of(party: Party, start: Option<PatientId>, limit: u32) -> Page<PatientId, u32>;
		/// The access decision. An account is allowed if one of its actors is.
		fn check_access(patient: PatientId, query: AccessQuery<AccountId>) -> Result<Decision, QueryError>;
		/// The access decision with everything it looked at, for each actor of the asker.
		fn explain_access(patient: PatientId, query: AccessQuery<AccountId>) -> Result<alloc::vec::Vec<Explanation>, QueryError>;
		/// The motions that the council votes on, oldest first: at most [`salus_primitives::limits::MaxMotions`].
		fn motions() -> alloc::vec::Vec<Motion<AccountId>>;
		/// The network's parameters.
		fn parameters() -> Parameters;
		/// How validators stand, from place `start` on: those with a seat, then those who are in a set still.
		fn validator_states(start: u32, limit: u32) -> Page<u32, ValidatorState<AccountId>>;
		/// Where a patient is at home, and whether it is to choose another home.
		fn home(patient: PatientId) -> Result<Home, QueryError>;
		/// The consortium's nodes, by number: who may connect to them, and where each is on the overlay. At most
		/// [`salus_primitives::limits::MaxNodesPerOrganisation`] of each organisation.
		fn network_nodes() -> NodeList;
		/// Validators that offended, in the order in which the chain was told.
		fn offenders() -> alloc::vec::Vec<Offender<AccountId>>;
	}

	/// What nodes need to report two blocks of one slot.
	pub trait EquivocationApi {
		/// Whose Aura key it is in the session that runs after this block, encoded for a report; none if nobody's.
		fn key_owner(key: sp_core::sr25519::Public) -> Option<alloc::vec::Vec<u8>>;
		/// Hands a report to the node's own pool, if it holds.
		fn submit_report(report: Equivocation<Block::Header>, owner: alloc::vec::Vec<u8>) -> ReportOutcome;
	}
}
