//! Guards on the outer call of a transaction, and on every call inside it.

use std::collections::BTreeSet;

use frame_support::{
	dispatch::GetDispatchInfo,
	traits::{CallMetadata, Get, GetCallMetadata, UnfilteredDispatchable},
};
use noesis_runtime::{
	policy::{guards::GuardedCall, proxies::ProxyType},
	AccountId, Runtime, RuntimeCall, RuntimeOrigin, SubtensorModule, System,
};
use pallet_subtensor::{ColdkeySwapAnnouncements, ColdkeySwapDisputes, Error};
use proptest::prelude::*;
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie};
use sp_runtime::{traits::Dispatchable, transaction_validity::InvalidTransaction, DispatchError};

use crate::{
	block::{in_a_block, relate, remarked, send},
	calls::{
		as_derivative, as_one_of, batch, batch_all, force_batch, if_else, proxied, remark, sudo,
		sudo_as,
	},
	proxies::samples::Shapes,
};

/// Announces the swap of `who`.
pub fn announce_swap(who: &AccountId) {
	ColdkeySwapAnnouncements::<Runtime>::insert(who, (1_000, sp_core::H256::zero()));
}

#[test]
fn transactions_of_a_coldkey_with_an_announced_swap_are_rejected() {
	in_a_block(|| {
		announce_swap(&Bob.to_account_id());
		assert_eq!(send(Bob, remark()), Err(InvalidTransaction::Custom(0).into()));
		assert_eq!(send(Bob, batch([])), Err(InvalidTransaction::Custom(0).into()));
		ColdkeySwapDisputes::<Runtime>::insert(Bob.to_account_id(), 1);
		assert_eq!(send(Bob, remark()), Err(InvalidTransaction::Custom(21).into()));
		send(Alice, remark()).unwrap().unwrap();
	});
}

#[test]
fn an_announced_swap_allows_only_calls_that_concern_it_and_shielded_ones() {
	let samples = Shapes::new().samples();
	in_a_block(|| {
		let bob = Bob.to_account_id();
		announce_swap(&bob);
		let origin = RuntimeOrigin::signed(bob);
		let mut allowed = samples;
		allowed.retain(|call| SubtensorModule::guard(&origin, call).is_ok());
		let names: Vec<_> = allowed.iter().map(GetCallMetadata::get_call_metadata).collect();
		let call = |pallet_name, function_name| CallMetadata { pallet_name, function_name };
		let dispute = call("SubtensorModule", "dispute_coldkey_swap");
		assert_eq!(names, [dispute, call("MevShield", "submit_encrypted")]);
	});
}

#[test]
fn a_dispute_without_an_announcement_rejects_nothing() {
	in_a_block(|| {
		ColdkeySwapDisputes::<Runtime>::insert(Bob.to_account_id(), 1);
		send(Bob, remark()).unwrap().unwrap();
		// No call leads to this state, which violates an invariant.
		ColdkeySwapDisputes::<Runtime>::remove(Bob.to_account_id());
	});
}

#[test]
fn carriers_are_accepted_until_the_announced_swap_is_disputed() {
	in_a_block(|| {
		let bob = Bob.to_account_id();
		announce_swap(&bob);
		let ciphertext = crate::shield::well_formed();
		let carrier = pallet_shield::Call::submit_encrypted { ciphertext };
		crate::shield::send_carrier(Bob, carrier.clone()).unwrap().unwrap();
		ColdkeySwapDisputes::<Runtime>::insert(&bob, 1);
		let rejected = crate::shield::send_carrier(Bob, carrier);
		assert_eq!(rejected, Err(InvalidTransaction::Custom(21).into()));
	});
}

#[test]
fn a_delegate_cannot_bypass_the_guard() {
	in_a_block(|| {
		relate(&Bob.to_account_id(), Charlie, ProxyType::Any);
		announce_swap(&Bob.to_account_id());
		send(Charlie, proxied(&Bob.to_account_id(), remark())).unwrap().unwrap();
		let refused = DispatchError::from(Error::<Runtime>::ColdkeySwapAnnounced);
		let result = Err(refused);
		System::assert_has_event(pallet_noesis_proxy::Event::ProxyExecuted { result }.into());
		assert_eq!(remarked(), BTreeSet::new());
	});
}

#[test]
fn guards_bind_the_account_of_sudo_as_and_not_root() {
	in_a_block(|| {
		let bob = Bob.to_account_id();
		announce_swap(&bob);
		send(Alice, sudo_as(&bob, remark())).unwrap().unwrap();
		assert_eq!(remarked(), BTreeSet::new());
		let set = frame_system::Call::set_storage { items: vec![(vec![1], vec![2])] };
		announce_swap(&Alice.to_account_id());
		assert_eq!(send(Alice, sudo(set.clone())), Err(InvalidTransaction::Custom(0).into()));
		ColdkeySwapAnnouncements::<Runtime>::remove(Alice.to_account_id());
		send(Alice, sudo(set)).unwrap().unwrap();
		assert_eq!(sp_io::storage::get(&[1]).as_deref(), Some(&[2][..]));
	});
}

#[test]
fn each_call_inside_weighs_one_pass_of_the_guards_more() {
	in_a_block(|| {
		let guards = pallet_subtensor::GuardWeight::<Runtime>::get();
		assert_eq!(guards.ref_time(), 60_000_000);
		let plain = remark().get_dispatch_info();
		let inside = GuardedCall::from(remark()).get_dispatch_info();
		assert_eq!(inside.call_weight, plain.call_weight.saturating_add(guards));
		let one = batch([remark()]).get_dispatch_info().call_weight;
		let two = batch([remark(), remark()]).get_dispatch_info().call_weight;
		assert!(two.ref_time() - one.ref_time() > inside.call_weight.ref_time());
	});
}

#[test]
fn a_call_inside_that_a_filter_refuses_uses_only_the_weight_of_its_guards() {
	in_a_block(|| {
		let refused = || GuardedCall::from(batch([batch([remark()])]));
		let failure = refused().dispatch(RuntimeOrigin::signed(Bob.to_account_id())).unwrap_err();
		assert_eq!(failure.error, crate::rejections::filtered());
		let guards = pallet_subtensor::GuardWeight::<Runtime>::get();
		assert_eq!(failure.post_info.actual_weight, Some(guards));
		// No filter binds root, and none is asked where filters are bypassed.
		refused().dispatch(RuntimeOrigin::root()).unwrap();
		let bob = RuntimeOrigin::signed(Bob.to_account_id());
		refused().dispatch_bypass_filter(bob).unwrap();
	});
}

/// Call that dispatches another call.
#[derive(Clone, Debug)]
enum Wrap {
	Batch,
	BatchAll,
	ForceBatch,
	IfElse,
	Fallback,
	Derivative(u16),
	Proxy(Sr25519Keyring),
	Multisig(Sr25519Keyring),
}

fn any_wrap() -> impl Strategy<Value = Wrap> {
	let who = || prop::sample::select(vec![Alice, Bob, Charlie]);
	prop_oneof![
		Just(Wrap::Batch),
		Just(Wrap::BatchAll),
		Just(Wrap::ForceBatch),
		Just(Wrap::IfElse),
		Just(Wrap::Fallback),
		(0..2u16).prop_map(Wrap::Derivative),
		who().prop_map(Wrap::Proxy),
		who().prop_map(Wrap::Multisig),
	]
}

impl Wrap {
	fn around(self, call: RuntimeCall) -> RuntimeCall {
		let fails = || frame_system::Call::set_heap_pages { pages: 1 }.into();
		match self {
			Self::Batch => batch([call]),
			Self::BatchAll => batch_all([call]),
			Self::ForceBatch => force_batch([call]),
			Self::IfElse => if_else(call, fails()),
			Self::Fallback => if_else(fails(), call),
			Self::Derivative(index) => as_derivative(index, call),
			Self::Proxy(real) => proxied(&real.to_account_id(), call),
			Self::Multisig(other) => as_one_of(vec![other.to_account_id()], call),
		}
	}
}

/// Signers of the remarks inside `call` if the swap of `bound` is announced.
fn remarked_with(call: &RuntimeCall, bound: Option<&AccountId>) -> BTreeSet<AccountId> {
	let mut made = BTreeSet::new();
	in_a_block(|| {
		for real in [Alice, Bob, Charlie] {
			for delegate in [Alice, Bob, Charlie].into_iter().filter(|other| *other != real) {
				relate(&real.to_account_id(), delegate, ProxyType::Any);
			}
		}
		bound.into_iter().for_each(announce_swap);
		// The transaction of a bound sender is rejected.
		let _ = send(Alice, call.clone());
		made = remarked();
	});
	made
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(96))]

	/// However calls are nested: a bound account signs no remark, and all remarks of other accounts
	/// are among the remarks that are dispatched when no account is bound.
	#[test]
	fn no_nesting_of_calls_bypasses_a_guard(
		wraps in prop::collection::vec(any_wrap(), 0..5),
		bound in prop::sample::select(vec![Alice, Bob, Charlie]),
	) {
		let call = wraps.into_iter().fold(remark(), |call, wrap| wrap.around(call));
		let free = remarked_with(&call, None);
		for maker in &free {
			prop_assert_eq!(remarked_with(&call, Some(maker)), BTreeSet::new());
		}
		let bound = bound.to_account_id();
		let made = remarked_with(&call, Some(&bound));
		prop_assert!(!made.contains(&bound) && made.is_subset(&free));
	}
}
