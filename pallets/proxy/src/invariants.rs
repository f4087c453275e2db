//! Invariants of the pallet, checked over the whole state.

use frame_support::{ensure, traits::ReservableCurrency};
use sp_runtime::{
	traits::{BlockNumberProvider, CheckedAdd, Zero},
	TryRuntimeError,
};

use crate::{Announcements, BalanceOf, Config, Pallet, Proxies, RealPaysFeeConsentV1};

impl<T: Config> Pallet<T> {
	/// Checks the invariants of the pallet.
	///
	/// 1. Every row decodes, and so is within its bound.
	/// 2. A list of delegates is not empty, is sorted without duplicates, and omits its owner.
	/// 3. A list of announcements is not empty and sorted by height; no height is in the future.
	/// 4. The delegate of a fee consent is a delegate of the real account.
	/// 5. The sum of all reserves is at least the sum of all booked deposits.
	///
	/// Invariant 5 covers the whole chain and not each account, because the first deposit of a pure
	/// account is reserved on a spawner that its row need not name any more. A forced release of
	/// reserves by root breaks it. A booked deposit need not be the present price of the list,
	/// since prices may have changed.
	///
	/// Reads the whole state of the pallet: for tests, try-runtime and tools, never in a block.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		let for_proxies = Self::check_proxies()?;
		let for_announcements = Self::check_announcements()?;
		Self::check_consents()?;
		Self::check_reserves(Self::try_sum(for_proxies, for_announcements)?)
	}

	/// Checks invariant 2, and 1 for these lists, and returns the sum of their booked deposits.
	fn check_proxies() -> Result<BalanceOf<T>, TryRuntimeError> {
		let mut rows: usize = 0;
		let mut booked = BalanceOf::<T>::zero();
		for (real, (proxies, deposit)) in Proxies::<T>::iter() {
			ensure!(!proxies.is_empty(), "Proxies: a row has no delegates");
			ensure!(
				proxies.windows(2).all(|pair| matches!(pair, [left, right] if left < right)),
				"Proxies: a list is not strictly ascending"
			);
			ensure!(
				proxies.iter().all(|entry| entry.delegate != real),
				"Proxies: an account is its own delegate"
			);
			booked = Self::try_sum(booked, deposit)?;
			rows = rows.saturating_add(1);
		}
		ensure!(rows == Proxies::<T>::iter_keys().count(), "Proxies: a row does not decode");
		Ok(booked)
	}

	/// Checks invariant 3, and 1 for these lists, and returns the sum of their booked deposits.
	fn check_announcements() -> Result<BalanceOf<T>, TryRuntimeError> {
		let now = T::BlockNumberProvider::current_block_number();
		let mut rows: usize = 0;
		let mut booked = BalanceOf::<T>::zero();
		for (_delegate, (pending, deposit)) in Announcements::<T>::iter() {
			ensure!(!pending.is_empty(), "Announcements: a row has no announcements");
			ensure!(
				pending
					.windows(2)
					.all(|pair| matches!(pair, [older, newer] if older.height <= newer.height)),
				"Announcements: a list is not oldest first"
			);
			ensure!(
				pending.iter().all(|announcement| announcement.height <= now),
				"Announcements: an announcement is from the future"
			);
			booked = Self::try_sum(booked, deposit)?;
			rows = rows.saturating_add(1);
		}
		ensure!(
			rows == Announcements::<T>::iter_keys().count(),
			"Announcements: a row does not decode"
		);
		Ok(booked)
	}

	/// Checks invariant 4.
	fn check_consents() -> Result<(), TryRuntimeError> {
		for (real, delegate) in RealPaysFeeConsentV1::<T>::iter_keys() {
			ensure!(
				Self::ensure_delegate(&real, &delegate).is_ok(),
				"RealPaysFeeConsentV1: a consent names an account that is no delegate"
			);
		}
		Ok(())
	}

	/// Checks invariant 5, given the sum of all booked deposits.
	fn check_reserves(booked: BalanceOf<T>) -> Result<(), TryRuntimeError> {
		let mut reserved = BalanceOf::<T>::zero();
		for who in frame_system::Account::<T>::iter_keys() {
			reserved = Self::try_sum(reserved, T::Currency::reserved_balance(&who))?;
		}
		ensure!(reserved >= booked, "booked deposits exceed the reserves of all accounts");
		Ok(())
	}

	/// Adds two balances.
	fn try_sum(left: BalanceOf<T>, right: BalanceOf<T>) -> Result<BalanceOf<T>, TryRuntimeError> {
		left.checked_add(&right).ok_or("a sum of deposits or reserves overflows".into())
	}
}
