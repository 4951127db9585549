//! Finds validators that make two blocks of one slot, and reports them; counts that, and the reports of GRANDPA's voter.
//!
//! A block's seal is taken off before the block is imported, and nothing keeps it. So [`Watched`] stands around Aura's verifier,
//! looks at each header that came and was found to be sealed by its slot's author, and keeps it for as long as a report of it
//! could be taken. Announced blocks of other branches are fetched and verified too; what this node never fetches, it cannot see.
//! Blocks that the node makes itself do not come this way.
//!
//! Two headers are [`Evidence`], which [`Reporter`] brings to the pool. Whether a report holds depends on the branch that is
//! best: it is tried with each new best block, with either header as the one whose parent has to be on the chain, until the
//! chain knows of the offence or the slot has become too old.

use crate::{metrics::slot_of, service::Client};
use codec::Encode;
use futures::StreamExt;
use salus_primitives::{
	equivocation::{Equivocation, ReportOutcome},
	limits::MAX_REPORTED_HEADER,
};
use salus_runtime::{opaque::Block, Hash, Header};
use salus_runtime_api::EquivocationApi;
use sc_client_api::BlockchainEvents;
use sc_consensus::{BlockImportParams, Verifier};
use sc_consensus_aura::standalone::{fetch_authorities, slot_author};
use sc_transaction_pool_api::{LocalTransactionFor, LocalTransactionPool, OffchainTransactionPoolFactory};
use sp_api::{ApiExt, ProvideRuntimeApi};
use sp_consensus_aura::{
	digests::CompatibleDigestItem,
	sr25519::{AuthorityId, AuthorityPair, AuthoritySignature},
};
use sp_core::sr25519;
use sp_runtime::traits::Header as _;
use std::{
	collections::BTreeMap,
	sync::{Arc, Mutex, PoisonError},
};
use substrate_prometheus_endpoint::{CounterVec, U64};

/// Slots whose headers are kept: as many blocks as the chain remembers the hashes of, when none is missed.
pub const KEPT_SLOTS: u64 = 4_096;
/// Keys of one slot whose headers are kept: its author on each branch with validators of its own. Of further ones none is.
pub const KEPT_KEYS: usize = 4;
/// Pieces of evidence that wait to be reported. Of further ones none is kept: one brings a validator down.
pub const MAX_PENDING: usize = 64;
/// And of one key; a further one takes the place of the oldest. So nobody hides behind another's evidence that never holds.
pub const MAX_PENDING_OF_KEY: usize = 4;

/// The kinds by which equivocations are counted.
pub const KINDS: [&str; 2] = [BLOCKS, VOTES];
const BLOCKS: &str = "blocks";
const VOTES: &str = "votes";

/// Two headers of one slot by one key, sealed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Evidence {
	/// The slot.
	pub slot: u64,
	/// The key.
	pub key: sr25519::Public,
	/// The headers, as they came.
	pub headers: [Header; 2],
}

/// The headers of the last slots. Of each key and slot the first, or the first two that differ.
#[derive(Default)]
pub struct Headers {
	slots: BTreeMap<u64, Vec<Seen>>,
	newest: u64,
}

struct Seen {
	key: sr25519::Public,
	header: Header,
	unsealed: Hash,
	/// Further ones say nothing more.
	equivocated: bool,
}

impl Headers {
	/// Notes a sealed header, whose `unsealed` hash the key signed for the slot. Gives what it proves, once for each key and slot.
	pub fn note(
		&mut self,
		slot: u64,
		key: sr25519::Public,
		header: Header,
		unsealed: Hash,
	) -> Option<Evidence> {
		if self.newest.checked_sub(KEPT_SLOTS).is_some_and(|forgotten| slot <= forgotten) {
			return None;
		}
		if slot > self.newest {
			self.newest = slot;
			self.slots = self.slots.split_off(&(slot.saturating_sub(KEPT_SLOTS) + 1).min(slot));
		}
		let seen = self.slots.entry(slot).or_default();
		let Some(first) = seen.iter_mut().find(|seen| seen.key == key) else {
			if seen.len() < KEPT_KEYS {
				seen.push(Seen { key, header, unsealed, equivocated: false });
			}
			return None;
		};
		if first.equivocated || first.unsealed == unsealed {
			return None;
		}
		first.equivocated = true;
		Some(Evidence { slot, key, headers: [first.header.clone(), header] })
	}

	/// How many headers are kept.
	pub fn len(&self) -> usize {
		self.slots.values().map(Vec::len).sum()
	}

	/// Whether none is.
	pub fn is_empty(&self) -> bool {
		self.slots.is_empty()
	}
}

/// What waits to be reported.
#[derive(Default)]
pub struct Pending(Vec<Evidence>);

impl Pending {
	/// Takes one more, if there is room.
	pub fn push(&mut self, evidence: Evidence) {
		let mut of_key = self.0.iter().enumerate().filter(|(_, other)| other.key == evidence.key);
		let oldest = of_key.next().map(|(place, _)| place);
		if let Some(oldest) = oldest.filter(|_| of_key.count() + 1 >= MAX_PENDING_OF_KEY) {
			self.0.remove(oldest);
		}
		if self.0.len() < MAX_PENDING {
			self.0.push(evidence);
		}
	}

	/// What waits, in the order in which it came.
	pub fn list(&self) -> &[Evidence] {
		&self.0
	}
}

/// What the verifier has found, shared with the reporter.
type Found = Arc<Mutex<Pending>>;

/// Equivocations seen, by one of [`KINDS`].
#[derive(Clone)]
pub struct Sightings(CounterVec<U64>);

impl Sightings {
	/// Counts with `counters`, which have the one label.
	pub fn new(counters: CounterVec<U64>) -> Self {
		Self(counters)
	}

	fn note(&self, kind: &str) {
		self.0.with_label_values(&[kind]).inc();
	}
}

/// A verifier that looks at what another one has verified.
pub struct Watched<V> {
	verifier: V,
	client: Arc<Client>,
	headers: Mutex<Headers>,
	found: Found,
}

/// The verifier, and what reports its findings.
pub fn watch<V>(verifier: V, client: Arc<Client>) -> (Watched<V>, Findings) {
	let found = Found::default();
	let watched = Watched { verifier, client, headers: Mutex::default(), found: found.clone() };
	(watched, Findings(found))
}

/// What a [`Watched`] verifier has found.
pub struct Findings(Found);

impl<V> Watched<V> {
	fn look(&self, header: Header) {
		let Some((slot, unsealed)) = slot_and_hash(&header) else { return };
		let Some(key) = self.author(&header, slot) else { return };
		let evidence = {
			let mut headers = self.headers.lock().unwrap_or_else(PoisonError::into_inner);
			headers.note(slot, key, header, unsealed)
		};
		let Some(evidence) = evidence else { return };
		self.found.lock().unwrap_or_else(PoisonError::into_inner).push(evidence);
	}

	/// Whose turn the slot was after the header's parent.
	fn author(&self, header: &Header, slot: u64) -> Option<sr25519::Public> {
		let authorities =
			fetch_authorities::<AuthorityId, Block, _>(&*self.client, *header.parent_hash()).ok()?;
		slot_author::<AuthorityPair>(slot.into(), &authorities).map(|key| key.clone().into())
	}
}

/// The slot of a sealed header, and what its seal signed.
fn slot_and_hash(header: &Header) -> Option<(u64, Hash)> {
	let mut unsealed = header.clone();
	let seal = unsealed.digest_mut().pop()?;
	CompatibleDigestItem::<AuthoritySignature>::as_aura_seal(&seal)?;
	Some((slot_of(header)?, unsealed.hash()))
}

#[async_trait::async_trait]
impl<V: Verifier<Block>> Verifier<Block> for Watched<V> {
	async fn verify(&self, block: BlockImportParams<Block>) -> Result<BlockImportParams<Block>, String> {
		let length = block.header.encoded_size();
		if length > MAX_REPORTED_HEADER {
			// No report of it could hold, and nobody else takes it either.
			return Err(format!("a header of {length} bytes is longer than {MAX_REPORTED_HEADER}"));
		}
		let header = block.header.clone();
		let verified = self.verifier.verify(block).await?;
		// What comes with its state, or below a gap, passes with its seal on: nobody has looked at that.
		if !verified.post_digests.is_empty() {
			self.look(header);
		}
		Ok(verified)
	}
}

/// Brings evidence to the pool.
pub struct Reporter {
	client: Arc<Client>,
	pool: OffchainTransactionPoolFactory<Block>,
	found: Found,
	sightings: Sightings,
}

impl Reporter {
	/// Reports `findings` to `pool`, and counts them.
	pub fn new(
		client: Arc<Client>,
		pool: OffchainTransactionPoolFactory<Block>,
		Findings(found): Findings,
		sightings: Sightings,
	) -> Self {
		Self { client, pool, found, sightings }
	}

	/// Reports with each new best block, until the client is gone.
	pub async fn run(self) {
		let mut pending = Pending::default();
		let mut imports = self.client.import_notification_stream();
		while let Some(import) = imports.next().await {
			for evidence in self.found.lock().unwrap_or_else(PoisonError::into_inner).0.drain(..) {
				let Evidence { slot, key, headers: [one, other] } = &evidence;
				tracing::warn!(
					target: "equivocations",
					"The validator with the Aura key {key} made two blocks of slot {slot}: {} and {}",
					one.hash(),
					other.hash(),
				);
				self.sightings.note(BLOCKS);
				pending.push(evidence);
			}
			if !import.is_new_best || pending.0.is_empty() {
				continue;
			}
			let now = slot_of(&import.header);
			pending.0.retain(|evidence| {
				let in_time = now.is_none_or(|now| now < evidence.slot.saturating_add(KEPT_SLOTS));
				in_time && self.report(import.hash, evidence) != ReportOutcome::Known
			});
		}
	}

	fn report(&self, at: Hash, evidence: &Evidence) -> ReportOutcome {
		let [one, other] = &evidence.headers;
		for (first, second) in [(one, other), (other, one)] {
			let outcome = self.try_report(at, evidence.key, first, second);
			if let Ok(outcome @ (ReportOutcome::Submitted | ReportOutcome::Known)) = outcome {
				return outcome;
			}
		}
		ReportOutcome::Refused
	}

	/// With the proof of the session that made the first header.
	fn try_report(
		&self,
		at: Hash,
		key: sr25519::Public,
		first: &Header,
		second: &Header,
	) -> Result<ReportOutcome, sp_api::ApiError> {
		let Some(owner) = self.client.runtime_api().key_owner(*first.parent_hash(), key)? else {
			return Ok(ReportOutcome::Refused);
		};
		let report = Equivocation { key, first: first.clone(), second: second.clone() };
		let mut api = self.client.runtime_api();
		api.register_extension(self.pool.offchain_transaction_pool(at));
		api.submit_report(at, report, owner)
	}
}

/// A pool for GRANDPA's voter, which submits reports of two votes and nothing else: it counts them.
pub struct VoteReports<P> {
	pool: P,
	sightings: Sightings,
}

impl<P> VoteReports<P> {
	/// Hands everything on to `pool`.
	pub fn new(pool: P, sightings: Sightings) -> Self {
		Self { pool, sightings }
	}
}

impl<P: LocalTransactionPool> LocalTransactionPool for VoteReports<P> {
	type Block = P::Block;
	type Error = P::Error;
	type Hash = P::Hash;

	fn submit_local(
		&self,
		at: <Self::Block as sp_runtime::traits::Block>::Hash,
		report: LocalTransactionFor<Self>,
	) -> Result<Self::Hash, Self::Error> {
		self.sightings.note(VOTES);
		self.pool.submit_local(at, report)
	}
}
