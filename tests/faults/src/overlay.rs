//! A consortium on its overlay: WireGuard on each host with the chain's list as its peers, and a host that is on no list.

use crate::{
	hosts::{self, Host, Lan},
	say, skip,
};
use anyhow::{ensure, Context, Result};
use jsonrpsee::rpc_params;
use salus_e2e::{
	binary, checkout,
	cli::Salus,
	node::{task, validator_options, write_specification, Node},
	until,
};
use salus_sdk::{
	network::{nodes_at_genesis, NodeKey},
	primitives::network::NetworkNode,
};
use serde_json::{json, Value};
use std::{
	path::{Path, PathBuf},
	process::{Child, Command, Stdio},
	time::Duration,
};
use tempfile::TempDir;
use tokio::time::sleep;

/// The members' controllers and validators, each with a host of its own; the last is expelled.
const MEMBERS: [&str; 4] = ["alice", "bob", "charlie", "dave"];
/// The member that is expelled.
const EXPELLED: usize = 3;
/// The host that is nobody's.
const STRANGER: usize = 4;
/// The ports of a node: peer to peer, JSON-RPC, metrics.
const PORTS: [u16; 3] = [30_333, 9_944, 9_615];

/// Why this machine has no WireGuard, if it has none.
fn refused() -> Option<String> {
	if let Some(why) = hosts::refused() {
		return Some(why);
	}
	let is_there = |tool: &str, argument: &str| {
		let mut command = Command::new(tool);
		command.arg(argument).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
		command.status().is_ok_and(|status| status.success())
	};
	if !is_there("wg", "--version") {
		return Some("wg is missing (Debian's wireguard-tools; scripts/setup.sh --tests installs it)".into());
	}
	if !is_there("wireguard-go", "--version") {
		return Some("wireguard-go is missing (scripts/setup.sh --tests installs it)".into());
	}
	let device = Path::new("/dev/net/tun");
	(!device.exists()).then(|| "this machine has no /dev/net/tun for a WireGuard in user space".to_owned())
}

/// A member's host.
struct Member {
	/// Its WireGuard interface; other hosts' have other names, since the sockets of all lie in one folder.
	interface: String,
	key: PathBuf,
	public: String,
	overlay: Option<Child>,
}

impl Drop for Member {
	fn drop(&mut self) {
		if let Some(overlay) = &mut self.overlay {
			let _ = overlay.kill();
			let _ = overlay.wait();
		}
	}
}

/// A consortium on an overlay. What runs on the hosts is ended before they are removed.
pub struct Overlay {
	nodes: Vec<Node>,
	members: Vec<Member>,
	listed: Vec<NetworkNode>,
	folder: TempDir,
	lan: Lan,
}

fn interface(number: usize) -> String {
	format!("slw{}h{number}", std::process::id())
}

/// The seed of the node key of a validator's number, as `validator_options` has it.
fn seed(number: usize) -> [u8; 32] {
	let mut seed = [0; 32];
	seed[31] = number as u8;
	seed
}

impl Overlay {
	/// Starts four validators on an overlay, or says why it cannot be on this machine, and gives nothing.
	///
	/// # Errors
	/// When something doesn't start, or they don't finalise in time.
	pub async fn start() -> Result<Option<Self>> {
		if let Some(why) = refused() {
			skip(why);
			return Ok(None);
		}
		hosts::tear_down_when_asked_to_end()?;
		let lan = Lan::new(5)?;
		let folder = TempDir::new()?;
		let mut overlay = Self { nodes: Vec::new(), members: Vec::new(), listed: Vec::new(), folder, lan };
		for number in 0..MEMBERS.len() {
			let member = overlay.new_member(number)?;
			overlay.members.push(member);
		}
		let spec = overlay.specification()?;
		overlay.listed = nodes_at_genesis(&spec)?;
		for number in 0..MEMBERS.len() {
			overlay.protect(number)?;
			overlay.follow(number, &spec)?;
		}
		let mut started = Vec::new();
		for (number, who) in MEMBERS.iter().enumerate() {
			started.push(overlay.start_node(number, who, &spec).await?);
		}
		overlay.nodes = started;
		for node in &overlay.nodes {
			node.wait_for("a finalised block", |status| status.finalised >= 2).await?;
		}
		say("four validators finalise over WireGuard");
		Ok(Some(overlay))
	}

	fn host(&self, number: usize) -> Result<&Host> {
		self.lan.hosts.get(number).context("there is such a host")
	}

	fn path(&self, name: &str) -> PathBuf {
		self.folder.path().join(name)
	}

	/// A host's key, and its interface: the kernel's, or one in user space.
	fn new_member(&self, number: usize) -> Result<Member> {
		let host = self.host(number)?;
		let key = self.path(&format!("key-{number}"));
		let secret = host.run(&["wg", "genkey"], "")?;
		std::fs::write(&key, &secret)?;
		let public = host.run(&["wg", "pubkey"], &secret)?.trim().to_owned();
		let interface = interface(number);
		add_interface(host, &interface)?;
		Ok(Member { interface, key, public, overlay: None })
	}

	/// The local test network's chain with a node of each member, raw.
	fn specification(&self) -> Result<PathBuf> {
		let mut nodes = Vec::new();
		for (number, member) in self.members.iter().enumerate() {
			nodes.push(json!({
				"organisation": number + 1,
				"peer": NodeKey::from_seed(&seed(number + 1)).peer(),
				"wireguard": member.public,
				"endpoint": format!("{}:51820", self.host(number)?.address),
				"role": "validator",
			}));
		}
		let plain = write_specification(self.folder.path(), "local", |genesis| {
			genesis["consortium"]["nodes"] = nodes.into();
			Ok(())
		})?;
		let raw = task(&["export-chain-spec", "--raw", "--chain", &plain])?;
		let path = self.path("raw.json");
		std::fs::write(&path, raw)?;
		Ok(path)
	}

	/// Loads the firewall's example on a host; what the harness asks gets through.
	fn protect(&self, number: usize) -> Result<()> {
		let (host, member) = (self.host(number)?, &self.members[number]);
		let rules = std::fs::read_to_string(checkout().join("operations/nftables/salus.nft"))?;
		host.run(&["nft", "-f", "-"], &rules.replace("salus0", &member.interface))?;
		let [a, b, c, _] = host.address.octets();
		let harness = format!("{a}.{b}.{c}.254");
		let rule =
			["nft", "insert", "rule", "inet", "salus_overlay", "input", "ip", "saddr", &harness, "accept"];
		host.run(&rule, "").map(drop)
	}

	/// Has `salus` keep the host's WireGuard at the list of the host's own node.
	fn follow(&mut self, number: usize, spec: &Path) -> Result<()> {
		let site = self.host(number)?.site();
		let (program, arguments) = site.wrapper.split_first().context("a host has a wrapper")?;
		let log = std::fs::File::create(self.path(&format!("overlay-{number}")))?;
		let mut command = Command::new(program);
		command.args(arguments).arg(binary("salus")).args(["--url", "ws://127.0.0.1:9944", "--home"]);
		command.arg(self.path(&format!("home-{number}"))).args(["network", "wireguard", "--private-key"]);
		let member = &self.members[number];
		command.arg(&member.key).args(["--interface", &member.interface, "--chain-spec"]).arg(spec);
		command
			.arg("--remember")
			.arg(self.path(&format!("list-{number}")))
			.args(["--watch", "--every", "1s"]);
		command.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log);
		let child = command.spawn()?;
		self.members[number].overlay = Some(child);
		Ok(())
	}

	async fn start_node(&self, number: usize, who: &str, spec: &Path) -> Result<Node> {
		let spec = spec.to_str().context("temporary paths are UTF-8")?;
		let mut options = validator_options(spec, u8::try_from(number + 1)?);
		// All ports are open to everybody, as far as the node is concerned: what keeps a stranger out is the overlay.
		let open = "--rpc-port 9944 --port 30333 --unsafe-rpc-external --rpc-methods unsafe --rpc-cors all \
		            --prometheus-port 9615 --prometheus-external";
		options.extend(open.split_whitespace().map(Into::into));
		options.push(format!("--{who}"));
		Node::start_at(self.host(number)?.site(), &options).await
	}

	/// Whether something at the address and port answers a TCP handshake from the host.
	fn reaches(&self, from: usize, address: &str, port: u16) -> Result<bool> {
		let probe =
			format!("timeout 2 bash -c '</dev/tcp/{address}/{port}' 2>/dev/null && echo yes || echo no");
		Ok(self.host(from)?.run(&["sh", "-c", &probe], "")?.trim() == "yes")
	}

	/// The keys of a host's peers, with the seconds since 1970 of the newest handshake with each.
	fn handshakes(&self, number: usize) -> Result<Vec<(String, u64)>> {
		let member = &self.members[number];
		let shown = self.host(number)?.run(&["wg", "show", &member.interface, "latest-handshakes"], "")?;
		let line = |line: &str| {
			let (key, at) = line.split_once('\t')?;
			Some((key.to_owned(), at.trim().parse().ok()?))
		};
		let mut heard: Vec<_> =
			shown.lines().map(|text| line(text).with_context(|| text.to_owned())).collect::<Result<_>>()?;
		// WireGuard tells them in no order.
		heard.sort_unstable();
		Ok(heard)
	}

	/// That nodes talk over the overlay, and nobody else reaches them.
	///
	/// # Errors
	/// When somebody does.
	pub async fn stranger_reaches_nothing(&self) -> Result<()> {
		for number in 0..MEMBERS.len() {
			until("each host to have heard all others, and each node to have them as peers", || async {
				let heard = self.handshakes(number)?.iter().filter(|(_, at)| *at > 0).count();
				let peers: Vec<Value> = self.nodes[number].call("system_peers", rpc_params![]).await?;
				Ok((heard == 3 && peers.len() == 3).then_some(()))
			})
			.await?;
			ensure!(self.handshakes(number)?.len() == 3, "host {number} has a peer that nobody listed");
		}
		// The control: members reach the peer-to-peer port over the overlay, and nothing else of each other's hosts.
		let overlay = self.listed[1].address.to_string();
		ensure!(self.reaches(0, &overlay, PORTS[0])?, "a member does not reach a member");
		ensure!(!self.reaches(0, &overlay, PORTS[1])?, "a member reaches a member's JSON-RPC");
		self.try_as_a_peer()?;
		for number in 0..MEMBERS.len() {
			let host = self.host(number)?.address.to_string();
			for port in PORTS {
				let of_the_host = self.reaches(number, "127.0.0.1", port)?;
				ensure!(
					of_the_host,
					"nothing listens on port {port} of host {number}: the scan would prove nothing"
				);
				ensure!(!self.reaches(STRANGER, &host, port)?, "a stranger reaches {host}:{port}");
				let overlay = self.listed[number].address.to_string();
				ensure!(!self.reaches(STRANGER, &overlay, port)?, "a stranger reaches {overlay}:{port}");
			}
		}
		say("a stranger on the same network reaches no port of theirs");
		Ok(())
	}

	/// The stranger sets up a WireGuard of its own, with a member's address and a member as its peer, whose key is public.
	fn try_as_a_peer(&self) -> Result<()> {
		let (host, name) = (self.host(STRANGER)?, interface(STRANGER));
		add_interface(host, &name)?;
		let key = self.path("key-stranger");
		std::fs::write(&key, host.run(&["wg", "genkey"], "")?)?;
		let key = key.to_str().context("temporary paths are UTF-8")?;
		host.run(&["wg", "set", &name, "private-key", key, "listen-port", "51820"], "")?;
		for (member, node) in self.members.iter().zip(&self.listed) {
			let endpoint = node.node.announcement.endpoint.to_string();
			let allowed = format!("{}/128", node.address);
			host.run(
				&["wg", "set", &name, "peer", &member.public, "endpoint", &endpoint, "allowed-ips", &allowed],
				"",
			)?;
		}
		let stolen = format!("{}/48", self.listed[EXPELLED].address);
		host.run(&["ip", "-6", "address", "replace", &stolen, "dev", &name, "nodad"], "")?;
		host.run(&["ip", "link", "set", "up", "dev", &name], "")?;
		ensure!(
			!self.reaches(STRANGER, &self.listed[0].address.to_string(), PORTS[0])?,
			"a stranger is a peer"
		);
		let shown = host.run(&["wg", "show", &name, "latest-handshakes"], "")?;
		let heard = shown.lines().any(|line| !line.ends_with("\t0"));
		ensure!(!heard, "a member answered a stranger's handshake: {shown}");
		Ok(())
	}

	/// Expels a member by vote, and sees it cut off while the others go on.
	///
	/// # Errors
	/// When it is not, or they don't.
	pub async fn expelled_member_is_cut_off(&self) -> Result<()> {
		let salus = Salus::new(&self.nodes[0])?;
		let organisation = (EXPELLED + 1).to_string();
		salus.pass(&["expel", &organisation], &MEMBERS[..EXPELLED])?;
		say("a member is expelled");

		let gone = &self.members[EXPELLED].public;
		for number in 0..EXPELLED {
			until("the expelled member to be no peer", || async {
				Ok((!self.handshakes(number)?.iter().any(|(key, _)| key == gone)).then_some(()))
			})
			.await?;
		}
		let before = self.handshakes(EXPELLED)?;
		for number in 0..EXPELLED {
			let overlay = self.listed[number].address.to_string();
			ensure!(!self.reaches(EXPELLED, &overlay, PORTS[0])?, "an expelled member reaches {overlay}");
			ensure!(
				!self.reaches(number, &self.listed[EXPELLED].address.to_string(), PORTS[0])?,
				"and is reached"
			);
		}

		// The others finalise without it, and it hears of nothing.
		let (held, theirs) = (self.nodes[EXPELLED].status().await?, self.nodes[0].status().await?);
		for node in &self.nodes[..EXPELLED] {
			node.wait_for("finality of three", |status| status.finalised >= theirs.finalised + 8).await?;
		}
		sleep(Duration::from_secs(5)).await;
		let after = self.nodes[EXPELLED].status().await?;
		ensure!(
			after.finalised <= held.finalised + 1,
			"an expelled member finalises on: {held:?}, {after:?}"
		);
		let heard = self.handshakes(EXPELLED)?;
		ensure!(
			heard == before,
			"somebody answers the handshakes of an expelled member: {before:?}, {heard:?}"
		);
		say("it is cut off, and the others go on");
		Ok(())
	}

	/// Has a member announce a node on the stranger's host, and sees that let in.
	///
	/// # Errors
	/// When it is not.
	pub async fn announced_node_is_let_in(&self) -> Result<()> {
		let (host, name) = (self.host(STRANGER)?, interface(STRANGER));
		let public = host.run(&["wg", "show", &name, "public-key"], "")?.trim().to_owned();
		let salus = Salus::new(&self.nodes[0])?;
		let key = salus.file("node-key", &seed(STRANGER + 1))?;
		let endpoint = format!("{}:51820", host.address);
		let whose = ["network", "announce", "--as", MEMBERS[EXPELLED - 1], "--role", "history"];
		let what = ["--node-key", &key, "--wireguard", &public, "--endpoint", &endpoint];
		let announced = salus.ok(&[whose.as_slice(), &what].concat())?;
		let own = announced["node"]["address"].as_str().context("a node has an address")?.to_owned();
		for number in 0..EXPELLED {
			until("the announced node to be a peer", || async {
				Ok(self.handshakes(number)?.iter().any(|(key, _)| *key == public).then_some(()))
			})
			.await?;
		}
		host.run(&["ip", "-6", "address", "flush", "dev", &name, "scope", "global"], "")?;
		host.run(&["ip", "-6", "address", "replace", &format!("{own}/48"), "dev", &name, "nodad"], "")?;
		for number in 0..EXPELLED {
			let overlay = self.listed[number].address.to_string();
			until("the announced node to reach the members", || async {
				Ok(self.reaches(STRANGER, &overlay, PORTS[0])?.then_some(()))
			})
			.await?;
			ensure!(!self.reaches(STRANGER, &overlay, PORTS[1])?, "and their JSON-RPC, at {overlay}");
		}
		let gone = self.listed[EXPELLED].address.to_string();
		ensure!(!self.reaches(STRANGER, &gone, PORTS[0])?, "who was expelled answers");
		say("a node that a member announced is let in");
		Ok(())
	}
}

/// Makes a WireGuard interface on a host: in the kernel, or in user space.
fn add_interface(host: &Host, name: &str) -> Result<()> {
	if host.run(&["ip", "link", "add", name, "type", "wireguard"], "").is_ok() {
		return Ok(());
	}
	// It goes to the background and is ended with its namespace; it would keep the pipes of whoever waits for its output.
	host.run(&["sh", "-c", "wireguard-go \"$0\" >/dev/null 2>&1", name], "")?;
	host.run(&["ip", "link", "show", "dev", name], "").map(drop)
}
