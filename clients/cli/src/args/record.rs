//! `salus record`.

use super::{
	values::{PatientRef, When, Who},
	Acting, AsProfile,
};
use clap::{Args, Subcommand};
use salus_sdk::{
	primitives::{
		ids::{OrganisationId, RecordIndex},
		purpose::Purpose,
	},
	scopes::ScopeChoice,
};
use std::path::PathBuf;

/// Encrypted records.
#[derive(Debug, Subcommand)]
pub enum Record {
	/// Encrypt files, store them and register them on the chain
	#[command(
		after_help = "Who may: the patient; who was granted write; the enrolling organisation, to the inbox. A writer needs no \
		key that reads. A scope that waits for a new key sends records to the inbox.\n\
		Example: salus record put --as dave --patient 0x5f… --scope labs report.json"
	)]
	Put {
		/// The writer.
		#[command(flatten)]
		acting: Acting,
		/// The patient: ID or PROFILE.
		#[arg(long, value_name = "ID")]
		patient: PatientRef,
		/// The scope: NAME, NUMBER or id.
		#[arg(long, value_name = "NAME")]
		scope: ScopeChoice,
		/// What for (HL7 PurposeOfUse) [default: TREAT, for the patient PATRQT].
		#[arg(long, value_name = "CODE")]
		purpose: Option<Purpose>,
		/// What the envelope says of the files.
		#[command(flatten)]
		description: Description,
		/// The files.
		#[arg(required = true, value_name = "FILE")]
		files: Vec<PathBuf>,
	},
	/// List a patient's records, with what their envelopes say where the profile opens them
	#[command(
		after_help = "Who may: anyone sees the pointers; patient and grantees what the records are.\n\
		Example: salus record list --as eve --patient eve"
	)]
	List {
		/// The reader.
		#[command(flatten)]
		acting: Acting,
		/// The patient: ID or PROFILE.
		#[arg(long, value_name = "ID")]
		patient: PatientRef,
		/// The opening of a blinded consent that the patient handed to you.
		#[arg(long, value_name = "FILE")]
		opening: Option<PathBuf>,
	},
	/// Fetch, check and decrypt a record
	#[command(
		after_help = "Who may: the patient, and who was granted read; a blinded reader with its opening.\n\
		Example: salus record get --as charlie --patient 0x5f… 0 --out report.json --purpose TREAT"
	)]
	Get {
		/// The reader.
		#[command(flatten)]
		acting: Acting,
		/// The patient: ID or PROFILE.
		#[arg(long, value_name = "ID")]
		patient: PatientRef,
		/// The record.
		index: RecordIndex,
		/// File to write; it appears once all of it is checked.
		#[arg(long, value_name = "FILE")]
		out: PathBuf,
		/// Overwrite the file.
		#[arg(long)]
		force: bool,
		/// What for (HL7 PurposeOfUse) [default: TREAT, for the patient PATRQT].
		#[arg(long, value_name = "CODE")]
		purpose: Option<Purpose>,
		/// The opening of a blinded consent that the patient handed to you.
		#[arg(long, value_name = "FILE")]
		opening: Option<PathBuf>,
	},
	/// Supersede a record by a new version
	#[command(
		after_help = "Who may: its author, or a practitioner of the author's organisation, while granted write.\n\
		Example: salus record amend --as dave --patient 0x5f… 0 corrected.json"
	)]
	Amend {
		/// The author.
		#[command(flatten)]
		acting: Acting,
		/// The patient: ID or PROFILE.
		#[arg(long, value_name = "ID")]
		patient: PatientRef,
		/// The record.
		index: RecordIndex,
		/// The new version.
		file: PathBuf,
		/// What for (HL7 PurposeOfUse) [default: TREAT, for the patient PATRQT].
		#[arg(long, value_name = "CODE")]
		purpose: Option<Purpose>,
		/// What the envelope says of the file.
		#[command(flatten)]
		description: Description,
	},
	/// Move a record from the inbox to a scope
	#[command(
		after_help = "Who may: the patient.\nExample: salus record refile --as eve --patient eve 3 --scope imaging"
	)]
	Refile {
		/// The patient's profile.
		#[command(flatten)]
		acting: AsProfile,
		/// The patient: ID or PROFILE.
		#[arg(long, value_name = "ID")]
		patient: PatientRef,
		/// The record.
		index: RecordIndex,
		/// The scope: NAME, NUMBER or id.
		#[arg(long, value_name = "NAME")]
		scope: ScopeChoice,
	},
	/// Mark a record as entered in error, such as one filed under the wrong patient
	#[command(
		after_help = "Who may: its author alone, at once.\nExample: salus record error --as dave --patient 0x5f… 0"
	)]
	Error {
		/// The author.
		#[command(flatten)]
		acting: Acting,
		/// The patient: ID or PROFILE.
		#[arg(long, value_name = "ID")]
		patient: PatientRef,
		/// The record.
		index: RecordIndex,
	},
	/// Erase a record for good: its pointer on the chain, its file, and every envelope that carries its key
	#[command(
		after_help = "Who may: the patient, with the vault. Index, author and time stay on the chain; copies that readers made \
		stay with them. What could not be deleted is listed: the same command goes on with it.\n\
		Example: salus record erase --as eve --patient eve 3 --yes"
	)]
	Erase {
		/// The patient's profile.
		#[command(flatten)]
		acting: AsProfile,
		/// The patient: ID or PROFILE.
		#[arg(long, value_name = "ID")]
		patient: PatientRef,
		/// The record.
		index: RecordIndex,
		/// Do not ask; there is no way back.
		#[arg(long)]
		yes: bool,
	},
	/// Ask the patient to erase a record you wrote
	#[command(
		after_help = "Who may: its author, or a practitioner of the author's organisation. The patient erases or declines.\n\
		Example: salus record propose-erasure --as dave --patient 0x5f… 3"
	)]
	ProposeErasure {
		/// The author.
		#[command(flatten)]
		acting: Acting,
		/// The patient: ID or PROFILE.
		#[arg(long, value_name = "ID")]
		patient: PatientRef,
		/// The record.
		index: RecordIndex,
	},
	/// Keep a record that its author asked to erase
	#[command(after_help = "Who may: the patient. `salus record list` shows what was asked for.\n\
		Example: salus record decline-erasure --as eve 3")]
	DeclineErasure {
		/// The patient's profile.
		#[command(flatten)]
		acting: AsProfile,
		/// The record.
		index: RecordIndex,
	},
	/// Say that a record somebody else wrote is wrong; only its author's side can read why
	#[command(
		after_help = "Who may: the patient. It changes nothing of the record, and nothing of who reads it. The author's side has 30 \
		days to amend the record, to mark it as entered in error, or to refuse; late answers count. One version may be \
		disputed three times.\n\
		Example: salus record dispute --as eve 3 --text-file wrong.txt"
	)]
	Dispute {
		/// The patient's profile.
		#[command(flatten)]
		acting: AsProfile,
		/// The record.
		index: RecordIndex,
		/// Who can read it: org:ID or practitioner:ID of the author's side [default: the author while it works there, or else
		/// its organisation].
		#[arg(long, value_name = "WHO")]
		to: Option<Who>,
		/// What is wrong.
		#[command(flatten)]
		text: Text,
	},
	/// Stand by a record that its patient disputes; only the patient can read why
	#[command(
		after_help = "Who may: its author, or a practitioner of the author's organisation. Who agrees with the patient amends the \
		record, or marks it as entered in error. The record stays marked as disputed.\n\
		Example: salus record refuse-dispute --as dave --patient 0x5f… 3 --text-file reasons.txt"
	)]
	RefuseDispute {
		/// The author.
		#[command(flatten)]
		acting: Acting,
		/// The patient: ID or PROFILE.
		#[arg(long, value_name = "ID")]
		patient: PatientRef,
		/// The record.
		index: RecordIndex,
		/// Why it stays as it is.
		#[command(flatten)]
		text: Text,
	},
	/// Take back a dispute that is open or was refused, and delete what was said
	#[command(after_help = "Who may: the patient.\nExample: salus record withdraw-dispute --as eve 3")]
	WithdrawDispute {
		/// The patient's profile.
		#[command(flatten)]
		acting: AsProfile,
		/// The record.
		index: RecordIndex,
	},
	/// List a patient's disputes, or those that an organisation has to answer, with what is said where the profile opens it
	#[command(
		after_help = "Who may: anyone sees that something is disputed; what is said, the side it is said to.\n\
		Example: salus record disputes --as dave --org 1 --overdue"
	)]
	Disputes {
		/// The reader.
		#[command(flatten)]
		acting: AsProfile,
		/// Of which patient.
		#[command(flatten)]
		of: DisputesOf,
		/// Only those whose answer is overdue.
		#[arg(long)]
		overdue: bool,
	},
	/// Compare stored bytes with the digests on chain
	#[command(after_help = "Who may: anyone who reaches the stores; no key is needed.\n\
		Exits with 6 if bytes were altered or an erased record's are still there as far as this home knows, with 4 if \
		they are missing.\n\
		Example: salus record verify --patient 0x5f…")]
	Verify {
		/// The patient: ID or PROFILE.
		#[arg(long, value_name = "ID")]
		patient: PatientRef,
		/// Only this record.
		index: Option<RecordIndex>,
	},
}

/// A text for somebody else.
#[derive(Debug, Args)]
pub struct Text {
	/// File with the text, in at most 3,000 bytes; `-` is standard input. The command line would show it to others.
	#[arg(long = "text-file", value_name = "FILE", default_value = "-")]
	pub file: PathBuf,
}

/// Whose disputes.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub struct DisputesOf {
	/// A patient's, however they stand: ID or PROFILE.
	#[arg(long, value_name = "ID")]
	pub patient: Option<PatientRef>,
	/// Those that await this organisation's answer.
	#[arg(long, value_name = "ID")]
	pub org: Option<OrganisationId>,
}

/// What the envelope says of a file, where it is to be something else than the file itself tells.
#[derive(Debug, Args)]
pub struct Description {
	/// Media type [default: by content and extension].
	#[arg(long, value_name = "TYPE")]
	pub media_type: Option<String>,
	/// FHIR resource type [default: the resource's].
	#[arg(long, value_name = "TYPE")]
	pub resource_type: Option<String>,
	/// What it is about, as SYSTEM|CODE [default: the resource's first coding].
	#[arg(long, value_name = "CODE")]
	pub code: Option<String>,
	/// The moment the fact belongs to [default: the resource's].
	#[arg(long, value_name = "T")]
	pub clinical_time: Option<When>,
}
