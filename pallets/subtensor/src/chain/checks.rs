//! Invariants of the room.

use frame_support::ensure;
use sp_runtime::TryRuntimeError;

use super::{is_valid_block_time, ChainSpeed};
use crate::{BlockTime, Config};

impl<T: Config> ChainSpeed<T> {
	/// The block time is even and within its bounds.
	pub(crate) fn check() -> Result<(), TryRuntimeError> {
		ensure!(is_valid_block_time(BlockTime::<T>::get()), "BlockTime is odd or out of bounds");
		Ok(())
	}
}
