//! The command line: Substrate's own options, with defaults that suit a Salus node's two roles.

use crate::permissions::Mode;
use clap::{error::ErrorKind, Arg, Args, CommandFactory, FromArgMatches, Parser, Subcommand};
use sc_cli::{RunCmd, SubstrateCli, SyncMode};
use std::{ffi::OsString, path::PathBuf};

/// Finalised blocks that a node keeps, with their states, unless it is a history node: a day of 2-second blocks.
const PRUNED_BLOCKS: &str = "43200";

/// Pruning mode of a history node: every finalised block and its state.
const HISTORY_PRUNING: &str = "archive-canonical";

/// Bytes of the trie cache, 64 MiB. Substrate's 1 GiB would be most of the memory of a small node.
const TRIE_CACHE_BYTES: &str = "67108864";

/// Ready transactions in the pool: more than two full blocks of the smallest ones.
const POOL_TRANSACTIONS: &str = "16384";

/// Kibibytes of ready transactions in the pool, 40 MiB: some twenty blocks of the greatest length.
const POOL_KIBIBYTES: &str = "40960";

/// What the operator asked `salus-node` to do.
#[derive(Debug, Parser)]
pub struct Cli {
	/// The task, if it is another than running the node.
	#[command(subcommand)]
	pub subcommand: Option<Task>,

	/// Keep history: every finalised block and its state.
	///
	/// A history node answers questions about any past block, where other nodes keep one day (43,200 blocks). It
	/// checks the whole chain from its first block on, so it needs `--sync full`, and peers that keep history. A
	/// network needs at least one, better several. Decide when the database is made: it cannot be turned into one
	/// that keeps less, or more, later.
	#[arg(long)]
	pub history: bool,

	/// Whether the nodes that the chain lists decide who may connect.
	///
	/// Then blocks and votes are exchanged with listed nodes and with those of `--reserved-nodes` alone, and nobody else's
	/// requests for blocks, state or proofs are answered. A node that is not listed can do nothing on such a network. `auto`
	/// goes by the chain specification: a chain that began with nodes is such a network. What members announce later never
	/// turns it on by itself.
	#[arg(long, value_name = "WHEN", value_enum, default_value_t)]
	pub permissioned: Mode,

	/// Options of the running node.
	#[clap(flatten)]
	pub run: RunCmd,
}

/// Tasks other than running the node.
#[derive(Debug, Subcommand)]
#[allow(clippy::large_enum_variant)] // One value, made once.
pub enum Task {
	/// Make, show and insert keys: of the node, of its session, of accounts.
	#[command(subcommand)]
	Key(sc_cli::KeySubcommand),

	/// Print a chain specification as JSON, plain or raw, with this node as its boot node if it has none.
	BuildSpec(sc_cli::BuildSpecCmd),

	/// Print a chain specification as JSON, plain or raw, exactly as the node has it.
	ExportChainSpec(sc_cli::ExportChainSpecCmd),

	/// Import a block of the database once more, with all checks.
	CheckBlock(sc_cli::CheckBlockCmd),

	/// Write blocks to a file or to standard output.
	ExportBlocks(sc_cli::ExportBlocksCmd),

	/// Import blocks from a file or from standard input, with all checks.
	///
	/// Into an empty database, give `--state-pruning archive-canonical` if a history node is to use it.
	ImportBlocks(sc_cli::ImportBlocksCmd),

	/// Print the state of a block, the best one if none is given, as a raw chain specification.
	ExportState(sc_cli::ExportStateCmd),

	/// Print the specification of a new chain that goes on from an exported state, under a new runtime.
	AdoptState(AdoptState),

	/// Print the newest change of the finality's authorities by force, as the specification's `authoritySetHardForks` has it.
	///
	/// It is part of what every node carries from then on. Compare it with what other members' nodes print.
	HardFork(sc_cli::ChainInfoCmd),

	/// Delete the chain's database. Keys stay.
	PurgeChain(sc_cli::PurgeChainCmd),

	/// Undo the newest blocks, at most those that are not finalised.
	Revert(sc_cli::RevertCmd),

	/// Print best, finalised and first block of the database as JSON.
	ChainInfo(sc_cli::ChainInfoCmd),
}

/// What a new chain goes on from.
#[derive(Debug, Args)]
pub struct AdoptState {
	/// What `export-state` printed of the old chain's last finalised block.
	pub state: PathBuf,

	/// The new chain's id, another than the old one's: its database lies under it.
	#[arg(long)]
	pub id: String,

	/// The new chain's runtime, a WASM file as `scripts/build-release.sh` makes it, if it is not this node's own.
	#[arg(long)]
	pub runtime: Option<PathBuf>,
}

impl Cli {
	/// Reads the command line `arguments`, the program's name first. An option that the operator gives always wins
	/// over the default of the node's role.
	///
	/// # Errors
	/// What clap wants printed: a usage error, or the text of `--help` and `--version`.
	pub fn from_arguments<I>(arguments: I) -> Result<Self, clap::Error>
	where
		I: IntoIterator,
		I::Item: Into<OsString> + Clone,
	{
		let mut command = command();
		let cli = Self::from_arg_matches(&command.try_get_matches_from_mut(arguments)?)?;
		if cli.history && cli.run.network_params.sync != SyncMode::Full {
			return Err(command.error(
				ErrorKind::ArgumentConflict,
				"a history node checks every block itself: `--history` goes with `--sync full` only",
			));
		}
		Ok(cli)
	}
}

/// The command line's grammar: Substrate's, with the defaults of Salus.
pub fn command() -> clap::Command {
	let task_defaults = |argument: Arg| match argument.get_id().as_str() {
		"chain" => with_chain_help(argument),
		"trie_cache_size" => argument.default_value(TRIE_CACHE_BYTES),
		_ => argument,
	};
	Cli::setup_command(Cli::command())
		.mut_args(node_defaults)
		.mut_subcommands(|task| task.mut_args(task_defaults))
		.mut_subcommand("key", |key| {
			key.mut_subcommands(|task| task.mut_args(task_defaults)).mut_subcommand(
				"generate-node-key",
				|task| {
					task.mut_arg("base_path", |argument| argument.requires("chain"))
						.mut_arg("default_base_path", |argument| argument.requires("chain"))
				},
			)
		})
}

/// Replaces Substrate's defaults of the running node.
fn node_defaults(argument: Arg) -> Arg {
	match argument.get_id().as_str() {
		"chain" => with_chain_help(argument),
		"dev" => argument.long_help(
			"Run a development chain of one validator.\n\n\
			Stands for `--chain dev --alice --force-authoring --rpc-cors all --tmp`, unless one of these is given \
			otherwise, and looks for no other node on the local network.",
		),
		"state_pruning" => with_role_default(argument).long_help(
			"Finalised blocks whose state is kept: their number, `archive-canonical` for all of them, or `archive` \
			for all blocks, finalised or not.\n\n\
			Of an existing database only the number can change.\n\n\
			[default: 43200, or archive-canonical with --history]",
		),
		"blocks_pruning" => with_role_default(argument).long_help(
			"Finalised blocks whose body is kept: their number, `archive-canonical` for all of them, or `archive` \
			for all blocks, finalised or not. Headers, and the proofs of finality that warp sync needs, are always \
			kept.\n\n\
			[default: 43200, or archive-canonical with --history]",
		),
		"trie_cache_size" => argument.default_value(TRIE_CACHE_BYTES),
		"pool_limit" => argument.default_value(POOL_TRANSACTIONS),
		"pool_kbytes" => argument.default_value(POOL_KIBIBYTES),
		_ => argument,
	}
}

/// The pruning default of the two roles: history, and all others.
fn with_role_default(argument: Arg) -> Arg {
	argument
		.default_value(PRUNED_BLOCKS)
		.default_value_if("history", "true", HISTORY_PRUNING)
		.hide_default_value(true)
}

/// Says which chains there are.
fn with_chain_help(argument: Arg) -> Arg {
	let help = "The chain: `dev`, `local`, or the path of a chain specification (JSON)";
	argument.help(help).long_help(help)
}
