//! Keys that are replaced by others.
//!
//! A coldkey that was stolen is worth everything it holds. So a coldkey announces that it will be
//! swapped for another one, waits, and can do nothing else meanwhile; whoever also holds the key
//! can dispute the swap, which freezes the coldkey until root decides.

pub mod storage;

use crate::{ColdkeySwapAnnouncements, ColdkeySwapDisputes, Config, Error, Pallet};
use frame_support::{ensure, traits::CallMetadata};

/// Whether a coldkey may make the call while its swap is announced and not disputed.
fn leads_through_a_swap(call: &CallMetadata) -> bool {
	matches!(
		(call.pallet_name, call.function_name),
		(
			"SubtensorModule",
			"announce_coldkey_swap"
				| "swap_coldkey_announced"
				| "dispute_coldkey_swap"
				| "clear_coldkey_swap_announcement"
		) | ("MevShield", "submit_encrypted")
	)
}

impl<T: Config> Pallet<T> {
	/// Refuses what a coldkey may not do while a swap of it is pending.
	///
	/// # Errors
	///
	/// [`Error::ColdkeySwapDisputed`] for every call once the swap is disputed, and
	/// [`Error::ColdkeySwapAnnounced`] for calls that have nothing to do with the swap.
	pub(crate) fn guard_coldkey_swap(
		who: &T::AccountId,
		call: &CallMetadata,
	) -> Result<(), Error<T>> {
		if !ColdkeySwapAnnouncements::<T>::contains_key(who) {
			return Ok(());
		}
		ensure!(!ColdkeySwapDisputes::<T>::contains_key(who), Error::<T>::ColdkeySwapDisputed);
		ensure!(leads_through_a_swap(call), Error::<T>::ColdkeySwapAnnounced);
		Ok(())
	}
}
