//! Who may sign what, and how much of it.

use super::{
	consensus::ForcedFinality,
	governance::{may_close, may_propose},
};
use crate::*;
use codec::Encode;
use frame_support::{parameter_types, weights::constants::WEIGHT_REF_TIME_PER_MILLIS};
use salus_pallet_consortium::Finality as _;
use salus_pallet_quota::{Allowance, Allowances, Class, Kind, QuotaPolicy, Roles};
use salus_primitives::{
	consortium::Agency,
	people::{Party, Standing},
	time::Moment,
};
use sp_runtime::traits::Hash as _;

/// Blocks of a window: a minute.
const WINDOW: BlockNumber = (60_000 / SLOT_DURATION) as BlockNumber;

const KIB: u32 = 1_024;

/// What one role may use of a window, of the 13.5 s of normal weight that its blocks have.
const fn allowance(millis: u64, length: u32, look_ahead: u32) -> Allowance {
	Allowance { ref_time: millis * WEIGHT_REF_TIME_PER_MILLIS, length, look_ahead }
}

parameter_types! {
	pub const Window: BlockNumber = WINDOW;
	pub const RoleAllowances: Allowances = Allowances {
		patient: allowance(250, 128 * KIB, 16),
		practitioner: allowance(2_000, 512 * KIB, 32),
		registrar: allowance(2_000, 512 * KIB, 64),
		controller: allowance(2_000, 512 * KIB, 64),
		// Long enough for a motion that carries a runtime.
		council: allowance(2_000, 4_096 * KIB, 16),
		validator: allowance(500, 64 * KIB, 8),
	};
}

impl salus_pallet_quota::Config for Runtime {
	type Allowances = RoleAllowances;
	type Policy = Policy;
	type WeightInfo = salus_pallet_quota::weights::SubstrateWeight<Runtime>;
	type Window = Window;
}

const PATIENT: Roles = Roles::PATIENT;
const REGISTRAR: Roles = Roles::REGISTRAR;
const CONTROLLER: Roles = Roles::CONTROLLER;
const AGENTS: Roles = REGISTRAR.union(CONTROLLER);
const WRITERS: Roles = PATIENT.union(Roles::PRACTITIONER).union(AGENTS);

/// What Salus lets be signed: whatever isn't named here is forbidden.
pub struct Policy;

fn agent_roles(agency: Option<Agency>, now: Moment) -> Roles {
	let active = agency.filter(|agency| Consortium::standing(agency.organisation, now) == Standing::Good);
	let Some(agency) = active else { return Roles::NONE };
	let registrar = if agency.registrar { REGISTRAR } else { Roles::NONE };
	let controller = if agency.controller { CONTROLLER.union(Roles::COUNCIL) } else { Roles::NONE };
	registrar.union(controller)
}

fn allowed<'a>(roles: Roles, kind: Kind) -> Class<'a, RuntimeCall> {
	Class::Allowed { roles, kind }
}

fn consortium<'a>(call: &salus_pallet_consortium::Call<Runtime>) -> Class<'a, RuntimeCall> {
	use salus_pallet_consortium::Call;
	match call {
		Call::remove_registrar { .. } | Call::withdraw_node { .. } => allowed(CONTROLLER, Kind::Protective),
		// The council's own are signed by nobody: they come to be by a motion.
		Call::add_registrar { .. } | Call::set_name { .. } | Call::announce_node { .. } => {
			allowed(CONTROLLER, Kind::Practice)
		}
		// By the seat's holder, or the controller of its organisation.
		Call::join_validators { .. } | Call::leave_validators { .. } => {
			allowed(Roles::VALIDATOR.union(CONTROLLER), Kind::Governance)
		}
		_ => Class::Forbidden,
	}
}

fn identity<'a>(call: &salus_pallet_identity::Call<Runtime>) -> Class<'a, RuntimeCall> {
	use salus_pallet_identity::Call;
	match call {
		Call::suspend_practitioner { .. } | Call::reset_vault { .. } | Call::replace_account { .. } => {
			allowed(REGISTRAR, Kind::Protective)
		}
		Call::report_vault_compromised { .. } | Call::set_vault_keys { .. } => {
			allowed(WRITERS, Kind::Protective)
		}
		Call::enrol_patient { .. } => allowed(REGISTRAR, Kind::Bulk),
		Call::admit_practitioner { .. }
		| Call::reinstate_practitioner { .. }
		| Call::renew_practitioner { .. } => allowed(REGISTRAR, Kind::Practice),
		Call::veto_recovery { .. } | Call::contest_attestation { .. } => allowed(PATIENT, Kind::Protective),
		// By the patient, the representative itself or, where the patient cannot, a registrar.
		Call::end_representative { .. } => allowed(PATIENT.union(REGISTRAR), Kind::Protective),
		Call::lift_state { .. } => allowed(REGISTRAR, Kind::Protective),
		Call::rehome { .. } => allowed(REGISTRAR, Kind::Practice),
		Call::admit_representative { .. } | Call::attest_state { .. } => allowed(REGISTRAR, Kind::Practice),
		Call::schedule_hand_over { .. } | Call::cancel_hand_over { .. } | Call::merge { .. } => {
			allowed(PATIENT, Kind::Patient)
		}
		Call::move_control { .. } | Call::set_recovery { .. } | Call::confirm_recovery { .. } => {
			allowed(PATIENT, Kind::Patient)
		}
		// Guardians and new accounts have no role; whoever has one brings what they signed.
		Call::start_recovery { .. }
		| Call::approve_recovery { .. }
		| Call::override_veto { .. }
		| Call::finish_recovery { .. } => allowed(Roles::ANY, Kind::Practice),
		_ => Class::Forbidden,
	}
}

fn consent<'a>(call: &salus_pallet_consent::Call<Runtime>) -> Class<'a, RuntimeCall> {
	use salus_pallet_consent::Call;
	match call {
		Call::revoke { .. }
		| Call::revoke_and_rotate { .. }
		| Call::rotate_scope { .. }
		| Call::exclude { .. }
		| Call::close_scope { .. }
		| Call::refuse_request { .. } => allowed(PATIENT, Kind::Protective),
		Call::create_scopes { .. }
		| Call::grant { .. }
		| Call::approve_request { .. }
		| Call::readmit { .. }
		| Call::open_scope { .. }
		| Call::reseal { .. } => allowed(PATIENT, Kind::Patient),
		Call::cleanup { .. } => allowed(Roles::ANY, Kind::Bulk),
		// A representative is a grantee too, and transacts as a patient does.
		Call::reseal_own { .. } => allowed(WRITERS, Kind::Practice),
		Call::request_access { .. } | Call::withdraw_request { .. } | Call::delegate { .. } => {
			allowed(Roles::PRACTITIONER.union(AGENTS), Kind::Practice)
		}
		Call::revoke_delegated { .. } => allowed(Roles::PRACTITIONER.union(AGENTS), Kind::Protective),
		_ => Class::Forbidden,
	}
}

fn records<'a>(call: &salus_pallet_records::Call<Runtime>) -> Class<'a, RuntimeCall> {
	use salus_pallet_records::Call;
	match call {
		Call::mark_entered_in_error { .. } => allowed(WRITERS, Kind::Protective),
		Call::register { .. }
		| Call::amend { .. }
		| Call::propose_erasure { .. }
		| Call::refuse_dispute { .. } => allowed(WRITERS, Kind::Practice),
		Call::register_batch { .. } => allowed(WRITERS, Kind::Bulk),
		Call::refile { .. }
		| Call::erase { .. }
		| Call::decline_erasure { .. }
		| Call::dispute { .. }
		| Call::withdraw_dispute { .. } => allowed(PATIENT, Kind::Patient),
		_ => Class::Forbidden,
	}
}

/// Whether a motion is closed in a batch after a vote or beside another motion: whether it may be was asked before either
/// changed the answer. A batch within a batch does nothing for the council.
fn decides_beforehand(calls: &[RuntimeCall]) -> bool {
	use pallet_collective::Call;
	let is = |of: fn(&Call<Runtime, pallet_collective::Instance1>) -> bool| {
		calls.iter().filter(|call| matches!(call, RuntimeCall::Council(call) if of(call))).count()
	};
	let closes = is(|call| matches!(call, Call::close { .. }));
	let votes = is(|call| matches!(call, Call::vote { .. }));
	let nested = calls.iter().filter_map(batched).flatten();
	closes > 0 && closes.saturating_add(votes) > 1
		|| nested.into_iter().any(|call| matches!(call, RuntimeCall::Council(_)))
}

/// What is in a batch.
fn batched(call: &RuntimeCall) -> Option<&[RuntimeCall]> {
	use pallet_utility::Call;
	match call {
		RuntimeCall::Utility(
			Call::batch { calls } | Call::batch_all { calls } | Call::force_batch { calls },
		) => Some(calls),
		_ => None,
	}
}

fn utility(call: &pallet_utility::Call<Runtime>) -> Class<'_, RuntimeCall> {
	use pallet_utility::Call;
	match call {
		Call::batch { calls } | Call::batch_all { calls } | Call::force_batch { calls }
			if !decides_beforehand(calls) =>
		{
			Class::Wrapper { roles: Roles::ANY, calls: calls.iter().collect() }
		}
		// Derived accounts have no role, and the others are for Root.
		_ => Class::Forbidden,
	}
}

fn council(call: &pallet_collective::Call<Runtime, pallet_collective::Instance1>) -> Class<'_, RuntimeCall> {
	use pallet_collective::Call;
	match call {
		// What a motion proposes is dispatched as the council's, and what it may do stands in one list.
		Call::propose { proposal, threshold, .. } if may_propose(proposal, *threshold) => {
			allowed(Roles::COUNCIL, Kind::Governance)
		}
		Call::close { proposal_hash, .. } if may_close(proposal_hash) => {
			allowed(Roles::COUNCIL, Kind::Governance)
		}
		Call::vote { .. } => allowed(Roles::COUNCIL, Kind::Governance),
		// No member does anything as one alone.
		_ => Class::Forbidden,
	}
}

/// Whether the council authorised just this code. System tells the hash in its encoding alone.
fn is_authorised(code: &[u8]) -> bool {
	System::authorized_upgrade()
		.is_some_and(|authorised| authorised.encode().starts_with(BlakeTwo256::hash(code).as_bytes()))
}

impl QuotaPolicy<AccountId, RuntimeCall> for Policy {
	fn roles(account: &AccountId) -> Roles {
		let now = Consortium::now();
		let known = Identity::roles(account);
		let acts = known.patient.is_some() || Identity::represents_anyone(account);
		let patient = if acts { PATIENT } else { Roles::NONE };
		let in_standing = known
			.practitioner
			.is_some_and(|id| Identity::party_standing(&Party::Practitioner(id), now) == Standing::Good);
		let practitioner = if in_standing { Roles::PRACTITIONER } else { Roles::NONE };
		let seats = Consortium::validators();
		let validator =
			if seats.iter().any(|seat| seat.account == *account) { Roles::VALIDATOR } else { Roles::NONE };
		patient.union(practitioner).union(validator).union(agent_roles(known.agency, now))
	}

	fn classify(call: &RuntimeCall) -> Class<'_, RuntimeCall> {
		match call {
			RuntimeCall::Consortium(call) => consortium(call),
			RuntimeCall::Identity(call) => identity(call),
			RuntimeCall::Consent(call) => consent(call),
			RuntimeCall::Records(call) => records(call),
			RuntimeCall::Quota(salus_pallet_quota::Call::cleanup { .. }) => allowed(Roles::ANY, Kind::Bulk),
			RuntimeCall::Utility(call) => utility(call),
			RuntimeCall::Council(call) => council(call),
			// Raw `purge_keys` would take a validator's keys while it is in the set; the consortium clears them away later.
			// While finality passes on by force, other keys would make blocks and not vote.
			RuntimeCall::Session(pallet_session::Call::set_keys { .. }) if !ForcedFinality::is_forced() => {
				allowed(Roles::VALIDATOR, Kind::Governance)
			}
			// Any other code would fill a block and fail.
			RuntimeCall::System(frame_system::Call::apply_authorized_upgrade { code })
				if is_authorised(code) =>
			{
				allowed(Roles::ANY, Kind::Governance)
			}
			_ => Class::Forbidden,
		}
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_transaction(calls: u32) -> Option<(AccountId, RuntimeCall)> {
		use salus_pallet_consortium::CouncilSeats;

		// What is looked up in the chain's state to be admitted: votes of all seats, and for each further call the seats.
		let seats = super::governance::Seats::seats;
		super::governance::Seats::fill();
		let alice = sp_keyring::Sr25519Keyring::Alice.to_account_id();
		let proposal: RuntimeCall =
			salus_pallet_consortium::Call::suspend_organisation { organisation: 1 }.into();
		let propose = pallet_collective::Call::propose {
			threshold: salus_primitives::consortium::two_thirds(u32::try_from(seats().len()).ok()?),
			length_bound: u32::try_from(proposal.encoded_size()).ok()?,
			proposal: alloc::boxed::Box::new(proposal),
		};
		let close = pallet_collective::Call::close {
			proposal_hash: Hash::repeat_byte(0),
			index: 0,
			proposal_weight_bound: Default::default(),
			length_bound: 0,
		};
		let motions = core::iter::once(close).chain(core::iter::repeat(propose));
		let calls = motions.map(RuntimeCall::Council).take(calls.saturating_sub(1) as usize).collect();
		Some((alice, pallet_utility::Call::batch { calls }.into()))
	}
}
