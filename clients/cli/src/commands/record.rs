//! `salus record`.

use super::{dispute, opening, patient::unconfirmed};
use crate::{
	args::{values::PatientRef, values::When, Acting, AsProfile, Description, Record},
	context::{confirm, ensure_writable, usual_purpose, Context},
	exit::{self, Failure, Result},
	output::{bytes, moment, Report},
	progress::progress,
};
use salus_sdk::{
	blinding::OpeningFile,
	primitives::{
		access::By,
		ids::{PatientId, RecordIndex},
		people::Actor,
		purpose::Purpose,
		records::{ErasureProposal, RecordStatus},
		view::DisputeView,
	},
	records::{
		AmendOrder, Authorship, Deletion, Filed, GetOrder, NewFile, PutOrder, RecordEntry, StoredObject,
		Verified,
	},
	scopes::ScopeChoice,
	stores::Stored,
	words, As, At, Client, Keyring, Kind, Landed,
};
use serde_json::{json, Value};
use std::{
	collections::BTreeMap,
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
	if matches!(task, Record::Erase { yes: false, .. }) {
		confirm("Erasing a record cannot be undone.")?;
	}
	let client = context.client().await?;
	match task {
		Record::Put { acting, patient, scope, purpose, description, files } => {
			let hand = Hand::new(context, &client, &acting, &patient, purpose).await?;
			put(&client, hand, scope, &description, &files).await
		}
		Record::List { acting, patient, opening } => {
			let patient = context.patient(&client, &patient).await?;
			let keyring = context.keyring(&acting.profile)?;
			let opening = opening.as_deref().map(opening::read).transpose()?;
			let as_whom = acting.role.map(As::from);
			let records =
				client.list_records_showing(Some(&keyring), &patient, as_whom, opening.as_ref()).await?;
			Ok(listed(&patient, &records))
		}
		Record::Get { acting, patient, index, out, force: _, purpose, opening } => {
			let opening = opening.as_deref().map(opening::read).transpose()?;
			let hand = Hand::new(context, &client, &acting, &patient, purpose).await?;
			get(&client, hand, index, out, opening).await
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
			let keyring = context.patient_keyring(&client, &acting.profile, &patient).await?;
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
		Record::Erase { acting, patient, index, yes: _ } => {
			erase(context, &client, &acting, &patient, index).await
		}
		Record::ProposeErasure { acting, patient, index } => {
			let patient = context.patient(&client, &patient).await?;
			let keyring = context.keyring(&acting.profile)?;
			let landed = client.propose_erasure(&keyring, &patient, index, acting.role.map(As::from)).await?;
			Ok(Report::new(json!({ "patient": patient, "index": index, "landed": landed }))
				.line(format!("the patient is asked to erase record {index}"))
				.landed(&landed))
		}
		Record::DeclineErasure { acting, index } => {
			let keyring = context.keyring(&acting.profile)?;
			let landed = client.decline_erasure(&keyring, index).await?;
			Ok(Report::new(json!({ "index": index, "landed": landed }))
				.line(format!("record {index} stays"))
				.landed(&landed))
		}
		Record::Dispute { acting, index, to, text } => {
			dispute::open(context, &client, &acting, index, to.as_ref(), &text.file).await
		}
		Record::RefuseDispute { acting, patient, index, text } => {
			dispute::refuse(context, &client, &acting, &patient, index, &text.file).await
		}
		Record::WithdrawDispute { acting, index } => {
			dispute::withdraw(context, &client, &acting, index).await
		}
		Record::Disputes { acting, of, overdue } => {
			dispute::list(context, &client, &acting, &of, overdue).await
		}
		Record::Verify { patient, index } => {
			let patient = context.patient(&client, &patient).await?;
			let verified = client.verify_records(&patient, index, progress().as_ref()).await?;
			let mut left = BTreeMap::new();
			for one in verified.iter().filter(|one| one.erased) {
				if let Some(erasure) = context.erasures().find(&patient, one.index)? {
					left.insert(one.index, client.left_of(&erasure).await?);
				}
			}
			Ok(report_verified(&patient, &verified, &left))
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

/// Erases a record, or goes on deleting what one that is erased has left in the stores.
async fn erase(
	context: &Context,
	client: &Client,
	acting: &AsProfile,
	patient: &PatientRef,
	index: RecordIndex,
) -> Result<Report> {
	let patient = context.patient(client, patient).await?;
	let keyring = context.patient_keyring(client, &acting.profile, &patient).await?;
	let lists = context.erasures();
	let kept = lists.find(&patient, index)?;
	let record = client.chain().record(&patient, index, At::Best).await?;
	let (mut erasure, landed) = match (record.status.is_erased(), kept) {
		(true, None) => return Ok(report_erased(&patient, index, None, None)),
		(true, Some(kept)) => (kept, None),
		(false, kept) => {
			let mut erasure = client.prepare_erasure(&keyring, index).await?;
			// What an attempt that came to nothing found may have been replaced since.
			let found = kept.into_iter().filter(|kept| kept.ciphertext == erasure.ciphertext);
			erasure.objects.extend(found.flat_map(|kept| kept.objects));
			lists.keep(&erasure)?;
			let landed = client.erase(&keyring, &mut erasure).await?;
			lists.keep(&erasure)?;
			(erasure, Some(landed))
		}
	};
	let deletion = client.delete_erased(&mut erasure).await?;
	if deletion.is_complete() {
		lists.forget(&erasure)?;
	} else {
		lists.keep(&erasure)?;
	}
	Ok(report_erased(&patient, index, landed.as_ref(), Some(&deletion)))
}

fn report_erased(
	patient: &PatientId,
	index: RecordIndex,
	landed: Option<&Landed>,
	deletion: Option<&Deletion>,
) -> Report {
	let mut json =
		json!({ "patient": patient, "index": index, "landed": landed, "listed": deletion.is_some() });
	let complete = deletion.is_none_or(Deletion::is_complete);
	if let Some(fields) = json.as_object_mut() {
		fields.insert("complete".into(), json!(complete));
		if let Value::Object(found) = json!(deletion.cloned().unwrap_or_default()) {
			fields.extend(found);
		}
	}
	let report = Report::new(json);
	let Some(deletion) = deletion else {
		return report.line(format!(
			"record {index} was erased before; this home has no list of anything left to delete"
		));
	};
	let Deletion { deleted, kept, failed, unread, unlisted } = deletion;
	let report = report
		.line(format!("record {index} is erased; copies that readers made stay with them"))
		.lines(deleted.iter().map(|object| format!("deleted: {object}")))
		.lines(kept.iter().map(|one| format!("kept: {}: {}", one.object, one.why)))
		.lines(failed.iter().map(|one| format!("not deleted: {}: {}", one.object, one.why)))
		.lines(unread.iter().map(|why| format!("not known what else was there: {why}")))
		.lines(unlisted.iter().map(|why| format!("not looked for envelopes of former consents: {why}")));
	let report = if complete { report } else { report.line("the same command goes on with what is left") };
	let report = report.failing((!complete).then_some(Kind::Network));
	match landed {
		Some(landed) => report.landed(landed),
		None => report,
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
	let recovered = client.recovery(&patient).await?.recovered;
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
	let report = Report::new(json!({ "patient": patient, "records": json, "recovered": recovered }));
	let warning = unconfirmed(recovered.as_ref()).map(|what| format!("the patient was {what}"));
	Ok(report.lines(lines.collect::<Vec<_>>()).lines(warning).failing(failed))
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
				None if record.status.is_erased() => Default::default(),
				None => ("sealed".to_owned(), String::new()),
			};
			let scope = match &entry.scope_name {
				_ if record.status.is_erased() => String::new(),
				Some(name) => name.clone(),
				None => format!("scope {}", record.pointer.scope),
			};
			vec![
				entry.index.to_string(),
				scope,
				moment(record.registered_at),
				author(&record.author, entry.authorship),
				status(
					&record.status,
					entry.erasure_proposed.as_ref(),
					&against(entry.dispute.as_ref(), &entry.disputed_before),
				),
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

/// What the patient says against a record and the versions before it, for people.
fn against(dispute: Option<&DisputeView>, before: &[RecordIndex]) -> Vec<String> {
	let own = dispute.map(dispute::standing);
	own.into_iter()
		.chain(before.iter().map(|older| format!("version {older} before it is disputed")))
		.collect()
}

fn status(status: &RecordStatus, proposed: Option<&ErasureProposal>, against: &[String]) -> String {
	let status = match status {
		RecordStatus::Final { superseded_by: None } => "current".into(),
		RecordStatus::Final { superseded_by: Some(by) } => format!("superseded by {by}"),
		RecordStatus::EnteredInError => "entered in error".into(),
		RecordStatus::Erased { .. } => "erased".into(),
	};
	let proposed = proposed.map(|proposal| format!("{} asks to erase it", words::actor(&proposal.actor)));
	let remarks = proposed.into_iter().chain(against.iter().cloned());
	std::iter::once(status).chain(remarks).collect::<Vec<_>>().join("; ")
}

async fn get(
	client: &Client,
	hand: Hand,
	index: RecordIndex,
	out: PathBuf,
	opening: Option<OpeningFile>,
) -> Result<Report> {
	let Hand { keyring, patient, as_whom, purpose } = hand;
	let order = GetOrder { patient, index, as_whom, purpose, out, opening };
	let got = client.get_record(&keyring, &order, progress().as_ref()).await?;
	// Whoever pipes the answer on sees it all the same.
	for remark in against(got.dispute.as_ref(), &got.disputed_before) {
		eprintln!("record {index}: {remark}");
	}
	let by = match got.by {
		By::Control => "as the patient".into(),
		By::Representation(id) => format!("as representative {id}"),
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

/// `left` has what is known to be in the stores of erased records.
fn report_verified(
	patient: &PatientId,
	verified: &[Verified],
	left: &BTreeMap<RecordIndex, Vec<StoredObject>>,
) -> Report {
	let left_of = |one: &Verified| left.get(&one.index).map(Vec::as_slice).unwrap_or_default();
	let rows = verified
		.iter()
		.map(|one| {
			let index =
				if one.superseded { format!("{} (superseded)", one.index) } else { one.index.to_string() };
			if one.erased {
				let left = left_of(one);
				let blobs = left.iter().filter(|object| matches!(object, StoredObject::Blob(_))).count();
				return vec![index, erased(blobs), erased(left.len().saturating_sub(blobs))];
			}
			vec![index, stored(&one.blob), stored(&one.envelope)]
		})
		.collect();
	let any = |one: &Verified, wrong: fn(&Stored) -> bool| wrong(&one.blob) || wrong(&one.envelope);
	let altered = verified.iter().any(|one| {
		!left_of(one).is_empty()
			|| any(one, |state| matches!(state, Stored::Altered { .. } | Stored::TooLong))
	});
	// What a newer version replaced may have been deleted on purpose.
	let missing = verified
		.iter()
		.any(|one| !one.superseded && !one.erased && any(one, |state| *state == Stored::Missing));
	let failed = if altered { Some(Kind::Integrity) } else { missing.then_some(Kind::NotFound) };
	let records: Vec<_> = verified
		.iter()
		.map(|one| {
			let mut json = json!(one);
			if let Some(fields) = json.as_object_mut().filter(|_| one.erased) {
				fields.insert("left".into(), json!(left_of(one)));
			}
			json
		})
		.collect();
	Report::new(json!({ "patient": patient, "sound": failed.is_none(), "records": records }))
		.table(&["index", "file", "envelope"], rows, "no record")
		.failing(failed)
}

fn erased(left: usize) -> String {
	if left == 0 {
		"erased".into()
	} else {
		format!("erased, but {left} still there")
	}
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
	use salus_sdk::{
		primitives::{
			dispute::{Dispute, DisputeState, SealedText},
			ids::Digest,
			people::Party,
		},
		records::Undeleted,
	};

	fn verified(blob: Stored, envelope: Stored) -> Report {
		let one = Verified { index: 0, superseded: false, erased: false, blob, envelope };
		report_verified(&PatientId([1; 32]), &[one], &BTreeMap::new())
	}

	#[test]
	fn verification_should_take_an_erased_record_for_sound_unless_something_of_it_is_left() {
		let (blob, envelope) = (Stored::Missing, Stored::Missing);
		let one = Verified { index: 3, superseded: false, erased: true, blob, envelope };
		let report = |left: &[StoredObject]| {
			report_verified(&PatientId([1; 32]), &[one], &[(3, left.to_vec())].into_iter().collect())
		};
		let sound = report(&[]);
		assert_eq!((sound.failed(), &sound.json()["sound"]), (None, &json!(true)));
		assert!(sound.text().contains("erased"));
		let left = report(&[StoredObject::Blob(Digest([7; 32]))]);
		assert_eq!(left.failed(), Some(Kind::Integrity));
		assert_eq!(left.json()["records"][0]["left"], json!([{ "blob": Digest([7; 32]) }]));
		assert!(left.text().contains("erased, but 1 still there"), "{}", left.text());
	}

	#[test]
	fn erasure_should_fail_until_everything_is_deleted() {
		let object = StoredObject::Blob(Digest([7; 32]));
		let failed = vec![Undeleted { object, why: "no route".into() }];
		let incomplete = Deletion { failed, ..Deletion::default() };
		let report = |deletion| report_erased(&PatientId([1; 32]), 3, None, deletion);
		let left = report(Some(&incomplete));
		assert_eq!((left.failed(), &left.json()["complete"]), (Some(Kind::Network), &json!(false)));
		assert!(left.text().contains("not deleted: file 0x0707") && left.text().contains("goes on"));
		let complete = Deletion { deleted: vec![object], ..Deletion::default() };
		let done = report(Some(&complete));
		assert_eq!((done.failed(), &done.json()["complete"]), (None, &json!(true)));
		assert_eq!(done.json()["deleted"], json!([{ "blob": Digest([7; 32]) }]));
		let before = report(None);
		assert_eq!((before.failed(), &before.json()["listed"]), (None, &json!(false)));
	}

	#[test]
	fn status_should_say_that_it_was_erased_or_should_be() {
		assert_eq!(status(&RecordStatus::Erased { superseded_by: Some(4) }, None, &[]), "erased");
		let proposed = ErasureProposal { actor: Actor::Organisation(2), proposed_at: 5 };
		let head = RecordStatus::Final { superseded_by: None };
		assert_eq!(status(&head, Some(&proposed), &[]), "current; organisation 2 asks to erase it");
	}

	#[test]
	fn status_should_say_that_it_is_disputed_or_was_before() {
		let author = Actor::Organisation(2);
		let text = SealedText::default();
		let open = Dispute::open(author, text, Party::Organisation(2), 1_795_341_600_000, 1);
		let state = DisputeState::Refused { actor: author, reason: text, at: 1_795_341_600_000 };
		let said = |dispute, overdue| {
			let against = against(Some(&DisputeView { dispute, overdue }), &[4, 1]);
			status(&RecordStatus::Final { superseded_by: None }, None, &against)
		};
		for (dispute, overdue, expected) in [
			(open, false, "disputed by the patient; an answer is due by 2026-12-22 10:00:00 UTC"),
			(open, true, "disputed by the patient; the answer was due by 2026-12-22 10:00:00 UTC"),
			(Dispute { state, ..open }, false, "disputed by the patient; organisation 2 stands by it"),
		] {
			let before = "version 4 before it is disputed; version 1 before it is disputed";
			assert_eq!(said(dispute, overdue), format!("current; {expected}; {before}"));
		}
		assert_eq!(status(&RecordStatus::EnteredInError, None, &against(None, &[])), "entered in error");
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
		let superseded =
			|blob| Verified { index: 0, superseded: true, erased: false, blob, envelope: Stored::Missing };
		let report = |blob| report_verified(&PatientId([1; 32]), &[superseded(blob)], &BTreeMap::new());
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
