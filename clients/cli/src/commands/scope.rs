//! `salus scope`.

use super::opening;
use crate::{
	args::{values::PatientRef, AsProfile, Scope},
	context::Context,
	exit::Result,
	output::{epoch, moment, Report},
};
use salus_sdk::{
	primitives::{
		ids::{ConsentIndex, ScopeNumber, INBOX},
		people::Party,
	},
	scopes::{ScopeChoice, ScopeEntry, INBOX_NAME},
	words, Client, Keyring,
};
use serde_json::{json, Value};
use std::collections::BTreeSet;

/// Carries out a task on scopes.
///
/// # Errors
/// Those of the library.
pub async fn run(context: &Context, task: Scope) -> Result<Report> {
	let client = context.client().await?;
	let own = |acting: &AsProfile| context.keyring(&acting.profile);
	match task {
		Scope::Init { acting } => {
			let created = client.create_standard_scopes(&own(&acting)?).await?;
			Ok(listed(&created, &BTreeSet::new(), "all standard scopes are there already"))
		}
		Scope::Create { acting, names } => {
			let created = client.create_scopes(&own(&acting)?, &names).await?;
			Ok(listed(&created, &BTreeSet::new(), "they are there already"))
		}
		Scope::List { acting, patient, scope } => list(context, &client, &acting, patient, scope).await,
		Scope::Rotate { acting, patient, scope } => {
			let keyring = own(&acting)?;
			context.publish_development_keys(&client).await?;
			let rotated = match context.represented(&client, &keyring, patient.as_ref()).await? {
				Some(patient) => client.rotate_scope_for(&keyring, &patient, &scope).await?,
				None => client.rotate_scope(&keyring, &scope).await?,
			};
			let without = rotated.unresealed.iter().map(|one| left_out(&one.grantee, one.consent, &one.why));
			Ok(Report::new(&rotated)
				.line(format!("scope {} has key version {}", rotated.scope, epoch(&rotated.epoch)))
				.line(format!("sealed to {} who hold it", rotated.resealed))
				.lines(without)
				.landed(&rotated.landed))
		}
		Scope::Reseal { acting, scope, accept_new_keys } => {
			let keyring = own(&acting)?;
			context.publish_development_keys(&client).await?;
			let resealed = client.reseal_scope_accepting(&keyring, &scope, &accept_new_keys).await?;
			let without = resealed.unresealed.iter().map(|one| left_out(&one.grantee, one.consent, &one.why));
			Ok(Report::new(&resealed)
				.line(format!("sealed to {} who hold it", resealed.resealed))
				.lines(without))
		}
		Scope::Close { acting, scope } => set_closed(&client, &own(&acting)?, &scope, true).await,
		Scope::Open { acting, scope } => set_closed(&client, &own(&acting)?, &scope, false).await,
		Scope::Reencrypt { acting, scope } => reencrypt(context, &client, &own(&acting)?, &scope).await,
	}
}

async fn set_closed(
	client: &Client,
	keyring: &Keyring,
	choice: &ScopeChoice,
	closed: bool,
) -> Result<Report> {
	let patient = client.own_patient(&keyring.account()).await?;
	let entry = client.find_scope(Some(keyring), &patient, choice).await?;
	let (_, landed) = client.set_closed(keyring.wallet(), entry.number, closed).await?;
	let state = if closed { "closed" } else { "open" };
	Ok(Report::new(&landed)
		.line(format!("scope {} is {state} to representatives", entry.number))
		.landed(&landed))
}

/// Somebody who did not get a key, and why.
pub fn left_out(grantee: &Party, consent: ConsentIndex, why: &str) -> String {
	format!("  not to {} (consent {consent}): {why}", words::party(grantee))
}

async fn list(
	context: &Context,
	client: &Client,
	acting: &AsProfile,
	patient: Option<PatientRef>,
	only: Option<ScopeChoice>,
) -> Result<Report> {
	let patient =
		context.patient(client, &patient.unwrap_or(PatientRef::Profile(acting.profile.clone()))).await?;
	let keyring = context.keyring(&acting.profile)?;
	let scopes = match only {
		Some(choice) => vec![client.find_scope(Some(&keyring), &patient, &choice).await?],
		None => client.scopes(Some(&keyring), &patient).await?,
	};
	let own = client.chain().roles(&keyring.account(), client.at()).await?.patient == Some(patient);
	let hidden = if own { client.hidden_holders(&keyring).await? } else { Vec::new() };
	let strange = client.strange_keys(&keyring, &patient, &scopes).await?;
	Ok(listed(&scopes, &strange, "no scope").lines(opening::warnings(&hidden)))
}

/// Its name for people; scope 0 is everyone's inbox.
fn scope_name(entry: &ScopeEntry) -> String {
	let inbox = (entry.number == INBOX).then_some(INBOX_NAME);
	entry.name.as_deref().or(inbox).unwrap_or("?").to_owned()
}

/// What is said of a scope whose key the patient's own vault does not give.
const STRANGE: &str =
	"its key is not your vault's: somebody else reads what is sealed to it, so rotate it now";

fn listed(scopes: &[ScopeEntry], strange: &BTreeSet<ScopeNumber>, otherwise: &str) -> Report {
	let rows = scopes
		.iter()
		.map(|entry| {
			let due = entry.view.rotation_due.map_or_else(String::new, |(why, since)| {
				format!("incomplete since {}: {}", moment(since), words::rotation_due(why))
			});
			let due = if strange.contains(&entry.number) { STRANGE.to_owned() } else { due };
			vec![
				entry.number.to_string(),
				scope_name(entry),
				epoch(&entry.view.scope.epoch),
				entry.view.scope.holders.to_string(),
				due,
			]
		})
		.collect();
	let documents = scopes.iter().map(|entry| document(entry, strange)).collect::<Vec<_>>();
	Report::new(documents).table(&["scope", "name", "key", "holders", "waits for a new key"], rows, otherwise)
}

fn document(entry: &ScopeEntry, strange: &BTreeSet<ScopeNumber>) -> Value {
	let mut document = json!(entry);
	if let Some(fields) = document.as_object_mut() {
		fields.insert("strangeKey".into(), json!(strange.contains(&entry.number)));
	}
	document
}

async fn reencrypt(
	context: &Context,
	client: &Client,
	keyring: &Keyring,
	scope: &ScopeChoice,
) -> Result<Report> {
	context.publish_development_keys(client).await?;
	let reencrypted = client.reencrypt_scope(keyring, scope).await?;
	Ok(Report::new(&reencrypted)
		.line(format!("{} records are encrypted anew", reencrypted.replaced.len()))
		.lines(reencrypted.replaced.iter().map(|record| format!("  {} is now {}", record.old, record.new)))
		.line(format!("{} stay as they are", reencrypted.kept.len()))
		.lines(reencrypted.kept.iter().map(|kept| format!("  {}: {}", kept.index, kept.why)))
		.line("What somebody has fetched stays fetched."))
}
