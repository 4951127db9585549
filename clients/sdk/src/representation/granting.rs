//! What a representative gives and takes back in a patient's name.
//!
//! It gives only what it reads itself: it opens its own envelope, holds the key against the digest that the chain has, and
//! seals it onward. The patient's vault has no part in it, and nobody gets the root.

use crate::{
	chain::calls,
	consents::{consent_text, too_many_items, Consented, Giver, Granted, Terms, ROUNDS},
	delegations::{envelopes_of, with_all_below, Order},
	sealing::Envelopes,
	words, As, At, Client, Error, Keyring, Landed, Result,
};
use salus_primitives::{
	consent::{GrantedItem, Item, Permissions, Reach},
	ids::{ConsentIndex, KeyEpoch, PatientId, RepresentativeId, RequestIndex},
	limits::MaxConsentItems,
	people::Party,
	text::{GiveConsent, SignedText},
	view::ConsentView,
	BoundedVec,
};

/// A consent of the representative's that holds the item's newest key and reaches as far back.
fn holding(
	consents: &[(ConsentIndex, ConsentView)],
	representative: RepresentativeId,
	item: Item,
	newest: KeyEpoch,
	reach: Reach,
) -> Option<&(ConsentIndex, ConsentView)> {
	consents.iter().find(|(_, view)| {
		view.live
			&& !view.excluded
			&& view.consent.grantee == Party::Representative(representative)
			&& view.consent.permissions.contains(Permissions::READ)
			&& view.consent.reaches(reach)
			&& view.seals.iter().any(|(held, seal)| *held == item && seal.opens(&newest))
	})
}

impl Client {
	/// As which representative of the patient the keyring's account acts.
	///
	/// # Errors
	/// Of kind denied if it is none.
	pub async fn representative_of(
		&self,
		keyring: &Keyring,
		patient: &PatientId,
	) -> Result<RepresentativeId> {
		let known = self.chain().representations(&keyring.account(), self.at()).await?;
		known
			.into_iter()
			.find(|(_, view)| view.representative.patient == *patient)
			.map(|(id, _)| id)
			.ok_or_else(|| Error::NoKey("the account does not represent this patient".into()))
	}

	/// Gives a consent in the name of a patient whom the keyring's account represents.
	///
	/// # Errors
	/// Of kind denied if it represents nobody such, or does not read what it would give; of kind usage if the grantee has no
	/// usable vault key; those of [`crate::Chain::submit`].
	pub async fn grant_for(
		&self,
		keyring: &Keyring,
		patient: &PatientId,
		terms: &Terms,
	) -> Result<Consented> {
		self.give_for(keyring, patient, terms, None).await
	}

	/// The same, as the answer to a request if there is one.
	///
	/// # Errors
	/// As [`Self::grant_for`].
	pub(crate) async fn give_for(
		&self,
		keyring: &Keyring,
		patient: &PatientId,
		terms: &Terms,
		answers: Option<RequestIndex>,
	) -> Result<Consented> {
		if terms.reach == Reach::Ahead {
			return Err(Error::usage("only the patient itself seals keys ahead"));
		}
		let id = self.representative_of(keyring, patient).await?;
		let owner = self.vault_owner(keyring, As::Representative(id)).await?;
		let reads = terms.permissions.contains(Permissions::READ);
		let vault = self.own_vault(keyring, &owner).await?;
		let recipient = if reads { Some(self.key_of(&terms.grantee).await?) } else { None };
		let recipient = recipient.as_ref();
		let items: Vec<Item> = match &terms.items {
			Granted::Records(records) => records.iter().copied().map(Item::Record).collect(),
			scopes => {
				let chosen = self.chosen_scopes(keyring, patient, scopes).await?;
				chosen.iter().map(|entry| Item::Scope(entry.number)).collect()
			}
		};
		if items.len() > BoundedVec::<GrantedItem, MaxConsentItems>::bound() {
			return Err(too_many_items());
		}
		let from = terms.from.unwrap_or(self.now().await?);
		let genesis = self.chain().genesis();
		let mut round = 1;
		loop {
			let mut envelopes = Envelopes::default();
			let sealed =
				self.seal_own_onward(keyring, patient, id, &items, terms.reach, recipient, &mut envelopes);
			let granted = match sealed.await {
				Ok(granted) => granted,
				Err(error) => {
					envelopes.discard(&self.stores().grants(patient)).await;
					return Err(error);
				}
			};
			let giver = Giver::Representative(id);
			let text = consent_text(&genesis, patient, &giver, terms, &granted, from);
			let grant = terms.grant(granted, from, recipient.map(|key| key.digest()), &text)?;
			let next = match recipient {
				Some(_) => Some(self.chain().consent_count(patient, At::Best).await?),
				None => None,
			};
			let signature = next.map(|consent| {
				let text = GiveConsent { genesis, patient: *patient, consent, grant: &grant };
				vault.signer().sign(&text.text())
			});
			let call = match answers {
				None => calls::consent::grant(patient, &grant, signature.as_ref()),
				Some(request) => {
					calls::consent::approve_request(patient, request, &grant, signature.as_ref())
				}
			};
			let outcome = self.chain().submit(&call, keyring.wallet(), self.wait()).await;
			match self.settle_grants(patient, envelopes, outcome).await {
				Ok(landed) => {
					let consent = landed.events.field("Consent", "ConsentGranted", "consent")?;
					return Ok(Consented { consent, text, rotated: Vec::new(), landed });
				}
				Err(error) => {
					if round == ROUNDS || !self.is_overtaken(&error, patient, next).await? {
						return Err(error);
					}
					round += 1;
				}
			}
		}
	}

	/// The items with envelopes for the recipient, if there is one, each made from the representative's own.
	#[allow(clippy::too_many_arguments)] // What a grant consists of, and what comes of it.
	async fn seal_own_onward(
		&self,
		keyring: &Keyring,
		patient: &PatientId,
		id: RepresentativeId,
		items: &[Item],
		reach: Reach,
		recipient: Option<&salus_vault::hybrid::PublicKey>,
		envelopes: &mut Envelopes,
	) -> Result<Vec<GrantedItem>> {
		if recipient.is_none() {
			return Ok(items.iter().map(|item| GrantedItem { item: *item, envelope: None }).collect());
		}
		let consents = self.chain().all_consents(patient, At::Best).await?;
		let mut granted = Vec::with_capacity(items.len());
		for item in items {
			let newest = match item {
				Item::Scope(number) => self.settled_scope(patient, *number).await?.scope.epoch,
				Item::Record(_) => KeyEpoch::default(),
			};
			let (parent, view) = holding(&consents, id, *item, newest, reach).ok_or_else(|| {
				Error::NoKey(format!(
					"representative {id} does not read {} with its newest key, or not as far back",
					words::item(item)
				))
			})?;
			let order = Order { keyring, patient: *patient, parent: *parent, view };
			granted.extend(self.seal_onward(&order, &[*item], reach, recipient, envelopes).await?);
		}
		Ok(granted)
	}

	/// Shuts a party out in the name of a patient whom the keyring's account represents.
	///
	/// # Errors
	/// As [`Client::exclude`].
	pub async fn exclude_for(&self, keyring: &Keyring, patient: &PatientId, party: Party) -> Result<Landed> {
		let call = calls::consent::exclude(patient, &party);
		self.chain().submit(&call, keyring.wallet(), self.wait()).await
	}

	/// Takes an exclusion back in the name of a patient whom the keyring's account represents.
	///
	/// # Errors
	/// As [`Client::readmit`].
	pub async fn readmit_for(&self, keyring: &Keyring, patient: &PatientId, party: Party) -> Result<Landed> {
		let call = calls::consent::readmit(patient, &party);
		self.chain().submit(&call, keyring.wallet(), self.wait()).await
	}

	/// Revokes a consent in the name of a patient whom the keyring's account represents. The scopes whose key it held wait
	/// for a new key, which the patient gives, or a representative who rotates.
	///
	/// # Errors
	/// Of kind not found for an unknown consent; those of [`crate::Chain::submit`].
	pub async fn revoke_for(
		&self,
		keyring: &Keyring,
		patient: &PatientId,
		consent: ConsentIndex,
	) -> Result<Landed> {
		let leaving = with_all_below(&self.chain().all_consents(patient, At::Best).await?, consent);
		if !leaving.contains_key(&consent) {
			return Err(Error::not_found(format!("the patient has given no consent {consent}")));
		}
		let envelopes = Envelopes { uploaded: Vec::new(), superseded: envelopes_of(leaving.values()) };
		let call = calls::consent::revoke(patient, consent);
		let outcome = self.chain().submit(&call, keyring.wallet(), self.wait()).await;
		self.settle_grants(patient, envelopes, outcome).await
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::fixtures::consent_to_read;
	use salus_primitives::{consent::Seal, ids::Digest};

	const ITEM: Item = Item::Scope(3);

	fn at(index: u32) -> KeyEpoch {
		KeyEpoch { generation: 0, index }
	}

	fn view(grantee: Party, reach: Reach, epoch: u32) -> ConsentView {
		let seal =
			Seal { envelope: Digest::default(), sealed_to: Digest::default(), epoch: at(epoch), lineage: 0 };
		consent_to_read(grantee, reach, vec![(ITEM, seal)])
	}

	#[test]
	fn representative_should_give_through_its_own_consent_with_the_newest_key_that_reaches_as_far() {
		let own = Party::Representative(6);
		let found = |view: ConsentView, reach| holding(&[(4, view)], 6, ITEM, at(2), reach).is_some();
		assert!(found(view(own, Reach::AllHistory, 2), Reach::AllHistory));
		assert!(found(view(own, Reach::FromNow, 2), Reach::FromNow));
		assert!(!found(view(own, Reach::FromNow, 2), Reach::AllHistory));
		assert!(!found(view(own, Reach::AllHistory, 1), Reach::AllHistory));
		assert!(found(view(own, Reach::Ahead, 66), Reach::AllHistory));
		assert!(!found(view(own, Reach::Ahead, 66), Reach::Ahead), "nobody passes on keys ahead");
		assert!(!found(view(Party::Representative(7), Reach::AllHistory, 2), Reach::AllHistory));
		assert!(!found(view(Party::Practitioner(6), Reach::AllHistory, 2), Reach::AllHistory));
		let stopped = ConsentView { live: false, ..view(own, Reach::AllHistory, 2) };
		assert!(!found(stopped, Reach::AllHistory));
		let excluded = ConsentView { excluded: true, ..view(own, Reach::AllHistory, 2) };
		assert!(!found(excluded, Reach::AllHistory));
	}
}
