//! Random calls by random people: after each one every invariant holds, a refused one leaves no trace, and nobody
//! has more than it was given.

use crate::{
	guardians::{policy, salt, Start, Word, DELAY},
	support::*,
};
use proptest::{
	prelude::*,
	sample::{select, Index},
};
use salus_mock::{
	acceptance, acceptance_until, do_try_state, ExtBuilder, Identity, Runtime, RuntimeOrigin, System,
};
use salus_pallet_consortium::Admitted;
use salus_pallet_identity::{
	PatientOf, Patients, Practitioners, Recoveries, RecoveryAttempts, RecoveryPolicies,
};
use salus_primitives::{
	consortium::OrganisationState,
	ids::{PatientId, VaultSignature},
	people::{Actor, Party, PractitionerRole, Privileges, Standing, VaultOwner},
	recovery::GuardianApproval,
	text::{Acceptance, ConfirmRecovery, MoveControl, OverrideVeto, Role, SetRecovery, SignedText},
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
type Given = Option<(usize, Role, Moment)>;

#[derive(Clone, Debug)]
enum Step {
	Wait(Moment),
	Enrol { by: By, who: usize, organisation: OrganisationId, life: Moment, forged: bool },
	Admit { by: By, who: usize, organisation: OrganisationId, privileges: u8, life: Moment, word: Given },
	Suspend { by: By, organisation: OrganisationId, practitioner: u32 },
	Reinstate { by: By, organisation: OrganisationId, practitioner: u32 },
	Renew { by: By, organisation: OrganisationId, practitioner: u32, life: Moment },
	Replace { by: By, practitioner: u32, who: usize, word: Given },
	SetKeys { by: By, owner: Index, generation: Option<u16>, new: u8, signs: bool, previous: bool },
	Report { by: By, owner: Index },
	Reset { by: By, practitioner: u32 },
	Standing { organisation: OrganisationId, active: bool },
	Move { by: By, patient: Index, to: usize, word: Given, signs: bool },
	Guardians { by: By, patient: Index, threshold: Option<u8>, first: usize, signs: bool },
	Start { patient: Index, who: usize, guardian: usize, forged: bool },
	Approve { patient: Index, who: usize, guardian: usize, salt: usize, life: Moment },
	Veto { by: By, patient: Index, who: usize },
	Override { patient: Index, who: usize, signs: bool },
	Finish { patient: Index, who: usize },
	Confirm { by: By, patient: Index, signs: bool },
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
		1 => (1..3 * HOUR).prop_map(Step::Wait),
		1 => (by(), who(), organisation(), life(), mostly()).prop_map(|(by, who, organisation, life, genuine)| {
			Step::Enrol { by, who, organisation, life, forged: !genuine }
		}),
		1 => (by(), who(), organisation(), prop_oneof![8 => 0..2u8, 1 => 2..9u8], life(), word()).prop_map(
			|(by, who, organisation, privileges, life, word)| Step::Admit {
				by,
				who,
				organisation,
				privileges,
				life,
				word
			}
		),
		1 => (by(), organisation(), practitioner()).prop_map(|(by, organisation, practitioner)| Step::Suspend {
			by,
			organisation,
			practitioner
		}),
		1 => (by(), organisation(), practitioner()).prop_map(|(by, organisation, practitioner)| Step::Reinstate {
			by,
			organisation,
			practitioner
		}),
		1 => (by(), organisation(), practitioner(), life()).prop_map(|(by, organisation, practitioner, life)| {
			Step::Renew { by, organisation, practitioner, life }
		}),
		1 => (by(), practitioner(), who(), word()).prop_map(|(by, practitioner, who, word)| Step::Replace {
			by,
			practitioner,
			who,
			word
		}),
		1 => (by(), any::<Index>(), prop::option::weighted(0.2, 0..3u16), 0..4u8, mostly(), mostly()).prop_map(
			|(by, owner, generation, new, signs, previous)| {
				Step::SetKeys { by, owner, generation, new, signs, previous }
			}
		),
		1 => (by(), any::<Index>()).prop_map(|(by, owner)| Step::Report { by, owner }),
		1 => (by(), practitioner()).prop_map(|(by, practitioner)| Step::Reset { by, practitioner }),
		1 => (organisation(), mostly()).prop_map(|(organisation, active)| Step::Standing { organisation, active }),
		20 => recovering(),
	]
}

/// What moves control of a patient, as often as all the rest together: it takes many steps to get anywhere.
fn recovering() -> impl Strategy<Value = Step> {
	let who = || 0..NAMES.len();
	let by = || prop::option::weighted(0.25, 0..NAMES.len());
	let patient = any::<Index>;
	let mostly = || prop::bool::weighted(0.85);
	let word =
		|| prop::option::weighted(0.2, (who(), who().prop_map(|id| Role::Registrar(id as u32)), 1..HOUR));
	prop_oneof![
		1 => (DELAY / 2..12 * DELAY).prop_map(Step::Wait),
		1 => (by(), patient(), who(), word(), mostly())
			.prop_map(|(by, patient, to, word, signs)| Step::Move { by, patient, to, word, signs }),
		1 => (by(), patient(), prop::option::weighted(0.9, 1..4u8), 0..3usize, mostly()).prop_map(
			|(by, patient, threshold, first, signs)| Step::Guardians { by, patient, threshold, first, signs }
		),
		3 => (patient(), who(), who(), mostly()).prop_map(|(patient, who, guardian, genuine)| Step::Start {
			patient,
			who,
			guardian,
			forged: !genuine
		}),
		5 => (patient(), who(), who(), prop::option::weighted(0.1, who()), select(vec![0, HOUR, 48 * HOUR]))
			.prop_map(|(patient, who, guardian, salt, life)| Step::Approve {
				patient,
				who,
				guardian,
				salt: salt.unwrap_or(guardian),
				life
			}),
		1 => (by(), patient(), who()).prop_map(|(by, patient, who)| Step::Veto { by, patient, who }),
		1 => (patient(), who(), mostly()).prop_map(|(patient, who, signs)| Step::Override { patient, who, signs }),
		5 => (patient(), who()).prop_map(|(patient, who)| Step::Finish { patient, who }),
		1 => (by(), patient(), mostly()).prop_map(|(by, patient, signs)| Step::Confirm { by, patient, signs }),
	]
}

/// One of the patients, if there is one.
fn a_patient(choice: Index) -> PatientId {
	let patients: Vec<PatientId> =
		NAMES.iter().filter_map(|name| PatientOf::<Runtime>::get(Person::new(name).account())).collect();
	if patients.is_empty() {
		PatientId([9; 32])
	} else {
		*choice.get(&patients)
	}
}

/// What the patient's vault in use signs, or somebody else's.
fn vaults_word(patient: PatientId, text: &impl SignedText, signs: bool) -> VaultSignature {
	let vault = holder(VaultOwner::Patient(patient)).filter(|_| signs);
	vault.unwrap_or(Person::new("forger")).vault_sign(&text.text())
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
		VaultOwner::Representative(id) => Identity::representative(id).map(|known| known.account),
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
fn given(word: Given, who: usize, role: Role) -> (Acceptance, bool) {
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
		step => return take_recovering(step),
	}
	Ok(())
}

fn take_recovering(step: Step) -> DispatchResult {
	let (genesis, anyone) = (salus_mock::GENESIS, || RuntimeOrigin::signed(registrar(ORG_A)));
	match step {
		Step::Move { by, patient, to, word, signs } => {
			let patient = a_patient(patient);
			let (word, own) = given(word, to, Role::ControllerOf(patient));
			let to = person(to).account();
			let from = Identity::patient(&patient).map_or(to.clone(), |patient| patient.controller);
			let turn = Identity::turn(&patient);
			let text = MoveControl { genesis, patient, turn, from: &from, to: &to };
			let signature = vaults_word(patient, &text, signs);
			let origin = owner_or(by, VaultOwner::Patient(patient));
			Identity::move_control(origin, patient, to, word, signature)?;
			assert!(own && signs, "nobody is moved without the account's and the vault's word");
		}
		Step::Guardians { by, patient, threshold, first, signs } => {
			let patient = a_patient(patient);
			let policy = threshold.map(|threshold| policy(&NAMES[first..], threshold));
			let turn = Identity::turn(&patient);
			let text = SetRecovery { genesis, patient, turn, policy: policy.as_ref() };
			let signature = vaults_word(patient, &text, signs);
			let origin = owner_or(by, VaultOwner::Patient(patient));
			Identity::set_recovery(origin, patient, policy, signature)?;
			assert!(signs, "nobody names guardians without the vault's word");
		}
		Step::Start { patient, who, guardian, forged } => {
			let patient = a_patient(patient);
			let mut new = Start::now(&patient).sign(patient, NAMES[who]);
			let approval = Word::new(patient, &new).sign(NAMES[guardian]);
			if forged {
				new.signature = Start::now(&patient).sign(patient, "forger").signature;
			}
			Identity::start_recovery(anyone(), patient, new, approval)?;
			assert!(!forged, "nobody is given a patient without a word of its own");
		}
		Step::Approve { patient, who, guardian, salt: opened, life } => {
			let patient = a_patient(patient);
			let account = person(who).account();
			let attempts = RecoveryAttempts::<Runtime>::get(patient);
			let new = Start::now(&patient).sign(patient, NAMES[who]);
			let word = Word { expires_at: now() + life, ..Word::new(patient, &new) };
			let word = attempts.find(&account).map_or(word.clone(), |attempt| Word {
				attempt: attempt.id,
				kem: attempt.kem,
				..word
			});
			let approval = GuardianApproval { salt: salt(NAMES[opened]), ..word.sign(NAMES[guardian]) };
			Identity::approve_recovery(anyone(), patient, account, approval)?;
			assert!(opened == guardian && life > 0, "nobody approves by another's salt, or too late");
		}
		Step::Veto { by, patient, who } => {
			let patient = a_patient(patient);
			let origin = owner_or(by, VaultOwner::Patient(patient));
			Identity::veto_recovery(origin, patient, person(who).account())?;
		}
		Step::Override { patient, who, signs } => {
			let (patient, account) = (a_patient(patient), person(who).account());
			let attempts = RecoveryAttempts::<Runtime>::get(patient);
			let attempt = attempts.find(&account).map(|attempt| attempt.id).unwrap_or_default();
			let turn = Identity::turn(&patient);
			let text = OverrideVeto { genesis, patient, turn, account: &account, attempt };
			let signature = vaults_word(patient, &text, signs);
			Identity::override_veto(anyone(), patient, account.clone(), signature)?;
			assert!(signs, "no veto is overridden without the vault's word");
		}
		Step::Finish { patient, who } => {
			let (patient, account) = (a_patient(patient), person(who).account());
			let attempts = RecoveryAttempts::<Runtime>::get(patient);
			let policy = RecoveryPolicies::<Runtime>::get(patient);
			Identity::finish_recovery(anyone(), patient, account.clone())?;
			let attempt = attempts.find(&account).expect("what was finished was there");
			let policy = policy.expect("nobody is recovered without guardians");
			let approving = attempts.approvals_of(&attempt.id);
			assert!(approving >= usize::from(policy.threshold), "too few guardians recovered a patient");
			assert!(now() >= attempt.started_at + policy.delay, "a recovery did not wait");
			let vetoed = attempt.vetoed_at.is_some() && !attempt.overridden;
			assert!(!vetoed || approving > usize::from(policy.threshold), "a veto was not heard");
		}
		Step::Confirm { by, patient, signs } => {
			let patient = a_patient(patient);
			let origin = owner_or(by, VaultOwner::Patient(patient));
			let controller = Identity::patient(&patient).map(|patient| patient.controller);
			let account = controller.unwrap_or(person(0).account());
			let turn = Identity::turn(&patient);
			let text = ConfirmRecovery { genesis, patient, turn, account: &account };
			Identity::confirm_recovery(origin, patient, vaults_word(patient, &text, signs))?;
			assert!(signs, "no recovery is confirmed without the vault's word");
		}
		_ => unreachable!("the other steps are taken before"),
	}
	Ok(())
}

/// Who controls each patient, and the keys of its vault.
fn control() -> Vec<(PatientId, AccountId32, VaultKeys)> {
	Patients::<Runtime>::iter()
		.map(|(id, patient)| {
			let vault = Identity::vault(VaultOwner::Patient(id)).expect("a patient has a vault");
			(id, patient.controller, vault.keys)
		})
		.collect()
}

/// Control moves by what moves it and nothing else, and guardians alone set no keys before their time.
fn check_control(before: &[(PatientId, AccountId32, VaultKeys)], step: &Step, unconfirmed: &[PatientId]) {
	for (id, controller, keys) in before {
		let now_controls = Identity::patient(id).expect("patients stay").controller;
		let moves = matches!(step, Step::Move { .. } | Step::Finish { .. });
		assert!(moves || now_controls == *controller, "control moved by {step:?}");
		let vault = Identity::vault(VaultOwner::Patient(*id)).expect("vaults of patients stay");
		if vault.keys != *keys && unconfirmed.contains(id) {
			let Step::SetKeys { previous, .. } = step else { panic!("keys were set by {step:?}") };
			let waited = Recoveries::<Runtime>::get(id).is_some_and(|recovery| recovery.keys_from <= now());
			assert!(*previous || waited, "guardians alone set keys before their time");
		}
	}
}

/// The patients whose recovery nothing has confirmed.
fn unconfirmed() -> Vec<PatientId> {
	let recoveries = Recoveries::<Runtime>::iter();
	recoveries.filter(|(_, recovery)| recovery.confirmed_at.is_none()).map(|(id, _)| id).collect()
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
			// Or it would take luck to have somebody to recover.
			enrol(&person(5), ORG_A);
			for step in steps {
				let before = storage_root(StateVersion::V1);
				let name = format!("{step:?}");
				let (controlled, waiting) = (control(), unconfirmed());
				if let Err(error) = take(step.clone()) {
					let after = storage_root(StateVersion::V1);
					prop_assert_eq!(before, after, "{} left a trace though refused: {:?}", name, error);
				}
				do_try_state();
				check_people();
				check_control(&controlled, &step, &waiting);
			}
			Ok(())
		})?;
	}
}
