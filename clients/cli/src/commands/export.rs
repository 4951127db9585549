//! `salus export` and `salus verify-export`.

use crate::{
	args::{Export, VerifyExport},
	context::{usual_purpose, Context},
	exit::Result,
	output::Report,
	progress::progress,
};
use salus_sdk::{
	export::{
		verify_export, Anchor, Aspect, Beginning, Ending, ExportOrder, Exported, Trusted, Verification,
	},
	words, As, Kind,
};

/// Exports a patient.
///
/// # Errors
/// Those of the library. Records that could not be opened are told; the exit code is that of the worst reason.
pub async fn export(context: &Context, order: Export) -> Result<Report> {
	let client = context.client().await?;
	let keyring = context.keyring(&order.acting.profile)?;
	let patient = match &order.patient {
		Some(patient) => context.patient(&client, patient).await?,
		None => client.own_patient(&keyring.account()).await?,
	};
	let as_whom = order.acting.role.map(As::from);
	let purpose = match order.purpose {
		Some(purpose) => purpose,
		None => usual_purpose(&client.actor(&keyring.account(), &patient, as_whom).await?),
	};
	let order = ExportOrder { patient, as_whom, purpose, out: order.out };
	let exported = client.export(&keyring, &order, progress().as_ref()).await?;
	Ok(report_exported(&exported))
}

fn report_exported(exported: &Exported) -> Report {
	let Exported { path, block, records, records_on_chain, files, .. } = exported;
	let report = Report::new(exported)
		.line(format!("exported to {}: {files} contents of {records} records", path.display()))
		.line(format!("block {} {}", block.number, block.hash));
	let report = match records_on_chain.saturating_sub(*records) {
		0 => report,
		more => {
			let who = words::actor(&exported.exporter);
			report.line(format!("left out: {more} records that {who} may not read"))
		}
	};
	let report = match exported.finality {
		true => report,
		false => report.line("the node gave no proof that the block is final"),
	};
	let not_opened = exported.not_opened.iter();
	report
		.lines(not_opened.map(|record| format!("record {} not opened: {}", record.record, record.reason)))
		.line("It is decrypted: keep it as safe as what it says.")
		.failing(exported.failed())
}

/// Checks an export.
///
/// # Errors
/// [`crate::exit::Failure::Task`] of kind usage if folder or chain specification cannot be read. An export that is not
/// sound is an answer: its exit code is 6.
pub async fn verify(asked: VerifyExport) -> Result<Report> {
	let beginning = asked.chain_spec.as_deref().map(Beginning::read).transpose()?;
	let trusted = Trusted { block: asked.block, genesis: asked.genesis, beginning };
	let verification = verify_export(&asked.folder, &trusted, progress().as_ref()).await?;
	Ok(report_verified(&verification))
}

fn report_verified(verification: &Verification) -> Report {
	let mut report = Report::new(verification);
	if let Some(patient) = verification.patient {
		report = report.line(format!("patient   {patient}"));
	}
	if let (Some(genesis), Some(block)) = (verification.genesis, verification.block) {
		report = report
			.line(format!("chain     {genesis}"))
			.line(format!("block     {} {}", block.number, block.hash));
	}
	let rows = verification
		.checks
		.iter()
		.map(|check| vec![aspect(check.aspect).into(), ending(check.ending).into(), check.detail.clone()]);
	report = report.table(&["check", "result", "what it says"], rows.collect(), "nothing was checked");
	report = report.lines(verification.readers.iter().map(|opened| {
		format!("consent {} is to {}, behind a commitment", opened.consent, words::party(&opened.reader))
	}));
	report = report.lines(
		verification.findings.iter().map(|finding| format!("found: {}: {}", finding.place, finding.problem)),
	);
	let conclusion = match (verification.sound, verification.anchor) {
		(false, _) => "not sound: do not rely on it",
		(true, Anchor::Block | Anchor::ChainSpecification) => "sound",
		(true, Anchor::Nothing) => "sound in itself, and tied to no chain: anyone could have made it up",
	};
	report.line(conclusion).failing((!verification.sound).then_some(Kind::Integrity))
}

fn aspect(aspect: Aspect) -> &'static str {
	match aspect {
		Aspect::Folder => "folder",
		Aspect::Manifest => "manifest",
		Aspect::Exporter => "exporter",
		Aspect::State => "chain",
		Aspect::Completeness => "complete",
		Aspect::Authors => "authors",
		Aspect::Files => "contents",
		Aspect::Finality => "finality",
		Aspect::Anchor => "trust",
	}
}

fn ending(ending: Ending) -> &'static str {
	match ending {
		Ending::Passed => "passed",
		Ending::Failed => "FAILED",
		Ending::NotChecked => "not checked",
	}
}
