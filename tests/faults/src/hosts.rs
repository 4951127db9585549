//! Hosts on a network of their own: a namespace each, with an address, a link to a bridge, and faults on the link.
//!
//! The bridge lies in a namespace too, so that no firewall of this machine has a say and removing that namespace removes
//! every link; one more link joins it with this machine, from which the harness asks the nodes. Names carry the id of the
//! process they belong to: what a dead run has left is found by that, and swept.
//!
//! Loss and cuts are rules of nftables in the receiving host, narrow links a token bucket (`tbf`) in the sending one,
//! and delay is the kernel's `netem` or, where it has none, a [`relay`](crate::relay) on the link.

use crate::relay::Relay;
use anyhow::{bail, ensure, Context, Result};
use salus_e2e::{checkout, node::Site};
use std::{
	collections::BTreeSet,
	ffi::OsString,
	fmt::{Display, Write as _},
	io::Write as _,
	net::Ipv4Addr,
	path::Path,
	process::{Command, Stdio},
	time::Duration,
};

/// How the names of namespaces and disks begin.
const PREFIX: &str = "salus-faults-";

/// The last byte of this machine's address on the network.
const HARNESS: u8 = 254;

/// Runs a command with `input`, and gives what it prints.
fn run(line: &[&str], input: &str) -> Result<String> {
	let said = || line.join(" ");
	let (program, arguments) = line.split_first().context("a command has a name")?;
	let mut child = Command::new(program)
		.args(arguments)
		.stdin(Stdio::piped())
		.stdout(Stdio::piped())
		.stderr(Stdio::piped())
		.spawn()
		.with_context(said)?;
	child.stdin.take().with_context(said)?.write_all(input.as_bytes())?;
	let output = child.wait_with_output()?;
	let errors = String::from_utf8_lossy(&output.stderr);
	ensure!(output.status.success(), "{}: {}", said(), errors.trim());
	Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Runs `ip` with these words.
fn ip(words: &str) -> Result<String> {
	run(&["ip"].into_iter().chain(words.split_whitespace()).collect::<Vec<_>>(), "")
}

/// Why this machine cannot be several hosts, if it cannot.
pub fn refused() -> Option<String> {
	for (tool, package) in [("ip", "iproute2"), ("tc", "iproute2"), ("nft", "nftables")] {
		if run(&[tool, if tool == "nft" { "-v" } else { "-V" }], "").is_err() {
			return Some(format!(
				"{tool} is missing (Debian's {package}; scripts/setup.sh --tests installs it)"
			));
		}
	}
	let name = own("probe");
	let probe = || -> Result<()> {
		ip(&format!("netns add {name}"))?;
		ip(&format!("-n {name} link add br0 type bridge"))?;
		let rules = rules(&Faults { drop_from: vec![Ipv4Addr::LOCALHOST], loss: 1, ..Faults::default() }, 0);
		run(&["ip", "netns", "exec", &name, "nft", "-f", "-"], &rules)?;
		Ok(())
	};
	let refused = probe().err().map(|error| {
		let error = error.to_string().replace(&name, "NAME");
		format!("no network namespaces for this user: {error}")
	});
	let _ = ip(&format!("netns del {name}"));
	refused
}

/// The process whose run a namespace or a disk belongs to, by its name.
fn owner(name: &str) -> Option<u32> {
	name.strip_prefix(PREFIX)?.split_once('-')?.0.parse().ok()
}

/// The names at the beginnings of lines, of namespaces in what `ip netns list` prints or of disks in `/proc/mounts`, that
/// belong to processes of which `lives` says they are gone.
fn leftovers(list: &str, lives: impl Fn(u32) -> bool) -> Vec<String> {
	let names = list.lines().filter_map(|line| line.split_whitespace().next());
	names.filter(|name| owner(name).is_some_and(|process| !lives(process))).map(str::to_owned).collect()
}

/// Ends what runs in a namespace and removes it.
fn remove(namespace: &str) -> Result<()> {
	for process in ip(&format!("netns pids {namespace}"))?.split_whitespace() {
		// It may end by itself meanwhile.
		let _ = run(&["sh", "-c", "kill -KILL \"$0\"", process], "");
	}
	ip(&format!("netns del {namespace}")).map(drop)
}

/// The name of something of this run.
pub(crate) fn own(what: impl Display) -> String {
	format!("{PREFIX}{}-{what}", std::process::id())
}

/// Removes what processes have left of which `lives` says they are gone.
fn sweep_after(lives: impl Fn(u32) -> bool) -> Result<()> {
	for namespace in leftovers(&ip("netns list")?, &lives) {
		remove(&namespace)?;
	}
	let mounts = std::fs::read_to_string("/proc/mounts")?;
	for disk in leftovers(&mounts, &lives) {
		let mounted = mounts.lines().filter_map(|line| line.strip_prefix(&disk)?.split_whitespace().next());
		for folder in mounted {
			run(&["umount", "--lazy", folder], "")?;
		}
	}
	Ok(())
}

/// Removes what runs that were killed have left.
///
/// # Errors
/// When the system doesn't let it.
pub fn sweep() -> Result<()> {
	sweep_after(|process| Path::new(&format!("/proc/{process}")).exists())
}

/// What goes wrong on a host's link.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Faults {
	/// How much later arrives what is sent to it.
	pub delay: Duration,
	/// Of a thousand packets that other hosts send to it, how many are lost.
	pub loss: u16,
	/// Kilobits a second that it can send, if fewer than the link carries.
	pub rate: Option<u32>,
	/// Hosts from which nothing arrives.
	pub drop_from: Vec<Ipv4Addr>,
}

/// The rules of nftables for what is lost on its way to a host of the network 198.18.`network`.0/24. What the harness
/// sends always arrives.
fn rules(faults: &Faults, network: u8) -> String {
	let mut rules = String::from("table inet salus {}\ndelete table inet salus\n");
	rules.push_str(
		"table inet salus {\n\tchain input {\n\t\ttype filter hook input priority 0; policy accept;\n",
	);
	for address in &faults.drop_from {
		let _ = writeln!(rules, "\t\tip saddr {address} drop");
	}
	if faults.loss > 0 {
		let others = format!("ip saddr 198.18.{network}.0/24 ip saddr != 198.18.{network}.{HARNESS}");
		let _ = writeln!(rules, "\t\t{others} numgen random mod 1000 < {} drop", faults.loss);
	}
	rules.push_str("\t}\n}\n");
	rules
}

/// How delay is made.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DelayBy {
	/// By the kernel.
	Netem,
	/// By a relay on each link.
	Relay,
}

/// A host.
pub struct Host {
	/// Its address.
	pub address: Ipv4Addr,
	namespace: String,
	/// The name of its port of the bridge.
	port: String,
	relay: Option<Relay>,
}

impl Host {
	/// Where a node on it runs.
	pub fn site(&self) -> Site {
		let wrapper = ["ip", "netns", "exec", &self.namespace].map(OsString::from).into();
		Site { wrapper, address: self.address, environment: Vec::new() }
	}

	/// Runs a command on it, with `input`, and gives what it prints.
	///
	/// # Errors
	/// When it cannot be started or fails, with what it says.
	pub fn run(&self, line: &[&str], input: &str) -> Result<String> {
		run(&[&["ip", "netns", "exec", &self.namespace], line].concat(), input)
	}
}

/// A network of hosts; dropping it removes it.
pub struct Lan {
	/// The hosts.
	pub hosts: Vec<Host>,
	/// How delay is made on it.
	pub delay_by: DelayBy,
	number: u8,
	hub: String,
}

/// The first number of which no address in what `ip` prints is in 198.18.`number`.0/24.
fn free_network(addresses: &str, from: u8) -> Option<u8> {
	let taken: BTreeSet<&str> = addresses.split(|c: char| !(c.is_ascii_digit() || c == '.')).collect();
	let is_free = |number: &u8| {
		let prefix = format!("198.18.{number}.");
		!taken.iter().any(|address| address.starts_with(&prefix))
	};
	(from..=u8::MAX).chain(0..from).find(is_free)
}

impl Lan {
	/// A network of `count` hosts without faults.
	///
	/// # Errors
	/// When the system doesn't let it, or has no way to delay packets.
	pub fn new(count: u8) -> Result<Self> {
		sweep()?;
		let process = std::process::id();
		let hub = own("hub");
		let taken = ip("-4 -o addr")? + &ip("-4 route")?;
		let number =
			free_network(&taken, process.to_le_bytes()[0]).context("no network of 198.18 is free")?;
		ip(&format!("netns add {hub}"))?;
		let mut lan = Self { hosts: Vec::new(), delay_by: DelayBy::Netem, number, hub };
		let hub = lan.hub.as_str();
		ip(&format!("-n {hub} link add br0 type bridge forward_delay 0"))?;
		ip(&format!("-n {hub} link set br0 up"))?;
		let uplink = format!("slf{process}");
		ip(&format!("link add {uplink} type veth peer name up0 netns {hub}"))?;
		ip(&format!("-n {hub} link set up0 master br0 up"))?;
		ip(&format!("addr add {}/24 dev {uplink}", lan.address(HARNESS)))?;
		ip(&format!("link set {uplink} up"))?;
		let netem = [
			"ip", "netns", "exec", hub, "tc", "qdisc", "replace", "dev", "up0", "root", "netem", "delay",
			"0ms",
		];
		if run(&netem, "").is_ok() {
			run(&["ip", "netns", "exec", hub, "tc", "qdisc", "del", "dev", "up0", "root"], "")?;
		} else {
			lan.delay_by = DelayBy::Relay;
		}
		for host in 1..=count {
			lan.add_host(host)?;
		}
		Ok(lan)
	}

	fn address(&self, host: u8) -> Ipv4Addr {
		Ipv4Addr::new(198, 18, self.number, host)
	}

	fn add_host(&mut self, number: u8) -> Result<()> {
		let process = std::process::id();
		let (hub, namespace) = (&self.hub, own(number));
		let port = format!("port{number}");
		ip(&format!("netns add {namespace}"))?;
		// From here on dropping removes it.
		self.hosts.push(Host { address: self.address(number), namespace, port, relay: None });
		let address = self.address(number);
		let host = self.hosts.last_mut().context("it was just added")?;
		let (namespace, port) = (&host.namespace, &host.port);
		match self.delay_by {
			DelayBy::Netem => {
				ip(&format!("-n {hub} link add {port} type veth peer name eth0 netns {namespace}"))?;
			}
			DelayBy::Relay => {
				let ends = [format!("slf{process}h{number}"), format!("slf{process}p{number}")];
				host.relay = Some(Relay::start(&ends)?);
				for (end, namespace, name) in [(&ends[0], namespace, "eth0"), (&ends[1], hub, port.as_str())]
				{
					ip(&format!("link set {end} netns {namespace}"))?;
					ip(&format!("-n {namespace} link set {end} name {name}"))?;
				}
			}
		}
		ip(&format!("-n {namespace} addr add {address}/24 dev eth0"))?;
		ip(&format!("-n {namespace} link set eth0 up"))?;
		ip(&format!("-n {namespace} link set lo up"))?;
		ip(&format!("-n {hub} link set {port} master br0 up"))?;
		// As on every host of a consortium.
		let settings = checkout().join("operations/sysctl/salus.conf");
		host.run(
			&["sysctl", "--quiet", "--load", settings.to_str().context("the checkout's path is UTF-8")?],
			"",
		)?;
		Ok(())
	}

	/// Sets what goes wrong on a host's link from now on, in place of what went wrong before.
	///
	/// # Errors
	/// When the system refuses it.
	pub fn set_faults(&self, host: usize, faults: &Faults) -> Result<()> {
		let host = self.hosts.get(host).context("there is such a host")?;
		host.run(&["nft", "-f", "-"], &rules(faults, self.number))?;
		let rate = faults.rate.map(|rate| format!("{rate}kbit"));
		let queue = match &rate {
			Some(rate) => vec!["tbf", "rate", rate, "burst", "32kb", "latency", "400ms"],
			None => vec!["pfifo_fast"],
		};
		host.run(&[&["tc", "qdisc", "replace", "dev", "eth0", "root"], queue.as_slice()].concat(), "")?;
		if let Some(relay) = &host.relay {
			relay.set_delay(faults.delay);
			return Ok(());
		}
		let delay = format!("{}ms", faults.delay.as_millis());
		let port = ["ip", "netns", "exec", &self.hub, "tc", "qdisc", "replace", "dev", &host.port, "root"];
		run(&[port.as_slice(), &["netem", "delay", &delay]].concat(), "")?;
		Ok(())
	}

	/// Cuts the network in two: nothing gets from the hosts with these numbers to the others, or back, whatever else goes
	/// wrong on each link.
	///
	/// # Errors
	/// As [`Self::set_faults`].
	pub fn cut(&self, away: &[usize], links: &[Faults]) -> Result<()> {
		for (number, link) in links.iter().enumerate() {
			let others = self
				.hosts
				.iter()
				.enumerate()
				.filter(|(other, _)| away.contains(other) != away.contains(&number));
			let drop_from = others.map(|(_, host)| host.address).collect();
			self.set_faults(number, &Faults { drop_from, ..link.clone() })?;
		}
		Ok(())
	}

	/// Removes it with what runs on it.
	///
	/// # Errors
	/// When something stays; the rest is removed.
	pub fn tear_down(&mut self) -> Result<()> {
		let namespaces = self.hosts.drain(..).map(|host| host.namespace).chain([self.hub.clone()]);
		let failed: Vec<String> = namespaces
			.filter_map(|namespace| remove(&namespace).err())
			.map(|error| error.to_string())
			.collect();
		if failed.is_empty() {
			return Ok(());
		}
		bail!("{}", failed.join("; "))
	}
}

impl Drop for Lan {
	fn drop(&mut self) {
		if let Err(error) = self.tear_down() {
			eprintln!("a part of the network stays: {error}");
		}
	}
}

/// Removes, when this process is asked to end, all of its namespaces with what runs in them, and then ends.
pub fn tear_down_when_asked_to_end() -> Result<()> {
	use tokio::signal::unix::{signal, SignalKind};
	let (mut interrupted, mut terminated) =
		(signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
	tokio::spawn(async move {
		tokio::select! {
			_ = interrupted.recv() => {}
			_ = terminated.recv() => {}
		}
		let _ = sweep_after(|process| process != std::process::id());
		std::process::exit(130);
	});
	Ok(())
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn owner_should_be_told_when_a_namespace_is_of_a_run() {
		assert_eq!(owner("salus-faults-4194303-hub"), Some(4_194_303));
		for other in
			["salus-faults-hub", "salus-faults--1", "salus-faults-7", "salus-7-hub", "x-salus-faults-7-1", ""]
		{
			assert_eq!(owner(other), None, "{other}");
		}
	}

	#[test]
	fn leftovers_should_be_those_of_dead_runs_when_others_live() {
		let list = "salus-faults-7-hub (id: 3)\nsalus-faults-8-hub\nother\nsalus-faults-7-1 (id: 4)\n";
		assert_eq!(leftovers(list, |process| process == 8), ["salus-faults-7-hub", "salus-faults-7-1"]);
		assert!(leftovers("", |_| false).is_empty());
	}

	#[test]
	fn network_should_be_one_that_nobody_has_when_some_are_taken() {
		let taken = "9: x    inet 198.18.7.254/24 scope global x\n198.18.8.0/24 dev y\n10.198.18.9 dev z";
		assert_eq!(free_network(taken, 6), Some(6));
		assert_eq!(free_network(taken, 7), Some(9));
		assert_eq!(free_network("198.18.255.1/24", 255), Some(0));
		let all: String = (0..=255).map(|number| format!("198.18.{number}.0/24 ")).collect();
		assert_eq!(free_network(&all, 3), None);
	}

	#[test]
	fn rules_should_spare_the_harness_when_packets_are_lost() {
		let none = rules(&Faults::default(), 5);
		assert!(!none.contains(" drop"), "{none}");
		let faults = Faults { loss: 30, drop_from: vec![Ipv4Addr::new(198, 18, 5, 2)], ..Faults::default() };
		let some = rules(&faults, 5);
		assert!(some.contains("\t\tip saddr 198.18.5.2 drop\n"), "{some}");
		let lost = "ip saddr 198.18.5.0/24 ip saddr != 198.18.5.254 numgen random mod 1000 < 30 drop";
		assert!(some.contains(lost), "{some}");
	}
}
