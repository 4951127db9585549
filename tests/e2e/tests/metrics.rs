//! What nodes tell Prometheus, and whether what watches them asks for it.

use anyhow::{ensure, Context, Result};
use jsonrpsee::rpc_params;
use salus_e2e::{checkout, cli::Salus, metrics::Scrape, node::Node, skip, until};
use serde_json::{json, Value};
use std::{collections::BTreeSet, fs, process::Command};

/// The validators of the local network, in the order of organisations and nodes.
const VALIDATORS: [&str; 4] = [
	"5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY",
	"5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty",
	"5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y",
	"5DAAnrj7VHTznn2AWBemMuyBwZWs6FNFjdyVXUeYum3PTXFy",
];

/// What rules and dashboards take from elsewhere: Prometheus itself, and node_exporter.
const FOREIGN: [&str; 4] =
	["up", "node_timex_sync_status", "node_filesystem_avail_bytes", "node_filesystem_size_bytes"];

/// The four validators of the local network, telling Prometheus, when they finalise.
async fn start() -> Result<Vec<Node>> {
	let mut nodes: Vec<Node> = Vec::new();
	for (number, who) in (1..).zip(["--alice", "--bob", "--charlie", "--dave"]) {
		let key = format!("{number:064x}");
		let mut options: Vec<String> =
			["--chain", "local", who, "--validator", "--node-key", &key, "--prometheus-port", "0"]
				.map(Into::into)
				.into();
		if let Some(first) = nodes.first() {
			options.extend(["--bootnodes".into(), first.address().await?]);
		}
		nodes.push(Node::start(&options).await?);
	}
	for node in &nodes {
		node.wait_for("a finalised block", |status| status.finalised >= 2).await?;
	}
	Ok(nodes)
}

/// How the access checks of a method ended so far: allowed, denied, with an error.
fn checks(scrape: &Scrape, method: &str) -> Result<[u64; 3]> {
	let mut counts = [0; 3];
	for (count, outcome) in counts.iter_mut().zip(["allowed", "denied", "error"]) {
		let labels = [("method", method), ("outcome", outcome)];
		*count = scrape.value("salus_access_check_seconds_count", &labels)? as u64;
	}
	Ok(counts)
}

/// Blocks and missed slots of each validator.
fn turns(scrape: &Scrape) -> Result<[(u64, u64); 4]> {
	let mut turns = [(0, 0); 4];
	for (number, (turn, validator)) in (1..).zip(turns.iter_mut().zip(VALIDATORS)) {
		let organisation: String = format!("{number}");
		let labels = [("validator", validator), ("organisation", organisation.as_str())];
		let count = |name| Ok::<_, anyhow::Error>(scrape.value(name, &labels)? as u64);
		*turn = (count("salus_authored_blocks_total")?, count("salus_missed_slots_total")?);
	}
	Ok(turns)
}

fn refused(scrape: &Scrape, reason: &str) -> Result<u64> {
	Ok(scrape.value("salus_refused_transactions_total", &[("reason", reason)])? as u64)
}

async fn check(node: &Node, method: &str, patient: &str, asker: Value) -> Result<Value> {
	let query =
		json!({ "asker": asker, "action": "read", "item": { "record": 0 }, "purpose": "TREAT", "at": null });
	node.call(&format!("salus_{method}"), rpc_params![patient, query]).await
}

#[tokio::test(flavor = "multi_thread")]
async fn metrics_should_tell_what_was_asked_refused_missed_and_owed() -> Result<()> {
	let mut nodes = start().await?;
	let salus = Salus::quick(&nodes[0])?;
	let letter = salus.file("letter.json", br#"{"resourceType":"Basic","code":{"text":"letter"}}"#)?;
	let contest = salus.file("contest.txt", b"That was never mine.")?;
	salus.ok(&["vault", "publish", "--as", "alice"])?;
	let enrolled = salus.ok(&["patient", "enrol", "--as", "alice", "--patient", "eve"])?;
	let patient = enrolled["patient"].as_str().context("a patient")?.to_owned();
	salus.ok(&["record", "put", "--as", "alice", "--patient", &patient, "--scope", "inbox", &letter])?;

	// Checks, by how they end. What the command asks of the runtime itself is not among them.
	let before = nodes[0].metrics().await?;
	ensure!(checks(&before, "checkAccess")? == [0; 3], "the command's own checks were counted");
	let node = &nodes[0];
	for _ in 0..2 {
		let answer = check(node, "checkAccess", &patient, json!({ "actor": "patient" })).await?;
		ensure!(answer == json!({ "allow": { "by": "control" } }), "{answer}");
	}
	let stranger = json!({ "account": "5CiPPseXPECbkjWCa6MnjNokrgYjMqmKndv2rSnekmSK2DjL" });
	check(node, "checkAccess", &patient, stranger.clone()).await?;
	check(node, "explainAccess", &patient, stranger.clone()).await?;
	check(node, "explainAccess", &patient, json!({ "actor": "patient" })).await?;
	let nobody = format!("0x{}", "00".repeat(32));
	ensure!(check(node, "checkAccess", &nobody, stranger).await.is_err(), "nobody is a patient");
	let after = node.metrics().await?;
	ensure!(checks(&after, "checkAccess")? == [2, 1, 1], "{:?}", checks(&after, "checkAccess")?);
	ensure!(checks(&after, "explainAccess")? == [1, 1, 0], "{:?}", checks(&after, "explainAccess")?);
	let labels = [("method", "checkAccess"), ("outcome", "allowed")];
	let took = after.value("salus_access_check_seconds_sum", &labels)?;
	ensure!(took > 0.0 && took < 10.0, "two checks took {took} s");
	ensure!(checks(&nodes[1].metrics().await?, "checkAccess")? == [0; 3], "another node counted");

	// A stranger's transaction is refused, and counted where it came in.
	ensure!(refused(&before, "stranger")? == 0, "a stranger before the first");
	salus.ends_with(3, &["chain", "cleanup", "--as", "ferdie"])?;
	let after = node.metrics().await?;
	ensure!(refused(&after, "stranger")? == 1, "{} strangers", refused(&after, "stranger")?);
	ensure!(refused(&after, "over_allowance")? == 0, "nobody was over an allowance");
	ensure!(refused(&nodes[1].metrics().await?, "stranger")? == 0, "another node counted");

	// A dispute is owed an answer by the organisation that wrote the record, at every node.
	let owed = |scrape: &Scrape, organisation: &str| {
		let count = |name| scrape.value(name, &[("organisation", organisation)]).map(|count| count as u64);
		Ok::<_, anyhow::Error>((count("salus_open_disputes")?, count("salus_overdue_disputes")?))
	};
	for organisation in ["1", "2", "3", "4"] {
		ensure!(owed(&before, organisation)? == (0, 0), "organisation {organisation} owes something already");
	}
	salus.ok(&["record", "dispute", "--as", "eve", "0", "--text-file", &contest])?;
	let owing = until("the dispute in another node's metrics", || async {
		let scrape = nodes[2].metrics().await?;
		Ok((owed(&scrape, "1")?.0 > 0).then_some(scrape))
	})
	.await?;
	ensure!(owed(&owing, "1")? == (1, 0), "{:?}", owed(&owing, "1")?);
	ensure!(owed(&owing, "2")? == (0, 0), "{:?}", owed(&owing, "2")?);

	// Age and finality.
	let age = |block| after.value("salus_block_age_seconds", &[("block", block)]);
	let (best, finalised) = (age("best")?, age("finalised")?);
	ensure!((0.0..60.0).contains(&best), "the best block is {best} s old");
	ensure!(
		(best..120.0).contains(&finalised),
		"the finalised block is {finalised} s old, the best {best} s"
	);
	ensure!(after.value("salus_finality_lag_blocks", &[])? < 30.0, "finality lags");

	// One validator ends: its slots are missed from now on, and nobody else's count is touched by that.
	nodes[3].kill()?;
	let stopped = nodes[0].status().await?.best;
	nodes[0].wait_for("a block after that", |status| status.best > stopped).await?;
	let first = turns(&nodes[0].metrics().await?)?;
	let until_block = nodes[0].status().await?.best + 16;
	nodes[0].wait_for("blocks of three", |status| status.best >= until_block).await?;
	let second = turns(&nodes[0].metrics().await?)?;
	let mut rounds = Vec::new();
	for (validator, (first, second)) in first.iter().zip(&second).enumerate() {
		let (made, missed) = (second.0 - first.0, second.1 - first.1);
		rounds.push(made + missed);
		if validator == 3 {
			ensure!(made == 0 && missed >= 4, "the one that ended made {made} blocks, missed {missed} slots");
		} else {
			ensure!(made > missed, "validator {validator} made {made} blocks and missed {missed} slots");
		}
	}
	let (least, most) = (rounds.iter().min().context("four")?, rounds.iter().max().context("four")?);
	ensure!(most - least <= 1, "turns go round, but are counted as {rounds:?}");

	// Nobody's name is in it, and nothing that grows with people.
	let scrape = nodes[0].metrics().await?;
	ensure!(!scrape.text.contains(patient.trim_start_matches("0x")), "the patient's id is in the metrics");
	let eve = "5HGjWAeFDfFCWPsjFQdVV2Msvz2XtMktvgocEZcCj68kUMaw";
	ensure!(!scrape.text.contains(eve), "the patient's account is in the metrics");
	for (name, labels) in scrape.labels().filter(|(name, _)| name.starts_with("salus_")) {
		for (label, value) in labels {
			let fits = match label.as_str() {
				"chain" => value == "salus_local_testnet",
				"validator" => VALIDATORS.contains(&value.as_str()),
				"organisation" => value.parse::<u32>().is_ok_and(|number| (1..=4).contains(&number)),
				"method" | "outcome" | "reason" | "block" | "kind" | "protocol" | "le" => value.len() <= 20,
				_ => false,
			};
			ensure!(fits, "{name} has {label}={value}");
		}
	}

	// What watches the nodes asks for series that are there.
	let there = scrape.names();
	for metric in watched()? {
		ensure!(
			there.contains(metric.as_str()) || FOREIGN.contains(&metric.as_str()),
			"{metric} is asked for in operations/monitoring, and no node has it"
		);
	}
	Ok(())
}

fn monitoring(name: &str) -> Result<String> {
	let path = checkout().join("operations/monitoring").join(name);
	fs::read_to_string(&path).with_context(|| format!("{} cannot be read", path.display()))
}

/// The rules of alerts.yml, each a mapping.
fn rules() -> Result<Vec<serde_yaml::Value>> {
	let file: serde_yaml::Value = serde_yaml::from_str(&monitoring("alerts.yml")?)?;
	let groups = file["groups"].as_sequence().context("alerts.yml has groups")?;
	let rules = groups.iter().map(|group| {
		ensure!(group["name"].is_string(), "a group without a name");
		Ok(group["rules"].as_sequence().context("a group has rules")?.clone())
	});
	Ok(rules.collect::<Result<Vec<_>>>()?.concat())
}

/// The expressions of the dashboards' panels and variables.
fn panels() -> Result<Vec<String>> {
	let mut expressions = Vec::new();
	for name in ["dashboards/consortium.json", "dashboards/node.json"] {
		let board: Value = serde_json::from_str(&monitoring(name)?)?;
		let panels = board["panels"].as_array().context("a dashboard has panels")?;
		ensure!(panels.len() >= 8, "{name} has {} panels", panels.len());
		let ids: BTreeSet<_> = panels.iter().map(|panel| panel["id"].as_u64()).collect();
		ensure!(ids.len() == panels.len() && !ids.contains(&None), "{name}: panels share an id");
		for panel in panels {
			let targets = panel["targets"].as_array().context("a panel has targets")?;
			ensure!(!targets.is_empty(), "{name}: {} shows nothing", panel["title"]);
			for target in targets {
				expressions.push(target["expr"].as_str().context("a target has an expression")?.to_owned());
			}
		}
		for variable in board["templating"]["list"].as_array().context("a dashboard has variables")? {
			expressions.extend(variable["query"]["query"].as_str().map(str::to_owned));
		}
	}
	Ok(expressions)
}

/// The metrics in an expression: words with a prefix that metrics have.
fn metrics_in(expression: &str) -> BTreeSet<String> {
	let is_part = |letter: char| letter.is_ascii_alphanumeric() || letter == '_' || letter == ':';
	let words = expression.split(|letter| !is_part(letter));
	let known = |word: &&str| {
		*word == "up"
			|| ["salus_", "salus:", "substrate_", "node_"].iter().any(|prefix| word.starts_with(prefix))
	};
	words.filter(known).map(str::to_owned).collect()
}

/// All metrics that rules and dashboards ask for, but those that rules make.
fn watched() -> Result<BTreeSet<String>> {
	let rules = rules()?;
	let mut expressions = panels()?;
	for rule in &rules {
		expressions.push(rule["expr"].as_str().context("a rule has an expression")?.to_owned());
	}
	let mut metrics = BTreeSet::new();
	for expression in &expressions {
		let found = metrics_in(expression);
		ensure!(!found.is_empty(), "no metric is known in: {expression}");
		metrics.extend(found);
	}
	for rule in &rules {
		if let Some(record) = rule["record"].as_str() {
			metrics.remove(record);
		}
	}
	Ok(metrics)
}

#[test]
fn alerts_should_name_what_to_do_and_the_runbook_should_say_it() -> Result<()> {
	let runbook = fs::read_to_string(checkout().join("docs/runbook.md"))?;
	let anchors: BTreeSet<String> = runbook
		.lines()
		.filter_map(|line| line.strip_prefix("## ").or_else(|| line.strip_prefix("### ")))
		.map(|title| {
			let kept = title.chars().filter(|letter| letter.is_alphanumeric() || matches!(letter, ' ' | '-'));
			kept.collect::<String>().to_lowercase().replace(' ', "-")
		})
		.collect();
	let mut names = BTreeSet::new();
	for rule in rules()? {
		if rule["record"].is_string() {
			continue;
		}
		let name = rule["alert"].as_str().context("a rule records or alerts")?;
		ensure!(names.insert(name.to_owned()), "{name} is there twice");
		let severity = rule["labels"]["severity"].as_str();
		ensure!(matches!(severity, Some("critical" | "warning")), "{name} has the severity {severity:?}");
		ensure!(rule["annotations"]["summary"].is_string(), "{name} says nothing");
		let place = rule["annotations"]["runbook"].as_str().unwrap_or_default();
		let anchor = place.strip_prefix("docs/runbook.md#").with_context(|| format!("{name}: {place}"))?;
		ensure!(anchors.contains(anchor), "{name}: the runbook has no section {anchor}");
	}
	for needed in [
		"SalusFinalityStalled",
		"SalusValidatorMissesSlots",
		"SalusClockNotSynchronised",
		"SalusClockOff",
		"SalusNodeDown",
	] {
		ensure!(names.contains(needed), "there is no alert {needed}");
	}
	Ok(())
}

/// What promtool says of the rules and of which series make them speak. Where it is not installed the rules are held
/// against a YAML parser alone, by the other tests.
#[test]
fn rules_should_pass_promtool_when_it_is_installed() -> Result<()> {
	let folder = checkout().join("operations/monitoring");
	if Command::new("promtool").arg("--version").output().is_err() {
		skip("promtool is missing (Debian's prometheus), which tests the alerts");
		ensure!(rules()?.len() > 10, "alerts.yml has few rules");
		return Ok(());
	}
	for arguments in [["check", "config", "prometheus.yml"], ["test", "rules", "alerts.test.yml"]] {
		let output = Command::new("promtool").args(arguments).current_dir(&folder).output()?;
		let said = [output.stdout, output.stderr].concat();
		ensure!(output.status.success(), "promtool {arguments:?}: {}", String::from_utf8_lossy(&said));
	}
	Ok(())
}
