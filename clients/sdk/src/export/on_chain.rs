//! What the chain has of a patient, read from proven state.

use super::state::{Entry, State};
use crate::{keyring::vault_owner, AccountId};
use codec::{Compact, Decode};
use salus_primitives::{
	consent::{Consent, Item, Scope},
	consortium::Organisation,
	dispute::{Dispute, DisputeState},
	ids::{
		ConsentIndex, Digest, KeyEpoch, OrganisationId, PatientId, PractitionerId, RecordIndex,
		RepresentativeId, RequestIndex, ScopeNumber, SigningKey,
	},
	people::{Actor, Party, Patient, Practitioner, Vault, VaultOwner},
	records::{ErasureProposal, Record},
	recovery::{Attempts, Recovery, RecoveryPolicy, Turn},
	representation::{HandOver, Representative},
	request::AccessRequest,
	time::{History, Moment},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

const CONSENT: &str = "Consent";
const CONSORTIUM: &str = "Consortium";
const GRANDPA: &str = "Grandpa";
const IDENTITY: &str = "Identity";
const RECORDS: &str = "Records";

/// What is read: everything of a patient, or what one reader may read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct View {
	/// Whose.
	pub(crate) patient: PatientId,
	/// By whom; the patient reads everything.
	pub(crate) reader: Actor,
	/// For another reader: the records.
	pub(crate) records: BTreeSet<RecordIndex>,
	/// The second number of the manifest's version: what was added later is not read.
	pub(crate) minor: u32,
	/// Who is behind commitments: named in the manifest, and so here.
	pub(crate) readers: BTreeSet<Party>,
}

/// The second number of the version that added disputes, recovery, representation and what goes with them.
const WITH_DISPUTES: u32 = 1;
/// The second number of the version that added what is known of scopes' keys to come.
const WITH_KEYS_AHEAD: u32 = 2;
/// Each version that added something, with the first runtime that has it.
const ADDED: [(u32, u32); 2] = [(WITH_DISPUTES, 101), (WITH_KEYS_AHEAD, 102)];

fn is_default<V: Default + PartialEq>(value: &V) -> bool {
	*value == V::default()
}

/// An entry of a list with its number.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Numbered<N, V> {
	/// The number.
	pub index: N,
	/// The entry.
	#[serde(flatten)]
	pub entry: V,
}

/// A scope with the digest of each public key it has had.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ScopeKeys {
	/// The scope.
	#[serde(flatten)]
	pub scope: Scope,
	/// Its key versions, oldest first.
	pub keys: Vec<ScopeKey>,
}

/// A version of a scope's key.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ScopeKey {
	/// The version.
	pub epoch: KeyEpoch,
	/// SHA-256 of the X-Wing public key.
	pub key: Digest,
}

/// Whom the patient has excluded, over time.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Excluded {
	/// Whom.
	pub party: Party,
	/// Since when each state holds.
	pub history: History<bool>,
}

/// A scope that the patient has closed to representatives, over time.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ClosedScope {
	/// The scope.
	pub scope: ScopeNumber,
	/// Since when each state holds.
	pub history: History<bool>,
}

/// When the generation of a scope's key began.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct GenerationBegun {
	/// The scope.
	pub scope: ScopeNumber,
	/// When.
	pub at: Moment,
}

/// That somebody who was sealed a scope's keys ahead, and stopped, can derive those up to a version.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct KnownAhead {
	/// The scope.
	pub scope: ScopeNumber,
	/// The newest of these versions.
	pub up_to: KeyEpoch,
	/// Since when.
	pub since: Moment,
}

/// Who gave a consent in the patient's name.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct GivenBy {
	/// The consent.
	pub consent: ConsentIndex,
	/// The representative.
	pub representative: RepresentativeId,
}

/// How the patient can be recovered. Guardians who have not approved are commitments, as on chain.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Recovering {
	/// Who may.
	#[serde(default, skip_serializing_if = "is_default")]
	pub policy: Option<RecoveryPolicy>,
	/// How often it was settled anew who controls the patient or may recover it.
	#[serde(default, skip_serializing_if = "is_default")]
	pub turn: Turn,
	/// Attempts, and who approves which.
	#[serde(default, skip_serializing_if = "is_default")]
	pub attempts: Option<Attempts<AccountId>>,
	/// The newest recovery, while its account controls the patient.
	#[serde(default, skip_serializing_if = "is_default")]
	pub recovered: Option<Recovery<AccountId>>,
	/// The generation with which the patient's line of vaults begins.
	#[serde(default, skip_serializing_if = "is_default")]
	pub line: u16,
}

/// What becomes of the patient's identity. A state that was attested and does not count yet is in the patient's states.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Situation {
	/// The hand-over to come, or not settled.
	#[serde(default, skip_serializing_if = "is_default")]
	pub hand_over: Option<HandOver<AccountId>>,
	/// When the newest hand-over was that is settled.
	#[serde(default, skip_serializing_if = "is_default")]
	pub handed_over_at: Option<Moment>,
	/// When the patient last contested what was attested of it.
	#[serde(default, skip_serializing_if = "is_default")]
	pub contested_at: Option<Moment>,
	/// The patient that goes on in its stead.
	#[serde(default, skip_serializing_if = "is_default")]
	pub merged_into: Option<PatientId>,
	/// Patients in whose stead it goes on.
	#[serde(default, skip_serializing_if = "is_default")]
	pub merged_from: Vec<PatientId>,
	/// How many representatives it has had.
	#[serde(default, skip_serializing_if = "is_default")]
	pub representatives: u32,
}

/// The public side of a vault, and the signing keys it has had.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct VaultHistory {
	/// Whose.
	pub owner: VaultOwner,
	/// Its keys now; none if it was reset.
	pub vault: Option<Vault>,
	/// Signing keys with the moments from which they held, the oldest that the chain still has first.
	pub signing_keys: History<SigningKey>,
}

impl VaultHistory {
	/// The signing key of a moment, and since when it held.
	pub(crate) fn signing_key(&self, at: Moment) -> Option<(Moment, SigningKey)> {
		self.signing_keys.entries().iter().rev().find(|(from, _)| *from <= at).copied()
	}
}

/// How many of each the patient has on chain, whether they are here or not.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Counts {
	/// Records, erased ones included.
	pub records: u32,
	/// Consents, live or not.
	pub consents: u32,
	/// Scopes.
	pub scopes: u16,
	/// Requests for access that were ever made; the chain forgets old ones.
	pub requests: u32,
}

/// The voters that finalise blocks.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Voters {
	/// How often they have changed.
	pub set: u64,
	/// GRANDPA keys with their weights.
	pub keys: Vec<(SigningKey, u64)>,
}

/// What the chain has of a patient at one block. All of it follows from the block's hash.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OnChain {
	/// Hash of the chain's first block.
	pub genesis: Option<Digest>,
	/// The chain's clock.
	pub now: Option<Moment>,
	/// Version of the runtime.
	pub spec_version: Option<u32>,
	/// Who finalises.
	pub voters: Voters,
	/// The patient.
	pub patient: Option<Patient<AccountId>>,
	/// How many of each there are.
	pub counts: Counts,
	/// Scopes.
	pub scopes: Vec<Numbered<ScopeNumber, ScopeKeys>>,
	/// Records.
	pub records: Vec<Numbered<RecordIndex, Record>>,
	/// What authors want erased.
	pub erasure_proposals: Vec<Numbered<RecordIndex, ErasureProposal>>,
	/// Consents, live or not.
	pub consents: Vec<Numbered<ConsentIndex, Consent>>,
	/// Requests for access that the chain still has.
	pub requests: Vec<Numbered<RequestIndex, AccessRequest>>,
	/// Whom the patient has excluded.
	pub exclusions: Vec<Excluded>,
	/// Disputes of the records, each record's newest.
	#[serde(default, skip_serializing_if = "is_default")]
	pub disputes: Vec<Numbered<RecordIndex, Dispute>>,
	/// Scopes that were closed to representatives.
	#[serde(default, skip_serializing_if = "is_default")]
	pub closed_scopes: Vec<ClosedScope>,
	/// When scopes' keys began a new generation, for those that did.
	#[serde(default, skip_serializing_if = "is_default")]
	pub generations_begun: Vec<GenerationBegun>,
	/// Scopes of which somebody who stopped knows keys to come.
	#[serde(default, skip_serializing_if = "is_default")]
	pub known_ahead: Vec<KnownAhead>,
	/// Consents that a representative gave.
	#[serde(default, skip_serializing_if = "is_default")]
	pub given_by: Vec<GivenBy>,
	/// How the patient can be recovered.
	#[serde(default, skip_serializing_if = "is_default")]
	pub recovery: Recovering,
	/// What becomes of the patient's identity.
	#[serde(default, skip_serializing_if = "is_default")]
	pub situation: Situation,
	/// Representatives of the patient: those that were not ended, and those that the above names.
	#[serde(default, skip_serializing_if = "is_default")]
	pub representatives: Vec<Numbered<RepresentativeId, Representative<AccountId>>>,
	/// Vaults of the patient, of its representatives, of the records' authors and of the exporter.
	pub vaults: Vec<VaultHistory>,
	/// Practitioners who are named in the above.
	pub practitioners: Vec<Numbered<PractitionerId, Practitioner<AccountId>>>,
	/// Organisations that are named in the above.
	pub organisations: Vec<Numbered<OrganisationId, Organisation<AccountId>>>,
}

/// What System keeps of the newest runtime that has taken over.
#[derive(Decode)]
struct Upgrade {
	spec_version: Compact<u32>,
	_spec_name: String,
}

impl OnChain {
	/// Reads it. What the state does not prove stays out, and is told by [`State::finish`].
	pub(crate) fn read(state: &State, view: &View) -> Self {
		let patient = view.patient;
		let of = |pallet, item| Entry::new(pallet, item).blake2(patient);
		let upgrade: Option<Upgrade> = state.get(&Entry::new("System", "LastRuntimeUpgrade"));
		let mut read = Self {
			genesis: state.get(&Entry::new(CONSORTIUM, "GenesisBlock")),
			now: state.get(&Entry::new("Timestamp", "Now")),
			spec_version: upgrade.map(|upgrade| upgrade.spec_version.0),
			voters: Voters {
				set: state.get(&Entry::new(GRANDPA, "CurrentSetId")).unwrap_or_default(),
				keys: state.get(&Entry::new(GRANDPA, "Authorities")).unwrap_or_default(),
			},
			patient: state.get(&of(IDENTITY, "Patients")),
			counts: Counts {
				records: state.get(&of(RECORDS, "RecordCount")).unwrap_or_default(),
				consents: state.get(&of(CONSENT, "ConsentCount")).unwrap_or_default(),
				scopes: state.get(&of(CONSENT, "ScopeCount")).unwrap_or_default(),
				requests: state.get(&of(CONSENT, "RequestCount")).unwrap_or_default(),
			},
			scopes: Vec::new(),
			records: Vec::new(),
			erasure_proposals: Vec::new(),
			consents: Vec::new(),
			requests: Vec::new(),
			exclusions: Vec::new(),
			disputes: Vec::new(),
			closed_scopes: Vec::new(),
			generations_begun: Vec::new(),
			known_ahead: Vec::new(),
			given_by: Vec::new(),
			recovery: Recovering::default(),
			situation: Situation::default(),
			representatives: Vec::new(),
			vaults: Vec::new(),
			practitioners: Vec::new(),
			organisations: Vec::new(),
		};
		let scopes = match view.reader {
			Actor::Patient => {
				if view.minor >= WITH_DISPUTES {
					read.read_since_disputes(state, of);
				}
				if view.minor >= WITH_KEYS_AHEAD {
					let known = state.all(&of(CONSENT, "KnownAhead")).into_iter();
					read.known_ahead =
						known.map(|(scope, (up_to, since))| KnownAhead { scope, up_to, since }).collect();
				}
				read.read_everything(state, of)
			}
			_ => read.read_readable(state, view, of),
		};
		read.scopes = scopes
			.into_iter()
			.map(|(number, scope)| {
				let keys = state.all(&Entry::new(CONSENT, "EpochKeys").blake2((patient, number)));
				let key = |(_, (epoch, key)): (u32, (KeyEpoch, Digest))| ScopeKey { epoch, key };
				let keys = keys.into_iter().map(key).collect();
				Numbered { index: number, entry: ScopeKeys { scope, keys } }
			})
			.collect();
		read.read_people(state, view);
		read
	}

	fn read_everything(
		&mut self,
		state: &State,
		of: impl Fn(&'static str, &'static str) -> Entry,
	) -> Vec<(ScopeNumber, Scope)> {
		self.records = numbered(state.all(&of(RECORDS, "Records")));
		self.erasure_proposals = numbered(state.all(&of(RECORDS, "ErasureProposals")));
		self.consents = numbered(state.all(&of(CONSENT, "Consents")));
		self.requests = numbered(state.all(&of(CONSENT, "Requests")));
		let exclusions = state.all(&of(CONSENT, "Exclusions"));
		self.exclusions =
			exclusions.into_iter().map(|(party, history)| Excluded { party, history }).collect();
		state.all(&of(CONSENT, "Scopes"))
	}

	/// What the version added that has disputes.
	fn read_since_disputes(&mut self, state: &State, of: impl Fn(&'static str, &'static str) -> Entry) {
		self.disputes = numbered(state.all(&of(RECORDS, "Disputes")));
		let closed = state.all(&of(CONSENT, "ClosedScopes")).into_iter();
		self.closed_scopes = closed.map(|(scope, history)| ClosedScope { scope, history }).collect();
		let begun = state.all(&of(CONSENT, "GenerationsBegun")).into_iter();
		self.generations_begun = begun.map(|(scope, at)| GenerationBegun { scope, at }).collect();
		let given = state.all(&of(CONSENT, "GivenBy")).into_iter();
		self.given_by = given.map(|(consent, representative)| GivenBy { consent, representative }).collect();
		self.recovery = Recovering {
			policy: state.get(&of(IDENTITY, "RecoveryPolicies")),
			turn: state.get(&of(IDENTITY, "RecoveryTurns")).unwrap_or_default(),
			attempts: state.get(&of(IDENTITY, "RecoveryAttempts")),
			recovered: state.get(&of(IDENTITY, "Recoveries")),
			line: state.get(&of(IDENTITY, "PatientLineages")).unwrap_or_default(),
		};
		self.situation = Situation {
			hand_over: state.get(&of(IDENTITY, "HandOvers")),
			handed_over_at: state.get(&of(IDENTITY, "HandedOver")),
			contested_at: state.get(&of(IDENTITY, "Contests")),
			merged_into: state.get(&of(IDENTITY, "MergedInto")),
			merged_from: state.get(&of(IDENTITY, "MergedFrom")).unwrap_or_default(),
			representatives: state.get(&of(IDENTITY, "RepresentativeCount")).unwrap_or_default(),
		};
	}

	/// For another reader: its consents as far as the access decision looks at them, its records, and their scopes.
	fn read_readable(
		&mut self,
		state: &State,
		view: &View,
		of: impl Fn(&'static str, &'static str) -> Entry,
	) -> Vec<(ScopeNumber, Scope)> {
		let single = |item, index: u32| of(RECORDS, item).twox(index);
		let record = |index: &RecordIndex| Some((*index, state.get(&single("Records", *index))?));
		self.records = numbered(view.records.iter().filter_map(record).collect());
		let proposal = |index: &RecordIndex| Some((*index, state.get(&single("ErasureProposals", *index))?));
		self.erasure_proposals = numbered(view.records.iter().filter_map(proposal).collect());
		if view.minor >= WITH_DISPUTES {
			let dispute = |index: &RecordIndex| Some((*index, state.get(&single("Disputes", *index))?));
			self.disputes = numbered(view.records.iter().filter_map(dispute).collect());
		}
		let consents: BTreeSet<ConsentIndex> = view
			.reader
			.parties()
			.flat_map(|party| state.get::<Vec<ConsentIndex>>(&of(CONSENT, "ByGrantee").twox(party)))
			.flatten()
			.collect();
		let consent = |index: ConsentIndex| Some((index, state.get(&of(CONSENT, "Consents").twox(index))?));
		self.consents = numbered(consents.into_iter().filter_map(consent).collect());
		let filed = self.records.iter().map(|record| record.entry.pointer.scope);
		let granted = self.consents.iter().flat_map(|consent| &consent.entry.items);
		let granted = granted.filter_map(|granted| match granted.item {
			Item::Scope(number) => Some(number),
			Item::Record(_) => None,
		});
		let numbers: BTreeSet<ScopeNumber> = filed.chain(granted).collect();
		let scope = |number: ScopeNumber| Some((number, state.get(&of(CONSENT, "Scopes").twox(number))?));
		numbers.into_iter().filter_map(scope).collect()
	}

	/// Who is named in what was read.
	fn read_people(&mut self, state: &State, view: &View) {
		let authors = self.records.iter().map(|record| record.entry.author);
		let proposers = self.erasure_proposals.iter().map(|proposal| proposal.entry.actor);
		let disputes = self.disputes.iter().map(|dispute| &dispute.entry);
		let refusers = disputes.clone().filter_map(|dispute| match dispute.state {
			DisputeState::Refused { actor, .. } => Some(actor),
			_ => None,
		});
		let actors = authors.clone().chain(proposers).chain(refusers).chain([view.reader]);
		let actors: BTreeSet<Actor> = actors.chain(disputes.clone().map(|dispute| dispute.author)).collect();
		let mut parties: BTreeSet<Party> = actors.iter().flat_map(Actor::parties).collect();
		parties.extend(self.consents.iter().map(|consent| consent.entry.grantee));
		parties.extend(self.consents.iter().map(|consent| Party::Organisation(consent.entry.organisation)));
		parties.extend(self.requests.iter().map(|request| request.entry.requester));
		parties.extend(self.exclusions.iter().map(|excluded| excluded.party));
		parties.extend(self.patient.iter().map(|patient| Party::Organisation(patient.organisation)));
		parties.extend(disputes.map(|dispute| dispute.sealed_to));
		parties.extend(&view.readers);

		let mut owners: BTreeSet<VaultOwner> = authors
			.chain([Actor::Patient, view.reader])
			.map(|actor| vault_owner(&actor, &view.patient))
			.collect();
		if view.reader == Actor::Patient && view.minor >= WITH_DISPUTES {
			self.representatives = self.read_representatives(state, view, &parties);
			let (ids, entries) = (self.representatives.iter(), self.representatives.iter());
			owners.extend(ids.map(|known| VaultOwner::Representative(known.index)));
			parties.extend(entries.map(|known| Party::Organisation(known.entry.organisation)));
		}
		self.vaults = owners
			.into_iter()
			.map(|owner| VaultHistory {
				owner,
				vault: state.get(&Entry::new(IDENTITY, "Vaults").blake2(owner)),
				signing_keys: state
					.get(&Entry::new(IDENTITY, "SigningKeys").blake2(owner))
					.unwrap_or_default(),
			})
			.collect();
		let practitioners = parties.iter().filter_map(|party| match party {
			Party::Practitioner(id) => {
				Some((*id, state.get(&Entry::new(IDENTITY, "Practitioners").twox(*id))?))
			}
			Party::Organisation(_) | Party::Representative(_) | Party::Blinded(_) => None,
		});
		self.practitioners = numbered(practitioners.collect());
		let organisations = parties.iter().filter_map(|party| match party {
			Party::Organisation(id) => {
				Some((*id, state.get(&Entry::new(CONSORTIUM, "Organisations").twox(*id))?))
			}
			Party::Practitioner(_) | Party::Representative(_) | Party::Blinded(_) => None,
		});
		self.organisations = numbered(organisations.collect());
	}

	/// Those that were not ended, and those that are named, whatever became of them.
	fn read_representatives(
		&self,
		state: &State,
		view: &View,
		named: &BTreeSet<Party>,
	) -> Vec<Numbered<RepresentativeId, Representative<AccountId>>> {
		let listed = Entry::new(IDENTITY, "RepresentativesOf").blake2(view.patient);
		let listed: Vec<RepresentativeId> = state.get(&listed).unwrap_or_default();
		let named = named.iter().filter_map(|party| match party {
			Party::Representative(id) => Some(*id),
			Party::Practitioner(_) | Party::Organisation(_) | Party::Blinded(_) => None,
		});
		let givers = self.given_by.iter().map(|given| given.representative);
		let ids: BTreeSet<RepresentativeId> = listed.into_iter().chain(named).chain(givers).collect();
		let known = |id| Some((id, state.get(&Entry::new(IDENTITY, "Representatives").twox(id))?));
		numbered(ids.into_iter().filter_map(known).collect())
	}

	/// Whether the manifest's version knows of everything that the runtime had of patients.
	pub(crate) fn is_covered(&self, minor: u32) -> bool {
		let before = |runtime| self.spec_version.is_some_and(|version| version < runtime);
		ADDED.iter().all(|(added, runtime)| minor >= *added || before(*runtime))
	}

	/// The dispute of one of the records.
	pub(crate) fn dispute(&self, index: RecordIndex) -> Option<&Dispute> {
		let position = self.disputes.binary_search_by_key(&index, |dispute| dispute.index).ok()?;
		self.disputes.get(position).map(|dispute| &dispute.entry)
	}

	/// One of the consents.
	pub(crate) fn consent(&self, index: ConsentIndex) -> Option<&Consent> {
		let position = self.consents.binary_search_by_key(&index, |consent| consent.index).ok()?;
		self.consents.get(position).map(|consent| &consent.entry)
	}

	/// The vault of an owner.
	pub(crate) fn vault(&self, owner: &VaultOwner) -> Option<&VaultHistory> {
		self.vaults.iter().find(|vault| vault.owner == *owner)
	}

	/// One of the records.
	pub(crate) fn record(&self, index: RecordIndex) -> Option<&Record> {
		let position = self.records.binary_search_by_key(&index, |record| record.index).ok()?;
		self.records.get(position).map(|record| &record.entry)
	}

	/// Where the numbers have gaps or do not agree with the counts, which no sound chain has.
	pub(crate) fn inconsistencies(&self, view: &View) -> Vec<String> {
		let mut found = Vec::new();
		if self.patient.is_none() {
			found.push("the chain has no such patient at that block".to_owned());
		}
		if view.reader != Actor::Patient {
			return found;
		}
		let dense = |numbers: Vec<u32>, count: u32| numbers.into_iter().eq(0..count);
		for (what, sound) in [
			("records", dense(self.records.iter().map(|record| record.index).collect(), self.counts.records)),
			(
				"consents",
				dense(self.consents.iter().map(|consent| consent.index).collect(), self.counts.consents),
			),
			(
				"scopes",
				dense(
					self.scopes.iter().map(|scope| u32::from(scope.index)).collect(),
					u32::from(self.counts.scopes),
				),
			),
		] {
			if !sound {
				found.push(format!("the chain does not have as many {what} as it counts"));
			}
		}
		found
	}
}

fn numbered<N, V>(entries: Vec<(N, V)>) -> Vec<Numbered<N, V>> {
	entries.into_iter().map(|(index, entry)| Numbered { index, entry }).collect()
}

#[cfg(test)]
mod tests {
	use super::*;
	use subxt::{ext::frame_decode::storage::StorageHasher, Metadata};

	#[test]
	fn storage_that_is_read_should_be_in_the_runtime_and_hashed_so() {
		use StorageHasher::{Blake2_128Concat, Twox64Concat};
		let metadata = Metadata::decode_from(include_bytes!("../../metadata/salus.scale")).unwrap();
		let of_patient: &[StorageHasher] = &[Blake2_128Concat];
		let listed: &[StorageHasher] = &[Blake2_128Concat, Twox64Concat];
		let by_number: &[StorageHasher] = &[Twox64Concat];
		for (pallet, item, hashers) in [
			("System", "LastRuntimeUpgrade", &[][..]),
			("Timestamp", "Now", &[]),
			(CONSORTIUM, "GenesisBlock", &[]),
			(CONSORTIUM, "Organisations", by_number),
			(GRANDPA, "CurrentSetId", &[]),
			(GRANDPA, "Authorities", &[]),
			(IDENTITY, "Patients", of_patient),
			(IDENTITY, "Practitioners", by_number),
			(IDENTITY, "Vaults", of_patient),
			(IDENTITY, "SigningKeys", of_patient),
			(IDENTITY, "RecoveryPolicies", of_patient),
			(IDENTITY, "RecoveryTurns", of_patient),
			(IDENTITY, "RecoveryAttempts", of_patient),
			(IDENTITY, "Recoveries", of_patient),
			(IDENTITY, "PatientLineages", of_patient),
			(IDENTITY, "HandOvers", of_patient),
			(IDENTITY, "HandedOver", of_patient),
			(IDENTITY, "Contests", of_patient),
			(IDENTITY, "MergedInto", of_patient),
			(IDENTITY, "MergedFrom", of_patient),
			(IDENTITY, "RepresentativeCount", of_patient),
			(IDENTITY, "RepresentativesOf", of_patient),
			(IDENTITY, "Representatives", by_number),
			(RECORDS, "RecordCount", of_patient),
			(RECORDS, "Records", listed),
			(RECORDS, "ErasureProposals", listed),
			(RECORDS, "Disputes", listed),
			(CONSENT, "ConsentCount", of_patient),
			(CONSENT, "ScopeCount", of_patient),
			(CONSENT, "RequestCount", of_patient),
			(CONSENT, "Consents", listed),
			(CONSENT, "Scopes", listed),
			(CONSENT, "Requests", listed),
			(CONSENT, "Exclusions", listed),
			(CONSENT, "ByGrantee", listed),
			(CONSENT, "EpochKeys", listed),
			(CONSENT, "ClosedScopes", listed),
			(CONSENT, "GenerationsBegun", listed),
			(CONSENT, "GivenBy", listed),
			(CONSENT, "KnownAhead", listed),
		] {
			let storage = metadata.pallet_by_name(pallet).and_then(|pallet| pallet.storage());
			let entry = storage.and_then(|storage| storage.entry_by_name(item));
			let entry = entry.unwrap_or_else(|| panic!("{pallet} has no {item}"));
			let found: Vec<_> = entry.keys().map(|key| key.hasher).collect();
			assert_eq!(found, hashers, "{pallet} {item}");
		}
	}
}
