use super::*;
use crate::{
	consent::{ConsentItem, Reach},
	ids::Digest,
	purpose::Purposes,
};
use proptest::prelude::*;

const LABS: ScopeNumber = 3;
const AT: Moment = 1_000;

fn consent(permissions: Permissions, items: &[Item]) -> Consent {
	let items = items.iter().map(|item| ConsentItem { item: *item, from_epoch: KeyEpoch::default() });
	Consent {
		grantee: Party::Practitioner(5),
		items: BoundedVec::try_from(items.collect::<Vec<_>>()).unwrap(),
		permissions,
		purposes: Purpose::Treatment.into(),
		from: 0,
		until: None,
		reach: Reach::AllHistory,
		parent: None,
		organisation: 1,
		text: Digest::default(),
		policy_version: 1,
		granted_at: 0,
		revoked_at: None,
	}
}

fn facts(consents: Vec<Consent>) -> Facts {
	let consents = consents.into_iter().enumerate().map(|(index, consent)| ConsentFact {
		index: index as u32,
		consent,
		lineage: BoundedVec::default(),
		delegator_excluded: false,
	});
	Facts {
		patient: Some(PatientState::Active),
		subject: Subject::Record {
			index: 8,
			scope: LABS,
			epoch: KeyEpoch { generation: 0, index: 4 },
			status: RecordStatus::Final { superseded_by: None },
		},
		organisation: Some(Standing::Good),
		membership: Some(Standing::Good),
		exclusions: BoundedVec::default(),
		consents: BoundedVec::try_from(consents.collect::<Vec<_>>()).unwrap(),
		representative: None,
		closed: false,
	}
}

fn request(action: Action) -> Request {
	Request {
		actor: Actor::Practitioner { practitioner: 5, organisation: 2 },
		action,
		item: Item::Record(8),
		purpose: Purpose::Treatment,
		at: AT,
		opening: None,
	}
}

fn only_mismatch(consent: Consent, request: &Request) -> Mismatch {
	match decide(&facts(vec![consent]), request) {
		Decision::Deny { reasons } => match reasons.as_slice() {
			[Reason::Consent { index: 0, why }] => *why,
			other => panic!("unexpected reasons {other:?}"),
		},
		allowed => panic!("unexpected {allowed:?}"),
	}
}

#[test]
fn doctor_should_read_when_a_live_consent_names_scope_or_record() {
	for item in [Item::Scope(LABS), Item::Record(8)] {
		let decision = decide(&facts(vec![consent(Permissions::READ, &[item])]), &request(Action::Read));
		assert_eq!(decision, Decision::Allow { by: By::Consent(0) });
	}
}

#[test]
fn doctor_should_be_denied_when_nothing_was_granted() {
	assert_eq!(decide(&facts(vec![]), &request(Action::Read)), Decision::deny(Reason::NoConsent));
}

#[test]
fn consent_should_not_carry_when_one_condition_fails() {
	let good = || consent(Permissions::READ, &[Item::Scope(LABS)]);
	let read = request(Action::Read);
	assert_eq!(only_mismatch(Consent { from: AT + 1, ..good() }, &read), Mismatch::NotStarted);
	assert_eq!(only_mismatch(Consent { until: Some(AT), ..good() }, &read), Mismatch::Ended);
	assert_eq!(only_mismatch(Consent { revoked_at: Some(AT), ..good() }, &read), Mismatch::Revoked);
	assert_eq!(only_mismatch(good(), &request(Action::Write)), Mismatch::ActionNotPermitted);
	assert_eq!(only_mismatch(consent(Permissions::READ, &[Item::Scope(4)]), &read), Mismatch::ItemNotGranted);
	assert_eq!(
		only_mismatch(consent(Permissions::READ, &[Item::Record(9)]), &read),
		Mismatch::ItemNotGranted
	);
	let research = Request { purpose: Purpose::Research, ..read };
	assert_eq!(only_mismatch(good(), &research), Mismatch::PurposeNotGranted);
	let mut later = good();
	later.items[0].from_epoch.index = 5;
	assert_eq!(only_mismatch(later, &read), Mismatch::BeforeReach);
}

#[test]
fn revoked_consent_should_have_carried_when_asked_about_the_time_before() {
	let revoked = Consent { revoked_at: Some(AT), ..consent(Permissions::READ, &[Item::Scope(LABS)]) };
	let before = Request { at: AT - 1, ..request(Action::Read) };
	assert!(decide(&facts(vec![revoked]), &before).is_allowed());
}

#[test]
fn consent_granted_now_should_not_have_carried_before_when_it_names_an_earlier_start() {
	let backdated =
		Consent { from: 0, granted_at: AT + 1, ..consent(Permissions::READ, &[Item::Scope(LABS)]) };
	assert_eq!(only_mismatch(backdated, &request(Action::Read)), Mismatch::NotStarted);
}

#[test]
fn delegated_consent_should_deny_when_a_parent_is_revoked_or_the_line_is_broken() {
	let root = delegable();
	let child = Consent { parent: Some(0), ..root.clone() };
	let with = |lineage: Vec<Consent>| {
		let mut facts = facts(vec![child.clone()]);
		facts.consents[0].lineage = BoundedVec::try_from(lineage).unwrap();
		decide(&facts, &request(Action::Read))
	};
	assert!(with(vec![root.clone()]).is_allowed());
	assert!(!with(vec![]).is_allowed());
	assert!(!with(vec![Consent { revoked_at: Some(5), ..root.clone() }]).is_allowed());
	assert!(!with(vec![Consent { parent: Some(9), ..root }]).is_allowed());
}

/// A fact of a consent below others, nearest first.
fn below(consent: Consent, lineage: Vec<Consent>) -> ConsentFact {
	let mut line: Vec<Consent> = [consent].into_iter().chain(lineage).collect();
	let last = line.len() - 1;
	for (depth, consent) in line.iter_mut().enumerate() {
		consent.parent = (depth < last).then_some(0);
	}
	let consent = line.remove(0);
	let lineage = BoundedVec::try_from(line).unwrap();
	ConsentFact { index: 0, consent, lineage, delegator_excluded: false }
}

/// The one reason why the fact does not carry reading.
fn why_not(fact: ConsentFact) -> Option<Mismatch> {
	let facts = Facts { consents: BoundedVec::try_from(vec![fact]).unwrap(), ..facts(vec![]) };
	match decide(&facts, &request(Action::Read)) {
		Decision::Allow { by } => {
			assert_eq!(by, By::Consent(0));
			None
		}
		Decision::Deny { reasons } => match reasons.as_slice() {
			[Reason::Consent { index: 0, why }] => Some(*why),
			other => panic!("unexpected reasons {other:?}"),
		},
	}
}

fn delegable() -> Consent {
	consent(Permissions::READ.union(Permissions::DELEGATE), &[Item::Scope(LABS)])
}

#[test]
fn delegated_consent_should_carry_down_to_the_greatest_depth_and_no_further() {
	let depth = usize::from(MAX_DELEGATION_DEPTH);
	for above in 0..=depth {
		assert_eq!(why_not(below(delegable(), vec![delegable(); above])), None);
	}
	let mut deeper = below(delegable(), vec![delegable(); depth]);
	deeper.lineage[depth - 1].parent = Some(0);
	assert_eq!(why_not(deeper), Some(Mismatch::TooDeep));
}

#[test]
fn delegated_consent_should_deny_when_the_patient_excluded_a_delegator() {
	for above in 1..=usize::from(MAX_DELEGATION_DEPTH) {
		let fact = below(delegable(), vec![delegable(); above]);
		let excluded = ConsentFact { delegator_excluded: true, ..fact };
		assert_eq!(why_not(excluded), Some(Mismatch::ParentExcluded));
	}
}

#[test]
fn delegated_consent_should_deny_what_a_parent_does_not_carry_or_may_not_pass_on() {
	let both = Permissions::READ.union(Permissions::WRITE);
	let mut later = delegable();
	later.items[0].from_epoch.index = 5;
	for less in [
		consent(Permissions::READ, &[Item::Scope(LABS)]),
		consent(Permissions::WRITE.union(Permissions::DELEGATE), &[Item::Scope(LABS)]),
		consent(both.union(Permissions::DELEGATE), &[Item::Scope(4)]),
		Consent { purposes: Purpose::Research.into(), ..delegable() },
		later,
	] {
		for line in [vec![less.clone()], vec![delegable(), less.clone()], vec![less.clone(), delegable()]] {
			assert_eq!(why_not(below(delegable(), line)), Some(Mismatch::BeyondParent), "{less:?}");
		}
	}
	// What the consent lacks itself is the better reason.
	let nothing = consent(Permissions::WRITE, &[Item::Scope(LABS)]);
	assert_eq!(why_not(below(nothing.clone(), vec![nothing])), Some(Mismatch::ActionNotPermitted));
}

#[test]
fn inbox_should_be_written_by_any_writer_and_read_by_the_patient_alone() {
	let mut facts = facts(vec![consent(Permissions::READ.union(Permissions::WRITE), &[Item::Scope(LABS)])]);
	facts.subject = Subject::Scope(INBOX);
	assert!(decide(&facts, &request(Action::Write)).is_allowed());
	assert_eq!(
		decide(&facts, &request(Action::Read)),
		Decision::Deny {
			reasons: BoundedVec::try_from(vec![
				Reason::InboxIsPrivate,
				Reason::Consent { index: 0, why: Mismatch::ItemNotGranted }
			])
			.unwrap()
		}
	);
	let patient = Request { actor: Actor::Patient, ..request(Action::Read) };
	assert_eq!(decide(&facts, &patient), Decision::Allow { by: By::Control });
}

#[test]
fn record_entered_in_error_should_be_read_by_the_patient_alone_and_amended_by_nobody() {
	let mut facts = facts(vec![consent(Permissions::READ.union(Permissions::WRITE), &[Item::Scope(LABS)])]);
	facts.subject = Subject::Record {
		index: 8,
		scope: LABS,
		epoch: KeyEpoch::default(),
		status: RecordStatus::EnteredInError,
	};
	assert_eq!(decide(&facts, &request(Action::Read)), Decision::deny(Reason::EnteredInError));
	assert_eq!(decide(&facts, &request(Action::Write)), Decision::deny(Reason::EnteredInError));
	let patient = |action| Request { actor: Actor::Patient, ..request(action) };
	assert!(decide(&facts, &patient(Action::Read)).is_allowed());
	assert!(!decide(&facts, &patient(Action::Write)).is_allowed());
}

#[test]
fn erased_record_should_be_closed_to_everyone_and_say_so() {
	let everything = [Item::Scope(LABS), Item::Scope(INBOX), Item::Record(8)];
	let mut facts = facts(vec![consent(Permissions::READ.union(Permissions::WRITE), &everything)]);
	for superseded_by in [None, Some(9)] {
		facts.subject = Subject::Record {
			index: 8,
			scope: INBOX,
			epoch: KeyEpoch::default(),
			status: RecordStatus::Erased { superseded_by },
		};
		for action in [Action::Read, Action::Write] {
			for actor in [Actor::Patient, request(action).actor, Actor::Organisation(2)] {
				let asked = Request { actor, ..request(action) };
				assert_eq!(decide(&facts, &asked), Decision::deny(Reason::Erased));
			}
		}
	}
}

#[test]
fn doctor_should_be_denied_when_membership_or_organisation_is_not_in_standing() {
	let good = facts(vec![consent(Permissions::READ, &[Item::Scope(LABS)])]);
	for standing in [None, Some(Standing::Suspended), Some(Standing::Expired), Some(Standing::Absent)] {
		let why = standing.unwrap_or(Standing::Absent);
		let facts = Facts { membership: standing, ..good.clone() };
		assert_eq!(
			decide(&facts, &request(Action::Read)),
			Decision::deny(Reason::MembershipNotInStanding(why))
		);
		let facts = Facts { organisation: standing, ..good.clone() };
		assert_eq!(
			decide(&facts, &request(Action::Read)),
			Decision::deny(Reason::OrganisationNotInStanding(why))
		);
	}
}

prop_compose! {
	fn any_consent()(
		permissions in 0u8..8,
		purposes in 0u16..4,
		from in 990u64..1_010,
		length in proptest::option::of(0u64..20),
		revoked in proptest::option::of(990u64..1_010),
		scope in 0u16..5,
		record in proptest::option::of(6u32..10),
		reach in 0u32..8,
	) -> Consent {
		let item = record.map_or(Item::Scope(scope), Item::Record);
		let mut consent = consent(Permissions(permissions), &[item]);
		consent.items[0].from_epoch.index = reach;
		Consent {
			purposes: Purposes(purposes),
			from,
			until: length.map(|length| from + length),
			revoked_at: revoked,
			..consent
		}
	}
}

proptest! {
	#[test]
	fn decision_should_allow_others_only_through_a_live_matching_consent(
		consents in proptest::collection::vec(any_consent(), 0..6),
		action in prop_oneof![Just(Action::Read), Just(Action::Write)],
		at in 985u64..1_015,
	) {
		let facts = facts(consents.clone());
		if let Decision::Allow { by } = decide(&facts, &Request { at, ..request(action) }) {
			let By::Consent(index) = by else { panic!("control without being the patient") };
			let consent = &consents[index as usize];
			prop_assert!(consent.from <= at);
			prop_assert!(consent.until.is_none_or(|end| at < end));
			prop_assert!(consent.revoked_at.is_none_or(|end| at < end));
			prop_assert!(consent.permissions.contains(action.permission()));
			prop_assert!(consent.purposes.contains(Purpose::Treatment));
			prop_assert!([Item::Scope(LABS), Item::Record(8)].contains(&consent.items[0].item));
		}
	}

	#[test]
	fn delegated_consent_should_allow_nothing_that_one_above_it_would_not(
		line in proptest::collection::vec(any_consent(), 2..=4),
		action in prop_oneof![Just(Action::Read), Just(Action::Write)],
		at in 985u64..1_015,
		delegator_excluded in any::<bool>(),
	) {
		let request = Request { at, ..request(action) };
		let decided = |fact: ConsentFact| {
			let consents = BoundedVec::try_from(vec![fact]).unwrap();
			decide(&Facts { consents, ..facts(vec![]) }, &request).is_allowed()
		};
		let fact = ConsentFact { delegator_excluded, ..below(line[0].clone(), line[1..].to_vec()) };
		if decided(fact) {
			prop_assert!(!delegator_excluded);
			for above in 1..line.len() {
				let parent = below(line[above].clone(), line[above + 1..].to_vec());
				prop_assert!(parent.consent.permissions.contains(Permissions::DELEGATE));
				prop_assert!(decided(parent), "not through consent {above} of the line");
			}
		}
	}

	#[test]
	fn decision_should_deny_everyone_whatever_was_granted_when_the_record_is_erased(
		consents in proptest::collection::vec(any_consent(), 0..6),
		by_patient in any::<bool>(),
		superseded_by in proptest::option::of(any::<u32>()),
		action in prop_oneof![Just(Action::Read), Just(Action::Write)],
		at in 985u64..1_015,
	) {
		let mut facts = facts(consents);
		if let Subject::Record { status, .. } = &mut facts.subject {
			*status = RecordStatus::Erased { superseded_by };
		}
		let actor = if by_patient { Actor::Patient } else { request(action).actor };
		let decision = decide(&facts, &Request { at, actor, ..request(action) });
		prop_assert_eq!(decision, Decision::deny(Reason::Erased));
	}

	#[test]
	fn decision_should_deny_whatever_was_granted_when_a_party_is_excluded(
		consents in proptest::collection::vec(any_consent(), 0..6),
		party in prop_oneof![Just(Party::Practitioner(5)), Just(Party::Organisation(2))],
		action in prop_oneof![Just(Action::Read), Just(Action::Write)],
	) {
		let mut facts = facts(consents);
		facts.exclusions.try_push(party).unwrap();
		prop_assert!(!decide(&facts, &request(action)).is_allowed());
	}
}

const OPENING: Opening = Opening([9; 32]);

/// A consent to read the labs to practitioner 5 behind a commitment.
fn blinded() -> Consent {
	let grantee = OPENING.blind(&Party::Practitioner(5)).unwrap();
	Consent { grantee, ..consent(Permissions::READ, &[Item::Scope(LABS)]) }
}

fn opened(action: Action) -> Request {
	Request { opening: Some(OPENING), ..request(action) }
}

#[test]
fn blinded_reader_should_read_when_the_opening_is_its_own() {
	let allowed = Decision::Allow { by: By::Consent(0) };
	assert_eq!(decide(&facts(vec![blinded()]), &opened(Action::Read)), allowed);
	let organisation = Consent { grantee: OPENING.blind(&Party::Organisation(2)).unwrap(), ..blinded() };
	assert_eq!(decide(&facts(vec![organisation]), &opened(Action::Read)), allowed);
}

#[test]
fn blinded_consent_should_not_carry_without_its_opening_or_for_somebody_else() {
	let other = Some(Opening([8; 32]));
	let thief = Actor::Practitioner { practitioner: 6, organisation: 2 };
	for asks in [
		request(Action::Read),
		request(Action::Write),
		Request { opening: other, ..request(Action::Read) },
		Request { actor: thief, ..opened(Action::Read) },
		Request { actor: Actor::Organisation(5), ..opened(Action::Read) },
	] {
		let facts = facts(vec![blinded()]);
		assert_eq!(
			decide(&facts, &asks),
			Decision::deny(Reason::Consent { index: 0, why: Mismatch::NotOpened }),
			"{asks:?}"
		);
	}
	let representative = Request { actor: Actor::Representative(5), ..opened(Action::Read) };
	assert!(!decide(&facts(vec![blinded()]), &representative).is_allowed());
}

#[test]
fn blinded_reader_should_be_denied_by_its_name_whatever_it_opens() {
	let read = opened(Action::Read);
	let good = || facts(vec![blinded()]);
	for party in [Party::Practitioner(5), Party::Organisation(2)] {
		let excluded = Facts { exclusions: BoundedVec::try_from(vec![party]).unwrap(), ..good() };
		assert_eq!(decide(&excluded, &read), Decision::deny(Reason::Excluded(party)));
	}
	for standing in [Standing::Suspended, Standing::Expired, Standing::Absent] {
		let suspended = Facts { membership: Some(standing), ..good() };
		assert_eq!(decide(&suspended, &read), Decision::deny(Reason::MembershipNotInStanding(standing)));
		let expelled = Facts { organisation: Some(standing), ..good() };
		assert_eq!(decide(&expelled, &read), Decision::deny(Reason::OrganisationNotInStanding(standing)));
	}
}

#[test]
fn blinded_consent_should_be_held_to_its_terms() {
	let only = |consent, request: &Request| only_mismatch(consent, request);
	let read = opened(Action::Read);
	assert_eq!(only(Consent { until: Some(AT), ..blinded() }, &read), Mismatch::Ended);
	assert_eq!(only(Consent { revoked_at: Some(AT), ..blinded() }, &read), Mismatch::Revoked);
	let research = Request { purpose: Purpose::Research, ..read };
	assert_eq!(only(blinded(), &research), Mismatch::PurposeNotGranted);
	// Nobody gives it, and it would carry nothing.
	let writing = Consent { permissions: Permissions::READ.union(Permissions::WRITE), ..blinded() };
	assert_eq!(only(writing, &opened(Action::Write)), Mismatch::ActionNotPermitted);
}

#[test]
fn named_consent_should_carry_with_and_without_an_opening() {
	let both = consent(Permissions::READ.union(Permissions::WRITE), &[Item::Scope(LABS)]);
	for action in [Action::Read, Action::Write] {
		for asks in [request(action), opened(action)] {
			assert!(decide(&facts(vec![both.clone()]), &asks).is_allowed());
		}
	}
}

#[test]
fn facts_should_hold_the_fullest_lists_and_the_reasons_all_that_denies() {
	let grantee = Party::Practitioner(5);
	let revoked = |index| ConsentFact {
		index,
		consent: Consent { grantee, revoked_at: Some(AT), ..blinded() },
		lineage: BoundedVec::default(),
		delegator_excluded: false,
	};
	let mut most = facts(vec![]);
	(0..66).for_each(|index| most.consents.try_push(revoked(index)).unwrap());
	assert!(most.consents.is_full());
	most.organisation = Some(Standing::Suspended);
	most.membership = Some(Standing::Suspended);
	most.exclusions = BoundedVec::try_from(vec![Party::Practitioner(5), Party::Organisation(2)]).unwrap();
	most.subject = Subject::Record {
		index: 8,
		scope: INBOX,
		epoch: KeyEpoch::default(),
		status: RecordStatus::EnteredInError,
	};
	let Decision::Deny { reasons } = decide(&most, &opened(Action::Read)) else { panic!() };
	assert_eq!(reasons.len(), 66 + 6);
}

proptest! {
	#[test]
	fn blinded_consent_should_open_for_reading_with_its_opening_alone(
		salt in prop_oneof![Just(OPENING.0), any::<[u8; 32]>()],
		shown in proptest::option::of(any::<bool>()),
		practitioner in 4u32..7,
		action in prop_oneof![Just(Action::Read), Just(Action::Write)],
	) {
		let opening = shown.map(|own| if own { OPENING } else { Opening(salt) });
		let actor = Actor::Practitioner { practitioner, organisation: 2 };
		let decision = decide(&facts(vec![blinded()]), &Request { actor, opening, ..request(action) });
		let may = practitioner == 5 && opening == Some(OPENING) && action == Action::Read;
		prop_assert_eq!(decision.is_allowed(), may);
	}
}

/// What is known when representative 6 asks, with these powers.
fn represented_facts(powers: Powers, consents: Vec<Consent>) -> Facts {
	let consents =
		consents.into_iter().map(|consent| Consent { grantee: Party::Representative(6), ..consent });
	Facts {
		organisation: None,
		membership: None,
		representative: Some(RepresentativeFact { standing: Standing::Good, powers }),
		..facts(consents.collect())
	}
}

fn as_representative(action: Action) -> Request {
	Request { actor: Actor::Representative(6), ..request(action) }
}

#[test]
fn representative_should_write_by_its_power_and_read_through_its_consents_alone() {
	let all = Powers::READ.union(Powers::RECORDS);
	let reading = || consent(Permissions::READ, &[Item::Scope(LABS)]);
	let write = decide(&represented_facts(Powers::RECORDS, vec![]), &as_representative(Action::Write));
	assert_eq!(write, Decision::Allow { by: By::Representation(6) });
	let read = decide(&represented_facts(all, vec![reading()]), &as_representative(Action::Read));
	assert_eq!(read, Decision::Allow { by: By::Consent(0) });
	let without = decide(&represented_facts(all, vec![]), &as_representative(Action::Read));
	assert_eq!(without, Decision::deny(Reason::NoConsent));
}

#[test]
fn representative_should_be_denied_outside_its_powers_whatever_was_granted() {
	let both = || consent(Permissions::READ.union(Permissions::WRITE), &[Item::Scope(LABS)]);
	for (powers, action, lacks) in [
		(Powers::GRANT.union(Powers::RECORDS), Action::Read, Powers::READ),
		(Powers::GRANT.union(Powers::READ), Action::Write, Powers::RECORDS),
	] {
		let decision = decide(&represented_facts(powers, vec![both()]), &as_representative(action));
		assert_eq!(decision, Decision::deny(Reason::PowerMissing(lacks)));
	}
}

#[test]
fn representative_should_be_denied_when_it_does_not_stand_well_or_the_scope_is_closed() {
	let all = Powers::READ.union(Powers::GRANT).union(Powers::RECORDS);
	let good = || represented_facts(all, vec![consent(Permissions::READ, &[Item::Scope(LABS)])]);
	for action in [Action::Read, Action::Write] {
		let asks = as_representative(action);
		assert!(decide(&good(), &asks).is_allowed());
		for standing in [Standing::Absent, Standing::Suspended, Standing::Expired] {
			let facts =
				Facts { representative: Some(RepresentativeFact { standing, powers: all }), ..good() };
			assert_eq!(decide(&facts, &asks), Decision::deny(Reason::RepresentativeNotInStanding(standing)));
		}
		let closed = Facts { closed: true, ..good() };
		assert_eq!(decide(&closed, &asks), Decision::deny(Reason::ScopeClosed));
		let excluded =
			Facts { exclusions: BoundedVec::try_from(vec![Party::Representative(6)]).unwrap(), ..good() };
		assert_eq!(decide(&excluded, &asks), Decision::deny(Reason::Excluded(Party::Representative(6))));
	}
	// A closed scope is none of a doctor's business.
	let doctors = Facts { closed: true, ..facts(vec![consent(Permissions::READ, &[Item::Scope(LABS)])]) };
	assert!(decide(&doctors, &request(Action::Read)).is_allowed());
}

#[test]
fn representative_should_write_to_the_inbox_and_not_read_it() {
	let subject = Subject::Scope(INBOX);
	let all = Powers::READ.union(Powers::RECORDS);
	let facts =
		Facts { subject, ..represented_facts(all, vec![consent(Permissions::READ, &[Item::Scope(INBOX)])]) };
	assert!(decide(&facts, &as_representative(Action::Write)).is_allowed());
	assert_eq!(decide(&facts, &as_representative(Action::Read)), Decision::deny(Reason::InboxIsPrivate));
}

#[test]
fn nobody_should_act_as_a_patient_who_has_died() {
	let control = |state| {
		let facts = Facts { patient: Some(state), organisation: None, membership: None, ..facts(vec![]) };
		decide(&facts, &Request { actor: Actor::Patient, ..request(Action::Read) })
	};
	assert!(control(PatientState::Incapacitated).is_allowed());
	assert_eq!(control(PatientState::Deceased), Decision::deny(Reason::PatientDeceased));
	let reading = Facts {
		patient: Some(PatientState::Deceased),
		..facts(vec![consent(Permissions::READ, &[Item::Scope(LABS)])])
	};
	assert!(decide(&reading, &request(Action::Read)).is_allowed(), "consents go on");
}
