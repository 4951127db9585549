//! This machine's clock against the validators'.
//!
//! Aura goes by the clock: who is off by more than a slot makes blocks that the others refuse, or refuses theirs. Each
//! block that arrives shows its author's clock, since it is made at the beginning of its slot. It arrives later, by what
//! making and sending it took, so that an author's least delay of late is what counts; of several authors' it is the
//! median, which no minority of wrong clocks (or of liars) moves past the others'.

use crate::service::Client;
use salus_runtime::{opaque::Block, Header};
use sc_consensus::{import_queue::Verifier, BlockImportParams};
use sc_consensus_aura::{
	standalone::{check_header_slot_and_seal, fetch_authorities},
	SlotDuration,
};
use sp_consensus::BlockOrigin;
use sp_consensus_aura::{
	sr25519::{AuthorityId, AuthorityPair},
	Slot,
};
use sp_runtime::traits::Header as _;
use std::{
	collections::{BTreeMap, VecDeque},
	sync::{Arc, Mutex, PoisonError},
	time::{Duration, Instant},
};
use substrate_prometheus_endpoint::{Gauge, I64};

/// Milliseconds beyond which the clock is wrong: a slot.
pub const LIMIT: i64 = 2_000;

/// How long the clock must seem ahead before that is said: blocks that are late for a while make it seem so, such as while a
/// machine is busy or a node starts.
pub const LASTING: Duration = Duration::from_secs(60);

/// Pause between two warnings of the same thing.
pub const REMINDER: Duration = Duration::from_secs(60);

/// Blocks of each author that are remembered.
const REMEMBERED: usize = 4;

/// By how much the clock is ahead of the authors', as their blocks show it.
#[derive(Default)]
pub struct Offsets(BTreeMap<usize, VecDeque<i64>>);

impl Offsets {
	/// Takes in a block of one of `authors` that arrived so many milliseconds after its slot began, and gives what all
	/// blocks together say; nothing while fewer than half of the authors were heard of.
	pub fn observe(&mut self, author: usize, authors: usize, offset: i64) -> Option<i64> {
		self.0.retain(|known, _| *known < authors);
		let recent = self.0.entry(author).or_default();
		recent.push_front(offset);
		recent.truncate(REMEMBERED);
		if self.0.len() < (authors / 2).max(1) {
			return None;
		}
		let mut least: Vec<i64> = self.0.values().filter_map(|recent| recent.iter().min().copied()).collect();
		least.sort_unstable();
		let upper = least.get(least.len() / 2)?;
		let lower = least.get(least.len().saturating_sub(1) / 2)?;
		Some(if upper.unsigned_abs() < lower.unsigned_abs() { *upper } else { *lower })
	}
}

/// What is to be said of the clock.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Word {
	/// It is wrong by more than [`LIMIT`].
	Wrong,
	/// It was, and no longer is.
	RightAgain,
}

/// When to say it.
#[derive(Default)]
pub struct Alarm {
	since: Option<Instant>,
	said: Option<Instant>,
	was_behind: bool,
}

impl Alarm {
	/// What is to be said now that the clock is ahead by so many milliseconds, if anything.
	pub fn judge(&mut self, offset: i64, now: Instant) -> Option<Word> {
		if offset.unsigned_abs() <= LIMIT.unsigned_abs() {
			self.since = None;
			// Who is behind has dropped its peers, and gets the blocks late from then on, which makes it seem right.
			if self.was_behind {
				return None;
			}
			return self.said.take().map(|_| Word::RightAgain);
		}
		let since = *self.since.get_or_insert(now);
		// Nothing arrives before it was made: a clock that says so is behind, at once.
		let certain = offset < 0 || now.saturating_duration_since(since) >= LASTING;
		let due = self.said.is_none_or(|said| now.saturating_duration_since(said) >= REMINDER);
		if !(certain && due) {
			return None;
		}
		self.said = Some(now);
		self.was_behind |= offset < 0;
		Some(Word::Wrong)
	}
}

/// Watches the clock by the blocks that arrive: a gauge, and warnings in the log.
pub struct Clock {
	state: Mutex<(Offsets, Alarm)>,
	gauge: Gauge<I64>,
}

impl Clock {
	/// Shows the offset in a gauge.
	pub fn new(gauge: Gauge<I64>) -> Self {
		Self { state: Mutex::default(), gauge }
	}

	/// Takes in a block of one of `authors` that arrived so many milliseconds after its slot began.
	pub fn observe(&self, author: usize, authors: usize, offset: i64, now: Instant) {
		let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
		let (offsets, alarm) = &mut *state;
		let Some(offset) = offsets.observe(author, authors, offset) else { return };
		self.gauge.set(offset);
		let side = if offset < 0 { "behind" } else { "ahead of" };
		let by = offset.unsigned_abs();
		match alarm.judge(offset, now) {
			Some(Word::Wrong) => tracing::warn!(
				target: "clock",
				"⏰ This machine's clock is {by} ms {side} the validators': check its time synchronisation (NTP). \
				 A validator's blocks are refused, and it refuses others', while it is off by more than {LIMIT} ms",
			),
			Some(Word::RightAgain) => {
				tracing::info!(target: "clock", "⏰ The clock agrees with the validators' again: {by} ms {side}");
			}
			None => {}
		}
	}
}

/// Verifies blocks as `V` does, and shows each to the clock first: a wrong clock may be why it is refused.
pub struct Watched<V> {
	/// What verifies.
	pub verifier: V,
	/// The chain.
	pub client: Arc<Client>,
	/// How long slots are.
	pub slot_duration: SlotDuration,
	/// The clock.
	pub clock: Clock,
}

impl<V> Watched<V> {
	/// Shows the clock a block, if it is sealed by the author whose slot it is.
	fn observe(&self, header: &Header) {
		let now = sp_timestamp::Timestamp::current().as_millis();
		let authors = fetch_authorities::<AuthorityId, Block, _>(&*self.client, *header.parent_hash());
		let Ok(authors) = authors else { return };
		let any_slot = Slot::from(u64::MAX);
		let sealed = check_header_slot_and_seal::<Block, AuthorityPair>(any_slot, header.clone(), &authors);
		let Ok((_, slot, _)) = sealed else { return };
		let author = u64::try_from(authors.len()).ok().and_then(|count| slot.checked_rem(count));
		let Some(author) = author.and_then(|author| usize::try_from(author).ok()) else { return };
		let made = slot.saturating_mul(self.slot_duration.as_millis());
		let offset = i64::try_from(i128::from(now).saturating_sub(i128::from(made)));
		self.clock.observe(author, authors.len(), offset.unwrap_or(i64::MIN), Instant::now());
	}
}

#[async_trait::async_trait]
impl<V: Verifier<Block>> Verifier<Block> for Watched<V> {
	async fn verify(&self, block: BlockImportParams<Block>) -> Result<BlockImportParams<Block>, String> {
		// Blocks of a chain that is caught up with are old, and tell nothing.
		if block.origin == BlockOrigin::NetworkBroadcast {
			self.observe(&block.header);
		}
		self.verifier.verify(block).await
	}
}
