//! Calls of pallet identity.

use super::{Hand, Move};
use crate::cast::{a_registrar, doctor_name, patient_name, spare_name, the_controller, MALLORY};
use salus_mock::{
	acceptance_until, account, enrolment, now, pair, people::name_of, vault_generation, vault_in_use,
	Consortium, Identity, Runtime, RuntimeCall, DAY, GENESIS, HOUR,
};
use salus_pallet_consortium::{NextOrganisation, Organisations};
use salus_pallet_identity::{Call, HandOvers, PatientOf, Recoveries};
use salus_primitives::{
	ids::{Commitment, OrganisationId, PatientId, PractitionerId},
	people::{PractitionerRole, Privileges, Standing, VaultOwner},
	recovery::Recovery,
	text::{Acceptance, ChooseHome, Enrolment, Role, SetVaultKeys, SignedText},
	time::Moment,
};
use sp_core::Pair;
use sp_runtime::AccountId32;

/// Every call of the pallet.
pub const MOVES: &[Move] = &[
	Move {
		call: "enrol_patient",
		weight: 2,
		make: |hand| {
			let organisation = hand.organisation();
			let new = |name: &String| !PatientOf::<Runtime>::contains_key(account(name));
			let all = || (0..hand.cast.size.patients).map(patient_name);
			let name = match hand.dice.chance(60) {
				true => all().find(new).or_else(|| all().next())?,
				false => patient_name(hand.dice.below(hand.cast.size.patients)),
			};
			let expires_at = now() + life(hand);
			let enrolment = Enrolment { organisation, expires_at, ..enrolment(&name) };
			let (signature, vault_signature) = salus_mock::sign_enrolment(&name, &enrolment);
			let vault_signature = hand.word(vault_signature);
			let call = Call::enrol_patient { enrolment, signature, vault_signature };
			Some((a_registrar(organisation, hand.dice), RuntimeCall::Identity(call)))
		},
	},
	Move {
		call: "admit_practitioner",
		weight: 2,
		make: |hand| {
			let organisation = hand.organisation();
			let name = match hand.dice.chance(60) {
				true => doctor_name(hand.dice.below(hand.cast.size.practitioners)),
				false => spare_name(hand.dice.below(hand.cast.size.spares)),
			};
			let acceptance = acceptance(hand, &name, Role::Practitioner(organisation));
			let call = Call::admit_practitioner {
				organisation,
				account: account(&name),
				role: PractitionerRole::Clinician,
				privileges: privileges(hand),
				credential: Commitment::default(),
				until: now() + life(hand),
				acceptance,
			};
			Some((a_registrar(organisation, hand.dice), RuntimeCall::Identity(call)))
		},
	},
	Move {
		call: "suspend_practitioner",
		weight: 2,
		make: |hand| {
			let (practitioner, organisation) = hand.membership();
			let call = Call::suspend_practitioner { organisation, practitioner };
			Some((a_registrar(organisation, hand.dice), RuntimeCall::Identity(call)))
		},
	},
	Move {
		call: "reinstate_practitioner",
		weight: 5,
		make: |hand| {
			let (practitioner, organisation) = suspended(hand);
			let call = Call::reinstate_practitioner { organisation, practitioner };
			Some((a_registrar(organisation, hand.dice), RuntimeCall::Identity(call)))
		},
	},
	Move {
		call: "renew_practitioner",
		weight: 2,
		make: |hand| {
			let (practitioner, organisation) = hand.membership();
			let call = Call::renew_practitioner {
				organisation,
				practitioner,
				role: PractitionerRole::Laboratory,
				privileges: privileges(hand),
				credential: Commitment::default(),
				until: now() + life(hand),
			};
			Some((a_registrar(organisation, hand.dice), RuntimeCall::Identity(call)))
		},
	},
	Move {
		call: "replace_account",
		weight: 1,
		make: |hand| {
			let practitioner = hand.practitioner();
			let name = match hand.dice.chance(40) {
				true => doctor_name(hand.dice.below(hand.cast.size.practitioners)),
				false => spare_name(hand.dice.below(hand.cast.size.spares)),
			};
			let acceptance = acceptance(hand, &name, Role::AccountOf(practitioner));
			let call = Call::replace_account { practitioner, new_account: account(&name), acceptance };
			Some((home_registrar(hand, practitioner), RuntimeCall::Identity(call)))
		},
	},
	Move {
		call: "set_vault_keys",
		weight: 5,
		make: |hand| {
			let owner = owner(hand)?;
			let generation = Identity::next_generation(owner)?;
			let new = vault_generation(&hand.cast.vault_name(owner), generation);
			let keys = new.keys();
			let text = SetVaultKeys { genesis: GENESIS, owner, generation, keys };
			let mut signature = new.sign(&text);
			let mut previous = vault_in_use(owner).map(|old| old.sign(&text));
			// A thief has a vault of its own: what it lacks is the word of the one in use, where that is asked for.
			match previous {
				Some(_) if wallet_suffices(owner) => previous = previous.filter(|_| hand.dice.chance(10)),
				Some(_) => previous = hand.word_if_any(previous),
				None => signature = hand.word(signature),
			}
			let call = Call::set_vault_keys { owner, keys, signature, previous };
			Some((the_owner(owner)?, RuntimeCall::Identity(call)))
		},
	},
	Move {
		call: "report_vault_compromised",
		weight: 1,
		make: |hand| {
			let owner = owner(hand)?;
			let signer = match owner {
				VaultOwner::Practitioner(id) if hand.dice.chance(50) => home_registrar(hand, id),
				_ => the_owner(owner)?,
			};
			Some((signer, RuntimeCall::Identity(Call::report_vault_compromised { owner })))
		},
	},
	Move {
		call: "reset_vault",
		weight: 1,
		make: |hand| {
			let practitioner = hand.practitioner();
			let call = Call::reset_vault { practitioner };
			Some((home_registrar(hand, practitioner), RuntimeCall::Identity(call)))
		},
	},
	Move {
		call: "rehome",
		weight: 16,
		make: |hand| {
			let expelled = |id: &OrganisationId| Consortium::is_expelled(*id);
			let homeless: Vec<_> = hand
				.cast
				.patients
				.iter()
				.copied()
				.filter(|patient| {
					Identity::patient(patient).is_some_and(|known| expelled(&known.organisation))
				})
				.collect();
			let one = hand.dice.pick(&homeless).filter(|_| hand.dice.chance(95));
			if one.is_none() && hand.dice.chance(97) {
				return None;
			}
			let patient = one.or_else(|| hand.dice.pick(&hand.cast.patients))?;
			let known = Identity::patient(&patient)?;
			let represented = hand.dice.chance(20).then(|| hand.representative(&patient)).flatten();
			let account = match represented {
				Some(id) => Identity::representative(id)?.account,
				None => known.controller,
			};
			// Mostly one that can: in good standing, and with somebody to do it.
			let can = |id: &OrganisationId| {
				Organisations::<Runtime>::get(id)
					.is_some_and(|known| known.is_active(now()) && !known.registrars.is_empty())
			};
			let open: Vec<_> = (1..NextOrganisation::<Runtime>::get()).filter(can).collect();
			let organisation =
				hand.dice.pick(&open).filter(|_| hand.dice.chance(90)).unwrap_or_else(|| hand.organisation());
			let signer = if hand.thief {
				hand.forged = true;
				MALLORY.to_owned()
			} else {
				name_of(&account)
			};
			let expires_at = now() + life(hand);
			let from = known.organisation;
			let text = ChooseHome {
				genesis: GENESIS,
				patient,
				account: &account,
				from,
				to: organisation,
				expires_at,
			};
			let signature = pair(&signer).sign(&text.text()).into();
			let call = Call::rehome { patient, organisation, account, expires_at, signature };
			Some((a_registrar(organisation, hand.dice), RuntimeCall::Identity(call)))
		},
	},
];

/// How long something is good for: mostly a while, and sometimes no time at all or too long.
fn life(hand: &mut Hand) -> Moment {
	match hand.dice.below(20) {
		0 => 0,
		1 => 400 * DAY,
		2..=5 => 20 * HOUR,
		_ => 29 * DAY,
	}
}

fn privileges(hand: &mut Hand) -> Privileges {
	hand.dice.pick(&[Privileges::NONE, Privileges::EMERGENCY, Privileges(8)]).unwrap_or(Privileges::NONE)
}

/// The word of the person of that name that it takes on the role; a thief has its own only, and some are mistaken.
pub fn acceptance(hand: &mut Hand, name: &str, role: Role) -> Acceptance {
	let until = now() + life(hand);
	if hand.thief {
		hand.forged = true;
		return acceptance_until(MALLORY, role, until);
	}
	let role = if hand.dice.chance(5) { Role::Registrar(77) } else { role };
	acceptance_until(name, role, until)
}

/// A membership, mostly a suspended one.
fn suspended(hand: &mut Hand) -> (PractitionerId, OrganisationId) {
	let all =
		hand.cast.actors().into_iter().filter_map(|actor| actor.practitioner().zip(actor.organisation()));
	let barred = |(practitioner, organisation): &(PractitionerId, OrganisationId)| {
		Identity::membership_standing(*practitioner, *organisation, now()) != Standing::Good
	};
	let barred: Vec<_> = all.filter(barred).collect();
	hand.dice.pick(&barred).filter(|_| hand.dice.chance(80)).unwrap_or_else(|| hand.membership())
}

fn home_registrar(hand: &mut Hand, practitioner: PractitionerId) -> AccountId32 {
	let home = Identity::practitioner(practitioner).map_or(1, |known| known.home);
	a_registrar(home, hand.dice)
}

/// Somebody who may have a vault.
fn owner(hand: &mut Hand) -> Option<VaultOwner> {
	Some(match hand.dice.below(11) {
		0..=2 => VaultOwner::Patient(handed_over_or_any(hand)?),
		10 => {
			let (_, patient) = hand.patient()?;
			VaultOwner::Representative(hand.representative(&patient)?)
		}
		3 => VaultOwner::Organisation(hand.organisation()),
		_ => VaultOwner::Practitioner(hand.practitioner()),
	})
}

/// A patient, mostly one whose new account has not set keys of its own.
fn handed_over_or_any(hand: &mut Hand) -> Option<PatientId> {
	let due = |patient: &PatientId| Identity::due_hand_over(patient).is_some();
	let handed_over: Vec<_> = HandOvers::<Runtime>::iter_keys().filter(due).collect();
	let one = hand.dice.pick(&handed_over).filter(|_| hand.dice.chance(80));
	one.or_else(|| Some(hand.patient()?.1))
}

/// Whether the owner's wallet alone sets keys: after a hand-over, and when a recovery has waited for long enough.
fn wallet_suffices(owner: VaultOwner) -> bool {
	let VaultOwner::Patient(patient) = owner else { return false };
	let waited =
		|recovery: Recovery<AccountId32>| recovery.confirmed_at.is_none() && recovery.keys_from <= now();
	Identity::due_hand_over(&patient).is_some() || Recoveries::<Runtime>::get(patient).is_some_and(waited)
}

/// Who signs for the vault's owner.
fn the_owner(owner: VaultOwner) -> Option<AccountId32> {
	match owner {
		VaultOwner::Patient(id) => Identity::patient(&id).map(|known| known.controller),
		VaultOwner::Practitioner(id) => Identity::practitioner(id).map(|known| known.account),
		VaultOwner::Organisation(id) => Some(the_controller(id)),
		VaultOwner::Representative(id) => Identity::representative(id).map(|known| known.account),
	}
}
