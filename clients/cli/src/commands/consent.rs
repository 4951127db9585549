//! `salus consent`.

use super::scope::left_out;
use crate::{
	args::{values::PatientRef, values::Role, Acting, AsProfile, Consent, Grant, Permission},
	context::{now, Context},
	exit::{Failure, Result},
	output::{moment, permissions, purposes, until, Report},
};
use salus_sdk::{
	consents::{Consented, Granted, Terms},
	primitives::{
		consent::{Item, Permissions},
		ids::{ConsentIndex, PatientId},
		limits::MAX_PAGE,
		people::{Party, VaultOwner},
		time::Moment,
		view::ConsentView,
	},
	scopes::ScopeEntry,
	words, Client,
};
use serde_json::{json, Value};

/// Carries out a task on consents.
///
/// # Errors
/// Those of the library.
pub async fn run(context: &Context, task: Consent) -> Result<Report> {
	let client = context.client().await?;
	match task {
		Consent::Grant(order) => grant(context, &client, order).await,
		Consent::List { acting } => list(context, &client, &acting).await,
		Consent::Received { acting, patient } => received(context, &client, &acting, patient.as_ref()).await,
		Consent::Revoke { acting, consent, no_rotate } => {
			let keyring = context.keyring(&acting.profile)?;
			context.publish_development_keys(&client).await?;
			let revoked = client.revoke(&keyring, consent, !no_rotate).await?;
			let report = Report::new(&revoked)
				.line(format!("consent {consent} is revoked"))
				.lines(revoked.rotated.iter().map(|rotated| format!("scope {} has a new key", rotated.scope)))
				.lines(
					revoked
						.rotated
						.iter()
						.flat_map(|rotated| &rotated.unresealed)
						.map(|one| left_out(&one.grantee, one.consent, &one.why)),
				)
				.lines(revoked.due.iter().map(|scope| {
					format!("scope {scope} waits for a new key: until then new records go to the inbox")
				}));
			Ok(report
				.line("What was fetched before can be kept; what comes after is sealed to new keys.")
				.landed(&revoked.landed))
		}
		Consent::Exclude { acting, who } => {
			let party = context.party(&client, &who).await?;
			let keyring = context.keyring(&acting.profile)?;
			let landed = client.exclude(&keyring, party).await?;
			Ok(Report::new(json!({ "excluded": party, "landed": landed }))
				.line(format!("{} is excluded, whatever was granted", words::party(&party)))
				.landed(&landed))
		}
		Consent::Readmit { acting, who } => {
			let party = context.party(&client, &who).await?;
			let keyring = context.keyring(&acting.profile)?;
			let landed = client.readmit(&keyring, party).await?;
			Ok(Report::new(json!({ "readmitted": party, "landed": landed }))
				.line(format!("{} is not excluded any more", words::party(&party)))
				.landed(&landed))
		}
		Consent::Reseal { acting, patient, consent } => {
			let (whose, _) = context.own_vault(&client, &acting).await?;
			let patient = context.patient(&client, &patient).await?;
			let keyring = context.keyring(&acting.profile)?;
			let items = client.reseal_own(&keyring, &patient, consent, whose).await?;
			let names: Vec<_> = items.iter().map(words::item).collect();
			Ok(Report::new(json!({ "patient": patient, "consent": consent, "items": items }))
				.line(format!("sealed to the new vault key: {}", names.join(", "))))
		}
	}
}

async fn grant(context: &Context, client: &Client, order: Grant) -> Result<Report> {
	let grantee = context.party(client, &order.to).await?;
	let now = now(client).await?;
	let terms = Terms {
		grantee,
		items: match order.records.as_slice() {
			[] => Granted::Scopes(order.scopes),
			_ => Granted::Records(order.records),
		},
		permissions: together(&order.permissions),
		purposes: order.purposes.into_iter().collect(),
		from: order.from.map(|from| from.from(now)),
		until: order.until.map(|until| until.from(now)),
		reach: order.history.into(),
		policy_version: order.policy_version,
	};
	if terms.until.is_some_and(|until| until <= now) {
		return Err(Failure::Usage("the consent would have ended already".into()));
	}
	let keyring = context.keyring(&order.acting.profile)?;
	context.publish_development_keys(client).await?;
	let consented = client.grant(&keyring, &terms).await?;
	Ok(given(Report::new(&consented), &grantee, &consented))
}

/// What several permissions permit together.
pub fn together(permissions: &[Permission]) -> Permissions {
	permissions.iter().copied().map(Permissions::from).fold(Permissions(0), Permissions::union)
}

/// Adds a consent that was given.
pub fn given(report: Report, grantee: &Party, consented: &Consented) -> Report {
	report
		.line(format!("consent {} to {}", consented.consent, words::party(grantee)))
		.lines(consented.rotated.iter().map(|rotated| format!("scope {} has a new key", rotated.scope)))
		.line(&consented.text)
		.landed(&consented.landed)
}

/// What a consent is worth now.
fn state(view: &ConsentView, now: Moment) -> &'static str {
	if view.consent.revoked_at.is_some() {
		"revoked"
	} else if view.consent.has_stopped(now) {
		"ended"
	} else if view.live {
		"in force"
	} else {
		"not started"
	}
}

/// An item, with its scope's name where it is known.
fn item_name(item: &Item, scopes: &[ScopeEntry]) -> String {
	let Item::Scope(number) = item else { return words::item(item) };
	scopes
		.iter()
		.find(|entry| entry.number == *number)
		.and_then(|entry| entry.name.clone())
		.unwrap_or_else(|| words::item(item))
}

fn document(index: ConsentIndex, view: &ConsentView, scopes: &[ScopeEntry], now: Moment) -> Value {
	let mut json = json!(view);
	if let Some(fields) = json.as_object_mut() {
		fields.insert("index".into(), json!(index));
		fields.insert("state".into(), json!(state(view, now)));
		let names: Vec<_> = view.consent.items.iter().map(|item| item_name(&item.item, scopes)).collect();
		fields.insert("names".into(), json!(names));
	}
	json
}

fn row(index: ConsentIndex, view: &ConsentView, scopes: &[ScopeEntry], now: Moment) -> Vec<String> {
	let consent = &view.consent;
	let items: Vec<_> = consent.items.iter().map(|item| item_name(&item.item, scopes)).collect();
	vec![
		index.to_string(),
		words::party(&consent.grantee),
		items.join(", "),
		permissions(consent.permissions),
		purposes(consent.purposes),
		moment(consent.from),
		until(consent.until),
		state(view, now).into(),
	]
}

const HEADER: [&str; 8] = ["id", "to", "what", "permission", "purpose", "from", "until", "state"];

fn listed(
	patient: &PatientId,
	consents: &[(ConsentIndex, ConsentView)],
	scopes: &[ScopeEntry],
	now: Moment,
) -> Report {
	let json: Vec<_> = consents.iter().map(|(index, view)| document(*index, view, scopes, now)).collect();
	let rows = consents.iter().map(|(index, view)| row(*index, view, scopes, now)).collect();
	Report::new(json!({ "patient": patient, "consents": json })).table(&HEADER, rows, "no consent")
}

async fn list(context: &Context, client: &Client, acting: &AsProfile) -> Result<Report> {
	let keyring = context.keyring(&acting.profile)?;
	let patient = client.own_patient(&keyring.account()).await?;
	let consents = client.consents(&patient).await?;
	let scopes = client.scopes(Some(&keyring), &patient).await?;
	Ok(listed(&patient, &consents, &scopes, now(client).await?))
}

/// The party that a profile receives consents as.
async fn receiving_party(context: &Context, client: &Client, acting: &Acting) -> Result<Party> {
	let Some(role) = acting.role else {
		return Ok(client.party_of(&context.profiles().public(&acting.profile)?.address).await?);
	};
	match (role, context.own_vault(client, acting).await?.1) {
		(Role::Practitioner(_), VaultOwner::Practitioner(id)) => Ok(Party::Practitioner(id)),
		(Role::Organisation, VaultOwner::Organisation(id)) => Ok(Party::Organisation(id)),
		_ => Err(Failure::Usage(
			"patients grant to practitioners and organisations; see `consent list`".into(),
		)),
	}
}

async fn received(
	context: &Context,
	client: &Client,
	acting: &Acting,
	patient: Option<&PatientRef>,
) -> Result<Report> {
	let party = receiving_party(context, client, acting).await?;
	if let Some(patient) = patient {
		let patient = context.patient(client, patient).await?;
		let keyring = context.keyring(&acting.profile)?;
		let mut consents = client.consents(&patient).await?;
		consents.retain(|(_, view)| view.consent.grantee == party);
		let scopes = client.scopes(Some(&keyring), &patient).await?;
		return Ok(listed(&patient, &consents, &scopes, now(client).await?));
	}
	let patients = patients_of(client, &party).await?;
	let rows = patients.iter().map(|(id, consents)| vec![id.to_string(), consents.to_string()]).collect();
	let list: Vec<_> =
		patients.iter().map(|(id, consents)| json!({ "patient": id, "consents": consents })).collect();
	Ok(Report::new(json!({ "party": party, "patients": list })).table(
		&["patient", "consents"],
		rows,
		"nobody has granted anything",
	))
}

async fn patients_of(client: &Client, party: &Party) -> Result<Vec<(PatientId, u32)>> {
	let at = client.chain().pin(client.at()).await?;
	let (mut all, mut start) = (Vec::new(), None);
	loop {
		let page = client.chain().patients_of(party, start, MAX_PAGE, at).await?;
		all.extend(page.items);
		match page.next {
			// A page that starts where the last one did would be asked for for ever.
			Some(next) if Some(next) != start => start = Some(next),
			_ => return Ok(all),
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use salus_sdk::primitives::{
		consent::{Consent, ConsentItem, Reach},
		ids::{Digest, KeyEpoch},
		purpose::Purpose,
		BoundedVec,
	};

	fn view(live: bool, until: Option<Moment>, revoked_at: Option<Moment>) -> ConsentView {
		let item = ConsentItem { item: Item::Scope(3), from_epoch: KeyEpoch::default() };
		let consent = Consent {
			grantee: Party::Practitioner(2),
			items: BoundedVec::try_from(vec![item]).unwrap(),
			permissions: Permissions::READ,
			purposes: Purpose::Treatment.into(),
			from: 0,
			until,
			reach: Reach::AllHistory,
			parent: None,
			organisation: 1,
			text: Digest([0; 32]),
			policy_version: 1,
			granted_at: 0,
			revoked_at,
		};
		ConsentView { consent, seals: Vec::new(), live }
	}

	#[test]
	fn consent_should_be_in_force_ended_revoked_or_not_started() {
		assert_eq!(state(&view(true, None, None), 50), "in force");
		assert_eq!(state(&view(false, None, None), 50), "not started");
		assert_eq!(state(&view(false, Some(50), None), 50), "ended");
		assert_eq!(state(&view(false, Some(10), Some(5)), 50), "revoked");
	}

	#[test]
	fn list_should_have_index_state_and_names() {
		let report = listed(&PatientId([1; 32]), &[(4, view(true, None, None))], &[], 50);
		let consent = &report.json()["consents"][0];
		assert_eq!(consent["index"], 4);
		assert_eq!(consent["state"], "in force");
		assert_eq!(consent["names"], json!(["scope 3"]));
		assert_eq!(consent["grantee"], json!({ "practitioner": 2 }));
		assert_eq!(consent["permissions"], json!(["read"]));
		assert_eq!(consent["purposes"], json!(["TREAT"]));
		assert!(report.text().contains("practitioner 2") && report.text().contains("TREAT"));
	}
}
