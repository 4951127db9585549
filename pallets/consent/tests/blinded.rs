//! Consents to blinded readers.

mod common;

use common::*;
use frame_support::{assert_noop, assert_ok};
use proptest::prelude::*;
use salus_mock::{represent, suspend_organisation, ALICE_ORGANISATION};
use salus_primitives::{
	access::By,
	blinding::Opening,
	ids::{sha256, Commitment},
	representation::{Basis, Powers},
	view::Asker,
};

/// What opens the patient's consent of this index, as a vault would derive it.
fn opening(world: World, index: ConsentIndex) -> Opening {
	Opening(sha256(&[b"opening", &world.patient.0, &index.to_le_bytes()]))
}

/// A good grant of reading the items to the party behind its commitment.
fn blinded(party: Party, opening: Opening, items: &[Item]) -> Grant {
	let sealed_to = Some(opening.blind_key(&kem(party)));
	Grant { grantee: opening.blind(&party).unwrap(), sealed_to, ..reading(party, items) }
}

/// The doctor behind a commitment, who may read the labs.
fn hidden(world: World) -> (ConsentIndex, Opening) {
	let index = salus_pallet_consent::ConsentCount::<Runtime>::get(world.patient);
	let opening = opening(world, index);
	world.granted(blinded(world.grantee(), opening, &LABS_ONLY));
	(index, opening)
}

fn asks(world: World, actor: Actor, opening: Option<Opening>, action: Action) -> Decision {
	asks_of(world.patient, actor, opening, action)
}

fn asks_of(patient: PatientId, actor: Actor, opening: Option<Opening>, action: Action) -> Decision {
	let (item, purpose) = (Item::Scope(LABS), Purpose::Treatment);
	Consent::decide(&patient, &Request { actor, action, item, purpose, at: now(), opening })
}

/// Whether the doctor reads the labs with the opening.
fn opens(world: World, opening: Opening) -> bool {
	asks(world, world.at_work(), Some(opening), Action::Read).is_allowed()
}

#[test]
fn grant_should_name_nobody_and_open_for_whoever_has_the_opening() {
	world(|world| {
		let (index, opening) = hidden(world);
		let consent = world.consent(index);
		assert_eq!(consent.grantee, opening.blind(&world.grantee()).unwrap());
		let seal = world.seal(Item::Scope(LABS), index).unwrap();
		assert_eq!(seal.sealed_to, opening.blind_key(&kem(world.grantee())));
		assert_ne!(seal.sealed_to, kem(world.grantee()));
		assert_eq!(seal.lineage, 0);
		assert_eq!(
			consent_events(),
			[Event::ConsentGranted { patient: world.patient, consent: index, grantee: consent.grantee }]
		);
		assert_eq!(
			asks(world, world.at_work(), Some(opening), Action::Read),
			Decision::Allow { by: By::Consent(index) }
		);
		assert_eq!(world.decide(Action::Read, Item::Scope(LABS)), Decision::deny(Reason::NoConsent));
		assert!(Consent::patients_of(world.grantee(), None, 9).items.is_empty());
	})
}

#[test]
fn grant_should_open_for_all_of_an_organisation_who_have_the_opening() {
	world(|world| {
		let party = Party::Organisation(BOB_ORGANISATION);
		let opening = opening(world, 1);
		world.granted(blinded(party, opening, &LABS_ONLY));
		assert!(opens(world, opening));
		let itself = Actor::Organisation(BOB_ORGANISATION);
		assert!(asks(world, itself, Some(opening), Action::Read).is_allowed());
		assert!(!asks(world, itself, None, Action::Read).is_allowed());
	})
}

#[test]
fn nothing_should_open_for_a_thief_of_the_opening() {
	world(|world| {
		let (_, stolen) = hidden(world);
		let dave = world.colleague("dave");
		for thief in [
			at_hospital(dave),
			Actor::Organisation(BOB_ORGANISATION),
			Actor::Organisation(ALICE_ORGANISATION),
			Actor::Representative(world.doctor),
		] {
			let decision = asks(world, thief, Some(stolen), Action::Read);
			assert!(!decision.is_allowed(), "{thief:?}");
			// The enrolling organisation has one for the inbox.
			let named = |reason: &Reason| matches!(reason, Reason::Consent { index: 1.., .. });
			assert!(!reasons(decision).iter().any(named), "the thief learned of a consent");
		}
	})
}

#[test]
fn nothing_should_open_with_another_opening_or_at_another_patient() {
	world(|world| {
		let (_, own) = hidden(world);
		let daves = world.colleague("dave");
		let others = opening(world, 2);
		world.granted(blinded(daves, others, &LABS_ONLY));
		for wrong in [Opening([0; 32]), others] {
			assert_eq!(
				asks(world, world.at_work(), Some(wrong), Action::Read),
				Decision::deny(Reason::NoConsent)
			);
		}
		let ferdie = salus_mock::enrol("ferdie");
		salus_mock::standard_scopes(ferdie);
		assert_eq!(
			asks_of(ferdie, world.at_work(), Some(own), Action::Read),
			Decision::deny(Reason::NoConsent)
		);
	})
}

#[test]
fn opening_should_not_let_anybody_write() {
	world(|world| {
		let (index, opening) = hidden(world);
		let why = Mismatch::ActionNotPermitted;
		assert_eq!(
			asks(world, world.at_work(), Some(opening), Action::Write),
			Decision::deny(Reason::Consent { index, why })
		);
	})
}

#[test]
fn reader_should_be_denied_when_revoked_excluded_or_suspended_under_its_name() {
	world(|world| {
		let (index, opening) = hidden(world);
		let denied = || reasons(asks(world, world.at_work(), Some(opening), Action::Read));
		assert_ok!(Consent::exclude(signed("eve"), world.patient, world.grantee()));
		assert_eq!(denied(), [Reason::Excluded(world.grantee())]);
		assert_ok!(Consent::readmit(signed("eve"), world.patient, world.grantee()));
		assert!(opens(world, opening));
		assert_ok!(Identity::suspend_practitioner(signed("bob"), BOB_ORGANISATION, world.doctor));
		assert_eq!(
			denied(),
			[Reason::MembershipNotInStanding(salus_primitives::people::Standing::Suspended)]
		);
		assert_ok!(Identity::reinstate_practitioner(signed("bob"), BOB_ORGANISATION, world.doctor));
		assert!(opens(world, opening));
		assert_ok!(Consent::revoke(signed("eve"), world.patient, index));
		assert_eq!(denied(), [Reason::Consent { index, why: Mismatch::Revoked }]);
		assert_eq!(world.due(LABS), Some((RotationDue::Revoked, now())));
	})
}

#[test]
fn reader_should_be_denied_with_its_organisation() {
	world(|world| {
		let (_, opening) = hidden(world);
		suspend_organisation(BOB_ORGANISATION);
		assert!(!opens(world, opening));
	})
}

#[test]
fn scope_should_not_be_seen_to_wait_for_what_only_the_patient_knows() {
	world(|world| {
		let (index, _) = hidden(world);
		assert_ok!(Consent::exclude(signed("eve"), world.patient, world.grantee()));
		assert_ok!(Identity::suspend_practitioner(signed("bob"), BOB_ORGANISATION, world.doctor));
		salus_mock::report_compromised(world.doctors_vault(), "charlie");
		assert_eq!(world.due(LABS), None);
		let holders = Consent::holders(world.patient, Item::Scope(LABS)).unwrap();
		assert!(holders[0].remains && holders[0].vault.is_none() && holders[0].consent == index);
	})
}

#[test]
fn scope_should_wait_when_the_consent_has_ended() {
	world(|world| {
		let opening = opening(world, 1);
		let until = Some(now() + HOUR);
		world.granted(Grant { until, ..blinded(world.grantee(), opening, &LABS_ONLY) });
		advance(HOUR);
		assert!(!opens(world, opening));
		assert_eq!(world.due(LABS).map(|(why, _)| why), Some(RotationDue::Ended));
	})
}

#[test]
fn rotation_should_reseal_to_a_blinded_holder() {
	world(|world| {
		let (index, opening) = hidden(world);
		let sealed_to = opening.blind_key(&kem(world.grantee()));
		let reseal = Reseal { consent: index, envelope: Digest::of(b"next"), sealed_to };
		let next = rotation(&world.patient, LABS, vec![reseal]);
		assert_ok!(Consent::rotate_scope(signed("eve"), world.patient, next));
		let seal = world.seal(Item::Scope(LABS), index).unwrap();
		assert_eq!((seal.epoch, seal.sealed_to), (world.scope(LABS).epoch, sealed_to));
		assert_eq!(world.due(LABS), None);
		// After a new vault key of the reader, which nobody sees here.
		let moved = opening.blind_key(&Digest::of(b"another key"));
		let reseal = Reseal { envelope: Digest::of(b"moved"), sealed_to: moved, ..reseal };
		assert_ok!(world.resealed(Item::Scope(LABS), vec![reseal]));
		assert_eq!(world.seal(Item::Scope(LABS), index).unwrap().sealed_to, moved);
		assert!(opens(world, opening));
	})
}

#[test]
fn single_record_should_be_granted_to_a_blinded_reader() {
	world(|world| {
		let record = world.record_in(LABS);
		let opening = opening(world, 1);
		world.granted(blinded(world.grantee(), opening, &[Item::Record(record)]));
		let item = Item::Record(record);
		let purpose = Purpose::Treatment;
		let (actor, action, at) = (world.at_work(), Action::Read, now());
		let request = Request { actor, action, item, purpose, at, opening: Some(opening) };
		assert!(Consent::decide(&world.patient, &request).is_allowed());
		assert!(!opens(world, opening));
	})
}

#[test]
fn revocation_should_rotate_in_one_call() {
	world(|world| {
		let (index, opening) = hidden(world);
		let rotations = vec![rotation(&world.patient, LABS, vec![])];
		assert_ok!(Consent::revoke_and_rotate(signed("eve"), world.patient, index, list(rotations)));
		assert!(!opens(world, opening));
		assert_eq!(world.due(LABS), None);
	})
}

#[test]
fn grant_should_be_refused_when_it_permits_more_than_reading() {
	world(|world| {
		let opening = opening(world, 1);
		let grant = blinded(world.grantee(), opening, &LABS_ONLY);
		for more in [Permissions::WRITE, Permissions::DELEGATE] {
			let permissions = Permissions::READ.union(more);
			assert_noop!(
				give("eve", world.patient, Grant { permissions, ..grant.clone() }),
				E::BlindedOnlyReads
			);
		}
		let writing = Grant { grantee: grant.grantee, ..world.writing(&LABS_ONLY) };
		assert_noop!(give("eve", world.patient, writing), E::BlindedOnlyReads);
	})
}

#[test]
fn grant_should_be_refused_when_a_consent_named_the_commitment_before() {
	world(|world| {
		let (index, opening) = hidden(world);
		let again = blinded(world.grantee(), opening, &[Item::Scope(IMAGING)]);
		assert_noop!(give("eve", world.patient, again.clone()), E::CommitmentUsed);
		assert_ok!(Consent::revoke(signed("eve"), world.patient, index));
		assert_noop!(give("eve", world.patient, again), E::CommitmentUsed);
	})
}

#[test]
fn grant_should_be_refused_without_the_vaults_word_for_just_this_commitment() {
	world(|world| {
		let grant = blinded(world.grantee(), opening(world, 1), &LABS_ONLY);
		let word = grant_signature(&world.patient, &grant);
		let thiefs = Grant { grantee: Party::Blinded(Commitment([6; 32])), ..grant.clone() };
		for (grant, signature, refused) in [
			(grant.clone(), None, E::VaultSignatureMissing),
			(thiefs, word, E::InvalidVaultSignature),
			(Grant { sealed_to: Some(Digest([6; 32])), ..grant }, word, E::InvalidVaultSignature),
		] {
			assert_noop!(Consent::grant(signed("eve"), world.patient, grant, signature), refused);
		}
	})
}

#[test]
fn commitment_should_be_refused_where_somebody_has_to_be_named() {
	world(|world| {
		let (index, _) = hidden(world);
		let opening = opening(world, 9);
		let commitment = opening.blind(&world.grantee()).unwrap();
		let patient = world.patient;
		let eve = || signed("eve");
		assert_noop!(Consent::exclude(eve(), patient, commitment), E::BlindedNotAllowed);
		assert_noop!(Consent::readmit(eve(), patient, commitment), E::BlindedNotAllowed);
		assert_noop!(ask("charlie", patient, commitment, wish()), E::BlindedNotAllowed);
		let request = world.asked();
		let grant = blinded(world.grantee(), opening, &LABS_ONLY);
		assert_noop!(world.approve(request, grant.clone()), E::BlindedNotAllowed);
		// Its reader would show itself.
		let (item, envelope) = (Item::Scope(LABS), Digest::of(b"own"));
		let sealed_to = kem(world.grantee());
		assert_noop!(
			Consent::reseal_own(signed("charlie"), patient, index, item, envelope, sealed_to),
			E::BlindedNotAllowed
		);
		// From a blinded consent to somebody, and from somebody's to a blinded reader.
		let dave = world.colleague("dave");
		let onward = reading(dave, &LABS_ONLY);
		let word = Some(VaultSignature::default());
		assert_noop!(
			Consent::delegate(signed("charlie"), patient, index, onward, word),
			E::BlindedNotAllowed
		);
		let parent = world.granted(world.delegable(&LABS_ONLY));
		let hidden_dave = blinded(dave, opening, &LABS_ONLY);
		assert_noop!(delegate("charlie", patient, parent, hidden_dave), E::BlindedNotAllowed);
		assert_noop!(Consent::revoke_delegated(signed("charlie"), patient, index), E::NotDelegator);
	})
}

#[test]
fn representative_should_not_give_to_a_blinded_reader() {
	world(|world| {
		let all = Powers::READ.union(Powers::GRANT);
		let rob = represent(world.patient, "rob", all, Basis::Appointed);
		world.granted(reading(Party::Representative(rob), &LABS_ONLY));
		let grant = blinded(world.grantee(), opening(world, 7), &LABS_ONLY);
		let signature = salus_mock::grant_signature_by(rob, &world.patient, &grant);
		assert_noop!(Consent::grant(signed("rob"), world.patient, grant, signature), E::BlindedNotAllowed);
	})
}

#[test]
fn question_should_be_answered_to_the_opening_alone() {
	world(|world| {
		let (index, opening) = hidden(world);
		let explain = |asker| {
			Consent::explain_access(
				world.patient,
				asker,
				Action::Read,
				Item::Scope(LABS),
				Purpose::Treatment,
				None,
			)
			.unwrap()
		};
		let actor = world.at_work();
		let own = explain(Asker::Blinded { actor, opening });
		assert_eq!(own.len(), 1);
		assert!(own[0].decision.is_allowed());
		assert_eq!(own[0].facts.consents[0].index, index);
		// Nobody else learns from it whether there is one for them.
		let dave = at_hospital(world.colleague("dave"));
		for asker in [
			Asker::Actor(actor),
			Asker::Account(account("charlie")),
			Asker::Blinded { actor: dave, opening },
			Asker::Blinded { actor, opening: Opening([1; 32]) },
		] {
			let others = explain(asker);
			// The enrolling organisation has one for the inbox.
			assert!(others[0].facts.consents.iter().all(|fact| fact.index == 0), "{others:?}");
			assert!(!others[0].decision.is_allowed());
		}
	})
}

#[test]
fn question_about_the_past_should_be_answered_with_the_opening() {
	world(|world| {
		let (index, opening) = hidden(world);
		let given = now();
		advance(HOUR);
		assert_ok!(Consent::revoke(signed("eve"), world.patient, index));
		let asker = || Asker::Blinded { actor: world.at_work(), opening };
		let at = |at| {
			let (action, item, purpose) = (Action::Read, Item::Scope(LABS), Purpose::Treatment);
			Consent::check_access(world.patient, asker(), action, item, purpose, Some(at)).unwrap()
		};
		assert!(at(given).is_allowed() && !at(given - 1).is_allowed() && !at(now()).is_allowed());
	})
}

/// One thing that somebody does; small numbers choose among what there is.
#[derive(Clone, Debug)]
enum Step {
	Grant { reader: u8, scope: u8, hours: Option<u8>, more: bool },
	Again { consent: u8 },
	Revoke { consent: u8 },
	Rotate { scope: u8, reseal: bool },
	Exclude { party: u8 },
	Readmit { party: u8 },
	Suspend { doctor: u8 },
	Reinstate { doctor: u8 },
	Wait { hours: u8 },
}

fn step() -> impl Strategy<Value = Step> {
	let (party, scope) = (0u8..4, 1u8..3);
	prop_oneof![
		6 => (party.clone(), scope.clone(), proptest::option::of(1u8..9), proptest::bool::weighted(0.1))
			.prop_map(|(reader, scope, hours, more)| Step::Grant { reader, scope, hours, more }),
		1 => (0u8..20).prop_map(|consent| Step::Again { consent }),
		2 => (0u8..20).prop_map(|consent| Step::Revoke { consent }),
		3 => (scope, any::<bool>()).prop_map(|(scope, reseal)| Step::Rotate { scope, reseal }),
		1 => party.clone().prop_map(|party| Step::Exclude { party }),
		2 => party.prop_map(|party| Step::Readmit { party }),
		1 => (0u8..2).prop_map(|doctor| Step::Suspend { doctor }),
		2 => (0u8..2).prop_map(|doctor| Step::Reinstate { doctor }),
		2 => (0u8..5).prop_map(|hours| Step::Wait { hours }),
	]
}

/// A patient, two doctors and their organisations, and what each blinded consent hides.
struct Ward {
	world: World,
	parties: [Party; 4],
	given: Vec<(ConsentIndex, Party, ScopeNumber)>,
}

impl Ward {
	fn run(&mut self, step: &Step) {
		let Self { world, parties, .. } = *self;
		let patient = world.patient;
		let party = |number: u8| parties[usize::from(number)];
		let chosen = |number: u8| self.given.get(usize::from(number) % self.given.len().max(1)).copied();
		match *step {
			Step::Grant { reader, scope, hours, more } => {
				let index = salus_pallet_consent::ConsentCount::<Runtime>::get(patient);
				let (reader, scope) = (party(reader), ScopeNumber::from(scope));
				let until = hours.map(|hours| now() + Moment::from(hours) * HOUR);
				let permissions = if more { Permissions(3) } else { Permissions::READ };
				let terms = blinded(reader, opening(world, index), &[Item::Scope(scope)]);
				if give("eve", patient, Grant { until, permissions, ..terms }).is_ok() {
					assert!(!more, "a blinded reader was given more than reading");
					self.given.push((index, reader, scope));
				}
			}
			Step::Again { consent } => {
				if let Some((index, reader, scope)) = chosen(consent) {
					let again = blinded(reader, opening(world, index), &[Item::Scope(scope)]);
					assert_eq!(give("eve", patient, again), Err(E::CommitmentUsed.into()));
				}
			}
			Step::Revoke { consent } => {
				if let Some((index, ..)) = chosen(consent) {
					let _ = Consent::revoke(signed("eve"), patient, index);
				}
			}
			Step::Rotate { scope, reseal } => {
				let scope = ScopeNumber::from(scope);
				let holders = Consent::holders(patient, Item::Scope(scope)).unwrap();
				let remaining = holders.iter().filter(|holder| reseal && holder.remains);
				let reseals = remaining.map(|holder| Reseal {
					consent: holder.consent,
					envelope: Digest::of(&now().to_le_bytes()),
					sealed_to: holder.seal.sealed_to,
				});
				let next = rotation(&patient, scope, reseals.collect());
				assert_ok!(Consent::rotate_scope(signed("eve"), patient, next));
			}
			Step::Exclude { party: number } => {
				let _ = Consent::exclude(signed("eve"), patient, party(number));
			}
			Step::Readmit { party: number } => {
				let _ = Consent::readmit(signed("eve"), patient, party(number));
			}
			Step::Suspend { doctor } | Step::Reinstate { doctor } => {
				let (Party::Practitioner(id), Party::Organisation(organisation)) =
					(party(doctor), party(doctor + 2))
				else {
					panic!("the doctors come first")
				};
				let registrar = signed(if organisation == ALICE_ORGANISATION { "alice" } else { "bob" });
				let _ = match step {
					Step::Suspend { .. } => Identity::suspend_practitioner(registrar, organisation, id),
					_ => Identity::reinstate_practitioner(registrar, organisation, id),
				};
			}
			Step::Wait { hours } => advance(Moment::from(hours) * HOUR + 1),
		}
	}

	/// Each opening opens what it was made for, to its reader, as long as that stands well and is not excluded; and to
	/// nobody else anything.
	fn audit(&self) {
		let world = self.world;
		let actors = [0usize, 1].map(|doctor| {
			let (Party::Practitioner(practitioner), Party::Organisation(organisation)) =
				(self.parties[doctor], self.parties[doctor + 2])
			else {
				panic!("the doctors come first")
			};
			Actor::Practitioner { practitioner, organisation }
		});
		for (index, reader, scope) in &self.given {
			let consent = world.consent(*index);
			for actor in actors {
				let works = match actor {
					Actor::Practitioner { practitioner, organisation } => {
						Identity::membership_standing(practitioner, organisation, now())
							== salus_primitives::people::Standing::Good
					}
					_ => true,
				};
				let barred = actor.parties().any(|party| Consent::is_excluded(&world.patient, &party, now()));
				let may = actor.parties().any(|party| party == *reader)
					&& consent.is_live(now())
					&& works && !barred;
				for action in [Action::Read, Action::Write] {
					let request = Request {
						actor,
						action,
						item: Item::Scope(*scope),
						purpose: Purpose::Treatment,
						at: now(),
						opening: Some(opening(world, *index)),
					};
					let allowed = Consent::decide(&world.patient, &request).is_allowed();
					assert_eq!(allowed, may && action == Action::Read, "{request:?}");
					let closed = Request { opening: None, ..request };
					assert!(!Consent::decide(&world.patient, &closed).is_allowed(), "{request:?}");
				}
			}
		}
	}
}

proptest! {
	#![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

	#[test]
	fn opening_should_open_its_own_whatever_happens(steps in proptest::collection::vec(step(), 5..40)) {
		world(|world| {
			let dave = world.colleague("dave");
			let organisations = [BOB_ORGANISATION, ALICE_ORGANISATION].map(Party::Organisation);
			let parties = [world.grantee(), dave, organisations[0], organisations[1]];
			let mut ward = Ward { world, parties, given: Vec::new() };
			for step in &steps {
				ward.run(step);
				if let Err(broken) = Consent::do_try_state() {
					panic!("{broken:?} after {step:?}");
				}
				ward.audit();
			}
		});
	}
}
