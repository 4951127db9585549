//! `salus patient`.

use super::{acceptance, org::vault_lines};
use crate::{
	args::{values::ProfileName, Accepted, AsProfile, Patient},
	context::{ensure_writable, read_signed, Context, USED_AT_ONCE},
	exit::{Failure, Result},
	output::{moment, Report},
};
use salus_sdk::{
	enrol::EnrolmentRequest,
	primitives::{
		ids::{OrganisationId, PatientId},
		people::VaultOwner,
		text::Role,
	},
	Client,
};
use serde_json::json;
use std::{
	path::{Path, PathBuf},
	time::Duration,
};

/// Carries out a task on patients.
///
/// # Errors
/// [`Failure::NotFound`], [`Failure::File`]; those of the chain.
pub async fn run(context: &Context, task: Patient) -> Result<Report> {
	let client = context.client().await?;
	match task {
		Patient::Request { acting, org, out, life, force } => {
			ensure_writable(&out, force)?;
			request(context, &client, &acting, org, &out, life).await
		}
		Patient::Enrol { acting, patient, request } => {
			enrol(context, &client, &acting, patient, request).await
		}
		Patient::Accept { acting, patient, file } => {
			let role = Role::ControllerOf(context.patient(&client, &patient).await?);
			acceptance::write(context, &client, &acting, role, &file).await
		}
		Patient::Move { acting, accepted } => {
			let Accepted { account, acceptance } = accepted;
			let keyring = context.keyring(&acting.profile)?;
			let patient = client.own_patient(&keyring.account()).await?;
			let role = Role::ControllerOf(patient);
			let accepted = acceptance::bring(context, &client, account, acceptance, role).await?;
			let (patient, landed) = client.move_control(&keyring, &accepted).await?;
			Ok(Report::new(json!({ "patient": patient, "account": accepted.account, "landed": landed }))
				.line(format!("patient {patient} is controlled by {}", accepted.account))
				.landed(&landed))
		}
		Patient::Show { patient } => show(&client, &context.patient(&client, &patient).await?).await,
	}
}

async fn request(
	context: &Context,
	client: &Client,
	acting: &AsProfile,
	organisation: OrganisationId,
	out: &Path,
	life: Duration,
) -> Result<Report> {
	let keyring = context.keyring(&acting.profile)?;
	let request = client.request_enrolment(&keyring, organisation, life).await?;
	std::fs::write(out, request.to_json()?).map_err(|source| Failure::file(out, source))?;
	let json = json!({
		"patient": request.patient(),
		"organisation": organisation,
		"account": keyring.account(),
		"text": request.text(),
		"expiresAt": request.enrolment.expires_at,
		"out": out,
	});
	Ok(Report::new(json)
		.line(format!("signed: {}", request.text()))
		.line(format!("in {}: hand it to organisation {organisation}'s registrar", out.display()))
		.line(format!("the patient will be {}", request.patient())))
}

async fn enrol(
	context: &Context,
	client: &Client,
	acting: &AsProfile,
	patient: Option<ProfileName>,
	request: Option<PathBuf>,
) -> Result<Report> {
	let request = match (patient, request) {
		(Some(profile), _) => {
			let organisation = context.agency(client, &acting.profile).await?;
			client.request_enrolment(&context.keyring(&profile)?, organisation, USED_AT_ONCE).await?
		}
		(None, Some(file)) => EnrolmentRequest::from_json(&read_signed(&file)?)?,
		(None, None) => return Err(Failure::Usage("name --patient or --request".into())),
	};
	let registrar = context.keyring(&acting.profile)?;
	let enrolled = client.enrol(registrar.wallet(), &request).await?;
	Ok(Report::new(&enrolled)
		.line(format!("patient {}", enrolled.patient))
		.line(format!("enrolled by organisation {}", enrolled.organisation))
		.landed(&enrolled.landed))
}

async fn show(client: &Client, id: &PatientId) -> Result<Report> {
	let (chain, at) = (client.chain(), client.at());
	let patient =
		chain.patient(id, at).await?.ok_or_else(|| Failure::NotFound(format!("there is no patient {id}")))?;
	let vault = chain.vault(&VaultOwner::Patient(*id), at).await?;
	let recovered = chain.recovery(id, at).await?.recovered;
	let scopes = chain.all_scopes(id, at).await?.len();
	let records = chain.all_records(id, at).await?.len();
	let consents = chain.all_consents(id, at).await?;
	let live = consents.iter().filter(|(_, consent)| consent.live).count();
	let mut json = json!(patient);
	if let Some(fields) = json.as_object_mut() {
		fields.insert("patient".into(), json!(id));
		fields.insert("vault".into(), json!(vault));
		fields.insert("recovered".into(), json!(recovered));
		fields.insert("scopes".into(), json!(scopes));
		fields.insert("records".into(), json!(records));
		fields.insert("consents".into(), json!(consents.len()));
		fields.insert("liveConsents".into(), json!(live));
	}
	let unconfirmed = recovered.filter(|recovered| recovered.confirmed_at.is_none()).map(|recovered| {
		format!(
			"recovered by guardians on {}, NOT confirmed by the vault: its keys may be lost, or change from {} on",
			moment(recovered.finished_at),
			moment(recovered.keys_from)
		)
	});
	let report = Report::new(json)
		.lines(unconfirmed)
		.line(format!("patient     {id}"))
		.line(format!("controller  {}", patient.controller))
		.line(format!(
			"enrolled    {} by organisation {}",
			moment(patient.enrolled_at),
			patient.organisation
		));
	Ok(vault_lines(report, vault.as_ref()).line(format!(
		"{records} records in {scopes} scopes; {} consents, {live} of them in force",
		consents.len()
	)))
}
