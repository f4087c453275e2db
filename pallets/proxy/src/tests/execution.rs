//! Dispatching calls for another account: permission, filters, results.

use frame_support::{assert_noop, assert_ok, traits::Hooks};
use sp_runtime::{traits::Dispatchable, AccountId32, DispatchError, DispatchResult};

use super::mock::*;
use crate::{Announcements, Error, Event, LastCallResult, Proxies};

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

/// The batch of one call that fails if the call fails.
fn atomic(call: RuntimeCall) -> RuntimeCall {
	RuntimeCall::Utility(pallet_utility::Call::batch_all { calls: vec![call] })
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
			let call = RuntimeCall::Proxy(crate::Call::proxy {
				real: ALICE,
				force_proxy_type: Some(proxy_type),
				call,
			});
			call.dispatch(signed(BOB)).map(|_| ()).map_err(|failure| failure.error)
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
		assert_filtered(remark());
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
		let batch = |calls| RuntimeCall::Utility(pallet_utility::Call::batch_all { calls });
		assert_executed(batch(vec![remark(), remark()]));
		assert_filtered(batch(vec![remark(), transfer(CHARLIE, 1)]));
		assert_filtered(batch(vec![remark(), add_proxy(CHARLIE, ProxyType::Any)]));
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
fn filter_is_inherited_by_a_nested_proxy() {
	build_and_execute(|| {
		delegate(ProxyType::Infra);
		assert_ok!(Proxy::add_proxy(signed(CHARLIE), ALICE, ProxyType::Any, 0));
		assert_executed(proxied(CHARLIE, transfer(DAVE, 100)));
		assert_eq!(Balances::free_balance(DAVE), ENDOWMENT);
		assert_eq!(LastCallResult::<Test>::get(CHARLIE), Some(Err(filtered())));
		assert_executed(proxied(CHARLIE, batch(vec![transfer(DAVE, 100)])));
		assert_eq!(Balances::free_balance(DAVE), ENDOWMENT);
		assert_executed(proxied(CHARLIE, remark()));
		assert_eq!(LastCallResult::<Test>::get(CHARLIE), Some(Ok(())));
		assert_eq!(LastCallResult::<Test>::get(ALICE), Some(Ok(())));
	});
}

#[test]
fn nested_proxy_passes_the_types_of_both_delegates() {
	build_and_execute(|| {
		delegate(ProxyType::Any);
		assert_ok!(Proxy::add_proxy(signed(CHARLIE), ALICE, ProxyType::SmallTransfer, 0));
		assert_executed(proxied(CHARLIE, transfer(DAVE, 10)));
		assert_eq!(LastCallResult::<Test>::get(CHARLIE), Some(Err(filtered())));
		assert_executed(proxied(CHARLIE, transfer(DAVE, 9)));
		assert_eq!(Balances::free_balance(DAVE), ENDOWMENT + 9);
	});
}

/// Makes Alice a delegate of Charlie for all calls, and announces `call` as hers.
fn announce_for_charlie(call: &RuntimeCall) {
	assert_ok!(Proxy::add_proxy(signed(CHARLIE), ALICE, ProxyType::Any, 0));
	assert_ok!(Proxy::announce(signed(ALICE), CHARLIE, hash_of(call)));
}

#[test]
fn announced_call_in_a_proxy_passes_the_outer_type_or_stays_announced() {
	for call in [
		transfer(DAVE, 100),
		batch(vec![remark(), transfer(DAVE, 100)]),
		proxied(CHARLIE, transfer(DAVE, 100)),
	] {
		build_and_execute(|| {
			delegate(ProxyType::Infra);
			announce_for_charlie(&call);
			assert_filtered(announced(ALICE, CHARLIE, call));
			assert_eq!(Balances::free_balance(DAVE), ENDOWMENT);
			assert_eq!(Announcements::<Test>::get(ALICE).0.len(), 1);
		});
	}
	build_and_execute(|| {
		delegate(ProxyType::Infra);
		announce_for_charlie(&batch(vec![remark()]));
		assert_executed(announced(ALICE, CHARLIE, batch(vec![remark()])));
		assert_eq!(LastCallResult::<Test>::get(CHARLIE), Some(Ok(())));
		assert!(!Announcements::<Test>::contains_key(ALICE));
	});
}

#[test]
fn filter_of_the_sender_does_not_use_up_the_announcement_of_another() {
	build_and_execute(|| {
		let batch_all = |calls| RuntimeCall::Utility(pallet_utility::Call::batch_all { calls });
		let call = batch_all(vec![transfer(DAVE, 100)]);
		announce_for_charlie(&call);
		assert_ok!(batch_all(vec![announced(ALICE, CHARLIE, call)]).dispatch(signed(BOB)));
		assert_eq!(Balances::free_balance(DAVE), ENDOWMENT + 100);
	});
}

#[test]
fn call_from_a_fresh_origin_is_filtered_with_all_calls_inside_it() {
	let fresh = |call| RuntimeCall::Origins(origins::Call::fresh { call: Box::new(call) });
	build_and_execute(|| {
		delegate(ProxyType::Infra);
		assert_ok!(Proxy::add_proxy(signed(CHARLIE), ALICE, ProxyType::Any, 0));
		for call in [
			transfer(DAVE, 100),
			batch(vec![remark(), transfer(DAVE, 100)]),
			fresh(transfer(DAVE, 100)),
			proxied(CHARLIE, transfer(DAVE, 100)),
			batch(vec![proxied(CHARLIE, batch(vec![transfer(DAVE, 100)]))]),
			add_proxy(DAVE, ProxyType::Any),
		] {
			assert_filtered(fresh(call));
		}
		assert_eq!(Balances::free_balance(DAVE), ENDOWMENT);
		assert_executed(fresh(remark()));
		assert_executed(fresh(batch(vec![remark(), fresh(remark())])));
		assert_executed(fresh(proxied(CHARLIE, remark())));
	});
	build_and_execute(|| {
		delegate(ProxyType::Any);
		assert_executed(fresh(batch(vec![remark(), transfer(DAVE, 100)])));
		assert_eq!(Balances::free_balance(DAVE), ENDOWMENT + 100);
	});
}

#[test]
fn calls_of_unknown_content_are_for_the_most_permissive_type() {
	let announce = RuntimeCall::Proxy(crate::Call::announce {
		real: CHARLIE,
		call_hash: hash_of(&transfer(DAVE, 100)),
	});
	let hidden = RuntimeCall::Origins(origins::Call::hidden {});
	let fresh = RuntimeCall::Origins(origins::Call::fresh { call: Box::new(hidden.clone()) });
	build_and_execute(|| {
		delegate(ProxyType::Infra);
		assert_ok!(Proxy::add_proxy(signed(CHARLIE), ALICE, ProxyType::Any, 5));
		for call in [&announce, &hidden, &fresh] {
			assert_filtered(call.clone());
		}
		assert!(!Announcements::<Test>::contains_key(ALICE));
		let full = |call: &RuntimeCall| {
			let call = Box::new(call.clone());
			Proxy::proxy(signed(BOB), ALICE, Some(ProxyType::Any), call).map(|_| ())
		};
		delegate(ProxyType::Any);
		for call in [&announce, &hidden, &fresh] {
			assert_ok!(full(call));
			assert_last(Event::ProxyExecuted { result: Ok(()) });
		}
		assert!(Announcements::<Test>::contains_key(ALICE));
	});
}

#[test]
fn only_the_most_permissive_type_consents_to_fees() {
	build_and_execute(|| {
		delegate(ProxyType::Infra);
		let consent =
			RuntimeCall::Proxy(crate::Call::set_real_pays_fee { delegate: BOB, pays_fee: true });
		assert_filtered(consent.clone());
		assert_filtered(atomic(consent.clone()));
		assert!(!Proxy::real_pays(&ALICE, &BOB));
		let call = Box::new(consent);
		delegate(ProxyType::Any);
		assert_ok!(Proxy::proxy(signed(BOB), ALICE, Some(ProxyType::Any), call));
		assert!(Proxy::real_pays(&ALICE, &BOB));
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
