//! `salus network`.

use super::{values::duration, AsProfile};
use clap::{Args, Subcommand, ValueEnum};
use salus_sdk::primitives::network::{NodeId, NodeRole, OverlayAddress, WireguardKey};
use std::{path::PathBuf, time::Duration};

/// The consortium's nodes, and the private network that they talk over.
#[derive(Debug, Subcommand)]
pub enum Network {
	/// List the nodes that may connect to each other, with their addresses on the overlay
	#[command(after_help = "Who may: anyone.\nExample: salus network list")]
	List,
	/// Put a node of the organisation on the list
	#[command(
		after_help = "Who may: the organisation's controller, with the node's own key, which signs for it.\n\
		Example: salus network announce --as alice --node-key secret_ed25519 --wireguard \
		hSDwCYkwp1R0i33ctD73Wg2/Og0mOBr066SpjqqbTmo= --endpoint node-1.hospital.example:51820 --role validator"
	)]
	Announce {
		/// The controller.
		#[command(flatten)]
		acting: AsProfile,
		/// File of the node's libp2p key, as `salus-node key generate-node-key` writes it.
		#[arg(long, value_name = "FILE")]
		node_key: PathBuf,
		/// Public key of the host's WireGuard, as `wg pubkey` prints it.
		#[arg(long, value_name = "KEY")]
		wireguard: WireguardKey,
		/// Where the host's WireGuard listens: a DNS name or IP address, and a UDP port.
		#[arg(long, value_name = "HOST:PORT")]
		endpoint: String,
		/// What the node is for.
		#[arg(long, value_name = "ROLE")]
		role: GivenNodeRole,
	},
	/// Take a node of the organisation off the list: the others cut it off
	#[command(
		after_help = "Who may: the organisation's controller.\nExample: salus network withdraw --as alice 3"
	)]
	Withdraw {
		/// The controller.
		#[command(flatten)]
		acting: AsProfile,
		/// The node's number in the list.
		node: NodeId,
	},
	/// Give this host's WireGuard the peers of the list, once or whenever it changes
	#[command(
		after_help = "Who may: root, on the node's host. The list is read at the finalised block of the node at --url; the \
		private key stays in its file.\n\
		Example: salus network wireguard --private-key /var/lib/salus-overlay/wireguard.key --interface salus0 --watch --chain-spec \
		/etc/salus/chain.json --remember /var/lib/salus-overlay/nodes.json\n\
		Example: salus network wireguard --private-key /var/lib/salus-overlay/wireguard.key --print"
	)]
	Wireguard(Wireguard),
}

/// What a node is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum GivenNodeRole {
	/// It makes and finalises blocks.
	Validator,
	/// It keeps every state, and answers.
	History,
	/// It follows the chain, and answers.
	Full,
}

impl From<GivenNodeRole> for NodeRole {
	fn from(role: GivenNodeRole) -> Self {
		match role {
			GivenNodeRole::Validator => Self::Validator,
			GivenNodeRole::History => Self::History,
			GivenNodeRole::Full => Self::Full,
		}
	}
}

/// How the host's WireGuard is to be.
#[derive(Debug, Args)]
pub struct Wireguard {
	/// File of the host's WireGuard key, as `wg genkey` writes it. Only `wg` reads it.
	#[arg(long, value_name = "FILE")]
	pub private_key: PathBuf,
	/// The interface, which is there: `ip link add salus0 type wireguard`, or a WireGuard in user space.
	#[arg(long, value_name = "NAME", default_value = "salus0")]
	pub interface: String,
	/// UDP port on which it listens.
	#[arg(long, value_name = "PORT", default_value_t = 51_820)]
	pub port: u16,
	/// Write to each peer so often, in seconds: behind a NAT, to be reached at all.
	#[arg(long, value_name = "SECONDS")]
	pub keepalive: Option<u16>,
	/// The host's address on the overlay, as long as the list does not tell: `salus network announce` did.
	#[arg(long, value_name = "IPV6")]
	pub address: Option<OverlayAddress>,
	/// Raw chain specification: where the chain cannot be read and nothing is remembered, the nodes of its beginning count.
	#[arg(long, value_name = "FILE")]
	pub chain_spec: Option<PathBuf>,
	/// File in which the list is kept: it counts where the chain cannot be read, or only at an earlier block.
	#[arg(long, value_name = "FILE")]
	pub remember: Option<PathBuf>,
	/// Print a configuration for `wg-quick`, and change nothing.
	#[arg(long, conflicts_with = "watch")]
	pub print: bool,
	/// Stay, and follow the list.
	#[arg(long)]
	pub watch: bool,
	/// How often to look.
	#[arg(long, value_name = "DURATION", value_parser = duration, default_value = "10s")]
	pub every: Duration,
}
