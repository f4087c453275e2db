//! Weights of the pallet.
//!
//! The figures are those measured for `pallet-utility` 50.0.0 on the reference machine of the SDK
//! (2025-02-21): this pallet does the same work, so that its fees are the same. What an inner call
//! costs, the guards before it included, is not in them; it is added from the inner call itself.
//!
//! They stand in for measured ones until `scripts/weights.sh` has replaced this file.

use core::marker::PhantomData;

use frame_support::{
	traits::Get,
	weights::{constants::RocksDbWeight, RuntimeDbWeight, Weight},
};

/// The weights that the pallet charges, each without the inner calls.
///
/// `c` is the number of calls in the batch.
pub trait WeightInfo {
	/// The weight of `batch` without the inner calls.
	fn batch(c: u32) -> Weight;
	/// The weight of `as_derivative` without the inner call and the account it runs as.
	fn as_derivative() -> Weight;
	/// The weight of `batch_all` without the inner calls.
	fn batch_all(c: u32) -> Weight;
	/// The weight of `dispatch_as` without the inner call.
	fn dispatch_as() -> Weight;
	/// The weight of `force_batch` without the inner calls.
	fn force_batch(c: u32) -> Weight;
	/// The weight of `dispatch_as_fallible` without the inner call.
	fn dispatch_as_fallible() -> Weight;
	/// The weight of `if_else` without the main call and the fallback.
	fn if_else() -> Weight;
}

/// What one call costs, in picoseconds, bytes of proof and database reads.
struct Figures {
	/// Picoseconds of an empty batch, or of a call that is no batch.
	base: u64,
	/// Picoseconds per call in the batch.
	per_call: u64,
	/// Bytes of proof.
	proof: u64,
	/// Database reads.
	reads: u64,
}

impl Figures {
	/// The weight for `c` calls on a database with these costs.
	fn weight(&self, db: RuntimeDbWeight, c: u32) -> Weight {
		Weight::from_parts(self.base, self.proof)
			.saturating_add(Weight::from_parts(self.per_call, 0).saturating_mul(c.into()))
			.saturating_add(db.reads(self.reads))
	}
}

/// Builds [`Figures`] with less noise than the struct, in the order of its fields.
const fn figures(base: u64, per_call: u64, proof: u64, reads: u64) -> Figures {
	Figures { base, per_call, proof, reads }
}

const BATCH: Figures = figures(4_034_000, 4_914_560, 3997, 2);
const AS_DERIVATIVE: Figures = figures(6_097_000, 0, 3997, 2);
const BATCH_ALL: Figures = figures(4_075_000, 5_127_263, 3997, 2);
const DISPATCH_AS: Figures = figures(5_720_000, 0, 0, 0);
const FORCE_BATCH: Figures = figures(4_035_000, 4_902_729, 3997, 2);
const DISPATCH_AS_FALLIBLE: Figures = figures(5_705_000, 0, 0, 0);
const IF_ELSE: Figures = figures(11_571_000, 0, 7004, 3);

/// Implements [`WeightInfo`] for a type, given the costs of its database.
macro_rules! impl_weight_info {
	($db:expr) => {
		fn batch(c: u32) -> Weight {
			BATCH.weight($db, c)
		}
		fn as_derivative() -> Weight {
			AS_DERIVATIVE.weight($db, 0)
		}
		fn batch_all(c: u32) -> Weight {
			BATCH_ALL.weight($db, c)
		}
		fn dispatch_as() -> Weight {
			DISPATCH_AS.weight($db, 0)
		}
		fn force_batch(c: u32) -> Weight {
			FORCE_BATCH.weight($db, c)
		}
		fn dispatch_as_fallible() -> Weight {
			DISPATCH_AS_FALLIBLE.weight($db, 0)
		}
		fn if_else() -> Weight {
			IF_ELSE.weight($db, 0)
		}
	};
}

/// The weights on the database of the runtime `T`.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	impl_weight_info!(T::DbWeight::get());
}

/// The weights on RocksDB, for tests.
impl WeightInfo for () {
	impl_weight_info!(RocksDbWeight::get());
}
