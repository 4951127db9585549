//! What a node tells Prometheus of its own, beside Substrate's metrics.
//!
//! Labels name validators and organisations, which are public and few, and never a patient, a practitioner or an
//! account that transacts: whoever reads the metrics learns how much is asked, and nothing about whom.
//! `docs/operations.md` lists all of them, with what they do not count.

pub mod duties;
pub mod pool;
pub mod turns;

use crate::{
	equivocations::{Sightings, KINDS},
	permissions::{Asked, PermissionCounts},
	service::Client,
};
use jsonrpsee::core::RpcResult;
use pool::{Refusals, REASONS};
use salus_runtime::{opaque::Block, Hash, Header};
use sc_client_api::HeaderBackend;
use sc_consensus_aura::SlotDuration;
use sp_consensus_aura::sr25519::AuthoritySignature;
use sp_runtime::traits::Header as _;
use std::{
	sync::{Arc, Weak},
	time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};
use substrate_prometheus_endpoint::{
	exponential_buckets, register, CounterVec, Gauge, GaugeVec, HistogramOpts, HistogramVec, MetricSource,
	Opts, PrometheusError, Registry, SourcedGauge, I64, U64,
};

/// The methods whose checks are timed, and how a check ends.
const CHECKS: ([&str; 2], [&str; 3]) = (["checkAccess", "explainAccess"], [ALLOWED, DENIED, ERROR]);
const ALLOWED: &str = "allowed";
const DENIED: &str = "denied";
const ERROR: &str = "error";

/// The metrics that are counted as things happen.
#[derive(Clone)]
pub struct Metrics {
	/// Access checks.
	pub checks: AccessChecks,
	/// Transactions that were turned away.
	pub refusals: Refusals,
	/// Equivocations.
	pub sightings: Sightings,
	/// Blocks and missed slots.
	pub turns: turns::TurnCounts,
	/// What organisations owe.
	pub duties: duties::DutyCounts,
	/// By how many milliseconds the clock is ahead of the validators'.
	pub clock: Gauge<I64>,
	/// Who may connect, and who was refused.
	pub permissions: PermissionCounts,
}

impl Metrics {
	/// Registers all of them, those of `client`'s chain included.
	///
	/// # Errors
	/// When the registry has metrics of these names.
	pub fn register(
		registry: &Registry,
		client: &Arc<Client>,
		slot_duration: SlotDuration,
	) -> Result<Self, PrometheusError> {
		let age = Opts::new(
			"salus_block_age_seconds",
			"The machine's clock less the beginning of the block's slot, best and finalised; below 0 if the clock is slow",
		);
		let slot = slot_duration.as_duration();
		let ages = BlockAges { client: Arc::downgrade(client), slot };
		register(SourcedGauge::new(&age.variable_label("block"), ages)?, registry)?;
		let lag = Opts::new("salus_finality_lag_blocks", "Blocks of the best chain that are not finalised");
		register(SourcedGauge::new(&lag, FinalityLag(Arc::downgrade(client)))?, registry)?;
		Ok(Self {
			checks: AccessChecks::register(registry)?,
			refusals: Refusals::new(zeroed(
				counters(
					registry,
					"salus_refused_transactions_total",
					"Transactions that the pool did not take, from clients and other nodes, by reason",
					&["reason"],
				)?,
				&REASONS,
			)),
			sightings: Sightings::new(zeroed(
				counters(
					registry,
					"salus_equivocations_seen_total",
					"Validators that this node saw make two blocks of one slot, or two votes of one round, by kind",
					&["kind"],
				)?,
				&KINDS,
			)),
			turns: turns::TurnCounts {
				authored: counters(
					registry,
					"salus_authored_blocks_total",
					"Blocks of the best chain since the node started, by validator",
					&turns::LABELS,
				)?,
				missed: counters(
					registry,
					"salus_missed_slots_total",
					"Slots without a block since the node started, by the validator whose turn it was",
					&turns::LABELS,
				)?,
			},
			duties: duties::DutyCounts {
				open: gauges(
					registry,
					"salus_open_disputes",
					"Disputes that await an answer of the organisation; 4096 stands for that many or more",
				)?,
				overdue: gauges(
					registry,
					"salus_overdue_disputes",
					"Open disputes past their time, among those counted as open",
				)?,
			},
			clock: register(
				Gauge::new(
					"salus_clock_offset_milliseconds",
					"By how much this machine's clock is ahead of the validators' (behind if negative)",
				)?,
				registry,
			)?,
			permissions: PermissionCounts {
				refused: zeroed(
					counters(
						registry,
						"salus_refused_requests_total",
						"Requests of peers that are not on the chain's list of nodes, by what they asked for",
						&["protocol"],
					)?,
					&Asked::LABELS,
				),
				permitted: register(
					Gauge::new(
						"salus_permitted_peers",
						"Peers that may connect; 0 where everybody may, and where nobody may",
					)?,
					registry,
				)?,
			},
		})
	}
}

fn counters(
	registry: &Registry,
	name: &str,
	help: &str,
	labels: &[&str],
) -> Result<CounterVec<U64>, PrometheusError> {
	register(CounterVec::new(Opts::new(name, help), labels)?, registry)
}

fn gauges(registry: &Registry, name: &str, help: &str) -> Result<GaugeVec<U64>, PrometheusError> {
	register(GaugeVec::new(Opts::new(name, help), &["organisation"])?, registry)
}

/// The counters with each label at 0: an increase from nothing would not be seen.
fn zeroed(counters: CounterVec<U64>, labels: &[&str]) -> CounterVec<U64> {
	for label in labels {
		counters.with_label_values(&[label]);
	}
	counters
}

/// How long access checks take and how they end.
#[derive(Clone)]
pub struct AccessChecks(HistogramVec);

impl AccessChecks {
	/// Registers the histogram, with all of its labels.
	///
	/// # Errors
	/// When the registry has one of this name.
	pub fn register(registry: &Registry) -> Result<Self, PrometheusError> {
		let options = HistogramOpts::new(
			"salus_access_check_seconds",
			"Time that the access checks of JSON-RPC take, by method and outcome",
		)
		.buckets(exponential_buckets(0.000_5, 2.0, 14)?);
		let histogram = register(HistogramVec::new(options, &["method", "outcome"])?, registry)?;
		let (methods, outcomes) = CHECKS;
		for (method, outcome) in methods.iter().flat_map(|method| outcomes.map(|outcome| (method, outcome))) {
			histogram.with_label_values(&[method, outcome]);
		}
		Ok(Self(histogram))
	}

	/// Makes a check and notes how long it took and how it ended; `is_allowed` says which of the answers allow.
	///
	/// # Errors
	/// Those of the check.
	pub fn time<T>(
		&self,
		method: &str,
		is_allowed: impl FnOnce(&T) -> bool,
		check: impl FnOnce() -> RpcResult<T>,
	) -> RpcResult<T> {
		let start = Instant::now();
		let answer = check();
		let outcome = match &answer {
			Ok(answer) if is_allowed(answer) => ALLOWED,
			Ok(_) => DENIED,
			Err(_) => ERROR,
		};
		self.0.with_label_values(&[method, outcome]).observe(start.elapsed().as_secs_f64());
		answer
	}
}

/// The slot of a block; none of block 0, which has no author.
pub(crate) fn slot_of(header: &Header) -> Option<u64> {
	if *header.number() == 0 {
		return None;
	}
	sc_consensus_aura::find_pre_digest::<Block, AuthoritySignature>(header).ok().map(u64::from)
}

/// How old best and finalised block are, read when they are asked for. The client is not kept alive by that.
#[derive(Clone)]
struct BlockAges {
	client: Weak<Client>,
	slot: Duration,
}

impl MetricSource for BlockAges {
	type N = f64;

	fn collect(&self, mut set: impl FnMut(&[&str], f64)) {
		let Some(client) = self.client.upgrade() else { return };
		let info = client.info();
		let age = |block: Hash| age(slot_of(&client.header(block).ok()??)?, self.slot, SystemTime::now());
		for (name, block) in [("best", info.best_hash), ("finalised", info.finalized_hash)] {
			if let Some(seconds) = age(block) {
				set(&[name], seconds);
			}
		}
	}
}

/// Seconds from the beginning of a slot to `now`.
pub fn age(slot: u64, duration: Duration, now: SystemTime) -> Option<f64> {
	let now = now.duration_since(UNIX_EPOCH).ok()?;
	Some(now.as_secs_f64() - slot as f64 * duration.as_secs_f64())
}

/// How far finality is behind, read when it is asked for.
#[derive(Clone)]
struct FinalityLag(Weak<Client>);

impl MetricSource for FinalityLag {
	type N = u64;

	fn collect(&self, mut set: impl FnMut(&[&str], u64)) {
		let Some(client) = self.0.upgrade() else { return };
		let info = client.info();
		set(&[], info.best_number.saturating_sub(info.finalized_number).into());
	}
}
