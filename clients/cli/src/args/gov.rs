//! `salus gov`.

use super::{
	values::{duration, Who},
	AsProfile, NewAcceptance,
};
use clap::{Args, Subcommand, ValueEnum};
use salus_sdk::primitives::ids::{Digest, OrganisationId};
use std::{path::PathBuf, time::Duration};

/// The votes of the consortium.
#[derive(Debug, Subcommand)]
pub enum Gov {
	/// Show the open motions, the members and validators, and the network's parameters
	#[command(after_help = "Who may: anyone.\nExample: salus gov status")]
	Status,
	/// Show the validators that made two blocks of one slot, or cast two votes in one round
	#[command(after_help = "Who may: anyone.\nExample: salus gov offences")]
	Offences,
	/// Sign that your account controls an organisation that joins the consortium
	#[command(
		after_help = "Who may: anyone; hand the file to a member, who proposes it. It holds no secret.\n\
		Example: salus gov join --as eve --name 'Hillside Clinic' --out hillside.json"
	)]
	Join {
		/// Who would control it.
		#[command(flatten)]
		acting: AsProfile,
		/// The organisation's name, 1 to 64 bytes.
		#[arg(long, value_name = "NAME")]
		name: String,
		/// Where to write it.
		#[command(flatten)]
		file: NewWord,
	},
	/// Sign that your account controls an organisation from now on, or runs a validator for it
	#[command(
		after_help = "Who may: anyone; hand the file to a member, who proposes it. It holds no secret.\n\
		Example: salus gov accept --as ferdie --role validator --org 2 --out ferdie.json"
	)]
	Accept {
		/// Who accepts.
		#[command(flatten)]
		acting: AsProfile,
		/// What it accepts.
		#[arg(long, value_name = "ROLE")]
		role: GivenRole,
		/// The organisation.
		#[arg(long, value_name = "ID")]
		org: OrganisationId,
		/// Where to write it.
		#[command(flatten)]
		file: NewWord,
	},
	/// Propose something to the council; it is done once two thirds agree and the motion is closed
	#[command(subcommand)]
	Propose(Propose),
	/// Agree to a motion, or not
	#[command(
		after_help = "Who may: the controller of an organisation in good standing. A vote can be changed until the motion is \
		closed.\nExample: salus gov vote --as bob 3 yes"
	)]
	Vote {
		/// The member.
		#[command(flatten)]
		acting: AsProfile,
		/// The motion's number, as `salus gov status` shows it.
		motion: u32,
		/// Whether to agree.
		vote: Ballot,
	},
	/// Close a motion that was decided, or whose time is over, and do what it proposes if two thirds agreed
	#[command(after_help = "Who may: the controller of an organisation in good standing.\n\
		Exit code: 3 or 4 if it was agreed to and could not be done.\n\
		Example: salus gov close --as bob 3")]
	Close {
		/// The member.
		#[command(flatten)]
		acting: AsProfile,
		/// The motion's number, as `salus gov status` shows it.
		motion: u32,
	},
	/// Bring the code of the runtime that two thirds authorised; from the next block on it is the chain's
	#[command(after_help = "Who may: anyone.
Example: salus gov apply-upgrade salus_runtime.compact.compressed.wasm")]
	ApplyUpgrade {
		/// The WASM file.
		file: PathBuf,
	},
}

/// Where to write a word for a vote.
#[derive(Debug, Args)]
pub struct NewWord {
	/// File to write the signed text to.
	#[arg(long, value_name = "FILE")]
	pub out: PathBuf,
	/// How long it may be used; at most 30 days. A vote may take seven.
	#[arg(long, value_name = "TIME", default_value = "30days", value_parser = duration)]
	pub valid: Duration,
	/// Overwrite the file.
	#[arg(long)]
	pub force: bool,
}

impl From<NewWord> for NewAcceptance {
	fn from(NewWord { out, valid, force }: NewWord) -> Self {
		Self { out, valid, force }
	}
}

/// A role that the council gives.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum GivenRole {
	/// Control the organisation.
	Controller,
	/// Run a validator for it.
	Validator,
}

/// A vote.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum Ballot {
	/// Agree.
	#[value(alias = "aye")]
	Yes,
	/// Do not.
	#[value(alias = "nay")]
	No,
}

/// What can be proposed; the whole list.
#[derive(Debug, Subcommand)]
pub enum Propose {
	/// Admit an organisation
	#[command(after_help = "Who may: the controller of an organisation in good standing.\n\
		Example: salus gov propose admit --as alice --word hillside.json")]
	Admit {
		/// The member.
		#[command(flatten)]
		acting: AsProfile,
		/// The file that `salus gov join` wrote for the organisation's controller.
		#[arg(long, value_name = "FILE")]
		word: PathBuf,
	},
	/// Suspend an organisation: nobody acts for it until it is reinstated
	#[command(after_help = "Who may: the controller of an organisation in good standing.\n\
		Example: salus gov propose suspend --as alice 4")]
	Suspend {
		/// The member.
		#[command(flatten)]
		acting: AsProfile,
		/// The organisation.
		org: OrganisationId,
	},
	/// End an organisation's suspension
	#[command(after_help = "Who may: the controller of an organisation in good standing.\n\
		Example: salus gov propose reinstate --as alice 4")]
	Reinstate {
		/// The member.
		#[command(flatten)]
		acting: AsProfile,
		/// The organisation.
		org: OrganisationId,
	},
	/// Expel an organisation for good: its patients choose another home
	#[command(after_help = "Who may: the controller of an organisation in good standing.\n\
		Example: salus gov propose expel --as alice 4")]
	Expel {
		/// The member.
		#[command(flatten)]
		acting: AsProfile,
		/// The organisation.
		org: OrganisationId,
	},
	/// Give an account what it accepted: the control of an organisation, or a validator's seat
	#[command(after_help = "Who may: the controller of an organisation in good standing.\n\
		Example: salus gov propose give --as alice --acceptance ferdie.json")]
	Give {
		/// The member.
		#[command(flatten)]
		acting: AsProfile,
		/// The file that `salus gov accept` wrote for the account.
		#[arg(long, value_name = "FILE")]
		acceptance: PathBuf,
	},
	/// Take a validator's seat
	#[command(after_help = "Who may: the controller of an organisation in good standing.\n\
		Example: salus gov propose take-seat --as alice dave")]
	TakeSeat {
		/// The member.
		#[command(flatten)]
		acting: AsProfile,
		/// The validator's account: PROFILE or ADDRESS.
		who: Who,
	},
	/// Set a parameter of the network
	#[command(after_help = "Who may: the controller of an organisation in good standing.\n\
		Example: salus gov propose parameter --as alice --notice-period 180days")]
	Parameter {
		/// The member.
		#[command(flatten)]
		acting: AsProfile,
		/// The parameter.
		#[command(flatten)]
		parameter: OneParameter,
	},
	/// Authorise a new runtime; anyone brings its code then
	#[command(
		after_help = "Who may: the controller of an organisation in good standing. Its version has to be higher than the \
		chain's. It takes the place of what was authorised before; a hash of zeros withdraws that.\n\
		Example: salus gov propose authorize-upgrade --as alice --code salus_runtime.compact.compressed.wasm"
	)]
	AuthorizeUpgrade {
		/// The member.
		#[command(flatten)]
		acting: AsProfile,
		/// The code.
		#[command(flatten)]
		code: OneCode,
	},
	/// Let the next session's validators take over finality that has stalled
	#[command(
		after_help = "Who may: the controller of an organisation in good standing. To be closed in the session after \
		the one in which the lost validators' seats were taken; docs/runbook.md has the steps.\n\
		Example: salus gov propose note-stalled --as alice --finalized 123456"
	)]
	NoteStalled {
		/// The member.
		#[command(flatten)]
		acting: AsProfile,
		/// Blocks between the start of their session and their taking over: 16 to 43200.
		#[arg(long, value_name = "BLOCKS", default_value_t = 600)]
		delay: u32,
		/// The highest block that any of them saw finalised.
		#[arg(long, visible_alias = "finalised", value_name = "BLOCK")]
		finalized: u32,
	},
}

/// A runtime's code, or its hash alone.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub struct OneCode {
	/// The WASM file: its hash and version are shown.
	#[arg(long, value_name = "FILE")]
	pub code: Option<PathBuf>,
	/// BLAKE2b-256 of the WASM file, in hexadecimal. Nothing is checked of it before the code is brought.
	#[arg(long, value_name = "HASH")]
	pub hash: Option<Digest>,
}

/// One parameter with its value.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub struct OneParameter {
	/// How long an organisation that is expelled keeps what lies in its stores: 7 days to two years.
	#[arg(long, value_name = "TIME", value_parser = duration)]
	pub notice_period: Option<Duration>,
	/// Fewest organisations in good standing that a vote leaves.
	#[arg(long, value_name = "NUMBER")]
	pub minimum_organisations: Option<u32>,
	/// Fewest validators with keys that a vote leaves.
	#[arg(long, value_name = "NUMBER")]
	pub minimum_validators: Option<u32>,
}
