//! A constructor for each call of Salus's pallets.
//!
//! A [`Call`] is named; the indices come from the metadata of the node it is sent to. Its arguments are
//! encoded from the types that the runtime decodes them into, and checked against the metadata before they
//! are signed.

use crate::{AccountId, Error, Result};
use codec::Encode;
use salus_primitives::{
	consent::{Grant, Item, NewScope, Reseal, Rotation},
	consortium::{Motion, Parameter},
	dispute::SealedText,
	ids::{
		Commitment, ConsentIndex, Digest, KeyEpoch, OrganisationId, PatientId, PractitionerId, RecordIndex,
		RequestIndex, ScopeNumber, VaultKeys, VaultSignature,
	},
	limits::{MaxNameLen, MaxRecordsPerBatch, MaxResealsPerCall, MaxRotationsPerCall, MaxScopesPerCall},
	network::{NodeAnnouncement, NodeId},
	people::{Actor, Party, PractitionerRole, Privileges, VaultOwner},
	purpose::Purpose,
	records::NewRecord,
	recovery::{GuardianApproval, NewAttempt, RecoveryPolicy},
	request::NewRequest,
	text::{Acceptance, Enrolment},
	time::Moment,
	BoundedVec,
};
use subxt::{
	ext::{
		scale_decode::visitor::{decode_with_visitor, IgnoreVisitor},
		scale_encode::{self, EncodeAsFields, FieldIter},
		scale_type_resolver::TypeResolver,
	},
	tx::Payload,
	utils::MultiSignature,
	Metadata,
};

/// A call of one of the runtime's pallets, ready to be signed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Call {
	pallet: &'static str,
	name: &'static str,
	args: Args,
}

/// SCALE-encoded arguments of a call, in order.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Args(Vec<u8>);

impl EncodeAsFields for Args {
	fn encode_as_fields_to<R: TypeResolver>(
		&self,
		_: &mut dyn FieldIter<'_, R::TypeId>,
		_: &R,
		out: &mut Vec<u8>,
	) -> Result<(), scale_encode::Error> {
		out.extend_from_slice(&self.0);
		Ok(())
	}
}

impl Payload for Call {
	type CallData = Args;

	fn pallet_name(&self) -> &str {
		self.pallet
	}

	fn call_name(&self) -> &str {
		self.name
	}

	fn call_data(&self) -> &Args {
		&self.args
	}
}

impl Call {
	fn new(pallet: &'static str, name: &'static str, args: impl Encode) -> Self {
		Self { pallet, name, args: Args(args.encode()) }
	}

	/// The pallet's name in the runtime.
	pub fn pallet(&self) -> &'static str {
		self.pallet
	}

	/// The call's name.
	pub fn name(&self) -> &'static str {
		self.name
	}

	/// Pallet index, call index and arguments, as the runtime with this metadata decodes them.
	///
	/// # Errors
	/// Of kind chain if the runtime has no such call, or one with other arguments.
	pub fn encode(&self, metadata: &Metadata) -> Result<Vec<u8>> {
		let unknown = |what: &str| {
			Error::Chain(format!(
				"the runtime has {what} {}.{}; another version of this program is needed",
				self.pallet, self.name
			))
		};
		let pallet = metadata.pallet_by_name(self.pallet).ok_or_else(|| unknown("no"))?;
		let variant = pallet.call_variant_by_name(self.name).ok_or_else(|| unknown("no"))?;
		let mut rest = self.args.0.as_slice();
		for field in &variant.fields {
			decode_with_visitor(&mut rest, field.ty.id, metadata.types(), IgnoreVisitor::new())
				.map_err(|_| unknown("another"))?;
		}
		if !rest.is_empty() {
			return Err(unknown("another"));
		}
		Ok([&[pallet.call_index(), variant.index], self.args.0.as_slice()].concat())
	}
}

/// Member organisations.
pub mod consortium {
	use super::*;

	/// Lets an account that accepted it enrol patients and admit practitioners for the organisation; by its
	/// controller.
	pub fn add_registrar(organisation: OrganisationId, account: &AccountId, acceptance: &Acceptance) -> Call {
		Call::new("Consortium", "add_registrar", (organisation, account, acceptance))
	}

	/// Takes that back; by the controller.
	pub fn remove_registrar(organisation: OrganisationId, account: &AccountId) -> Call {
		Call::new("Consortium", "remove_registrar", (organisation, account))
	}

	/// Names the organisation; by its controller.
	pub fn set_name(organisation: OrganisationId, name: &BoundedVec<u8, MaxNameLen>) -> Call {
		Call::new("Consortium", "set_name", (organisation, name))
	}

	/// Admits an organisation whose controller gave its word for it; by a motion.
	pub fn admit_organisation(
		name: &BoundedVec<u8, MaxNameLen>,
		controller: &AccountId,
		acceptance: &Acceptance,
	) -> Call {
		Call::new("Consortium", "admit_organisation", (name, controller, acceptance))
	}

	/// Suspends a member; by a motion.
	pub fn suspend_organisation(organisation: OrganisationId) -> Call {
		Call::new("Consortium", "suspend_organisation", (organisation,))
	}

	/// Ends a suspension; by a motion.
	pub fn reinstate_organisation(organisation: OrganisationId) -> Call {
		Call::new("Consortium", "reinstate_organisation", (organisation,))
	}

	/// Expels a member for good; by a motion.
	pub fn expel_organisation(organisation: OrganisationId) -> Call {
		Call::new("Consortium", "expel_organisation", (organisation,))
	}

	/// Gives a member another controller, which accepted it; by a motion.
	pub fn replace_controller(
		organisation: OrganisationId,
		account: &AccountId,
		acceptance: &Acceptance,
	) -> Call {
		Call::new("Consortium", "replace_controller", (organisation, account, acceptance))
	}

	/// Lets an account that accepted it run a validator for a member; by a motion.
	pub fn give_seat(organisation: OrganisationId, account: &AccountId, acceptance: &Acceptance) -> Call {
		Call::new("Consortium", "give_seat", (organisation, account, acceptance))
	}

	/// Takes a validator's seat; by a motion.
	pub fn take_seat(account: &AccountId) -> Call {
		Call::new("Consortium", "take_seat", (account,))
	}

	/// Sets a parameter of the network; by a motion.
	pub fn set_parameter(parameter: Parameter) -> Call {
		Call::new("Consortium", "set_parameter", (parameter,))
	}

	/// Lets the validator of a seat join the sets to come; by its holder, or the controller of its organisation.
	pub fn join_validators(account: &AccountId) -> Call {
		Call::new("Consortium", "join_validators", (account,))
	}

	/// Takes the validator of a seat out of the sets to come; by its holder, or the controller of its organisation.
	pub fn leave_validators(account: &AccountId) -> Call {
		Call::new("Consortium", "leave_validators", (account,))
	}

	/// Lists a node of the organisation, which signed for it; by its controller.
	pub fn announce_node(
		organisation: OrganisationId,
		node: &NodeAnnouncement,
		signature: &VaultSignature,
	) -> Call {
		Call::new("Consortium", "announce_node", (organisation, node, signature))
	}

	/// Takes a node of the organisation off the list; by its controller.
	pub fn withdraw_node(organisation: OrganisationId, node: NodeId) -> Call {
		Call::new("Consortium", "withdraw_node", (organisation, node))
	}

	/// Lets the code with this hash become the runtime; by a motion.
	pub fn authorize_upgrade(code_hash: [u8; 32]) -> Call {
		Call::new("Consortium", "authorize_upgrade", (code_hash,))
	}

	/// Lets the validators of the next session take over finality that has stalled; by a motion.
	pub fn note_stalled(delay: u32, best_finalised: u32) -> Call {
		Call::new("Consortium", "note_stalled", (delay, best_finalised))
	}
}

/// An argument that is encoded already.
struct Encoded(Vec<u8>);

impl Encode for Encoded {
	fn encode_to<T: codec::Output + ?Sized>(&self, to: &mut T) {
		to.write(&self.0);
	}
}

/// Session keys; by those who have a validator's seat.
pub mod session {
	use super::*;
	use salus_primitives::validators::EncodedKeys;

	/// Registers session keys, with the proof that they are the signer's.
	pub fn set_keys(keys: &EncodedKeys, proof: &[u8]) -> Call {
		Call::new("Session", "set_keys", (Encoded(keys.0.clone()), proof))
	}
}

/// What is the chain's own.
pub mod system {
	use super::*;

	/// Brings the code of an authorised runtime; by anyone, signed by nobody.
	pub fn apply_authorized_upgrade(code: &[u8]) -> Call {
		Call::new("System", "apply_authorized_upgrade", (code,))
	}
}

/// The council's motions; by its members, the controllers of organisations in good standing.
pub mod council {
	use super::*;
	use codec::Compact;

	/// Proposes a call of [`consortium`] to so many votes, with the bytes by which [`council::vote`] and
	/// [`council::close`] know it.
	///
	/// # Errors
	/// As [`Call::encode`].
	pub fn propose(threshold: u32, proposal: &Call, metadata: &Metadata) -> Result<(Call, [u8; 32])> {
		let encoded = proposal.encode(metadata)?;
		let hash = sp_crypto_hashing::blake2_256(&encoded);
		let length = u32::try_from(encoded.len()).unwrap_or(u32::MAX);
		let args = (Compact(threshold), Encoded(encoded), Compact(length));
		Ok((Call::new("Council", "propose", args), hash))
	}

	/// Agrees to a motion, or does not.
	pub fn vote(motion: &Motion<AccountId>, approve: bool) -> Call {
		Call::new("Council", "vote", (motion.hash.0, Compact(motion.index), approve))
	}

	/// Closes a motion that was decided, or whose time is over.
	pub fn close(motion: &Motion<AccountId>) -> Call {
		let weight = (Compact(motion.ref_time), Compact(motion.proof_size));
		let args = (motion.hash.0, Compact(motion.index), weight, Compact(motion.length));
		Call::new("Council", "close", args)
	}
}

/// Patients, practitioners and vaults.
pub mod identity {
	use super::*;
	use salus_primitives::AccountId32;
	use salus_primitives::{
		ids::RepresentativeId,
		people::PatientState,
		representation::{BothSignatures, NewRepresentative},
	};

	/// Admits somebody who acts for a patient; by a registrar of the organisation that enrolled it.
	pub fn admit_representative(
		new: &NewRepresentative<AccountId32>,
		signatures: &BothSignatures,
		appointment: Option<&BothSignatures>,
	) -> Call {
		Call::new("Identity", "admit_representative", (new, signatures, appointment))
	}

	/// Ends a representative; by the patient, itself, or a registrar where it is a guardian or an executor.
	pub fn end_representative(representative: RepresentativeId) -> Call {
		Call::new("Identity", "end_representative", (representative,))
	}

	/// Lets a patient pass to an account at a moment to come; by the patient.
	pub fn schedule_hand_over(
		patient: &PatientId,
		account: &AccountId,
		at: Moment,
		acceptance: &Acceptance,
		signature: &VaultSignature,
	) -> Call {
		Call::new("Identity", "schedule_hand_over", (patient, account, at, acceptance, signature))
	}

	/// Cancels a hand-over; by the patient.
	pub fn cancel_hand_over(patient: &PatientId, signature: &VaultSignature) -> Call {
		Call::new("Identity", "cancel_hand_over", (patient, signature))
	}

	/// Attests what became of a patient; by a registrar of the organisation that enrolled it.
	pub fn attest_state(patient: &PatientId, state: PatientState) -> Call {
		Call::new("Identity", "attest_state", (patient, state))
	}

	/// Contests what was attested; by the patient.
	pub fn contest_attestation(patient: &PatientId) -> Call {
		Call::new("Identity", "contest_attestation", (patient,))
	}

	/// Takes back what was attested; by a registrar of the organisation that enrolled the patient.
	pub fn lift_state(patient: &PatientId) -> Call {
		Call::new("Identity", "lift_state", (patient,))
	}

	/// Links two patients that are one person; by the account of the first, with the word of the second's.
	pub fn merge(
		patient: &PatientId,
		into: &PatientId,
		expires_at: Moment,
		signature: &MultiSignature,
	) -> Call {
		Call::new("Identity", "merge", (patient, into, expires_at, signature))
	}

	/// Makes the organisation a patient's home in place of one that was expelled; by a registrar of it, with the word of
	/// the account that decides for the patient.
	pub fn rehome(
		patient: &PatientId,
		organisation: OrganisationId,
		account: &AccountId,
		expires_at: Moment,
		signature: &MultiSignature,
	) -> Call {
		Call::new("Identity", "rehome", (patient, organisation, account, expires_at, signature))
	}

	/// Enrols a patient; by a registrar of the organisation that the text names.
	pub fn enrol_patient(
		enrolment: &Enrolment,
		signature: &MultiSignature,
		vault_signature: &VaultSignature,
	) -> Call {
		Call::new("Identity", "enrol_patient", (enrolment, signature, vault_signature))
	}

	/// Admits a practitioner who accepted it, or gives it a further membership; by a registrar.
	pub fn admit_practitioner(
		organisation: OrganisationId,
		account: &AccountId,
		role: PractitionerRole,
		privileges: Privileges,
		credential: &Commitment,
		until: Moment,
		acceptance: &Acceptance,
	) -> Call {
		let args = (organisation, account, role, privileges, credential, until, acceptance);
		Call::new("Identity", "admit_practitioner", args)
	}

	/// Suspends a membership; by a registrar.
	pub fn suspend_practitioner(organisation: OrganisationId, practitioner: PractitionerId) -> Call {
		Call::new("Identity", "suspend_practitioner", (organisation, practitioner))
	}

	/// Ends a suspension; by a registrar.
	pub fn reinstate_practitioner(organisation: OrganisationId, practitioner: PractitionerId) -> Call {
		Call::new("Identity", "reinstate_practitioner", (organisation, practitioner))
	}

	/// Renews a membership; by a registrar.
	pub fn renew_practitioner(
		organisation: OrganisationId,
		practitioner: PractitionerId,
		role: PractitionerRole,
		privileges: Privileges,
		credential: &Commitment,
		until: Moment,
	) -> Call {
		let args = (organisation, practitioner, role, privileges, credential, until);
		Call::new("Identity", "renew_practitioner", args)
	}

	/// Gives a practitioner another account, which accepted it; by a registrar of its home organisation.
	pub fn replace_account(
		practitioner: PractitionerId,
		account: &AccountId,
		acceptance: &Acceptance,
	) -> Call {
		Call::new("Identity", "replace_account", (practitioner, account, acceptance))
	}

	/// Registers or rotates a vault's keys; by the account that acts for the owner.
	pub fn set_vault_keys(
		owner: &VaultOwner,
		keys: &VaultKeys,
		signature: &VaultSignature,
		previous: Option<&VaultSignature>,
	) -> Call {
		Call::new("Identity", "set_vault_keys", (owner, keys, signature, previous))
	}

	/// Reports a vault's keys compromised; by the owner, or a registrar of a practitioner's home organisation.
	pub fn report_vault_compromised(owner: &VaultOwner) -> Call {
		Call::new("Identity", "report_vault_compromised", owner)
	}

	/// Removes a practitioner's vault whose signing key is lost; by a registrar of its home organisation.
	pub fn reset_vault(practitioner: PractitionerId) -> Call {
		Call::new("Identity", "reset_vault", practitioner)
	}

	/// Moves a patient to an account that accepted it; by the account that controls it, with the vault's word.
	pub fn move_control(
		patient: &PatientId,
		account: &AccountId,
		acceptance: &Acceptance,
		signature: &VaultSignature,
	) -> Call {
		Call::new("Identity", "move_control", (patient, account, acceptance, signature))
	}

	/// Says who may recover a patient; by the account that controls it, with the vault's word.
	pub fn set_recovery(
		patient: &PatientId,
		policy: Option<&RecoveryPolicy>,
		signature: &VaultSignature,
	) -> Call {
		Call::new("Identity", "set_recovery", (patient, policy, signature))
	}

	/// Starts to recover a patient; by any account that has a role.
	pub fn start_recovery(patient: &PatientId, new: &NewAttempt, approval: &GuardianApproval) -> Call {
		Call::new("Identity", "start_recovery", (patient, new, approval))
	}

	/// Brings a guardian's approval; by any account that has a role.
	pub fn approve_recovery(patient: &PatientId, account: &AccountId, approval: &GuardianApproval) -> Call {
		Call::new("Identity", "approve_recovery", (patient, account, approval))
	}

	/// Vetoes an attempt; by the account that controls the patient.
	pub fn veto_recovery(patient: &PatientId, account: &AccountId) -> Call {
		Call::new("Identity", "veto_recovery", (patient, account))
	}

	/// Overrides a veto with the vault's word; by any account that has a role.
	pub fn override_veto(patient: &PatientId, account: &AccountId, signature: &VaultSignature) -> Call {
		Call::new("Identity", "override_veto", (patient, account, signature))
	}

	/// Finishes an attempt that is ready; by any account that has a role.
	pub fn finish_recovery(patient: &PatientId, account: &AccountId) -> Call {
		Call::new("Identity", "finish_recovery", (patient, account))
	}

	/// Confirms a recovery with the vault's word; by the account that controls the patient.
	pub fn confirm_recovery(patient: &PatientId, signature: &VaultSignature) -> Call {
		Call::new("Identity", "confirm_recovery", (patient, signature))
	}
}

/// Scopes, consents and requests; by the account that controls the patient, unless another is named.
pub mod consent {
	use super::*;

	/// Closes a scope to representatives; by the patient.
	pub fn close_scope(patient: &PatientId, scope: ScopeNumber) -> Call {
		Call::new("Consent", "close_scope", (patient, scope))
	}

	/// Opens a scope to representatives again; by the patient.
	pub fn open_scope(patient: &PatientId, scope: ScopeNumber) -> Call {
		Call::new("Consent", "open_scope", (patient, scope))
	}

	/// Creates scopes, in ascending order of their ids.
	pub fn create_scopes(
		patient: &PatientId,
		scopes: &BoundedVec<NewScope, MaxScopesPerCall>,
		signature: &VaultSignature,
	) -> Call {
		Call::new("Consent", "create_scopes", (patient, scopes, signature))
	}

	/// Gives a scope a new key.
	pub fn rotate_scope(patient: &PatientId, rotation: &Rotation) -> Call {
		Call::new("Consent", "rotate_scope", (patient, rotation))
	}

	/// Gives a consent; one to read has the vault's signature, another has none.
	pub fn grant(patient: &PatientId, grant: &Grant, signature: Option<&VaultSignature>) -> Call {
		Call::new("Consent", "grant", (patient, grant, signature))
	}

	/// Revokes a consent; the scopes it held wait for a rotation.
	pub fn revoke(patient: &PatientId, consent: ConsentIndex) -> Call {
		Call::new("Consent", "revoke", (patient, consent))
	}

	/// Revokes a consent and rotates the scopes whose key it held.
	pub fn revoke_and_rotate(
		patient: &PatientId,
		consent: ConsentIndex,
		rotations: &BoundedVec<Rotation, MaxRotationsPerCall>,
	) -> Call {
		Call::new("Consent", "revoke_and_rotate", (patient, consent, rotations))
	}

	/// Passes on a consent; by its grantee. One to read has the signature of the grantee's vault, another has none.
	pub fn delegate(
		patient: &PatientId,
		parent: ConsentIndex,
		grant: &Grant,
		signature: Option<&VaultSignature>,
	) -> Call {
		Call::new("Consent", "delegate", (patient, parent, grant, signature))
	}

	/// Revokes a delegated consent; by the grantee of one that it was delegated from.
	pub fn revoke_delegated(patient: &PatientId, consent: ConsentIndex) -> Call {
		Call::new("Consent", "revoke_delegated", (patient, consent))
	}

	/// Shuts a practitioner or an organisation out, whatever consents there are.
	pub fn exclude(patient: &PatientId, party: &Party) -> Call {
		Call::new("Consent", "exclude", (patient, party))
	}

	/// Takes an exclusion back.
	pub fn readmit(patient: &PatientId, party: &Party) -> Call {
		Call::new("Consent", "readmit", (patient, party))
	}

	/// Hands holders of an item their envelopes for its current key.
	pub fn reseal(
		patient: &PatientId,
		item: &Item,
		reseals: &BoundedVec<Reseal, MaxResealsPerCall>,
		signature: &VaultSignature,
	) -> Call {
		Call::new("Consent", "reseal", (patient, item, reseals, signature))
	}

	/// Replaces one's own envelope by one sealed to one's current vault key; by the grantee.
	pub fn reseal_own(
		patient: &PatientId,
		consent: ConsentIndex,
		item: &Item,
		envelope: &Digest,
		sealed_to: &Digest,
	) -> Call {
		Call::new("Consent", "reseal_own", (patient, consent, item, envelope, sealed_to))
	}

	/// Asks a patient for access; by an account that stands for the requester.
	pub fn request_access(patient: &PatientId, requester: &Party, request: &NewRequest) -> Call {
		Call::new("Consent", "request_access", (patient, requester, request))
	}

	/// Gives the consent that a request asks for, or a part of it; signed as [`grant`] is.
	pub fn approve_request(
		patient: &PatientId,
		request: RequestIndex,
		grant: &Grant,
		signature: Option<&VaultSignature>,
	) -> Call {
		Call::new("Consent", "approve_request", (patient, request, grant, signature))
	}

	/// Refuses a request.
	pub fn refuse_request(patient: &PatientId, request: RequestIndex) -> Call {
		Call::new("Consent", "refuse_request", (patient, request))
	}

	/// Takes a request back; by an account that stands for the requester.
	pub fn withdraw_request(patient: &PatientId, request: RequestIndex) -> Call {
		Call::new("Consent", "withdraw_request", (patient, request))
	}

	/// Takes up to `steps` steps of the pass that closes requests which have expired; by anyone with a role.
	pub fn cleanup(steps: u32) -> Call {
		Call::new("Consent", "cleanup", (steps,))
	}
}

/// Record pointers; by the account that may act as the actor.
pub mod records {
	use super::*;

	/// Registers a record.
	pub fn register(patient: &PatientId, actor: &Actor, purpose: Purpose, record: &NewRecord) -> Call {
		Call::new("Records", "register", (patient, actor, purpose, record))
	}

	/// Registers records, with an answer for each.
	pub fn register_batch(
		patient: &PatientId,
		actor: &Actor,
		purpose: Purpose,
		records: &BoundedVec<NewRecord, MaxRecordsPerBatch>,
	) -> Call {
		Call::new("Records", "register_batch", (patient, actor, purpose, records))
	}

	/// Supersedes a record by a new version; by its author, or a practitioner of the author's organisation.
	pub fn amend(
		patient: &PatientId,
		index: RecordIndex,
		actor: &Actor,
		purpose: Purpose,
		record: &NewRecord,
	) -> Call {
		Call::new("Records", "amend", (patient, index, actor, purpose, record))
	}

	/// Moves a record from the inbox to a scope; by the account that controls the patient.
	pub fn refile(
		patient: &PatientId,
		index: RecordIndex,
		scope: ScopeNumber,
		epoch: KeyEpoch,
		envelope: &Digest,
		signature: &VaultSignature,
	) -> Call {
		Call::new("Records", "refile", (patient, index, scope, epoch, envelope, signature))
	}

	/// Marks a record as never true; by its author.
	pub fn mark_entered_in_error(patient: &PatientId, index: RecordIndex, actor: &Actor) -> Call {
		Call::new("Records", "mark_entered_in_error", (patient, index, actor))
	}

	/// Erases a record; by the account that controls the patient, with the vault's word.
	pub fn erase(patient: &PatientId, index: RecordIndex, signature: &VaultSignature) -> Call {
		Call::new("Records", "erase", (patient, index, signature))
	}

	/// Asks the patient to erase a record; by its author.
	pub fn propose_erasure(patient: &PatientId, index: RecordIndex, actor: &Actor) -> Call {
		Call::new("Records", "propose_erasure", (patient, index, actor))
	}

	/// Turns down what an author asked for; by the account that controls the patient.
	pub fn decline_erasure(patient: &PatientId, index: RecordIndex) -> Call {
		Call::new("Records", "decline_erasure", (patient, index))
	}

	/// Disputes a record; by the account that controls the patient.
	pub fn dispute(patient: &PatientId, index: RecordIndex, contest: &SealedText, sealed_to: &Party) -> Call {
		Call::new("Records", "dispute", (patient, index, contest, sealed_to))
	}

	/// Stands by a record that its patient disputes; by its author.
	pub fn refuse_dispute(
		patient: &PatientId,
		index: RecordIndex,
		actor: &Actor,
		reason: &SealedText,
	) -> Call {
		Call::new("Records", "refuse_dispute", (patient, index, actor, reason))
	}

	/// Takes a dispute back; by the account that controls the patient.
	pub fn withdraw_dispute(patient: &PatientId, index: RecordIndex) -> Call {
		Call::new("Records", "withdraw_dispute", (patient, index))
	}
}

/// What accounts may use.
pub mod quota {
	use super::*;

	/// Takes up to `steps` steps of the pass that removes the usage of windows that have passed; by anyone with a role.
	pub fn cleanup(steps: u32) -> Call {
		Call::new("Quota", "cleanup", (steps,))
	}
}

#[cfg(test)]
mod tests;
