//! What the runtime APIs answer.

use crate::{
	access::{Action, Decision, Facts, Request},
	blinding::Opening,
	consent::{Consent, GrantedItem, Item, RotationDue, Scope, Seal},
	consortium::Agency,
	dispute::Dispute,
	ids::{ConsentIndex, Digest, KeyEpoch, PatientId, PractitionerId, RepresentativeId, ScopeNumber},
	people::{Actor, Party, Vault},
	purpose::Purpose,
	records::Record,
	request::AccessRequest,
	time::Moment,
};
use alloc::vec::Vec;
use codec::{Decode, Encode};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// Why a question has no answer. Never a `false` in disguise.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum QueryError {
	/// There is no such patient.
	PatientNotFound,
	/// There is no such record.
	RecordNotFound,
	/// There is no such scope.
	ScopeNotFound,
	/// There is no such practitioner.
	PractitionerNotFound,
	/// There is no such organisation.
	OrganisationNotFound,
	/// The moment asked about lies in the future.
	InTheFuture,
}

/// One page of a list.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[serde(bound(
	serialize = "K: Serialize, V: Serialize",
	deserialize = "K: Deserialize<'de>, V: Deserialize<'de>"
))]
pub struct Page<K, V> {
	/// The items with their keys, in order.
	pub items: Vec<(K, V)>,
	/// The key to start the next page at; none on the last.
	pub next: Option<K>,
}

/// Who asks: in whose name, or which account.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[serde(bound(serialize = "AccountId: Serialize", deserialize = "AccountId: Deserialize<'de>"))]
pub enum Asker<AccountId> {
	/// Somebody named.
	Actor(Actor),
	/// Whoever the account may act as; allowed if one of them is.
	Account(AccountId),
	/// Somebody named, who shows the opening of a blinded consent.
	Blinded {
		/// Who.
		actor: Actor,
		/// What opens it.
		opening: Opening,
	},
}

/// A question to the access decision.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[serde(bound(serialize = "AccountId: Serialize", deserialize = "AccountId: Deserialize<'de>"))]
pub struct AccessQuery<AccountId> {
	/// Who asks.
	pub asker: Asker<AccountId>,
	/// What to do.
	pub action: Action,
	/// What to do it to.
	pub item: Item,
	/// What for.
	pub purpose: Purpose,
	/// When; none means now. Not in the future.
	pub at: Option<Moment>,
}

/// A decision with everything it looked at.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Explanation {
	/// The question.
	pub request: Request,
	/// What is known.
	pub facts: Facts,
	/// The answer that follows.
	pub decision: Decision,
}

/// What an account is to the chain.
#[derive(Clone, PartialEq, Eq, Debug, Default, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Roles {
	/// The patient it controls.
	pub patient: Option<PatientId>,
	/// The practitioner it signs for.
	pub practitioner: Option<PractitionerId>,
	/// The organisation it acts for, and as what.
	pub agency: Option<Agency>,
}

/// A scope as it stands now.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ScopeView {
	/// The scope.
	#[serde(flatten)]
	pub scope: Scope,
	/// Why and since when it waits for a rotation.
	pub rotation_due: Option<(RotationDue, Moment)>,
	/// Consents that hold an older key only.
	pub unresealed: Vec<ConsentIndex>,
	/// Since when it is closed to representatives; none if it is open to them.
	pub closed: Option<Moment>,
}

/// A consent with the envelopes it holds now.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ConsentView {
	/// The consent.
	#[serde(flatten)]
	pub consent: Consent,
	/// Its envelopes.
	pub seals: Vec<(Item, Seal)>,
	/// Whether it is in force, its parents included.
	pub live: bool,
	/// Whether the patient excludes its grantee, or that of a consent it was delegated from: then it carries nothing.
	pub excluded: bool,
	/// The representative who gave it in the patient's name; none for the patient's own, and a delegated one.
	pub given_by: Option<RepresentativeId>,
}

impl ConsentView {
	/// The items with their envelopes.
	pub fn granted(&self) -> impl Iterator<Item = GrantedItem> + '_ {
		self.consent.items.iter().map(|granted| GrantedItem {
			item: granted.item,
			envelope: self
				.seals
				.iter()
				.find(|(item, _)| *item == granted.item)
				.map(|(_, seal)| seal.envelope),
		})
	}
}

/// A request for access as it stands now.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RequestView {
	/// The request.
	#[serde(flatten)]
	pub request: AccessRequest,
	/// Whether it expired before anyone closed it.
	pub expired: bool,
}

/// A dispute as it stands now.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DisputeView {
	/// The dispute.
	#[serde(flatten)]
	pub dispute: Dispute,
	/// Whether it is open past its time.
	pub overdue: bool,
}

impl DisputeView {
	/// How the dispute stands at `now`.
	pub fn at(dispute: Dispute, now: Moment) -> Self {
		Self { dispute, overdue: dispute.is_overdue(now) }
	}
}

/// A record with what its patient says against it.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RecordView {
	/// The record.
	#[serde(flatten)]
	pub record: Record,
	/// Its dispute, however that stands; none if it was never disputed.
	pub dispute: Option<DisputeView>,
}

/// Who holds a key of a scope.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Holder {
	/// The consent.
	pub consent: ConsentIndex,
	/// Its grantee.
	pub grantee: Party,
	/// The grantee's vault now; none if it has none, or is blinded.
	pub vault: Option<Vault>,
	/// Its envelope.
	pub seal: Seal,
	/// Whether the consent is in force and the holder in good standing, so that it is to be resealed. Of a blinded holder
	/// nobody but the patient can tell whether it stands well: here it counts as if it did.
	pub remains: bool,
}

/// A scope's public key of one version.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EpochKey {
	/// The scope.
	pub scope: ScopeNumber,
	/// The version.
	pub epoch: KeyEpoch,
	/// SHA-256 of the X-Wing public key.
	pub key: Digest,
}
