//! What may happen.

use crate::{
	common::{pointer_of, registrar, reseals_of, sealed, treatment_grant, HOSPITAL, LABORATORY},
	life::cast::{Cast, PATIENTS},
};
use proptest::prelude::*;
use salus_mock::{account, vault_generation, Identity, Runtime, RuntimeCall, GENESIS, HOUR};
use salus_pallet_consent::{Call as Consent, ConsentCount, Consents, Scopes, Seals};
use salus_pallet_identity::Call as People;
use salus_pallet_records::{Call as Record, RecordCount, Records};
use salus_primitives::{
	consent::{Item, NewScope, Permissions, Reach, Rotation},
	ids::{
		Commitment, ConsentIndex, Digest, KeyEpoch, OrganisationId, PatientId, RecordIndex, ScopeNumber,
		VaultSignature,
	},
	people::{Party, PractitionerRole, Privileges, VaultOwner},
	purpose::Purpose,
	records::NewRecord,
	text::SetVaultKeys,
	BoundedVec,
};
use sp_runtime::AccountId32;

/// One event in the life of a patient's records. Numbers choose among what there is.
#[derive(Clone, Debug)]
pub struct Step {
	/// Which of the patients it is about.
	pub patient: usize,
	/// Whether somebody else signs than should.
	pub impostor: bool,
	/// Whether whoever signs has the patient's wallet and not its vault.
	pub thief: bool,
	/// What happens.
	pub deed: Deed,
}

#[derive(Clone, Debug)]
pub enum Deed {
	Enrol {
		organisation: OrganisationId,
	},
	CreateScopes,
	Grant {
		party: usize,
		items: Items,
		permissions: Permissions,
		hours: Option<u64>,
		reach: Reach,
	},
	Revoke {
		consent: ConsentIndex,
		rotate: bool,
		reseal: bool,
	},
	Rotate {
		scope: ScopeNumber,
		reseal: bool,
	},
	Reseal {
		scope: ScopeNumber,
	},
	Exclude {
		party: usize,
	},
	Readmit {
		party: usize,
	},
	Suspend {
		staff: usize,
	},
	Reinstate {
		staff: usize,
	},
	Renew {
		staff: usize,
	},
	RotateVault {
		staff: usize,
	},
	ReportVault {
		staff: usize,
	},
	Register {
		actor: usize,
		scope: ScopeNumber,
		tag: u8,
		stale: bool,
	},
	Batch {
		actor: usize,
		records: Vec<(ScopeNumber, u8)>,
	},
	/// By its author or anyone, where it is filed or elsewhere.
	Amend {
		writer: Option<usize>,
		index: RecordIndex,
		scope: Option<ScopeNumber>,
		tag: u8,
	},
	Refile {
		index: RecordIndex,
		scope: ScopeNumber,
	},
	/// By its author or anyone.
	MarkEnteredInError {
		writer: Option<usize>,
		index: RecordIndex,
	},
	Erase {
		index: RecordIndex,
	},
	/// By its author or anyone.
	ProposeErasure {
		writer: Option<usize>,
		index: RecordIndex,
	},
	DeclineErasure {
		index: RecordIndex,
	},
	/// Sealed to its author's organisation or to anyone.
	Dispute {
		index: RecordIndex,
		to: Option<usize>,
	},
	/// By its author or anyone.
	RefuseDispute {
		writer: Option<usize>,
		index: RecordIndex,
	},
	WithdrawDispute {
		index: RecordIndex,
	},
	Pass {
		hours: u64,
	},
	SuspendOrganisation {
		organisation: OrganisationId,
	},
	ReinstateOrganisation {
		organisation: OrganisationId,
	},
}

#[derive(Clone, Debug)]
pub enum Items {
	Scopes(Vec<ScopeNumber>),
	Records(Vec<RecordIndex>),
}

fn deed() -> impl Strategy<Value = Deed> {
	let party = || 0usize..6;
	let staff = || 0usize..5;
	let actor = || 0usize..8;
	let index = || any::<RecordIndex>();
	let scope = || prop_oneof![1 => Just(0u16), 10 => 1u16..5, 1 => Just(7u16)];
	let shelf = || prop_oneof![6 => Just(0u16), 10 => 1u16..5, 1 => Just(7u16)];
	let other = || prop::option::weighted(0.2, actor());
	let organisation = || HOSPITAL..=LABORATORY;
	let permissions = prop_oneof![
		4 => Just(Permissions::READ),
		4 => Just(Permissions::WRITE),
		4 => Just(Permissions::READ.union(Permissions::WRITE)),
		1 => (0u8..16).prop_map(Permissions),
	];
	let items = prop_oneof![
		3 => prop::collection::vec(scope(), 1..4).prop_map(Items::Scopes),
		1 => prop::collection::vec(index(), 1..3).prop_map(Items::Records),
	];
	let reach = prop_oneof![Just(Reach::AllHistory), Just(Reach::FromNow)];
	let consenting = prop_oneof![
		6 => (party(), items, permissions, prop::option::of(1u64..12), reach).prop_map(
			|(party, items, permissions, hours, reach)| Deed::Grant { party, items, permissions, hours, reach }
		),
		2 => (any::<ConsentIndex>(), any::<bool>(), any::<bool>())
			.prop_map(|(consent, rotate, reseal)| Deed::Revoke { consent, rotate, reseal }),
		4 => (scope(), any::<bool>()).prop_map(|(scope, reseal)| Deed::Rotate { scope, reseal }),
		1 => scope().prop_map(|scope| Deed::Reseal { scope }),
		1 => party().prop_map(|party| Deed::Exclude { party }),
		4 => party().prop_map(|party| Deed::Readmit { party }),
	];
	let standing = prop_oneof![
		4 => organisation().prop_map(|organisation| Deed::Enrol { organisation }),
		3 => Just(Deed::CreateScopes),
		2 => staff().prop_map(|staff| Deed::Suspend { staff }),
		4 => staff().prop_map(|staff| Deed::Reinstate { staff }),
		1 => staff().prop_map(|staff| Deed::Renew { staff }),
		3 => staff().prop_map(|staff| Deed::RotateVault { staff }),
		1 => staff().prop_map(|staff| Deed::ReportVault { staff }),
		3 => (1u64..8).prop_map(|hours| Deed::Pass { hours }),
		1 => organisation().prop_map(|organisation| Deed::SuspendOrganisation { organisation }),
		6 => organisation().prop_map(|organisation| Deed::ReinstateOrganisation { organisation }),
	];
	let writing = prop_oneof![
		5 => (actor(), shelf(), any::<u8>(), prop::bool::weighted(0.1))
			.prop_map(|(actor, scope, tag, stale)| Deed::Register { actor, scope, tag, stale }),
		2 => (actor(), prop::collection::vec((shelf(), any::<u8>()), 0..5))
			.prop_map(|(actor, records)| Deed::Batch { actor, records }),
		4 => (other(), index(), prop::option::weighted(0.3, shelf()), any::<u8>())
			.prop_map(|(writer, index, scope, tag)| Deed::Amend { writer, index, scope, tag }),
		2 => (index(), scope()).prop_map(|(index, scope)| Deed::Refile { index, scope }),
		1 => (other(), index()).prop_map(|(writer, index)| Deed::MarkEnteredInError { writer, index }),
		1 => index().prop_map(|index| Deed::Erase { index }),
		1 => (other(), index()).prop_map(|(writer, index)| Deed::ProposeErasure { writer, index }),
		1 => index().prop_map(|index| Deed::DeclineErasure { index }),
		3 => (index(), prop::option::weighted(0.2, party())).prop_map(|(index, to)| Deed::Dispute { index, to }),
		2 => (other(), index()).prop_map(|(writer, index)| Deed::RefuseDispute { writer, index }),
		1 => index().prop_map(|index| Deed::WithdrawDispute { index }),
	];
	prop_oneof![4 => consenting, 3 => standing, 5 => writing]
}

/// Lives of up to 120 steps, most of them the first patient's.
pub fn steps() -> impl Strategy<Value = Vec<Step>> {
	let patient = prop_oneof![10 => Just(0usize), 2 => Just(1usize), 1 => Just(2usize)];
	let step = (patient, prop::bool::weighted(0.05), prop::bool::weighted(0.1), deed())
		.prop_map(|(patient, impostor, thief, deed)| Step { patient, impostor, thief, deed });
	prop::collection::vec(step, 1..120)
}

/// What happens by itself or by a vote that no call carries yet.
pub fn happen(step: &Step) {
	match step.deed {
		Deed::Pass { hours } => salus_mock::advance(hours * HOUR),
		Deed::SuspendOrganisation { organisation } => salus_mock::suspend_organisation(organisation),
		Deed::ReinstateOrganisation { organisation } => salus_mock::reinstate_organisation(organisation),
		_ => {}
	}
}

/// The call and its signer; none for what is no call, or has nothing to be about.
pub fn call(cast: &Cast, step: &Step) -> Option<(AccountId32, RuntimeCall)> {
	let name = PATIENTS[step.patient % PATIENTS.len()];
	let (signer, call) = match &step.deed {
		Deed::Pass { .. } | Deed::SuspendOrganisation { .. } | Deed::ReinstateOrganisation { .. } => {
			return None
		}
		Deed::Enrol { organisation } => (registrar(*organisation), enrol(name, *organisation)),
		Deed::Suspend { .. }
		| Deed::Reinstate { .. }
		| Deed::Renew { .. }
		| Deed::RotateVault { .. }
		| Deed::ReportVault { .. } => practice(cast, &step.deed)?,
		Deed::Register { .. }
		| Deed::Batch { .. }
		| Deed::Amend { .. }
		| Deed::MarkEnteredInError { .. }
		| Deed::ProposeErasure { .. }
		| Deed::RefuseDispute { .. } => write(cast, step)?,
		deed => {
			let patient = cast.patient_of(step.patient)?;
			let call = consent(cast, patient, deed)?;
			(account(name), if step.thief { forged(call) } else { call })
		}
	};
	Some((if step.impostor { account("mallory") } else { signer }, call))
}

/// One of the patient's records, or the one after the last.
fn record_of(patient: &PatientId, number: RecordIndex) -> RecordIndex {
	number % (RecordCount::<Runtime>::get(patient) + 1)
}

/// One of the patient's consents, or the one after the last.
fn consent_of(patient: &PatientId, number: ConsentIndex) -> ConsentIndex {
	number % (ConsentCount::<Runtime>::get(patient) + 1)
}

fn enrol(name: &str, organisation: OrganisationId) -> RuntimeCall {
	let mut enrolment = salus_mock::enrolment(name);
	enrolment.organisation = organisation;
	let (signature, vault_signature) = salus_mock::sign_enrolment(name, &enrolment);
	RuntimeCall::Identity(People::enrol_patient { enrolment, signature, vault_signature })
}

/// What a patient does to consents and scopes.
fn consent(cast: &Cast, patient: PatientId, deed: &Deed) -> Option<RuntimeCall> {
	let parties = cast.parties();
	let party = |number: &usize| parties[*number % parties.len()];
	Some(RuntimeCall::Consent(match deed {
		Deed::CreateScopes => {
			let mut scopes: Vec<NewScope> = salus_mock::STANDARD_SCOPES
				.iter()
				.map(|name| salus_mock::new_scope(&patient, name))
				.collect();
			scopes.sort_by_key(|scope| scope.id);
			let signature = salus_mock::sign_scopes(&patient, &scopes);
			Consent::create_scopes { patient, scopes: BoundedVec::truncate_from(scopes), signature }
		}
		Deed::Grant { party: number, items, permissions, hours, reach } => {
			let items = match items {
				Items::Scopes(scopes) => scopes.iter().map(|scope| Item::Scope(*scope)).collect(),
				Items::Records(records) => {
					records.iter().map(|number| Item::Record(record_of(&patient, *number))).collect()
				}
			};
			let until = hours.map(|hours| salus_mock::now() + hours * HOUR);
			let mut grant = treatment_grant(party(number), items, *permissions, until);
			grant.reach = *reach;
			let signature = salus_mock::grant_signature(&patient, &grant);
			Consent::grant { patient, grant, signature }
		}
		Deed::Revoke { consent, rotate: false, .. } => {
			Consent::revoke { patient, consent: consent_of(&patient, *consent) }
		}
		Deed::Revoke { consent, rotate: true, reseal } => {
			let consent = consent_of(&patient, *consent);
			let items = Consents::<Runtime>::get(patient, consent)?.items;
			let scopes = items.into_iter().filter_map(|granted| match granted.item {
				held @ Item::Scope(scope) if Seals::<Runtime>::contains_key((patient, held, consent)) => {
					Some(scope)
				}
				_ => None,
			});
			let rotations = scopes.map(|scope| rotation(patient, scope, *reseal, Some(consent))).collect();
			Consent::revoke_and_rotate { patient, consent, rotations: BoundedVec::truncate_from(rotations) }
		}
		Deed::Rotate { scope, reseal } => {
			Scopes::<Runtime>::get(patient, scope)?;
			Consent::rotate_scope { patient, rotation: rotation(patient, *scope, *reseal, None) }
		}
		Deed::Reseal { scope } => {
			let (item, reseals) = (Item::Scope(*scope), reseals_of(patient, *scope));
			let signature = salus_mock::reseal_signature(&patient, item, &reseals);
			Consent::reseal { patient, item, reseals: BoundedVec::truncate_from(reseals), signature }
		}
		Deed::Exclude { party: number } => Consent::exclude { patient, party: party(number) },
		Deed::Readmit { party: number } => Consent::readmit { patient, party: party(number) },
		Deed::Refile { index, scope } => {
			let envelope = Digest::of(b"refiled");
			let epoch =
				Scopes::<Runtime>::get(patient, scope).map_or(KeyEpoch::default(), |scope| scope.epoch);
			let index = record_of(&patient, *index);
			let scope = *scope;
			let signature = salus_mock::refile_signature(&patient, index, scope, epoch, envelope);
			let refile = Record::refile { patient, index, scope, epoch, envelope, signature };
			return Some(RuntimeCall::Records(refile));
		}
		Deed::Erase { index } => {
			let index = record_of(&patient, *index);
			let signature = salus_mock::erase_signature(&patient, index);
			return Some(RuntimeCall::Records(Record::erase { patient, index, signature }));
		}
		Deed::DeclineErasure { index } => {
			let index = record_of(&patient, *index);
			return Some(RuntimeCall::Records(Record::decline_erasure { patient, index }));
		}
		Deed::Dispute { index, to } => {
			let index = record_of(&patient, *index);
			let author = Records::<Runtime>::get(patient, index).map(|record| record.author);
			let organisation = author.and_then(|author| author.organisation()).map(Party::Organisation);
			let sealed_to = to.as_ref().map(party).or(organisation).unwrap_or(Party::Organisation(HOSPITAL));
			let contest = sealed(1);
			return Some(RuntimeCall::Records(Record::dispute { patient, index, contest, sealed_to }));
		}
		Deed::WithdrawDispute { index } => {
			let index = record_of(&patient, *index);
			return Some(RuntimeCall::Records(Record::withdraw_dispute { patient, index }));
		}
		_ => return None,
	}))
}

/// The call with another vault's signature in the place of the patient's.
fn forged(mut call: RuntimeCall) -> RuntimeCall {
	let forge = |signature: &mut VaultSignature| {
		*signature = salus_mock::vault("mallory").sign_bytes(&signature.0);
	};
	match &mut call {
		RuntimeCall::Consent(Consent::grant { signature, .. }) => signature.iter_mut().for_each(forge),
		RuntimeCall::Consent(
			Consent::create_scopes { signature, .. }
			| Consent::reseal { signature, .. }
			| Consent::rotate_scope { rotation: Rotation { signature, .. }, .. },
		)
		| RuntimeCall::Records(Record::refile { signature, .. } | Record::erase { signature, .. }) => {
			forge(signature)
		}
		RuntimeCall::Consent(Consent::revoke_and_rotate { rotations, .. }) => {
			rotations.iter_mut().for_each(|rotation| forge(&mut rotation.signature));
		}
		_ => {}
	}
	call
}

/// A rotation that reseals whoever may go on holding the key, `without` aside, or nobody.
fn rotation(patient: PatientId, scope: ScopeNumber, reseal: bool, without: Option<ConsentIndex>) -> Rotation {
	let reseals = if reseal { reseals_of(patient, scope) } else { vec![] };
	let remaining = reseals.into_iter().filter(|reseal| {
		let live = Consents::<Runtime>::get(patient, reseal.consent)
			.is_some_and(|consent| !consent.has_stopped(salus_mock::now()));
		live && Some(reseal.consent) != without
	});
	salus_mock::rotation(&patient, scope, remaining.collect())
}

/// What organisations and practitioners do about themselves.
fn practice(cast: &Cast, deed: &Deed) -> Option<(AccountId32, RuntimeCall)> {
	let staff = |number: &usize| &cast.staff[*number % cast.staff.len()];
	let (signer, call) = match deed {
		Deed::Suspend { staff: number } => {
			let (organisation, practitioner) = (staff(number).organisation, staff(number).id);
			(registrar(organisation), People::suspend_practitioner { organisation, practitioner })
		}
		Deed::Reinstate { staff: number } => {
			let (organisation, practitioner) = (staff(number).organisation, staff(number).id);
			(registrar(organisation), People::reinstate_practitioner { organisation, practitioner })
		}
		Deed::Renew { staff: number } => {
			let (organisation, practitioner) = (staff(number).organisation, staff(number).id);
			let renewal = People::renew_practitioner {
				organisation,
				practitioner,
				role: PractitionerRole::Clinician,
				privileges: Privileges::NONE,
				credential: Commitment::default(),
				until: salus_mock::now() + 20 * HOUR,
			};
			(registrar(organisation), renewal)
		}
		Deed::RotateVault { staff: number } => {
			let owner = VaultOwner::Practitioner(staff(number).id);
			let old = Identity::vault(owner)?.generation;
			let generation = old + 1;
			let [old, new] = [old, generation].map(|at| vault_generation(staff(number).name, at));
			let text = SetVaultKeys { genesis: GENESIS, owner, generation, keys: new.keys() };
			let (signature, previous): (_, Option<VaultSignature>) = (new.sign(&text), Some(old.sign(&text)));
			let keys = new.keys();
			(staff(number).account.clone(), People::set_vault_keys { owner, keys, signature, previous })
		}
		Deed::ReportVault { staff: number } => {
			let owner = VaultOwner::Practitioner(staff(number).id);
			(staff(number).account.clone(), People::report_vault_compromised { owner })
		}
		_ => return None,
	};
	Some((signer, RuntimeCall::Identity(call)))
}

/// What a writer does. Someone not enrolled has no records, but may be written about all the same.
fn write(cast: &Cast, step: &Step) -> Option<(AccountId32, RuntimeCall)> {
	let patient = cast.patient_of(step.patient).unwrap_or(PatientId([9; 32]));
	let actors = cast.actors(step.patient);
	let someone = |number: &usize| actors[*number % actors.len()].clone();
	let author_or =
		|writer: Option<usize>, record: &Option<salus_primitives::records::Record>| match (writer, record) {
			(None, Some(record)) => actors.iter().find(|(_, actor)| *actor == record.author).cloned(),
			(writer, _) => Some(someone(&writer.unwrap_or(0))),
		};
	let purpose = Purpose::Treatment;
	let pointer = |scope: ScopeNumber, tag: u8| {
		if Scopes::<Runtime>::contains_key(patient, scope) {
			return pointer_of(patient, scope, tag);
		}
		let known = cast.patient_of(0).expect("the first patient is enrolled");
		NewRecord { scope, ..pointer_of(known, 0, tag) }
	};
	let ((signer, _), call) = match &step.deed {
		Deed::Register { actor, scope, tag, stale } => {
			let who = someone(actor);
			let mut record = pointer(*scope, *tag);
			if *stale {
				record.epoch.generation += 1;
			}
			let actor = who.1;
			(who, Record::register { patient, actor, purpose, record })
		}
		Deed::Batch { actor, records } => {
			let who = someone(actor);
			let records = records.iter().map(|(scope, tag)| pointer(*scope, *tag)).collect();
			let (actor, records) = (who.1, BoundedVec::truncate_from(records));
			(who, Record::register_batch { patient, actor, purpose, records })
		}
		Deed::Amend { writer, index, scope, tag } => {
			let index = record_of(&patient, *index);
			let old = Records::<Runtime>::get(patient, index);
			let who = author_or(*writer, &old)?;
			let here = old.map_or(0, |record| record.pointer.scope);
			let (actor, record) = (who.1, pointer(scope.unwrap_or(here), *tag));
			(who, Record::amend { patient, index, actor, purpose, record })
		}
		Deed::MarkEnteredInError { writer, index } => {
			let index = record_of(&patient, *index);
			let who = author_or(*writer, &Records::<Runtime>::get(patient, index))?;
			let actor = who.1;
			(who, Record::mark_entered_in_error { patient, index, actor })
		}
		Deed::ProposeErasure { writer, index } => {
			let index = record_of(&patient, *index);
			let who = author_or(*writer, &Records::<Runtime>::get(patient, index))?;
			let actor = who.1;
			(who, Record::propose_erasure { patient, index, actor })
		}
		Deed::RefuseDispute { writer, index } => {
			let index = record_of(&patient, *index);
			let who = author_or(*writer, &Records::<Runtime>::get(patient, index))?;
			let actor = who.1;
			(who, Record::refuse_dispute { patient, index, actor, reason: sealed(2) })
		}
		_ => return None,
	};
	Some((signer, RuntimeCall::Records(call)))
}
