//! Random sequences of record calls against a model that knows the rules in its own words.

mod common;

use common::*;
use frame_support::assert_ok;
use proptest::prelude::*;
use salus_mock::Runtime;
use salus_pallet_records::{RecordCount, Records};
use salus_primitives::{
	consent::{Item, Permissions},
	dispute::DisputeState,
	ids::{Digest, KeyEpoch, RecordIndex, ScopeNumber, INBOX},
	people::{Actor, Party},
	purpose::Purpose,
	records::{NewRecord, Record, RecordStatus, SizeClass},
	view::DisputeView,
	BoundedVec,
};
use sp_runtime::AccountId32;

#[derive(Clone, Copy, Debug, PartialEq)]
enum Writer {
	Patient,
	Lab,
	Colleague,
	Laboratory,
	Doctor,
}

const WRITERS: [Writer; 5] =
	[Writer::Patient, Writer::Lab, Writer::Colleague, Writer::Laboratory, Writer::Doctor];

/// What is wrong with a record.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Flaw {
	None,
	OtherEpoch,
	NoSize,
}

#[derive(Clone, Debug)]
enum Step {
	Register { writer: Writer, scope: ScopeNumber, flaw: Flaw },
	Batch { writer: Writer, records: Vec<(ScopeNumber, Flaw)> },
	Amend { writer: Writer, index: RecordIndex, scope: ScopeNumber, flaw: Flaw },
	Refile { by_patient: bool, index: RecordIndex, scope: ScopeNumber, flaw: Flaw, forged: bool },
	Mark { writer: Writer, index: RecordIndex },
	Erase { by_patient: bool, index: RecordIndex, forged: bool },
	Propose { writer: Writer, index: RecordIndex },
	Decline { by_patient: bool, index: RecordIndex },
	Dispute { by_patient: bool, index: RecordIndex, to_author: bool },
	Refuse { writer: Writer, index: RecordIndex },
	Withdraw { by_patient: bool, index: RecordIndex },
	Rotate { scope: ScopeNumber },
	MakeDue { scope: ScopeNumber },
}

fn writer() -> impl Strategy<Value = Writer> {
	prop::sample::select(WRITERS.to_vec())
}

fn scope() -> impl Strategy<Value = ScopeNumber> {
	// 9 does not exist.
	prop::sample::select(vec![INBOX, INBOX, LABS, LABS, LABS, IMAGING, MEDICATION, 9])
}

fn flaw() -> impl Strategy<Value = Flaw> {
	prop_oneof![8 => Just(Flaw::None), 1 => Just(Flaw::OtherEpoch), 1 => Just(Flaw::NoSize)]
}

fn step() -> impl Strategy<Value = Step> {
	let index = || 0u32..12;
	prop_oneof![
		6 => (writer(), scope(), flaw()).prop_map(|(writer, scope, flaw)| Step::Register { writer, scope, flaw }),
		2 => (writer(), prop::collection::vec((scope(), flaw()), 1..6))
			.prop_map(|(writer, records)| Step::Batch { writer, records }),
		5 => (writer(), index(), scope(), flaw())
			.prop_map(|(writer, index, scope, flaw)| Step::Amend { writer, index, scope, flaw }),
		3 => (prop::bool::weighted(0.8), index(), scope(), flaw(), prop::bool::weighted(0.2)).prop_map(
			|(by_patient, index, scope, flaw, forged)| Step::Refile { by_patient, index, scope, flaw, forged }
		),
		2 => (writer(), index()).prop_map(|(writer, index)| Step::Mark { writer, index }),
		2 => (prop::bool::weighted(0.8), index(), prop::bool::weighted(0.2))
			.prop_map(|(by_patient, index, forged)| Step::Erase { by_patient, index, forged }),
		2 => (writer(), index()).prop_map(|(writer, index)| Step::Propose { writer, index }),
		1 => (prop::bool::weighted(0.8), index())
			.prop_map(|(by_patient, index)| Step::Decline { by_patient, index }),
		4 => (prop::bool::weighted(0.9), index(), prop::bool::weighted(0.9))
			.prop_map(|(by_patient, index, to_author)| Step::Dispute { by_patient, index, to_author }),
		3 => (writer(), index()).prop_map(|(writer, index)| Step::Refuse { writer, index }),
		1 => (prop::bool::weighted(0.8), index())
			.prop_map(|(by_patient, index)| Step::Withdraw { by_patient, index }),
		1 => (1u16..4).prop_map(|scope| Step::Rotate { scope }),
		1 => (1u16..4).prop_map(|scope| Step::MakeDue { scope }),
	]
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Disputed {
	Open,
	AmendedBy(RecordIndex),
	InError,
	RefusedBy(Writer),
	Withdrawn,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Version {
	author: Writer,
	scope: ScopeNumber,
	epoch: u32,
	supersedes: Option<RecordIndex>,
	superseded_by: Option<RecordIndex>,
	in_error: bool,
	erased: bool,
	proposed_by: Option<Writer>,
	disputed: Option<(Disputed, u8)>,
}

impl Version {
	fn is_newest(&self) -> bool {
		self.superseded_by.is_none() && !self.in_error && !self.erased
	}

	/// Answers the dispute, if it is open.
	fn answer(&mut self, answer: Disputed) {
		if let Some((state @ Disputed::Open, _)) = &mut self.disputed {
			*state = answer;
		}
	}
}

/// The patient's four open scopes: epoch, and whether a rotation is due.
#[derive(Default)]
struct Model {
	versions: Vec<Version>,
	epochs: [u32; 4],
	due: [bool; 4],
}

impl Model {
	fn may_write(writer: Writer, scope: ScopeNumber) -> bool {
		match writer {
			Writer::Patient => true,
			Writer::Lab | Writer::Colleague | Writer::Laboratory => scope == INBOX || scope == LABS,
			Writer::Doctor => scope == INBOX,
		}
	}

	fn takes(&self, scope: ScopeNumber, flaw: Flaw) -> bool {
		scope < 4 && !self.due[scope as usize] && flaw != Flaw::OtherEpoch
	}

	fn file(
		&mut self,
		author: Writer,
		scope: ScopeNumber,
		flaw: Flaw,
		supersedes: Option<RecordIndex>,
	) -> bool {
		let good = flaw == Flaw::None && self.takes(scope, flaw) && Self::may_write(author, scope);
		if good {
			let epoch = self.epochs[scope as usize];
			self.versions.push(Version {
				author,
				scope,
				epoch,
				supersedes,
				superseded_by: None,
				in_error: false,
				erased: false,
				proposed_by: None,
				disputed: None,
			});
		}
		good
	}

	/// Whether the writer answers for the record, which is not erased.
	fn answers(&self, writer: Writer, index: RecordIndex) -> bool {
		let Some(version) = self.versions.get(index as usize) else { return false };
		let answers = writer == version.author
			|| (matches!(writer, Writer::Lab | Writer::Colleague)
				&& matches!(version.author, Writer::Lab | Writer::Colleague | Writer::Laboratory));
		answers && !version.erased
	}

	/// Whether the writer answers for the record, and it is the newest version.
	fn changes(&self, writer: Writer, index: RecordIndex) -> bool {
		self.answers(writer, index) && self.versions[index as usize].is_newest()
	}

	fn amend(&mut self, writer: Writer, index: RecordIndex, scope: ScopeNumber, flaw: Flaw) -> bool {
		let next = self.versions.len() as RecordIndex;
		let good = self.changes(writer, index)
			&& (scope == INBOX || scope == self.versions[index as usize].scope)
			&& Self::may_write(writer, self.versions[index as usize].scope)
			&& self.file(writer, scope, flaw, Some(index));
		if good {
			let amended = &mut self.versions[index as usize];
			amended.superseded_by = Some(next);
			amended.answer(Disputed::AmendedBy(next));
		}
		good
	}

	fn refile(&mut self, by_patient: bool, index: RecordIndex, scope: ScopeNumber, flaw: Flaw) -> bool {
		let takes = self.takes(scope, flaw);
		let Some(version) = self.versions.get_mut(index as usize) else { return false };
		let open = !version.in_error && !version.erased;
		let good = by_patient && version.scope == INBOX && open && scope != INBOX && takes;
		if good {
			version.scope = scope;
			version.epoch = self.epochs[scope as usize];
		}
		good
	}

	fn mark(&mut self, writer: Writer, index: RecordIndex) -> bool {
		let good = self.changes(writer, index);
		if good {
			self.versions[index as usize].in_error = true;
			self.versions[index as usize].answer(Disputed::InError);
		}
		good
	}

	fn erase(&mut self, by_patient: bool, index: RecordIndex) -> bool {
		let Some(version) = self.versions.get_mut(index as usize) else { return false };
		let good = by_patient && !version.erased;
		if good {
			let (proposed_by, disputed) = (None, None);
			*version = Version { scope: INBOX, epoch: 0, erased: true, proposed_by, disputed, ..*version };
		}
		good
	}

	fn propose(&mut self, writer: Writer, index: RecordIndex) -> bool {
		let good = writer != Writer::Patient
			&& self.answers(writer, index)
			&& self.versions[index as usize].proposed_by.is_none();
		if good {
			self.versions[index as usize].proposed_by = Some(writer);
		}
		good
	}

	fn decline(&mut self, by_patient: bool, index: RecordIndex) -> bool {
		let Some(version) = self.versions.get_mut(index as usize) else { return false };
		by_patient && version.proposed_by.take().is_some()
	}

	fn dispute(&mut self, by_patient: bool, index: RecordIndex, to_author: bool) -> bool {
		let Some(version) = self.versions.get_mut(index as usize) else { return false };
		let (before, times) = version.disputed.unwrap_or((Disputed::Withdrawn, 0));
		let good = by_patient
			&& to_author
			&& version.is_newest()
			&& version.author != Writer::Patient
			&& before != Disputed::Open
			&& times < 3;
		if good {
			version.disputed = Some((Disputed::Open, times + 1));
		}
		good
	}

	fn refuse(&mut self, writer: Writer, index: RecordIndex) -> bool {
		let good = self.answers(writer, index)
			&& matches!(self.versions[index as usize].disputed, Some((Disputed::Open, _)));
		if good {
			self.versions[index as usize].answer(Disputed::RefusedBy(writer));
		}
		good
	}

	fn withdraw(&mut self, by_patient: bool, index: RecordIndex) -> bool {
		let Some(version) = self.versions.get_mut(index as usize) else { return false };
		match &mut version.disputed {
			Some((state @ (Disputed::Open | Disputed::RefusedBy(_)), _)) if by_patient => {
				*state = Disputed::Withdrawn;
				true
			}
			_ => false,
		}
	}
}

fn signer(w: &World, writer: Writer) -> (AccountId32, Actor) {
	match writer {
		Writer::Patient => (w.wallet.clone(), Actor::Patient),
		Writer::Lab => (w.lab.account.clone(), w.lab.actor()),
		Writer::Colleague => (w.colleague.account.clone(), w.colleague.actor()),
		Writer::Laboratory => (registrar(LABORATORY), Actor::Organisation(LABORATORY)),
		Writer::Doctor => (w.doctor.account.clone(), w.doctor.actor()),
	}
}

fn flawed(w: &World, scope: ScopeNumber, flaw: Flaw) -> NewRecord {
	let known = if scope < 4 { scope } else { INBOX };
	let mut record = NewRecord { scope, ..w.pointer(known, scope as u8) };
	match flaw {
		Flaw::None => {}
		Flaw::OtherEpoch => record.epoch = KeyEpoch { index: record.epoch.index + 1, ..record.epoch },
		Flaw::NoSize => record.size = SizeClass(3),
	}
	record
}

/// Takes the step on the chain and in the model; both must agree on what succeeds.
fn take(w: &World, model: &mut Model, step: &Step) -> Result<(), TestCaseError> {
	match step {
		Step::Register { writer, scope, flaw } => {
			let (account, actor) = signer(w, *writer);
			let outcome = register_as(&account, w.patient, actor, flawed(w, *scope, *flaw));
			prop_assert_eq!(outcome.is_ok(), model.file(*writer, *scope, *flaw, None), "{:?}", outcome);
		}
		Step::Batch { writer, records } => {
			let (account, actor) = signer(w, *writer);
			let batch = records.iter().map(|(scope, flaw)| flawed(w, *scope, *flaw)).collect();
			assert_ok!(Pallet::register_batch(
				signed(&account),
				w.patient,
				actor,
				Purpose::Treatment,
				BoundedVec::truncate_from(batch)
			));
			for (scope, flaw) in records {
				model.file(*writer, *scope, *flaw, None);
			}
		}
		Step::Amend { writer, index, scope, flaw } => {
			let (account, actor) = signer(w, *writer);
			let record = flawed(w, *scope, *flaw);
			let outcome =
				Pallet::amend(signed(&account), w.patient, *index, actor, Purpose::Treatment, record);
			prop_assert_eq!(outcome.is_ok(), model.amend(*writer, *index, *scope, *flaw), "{:?}", outcome);
		}
		Step::Refile { by_patient, index, scope, flaw, forged } => {
			let account = if *by_patient { &w.wallet } else { &w.lab.account };
			let epoch = flawed(w, *scope, *flaw).epoch;
			let envelope = Digest([1; 32]);
			let mut signature = salus_mock::refile_signature(&w.patient, *index, *scope, epoch, envelope);
			if *forged {
				signature = salus_mock::vault("mallory").sign_bytes(&signature.0);
			}
			let outcome =
				Pallet::refile(signed(account), w.patient, *index, *scope, epoch, envelope, signature);
			let expected = !forged && model.refile(*by_patient, *index, *scope, *flaw);
			prop_assert_eq!(outcome.is_ok(), expected, "{:?}", outcome);
		}
		Step::Mark { writer, index } => {
			let (account, actor) = signer(w, *writer);
			let outcome = Pallet::mark_entered_in_error(signed(&account), w.patient, *index, actor);
			prop_assert_eq!(outcome.is_ok(), model.mark(*writer, *index), "{:?}", outcome);
		}
		Step::Erase { by_patient, index, forged } => {
			let account = if *by_patient { &w.wallet } else { &w.lab.account };
			let mut signature = salus_mock::erase_signature(&w.patient, *index);
			if *forged {
				signature = salus_mock::vault("mallory").sign_bytes(&signature.0);
			}
			let outcome = Pallet::erase(signed(account), w.patient, *index, signature);
			let expected = !forged && model.erase(*by_patient, *index);
			prop_assert_eq!(outcome.is_ok(), expected, "{:?}", outcome);
		}
		Step::Propose { writer, index } => {
			let (account, actor) = signer(w, *writer);
			let outcome = Pallet::propose_erasure(signed(&account), w.patient, *index, actor);
			prop_assert_eq!(outcome.is_ok(), model.propose(*writer, *index), "{:?}", outcome);
		}
		Step::Decline { by_patient, index } => {
			let account = if *by_patient { &w.wallet } else { &w.lab.account };
			let outcome = Pallet::decline_erasure(signed(account), w.patient, *index);
			prop_assert_eq!(outcome.is_ok(), model.decline(*by_patient, *index), "{:?}", outcome);
		}
		Step::Dispute { by_patient, index, to_author } => {
			let account = if *by_patient { &w.wallet } else { &w.lab.account };
			let author = model.versions.get(*index as usize).map(|version| signer(w, version.author).1);
			let organisation = author.and_then(|author| author.organisation()).unwrap_or(HOSPITAL);
			// Nobody is practitioner 999.
			let party = if *to_author { Party::Organisation(organisation) } else { Party::Practitioner(999) };
			let outcome = Pallet::dispute(signed(account), w.patient, *index, sealed(1), party);
			let expected = model.dispute(*by_patient, *index, *to_author);
			prop_assert_eq!(outcome.is_ok(), expected, "{:?}", outcome);
		}
		Step::Refuse { writer, index } => {
			let (account, actor) = signer(w, *writer);
			let outcome = Pallet::refuse_dispute(signed(&account), w.patient, *index, actor, sealed(2));
			prop_assert_eq!(outcome.is_ok(), model.refuse(*writer, *index), "{:?}", outcome);
		}
		Step::Withdraw { by_patient, index } => {
			let account = if *by_patient { &w.wallet } else { &w.lab.account };
			let outcome = Pallet::withdraw_dispute(signed(account), w.patient, *index);
			prop_assert_eq!(outcome.is_ok(), model.withdraw(*by_patient, *index), "{:?}", outcome);
		}
		Step::Rotate { scope } => {
			w.rotate(*scope);
			model.epochs[*scope as usize] += 1;
			model.due[*scope as usize] = false;
		}
		Step::MakeDue { scope } => {
			// A scope that is due is not granted for reading.
			if !model.due[*scope as usize] {
				let doctor = Party::Practitioner(w.doctor.id);
				let until = Some(now() + 1);
				let grant = treatment_grant(doctor, vec![Item::Scope(*scope)], Permissions::READ, until);
				give(&w.wallet, w.patient, grant);
				advance(1);
				model.due[*scope as usize] = true;
			}
		}
	}
	Ok(())
}

fn assert_agreement(w: &World, model: &Model) -> Result<(), TestCaseError> {
	prop_assert_eq!(RecordCount::<Runtime>::get(w.patient) as usize, model.versions.len());
	for (index, version) in (0..).zip(&model.versions) {
		let Record { pointer, author, supersedes, status, .. } =
			Records::<Runtime>::get(w.patient, index).expect("the model has the record");
		let status_of_version = if version.erased {
			prop_assert_eq!(pointer, NewRecord::ERASED);
			RecordStatus::Erased { superseded_by: version.superseded_by }
		} else if version.in_error {
			RecordStatus::EnteredInError
		} else {
			RecordStatus::Final { superseded_by: version.superseded_by }
		};
		prop_assert_eq!(author, signer(w, version.author).1);
		prop_assert_eq!(pointer.scope, version.scope);
		prop_assert_eq!(pointer.epoch, KeyEpoch { generation: 0, index: version.epoch });
		prop_assert_eq!(supersedes, version.supersedes);
		prop_assert_eq!(status, status_of_version);
	}
	let open: Vec<_> = Pallet::erasure_proposals(w.patient)
		.expect("there is the patient")
		.into_iter()
		.map(|(index, proposal)| (index, proposal.actor))
		.collect();
	let proposed: Vec<_> = (0..)
		.zip(&model.versions)
		.filter_map(|(index, version)| Some((index, signer(w, version.proposed_by?).1)))
		.collect();
	prop_assert_eq!(open, proposed);
	assert_disputes_agree(w, model)
}

fn assert_disputes_agree(w: &World, model: &Model) -> Result<(), TestCaseError> {
	let disputes = Pallet::disputes(w.patient, 0, u32::MAX).expect("there is the patient").items;
	let found: Vec<_> = disputes
		.iter()
		.map(|(index, DisputeView { dispute, overdue })| {
			assert!(!overdue, "no time to speak of passes");
			(*index, dispute.author, dispute.state, dispute.times)
		})
		.collect();
	let expected: Vec<_> = (0..)
		.zip(&model.versions)
		.filter_map(|(index, version)| {
			let (state, times) = version.disputed?;
			let state = match state {
				Disputed::Open => DisputeState::Open,
				Disputed::AmendedBy(by) => DisputeState::Amended { by },
				Disputed::InError => DisputeState::EnteredInError,
				Disputed::Withdrawn => DisputeState::Withdrawn,
				Disputed::RefusedBy(writer) => {
					let at = match disputes.iter().find(|(found, _)| *found == index)?.1.dispute.state {
						DisputeState::Refused { at, .. } => at,
						_ => 0,
					};
					DisputeState::Refused { actor: signer(w, writer).1, reason: sealed(2), at }
				}
			};
			Some((index, signer(w, version.author).1, state, times))
		})
		.collect();
	prop_assert_eq!(found, expected);
	for organisation in [HOSPITAL, LABORATORY] {
		let open: Vec<_> = awaiting(organisation).into_iter().map(|(record, _)| record.index).collect();
		let owed = (0..).zip(&model.versions).filter(|(_, version)| {
			matches!(version.disputed, Some((Disputed::Open, _)))
				&& signer(w, version.author).1.organisation() == Some(organisation)
		});
		prop_assert_eq!(open, owed.map(|(index, _)| index).collect::<Vec<_>>());
	}
	Ok(())
}

proptest! {
	#![proptest_config(ProptestConfig { cases: cases(48), failure_persistence: None, ..ProptestConfig::default() })]

	#[test]
	fn chain_should_agree_with_the_model_whatever_is_called(steps in prop::collection::vec(step(), 1..60)) {
		builder().build_and_execute(|| {
			let w = World::found();
			let mut model = Model::default();
			for step in &steps {
				take(&w, &mut model, step)?;
				assert_agreement(&w, &model)?;
				Pallet::do_try_state().expect("records' state is sound");
			}
			Ok::<_, TestCaseError>(())
		})?;
	}
}
