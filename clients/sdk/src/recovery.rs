//! Moving a patient to another account, and recovering one whose wallet is lost.
//!
//! What guardians and the new account sign goes around as files, which hold no secret: [`Guardians`] and [`Opening`]
//! (who may recover, and what shows that somebody is a guardian), [`StartRequest`] (the new account's word) and
//! [`SignedApproval`] (a guardian's). Any account that has a role submits them. [`shares`] is about the vault's root.

pub mod shares;

use crate::{
	chain::calls, roles::RoleRequest, texts, vaults::Registered, AccountId, Client, Error, Keyring, Landed,
	Result, Wallet,
};
use codec::{Decode, Encode};
use salus_primitives::{
	ids::{Commitment, Digest, GenesisHash, PatientId},
	people::VaultOwner,
	recovery::{guardian, GuardianApproval, NewAttempt, RecoveryPolicy, RecoveryView, Turn, UnsoundPolicy},
	text::{
		ApproveRecovery, ConfirmRecovery, MoveControl, OverrideVeto, Role, SetRecovery, SetVaultKeys,
		SignedText, StartRecovery,
	},
	time::Moment,
	AccountId32,
};
use salus_vault::{hybrid::PublicKey, secret::Secret};
use serde::{de::DeserializeOwned, Deserialize, Serialize};
use std::time::Duration;
use subxt::utils::MultiSignature;

/// Who may recover a patient: the accounts that the chain has commitments to only, and what opens those. For the patient
/// alone: whoever reads it knows whom to deceive.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Guardians {
	/// The chain.
	#[serde(with = "texts::hex_hash")]
	pub genesis: GenesisHash,
	/// Whose guardians.
	pub patient: PatientId,
	/// How many of them must approve.
	pub threshold: u8,
	/// How long an attempt waits, in milliseconds.
	pub delay: Moment,
	/// Each guardian's opening.
	pub openings: Vec<Opening>,
}

/// What shows that an account is a patient's guardian.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Opening {
	/// The chain.
	#[serde(with = "texts::hex_hash")]
	pub genesis: GenesisHash,
	/// Whose guardian.
	pub patient: PatientId,
	/// The guardian's account.
	pub guardian: AccountId,
	/// What opens the commitment to it.
	#[serde(with = "texts::hex_hash")]
	pub salt: [u8; 32],
}

/// The word of the account that would control a patient.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StartRequest {
	/// The chain.
	#[serde(with = "texts::hex_hash")]
	pub genesis: GenesisHash,
	/// Who is recovered.
	pub patient: PatientId,
	/// The turn in which it counts.
	pub turn: Turn,
	/// The account.
	pub account: AccountId,
	/// The X-Wing public key to which guardians seal their shares.
	#[serde(with = "texts::hex_bytes")]
	pub key: Vec<u8>,
	/// Until when it may be used (exclusive).
	pub expires_at: Moment,
	/// The wallet's signature over the text, bare or in `<Bytes>`.
	#[serde(with = "texts::hex_signature")]
	pub signature: MultiSignature,
}

/// A guardian's word for an attempt.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SignedApproval {
	/// The attempt.
	pub attempt: Digest,
	/// Shows that the account is a guardian.
	pub opening: Opening,
	/// Until when it may be used (exclusive).
	pub expires_at: Moment,
	/// The wallet's signature over the text, bare or in `<Bytes>`.
	#[serde(with = "texts::hex_signature")]
	pub signature: MultiSignature,
}

/// What bringing a guardian's word did.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Brought {
	/// The attempt runs from now on.
	Started,
	/// The attempt ran, and has one approval more.
	Approved,
}

pub(crate) fn native(account: &AccountId) -> AccountId32 {
	account.0.into()
}

/// A wallet's signature as the runtime has it.
pub(crate) fn runtime_signature(signature: &MultiSignature) -> Result<salus_primitives::MultiSignature> {
	Decode::decode(&mut signature.encode().as_slice())
		.map_err(|_| Error::usage("the chain knows no signatures of this kind"))
}

/// A file of this module as a JSON document.
///
/// # Errors
/// None that occur.
pub fn to_json(value: &impl Serialize) -> Result<String> {
	serde_json::to_string_pretty(value).map_err(|error| Error::usage(error.to_string()))
}

/// Reads a file of this module, which whoever takes it checks.
///
/// # Errors
/// Of kind usage if it is none; `what` names it.
pub fn from_json<T: DeserializeOwned>(what: &str, json: &str) -> Result<T> {
	serde_json::from_str(json).map_err(|error| Error::usage(format!("this is no {what}: {error}")))
}

impl Guardians {
	/// Chooses guardians, each hidden by a fresh salt.
	///
	/// # Errors
	/// Of kind usage for an account that is there twice, fewer than three guardians or more than nine, a threshold under
	/// 2 or not under their number, a delay under a day or over 90 days.
	///
	/// # Panics
	/// If the operating system has no randomness.
	pub fn choose(
		genesis: GenesisHash,
		patient: PatientId,
		accounts: &[AccountId],
		threshold: u8,
		delay: Duration,
	) -> Result<Self> {
		if (1..accounts.len()).any(|position| accounts[..position].contains(&accounts[position])) {
			return Err(Error::usage("a guardian is named twice"));
		}
		let opening = |account: &AccountId| Opening {
			genesis,
			patient,
			guardian: *account,
			salt: *Secret::<32>::random().expose(),
		};
		let delay = Moment::try_from(delay.as_millis()).unwrap_or(Moment::MAX);
		let chosen =
			Self { genesis, patient, threshold, delay, openings: accounts.iter().map(opening).collect() };
		chosen.policy()?;
		Ok(chosen)
	}

	/// What the chain is told of them.
	///
	/// # Errors
	/// As [`Self::choose`].
	pub fn policy(&self) -> Result<RecoveryPolicy> {
		let commitments: Vec<Commitment> =
			self.openings.iter().map(|opening| guardian(&opening.salt, &native(&opening.guardian))).collect();
		let guardians =
			commitments.try_into().map_err(|_| Error::usage("a patient has at most 9 guardians"))?;
		let policy = RecoveryPolicy { guardians, threshold: self.threshold, delay: self.delay };
		policy.check().map_err(|why| {
			Error::usage(match why {
				UnsoundPolicy::Threshold => {
					"at least 2 guardians must approve, and at least one more must be named than that"
				}
				UnsoundPolicy::Delay => "the delay is 1 to 90 days",
				UnsoundPolicy::Duplicate => "a guardian is named twice",
			})
		})?;
		Ok(policy)
	}
}

impl StartRequest {
	fn with_text<R>(&self, use_text: impl FnOnce(StartRecovery<'_>) -> R) -> Result<R> {
		let Self { genesis, patient, turn, expires_at, .. } = *self;
		let (account, kem) = (native(&self.account), self.public_key()?.digest());
		Ok(use_text(StartRecovery { genesis, patient, turn, account: &account, kem, expires_at }))
	}

	/// The text that is signed: ASCII, on one line.
	///
	/// # Errors
	/// Of kind usage if the key is none.
	pub fn text(&self) -> Result<String> {
		self.with_text(|text| text.to_string())
	}

	/// The attempt that it starts.
	///
	/// # Errors
	/// As [`Self::text`].
	pub fn attempt(&self) -> Result<Digest> {
		self.with_text(|text| text.attempt())
	}

	/// The key to which shares go.
	///
	/// # Errors
	/// Of kind usage if it is none.
	pub fn public_key(&self) -> Result<PublicKey> {
		Ok(PublicKey::from_bytes(&self.key)?)
	}

	/// Checks that the account signed it, for this chain and this turn.
	///
	/// # Errors
	/// Of kind usage for another chain's or turn's or one that has expired, of kind integrity if the account did not sign
	/// it.
	pub fn ensure_for(&self, genesis: GenesisHash, turn: Turn, now: Moment) -> Result<()> {
		if self.genesis != genesis {
			return Err(Error::usage("the request was signed for another chain"));
		}
		if self.turn != turn {
			return Err(Error::usage(format!(
				"the request was signed for turn {} of the patient, and this is turn {turn}: ask for another",
				self.turn
			)));
		}
		if self.expires_at <= now {
			return Err(Error::usage("the request has expired: ask for another"));
		}
		let signature = runtime_signature(&self.signature)?;
		match self.with_text(|text| text.is_signed_by(&signature, text.account))? {
			true => Ok(()),
			false => Err(Error::integrity("the wallet's signature is not over this request")),
		}
	}

	fn new_attempt(&self) -> Result<NewAttempt> {
		Ok(NewAttempt {
			account: native(&self.account),
			kem: self.public_key()?.digest(),
			expires_at: self.expires_at,
			signature: runtime_signature(&self.signature)?,
		})
	}
}

impl SignedApproval {
	/// Signs for the attempt that a request starts, with the guardian's wallet.
	///
	/// # Errors
	/// Of kind denied if the opening is another account's, of kind usage if it is another patient's or chain's.
	pub fn sign(
		request: &StartRequest,
		opening: Opening,
		wallet: &Wallet,
		expires_at: Moment,
	) -> Result<Self> {
		if opening.guardian != wallet.account() {
			return Err(Error::NoKey("this opening is of another guardian's account".into()));
		}
		if (opening.genesis, opening.patient) != (request.genesis, request.patient) {
			return Err(Error::usage("the opening is of another patient than the request"));
		}
		let signature = MultiSignature::Sr25519([0; 64]);
		let mut approval = Self { attempt: request.attempt()?, opening, expires_at, signature };
		let text = approval.text(request)?;
		approval.signature = wallet.sign(text.as_bytes());
		Ok(approval)
	}

	/// The text that is signed: ASCII, on one line.
	///
	/// # Errors
	/// As [`StartRequest::text`].
	pub fn text(&self, request: &StartRequest) -> Result<String> {
		let (guardian, account) = (native(&self.opening.guardian), native(&request.account));
		Ok(ApproveRecovery {
			genesis: request.genesis,
			patient: request.patient,
			turn: request.turn,
			guardian: &guardian,
			account: &account,
			kem: request.public_key()?.digest(),
			attempt: self.attempt,
			expires_at: self.expires_at,
		}
		.to_string())
	}

	fn approval(&self) -> Result<GuardianApproval> {
		Ok(GuardianApproval {
			guardian: native(&self.opening.guardian),
			salt: self.opening.salt,
			expires_at: self.expires_at,
			signature: runtime_signature(&self.signature)?,
		})
	}
}

/// Whether the account may set keys without the vault in use.
fn ensure_waited(view: &RecoveryView<AccountId>, now: Moment) -> Result<()> {
	let recovered = view.recovered.as_ref().filter(|recovered| recovered.confirmed_at.is_none());
	let recovered = recovered.ok_or_else(|| {
		Error::usage("keys are set with the word of the vault in use: name the profile that has it")
	})?;
	if now < recovered.keys_from {
		return Err(Error::usage(format!(
			"without the vault in use, keys can be set from {} on",
			crate::words::moment(recovered.keys_from)
		)));
	}
	Ok(())
}

impl Client {
	/// Moves the keyring's patient to an account that accepted it.
	///
	/// # Errors
	/// Of kind not found if it controls none; as [`RoleRequest::ensure_for`]; those of [`crate::Chain::submit`].
	pub async fn move_control(
		&self,
		keyring: &Keyring,
		accepted: &RoleRequest,
	) -> Result<(PatientId, Landed)> {
		let patient = self.own_patient(&keyring.account()).await?;
		let acceptance = self.acceptance(accepted, Role::ControllerOf(patient)).await?;
		let (from, to) = (native(&keyring.account()), native(&accepted.account));
		let text = MoveControl {
			genesis: self.chain().genesis(),
			patient,
			turn: self.recovery(&patient).await?.turn,
			from: &from,
			to: &to,
		};
		let signature = self.patients_word(keyring, &patient, &text).await?;
		let call = calls::identity::move_control(&patient, &accepted.account, &acceptance, &signature);
		Ok((patient, self.chain().submit(&call, keyring.wallet(), self.wait()).await?))
	}

	/// How a patient can be recovered, what runs and what became of it.
	///
	/// # Errors
	/// Of kind not found if there is no such patient, of kind network.
	pub async fn recovery(&self, patient: &PatientId) -> Result<RecoveryView<AccountId>> {
		self.chain().recovery(patient, self.at()).await
	}

	/// Says who may recover the keyring's patient; `None`: nobody any more. Attempts that run end.
	///
	/// # Errors
	/// Of kind usage for guardians of another patient or chain; those of [`crate::Chain::submit`].
	pub async fn set_recovery(&self, keyring: &Keyring, guardians: Option<&Guardians>) -> Result<Landed> {
		let (genesis, patient) = (self.chain().genesis(), self.own_patient(&keyring.account()).await?);
		if guardians.is_some_and(|chosen| (chosen.genesis, chosen.patient) != (genesis, patient)) {
			return Err(Error::usage("these are another patient's guardians"));
		}
		let policy = guardians.map(Guardians::policy).transpose()?;
		let turn = self.recovery(&patient).await?.turn;
		let text = SetRecovery { genesis, patient, turn, policy: policy.as_ref() };
		let signature = self.patients_word(keyring, &patient, &text).await?;
		let call = calls::identity::set_recovery(&patient, policy.as_ref(), &signature);
		self.chain().submit(&call, keyring.wallet(), self.wait()).await
	}

	/// Signs that the keyring's account would control the patient, and that shares go to its key.
	///
	/// # Errors
	/// Of kind usage for a life of more than 30 days, or an account that controls a patient; of kind not found.
	pub async fn request_recovery(
		&self,
		keyring: &Keyring,
		patient: &PatientId,
		life: Duration,
	) -> Result<StartRequest> {
		let account = keyring.account();
		if self.chain().roles(&account, self.at()).await?.patient.is_some() {
			return Err(Error::usage("the account controls a patient; recover with one that controls none"));
		}
		let mut request = StartRequest {
			genesis: self.chain().genesis(),
			patient: *patient,
			turn: self.recovery(patient).await?.turn,
			account,
			key: keyring.share_vault().public_key().to_bytes(),
			expires_at: texts::end_of(life, self.now().await?)?,
			signature: MultiSignature::Sr25519([0; 64]),
		};
		request.signature = keyring.wallet().sign(request.text()?.as_bytes());
		Ok(request)
	}

	/// Signs, as a guardian, for the attempt that a request starts.
	///
	/// # Errors
	/// As [`StartRequest::ensure_for`] and [`SignedApproval::sign`]; of kind usage for a life of more than 30 days; of
	/// kind denied if the patient's guardians are others by now.
	pub async fn approve_recovery(
		&self,
		wallet: &Wallet,
		request: &StartRequest,
		opening: Opening,
		life: Duration,
	) -> Result<SignedApproval> {
		let (view, now) = (self.recovery(&request.patient).await?, self.now().await?);
		request.ensure_for(self.chain().genesis(), view.turn, now)?;
		let names =
			|policy: &RecoveryPolicy| policy.position(&opening.salt, &native(&opening.guardian)).is_some();
		if !view.policy.as_ref().is_some_and(names) {
			return Err(Error::NoKey(
				"the patient has not named this account as a guardian, or no longer".into(),
			));
		}
		SignedApproval::sign(request, opening, wallet, texts::end_of(life, now)?)
	}

	/// Brings a guardian's word to the chain: starts the attempt, or adds to it where it runs.
	///
	/// # Errors
	/// As [`StartRequest::ensure_for`]; of kind usage if the word is for another attempt; those of
	/// [`crate::Chain::submit`].
	pub async fn bring_approval(
		&self,
		wallet: &Wallet,
		request: &StartRequest,
		approval: &SignedApproval,
	) -> Result<(Brought, Landed)> {
		let patient = request.patient;
		let view = self.chain().recovery(&patient, crate::chain::At::Best).await?;
		let attempt = request.attempt()?;
		if approval.attempt != attempt {
			return Err(Error::usage("the approval is for another request"));
		}
		let runs = view.attempts.iter().any(|one| one.attempt.id == attempt && !one.expired);
		let (brought, call) = if runs {
			let call = calls::identity::approve_recovery(&patient, &request.account, &approval.approval()?);
			(Brought::Approved, call)
		} else {
			request.ensure_for(self.chain().genesis(), view.turn, self.now().await?)?;
			let (new, approval) = (request.new_attempt()?, approval.approval()?);
			(Brought::Started, calls::identity::start_recovery(&patient, &new, &approval))
		};
		Ok((brought, self.chain().submit(&call, wallet, self.wait()).await?))
	}

	/// Vetoes the attempt for an account, by the account that controls the patient.
	///
	/// # Errors
	/// Those of [`crate::Chain::submit`].
	pub async fn veto_recovery(&self, wallet: &Wallet, account: &AccountId) -> Result<Landed> {
		let patient = self.own_patient(&wallet.account()).await?;
		let call = calls::identity::veto_recovery(&patient, account);
		self.chain().submit(&call, wallet, self.wait()).await
	}

	/// Overrides the veto of the attempt for an account with the patient's vault, by any account that has a role.
	///
	/// # Errors
	/// Of kind not found if nothing runs for the account, of kind denied if the keyring's vault is another; those of
	/// [`crate::Chain::submit`].
	pub async fn override_veto(
		&self,
		keyring: &Keyring,
		submitter: &Wallet,
		patient: &PatientId,
		account: &AccountId,
	) -> Result<Landed> {
		let view = self.recovery(patient).await?;
		let running = view.attempts.iter().find(|one| one.attempt.account == *account);
		let attempt =
			running.ok_or_else(|| Error::not_found("there is no attempt for this account"))?.attempt.id;
		let text = OverrideVeto {
			genesis: self.chain().genesis(),
			patient: *patient,
			turn: view.turn,
			account: &native(account),
			attempt,
		};
		let signature = self.patients_word(keyring, patient, &text).await?;
		let call = calls::identity::override_veto(patient, account, &signature);
		self.chain().submit(&call, submitter, self.wait()).await
	}

	/// Finishes the attempt for an account once it is ready, by any account that has a role.
	///
	/// # Errors
	/// Those of [`crate::Chain::submit`].
	pub async fn finish_recovery(
		&self,
		wallet: &Wallet,
		patient: &PatientId,
		account: &AccountId,
	) -> Result<Landed> {
		let call = calls::identity::finish_recovery(patient, account);
		self.chain().submit(&call, wallet, self.wait()).await
	}

	/// Confirms with the patient's vault that the keyring's account, which guardians gave control to, is the patient's.
	///
	/// # Errors
	/// Of kind denied if the keyring's vault is another; those of [`crate::Chain::submit`].
	pub async fn confirm_recovery(&self, keyring: &Keyring) -> Result<Landed> {
		let patient = self.own_patient(&keyring.account()).await?;
		let (genesis, turn) = (self.chain().genesis(), self.recovery(&patient).await?.turn);
		let account = native(&keyring.account());
		let text = ConfirmRecovery { genesis, patient, turn, account: &account };
		let signature = self.patients_word(keyring, &patient, &text).await?;
		let call = calls::identity::confirm_recovery(&patient, &signature);
		self.chain().submit(&call, keyring.wallet(), self.wait()).await
	}

	/// Sets the keyring's vault keys, which are of another root, in place of the patient's vault in use: with the word of
	/// that vault from `former`, or without it once the second delay after a recovery has passed. What is sealed to the
	/// former vault opens with the former root alone; scopes go on with the new root from their next rotation on.
	///
	/// # Errors
	/// Of kind usage without `former` if there was no recovery, it is confirmed, or the delay has not passed; of kind denied
	/// if `former` is another vault; those of [`crate::Chain::submit`].
	pub async fn renew_vault(&self, keyring: &Keyring, former: Option<&Keyring>) -> Result<Registered> {
		let patient = self.own_patient(&keyring.account()).await?;
		let owner = VaultOwner::Patient(patient);
		let current = match former {
			Some(former) => Some(self.own_vault(former, &owner).await?),
			None => {
				ensure_waited(&self.recovery(&patient).await?, self.now().await?)?;
				None
			}
		};
		let lost = self.chain().vault(&owner, self.at()).await?;
		let generation = lost
			.map_or(Some(0), |lost| lost.generation.checked_add(1))
			.ok_or_else(|| Error::usage("the vault has had as many generations as there are"))?;
		let vault = keyring.vault(&owner, generation);
		let keys = vault.public_keys();
		self.publish_key(&vault.public_key()).await?;
		if let Some(former) = former {
			// First: a note that nobody reads harms nobody, and names that are lost nobody brings back.
			let names = self.names_of_root(former, &patient).await?;
			self.keep_former_names(keyring, &patient, &vault, &names).await?;
		}
		let text = SetVaultKeys { genesis: self.chain().genesis(), owner, generation, keys }.text();
		let previous = current.map(|current| current.signer().sign(&text));
		let call =
			calls::identity::set_vault_keys(&owner, &keys, &vault.signer().sign(&text), previous.as_ref());
		let landed = self.chain().submit(&call, keyring.wallet(), self.wait()).await?;
		if former.is_some() {
			// Grantees believe names that the vault in use signed.
			if let Err(error) = self.reseal_names(keyring, &patient).await {
				tracing::warn!(%error, "grantees were not left the names of their scopes");
			}
		}
		Ok(Registered { owner, keys, generation, landed: Some(landed) })
	}

	/// What the patient's vault in use signs.
	pub(crate) async fn patients_word(
		&self,
		keyring: &Keyring,
		patient: &PatientId,
		text: &impl SignedText,
	) -> Result<salus_primitives::ids::VaultSignature> {
		let vault = self.own_vault(keyring, &VaultOwner::Patient(*patient)).await?;
		Ok(vault.signer().sign(&text.text()))
	}
}

#[cfg(test)]
mod tests;
