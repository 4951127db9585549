//! Lifting an exclusion.

mod common;

use common::*;
use frame_support::{assert_noop, assert_ok};
use salus_primitives::view::Asker;

fn exclude(world: World) -> sp_runtime::DispatchResult {
	Consent::exclude(signed("eve"), world.patient, world.grantee())
}

fn readmit(world: World) -> sp_runtime::DispatchResult {
	Consent::readmit(signed("eve"), world.patient, world.grantee())
}

/// Whether the doctor was allowed to read labs at the moment.
fn read_at(world: World, at: Moment) -> bool {
	let asker = Asker::Actor(world.at_work());
	let item = Item::Scope(LABS);
	Consent::check_access(world.patient, asker, Action::Read, item, Purpose::Treatment, Some(at))
		.unwrap()
		.is_allowed()
}

#[test]
fn readmitted_doctor_should_read_again_while_the_scope_goes_on_waiting() {
	world(|world| {
		world.reader_of(LABS);
		assert_ok!(exclude(world));
		let since = now();
		advance(HOUR);
		System::reset_events();
		assert_ok!(readmit(world));
		assert_eq!(consent_events(), [Event::Readmitted { patient: world.patient, party: world.grantee() }]);
		assert!(world.reads(LABS));
		assert_eq!(world.due(LABS), Some((RotationDue::Revoked, since)));
	})
}

#[test]
fn past_exclusion_should_be_told_when_asked_about_its_time() {
	world(|world| {
		world.reader_of(LABS);
		let start = now();
		advance(HOUR);
		assert_ok!(exclude(world));
		advance(HOUR);
		assert_ok!(readmit(world));
		advance(HOUR);
		assert!(read_at(world, start) && read_at(world, start + HOUR - 1));
		assert!(!read_at(world, start + HOUR) && !read_at(world, start + 2 * HOUR - 1));
		assert!(read_at(world, start + 2 * HOUR) && read_at(world, now()));
	})
}

#[test]
fn forgotten_exclusion_should_count_when_asked_about_before_a_full_history() {
	world(|world| {
		world.reader_of(LABS);
		let start = now();
		for _ in 0..9 {
			advance(HOUR);
			assert_ok!(exclude(world));
			advance(HOUR);
			assert_ok!(readmit(world));
		}
		assert!(!read_at(world, start + HOUR));
		assert!(read_at(world, now()));
	})
}

#[test]
fn readmitting_should_be_refused_when_not_excluded_or_by_a_stranger() {
	world(|world| {
		assert_noop!(readmit(world), E::NotExcluded);
		assert_ok!(exclude(world));
		for stranger in ["charlie", "bob"] {
			let call = Consent::readmit(signed(stranger), world.patient, world.grantee());
			assert_noop!(call, IdentityError::NotController);
		}
		advance(1);
		assert_ok!(readmit(world));
		assert_noop!(readmit(world), E::NotExcluded);
		assert_ok!(exclude(world));
	})
}
