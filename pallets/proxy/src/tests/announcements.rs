//! Announcing calls, and removing, rejecting and using announcements.

use frame_support::{assert_noop, assert_ok};
use sp_runtime::{traits::Dispatchable, DispatchError, DispatchResult};

use super::mock::*;
use crate::{Announcement, Announcements, Error, Event};

/// A hash of equal bytes.
fn hash(byte: u8) -> CallHash {
	CallHash::from([byte; 32])
}

/// Adds Bob as a delegate of Alice for all calls, with a delay of ten blocks.
fn delegate_with_delay() {
	assert_ok!(Proxy::add_proxy(signed(ALICE), BOB, ProxyType::Any, 10));
}

/// Dispatches `call` as Dave.
fn dispatch(call: RuntimeCall) -> DispatchResult {
	call.dispatch(signed(DAVE)).map(|_| ()).map_err(|failure| failure.error)
}

/// Dispatches the call that Bob announced for Alice; Dave is the sender.
fn act_announced(call: &RuntimeCall) -> DispatchResult {
	dispatch(announced(BOB, ALICE, call.clone()))
}

#[test]
fn announce_stores_the_hash_and_reserves_from_the_delegate() {
	build_and_execute(|| {
		delegate_with_delay();
		assert_ok!(Proxy::announce(signed(BOB), ALICE, hash(1)));
		assert_last(Event::Announced { real: ALICE, proxy: BOB, call_hash: hash(1) });
		let (pending, booked) = Announcements::<Test>::get(BOB);
		let expected = vec![Announcement { real: ALICE, call_hash: hash(1), height: 1 }];
		assert_eq!(pending.into_inner(), expected);
		assert_eq!(booked, 104);
		assert_eq!(Balances::reserved_balance(BOB), 104);
	});
}

#[test]
fn announce_is_for_delegates() {
	build_and_execute(|| {
		assert_noop!(Proxy::announce(signed(BOB), ALICE, hash(1)), Error::<Test>::NotProxy);
	});
}

#[test]
fn announce_rejects_one_more_than_the_bound() {
	build_and_execute(|| {
		delegate_with_delay();
		for byte in 0..3 {
			assert_ok!(Proxy::announce(signed(BOB), ALICE, hash(byte)));
		}
		assert_noop!(Proxy::announce(signed(BOB), ALICE, hash(3)), Error::<Test>::TooMany);
	});
}

#[test]
fn announce_needs_the_deposit() {
	build_and_execute(|| {
		assert_ok!(Proxy::add_proxy(signed(ALICE), POOR, ProxyType::Any, 10));
		assert_noop!(
			Proxy::announce(signed(POOR), ALICE, hash(1)),
			pallet_balances::Error::<Test, ()>::InsufficientBalance
		);
	});
}

#[test]
fn remove_announcement_is_for_the_delegate_and_releases_the_deposit() {
	build_and_execute(|| {
		delegate_with_delay();
		assert_ok!(Proxy::announce(signed(BOB), ALICE, hash(1)));
		assert_ok!(Proxy::announce(signed(BOB), ALICE, hash(2)));
		assert_eq!(Balances::reserved_balance(BOB), 172);
		let error: DispatchError = Error::<Test>::NotFound.into();
		assert_noop!(Proxy::remove_announcement(signed(BOB), ALICE, hash(3)), error);
		assert_noop!(Proxy::remove_announcement(signed(BOB), CHARLIE, hash(1)), error);
		assert_noop!(Proxy::remove_announcement(signed(ALICE), ALICE, hash(1)), error);
		assert_ok!(Proxy::remove_announcement(signed(BOB), ALICE, hash(1)));
		assert_eq!(Balances::reserved_balance(BOB), 104);
		assert_ok!(Proxy::remove_announcement(signed(BOB), ALICE, hash(2)));
		assert!(!Announcements::<Test>::contains_key(BOB));
		assert_eq!(Balances::free_balance(BOB), ENDOWMENT);
	});
}

#[test]
fn reject_announcement_is_for_the_real_account_and_prevents_the_call() {
	build_and_execute(|| {
		delegate_with_delay();
		let call = transfer(CHARLIE, 100);
		assert_ok!(Proxy::announce(signed(BOB), ALICE, hash_of(&call)));
		let error: DispatchError = Error::<Test>::NotFound.into();
		assert_noop!(Proxy::reject_announcement(signed(CHARLIE), BOB, hash_of(&call)), error);
		assert_noop!(Proxy::reject_announcement(signed(ALICE), BOB, hash(9)), error);
		assert_ok!(Proxy::reject_announcement(signed(ALICE), BOB, hash_of(&call)));
		assert_eq!(Balances::free_balance(BOB), ENDOWMENT);
		System::set_block_number(11);
		assert_noop!(act_announced(&call), Error::<Test>::Unannounced);
	});
}

#[test]
fn reject_announcement_removes_every_announcement_of_the_call() {
	build_and_execute(|| {
		delegate_with_delay();
		assert_ok!(Proxy::announce(signed(BOB), ALICE, hash(1)));
		assert_ok!(Proxy::announce(signed(BOB), ALICE, hash(1)));
		assert_ok!(Proxy::reject_announcement(signed(ALICE), BOB, hash(1)));
		assert!(!Announcements::<Test>::contains_key(BOB));
	});
}

#[test]
fn announced_call_runs_once_the_delay_has_passed_and_not_before() {
	build_and_execute(|| {
		delegate_with_delay();
		let call = transfer(CHARLIE, 100);
		assert_ok!(Proxy::announce(signed(BOB), ALICE, hash_of(&call)));
		System::set_block_number(10);
		assert_noop!(act_announced(&call), Error::<Test>::Unannounced);
		System::set_block_number(11);
		assert_ok!(act_announced(&call));
		assert_last(Event::ProxyExecuted { result: Ok(()) });
		assert_eq!(Balances::free_balance(CHARLIE), ENDOWMENT + 100);
		assert_eq!(Balances::free_balance(BOB), ENDOWMENT);
		assert_noop!(act_announced(&call), Error::<Test>::Unannounced);
	});
}

#[test]
fn only_announcements_older_than_the_delay_are_removed() {
	build_and_execute(|| {
		delegate_with_delay();
		let call = transfer(CHARLIE, 100);
		assert_ok!(Proxy::announce(signed(BOB), ALICE, hash_of(&call)));
		System::set_block_number(5);
		assert_ok!(Proxy::announce(signed(BOB), ALICE, hash_of(&call)));
		System::set_block_number(11);
		assert_ok!(act_announced(&call));
		assert_eq!(Announcements::<Test>::get(BOB).0.len(), 1);
		assert_eq!(Balances::reserved_balance(BOB), 104);
	});
}

#[test]
fn call_other_than_the_announced_one_is_not_dispatched() {
	build_and_execute(|| {
		delegate_with_delay();
		assert_ok!(Proxy::announce(signed(BOB), ALICE, hash_of(&transfer(CHARLIE, 100))));
		System::set_block_number(11);
		assert_noop!(act_announced(&transfer(CHARLIE, 101)), Error::<Test>::Unannounced);
	});
}

#[test]
fn announced_call_needs_a_delegation_of_the_forced_type() {
	build_and_execute(|| {
		delegate_with_delay();
		let call = transfer(CHARLIE, 100);
		assert_ok!(Proxy::announce(signed(BOB), ALICE, hash_of(&call)));
		System::set_block_number(11);
		let forced = RuntimeCall::Proxy(crate::Call::proxy_announced {
			delegate: BOB,
			real: ALICE,
			force_proxy_type: Some(ProxyType::Transfer),
			call: Box::new(call.clone()),
		});
		assert_noop!(dispatch(forced), Error::<Test>::NotProxy);
		assert_ok!(Proxy::remove_proxies(signed(ALICE)));
		assert_noop!(act_announced(&call), Error::<Test>::NotProxy);
	});
}

#[test]
fn removed_delegate_still_gets_its_announcement_deposit_back() {
	build_and_execute(|| {
		delegate_with_delay();
		assert_ok!(Proxy::announce(signed(BOB), ALICE, hash(1)));
		assert_ok!(Proxy::remove_proxies(signed(ALICE)));
		assert_ok!(Proxy::remove_announcement(signed(BOB), ALICE, hash(1)));
		assert_eq!(Balances::free_balance(BOB), ENDOWMENT);
	});
}
