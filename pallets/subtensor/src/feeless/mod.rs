//! Transactions without a fee, throttled.
//!
//! A fee is what keeps an account from filling blocks. Calls that cost nothing need another limit:
//! each account gets a few of them into a block, and the next ones wait for the block after it.
//! Nothing stays in storage, because a row for each of any number of accounts would be a burden
//! that nobody has paid for.

pub mod storage;

use crate::{Config, FeelessInBlock, Pallet};
use frame_support::traits::Get;
use frame_support::{defensive, weights::Weight};

/// Transactions without a fee that an account gets into one block.
///
/// A hotkey with weights to set on several subnets at once fits in.
pub const FEELESS_PER_BLOCK: u32 = 16;

/// Rows of earlier blocks that a block removes; there are none unless a migration leaves some.
const STALE_ROWS_PER_BLOCK: u32 = 4;

impl<T: Config> Pallet<T> {
	/// Whether the account has had its free transactions in this block.
	pub(crate) fn feeless_exhausted(who: &T::AccountId) -> bool {
		FeelessInBlock::<T>::get(who) >= FEELESS_PER_BLOCK
	}

	/// Counts a free transaction of the account.
	pub(crate) fn count_feeless(who: &T::AccountId) {
		FeelessInBlock::<T>::mutate(who, |count| *count = count.saturating_add(1));
	}

	/// Forgets the counts of this block.
	///
	/// Rows of the block are not in the database yet, so that removing them is not limited; the
	/// transactions that made them are.
	pub(crate) fn forget_feeless() {
		if FeelessInBlock::<T>::clear(STALE_ROWS_PER_BLOCK, None).maybe_cursor.is_some() {
			defensive!("counts of earlier blocks were left; the next block goes on");
		}
	}

	/// What [`Self::forget_feeless`] costs where no row is stale.
	pub(crate) fn forget_feeless_weight() -> Weight {
		T::DbWeight::get().reads(1)
	}
}
