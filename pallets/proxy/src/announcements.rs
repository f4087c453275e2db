//! Announcements: calls that delegates with a delay announce before they dispatch them.

use frame_support::{dispatch::DispatchResult, ensure, traits::DefensiveOption};
use sp_runtime::traits::{BlockNumberProvider, Saturating};

use crate::{
	deposits::Rebalance, Announcement, AnnouncementOf, Announcements, BlockNumberOf, CallHashOf,
	Config, DepositKind, Error, Event, Pallet,
};

impl<T: Config> Pallet<T> {
	/// Records the announcement of a call by `delegate` for `real` and reserves the deposit.
	pub(crate) fn do_announce(
		delegate: T::AccountId,
		real: T::AccountId,
		call_hash: CallHashOf<T>,
	) -> DispatchResult {
		Self::ensure_delegate(&real, &delegate)?;
		let (mut pending, booked) = Announcements::<T>::get(&delegate);
		let height = T::BlockNumberProvider::current_block_number();
		pending
			.try_push(Announcement { real: real.clone(), call_hash, height })
			.map_err(|_| Error::<T>::TooMany)?;
		let kind = DepositKind::Announcements;
		let deposit =
			Self::rebalance_deposit(&delegate, kind, booked, pending.len(), Rebalance::ToPrice)?
				.defensive_ok_or(Error::<T>::AnnouncementDepositInvariantViolated)?;
		Announcements::<T>::insert(&delegate, (pending, deposit));
		Self::deposit_event(Event::Announced { real, proxy: delegate, call_hash });
		Ok(())
	}

	/// Removes the announcements of a call by `delegate` for `real`, for either account.
	pub(crate) fn do_remove_announcement(
		delegate: &T::AccountId,
		real: &T::AccountId,
		call_hash: CallHashOf<T>,
	) -> DispatchResult {
		Self::try_remove_announcements(delegate, Error::<T>::NotFound, |announcement| {
			announcement.real == *real && announcement.call_hash == call_hash
		})
	}

	/// Removes the announcements of a call that are at least `delay` blocks old.
	///
	/// Fails with `Unannounced` if there are none.
	pub(crate) fn try_use_announcement(
		delegate: &T::AccountId,
		real: &T::AccountId,
		call_hash: CallHashOf<T>,
		delay: BlockNumberOf<T>,
	) -> DispatchResult {
		let now = T::BlockNumberProvider::current_block_number();
		Self::try_remove_announcements(delegate, Error::<T>::Unannounced, |announcement| {
			announcement.real == *real
				&& announcement.call_hash == call_hash
				&& now.saturating_sub(announcement.height) >= delay
		})
	}

	/// Removes the announcements that match and releases their deposit.
	///
	/// Fails with `missing` if no announcement matches.
	fn try_remove_announcements(
		delegate: &T::AccountId,
		missing: Error<T>,
		matches: impl Fn(&AnnouncementOf<T>) -> bool,
	) -> DispatchResult {
		let (mut pending, booked) = Announcements::<T>::get(delegate);
		let before = pending.len();
		pending.retain(|announcement| !matches(announcement));
		ensure!(pending.len() < before, missing);
		let kind = DepositKind::Announcements;
		let direction = Rebalance::ReleaseOnly;
		match Self::rebalance_deposit(delegate, kind, booked, pending.len(), direction)? {
			Some(deposit) => Announcements::<T>::insert(delegate, (pending, deposit)),
			None => Announcements::<T>::remove(delegate),
		}
		Ok(())
	}
}
