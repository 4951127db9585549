//! A consortium on its overlay.

use anyhow::Result;
use salus_faults::overlay::Overlay;

#[tokio::test(flavor = "multi_thread")]
async fn stranger_should_reach_no_port_and_expelled_member_be_cut_off() -> Result<()> {
	let Some(overlay) = Overlay::start().await? else { return Ok(()) };
	overlay.stranger_reaches_nothing().await?;
	overlay.expelled_member_is_cut_off().await
}
