//! Weights of the pallet, measured. Made by `scripts/weights.sh`: do not edit.
//!
//! - Date: 2026-11-21
//! - Machine: Intel(R) Xeon(R) Processor
//! - Runtime: WASM (Compiled), 50 steps, 20 repeats
//! - Database: reads and writes are counted, and charged at the price of the runtime's `DbWeight`
//!
//! Each function is the weight of the benchmark of the same name. Times are in picoseconds. There is
//! no figure of proof size: the pallet runs on a chain of its own.

#![allow(unused_variables, reason = "a component may turn out to cost nothing")]

use core::marker::PhantomData;

use frame_support::{
	traits::Get,
	weights::{constants::RocksDbWeight, Weight},
};

/// The weights that the pallet charges.
pub trait WeightInfo {
	/// Weight of the benchmark `dispute_coldkey_swap`.
	fn dispute_coldkey_swap() -> Weight;
	/// Weight of the benchmark `reset_coldkey_swap`.
	fn reset_coldkey_swap() -> Weight;
}

/// The weights on the database of the runtime `T`.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	// Storage: `SubtensorModule::ColdkeySwapAnnouncements` (r:1 w:0)
	// Proof: `SubtensorModule::ColdkeySwapAnnouncements` (`max_values`: None, `max_size`: None, mode: `Measured`)
	// Storage: `SubtensorModule::ColdkeySwapDisputes` (r:1 w:1)
	// Proof: `SubtensorModule::ColdkeySwapDisputes` (`max_values`: None, `max_size`: None, mode: `Measured`)
	fn dispute_coldkey_swap() -> Weight {
		// The fastest run took 27_068_000.
		Weight::from_parts(33_382_000, 0)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Storage: `SubtensorModule::ColdkeySwapAnnouncements` (r:0 w:1)
	// Proof: `SubtensorModule::ColdkeySwapAnnouncements` (`max_values`: None, `max_size`: None, mode: `Measured`)
	// Storage: `SubtensorModule::ColdkeySwapDisputes` (r:0 w:1)
	// Proof: `SubtensorModule::ColdkeySwapDisputes` (`max_values`: None, `max_size`: None, mode: `Measured`)
	fn reset_coldkey_swap() -> Weight {
		// The fastest run took 16_178_000.
		Weight::from_parts(20_539_000, 0).saturating_add(T::DbWeight::get().writes(2))
	}
}

/// The weights on RocksDB, for tests.
impl WeightInfo for () {
	fn dispute_coldkey_swap() -> Weight {
		Weight::from_parts(33_382_000, 0)
			.saturating_add(RocksDbWeight::get().reads(2))
			.saturating_add(RocksDbWeight::get().writes(1))
	}

	fn reset_coldkey_swap() -> Weight {
		Weight::from_parts(20_539_000, 0).saturating_add(RocksDbWeight::get().writes(2))
	}
}
