//! JSON-RPC beyond what every Substrate node serves (`system`, `chain`, `state`, `author`, … come with sc-service).

pub mod salus;

use crate::{
	metrics::AccessChecks,
	service::{Backend, Client, TransactionPool},
};
use jsonrpsee::RpcModule;
use salus_runtime::{opaque::Block, AccountId, Hash, Nonce};
use sc_consensus_grandpa::{
	FinalityProofProvider, GrandpaJustificationStream, SharedAuthoritySet, SharedVoterState,
};
use sc_consensus_grandpa_rpc::{Grandpa, GrandpaApiServer};
use sc_rpc::SubscriptionTaskExecutor;
use sp_runtime::traits::NumberFor;
use std::{error::Error, sync::Arc};
use substrate_frame_rpc_system::{System, SystemApiServer};

/// What GRANDPA's methods read.
#[derive(Clone)]
pub struct Finality {
	/// The authorities, now and at their past changes.
	pub authorities: SharedAuthoritySet<Hash, NumberFor<Block>>,
	/// Rounds and votes of the running voter.
	pub voter: SharedVoterState,
	/// Justifications as they are made.
	pub justifications: GrandpaJustificationStream<Block>,
	/// Proves that a block is final.
	pub proofs: Arc<FinalityProofProvider<Backend, Block>>,
}

/// What the methods read.
#[derive(Clone)]
pub struct Sources {
	/// The chain and its runtime.
	pub client: Arc<Client>,
	/// Transactions that wait for a block.
	pub transaction_pool: Arc<TransactionPool>,
	/// The state of GRANDPA.
	pub finality: Finality,
	/// Counts access checks.
	pub checks: AccessChecks,
}

/// All methods of this node that sc-service does not bring. Each namespace is merged here, once.
///
/// - `salus_…`: see [`salus`];
/// - `system_accountNextIndex`, `system_dryRun` (the latter counts as unsafe);
/// - `grandpa_roundState`, `grandpa_proveFinality`, `grandpa_subscribeJustifications`.
///
/// # Errors
/// When two namespaces claim one method name.
pub fn methods(
	sources: Sources,
	subscriptions: SubscriptionTaskExecutor,
) -> Result<RpcModule<()>, Box<dyn Error + Send + Sync>> {
	let Sources { client, transaction_pool, finality, checks } = sources;
	let Finality { authorities, voter, justifications, proofs } = finality;
	let mut module = RpcModule::new(());

	module.merge(salus::SalusRpcServer::into_rpc(salus::Salus::new(client.clone(), checks)))?;
	let system = System::<_, _, Block>::new(client, transaction_pool);
	module.merge(SystemApiServer::<Hash, AccountId, Nonce>::into_rpc(system))?;
	module.merge(Grandpa::new(subscriptions, authorities, voter, justifications, proofs).into_rpc())?;

	Ok(module)
}
