//! Accounts whose standing makes a transaction free, through calls that dispatch others.

use noesis_runtime::{
	policy::{
		free::{sponsor_of, FreeCalls},
		proxies::ProxyType,
	},
	AccountId, Proxy, RuntimeCall, RuntimeOrigin,
};
use pallet_subtensor::access::VouchForFree;
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie, Dave};

use crate::{
	block::{in_a_block, relate},
	calls::{
		as_derivative, as_one_of, batch, batch_all, force_batch, if_else, proxied, remark, sudo,
	},
	guards::announce_swap,
	proxies::samples::Shapes,
};

/// The sponsor of a call if remarks of Alice and Bob are free.
fn sponsor(signer: Sr25519Keyring, call: &RuntimeCall) -> Option<AccountId> {
	let has_standing =
		|who: &AccountId| [Alice, Bob].into_iter().any(|key| key.to_account_id() == *who);
	let is_free = |who: &AccountId, call: &RuntimeCall| *call == remark() && has_standing(who);
	sponsor_of(&signer.to_account_id(), call, &is_free)
}

fn transfer() -> RuntimeCall {
	let dest = Bob.to_account_id().into();
	pallet_balances::Call::transfer_keep_alive { dest, value: 1u64.into() }.into()
}

fn for_bob(call: RuntimeCall) -> RuntimeCall {
	proxied(&Bob.to_account_id(), call)
}

#[test]
fn a_call_is_free_for_an_account_with_its_standing() {
	in_a_block(|| {
		assert_eq!(sponsor(Bob, &remark()), Some(Bob.to_account_id()));
		assert_eq!(sponsor(Charlie, &remark()), None);
		assert_eq!(sponsor(Bob, &transfer()), None);
	});
}

#[test]
fn a_batch_is_free_if_all_its_leaves_are() {
	in_a_block(|| {
		for kind in [batch, batch_all, force_batch] {
			let of = |calls: Vec<RuntimeCall>| sponsor(Bob, &kind(calls));
			let bob = Some(Bob.to_account_id());
			assert_eq!(of(vec![remark(), remark()]), bob);
			assert_eq!(of(vec![remark(), kind(vec![remark()])]), bob);
			assert_eq!(of(vec![]), None);
			assert_eq!(of(vec![remark(), kind(vec![])]), None);
			assert_eq!(of(vec![remark(), transfer()]), None);
			assert_eq!(of(vec![transfer(), remark()]), None);
			assert_eq!(sponsor(Charlie, &kind(vec![remark()])), None);
		}
	});
}

#[test]
fn a_delegate_sends_free_calls_with_the_standing_of_the_real_account() {
	in_a_block(|| {
		assert_eq!(sponsor(Charlie, &for_bob(remark())), None);
		relate(&Bob.to_account_id(), Charlie, ProxyType::Any);
		let bob = Some(Bob.to_account_id());
		assert_eq!(sponsor(Charlie, &for_bob(remark())), bob);
		assert_eq!(sponsor(Charlie, &for_bob(batch([remark()]))), bob);
		assert_eq!(sponsor(Charlie, &batch([for_bob(remark()), for_bob(remark())])), bob);
		assert_eq!(sponsor(Charlie, &for_bob(transfer())), None);
		relate(&Charlie.to_account_id(), Dave, ProxyType::Any);
		let through_charlie = proxied(&Charlie.to_account_id(), for_bob(remark()));
		assert_eq!(sponsor(Dave, &through_charlie), bob);
		// A delegate without a standing of his own does not lend it to the real account.
		relate(&Dave.to_account_id(), Bob, ProxyType::Any);
		assert_eq!(sponsor(Bob, &proxied(&Dave.to_account_id(), remark())), None);
	});
}

#[test]
fn a_delegate_who_may_not_dispatch_the_call_now_pays() {
	in_a_block(|| {
		relate(&Bob.to_account_id(), Charlie, ProxyType::Transfer);
		assert_eq!(sponsor(Charlie, &for_bob(remark())), None);
		let delay = 1;
		let origin = RuntimeOrigin::signed(Bob.to_account_id());
		Proxy::add_proxy(origin, Dave.to_account_id().into(), ProxyType::Any, delay).unwrap();
		assert_eq!(sponsor(Dave, &for_bob(remark())), None);
	});
}

#[test]
fn a_type_that_denies_a_call_further_inside_lends_no_standing() {
	in_a_block(|| {
		let (narrow, bob) = (ProxyType::NonTransfer, Bob.to_account_id());
		relate(&bob, Charlie, narrow);
		relate(&Charlie.to_account_id(), Dave, narrow);
		let through_charlie = |call| proxied(&Charlie.to_account_id(), for_bob(call));
		let is_free = |_: &AccountId, _: &RuntimeCall| true;
		let of = |who: Sr25519Keyring, call: &RuntimeCall| {
			sponsor_of(&who.to_account_id(), call, &is_free)
		};
		assert_eq!(of(Charlie, &for_bob(batch([remark()]))), Some(bob.clone()));
		assert_eq!(of(Charlie, &for_bob(batch([remark(), transfer()]))), None);
		assert_eq!(of(Dave, &through_charlie(remark())), Some(bob));
		assert_eq!(of(Dave, &through_charlie(transfer())), None);
	});
}

#[test]
fn an_account_with_an_announced_swap_lends_no_standing() {
	in_a_block(|| {
		let bob = Bob.to_account_id();
		relate(&bob, Charlie, ProxyType::Any);
		announce_swap(&bob);
		assert_eq!(sponsor(Charlie, &for_bob(remark())), None);
	});
}

#[test]
fn one_account_vouches_for_all_calls_of_a_transaction() {
	in_a_block(|| {
		relate(&Alice.to_account_id(), Bob, ProxyType::Any);
		let for_alice = proxied(&Alice.to_account_id(), remark());
		assert_eq!(sponsor(Bob, &batch([for_alice.clone()])), Some(Alice.to_account_id()));
		assert_eq!(sponsor(Bob, &batch([for_alice, remark()])), None);
	});
}

#[test]
fn other_calls_around_free_ones_pay() {
	in_a_block(|| {
		for call in [
			as_derivative(0, remark()),
			if_else(remark(), remark()),
			as_one_of(vec![Alice.to_account_id()], remark()),
			sudo(remark()),
		] {
			assert_eq!(sponsor(Bob, &call), None, "{call:?}");
		}
	});
}

#[test]
fn no_account_has_a_standing_yet() {
	let samples = Shapes::new().samples();
	in_a_block(|| {
		relate(&Bob.to_account_id(), Alice, ProxyType::Any);
		let sponsor = |call: &RuntimeCall| FreeCalls::sponsor(&Alice.to_account_id(), call);
		for call in samples {
			assert_eq!(sponsor(&call), None);
			assert_eq!(sponsor(&batch([call.clone()])), None);
			assert_eq!(sponsor(&for_bob(call)), None);
		}
	});
}
