//! `salus representative`.

use crate::{
	args::{Power, Representative},
	context::{ensure_writable, now, read_signed, Context},
	exit::{Failure, Result},
	output::{moment, Report},
};
use salus_sdk::{
	primitives::{ids::RepresentativeId, representation::RepresentativeView},
	recovery::{from_json, to_json},
	representation::{Representation, Wanted},
	words, AccountId,
};
use serde_json::json;
use std::path::Path;

/// Carries out a task on representatives.
///
/// # Errors
/// [`Failure::File`]; those of the chain.
pub async fn run(context: &Context, task: Representative) -> Result<Report> {
	let client = context.client().await?;
	match task {
		Representative::Accept { acting, patient, powers, basis, from, until, out, valid, force } => {
			ensure_writable(&out, force)?;
			let patient = context.patient(&client, &patient).await?;
			let at = now(&client).await?;
			let wanted = Wanted {
				patient,
				powers: Power::all(&powers),
				basis: basis.into(),
				from: from.map(|from| from.from(at)),
				until: until.from(at),
				life: valid,
			};
			let offered = client.offer_representation(&context.keyring(&acting.profile)?, &wanted).await?;
			write(&out, &offered)?;
			Ok(Report::new(&offered)
				.line(format!("signed: {}", offered.text()))
				.line(format!("in {}", out.display())))
		}
		Representative::Appoint { acting, file, out, force } => {
			ensure_writable(&out, force)?;
			let offered = read(&file)?;
			let appointed = client.appoint(&context.keyring(&acting.profile)?, &offered).await?;
			write(&out, &appointed)?;
			Ok(Report::new(&appointed)
				.line(format!("signed: {}", appointed.appointment_text()))
				.line(format!("in {}: hand it to a registrar of your organisation", out.display())))
		}
		Representative::Add { acting, file } => {
			let signed = read(&file)?;
			let registrar = context.keyring(&acting.profile)?;
			let (id, landed) = client.admit_representative(registrar.wallet(), &signed).await?;
			Ok(Report::new(json!({ "representative": id, "landed": landed }))
				.line(format!("representative {id} of patient {}", signed.new.patient))
				.landed(&landed))
		}
		Representative::List { patient } => {
			let patient = context.patient(&client, &patient).await?;
			let found = client.representatives(&patient).await?;
			Ok(listed(&found))
		}
		Representative::End { acting, representative } => {
			let keyring = context.keyring(&acting.profile)?;
			let landed = client.end_representative(keyring.wallet(), representative).await?;
			Ok(Report::new(&landed)
				.line(format!("representative {representative} acts for the patient no more"))
				.landed(&landed))
		}
	}
}

fn read(file: &Path) -> Result<Representation> {
	Ok(from_json("representation", &read_signed(file)?)?)
}

fn write(out: &Path, representation: &Representation) -> Result<()> {
	std::fs::write(out, to_json(representation)?).map_err(|source| Failure::file(out, source))
}

fn listed(found: &[(RepresentativeId, RepresentativeView<AccountId>)]) -> Report {
	let rows = found.iter().map(|(id, view)| {
		let known = &view.representative;
		vec![
			id.to_string(),
			known.account.to_string(),
			known.powers.to_string(),
			known.basis.to_string(),
			moment(known.from),
			moment(known.until),
			words::standing(view.standing).into(),
		]
	});
	Report::new(found).table(
		&["representative", "account", "powers", "basis", "from", "until", "stands"],
		rows.collect(),
		"nobody represents the patient",
	)
}
