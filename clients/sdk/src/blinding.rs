//! Consents to blinded readers: who reads is known to the patient and the reader, and to nobody who sees the chain.
//!
//! The patient's vault derives the opening of each consent, so nothing is stored: [`Client::blinded_readers`] finds whom a
//! commitment hides by trying the practitioners and organisations there are. The reader gets an [`OpeningFile`], sealed to
//! its vault, and shows what is in it with each question to the chain.

use crate::{
	consents::{Consented, Terms},
	texts, words, At, Client, Error, Keyring, Result,
};
use salus_primitives::{
	access::{Action, Decision, Reason},
	blinding::Opening,
	consent::{Item, Permissions},
	ids::{ConsentIndex, GenesisHash, PatientId, ScopeNumber},
	people::{Actor, Party},
	purpose::Purpose,
	view::{Asker, ConsentView, Holder},
};
use salus_vault::{keys::Blinding, opening::ConsentOpening};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The opening of a blinded consent, as the patient hands it to the reader. It holds no secret but for the reader's vault:
/// who finds it learns that somebody reads something of the patient, which the chain says as well.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OpeningFile {
	/// The chain.
	#[serde(with = "texts::hex_hash")]
	pub genesis: GenesisHash,
	/// Whose consent it opens.
	pub patient: PatientId,
	/// The envelope with consent and opening, sealed to the reader's vault.
	#[serde(with = "texts::hex_bytes")]
	pub envelope: Vec<u8>,
}

/// Who is behind the commitment of a consent.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Reader {
	/// Who.
	pub party: Party,
	/// What opens the commitment.
	#[serde(skip)]
	pub opening: Opening,
}

/// Who is behind the commitments of a patient's consents, as far as the patient's vault tells.
pub type Readers = BTreeMap<ConsentIndex, Reader>;

/// An opening that was opened, and holds against the chain.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Shown {
	/// The consent.
	pub consent: ConsentIndex,
	/// To whom it is: one of the actor's parties.
	pub reader: Reader,
}

/// Somebody who holds the newest key of a scope behind a commitment, and should not.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct HiddenHolder {
	/// The scope.
	pub scope: ScopeNumber,
	/// The consent.
	pub consent: ConsentIndex,
	/// To whom it is; the commitment, if this vault does not know.
	pub reader: Party,
	/// Why it should not hold the key.
	pub why: String,
}

/// A holder of a key, by name, with what hides it on chain.
pub(crate) struct Held {
	/// The holder: vault and whether it remains are those of whom the commitment hides.
	pub(crate) holder: Holder,
	/// What hides it; none for a holder that the chain names.
	pub(crate) opening: Option<Opening>,
}

impl Held {
	/// What stands on chain for an envelope sealed to the key of this digest.
	pub(crate) fn sealed_to(&self, kem: &salus_primitives::ids::Digest) -> salus_primitives::ids::Digest {
		self.opening.map_or(*kem, |opening| opening.blind_key(kem))
	}
}

impl OpeningFile {
	/// The file's text.
	///
	/// # Errors
	/// Of kind usage if it cannot be written as JSON.
	pub fn to_json(&self) -> Result<String> {
		serde_json::to_string_pretty(self).map_err(|error| Error::usage(error.to_string()))
	}

	/// Reads a file's text.
	///
	/// # Errors
	/// Of kind usage if it is none.
	pub fn from_json(json: &str) -> Result<Self> {
		serde_json::from_str(json)
			.map_err(|error| Error::usage(format!("this is no opening of a blinded consent: {error}")))
	}

	/// Refuses what is of another chain or about another patient.
	fn ensure_about(&self, genesis: &GenesisHash, patient: &PatientId) -> Result<()> {
		if self.genesis != *genesis {
			return Err(Error::usage("the opening is of another chain"));
		}
		if self.patient != *patient {
			return Err(Error::usage(format!(
				"the opening is of a consent of patient {}, not of {patient}",
				self.patient
			)));
		}
		Ok(())
	}
}

/// The questions to ask when an actor shows an opening, or none.
pub(crate) fn asker(actor: &Actor, shown: Option<&Shown>) -> Asker<crate::AccountId> {
	match shown {
		None => Asker::Actor(*actor),
		Some(Shown { reader, .. }) => Asker::Blinded { actor: *actor, opening: reader.opening },
	}
}

/// Who is behind the commitments: the candidate that this vault's opening hides so.
fn find_readers(
	blinding: &Blinding,
	blinded: impl Iterator<Item = (ConsentIndex, Party)>,
	candidates: &[Party],
) -> Readers {
	let behind = |index: ConsentIndex, commitment: &Party| {
		candidates.iter().find_map(|party| {
			let opening = blinding.opening(party, index);
			opening.opens(commitment, party).then_some(Reader { party: *party, opening })
		})
	};
	blinded.filter_map(|(index, commitment)| Some((index, behind(index, &commitment)?))).collect()
}

/// Refuses to blind what the chain refuses.
pub(crate) fn ensure_may_be_blinded(terms: &Terms) -> Result<()> {
	if !matches!(terms.grantee, Party::Practitioner(_) | Party::Organisation(_)) {
		let whom = words::party(&terms.grantee);
		return Err(Error::usage(format!("only practitioners and organisations can be blinded, not {whom}")));
	}
	if terms.permissions != Permissions::READ {
		return Err(Error::usage(
			"a blinded reader reads and nothing else; to write or pass on, somebody has to be named",
		));
	}
	Ok(())
}

impl Client {
	/// Gives a consent to read to whom the terms name, behind a commitment, and seals the opening to the reader's vault.
	///
	/// # Errors
	/// Of kind usage for terms that permit more than reading, or a grantee that is neither practitioner nor organisation;
	/// those of [`Self::grant`].
	pub async fn grant_blinded(&self, keyring: &Keyring, terms: &Terms) -> Result<(Consented, OpeningFile)> {
		ensure_may_be_blinded(terms)?;
		let patient = self.own_patient(&keyring.account()).await?;
		let excluded = !self.may_hold(&patient, &terms.grantee).await?;
		if excluded {
			// The chain cannot tell, so this is the place to look.
			return Err(Error::usage(format!(
				"{} is not in good standing, or excluded",
				words::party(&terms.grantee)
			)));
		}
		let consented = self.give_blinded(keyring, terms).await?;
		let (_, file) = self.opening_file(keyring, consented.consent).await?;
		Ok((consented, file))
	}

	/// The opening of one of the patient's blinded consents, sealed to the vault that its reader has now.
	///
	/// # Errors
	/// Of kind not found for an unknown consent, of kind usage for one that names its grantee or whose reader has no usable
	/// vault key, of kind denied if this vault did not make it.
	pub async fn opening_file(
		&self,
		keyring: &Keyring,
		consent: ConsentIndex,
	) -> Result<(Party, OpeningFile)> {
		let patient = self.own_patient(&keyring.account()).await?;
		let view = self.consent_view(&patient, consent).await?;
		if !view.consent.grantee.is_blinded() {
			let whom = words::party(&view.consent.grantee);
			return Err(Error::usage(format!("consent {consent} names {whom}: there is nothing to open")));
		}
		let readers = self.blinded_readers(keyring, &patient, &[(consent, view)]).await?;
		let Reader { party, opening } = *readers.get(&consent).ok_or_else(|| {
			Error::NoKey(format!("consent {consent} was blinded by another vault; revoke it, and grant anew"))
		})?;
		let vault = self.key_of(&party).await?;
		let genesis = self.chain().genesis();
		let envelope = ConsentOpening { consent, opening }.seal(genesis, patient, &vault)?;
		Ok((party, OpeningFile { genesis, patient, envelope }))
	}

	/// Who is behind the commitments among these consents of the keyring's patient. Whom another vault hid, as before a
	/// recovery without it or a hand-over, is left out.
	///
	/// # Errors
	/// Of kind network.
	pub async fn blinded_readers(
		&self,
		keyring: &Keyring,
		patient: &PatientId,
		consents: &[(ConsentIndex, ConsentView)],
	) -> Result<Readers> {
		let grantees = consents.iter().map(|(index, view)| (*index, view.consent.grantee));
		self.readers_among(&keyring.patient_secrets().blinding(*patient), grantees).await
	}

	pub(crate) async fn readers_among(
		&self,
		blinding: &Blinding,
		grantees: impl Iterator<Item = (ConsentIndex, Party)>,
	) -> Result<Readers> {
		let blinded: Vec<_> = grantees.filter(|(_, party)| party.is_blinded()).collect();
		if blinded.is_empty() {
			return Ok(Readers::new());
		}
		let at = self.chain().pin(At::Best).await?;
		let organisations = (1..self.chain().next_organisation(at).await?).map(Party::Organisation);
		let practitioners = (1..self.chain().next_practitioner(at).await?).map(Party::Practitioner);
		let candidates: Vec<Party> = organisations.chain(practitioners).collect();
		Ok(find_readers(blinding, blinded.into_iter(), &candidates))
	}

	/// Opens an opening with the vaults of this keyring, and holds it against the chain: it has to hide the actor, or whom
	/// the actor works for, as the consent has it.
	///
	/// # Errors
	/// Of kind usage for one of another chain or patient; of kind denied if no vault at hand opens it, or it opens no consent
	/// of the actor's; of kind not found if there is no such consent.
	pub async fn show(
		&self,
		keyring: &Keyring,
		patient: &PatientId,
		actor: &Actor,
		file: &OpeningFile,
	) -> Result<Shown> {
		let genesis = self.chain().genesis();
		file.ensure_about(&genesis, patient)?;
		let mut opened = None;
		for owner in actor.parties().filter_map(|party| party.vault_owner()) {
			let keys = match self.reading_keys(keyring, &owner).await {
				Ok(keys) => keys,
				// The organisation's vault is seldom at a practitioner's hand.
				Err(Error::Network(error)) => return Err(Error::Network(error)),
				Err(_) => continue,
			};
			let mut found =
				keys.iter().map(|key| ConsentOpening::open(genesis, *patient, key, &file.envelope));
			opened = opened.or_else(|| found.find_map(std::result::Result::ok));
		}
		let ConsentOpening { consent, opening } = opened.ok_or_else(|| {
			Error::NoKey(format!(
				"the opening is not sealed to a vault of this profile as {}",
				words::actor(actor)
			))
		})?;
		let view = self.consent_view(patient, consent).await?;
		reader_of(&view, actor, &opening)
			.map(|reader| Shown { consent, reader })
			.ok_or_else(|| Error::NoKey(format!("the opening opens no consent of {}", words::actor(actor))))
	}

	/// Scopes whose newest key somebody holds behind a commitment who is not in good standing, is excluded, or whose vault
	/// was reported compromised. The chain does not know, so it does not say that they wait for a rotation.
	///
	/// # Errors
	/// Of kind network.
	pub async fn hidden_holders(&self, keyring: &Keyring) -> Result<Vec<HiddenHolder>> {
		let patient = self.own_patient(&keyring.account()).await?;
		let at = self.chain().pin(At::Best).await?;
		let consents = self.chain().all_consents(&patient, at).await?;
		if !consents.iter().any(|(_, view)| view.consent.grantee.is_blinded()) {
			return Ok(Vec::new());
		}
		let blinding = keyring.patient_secrets().blinding(patient);
		let mut found = Vec::new();
		for (scope, view) in self.chain().all_scopes(&patient, at).await? {
			let holders = self.chain().holders(&patient, Item::Scope(scope), at).await?;
			for held in self.unblinded(Some(&blinding), &patient, holders).await? {
				let Held { holder, opening } = held;
				let of_reader = |(index, view): &(ConsentIndex, ConsentView)| {
					*index == holder.consent && view.consent.grantee.is_blinded()
				};
				if !holder.seal.opens(&view.scope.epoch) || !consents.iter().any(of_reader) {
					continue;
				}
				if let Some(why) = why_not(&holder, opening) {
					let (consent, reader) = (holder.consent, holder.grantee);
					found.push(HiddenHolder { scope, consent, reader, why: why.into() });
				}
			}
		}
		Ok(found)
	}

	/// Those of the patient's consents that are in force and hide this party.
	///
	/// # Errors
	/// Of kind network.
	pub async fn blinded_consents_of(&self, keyring: &Keyring, party: &Party) -> Result<Vec<ConsentIndex>> {
		let patient = self.own_patient(&keyring.account()).await?;
		let mut consents = self.chain().all_consents(&patient, At::Best).await?;
		consents.retain(|(_, view)| view.consent.grantee.is_blinded() && view.consent.revoked_at.is_none());
		let readers = self.blinded_readers(keyring, &patient, &consents).await?;
		Ok(readers.iter().filter(|(_, reader)| reader.party == *party).map(|(index, _)| *index).collect())
	}

	/// The public key that is sealed to for a party.
	///
	/// # Errors
	/// Of kind usage if it is blinded, has no vault, or that was reported compromised.
	pub(crate) async fn key_of(&self, party: &Party) -> Result<salus_vault::hybrid::PublicKey> {
		let owner = party
			.vault_owner()
			.ok_or_else(|| Error::usage(format!("nobody here knows the vault of {}", words::party(party))))?;
		self.sealing_key(&owner, &words::party(party)).await
	}

	/// The holders with whom the commitments among them hide, whose standing and vault the chain cannot look up. Without what
	/// blinds readers they stay commitments.
	pub(crate) async fn unblinded(
		&self,
		blinding: Option<&Blinding>,
		patient: &PatientId,
		holders: Vec<Holder>,
	) -> Result<Vec<Held>> {
		let grantees = holders.iter().map(|holder| (holder.consent, holder.grantee));
		let readers = match blinding {
			Some(blinding) => self.readers_among(blinding, grantees).await?,
			None => Readers::new(),
		};
		let mut all = Vec::with_capacity(holders.len());
		for mut holder in holders {
			let reader = readers.get(&holder.consent).filter(|_| holder.grantee.is_blinded());
			if let Some(Reader { party, .. }) = reader {
				holder.grantee = *party;
				holder.remains = holder.remains && self.may_hold(patient, party).await?;
				if let Some(owner) = party.vault_owner() {
					holder.vault = self.chain().vault(&owner, At::Best).await?;
				}
			}
			all.push(Held { holder, opening: reader.map(|reader| reader.opening) });
		}
		Ok(all)
	}

	/// Whether the party is in good standing somewhere where the patient has not excluded it.
	async fn may_hold(&self, patient: &PatientId, party: &Party) -> Result<bool> {
		let actors = match party {
			Party::Organisation(organisation) => vec![Actor::Organisation(*organisation)],
			Party::Practitioner(practitioner) => {
				let known = self.chain().practitioner(*practitioner, At::Best).await?;
				let memberships = known.into_iter().flat_map(|known| known.memberships);
				let organisations = memberships.map(|membership| membership.organisation);
				organisations
					.map(|organisation| Actor::Practitioner { practitioner: *practitioner, organisation })
					.collect()
			}
			Party::Representative(_) | Party::Blinded(_) => Vec::new(),
		};
		for actor in actors {
			let (asker, item, purpose) = (Asker::Actor(actor), Item::Scope(0), Purpose::Treatment);
			let chain = self.chain();
			let decision =
				chain.check_access(patient, &asker, Action::Read, item, purpose, None, At::Best).await?;
			if !is_barred(&decision) {
				return Ok(true);
			}
		}
		Ok(false)
	}
}

/// Whether a decision says that whoever asked may not act towards the patient, whatever was granted.
fn is_barred(decision: &Decision) -> bool {
	let Decision::Deny { reasons } = decision else { return false };
	reasons.iter().any(|reason| {
		matches!(
			reason,
			Reason::OrganisationNotInStanding(_) | Reason::MembershipNotInStanding(_) | Reason::Excluded(_)
		)
	})
}

/// Whom of the actor's parties the opening hides as the consent has it.
fn reader_of(view: &ConsentView, actor: &Actor, opening: &Opening) -> Option<Reader> {
	let party = actor.parties().find(|party| opening.opens(&view.consent.grantee, party))?;
	Some(Reader { party, opening: *opening })
}

/// Why a blinded holder of the newest key should not have it.
fn why_not(holder: &Holder, opening: Option<Opening>) -> Option<&'static str> {
	if opening.is_none() {
		return Some("this vault does not know who it is");
	}
	if !holder.remains {
		return Some("not in good standing, excluded, or the consent has stopped");
	}
	match holder.vault {
		None => Some("it has no vault any more"),
		Some(vault) if vault.compromised_at.is_some() => Some("its vault was reported compromised"),
		Some(_) => None,
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{consents::Granted, Kind};
	use salus_primitives::{
		access::Reasons,
		consent::{Reach, Seal},
		ids::{Digest, KeyEpoch, VaultKeys},
		people::{Standing, Vault},
	};
	use salus_vault::root::Root;

	const PATIENT: PatientId = PatientId([1; 32]);
	const DOCTOR: Party = Party::Practitioner(3);

	fn blinding(byte: u8) -> Blinding {
		Root::from_bytes([byte; 32]).patient(0).blinding(PATIENT)
	}

	fn candidates() -> Vec<Party> {
		(1..4).map(Party::Organisation).chain((1..9).map(Party::Practitioner)).collect()
	}

	#[test]
	fn reader_should_be_found_by_the_vault_that_hid_it_and_by_no_other() {
		let hidden = |index, party| (index, blinding(1).opening(&party, index).blind(&party).unwrap());
		let blinded = [hidden(4, DOCTOR), hidden(6, Party::Organisation(2)), hidden(7, DOCTOR)];
		let found = find_readers(&blinding(1), blinded.into_iter(), &candidates());
		let parties: Vec<_> = found.iter().map(|(index, reader)| (*index, reader.party)).collect();
		assert_eq!(parties, [(4, DOCTOR), (6, Party::Organisation(2)), (7, DOCTOR)]);
		// The same reader twice, and nobody sees it.
		assert_ne!(blinded[0].1, blinded[2].1);
		assert!(find_readers(&blinding(2), blinded.into_iter(), &candidates()).is_empty());
		// Under another index, or for whom is not on chain, nothing is found.
		assert!(find_readers(&blinding(1), [(5, blinded[0].1)].into_iter(), &candidates()).is_empty());
		assert!(find_readers(&blinding(1), blinded.into_iter(), &candidates()[..1]).is_empty());
	}

	#[test]
	fn file_should_be_refused_when_it_is_of_another_chain_or_patient_or_no_opening() {
		let file = OpeningFile { genesis: [2; 32], patient: PATIENT, envelope: vec![1, 2] };
		assert_eq!(OpeningFile::from_json(&file.to_json().unwrap()).unwrap(), file);
		assert!(file.ensure_about(&[2; 32], &PATIENT).is_ok());
		let other = file.ensure_about(&[2; 32], &PatientId([9; 32])).unwrap_err();
		assert_eq!(other.kind(), Kind::Usage);
		assert!(other.to_string().contains("of patient 0x0101"), "{other}");
		assert!(file.ensure_about(&[3; 32], &PATIENT).unwrap_err().to_string().contains("another chain"));
		let unknown = file.to_json().unwrap().replacen('{', "{ \"reader\": 3,", 1);
		for text in ["", "{}", "[]", unknown.as_str()] {
			assert_eq!(OpeningFile::from_json(text).unwrap_err().kind(), Kind::Usage, "{text}");
		}
	}

	#[test]
	fn more_than_reading_should_not_be_blinded() {
		let terms = Terms {
			grantee: DOCTOR,
			items: Granted::Scopes(Vec::new()),
			permissions: Permissions::READ,
			purposes: Purpose::Treatment.into(),
			from: None,
			until: None,
			reach: Reach::AllHistory,
			policy_version: 1,
		};
		assert!(ensure_may_be_blinded(&terms).is_ok());
		for permissions in [Permissions::WRITE, Permissions(3), Permissions(5), Permissions(0)] {
			let more = Terms { permissions, ..terms.clone() };
			assert_eq!(ensure_may_be_blinded(&more).unwrap_err().kind(), Kind::Usage);
		}
		let rob = Terms { grantee: Party::Representative(1), ..terms };
		assert_eq!(ensure_may_be_blinded(&rob).unwrap_err().kind(), Kind::Usage);
	}

	fn holder(remains: bool, vault: Option<Vault>) -> Holder {
		let seal = Seal {
			envelope: Digest([1; 32]),
			sealed_to: Digest([2; 32]),
			epoch: KeyEpoch::default(),
			lineage: 0,
		};
		Holder { consent: 4, grantee: DOCTOR, vault, seal, remains }
	}

	#[test]
	fn holder_should_be_told_when_the_chain_cannot() {
		let vault = Vault { keys: VaultKeys::default(), generation: 0, compromised_at: None };
		let opening = Some(Opening([5; 32]));
		assert_eq!(why_not(&holder(true, Some(vault)), opening), None);
		assert!(why_not(&holder(false, Some(vault)), opening).unwrap().contains("standing"));
		assert!(why_not(&holder(true, None), opening).unwrap().contains("no vault"));
		let leaked = Vault { compromised_at: Some(7), ..vault };
		assert!(why_not(&holder(true, Some(leaked)), opening).unwrap().contains("compromised"));
		assert!(why_not(&holder(true, Some(vault)), None).unwrap().contains("does not know"));
	}

	#[test]
	fn holder_should_be_barred_by_standing_and_exclusion_and_not_for_lack_of_a_consent() {
		let denied = |reason| {
			let mut reasons = Reasons::default();
			reasons.try_push(Reason::InboxIsPrivate).unwrap();
			reasons.try_push(reason).unwrap();
			Decision::Deny { reasons }
		};
		for reason in [
			Reason::Excluded(DOCTOR),
			Reason::MembershipNotInStanding(Standing::Suspended),
			Reason::OrganisationNotInStanding(Standing::Expired),
		] {
			assert!(is_barred(&denied(reason)));
		}
		assert!(!is_barred(&denied(Reason::NoConsent)));
	}

	#[test]
	fn envelope_should_be_named_by_the_blinded_key() {
		let kem = Digest([8; 32]);
		let opening = Opening([5; 32]);
		let named = Held { holder: holder(true, None), opening: None };
		assert_eq!(named.sealed_to(&kem), kem);
		let hidden = Held { holder: holder(true, None), opening: Some(opening) };
		assert_eq!(hidden.sealed_to(&kem), opening.blind_key(&kem));
	}

	#[test]
	fn asker_should_show_the_opening_only_when_there_is_one() {
		let actor = Actor::Organisation(2);
		assert_eq!(asker(&actor, None), Asker::Actor(actor));
		let reader = Reader { party: Party::Organisation(2), opening: Opening([5; 32]) };
		let shown = Shown { consent: 3, reader };
		assert_eq!(asker(&actor, Some(&shown)), Asker::Blinded { actor, opening: reader.opening });
	}
}
