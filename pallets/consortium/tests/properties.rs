//! Whatever is called, the invariants hold.

use proptest::prelude::*;
use salus_mock::{
	acceptance, account, advance, agreed, do_try_state, enrol, joining, node, node_word, run_to,
	runtime::{Gadget, Seats},
	signed, Consortium, ExtBuilder, Runtime, RuntimeOrigin, Session, System,
};
use salus_pallet_consortium::{CouncilSeats, Finality, NodesStayUntil, Resting, SessionKeysOf, Sessions};
use salus_primitives::{
	consortium::{OrganisationState, Parameter},
	text::Role,
};
use sp_core::H256;
use sp_runtime::{testing::UintAuthorityId, AccountId32, DispatchError, DispatchResult};
use std::collections::{BTreeMap, BTreeSet};

const NAMES: [&str; 6] = ["alice", "bob", "carol", "dora", "eve", "ferdie"];

#[derive(Clone, Debug)]
enum Step {
	/// With somebody's word, given to some organisation.
	Add {
		signer: usize,
		organisation: u32,
		account: usize,
		word: (usize, u32),
	},
	Remove {
		signer: usize,
		organisation: u32,
		account: usize,
	},
	Rename {
		signer: usize,
		organisation: u32,
		name: Vec<u8>,
	},
	/// A node of that name, with its word for some organisation.
	Announce {
		signer: usize,
		organisation: u32,
		node: usize,
		word: (usize, u32),
	},
	/// One of the first nodes, or none.
	Withdraw {
		signer: usize,
		organisation: u32,
		node: u32,
	},
	/// A vote, agreed to by so many of a hundred seats.
	Vote(Motion, u32),
	/// Somebody registers session keys, if it may.
	Keys(usize, u64),
	/// Somebody lets a seat join.
	Join(usize, usize),
	/// Somebody takes a seat's validator out.
	Leave(usize, usize),
	Enrol(usize),
	Advance(u64),
	/// So many blocks pass, with their sessions.
	Blocks(u32),
}

#[derive(Clone, Debug)]
enum Motion {
	/// With somebody's word.
	Admit(usize, usize),
	Suspend(u32),
	Reinstate(u32),
	Expel(u32),
	/// With somebody's word.
	Replace(u32, usize, usize),
	/// With somebody's word.
	Give(u32, usize, usize),
	Take(usize),
	Set(Parameter),
	Upgrade(u8),
	Stalled(u32, u32),
}

fn motion() -> impl Strategy<Value = Motion> {
	let organisation = || prop_oneof![8 => 1..=4u32, 1 => 0..9u32];
	let who = || 0..NAMES.len();
	// Mostly one's own word.
	let words =
		|| (who(), prop::option::weighted(0.1, who())).prop_map(|(who, word)| (who, word.unwrap_or(who)));
	let parameter = prop_oneof![
		(0..40u64).prop_map(|days| Parameter::NoticePeriod(days * salus_mock::DAY)),
		(0..4u32).prop_map(Parameter::MinimumOrganisations),
		(0..4u32).prop_map(Parameter::MinimumValidators),
	];
	prop_oneof![
		4 => words().prop_map(|(who, word)| Motion::Admit(who, word)),
		2 => organisation().prop_map(Motion::Suspend),
		3 => organisation().prop_map(Motion::Reinstate),
		1 => organisation().prop_map(Motion::Expel),
		2 => (organisation(), words()).prop_map(|(to, (who, word))| Motion::Replace(to, who, word)),
		3 => (organisation(), words()).prop_map(|(to, (who, word))| Motion::Give(to, who, word)),
		3 => who().prop_map(Motion::Take),
		1 => parameter.prop_map(Motion::Set),
		1 => any::<u8>().prop_map(Motion::Upgrade),
		3 => (prop_oneof![4 => 16..60u32, 1 => any::<u32>()], 0..9u32)
			.prop_map(|(delay, finalised)| Motion::Stalled(delay, finalised)),
	]
}

fn step() -> impl Strategy<Value = Step> {
	// Controllers sign most, so that most calls get past the first check.
	let signer = prop_oneof![3 => 0..2usize, 1 => 0..NAMES.len()];
	let organisation = prop_oneof![8 => 1..=2u32, 1 => 0..5u32];
	let registrar = (signer.clone(), organisation.clone(), 0..NAMES.len());
	let anyones = prop::option::weighted(0.2, (0..NAMES.len(), 1..=2u32));
	prop_oneof![
		6 => (registrar.clone(), anyones.clone()).prop_map(|((signer, organisation, account), anyones)| {
			let word = anyones.unwrap_or((account, organisation));
			Step::Add { signer, organisation, account, word }
		}),
		4 => registrar.clone().prop_map(|(signer, organisation, account)| Step::Remove { signer, organisation, account }),
		2 => (signer, organisation, proptest::collection::vec(any::<u8>(), 0..=64))
			.prop_map(|(signer, organisation, name)| Step::Rename { signer, organisation, name }),
		5 => (registrar.clone(), anyones.clone()).prop_map(|((signer, organisation, node), anyones)| {
			let word = anyones.unwrap_or((node, organisation));
			Step::Announce { signer, organisation, node, word }
		}),
		3 => (registrar.clone(), 0..8u32).prop_map(|((signer, organisation, _), node)| {
			Step::Withdraw { signer, organisation, node }
		}),
		// Mostly all agree.
		12 => (motion(), prop_oneof![6 => Just(100u32), 1 => 0..=100u32])
			.prop_map(|(motion, ayes)| Step::Vote(motion, ayes)),
		3 => (0..NAMES.len(), 10..99u64).prop_map(|(who, key)| Step::Keys(who, key)),
		4 => own_or_any().prop_map(|(signer, who)| Step::Join(signer, who)),
		4 => own_or_any().prop_map(|(signer, who)| Step::Leave(signer, who)),
		1 => (0..NAMES.len()).prop_map(Step::Enrol),
		2 => (0..5_000u64).prop_map(Step::Advance),
		3 => (1..12u32).prop_map(Step::Blocks),
	]
}

/// Somebody and a seat, mostly its own.
fn own_or_any() -> impl Strategy<Value = (usize, usize)> {
	let who = || 0..NAMES.len();
	(who(), prop::option::weighted(0.3, who())).prop_map(|(signer, other)| (signer, other.unwrap_or(signer)))
}

/// Whether the account has a seat whose validator belongs in the sets to come.
fn is_joined(who: &AccountId32) -> bool {
	Consortium::validators().iter().any(|seat| seat.account == *who && Consortium::is_joined(seat))
}

/// Whether it may speak for the other's seat: as its holder, or the controller of its organisation.
fn may_speak(signer: &AccountId32, who: &AccountId32) -> bool {
	Consortium::validators().iter().filter(|seat| seat.account == *who).any(|seat| {
		seat.account == *signer || Consortium::ensure_controller(signer, seat.organisation).is_ok()
	})
}

/// Holds what is so of everybody's keys: they cost one reference, and after the start of a session those are kept that a
/// seat or a set has.
fn check_keys(began: bool) {
	let in_sets = SessionKeysOf::<Runtime>::in_sets();
	for who in NAMES.map(account) {
		let keys = Session::load_keys(&who).is_some();
		assert_eq!(System::consumers(&who), u32::from(keys));
		let seated = Consortium::validators().iter().any(|seat| seat.account == who);
		assert!(!began || !keys || seated || in_sets.contains(&who), "keys of nobody's validator stay");
	}
}

fn take(step: Step) {
	match step {
		Step::Add { signer, organisation, account: who, word } => {
			let given = acceptance(NAMES[word.0], Role::Registrar(word.1));
			let outcome =
				Consortium::add_registrar(signed(NAMES[signer]), organisation, account(NAMES[who]), given);
			assert!(outcome.is_err() || word == (who, organisation), "nobody is added by another's word");
		}
		Step::Remove { signer, organisation, account: who } => {
			let _ = Consortium::remove_registrar(signed(NAMES[signer]), organisation, account(NAMES[who]));
		}
		Step::Rename { signer, organisation, name } => {
			let name = name.try_into().expect("at most 64 bytes");
			let _ = Consortium::set_name(signed(NAMES[signer]), organisation, name);
		}
		Step::Announce { signer, organisation, node: name, word } => {
			let announcement = node(NAMES[name]);
			let signature = node_word(NAMES[word.0], word.1, &announcement);
			let outcome =
				Consortium::announce_node(signed(NAMES[signer]), organisation, announcement, signature);
			assert!(outcome.is_err() || word == (name, organisation), "no node is listed by another's word");
		}
		Step::Withdraw { signer, organisation, node } => {
			let _ = Consortium::withdraw_node(signed(NAMES[signer]), organisation, node);
		}
		Step::Vote(motion, of_a_hundred) => {
			let seats = u32::try_from(Seats::seats().len()).expect("seats are few");
			let ayes = seats * of_a_hundred / 100;
			let outcome = vote(&motion, ayes);
			if 3 * ayes < 2 * seats {
				assert_eq!(outcome, Err(DispatchError::BadOrigin), "{ayes} of {seats} are too few");
			}
			if let (
				Motion::Admit(who, word) | Motion::Replace(_, who, word) | Motion::Give(_, who, word),
				Ok(()),
			) = (&motion, outcome)
			{
				assert_eq!(who, word, "nobody takes on a role by another's word");
			}
		}
		Step::Keys(who, key) => {
			let seated = Consortium::validators().iter().any(|seat| seat.account == account(NAMES[who]));
			if seated {
				let _ = Session::set_keys(signed(NAMES[who]), UintAuthorityId(key), vec![]);
			}
		}
		Step::Join(signer, who) => {
			let (signer, who) = (account(NAMES[signer]), account(NAMES[who]));
			let (before, held) =
				(is_joined(&who), Resting::<Runtime>::get(&who).is_some_and(|rest| rest.held));
			let speaks = may_speak(&signer, &who);
			let outcome = Consortium::join_validators(RuntimeOrigin::signed(signer.clone()), who.clone());
			if outcome.is_ok() {
				assert!(!before && speaks && is_joined(&who) && Session::load_keys(&who).is_some());
				assert!(!held || Consortium::agency(&signer).is_some_and(|agency| agency.controller));
			}
		}
		Step::Leave(signer, who) => {
			let (signer, who) = (account(NAMES[signer]), account(NAMES[who]));
			let speaks = may_speak(&signer, &who);
			let outcome = Consortium::leave_validators(RuntimeOrigin::signed(signer), who.clone());
			assert!(outcome.is_err() || speaks && !is_joined(&who));
		}
		Step::Blocks(blocks) => {
			let end = System::block_number() + blocks;
			while System::block_number() < end {
				let (forced, session) = (Gadget::is_forced(), Session::current_index());
				run_to(System::block_number() + 1);
				let rotated = Session::current_index() > session;
				check_keys(rotated);
				if rotated && forced && Gadget::is_forced() {
					// The session that began has planned no other set; those in it may have new keys.
					let queued: Vec<_> = Session::queued_keys().into_iter().map(|(who, _)| who).collect();
					assert_eq!(queued, Session::validators(), "a set was planned meanwhile");
				}
			}
		}
		Step::Enrol(who) => {
			let registrar = Consortium::ensure_registrar(&account("alice"), 1).is_ok();
			if registrar && salus_mock::Identity::roles(&account(NAMES[who])).patient.is_none() {
				enrol(NAMES[who]);
			}
		}
		Step::Advance(milliseconds) => advance(milliseconds),
	}
}

fn vote(motion: &Motion, ayes: u32) -> DispatchResult {
	let origin = agreed(ayes);
	match *motion {
		Motion::Admit(who, word) => {
			let name = format!("House of {}", NAMES[who]);
			let acceptance = joining(NAMES[word], name.as_bytes());
			let name = name.into_bytes().try_into().expect("at most 64 bytes");
			Consortium::admit_organisation(origin, name, account(NAMES[who]), acceptance)
		}
		Motion::Suspend(organisation) => Consortium::suspend_organisation(origin, organisation),
		Motion::Reinstate(organisation) => Consortium::reinstate_organisation(origin, organisation),
		Motion::Expel(organisation) => Consortium::expel_organisation(origin, organisation),
		Motion::Replace(organisation, who, word) => {
			let acceptance = acceptance(NAMES[word], Role::Controller(organisation));
			Consortium::replace_controller(origin, organisation, account(NAMES[who]), acceptance)
		}
		Motion::Give(organisation, who, word) => {
			let acceptance = acceptance(NAMES[word], Role::Validator(organisation));
			Consortium::give_seat(origin, organisation, account(NAMES[who]), acceptance)
		}
		Motion::Take(who) => Consortium::take_seat(origin, account(NAMES[who])),
		Motion::Set(parameter) => Consortium::set_parameter(origin, parameter),
		Motion::Upgrade(code) => Consortium::authorize_upgrade(origin, H256::repeat_byte(code)),
		Motion::Stalled(delay, finalised) => {
			let queued = pallet_session::QueuedChanged::<Runtime>::get();
			let outcome = Consortium::note_stalled(origin, delay, finalised);
			assert!(outcome.is_err() || queued, "the same validators would take over");
			outcome
		}
	}
}

/// The organisations that were expelled.
fn expelled() -> BTreeSet<u32> {
	let gone = |entry: salus_primitives::consortium::Organisation<_>| {
		entry.standing.current() == Some(&OrganisationState::Expelled)
	};
	(1..salus_pallet_consortium::NextOrganisation::<Runtime>::get())
		.filter(|id| Consortium::organisation(*id).is_some_and(gone))
		.collect()
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(64))]

	#[test]
	fn invariants_should_hold_whatever_is_called(steps in proptest::collection::vec(step(), 1..40)) {
		ExtBuilder::default().build_and_execute(|| {
			let (mut admitted, mut gone) = (BTreeMap::new(), BTreeSet::new());
			for step in steps {
				take(step);
				do_try_state();
				// Whoever was expelled stays it, and somebody is always there to vote and to make blocks.
				assert!(expelled().is_superset(&gone));
				gone = expelled();
				assert!(!Seats::seats().is_empty() && !Session::validators().is_empty());
				let queued = Session::queued_keys();
				assert!(!queued.is_empty());
				check_keys(false);
				// Nobody who was expelled may connect, but as long as it may be in a set.
				let listed = Consortium::network_nodes().nodes;
				let stays = |organisation: &u32| {
					NodesStayUntil::<Runtime>::get(organisation)
						.is_some_and(|until| Session::current_index() < until)
				};
				let may = |organisation: &u32| !gone.contains(organisation) || stays(organisation);
				assert!(listed.iter().all(|(_, node)| may(&node.organisation)));
				assert!(listed.windows(2).all(|pair| pair[0].0 < pair[1].0));
				// And when the next set is planned.
				let with_keys = Consortium::validators()
					.iter()
					.filter(|seat| Consortium::is_joined(seat) && Session::load_keys(&seat.account).is_some())
					.count();
				assert!(with_keys >= 1, "a vote left no validator");
				for name in NAMES {
					let who = account(name);
					// Nobody who was admitted ever leaves, and nobody acts for two organisations.
					let is_admitted = Consortium::is_admitted(&who);
					assert!(is_admitted || !admitted.contains_key(&who));
					if is_admitted {
						admitted.insert(who.clone(), ());
						assert_eq!(System::providers(&who), 1);
					}
					let places = (1..12).filter(|id| Consortium::is_agent(&who, *id));
					assert!(places.count() <= 1, "{name} acts for two organisations");
				}
			}
		});
	}
}
