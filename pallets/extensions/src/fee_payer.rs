//! The account that pays for a transaction.

use alloc::{vec, vec::Vec};
use core::marker::PhantomData;

use frame_support::traits::{Contains, IsSubType};
use frame_system::Config as System;
use pallet_noesis_proxy::{Call as ProxyCall, Config as Proxy, Pallet as Proxies};
use pallet_noesis_utility::{Call as UtilityCall, Config as Utility};
use sp_runtime::traits::StaticLookup;

/// Names the account that pays for a transaction.
pub trait FeePayer<AccountId, Call> {
	/// The account that pays when `signer` sends `call`.
	fn fee_payer(signer: &AccountId, call: &Call) -> AccountId;
}

/// Charges the real account of a proxy call that consented to pay, and the signer otherwise.
///
/// A real account consents per delegate with `Proxy.set_real_pays_fee`. The consent is followed
/// through two levels: a proxy call in a proxy call, or a proxy call around a batch whose calls are
/// all proxy calls for one account. The signer pays if its delegation does not reach the call at
/// present: no entry, a delay, or a type that does not allow the call and all calls inside it, on
/// either level. Accounts in `Bound` pay for no other. Anyone may send `proxy_announced`, so its
/// sender pays for it.
///
/// At most six reads. The matches over the calls of both pallets have no default: a new call does
/// not compile before its payer is decided.
pub struct RealPaysFee<T, Bound>(PhantomData<(T, Bound)>);

type CallOf<T> = <T as System>::RuntimeCall;

/// Call for a real account, with the proxy type that is forced for it.
type Forced<'a, T> = (Option<&'a <T as Proxy>::ProxyType>, &'a CallOf<T>);

impl<T, Bound> RealPaysFee<T, Bound>
where
	T: Proxy + Utility<RuntimeCall: AsRef<CallOf<T>>>,
	CallOf<T>: IsSubType<ProxyCall<T>> + IsSubType<UtilityCall<T>>,
	Bound: Contains<T::AccountId>,
{
	/// The real account and the inner call, if `call` is `Proxy.proxy`.
	fn proxied(call: &CallOf<T>) -> Option<(T::AccountId, Forced<'_, T>)> {
		match call.is_sub_type() {
			Some(ProxyCall::proxy { real, force_proxy_type, call }) => {
				let real = T::Lookup::lookup(real.clone()).ok()?;
				Some((real, (force_proxy_type.as_ref(), (**call).as_ref())))
			}
			Some(
				ProxyCall::add_proxy { .. }
				| ProxyCall::remove_proxy { .. }
				| ProxyCall::remove_proxies { .. }
				| ProxyCall::create_pure { .. }
				| ProxyCall::kill_pure { .. }
				| ProxyCall::announce { .. }
				| ProxyCall::remove_announcement { .. }
				| ProxyCall::reject_announcement { .. }
				| ProxyCall::proxy_announced { .. }
				| ProxyCall::poke_deposit { .. }
				| ProxyCall::set_real_pays_fee { .. }
				| ProxyCall::__Ignore(..),
			)
			| None => None,
		}
	}

	/// The proxy calls in `call`: the call itself, or all calls of a batch.
	///
	/// `None` if a call is no proxy call, or is for another account than the first.
	fn all_proxied(call: &CallOf<T>) -> Option<(T::AccountId, Vec<Forced<'_, T>>)> {
		if let Some((real, call)) = Self::proxied(call) {
			return Some((real, vec![call]));
		}
		let calls = match IsSubType::<UtilityCall<T>>::is_sub_type(call) {
			Some(
				UtilityCall::batch { calls }
				| UtilityCall::batch_all { calls }
				| UtilityCall::force_batch { calls },
			) => calls,
			Some(
				UtilityCall::as_derivative { .. }
				| UtilityCall::dispatch_as { .. }
				| UtilityCall::with_weight { .. }
				| UtilityCall::if_else { .. }
				| UtilityCall::dispatch_as_fallible { .. }
				| UtilityCall::__Ignore(..),
			)
			| None => return None,
		};
		let mut forced = Vec::new();
		let mut first = None;
		for call in calls {
			let (real, call) = Self::proxied(call.as_ref())?;
			if *first.get_or_insert_with(|| real.clone()) != real {
				return None;
			}
			forced.push(call);
		}
		Some((first?, forced))
	}

	/// Whether `delegate` may dispatch each of these calls for `real` at present.
	fn reaches<'a>(
		real: &T::AccountId,
		delegate: &T::AccountId,
		calls: impl IntoIterator<Item = Forced<'a, T>>,
	) -> bool
	where
		CallOf<T>: 'a,
	{
		!Bound::contains(real) && Proxies::<T>::may_proxy(real, delegate, calls)
	}

	/// The real account that pays instead of `signer`. Begins with the read that mostly decides.
	fn real_payer(signer: &T::AccountId, call: &CallOf<T>) -> Option<T::AccountId> {
		let (real, proxied) = Self::proxied(call)?;
		let pays = Proxies::<T>::real_pays(&real, signer);
		if !pays || !Self::reaches(&real, signer, [proxied]) {
			return None;
		}
		let (_, inner) = proxied;
		let Some((outermost, calls)) = Self::all_proxied(inner) else { return Some(real) };
		if !Self::reaches(&outermost, &real, calls) {
			return None;
		}
		let pays = Proxies::<T>::real_pays(&outermost, &real);
		Some(if pays { outermost } else { real })
	}
}

impl<T, Bound> FeePayer<T::AccountId, CallOf<T>> for RealPaysFee<T, Bound>
where
	T: Proxy + Utility<RuntimeCall: AsRef<CallOf<T>>>,
	CallOf<T>: IsSubType<ProxyCall<T>> + IsSubType<UtilityCall<T>>,
	Bound: Contains<T::AccountId>,
{
	fn fee_payer(signer: &T::AccountId, call: &CallOf<T>) -> T::AccountId {
		Self::real_payer(signer, call).unwrap_or_else(|| signer.clone())
	}
}
