//! A consortium on its overlay.

use anyhow::Result;
use salus_faults::overlay::Overlay;

#[tokio::test(flavor = "multi_thread")]
async fn overlay_should_shut_out_strangers_cut_off_who_is_expelled_and_let_in_who_is_announced() -> Result<()>
{
	let Some(overlay) = Overlay::start().await? else { return Ok(()) };
	overlay.stranger_reaches_nothing().await?;
	overlay.expelled_member_is_cut_off().await?;
	overlay.announced_node_is_let_in().await
}
