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
	/// Weight of the benchmark `proxy`.
	///
	/// `p` was measured from 1 to 20.
	fn proxy(p: u32) -> Weight;
	/// Weight of the benchmark `proxy_announced`.
	///
	/// `a` was measured from 0 to 74.
	///
	/// `p` was measured from 1 to 20.
	fn proxy_announced(a: u32, p: u32) -> Weight;
	/// Weight of the benchmark `remove_announcement`.
	///
	/// `a` was measured from 0 to 74.
	fn remove_announcement(a: u32) -> Weight;
	/// Weight of the benchmark `reject_announcement`.
	///
	/// `a` was measured from 0 to 74.
	fn reject_announcement(a: u32) -> Weight;
	/// Weight of the benchmark `announce`.
	///
	/// `a` was measured from 0 to 74.
	///
	/// `p` was measured from 1 to 20.
	fn announce(a: u32, p: u32) -> Weight;
	/// Weight of the benchmark `add_proxy`.
	///
	/// `p` was measured from 0 to 19.
	fn add_proxy(p: u32) -> Weight;
	/// Weight of the benchmark `remove_proxy`.
	///
	/// `p` was measured from 1 to 20.
	fn remove_proxy(p: u32) -> Weight;
	/// Weight of the benchmark `remove_proxies`.
	///
	/// `p` was measured from 0 to 20.
	fn remove_proxies(p: u32) -> Weight;
	/// Weight of the benchmark `create_pure`.
	fn create_pure() -> Weight;
	/// Weight of the benchmark `kill_pure`.
	///
	/// `p` was measured from 1 to 20.
	fn kill_pure(p: u32) -> Weight;
	/// Weight of the benchmark `poke_deposit`.
	fn poke_deposit() -> Weight;
	/// Weight of the benchmark `set_real_pays_fee`.
	///
	/// `p` was measured from 1 to 20.
	fn set_real_pays_fee(p: u32) -> Weight;
	/// Weight of the benchmark `clear_results`.
	///
	/// `n` was measured from 0 to 4.
	fn clear_results(n: u32) -> Weight;
}

/// The weights on the database of the runtime `T`.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	// Storage: `Proxy::Proxies` (r:1 w:0)
	// Proof: `Proxy::Proxies` (`max_values`: None, `max_size`: Some(789), added: 3264, mode: `MaxEncodedLen`)
	// Storage: `SubtensorModule::ColdkeySwapAnnouncements` (r:1 w:0)
	// Proof: `SubtensorModule::ColdkeySwapAnnouncements` (`max_values`: None, `max_size`: None, mode: `Measured`)
	// Storage: `SafeMode::EnteredUntil` (r:1 w:0)
	// Proof: `SafeMode::EnteredUntil` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `Proxy::LastCallResult` (r:0 w:1)
	// Proof: `Proxy::LastCallResult` (`max_values`: None, `max_size`: Some(47), added: 2522, mode: `MaxEncodedLen`)
	fn proxy(p: u32) -> Weight {
		// The fastest run took 34_167_000.
		Weight::from_parts(62_004_384, 0)
			.saturating_add(Weight::from_parts(637_739, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Storage: `Proxy::Proxies` (r:1 w:0)
	// Proof: `Proxy::Proxies` (`max_values`: None, `max_size`: Some(789), added: 3264, mode: `MaxEncodedLen`)
	// Storage: `Proxy::Announcements` (r:1 w:1)
	// Proof: `Proxy::Announcements` (`max_values`: None, `max_size`: Some(5150), added: 7625, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(104), added: 2579, mode: `MaxEncodedLen`)
	// Storage: `SubtensorModule::ColdkeySwapAnnouncements` (r:1 w:0)
	// Proof: `SubtensorModule::ColdkeySwapAnnouncements` (`max_values`: None, `max_size`: None, mode: `Measured`)
	// Storage: `SafeMode::EnteredUntil` (r:1 w:0)
	// Proof: `SafeMode::EnteredUntil` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `Proxy::LastCallResult` (r:0 w:1)
	// Proof: `Proxy::LastCallResult` (`max_values`: None, `max_size`: Some(47), added: 2522, mode: `MaxEncodedLen`)
	fn proxy_announced(a: u32, p: u32) -> Weight {
		// The fastest run took 72_465_000.
		Weight::from_parts(102_028_791, 0)
			.saturating_add(Weight::from_parts(940_743, 0).saturating_mul(a.into()))
			.saturating_add(Weight::from_parts(681_059, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(3))
	}

	// Storage: `Proxy::Announcements` (r:1 w:1)
	// Proof: `Proxy::Announcements` (`max_values`: None, `max_size`: Some(5150), added: 7625, mode: `MaxEncodedLen`)
	fn remove_announcement(a: u32) -> Weight {
		// The fastest run took 45_753_000.
		Weight::from_parts(61_464_387, 0)
			.saturating_add(Weight::from_parts(629_040, 0).saturating_mul(a.into()))
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Storage: `Proxy::Announcements` (r:1 w:1)
	// Proof: `Proxy::Announcements` (`max_values`: None, `max_size`: Some(5150), added: 7625, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(104), added: 2579, mode: `MaxEncodedLen`)
	fn reject_announcement(a: u32) -> Weight {
		// The fastest run took 43_509_000.
		Weight::from_parts(52_714_071, 0)
			.saturating_add(Weight::from_parts(1_225_023, 0).saturating_mul(a.into()))
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}

	// Storage: `Proxy::Proxies` (r:1 w:0)
	// Proof: `Proxy::Proxies` (`max_values`: None, `max_size`: Some(789), added: 3264, mode: `MaxEncodedLen`)
	// Storage: `Proxy::Announcements` (r:1 w:1)
	// Proof: `Proxy::Announcements` (`max_values`: None, `max_size`: Some(5150), added: 7625, mode: `MaxEncodedLen`)
	fn announce(a: u32, p: u32) -> Weight {
		// The fastest run took 50_817_000.
		Weight::from_parts(116_326_074, 0)
			.saturating_add(Weight::from_parts(100_496, 0).saturating_mul(a.into()))
			.saturating_add(Weight::from_parts(7_971, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Storage: `Proxy::Proxies` (r:1 w:1)
	// Proof: `Proxy::Proxies` (`max_values`: None, `max_size`: Some(789), added: 3264, mode: `MaxEncodedLen`)
	fn add_proxy(p: u32) -> Weight {
		// The fastest run took 37_863_000.
		Weight::from_parts(63_937_346, 0)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Storage: `Proxy::Proxies` (r:1 w:1)
	// Proof: `Proxy::Proxies` (`max_values`: None, `max_size`: Some(789), added: 3264, mode: `MaxEncodedLen`)
	// Storage: `Proxy::RealPaysFeeConsentV1` (r:0 w:1)
	// Proof: `Proxy::RealPaysFeeConsentV1` (`max_values`: None, `max_size`: Some(80), added: 2555, mode: `MaxEncodedLen`)
	fn remove_proxy(p: u32) -> Weight {
		// The fastest run took 39_445_000.
		Weight::from_parts(52_758_807, 0)
			.saturating_add(Weight::from_parts(881_228, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(2))
	}

	// Storage: `Proxy::Proxies` (r:1 w:1)
	// Proof: `Proxy::Proxies` (`max_values`: None, `max_size`: Some(789), added: 3264, mode: `MaxEncodedLen`)
	// Storage: `Proxy::RealPaysFeeConsentV1` (r:0 w:20)
	// Proof: `Proxy::RealPaysFeeConsentV1` (`max_values`: None, `max_size`: Some(80), added: 2555, mode: `MaxEncodedLen`)
	fn remove_proxies(p: u32) -> Weight {
		// The fastest run took 6_662_000.
		Weight::from_parts(27_365_211, 0)
			.saturating_add(Weight::from_parts(5_180_050, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
			.saturating_add(T::DbWeight::get().writes(1).saturating_mul(p.into()))
	}

	// Storage: `Proxy::Proxies` (r:1 w:1)
	// Proof: `Proxy::Proxies` (`max_values`: None, `max_size`: Some(789), added: 3264, mode: `MaxEncodedLen`)
	fn create_pure() -> Weight {
		// The fastest run took 31_969_000.
		Weight::from_parts(42_846_000, 0)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Storage: `Proxy::Proxies` (r:1 w:1)
	// Proof: `Proxy::Proxies` (`max_values`: None, `max_size`: Some(789), added: 3264, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:2 w:2)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(104), added: 2579, mode: `MaxEncodedLen`)
	// Storage: `Proxy::RealPaysFeeConsentV1` (r:0 w:20)
	// Proof: `Proxy::RealPaysFeeConsentV1` (`max_values`: None, `max_size`: Some(80), added: 2555, mode: `MaxEncodedLen`)
	fn kill_pure(p: u32) -> Weight {
		// The fastest run took 74_894_000.
		Weight::from_parts(131_820_869, 0)
			.saturating_add(Weight::from_parts(6_372_786, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(3))
			.saturating_add(T::DbWeight::get().writes(1).saturating_mul(p.into()))
	}

	// Storage: `Proxy::Proxies` (r:1 w:1)
	// Proof: `Proxy::Proxies` (`max_values`: None, `max_size`: Some(789), added: 3264, mode: `MaxEncodedLen`)
	// Storage: `Proxy::Announcements` (r:1 w:1)
	// Proof: `Proxy::Announcements` (`max_values`: None, `max_size`: Some(5150), added: 7625, mode: `MaxEncodedLen`)
	fn poke_deposit() -> Weight {
		// The fastest run took 92_653_000.
		Weight::from_parts(183_399_000, 0)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}

	// Storage: `Proxy::Proxies` (r:1 w:0)
	// Proof: `Proxy::Proxies` (`max_values`: None, `max_size`: Some(789), added: 3264, mode: `MaxEncodedLen`)
	// Storage: `Proxy::RealPaysFeeConsentV1` (r:0 w:1)
	// Proof: `Proxy::RealPaysFeeConsentV1` (`max_values`: None, `max_size`: Some(80), added: 2555, mode: `MaxEncodedLen`)
	fn set_real_pays_fee(p: u32) -> Weight {
		// The fastest run took 17_778_000.
		Weight::from_parts(33_964_479, 0)
			.saturating_add(Weight::from_parts(252_800, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Storage: `Proxy::LastCallResult` (r:4 w:4)
	// Proof: `Proxy::LastCallResult` (`max_values`: None, `max_size`: Some(47), added: 2522, mode: `MaxEncodedLen`)
	fn clear_results(n: u32) -> Weight {
		// The fastest run took 3_280_000.
		Weight::from_parts(5_135_012, 0)
			.saturating_add(Weight::from_parts(1_320_724, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(1).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().writes(1).saturating_mul(n.into()))
	}
}

/// The weights on RocksDB, for tests.
impl WeightInfo for () {
	fn proxy(p: u32) -> Weight {
		Weight::from_parts(62_004_384, 0)
			.saturating_add(Weight::from_parts(637_739, 0).saturating_mul(p.into()))
			.saturating_add(RocksDbWeight::get().reads(3))
			.saturating_add(RocksDbWeight::get().writes(1))
	}

	fn proxy_announced(a: u32, p: u32) -> Weight {
		Weight::from_parts(102_028_791, 0)
			.saturating_add(Weight::from_parts(940_743, 0).saturating_mul(a.into()))
			.saturating_add(Weight::from_parts(681_059, 0).saturating_mul(p.into()))
			.saturating_add(RocksDbWeight::get().reads(5))
			.saturating_add(RocksDbWeight::get().writes(3))
	}

	fn remove_announcement(a: u32) -> Weight {
		Weight::from_parts(61_464_387, 0)
			.saturating_add(Weight::from_parts(629_040, 0).saturating_mul(a.into()))
			.saturating_add(RocksDbWeight::get().reads(1))
			.saturating_add(RocksDbWeight::get().writes(1))
	}

	fn reject_announcement(a: u32) -> Weight {
		Weight::from_parts(52_714_071, 0)
			.saturating_add(Weight::from_parts(1_225_023, 0).saturating_mul(a.into()))
			.saturating_add(RocksDbWeight::get().reads(2))
			.saturating_add(RocksDbWeight::get().writes(2))
	}

	fn announce(a: u32, p: u32) -> Weight {
		Weight::from_parts(116_326_074, 0)
			.saturating_add(Weight::from_parts(100_496, 0).saturating_mul(a.into()))
			.saturating_add(Weight::from_parts(7_971, 0).saturating_mul(p.into()))
			.saturating_add(RocksDbWeight::get().reads(2))
			.saturating_add(RocksDbWeight::get().writes(1))
	}

	fn add_proxy(p: u32) -> Weight {
		Weight::from_parts(63_937_346, 0)
			.saturating_add(RocksDbWeight::get().reads(1))
			.saturating_add(RocksDbWeight::get().writes(1))
	}

	fn remove_proxy(p: u32) -> Weight {
		Weight::from_parts(52_758_807, 0)
			.saturating_add(Weight::from_parts(881_228, 0).saturating_mul(p.into()))
			.saturating_add(RocksDbWeight::get().reads(1))
			.saturating_add(RocksDbWeight::get().writes(2))
	}

	fn remove_proxies(p: u32) -> Weight {
		Weight::from_parts(27_365_211, 0)
			.saturating_add(Weight::from_parts(5_180_050, 0).saturating_mul(p.into()))
			.saturating_add(RocksDbWeight::get().reads(1))
			.saturating_add(RocksDbWeight::get().writes(1))
			.saturating_add(RocksDbWeight::get().writes(1).saturating_mul(p.into()))
	}

	fn create_pure() -> Weight {
		Weight::from_parts(42_846_000, 0)
			.saturating_add(RocksDbWeight::get().reads(1))
			.saturating_add(RocksDbWeight::get().writes(1))
	}

	fn kill_pure(p: u32) -> Weight {
		Weight::from_parts(131_820_869, 0)
			.saturating_add(Weight::from_parts(6_372_786, 0).saturating_mul(p.into()))
			.saturating_add(RocksDbWeight::get().reads(3))
			.saturating_add(RocksDbWeight::get().writes(3))
			.saturating_add(RocksDbWeight::get().writes(1).saturating_mul(p.into()))
	}

	fn poke_deposit() -> Weight {
		Weight::from_parts(183_399_000, 0)
			.saturating_add(RocksDbWeight::get().reads(2))
			.saturating_add(RocksDbWeight::get().writes(2))
	}

	fn set_real_pays_fee(p: u32) -> Weight {
		Weight::from_parts(33_964_479, 0)
			.saturating_add(Weight::from_parts(252_800, 0).saturating_mul(p.into()))
			.saturating_add(RocksDbWeight::get().reads(1))
			.saturating_add(RocksDbWeight::get().writes(1))
	}

	fn clear_results(n: u32) -> Weight {
		Weight::from_parts(5_135_012, 0)
			.saturating_add(Weight::from_parts(1_320_724, 0).saturating_mul(n.into()))
			.saturating_add(RocksDbWeight::get().reads(1).saturating_mul(n.into()))
			.saturating_add(RocksDbWeight::get().writes(1).saturating_mul(n.into()))
	}
}
