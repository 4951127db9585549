//! Requests for access: `salus access request`, `list`, `approve`, `refuse` and `withdraw`.

use super::consent::{given, together, together_if_any};
use crate::{
	args::{values::PatientRef, AccessApproval, AccessOrder, AsProfile},
	context::{now, Context},
	exit::Result,
	output::{moment, permissions, purposes, until, Report},
	texts::{quoted, read_text},
};
use salus_sdk::{
	consents::Granted,
	primitives::{
		ids::{PatientId, RequestIndex},
		request::RequestState,
	},
	requests::{AccessWish, Approval, Asked, Closed, Said},
	vault::request::{MAX_TEXT, MAX_WANTED, MAX_WANTED_LEN},
	words, Client,
};
use serde_json::json;
/// The lines of a file that say something.
fn names(text: &str) -> Vec<String> {
	text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

/// Asks a patient.
///
/// # Errors
/// Those of the library; `Failure::Usage`, `Failure::File` for texts that cannot be read.
pub async fn ask(context: &Context, client: &Client, order: AccessOrder) -> Result<Report> {
	let patient = context.patient(client, &order.patient).await?;
	let requester = match &order.requester {
		Some(who) => Some(context.party(client, who).await?),
		None => None,
	};
	// The passphrase may be the first line of the same stream.
	let keyring = context.keyring(&order.acting.profile)?;
	let question = "Why do you ask? Only the patient can read it.";
	let wanted = match &order.wanted {
		Some(path) => names(&read_text(path, MAX_WANTED * (MAX_WANTED_LEN + 2), question)?),
		None => Vec::new(),
	};
	let text = read_text(&order.wish, MAX_TEXT, question)?;
	let now = now(client).await?;
	let wish = AccessWish {
		patient,
		requester,
		permissions: together(&order.permissions)?,
		purposes: order.purposes.into_iter().collect(),
		from: order.from.map(|from| from.from(now)),
		until: order.until.map(|until| until.from(now)),
		expires_at: order.expires.from(now),
		text,
		wanted,
	};
	context.publish_development_keys(client).await?;
	let requested = client.request_access(&keyring, &wish).await?;
	Ok(Report::new(&requested)
		.line(format!("request {} of {}", requested.request, words::party(&requested.requester)))
		.line(format!("it lapses at {}, if the patient does not answer", moment(requested.expires_at)))
		.landed(&requested.landed))
}

/// What became of a request.
fn state(asked: &Asked) -> String {
	match asked.view.request.state {
		RequestState::Open if asked.view.expired => "expired".into(),
		RequestState::Open => "open".into(),
		RequestState::Approved { consent } => format!("approved: consent {consent}"),
		RequestState::Refused => "refused".into(),
		RequestState::Withdrawn => "withdrawn".into(),
	}
}

/// What a request says, line by line, each with its number before it.
fn said(asked: &Asked) -> Vec<String> {
	let note = |text: &str| vec![format!("request {}: {text}", asked.index)];
	match &asked.wish {
		Said::Opened { text, wanted } => {
			let mut lines = note("");
			if !wanted.is_empty() {
				lines.push(format!("  would like: {}", wanted.join(", ")));
			}
			lines.extend(quoted(text));
			lines
		}
		// What was deleted with the answer is not missing.
		Said::Gone if asked.view.request.state != RequestState::Open || asked.view.expired => Vec::new(),
		Said::Gone => note("its reasons are not in the envelope store"),
		Said::Altered { why } => note(&format!("its reasons cannot be trusted: {why}")),
		Said::Unread { why } => note(&format!("its reasons could not be read: {why}")),
		Said::Sealed => Vec::new(),
	}
}

const HEADER: [&str; 8] = ["id", "by", "permission", "purpose", "from", "until", "expires", "state"];

fn row(asked: &Asked) -> Vec<String> {
	let request = &asked.view.request;
	vec![
		asked.index.to_string(),
		words::party(&request.requester),
		permissions(request.permissions),
		purposes(request.purposes),
		request.from.map_or_else(|| "approval".into(), moment),
		until(request.until),
		moment(request.expires_at),
		state(asked),
	]
}

fn listed(patient: &PatientId, requests: &[Asked]) -> Report {
	let rows = requests.iter().map(row).collect();
	Report::new(json!({ "patient": patient, "requests": requests }))
		.table(&HEADER, rows, "no request")
		.lines(requests.iter().flat_map(said))
}

/// Lists what the patient was asked, or what the profile asked a patient.
///
/// # Errors
/// Those of the library.
pub async fn list(
	context: &Context,
	client: &Client,
	acting: &AsProfile,
	patient: Option<&PatientRef>,
) -> Result<Report> {
	if let Some(patient) = patient {
		let patient = context.patient(client, patient).await?;
		let account = context.profiles().public(&acting.profile)?.address;
		let own = client.chain().roles(&account, client.at()).await?.patient;
		if own != Some(patient) {
			return Ok(listed(&patient, &client.requests_made(&account, &patient).await?));
		}
	}
	let keyring = context.keyring(&acting.profile)?;
	let (patient, requests) = client.requests(&keyring).await?;
	Ok(listed(&patient, &requests))
}

/// Approves a request, or a part of it.
///
/// # Errors
/// Those of the library.
pub async fn approve(context: &Context, client: &Client, order: AccessApproval) -> Result<Report> {
	let now = now(client).await?;
	let approval = Approval {
		items: match order.records.as_slice() {
			[] => Granted::Scopes(order.scopes),
			_ => Granted::Records(order.records),
		},
		permissions: together_if_any(&order.permissions)?,
		purposes: (!order.purposes.is_empty()).then(|| order.purposes.iter().copied().collect()),
		from: order.from.map(|from| from.from(now)),
		until: order.until.map(|until| until.from(now)),
		reach: order.history.into(),
		policy_version: order.policy_version,
	};
	let keyring = context.keyring(&order.acting.profile)?;
	context.publish_development_keys(client).await?;
	let approved = match context.represented(client, &keyring, order.patient.as_ref()).await? {
		Some(patient) => client.approve_for(&keyring, &patient, order.request, &approval).await?,
		None => client.approve(&keyring, order.request, &approval).await?,
	};
	let report = Report::new(&approved).line(format!("request {} is approved", approved.request));
	Ok(given(report, &approved.requester, &approved.consented))
}

fn closed(closed: &Closed, how: &str) -> Report {
	Report::new(closed)
		.line(format!("request {} of {} is {how}", closed.request, words::party(&closed.requester)))
		.landed(&closed.landed)
}

/// Refuses a request.
///
/// # Errors
/// Those of the library.
pub async fn refuse(
	context: &Context,
	client: &Client,
	acting: &AsProfile,
	patient: Option<&PatientRef>,
	request: RequestIndex,
) -> Result<Report> {
	let keyring = context.keyring(&acting.profile)?;
	let refused = match context.represented(client, &keyring, patient).await? {
		Some(patient) => client.refuse_for(&keyring, &patient, request).await?,
		None => client.refuse(&keyring, request).await?,
	};
	Ok(closed(&refused, "refused"))
}

/// Takes a request back.
///
/// # Errors
/// Those of the library.
pub async fn withdraw(
	context: &Context,
	client: &Client,
	acting: &AsProfile,
	patient: &PatientRef,
	request: RequestIndex,
) -> Result<Report> {
	let patient = context.patient(client, patient).await?;
	let keyring = context.keyring(&acting.profile)?;
	Ok(closed(&client.withdraw(&keyring, &patient, request).await?, "withdrawn"))
}

#[cfg(test)]
mod tests {
	use super::*;
	use salus_sdk::primitives::{
		consent::Permissions,
		ids::Digest,
		people::Party,
		purpose::Purpose,
		request::{AccessRequest, NewRequest},
		view::RequestView,
	};

	fn asked(state: RequestState, expired: bool, wish: Said) -> Asked {
		let new = NewRequest {
			permissions: Permissions::READ,
			purposes: Purpose::Treatment.into(),
			from: None,
			until: None,
			envelope: Digest([1; 32]),
			expires_at: 1_795_348_800_000,
		};
		let mut request = AccessRequest::new(Party::Practitioner(2), &new, 5);
		request.state = state;
		Asked { index: 3, view: RequestView { request, expired }, wish }
	}

	#[test]
	fn list_should_show_every_request_when_one_is_altered() {
		let opened = Said::Opened { text: "You come\non Monday.".into(), wanted: vec!["labs".into()] };
		let requests = [
			asked(RequestState::Open, false, opened),
			asked(RequestState::Open, false, Said::Altered { why: "it does not open".into() }),
			asked(RequestState::Approved { consent: 9 }, false, Said::Gone),
			asked(RequestState::Open, true, Said::Sealed),
		];
		let report = listed(&PatientId([1; 32]), &requests);
		assert_eq!(report.failed(), None);
		let json = &report.json()["requests"];
		assert_eq!(json[0]["index"], 3);
		assert_eq!(json[0]["requester"], json!({ "practitioner": 2 }));
		assert_eq!(json[0]["permissions"], json!(["read"]));
		assert_eq!(json[0]["state"], json!("open"));
		let wish = json!({ "state": "opened", "text": "You come\non Monday.", "wanted": ["labs"] });
		assert_eq!(json[0]["wish"], wish);
		assert_eq!(json[1]["wish"]["state"], "altered");
		assert_eq!(json[2]["state"], json!({ "approved": { "consent": 9 } }));
		assert_eq!(json[3]["expired"], json!(true));
		for part in [
			"practitioner 2",
			"would like: labs",
			"  | on Monday.",
			"cannot be trusted",
			"consent 9",
			"expired",
		] {
			assert!(report.text().contains(part), "{part} is missing in {}", report.text());
		}
	}

	#[test]
	fn names_should_be_the_lines_that_say_something() {
		assert_eq!(names("labs\r\n\n  chest x-rays \n"), ["labs", "chest x-rays"]);
	}
}
