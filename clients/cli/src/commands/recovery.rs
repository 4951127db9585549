//! `salus recovery`.

use super::vault;
use crate::{
	args::{values::ProfileName, AsProfile, Recovery, SignedFile},
	context::{ensure_writable, now, read_signed, Context},
	exit::{Failure, Result},
	output::{moment, Report},
	profiles::{make_private_folder, write_new, Secrets},
	secrets::{ask, from_file, SecretText},
};
use salus_sdk::{
	primitives::{ids::PatientId, recovery::RecoveryView},
	recovery::{
		from_json,
		shares::{combine_shares, split_among, SealedShare, ShareKey},
		to_json, Brought, Guardians, Opening, SignedApproval, StartRequest,
	},
	AccountId, Client, Landed, Wallet,
};
use serde::{de::DeserializeOwned, Serialize};
use serde_json::json;
use std::path::{Path, PathBuf};

/// Carries out a task of recovery.
///
/// # Errors
/// [`Failure::Usage`], [`Failure::File`]; those of the library and of the chain.
pub async fn run(context: &Context, task: Recovery) -> Result<Report> {
	let client = context.client().await?;
	match task {
		Recovery::Set { acting, guardians, threshold, delay, out } => {
			let mut accounts = Vec::with_capacity(guardians.len());
			for who in &guardians {
				accounts.push(context.account(&client, who).await?);
			}
			let keyring = context.keyring(&acting.profile)?;
			let patient = client.own_patient(&keyring.account()).await?;
			let chosen = Guardians::choose(client.chain().genesis(), patient, &accounts, threshold, delay)?;
			// Files first: a policy whose salts are lost recovers nobody.
			new_folder(&out)?;
			write_new(&out.join("guardians.json"), to_json(&chosen)?.as_bytes())?;
			for (position, opening) in chosen.openings.iter().enumerate() {
				let file = out.join(format!("opening-{}.json", position + 1));
				write_new(&file, to_json(opening)?.as_bytes())?;
			}
			let landed = client.set_recovery(&keyring, Some(&chosen)).await?;
			Ok(set(patient, &chosen, &out, &landed))
		}
		Recovery::Clear(acting) => {
			let keyring = context.keyring(&acting.profile)?;
			let landed = client.set_recovery(&keyring, None).await?;
			Ok(Report::new(json!({ "landed": landed }))
				.line("nobody can recover the patient any more")
				.landed(&landed))
		}
		Recovery::Start { acting, patient, file } => {
			let patient = context.patient(&client, &patient).await?;
			start(context, &client, &acting, &patient, &file).await
		}
		Recovery::Approve { acting, request, opening, file, submit_as } => {
			approve(context, &client, &acting, &request, &opening, &file, submit_as).await
		}
		Recovery::Submit { acting, request, approval } => {
			let request: StartRequest = read("request for a recovery", &request)?;
			let approval: SignedApproval = read("approval of a recovery", &approval)?;
			let keyring = context.keyring(&acting.profile)?;
			let (brought, landed) = client.bring_approval(keyring.wallet(), &request, &approval).await?;
			Ok(report_brought(&request, &approval, brought, &landed))
		}
		Recovery::Veto { acting, account } => {
			let account = context.account(&client, &account).await?;
			let keyring = context.keyring(&acting.profile)?;
			let landed = client.veto_recovery(keyring.wallet(), &account).await?;
			Ok(Report::new(json!({ "account": account, "landed": landed }))
				.line(format!("the recovery for {account} is vetoed"))
				.line("the vault's signature or one guardian more overrides a veto; other guardians end attempts for good")
				.landed(&landed))
		}
		Recovery::Override { acting, submit_as, patient, account } => {
			let (patient, account) =
				(context.patient(&client, &patient).await?, context.account(&client, &account).await?);
			let keyring = context.keyring(&acting.profile)?;
			let submitter = submitter(context, keyring.wallet(), submit_as)?;
			let landed = client.override_veto(&keyring, &submitter, &patient, &account).await?;
			Ok(Report::new(json!({ "patient": patient, "account": account, "landed": landed }))
				.line(format!("the veto of the recovery for {account} is overridden; the delay begins anew"))
				.landed(&landed))
		}
		Recovery::Finish { acting, patient, account } => {
			let (patient, account) =
				(context.patient(&client, &patient).await?, context.account(&client, &account).await?);
			let keyring = context.keyring(&acting.profile)?;
			let landed = client.finish_recovery(keyring.wallet(), &patient, &account).await?;
			Ok(Report::new(json!({ "patient": patient, "account": account, "landed": landed }))
				.line(format!("patient {patient} is controlled by {account}"))
				.line("guardians can release their shares now; keys stay as they are until the vault confirms the account")
				.landed(&landed))
		}
		Recovery::Status { patient } => {
			let patient = context.patient(&client, &patient).await?;
			status(&client, &patient).await
		}
		Recovery::Confirm(acting) => {
			let landed = client.confirm_recovery(&context.keyring(&acting.profile)?).await?;
			Ok(Report::new(json!({ "landed": landed })).line("the recovery is confirmed").landed(&landed))
		}
		Recovery::Renew { acting, former } => {
			let former = former.map(|profile| context.keyring(&profile)).transpose()?;
			let registered = client.renew_vault(&context.keyring(&acting.profile)?, former.as_ref()).await?;
			Ok(vault::report(&registered)
				.line("what was sealed before opens with the former root alone")
				.line(if former.is_some() {
					"next: `salus scope rotate` each scope, by its name; the inbox too"
				} else {
					"next: `salus scope rotate` each scope, by its number; 0 is the inbox"
				}))
		}
		Recovery::Key { acting, out, force } => {
			ensure_writable(&out, force)?;
			let key = ShareKey::sign(&context.keyring(&acting.profile)?, client.chain().genesis());
			write(&out, &key)?;
			Ok(Report::new(json!({ "account": key.account, "out": out })).line(format!(
				"key of {} in {}: hand it to the patient",
				key.account,
				out.display()
			)))
		}
		Recovery::Split { acting, guardians, keys, mixed_in_file, out } => {
			split(context, &client, &acting, &guardians, &keys, mixed_in_file.as_deref(), &out).await
		}
		Recovery::Release { acting, request, share, out, force } => {
			ensure_writable(&out, force)?;
			let request: StartRequest = read("request for a recovery", &request)?;
			let share: SealedShare = read("share of a root", &share)?;
			let released = client.release_share(&context.keyring(&acting.profile)?, &share, &request).await?;
			write(&out, &released)?;
			Ok(Report::new(json!({ "patient": released.patient, "index": released.index, "out": out }))
				.line(format!("share {} is sealed to {}", released.index, request.account))
				.line(format!("in {}: hand it to the patient", out.display())))
		}
		Recovery::Combine { acting, shares, mixed_in_file, into, patient_number } => {
			let order = (shares.as_slice(), mixed_in_file.as_deref(), patient_number);
			combine(context, &client, &acting, order, &into).await
		}
	}
}

fn read<T: DeserializeOwned>(what: &str, path: &Path) -> Result<T> {
	Ok(from_json(what, &read_signed(path)?)?)
}

fn write(path: &Path, value: &impl Serialize) -> Result<()> {
	std::fs::write(path, to_json(value)?).map_err(|source| Failure::file(path, source))
}

/// Makes a folder for files that only its owner reads.
fn new_folder(path: &Path) -> Result<()> {
	if path.symlink_metadata().is_ok() {
		return Err(Failure::Usage(format!("{} exists; name another folder", path.display())));
	}
	make_private_folder(path)
}

/// The wallet of the profile that submits, or the one at hand.
fn submitter(context: &Context, own: &Wallet, other: Option<ProfileName>) -> Result<Wallet> {
	match other {
		Some(profile) => Ok(context.keyring(&profile)?.wallet().clone()),
		None => Ok(own.clone()),
	}
}

fn set(patient: PatientId, chosen: &Guardians, out: &Path, landed: &Landed) -> Report {
	let Guardians { threshold, delay, openings, .. } = chosen;
	let json = json!({
		"patient": patient,
		"threshold": threshold,
		"delay": delay,
		"guardians": openings.iter().map(|opening| opening.guardian).collect::<Vec<_>>(),
		"out": out,
		"landed": landed,
	});
	Report::new(json)
		.line(format!("{threshold} of {} guardians can recover patient {patient}", openings.len()))
		.line(format!("openings in {}: hand each guardian its own, and keep guardians.json", out.display()))
		.landed(landed)
}

async fn start(
	context: &Context,
	client: &Client,
	acting: &AsProfile,
	patient: &PatientId,
	file: &SignedFile,
) -> Result<Report> {
	let SignedFile { out, valid, force } = file;
	ensure_writable(out, *force)?;
	let keyring = context.keyring(&acting.profile)?;
	let request = client.request_recovery(&keyring, patient, *valid).await?;
	write(out, &request)?;
	let json = json!({
		"patient": patient,
		"account": request.account,
		"attempt": request.attempt()?,
		"text": request.text()?,
		"expiresAt": request.expires_at,
		"out": out,
	});
	Ok(Report::new(json).line(format!("signed: {}", request.text()?)).line(format!(
		"in {}: hand it to the guardians until {}",
		out.display(),
		moment(request.expires_at)
	)))
}

async fn approve(
	context: &Context,
	client: &Client,
	acting: &AsProfile,
	request: &Path,
	opening: &Path,
	file: &SignedFile,
	submit_as: Option<ProfileName>,
) -> Result<Report> {
	let SignedFile { out, valid, force } = file;
	ensure_writable(out, *force)?;
	let request: StartRequest = read("request for a recovery", request)?;
	let opening: Opening = read("guardian's opening", opening)?;
	let keyring = context.keyring(&acting.profile)?;
	let approval = client.approve_recovery(keyring.wallet(), &request, opening, *valid).await?;
	write(out, &approval)?;
	let text = approval.text(&request)?;
	let Some(profile) = submit_as else {
		let json = json!({
			"patient": request.patient,
			"account": request.account,
			"guardian": approval.opening.guardian,
			"attempt": approval.attempt,
			"text": text,
			"expiresAt": approval.expires_at,
			"out": out,
		});
		return Ok(Report::new(json).line(format!("signed: {text}")).line(format!(
			"in {}: hand it to anyone who has a role on the chain, until {}",
			out.display(),
			moment(approval.expires_at)
		)));
	};
	let submitter = context.keyring(&profile)?;
	let (brought, landed) = client.bring_approval(submitter.wallet(), &request, &approval).await?;
	Ok(report_brought(&request, &approval, brought, &landed).line(format!("signed: {text}")))
}

fn report_brought(
	request: &StartRequest,
	approval: &SignedApproval,
	brought: Brought,
	landed: &Landed,
) -> Report {
	let json = json!({
		"patient": request.patient,
		"account": request.account,
		"guardian": approval.opening.guardian,
		"attempt": approval.attempt,
		"brought": brought,
		"landed": landed,
	});
	let what = match brought {
		Brought::Started => "has started, with this guardian",
		Brought::Approved => "has this guardian's approval",
	};
	Report::new(json)
		.line(format!("the recovery of {} for {} {what}", request.patient, request.account))
		.landed(landed)
}

async fn status(client: &Client, patient: &PatientId) -> Result<Report> {
	let view: RecoveryView<AccountId> = client.recovery(patient).await?;
	let now = now(client).await?;
	let mut report = Report::new(json!({ "patient": patient, "recovery": view }));
	report = match &view.policy {
		None => report.line("nobody can recover this patient"),
		Some(policy) => report.line(format!(
			"{} of {} guardians recover it, after {} hours",
			policy.threshold,
			policy.guardians.len(),
			policy.delay / 3_600_000
		)),
	};
	if let Some(recovered) = &view.recovered {
		report =
			report.line(format!("recovered on {} for {}", moment(recovered.finished_at), recovered.account));
		report = report.line(match recovered.confirmed_at {
			Some(at) => format!("confirmed on {}", moment(at)),
			None => format!(
				"NOT confirmed by the vault: keys are as they were, until {} at the latest",
				moment(recovered.keys_from)
			),
		});
	}
	if view.line > 0 {
		report = report.line(format!(
			"from generation {} on its vault is not one that the vault before signed for",
			view.line
		));
	}
	let rows = view.attempts.iter().map(|one| {
		let state = match (one.expired, one.vetoed, one.attempt.ready_at) {
			(true, ..) => "lapsed".into(),
			(_, true, _) => "vetoed".into(),
			(_, _, Some(at)) if at <= now => "ready".into(),
			(_, _, Some(at)) => format!("ready from {}", moment(at)),
			(_, _, None) => "waits for guardians".into(),
		};
		vec![one.attempt.account.to_string(), one.guardians.len().to_string(), state]
	});
	Ok(report.table(&["account", "approvals", "state"], rows.collect(), "no attempt"))
}

async fn split(
	context: &Context,
	client: &Client,
	acting: &AsProfile,
	guardians: &Path,
	keys: &[PathBuf],
	mixed_in: Option<&Path>,
	out: &Path,
) -> Result<Report> {
	let chosen: Guardians = read("list of guardians", guardians)?;
	let keys = keys.iter().map(|path| read("guardian's key", path)).collect::<Result<Vec<ShareKey>>>()?;
	if chosen.genesis != client.chain().genesis() {
		return Err(Failure::Usage("these guardians are of another chain".into()));
	}
	let keyring = context.patient_keyring(client, &acting.profile, &chosen.patient).await?;
	let passphrase = mixed_in.map(|path| from_file(path, "passphrase")).transpose()?;
	let mixed_in = passphrase.as_ref().map(|text| text.as_str());
	let shares = split_among(keyring.root(), &chosen, &keys, mixed_in)?;
	new_folder(out)?;
	let mut rows = Vec::with_capacity(shares.len());
	for (account, share) in &shares {
		let file = out.join(format!("share-{}.json", share.index));
		write_new(&file, to_json(share)?.as_bytes())?;
		rows.push(vec![share.index.to_string(), account.to_string(), file.display().to_string()]);
	}
	let json = json!({
		"patient": chosen.patient,
		"threshold": chosen.threshold,
		"passphrase": passphrase.is_some(),
		"shares": shares.iter().map(|(account, share)| json!({
			"guardian": account,
			"index": share.index,
			"file": out.join(format!("share-{}.json", share.index)),
		})).collect::<Vec<_>>(),
	});
	Ok(Report::new(json)
		.line(format!(
			"any {} of these shares give the root back; hand each guardian its own",
			chosen.threshold
		))
		.table(&["share", "guardian", "file"], rows, "no share"))
}

/// The passphrase that was mixed in, if one was.
fn mixed_in(shares: &[SealedShare], file: Option<&Path>) -> Result<Option<SecretText>> {
	match file {
		Some(file) => Ok(Some(from_file(file, "passphrase")?)),
		None if shares.iter().any(|share| share.passphrase) => {
			Ok(Some(ask("Passphrase that was mixed in", "name --mixed-in-file")?))
		}
		None => Ok(None),
	}
}

async fn combine(
	context: &Context,
	client: &Client,
	acting: &AsProfile,
	(files, file, patient_number): (&[PathBuf], Option<&Path>, u32),
	into: &ProfileName,
) -> Result<Report> {
	context.profiles().ensure_free(into)?;
	let shares =
		files.iter().map(|path| read("share of a root", path)).collect::<Result<Vec<SealedShare>>>()?;
	let passphrase = mixed_in(&shares, file)?;
	let passphrase = passphrase.as_ref().map(|text| text.as_str());
	let secrets = context.profiles().secrets(&acting.profile)?;
	let keyring = secrets.keyring()?;
	let root = combine_shares(&keyring, &shares, passphrase)?;
	client.ensure_root_of_patient(&keyring, &root, patient_number, &shares).await?;
	let restored = Secrets::new(secrets.wallet_phrase(), &root, patient_number)?;
	let profile = context.profiles().keep(into, &restored)?;
	Ok(Report::new(json!({ "profile": profile.name, "address": profile.address }))
		.line(format!("profile {into} has the wallet of {} and the patient's vault", acting.profile))
		.line(format!(
			"next: `salus vault rotate --as {into}`, which confirms the recovery; then write down its words"
		)))
}
