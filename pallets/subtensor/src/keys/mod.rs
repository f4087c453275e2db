//! Swaps of coldkeys.
//!
//! A coldkey controls all funds and subnets of its account. It therefore announces its swap for
//! another coldkey and waits; meanwhile it may dispatch only calls that concern the swap. Anyone
//! who holds the key can dispute the swap, which freezes the coldkey until root resets it.

mod checks;
pub mod storage;

use core::marker::PhantomData;

use frame_support::{dispatch::DispatchResult, ensure};

use crate::{
	access::Access, ColdkeySwapAnnouncements, ColdkeySwapDisputes, Config, Error, Event, Pallet,
};

/// Pending swaps of coldkeys.
pub struct KeySwaps<T>(PhantomData<T>);

impl<T: Config> KeySwaps<T> {
	/// Whether the swap of `coldkey` is announced, disputed or not. One read.
	pub fn is_pending(coldkey: &T::AccountId) -> bool {
		ColdkeySwapAnnouncements::<T>::contains_key(coldkey)
	}

	/// Rejects a call that `coldkey` may not dispatch while its swap is pending.
	///
	/// # Errors
	///
	/// [`Error::ColdkeySwapDisputed`] for every call once the swap is disputed, and
	/// [`Error::ColdkeySwapAnnounced`] for calls that do not concern the swap.
	pub(crate) fn guard(coldkey: &T::AccountId, access: Access) -> Result<(), Error<T>> {
		if !Self::is_pending(coldkey) {
			return Ok(());
		}
		ensure!(!ColdkeySwapDisputes::<T>::contains_key(coldkey), Error::<T>::ColdkeySwapDisputed);
		ensure!(access.allowed_during_coldkey_swap, Error::<T>::ColdkeySwapAnnounced);
		Ok(())
	}

	/// Disputes the announced swap of `coldkey`.
	pub(crate) fn dispute(coldkey: T::AccountId) -> DispatchResult {
		ensure!(Self::is_pending(&coldkey), Error::<T>::ColdkeySwapAnnouncementNotFound);
		ensure!(
			!ColdkeySwapDisputes::<T>::contains_key(&coldkey),
			Error::<T>::ColdkeySwapAlreadyDisputed
		);
		let now = frame_system::Pallet::<T>::block_number();
		ColdkeySwapDisputes::<T>::insert(&coldkey, now);
		Pallet::<T>::deposit_event(Event::ColdkeySwapDisputed { coldkey });
		Ok(())
	}

	/// Removes the announced swap of `coldkey` and its dispute, if they exist.
	pub(crate) fn reset(coldkey: T::AccountId) {
		Self::remove(&coldkey);
		Pallet::<T>::deposit_event(Event::ColdkeySwapReset { who: coldkey });
	}

	/// Removes the rows of `coldkey`: a swap that is executed or reset is no longer pending.
	pub(crate) fn remove(coldkey: &T::AccountId) {
		ColdkeySwapAnnouncements::<T>::remove(coldkey);
		ColdkeySwapDisputes::<T>::remove(coldkey);
	}
}
