//! The namespace `salus_`: read-only, paged and bounded. An error is an error, never `false`.
//!
//! `docs/openrpc.json` documents the same methods for developers.

use crate::{metrics::AccessChecks, service::Client};
use jsonrpsee::{
	core::RpcResult,
	proc_macros::rpc,
	types::{ErrorObject, ErrorObjectOwned},
};
use salus_primitives::{
	access::Decision,
	consortium::{Home, Motion, Offender, Organisation, Parameters, ValidatorSeat},
	dispute::DisputedRecord,
	ids::{
		ConsentIndex, OrganisationId, PatientId, PractitionerId, RecordIndex, RepresentativeId, RequestIndex,
		ScopeNumber,
	},
	limits::MAX_PAGE,
	network::NetworkNode,
	people::{Patient, Practitioner, Vault, VaultOwner},
	records::ErasureProposal,
	recovery::{Recovery, RecoveryView},
	representation::{PatientSituation, RepresentativeView},
	time::Moment,
	validators::ValidatorState,
	view::{
		AccessQuery, ConsentView, DisputeView, Explanation, Page, QueryError, RecordView, RequestView,
		ScopeView,
	},
};
use salus_runtime::{opaque::Block, AccountId, Hash};
use salus_runtime_api::SalusApi;
use sc_client_api::StorageProvider;
use serde::Serialize;
use sp_api::{ApiRef, ProvideRuntimeApi};
use sp_blockchain::HeaderBackend;
use std::{collections::BTreeMap, sync::Arc};

/// Codes of the errors, beyond JSON-RPC's own.
pub mod code {
	/// What was asked about is not there; the message says what.
	pub const NOT_FOUND: i32 = 9001;
	/// The question is about a moment in the future.
	pub const IN_THE_FUTURE: i32 = 9002;
	/// This node has no such block.
	pub const UNKNOWN_BLOCK: i32 = 9003;
	/// This node has pruned the block's state; ask a history node.
	pub const STATE_PRUNED: i32 = 9004;
	/// The runtime could not be asked.
	pub const RUNTIME: i32 = 9005;
}

/// A block by number and hash.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct BlockRef {
	/// Its number.
	pub number: u32,
	/// Its hash.
	pub hash: Hash,
}

/// How the chain stands, as this node sees it.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ChainStatus {
	/// Hash of block 0; names the chain in signed texts.
	pub genesis: Hash,
	/// Name of the runtime.
	pub spec_name: String,
	/// Version of the runtime at the best block.
	pub spec_version: u32,
	/// The best block.
	pub best: BlockRef,
	/// The finalised block.
	pub finalised: BlockRef,
	/// The chain's clock at the best block: milliseconds since the Unix epoch.
	pub now: Moment,
	/// Who may run a validator, and for whom; `salus_validators` tells who does.
	pub validators: Vec<ValidatorSeat<AccountId>>,
}

/// A patient with the public side of its vault.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PatientStatus {
	/// The patient.
	#[serde(flatten)]
	pub patient: Patient<AccountId>,
	/// Its vault.
	pub vault: Option<Vault>,
	/// The recovery by which guardians gave control to its account; as long as it is not confirmed, the vault may be one
	/// that nobody has.
	pub recovered: Option<Recovery<AccountId>>,
	/// How it stands now, and what is to come.
	pub situation: PatientSituation<AccountId>,
	/// Where it is at home, and whether it is to choose another home.
	pub home: Home,
}

/// A practitioner with the public side of its vault.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PractitionerStatus {
	/// The practitioner.
	#[serde(flatten)]
	pub practitioner: Practitioner<AccountId>,
	/// Its vault.
	pub vault: Option<Vault>,
}

/// The methods. `at` is the hash of a block, by default the best one; a page starts at `start` (default 0) and has at
/// most `limit` items (default and most: 256).
#[rpc(server, namespace = "salus")]
pub trait SalusRpc {
	/// A patient.
	#[method(name = "patient")]
	fn patient(&self, patient: PatientId, at: Option<Hash>) -> RpcResult<PatientStatus>;

	/// How a patient can be recovered, what runs and what became of it.
	#[method(name = "recovery")]
	fn recovery(&self, patient: PatientId, at: Option<Hash>) -> RpcResult<RecoveryView<AccountId>>;

	/// A page of a patient's records.
	#[method(name = "records")]
	fn records(
		&self,
		patient: PatientId,
		start: Option<RecordIndex>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<Page<RecordIndex, RecordView>>;

	/// One record.
	#[method(name = "record")]
	fn record(&self, patient: PatientId, index: RecordIndex, at: Option<Hash>) -> RpcResult<RecordView>;

	/// A page of the disputes of a patient's records.
	#[method(name = "disputes")]
	fn disputes(
		&self,
		patient: PatientId,
		start: Option<RecordIndex>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<Page<RecordIndex, DisputeView>>;

	/// A patient's representatives that were not ended.
	#[method(name = "representatives")]
	fn representatives(
		&self,
		patient: PatientId,
		at: Option<Hash>,
	) -> RpcResult<Vec<(RepresentativeId, RepresentativeView<AccountId>)>>;

	/// A page of the disputes that await an answer of an organisation.
	#[method(name = "organisationDisputes")]
	fn organisation_disputes(
		&self,
		organisation: OrganisationId,
		start: Option<DisputedRecord>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<Page<DisputedRecord, DisputeView>>;

	/// Proposals to erase records that await the patient, by record.
	#[method(name = "erasureProposals")]
	fn erasure_proposals(
		&self,
		patient: PatientId,
		at: Option<Hash>,
	) -> RpcResult<Vec<(RecordIndex, ErasureProposal)>>;

	/// A page of a patient's scopes.
	#[method(name = "scopes")]
	fn scopes(
		&self,
		patient: PatientId,
		start: Option<ScopeNumber>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<Page<ScopeNumber, ScopeView>>;

	/// A page of a patient's consents.
	#[method(name = "consents")]
	fn consents(
		&self,
		patient: PatientId,
		start: Option<ConsentIndex>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<Page<ConsentIndex, ConsentView>>;

	/// A page of the requests for access to a patient.
	#[method(name = "requests")]
	fn requests(
		&self,
		patient: PatientId,
		start: Option<RequestIndex>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<Page<RequestIndex, RequestView>>;

	/// The access decision.
	#[method(name = "checkAccess")]
	fn check_access(
		&self,
		patient: PatientId,
		query: AccessQuery<AccountId>,
		at: Option<Hash>,
	) -> RpcResult<Decision>;

	/// The access decision with everything it looked at, for each party the asker may act as.
	#[method(name = "explainAccess")]
	fn explain_access(
		&self,
		patient: PatientId,
		query: AccessQuery<AccountId>,
		at: Option<Hash>,
	) -> RpcResult<Vec<Explanation>>;

	/// A practitioner.
	#[method(name = "practitioner")]
	fn practitioner(&self, practitioner: PractitionerId, at: Option<Hash>) -> RpcResult<PractitionerStatus>;

	/// A page of the member organisations.
	#[method(name = "organisations")]
	fn organisations(
		&self,
		start: Option<OrganisationId>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<Page<OrganisationId, Organisation<AccountId>>>;

	/// The motions that the council votes on, oldest first: at most 64.
	#[method(name = "motions")]
	fn motions(&self, at: Option<Hash>) -> RpcResult<Vec<Motion<AccountId>>>;

	/// The network's parameters.
	#[method(name = "parameters")]
	fn parameters(&self, at: Option<Hash>) -> RpcResult<Parameters>;

	/// A page of the validators: those with a seat in the order of the seats, then those who are in a set still.
	#[method(name = "validators")]
	fn validators(
		&self,
		start: Option<u32>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<Page<u32, ValidatorState<AccountId>>>;

	/// The consortium's nodes, by number: who may connect to them, and where each is on the overlay.
	#[method(name = "nodes")]
	fn nodes(&self, at: Option<Hash>) -> RpcResult<Vec<NetworkNode>>;

	/// The validators that offended, in the order in which the chain was told: at most 128.
	#[method(name = "offences")]
	fn offences(&self, at: Option<Hash>) -> RpcResult<Vec<Offender<AccountId>>>;

	/// How the chain stands.
	#[method(name = "chainStatus")]
	fn chain_status(&self) -> RpcResult<ChainStatus>;
}

/// Answers from a client's chain.
pub struct Salus {
	client: Arc<Client>,
	checks: AccessChecks,
}

type Api<'a> = ApiRef<'a, <Client as ProvideRuntimeApi<Block>>::Api>;

impl Salus {
	/// Answers from `client`, and counts access checks with `checks`.
	pub fn new(client: Arc<Client>, checks: AccessChecks) -> Self {
		Self { client, checks }
	}

	/// Asks the runtime at a block whose state is there.
	fn ask<R>(
		&self,
		at: Option<Hash>,
		question: impl FnOnce(Api<'_>, Hash) -> Result<R, sp_api::ApiError>,
	) -> RpcResult<R> {
		let at = at.unwrap_or_else(|| self.client.info().best_hash);
		match self.client.header(at) {
			Ok(Some(_)) => {}
			Ok(None) => return Err(error(code::UNKNOWN_BLOCK, "this node has no such block", None)),
			Err(why) => {
				return Err(error(code::RUNTIME, "the database could not be read", Some(why.to_string())))
			}
		}
		let code_key = sp_core::storage::StorageKey(sp_core::storage::well_known_keys::CODE.to_vec());
		if self.client.storage_hash(at, &code_key).is_err() {
			let message = "this node has pruned the state of that block; ask a history node";
			return Err(error(code::STATE_PRUNED, message, None));
		}
		question(self.client.runtime_api(), at)
			.map_err(|why| error(code::RUNTIME, "the runtime could not be asked", Some(why.to_string())))
	}
}

fn error(code: i32, message: &str, data: Option<String>) -> ErrorObjectOwned {
	ErrorObject::owned(code, message, data)
}

fn not_found(what: &str) -> ErrorObjectOwned {
	error(code::NOT_FOUND, &format!("there is no such {what}"), None)
}

fn refused(why: QueryError) -> ErrorObjectOwned {
	match why {
		QueryError::PatientNotFound => not_found("patient"),
		QueryError::RecordNotFound => not_found("record"),
		QueryError::ScopeNotFound => not_found("scope"),
		QueryError::PractitionerNotFound => not_found("practitioner"),
		QueryError::OrganisationNotFound => not_found("organisation"),
		QueryError::InTheFuture => {
			error(code::IN_THE_FUTURE, "the moment asked about lies in the future", None)
		}
	}
}

impl SalusRpcServer for Salus {
	fn patient(&self, patient: PatientId, at: Option<Hash>) -> RpcResult<PatientStatus> {
		let (found, vault, recovery, situation, home) = self.ask(at, |api, at| {
			Ok((
				api.patient(at, patient)?,
				api.vault(at, VaultOwner::Patient(patient))?,
				api.recovery(at, patient)?,
				api.situation(at, patient)?,
				api.home(at, patient)?,
			))
		})?;
		let patient = found.ok_or_else(|| not_found("patient"))?;
		let recovered = recovery.map_err(refused)?.recovered;
		let (situation, home) = (situation.map_err(refused)?, home.map_err(refused)?);
		Ok(PatientStatus { patient, vault, recovered, situation, home })
	}

	fn recovery(&self, patient: PatientId, at: Option<Hash>) -> RpcResult<RecoveryView<AccountId>> {
		self.ask(at, |api, at| api.recovery(at, patient))?.map_err(refused)
	}

	fn representatives(
		&self,
		patient: PatientId,
		at: Option<Hash>,
	) -> RpcResult<Vec<(RepresentativeId, RepresentativeView<AccountId>)>> {
		self.ask(at, |api, at| api.representatives(at, patient))?.map_err(refused)
	}

	fn records(
		&self,
		patient: PatientId,
		start: Option<RecordIndex>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<Page<RecordIndex, RecordView>> {
		let (start, limit) = (start.unwrap_or(0), limit.unwrap_or(MAX_PAGE));
		let (records, disputes) = self.ask(at, |api, at| {
			Ok((api.records(at, patient, start, limit)?, api.disputes(at, patient, start, limit)?))
		})?;
		let (Page { items, next }, disputes) = (records.map_err(refused)?, disputes.map_err(refused)?);
		let mut disputes: BTreeMap<_, _> = disputes.items.into_iter().collect();
		let items = items
			.into_iter()
			.map(|(index, record)| (index, RecordView { record, dispute: disputes.remove(&index) }))
			.collect();
		Ok(Page { items, next })
	}

	fn record(&self, patient: PatientId, index: RecordIndex, at: Option<Hash>) -> RpcResult<RecordView> {
		let (record, dispute) =
			self.ask(at, |api, at| Ok((api.record(at, patient, index)?, api.dispute(at, patient, index)?)))?;
		Ok(RecordView { record: record.map_err(refused)?, dispute: dispute.map_err(refused)? })
	}

	fn disputes(
		&self,
		patient: PatientId,
		start: Option<RecordIndex>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<Page<RecordIndex, DisputeView>> {
		self.ask(at, |api, at| api.disputes(at, patient, start.unwrap_or(0), limit.unwrap_or(MAX_PAGE)))?
			.map_err(refused)
	}

	fn organisation_disputes(
		&self,
		organisation: OrganisationId,
		start: Option<DisputedRecord>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<Page<DisputedRecord, DisputeView>> {
		self.ask(at, |api, at| api.disputes_of(at, organisation, start, limit.unwrap_or(MAX_PAGE)))?
			.map_err(refused)
	}

	fn erasure_proposals(
		&self,
		patient: PatientId,
		at: Option<Hash>,
	) -> RpcResult<Vec<(RecordIndex, ErasureProposal)>> {
		self.ask(at, |api, at| api.erasure_proposals(at, patient))?.map_err(refused)
	}

	fn scopes(
		&self,
		patient: PatientId,
		start: Option<ScopeNumber>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<Page<ScopeNumber, ScopeView>> {
		self.ask(at, |api, at| api.scopes(at, patient, start.unwrap_or(0), limit.unwrap_or(MAX_PAGE)))?
			.map_err(refused)
	}

	fn consents(
		&self,
		patient: PatientId,
		start: Option<ConsentIndex>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<Page<ConsentIndex, ConsentView>> {
		self.ask(at, |api, at| api.consents(at, patient, start.unwrap_or(0), limit.unwrap_or(MAX_PAGE)))?
			.map_err(refused)
	}

	fn requests(
		&self,
		patient: PatientId,
		start: Option<RequestIndex>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<Page<RequestIndex, RequestView>> {
		self.ask(at, |api, at| api.requests(at, patient, start.unwrap_or(0), limit.unwrap_or(MAX_PAGE)))?
			.map_err(refused)
	}

	fn check_access(
		&self,
		patient: PatientId,
		query: AccessQuery<AccountId>,
		at: Option<Hash>,
	) -> RpcResult<Decision> {
		self.checks.time("checkAccess", Decision::is_allowed, || {
			self.ask(at, |api, at| api.check_access(at, patient, query))?.map_err(refused)
		})
	}

	fn explain_access(
		&self,
		patient: PatientId,
		query: AccessQuery<AccountId>,
		at: Option<Hash>,
	) -> RpcResult<Vec<Explanation>> {
		let is_allowed = |answers: &Vec<Explanation>| answers.iter().any(|one| one.decision.is_allowed());
		self.checks.time("explainAccess", is_allowed, || {
			self.ask(at, |api, at| api.explain_access(at, patient, query))?.map_err(refused)
		})
	}

	fn practitioner(&self, practitioner: PractitionerId, at: Option<Hash>) -> RpcResult<PractitionerStatus> {
		let (found, vault) = self.ask(at, |api, at| {
			Ok((api.practitioner(at, practitioner)?, api.vault(at, VaultOwner::Practitioner(practitioner))?))
		})?;
		found
			.map(|practitioner| PractitionerStatus { practitioner, vault })
			.ok_or_else(|| not_found("practitioner"))
	}

	fn organisations(
		&self,
		start: Option<OrganisationId>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<Page<OrganisationId, Organisation<AccountId>>> {
		self.ask(at, |api, at| api.organisations(at, start.unwrap_or(0), limit.unwrap_or(MAX_PAGE)))
	}

	fn motions(&self, at: Option<Hash>) -> RpcResult<Vec<Motion<AccountId>>> {
		self.ask(at, |api, at| api.motions(at))
	}

	fn parameters(&self, at: Option<Hash>) -> RpcResult<Parameters> {
		self.ask(at, |api, at| api.parameters(at))
	}

	fn validators(
		&self,
		start: Option<u32>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<Page<u32, ValidatorState<AccountId>>> {
		self.ask(at, |api, at| api.validator_states(at, start.unwrap_or(0), limit.unwrap_or(MAX_PAGE)))
	}

	fn nodes(&self, at: Option<Hash>) -> RpcResult<Vec<NetworkNode>> {
		let list = self.ask(at, |api, at| api.network_nodes(at))?;
		Ok(list.placed(&self.client.info().genesis_hash.0))
	}

	fn offences(&self, at: Option<Hash>) -> RpcResult<Vec<Offender<AccountId>>> {
		self.ask(at, |api, at| api.offenders(at))
	}

	fn chain_status(&self) -> RpcResult<ChainStatus> {
		use sp_api::Core;
		let info = self.client.info();
		let (version, now, validators) = self
			.ask(Some(info.best_hash), |api, at| Ok((api.version(at)?, api.now(at)?, api.validators(at)?)))?;
		Ok(ChainStatus {
			genesis: info.genesis_hash,
			spec_name: version.spec_name.into_owned(),
			spec_version: version.spec_version,
			best: BlockRef { number: info.best_number, hash: info.best_hash },
			finalised: BlockRef { number: info.finalized_number, hash: info.finalized_hash },
			now,
			validators,
		})
	}
}
