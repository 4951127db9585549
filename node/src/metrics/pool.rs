//! Counts the transactions that the pool turns away.
//!
//! Wallets (`author_…`, `transactionWatch_…`) and other nodes hand transactions in through [`CountedPool`], so each is
//! counted once where it arrives. A transaction that was taken and fails later is none of them: one that lost its allowance
//! to others of the same account while it waited stays out of blocks without being counted.

use async_trait::async_trait;
use salus_pallet_quota::Refusal;
use sc_transaction_pool_api::{
	error::{Error, IntoPoolError},
	ChainEvent, ImportNotificationStream, MaintainedTransactionPool, PoolStatus, ReadyTransactions,
	TransactionFor, TransactionPool, TransactionSource, TransactionStatusStreamFor, TxHash,
	TxInvalidityReportMap,
};
use sp_runtime::{traits::Block as BlockT, transaction_validity::InvalidTransaction};
use std::{collections::HashMap, pin::Pin, sync::Arc, time::Duration};
use substrate_prometheus_endpoint::{CounterVec, U64};

/// Why a transaction was turned away: the quota's reasons, then those of the pool.
pub const REASONS: [&str; 12] = [
	"stranger",
	"forbidden",
	"role_not_allowed",
	"over_allowance",
	"too_far_ahead",
	"too_deep",
	"bad_signature",
	"stale",
	"banned",
	"priority",
	"pool_full",
	"other",
];

/// The one of [`REASONS`] that the pool's error is; none if the transaction is in the pool.
pub fn reason(error: &Error) -> Option<&'static str> {
	Some(match error {
		Error::AlreadyImported(_) => return None,
		Error::InvalidTransaction(InvalidTransaction::Custom(code)) => match code {
			code if *code == Refusal::Stranger as u8 => "stranger",
			code if *code == Refusal::Forbidden as u8 => "forbidden",
			code if *code == Refusal::RoleNotAllowed as u8 => "role_not_allowed",
			code if *code == Refusal::OverAllowance as u8 => "over_allowance",
			code if *code == Refusal::TooFarAhead as u8 => "too_far_ahead",
			code if *code == Refusal::TooDeep as u8 => "too_deep",
			_ => "other",
		},
		// What CheckNonce says of an account that was never admitted; there is nothing to pay.
		Error::InvalidTransaction(InvalidTransaction::Payment) => "stranger",
		Error::InvalidTransaction(InvalidTransaction::BadProof) => "bad_signature",
		Error::InvalidTransaction(InvalidTransaction::Stale) => "stale",
		Error::TemporarilyBanned => "banned",
		Error::TooLowPriority { .. } => "priority",
		Error::ImmediatelyDropped => "pool_full",
		_ => "other",
	})
}

/// The counters, by one of [`REASONS`].
#[derive(Clone)]
pub struct Refusals(CounterVec<U64>);

impl Refusals {
	/// Counts with `counters`, which have the one label.
	pub fn new(counters: CounterVec<U64>) -> Self {
		Self(counters)
	}

	fn note<E: From<Error> + IntoPoolError>(&self, error: E) -> E {
		match error.into_pool_error() {
			Ok(error) => {
				if let Some(reason) = reason(&error) {
					self.0.with_label_values(&[reason]).inc();
				}
				error.into()
			}
			Err(error) => {
				self.0.with_label_values(&["other"]).inc();
				error
			}
		}
	}
}

/// A pool that counts what it turns away.
pub struct CountedPool<P> {
	pool: Arc<P>,
	refusals: Refusals,
}

impl<P> CountedPool<P> {
	/// Hands everything on to `pool`.
	pub fn new(pool: Arc<P>, refusals: Refusals) -> Self {
		Self { pool, refusals }
	}
}

type BlockHash<P> = <<P as TransactionPool>::Block as BlockT>::Hash;
type Ready<P> = Box<dyn ReadyTransactions<Item = Arc<<P as TransactionPool>::InPoolTransaction>> + Send>;

#[async_trait]
impl<P: TransactionPool + 'static> TransactionPool for CountedPool<P> {
	type Block = P::Block;
	type Hash = P::Hash;
	type InPoolTransaction = P::InPoolTransaction;
	type Error = P::Error;

	async fn submit_at(
		&self,
		at: BlockHash<P>,
		source: TransactionSource,
		transactions: Vec<TransactionFor<P>>,
	) -> Result<Vec<Result<TxHash<P>, P::Error>>, P::Error> {
		let note = |error| self.refusals.note(error);
		let outcomes = self.pool.submit_at(at, source, transactions).await.map_err(note)?;
		Ok(outcomes.into_iter().map(|outcome| outcome.map_err(note)).collect())
	}

	async fn submit_one(
		&self,
		at: BlockHash<P>,
		source: TransactionSource,
		transaction: TransactionFor<P>,
	) -> Result<TxHash<P>, P::Error> {
		self.pool.submit_one(at, source, transaction).await.map_err(|error| self.refusals.note(error))
	}

	async fn submit_and_watch(
		&self,
		at: BlockHash<P>,
		source: TransactionSource,
		transaction: TransactionFor<P>,
	) -> Result<Pin<Box<TransactionStatusStreamFor<P>>>, P::Error> {
		self.pool.submit_and_watch(at, source, transaction).await.map_err(|error| self.refusals.note(error))
	}

	async fn ready_at(&self, at: BlockHash<P>) -> Ready<P> {
		self.pool.ready_at(at).await
	}

	fn ready(&self) -> Ready<P> {
		self.pool.ready()
	}

	async fn report_invalid(
		&self,
		at: Option<BlockHash<P>>,
		errors: TxInvalidityReportMap<TxHash<P>>,
	) -> Vec<Arc<P::InPoolTransaction>> {
		self.pool.report_invalid(at, errors).await
	}

	fn futures(&self) -> Vec<P::InPoolTransaction> {
		self.pool.futures()
	}

	fn status(&self) -> PoolStatus {
		self.pool.status()
	}

	fn import_notification_stream(&self) -> ImportNotificationStream<TxHash<P>> {
		self.pool.import_notification_stream()
	}

	fn on_broadcasted(&self, propagations: HashMap<TxHash<P>, Vec<String>>) {
		self.pool.on_broadcasted(propagations);
	}

	fn hash_of(&self, transaction: &TransactionFor<P>) -> TxHash<P> {
		self.pool.hash_of(transaction)
	}

	fn ready_transaction(&self, hash: &TxHash<P>) -> Option<Arc<P::InPoolTransaction>> {
		self.pool.ready_transaction(hash)
	}

	async fn ready_at_with_timeout(&self, at: BlockHash<P>, timeout: Duration) -> Ready<P> {
		self.pool.ready_at_with_timeout(at, timeout).await
	}
}

#[async_trait]
impl<P: MaintainedTransactionPool + 'static> MaintainedTransactionPool for CountedPool<P> {
	async fn maintain(&self, event: ChainEvent<P::Block>) {
		self.pool.maintain(event).await;
	}
}
