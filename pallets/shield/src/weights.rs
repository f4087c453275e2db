//! Weights of the pallet.
//!
//! They are counted: database operations at the price of the runtime's database, and an estimate of
//! the computation around them, in picoseconds. No figure of proof size: the pallet runs on a chain
//! of its own.
//!
//! They stand in for measured ones until `scripts/weights.sh` has replaced this file.

use core::marker::PhantomData;

use frame_support::{
	traits::Get,
	weights::{constants::RocksDbWeight, RuntimeDbWeight, Weight},
};

/// The weights that the pallet charges.
pub trait WeightInfo {
	/// Weight of `announce_next_key`, with the largest number of authors.
	///
	/// Reads: authorities, slot, the slot of the announcement before, two keys that move, and the key
	/// of one author after the other until there is one. Writes: three keys that moved, two expiries,
	/// the slot, the author's own key, and the keys of authors that have missed their slots.
	fn announce_next_key() -> Weight;
	/// Weight of `submit_encrypted` with `l` bytes: hashing them.
	fn submit_encrypted(l: u32) -> Weight;
	/// Weight of `store_encrypted`. The call is charged the weight of the interface, if that is more.
	fn store_encrypted() -> Weight;
	/// Weight of `set_max_pending_extrinsics_number`.
	fn set_max_pending_extrinsics_number() -> Weight;
	/// Weight of `set_on_initialize_weight`.
	fn set_on_initialize_weight() -> Weight;
	/// Weight of `set_stored_extrinsic_lifetime`.
	fn set_stored_extrinsic_lifetime() -> Weight;
	/// Weight of `set_max_extrinsic_weight`.
	fn set_max_extrinsic_weight() -> Weight;
	/// Weight of looking whether the queue is empty.
	fn look_at_queue() -> Weight;
	/// Weight of opening the queue: its length, its end, three limits, and the counter at the end.
	fn open_queue() -> Weight;
	/// Weight of reading one stored call and of reporting the decision about it.
	fn visit_stored() -> Weight;
	/// Weight of removing a stored call, without the counter of the queue.
	fn remove_stored() -> Weight;
}

/// Picoseconds of computation in a call or a step, besides its database operations.
const COMPUTATION: u64 = 10_000_000;

/// Picoseconds per byte that is hashed.
const PER_HASHED_BYTE: u64 = 5_000;

/// The weight of computing and of this many database operations.
fn counted(db: RuntimeDbWeight, reads: u64, writes: u64) -> Weight {
	Weight::from_parts(COMPUTATION, 0).saturating_add(db.reads_writes(reads, writes))
}

/// Implements [`WeightInfo`] for a type, given the costs of its database.
macro_rules! impl_weight_info {
	($db:expr) => {
		fn announce_next_key() -> Weight {
			let authors = u64::from(crate::MAX_AUTHORS);
			counted($db, authors.saturating_add(5), authors.saturating_add(7))
		}
		fn submit_encrypted(l: u32) -> Weight {
			Weight::from_parts(PER_HASHED_BYTE, 0)
				.saturating_mul(l.into())
				.saturating_add(counted($db, 0, 0))
		}
		fn store_encrypted() -> Weight {
			counted($db, 4, 3)
		}
		fn set_max_pending_extrinsics_number() -> Weight {
			counted($db, 0, 1)
		}
		fn set_on_initialize_weight() -> Weight {
			counted($db, 0, 1)
		}
		fn set_stored_extrinsic_lifetime() -> Weight {
			counted($db, 0, 1)
		}
		fn set_max_extrinsic_weight() -> Weight {
			counted($db, 0, 1)
		}
		fn look_at_queue() -> Weight {
			$db.reads(1)
		}
		fn open_queue() -> Weight {
			counted($db, 5, 1)
		}
		fn visit_stored() -> Weight {
			counted($db, 1, 0)
		}
		fn remove_stored() -> Weight {
			$db.writes(1)
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
