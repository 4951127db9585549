//! The texts by which an organisation joins the consortium, a node becomes one of a member's, and a patient whose home was
//! expelled chooses another.

use super::{Grouped, SignedText, Utc};
use crate::{
	ids::{GenesisHash, OrganisationId, PatientId},
	network::NodeAnnouncement,
	time::Moment,
};
use core::fmt;
use sp_runtime::AccountId32;

/// A name in ASCII: letters, digits, spaces and hyphens as they are, every other byte as `%` and two hexadecimal digits,
/// so that no name reads as another, or as another part of the text.
struct Escaped<'a>(&'a [u8]);

impl fmt::Display for Escaped<'_> {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		self.0.iter().try_for_each(|byte| match byte {
			b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b' ' | b'-' => write!(f, "{}", char::from(*byte)),
			other => write!(f, "%{other:02x}"),
		})
	}
}

/// The word of an account that it controls a new member organisation. Whoever proposes it can change nothing in it.
pub struct JoinConsortium<'a> {
	/// The chain.
	pub genesis: GenesisHash,
	/// The account that will control the organisation.
	pub account: &'a AccountId32,
	/// The organisation's name, UTF-8.
	pub name: &'a [u8],
	/// Until when it may be used (exclusive): the council's vote has to end before.
	pub expires_at: Moment,
}

impl fmt::Display for JoinConsortium<'_> {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		write!(
			f,
			"Salus: I control an organisation that joins the consortium. Chain {}. My account {}. Name \"{}\". Valid until \
			 {}.",
			Grouped(&self.genesis),
			Grouped(self.account.as_ref()),
			Escaped(self.name),
			Utc(self.expires_at),
		)
	}
}

impl SignedText for JoinConsortium<'_> {}

/// The word of whoever decides for a patient that an organisation takes the place of its home, which was expelled.
pub struct ChooseHome<'a> {
	/// The chain.
	pub genesis: GenesisHash,
	/// The patient.
	pub patient: PatientId,
	/// The account that signs.
	pub account: &'a AccountId32,
	/// The organisation that was expelled.
	pub from: OrganisationId,
	/// The organisation that takes its place.
	pub to: OrganisationId,
	/// Until when it may be used (exclusive).
	pub expires_at: Moment,
}

impl fmt::Display for ChooseHome<'_> {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		let Self { from, to, .. } = self;
		write!(
			f,
			"Salus: another organisation is my home. Chain {}. Patient {}. My account {}. Organisation {to} takes the place of \
			 organisation {from} and may add records to my inbox, nothing else. Valid until {}.",
			Grouped(&self.genesis),
			Grouped(&self.patient.0),
			Grouped(self.account.as_ref()),
			Utc(self.expires_at),
		)
	}
}

impl SignedText for ChooseHome<'_> {}

/// The word of a node, with the key of its libp2p identity, that it is a member's: so nobody announces another's. The
/// organisation's controller brings it, so a replay is the controller's own, and it needs no end.
pub struct AnnounceNode<'a> {
	/// The chain.
	pub genesis: GenesisHash,
	/// Who runs the node.
	pub organisation: OrganisationId,
	/// The node.
	pub node: &'a NodeAnnouncement,
}

impl fmt::Display for AnnounceNode<'_> {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		let Self { organisation, node, .. } = self;
		write!(
			f,
			"Salus: I am a node of a member. Chain {}. Organisation {organisation}. My key {}. My WireGuard key {}. My endpoint \
			 {}. I am a {} node.",
			Grouped(&self.genesis),
			Grouped(&node.peer.0),
			Grouped(&node.wireguard.0),
			node.endpoint,
			node.role,
		)
	}
}

impl SignedText for AnnounceNode<'_> {}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{
		limits::{MaxNameLen, MAX_TEXT_LEN},
		network::{NodeRole, PeerKey, WireguardKey},
	};
	use alloc::{format, string::ToString, vec};
	use sp_core::Get;

	const GENESIS: GenesisHash = [0x22; 32];
	const EXPIRES_AT: Moment = 1_795_341_600_000;

	fn groups(byte: &str) -> alloc::string::String {
		[byte.repeat(4).as_str(); 8].join(" ")
	}

	#[test]
	fn words_for_a_new_member_should_read_as_published() {
		let account = AccountId32::new([0x11; 32]);
		let text = |name: &str| {
			JoinConsortium {
				genesis: GENESIS,
				account: &account,
				name: name.as_bytes(),
				expires_at: EXPIRES_AT,
			}
			.to_string()
		};
		let expected = |name: &str| {
			format!(
				"Salus: I control an organisation that joins the consortium. Chain {}. My account {}. Name \"{name}\". Valid \
				 until 2026-11-22 10:00:00.000 UTC.",
				groups("22"),
				groups("11")
			)
		};
		assert_eq!(text("St-Anna Clinic 2"), expected("St-Anna Clinic 2"));
		assert_eq!(text("Mühle"), expected("M%c3%bchle"));
		// No name ends its clause and begins another.
		assert_eq!(text("A\". Valid"), expected("A%22%2e Valid"));
		assert_ne!(text("%41"), text("A"));
	}

	#[test]
	fn words_for_another_home_should_read_as_published() {
		let account = AccountId32::new([0x11; 32]);
		let text = ChooseHome {
			genesis: GENESIS,
			patient: PatientId([0x33; 32]),
			account: &account,
			from: 4,
			to: 7,
			expires_at: EXPIRES_AT,
		};
		assert_eq!(
			text.to_string(),
			format!(
				"Salus: another organisation is my home. Chain {}. Patient {}. My account {}. Organisation 7 takes the place \
				 of organisation 4 and may add records to my inbox, nothing else. Valid until 2026-11-22 10:00:00.000 UTC.",
				groups("22"),
				groups("33"),
				groups("11")
			)
		);
	}

	#[test]
	fn words_of_a_node_should_read_as_published() {
		let node = NodeAnnouncement {
			peer: PeerKey([0x44; 32]),
			wireguard: WireguardKey([0x55; 32]),
			endpoint: "node-1.hospital.example:51820".parse().unwrap(),
			role: NodeRole::Validator,
		};
		let text = |node: &_| AnnounceNode { genesis: GENESIS, organisation: 7, node }.to_string();
		let expected = |role: &str| {
			format!(
				"Salus: I am a node of a member. Chain {}. Organisation 7. My key {}. My WireGuard key {}. My endpoint \
				 node-1.hospital.example:51820. I am a {role} node.",
				groups("22"),
				groups("44"),
				groups("55")
			)
		};
		assert_eq!(text(&node), expected("validator"));
		for (role, name) in [(NodeRole::History, "history"), (NodeRole::Full, "full")] {
			assert_eq!(text(&NodeAnnouncement { role, ..node.clone() }), expected(name));
		}
	}

	#[test]
	fn texts_should_stay_within_their_bound_at_their_longest() {
		let account = AccountId32::new([9; 32]);
		let name = vec![0xff; <MaxNameLen as Get<u32>>::get() as usize];
		let (genesis, expires_at) = (GENESIS, Moment::MAX);
		let home = ChooseHome {
			genesis,
			patient: PatientId([9; 32]),
			account: &account,
			from: u32::MAX,
			to: u32::MAX,
			expires_at,
		};
		let label = "a".repeat(63);
		let node = NodeAnnouncement {
			peer: PeerKey([9; 32]),
			wireguard: WireguardKey([9; 32]),
			endpoint: format!("{label}.{label}.{label}.{}:65535", "a".repeat(61)).parse().unwrap(),
			role: NodeRole::Validator,
		};
		let node = AnnounceNode { genesis, organisation: u32::MAX, node: &node };
		for text in [
			JoinConsortium { genesis, account: &account, name: &name, expires_at }.text(),
			home.text(),
			node.text(),
		] {
			assert!(text.is_ascii() && !text.contains(&b'\n') && text.len() <= MAX_TEXT_LEN);
		}
	}
}
