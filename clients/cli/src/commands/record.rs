//! `salus record`.

use crate::{
	args::{values::PatientRef, values::When, Acting, Description, Record},
	context::{ensure_writable, usual_purpose, Context},
	exit::{self, Failure, Result},
	output::{bytes, moment, Report},
	progress::progress,
};
use salus_sdk::{
	primitives::{
		access::By,
		ids::{PatientId, RecordIndex},
		people::Actor,
		purpose::Purpose,
		records::RecordStatus,
	},
	records::{AmendOrder, Authorship, Filed, GetOrder, NewFile, PutOrder, RecordEntry, Verified},
	scopes::ScopeChoice,
	stores::Stored,
	words, As, Client, Keyring, Kind,
};
use serde_json::{json, Value};
use std::{
	path::{Path, PathBuf},
	time::{Duration, SystemTime, UNIX_EPOCH},
};

/// Carries out a task on records.
///
/// # Errors
/// Those of the library; [`Failure::Usage`] for a file that would be overwritten.
pub async fn run(context: &Context, task: Record) -> Result<Report> {
	if let Record::Get { out, force, .. } = &task {
		ensure_writable(out, *force)?;
	}
	let client = context.client().await?;
	match task {
		Record::Put { acting, patient, scope, purpose, description, files } => {
			let hand = Hand::new(context, &client, &acting, &patient, purpose).await?;
			put(&client, hand, scope, &description, &files).await
		}
		Record::List { acting, patient } => {
			let patient = context.patient(&client, &patient).await?;
			let keyring = context.keyring(&acting.profile)?;
			let records = client.list_records(Some(&keyring), &patient, acting.role.map(As::from)).await?;
			Ok(listed(&patient, &records))
		}
		Record::Get { acting, patient, index, out, force: _, purpose } => {
			let hand = Hand::new(context, &client, &acting, &patient, purpose).await?;
			get(&client, hand, index, out).await
		}
		Record::Amend { acting, patient, index, file, purpose, description } => {
			let hand = Hand::new(context, &client, &acting, &patient, purpose).await?;
			let file = described(&file, &description)?;
			let Hand { keyring, patient, as_whom, purpose } = hand;
			let order = AmendOrder { patient, index, as_whom, purpose, file };
			let filed = client.amend_record(&keyring, &order, progress().as_ref()).await?;
			let mut json = json!(filed);
			if let Some(fields) = json.as_object_mut() {
				fields.insert("patient".into(), json!(patient));
				fields.insert("supersedes".into(), json!(index));
			}
			Ok(Report::new(json).line(format!("record {index} is superseded by {}", filed_line(&filed))))
		}
		Record::Refile { acting, patient, index, scope } => {
			let patient = context.patient(&client, &patient).await?;
			let keyring = context.keyring(&acting.profile)?;
			if client.own_patient(&keyring.account()).await? != patient {
				return Err(Failure::Denied(format!(
					"{} does not control patient {patient}",
					acting.profile
				)));
			}
			let refiled = client.refile_record(&keyring, index, &scope).await?;
			Ok(Report::new(&refiled)
				.line(format!("record {index} is filed in scope {}", refiled.scope))
				.landed(&refiled.landed))
		}
		Record::Error { acting, patient, index } => {
			let patient = context.patient(&client, &patient).await?;
			let keyring = context.keyring(&acting.profile)?;
			let landed =
				client.mark_entered_in_error(&keyring, &patient, index, acting.role.map(As::from)).await?;
			Ok(Report::new(json!({ "patient": patient, "index": index, "landed": landed }))
				.line(format!("record {index} is marked as entered in error"))
				.landed(&landed))
		}
		Record::Verify { patient, index } => {
			let patient = context.patient(&client, &patient).await?;
			let verified = client.verify_records(&patient, index, progress().as_ref()).await?;
			Ok(report_verified(&patient, &verified))
		}
	}
}

/// Who reads or writes, and what for.
struct Hand {
	keyring: Keyring,
	patient: PatientId,
	as_whom: Option<As>,
	purpose: Purpose,
}

impl Hand {
	async fn new(
		context: &Context,
		client: &Client,
		acting: &Acting,
		patient: &PatientRef,
		purpose: Option<Purpose>,
	) -> Result<Self> {
		let patient = context.patient(client, patient).await?;
		let keyring = context.keyring(&acting.profile)?;
		let as_whom = acting.role.map(As::from);
		let purpose = match purpose {
			Some(purpose) => purpose,
			None => usual_purpose(&client.actor(&keyring.account(), &patient, as_whom).await?),
		};
		Ok(Self { keyring, patient, as_whom, purpose })
	}
}

/// A file with what is to be said of it.
fn described(path: &Path, description: &Description) -> Result<NewFile> {
	let mut file = NewFile::inspect(path)?;
	let Description { media_type, resource_type, code, clinical_time } = description;
	if let Some(media_type) = media_type {
		file.media_type.clone_from(media_type);
	}
	if let Some(resource_type) = resource_type {
		file.resource_type.clone_from(resource_type);
	}
	if let Some(code) = code {
		file.code.clone_from(code);
	}
	if let Some(time) = clinical_time {
		file.clinical_time = Some(clinical(*time)?);
	}
	Ok(file)
}

fn clinical(time: When) -> Result<i64> {
	// What happened to a person happened by that person's clock, not the chain's.
	let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO);
	let now = u64::try_from(now.as_millis()).unwrap_or(u64::MAX);
	i64::try_from(time.from(now)).map_err(|_| Failure::Usage("the clinical time is out of range".into()))
}

async fn put(
	client: &Client,
	hand: Hand,
	scope: ScopeChoice,
	description: &Description,
	paths: &[PathBuf],
) -> Result<Report> {
	let files = paths.iter().map(|path| described(path, description)).collect::<Result<Vec<_>>>()?;
	let Hand { keyring, patient, as_whom, purpose } = hand;
	let order = PutOrder { patient, scope, as_whom, purpose, files };
	let mut answers = client.put_records(&keyring, &order, progress().as_ref()).await?;
	// One file that failed is a command that failed; of several, each has its answer.
	if matches!(answers.as_slice(), [Err(_)]) {
		if let Some(Err(error)) = answers.pop() {
			return Err(error.into());
		}
	}
	let json: Vec<_> = answers
		.iter()
		.zip(paths)
		.map(|(answer, path)| match answer {
			Ok(filed) => json!(filed),
			Err(error) => json!({ "path": path, "error": problem(error) }),
		})
		.collect();
	let lines = answers.iter().zip(paths).map(|(answer, path)| match answer {
		Ok(filed) => filed_line(filed),
		Err(error) => format!("{}: {error}", path.display()),
	});
	let failed = answers.iter().find_map(|answer| answer.as_ref().err()).map(salus_sdk::Error::kind);
	let report = Report::new(json!({ "patient": patient, "records": json }));
	Ok(report.lines(lines.collect::<Vec<_>>()).failing(failed))
}

fn problem(error: &salus_sdk::Error) -> Value {
	json!({ "kind": exit::name(error.kind()), "message": error.to_string(), "reasons": error.reasons() })
}

fn filed_line(filed: &Filed) -> String {
	let note = if filed.redirected { " (in the inbox: the scope waits for a new key)" } else { "" };
	format!("record {} {} in scope {}{note}", filed.index, filed.ciphertext, filed.scope)
}

fn listed(patient: &PatientId, records: &[RecordEntry]) -> Report {
	let rows = records
		.iter()
		.map(|entry| {
			let record = &entry.record;
			let (what, size) = match &entry.description {
				Some(facts) => (
					[facts.resource_type.as_str(), facts.code.as_str(), facts.media_type.as_str()]
						.into_iter()
						.filter(|text| !text.is_empty())
						.take(2)
						.collect::<Vec<_>>()
						.join(" "),
					bytes(facts.length),
				),
				None => ("sealed".to_owned(), String::new()),
			};
			vec![
				entry.index.to_string(),
				entry.scope_name.clone().unwrap_or_else(|| format!("scope {}", record.pointer.scope)),
				moment(record.registered_at),
				author(&record.author, entry.authorship),
				status(&record.status),
				what,
				size,
			]
		})
		.collect();
	Report::new(json!({ "patient": patient, "records": records })).table(
		&["index", "scope", "registered", "author", "status", "what", "size"],
		rows,
		"no record",
	)
}

/// In whose name it was registered, with a remark where the signature could not be held against anything.
fn author(author: &Actor, authorship: Option<Authorship>) -> String {
	let remark = match authorship {
		Some(Authorship::Uncheckable) => " (cannot be checked any more)",
		Some(Authorship::Verified) | None => "",
	};
	format!("{}{remark}", words::actor(author))
}

fn status(status: &RecordStatus) -> String {
	match status {
		RecordStatus::Final { superseded_by: None } => "current".into(),
		RecordStatus::Final { superseded_by: Some(by) } => format!("superseded by {by}"),
		RecordStatus::EnteredInError => "entered in error".into(),
	}
}

async fn get(client: &Client, hand: Hand, index: RecordIndex, out: PathBuf) -> Result<Report> {
	let Hand { keyring, patient, as_whom, purpose } = hand;
	let order = GetOrder { patient, index, as_whom, purpose, out };
	let got = client.get_record(&keyring, &order, progress().as_ref()).await?;
	let by = match got.by {
		By::Control => "as the patient".into(),
		By::Consent(consent) => format!("by consent {consent}"),
	};
	let mut json = json!(got);
	if let Some(fields) = json.as_object_mut() {
		fields.insert("patient".into(), json!(patient));
	}
	let description = &got.description;
	let report = Report::new(json)
		.line(format!("record {index}, {}, is in {}, {by}", bytes(description.length), got.path.display()))
		.line(format!("written by {}", words::actor(&description.author)));
	Ok(report.line(match got.authorship {
		Authorship::Verified => "its author's signature verifies with the key that the chain has of that day",
		Authorship::Uncheckable => {
			"its authorship cannot be checked any more: the chain has no key of that day"
		}
	}))
}

fn report_verified(patient: &PatientId, verified: &[Verified]) -> Report {
	let rows = verified
		.iter()
		.map(|one| {
			let index =
				if one.superseded { format!("{} (superseded)", one.index) } else { one.index.to_string() };
			vec![index, stored(&one.blob), stored(&one.envelope)]
		})
		.collect();
	let any = |one: &Verified, wrong: fn(&Stored) -> bool| wrong(&one.blob) || wrong(&one.envelope);
	let altered = verified
		.iter()
		.any(|one| any(one, |state| matches!(state, Stored::Altered { .. } | Stored::TooLong)));
	// What a newer version replaced may have been deleted on purpose.
	let missing = verified.iter().any(|one| !one.superseded && any(one, |state| *state == Stored::Missing));
	let failed = if altered { Some(Kind::Integrity) } else { missing.then_some(Kind::NotFound) };
	Report::new(json!({ "patient": patient, "sound": failed.is_none(), "records": verified }))
		.table(&["index", "file", "envelope"], rows, "no record")
		.failing(failed)
}

fn stored(stored: &Stored) -> String {
	match stored {
		Stored::Sound => "sound".into(),
		Stored::Missing => "missing".into(),
		Stored::Altered { found } => format!("altered: {found}"),
		Stored::TooLong => "altered: too long".into(),
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use salus_sdk::primitives::ids::Digest;

	fn verified(blob: Stored, envelope: Stored) -> Report {
		report_verified(&PatientId([1; 32]), &[Verified { index: 0, superseded: false, blob, envelope }])
	}

	#[test]
	fn verification_should_fail_as_altered_before_missing() {
		let altered = Stored::Altered { found: Digest([2; 32]) };
		assert_eq!(verified(Stored::Sound, Stored::Sound).failed(), None);
		assert_eq!(verified(Stored::Missing, Stored::Sound).failed(), Some(Kind::NotFound));
		assert_eq!(verified(Stored::Sound, altered).failed(), Some(Kind::Integrity));
		assert_eq!(verified(Stored::TooLong, Stored::Missing).failed(), Some(Kind::Integrity));
		let both = verified(Stored::Missing, altered);
		assert_eq!(both.failed(), Some(Kind::Integrity));
		assert_eq!(both.json()["sound"], false);
		assert!(both.text().contains("missing") && both.text().contains("altered: 0x0202"));
	}

	#[test]
	fn verification_should_not_miss_what_was_superseded() {
		let superseded = |blob| Verified { index: 0, superseded: true, blob, envelope: Stored::Missing };
		let report = |blob| report_verified(&PatientId([1; 32]), &[superseded(blob)]);
		assert_eq!(report(Stored::Missing).failed(), None);
		let altered = Stored::Altered { found: Digest([2; 32]) };
		assert_eq!(report(altered).failed(), Some(Kind::Integrity));
	}

	#[test]
	fn list_should_say_so_when_authorship_cannot_be_checked() {
		let name = words::actor(&Actor::Patient);
		assert_eq!(author(&Actor::Patient, Some(Authorship::Verified)), name);
		assert_eq!(author(&Actor::Patient, None), name);
		let remark = author(&Actor::Patient, Some(Authorship::Uncheckable));
		assert!(remark.starts_with(&name) && remark.contains("cannot be checked"), "{remark}");
	}

	#[test]
	fn description_should_replace_only_what_it_says() {
		let folder = tempfile::tempdir().unwrap();
		let path = folder.path().join("report.json");
		std::fs::write(&path, br#"{"resourceType":"Observation","status":"final"}"#).unwrap();
		let nothing = Description { media_type: None, resource_type: None, code: None, clinical_time: None };
		let plain = described(&path, &nothing).unwrap();
		assert_eq!(plain.resource_type, "Observation");
		let told = Description {
			code: Some("http://loinc.org|718-7".into()),
			clinical_time: Some(When::At(5)),
			..nothing
		};
		let told = described(&path, &told).unwrap();
		assert_eq!(told.media_type, plain.media_type);
		assert_eq!((told.code.as_str(), told.clinical_time), ("http://loinc.org|718-7", Some(5)));
		assert!(described(
			&folder.path().join("missing"),
			&Description { code: None, clinical_time: None, media_type: None, resource_type: None }
		)
		.is_err());
	}
}
