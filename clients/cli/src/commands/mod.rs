//! What the commands do: one module for each noun.

mod acceptance;
mod access;
mod chain;
mod consent;
mod dispute;
mod export;
mod gov;
mod network;
mod opening;
mod org;
mod patient;
mod practitioner;
mod profile;
mod record;
mod recovery;
mod representative;
mod request;
mod scope;
mod shell;
mod validator;
mod vault;

use crate::{
	args::{Cli, Command},
	context::Context,
	exit::Result,
	output::Report,
};

/// Carries a command out.
///
/// # Errors
/// Whatever went wrong, as one line for people.
pub async fn run(cli: Cli) -> Result<Report> {
	// Whoever is handed an export may have neither profiles nor a place for them.
	let command = match cli.command {
		Command::VerifyExport(asked) => return export::verify(asked).await,
		command => command,
	};
	let context = Context::new(cli.global)?;
	match command {
		Command::Profile(task) => profile::run(&context, task),
		Command::Org(task) => org::run(&context, task).await,
		Command::Gov(task) => gov::run(&context, task).await,
		Command::Validator(task) => validator::run(&context, task).await,
		Command::Network(task) => network::run(&context, task).await,
		Command::Practitioner(task) => practitioner::run(&context, task).await,
		Command::Patient(task) => patient::run(&context, task).await,
		Command::Representative(task) => representative::run(&context, task).await,
		Command::Vault(task) => vault::run(&context, task).await,
		Command::Scope(task) => scope::run(&context, task).await,
		Command::Record(task) => record::run(&context, task).await,
		Command::Consent(task) => consent::run(&context, task).await,
		Command::Access(task) => access::run(&context, task).await,
		Command::Recovery(task) => recovery::run(&context, task).await,
		Command::Export(order) => export::export(&context, order).await,
		Command::VerifyExport(asked) => export::verify(asked).await,
		Command::Chain(task) => chain::run(&context, task).await,
		Command::Completions { shell } => shell::completions(shell),
		Command::Man { dir } => shell::manual(&dir),
	}
}
