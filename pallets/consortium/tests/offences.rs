//! Validators that offended, and the sets without them.

use frame_support::{assert_ok, traits::Hooks};
use proptest::prelude::*;
use salus_mock::{
	acceptance, account, advance, agreed, council, do_try_state, events, expel_organisation, run_to, signed,
	Consortium, ExtBuilder, Runtime, RuntimeEvent, Session, System, ALICE_ORGANISATION, BOB_ORGANISATION,
};
use salus_pallet_consortium::{Event, Offenders, Validators};
use salus_primitives::{
	consortium::{OffenceKind, Offender, OffenderState, ValidatorSeat},
	limits::{MaxValidators, MAX_PAGE, SAFE_MINIMUM_VALIDATORS},
	text::Role,
	validators::SeatState,
};
use sp_core::Get;
use sp_runtime::{testing::UintAuthorityId, AccountId32};
use std::collections::BTreeSet;

const ALL: [&str; 7] = ["alice", "bob", "nora", "otto", "paul", "quinn", "rosa"];
/// Blocks of a session of the mock.
const SESSION: u32 = 5;

fn give(name: &str) {
	let word = acceptance(name, Role::Validator(BOB_ORGANISATION));
	assert_ok!(Consortium::give_seat(council(), BOB_ORGANISATION, account(name), word));
}

fn keys(name: &str, key: u64) {
	assert_ok!(Session::set_keys(signed(name), UintAuthorityId(key), vec![]));
}

fn join(name: &str) {
	assert_ok!(Consortium::join_validators(signed(name), account(name)));
}

/// Runs `test` with the first `count` of [`ALL`] in the set.
fn with_validators<R>(count: usize, test: impl FnOnce() -> R) {
	ExtBuilder::default().build_and_execute(|| {
		for (key, name) in (100..).zip(&ALL[2..count]) {
			give(name);
			keys(name, key);
			join(name);
		}
		pass(2);
		assert_eq!(active(), ALL[..count]);
		events();
		test();
		do_try_state();
	});
}

/// What becomes of a seat.
fn seat(name: &str) -> SeatState {
	let states = Consortium::validator_states(0, MAX_PAGE).items.into_iter();
	let of = states.map(|(_, state)| state).find(|state| state.account == account(name));
	of.expect("it has a seat").state
}

/// So many sessions end.
fn pass(sessions: u32) {
	let next = (System::block_number() / SESSION + sessions) * SESSION;
	run_to(next + 1);
}

fn active() -> Vec<&'static str> {
	let name = |who: AccountId32| *ALL.iter().find(|name| account(name) == who).expect("it is one of all");
	Session::validators().into_iter().map(name).collect()
}

fn offend(name: &str) {
	Consortium::record_offence(account(name), OffenceKind::Votes, Session::current_index());
}

fn state(name: &str) -> Option<OffenderState> {
	let found = Consortium::offenders().into_iter().find(|offender| offender.account == account(name));
	found.map(|offender| offender.state)
}

/// The consortium's own events since they were last asked for, about offences.
fn told() -> Vec<Event<Runtime>> {
	let own = |event| match event {
		RuntimeEvent::Consortium(
			event @ (Event::ValidatorOffended { .. }
			| Event::OffenderMarked { .. }
			| Event::OffenderLeftOut { .. }),
		) => Some(event),
		_ => None,
	};
	events().into_iter().filter_map(own).collect()
}

#[test]
fn votes_of_another_chain_should_not_count_when_this_one_goes_on_from_its_state() {
	with_validators(5, || {
		System::set_block_number(1);
		Consortium::on_initialize(1);
		let session = Session::current_index();
		for passed in [session, session + 1] {
			Consortium::record_offence(account("otto"), OffenceKind::Votes, passed);
			assert_eq!(state("otto"), None);
		}
		// By then it has keys that signed nothing there.
		Consortium::record_offence(account("otto"), OffenceKind::Votes, session + 2);
		assert_eq!(state("otto"), Some(OffenderState::Reported));
	});
}

#[test]
fn offender_should_leave_at_the_next_set_when_four_are_left_without_it() {
	with_validators(5, || {
		let session = Session::current_index();
		offend("otto");
		let offended =
			Event::ValidatorOffended { account: account("otto"), kind: OffenceKind::Votes, session };
		assert_eq!(told(), [offended]);
		assert_eq!(state("otto"), Some(OffenderState::Reported));
		pass(1);
		// The set is planned a session ahead.
		assert_eq!(active(), ["alice", "bob", "nora", "otto", "paul"]);
		assert_eq!(told(), [Event::OffenderLeftOut { account: account("otto") }]);
		pass(1);
		assert_eq!(active(), ["alice", "bob", "nora", "paul"]);
		pass(3);
		assert_eq!(active(), ["alice", "bob", "nora", "paul"]);
		assert_eq!(told(), []);
	});
}

#[test]
fn offender_should_stay_and_be_marked_when_fewer_than_four_are_left_without_it() {
	with_validators(4, || {
		offend("otto");
		told();
		pass(3);
		assert_eq!(active(), ["alice", "bob", "nora", "otto"]);
		assert_eq!(told(), [Event::OffenderMarked { account: account("otto") }]);
		assert_eq!(state("otto"), Some(OffenderState::Marked));
	});
}

#[test]
fn marked_offender_should_leave_when_the_set_has_grown_and_come_back_when_it_shrinks() {
	with_validators(4, || {
		offend("otto");
		pass(2);
		told();
		give("paul");
		keys("paul", 104);
		join("paul");
		pass(2);
		assert_eq!(active(), ["alice", "bob", "nora", "paul"]);
		assert_eq!(told(), [Event::OffenderLeftOut { account: account("otto") }]);
		assert_ok!(Consortium::take_seat(council(), account("nora")));
		pass(2);
		assert_eq!(active(), ["alice", "bob", "otto", "paul"]);
		assert_eq!(told(), [Event::OffenderMarked { account: account("otto") }]);
	});
}

#[test]
fn first_reported_should_leave_first_when_several_offended() {
	with_validators(6, || {
		for name in ["rosa", "paul", "nora", "bob"] {
			offend(name);
			advance(1);
		}
		// rosa has no seat: it is as if nothing had been said of her.
		assert_eq!(state("rosa"), None);
		pass(2);
		assert_eq!(active(), ["alice", "bob", "otto", "quinn"]);
		assert_eq!(["paul", "nora", "bob"].map(state), {
			use OffenderState::{LeftOut, Marked};
			[Some(LeftOut), Some(LeftOut), Some(Marked)]
		});
	});
}

#[test]
fn offence_should_be_recorded_once_and_keep_what_was_reported_first() {
	with_validators(5, || {
		let session = Session::current_index();
		offend("otto");
		let first = Consortium::offenders();
		told();
		Consortium::record_offence(account("otto"), OffenceKind::Blocks, session);
		assert_eq!(Consortium::offenders(), first);
		assert_eq!(told(), []);
		let expected = Offender {
			account: account("otto"),
			kind: OffenceKind::Votes,
			session,
			reported_at: Consortium::now(),
			state: OffenderState::Reported,
		};
		assert_eq!(first, [expected]);
	});
}

#[test]
fn offender_should_clear_itself_neither_with_new_keys_nor_by_waiting_nor_by_leaving() {
	with_validators(5, || {
		offend("otto");
		keys("otto", 777);
		pass(4);
		assert_eq!(active(), ["alice", "bob", "nora", "paul"]);
		assert_eq!(state("otto"), Some(OffenderState::LeftOut));
		assert_eq!((seat("otto"), seat("nora")), (SeatState::LeftOut, SeatState::Joined));
		assert_ok!(Consortium::leave_validators(signed("otto"), account("otto")));
		assert_eq!(seat("otto"), SeatState::Resting);
		pass(2);
		keys("otto", 778);
		join("otto");
		pass(3);
		assert_eq!(active(), ["alice", "bob", "nora", "paul"]);
		assert_eq!(state("otto"), Some(OffenderState::LeftOut));
	});
}

#[test]
fn offender_should_be_back_when_its_seat_was_taken_and_given_anew() {
	with_validators(5, || {
		offend("otto");
		pass(2);
		assert_ok!(Consortium::take_seat(council(), account("otto")));
		assert_eq!(state("otto"), None);
		keys("otto", 777);
		give("otto");
		join("otto");
		pass(2);
		assert_eq!(active(), ["alice", "bob", "nora", "paul", "otto"]);
	});
}

#[test]
fn stolen_key_of_before_should_not_bring_down_who_was_given_its_seat_anew() {
	with_validators(5, || {
		let stolen = Session::current_index();
		offend("otto");
		assert_ok!(Consortium::take_seat(council(), account("otto")));
		give("otto");
		keys("otto", 777);
		join("otto");
		// Both in the session of then and in the next, in which the old key still counts, and whenever it is told.
		for session in [stolen, stolen + 1] {
			assert!(!Consortium::offence_counts(&account("otto"), session));
			Consortium::record_offence(account("otto"), OffenceKind::Blocks, session);
		}
		pass(2);
		Consortium::record_offence(account("otto"), OffenceKind::Blocks, stolen);
		assert_eq!(state("otto"), None);
		// What the new key does counts.
		offend("otto");
		assert_eq!(state("otto"), Some(OffenderState::Reported));
	});
}

#[test]
fn offender_should_be_forgotten_when_its_organisation_is_expelled() {
	with_validators(6, || {
		offend("otto");
		expel_organisation(BOB_ORGANISATION);
		assert_eq!(Consortium::offenders(), []);
		Consortium::record_offence(account("otto"), OffenceKind::Blocks, 9);
		assert_eq!(Consortium::offenders(), []);
	});
}

#[test]
fn offender_should_find_room_when_the_list_is_full_of_accounts_without_a_seat() {
	with_validators(5, || {
		let most: u32 = MaxValidators::get();
		for number in 0..most {
			let gone = account(&format!("gone {number}"));
			Consortium::admit(&gone);
			Offenders::<Runtime>::mutate(|list| {
				let (kind, state) = (OffenceKind::Votes, OffenderState::LeftOut);
				let left = Offender { account: gone, kind, session: 0, reported_at: 0, state };
				list.try_push(left).expect("as many as may be");
			});
		}
		offend("otto");
		assert_eq!(Consortium::offenders().len(), 1);
		assert_eq!(state("otto"), Some(OffenderState::Reported));
	});
}

#[test]
fn offender_without_keys_should_count_for_nothing_in_the_set() {
	with_validators(5, || {
		Validators::<Runtime>::mutate(|seats| {
			let seat = ValidatorSeat { account: account("rosa"), organisation: ALICE_ORGANISATION };
			Consortium::admit(&seat.account);
			seats.try_push(seat).expect("there is room");
		});
		offend("rosa");
		offend("otto");
		pass(2);
		assert_eq!(active(), ["alice", "bob", "nora", "paul"]);
		assert_eq!(state("rosa"), Some(OffenderState::Reported));
	});
}

#[derive(Clone, Debug)]
enum Step {
	Offend(usize),
	Give(usize),
	Take(usize),
	Keys(usize, u64),
	Join(usize),
	Leave(usize),
	Sessions(u32),
}

fn step() -> impl Strategy<Value = Step> {
	let who = 0..ALL.len();
	prop_oneof![
		3 => who.clone().prop_map(Step::Offend),
		3 => who.clone().prop_map(Step::Give),
		2 => who.clone().prop_map(Step::Take),
		3 => (who.clone(), 200..299u64).prop_map(|(who, key)| Step::Keys(who, key)),
		4 => who.clone().prop_map(Step::Join),
		1 => who.prop_map(Step::Leave),
		3 => (1..3u32).prop_map(Step::Sessions),
	]
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(48))]

	/// Offences leave four, if there were four; who is left out is an offender; and who offended stays known until a vote.
	#[test]
	fn set_should_never_be_too_small_by_offences(steps in proptest::collection::vec(step(), 1..50)) {
		with_validators(5, || {
			let mut known = BTreeSet::new();
			for step in steps {
				match step {
					Step::Offend(who) => {
						offend(ALL[who]);
						if let Some(state) = state(ALL[who]) {
							assert!(known.contains(ALL[who]) || state == OffenderState::Reported);
							known.insert(ALL[who]);
						}
					}
					Step::Give(who) => {
						let word = acceptance(ALL[who], Role::Validator(BOB_ORGANISATION));
						if Consortium::give_seat(council(), BOB_ORGANISATION, account(ALL[who]), word).is_ok() {
							known.remove(ALL[who]);
						}
					}
					Step::Take(who) => {
						if Consortium::take_seat(agreed(2), account(ALL[who])).is_ok() {
							known.remove(ALL[who]);
						}
					}
					Step::Keys(who, key) => {
						if Consortium::validators().iter().any(|seat| seat.account == account(ALL[who])) {
							let _ = Session::set_keys(signed(ALL[who]), UintAuthorityId(key), vec![]);
						}
					}
					Step::Join(who) => {
						let _ = Consortium::join_validators(signed(ALL[who]), account(ALL[who]));
					}
					// Neither by leaving nor by coming back does one clear itself.
					Step::Leave(who) => {
						let _ = Consortium::leave_validators(signed(ALL[who]), account(ALL[who]));
					}
					Step::Sessions(sessions) => {
						pass(sessions);
						check_planned();
					}
				}
				do_try_state();
				let offenders = Consortium::offenders();
				assert!(known.iter().all(|name| offenders.iter().any(|found| found.account == account(name))));
				assert!(!Session::validators().is_empty());
			}
		});
	}
}

/// Holds the set that was planned last against the seats of now, which have not changed since.
fn check_planned() {
	let planned: BTreeSet<_> = Session::queued_keys().into_iter().map(|(who, _)| who).collect();
	let able: BTreeSet<_> = Consortium::validators()
		.into_iter()
		.filter(Consortium::is_joined)
		.map(|seat| seat.account)
		.filter(|who| Session::load_keys(who).is_some())
		.collect();
	if able.is_empty() {
		return;
	}
	let offenders = Consortium::offenders();
	assert!(planned.len() >= able.len().min(SAFE_MINIMUM_VALIDATORS), "{} of {}", planned.len(), able.len());
	for gone in able.difference(&planned) {
		assert!(offenders
			.iter()
			.any(|offender| offender.account == *gone && { offender.state == OffenderState::LeftOut }));
	}
	// None stays in a set that could spare it.
	let stay = offenders.iter().filter(|offender| planned.contains(&offender.account));
	assert!(stay.count() == 0 || planned.len() <= SAFE_MINIMUM_VALIDATORS);
}
