//! People's own word for the roles they take on.

use crate::{
	now,
	people::{account, pair, vault},
	runtime::Runtime,
	time::DAY,
	GENESIS,
};
use salus_pallet_consortium::Error;
use salus_primitives::{
	ids::{sha256, OrganisationId, PatientId, VaultSignature},
	limits::MAX_TEXT_LIFE,
	network::{NodeAnnouncement, NodeRole, PeerKey, WireguardKey},
	text::{wrapped, AcceptRole, Acceptance, AnnounceNode, ChooseHome, JoinConsortium, Role, SignedText},
	time::Moment,
};
use sp_core::Pair;

/// The word of the person of that name that it takes on the role: valid for a day, signed by its wallet.
pub fn acceptance(name: &str, role: Role) -> Acceptance {
	acceptance_until(name, role, now() + DAY)
}

/// The same, valid until `expires_at`.
pub fn acceptance_until(name: &str, role: Role, expires_at: Moment) -> Acceptance {
	let text = AcceptRole { genesis: GENESIS, account: &account(name), role, expires_at }.text();
	Acceptance { expires_at, signature: pair(name).sign(&text).into() }
}

/// The same as [`acceptance`], wrapped in `<Bytes>` by the wallet.
pub fn wrapped_acceptance(name: &str, role: Role) -> Acceptance {
	let expires_at = now() + DAY;
	let text = AcceptRole { genesis: GENESIS, account: &account(name), role, expires_at }.text();
	Acceptance { expires_at, signature: pair(name).sign(&wrapped(&text)).into() }
}

/// The word of the person of that name that it controls a new organisation: valid for a day.
pub fn joining(name: &str, organisation: &[u8]) -> Acceptance {
	joining_until(name, organisation, now() + DAY)
}

/// The same, valid until `expires_at`.
pub fn joining_until(name: &str, organisation: &[u8], expires_at: Moment) -> Acceptance {
	let text = JoinConsortium { genesis: GENESIS, account: &account(name), name: organisation, expires_at };
	Acceptance { expires_at, signature: pair(name).sign(&text.text()).into() }
}

/// The word of the person of that name that an organisation takes the place of the patient's home: valid for a day.
pub fn home_choice(name: &str, patient: PatientId, from: OrganisationId, to: OrganisationId) -> Acceptance {
	let expires_at = now() + DAY;
	let text = ChooseHome { genesis: GENESIS, patient, account: &account(name), from, to, expires_at };
	Acceptance { expires_at, signature: pair(name).sign(&text.text()).into() }
}

/// A validator node of that name: its identity has the key that signs for [`vault`], and nobody else has its WireGuard key.
pub fn node(name: &str) -> NodeAnnouncement {
	NodeAnnouncement {
		peer: PeerKey(vault(name).keys().signing.0),
		wireguard: WireguardKey(sha256(&[b"wireguard", name.as_bytes()])),
		endpoint: "node.hospital.example:51820".parse().expect("it is a name and a port"),
		role: NodeRole::Validator,
	}
}

/// The word of the node of that name that it is the organisation's.
pub fn node_word(name: &str, organisation: OrganisationId, node: &NodeAnnouncement) -> VaultSignature {
	vault(name).sign(&AnnounceNode { genesis: GENESIS, organisation, node })
}

/// What is not that person's word for the role, each with why it is refused: signed by another wallet; for another role,
/// number, account, chain or end; expired; good for too long.
pub fn bad_acceptances(name: &str, role: Role) -> Vec<(Acceptance, Error<Runtime>)> {
	let (person, stranger) = (account(name), account("stranger"));
	let expires_at = now() + DAY;
	let text = || AcceptRole { genesis: GENESIS, account: &person, role, expires_at };
	let (number, mut patient) = match role {
		Role::Practitioner(number)
		| Role::AccountOf(number)
		| Role::Registrar(number)
		| Role::Controller(number)
		| Role::Validator(number) => (number, PatientId([1; 32])),
		Role::ControllerOf(patient) | Role::HandedOver { patient, .. } => (1, patient),
	};
	patient.0[0] ^= 1;
	let roles = [number, number + 1]
		.into_iter()
		.flat_map(|number| {
			[
				Role::Practitioner(number),
				Role::AccountOf(number),
				Role::Registrar(number),
				Role::Controller(number),
				Role::Validator(number),
			]
		})
		.chain([Role::ControllerOf(patient)])
		.filter(|other| *other != role);
	let mut others = vec![
		AcceptRole { account: &stranger, ..text() },
		AcceptRole { genesis: [0; 32], ..text() },
		AcceptRole { expires_at: expires_at + 1, ..text() },
	];
	others.extend(roles.map(|role| AcceptRole { role, ..text() }));

	let signed_by = |name: &str, text: &AcceptRole| Acceptance {
		expires_at,
		signature: pair(name).sign(&text.text()).into(),
	};
	let by_another = ["stranger", "alice", "bob"]
		.into_iter()
		.filter(|other| *other != name)
		.map(|other| signed_by(other, &text()));
	let of_another = others.iter().map(|text| signed_by(name, text));
	let good_for = |expires_at| acceptance_until(name, role, expires_at);
	let lives = [
		(good_for(0), Error::TextExpired),
		(good_for(now() - 1), Error::TextExpired),
		(good_for(now()), Error::TextExpired),
		(good_for(now() + MAX_TEXT_LIFE + 1), Error::TextTooLong),
		(good_for(Moment::MAX), Error::TextTooLong),
	];
	let badly_signed = by_another.chain(of_another).map(|bad| (bad, Error::BadWalletSignature));
	badly_signed.chain(lives).collect()
}
