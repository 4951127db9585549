//! The failures that take longer, with `SALUS_FULL=1`, each on a network of its own.

use anyhow::Result;
use salus_faults::{backup, is_full, load::Load, network::Network, scenarios};

/// A network, if these are to run and this machine lets them.
async fn network() -> Result<Option<(Network, Load)>> {
	if !is_full() {
		return Ok(None);
	}
	let Some(network) = Network::start().await? else { return Ok(None) };
	let load = Load::start(&network.nodes).await?;
	Ok(Some((network, load)))
}

#[tokio::test(flavor = "multi_thread")]
async fn validators_should_catch_up_when_they_are_killed_one_after_the_other() -> Result<()> {
	let Some((mut network, load)) = network().await? else { return Ok(()) };
	scenarios::kills(&mut network, &load, 5).await
}

#[tokio::test(flavor = "multi_thread")]
async fn finality_should_go_on_when_one_of_four_is_away() -> Result<()> {
	let Some((mut network, load)) = network().await? else { return Ok(()) };
	scenarios::one_down(&mut network, &load, 60).await
}

#[tokio::test(flavor = "multi_thread")]
async fn halves_should_go_on_together_when_they_were_apart_for_long() -> Result<()> {
	let Some((mut network, load)) = network().await? else { return Ok(()) };
	scenarios::partition(&mut network, &load, 60).await
}

#[tokio::test(flavor = "multi_thread")]
async fn clock_should_alarm_when_it_is_off_by_more_than_a_slot() -> Result<()> {
	let Some((mut network, load)) = network().await? else { return Ok(()) };
	scenarios::clocks(&mut network, &load).await
}

#[tokio::test(flavor = "multi_thread")]
async fn node_should_end_and_come_back_when_its_disk_is_full() -> Result<()> {
	let Some((mut network, load)) = network().await? else { return Ok(()) };
	scenarios::full_disk(&mut network, &load).await
}

#[tokio::test(flavor = "multi_thread")]
async fn fresh_node_should_have_the_same_chain_when_it_syncs_fully_or_by_warp() -> Result<()> {
	let Some((mut network, load)) = network().await? else { return Ok(()) };
	scenarios::fresh_nodes(&mut network, &load).await
}

#[tokio::test(flavor = "multi_thread")]
async fn validator_should_vote_with_new_keys_only_when_it_is_restored_from_a_backup() -> Result<()> {
	if !is_full() {
		return Ok(());
	}
	let folder = tempfile::TempDir::new()?;
	let chain = backup::specification(folder.path())?;
	let Some(mut network) = Network::start_chain(&chain, &backup::options()).await? else { return Ok(()) };
	backup::give_keys(&mut network, &chain).await?;
	// The validator's account signs for its new keys, and two at once would take each other's numbers.
	let load = Load::start_beside(&network.nodes, Some(backup::WHO)).await?;
	backup::restored(&mut network, &load).await
}
