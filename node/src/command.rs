//! Runs what the command line asks for.

use crate::{
	chain_spec,
	cli::{Cli, Task},
	hard_forks, moving, service,
};
use salus_runtime::opaque::Block;
use sc_cli::{KeySubcommand, SubstrateCli};
use sc_service::{ChainSpec, PartialComponents};

impl SubstrateCli for Cli {
	fn impl_name() -> String {
		"Salus Node".into()
	}

	fn impl_version() -> String {
		env!("SUBSTRATE_CLI_IMPL_VERSION").into()
	}

	fn description() -> String {
		"Makes, checks, finalises and serves the blocks of a Salus chain: a consortium's ledger of pseudonymous \
		identities, pointers to encrypted medical records, and consents."
			.into()
	}

	fn author() -> String {
		env!("CARGO_PKG_AUTHORS").into()
	}

	fn support_url() -> String {
		concat!(env!("CARGO_PKG_REPOSITORY"), "/issues").into()
	}

	fn copyright_start_year() -> i32 {
		2026
	}

	fn load_spec(&self, id: &str) -> Result<Box<dyn ChainSpec>, String> {
		Ok(Box::new(chain_spec::load(id)?))
	}
}

/// Reads the process's command line and does what it asks for, until done or stopped by a signal.
///
/// # Errors
/// Whatever kept the task from being done. A usage error, `--help` and `--version` end the process.
pub fn run() -> sc_cli::Result<()> {
	let cli = Cli::from_arguments(std::env::args_os()).unwrap_or_else(|error| error.exit());
	match &cli.subcommand {
		None => {
			let runner = cli.create_runner(&cli.run)?;
			let permissioned = cli.permissioned;
			runner.run_node_until_exit(|config| async move {
				service::start(config, permissioned).map_err(sc_cli::Error::Service)
			})
		}
		// A key that no chain's folder receives needs no chain.
		Some(Task::Key(KeySubcommand::GenerateNodeKey(task))) if task.chain.is_none() => task.common.run(),
		Some(Task::Key(task)) => task.run(&cli),
		Some(Task::BuildSpec(task)) => {
			let runner = cli.create_runner(task)?;
			runner.sync_run(|config| task.run(config.chain_spec, config.network))
		}
		Some(Task::ExportChainSpec(task)) => task.run(cli.load_spec(&task.chain)?),
		Some(Task::CheckBlock(task)) => {
			let runner = cli.create_runner(task)?;
			runner.async_run(|config| {
				let PartialComponents { client, task_manager, import_queue, .. } =
					service::components(&config)?;
				Ok((task.run(client, import_queue), task_manager))
			})
		}
		Some(Task::ExportBlocks(task)) => {
			let runner = cli.create_runner(task)?;
			runner.async_run(|config| {
				let PartialComponents { client, task_manager, .. } = service::components(&config)?;
				Ok((task.run(client, config.database), task_manager))
			})
		}
		Some(Task::ImportBlocks(task)) => {
			let runner = cli.create_runner(task)?;
			runner.async_run(|config| {
				let PartialComponents { client, task_manager, import_queue, .. } =
					service::components(&config)?;
				Ok((task.run(client, import_queue), task_manager))
			})
		}
		Some(Task::ExportState(task)) => {
			let runner = cli.create_runner(task)?;
			runner.async_run(|config| {
				let PartialComponents { client, task_manager, .. } = service::components(&config)?;
				Ok((task.run(client, config.chain_spec), task_manager))
			})
		}
		Some(Task::AdoptState(task)) => {
			let exported = std::fs::read_to_string(&task.state)?;
			let code = match &task.runtime {
				Some(file) => std::fs::read(file)?,
				None => chain_spec::runtime_code()?.to_vec(),
			};
			println!("{}", moving::adopt(&exported, &task.id, &code)?);
			Ok(())
		}
		Some(Task::HardFork(task)) => {
			let runner = cli.create_runner(task)?;
			runner.async_run(|config| {
				let PartialComponents { client, task_manager, .. } = service::components(&config)?;
				let print = async move {
					let fork = hard_forks::newest(&client)?;
					println!("{}", serde_json::to_string_pretty(&fork).map_err(|error| error.to_string())?);
					Ok(())
				};
				Ok((print, task_manager))
			})
		}
		Some(Task::PurgeChain(task)) => {
			let runner = cli.create_runner(task)?;
			runner.sync_run(|config| task.run(config.database))
		}
		Some(Task::Revert(task)) => {
			let runner = cli.create_runner(task)?;
			runner.async_run(|config| {
				let PartialComponents { client, task_manager, backend, .. } = service::components(&config)?;
				let revert_finality = Box::new(|client, _, blocks| {
					sc_consensus_grandpa::revert(client, blocks)?;
					Ok(())
				});
				Ok((task.run(client, backend, Some(revert_finality)), task_manager))
			})
		}
		Some(Task::ChainInfo(task)) => {
			let runner = cli.create_runner(task)?;
			runner.sync_run(|config| task.run::<Block>(&config))
		}
	}
}
