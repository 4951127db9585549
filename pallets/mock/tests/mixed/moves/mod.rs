//! What may be called. A call joins the mix as one [`Move`] in the table of its pallet.

mod consent;
mod consortium;
mod identity;
mod quota;
mod records;
mod recovery;
mod representation;

use crate::{
	cast::{opening_of, signer_of, Cast},
	dice::Dice,
};
use salus_mock::{Identity, Runtime, RuntimeCall};
use salus_pallet_consent::{ConsentCount, Consents};
use salus_pallet_identity::{NextRepresentative, RepresentativesOf};
use salus_primitives::{
	ids::{OrganisationId, PatientId, PractitionerId, RepresentativeId, VaultSignature},
	people::{Actor, Party},
};
use sp_runtime::AccountId32;

/// One call of a Salus pallet.
pub struct Move {
	/// Its name.
	pub call: &'static str,
	/// How often it is made, beside the others.
	pub weight: u32,
	/// Who signs, and the call with arguments that are mostly good; none if there is nothing it could be about. A vault's
	/// word in it goes through [`Hand::word`], so that thieves lack it.
	pub make: fn(&mut Hand) -> Option<(AccountId32, RuntimeCall)>,
}

/// The tables of all pallets.
pub const TABLES: [(&str, &[Move]); 7] = [
	("Consortium", consortium::MOVES),
	("Identity", identity::MOVES),
	("Identity", recovery::MOVES),
	("Identity", representation::MOVES),
	("Consent", consent::MOVES),
	("Records", records::MOVES),
	("Quota", quota::MOVES),
];

pub use consortium::COUNCILS;

/// Calls by which grantees, with their wallets alone, change envelopes of their own.
pub const OWN_WITHOUT_VAULT: &[&str] = &["reseal_own"];

/// Calls that count whoever brings them: for the words in them, or because they change nothing that anyone can tell. The
/// quota admits none of them from a stranger.
pub const ANYONES: &[&str] =
	&["start_recovery", "approve_recovery", "override_veto", "finish_recovery", "cleanup"];

/// Calls that a signer cannot make fail.
pub const NEVER_FAIL: &[&str] = &["cleanup"];

/// One of all calls, chosen by weight.
pub fn choose(dice: &mut Dice) -> &'static Move {
	let all = || TABLES.iter().flat_map(|(_, moves)| moves.iter());
	let mut left = dice.below(all().map(|one| one.weight).sum());
	all()
		.find(|one| {
			let found = left < one.weight;
			left = left.saturating_sub(one.weight);
			found
		})
		.expect("weights sum up")
}

/// Whoever makes a call, and what they choose.
pub struct Hand<'a> {
	pub cast: &'a Cast,
	pub dice: &'a mut Dice,
	/// Whether it has the wallet and not the vault.
	pub thief: bool,
	/// Whether a vault's word in the call is not that vault's.
	pub forged: bool,
}

impl Hand<'_> {
	/// A vault's signature, or what a thief has instead.
	pub fn word(&mut self, own: VaultSignature) -> VaultSignature {
		if !self.thief {
			return own;
		}
		self.forged = true;
		salus_mock::vault(crate::cast::MALLORY).sign_bytes(&own.0)
	}

	/// The same where there may be none; a thief may leave it out too.
	pub fn word_if_any(&mut self, own: Option<VaultSignature>) -> Option<VaultSignature> {
		let word = own.map(|own| self.word(own));
		if self.forged && self.dice.chance(50) {
			return None;
		}
		word
	}

	/// A patient, most often the first of few, with the account that controls it.
	pub fn patient(&mut self) -> Option<(AccountId32, PatientId)> {
		let few = self.cast.patients.len() < 8;
		let id = if few && self.dice.chance(75) {
			self.cast.patients.first().copied()
		} else {
			self.dice.pick(&self.cast.patients)
		}?;
		Some((Identity::patient(&id)?.controller, id))
	}

	/// A patient, with the account that decides for it: the one that controls it, or often that of a representative.
	pub fn speaker(&mut self) -> Option<(AccountId32, PatientId, Option<RepresentativeId>)> {
		let (controller, patient) = self.patient()?;
		let one = if self.dice.chance(40) { self.representative(&patient) } else { None };
		let signer = one.map_or(Some(controller), |id| Some(Identity::representative(id)?.account))?;
		Some((signer, patient, one))
	}

	/// A representative of the patient, if it has any; seldom any that there is or was.
	pub fn representative(&mut self, patient: &PatientId) -> Option<RepresentativeId> {
		if self.dice.chance(5) {
			return Some(1 + self.dice.below(NextRepresentative::<Runtime>::get().saturating_sub(1)));
		}
		self.dice.pick(&RepresentativesOf::<Runtime>::get(patient))
	}

	/// An organisation; seldom one that there is not.
	pub fn organisation(&mut self) -> OrganisationId {
		if self.dice.chance(2) {
			return 99;
		}
		1 + self.dice.below(self.cast.size.organisations)
	}

	/// A practitioner; seldom one that there is not.
	pub fn practitioner(&mut self) -> PractitionerId {
		if self.dice.chance(2) {
			return 99;
		}
		1 + self.dice.below(self.cast.practitioners())
	}

	/// A practitioner and a place where it works, or seldom another.
	pub fn membership(&mut self) -> (PractitionerId, OrganisationId) {
		let id = self.practitioner();
		let places: Vec<_> = Identity::practitioner(id)
			.map(|known| known.memberships.iter().map(|place| place.organisation).collect())
			.unwrap_or_default();
		let place = self.dice.pick(&places).filter(|_| !self.dice.chance(5));
		(id, place.unwrap_or_else(|| self.organisation()))
	}

	/// Somebody whom the patient may give a consent; seldom one behind a commitment.
	pub fn party(&mut self, patient: &PatientId) -> Party {
		let named = self.named_party(patient);
		let blinded = opening_of(patient, ConsentCount::<Runtime>::get(patient)).blind(&named);
		blinded.filter(|_| self.dice.chance(3)).unwrap_or(named)
	}

	/// Somebody by name whom the patient may give a consent.
	pub fn named_party(&mut self, patient: &PatientId) -> Party {
		let represents = if self.dice.chance(25) { self.representative(patient) } else { None };
		if let Some(id) = represents {
			Party::Representative(id)
		} else if self.dice.chance(70) {
			Party::Practitioner(self.practitioner())
		} else {
			Party::Organisation(self.organisation())
		}
	}

	/// In whose name somebody acts on the patient's records, often a grantee, with who signs for that.
	pub fn actor(&mut self, patient: &PatientId) -> Option<(AccountId32, Actor)> {
		let newest = ConsentCount::<Runtime>::get(patient);
		let back = 1 + self.dice.below(newest.min(12));
		let given = Consents::<Runtime>::get(patient, newest.saturating_sub(back));
		let actor = match (self.dice.below(12), given.map(|consent| consent.grantee)) {
			(0 | 1, _) => Actor::Patient,
			(2..=6, Some(Party::Organisation(organisation))) => Actor::Organisation(organisation),
			(2..=6, Some(Party::Practitioner(practitioner))) => {
				let known = Identity::practitioner(practitioner)?.memberships;
				let organisation = self.dice.pick(&known)?.organisation;
				Actor::Practitioner { practitioner, organisation }
			}
			(2..=6, Some(Party::Representative(id))) => Actor::Representative(id),
			(7, _) => Actor::Organisation(self.organisation()),
			(8, _) => Actor::Representative(self.representative(patient)?),
			_ => {
				let (practitioner, organisation) = self.membership();
				Actor::Practitioner { practitioner, organisation }
			}
		};
		Some((self.signer_as(patient, actor)?, actor))
	}

	/// Who signs in that name.
	pub fn signer_as(&mut self, patient: &PatientId, actor: Actor) -> Option<AccountId32> {
		match actor {
			Actor::Patient => Some(Identity::patient(patient)?.controller),
			Actor::Practitioner { practitioner, .. } => {
				signer_of(Party::Practitioner(practitioner), self.dice)
			}
			Actor::Organisation(organisation) => signer_of(Party::Organisation(organisation), self.dice),
			Actor::Representative(id) => signer_of(Party::Representative(id), self.dice),
		}
	}
}
