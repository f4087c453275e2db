//! Limit of transactions without a fee.
//!
//! A fee keeps an account from filling blocks. Free calls need another limit: each account may have
//! a few of them included in a block, and the next ones wait for the block after it. The counts do
//! not stay in storage, because nobody pays for a row per account.

use core::marker::PhantomData;

use frame_support::{defensive, ensure, traits::Get};
use sp_runtime::TryRuntimeError;

use crate::{block::EndStep, Config, FeelessInBlock};

/// Maximum number of free transactions of an account in one block.
///
/// Enough for a hotkey that sets weights on several subnets at once.
pub const FREE_TRANSACTIONS_PER_BLOCK: u32 = 16;

/// Rows of earlier blocks that a block removes. A row stays behind only if a migration leaves it.
const STALE_ROWS_PER_BLOCK: u32 = 4;

/// Handle of the counts.
pub struct FreeTransactions<T>(PhantomData<T>);

impl<T: Config> FreeTransactions<T> {
	/// Whether the account has used up its free transactions of this block.
	pub(crate) fn exhausted(who: &T::AccountId) -> bool {
		FeelessInBlock::<T>::get(who) >= FREE_TRANSACTIONS_PER_BLOCK
	}

	/// Counts a free transaction of the account.
	pub(crate) fn count(who: &T::AccountId) {
		FeelessInBlock::<T>::mutate(who, |count| *count = count.saturating_add(1));
	}

	/// Removes the counts at the end of a block.
	///
	/// Rows of the block itself are not in the database yet, so their removal is not limited; the
	/// transactions that created them are.
	pub(crate) fn reset_step() -> EndStep {
		let run = || {
			if FeelessInBlock::<T>::clear(STALE_ROWS_PER_BLOCK, None).maybe_cursor.is_some() {
				defensive!("counts of earlier blocks are left; the next block goes on");
			}
		};
		let stale = u64::from(STALE_ROWS_PER_BLOCK);
		let weight = T::DbWeight::get().reads_writes(stale.saturating_add(1), stale);
		EndStep { weight, run }
	}

	/// I31: counts end with their block.
	pub(crate) fn check() -> Result<(), TryRuntimeError> {
		ensure!(FeelessInBlock::<T>::iter().next().is_none(), "FeelessInBlock outlived its block");
		Ok(())
	}
}
