//! Floods of transactions that try to take the room of a block without paying for it.

use codec::Encode;
use frame_support::{
	dispatch::{DispatchClass, GetDispatchInfo},
	traits::{fungible::Mutate, Get},
	weights::Weight,
};
use noesis_runtime::{
	policy::transactions::MAX_TRANSACTION_LENGTH, AccountId, Address, Balances, Executive, Runtime,
	RuntimeCall, TaoBalance, TransactionPayment,
};
use pallet_noesis_proxy::Call as Proxy;
use pallet_subtensor::GuardWeight;
use sp_core::{sr25519, Pair};
use sp_keyring::Sr25519Keyring::{Alice, Bob};
use sp_runtime::transaction_validity::InvalidTransaction;

use crate::{
	block::{in_a_block, last_fee, send, signed, signed_by, time_used},
	calls::{batch, batch_all, boxed, force_batch},
	proxies::samples::Shapes,
	rejections::filtered,
};

fn transfer() -> RuntimeCall {
	let dest = Bob.to_account_id().into();
	pallet_balances::Call::transfer_keep_alive { dest, value: 1u64.into() }.into()
}

/// Weight of a transaction without its call: its base and one run of the guards.
fn weight_without_call() -> Weight {
	let limits = <Runtime as frame_system::Config>::BlockWeights::get();
	limits.get(DispatchClass::Normal).base_extrinsic.saturating_add(GuardWeight::<Runtime>::get())
}

/// Fee of `bytes` bytes and of a transaction's weight without its call, in rao.
fn fee_without_call(bytes: u32) -> u64 {
	let limits = <Runtime as frame_system::Config>::BlockWeights::get();
	let base = limits.get(DispatchClass::Normal).base_extrinsic;
	let fee = TransactionPayment::length_to_fee(bytes)
		+ TransactionPayment::weight_to_fee(base)
		+ TransactionPayment::weight_to_fee(GuardWeight::<Runtime>::get());
	fee.to_u64()
}

/// 64 kB of calls that the base filter refuses. They declare more than half of a block.
fn refused_calls() -> RuntimeCall {
	batch(vec![batch([]); 21_500])
}

#[test]
fn calls_that_a_filter_refuses_pay_for_their_bytes_and_take_no_room() {
	in_a_block(|| {
		let flood = signed(Bob, refused_calls());
		assert!(flood.get_dispatch_info().call_weight.ref_time() > 2_000_000_000_000);
		for _ in 0..4 {
			let flood = signed(Bob, refused_calls());
			let (length, before) = (flood.encoded_size() as u32, time_used());
			assert_eq!(Executive::apply_extrinsic(flood).unwrap(), Err(filtered()));
			let decoding = Weight::from_parts(u64::from(length) * 200_000, 0);
			let used = weight_without_call().saturating_add(decoding);
			assert_eq!(time_used() - before, used.ref_time());
			let fee =
				fee_without_call(length) + TransactionPayment::weight_to_fee(decoding).to_u64();
			assert_eq!(last_fee(), (Bob.to_account_id(), fee));
		}
		send(Alice, transfer()).unwrap().unwrap();
	});
}

#[test]
fn more_calls_than_a_batch_may_have_take_no_room() {
	in_a_block(|| {
		let most = pallet_noesis_utility::Pallet::<Runtime>::batched_calls_limit();
		let remark = || frame_system::Call::remark { remark: vec![] }.into();
		let calls: Vec<RuntimeCall> = (0..=most).map(|_| remark()).collect();
		for kind in [batch, batch_all, force_batch] {
			let before = time_used();
			let error = pallet_noesis_utility::Error::<Runtime>::TooManyCalls;
			assert_eq!(send(Bob, kind(calls.clone())).unwrap(), Err(error.into()));
			let empty = kind(vec![]).get_dispatch_info().call_weight;
			let expected = weight_without_call().saturating_add(empty);
			assert_eq!(time_used() - before, expected.ref_time());
		}
	});
}

#[test]
fn empty_batches_of_accounts_with_the_least_balance_are_rejected() {
	in_a_block(|| {
		let before = time_used();
		for number in 0..850u32 {
			let pair = sr25519::Pair::from_seed(&sp_crypto_hashing::blake2_256(&number.encode()));
			Balances::mint_into(&AccountId::from(pair.public()), TaoBalance::new(500)).unwrap();
			for call in [batch([]), batch([batch([])])] {
				let rejected = Executive::apply_extrinsic(signed_by(&pair, 0, 0, call));
				assert_eq!(rejected, Err(InvalidTransaction::Payment.into()));
			}
		}
		assert_eq!(time_used(), before);
		send(Alice, transfer()).unwrap().unwrap();
	});
}

/// An empty batch behind an address of this many bytes.
fn behind_long_address(bytes: usize) -> RuntimeCall {
	let (real, call) = (Address::Raw(vec![0; bytes]), boxed(batch([])));
	Proxy::proxy { real, force_proxy_type: None, call }.into()
}

#[test]
fn a_long_address_around_an_empty_batch_pays_for_its_bytes() {
	in_a_block(|| {
		const BYTES: usize = 4_000_000;
		send(Bob, behind_long_address(BYTES)).unwrap().unwrap_err();
		let (payer, fee) = last_fee();
		assert_eq!(payer, Bob.to_account_id());
		assert!(fee > fee_without_call(BYTES as u32), "{fee}");
		send(Alice, transfer()).unwrap().unwrap();
	});
}

#[test]
fn a_transaction_that_no_author_includes_is_rejected() {
	// `DEFAULT_BLOCK_SIZE_LIMIT` of the proposer, and more than an empty block takes.
	const PROPOSED: usize = 4 * 1024 * 1024 + 512;
	const EMPTY: usize = 4 * 1024;
	let longest = MAX_TRANSACTION_LENGTH as usize;
	assert!(longest + EMPTY < PROPOSED);
	in_a_block(|| {
		let around = signed(Bob, behind_long_address(longest)).encoded_size() - longest;
		send(Bob, behind_long_address(longest - around)).unwrap().unwrap_err();
		let exhausted = Err(InvalidTransaction::ExhaustsResources.into());
		assert_eq!(send(Bob, behind_long_address(longest - around + 1)), exhausted);
	});
}

#[test]
fn no_call_is_free_before_the_chain_vouches_for_its_sender() {
	use frame_support::dispatch::Pays;
	for call in Shapes::new().samples() {
		in_a_block(|| {
			assert_eq!(call.get_dispatch_info().pays_fee, Pays::Yes, "{call:?}");
			let around = batch([call.clone()]);
			assert_eq!(around.get_dispatch_info().pays_fee, Pays::Yes, "{around:?}");
		});
	}
}
