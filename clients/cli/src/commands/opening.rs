//! Files with openings of blinded consents.

use crate::{
	args::AsProfile,
	context::{ensure_writable, read_signed, Context},
	exit::{Failure, Result},
	output::Report,
	profiles::{replace, write_new},
};
use salus_sdk::{
	blinding::{HiddenHolder, OpeningFile, Reader},
	primitives::{
		ids::{ConsentIndex, PatientId},
		people::Party,
	},
	words, Client,
};
use serde_json::json;
use std::path::{Path, PathBuf};

/// Reads the opening that the patient handed over.
///
/// # Errors
/// [`Failure::File`], [`Failure::Usage`] if it is none; those of the library.
pub fn read(path: &Path) -> Result<OpeningFile> {
	Ok(OpeningFile::from_json(&read_signed(path)?)?)
}

/// Where an opening goes if nothing else is said.
pub fn usual_name(patient: &PatientId, consent: ConsentIndex) -> PathBuf {
	let short: String = patient.to_string().chars().skip(2).take(8).collect();
	format!("opening-{short}-{consent}.json").into()
}

/// Writes an opening, in place of another only if `force` says so.
///
/// # Errors
/// [`Failure::File`].
pub fn write(path: &Path, file: &OpeningFile, force: bool) -> Result<()> {
	let text = file.to_json()?;
	if force {
		return replace(path, text.as_bytes());
	}
	write_new(path, text.as_bytes())
}

/// What to do with a file that was written.
pub fn hand_over(path: &Path, reader: &Party) -> String {
	format!(
		"opening in {}: hand it to {}, which alone opens it, and shows it with --opening",
		path.display(),
		words::party(reader)
	)
}

/// Writes the opening of a consent again.
///
/// # Errors
/// [`Failure::Usage`] if the file is there, [`Failure::File`]; those of the library.
pub async fn again(
	context: &Context,
	client: &Client,
	acting: &AsProfile,
	consent: ConsentIndex,
	out: Option<PathBuf>,
	force: bool,
) -> Result<Report> {
	let keyring = context.keyring(&acting.profile)?;
	if let Some(out) = &out {
		ensure_writable(out, force)?;
	}
	context.publish_development_keys(client).await?;
	let (reader, file) = client.opening_file(&keyring, consent).await?;
	let out = out.unwrap_or_else(|| usual_name(&file.patient, consent));
	ensure_writable(&out, force)?;
	write(&out, &file, force)?;
	Ok(Report::new(json!({ "patient": file.patient, "consent": consent, "reader": reader, "out": out }))
		.line(hand_over(&out, &reader)))
}

/// A grantee, by name where the patient's vault knows who is behind the commitment.
pub fn whom(grantee: &Party, reader: Option<&Reader>) -> String {
	match reader {
		Some(reader) => format!("{} (blinded)", words::party(&reader.party)),
		None => words::party(grantee),
	}
}

/// What the chain cannot say of who holds keys behind commitments.
pub fn warnings(hidden: &[HiddenHolder]) -> impl Iterator<Item = String> + '_ {
	hidden.iter().map(|one| {
		format!(
			"scope {}: {} holds its newest key by blinded consent {}: {}; the chain cannot see that, so rotate the scope",
			one.scope,
			words::party(&one.reader),
			one.consent,
			one.why
		)
	})
}

/// What is left to do when a party was excluded that reads behind commitments.
pub fn still_there(consents: &[ConsentIndex]) -> Option<String> {
	let list = consents.iter().map(u32::to_string).collect::<Vec<_>>().join(", ");
	(!consents.is_empty()).then(|| {
		format!(
			"it has blinded consents, too: {list}. They let it read nothing any more; rotate their scopes, so that what \
			 comes opens for it no more. To revoke them just now would show whoever watches the chain that they were its"
		)
	})
}

/// Refuses a path for an opening of which nothing is written.
///
/// # Errors
/// [`Failure::Usage`].
pub fn ensure_for_blinded(path: Option<&Path>, blinded: bool) -> Result<()> {
	match path {
		Some(_) if !blinded => Err(Failure::Usage("only --blinded consents have an opening".into())),
		Some(path) => ensure_writable(path, false),
		None => Ok(()),
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use salus_sdk::primitives::{blinding::Opening, ids::Commitment};

	const PATIENT: PatientId = PatientId([0xab; 32]);

	fn file() -> OpeningFile {
		OpeningFile { genesis: [1; 32], patient: PATIENT, envelope: vec![7; 9] }
	}

	#[test]
	fn file_should_be_read_as_it_was_written_and_not_overwritten() {
		let folder = tempfile::tempdir().unwrap();
		let path = folder.path().join(usual_name(&PATIENT, 12));
		assert_eq!(path.file_name().unwrap(), "opening-abababab-12.json");
		write(&path, &file(), false).unwrap();
		assert_eq!(read(&path).unwrap(), file());
		assert!(write(&path, &file(), false).is_err());
		let other = OpeningFile { envelope: vec![8; 9], ..file() };
		write(&path, &other, true).unwrap();
		assert_eq!(read(&path).unwrap(), other);
		std::fs::write(&path, "{}").unwrap();
		assert!(read(&path).is_err());
		assert!(read(&folder.path().join("missing")).is_err());
	}

	#[test]
	fn path_should_be_refused_without_a_blinded_consent_or_over_a_file() {
		let folder = tempfile::tempdir().unwrap();
		let path = folder.path().join("opening.json");
		assert!(ensure_for_blinded(None, false).is_ok());
		assert!(ensure_for_blinded(Some(&path), true).is_ok());
		assert!(matches!(ensure_for_blinded(Some(&path), false), Err(Failure::Usage(_))));
		std::fs::write(&path, "kept").unwrap();
		assert!(matches!(ensure_for_blinded(Some(&path), true), Err(Failure::Usage(_))));
	}

	#[test]
	fn reader_should_be_named_where_it_is_known() {
		let commitment = Party::Blinded(Commitment([5; 32]));
		assert!(whom(&commitment, None).starts_with("blinded reader 0x0505"));
		let reader = Reader { party: Party::Practitioner(3), opening: Opening([1; 32]) };
		assert_eq!(whom(&commitment, Some(&reader)), "practitioner 3 (blinded)");
		let json = serde_json::to_string(&reader).unwrap();
		assert_eq!(json, r#"{"party":{"practitioner":3}}"#, "the opening is not printed");
	}

	#[test]
	fn patient_should_be_told_what_the_chain_cannot_see() {
		let hidden =
			HiddenHolder { scope: 3, consent: 5, reader: Party::Practitioner(7), why: "suspended".into() };
		let lines: Vec<_> = warnings(&[hidden]).collect();
		assert!(lines[0].contains("scope 3: practitioner 7") && lines[0].contains("suspended"), "{lines:?}");
		assert_eq!(still_there(&[]), None);
		assert!(still_there(&[3, 5]).unwrap().contains("3, 5"));
	}
}
