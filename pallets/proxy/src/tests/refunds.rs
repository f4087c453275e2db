//! Weight that calls of failed proxies give back.

use frame_support::{
	assert_ok,
	dispatch::{DispatchErrorWithPostInfo, GetDispatchInfo},
	weights::Weight,
};
use sp_runtime::{traits::Dispatchable, AccountId32, DispatchError};

use super::mock::*;
use crate::{Announcements, Error, WeightInfo};

/// A batch that fails at the first of its two calls.
fn failing_batch() -> RuntimeCall {
	let calls = vec![transfer(CHARLIE, ENDOWMENT * 2), transfer(CHARLIE, 1)];
	RuntimeCall::Utility(pallet_utility::Call::batch_all { calls })
}

/// The weight that `call` declares without the call inside it, of which it declares `inner`.
fn own_weight(call: &RuntimeCall, inner: &RuntimeCall) -> Weight {
	let declared = call.get_dispatch_info().call_weight;
	declared.saturating_sub(inner.get_dispatch_info().call_weight)
}

/// Asserts that `call` fails with `error` and gives back all but `used`.
fn assert_fails_after(call: RuntimeCall, error: impl Into<DispatchError>, used: Weight) {
	let DispatchErrorWithPostInfo { post_info, error: found } =
		call.dispatch(signed(BOB)).expect_err("the call fails");
	assert_eq!(found, error.into());
	assert_eq!(post_info.actual_weight, Some(used));
}

/// Dispatches `call` as Bob, which succeeds, and returns the weight used, if it is not the declared.
fn weight_used(call: RuntimeCall) -> Option<Weight> {
	call.dispatch(signed(BOB)).expect("the call succeeds").actual_weight
}

/// Announces `call` as Bob's for Alice.
fn announce(call: &RuntimeCall) {
	assert_ok!(Proxy::announce(signed(BOB), ALICE, hash_of(call)));
}

#[test]
fn proxy_that_is_denied_uses_only_its_own_weight() {
	build_and_execute(|| {
		let inner = failing_batch();
		let call = |real: AccountId32| proxied(real, inner.clone());
		let own = own_weight(&call(ALICE), &inner);
		assert!(own.ref_time() > <() as WeightInfo>::proxy(4).ref_time());
		assert!(own.ref_time() < call(ALICE).get_dispatch_info().call_weight.ref_time());
		assert_fails_after(call(ALICE), Error::<Test>::NotProxy, own);
		assert_fails_after(call(NOWHERE), DispatchError::CannotLookup, own);
		assert_ok!(Proxy::add_proxy(signed(ALICE), BOB, ProxyType::Any, 1));
		assert_fails_after(call(ALICE), Error::<Test>::Unannounced, own);
	});
}

#[test]
fn announced_proxy_that_is_denied_uses_only_its_own_weight() {
	build_and_execute(|| {
		let inner = failing_batch();
		let call = |delegate, real| announced(delegate, real, inner.clone());
		let own = own_weight(&call(BOB, ALICE), &inner);
		assert_fails_after(call(BOB, ALICE), Error::<Test>::NotProxy, own);
		assert_fails_after(call(NOWHERE, ALICE), DispatchError::CannotLookup, own);
		assert_fails_after(call(BOB, NOWHERE), DispatchError::CannotLookup, own);
		assert_ok!(Proxy::add_proxy(signed(ALICE), BOB, ProxyType::Any, 1));
		assert_fails_after(call(BOB, ALICE), Error::<Test>::Unannounced, own);
		announce(&inner);
		assert_fails_after(call(BOB, ALICE), Error::<Test>::Unannounced, own);
	});
}

#[test]
fn failed_inner_call_gives_back_what_it_did_not_use() {
	build_and_execute(|| {
		assert_ok!(Proxy::add_proxy(signed(ALICE), BOB, ProxyType::Any, 0));
		let inner = failing_batch();
		let failure = inner.clone().dispatch(signed(ALICE)).expect_err("the batch fails");
		let used = failure.post_info.actual_weight.expect("a batch reports its weight");
		assert!(used.ref_time() < inner.get_dispatch_info().call_weight.ref_time());
		announce(&inner);
		for call in [proxied(ALICE, inner.clone()), announced(BOB, ALICE, inner.clone())] {
			let own = own_weight(&call, &inner);
			assert_eq!(weight_used(call), Some(own.saturating_add(used)));
		}
	});
}

#[test]
fn filtered_inner_call_gives_back_its_weight() {
	build_and_execute(|| {
		assert_ok!(Proxy::add_proxy(signed(ALICE), BOB, ProxyType::Transfer, 0));
		announce(&failing_batch());
		for call in [proxied(ALICE, failing_batch()), announced(BOB, ALICE, failing_batch())] {
			let own = own_weight(&call, &failing_batch());
			assert_eq!(weight_used(call), Some(own));
		}
	});
}

#[test]
fn successful_inner_call_keeps_the_declared_weight() {
	build_and_execute(|| {
		assert_ok!(Proxy::add_proxy(signed(ALICE), BOB, ProxyType::Any, 0));
		// The batch reports a weight of its own, which the fees of the interface ignore.
		let inner = batch(vec![transfer(CHARLIE, 1)]);
		announce(&inner);
		for call in [proxied(ALICE, inner.clone()), announced(BOB, ALICE, inner)] {
			let declared = call.get_dispatch_info();
			let info = call.dispatch(signed(BOB)).expect("the call succeeds");
			assert_eq!(info.calc_actual_weight(&declared), declared.call_weight);
		}
		assert!(!Announcements::<Test>::contains_key(BOB));
		assert_eq!(Balances::free_balance(CHARLIE), ENDOWMENT + 2);
	});
}
