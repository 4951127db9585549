//! A currency in which nobody has anything, for pallets that insist on one.

use crate::{AccountId, Balance, RuntimeHoldReason};
use frame_support::traits::{
	fungible::{hold, Dust, Inspect, Mutate, MutateHold, Unbalanced, UnbalancedHold},
	tokens::{DepositConsequence, Fortitude, Preservation, Provenance, WithdrawConsequence},
};
use sp_runtime::{DispatchError, DispatchResult, TokenError};

/// Every balance is zero and stays zero; moving nothing succeeds, moving something fails.
pub struct ZeroCurrency;

fn nothing(amount: Balance) -> DispatchResult {
	if amount == 0 {
		Ok(())
	} else {
		Err(TokenError::Unsupported.into())
	}
}

impl Inspect<AccountId> for ZeroCurrency {
	type Balance = Balance;

	fn total_issuance() -> Balance {
		0
	}

	fn minimum_balance() -> Balance {
		0
	}

	fn total_balance(_: &AccountId) -> Balance {
		0
	}

	fn balance(_: &AccountId) -> Balance {
		0
	}

	fn reducible_balance(_: &AccountId, _: Preservation, _: Fortitude) -> Balance {
		0
	}

	fn can_deposit(_: &AccountId, amount: Balance, _: Provenance) -> DepositConsequence {
		if amount == 0 {
			DepositConsequence::Success
		} else {
			DepositConsequence::CannotCreate
		}
	}

	fn can_withdraw(_: &AccountId, amount: Balance) -> WithdrawConsequence<Balance> {
		if amount == 0 {
			WithdrawConsequence::Success
		} else {
			WithdrawConsequence::BalanceLow
		}
	}
}

impl Unbalanced<AccountId> for ZeroCurrency {
	fn handle_dust(_: Dust<AccountId, Self>) {}

	fn write_balance(_: &AccountId, amount: Balance) -> Result<Option<Balance>, DispatchError> {
		nothing(amount).map(|()| None)
	}

	fn set_total_issuance(_: Balance) {}
}

impl Mutate<AccountId> for ZeroCurrency {}

impl hold::Inspect<AccountId> for ZeroCurrency {
	type Reason = RuntimeHoldReason;

	fn total_balance_on_hold(_: &AccountId) -> Balance {
		0
	}

	fn balance_on_hold(_: &RuntimeHoldReason, _: &AccountId) -> Balance {
		0
	}
}

impl UnbalancedHold<AccountId> for ZeroCurrency {
	fn set_balance_on_hold(_: &RuntimeHoldReason, _: &AccountId, amount: Balance) -> DispatchResult {
		nothing(amount)
	}
}

impl MutateHold<AccountId> for ZeroCurrency {}
