//! The account that pays for a transaction.

use core::marker::PhantomData;

use frame_support::traits::IsSubType;
use frame_system::Config as System;
use pallet_noesis_proxy::{Call as ProxyCall, Config as Proxy, Pallet as Proxies};
use pallet_noesis_utility::{Call as UtilityCall, Config as Utility};
use sp_runtime::traits::StaticLookup;

/// Names the account that pays for a transaction.
pub trait FeePayer<AccountId, Call> {
	/// The account that pays when `signer` sends `call`.
	fn fee_payer(signer: &AccountId, call: &Call) -> AccountId;
}

/// Charges the real account of a proxy call if it agreed to pay, and the signer otherwise.
///
/// A real account agrees per delegate with `Proxy.set_real_pays_fee`. The consent is followed
/// through two levels: a proxy call in a proxy call, or a proxy call around a batch whose calls are
/// all proxy calls for one account. Anyone may send `proxy_announced`, so its sender pays for it.
///
/// The matches over the calls of both pallets have no default: a new call does not compile before
/// its payer is decided.
pub struct RealPaysFee<T>(PhantomData<T>);

type CallOf<T> = <T as System>::RuntimeCall;

impl<T> RealPaysFee<T>
where
	T: Proxy<RuntimeCall: AsRef<CallOf<T>>> + Utility<RuntimeCall: AsRef<CallOf<T>>>,
	CallOf<T>: IsSubType<ProxyCall<T>> + IsSubType<UtilityCall<T>>,
{
	/// The real account and the inner call, if `call` is `Proxy.proxy`.
	fn proxied(call: &CallOf<T>) -> Option<(T::AccountId, &CallOf<T>)> {
		match call.is_sub_type() {
			Some(ProxyCall::proxy { real, call, .. }) => {
				Some((T::Lookup::lookup(real.clone()).ok()?, (**call).as_ref()))
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

	/// The real account of a proxy call, or of a batch of proxy calls for one account.
	fn only_real(call: &CallOf<T>) -> Option<T::AccountId> {
		if let Some((real, _)) = Self::proxied(call) {
			return Some(real);
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
		let mut reals = calls.iter().map(|call| Self::proxied(call.as_ref()).map(|(real, _)| real));
		let first = reals.next()??;
		reals.all(|real| real.as_ref() == Some(&first)).then_some(first)
	}
}

impl<T> FeePayer<T::AccountId, CallOf<T>> for RealPaysFee<T>
where
	T: Proxy<RuntimeCall: AsRef<CallOf<T>>> + Utility<RuntimeCall: AsRef<CallOf<T>>>,
	CallOf<T>: IsSubType<ProxyCall<T>> + IsSubType<UtilityCall<T>>,
{
	fn fee_payer(signer: &T::AccountId, call: &CallOf<T>) -> T::AccountId {
		let Some((real, inner)) = Self::proxied(call) else { return signer.clone() };
		if !Proxies::<T>::real_pays(&real, signer) {
			return signer.clone();
		}
		match Self::only_real(inner) {
			Some(outermost) if Proxies::<T>::real_pays(&outermost, &real) => outermost,
			_ => real,
		}
	}
}
