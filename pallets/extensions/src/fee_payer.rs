//! Who pays for a transaction.

use core::marker::PhantomData;
use frame_support::traits::IsSubType;
use frame_system::Config as System;
use pallet_noesis_proxy::{Call as ProxyCall, Config as Proxy, Pallet as Proxies};
use pallet_noesis_utility::{Call as UtilityCall, Config as Utility};
use sp_runtime::traits::StaticLookup;

/// Names the account that pays for a call.
pub trait FeePayer<AccountId, Call> {
	/// The account that pays when `signer` sends `call`.
	fn fee_payer(signer: &AccountId, call: &Call) -> AccountId;
}

/// The account behind a proxy pays, where it agreed to; everybody else pays for themselves.
///
/// Consent is given per delegate by `Proxy.set_real_pays_fee` and followed through two levels: a
/// proxy in a proxy, or a proxy around a batch whose calls are all proxies of one account. An
/// announced proxy call (`proxy_announced`) can be sent by anyone, and is paid by its sender.
pub struct RealPaysFee<T>(PhantomData<T>);

type CallOf<T> = <T as System>::RuntimeCall;

impl<T> RealPaysFee<T>
where
	T: Proxy<RuntimeCall: AsRef<CallOf<T>>> + Utility<RuntimeCall: AsRef<CallOf<T>>>,
	CallOf<T>: IsSubType<ProxyCall<T>> + IsSubType<UtilityCall<T>>,
{
	/// The account that `call` acts for and the call it makes there, if it is a proxy call.
	fn proxied(call: &CallOf<T>) -> Option<(T::AccountId, &CallOf<T>)> {
		match call.is_sub_type() {
			Some(ProxyCall::proxy { real, call, .. }) => {
				Some((T::Lookup::lookup(real.clone()).ok()?, (**call).as_ref()))
			}
			_ => None,
		}
	}

	/// The one account that `call` acts for: as a proxy call, or as a batch of nothing but proxy
	/// calls for that account.
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
			_ => return None,
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
