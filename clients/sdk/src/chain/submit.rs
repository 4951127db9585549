//! Signing, submitting and watching.
//!
//! A transaction that the pool turns away for a passing reason is signed anew and tried again, a bounded
//! number of times with growing pauses. It is carried out at most once: every try has the same number of the
//! account until that number is used up on chain, and then the chain is searched for the earlier tries before
//! there is another.
//!
//! A new runtime makes invalid what was signed for the one before, and nodes need not say so. So whatever waits for
//! its block is compared with the best block's runtime from time to time, and counts as turned away when that is another.

use super::{
	events::Events,
	refusal::{pool_refusal, DispatchRefusal, PoolRefusal},
	At, Chain,
};
use crate::{chain::calls::Call, Error, Result, Wallet};
use rand::Rng;
use serde::Serialize;
use std::{sync::atomic::Ordering, time::Duration};
use subxt::{
	client::OnlineClientAtBlock, config::PolkadotExtrinsicParamsBuilder, error::DispatchError, events::Phase,
	rpcs::methods::legacy::TransactionStatus, utils::H256, ArcMetadata, PolkadotConfig,
};

/// Blocks for which a signed transaction may be included.
const MORTALITY: u64 = 128;
/// How long to wait for the next word about a transaction; longer than it may be included.
const PATIENCE: Duration = Duration::from_secs(300);
/// How often to see meanwhile whether the runtime is still the one it was signed for.
const GLANCE: Duration = Duration::from_secs(6);

/// For what to wait after submitting.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Wait {
	/// Until the transaction is in the best block: quick, and may still be undone. So what it replaces is not
	/// deleted from the stores.
	Best,
	/// Until its block is finalised.
	#[default]
	Finalised,
}

impl From<Wait> for At {
	fn from(wait: Wait) -> Self {
		match wait {
			Wait::Best => Self::Best,
			Wait::Finalised => Self::Finalised,
		}
	}
}

/// How often and how patiently a transaction is tried.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Retry {
	/// Tries altogether, at least 1.
	pub tries: u32,
	/// The first pause.
	pub first: Duration,
	/// The longest pause; each is twice the one before, up to this.
	pub longest: Duration,
}

impl Default for Retry {
	fn default() -> Self {
		Self { tries: 10, first: Duration::from_secs(1), longest: Duration::from_secs(15) }
	}
}

impl Retry {
	/// The pause after a try, counted from 0, without jitter; none after the last.
	pub fn pause_after(&self, attempt: u32) -> Option<Duration> {
		if attempt.checked_add(1)? >= self.tries {
			return None;
		}
		Some(self.first.saturating_mul(2u32.saturating_pow(attempt)).min(self.longest))
	}

	/// The pause, up to a quarter longer, so that those who collided once do not again.
	fn jittered_pause_after(&self, attempt: u32) -> Option<Duration> {
		let pause = self.pause_after(attempt)?;
		Some(pause + pause.mul_f64(rand::thread_rng().gen_range(0.0..0.25)))
	}
}

/// A transaction that was carried out.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Landed {
	/// Hash of its block.
	#[serde(serialize_with = "hex_bytes")]
	pub block: [u8; 32],
	/// Number of its block.
	pub number: u64,
	/// Its own hash.
	#[serde(serialize_with = "hex_bytes")]
	pub extrinsic: [u8; 32],
	/// Whether its block was finalised when this was said.
	pub finalised: bool,
	/// What it emitted.
	#[serde(skip)]
	pub events: Events,
}

fn hex_bytes<S: serde::Serializer>(bytes: &[u8; 32], serializer: S) -> Result<S::Ok, S::Error> {
	serializer.serialize_str(&format!("0x{}", hex::encode(bytes)))
}

/// A transaction that was handed to the pool.
struct Attempt {
	nonce: u64,
	/// The version of the runtime that it was signed for.
	spec_version: u32,
	bytes: Vec<u8>,
	hash: H256,
}

/// The tries so far.
#[derive(Default)]
struct Attempts {
	/// Those that have the account's number of now and may land.
	pending: Vec<Attempt>,
	/// The block from which on they may be.
	searched_from: Option<u64>,
	/// Whether the pool ever took one: other nodes may have it since, whatever became of it here.
	accepted: bool,
}

impl Attempts {
	/// The error when there is no further try.
	fn given_up(&self, refusal: PoolRefusal) -> Error {
		if self.accepted {
			Error::Network(format!("{refusal}; the transaction may still be carried out"))
		} else {
			Error::Pool(refusal)
		}
	}
}

/// A transaction that is in a block.
struct Included {
	landed: Landed,
	/// Why it failed there.
	refusal: Option<DispatchRefusal>,
}

impl Included {
	fn outcome(self) -> Result<Landed> {
		match self.refusal {
			None => Ok(self.landed),
			Some(refusal) => Err(Error::Dispatch(refusal)),
		}
	}
}

/// A transaction that is watched.
#[derive(Clone, Copy)]
struct Watched<'a> {
	bytes: &'a [u8],
	hash: H256,
	/// The version of the runtime that it was signed for; none for one that nobody signed.
	spec_version: Option<u32>,
}

/// A block's number and hash.
type BlockId = (u64, H256);

/// From which block on a transaction may be included that is made now: the finalised one, which no fork lacks, unless it is
/// so far behind that little of the transaction's life would be left.
fn birth(finalised: BlockId, best: BlockId) -> BlockId {
	if best.0.saturating_sub(finalised.0) <= MORTALITY / 2 {
		finalised
	} else {
		best
	}
}

/// How watching ended.
enum Outcome {
	In { block: H256, finalised: bool },
	Lost(PoolRefusal),
}

impl Chain {
	/// Signs a call, submits it and waits until it has been carried out.
	///
	/// # Errors
	/// [`Error::Pool`] if the pool refused every try at once, [`Error::Dispatch`] if it was included and failed:
	/// for good if that is what `wait` waits for. Kind network if the node went away, or the pool took a try and
	/// dropped it: then it may or may not be carried out.
	pub async fn submit(&self, call: &Call, wallet: &Wallet, wait: Wait) -> Result<Landed> {
		let mut attempts = Attempts::default();
		for attempt in 0.. {
			let refusal = match self.submit_once(call, wallet, wait, &mut attempts).await {
				Ok(Ok(landed)) => return Ok(landed),
				Ok(Err(refusal)) => refusal,
				Err(error) => return Err(error),
			};
			if !refusal.is_passing() {
				return Err(attempts.given_up(refusal));
			}
			let Some(pause) = self.0.retry.jittered_pause_after(attempt) else {
				return Err(attempts.given_up(refusal));
			};
			tracing::debug!(%refusal, ?pause, "{}.{} is tried again", call.pallet(), call.name());
			tokio::time::sleep(pause).await;
		}
		unreachable!("the loop ends with the last try")
	}

	/// One try. The inner error is what the pool said.
	async fn submit_once(
		&self,
		call: &Call,
		wallet: &Wallet,
		wait: Wait,
		attempts: &mut Attempts,
	) -> Result<Result<Landed, PoolRefusal>> {
		let account = wallet.account();
		let best = self.block_hash(At::Best).await?;
		let block = self.at_block(best).await?;
		let finalised = self.block_hash(At::Finalised).await?;
		let finalised = (self.block_number(finalised).await?, finalised);
		// A fork may have it in an earlier block than the best one of now.
		let earliest = finalised.0.max(block.block_number().saturating_sub(MORTALITY / 2));
		let from = *attempts.searched_from.get_or_insert(earliest);
		let nonce = match attempts.pending.last() {
			Some(last) => {
				let used = self.nonce_at(&account, best).await?;
				if used > last.nonce {
					if let Some(mut included) = self.find_included(&attempts.pending, from, best).await? {
						if wait == Wait::Finalised {
							included.landed = self.wait_for_finality(included.landed).await?;
						}
						return included.outcome().map(Ok);
					}
					// The number went to another transaction, so none of the tries can land on this fork.
					attempts.pending.clear();
					attempts.searched_from = Some(earliest);
					self.next_nonce(&account).await?
				} else {
					last.nonce
				}
			}
			None => self.next_nonce(&account).await?,
		};

		call.encode(&block.metadata())?;
		let spec_version = block.spec_version();
		let (number, hash) = birth(finalised, (block.block_number(), best));
		let params = PolkadotExtrinsicParamsBuilder::<PolkadotConfig>::new()
			.nonce(nonce)
			.mortal_from_unchecked(MORTALITY, number, hash)
			.build();
		let mut signable = block
			.tx()
			.create_signable(call, &account, params)
			.await
			.map_err(|error| Error::Chain(error.to_string()))?;
		let signed = signable.sign(wallet).map_err(|error| Error::Chain(error.to_string()))?;
		let (bytes, hash) = (signed.encoded().to_vec(), signed.hash());

		let statuses = match self.methods().author_submit_and_watch_extrinsic(&bytes).await {
			Ok(statuses) => statuses,
			Err(subxt::rpcs::Error::User(answer)) => {
				let refusal = pool_refusal(&answer);
				// The signature covers the runtime's version, and no answer says that it is that which does not fit.
				if !refusal.is_passing() && self.spec_version().await? != spec_version {
					return Ok(Err(PoolRefusal::RuntimeChanged));
				}
				return Ok(Err(refusal));
			}
			Err(error) => return Err(error.into()),
		};
		if attempts.pending.last().is_some_and(|last| last.spec_version != spec_version) {
			self.0.signed_anew.fetch_add(1, Ordering::Relaxed);
			tracing::info!("{}.{} is signed anew, for runtime {spec_version}", call.pallet(), call.name());
		}
		attempts.accepted = true;
		attempts.pending.push(Attempt { nonce, spec_version, bytes: bytes.clone(), hash });
		let watched = Watched { bytes: &bytes, hash, spec_version: Some(spec_version) };
		match self.watch(watched, statuses, wait).await? {
			Ok(included) => included.outcome().map(Ok),
			Err(refusal) => Ok(Err(refusal)),
		}
	}

	/// Submits a call that nobody signs, and waits until it has been carried out.
	///
	/// # Errors
	/// As [`Self::submit`].
	pub(crate) async fn submit_bare(&self, call: &Call, wait: Wait) -> Result<Landed> {
		let best = self.block_hash(At::Best).await?;
		let block = self.at_block(best).await?;
		call.encode(&block.metadata())?;
		let bare = block.tx().create_v4_unsigned(call).map_err(|error| Error::Chain(error.to_string()))?;
		let (bytes, hash) = (bare.encoded().to_vec(), bare.hash());
		let statuses = match self.methods().author_submit_and_watch_extrinsic(&bytes).await {
			Ok(statuses) => statuses,
			Err(subxt::rpcs::Error::User(answer)) => return Err(Error::Pool(pool_refusal(&answer))),
			Err(error) => return Err(error.into()),
		};
		match self.watch(Watched { bytes: &bytes, hash, spec_version: None }, statuses, wait).await? {
			Ok(included) => included.outcome(),
			Err(refusal) => Err(Error::Pool(refusal)),
		}
	}

	/// Waits for what becomes of a transaction that the pool took. The inner error is why it has to be made anew.
	async fn watch(
		&self,
		watched: Watched<'_>,
		mut statuses: subxt::rpcs::client::RpcSubscription<TransactionStatus<H256>>,
		wait: Wait,
	) -> Result<Result<Included, PoolRefusal>> {
		let silent = || {
			Error::Network(
				"no word about the transaction for five minutes; it may still be carried out".into(),
			)
		};
		let (mut deadline, mut in_block) = (tokio::time::Instant::now() + PATIENCE, false);
		loop {
			let Ok(status) = tokio::time::timeout(GLANCE, statuses.next()).await else {
				if tokio::time::Instant::now() >= deadline {
					return Err(silent());
				}
				let waits = watched.spec_version.filter(|_| !in_block);
				if let Some(signed_for) = waits {
					if self.spec_version().await? != signed_for {
						return Ok(Err(PoolRefusal::RuntimeChanged));
					}
				}
				continue;
			};
			deadline = tokio::time::Instant::now() + PATIENCE;
			let status = match status {
				Some(status) => status?,
				None => {
					return Err(Error::Network(
						"the node stopped reporting; the transaction may still be carried out".into(),
					));
				}
			};
			match &status {
				TransactionStatus::InBlock(_) => in_block = true,
				TransactionStatus::Retracted(_) => in_block = false,
				_ => {}
			}
			match outcome(status, wait) {
				None => {}
				Some(Outcome::Lost(refusal)) => return Ok(Err(refusal)),
				Some(Outcome::In { block, finalised }) => {
					let Watched { bytes, hash, .. } = watched;
					let included = self.included(bytes, hash, block, finalised).await?;
					return included.map(Ok).ok_or_else(|| {
						Error::Network("the node named a block that does not have the transaction".into())
					});
				}
			}
		}
	}

	/// How many transactions were signed again because the runtime had changed before they were included, by all who share
	/// this connection.
	pub fn signed_anew(&self) -> u64 {
		self.0.signed_anew.load(Ordering::Relaxed)
	}

	/// The version of the runtime that makes the next block.
	async fn spec_version(&self) -> Result<u32> {
		let best = self.block_hash(At::Best).await?;
		Ok(self.methods().state_get_runtime_version(Some(best)).await?.spec_version)
	}

	async fn next_nonce(&self, account: &crate::AccountId) -> Result<u64> {
		Ok(self.methods().system_account_next_index(account).await?)
	}

	async fn nonce_at(&self, account: &crate::AccountId, block: H256) -> Result<u64> {
		let block = self.at_block(block).await?;
		block.tx().account_nonce(account).await.map_err(|error| Error::Network(error.to_string()))
	}

	/// The metadata of the best block's runtime.
	pub(crate) async fn metadata(&self) -> Result<ArcMetadata> {
		let best = self.block_hash(At::Best).await?;
		Ok(self.at_block(best).await?.metadata())
	}

	async fn at_block(&self, hash: H256) -> Result<OnlineClientAtBlock<PolkadotConfig>> {
		self.0.client.at_block(hash).await.map_err(network)
	}

	/// Looks for one of the tries from block `from` up to the best one.
	async fn find_included(&self, attempts: &[Attempt], from: u64, best: H256) -> Result<Option<Included>> {
		for number in from..=self.block_number(best).await? {
			let Some(block) = self.methods().chain_get_block_hash(Some(number.into())).await? else { break };
			for attempt in attempts {
				if let Some(included) = self.included(&attempt.bytes, attempt.hash, block, false).await? {
					return Ok(Some(included));
				}
			}
		}
		Ok(None)
	}

	/// Waits until the transaction's block is finalised.
	pub(crate) async fn wait_for_finality(&self, mut landed: Landed) -> Result<Landed> {
		if landed.finalised {
			return Ok(landed);
		}
		let deadline = tokio::time::Instant::now() + PATIENCE;
		while tokio::time::Instant::now() < deadline {
			let finalised = self.block_hash(At::Finalised).await?;
			if self.block_number(finalised).await? >= landed.number {
				let there = self.methods().chain_get_block_hash(Some(landed.number.into())).await?;
				if there != Some(H256(landed.block)) {
					return Err(Error::Chain(
						"the transaction's block was replaced before it was finalised".into(),
					));
				}
				landed.finalised = true;
				return Ok(landed);
			}
			tokio::time::sleep(Duration::from_millis(500)).await;
		}
		Err(Error::Network("the transaction is included, but its block is not finalised".into()))
	}

	/// What became of the extrinsic with these bytes in this block; none if the block does not have it.
	async fn included(
		&self,
		bytes: &[u8],
		hash: H256,
		block: H256,
		finalised: bool,
	) -> Result<Option<Included>> {
		let Some(details) = self.methods().chain_get_block(Some(block)).await? else { return Ok(None) };
		let Some(index) = details.block.extrinsics.iter().position(|extrinsic| extrinsic.0 == bytes) else {
			return Ok(None);
		};
		let at = self.at_block(block).await?;
		// The runtime that made the block is its parent's: in the block that changes it they are two.
		let made_by = self.at_block(details.block.header.parent_hash).await?;
		let metadata = made_by.metadata();
		let unreadable =
			|error: subxt::error::EventsError| Error::Chain(format!("the block's events: {error}"));
		let (mut events, mut refusal) = (Events::default(), None);
		let emitted = at.events().fetch().await.map_err(unreadable)?.bytes().to_vec();
		for event in made_by.events().from_bytes(emitted).iter() {
			let event = event.map_err(unreadable)?;
			if event.phase() != Phase::ApplyExtrinsic(u32::try_from(index).unwrap_or(u32::MAX)) {
				continue;
			}
			if event.pallet_name() == "System" && event.event_name() == "ExtrinsicFailed" {
				let error = DispatchError::decode_from(event.field_bytes(), metadata.clone())
					.map_err(|error| Error::Chain(error.to_string()))?;
				refusal = Some(DispatchRefusal::from_dispatch_error(&error));
				continue;
			}
			events.push(&metadata, event.pallet_index(), event.event_index(), event.field_bytes())?;
		}
		let landed =
			Landed { block: block.0, number: at.block_number(), extrinsic: hash.0, finalised, events };
		Ok(Some(Included { landed, refusal }))
	}
}

/// Whether a status ends the watch, and how.
fn outcome(status: TransactionStatus<H256>, wait: Wait) -> Option<Outcome> {
	let lost = |said: &str| Some(Outcome::Lost(PoolRefusal::LostRace(said.into())));
	match status {
		TransactionStatus::InBlock(block) if wait == Wait::Best => {
			Some(Outcome::In { block, finalised: false })
		}
		TransactionStatus::Finalized(block) => Some(Outcome::In { block, finalised: true }),
		TransactionStatus::Usurped(_) => lost("another of the same number was preferred"),
		TransactionStatus::Invalid => lost("it is no longer valid"),
		TransactionStatus::FinalityTimeout(_) => lost("its block was not finalised in time"),
		TransactionStatus::Dropped => Some(Outcome::Lost(PoolRefusal::Full("it was dropped".into()))),
		TransactionStatus::Future
		| TransactionStatus::Ready
		| TransactionStatus::Broadcast(_)
		| TransactionStatus::InBlock(_)
		| TransactionStatus::Retracted(_) => None,
	}
}

fn network(error: impl std::fmt::Display) -> Error {
	Error::Network(error.to_string())
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn pauses_should_double_up_to_the_longest_and_end() {
		let retry = Retry { tries: 5, first: Duration::from_secs(1), longest: Duration::from_secs(3) };
		let pauses: Vec<_> =
			(0..6).map(|attempt| retry.pause_after(attempt).map(|pause| pause.as_secs())).collect();
		assert_eq!(pauses, [Some(1), Some(2), Some(3), Some(3), None, None]);
	}

	#[test]
	fn jitter_should_lengthen_a_pause_by_a_quarter_at_most() {
		let retry = Retry::default();
		for attempt in 0..retry.tries {
			match (retry.pause_after(attempt), retry.jittered_pause_after(attempt)) {
				(Some(pause), Some(jittered)) => {
					assert!(jittered >= pause && jittered <= pause.mul_f64(1.25))
				}
				(pause, jittered) => assert_eq!(pause, jittered),
			}
		}
	}

	#[test]
	fn retry_should_not_pause_when_only_one_try_is_allowed() {
		let retry = Retry { tries: 1, first: Duration::from_secs(1), longest: Duration::from_secs(1) };
		assert_eq!(retry.pause_after(0), None);
		assert_eq!(Retry::default().pause_after(u32::MAX), None);
	}

	#[test]
	fn refusal_should_be_final_only_when_the_pool_took_no_try() {
		let refused = || PoolRefusal::Full("it was dropped".into());
		let mut attempts = Attempts::default();
		assert!(attempts.given_up(refused()).is_final_refusal(Wait::Finalised));
		attempts.accepted = true;
		let error = attempts.given_up(refused());
		assert_eq!(error.kind(), crate::Kind::Network);
		for wait in [Wait::Best, Wait::Finalised] {
			assert!(!error.is_final_refusal(wait));
		}
	}

	#[test]
	fn transaction_should_be_born_with_the_finalised_block_unless_finality_lags() {
		let (finalised, hash) = ((100, H256([1; 32])), H256([2; 32]));
		for best in [100, 103, 100 + MORTALITY / 2] {
			assert_eq!(birth(finalised, (best, hash)), finalised);
		}
		for best in [101 + MORTALITY / 2, 100 + MORTALITY, 99_999] {
			assert_eq!(birth(finalised, (best, hash)), (best, hash));
		}
		// A node that answers twice may have gone back in between.
		assert_eq!(birth(finalised, (99, hash)), finalised);
	}

	#[test]
	fn watch_should_end_at_what_was_waited_for() {
		let block = H256([1; 32]);
		assert!(outcome(TransactionStatus::InBlock(block), Wait::Finalised).is_none());
		assert!(matches!(
			outcome(TransactionStatus::InBlock(block), Wait::Best),
			Some(Outcome::In { finalised: false, .. })
		));
		for wait in [Wait::Best, Wait::Finalised] {
			assert!(matches!(
				outcome(TransactionStatus::Finalized(block), wait),
				Some(Outcome::In { finalised: true, .. })
			));
			assert!(outcome(TransactionStatus::Retracted(block), wait).is_none());
			for status in [
				TransactionStatus::Usurped(block),
				TransactionStatus::Dropped,
				TransactionStatus::Invalid,
				TransactionStatus::FinalityTimeout(block),
			] {
				let Some(Outcome::Lost(refusal)) = outcome(status, wait) else { panic!("the watch goes on") };
				assert!(refusal.is_passing());
			}
		}
	}
}
