//! The council: one seat an organisation.

use crate::*;
use codec::{Decode, Encode};
use frame_support::{dispatch::GetDispatchInfo, parameter_types, weights::Weight};
use frame_system::EnsureRoot;
use pallet_collective::Instance1;
use salus_pallet_consortium::{Call, CouncilSeats};
use salus_primitives::{
	consortium::{two_thirds, Motion, Proposal},
	limits::{MaxMotions, MaxOrganisations},
};
use sp_runtime::Perbill;

parameter_types! {
	/// How long a motion may be voted on.
	pub const MotionDuration: BlockNumber = 7 * DAYS;
	/// What one motion may weigh when it is executed.
	pub MaxProposalWeight: Weight = Perbill::from_percent(50) * super::RuntimeBlockWeights::get().max_block;
}

/// Two thirds of the council. It dispatches as its members, never as Root.
pub type TwoThirds = pallet_collective::EnsureProportionAtLeast<AccountId, Instance1, 2, 3>;

/// Whoever is silent until a motion ends does not agree: else a majority and silence would pass for two thirds.
pub struct SilenceIsNo;

impl pallet_collective::DefaultVote for SilenceIsNo {
	fn default_vote(_: Option<bool>, _: u32, _: u32, _: u32) -> bool {
		false
	}
}

impl pallet_collective::Config<Instance1> for Runtime {
	type Consideration = ();
	type DefaultVote = SilenceIsNo;
	type DisapproveOrigin = EnsureRoot<AccountId>;
	type KillOrigin = EnsureRoot<AccountId>;
	type MaxMembers = MaxOrganisations;
	type MaxProposalWeight = MaxProposalWeight;
	type MaxProposals = MaxMotions;
	type MotionDuration = MotionDuration;
	type Proposal = RuntimeCall;
	type RuntimeEvent = RuntimeEvent;
	type RuntimeOrigin = RuntimeOrigin;
	// Seats follow the member organisations; nobody sets them by hand.
	type SetMembersOrigin = frame_system::EnsureNever<()>;
	type WeightInfo = pallet_collective::weights::SubstrateWeight<Runtime>;
}

/// The votes on a motion, as Collective stores them and tells nobody.
#[derive(Encode, Decode)]
struct Votes {
	index: u32,
	threshold: u32,
	ayes: Vec<AccountId>,
	nays: Vec<AccountId>,
	end: BlockNumber,
}

fn votes(motion: &Hash) -> Option<Votes> {
	let key = pallet_collective::Voting::<Runtime, Instance1>::hashed_key_for(motion);
	frame_support::storage::unhashed::get(&key)
}

/// The council's seats.
pub struct Seats;

impl CouncilSeats for Seats {
	fn seats() -> Vec<AccountId> {
		pallet_collective::Members::<Runtime, Instance1>::get()
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn fill() {
		use frame_support::traits::Get;

		let voters: Vec<AccountId> = (0..<MaxOrganisations as Get<u32>>::get())
			.map(|number| frame_benchmarking::account("voter", number, 0))
			.collect();
		let mut seats = Self::seats();
		seats.extend(voters.iter().skip(seats.len()).skip(1).cloned());
		seats.sort();
		pallet_collective::Members::<Runtime, Instance1>::put(&seats);
		for number in 0..<MaxMotions as Get<u32>>::get() {
			let hash = Hash::repeat_byte(number as u8);
			let _ = pallet_collective::Proposals::<Runtime, Instance1>::mutate(|all| all.try_push(hash));
			let votes = Votes { index: number, threshold: 1, ayes: seats.clone(), nays: Vec::new(), end: 1 };
			let key = pallet_collective::Voting::<Runtime, Instance1>::hashed_key_for(hash);
			frame_support::storage::unhashed::put(&key, &votes);
		}
	}
}

/// What the council may do: the consortium's calls that take two thirds, and nothing else, wrapped or not.
pub fn proposal(call: &RuntimeCall) -> Option<Proposal<AccountId>> {
	let RuntimeCall::Consortium(call) = call else { return None };
	Some(match call.clone() {
		Call::admit_organisation { name, controller, acceptance } => {
			Proposal::AdmitOrganisation { name, controller, expires_at: acceptance.expires_at }
		}
		Call::suspend_organisation { organisation } => Proposal::SuspendOrganisation(organisation),
		Call::reinstate_organisation { organisation } => Proposal::ReinstateOrganisation(organisation),
		Call::expel_organisation { organisation } => Proposal::ExpelOrganisation(organisation),
		Call::replace_controller { organisation, account, acceptance } => {
			Proposal::ReplaceController { organisation, account, expires_at: acceptance.expires_at }
		}
		Call::give_seat { organisation, account, acceptance } => {
			Proposal::GiveSeat { organisation, account, expires_at: acceptance.expires_at }
		}
		Call::take_seat { account } => Proposal::TakeSeat(account),
		Call::set_parameter { parameter } => Proposal::SetParameter(parameter),
		Call::authorize_upgrade { code_hash } => Proposal::AuthorizeUpgrade(code_hash),
		Call::note_stalled { delay, best_finalized_block_number } => {
			Proposal::NoteStalled { delay, best_finalized_block_number }
		}
		_ => return None,
	})
}

fn seats_now() -> u32 {
	u32::try_from(Seats::seats().len()).unwrap_or(u32::MAX)
}

/// Whether a motion may be made so: it is on the list, and needs two thirds of the seats there are.
pub fn may_propose(call: &RuntimeCall, threshold: u32) -> bool {
	proposal(call).is_some() && threshold == two_thirds(seats_now())
}

/// Whether a motion may be closed: not while its proposer's threshold is reached and two thirds of the seats, of which
/// there are more now, are not. It would fail for good, and whoever is against it could see to that.
pub fn may_close(motion: &Hash) -> bool {
	votes(motion).is_none_or(|votes| {
		let ayes = u32::try_from(votes.ayes.len()).unwrap_or(u32::MAX);
		ayes < votes.threshold || ayes >= two_thirds(seats_now()) || votes.end <= System::block_number()
	})
}

/// The open motions, oldest first: at most 64.
pub fn motions() -> Vec<Motion<AccountId>> {
	let motion = |hash: Hash| {
		let votes = votes(&hash)?;
		let call = pallet_collective::ProposalOf::<Runtime, Instance1>::get(hash)?;
		let weight = call.get_dispatch_info().call_weight;
		Some(Motion {
			hash,
			index: votes.index,
			proposal: proposal(&call),
			threshold: votes.threshold,
			ayes: votes.ayes,
			nays: votes.nays,
			end: votes.end,
			length: u32::try_from(call.encoded_size()).unwrap_or(u32::MAX),
			ref_time: weight.ref_time(),
			proof_size: weight.proof_size(),
		})
	};
	pallet_collective::Proposals::<Runtime, Instance1>::get().into_iter().filter_map(motion).collect()
}
