//! Benchmarks of the calls and the hook, with full lists.
//!
//! `a` is the number of announcements of the delegate, `p` the number of entries in the list of the
//! real account, `n` the number of results that outlived their block. Each entry has a fee consent,
//! and the call uses the last entry of its list.

use alloc::{boxed::Box, vec};

use frame_benchmarking::{v2::*, whitelist_account, BenchmarkError};
use frame_support::traits::{Currency, Get, Hooks, ReservableCurrency};
use frame_system::{pallet_prelude::BlockNumberFor, RawOrigin};
use sp_runtime::{
	traits::{BlockNumberProvider, Hash, Saturating, StaticLookup, Zero},
	DispatchResult,
};

use crate::{
	execution::STALE_RESULTS_PER_BLOCK, AccountIdLookupOf, Announcements, BalanceOf, BlockNumberOf,
	Call, CallHashOf, Config, DepositKind, Event, LastCallResult, Pallet, Proxies,
	RealPaysFeeConsentV1,
};

/// Index of the pure account that is benchmarked, among those of one extrinsic.
const PURE_INDEX: u16 = 0;

/// Form of `who` in which calls take accounts.
fn lookup<T: Config>(who: &T::AccountId) -> AccountIdLookupOf<T> {
	T::Lookup::unlookup(who.clone())
}

/// Deposit of a full list, in rao.
fn full_deposit<T: Config>(kind: DepositKind) -> BalanceOf<T> {
	let bound = match kind {
		DepositKind::Proxies => T::MaxProxies::get(),
		DepositKind::Announcements => T::MaxPending::get(),
	};
	Pallet::<T>::deposit_for(kind, bound as usize).expect("checked by integrity_test")
}

/// Gives `who` twice the deposits of full lists.
fn fund<T: Config>(who: &T::AccountId) {
	let deposits = full_deposit::<T>(DepositKind::Proxies)
		.saturating_add(full_deposit::<T>(DepositKind::Announcements));
	let balance =
		deposits.saturating_add(T::Currency::minimum_balance()).saturating_mul(2u32.into());
	let _ = T::Currency::make_free_balance_be(who, balance);
}

/// Funded account whose row in `System.Account` is not counted: the payment of the fee covers it.
fn signer<T: Config>() -> T::AccountId {
	let signer: T::AccountId = whitelisted_caller();
	fund::<T>(&signer);
	signer
}

/// Enters `count` delegates for `real`, which pays their fees, and returns the last of its list.
fn add_delegates<T: Config>(
	real: &T::AccountId,
	count: u32,
) -> Result<T::AccountId, BenchmarkError> {
	for n in 0..count {
		let delegate: T::AccountId = account("delegate", n, 0);
		Pallet::<T>::do_add_proxy(real, delegate.clone(), T::ProxyType::default(), Zero::zero())?;
		Pallet::<T>::do_set_real_pays_fee(real.clone(), delegate, true)?;
	}
	let (proxies, _) = Proxies::<T>::get(real);
	let last = proxies.last().ok_or("the list has an entry")?.delegate.clone();
	fund::<T>(&last);
	Ok(last)
}

/// Real account with `count` delegates, and the last of them.
fn delegation<T: Config>(count: u32) -> Result<(T::AccountId, T::AccountId), BenchmarkError> {
	let real: T::AccountId = account("real", 0, 0);
	fund::<T>(&real);
	let delegate = add_delegates::<T>(&real, count)?;
	Ok((real, delegate))
}

/// Hash of a call that is never dispatched.
fn other_hash<T: Config>(n: u32) -> CallHashOf<T> {
	T::CallHasher::hash_of(&("other call", n))
}

/// Announces `count` calls of `delegate` for `real`, and then the one with this hash.
fn announce_calls<T: Config>(
	delegate: &T::AccountId,
	real: &T::AccountId,
	count: u32,
	hash: CallHashOf<T>,
) -> DispatchResult {
	for n in 0..count {
		Pallet::<T>::do_announce(delegate.clone(), real.clone(), other_hash::<T>(n))?;
	}
	Pallet::<T>::do_announce(delegate.clone(), real.clone(), hash)
}

/// Lengths of the two lists of `who`: delegates and announcements.
fn lengths<T: Config>(who: &T::AccountId) -> (usize, usize) {
	(Proxies::<T>::get(who).0.len(), Announcements::<T>::get(who).0.len())
}

/// Number of fee consents of `real`.
fn consents<T: Config>(real: &T::AccountId) -> usize {
	RealPaysFeeConsentV1::<T>::iter_key_prefix(real).count()
}

/// Asserts that the last event is `event`.
fn assert_last<T: Config>(event: Event<T>) {
	let event = <T as frame_system::Config>::RuntimeEvent::from(event);
	frame_system::Pallet::<T>::assert_last_event(event);
}

#[benchmarks(where <T as Config>::RuntimeCall: From<frame_system::Call<T>>)]
mod benchmarks {
	use super::*;

	/// The inner call is a remark, from the last delegate of the real account.
	#[benchmark]
	fn proxy(p: Linear<1, { T::MaxProxies::get() }>) -> Result<(), BenchmarkError> {
		let (real, delegate) = delegation::<T>(p)?;
		whitelist_account!(delegate);
		let call = frame_system::Call::<T>::remark { remark: vec![] };
		let force_proxy_type = Some(T::ProxyType::default());

		#[extrinsic_call]
		_(RawOrigin::Signed(delegate), lookup::<T>(&real), force_proxy_type, Box::new(call.into()));

		assert_last::<T>(Event::ProxyExecuted { result: Ok(()) });
		assert_eq!(LastCallResult::<T>::get(&real), Some(Ok(())));
		Ok(())
	}

	/// The call was announced last. Its sender is neither the delegate nor the real account.
	#[benchmark]
	fn proxy_announced(
		a: Linear<0, { T::MaxPending::get() - 1 }>,
		p: Linear<1, { T::MaxProxies::get() }>,
	) -> Result<(), BenchmarkError> {
		let (real, delegate) = delegation::<T>(p)?;
		let call: <T as Config>::RuntimeCall =
			frame_system::Call::<T>::remark { remark: vec![] }.into();
		announce_calls::<T>(&delegate, &real, a, T::CallHasher::hash_of(&call))?;
		let sender = signer::<T>();
		let (delegate_lookup, real_lookup) = (lookup::<T>(&delegate), lookup::<T>(&real));
		let force_proxy_type = Some(T::ProxyType::default());

		#[extrinsic_call]
		_(
			RawOrigin::Signed(sender),
			delegate_lookup,
			real_lookup,
			force_proxy_type,
			Box::new(call),
		);

		assert_last::<T>(Event::ProxyExecuted { result: Ok(()) });
		assert_eq!(lengths::<T>(&delegate).1, a as usize);
		Ok(())
	}

	/// The announcement that was made last.
	#[benchmark]
	fn remove_announcement(
		a: Linear<0, { T::MaxPending::get() - 1 }>,
	) -> Result<(), BenchmarkError> {
		let (real, delegate) = delegation::<T>(T::MaxProxies::get())?;
		whitelist_account!(delegate);
		let hash = T::CallHasher::hash_of(&"call");
		announce_calls::<T>(&delegate, &real, a, hash)?;

		#[extrinsic_call]
		_(RawOrigin::Signed(delegate.clone()), lookup::<T>(&real), hash);

		assert_eq!(lengths::<T>(&delegate).1, a as usize);
		Ok(())
	}

	/// The announcement that was made last. Its deposit lies on the delegate.
	#[benchmark]
	fn reject_announcement(
		a: Linear<0, { T::MaxPending::get() - 1 }>,
	) -> Result<(), BenchmarkError> {
		let (real, delegate) = delegation::<T>(T::MaxProxies::get())?;
		whitelist_account!(real);
		let hash = T::CallHasher::hash_of(&"call");
		announce_calls::<T>(&delegate, &real, a, hash)?;

		#[extrinsic_call]
		_(RawOrigin::Signed(real), lookup::<T>(&delegate), hash);

		assert_eq!(lengths::<T>(&delegate).1, a as usize);
		Ok(())
	}

	/// One more announcement, by the last of the delegates.
	#[benchmark]
	fn announce(
		a: Linear<0, { T::MaxPending::get() - 1 }>,
		p: Linear<1, { T::MaxProxies::get() }>,
	) -> Result<(), BenchmarkError> {
		let (real, delegate) = delegation::<T>(p)?;
		whitelist_account!(delegate);
		for n in 0..a {
			Pallet::<T>::do_announce(delegate.clone(), real.clone(), other_hash::<T>(n))?;
		}
		let call_hash = T::CallHasher::hash_of(&"call");

		#[extrinsic_call]
		_(RawOrigin::Signed(delegate.clone()), lookup::<T>(&real), call_hash);

		assert_eq!(lengths::<T>(&delegate).1, a as usize + 1);
		assert_last::<T>(Event::Announced { real, proxy: delegate, call_hash });
		Ok(())
	}

	/// One more delegate beside `p`.
	#[benchmark]
	fn add_proxy(p: Linear<0, { T::MaxProxies::get() - 1 }>) -> Result<(), BenchmarkError> {
		let real = signer::<T>();
		if p > 0 {
			add_delegates::<T>(&real, p)?;
		}
		let delegate: T::AccountId = account("new delegate", 0, 0);

		#[extrinsic_call]
		_(
			RawOrigin::Signed(real.clone()),
			lookup::<T>(&delegate),
			T::ProxyType::default(),
			Zero::zero(),
		);

		assert_eq!(lengths::<T>(&real).0, p as usize + 1);
		Ok(())
	}

	/// The last of `p` delegates, with its fee consent.
	#[benchmark]
	fn remove_proxy(p: Linear<1, { T::MaxProxies::get() }>) -> Result<(), BenchmarkError> {
		let real = signer::<T>();
		let delegate = add_delegates::<T>(&real, p)?;

		#[extrinsic_call]
		_(
			RawOrigin::Signed(real.clone()),
			lookup::<T>(&delegate),
			T::ProxyType::default(),
			Zero::zero(),
		);

		assert_eq!((lengths::<T>(&real).0, consents::<T>(&real)), (p as usize - 1, p as usize - 1));
		Ok(())
	}

	/// All of `p` delegates, with their fee consents.
	#[benchmark]
	fn remove_proxies(p: Linear<0, { T::MaxProxies::get() }>) -> Result<(), BenchmarkError> {
		let real = signer::<T>();
		if p > 0 {
			add_delegates::<T>(&real, p)?;
		}
		assert_eq!(consents::<T>(&real), p as usize);

		#[extrinsic_call]
		_(RawOrigin::Signed(real.clone()));

		assert!(!Proxies::<T>::contains_key(&real));
		assert_eq!(consents::<T>(&real), 0);
		assert!(T::Currency::reserved_balance(&real).is_zero());
		Ok(())
	}

	/// A new account. The lists of others do not matter.
	#[benchmark]
	fn create_pure() -> Result<(), BenchmarkError> {
		let spawner = signer::<T>();
		let proxy_type = T::ProxyType::default();

		#[extrinsic_call]
		_(RawOrigin::Signed(spawner.clone()), proxy_type.clone(), Zero::zero(), PURE_INDEX);

		let (pure, _, _) = pure_account_of::<T>(&spawner)?;
		assert_eq!(lengths::<T>(&pure).0, 1);
		assert_last::<T>(Event::PureCreated {
			pure,
			who: spawner,
			proxy_type,
			disambiguation_index: PURE_INDEX,
		});
		Ok(())
	}

	/// A pure account with `p` delegates and their fee consents, whose deposits lie in part on the
	/// spawner and in part on the account itself.
	#[benchmark]
	fn kill_pure(p: Linear<1, { T::MaxProxies::get() }>) -> Result<(), BenchmarkError> {
		let spawner: T::AccountId = account("spawner", 0, 0);
		fund::<T>(&spawner);
		let proxy_type = T::ProxyType::default();
		Pallet::<T>::do_create_pure(spawner.clone(), proxy_type.clone(), Zero::zero(), PURE_INDEX)?;
		let (pure, height, ext_index) = pure_account_of::<T>(&spawner)?;
		fund::<T>(&pure);
		Pallet::<T>::do_set_real_pays_fee(pure.clone(), spawner.clone(), true)?;
		if p > 1 {
			add_delegates::<T>(&pure, p - 1)?;
		}
		assert_eq!(consents::<T>(&pure), p as usize);

		#[extrinsic_call]
		_(
			RawOrigin::Signed(pure.clone()),
			lookup::<T>(&spawner),
			proxy_type,
			PURE_INDEX,
			height,
			ext_index,
		);

		assert!(!Proxies::<T>::contains_key(&pure));
		assert_eq!(consents::<T>(&pure), 0);
		assert!(T::Currency::reserved_balance(&spawner).is_zero());
		Ok(())
	}

	/// An account with two full lists, of which nothing is reserved yet.
	#[benchmark]
	fn poke_deposit() -> Result<(), BenchmarkError> {
		let (real, delegate) = delegation::<T>(T::MaxProxies::get())?;
		whitelist_account!(delegate);
		announce_calls::<T>(
			&delegate,
			&real,
			T::MaxPending::get() - 1,
			T::CallHasher::hash_of(&"call"),
		)?;
		for n in 0..T::MaxProxies::get() {
			let other: T::AccountId = account("other delegate", n, 0);
			Pallet::<T>::do_add_proxy(&delegate, other, T::ProxyType::default(), Zero::zero())?;
		}
		Proxies::<T>::mutate(&delegate, |(_, booked)| *booked = Zero::zero());
		Announcements::<T>::mutate(&delegate, |(_, booked)| *booked = Zero::zero());
		let _ = T::Currency::unreserve(&delegate, T::Currency::reserved_balance(&delegate));

		#[extrinsic_call]
		_(RawOrigin::Signed(delegate.clone()));

		let deposits = (
			full_deposit::<T>(DepositKind::Proxies),
			full_deposit::<T>(DepositKind::Announcements),
		);
		let booked = (Proxies::<T>::get(&delegate).1, Announcements::<T>::get(&delegate).1);
		assert_eq!(booked, deposits);
		assert_eq!(T::Currency::reserved_balance(&delegate), deposits.0.saturating_add(deposits.1));
		Ok(())
	}

	/// Consent for the last of `p` delegates.
	#[benchmark]
	fn set_real_pays_fee(p: Linear<1, { T::MaxProxies::get() }>) -> Result<(), BenchmarkError> {
		let real = signer::<T>();
		let delegate = add_delegates::<T>(&real, p)?;
		Pallet::<T>::do_set_real_pays_fee(real.clone(), delegate.clone(), false)?;

		#[extrinsic_call]
		_(RawOrigin::Signed(real.clone()), lookup::<T>(&delegate), true);

		assert!(Pallet::<T>::real_pays(&real, &delegate));
		Ok(())
	}

	/// The end of a block, with `n` results of an earlier one in the database.
	#[benchmark]
	fn clear_results(n: Linear<0, STALE_RESULTS_PER_BLOCK>) -> Result<(), BenchmarkError> {
		for index in 0..n {
			let real: T::AccountId = account("real", index, 0);
			LastCallResult::<T>::insert(real, DispatchResult::Ok(()));
		}
		let now = frame_system::Pallet::<T>::block_number();

		#[block]
		{
			<Pallet<T> as Hooks<BlockNumberFor<T>>>::on_finalize(now);
		}

		assert!(LastCallResult::<T>::iter_keys().next().is_none());
		Ok(())
	}

	impl_benchmark_test_suite!(Pallet, super::new_test_ext(), crate::tests::mock::Test);
}

/// Pure account that `spawner` creates now, with the height and the extrinsic index of its creation.
fn pure_account_of<T: Config>(
	spawner: &T::AccountId,
) -> Result<(T::AccountId, BlockNumberOf<T>, u32), BenchmarkError> {
	let height = T::BlockNumberProvider::current_block_number();
	let ext_index = frame_system::Pallet::<T>::extrinsic_index().unwrap_or_default();
	let proxy_type = T::ProxyType::default();
	let pure = Pallet::<T>::pure_account(spawner, &proxy_type, PURE_INDEX, (height, ext_index))?;
	Ok((pure, height, ext_index))
}

/// Empty chain for the tests below.
#[cfg(test)]
fn new_test_ext() -> sp_io::TestExternalities {
	let genesis = frame_system::GenesisConfig::<crate::tests::mock::Test>::default();
	sp_runtime::BuildStorage::build_storage(&genesis).expect("the genesis is valid").into()
}
