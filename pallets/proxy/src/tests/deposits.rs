//! Deposits: prices, pokes, and conservation of balances.

use frame_support::{assert_noop, assert_ok, dispatch::Pays, traits::Currency};
use sp_runtime::{AccountId32, ArithmeticError, DispatchError};

use super::mock::*;
use crate::{Announcements, DepositKind, Event, Proxies};

/// Asserts that the reserve of `who` equals both the booked deposits and the prices of its lists.
fn assert_paid(who: &AccountId32) {
	let (proxies, for_proxies) = Proxies::<Test>::get(who);
	let (pending, for_pending) = Announcements::<Test>::get(who);
	assert_eq!(for_proxies, price(DepositKind::Proxies, proxies.len()));
	assert_eq!(for_pending, price(DepositKind::Announcements, pending.len()));
	assert_eq!(Balances::reserved_balance(who), for_proxies + for_pending);
	assert_eq!(Balances::total_balance(who), ENDOWMENT);
}

/// Deterministic generator of pseudorandom numbers.
struct Numbers(u64);

impl Numbers {
	/// The next number below `bound`.
	fn below(&mut self, bound: u64) -> u64 {
		self.0 =
			self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
		(self.0 >> 33) % bound
	}

	/// One of three accounts.
	fn account(&mut self) -> AccountId32 {
		[ALICE, BOB, CHARLIE][self.below(3) as usize].clone()
	}
}

#[test]
fn price_is_zero_for_an_empty_list_and_linear_beyond() {
	build_and_execute(|| {
		let prices = |kind| [0, 1, 2, 4].map(|count| price(kind, count));
		assert_eq!(prices(DepositKind::Proxies), [0, 93, 126, 192]);
		assert_eq!(prices(DepositKind::Announcements), [0, 104, 172, 308]);
	});
}

#[test]
fn price_above_the_largest_balance_is_an_error() {
	build_and_execute(|| {
		set_proxy_price(1, u64::MAX);
		let overflow: DispatchError = ArithmeticError::Overflow.into();
		assert_eq!(Proxy::deposit_for(DepositKind::Proxies, 1), Err(overflow));
		assert_eq!(Proxy::deposit_for(DepositKind::Proxies, 2), Err(overflow));
		assert!(!Proxy::are_deposits_payable());
		assert_noop!(Proxy::add_proxy(signed(ALICE), BOB, ProxyType::Any, 0), overflow);
	});
}

#[test]
fn random_calls_keep_reserves_equal_to_the_price_of_the_lists() {
	build_and_execute(|| {
		let mut numbers = Numbers(7);
		for _ in 0..2_000 {
			let (who, other) = (numbers.account(), numbers.account());
			let proxy_type =
				[ProxyType::Any, ProxyType::Transfer, ProxyType::Infra][numbers.below(3) as usize];
			let delay = numbers.below(2) as u32;
			let hash = CallHash::from([numbers.below(4) as u8; 32]);
			// Each call may fail; then it must not move any balance either.
			let _failed = match numbers.below(12) {
				0..=3 => Proxy::add_proxy(signed(who), other, proxy_type, delay).is_err(),
				4 | 5 => Proxy::remove_proxy(signed(who), other, proxy_type, delay).is_err(),
				6 => numbers.below(4) == 0 && Proxy::remove_proxies(signed(who)).is_err(),
				7 | 8 => Proxy::announce(signed(who), other, hash).is_err(),
				9 => Proxy::remove_announcement(signed(who), other, hash).is_err(),
				10 => Proxy::reject_announcement(signed(who), other, hash).is_err(),
				_ => Proxy::poke_deposit(signed(who)).is_err(),
			};
			for account in [ALICE, BOB, CHARLIE] {
				assert_paid(&account);
			}
		}
		for account in [ALICE, BOB, CHARLIE] {
			assert_ok!(Proxy::remove_proxies(signed(account.clone())));
			for announcement in Announcements::<Test>::get(&account).0 {
				// A repeated announcement is removed with the first of its copies.
				let _removed = Proxy::remove_announcement(
					signed(account.clone()),
					announcement.real,
					announcement.call_hash,
				);
			}
			assert_eq!(Balances::free_balance(&account), ENDOWMENT);
		}
		assert_eq!(Proxies::<Test>::iter().count(), 0);
		assert_eq!(Announcements::<Test>::iter().count(), 0);
	});
}

#[test]
fn poke_without_a_change_pays_the_fee() {
	build_and_execute(|| {
		assert_ok!(Proxy::add_proxy(signed(ALICE), BOB, ProxyType::Any, 0));
		System::reset_events();
		for who in [ALICE, DAVE] {
			let info = Proxy::poke_deposit(signed(who)).expect("nothing is due");
			assert_eq!(info.pays_fee, Pays::Yes);
		}
		assert!(own_events().is_empty());
	});
}

#[test]
fn poke_adjusts_the_deposits_of_both_lists_and_is_free() {
	build_and_execute(|| {
		assert_ok!(Proxy::add_proxy(signed(ALICE), BOB, ProxyType::Any, 0));
		assert_ok!(Proxy::add_proxy(signed(BOB), ALICE, ProxyType::Any, 0));
		assert_ok!(Proxy::announce(signed(ALICE), BOB, CallHash::from([1; 32])));
		assert_eq!(Balances::reserved_balance(ALICE), 93 + 104);
		set_proxy_price(10, 5);
		set_announcement_price(200, 50);
		System::reset_events();
		let info = Proxy::poke_deposit(signed(ALICE)).expect("she can pay");
		assert_eq!(info.pays_fee, Pays::No);
		let poked = |kind, old_deposit, new_deposit| Event::DepositPoked {
			who: ALICE,
			kind,
			old_deposit,
			new_deposit,
		};
		assert_eq!(
			own_events(),
			vec![poked(DepositKind::Proxies, 93, 15), poked(DepositKind::Announcements, 104, 250)]
		);
		assert_paid(&ALICE);
	});
}

#[test]
fn poke_of_one_kind_alone_is_free_too() {
	build_and_execute(|| {
		assert_ok!(Proxy::add_proxy(signed(ALICE), BOB, ProxyType::Any, 0));
		assert_ok!(Proxy::announce(signed(BOB), ALICE, CallHash::from([1; 32])));
		set_announcement_price(36, 69);
		let alice = Proxy::poke_deposit(signed(ALICE)).expect("nothing is due");
		assert_eq!(alice.pays_fee, Pays::Yes);
		let bob = Proxy::poke_deposit(signed(BOB)).expect("he can pay");
		assert_eq!(bob.pays_fee, Pays::No);
		assert_eq!(Balances::reserved_balance(BOB), 105);
	});
}

#[test]
fn poke_fails_when_the_higher_price_cannot_be_paid() {
	build_and_execute(|| {
		assert_ok!(Proxy::add_proxy(signed(ALICE), BOB, ProxyType::Any, 0));
		set_proxy_price(ENDOWMENT, 1);
		assert_noop!(
			Proxy::poke_deposit(signed(ALICE)).map_err(|failure| failure.error),
			pallet_balances::Error::<Test, ()>::InsufficientBalance
		);
	});
}

#[test]
fn removing_reserves_nothing_more_after_prices_rose() {
	build_and_execute(|| {
		assert_ok!(Proxy::add_proxy(signed(ALICE), BOB, ProxyType::Any, 0));
		assert_ok!(Proxy::add_proxy(signed(ALICE), CHARLIE, ProxyType::Any, 0));
		set_proxy_price(ENDOWMENT, ENDOWMENT);
		assert_ok!(Proxy::remove_proxy(signed(ALICE), BOB, ProxyType::Any, 0));
		assert_eq!(Balances::reserved_balance(ALICE), 126);
		assert_ok!(Proxy::remove_proxy(signed(ALICE), CHARLIE, ProxyType::Any, 0));
		assert_eq!(Balances::free_balance(ALICE), ENDOWMENT);
	});
}

#[test]
fn removing_releases_the_difference_after_prices_fell() {
	build_and_execute(|| {
		assert_ok!(Proxy::add_proxy(signed(ALICE), BOB, ProxyType::Any, 0));
		assert_ok!(Proxy::add_proxy(signed(ALICE), CHARLIE, ProxyType::Any, 0));
		set_proxy_price(10, 5);
		assert_ok!(Proxy::remove_proxy(signed(ALICE), BOB, ProxyType::Any, 0));
		assert_paid(&ALICE);
	});
}
