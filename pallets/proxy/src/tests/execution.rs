//! Dispatching calls for another account: permission, filters, results.

use frame_support::{assert_noop, assert_ok, traits::Hooks};
use sp_runtime::{AccountId32, DispatchError, DispatchResult};

use super::mock::*;
use crate::{Error, Event, LastCallResult, Proxies};

/// Returns the error of a filtered call.
fn filtered() -> DispatchError {
	frame_system::Error::<Test>::CallFiltered.into()
}

/// The call that adds a delegate.
fn add_proxy(delegate: AccountId32, proxy_type: ProxyType) -> RuntimeCall {
	RuntimeCall::Proxy(crate::Call::add_proxy { delegate, proxy_type, delay: 0 })
}

/// The call that removes a delegate.
fn remove_proxy(delegate: AccountId32, proxy_type: ProxyType) -> RuntimeCall {
	RuntimeCall::Proxy(crate::Call::remove_proxy { delegate, proxy_type, delay: 0 })
}

/// Adds Bob as a delegate of Alice without a delay.
fn delegate(proxy_type: ProxyType) {
	assert_ok!(Proxy::add_proxy(signed(ALICE), BOB, proxy_type, 0));
}

/// Asserts that this call, dispatched by Bob for Alice, is filtered.
fn assert_filtered(call: RuntimeCall) {
	assert_ok!(act(BOB, ALICE, call));
	assert_last(Event::ProxyExecuted { result: Err(filtered()) });
}

/// Asserts that this call, dispatched by Bob for Alice, succeeds.
fn assert_executed(call: RuntimeCall) {
	assert_ok!(act(BOB, ALICE, call));
	assert_last(Event::ProxyExecuted { result: Ok(()) });
}

#[test]
fn proxy_spends_the_balance_of_the_real_account() {
	build_and_execute(|| {
		delegate(ProxyType::Any);
		assert_executed(transfer(CHARLIE, 100));
		assert_eq!(Balances::free_balance(ALICE), ENDOWMENT - 93 - 100);
		assert_eq!(Balances::free_balance(BOB), ENDOWMENT);
		assert_eq!(Balances::free_balance(CHARLIE), ENDOWMENT + 100);
	});
}

#[test]
fn proxy_is_for_delegates() {
	build_and_execute(|| {
		delegate(ProxyType::Any);
		let error: DispatchError = Error::<Test>::NotProxy.into();
		assert_noop!(act(CHARLIE, ALICE, transfer(CHARLIE, 1)), error);
		assert_noop!(act(ALICE, BOB, transfer(CHARLIE, 1)), error);
	});
}

#[test]
fn proxy_with_a_delay_must_be_announced() {
	build_and_execute(|| {
		assert_ok!(Proxy::add_proxy(signed(ALICE), BOB, ProxyType::Any, 1));
		assert_noop!(act(BOB, ALICE, transfer(CHARLIE, 1)), Error::<Test>::Unannounced);
	});
}

#[test]
fn forced_type_is_the_one_that_filters() {
	build_and_execute(|| {
		delegate(ProxyType::Any);
		delegate(ProxyType::SmallTransfer);
		let forced = |proxy_type, value| {
			let call = Box::new(transfer(CHARLIE, value));
			Proxy::proxy(signed(BOB), ALICE, Some(proxy_type), call)
		};
		assert_ok!(forced(ProxyType::SmallTransfer, 9));
		assert_last(Event::ProxyExecuted { result: Ok(()) });
		assert_ok!(forced(ProxyType::SmallTransfer, 10));
		assert_last(Event::ProxyExecuted { result: Err(filtered()) });
		assert_ok!(forced(ProxyType::Any, 10));
		assert_last(Event::ProxyExecuted { result: Ok(()) });
		assert_noop!(forced(ProxyType::Infra, 1), Error::<Test>::NotProxy);
	});
}

#[test]
fn call_outside_the_type_is_filtered() {
	build_and_execute(|| {
		delegate(ProxyType::Transfer);
		assert_filtered(RuntimeCall::System(frame_system::Call::remark { remark: vec![1] }));
		assert_executed(transfer(CHARLIE, 1));
	});
}

#[test]
fn call_outside_the_filter_of_the_chain_is_filtered_for_any() {
	build_and_execute(|| {
		delegate(ProxyType::Any);
		assert_filtered(RuntimeCall::System(frame_system::Call::remark_with_event {
			remark: vec![1],
		}));
	});
}

#[test]
fn filter_is_inherited_by_a_batch() {
	build_and_execute(|| {
		delegate(ProxyType::Infra);
		let remark = RuntimeCall::System(frame_system::Call::remark { remark: vec![1] });
		let batch = |calls| RuntimeCall::Utility(pallet_utility::Call::batch_all { calls });
		assert_executed(batch(vec![remark.clone(), remark.clone()]));
		assert_filtered(batch(vec![remark.clone(), transfer(CHARLIE, 1)]));
		assert_filtered(batch(vec![remark, add_proxy(CHARLIE, ProxyType::Any)]));
		assert_eq!(Balances::free_balance(CHARLIE), ENDOWMENT);
	});
}

#[test]
fn filter_is_inherited_by_a_derived_account() {
	build_and_execute(|| {
		delegate(ProxyType::Infra);
		let call = Box::new(transfer(CHARLIE, 1));
		assert_filtered(RuntimeCall::Utility(pallet_utility::Call::as_derivative {
			index: 0,
			call,
		}));
	});
}

#[test]
fn nested_proxy_starts_from_a_fresh_origin() {
	build_and_execute(|| {
		delegate(ProxyType::Infra);
		assert_ok!(Proxy::add_proxy(signed(CHARLIE), ALICE, ProxyType::Any, 0));
		let nested = RuntimeCall::Proxy(crate::Call::proxy {
			real: CHARLIE,
			force_proxy_type: None,
			call: Box::new(transfer(DAVE, 100)),
		});
		assert_executed(nested);
		assert_eq!(Balances::free_balance(DAVE), ENDOWMENT + 100);
		assert_eq!(LastCallResult::<Test>::get(CHARLIE), Some(Ok(())));
		assert_eq!(LastCallResult::<Test>::get(ALICE), Some(Ok(())));
	});
}

#[test]
fn delegate_grants_and_revokes_only_within_its_own_type() {
	build_and_execute(|| {
		delegate(ProxyType::Infra);
		assert_executed(add_proxy(CHARLIE, ProxyType::Infra));
		assert_filtered(add_proxy(CHARLIE, ProxyType::Any));
		assert_filtered(add_proxy(CHARLIE, ProxyType::Transfer));
		assert_ok!(Proxy::add_proxy(signed(ALICE), DAVE, ProxyType::Any, 0));
		assert_filtered(remove_proxy(DAVE, ProxyType::Any));
		assert_executed(remove_proxy(CHARLIE, ProxyType::Infra));
	});
}

#[test]
fn delegate_whose_type_excludes_proxy_calls_grants_nothing() {
	build_and_execute(|| {
		delegate(ProxyType::Transfer);
		assert_filtered(add_proxy(CHARLIE, ProxyType::Transfer));
		assert_filtered(add_proxy(CHARLIE, ProxyType::SmallTransfer));
	});
}

#[test]
fn only_the_most_permissive_type_removes_all_delegates() {
	build_and_execute(|| {
		delegate(ProxyType::Infra);
		let remove_all = RuntimeCall::Proxy(crate::Call::remove_proxies {});
		assert_filtered(remove_all.clone());
		delegate(ProxyType::Any);
		assert_executed(remove_all);
		assert!(!Proxies::<Test>::contains_key(ALICE));
	});
}

#[test]
fn only_the_most_permissive_type_kills_a_pure_account() {
	build_and_execute(|| {
		assert_ok!(Proxy::create_pure(signed(ALICE), ProxyType::Infra, 0, 0));
		let pure =
			Proxy::pure_account(&ALICE, &ProxyType::Infra, 0, (1, 0)).expect("is an account");
		let kill = RuntimeCall::Proxy(crate::Call::kill_pure {
			spawner: ALICE,
			proxy_type: ProxyType::Infra,
			index: 0,
			height: 1,
			ext_index: 0,
		});
		assert_ok!(act(ALICE, pure.clone(), kill.clone()));
		assert_last(Event::ProxyExecuted { result: Err(filtered()) });
		assert!(Proxies::<Test>::contains_key(&pure));
		assert_ok!(Balances::transfer_allow_death(signed(BOB), pure.clone(), 1_000));
		assert_ok!(Proxy::add_proxy(signed(pure.clone()), BOB, ProxyType::Any, 0));
		assert_ok!(act(BOB, pure.clone(), kill));
		assert_last(Event::ProxyExecuted { result: Ok(()) });
		assert!(!Proxies::<Test>::contains_key(pure));
	});
}

#[test]
fn failed_inner_call_changes_nothing_but_is_reported() {
	build_and_execute(|| {
		delegate(ProxyType::Any);
		let before = Balances::free_balance(ALICE);
		assert_ok!(act(BOB, ALICE, transfer(CHARLIE, ENDOWMENT * 2)));
		assert_eq!(Balances::free_balance(ALICE), before);
		let result = LastCallResult::<Test>::get(ALICE).expect("the call was dispatched");
		assert!(result.is_err());
		assert_last(Event::ProxyExecuted { result });
	});
}

#[test]
fn last_result_is_that_of_the_latest_call_and_ends_with_the_block() {
	build_and_execute(|| {
		delegate(ProxyType::Transfer);
		assert_eq!(LastCallResult::<Test>::get(ALICE), None);
		assert_filtered(add_proxy(CHARLIE, ProxyType::Any));
		assert_eq!(LastCallResult::<Test>::get(ALICE), Some(Err(filtered())));
		assert_executed(transfer(CHARLIE, 1));
		assert_eq!(LastCallResult::<Test>::get(ALICE), Some(Ok(())));
		Proxy::on_finalize(1);
		assert_eq!(LastCallResult::<Test>::iter().count(), 0);
	});
}

#[test]
fn results_of_a_block_are_cleared_beyond_the_bound_on_stale_results() {
	build_and_execute(|| {
		for byte in 100..120 {
			LastCallResult::<Test>::insert(AccountId32::new([byte; 32]), DispatchResult::Ok(()));
		}
		Proxy::on_finalize(1);
		assert_eq!(LastCallResult::<Test>::iter().count(), 0);
	});
}
