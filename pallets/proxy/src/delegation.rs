//! Delegation: adding, removing and finding the delegates of an account.

use frame_support::{dispatch::DispatchResult, ensure};
use frame_system::pallet_prelude::RuntimeCallFor;
use sp_runtime::{traits::Zero, DispatchError};

use crate::{
	deposits::Rebalance, BalanceOf, BlockNumberOf, Config, DepositKind, Error, Event, Pallet,
	Proxies, ProxyDefinition, ProxyDefinitionOf, ProxyListOf,
};

/// The first entry of `delegate` in a list, of the type `forced` if one is given.
fn first_entry<'a, T: Config>(
	proxies: &'a [ProxyDefinitionOf<T>],
	delegate: &T::AccountId,
	forced: Option<&T::ProxyType>,
) -> Option<&'a ProxyDefinitionOf<T>> {
	proxies.iter().find(|entry| {
		entry.delegate == *delegate && forced.is_none_or(|forced| entry.proxy_type == *forced)
	})
}

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
		Ok(first_entry::<T>(&proxies, delegate, force_proxy_type)
			.ok_or(Error::<T>::NotProxy)?
			.clone())
	}

	/// Whether `proxy` would dispatch each of these calls for `real`, if `delegate` signed it: an
	/// entry without delay exists whose type allows the call and all calls inside it.
	///
	/// Each call comes with the type that is forced for it. One read. Used by the payment extension of
	/// the runtime.
	pub fn may_proxy<'a>(
		real: &T::AccountId,
		delegate: &T::AccountId,
		calls: impl IntoIterator<Item = (Option<&'a T::ProxyType>, &'a RuntimeCallFor<T>)>,
	) -> bool
	where
		RuntimeCallFor<T>: 'a,
	{
		let (proxies, _) = Proxies::<T>::get(real);
		calls.into_iter().all(|(forced, call)| {
			first_entry::<T>(&proxies, delegate, forced).is_some_and(|entry| {
				entry.delay.is_zero() && Self::is_proxyable_throughout(&entry.proxy_type, call)
			})
		})
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
