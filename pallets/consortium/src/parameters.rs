//! The network's parameters.

use crate::{
	pallet::{Config, Error, Event, MinimumOrganisations, MinimumValidators, NoticePeriod},
	CouncilSeats, Pallet,
};
use frame_support::ensure;
use salus_primitives::consortium::{Parameter, Parameters};
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_set_parameter(parameter: Parameter) -> DispatchResult {
		ensure!(parameter.is_valid(), Error::<T>::InvalidParameter);
		match parameter {
			Parameter::NoticePeriod(period) => NoticePeriod::<T>::put(period),
			Parameter::MinimumOrganisations(least) => {
				let seats = u32::try_from(T::Seats::seats().len()).unwrap_or(u32::MAX);
				ensure!(least <= seats, Error::<T>::TooFewOrganisations);
				MinimumOrganisations::<T>::put(least);
			}
			Parameter::MinimumValidators(least) => {
				ensure!(least <= Self::validators_without(|_| false), Error::<T>::TooFewValidators);
				MinimumValidators::<T>::put(least);
			}
		}
		Self::deposit_event(Event::ParameterSet { parameter });
		Ok(())
	}

	/// The network's parameters.
	pub fn parameters() -> Parameters {
		Parameters {
			notice_period: NoticePeriod::<T>::get(),
			minimum_organisations: MinimumOrganisations::<T>::get(),
			minimum_validators: MinimumValidators::<T>::get(),
		}
	}
}
