//! `salus org`.

use super::acceptance;
use crate::{
	args::{
		values::{ProfileName, Who},
		AsProfile, Org,
	},
	context::Context,
	exit::{Failure, Result},
	output::{moment, Report},
};
use salus_sdk::{
	chain::calls,
	primitives::{
		consortium::Organisation,
		ids::OrganisationId,
		people::{Vault, VaultOwner},
		text::Role,
		BoundedVec,
	},
	AccountId, Client, Landed,
};
use serde_json::json;
use std::path::PathBuf;

/// Carries out a task on organisations.
///
/// # Errors
/// [`Failure::NotFound`]; those of the chain.
pub async fn run(context: &Context, task: Org) -> Result<Report> {
	let client = context.client().await?;
	match task {
		Org::List => list(&client).await,
		Org::Show { id } => show(&client, id).await,
		Org::Accept { acting, org, file } => {
			acceptance::write(context, &client, &acting, Role::Registrar(org), &file).await
		}
		Org::AddRegistrar { acting, account, acceptance } => {
			add_registrar(context, &client, &acting, account, acceptance).await
		}
		Org::RemoveRegistrar { acting, who } => remove_registrar(context, &client, &acting, &who).await,
		Org::Rename { acting, name } => rename(context, &client, &acting, name).await,
	}
}

fn name(organisation: &Organisation<AccountId>) -> String {
	String::from_utf8_lossy(&organisation.name).into_owned()
}

/// How it stands, in its own words for JSON.
fn standing(organisation: &Organisation<AccountId>) -> String {
	organisation
		.standing
		.current()
		.map_or_else(|| "absent".into(), |state| format!("{state:?}").to_lowercase())
}

fn document(id: OrganisationId, organisation: &Organisation<AccountId>) -> serde_json::Value {
	json!({
		"organisation": id,
		"name": name(organisation),
		"controller": organisation.controller,
		"registrars": organisation.registrars,
		"standing": standing(organisation),
		"history": organisation.standing,
	})
}

async fn list(client: &Client) -> Result<Report> {
	let all = client.chain().all_organisations(client.at()).await?;
	let rows = all
		.iter()
		.map(|(id, organisation)| {
			vec![
				id.to_string(),
				name(organisation),
				standing(organisation),
				organisation.controller.to_string(),
			]
		})
		.collect();
	let json: Vec<_> = all.iter().map(|(id, organisation)| document(*id, organisation)).collect();
	Ok(Report::new(json).table(&["id", "name", "standing", "controller"], rows, "no organisation"))
}

async fn show(client: &Client, id: OrganisationId) -> Result<Report> {
	let (chain, at) = (client.chain(), client.at());
	let organisation = chain
		.organisation(id, at)
		.await?
		.ok_or_else(|| Failure::NotFound(format!("there is no organisation {id}")))?;
	let vault = chain.vault(&VaultOwner::Organisation(id), at).await?;
	let seats = chain.validators(at).await?;
	let validators: Vec<_> =
		seats.into_iter().filter(|seat| seat.organisation == id).map(|seat| seat.account).collect();
	let mut json = document(id, &organisation);
	if let Some(fields) = json.as_object_mut() {
		fields.insert("vault".into(), json!(vault));
		fields.insert("validators".into(), json!(validators));
	}
	let report = Report::new(json)
		.line(format!("organisation {id}  {}", name(&organisation)))
		.line(format!("standing    {}", standing(&organisation)))
		.line(format!("controller  {}", organisation.controller))
		.lines(organisation.registrars.iter().map(|account| format!("registrar   {account}")))
		.lines(validators.iter().map(|account| format!("validator   {account}")));
	Ok(vault_lines(report, vault.as_ref()))
}

/// Adds what the chain says of a vault.
pub fn vault_lines(report: Report, vault: Option<&Vault>) -> Report {
	let Some(vault) = vault else {
		return report.line("vault       none: nothing can be sealed to it");
	};
	let report = report.line(format!("vault       {} (generation {})", vault.keys.kem, vault.generation));
	match vault.compromised_at {
		Some(at) => report.line(format!("            reported compromised {}", moment(at))),
		None => report,
	}
}

async fn add_registrar(
	context: &Context,
	client: &Client,
	acting: &AsProfile,
	account: Option<ProfileName>,
	file: Option<PathBuf>,
) -> Result<Report> {
	let organisation = context.agency(client, &acting.profile).await?;
	let accepted = acceptance::bring(context, client, account, file, Role::Registrar(organisation)).await?;
	let keyring = context.keyring(&acting.profile)?;
	let landed = client.add_registrar(keyring.wallet(), &accepted).await?;
	Ok(report_registrar(organisation, &accepted.account, true, &landed))
}

async fn remove_registrar(
	context: &Context,
	client: &Client,
	acting: &AsProfile,
	who: &Who,
) -> Result<Report> {
	let account = context.account(client, who).await?;
	let organisation = context.agency(client, &acting.profile).await?;
	let keyring = context.keyring(&acting.profile)?;
	let call = calls::consortium::remove_registrar(organisation, &account);
	let landed = client.chain().submit(&call, keyring.wallet(), client.wait()).await?;
	Ok(report_registrar(organisation, &account, false, &landed))
}

fn report_registrar(
	organisation: OrganisationId,
	account: &AccountId,
	registrar: bool,
	landed: &Landed,
) -> Report {
	let what = if registrar { "is a registrar" } else { "is no registrar any more" };
	let json = json!({
		"organisation": organisation,
		"account": account,
		"registrar": registrar,
		"landed": landed,
	});
	Report::new(json).line(format!("{account} {what} of organisation {organisation}")).landed(landed)
}

async fn rename(context: &Context, client: &Client, acting: &AsProfile, name: String) -> Result<Report> {
	let organisation = context.agency(client, &acting.profile).await?;
	let keyring = context.keyring(&acting.profile)?;
	let bytes = BoundedVec::try_from(name.clone().into_bytes())
		.map_err(|_| Failure::Usage("an organisation's name has at most 64 bytes".into()))?;
	let call = calls::consortium::set_name(organisation, &bytes);
	let landed = client.chain().submit(&call, keyring.wallet(), client.wait()).await?;
	let json = json!({ "organisation": organisation, "name": name, "landed": landed });
	Ok(Report::new(json).line(format!("organisation {organisation} is named {name}")).landed(&landed))
}
