//! Roles that an account takes on by its own word: a person signs a text, those who give the role submit it.

use crate::{chain::calls, texts, words, AccountId, Client, Error, Landed, Result, Wallet};
use codec::{Decode, Encode};
use salus_primitives::{
	ids::GenesisHash,
	text::{AcceptRole, Acceptance, Role, SignedText},
	time::Moment,
};
use serde::{Deserialize, Serialize};
use std::time::Duration;
use subxt::utils::MultiSignature;

/// An account's signed word that it takes on a role, to be handed to those who give it. It contains nothing secret.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RoleRequest {
	/// The chain it is for: hash of its first block.
	#[serde(with = "texts::hex_hash")]
	pub genesis: GenesisHash,
	/// Whose word.
	pub account: AccountId,
	/// The role.
	pub role: Role,
	/// Until when it may be used (exclusive).
	pub expires_at: Moment,
	/// The wallet's signature over the text, bare or in `<Bytes>`: SCALE-encoded `MultiSignature`, as wallets
	/// give it.
	#[serde(with = "texts::hex_signature")]
	pub signature: MultiSignature,
}

/// An acceptance that the wallet has not signed.
#[derive(Clone, PartialEq, Debug)]
pub struct Unsigned(RoleRequest);

impl RoleRequest {
	/// Prepares the word of `account`, which may be another wallet's: everything but the signature.
	///
	/// # Errors
	/// Of kind usage for a life of nothing or more than 30 days.
	pub fn prepare(
		account: &AccountId,
		role: Role,
		genesis: GenesisHash,
		now: Moment,
		life: Duration,
	) -> Result<Unsigned> {
		let expires_at = texts::end_of(life, now)?;
		let signature = MultiSignature::Sr25519([0; 64]);
		Ok(Unsigned(Self { genesis, account: *account, role, expires_at, signature }))
	}

	/// The text that is signed: ASCII, on one line.
	pub fn text(&self) -> String {
		let Self { genesis, account, role, expires_at, .. } = *self;
		AcceptRole { genesis, account: &account.0.into(), role, expires_at }.to_string()
	}

	/// What goes into the call.
	///
	/// # Errors
	/// None that occur: a signature has the same bytes in the runtime.
	pub fn acceptance(&self) -> Result<Acceptance> {
		let signature = Decode::decode(&mut self.signature.encode().as_slice())
			.map_err(|_| Error::usage("the chain knows no signatures of this kind"))?;
		Ok(Acceptance { expires_at: self.expires_at, signature })
	}

	/// Checks that the account's wallet signed the text.
	///
	/// # Errors
	/// Of kind integrity.
	pub fn verify(&self) -> Result<()> {
		let Self { genesis, account, role, expires_at, .. } = *self;
		let signer = account.0.into();
		let text = AcceptRole { genesis, account: &signer, role, expires_at };
		if !text.is_signed_by(&self.acceptance()?.signature, &signer) {
			return Err(Error::integrity("the wallet's signature is not over this text"));
		}
		Ok(())
	}

	/// Checks that this is the account's word for `role`, on this chain and at this moment.
	///
	/// # Errors
	/// Of kind usage for another chain's, another role's or one that has expired; of kind integrity if the account
	/// did not sign it.
	pub fn ensure_for(&self, role: Role, genesis: GenesisHash, now: Moment) -> Result<()> {
		if self.genesis != genesis {
			return Err(Error::usage("the acceptance was signed for another chain"));
		}
		if self.role != role {
			return Err(Error::usage(format!("the account accepts \"{}\", and not \"{role}\"", self.role)));
		}
		if self.expires_at <= now {
			let expired = words::moment(self.expires_at);
			return Err(Error::usage(format!(
				"the acceptance expired {expired}; ask the account for another"
			)));
		}
		self.verify()
	}

	/// The acceptance as a JSON document.
	///
	/// # Errors
	/// None that occur.
	pub fn to_json(&self) -> Result<String> {
		serde_json::to_string_pretty(self).map_err(|error| Error::usage(error.to_string()))
	}

	/// Reads an acceptance; what takes one checks it.
	///
	/// # Errors
	/// Of kind usage if the document is none.
	pub fn from_json(json: &str) -> Result<Self> {
		serde_json::from_str(json)
			.map_err(|error| Error::usage(format!("this is no acceptance of a role: {error}")))
	}
}

impl Unsigned {
	/// The text for the wallet to sign, as it is or as a wallet wraps it.
	pub fn text(&self) -> String {
		self.0.text()
	}

	/// Signs with a wallet at hand.
	pub fn sign(self, wallet: &Wallet) -> RoleRequest {
		let signature = wallet.sign(self.0.text().as_bytes());
		RoleRequest { signature, ..self.0 }
	}

	/// Takes a signature that a wallet elsewhere made: in hexadecimal, SCALE-encoded or the bare 64 bytes of
	/// sr25519.
	///
	/// # Errors
	/// Of kind usage if it is no signature, of kind integrity if it is another text's or account's.
	pub fn with_signature(self, signature: &str) -> Result<RoleRequest> {
		let request = RoleRequest { signature: texts::signature(signature)?, ..self.0 };
		request.verify()?;
		Ok(request)
	}
}

impl Client {
	/// Accepts a role with the wallet that will have it.
	///
	/// # Errors
	/// Of kind usage for a life of more than 30 days; of kind not found for an unknown organisation or practitioner;
	/// of kind network.
	pub async fn accept_role(&self, wallet: &Wallet, role: Role, life: Duration) -> Result<RoleRequest> {
		match role {
			Role::Practitioner(id) | Role::Registrar(id) | Role::Controller(id) | Role::Validator(id) => {
				if self.chain().organisation(id, self.at()).await?.is_none() {
					return Err(Error::not_found(format!("there is no organisation {id}")));
				}
			}
			Role::AccountOf(id) => {
				if self.chain().practitioner(id, self.at()).await?.is_none() {
					return Err(Error::not_found(format!("there is no practitioner {id}")));
				}
			}
			Role::ControllerOf(id) | Role::HandedOver { patient: id, .. } => {
				if self.chain().patient(&id, self.at()).await?.is_none() {
					return Err(Error::not_found(format!("there is no patient {id}")));
				}
			}
		}
		let (genesis, now) = (self.chain().genesis(), self.now().await?);
		Ok(RoleRequest::prepare(&wallet.account(), role, genesis, now, life)?.sign(wallet))
	}

	/// Lets an account that accepted it enrol patients and admit practitioners for the controller's organisation.
	///
	/// # Errors
	/// Of kind denied if the account acts for no organisation; as [`RoleRequest::ensure_for`]; those of
	/// [`crate::Chain::submit`].
	pub async fn add_registrar(&self, controller: &Wallet, accepted: &RoleRequest) -> Result<Landed> {
		let organisation = self.agency(controller).await?;
		let acceptance = self.acceptance(accepted, Role::Registrar(organisation)).await?;
		let call = calls::consortium::add_registrar(organisation, &accepted.account, &acceptance);
		self.chain().submit(&call, controller, self.wait()).await
	}

	/// What an account's word for the role puts into the call.
	pub(crate) async fn acceptance(&self, accepted: &RoleRequest, role: Role) -> Result<Acceptance> {
		accepted.ensure_for(role, self.chain().genesis(), self.now().await?)?;
		accepted.acceptance()
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::Kind;
	use salus_primitives::text::wrapped;

	const GENESIS: GenesisHash = [7; 32];
	const ROLE: Role = Role::Practitioner(1);

	fn ferdie() -> Wallet {
		Wallet::from_suri("//Ferdie").unwrap()
	}

	fn unsigned() -> Unsigned {
		let life = Duration::from_secs(60);
		RoleRequest::prepare(&ferdie().account(), ROLE, GENESIS, 1_000, life).unwrap()
	}

	#[test]
	fn acceptance_should_verify_and_come_back_from_its_file() {
		let patient = salus_primitives::ids::PatientId([4; 32]);
		for role in [
			ROLE,
			Role::AccountOf(3),
			Role::Registrar(2),
			Role::ControllerOf(patient),
			Role::Controller(2),
			Role::Validator(2),
		] {
			let request = RoleRequest { role, ..unsigned().0 };
			let request = Unsigned(request).sign(&ferdie());
			request.ensure_for(role, GENESIS, 60_999).unwrap();
			let back = RoleRequest::from_json(&request.to_json().unwrap()).unwrap();
			assert_eq!(back, request);
			assert_eq!(back.acceptance().unwrap().expires_at, 61_000);
		}
	}

	#[test]
	fn file_should_say_account_and_role_when_people_read_it() {
		let request = unsigned().sign(&ferdie());
		let json: serde_json::Value = serde_json::from_str(&request.to_json().unwrap()).unwrap();
		assert_eq!(json["account"], ferdie().account().to_string());
		assert_eq!(json["role"], serde_json::json!({ "practitioner": 1 }));
		assert_eq!(json["expiresAt"], 61_000);
		assert_eq!(json["genesis"], format!("0x{}", "07".repeat(32)));
		assert_eq!(json["signature"], format!("0x{}", hex::encode(request.signature.encode())));
	}

	#[test]
	fn wallet_of_any_kind_may_sign_bare_or_wrapped() {
		for wallet in [ferdie(), Wallet::ecdsa_from_suri("//Ferdie").unwrap()] {
			let life = Duration::from_secs(60);
			let unsigned = RoleRequest::prepare(&wallet.account(), ROLE, GENESIS, 1_000, life).unwrap();
			for form in [|text: &[u8]| text.to_vec(), wrapped as fn(&[u8]) -> Vec<u8>] {
				let signature = wallet.sign(&form(unsigned.text().as_bytes())).encode();
				unsigned.clone().with_signature(&format!("0x{}", hex::encode(&signature))).unwrap();
			}
		}
		assert_eq!(unsigned().with_signature("0x12").unwrap_err().kind(), Kind::Usage);
	}

	#[test]
	fn acceptance_should_be_refused_when_another_signed_it_or_anything_in_it_is_another() {
		let bob = Wallet::from_suri("//Bob").unwrap();
		let good = unsigned().sign(&ferdie());
		let mut account = good.clone();
		account.account = bob.account();
		let mut later = good.clone();
		later.expires_at += 1;
		let others_word = unsigned().sign(&bob);
		let others_kind = unsigned().sign(&Wallet::ecdsa_from_suri("//Ferdie").unwrap());
		for bad in [account, later, others_word, others_kind] {
			let refused = bad.ensure_for(ROLE, GENESIS, 1_000).unwrap_err();
			assert_eq!(refused.kind(), Kind::Integrity, "{bad:?}");
		}
		// Whoever changes what is said changes what was signed.
		let (role, genesis) = (Role::Registrar(1), [8; 32]);
		let registrar = RoleRequest { role, ..good.clone() };
		assert_eq!(registrar.ensure_for(role, GENESIS, 1_000).unwrap_err().kind(), Kind::Integrity);
		let foreign = RoleRequest { genesis, ..good };
		assert_eq!(foreign.ensure_for(ROLE, genesis, 1_000).unwrap_err().kind(), Kind::Integrity);
	}

	#[test]
	fn acceptance_should_be_refused_when_it_is_for_something_else_or_has_expired() {
		let request = unsigned().sign(&ferdie());
		for (role, genesis, now) in [
			(Role::Practitioner(2), GENESIS, 1_000),
			(Role::Registrar(1), GENESIS, 1_000),
			(Role::AccountOf(1), GENESIS, 1_000),
			(ROLE, [8; 32], 1_000),
			(ROLE, GENESIS, 61_000),
		] {
			let refused = request.ensure_for(role, genesis, now).unwrap_err();
			assert_eq!(refused.kind(), Kind::Usage, "{role:?} {now}");
		}
	}

	#[test]
	fn acceptance_should_be_refused_when_it_lives_too_long_or_not_at_all() {
		for life in [Duration::ZERO, Duration::from_secs(31 * 24 * 3_600)] {
			let refused = RoleRequest::prepare(&ferdie().account(), ROLE, GENESIS, 0, life);
			assert_eq!(refused.unwrap_err().kind(), Kind::Usage);
		}
	}
}
