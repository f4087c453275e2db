//! Speed of the chain: block time and profile.
//!
//! Both are set at genesis and never change. One runtime serves a 12-second network and a
//! 250-millisecond test chain; metadata is built inside the runtime, so its constants show the
//! values of the chain it is read from.

mod checks;
pub mod storage;

use core::marker::PhantomData;

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{
	traits::Get,
	weights::constants::{WEIGHT_REF_TIME_PER_MILLIS, WEIGHT_REF_TIME_PER_SECOND},
};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

use crate::{BlockTime, ChainProfile, Config};

/// Block time of a genesis that sets none, in milliseconds.
pub const DEFAULT_BLOCK_TIME: u64 = 12_000;

/// Range of block times that a chain can be started with, in milliseconds.
///
/// Below the lower bound two machines cannot agree in time; above the upper one clients give up.
pub const BLOCK_TIMES: core::ops::RangeInclusive<u64> = 100..=60_000;

/// Maximum computation in a block, in picoseconds: four seconds.
pub const MAX_COMPUTATION: u64 = 4 * WEIGHT_REF_TIME_PER_SECOND;

/// Part of the block time that a block may compute: one in this many.
const COMPUTED_PART: u64 = 3;

/// Whether a chain can be started with this block time, in milliseconds: even, and within
/// [`BLOCK_TIMES`].
pub fn is_valid_block_time(milliseconds: u64) -> bool {
	BLOCK_TIMES.contains(&milliseconds) && milliseconds.is_multiple_of(2)
}

/// Selector of one of two values for each shortened limit.
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
	/// Value for the profile.
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

/// Computation in a block, in picoseconds: a third of the block time, at most [`MAX_COMPUTATION`].
///
/// The author computes a block, and each node computes it again before the next block is due. A
/// stored block time outside of [`BLOCK_TIMES`] counts as [`DEFAULT_BLOCK_TIME`], so that limits
/// which follow from this one are consistent whatever is stored.
pub struct BlockComputation<T>(PhantomData<T>);

impl<T: Config> Get<u64> for BlockComputation<T> {
	fn get() -> u64 {
		let stored = BlockTime::<T>::get();
		let block_time = if BLOCK_TIMES.contains(&stored) { stored } else { DEFAULT_BLOCK_TIME };
		let third = block_time.saturating_mul(WEIGHT_REF_TIME_PER_MILLIS) / COMPUTED_PART;
		third.min(MAX_COMPUTATION)
	}
}

/// Block time and profile of this chain.
pub struct ChainSpeed<T>(PhantomData<T>);

impl<T: Config> ChainSpeed<T> {
	/// Value for the profile of this chain.
	pub fn by_profile<V: Copy>(production: V, fast: V) -> V {
		ChainProfile::<T>::get().choose(production, fast)
	}

	/// Stores the block time, in milliseconds, and the profile. For genesis.
	///
	/// # Panics
	///
	/// If [`is_valid_block_time`] does not hold: such a genesis must not start.
	pub(crate) fn set_block_time_and_profile(block_time: u64, profile: Profile) {
		assert!(
			is_valid_block_time(block_time),
			"the block time must be an even number of milliseconds in {BLOCK_TIMES:?}, not {block_time}",
		);
		BlockTime::<T>::put(block_time);
		ChainProfile::<T>::put(profile);
	}
}
