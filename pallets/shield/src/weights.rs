//! Weights of the pallet.
//!
//! They are counted: database operations at the price of the runtime's database, and an estimate of
//! the computation around them, in picoseconds. [`WeightInfo::store_encrypted`] alone is given, by
//! the interface. No figure of proof size: the pallet runs on a chain of its own.

use core::marker::PhantomData;

use frame_support::{
	traits::Get,
	weights::{constants::RocksDbWeight, RuntimeDbWeight, Weight},
};

/// The weights that the pallet charges.
pub trait WeightInfo {
	/// The weight of `announce_next_key`.
	///
	/// Reads: authorities, slot, the slot of the announcement before, two keys that move, and the key
	/// of one author after the other until there is one. Writes: three keys that moved, two expiries,
	/// the slot, the author's own key, and the keys of authors that have missed their slots.
	fn announce_next_key() -> Weight;
	/// The weight of `submit_encrypted` with `l` bytes: hashing them.
	fn submit_encrypted(l: u32) -> Weight;
	/// The weight of `store_encrypted`, fixed.
	fn store_encrypted() -> Weight;
	/// The weight of a call that sets a limit: one write.
	fn set_limit() -> Weight;
	/// The weight of looking whether the queue is empty: one read.
	fn look_at_queue() -> Weight;
	/// The weight of beginning to work off the queue: its length, its end and three limits.
	fn open_queue() -> Weight;
	/// The weight of looking at one stored call: one read of a long row.
	fn visit_stored() -> Weight;
	/// The weight of removing a stored call: its row and the counter.
	fn remove_stored() -> Weight;
}

/// Picoseconds of computation in a call or a step, besides its database operations.
const COMPUTATION: u64 = 10_000_000;

/// Authors whose keys an announcement may look at, and may remove: as many as the chain can have.
const MAX_AUTHORS: u64 = 32;

/// Picoseconds per byte that is hashed.
const PER_HASHED_BYTE: u64 = 5_000;

/// Picoseconds of `store_encrypted`, all in all.
const STORE_ENCRYPTED: u64 = 20_000_000_000;

/// Returns the weight of computing and of this many database operations.
fn counted(db: RuntimeDbWeight, reads: u64, writes: u64) -> Weight {
	Weight::from_parts(COMPUTATION, 0).saturating_add(db.reads_writes(reads, writes))
}

/// Implements [`WeightInfo`] for a type, given the costs of its database.
macro_rules! impl_weight_info {
	($db:expr) => {
		fn announce_next_key() -> Weight {
			counted($db, MAX_AUTHORS.saturating_add(5), MAX_AUTHORS.saturating_add(7))
		}
		fn submit_encrypted(l: u32) -> Weight {
			Weight::from_parts(PER_HASHED_BYTE, 0)
				.saturating_mul(l.into())
				.saturating_add(counted($db, 0, 0))
		}
		fn store_encrypted() -> Weight {
			Weight::from_parts(STORE_ENCRYPTED, 0)
		}
		fn set_limit() -> Weight {
			counted($db, 0, 1)
		}
		fn look_at_queue() -> Weight {
			$db.reads(1)
		}
		fn open_queue() -> Weight {
			counted($db, 5, 0)
		}
		fn visit_stored() -> Weight {
			counted($db, 1, 0)
		}
		fn remove_stored() -> Weight {
			$db.writes(2)
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
