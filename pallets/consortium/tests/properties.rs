//! Whatever is called, the invariants hold.

use proptest::prelude::*;
use salus_mock::{
	acceptance, account, advance, do_try_state, enrol, expel_organisation, reinstate_organisation, signed,
	suspend_organisation, Consortium, ExtBuilder, System,
};
use salus_primitives::text::Role;
use std::collections::BTreeMap;

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
	Suspend(u32),
	Reinstate(u32),
	Expel(u32),
	Enrol(usize),
	Advance(u64),
}

fn step() -> impl Strategy<Value = Step> {
	// Controllers sign most, so that most calls get past the first check.
	let signer = prop_oneof![3 => 0..2usize, 1 => 0..NAMES.len()];
	let organisation = prop_oneof![8 => 1..=2u32, 1 => 0..5u32];
	let registrar = (signer.clone(), organisation.clone(), 0..NAMES.len());
	let anyones = prop::option::weighted(0.2, (0..NAMES.len(), 1..=2u32));
	prop_oneof![
		6 => (registrar.clone(), anyones).prop_map(|((signer, organisation, account), anyones)| {
			let word = anyones.unwrap_or((account, organisation));
			Step::Add { signer, organisation, account, word }
		}),
		4 => registrar.prop_map(|(signer, organisation, account)| Step::Remove { signer, organisation, account }),
		2 => (signer, organisation, proptest::collection::vec(any::<u8>(), 0..=64))
			.prop_map(|(signer, organisation, name)| Step::Rename { signer, organisation, name }),
		1 => (1..=2u32).prop_map(Step::Suspend),
		2 => (1..=2u32).prop_map(Step::Reinstate),
		1 => (1..=2u32).prop_map(Step::Expel),
		1 => (0..NAMES.len()).prop_map(Step::Enrol),
		2 => (0..5_000u64).prop_map(Step::Advance),
	]
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
		Step::Suspend(organisation) => suspend_organisation(organisation),
		Step::Reinstate(organisation) => reinstate_organisation(organisation),
		Step::Expel(organisation) => expel_organisation(organisation),
		Step::Enrol(who) => {
			let registrar = Consortium::ensure_registrar(&account("alice"), 1).is_ok();
			if registrar && salus_mock::Identity::roles(&account(NAMES[who])).patient.is_none() {
				enrol(NAMES[who]);
			}
		}
		Step::Advance(milliseconds) => advance(milliseconds),
	}
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(64))]

	#[test]
	fn invariants_should_hold_whatever_is_called(steps in proptest::collection::vec(step(), 1..40)) {
		ExtBuilder::default().build_and_execute(|| {
			let mut admitted = BTreeMap::new();
			for step in steps {
				take(step);
				do_try_state();
				for name in NAMES {
					let who = account(name);
					// Nobody who was admitted ever leaves, and nobody acts for two organisations.
					let is_admitted = Consortium::is_admitted(&who);
					assert!(is_admitted || !admitted.contains_key(&who));
					if is_admitted {
						admitted.insert(who.clone(), ());
						assert_eq!(System::providers(&who), 1);
					}
					assert!(!(Consortium::is_agent(&who, 1) && Consortium::is_agent(&who, 2)));
				}
			}
		});
	}
}
