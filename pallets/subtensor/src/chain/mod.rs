//! How fast the chain runs: block time and profile.
//!
//! Both are chosen at genesis and never change. One runtime serves a 12-second network and a
//! 250-millisecond test chain; metadata is built inside the runtime, so its constants show the
//! values of the chain at hand.

pub mod storage;

use crate::{BlockTime, ChainProfile, Config, Pallet};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::marker::PhantomData;
use frame_support::traits::Get;
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// Milliseconds between two blocks where genesis says nothing.
pub const DEFAULT_BLOCK_TIME: u64 = 12_000;

/// Block times that a chain can be started with, in milliseconds.
///
/// Below the lower bound two machines cannot agree in time; above the upper one clients give up.
pub const BLOCK_TIMES: core::ops::RangeInclusive<u64> = 100..=60_000;

/// Which of two values each shortened limit takes.
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Default,
	Deserialize,
	Encode,
	Eq,
	MaxEncodedLen,
	PartialEq,
	Serialize,
	TypeInfo,
)]
#[serde(rename_all = "lowercase")]
pub enum Profile {
	/// The limits of a public network.
	#[default]
	#[codec(index = 0)]
	Production,
	/// Short tempos, cooldowns and rate limits, for tests and demonstrations.
	#[codec(index = 1)]
	Fast,
}

impl Profile {
	/// The one of two values that the profile takes.
	pub const fn choose<V: Copy>(self, production: V, fast: V) -> V {
		match self {
			Self::Production => production,
			Self::Fast => fast,
		}
	}
}

/// `Timestamp.MinimumPeriod`: half the block time, in milliseconds.
pub struct MinimumPeriod<T>(PhantomData<T>);

impl<T: Config> Get<u64> for MinimumPeriod<T> {
	fn get() -> u64 {
		BlockTime::<T>::get() / 2
	}
}

/// `Aura.SlotDuration`: the block time, in milliseconds.
pub struct SlotDuration<T>(PhantomData<T>);

impl<T: Config> Get<u64> for SlotDuration<T> {
	fn get() -> u64 {
		MinimumPeriod::<T>::get().saturating_mul(2)
	}
}

impl<T: Config> Pallet<T> {
	/// The one of two values that this chain's profile takes.
	pub fn by_profile<V: Copy>(production: V, fast: V) -> V {
		ChainProfile::<T>::get().choose(production, fast)
	}

	/// Records the block time, in milliseconds, and the profile. For genesis.
	///
	/// # Panics
	///
	/// If the block time is odd or outside [`BLOCK_TIMES`]: such a genesis must not start.
	pub(crate) fn choose_pace(block_time: u64, profile: Profile) {
		assert!(
			BLOCK_TIMES.contains(&block_time) && block_time.is_multiple_of(2),
			"the block time must be an even number of milliseconds in {BLOCK_TIMES:?}, not {block_time}",
		);
		BlockTime::<T>::put(block_time);
		ChainProfile::<T>::put(profile);
	}
}
