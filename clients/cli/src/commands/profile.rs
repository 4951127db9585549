//! `salus profile`.

use crate::{
	args::{values::ProfileName, NewProfile, Profile, RecoveredProfile},
	context::{ensure_writable, Context},
	exit::Result,
	output::Report,
	profiles::{write_new, Kept, PublicProfile, Secrets},
	secrets::{ask, from_file},
};
use salus_sdk::{vault::root::Root, Wallet};
use serde_json::{json, Value};
use std::path::Path;
use zeroize::Zeroizing;

const PLAIN: &str = "kept in plain: whoever reads the file has the keys";

/// Carries out a task on profiles.
///
/// # Errors
/// Those of [`crate::profiles::Profiles`].
pub fn run(context: &Context, task: Profile) -> Result<Report> {
	match task {
		Profile::New(order) => new(context, &order),
		Profile::List => list(context),
		Profile::Show { name } => {
			let profile = context.profiles().public(&name)?;
			Ok(described(Report::new(&profile), &profile))
		}
		Profile::Words { name, words_file } => words(context, &name, words_file.as_deref()),
		Profile::Recover(order) => recover(context, &order),
		Profile::Delete { name, yes: _ } => {
			context.profiles().delete(&name)?;
			Ok(Report::new(json!({ "deleted": name.as_str() })).line(format!("deleted {name}")))
		}
	}
}

fn new(context: &Context, order: &NewProfile) -> Result<Report> {
	context.profiles().ensure_free(&order.name)?;
	if let Some(file) = &order.words_file {
		ensure_writable(file, false)?;
	}
	let phrase = match &order.wallet_phrase_file {
		Some(file) => from_file(file, "wallet phrase")?,
		None => Wallet::generate()?.1,
	};
	let secrets = Secrets::new(&phrase, &Root::generate(), 0)?;
	let profile = context.profiles().keep(&order.name, &secrets)?;
	let report = Report::new(with_file(&profile, order.words_file.as_deref()));
	show_words(described(report, &profile), &secrets, order.words_file.as_deref())
}

fn recover(context: &Context, order: &RecoveredProfile) -> Result<Report> {
	context.profiles().ensure_free(&order.name)?;
	const OTHERWISE: &str = "name --wallet-phrase-file and --vault-words-file";
	let phrase = match &order.wallet_phrase_file {
		Some(file) => from_file(file, "wallet phrase")?,
		None => ask("Wallet phrase", OTHERWISE)?,
	};
	let words = match &order.vault_words_file {
		Some(file) => from_file(file, "vault words")?,
		None => ask("Vault words (24)", OTHERWISE)?,
	};
	let secrets = Secrets::new(&phrase, &Root::from_words(&words)?, order.patient_number)?;
	let profile = context.profiles().keep(&order.name, &secrets)?;
	Ok(described(Report::new(&profile), &profile))
}

fn words(context: &Context, name: &ProfileName, file: Option<&Path>) -> Result<Report> {
	if let Some(file) = file {
		ensure_writable(file, false)?;
	}
	let secrets = context.profiles().secrets(name)?;
	let report = Report::new(with_file(&context.profiles().public(name)?, file));
	show_words(report, &secrets, file)
}

/// The public side, and where the words are.
fn with_file(profile: &PublicProfile, words_file: Option<&Path>) -> Value {
	let mut json = json!(profile);
	if let (Some(file), Some(fields)) = (words_file, json.as_object_mut()) {
		fields.insert("wordsFile".into(), json!(file));
	}
	json
}

/// Adds the words to the text, which JSON never has, or writes them to a file.
fn show_words(report: Report, secrets: &Secrets, file: Option<&Path>) -> Result<Report> {
	let Some(file) = file else {
		return Ok(report
			.line("")
			.line("Write both down and keep them apart from this machine; whoever has them has the records.")
			.line(format!("wallet phrase  {}", secrets.wallet_phrase()))
			.line(format!("vault words    {}", secrets.vault_words())));
	};
	let text = Zeroizing::new(format!("{}\n{}\n", secrets.wallet_phrase(), secrets.vault_words()));
	write_new(file, text.as_bytes())?;
	Ok(report.line(format!("wallet phrase and vault words, a line each, are in {}", file.display())))
}

fn described(report: Report, profile: &PublicProfile) -> Report {
	let kept = match profile.kept {
		Kept::Plain => PLAIN,
		Kept::Encrypted => "encrypted with its passphrase",
		Kept::Development => "a development profile: its keys are public",
	};
	report
		.line(format!("profile  {} ({kept})", profile.name))
		.line(format!("address  {}", profile.address))
		.line(format!("vault as a patient       {}", profile.vaults.patient.kem))
		.line(format!("vault as a practitioner  {}", profile.vaults.practitioner.kem))
		.line(format!("vault as an organisation {}", profile.vaults.organisation.kem))
}

fn list(context: &Context) -> Result<Report> {
	let all = context.profiles().all()?;
	let rows = all
		.iter()
		.map(|profile| vec![profile.name.clone(), profile.address.to_string(), profile.kept.word().into()])
		.collect();
	Ok(Report::new(&all).table(
		&["name", "address", "kept"],
		rows,
		"no profile; make one with `salus profile new NAME`",
	))
}
