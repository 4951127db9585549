//! Disputes: `salus record dispute`, `refuse-dispute`, `withdraw-dispute` and `disputes`.

use crate::{
	args::{
		values::{PatientRef, Who},
		Acting, AsProfile, DisputesOf,
	},
	context::Context,
	exit::{Failure, Result},
	output::{moment, Report},
	texts::{quoted, read_text},
};
use salus_sdk::{
	disputes::{DisputeEntry, Told},
	primitives::{dispute::DisputeState, ids::RecordIndex, view::DisputeView},
	vault::dispute::MAX_TEXT,
	words, As, Client, Landed,
};
use serde_json::json;
use std::path::Path;

/// Disputes a record.
///
/// # Errors
/// Those of the library; `Failure::Usage`, `Failure::File` for a text that cannot be read.
pub async fn open(
	context: &Context,
	client: &Client,
	acting: &AsProfile,
	index: RecordIndex,
	to: Option<&Who>,
	text: &Path,
) -> Result<Report> {
	let to = match to {
		Some(who) => Some(context.party(client, who).await?),
		None => None,
	};
	// The passphrase may be the first line of the same stream.
	let keyring = context.keyring(&acting.profile)?;
	let text = read_text(text, MAX_TEXT, "What is wrong? Only the author's side can read it.")?;
	context.publish_development_keys(client).await?;
	let disputed = client.dispute_record(&keyring, index, &text, to).await?;
	Ok(Report::new(&disputed)
		.line(format!("record {index} is disputed; {} can read why", words::party(&disputed.sealed_to)))
		.line(format!("an answer is due by {}", moment(disputed.due_at)))
		.landed(&disputed.landed))
}

/// Stands by a record that its patient disputes.
///
/// # Errors
/// As [`open`].
pub async fn refuse(
	context: &Context,
	client: &Client,
	acting: &Acting,
	patient: &PatientRef,
	index: RecordIndex,
	text: &Path,
) -> Result<Report> {
	let patient = context.patient(client, patient).await?;
	let keyring = context.keyring(&acting.profile)?;
	let text = read_text(text, MAX_TEXT, "Why does it stay as it is? Only the patient can read it.")?;
	context.publish_development_keys(client).await?;
	let as_whom = acting.role.map(As::from);
	let landed = client.refuse_dispute(&keyring, &patient, index, &text, as_whom).await?;
	let report = Report::new(json!({ "patient": patient, "index": index, "landed": landed }));
	Ok(report.line(format!("record {index} stays as it is, and stays disputed")).landed(&landed))
}

/// Takes a dispute back.
///
/// # Errors
/// Those of the library.
pub async fn withdraw(
	context: &Context,
	client: &Client,
	acting: &AsProfile,
	index: RecordIndex,
) -> Result<Report> {
	let keyring = context.keyring(&acting.profile)?;
	let landed: Landed = client.withdraw_dispute(&keyring, index).await?;
	Ok(Report::new(json!({ "index": index, "landed": landed }))
		.line(format!("the dispute of record {index} is withdrawn"))
		.landed(&landed))
}

/// Lists disputes.
///
/// # Errors
/// Those of the library.
pub async fn list(
	context: &Context,
	client: &Client,
	acting: &AsProfile,
	of: &DisputesOf,
	overdue: bool,
) -> Result<Report> {
	let keyring = context.keyring(&acting.profile)?;
	let mut entries = match (&of.patient, of.org) {
		(Some(patient), None) => {
			let patient = context.patient(client, patient).await?;
			client.disputes(&keyring, &patient).await?
		}
		(None, Some(organisation)) => client.disputes_of(&keyring, organisation).await?,
		_ => return Err(Failure::Usage("say either --patient or --org".into())),
	};
	entries.retain(|entry| !overdue || entry.view.overdue);
	Ok(listed(&entries))
}

/// How a dispute stands, for people.
pub fn standing(view: &DisputeView) -> String {
	words::dispute(&view.dispute, view.overdue)
}

const HEADER: [&str; 6] = ["patient", "record", "author", "opened", "due", "state"];

fn row(entry: &DisputeEntry) -> Vec<String> {
	let dispute = &entry.view.dispute;
	let state = match dispute.state {
		DisputeState::Open if entry.view.overdue => "overdue".into(),
		DisputeState::Open => "open".into(),
		DisputeState::Amended { by } => format!("amended by {by}"),
		DisputeState::EnteredInError => "entered in error".into(),
		DisputeState::Refused { .. } => "refused".into(),
		DisputeState::Withdrawn => "withdrawn".into(),
	};
	vec![
		entry.patient.to_string(),
		entry.index.to_string(),
		words::actor(&dispute.author),
		moment(dispute.opened_at),
		moment(dispute.due_at),
		state,
	]
}

fn listed(entries: &[DisputeEntry]) -> Report {
	let rows = entries.iter().map(row).collect();
	Report::new(json!({ "disputes": entries })).table(&HEADER, rows, "no dispute").lines(
		entries.iter().flat_map(|entry| {
			let of = |who: &str| format!("record {} of {}: {who}", entry.index, entry.patient);
			let contest = told(&of("the patient says"), entry.contest_text.as_ref());
			contest.into_iter().chain(told(&of("the author's side says"), entry.reason_text.as_ref()))
		}),
	)
}

/// What is said, line by line, after who says it.
fn told(who: &str, text: Option<&Told>) -> Vec<String> {
	match text {
		Some(Told::Opened { text }) => std::iter::once(format!("{who}:")).chain(quoted(text)).collect(),
		Some(Told::Gone) => vec![format!("{who} what is not in the envelope store")],
		Some(Told::Altered { why }) => vec![format!("{who} what cannot be trusted: {why}")],
		Some(Told::Unread { why }) => vec![format!("{who} what could not be read: {why}")],
		Some(Told::Sealed) | None => Vec::new(),
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use salus_sdk::primitives::{
		dispute::{Dispute, SealedText},
		ids::PatientId,
		people::{Actor, Party},
	};

	fn entry(state: DisputeState, overdue: bool, contest: Told, reason: Option<Told>) -> DisputeEntry {
		let author = Actor::Practitioner { practitioner: 4, organisation: 2 };
		let opened =
			Dispute::open(author, SealedText::default(), Party::Practitioner(4), 1_795_348_800_000, 1);
		DisputeEntry {
			patient: PatientId([1; 32]),
			index: 3,
			view: DisputeView { dispute: Dispute { state, ..opened }, overdue },
			contest_text: Some(contest),
			reason_text: reason,
		}
	}

	#[test]
	fn list_should_show_every_dispute_when_one_is_altered() {
		let refused = DisputeState::Refused {
			actor: Actor::Organisation(2),
			reason: SealedText::default(),
			at: 1_795_348_900_000,
		};
		let report = listed(&[
			entry(DisputeState::Open, true, Told::Opened { text: "Not\nmine.".into() }, None),
			entry(DisputeState::Open, false, Told::Altered { why: "it does not open".into() }, None),
			entry(refused, false, Told::Sealed, Some(Told::Opened { text: "It is.".into() })),
			entry(DisputeState::Amended { by: 9 }, false, Told::Gone, None),
		]);
		assert_eq!(report.failed(), None);
		let json = &report.json()["disputes"];
		assert_eq!((&json[0]["index"], &json[0]["overdue"]), (&json!(3), &json!(true)));
		assert_eq!(json[0]["contestText"], json!({ "state": "opened", "text": "Not\nmine." }));
		assert_eq!((&json[0]["state"], &json[0]["reasonText"]), (&json!("open"), &json!(null)));
		assert_eq!(json[1]["contestText"]["state"], "altered");
		assert_eq!(json[2]["reasonText"]["text"], "It is.");
		assert_eq!(json[2]["state"]["refused"]["actor"], json!({ "organisation": 2 }));
		assert_eq!(json[3]["state"], json!({ "amended": { "by": 9 } }));
		for part in ["overdue", "  | mine.", "cannot be trusted", "  | It is.", "amended by 9", "not in the"]
		{
			assert!(report.text().contains(part), "{part} is missing in {}", report.text());
		}
		assert!(listed(&[]).text().contains("no dispute"));
	}
}
