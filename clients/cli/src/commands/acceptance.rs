//! An account's word that it takes on a role: `salus practitioner accept`, `salus org accept`, and where it is used.

use crate::{
	args::{values::ProfileName, AsProfile, NewAcceptance},
	context::{ensure_writable, read_signed, Context, USED_AT_ONCE},
	exit::{Failure, Result},
	output::{moment, Report},
};
use salus_sdk::{primitives::text::Role, roles::RoleRequest, Client};
use serde_json::json;
use std::path::PathBuf;

/// Signs that the profile's account takes on the role, and writes that into a file.
///
/// # Errors
/// [`Failure::Usage`] if the file is there, [`Failure::NotFound`], [`Failure::File`]; those of the chain.
pub async fn write(
	context: &Context,
	client: &Client,
	acting: &AsProfile,
	role: Role,
	file: &NewAcceptance,
) -> Result<Report> {
	let NewAcceptance { out, valid, force } = file;
	ensure_writable(out, *force)?;
	let keyring = context.keyring(&acting.profile)?;
	let accepted = client.accept_role(keyring.wallet(), role, *valid).await?;
	std::fs::write(out, accepted.to_json()?).map_err(|source| Failure::file(out, source))?;
	let json = json!({
		"account": accepted.account,
		"role": accepted.role,
		"text": accepted.text(),
		"expiresAt": accepted.expires_at,
		"out": out,
	});
	let whom = match role {
		Role::Practitioner(organisation) => format!("a registrar of organisation {organisation}"),
		Role::AccountOf(practitioner) => {
			format!("a registrar of practitioner {practitioner}'s home organisation")
		}
		Role::Registrar(organisation) => format!("the controller of organisation {organisation}"),
		Role::ControllerOf(patient) | Role::HandedOver { patient, .. } => {
			format!("whoever controls patient {patient}")
		}
		Role::Controller(_) | Role::Validator(_) => "a member of the council".into(),
	};
	Ok(Report::new(json).line(format!("signed: {}", accepted.text())).line(format!(
		"in {}: hand it to {whom} until {}",
		out.display(),
		moment(accepted.expires_at)
	)))
}

/// The word for the role that is brought: signed here and now by a profile's wallet, or from a file.
///
/// # Errors
/// [`Failure::Usage`], [`Failure::File`]; those of the chain.
pub async fn bring(
	context: &Context,
	client: &Client,
	account: Option<ProfileName>,
	file: Option<PathBuf>,
	role: Role,
) -> Result<RoleRequest> {
	match (account, file) {
		(Some(profile), _) => {
			let keyring = context.keyring(&profile)?;
			Ok(client.accept_role(keyring.wallet(), role, USED_AT_ONCE).await?)
		}
		(None, Some(file)) => Ok(RoleRequest::from_json(&read_signed(&file)?)?),
		(None, None) => Err(Failure::Usage("name a PROFILE or --acceptance".into())),
	}
}
