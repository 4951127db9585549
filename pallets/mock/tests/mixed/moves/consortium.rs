//! Calls of pallet consortium.

use super::{Hand, Move};
use crate::cast::{controller_name, doctor_name, registrar_name, spare_name, the_controller};
use salus_mock::{
	account, joining_until, node, node_word, now, Consortium, Runtime, RuntimeCall, System, DAY,
};
use salus_pallet_consortium::{Call, NextNode, NextOrganisation, NodesOf, Organisations};
use salus_primitives::{
	consortium::{OrganisationState, Parameter, ValidatorSeat},
	ids::OrganisationId,
	limits::{MAX_STALL_DELAY, MIN_STALL_DELAY},
	text::Role,
	BoundedVec,
};
use sp_core::H256;
use sp_runtime::AccountId32;

/// Every call of the pallet. For the council's a member signs, who is dispatched as one vote among the council's.
pub const MOVES: &[Move] = &[
	Move {
		call: "add_registrar",
		weight: 3,
		make: |hand| {
			let organisation = any(hand);
			let name = candidate(hand);
			let acceptance = super::identity::acceptance(hand, &name, Role::Registrar(organisation));
			let call = Call::add_registrar { organisation, account: account(&name), acceptance };
			Some((the_controller(organisation), RuntimeCall::Consortium(call)))
		},
	},
	Move {
		call: "remove_registrar",
		weight: 1,
		make: |hand| {
			let organisation = hand.organisation();
			let known = Organisations::<Runtime>::get(organisation).map(|known| known.registrars);
			let one = hand.dice.pick(&known.unwrap_or_default()).filter(|_| hand.dice.chance(80));
			let account = one.unwrap_or_else(|| hand.cast.anyone(hand.dice));
			let call = Call::remove_registrar { organisation, account };
			Some((the_controller(organisation), RuntimeCall::Consortium(call)))
		},
	},
	Move {
		call: "set_name",
		weight: 1,
		make: |hand| {
			let organisation = hand.organisation();
			let name = hand.dice.pick(&["Northgate", "Spital an der Mühle", "", " ", "a\nb"])?;
			let call = Call::set_name { organisation, name: BoundedVec::truncate_from(name.into()) };
			Some((the_controller(organisation), RuntimeCall::Consortium(call)))
		},
	},
	Move {
		call: "admit_organisation",
		weight: 1,
		make: |hand| {
			let name =
				hand.dice.pick(&["Westgate", "Eastgate", "Westgate ", "Clinic", "Ward", ""])?.as_bytes();
			let person = spare_name(hand.dice.below(hand.cast.size.spares));
			let word = joining_until(by(hand, &person), name, now() + DAY);
			let name = BoundedVec::truncate_from(name.to_vec());
			let call = Call::admit_organisation { name, controller: account(&person), acceptance: word };
			Some((member(hand), RuntimeCall::Consortium(call)))
		},
	},
	Move {
		call: "suspend_organisation",
		weight: 1,
		make: |hand| {
			let call = Call::suspend_organisation { organisation: any(hand) };
			Some((member(hand), RuntimeCall::Consortium(call)))
		},
	},
	Move {
		call: "reinstate_organisation",
		weight: 6,
		make: |hand| {
			let suspended = |id: &OrganisationId| {
				Consortium::organisation(*id)
					.is_some_and(|known| known.standing.current() == Some(&OrganisationState::Suspended))
			};
			let all: Vec<_> = (1..NextOrganisation::<Runtime>::get()).filter(suspended).collect();
			let one = hand.dice.pick(&all).filter(|_| hand.dice.chance(90));
			let call =
				Call::reinstate_organisation { organisation: one.unwrap_or_else(|| hand.organisation()) };
			Some((member(hand), RuntimeCall::Consortium(call)))
		},
	},
	Move {
		call: "expel_organisation",
		weight: 1,
		make: |hand| {
			// Seldom one of those that most is about: it would be gone for good.
			let organisation = if hand.dice.chance(12) { hand.organisation() } else { later(hand) };
			let call = Call::expel_organisation { organisation };
			Some((member(hand), RuntimeCall::Consortium(call)))
		},
	},
	Move {
		call: "replace_controller",
		weight: 1,
		make: |hand| {
			let organisation = any(hand);
			let name = candidate(hand);
			let acceptance = super::identity::acceptance(hand, &name, Role::Controller(organisation));
			let call = Call::replace_controller { organisation, account: account(&name), acceptance };
			Some((member(hand), RuntimeCall::Consortium(call)))
		},
	},
	Move {
		call: "give_seat",
		weight: 1,
		make: |hand| {
			let organisation = any(hand);
			let name = candidate(hand);
			let acceptance = super::identity::acceptance(hand, &name, Role::Validator(organisation));
			let call = Call::give_seat { organisation, account: account(&name), acceptance };
			Some((member(hand), RuntimeCall::Consortium(call)))
		},
	},
	Move {
		call: "take_seat",
		weight: 1,
		make: |hand| {
			let seats: Vec<_> = Consortium::validators().into_iter().map(|seat| seat.account).collect();
			let one = hand.dice.pick(&seats).filter(|_| hand.dice.chance(80));
			let call = Call::take_seat { account: one.unwrap_or_else(|| hand.cast.anyone(hand.dice)) };
			Some((member(hand), RuntimeCall::Consortium(call)))
		},
	},
	Move {
		call: "set_parameter",
		weight: 1,
		make: |hand| {
			let parameter = match hand.dice.below(4) {
				0 => Parameter::NoticePeriod(u64::from(hand.dice.below(60)) * DAY),
				// Nothing much could be suspended otherwise.
				1 => Parameter::MinimumOrganisations(hand.dice.below(2)),
				2 => Parameter::MinimumOrganisations(99),
				_ => Parameter::MinimumValidators(hand.dice.below(2)),
			};
			Some((member(hand), RuntimeCall::Consortium(Call::set_parameter { parameter })))
		},
	},
	Move {
		call: "join_validators",
		weight: 3,
		make: |hand| {
			let resting = |seat: &ValidatorSeat<_>| !Consortium::is_joined(seat);
			let (signer, account) = a_seat(hand, resting)?;
			Some((signer, RuntimeCall::Consortium(Call::join_validators { account })))
		},
	},
	Move {
		call: "leave_validators",
		weight: 2,
		make: |hand| {
			let (signer, account) = a_seat(hand, Consortium::is_joined)?;
			Some((signer, RuntimeCall::Consortium(Call::leave_validators { account })))
		},
	},
	Move {
		call: "announce_node",
		weight: 2,
		make: |hand| {
			let organisation = any(hand);
			let name = format!("node {}", hand.dice.below(40));
			let mut announcement = node(&name);
			if hand.dice.chance(10) {
				announcement.endpoint = Default::default();
			}
			let own = node_word(&name, organisation, &announcement);
			let signature = hand.word(own);
			let call = Call::announce_node { organisation, node: announcement, signature };
			Some((the_controller(organisation), RuntimeCall::Consortium(call)))
		},
	},
	Move {
		call: "withdraw_node",
		weight: 1,
		make: |hand| {
			let organisation = any(hand);
			let own = NodesOf::<Runtime>::get(organisation);
			let one = hand.dice.pick(&own).filter(|_| hand.dice.chance(80));
			let node = one.unwrap_or_else(|| hand.dice.below(NextNode::<Runtime>::get()));
			let call = Call::withdraw_node { organisation, node };
			Some((the_controller(organisation), RuntimeCall::Consortium(call)))
		},
	},
	Move {
		call: "authorize_upgrade",
		weight: 1,
		make: |hand| {
			let code_hash = H256::repeat_byte(hand.dice.below(3) as u8);
			Some((member(hand), RuntimeCall::Consortium(Call::authorize_upgrade { code_hash })))
		},
	},
	Move {
		call: "note_stalled",
		weight: 1,
		make: |hand| {
			// Here sets change so seldom that none would be on its way.
			if hand.dice.chance(60) {
				pallet_session::QueuedChanged::<Runtime>::put(true);
			}
			let delay = hand.dice.pick(&[0, MIN_STALL_DELAY, MAX_STALL_DELAY, MAX_STALL_DELAY + 1])?;
			let best_finalized_block_number = hand.dice.below(System::block_number() + 1);
			let call = Call::note_stalled { delay, best_finalized_block_number };
			Some((member(hand), RuntimeCall::Consortium(call)))
		},
	},
];

/// A validator's seat, mostly one like this, and who may speak for it.
fn a_seat(
	hand: &mut Hand,
	like: impl Fn(&ValidatorSeat<AccountId32>) -> bool,
) -> Option<(AccountId32, AccountId32)> {
	let all = Consortium::validators();
	let some: Vec<_> = all.iter().filter(|seat| like(seat)).cloned().collect();
	let seat = hand.dice.pick(&some).filter(|_| hand.dice.chance(90)).or_else(|| hand.dice.pick(&all))?;
	let holder = hand.dice.chance(50);
	let signer = if holder { seat.account.clone() } else { the_controller(seat.organisation) };
	Some((signer, seat.account))
}

/// The calls that take two thirds of the council.
pub const COUNCILS: &[&str] = &[
	"admit_organisation",
	"suspend_organisation",
	"reinstate_organisation",
	"expel_organisation",
	"replace_controller",
	"give_seat",
	"take_seat",
	"set_parameter",
	"authorize_upgrade",
	"note_stalled",
];

/// An organisation, sometimes one that was admitted since the start.
fn any(hand: &mut Hand) -> OrganisationId {
	if hand.dice.chance(70) {
		hand.organisation()
	} else {
		later(hand)
	}
}

/// An organisation that was admitted since the start, or would be next.
fn later(hand: &mut Hand) -> OrganisationId {
	let first = hand.cast.size.organisations + 1;
	let next = NextOrganisation::<Runtime>::get();
	first + hand.dice.below(next.saturating_sub(first).max(1))
}

/// Who proposes: a controller, of whatever organisation.
fn member(hand: &mut Hand) -> AccountId32 {
	account(&controller_name(1 + hand.dice.below(hand.cast.size.organisations)))
}

/// Whose wallet signs the word: a thief has its own.
fn by<'a>(hand: &mut Hand, person: &'a str) -> &'a str {
	if !hand.thief {
		return person;
	}
	hand.forged = true;
	crate::cast::MALLORY
}

/// Who might become a registrar: whoever was one, or is nothing, and sometimes a practitioner.
fn candidate(hand: &mut Hand) -> String {
	match hand.dice.below(5) {
		0 => doctor_name(hand.dice.below(hand.cast.size.practitioners)),
		1 | 2 => registrar_name(1 + hand.dice.below(hand.cast.size.organisations)),
		_ => spare_name(hand.dice.below(hand.cast.size.spares)),
	}
}
