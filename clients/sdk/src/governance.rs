//! The consortium's votes: who is a member, who runs a validator, and the network's parameters.
//!
//! A member proposes a call of [`calls::consortium`], members vote on it, and anyone of them closes it once two thirds agree.
//! An account that a vote would give something to says so first, in a text that it signs: a [`Word`], or for an existing
//! organisation a [`RoleRequest`].

use crate::{
	chain::{calls, calls::Call, refusal::DispatchRefusal},
	recovery::{native, runtime_signature},
	roles::RoleRequest,
	texts, words, AccountId, Client, Error, Landed, Result, Wallet,
};
use salus_primitives::{
	consortium::{two_thirds, Motion, Organisation, OrganisationState, Parameter, Parameters, ValidatorSeat},
	ids::{GenesisHash, OrganisationId, PatientId},
	limits::MaxNameLen,
	text::{Acceptance, ChooseHome, JoinConsortium, Role, SignedText},
	time::Moment,
	BoundedVec,
};
use serde::{de::DeserializeOwned, Deserialize, Serialize};
use std::time::Duration;
use subxt::utils::{MultiSignature, H256};

/// How long a motion may be voted on: a word that ends sooner may not outlive the vote.
pub const MOTION_LIFE: Moment = 7 * 24 * 60 * 60 * 1_000;

/// What an account says in a [`Word`].
pub trait Said: Clone + PartialEq + Serialize + DeserializeOwned {
	/// What the file is, in words.
	const NAME: &'static str;

	/// The text that is signed, and whether the signature is over it.
	fn text(&self, genesis: GenesisHash, account: &AccountId, expires_at: Moment) -> String;

	/// Whether the account's wallet signed the text, bare or wrapped.
	fn is_signed(
		&self,
		genesis: GenesisHash,
		account: &AccountId,
		expires_at: Moment,
		signature: &salus_primitives::MultiSignature,
	) -> bool;
}

/// That the account controls an organisation that joins the consortium under this name.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Joins {
	/// The name.
	pub name: String,
}

/// That an organisation takes the place of a patient's home, which was expelled.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MovesHome {
	/// The patient.
	pub patient: PatientId,
	/// The organisation that was expelled.
	pub from: OrganisationId,
	/// The organisation that takes its place.
	pub to: OrganisationId,
}

impl Said for Joins {
	const NAME: &'static str = "word of a new organisation";

	fn text(&self, genesis: GenesisHash, account: &AccountId, expires_at: Moment) -> String {
		let name = self.name.as_bytes();
		JoinConsortium { genesis, account: &native(account), name, expires_at }.to_string()
	}

	fn is_signed(
		&self,
		genesis: GenesisHash,
		account: &AccountId,
		expires_at: Moment,
		signature: &salus_primitives::MultiSignature,
	) -> bool {
		let (account, name) = (native(account), self.name.as_bytes());
		JoinConsortium { genesis, account: &account, name, expires_at }.is_signed_by(signature, &account)
	}
}

impl Said for MovesHome {
	const NAME: &'static str = "choice of a home";

	fn text(&self, genesis: GenesisHash, account: &AccountId, expires_at: Moment) -> String {
		let Self { patient, from, to } = *self;
		ChooseHome { genesis, patient, account: &native(account), from, to, expires_at }.to_string()
	}

	fn is_signed(
		&self,
		genesis: GenesisHash,
		account: &AccountId,
		expires_at: Moment,
		signature: &salus_primitives::MultiSignature,
	) -> bool {
		let account = native(account);
		let Self { patient, from, to } = *self;
		ChooseHome { genesis, patient, account: &account, from, to, expires_at }
			.is_signed_by(signature, &account)
	}
}

/// What an account said and signed, to be handed to those who bring it before the chain. It contains nothing secret.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[serde(bound(serialize = "S: Said", deserialize = "S: Said"))]
pub struct Word<S> {
	/// The chain it is for: hash of its first block.
	#[serde(with = "texts::hex_hash")]
	pub genesis: GenesisHash,
	/// Whose word.
	pub account: AccountId,
	/// What it says.
	pub says: S,
	/// Until when it may be used (exclusive).
	pub expires_at: Moment,
	/// The wallet's signature over the text, bare or in `<Bytes>`: SCALE-encoded `MultiSignature`.
	#[serde(with = "texts::hex_signature")]
	pub signature: MultiSignature,
}

impl<S: Said> Word<S> {
	/// Signs with a wallet at hand.
	///
	/// # Errors
	/// Of kind usage for a life of nothing or more than 30 days.
	pub fn sign(wallet: &Wallet, says: S, genesis: GenesisHash, now: Moment, life: Duration) -> Result<Self> {
		let expires_at = texts::end_of(life, now)?;
		let account = wallet.account();
		let signature = wallet.sign(says.text(genesis, &account, expires_at).as_bytes());
		Ok(Self { genesis, account, says, expires_at, signature })
	}

	/// The text that was signed: ASCII, on one line.
	pub fn text(&self) -> String {
		self.says.text(self.genesis, &self.account, self.expires_at)
	}

	/// Checks that the account's wallet signed it for this chain, and that it counts now.
	///
	/// # Errors
	/// Of kind usage for another chain's, or one that has expired; of kind integrity if the account did not sign it.
	pub fn ensure_for(&self, genesis: GenesisHash, now: Moment) -> Result<()> {
		if self.genesis != genesis {
			return Err(Error::usage(format!("the {} was signed for another chain", S::NAME)));
		}
		if self.expires_at <= now {
			let expired = words::moment(self.expires_at);
			return Err(Error::usage(format!("the {} expired {expired}; ask for another", S::NAME)));
		}
		let signature = runtime_signature(&self.signature)?;
		if !self.says.is_signed(genesis, &self.account, self.expires_at, &signature) {
			return Err(Error::integrity("the wallet's signature is not over this text"));
		}
		Ok(())
	}

	/// The word as a JSON document.
	///
	/// # Errors
	/// None that occur.
	pub fn to_json(&self) -> Result<String> {
		serde_json::to_string_pretty(self).map_err(|error| Error::usage(error.to_string()))
	}

	/// Reads a word; what takes one checks it.
	///
	/// # Errors
	/// Of kind usage if the document is none.
	pub fn from_json(json: &str) -> Result<Self> {
		serde_json::from_str(json).map_err(|error| Error::usage(format!("this is no {}: {error}", S::NAME)))
	}
}

/// A motion that was made.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Proposed {
	/// Its number; none if one vote was two thirds, and it is done.
	pub motion: Option<u32>,
	/// How many of the council's seats have to agree.
	pub threshold: u32,
	/// Where it landed.
	pub landed: Landed,
}

/// A motion that was closed.
#[derive(Clone, Debug)]
pub struct Closed {
	/// What became of it: none if too few agreed; else whether what it proposed could be done.
	pub outcome: Option<std::result::Result<(), DispatchRefusal>>,
	/// Where that landed.
	pub landed: Landed,
}

/// How the consortium stands.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Standing {
	/// The organisations that are or were members.
	pub organisations: Vec<(OrganisationId, Organisation<AccountId>)>,
	/// Who may run a validator, and for whom.
	pub validators: Vec<ValidatorSeat<AccountId>>,
	/// The network's parameters.
	pub parameters: Parameters,
	/// The motions that are open, oldest first.
	pub motions: Vec<Motion<AccountId>>,
	/// How many of the council's seats two thirds are.
	pub threshold: u32,
	/// Hash of the code that may become the runtime, if two thirds authorised one.
	pub authorised_upgrade: Option<H256>,
}

/// How many seats the council has: one for each organisation in good standing.
fn seats(organisations: &[(OrganisationId, Organisation<AccountId>)]) -> u32 {
	let active = organisations
		.iter()
		.filter(|(_, organisation)| organisation.standing.current() == Some(&OrganisationState::Active));
	u32::try_from(active.count()).unwrap_or(u32::MAX)
}

/// Refuses a word that may end before the vote does.
fn ensure_outlives_vote(expires_at: Moment, now: Moment) -> Result<()> {
	if expires_at <= now.saturating_add(MOTION_LIFE) {
		let expires = words::moment(expires_at);
		return Err(Error::usage(format!(
			"the account's word expires {expires}, and a vote may take seven days: ask it for one that lives longer"
		)));
	}
	Ok(())
}

impl Client {
	/// Says with the wallet that will control it that an organisation joins the consortium.
	///
	/// # Errors
	/// Of kind usage for a name of more than 64 bytes, or a life of more than 30 days; of kind network.
	pub async fn join_consortium(&self, wallet: &Wallet, name: &str, life: Duration) -> Result<Word<Joins>> {
		bounded(name)?;
		let (genesis, now) = (self.chain().genesis(), self.now().await?);
		Word::sign(wallet, Joins { name: name.into() }, genesis, now, life)
	}

	/// The call by which two thirds admit an organisation whose controller gave its word.
	///
	/// # Errors
	/// As [`Word::ensure_for`]; of kind usage if the word may end before the vote does.
	pub async fn admission(&self, word: &Word<Joins>) -> Result<Call> {
		let now = self.now().await?;
		word.ensure_for(self.chain().genesis(), now)?;
		ensure_outlives_vote(word.expires_at, now)?;
		let acceptance =
			Acceptance { expires_at: word.expires_at, signature: runtime_signature(&word.signature)? };
		Ok(calls::consortium::admit_organisation(&bounded(&word.says.name)?, &word.account, &acceptance))
	}

	/// The call by which two thirds give an account the role that it accepted: to control an organisation, or to run a
	/// validator.
	///
	/// # Errors
	/// As [`RoleRequest::ensure_for`]; of kind usage for another role, or if the word may end before the vote does.
	pub async fn role_by_vote(&self, accepted: &RoleRequest) -> Result<Call> {
		let acceptance = self.acceptance(accepted, accepted.role).await?;
		ensure_outlives_vote(accepted.expires_at, self.now().await?)?;
		match accepted.role {
			Role::Controller(organisation) => {
				Ok(calls::consortium::replace_controller(organisation, &accepted.account, &acceptance))
			}
			Role::Validator(organisation) => {
				Ok(calls::consortium::give_seat(organisation, &accepted.account, &acceptance))
			}
			other => Err(Error::usage(format!("\"{other}\" is no role that the council gives"))),
		}
	}

	/// The call by which two thirds set a parameter.
	///
	/// # Errors
	/// Of kind usage for a value out of its bounds.
	pub fn parameter_by_vote(parameter: Parameter) -> Result<Call> {
		if !parameter.is_valid() {
			return Err(Error::usage(format!("{parameter} is out of bounds")));
		}
		Ok(calls::consortium::set_parameter(parameter))
	}

	/// Proposes a call of the consortium to the council, by a member. That is no vote yet.
	///
	/// # Errors
	/// Those of [`crate::Chain::submit`].
	pub async fn propose(&self, member: &Wallet, call: &Call) -> Result<Proposed> {
		let organisations = self.chain().all_organisations(self.at()).await?;
		let threshold = two_thirds(seats(&organisations));
		let metadata = self.chain().metadata().await?;
		let (motion, hash) = calls::council::propose(threshold, call, &metadata)?;
		let landed = self.chain().submit(&motion, member, self.wait()).await?;
		let number = match landed.events.find("Council", "Proposed") {
			Some(event) => {
				debug_assert_eq!(event.field::<[u8; 32]>("proposal_hash").ok(), Some(hash));
				Some(event.field("proposal_index")?)
			}
			None => None,
		};
		Ok(Proposed { motion: number, threshold, landed })
	}

	/// The open motion with that number.
	///
	/// # Errors
	/// Of kind not found; of kind network.
	pub async fn motion(&self, number: u32) -> Result<Motion<AccountId>> {
		self.chain()
			.motions(self.at())
			.await?
			.into_iter()
			.find(|motion| motion.index == number)
			.ok_or_else(|| Error::not_found(format!("there is no open motion {number}")))
	}

	/// Agrees to a motion, or does not, by a member. Until it is closed a vote can be changed.
	///
	/// # Errors
	/// Of kind not found if it is not open; those of [`crate::Chain::submit`].
	pub async fn vote(
		&self,
		member: &Wallet,
		number: u32,
		approve: bool,
	) -> Result<(Motion<AccountId>, Landed)> {
		let motion = self.motion(number).await?;
		let landed =
			self.chain().submit(&calls::council::vote(&motion, approve), member, self.wait()).await?;
		Ok((motion, landed))
	}

	/// Closes a motion that was decided, or whose time is over, by a member. If two thirds agreed, what it proposes is done.
	///
	/// # Errors
	/// Of kind not found if it is not open; those of [`crate::Chain::submit`].
	pub async fn close_motion(&self, member: &Wallet, number: u32) -> Result<(Motion<AccountId>, Closed)> {
		let motion = self.motion(number).await?;
		let landed = self.chain().submit(&calls::council::close(&motion), member, self.wait()).await?;
		let outcome = landed.events.outcome("Council", "Executed")?;
		Ok((motion, Closed { outcome, landed }))
	}

	/// How the consortium stands: members, validators, parameters and open motions.
	///
	/// # Errors
	/// Of kind network.
	pub async fn consortium(&self) -> Result<Standing> {
		let (chain, at) = (self.chain(), self.chain().pin(self.at()).await?);
		let organisations = chain.all_organisations(at).await?;
		let threshold = two_thirds(seats(&organisations));
		Ok(Standing {
			validators: chain.validators(at).await?,
			parameters: chain.parameters(at).await?,
			motions: chain.motions(at).await?,
			authorised_upgrade: chain.authorised_upgrade(at).await?.map(H256),
			organisations,
			threshold,
		})
	}

	/// Says with the wallet that decides for the patient that an organisation takes the place of its home.
	///
	/// # Errors
	/// Of kind usage if the patient's home was not expelled, or for a life of more than 30 days; of kind not found if there
	/// is no such patient or organisation.
	pub async fn choose_home(
		&self,
		wallet: &Wallet,
		patient: &PatientId,
		organisation: OrganisationId,
		life: Duration,
	) -> Result<Word<MovesHome>> {
		let home = self.chain().home(patient, self.at()).await?;
		if home.rehome_due.is_none() {
			let from = home.organisation;
			return Err(Error::usage(format!(
				"organisation {from} was not expelled: it stays the patient's home"
			)));
		}
		if self.chain().organisation(organisation, self.at()).await?.is_none() {
			return Err(Error::not_found(format!("there is no organisation {organisation}")));
		}
		let says = MovesHome { patient: *patient, from: home.organisation, to: organisation };
		let (genesis, now) = (self.chain().genesis(), self.now().await?);
		Word::sign(wallet, says, genesis, now, life)
	}

	/// Takes a patient in whose home was expelled, by a registrar of the organisation that it chose.
	///
	/// # Errors
	/// As [`Word::ensure_for`]; those of [`crate::Chain::submit`].
	pub async fn rehome(&self, registrar: &Wallet, word: &Word<MovesHome>) -> Result<Landed> {
		word.ensure_for(self.chain().genesis(), self.now().await?)?;
		let MovesHome { patient, to, .. } = &word.says;
		let call = calls::identity::rehome(patient, *to, &word.account, word.expires_at, &word.signature);
		self.chain().submit(&call, registrar, self.wait()).await
	}
}

fn bounded(name: &str) -> Result<BoundedVec<u8, MaxNameLen>> {
	BoundedVec::try_from(name.as_bytes().to_vec())
		.map_err(|_| Error::usage("an organisation's name has at most 64 bytes"))
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::Kind;
	use salus_primitives::time::History;

	const GENESIS: GenesisHash = [7; 32];
	const DAY: Duration = Duration::from_secs(24 * 3_600);

	fn eve() -> Wallet {
		Wallet::from_suri("//Eve").unwrap()
	}

	fn joins() -> Word<Joins> {
		Word::sign(&eve(), Joins { name: "Hügel-Klinik".into() }, GENESIS, 1_000, DAY).unwrap()
	}

	fn moves() -> Word<MovesHome> {
		let says = MovesHome { patient: PatientId([4; 32]), from: 1, to: 2 };
		Word::sign(&eve(), says, GENESIS, 1_000, DAY).unwrap()
	}

	#[test]
	fn words_should_verify_and_come_back_from_their_files() {
		let word = joins();
		word.ensure_for(GENESIS, 1_000).unwrap();
		assert_eq!(Word::<Joins>::from_json(&word.to_json().unwrap()).unwrap(), word);
		assert!(word.text().contains("Name \"H%c3%bcgel-Klinik\"."), "{}", word.text());
		let word = moves();
		word.ensure_for(GENESIS, 1_000).unwrap();
		assert_eq!(Word::<MovesHome>::from_json(&word.to_json().unwrap()).unwrap(), word);
		assert!(word.text().contains("Organisation 2 takes the place of organisation 1"), "{}", word.text());
		// One is not read as the other.
		assert_eq!(Word::<Joins>::from_json(&word.to_json().unwrap()).unwrap_err().kind(), Kind::Usage);
	}

	#[test]
	fn words_should_be_refused_when_anything_in_them_is_another() {
		let (good, end) = (joins(), joins().expires_at);
		for bad in [
			Word { account: Wallet::from_suri("//Bob").unwrap().account(), ..good.clone() },
			Word { says: Joins { name: "Other".into() }, ..good.clone() },
			Word { expires_at: end + 1, ..good.clone() },
			Word { signature: moves().signature, ..good.clone() },
		] {
			assert_eq!(bad.ensure_for(GENESIS, 1_000).unwrap_err().kind(), Kind::Integrity);
		}
		assert_eq!(good.ensure_for([8; 32], 1_000).unwrap_err().kind(), Kind::Usage);
		assert_eq!(good.ensure_for(GENESIS, end).unwrap_err().kind(), Kind::Usage);
		let good = moves();
		for says in [
			MovesHome { to: 3, ..good.says.clone() },
			MovesHome { from: 3, ..good.says.clone() },
			MovesHome { patient: PatientId([5; 32]), ..good.says.clone() },
		] {
			let bad = Word { says, ..good.clone() };
			assert_eq!(bad.ensure_for(GENESIS, 1_000).unwrap_err().kind(), Kind::Integrity);
		}
	}

	#[test]
	fn word_should_be_refused_when_it_may_end_before_the_vote() {
		ensure_outlives_vote(MOTION_LIFE + 1_001, 1_000).unwrap();
		assert_eq!(ensure_outlives_vote(MOTION_LIFE + 1_000, 1_000).unwrap_err().kind(), Kind::Usage);
		let life = Duration::from_secs(31 * 24 * 3_600);
		let says = Joins { name: "Hill".into() };
		assert_eq!(Word::sign(&eve(), says, GENESIS, 0, life).unwrap_err().kind(), Kind::Usage);
	}

	#[test]
	fn seats_should_be_those_of_organisations_in_good_standing() {
		let organisation = |state| Organisation {
			name: Default::default(),
			controller: eve().account(),
			registrars: Default::default(),
			standing: History::starting(0, state),
		};
		let states = [
			OrganisationState::Active,
			OrganisationState::Suspended,
			OrganisationState::Expelled,
			OrganisationState::Active,
		];
		let all: Vec<_> = (1..).zip(states.map(organisation)).collect();
		assert_eq!(seats(&all), 2);
		assert_eq!(seats(&[]), 0);
	}

	#[test]
	fn parameter_should_be_refused_when_it_is_out_of_bounds() {
		assert!(Client::parameter_by_vote(Parameter::MinimumValidators(4)).is_ok());
		let refused = Client::parameter_by_vote(Parameter::MinimumOrganisations(0)).unwrap_err();
		assert_eq!(refused.kind(), Kind::Usage);
	}
}
