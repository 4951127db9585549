//! Whatever representatives, the patient, its organisation and its heir do in whatever order: the invariants hold, and the
//! decision lets nobody through who must not come through.

mod common;

use common::*;
use proptest::prelude::*;
use salus_mock::{
	grant_signature_by, new_representative, schedule_hand_over, sign_rotation, sign_rotation_by, take_over,
	try_represent,
};
use salus_pallet_consent::GivenBy;
use salus_primitives::{
	access::By,
	people::{PatientState, Standing},
	representation::{Basis, NewRepresentative, Powers},
};
use sp_runtime::DispatchResult;
use std::collections::BTreeSet;

/// Who may be a representative.
const NAMES: [&str; 3] = ["rob", "ann", "sue"];
/// Everyone who tries something.
const ANYONE: [&str; 7] = ["eve", "heir", "rob", "ann", "sue", "charlie", "alice"];

#[derive(Clone, Debug)]
enum Step {
	Represent { who: u8, powers: u8, basis: u8, days: u8 },
	End { by: u8, representative: u32 },
	Attest { state: u8 },
	Contest { by: u8 },
	Lift,
	Close { by: u8, scope: u16 },
	Open { by: u8, scope: u16 },
	Grant { by: u8, to: u8, scopes: Vec<u16>, reads: bool, writes: bool, reach: Reach },
	Revoke { by: u8, consent: u32 },
	Exclude { by: u8, to: u8 },
	Readmit { by: u8, to: u8 },
	Rotate { by: u8, scope: u16, generation: bool, reseal: bool },
	HandOver { by: u8, days: u8 },
	TakeOver { by: u8 },
	File { by: u8, scope: u16 },
	Wait { hours: u16 },
}

fn step() -> impl Strategy<Value = Step> {
	let by = || prop_oneof![4 => Just(0u8), 2 => Just(1u8), 6 => 2u8..5, 1 => 5u8..7];
	let to = || prop_oneof![3 => Just(0u8), 3 => 1u8..5];
	let scope = || 0u16..4;
	prop_oneof![
		6 => (0u8..3, prop_oneof![3 => Just(15u8), 5 => 1u8..17], prop_oneof![6 => Just(0u8), 1 => 1u8..3], 1u8..60)
			.prop_map(|(who, powers, basis, days)| Step::Represent { who, powers, basis, days }),
		1 => (by(), 1u32..6).prop_map(|(by, representative)| Step::End { by, representative }),
		1 => (0u8..3).prop_map(|state| Step::Attest { state }),
		1 => by().prop_map(|by| Step::Contest { by }),
		1 => Just(Step::Lift),
		2 => (by(), scope()).prop_map(|(by, scope)| Step::Close { by, scope }),
		1 => (by(), scope()).prop_map(|(by, scope)| Step::Open { by, scope }),
		12 => (
			by(),
			to(),
			proptest::sample::subsequence(vec![1u16, 2, 3], 1..3),
			any::<bool>(),
			any::<bool>(),
			prop_oneof![3 => Just(Reach::AllHistory), 2 => Just(Reach::FromNow), 4 => Just(Reach::Ahead)]
		)
			.prop_map(|(by, to, scopes, reads, writes, reach)| Step::Grant {
				by,
				to,
				scopes,
				reads,
				writes,
				reach
			}),
		2 => (by(), 0u32..20).prop_map(|(by, consent)| Step::Revoke { by, consent }),
		1 => (by(), to()).prop_map(|(by, to)| Step::Exclude { by, to }),
		1 => (by(), to()).prop_map(|(by, to)| Step::Readmit { by, to }),
		6 => (by(), scope(), proptest::bool::weighted(0.3), any::<bool>()).prop_map(|(by, scope, generation, reseal)| {
			Step::Rotate { by, scope, generation, reseal }
		}),
		1 => (by(), 1u8..5).prop_map(|(by, days)| Step::HandOver { by, days }),
		2 => by().prop_map(|by| Step::TakeOver { by }),
		3 => (by(), scope()).prop_map(|(by, scope)| Step::File { by, scope }),
		3 => (1u16..200).prop_map(|hours| Step::Wait { hours }),
	]
}

fn anyone(number: u8) -> &'static str {
	ANYONE[usize::from(number)]
}

/// Whom a grant or an exclusion is about: the doctor, or one of the first representatives.
fn party(world: World, number: u8) -> Party {
	match number {
		0 => world.grantee(),
		id => Party::Representative(id.into()),
	}
}

/// As what the person acts for the patient.
fn actor_of(world: World, name: &str) -> Actor {
	let actors = Identity::actors_of(&account(name), &world.patient);
	actors.first().copied().unwrap_or(Actor::Patient)
}

fn run(world: World, step: &Step) -> DispatchResult {
	let patient = world.patient;
	match step.clone() {
		Step::Represent { who, powers, basis, days } => {
			let basis = [Basis::Appointed, Basis::Guardian, Basis::Executor][usize::from(basis)];
			let name = NAMES[usize::from(who)];
			let new = new_representative(patient, name, Powers(powers), basis);
			try_represent(name, NewRepresentative { until: now() + u64::from(days) * DAY, ..new })
		}
		Step::End { by, representative } => Identity::end_representative(signed(anyone(by)), representative),
		Step::Attest { state } => {
			let states = [PatientState::Active, PatientState::Incapacitated, PatientState::Deceased];
			Identity::attest_state(signed("alice"), patient, states[usize::from(state)])
		}
		Step::Contest { by } => Identity::contest_attestation(signed(anyone(by)), patient),
		Step::Lift => Identity::lift_state(signed("alice"), patient),
		Step::Close { by, scope } => Consent::close_scope(signed(anyone(by)), patient, scope),
		Step::Open { by, scope } => Consent::open_scope(signed(anyone(by)), patient, scope),
		Step::Grant { by, to, scopes, reads, writes, reach } => {
			let items: Vec<Item> = scopes.into_iter().map(Item::Scope).collect();
			let grantee = party(world, to);
			let terms = if reads { reading(grantee, &items) } else { writing(grantee, &items) };
			let permissions = match (reads, writes) {
				(true, true) => Permissions::READ.union(Permissions::WRITE),
				(true, false) => Permissions::READ,
				(false, _) => Permissions::WRITE,
			};
			let grant = Grant { permissions, reach, ..terms };
			let signature = match actor_of(world, anyone(by)) {
				Actor::Representative(id) => grant_signature_by(id, &patient, &grant),
				_ => grant_signature(&patient, &grant),
			};
			Consent::grant(signed(anyone(by)), patient, grant, signature)
		}
		Step::Revoke { by, consent } => Consent::revoke(signed(anyone(by)), patient, consent),
		Step::Exclude { by, to } => Consent::exclude(signed(anyone(by)), patient, party(world, to)),
		Step::Readmit { by, to } => Consent::readmit(signed(anyone(by)), patient, party(world, to)),
		Step::Rotate { by, scope, generation, reseal } => {
			let current = world.scope(scope).epoch;
			let epoch = if generation {
				KeyEpoch { generation: current.generation + 1, index: 0 }
			} else {
				KeyEpoch { index: current.index + 1, ..current }
			};
			let holders = Consent::holders(patient, Item::Scope(scope)).unwrap();
			let by_representative = match actor_of(world, anyone(by)) {
				Actor::Representative(id) => Some(id),
				_ => None,
			};
			let ahead = |consent| world.consent(consent).reach == Reach::Ahead;
			let remaining = holders.iter().filter(|holder| {
				reseal && holder.remains && (by_representative.is_none() || !ahead(holder.consent))
			});
			let reseals = remaining.map(|holder| world.reseal(holder.consent)).collect();
			let key = salus_mock::scope_key(&patient, scope, epoch);
			let signature = VaultSignature::default();
			let rotation = Rotation { scope, epoch, key, reseals: list(reseals), signature };
			let signed_rotation = match by_representative {
				Some(id) => sign_rotation_by(id, &patient, rotation),
				None => sign_rotation(&patient, rotation),
			};
			Consent::rotate_scope(signed(anyone(by)), patient, signed_rotation)
		}
		Step::HandOver { by, days } => {
			schedule_hand_over(anyone(by), patient, "heir", now() + u64::from(days) * DAY)
		}
		Step::TakeOver { by } => take_over(anyone(by), patient),
		Step::File { by, scope } => {
			let actor = actor_of(world, anyone(by));
			let record = NewRecord {
				ciphertext: Digest::of(b"ciphertext"),
				envelope: Digest::of(b"record envelope"),
				size: SizeClass::for_len(1).unwrap(),
				scope,
				epoch: world.scope(scope).epoch,
			};
			Records::register(signed(anyone(by)), patient, actor, Purpose::PatientRequest, record)
		}
		Step::Wait { hours } => {
			advance(u64::from(hours) * HOUR);
			Ok(())
		}
	}
}

/// Every key version that a representative was ever sealed of a scope, the newest of each envelope.
type Learned = BTreeSet<(u32, ScopeNumber, KeyEpoch)>;

/// Holds what was done, and every answer of the decision, against what is stored.
fn audit(world: World, step: &Step, outcome: DispatchResult, before: Option<Actor>, learned: &mut Learned) {
	let patient = world.patient;
	let acted = salus_mock::events().into_iter().any(|event| {
		matches!(event, RuntimeEvent::Identity(salus_pallet_identity::Event::ActedForPatient { .. }))
	});
	let by_representative = matches!(before, Some(Actor::Representative(_)));
	let says = !matches!(step, Step::End { .. });
	assert_eq!(acted, outcome.is_ok() && by_representative && says, "{step:?}: who acted is not told");

	for (_, index, giver) in GivenBy::<Runtime>::iter() {
		assert_ne!(world.consent(index).grantee, Party::Representative(giver));
	}
	let next = salus_pallet_identity::NextRepresentative::<Runtime>::get();
	for id in 1..next {
		let actor = Actor::Representative(id);
		let known = Identity::representative(id).unwrap();
		let good = Identity::representative_standing(id, now()) == Standing::Good;
		let excluded = Consent::is_excluded(&patient, &Party::Representative(id), now());
		for scope in 0..4 {
			let closed = Consent::is_closed(&patient, scope, now());
			let may = good && !excluded && !closed;
			let write = world.decide_for(actor, Action::Write, Item::Scope(scope)).is_allowed();
			assert_eq!(write, may && known.powers.contains(Powers::RECORDS), "{id} writes to {scope}");
			match world.decide_for(actor, Action::Read, Item::Scope(scope)) {
				Decision::Allow { by: By::Consent(index) } => {
					let consent = world.consent(index);
					assert!(may && known.powers.contains(Powers::READ) && scope != INBOX);
					assert!(consent.grantee == Party::Representative(id) && consent.is_live(now()));
				}
				Decision::Allow { by } => panic!("{id} reads {scope} by {by:?}"),
				Decision::Deny { .. } => {}
			}
			let holders = Consent::holders(patient, Item::Scope(scope)).unwrap();
			let own = holders.into_iter().filter(|holder| holder.grantee == Party::Representative(id));
			learned.extend(own.map(|holder| (id, scope, holder.seal.epoch)));
			// Who must not read what comes can derive no newest key, or the scope waits: whatever became of its envelopes.
			let newest = world.scope(scope).epoch;
			let derives =
				learned.iter().any(|(who, of, epoch)| (*who, *of) == (id, scope) && epoch.opens(&newest));
			let reads = world.decide_for(actor, Action::Read, Item::Scope(scope)).is_allowed();
			assert!(
				!derives || reads || world.due(scope).is_some(),
				"{id} derives the newest key of {scope}"
			);
		}
	}
	let [eve, heir] = ["eve", "heir"].map(account);
	let dead = Identity::state_at(&patient, now()) == Some(PatientState::Deceased);
	let handed_over = Identity::handed_over_at(&patient).is_some();
	assert_eq!(Identity::controls(&eve, &patient), !handed_over && !dead);
	assert_eq!(Identity::controls(&heir, &patient), handed_over && !dead);
}

proptest! {
	#![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

	#[test]
	fn state_should_stay_sound_whatever_is_done_for_a_patient(
		steps in proptest::collection::vec(step(), 10..70),
	) {
		world(|world| {
			account("heir");
			let mut learned = Learned::new();
			for step in &steps {
				System::reset_events();
				let by = match step {
					Step::Close { by, .. }
					| Step::Open { by, .. }
					| Step::Grant { by, .. }
					| Step::Revoke { by, .. }
					| Step::Exclude { by, .. }
					| Step::Readmit { by, .. }
					| Step::Rotate { by, .. }
					| Step::File { by, .. } => Some(actor_of(world, anyone(*by))),
					_ => None,
				};
				let outcome = run(world, step);
				for state in [Consent::do_try_state(), Identity::do_try_state()] {
					if let Err(broken) = state {
						panic!("{broken:?} after {step:?}");
					}
				}
				audit(world, step, outcome, by, &mut learned);
			}
		})
	}
}
