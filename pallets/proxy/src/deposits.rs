//! Deposits: what a list costs, and moving the reserve when the list or the price changes.
//!
//! `deposit(n) = 0` if `n = 0`, else `base + n · factor`, in rao, exact. A row books what was
//! really reserved for it, so that every release returns exactly what was taken.

use frame_support::{
	dispatch::{DispatchResult, Pays},
	traits::{BalanceStatus, Get, ReservableCurrency},
};
use sp_runtime::{
	traits::{CheckedAdd, CheckedMul, Saturating, Zero},
	ArithmeticError, DispatchError,
};

use crate::{Announcements, BalanceOf, Config, DepositKind, Event, Pallet, Proxies};

/// Which way a deposit may move when it is rebalanced.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rebalance {
	/// To the present price, up or down. Fails if the account cannot pay.
	ToPrice,
	/// Down at most. Used where entries are removed, so that removing never costs money.
	ReleaseOnly,
}

impl<T: Config> Pallet<T> {
	/// Returns the deposit that a list of `count` entries costs at the present price, in rao.
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

	/// Tells whether the deposits of full lists can be expressed as a balance.
	pub(crate) fn are_deposits_payable() -> bool {
		let is_payable = |kind: DepositKind, bound: u32| {
			usize::try_from(bound).is_ok_and(|count| Self::deposit_for(kind, count).is_ok())
		};
		is_payable(DepositKind::Proxies, T::MaxProxies::get())
			&& is_payable(DepositKind::Announcements, T::MaxPending::get())
	}

	/// Moves the reserve of `who` to what a list of `count` entries needs.
	///
	/// Returns the deposit to book, or `None` when the list is empty and its row has to go. The
	/// deposit to book is what remains reserved: if less could be released than was asked for, the
	/// rest stays booked, and stays with its owner. This happens to pure accounts, whose first
	/// deposit lies on the spawner; it is returned there by `kill_pure`.
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

	/// Releases up to `amount` of the reserve of `who` and returns what was released.
	pub(crate) fn release_deposit(who: &T::AccountId, amount: BalanceOf<T>) -> BalanceOf<T> {
		let missing = T::Currency::unreserve(who, amount);
		amount.saturating_sub(missing)
	}

	/// Brings both deposits of `who` to the present price; free if one of them changed.
	pub(crate) fn do_poke_deposit(who: &T::AccountId) -> Result<Pays, DispatchError> {
		let proxies = Self::poke_proxies(who)?;
		let announcements = Self::poke_announcements(who)?;
		Ok(if proxies || announcements { Pays::No } else { Pays::Yes })
	}

	/// Brings the deposit for delegates to the present price and tells whether it changed.
	fn poke_proxies(who: &T::AccountId) -> Result<bool, DispatchError> {
		let kind = DepositKind::Proxies;
		let (proxies, booked) = Proxies::<T>::get(who);
		let rebalanced =
			Self::rebalance_deposit(who, kind, booked, proxies.len(), Rebalance::ToPrice)?;
		let Some(deposit) = rebalanced.filter(|deposit| *deposit != booked) else {
			return Ok(false);
		};
		Proxies::<T>::insert(who, (proxies, deposit));
		Self::report_poke(who, kind, booked, deposit);
		Ok(true)
	}

	/// Brings the deposit for announcements to the present price and tells whether it changed.
	fn poke_announcements(who: &T::AccountId) -> Result<bool, DispatchError> {
		let kind = DepositKind::Announcements;
		let (pending, booked) = Announcements::<T>::get(who);
		let rebalanced =
			Self::rebalance_deposit(who, kind, booked, pending.len(), Rebalance::ToPrice)?;
		let Some(deposit) = rebalanced.filter(|deposit| *deposit != booked) else {
			return Ok(false);
		};
		Announcements::<T>::insert(who, (pending, deposit));
		Self::report_poke(who, kind, booked, deposit);
		Ok(true)
	}

	/// Emits the event of a changed deposit.
	fn report_poke(
		who: &T::AccountId,
		kind: DepositKind,
		old_deposit: BalanceOf<T>,
		new_deposit: BalanceOf<T>,
	) {
		Self::deposit_event(Event::DepositPoked {
			who: who.clone(),
			kind,
			old_deposit,
			new_deposit,
		});
	}

	/// Returns the deposit of a pure account to its spawner.
	///
	/// The price of one proxy lies on the spawner since the creation. What is booked beyond that
	/// was reserved on the pure account for further delegates and is moved to the spawner; what
	/// cannot be found there (prices fell since the creation) lies on the spawner too.
	pub(crate) fn return_pure_deposit(
		pure: &T::AccountId,
		spawner: &T::AccountId,
		booked: BalanceOf<T>,
	) -> DispatchResult {
		let first = Self::deposit_for(DepositKind::Proxies, 1)?;
		let beyond = booked.saturating_sub(first).min(T::Currency::reserved_balance(pure));
		let moved = Self::move_reserve(pure, spawner, beyond)?;
		// Nothing is left to book: the row goes, and what the spawner no longer holds in reserve
		// was taken from it by other means, such as a forced release by root.
		Self::release_deposit(spawner, booked.saturating_sub(moved));
		Ok(())
	}

	/// Moves up to `amount` from the reserve of `from` to the free balance of `to`.
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
