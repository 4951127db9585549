//! `scripts/new-consortium.sh`: what it makes starts a chain, and what it is not given is refused.

use anyhow::{bail, ensure, Context, Result};
use jsonrpsee::{
	core::client::ClientT,
	http_client::{HttpClient, HttpClientBuilder},
	rpc_params,
};
use salus_e2e::{binary, checkout, node::run_task, skip, slots::slot, until};
use serde_json::Value;
use std::{
	collections::BTreeSet,
	fmt::Display,
	fs::{self, File},
	net::TcpListener,
	ops::RangeInclusive,
	os::unix::fs::PermissionsExt,
	path::{Path, PathBuf},
	process::{Child, Command, Output, Stdio},
};
use tempfile::TempDir;

/// The parts of a node's folder that are secret, below `var/lib/salus`.
const STATE: &str = "var/lib/salus/chains/example_health";

/// The place of the validator that is lost and restored, among the four.
const LOST: usize = 3;

/// The public side of a new key: its address.
fn new_address(scheme: &str) -> Result<String> {
	let output = run_task(&["key", "generate", "--scheme", scheme, "--output-type", "json"])?;
	let key: Value = serde_json::from_slice(&output.stdout)?;
	Ok(key["ss58Address"].as_str().context("a key has an address")?.to_owned())
}

/// Ports on which nothing listens.
fn free_ports(count: usize) -> Result<Vec<u16>> {
	let listeners: Vec<_> = (0..count).map(|_| TcpListener::bind("127.0.0.1:0")).collect::<Result<_, _>>()?;
	listeners.iter().map(|listener| Ok(listener.local_addr()?.port())).collect()
}

fn make(list: &Path, out: &Path, more: &[&str]) -> Result<Output> {
	let mut command = Command::new(checkout().join("scripts/new-consortium.sh"));
	command.arg("--node").arg(binary("salus-node")).args(more).arg(list).arg(out).stdin(Stdio::null());
	command.output().context("the script could not be started")
}

fn text(bytes: &[u8]) -> String {
	String::from_utf8_lossy(bytes).into_owned()
}

/// What `salus` prints on a machine where the validator's account is a profile in `home`, of the node at this port.
fn salus(home: &Path, port: u16, arguments: &[&str]) -> Result<Value> {
	let url = format!("ws://127.0.0.1:{port}");
	let output = Command::new(binary("salus"))
		.args(["--insecure-dev", "--output", "json", "--url", &url, "--home"])
		.arg(home)
		.args(arguments)
		.stdin(Stdio::null())
		.output()?;
	ensure!(output.status.success(), "salus {}: {}", arguments.join(" "), text(&output.stderr));
	Ok(serde_json::from_slice(&output.stdout)?)
}

fn client(port: &impl Display) -> Result<HttpClient> {
	Ok(HttpClientBuilder::default().build(format!("http://127.0.0.1:{port}"))?)
}

/// A node as its unit starts it, in a folder instead of the machine's root.
struct Host {
	root: PathBuf,
	child: Child,
	client: HttpClient,
}

impl Host {
	/// Installs what the script made for the host into `root`, once.
	fn install(made: &Path, root: &Path) -> Result<()> {
		let install = || Command::new("sh").arg(made.join("install.sh")).env("DESTDIR", root).output();
		let output = install()?;
		ensure!(output.status.success(), "install.sh: {}", text(&output.stderr));
		let again = install()?;
		ensure!(!again.status.success() && text(&again.stderr).contains("Nothing was changed"), "twice");
		Ok(())
	}

	/// Starts the command line of the unit in `root`; with a `proxied` port, as a node behind a proxy is started.
	fn start(root: &Path, proxied: Option<u16>) -> Result<Self> {
		let unit = fs::read_to_string(root.join("etc/systemd/system/salus-node.service"))?;
		let line = unit.replace("\\\n", " ");
		let line = line.lines().find_map(|line| line.strip_prefix("ExecStart=")).context("it starts")?;
		let mut words = line.split_whitespace();
		ensure!(words.next() == Some("/usr/local/bin/salus-node"), "{line}");
		let mut words: Vec<String> = words
			.map(|word| match word.strip_prefix("/etc/").or_else(|| word.strip_prefix("/var/")) {
				Some(_) => root.join(word.trim_start_matches('/')).to_string_lossy().into_owned(),
				None => word.to_owned(),
			})
			.collect();
		let place = words.iter().position(|word| word == "--rpc-port").context("a port")?;
		let port = words.get(place + 1).context("a port")?.clone();
		if let Some(proxied) = proxied {
			let option = "--experimental-rpc-endpoint".to_owned();
			let own = format!("listen-addr=127.0.0.1:{port},methods=unsafe");
			let others =
				format!("listen-addr=127.0.0.1:{proxied},methods=safe,max-connections=500,rate-limit=1200");
			words.splice(place..=place + 1, [option.clone(), own, option, others]);
		}
		let client = client(&port)?;
		let log = File::create(root.join("log"))?;
		let child = Command::new(binary("salus-node"))
			.args(&words)
			.stdin(Stdio::null())
			.stdout(log.try_clone()?)
			.stderr(log)
			.spawn()?;
		Ok(Self { root: root.to_owned(), child, client })
	}

	async fn status(&self) -> Result<Value> {
		Ok(self.client.request("salus_chainStatus", rpc_params![]).await?)
	}

	async fn finalised(&self) -> Result<u64> {
		Ok(self.status().await?["finalised"]["number"].as_u64().unwrap_or_default())
	}

	async fn best(&self) -> Result<u64> {
		self.status().await?["best"]["number"].as_u64().context("a best block")
	}

	/// Waits until this block is final to it.
	async fn finalises(&self, what: &str, block: u64) -> Result<()> {
		let reached =
			until(what, || async { Ok(self.finalised().await.ok().filter(|known| *known >= block)) });
		reached.await.with_context(|| format!("the log ends\n{}", self.log()))?;
		Ok(())
	}

	/// The place among the four of the validator that made a block of the best chain.
	async fn author(&self, block: u64) -> Result<usize> {
		let hash: String = self.client.request("chain_getBlockHash", rpc_params![block]).await?;
		let header: Value = self.client.request("chain_getHeader", rpc_params![hash]).await?;
		Ok(usize::try_from(slot(&header)? % 4)?)
	}

	/// Whether the lost validator made one of these blocks of the best chain.
	async fn has_block_of_the_lost(&self, blocks: RangeInclusive<u64>) -> Result<bool> {
		for block in blocks {
			if self.author(block).await? == LOST {
				return Ok(true);
			}
		}
		Ok(false)
	}

	/// The public keys that finality counts at its best block, in hexadecimal.
	async fn finality_keys(&self) -> Result<String> {
		let asked = rpc_params!["GrandpaApi_grandpa_authorities", "0x"];
		Ok(self.client.request("state_call", asked).await?)
	}

	fn log(&self) -> String {
		let log = text(&fs::read(self.root.join("log")).unwrap_or_default());
		let lines: Vec<&str> = log.lines().collect();
		lines[lines.len().saturating_sub(20)..].join("\n")
	}
}

impl Drop for Host {
	fn drop(&mut self) {
		let _ = self.child.kill();
		let _ = self.child.wait();
	}
}

/// That systemd reads the unit of a program, where it is there to be asked.
fn assert_unit(program: &str, unit: &str) -> Result<()> {
	if Command::new("systemd-analyze").arg("--version").output().is_err() {
		skip("systemd-analyze is missing (Debian's systemd), which reads units");
		return Ok(());
	}
	let folder = TempDir::new()?;
	let checked = folder.path().join(format!("{program}.service"));
	let built = binary(program).to_string_lossy().into_owned();
	fs::write(&checked, unit.replace(&format!("/usr/local/bin/{program}"), &built))?;
	let output = Command::new("systemd-analyze").arg("verify").arg(&checked).output()?;
	ensure!(output.status.success(), "systemd-analyze: {}", text(&output.stderr));
	Ok(())
}

/// All files below a folder.
fn files(folder: &Path) -> Result<Vec<PathBuf>> {
	let mut found = Vec::new();
	for entry in fs::read_dir(folder)? {
		let path = entry?.path();
		match path.is_dir() {
			true => found.extend(files(&path)?),
			false => found.push(path),
		}
	}
	Ok(found)
}

/// The type and public key that a keystore's files are named for, in order.
fn keys(host: &Path) -> Result<BTreeSet<String>> {
	let names = files(&host.join(STATE).join("keystore"))?;
	names.iter().map(|path| Ok(path.file_name().context("a name")?.to_string_lossy().into_owned())).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn consortium_should_finalise_blocks_when_its_units_are_started() -> Result<()> {
	let folder = TempDir::new()?;
	let (list, out) = (folder.path().join("members"), folder.path().join("made"));
	let mut ports = free_ports(13)?;
	let proxied = ports.pop().context("thirteen ports")?;
	let home = folder.path().join("home");
	let holder = salus(&home, proxied, &["profile", "new", "holder"])?;
	let mut text_of_list =
		"name Example Health Chain\nid example_health # its database\nsession 5\n".to_owned();
	for (member, ports) in ports.chunks(3).enumerate() {
		let [port, rpc, metrics] = ports else { bail!("three ports") };
		let controller = new_address("sr25519")?;
		// One of the addresses lies in a file.
		fs::write(folder.path().join("registrar"), new_address("sr25519")?)?;
		let registrar = if member == 0 { "@registrar".to_owned() } else { new_address("sr25519")? };
		let validator = match member {
			LOST => holder["address"].as_str().context("a profile has an address")?.to_owned(),
			_ => new_address("sr25519")?,
		};
		text_of_list += &format!(
			"\norganisation Example Hospital 100% \"{member}\"\n\tcontroller {controller}\n\tregistrar {registrar}\n\
			 \tvalidator 127.0.0.1:{port} {validator} rpc={rpc} metrics={metrics}\n"
		);
	}
	fs::write(&list, text_of_list)?;

	let refused = make(&list, &out, &[])?;
	ensure!(
		!refused.status.success() && text(&refused.stderr).contains("--generate-keys"),
		"keys were made unasked"
	);
	ensure!(!out.exists(), "a refused list left something");
	let output = make(&list, &out, &["--generate-keys"])?;
	ensure!(output.status.success(), "{}", text(&output.stderr));
	let before = fs::read(out.join("README.md"))?;
	let again = make(&list, &out, &["--generate-keys"])?;
	ensure!(!again.status.success() && text(&again.stderr).contains("nothing is overwritten"), "overwritten");
	ensure!(fs::read(out.join("README.md"))? == before, "the second run changed the first one's files");

	// Each host has its own keys and nobody else's, which nobody else may read; what is public has none of them.
	let made: Vec<PathBuf> =
		ports.chunks(3).map(|ports| out.join("hosts").join(format!("127.0.0.1-{}", ports[0]))).collect();
	let mut all = BTreeSet::new();
	let mut secrets = Vec::new();
	for host in &made {
		let keys = keys(host)?;
		ensure!(keys.len() == 2 && all.is_disjoint(&keys), "{keys:?}");
		all.extend(keys);
		for file in files(&host.join(STATE))? {
			let mode = fs::metadata(&file)?.permissions().mode() & 0o777;
			ensure!(mode == 0o600, "{} has the mode {mode:o}", file.display());
			secrets.push(fs::read_to_string(&file)?.trim_matches('"').to_owned());
		}
		let mode = fs::metadata(host)?.permissions().mode() & 0o777;
		ensure!(mode == 0o700, "{} has the mode {mode:o}", host.display());
	}
	ensure!(secrets.len() == 12 && secrets.iter().all(|secret| secret.len() >= 40), "twelve secrets");
	let shown = [text(&output.stdout), text(&output.stderr)].concat();
	for public in ["README.md", "peers.txt", "chain/example_health.json", "chain/example_health-raw.json"] {
		let public = fs::read_to_string(out.join(public))? + &shown;
		ensure!(!secrets.iter().any(|secret| public.contains(secret)), "a secret is public");
	}
	for host in &made {
		let rest = files(host)?.into_iter().filter(|path| !path.starts_with(host.join(STATE)));
		for file in rest {
			let content = text(&fs::read(&file)?);
			ensure!(!secrets.iter().any(|secret| content.contains(secret)), "a secret in {}", file.display());
		}
	}
	// Nothing of the development network stays in the genesis.
	let plain = fs::read_to_string(out.join("chain/example_health.json"))?;
	ensure!(!plain.contains("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"), "alice is in it");

	let unit = fs::read_to_string(made[0].join("etc/systemd/system/salus-node.service"))?;
	assert_unit("salus-node", &unit)?;

	let roots: Vec<PathBuf> = (0..4).map(|number| folder.path().join(format!("host-{number}"))).collect();
	let mut hosts: Vec<Host> = Vec::new();
	for (made, root) in made.iter().zip(&roots) {
		Host::install(made, root)?;
		hosts.push(Host::start(root, None)?);
	}
	for host in &hosts {
		host.finalises("four validators' finality", 6).await?;
	}
	let status = hosts[0].status().await?;
	let organisations: Vec<u64> = status["validators"]
		.as_array()
		.context("validators")?
		.iter()
		.filter_map(|seat| seat["organisation"].as_u64())
		.collect();
	ensure!(organisations == [1, 2, 3, 4], "{status}");

	// The drill of the runbook: a host is lost, and the others finalise on. What is left of it is its node key.
	let lost = hosts.pop().context("four hosts")?;
	let (backup, node_key) = (folder.path().join("backup"), Path::new(STATE).join("network/secret_ed25519"));
	fs::copy(lost.root.join(&node_key), &backup)?;
	let old = keys(&lost.root)?;
	drop(lost);
	fs::remove_dir_all(&roots[LOST])?;
	let held = hosts[0].finalised().await?;
	let (bare, root) = (folder.path().join("bare"), folder.path().join("host-new"));
	let copied = Command::new("cp").arg("-R").arg(&made[LOST]).arg(&bare).status()?;
	ensure!(copied.success(), "no copy");
	fs::remove_dir_all(bare.join("var"))?;
	Host::install(&bare, &root)?;
	fs::create_dir_all(root.join(STATE).join("network"))?;
	fs::copy(&backup, root.join(&node_key))?;
	let unit = root.join("etc/systemd/system/salus-node.service");
	let voting = fs::read_to_string(&unit)?;
	let following = voting.replace("    --validator \\\n", "");
	ensure!(following != voting, "{voting}");
	fs::write(&unit, following)?;
	let restored = Host::start(&root, Some(proxied))?;
	restored.finalises("the chain at the new machine", held).await?;
	let from = hosts[0].best().await?;
	restored.finalises("finality without the lost validator", from + 3).await?;
	ensure!(keys(&root)?.is_empty(), "it has keys from somewhere");

	// Behind a proxy everybody comes from the machine itself: its endpoint refuses what the operator's grants.
	let asked: Result<Value, _> = client(&proxied)?.request("author_rotateKeys", rpc_params![]).await;
	let refused = asked.err().context("somebody else made keys")?.to_string();
	ensure!(refused.contains("unsafe to be called externally"), "{refused}");
	let answer: Value = client(&proxied)?.request("salus_chainStatus", rpc_params![]).await?;
	ensure!(answer["best"]["number"].is_u64(), "{answer}");

	let port = ports[3 * LOST + 1];
	let new = salus(&home, port, &["validator", "keys", "--as", "holder"])?;
	let registered = salus(&home, port, &["validator", "status", "holder"])?;
	ensure!(registered["registered"] == new["keys"], "{registered}");

	// Until the new keys count nobody makes blocks in its slots, and then the old ones count no more.
	let new_vote = new["keys"].as_str().and_then(|keys| keys.get(66..)).context("keys of two kinds")?;
	until("the new keys to count", || async {
		Ok(hosts[0].finality_keys().await?.contains(new_vote).then_some(()))
	})
	.await?;
	let changed = hosts[0].best().await?;
	ensure!(!hosts[0].has_block_of_the_lost(from + 1..=changed).await?, "old keys made a block");
	let old_vote = old.iter().find_map(|name| name.strip_prefix("6772616e")).context("an old key")?;
	ensure!(!hosts[0].finality_keys().await?.contains(old_vote), "the old keys count still");
	let own = keys(&root)?;
	ensure!(own.len() == 2 && own.is_disjoint(&old), "{own:?}");

	// It votes with the new ones: once their set finalises and one of the others is gone, finality needs it.
	drop(restored);
	fs::write(&unit, voting)?;
	let restored = Host::start(&root, None)?;
	for host in hosts.iter().chain([&restored]) {
		host.finalises("finality by the set with the new keys", changed + 1).await?;
	}
	drop(hosts.pop());
	let from = hosts[0].best().await?;
	let by_it = until("a block of the restored validator, and finality by its vote", || async {
		let known = hosts[0].finalised().await?;
		let reached = known >= from + 4 && hosts[0].has_block_of_the_lost(from + 1..=known).await?;
		Ok(reached.then_some(known))
	});
	let by_it = by_it.await.with_context(|| format!("the log ends\n{}", restored.log()))?;
	for host in hosts.iter().chain([&restored]) {
		host.finalises("the same finality everywhere", by_it).await?;
	}
	Ok(())
}

#[test]
fn overlay_should_be_in_genesis_and_units_when_the_list_asks_for_it() -> Result<()> {
	let folder = TempDir::new()?;
	let (list, out) = (folder.path().join("members"), folder.path().join("made"));
	// Keys of WireGuard are named, so that the test needs none of its programs.
	let keys =
		["hSDwCYkwp1R0i33ctD73Wg2/Og0mOBr066SpjqqbTmo=", "3p7bfXt9wbTTW2HC7OQ1Nz+DQ8hbeGdNrfx+FG+IK08="];
	let [one, two] = [new_address("sr25519")?, new_address("sr25519")?];
	let members = format!(
		"name Chain\nid chain_x\noverlay 51999\norganisation One\ncontroller {one}\nvalidator a.example {two} \
		 wireguard={}\nhistory [2001:db8::7] wireguard={}\n",
		keys[0], keys[1]
	);
	fs::write(&list, members)?;
	let output = make(&list, &out, &["--generate-keys"])?;
	ensure!(output.status.success(), "{}", text(&output.stderr));

	let plain: Value = serde_json::from_slice(&fs::read(out.join("chain/chain_x.json"))?)?;
	let nodes = &plain["genesis"]["runtimeGenesis"]["patch"]["consortium"]["nodes"];
	for (place, endpoint, role) in
		[(0, "a.example:51999", "validator"), (1, "[2001:db8::7]:51999", "history")]
	{
		let node = &nodes[place];
		ensure!(node["endpoint"] == endpoint && node["role"] == role, "{nodes}");
		ensure!(node["wireguard"] == keys[place] && node["organisation"] == 1, "{nodes}");
	}
	// The runtime took them, and the same addresses come of it wherever they are worked out.
	let listed = salus_sdk::network::nodes_at_genesis(&out.join("chain/chain_x-raw.json"))?;
	ensure!(listed.len() == 2 && listed[0].id == 1 && listed[1].id == 2, "{listed:?}");
	ensure!(listed[0].address.network() == listed[1].address.network(), "{listed:?}");

	let made = out.join("hosts/a.example");
	let unit = fs::read_to_string(made.join("etc/systemd/system/salus-node.service"))?;
	ensure!(unit.contains("--permissioned on\n") && !unit.contains("--reserved"), "{unit}");
	ensure!(!unit.contains("/ip4/0.0.0.0"), "the overlay has IPv6 alone: {unit}");
	let overlay = fs::read_to_string(made.join("etc/systemd/system/salus-overlay.service"))?;
	ensure!(overlay.contains("--port 51999") && overlay.contains("--watch"), "{overlay}");
	assert_unit("salus", &overlay)?;
	let firewall = fs::read_to_string(made.join("etc/nftables.d/salus.nft"))?;
	ensure!(firewall.contains("udp dport 51999 accept") && !firewall.contains("51820"), "{firewall}");

	let root = folder.path().join("host");
	Host::install(&made, &root)?;
	for file in ["etc/systemd/system/salus-overlay.service", "etc/nftables.d/salus.nft"] {
		ensure!(fs::read(root.join(file))? == fs::read(made.join(file))?, "{file} is not installed");
	}
	// The unit's options are those that the program has.
	let line = overlay.replace("\\\n", " ");
	let line = line.lines().find(|line| line.starts_with("ExecStart=")).context("it starts")?;
	let (shell, line) = line.split_once("/usr/local/bin/salus ").context("it starts salus")?;
	ensure!(shell.contains(r#"exec "$$0" "$$@"'"#), "{shell}");
	let help = Command::new(binary("salus")).args(line.split_whitespace()).arg("--help").output()?;
	ensure!(help.status.success(), "{line}: {}", text(&help.stderr));

	// Before there is a chain to read, a host's peers are those of the specification; its secret stays in its file.
	let Some(secret) = wireguard_key(&folder.path().join("wireguard.key"))? else {
		skip("wg is missing (Debian's wireguard-tools), which reads WireGuard's keys");
		return Ok(());
	};
	let key = folder.path().join("wireguard.key");
	let address = listed[0].address.to_string();
	let printed = Command::new(binary("salus"))
		.args(["--url", "ws://127.0.0.1:1", "--home"])
		.arg(folder.path().join("home"))
		.args(["network", "wireguard", "--print", "--address", &address, "--private-key"])
		.arg(&key)
		.arg("--chain-spec")
		.arg(out.join("chain/chain_x-raw.json"))
		.output()?;
	let shown = text(&printed.stdout);
	ensure!(printed.status.success(), "{}", text(&printed.stderr));
	for expected in [
		format!("Address = {address}/48\n"),
		format!(
			"PublicKey = {}\nEndpoint = [2001:db8::7]:51999\nAllowedIPs = {}/128\n",
			keys[1], listed[1].address
		),
	] {
		ensure!(shown.contains(&expected), "{expected} is not in {shown}");
	}
	ensure!(
		!shown.contains(secret.trim()) && !text(&printed.stderr).contains(secret.trim()),
		"the secret is shown"
	);
	Ok(())
}

/// A new WireGuard key in a file; none where there is no `wg` to make and read it.
fn wireguard_key(file: &Path) -> Result<Option<String>> {
	let Ok(made) = Command::new("wg").arg("genkey").output() else { return Ok(None) };
	ensure!(made.status.success(), "{}", text(&made.stderr));
	fs::write(file, &made.stdout)?;
	Ok(Some(text(&made.stdout)))
}

#[test]
fn list_should_be_refused_with_the_line_and_the_mend_when_something_is_wrong() -> Result<()> {
	let folder = TempDir::new()?;
	let [one, two, three] = [new_address("sr25519")?, new_address("sr25519")?, new_address("sr25519")?];
	let session = new_address("ed25519")?;
	let alice = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
	let key = "hSDwCYkwp1R0i33ctD73Wg2/Og0mOBr066SpjqqbTmo=";
	let mut mistyped = one.clone().into_bytes();
	if let Some(last) = mistyped.last_mut() {
		*last = if *last == b'2' { b'3' } else { b'2' };
	}
	let mistyped = String::from_utf8(mistyped)?;
	let head = format!("name Chain\nid chain_x\norganisation One\ncontroller {one}\n");
	let full = format!("{head}validator a.example {two}\n");
	let cases = [
		("nothing", String::new(), 1, "write 'organisation NAME'"),
		("no name", format!("id chain_x\norganisation One\ncontroller {one}\nvalidator a.example {two}\n"), 5, "write 'name NAME'"),
		("a bad id", "name Chain\nid Chain X\n".into(), 2, "small letters"),
		("an unknown word", format!("{full}observer b.example\n"), 6, "'observer' is not known"),
		("no controller", format!("name Chain\nid chain_x\norganisation One\nvalidator a.example {two}\norganisation Two\n"), 5, "write 'controller ADDRESS'"),
		("a controller of nobody", format!("name Chain\ncontroller {one}\n"), 2, "write 'organisation NAME' before it"),
		("a mistyped address", format!("name Chain\nid chain_x\norganisation One\ncontroller {mistyped}\n"), 4, "mistyped"),
		("a development key", format!("name Chain\nid chain_x\norganisation One\ncontroller {alice}\n"), 4, "development key"),
		("a secret", "name Chain\nid chain_x\norganisation One\ncontroller bottom drive obey lake\n".into(), 4, "this is no address"),
		("a missing file", "name Chain\nid chain_x\norganisation One\ncontroller @nowhere\n".into(), 4, "cannot be read"),
		("a controller of two", format!("{full}organisation Two\ncontroller {one}\n"), 7, "acts for organisation 1 already"),
		("a validator twice", format!("{full}validator b.example {two}\n"), 6, "is in line 5 already"),
		("a host twice", format!("{full}validator A.example:30333 {three}\n"), 6, "is in line 5 already"),
		("a session key twice", format!("{full}validator b.example {three} aura={one} gran={session}\nvalidator c.example {one} aura={one} gran={session}\n"), 7, "is in line 6 already"),
		("half of the keys", format!("{head}validator a.example {two} aura={three}\n"), 5, "gran= is missing"),
		("a peer id that is none", format!("{head}validator a.example {two} peer=12D3Koo\n"), 5, "inspect-node-key"),
		("a port that is none", format!("{head}validator a.example:70000 {two}\n"), 5, "1 to 65535"),
		("a host that is none", format!("{head}validator a;b {two}\n"), 5, "is no host"),
		("no validator", head.clone(), 5, "there is no validator"),
		("a WireGuard key that is none", format!("{head}overlay 51820\nvalidator a.example {two} wireguard=abc\n"), 6, "wg pubkey"),
		("a WireGuard key and no overlay", format!("{head}validator a.example {two} wireguard={key}\n"), 6, "write 'overlay PORT'"),
		("a WireGuard key twice", format!("{head}overlay 51820\nvalidator a.example {two} wireguard={key}\nfull b.example wireguard={key}\n"), 7, "is in line 6 already"),
		("an overlay's port that is none", format!("{head}overlay x\n"), 5, "1 to 65535"),
		("two nodes of a host on an overlay", format!("{head}overlay 51820\nvalidator a.example {two} wireguard={key}\nfull a.example:30334\n"), 8, "host of its own"),
		("a port of its own on an overlay", format!("{head}overlay 51820\nvalidator a.example:30334 {two} wireguard={key}\n"), 7, "at 30333"),
	];
	let list = folder.path().join("members");
	for (what, content, line, mend) in cases {
		fs::write(&list, &content)?;
		let out = folder.path().join("made");
		let output = make(&list, &out, &["--generate-keys"])?;
		let said = text(&output.stderr);
		ensure!(!output.status.success(), "{what} was taken");
		ensure!(said.contains(&format!("members:{line}: ")) && said.contains(mend), "{what}: {said}");
		ensure!(!said.contains("drive obey"), "{what}: what may be a secret is shown: {said}");
		ensure!(!out.exists() && fs::read_dir(folder.path())?.count() == 1, "{what} left something");
	}
	Ok(())
}
