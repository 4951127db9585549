//! Roles, what calls are, and what may be used.

use alloc::vec::Vec;
use codec::{Decode, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use sp_runtime::transaction_validity::{InvalidTransaction, TransactionPriority, TransactionValidityError};

/// Roles of an account, a bit each.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Roles(u8);

impl Roles {
	/// None: a stranger.
	pub const NONE: Self = Self(0);
	/// Controls a patient.
	pub const PATIENT: Self = Self(1);
	/// Signs for a practitioner.
	pub const PRACTITIONER: Self = Self(1 << 1);
	/// Is a registrar of an organisation.
	pub const REGISTRAR: Self = Self(1 << 2);
	/// Controls an organisation.
	pub const CONTROLLER: Self = Self(1 << 3);
	/// Has a seat on the council.
	pub const COUNCIL: Self = Self(1 << 4);
	/// Runs a validator.
	pub const VALIDATOR: Self = Self(1 << 5);
	/// All of them: whoever has any role.
	pub const ANY: Self = Self(0b11_1111);

	/// These and those.
	pub const fn union(self, other: Self) -> Self {
		Self(self.0 | other.0)
	}

	/// Whether there is none.
	pub const fn is_none(self) -> bool {
		self.0 == 0
	}

	/// Whether one of these is among those.
	pub const fn intersects(self, other: Self) -> bool {
		self.0 & other.0 != 0
	}
}

/// What a call is for. Later kinds go first; a transaction is of the first kind among its calls.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Kind {
	/// What comes in bulk and can wait.
	Bulk,
	/// The work of practitioners and registrars.
	Practice,
	/// What patients do.
	Patient,
	/// What ends access or helps in an emergency.
	Protective,
	/// What the consortium decides.
	Governance,
}

impl Kind {
	/// Priority in the pool.
	pub fn priority(self) -> TransactionPriority {
		match self {
			Self::Bulk => 1_000,
			Self::Practice => 2_000,
			Self::Patient => 3_000,
			Self::Protective => 4_000,
			Self::Governance => 5_000,
		}
	}
}

/// What a call is to the policy.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Class<'a, Call> {
	/// Nobody may sign it.
	Forbidden,
	/// It may be signed by an account that has one of the roles, and dispatches calls, each of which has to be allowed.
	Wrapper {
		/// The roles.
		roles: Roles,
		/// The calls.
		calls: Vec<&'a Call>,
	},
	/// It may be signed by an account that has one of the roles.
	Allowed {
		/// The roles.
		roles: Roles,
		/// What it is for.
		kind: Kind,
	},
}

/// Who may do what. Pallets still check every call by themselves: this keeps out what would be refused anyway.
pub trait QuotaPolicy<AccountId, Call> {
	/// The roles of the account now; [`Roles::NONE`] keeps it out.
	fn roles(account: &AccountId) -> Roles;

	/// What the call is. Whatever is not known should be [`Class::Forbidden`].
	fn classify(call: &Call) -> Class<'_, Call>;

	/// An admitted account with a call that is `calls` calls in all, wrappers counted: the benchmark's worst case.
	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_transaction(_calls: u32) -> Option<(AccountId, Call)> {
		None
	}
}

/// What may be used of a window.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Encode, Decode, TypeInfo)]
pub struct Allowance {
	/// Weight, in picoseconds.
	pub ref_time: u64,
	/// Length of the encoded transactions, in bytes.
	pub length: u32,
	/// How far a nonce may be ahead of the account's.
	pub look_ahead: u32,
}

impl Allowance {
	/// What is there for transactions of the kind: protective ones and governance have as much again for themselves, so
	/// that nobody who has used up the ordinary allowance has to wait to revoke.
	pub fn for_kind(self, kind: Kind) -> Self {
		if kind < Kind::Protective {
			return self;
		}
		Self { ref_time: self.ref_time.saturating_mul(2), length: self.length.saturating_mul(2), ..self }
	}

	fn most(self, other: Self) -> Self {
		Self {
			ref_time: self.ref_time.max(other.ref_time),
			length: self.length.max(other.length),
			look_ahead: self.look_ahead.max(other.look_ahead),
		}
	}
}

/// What each role may use of a window.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct Allowances {
	/// Who controls a patient.
	pub patient: Allowance,
	/// Who signs for a practitioner.
	pub practitioner: Allowance,
	/// A registrar.
	pub registrar: Allowance,
	/// Who controls an organisation.
	pub controller: Allowance,
	/// Who has a seat on the council.
	pub council: Allowance,
	/// Who runs a validator.
	pub validator: Allowance,
}

impl Allowances {
	fn by_role(&self) -> [(Roles, Allowance); 6] {
		[
			(Roles::PATIENT, self.patient),
			(Roles::PRACTITIONER, self.practitioner),
			(Roles::REGISTRAR, self.registrar),
			(Roles::CONTROLLER, self.controller),
			(Roles::COUNCIL, self.council),
			(Roles::VALIDATOR, self.validator),
		]
	}

	/// The allowances, a role each.
	pub fn all(&self) -> impl Iterator<Item = Allowance> {
		self.by_role().into_iter().map(|(_, allowance)| allowance)
	}

	/// For each measure, the most that one of the roles may use; nothing for a stranger.
	pub fn of(&self, roles: Roles) -> Allowance {
		self.by_role()
			.into_iter()
			.filter(|(role, _)| role.intersects(roles))
			.fold(Allowance::default(), |most, (_, allowance)| most.most(allowance))
	}
}

/// What an account used of a window.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct WindowUsage {
	/// The window's number.
	pub window: u32,
	/// Weight, in picoseconds.
	pub ref_time: u64,
	/// Bytes of encoded transactions.
	pub length: u32,
}

impl WindowUsage {
	/// With this much more of the same window.
	pub fn plus(self, ref_time: u64, length: u32) -> Self {
		Self {
			ref_time: self.ref_time.saturating_add(ref_time),
			length: self.length.saturating_add(length),
			..self
		}
	}
}

/// Why a transaction is not admitted: the code of `InvalidTransaction::Custom`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Refusal {
	/// The signer has no role.
	Stranger = 1,
	/// A call in it may not be signed by anybody.
	Forbidden = 2,
	/// A call in it needs a role that the signer has not.
	RoleNotAllowed = 3,
	/// It would go beyond what the signer may use of this window: to be sent again in the next.
	OverAllowance = 4,
	/// Its nonce is further ahead of the signer's than the roles allow.
	TooFarAhead = 5,
	/// Its calls are wrapped deeper, or are more, than are searched.
	TooDeep = 6,
}

impl From<Refusal> for TransactionValidityError {
	fn from(refusal: Refusal) -> Self {
		InvalidTransaction::Custom(refusal as u8).into()
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	fn allowance(ref_time: u64, length: u32, look_ahead: u32) -> Allowance {
		Allowance { ref_time, length, look_ahead }
	}

	fn allowances() -> Allowances {
		Allowances {
			patient: allowance(1, 60, 3),
			practitioner: allowance(2, 50, 4),
			registrar: allowance(3, 40, 5),
			controller: allowance(4, 30, 6),
			council: allowance(5, 20, 7),
			validator: allowance(6, 10, 8),
		}
	}

	#[test]
	fn allowance_should_be_the_most_of_the_roles_when_there_are_several() {
		assert_eq!(allowances().of(Roles::NONE), allowance(0, 0, 0));
		assert_eq!(allowances().of(Roles::REGISTRAR), allowance(3, 40, 5));
		assert_eq!(allowances().of(Roles::PATIENT.union(Roles::COUNCIL)), allowance(5, 60, 7));
		assert_eq!(allowances().of(Roles::ANY), allowance(6, 60, 8));
		assert_eq!(allowances().all().count(), 6);
	}

	#[test]
	fn allowance_should_be_doubled_only_for_protective_and_governing_kinds() {
		let ordinary = allowance(10, 20, 3);
		for kind in [Kind::Bulk, Kind::Practice, Kind::Patient] {
			assert_eq!(ordinary.for_kind(kind), ordinary);
		}
		for kind in [Kind::Protective, Kind::Governance] {
			assert_eq!(ordinary.for_kind(kind), allowance(20, 40, 3));
		}
		assert_eq!(
			allowance(u64::MAX, u32::MAX, 1).for_kind(Kind::Protective),
			allowance(u64::MAX, u32::MAX, 1)
		);
	}

	#[test]
	fn priorities_should_rise_with_the_kinds() {
		let kinds = [Kind::Bulk, Kind::Practice, Kind::Patient, Kind::Protective, Kind::Governance];
		for pair in kinds.windows(2) {
			assert!(pair[0] < pair[1] && pair[0].priority() < pair[1].priority());
		}
	}

	#[test]
	fn usage_should_not_wrap_when_it_overflows() {
		let usage = WindowUsage { window: 7, ref_time: u64::MAX, length: u32::MAX };
		assert_eq!(usage.plus(1, 1), usage);
	}
}
