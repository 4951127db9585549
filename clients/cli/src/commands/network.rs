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
		ids::Digest,
		network::{NetworkNode, NodeId, OverlayAddress, WireguardKey, OVERLAY_P2P_PORT},
	},
	At,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::{
	ffi::OsStr,
	fs::File,
	path::{Path, PathBuf},
	process::{Command, Output, Stdio},
	time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

/// How long a node may take to tell the list, and names to resolve before the list is read again.
const PATIENCE: Duration = Duration::from_secs(15);
/// How long nothing is heard of a peer before its name is resolved again: WireGuard gives a connection up by then.
const SILENCE: Duration = Duration::from_secs(180);
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

/// A list of nodes.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
struct List {
	/// Number of a finalised block that has it.
	number: u64,
	nodes: Vec<NetworkNode>,
}

/// What the interface was brought to.
#[derive(Debug)]
struct Held {
	list: List,
	/// Peers whose endpoints are to be set; who waited longest is first.
	due: Vec<Peer>,
	/// When all of them were due.
	since: Instant,
}

impl Held {
	/// It goes on with the same nodes, read anew. From time to time all endpoints are due: a name may have moved.
	fn renew(mut self, list: List, peers: Vec<Peer>, now: Instant) -> Self {
		self.list = list;
		if now.duration_since(self.since) >= SILENCE {
			self.since = now;
			let others: Vec<Peer> = peers.into_iter().filter(|peer| !self.due.contains(peer)).collect();
			self.due.extend(others);
		}
		self
	}
}

async fn overlay(context: &Context, asked: &Wireguard) -> Result<Report> {
	let own = public_key(&asked.private_key)?;
	if !asked.watch {
		let (List { nodes, .. }, source) = read_list(context, asked, None).await?;
		if asked.print {
			let text = print(asked, &own, &nodes)?;
			return Ok(
				Report::new(json!({ "configuration": text, "from": source.name() })).line(text.trim_end())
			);
		}
		let wanted = peers(&nodes, &own);
		bring(asked, &own, &nodes, &wanted)?;
		let count = wanted.len();
		let said = |failure: &Failure| tracing::warn!("{failure}");
		attempt(wanted, || false, |peer| set_endpoint(asked, peer).inspect_err(said).is_ok());
		let json = json!({ "interface": asked.interface, "peers": count, "from": source.name() });
		return Ok(Report::new(json).line(format!(
			"{} has {count} peers, as {} says",
			asked.interface,
			source.name()
		)));
	}
	let mut held = None;
	loop {
		// What is set stays, until there is something better.
		if let Err(failure) = follow(context, asked, &own, &mut held).await {
			tracing::warn!("{failure}");
		}
		tokio::time::sleep(asked.every).await;
	}
}

/// Looks once more, and brings the interface to the list if either is not as it was.
async fn follow(
	context: &Context,
	asked: &Wireguard,
	own: &WireguardKey,
	held: &mut Option<Held>,
) -> Result<()> {
	let (list, source) = read_list(context, asked, held.as_ref().map(|held| &held.list)).await?;
	let wanted = peers(&list.nodes, own);
	let is_as_held = held.as_ref().is_some_and(|held| held.list.nodes == list.nodes)
		&& are_of(peer_keys(&asked.interface)?, &wanted);
	if !is_as_held {
		bring(asked, own, &list.nodes, &wanted)?;
		eprintln!("{} has {} peers, as {} says", asked.interface, wanted.len(), source.name());
	}
	let heard = show(&asked.interface, "latest-handshakes")?;
	let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
	let begin = Instant::now();
	// Nothing fails from here on: what is held must not get lost.
	let before = held.take();
	let unset = before.as_ref().map_or(0, |before| before.due.len());
	let mut next = match before {
		Some(before) if is_as_held => before.renew(list, wanted, begin),
		_ => Held { list, due: wanted, since: begin },
	};
	// Who is heard is where it was heard, which may be elsewhere than its name says: behind a NAT.
	next.due.retain(|peer| is_silent(peer, &heard, seconds));
	let said = |failure: &Failure| tracing::debug!("{failure}");
	next.due = attempt(
		next.due,
		|| begin.elapsed() >= PATIENCE,
		|peer| set_endpoint(asked, peer).inspect_err(said).is_ok(),
	);
	if next.due.len() != unset {
		tell(&asked.interface, &next.due);
	}
	*held = Some(next);
	Ok(())
}

/// Says how many endpoints are not set.
fn tell(interface: &str, unset: &[Peer]) {
	match unset {
		[] => eprintln!("{interface} has the endpoints of all peers"),
		[first, ..] => tracing::warn!(
			"{interface} has {} peers whose endpoints are not set yet, {} among them",
			unset.len(),
			first.endpoint
		),
	}
}

/// Sets the endpoints of one peer after the other until it is late; answers with those whose turn did not come, and then
/// those whose endpoints could not be set, so that a name that takes long keeps no other one waiting for ever.
fn attempt(due: Vec<Peer>, is_late: impl Fn() -> bool, mut is_set: impl FnMut(&Peer) -> bool) -> Vec<Peer> {
	let (mut left, mut failed) = (Vec::new(), Vec::new());
	for peer in due {
		if is_late() {
			left.push(peer);
		} else if !is_set(&peer) {
			failed.push(peer);
		}
	}
	left.append(&mut failed);
	left
}

/// Whether WireGuard has no connection with the peer, as far as its newest handshakes in `heard` tell. A clock that was set
/// back tells nothing.
fn is_silent(peer: &Peer, heard: &str, seconds: u64) -> bool {
	let key = peer.key.to_string();
	let of_the_peer =
		|line: &str| line.split_once('\t').filter(|(of, _)| *of == key)?.1.trim().parse::<u64>().ok();
	let age = heard.lines().find_map(of_the_peer).and_then(|at| seconds.checked_sub(at));
	age.is_none_or(|age| age > SILENCE.as_secs())
}

/// The list: the chain's, or else the one that is held or remembered, or else that of the chain's beginning.
async fn read_list(context: &Context, asked: &Wireguard, held: Option<&List>) -> Result<(List, Source)> {
	let late = || Failure::Task(salus_sdk::Error::Network("the node does not tell the list".into()));
	let read = tokio::time::timeout(PATIENCE, ask(context)).await.unwrap_or_else(|_| Err(late()));
	let (kept, is_damaged) = match asked.remember.as_deref().map(remembered).transpose() {
		Ok(kept) => (kept.flatten(), false),
		Err(failure) => {
			tracing::warn!("{failure}");
			(None, true)
		}
	};
	match (choose(read, held, kept.as_ref()), &asked.chain_spec) {
		(Ok((list, source)), _) => {
			if let (Source::Chain, Some(file)) = (source, &asked.remember) {
				// The list counts all the same: a full disk keeps nobody in who was expelled.
				if let Err(failure) = remember(file, kept.as_ref(), &list) {
					tracing::warn!("{failure}");
				}
			}
			Ok((list, source))
		}
		// Not where the file is damaged: what it had is newer, and who was expelled since is not to come back.
		(Err(_), Some(spec)) if !is_damaged => {
			Ok((List { number: 0, nodes: nodes_at_genesis(spec)? }, Source::Genesis))
		}
		(Err(failure), _) => Err(failure),
	}
}

/// The chain's list at the newest finalised block.
async fn ask(context: &Context) -> Result<List> {
	let chain = context.chain().await?;
	let status = chain.status().await?;
	let hash: Digest = status
		.finalised_hash
		.parse()
		.map_err(|error| salus_sdk::Error::Chain(format!("{} is no hash: {error}", status.finalised_hash)))?;
	Ok(List { number: status.finalised, nodes: chain.network_nodes(At::Block(hash.0)).await? })
}

/// The list that counts: the one that was read, unless one of a later block is held or kept. A node that was purged begins
/// anew, where members that were expelled are listed, and later ones are not.
fn choose(read: Result<List>, held: Option<&List>, kept: Option<&List>) -> Result<(List, Source)> {
	let known = held.into_iter().chain(kept).max_by_key(|list| list.number);
	match (read, known) {
		(Ok(read), Some(known)) if read.number < known.number => {
			tracing::warn!(
				"the node's finalised block is {}: the list of block {} counts until it is there",
				read.number,
				known.number
			);
			Ok((known.clone(), Source::Remembered))
		}
		(Ok(read), _) => Ok((read, Source::Chain)),
		(Err(failure), Some(known)) => {
			tracing::warn!("{failure}");
			Ok((known.clone(), Source::Remembered))
		}
		(Err(failure), None) => Err(failure),
	}
}

fn remember(file: &Path, kept: Option<&List>, list: &List) -> Result<()> {
	// Blocks with the same nodes differ in nothing that counts: the disk is not written to for each.
	if kept.is_some_and(|kept| kept.nodes == list.nodes) {
		return Ok(());
	}
	let text = serde_json::to_vec(list).map_err(|error| Failure::Integrity(error.to_string()))?;
	// A list that is half written would be none, after a power cut.
	replace(file, &text)
}

fn remembered(file: &Path) -> Result<Option<List>> {
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

/// Brings the interface to what the list says, but for its peers' endpoints.
fn bring(asked: &Wireguard, own: &WireguardKey, nodes: &[NetworkNode], wanted: &[Peer]) -> Result<()> {
	let interface = &asked.interface;
	for step in steps(&peer_keys(interface)?, wanted) {
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
	call("ip", ["link", "set", "up", "dev", interface], None).map(drop)
}

/// Takes a step. A peer is let in without its endpoint, whose name may take long to resolve: it may begin by itself.
fn take(step: &Step, asked: &Wireguard) -> Result<()> {
	let interface = &asked.interface;
	let Step::Set(Peer { key, address, .. }) = step else {
		return call("wg", step.arguments(interface, asked.keepalive), None).map(drop);
	};
	let (key, address) = (key.to_string(), format!("{address}/128"));
	let keepalive = asked.keepalive.unwrap_or(0).to_string();
	let peer = ["set", interface, "peer", &key, "allowed-ips", &address, "persistent-keepalive", &keepalive];
	call("wg", peer, None).map(drop)
}

/// Has `wg` resolve the name of a peer that was let in, and write there.
fn set_endpoint(asked: &Wireguard, peer: &Peer) -> Result<()> {
	let step = Step::Set(peer.clone());
	call("wg", step.arguments(&asked.interface, asked.keepalive), None).map(drop)
}

/// What `wg` shows of the interface.
fn show(interface: &str, what: &str) -> Result<String> {
	let shown = call("wg", ["show", interface, what], None)?;
	Ok(String::from_utf8_lossy(&shown.stdout).into_owned())
}

/// The keys of the interface's peers.
fn peer_keys(interface: &str) -> Result<Vec<String>> {
	Ok(show(interface, "peers")?.split_whitespace().map(str::to_owned).collect())
}

/// Whether the keys are those of the peers, in whatever order.
fn are_of(mut keys: Vec<String>, peers: &[Peer]) -> bool {
	let mut wanted: Vec<String> = peers.iter().map(|peer| peer.key.to_string()).collect();
	wanted.sort_unstable();
	keys.sort_unstable();
	keys == wanted
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
	// `wg` would try a name that does not resolve for a minute and more, while the others wait.
	command.env("WG_ENDPOINT_RESOLUTION_RETRIES", "0");
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

	fn list_of(number: u64, ids: &[NodeId]) -> List {
		List { number, nodes: ids.iter().map(|id| node(*id)).collect() }
	}

	fn peers_of(ids: &[NodeId]) -> Vec<Peer> {
		peers(&list_of(0, ids).nodes, &WireguardKey([0xff; 32]))
	}

	#[test]
	fn list_should_be_remembered_as_it_was() {
		let folder = tempfile::tempdir().unwrap();
		let file = folder.path().join("nodes.json");
		assert!(remembered(&file).unwrap().is_none());
		let mut kept = None;
		for list in [list_of(0, &[1, 2]), list_of(7, &[2]), list_of(u64::MAX, &[])] {
			remember(&file, kept.as_ref(), &list).unwrap();
			kept = remembered(&file).unwrap();
			assert_eq!(kept, Some(list));
		}
		for bad in [b"[{]".as_slice(), b"[]", b"{\"nodes\":[]}", b""] {
			std::fs::write(&file, bad).unwrap();
			assert!(remembered(&file).is_err());
		}
	}

	#[test]
	fn file_should_be_left_alone_when_the_nodes_are_the_same() {
		let folder = tempfile::tempdir().unwrap();
		let file = folder.path().join("nodes.json");
		let first = list_of(3, &[1]);
		remember(&file, None, &first).unwrap();
		remember(&file, Some(&first), &list_of(9, &[1])).unwrap();
		assert_eq!(remembered(&file).unwrap(), Some(first));
	}

	#[test]
	fn list_should_be_the_remembered_one_when_the_chain_is_read_at_an_earlier_block() {
		let (old, new) = (list_of(8, &[1, 3]), list_of(9, &[1, 2]));
		let remembered = (new.clone(), Source::Remembered);
		assert_eq!(choose(Ok(old.clone()), None, Some(&new)).unwrap(), remembered);
		assert_eq!(choose(Ok(old.clone()), Some(&new), None).unwrap(), remembered);
		// Neither an older file nor an older memory makes the other one count less: a newer file may be put in place by hand.
		assert_eq!(choose(Ok(old.clone()), Some(&old), Some(&new)).unwrap(), remembered);
		assert_eq!(choose(Ok(old.clone()), Some(&new), Some(&old)).unwrap(), remembered);

		for number in [9, 10] {
			let read = list_of(number, &[4]);
			assert_eq!(choose(Ok(read.clone()), Some(&old), Some(&new)).unwrap(), (read, Source::Chain));
		}
		assert_eq!(choose(Ok(old.clone()), None, None).unwrap(), (old, Source::Chain));
	}

	#[test]
	fn list_should_be_the_newest_known_when_the_chain_cannot_be_read() {
		let (old, new) = (list_of(8, &[1, 3]), list_of(9, &[1, 2]));
		let failure = || Err(Failure::NotFound("no node".into()));
		for (held, kept) in [(Some(&old), Some(&new)), (Some(&new), Some(&old)), (Some(&new), None)] {
			assert_eq!(choose(failure(), held, kept).unwrap(), (new.clone(), Source::Remembered));
		}
		assert!(matches!(choose(failure(), None, None), Err(Failure::NotFound(_))));
	}

	#[test]
	fn endpoints_should_all_be_due_again_when_minutes_went_by() {
		let since = Instant::now();
		let held = Held { list: list_of(1, &[1, 2, 3]), due: peers_of(&[3]), since };
		let held = held.renew(list_of(2, &[1, 2, 3]), peers_of(&[1, 2, 3]), since + SILENCE / 2);
		assert_eq!((held.list.number, held.due.as_slice()), (2, peers_of(&[3]).as_slice()));
		let later = since + SILENCE;
		let held = held.renew(list_of(3, &[1, 2, 3]), peers_of(&[1, 2, 3]), later);
		assert_eq!((held.list.number, held.since), (3, later));
		assert_eq!(held.due, peers_of(&[3, 1, 2]));
	}

	#[test]
	fn endpoint_should_be_tried_again_when_it_could_not_be_set() {
		let all = peers_of(&[1, 2, 3, 4]);
		let mut tried = Vec::new();
		let left = attempt(
			all.clone(),
			|| false,
			|peer| {
				tried.push(peer.clone());
				*peer != all[1]
			},
		);
		assert_eq!((tried, left), (all.clone(), peers_of(&[2])));
		assert!(attempt(all, || false, |_| true).is_empty());
	}

	#[test]
	fn peer_should_be_first_next_time_when_its_turn_did_not_come() {
		let count = std::cell::Cell::new(0);
		let left = attempt(
			peers_of(&[1, 2, 3, 4]),
			|| count.get() == 2,
			|_| {
				count.set(count.get() + 1);
				false
			},
		);
		assert_eq!(left, peers_of(&[3, 4, 1, 2]));
	}

	#[test]
	fn peer_should_be_silent_when_its_handshake_is_old_or_none() {
		let peers = peers_of(&[1, 2]);
		let silent = |at: &str, seconds: u64| {
			let heard = format!("{}\t{seconds}\n{}\t{at}\n", peers[0].key, peers[1].key);
			assert!(!is_silent(&peers[0], &heard, seconds));
			is_silent(&peers[1], &heard, seconds)
		};
		let now = 1_800_000_000;
		assert!(!silent("1799999999", now) && !silent("1799999820", now));
		assert!(silent("1799999819", now) && silent("0", now));
		assert!(silent("1800000001", now) && silent("", now), "what is no age tells nothing");
		assert!(is_silent(&peers[1], "", now));
	}

	#[test]
	fn keys_should_be_the_peers_in_whatever_order() {
		let peers = peers_of(&[1, 2]);
		let key = |place: usize| peers[place].key.to_string();
		assert!(are_of(vec![key(1), key(0)], &peers));
		assert!(!are_of(vec![key(1)], &peers) && !are_of(vec![key(0), key(0)], &peers));
		assert!(are_of(vec![], &[]));
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
