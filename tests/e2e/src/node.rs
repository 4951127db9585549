//! Nodes as processes.

use crate::binary;
use anyhow::{bail, ensure, Context, Result};
use jsonrpsee::{
	core::{client::ClientT, traits::ToRpcParams},
	http_client::{HttpClient, HttpClientBuilder},
	rpc_params,
};
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::{
	ffi::OsStr,
	fs::File,
	path::Path,
	process::{Child, Command, Stdio},
	time::{Duration, Instant},
};
use tempfile::TempDir;
use tokio::time::sleep;

/// How long a node may take for what a test waits for; generous, since it only bounds a failure.
const PATIENCE: Duration = Duration::from_secs(180);

/// A running node.
pub struct Node {
	child: Child,
	folder: TempDir,
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
		let folder = TempDir::new()?;
		let log = File::create(folder.path().join("log"))?;
		let mut child = Command::new(binary("salus-node"))
			.args(["--rpc-port", "0", "--port", "0", "--no-prometheus", "--no-telemetry", "--no-mdns", "--base-path"])
			.arg(folder.path().join("data"))
			.args(options)
			.stdin(Stdio::null())
			.stdout(log.try_clone()?)
			.stderr(log)
			.spawn()
			.context("the node could not be started")?;
		let start = Instant::now();
		let port = loop {
			if let Some(port) = rpc_port(folder.path())? {
				break port;
			}
			let ended = child.try_wait()?;
			if ended.is_some() || start.elapsed() > PATIENCE {
				let _ = child.kill();
				bail!("the node gave no JSON-RPC port ({ended:?}); its log ends\n{}", tail(folder.path()));
			}
			sleep(Duration::from_millis(100)).await;
		};
		let client = HttpClientBuilder::default().build(format!("http://127.0.0.1:{port}"))?;
		Ok(Self { child, folder, port, client })
	}

	/// Where wallets and the SDK connect.
	pub fn url(&self) -> String {
		format!("ws://127.0.0.1:{}", self.port)
	}

	/// A JSON-RPC call.
	///
	/// # Errors
	/// What the node answers, or that it doesn't.
	pub async fn call<R: DeserializeOwned>(&self, method: &str, params: impl ToRpcParams + Send) -> Result<R> {
		Ok(self.client.request(method, params).await?)
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

	/// The multiaddress at which other nodes of this machine reach it.
	///
	/// # Errors
	/// When it listens nowhere.
	pub async fn address(&self) -> Result<String> {
		let addresses: Vec<String> = self.call("system_localListenAddresses", rpc_params![]).await?;
		let address = addresses.into_iter().find(|address| address.starts_with("/ip4/127.0.0.1/tcp/"));
		address.context("the node listens on the loopback address")
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
			ensure!(start.elapsed() < PATIENCE, "waited for {what} in vain; the log ends\n{}", tail(self.folder.path()));
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
		let first = Node::start(&validator_options("--alice", 1, None)).await?;
		let boot = first.address().await?;
		let mut nodes = vec![first];
		for (number, who) in (2..).zip(["--bob", "--charlie", "--dave"]) {
			nodes.push(Node::start(&validator_options(who, number, Some(&boot))).await?);
		}
		for node in &nodes {
			node.wait_for("a finalised block", |status| status.finalised >= 2).await?;
		}
		Ok(Self { nodes })
	}
}

fn validator_options(who: &str, number: u8, boot: Option<&str>) -> Vec<String> {
	let key = format!("{number:064x}");
	let mut options: Vec<String> =
		["--chain", "local", who, "--validator", "--node-key", &key].map(Into::into).into();
	if let Some(boot) = boot {
		options.extend(["--bootnodes".into(), boot.into()]);
	}
	options
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

fn rpc_port(folder: &Path) -> Result<Option<u16>> {
	let log = String::from_utf8_lossy(&std::fs::read(folder.join("log"))?).into_owned();
	let Some((_, rest)) = log.split_once("Running JSON-RPC server: addr=") else { return Ok(None) };
	// The first address of the list; the line is complete once it has ended.
	let Some((line, _)) = rest.split_once('\n') else { return Ok(None) };
	let address = line.split(',').next().unwrap_or(line).trim();
	let port = address.rsplit(':').next().context("an address has a port")?;
	Ok(Some(port.trim().parse().with_context(|| format!("no port in {address:?}"))?))
}

fn tail(folder: &Path) -> String {
	let log = String::from_utf8_lossy(&std::fs::read(folder.join("log")).unwrap_or_default()).into_owned();
	let lines: Vec<&str> = log.lines().collect();
	lines[lines.len().saturating_sub(30)..].join("\n")
}
