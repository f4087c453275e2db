//! The laws of the pallet, checked.

use crate::{chain::BLOCK_TIMES, BlockTime, Config, Pallet, TotalIssuance};
use frame_support::{ensure, traits::fungible::Inspect};
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// Checks every law of the pallet; true at the end of any block.
	///
	/// - I1: the issuance that clients read is that of the balances.
	/// - The block time is even and within its bounds.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		ensure!(
			TotalIssuance::<T>::get() == T::Currency::total_issuance(),
			"SubtensorModule.TotalIssuance differs from Balances.TotalIssuance"
		);
		let block_time = BlockTime::<T>::get();
		ensure!(
			BLOCK_TIMES.contains(&block_time) && block_time.is_multiple_of(2),
			"BlockTime is odd or out of bounds"
		);
		Ok(())
	}
}
