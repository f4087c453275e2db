//! Adding, removing and finding delegates.

use frame_support::{assert_noop, assert_ok};

use super::mock::*;
use crate::{Error, Event, Proxies, ProxyDefinition, WeightInfo};

#[test]
fn add_proxy_stores_the_entry_and_reserves_its_price() {
	build_and_execute(|| {
		assert_ok!(Proxy::add_proxy(signed(ALICE), BOB, ProxyType::Transfer, 5));
		let entry = ProxyDefinition { delegate: BOB, proxy_type: ProxyType::Transfer, delay: 5 };
		let (proxies, booked) = Proxies::<Test>::get(ALICE);
		assert_eq!(proxies.into_inner(), vec![entry]);
		assert_eq!(booked, 93);
		assert_eq!(Balances::reserved_balance(ALICE), 93);
		assert_last(Event::ProxyAdded {
			delegator: ALICE,
			delegatee: BOB,
			proxy_type: ProxyType::Transfer,
			delay: 5,
		});
	});
}

#[test]
fn list_is_sorted_by_delegate_then_type_then_delay() {
	build_and_execute(|| {
		for (delegate, proxy_type, delay) in [
			(CHARLIE, ProxyType::Any, 0),
			(BOB, ProxyType::Transfer, 0),
			(BOB, ProxyType::Any, 7),
			(BOB, ProxyType::Any, 0),
		] {
			assert_ok!(Proxy::add_proxy(signed(ALICE), delegate, proxy_type, delay));
		}
		let (proxies, _) = Proxies::<Test>::get(ALICE);
		let order: Vec<_> =
			proxies.iter().map(|e| (e.delegate.clone(), e.proxy_type, e.delay)).collect();
		let expected = vec![
			(BOB, ProxyType::Any, 0),
			(BOB, ProxyType::Any, 7),
			(BOB, ProxyType::Transfer, 0),
			(CHARLIE, ProxyType::Any, 0),
		];
		assert_eq!(order, expected);
	});
}

#[test]
fn add_proxy_rejects_the_signer_as_delegate() {
	build_and_execute(|| {
		assert_noop!(
			Proxy::add_proxy(signed(ALICE), ALICE, ProxyType::Any, 0),
			Error::<Test>::NoSelfProxy
		);
	});
}

#[test]
fn add_proxy_rejects_the_same_entry_but_takes_another_delay() {
	build_and_execute(|| {
		assert_ok!(Proxy::add_proxy(signed(ALICE), BOB, ProxyType::Any, 0));
		assert_noop!(
			Proxy::add_proxy(signed(ALICE), BOB, ProxyType::Any, 0),
			Error::<Test>::Duplicate
		);
		assert_ok!(Proxy::add_proxy(signed(ALICE), BOB, ProxyType::Any, 1));
	});
}

#[test]
fn add_proxy_rejects_one_more_than_the_bound() {
	build_and_execute(|| {
		for delay in 0..4 {
			assert_ok!(Proxy::add_proxy(signed(ALICE), BOB, ProxyType::Any, delay));
		}
		assert_noop!(
			Proxy::add_proxy(signed(ALICE), BOB, ProxyType::Any, 4),
			Error::<Test>::TooMany
		);
	});
}

#[test]
fn add_proxy_needs_the_deposit() {
	build_and_execute(|| {
		assert_noop!(
			Proxy::add_proxy(signed(POOR), BOB, ProxyType::Any, 0),
			pallet_balances::Error::<Test, ()>::InsufficientBalance
		);
	});
}

#[test]
fn remove_proxy_removes_only_the_exact_entry() {
	build_and_execute(|| {
		assert_noop!(
			Proxy::remove_proxy(signed(ALICE), BOB, ProxyType::Any, 0),
			Error::<Test>::NotFound
		);
		assert_ok!(Proxy::add_proxy(signed(ALICE), BOB, ProxyType::Transfer, 3));
		for (delegate, proxy_type, delay) in [
			(CHARLIE, ProxyType::Transfer, 3),
			(BOB, ProxyType::Any, 3),
			(BOB, ProxyType::Transfer, 0),
		] {
			assert_noop!(
				Proxy::remove_proxy(signed(ALICE), delegate, proxy_type, delay),
				Error::<Test>::NotFound
			);
		}
		assert_ok!(Proxy::remove_proxy(signed(ALICE), BOB, ProxyType::Transfer, 3));
	});
}

#[test]
fn remove_proxy_releases_the_price_of_the_entry_and_ends_the_permission() {
	build_and_execute(|| {
		assert_ok!(Proxy::add_proxy(signed(ALICE), BOB, ProxyType::Any, 0));
		assert_ok!(Proxy::add_proxy(signed(ALICE), CHARLIE, ProxyType::Any, 0));
		assert_eq!(Balances::reserved_balance(ALICE), 126);
		assert_ok!(Proxy::remove_proxy(signed(ALICE), BOB, ProxyType::Any, 0));
		assert_last(Event::ProxyRemoved {
			delegator: ALICE,
			delegatee: BOB,
			proxy_type: ProxyType::Any,
			delay: 0,
		});
		assert_eq!(Balances::reserved_balance(ALICE), 93);
		assert_noop!(act(BOB, ALICE, transfer(BOB, 1)), Error::<Test>::NotProxy);
		assert_ok!(Proxy::remove_proxy(signed(ALICE), CHARLIE, ProxyType::Any, 0));
		assert!(!Proxies::<Test>::contains_key(ALICE));
		assert_eq!(Balances::free_balance(ALICE), ENDOWMENT);
	});
}

#[test]
fn remove_proxies_releases_everything_without_an_event() {
	build_and_execute(|| {
		assert_ok!(Proxy::add_proxy(signed(ALICE), BOB, ProxyType::Any, 0));
		assert_ok!(Proxy::add_proxy(signed(ALICE), CHARLIE, ProxyType::Transfer, 2));
		System::reset_events();
		assert_ok!(Proxy::remove_proxies(signed(ALICE)));
		assert!(own_events().is_empty());
		assert!(!Proxies::<Test>::contains_key(ALICE));
		assert_eq!(Balances::free_balance(ALICE), ENDOWMENT);
	});
}

#[test]
fn remove_proxies_charges_for_the_removed_entries() {
	build_and_execute(|| {
		assert_ok!(Proxy::add_proxy(signed(ALICE), BOB, ProxyType::Any, 0));
		let used = Proxy::remove_proxies(signed(ALICE)).expect("it never fails").actual_weight;
		assert_eq!(used, Some(<() as WeightInfo>::remove_proxies(1)));
		let used = Proxy::remove_proxies(signed(ALICE)).expect("it never fails").actual_weight;
		assert_eq!(used, Some(<() as WeightInfo>::remove_proxies(0)));
	});
}

#[test]
fn find_proxy_takes_the_first_entry_or_the_forced_type() {
	build_and_execute(|| {
		assert_ok!(Proxy::add_proxy(signed(ALICE), BOB, ProxyType::Transfer, 0));
		assert_ok!(Proxy::add_proxy(signed(ALICE), BOB, ProxyType::Any, 9));
		let first = Proxy::find_proxy(&ALICE, &BOB, None).expect("there are two");
		assert_eq!((first.proxy_type, first.delay), (ProxyType::Any, 9));
		let forced = Proxy::find_proxy(&ALICE, &BOB, Some(&ProxyType::Transfer)).expect("is there");
		assert_eq!((forced.proxy_type, forced.delay), (ProxyType::Transfer, 0));
		let missing = Proxy::find_proxy(&ALICE, &BOB, Some(&ProxyType::Infra));
		assert_eq!(missing, Err(Error::<Test>::NotProxy.into()));
	});
}
