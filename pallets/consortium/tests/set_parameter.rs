//! `set_parameter`.

use frame_support::{assert_noop, assert_ok};
use salus_mock::{
	agreed, council, events, signed, Consortium, ExtBuilder, Runtime, RuntimeEvent, RuntimeOrigin, DAY,
};
use salus_pallet_consortium::{Error, Event, MinimumOrganisations};
use salus_primitives::{
	consortium::{Parameter, Parameters},
	limits::{
		DEFAULT_MINIMUM_ORGANISATIONS, DEFAULT_MINIMUM_VALIDATORS, DEFAULT_NOTICE_PERIOD, MAX_NOTICE_PERIOD,
		MIN_NOTICE_PERIOD,
	},
};
use sp_runtime::{DispatchError, DispatchResult};

type E = Error<Runtime>;

fn set(parameter: Parameter) -> DispatchResult {
	Consortium::set_parameter(council(), parameter)
}

#[test]
fn parameters_should_be_what_was_voted_and_else_their_defaults() {
	ExtBuilder::default().build_and_execute(|| {
		MinimumOrganisations::<Runtime>::kill();
		let defaults = Parameters {
			notice_period: DEFAULT_NOTICE_PERIOD,
			minimum_organisations: DEFAULT_MINIMUM_ORGANISATIONS,
			minimum_validators: DEFAULT_MINIMUM_VALIDATORS,
		};
		assert_eq!(Consortium::parameters(), defaults);
		events();
		let all = [
			Parameter::NoticePeriod(30 * DAY),
			Parameter::MinimumOrganisations(1),
			Parameter::MinimumValidators(2),
		];
		for parameter in all {
			assert_ok!(set(parameter));
			assert_eq!(events(), vec![RuntimeEvent::Consortium(Event::ParameterSet { parameter })]);
		}
		let voted = Parameters { notice_period: 30 * DAY, minimum_organisations: 1, minimum_validators: 2 };
		assert_eq!(Consortium::parameters(), voted);
	});
}

#[test]
fn parameter_should_be_refused_when_it_is_out_of_its_bounds() {
	ExtBuilder::default().build_and_execute(|| {
		for bad in [
			Parameter::NoticePeriod(0),
			Parameter::NoticePeriod(MIN_NOTICE_PERIOD - 1),
			Parameter::NoticePeriod(MAX_NOTICE_PERIOD + 1),
			Parameter::MinimumOrganisations(0),
			Parameter::MinimumOrganisations(129),
			Parameter::MinimumValidators(0),
			Parameter::MinimumValidators(129),
		] {
			assert_noop!(set(bad), E::InvalidParameter);
		}
	});
}

#[test]
fn minimum_should_be_refused_when_there_are_not_as_many() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(set(Parameter::MinimumOrganisations(2)));
		assert_noop!(set(Parameter::MinimumOrganisations(3)), E::TooFewOrganisations);
		assert_ok!(set(Parameter::MinimumValidators(2)));
		assert_noop!(set(Parameter::MinimumValidators(3)), E::TooFewValidators);
	});
}

#[test]
fn parameter_should_be_refused_when_the_origin_is_not_two_thirds() {
	ExtBuilder::default().build_and_execute(|| {
		for origin in [agreed(1), signed("alice"), RuntimeOrigin::root(), RuntimeOrigin::none()] {
			assert_noop!(
				Consortium::set_parameter(origin, Parameter::NoticePeriod(30 * DAY)),
				DispatchError::BadOrigin
			);
		}
	});
}
