//! Steps of a block, in order, on one weight meter.
//!
//! FRAME takes no weight at the end of a block, so a step there is an [`EndStep`]: the work together
//! with the weight that the start of the block reserves for it. There is no step at the start of a
//! block yet; such a step will do its work and consume from the meter the weight that it used.

use frame_support::{
	traits::Get,
	weights::{Weight, WeightMeter},
};

use crate::{issuance::Issuance, limits::FreeTransactions, Config};

/// Work at the end of a block.
pub struct EndStep {
	/// Maximum weight of the work.
	pub weight: Weight,
	/// The work.
	pub run: fn(),
}

/// Steps at the end of a block, in order.
fn end_steps<T: Config>() -> [EndStep; 2] {
	[Issuance::<T>::record_step(), FreeTransactions::<T>::reset_step()]
}

/// Runs the steps at the start of a block, and reserves the weight of those at its end.
///
/// Yields the weight of all steps.
pub(crate) fn start<T: Config>() -> Weight {
	let mut meter = WeightMeter::with_limit(T::BlockWeights::get().max_block);
	for step in end_steps::<T>() {
		meter.consume(step.weight);
	}
	meter.consumed()
}

/// Runs the steps at the end of a block.
pub(crate) fn end<T: Config>() {
	for step in end_steps::<T>() {
		(step.run)();
	}
}
