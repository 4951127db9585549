//! Delegation: passing on a consent that one was given, or a part of it, and taking that back.
//!
//! Whoever passes on a consent to read opens its own envelope, holds the key against the digest that the chain has, and
//! seals it onward: the patient's vault has no part in it. What is passed on stops with every consent above it.

use crate::{
	chain::calls,
	client::parties,
	consents::{consent_text, too_many_items, Giver, Granted, Terms, ROUNDS},
	labels::Note,
	openers::Opener,
	records::ensure_not_erased,
	sealing::Envelopes,
	words, At, Client, Error, Keyring, Landed, Result,
};
use bytes::Bytes;
use salus_primitives::{
	consent::{Consent, GrantedItem, Item, Permissions, Reach, Seal},
	ids::{ConsentIndex, Digest, KeyEpoch, PatientId, ScopeNumber},
	limits::MaxConsentItems,
	people::{Actor, Party, VaultOwner},
	purpose::Purposes,
	text::{DelegateConsent, SignedText},
	time::Moment,
	view::ConsentView,
	BoundedVec,
};
use salus_vault::hybrid::PublicKey;
use serde::Serialize;
use std::collections::BTreeMap;

/// What is passed on. What is none is as the consent has it that is passed on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Passing {
	/// Whose records.
	pub patient: PatientId,
	/// The consent to pass on: one's own, or that of the organisation one acts for.
	pub parent: ConsentIndex,
	/// To whom.
	pub grantee: Party,
	/// What.
	pub items: Option<Granted>,
	/// What the grantee may do; none for all but passing it on.
	pub permissions: Option<Permissions>,
	/// What for.
	pub purposes: Option<Purposes>,
	/// From when on (inclusive); none for now.
	pub from: Option<Moment>,
	/// Until when (exclusive).
	pub until: Option<Moment>,
	/// How far back it reaches. [`Reach::FromNow`] opens what is sealed from the scopes' key versions of now on, which
	/// may have been in use for a while: only the patient can give a scope a new key.
	pub reach: Option<Reach>,
}

/// A consent that was passed on.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PassedOn {
	/// The consent.
	pub consent: ConsentIndex,
	/// The one that it was delegated from.
	pub parent: ConsentIndex,
	/// In whose name.
	pub by: Party,
	/// The text whose digest the consent carries.
	pub text: String,
	/// The transaction.
	pub landed: Landed,
}

/// A delegated consent that was taken back.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TakenBack {
	/// The consent.
	pub consent: ConsentIndex,
	/// Consents that were delegated from it, and carry nothing any more.
	pub below: Vec<ConsentIndex>,
	/// Scopes that wait for a new key of the patient, or a representative who rotates: new records go to the inbox until then.
	pub due: Vec<ScopeNumber>,
	/// The transaction.
	pub landed: Landed,
}

/// A consent that is being passed on.
pub(crate) struct Order<'a> {
	pub(crate) keyring: &'a Keyring,
	pub(crate) patient: PatientId,
	/// The consent through which one reads.
	pub(crate) parent: ConsentIndex,
	pub(crate) view: &'a ConsentView,
}

impl Client {
	/// Passes on a consent. Where that permits reading, the keys are opened with one's own vault and sealed to the
	/// grantee's vault key as a finalised block has it.
	///
	/// # Errors
	/// Of kind denied if the consent is another's, may not be passed on, or the vault at hand is another one; of kind
	/// usage if the grantee has no usable vault key, or the patient has to give a scope or this consent a new key first;
	/// of kind not found for unknown consents, scopes, records or grantees; of kind integrity if a key or an envelope is
	/// altered; those of [`crate::Chain::submit`].
	pub async fn delegate(&self, keyring: &Keyring, order: &Passing) -> Result<PassedOn> {
		let Passing { patient, parent, grantee, .. } = *order;
		if order.reach == Some(Reach::Ahead) {
			return Err(Error::usage("only the patient itself seals keys ahead"));
		}
		let view = self.consent_view(&patient, parent).await?;
		let by = view.consent.grantee;
		let roles = self.chain().roles(&keyring.account(), self.at()).await?;
		if !parties(&roles).any(|party| party == by) {
			return Err(Error::NoKey(format!("consent {parent} is for {}", words::party(&by))));
		}
		if !view.consent.permissions.contains(Permissions::DELEGATE) {
			return Err(Error::NoKey(format!("consent {parent} does not permit passing it on")));
		}
		let items = self.items_to_pass_on(keyring, order, &view.consent).await?;
		let from = order.from.unwrap_or(self.now().await?.max(view.consent.from));
		let terms = terms(order, &view.consent);
		let reads = terms.permissions.contains(Permissions::READ);
		let (vault, recipient) = if reads {
			let vault = self.own_vault(keyring, &ensure_named(&by)?).await?;
			let key = self.key_of(&grantee).await?;
			(Some(vault), Some(key))
		} else {
			(None, None)
		};
		let recipient = recipient.as_ref();
		let genesis = self.chain().genesis();
		let mut round = 1;
		loop {
			let mut envelopes = Envelopes::default();
			let order = Order { keyring, patient, parent, view: &view };
			let sealed = self.seal_onward(&order, &items, terms.reach, recipient, &mut envelopes).await;
			let granted = match sealed {
				Ok(granted) => granted,
				Err(error) => {
					envelopes.discard(&self.stores().grants(&patient)).await;
					return Err(error);
				}
			};
			let text =
				consent_text(&genesis, &patient, &Giver::Delegator { by, parent }, &terms, &granted, from);
			let grant = terms.grant(granted, from, recipient.map(PublicKey::digest), &text)?;
			// The vault's word names the consent that comes next, so that it counts once.
			let next = match &vault {
				Some(_) => Some(self.chain().consent_count(&patient, At::Best).await?),
				None => None,
			};
			let signature = vault.as_ref().zip(next).map(|(vault, consent)| {
				let text = DelegateConsent { genesis, patient, consent, parent, grant: &grant };
				vault.signer().sign(&text.text())
			});
			let call = calls::consent::delegate(&patient, parent, &grant, signature.as_ref());
			let outcome = self.chain().submit(&call, keyring.wallet(), self.wait()).await;
			match self.settle_grants(&patient, envelopes, outcome).await {
				Ok(landed) => {
					let consent = landed.events.field("Consent", "ConsentGranted", "consent")?;
					self.refresh_passed_on_names(keyring, &patient, &by, &grantee).await;
					return Ok(PassedOn { consent, parent, by, text, landed });
				}
				Err(error) => {
					if round == ROUNDS || !self.is_overtaken(&error, &patient, next).await? {
						return Err(error);
					}
					round += 1;
				}
			}
		}
	}

	/// What is to be passed on: what was chosen, or all that the parent names.
	async fn items_to_pass_on(
		&self,
		keyring: &Keyring,
		order: &Passing,
		parent: &Consent,
	) -> Result<Vec<Item>> {
		let items: Vec<Item> = match &order.items {
			None => parent.items.iter().map(|granted| granted.item).collect(),
			Some(Granted::Records(records)) => records.iter().copied().map(Item::Record).collect(),
			Some(scopes) => {
				let chosen = self.chosen_scopes(keyring, &order.patient, scopes).await?;
				chosen.iter().map(|entry| Item::Scope(entry.number)).collect()
			}
		};
		if items.len() > BoundedVec::<GrantedItem, MaxConsentItems>::bound() {
			return Err(too_many_items());
		}
		match items.iter().find(|item| parent.item(**item).is_none()) {
			Some(missing) => {
				Err(Error::usage(format!("consent {} does not name {}", order.parent, words::item(missing))))
			}
			None => Ok(items),
		}
	}

	/// The items with envelopes for the recipient, if there is one, made from one's own.
	pub(crate) async fn seal_onward(
		&self,
		order: &Order<'_>,
		items: &[Item],
		reach: Reach,
		recipient: Option<&PublicKey>,
		envelopes: &mut Envelopes,
	) -> Result<Vec<GrantedItem>> {
		let Some(recipient) = recipient else {
			return Ok(items.iter().map(|item| GrantedItem { item: *item, envelope: None }).collect());
		};
		let actor = match order.view.consent.grantee {
			// In whose name makes no difference to the keys; the organisation plays no part here.
			Party::Practitioner(practitioner) => Actor::Practitioner { practitioner, organisation: 0 },
			Party::Organisation(organisation) => Actor::Organisation(organisation),
			Party::Representative(representative) => Actor::Representative(representative),
			Party::Blinded(_) => return Err(Error::NoKey("a blinded reader passes nothing on".into())),
		};
		let mut opener = Opener::new(self, order.keyring, order.patient, &actor, None, At::Best).await?;
		let mut granted = Vec::with_capacity(items.len());
		for item in items {
			let sealed = match item {
				Item::Scope(number) => {
					self.seal_scope_onward(&mut opener, order, *number, reach, recipient).await?
				}
				Item::Record(index) => {
					let record = self.chain().record(&order.patient, *index, At::Best).await?;
					ensure_not_erased(*index, &record)?;
					let sheet = opener.sheet(*index, &record).await?;
					sheet.seal_grant(&opener.place(record.pointer.ciphertext), recipient)?
				}
			};
			let envelope = self.stores().grants(&order.patient).put(Bytes::from(sealed)).await?;
			envelopes.uploaded.push(envelope);
			granted.push(GrantedItem { item: *item, envelope: Some(envelope) });
		}
		Ok(granted)
	}

	async fn seal_scope_onward(
		&self,
		opener: &mut Opener<'_>,
		order: &Order<'_>,
		number: ScopeNumber,
		reach: Reach,
		recipient: &PublicKey,
	) -> Result<Vec<u8>> {
		let scope = self.settled_scope(&order.patient, number).await?;
		if scope.rotation_due.is_some() {
			return Err(Error::usage(format!(
				"scope {number} waits for a new key of the patient, or a representative who rotates"
			)));
		}
		let seal = newest_seal(order, number, scope.scope.epoch)?;
		let own = opener.open_grant(number, scope.scope.id, order.parent, &seal).await?;
		// What is to come is passed on by nobody.
		let own = own.up_to(scope.scope.epoch)?;
		let onward = match (order.view.consent.reach, reach) {
			(Reach::AllHistory | Reach::Ahead, Reach::FromNow) => own.newest_alone()?,
			_ => own,
		};
		Ok(onward.seal(self.chain().genesis(), order.patient, recipient)?)
	}

	/// Takes back a consent that was delegated from one's own, directly or not, with all below it. Its envelopes are
	/// deleted once that is final. What was fetched before can be kept.
	///
	/// # Errors
	/// Of kind not found for an unknown consent, of kind denied if it was not delegated from one's own, of kind chain if
	/// it was revoked already; those of [`crate::Chain::submit`].
	pub async fn revoke_delegated(
		&self,
		keyring: &Keyring,
		patient: &PatientId,
		consent: ConsentIndex,
	) -> Result<TakenBack> {
		let all = self.chain().all_consents(patient, At::Best).await?;
		let leaving = with_all_below(&all, consent);
		let Some(view) = leaving.get(&consent) else {
			return Err(Error::not_found(format!("the patient has given no consent {consent}")));
		};
		let held: Vec<ScopeNumber> = view.seals.iter().filter_map(|(item, _)| scope_of(item)).collect();
		let envelopes = Envelopes { uploaded: Vec::new(), superseded: envelopes_of(leaving.values()) };
		let call = calls::consent::revoke_delegated(patient, consent);
		let outcome = self.chain().submit(&call, keyring.wallet(), self.wait()).await;
		let landed = self.settle_grants(patient, envelopes, outcome).await?;
		let due = self.due_among(patient, &held).await?;
		let giver = view.consent.parent.and_then(|parent| all.iter().find(|(index, _)| *index == parent));
		if let Some((_, parent)) = giver {
			self.refresh_passed_on_names(keyring, patient, &parent.consent.grantee, &view.consent.grantee)
				.await;
		}
		let below = leaving.into_keys().filter(|index| *index != consent).collect();
		Ok(TakenBack { consent, below, due, landed })
	}

	/// Leaves the grantee the names of the scopes that were passed on to it, as far as they are known here. The consent
	/// holds without them, so a failure is only reported.
	async fn refresh_passed_on_names(
		&self,
		keyring: &Keyring,
		patient: &PatientId,
		by: &Party,
		grantee: &Party,
	) {
		let note =
			Note { genesis: self.chain().genesis(), patient: *patient, grantee: *grantee, by: Some(*by) };
		let left = async {
			let roles = self.chain().roles(&keyring.account(), self.at()).await?;
			if !parties(&roles).any(|party| party == *by) {
				// Another delegator's note.
				return Ok(());
			}
			let vault = self.own_vault(keyring, &ensure_named(by)?).await?;
			let names = self.scope_names(keyring, patient).await?;
			self.leave_names(&note, grantee, &names, vault.signer()).await
		};
		if let Err(error) = left.await {
			let error: Error = error;
			tracing::warn!(%error, "the grantee was not left the names of its scopes");
		}
	}
}

/// The vault of who passes something on, which is never a blinded reader.
fn ensure_named(by: &Party) -> Result<VaultOwner> {
	by.vault_owner().ok_or_else(|| Error::NoKey("a blinded reader passes nothing on".into()))
}

/// The terms, with what is left out as the parent has it.
fn terms(order: &Passing, parent: &Consent) -> Terms {
	let may = Permissions(parent.permissions.0 & !Permissions::DELEGATE.0);
	Terms {
		grantee: order.grantee,
		items: order.items.clone().unwrap_or(Granted::Scopes(Vec::new())),
		permissions: order.permissions.unwrap_or(may),
		purposes: order.purposes.unwrap_or(parent.purposes),
		from: order.from,
		until: order.until.or(parent.until),
		reach: order.reach.unwrap_or(parent.reach),
		policy_version: parent.policy_version,
	}
}

/// The parent's envelope for the scope, which must have the newest key.
fn newest_seal(order: &Order<'_>, number: ScopeNumber, newest: KeyEpoch) -> Result<Seal> {
	let seals = &order.view.seals;
	let seal = seals.iter().find(|(item, _)| *item == Item::Scope(number)).map(|(_, seal)| *seal);
	seal.filter(|seal| seal.opens(&newest)).ok_or_else(|| {
		Error::usage(format!(
			"consent {} does not hold the newest key of scope {number}: the patient has to reseal it first",
			order.parent
		))
	})
}

fn scope_of(item: &Item) -> Option<ScopeNumber> {
	match item {
		Item::Scope(number) => Some(*number),
		Item::Record(_) => None,
	}
}

/// A consent with all that was delegated from it, directly or not: what stops when it is revoked.
pub(crate) fn with_all_below(
	consents: &[(ConsentIndex, ConsentView)],
	top: ConsentIndex,
) -> BTreeMap<ConsentIndex, ConsentView> {
	let mut found = BTreeMap::new();
	// Parents come before what is delegated from them.
	for (index, view) in consents {
		if *index == top || view.consent.parent.is_some_and(|parent| found.contains_key(&parent)) {
			found.insert(*index, view.clone());
		}
	}
	found
}

/// The envelopes through which the consents hold keys.
pub(crate) fn envelopes_of<'a>(views: impl Iterator<Item = &'a ConsentView>) -> Vec<Digest> {
	views.flat_map(|view| view.seals.iter().map(|(_, seal)| seal.envelope)).collect()
}

#[cfg(test)]
mod tests {
	use super::*;
	use salus_primitives::{consent::ConsentItem, purpose::Purpose};

	fn view(parent: Option<ConsentIndex>) -> ConsentView {
		let item = ConsentItem { item: Item::Scope(3), from_epoch: KeyEpoch::default() };
		let consent = Consent {
			grantee: Party::Practitioner(7),
			items: BoundedVec::try_from(vec![item]).unwrap(),
			permissions: Permissions::READ.union(Permissions::WRITE).union(Permissions::DELEGATE),
			purposes: [Purpose::Treatment, Purpose::Research].into_iter().collect(),
			from: 5,
			until: Some(50),
			reach: Reach::FromNow,
			parent,
			organisation: 1,
			text: Digest::default(),
			policy_version: 4,
			granted_at: 5,
			revoked_at: None,
		};
		ConsentView { consent, seals: Vec::new(), live: true, excluded: false, given_by: None }
	}

	#[test]
	fn consent_should_leave_with_all_below_it_and_nobody_else() {
		let parents = [None, None, Some(1), Some(0), Some(2), Some(3), Some(2)];
		let consents: Vec<_> = (0..).zip(parents.map(view)).collect();
		let below = |top| with_all_below(&consents, top).into_keys().collect::<Vec<_>>();
		assert_eq!(below(1), [1, 2, 4, 6]);
		assert_eq!(below(2), [2, 4, 6]);
		assert_eq!(below(6), [6]);
		assert!(below(9).is_empty());
	}

	#[test]
	fn terms_should_be_the_parents_without_passing_on_where_nothing_is_said() {
		let parent = view(None).consent;
		let order = Passing {
			patient: PatientId([1; 32]),
			parent: 2,
			grantee: Party::Practitioner(8),
			items: None,
			permissions: None,
			purposes: None,
			from: None,
			until: None,
			reach: None,
		};
		let all = terms(&order, &parent);
		assert_eq!(all.permissions, Permissions::READ.union(Permissions::WRITE));
		assert_eq!((all.purposes, all.until, all.reach), (parent.purposes, Some(50), Reach::FromNow));
		assert_eq!((all.grantee, all.policy_version), (order.grantee, 4));
		let less = Passing {
			permissions: Some(Permissions::READ.union(Permissions::DELEGATE)),
			purposes: Some(Purpose::Treatment.into()),
			until: Some(20),
			reach: Some(Reach::AllHistory),
			..order
		};
		let said = terms(&less, &parent);
		assert_eq!(Some(said.permissions), less.permissions);
		assert_eq!((said.purposes, said.until), (Purpose::Treatment.into(), Some(20)));
		assert_eq!(said.reach, Reach::AllHistory);
	}

	#[test]
	fn consent_should_not_be_passed_on_when_it_lacks_the_newest_key() {
		let at = |index| KeyEpoch { generation: 0, index };
		let seal = |epoch| Seal { envelope: Digest([1; 32]), sealed_to: Digest([2; 32]), epoch, lineage: 0 };
		let keyring = Keyring::new(
			crate::Wallet::from_suri("//Eve").unwrap(),
			salus_vault::root::Root::from_bytes([1; 32]),
		);
		let view = ConsentView { seals: vec![(Item::Scope(3), seal(at(4)))], ..view(None) };
		let order = Order { keyring: &keyring, patient: PatientId([1; 32]), parent: 2, view: &view };
		assert_eq!(newest_seal(&order, 3, at(4)).unwrap(), seal(at(4)));
		for (scope, newest) in [(3, at(5)), (4, at(4))] {
			let refused = newest_seal(&order, scope, newest).unwrap_err();
			assert!(refused.to_string().contains("has to reseal it"), "{refused}");
		}
	}
}
