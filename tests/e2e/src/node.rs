//! Nodes as processes.

use crate::{binary, metrics::Scrape, slots, PATIENCE};
use anyhow::{bail, ensure, Context, Result};
use jsonrpsee::{
	core::{
		client::{ClientT, Error as ClientError},
		traits::ToRpcParams,
	},
	http_client::{HttpClient, HttpClientBuilder},
	rpc_params,
};
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::{
	ffi::{OsStr, OsString},
	fs::File,
	net::Ipv4Addr,
	path::{Path, PathBuf},
	process::{Child, Command, ExitStatus, Output, Stdio},
	time::{Duration, Instant},
};
use tempfile::TempDir;
use tokio::time::sleep;

/// Where a node runs: on this host as it is, unless said otherwise.
#[derive(Clone, Debug)]
pub struct Site {
	/// The command that the node's is put behind, such as `ip netns exec NAME`; it must become the node, not a parent
	/// of it.
	pub wrapper: Vec<OsString>,
	/// The address at which it is reached.
	pub address: Ipv4Addr,
	/// What is added to its environment.
	pub environment: Vec<(String, String)>,
}

impl Default for Site {
	fn default() -> Self {
		Self { wrapper: Vec::new(), address: Ipv4Addr::LOCALHOST, environment: Vec::new() }
	}
}

/// A running node, or one that was stopped and can be started again.
pub struct Node {
	/// Where it runs from its next start on.
	pub site: Site,
	/// Its options from its next start on.
	pub options: Vec<OsString>,
	child: Child,
	folder: TempDir,
	runs: u32,
	port: u16,
	client: HttpClient,
}

impl Node {
	/// Starts a development node of one validator and waits for its first block.
	///
	/// # Errors
	/// When it doesn't start in time; the message has the end of its log.
	pub async fn development() -> Result<Self> {
		let node = Self::start(&["--dev"]).await?;
		node.wait_for("the first block", |status| status.best >= 1).await?;
		Ok(node)
	}

	/// Starts a node with `options`, a database and ports of its own, and waits for its JSON-RPC.
	///
	/// # Errors
	/// As [`Node::development`].
	pub async fn start(options: &[impl AsRef<OsStr>]) -> Result<Self> {
		Self::start_at(Site::default(), options).await
	}

	/// As [`Node::start`], at a site.
	///
	/// # Errors
	/// As [`Node::development`].
	pub async fn start_at(site: Site, options: &[impl AsRef<OsStr>]) -> Result<Self> {
		let options: Vec<OsString> = options.iter().map(|option| option.as_ref().to_owned()).collect();
		let folder = TempDir::new()?;
		let (child, port) = spawn(&site, folder.path(), &options, 0).await?;
		let client = client(site.address, port)?;
		Ok(Self { site, options, child, folder, runs: 1, port, client })
	}

	/// Stops it as an operator does, and waits until it has ended.
	///
	/// # Errors
	/// When it doesn't end.
	pub async fn stop(&mut self) -> Result<()> {
		let id = self.child.id().to_string();
		let sent = Command::new("sh").args(["-c", "kill -TERM \"$0\"", &id]).status()?;
		ensure!(sent.success(), "the node was not there to be stopped");
		let start = Instant::now();
		while self.child.try_wait()?.is_none() {
			ensure!(start.elapsed() < PATIENCE, "the node does not end; its log ends\n{}", self.log_tail());
			sleep(Duration::from_millis(100)).await;
		}
		Ok(())
	}

	/// Ends it without warning, as a power cut does.
	///
	/// # Errors
	/// When the system doesn't let it.
	pub fn kill(&mut self) -> Result<()> {
		self.child.kill()?;
		self.child.wait()?;
		Ok(())
	}

	/// How it ended, if it has.
	///
	/// # Errors
	/// When the system doesn't say.
	pub fn ended(&mut self) -> Result<Option<ExitStatus>> {
		Ok(self.child.try_wait()?)
	}

	/// What it has logged since its last start.
	///
	/// # Errors
	/// When the log cannot be read.
	pub fn log(&self) -> Result<String> {
		let log = log(self.folder.path(), self.runs.saturating_sub(1));
		Ok(String::from_utf8_lossy(&std::fs::read(log)?).into_owned())
	}

	/// Starts a node that was stopped again, on its database, with `more` options.
	///
	/// # Errors
	/// As [`Node::start`].
	pub async fn restart(&mut self, more: &[&str]) -> Result<()> {
		let options: Vec<OsString> =
			self.options.iter().cloned().chain(more.iter().map(Into::into)).collect();
		let (child, port) = spawn(&self.site, self.folder.path(), &options, self.runs).await?;
		self.runs = self.runs.saturating_add(1);
		(self.child, self.port, self.client) = (child, port, client(self.site.address, port)?);
		Ok(())
	}

	/// The folder of its database.
	pub fn base_path(&self) -> PathBuf {
		base_path(self.folder.path())
	}

	/// What it has logged, in all its runs.
	///
	/// # Errors
	/// When a log cannot be read.
	pub fn logs(&self) -> Result<String> {
		let logs = (0..self.runs).map(|run| Ok(std::fs::read(log(self.folder.path(), run))?));
		let logs: Vec<Vec<u8>> = logs.collect::<Result<_>>()?;
		Ok(String::from_utf8_lossy(&logs.concat()).into_owned())
	}

	/// The slot of a block, as its header says.
	///
	/// # Errors
	/// When there is no such block, or it says nothing.
	pub async fn slot(&self, number: u64) -> Result<u64> {
		let header: Value = self.call("chain_getHeader", rpc_params![self.block_hash(number).await?]).await?;
		slots::slot(&header)
	}

	/// The version of the runtime that makes the next block.
	///
	/// # Errors
	/// When the node doesn't answer.
	pub async fn spec_version(&self) -> Result<u64> {
		let version: Value = self.call("state_getRuntimeVersion", rpc_params![]).await?;
		version["specVersion"].as_u64().context("a runtime has a version")
	}

	fn log_tail(&self) -> String {
		tail(&log(self.folder.path(), self.runs.saturating_sub(1)))
	}

	/// What it tells Prometheus; it has to be started with `--prometheus-port 0`.
	///
	/// # Errors
	/// When it tells nothing.
	pub async fn metrics(&self) -> Result<Scrape> {
		let log = self.log()?;
		let (_, rest) =
			log.split_once("Prometheus exporter started at ").context("the node has no metrics")?;
		let address = rest.split_whitespace().next().context("an address follows")?.to_owned();
		tokio::task::spawn_blocking(move || Scrape::from(&address)).await?
	}

	/// Where wallets and the SDK connect.
	pub fn url(&self) -> String {
		format!("ws://{}:{}", self.site.address, self.port)
	}

	/// A JSON-RPC call.
	///
	/// # Errors
	/// What the node answers, or that it doesn't.
	pub async fn call<R: DeserializeOwned>(
		&self,
		method: &str,
		params: impl ToRpcParams + Send,
	) -> Result<R> {
		Ok(self.client.request(method, params).await?)
	}

	/// The code of the error that a JSON-RPC call ends with.
	///
	/// # Errors
	/// When it ends otherwise.
	pub async fn error_code(&self, method: &str, params: impl ToRpcParams + Send) -> Result<i32> {
		match self.client.request::<Value, _>(method, params).await {
			Err(ClientError::Call(error)) => Ok(error.code()),
			other => bail!("{method} should have ended with an error of its own: {other:?}"),
		}
	}

	/// The hash of the best chain's block with this number.
	///
	/// # Errors
	/// When there is none yet.
	pub async fn block_hash(&self, number: u64) -> Result<String> {
		let hash: Option<String> = self.call("chain_getBlockHash", rpc_params![number]).await?;
		hash.with_context(|| format!("there is no block {number}"))
	}

	/// How the chain stands, as this node sees it.
	///
	/// # Errors
	/// When the node doesn't answer.
	pub async fn status(&self) -> Result<Status> {
		let status: Value = self.call("salus_chainStatus", rpc_params![]).await?;
		let number = |block: &str| status[block]["number"].as_u64().context("a block has a number");
		Ok(Status { best: number("best")?, finalised: number("finalised")? })
	}

	/// The multiaddress at which other nodes reach it.
	///
	/// # Errors
	/// When it listens nowhere.
	pub async fn address(&self) -> Result<String> {
		let addresses: Vec<String> = self.call("system_localListenAddresses", rpc_params![]).await?;
		let site = format!("/ip4/{}/tcp/", self.site.address);
		let address = addresses.into_iter().find(|address| address.starts_with(&site));
		address.context("the node listens at its site's address")
	}

	/// Waits until `condition` holds of the chain.
	///
	/// # Errors
	/// When it never does, with the end of the node's log.
	pub async fn wait_for(&self, what: &str, condition: impl Fn(&Status) -> bool) -> Result<()> {
		let start = Instant::now();
		loop {
			if self.status().await.is_ok_and(|status| condition(&status)) {
				return Ok(());
			}
			ensure!(
				start.elapsed() < PATIENCE,
				"waited for {what} in vain; the log ends\n{}",
				self.log_tail()
			);
			sleep(Duration::from_millis(200)).await;
		}
	}
}

/// Four validators of the local test network, connected to each other.
pub struct Network {
	/// alice, bob, charlie and dave.
	pub nodes: Vec<Node>,
}

impl Network {
	/// Starts the four nodes and waits until they finalise.
	///
	/// # Errors
	/// When one doesn't start or they don't finalise in time.
	pub async fn start() -> Result<Self> {
		Self::on("local").await
	}

	/// The same on a chain of these four by another specification.
	///
	/// # Errors
	/// As [`Network::start`].
	pub async fn on(chain: &str) -> Result<Self> {
		let mut options = validator_options(chain, 1);
		options.push("--alice".into());
		let first = Node::start(&options).await?;
		let boot = first.address().await?;
		let mut nodes = vec![first];
		for (number, who) in (2..).zip(["--bob", "--charlie", "--dave"]) {
			let mut options = validator_options(chain, number);
			options.extend([who, "--bootnodes", &boot].map(Into::into));
			nodes.push(Node::start(&options).await?);
		}
		for node in &nodes {
			node.wait_for("a finalised block", |status| status.finalised >= 2).await?;
		}
		Ok(Self { nodes })
	}

	/// Starts a node of one more validator, which has no keys as yet, and waits until it has caught up.
	///
	/// # Errors
	/// As [`Network::start`].
	pub async fn add(&mut self, chain: &str, more: &[&str]) -> Result<()> {
		let first = self.nodes.first().context("the network has nodes")?;
		let (boot, known) = (first.address().await?, first.status().await?.finalised);
		let number = u8::try_from(self.nodes.len())?.saturating_add(1);
		let mut options = validator_options(chain, number);
		options.extend(more.iter().chain(&["--bootnodes", &boot]).map(|option| (*option).into()));
		let node = Node::start(&options).await?;
		node.wait_for("the chain so far", |status| status.finalised >= known).await?;
		self.nodes.push(node);
		Ok(())
	}
}

/// Writes the specification of a built-in chain into a folder, after `change` to its genesis and without boot nodes; its path.
///
/// # Errors
/// When the node does not export it, or the file cannot be written; those of `change`.
pub fn write_specification(
	folder: &Path,
	chain: &str,
	change: impl FnOnce(&mut Value) -> Result<()>,
) -> Result<String> {
	let mut spec: Value = serde_json::from_str(&task(&["export-chain-spec", "--chain", chain])?)?;
	spec["bootNodes"] = Value::Array(Vec::new());
	let genesis = spec.pointer_mut("/genesis/runtimeGenesis/patch");
	change(genesis.context("a built-in chain is made from a preset")?)?;
	let path = folder.join("chain.json");
	std::fs::write(&path, spec.to_string())?;
	Ok(path.to_str().context("temporary paths are UTF-8")?.to_owned())
}

/// Sets the blocks of a session in a genesis.
///
/// # Errors
/// When the preset says nothing of it.
pub fn set_session_length(genesis: &mut Value, blocks: u64) -> Result<()> {
	let length = genesis.pointer_mut("/consortium/sessionLength");
	*length.context("the preset says how long sessions are")? = blocks.into();
	Ok(())
}

/// The options of a validator of a chain, with that number as its node key; without its session keys.
pub fn validator_options(chain: &str, number: u8) -> Vec<String> {
	let key = format!("{number:064x}");
	["--chain", chain, "--validator", "--node-key", &key].map(Into::into).into()
}

impl Drop for Node {
	fn drop(&mut self) {
		let _ = self.child.kill();
		let _ = self.child.wait();
	}
}

/// Best and finalised block.
#[derive(Clone, Copy, Debug)]
pub struct Status {
	/// Number of the best block.
	pub best: u64,
	/// Number of the finalised block.
	pub finalised: u64,
}

/// Runs `salus-node` with `arguments` to its end.
///
/// # Errors
/// When it cannot be started.
pub fn run_task(arguments: &[impl AsRef<OsStr>]) -> Result<Output> {
	Command::new(binary("salus-node"))
		.args(arguments)
		.stdin(Stdio::null())
		.output()
		.context("the node could not be started")
}

/// Runs it, expects success, and gives what it prints.
///
/// # Errors
/// When it cannot be started, or ends otherwise than well; the message has its errors.
pub fn task(arguments: &[impl AsRef<OsStr>]) -> Result<String> {
	let output = run_task(arguments)?;
	let line: Vec<_> = arguments.iter().map(|argument| argument.as_ref().to_string_lossy()).collect();
	let errors = String::from_utf8_lossy(&output.stderr);
	ensure!(output.status.success(), "{} ended with {}\n{errors}", line.join(" "), output.status);
	Ok(String::from_utf8(output.stdout)?)
}

fn base_path(folder: &Path) -> PathBuf {
	folder.join("data")
}

fn log(folder: &Path, run: u32) -> PathBuf {
	folder.join(format!("log-{run}"))
}

fn client(address: Ipv4Addr, port: u16) -> Result<HttpClient> {
	let url = format!("http://{address}:{port}");
	Ok(HttpClientBuilder::default().max_response_size(64 * 1024 * 1024).build(url)?)
}

/// The options that a node of a test has where its own say nothing else.
fn defaults(options: &[OsString]) -> Vec<&'static str> {
	let given = |name: &str| options.iter().any(|option| option == name);
	let mut defaults = vec!["--no-telemetry", "--no-mdns"];
	for port in ["--rpc-port", "--port"] {
		if !given(port) {
			defaults.extend([port, "0"]);
		}
	}
	if !given("--prometheus-port") {
		defaults.push("--no-prometheus");
	}
	defaults
}

/// Starts the process and waits for its JSON-RPC port.
async fn spawn(site: &Site, folder: &Path, options: &[OsString], run: u32) -> Result<(Child, u16)> {
	let log = log(folder, run);
	let file = File::create(&log)?;
	let line = [site.wrapper.as_slice(), &[binary("salus-node").into_os_string()]].concat();
	let (program, line) = line.split_first().context("a command line has a program")?;
	let mut child = Command::new(program)
		.args(line)
		.args(defaults(options))
		.arg("--base-path")
		.arg(base_path(folder))
		.args(options)
		.envs(site.environment.iter().cloned())
		.stdin(Stdio::null())
		.stdout(file.try_clone()?)
		.stderr(file)
		.spawn()
		.context("the node could not be started")?;
	let start = Instant::now();
	loop {
		if let Some(port) = rpc_port(&log)? {
			return Ok((child, port));
		}
		let ended = child.try_wait()?;
		if ended.is_some() || start.elapsed() > PATIENCE {
			let _ = child.kill();
			let _ = child.wait();
			bail!("the node gave no JSON-RPC port ({ended:?}); its log ends\n{}", tail(&log));
		}
		sleep(Duration::from_millis(100)).await;
	}
}

/// The port in a node's log, once it is there.
fn rpc_port(log: &Path) -> Result<Option<u16>> {
	let log = String::from_utf8_lossy(&std::fs::read(log)?).into_owned();
	let Some((_, rest)) = log.split_once("Running JSON-RPC server: addr=") else { return Ok(None) };
	// The first address of the list; the line is complete once it has ended.
	let Some((line, _)) = rest.split_once('\n') else { return Ok(None) };
	let address = line.split(',').next().unwrap_or(line).trim();
	let port = address.rsplit(':').next().context("an address has a port")?;
	Ok(Some(port.trim().parse().with_context(|| format!("no port in {address:?}"))?))
}

fn tail(log: &Path) -> String {
	let log = String::from_utf8_lossy(&std::fs::read(log).unwrap_or_default()).into_owned();
	let lines: Vec<&str> = log.lines().collect();
	lines[lines.len().saturating_sub(30)..].join("\n")
}
