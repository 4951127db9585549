//! `salus patient`.

use super::{acceptance, gov, org::vault_lines};
use crate::{
	args::{values::ProfileName, Accepted, AsProfile, Patient},
	context::{ensure_writable, now, read_signed, Context, USED_AT_ONCE},
	exit::{Failure, Result},
	output::{moment, Report},
};
use salus_sdk::{
	enrol::EnrolmentRequest,
	governance::{MovesHome, Word},
	primitives::{
		ids::{OrganisationId, PatientId},
		people::{PatientState, VaultOwner},
		recovery::Recovery,
		representation::PatientSituation,
		text::Role,
	},
	roles::RoleRequest,
	words, AccountId, Client,
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
		Patient::Attest { acting, patient, state } => {
			let patient = context.patient(&client, &patient).await?;
			let registrar = context.keyring(&acting.profile)?;
			let landed = client.attest_state(registrar.wallet(), &patient, state.into()).await?;
			Ok(Report::new(&landed)
				.line(format!("attested of patient {patient}; it counts after seven days unless contested"))
				.landed(&landed))
		}
		Patient::Contest { acting } => {
			let keyring = context.keyring(&acting.profile)?;
			let (patient, landed) = client.contest_attestation(keyring.wallet()).await?;
			Ok(Report::new(&landed).line(format!("nothing counts of patient {patient}")).landed(&landed))
		}
		Patient::Lift { acting, patient } => {
			let patient = context.patient(&client, &patient).await?;
			let registrar = context.keyring(&acting.profile)?;
			let landed = client.lift_state(registrar.wallet(), &patient).await?;
			Ok(Report::new(&landed).line(format!("taken back of patient {patient}")).landed(&landed))
		}
		Patient::AcceptHandOver { acting, patient, at, file } => {
			let patient = context.patient(&client, &patient).await?;
			let role = Role::HandedOver { patient, at: at.from(now(&client).await?) };
			acceptance::write(context, &client, &acting, role, &file).await
		}
		Patient::HandOver { acting, acceptance, .. } => {
			hand_over(context, &client, &acting, acceptance.as_deref()).await
		}
		Patient::TakeOver { acting } => {
			let registered = client.take_over(&context.keyring(&acting.profile)?).await?;
			Ok(Report::new(&registered)
				.line(format!("vault keys are of generation {}", registered.generation))
				.line("rotate every scope next: all wait for a new generation of keys"))
		}
		Patient::Merge { acting, into } => {
			let (one, other) = (context.keyring(&acting.profile)?, context.keyring(&into)?);
			let (patient, into, landed) = client.merge(one.wallet(), other.wallet(), USED_AT_ONCE).await?;
			Ok(Report::new(&landed)
				.line(format!("patient {patient} is one person with {into}, which goes on in its stead"))
				.landed(&landed))
		}
		Patient::ChooseHome { acting, patient, org, file } => {
			ensure_writable(&file.out, file.force)?;
			let keyring = context.keyring(&acting.profile)?;
			let patient = match patient {
				Some(patient) => context.patient(&client, &patient).await?,
				None => client.own_patient(&keyring.account()).await?,
			};
			let word = client.choose_home(keyring.wallet(), &patient, org, file.valid).await?;
			gov::write(&word, &file, &format!("a registrar of organisation {org}"))
		}
		Patient::Rehome { acting, word } => {
			let word = Word::<MovesHome>::from_json(&read_signed(&word)?)?;
			let keyring = context.keyring(&acting.profile)?;
			let landed = client.rehome(keyring.wallet(), &word).await?;
			let MovesHome { patient, to, .. } = &word.says;
			Ok(Report::new(json!({ "patient": patient, "organisation": to, "landed": landed }))
				.line(format!("patient {patient} is at home with organisation {to}"))
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

/// What whoever deals with a patient should know that guardians have given another account, as long as nothing confirmed
/// that.
pub fn unconfirmed(recovered: Option<&Recovery<AccountId>>) -> Option<String> {
	recovered.filter(|recovered| recovered.confirmed_at.is_none()).map(|recovered| {
		format!(
			"recovered by guardians on {}, NOT confirmed by the vault: its keys may be lost, or change from {} on",
			moment(recovered.finished_at),
			moment(recovered.keys_from)
		)
	})
}

async fn hand_over(
	context: &Context,
	client: &Client,
	acting: &AsProfile,
	acceptance: Option<&Path>,
) -> Result<Report> {
	let keyring = context.keyring(&acting.profile)?;
	let Some(file) = acceptance else {
		let (patient, landed) = client.cancel_hand_over(&keyring).await?;
		return Ok(Report::new(&landed)
			.line(format!("patient {patient} is not handed over"))
			.landed(&landed));
	};
	let accepted = RoleRequest::from_json(&read_signed(file)?)?;
	let (patient, at, landed) = client.schedule_hand_over(&keyring, &accepted).await?;
	Ok(Report::new(&landed)
		.line(format!("account {} alone controls patient {patient} from {} on", accepted.account, moment(at)))
		.landed(&landed))
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
	let situation = chain.situation(id, at).await?;
	let home = chain.home(id, at).await?;
	let now = chain.now(at).await?;
	let live = consents.iter().filter(|(_, consent)| consent.live).count();
	let mut json = json!(patient);
	if let Some(fields) = json.as_object_mut() {
		fields.insert("patient".into(), json!(id));
		fields.insert("vault".into(), json!(vault));
		fields.insert("situation".into(), json!(situation));
		fields.insert("home".into(), json!(home));
		fields.insert("recovered".into(), json!(recovered));
		fields.insert("scopes".into(), json!(scopes));
		fields.insert("records".into(), json!(records));
		fields.insert("consents".into(), json!(consents.len()));
		fields.insert("liveConsents".into(), json!(live));
	}
	let report = Report::new(json)
		.lines(unconfirmed(recovered.as_ref()))
		.line(format!("patient     {id}"))
		.line(format!("controller  {}", patient.controller))
		.line(format!("enrolled    {}", moment(patient.enrolled_at)))
		.line(format!("home        organisation {}", home.organisation));
	let due = home.rehome_due.map(|notice| words::rehome(home.organisation, &notice, now));
	let report = report.lines(due.map(|due| format!("attention   {due}")));
	let report = report.lines(situation_lines(&situation));
	Ok(vault_lines(report, vault.as_ref()).line(format!(
		"{records} records in {scopes} scopes; {} consents, {live} of them in force",
		consents.len()
	)))
}

fn state_name(state: PatientState) -> &'static str {
	match state {
		PatientState::Active => "active",
		PatientState::Incapacitated => "cannot decide, as is attested",
		PatientState::Deceased => "has died, as is attested",
	}
}

/// What is out of the ordinary, and what is to come.
fn situation_lines(situation: &PatientSituation<AccountId>) -> Vec<String> {
	let PatientSituation { state, attested, hand_over, handed_over_at, merged_into, merged_from, .. } =
		situation;
	let mut lines = Vec::new();
	lines.extend(
		state
			.filter(|state| *state != PatientState::Active)
			.map(|state| format!("state       {}", state_name(state))),
	);
	lines.extend(attested.map(|(state, from)| {
		format!("attested    {}; counts from {} on unless contested", state_name(state), moment(from))
	}));
	lines.extend(hand_over.as_ref().map(|hand_over| {
		format!("hand-over   to account {} at {}", hand_over.account, moment(hand_over.at))
	}));
	if hand_over.is_none() {
		lines.extend(handed_over_at.map(|at| format!("handed over {}", moment(at))));
	}
	lines.extend(merged_into.map(|into| format!("goes on as  {into}")));
	lines.extend(merged_from.iter().map(|from| format!("also was    {from}")));
	lines
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn patient_should_be_shown_with_what_is_to_come_and_nothing_when_all_is_ordinary() {
		let ordinary = PatientSituation {
			controller: None,
			state: Some(PatientState::Active),
			attested: None,
			hand_over: None,
			handed_over_at: None,
			merged_into: None,
			merged_from: Vec::new(),
			representatives: 0,
		};
		assert_eq!(situation_lines(&ordinary), Vec::<String>::new());
		let from = 1_795_341_600_000;
		let attested = PatientSituation {
			attested: Some((PatientState::Deceased, from)),
			merged_from: vec![PatientId([1; 32])],
			..ordinary
		};
		let lines = situation_lines(&attested);
		assert_eq!(lines.len(), 2);
		assert!(lines[0].contains("has died") && lines[0].contains(&moment(from)), "{lines:?}");
	}
}
