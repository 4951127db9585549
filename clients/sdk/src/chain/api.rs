//! A typed read for each method of the runtime API, and the lists to their ends.
//!
//! Every read fails with an error of kind network if the node does not answer, and of kind chain if its
//! runtime is not the one this library knows. Reads about a patient who is not there fail with kind not
//! found.

use super::{At, Chain};
use crate::{AccountId, Result};
use codec::{DecodeAll, Encode};
use salus_primitives::{
	access::{Action, Decision},
	consent::{Consent, Item},
	consortium::{Home, Motion, Offender, Organisation, Parameters, ValidatorSeat},
	dispute::DisputedRecord,
	ids::{
		ConsentIndex, OrganisationId, PatientId, PractitionerId, RecordIndex, RepresentativeId, RequestIndex,
		ScopeNumber, SigningKey,
	},
	limits::MAX_PAGE,
	network::{NetworkNode, NodeList},
	people::{Party, Patient, Practitioner, Vault, VaultOwner},
	purpose::Purpose,
	records::{ErasureProposal, Record},
	recovery::RecoveryView,
	representation::{PatientSituation, Representative, RepresentativeView},
	time::Moment,
	validators::ValidatorState,
	view::{
		Asker, ConsentView, DisputeView, EpochKey, Explanation, Holder, Page, QueryError, RequestView, Roles,
		ScopeView,
	},
};

impl Chain {
	/// A read whose answer may be a [`QueryError`].
	async fn try_query<R: DecodeAll>(&self, method: &str, args: impl Encode + Send, at: At) -> Result<R>
	where
		Result<R, QueryError>: DecodeAll,
	{
		Ok(self.query::<Result<R, QueryError>>(method, args, at).await??)
	}

	/// The chain's clock: milliseconds since the Unix epoch.
	///
	/// # Errors
	/// As said in the module's documentation.
	pub async fn now(&self, at: At) -> Result<Moment> {
		self.query("now", (), at).await
	}

	/// What the account is to the chain.
	///
	/// # Errors
	/// As said in the module's documentation.
	pub async fn roles(&self, account: &AccountId, at: At) -> Result<Roles> {
		self.query("roles", (account,), at).await
	}

	/// A patient.
	///
	/// # Errors
	/// As said in the module's documentation.
	pub async fn patient(&self, patient: &PatientId, at: At) -> Result<Option<Patient<AccountId>>> {
		self.query("patient", (patient,), at).await
	}

	/// How a patient can be recovered, what runs and what became of it.
	///
	/// # Errors
	/// As said in the module's documentation.
	pub async fn recovery(&self, patient: &PatientId, at: At) -> Result<RecoveryView<AccountId>> {
		self.try_query("recovery", (patient,), at).await
	}

	/// A practitioner.
	///
	/// # Errors
	/// As said in the module's documentation.
	pub async fn practitioner(
		&self,
		practitioner: PractitionerId,
		at: At,
	) -> Result<Option<Practitioner<AccountId>>> {
		self.query("practitioner", (practitioner,), at).await
	}

	/// The public side of a vault.
	///
	/// # Errors
	/// As said in the module's documentation.
	pub async fn vault(&self, owner: &VaultOwner, at: At) -> Result<Option<Vault>> {
		self.query("vault", (owner,), at).await
	}

	/// The signing key that the vault had at `moment`; none before its first, and before the oldest on record.
	///
	/// # Errors
	/// As said in the module's documentation.
	pub async fn signing_key(
		&self,
		owner: &VaultOwner,
		moment: Moment,
		at: At,
	) -> Result<Option<SigningKey>> {
		self.query("signing_key", (owner, moment), at).await
	}

	/// The motions that the council votes on, oldest first.
	///
	/// # Errors
	/// As said in the module's documentation.
	pub async fn motions(&self, at: At) -> Result<Vec<Motion<AccountId>>> {
		self.query("motions", (), at).await
	}

	/// The network's parameters.
	///
	/// # Errors
	/// As said in the module's documentation.
	pub async fn parameters(&self, at: At) -> Result<Parameters> {
		self.query("parameters", (), at).await
	}

	/// A page of the validators, from place `start` on: those with a seat, then those who are in a set still.
	///
	/// # Errors
	/// As said in the module's documentation.
	pub async fn validator_states(
		&self,
		start: u32,
		limit: u32,
		at: At,
	) -> Result<Page<u32, ValidatorState<AccountId>>> {
		self.query("validator_states", (start, limit), at).await
	}

	/// The consortium's nodes, by number.
	///
	/// # Errors
	/// As said in the module's documentation.
	pub async fn network_nodes(&self, at: At) -> Result<Vec<NetworkNode>> {
		let list: NodeList = self.query("network_nodes", (), at).await?;
		Ok(list.placed(&self.genesis()))
	}

	/// The validators that offended, in the order in which the chain was told.
	///
	/// # Errors
	/// As said in the module's documentation.
	pub async fn offenders(&self, at: At) -> Result<Vec<Offender<AccountId>>> {
		self.query("offenders", (), at).await
	}

	/// Where a patient is at home, and whether it is to choose another home.
	///
	/// # Errors
	/// As said in the module's documentation.
	pub async fn home(&self, patient: &PatientId, at: At) -> Result<Home> {
		self.try_query("home", (patient,), at).await
	}

	/// How a patient stands now, and what is to come.
	///
	/// # Errors
	/// As said in the module's documentation.
	pub async fn situation(&self, patient: &PatientId, at: At) -> Result<PatientSituation<AccountId>> {
		self.try_query("situation", (patient,), at).await
	}

	/// A representative, ended or not.
	///
	/// # Errors
	/// As said in the module's documentation.
	pub async fn representative(
		&self,
		representative: RepresentativeId,
		at: At,
	) -> Result<Option<Representative<AccountId>>> {
		self.query("representative", (representative,), at).await
	}

	/// A patient's representatives that were not ended.
	///
	/// # Errors
	/// As said in the module's documentation.
	pub async fn representatives(
		&self,
		patient: &PatientId,
		at: At,
	) -> Result<Vec<(RepresentativeId, RepresentativeView<AccountId>)>> {
		self.try_query("representatives", (patient,), at).await
	}

	/// As what an account represents patients, and was not ended.
	///
	/// # Errors
	/// As said in the module's documentation.
	pub async fn representations(
		&self,
		account: &AccountId,
		at: At,
	) -> Result<Vec<(RepresentativeId, RepresentativeView<AccountId>)>> {
		self.query("representations", (account,), at).await
	}

	/// An organisation.
	///
	/// # Errors
	/// As said in the module's documentation.
	pub async fn organisation(
		&self,
		organisation: OrganisationId,
		at: At,
	) -> Result<Option<Organisation<AccountId>>> {
		self.query("organisation", (organisation,), at).await
	}

	/// Organisations from `start` on.
	///
	/// # Errors
	/// As said in the module's documentation.
	pub async fn organisations(
		&self,
		start: OrganisationId,
		limit: u32,
		at: At,
	) -> Result<Page<OrganisationId, Organisation<AccountId>>> {
		self.query("organisations", (start, limit), at).await
	}

	/// Validators and who runs them.
	///
	/// # Errors
	/// As said in the module's documentation.
	pub async fn validators(&self, at: At) -> Result<Vec<ValidatorSeat<AccountId>>> {
		self.query("validators", (), at).await
	}

	/// Records of a patient from `start` on.
	///
	/// # Errors
	/// As said in the module's documentation.
	pub async fn records(
		&self,
		patient: &PatientId,
		start: RecordIndex,
		limit: u32,
		at: At,
	) -> Result<Page<RecordIndex, Record>> {
		self.try_query("records", (patient, start, limit), at).await
	}

	/// One record.
	///
	/// # Errors
	/// As said in the module's documentation.
	pub async fn record(&self, patient: &PatientId, index: RecordIndex, at: At) -> Result<Record> {
		self.try_query("record", (patient, index), at).await
	}

	/// Records of a patient that their authors want erased.
	///
	/// # Errors
	/// As said in the module's documentation.
	pub async fn erasure_proposals(
		&self,
		patient: &PatientId,
		at: At,
	) -> Result<Vec<(RecordIndex, ErasureProposal)>> {
		self.try_query("erasure_proposals", (patient,), at).await
	}

	/// Disputes of a patient's records from `start` on; pages as [`Self::records`] does.
	///
	/// # Errors
	/// As said in the module's documentation.
	pub async fn disputes(
		&self,
		patient: &PatientId,
		start: RecordIndex,
		limit: u32,
		at: At,
	) -> Result<Page<RecordIndex, DisputeView>> {
		self.try_query("disputes", (patient, start, limit), at).await
	}

	/// The newest dispute of a record; none if it was never disputed.
	///
	/// # Errors
	/// As said in the module's documentation.
	pub async fn dispute(
		&self,
		patient: &PatientId,
		index: RecordIndex,
		at: At,
	) -> Result<Option<DisputeView>> {
		self.try_query("dispute", (patient, index), at).await
	}

	/// Disputes that await an answer of an organisation, from `start` on.
	///
	/// # Errors
	/// As said in the module's documentation; of kind not found if there is no such organisation.
	pub async fn disputes_of(
		&self,
		organisation: OrganisationId,
		start: Option<DisputedRecord>,
		limit: u32,
		at: At,
	) -> Result<Page<DisputedRecord, DisputeView>> {
		self.try_query("disputes_of", (organisation, start, limit), at).await
	}

	/// Scopes of a patient from `start` on.
	///
	/// # Errors
	/// As said in the module's documentation.
	pub async fn scopes(
		&self,
		patient: &PatientId,
		start: ScopeNumber,
		limit: u32,
		at: At,
	) -> Result<Page<ScopeNumber, ScopeView>> {
		self.try_query("scopes", (patient, start, limit), at).await
	}

	/// The public keys of a scope, oldest version first, skipping `skip`.
	///
	/// # Errors
	/// As said in the module's documentation.
	pub async fn epoch_keys(
		&self,
		patient: &PatientId,
		scope: ScopeNumber,
		skip: u32,
		limit: u32,
		at: At,
	) -> Result<Vec<EpochKey>> {
		self.try_query("epoch_keys", (patient, scope, skip, limit), at).await
	}

	/// Who holds a key of the item.
	///
	/// # Errors
	/// As said in the module's documentation.
	pub async fn holders(&self, patient: &PatientId, item: Item, at: At) -> Result<Vec<Holder>> {
		self.try_query("holders", (patient, item), at).await
	}

	/// Consents of a patient from `start` on.
	///
	/// # Errors
	/// As said in the module's documentation.
	pub async fn consents(
		&self,
		patient: &PatientId,
		start: ConsentIndex,
		limit: u32,
		at: At,
	) -> Result<Page<ConsentIndex, ConsentView>> {
		self.try_query("consents", (patient, start, limit), at).await
	}

	/// One consent.
	///
	/// # Errors
	/// As said in the module's documentation.
	pub async fn consent(&self, patient: &PatientId, index: ConsentIndex, at: At) -> Result<Option<Consent>> {
		self.try_query("consent", (patient, index), at).await
	}

	/// Requests for access to a patient from `start` on.
	///
	/// # Errors
	/// As said in the module's documentation.
	pub async fn requests(
		&self,
		patient: &PatientId,
		start: RequestIndex,
		limit: u32,
		at: At,
	) -> Result<Page<RequestIndex, RequestView>> {
		self.try_query("requests", (patient, start, limit), at).await
	}

	/// Patients who gave the party a consent that has not stopped, from `start` on, with the number of them.
	///
	/// # Errors
	/// As said in the module's documentation.
	pub async fn patients_of(
		&self,
		party: &Party,
		start: Option<PatientId>,
		limit: u32,
		at: At,
	) -> Result<Page<PatientId, u32>> {
		self.query("patients_of", (party, start, limit), at).await
	}

	/// The access decision at `moment`, or now. An account is allowed if one of its actors is.
	///
	/// # Errors
	/// As said in the module's documentation.
	#[allow(clippy::too_many_arguments)] // As many as the question has.
	pub async fn check_access(
		&self,
		patient: &PatientId,
		asker: &Asker<AccountId>,
		action: Action,
		item: Item,
		purpose: Purpose,
		moment: Option<Moment>,
		at: At,
	) -> Result<Decision> {
		self.try_query("check_access", (patient, asker, action, item, purpose, moment), at).await
	}

	/// The access decision with everything it looked at, for each actor of the asker.
	///
	/// # Errors
	/// As said in the module's documentation.
	#[allow(clippy::too_many_arguments)] // As many as the question has.
	pub async fn explain_access(
		&self,
		patient: &PatientId,
		asker: &Asker<AccountId>,
		action: Action,
		item: Item,
		purpose: Purpose,
		moment: Option<Moment>,
		at: At,
	) -> Result<Vec<Explanation>> {
		self.try_query("explain_access", (patient, asker, action, item, purpose, moment), at).await
	}

	/// All organisations.
	///
	/// # Errors
	/// As said in the module's documentation.
	pub async fn all_organisations(&self, at: At) -> Result<Vec<(OrganisationId, Organisation<AccountId>)>> {
		let at = self.pin(at).await?;
		let mut all = Vec::new();
		let mut next = Some(0);
		while let Some(start) = next {
			let page = self.organisations(start, MAX_PAGE, at).await?;
			// A page that doesn't advance would be asked for again and again.
			next = page.next.filter(|next| *next > start);
			all.extend(page.items);
		}
		Ok(all)
	}

	/// All validators: those with a seat, then those who are in a set still.
	///
	/// # Errors
	/// As said in the module's documentation.
	pub async fn all_validators(&self, at: At) -> Result<Vec<ValidatorState<AccountId>>> {
		let at = self.pin(at).await?;
		let mut all = Vec::new();
		let mut next = Some(0);
		while let Some(start) = next {
			let page = self.validator_states(start, MAX_PAGE, at).await?;
			// A page that doesn't advance would be asked for again and again.
			next = page.next.filter(|next| *next > start);
			all.extend(page.items.into_iter().map(|(_, validator)| validator));
		}
		Ok(all)
	}

	/// All records of a patient.
	///
	/// # Errors
	/// As said in the module's documentation.
	pub async fn all_records(&self, patient: &PatientId, at: At) -> Result<Vec<(RecordIndex, Record)>> {
		let at = self.pin(at).await?;
		let mut all = Vec::new();
		let mut next = Some(0);
		while let Some(start) = next {
			let page = self.records(patient, start, MAX_PAGE, at).await?;
			// A page that doesn't advance would be asked for again and again.
			next = page.next.filter(|next| *next > start);
			all.extend(page.items);
		}
		Ok(all)
	}

	/// All disputes of a patient's records.
	///
	/// # Errors
	/// As said in the module's documentation.
	pub async fn all_disputes(&self, patient: &PatientId, at: At) -> Result<Vec<(RecordIndex, DisputeView)>> {
		let at = self.pin(at).await?;
		let mut all = Vec::new();
		let mut next = Some(0);
		while let Some(start) = next {
			let page = self.disputes(patient, start, MAX_PAGE, at).await?;
			// A page that doesn't advance would be asked for again and again.
			next = page.next.filter(|next| *next > start);
			all.extend(page.items);
		}
		Ok(all)
	}

	/// All disputes that await an answer of an organisation.
	///
	/// # Errors
	/// As said in the module's documentation; of kind not found if there is no such organisation.
	pub async fn all_disputes_of(
		&self,
		organisation: OrganisationId,
		at: At,
	) -> Result<Vec<(DisputedRecord, DisputeView)>> {
		let at = self.pin(at).await?;
		let mut all = Vec::new();
		let mut start = None;
		loop {
			let page = self.disputes_of(organisation, start, MAX_PAGE, at).await?;
			all.extend(page.items);
			// A page that doesn't advance would be asked for again and again.
			if page.next.is_none() || page.next == start {
				return Ok(all);
			}
			start = page.next;
		}
	}

	/// All scopes of a patient.
	///
	/// # Errors
	/// As said in the module's documentation.
	pub async fn all_scopes(&self, patient: &PatientId, at: At) -> Result<Vec<(ScopeNumber, ScopeView)>> {
		let at = self.pin(at).await?;
		let mut all = Vec::new();
		let mut next = Some(0);
		while let Some(start) = next {
			let page = self.scopes(patient, start, MAX_PAGE, at).await?;
			// A page that doesn't advance would be asked for again and again.
			next = page.next.filter(|next| *next > start);
			all.extend(page.items);
		}
		Ok(all)
	}

	/// All consents of a patient.
	///
	/// # Errors
	/// As said in the module's documentation.
	pub async fn all_consents(
		&self,
		patient: &PatientId,
		at: At,
	) -> Result<Vec<(ConsentIndex, ConsentView)>> {
		let at = self.pin(at).await?;
		let mut all = Vec::new();
		let mut next = Some(0);
		while let Some(start) = next {
			let page = self.consents(patient, start, MAX_PAGE, at).await?;
			// A page that doesn't advance would be asked for again and again.
			next = page.next.filter(|next| *next > start);
			all.extend(page.items);
		}
		Ok(all)
	}

	/// All requests for access to a patient that the chain still has.
	///
	/// # Errors
	/// As said in the module's documentation.
	pub async fn all_requests(
		&self,
		patient: &PatientId,
		at: At,
	) -> Result<Vec<(RequestIndex, RequestView)>> {
		let at = self.pin(at).await?;
		let mut all = Vec::new();
		let mut next = Some(0);
		while let Some(start) = next {
			let page = self.requests(patient, start, MAX_PAGE, at).await?;
			// A page that doesn't advance would be asked for again and again.
			next = page.next.filter(|next| *next > start);
			all.extend(page.items);
		}
		Ok(all)
	}

	/// All public keys of a scope, oldest version first.
	///
	/// # Errors
	/// As said in the module's documentation.
	pub async fn all_epoch_keys(
		&self,
		patient: &PatientId,
		scope: ScopeNumber,
		at: At,
	) -> Result<Vec<EpochKey>> {
		let at = self.pin(at).await?;
		let mut all = Vec::new();
		loop {
			let skip = u32::try_from(all.len()).unwrap_or(u32::MAX);
			let page = self.epoch_keys(patient, scope, skip, MAX_PAGE, at).await?;
			let last = page.len() < MAX_PAGE as usize;
			all.extend(page);
			if last {
				return Ok(all);
			}
		}
	}
}
