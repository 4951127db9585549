//! Calls of pallet consortium.

use super::{Hand, Move};
use crate::cast::{doctor_name, registrar_name, spare_name, the_controller};
use salus_mock::{account, Runtime, RuntimeCall};
use salus_pallet_consortium::{Call, Organisations};
use salus_primitives::{text::Role, BoundedVec};

/// Every call of the pallet.
pub const MOVES: &[Move] = &[
	Move {
		call: "add_registrar",
		weight: 3,
		make: |hand| {
			let organisation = hand.organisation();
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
];

/// Who might become a registrar: whoever was one, or is nothing, and sometimes a practitioner.
fn candidate(hand: &mut Hand) -> String {
	match hand.dice.below(5) {
		0 => doctor_name(hand.dice.below(hand.cast.size.practitioners)),
		1 | 2 => registrar_name(1 + hand.dice.below(hand.cast.size.organisations)),
		_ => spare_name(hand.dice.below(hand.cast.size.spares)),
	}
}
