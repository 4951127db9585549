//! Who acts for a patient, read from storage a second time and in other words than the chain's.

use salus_mock::{now, Consortium, Runtime, RuntimeCall, Session};
use salus_pallet_consent::{Call as Consent, ClosedScopes};
use salus_pallet_consortium::{Call as OfConsortium, Organisations};
use salus_pallet_identity::{Call as Identity, HandOvers, Patients, Representatives};
use salus_pallet_records::Call as Records;
use salus_primitives::{
	consortium::OrganisationState,
	ids::{OrganisationId, PatientId, RepresentativeId, ScopeNumber},
	people::{Actor, Party, PatientState, VaultOwner},
	representation::{Basis, Powers},
};
use sp_runtime::AccountId32;

/// When the patient passed to another account that has not set keys of its own, and to which.
fn handed_over(patient: &PatientId) -> Option<(u64, AccountId32)> {
	let hand_over = HandOvers::<Runtime>::get(patient)?;
	(now() >= hand_over.at).then_some((hand_over.at, hand_over.account))
}

/// The newest state of the patient that has begun.
fn state(patient: &PatientId) -> Option<PatientState> {
	let known = Patients::<Runtime>::get(patient)?;
	known.state.entries().iter().filter(|(from, _)| *from <= now()).map(|(_, state)| *state).next_back()
}

/// Whether the patient has not died.
pub fn lives(patient: &PatientId) -> bool {
	matches!(state(patient), Some(PatientState::Active | PatientState::Incapacitated))
}

/// Whether the account controls the patient.
fn controls(account: &AccountId32, patient: &PatientId) -> bool {
	let stored = Patients::<Runtime>::get(patient).map(|known| known.controller);
	let controller = handed_over(patient).map(|(_, to)| to).or(stored);
	lives(patient) && controller.as_ref() == Some(account)
}

/// Whether the representative, of this patient, may do now what takes these powers.
pub fn represents(id: RepresentativeId, patient: &PatientId, powers: Powers) -> bool {
	let Some(known) = Representatives::<Runtime>::get(id) else { return false };
	let begun = known.from <= now() && known.admitted_at <= now();
	let over = known.until <= now() || known.ended_at.is_some();
	let passed = handed_over(patient).is_some_and(|(at, _)| known.admitted_at < at);
	let rests = holds(known.basis, patient);
	known.patient == *patient && begun && !over && !passed && rests && known.powers.contains(powers)
}

/// Whether what a representation rests on is so now.
fn holds(basis: Basis, patient: &PatientId) -> bool {
	match basis {
		Basis::Appointed => lives(patient),
		Basis::Guardian => state(patient) == Some(PatientState::Incapacitated),
		Basis::Executor => state(patient) == Some(PatientState::Deceased),
	}
}

/// Whether the patient has closed the scope to representatives.
pub fn closed(patient: &PatientId, scope: ScopeNumber) -> bool {
	ClosedScopes::<Runtime>::get(patient, scope).is_some_and(|history| history.current() == Some(&true))
}

/// Whether the account is that representative's.
fn is(account: &AccountId32, id: RepresentativeId) -> bool {
	Representatives::<Runtime>::get(id).is_some_and(|known| known.account == *account)
}

/// Whether the account represents the patient with this power to decide for it, and is not excluded.
fn decides(account: &AccountId32, patient: &PatientId, power: Powers) -> bool {
	let ids = Representatives::<Runtime>::iter_keys();
	ids.filter(|id| is(account, *id)).any(|id| {
		let excluded = crate::rules::excluded(patient, &Party::Representative(id));
		represents(id, patient, power) && !excluded
	})
}

/// Whether the account registers for the organisation that is the patient's home.
fn registers(account: &AccountId32, patient: &PatientId) -> bool {
	Patients::<Runtime>::get(patient).is_some_and(|known| registers_for(account, known.organisation))
}

/// Whether the account registers for the organisation, which may act.
fn registers_for(account: &AccountId32, organisation: OrganisationId) -> bool {
	Organisations::<Runtime>::get(organisation).is_some_and(|known| {
		known.registrars.contains(account) && known.standing.current() == Some(&OrganisationState::Active)
	})
}

/// Whether the account controls the organisation, which may act.
fn controls_organisation(account: &AccountId32, organisation: OrganisationId) -> bool {
	Organisations::<Runtime>::get(organisation).is_some_and(|known| {
		known.controller == *account && known.standing.current() == Some(&OrganisationState::Active)
	})
}

/// Whether the account holds this validator's seat, or controls the organisation that runs it.
fn runs(account: &AccountId32, validator: &AccountId32) -> bool {
	Consortium::validators()
		.iter()
		.filter(|seat| seat.account == *validator)
		.any(|seat| account == validator || controls_organisation(account, seat.organisation))
}

/// That a call which succeeded was its signer's to make. None of these takes from the signer what entitled it.
pub fn assert_entitled(signer: &AccountId32, call: &RuntimeCall) {
	let entitled = match call {
		RuntimeCall::Consortium(OfConsortium::join_validators { account }) => {
			let seats = Consortium::validators();
			let joined = seats.iter().any(|seat| seat.account == *account && Consortium::is_joined(seat));
			runs(signer, account) && joined && Session::load_keys(account).is_some()
		}
		RuntimeCall::Consortium(OfConsortium::leave_validators { account }) => runs(signer, account),
		RuntimeCall::Consent(
			Consent::grant { patient, .. }
			| Consent::revoke { patient, .. }
			| Consent::exclude { patient, .. }
			| Consent::readmit { patient, .. }
			| Consent::approve_request { patient, .. }
			| Consent::refuse_request { patient, .. },
		) => controls(signer, patient) || decides(signer, patient, Powers::GRANT),
		RuntimeCall::Consent(Consent::rotate_scope { patient, rotation }) => {
			let open = !closed(patient, rotation.scope) && rotation.epoch.index > 0;
			controls(signer, patient) || open && decides(signer, patient, Powers::ROTATE)
		}
		RuntimeCall::Consent(
			Consent::create_scopes { patient, .. }
			| Consent::revoke_and_rotate { patient, .. }
			| Consent::reseal { patient, .. }
			| Consent::close_scope { patient, .. }
			| Consent::open_scope { patient, .. },
		)
		| RuntimeCall::Records(
			Records::refile { patient, .. }
			| Records::erase { patient, .. }
			| Records::decline_erasure { patient, .. }
			| Records::dispute { patient, .. }
			| Records::withdraw_dispute { patient, .. },
		)
		| RuntimeCall::Identity(
			Identity::set_recovery { patient, .. }
			| Identity::veto_recovery { patient, .. }
			| Identity::confirm_recovery { patient, .. }
			| Identity::schedule_hand_over { patient, .. }
			| Identity::cancel_hand_over { patient, .. }
			| Identity::contest_attestation { patient, .. }
			| Identity::merge { patient, .. }
			| Identity::set_vault_keys { owner: VaultOwner::Patient(patient), .. },
		) => controls(signer, patient),
		RuntimeCall::Identity(Identity::rehome { organisation, .. }) => registers_for(signer, *organisation),
		RuntimeCall::Consortium(
			OfConsortium::announce_node { organisation, .. }
			| OfConsortium::withdraw_node { organisation, .. },
		) => controls_organisation(signer, *organisation),
		// A batch says of each record whether it was filed, and is held by the records that are new.
		RuntimeCall::Records(Records::register_batch { patient, actor, .. }) => {
			acts_as(signer, patient, actor, None)
		}
		RuntimeCall::Records(
			Records::register { patient, actor, .. }
			| Records::amend { patient, actor, .. }
			| Records::mark_entered_in_error { patient, actor, .. }
			| Records::propose_erasure { patient, actor, .. }
			| Records::refuse_dispute { patient, actor, .. },
		) => acts_as(signer, patient, actor, Some(Powers::RECORDS)),
		RuntimeCall::Identity(Identity::admit_representative { new, appointment, .. }) => {
			let appointed = new.basis == Basis::Appointed;
			registers(signer, &new.patient)
				&& holds(new.basis, &new.patient)
				&& appointed == appointment.is_some()
		}
		RuntimeCall::Identity(Identity::end_representative { representative }) => {
			let known = Representatives::<Runtime>::get(representative).expect("who was ended is there");
			let patient = known.patient;
			let attested = known.basis != Basis::Appointed;
			known.ended_at == Some(now())
				&& (known.account == *signer
					|| controls(signer, &patient)
					|| attested && registers(signer, &patient))
		}
		RuntimeCall::Identity(
			Identity::attest_state { patient, .. } | Identity::lift_state { patient, .. },
		) => registers(signer, patient),
		_ => true,
	};
	assert!(entitled, "{signer:?} was not entitled to {call:?}");
}

/// Whether the account is the patient or the representative as whom it says to act, with these powers if any are named;
/// whoever else it may be is held by the access decision.
fn acts_as(account: &AccountId32, patient: &PatientId, actor: &Actor, powers: Option<Powers>) -> bool {
	match actor {
		Actor::Patient => controls(account, patient),
		Actor::Representative(id) => {
			is(account, *id) && powers.is_none_or(|powers| represents(*id, patient, powers))
		}
		Actor::Practitioner { .. } | Actor::Organisation(_) => true,
	}
}
