//! Moving a patient to another account, and guardians who begin to recover one, on a real chain. What takes days, the
//! pallet's tests do.

use anyhow::{ensure, Context, Result};
use salus_e2e::{
	cli::Salus,
	node::Node,
	people::{keyring, root, wallet, Desk, DAVE},
};
use salus_sdk::{
	primitives::{consent::Permissions, people::VaultOwner, text::Role},
	recovery::{
		shares::{split_among, ShareKey},
		Brought, Guardians,
	},
	Error, Keyring, Kind,
};
use serde_json::{json, Value};
use std::time::Duration;

const CONTENT: &[u8] = br#"{"resourceType":"Observation","status":"final"}"#;
const HOUR: Duration = Duration::from_secs(3_600);
const DAY: Duration = Duration::from_secs(24 * 3_600);

fn same(what: &str, found: &Value, expected: Value) -> Result<()> {
	ensure!(*found == expected, "{what}: {found} is not {expected}");
	Ok(())
}

/// Expects the chain to refuse a call of identity with this error.
fn refused<T>(name: &str, what: &str, outcome: salus_sdk::Result<T>) -> Result<()> {
	match outcome {
		Ok(_) => anyhow::bail!("{what} was done"),
		Err(Error::Dispatch(refusal)) if refusal.is("Identity", name) => Ok(()),
		Err(error) => anyhow::bail!("{what} failed otherwise than with Identity.{name}: {error}"),
	}
}

#[tokio::test(flavor = "multi_thread")]
async fn patient_should_go_on_with_another_wallet_when_it_has_moved() -> Result<()> {
	let node = Node::development().await?;
	let desk = Desk::new(&node).await?;
	let client = &desk.client;
	let (eve, dave) = (keyring("eve")?, keyring("dave")?);
	let patient = desk.patient(&eve).await?;
	desk.grant(&eve, DAVE, "labs", Permissions::WRITE).await?;
	let file = desk.file("observation.json", CONTENT)?;
	let first = desk.put(&dave, &patient, "labs", std::slice::from_ref(&file)).await?[0].index;

	let role = Role::ControllerOf(patient);
	let accepted = client.accept_role(&wallet("ferdie")?, role, HOUR).await?;
	// A thief has the wallet and another vault.
	let thief = Keyring::new(wallet("eve")?, root("mallory"));
	let stolen = client.move_control(&thief, &accepted).await;
	ensure!(
		matches!(&stolen, Err(error) if error.kind() == Kind::Denied),
		"a stolen wallet moved the patient"
	);
	let (moved, _) = client.move_control(&eve, &accepted).await?;
	ensure!(moved == patient, "another patient was moved");

	let left = client.own_patient(&eve.account()).await;
	ensure!(matches!(&left, Err(error) if error.kind() == Kind::NotFound), "the old account has the patient");
	// The same vault, and the new wallet.
	let next = Keyring::new(wallet("ferdie")?, root("eve"));
	let out = desk.path("read");
	desk.get(&next, &patient, first, &out).await?;
	ensure!(std::fs::read(&out)? == CONTENT, "the record is something else");
	desk.grant(&next, DAVE, "imaging", Permissions::WRITE).await?;
	Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn recovery_should_begin_be_vetoed_and_overridden_and_never_be_early() -> Result<()> {
	let node = Node::development().await?;
	let desk = Desk::new(&node).await?;
	let client = &desk.client;
	let (eve, new, alice) = (keyring("eve")?, keyring("ferdie")?, wallet("alice")?);
	let patient = desk.patient(&eve).await?;
	let people = [keyring("bob")?, keyring("charlie")?, keyring("dave")?];
	let accounts = people.each_ref().map(Keyring::account);
	let chosen = Guardians::choose(client.chain().genesis(), patient, &accounts, 2, DAY)?;
	client.set_recovery(&eve, Some(&chosen)).await?;

	let request = client.request_recovery(&new, &patient, HOUR).await?;
	let mut words = Vec::new();
	for (guardian, opening) in people.iter().zip(&chosen.openings) {
		let word = client.approve_recovery(guardian.wallet(), &request, opening.clone(), HOUR);
		words.push(word.await?);
	}
	ensure!(client.bring_approval(&alice, &request, &words[0]).await?.0 == Brought::Started, "it ran before");
	let again = client.bring_approval(&alice, &request, &words[0]).await;
	refused("AlreadyApproved", "approving twice", again)?;
	ensure!(
		client.bring_approval(&alice, &request, &words[1]).await?.0 == Brought::Approved,
		"it did not run"
	);
	let account = new.account();
	refused("TooEarly", "finishing", client.finish_recovery(&alice, &patient, &account).await)?;

	client.veto_recovery(eve.wallet(), &account).await?;
	refused("NotReady", "finishing", client.finish_recovery(&alice, &patient, &account).await)?;
	refused("AlreadyVetoed", "a second veto", client.veto_recovery(eve.wallet(), &account).await)?;
	let thief = client.override_veto(&keyring("charlie")?, &alice, &patient, &account).await;
	ensure!(matches!(&thief, Err(error) if error.kind() == Kind::Denied), "another vault overrode the veto");
	// The vault is at hand in another profile than the stolen wallet's.
	let vault = Keyring::new(wallet("mallory")?, root("eve"));
	client.override_veto(&vault, &alice, &patient, &account).await?;
	let view = client.recovery(&patient).await?;
	ensure!(view.attempts.len() == 1 && !view.attempts[0].vetoed, "the veto stands");
	refused("TooEarly", "finishing", client.finish_recovery(&alice, &patient, &account).await)?;

	// Shares stay where they are as long as no recovery is finished.
	let keys: Vec<ShareKey> =
		people.iter().map(|guardian| ShareKey::sign(guardian, client.chain().genesis())).collect();
	for (guardian, (_, share)) in people.iter().zip(split_among(&root("eve"), &chosen, &keys, None)?) {
		let early = client.release_share(guardian, &share, &request).await;
		ensure!(matches!(&early, Err(error) if error.kind() == Kind::Denied), "a share was released early");
	}
	let owner = VaultOwner::Patient(patient);
	ensure!(client.chain().vault(&owner, client.at()).await?.is_some(), "the vault is gone");

	// Wallet and vault together end it all.
	client.set_recovery(&eve, None).await?;
	refused("AttemptNotFound", "finishing", client.finish_recovery(&alice, &patient, &account).await)?;
	Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn command_should_name_guardians_split_the_root_and_refuse_to_release_it_early() -> Result<()> {
	let node = Node::development().await?;
	let salus = Salus::quick(&node)?;
	let enrolled = salus.ok(&["patient", "enrol", "--as", "alice", "--patient", "eve"])?;
	let patient = enrolled["patient"].as_str().context("an id")?.to_owned();
	let path = |name: &str| salus.text_path(name);
	let (folder, start) = (path("guardians"), path("start.json"));
	let set = |threshold: &str| {
		let mut line = vec!["recovery", "set", "--as", "eve", "--guardian", "bob", "charlie", "dave"];
		line.extend(["--threshold", threshold, "--delay", "3days", "--out", &folder]);
		line.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>()
	};
	salus.ends_with(2, &set("3"))?;
	salus.ok(&set("2"))?;
	salus.ends_with(2, &set("2"))?;
	salus.ok(&["recovery", "start", "--as", "ferdie", "--patient", &patient, "--out", &start])?;
	let approve = |guardian: &str, number: u32, submitter: &str| {
		let (opening, out) =
			(path(&format!("guardians/opening-{number}.json")), path(&format!("{guardian}.json")));
		let mut line =
			vec!["recovery", "approve", "--as", guardian, "--request", &start, "--opening", &opening];
		line.extend(["--out", &out]);
		if !submitter.is_empty() {
			line.extend(["--submit-as", submitter]);
		}
		line.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>()
	};
	salus.ends_with(3, &approve("bob", 2, ""))?;
	salus.ok(&approve("bob", 1, ""))?;
	let bobs = path("bob.json");
	let submitted =
		salus.ok(&["recovery", "submit", "--as", "alice", "--request", &start, "--approval", &bobs])?;
	same("the first approval", &submitted["brought"], json!("started"))?;
	let brought = salus.ok(&approve("charlie", 2, "alice"))?;
	same("the second", &brought["brought"], json!("approved"))?;
	let status = salus.ok(&["recovery", "status", "--patient", &patient])?;
	let attempt = &status["recovery"]["attempts"][0];
	ensure!(
		attempt["readyAt"].is_u64() && attempt["vetoed"] == json!(false),
		"it is not ready to be: {attempt}"
	);
	let account = attempt["account"].as_str().context("an account")?.to_owned();
	salus.ends_with(5, &["recovery", "finish", "--as", "alice", "--patient", &patient, &account])?;

	let mut split = vec!["recovery".to_owned(), "split".into(), "--as".into(), "eve".into()];
	split.extend([
		"--guardians".into(),
		path("guardians/guardians.json"),
		"--out".into(),
		path("shares"),
		"--key".into(),
	]);
	for guardian in ["bob", "charlie", "dave"] {
		let key = path(&format!("{guardian}.key.json"));
		salus.ok(&["recovery", "key", "--as", guardian, "--out", &key])?;
		split.push(key);
	}
	let shares = salus.ok(&split)?;
	same("shares", &json!(shares["shares"].as_array().map(Vec::len)), json!(3))?;
	let (share, released) = (path("shares/share-1.json"), path("released.json"));
	let early =
		["recovery", "release", "--as", "bob", "--request", &start, "--share", &share, "--out", &released];
	salus.ends_with(3, &early)?;
	ensure!(!salus.path("released.json").exists(), "a share was released early");
	salus.ok(&["recovery", "veto", "--as", "eve", &account])?;
	salus.ok(&["recovery", "override", "--as", "eve", "--patient", &patient, &account])?;
	salus.ok(&["recovery", "clear", "--as", "eve"])?;
	let moved = salus.ok(&["patient", "move", "--as", "eve", "--account", "ferdie"])?;
	same("the account", &moved["account"], json!(account))?;
	salus.ends_with(4, &["scope", "list", "--as", "eve"])?;
	let shown = salus.ok(&["patient", "show", &patient])?;
	same("the controller", &shown["controller"], json!(account))?;
	same("a recovery", &shown["recovered"], Value::Null)
}
