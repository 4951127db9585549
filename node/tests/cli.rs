//! The command line: what each role of a node gets where the operator says nothing.

use clap::error::ErrorKind;
use salus_node::cli::{command, Cli, Task};
use sc_cli::{CliConfiguration, DatabasePruningMode, KeySubcommand, SyncMode};
use sc_service::{BlocksPruning, PruningMode, Role};

const KEPT: u32 = 43_200;

/// Reads `options` as given to `salus-node`.
fn parse(options: &[&str]) -> Result<Cli, clap::Error> {
	Cli::from_arguments(["salus-node"].iter().chain(options))
}

/// Reads `options`, which must be good.
fn parsed(options: &[&str]) -> Cli {
	parse(options).unwrap_or_else(|error| panic!("{options:?}: {error}"))
}

/// The pruning of states and of blocks that `options` lead to.
fn pruning(options: &[&str]) -> (Option<PruningMode>, BlocksPruning) {
	let run = parsed(options).run;
	(run.state_pruning().unwrap(), run.blocks_pruning().unwrap())
}

#[test]
fn grammar_should_be_sound_when_checked_by_clap() {
	command().debug_assert();
}

#[test]
fn node_should_keep_a_day_when_it_is_no_history_node() {
	let day = (Some(PruningMode::blocks_pruning(KEPT)), BlocksPruning::Some(KEPT));
	for options in [&[][..], &["--validator"], &["--dev"], &["--alice"], &["--chain", "local"]] {
		assert_eq!(pruning(options), day, "{options:?}");
	}
}

#[test]
fn node_should_keep_everything_finalised_when_it_is_a_history_node() {
	let all = (Some(PruningMode::ArchiveCanonical), BlocksPruning::KeepFinalized);
	for options in [
		&["--history"][..],
		&["--chain", "local", "--history"],
		&["--dev", "--history"],
		&["--history", "--validator"],
		&["--history", "--sync", "full"],
	] {
		assert_eq!(pruning(options), all, "{options:?}");
		assert_eq!(parsed(options).run.network_params.sync, SyncMode::Full, "{options:?}");
	}
}

#[test]
fn pruning_should_be_the_operators_when_given() {
	assert_eq!(
		pruning(&["--validator", "--state-pruning", "1000"]),
		(Some(PruningMode::blocks_pruning(1_000)), BlocksPruning::Some(KEPT))
	);
	assert_eq!(
		pruning(&["--validator", "--blocks-pruning", "archive-canonical"]),
		(Some(PruningMode::blocks_pruning(KEPT)), BlocksPruning::KeepFinalized)
	);
	assert_eq!(
		pruning(&["--history", "--state-pruning", "archive", "--blocks-pruning", "archive"]),
		(Some(PruningMode::ArchiveAll), BlocksPruning::KeepAll)
	);
	assert_eq!(
		pruning(&["--history", "--blocks-pruning", "500"]),
		(Some(PruningMode::ArchiveCanonical), BlocksPruning::Some(500))
	);
}

#[test]
fn history_should_be_refused_when_states_would_be_missing() {
	for mode in ["warp", "fast", "fast-unsafe"] {
		let error = parse(&["--history", "--sync", mode]).unwrap_err();
		assert_eq!(error.kind(), ErrorKind::ArgumentConflict, "{mode}");
		assert!(error.to_string().contains("--sync full"), "{mode}");
		assert!(parse(&["--sync", mode]).is_ok(), "{mode}");
	}
}

#[test]
fn caches_and_pool_should_have_salus_defaults_when_not_given() {
	let run = parsed(&["--validator"]).run;
	assert_eq!(run.trie_cache_maximum_size().unwrap(), Some(64 * 1024 * 1024));
	assert_eq!(run.pool_config.pool_limit, 16_384);
	assert_eq!(run.pool_config.pool_kbytes * 1024, 40 * 1024 * 1024);
}

#[test]
fn caches_and_pool_should_be_the_operators_when_given() {
	let run = parsed(&["--trie-cache-size", "0", "--pool-limit", "10", "--pool-kbytes", "20"]).run;
	assert_eq!(run.trie_cache_maximum_size().unwrap(), None);
	assert_eq!((run.pool_config.pool_limit, run.pool_config.pool_kbytes), (10, 20));
}

#[test]
fn importing_tasks_should_have_the_small_trie_cache_when_not_given() {
	let Some(Task::ImportBlocks(import)) = parsed(&["import-blocks"]).subcommand else {
		panic!("not import-blocks")
	};
	assert_eq!(import.trie_cache_maximum_size().unwrap(), Some(64 * 1024 * 1024));
	let Some(Task::CheckBlock(check)) = parsed(&["check-block", "1"]).subcommand else {
		panic!("not check-block")
	};
	assert_eq!(check.trie_cache_maximum_size().unwrap(), Some(64 * 1024 * 1024));
}

#[test]
fn tasks_should_leave_the_stored_pruning_alone_when_not_given() {
	let Some(Task::Revert(revert)) = parsed(&["revert"]).subcommand else { panic!("not revert") };
	assert_eq!(revert.state_pruning().unwrap(), None);
	let Some(Task::ImportBlocks(import)) =
		parsed(&["import-blocks", "--state-pruning", "archive-canonical"]).subcommand
	else {
		panic!("not import-blocks")
	};
	assert_eq!(
		import.import_params.pruning_params.state_pruning,
		Some(DatabasePruningMode::ArchiveCanonical)
	);
}

#[test]
fn adopting_should_need_another_id_and_take_the_nodes_runtime_when_none_is_given() {
	assert!(parse(&["adopt-state", "state.json"]).is_err());
	let Some(Task::AdoptState(adopt)) = parsed(&["adopt-state", "state.json", "--id", "new"]).subcommand
	else {
		panic!("not adopt-state")
	};
	assert_eq!((adopt.id.as_str(), adopt.runtime), ("new", None));
}

#[test]
fn development_node_should_be_an_eager_authority_when_asked_for() {
	let run = parsed(&["--dev"]).run;
	assert!(matches!(run.role(run.is_dev().unwrap()).unwrap(), Role::Authority));
	assert!(run.force_authoring().unwrap());
	assert_eq!(run.chain_id(true).unwrap(), "dev");
}

#[test]
fn node_should_name_no_chain_when_none_is_given() {
	let run = parsed(&[]).run;
	assert!(matches!(run.role(false).unwrap(), Role::Full));
	assert!(!run.force_authoring().unwrap());
	assert_eq!(run.chain_id(false).unwrap(), "");
}

#[test]
fn node_key_should_need_a_chain_when_stored_in_its_folder() {
	let error = parse(&["key", "generate-node-key", "--base-path", "somewhere"]).unwrap_err();
	assert_eq!(error.kind(), ErrorKind::MissingRequiredArgument);
	let stored = parsed(&["key", "generate-node-key", "--base-path", "somewhere", "--chain", "local"]);
	assert!(matches!(stored.subcommand, Some(Task::Key(KeySubcommand::GenerateNodeKey(_)))));
	let printed = parsed(&["key", "generate-node-key"]);
	assert!(matches!(printed.subcommand, Some(Task::Key(KeySubcommand::GenerateNodeKey(_)))));
}

#[test]
fn database_should_not_offer_rocksdb_when_asked_for() {
	assert_eq!(parse(&["--database", "rocksdb"]).unwrap_err().kind(), ErrorKind::InvalidValue);
	assert!(parse(&["--database", "paritydb"]).is_ok());
}
