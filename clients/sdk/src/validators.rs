//! Validators: the keys that their nodes make, and their part in the sets.
//!
//! The council gives a seat ([`crate::governance`]); its holder lets the validator's own node make keys, registers them,
//! and joins. Nobody else can register these keys: the node signs with each of them for whom they are.

use crate::{chain::calls, recovery::native, AccountId, Chain, Client, Error, Landed, Result, Wallet};
use codec::Encode;
use salus_primitives::{
	ids::GenesisHash,
	validators::{is_proof_of_possession, EncodedKeys, ValidatorState},
};
use serde::{Deserialize, Serialize};
use subxt::rpcs::client::rpc_params;

/// Session keys that a validator's node made, with its proof that it has their secrets. Nothing in it is secret.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NewKeys {
	/// Who may register them.
	pub owner: AccountId,
	/// The keys, for `session.set_keys`.
	pub keys: EncodedKeys,
	/// The proof, for the same.
	pub proof: EncodedKeys,
}

/// What the node answers.
#[derive(Deserialize)]
struct Rotated {
	keys: EncodedKeys,
	#[serde(default)]
	proof: Option<EncodedKeys>,
}

impl NewKeys {
	/// Lets a validator's node make new keys for an account. The node keeps the old ones, and uses whichever is in the set.
	///
	/// The node answers on its own machine alone.
	///
	/// # Errors
	/// Of kind usage if the node is of another chain; of kind network if it does not make keys for this connection; of kind
	/// integrity if its proof does not hold.
	pub async fn make(node: &Chain, genesis: GenesisHash, owner: &AccountId) -> Result<Self> {
		if node.genesis() != genesis {
			return Err(Error::usage("the validator's node is of another chain"));
		}
		let Rotated { keys, proof } = node.rotate_keys(owner).await?;
		let proof = proof.ok_or_else(|| Error::Chain("the node made keys without a proof".into()))?;
		let made = Self { owner: *owner, keys, proof };
		made.ensure_proven()?;
		Ok(made)
	}

	/// Checks that the proof shows that these keys are the owner's to register.
	///
	/// # Errors
	/// Of kind integrity.
	pub fn ensure_proven(&self) -> Result<()> {
		if !is_proof_of_possession(&self.keys.0, &self.proof.0, &native(&self.owner)) {
			return Err(Error::integrity("the proof is not that the keys are this account's"));
		}
		Ok(())
	}
}

impl Chain {
	/// Lets the node make new session keys, and prove for whom they are.
	///
	/// # Errors
	/// Of kind network if it refuses to.
	async fn rotate_keys(&self, owner: &AccountId) -> Result<Rotated> {
		let owner = format!("0x{}", hex::encode(owner.encode()));
		let asked = self.rpc().request::<Rotated>("author_rotateKeysWithOwner", rpc_params![owner]).await;
		asked.map_err(|error| {
			let why = Error::from(error);
			Error::Network(format!(
				"the node made no keys: {why}; a validator's node makes them on its own machine alone"
			))
		})
	}
}

impl Client {
	/// Registers keys that a validator's node made for this wallet's account, which has a seat. They come into force the
	/// session after the next, if the validator joined.
	///
	/// # Errors
	/// Of kind usage for keys of another account; of kind integrity if the proof does not hold; those of
	/// [`crate::Chain::submit`].
	pub async fn register_keys(&self, holder: &Wallet, made: &NewKeys) -> Result<Landed> {
		if made.owner != holder.account() {
			return Err(Error::usage("the keys were made for another account"));
		}
		made.ensure_proven()?;
		let call = calls::session::set_keys(&made.keys, &made.proof.0);
		self.chain().submit(&call, holder, self.wait()).await
	}

	/// Lets the validator of a seat that rests join the sets to come; by its holder, or the controller of its organisation.
	///
	/// # Errors
	/// Those of [`crate::Chain::submit`].
	pub async fn join_validators(&self, signer: &Wallet, account: &AccountId) -> Result<Landed> {
		self.chain().submit(&calls::consortium::join_validators(account), signer, self.wait()).await
	}

	/// Takes the validator of a seat out of the sets to come; by its holder, or the controller of its organisation, who alone
	/// lets it join again then.
	///
	/// # Errors
	/// Those of [`crate::Chain::submit`].
	pub async fn leave_validators(&self, signer: &Wallet, account: &AccountId) -> Result<Landed> {
		self.chain().submit(&calls::consortium::leave_validators(account), signer, self.wait()).await
	}

	/// How all validators stand: those with a seat, and those who are in a set still.
	///
	/// # Errors
	/// Of kind network.
	pub async fn validators(&self) -> Result<Vec<ValidatorState<AccountId>>> {
		self.chain().all_validators(self.at()).await
	}

	/// How the validator of an account stands.
	///
	/// # Errors
	/// Of kind not found if it has no seat, and is in no set; of kind network.
	pub async fn validator(&self, account: &AccountId) -> Result<ValidatorState<AccountId>> {
		self.validators()
			.await?
			.into_iter()
			.find(|known| known.account == *account)
			.ok_or_else(|| Error::not_found(format!("{account} has no validator's seat")))
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	/// Keys and proof as a node of the development chain made them for `//Alice`.
	fn made() -> NewKeys {
		let wallet = Wallet::from_suri("//Alice").unwrap();
		let statement = [b"POP_".as_slice(), &wallet.account().encode()].concat();
		let aura = Wallet::from_suri("//Aura").unwrap();
		// Signed by Aura's key twice: what GRANDPA's key has to sign is missing.
		let subxt::utils::MultiSignature::Sr25519(signature) = aura.sign(&statement) else {
			panic!("wallets sign with sr25519")
		};
		NewKeys {
			owner: wallet.account(),
			keys: EncodedKeys([aura.account().0, aura.account().0].concat()),
			proof: EncodedKeys([signature, signature].concat()),
		}
	}

	#[test]
	fn keys_should_be_refused_when_their_proof_does_not_hold() {
		assert_eq!(made().ensure_proven().unwrap_err().kind(), crate::Kind::Integrity);
		let none = NewKeys { proof: EncodedKeys(vec![]), ..made() };
		assert_eq!(none.ensure_proven().unwrap_err().kind(), crate::Kind::Integrity);
	}

	#[test]
	fn answer_of_a_node_should_be_read_with_and_without_a_proof() {
		let read = |json: &str| serde_json::from_str::<Rotated>(json).unwrap();
		let rotated = read(r#"{"keys":"0x0102","proof":"0x03"}"#);
		assert_eq!((rotated.keys.0, rotated.proof.map(|proof| proof.0)), (vec![1, 2], Some(vec![3])));
		assert_eq!(read(r#"{"keys":"0x"}"#).proof, None);
	}
}
