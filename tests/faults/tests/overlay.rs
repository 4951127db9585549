//! A consortium on its overlay.

use anyhow::Result;
use salus_faults::overlay::Overlay;

#[tokio::test(flavor = "multi_thread")]
async fn stranger_should_reach_no_port_when_nodes_talk_over_the_overlay() -> Result<()> {
	let Some(overlay) = Overlay::start().await? else { return Ok(()) };
	overlay.stranger_reaches_nothing().await
}
