//! `salus network`.

use crate::{
	args::{AsProfile, Network, Wireguard},
	context::Context,
	exit::{Failure, Result},
	output::Report,
	profiles::replace,
};
use salus_sdk::{
	network::{configuration, nodes_at_genesis, peers, steps, NewNode, NodeKey, Peer, Step},
	primitives::{
		network::OVERLAY_P2P_PORT,
		network::{NetworkNode, NodeId, OverlayAddress, WireguardKey},
	},
	At,
};
use serde_json::json;
use std::{
	ffi::OsStr,
	fs::File,
	path::{Path, PathBuf},
	process::{Command, Output, Stdio},
	time::Duration,
};

/// How long a node may take to tell the list.
const PATIENCE: Duration = Duration::from_secs(15);
/// Longest file with a remembered list that is read: more than 128 organisations with 8 nodes each take.
const MAX_REMEMBERED: u64 = 4 * 1024 * 1024;

/// Carries out a task on the consortium's nodes.
///
/// # Errors
/// [`Failure::NotFound`], [`Failure::File`]; those of the chain, and of `wg`.
pub async fn run(context: &Context, task: Network) -> Result<Report> {
	match task {
		Network::List => {
			let nodes = context.chain().await?.network_nodes(At::Finalised).await?;
			Ok(list(&nodes))
		}
		Network::Announce { acting, node_key, wireguard, endpoint, role } => {
			let new = NewNode { wireguard, endpoint, role: role.into() };
			announce(context, &acting, &node_key, new).await
		}
		Network::Withdraw { acting, node } => withdraw(context, &acting, node).await,
		Network::Wireguard(asked) => overlay(context, &asked).await,
	}
}

fn list(nodes: &[NetworkNode]) -> Report {
	let rows = nodes
		.iter()
		.map(|NetworkNode { id, node, address }| {
			vec![
				id.to_string(),
				node.organisation.to_string(),
				node.announcement.role.to_string(),
				address.to_string(),
				node.announcement.endpoint.to_string(),
				node.announcement.peer.to_string(),
			]
		})
		.collect();
	Report::new(nodes).table(
		&["id", "organisation", "role", "address", "endpoint", "peer"],
		rows,
		"no node: the network is open to whoever knows an address",
	)
}

async fn announce(context: &Context, acting: &AsProfile, file: &Path, new: NewNode) -> Result<Report> {
	let key = NodeKey::read(file)?;
	let keyring = context.keyring(&acting.profile)?;
	let done = context.client().await?.announce_node(keyring.wallet(), &key, new).await?;
	let (node, peer) = (&done.node, key.peer());
	let json = json!({ "node": node, "landed": done.landed });
	Ok(Report::new(json)
		.line(format!("node {} of organisation {} is on the list", node.id, node.node.organisation))
		.line(format!("overlay  {}", node.address))
		.line(format!("p2p      /ip6/{}/tcp/{OVERLAY_P2P_PORT}/p2p/{peer}", node.address))
		.landed(&done.landed))
}

async fn withdraw(context: &Context, acting: &AsProfile, node: NodeId) -> Result<Report> {
	let keyring = context.keyring(&acting.profile)?;
	let landed = context.client().await?.withdraw_node(keyring.wallet(), node).await?;
	let json = json!({ "node": node, "landed": landed });
	Ok(Report::new(json).line(format!("node {node} is on the list no more")).landed(&landed))
}

/// Where a list is from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Source {
	Chain,
	Remembered,
	Genesis,
}

impl Source {
	fn name(self) -> &'static str {
		match self {
			Self::Chain => "the chain",
			Self::Remembered => "what is remembered",
			Self::Genesis => "the chain specification",
		}
	}
}

async fn overlay(context: &Context, asked: &Wireguard) -> Result<Report> {
	let own = public_key(&asked.private_key)?;
	if !asked.watch {
		let (nodes, source) = read_list(context, asked).await?;
		if asked.print {
			let text = print(asked, &own, &nodes)?;
			return Ok(
				Report::new(json!({ "configuration": text, "from": source.name() })).line(text.trim_end())
			);
		}
		let count = bring(asked, &own, &nodes)?;
		let json = json!({ "interface": asked.interface, "peers": count, "from": source.name() });
		return Ok(Report::new(json).line(format!(
			"{} has {count} peers, as {} says",
			asked.interface,
			source.name()
		)));
	}
	let mut held: Option<Vec<NetworkNode>> = None;
	loop {
		match follow(context, asked, &own, held.as_deref()).await {
			Ok(Some(nodes)) => held = Some(nodes),
			Ok(None) => {}
			// What is set stays, until there is something better.
			Err(failure) => tracing::warn!("{failure}"),
		}
		tokio::time::sleep(asked.every).await;
	}
}

/// Looks once more; answers with the list if it was brought to the interface.
async fn follow(
	context: &Context,
	asked: &Wireguard,
	own: &WireguardKey,
	held: Option<&[NetworkNode]>,
) -> Result<Option<Vec<NetworkNode>>> {
	let (nodes, source) = match (read_list(context, asked).await, held) {
		// A list of before is newer than that of the beginning.
		(Ok((_, Source::Remembered | Source::Genesis)), Some(held)) => (held.to_vec(), Source::Remembered),
		(Err(failure), Some(held)) => {
			tracing::warn!("{failure}");
			(held.to_vec(), Source::Remembered)
		}
		(read, _) => read?,
	};
	let mut wanted: Vec<String> = peers(&nodes, own).iter().map(|peer| peer.key.to_string()).collect();
	let mut there = peer_keys(&asked.interface)?;
	wanted.sort_unstable();
	there.sort_unstable();
	if held == Some(nodes.as_slice()) && wanted == there {
		return Ok(None);
	}
	let count = bring(asked, own, &nodes)?;
	eprintln!("{} has {count} peers, as {} says", asked.interface, source.name());
	Ok(Some(nodes))
}

/// The list: the chain's, or else the one remembered, or else that of the chain's beginning.
async fn read_list(context: &Context, asked: &Wireguard) -> Result<(Vec<NetworkNode>, Source)> {
	let late = || Failure::Task(salus_sdk::Error::Network("the node does not tell the list".into()));
	let reading = async {
		let chain = context.chain().await?;
		Ok(chain.network_nodes(At::Finalised).await?)
	};
	let read = match tokio::time::timeout(PATIENCE, reading).await {
		Ok(read) => read,
		Err(_) => Err(late()),
	};
	let failure = match read {
		Ok(nodes) => {
			if let Some(file) = &asked.remember {
				remember(file, &nodes)?;
			}
			return Ok((nodes, Source::Chain));
		}
		Err(failure) => failure,
	};
	if let Some(nodes) = asked.remember.as_deref().map(remembered).transpose()?.flatten() {
		return Ok((nodes, Source::Remembered));
	}
	match &asked.chain_spec {
		Some(spec) => Ok((nodes_at_genesis(spec)?, Source::Genesis)),
		None => Err(failure),
	}
}

fn remember(file: &Path, nodes: &[NetworkNode]) -> Result<()> {
	let text = serde_json::to_vec(nodes).unwrap_or_default();
	if std::fs::read(file).is_ok_and(|there| there == text) {
		return Ok(());
	}
	// A list that is half written would be none, after a power cut.
	replace(file, &text)
}

fn remembered(file: &Path) -> Result<Option<Vec<NetworkNode>>> {
	match std::fs::metadata(file) {
		Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
		Err(error) => return Err(Failure::file(file, error)),
		Ok(known) if known.len() > MAX_REMEMBERED => {
			return Err(Failure::Integrity(format!("{} is too long for a list", file.display())))
		}
		Ok(_) => {}
	}
	let text = std::fs::read(file).map_err(|source| Failure::file(file, source))?;
	serde_json::from_slice(&text)
		.map(Some)
		.map_err(|error| Failure::Integrity(format!("{} is no list of nodes: {error}", file.display())))
}

/// The host's address: the list's, or the one that was given.
fn own_address(asked: &Wireguard, own: &WireguardKey, nodes: &[NetworkNode]) -> Result<OverlayAddress> {
	let listed = nodes.iter().find(|node| node.node.announcement.wireguard == *own).map(|node| node.address);
	listed.or(asked.address).ok_or_else(|| {
		Failure::NotFound(format!(
			"no node of the list has the WireGuard key {own}: announce it first, or give its address with --address"
		))
	})
}

fn print(asked: &Wireguard, own: &WireguardKey, nodes: &[NetworkNode]) -> Result<String> {
	let address = own_address(asked, own, nodes)?;
	let absolute = |path: &PathBuf| std::path::absolute(path).map_err(|source| Failure::file(path, source));
	let key = absolute(&asked.private_key)?;
	let key = key.to_str().unwrap_or_default();
	Ok(configuration(&peers(nodes, own), &address, key, asked.port, asked.keepalive)?)
}

/// Brings the interface to what the list says; answers how many peers it has.
fn bring(asked: &Wireguard, own: &WireguardKey, nodes: &[NetworkNode]) -> Result<usize> {
	let interface = &asked.interface;
	let wanted = peers(nodes, own);
	for step in steps(&peer_keys(interface)?, &wanted) {
		take(&step, asked)?;
	}
	let key = asked.private_key.as_os_str();
	let port = asked.port.to_string();
	let set = [OsStr::new("set"), interface.as_ref(), "private-key".as_ref(), key, "listen-port".as_ref()];
	call("wg", set.into_iter().chain([port.as_ref()]), None)?;
	match own_address(asked, own, nodes) {
		Ok(address) => {
			let address = format!("{address}/48");
			call("ip", ["-6", "address", "replace", &address, "dev", interface, "nodad"], None)?;
		}
		// It was taken off the list, or is not on it yet: the address that the interface has, if any, does no harm.
		Err(failure) if asked.watch => tracing::warn!("{failure}"),
		Err(failure) => return Err(failure),
	}
	call("ip", ["link", "set", "up", "dev", interface], None)?;
	Ok(wanted.len())
}

/// Takes a step. A peer whose name does not resolve now is let in without: it may still begin by itself.
fn take(step: &Step, asked: &Wireguard) -> Result<()> {
	let outcome = call("wg", step.arguments(&asked.interface, asked.keepalive), None);
	let (Err(failure), Step::Set(Peer { key, address, .. })) = (&outcome, step) else {
		return outcome.map(drop);
	};
	tracing::warn!("{failure}");
	let (key, address) = (key.to_string(), format!("{address}/128"));
	call("wg", ["set", &asked.interface, "peer", &key, "allowed-ips", &address], None).map(drop)
}

/// The keys of the interface's peers.
fn peer_keys(interface: &str) -> Result<Vec<String>> {
	let shown = call("wg", ["show", interface, "peers"], None)?;
	Ok(String::from_utf8_lossy(&shown.stdout).split_whitespace().map(str::to_owned).collect())
}

/// The public key of the private one in the file, which `wg` reads.
fn public_key(file: &Path) -> Result<WireguardKey> {
	let secret = File::open(file).map_err(|source| Failure::file(file, source))?;
	let shown = call("wg", ["pubkey"], Some(secret))?;
	let text = String::from_utf8_lossy(&shown.stdout);
	text.trim().parse().map_err(|why| Failure::Usage(format!("{}: {why}", file.display())))
}

/// Runs a program of the system, without a shell.
fn call(
	program: &str,
	arguments: impl IntoIterator<Item = impl AsRef<OsStr>>,
	input: Option<File>,
) -> Result<Output> {
	let mut command = Command::new(program);
	command.args(arguments).stdin(input.map_or_else(Stdio::null, Stdio::from));
	// `wg` would try a name that does not resolve for half a minute, while the others wait.
	command.env("WG_ENDPOINT_RESOLUTION_RETRIES", "1");
	let output = command.output().map_err(|source| Failure::file(Path::new(program), source))?;
	if !output.status.success() {
		let said = String::from_utf8_lossy(&output.stderr);
		return Err(Failure::Usage(format!("{program}: {}", said.trim())));
	}
	Ok(output)
}

#[cfg(test)]
mod tests {
	use super::*;
	use salus_sdk::primitives::network::{Node, NodeAnnouncement, NodeRole, PeerKey};

	fn node(id: NodeId) -> NetworkNode {
		let announcement = NodeAnnouncement {
			peer: PeerKey([id as u8; 32]),
			wireguard: WireguardKey([id as u8; 32]),
			endpoint: "n.hospital.example:51820".parse().unwrap(),
			role: NodeRole::History,
		};
		NetworkNode::of(&[7; 32], id, Node { organisation: 1, announcement })
	}

	fn asked(address: Option<OverlayAddress>) -> Wireguard {
		Wireguard {
			private_key: "key".into(),
			interface: "salus0".into(),
			port: 51_820,
			keepalive: None,
			address,
			chain_spec: None,
			remember: None,
			print: false,
			watch: false,
			every: Duration::from_secs(1),
		}
	}

	#[test]
	fn list_should_be_remembered_as_it_was() {
		let folder = tempfile::tempdir().unwrap();
		let file = folder.path().join("overlay.json");
		assert!(remembered(&file).unwrap().is_none());
		for nodes in [vec![node(1), node(2)], vec![node(2)], vec![]] {
			remember(&file, &nodes).unwrap();
			assert_eq!(remembered(&file).unwrap(), Some(nodes));
		}
		std::fs::write(&file, b"[{]").unwrap();
		assert!(remembered(&file).is_err());
	}

	#[test]
	fn address_should_be_the_lists_before_the_one_that_was_given() {
		let (nodes, given) = ([node(1), node(2)], OverlayAddress([9; 16]));
		let of = |key, address| own_address(&asked(address), &WireguardKey([key; 32]), &nodes);
		assert_eq!(of(2, None).unwrap(), nodes[1].address);
		assert_eq!(of(2, Some(given)).unwrap(), nodes[1].address);
		assert_eq!(of(3, Some(given)).unwrap(), given);
		assert!(matches!(of(3, None), Err(Failure::NotFound(_))));
	}

	#[test]
	fn arguments_should_reach_the_program_as_they_are() {
		let output = call("printf", ["%s|", "a b", "$(reboot)", "; x"], None).unwrap();
		assert_eq!(output.stdout, b"a b|$(reboot)|; x|");
		assert!(matches!(call("false", [""; 0], None), Err(Failure::Usage(_))));
		assert!(matches!(call("no-such-program", [""; 0], None), Err(Failure::File { .. })));
	}
}
