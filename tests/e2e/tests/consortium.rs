//! `scripts/new-consortium.sh`: what it makes starts a chain, and what it is not given is refused.

use anyhow::{bail, ensure, Context, Result};
use jsonrpsee::{
	core::client::ClientT,
	http_client::{HttpClient, HttpClientBuilder},
	rpc_params,
};
use salus_e2e::{binary, checkout, node::run_task, until};
use serde_json::Value;
use std::{
	collections::BTreeSet,
	fmt::Display,
	fs::{self, File},
	net::TcpListener,
	os::unix::fs::PermissionsExt,
	path::{Path, PathBuf},
	process::{Child, Command, Output, Stdio},
};
use tempfile::TempDir;

/// The parts of a node's folder that are secret, below `var/lib/salus`.
const STATE: &str = "var/lib/salus/chains/example_health";

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
	let mut ports = free_ports(10)?;
	let proxied = ports.pop().context("ten ports")?;
	let mut text_of_list =
		"name Example Health Chain\nid example_health # its database\nsession 10\n".to_owned();
	for (member, ports) in ports.chunks(3).enumerate() {
		let [port, rpc, metrics] = ports else { bail!("three ports") };
		let controller = new_address("sr25519")?;
		// One of the addresses lies in a file.
		fs::write(folder.path().join("registrar"), new_address("sr25519")?)?;
		let registrar = if member == 0 { "@registrar".to_owned() } else { new_address("sr25519")? };
		let validator = new_address("sr25519")?;
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
	ensure!(secrets.len() == 9 && secrets.iter().all(|secret| secret.len() >= 40), "nine secrets");
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

	let roots: Vec<PathBuf> = (0..3).map(|number| folder.path().join(format!("host-{number}"))).collect();
	let mut hosts: Vec<Host> = Vec::new();
	for (made, root) in made.iter().zip(&roots) {
		Host::install(made, root)?;
		hosts.push(Host::start(root, None)?);
	}
	for host in &hosts {
		let reached = until("three validators' finality", || async {
			Ok(host.finalised().await.ok().filter(|number| *number >= 6))
		});
		if let Err(error) = reached.await {
			bail!("{error}; the log ends\n{}", host.log());
		}
	}
	let status = hosts[0].status().await?;
	let organisations: Vec<u64> = status["validators"]
		.as_array()
		.context("validators")?
		.iter()
		.filter_map(|seat| seat["organisation"].as_u64())
		.collect();
	ensure!(organisations == [1, 2, 3], "{status}");

	// The drill of the runbook: a host is lost, and its keys are put back on a new machine. Of three validators all are
	// needed, so that finality comes back with it and not before.
	let lost = hosts.pop().context("three hosts")?;
	let backup = folder.path().join("backup.tar");
	let state = lost.root.join("var/lib/salus");
	let saved = ["chains/example_health/keystore", "chains/example_health/network/secret_ed25519"];
	let tar = Command::new("tar").arg("-C").arg(&state).arg("-cf").arg(&backup).args(saved).status()?;
	ensure!(tar.success(), "no backup");
	drop(lost);
	fs::remove_dir_all(&roots[2])?;
	let held = hosts[0].finalised().await?;
	let (bare, root) = (folder.path().join("bare"), folder.path().join("host-new"));
	let copied = Command::new("cp").arg("-R").arg(&made[2]).arg(&bare).status()?;
	ensure!(copied.success(), "no copy");
	fs::remove_dir_all(bare.join("var"))?;
	Host::install(&bare, &root)?;
	let tar =
		Command::new("tar").arg("-C").arg(root.join("var/lib/salus")).arg("-xf").arg(&backup).status()?;
	ensure!(tar.success(), "nothing restored");
	let restored = Host::start(&root, Some(proxied))?;
	for host in hosts.iter().chain([&restored]) {
		let reached = until("finality with the restored validator", || async {
			Ok(host.finalised().await.ok().filter(|number| *number >= held + 8))
		});
		if let Err(error) = reached.await {
			bail!("{error}; the log ends\n{}", host.log());
		}
	}

	// Behind a proxy everybody comes from the machine itself: its endpoint refuses what the operator's grants.
	let rotate = |client: HttpClient| async move {
		client
			.request::<Value, _>("author_rotateKeys", rpc_params![])
			.await
			.map_err(|error| error.to_string())
	};
	ensure!(rotate(restored.client.clone()).await.is_ok(), "the operator makes no keys");
	let refused = rotate(client(&proxied)?).await.err().context("somebody else made keys")?;
	ensure!(refused.contains("unsafe to be called externally"), "{refused}");
	let answer: Value = client(&proxied)?.request("salus_chainStatus", rpc_params![]).await?;
	ensure!(answer["best"]["number"].is_u64(), "{answer}");
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
		eprintln!("skipped: wg is missing (Debian's wireguard-tools), which reads WireGuard's keys");
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
