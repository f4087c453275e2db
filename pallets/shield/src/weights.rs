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
	/// Weight of the benchmark `announce_next_key`.
	fn announce_next_key() -> Weight;
	/// Weight of the benchmark `submit_encrypted`.
	///
	/// `l` was measured from 0 to 8192.
	fn submit_encrypted(l: u32) -> Weight;
	/// Weight of the benchmark `store_encrypted`.
	fn store_encrypted() -> Weight;
	/// Weight of the benchmark `set_max_pending_extrinsics_number`.
	fn set_max_pending_extrinsics_number() -> Weight;
	/// Weight of the benchmark `set_on_initialize_weight`.
	fn set_on_initialize_weight() -> Weight;
	/// Weight of the benchmark `set_stored_extrinsic_lifetime`.
	fn set_stored_extrinsic_lifetime() -> Weight;
	/// Weight of the benchmark `set_max_extrinsic_weight`.
	fn set_max_extrinsic_weight() -> Weight;
	/// Weight of the benchmark `look_at_queue`.
	fn look_at_queue() -> Weight;
	/// Weight of the benchmark `open_queue`.
	fn open_queue() -> Weight;
	/// Weight of the benchmark `visit_stored`.
	fn visit_stored() -> Weight;
	/// Weight of the benchmark `remove_stored`.
	fn remove_stored() -> Weight;
}

/// The weights on the database of the runtime `T`.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	// Storage: `Aura::CurrentSlot` (r:1 w:0)
	// Proof: `Aura::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Aura::Authorities` (r:1 w:0)
	// Proof: `Aura::Authorities` (`max_values`: Some(1), `max_size`: Some(1025), added: 1520, mode: `MaxEncodedLen`)
	// Storage: `MevShield::LastSlot` (r:1 w:1)
	// Proof: `MevShield::LastSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `MevShield::AuthorKeys` (r:1 w:32)
	// Proof: `MevShield::AuthorKeys` (`max_values`: None, `max_size`: Some(2090), added: 4565, mode: `MaxEncodedLen`)
	// Storage: `MevShield::PendingKey` (r:1 w:1)
	// Proof: `MevShield::PendingKey` (`max_values`: Some(1), `max_size`: Some(2050), added: 2545, mode: `MaxEncodedLen`)
	// Storage: `MevShield::NextKey` (r:1 w:1)
	// Proof: `MevShield::NextKey` (`max_values`: Some(1), `max_size`: Some(2050), added: 2545, mode: `MaxEncodedLen`)
	// Storage: `MevShield::CurrentKey` (r:0 w:1)
	// Proof: `MevShield::CurrentKey` (`max_values`: Some(1), `max_size`: Some(2050), added: 2545, mode: `MaxEncodedLen`)
	// Storage: `MevShield::NextKeyExpiresAt` (r:0 w:1)
	// Proof: `MevShield::NextKeyExpiresAt` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `MevShield::PendingKeyExpiresAt` (r:0 w:1)
	// Proof: `MevShield::PendingKeyExpiresAt` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	fn announce_next_key() -> Weight {
		// The fastest run took 255_245_000.
		Weight::from_parts(381_526_000, 0)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(38))
	}

	fn submit_encrypted(l: u32) -> Weight {
		// The fastest run took 7_762_000.
		Weight::from_parts(13_378_073, 0)
			.saturating_add(Weight::from_parts(1_912, 0).saturating_mul(l.into()))
	}

	// Storage: `MevShield::CounterForPendingExtrinsics` (r:1 w:1)
	// Proof: `MevShield::CounterForPendingExtrinsics` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `MevShield::MaxPendingExtrinsicsLimit` (r:1 w:0)
	// Proof: `MevShield::MaxPendingExtrinsicsLimit` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `MevShield::NextPendingExtrinsicIndex` (r:1 w:1)
	// Proof: `MevShield::NextPendingExtrinsicIndex` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `MevShield::PendingExtrinsics` (r:1 w:1)
	// Proof: `MevShield::PendingExtrinsics` (`max_values`: None, `max_size`: Some(8234), added: 10709, mode: `MaxEncodedLen`)
	fn store_encrypted() -> Weight {
		// The fastest run took 46_684_000.
		Weight::from_parts(74_795_000, 0)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(3))
	}

	// Storage: `MevShield::MaxPendingExtrinsicsLimit` (r:0 w:1)
	// Proof: `MevShield::MaxPendingExtrinsicsLimit` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	fn set_max_pending_extrinsics_number() -> Weight {
		// The fastest run took 9_528_000.
		Weight::from_parts(14_049_000, 0).saturating_add(T::DbWeight::get().writes(1))
	}

	// Storage: `MevShield::OnInitializeWeight` (r:0 w:1)
	// Proof: `MevShield::OnInitializeWeight` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	fn set_on_initialize_weight() -> Weight {
		// The fastest run took 7_151_000.
		Weight::from_parts(14_186_000, 0).saturating_add(T::DbWeight::get().writes(1))
	}

	// Storage: `MevShield::ExtrinsicLifetime` (r:0 w:1)
	// Proof: `MevShield::ExtrinsicLifetime` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	fn set_stored_extrinsic_lifetime() -> Weight {
		// The fastest run took 6_836_000.
		Weight::from_parts(12_128_000, 0).saturating_add(T::DbWeight::get().writes(1))
	}

	// Storage: `MevShield::MaxExtrinsicWeight` (r:0 w:1)
	// Proof: `MevShield::MaxExtrinsicWeight` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	fn set_max_extrinsic_weight() -> Weight {
		// The fastest run took 7_475_000.
		Weight::from_parts(12_852_000, 0).saturating_add(T::DbWeight::get().writes(1))
	}

	// Storage: `MevShield::CounterForPendingExtrinsics` (r:1 w:0)
	// Proof: `MevShield::CounterForPendingExtrinsics` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	fn look_at_queue() -> Weight {
		// The fastest run took 2_971_000.
		Weight::from_parts(4_715_000, 0).saturating_add(T::DbWeight::get().reads(1))
	}

	// Storage: `MevShield::CounterForPendingExtrinsics` (r:1 w:1)
	// Proof: `MevShield::CounterForPendingExtrinsics` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `MevShield::ExtrinsicLifetime` (r:1 w:0)
	// Proof: `MevShield::ExtrinsicLifetime` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `MevShield::OnInitializeWeight` (r:1 w:0)
	// Proof: `MevShield::OnInitializeWeight` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `MevShield::MaxExtrinsicWeight` (r:1 w:0)
	// Proof: `MevShield::MaxExtrinsicWeight` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `MevShield::NextPendingExtrinsicIndex` (r:1 w:0)
	// Proof: `MevShield::NextPendingExtrinsicIndex` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `MevShield::PendingExtrinsics` (r:1 w:1)
	// Proof: `MevShield::PendingExtrinsics` (`max_values`: None, `max_size`: Some(8234), added: 10709, mode: `MaxEncodedLen`)
	fn open_queue() -> Weight {
		// The fastest run took 27_030_000.
		Weight::from_parts(42_953_000, 0)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(2))
	}

	// Storage: `MevShield::PendingExtrinsics` (r:1 w:0)
	// Proof: `MevShield::PendingExtrinsics` (`max_values`: None, `max_size`: Some(8234), added: 10709, mode: `MaxEncodedLen`)
	fn visit_stored() -> Weight {
		// The fastest run took 42_711_000.
		Weight::from_parts(52_145_000, 0).saturating_add(T::DbWeight::get().reads(1))
	}

	// Storage: `MevShield::PendingExtrinsics` (r:1 w:1)
	// Proof: `MevShield::PendingExtrinsics` (`max_values`: None, `max_size`: Some(8234), added: 10709, mode: `MaxEncodedLen`)
	fn remove_stored() -> Weight {
		// The fastest run took 17_348_000.
		Weight::from_parts(28_923_000, 0)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
}

/// The weights on RocksDB, for tests.
impl WeightInfo for () {
	fn announce_next_key() -> Weight {
		Weight::from_parts(381_526_000, 0)
			.saturating_add(RocksDbWeight::get().reads(6))
			.saturating_add(RocksDbWeight::get().writes(38))
	}

	fn submit_encrypted(l: u32) -> Weight {
		Weight::from_parts(13_378_073, 0)
			.saturating_add(Weight::from_parts(1_912, 0).saturating_mul(l.into()))
	}

	fn store_encrypted() -> Weight {
		Weight::from_parts(74_795_000, 0)
			.saturating_add(RocksDbWeight::get().reads(4))
			.saturating_add(RocksDbWeight::get().writes(3))
	}

	fn set_max_pending_extrinsics_number() -> Weight {
		Weight::from_parts(14_049_000, 0).saturating_add(RocksDbWeight::get().writes(1))
	}

	fn set_on_initialize_weight() -> Weight {
		Weight::from_parts(14_186_000, 0).saturating_add(RocksDbWeight::get().writes(1))
	}

	fn set_stored_extrinsic_lifetime() -> Weight {
		Weight::from_parts(12_128_000, 0).saturating_add(RocksDbWeight::get().writes(1))
	}

	fn set_max_extrinsic_weight() -> Weight {
		Weight::from_parts(12_852_000, 0).saturating_add(RocksDbWeight::get().writes(1))
	}

	fn look_at_queue() -> Weight {
		Weight::from_parts(4_715_000, 0).saturating_add(RocksDbWeight::get().reads(1))
	}

	fn open_queue() -> Weight {
		Weight::from_parts(42_953_000, 0)
			.saturating_add(RocksDbWeight::get().reads(6))
			.saturating_add(RocksDbWeight::get().writes(2))
	}

	fn visit_stored() -> Weight {
		Weight::from_parts(52_145_000, 0).saturating_add(RocksDbWeight::get().reads(1))
	}

	fn remove_stored() -> Weight {
		Weight::from_parts(28_923_000, 0)
			.saturating_add(RocksDbWeight::get().reads(1))
			.saturating_add(RocksDbWeight::get().writes(1))
	}
}
