//! Bad links, a validator killed under load, and two halves that cannot hear each other, on one network.

use anyhow::Result;
use salus_faults::{load::Load, network::Network, scenarios};

/// Slots for which the halves are apart.
const APART: u64 = 8;

#[tokio::test(flavor = "multi_thread")]
async fn chain_should_lose_nothing_when_links_and_validators_fail() -> Result<()> {
	let Some(mut network) = Network::start().await? else { return Ok(()) };
	let load = Load::start(&network.nodes).await?;
	scenarios::bad_links(&mut network, &load).await?;
	scenarios::kills(&mut network, &load, 1).await?;
	scenarios::partition(&mut network, &load, APART).await
}
