//! Delegation: adding, removing and finding the delegates of an account.

use frame_support::{dispatch::DispatchResult, ensure};
use sp_runtime::DispatchError;

use crate::{
	deposits::Rebalance, BalanceOf, BlockNumberOf, Config, DepositKind, Error, Event, Pallet,
	Proxies, ProxyDefinition, ProxyDefinitionOf, ProxyListOf,
};

impl<T: Config> Pallet<T> {
	/// The first entry under which `delegate` may act for `real`.
	///
	/// With `force_proxy_type`, only entries of exactly this type are considered.
	///
	/// # Errors
	///
	/// `NotProxy` if there is no such entry.
	pub fn find_proxy(
		real: &T::AccountId,
		delegate: &T::AccountId,
		force_proxy_type: Option<&T::ProxyType>,
	) -> Result<ProxyDefinitionOf<T>, DispatchError> {
		let (proxies, _) = Proxies::<T>::get(real);
		let found = proxies.into_iter().find(|entry| {
			entry.delegate == *delegate
				&& force_proxy_type.is_none_or(|forced| entry.proxy_type == *forced)
		});
		Ok(found.ok_or(Error::<T>::NotProxy)?)
	}

	/// Checks that `delegate` has an entry of any type in the list of `real`.
	pub(crate) fn ensure_delegate(real: &T::AccountId, delegate: &T::AccountId) -> DispatchResult {
		Self::find_proxy(real, delegate, None).map(|_| ())
	}

	/// Adds a delegate to the list of `delegator` and reserves the deposit.
	///
	/// Public for other entry points, such as a precompile or a lease.
	///
	/// # Errors
	///
	/// The errors of the call `add_proxy`.
	pub fn do_add_proxy(
		delegator: &T::AccountId,
		delegatee: T::AccountId,
		proxy_type: T::ProxyType,
		delay: BlockNumberOf<T>,
	) -> DispatchResult {
		ensure!(*delegator != delegatee, Error::<T>::NoSelfProxy);
		let (mut proxies, booked) = Proxies::<T>::get(delegator);
		let entry =
			ProxyDefinition { delegate: delegatee.clone(), proxy_type: proxy_type.clone(), delay };
		let Err(position) = proxies.binary_search(&entry) else {
			return Err(Error::<T>::Duplicate.into());
		};
		proxies.try_insert(position, entry).map_err(|_| Error::<T>::TooMany)?;
		Self::store_proxies(delegator, proxies, booked, Rebalance::ToPrice)?;
		Self::deposit_event(Event::ProxyAdded {
			delegator: delegator.clone(),
			delegatee,
			proxy_type,
			delay,
		});
		Ok(())
	}

	/// Removes one entry from the list of `delegator`, with its deposit and the fee consent.
	///
	/// Public for other entry points, such as a precompile or a lease.
	///
	/// # Errors
	///
	/// `NotFound` if there is no such entry.
	pub fn do_remove_proxy(
		delegator: &T::AccountId,
		delegatee: T::AccountId,
		proxy_type: T::ProxyType,
		delay: BlockNumberOf<T>,
	) -> DispatchResult {
		let (mut proxies, booked) = Proxies::<T>::get(delegator);
		let entry =
			ProxyDefinition { delegate: delegatee.clone(), proxy_type: proxy_type.clone(), delay };
		let position = proxies.binary_search(&entry).map_err(|_| Error::<T>::NotFound)?;
		proxies.remove(position);
		Self::store_proxies(delegator, proxies, booked, Rebalance::ReleaseOnly)?;
		Self::withdraw_consent(delegator, &delegatee);
		Self::deposit_event(Event::ProxyRemoved {
			delegator: delegator.clone(),
			delegatee,
			proxy_type,
			delay,
		});
		Ok(())
	}

	/// Removes the whole list of `delegator` and returns the number of its entries.
	///
	/// The deposit is released as far as it is reserved on `delegator`. The first deposit of a pure
	/// account stays reserved on its spawner for good, as the docs of the call warn.
	pub fn do_remove_proxies(delegator: &T::AccountId) -> u32 {
		let (proxies, booked) = Proxies::<T>::take(delegator);
		Self::release_deposit(delegator, booked);
		Self::withdraw_consents(delegator, &proxies);
		u32::try_from(proxies.len()).unwrap_or(u32::MAX)
	}

	/// Rebalances the deposit of a changed list and stores both, or removes an empty row.
	fn store_proxies(
		delegator: &T::AccountId,
		proxies: ProxyListOf<T>,
		booked: BalanceOf<T>,
		direction: Rebalance,
	) -> DispatchResult {
		let kind = DepositKind::Proxies;
		match Self::rebalance_deposit(delegator, kind, booked, proxies.len(), direction)? {
			Some(deposit) => Proxies::<T>::insert(delegator, (proxies, deposit)),
			None => Proxies::<T>::remove(delegator),
		}
		Ok(())
	}
}
