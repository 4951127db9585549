//! `salus chain`.

use crate::{
	args::ChainTask,
	context::Context,
	exit::Result,
	output::{moment, Report},
};
use serde_json::json;

/// Carries out a task on the chain.
///
/// # Errors
/// [`crate::exit::Failure::Task`].
pub async fn run(context: &Context, task: ChainTask) -> Result<Report> {
	match task {
		ChainTask::Status => {
			let status = context.chain().await?.status().await?;
			Ok(Report::new(&status)
				.line(format!("chain      {} (runtime {})", status.chain, status.spec_version))
				.line(format!("genesis    {}", status.genesis))
				.line(format!("best       {} {}", status.best, status.best_hash))
				.line(format!("finalised  {} {}", status.finalised, status.finalised_hash))
				.line(format!("clock      {}", moment(status.now)))
				.line(format!("node       {}", status.node_version))
				.line(format!(
					"peers      {}{}",
					status.peers,
					if status.syncing { ", catching up" } else { "" }
				)))
		}
		ChainTask::Cleanup { acting } => {
			let keyring = context.keyring(&acting.profile)?;
			let landed = context.client().await?.clean_up(&keyring).await?;
			let report = Report::new(json!({ "landed": landed })).line("the next steps were taken");
			Ok(landed.iter().fold(report, Report::landed))
		}
	}
}
