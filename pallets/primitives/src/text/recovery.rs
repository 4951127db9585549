//! The texts by which control of a patient moves.

use super::{digest_of, Grouped, SignedText, Utc};
use crate::{
	ids::{sha256, Digest, GenesisHash, PatientId},
	recovery::{RecoveryPolicy, Turn},
	time::Moment,
};
use core::fmt;
use sp_runtime::AccountId32;

/// The vault's word for moving a patient to another account: a stolen wallet alone takes nobody away.
pub struct MoveControl<'a> {
	/// The chain.
	pub genesis: GenesisHash,
	/// Who is moved.
	pub patient: PatientId,
	/// The turn in which it counts.
	pub turn: Turn,
	/// The account that controls the patient.
	pub from: &'a AccountId32,
	/// The account that will.
	pub to: &'a AccountId32,
}

impl fmt::Display for MoveControl<'_> {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		write!(
			f,
			"Salus: move control of a patient. Chain {}. Patient {}. Turn {}. From account {}. To account {}.",
			Grouped(&self.genesis),
			Grouped(&self.patient.0),
			self.turn,
			Grouped(self.from.as_ref()),
			Grouped(self.to.as_ref()),
		)
	}
}

impl SignedText for MoveControl<'_> {}

/// The vault's word for who may recover a patient.
pub struct SetRecovery<'a> {
	/// The chain.
	pub genesis: GenesisHash,
	/// Who may be recovered.
	pub patient: PatientId,
	/// The turn in which it counts.
	pub turn: Turn,
	/// By whom and how; none ends it.
	pub policy: Option<&'a RecoveryPolicy>,
}

impl fmt::Display for SetRecovery<'_> {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		write!(
			f,
			"Salus: set who may recover a patient. Chain {}. Patient {}. Turn {}. ",
			Grouped(&self.genesis),
			Grouped(&self.patient.0),
			self.turn,
		)?;
		match self.policy {
			None => write!(f, "Nobody."),
			Some(policy) => write!(
				f,
				"{} of {} guardians, after {} milliseconds. Terms {}.",
				policy.threshold,
				policy.guardians.len(),
				policy.delay,
				Grouped(&digest_of(policy)),
			),
		}
	}
}

impl SignedText for SetRecovery<'_> {}

/// The word of the account that would control a patient whose wallet is lost.
pub struct StartRecovery<'a> {
	/// The chain.
	pub genesis: GenesisHash,
	/// Who is recovered.
	pub patient: PatientId,
	/// The turn in which it counts.
	pub turn: Turn,
	/// The account.
	pub account: &'a AccountId32,
	/// SHA-256 of the X-Wing public key to which guardians seal their shares.
	pub kem: Digest,
	/// Until when it may be used (exclusive).
	pub expires_at: Moment,
}

impl fmt::Display for StartRecovery<'_> {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		write!(
			f,
			"Salus: recover a patient with my account. Chain {}. My account {}. Patient {}. Turn {}. Shares of the vault \
			 go to key {}. Valid until {}.",
			Grouped(&self.genesis),
			Grouped(self.account.as_ref()),
			Grouped(&self.patient.0),
			self.turn,
			Grouped(&self.kem.0),
			Utc(self.expires_at),
		)
	}
}

impl SignedText for StartRecovery<'_> {}

impl StartRecovery<'_> {
	/// The attempt that this text starts: SHA-256 of the bare text.
	pub fn attempt(&self) -> Digest {
		Digest(sha256(&[&self.text()]))
	}
}

/// A guardian's word for an attempt to recover a patient.
pub struct ApproveRecovery<'a> {
	/// The chain.
	pub genesis: GenesisHash,
	/// Who is recovered.
	pub patient: PatientId,
	/// The turn in which it counts.
	pub turn: Turn,
	/// The guardian's account.
	pub guardian: &'a AccountId32,
	/// The account that would control the patient.
	pub account: &'a AccountId32,
	/// SHA-256 of the X-Wing public key to which guardians seal their shares.
	pub kem: Digest,
	/// The attempt: [`StartRecovery::attempt`].
	pub attempt: Digest,
	/// Until when it may be used (exclusive).
	pub expires_at: Moment,
}

impl fmt::Display for ApproveRecovery<'_> {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		write!(
			f,
			"Salus: I approve a recovery as a guardian. Chain {}. My account {}. Patient {}. Turn {}. New account {}. \
			 Shares of the vault go to key {}. Attempt {}. Valid until {}.",
			Grouped(&self.genesis),
			Grouped(self.guardian.as_ref()),
			Grouped(&self.patient.0),
			self.turn,
			Grouped(self.account.as_ref()),
			Grouped(&self.kem.0),
			Grouped(&self.attempt.0),
			Utc(self.expires_at),
		)
	}
}

impl SignedText for ApproveRecovery<'_> {}

/// The vault's word against a veto of whoever has the wallet.
pub struct OverrideVeto<'a> {
	/// The chain.
	pub genesis: GenesisHash,
	/// Who is recovered.
	pub patient: PatientId,
	/// The turn in which it counts.
	pub turn: Turn,
	/// The account that would control the patient.
	pub account: &'a AccountId32,
	/// The attempt: [`StartRecovery::attempt`].
	pub attempt: Digest,
}

impl fmt::Display for OverrideVeto<'_> {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		write!(
			f,
			"Salus: override the veto of a recovery. Chain {}. Patient {}. Turn {}. New account {}. Attempt {}.",
			Grouped(&self.genesis),
			Grouped(&self.patient.0),
			self.turn,
			Grouped(self.account.as_ref()),
			Grouped(&self.attempt.0),
		)
	}
}

impl SignedText for OverrideVeto<'_> {}

/// The vault's word that the account which guardians gave control to is the patient's.
pub struct ConfirmRecovery<'a> {
	/// The chain.
	pub genesis: GenesisHash,
	/// Who was recovered.
	pub patient: PatientId,
	/// The turn in which it counts.
	pub turn: Turn,
	/// The account that controls the patient.
	pub account: &'a AccountId32,
}

impl fmt::Display for ConfirmRecovery<'_> {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		write!(
			f,
			"Salus: confirm a recovery. Chain {}. Patient {}. Turn {}. Account {}.",
			Grouped(&self.genesis),
			Grouped(&self.patient.0),
			self.turn,
			Grouped(self.account.as_ref()),
		)
	}
}

impl SignedText for ConfirmRecovery<'_> {}

/// An account's word that shares of vaults are sealed to its key: nobody else's key is passed off as a guardian's.
pub struct ReceiveShares<'a> {
	/// The chain.
	pub genesis: GenesisHash,
	/// Whose word.
	pub account: &'a AccountId32,
	/// SHA-256 of the X-Wing public key.
	pub key: Digest,
}

impl fmt::Display for ReceiveShares<'_> {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		write!(
			f,
			"Salus: shares of vaults for me go to my key. Chain {}. My account {}. Key {}.",
			Grouped(&self.genesis),
			Grouped(self.account.as_ref()),
			Grouped(&self.key.0),
		)
	}
}

impl SignedText for ReceiveShares<'_> {}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{
		ids::Commitment,
		limits::{MaxGuardians, MAX_TEXT_LEN},
		text::{AcceptRole, Role},
	};
	use alloc::{format, string::ToString, vec::Vec};
	use codec::Encode;
	use sp_core::Get;

	const GENESIS: GenesisHash = [0x22; 32];
	const PATIENT: PatientId = PatientId([0x33; 32]);
	const END: Moment = 1_795_341_600_000;

	fn groups(byte: &str) -> alloc::string::String {
		[byte.repeat(4).as_str(); 8].join(" ")
	}

	#[test]
	fn words_should_read_as_published() {
		let [account, other] = [[0x11; 32], [0x44; 32]].map(AccountId32::new);
		let (genesis, patient, turn, kem) = (GENESIS, PATIENT, 5, Digest([0x55; 32]));
		let on = format!("Chain {}. Patient {}. Turn 5.", groups("22"), groups("33"));
		let mine =
			format!("Chain {}. My account {}. Patient {}. Turn 5.", groups("22"), groups("11"), groups("33"));
		let (one, two, key, id) = (groups("11"), groups("44"), groups("55"), groups("66"));
		let attempt = Digest([0x66; 32]);

		assert_eq!(
			MoveControl { genesis, patient, turn, from: &account, to: &other }.to_string(),
			format!("Salus: move control of a patient. {on} From account {one}. To account {two}.")
		);
		let policy = RecoveryPolicy {
			guardians: [1, 2, 3].map(|one| Commitment([one; 32])).to_vec().try_into().unwrap(),
			threshold: 2,
			delay: 259_200_000,
		};
		let terms = format!("{}", Grouped(&sha256(&[&policy.encode()])));
		assert_eq!(
			SetRecovery { genesis, patient, turn, policy: Some(&policy) }.to_string(),
			format!(
				"Salus: set who may recover a patient. {on} 2 of 3 guardians, after 259200000 milliseconds. Terms {terms}."
			)
		);
		assert_eq!(
			SetRecovery { genesis, patient, turn, policy: None }.to_string(),
			format!("Salus: set who may recover a patient. {on} Nobody.")
		);
		let start = StartRecovery { genesis, patient, turn, account: &account, kem, expires_at: END };
		assert_eq!(
			start.to_string(),
			format!(
				"Salus: recover a patient with my account. {mine} Shares of the vault go to key {key}. Valid until \
				 2026-11-22 10:00:00.000 UTC."
			)
		);
		assert_eq!(start.attempt(), Digest::of(start.to_string().as_bytes()));
		assert_eq!(
			ApproveRecovery {
				genesis,
				patient,
				turn,
				guardian: &account,
				account: &other,
				kem,
				attempt,
				expires_at: END
			}
			.to_string(),
			format!(
				"Salus: I approve a recovery as a guardian. {mine} New account {two}. Shares of the vault go to key {key}. \
				 Attempt {id}. Valid until 2026-11-22 10:00:00.000 UTC."
			)
		);
		assert_eq!(
			OverrideVeto { genesis, patient, turn, account: &other, attempt }.to_string(),
			format!("Salus: override the veto of a recovery. {on} New account {two}. Attempt {id}.")
		);
		assert_eq!(
			ConfirmRecovery { genesis, patient, turn, account: &other }.to_string(),
			format!("Salus: confirm a recovery. {on} Account {two}.")
		);
		assert_eq!(
			ReceiveShares { genesis, account: &account, key: kem }.to_string(),
			format!(
				"Salus: shares of vaults for me go to my key. Chain {}. My account {one}. Key {key}.",
				groups("22")
			)
		);
		let role = Role::ControllerOf(patient);
		assert_eq!(
			AcceptRole { genesis, account: &account, role, expires_at: END }.to_string(),
			format!(
				"Salus: I accept a role. Chain {}. My account {one}. I control patient {} from now on. Valid until \
				 2026-11-22 10:00:00.000 UTC.",
				groups("22"),
				groups("33")
			)
		);
	}

	#[test]
	fn words_should_stay_within_the_bound_at_their_longest() {
		let account = AccountId32::new([9; 32]);
		let (genesis, patient, turn, digest) = ([9; 32], PatientId([9; 32]), u32::MAX, Digest([9; 32]));
		let most = <MaxGuardians as Get<u32>>::get() as usize;
		let policy = RecoveryPolicy {
			guardians: alloc::vec![Commitment([9; 32]); most].try_into().unwrap(),
			threshold: u8::MAX,
			delay: u64::MAX,
		};
		let texts: Vec<Vec<u8>> = alloc::vec![
			MoveControl { genesis, patient, turn, from: &account, to: &account }.text(),
			SetRecovery { genesis, patient, turn, policy: Some(&policy) }.text(),
			StartRecovery { genesis, patient, turn, account: &account, kem: digest, expires_at: u64::MAX }
				.text(),
			ApproveRecovery {
				genesis,
				patient,
				turn,
				guardian: &account,
				account: &account,
				kem: digest,
				attempt: digest,
				expires_at: u64::MAX,
			}
			.text(),
			OverrideVeto { genesis, patient, turn, account: &account, attempt: digest }.text(),
			ConfirmRecovery { genesis, patient, turn, account: &account }.text(),
			AcceptRole {
				genesis,
				account: &account,
				role: Role::ControllerOf(patient),
				expires_at: u64::MAX
			}
			.text(),
		];
		for text in texts {
			assert!(text.is_ascii() && !text.contains(&b'\n') && text.len() <= MAX_TEXT_LEN);
		}
	}
}
