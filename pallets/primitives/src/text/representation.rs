//! The texts by which somebody comes to act for a patient, a patient passes into other hands, or is told to be another.

use super::{Grouped, SignedText, Utc};
use crate::{
	ids::{GenesisHash, PatientId},
	recovery::Turn,
	representation::NewRepresentative,
	time::Moment,
};
use core::fmt;
use sp_runtime::AccountId32;

/// The part that a representative and the patient sign alike.
fn terms(
	f: &mut fmt::Formatter<'_>,
	genesis: &GenesisHash,
	new: &NewRepresentative<AccountId32>,
) -> fmt::Result {
	let NewRepresentative { patient, number, account, powers, basis, from, until, vault, expires_at } = new;
	write!(
		f,
		"Chain {}. Patient {}. Representative {number} of this patient. Account {}. Powers {powers}. Basis {basis}. From \
		 {} until {}. Vault encryption key {}. Vault signing key {}. Valid until {}.",
		Grouped(genesis),
		Grouped(&patient.0),
		Grouped(account.as_ref()),
		Utc(*from),
		Utc(*until),
		Grouped(&vault.kem.0),
		Grouped(&vault.signing.0),
		Utc(*expires_at),
	)
}

/// The word of whoever would represent a patient, signed by wallet and vault.
pub struct RepresentPatient<'a> {
	/// The chain.
	pub genesis: GenesisHash,
	/// What is said.
	pub new: &'a NewRepresentative<AccountId32>,
}

impl fmt::Display for RepresentPatient<'_> {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		write!(f, "Salus: I represent a patient. ")?;
		terms(f, &self.genesis, self.new)
	}
}

impl SignedText for RepresentPatient<'_> {}

/// The word of the patient that somebody represents it, signed by wallet and vault.
pub struct AppointRepresentative<'a> {
	/// The chain.
	pub genesis: GenesisHash,
	/// What is said.
	pub new: &'a NewRepresentative<AccountId32>,
}

impl fmt::Display for AppointRepresentative<'_> {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		write!(f, "Salus: I appoint a representative to act for me. ")?;
		terms(f, &self.genesis, self.new)
	}
}

impl SignedText for AppointRepresentative<'_> {}

/// The vault's word for handing a patient over to another account at a moment to come.
pub struct ScheduleHandOver<'a> {
	/// The chain.
	pub genesis: GenesisHash,
	/// Who is handed over.
	pub patient: PatientId,
	/// The turn in which it counts.
	pub turn: Turn,
	/// To whom.
	pub account: &'a AccountId32,
	/// From when on that account alone controls the patient.
	pub at: Moment,
}

impl fmt::Display for ScheduleHandOver<'_> {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		write!(
			f,
			"Salus: hand a patient over. Chain {}. Patient {}. Turn {}. To account {}. At {}.",
			Grouped(&self.genesis),
			Grouped(&self.patient.0),
			self.turn,
			Grouped(self.account.as_ref()),
			Utc(self.at),
		)
	}
}

impl SignedText for ScheduleHandOver<'_> {}

/// The vault's word against a hand-over to come.
pub struct CancelHandOver {
	/// The chain.
	pub genesis: GenesisHash,
	/// Who is not handed over.
	pub patient: PatientId,
	/// The turn in which it counts.
	pub turn: Turn,
}

impl fmt::Display for CancelHandOver {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		write!(
			f,
			"Salus: cancel the hand-over of a patient. Chain {}. Patient {}. Turn {}.",
			Grouped(&self.genesis),
			Grouped(&self.patient.0),
			self.turn,
		)
	}
}

impl SignedText for CancelHandOver {}

/// The word of the account of one patient that another is the same person.
pub struct MergePatients<'a> {
	/// The chain.
	pub genesis: GenesisHash,
	/// The patient that is linked.
	pub patient: PatientId,
	/// The patient that goes on in its stead, whose account signs.
	pub into: PatientId,
	/// That account.
	pub account: &'a AccountId32,
	/// Until when it may be used (exclusive).
	pub expires_at: Moment,
}

impl fmt::Display for MergePatients<'_> {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		write!(
			f,
			"Salus: another patient is the same person. Chain {}. My account {}. My patient {}. The other patient {}. \
			 Valid until {}.",
			Grouped(&self.genesis),
			Grouped(self.account.as_ref()),
			Grouped(&self.into.0),
			Grouped(&self.patient.0),
			Utc(self.expires_at),
		)
	}
}

impl SignedText for MergePatients<'_> {}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{
		ids::{Digest, SigningKey, VaultKeys},
		limits::MAX_TEXT_LEN,
		representation::{Basis, Powers},
		text::{AcceptRole, Role},
	};
	use alloc::{format, string::ToString, vec::Vec};

	const GENESIS: GenesisHash = [0x22; 32];
	const PATIENT: PatientId = PatientId([0x33; 32]);

	fn groups(byte: &str) -> alloc::string::String {
		[byte.repeat(4).as_str(); 8].join(" ")
	}

	fn new(moment: Moment, number: u32) -> NewRepresentative<AccountId32> {
		NewRepresentative {
			patient: PATIENT,
			number,
			account: AccountId32::new([0x11; 32]),
			powers: Powers::READ.union(Powers::GRANT).union(Powers::RECORDS),
			basis: Basis::Appointed,
			from: moment,
			until: moment,
			vault: VaultKeys { kem: Digest([0xa1; 32]), signing: SigningKey([0xb2; 32]) },
			expires_at: moment,
		}
	}

	#[test]
	fn words_for_a_representative_should_read_as_published() {
		let new = new(1_795_341_600_000, 2);
		let moment = "2026-11-22 10:00:00.000 UTC";
		let terms = format!(
			"Chain {}. Patient {}. Representative 2 of this patient. Account {}. Powers read, grant, records. Basis \
			 appointed by the patient. From {moment} until {moment}. Vault encryption key {}. Vault signing key {}. Valid \
			 until {moment}.",
			groups("22"),
			groups("33"),
			groups("11"),
			groups("a1"),
			groups("b2")
		);
		assert_eq!(
			RepresentPatient { genesis: GENESIS, new: &new }.to_string(),
			format!("Salus: I represent a patient. {terms}")
		);
		assert_eq!(
			AppointRepresentative { genesis: GENESIS, new: &new }.to_string(),
			format!("Salus: I appoint a representative to act for me. {terms}")
		);
	}

	#[test]
	fn words_for_a_hand_over_and_a_link_should_read_as_published() {
		let account = AccountId32::new([0x11; 32]);
		let on = format!("Chain {}. Patient {}. Turn 3.", groups("22"), groups("33"));
		let schedule = ScheduleHandOver {
			genesis: GENESIS,
			patient: PATIENT,
			turn: 3,
			account: &account,
			at: 1_795_341_600_000,
		};
		assert_eq!(
			schedule.to_string(),
			format!(
				"Salus: hand a patient over. {on} To account {}. At 2026-11-22 10:00:00.000 UTC.",
				groups("11")
			)
		);
		assert_eq!(
			CancelHandOver { genesis: GENESIS, patient: PATIENT, turn: 3 }.to_string(),
			format!("Salus: cancel the hand-over of a patient. {on}")
		);
		let role = Role::HandedOver { patient: PATIENT, at: 1_795_341_600_000 };
		assert_eq!(
			role.to_string(),
			format!("I alone control patient {} from 2026-11-22 10:00:00.000 UTC on", groups("33"))
		);
		let merge = MergePatients {
			genesis: GENESIS,
			patient: PATIENT,
			into: PatientId([0x44; 32]),
			account: &account,
			expires_at: 1_795_341_600_000,
		};
		assert_eq!(
			merge.to_string(),
			format!(
				"Salus: another patient is the same person. Chain {}. My account {}. My patient {}. The other patient {}. \
				 Valid until 2026-11-22 10:00:00.000 UTC.",
				groups("22"),
				groups("11"),
				groups("44"),
				groups("33")
			)
		);
	}

	#[test]
	fn texts_should_stay_within_their_bound_at_their_longest() {
		let account = AccountId32::new([9; 32]);
		let new = new(u64::MAX, u32::MAX);
		let (at, turn, patient) = (u64::MAX, u32::MAX, PATIENT);
		let texts: [Vec<u8>; 6] = [
			RepresentPatient { genesis: GENESIS, new: &new }.text(),
			AppointRepresentative { genesis: GENESIS, new: &new }.text(),
			ScheduleHandOver { genesis: GENESIS, patient, turn, account: &account, at }.text(),
			CancelHandOver { genesis: GENESIS, patient, turn }.text(),
			MergePatients { genesis: GENESIS, patient, into: patient, account: &account, expires_at: at }
				.text(),
			AcceptRole {
				genesis: GENESIS,
				account: &account,
				role: Role::HandedOver { patient, at },
				expires_at: at,
			}
			.text(),
		];
		for text in texts {
			assert!(text.is_ascii() && !text.contains(&b'\n') && text.len() <= MAX_TEXT_LEN);
		}
	}
}
