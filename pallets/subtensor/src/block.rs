//! Steps of a block, in order, on one weight meter.
//!
//! A step at the start of a block is a function that does its work and consumes its weight from the
//! meter. FRAME takes no weight at the end of a block, so a step there is an [`EndStep`]: the work
//! together with the weight that the start of the block reserves for it.

use crate::{issuance::Issuance, limits::FreeTransactions, Config};
use frame_support::{
	traits::Get,
	weights::{Weight, WeightMeter},
};

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
/// The weight used by all of them, at most that of a whole block.
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
