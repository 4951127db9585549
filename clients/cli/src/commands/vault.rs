//! `salus vault`.

use super::org::vault_lines;
use crate::{
	args::{values::Who, Acting, TryOpen, Vault},
	context::Context,
	exit::{Failure, Result},
	output::{epoch, Report},
};
use salus_sdk::{
	primitives::{
		consent::Item,
		ids::{GenesisHash, KeyEpoch, PatientId, ScopeId},
		people::VaultOwner,
		records::Record,
		view::EpochKey,
	},
	vault::{
		envelope::MAX_ENVELOPE_LEN,
		grant::ScopeGrant,
		hybrid::SecretKey,
		record::{RecordPlace, RecordSheet},
	},
	vaults::Registered,
	Client, Keyring, Kind,
};
use serde_json::json;

/// Carries out a task on vaults.
///
/// # Errors
/// Those of the library.
pub async fn run(context: &Context, task: Vault) -> Result<Report> {
	let client = context.client().await?;
	match task {
		Vault::Publish(acting) => {
			let (whose, _) = context.own_vault(&client, &acting).await?;
			let registered = client.register_vault(&context.keyring(&acting.profile)?, whose).await?;
			Ok(report(&registered))
		}
		Vault::Rotate { acting, root_is_safe } => {
			let (whose, _) = context.own_vault(&client, &acting).await?;
			let keyring = context.keyring(&acting.profile)?;
			let registered = match root_is_safe {
				true => client.rotate_vault_of_safe_root(&keyring, whose).await?,
				false => client.rotate_vault(&keyring, whose).await?,
			};
			Ok(report(&registered).line(
				"reseal what was granted: `salus consent reseal`, `salus scope reseal --accept-new-key`",
			))
		}
		Vault::Show(acting) => show(context, &client, &acting).await,
		Vault::ReportCompromised { acting, who } => report_compromised(context, &client, &acting, who).await,
		Vault::TryOpen(order) => try_open(context, &client, &order).await,
	}
}

fn owner_name(owner: &VaultOwner) -> String {
	match owner {
		VaultOwner::Patient(id) => format!("patient {id}"),
		VaultOwner::Practitioner(id) => format!("practitioner {id}"),
		VaultOwner::Organisation(id) => format!("organisation {id}"),
		VaultOwner::Representative(id) => format!("representative {id}"),
	}
}

/// What became of vault keys.
pub fn report(registered: &Registered) -> Report {
	let Registered { owner, keys, generation, landed } = registered;
	let report = Report::new(registered)
		.line(format!("vault of {}", owner_name(owner)))
		.line(format!("encryption key  {} (generation {generation})", keys.kem))
		.line(format!("signing key     {}", keys.signing));
	match landed {
		Some(landed) => report.landed(landed),
		None => report.line("was registered already; its public key is in the store"),
	}
}

async fn show(context: &Context, client: &Client, acting: &Acting) -> Result<Report> {
	let (_, owner) = context.own_vault(client, acting).await?;
	let vault = client.chain().vault(&owner, client.at()).await?;
	let keyring = context.keyring(&acting.profile)?;
	let (mut own, mut published) = (false, false);
	if let Some(vault) = &vault {
		own = keyring.vault_with_key(&owner, &vault.keys.kem, vault.generation).is_ok();
		published = client.stores().blobs().exists(&vault.keys.kem).await?;
	}
	let json = json!({ "owner": owner, "vault": vault, "own": own, "published": published });
	let report = vault_lines(Report::new(json).line(owner_name(&owner)), vault.as_ref());
	Ok(match (vault.is_some(), own, published) {
		(false, ..) => report.line("`salus vault publish` registers one"),
		(true, false, _) => report.line("these are NOT this profile's keys"),
		(true, true, false) => {
			report.line("its public key is not in the store; `salus vault publish` puts it there")
		}
		(true, true, true) => {
			report.line("these are this profile's keys, and the public key is in the store")
		}
	})
}

async fn report_compromised(
	context: &Context,
	client: &Client,
	acting: &Acting,
	who: Option<Who>,
) -> Result<Report> {
	let owner = match who {
		Some(who) => {
			let party = context.party(client, &who).await?;
			party.vault_owner().ok_or_else(|| Failure::Usage("a commitment has no vault".into()))?
		}
		None => context.own_vault(client, acting).await?.1,
	};
	let keyring = context.keyring(&acting.profile)?;
	let landed = client.report_vault_compromised(keyring.wallet(), &owner).await?;
	Ok(Report::new(json!({ "owner": owner, "landed": landed }))
		.line(format!("the vault of {} is reported compromised", owner_name(&owner)))
		.landed(&landed))
}

/// What a kept envelope was found to hold.
struct KeptGrant {
	scope: ScopeId,
	keys: Vec<EpochKey>,
	grant: ScopeGrant,
}

/// Opens a record with nothing but a vault and an envelope of the past, or shows that they do not.
async fn try_open(context: &Context, client: &Client, order: &TryOpen) -> Result<Report> {
	let (chain, at) = (client.chain(), client.at());
	let patient = context.patient(client, &order.patient).await?;
	let (_, owner) = context.own_vault(client, &order.acting).await?;
	let keyring = context.keyring(&order.acting.profile)?;
	let envelope = std::fs::read(&order.envelope).map_err(|source| Failure::file(&order.envelope, source))?;
	let kept = open_kept(client, &keyring, &owner, &patient, order, &envelope).await?;
	let record = chain.record(&patient, order.index, at).await?;
	if record.status.is_erased() {
		return Err(Failure::NotFound(format!("record {} was erased", order.index)));
	}
	let sealed = client.stores().envelopes().get(&record.pointer.envelope, MAX_ENVELOPE_LEN).await?;
	let place = RecordPlace { genesis: chain.genesis(), patient, ciphertext: record.pointer.ciphertext };
	let held = held_keys(&kept);
	let opened = held
		.iter()
		.find_map(|(_, key)| RecordSheet::open(&place, kept.scope, record.pointer.epoch, key, &sealed).ok());
	let newest = kept.grant.newest()?;
	let json = json!({
		"patient": patient,
		"index": order.index,
		"consent": order.consent,
		"keysHeld": held.iter().map(|(epoch, _)| epoch).collect::<Vec<_>>(),
		"newestHeld": newest,
		"recordEpoch": record.pointer.epoch,
		"opens": opened.is_some(),
	});
	Ok(described(Report::new(json), &record, order, newest, held.len(), opened.is_some()))
}

fn described(
	report: Report,
	record: &Record,
	order: &TryOpen,
	newest: KeyEpoch,
	held: usize,
	opens: bool,
) -> Report {
	let report = report
		.line(format!("the envelope holds {held} keys, the newest of version {}", epoch(&newest)))
		.line(format!("record {} is sealed to version {}", order.index, epoch(&record.pointer.epoch)));
	match opens {
		true => report.line("it opens: what was granted once can be kept"),
		false => report.line("none of them opens it").failing(Some(Kind::Denied)),
	}
}

/// The grant in a kept envelope, by whichever generation of the vault and key version it opens.
async fn open_kept(
	client: &Client,
	keyring: &Keyring,
	owner: &VaultOwner,
	patient: &PatientId,
	order: &TryOpen,
	envelope: &[u8],
) -> Result<KeptGrant> {
	let (chain, at) = (client.chain(), client.at());
	let consent = chain
		.consent(patient, order.consent, at)
		.await?
		.ok_or_else(|| Failure::NotFound(format!("there is no consent {}", order.consent)))?;
	let generation = chain.vault(owner, at).await?.map_or(0, |vault| vault.generation);
	let vaults: Vec<_> = (0..=generation).map(|generation| keyring.vault(owner, generation)).collect();
	let scopes = chain.all_scopes(patient, at).await?;
	for item in &consent.items {
		let Item::Scope(number) = item.item else { continue };
		let Some((_, view)) = scopes.iter().find(|(known, _)| *known == number) else { continue };
		let keys = chain.all_epoch_keys(patient, number, at).await?;
		for vault in &vaults {
			let opened = open_grant(chain.genesis(), *patient, view.scope.id, &keys, vault.kem(), envelope);
			if let Some(grant) = opened {
				return Ok(KeptGrant { scope: view.scope.id, keys, grant });
			}
		}
	}
	Err(Failure::Denied("this vault does not open the envelope as a grant of that consent's scopes".into()))
}

fn open_grant(
	genesis: GenesisHash,
	patient: PatientId,
	scope: ScopeId,
	keys: &[EpochKey],
	vault: &SecretKey,
	envelope: &[u8],
) -> Option<ScopeGrant> {
	keys.iter()
		.find_map(|key| ScopeGrant::open(genesis, patient, scope, key.epoch, &key.key, vault, envelope).ok())
}

/// Every key that derives from a grant.
fn held_keys(kept: &KeptGrant) -> Vec<(KeyEpoch, SecretKey)> {
	kept.keys
		.iter()
		.filter_map(|key| Some((key.epoch, kept.grant.epoch_seed(key.epoch).ok()?.secret_key())))
		.collect()
}
