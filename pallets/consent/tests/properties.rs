//! Whatever patients, grantees and organisations do, in whatever order, the invariants hold.

mod common;

use common::*;
use proptest::prelude::*;
use salus_primitives::{access::By, people::Standing};
use sp_runtime::DispatchResult;

const PATIENTS: [&str; 2] = ["eve", "ferdie"];
const ACTIONS: [Action; 2] = [Action::Read, Action::Write];

/// What comes as the vault's signature.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Word {
	/// The vault's own over just this, or none where none is due.
	Vaults,
	/// A wallet's thief has none.
	Missing,
	/// Another vault's.
	Anothers,
}

impl Word {
	fn or_forged(self, own: VaultSignature) -> VaultSignature {
		match self {
			Self::Vaults => own,
			Self::Missing => VaultSignature::default(),
			Self::Anothers => salus_mock::vault("mallory").sign_bytes(&own.0),
		}
	}

	fn or_none(self, own: Option<VaultSignature>) -> Option<VaultSignature> {
		match self {
			Self::Vaults => own,
			Self::Missing => None,
			Self::Anothers => Some(self.or_forged(own.unwrap_or_default())),
		}
	}
}

/// One thing somebody does; small numbers choose among what there is.
#[derive(Clone, Debug)]
enum Step {
	Grant {
		patient: u8,
		grantee: u8,
		items: Vec<u8>,
		permissions: u8,
		hours: Option<u8>,
		from_now: bool,
		word: Word,
	},
	Revoke {
		patient: u8,
		consent: u8,
	},
	RevokeAndRotate {
		patient: u8,
		consent: u8,
		reseal: bool,
	},
	Rotate {
		patient: u8,
		scope: u8,
		reseal: bool,
		new_generation: bool,
		word: Word,
	},
	Reseal {
		patient: u8,
		scope: u8,
		consent: u8,
		word: Word,
	},
	ResealOwn {
		patient: u8,
		scope: u8,
		consent: u8,
		grantee: u8,
	},
	/// In the name of a party, by whoever.
	Ask {
		patient: u8,
		requester: u8,
		signer: u8,
		permissions: u8,
		hours: u8,
	},
	Approve {
		patient: u8,
		request: u8,
		items: Vec<u8>,
		permissions: u8,
		word: Word,
	},
	Refuse {
		patient: u8,
		request: u8,
	},
	Withdraw {
		patient: u8,
		request: u8,
		signer: u8,
	},
	/// Of all that the parent gives where nothing else is said; by its grantee, or by somebody else.
	Delegate {
		patient: u8,
		parent: u8,
		grantee: u8,
		thief: Option<u8>,
		items: Option<Vec<u8>>,
		permissions: u8,
		hours: Option<u8>,
		from_now: bool,
		word: Word,
	},
	/// By who passed it on, or by somebody else.
	RevokeDelegated {
		patient: u8,
		consent: u8,
		thief: Option<u8>,
	},
	Exclude {
		patient: u8,
		party: u8,
	},
	Readmit {
		patient: u8,
		party: u8,
	},
	CreateScope {
		patient: u8,
		name: u8,
	},
	File {
		patient: u8,
		scope: u8,
	},
	Suspend {
		party: u8,
	},
	Reinstate {
		party: u8,
	},
	/// To the next vault, or to the first after a reset.
	RotateVault {
		practitioner: u8,
	},
	ResetVault {
		practitioner: u8,
	},
	Report {
		practitioner: u8,
	},
	Wait {
		hours: u8,
	},
}

/// Mostly distinct scopes, and sometimes anything: 0 is the inbox, and from 6 on there are records.
fn items() -> impl Strategy<Value = Vec<u8>> {
	let scopes = proptest::sample::subsequence(vec![1u8, 2, 3, 4], 1..4);
	let records = proptest::sample::subsequence(vec![6u8, 7, 8], 1..3);
	prop_oneof![6 => scopes, 2 => records, 1 => proptest::collection::vec(0u8..10, 0..4)]
}

/// Mostly reading or writing, and sometimes what is invalid.
fn permissions() -> impl Strategy<Value = u8> {
	prop_oneof![2 => Just(1u8), 1 => Just(2u8), 3 => Just(3u8), 7 => Just(7u8), 1 => 0u8..10]
}

fn step() -> impl Strategy<Value = Step> {
	let patient = 0u8..2;
	let party = 0u8..4;
	let scope = 0u8..6;
	let consent = 0u8..60;
	let request = 0u8..12;
	let word = prop_oneof![8 => Just(Word::Vaults), 1 => Just(Word::Missing), 1 => Just(Word::Anothers)];
	prop_oneof![
		9 => (
			patient.clone(),
			party.clone(),
			items(),
			permissions(),
			proptest::option::of(1u8..20),
			any::<bool>(),
			word.clone(),
		)
			.prop_map(|(patient, grantee, items, permissions, hours, from_now, word)| Step::Grant {
				patient,
				grantee,
				items,
				permissions,
				hours,
				from_now,
				word,
			}),
		2 => (patient.clone(), consent.clone()).prop_map(|(patient, consent)| Step::Revoke { patient, consent }),
		2 => (patient.clone(), consent.clone(), any::<bool>())
			.prop_map(|(patient, consent, reseal)| Step::RevokeAndRotate { patient, consent, reseal }),
		3 => (patient.clone(), scope.clone(), any::<bool>(), any::<bool>(), word.clone()).prop_map(
			|(patient, scope, reseal, new_generation, word)| {
				Step::Rotate { patient, scope, reseal, new_generation, word }
			}
		),
		2 => (patient.clone(), scope.clone(), consent.clone(), word.clone())
			.prop_map(|(patient, scope, consent, word)| Step::Reseal { patient, scope, consent, word }),
		2 => (patient.clone(), scope.clone(), consent, party.clone()).prop_map(
			|(patient, scope, consent, grantee)| Step::ResealOwn { patient, scope, consent, grantee }
		),
		9 => (patient.clone(), party.clone(), proptest::option::weighted(0.1, 0u8..4), permissions(), 1u8..9)
			.prop_map(|(patient, requester, other, permissions, hours)| {
				let signer = other.unwrap_or(requester);
				Step::Ask { patient, requester, signer, permissions, hours }
			}),
		4 => (patient.clone(), request.clone(), items(), permissions(), word.clone()).prop_map(
			|(patient, request, items, permissions, word)| {
				Step::Approve { patient, request, items, permissions, word }
			}
		),
		12 => (
			(patient.clone(), 0u8..60, 0u8..16, proptest::option::weighted(0.1, 0u8..4)),
			proptest::option::weighted(0.2, items()),
			permissions(),
			proptest::option::weighted(0.3, 1u8..9),
			any::<bool>(),
			word,
		)
			.prop_map(|((patient, parent, grantee, thief), items, permissions, hours, from_now, word)| {
				Step::Delegate { patient, parent, grantee, thief, items, permissions, hours, from_now, word }
			}),
		3 => (patient.clone(), 0u8..60, proptest::option::weighted(0.2, 0u8..4))
			.prop_map(|(patient, consent, thief)| Step::RevokeDelegated { patient, consent, thief }),
		1 => (patient.clone(), request.clone())
			.prop_map(|(patient, request)| Step::Refuse { patient, request }),
		2 => (patient.clone(), request, party.clone())
			.prop_map(|(patient, request, signer)| Step::Withdraw { patient, request, signer }),
		1 => (patient.clone(), party.clone()).prop_map(|(patient, party)| Step::Exclude { patient, party }),
		1 => (patient.clone(), party.clone()).prop_map(|(patient, party)| Step::Readmit { patient, party }),
		1 => (patient.clone(), 0u8..3).prop_map(|(patient, name)| Step::CreateScope { patient, name }),
		2 => (patient, scope).prop_map(|(patient, scope)| Step::File { patient, scope }),
		1 => party.clone().prop_map(|party| Step::Suspend { party }),
		1 => party.prop_map(|party| Step::Reinstate { party }),
		2 => (0u8..2).prop_map(|practitioner| Step::RotateVault { practitioner }),
		1 => (0u8..2).prop_map(|practitioner| Step::ResetVault { practitioner }),
		1 => (0u8..2).prop_map(|practitioner| Step::Report { practitioner }),
		3 => (0u8..5).prop_map(|hours| Step::Wait { hours }),
	]
}

/// Two patients and two practitioners, one of each of the two organisations.
struct Town {
	worlds: [World; 2],
	practitioners: [(&'static str, PractitionerId, u32); 2],
}

impl Town {
	fn found() -> Self {
		let practitioners =
			[("charlie", BOB_ORGANISATION), ("dave", ALICE_ORGANISATION)].map(|(name, organisation)| {
				(name, salus_mock::admit(name, organisation, PractitionerRole::Clinician), organisation)
			});
		let worlds = PATIENTS.map(|name| {
			let patient = salus_mock::enrol(name);
			salus_mock::standard_scopes(patient);
			let world = World { patient, doctor: practitioners[0].1 };
			// So that lines can begin at once.
			let scopes = [1, 2, 3, 4].map(Item::Scope);
			for (_, practitioner, _) in practitioners {
				let grant = delegable(Party::Practitioner(practitioner), &scopes);
				assert_eq!(give(name, patient, grant), Ok(()));
			}
			world
		});
		Self { worlds, practitioners }
	}

	fn parties(&self) -> [Party; 4] {
		let [one, two] = self.practitioners.map(|(_, id, _)| Party::Practitioner(id));
		[one, two, Party::Organisation(ALICE_ORGANISATION), Party::Organisation(BOB_ORGANISATION)]
	}

	fn actors(&self) -> [Actor; 4] {
		let [one, two] = self
			.practitioners
			.map(|(_, practitioner, organisation)| Actor::Practitioner { practitioner, organisation });
		[one, two, Actor::Organisation(ALICE_ORGANISATION), Actor::Organisation(BOB_ORGANISATION)]
	}

	/// Who vouches for the organisation's practitioners.
	fn registrar(&self, organisation: u32) -> &'static str {
		if organisation == ALICE_ORGANISATION {
			"alice"
		} else {
			"bob"
		}
	}

	/// Who signs for the party.
	fn signer(&self, party: u8) -> &'static str {
		["charlie", "dave", "alice", "bob"][usize::from(party)]
	}

	/// The next rotation of the scope, with envelopes for all that remain, or none.
	fn rotation(
		&self,
		world: World,
		scope: ScopeNumber,
		except: Option<ConsentIndex>,
		reseal: bool,
	) -> Rotation {
		let holders = Consent::holders(world.patient, Item::Scope(scope)).unwrap();
		// Whoever leaves takes along all that it passed on.
		let leaves = |consent: ConsentIndex| {
			except.is_some_and(|except| {
				consent == except || Self::line(world, consent).iter().any(|(above, _)| *above == except)
			})
		};
		let remaining = holders.iter().filter(|holder| reseal && holder.remains && !leaves(holder.consent));
		let sealable =
			remaining.filter(|holder| holder.vault.is_some_and(|vault| vault.compromised_at.is_none()));
		rotation(&world.patient, scope, sealable.map(|holder| world.reseal(holder.consent)).collect())
	}

	fn run(&self, step: &Step) -> DispatchResult {
		let person =
			|patient: u8| (self.worlds[usize::from(patient)], signed(PATIENTS[usize::from(patient)]));
		match step.clone() {
			Step::Grant { patient, grantee, items, permissions, hours, from_now, word } => {
				let (world, origin) = person(patient);
				let items = Self::items(items);
				let permissions = Permissions(permissions);
				let grantee = self.parties()[usize::from(grantee)];
				let terms = Self::terms(grantee, permissions, &items);
				let until = hours.map(|hours| now() + Moment::from(hours) * HOUR);
				let reach = if from_now { Reach::FromNow } else { Reach::AllHistory };
				let grant = Grant { permissions, until, reach, ..terms };
				let own = grant_signature(&world.patient, &grant);
				let signature = word.or_none(own);
				let outcome = Consent::grant(origin, world.patient, grant, signature);
				assert!(outcome.is_err() || signature == own, "given without the vault's word");
				outcome
			}
			Step::Revoke { patient, consent } => {
				let (world, origin) = person(patient);
				Consent::revoke(origin, world.patient, Self::choose(world, consent))
			}
			Step::RevokeAndRotate { patient, consent, reseal } => {
				let (world, origin) = person(patient);
				let index = Self::choose(world, consent);
				let holds = |scope: &ScopeNumber| {
					world
						.seal(Item::Scope(*scope), index)
						.is_some_and(|seal| seal.epoch == world.scope(*scope).epoch)
				};
				let count = salus_pallet_consent::ScopeCount::<Runtime>::get(world.patient);
				let rotations: Vec<_> = (0..count)
					.filter(holds)
					.map(|scope| self.rotation(world, scope, Some(index), reseal))
					.collect();
				Consent::revoke_and_rotate(origin, world.patient, index, list(rotations))
			}
			Step::Rotate { patient, scope, reseal, new_generation, word } => {
				let (world, origin) = person(patient);
				if Consent::scope(&world.patient, scope.into()).is_none() {
					return Ok(());
				}
				let mut next = self.rotation(world, scope.into(), None, reseal);
				if new_generation {
					next.epoch = KeyEpoch { generation: next.epoch.generation + 1, index: 0 };
					next = sign_rotation(&world.patient, next);
				}
				next.signature = word.or_forged(next.signature);
				let outcome = Consent::rotate_scope(origin, world.patient, next);
				assert!(outcome.is_err() || word == Word::Vaults, "rotated without the vault's word");
				outcome
			}
			Step::Reseal { patient, scope, consent, word } => {
				let (world, origin) = person(patient);
				let Some(reseal) = self.envelope_for(world, Self::choose(world, consent)) else {
					return Ok(());
				};
				let item = Item::Scope(scope.into());
				let signature = word.or_forged(reseal_signature(&world.patient, item, &[reseal]));
				let outcome = Consent::reseal(origin, world.patient, item, list(vec![reseal]), signature);
				assert!(outcome.is_err() || word == Word::Vaults, "resealed without the vault's word");
				outcome
			}
			Step::ResealOwn { patient, scope, consent, grantee } => {
				let (world, _) = person(patient);
				let Some(reseal) = self.envelope_for(world, Self::choose(world, consent)) else {
					return Ok(());
				};
				let Reseal { consent, envelope, sealed_to } = reseal;
				let origin = signed(self.signer(grantee));
				let item = Item::Scope(scope.into());
				let line = |seal: Option<Seal>| seal.map(|seal| seal.lineage);
				let before = line(world.seal(item, consent));
				let outcome = Consent::reseal_own(origin, world.patient, consent, item, envelope, sealed_to);
				assert_eq!(line(world.seal(item, consent)), before, "moved to another line of vaults");
				outcome
			}
			Step::Ask { patient, requester, signer, permissions, hours } => {
				let (world, _) = person(patient);
				let party = self.parties()[usize::from(requester)];
				let expires_at = now() + Moment::from(hours) * HOUR;
				let wish = NewRequest { permissions: Permissions(permissions), expires_at, ..wish() };
				let outcome = ask(self.signer(signer), world.patient, party, wish);
				let barred = Consent::is_excluded(&world.patient, &party, now())
					|| Identity::party_standing(&party, now()) != Standing::Good;
				assert!(outcome.is_err() || (signer == requester && !barred), "asked by whoever may not");
				outcome
			}
			Step::Approve { patient, request, items, permissions, word } => {
				let (world, origin) = person(patient);
				let index = Self::choose_request(world, request);
				let asked = world.request(index);
				let grantee = asked.as_ref().map_or(self.parties()[0], |asked| asked.requester);
				let permissions = Permissions(permissions);
				let terms = Self::terms(grantee, permissions, &Self::items(items));
				let grant = Grant { permissions, ..terms };
				let own = grant_signature(&world.patient, &grant);
				let signature = word.or_none(own);
				let outcome = Consent::approve_request(origin, world.patient, index, grant, signature);
				let asked_for = asked
					.is_some_and(|asked| asked.is_open(now()) && asked.permissions.contains(permissions));
				assert!(
					outcome.is_err() || (signature == own && asked_for),
					"approved what was not asked for"
				);
				outcome
			}
			Step::Refuse { patient, request } => {
				let (world, origin) = person(patient);
				Consent::refuse_request(origin, world.patient, Self::choose_request(world, request))
			}
			Step::Withdraw { patient, request, signer } => {
				let (world, _) = person(patient);
				let index = Self::choose_request(world, request);
				Consent::withdraw_request(signed(self.signer(signer)), world.patient, index)
			}
			Step::Delegate { patient, parent, grantee, thief, items, permissions, hours, from_now, word } => {
				let (world, _) = person(patient);
				let is_delegable = |index| world.consent(index).permissions.contains(Permissions::DELEGATE);
				let parent = Self::choose_unrevoked(world, parent, is_delegable);
				let Some(known) = Consent::consent(world.patient, parent).unwrap() else { return Ok(()) };
				let own_signer = self.signer(self.number_of(&known.grantee));
				let signer = thief.map_or(own_signer, |thief| self.signer(thief));
				let all = || known.items.iter().map(|granted| granted.item).collect();
				let items: Vec<Item> = items.map_or_else(all, Self::items);
				let permissions = Permissions(permissions);
				let until = hours.map(|hours| now() + Moment::from(hours) * HOUR).or(known.until);
				let reach = if from_now { Reach::FromNow } else { known.reach };
				let line = Self::line(world, parent);
				let is_new = |party: &Party| {
					*party != known.grantee && line.iter().all(|(_, above)| above.grantee != *party)
				};
				// Mostly somebody who is not in the line.
				let mut grantees = self.parties().to_vec();
				grantees.retain(|party| grantee < 4 || is_new(party));
				let number = usize::from(grantee) % grantees.len().max(1);
				let grantee = grantees.get(number).copied().unwrap_or(known.grantee);
				let terms = Self::terms(grantee, permissions, &items);
				let grant = Grant { permissions, until, reach, ..terms };
				let own = delegate_signature(&world.patient, parent, &grant);
				let signature = word.or_none(own);
				let outcome =
					Consent::delegate(signed(signer), world.patient, parent, grant.clone(), signature);
				let may = signature == own
					&& signer == own_signer
					&& known.permissions.contains(Permissions::DELEGATE)
					&& known.covers(&grant)
					&& Self::carries_now(world, parent)
					&& Identity::party_standing(&known.grantee, now()) == Standing::Good
					&& !Consent::is_excluded(&world.patient, &known.grantee, now())
					&& line.len() < 3;
				assert!(outcome.is_err() || may, "passed on by whoever may not, or more than it had");
				outcome
			}
			Step::RevokeDelegated { patient, consent, thief } => {
				let (world, _) = person(patient);
				let is_delegated = |index| world.consent(index).parent.is_some();
				let index = Self::choose_unrevoked(world, consent, is_delegated);
				let givers = Self::line(world, index);
				let giver = givers.get(usize::from(consent) % givers.len().max(1));
				let own = giver.map_or(0, |(_, above)| self.number_of(&above.grantee));
				let signer = self.signer(thief.unwrap_or(own));
				let gave =
					givers.iter().any(|(_, above)| self.signer(self.number_of(&above.grantee)) == signer);
				let outcome = Consent::revoke_delegated(signed(signer), world.patient, index);
				assert!(outcome.is_err() || gave, "taken back by whoever did not give it");
				outcome
			}
			Step::Exclude { patient, party } => {
				let (world, origin) = person(patient);
				Consent::exclude(origin, world.patient, self.parties()[usize::from(party)])
			}
			Step::Readmit { patient, party } => {
				let (world, origin) = person(patient);
				Consent::readmit(origin, world.patient, self.parties()[usize::from(party)])
			}
			Step::CreateScope { patient, name } => {
				let (world, origin) = person(patient);
				let new = vec![salus_mock::new_scope(&world.patient, &format!("scope {name}"))];
				let signature = salus_mock::sign_scopes(&world.patient, &new);
				Consent::create_scopes(origin, world.patient, list(new), signature)
			}
			Step::File { patient, scope } => {
				let (world, origin) = person(patient);
				let Some(known) = Consent::scope(&world.patient, scope.into()) else {
					return Ok(());
				};
				let record = NewRecord {
					ciphertext: Digest::of(b"ciphertext"),
					envelope: Digest::of(b"record envelope"),
					size: SizeClass::for_len(1).unwrap(),
					scope: scope.into(),
					epoch: known.epoch,
				};
				Records::register(origin, world.patient, Actor::Patient, Purpose::PatientRequest, record)
			}
			Step::Suspend { party } => self.set_standing(party, false),
			Step::Reinstate { party } => self.set_standing(party, true),
			Step::RotateVault { practitioner } => {
				let (name, id, _) = self.practitioners[usize::from(practitioner)];
				let owner = VaultOwner::Practitioner(id);
				if Identity::vault(owner).is_some() {
					salus_mock::rotate_vault(owner, name);
				} else {
					salus_mock::register_vault(owner, name);
				}
				Ok(())
			}
			Step::ResetVault { practitioner } => {
				let (_, id, organisation) = self.practitioners[usize::from(practitioner)];
				Identity::reset_vault(signed(self.registrar(organisation)), id)
			}
			Step::Report { practitioner } => {
				let (name, id, _) = self.practitioners[usize::from(practitioner)];
				Identity::report_vault_compromised(signed(name), VaultOwner::Practitioner(id))
			}
			Step::Wait { hours } => {
				advance(Moment::from(hours) * HOUR + 1);
				Ok(())
			}
		}
	}

	/// A consent of the patient, or the one after the last.
	fn choose(world: World, number: u8) -> ConsentIndex {
		let count = salus_pallet_consent::ConsentCount::<Runtime>::get(world.patient);
		ConsentIndex::from(number) % (count + 1)
	}

	/// One of such consents that is not revoked, the newest first, where there is one; sometimes any.
	fn choose_unrevoked(world: World, number: u8, such: impl Fn(ConsentIndex) -> bool) -> ConsentIndex {
		let count = salus_pallet_consent::ConsentCount::<Runtime>::get(world.patient);
		let unrevoked = |index: &ConsentIndex| world.consent(*index).revoked_at.is_none() && such(*index);
		let found: Vec<_> = (0..count).rev().filter(unrevoked).collect();
		match found.get(usize::from(number) % found.len().max(1)) {
			Some(index) if !number.is_multiple_of(8) => *index,
			_ => Self::choose(world, number),
		}
	}

	/// The consents above this one, nearest first.
	fn line(world: World, index: ConsentIndex) -> Vec<(ConsentIndex, salus_primitives::consent::Consent)> {
		let known = |index| Consent::consent(world.patient, index).unwrap();
		let mut line = Vec::new();
		let mut above = known(index).and_then(|consent| consent.parent);
		while let Some(index) = above {
			let consent = known(index).unwrap();
			above = consent.parent;
			line.push((index, consent));
		}
		line
	}

	/// Whether the consent and all above it are in force, and no delegator of it is excluded.
	fn carries_now(world: World, index: ConsentIndex) -> bool {
		let line = Self::line(world, index);
		world.consent(index).is_live(now())
			&& line.iter().all(|(_, above)| {
				above.is_live(now()) && !Consent::is_excluded(&world.patient, &above.grantee, now())
			})
	}

	fn number_of(&self, party: &Party) -> u8 {
		self.parties().iter().position(|known| known == party).unwrap() as u8
	}

	/// A request to the patient, the newest first, or the one after the last.
	fn choose_request(world: World, number: u8) -> RequestIndex {
		let count = salus_pallet_consent::RequestCount::<Runtime>::get(world.patient);
		count.saturating_sub(RequestIndex::from(number) % (count + 1))
	}

	fn items(numbers: Vec<u8>) -> Vec<Item> {
		let item = |number: u8| match number {
			0..=5 => Item::Scope(number.into()),
			_ => Item::Record(RecordIndex::from(number) - 6),
		};
		numbers.into_iter().map(item).collect()
	}

	fn terms(grantee: Party, permissions: Permissions, items: &[Item]) -> Grant {
		if permissions.contains(Permissions::READ) {
			reading(grantee, items)
		} else {
			writing(grantee, items)
		}
	}

	fn envelope_for(&self, world: World, consent: ConsentIndex) -> Option<Reseal> {
		let known = Consent::consent(world.patient, consent).unwrap().is_some();
		known.then(|| world.reseal(consent))
	}

	/// Suspends or reinstates; organisations only for as long as their registrars need not act.
	fn set_standing(&self, party: u8, good: bool) -> DispatchResult {
		match (self.parties()[usize::from(party)], good) {
			(Party::Practitioner(id), good) => {
				let (_, _, organisation) = self.practitioners[usize::from(party)];
				let registrar = signed(self.registrar(organisation));
				if good {
					Identity::reinstate_practitioner(registrar, organisation, id)
				} else {
					Identity::suspend_practitioner(registrar, organisation, id)
				}
			}
			(Party::Organisation(organisation), true) => {
				salus_mock::reinstate_organisation(organisation);
				Ok(())
			}
			(Party::Organisation(organisation), false) => {
				salus_mock::suspend_organisation(organisation);
				Ok(())
			}
			// They have runs of their own.
			(Party::Representative(_) | Party::Blinded(_), _) => Ok(()),
		}
	}

	/// Holds every envelope for a vault in use against its line, and every answer of the decision against what is
	/// stored.
	fn audit(&self) {
		for ((patient, _, index), seal) in salus_pallet_consent::Seals::<Runtime>::iter() {
			let grantee = Consent::consent(patient, index).unwrap().unwrap().grantee;
			if seal.sealed_to == kem(grantee) {
				assert_eq!(Some(seal.lineage), grantee.vault_owner().map(Identity::lineage));
			}
		}
		for world in self.worlds {
			let count = salus_pallet_consent::ScopeCount::<Runtime>::get(world.patient);
			for scope in 0..count {
				self.audit_holders(world, scope);
				for actor in self.actors() {
					for action in ACTIONS {
						self.audit_one(world, actor, action, scope);
					}
				}
			}
		}
	}

	/// Whoever has the newest key and may not use it for good or for now keeps the scope waiting.
	fn audit_holders(&self, world: World, scope: ScopeNumber) {
		for holder in Consent::holders(world.patient, Item::Scope(scope)).unwrap() {
			let newest = holder.seal.epoch == world.scope(scope).epoch;
			let consent = world.consent(holder.consent);
			let carries = Self::carries_now(world, holder.consent) || consent.from > now();
			assert!(
				!newest || carries || world.due(scope).is_some(),
				"consent {} keeps the newest key of {scope}",
				holder.consent
			);
		}
	}

	fn audit_one(&self, world: World, actor: Actor, action: Action, scope: ScopeNumber) {
		let decision = world.decide_for(actor, action, Item::Scope(scope));
		let excluded = actor.parties().any(|party| Consent::is_excluded(&world.patient, &party, now()));
		let carries = |index: ConsentIndex| {
			let consent = world.consent(index);
			let named =
				consent.item(Item::Scope(scope)).is_some() || (action == Action::Write && scope == INBOX);
			let purposes = consent.purposes.contains(Purpose::Treatment);
			actor.parties().any(|party| party == consent.grantee)
				&& Self::carries_now(world, index)
				&& consent.permissions.contains(action.permission())
				&& purposes && named
		};
		match decision {
			Decision::Allow { by: By::Consent(index) } => {
				assert!(carries(index) && !excluded, "allowed {actor:?} to {action:?} {scope} by {index}");
				assert!(action == Action::Write || scope != INBOX, "the inbox was read");
			}
			Decision::Allow { by: By::Control | By::Representation(_) } => {
				panic!("{actor:?} does not control the patient")
			}
			Decision::Deny { .. } => {
				let consents = salus_pallet_consent::ConsentCount::<Runtime>::get(world.patient);
				let standing =
					actor.parties().all(|party| Identity::party_standing(&party, now()) == Standing::Good);
				let readable = action == Action::Write || scope != INBOX;
				let carried = (0..consents).any(carries);
				assert!(
					!(carried && standing && readable && !excluded),
					"denied {actor:?} to {action:?} {scope}"
				);
			}
		}
	}
}

proptest! {
	#![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

	#[test]
	fn state_should_stay_sound_whatever_is_called(steps in proptest::collection::vec(step(), 10..60)) {
		ExtBuilder::default().build_and_execute(|| {
			let town = Town::found();
			for step in &steps {
				let _ = town.run(step);
				if let Err(broken) = Consent::do_try_state() {
					panic!("{broken:?} after {step:?}");
				}
				town.audit();
			}
		})
	}
}
