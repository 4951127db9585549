//! Looks at every call of a transaction, in wrappers too.

use crate::policy::{Class, Kind, QuotaPolicy, Refusal, Roles};
use alloc::vec;
use frame_support::ensure;

/// Wrappers that may be around a call.
pub const MAX_DEPTH: u32 = 8;
/// Calls a transaction may be, wrappers counted.
pub const MAX_CALLS: u32 = 256;

/// Checks that every call may be signed by an account with the roles. Returns what the transaction is for: the first
/// kind among its calls.
pub(crate) fn admit<AccountId, Call, P: QuotaPolicy<AccountId, Call>>(
	call: &Call,
	roles: Roles,
) -> Result<Kind, Refusal> {
	let mut kind = None::<Kind>;
	walk::<AccountId, Call, P>(call, |required, of| {
		ensure!(required.intersects(roles), Refusal::RoleNotAllowed);
		if let Some(of) = of {
			kind = Some(kind.map_or(of, |lowest| lowest.min(of)));
		}
		Ok(())
	})?;
	Ok(kind.unwrap_or(Kind::Bulk))
}

/// How many calls the transaction is, wrappers counted; [`MAX_CALLS`] where the search would not end well.
pub(crate) fn count<AccountId, Call, P: QuotaPolicy<AccountId, Call>>(call: &Call) -> u32 {
	walk::<AccountId, Call, P>(call, |_, _| Ok(())).unwrap_or(MAX_CALLS)
}

fn walk<AccountId, Call, P: QuotaPolicy<AccountId, Call>>(
	call: &Call,
	mut visit: impl FnMut(Roles, Option<Kind>) -> Result<(), Refusal>,
) -> Result<u32, Refusal> {
	let mut pending = vec![(call, 0u32)];
	let mut found = 1u32;
	while let Some((call, depth)) = pending.pop() {
		match P::classify(call) {
			Class::Forbidden => return Err(Refusal::Forbidden),
			Class::Allowed { roles, kind } => visit(roles, Some(kind))?,
			Class::Wrapper { roles, calls } => {
				visit(roles, None)?;
				ensure!(depth < MAX_DEPTH, Refusal::TooDeep);
				found = found.saturating_add(u32::try_from(calls.len()).unwrap_or(u32::MAX));
				ensure!(found <= MAX_CALLS, Refusal::TooDeep);
				pending.extend(calls.into_iter().map(|call| (call, depth.saturating_add(1))));
			}
		}
	}
	Ok(found)
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;

	#[derive(Clone, Debug)]
	enum Call {
		Forbidden,
		Single(Roles, Kind),
		Batch(Vec<Call>),
	}

	struct Policy;

	impl QuotaPolicy<(), Call> for Policy {
		fn roles(_: &()) -> Roles {
			Roles::ANY
		}

		fn classify(call: &Call) -> Class<'_, Call> {
			match call {
				Call::Forbidden => Class::Forbidden,
				Call::Single(roles, kind) => Class::Allowed { roles: *roles, kind: *kind },
				Call::Batch(calls) => Class::Wrapper { roles: Roles::ANY, calls: calls.iter().collect() },
			}
		}
	}

	fn search(call: &Call, roles: Roles) -> Result<Kind, Refusal> {
		admit::<(), Call, Policy>(call, roles)
	}

	fn single(roles: Roles, kind: Kind) -> Call {
		Call::Single(roles, kind)
	}

	fn wrapped(call: Call, times: u32) -> Call {
		(0..times).fold(call, |call, _| Call::Batch(vec![call]))
	}

	/// Every call that is no wrapper, by recursion: what the search is held against.
	fn leaves(call: &Call) -> Vec<&Call> {
		match call {
			Call::Batch(calls) => calls.iter().flat_map(leaves).collect(),
			leaf => vec![leaf],
		}
	}

	#[test]
	fn search_should_refuse_a_call_when_it_is_wrapped_too_deep() {
		let call = single(Roles::PATIENT, Kind::Patient);
		assert_eq!(search(&wrapped(call.clone(), MAX_DEPTH), Roles::PATIENT), Ok(Kind::Patient));
		assert_eq!(search(&wrapped(call, MAX_DEPTH + 1), Roles::PATIENT), Err(Refusal::TooDeep));
		// An innermost batch of nothing is as deep.
		assert_eq!(search(&wrapped(Call::Batch(vec![]), MAX_DEPTH), Roles::PATIENT), Err(Refusal::TooDeep));
	}

	#[test]
	fn search_should_refuse_calls_when_they_are_too_many() {
		let calls = |number| vec![single(Roles::PATIENT, Kind::Patient); number as usize];
		assert_eq!(search(&Call::Batch(calls(MAX_CALLS - 1)), Roles::PATIENT), Ok(Kind::Patient));
		assert_eq!(search(&Call::Batch(calls(MAX_CALLS)), Roles::PATIENT), Err(Refusal::TooDeep));
		let halves = Call::Batch(vec![Call::Batch(calls(MAX_CALLS / 2)), Call::Batch(calls(MAX_CALLS / 2))]);
		assert_eq!(search(&halves, Roles::PATIENT), Err(Refusal::TooDeep));
	}

	#[test]
	fn search_should_find_the_forbidden_call_wherever_it_hides() {
		for position in 0..3 {
			for depth in 0..MAX_DEPTH {
				let mut calls = vec![single(Roles::PATIENT, Kind::Patient); 3];
				calls[position] = wrapped(Call::Forbidden, depth);
				assert_eq!(search(&Call::Batch(calls), Roles::PATIENT), Err(Refusal::Forbidden));
			}
		}
	}

	#[test]
	fn transaction_should_be_of_the_first_kind_among_its_calls() {
		let calls = [Kind::Governance, Kind::Bulk, Kind::Protective].map(|kind| single(Roles::ANY, kind));
		assert_eq!(search(&Call::Batch(calls.to_vec()), Roles::PATIENT), Ok(Kind::Bulk));
		assert_eq!(search(&Call::Batch(vec![]), Roles::PATIENT), Ok(Kind::Bulk));
	}

	fn any_call() -> impl Strategy<Value = Call> {
		let leaf = prop_oneof![
			1 => Just(Call::Forbidden),
			8 => (0usize..3).prop_map(|at| {
				let kinds = [(Roles::PATIENT, Kind::Protective), (Roles::ANY, Kind::Bulk), (Roles::CONTROLLER, Kind::Governance)];
				single(kinds[at].0, kinds[at].1)
			}),
		];
		leaf.prop_recursive(6, 40, 4, |inner| proptest::collection::vec(inner, 0..4).prop_map(Call::Batch))
	}

	proptest! {
		#[test]
		fn search_should_admit_exactly_what_every_leaf_allows(call in any_call()) {
			let leaves = leaves(&call);
			let good = leaves.iter().all(|leaf| {
				matches!(leaf, Call::Single(roles, _) if roles.intersects(Roles::PATIENT))
			});
			match search(&call, Roles::PATIENT) {
				Ok(kind) => {
					prop_assert!(good);
					let lowest = leaves.iter().filter_map(|leaf| match leaf {
						Call::Single(_, kind) => Some(*kind),
						_ => None,
					}).min();
					prop_assert_eq!(kind, lowest.unwrap_or(Kind::Bulk));
				},
				Err(_) => prop_assert!(!good),
			}
		}
	}
}
