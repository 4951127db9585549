//! `salus access`: the decision; requests are in [`super::request`].

use super::{opening, request};
use crate::{
	args::{values::Who, Access, Question as Asked},
	context::{now, Context},
	exit::{Failure, Result},
	output::Report,
};
use salus_sdk::{
	access::{in_words, Question},
	primitives::{
		access::{By, Decision},
		consent::Item,
		ids::PatientId,
		people::Actor,
		view::Asker,
	},
	scopes::ScopeChoice,
	words, AccountId, Client, Kind,
};
use serde_json::json;

/// Carries out a task on the access decision or on requests for access.
///
/// # Errors
/// Those of the chain. A denial is an answer: its exit code is 3.
pub async fn run(context: &Context, task: Access) -> Result<Report> {
	let client = context.client().await?;
	match task {
		Access::Check(asked) => {
			let question = question(context, &client, &asked).await?;
			let decision = client.check_access(&question).await?;
			let json = json!({
				"patient": question.patient,
				"action": question.action,
				"item": question.item,
				"purpose": question.purpose,
				"allowed": decision.is_allowed(),
				"decision": decision,
			});
			Ok(decided(Report::new(json), &decision))
		}
		Access::Explain(asked) => {
			let question = question(context, &client, &asked).await?;
			let explained = client.explain_access(&question).await?;
			let allowed = explained.iter().any(|explanation| explanation.decision.is_allowed());
			let json = json!({ "patient": question.patient, "allowed": allowed, "explanations": explained });
			let mut report = Report::new(json);
			if explained.is_empty() {
				report = report.line(in_words(&salus_sdk::primitives::access::Reason::Stranger));
			}
			for explanation in &explained {
				report = report.line(format!("as {}:", words::actor(&explanation.request.actor)));
				report = decided(report, &explanation.decision);
				report = report.lines(explanation.facts.consents.iter().map(|fact| {
					let items: Vec<_> =
						fact.consent.items.iter().map(|item| words::item(&item.item)).collect();
					format!("  looked at consent {} on {}", fact.index, items.join(", "))
				}));
			}
			Ok(report.failing((!allowed).then_some(Kind::Denied)))
		}
		Access::Request(order) => request::ask(context, &client, order).await,
		Access::List { acting, patient } => request::list(context, &client, &acting, patient.as_ref()).await,
		Access::Approve(order) => request::approve(context, &client, order).await,
		Access::Refuse { acting, patient, request } => {
			request::refuse(context, &client, &acting, patient.as_ref(), request).await
		}
		Access::Withdraw { acting, patient, request } => {
			request::withdraw(context, &client, &acting, &patient, request).await
		}
	}
}

/// Adds a decision.
fn decided(report: Report, decision: &Decision) -> Report {
	match decision {
		Decision::Allow { by: By::Control } => report.line("allowed: the account controls the patient"),
		Decision::Allow { by: By::Representation(id) } => {
			report.line(format!("allowed to representative {id}"))
		}
		Decision::Allow { by: By::Consent(index) } => report.line(format!("allowed by consent {index}")),
		Decision::Deny { reasons } => report
			.line("denied")
			.lines(reasons.iter().map(|reason| format!("  {}", in_words(reason))))
			.failing(Some(Kind::Denied)),
	}
}

async fn question(context: &Context, client: &Client, asked: &Asked) -> Result<Question> {
	let patient = context.patient(client, &asked.patient).await?;
	let at = match asked.at {
		Some(when) => Some(when.from(now(client).await?)),
		None => None,
	};
	Ok(Question {
		patient,
		asker: asker(context, client, asked, &patient).await?,
		action: asked.action.into(),
		item: item(context, client, asked, &patient).await?,
		purpose: asked.purpose,
		at,
	})
}

/// An account may act in several names; the chain tries each of them. Whoever shows an opening acts in one.
async fn asker(
	context: &Context,
	client: &Client,
	asked: &Asked,
	patient: &PatientId,
) -> Result<Asker<AccountId>> {
	let who = &asked.who;
	if let (Some(path), Some(profile)) = (&asked.opening, &asked.profile) {
		let file = opening::read(path)?;
		let actor = match who {
			Who::Organisation(id) => Actor::Organisation(*id),
			_ => client.actor(&context.account(client, who).await?, patient, None).await?,
		};
		let shown = client.show(&context.keyring(profile)?, patient, &actor, &file).await?;
		return Ok(Asker::Blinded { actor, opening: shown.reader.opening });
	}
	match who {
		Who::Organisation(id) => Ok(Asker::Actor(Actor::Organisation(*id))),
		Who::Representative(id) => Ok(Asker::Actor(Actor::Representative(*id))),
		_ => Ok(Asker::Account(context.account(client, who).await?)),
	}
}

async fn item(context: &Context, client: &Client, asked: &Asked, patient: &PatientId) -> Result<Item> {
	if let Some(index) = asked.record {
		return Ok(Item::Record(index));
	}
	let choice = asked.scope.as_ref().ok_or_else(|| Failure::Usage("name --record or --scope".into()))?;
	let keyring = match &asked.profile {
		Some(name) => Some(context.keyring(name)?),
		None if matches!(choice, ScopeChoice::Name(_)) => {
			return Err(Failure::Usage(
				"the chain knows scopes by number; name the profile that knows this one with --as".into(),
			));
		}
		None => None,
	};
	Ok(Item::Scope(client.find_scope(keyring.as_ref(), patient, choice).await?.number))
}
