//! Weights of the calls.

use core::marker::PhantomData;

use frame_support::{
	traits::Get,
	weights::{constants::ParityDbWeight, Weight},
};

/// Weights of the calls.
pub trait WeightInfo {
	/// Weight of `dispute_coldkey_swap`.
	fn dispute_coldkey_swap() -> Weight;
	/// Weight of `reset_coldkey_swap`.
	fn reset_coldkey_swap() -> Weight;
}

/// Weights with the database costs of the runtime.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn dispute_coldkey_swap() -> Weight {
		Weight::from_parts(15_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(2, 1))
	}
	fn reset_coldkey_swap() -> Weight {
		Weight::from_parts(15_000_000, 0).saturating_add(T::DbWeight::get().writes(2))
	}
}

/// Weights with the database costs of ParityDB, for tests.
impl WeightInfo for () {
	fn dispute_coldkey_swap() -> Weight {
		Weight::from_parts(15_000_000, 0).saturating_add(ParityDbWeight::get().reads_writes(2, 1))
	}
	fn reset_coldkey_swap() -> Weight {
		Weight::from_parts(15_000_000, 0).saturating_add(ParityDbWeight::get().writes(2))
	}
}
