//! `salus org`.

use super::{values::Who, AsProfile};
use clap::Subcommand;
use salus_sdk::primitives::ids::OrganisationId;

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
	/// Let an account enrol patients and admit practitioners for the organisation
	#[command(
		after_help = "Who may: the organisation's controller.\nExample: salus org add-registrar --as alice ferdie"
	)]
	AddRegistrar {
		/// The controller.
		#[command(flatten)]
		acting: AsProfile,
		/// The account: PROFILE or ADDRESS.
		who: Who,
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
