//! The runtime APIs.

use crate::*;
use frame_support::{
	genesis_builder_helper::{build_state, get_preset},
	weights::Weight,
};
use pallet_transaction_payment::{FeeDetails, RuntimeDispatchInfo};
use salus_primitives::{
	access::Decision,
	consent::{Consent as ConsentItem, Item},
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
use sp_api::impl_runtime_apis;
use sp_consensus_aura::sr25519::AuthorityId as AuraId;
use sp_consensus_grandpa::AuthorityId as GrandpaId;
use sp_core::{crypto::KeyTypeId, OpaqueMetadata};
use sp_runtime::{
	traits::{Block as BlockT, NumberFor},
	transaction_validity::{TransactionSource, TransactionValidity},
	ApplyExtrinsicResult,
};
use sp_session::OpaqueGeneratedSessionKeys;

/// Nothing costs anything; the class is told truly.
fn free(class: frame_support::dispatch::DispatchClass, weight: Weight) -> RuntimeDispatchInfo<Balance> {
	RuntimeDispatchInfo { weight, class, partial_fee: 0 }
}

impl_runtime_apis! {
	impl sp_api::Core<Block> for Runtime {
		fn version() -> RuntimeVersion {
			VERSION
		}

		fn execute_block(block: <Block as BlockT>::LazyBlock) {
			Executive::execute_block(block);
		}

		fn initialize_block(header: &<Block as BlockT>::Header) -> sp_runtime::ExtrinsicInclusionMode {
			Executive::initialize_block(header)
		}
	}

	impl sp_api::Metadata<Block> for Runtime {
		fn metadata() -> OpaqueMetadata {
			OpaqueMetadata::new(Runtime::metadata().into())
		}

		fn metadata_at_version(version: u32) -> Option<OpaqueMetadata> {
			Runtime::metadata_at_version(version)
		}

		fn metadata_versions() -> Vec<u32> {
			Runtime::metadata_versions()
		}
	}

	impl frame_support::view_functions::runtime_api::RuntimeViewFunction<Block> for Runtime {
		fn execute_view_function(
			id: frame_support::view_functions::ViewFunctionId,
			input: Vec<u8>,
		) -> Result<Vec<u8>, frame_support::view_functions::ViewFunctionDispatchError> {
			Runtime::execute_view_function(id, input)
		}
	}

	impl sp_block_builder::BlockBuilder<Block> for Runtime {
		fn apply_extrinsic(extrinsic: <Block as BlockT>::Extrinsic) -> ApplyExtrinsicResult {
			Executive::apply_extrinsic(extrinsic)
		}

		fn finalize_block() -> <Block as BlockT>::Header {
			Executive::finalize_block()
		}

		fn inherent_extrinsics(data: sp_inherents::InherentData) -> Vec<<Block as BlockT>::Extrinsic> {
			data.create_extrinsics()
		}

		fn check_inherents(
			block: <Block as BlockT>::LazyBlock,
			data: sp_inherents::InherentData,
		) -> sp_inherents::CheckInherentsResult {
			data.check_extrinsics(&block)
		}
	}

	impl sp_transaction_pool::runtime_api::TaggedTransactionQueue<Block> for Runtime {
		fn validate_transaction(
			source: TransactionSource,
			tx: <Block as BlockT>::Extrinsic,
			block_hash: <Block as BlockT>::Hash,
		) -> TransactionValidity {
			Executive::validate_transaction(source, tx, block_hash)
		}
	}

	impl sp_offchain::OffchainWorkerApi<Block> for Runtime {
		fn offchain_worker(header: &<Block as BlockT>::Header) {
			Executive::offchain_worker(header)
		}
	}

	impl sp_consensus_aura::AuraApi<Block, AuraId> for Runtime {
		fn slot_duration() -> sp_consensus_aura::SlotDuration {
			sp_consensus_aura::SlotDuration::from_millis(SLOT_DURATION)
		}

		fn authorities() -> Vec<AuraId> {
			pallet_aura::Authorities::<Runtime>::get().into_inner()
		}
	}

	impl sp_session::SessionKeys<Block> for Runtime {
		fn generate_session_keys(owner: Vec<u8>, seed: Option<Vec<u8>>) -> OpaqueGeneratedSessionKeys {
			SessionKeys::generate(&owner, seed).into()
		}

		fn decode_session_keys(encoded: Vec<u8>) -> Option<Vec<(Vec<u8>, KeyTypeId)>> {
			SessionKeys::decode_into_raw_public_keys(&encoded)
		}
	}

	impl sp_consensus_grandpa::GrandpaApi<Block> for Runtime {
		fn grandpa_authorities() -> sp_consensus_grandpa::AuthorityList {
			Grandpa::grandpa_authorities()
		}

		fn current_set_id() -> sp_consensus_grandpa::SetId {
			pallet_grandpa::CurrentSetId::<Runtime>::get()
		}

		fn submit_report_equivocation_unsigned_extrinsic(
			equivocation_proof: sp_consensus_grandpa::EquivocationProof<<Block as BlockT>::Hash, NumberFor<Block>>,
			key_owner_proof: sp_consensus_grandpa::OpaqueKeyOwnershipProof,
		) -> Option<()> {
			Grandpa::submit_unsigned_equivocation_report(equivocation_proof, key_owner_proof.decode()?)
		}

		fn generate_key_ownership_proof(
			_: sp_consensus_grandpa::SetId,
			authority: GrandpaId,
		) -> Option<sp_consensus_grandpa::OpaqueKeyOwnershipProof> {
			use codec::Encode;
			use frame_support::traits::KeyOwnerProofSystem;
			configs::KeyOwners::prove((sp_consensus_grandpa::KEY_TYPE, authority))
				.map(|proof| sp_consensus_grandpa::OpaqueKeyOwnershipProof::new(proof.encode()))
		}
	}

	impl frame_system_rpc_runtime_api::AccountNonceApi<Block, AccountId, Nonce> for Runtime {
		fn account_nonce(account: AccountId) -> Nonce {
			System::account_nonce(account)
		}
	}

	impl pallet_transaction_payment_rpc_runtime_api::TransactionPaymentApi<Block, Balance> for Runtime {
		fn query_info(extrinsic: <Block as BlockT>::Extrinsic, _: u32) -> RuntimeDispatchInfo<Balance> {
			use frame_support::dispatch::GetDispatchInfo;
			let info = extrinsic.get_dispatch_info();
			free(info.class, info.total_weight())
		}

		fn query_fee_details(_: <Block as BlockT>::Extrinsic, _: u32) -> FeeDetails<Balance> {
			FeeDetails { inclusion_fee: None, tip: 0 }
		}

		fn query_weight_to_fee(_: Weight) -> Balance {
			0
		}

		fn query_length_to_fee(_: u32) -> Balance {
			0
		}
	}

	impl pallet_transaction_payment_rpc_runtime_api::TransactionPaymentCallApi<Block, Balance, RuntimeCall> for Runtime {
		fn query_call_info(call: RuntimeCall, _: u32) -> RuntimeDispatchInfo<Balance> {
			use frame_support::dispatch::GetDispatchInfo;
			let info = call.get_dispatch_info();
			free(info.class, info.call_weight)
		}

		fn query_call_fee_details(_: RuntimeCall, _: u32) -> FeeDetails<Balance> {
			FeeDetails { inclusion_fee: None, tip: 0 }
		}

		fn query_weight_to_fee(_: Weight) -> Balance {
			0
		}

		fn query_length_to_fee(_: u32) -> Balance {
			0
		}
	}

	impl salus_runtime_api::SalusApi<Block, AccountId> for Runtime {
		fn now() -> Moment {
			Consortium::now()
		}

		fn roles(account: AccountId) -> Roles {
			Identity::roles(&account)
		}

		fn patient(patient: PatientId) -> Option<Patient<AccountId>> {
			Identity::patient(&patient)
		}

		fn practitioner(practitioner: PractitionerId) -> Option<Practitioner<AccountId>> {
			Identity::practitioner(practitioner)
		}

		fn recovery(patient: PatientId) -> Result<RecoveryView<AccountId>, QueryError> {
			Identity::recovery(&patient)
		}

		fn situation(patient: PatientId) -> Result<PatientSituation<AccountId>, QueryError> {
			Identity::situation(&patient)
		}

		fn representative(representative: RepresentativeId) -> Option<Representative<AccountId>> {
			Identity::representative(representative)
		}

		fn representatives(patient: PatientId) -> Result<Vec<(RepresentativeId, RepresentativeView<AccountId>)>, QueryError> {
			Identity::representatives(&patient)
		}

		fn representations(account: AccountId) -> Vec<(RepresentativeId, RepresentativeView<AccountId>)> {
			Identity::representations(&account)
		}

		fn vault(owner: VaultOwner) -> Option<Vault> {
			Identity::vault(owner)
		}

		fn signing_key(owner: VaultOwner, at: Moment) -> Option<SigningKey> {
			Identity::signing_key(owner, at)
		}

		fn next_vault_generation(owner: VaultOwner) -> Option<u16> {
			Identity::next_generation(owner)
		}

		fn organisation(organisation: OrganisationId) -> Option<Organisation<AccountId>> {
			Consortium::organisation(organisation)
		}

		fn organisations(start: OrganisationId, limit: u32) -> Page<OrganisationId, Organisation<AccountId>> {
			Consortium::organisations(start, limit)
		}

		fn validators() -> Vec<ValidatorSeat<AccountId>> {
			Consortium::validators()
		}

		fn records(patient: PatientId, start: RecordIndex, limit: u32) -> Result<Page<RecordIndex, Record>, QueryError> {
			Records::records(patient, start, limit)
		}

		fn record(patient: PatientId, index: RecordIndex) -> Result<Record, QueryError> {
			Records::record(patient, index)
		}

		fn erasure_proposals(patient: PatientId) -> Result<Vec<(RecordIndex, ErasureProposal)>, QueryError> {
			Records::erasure_proposals(patient)
		}

		fn disputes(patient: PatientId, start: RecordIndex, limit: u32) -> Result<Page<RecordIndex, DisputeView>, QueryError> {
			Records::disputes(patient, start, limit)
		}

		fn dispute(patient: PatientId, index: RecordIndex) -> Result<Option<DisputeView>, QueryError> {
			Records::dispute_of(patient, index)
		}

		fn disputes_of(organisation: OrganisationId, start: Option<DisputedRecord>, limit: u32) -> Result<Page<DisputedRecord, DisputeView>, QueryError> {
			Records::disputes_of(organisation, start, limit)
		}

		fn scopes(patient: PatientId, start: ScopeNumber, limit: u32) -> Result<Page<ScopeNumber, ScopeView>, QueryError> {
			Consent::scopes(patient, start, limit)
		}

		fn epoch_keys(patient: PatientId, scope: ScopeNumber, skip: u32, limit: u32) -> Result<Vec<EpochKey>, QueryError> {
			Consent::epoch_keys(patient, scope, skip, limit)
		}

		fn holders(patient: PatientId, item: Item) -> Result<Vec<Holder>, QueryError> {
			Consent::holders(patient, item)
		}

		fn consents(patient: PatientId, start: ConsentIndex, limit: u32) -> Result<Page<ConsentIndex, ConsentView>, QueryError> {
			Consent::consents(patient, start, limit)
		}

		fn consent(patient: PatientId, index: ConsentIndex) -> Result<Option<ConsentItem>, QueryError> {
			Consent::consent(patient, index)
		}

		fn requests(patient: PatientId, start: RequestIndex, limit: u32) -> Result<Page<RequestIndex, RequestView>, QueryError> {
			Consent::requests(patient, start, limit)
		}

		fn patients_of(party: Party, start: Option<PatientId>, limit: u32) -> Page<PatientId, u32> {
			Consent::patients_of(party, start, limit)
		}

		fn check_access(patient: PatientId, query: AccessQuery<AccountId>) -> Result<Decision, QueryError> {
			let AccessQuery { asker, action, item, purpose, at } = query;
			Consent::check_access(patient, asker, action, item, purpose, at)
		}

		fn explain_access(patient: PatientId, query: AccessQuery<AccountId>) -> Result<Vec<Explanation>, QueryError> {
			let AccessQuery { asker, action, item, purpose, at } = query;
			Consent::explain_access(patient, asker, action, item, purpose, at)
		}

		fn motions() -> Vec<Motion<AccountId>> {
			configs::motions()
		}

		fn parameters() -> Parameters {
			Consortium::parameters()
		}

		fn validator_states(start: u32, limit: u32) -> Page<u32, ValidatorState<AccountId>> {
			Consortium::validator_states(start, limit)
		}

		fn home(patient: PatientId) -> Result<Home, QueryError> {
			Identity::home(&patient)
		}

		fn network_nodes() -> NodeList {
			Consortium::network_nodes()
		}

		fn offenders() -> Vec<Offender<AccountId>> {
			Consortium::offenders()
		}
	}

	impl salus_runtime_api::EquivocationApi<Block> for Runtime {
		fn key_owner(key: sp_core::sr25519::Public) -> Option<Vec<u8>> {
			Equivocations::key_owner(key)
		}

		fn submit_report(report: Equivocation<<Block as BlockT>::Header>, owner: Vec<u8>) -> ReportOutcome {
			Equivocations::submit(report, &owner)
		}
	}

	impl sp_genesis_builder::GenesisBuilder<Block> for Runtime {
		fn build_state(config: Vec<u8>) -> sp_genesis_builder::Result {
			build_state::<RuntimeGenesisConfig>(config)
		}

		fn get_preset(id: &Option<sp_genesis_builder::PresetId>) -> Option<Vec<u8>> {
			get_preset::<RuntimeGenesisConfig>(id, genesis::preset)
		}

		fn preset_names() -> Vec<sp_genesis_builder::PresetId> {
			genesis::preset_names()
		}
	}

	#[cfg(feature = "runtime-benchmarks")]
	impl frame_benchmarking::Benchmark<Block> for Runtime {
		fn benchmark_metadata(extra: bool) -> (
			Vec<frame_benchmarking::BenchmarkList>,
			Vec<frame_support::traits::StorageInfo>,
		) {
			use frame_benchmarking::{baseline::Pallet as BaselineBench, BenchmarkList};
			use frame_support::traits::StorageInfoTrait;
			use frame_system_benchmarking::{extensions::Pallet as SystemExtensionsBench, Pallet as SystemBench};

			let mut list = Vec::<BenchmarkList>::new();
			list_benchmarks!(list, extra);
			(list, AllPalletsWithSystem::storage_info())
		}

		#[allow(non_local_definitions)]
		fn dispatch_benchmark(
			config: frame_benchmarking::BenchmarkConfig,
		) -> Result<Vec<frame_benchmarking::BenchmarkBatch>, alloc::string::String> {
			use frame_benchmarking::{baseline::Pallet as BaselineBench, BenchmarkBatch};
			use frame_support::traits::{TrackedStorageKey, WhitelistedStorageKeys};
			use frame_system_benchmarking::{extensions::Pallet as SystemExtensionsBench, Pallet as SystemBench};

			impl frame_system_benchmarking::Config for Runtime {}
			impl frame_benchmarking::baseline::Config for Runtime {}

			let whitelist: Vec<TrackedStorageKey> = AllPalletsWithSystem::whitelisted_storage_keys();
			let mut batches = Vec::<BenchmarkBatch>::new();
			let params = (&config, &whitelist);
			add_benchmarks!(params, batches);
			Ok(batches)
		}
	}

	#[cfg(feature = "try-runtime")]
	impl frame_try_runtime::TryRuntime<Block> for Runtime {
		fn on_runtime_upgrade(checks: frame_try_runtime::UpgradeCheckSelect) -> (Weight, Weight) {
			match Executive::try_runtime_upgrade(checks) {
				Ok(weight) => (weight, configs::RuntimeBlockWeights::get().max_block),
				// A failed check must stop try-runtime here, with its backtrace.
				Err(error) => panic!("{error:?}"),
			}
		}

		fn execute_block(
			block: <Block as BlockT>::LazyBlock,
			state_root_check: bool,
			signature_check: bool,
			select: frame_try_runtime::TryStateSelect,
		) -> Weight {
			match Executive::try_execute_block(block, state_root_check, signature_check, select) {
				Ok(weight) => weight,
				Err(error) => panic!("{error:?}"),
			}
		}
	}
}

#[cfg(feature = "runtime-benchmarks")]
frame_benchmarking::define_benchmarks!(
	[frame_benchmarking, BaselineBench::<Runtime>]
	[frame_system, SystemBench::<Runtime>]
	[frame_system_extensions, SystemExtensionsBench::<Runtime>]
	[salus_pallet_consortium, Consortium]
	[salus_pallet_identity, Identity]
	[salus_pallet_consent, Consent]
	[salus_pallet_records, Records]
	[salus_pallet_quota, Quota]
	[salus_pallet_equivocations, Equivocations]
);
