//! `salus chain`.

use crate::{
	args::ChainTask,
	context::Context,
	exit::Result,
	output::{moment, Report},
};

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
	}
}
