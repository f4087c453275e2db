//! Rules of each hyperparameter. Bounds and setters are those of the public interface.

use frame_support::ensure;
use noesis_types::{NetUid, TaoBalance};

use super::{Hyperparam, HyperparamError, Rules};
use crate::{
	limits::Hyperparameter, CommitRevealWeightsEnabled, Config, Event, Kappa, MaxBurn, MinBurn,
	Pallet,
};

impl<T: Config> Hyperparam for Kappa<T> {
	type Config = T;
	type Value = u16;
	type Map = Self;

	const RULES: Rules = Rules::root("Kappa");

	fn event(netuid: NetUid, value: u16) -> Option<Event<T>> {
		Some(Event::KappaSet(netuid, value))
	}
}

impl<T: Config> Hyperparam for CommitRevealWeightsEnabled<T> {
	type Config = T;
	type Value = bool;
	type Map = Self;

	const RULES: Rules =
		Rules::owner("CommitRevealWeightsEnabled", Hyperparameter::CommitRevealEnabled);

	fn event(netuid: NetUid, value: bool) -> Option<Event<T>> {
		Some(Event::CommitRevealEnabled(netuid, value))
	}
}

impl<T: Config> Hyperparam for MinBurn<T> {
	type Config = T;
	type Value = TaoBalance;
	type Map = Self;

	const RULES: Rules = Rules::owner("MinBurn", Hyperparameter::MinBurn);

	/// Below `MinBurnUpperBound`, and below the subnet's `MaxBurn`.
	fn ensure_valid(netuid: NetUid, value: TaoBalance) -> Result<(), HyperparamError> {
		let within =
			value < Pallet::<T>::min_burn_upper_bound() && value < MaxBurn::<T>::get(netuid);
		ensure!(within, HyperparamError::ValueNotInBounds);
		Ok(())
	}

	fn event(netuid: NetUid, value: TaoBalance) -> Option<Event<T>> {
		Some(Event::MinBurnSet(netuid, value))
	}
}

impl<T: Config> Hyperparam for MaxBurn<T> {
	type Config = T;
	type Value = TaoBalance;
	type Map = Self;

	const RULES: Rules = Rules::owner("MaxBurn", Hyperparameter::MaxBurn);

	/// Above `MaxBurnLowerBound`, and above the subnet's `MinBurn`.
	fn ensure_valid(netuid: NetUid, value: TaoBalance) -> Result<(), HyperparamError> {
		let within =
			value > Pallet::<T>::max_burn_lower_bound() && value > MinBurn::<T>::get(netuid);
		ensure!(within, HyperparamError::ValueNotInBounds);
		Ok(())
	}

	fn event(netuid: NetUid, value: TaoBalance) -> Option<Event<T>> {
		Some(Event::MaxBurnSet(netuid, value))
	}
}
