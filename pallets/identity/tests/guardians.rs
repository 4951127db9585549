//! A patient with guardians, and the words by which they recover it.

use crate::support::*;
use frame_support::assert_ok;
use salus_mock::{account, pair, signed, vault, Identity, Runtime, DAY, GENESIS};
use salus_pallet_identity::{RecoveryAttempts, RecoveryPolicies};
use salus_primitives::{
	ids::{sha256, Digest, GenesisHash, PatientId, VaultSignature},
	recovery::{guardian, Attempt, GuardianApproval, NewAttempt, RecoveryPolicy},
	text::{
		ApproveRecovery, ConfirmRecovery, MoveControl, OverrideVeto, SetRecovery, SignedText, StartRecovery,
	},
	time::Moment,
};
use sp_core::Pair;
use sp_runtime::DispatchResult;

/// How long attempts wait in these tests.
pub const DELAY: Moment = 3 * DAY;
/// The guardians of [`patient`], of whom two recover it.
pub const GUARDIANS: [&str; 4] = ["gill", "hugo", "iris", "jack"];

/// What hides that person's account.
pub fn salt(name: &str) -> [u8; 32] {
	sha256(&[b"salt", name.as_bytes()])
}

/// These guardians, as many of whom recover.
pub fn policy(guardians: &[&str], threshold: u8) -> RecoveryPolicy {
	let commitments: Vec<_> = guardians.iter().map(|name| guardian(&salt(name), &account(name))).collect();
	RecoveryPolicy { guardians: commitments.try_into().expect("not too many"), threshold, delay: DELAY }
}

/// The signature of that person's vault for the policy.
pub fn sign_policy(name: &str, patient: PatientId, policy: Option<&RecoveryPolicy>) -> VaultSignature {
	vault(name).sign(&SetRecovery { genesis: GENESIS, patient, turn: Identity::turn(&patient), policy })
}

/// Sets who may recover the patient of that person, whose vault is in use.
pub fn set_policy(name: &str, patient: PatientId, policy: Option<RecoveryPolicy>) -> DispatchResult {
	let signature = sign_policy(name, patient, policy.as_ref());
	Identity::set_recovery(signed(name), patient, policy, signature)
}

/// The patient `pat`, with [`GUARDIANS`].
pub fn patient() -> PatientId {
	let patient = enrol(&Person::new("pat"), ORG_A);
	assert_ok!(set_policy("pat", patient, Some(policy(&GUARDIANS, 2))));
	patient
}

/// What that person's account signs to control the patient.
pub struct Start {
	pub genesis: GenesisHash,
	pub turn: u32,
	pub expires_at: Moment,
}

impl Start {
	/// On this chain, in this turn, for a day.
	pub fn now(patient: &PatientId) -> Self {
		Self { genesis: GENESIS, turn: Identity::turn(patient), expires_at: now() + DAY }
	}

	pub fn sign(&self, patient: PatientId, name: &str) -> NewAttempt {
		let (account, kem, expires_at) = (account(name), vault(name).keys().kem, self.expires_at);
		let (genesis, turn) = (self.genesis, self.turn);
		let text = StartRecovery { genesis, patient, turn, account: &account, kem, expires_at }.text();
		NewAttempt { kem, expires_at, signature: pair(name).sign(&text).into(), account }
	}
}

/// The attempt's id.
pub fn id_of(patient: PatientId, new: &NewAttempt) -> Digest {
	let NewAttempt { account, kem, expires_at, .. } = new;
	let turn = Identity::turn(&patient);
	StartRecovery { genesis: GENESIS, patient, turn, account, kem: *kem, expires_at: *expires_at }.attempt()
}

/// What a guardian signs of an attempt. Each field may be another than it should be.
#[derive(Clone)]
pub struct Word {
	pub genesis: GenesisHash,
	pub patient: PatientId,
	pub turn: u32,
	pub account: AccountId32,
	pub kem: Digest,
	pub attempt: Digest,
	pub expires_at: Moment,
}

impl Word {
	/// For the attempt that the person of that name starts or has started, for a day.
	pub fn new(patient: PatientId, new: &NewAttempt) -> Self {
		Self {
			genesis: GENESIS,
			patient,
			turn: Identity::turn(&patient),
			account: new.account.clone(),
			kem: new.kem,
			attempt: id_of(patient, new),
			expires_at: now() + DAY,
		}
	}

	/// For the attempt that runs for the person of that name, for a day.
	pub fn running(patient: PatientId, name: &str) -> Self {
		let Attempt { id, account, kem, .. } = attempt(patient, name);
		Self {
			genesis: GENESIS,
			patient,
			turn: Identity::turn(&patient),
			account,
			kem,
			attempt: id,
			expires_at: now() + DAY,
		}
	}

	pub fn text(&self, guardian: &AccountId32) -> Vec<u8> {
		let Self { genesis, patient, turn, account, kem, attempt, expires_at } = self.clone();
		ApproveRecovery { genesis, patient, turn, guardian, account: &account, kem, attempt, expires_at }
			.text()
	}

	pub fn sign(&self, name: &str) -> GuardianApproval {
		let guardian = account(name);
		let signature = pair(name).sign(&self.text(&guardian)).into();
		GuardianApproval { guardian, salt: salt(name), expires_at: self.expires_at, signature }
	}
}

/// Starts an attempt for the person of that name, with that guardian.
pub fn start(patient: PatientId, name: &str, guardian: &str) -> DispatchResult {
	let new = Start::now(&patient).sign(patient, name);
	let approval = Word::new(patient, &new).sign(guardian);
	Identity::start_recovery(signed("bob"), patient, new, approval)
}

/// That guardian approves the attempt for the person of that name.
pub fn approve(patient: PatientId, name: &str, guardian: &str) -> DispatchResult {
	let approval = Word::running(patient, name).sign(guardian);
	Identity::approve_recovery(signed("bob"), patient, account(name), approval)
}

/// The account `signer` vetoes the attempt for the person of that name.
pub fn veto(signer: &str, patient: PatientId, name: &str) -> DispatchResult {
	Identity::veto_recovery(signed(signer), patient, account(name))
}

/// What the vault of the person `by` signs to override the veto of the attempt for the person of that name.
pub fn sign_override(by: &str, patient: PatientId, name: &str) -> VaultSignature {
	let (turn, account) = (Identity::turn(&patient), account(name));
	let attempt = attempt(patient, name).id;
	vault(by).sign(&OverrideVeto { genesis: GENESIS, patient, turn, account: &account, attempt })
}

/// Overrides it.
pub fn override_veto(by: &str, patient: PatientId, name: &str) -> DispatchResult {
	let signature = sign_override(by, patient, name);
	Identity::override_veto(signed("bob"), patient, account(name), signature)
}

/// Finishes the attempt for the person of that name.
pub fn finish(patient: PatientId, name: &str) -> DispatchResult {
	Identity::finish_recovery(signed("bob"), patient, account(name))
}

/// Two guardians recover the patient for the person of that name.
pub fn recover(patient: PatientId, name: &str) {
	assert_ok!(start(patient, name, GUARDIANS[0]));
	assert_ok!(approve(patient, name, GUARDIANS[1]));
	wait(DELAY);
	assert_ok!(finish(patient, name));
}

/// The attempt for the person of that name.
pub fn attempt(patient: PatientId, name: &str) -> Attempt<AccountId32> {
	find_attempt(patient, name).expect("there is the attempt")
}

/// The same, if there is one.
pub fn find_attempt(patient: PatientId, name: &str) -> Option<Attempt<AccountId32>> {
	RecoveryAttempts::<Runtime>::get(patient).find(&account(name)).cloned()
}

/// The patient's policy.
pub fn policy_of(patient: PatientId) -> Option<RecoveryPolicy> {
	RecoveryPolicies::<Runtime>::get(patient)
}

/// What the vault of the person `by` signs to confirm that the account of that name is the patient's.
pub fn sign_confirmation(by: &str, patient: PatientId, name: &str) -> VaultSignature {
	let (turn, account) = (Identity::turn(&patient), account(name));
	vault(by).sign(&ConfirmRecovery { genesis: GENESIS, patient, turn, account: &account })
}

/// What the vault of the person `by` signs to move the patient from one to another.
pub fn sign_move(by: &str, patient: PatientId, from: &str, to: &str) -> VaultSignature {
	let (turn, from, to) = (Identity::turn(&patient), account(from), account(to));
	vault(by).sign(&MoveControl { genesis: GENESIS, patient, turn, from: &from, to: &to })
}
