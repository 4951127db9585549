//! What organisations owe: disputes that await an answer, as the best block has them.

use crate::service::Client;
use futures::StreamExt;
use salus_primitives::{dispute::DisputedRecord, ids::OrganisationId, limits::MAX_PAGE};
use salus_runtime::{opaque::Block, AccountId, Hash};
use salus_runtime_api::SalusApi;
use sc_client_api::BlockchainEvents;
use sp_api::{ApiError, ProvideRuntimeApi};
use std::{
	sync::Arc,
	time::{Duration, Instant},
};
use substrate_prometheus_endpoint::{GaugeVec, U64};

/// Time between two readings, at least.
const INTERVAL: Duration = Duration::from_secs(30);

/// Pages of 256 disputes that are read of one organisation, at most: it bounds a reading, and who owes that many is known
/// to owe many.
const MAX_PAGES: usize = 16;

/// Gauges by organisation.
#[derive(Clone)]
pub struct DutyCounts {
	/// Disputes that await an answer.
	pub open: GaugeVec<U64>,
	/// Those past their time.
	pub overdue: GaugeVec<U64>,
}

impl DutyCounts {
	/// Reads them with new blocks for as long as the node runs.
	pub async fn watch(self, client: Arc<Client>) {
		let mut imports = client.import_notification_stream();
		let mut last: Option<Instant> = None;
		while let Some(block) = imports.next().await {
			if block.is_new_best && last.is_none_or(|last| last.elapsed() >= INTERVAL) {
				// A block whose state is gone by now is followed by others.
				if self.read(&client, block.hash).is_ok() {
					last = Some(Instant::now());
				}
			}
		}
	}

	fn read(&self, client: &Client, at: Hash) -> Result<(), ApiError> {
		let api = client.runtime_api();
		let mut start = Some(OrganisationId::default());
		while let Some(from) = start {
			let page = SalusApi::<Block, AccountId>::organisations(&*api, at, from, MAX_PAGE)?;
			for (organisation, _) in page.items {
				let (open, overdue) = disputes(client, at, organisation)?;
				let label = organisation.to_string();
				self.open.with_label_values(&[&label]).set(open);
				self.overdue.with_label_values(&[&label]).set(overdue);
			}
			start = page.next;
		}
		Ok(())
	}
}

/// Open and overdue disputes of the organisation's records.
fn disputes(client: &Client, at: Hash, organisation: OrganisationId) -> Result<(u64, u64), ApiError> {
	let (mut open, mut overdue) = (0_u64, 0_u64);
	let mut start: Option<DisputedRecord> = None;
	for _ in 0..MAX_PAGES {
		let api = client.runtime_api();
		let page = SalusApi::<Block, AccountId>::disputes_of(&*api, at, organisation, start, MAX_PAGE)?;
		let Ok(page) = page else { break };
		for (_, dispute) in page.items {
			open = open.saturating_add(1);
			overdue = overdue.saturating_add(dispute.overdue.into());
		}
		start = page.next;
		if start.is_none() {
			break;
		}
	}
	Ok((open, overdue))
}
