//! `salus org`.

use super::{
	acceptance::signing_here,
	values::{ProfileName, Who},
	AsProfile, NewAcceptance,
};
use clap::Subcommand;
use salus_sdk::primitives::ids::OrganisationId;
use std::path::PathBuf;

/// Member organisations of the consortium.
#[derive(Debug, Subcommand)]
pub enum Org {
	/// List the member organisations
	#[command(after_help = "Who may: anyone.\nExample: salus org list")]
	List,
	/// Show an organisation: who acts for it, its standing, its vault keys and validators
	#[command(after_help = "Who may: anyone.\nExample: salus org show 1")]
	Show {
		/// The organisation.
		id: OrganisationId,
	},
	/// Sign the text with which your account becomes a registrar of an organisation
	#[command(
		after_help = "Who may: anyone; hand the file to the organisation's controller. It holds no secret.\n\
		Example: salus org accept --as ferdie --org 1 --out ferdie.acceptance.json"
	)]
	Accept {
		/// Who accepts.
		#[command(flatten)]
		acting: AsProfile,
		/// The organisation.
		#[arg(long, value_name = "ID")]
		org: OrganisationId,
		/// Where to write it.
		#[command(flatten)]
		file: NewAcceptance,
	},
	/// Let an account that accepted it enrol patients and admit practitioners for the organisation
	#[command(after_help = "Who may: the organisation's controller.\n\
		Example for an account elsewhere: salus org add-registrar --as alice --acceptance ferdie.acceptance.json\n\
		Example: salus org add-registrar --as alice ferdie")]
	AddRegistrar {
		/// The controller.
		#[command(flatten)]
		acting: AsProfile,
		/// A profile of this machine that signs here and now.
		#[arg(
			value_name = "PROFILE",
			value_parser = signing_here,
			conflicts_with = "acceptance",
			required_unless_present = "acceptance"
		)]
		account: Option<ProfileName>,
		/// The file that `salus org accept` wrote for an account elsewhere.
		#[arg(long, value_name = "FILE")]
		acceptance: Option<PathBuf>,
	},
	/// Take that back
	#[command(
		after_help = "Who may: the organisation's controller.\nExample: salus org remove-registrar --as alice ferdie"
	)]
	RemoveRegistrar {
		/// The controller.
		#[command(flatten)]
		acting: AsProfile,
		/// The account: PROFILE or ADDRESS.
		who: Who,
	},
	/// Give the organisation another name
	#[command(
		after_help = "Who may: the organisation's controller.\nExample: salus org rename --as alice 'Northgate Hospital'"
	)]
	Rename {
		/// The controller.
		#[command(flatten)]
		acting: AsProfile,
		/// The name, 1 to 64 bytes.
		name: String,
	},
}
