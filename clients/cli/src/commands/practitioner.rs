//! `salus practitioner`.

use super::{acceptance, org::vault_lines};
use crate::{
	args::{values::PractitionerRef, Accepted, AsProfile, Credential, Place, Practitioner},
	context::{now, practitioner, Context},
	exit::{Failure, Result},
	output::{moment, Report},
};
use salus_sdk::{
	practitioners::{Admission, Admitted},
	primitives::{
		ids::PractitionerId,
		people::{Membership, Privileges, VaultOwner},
		text::Role,
	},
	words, Client, Keyring, Landed,
};
use serde_json::json;

/// Carries out a task on practitioners.
///
/// # Errors
/// [`Failure::NotFound`], [`Failure::File`]; those of the chain.
pub async fn run(context: &Context, task: Practitioner) -> Result<Report> {
	let client = context.client().await?;
	match task {
		Practitioner::Accept { acting, place, file } => {
			let role = role(context, &client, &place).await?;
			acceptance::write(context, &client, &acting, role, &file).await
		}
		Practitioner::Add { acting, accepted, credential } => {
			let admission = admission(&client, &credential).await?;
			let role = Role::Practitioner(context.agency(&client, &acting.profile).await?);
			let Accepted { account, acceptance } = accepted;
			let accepted = acceptance::bring(context, &client, account, acceptance, role).await?;
			let keyring = context.keyring(&acting.profile)?;
			let admitted = client.admit_practitioner(keyring.wallet(), &accepted, &admission).await?;
			Ok(report_admitted(&admitted, "admitted"))
		}
		Practitioner::Renew { acting, practitioner, credential } => {
			let (id, keyring) = on(context, &client, &acting, &practitioner).await?;
			let admission = admission(&client, &credential).await?;
			let admitted = client.renew_practitioner(keyring.wallet(), id, &admission).await?;
			Ok(report_admitted(&admitted, "renewed"))
		}
		Practitioner::Suspend { acting, practitioner } => {
			let (id, keyring) = on(context, &client, &acting, &practitioner).await?;
			let landed = client.suspend_practitioner(keyring.wallet(), id).await?;
			Ok(report(id, "is suspended", &landed))
		}
		Practitioner::Reinstate { acting, practitioner } => {
			let (id, keyring) = on(context, &client, &acting, &practitioner).await?;
			let landed = client.reinstate_practitioner(keyring.wallet(), id).await?;
			Ok(report(id, "is reinstated", &landed))
		}
		Practitioner::ReplaceAccount { acting, practitioner, accepted } => {
			let id = context.practitioner(&client, &practitioner).await?;
			let Accepted { account, acceptance } = accepted;
			let accepted =
				acceptance::bring(context, &client, account, acceptance, Role::AccountOf(id)).await?;
			let keyring = context.keyring(&acting.profile)?;
			let landed = client.replace_account(keyring.wallet(), id, &accepted).await?;
			Ok(report(id, &format!("signs with {}", accepted.account), &landed))
		}
		Practitioner::ResetVault { acting, practitioner } => {
			let (id, keyring) = on(context, &client, &acting, &practitioner).await?;
			let landed = client.reset_vault(keyring.wallet(), id).await?;
			Ok(report(id, "has no vault; `salus vault publish` registers a new one", &landed))
		}
		Practitioner::Show { practitioner } => {
			show(&client, context.practitioner(&client, &practitioner).await?).await
		}
	}
}

async fn on(
	context: &Context,
	client: &Client,
	acting: &AsProfile,
	practitioner: &PractitionerRef,
) -> Result<(PractitionerId, Keyring)> {
	let id = context.practitioner(client, practitioner).await?;
	Ok((id, context.keyring(&acting.profile)?))
}

/// The role that an account accepts here.
async fn role(context: &Context, client: &Client, place: &Place) -> Result<Role> {
	match (&place.org, &place.replacing) {
		(Some(organisation), _) => Ok(Role::Practitioner(*organisation)),
		(None, Some(practitioner)) => Ok(Role::AccountOf(context.practitioner(client, practitioner).await?)),
		(None, None) => Err(Failure::Usage("name --org or --replacing".into())),
	}
}

async fn admission(client: &Client, credential: &Credential) -> Result<Admission> {
	let path = &credential.credential;
	let content = std::fs::read(path).map_err(|source| Failure::file(path, source))?;
	if content.is_empty() {
		return Err(Failure::Usage(format!("{} is empty", path.display())));
	}
	Ok(Admission {
		role: credential.role.into(),
		privileges: if credential.emergency { Privileges::EMERGENCY } else { Privileges::NONE },
		credential: content,
		until: credential.until.from(now(client).await?),
	})
}

fn report(id: PractitionerId, what: &str, landed: &Landed) -> Report {
	Report::new(json!({ "practitioner": id, "landed": landed }))
		.line(format!("practitioner {id} {what}"))
		.landed(landed)
}

fn report_admitted(admitted: &Admitted, what: &str) -> Report {
	let Admitted { practitioner, organisation, salt, landed, .. } = admitted;
	Report::new(admitted)
		.line(format!("practitioner {practitioner} {what} by organisation {organisation}"))
		.line(format!("keep this salt with the credential: {salt}"))
		.landed(landed)
}

async fn show(client: &Client, id: PractitionerId) -> Result<Report> {
	let found = practitioner(client, id).await?;
	let vault = client.chain().vault(&VaultOwner::Practitioner(id), client.at()).await?;
	let now = now(client).await?;
	let memberships: Vec<_> = found
		.memberships
		.iter()
		.map(|membership| {
			json!({
				"organisation": membership.organisation,
				"role": membership.role,
				"emergency": membership.privileges.contains(Privileges::EMERGENCY),
				"standing": membership.standing_at(now),
				"until": until(membership),
				"credential": membership.credential,
				"history": membership.standing,
			})
		})
		.collect();
	let json = json!({
		"practitioner": id,
		"account": found.account,
		"home": found.home,
		"memberships": memberships,
		"vault": vault,
	});
	let rows = found
		.memberships
		.iter()
		.map(|membership| {
			vec![
				membership.organisation.to_string(),
				format!("{:?}", membership.role).to_lowercase(),
				words::standing(membership.standing_at(now)).into(),
				until(membership).map_or_else(String::new, moment),
			]
		})
		.collect();
	let report = Report::new(json)
		.line(format!("practitioner {id}"))
		.line(format!("account     {}", found.account))
		.line(format!("home        organisation {}", found.home));
	Ok(vault_lines(report, vault.as_ref()).table(
		&["organisation", "role", "standing", "until"],
		rows,
		"no membership",
	))
}

fn until(membership: &Membership) -> Option<u64> {
	membership.standing.current().map(|state| state.until())
}
