//! `salus representative`.

use super::{
	values::{duration, PatientRef, When},
	AsProfile,
};
use clap::{Subcommand, ValueEnum};
use salus_sdk::primitives::{ids::RepresentativeId, representation};
use std::{path::PathBuf, time::Duration};

/// What a representative may do.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum Power {
	/// Be given consents to read.
	Read,
	/// Give and revoke consents, exclude and readmit.
	Grant,
	/// Add records.
	Records,
	/// Give scopes new keys, as far as the patient seals keys ahead; only with read.
	Rotate,
}

impl Power {
	/// All of these together.
	pub fn all(powers: &[Self]) -> representation::Powers {
		powers.iter().fold(representation::Powers::default(), |all, power| {
			all.union(match power {
				Self::Read => representation::Powers::READ,
				Self::Grant => representation::Powers::GRANT,
				Self::Records => representation::Powers::RECORDS,
				Self::Rotate => representation::Powers::ROTATE,
			})
		})
	}
}

/// What a representation rests on.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum Basis {
	/// The patient's own word.
	Appointed,
	/// That the patient cannot decide, as is attested.
	Guardian,
	/// That the patient has died, as is attested.
	Executor,
}

impl From<Basis> for representation::Basis {
	fn from(basis: Basis) -> Self {
		match basis {
			Basis::Appointed => Self::Appointed,
			Basis::Guardian => Self::Guardian,
			Basis::Executor => Self::Executor,
		}
	}
}

/// Who acts for a patient.
#[derive(Debug, Subcommand)]
pub enum Representative {
	/// Sign, with wallet and vault, that one would represent a patient
	#[command(
		after_help = "Who may: anyone; hand the file to the patient, or as guardian or executor to the registrar of its \
		organisation. It holds no secret.\nExample: salus representative accept --as rob --patient 0x5f… --power read \
		--power grant --until 365days --out rob.json"
	)]
	Accept {
		/// Who would represent.
		#[command(flatten)]
		acting: AsProfile,
		/// The patient: ID or PROFILE.
		#[arg(long, value_name = "ID")]
		patient: PatientRef,
		/// What the representative may do; may be repeated.
		#[arg(long = "power", value_name = "POWER", required = true)]
		powers: Vec<Power>,
		/// What that rests on.
		#[arg(long, value_name = "BASIS", default_value = "appointed")]
		basis: Basis,
		/// From when on.
		#[arg(long, value_name = "TIME")]
		from: Option<When>,
		/// Until when.
		#[arg(long, value_name = "TIME")]
		until: When,
		/// File to write what was signed to.
		#[arg(long, value_name = "FILE")]
		out: PathBuf,
		/// How long it may be used; at most 30 days.
		#[arg(long, value_name = "TIME", default_value = "7days", value_parser = duration)]
		valid: Duration,
		/// Overwrite the file.
		#[arg(long)]
		force: bool,
	},
	/// Appoint a representative: sign, with wallet and vault, what it accepted
	#[command(
		after_help = "Who may: the patient; read what it says first. Hand the file to the registrar of your organisation.\n\
		Example: salus representative appoint --as eve --file rob.json --out appointed.json"
	)]
	Appoint {
		/// The patient.
		#[command(flatten)]
		acting: AsProfile,
		/// The file that `salus representative accept` wrote.
		#[arg(long, value_name = "FILE")]
		file: PathBuf,
		/// File to write both words to.
		#[arg(long, value_name = "FILE")]
		out: PathBuf,
		/// Overwrite the file.
		#[arg(long)]
		force: bool,
	},
	/// Admit a representative
	#[command(after_help = "Who may: a registrar of the organisation that enrolled the patient.\n\
		Example: salus representative add --as alice --file appointed.json")]
	Add {
		/// The registrar.
		#[command(flatten)]
		acting: AsProfile,
		/// The file with all words that are needed.
		#[arg(long, value_name = "FILE")]
		file: PathBuf,
	},
	/// List a patient's representatives
	#[command(after_help = "Who may: anyone; it is pseudonymous, not secret.\n\
		Example: salus representative list --patient eve")]
	List {
		/// The patient: ID or PROFILE.
		#[arg(long, value_name = "ID")]
		patient: PatientRef,
	},
	/// End a representative, at once
	#[command(
		after_help = "Who may: the patient, the representative itself, and for a guardian or an executor a registrar of the \
		organisation. Its consents carry nothing any more; rotate the scopes that it read.\n\
		Example: salus representative end --as eve 3"
	)]
	End {
		/// Who ends it.
		#[command(flatten)]
		acting: AsProfile,
		/// The representative.
		representative: RepresentativeId,
	},
}
