//! Import of blocks: rules that an author cannot bypass.

use std::panic::{catch_unwind, AssertUnwindSafe};

use codec::Encode;
use frame_support::dispatch::{DispatchClass, GetDispatchInfo};
use noesis_runtime::{
	policy::proxies::ProxyType, Block, Executive, RuntimeCall, UncheckedExtrinsic,
};
use pallet_noesis_proxy::Call as Proxy;
use pallet_subtensor::Profile;
use sp_keyring::Sr25519Keyring::{Alice, Bob, Charlie};
use sp_runtime::{
	traits::{BlakeTwo256, Hash},
	transaction_validity::InvalidTransaction,
	Weight,
};

use crate::{
	block::{chain, in_a_block, relate, send, signed, signed_by, start_block},
	calls::{as_one_of, batch, boxed, guarded, remark, sudo},
	rejections::nested,
};

const BLOCK_TIME: u64 = 12_000;

/// The first block of a chain, with these calls of Alice.
fn block_with(calls: Vec<RuntimeCall>) -> Block {
	chain(BLOCK_TIME, Profile::Production).execute_with(|| {
		let mut included = vec![start_block(BLOCK_TIME)];
		let sign = |(nonce, call)| signed_by(&Alice.pair(), nonce, 0, call);
		included.extend((0..).zip(calls).map(sign));
		for transaction in &included {
			// A call may fail.
			let _ = Executive::apply_extrinsic(transaction.clone()).unwrap();
		}
		Block { header: Executive::finalize_block(), extrinsics: included }
	})
}

/// An empty block into which its author put a transaction without applying it.
fn block_around(forced: impl FnOnce() -> UncheckedExtrinsic) -> Block {
	let mut block = block_with(vec![]);
	let forced = chain(BLOCK_TIME, Profile::Production).execute_with(forced);
	block.extrinsics.push(forced);
	block
}

/// Imports the first block of a chain. Fails with the message of the runtime's panic.
fn import(block: &Block) -> Result<(), String> {
	let execute = || noesis_runtime::api::dispatch("Core_execute_block", &block.encode());
	chain(BLOCK_TIME, Profile::Production).execute_with(|| {
		let outcome = catch_unwind(AssertUnwindSafe(execute));
		outcome.map(|_| ()).map_err(|panic| match panic.downcast::<String>() {
			Ok(message) => *message,
			Err(_) => "a check after the last transaction".into(),
		})
	})
}

/// Message with which the runtime panics for a transaction that is rejected.
fn rejection(reason: InvalidTransaction) -> String {
	let reason: &str = reason.into();
	format!("ExecuteBlockError applying extrinsic: {reason}")
}

fn set_time() -> RuntimeCall {
	pallet_timestamp::Call::set { now: BLOCK_TIME }.into()
}

#[test]
fn a_block_of_an_honest_author_is_imported() {
	assert_eq!(import(&block_with(vec![])), Ok(()));
	assert_eq!(import(&block_with(vec![remark(), nested(8), batch([remark()])])), Ok(()));
}

#[test]
fn a_block_with_calls_nested_too_deep_is_not_imported() {
	let block = block_around(|| signed(Alice, nested(9)));
	assert_eq!(import(&block), Err(rejection(InvalidTransaction::Call)));
	let bare = block_around(|| UncheckedExtrinsic::new_bare(nested(9)));
	assert_eq!(import(&bare), Err(rejection(InvalidTransaction::Call)));
}

/// Calls around the inherent of the timestamp, which have its class and so no limit of weight.
fn around_the_timestamp() -> [RuntimeCall; 3] {
	[as_one_of(vec![Bob.to_account_id()], set_time()), sudo(set_time()), set_time()]
}

#[test]
fn a_block_with_a_signed_mandatory_call_is_not_imported() {
	for call in around_the_timestamp() {
		let block = block_around(|| signed(Alice, call));
		assert_eq!(import(&block), Err(rejection(InvalidTransaction::MandatoryValidation)));
	}
}

#[test]
fn no_transaction_takes_the_unlimited_weight_of_inherents() {
	in_a_block(|| {
		relate(&Alice.to_account_id(), Bob, ProxyType::Any);
		// The sudo call names its weight. It fails inside, and its class stays.
		let weight = Weight::from_parts(u64::MAX / 2, 0);
		let heavy = pallet_sudo::Call::sudo_unchecked_weight { call: boxed(set_time()), weight };
		let heavy = guarded([heavy.into()]).remove(0);
		let call_hash = BlakeTwo256::hash_of(&heavy);
		let real = || Alice.to_account_id().into();
		send(Bob, Proxy::announce { real: real(), call_hash }).unwrap().unwrap();
		let call = Proxy::proxy_announced {
			delegate: Bob.to_account_id().into(),
			real: real(),
			force_proxy_type: None,
			call: Box::new(heavy),
		};
		let transaction = signed(Charlie, call.into());
		assert_eq!(transaction.get_dispatch_info().class, DispatchClass::Normal);
		let rejected = Err(InvalidTransaction::ExhaustsResources.into());
		assert_eq!(Executive::apply_extrinsic(transaction), rejected);
		let total = noesis_runtime::System::block_weight().total().ref_time();
		assert!(total < 4_000_000_000_000, "{total}");
	});
}
