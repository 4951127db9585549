//! `salus consent`.

use super::{
	opening::{self, whom},
	scope::left_out,
};
use crate::{
	args::{values::PatientRef, values::Role, Acting, AsProfile, Consent, Delegate, Grant, Permission},
	context::{now, Context},
	exit::{Failure, Result},
	output::{moment, permissions, purposes, until, Report},
};
use salus_sdk::{
	blinding::Readers,
	consents::{Consented, Granted, Terms},
	delegations::Passing,
	primitives::{
		consent::{Item, Permissions, Reach},
		ids::{ConsentIndex, PatientId},
		limits::MAX_PAGE,
		people::{Party, VaultOwner},
		time::Moment,
		view::ConsentView,
	},
	scopes::ScopeEntry,
	words, Client, Keyring, Kind,
};
use serde_json::{json, Value};
use std::{
	collections::{BTreeMap, BTreeSet},
	path::PathBuf,
};

/// Carries out a task on consents.
///
/// # Errors
/// Those of the library.
pub async fn run(context: &Context, task: Consent) -> Result<Report> {
	let client = context.client().await?;
	match task {
		Consent::Grant(order) => grant(context, &client, order).await,
		Consent::Opening { acting, consent, out, force } => {
			opening::again(context, &client, &acting, consent, out, force).await
		}
		Consent::Delegate(order) => delegate(context, &client, order).await,
		Consent::Tree { acting, patient } => tree(context, &client, &acting, patient.as_ref()).await,
		Consent::List { acting } => list(context, &client, &acting).await,
		Consent::Received { acting, patient } => received(context, &client, &acting, patient.as_ref()).await,
		Consent::Revoke { acting, patient, consent, no_rotate } => {
			let keyring = context.keyring(&acting.profile)?;
			let own = client.chain().roles(&keyring.account(), client.at()).await?.patient;
			context.publish_development_keys(&client).await?;
			match patient {
				Some(patient) => match context.patient(&client, &patient).await? {
					patient if own == Some(patient) => revoke(&client, &keyring, consent, true).await,
					patient if client.representative_of(&keyring, &patient).await.is_ok() => {
						let landed = client.revoke_for(&keyring, &patient, consent).await?;
						Ok(Report::new(&landed)
							.line(format!("consent {consent} is revoked in the patient's name"))
							.landed(&landed))
					}
					patient => take_back(&client, &keyring, &patient, consent).await,
				},
				None => revoke(&client, &keyring, consent, !no_rotate).await,
			}
		}
		Consent::Exclude { acting, patient, who } => {
			let party = context.party(&client, &who).await?;
			let keyring = context.keyring(&acting.profile)?;
			let represented = context.represented(&client, &keyring, patient.as_ref()).await?;
			let landed = match &represented {
				Some(patient) => client.exclude_for(&keyring, patient, party).await?,
				None => client.exclude(&keyring, party).await?,
			};
			// The exclusion stands, whatever comes of this. Whom a commitment hides the patient's vault alone tells.
			let (blinded, told) = match represented {
				Some(_) => (json!(null), None),
				None => match client.blinded_consents_of(&keyring, &party).await {
					Ok(blinded) => (json!(blinded), opening::still_there(&blinded)),
					Err(error) => {
						(json!(null), Some(format!("whether it has blinded consents is not known: {error}")))
					}
				},
			};
			Ok(Report::new(json!({ "excluded": party, "blindedConsents": blinded, "landed": landed }))
				.line(format!("{} is excluded, whatever was granted", words::party(&party)))
				.lines(told)
				.landed(&landed))
		}
		Consent::Readmit { acting, patient, who } => {
			let party = context.party(&client, &who).await?;
			let keyring = context.keyring(&acting.profile)?;
			let landed = match context.represented(&client, &keyring, patient.as_ref()).await? {
				Some(patient) => client.readmit_for(&keyring, &patient, party).await?,
				None => client.readmit(&keyring, party).await?,
			};
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
	opening::ensure_for_blinded(order.opening_file.as_deref(), order.blinded)?;
	let grantee = context.party(client, &order.to).await?;
	let now = now(client).await?;
	let terms = Terms {
		grantee,
		items: match order.records.as_slice() {
			[] => Granted::Scopes(order.scopes),
			_ => Granted::Records(order.records),
		},
		permissions: together(&order.permissions)?,
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
	if order.blinded {
		return grant_blinded(client, &keyring, &terms, order.opening_file).await;
	}
	let consented = match context.represented(client, &keyring, order.patient.as_ref()).await? {
		Some(patient) => client.grant_for(&keyring, &patient, &terms).await?,
		None => client.grant(&keyring, &terms).await?,
	};
	Ok(given(Report::new(&consented), &grantee, &consented))
}

/// Grants behind a commitment, and writes the opening for the reader.
async fn grant_blinded(
	client: &Client,
	keyring: &Keyring,
	terms: &Terms,
	path: Option<PathBuf>,
) -> Result<Report> {
	let (consented, file) = client.grant_blinded(keyring, terms).await?;
	let consent = consented.consent;
	let path = path.unwrap_or_else(|| opening::usual_name(&file.patient, consent));
	let written = opening::write(&path, &file, false);
	let mut json = json!(consented);
	if let Some(fields) = json.as_object_mut() {
		fields.insert("reader".into(), json!(terms.grantee));
		fields.insert("openingFile".into(), json!(written.is_ok().then_some(&path)));
	}
	let report = given(Report::new(json), &terms.grantee, &consented);
	Ok(match written {
		Ok(()) => report.line(opening::hand_over(&path, &terms.grantee)),
		// The consent stands; only its reader cannot use it yet.
		Err(error) => report
			.line(format!(
				"the opening was not written: {error}; `salus consent opening {consent}` writes it"
			))
			.failing(Some(Kind::Usage)),
	})
}

async fn delegate(context: &Context, client: &Client, order: Delegate) -> Result<Report> {
	let grantee = context.party(client, &order.to).await?;
	let patient = context.patient(client, &order.patient).await?;
	let now = now(client).await?;
	let items = match (order.scopes.is_empty(), order.records.is_empty()) {
		(true, true) => None,
		(false, _) => Some(Granted::Scopes(order.scopes)),
		(true, false) => Some(Granted::Records(order.records)),
	};
	let passing = Passing {
		patient,
		parent: order.parent,
		grantee,
		items,
		permissions: together_if_any(&order.permissions)?,
		purposes: (!order.purposes.is_empty()).then(|| order.purposes.iter().copied().collect()),
		from: order.from.map(|from| from.from(now)),
		until: order.until.map(|until| until.from(now)),
		reach: order.history.map(Reach::from),
	};
	if passing.until.is_some_and(|until| until <= now) {
		return Err(Failure::Usage("the consent would have ended already".into()));
	}
	let keyring = context.keyring(&order.acting.profile)?;
	context.publish_development_keys(client).await?;
	let passed_on = client.delegate(&keyring, &passing).await?;
	Ok(Report::new(&passed_on)
		.line(format!(
			"consent {} to {}, from consent {}",
			passed_on.consent,
			words::party(&grantee),
			passed_on.parent
		))
		.line(&passed_on.text)
		.landed(&passed_on.landed))
}

/// Revokes what the patient gave, or what came of it.
async fn revoke(client: &Client, keyring: &Keyring, consent: ConsentIndex, rotate: bool) -> Result<Report> {
	let revoked = client.revoke(keyring, consent, rotate).await?;
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

/// Revokes what the profile passed on.
async fn take_back(
	client: &Client,
	keyring: &Keyring,
	patient: &PatientId,
	consent: ConsentIndex,
) -> Result<Report> {
	let taken = client.revoke_delegated(keyring, patient, consent).await?;
	Ok(Report::new(&taken)
		.line(format!("consent {consent} is revoked"))
		.lines(taken.below.iter().map(|below| format!("consent {below} below it carries nothing any more")))
		.lines(taken.due.iter().map(|scope| {
			format!(
				"scope {scope} waits for a new key, which the patient gives: until then new records go to the inbox"
			)
		}))
		.line("What was fetched before can be kept.")
		.landed(&taken.landed))
}

/// What several permissions permit together.
///
/// # Errors
/// [`Failure::Usage`] for `delegate` alone, with which there is nothing to pass on.
pub fn together(permissions: &[Permission]) -> Result<Permissions> {
	let all = permissions.iter().copied().map(Permissions::from).fold(Permissions(0), Permissions::union);
	if all == Permissions::DELEGATE {
		return Err(Failure::Usage("`delegate` passes on what else is permitted: add read or write".into()));
	}
	Ok(all)
}

/// As [`together`]; none for no permission.
///
/// # Errors
/// As [`together`].
pub fn together_if_any(permissions: &[Permission]) -> Result<Option<Permissions>> {
	if permissions.is_empty() {
		return Ok(None);
	}
	together(permissions).map(Some)
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
	} else if !view.consent.is_live(now) {
		"not started"
	} else if !view.live {
		"one above it is not in force"
	} else if view.excluded {
		"excluded"
	} else {
		"in force"
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

fn document(
	index: ConsentIndex,
	view: &ConsentView,
	scopes: &[ScopeEntry],
	readers: &Readers,
	now: Moment,
) -> Value {
	let mut json = json!(view);
	if let Some(fields) = json.as_object_mut() {
		if let Some(reader) = readers.get(&index) {
			fields.insert("reader".into(), json!(reader.party));
		}
		fields.insert("index".into(), json!(index));
		fields.insert("state".into(), json!(state(view, now)));
		let names: Vec<_> = view.consent.items.iter().map(|item| item_name(&item.item, scopes)).collect();
		fields.insert("names".into(), json!(names));
	}
	json
}

fn row(
	index: ConsentIndex,
	view: &ConsentView,
	scopes: &[ScopeEntry],
	readers: &Readers,
	now: Moment,
) -> Vec<String> {
	let consent = &view.consent;
	let items: Vec<_> = consent.items.iter().map(|item| item_name(&item.item, scopes)).collect();
	vec![
		index.to_string(),
		whom(&consent.grantee, readers.get(&index)),
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
	readers: &Readers,
	now: Moment,
) -> Report {
	let json: Vec<_> =
		consents.iter().map(|(index, view)| document(*index, view, scopes, readers, now)).collect();
	let rows = consents.iter().map(|(index, view)| row(*index, view, scopes, readers, now)).collect();
	Report::new(json!({ "patient": patient, "consents": json })).table(&HEADER, rows, "no consent")
}

async fn list(context: &Context, client: &Client, acting: &AsProfile) -> Result<Report> {
	let keyring = context.keyring(&acting.profile)?;
	let patient = client.own_patient(&keyring.account()).await?;
	let consents = client.consents(&patient).await?;
	let scopes = client.scopes(Some(&keyring), &patient).await?;
	let readers = client.blinded_readers(&keyring, &patient, &consents).await?;
	let hidden = client.hidden_holders(&keyring).await?;
	let report = listed(&patient, &consents, &scopes, &readers, now(client).await?);
	Ok(report.lines(opening::warnings(&hidden)))
}

/// Why a consent that is part of a tree is worth what it is.
fn state_in_tree(index: ConsentIndex, views: &BTreeMap<ConsentIndex, ConsentView>, now: Moment) -> String {
	let Some(view) = views.get(&index) else { return String::new() };
	let mut above = Vec::new();
	let mut parent = view.consent.parent;
	while let Some((index, found)) = parent.and_then(|index| Some((index, views.get(&index)?))) {
		above.push((index, found));
		parent = found.consent.parent;
	}
	let stopped = above.iter().rev().find(|(_, parent)| !parent.consent.is_live(now));
	if let (true, Some((parent, found))) = (view.consent.is_live(now), stopped) {
		let own = ConsentView { live: true, excluded: false, ..(*found).clone() };
		return format!("consent {parent} above it: {}", state(&own, now));
	}
	// Whoever is excluded is the first on the way down of whom that is said.
	let excluded = above.iter().rev().map(|(_, parent)| *parent).chain([view]).find(|view| view.excluded);
	match excluded {
		Some(excluded) if view.live => {
			format!("the patient excludes {}", words::party(&excluded.consent.grantee))
		}
		_ => state(view, now).into(),
	}
}

/// The consents with their depth, each followed by what was delegated from it.
fn in_tree_order(views: &BTreeMap<ConsentIndex, ConsentView>) -> Vec<(usize, ConsentIndex)> {
	let mut children: BTreeMap<Option<ConsentIndex>, Vec<ConsentIndex>> = BTreeMap::new();
	for (index, view) in views {
		children.entry(view.consent.parent).or_default().push(*index);
	}
	let mut open: Vec<(usize, ConsentIndex)> =
		children.remove(&None).unwrap_or_default().into_iter().rev().map(|index| (0, index)).collect();
	let mut ordered = Vec::with_capacity(views.len());
	while let Some((depth, index)) = open.pop() {
		ordered.push((depth, index));
		let below = children.remove(&Some(index)).unwrap_or_default();
		open.extend(below.into_iter().rev().map(|child| (depth.saturating_add(1), child)));
	}
	ordered
}

/// Those consents that are a party's, and all above and below them.
fn lines_of(
	views: &BTreeMap<ConsentIndex, ConsentView>,
	parties: &[Party],
) -> BTreeMap<ConsentIndex, ConsentView> {
	let is_own = |view: &ConsentView| parties.contains(&view.consent.grantee);
	let mut kept = BTreeSet::new();
	// Parents come before what is delegated from them.
	for (index, view) in views {
		let below_own =
			|parent: ConsentIndex| kept.contains(&parent) || views.get(&parent).is_some_and(is_own);
		if is_own(view) || view.consent.parent.is_some_and(below_own) {
			kept.insert(*index);
		}
	}
	let mut above: Vec<ConsentIndex> = kept.iter().copied().collect();
	while let Some(index) = above.pop() {
		if let Some(parent) = views.get(&index).and_then(|view| view.consent.parent) {
			if kept.insert(parent) {
				above.push(parent);
			}
		}
	}
	kept.iter().filter_map(|index| Some((*index, views.get(index)?.clone()))).collect()
}

const TREE_HEADER: [&str; 7] = ["id", "to", "what", "permission", "purpose", "until", "state"];

fn tree_of(
	patient: &PatientId,
	views: &BTreeMap<ConsentIndex, ConsentView>,
	scopes: &[ScopeEntry],
	readers: &Readers,
	now: Moment,
) -> Report {
	let (mut rows, mut list) = (Vec::new(), Vec::new());
	for (depth, index) in in_tree_order(views) {
		let Some(view) = views.get(&index) else { continue };
		let why = state_in_tree(index, views, now);
		let mut json = document(index, view, scopes, readers, now);
		if let Some(fields) = json.as_object_mut() {
			fields.insert("depth".into(), json!(depth));
			fields.insert("state".into(), json!(why));
		}
		list.push(json);
		let consent = &view.consent;
		let items: Vec<_> = consent.items.iter().map(|item| item_name(&item.item, scopes)).collect();
		rows.push(vec![
			format!("{}{index}", "└ ".repeat(depth)),
			whom(&consent.grantee, readers.get(&index)),
			items.join(", "),
			permissions(consent.permissions),
			purposes(consent.purposes),
			until(consent.until),
			why,
		]);
	}
	Report::new(json!({ "patient": patient, "consents": list })).table(&TREE_HEADER, rows, "no consent")
}

async fn tree(
	context: &Context,
	client: &Client,
	acting: &AsProfile,
	patient: Option<&PatientRef>,
) -> Result<Report> {
	let keyring = context.keyring(&acting.profile)?;
	let roles = client.chain().roles(&keyring.account(), client.at()).await?;
	let patient = match patient {
		Some(patient) => context.patient(client, patient).await?,
		None => client.own_patient(&keyring.account()).await?,
	};
	let consents = client.consents(&patient).await?;
	let readers = match roles.patient {
		Some(own) if own == patient => client.blinded_readers(&keyring, &patient, &consents).await?,
		_ => Readers::new(),
	};
	let mut views: BTreeMap<_, _> = consents.into_iter().collect();
	if roles.patient != Some(patient) {
		let practitioner = roles.practitioner.map(Party::Practitioner);
		let organisation = roles.agency.map(|agency| Party::Organisation(agency.organisation));
		let parties: Vec<Party> = practitioner.into_iter().chain(organisation).collect();
		views = lines_of(&views, &parties);
	}
	let scopes = client.scopes(Some(&keyring), &patient).await?;
	Ok(tree_of(&patient, &views, &scopes, &readers, now(client).await?))
}

/// The party that a profile receives consents as.
async fn receiving_party(context: &Context, client: &Client, acting: &Acting) -> Result<Party> {
	let Some(role) = acting.role else {
		return Ok(client.party_of(&context.profiles().public(&acting.profile)?.address).await?);
	};
	match (role, context.own_vault(client, acting).await?.1) {
		(Role::Practitioner(_), VaultOwner::Practitioner(id)) => Ok(Party::Practitioner(id)),
		(Role::Organisation, VaultOwner::Organisation(id)) => Ok(Party::Organisation(id)),
		(Role::Representative(_), VaultOwner::Representative(id)) => Ok(Party::Representative(id)),
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
		return Ok(listed(&patient, &consents, &scopes, &Readers::new(), now(client).await?));
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
	use salus_sdk::blinding::Reader;
	use salus_sdk::primitives::{
		blinding::Opening,
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
		ConsentView { consent, seals: Vec::new(), live, excluded: false, given_by: None }
	}

	#[test]
	fn consent_should_be_in_force_ended_revoked_or_not_started() {
		assert_eq!(state(&view(true, None, None), 50), "in force");
		let mut later = view(false, None, None);
		later.consent.from = 51;
		assert_eq!(state(&later, 50), "not started");
		assert_eq!(state(&view(false, None, None), 50), "one above it is not in force");
		assert_eq!(state(&ConsentView { excluded: true, ..view(true, None, None) }, 50), "excluded");
		assert_eq!(state(&view(false, Some(50), None), 50), "ended");
		assert_eq!(state(&view(false, Some(10), Some(5)), 50), "revoked");
	}

	#[test]
	fn permission_to_pass_on_should_be_refused_when_there_is_nothing_to_pass_on() {
		use Permission::{Delegate, Read, Write};
		assert!(matches!(together(&[Delegate]), Err(Failure::Usage(_))));
		assert!(matches!(together_if_any(&[Delegate, Delegate]), Err(Failure::Usage(_))));
		assert_eq!(together_if_any(&[]).unwrap(), None);
		assert_eq!(together(&[Read, Delegate]).unwrap(), Permissions::READ.union(Permissions::DELEGATE));
		assert_eq!(together_if_any(&[Read, Write]).unwrap(), Some(Permissions(3)));
	}

	/// 1 is the doctor's, 3 and 4 below it, 5 below 3; 0 and 2 are others'.
	fn family() -> BTreeMap<ConsentIndex, ConsentView> {
		[(0, None, 9), (1, None, 2), (2, None, 7), (3, Some(1), 4), (4, Some(1), 5), (5, Some(3), 6)]
			.into_iter()
			.map(|(index, parent, grantee)| {
				let mut view = view(true, None, None);
				view.consent.parent = parent;
				view.consent.grantee = Party::Practitioner(grantee);
				(index, view)
			})
			.collect()
	}

	#[test]
	fn tree_should_have_each_consent_before_what_was_delegated_from_it() {
		let ordered = in_tree_order(&family());
		assert_eq!(ordered, [(0, 0), (0, 1), (1, 3), (2, 5), (1, 4), (0, 2)]);
		let report = tree_of(&PatientId([1; 32]), &family(), &[], &Readers::new(), 50);
		assert!(report.text().contains("└ └ 5"), "{}", report.text());
		assert_eq!(report.json()["consents"][3]["depth"], 2);
		assert_eq!(report.json()["consents"][3]["state"], "in force");
	}

	#[test]
	fn tree_should_say_what_keeps_a_consent_from_carrying() {
		let mut revoked = family();
		revoked.get_mut(&1).unwrap().consent.revoked_at = Some(40);
		for index in [1, 3, 4, 5] {
			revoked.get_mut(&index).unwrap().live = false;
		}
		assert_eq!(state_in_tree(1, &revoked, 50), "revoked");
		assert_eq!(state_in_tree(5, &revoked, 50), "consent 1 above it: revoked");
		assert_eq!(state_in_tree(2, &revoked, 50), "in force");
		revoked.get_mut(&5).unwrap().consent.until = Some(45);
		assert_eq!(state_in_tree(5, &revoked, 50), "ended");
		let mut excluded = family();
		for index in [3, 5] {
			excluded.get_mut(&index).unwrap().excluded = true;
		}
		assert_eq!(state_in_tree(5, &excluded, 50), "the patient excludes practitioner 4");
		assert_eq!(state_in_tree(4, &excluded, 50), "in force");
	}

	#[test]
	fn grantee_should_see_its_own_lines_alone() {
		let seen = |practitioner| {
			lines_of(&family(), &[Party::Practitioner(practitioner)]).into_keys().collect::<Vec<_>>()
		};
		assert_eq!(seen(2), [1, 3, 4, 5]);
		assert_eq!(seen(4), [1, 3, 5]);
		assert_eq!(seen(6), [1, 3, 5]);
		assert_eq!(seen(7), [2]);
		assert!(seen(8).is_empty());
	}

	#[test]
	fn list_should_have_index_state_and_names() {
		let report = listed(&PatientId([1; 32]), &[(4, view(true, None, None))], &[], &Readers::new(), 50);
		let consent = &report.json()["consents"][0];
		assert_eq!(consent["index"], 4);
		assert_eq!(consent["state"], "in force");
		assert_eq!(consent["names"], json!(["scope 3"]));
		assert_eq!(consent["grantee"], json!({ "practitioner": 2 }));
		assert_eq!(consent["permissions"], json!(["read"]));
		assert_eq!(consent["purposes"], json!(["TREAT"]));
		assert!(report.text().contains("practitioner 2") && report.text().contains("TREAT"));
	}

	#[test]
	fn list_should_name_the_reader_of_a_blinded_consent_for_the_patient_alone() {
		let opening = Opening([3; 32]);
		let party = Party::Practitioner(2);
		let mut hidden = view(true, None, None);
		hidden.consent.grantee = opening.blind(&party).unwrap();
		let list = |readers: &Readers| listed(&PatientId([1; 32]), &[(4, hidden.clone())], &[], readers, 50);
		let own = list(&[(4, Reader { party, opening })].into());
		assert_eq!(own.json()["consents"][0]["reader"], json!({ "practitioner": 2 }));
		assert!(own.text().contains("practitioner 2 (blinded)"), "{}", own.text());
		let others = list(&Readers::new());
		assert_eq!(others.json()["consents"][0].get("reader"), None);
		assert!(!others.text().contains("practitioner"), "{}", others.text());
		let tree = tree_of(&PatientId([1; 32]), &[(4, hidden)].into(), &[], &Readers::new(), 50);
		assert!(tree.text().contains("blinded reader 0x"), "{}", tree.text());
	}
}
