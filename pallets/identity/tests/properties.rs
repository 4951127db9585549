//! Random calls by random people: after each one every invariant holds, a refused one leaves no trace, and nobody
//! has more than it was given.

use crate::support::*;
use proptest::{
	prelude::*,
	sample::{select, Index},
};
use salus_mock::{
	acceptance, acceptance_until, do_try_state, ExtBuilder, Identity, Runtime, RuntimeOrigin, System,
};
use salus_pallet_consortium::Admitted;
use salus_pallet_identity::{PatientOf, Practitioners};
use salus_primitives::{
	consortium::OrganisationState,
	people::{Actor, Party, PractitionerRole, Privileges, Standing, VaultOwner},
	text::{Acceptance, Role},
	time::Moment,
};
use sp_io::storage::root as storage_root;
use sp_runtime::{DispatchResult, StateVersion};

/// Names of everyone there is: alice and bob are the registrars.
const NAMES: [&str; 6] = ["alice", "bob", "carol", "dan", "erin", "frank"];
/// An organisation that does not exist.
const UNKNOWN: OrganisationId = 9;

/// Who signs: whoever may, or anyone.
type By = Option<usize>;
/// Whose word for which role: the account's own for what the call does, or anyone's for anything, good for so long.
type Word = Option<(usize, Role, Moment)>;

#[derive(Clone, Debug)]
enum Step {
	Wait(Moment),
	Enrol { by: By, who: usize, organisation: OrganisationId, life: Moment, forged: bool },
	Admit { by: By, who: usize, organisation: OrganisationId, privileges: u8, life: Moment, word: Word },
	Suspend { by: By, organisation: OrganisationId, practitioner: u32 },
	Reinstate { by: By, organisation: OrganisationId, practitioner: u32 },
	Renew { by: By, organisation: OrganisationId, practitioner: u32, life: Moment },
	Replace { by: By, practitioner: u32, who: usize, word: Word },
	SetKeys { by: By, owner: Index, generation: Option<u16>, new: u8, signs: bool, previous: bool },
	Report { by: By, owner: Index },
	Reset { by: By, practitioner: u32 },
	Standing { organisation: OrganisationId, active: bool },
}

fn step() -> impl Strategy<Value = Step> {
	let who = || 0..NAMES.len();
	let by = || prop::option::weighted(0.25, 0..NAMES.len());
	let organisation = || prop_oneof![8 => Just(ORG_A), 4 => Just(ORG_B), 1 => Just(UNKNOWN)];
	let practitioner = || prop_oneof![8 => 1..4u32, 1 => 0..9u32];
	let life = || select(vec![0, 1, HOUR, 12 * HOUR, 48 * HOUR, 10_000 * HOUR]);
	let mostly = || prop::bool::weighted(0.85);
	let role = || {
		prop_oneof![
			organisation().prop_map(Role::Practitioner),
			organisation().prop_map(Role::Registrar),
			practitioner().prop_map(Role::AccountOf),
		]
	};
	let word = || prop::option::weighted(0.2, (who(), role(), life()));
	prop_oneof![
		(1..3 * HOUR).prop_map(Step::Wait),
		(by(), who(), organisation(), life(), mostly()).prop_map(|(by, who, organisation, life, genuine)| {
			Step::Enrol { by, who, organisation, life, forged: !genuine }
		}),
		(by(), who(), organisation(), prop_oneof![8 => 0..2u8, 1 => 2..9u8], life(), word()).prop_map(
			|(by, who, organisation, privileges, life, word)| Step::Admit {
				by,
				who,
				organisation,
				privileges,
				life,
				word
			}
		),
		(by(), organisation(), practitioner()).prop_map(|(by, organisation, practitioner)| Step::Suspend {
			by,
			organisation,
			practitioner
		}),
		(by(), organisation(), practitioner()).prop_map(|(by, organisation, practitioner)| Step::Reinstate {
			by,
			organisation,
			practitioner
		}),
		(by(), organisation(), practitioner(), life()).prop_map(|(by, organisation, practitioner, life)| {
			Step::Renew { by, organisation, practitioner, life }
		}),
		(by(), practitioner(), who(), word()).prop_map(|(by, practitioner, who, word)| Step::Replace {
			by,
			practitioner,
			who,
			word
		}),
		(by(), any::<Index>(), prop::option::weighted(0.2, 0..3u16), 0..4u8, mostly(), mostly()).prop_map(
			|(by, owner, generation, new, signs, previous)| {
				Step::SetKeys { by, owner, generation, new, signs, previous }
			}
		),
		(by(), any::<Index>()).prop_map(|(by, owner)| Step::Report { by, owner }),
		(by(), practitioner()).prop_map(|(by, practitioner)| Step::Reset { by, practitioner }),
		(organisation(), mostly()).prop_map(|(organisation, active)| Step::Standing { organisation, active }),
	]
}

fn person(index: usize) -> Person {
	Person::new(NAMES[index])
}

/// The signer, where a registrar of the organisation may act.
fn registrar_or(by: By, organisation: OrganisationId) -> RuntimeOrigin {
	let may = || registrar(if organisation == UNKNOWN { ORG_A } else { organisation });
	RuntimeOrigin::signed(by.map_or_else(may, |by| person(by).account()))
}

/// The signer, where a registrar of the practitioner's home organisation may act.
fn registrar_at_home_or(by: By, practitioner: u32) -> RuntimeOrigin {
	registrar_or(by, Identity::practitioner(practitioner).map_or(ORG_A, |known| known.home))
}

/// The signer, where the owner of a vault may act.
fn owner_or(by: By, owner: VaultOwner) -> RuntimeOrigin {
	let may = || match owner {
		VaultOwner::Organisation(organisation) => Some(controller(organisation)),
		VaultOwner::Practitioner(practitioner) => {
			Identity::practitioner(practitioner).map(|known| known.account)
		}
		VaultOwner::Patient(patient) => Identity::patient(&patient).map(|patient| patient.controller),
	};
	let anyone = person(by.unwrap_or_default()).account();
	RuntimeOrigin::signed(if by.is_some() { anyone } else { may().unwrap_or(anyone) })
}

/// One of the owners of vaults that there may be.
fn owner(choice: Index) -> VaultOwner {
	let mut owners = vec![VaultOwner::Organisation(ORG_A), VaultOwner::Organisation(ORG_B)];
	owners.extend((1..5).map(VaultOwner::Practitioner));
	let patients = NAMES.iter().filter_map(|name| PatientOf::<Runtime>::get(Person::new(name).account()));
	owners.extend(patients.map(VaultOwner::Patient));
	*choice.get(&owners)
}

/// Whose vault has the keys that the owner uses now.
fn holder(owner: VaultOwner) -> Option<Person> {
	let keys = Identity::vault(owner)?.keys;
	let spare = (0..4).map(|number| Person::new(&format!("spare {number}")));
	let organisations = [ORG_A, ORG_B].map(|id| Person::new(&format!("organisation {id}")));
	NAMES
		.iter()
		.map(|name| Person::new(name))
		.chain(spare)
		.chain(organisations)
		.find(|person| person.keys() == keys)
}

/// The word that comes with a call about the person, and whether it is that person's for the role.
fn given(word: Word, who: usize, role: Role) -> (Acceptance, bool) {
	match word {
		None => (acceptance(NAMES[who], role), true),
		Some((by, other, life)) => {
			(acceptance_until(NAMES[by], other, now() + life), by == who && other == role)
		}
	}
}

fn take(step: Step) -> DispatchResult {
	match step {
		Step::Wait(millis) => wait(millis),
		Step::Standing { organisation: UNKNOWN, .. } => {}
		Step::Standing { organisation, active } => {
			let state = if active { OrganisationState::Active } else { OrganisationState::Suspended };
			set_organisation_state(organisation, state);
		}
		Step::Enrol { by, who, organisation, life, forged } => {
			let patient = person(who);
			let enrolment = Enrolment { expires_at: now() + life, ..patient.enrolment(organisation) };
			let signer = if forged { Person::new("forger") } else { patient };
			let signatures = (signer.sign_enrolment(&enrolment), signer.vault_sign_enrolment(&enrolment));
			Identity::enrol_patient(registrar_or(by, organisation), enrolment, signatures.0, signatures.1)?;
		}
		Step::Admit { by, who, organisation, privileges, life, word } => {
			let (word, own) = given(word, who, Role::Practitioner(organisation));
			Identity::admit_practitioner(
				registrar_or(by, organisation),
				organisation,
				person(who).account(),
				PractitionerRole::Clinician,
				Privileges(privileges),
				credential("licence"),
				now() + life,
				word,
			)?;
			assert!(own, "nobody is admitted by another's word");
		}
		Step::Suspend { by, organisation, practitioner } => {
			Identity::suspend_practitioner(registrar_or(by, organisation), organisation, practitioner)?
		}
		Step::Reinstate { by, organisation, practitioner } => {
			Identity::reinstate_practitioner(registrar_or(by, organisation), organisation, practitioner)?
		}
		Step::Renew { by, organisation, practitioner, life } => Identity::renew_practitioner(
			registrar_or(by, organisation),
			organisation,
			practitioner,
			PractitionerRole::Laboratory,
			Privileges::NONE,
			credential("licence"),
			now() + life,
		)?,
		Step::Replace { by, practitioner, who, word } => {
			let (word, own) = given(word, who, Role::AccountOf(practitioner));
			let registrar = registrar_at_home_or(by, practitioner);
			Identity::replace_account(registrar, practitioner, person(who).account(), word)?;
			assert!(own, "nobody signs for a practitioner by another's word");
		}
		Step::SetKeys { by, owner: choice, generation, new, signs, previous } => {
			let owner = owner(choice);
			let generation = generation.or(Identity::next_generation(owner)).unwrap_or_default();
			let new = Person::new(&format!("spare {new}"));
			let signer = if signs { new.clone() } else { Person::new("forger") };
			let old = holder(owner).filter(|_| previous);
			Identity::set_vault_keys(
				owner_or(by, owner),
				owner,
				new.keys(),
				signer.sign_keys(owner, generation, new.keys()),
				old.map(|old| old.sign_keys(owner, generation, new.keys())),
			)?
		}
		Step::Report { by, owner: choice } => {
			Identity::report_vault_compromised(owner_or(by, owner(choice)), owner(choice))?
		}
		Step::Reset { by, practitioner } => {
			Identity::reset_vault(registrar_at_home_or(by, practitioner), practitioner)?
		}
	}
	Ok(())
}

/// Nobody stands better than the state says, and everyone who ever had a role has one reference.
fn check_people() {
	for (id, known) in Practitioners::<Runtime>::iter() {
		let party = Identity::party_standing(&Party::Practitioner(id), now());
		let any_good = known.memberships.iter().any(|membership| {
			Identity::membership_standing(id, membership.organisation, now()) == Standing::Good
				&& Identity::party_standing(&Party::Organisation(membership.organisation), now())
					== Standing::Good
		});
		assert_eq!(party == Standing::Good, any_good);
	}
	for account in Admitted::<Runtime>::iter_keys() {
		assert_eq!(System::providers(&account), 1);
	}
	for name in NAMES {
		let account = Person::new(name).account();
		let patient = PatientOf::<Runtime>::get(&account).unwrap_or_default();
		let actors = Identity::actors_of(&account, &patient);
		assert!(actors.len() <= 10);
		assert!(actors.iter().all(|actor| Identity::acts_as(&account, &patient, actor)));
		assert_eq!(actors.contains(&Actor::Patient), PatientOf::<Runtime>::contains_key(&account));
	}
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(96))]

	#[test]
	fn invariants_should_hold_after_every_call(steps in prop::collection::vec(step(), 1..80)) {
		ExtBuilder::default().build().execute_with(|| {
			admit(ORG_A, person(3).account());
			admit(ORG_B, person(4).account());
			for step in steps {
				let before = storage_root(StateVersion::V1);
				let name = format!("{step:?}");
				if let Err(error) = take(step) {
					let after = storage_root(StateVersion::V1);
					prop_assert_eq!(before, after, "{} left a trace though refused: {:?}", name, error);
				}
				do_try_state();
				check_people();
			}
			Ok(())
		})?;
	}
}
