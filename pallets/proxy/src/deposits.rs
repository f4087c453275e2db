//! Deposits: the price of a list, and moving the reserve when the list or the price changes.
//!
//! `deposit(n) = 0` if `n = 0`, else `base + n · factor`, in rao, exact. A row books the
//! amount that was reserved for it, so that releases return exactly this amount.

use codec::FullCodec;
use frame_support::{
	dispatch::{DispatchResult, Pays},
	storage::StorageMap,
	traits::{BalanceStatus, Get, ReservableCurrency},
	BoundedVec,
};
use sp_runtime::{
	traits::{CheckedAdd, CheckedMul, Saturating, Zero},
	ArithmeticError, DispatchError,
};

use crate::{Announcements, BalanceOf, Config, DepositKind, Event, Pallet, Proxies};

/// Direction in which a rebalanced deposit may move.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rebalance {
	/// Up or down to the present price. Fails if the account cannot pay.
	ToPrice,
	/// Down only. Used where entries are removed, so that a removal never reserves more.
	ReleaseOnly,
}

impl<T: Config> Pallet<T> {
	/// The deposit for a list of `count` entries at the present price, in rao.
	///
	/// # Errors
	///
	/// `ArithmeticError::Overflow` if the deposit is not a balance.
	pub fn deposit_for(kind: DepositKind, count: usize) -> Result<BalanceOf<T>, DispatchError> {
		if count == 0 {
			return Ok(Zero::zero());
		}
		let (base, factor) = match kind {
			DepositKind::Proxies => (T::ProxyDepositBase::get(), T::ProxyDepositFactor::get()),
			DepositKind::Announcements => {
				(T::AnnouncementDepositBase::get(), T::AnnouncementDepositFactor::get())
			}
		};
		let count = u32::try_from(count).map_err(|_| ArithmeticError::Overflow)?;
		let entries =
			factor.checked_mul(&BalanceOf::<T>::from(count)).ok_or(ArithmeticError::Overflow)?;
		let deposit = base.checked_add(&entries).ok_or(ArithmeticError::Overflow)?;
		Ok(deposit)
	}

	/// Whether the deposits of full lists can be expressed as a balance.
	pub(crate) fn are_deposits_payable() -> bool {
		let is_payable = |kind: DepositKind, bound: u32| {
			usize::try_from(bound).is_ok_and(|count| Self::deposit_for(kind, count).is_ok())
		};
		is_payable(DepositKind::Proxies, T::MaxProxies::get())
			&& is_payable(DepositKind::Announcements, T::MaxPending::get())
	}

	/// Adjusts the reserve of `who` to the deposit for a list of `count` entries.
	///
	/// Returns the deposit to book, or `None` if the list is empty and its row must be removed. The
	/// deposit to book is the amount that remains reserved: if `who` has less in reserve than is to
	/// be released, the rest stays booked. This happens to pure accounts, whose first deposit is
	/// reserved on the spawner; `kill_pure` releases it there.
	pub(crate) fn rebalance_deposit(
		who: &T::AccountId,
		kind: DepositKind,
		booked: BalanceOf<T>,
		count: usize,
		direction: Rebalance,
	) -> Result<Option<BalanceOf<T>>, DispatchError> {
		let due = Self::deposit_for(kind, count)?;
		let deposit = if due <= booked {
			let released = Self::release_deposit(who, booked.saturating_sub(due));
			booked.saturating_sub(released)
		} else if direction == Rebalance::ToPrice {
			T::Currency::reserve(who, due.saturating_sub(booked))?;
			due
		} else {
			booked
		};
		Ok((count > 0).then_some(deposit))
	}

	/// Releases up to `amount` of the reserve of `who` and returns the amount released.
	pub(crate) fn release_deposit(who: &T::AccountId, amount: BalanceOf<T>) -> BalanceOf<T> {
		let missing = T::Currency::unreserve(who, amount);
		amount.saturating_sub(missing)
	}

	/// Brings both deposits of `who` to the present price; free if one of them changed.
	pub(crate) fn do_poke_deposit(who: &T::AccountId) -> Result<Pays, DispatchError> {
		let proxies = Self::poke_list::<_, _, Proxies<T>>(who, DepositKind::Proxies)?;
		let announcements =
			Self::poke_list::<_, _, Announcements<T>>(who, DepositKind::Announcements)?;
		Ok(if proxies || announcements { Pays::No } else { Pays::Yes })
	}

	/// Brings the deposit of one list to the present price and tells whether it changed.
	fn poke_list<Entry, Bound, Lists>(
		who: &T::AccountId,
		kind: DepositKind,
	) -> Result<bool, DispatchError>
	where
		Entry: FullCodec,
		Bound: Get<u32>,
		Lists: StorageMap<
			T::AccountId,
			(BoundedVec<Entry, Bound>, BalanceOf<T>),
			Query = (BoundedVec<Entry, Bound>, BalanceOf<T>),
		>,
	{
		let (list, booked) = Lists::get(who);
		let rebalanced =
			Self::rebalance_deposit(who, kind, booked, list.len(), Rebalance::ToPrice)?;
		let Some(deposit) = rebalanced.filter(|deposit| *deposit != booked) else {
			return Ok(false);
		};
		Lists::insert(who, (list, deposit));
		Self::deposit_event(Event::DepositPoked {
			who: who.clone(),
			kind,
			old_deposit: booked,
			new_deposit: deposit,
		});
		Ok(true)
	}

	/// Releases the deposit of a pure account to its spawner.
	///
	/// The deposit for one delegate is reserved on the spawner since the creation. The booked
	/// amount beyond that was reserved on the pure account for further delegates and moves to the
	/// spawner. If prices fell since the creation, the pure account has less in reserve than that;
	/// the rest is reserved on the spawner.
	pub(crate) fn return_pure_deposit(
		pure: &T::AccountId,
		spawner: &T::AccountId,
		booked: BalanceOf<T>,
	) -> DispatchResult {
		let first = Self::deposit_for(DepositKind::Proxies, 1)?;
		let beyond = booked.saturating_sub(first).min(T::Currency::reserved_balance(pure));
		let moved = Self::move_reserve(pure, spawner, beyond)?;
		// The result is not needed, since the row is removed: if the spawner has less in reserve,
		// it got the difference by other means, such as a forced release by root.
		Self::release_deposit(spawner, booked.saturating_sub(moved));
		Ok(())
	}

	/// Moves up to `amount` from the reserve of `from` to the free balance of `to`.
	///
	/// Returns the amount moved.
	fn move_reserve(
		from: &T::AccountId,
		to: &T::AccountId,
		amount: BalanceOf<T>,
	) -> Result<BalanceOf<T>, DispatchError> {
		if amount.is_zero() {
			return Ok(amount);
		}
		let missing = T::Currency::repatriate_reserved(from, to, amount, BalanceStatus::Free)?;
		Ok(amount.saturating_sub(missing))
	}
}
