//! `salus validator`.

use crate::{
	args::{values::Who, AsProfile, Validator},
	context::Context,
	exit::{Failure, Result},
	output::Report,
};
use salus_sdk::{
	primitives::validators::{EncodedKeys, SeatState, ValidatorState},
	validators::NewKeys,
	AccountId, Chain, Client, Keyring, Landed, Wallet,
};
use serde_json::json;

/// Carries out a task of a validator.
///
/// # Errors
/// [`Failure::NotFound`]; those of the chain and of the validator's node.
pub async fn run(context: &Context, task: Validator) -> Result<Report> {
	let client = context.client().await?;
	match task {
		Validator::Keys { profile, owner, node, show } => {
			let owner = owner.or(profile.clone().map(Who::Profile));
			let owner = owner.ok_or_else(|| Failure::Usage("name a profile or an owner".into()))?;
			let owner = context.account(&client, &owner).await?;
			// Whoever has no seat would be left with keys that nobody can register.
			client.validator(&owner).await?;
			let node = match node {
				Some(url) => Chain::connect(&url).await?,
				None => client.chain().clone(),
			};
			let profile = profile.filter(|_| !show);
			let keyring = profile.map(|name| context.keyring(&name)).transpose()?;
			let made = NewKeys::make(&node, client.chain().genesis(), &owner).await?;
			keys(&client, keyring.as_ref().map(|keyring| keyring.wallet()), &made).await
		}
		Validator::Join { acting, who } => {
			let (keyring, account) = seat(context, &client, acting, who).await?;
			let landed = client.join_validators(keyring.wallet(), &account).await?;
			Ok(moved(
				&account,
				&landed,
				format!("{account} joins: it makes blocks in the session after the next"),
			))
		}
		Validator::Leave { acting, who } => {
			let (keyring, account) = seat(context, &client, acting, who).await?;
			let landed = client.leave_validators(keyring.wallet(), &account).await?;
			Ok(moved(&account, &landed, format!("{account} leaves: keep its node running until `salus validator status` says that it rests")))
		}
		Validator::Status { who: None } => Ok(status(&client.validators().await?)),
		Validator::Status { who: Some(who) } => {
			let account = context.account(&client, &who).await?;
			Ok(one(&client.validator(&account).await?))
		}
	}
}

/// The signer's keys, and the account with the seat: the one that is named, or the signer's.
async fn seat(
	context: &Context,
	client: &Client,
	acting: AsProfile,
	who: Option<Who>,
) -> Result<(Keyring, AccountId)> {
	let keyring = context.keyring(&acting.profile)?;
	let account = context.account(client, &who.unwrap_or(Who::Profile(acting.profile))).await?;
	Ok((keyring, account))
}

/// What has become of a seat.
fn moved(account: &AccountId, landed: &Landed, line: String) -> Report {
	Report::new(json!({ "account": account, "landed": landed })).line(line).landed(landed)
}

/// Registers keys that were made, if a wallet is at hand.
async fn keys(client: &Client, holder: Option<&Wallet>, made: &NewKeys) -> Result<Report> {
	let landed = match holder {
		Some(holder) => Some(client.register_keys(holder, made).await?),
		None => None,
	};
	let NewKeys { owner, keys, proof } = made;
	let json = json!({ "owner": owner, "keys": keys, "proof": proof, "landed": landed });
	let report = Report::new(json).line(format!("keys: {keys}"));
	Ok(match &landed {
		Some(landed) => report
			.line("registered: they come into force in the session after the next, if the validator joined")
			.landed(landed),
		None => report
			.line(format!("proof: {proof}"))
			.line(format!("not registered: {owner} signs session.setKeys with both")),
	})
}

fn yes(answer: bool) -> String {
	if answer { "yes" } else { "no" }.into()
}

fn state(state: SeatState) -> &'static str {
	match state {
		SeatState::Joined => "joined",
		SeatState::Resting => "resting",
		SeatState::Held => "held",
		SeatState::Gone => "gone",
		SeatState::LeftOut => "left out",
	}
}

/// Which keys there are, without their hundred digits: those of the next set, or others.
fn registered(validator: &ValidatorState<AccountId>) -> &'static str {
	match (&validator.registered, &validator.queued) {
		(None, _) => "none",
		(Some(own), Some(queued)) if own != queued => "new",
		(Some(_), _) => "yes",
	}
}

fn status(validators: &[ValidatorState<AccountId>]) -> Report {
	let rows = validators
		.iter()
		.map(|validator| {
			vec![
				validator.account.to_string(),
				validator.organisation.map_or("none".into(), |id| id.to_string()),
				state(validator.state).into(),
				registered(validator).into(),
				yes(validator.active),
				yes(validator.queued.is_some()),
				validator.in_words().into(),
			]
		})
		.collect();
	let header = ["account", "organisation", "seat", "keys", "in the set", "in the next", "that is"];
	Report::new(validators).table(&header, rows, "no validator")
}

fn one(validator: &ValidatorState<AccountId>) -> Report {
	let keys = |keys: &Option<EncodedKeys>| keys.as_ref().map_or("none".into(), ToString::to_string);
	let ValidatorState { account, organisation, state: seat, registered, queued, active } = validator;
	Report::new(validator)
		.line(format!("account: {account}"))
		.line(format!("organisation: {}", organisation.map_or("none".into(), |id| id.to_string())))
		.line(format!("seat: {}", state(*seat)))
		.line(format!("registered keys: {}", keys(registered)))
		.line(format!("keys in the next set: {}", keys(queued)))
		.line(format!("in this session's set: {}", yes(*active)))
		.line(validator.in_words())
}

#[cfg(test)]
mod tests {
	use super::*;

	fn validator(state: SeatState, registered: Option<u8>, queued: Option<u8>) -> ValidatorState<AccountId> {
		let keys = |byte: Option<u8>| byte.map(|byte| EncodedKeys(vec![byte; 64]));
		ValidatorState {
			account: Wallet::from_suri("//Ferdie").unwrap().account(),
			organisation: (state != SeatState::Gone).then_some(2),
			state,
			registered: keys(registered),
			queued: keys(queued),
			active: queued.is_some(),
		}
	}

	#[test]
	fn status_should_say_who_lacks_keys_and_who_waits() {
		let all = [
			validator(SeatState::Joined, Some(2), Some(1)),
			validator(SeatState::Joined, None, None),
			validator(SeatState::Held, None, None),
			validator(SeatState::Gone, Some(1), Some(1)),
		];
		let report = status(&all);
		for expected in ["new", "without keys", "held", "gone", "SEAT", "IN THE NEXT"] {
			assert!(report.text().contains(expected), "{expected} in {}", report.text());
		}
		assert_eq!(report.json()[2]["state"], "held");
		assert_eq!(report.json()[3]["organisation"], serde_json::Value::Null);
		assert!(status(&[]).text().contains("no validator"));
	}

	#[test]
	fn one_should_be_shown_with_its_keys() {
		let report = one(&validator(SeatState::Joined, Some(2), Some(1)));
		for expected in
			["0x0202", "0x0101", "organisation: 2", "in this session's set: yes", "new keys follow"]
		{
			assert!(report.text().contains(expected), "{expected} in {}", report.text());
		}
	}
}
