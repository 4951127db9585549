//! Recovery of a patient whose wallet is lost: who may help, what runs, and what became of it.

use crate::{
	ids::{Commitment, Digest},
	limits::{MaxGuardians, MAX_RECOVERY_DELAY, MIN_RECOVERY_DELAY, MIN_RECOVERY_THRESHOLD, RECOVERY_LIFE},
	time::{within, Moment},
	BoundedVec,
};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};
use sp_runtime::{AccountId32, MultiSignature};

/// Tag of the commitment to a guardian's account.
pub const GUARDIAN_TAG: &[u8] = b"salus/v1/guardian";

/// How often it was settled anew who controls a patient or may recover it. A word that names a turn counts in that turn
/// alone.
pub type Turn = u32;

/// The commitment to a guardian: its account stays unknown until it approves.
pub fn guardian(salt: &[u8; 32], account: &AccountId32) -> Commitment {
	Commitment::new(GUARDIAN_TAG, salt, account.as_ref())
}

/// Who together may give a patient another account, and how long that takes.
#[derive(
	Clone,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
#[serde(rename_all = "camelCase")]
pub struct RecoveryPolicy {
	/// A salted commitment to each guardian's account, made by [`guardian`].
	pub guardians: BoundedVec<Commitment, MaxGuardians>,
	/// How many of them must approve. One more than that override a veto.
	pub threshold: u8,
	/// How long an attempt waits after the last approval that it needs, in milliseconds.
	pub delay: Moment,
}

/// What is wrong with a [`RecoveryPolicy`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum UnsoundPolicy {
	/// The threshold is under 2, or not under the number of guardians.
	Threshold,
	/// The delay is shorter or longer than allowed.
	Delay,
	/// A guardian is named twice.
	Duplicate,
}

impl RecoveryPolicy {
	/// Whether no single guardian suffices, one more than the threshold exist, nobody is named twice, and the old account
	/// has time to veto.
	pub fn check(&self) -> Result<(), UnsoundPolicy> {
		let enough = usize::from(self.threshold) < self.guardians.len();
		if self.threshold < MIN_RECOVERY_THRESHOLD || !enough {
			return Err(UnsoundPolicy::Threshold);
		}
		if !(MIN_RECOVERY_DELAY..=MAX_RECOVERY_DELAY).contains(&self.delay) {
			return Err(UnsoundPolicy::Delay);
		}
		let distinct =
			|(position, guardian)| !self.guardians.iter().take(position).any(|one| one == guardian);
		if !self.guardians.iter().enumerate().all(distinct) {
			return Err(UnsoundPolicy::Duplicate);
		}
		Ok(())
	}

	/// The guardian's place in the policy, if the salt opens one of its commitments to the account.
	pub fn position(&self, salt: &[u8; 32], account: &AccountId32) -> Option<u8> {
		let opened = guardian(salt, account);
		self.guardians
			.iter()
			.position(|commitment| *commitment == opened)
			.and_then(|position| u8::try_from(position).ok())
	}
}

/// What starts an attempt: the word of the account that would control the patient.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct NewAttempt {
	/// The account.
	pub account: AccountId32,
	/// SHA-256 of the X-Wing public key to which guardians would seal their shares.
	pub kem: Digest,
	/// Until when the word may be used (exclusive).
	pub expires_at: Moment,
	/// The wallet's signature over [`crate::text::StartRecovery`], bare or wrapped.
	pub signature: MultiSignature,
}

/// A guardian's word for an attempt, and what shows that it is a guardian.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct GuardianApproval {
	/// The guardian's account.
	pub guardian: AccountId32,
	/// What opens the commitment to it.
	pub salt: [u8; 32],
	/// Until when the word may be used (exclusive).
	pub expires_at: Moment,
	/// The wallet's signature over [`crate::text::ApproveRecovery`], bare or wrapped.
	pub signature: MultiSignature,
}

/// An attempt to give a patient another account.
#[derive(
	Clone,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
#[serde(rename_all = "camelCase")]
pub struct Attempt<AccountId> {
	/// SHA-256 of the text by which the new account started it: what guardians approve.
	pub id: Digest,
	/// The account that would control the patient.
	pub account: AccountId,
	/// SHA-256 of the X-Wing public key to which guardians would seal their shares.
	pub kem: Digest,
	/// When it was started.
	pub started_at: Moment,
	/// From when on it can be finished; none while approvals are missing or a veto stands.
	pub ready_at: Option<Moment>,
	/// When the patient's account vetoed it.
	pub vetoed_at: Option<Moment>,
	/// Whether the patient's vault overrode the veto.
	pub overridden: bool,
	/// When it lapses (exclusive).
	pub expires_at: Moment,
}

impl<AccountId> Attempt<AccountId> {
	/// A new attempt, without approvals.
	pub fn new(id: Digest, account: AccountId, kem: Digest, now: Moment) -> Self {
		Self {
			id,
			account,
			kem,
			started_at: now,
			ready_at: None,
			vetoed_at: None,
			overridden: false,
			expires_at: now.saturating_add(RECOVERY_LIFE),
		}
	}

	/// Whether it has not lapsed at `at`.
	pub fn is_live(&self, at: Moment) -> bool {
		within(at, 0, Some(self.expires_at))
	}

	/// Whether a veto holds it up: neither the vault nor more guardians than needed have overridden it.
	pub fn is_vetoed(&self, approvals: usize, policy: &RecoveryPolicy) -> bool {
		self.vetoed_at.is_some() && !self.overridden && approvals <= usize::from(policy.threshold)
	}

	/// Takes account of what changed. Whenever approvals come to suffice, or a veto stops to hold it up, the delay begins:
	/// what nobody could object to before is never finished in the same breath. Whether it waits or not, it lapses after
	/// [`RECOVERY_LIFE`].
	pub fn settle(&mut self, approvals: usize, policy: &RecoveryPolicy, now: Moment) {
		let carries = approvals >= usize::from(policy.threshold) && !self.is_vetoed(approvals, policy);
		if carries == self.ready_at.is_some() {
			return;
		}
		self.ready_at = carries.then(|| now.saturating_add(policy.delay));
		self.expires_at = self.ready_at.unwrap_or(now).saturating_add(RECOVERY_LIFE);
	}
}

/// A guardian's newest word in this turn.
#[derive(
	Clone,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
#[serde(rename_all = "camelCase")]
pub struct Approval<AccountId> {
	/// Its place in the policy.
	pub position: u8,
	/// Its account.
	pub guardian: AccountId,
	/// The attempt that it approves, and no other.
	pub attempt: Digest,
	/// The end of the text it signed. A later word has a later end, so that no earlier one is replayed over it.
	pub until: Moment,
}

/// Attempts to recover one patient, and who approves which.
#[derive(
	Clone,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
#[serde(rename_all = "camelCase")]
#[serde(bound(serialize = "AccountId: Serialize", deserialize = "AccountId: Deserialize<'de>"))]
pub struct Attempts<AccountId> {
	/// The attempts, each with an approval: no more than there are guardians.
	pub list: BoundedVec<Attempt<AccountId>, MaxGuardians>,
	/// Each guardian's newest word.
	pub approvals: BoundedVec<Approval<AccountId>, MaxGuardians>,
}

impl<AccountId> Default for Attempts<AccountId> {
	fn default() -> Self {
		Self { list: BoundedVec::default(), approvals: BoundedVec::default() }
	}
}

impl<AccountId: PartialEq> Attempts<AccountId> {
	/// How many guardians approve the attempt.
	pub fn approvals_of(&self, attempt: &Digest) -> usize {
		self.approvals.iter().filter(|approval| approval.attempt == *attempt).count()
	}

	/// The attempt for the account.
	pub fn find(&self, account: &AccountId) -> Option<&Attempt<AccountId>> {
		self.list.iter().find(|attempt| attempt.account == *account)
	}

	/// Takes account of changed approvals and vetoes, and forgets attempts that nobody approves any more.
	pub fn settle(&mut self, policy: &RecoveryPolicy, now: Moment) {
		let Self { list, approvals } = self;
		let count = |id: Digest| approvals.iter().filter(|approval| approval.attempt == id).count();
		list.retain(|attempt| count(attempt.id) > 0);
		// What has lapsed stays as it ended, or it would live again.
		list.iter_mut()
			.filter(|attempt| attempt.is_live(now))
			.for_each(|attempt| attempt.settle(count(attempt.id), policy, now));
	}
}

/// The newest recovery of a patient by guardians: remembered while its account controls the patient.
#[derive(
	Clone,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
#[serde(rename_all = "camelCase")]
pub struct Recovery<AccountId> {
	/// The account that controls the patient since.
	pub account: AccountId,
	/// SHA-256 of the X-Wing public key to which guardians seal their shares.
	pub kem: Digest,
	/// When it was finished.
	pub finished_at: Moment,
	/// From when on the account may set vault keys without the vault that was in use.
	pub keys_from: Moment,
	/// When that vault confirmed the account, or another took its place; until then keys are as they were before.
	pub confirmed_at: Option<Moment>,
}

/// An attempt with what it amounts to now.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[serde(bound(serialize = "AccountId: Serialize", deserialize = "AccountId: Deserialize<'de>"))]
pub struct AttemptView<AccountId> {
	/// The attempt.
	#[serde(flatten)]
	pub attempt: Attempt<AccountId>,
	/// The guardians who approve it.
	pub guardians: alloc::vec::Vec<AccountId>,
	/// Whether a veto holds it up.
	pub vetoed: bool,
	/// Whether it has lapsed.
	pub expired: bool,
}

/// How a patient can be recovered, what runs, and what became of it.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[serde(bound(serialize = "AccountId: Serialize", deserialize = "AccountId: Deserialize<'de>"))]
pub struct RecoveryView<AccountId> {
	/// What texts must name to count now.
	pub turn: Turn,
	/// Who may recover the patient; none if nobody.
	pub policy: Option<RecoveryPolicy>,
	/// Attempts.
	pub attempts: alloc::vec::Vec<AttemptView<AccountId>>,
	/// The newest recovery, while its account controls the patient.
	pub recovered: Option<Recovery<AccountId>>,
	/// The generation with which the patient's present line of vaults begins: more than 0 after keys were set without
	/// the vault before them.
	pub line: u16,
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::limits::RECOVERY_LIFE;

	const DAY: Moment = MIN_RECOVERY_DELAY;

	fn policy(guardians: u8, threshold: u8) -> RecoveryPolicy {
		let guardians = (0..guardians).map(|one| Commitment([one; 32])).collect::<Vec<_>>();
		RecoveryPolicy { guardians: guardians.try_into().unwrap(), threshold, delay: DAY }
	}

	#[test]
	fn policy_should_be_sound_only_when_more_guardians_exist_than_two_or_more_that_suffice() {
		assert_eq!(policy(3, 2).check(), Ok(()));
		assert_eq!(policy(9, 8).check(), Ok(()));
		for (guardians, threshold) in [(0, 0), (3, 0), (3, 1), (2, 2), (3, 3), (3, 4), (9, 9), (9, 255)] {
			assert_eq!(policy(guardians, threshold).check(), Err(UnsoundPolicy::Threshold));
		}
	}

	#[test]
	fn policy_should_be_unsound_when_the_delay_is_out_of_bounds_or_a_guardian_is_named_twice() {
		for delay in [0, DAY - 1, MAX_RECOVERY_DELAY + 1, Moment::MAX] {
			assert_eq!(RecoveryPolicy { delay, ..policy(3, 2) }.check(), Err(UnsoundPolicy::Delay));
		}
		for delay in [DAY, MAX_RECOVERY_DELAY] {
			assert_eq!(RecoveryPolicy { delay, ..policy(3, 2) }.check(), Ok(()));
		}
		let mut twice = policy(4, 2);
		twice.guardians[3] = twice.guardians[1];
		assert_eq!(twice.check(), Err(UnsoundPolicy::Duplicate));
	}

	#[test]
	fn guardian_should_be_found_only_with_its_salt_and_account() {
		let account = AccountId32::new([7; 32]);
		let mut policy = policy(3, 2);
		policy.guardians[2] = guardian(&[1; 32], &account);
		assert_eq!(policy.position(&[1; 32], &account), Some(2));
		assert_eq!(policy.position(&[2; 32], &account), None);
		assert_eq!(policy.position(&[1; 32], &AccountId32::new([8; 32])), None);
	}

	#[test]
	fn delay_should_begin_when_approvals_suffice_and_again_when_a_veto_is_overridden() {
		let policy = policy(3, 2);
		let mut attempt = Attempt::new(Digest([1; 32]), 1, Digest([2; 32]), 10);
		assert_eq!(attempt.expires_at, 10 + RECOVERY_LIFE);
		attempt.settle(1, &policy, 20);
		assert_eq!((attempt.ready_at, attempt.expires_at), (None, 10 + RECOVERY_LIFE));
		attempt.settle(2, &policy, 30);
		assert_eq!((attempt.ready_at, attempt.expires_at), (Some(30 + DAY), 30 + DAY + RECOVERY_LIFE));
		attempt.settle(3, &policy, 40);
		assert_eq!(attempt.ready_at, Some(30 + DAY), "a further approval changes nothing");
		attempt.settle(2, &policy, 45);
		attempt.vetoed_at = Some(50);
		attempt.settle(2, &policy, 50);
		assert_eq!((attempt.ready_at, attempt.expires_at), (None, 50 + RECOVERY_LIFE));
		let mut by_vault = attempt.clone();
		by_vault.overridden = true;
		for (mut overridden, approvals) in [(by_vault, 2), (attempt, 3)] {
			overridden.settle(approvals, &policy, 60);
			assert_eq!(overridden.ready_at, Some(60 + DAY));
		}
	}

	#[test]
	fn veto_should_stand_again_when_the_guardian_too_many_goes() {
		let policy = policy(4, 2);
		let mut attempt = Attempt::new(Digest([1; 32]), 1, Digest([2; 32]), 0);
		attempt.vetoed_at = Some(1);
		attempt.settle(3, &policy, 2);
		assert!(attempt.ready_at.is_some());
		attempt.settle(2, &policy, 3);
		assert_eq!(attempt.ready_at, None);
		attempt.settle(3, &policy, 4);
		assert_eq!(attempt.ready_at, Some(4 + DAY));
	}
}
