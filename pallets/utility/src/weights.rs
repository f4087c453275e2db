//! Weights of the pallet: figures of `pallet-utility` 50.0.0, measured on the reference machine of the
//! SDK (2025-02-21).
//!
//! This pallet does the same work. `scripts/weights.sh utility` measures it, but not well enough to
//! replace these figures: see `docs/decisions/0026-weights-are-measured.md`. The weight of inner calls,
//! the guards before them included, is added from the calls themselves. Times are in picoseconds.

use core::marker::PhantomData;

use frame_support::{
	traits::Get,
	weights::{constants::RocksDbWeight, Weight},
};

/// The weights that the pallet charges, each without the inner calls.
pub trait WeightInfo {
	/// Weight of the benchmark `batch`.
	///
	/// `c` is the number of calls in the batch.
	fn batch(c: u32) -> Weight;
	/// Weight of the benchmark `as_derivative`.
	fn as_derivative() -> Weight;
	/// Weight of the benchmark `batch_all`.
	///
	/// `c` is the number of calls in the batch.
	fn batch_all(c: u32) -> Weight;
	/// Weight of the benchmark `dispatch_as`.
	fn dispatch_as() -> Weight;
	/// Weight of the benchmark `force_batch`.
	///
	/// `c` is the number of calls in the batch.
	fn force_batch(c: u32) -> Weight;
	/// Weight of the benchmark `if_else`.
	fn if_else() -> Weight;
	/// Weight of the benchmark `dispatch_as_fallible`.
	fn dispatch_as_fallible() -> Weight;
}

/// The weights on the database of the runtime `T`.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn batch(c: u32) -> Weight {
		Weight::from_parts(4_034_000, 3_997)
			.saturating_add(Weight::from_parts(4_914_560, 0).saturating_mul(c.into()))
			.saturating_add(T::DbWeight::get().reads(2))
	}

	fn as_derivative() -> Weight {
		Weight::from_parts(6_097_000, 3_997).saturating_add(T::DbWeight::get().reads(2))
	}

	fn batch_all(c: u32) -> Weight {
		Weight::from_parts(4_075_000, 3_997)
			.saturating_add(Weight::from_parts(5_127_263, 0).saturating_mul(c.into()))
			.saturating_add(T::DbWeight::get().reads(2))
	}

	fn dispatch_as() -> Weight {
		Weight::from_parts(5_720_000, 0)
	}

	fn force_batch(c: u32) -> Weight {
		Weight::from_parts(4_035_000, 3_997)
			.saturating_add(Weight::from_parts(4_902_729, 0).saturating_mul(c.into()))
			.saturating_add(T::DbWeight::get().reads(2))
	}

	fn if_else() -> Weight {
		Weight::from_parts(11_571_000, 7_004).saturating_add(T::DbWeight::get().reads(3))
	}

	fn dispatch_as_fallible() -> Weight {
		Weight::from_parts(5_705_000, 0)
	}
}

/// The weights on RocksDB, for tests.
impl WeightInfo for () {
	fn batch(c: u32) -> Weight {
		Weight::from_parts(4_034_000, 3_997)
			.saturating_add(Weight::from_parts(4_914_560, 0).saturating_mul(c.into()))
			.saturating_add(RocksDbWeight::get().reads(2))
	}

	fn as_derivative() -> Weight {
		Weight::from_parts(6_097_000, 3_997).saturating_add(RocksDbWeight::get().reads(2))
	}

	fn batch_all(c: u32) -> Weight {
		Weight::from_parts(4_075_000, 3_997)
			.saturating_add(Weight::from_parts(5_127_263, 0).saturating_mul(c.into()))
			.saturating_add(RocksDbWeight::get().reads(2))
	}

	fn dispatch_as() -> Weight {
		Weight::from_parts(5_720_000, 0)
	}

	fn force_batch(c: u32) -> Weight {
		Weight::from_parts(4_035_000, 3_997)
			.saturating_add(Weight::from_parts(4_902_729, 0).saturating_mul(c.into()))
			.saturating_add(RocksDbWeight::get().reads(2))
	}

	fn if_else() -> Weight {
		Weight::from_parts(11_571_000, 7_004).saturating_add(RocksDbWeight::get().reads(3))
	}

	fn dispatch_as_fallible() -> Weight {
		Weight::from_parts(5_705_000, 0)
	}
}
