//! `salus gov`.

use super::acceptance;
use crate::{
	args::{Ballot, GivenRole, Gov, NewWord, OneCode, OneParameter, Propose},
	context::{ensure_writable, read_signed, Context},
	exit::{Failure, Result},
	output::{moment, Report},
};
use salus_sdk::{
	chain::calls::{consortium, Call},
	governance::{Joins, Said, Standing, Word},
	primitives::{
		consortium::{Motion, OffenceKind, Offender, OffenderState, Parameter, Parameters},
		text::Role,
	},
	roles::RoleRequest,
	upgrades::Code,
	words, AccountId, Client, Wallet,
};
use serde_json::json;
use std::path::Path;

/// Carries out a task of the consortium's votes.
///
/// # Errors
/// [`Failure::NotFound`], [`Failure::File`]; those of the chain.
pub async fn run(context: &Context, task: Gov) -> Result<Report> {
	let client = context.client().await?;
	match task {
		Gov::Status => Ok(status(&client.consortium().await?)),
		Gov::Offences => Ok(offences(&client.chain().offenders(client.at()).await?)),
		Gov::Join { acting, name, file } => {
			ensure_writable(&file.out, file.force)?;
			let keyring = context.keyring(&acting.profile)?;
			let word = client.join_consortium(keyring.wallet(), &name, file.valid).await?;
			write(&word, &file, "a member of the consortium")
		}
		Gov::Accept { acting, role, org, file } => {
			let role = match role {
				GivenRole::Controller => Role::Controller(org),
				GivenRole::Validator => Role::Validator(org),
			};
			acceptance::write(context, &client, &acting, role, &file.into()).await
		}
		Gov::Propose(task) => propose(context, &client, task).await,
		Gov::Vote { acting, motion, vote } => {
			let keyring = context.keyring(&acting.profile)?;
			let approve = vote == Ballot::Yes;
			let (motion, landed) = client.vote(keyring.wallet(), motion, approve).await?;
			let voted = if approve { "agreed to" } else { "did not agree to" };
			let json = json!({ "motion": motion.index, "approve": approve, "landed": landed });
			Ok(Report::new(json)
				.line(format!("{voted} motion {}: {}", motion.index, in_words(&motion)))
				.landed(&landed))
		}
		Gov::Close { acting, motion } => {
			close(&client, context.keyring(&acting.profile)?.wallet(), motion).await
		}
		Gov::ApplyUpgrade { file } => {
			let code = read_code(&file)?;
			let landed = client.apply_upgrade(&code).await?;
			Ok(Report::new(json!({ "code": code, "landed": landed }))
				.line(format!("the chain's runtime is {code:?} from the next block on"))
				.landed(&landed))
		}
	}
}

/// Writes a word into a file, and says to whom it is to be handed.
///
/// # Errors
/// [`Failure::File`].
pub fn write<S: Said>(word: &Word<S>, file: &NewWord, whom: &str) -> Result<Report> {
	let out = &file.out;
	std::fs::write(out, word.to_json()?).map_err(|source| Failure::file(out, source))?;
	let json = json!({
		"account": word.account,
		"says": word.says,
		"text": word.text(),
		"expiresAt": word.expires_at,
		"out": out,
	});
	Ok(Report::new(json).line(format!("signed: {}", word.text())).line(format!(
		"in {}: hand it to {whom} until {}",
		out.display(),
		moment(word.expires_at)
	)))
}

fn in_words(motion: &Motion<AccountId>) -> String {
	motion.proposal.as_ref().map_or_else(|| "nothing that a vote may do".into(), words::proposal)
}

fn parameter(asked: &OneParameter) -> Result<Parameter> {
	let OneParameter { notice_period, minimum_organisations, minimum_validators } = asked;
	let millis = |time: std::time::Duration| u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
	notice_period
		.map(|time| Parameter::NoticePeriod(millis(time)))
		.or_else(|| minimum_organisations.map(Parameter::MinimumOrganisations))
		.or_else(|| minimum_validators.map(Parameter::MinimumValidators))
		.ok_or_else(|| Failure::Usage("name a parameter".into()))
}

/// Reads a runtime's code.
fn read_code(file: &Path) -> Result<Code> {
	let bytes = std::fs::read(file).map_err(|source| Failure::file(file, source))?;
	Ok(Code::read(bytes)?)
}

async fn propose(context: &Context, client: &Client, task: Propose) -> Result<Report> {
	let mut shown = None;
	let (acting, call): (_, Call) = match task {
		Propose::AuthorizeUpgrade { acting, code: OneCode { code: Some(file), .. } } => {
			let code = read_code(&file)?;
			let call = client.upgrade_by_vote(&code).await?;
			shown = Some(format!(
				"the code is {code:?}: whoever votes compares the hash with that of their own build"
			));
			(acting, call)
		}
		Propose::AuthorizeUpgrade { acting, code: OneCode { hash, .. } } => {
			let hash = hash.ok_or_else(|| Failure::Usage("name a file or a hash".into()))?;
			(acting, consortium::authorize_upgrade(hash.0))
		}
		Propose::NoteStalled { acting, delay, finalized } => {
			(acting, client.stall_by_vote(delay, finalized).await?)
		}
		Propose::Admit { acting, word } => {
			let word = Word::<Joins>::from_json(&read_signed(&word)?)?;
			(acting, client.admission(&word).await?)
		}
		Propose::Suspend { acting, org } => (acting, consortium::suspend_organisation(org)),
		Propose::Reinstate { acting, org } => (acting, consortium::reinstate_organisation(org)),
		Propose::Expel { acting, org } => (acting, consortium::expel_organisation(org)),
		Propose::Give { acting, acceptance } => {
			let accepted = RoleRequest::from_json(&read_signed(&acceptance)?)?;
			(acting, client.role_by_vote(&accepted).await?)
		}
		Propose::TakeSeat { acting, who } => {
			let account = context.account(client, &who).await?;
			(acting, consortium::take_seat(&account))
		}
		Propose::Parameter { acting, parameter: asked } => {
			(acting, Client::parameter_by_vote(parameter(&asked)?)?)
		}
	};
	let keyring = context.keyring(&acting.profile)?;
	let proposed = client.propose(keyring.wallet(), &call).await?;
	let line = match proposed.motion {
		Some(number) => format!(
			"motion {number}: {} seats have to agree, with `salus gov vote {number} yes`; proposing is no vote",
			proposed.threshold
		),
		None => "done: the council has one seat".into(),
	};
	Ok(Report::new(&proposed).lines(shown).line(line).landed(&proposed.landed))
}

async fn close(client: &Client, member: &Wallet, number: u32) -> Result<Report> {
	let (motion, closed) = client.close_motion(member, number).await?;
	let what = in_words(&motion);
	let (done, line, failed) = match &closed.outcome {
		None => (None, format!("too few agreed to motion {number}: {what}"), None),
		Some(Ok(())) => (Some(true), format!("done, as motion {number} said: {what}"), None),
		Some(Err(why)) => (
			Some(false),
			format!("motion {number} was agreed to and could not be done: {what}: {why}"),
			Some(why.kind()),
		),
	};
	let why = closed.outcome.as_ref().and_then(|outcome| outcome.as_ref().err()).map(ToString::to_string);
	let json = json!({
		"motion": number,
		"agreed": closed.outcome.is_some(),
		"done": done,
		"why": why,
		"landed": closed.landed,
	});
	Ok(Report::new(json).line(line).landed(&closed.landed).failing(failed))
}

fn status(standing: &Standing) -> Report {
	let Standing { organisations, validators, parameters, motions, threshold, authorised_upgrade } = standing;
	let Parameters { notice_period, minimum_organisations, minimum_validators } = *parameters;
	let rows = organisations
		.iter()
		.map(|(id, known)| {
			let state =
				known.standing.current().map_or("absent".into(), |state| format!("{state:?}").to_lowercase());
			let runs = validators.iter().filter(|seat| seat.organisation == *id).count();
			vec![id.to_string(), String::from_utf8_lossy(&known.name).into_owned(), state, runs.to_string()]
		})
		.collect();
	let motions_rows = motions
		.iter()
		.map(|motion| {
			vec![
				motion.index.to_string(),
				in_words(motion),
				format!("{} of {}", motion.ayes.len(), motion.threshold),
				motion.nays.len().to_string(),
				format!("block {}", motion.end),
			]
		})
		.collect();
	Report::new(standing)
		.table(&["motion", "to", "agree", "against", "ends"], motions_rows, "no open motion")
		.line(format!("two thirds: {threshold} seats agree"))
		.lines(authorised_upgrade.map(|hash| {
			format!("authorised: the runtime with hash {hash:?}, which `salus gov apply-upgrade` brings")
		}))
		.lines(
			[
				Parameter::NoticePeriod(notice_period),
				Parameter::MinimumOrganisations(minimum_organisations),
				Parameter::MinimumValidators(minimum_validators),
			]
			.iter()
			.map(|parameter| format!("parameter: {parameter}")),
		)
		.table(&["id", "name", "standing", "validators"], rows, "no organisation")
}

fn offences(offenders: &[Offender<AccountId>]) -> Report {
	let rows = offenders
		.iter()
		.map(|offender| {
			let did = match offender.kind {
				OffenceKind::Blocks => "made two blocks of one slot",
				OffenceKind::Votes => "cast two votes in one round",
			};
			let state = match offender.state {
				OffenderState::Reported => "stays until the next set is planned",
				OffenderState::Marked => "stays: too few would be left without it",
				OffenderState::LeftOut => "left out of the sets planned since",
			};
			let (account, session) = (offender.account.to_string(), offender.session.to_string());
			vec![account, did.into(), session, moment(offender.reported_at), state.into()]
		})
		.collect();
	Report::new(offenders).table(
		&["validator", "what", "session", "reported", "what became of it"],
		rows,
		"no validator offended",
	)
}

#[cfg(test)]
mod tests {
	use super::*;
	use salus_sdk::primitives::{
		consortium::{two_thirds, Organisation, OrganisationState, Proposal},
		time::History,
	};

	fn account() -> AccountId {
		Wallet::from_suri("//Alice").unwrap().account()
	}

	fn standing() -> Standing {
		let organisation = Organisation {
			name: b"Northgate".to_vec().try_into().unwrap(),
			controller: account(),
			registrars: Default::default(),
			standing: History::starting(0, OrganisationState::Active),
		};
		let motion = |index, proposal| Motion {
			hash: Default::default(),
			index,
			proposal,
			threshold: 3,
			ayes: vec![account()],
			nays: vec![],
			end: 302_400,
			length: 6,
			ref_time: 1,
			proof_size: 1,
		};
		Standing {
			organisations: vec![(1, organisation)],
			validators: vec![],
			parameters: Parameters {
				notice_period: 90 * 24 * 3_600_000,
				minimum_organisations: 2,
				minimum_validators: 1,
			},
			motions: vec![
				motion(3, Some(Proposal::ExpelOrganisation(4))),
				motion(4, None),
				motion(5, Some(Proposal::AuthorizeUpgrade([0xcd; 32].into()))),
				motion(6, Some(Proposal::AuthorizeUpgrade([0; 32].into()))),
				motion(7, Some(Proposal::NoteStalled { delay: 600, best_finalized_block_number: 1_234 })),
			],
			threshold: two_thirds(4),
			authorised_upgrade: Some([0xab; 32].into()),
		}
	}

	#[test]
	fn status_should_say_in_words_what_is_voted_on() {
		let report = format!("{:?}", status(&standing()));
		for expected in [
			"expel organisation 4 for good",
			"nothing that a vote may do",
			"1 of 3",
			"block 302400",
			"a notice period of 90 days",
			"two thirds: 3 seats",
			"Northgate",
			&format!("authorise the runtime with hash 0x{}", "cd".repeat(32)),
			"withdraw the one that was authorised",
			"take over finality after block 1234, 600 blocks after",
			&format!("authorised: the runtime with hash 0x{}", "ab".repeat(32)),
		] {
			assert!(report.contains(expected), "{expected} in {report}");
		}
	}

	#[test]
	fn offences_should_say_who_did_what_and_what_became_of_it() {
		let offender =
			|kind, state| Offender { account: account(), kind, session: 71, reported_at: 0, state };
		let report = offences(&[
			offender(OffenceKind::Blocks, OffenderState::LeftOut),
			offender(OffenceKind::Votes, OffenderState::Marked),
		]);
		let report = format!("{report:?}");
		for expected in [
			"two blocks of one slot",
			"left out",
			"two votes in one round",
			"too few would be left",
			"71",
			&account().to_string(),
		] {
			assert!(report.contains(expected), "{expected} in {report}");
		}
		assert!(format!("{:?}", offences(&[])).contains("no validator offended"));
	}

	#[test]
	fn parameter_should_be_the_one_that_is_named() {
		let none =
			OneParameter { notice_period: None, minimum_organisations: None, minimum_validators: None };
		assert!(parameter(&none).is_err());
		let day = std::time::Duration::from_secs(24 * 3_600);
		let asked = OneParameter { notice_period: Some(day), ..none };
		assert_eq!(parameter(&asked).unwrap(), Parameter::NoticePeriod(24 * 3_600_000));
	}
}
